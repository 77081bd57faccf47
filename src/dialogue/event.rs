//! One inbound message as the channel delivered it, after the wire was parsed. What tills ask for takes its place among
//! them.

use crate::dialogue::till::ask::Ask;
use serde::{Deserialize, Serialize};

/// Who wrote, as the channel knows them. Every field may be missing but not all at once: since 2026
/// people with a username may arrive without a phone (`user_id` only).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// `from` exactly as received (digits); this is what an answer is sent to.
    pub wa_id: Option<String>,
    /// Business-scoped user id, `BR.1349…`; opaque, never treated as a phone.
    pub user_id: Option<String>,
    pub parent_user_id: Option<String>,
    /// Profile name, untrusted text.
    pub name: Option<String>,
}

/// One inbound message after the wire was parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbound {
    pub wamid: String,
    /// Business time: WhatsApp's own timestamp, ms UTC.
    pub at: i64,
    pub speaker: Speaker,
    pub content: Content,
    /// The message being answered (`context.id`).
    pub quotes: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Text(String),
    /// A tap on one of our buttons or list rows: `id` is ours but travels through the customer's phone.
    Tap {
        id: String,
        title: String,
    },
    Contacts(Vec<Card>),
    Reaction {
        emoji: String,
        to: String,
    },
    /// Voice notes and audio: nobody listens here.
    Audio,
    /// Pictures, documents, stickers, places, orders, with the caption if there was one.
    Media {
        kind: String,
        caption: Option<String>,
    },
    /// `system`: the person's number or user id changed.
    Moved {
        to: Speaker,
        previous_user_id: Option<String>,
    },
    /// A till or a web shop asks; whoever speaks is its channel.
    Asked(Box<Ask>),
    /// A type we know and leave alone, or do not know at all; the reason is kept with the row.
    Other {
        kind: String,
    },
}

/// A shared contact card. `own` only when it answers our contact request; otherwise it may be
/// anybody's number and proves nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    pub name: Option<String>,
    /// `phone` as typed and `wa_id` where the number has WhatsApp.
    pub phones: Vec<CardPhone>,
    pub own: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CardPhone {
    pub typed: String,
    pub wa_id: Option<String>,
}
