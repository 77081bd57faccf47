//! Number and account as Graph shows them: their fields, which of them an answer holds, and what their health says.

use super::account::Account;
use super::errors::{MetaError, refuse};
use super::model::Number;
use super::wire::WABA;
use serde_json::{Value, json};

/// What Meta tells of a number when nobody asks for more.
const TOLD: &str =
    "id,display_phone_number,verified_name,code_verification_status,quality_rating,platform_type,throughput";

/// The fields asked for, of which each must be one; without any, those that are told anyway.
pub(super) fn asked(mut whole: Value, asked: Option<&str>, account: &Account) -> Result<Value, MetaError> {
    let fields: Vec<&str> = asked.unwrap_or(TOLD).split(',').collect();
    let known =
        |field: &&str| !whole[*field].is_null() && !account.untold.iter().any(|untold| untold == *field);
    if let Some(field) = fields.iter().find(|field| asked.is_some() && !known(field)) {
        return refuse(100, format!("(#100) Tried accessing nonexisting field ({field})"));
    }
    if let Value::Object(all) = &mut whole {
        all.retain(|key, _| key == "id" || fields.contains(&key.as_str()));
    }
    Ok(whole)
}

pub(super) fn number_fields(account: &Account, number: &Number) -> Value {
    let platform = if account.registered { "CLOUD_API" } else { "NOT_APPLICABLE" };
    json!({ "id": number.id, "display_phone_number": number.display,
        "verified_name": number.verified_name, "quality_rating": account.quality,
        "status": if account.registered { "CONNECTED" } else { "DISCONNECTED" },
        "code_verification_status": "VERIFIED", "name_status": "APPROVED", "platform_type": platform,
        "is_on_biz_app": account.on_business_app, "is_pin_enabled": !account.pin.is_empty(),
        "whatsapp_business_manager_messaging_limit": account.limit,
        "throughput": { "level": "STANDARD" }, "conversational_automation": account.automation, "health_status": health(account, Some(number)) })
}

pub(super) fn waba_fields(account: &Account) -> Value {
    json!({ "id": WABA, "name": "Clube Patinhas", "currency": "BRL", "timezone_id": "25",
        "account_review_status": "APPROVED", "ownership_type": "SELF",
        "owner_business_info": { "id": "506914307656634", "name": "Patinhas Ltda" }, "health_status": health(account, None) })
}

/// Whether each of number, account, portfolio and app may send, and what stands in the way. Shape and codes are not
/// confirmed by a page of Meta's.
fn health(account: &Account, number: Option<&Number>) -> Value {
    let entity = |kind: &str, id: &str, errors: Vec<Value>| {
        let can = if errors.is_empty() { "AVAILABLE" } else { "BLOCKED" };
        json!({ "entity_type": kind, "id": id, "can_send_message": can, "errors": errors })
    };
    let error = |code: u32, what: &str, solution: &str| json!({ "error_code": code, "error_description": what, "possible_solution": solution });
    let mut waba = Vec::new();
    if !account.paid {
        waba.push(error(141_006, "There is an error with the payment method.", "Add a payment method."));
    }
    if account.restricted {
        waba.push(error(141_010, "The account is restricted for policy violations.", "Appeal the decision."));
    }
    let mut app = Vec::new();
    if !account.live {
        app.push(error(141_014, "The app is in development mode.", "Switch the app to live mode."));
    }
    let mut entities = vec![
        entity("WABA", WABA, waba),
        entity("BUSINESS", "506914307656634", Vec::new()),
        entity("APP", &account.app_id, app),
    ];
    if let Some(number) = number {
        let mut own = Vec::new();
        if !account.registered {
            own.push(error(141_000, "The phone number is not registered.", "Register it."));
        }
        entities.insert(0, entity("PHONE_NUMBER", &number.id, own));
    }
    let blocked = entities.iter().any(|entity| entity["can_send_message"] == "BLOCKED");
    json!({ "can_send_message": if blocked { "BLOCKED" } else { "AVAILABLE" }, "entities": entities })
}
