//! Interactive messages: reply buttons, lists, a call to action, and the request for a contact's number.

use super::errors::{MetaError, refuse};
use super::media::HERE;
use super::model::{Bubble, Row};
use super::wire::utf16_len;
use serde_json::Value;
use std::collections::BTreeSet;

const BODY: usize = 1024;
const LIST_BODY: usize = 4096;
const HEADER: usize = 60;
const FOOTER: usize = 60;
const BUTTONS: usize = 3;
const BUTTON_TITLE: usize = 20;
const BUTTON_ID: usize = 256;
const SECTIONS: usize = 10;
const ROWS: usize = 10;
const ROW_ID: usize = 200;
const ROW_TITLE: usize = 24;
const DESCRIPTION: usize = 72;

pub(super) fn check(content: &Value, bubble: &mut Bubble) -> Result<(), MetaError> {
    let kind = content["type"].as_str().unwrap_or_default();
    let body_limit = if kind == "list" { LIST_BODY } else { BODY };
    bubble.body = sized(&content["body"]["text"], "Body text", body_limit)?;
    if !content["footer"].is_null() {
        bubble.footer = Some(sized(&content["footer"]["text"], "Footer text", FOOTER)?);
    }
    header(kind, &content["header"], bubble)?;
    let action = &content["action"];
    match kind {
        "button" => bubble.buttons = buttons(action)?,
        "list" => {
            let label = sized(&action["button"], "Button label", BUTTON_TITLE)?;
            bubble.list = Some((label, rows(action)?));
        }
        "cta_url" => {
            let parameters = &action["parameters"];
            let label = sized(&parameters["display_text"], "Button display text", BUTTON_TITLE)?;
            let url = parameters["url"].as_str().unwrap_or_default();
            if !url.starts_with("https://") && !url.starts_with("http://") {
                return refuse(131_009, "Button url is not a valid URL");
            }
            bubble.link = Some((label, url.to_owned()));
        }
        "contact_request" => bubble.asks_number = true,
        _ => return refuse(131_009, format!("Interactive type {kind} is not known here.")),
    }
    Ok(())
}

/// Lists take a header of text only.
fn header(kind: &str, header: &Value, bubble: &mut Bubble) -> Result<(), MetaError> {
    match header["type"].as_str() {
        None => {}
        Some("text") => bubble.header = Some(sized(&header["text"], "Header text", HEADER)?),
        Some(media @ ("image" | "document")) if kind != "list" => {
            let uploaded = header[media]["id"].as_str().map(|id| format!("{HERE}{id}"));
            let link =
                uploaded.or_else(|| header[media]["link"].as_str().map(str::to_owned)).unwrap_or_default();
            if link.is_empty() {
                return refuse(131_008, format!("Header {media} needs an id or a link"));
            }
            bubble.media = Some((media.to_owned(), link));
        }
        Some(other) => return refuse(131_009, format!("Header type {other} is not allowed for {kind}")),
    }
    Ok(())
}

fn buttons(action: &Value) -> Result<Vec<(String, String)>, MetaError> {
    let given = action["buttons"].as_array().map_or(&[][..], Vec::as_slice);
    if given.is_empty() || given.len() > BUTTONS {
        return refuse(
            131_009,
            format!("Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: {BUTTONS}"),
        );
    }
    let (mut titles, mut ids) = (BTreeSet::new(), BTreeSet::new());
    let mut out = Vec::new();
    for button in given {
        let id = sized(&button["reply"]["id"], "Button id", BUTTON_ID)?;
        let title = sized(&button["reply"]["title"], "Button title", BUTTON_TITLE)?;
        if !titles.insert(title.clone()) {
            return refuse(131_009, "Duplicated title is not allowed");
        }
        if !ids.insert(id.clone()) {
            return refuse(131_009, "Duplicated id is not allowed");
        }
        out.push((id, title));
    }
    Ok(out)
}

fn rows(action: &Value) -> Result<Vec<Row>, MetaError> {
    let sections = action["sections"].as_array().map_or(&[][..], Vec::as_slice);
    if sections.is_empty() || sections.len() > SECTIONS {
        return refuse(131_009, format!("Invalid sections count. Min: 1, Max: {SECTIONS}"));
    }
    let mut out = Vec::new();
    let mut ids = BTreeSet::new();
    for section in sections {
        let title = match &section["title"] {
            Value::Null if sections.len() == 1 => None,
            title => Some(sized(title, "Section title", ROW_TITLE)?),
        };
        for row in section["rows"].as_array().into_iter().flatten() {
            let id = sized(&row["id"], "Row id", ROW_ID)?;
            if !ids.insert(id.clone()) {
                return refuse(131_009, "Duplicated row id is not allowed");
            }
            let description = match &row["description"] {
                Value::Null => None,
                text => Some(sized(text, "Row description", DESCRIPTION)?),
            };
            out.push(Row {
                id,
                title: sized(&row["title"], "Row title", ROW_TITLE)?,
                description,
                section: title.clone(),
            });
        }
    }
    if out.is_empty() || out.len() > ROWS {
        return refuse(131_009, format!("Total row count must be between 1 and {ROWS}"));
    }
    Ok(out)
}

fn sized(value: &Value, what: &str, max: usize) -> Result<String, MetaError> {
    let text = value.as_str().unwrap_or_default();
    if text.trim().is_empty() || utf16_len(text) > max {
        return refuse(131_009, format!("{what} length invalid. Min length: 1, Max length: {max}"));
    }
    Ok(text.to_owned())
}
