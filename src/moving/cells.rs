//! Cells: phones, amounts and days as sheets write them. What could mean two things means nothing.

use crate::domain::phone::{AREA_CODES, Phone};
use chrono::NaiveDate;

/// A phone: with its country, with its area code, or with neither where it belongs to the shop's own.
pub fn phone(text: &str, area_code: u8) -> Option<Phone> {
    let apart = |c: char| matches!(c, ' ' | '\u{a0}' | '(' | ')' | '-' | '.');
    let bare: String = text.chars().filter(|c| !apart(*c)).collect();
    if let Some(abroad) = bare.strip_prefix('+').or_else(|| bare.strip_prefix("00")) {
        let digits = abroad.bytes().all(|byte| byte.is_ascii_digit());
        let ours = abroad.strip_prefix("55").is_none_or(|rest| local(rest).is_some());
        return Phone::canonical(abroad).filter(|_| digits && ours);
    }
    let bare = bare.trim_start_matches('0');
    if !bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let own = match bare.len() {
        8 | 9 => format!("{area_code:02}{bare}"),
        10 | 11 => bare.to_owned(),
        _ => bare.strip_prefix("55").filter(|rest| matches!(rest.len(), 10 | 11))?.to_owned(),
    };
    Phone::canonical(&format!("55{}", local(&own)?))
}

/// A Brazilian number with its area code: a mobile with nine digits, an old one or a landline with eight.
fn local(digits: &str) -> Option<&str> {
    let (area, number) = digits.split_at_checked(2)?;
    let known = area.parse::<u8>().is_ok_and(|area| AREA_CODES.contains(&area));
    let first = number.bytes().next()?;
    let shaped = match number.len() {
        9 => first == b'9',
        8 => (b'2'..=b'9').contains(&first),
        _ => false,
    };
    (known && shaped).then_some(digits)
}

/// Why an amount is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAmount {
    Unreadable,
    Negative,
    /// `1,234`: thousands, or a part of one.
    TwoMeanings,
}

/// An amount in hundredths. After the last mark one or two digits are a part and three are thousands, as where people
/// type them; a comma before three digits could be either.
pub fn hundredths(text: &str) -> Result<i64, NoAmount> {
    let text = text.trim();
    let text = text.strip_prefix("R$").or_else(|| text.strip_prefix("r$")).unwrap_or(text);
    let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}')).collect();
    if let Some(below) = bare.strip_prefix(['-', '−']) {
        let none = hundredths(below.trim_start_matches("R$"))?;
        return if none == 0 { Ok(0) } else { Err(NoAmount::Negative) };
    }
    let (whole, part) = match bare.rfind([',', '.']) {
        None => (bare.as_str(), ""),
        Some(at) => {
            let (whole, part) = (bare.get(..at).unwrap_or(""), bare.get(at + 1..).unwrap_or(""));
            match part.len() {
                1 | 2 => (whole, part),
                3 if bare.get(at..=at) == Some(",") && !whole.contains([',', '.']) => {
                    return Err(NoAmount::TwoMeanings);
                }
                3 => (bare.as_str(), ""),
                _ => return Err(NoAmount::Unreadable),
            }
        }
    };
    let mark = bare.get(whole.len()..).and_then(|rest| rest.chars().next());
    let whole = grouped(whole, mark).ok_or(NoAmount::Unreadable)?;
    let part: i64 = match part.len() {
        0 => 0,
        length => {
            let digits = part.bytes().all(|byte| byte.is_ascii_digit());
            let part: i64 = part.parse().ok().filter(|_| digits).ok_or(NoAmount::Unreadable)?;
            if length == 1 { part * 10 } else { part }
        }
    };
    let sum = whole.checked_mul(100).and_then(|sum| sum.checked_add(part));
    sum.filter(|sum| *sum <= crate::domain::money::Money::MOST.0).ok_or(NoAmount::Unreadable)
}

/// Whole numbers, by threes or without any mark; the mark between threes is another one than that before the part.
fn grouped(whole: &str, part_mark: Option<char>) -> Option<i64> {
    let mark = whole.chars().find(|c| matches!(c, ',' | '.'));
    if mark.is_some() && mark == part_mark {
        return None;
    }
    let mut groups = whole.split(['.', ',']);
    let first = groups.next().filter(|first| !first.is_empty())?;
    let rest: Vec<&str> = groups.collect();
    let alike = whole.chars().filter(|c| !c.is_ascii_digit()).all(|c| Some(c) == mark);
    let shaped = rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || first.len() <= 3);
    let digits = format!("{first}{}", rest.concat());
    digits.parse().ok().filter(|_| alike && shaped && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A day: `2027-03-01`, or day before month, `1/3/2027`. A time behind it is left aside.
pub fn day(text: &str) -> Option<NaiveDate> {
    let date = text.trim().split([' ', 'T']).next()?;
    let mark = date.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = date.split(mark);
    let parts = [parts.next()?, parts.next()?, parts.next().filter(|_| parts.next().is_none())?];
    if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let [first, month, last] = parts;
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    if year.len() != 4 || day.len() > 2 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// A birthday with or without its year, as month and day.
pub fn birthday(text: &str) -> Option<(u32, u32)> {
    use chrono::Datelike;
    let of_year = |text: &str| day(text).map(|date| (date.month(), date.day()));
    of_year(text).or_else(|| of_year(&format!("{}/2000", text.trim().replace(['.', '-'], "/"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_read_with_what_they_leave_out() {
        for (text, phone) in [
            ("11 98765-4321", Some("+5511987654321")),
            ("(011) 98765.4321", Some("+5511987654321")),
            ("98765-4321", Some("+5519987654321")),
            ("8765-4321", Some("+5519987654321")),
            ("3234-5678", Some("+551932345678")),
            ("5511987654321", Some("+5511987654321")),
            ("+55 11 8765-4321", Some("+5511987654321")),
            ("+351 912 345 678", Some("+351912345678")),
            ("00351912345678", Some("+351912345678")),
            ("20 98765-4321", None),
            ("+55 11 1234", None),
            ("11 88765-4321", None),
            ("98765-4321 / 98765-1234", None),
            ("5,511987654321E+12", None),
            ("Maria", None),
            ("123", None),
        ] {
            assert_eq!(super::phone(text, 19).as_ref().map(Phone::as_str), phone, "{text:?}");
        }
    }

    #[test]
    fn amounts_are_read_and_what_could_be_two_is_none() {
        use NoAmount::{Negative, TwoMeanings, Unreadable};
        for (text, read) in [
            ("0", Ok(0)),
            ("7", Ok(700)),
            ("12,5", Ok(1_250)),
            ("12.50", Ok(1_250)),
            ("R$ 1.234,56", Ok(123_456)),
            ("1,234.56", Ok(123_456)),
            ("1.234", Ok(123_400)),
            ("1.234.567", Ok(123_456_700)),
            ("1 234,00", Ok(123_400)),
            ("-0,00", Ok(0)),
            ("1000000000", Ok(100_000_000_000)),
            ("1000000000,01", Err(Unreadable)),
            ("99999999999999999999", Err(Unreadable)),
            ("1,234", Err(TwoMeanings)),
            ("-5", Err(Negative)),
            ("- R$ 5,00", Err(Negative)),
            ("1.2345", Err(Unreadable)),
            ("1.23.45", Err(Unreadable)),
            ("12.34.567", Err(Unreadable)),
            ("1234.567", Err(Unreadable)),
            ("1,234.567", Err(Unreadable)),
            (",50", Err(Unreadable)),
            ("5,", Err(Unreadable)),
            ("1e3", Err(Unreadable)),
            ("+5", Err(Unreadable)),
            ("=2+3", Err(Unreadable)),
            ("dez", Err(Unreadable)),
        ] {
            assert_eq!(hundredths(text), read, "{text:?}");
        }
    }

    #[test]
    fn days_are_read_with_the_day_before_the_month() {
        for (text, read) in [
            ("2027-03-01", Some("2027-03-01")),
            ("1/3/2027", Some("2027-03-01")),
            ("01.03.2027", Some("2027-03-01")),
            ("01/03/2027 00:00:00", Some("2027-03-01")),
            ("2027-03-01T10:00:00Z", Some("2027-03-01")),
            ("29/02/2027", None),
            ("03/31/2027", None),
            ("01/03/27", None),
            ("2027-03", None),
            ("1/3/2027/4", None),
            ("46082", None),
        ] {
            assert_eq!(day(text).map(|date| date.to_string()).as_deref(), read, "{text:?}");
        }
        for (text, read) in
            [("12/05", Some((5, 12))), ("12-05-1990", Some((5, 12))), ("29/02", Some((2, 29))), ("5", None)]
        {
            assert_eq!(birthday(text), read, "{text:?}");
        }
    }
}
