//! The Graph API over HTTP: sending, mark-as-read, the number's profile, templates and app subscriptions.

use super::Emulator;
use super::check::check;
use super::errors::{MetaError, refuse};
use super::faults::Fault;
use super::model::Number;
use super::templates::Template;
use super::wire::WABA;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

pub(super) fn router() -> Router<Emulator> {
    Router::new()
        .route("/{version}/{id}/messages", post(messages))
        .route("/{version}/{id}/contact_book", delete(forget))
        .route("/{version}/{id}/message_templates", get(templates).post(create_template))
        .route("/{version}/{id}/subscribed_apps", get(subscriptions).post(subscribe))
        .route("/{version}/{id}", get(profile))
}

type Target = Path<(String, String)>;

async fn messages(
    State(emulator): State<Emulator>,
    Path((version, id)): Target,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let number = match emulator.admit(&version, &headers).and_then(|()| emulator.known_number(&id)) {
        Ok(number) => number,
        Err(error) => return emulator.refusal(&error),
    };
    let Ok(request) = serde_json::from_slice::<Value>(&body) else {
        return emulator.refusal(&MetaError { code: 100, details: "The body is not valid JSON.".to_owned() });
    };
    if request["status"] == "read" {
        let wamid = request["message_id"].as_str().unwrap_or_default();
        return match emulator.mark_read(wamid, request["typing_indicator"].is_object()) {
            Ok(()) => Json(json!({ "success": true })).into_response(),
            Err(error) => emulator.refusal(&error),
        };
    }
    let fault = emulator.next_fault();
    if let Some(response) = emulator.fail_before(&fault) {
        return response;
    }
    match emulator.take(&number, &request, &fault) {
        Ok((answer, wamid)) => emulator.respond(answer, &wamid, &fault).await,
        Err(error) => emulator.refusal(&error),
    }
}

impl Emulator {
    /// The version must look like one and the token must be ours.
    fn admit(&self, version: &str, headers: &HeaderMap) -> Result<(), MetaError> {
        let numbered = version.strip_prefix('v').and_then(|v| v.split_once('.'));
        if !numbered
            .is_some_and(|(major, minor)| major.parse::<u16>().is_ok() && minor.parse::<u16>().is_ok())
        {
            return refuse(1, "The version in the path is not of the form v26.0.");
        }
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = given.and_then(|value| value.strip_prefix("Bearer "));
        if token != Some(self.0.settings.token.as_str()) {
            return Err(MetaError::of(190));
        }
        Ok(())
    }

    fn known_number(&self, id: &str) -> Result<Number, MetaError> {
        self.state().number(id).map_or_else(|| refuse(33, unknown_object(id)), Ok)
    }

    fn next_fault(&self) -> Fault {
        let mut state = self.state();
        let state = &mut *state;
        state.faults.throw(&mut state.rng)
    }

    /// The faults that strike before the message is accepted.
    fn fail_before(&self, fault: &Fault) -> Option<Response> {
        match fault {
            Fault::Reset => Some(dropped_connection()),
            Fault::Bare502 => {
                let page =
                    "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>";
                Some((StatusCode::BAD_GATEWAY, [(header::CONTENT_TYPE, "text/html")], page).into_response())
            }
            Fault::RateLimit => Some(self.refusal(&MetaError::of(130_429))),
            Fault::Pair => Some(self.refusal(&MetaError::of(131_056))),
            Fault::ServerError => Some(self.refusal(&MetaError::of(131_000))),
            Fault::GraphError(code) => Some(self.refusal(&MetaError::of(*code))),
            _ => None,
        }
    }

    fn take(&self, number: &Number, request: &Value, fault: &Fault) -> Result<(Value, String), MetaError> {
        let draft = check(request, &self.state().templates)?;
        if let super::check::Address::Phone(to) = &draft.address
            && *to == super::wire::digits(&number.display)
        {
            return Err(MetaError::of(131_021));
        }
        self.accept(number, draft, request, fault)
    }

    /// Answers an accepted message, unless a fault garbles, delays or swallows the answer.
    async fn respond(&self, answer: Value, wamid: &str, fault: &Fault) -> Response {
        match fault {
            Fault::DropAfterAccept => return dropped_connection(),
            Fault::Malformed200 => {
                let half = r#"{"messaging_product":"whatsapp","contacts":[{"inp"#;
                return ([(header::CONTENT_TYPE, "application/json")], half).into_response();
            }
            Fault::Slow(ms) => tokio::time::sleep(Duration::from_millis(*ms)).await,
            Fault::StatusBeforeResponse => self.deliver_first_status(wamid).await,
            _ => {}
        }
        Json(answer).into_response()
    }

    pub(super) fn refusal(&self, error: &MetaError) -> Response {
        let body = error.body(&mut self.state().rng);
        let status = StatusCode::from_u16(error.http_status()).unwrap_or(StatusCode::BAD_REQUEST);
        (status, Json(body)).into_response()
    }
}

/// hyper closes the connection when the body fails before anything was flushed: the caller sees it drop without a
/// single byte of an answer.
fn dropped_connection() -> Response {
    let broken: io::Result<Bytes> = Err(io::Error::new(io::ErrorKind::ConnectionReset, "dropped on purpose"));
    Body::from_stream(tokio_stream::once(broken)).into_response()
}

fn unknown_object(id: &str) -> String {
    format!(
        "Unsupported request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation."
    )
}

/// Lets go of what links a phone to a user id. Whoever is not in the book is let go of as well.
async fn forget(
    State(emulator): State<Emulator>,
    Path((version, id)): Target,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let asked = emulator.admit(&version, &headers).and_then(|()| emulator.known_number(&id));
    let user_id =
        query.get("bsuid").filter(|_| query.get("messaging_product").is_some_and(|p| p == "whatsapp"));
    match (asked, user_id) {
        (Err(error), _) => emulator.refusal(&error),
        (Ok(_), None) => emulator.refusal(&MetaError {
            code: 100,
            details: "messaging_product=whatsapp and bsuid are required.".to_owned(),
        }),
        (Ok(_), Some(user_id)) => {
            emulator.state().forgotten.push(user_id.clone());
            Json(json!({ "success": true })).into_response()
        }
    }
}

async fn profile(
    State(emulator): State<Emulator>,
    Path((version, id)): Target,
    headers: HeaderMap,
) -> Response {
    match emulator.admit(&version, &headers).and_then(|()| emulator.known_number(&id)) {
        Ok(number) => Json(json!({ "id": number.id, "display_phone_number": number.display,
            "verified_name": number.verified_name, "quality_rating": "GREEN",
            "whatsapp_business_manager_messaging_limit": "TIER_250",
            "throughput": { "level": "STANDARD" } }))
        .into_response(),
        Err(error) => emulator.refusal(&error),
    }
}

async fn templates(
    State(emulator): State<Emulator>,
    Path((version, waba)): Target,
    headers: HeaderMap,
) -> Response {
    if let Err(error) = emulator.admit_account(&version, &waba, &headers) {
        return emulator.refusal(&error);
    }
    let listed: Vec<Value> = emulator.state().templates.iter().map(Template::listed).collect();
    Json(json!({ "data": listed })).into_response()
}

/// Approves at once; the answer still says PENDING and the approval comes as a webhook, as at Meta.
async fn create_template(
    State(emulator): State<Emulator>,
    Path((version, waba)): Target,
    headers: HeaderMap,
    Json(request): Json<Value>,
) -> Response {
    let made = emulator.admit_account(&version, &waba, &headers).and_then(|()| {
        let id = emulator.state().next_template_id();
        Template::from_request(id, &request)
    });
    let template = match made {
        Ok(template) => template,
        Err(error) => return emulator.refusal(&error),
    };
    let answer = json!({ "id": template.id.to_string(), "status": "PENDING", "category": template.category });
    emulator.queue_change(json!({ "field": "message_template_status_update", "value": {
        "event": "APPROVED", "message_template_id": template.id, "message_template_name": template.name,
        "message_template_language": template.language, "reason": "NONE",
        "message_template_category": template.category } }));
    emulator.state().put_template(template);
    Json(answer).into_response()
}

async fn subscriptions(
    State(emulator): State<Emulator>,
    Path((version, waba)): Target,
    headers: HeaderMap,
) -> Response {
    match emulator.admit_account(&version, &waba, &headers) {
        Ok(()) => {
            let app = json!({ "id": "670843887433847", "name": "Emulator", "link": "https://www.facebook.com/games/" });
            Json(json!({ "data": [{ "whatsapp_business_api_data": app }] })).into_response()
        }
        Err(error) => emulator.refusal(&error),
    }
}

async fn subscribe(
    State(emulator): State<Emulator>,
    Path((version, waba)): Target,
    headers: HeaderMap,
) -> Response {
    match emulator.admit_account(&version, &waba, &headers) {
        Ok(()) => Json(json!({ "success": true })).into_response(),
        Err(error) => emulator.refusal(&error),
    }
}

impl Emulator {
    /// Every account id is taken for the one account there is, except ids of numbers.
    fn admit_account(&self, version: &str, id: &str, headers: &HeaderMap) -> Result<(), MetaError> {
        self.admit(version, headers)?;
        let is_number = self.state().number(id).is_some();
        if is_number || (id != WABA && !id.bytes().all(|b| b.is_ascii_digit())) {
            return refuse(33, unknown_object(id));
        }
        Ok(())
    }
}
