//! The page of the API, made in the browser from its description: three files inside the binary, nothing from elsewhere.

use super::problem::{Problem, Slug};
use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

const PAGE: &str = include_str!("docs/index.html");
const STYLE: &str = include_str!("docs/docs.css");
const SCRIPT: &str = include_str!("docs/docs.js");

/// Only our own files, calls of this service only, and nobody may frame it: a key is typed here.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) fn router() -> Router {
    Router::new()
        .route("/docs", get(|| async { serve("text/html; charset=utf-8", PAGE) }))
        .route("/docs/{file}", get(file))
}

async fn file(Path(name): Path<String>) -> Response {
    match name.as_str() {
        "docs.css" => serve("text/css; charset=utf-8", STYLE),
        "docs.js" => serve("text/javascript; charset=utf-8", SCRIPT),
        _ => Problem::from(Slug::NotFound).into_response(),
    }
}

fn serve(kind: &'static str, content: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, content).into_response()
}
