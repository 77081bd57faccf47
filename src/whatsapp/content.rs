//! What a person sent, from the dozen shapes of an inbound message.
//!
//! Types are open: one that is not known, or whose object is missing, becomes [`Content::Other`] with its
//! name (`type` or `type:subtype`) and is left alone.

use super::json::Object;
use super::update::{Ids, speaker};
use super::webhook::brief;
use crate::dialogue::event::{Card, CardPhone, Content, Speaker};

/// What is heard of one text, in characters: WhatsApp's own limit (Text messages, Updated Jul 2 2026).
/// The whole text stays in the kept item.
const HEARD: usize = 4096;

pub(super) fn read(message: &Object) -> Content {
    let kind = message.id("type").unwrap_or_else(|| guess(message));
    let content = match kind.as_str() {
        "text" => text(message),
        "button" => button(message),
        "interactive" => return interactive(message),
        "contacts" => cards(message),
        "reaction" => reaction(message),
        "audio" | "voice" => Some(Content::Audio),
        "image" | "video" | "document" | "sticker" | "location" => Some(media(message, &kind, "caption")),
        "order" => Some(media(message, &kind, "text")),
        "system" => return system(message),
        "unsupported" => return other("unsupported", message.object("unsupported").as_ref()),
        _ => None,
    };
    content.unwrap_or_else(|| Content::Other { kind: brief(&kind) })
}

/// Without a `type`, the object that is there names it.
fn guess(message: &Object) -> String {
    const NAMED: [&str; 13] = [
        "text",
        "button",
        "interactive",
        "contacts",
        "reaction",
        "audio",
        "image",
        "video",
        "document",
        "sticker",
        "location",
        "order",
        "system",
    ];
    NAMED.into_iter().find(|kind| message.get(kind).is_some()).unwrap_or("untyped").to_owned()
}

fn other(kind: &str, object: Option<&Object>) -> Content {
    let subtype = object.and_then(|object| object.id("type"));
    let kind = subtype.map_or_else(|| kind.to_owned(), |subtype| format!("{kind}:{}", brief(&subtype)));
    Content::Other { kind }
}

fn text(message: &Object) -> Option<Content> {
    let mut body = message.object("text")?.text("body")?;
    if let Some((end, _)) = body.char_indices().nth(HEARD) {
        body.truncate(end);
    }
    Some(Content::Text(body))
}

/// A tap on a quick reply of a template; `payload` is what we sent, or the label.
fn button(message: &Object) -> Option<Content> {
    let button = message.object("button")?;
    tap(button.id("payload"), button.id("text"))
}

fn tap(id: Option<String>, title: Option<String>) -> Option<Content> {
    let id = id.or_else(|| title.clone())?;
    Some(Content::Tap { title: title.unwrap_or_else(|| id.clone()), id })
}

/// The object may be missing altogether; the error beside it is an item of its own.
fn interactive(message: &Object) -> Content {
    let interactive = message.object("interactive");
    let reply =
        interactive.as_ref().and_then(|it| it.object("button_reply").or_else(|| it.object("list_reply")));
    let tap = reply.and_then(|reply| tap(reply.id("id"), reply.id("title")));
    tap.unwrap_or_else(|| other("interactive", interactive.as_ref()))
}

fn cards(message: &Object) -> Option<Content> {
    message.get("contacts")?;
    let cards = message.elements("contacts").into_iter().filter_map(Object::read);
    Some(Content::Contacts(cards.map(|card| one_card(&card)).collect()))
}

fn one_card(card: &Object) -> Card {
    let phones = card.elements("phones").into_iter().filter_map(Object::read);
    Card {
        name: card.object("name").and_then(|name| card_name(&name)),
        phones: phones.filter_map(|phone| card_phone(&phone)).collect(),
        // Any other origin may be anybody's number (Contacts messages webhook, Updated Jun 17 2026).
        own: card.text("origin").as_deref() == Some("contact_request"),
    }
}

fn card_name(name: &Object) -> Option<String> {
    name.id("formatted_name").or_else(|| {
        let parts: Vec<String> =
            ["first_name", "last_name"].into_iter().filter_map(|key| name.id(key)).collect();
        Some(parts.join(" ")).filter(|name| !name.is_empty())
    })
}

fn card_phone(phone: &Object) -> Option<CardPhone> {
    let wa_id = phone.id("wa_id");
    let typed = phone.id("phone").or_else(|| wa_id.clone())?;
    Some(CardPhone { typed, wa_id })
}

/// A reaction is taken back by an empty or absent emoji.
fn reaction(message: &Object) -> Option<Content> {
    let reaction = message.object("reaction")?;
    let emoji = reaction.text("emoji").unwrap_or_default();
    Some(Content::Reaction { emoji, to: reaction.id("message_id")? })
}

fn media(message: &Object, kind: &str, caption: &str) -> Content {
    let caption = message.object(kind).and_then(|object| object.id(caption));
    Content::Media { kind: kind.to_owned(), caption }
}

/// The person moved to another number or user id. `new_wa_id` and `customer_changed_number` are older
/// spellings.
fn system(message: &Object) -> Content {
    let Some(system) = message.object("system") else { return other("system", None) };
    let kind = system.text("type").unwrap_or_default();
    // Another device or a new installation at the same number: nobody moves, but it may be another person's hands.
    if kind == "customer_identity_changed" {
        return Content::Moved { to: Speaker::default(), previous_user_id: None };
    }
    let moves = ["user_changed_number", "user_changed_user_id", "customer_changed_number"];
    let own = Ids {
        wa_id: system.id("wa_id").or_else(|| system.id("new_wa_id")),
        user_id: system.id("user_id"),
        parent: system.id("parent_user_id"),
    };
    let to = speaker(own, None);
    if !moves.contains(&kind.as_str()) || (to.wa_id.is_none() && to.user_id.is_none()) {
        return other("system", Some(&system));
    }
    Content::Moved { to, previous_user_id: system.id("previous_user_id") }
}
