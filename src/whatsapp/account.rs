//! Notices to the account: templates, limits, restrictions. Every field may be missing and every word new.
//!
//! Shapes: references of the management webhooks, served 2026-09-11; where only fixtures show one, it is read as
//! leniently as they differ.

use super::json::Object;
use super::update::Update;
use crate::dialogue::account::{AccountNotice, Which};
use crate::domain::template::Category;

/// The fields that are acted on; the others are kept for whoever runs the account.
pub const FIELDS: [&str; 7] = [
    "account_alerts",
    "account_update",
    "business_capability_update",
    "message_template_quality_update",
    "message_template_status_update",
    "phone_number_quality_update",
    "template_category_update",
];

/// Reads one change, `{"field":…,"value":…}`.
pub(super) fn read(change: &Object, _: Option<&Object>) -> Update {
    let (field, value) = (change.text("field").unwrap_or_default(), change.object("value"));
    if !FIELDS.contains(&field.as_str()) {
        return Update::Ignored { reason: "a notice to the account".to_owned() };
    }
    match value.and_then(|value| notice(&field, &value)) {
        Some(notice) => Update::Account(notice),
        None => Update::Ignored { reason: format!("a notice of {field} that says too little") },
    }
}

fn notice(field: &str, value: &Object) -> Option<AccountNotice> {
    let category = |key: &str| value.id(key).and_then(|word| Category::read(&word));
    Some(match field {
        "message_template_status_update" => AccountNotice::Status {
            which: which(value),
            event: value.id("event")?,
            reason: value.id("reason").filter(|reason| reason != "NONE"),
            category: category("message_template_category"),
        },
        "message_template_quality_update" => {
            AccountNotice::Quality { which: which(value), quality: value.id("new_quality_score")? }
        }
        "template_category_update" => {
            AccountNotice::Category { which: which(value), category: category("new_category")? }
        }
        "account_update" => AccountNotice::Account { event: value.id("event")?, detail: detail(value) },
        "account_alerts" => {
            let what = value.id("alert_type")?;
            if what.starts_with("INCREASED_CAPABILITIES_ELIGIBILITY_") {
                AccountNotice::LimitDenied
            } else {
                AccountNotice::Other { what }
            }
        }
        "business_capability_update" => AccountNotice::Allowance { people: people(value)?, number: None },
        "phone_number_quality_update" => {
            let digits = |text: String| text.chars().filter(char::is_ascii_digit).collect();
            match people(value) {
                Some(people) => {
                    AccountNotice::Allowance { people, number: value.id("display_phone_number").map(digits) }
                }
                None => AccountNotice::Other { what: value.id("event")? },
            }
        }
        _ => return None,
    })
}

fn which(value: &Object) -> Which {
    Which {
        remote_id: value.id("message_template_id"),
        name: value.id("message_template_name"),
        // The documentation writes `en-US` where everything else has `en_US`.
        lang: value.id("message_template_language").map(|lang| lang.replace('-', "_")),
    }
}

fn detail(value: &Object) -> Option<String> {
    let violation = value.object("violation_info").and_then(|info| info.id("violation_type"));
    violation.or_else(|| value.object("ban_info")?.id("waba_ban_state"))
}

/// People a day, from whichever of the keys is there; tiers are due to disappear.
fn people(value: &Object) -> Option<i64> {
    let keys = ["max_daily_conversations_per_business", "max_daily_conversation_per_phone", "current_limit"];
    keys.into_iter().find_map(|key| tier(&value.id(key)?))
}

/// `TIER_2K`, `250`, … as a number of people; -1 is no limit.
pub(super) fn tier(word: &str) -> Option<i64> {
    let word = word.strip_prefix("TIER_").unwrap_or(word);
    if word == "UNLIMITED" {
        return Some(-1);
    }
    let thousands = word.strip_suffix('K').and_then(|number| number.parse::<i64>().ok());
    thousands.map(|thousands| thousands.saturating_mul(1_000)).or_else(|| word.parse().ok())
}
