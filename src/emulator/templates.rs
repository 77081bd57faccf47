//! Message templates: the registry, how it is listed and added to, and what Meta checks when one is sent.

use super::errors::{MetaError, refuse};
use super::model::Bubble;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A template in one language.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Template {
    pub id: u64,
    pub name: String,
    pub language: String,
    /// UTILITY, MARKETING or AUTHENTICATION.
    pub category: String,
    /// APPROVED, PENDING, REJECTED, PAUSED, DISABLED…: only the first may be sent.
    pub status: String,
    /// GREEN, YELLOW, RED or UNKNOWN.
    pub quality: String,
    /// With `{{1}}` or `{{name}}` where parameters go.
    pub body: String,
    pub footer: Option<String>,
    pub buttons: Vec<TemplateButton>,
    /// Why it was rejected.
    pub reason: Option<String>,
}

/// A button of a template.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum TemplateButton {
    QuickReply(String),
    /// A link; a trailing `{{1}}` in `url` takes a parameter.
    Url {
        text: String,
        url: String,
    },
}

impl Template {
    pub(super) fn kind(&self) -> &'static str {
        match self.category.as_str() {
            "MARKETING" => "marketing",
            "AUTHENTICATION" => "authentication",
            _ => "utility",
        }
    }

    /// As `GET /{waba}/message_templates` lists it.
    pub(super) fn listed(&self) -> Value {
        let mut components = vec![json!({ "type": "BODY", "text": self.body })];
        if let Some(footer) = &self.footer {
            components.push(json!({ "type": "FOOTER", "text": footer }));
        }
        if !self.buttons.is_empty() {
            let buttons: Vec<Value> = self.buttons.iter().map(TemplateButton::listed).collect();
            components.push(json!({ "type": "BUTTONS", "buttons": buttons }));
        }
        json!({ "id": self.id.to_string(), "name": self.name, "language": self.language, "status": self.status,
            "category": self.category, "rejected_reason": self.reason.as_deref().unwrap_or("NONE"),
            "quality_score": { "score": self.quality }, "components": components })
    }

    /// From the body of `POST /{waba}/message_templates`.
    pub(super) fn from_request(id: u64, request: &Value) -> Result<Self, MetaError> {
        let text = |key: &str| request[key].as_str().unwrap_or_default().to_owned();
        let name = text("name");
        let well_named = !name.is_empty()
            && name.len() <= 512
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !well_named {
            return refuse(100, "Param name must be lowercase letters, digits and underscores, at most 512.");
        }
        let category = text("category");
        if !["UTILITY", "MARKETING", "AUTHENTICATION"].contains(&category.as_str()) {
            return refuse(100, "Param category must be one of {AUTHENTICATION, MARKETING, UTILITY}.");
        }
        let components = request["components"].as_array().map_or(&[][..], Vec::as_slice);
        let part = |kind: &str| components.iter().find(|part| part["type"] == kind);
        let Some(body) = part("BODY").and_then(|part| part["text"].as_str()) else {
            return refuse(100, "Param components must contain a BODY with a text.");
        };
        let buttons = part("BUTTONS").and_then(|part| part["buttons"].as_array());
        Ok(Self {
            id,
            name,
            language: text("language"),
            category,
            quality: "UNKNOWN".to_owned(),
            body: body.to_owned(),
            footer: part("FOOTER").and_then(|part| part["text"].as_str()).map(str::to_owned),
            buttons: buttons.into_iter().flatten().map(TemplateButton::from_request).collect(),
            status: "PENDING".to_owned(),
            reason: None,
        })
    }
}

impl TemplateButton {
    fn listed(&self) -> Value {
        match self {
            Self::QuickReply(text) => json!({ "type": "QUICK_REPLY", "text": text }),
            Self::Url { text, url } => json!({ "type": "URL", "text": text, "url": url }),
        }
    }

    fn from_request(request: &Value) -> Self {
        let text = request["text"].as_str().unwrap_or_default().to_owned();
        match request["url"].as_str() {
            Some(url) => Self::Url { text, url: url.to_owned() },
            None => Self::QuickReply(text),
        }
    }
}

/// What Meta decides about a template after it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Approved,
    Rejected,
    Paused,
    Disabled,
    /// Charged as this from now on.
    Category(&'static str),
    /// GREEN, YELLOW or RED.
    Quality(&'static str),
}

impl Verdict {
    /// `approved`, `rejected`, `paused`, `disabled`, `utility`, `marketing`, `green`, `yellow`, `red`.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Some(match word {
            "approved" => Self::Approved,
            "rejected" => Self::Rejected,
            "paused" => Self::Paused,
            "disabled" => Self::Disabled,
            "utility" => Self::Category("UTILITY"),
            "marketing" => Self::Category("MARKETING"),
            "green" => Self::Quality("GREEN"),
            "yellow" => Self::Quality("YELLOW"),
            "red" => Self::Quality("RED"),
            _ => return None,
        })
    }
}

impl Template {
    /// Follows a verdict; the change of the webhook that tells of it.
    pub(super) fn follow(&mut self, verdict: Verdict) -> Value {
        let mut value = json!({ "message_template_id": self.id, "message_template_name": self.name,
            "message_template_language": self.language });
        let (status, reason) = match verdict {
            Verdict::Category(category) => {
                value["previous_category"] = json!(self.category);
                value["new_category"] = json!(category);
                category.clone_into(&mut self.category);
                return json!({ "field": "template_category_update", "value": value });
            }
            Verdict::Quality(quality) => {
                value["previous_quality_score"] = json!(self.quality);
                value["new_quality_score"] = json!(quality);
                quality.clone_into(&mut self.quality);
                return json!({ "field": "message_template_quality_update", "value": value });
            }
            Verdict::Approved => ("APPROVED", json!("NONE")),
            Verdict::Rejected => ("REJECTED", json!("PROMOTIONAL")),
            Verdict::Paused => ("PAUSED", Value::Null),
            Verdict::Disabled => ("DISABLED", Value::Null),
        };
        status.clone_into(&mut self.status);
        value["event"] = json!(status);
        value["reason"] = reason;
        value["message_template_category"] = json!(self.category);
        if verdict == Verdict::Paused {
            value["other_info"] = json!({ "title": "FIRST_PAUSE" });
        }
        json!({ "field": "message_template_status_update", "value": value })
    }
}

/// Checks the `template` object of a send against the registry and renders it into the bubble; answers its pricing
/// category.
pub(super) fn render(
    registry: &[Template],
    request: &Value,
    bubble: &mut Bubble,
) -> Result<&'static str, MetaError> {
    let name = request["name"].as_str().unwrap_or_default();
    let language = request["language"]["code"].as_str().unwrap_or_default();
    let Some(template) = registry.iter().find(|t| t.name == name && t.language == language) else {
        return refuse(132_001, format!("template name ({name}) does not exist in {language}"));
    };
    match template.status.as_str() {
        "APPROVED" => {}
        "PAUSED" => return refuse(132_015, "The template is paused because of its low quality."),
        "DISABLED" => return refuse(132_016, "The template was paused too often and is disabled for good."),
        status => return refuse(132_001, format!("template name ({name}) is {status} in {language}")),
    }
    let components = request["components"].as_array().map_or(&[][..], Vec::as_slice);
    let parameters =
        components.iter().find(|part| part["type"] == "body").and_then(|part| part["parameters"].as_array());
    bubble.body = fill(&template.body, parameters.map_or(&[], Vec::as_slice), "body")?;
    bubble.footer.clone_from(&template.footer);
    for (index, button) in template.buttons.iter().enumerate() {
        let given = components.iter().find(|part| part["type"] == "button" && index_of(part) == Some(index));
        let parameters = given.and_then(|part| part["parameters"].as_array()).map_or(&[][..], Vec::as_slice);
        match button {
            TemplateButton::QuickReply(text) => {
                let payload = parameters.first().and_then(|p| p["payload"].as_str()).unwrap_or(text);
                bubble.buttons.push((payload.to_owned(), text.clone()));
            }
            TemplateButton::Url { text, url } => {
                bubble.link = Some((text.clone(), fill(url, parameters, "button")?));
            }
        }
    }
    let extra = components.iter().filter(|part| part["type"] == "button").find_map(|part| {
        let index = index_of(part).unwrap_or(usize::MAX);
        (index >= template.buttons.len()).then_some(index)
    });
    if extra.is_some() {
        return refuse(132_018, "components: a button parameter has no button in the template");
    }
    bubble.template = Some(template.name.clone());
    Ok(template.kind())
}

/// SDKs send `index` as a string or as a number.
fn index_of(part: &Value) -> Option<usize> {
    part["index"].as_str().map_or_else(
        || part["index"].as_u64().and_then(|n| usize::try_from(n).ok()),
        |text| text.parse().ok(),
    )
}

fn fill(text: &str, parameters: &[Value], place: &str) -> Result<String, MetaError> {
    let slots = slots(text);
    if slots.len() != parameters.len() {
        let (given, wanted) = (parameters.len(), slots.len());
        return refuse(
            132_000,
            format!(
                "{place}: number of localizable_params ({given}) does not match the expected number of params ({wanted})"
            ),
        );
    }
    let mut out = text.to_owned();
    for (position, slot) in slots.iter().enumerate() {
        let numbered = slot.parse::<u32>().is_ok();
        let named = parameters.iter().find(|p| p["parameter_name"] == **slot);
        let Some(parameter) = (if numbered { parameters.get(position) } else { named }) else {
            return refuse(132_000, format!("{place}: there is no parameter named {slot}"));
        };
        let Some(value) = parameter["text"].as_str() else {
            return refuse(132_012, format!("{place}: parameter {slot} is not of type text"));
        };
        if value.is_empty() || value.contains(['\n', '\r', '\t']) || value.contains("     ") {
            return refuse(
                132_018,
                "Param text cannot be empty, have new-line/tab characters or more than 4 consecutive spaces",
            );
        }
        out = out.replace(&format!("{{{{{slot}}}}}"), value);
    }
    Ok(out)
}

/// The distinct placeholders of a text, positional ones by number and named ones by first appearance.
fn slots(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for piece in text.split("{{").skip(1) {
        if let Some((slot, _)) = piece.split_once("}}")
            && !found.contains(&slot)
        {
            found.push(slot);
        }
    }
    if found.iter().all(|slot| slot.parse::<u32>().is_ok()) {
        found.sort_by_key(|slot| slot.parse::<u32>().unwrap_or(0));
    }
    found
}
