//! The API of tills and web shops, `/api/v1`: a key leads to one channel of one merchant, every amount is a decimal as text,
//! every refusal a sentence with a field. Nothing is decided here.
//!
//! The routes and their description are one list ([`routes`]), so that neither can be forgotten.

mod body;
mod contacts;
mod cursor;
mod customers;
mod docs;
mod key;
mod limit;
mod lists;
mod look;
mod members;
pub(super) mod money;
mod openapi;
mod params;
mod problem;
pub(super) mod problems;
mod purchases;
pub mod token;
mod vouchers;
mod webhooks;
mod wishes;
mod written;

pub use cursor::Cursors;
pub use openapi::description;

use crate::app::App;
use crate::domain::facts::Shop;
use crate::domain::ids::MerchantId;
use axum::Json;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use key::{Refused, admit};
use limit::{Left, Limits};
use problem::{Problem, Slug};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Where it lies on the service.
pub const PLACE: &str = "/api/v1";

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LEFT: HeaderName = HeaderName::from_static("ratelimit");

#[derive(Clone)]
struct Api {
    app: App,
    limits: Limits,
    /// Shops as they were read last: their rules are read again only when they changed.
    shops: Arc<Mutex<BTreeMap<MerchantId, Shop>>>,
}

impl Api {
    fn known(&self, merchant: MerchantId) -> Option<Shop> {
        self.shops.lock().unwrap_or_else(PoisonError::into_inner).get(&merchant).cloned()
    }

    fn know(&self, shop: &Shop) {
        self.shops.lock().unwrap_or_else(PoisonError::into_inner).insert(shop.id, shop.clone());
    }
}

/// Everything that needs a key.
fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(members::find, members::meet))
        .routes(routes!(members::one))
        .routes(routes!(members::balance))
        .routes(routes!(contacts::add))
        .routes(routes!(contacts::remove))
        .routes(routes!(lists::statement))
        .routes(routes!(lists::vouchers))
        .routes(routes!(lists::purchases))
        .routes(routes!(lists::purchase))
        .routes(routes!(lists::rewards))
        .routes(routes!(lists::stores))
        .routes(routes!(lists::by_order, purchases::register))
        .routes(routes!(purchases::quote))
        .routes(routes!(purchases::take_back))
        .routes(routes!(purchases::take_order_back))
        .routes(routes!(vouchers::check))
        .routes(routes!(vouchers::redeem))
        .routes(routes!(vouchers::reserve))
        .routes(routes!(vouchers::release))
        .routes(routes!(webhooks::list))
        .routes(routes!(webhooks::deliveries))
        .routes(routes!(webhooks::replay))
}

/// The whole of it, below [`PLACE`].
pub fn router(app: App) -> Router {
    let limits = Limits::new(app.clock.clone());
    let api = Api { app, limits, shops: Arc::default() };
    let (routes, _) = routes().split_for_parts();
    let guarded = routes
        .fallback(|| async { Problem::from(Slug::NotFound) })
        .method_not_allowed_fallback(|| async { Problem::from(Slug::NoSuchMethod) })
        .layer(from_fn_with_state(api.clone(), guard))
        .with_state(api);
    Router::new()
        .route("/openapi.json", get(|| async { Json(description()) }))
        .route("/problems/{slug}", get(explained))
        .merge(docs::router())
        .method_not_allowed_fallback(|| async { Problem::from(Slug::NoSuchMethod) })
        .merge(guarded)
}

/// Lets in who shows a key, counts the call, and sees to it that whatever is refused is a problem.
async fn guard(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let (caller, left) = match admit(&api, request.headers()).await {
        Ok(admitted) => admitted,
        Err(refused) => return answer_of(refused),
    };
    let mut response = if left.retry.is_some() {
        Problem::from(Slug::TooMany).into_response()
    } else if is_too_large(request.headers()) {
        // The body is not read, so nothing more can be said on this connection.
        ([(header::CONNECTION, "close")], Problem::from(Slug::TooLarge)).into_response()
    } else {
        request.extensions_mut().insert(caller);
        worded(next.run(request).await)
    };
    say_what_is_left(response.headers_mut(), left);
    response
}

fn answer_of(Refused { problem, retry }: Refused) -> Response {
    let mut response = problem.into_response();
    set(response.headers_mut(), header::RETRY_AFTER, retry.map(|seconds| seconds.to_string()));
    response
}

fn is_too_large(headers: &HeaderMap) -> bool {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    length.is_some_and(|length: usize| length > body::LARGEST)
}

/// What axum refuses by itself has words of its own.
fn worded(response: Response) -> Response {
    let status = response.status();
    let refused = status.is_client_error() || status.is_server_error();
    if !refused || problem::is_problem(&response) {
        return response;
    }
    let allow = response.headers().get(header::ALLOW).cloned();
    // A path that is no text leads nowhere; a body that cannot be read is a problem of its own already.
    let status = if status == StatusCode::BAD_REQUEST { StatusCode::NOT_FOUND } else { status };
    let mut worded = Problem::from(Slug::of_status(status)).into_response();
    worded.headers_mut().extend(allow.map(|allow| (header::ALLOW, allow)));
    worded
}

/// The headers of the IETF draft "RateLimit header fields for HTTP", on every answer to a key.
fn say_what_is_left(headers: &mut HeaderMap, left: Left) {
    let Left { quota, window, remaining, reset, retry } = left;
    set(headers, POLICY, Some(format!("\"key\";q={quota};w={window}")));
    set(headers, LEFT, Some(format!("\"key\";r={remaining};t={reset}")));
    set(headers, header::RETRY_AFTER, retry.map(|seconds| seconds.to_string()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: Option<String>) {
    if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
        headers.insert(name, value);
    }
}

/// What the `type` of a problem leads to.
async fn explained(Path(word): Path<String>) -> Response {
    let Some(slug) = Slug::read(&word) else { return Problem::from(Slug::NotFound).into_response() };
    let status = slug.status().as_u16();
    let page = json!({ "type": word, "status": status, "title": slug.title(), "remedy": slug.remedy() });
    Json(page).into_response()
}
