//! The things of this small world: numbers, people, what people say, what appears on their screens, and what the
//! Graph API accepted.

use super::wire::digits;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// A person with a phone. WhatsApp knows the BSUID (`user_id`) always and may keep the phone to itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Person {
    /// A slug that names this person in the control API.
    pub id: String,
    pub name: String,
    /// `+5511987654321`, as people write it; `None` for somebody who is known by username only.
    pub phone: Option<String>,
    /// The number as WhatsApp knows it; the digits of `phone` unless the account predates the ninth digit.
    pub wa_id: Option<String>,
    /// The business-scoped user id, `BR.…`.
    pub user_id: String,
    pub username: Option<String>,
    /// Whether webhooks carry the phone number at all.
    pub shows_phone: bool,
    /// A hint of who this is, for the page: "cliente", "caixa".
    pub about: String,
}

impl Person {
    /// The number as WhatsApp knows it, whether or not it is shown to the business.
    pub(super) fn real_wa_id(&self) -> Option<String> {
        self.wa_id.clone().or_else(|| self.phone.as_deref().map(digits))
    }

    /// The number as webhooks carry it: absent for people who keep it to themselves.
    pub(super) fn shown_wa_id(&self) -> Option<String> {
        if self.shows_phone { self.real_wa_id() } else { None }
    }

    /// Meta delivers to the number as dialled today and to the id as registered; any other spelling is nobody.
    pub(super) fn answers_to(&self, number: &str) -> bool {
        self.phone.as_deref().map(digits).as_deref() == Some(number)
            || self.real_wa_id().as_deref() == Some(number)
    }
}

/// A business phone number.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Number {
    pub id: String,
    pub display: String,
    pub verified_name: String,
}

/// One thing a person does in the chat.
#[derive(Debug, Clone)]
pub struct Utterance {
    pub kind: Say,
    /// The wamid this answers.
    pub quotes: Option<String>,
    /// Milliseconds UTC; `None` is now. The webhook carries whole seconds.
    pub at: Option<i64>,
}

impl Utterance {
    #[must_use]
    pub fn new(kind: Say) -> Self {
        Self { kind, quotes: None, at: None }
    }

    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::new(Say::Text(text.to_owned()))
    }
}

/// What a person can send.
#[derive(Debug, Clone)]
pub enum Say {
    Text(String),
    /// A reply button, or a row of a list.
    Tap {
        id: String,
        title: String,
        list: bool,
    },
    /// A quick-reply button of a template.
    TemplateTap {
        payload: String,
        text: String,
    },
    /// Cards: name, phone (empty for none) and WhatsApp id.
    Contacts(Vec<(String, String, Option<String>)>),
    /// The answer to a `contact_request`: the person's own number, vouched for by WhatsApp.
    OwnNumber,
    /// An emoji on a message; an empty one takes it back.
    Reaction {
        to: String,
        emoji: String,
    },
    Audio,
    Image {
        caption: Option<String>,
    },
    Location,
    /// A whole `messages[]` item; `id`, `timestamp`, `from` and `from_user_id` are filled in when absent.
    Raw(Value),
}

/// A row of a list message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Row {
    pub id: String,
    pub title: String,
    pub description: Option<String>,
    pub section: Option<String>,
}

/// A contact card.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Card {
    pub name: String,
    pub phone: String,
}

/// One message on a person's screen, in either direction.
///
/// A message that WhatsApp accepted and could not deliver (say, outside the window) is here too, with status
/// `failed` and its error: the person does not see it, whoever watches the page should.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Bubble {
    pub wamid: String,
    /// The `phone_number_id` of the business side.
    pub number: String,
    pub from_person: bool,
    /// Milliseconds UTC.
    pub at: i64,
    /// The message type: text, interactive, template, contacts, image, document, audio, location, reaction…
    pub kind: String,
    pub body: String,
    pub header: Option<String>,
    pub footer: Option<String>,
    /// (id, title) of reply buttons; (payload, label) on a template.
    pub buttons: Vec<(String, String)>,
    /// (label of the button that opens it, rows).
    pub list: Option<(String, Vec<Row>)>,
    /// (label, URL) of a call to action.
    pub link: Option<(String, String)>,
    /// (image | document, URL).
    pub media: Option<(String, String)>,
    /// What the QR code on its picture says.
    #[serde(default)]
    pub reads: Option<String>,
    pub cards: Vec<Card>,
    /// The message asks for the person's own number.
    pub asks_number: bool,
    /// The template's name, when it came as one.
    pub template: Option<String>,
    pub quotes: Option<String>,
    /// The emoji the other side put on this message.
    pub reaction: Option<String>,
    /// sent, delivered, read or failed. For the person's own messages: sent while the webhook waits, delivered once
    /// it was answered with 200, read once it was marked as read.
    #[serde(deserialize_with = "status")]
    pub status: Status,
    /// Meta's code on `failed`.
    pub error: Option<u32>,
    /// The request or webhook item behind the bubble.
    #[serde(skip)]
    pub raw: Value,
}

/// sent, delivered, read or failed.
pub(super) type Status = &'static str;

fn status<'de, D: Deserializer<'de>>(from: D) -> Result<Status, D::Error> {
    let name = String::deserialize(from)?;
    let known = ["sent", "delivered", "read", "failed"].into_iter().find(|known| *known == name);
    known.ok_or_else(|| Error::custom(format!("{name:?} is no status")))
}

/// One message that the Graph API took, whatever became of the answer.
#[derive(Debug, Clone)]
pub struct Accepted {
    pub wamid: String,
    pub number: String,
    /// The address exactly as given in `to`, or else in `recipient`.
    pub to: String,
    /// Who it is for; `None` when nobody here answers to that address.
    pub person: Option<String>,
    /// `biz_opaque_callback_data`.
    pub callback: Option<String>,
    pub body: Value,
    /// Milliseconds UTC.
    pub at: i64,
    /// The pricing category: service, utility, marketing or authentication.
    pub kind: &'static str,
    /// The code with which delivery failed afterwards.
    pub failed: Option<u32>,
}

impl Accepted {
    /// `to` was given, which wins over `recipient`.
    pub(super) fn to_phone(&self) -> bool {
        self.body["to"].as_str().is_some_and(|to| !to.is_empty())
    }
}

/// One send that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// `biz_opaque_callback_data`.
    pub callback: Option<String>,
    /// Milliseconds UTC.
    pub at: i64,
    pub answered: Answered,
}

/// How a send was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    Accepted,
    Refused(u32),
    /// In a way that leaves open whether the message was taken: not at all, late, garbled, or by a proxy.
    InDoubt,
}

/// What the control API's `say` takes; exactly one of the kinds.
#[derive(Debug, Deserialize)]
pub(super) struct SayRequest {
    pub text: Option<String>,
    pub tap: Option<TapRequest>,
    /// The id of another person whose card is sent.
    pub contact: Option<String>,
    /// The person's own number, as asked for by the business.
    #[serde(default)]
    pub own_number: bool,
    pub reaction: Option<ReactionRequest>,
    pub quotes: Option<String>,
    /// The `phone_number_id` to write to; the first number when absent.
    pub number: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct TapRequest {
    pub id: String,
    pub title: String,
    #[serde(default)]
    pub list: bool,
    #[serde(default)]
    pub template: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct ReactionRequest {
    pub to: String,
    pub emoji: String,
}
