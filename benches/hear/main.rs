//! What hearing costs, and against what: every labelled message in the role and language of who wrote it, with three
//! languages loaded, beside one set of regular expressions made of the same patterns over the same folded text.
//!
//! a  the set alone: which of the patterns match
//! b  hearing: figures, words with their misspellings, every pattern, the intent and its slots
//!
//! Both are measured in turn, round by round, so that a busy machine hits both alike; the median over all messages is
//! judged, and the ratio. `cargo bench --bench hear` prints the table; with `--gate` a missed limit fails it.

// Figures for people to read.
#![allow(clippy::cast_precision_loss)]

use fregues::dialogue::hear::{Ears, Role, Setting, fold, hear};
use fregues::domain::lang::Lang;
use fregues::domain::money::Money;
use regex::{RegexSet, RegexSetBuilder};
use std::collections::BTreeSet;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

const MESSAGES: &str = include_str!("../../tests/it/data/utterances.jsonl");
const ROUNDS: usize = 40;
/// Microseconds for one message, the median.
const MOST: f64 = 25.0;
/// Hearing takes at most so many times what the set takes.
const RATIO: f64 = 10.0;

fn main() -> ExitCode {
    let gate = std::env::args().any(|argument| argument == "--gate");
    let begun = Instant::now();
    let ears = Ears::embedded().unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
    let loading = begun.elapsed();
    let patterns = patterns();
    let set = set(&patterns);
    let messages: Vec<(String, String, Setting)> = MESSAGES.lines().map(message).collect();
    let (mut alone, mut heard) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        for (_, folded, _) in &messages {
            let begun = Instant::now();
            black_box(set.matches(black_box(folded)).iter().count());
            alone.push(begun.elapsed().as_nanos());
        }
        for (text, _, setting) in &messages {
            let begun = Instant::now();
            black_box(hear(black_box(text), setting, &ears));
            heard.push(begun.elapsed().as_nanos());
        }
    }
    println!(
        "{} messages, {ROUNDS} rounds, {} patterns; rules load in {loading:.0?}",
        messages.len(),
        patterns.len()
    );
    let (alone, heard) = (Spread::of(alone), Spread::of(heard));
    println!("a  the set alone   {alone}");
    println!("b  hearing         {heard}");
    let ratio = heard.median / alone.median;
    let holds = heard.median <= MOST && ratio <= RATIO;
    println!(
        "median {:.1} µs (limit ≤ {MOST}), b/a {ratio:.1} (limit ≤ {RATIO}): {}",
        heard.median,
        if holds { "holds" } else { "missed" }
    );
    ExitCode::from(u8::from(gate && !holds))
}

/// Microseconds.
struct Spread {
    median: f64,
    most: f64,
}

impl Spread {
    fn of(mut nanoseconds: Vec<u128>) -> Spread {
        nanoseconds.sort_unstable();
        let at = |share: usize| nanoseconds[nanoseconds.len() * share / 100] as f64 / 1_000.0;
        Spread { median: at(50), most: at(99) }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "median {:>7.1} µs   99 % {:>7.1} µs", self.median, self.most)
    }
}

fn message(line: &str) -> (String, String, Setting) {
    let label: serde_json::Value = serde_json::from_str(line).expect("a labelled message");
    let word = |key: &str| label[key].as_str().expect("text").to_owned();
    let role = match word("role").as_str() {
        "staff" => Role::Staff,
        "owner" => Role::Owner,
        _ => Role::Customer,
    };
    let lang = Lang::from_tag(&word("lang")).expect("a language");
    let text = word("text");
    let folded = fold(&text);
    (text, folded, Setting { role, lang, area_code: 11, high_amount: Money::reais(10_000) })
}

/// Every pattern of the three files, once.
fn patterns() -> BTreeSet<String> {
    let mut patterns = BTreeSet::new();
    let mut take = |list: Option<&toml::Value>| {
        let list = list.and_then(toml::Value::as_array).into_iter().flatten();
        patterns.extend(list.filter_map(toml::Value::as_str).map(expression));
    };
    for (_, text) in Ears::SHIPPED {
        let file: toml::Table = text.parse().expect("the rules that ship");
        for words in file["words"].as_table().expect("groups of words").values() {
            take(Some(words));
        }
        for intent in file["intent"].as_array().expect("intents") {
            take(intent.get("say"));
            take(intent.get("whole"));
        }
    }
    patterns
}

/// A pattern of `hear.toml` as a regular expression over folded words.
fn expression(pattern: &str) -> String {
    let mut expression = String::from(r"\b");
    let mut rest = pattern;
    while let Some(next) = rest.chars().next() {
        let word = rest.find([' ', '|', '(', ')', '[', ']']).unwrap_or(rest.len());
        let piece = match next {
            '(' | '[' => "(?:",
            ')' => ")",
            ']' => ")?",
            '|' => "|",
            ' ' => " ?",
            _ => &rest[..word],
        };
        match piece {
            ".." => expression.push_str(r"(?:\w+ ){0,4}"),
            figure if figure.starts_with('{') && figure.len() > 1 => expression.push_str(r"[0-9]+"),
            _ if word > 0 => match piece.strip_suffix('*') {
                Some(stem) => expression.push_str(&format!(r"{}\w*", regex::escape(stem))),
                None => expression.push_str(&regex::escape(piece)),
            },
            mark => expression.push_str(mark),
        }
        rest = &rest[word.max(next.len_utf8())..];
    }
    expression + r"\b"
}

fn set(patterns: &BTreeSet<String>) -> RegexSet {
    let mut builder = RegexSetBuilder::new(patterns);
    let built = builder.unicode(true).size_limit(1 << 30).dfa_size_limit(1 << 28).build();
    built.unwrap_or_else(|fault| panic!("{fault}"))
}
