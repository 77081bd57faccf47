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
        parts.read_discount(&near, &credit);
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

    fn read_discount(&mut self, near: &Near<'_>, credit: &[usize]) {
        let words = near.discount_words();
        let found = near.discount(&words, credit);
        self.unread = !words.is_empty() && found.is_none();
        let Some((at, _)) = found else { return };
        if near.sentence.amounts().count() < 2 {
            // A discount and no price: whether it is the price is asked.
            self.unread = true;
        } else {
            self.taken.push(at);
            // `94 já com desconto de 10`: the price may be the one after it.
            self.unread = near.listening.has("already");
            self.discount = found.filter(|_| !self.unread);
        }
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

    /// `desc 10`, `desconto de R$ 10`, `10 de desconto`.
    fn discount(&self, words: &[usize], credit: &[usize]) -> Option<(usize, Money)> {
        let free = |found: &(usize, Money)| !credit.contains(&found.0);
        words.iter().find_map(|at| {
            let (before, after) = (self.before(*at), self.after(*at));
            let of = at.checked_sub(1).is_some_and(|last| matches!(self.word(last), "de" | "of"));
            if of { before.or(after) } else { after.or(before) }.filter(free)
        })
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

/// Which vouchers a sale is to be paid with: `usa vales`, `com 2 vales`. Their number and what they are worth (`vale
/// 20,00`) are added to the figures that are not the price.
fn vouchers(near: &Near<'_>, taken: &mut Vec<usize>) -> Option<Vouchers> {
    let (sentence, listening) = (near.sentence, near.listening);
    let verbs = listening.tokens_of("use_part");
    let surname = listening.has("voucher_name") && verbs.is_empty();
    if surname || listening.has("voucher_other") {
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

/// A part that does not count is named, but for `sem remédio`: that there is none.
pub(super) fn names_a_part(listening: &Listening<'_>) -> bool {
    let (words, nouns) = (listening.tokens_of("excluded"), listening.tokens_of("excluded_noun"));
    let without = |at: &usize| at.checked_sub(1).is_some_and(|before| words.contains(&before));
    nouns.iter().any(|at| !without(at))
}

/// A balance or a voucher is named that the sale does not take: it is not booked without asking. `No voucher` is English
/// for none, and Portuguese for the voucher: only the language that was heard may decline it. A code says its own.
pub(super) fn names_credit(sentence: &Sentence<'_>, listening: &Listening<'_>) -> bool {
    let points = (0..sentence.tokens.len()).any(|at| is_points(sentence, at));
    let other = sentence.code().is_some() || listening.has("voucher_name");
    let declined = !listening.tokens_of("voucher_other").is_empty();
    points || listening.has("balance_word") || listening.has("voucher_pays") && !declined && !other
}
