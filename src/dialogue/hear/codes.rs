//! Voucher, referral and short codes: four to ten letters and digits, both present, with or without hyphens.
//! A code is never corrected, and nothing that reads as money or as a number with its unit is one.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Role;
use super::lexicon::Figures;
use crate::domain::code::ALPHABET;

/// A code-like word of the message.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub span: Range<usize>,
    /// Upper case, hyphens and spaces out.
    pub code: String,
}

/// Finds codes in the folded text. Four-symbol codes are short and many things look like them, so they
/// count only after a word that announces a code, alone, or at the start with an amount behind.
pub(super) fn scan(text: &str, figures: &Figures, role: Role) -> Vec<Found> {
    static WORD: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[a-z0-9]+(?:-[a-z0-9]+)*").expect("constant pattern"));
    let has_digit = text.bytes().any(|b| b.is_ascii_digit());
    if !has_digit {
        // Every code but a slip has one.
        return slip(text, figures, role).into_iter().collect();
    }
    let mut found: Vec<Found> = spaced(text, figures).into_iter().chain(slip(text, figures, role)).collect();
    for word in WORD.find_iter(text) {
        let typed = word.as_str();
        // `9XXXX-XXXX` stands for a number in our own examples.
        let blank =
            typed.contains("xxxx") && typed.trim_start_matches('9').bytes().all(|b| b"x-".contains(&b));
        let inside = found.iter().any(|code| code.span.start <= word.start() && word.end() <= code.span.end);
        if inside || blank || !typed.bytes().any(|b| b.is_ascii_digit()) || !stands_free(text, &word.range())
        {
            continue;
        }
        let code: String = typed.chars().filter(|c| *c != '-').collect();
        let announced =
            || figures.code_words.contains(super::numbers::last_word(text.get(..word.start()).unwrap_or("")));
        let short_allowed =
            || announced() || spoken_of(text, &word.range(), figures, role) || leads(text, &word.range());
        if is_code(&code, figures)
            && !starts_with_a_word(typed)
            && !is_span(typed, figures)
            && (code.len() > 4 || short_allowed())
        {
            found.push(Found { span: word.range(), code: code.to_ascii_uppercase() });
        }
    }
    found.sort_by_key(|code| code.span.start);
    found
}

/// `4K7 P2Q 9XYZ`, the printed voucher typed with spaces: alone, or after a word that announces a code.
fn spaced(text: &str, figures: &Figures) -> Option<Found> {
    static PRINTED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\b[a-z0-9]{3} [a-z0-9]{3} [a-z0-9]{4}\b").expect("constant pattern"));
    let printed = PRINTED.find(text)?;
    let code: String = printed.as_str().chars().filter(|c| *c != ' ').collect();
    let before = text.get(..printed.start())?;
    let alone = before.trim().is_empty() && text.get(printed.end()..)?.trim().is_empty();
    let announced = figures.code_words.contains(super::numbers::last_word(before));
    let mixed = printed.as_str().split(' ').any(|part| {
        part.bytes().any(|b| b.is_ascii_digit()) && part.bytes().any(|b| b.is_ascii_alphabetic())
    });
    ((alone || announced) && mixed && is_code(&code, figures))
        .then(|| Found { span: printed.range(), code: code.to_ascii_uppercase() })
}

/// What staff type first behind a word that announces a code is one, even where codes have no such symbols: `v AAAA 25`,
/// `código 4444 25`. Read as words it would leave an amount, and that is a sale to whoever was looked up before.
fn slip(text: &str, figures: &Figures, role: Role) -> Option<Found> {
    static LINE: LazyLock<Regex> = LazyLock::new(|| {
        let line = r"^\s*([a-z]+)[ :.]+([a-z0-9]+(?:-[a-z0-9]+)*)(?:[ ,]+(?:r\$ ?)?([0-9.,]+)|[ .!]*$)";
        Regex::new(line).expect("constant pattern")
    });
    let first = text.trim_start().split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or("");
    if role == Role::Customer || !figures.code_words.contains(first) {
        return None;
    }
    let line = LINE.captures(text)?;
    let (word, typed) = (line.get(1)?.as_str(), line.get(2)?);
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let amount = line.get(3).map(|amount| digits(amount.as_str()));
    let code: String = typed.as_str().chars().filter(|c| *c != '-').collect();
    // `v` announces nothing but a code; the other words stand in sentences too.
    let certain = word.len() == 1 || amount.is_some();
    let meant = if digits(&code) == code.len() {
        code.len() == 4 && certain
    } else if word.len() == 1 {
        (2..=12).contains(&code.len())
    } else {
        let symbols = || code.bytes().all(|b| ALPHABET.contains(&b.to_ascii_uppercase()));
        matches!(code.len(), 4 | 10) && (certain || symbols())
    };
    let unit = code.trim_start_matches(|c: char| c.is_ascii_digit());
    let measured = unit.len() < code.len() && figures.is_measure(unit);
    // As many digits as a phone has are none of an amount.
    let priced = amount.is_none_or(|digits| digits < 8);
    (figures.code_words.contains(word) && meant && priced && !measured)
        .then(|| Found { span: typed.range(), code: code.to_ascii_uppercase() })
}

/// Both kinds of symbols, and not a number with a unit behind (`10pila`, `2k5`, `500ml`).
fn is_code(code: &str, figures: &Figures) -> bool {
    let letters = code.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = code.len() - letters;
    let unit = code.trim_start_matches(|c: char| c.is_ascii_digit());
    let measured =
        unit.len() < code.len() && (figures.is_measure(unit) || unit.starts_with('k') && letters == 1);
    let enough_letters = if code.len() == 4 { letters >= 1 } else { letters >= 2 };
    // "14h30" and "10h" are times.
    let time = unit.starts_with('h') && letters == 1;
    (4..=10).contains(&code.len()) && digits >= 1 && enough_letters && !measured && !time
}

/// From a measure to another: `10h-18h`, `8h30-12h`, `200ml-500ml`.
fn is_span(typed: &str, figures: &Figures) -> bool {
    let is_measure = |part: &str| {
        let unit = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let hours = unit.strip_prefix('h').is_some_and(|minutes| minutes.bytes().all(|b| b.is_ascii_digit()));
        unit.len() < part.len() && (hours || figures.is_measure(unit))
    };
    typed.contains('-') && typed.split('-').all(is_measure)
}

/// A plain word, a hyphen and a number ("covid-19", "sexta-14"): no code unless the word is as short as a prefix.
fn starts_with_a_word(typed: &str) -> bool {
    let parts: Vec<&str> = typed.split('-').collect();
    let pure_digits = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [word, number] => {
            word.len() > 4 && word.bytes().all(|b| b.is_ascii_alphabetic()) && pure_digits(number)
        }
        _ => false,
    }
}

fn stands_free(text: &str, span: &Range<usize>) -> bool {
    let mut back = text.get(..span.start).unwrap_or("").chars().rev();
    let (before, earlier) = (back.next(), back.next());
    let mut after = text.get(span.end..).unwrap_or("").chars();
    let (next, then) = (after.next(), after.next());
    let joined =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '@' | '+' | '$'));
    let decimal = matches!(next, Some(',' | '.')) && then.is_some_and(|c| c.is_ascii_digit())
        || matches!(before, Some(',' | '.'))
            && earlier.is_some_and(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    !joined(before) && !joined(next) && !decimal
}

/// `o código da moça é BMP9`, `el código no funciona: A1B2`: of the team, where no other figure is.
fn spoken_of(text: &str, span: &Range<usize>, figures: &Figures, role: Role) -> bool {
    let (before, after) = (text.get(..span.start).unwrap_or(""), text.get(span.end..).unwrap_or(""));
    let alone = !before.bytes().chain(after.bytes()).any(|b| b.is_ascii_digit());
    let mut words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    // `vale` and `v` stand in other sentences too.
    let mut speaks = || words.any(|word| word.starts_with("cod") && figures.code_words.contains(word));
    role != Role::Customer && alone && speaks()
}

/// Alone in the message, or its first word with an amount behind: `K7P2 89,90`; with two letters, whatever follows that
/// amount: `K7P2 120 usa 20`.
fn leads(text: &str, span: &Range<usize>) -> bool {
    let after = text.get(span.end..).unwrap_or("").trim_matches([' ', '\n', '.', '!']);
    let amount = after.trim_start_matches("r$").trim_start();
    let letters = text.get(span.clone()).unwrap_or("").bytes().filter(u8::is_ascii_alphabetic).count();
    let amount = if letters > 1 { amount.split(' ').next().unwrap_or("") } else { amount };
    let only_amount = amount.bytes().next().is_some_and(|b| b.is_ascii_digit())
        && amount.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'));
    text.get(..span.start).is_some_and(|before| before.trim().is_empty()) && (after.is_empty() || only_amount)
}
