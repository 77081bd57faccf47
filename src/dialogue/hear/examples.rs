//! Examples: sentences of which somebody wrote down what they must be heard as. They judge the rules of `hear.toml`: a
//! pattern that takes another intent's example, or a guard that blocks one, is named with its file, its key and why.

use super::ears::{Candidate, Ears, Listening};
use super::intent::Intent;
use super::sayings::{self, Said};
use super::sentence::Sentence;
use super::{Listened, choose, listened};
use crate::domain::lang::Lang;

impl Ears {
    /// The examples that ship with the product, as files.
    pub const EXAMPLES: [(Lang, &str); 3] = [
        (Lang::PtBr, include_str!("../../../conversations/pt-BR/examples.toml")),
        (Lang::Es, include_str!("../../../conversations/es/examples.toml")),
        (Lang::En, include_str!("../../../conversations/en/examples.toml")),
    ];

    /// What is wrong with these rules, judged by examples: all of it at once, each with its file and key.
    pub fn faults(&self, examples: &[(Lang, &str)]) -> Vec<String> {
        let mut faults = Vec::new();
        for (lang, text) in examples {
            match sayings::read(*lang, text) {
                Ok(said) => faults.extend(said.iter().filter_map(|said| self.fault(said))),
                Err(fault) => faults.push(format!("{}: {fault}", file(*lang, "examples"))),
            }
        }
        faults.sort_unstable();
        faults
    }

    /// Why a sentence is not heard as the intent it is an example of.
    fn fault(&self, said: &Said) -> Option<String> {
        let Said { setting, intent, text: example } = said;
        let (setting, intent) = (setting, *intent);
        let Listened { sentence, listenings, voted, .. } = listened(example, setting, self);
        let chosen = choose(&listenings, voted, setting);
        if chosen.and_then(|(_, choice)| choice).map_or(Intent::Unknown, |choice| choice.intent) == intent {
            return None;
        }
        let meant = format!("an example of {} in {}", name(intent), file(setting.lang, "examples"));
        let holds =
            |listening: &Listening<'_>| listening.choices(setting.role).any(|choice| choice.intent == intent);
        // A guard is at fault where nothing of that intent is left without it.
        let held = listenings.iter().find_map(|listening| {
            let mut held = listening.held_back(setting.role);
            held.find(|(held, ..)| *held == intent).map(|(_, _, guards)| (listening, guards))
        });
        if let Some((listening, guards)) = held.filter(|_| !listenings.iter().any(holds)) {
            let (hears, guard) = (file(listening.tongue.lang, "hear"), guards.join("” and “"));
            let of = name(intent);
            return Some(format!("{hears}: intent {of}: its guard “{guard}” blocks “{example}”, {meant}."));
        }
        Some(match chosen.and_then(|(listening, choice)| Some((listening, choice?))) {
            Some((listening, choice)) => {
                let (hears, of) = (file(listening.tongue.lang, "hear"), name(choice.intent));
                let rule = rule(&sentence, listening, choice.candidate);
                format!("{hears}: intent {of}: {rule} takes “{example}”, {meant}.")
            }
            None => {
                let hears = file(setting.lang, "hear");
                format!("{hears}: intent {}: no rule takes “{example}”, {meant}.", name(intent))
            }
        })
    }
}

/// How a rule is written, and the words of the example that satisfy it.
fn rule(sentence: &Sentence<'_>, listening: &Listening<'_>, candidate: Candidate) -> String {
    let (rule, mut tokens) = listening.written(candidate);
    tokens.sort_unstable();
    tokens.dedup();
    let words = tokens.into_iter().filter_map(|at| sentence.tokens.get(at).map(|_| sentence.cut(at..at + 1)));
    format!("“{rule}” (by “{}”)", words.collect::<Vec<_>>().join(" "))
}

fn file(lang: Lang, name: &str) -> String {
    format!("{}/{name}.toml", lang.tag())
}

/// An intent as the files name it.
fn name(intent: Intent) -> String {
    let name = serde_json::to_value(intent).ok();
    name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}
