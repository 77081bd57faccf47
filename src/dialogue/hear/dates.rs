//! Birthdays: day first, always, because the shop is Brazilian whatever the language of the chat.
//! Month first is accepted where nothing else fits, and flagged where English leaves it open.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::heard::{Day, Flag};
use super::lexicon::NumberWords;

/// The youngest year of birth a two-digit year may mean: a member is ten or older.
const LATEST_BIRTH_YEAR: u16 = 2016;

#[derive(Debug, Clone)]
pub(super) struct Dated {
    pub span: Range<usize>,
    /// `None`: a day that does not exist.
    pub day: Option<Day>,
    pub flags: Vec<Flag>,
}

pub(super) fn find(text: &str, words: &NumberWords, month_may_lead: bool) -> Option<Dated> {
    numeric(text, month_may_lead).or_else(|| spelled(text, words))
}

fn numeric(text: &str, month_may_lead: bool) -> Option<Dated> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\b(?:(?P<iso>[0-9]{4})-)?(?P<a>[0-9]{1,2})\s?[/.-]\s?(?P<b>[0-9]{1,2})(?:\s?[/.-]\s?(?P<y>[0-9]{4}|[0-9]{2}))?\b")
            .expect("constant pattern")
    });
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let found = DATE.captures(text)?;
    let number = |name: &str| found.name(name).and_then(|part| part.as_str().parse::<u16>().ok());
    let (first, second) = (number("a")?, number("b")?);
    let span = found.get(0)?.range();
    if let Some(year) = number("iso") {
        return Some(dated(span, second, first, Some(year), vec![]));
    }
    let year = found.name("y").and_then(|year| full_year(year.as_str()));
    let month_first = second > 12 && first <= 12;
    let (day, month) = if month_first { (second, first) } else { (first, second) };
    let open = month_may_lead && first <= 12 && second <= 12 && first != second;
    Some(dated(span, day, month, year, if open { vec![Flag::DateOrder] } else { vec![] }))
}

/// `3 de maio de 92`, `march 15`, `the 4th of july 1990`.
fn spelled(text: &str, words: &NumberWords) -> Option<Dated> {
    static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[a-z0-9]+").expect("constant pattern"));
    let named = |word: &str| words.months.contains_key(word);
    if !text.split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit()).any(named) {
        return None;
    }
    let found: Vec<_> = WORD.find_iter(text).collect();
    let at = found.iter().position(|word| words.months.contains_key(word.as_str()))?;
    let month = *words.months.get(found.get(at)?.as_str())?;
    let day_of = |index: Option<usize>| {
        let word = index.and_then(|index| found.get(index))?.as_str();
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ordinal = matches!(word.get(digits.len()..), Some("" | "o" | "st" | "nd" | "rd" | "th"));
        let spelled = words.values.get(word).and_then(|value| u16::try_from(*value).ok());
        digits.parse::<u16>().ok().filter(|_| ordinal && digits.len() <= 2).or(spelled)
    };
    let is_link =
        |index: usize| found.get(index).is_some_and(|word| matches!(word.as_str(), "de" | "of" | "del"));
    let before = at.checked_sub(1).map(|index| if is_link(index) { index.saturating_sub(1) } else { index });
    let (day, first, mut last) = match day_of(before) {
        Some(day) => (day, before.unwrap_or(at), at),
        None => (day_of(Some(at + 1))?, at, at + 1),
    };
    let after = if is_link(last + 1) { last + 2 } else { last + 1 };
    let year =
        found.get(after).filter(|word| matches!(word.len(), 2 | 4)).and_then(|word| full_year(word.as_str()));
    if year.is_some() {
        last = after;
    }
    Some(dated(found.get(first)?.start()..found.get(last)?.end(), day, month.into(), year, vec![]))
}

fn dated(span: Range<usize>, day: u16, month: u16, year: Option<u16>, mut flags: Vec<Flag>) -> Dated {
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_none_or(|year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) => 29,
        2 => 28,
        _ => 0,
    };
    let exists = (1..=days).contains(&day) && year.is_none_or(|year| (1900..=2100).contains(&year));
    let parts = u8::try_from(day).ok().zip(u8::try_from(month).ok()).filter(|_| exists);
    if parts.is_none() {
        flags = vec![Flag::DateInvalid];
    }
    let day = parts
        .map(|(day, month)| year.map_or(Day::Each { month, day }, |year| Day::Full { year, month, day }));
    Dated { span, day, flags }
}

fn full_year(typed: &str) -> Option<u16> {
    let year: u16 = typed.parse().ok()?;
    let recent = 2000 + year;
    Some(match typed.len() {
        4 => year,
        _ if recent <= LATEST_BIRTH_YEAR => recent,
        _ => 1900 + year,
    })
}
