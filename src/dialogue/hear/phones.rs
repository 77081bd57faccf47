//! Phones and CPFs as typed: digit groups are chained, then the longest chain that makes a number wins.
//! The shape of the groups decides what the count alone cannot: `11 98765-432` lacks its last digit,
//! `11 9876-5432` its ninth one, and `150 8765-4321` is an amount and a phone.

use std::ops::Range;

use super::heard::Flag;
use crate::domain::phone::{AREA_CODES, Phone};

/// A stretch of the message that is, or tries to be, a phone.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    pub span: Range<usize>,
    pub phone: Option<Phone>,
    pub flags: Vec<Flag>,
    pub cpf: Option<String>,
    /// Digits of an amount stuck to the phone.
    pub glued: Option<String>,
    /// `55` stood apart without a plus: a country, or fifty-five reais.
    pub country_apart: bool,
    /// The area code stood apart: it may be an amount in front of a local number.
    pub area_apart: bool,
}

impl Seen {
    fn invalid() -> Seen {
        Seen { flags: vec![Flag::PhoneInvalid], ..Seen::default() }
    }

    fn cpf(digits: &str) -> Seen {
        Seen { flags: vec![Flag::CpfGiven], cpf: Some(digits.to_owned()), ..Seen::default() }
    }
}

/// Finds every phone-like stretch of the folded text, left to right.
pub(super) fn scan(text: &str, area_code: u8) -> Vec<Seen> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(chain) = next_chain(text, rest) {
        rest = chain.last().map_or(text.len(), |group| group.end);
        read_chain(text, &chain, area_code, &mut found);
    }
    found
}

/// Reads digits that were dictated or already isolated.
pub(super) fn read_digits(digits: &str, area_code: u8) -> Option<Seen> {
    Candidate { digits: digits.to_owned(), bounds: vec![digits.len()], plus: false }.read(area_code)
}

/// Groups of digits with nothing between them but the separators of phones.
fn next_chain(text: &str, from: usize) -> Option<Vec<Range<usize>>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (offset, byte) in text.as_bytes().iter().enumerate().skip(from) {
        match (byte.is_ascii_digit(), open) {
            (true, true) => {
                if let Some(group) = groups.last_mut() {
                    group.end = offset + 1;
                }
            }
            (true, false) => {
                let gap = groups.last().map_or(0, |group| offset - group.end);
                if gap > 3 {
                    break;
                }
                groups.push(offset..offset + 1);
                open = true;
            }
            (false, _) => {
                open = false;
                if !groups.is_empty() && !matches!(byte, b' ' | b'.' | b'-' | b'/' | b'(' | b')') {
                    break;
                }
            }
        }
    }
    (!groups.is_empty()).then_some(groups)
}

fn read_chain(text: &str, chain: &[Range<usize>], area_code: u8, found: &mut Vec<Seen>) {
    let mut skip = 0;
    while let Some(groups) = chain.get(skip..).filter(|groups| !groups.is_empty()) {
        let seen = groups.first().filter(|group| may_start(text, group.start)).and_then(|first| {
            let before = text.get(..first.start).unwrap_or("");
            let front = before.trim_end_matches([' ', '(']);
            // `2+595 980…`: nobody knows what stands before the plus; `+0xx34 98833-3448`: nor what it is for.
            let near = before.len() - front.len() < 3;
            let plus = near
                && front
                    .strip_suffix('+')
                    .is_some_and(|front| !front.ends_with(|c: char| c.is_ascii_digit()));
            let readings = (1..=groups.len().min(7)).rev().filter_map(|taken| {
                let taken_groups = groups.get(..taken)?;
                let end = taken_groups.last()?.end;
                if !may_end(text, end) {
                    return None;
                }
                let mut seen = Candidate::join(text, taken_groups, plus)?.read(area_code)?;
                let start = if plus { text.get(..first.start)?.rfind('+')? } else { first.start };
                seen.span = start..end;
                Some((taken, seen))
            });
            // A shorter good number is better than a longer broken one.
            readings.reduce(
                |best, next| if best.1.phone.is_none() && next.1.phone.is_some() { next } else { best },
            )
        });
        match seen {
            Some((taken, seen)) => {
                found.push(seen);
                skip += taken;
            }
            None => skip += 1,
        }
    }
}

/// Cents and decimals never start a phone, nor does an amount with its currency in front.
fn may_start(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    let mut back = before.chars().rev();
    match back.next() {
        Some(',' | '.') => !back.next().is_some_and(|c| c.is_ascii_digit() || matches!(c, ',' | '.')),
        Some(c)
            if c.is_alphanumeric()
                || c == '$'
                || c == ':' && back.next().is_some_and(|c| c.is_ascii_digit()) =>
        {
            before.ends_with("0xx")
        }
        Some(_) => !before.trim_end().ends_with('$'),
        None => true,
    }
}

fn may_end(text: &str, at: usize) -> bool {
    let mut after = text.get(at..).unwrap_or("").chars();
    match after.next() {
        Some(',' | '.' | '-' | '/' | ':') => !after.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => !c.is_alphanumeric() && c != '%',
        None => true,
    }
}

/// Digits joined over group borders; `bounds` are the group ends, counted in digits.
struct Candidate {
    digits: String,
    bounds: Vec<usize>,
    plus: bool,
}

impl Candidate {
    fn join(text: &str, groups: &[Range<usize>], plus: bool) -> Option<Candidate> {
        let mut digits = String::with_capacity(16);
        let mut bounds = Vec::with_capacity(groups.len());
        for group in groups {
            digits.push_str(text.get(group.clone())?);
            bounds.push(digits.len());
        }
        (digits.len() <= 17).then_some(Candidate { digits, bounds, plus })
    }

    fn read(&self, area_code: u8) -> Option<Seen> {
        if self.is_printed_cpf() {
            return Some(Seen::cpf(&self.digits));
        }
        if self.plus {
            return self.international(0);
        }
        // Two zeros are a plus; three digits such as "007" are an amount.
        if self.digits.starts_with("00") && self.digits.len() >= 10 && self.bounds.first() != Some(&3) {
            return self.international(2);
        }
        if self.is_service_number() {
            return Some(Seen::invalid());
        }
        // `5.596 3728-5531`: a country is never parted.
        let whole = self.bounds.first() != Some(&1);
        let with_country = || (whole && self.digits.starts_with("55")).then(|| self.national(2)).flatten();
        let with_trunk = || {
            // The two digits of a carrier never begin with a zero: "007" is an amount.
            let carrier = || (!self.from(1).starts_with('0')).then(|| self.national(3)).flatten();
            // A zero that stands alone is a trunk only with a carrier; otherwise it is an amount.
            let trunk = || (self.bounds.first() != Some(&1)).then(|| self.national(1)).flatten();
            self.digits.starts_with('0').then(|| trunk().or_else(carrier)).flatten()
        };
        self.national(0)
            .or_else(with_country)
            .or_else(with_trunk)
            .or_else(|| self.local(area_code))
            .or_else(|| self.glued())
            .or_else(|| self.broken())
    }

    fn from(&self, at: usize) -> &str {
        self.digits.get(at..).unwrap_or("")
    }

    /// Group ends after `at`, counted from there.
    fn bounds_after(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        self.bounds.iter().filter(move |bound| **bound > at).map(move |bound| bound - at)
    }

    /// `ddd.ddd.ddd-dd` is the shape of a CPF and of nothing else.
    fn is_printed_cpf(&self) -> bool {
        !self.plus && self.bounds == [3, 6, 9, 11]
    }

    fn is_service_number(&self) -> bool {
        let free = ["0800", "0300", "0500"].iter().any(|prefix| self.digits.starts_with(prefix));
        let capital = ["4004", "3003", "4003"].iter().any(|prefix| self.digits.starts_with(prefix));
        free && (10..=11).contains(&self.digits.len())
            || capital && self.digits.len() == 8 && self.bounds != [8]
    }

    /// Area code and local number starting at digit `at`.
    fn national(&self, at: usize) -> Option<Seen> {
        let digits = self.from(at);
        let (area, local) = (digits.get(..2)?, digits.get(2..)?);
        let first_bound = self.bounds_after(at).next()?;
        let area_apart = first_bound == 2;
        let shaped = area_apart || first_bound == digits.len() || [6, 7].contains(&first_bound);
        if !shaped || !is_area_code(area) {
            return None;
        }
        let mut flags = match (local.len(), local.as_bytes().first()?) {
            (9, b'9') if self.shaped_like(at + 2, &[1, 5, 9]) => vec![],
            (8, b'2'..=b'5') if self.shaped_like(at + 2, &[4, 8]) => vec![Flag::Landline],
            (8, b'6'..=b'9') if self.shaped_like(at + 2, &[4, 8]) => vec![Flag::NinthAdded],
            // Five and three: the last digit was lost, and no nine may be put in front.
            (8, b'9') if self.bounds_after(at + 2).eq([5, 8]) => return Some(Seen::invalid()),
            _ => return None,
        };
        let cpf = (at == 0 && self.bounds == [11] && is_cpf(digits)).then(|| digits.to_owned());
        if cpf.is_some() {
            flags.push(Flag::CpfOrPhone);
        }
        Some(Seen {
            phone: Phone::canonical(&format!("55{digits}")),
            flags,
            cpf,
            country_apart: at == 2 && !self.plus && self.bounds.first() == Some(&2) && area_apart,
            area_apart: at == 0 && area_apart,
            ..Seen::default()
        })
    }

    fn shaped_like(&self, at: usize, allowed: &[usize]) -> bool {
        self.bounds_after(at).all(|bound| allowed.contains(&bound))
    }

    /// A number without area code: the shop's own is taken.
    fn local(&self, area_code: u8) -> Option<Seen> {
        let mut flags = vec![Flag::DddDefault];
        match (self.digits.len(), self.digits.as_bytes().first()?) {
            (9, b'9') if self.shaped_like(0, &[1, 5, 9]) => {}
            (8, b'2'..=b'5') if self.shaped_like(0, &[4, 8]) => flags.push(Flag::Landline),
            (8, b'6'..=b'9') if self.shaped_like(0, &[4, 8]) => flags.push(Flag::NinthAdded),
            _ => return None,
        }
        let phone = Phone::canonical(&format!("55{area_code}{}", self.digits));
        Some(Seen { phone, flags, ..Seen::default() })
    }

    /// A mobile and an amount without a space between them.
    fn glued(&self) -> Option<Seen> {
        let phone = self.digits.get(..11)?;
        let amount = self.from(11);
        let mobile = is_area_code(phone.get(..2)?) && phone.as_bytes().get(2) == Some(&b'9');
        (mobile && self.bounds.len() == 1 && !amount.is_empty()).then(|| Seen {
            phone: Phone::canonical(&format!("55{phone}")),
            flags: vec![Flag::GluedDigits],
            glued: Some(amount.to_owned()),
            ..Seen::default()
        })
    }

    /// Too long for an amount and yet no phone; or a local number behind an area code that does not exist.
    fn broken(&self) -> Option<Seen> {
        let lone = self.bounds.len() == 1;
        if lone && is_cpf(&self.digits) {
            return Some(Seen::cpf(&self.digits));
        }
        let wrong_area = self.bounds.first() == Some(&2)
            && self.bounds.len() > 1
            && self.from(2).starts_with('9')
            && self.digits.len() == 11
            && self.shaped_like(2, &[1, 5, 9]);
        let lost_digit = self.bounds == [5, 8] && self.digits.starts_with('9');
        // `11 98765-43211`
        let one_more = self.bounds == [2, 7, 12] && self.from(2).starts_with('9');
        (lone && (8..=15).contains(&self.digits.len()) || wrong_area || lost_digit || one_more)
            .then(Seen::invalid)
    }

    /// A country code was typed, with a plus or two zeros in front.
    fn international(&self, at: usize) -> Option<Seen> {
        let digits = self.from(at);
        if digits.starts_with("55") {
            return self.national(at + 2).or_else(|| (digits.len() >= 10).then(Seen::invalid));
        }
        let of_country = || COUNTRIES.iter().filter(|(code, ..)| digits.starts_with(code));
        let mut flags = vec![Flag::Foreign];
        if of_country().next().is_none() {
            // `+5 11 98765-4321` may as well be a slip in +55.
            flags.push(Flag::CountryUnknown);
        }
        let fits = of_country().any(|(code, lengths, starts)| {
            let national = digits.get(code.len()..).unwrap_or("");
            lengths.contains(&national.len()) && national.starts_with(|c| starts.contains(c))
        });
        let fits = fits || flags.len() > 1 && (8..=13).contains(&digits.len());
        fits.then(|| Seen { phone: Phone::canonical(digits), flags, ..Seen::default() })
    }
}

/// How national numbers are long, and begin, where customers of Brazilian shops come from.
const COUNTRIES: [(&str, std::ops::RangeInclusive<usize>, &str); 25] = [
    ("1", 10..=10, "23456789"),
    ("595", 9..=9, "9"),
    ("595", 8..=8, "2345678"),
    ("598", 8..=8, "249"),
    ("591", 8..=8, "23467"),
    ("593", 9..=9, "9"),
    ("593", 8..=8, "234567"),
    ("351", 9..=9, "239"),
    ("244", 9..=9, "29"),
    ("258", 9..=9, "8"),
    ("258", 8..=8, "2"),
    ("54", 11..=11, "9"),
    ("54", 10..=10, "123"),
    ("56", 9..=9, "23456789"),
    ("57", 10..=10, "36"),
    ("51", 9..=9, "9"),
    ("52", 10..=10, "23456789"),
    ("52", 11..=11, "1"),
    ("58", 10..=10, "24"),
    ("34", 9..=9, "6789"),
    ("33", 9..=9, "123456789"),
    ("39", 9..=10, "03"),
    ("44", 10..=10, "12378"),
    ("49", 10..=11, "123456789"),
    ("81", 9..=10, "123456789"),
];

fn is_area_code(digits: &str) -> bool {
    digits.parse().is_ok_and(|area: u8| AREA_CODES.binary_search(&area).is_ok())
}

/// The two check digits of a CPF.
pub(super) fn is_cpf(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let all_equal = values.iter().all(|value| Some(value) == values.first());
    let check = |length: u32| {
        let sum: u32 = values.iter().zip((2..=length + 1).rev()).map(|(value, weight)| value * weight).sum();
        sum * 10 % 11 % 10
    };
    values.len() == 11 && !all_equal && values.get(9) == Some(&check(9)) && values.get(10) == Some(&check(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_hold() {
        for (digits, valid) in
            [("52998224725", true), ("11912345099", true), ("11987654321", false), ("11111111111", false)]
        {
            assert_eq!(is_cpf(digits), valid, "{digits}");
        }
    }

    #[test]
    fn an_amount_beside_a_phone_stays_an_amount() {
        for (typed, phone) in [
            ("150 8765-4321", "+5511987654321"),
            ("98965-4321 45", "+5511989654321"),
            ("55 99912-3456 70", "+5555999123456"),
            ("15.00 11987654321", "+5511987654321"),
            ("150 0 15 11 98765-4321", "+5511987654321"),
            ("+598 99 123 456 150", "+59899123456"),
        ] {
            let seen = scan(typed, 11);
            assert_eq!(seen.len(), 1, "{typed}");
            assert_eq!(seen[0].phone.as_ref().map(Phone::as_str), Some(phone), "{typed}");
        }
    }
}
