//! Numbers written in words: cardinals, amounts with cents, and dictated phones.
//! `e` joins while the grammar allows it; where it does not, it means cents: `vinte e cinco` is 25,
//! `vinte e cinquenta` is 20,50.

use std::ops::Range;

use super::heard::Flag;
use super::lexicon::{Figures, NumberWords};
use super::numbers::Amount;
use crate::domain::money::Money;

/// A spelled-out number of the message.
#[derive(Debug, Clone)]
pub(super) enum Spelled {
    /// The digits of a phone, and where they stand.
    Digits(Range<usize>, String),
    Amount(Range<usize>, Amount),
}

impl Spelled {
    /// Where a phone was said.
    pub fn dictated(&self) -> Option<Range<usize>> {
        match self {
            Spelled::Digits(span, _) => Some(span.clone()),
            Spelled::Amount(..) => None,
        }
    }

    pub fn span(&self) -> &Range<usize> {
        match self {
            Spelled::Digits(span, _) | Spelled::Amount(span, _) => span,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Number(i64),
    /// `cem`: a hundred that takes nothing behind it.
    ExactHundred,
    Join,
    Unit {
        doubtful: bool,
    },
    Cents,
    Thousand,
    Half,
    Else,
}

struct Piece {
    part: Part,
    span: Range<usize>,
}

pub(super) fn scan(text: &str, numbers: &NumberWords, figures: &Figures) -> Vec<Spelled> {
    // Most messages have no numeral at all.
    let is_numeral = |word: &str| numbers.values.contains_key(word) || numbers.exact_hundred.contains(word);
    if !text.split(|c: char| !c.is_alphanumeric()).any(is_numeral) {
        return Vec::new();
    }
    let pieces = pieces(text, numbers, figures);
    let worth_reading = pieces
        .iter()
        .any(|piece| matches!(piece.part, Part::Number(_) | Part::ExactHundred | Part::Thousand));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = pieces.get(at..).filter(|rest| worth_reading && !rest.is_empty()) {
        let whole_message = at == 0 && rest.iter().all(|piece| piece.part != Part::Else);
        let taken = if let Some((digits, taken)) = dictated(rest) {
            found.push(Spelled::Digits(span_of(rest, taken), digits));
            taken
        } else if let Some((amount, taken)) = cardinal(rest, numbers.exact_hundred.is_empty())
            .filter(|(amount, _)| amount.marked || !amount.small || whole_message)
        {
            found.push(Spelled::Amount(span_of(rest, taken), amount));
            taken
        } else {
            1
        };
        at += taken;
    }
    found
}

/// How much of a message was read, in bytes.
pub(super) fn length(found: &[Spelled]) -> usize {
    found.iter().map(|found| found.span().len()).sum()
}

fn span_of(pieces: &[Piece], taken: usize) -> Range<usize> {
    let start = pieces.first().map_or(0, |piece| piece.span.start);
    let end = taken.checked_sub(1).and_then(|last| pieces.get(last)).map_or(start, |piece| piece.span.end);
    start..end
}

fn pieces(text: &str, numbers: &NumberWords, figures: &Figures) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = text.get(from..at).unwrap_or("");
                pieces.push(Piece { part: part_of(word, numbers, figures), span: from..at });
                start = None;
            }
            _ => {}
        }
        // A line, a mark or an entity already taken closes the number.
        if matches!(c, '\n' | ',' | ';' | ':' | '\u{1}') {
            pieces.push(Piece { part: Part::Else, span: at..at });
        }
    }
    pieces
}

fn part_of(word: &str, numbers: &NumberWords, figures: &Figures) -> Part {
    if let Some(value) = numbers.values.get(word) {
        return match value {
            1000 => Part::Thousand,
            value => Part::Number(*value),
        };
    }
    if numbers.exact_hundred.contains(word) {
        Part::ExactHundred
    } else if numbers.six.contains(word) {
        Part::Half
    } else if numbers.join.contains(word) {
        Part::Join
    } else if figures.cents.contains(word) {
        Part::Cents
    } else if figures.is_unit(word) {
        Part::Unit { doubtful: figures.doubtful.contains(word) }
    } else {
        Part::Else
    }
}

/// Eight to thirteen digits said one by one, area code perhaps as one word (`onze nove oito …`).
fn dictated(pieces: &[Piece]) -> Option<(String, usize)> {
    let mut digits = String::new();
    let mut taken = 0;
    let mut parts = pieces.iter().map(|piece| piece.part).enumerate().peekable();
    while let Some((index, part)) = parts.next() {
        match part {
            Part::Number(value @ (20..=90)) => {
                let joined =
                    (parts.peek().map(|(_, part)| *part), pieces.get(index + 2).map(|piece| piece.part));
                let unit = match joined {
                    (Some(Part::Join), Some(Part::Number(unit @ 1..=9))) => {
                        parts.next();
                        parts.next();
                        unit
                    }
                    _ => 0,
                };
                digits.push_str(&(value + unit).to_string());
                taken = index + if unit > 0 { 3 } else { 1 };
            }
            Part::Number(value @ (0..=19)) => {
                digits.push_str(&value.to_string());
                taken = index + 1;
            }
            Part::Half => {
                digits.push('6');
                taken = index + 1;
            }
            _ => break,
        }
        if digits.len() == 11 && taken >= 8 {
            break;
        }
    }
    (taken >= 6 && (8..=13).contains(&digits.len())).then_some((digits, taken))
}

/// What has been read of a cardinal so far.
struct Sum {
    thousands: i64,
    part: i64,
    /// The smallest order already used: what follows must be smaller. 1000 at the start.
    order: i64,
}

impl Sum {
    fn takes(&self, value: i64) -> bool {
        match value {
            1..=9 => self.order >= 10,
            10..=99 => self.order >= 100,
            100..=900 => self.order >= 1000,
            _ => false,
        }
    }

    fn add(&mut self, value: i64) {
        self.part += value;
        self.order = match value {
            100..=900 => 100,
            20..=99 if value % 10 == 0 => 10,
            _ => 1,
        };
    }

    fn total(&self) -> i64 {
        self.thousands + self.part
    }
}

/// Reads one amount from the start of `pieces`; how many pieces it took. `counts`: the language says how many hundreds and
/// thousands there are, so that `hundred twenty` has lost a word.
fn cardinal(pieces: &[Piece], counts: bool) -> Option<(Amount, usize)> {
    let part_at = |index: usize| pieces.get(index).map_or(Part::Else, |piece| piece.part);
    let mut sum = Sum { thousands: 0, part: 0, order: 1000 };
    let mut amount = Amount::default();
    let (mut at, mut cents) = (0, 0);
    let uncounted = counts && matches!(part_at(0), Part::Number(100) | Part::Thousand);
    let mut exact = false;
    loop {
        let joined = at > 0 && part_at(at) == Part::Join;
        let next = at + usize::from(joined);
        match part_at(next) {
            Part::Thousand if sum.thousands == 0 && !joined => {
                sum = Sum { thousands: sum.part.max(1) * 1000, part: 0, order: 1000 };
            }
            Part::ExactHundred if sum.takes(100) => {
                sum.add(100);
                exact = true;
            }
            // English counts hundreds: "two hundred".
            Part::Number(100) if !joined && (1..=9).contains(&sum.part) => {
                sum.part *= 100;
                sum.order = 100;
            }
            Part::Number(value) if exact && joined && value < 100 => {
                sum.part += value;
                amount.flags.push(Flag::AmountAmbiguous);
                at = next + 1;
                break;
            }
            Part::Number(value) if !exact && sum.takes(value) => sum.add(value),
            Part::Number(value)
                if joined && sum.thousands == 0 && (1..=9).contains(&sum.part) && value >= 100 =>
            {
                sum = Sum { thousands: sum.part * 1000, part: value, order: 1 };
                amount.flags.push(Flag::AmountAmbiguous);
            }
            Part::Number(value) if joined && value < 100 && sum.total() > 0 => {
                (cents, at) = cents_at(pieces, next, value);
                amount.marked = true;
                // Nobody says `vinte e um e sete` for R$ 21,07.
                if cents < 10 && at == next + 1 {
                    amount.flags.push(Flag::AmountAmbiguous);
                }
                break;
            }
            _ => break,
        }
        at = next + 1;
    }
    if sum.total() == 0 {
        return None;
    }
    // `cento` alone is no hundred: that is `cem`.
    let unfinished = !counts && at.checked_sub(1).is_some_and(|last| part_at(last) == Part::Number(100));
    if uncounted || unfinished {
        amount.flags.push(Flag::AmountAmbiguous);
    }
    if let Part::Unit { doubtful } = part_at(at) {
        amount.marked = true;
        at += 1;
        if doubtful {
            amount.flags.push(Flag::AmountAmbiguous);
        }
        if let (Part::Join, Part::Number(value @ 1..=99)) = (part_at(at), part_at(at + 1)) {
            let from = at + 1;
            (cents, at) = cents_at(pieces, from, value);
            // `cinquenta reais e um creme` is no R$ 50,01.
            if cents < 10 && at == from + 1 {
                amount.flags.push(Flag::AmountAmbiguous);
            }
        }
    }
    amount.small = sum.total() <= 20 && cents == 0;
    amount.value = Some(Money(sum.total() * 100 + cents));
    Some((amount, at))
}

/// Cents that start with `value` at `at`: a ten takes its unit, and *centavos* is swallowed.
fn cents_at(pieces: &[Piece], at: usize, value: i64) -> (i64, usize) {
    let part_at = |index: usize| pieces.get(index).map_or(Part::Else, |piece| piece.part);
    let (mut cents, mut end) = (value, at + 1);
    if let (true, Part::Join, Part::Number(unit @ 1..=9)) =
        (value >= 20 && value % 10 == 0, part_at(end), part_at(end + 1))
    {
        cents += unit;
        end += 2;
    }
    (cents, end + usize::from(part_at(end) == Part::Cents))
}
