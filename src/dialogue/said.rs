//! What is said, before it becomes a channel's own format.

use serde::{Deserialize, Serialize};

/// One outgoing bubble. Limits (WhatsApp's, counted in UTF-16 units): body 1024 with buttons, 4096
/// otherwise; footer 60; three buttons of 20; ten rows of title 24 and description 72; list button 20.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub body: String,
    /// The address that a QR code above it leads to: with one, the body is 1024 long at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
    #[serde(default, skip_serializing_if = "Choices::is_none")]
    pub choices: Choices,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Choices {
    #[default]
    None,
    /// One to three quick replies.
    Buttons(Vec<Choice>),
    /// One list, opened by `button`.
    List { button: String, rows: Vec<Choice> },
    /// A button with which the person shares their own number.
    OwnNumber,
    /// One link shown as a button.
    Link { label: String, url: String },
}

/// `id` comes back when the choice is tapped. It is an opaque nonce or the name of a read; it never
/// carries authority, because it travels through the customer's phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub id: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Choices {
    pub fn is_none(&self) -> bool {
        *self == Choices::None
    }
}
