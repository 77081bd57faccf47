//! The Graph API over HTTP: sending and mark-as-read. What manages numbers and accounts is in [`super::manage`].

use super::Emulator;
use super::admission::bearer;
use super::check::check;
use super::errors::{MetaError, refuse};
use super::faults::Fault;
use super::model::{Answered, Attempt, Number};
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

pub(super) fn router() -> Router<Emulator> {
    Router::new()
        .route("/{version}/{id}/messages", post(messages))
        .route("/{version}/{id}/contact_book", delete(forget))
}

pub(super) type Target = Path<(String, String)>;

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
    let taken = match fault.refuses() {
        Some(code) => Err(MetaError::of(code)),
        None if fault.comes_before() => Ok(None),
        None => emulator.take(&number, &request, &fault).map(Some),
    };
    emulator.note(&request, &fault, &taken);
    match taken {
        Ok(Some((answer, wamid))) => emulator.respond(answer, &wamid, &fault).await,
        Ok(None) => unanswered(&fault),
        Err(error) => emulator.refusal(&error),
    }
}

type Taken = Result<Option<(Value, String)>, MetaError>;

impl Emulator {
    /// The version must look like one and the token must be ours.
    pub(super) fn admit(&self, version: &str, headers: &HeaderMap) -> Result<(), MetaError> {
        let numbered = version.strip_prefix('v').and_then(|v| v.split_once('.'));
        if !numbered
            .is_some_and(|(major, minor)| major.parse::<u16>().is_ok() && minor.parse::<u16>().is_ok())
        {
            return refuse(1, "The version in the path is not of the form v26.0.");
        }
        match bearer(headers).and_then(|token| self.app_behind(token)) {
            Some(_) => Ok(()),
            None => Err(MetaError::of(190)),
        }
    }

    pub(super) fn known_number(&self, id: &str) -> Result<Number, MetaError> {
        self.state().number(id).map_or_else(|| refuse(33, unknown_object(id)), Ok)
    }

    pub(super) fn next_fault(&self) -> Fault {
        let mut state = self.state();
        let state = &mut *state;
        state.faults.throw(&mut state.rng)
    }

    fn note(&self, request: &Value, fault: &Fault, taken: &Taken) {
        let answered = match taken {
            Err(error) => Answered::Refused(error.code),
            Ok(_) if fault.leaves_in_doubt() => Answered::InDoubt,
            Ok(_) => Answered::Accepted,
        };
        let callback = request["biz_opaque_callback_data"].as_str().map(str::to_owned);
        let attempt = Attempt { callback, at: self.now(), answered };
        self.state().attempts.push(attempt);
    }

    fn take(&self, number: &Number, request: &Value, fault: &Fault) -> Result<(Value, String), MetaError> {
        if !self.account().registered {
            return Err(MetaError::of(133_010));
        }
        let mut draft = check(request, &self.state().templates)?;
        self.picture(&number.id, &mut draft.bubble)?;
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

/// What comes instead of an answer when the message was not even looked at.
pub(super) fn unanswered(fault: &Fault) -> Response {
    if *fault == Fault::Reset {
        return dropped_connection();
    }
    let page = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>";
    (StatusCode::BAD_GATEWAY, [(header::CONTENT_TYPE, "text/html")], page).into_response()
}

/// hyper closes the connection when the body fails before anything was flushed: the caller sees it drop without a
/// single byte of an answer.
fn dropped_connection() -> Response {
    let broken: io::Result<Bytes> = Err(io::Error::new(io::ErrorKind::ConnectionReset, "dropped on purpose"));
    Body::from_stream(tokio_stream::once(broken)).into_response()
}

pub(super) fn unknown_object(id: &str) -> String {
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
