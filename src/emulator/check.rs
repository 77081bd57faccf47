//! What Meta refuses: the body of a send read field by field, in the order and with the limits of the Cloud API
//! reference. Lengths are UTF-16 units. A body that passes becomes a [`Draft`], the bubble a phone will show.

use super::errors::{MetaError, refuse};
use super::interactive;
use super::media::HERE;
use super::model::{Bubble, Card};
use super::templates::{self, Template};
use super::wire::{digits, utf16_len};
use serde_json::Value;

const TEXT: usize = 4096;
const CAPTION: usize = 1024;
const CALLBACK: usize = 512;
const CARDS: usize = 257;

/// A send that Meta would accept.
#[derive(Debug)]
pub(super) struct Draft {
    pub address: Address,
    pub callback: Option<String>,
    /// The pricing category.
    pub kind: &'static str,
    pub bubble: Bubble,
    /// Set for a reaction, which decorates another message instead of making a bubble: (wamid, emoji).
    pub reaction: Option<(String, String)>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// `to`, digits only.
    Phone(String),
    /// `recipient`.
    UserId(String),
    /// A BSUID in `to`: Meta answers 200 and nothing ever arrives.
    Lost(String),
}

pub(super) fn check(body: &Value, registry: &[Template]) -> Result<Draft, MetaError> {
    if body["messaging_product"] != "whatsapp" {
        return refuse(100, "The parameter messaging_product is required.");
    }
    let address = address(body)?;
    let callback = optional_text(&body["biz_opaque_callback_data"], "biz_opaque_callback_data", CALLBACK)?;
    let kind = body["type"].as_str().unwrap_or("text");
    let content = &body[kind];
    if content.is_null() {
        return refuse(100, format!("The parameter {kind} is required."));
    }
    let mut bubble = Bubble {
        kind: kind.to_owned(),
        quotes: body["context"]["message_id"].as_str().map(str::to_owned),
        raw: body.clone(),
        ..Bubble::default()
    };
    let mut price = "service";
    let mut reaction = None;
    match kind {
        "text" => bubble.body = text(&content["body"], "text['body']", TEXT)?,
        "interactive" => interactive::check(content, &mut bubble)?,
        "template" => price = templates::render(registry, content, &mut bubble)?,
        "reaction" => {
            let wamid = required(&content["message_id"], "reaction['message_id']")?;
            reaction = Some((wamid, content["emoji"].as_str().unwrap_or_default().to_owned()));
        }
        "contacts" => bubble.cards = cards(content)?,
        "image" | "document" => media(kind, content, &mut bubble)?,
        _ => return refuse(131_051, format!("Message type {kind} is not known here.")),
    }
    Ok(Draft { address, callback, kind: price, bubble, reaction })
}

/// `^[A-Z]{2}\.[A-Za-z0-9]{1,128}$`, or the parent form with `ENT.` in the middle.
pub(super) fn is_user_id(text: &str) -> bool {
    let Some((country, rest)) = text.split_once('.') else { return false };
    let rest = rest.strip_prefix("ENT.").unwrap_or(rest);
    country.len() == 2
        && country.bytes().all(|b| b.is_ascii_uppercase())
        && (1..=128).contains(&rest.len())
        && rest.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// `to` wins over `recipient`.
fn address(body: &Value) -> Result<Address, MetaError> {
    let to = body["to"].as_str().unwrap_or_default();
    if !to.is_empty() {
        if is_user_id(to) {
            return Ok(Address::Lost(to.to_owned()));
        }
        let number = digits(to);
        let spelled_well = to.chars().all(|c| c.is_ascii_digit() || "+ -()".contains(c));
        if !spelled_well || !(7..=15).contains(&number.len()) {
            return refuse(131_009, "Param to is not a phone number with its country code.");
        }
        return Ok(Address::Phone(number));
    }
    match body["recipient"].as_str().unwrap_or_default() {
        "" => refuse(100, "The parameter to is required."),
        id if is_user_id(id) => Ok(Address::UserId(id.to_owned())),
        _ => refuse(131_009, "Param recipient is not a business-scoped user id."),
    }
}

fn media(kind: &str, content: &Value, bubble: &mut Bubble) -> Result<(), MetaError> {
    let uploaded = content["id"].as_str().map(|id| format!("{HERE}{id}"));
    let link = match uploaded {
        Some(link) => link,
        None => required(&content["link"], &format!("{kind}['link']"))?,
    };
    if !link.starts_with(HERE) && !link.starts_with("http://") && !link.starts_with("https://") {
        return refuse(131_053, format!("Param {kind}['link'] is not a valid URL."));
    }
    bubble.body =
        optional_text(&content["caption"], &format!("{kind}['caption']"), CAPTION)?.unwrap_or_default();
    bubble.header = content["filename"].as_str().map(str::to_owned);
    bubble.media = Some((kind.to_owned(), link));
    Ok(())
}

fn cards(content: &Value) -> Result<Vec<Card>, MetaError> {
    let contacts = content.as_array().map_or(&[][..], Vec::as_slice);
    if contacts.is_empty() || contacts.len() > CARDS {
        return refuse(131_009, format!("Param contacts must have between 1 and {CARDS} elements."));
    }
    let card = |contact: &Value| {
        let name = required(&contact["name"]["formatted_name"], "contacts['name']['formatted_name']")?;
        let phone = contact["phones"][0]["phone"].as_str().unwrap_or_default().to_owned();
        Ok(Card { name, phone })
    };
    contacts.iter().map(card).collect()
}

/// A text that must be there, be more than blanks and fit.
pub(super) fn text(value: &Value, param: &str, max: usize) -> Result<String, MetaError> {
    let text = required(value, param)?;
    if utf16_len(&text) > max {
        return refuse(100, format!("Param {param} must be at most {max} characters long."));
    }
    Ok(text)
}

fn required(value: &Value, param: &str) -> Result<String, MetaError> {
    match value.as_str() {
        Some(text) if !text.trim().is_empty() => Ok(text.to_owned()),
        _ => refuse(100, format!("The parameter {param} is required.")),
    }
}

fn optional_text(value: &Value, param: &str, max: usize) -> Result<Option<String>, MetaError> {
    match value.as_str() {
        Some(text) if utf16_len(text) > max => {
            refuse(100, format!("Param {param} must be at most {max} characters long."))
        }
        other => Ok(other.map(str::to_owned)),
    }
}
