//! The management half of the Graph API: what a token may do, the number and its registration, the account, webhooks
//! of the app, profile, templates, commands. What is read and written is [`super::account::Account`].

use super::account::Account;
use super::admission::{OfAccount, OfApp, OfNumber, Refused, bearer};
use super::errors::{MetaError, refuse};
use super::graph::Target;
use super::standing::{number_fields, waba_fields};
use super::templates::Template;
use super::wire::WABA;
use super::{Emulator, standing};
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// Meta's own patience with a callback is not documented.
const CALLBACK_TIME: Duration = Duration::from_secs(10);
/// Templates on one page of a list, when the caller asks for no other number.
const PAGE: usize = 25;

pub(super) fn router() -> Router<Emulator> {
    Router::new()
        .route("/{version}/debug_token", get(debug_token))
        .route("/{version}/{id}", get(object))
        .route("/{version}/{id}/phone_numbers", get(numbers))
        .route("/{version}/{id}/register", post(register))
        .route("/{version}/{id}/subscribed_apps", get(subscribed).post(subscribe))
        .route("/{version}/{id}/subscriptions", get(subscriptions).post(set_subscription))
        .route("/{version}/{id}/whatsapp_business_profile", get(profile).post(set_profile))
        .route("/{version}/{id}/conversational_automation", post(set_automation))
        .route("/{version}/{id}/message_templates", get(templates).post(create_template))
}

type Asked = Query<BTreeMap<String, String>>;
type Answer = Result<Value, MetaError>;

impl Emulator {
    fn reply(&self, answer: Answer) -> Response {
        match answer {
            Ok(value) => Json(value).into_response(),
            Err(error) => self.refusal(&error),
        }
    }
}

/// Answers carry Meta's own time.
pub(super) async fn dated(State(emulator): State<Emulator>, mut answer: Response) -> Response {
    let at = emulator.now() + emulator.account().clock_off_s * 1000;
    let date = chrono::DateTime::from_timestamp_millis(at)
        .and_then(|at| at.format("%a, %d %b %Y %H:%M:%S GMT").to_string().parse().ok());
    if let Some(date) = date {
        answer.headers_mut().insert(header::DATE, date);
    }
    answer
}

fn parsed(body: &Bytes) -> Answer {
    serde_json::from_slice(body).or_else(|_| refuse(100, "The body is not valid JSON."))
}

/// Answers for any token to whoever holds the app's or the token itself.
async fn debug_token(State(emulator): State<Emulator>, Query(asked): Asked, headers: HeaderMap) -> Response {
    let (account, now) = (emulator.account(), emulator.now());
    let holder = bearer(&headers).unwrap_or_default();
    if holder != emulator.app_token() && emulator.app_behind(holder).is_none() {
        return emulator.refusal(&MetaError::of(190));
    }
    let about = asked.get("input_token").map(String::as_str).unwrap_or_default();
    if about == emulator.app_token() {
        return Json(json!({ "data": { "app_id": account.app_id, "type": "APP", "is_valid": true,
            "application": "Emulator", "scopes": [] } }))
        .into_response();
    }
    let Some(app) = emulator.app_behind(about) else {
        let error =
            json!({ "code": 190, "message": "The access token could not be decrypted", "subcode": 463 });
        return Json(json!({ "data": { "error": error, "is_valid": false, "scopes": [] } })).into_response();
    };
    let granular: Vec<Value> =
        account.scopes.iter().map(|scope| json!({ "scope": scope, "target_ids": [WABA] })).collect();
    Json(json!({ "data": { "app_id": app, "application": "Emulator", "is_valid": true,
        "type": if account.system_user { "SYSTEM_USER" } else { "USER" }, "issued_at": now / 1000,
        "expires_at": account.token_expires_ms / 1000, "data_access_expires_at": 0,
        "scopes": account.scopes, "granular_scopes": granular, "user_id": "122100000000000001" } }))
    .into_response()
}

/// A number or the account; `fields` narrows the answer, as everywhere in Graph.
async fn object(
    State(emulator): State<Emulator>,
    Path((_, id)): Target,
    of_account: Result<OfAccount, Refused>,
    of_number: Result<OfNumber, Refused>,
    Query(asked): Asked,
) -> Response {
    let found = if id == WABA {
        of_account.map(|OfAccount(account)| (waba_fields(&account), account))
    } else {
        of_number.map(|OfNumber(account, number)| (number_fields(&account, &number), account))
    };
    let fields = asked.get("fields").map(String::as_str);
    match found {
        Ok((whole, account)) => emulator.reply(standing::asked(whole, fields, &account)),
        Err(refused) => refused.into_response(),
    }
}

async fn numbers(
    State(emulator): State<Emulator>,
    OfAccount(account): OfAccount,
    Query(asked): Asked,
) -> Response {
    let fields = asked.get("fields").map(String::as_str);
    let numbers = emulator.state().numbers.clone();
    let row = |number| standing::asked(number_fields(&account, number), fields, &account);
    let rows: Result<Vec<_>, _> = numbers.iter().map(row).collect();
    emulator.reply(rows.map(|rows| json!({ "data": rows })))
}

/// Registering sets the PIN where there was none and must repeat it afterwards; ten times in 72 hours.
async fn register(State(emulator): State<Emulator>, OfNumber(account, _): OfNumber, body: Bytes) -> Response {
    emulator.reply(parsed(&body).and_then(|request| emulator.registered(account, &request)))
}

async fn subscribed(OfAccount(account): OfAccount) -> Json<Value> {
    let app = json!({ "id": account.app_id, "name": "Emulator", "link": "https://www.facebook.com/games/" });
    let rows = if account.subscribed { vec![json!({ "whatsapp_business_api_data": app })] } else { vec![] };
    Json(json!({ "data": rows }))
}

async fn subscribe(State(emulator): State<Emulator>, OfAccount(_): OfAccount) -> Json<Value> {
    emulator.change(|account| account.subscribed = true);
    Json(json!({ "success": true }))
}

async fn subscriptions(OfApp(account): OfApp) -> Json<Value> {
    let fields: Vec<Value> =
        account.fields.iter().map(|name| json!({ "name": name, "version": "v26.0" })).collect();
    let row = json!({ "object": "whatsapp_business_account", "callback_url": account.callback_url,
        "active": true, "fields": fields });
    Json(json!({ "data": if account.callback_url.is_empty() { vec![] } else { vec![row] } }))
}

/// Takes the callback only after it answered the challenge, and sends webhooks there from then on.
async fn set_subscription(State(emulator): State<Emulator>, OfApp(_): OfApp, body: Bytes) -> Response {
    let request = match parsed(&body) {
        Ok(request) => request,
        Err(error) => return emulator.refusal(&error),
    };
    let text = |key: &str| request[key].as_str().unwrap_or_default().to_owned();
    if text("object") != "whatsapp_business_account" {
        let error = refuse(100, "Param object must be one of {whatsapp_business_account}.");
        return emulator.reply(error);
    }
    let fields: Vec<String> = match &request["fields"] {
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        list => list.as_str().unwrap_or_default().split(',').map(str::to_owned).collect(),
    };
    let callback = text("callback_url");
    if let Err(why) = emulator.try_callback(&callback, &text("verify_token")).await {
        let details = format!("Callback verification failed with the following errors: {why}");
        return emulator.reply(refuse(2200, details));
    }
    emulator.change(|account| {
        account.callback_url.clone_from(&callback);
        account.fields = fields;
    });
    emulator.set_webhook(callback);
    emulator.reply(Ok(json!({ "success": true })))
}

impl Emulator {
    fn registered(&self, mut account: Account, request: &Value) -> Answer {
        let pin = request["pin"].as_str().unwrap_or_default();
        if pin.len() != 6 || !pin.bytes().all(|digit| digit.is_ascii_digit()) {
            return refuse(100, "Param pin must be a string of 6 digits.");
        }
        if account.registrations_left == 0 {
            return Err(MetaError::of(133_016));
        }
        account.registrations_left -= 1;
        let right = account.pin.is_empty() || account.pin == pin;
        if right {
            pin.clone_into(&mut account.pin);
            account.registered = true;
        }
        self.set_account(account);
        if right { Ok(json!({ "success": true })) } else { Err(MetaError::of(133_005)) }
    }

    /// The GET that Meta makes: the challenge must come back alone and with 200.
    async fn try_callback(&self, url: &str, verify_token: &str) -> Result<(), String> {
        if self.account().callback_fails {
            return Err("curl_errno = 28; curl_error = Connection timed out".to_owned());
        }
        let challenge = self.state().rng.token(10);
        let query =
            [("hub.mode", "subscribe"), ("hub.challenge", &challenge), ("hub.verify_token", verify_token)];
        let url = reqwest::Url::parse_with_params(url, query).map_err(|_| "not an address".to_owned())?;
        let asked = self.client().get(url).timeout(CALLBACK_TIME).send().await;
        let answer = asked.map_err(|_| "curl_errno = 7; curl_error = Failed to connect".to_owned())?;
        let status = answer.status();
        if status != 200 {
            let reason = status.canonical_reason().unwrap_or_default();
            return Err(format!("HTTP Status Code = {}; HTTP Message = {reason}", status.as_u16()));
        }
        let body = answer.text().await.unwrap_or_default();
        if body == challenge { Ok(()) } else { Err("the response does not match the challenge".to_owned()) }
    }
}

async fn profile(OfNumber(account, _): OfNumber) -> Json<Value> {
    let mut profile = account.profile;
    profile["messaging_product"] = json!("whatsapp");
    Json(json!({ "data": [profile] }))
}

/// Only the fields that are given change.
async fn set_profile(State(emulator): State<Emulator>, OfNumber(..): OfNumber, body: Bytes) -> Response {
    let answer = parsed(&body).and_then(|request| {
        let email = request["email"].as_str().unwrap_or_default();
        if !email.is_empty() && !email.contains('@') {
            return refuse(100, "Param email must be a valid email address.");
        }
        let known = ["about", "address", "description", "email", "websites", "vertical"];
        emulator.change(|account| {
            for key in known.into_iter().filter(|key| !request[*key].is_null()) {
                account.profile[key] = request[key].clone();
            }
        });
        Ok(json!({ "success": true }))
    });
    emulator.reply(answer)
}

/// 30 commands of 32 and 256 characters, four ice breakers of 80.
async fn set_automation(State(emulator): State<Emulator>, OfNumber(..): OfNumber, body: Bytes) -> Response {
    let answer = parsed(&body).and_then(|request| {
        let fits = |text: &Value, most: usize| {
            text.as_str().is_some_and(|text| (1..=most).contains(&text.chars().count()))
        };
        let list = |key: &str| request[key].as_array().cloned().unwrap_or_default();
        let (commands, prompts) = (list("commands"), list("prompts"));
        let good = |command: &Value| {
            fits(&command["command_name"], 32) && fits(&command["command_description"], 256)
        };
        if commands.len() > 30 || !commands.iter().all(good) {
            return refuse(
                100,
                "Param commands must be at most 30, names of 1 to 32 and descriptions of 1 to 256.",
            );
        }
        if prompts.len() > 4 || !prompts.iter().all(|prompt| fits(prompt, 80)) {
            return refuse(100, "Param prompts must be at most 4 of 1 to 80 characters.");
        }
        emulator.change(|account| {
            if !account.forgets {
                account.automation = json!({ "commands": commands, "prompts": prompts });
            }
        });
        Ok(json!({ "success": true }))
    });
    emulator.reply(answer)
}

/// Pages of `limit`, each naming where the next one begins.
async fn templates(
    State(emulator): State<Emulator>,
    OfAccount(_): OfAccount,
    Query(asked): Asked,
) -> Json<Value> {
    let number = |key: &str| asked.get(key).and_then(|text| text.parse::<usize>().ok());
    let (from, limit) = (number("after").unwrap_or(0), number("limit").unwrap_or(PAGE).max(1));
    let all = emulator.state().templates.clone();
    let page: Vec<Value> = all.iter().skip(from).take(limit).map(Template::listed).collect();
    let end = from + page.len();
    let mut answer = json!({ "data": page });
    if !all.is_empty() {
        answer["paging"] = json!({ "cursors": { "before": from.to_string(), "after": end.to_string() } });
    }
    if end < all.len() {
        answer["paging"]["next"] = json!("https://graph.facebook.com/next");
    }
    Json(answer)
}

/// The answer says PENDING whatever review makes of it, and its word comes as a webhook, as at Meta.
async fn create_template(
    State(emulator): State<Emulator>,
    OfAccount(account): OfAccount,
    body: Bytes,
) -> Response {
    let id = emulator.state().next_template_id();
    let template = match parsed(&body).and_then(|request| Template::from_request(id, &request)) {
        Ok(template) => template,
        Err(error) => return emulator.refusal(&error),
    };
    let review = account.review;
    let answer = json!({ "id": template.id.to_string(), "status": "PENDING", "category": template.category });
    let (name, language) = (template.name.clone(), template.language.clone());
    emulator.state().put_template(template);
    if review != "PENDING" {
        let reason = (review == "REJECTED").then_some("INCORRECT_CATEGORY");
        emulator.review_template(&name, &language, &review, reason);
    }
    Json(answer).into_response()
}
