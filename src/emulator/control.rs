//! The control API that the page uses and anybody may: `/emulator/…`, without a password and for loopback only.

use super::deliver::BYE;
use super::faults::Faults;
use super::model::{SayRequest, Utterance};
use super::{Emulator, Move, Say, Verdict};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::sse::{Event as Sent, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use std::convert::Infallible;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;
use tokio_stream::{Stream, StreamExt};

pub(super) fn router() -> Router<Emulator> {
    Router::new()
        .route("/emulator/state", get(state))
        .route("/emulator/events", get(events))
        .route("/emulator/people/{id}/say", post(say))
        .route("/emulator/people/{id}/read", post(read))
        .route("/emulator/people/{id}/phone", post(phone))
        .route("/emulator/templates", post(judge))
        .route("/emulator/people/{id}/move", post(moves))
        .route("/emulator/people/{id}/takes", post(takes))
        .route("/emulator/people/{id}/prefers", post(prefers))
        .route("/emulator/people/{id}/app", post(from_app))
        .route("/emulator/people/{id}/close", post(close))
        .route("/emulator/numbers", post(add_number))
        .route("/emulator/faults", get(faults).post(set_faults))
        .route("/emulator/account", get(account).post(set_account))
}

/// People, numbers and everything on every screen.
async fn state(State(emulator): State<Emulator>) -> Json<Value> {
    let now = emulator.now();
    let state = emulator.state();
    Json(json!({ "now": now, "numbers": state.numbers, "people": state.people, "chats": state.chats }))
}

/// Live changes: `bubble`, `status`, `typing`, `people`, whatever is announced, and `reload` for a page that fell
/// behind.
async fn events(State(emulator): State<Emulator>) -> Sse<impl Stream<Item = Result<Sent, Infallible>>> {
    let live = BroadcastStream::new(emulator.0.events.subscribe());
    let live = live.take_while(|event| !event.as_ref().is_ok_and(|event| event.name == BYE));
    let sent = live.map(|event| match event {
        Ok(event) => Ok(Sent::default().event(event.name).data(event.data)),
        Err(BroadcastStreamRecvError::Lagged(_)) => Ok(Sent::default().event("reload").data("{}")),
    });
    Sse::new(sent).keep_alive(KeepAlive::default())
}

async fn say(
    State(emulator): State<Emulator>,
    Path(id): Path<String>,
    Json(request): Json<SayRequest>,
) -> Response {
    let number = {
        let state = emulator.state();
        if state.person(&id).is_none() {
            return no(StatusCode::NOT_FOUND, "there is no such person");
        }
        let asked = request.number.as_ref();
        let number = state.numbers.iter().find(|number| asked.is_none_or(|asked| *asked == number.id));
        number.map(|number| number.id.clone())
    };
    let Some(number) = number else { return no(StatusCode::NOT_FOUND, "there is no such number") };
    let quotes = request.quotes.clone();
    match emulator.wanted(request) {
        Ok(kind) => {
            let wamid = emulator.say(&id, &number, Utterance { kind, quotes, at: None });
            Json(json!({ "wamid": wamid })).into_response()
        }
        Err(sentence) => no(StatusCode::UNPROCESSABLE_ENTITY, sentence),
    }
}

impl Emulator {
    /// Does something with a person at a number, the first one when none is named, and shows the person afterwards.
    fn with_number(&self, id: &str, asked: Option<&str>, act: impl FnOnce(&str)) -> Response {
        let (known, number) = {
            let state = self.state();
            let mut numbers = state.numbers.iter().map(|number| number.id.clone());
            let number = numbers.find(|number| asked.is_none_or(|asked| asked == number));
            (state.person(id).is_some(), number)
        };
        match number {
            Some(number) if known => act(&number),
            Some(_) => return no(StatusCode::NOT_FOUND, "there is no such person"),
            None => return no(StatusCode::NOT_FOUND, "there is no such number"),
        }
        Json(json!(self.state().person(id))).into_response()
    }

    fn wanted(&self, request: SayRequest) -> Result<Say, &'static str> {
        if let Some(tap) = request.tap {
            return Ok(if tap.template {
                Say::TemplateTap { payload: tap.id, text: tap.title }
            } else {
                Say::Tap { id: tap.id, title: tap.title, list: tap.list }
            });
        }
        if let Some(reaction) = request.reaction {
            return Ok(Say::Reaction { to: reaction.to, emoji: reaction.emoji });
        }
        if request.own_number {
            return Ok(Say::OwnNumber);
        }
        if let Some(contact) = request.contact {
            let other = self.state().person(&contact).ok_or("there is no such person to share")?;
            let phone = other.phone.clone().unwrap_or_default();
            return Ok(Say::Contacts(vec![(other.name.clone(), phone, other.real_wa_id())]));
        }
        match request.text {
            Some(text) if !text.trim().is_empty() => Ok(Say::Text(text)),
            _ => Err("say needs a text, a tap, a contact, a reaction or own_number"),
        }
    }
}

async fn read(State(emulator): State<Emulator>, Path(id): Path<String>) -> StatusCode {
    emulator.read(&id);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Phone {
    shows: bool,
}

async fn phone(
    State(emulator): State<Emulator>,
    Path(id): Path<String>,
    Json(phone): Json<Phone>,
) -> Response {
    if emulator.state().person(&id).is_none() {
        return no(StatusCode::NOT_FOUND, "there is no such person");
    }
    emulator.show_phone(&id, phone.shows);
    Json(json!(emulator.state().person(&id))).into_response()
}

/// `{"name":"…","language":"pt_BR","verdict":"paused"}`: see [`Verdict::read`].
#[derive(Deserialize)]
struct Judgement {
    name: String,
    language: String,
    verdict: String,
}

async fn judge(State(emulator): State<Emulator>, Json(judgement): Json<Judgement>) -> Response {
    let Some(verdict) = Verdict::read(&judgement.verdict) else {
        return no(
            StatusCode::UNPROCESSABLE_ENTITY,
            "verdict is approved, rejected, paused, disabled, utility, marketing, green, yellow or red",
        );
    };
    if emulator.judge_template(&judgement.name, &judgement.language, verdict) {
        StatusCode::NO_CONTENT.into_response()
    } else {
        no(StatusCode::NOT_FOUND, "there is no such template in this language")
    }
}

/// Another number, another account, or both.
#[derive(Deserialize)]
struct MoveRequest {
    number: Option<String>,
    phone: Option<String>,
    user_id: Option<String>,
    #[serde(default)]
    silent: bool,
}

async fn moves(
    State(emulator): State<Emulator>,
    Path(id): Path<String>,
    Json(request): Json<MoveRequest>,
) -> Response {
    let MoveRequest { number, phone, user_id, silent } = request;
    emulator.with_number(&id, number.as_deref(), |number| {
        emulator.moves(&id, number, Move { phone, user_id, silent });
    })
}

/// The number of somebody else, in E.164.
#[derive(Deserialize)]
struct Taken {
    phone: String,
}

async fn takes(
    State(emulator): State<Emulator>,
    Path(id): Path<String>,
    Json(taken): Json<Taken>,
) -> Response {
    emulator.with_number(&id, None, |_| emulator.takes_number(&id, &taken.phone))
}

#[derive(Deserialize)]
struct Preference {
    number: Option<String>,
    stop: bool,
}

async fn prefers(
    State(emulator): State<Emulator>,
    Path(id): Path<String>,
    Json(preference): Json<Preference>,
) -> Response {
    let number = preference.number.as_deref();
    emulator.with_number(&id, number, |number| emulator.prefers(&id, number, preference.stop))
}

/// What a person of the shop types in the Business app.
#[derive(Deserialize)]
struct Typed {
    number: Option<String>,
    text: String,
}

async fn from_app(
    State(emulator): State<Emulator>,
    Path(id): Path<String>,
    Json(typed): Json<Typed>,
) -> Response {
    emulator.with_number(&id, typed.number.as_deref(), |number| {
        emulator.say_from_app(&id, number, &typed.text);
    })
}

#[derive(Deserialize)]
struct Closed {
    number: Option<String>,
}

/// The chat is closed as 24 hours after the person's last message; they open it by writing.
async fn close(
    State(emulator): State<Emulator>,
    Path(id): Path<String>,
    Json(closed): Json<Closed>,
) -> Response {
    emulator.with_number(&id, closed.number.as_deref(), |number| emulator.close_window(&id, number))
}

/// One more number, with the name that Meta has verified for it.
#[derive(Deserialize)]
struct MoreNumbers {
    name: Option<String>,
}

async fn add_number(State(emulator): State<Emulator>, Json(more): Json<MoreNumbers>) -> Response {
    match emulator.add_next_number(more.name.as_deref()) {
        Some(number) => Json(json!(number)).into_response(),
        None => no(StatusCode::UNPROCESSABLE_ENTITY, "nine numbers are all there are"),
    }
}

async fn faults(State(emulator): State<Emulator>) -> Json<Faults> {
    Json(emulator.faults())
}

async fn set_faults(State(emulator): State<Emulator>, Json(faults): Json<Faults>) -> Json<Faults> {
    emulator.set_faults(faults);
    Json(emulator.faults())
}

async fn account(State(emulator): State<Emulator>) -> Json<Value> {
    Json(json!(emulator.account()))
}

/// Takes the conditions to switch: `{"paid":false,"quality":"RED"}`.
async fn set_account(State(emulator): State<Emulator>, Json(patch): Json<Value>) -> Response {
    match emulator.patch_account(&patch) {
        Ok(account) => Json(json!(account)).into_response(),
        Err(sentence) => no(StatusCode::UNPROCESSABLE_ENTITY, &sentence),
    }
}

fn no(status: StatusCode, sentence: &str) -> Response {
    (status, Json(json!({ "error": sentence }))).into_response()
}
