//! The office's door: a port on this machine only, for commands beside a running service and for whoever
//! measures it. Orders carry a bearer that is derived from the app secret: both sides have the configuration.

use super::{Answer, Office, Order};
use crate::app::{App, metrics};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

/// What the app secret signs to make the bearer. No webhook is this text.
const PURPOSE: &[u8] = b"fregues office 1";

pub const ORDERS: &str = "/orders";

pub fn router(app: App) -> Router {
    Router::new()
        .route("/metrics", get(measured))
        .route(ORDERS, post(ordered))
        .layer(DefaultBodyLimit::max(1024 * 1024))
        .with_state(app)
}

/// The bearer for these app secrets.
pub fn bearer(secrets: &crate::whatsapp::signature::Secrets) -> String {
    format!("Bearer {}", secrets.sign(PURPOSE))
}

async fn ordered(State(app): State<App>, headers: HeaderMap, Json(order): Json<Order>) -> Response {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = shown.and_then(|value| value.strip_prefix("Bearer "));
    if !app.secrets.verify(PURPOSE, bearer) {
        let why =
            "The office does not know you: whatsapp.app_secret here is not that of the running service.";
        return (StatusCode::UNAUTHORIZED, why).into_response();
    }
    match Office::of(app).carry_out(order).await {
        Ok(answer) => Json::<Answer>(answer).into_response(),
        Err(refused) => (StatusCode::UNPROCESSABLE_ENTITY, refused.0).into_response(),
    }
}

async fn measured(State(app): State<App>) -> Response {
    const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    match metrics::page(&app).await {
        Ok(page) => ([(header::CONTENT_TYPE, TEXT)], page).into_response(),
        Err(error) => {
            tracing::warn!(%error, "nothing could be measured");
            (StatusCode::SERVICE_UNAVAILABLE, "The database does not answer.\n").into_response()
        }
    }
}
