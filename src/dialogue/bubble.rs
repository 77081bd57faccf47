//! A bubble: lines under each other with what may be tapped, and why it goes out.

use crate::dialogue::button::{Button, Picks};
use crate::dialogue::line::{ChatLink, Line};
use crate::dialogue::notice::Notice;
use crate::domain::ids::{HoldId, PurchaseId};
use serde::{Deserialize, Serialize};

/// One bubble: lines under each other, then choices. One purchase makes at most one for each person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub lines: Vec<Line>,
    #[serde(default)]
    pub picks: Picks,
    /// A QR code above the lines that leads into this chat. Lists have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<ChatLink>,
    /// The way out, under an announcement.
    #[serde(default)]
    pub opt_out_footer: bool,
    /// The purchase it speaks of, or the hold of a reward that was handed over: quoting it means that one. Rows of all
    /// kinds are numbered together.
    #[serde(default)]
    pub about: Option<i64>,
    /// What a template says in its place where no chat is open.
    #[serde(default)]
    pub notice: Option<Notice>,
    /// Lines that no template may carry: they follow once the person has written.
    #[serde(default)]
    pub later: Vec<Line>,
}

impl Message {
    pub fn new(lines: Vec<Line>) -> Message {
        Message {
            lines,
            picks: Picks::None,
            picture: None,
            opt_out_footer: false,
            about: None,
            notice: None,
            later: Vec::new(),
        }
    }

    #[must_use]
    pub fn buttons(mut self, buttons: Vec<Button>) -> Message {
        self.picks = if buttons.is_empty() { Picks::None } else { Picks::Buttons(buttons) };
        self
    }

    #[must_use]
    pub fn picks(mut self, picks: Picks) -> Message {
        self.picks = picks;
        self
    }

    #[must_use]
    pub fn picture(mut self, picture: Option<ChatLink>) -> Message {
        self.picture = picture;
        self
    }

    #[must_use]
    pub fn about(mut self, purchase: PurchaseId) -> Message {
        self.about = Some(purchase.0);
        self
    }

    /// It tells of a reward that was handed over.
    #[must_use]
    pub fn about_hold(mut self, hold: HoldId) -> Message {
        self.about = Some(hold.0);
        self
    }

    #[must_use]
    pub fn notice(mut self, notice: Notice) -> Message {
        self.notice = Some(notice);
        self
    }
}

impl From<Line> for Message {
    fn from(line: Line) -> Message {
        Message::new(vec![line])
    }
}

/// Why a message goes out; it decides what happens when the outcome of a send is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Class {
    /// Must arrive (receipts, codes): sent again once after an unknown outcome.
    A,
    /// Must not repeat (announcements): never sent again after an unknown outcome.
    B,
    /// An answer in the chat: sent again once while it is still of use.
    C,
}

impl Class {
    pub const fn as_str(self) -> &'static str {
        match self {
            Class::A => "A",
            Class::B => "B",
            Class::C => "C",
        }
    }
}
