//! The figures of a sale beside its price: the part that does not count, what is taken off, what the balance and the
//! vouchers pay. One figure plays one role; a word of money whose figure cannot be read is asked about.

use std::ops::Range;

use super::ears::Listening;
use super::heard::{Flag, Uses, Vouchers};
use super::sentence::{Kind, Sentence};
use crate::domain::money::Money;

/// What the figures of a sale are, beside its price.
#[derive(Default)]
pub(super) struct Parts {
    pub left_out: Option<(usize, Money)>,
    pub discount: Option<(usize, Money)>,
    pub uses: Option<Uses>,
    pub vouchers: Option<Vouchers>,
    /// A discount is named and cannot be taken off as it stands.
    pub unread: bool,
    /// Tokens of figures that are not the price.
    pub taken: Vec<usize>,
}

impl Parts {
    /// `pays`: the balance is to pay a part; otherwise vouchers may.
    pub fn read(sentence: &Sentence<'_>, listening: &Listening<'_>, pays: bool) -> Parts {
        let near = Near { sentence, listening, within: 0..sentence.tokens.len() };
        let credit = near.credit(pays);
        let mut parts = Parts { left_out: near.left_out(), ..Parts::default() };
        parts.taken.extend(parts.left_out.map(|(at, _)| at));
        let other: Vec<usize> = credit.iter().chain(&parts.taken).copied().collect();
        parts.read_discount(&near, &other);
        if pays {
            let used = used(&near, &parts.taken, &credit);
            parts.uses = used.map(|(_, uses)| uses);
            parts.taken.extend(used.and_then(|(at, _)| at));
        } else {
            parts.taken.extend(&credit);
            parts.vouchers = vouchers(&near, &mut parts.taken);
        }
        parts
    }

    fn read_discount(&mut self, near: &Near<'_>, other: &[usize]) {
        let words = near.discount_words();
        let found = near.discount(&words, other);
        // `94 já com desconto de 10`: the price may be the one after it.
        self.discount = found.filter(|_| !near.listening.has("already"));
        // Beside two prices it is taken off one of them already, and so it may be off a last one: `ficou 104 com desconto de
        // 26`.
        let prices = near.sentence.amounts().map(|(at, _)| at);
        let prices: Vec<usize> =
            prices.filter(|at| !other.contains(at) && found.is_none_or(|found| found.0 != *at)).collect();
        let off_already = prices.len() > 1 || prices.iter().any(|at| near.comes_after(*at, "final"));
        self.unread = !words.is_empty() && (self.discount.is_none() || off_already);
        self.taken.extend(found.map(|(at, _)| at));
    }
}

/// What one line of several leaves out and takes off.
pub(super) fn of_line(
    sentence: &Sentence<'_>,
    listening: &Listening<'_>,
    within: Range<usize>,
) -> [Option<(usize, Money)>; 2] {
    let near = Near { sentence, listening, within };
    [near.left_out(), near.discount(&near.discount_words(), &[])]
}

/// The figures around a word, but for the small words between them.
struct Near<'a> {
    sentence: &'a Sentence<'a>,
    listening: &'a Listening<'a>,
    within: Range<usize>,
}

impl Near<'_> {
    /// What is behind a minus is its size: `menos 10 de desconto`.
    fn amount(&self, at: usize) -> Option<(usize, Money)> {
        let Some(Kind::Money(amount)) = self.sentence.tokens.get(at).map(|token| &token.kind) else {
            return None;
        };
        let below = amount.flags.contains(&Flag::AmountNegative).then_some(amount.size);
        amount.value.or(below).filter(|_| self.within.contains(&at)).map(|value| (at, value))
    }

    fn several(&self) -> bool {
        self.within.clone().filter_map(|at| self.amount(at)).count() > 1
    }

    fn word(&self, at: usize) -> &str {
        self.sentence.tokens.get(at).map_or("", |token| token.shape().0)
    }

    fn is_edge(&self, at: usize) -> bool {
        self.listening.tongue.staff.edges.iter().any(|edge| edge == self.word(at))
    }

    fn last(&self, at: usize) -> Option<usize> {
        (self.within.start..at).rev().find(|last| !self.is_edge(*last))
    }

    fn after(&self, at: usize) -> Option<(usize, Money)> {
        self.amount((at + 1..self.within.end).find(|next| !self.is_edge(*next))?)
    }

    fn before(&self, at: usize) -> Option<(usize, Money)> {
        self.amount(self.last(at)?)
    }

    /// The part of a sale that does not count: `med 60`, `sem 60`, `60 de remédio`.
    fn left_out(&self) -> Option<(usize, Money)> {
        let mut words = self.listening.tokens_of("excluded");
        words.retain(|at| self.within.contains(at));
        let nouns = self.listening.tokens_of("excluded_noun");
        let several = self.several();
        let found = words.iter().find_map(|at| self.after(*at));
        found.or_else(|| {
            words.iter().filter(|at| several && nouns.contains(at)).find_map(|at| self.before(*at))
        })
    }

    /// Words that take something off the price, and not `sem desconto`, `10% de desconto`, `usa desconto` nor `off the
    /// balance`.
    fn discount_words(&self) -> Vec<usize> {
        let group = |name| self.listening.tokens_of(name);
        let (none, verbs, credit) = (group("without"), group("use_verb"), group("of_credit"));
        let percent = |at: usize| {
            let last = self.last(at).and_then(|last| self.sentence.tokens.get(last));
            last.is_some_and(|last| matches!(last.kind, Kind::Percent(_)))
        };
        let mut words = group("discount");
        words.retain(|at| {
            let other = follows(*at, &none) || follows(*at, &verbs) || credit.contains(at);
            self.within.contains(at) && !other && !percent(*at)
        });
        words
    }

    /// `desc 10`, `desconto de R$ 10`, `10 de desconto`; not `por 94 com desconto`, nor `94 com desconto`, which
    /// are prices.
    fn discount(&self, words: &[usize], other: &[usize]) -> Option<(usize, Money)> {
        let free = |found: &(usize, Money)| !other.contains(&found.0) && !self.is_result(found.0);
        let (of, off) = (self.listening.tokens_of("of"), self.listening.tokens_of("off"));
        words.iter().find_map(|at| {
            let (of, after) = (follows(*at, &of), self.after(*at));
            let beside = |found: &(usize, Money)| self.several() && found.0 + 1 == *at;
            let before = self.before(*at).filter(|found| of || off.contains(at) || beside(found));
            if of { before.or(after) } else { after.or(before) }.filter(free)
        })
    }

    /// A word or a mark before the figure makes it what is to be paid in the end: `saiu por 94`, `= 94`.
    fn is_result(&self, at: usize) -> bool {
        let ends = |at: usize| self.sentence.tokens.get(at).map_or(0..0, |token| token.span.clone());
        let last = at.checked_sub(1).map_or(0, |last| ends(last).end);
        let gap = self.sentence.folded.text.get(last..ends(at).start).unwrap_or_default();
        gap.contains(['=', '>', '→']) || self.comes_after(at, "result")
    }

    /// A word of the group stands before it, but for small words.
    fn comes_after(&self, at: usize, group: &str) -> bool {
        let group = self.listening.tokens_of(group);
        let mut before = (self.within.start..at).rev();
        let word = before.find(|last| group.contains(last) || !self.is_edge(*last));
        word.is_some_and(|word| group.contains(&word))
    }

    /// Figures that say how much of a balance or a voucher: `20 do saldo`, `20 do vale`, and of a balance `usa 20`.
    fn credit(&self, pays: bool) -> Vec<usize> {
        let (verbs, of) = (self.listening.tokens_of("use_verb"), self.listening.tokens_of("of_credit"));
        let claimed = |at: &usize| of.contains(&(at + 1)) || pays && follows(*at, &verbs);
        self.sentence.amounts().map(|(at, _)| at).filter(claimed).collect()
    }

    /// Figures that may still be the price.
    fn free(&self, taken: &[usize]) -> usize {
        self.sentence.amounts().filter(|(at, _)| !taken.contains(at)).count()
    }
}

/// A word of the group stands right before.
fn follows(at: usize, group: &[usize]) -> bool {
    at.checked_sub(1).is_some_and(|before| group.contains(&before))
}

/// How much of the balance a sale is to be paid with, and the token of that figure: `usa 20`, `usa 20 do saldo`, `20 do
/// saldo`, `usa tudo`, and `desc 10 usa saldo`, where no figure is left but the price.
fn used(near: &Near<'_>, parts: &[usize], credit: &[usize]) -> Option<(Option<usize>, Uses)> {
    let (sentence, listening) = (near.sentence, near.listening);
    let figure = |at: usize| {
        let kind = &sentence.tokens.get(at)?.kind;
        uses(kind).filter(|_| !parts.contains(&at)).map(|uses| (Some(at), uses))
    };
    let points = (0..sentence.tokens.len()).find(|at| is_points(sentence, *at));
    let first = listening.tokens_of("use_part").first().copied().or(points)?;
    let everything = listening.tokens_of("everything").iter().any(|at| *at > first);
    // What another part took is not used as well.
    let only_price = !parts.is_empty() && near.free(parts) < 2 && points.is_none();
    if everything || only_price && credit.is_empty() && listening.has("balance_word") {
        return Some((None, Uses::All));
    }
    let said = credit.iter().copied().find_map(figure);
    let after = || (first..sentence.tokens.len()).find_map(figure);
    let before = || (0..first).rev().take(2).find_map(figure);
    said.or_else(after).or_else(before)
}

pub(super) fn uses(kind: &Kind) -> Option<Uses> {
    match kind {
        Kind::Points(points) => Some(Uses::Points(*points)),
        Kind::Money(amount) if amount.marked => amount.value.map(Uses::Money),
        Kind::Money(amount) => amount.value.map(Uses::Figure),
        _ => None,
    }
}

fn is_points(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.tokens.get(at).is_some_and(|token| matches!(token.kind, Kind::Points(_)))
}

/// How much a customer wants to use: `usar 2000`, `usar R$ 20`, `usar tudo`.
pub(super) fn wanted(sentence: &Sentence<'_>, listening: &Listening<'_>) -> Option<Uses> {
    let figure = sentence.tokens.iter().find_map(|token| uses(&token.kind));
    figure.or_else(|| listening.has("everything").then_some(Uses::All))
}

/// The one figure of a message that may be an amount; of two, neither.
pub(super) fn only_figure(sentence: &Sentence<'_>) -> Option<Uses> {
    let mut figures = sentence.tokens.iter().filter_map(|token| uses(&token.kind));
    figures.next().filter(|_| figures.next().is_none())
}

/// Which vouchers a sale is to be paid with: `usa vales`, `com 2 vales`. Their number and what they are worth (`vale
/// 20,00`) are added to the figures that are not the price.
fn vouchers(near: &Near<'_>, taken: &mut Vec<usize>) -> Option<Vouchers> {
    let (sentence, listening) = (near.sentence, near.listening);
    let verbs = listening.tokens_of("use_part");
    if declined_elsewhere(listening) {
        return None;
    }
    let named = *listening.tokens_of("voucher_pays").first()?;
    let before = named.checked_sub(1).filter(|at| !taken.contains(at));
    let used = before.is_some_and(|at| follows(at, &verbs));
    let counted = before.and_then(|at| match &sentence.tokens.get(at)?.kind {
        // A figure alone is the sale: `50 vale`. Many of one is what it is worth: `usa 20 vale`.
        Kind::Money(amount) if amount.small && (used || near.free(taken) > 1) => {
            let number = usize::try_from(amount.size.0 / 100).ok()?;
            let one_of_many = number > 9 && !near.word(named).ends_with('s');
            taken.push(at);
            (!one_of_many).then_some(number)
        }
        Kind::Word(word) => usize::try_from(*listening.tongue.numbers.values.get(word.as_str())?).ok(),
        _ => None,
    });
    let worth = near.after(named).map(|(at, _)| at).or(before.filter(|_| used));
    taken.extend(worth.filter(|at| near.free(taken) > 1 && !taken.contains(at)));
    Some(counted.filter(|number| *number > 0).map_or(Vouchers::All, Vouchers::Some))
}

/// The number among the words of this group, in a word or in figures.
pub(super) fn count_of(sentence: &Sentence<'_>, listening: &Listening<'_>, group: &str) -> Option<usize> {
    listening.tokens_of(group).into_iter().find_map(|at| match &sentence.tokens.get(at)?.kind {
        Kind::Money(amount) if amount.is_digit() => usize::try_from(amount.size.0 / 100).ok(),
        Kind::Word(word) => usize::try_from(*listening.tongue.numbers.values.get(word.as_str())?).ok(),
        _ => None,
    })
}

/// A part that does not count is named, but for `sem remédio`: that there is none.
pub(super) fn names_a_part(listening: &Listening<'_>) -> bool {
    let (words, nouns) = (listening.tokens_of("excluded"), listening.tokens_of("excluded_noun"));
    let without = |at: &usize| at.checked_sub(1).is_some_and(|before| words.contains(&before));
    nouns.iter().any(|at| !without(at))
}

/// `No voucher` is English for none, and Portuguese for the voucher: where another language than the one that was heard
/// declines it, it neither pays nor is overheard.
fn declined_elsewhere(listening: &Listening<'_>) -> bool {
    listening.has("voucher_other") || listening.has("voucher_name")
}

/// A balance or a voucher is named that the sale does not take: it is not booked without asking. A code says its own.
pub(super) fn names_credit(sentence: &Sentence<'_>, listening: &Listening<'_>) -> bool {
    let points = (0..sentence.tokens.len()).any(|at| is_points(sentence, at));
    let own = sentence.code().is_some() && !declined_elsewhere(listening);
    let voucher = listening.has("voucher_pays") && !own;
    points || listening.has("balance_word") || voucher
}
