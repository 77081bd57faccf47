//! A bubble as a body of the Cloud API (`POST /{phone_number_id}/messages`), and WhatsApp's limits.
//!
//! Shapes and limits: Text messages, Updated Jul 2 2026; interactive buttons, list and link as read
//! 2026-10-04.

use serde_json::{Value, json};

use crate::dialogue::said::{Choice, Choices, Said};

/// Limits in UTF-16 units: Meta says "characters" and leaves emoji open, so the longer count is taken.
const TEXT: usize = 4096;
const CAPTION: usize = 1024;
const LIST_BODY: usize = 4096;
const BUTTONS_BODY: usize = 1024;
const FOOTER: usize = 60;
const LABEL: usize = 20;
const BUTTONS: usize = 3;
const BUTTON_ID: usize = 256;
const ROWS: usize = 10;
const ROW_ID: usize = 200;
const ROW_TITLE: usize = 24;
const ROW_DESCRIPTION: usize = 72;

/// Whom a body goes to. A user id in `to` is dropped without an error; it belongs in `recipient`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// The id exactly as WhatsApp gave it, or the digits of a phone.
    WaId(String),
    UserId(String),
}

/// The body for one bubble, still without a recipient, and without the picture it may have ([`super::picture`]).
pub fn body(said: &Said) -> Value {
    let action = match &said.choices {
        Choices::None if said.picture.is_some() => {
            let image = json!({ "qr": said.picture, "caption": plain_text(said) });
            return json!({
                "messaging_product": "whatsapp", "recipient_type": "individual", "type": "image", "image": image,
            });
        }
        Choices::None => {
            let text = json!({ "preview_url": false, "body": plain_text(said) });
            return json!({
                "messaging_product": "whatsapp", "recipient_type": "individual", "type": "text", "text": text,
            });
        }
        Choices::Buttons(buttons) => json!({ "buttons": buttons.iter().map(button).collect::<Vec<_>>() }),
        Choices::List { button, rows } => {
            json!({ "button": button, "sections": [{ "rows": rows.iter().map(row).collect::<Vec<_>>() }] })
        }
        Choices::OwnNumber => json!({ "name": "request_contact_info" }),
        Choices::Link { label, url } => {
            json!({ "name": "cta_url", "parameters": { "display_text": label, "url": url } })
        }
    };
    let mut interactive =
        json!({ "type": form(&said.choices), "body": { "text": said.body }, "action": action });
    if let Some(address) = &said.picture {
        interactive["header"] = json!({ "type": "image", "image": { "qr": address } });
    }
    if let Some(footer) = &said.footer {
        interactive["footer"] = json!({ "text": footer });
    }
    json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "type": "interactive",
        "interactive": interactive,
    })
}

/// Adds who gets it, the opaque id that its statuses echo (at most 512 characters, and never personal
/// data: every app subscribed to the account sees it), and the message it answers.
pub fn address(body: &mut Value, recipient: &Recipient, callback: &str, quotes: Option<&str>) {
    let Some(fields) = body.as_object_mut() else { return };
    let (key, id) = match recipient {
        Recipient::WaId(id) => ("to", id),
        Recipient::UserId(id) => ("recipient", id),
    };
    fields.insert(key.to_owned(), json!(id));
    fields.insert("biz_opaque_callback_data".to_owned(), json!(callback));
    if let Some(wamid) = quotes {
        fields.insert("context".to_owned(), json!({ "message_id": wamid }));
    }
}

/// Every limit of WhatsApp that this bubble breaks, as sentences; empty when it may go.
pub fn limits(said: &Said) -> Vec<String> {
    let mut broken = Broken::default();
    match &said.choices {
        Choices::None if said.picture.is_some() => broken.text("the caption", &plain_text(said), CAPTION),
        Choices::None => broken.text("the text", &plain_text(said), TEXT),
        Choices::Buttons(buttons) => {
            broken.text("the body with buttons", &said.body, BUTTONS_BODY);
            broken.count("buttons", buttons.len(), BUTTONS);
            for button in buttons {
                broken.text("the title of a button", &button.title, LABEL);
                broken.text("the id of a button", &button.id, BUTTON_ID);
            }
            broken.unique("titles of buttons", buttons.iter().map(|button| &button.title));
            broken.unique("ids of buttons", buttons.iter().map(|button| &button.id));
        }
        Choices::List { button, rows } => {
            broken.text("the body of a list", &said.body, LIST_BODY);
            broken.text("the button of a list", button, LABEL);
            broken.count("rows", rows.len(), ROWS);
            for row in rows {
                broken.text("the title of a row", &row.title, ROW_TITLE);
                broken.text("the id of a row", &row.id, ROW_ID);
                if let Some(description) = &row.description {
                    broken.text("the description of a row", description, ROW_DESCRIPTION);
                }
            }
            broken.unique("ids of rows", rows.iter().map(|row| &row.id));
        }
        Choices::OwnNumber => broken.text("the body of a request for the number", &said.body, BUTTONS_BODY),
        Choices::Link { label, url } => {
            broken.text("the body with a link", &said.body, BUTTONS_BODY);
            broken.text("the label of a link", label, LABEL);
            if !url.starts_with("https://") && !url.starts_with("http://") {
                broken.0.push("the address of a link must begin with https://".to_owned());
            }
        }
    }
    if let (Some(footer), false) = (&said.footer, said.choices.is_none()) {
        broken.text("the footer", footer, FOOTER);
    }
    broken.0
}

/// A plain text has no footer of its own: it becomes the last paragraph.
fn plain_text(said: &Said) -> String {
    match &said.footer {
        Some(footer) => format!("{}\n\n{footer}", said.body),
        None => said.body.clone(),
    }
}

const fn form(choices: &Choices) -> &'static str {
    match choices {
        Choices::None => "text",
        Choices::Buttons(_) => "button",
        Choices::List { .. } => "list",
        Choices::OwnNumber => "contact_request",
        Choices::Link { .. } => "cta_url",
    }
}

fn button(choice: &Choice) -> Value {
    json!({ "type": "reply", "reply": { "id": choice.id, "title": choice.title } })
}

fn row(choice: &Choice) -> Value {
    let mut row = json!({ "id": choice.id, "title": choice.title });
    if let Some(description) = &choice.description {
        row["description"] = json!(description);
    }
    row
}

#[derive(Default)]
struct Broken(Vec<String>);

impl Broken {
    fn text(&mut self, what: &str, text: &str, most: usize) {
        let units = text.encode_utf16().count();
        if units > most {
            self.0.push(format!("{what} has {units} characters, WhatsApp takes {most}: {}", start_of(text)));
        }
        if text.trim().is_empty() {
            self.0.push(format!("{what} is empty"));
        }
    }

    fn count(&mut self, what: &str, count: usize, most: usize) {
        if !(1..=most).contains(&count) {
            self.0.push(format!("{count} {what}, WhatsApp takes 1 to {most}"));
        }
    }

    fn unique<'a>(&mut self, what: &str, texts: impl Iterator<Item = &'a String>) {
        let mut seen: Vec<&String> = texts.collect();
        seen.sort_unstable();
        if let Some(twice) = seen.windows(2).find(|pair| pair[0] == pair[1]) {
            self.0.push(format!("{what} must differ: {}", start_of(twice[0])));
        }
    }
}

fn start_of(text: &str) -> String {
    text.chars().take(30).collect()
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
