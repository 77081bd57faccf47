//! The account around the number: token, registration, webhook, mode, money, standing and profile, as somebody finds
//! them on Meta's pages. Every field is a condition that can be switched to see what becomes of it.

use super::Emulator;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The scopes that a token needs for messages, for the account and for its portfolio.
const SCOPES: [&str; 3] =
    ["business_management", "whatsapp_business_management", "whatsapp_business_messaging"];

#[allow(clippy::struct_excessive_bools)] // each is a switch of its own
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Account {
    /// The app that owns token and webhook.
    pub app_id: String,
    /// False is a revoked token: everything is refused with 190.
    pub token_valid: bool,
    /// When the token ends, ms UTC; 0 is never. An ended one is invalid.
    pub token_expires_ms: i64,
    pub scopes: Vec<String>,
    /// Further tokens that hold, with the app that each is of: shops that are businesses of their own have them.
    pub other_tokens: BTreeMap<String, String>,
    /// False is a token of a person, which ends with their password or their job.
    pub system_user: bool,
    /// Whether the number is registered for the Cloud API.
    pub registered: bool,
    /// The two-step PIN of the number; empty until somebody sets one by registering.
    pub pin: String,
    /// Registrations left of the ten in 72 hours.
    pub registrations_left: u32,
    /// Whether the app is subscribed to the account: without it no webhook flows.
    pub subscribed: bool,
    /// Where the app wants its webhooks; empty until it says so.
    pub callback_url: String,
    /// The webhook fields it asked for.
    pub fields: Vec<String>,
    /// What is written about commands is taken and forgotten.
    pub forgets: bool,
    /// Every check of a callback fails, as behind a firewall.
    pub callback_fails: bool,
    /// Live, or in development.
    pub live: bool,
    /// Whether a payment method is there.
    pub paid: bool,
    /// Restricted or locked by Meta for policy.
    pub restricted: bool,
    /// Fields of numbers and accounts that this version of Graph does not know, such as `health_status`.
    pub untold: Vec<String>,
    /// People a day who may be written to first: TIER_250, TIER_2K, … TIER_UNLIMITED.
    pub limit: String,
    /// GREEN, YELLOW, RED or UNKNOWN.
    pub quality: String,
    /// Whether the WhatsApp Business app shares the number.
    pub on_business_app: bool,
    /// The business profile: about, address, description, email, websites.
    pub profile: Value,
    /// What review says of a template that is created: APPROVED, PENDING or REJECTED.
    pub review: String,
    /// How far this clock is from the `Date` that answers carry, in seconds.
    pub clock_off_s: i64,
    /// Commands and ice breakers: `{"commands":[…],"prompts":[…]}`.
    pub automation: Value,
}

impl Default for Account {
    /// Grown up: nothing is left to be done.
    fn default() -> Self {
        Self {
            app_id: "670843887433847".to_owned(),
            token_valid: true,
            token_expires_ms: 0,
            scopes: SCOPES.map(str::to_owned).to_vec(),
            other_tokens: BTreeMap::new(),
            system_user: true,
            registered: true,
            pin: "123456".to_owned(),
            registrations_left: 10,
            subscribed: true,
            callback_url: String::new(),
            fields: Vec::new(),
            forgets: false,
            callback_fails: false,
            live: true,
            paid: true,
            restricted: false,
            untold: Vec::new(),
            limit: "TIER_250".to_owned(),
            quality: "GREEN".to_owned(),
            on_business_app: false,
            profile: json!({ "email": "ola@patinhas.example", "vertical": "RETAIL" }),
            review: "APPROVED".to_owned(),
            clock_off_s: 0,
            automation: json!({}),
        }
    }
}

impl Account {
    /// As on the first day: token and number are there, and nothing else has been done.
    #[must_use]
    pub fn fresh() -> Self {
        Self {
            registered: false,
            pin: String::new(),
            subscribed: false,
            quality: "UNKNOWN".to_owned(),
            profile: json!({ "vertical": "UNDEFINED" }),
            ..Self::default()
        }
    }

    fn token_holds(&self, now: i64) -> bool {
        self.token_valid && (self.token_expires_ms == 0 || now < self.token_expires_ms)
    }
}

impl Emulator {
    /// The app that a token is of; `None` when it does not hold.
    pub(super) fn app_behind(&self, token: &str) -> Option<String> {
        let account = self.account();
        if token == self.0.settings.token {
            return account.token_holds(self.now()).then_some(account.app_id);
        }
        account.other_tokens.get(token).cloned()
    }
}

impl Emulator {
    #[must_use]
    pub fn account(&self) -> Account {
        self.state().account.clone()
    }

    pub fn set_account(&self, account: Account) {
        self.state().account = account;
        self.0.work.notify_one();
    }

    /// Switches some conditions and leaves the others: `emulator.change(|account| account.paid = false)`.
    pub fn change(&self, change: impl FnOnce(&mut Account)) {
        change(&mut self.state().account);
        self.0.work.notify_one();
    }

    /// Replaces the fields that `patch` names; a field that is not one is a sentence.
    pub(super) fn patch_account(&self, patch: &Value) -> Result<Account, String> {
        let Value::Object(patch) = patch else {
            return Err("an account is an object of conditions".to_owned());
        };
        let mut whole = json!(self.account());
        for (key, value) in patch {
            whole[key] = value.clone();
        }
        let account: Account = serde_json::from_value(whole).map_err(|fault| fault.to_string())?;
        self.set_account(account.clone());
        Ok(account)
    }

    /// What review or quality made of a template, told by webhook as well. `false` when there is no such template.
    pub fn review_template(&self, name: &str, language: &str, status: &str, reason: Option<&str>) -> bool {
        let (id, category) = {
            let mut state = self.state();
            let found = state.templates.iter_mut().find(|t| t.name == name && t.language == language);
            let Some(template) = found else { return false };
            status.clone_into(&mut template.status);
            template.reason = reason.map(str::to_owned);
            (template.id, template.category.clone())
        };
        self.queue_notice(&json!({ "field": "message_template_status_update", "value": {
            "event": status, "message_template_id": id, "message_template_name": name,
            "message_template_language": language, "reason": reason.unwrap_or("NONE"),
            "message_template_category": category } }));
        true
    }
}
