//! What a person says, as the webhook item that Meta would make of it and as the bubble on their own screen.

use super::model::{Bubble, Card, Number, Person, Say, Utterance};
use super::wire::digits;
use serde_json::{Value, json};

/// The change of one inbound message; `item` is the element of `messages[]`.
pub(super) fn change(person: &Person, number: &Number, item: &Value) -> Value {
    json!({ "field": "messages", "value": {
        "messaging_product": "whatsapp",
        "metadata": metadata(number),
        "contacts": [contact(person, true)],
        "messages": [item],
    } })
}

pub(super) fn metadata(number: &Number) -> Value {
    json!({ "display_phone_number": digits(&number.display), "phone_number_id": number.id })
}

/// The `contacts[]` item: the BSUID always, the phone only of people who show it.
pub(super) fn contact(person: &Person, with_username: bool) -> Value {
    let mut contact = json!({ "profile": { "name": person.name }, "user_id": person.user_id });
    if let (true, Some(username)) = (with_username, &person.username) {
        contact["profile"]["username"] = json!(username);
    }
    if let Some(wa_id) = person.shown_wa_id() {
        contact["wa_id"] = json!(wa_id);
    }
    contact
}

/// The element of `messages[]`, with this id unless a raw one brings its own.
pub(super) fn item(person: &Person, number: &Number, utterance: &Utterance, wamid: &str, at: i64) -> Value {
    let mut item = content(person, &utterance.kind, wamid);
    let mut fill = |key: &str, value: Value| {
        if item[key].is_null() {
            item[key] = value;
        }
    };
    fill("id", json!(wamid));
    fill("timestamp", json!((at / 1000).to_string()));
    fill("from_user_id", json!(person.user_id));
    if let Some(wa_id) = person.shown_wa_id() {
        fill("from", json!(wa_id));
    }
    if let Some(quoted) = &utterance.quotes {
        fill("context", json!({ "from": digits(&number.display), "id": quoted }));
    }
    item
}

fn content(person: &Person, say: &Say, wamid: &str) -> Value {
    match say {
        Say::Text(body) => json!({ "type": "text", "text": { "body": body } }),
        Say::Tap { id, title, list } => {
            let kind = if *list { "list_reply" } else { "button_reply" };
            json!({ "type": "interactive", "interactive": { "type": kind, kind: { "id": id, "title": title } } })
        }
        Say::TemplateTap { payload, text } => {
            json!({ "type": "button", "button": { "payload": payload, "text": text } })
        }
        Say::Contacts(cards) => {
            let cards: Vec<Value> =
                cards.iter().map(|(name, phone, wa_id)| card(name, phone, wa_id.as_deref())).collect();
            json!({ "type": "contacts", "contacts": cards })
        }
        Say::OwnNumber => {
            let phone = person.phone.clone().unwrap_or_default();
            let phones = json!([{ "phone": phone, "wa_id": person.real_wa_id(), "type": "CELL" }]);
            json!({ "type": "contacts", "contacts": [{ "origin": "contact_request", "phones": phones,
                "name": { "formatted_name": person.name } }] })
        }
        Say::Reaction { to, emoji } if emoji.is_empty() => {
            json!({ "type": "reaction", "reaction": { "message_id": to } })
        }
        Say::Reaction { to, emoji } => {
            json!({ "type": "reaction", "reaction": { "message_id": to, "emoji": emoji } })
        }
        Say::Audio => json!({ "type": "audio", "audio": { "id": media_id(wamid), "voice": true,
            "mime_type": "audio/ogg; codecs=opus", "sha256": "n8Q1dpzcgJmsPUJ8nEUDmCGQw0g4U9Xf9k5qVbB6m0E=" } }),
        Say::Image { caption } => {
            let mut image = json!({ "id": media_id(wamid), "mime_type": "image/jpeg",
                "sha256": "n8Q1dpzcgJmsPUJ8nEUDmCGQw0g4U9Xf9k5qVbB6m0E=" });
            if let Some(caption) = caption {
                image["caption"] = json!(caption);
            }
            json!({ "type": "image", "image": image })
        }
        Say::Location => {
            json!({ "type": "location", "location": { "latitude": -23.5505, "longitude": -46.6333 } })
        }
        Say::Raw(item) => item.clone(),
    }
}

/// A card shared by hand: anybody's number, so `origin` is never the vouched-for kind.
fn card(name: &str, phone: &str, wa_id: Option<&str>) -> Value {
    let first = name.split(' ').next().unwrap_or(name);
    let mut card = json!({ "origin": "other", "name": { "formatted_name": name, "first_name": first },
        "vcard": format!("BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL;type=CELL:{phone}\nEND:VCARD") });
    if !phone.is_empty() {
        card["phones"] = json!([{ "phone": phone, "type": "CELL" }]);
        if let Some(wa_id) = wa_id {
            card["phones"][0]["wa_id"] = json!(wa_id);
        }
    }
    card
}

fn media_id(wamid: &str) -> String {
    let sum: u64 = wamid.bytes().fold(7, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    format!("{}", sum % 9_000_000_000_000_000 + 1_000_000_000_000_000)
}

/// What the person sees of their own message.
pub(super) fn bubble(utterance: Utterance, number: &Number, wamid: &str, at: i64, raw: Value) -> Bubble {
    let (kind, body) = match utterance.kind {
        Say::Text(body) => ("text", body),
        Say::Tap { title, .. } => ("interactive", title),
        Say::TemplateTap { text, .. } => ("button", text),
        Say::Contacts(_) | Say::OwnNumber => ("contacts", String::new()),
        Say::Reaction { emoji, .. } => ("reaction", emoji),
        Say::Audio => ("audio", String::new()),
        Say::Image { caption } => ("image", caption.unwrap_or_default()),
        Say::Location => ("location", String::new()),
        Say::Raw(_) => {
            let body = raw["text"]["body"].as_str().unwrap_or_default();
            (raw["type"].as_str().unwrap_or("text"), body.to_owned())
        }
    };
    let mut cards = Vec::new();
    for contact in raw["contacts"].as_array().into_iter().flatten() {
        let name = contact["name"]["formatted_name"].as_str().unwrap_or_default().to_owned();
        cards.push(Card {
            name,
            phone: contact["phones"][0]["phone"].as_str().unwrap_or_default().to_owned(),
        });
    }
    Bubble {
        wamid: wamid.to_owned(),
        number: number.id.clone(),
        from_person: true,
        at,
        kind: kind.to_owned(),
        body,
        cards,
        quotes: raw["context"]["id"].as_str().map(str::to_owned),
        status: "sent",
        raw,
        ..Bubble::default()
    }
}
