//! People on the move: another number, another account, a number handed to somebody else, a wish about marketing; and
//! what a person of the shop types in the Business app.

use super::Emulator;
use super::inbound::{contact, metadata};
use super::model::{Bubble, Number, Person};
use super::wire::digits;
use serde_json::{Value, json};

/// Where somebody moves to; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct Move {
    /// `+5511987654321`.
    pub phone: Option<String>,
    pub user_id: Option<String>,
    /// WhatsApp says nothing of it.
    pub silent: bool,
}

impl Emulator {
    /// The person changes number, account or both; WhatsApp tells the business by a system message.
    ///
    /// # Panics
    /// When no such person or number was added.
    pub fn moves(&self, person: &str, number: &str, to: Move) {
        let before = self.state().person(person).unwrap_or_else(|| panic!("no person {person} was added"));
        if let Some(phone) = &to.phone {
            self.vacate(phone, person);
        }
        let mut after = before.clone();
        if to.phone.is_some() {
            (after.phone, after.wa_id) = (to.phone, None);
        }
        after.user_id = to.user_id.unwrap_or(after.user_id);
        self.add_person(after.clone());
        if !to.silent {
            self.say_as(&before, number, system(&before, &after));
        }
    }

    /// The person gets a number that was somebody else's, who has none from now on.
    ///
    /// # Panics
    /// When no such person was added.
    pub fn takes_number(&self, person: &str, phone: &str) {
        self.vacate(phone, person);
        let mut taker = self.state().person(person).unwrap_or_else(|| panic!("no person {person} was added"));
        (taker.phone, taker.wa_id, taker.shows_phone) = (Some(phone.to_owned()), None, true);
        self.add_person(taker);
    }

    fn vacate(&self, phone: &str, but: &str) {
        for mut other in self.people() {
            if other.id != but && other.phone.as_deref() == Some(phone) {
                (other.phone, other.wa_id, other.shows_phone) = (None, None, false);
                self.add_person(other);
            }
        }
    }

    /// A raw item in the name of somebody as they were; it appears on no screen.
    fn say_as(&self, person: &Person, number: &str, mut item: Value) {
        let now = self.now();
        let mut state = self.state();
        let number = state.number(number).unwrap_or_else(|| panic!("no number {number} was added"));
        let wamid = state.rng.wamid();
        drop(state);
        item["id"] = json!(wamid);
        item["timestamp"] = json!((now / 1000).to_string());
        if let Some(wa_id) = person.shown_wa_id() {
            item["from"] = json!(wa_id);
        }
        // System messages come without `contacts` (System messages, Updated May 21 2026).
        self.queue_change(json!({ "field": "messages", "value": { "messaging_product": "whatsapp",
            "metadata": metadata(&number), "messages": [item] } }));
    }

    /// WhatsApp's own switch for marketing messages.
    ///
    /// # Panics
    /// When no such person or number was added.
    pub fn prefers(&self, person: &str, number: &str, stop: bool) {
        let now = self.now();
        let state = self.state();
        let person = state.person(person).unwrap_or_else(|| panic!("no person {person} was added"));
        let number = state.number(number).unwrap_or_else(|| panic!("no number {number} was added"));
        drop(state);
        let value = if stop { "stop" } else { "resume" };
        let mut preference = json!({ "category": "marketing_messages", "value": value, "timestamp": now / 1000,
            "detail": format!("User requested to {value} marketing messages"), "user_id": person.user_id });
        if let Some(wa_id) = person.shown_wa_id() {
            preference["wa_id"] = json!(wa_id);
        }
        self.queue_change(json!({ "field": "user_preferences", "value": { "messaging_product": "whatsapp",
            "metadata": metadata(&number), "contacts": [contact(&person, true)],
            "user_preferences": [preference] } }));
    }

    /// A person of the shop writes to somebody from the Business app; the business hears its own words as an echo.
    ///
    /// # Panics
    /// When no such person or number was added.
    pub fn say_from_app(&self, person: &str, number: &str, text: &str) -> String {
        let now = self.now();
        let mut state = self.state();
        let person = state.person(person).unwrap_or_else(|| panic!("no person {person} was added"));
        let number = state.number(number).unwrap_or_else(|| panic!("no number {number} was added"));
        let wamid = state.rng.wamid();
        let bubble = app_bubble(&number, &wamid, now, text);
        state.push_bubble(&person.id, bubble.clone());
        drop(state);
        let mut echo = json!({ "from": digits(&number.display), "to_user_id": person.user_id, "id": wamid,
            "timestamp": (now / 1000).to_string(), "type": "text", "text": { "body": text } });
        if let Some(wa_id) = person.shown_wa_id() {
            echo["to"] = json!(wa_id);
        }
        self.queue_change(json!({ "field": "smb_message_echoes", "value": { "messaging_product": "whatsapp",
            "metadata": metadata(&number), "message_echoes": [echo] } }));
        self.tell_bubble(&person.id, Some(&bubble));
        wamid
    }

    /// Who was deleted from the contact book, by user id.
    #[must_use]
    pub fn forgotten(&self) -> Vec<String> {
        self.state().forgotten.clone()
    }
}

fn system(before: &Person, after: &Person) -> Value {
    let mut system = json!({ "user_id": after.user_id, "previous_user_id": before.user_id });
    let shown = after.shown_wa_id().filter(|_| before.phone != after.phone);
    let kind = match shown {
        Some(wa_id) => {
            system["wa_id"] = json!(wa_id);
            "user_changed_number"
        }
        None => "user_changed_user_id",
    };
    system["type"] = json!(kind);
    system["body"] = json!(format!("User {} changed", before.name));
    json!({ "type": "system", "system": system })
}

fn app_bubble(number: &Number, wamid: &str, at: i64, text: &str) -> Bubble {
    Bubble {
        wamid: wamid.to_owned(),
        number: number.id.clone(),
        at,
        kind: "text".to_owned(),
        body: text.to_owned(),
        status: "delivered",
        ..Bubble::default()
    }
}
