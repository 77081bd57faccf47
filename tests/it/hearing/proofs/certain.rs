//! What a careful person takes for certain: one phone and one amount, every figure of the line used, and nothing that
//! could be meant otherwise. A narrow grammar of its own, which shares nothing with the reader it judges.

use super::dialled::{is_mobile, read_phone};
use super::writing::{NAMES, REMARKS, VERBS, is_cpf, numerals, spelled};
use fregues::dialogue::hear::fold;
use fregues::domain::lang::Lang;
use regex::Regex;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Above it every amount is confirmed, in centavos.
const HIGH: i64 = 1_000_000;

/// Judges whether a line says a phone and an amount beyond doubt.
pub struct Judge {
    numerals: Vec<String>,
    /// Words of the lines themselves, which are no numeral written badly.
    harmless: Vec<String>,
    figure: Regex,
}

const UNITS: [&str; 12] =
    ["rs", "reais", "real", "reales", "conto", "contos", "pila", "pilas", "mango", "mangos", "pratas", "brl"];
const JOINS: [&str; 3] = ["e", "y", "and"];
const CENTS: [&str; 5] = ["centavos", "centavo", "cents", "cent", "centimos"];
const THOUSAND: [&str; 3] = ["k", "mil", "thousand"];

/// Digits that stand together, and where.
pub struct Group {
    pub at: Range<usize>,
    pub digits: String,
}

impl Judge {
    pub fn new() -> Judge {
        let lists = [&VERBS, &NAMES, &REMARKS];
        let words = lists.iter().flat_map(|lists| lists.iter()).flat_map(|(_, list)| list.iter());
        let mut harmless: Vec<String> = words.flat_map(|words| words.split(' ')).map(fold).collect();
        harmless.extend(UNITS.iter().chain(&CENTS).map(|word| (*word).to_owned()));
        let figure = r"^(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]*),[0-9]{1,2}|[0-9]+\.[0-9]{1,2}|[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]{1,2})$";
        Judge { numerals: numerals(), harmless, figure: Regex::new(figure).unwrap() }
    }

    /// Why a sale of `amount` centavos to `phone` is not beyond doubt.
    pub fn sale(&self, typed: &str, phone: &str, amount: i64) -> Result<(), String> {
        let text = clean(typed);
        let groups = groups(&text);
        let percent =
            text.match_indices('%').any(|(at, _)| text[..at].ends_with(|c: char| c.is_ascii_digit()));
        if percent || text.contains('€') || text.trim_end().ends_with('?') {
            return Err("something else than a price stands there".to_owned());
        }
        let mut first = Err("no such phone in digits".to_owned());
        for from in 0..groups.len() {
            for to in from..groups.len().min(from + 8) {
                if read_phone(&text, &groups[from..=to]).as_deref() == Some(phone)
                    && stands_apart(&text, &groups, from, to)
                {
                    let rest: Vec<&Group> = groups[..from].iter().chain(&groups[to + 1..]).collect();
                    let beside = groups[from].at.start..groups[to].at.end;
                    let read = self.amount(&text, &rest, Some(&beside), amount);
                    if read.is_ok() {
                        return read;
                    }
                    first = read;
                }
            }
        }
        if self.said_digits(&text).is_some_and(|said| phone == format!("+55{said}"))
            && is_mobile(&phone[3..])
            && !is_cpf(&phone[3..])
        {
            return self.amount(&text, &groups.iter().collect::<Vec<_>>(), Some(&(0..0)), amount);
        }
        first
    }

    /// Why a lone amount is not beyond doubt.
    pub fn lone_amount(&self, typed: &str, amount: i64) -> Result<(), String> {
        let text = clean(typed);
        self.amount(&text, &groups(&text).iter().collect::<Vec<_>>(), None, amount)
    }

    /// Why a lone phone is not beyond doubt.
    pub fn lone_phone(&self, typed: &str, phone: &str) -> Result<(), String> {
        let text = clean(typed);
        let mut groups = groups(&text);
        groups.retain(|group| text.contains("0xx") || !is_noise(&text, &group.at));
        let read = read_phone(&text, &groups).or_else(|| {
            self.said_digits(&text).filter(|said| is_mobile(said)).map(|said| format!("+55{said}"))
        });
        if read.as_deref() == Some(phone) { Ok(()) } else { Err(format!("read as {read:?}")) }
    }

    /// The digits that were said one by one.
    fn said_digits(&self, text: &str) -> Option<String> {
        let digit = |word: &&str| {
            (0..=9).find(|digit| {
                if *digit == 0 { *word == "zero" } else { *word == fold(&spelled(*digit, Lang::PtBr)) }
            })
        };
        let said = words(text)
            .into_iter()
            // `uma oito nove …`: as good as *um*.
            .map(|(_, word)| if word == "uma" { "um" } else { word })
            .filter(|word| !THOUSAND.contains(word))
            .filter(|word| self.numerals.iter().any(|known| known == word) || *word == "zero");
        said.map(|word| {
            if word == "meia" {
                Some('6')
            } else {
                digit(&word)
                    .and_then(|digit| u32::try_from(digit).ok())
                    .and_then(|digit| char::from_digit(digit, 10))
            }
        })
        .collect()
    }

    fn amount(
        &self,
        text: &str,
        groups: &[&Group],
        phone: Option<&Range<usize>>,
        amount: i64,
    ) -> Result<(), String> {
        if amount <= 0 || amount > HIGH {
            return Err("no price of every day".to_owned());
        }
        // Digits inside a word are no figure: `tam42`.
        let groups: Vec<&&Group> = groups.iter().filter(|group| !is_noise(text, &group.at)).collect();
        let numerals = words(text).iter().any(|(_, word)| self.numerals.iter().any(|known| known == word));
        match groups.as_slice() {
            // `2 cremes`: how many there are.
            _ if numerals
                && phone.is_none_or(|phone| !phone.is_empty())
                && groups.iter().all(|group| is_quantity(text, group)) =>
            {
                self.in_words(text, amount)
            }
            [] => self.in_words(text, amount),
            several => {
                let price = several.iter().find(|group| !is_quantity(text, group));
                let first = price.unwrap_or(&several[0]);
                let dictated = phone.is_some_and(Range::is_empty);
                if !dictated
                    && words(text).iter().any(|(_, word)| {
                        // Beside figures `meia` is half a thing, or one for the foot.
                        word.len() > 3 && *word != "meia" && self.is_numeral(word) && !THOUSAND.contains(word)
                    })
                {
                    return Err("a number in words stands beside".to_owned());
                }
                self.in_figures(text, first.at.start, &groups, amount)
            }
        }
    }

    /// One figure, its unit, and what `e` joins to it; no digit is left over.
    fn in_figures(&self, text: &str, from: usize, groups: &[&&Group], amount: i64) -> Result<(), String> {
        let front = &text[..from];
        let comma = front
            .strip_suffix(',')
            .is_some_and(|front| front.is_empty() || front.ends_with([' ', '\n', '$']));
        let digits = figure_at(text, from).len();
        let start = if comma && digits < 3 { from - 1 } else { from };
        let figure = &text[start..from + digits];
        if !self.figure.is_match(figure) {
            return Err(format!("{figure:?} is grouped like no price"));
        }
        let before = &text[..start];
        let currency = ["rs$", "r$", "rs", "$"]
            .iter()
            .find_map(|mark| before.trim_end_matches([' ', ':']).strip_suffix(mark));
        let front = currency.unwrap_or(before);
        if front.ends_with(|c: char| c.is_alphabetic()) && currency.is_none() && front.len() == start {
            return Err("a letter is stuck to it".to_owned());
        }
        let sign = front.trim_end_matches(' ').ends_with('-')
            && !front.ends_with(' ')
            && (front.len() < 2 || front[..front.len() - 1].ends_with([' ', '\n', ':']));
        if sign || words(front).last().is_some_and(|(_, word)| ["menos", "minus", "less"].contains(word)) {
            return Err("a minus stands before it".to_owned());
        }
        let timed =
            front.strip_suffix(':').is_some_and(|front| front.ends_with(|c: char| c.is_ascii_digit()));
        // A price with its currency is no time: `97007-9451:$ 791`.
        if currency.is_none() && (front.ends_with(['/', '#', '@']) || timed) {
            return Err("it belongs to something before it".to_owned());
        }
        let mut value = hundredths(figure).ok_or("too large")?;
        let mut end = start + figure.len();
        let mut word = next_word(text, end);
        if THOUSAND.contains(&word.1) {
            value *= 1000;
            end = word.0.end;
            if let Some((more, past)) = joined(text, end, 3) {
                (value, end) = (value + more * 100, past);
            }
            word = next_word(text, end);
        } else if !word.1.is_empty() && !self.is_harmless(word.1) && strsim::osa_distance(word.1, "mil") == 1
        {
            return Err(format!("{:?} may be a thousand", word.1));
        }
        if UNITS.contains(&word.1) {
            end = word.0.end;
            if let Some((cents, past)) = joined(text, end, 2) {
                (value, end) = (value + cents, past);
            }
        } else if word.0.start == end && !word.1.is_empty() {
            return Err("a word is stuck to it".to_owned());
        } else if word.1 == "x"
            || word.1.starts_with("dola")
            || word.1.starts_with("dollar")
            || ["euro", "euros", "peso", "pesos", "pau", "paus", "guarani", "guaranis", "usd"]
                .contains(&word.1)
        {
            return Err("another unit".to_owned());
        }
        if groups
            .iter()
            .any(|group| (group.at.start < start || group.at.end > end) && !is_quantity(text, group))
        {
            return Err("another figure stands there".to_owned());
        }
        let after = text[end..].trim_start_matches([',', '.']);
        let digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        if after.starts_with('/') && digit(&after[1..]) {
            return Err("something is stuck to it".to_owned());
        }
        if value == amount { Ok(()) } else { Err(format!("read as {value}")) }
    }

    /// The words for this amount and no other numeral, not even one with a slip.
    fn in_words(&self, text: &str, amount: i64) -> Result<(), String> {
        let words = self.masculine(words(text));
        let words: Vec<(usize, &str)> = words.iter().map(|(at, word)| (*at, word.as_str())).collect();
        let is = |word: &str| self.is_numeral(word);
        let (Some(first), Some(last)) =
            (words.iter().position(|(_, word)| is(word)), words.iter().rposition(|(_, word)| is(word)))
        else {
            return Err("no number in words".to_owned());
        };
        let run = &words[first..=last];
        if run.iter().any(|(_, word)| !is(word) && !JOINS.contains(word) && !UNITS.contains(word)) {
            return Err("numbers in two places".to_owned());
        }
        let said: Vec<&str> = run.iter().map(|(_, word)| *word).filter(|word| is(word)).collect();
        let written = Lang::ALL.iter().any(|lang| {
            let mut written = spelled(amount / 100, *lang);
            if amount % 100 > 0 {
                written = format!("{written} {}", spelled(amount % 100, *lang));
            }
            let written: Vec<String> =
                written.split(' ').map(fold).filter(|word| !JOINS.contains(&word.as_str())).collect();
            written == said
        });
        if !written {
            return Err(format!("said {said:?}"));
        }
        let near = |at: usize| {
            let gap = words.get(at).map(|(start, _)| &text[words[last].0..*start]);
            gap.is_some_and(|gap| !gap.contains(|c: char| c.is_ascii_digit()))
        };
        let after = words.get(last + 1).filter(|_| near(last + 1)).map_or("", |(_, word)| *word);
        // Beyond the phone a join joins nothing to the price: `80 reais (11) 97338-9661 y pix`.
        let beyond = words.get(last + 2).filter(|_| near(last + 2)).map_or("", |(_, word)| *word);
        if JOINS.contains(&after) || UNITS.contains(&after) && JOINS.contains(&beyond) {
            return Err("a join leads to nothing".to_owned());
        }
        let complete = amount / 100 % 10 > 0;
        let is_unit = |known: &str| {
            Lang::ALL.iter().any(|lang| (1..10).any(|unit| fold(&spelled(unit, *lang)) == known))
        };
        let slipped = |word: &str| {
            !is(word)
                && !self.is_harmless(word)
                && !JOINS.contains(&word)
                && self.numerals.iter().any(|known| {
                    let allowed = if known.len() >= 8 { 2 } else { 1 };
                    known.len() >= 4
                        && known != "meia"
                        && word.len() >= 4
                        // `275 … pois` has its unit: it takes no *dois*.
                        && !(complete && is_unit(known))
                        && strsim::osa_distance(word, known) <= allowed
                })
        };
        match words.iter().find(|(_, word)| slipped(word)) {
            Some((_, word)) => Err(format!("{word:?} may be a number")),
            None => Ok(()),
        }
    }

    fn is_numeral(&self, word: &str) -> bool {
        self.numerals.iter().any(|known| known == word)
    }

    /// Numerals of feminine things as those of masculine ones, and a *one* before its unit as one that stands alone: they are
    /// as certain. `quinhentas`, `quinientas`, `ochenta y una`, `cincuenta y un reales`.
    fn masculine<'w>(&self, words: Vec<(usize, &'w str)>) -> Vec<(usize, String)> {
        let mut before = ["", ""];
        let each = words.into_iter().map(|(at, word): (usize, &'w str)| {
            let [numeral, join] = before;
            before = [join, word];
            let goes_on = self.is_numeral(join) || JOINS.contains(&join) && self.is_numeral(numeral);
            let hundreds = word.strip_suffix("as").map(|stem| format!("{stem}os"));
            let one = match word {
                "uma" => Some("um"),
                "una" | "un" => Some("uno"),
                _ => None,
            };
            let one = one.filter(|_| goes_on).map(str::to_owned);
            (at, hundreds.filter(|word| self.is_numeral(word)).or(one).unwrap_or_else(|| word.to_owned()))
        });
        each.collect()
    }

    fn is_harmless(&self, word: &str) -> bool {
        self.harmless.iter().any(|known| known == word)
    }
}

/// Digits, dashes and spaces of all kinds as plain ones; small letters without accents.
fn clean(typed: &str) -> String {
    let mut text = String::new();
    for c in typed.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{fe0f}'
            | '\u{feff}'
            | '\u{20e3}' => {}
            '*' | '`' | '~' => {}
            '_' | '\t' => text.push(' '),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => text.push('-'),
            c => text.extend(c.to_lowercase()),
        }
    }
    text
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        match groups.last_mut() {
            Some(group) if group.at.end == at => {
                group.at.end = at + 1;
                group.digits.push(c);
            }
            _ => groups.push(Group { at: at..at + 1, digits: c.to_string() }),
        }
    }
    groups
}

/// Digits inside a word: two letters or more are stuck to them that are no currency and no unit, or one is and whole words
/// stand on both sides.
fn is_noise(text: &str, at: &Range<usize>) -> bool {
    let stuck = |c: &char| c.is_alphanumeric();
    let before: String = text[..at.start].chars().rev().take_while(stuck).collect();
    let after: String = text[at.end..].chars().take_while(stuck).collect();
    let unit = UNITS.contains(&after.as_str()) || THOUSAND.contains(&after.as_str());
    let letters = before.chars().chain(after.chars()).filter(|c| c.is_alphabetic()).count();
    if letters > 1 {
        return !(unit && before.is_empty()) && before != "sr";
    }
    let (front, rest) = (&text[..at.start - before.len()], &text[at.end + after.len()..]);
    let apart = |gap: &str| gap.trim().is_empty() || !gap.contains(|c: char| c.is_ascii_digit());
    let parted = front
        .rfind(|c: char| c.is_ascii_digit())
        .is_none_or(|digit| words(&front[digit + 1..]).iter().any(|(_, word)| word.len() > 1));
    let next = rest.find(|c: char| c.is_ascii_digit()).map_or(rest, |digit| &rest[..digit]);
    let behind = apart(rest) || words(next).iter().any(|(_, word)| word.len() > 1);
    letters == 1 && !unit && parted && behind
}

/// A small number in front of a word that is nothing else.
fn is_quantity(text: &str, group: &Group) -> bool {
    let marks =
        text[group.at.end..].len() - text[group.at.end..].trim_start_matches([' ', '-', ';', ',']).len();
    let (at, word) = next_word(text, group.at.end + marks);
    let unit = UNITS.contains(&word)
        || CENTS.contains(&word)
        || THOUSAND.iter().any(|known| strsim::osa_distance(word, known) < 3);
    !group.digits.starts_with('0')
        && group.digits.parse().is_ok_and(|number: u32| number <= 20)
        && at.start > group.at.end
        && word.chars().all(char::is_alphabetic)
        && word.len() > 2
        && !unit
}

/// Figures beside a phone are parted from it by more than a mark.
fn stands_apart(text: &str, groups: &[Group], from: usize, to: usize) -> bool {
    let before = from.checked_sub(1).map(|last| &text[groups[last].at.end..groups[from].at.start]);
    let after = groups.get(to + 1).map(|next| &text[groups[to].at.end..next.at.start]);
    let parted = |gap: &str| gap.len() > 1 || gap.chars().any(|c| !",.-/".contains(c));
    let printed = text[groups[from].at.start..].starts_with("0xx");
    let letter = text[groups[to].at.end..].starts_with(|c: char| c.is_alphabetic())
        || !printed && text[..groups[from].at.start].ends_with(|c: char| c.is_alphabetic());
    before.is_none_or(parted) && after.is_none_or(parted) && !letter
}

/// Digits with single marks between them.
fn figure_at(text: &str, from: usize) -> &str {
    let mut end = from;
    for (at, c) in text[from..].char_indices() {
        match c {
            '0'..='9' => end = from + at + 1,
            ',' | '.' if end == from + at => {}
            _ => break,
        }
    }
    &text[from..end]
}

/// In hundredths.
fn hundredths(figure: &str) -> Option<i64> {
    let last = figure.rfind([',', '.']);
    let (whole, cents) = match last {
        Some(at) if figure.len() - at - 1 < 3 => (&figure[..at], &figure[at + 1..]),
        _ => (figure, ""),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole: i64 =
        if whole.is_empty() { 0 } else { whole.parse().ok().filter(|whole| *whole < 1_000_000_000)? };
    let cents: i64 = if cents.is_empty() { 0 } else { format!("{cents:0<2}").parse().ok()? };
    Some(whole * 100 + cents)
}

/// `e 500` behind a thousand, `e 50` behind a unit.
fn joined(text: &str, at: usize, digits: usize) -> Option<(i64, usize)> {
    let (join, word) = next_word(text, at);
    let (number, value) = next_word(text, join.end);
    let fits = JOINS.contains(&word) && value.len() <= digits && value.chars().all(|c| c.is_ascii_digit());
    let past = text[number.end..].starts_with([',', '.', '-', '/'])
        && text[number.end + 1..].starts_with(|c: char| c.is_ascii_digit());
    (fits && !past).then(|| value.parse().ok().map(|value| (value, number.end))).flatten()
}

/// The word behind a place, on the same line, with nothing but spaces between.
fn next_word(text: &str, at: usize) -> (Range<usize>, &str) {
    let start = at + text[at..].len() - text[at..].trim_start_matches(' ').len();
    let end = start + text[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - start);
    (start..end, &text[start..end])
}

fn words(text: &str) -> Vec<(usize, &str)> {
    let parts = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.bytes().all(|b| b.is_ascii_digit()));
    parts.map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word)).collect()
}
