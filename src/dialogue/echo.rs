//! The same answer to other words helps nobody: whoever reads it again is shown the way to a person.

use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Intent, fold};
use crate::dialogue::line::{Button, Line, Message};
use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};

/// What was typed last, and what was answered, as far as it takes to know them again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Echo {
    typed: u64,
    said: u64,
    /// ms UTC.
    at: i64,
}

/// What people ask for when they mean something near it.
const TOLD: [Intent; 6] = [
    Intent::Balance,
    Intent::Statement,
    Intent::Why,
    Intent::RulesHelp,
    Intent::RewardsCatalog,
    Intent::Tier,
];

/// Fewest words of somebody who explains themselves; `saldo` twice is no misunderstanding.
const WORDS: usize = 3;

/// Looks at what this message is answered, behind everything that answers it.
pub fn notice(desk: &mut Desk, words: &Words) {
    let before = desk.state.echo.take();
    let said = desk.answers();
    let told = TOLD.contains(&words.heard.intent) && desk.state.topic.question().is_none();
    if desk.staff.is_some() || !told || said.is_empty() {
        return;
    }
    let now = Echo { typed: hash(&fold(&words.text)), said: hash(&said), at: desk.event.at };
    let same = before
        .is_some_and(|before| before.said == now.said && before.typed != now.typed && !desk.stale(before.at));
    if same && words.text.split_whitespace().count() >= WORDS {
        let (shop, contact) = (desk.draft.shop.name.clone(), desk.draft.shop.contact.clone());
        desk.say(Message::from(Line::SameAgain { shop, contact }).buttons(vec![Button::Human]));
    }
    desk.state.echo = Some(now);
}

fn hash(what: &(impl std::fmt::Debug + ?Sized)) -> u64 {
    let mut hasher = FxHasher::default();
    format!("{what:?}").hash(&mut hasher);
    hasher.finish()
}
