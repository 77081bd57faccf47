//! The phones page: a handful of files inside the binary, nothing from elsewhere.

use super::Emulator;
use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

const INDEX: &str = include_str!("page/index.html");

/// (name under `/phones/`, content type, content).
const FILES: &[(&str, &str, &str)] = &[
    ("phones.css", CSS, include_str!("page/phones.css")),
    ("chat.css", CSS, include_str!("page/chat.css")),
    ("phones.js", JS, include_str!("page/phones.js")),
    ("pane.js", JS, include_str!("page/pane.js")),
    ("bubble.js", JS, include_str!("page/bubble.js")),
    ("moves.js", JS, include_str!("page/moves.js")),
    ("markup.js", JS, include_str!("page/markup.js")),
    ("backstage.js", JS, include_str!("page/backstage.js")),
    ("tools.js", JS, include_str!("page/tools.js")),
    ("mail.js", JS, include_str!("page/mail.js")),
    ("panel.js", JS, include_str!("page/panel.js")),
    ("words.js", JS, include_str!("page/words.js")),
    ("pt.js", JS, include_str!("page/pt.js")),
    ("es.js", JS, include_str!("page/es.js")),
    ("en.js", JS, include_str!("page/en.js")),
];

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// Nothing but our own files; pictures may come as data, for QR codes.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) fn router() -> Router<Emulator> {
    Router::new().route("/", get(index)).route("/phones/{file}", get(file))
}

async fn index() -> Response {
    serve("text/html; charset=utf-8", INDEX)
}

async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|file| file.0 == name) {
        Some((_, kind, content)) => serve(kind, content),
        None => (StatusCode::NOT_FOUND, "there is no such file").into_response(),
    }
}

fn serve(kind: &'static str, content: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, content).into_response()
}
