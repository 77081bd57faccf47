//! HTTP: the webhook's two doors and the two health checks. Size, then signature, then commit, then 200.

use crate::app::ready::Ready;
use crate::app::{App, api, leaving};
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http_body_util::LengthLimitError;
use ring::digest;
use serde::Deserialize;
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// Meta sends up to 3 MB; axum's own default of 2 MB would make it repeat a legal body for a week.
const LARGEST_BODY: usize = 4 * 1024 * 1024;
/// How long a body may take to arrive.
const READ_TIME: Duration = Duration::from_secs(10);
/// Bodies held in memory at once, in KiB.
const BODIES_KIB: usize = 64 * 1024;

#[derive(Clone)]
struct Doors {
    app: App,
    room: Arc<Semaphore>,
    ready: Ready,
}

pub fn router(app: App) -> Router {
    let (api, leave) = (api::router(app.clone()), leaving::router(app.clone()));
    let doors = Doors { app, room: Arc::new(Semaphore::new(BODIES_KIB)), ready: Ready::default() };
    Router::new()
        .route("/webhook", get(verification).post(update))
        .route("/live", get(|| async { "ok" }))
        .route("/ready", get(ready))
        .with_state(doors)
        .nest(api::PLACE, api)
        .merge(leave)
}

#[derive(Deserialize)]
struct Challenge {
    #[serde(rename = "hub.mode")]
    mode: Option<String>,
    #[serde(rename = "hub.verify_token")]
    token: Option<String>,
    #[serde(rename = "hub.challenge")]
    challenge: Option<String>,
}

/// Meta asks whether the address is ours: the challenge comes back when the token is right.
async fn verification(State(doors): State<Doors>, Query(asked): Query<Challenge>) -> Response {
    let token = asked.token.unwrap_or_default();
    let right = same(token.as_bytes(), doors.app.verify_token.as_bytes());
    match (asked.mode.as_deref(), right, asked.challenge) {
        (Some("subscribe"), true, Some(challenge)) => challenge.into_response(),
        _ => {
            (StatusCode::FORBIDDEN, "The verify token is not the one in our configuration.\n").into_response()
        }
    }
}

/// Compares digests, so that the time taken says nothing about the token.
fn same(left: &[u8], right: &[u8]) -> bool {
    let digest = |bytes| digest::digest(&digest::SHA256, bytes);
    digest(left).as_ref() == digest(right).as_ref()
}

/// Why a POST was not kept: how it is counted, the status, and a word to whoever reads it.
type Refusal = (&'static str, StatusCode, &'static str);

const TOO_LARGE: Refusal =
    ("too_large", StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than any WhatsApp sends.\n");
const CUT_OFF: Refusal = ("cut_off", StatusCode::REQUEST_TIMEOUT, "The body never ended.\n");
const BUSY: Refusal = ("busy", StatusCode::SERVICE_UNAVAILABLE, "Too much at once; send it again.\n");
const FORGED: Refusal = ("forged", StatusCode::UNAUTHORIZED, "The signature does not match.\n");
const NOT_STORED: Refusal =
    ("not_stored", StatusCode::SERVICE_UNAVAILABLE, "This could not be stored; send it again.\n");

async fn update(State(doors): State<Doors>, request: Request) -> Response {
    let began = Instant::now();
    match kept(&doors, request).await {
        Ok(()) => {
            doors.app.posts.count("kept");
            doors.app.posts.ack_seconds.observe(began.elapsed().as_secs_f64());
            StatusCode::OK.into_response()
        }
        Err((result, status, words)) => {
            doors.app.posts.count(result);
            (status, words).into_response()
        }
    }
}

/// Room is taken before the body is read and given back when it is answered: bodies on their way count too.
async fn kept(doors: &Doors, request: Request) -> Result<(), Refusal> {
    let declared =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let size = declared.unwrap_or(LARGEST_BODY);
    if size > LARGEST_BODY {
        return Err(TOO_LARGE);
    }
    let _room = doors.room.try_acquire_many(kib(size)).map_err(|_| BUSY)?;
    let (head, body) = request.into_parts();
    let body = match tokio::time::timeout(READ_TIME, to_bytes(body, LARGEST_BODY)).await {
        Ok(Ok(body)) => body,
        Ok(Err(fault)) if fault.source().is_some_and(<dyn Error>::is::<LengthLimitError>) => {
            return Err(TOO_LARGE);
        }
        Ok(Err(_)) | Err(_) => return Err(CUT_OFF),
    };
    let signature = head.headers.get("x-hub-signature-256").and_then(|value| value.to_str().ok());
    if !doors.app.secrets.verify(&body, signature) {
        return Err(FORGED);
    }
    if doors.app.intake.keep(&body).await { Ok(()) } else { Err(NOT_STORED) }
}

fn kib(bytes: usize) -> u32 {
    u32::try_from(bytes / 1024 + 1).unwrap_or(u32::MAX)
}

async fn ready(State(doors): State<Doors>) -> Response {
    match doors.ready.ask(&doors.app).await {
        Ok(said) => format!("{said}\n").into_response(),
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")).into_response(),
    }
}
