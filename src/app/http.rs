//! HTTP: the webhook's two doors and the two health checks. Size, then signature, then commit, then 200.

use crate::app::App;
use crate::store::inbox;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ring::digest;
use serde::Deserialize;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Meta sends up to 3 MB; axum's own default of 2 MB would make it repeat a legal body for a week.
const LARGEST_BODY: usize = 4 * 1024 * 1024;
/// Bodies held in memory at once, in KiB.
const BODIES_KIB: usize = 64 * 1024;

#[derive(Clone)]
struct Doors {
    app: App,
    room: Arc<Semaphore>,
}

pub fn router(app: App) -> Router {
    let doors = Doors { app, room: Arc::new(Semaphore::new(BODIES_KIB)) };
    Router::new()
        .route("/webhook", get(verification).post(update))
        .route("/live", get(|| async { "ok" }))
        .route("/ready", get(ready))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(doors)
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

async fn update(State(doors): State<Doors>, headers: HeaderMap, body: Bytes) -> Response {
    let kib = u32::try_from(body.len() / 1024 + 1).unwrap_or(u32::MAX);
    let Ok(_room) = doors.room.try_acquire_many(kib) else {
        return (StatusCode::SERVICE_UNAVAILABLE, "Too much at once; send it again.\n").into_response();
    };
    let signature = headers.get("x-hub-signature-256").and_then(|value| value.to_str().ok());
    if !doors.app.secrets.verify(&body, signature) {
        return (StatusCode::UNAUTHORIZED, "The signature does not match.\n").into_response();
    }
    if doors.app.intake.keep(&body).await {
        StatusCode::OK.into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "This could not be stored; send it again.\n").into_response()
    }
}

/// Ready: the database answers. WhatsApp being away does not make us unready.
async fn ready(State(doors): State<Doors>) -> Response {
    match doors.app.store.read(|tx| Box::pin(inbox::depth(tx))).await {
        Ok((waiting, _)) => format!("ready, {waiting} updates waiting\n").into_response(),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "The database does not answer.\n").into_response()
        }
    }
}
