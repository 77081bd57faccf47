//! Reading one kept item: an inbound message, the fate of one of ours, a marketing preference, or a notice to the account.

use super::account;
use super::content;
use super::errors::GraphError;
use super::json::{MAX_DEPTH, Object, depth};
use super::webhook::{ItemKind, brief};
use crate::dialogue::account::AccountNotice;
use crate::dialogue::event::{Inbound, Speaker};

#[derive(Debug, Clone, PartialEq)]
pub enum Update {
    Message(Inbound),
    Status(Status),
    Preference(Preference),
    Account(AccountNotice),
    Echo(Echo),
    Ignored { reason: String },
}

/// What became of a message that we sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub wamid: String,
    pub state: StatusState,
    /// ms UTC, 0 when absent.
    pub at: i64,
    /// Our own `biz_opaque_callback_data`, which finds the outbox row even before its wamid is known.
    pub callback: Option<String>,
    pub error: Option<GraphError>,
    pub pricing: Option<Pricing>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusState {
    Sent,
    Delivered,
    /// Comes without `delivered` when the chat is open, and implies it.
    Read,
    Failed,
    /// A voice message was played.
    Played,
    /// A word we do not know: kept, changes nothing.
    Other,
}

/// What WhatsApp charges for a message; words are left open, Meta adds to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pricing {
    pub category: String,
    /// Due to disappear; `kind` and `category` say the same.
    pub billable: Option<bool>,
    /// `type`: `regular`, `free_customer_service`, `free_entry_point`, …
    pub kind: Option<String>,
}

/// WhatsApp's own switch for marketing messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preference {
    pub speaker: Speaker,
    /// The person wants no more marketing; otherwise they want it again. The latter only lifts
    /// WhatsApp's block and is no consent by itself.
    pub stop: bool,
    pub at: i64,
}

/// What a person of the shop typed to somebody in the Business app; what it says is between the two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Echo {
    pub wamid: String,
    /// ms UTC.
    pub at: i64,
    pub to: Speaker,
}

/// Reads what [`super::webhook::split`] kept. Never fails: what cannot be acted on is ignored with the
/// reason, which is stored beside the row.
pub fn parse(kind: ItemKind, raw: &str) -> Update {
    let read = match kind {
        ItemKind::Message => message,
        ItemKind::Status => status,
        ItemKind::Preference => preference,
        ItemKind::Account => account::read,
        ItemKind::Echo => echo,
        ItemKind::Unknown | ItemKind::Blob => return ignored("not understood"),
    };
    // The wrapper of the item adds one level.
    if depth(raw) > MAX_DEPTH + 1 {
        return ignored("nested too deeply");
    }
    let item = Object::read(raw);
    match item.as_ref().and_then(|item| item.object("u")) {
        Some(update) => read(&update, item.and_then(|item| item.object("c")).as_ref()),
        None => ignored("not readable as an item"),
    }
}

fn ignored(reason: &str) -> Update {
    Update::Ignored { reason: reason.to_owned() }
}

fn message(update: &Object, contact: Option<&Object>) -> Update {
    let Some(wamid) = update.id("id") else { return ignored("a message without id") };
    if update.id("group_id").is_some() {
        return ignored("written in a group");
    }
    let system = update.object("system");
    let own = Ids {
        wa_id: update.id("from"),
        user_id: update.id("from_user_id"),
        parent: update.id("from_parent_user_id"),
    };
    let mut speaker = speaker(own, contact);
    if let Some(system) = system.filter(|_| unnamed(&speaker)) {
        // Only `previous_user_id` tells who moved when no phone may be shared ([M-CL 2026-08-11]).
        speaker.user_id = system.id("previous_user_id");
        speaker.parent_user_id = system.id("previous_parent_user_id");
    }
    if unnamed(&speaker) {
        return ignored("no phone and no user id tell who wrote it");
    }
    Update::Message(Inbound {
        wamid,
        at: update.millis("timestamp"),
        speaker,
        content: content::read(update),
        quotes: update.object("context").and_then(|context| context.id("id")),
    })
}

fn status(update: &Object, _: Option<&Object>) -> Update {
    let Some(wamid) = update.id("id") else { return ignored("a status without id") };
    let state = update.text("status").unwrap_or_default();
    Update::Status(Status {
        wamid,
        state: STATES.iter().find(|(word, _)| *word == state).map_or(StatusState::Other, |(_, state)| *state),
        at: update.millis("timestamp"),
        callback: update.id("biz_opaque_callback_data"),
        error: update.elements("errors").first().and_then(|error| GraphError::read(error)),
        pricing: update.object("pricing").and_then(|pricing| {
            Some(Pricing {
                category: pricing.id("category")?,
                billable: pricing.flag("billable"),
                kind: pricing.id("type"),
            })
        }),
    })
}

fn echo(update: &Object, _: Option<&Object>) -> Update {
    let Some(wamid) = update.id("id") else { return ignored("an echo without id") };
    let to = Ids {
        wa_id: update.id("to"),
        user_id: update.id("to_user_id"),
        parent: update.id("to_parent_user_id"),
    };
    let to = speaker(to, None);
    if unnamed(&to) {
        return ignored("no phone and no user id tell whom the shop wrote to");
    }
    Update::Echo(Echo { wamid, at: update.millis("timestamp"), to })
}

const STATES: [(&str, StatusState); 5] = [
    ("sent", StatusState::Sent),
    ("delivered", StatusState::Delivered),
    ("read", StatusState::Read),
    ("failed", StatusState::Failed),
    ("played", StatusState::Played),
];

fn preference(update: &Object, contact: Option<&Object>) -> Update {
    let own =
        Ids { wa_id: update.id("wa_id"), user_id: update.id("user_id"), parent: update.id("parent_user_id") };
    let speaker = speaker(own, contact);
    if unnamed(&speaker) {
        return ignored("no phone and no user id tell whose preference it is");
    }
    let category = update.id("category");
    if let Some(other) = category.filter(|category| category != "marketing_messages") {
        return ignored(&format!("a preference about {}", brief(&other)));
    }
    let value = update.text("value").unwrap_or_default();
    let stop = match value.as_str() {
        "stop" => true,
        "resume" => false,
        other => return ignored(&format!("a preference to {}", brief(other))),
    };
    Update::Preference(Preference { speaker, stop, at: update.millis("timestamp") })
}

/// The ids as an item itself spells them.
pub(super) struct Ids {
    pub wa_id: Option<String>,
    pub user_id: Option<String>,
    pub parent: Option<String>,
}

/// Joins an item's own ids with those of its contact; the item's own win.
pub(super) fn speaker(own: Ids, contact: Option<&Object>) -> Speaker {
    let of_contact = |key: &str| contact.and_then(|contact| contact.id(key));
    let profile = contact.and_then(|contact| contact.object("profile"));
    let mut speaker = Speaker {
        wa_id: own.wa_id.or_else(|| of_contact("wa_id")),
        user_id: own.user_id.or_else(|| of_contact("user_id")),
        parent_user_id: own.parent.or_else(|| of_contact("parent_user_id")),
        name: profile.and_then(|profile| profile.id("name")),
    };
    if speaker.wa_id.as_deref().is_some_and(is_user_id) {
        // Meta omits the phone, but some senders put the user id in its place.
        let found = speaker.wa_id.take();
        speaker.user_id = speaker.user_id.or(found);
        speaker.wa_id = of_contact("wa_id").filter(|id| !is_user_id(id));
    }
    speaker
}

fn unnamed(speaker: &Speaker) -> bool {
    speaker.wa_id.is_none() && speaker.user_id.is_none() && speaker.parent_user_id.is_none()
}

/// `^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$` (Business-scoped user IDs, Updated May 28 2026).
pub fn is_user_id(text: &str) -> bool {
    let Some((country, rest)) = text.split_once('.') else { return false };
    let id = rest.strip_prefix("ENT.").unwrap_or(rest);
    country.len() == 2
        && country.bytes().all(|b| b.is_ascii_uppercase())
        && (1..=128).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_ids_are_told_from_phones() {
        let longest = format!("BR.{}", "9".repeat(128));
        for good in ["BR.13491208655302741918", "US.a1B2", "BR.ENT.1181", "BR.ENT", longest.as_str()] {
            assert!(is_user_id(good), "{good}");
        }
        let too_long = format!("{longest}9");
        for bad in
            ["5511987654321", "+55 11", "", "br.1", "BRA.1", "BR.", "BR.ENT.", "BR.1.2", "BR.1 ", &too_long]
        {
            assert!(!is_user_id(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_no_item_is_ignored_with_a_reason() {
        for (kind, raw) in [
            (ItemKind::Message, ""),
            (ItemKind::Message, "null"),
            (ItemKind::Message, r#"{"u":[],"c":null}"#),
            (ItemKind::Message, r#"{"u":{"id":"wamid.A"},"c":null}"#),
            (ItemKind::Status, r#"{"u":{"status":"sent"},"c":null}"#),
            (ItemKind::Preference, r#"{"u":{"value":"stop"},"c":null}"#),
            (ItemKind::Account, r#"{"u":{},"c":null}"#),
            (ItemKind::Blob, "oops"),
        ] {
            let Update::Ignored { reason } = parse(kind, raw) else { panic!("{raw}") };
            assert!(!reason.is_empty());
        }
    }
}
