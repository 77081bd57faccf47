//! What became of a message, as `statuses[]` webhooks with their pricing.

use super::errors::MetaError;
use super::inbound::{contact, metadata};
use super::model::{Accepted, Number, Person};
use serde_json::{Value, json};

/// Free service messages of one number in a calendar month (Meta's prices from 2026-10-01).
pub(super) const FREE_PER_MONTH: u32 = 1_000;

/// The month boundary lies at midnight in the account's time zone; this account is in São Paulo, UTC−3 all year.
const ACCOUNT_OFFSET_MS: i64 = -3 * 3_600_000;

/// One status of one message.
pub(super) struct Status<'a> {
    pub message: &'a Accepted,
    pub number: &'a Number,
    pub person: Option<&'a Person>,
    pub at: i64,
}

impl Status<'_> {
    /// `sent`, `delivered` or `read`. The price comes with `sent` and with the first of the other two.
    pub(super) fn reached(&self, status: &str, pricing: Option<Value>) -> Value {
        let mut item = self.item(status);
        if let Some(person) = self.person {
            item["recipient_user_id"] = json!(person.user_id);
            if let Some(wa_id) = person
                .shown_wa_id()
                .or_else(|| self.message.to_phone().then(|| person.real_wa_id()).flatten())
            {
                item["recipient_id"] = json!(wa_id);
            }
        }
        if let Some(pricing) = pricing {
            item["pricing"] = pricing;
        }
        let contacts = self.person.map(|person| contact(person, status != "sent"));
        self.change(&item, contacts)
    }

    /// `failed` names the address it was sent to, and nobody.
    pub(super) fn failed(&self, error: &MetaError) -> Value {
        let mut item = self.item("failed");
        let key = if self.message.to_phone() { "recipient_id" } else { "recipient_user_id" };
        let known = self.person.filter(|_| self.message.to_phone()).and_then(Person::real_wa_id);
        item[key] = json!(known.unwrap_or_else(|| self.message.to.clone()));
        item["errors"] = json!([error.in_status()]);
        self.change(&item, None)
    }

    fn item(&self, status: &str) -> Value {
        let mut item = json!({ "id": self.message.wamid, "status": status,
            "timestamp": (self.at / 1000).to_string() });
        if let Some(callback) = &self.message.callback {
            item["biz_opaque_callback_data"] = json!(callback);
        }
        item
    }

    fn change(&self, item: &Value, contact: Option<Value>) -> Value {
        let mut value = json!({ "messaging_product": "whatsapp", "metadata": metadata(self.number),
            "statuses": [item] });
        if let Some(contact) = contact {
            value["contacts"] = json!([contact]);
        }
        json!({ "field": "messages", "value": value })
    }
}

/// The `pricing` object; `nth` counts this number's service messages of the month from 1.
///
/// Meta does not document the `type` within the free thousand; this keeps the value that free service messages had
/// before.
pub(super) fn pricing(kind: &str, nth: u32) -> Value {
    let free = kind == "service" && nth <= FREE_PER_MONTH;
    let how = if free { "free_customer_service" } else { "regular" };
    json!({ "billable": !free, "pricing_model": "PMP", "type": how, "category": kind })
}

/// The calendar month of a time as months since year 0, in the account's zone.
pub(super) fn month(at: i64) -> i64 {
    // Civil date from days, after Howard Hinnant's `civil_from_days`, with the year starting in March.
    let days = (at + ACCOUNT_OFFSET_MS).div_euclid(86_400_000) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    (era * 400 + year) * 12 + march_month + 2
}
