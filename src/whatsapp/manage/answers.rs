//! What the management calls answer, as far as anybody here needs it.

use crate::whatsapp::account::tier;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The kind of object that WhatsApp's webhooks are about.
pub(super) const WHATSAPP: &str = "whatsapp_business_account";

/// What a token is and may do (`GET /debug_token`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Token {
    pub valid: bool,
    pub app_id: String,
    /// `SYSTEM_USER`, `USER`, …; empty when not told.
    pub kind: String,
    /// ms UTC; 0 is never.
    pub expires_ms: i64,
    pub scopes: Vec<String>,
    /// The accounts it may manage; empty when all or not told.
    pub accounts: Vec<String>,
    /// Why it is not valid, in Meta's words.
    pub error: Option<String>,
}

/// A business number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NumberState {
    pub id: String,
    /// As people write it.
    pub display: String,
    pub verified_name: String,
    /// GREEN, YELLOW, RED, UNKNOWN.
    pub quality: String,
    /// CONNECTED when it may send; empty when not told.
    pub status: String,
    /// CLOUD_API when it is registered there; empty when not told (values are not confirmed).
    pub platform: String,
    /// APPROVED, PENDING_REVIEW, DECLINED, …: the display name.
    pub name_status: String,
    /// TIER_250, TIER_2K, …; empty when not told.
    pub limit: String,
    /// The WhatsApp Business app shares the number (field not confirmed).
    pub on_business_app: bool,
}

impl NumberState {
    /// How many people a day may be written to first, -1 for any number; `None` when Meta does not tell.
    pub fn people(&self) -> Option<i64> {
        tier(&self.limit)
    }

    /// Whether it is registered for the Cloud API, `None` when Meta does not tell.
    pub fn registered(&self) -> Option<bool> {
        match (self.status.as_str(), self.platform.as_str()) {
            ("", "") => None,
            ("CONNECTED", _) => Some(true),
            ("", platform) => Some(platform == "CLOUD_API"),
            _ => Some(false),
        }
    }
}

/// Who may send messages, and why not (`health_status`; not confirmed).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health(pub Vec<Blocked>);

/// One thing that stands in the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blocked {
    /// PHONE_NUMBER, WABA, BUSINESS or APP.
    pub entity: String,
    /// 0 when none was given.
    pub code: i64,
    pub what: String,
    pub solution: String,
}

impl Health {
    /// What stands in the way at one of the entities.
    pub fn of(&self, entity: &str) -> impl Iterator<Item = &Blocked> {
        self.0.iter().filter(move |blocked| blocked.entity == entity)
    }
}

/// Where an app has webhooks sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscription {
    pub callback: String,
    pub active: bool,
    pub fields: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    pub about: String,
    pub address: String,
    pub description: String,
    pub email: String,
    pub websites: Vec<String>,
}

impl Profile {
    /// Whether somebody could reach the business by what it says.
    pub fn has_contact(&self) -> bool {
        !self.email.is_empty() || !self.websites.is_empty()
    }
}

/// Commands and ice breakers of a number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Automation {
    pub commands: Vec<Command>,
    pub prompts: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    #[serde(rename = "command_name")]
    pub name: String,
    #[serde(rename = "command_description")]
    pub description: String,
}

/// A string or a number as text; ids come as either.
pub(super) fn text(value: &Value, key: &str) -> Option<String> {
    match &value[key] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn word(value: &Value, key: &str) -> String {
    text(value, key).unwrap_or_default()
}

fn words(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

pub(super) fn token(answer: &Value) -> Token {
    let data = &answer["data"];
    let manages =
        items(&data["granular_scopes"]).filter(|one| one["scope"] == "whatsapp_business_management");
    Token {
        valid: data["is_valid"] == true,
        app_id: word(data, "app_id"),
        kind: word(data, "type"),
        expires_ms: data["expires_at"].as_i64().unwrap_or(0).saturating_mul(1000).max(0),
        scopes: words(&data["scopes"]),
        accounts: manages.flat_map(|one| words(&one["target_ids"])).collect(),
        error: text(&data["error"], "message"),
    }
}

pub(super) fn number(answer: &Value) -> NumberState {
    NumberState {
        id: word(answer, "id"),
        display: word(answer, "display_phone_number"),
        verified_name: word(answer, "verified_name"),
        quality: word(answer, "quality_rating"),
        status: word(answer, "status"),
        platform: word(answer, "platform_type"),
        name_status: word(answer, "name_status"),
        limit: word(answer, "whatsapp_business_manager_messaging_limit"),
        on_business_app: answer["is_on_biz_app"] == true,
    }
}

/// An entity that is blocked without a reason is one all the same.
pub(super) fn health(answer: &Value) -> Option<Health> {
    answer.is_object().then(|| {
        let blocked = items(&answer["entities"]).flat_map(|entity| {
            let kind = word(entity, "entity_type");
            let mut found: Vec<Blocked> = items(&entity["errors"])
                .map(|error| Blocked {
                    entity: kind.clone(),
                    code: error["error_code"].as_i64().unwrap_or(0),
                    what: word(error, "error_description"),
                    solution: word(error, "possible_solution"),
                })
                .collect();
            if found.is_empty() && entity["can_send_message"] == "BLOCKED" {
                found.push(Blocked { entity: kind, what: "it is blocked".to_owned(), ..Blocked::default() });
            }
            found
        });
        Health(blocked.collect())
    })
}

pub(super) fn subscription(answer: &Value) -> Option<Subscription> {
    let ours = items(&answer["data"]).find(|row| row["object"] == WHATSAPP)?;
    // Fields come as objects with name and version, in older versions as names.
    let name = |field: &Value| text(field, "name").or_else(|| field.as_str().map(str::to_owned));
    Some(Subscription {
        callback: word(ours, "callback_url"),
        active: ours["active"] != false,
        fields: items(&ours["fields"]).filter_map(name).collect(),
    })
}

pub(super) fn profile(answer: &Value) -> Profile {
    let data = &answer["data"][0];
    Profile {
        about: word(data, "about"),
        address: word(data, "address"),
        description: word(data, "description"),
        email: word(data, "email"),
        websites: words(&data["websites"]),
    }
}

pub(super) fn automation(answer: &Value) -> Automation {
    let command = |row: &Value| {
        Some(Command { name: text(row, "command_name")?, description: word(row, "command_description") })
    };
    Automation {
        commands: items(&answer["commands"]).filter_map(command).collect(),
        prompts: words(&answer["prompts"]),
    }
}
