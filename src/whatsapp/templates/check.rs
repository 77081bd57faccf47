//! What Meta would refuse about a template, found before it is sent for review.

use super::{Page, Words, filled, variables};
use crate::dialogue::copy::{Copy, Reader};
use crate::dialogue::line::Button;
use crate::dialogue::notice::Kind;
use crate::domain::calendar::Zone;
use crate::domain::lang::Lang;
use crate::domain::program::Unit;
use crate::domain::template::Category;

/// UTF-16 units, as everywhere: Meta says "characters" and leaves emoji open.
const NAME: usize = 512;
const BODY: usize = 1_024;
const FOOTER: usize = 60;
const BUTTON: usize = 25;
const BUTTONS: usize = 10;
const PAYLOAD: usize = 256;
/// Words there have to be for each variable, or Meta answers 2388293. Its own measure is not documented; this is
/// stricter than those that are reported.
const WORDS_FOR_VARIABLE: usize = 3;

/// Taps that need no argument: a word anybody may type.
const READS: [Button; 10] = [
    Button::Balance,
    Button::Statement,
    Button::Rewards,
    Button::Referral,
    Button::Ranking,
    Button::Rules,
    Button::Human,
    Button::Menu,
    Button::OptOut,
    Button::OptIn,
];

/// All faults of one file.
pub(super) fn faults(file: &str, page: &Page, kind: Kind, copy: &Copy) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |what: String| faults.push(format!("{file}: {what}"));
    let named = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if page.name.len() > NAME || !page.name.bytes().all(named) {
        fault(format!("name: small letters, digits and _ only, at most {NAME}"));
    }
    match Category::read(&page.category) {
        Some(Category::Utility | Category::Marketing) => {}
        _ => fault(format!("category: {:?} is neither UTILITY nor MARKETING", page.category)),
    }
    if page.purpose.trim().is_empty() {
        fault("purpose: it is empty; reviewers may ask for it".to_owned());
    }
    if page.taps.len() > BUTTONS {
        fault(format!("taps: {} buttons, {BUTTONS} fit", page.taps.len()));
    }
    let arguments: Vec<&str> = kind.longest().iter().map(|(name, _)| *name).collect();
    for tap in &page.taps {
        if !known_tap(tap, &arguments) || tap.encode_utf16().count() > PAYLOAD {
            fault(format!("taps: nobody understands a tap on {tap:?}"));
        }
    }
    let marketing = page.category == Category::Marketing.as_str();
    if marketing && !page.taps.contains(&Button::OptOut.id()) {
        fault(format!("taps: marketing needs the way out, {:?}", Button::OptOut.id()));
    }
    let mut first: Vec<&str> = variables(&page.words(Lang::PtBr).body);
    first.sort_unstable();
    for lang in Lang::ALL {
        let words = page.words(lang);
        let mut own = of_words(words, page.taps.len(), marketing);
        let mut names = variables(&words.body);
        for name in names.iter().filter(|name| !arguments.contains(name)) {
            own.push(format!("body: {{{{{name}}}}} is no argument; there are {}", arguments.join(", ")));
        }
        for name in names.iter().filter(|name| !words.examples.contains_key(**name)) {
            own.push(format!("examples: {name} is missing"));
        }
        for name in words.examples.keys().filter(|name| !names.contains(&name.as_str())) {
            own.push(format!("examples: {name} is not in the body"));
        }
        names.sort_unstable();
        if names != first {
            own.push(format!("body: the variables are not those of {}", Lang::PtBr.template_code()));
        }
        let longest = Unit::ALL.map(|unit| hydrated(words, kind, lang, unit, copy));
        if let Some(longest) = longest.into_iter().max().filter(|longest| *longest > BODY) {
            own.push(format!("body: {longest} units with the longest arguments, {BODY} fit"));
        }
        for what in own {
            fault(format!("{}: {what}", lang.template_code()));
        }
    }
    faults
}

/// What can be said of one language without the others.
fn of_words(words: &Words, taps: usize, marketing: bool) -> Vec<String> {
    let mut faults = Vec::new();
    let body = words.body.as_str();
    let units = |text: &str| text.encode_utf16().count();
    if body.trim().is_empty() {
        faults.push("body: it is empty".to_owned());
    }
    // Punctuation does not count as text around a variable (2388299).
    let bare = |c: char| !c.is_alphanumeric() && c != '{' && c != '}';
    let trimmed = body.trim_matches(bare);
    if trimmed.starts_with("{{") || trimmed.ends_with("}}") {
        faults.push("body: a variable may not stand at its beginning or end (2388299)".to_owned());
    }
    let names = variables(body);
    let spoken = body.split_whitespace().filter(|word| !word.contains("{{")).count();
    if spoken < names.len() * WORDS_FOR_VARIABLE {
        faults.push(format!("body: {} variables among {spoken} words are too many (2388293)", names.len()));
    }
    if names.iter().any(|name| name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
    {
        faults.push("body: names of variables are small letters and _".to_owned());
    }
    if words.examples.values().any(|example| example.trim().is_empty()) {
        faults.push("examples: none may be empty".to_owned());
    }
    match &words.footer {
        Some(footer) if footer.trim().is_empty() || units(footer) > FOOTER => {
            faults.push(format!("footer: {} units, 1 to {FOOTER} fit", units(footer)));
        }
        Some(footer) if footer.contains("{{") => faults.push("footer: it takes no variable".to_owned()),
        None if marketing => faults.push("footer: marketing says how to get no more of it".to_owned()),
        _ => {}
    }
    if words.buttons.len() != taps {
        faults.push(format!("buttons: {} titles for {taps} taps", words.buttons.len()));
    }
    for title in &words.buttons {
        if title.trim().is_empty() || units(title) > BUTTON || title.contains("{{") {
            faults.push(format!("buttons: {title:?} has {} units, 1 to {BUTTON} fit", units(title)));
        }
    }
    let mut titles = words.buttons.clone();
    titles.sort_unstable();
    titles.dedup();
    if titles.len() != words.buttons.len() {
        faults.push("buttons: two have the same title".to_owned());
    }
    faults
}

fn known_tap(tap: &str, arguments: &[&str]) -> bool {
    let asks = arguments.contains(&"token") && ["answer.{token}.yes", "answer.{token}.no"].contains(&tap);
    asks || READS.iter().any(|button| button.id() == tap)
}

/// UTF-16 units of the body with every argument as long as it gets.
fn hydrated(words: &Words, kind: Kind, lang: Lang, unit: Unit, copy: &Copy) -> usize {
    let Ok(zone) = Zone::named("America/Sao_Paulo") else { return usize::MAX };
    let (reader, longest) = (Reader { lang, unit, zone, now: 0 }, kind.longest());
    let filled = filled(&longest, &longest, reader, copy);
    let body = filled
        .iter()
        .fold(words.body.clone(), |body, (name, value)| body.replace(&format!("{{{{{name}}}}}"), value));
    body.encode_utf16().count()
}
