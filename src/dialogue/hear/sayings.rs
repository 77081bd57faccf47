//! Sayings: sentences as people wrote them, under what they meant. The examples judge the rules; these, and the examples
//! with them, teach what a message that no rule takes is most like.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::ears::Ears;
use super::intent::Intent;
use super::likeness::{Guess, Likeness, Saying};
use super::normalise::Folded;
use super::phrases::Word;
use super::sentence::Sentence;
use super::{Role, Setting, words_in};
use crate::domain::lang::Lang;
use crate::domain::money::Money;

/// One language's `examples.toml` or `sayings.toml`: who writes, what they mean, and how they say it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    #[serde(default)]
    customer: Sentences,
    #[serde(default)]
    staff: Sentences,
    #[serde(default)]
    owner: Sentences,
}

type Sentences = BTreeMap<Intent, Vec<String>>;

/// A sentence, who wrote it in which language, and what they meant.
pub(super) struct Said {
    pub setting: Setting,
    pub intent: Intent,
    pub text: String,
}

/// The sentences of a file; the fault is told without its name when it cannot be read.
pub(super) fn read(lang: Lang, text: &str) -> Result<Vec<Said>, String> {
    let source: Source = toml::from_str(text).map_err(|fault| fault.to_string())?;
    let sides = [(Role::Customer, source.customer), (Role::Staff, source.staff), (Role::Owner, source.owner)];
    let said = sides.into_iter().flat_map(|(role, intents)| {
        let setting = Setting { role, lang, area_code: 11, high_amount: Money::reais(10_000) };
        let sentences = intents
            .into_iter()
            .flat_map(|(intent, sentences)| sentences.into_iter().map(move |sentence| (intent, sentence)));
        sentences.map(move |(intent, text)| Said { setting, intent, text })
    });
    Ok(said.collect())
}

/// What the sentences that ship teach. Learning them takes a moment, and is put off until the first message or
/// [`Ears::learn_now`]: commands that hear nothing do without.
static SHIPPED: LazyLock<Likeness> = LazyLock::new(|| {
    let taught = Ears::embedded().and_then(|ears| ears.taught(&Ears::EXAMPLES, &Ears::SAYINGS));
    taught.ok().and_then(|ears| ears.likeness).unwrap_or_default()
});

impl Ears {
    /// The sayings that ship with the product, as files.
    pub const SAYINGS: [(Lang, &str); 3] = [
        (Lang::PtBr, include_str!("../../../conversations/pt-BR/sayings.toml")),
        (Lang::Es, include_str!("../../../conversations/es/sayings.toml")),
        (Lang::En, include_str!("../../../conversations/en/sayings.toml")),
    ];

    /// Learns what ships before the first message asks for it.
    pub fn learn_now(&self) {
        if self.likeness.is_none() {
            LazyLock::force(&SHIPPED);
        }
    }

    /// Learns what people say from these files, all languages together: people mix them. Every fault at once.
    pub fn taught(
        mut self,
        examples: &[(Lang, &str)],
        sayings: &[(Lang, &str)],
    ) -> Result<Ears, Vec<String>> {
        let (mut learnt, mut faults) = (Vec::new(), Vec::new());
        for (name, files) in [("examples", examples), ("sayings", sayings)] {
            for (lang, text) in files {
                match read(*lang, text) {
                    Ok(said) => said.iter().for_each(|said| self.learn(said, &mut learnt)),
                    Err(fault) => faults.push(format!("{}/{name}.toml: {fault}", lang.tag())),
                }
            }
        }
        self.likeness = Some(Likeness::learn(&learnt));
        if faults.is_empty() { Ok(self) } else { Err(faults) }
    }

    fn learn(&self, said: &Said, into: &mut Vec<Saying>) {
        let Said { setting, intent, text } = said;
        let Some(tongue) = self.tongues_from(setting.lang).next() else { return };
        let sentence = Sentence::read(Folded::new(text), setting.lang, setting, self);
        let words = words_in(&sentence, tongue);
        let others = if setting.role == Role::Customer { Role::Staff } else { Role::Customer };
        for role in std::iter::once(setting.role).chain(intent.is_said_by_all().then_some(others)) {
            let words = shapes(&words, role).into_iter().map(str::to_owned).collect();
            into.push(Saying { role, intent: *intent, words });
        }
    }

    /// What the words are most like, beside what a rule says; the places it tells are those of the words.
    pub(super) fn guess(&self, words: &[Word], role: Role, ruled: Option<Intent>) -> Option<Guess> {
        self.likeness().guess(&shapes(words, role), role, ruled)
    }

    /// Whether this word was said of other things and never of what is guessed.
    pub(super) fn is_strange(&self, word: &Word, role: Role, guess: &Guess) -> bool {
        self.likeness().is_strange(&word.text, role, guess.intent)
    }

    fn likeness(&self) -> &Likeness {
        self.likeness.as_ref().unwrap_or(&SHIPPED)
    }
}

/// Words as likeness knows them. Whoever manages says some things that others at the counter do not.
fn shapes(words: &[Word], role: Role) -> Vec<&str> {
    let owner = (role == Role::Owner).then_some("{owner}");
    words.iter().map(|word| word.text.as_str()).chain(owner).collect()
}
