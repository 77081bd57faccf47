//! News: what happened to the shop's number itself, told in words to whoever owns the shop.
//!
//! News comes in like a message (a row of the inbox that we wrote ourselves, or a notice of WhatsApp), so that it is
//! told once, in order, and with the same row numbers however messages are cut into batches.

use crate::dialogue::cue::{Cue, Event};
use crate::dialogue::desk::{Desk, Effect};
use crate::dialogue::line::{Class, Line, Message};
use crate::dialogue::state::State;
use crate::dialogue::turn::View;
use crate::domain::draft::Draft;
use crate::domain::facts::Facts;
use crate::domain::ids::MemberId;
use crate::domain::member::StaffRole;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum News {
    /// Nothing leaves until somebody puts right what Meta's error code names.
    Stopped { trouble: Trouble, code: i64 },
    /// It leaves again.
    Resumed,
    /// Announcements rest; receipts and answers go on.
    MarketingStopped { code: i64 },
}

/// What keeps a number from sending, as far as a person can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The token was revoked or has expired, or lacks a permission.
    Token,
    Payment,
    /// WhatsApp has restricted or locked the account.
    Restricted,
    /// The number is not registered for the Cloud API any more.
    Unregistered,
    Other,
}

/// Those who are told: owners who work here.
pub fn owners(facts: &Facts) -> Vec<MemberId> {
    let owners = facts.staff.values().filter(|staff| staff.active && staff.role == StaffRole::Owner);
    owners.map(|staff| staff.member).collect()
}

/// Tells every owner. `key` and `at` (ms UTC) are those of the notice. Owners must be loaded.
pub fn tell(news: &News, key: &str, at: i64, view: &View) -> (Vec<Effect>, i64) {
    let draft = Draft::new(view.shop, view.facts, at, key);
    let cue = Cue::Nothing("news of the number");
    let speaker = MemberId(0);
    let event =
        Event { key: key.to_owned(), at, arrived: at, seed: 0, speaker, cue, quotes: None, contested: None };
    let mut desk = Desk::new(draft, &event, view.figures, State::default());
    for owner in owners(view.facts) {
        desk.tell(owner, words(news), Class::A);
    }
    let (_, effects, next_id) = desk.finish();
    (effects, next_id)
}

fn words(news: &News) -> Message {
    Message::from(match news {
        News::Stopped { trouble, code } => {
            let code = code.to_string();
            match trouble {
                Trouble::Token => Line::StoppedToken { code },
                Trouble::Payment => Line::StoppedPayment { code },
                Trouble::Restricted => Line::StoppedRestricted { code },
                Trouble::Unregistered => Line::StoppedUnregistered { code },
                Trouble::Other => Line::StoppedOther { code },
            }
        }
        News::Resumed => Line::SendingResumed,
        News::MarketingStopped { code } => Line::MarketingStopped { code: code.to_string() },
    })
}
