//! Prices that are added up: `120 reais de ração e 30 de brinquedo`, `45,90 mais um shampoo de 30`. What is to be paid is
//! their sum, and that is asked: one of them alone is never the sale's price.

use super::ears::Listening;
use super::numbers::Amount;
use super::sentence::{Kind, Sentence};
use crate::domain::money::Money;

/// Most words between two of them.
const BETWEEN: usize = 7;

/// Words beside figures that make one of them no price of something bought.
const NOT: [&str; 8] = [
    "two_sales",
    "beside_sale",
    "price_each",
    "talk_figure",
    "voucher_pays",
    "use_part",
    "discount",
    "excluded",
];

/// The prices in their order; `None`: not every figure is one, or nothing adds them up. `other`: tokens of amounts that are
/// other things.
pub(super) fn read(
    sentence: &Sentence<'_>,
    listening: &Listening<'_>,
    other: &[usize],
) -> Option<Vec<Money>> {
    let all: Vec<(usize, &Amount)> = sentence.amounts().filter(|(at, _)| !other.contains(at)).collect();
    if all.len() < 2 || NOT.iter().any(|group| listening.has(group)) {
        return None;
    }
    let added = |pair: &[(usize, &Amount)]| match pair {
        [(one, _), (next, _)] => is_added(sentence, listening, *one, *next),
        _ => false,
    };
    let joined = all.windows(2).all(added);
    let price = |(at, amount): &(usize, &Amount)| amount.value.filter(|_| is_price(sentence, *at, amount));
    all.iter().map(price).collect::<Option<Vec<Money>>>().filter(|_| joined)
}

/// `mais` between two prices adds them up; an *e* only where something else stands there as well, or behind the second:
/// `150 e 50` may be one price.
fn is_added(sentence: &Sentence<'_>, listening: &Listening<'_>, one: usize, next: usize) -> bool {
    let numbers = &listening.tongue.numbers;
    let between = sentence.tokens.get(one + 1..next).unwrap_or_default();
    let words = || between.iter().map(|token| token.shape().0);
    if between.len() > BETWEEN || !between.iter().all(super::sentence::Token::is_word) {
        return false;
    }
    let of = listening.tokens_of("of").contains(&(next + 1));
    let joins = words().any(|word| numbers.join.contains(word));
    listening.tokens_of("adds").iter().any(|at| (one..next).contains(at))
        || is_plus(sentence, one, next)
        || joins && (between.len() > 1 || of)
}

fn is_plus(sentence: &Sentence<'_>, one: usize, next: usize) -> bool {
    let span = |at: usize| sentence.tokens.get(at).map_or(0..0, |token| token.span.clone());
    sentence.folded.text.get(span(one).end..span(next).start).is_some_and(|gap| gap.contains('+'))
}

/// Not how many there are of something: `2 cremes`.
fn is_price(sentence: &Sentence<'_>, at: usize, amount: &Amount) -> bool {
    let word = matches!(sentence.tokens.get(at + 1).map(|token| &token.kind), Some(Kind::Word(_)));
    let few = amount.value.is_none_or(|value| value < Money::reais(10));
    amount.flags.is_empty() && (amount.marked || !few || !word)
}
