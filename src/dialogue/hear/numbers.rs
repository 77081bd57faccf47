//! Amounts written in digits. One rule: after the last mark, one or two digits are cents and three are
//! thousands; a comma before three digits, or a second dot before two, is confirmed; the rest is asked.
//! Dates, times, percentages, sizes and order numbers are never amounts.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::heard::Flag;
use super::lexicon::Figures;
use super::typo::slips;
use crate::domain::money::Money;

/// A number of the message and what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Figure {
    Money(Amount),
    /// Hundredths of a percent, and as typed.
    Percent(i64),
    Points(i64),
    Days(u32),
    /// A time, a size, an order number: digits that are no money.
    Other,
    /// The last four digits of a phone, as people tell two numbers apart.
    Ending,
    /// Digits with a single letter stuck to them: nobody knows what they were to be.
    Scrap,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Amount {
    /// `None`: digits whose grouping fits nothing, more than [`Money::MOST`], or an amount that cannot be one (see the
    /// flags).
    pub value: Option<Money>,
    /// The digits without their sign.
    pub size: Money,
    pub flags: Vec<Flag>,
    /// Carries a currency, a unit, cents, or follows a word such as *valor*.
    pub marked: bool,
    /// A plain small integer: may count things.
    pub small: bool,
}

impl Amount {
    /// One bare digit: more likely the number of something than money.
    pub fn is_digit(&self) -> bool {
        !self.marked && self.value.is_some_and(|value| value < Money::reais(10))
    }
}

/// The number itself, in hundredths.
struct Number {
    hundredths: i64,
    doubtful: bool,
    cents: bool,
}

pub(super) fn scan(text: &str, figures: &Figures) -> Vec<(Range<usize>, Figure)> {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r",?[0-9]+(?:[.,][0-9]+)*").expect("constant pattern"));
    let mut found: Vec<(Range<usize>, Figure)> = Vec::new();
    let mut times: Option<(usize, i64)> = None;
    for number in NUMBER.find_iter(text) {
        let number = without_comma(text, number.range());
        let taken = found.last().map_or(0, |(span, _)| span.end);
        if number.start < taken {
            continue;
        }
        let (mut span, mut figure) = read_at(text, number.clone(), figures);
        if let (Some((start, factor)), Figure::Money(amount)) = (times.take(), &mut figure) {
            let times = |value: Money| Money(value.0 * factor);
            amount.value = amount.value.map(times).filter(|value| *value <= Money::MOST);
            amount.flags.push(Flag::AmountMultiplied);
            amount.marked = true;
            span.start = start;
            found.pop();
        }
        times = factor_at(text, &number, figures);
        found.push((span, figure));
    }
    found
}

/// `,50` is fifty cents; in `Maria,201.61` the comma is no part of the number.
fn without_comma(text: &str, number: Range<usize>) -> Range<usize> {
    let comma = text.get(number.clone()).is_some_and(|number| number.starts_with(','));
    let before = text.get(..number.start).unwrap_or("");
    let cents = number.len() <= 3 && (before.is_empty() || before.ends_with([' ', '\n', '$']));
    number.start + usize::from(comma && !cents)..number.end
}

/// `3x de 50`, `3 x 50`: the factor in front of an amount.
fn factor_at(text: &str, number: &Range<usize>, figures: &Figures) -> Option<(usize, i64)> {
    let factor: i64 = text.get(number.clone())?.parse().ok().filter(|factor| (2..=99).contains(factor))?;
    let after = text.get(number.end..)?.trim_start().strip_prefix('x')?.trim_start();
    let (word, end) = next_word(after, 0);
    let amount = if figures.of.contains(word) { after.get(end..)?.trim_start() } else { after };
    amount
        .trim_start_matches("r$")
        .trim_start()
        .starts_with(|c: char| c.is_ascii_digit())
        .then_some((number.start, factor))
}

fn read_at(text: &str, number: Range<usize>, figures: &Figures) -> (Range<usize>, Figure) {
    let digits = text.get(number.clone()).unwrap_or("");
    let before = text.get(..number.start).unwrap_or("");
    let after = text.get(number.end..).unwrap_or("");
    if let Some((length, figure)) = not_money(digits, before, after, figures) {
        return (number.start..number.end + length, figure);
    }
    let currency = Currency::before(before);
    let mut amount = Amount {
        marked: currency.marked || figures.marks.contains(last_word(currency.rest)),
        ..Amount::default()
    };
    let Some(parsed) = parse(digits) else {
        return (number.start - currency.length..number.end, Figure::Money(amount));
    };
    amount.small = !parsed.cents && parsed.hundredths <= 2_000;
    amount.marked |= parsed.cents;
    let mut flags = Vec::new();
    // `1.740\n,8`: a line or a space broke it.
    let torn = digits.starts_with(',') && before.trim_end().ends_with(|c: char| c.is_ascii_digit());
    if parsed.doubtful || torn || currency.foreign || is_rest(digits, currency.rest, figures) {
        flags.push(Flag::AmountAmbiguous);
    }
    let (hundredths, length) = with_unit(parsed.hundredths, after, figures, &mut amount.marked, &mut flags);
    if hundredths > Money::MOST.0 {
        return (number.start - currency.length..number.end + length, Figure::Money(amount));
    }
    amount.size = Money(hundredths);
    let negative = currency.negative || figures.minus.contains(last_word(currency.rest));
    match (negative, hundredths) {
        (_, 0) => flags.push(Flag::AmountZero),
        (true, _) => flags.push(Flag::AmountNegative),
        (false, _) => amount.value = Some(Money(hundredths)),
    }
    amount.flags = flags;
    (number.start - currency.length..number.end + length, Figure::Money(amount))
}

/// What the neighbours of a number say against its being money, with the length of the unit taken.
fn not_money(digits: &str, before: &str, after: &str, figures: &Figures) -> Option<(usize, Figure)> {
    let glued_before =
        before.chars().next_back().is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '#' | '@' | '%'));
    let date_or_time = after.starts_with(['/', ':'])
        && after.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
        || before.ends_with(':') && before.chars().nth_back(1).is_some_and(|c| c.is_ascii_digit());
    let currency = before.strip_suffix("rs").is_some_and(|front| !front.ends_with(char::is_alphanumeric));
    let percent = after.trim_start_matches([' ', '.', ',']).starts_with('%');
    if !percent && (glued_before && !currency || date_or_time) {
        // `2.754/5` is no date.
        let scrap = digits.contains([',', '.']) && digits.len() > 4
            || before.strip_suffix('#').is_some_and(|front| front.trim_end().ends_with(['+', '$']))
            || !before.ends_with('#') && is_stroke(before, after) && !is_date_or_time(digits, before, after)
            || !date_or_time && (is_scrap(before, after) || digits.contains([',', '.']));
        return Some((0, if scrap { Figure::Scrap } else { Figure::Other }));
    }
    let (unit, end) = next_word(after, 0);
    let hundredths = parse(digits).map(|number| number.hundredths);
    if percent {
        let length = after.find('%').map_or(0, |at| at + 1);
        return Some((length, hundredths.map_or(Figure::Other, Figure::Percent)));
    }
    let whole = hundredths.filter(|value| value % 100 == 0).map(|value| value / 100);
    let two_words = after.get(end..).map(|rest| next_word(rest, 0).0).unwrap_or_default();
    if figures.percent.contains(unit) || unit == "por" && figures.percent.contains(two_words) {
        let length = after
            .get(..end + if figures.percent.contains(unit) { 0 } else { two_words.len() + 1 })
            .map_or(0, str::len);
        return Some((length, hundredths.map_or(Figure::Other, Figure::Percent)));
    }
    match whole {
        Some(points) if figures.points.contains(unit) => return Some((end, Figure::Points(points))),
        Some(days) if figures.days.contains(unit) => {
            return Some((end, u32::try_from(days).map_or(Figure::Other, Figure::Days)));
        }
        _ => {}
    }
    let glued_after = after.chars().next().is_some_and(char::is_alphabetic)
        && !figures.is_unit(unit)
        && !figures.thousand.contains(unit)
        && !is_thousands(unit);
    let counted = figures.not_after.contains(unit) && !is_split_thousand(after, figures);
    if is_ending(digits, before, figures) {
        return Some((0, Figure::Ending));
    }
    // Orders are counted from one, without marks.
    let order = !digits.contains([',', '.']) && hundredths != Some(0);
    let ordered = order && figures.not_before.contains(last_word(before)) && !before.ends_with('$');
    let ordered = ordered || order && is_instalment(digits, before, figures);
    // `9.5creme` is a price that lost a space.
    let scrap = glued_after && (is_scrap(before, after) || digits.contains([',', '.']))
        || counted && is_slipped_measure(digits, after, figures);
    let figure = if scrap { Figure::Scrap } else { Figure::Other };
    (glued_after || counted || ordered).then_some((if counted { end } else { 0 }, figure))
}

/// `parcela 2`, and the 3 of `parcela 2 de 3`.
fn is_instalment(digits: &str, before: &str, figures: &Figures) -> bool {
    let behind = |front: &str| figures.instalment.contains(last_word(front));
    let whole = || {
        let of = last_word(before);
        let front = before.trim_end().strip_suffix(of).filter(|_| figures.of.contains(of))?.trim_end();
        Some(behind(front.trim_end_matches(|c: char| c.is_ascii_digit())))
    };
    digits.len() < 3 && (behind(before) || whole().unwrap_or(false))
}

/// A mark of dates and times is stuck to the digits.
fn is_stroke(before: &str, after: &str) -> bool {
    before.ends_with(['/', ':', '%']) || after.starts_with(['/', ':'])
}

/// The digits and marks around them are a day or an hour: `10/12`, `14:30`; not `00:5`, which may be a piece of a phone.
fn is_date_or_time(digits: &str, before: &str, after: &str) -> bool {
    let part = |c: &char| c.is_ascii_digit() || matches!(c, '/' | ':');
    let front: Vec<char> = before.chars().rev().take_while(part).collect();
    let typed: String =
        front.into_iter().rev().chain(digits.chars()).chain(after.chars().take_while(part)).collect();
    let mark = if typed.contains(':') { ':' } else { '/' };
    let parts: Vec<&str> = typed.split(mark).collect();
    let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
    match (mark, numbers.as_deref()) {
        (':', Some([hours, minutes] | [hours, minutes, _])) => {
            *hours <= 24 && *minutes < 60 && parts.iter().skip(1).all(|part| part.len() == 2)
        }
        (_, Some([day, month] | [day, month, _])) => (1..=31).contains(day) && (1..=31).contains(month),
        _ => false,
    }
}

/// Behind a price there stands no measure: a slip in *mil* (`5 ml`), or the first letter of a word (`6.43 1 M%ry`).
fn is_slipped_measure(digits: &str, after: &str, figures: &Figures) -> bool {
    let (unit, end) = next_word(after, 0);
    let nearly = |word: &String| word.len() == 3 && slips(unit, word, 1) == Some(1);
    let few = parse(digits).is_some_and(|number| number.hundredths < 1_000);
    let thousand = few && figures.thousand.iter().any(nearly);
    let behind = after.get(end..).unwrap_or("");
    let parted = behind.trim_start_matches([' ', ',', '.']);
    let mut rest = behind.chars();
    let torn = match (rest.next(), rest.next()) {
        (Some(_), Some(next)) if next.is_alphanumeric() && !behind.starts_with(' ') => true,
        (Some(' ' | ',' | '.'), _) => (1..3).contains(&next_word(parted, 0).0.chars().count()),
        _ => false,
    };
    let letter = unit.len() == 1 && unit != "x" && after.starts_with(' ') && torn;
    let times = unit == "x" && digits.contains([',', '.']);
    thousand || letter || times || digits.contains(',') && digits.contains('.')
}

/// `final 4322`, `final é 4322`, and `0001`, which is no price.
fn is_ending(digits: &str, before: &str, figures: &Figures) -> bool {
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) || before.ends_with('$') {
        return false;
    }
    let last = last_word(before);
    let front = last_word(before.trim_end_matches([' ', ':', '.']).strip_suffix(last).unwrap_or(""));
    // A short word may stand between: `final é 4322`.
    let announced = |word: &str| figures.ending.contains(word);
    digits.starts_with('0') || announced(last) || last.len() <= 3 && announced(front)
}

/// One letter alone is stuck to the digits: `8o`, `e941`, `3s02`.
fn is_scrap(before: &str, after: &str) -> bool {
    let stuck = |c: &char| c.is_alphanumeric();
    let letters = before.chars().rev().take_while(stuck).chain(after.chars().take_while(stuck));
    letters.filter(|c| c.is_alphabetic()).count() == 1
}

/// Behind `reais e`, or `ml e`, there are the cents of a price that was not read.
fn is_rest(digits: &str, before: &str, figures: &Figures) -> bool {
    let join = last_word(before);
    let front = before.trim_end().strip_suffix(join).unwrap_or("");
    let unit = last_word(front).trim_start_matches(|c: char| c.is_ascii_digit());
    // `463 reaise 9 cent,avos`: the join grew into the unit.
    let grown = figures.is_nearly_unit(join) && front.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let thousand = || figures.thousand.iter().any(|word| word.len() == 3 && slips(unit, word, 1) == Some(1));
    // `9 miisl e 200`: a few letters, or the hundreds of a thousand, or a misspelt unit.
    let counted = || {
        let rest = front.trim_end().strip_suffix(unit).unwrap_or("").trim_end();
        let counts = unit.len() < 5 || digits.len() == 3 && unit.len() < 8 || figures.is_nearly_unit(unit);
        counts && rest.ends_with(|c: char| c.is_ascii_digit())
    };
    grown
        || figures.join.contains(join)
            && (figures.is_unit(unit) || unit.len() == 1 || counted() || thousand())
}

/// `1 m-il`: a word for a thousand in two pieces.
fn is_split_thousand(after: &str, figures: &Figures) -> bool {
    let near = after.get(..after.len().min(6)).unwrap_or("");
    let letters: String = near.chars().filter(|c| c.is_alphanumeric()).take(3).collect();
    let parted = near.trim_start().find(|c: char| !c.is_alphanumeric()).is_some_and(|at| at < 3);
    letters.len() == 3 && parted && figures.thousand.contains(letters.as_str())
}

/// `k`, `k5`: thousands glued to the number.
fn is_thousands(unit: &str) -> bool {
    unit.strip_prefix('k').is_some_and(|rest| rest.len() <= 1 && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Multiplies by *mil* or *k*, adds what *e* joins (`2 mil e 500`, `150 reais e 50`), and marks units.
fn with_unit(
    mut hundredths: i64,
    after: &str,
    figures: &Figures,
    marked: &mut bool,
    flags: &mut Vec<Flag>,
) -> (i64, usize) {
    let (mut unit, mut length) = next_word(after, 0);
    let mut taken = 0;
    if is_thousands(unit) || figures.thousand.contains(unit) {
        hundredths *= 1000;
        *marked = true;
        taken = length;
        if let Some(hundreds) = unit.strip_prefix('k').and_then(|rest| rest.parse::<i64>().ok()) {
            hundredths += hundreds * 10_000;
            flags.push(Flag::AmountAmbiguous);
        }
        if let Some((more, end)) = joined_number(after, taken, figures, 3) {
            hundredths += more * 100;
            taken = end;
        }
        (unit, length) = next_word(after, taken);
    } else if figures.is_nearly_thousand(next_word(after.trim_start_matches([' ', '-', ':']), 0).0)
        || is_split_thousand(after, figures)
    {
        flags.push(Flag::AmountAmbiguous);
    }
    if figures.cents.contains(unit) && taken == 0 && hundredths % 100 == 0 {
        // `50 centavos`, which may be what is left of a longer price.
        *marked = true;
        flags.push(Flag::AmountAmbiguous);
        return (hundredths / 100, length);
    }
    if figures.is_unit(unit) {
        *marked = true;
        taken = length;
        if figures.doubtful.contains(unit) {
            flags.push(Flag::AmountAmbiguous);
        }
        if let Some((cents, end)) = joined_number(after, taken, figures, 2) {
            hundredths += cents;
            let (word, end_of_cents) = next_word(after, end);
            let said = figures.cents.contains(word);
            taken = if said { end_of_cents } else { end };
            // `50 reais e 1 creme` is no R$ 50,01.
            if cents < 10 && !said {
                flags.push(Flag::AmountAmbiguous);
            }
        }
    } else if figures.foreign.contains(unit) {
        flags.push(Flag::AmountAmbiguous);
        *marked = true;
        taken = length;
    }
    (hundredths, taken)
}

/// `e 500` after position `at`, when the number has at most `digits` digits and no mark.
fn joined_number(after: &str, at: usize, figures: &Figures, digits: usize) -> Option<(i64, usize)> {
    let (join, end) = next_word(after, at);
    if !figures.join.contains(join) {
        return None;
    }
    let (number, end) = next_word(after, end);
    let rest = after.get(end..).unwrap_or("");
    let marked = rest.starts_with([',', '.', '-']) && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
        || rest.trim_start_matches(' ').starts_with('%');
    let fits = (1..=digits).contains(&number.len()) && !marked;
    fits.then(|| number.parse().ok().map(|value| (value, end))).flatten()
}

/// What stands in front of a number: sign and currency.
struct Currency<'a> {
    marked: bool,
    foreign: bool,
    negative: bool,
    length: usize,
    rest: &'a str,
}

impl Currency<'_> {
    fn before(before: &str) -> Currency<'_> {
        let mut rest = before;
        let mut negative = false;
        let mut strip_sign = |rest: &mut &str| {
            if let Some(front) = rest.strip_suffix('-') {
                // A hyphen after a space or at the start is a sign; between fields it is only a dash.
                if front.is_empty() || front.ends_with([' ', '\n', '$', ':']) {
                    negative = true;
                    *rest = front;
                }
            }
        };
        strip_sign(&mut rest);
        let spaced = rest.trim_end_matches([' ', ':', '.']);
        let mark = ["us$", "us $", "u$s", "u$", "r$", "rs$", "rs", "$", "€"].into_iter().find(|mark| {
            spaced.strip_suffix(mark).is_some_and(|front| !front.ends_with(|c: char| c.is_alphanumeric()))
        });
        let Some(mark) = mark else {
            return Currency {
                marked: false,
                foreign: false,
                negative,
                length: before.len() - rest.len(),
                rest,
            };
        };
        rest = spaced.strip_suffix(mark).unwrap_or(spaced);
        strip_sign(&mut rest);
        let foreign = mark.starts_with('u') || mark == "€";
        Currency { marked: true, foreign, negative, length: before.len() - rest.len(), rest }
    }
}

/// The digits, read by their marks, up to [`Money::MOST`].
fn parse(typed: &str) -> Option<Number> {
    let groups: Vec<&str> = typed.split([',', '.']).collect();
    let marks: Vec<char> = typed.chars().filter(|c| !c.is_ascii_digit()).collect();
    let (head, last) = (*groups.first()?, *groups.last()?);
    let inner = groups.get(1..groups.len().saturating_sub(1)).unwrap_or_default();
    let grouped =
        (1..=3).contains(&head.len()) && !head.starts_with('0') && inner.iter().all(|group| group.len() == 3);
    let same_marks = marks.windows(2).all(|pair| pair.first() == pair.last());
    let earlier_same = marks.iter().rev().skip(2).all(|mark| Some(mark) == marks.iter().rev().nth(1));
    let (whole, cents, doubtful) = match (marks.as_slice(), last.len()) {
        ([], _) => (typed.to_owned(), "", false),
        ([_], 1 | 2) => (head.to_owned(), last, false),
        ([mark], 3) if grouped => (groups.concat(), "", *mark == ','),
        ([first, .., _], 3) if grouped && same_marks => (groups.concat(), "", *first == ','),
        (['.', .., '.'], 2) if grouped && same_marks => (format!("{head}{}", inner.concat()), last, true),
        ([first, .., end], 1 | 2) if grouped && earlier_same && first != end => {
            (format!("{head}{}", inner.concat()), last, false)
        }
        _ => return None,
    };
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction: i64 = match cents.len() {
        0 => 0,
        1 => cents.parse::<i64>().ok()? * 10,
        _ => cents.parse().ok()?,
    };
    let hundredths = whole.checked_mul(100)?.checked_add(fraction)?;
    (hundredths <= Money::MOST.0).then_some(Number { hundredths, doubtful, cents: !cents.is_empty() })
}

/// The word after position `at` on the same line and its end; empty when punctuation comes first.
pub(super) fn next_word(text: &str, at: usize) -> (&str, usize) {
    let rest = text.get(at..).unwrap_or("");
    let trimmed = rest.trim_start_matches(' ');
    let length = trimmed.find(|c: char| !c.is_alphanumeric()).unwrap_or(trimmed.len());
    let end = at + rest.len() - trimmed.len() + length;
    (trimmed.get(..length).unwrap_or(""), end)
}

/// The word before the end of `text` on the same line; a colon may stand between.
pub(super) fn last_word(text: &str) -> &str {
    let trimmed = text.trim_end_matches([' ', ':', '.']);
    trimmed.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("")
}
