//! So many of a thing at so much each: `3 latinhas de 8,50`, `2 sacos 89 cada`. What is to be paid is their product, and
//! that is asked: the price of one of them is never the sale's.

use super::ears::Listening;
use super::heard::Counted;
use super::numbers::Amount;
use super::sentence::{Kind, Sentence};
use super::slots::polite_tokens;
use crate::domain::money::Money;

/// A number above this is money, even right before a thing.
const FEW: i64 = 20;

/// Most words between how many and how much.
const BETWEEN: usize = 5;

/// How many, and the price of one; `None`: the message says another thing, or has another figure.
pub(super) fn read(sentence: &Sentence<'_>, listening: &Listening<'_>) -> Option<Counted> {
    let figures: Vec<(usize, &Amount)> = sentence.amounts().collect();
    let said = |at: usize| numeral(sentence, listening, at).or_else(|| pieces(sentence, listening, at));
    let spelled = || (0..sentence.tokens.len()).find_map(|at| Some((at, said(at)?)));
    let (many, count, price, each) = match figures.as_slice() {
        [(at, amount)] => {
            let (many, count) = spelled()?;
            (many, count, *at, *amount)
        }
        // `89 cada, 2 sacos`.
        [(at, amount), (other, price)] => match (digits(amount), digits(price)) {
            (Some(count), _) if counts(sentence, *at) => (*at, count, *other, *price),
            (_, Some(count)) if counts(sentence, *other) => (*other, count, *at, *amount),
            _ => return None,
        },
        _ => return None,
    };
    let each = each.value.filter(|_| each.flags.is_empty())?;
    let near = many.abs_diff(price) <= BETWEEN;
    let linked = many < price && is_linked(sentence, listening, many, price);
    let each_said = linked || listening.has("price_each");
    let other = ["voucher_pays", "discount", "excluded", "use_part"].iter().any(|group| listening.has(group));
    (near && each_said && !other && count > 1)
        .then_some(Counted { count, each })
        .filter(|sale| sale.total().is_some())
}

/// The purchase that a question is about: one figure, or so many of a thing at so much each. More figures than that may
/// mean anything.
pub(super) fn asked(sentence: &Sentence<'_>, listening: &Listening<'_>) -> Option<Money> {
    if let Some(counted) = read(sentence, listening) {
        return counted.total();
    }
    let mut figures = sentence.amounts();
    let (at, amount) = figures.next()?;
    let counts = digits(amount).is_some_and(|count| count <= FEW) && is_count(sentence, listening, at);
    amount.value.filter(|_| figures.next().is_none() && !counts)
}

/// `3 batons`: a number right before a thing.
fn is_count(sentence: &Sentence<'_>, listening: &Listening<'_>, at: usize) -> bool {
    let Some(Kind::Word(word)) = sentence.tokens.get(at + 1).map(|token| &token.kind) else { return false };
    let small = listening.tongue.staff.edges.contains(word) || polite_tokens(listening).contains(&(at + 1));
    !small
}

impl Counted {
    /// What all of them cost; `None`: more than there can be.
    pub fn total(self) -> Option<Money> {
        self.each.0.checked_mul(self.count).map(Money).filter(|total| *total <= Money::MOST)
    }
}

/// `3` in front of a thing.
fn digits(amount: &Amount) -> Option<i64> {
    let whole = amount.small && !amount.marked && amount.flags.is_empty() && amount.size.0 % 100 == 0;
    whole.then_some(amount.size.0 / 100)
}

fn counts(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.tokens.get(at + 1).is_some_and(super::sentence::Token::is_word)
}

/// `duas` in front of a thing.
fn numeral(sentence: &Sentence<'_>, listening: &Listening<'_>, at: usize) -> Option<i64> {
    let Kind::Word(word) = &sentence.tokens.get(at)?.kind else { return None };
    let value = *listening.tongue.numbers.values.get(word.as_str())?;
    ((2..=20).contains(&value) && counts(sentence, at)).then_some(value)
}

/// `5 unidades`.
fn pieces(sentence: &Sentence<'_>, listening: &Listening<'_>, at: usize) -> Option<i64> {
    let token = sentence.tokens.get(at).filter(|token| matches!(token.kind, Kind::Other))?;
    let (count, unit) = sentence.folded.text.get(token.span.clone())?.split_once(' ')?;
    let known = listening.tongue.staff.pieces.iter().any(|piece| piece == unit.trim());
    count.parse().ok().filter(|count| known && (2..=99).contains(count))
}

/// A thing, and a word such as *at* right before its price, with nothing but words between.
fn is_linked(sentence: &Sentence<'_>, listening: &Listening<'_>, many: usize, price: usize) -> bool {
    let between = sentence.tokens.get(many + 1..price).unwrap_or_default();
    let links = listening.tokens_of("price_link");
    // `3 de 20`, `5 unidades a 9,90`: the thing is not named.
    !between.is_empty() && between.iter().all(super::sentence::Token::is_word) && links.contains(&(price - 1))
}
