//! A POST of WhatsApp, cut into items that are kept one by one before anything is understood.
//!
//! Each item carries its permanent key and its own raw text, byte for byte, so that it can be stored and
//! acknowledged first and read later. Every body gives at least one item: what is not understood is kept
//! with the reason, and one damaged item never hurts its neighbours.

use std::str::FromStr;

use ring::digest;

use super::account::FIELDS;
use super::contacts::Contacts;
use super::json::{Object, without_nul};
use super::signature::push_hex;
pub use super::update::{Echo, Preference, Pricing, Status, StatusState, Update, parse};

/// Longer ids go into a key as their hash: a B-tree row of PostgreSQL holds 2,700 bytes, and one refused
/// row would take its batch along. Real wamids have 60 to 130 characters.
const LONGEST_ID: usize = 512;

/// One update, ready to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The business number it came to, from which alone the merchant follows.
    pub phone_number_id: Option<String>,
    /// The WhatsApp Business Account, of notices to it that name no number.
    pub account: Option<String>,
    /// `m:{wamid}`, `s:{wamid}:{status}:{recipient}` or `h:{sha256}`; the same again for a redelivery.
    pub key: String,
    pub kind: ItemKind,
    /// WhatsApp's own time, ms UTC; 0 when it gave none.
    pub at: i64,
    /// `{"u":…,"c":…}`: the update and the contact that belongs to it (or null) exactly as received;
    /// of a blob the whole body, lossily decoded.
    pub raw: String,
    /// Why it is kept but not acted on.
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemKind {
    Message,
    Status,
    Preference,
    /// What a person of the shop typed in the Business app (Coexistence).
    Echo,
    /// Templates, quality, limits, restrictions, errors of the account.
    Account,
    Unknown,
    /// A whole body that is no JSON object.
    Blob,
}

/// Cuts a whole POST. Never fails and never answers with nothing.
pub fn split(body: &[u8]) -> Vec<Item> {
    let text = String::from_utf8_lossy(body);
    let Some(root) = Object::read(&text) else {
        return vec![blob(body, text.into_owned())];
    };
    let mut items = Vec::new();
    let ours = root.text("object").is_none_or(|object| object == "whatsapp_business_account");
    for entry in root.elements("entry").into_iter().filter(|_| ours) {
        split_entry(&mut items, entry);
    }
    if items.is_empty() {
        items.push(Place::default().unknown(text.trim(), "a body without a WhatsApp entry"));
    }
    items
}

impl ItemKind {
    pub const ALL: [ItemKind; 7] = [
        ItemKind::Message,
        ItemKind::Status,
        ItemKind::Preference,
        ItemKind::Echo,
        ItemKind::Account,
        ItemKind::Unknown,
        ItemKind::Blob,
    ];

    /// The word it is stored under.
    pub const fn as_str(self) -> &'static str {
        match self {
            ItemKind::Message => "message",
            ItemKind::Status => "status",
            ItemKind::Preference => "preference",
            ItemKind::Echo => "echo",
            ItemKind::Account => "account",
            ItemKind::Unknown => "unknown",
            ItemKind::Blob => "blob",
        }
    }
}

impl FromStr for ItemKind {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<ItemKind, Self::Err> {
        ItemKind::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or("not a kind of webhook item")
    }
}

/// Fields about the account rather than about one person (Webhooks overview, served 2026-09-11), and the
/// two of Coexistence numbers that repeat what went before. They are kept for the people who run the account.
const ACCOUNT_FIELDS: [&str; 21] = [
    "account_alerts",
    "account_review_update",
    "account_update",
    "automatic_events",
    "business_capability_update",
    "business_username_update",
    "business_username_updates",
    "flows",
    "history",
    "message_template_components_update",
    "message_template_quality_update",
    "message_template_status_update",
    "messaging_handovers",
    "partner_solutions",
    "payment_configuration_update",
    "phone_number_name_update",
    "phone_number_quality_update",
    "security",
    "smb_app_state_sync",
    "standby",
    "template_category_update",
];

/// Where in the body an item stands: what its hash is made of when it has no id of its own.
#[derive(Clone, Default)]
struct Place<'a> {
    entry_id: &'a str,
    entry_time: &'a str,
    account: Option<String>,
    at: i64,
    field: String,
    phone_number_id: Option<String>,
}

fn split_entry(items: &mut Vec<Item>, raw: &str) {
    let before = items.len();
    let mut place = Place::default();
    if let Some(entry) = Object::read(raw) {
        place.entry_id = entry.get("id").unwrap_or_default();
        place.account = entry.id("id");
        place.entry_time = entry.get("time").unwrap_or_default();
        place.at = entry.millis("time");
        for change in entry.elements("changes") {
            split_change(items, place.clone(), change);
        }
    }
    if items.len() == before {
        items.push(place.unknown(raw, "an entry without changes"));
    }
}

fn split_change<'a>(items: &mut Vec<Item>, mut place: Place<'a>, raw: &'a str) {
    let before = items.len();
    let Some(change) = Object::read(raw) else {
        return items.push(place.unknown(raw, "a change that is no object"));
    };
    place.field = change.text("field").unwrap_or_default();
    let value = change.object("value");
    let metadata = value.as_ref().and_then(|value| value.object("metadata"));
    place.phone_number_id = metadata.and_then(|metadata| metadata.id("phone_number_id"));

    let field = place.field.as_str();
    if ACCOUNT_FIELDS.contains(&field) {
        let key = place.hash(change.get("value").unwrap_or(raw));
        let item = place.item(ItemKind::Account, key, place.at, raw, None);
        let reason = (!FIELDS.contains(&field)).then(|| format!("account notice {field}"));
        // Of these only the messages of Coexistence numbers name a number, and so a merchant.
        let account = place.account.filter(|_| item.phone_number_id.is_none());
        return items.push(Item { account, reason, ..item });
    }
    match value {
        Some(value) if ["messages", "user_preferences", "smb_message_echoes", ""].contains(&field) => {
            split_value(items, &place, &value);
        }
        Some(_) => return items.push(place.unknown(raw, &format!("unknown field {}", brief(field)))),
        None => {}
    }
    if items.len() == before {
        items.push(place.unknown(raw, "a change with no message, status, preference or error"));
    }
}

fn split_value<'a>(items: &mut Vec<Item>, place: &Place<'a>, value: &Object<'a>) {
    let contacts = Contacts::of(value);
    let (messages, preferences) = (value.elements("messages"), value.elements("user_preferences"));
    let alone = messages.len() + preferences.len() == 1;
    items.extend(messages.into_iter().map(|raw| place.message(raw, &contacts, alone)));
    items.extend(value.elements("statuses").into_iter().map(|raw| place.status(raw)));
    items.extend(preferences.into_iter().map(|raw| place.preference(raw, &contacts, alone)));
    items.extend(value.elements("message_echoes").into_iter().map(|raw| place.echo(raw)));
    items.extend(value.elements("errors").into_iter().map(|raw| place.error(raw)));
}

impl Place<'_> {
    fn message(&self, raw: &str, contacts: &Contacts, alone: bool) -> Item {
        let Some(message) = Object::read(raw) else {
            return self.unknown(raw, "a message that is no object");
        };
        let Some(wamid) = message.id("id") else { return self.unknown(raw, "a message without id") };
        let (user_id, from) = (message.id("from_user_id"), message.id("from"));
        let contact = contacts.find(user_id.as_deref(), from.as_deref(), alone);
        let key = format!("m:{}", key_part(&wamid));
        self.item(ItemKind::Message, key, message.millis("timestamp"), raw, contact)
    }

    /// Statuses keep no contact: they are joined by wamid or callback data, never by recipient.
    fn status(&self, raw: &str) -> Item {
        let Some(status) = Object::read(raw) else { return self.unknown(raw, "a status that is no object") };
        let Some(wamid) = status.id("id") else { return self.unknown(raw, "a status without id") };
        let state = status.text("status").unwrap_or_default();
        let recipient =
            status.id("recipient_id").or_else(|| status.id("recipient_user_id")).unwrap_or_default();
        let key = format!("s:{}:{}:{}", key_part(&wamid), key_part(&state), key_part(&recipient));
        self.item(ItemKind::Status, key, status.millis("timestamp"), raw, None)
    }

    fn preference(&self, raw: &str, contacts: &Contacts, alone: bool) -> Item {
        let Some(preference) = Object::read(raw) else {
            return self.unknown(raw, "a preference that is no object");
        };
        let (user_id, wa_id) = (preference.id("user_id"), preference.id("wa_id"));
        let contact = contacts.find(user_id.as_deref(), wa_id.as_deref(), alone);
        self.item(ItemKind::Preference, self.hash(raw), preference.millis("timestamp"), raw, contact)
    }

    /// An echo has an id like any message, so that it is kept once however often it is told.
    fn echo(&self, raw: &str) -> Item {
        let Some(echo) = Object::read(raw) else { return self.unknown(raw, "an echo that is no object") };
        let Some(wamid) = echo.id("id") else { return self.unknown(raw, "an echo without id") };
        self.item(ItemKind::Echo, format!("m:{}", key_part(&wamid)), echo.millis("timestamp"), raw, None)
    }

    /// An error beside or instead of messages (Errors messages webhook, Updated Jun 17 2026).
    fn error(&self, raw: &str) -> Item {
        let code = Object::read(raw).and_then(|error| error.integer("code"));
        let code = code.map_or_else(|| "without code".to_owned(), |code| code.to_string());
        self.hashed(ItemKind::Account, raw, raw, format!("error {code} reported by WhatsApp"))
    }

    fn item(&self, kind: ItemKind, key: String, at: i64, raw: &str, contact: Option<&str>) -> Item {
        let phone_number_id = self.phone_number_id.clone();
        let reason = phone_number_id.is_none().then(|| "no phone_number_id tells whose it is".to_owned());
        let raw = format!("{{\"u\":{raw},\"c\":{}}}", contact.unwrap_or("null"));
        Item { phone_number_id, account: None, key, kind, at, raw, reason }
    }

    fn unknown(&self, raw: &str, reason: &str) -> Item {
        self.hashed(ItemKind::Unknown, raw, raw, reason.to_owned())
    }

    fn hashed(&self, kind: ItemKind, content: &str, raw: &str, reason: String) -> Item {
        Item { reason: Some(reason), ..self.item(kind, self.hash(content), self.at, raw, None) }
    }

    /// Retries repeat the bytes, so the raw texts may be hashed as they are. No JSON text holds the
    /// byte 0 that separates them.
    fn hash(&self, content: &str) -> String {
        let parts = [self.entry_id, self.entry_time, &self.field, content];
        format!("h:{}", sha256(parts.join("\0").as_bytes()))
    }
}

fn blob(body: &[u8], text: String) -> Item {
    Item {
        phone_number_id: None,
        account: None,
        key: format!("h:{}", sha256(body)),
        kind: ItemKind::Blob,
        at: 0,
        raw: without_nul(text),
        reason: Some("the body is not a JSON object".to_owned()),
    }
}

fn key_part(id: &str) -> String {
    if id.len() <= LONGEST_ID { id.to_owned() } else { format!("sha256={}", sha256(id.as_bytes())) }
}

/// Words of the wire that end up in a reason are cut: they are as long as the sender likes.
pub(super) fn brief(word: &str) -> String {
    word.chars().filter(|c| !c.is_control()).take(64).collect()
}

fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in digest::digest(&digest::SHA256, bytes).as_ref() {
        push_hex(&mut hex, *byte);
    }
    hex
}
