//! The form of a `hear.toml`: what an owner may edit, and the sets the readers of numbers need from it.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use serde::Deserialize;

use super::Role;
use super::heard::{Period, Place, Rule, Segment, Tier, When};
use super::intent::Intent;
use super::typo::slips;
use crate::domain::lang::Lang;

/// One language's file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    /// Words that only this language uses: they vote for it.
    pub markers: Vec<String>,
    /// What is read → how people type it.
    pub spelling: BTreeMap<String, Vec<String>>,
    pub typos: Typos,
    pub numbers: Numbers,
    pub money: Money,
    pub answers: Answers,
    pub values: Values,
    pub staff: StaffWords,
    /// Named groups of words and phrases, used by `when`.
    pub words: BTreeMap<String, Vec<String>>,
    #[serde(rename = "intent")]
    pub intents: Vec<Rules>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typos {
    /// Words worth recognising when misspelt.
    pub decisive: Vec<String>,
    /// Words that silence the promotions: one slip away from them, the assistant asks.
    pub leaving: Vec<String>,
    /// Real words close to a decisive one, never corrected.
    pub real: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Numbers {
    pub values: HashMap<String, i64>,
    /// `cem`: a hundred that takes nothing behind it.
    pub exact_hundred: Vec<String>,
    /// Six when digits are dictated.
    pub six: Vec<String>,
    pub join: Vec<String>,
    /// Twelve lists: the names of each month.
    pub months: Vec<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Money {
    pub units: Vec<String>,
    pub doubtful: Vec<String>,
    pub foreign: Vec<String>,
    pub thousand: Vec<String>,
    pub cents: Vec<String>,
    pub minus: Vec<String>,
    pub marks: Vec<String>,
    pub of: Vec<String>,
    pub percent: Vec<String>,
    pub points: Vec<String>,
    pub days: Vec<String>,
    pub not_after: Vec<String>,
    pub not_before: Vec<String>,
    /// `parcela 2 de 3`: which of how many.
    #[serde(default)]
    pub instalment: Vec<String>,
    /// `em 2x`: over how many payments.
    #[serde(default)]
    pub spread: Vec<String>,
    /// Behind these four digits are the end of a phone.
    #[serde(default)]
    pub ending: Vec<String>,
    pub code_words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answers {
    pub yes: Vec<String>,
    pub no: Vec<String>,
    /// What may go on behind a yes and changes nothing of it.
    #[serde(default)]
    pub with_yes: Vec<String>,
    /// Of the noes, what only says that something is wrong.
    #[serde(default)]
    pub wrong: Vec<String>,
    /// Words that put something right: `era 50`.
    #[serde(default)]
    pub right: Vec<String>,
    /// Words that lead over to what is right: `não, é só 50`.
    #[serde(default)]
    pub lead: Vec<String>,
}

/// Words that name one value of a closed vocabulary.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Values {
    pub tier: HashMap<Tier, Vec<String>>,
    pub period: HashMap<Period, Vec<String>>,
    pub when: HashMap<When, Vec<String>>,
    pub segment: HashMap<Segment, Vec<String>>,
    pub rule: HashMap<Rule, Vec<String>>,
    pub language: HashMap<Lang, Vec<String>>,
    pub place: HashMap<Place, Vec<String>>,
    /// Multiplier of a points campaign → words.
    pub times: HashMap<String, Vec<String>>,
}

/// Words around the free pieces of a message.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StaffWords {
    /// In front of a name: `da Maria`, `cliente Bruna`.
    pub name_after: Vec<String>,
    /// Parts of a name: `Dona Lúcia`.
    pub honorifics: Vec<String>,
    /// Behind a number they count things: `5 unidades`.
    #[serde(default)]
    pub pieces: Vec<String>,
    /// Field names of a pasted form whose content is a note.
    pub note_fields: Vec<String>,
    /// Words skipped at the edges of a name, a reward or a note.
    pub edges: Vec<String>,
}

/// Ways to say one intent.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    pub name: Intent,
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Higher is tried first whatever the length.
    #[serde(default)]
    pub weight: i32,
    /// Phrases found anywhere.
    #[serde(default)]
    pub say: Vec<String>,
    /// Phrases that must be the whole message, politeness aside.
    #[serde(default)]
    pub whole: Vec<String>,
    /// Groups of `[words]` that must all appear, in any order.
    #[serde(default)]
    pub when: Vec<String>,
    /// As `when`, and nothing else but politeness may be there.
    #[serde(default)]
    pub only: Vec<String>,
    /// Groups that disarm all of the above.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// Number words of one language.
#[derive(Debug, Default)]
pub(super) struct NumberWords {
    pub values: HashMap<String, i64>,
    pub exact_hundred: HashSet<String>,
    pub six: HashSet<String>,
    pub join: HashSet<String>,
    pub months: HashMap<String, u8>,
}

impl NumberWords {
    pub fn new(source: Numbers) -> NumberWords {
        let months = source
            .months
            .into_iter()
            .zip(1..)
            .flat_map(|(names, month)| names.into_iter().map(move |name| (name, month)));
        NumberWords {
            values: source.values,
            exact_hundred: source.exact_hundred.into_iter().collect(),
            six: source.six.into_iter().collect(),
            join: source.join.into_iter().collect(),
            months: months.collect(),
        }
    }
}

/// What stands around figures, of all languages together: digits are written alike everywhere.
#[derive(Debug, Default)]
pub(super) struct Figures {
    units: HashSet<String>,
    pub doubtful: HashSet<String>,
    pub foreign: HashSet<String>,
    pub thousand: HashSet<String>,
    pub cents: HashSet<String>,
    pub minus: HashSet<String>,
    pub marks: HashSet<String>,
    pub of: HashSet<String>,
    pub percent: HashSet<String>,
    pub points: HashSet<String>,
    pub days: HashSet<String>,
    pub not_after: HashSet<String>,
    pub not_before: HashSet<String>,
    pub instalment: HashSet<String>,
    pub spread: HashSet<String>,
    pub ending: HashSet<String>,
    pub code_words: HashSet<String>,
    pub join: HashSet<String>,
}

impl Figures {
    pub fn add(&mut self, source: Money, join: &[String]) {
        self.units.extend(source.units);
        self.doubtful.extend(source.doubtful);
        self.foreign.extend(source.foreign);
        self.thousand.extend(source.thousand);
        self.cents.extend(source.cents);
        self.minus.extend(source.minus);
        self.marks.extend(source.marks);
        self.of.extend(source.of);
        self.percent.extend(source.percent);
        self.points.extend(source.points);
        self.days.extend(source.days);
        self.not_after.extend(source.not_after);
        self.not_before.extend(source.not_before);
        self.instalment.extend(source.instalment);
        self.spread.extend(source.spread);
        self.ending.extend(source.ending);
        self.code_words.extend(source.code_words);
        self.join.extend(join.iter().cloned());
    }

    pub fn is_unit(&self, word: &str) -> bool {
        self.units.contains(word) || self.doubtful.contains(word)
    }

    /// A slip of the thumb in a word for money: `201 reaais`.
    pub fn is_nearly_unit(&self, word: &str) -> bool {
        let nearly = |unit: &String| unit.len() > 3 && slips(word, unit, 1) == Some(1);
        word.len() > 3 && self.units.iter().any(nearly)
    }

    /// A word for cents, with a slip (`cetavo`) or broken off (`cent+vos`).
    pub fn is_nearly_cents(&self, word: &str) -> bool {
        let nearly = |cents: &String| cents.starts_with(word) || slips(word, cents, 1) == Some(1);
        self.cents.contains(word) || word.len() > 3 && word.starts_with('c') && self.cents.iter().any(nearly)
    }

    /// A slip of the thumb in a word for a thousand: `2 mi`. A `2 ml` is a size.
    pub fn is_nearly_thousand(&self, word: &str) -> bool {
        let nearly = |thousand: &String| {
            let allowed = if thousand.len() > 6 { 2 } else { 1 };
            let worth = thousand.len() == 3 || thousand.len() > 6;
            let grown = word.starts_with(thousand.as_str()) && word.len() <= thousand.len() + 2;
            let jumbled = thousand.len() == 3
                && word.len() == 4
                && thousand.chars().all(|letter| word.contains(letter));
            worth && (grown || jumbled || slips(word, thousand, allowed).is_some())
        };
        (2..=12).contains(&word.len()) && !self.is_measure(word) && self.thousand.iter().any(nearly)
    }

    /// A unit of anything: money, points, days, weight, time.
    pub fn is_measure(&self, word: &str) -> bool {
        [
            &self.units,
            &self.doubtful,
            &self.foreign,
            &self.thousand,
            &self.cents,
            &self.percent,
            &self.points,
            &self.days,
            &self.not_after,
        ]
        .iter()
        .any(|words| words.contains(word))
    }
}
