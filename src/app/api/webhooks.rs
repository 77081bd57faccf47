//! Who is told what happens, what became of it, and having it told again.

use super::Api;
use super::cursor::Place;
use super::key::{May, Webhooks};
use super::money::time;
use super::params::{Asked, Listing, Paging, Params, number};
use super::problem::{Problem, Slug};
use crate::domain::ids::MerchantId;
use crate::store::deliveries::{self, Logged};
use crate::store::hooks::{self, Hook};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use serde::Serialize;
use utoipa::ToSchema;

/// An address that is told what happens.
#[derive(Serialize, ToSchema)]
pub struct Webhook {
    #[schema(example = "184")]
    id: String,
    url: String,
    /// Kinds of events, or what they begin with: `purchase.*`; `*` for all.
    events: Vec<String>,
    #[schema(pattern = "^(active|paused|disabled)$")]
    state: String,
    /// Why it is disabled.
    reason: Option<String>,
    /// Since when nothing has arrived there.
    #[schema(format = DateTime)]
    failing_since: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
}

/// One event on its way to an address, with what came of the last attempt.
#[derive(Serialize, ToSchema)]
pub struct Delivery {
    #[schema(example = "901")]
    event: String,
    /// The header `webhook-id` of every attempt.
    #[schema(example = "msg_a2b3c4d5e6_901")]
    message: String,
    /// The kind of event.
    #[serde(rename = "type")]
    #[schema(example = "purchase.created")]
    kind: String,
    member: Option<String>,
    /// When it happened.
    #[schema(format = DateTime)]
    at: String,
    #[schema(pattern = "^(queued|sending|retry_wait|delivered|dead)$")]
    state: String,
    attempts: i64,
    /// The status of HTTP, where there was an answer.
    status: Option<i64>,
    took_ms: Option<i64>,
    /// What was wrong.
    reason: Option<String>,
    /// When it is tried next; null where it is not, and while an earlier event of its member is on its way.
    #[schema(format = DateTime)]
    next_attempt_at: Option<String>,
}

/// The addresses that are told what happens. They are added with `fregues hook add`.
#[utoipa::path(get, path = "/webhooks", operation_id = "listWebhooks", tag = "Webhooks", responses((status = 200, body = Listing<Webhook>)))]
pub async fn list(
    State(api): State<Api>,
    caller: May<Webhooks>,
    uri: Uri,
) -> Result<Json<Listing<Webhook>>, Problem> {
    Params::read(&uri, &[])?;
    let merchant = caller.merchant;
    let found = api.app.store.read(move |tx| Box::pin(hooks::of(tx, merchant))).await?;
    Ok(Json(Listing { data: found.into_iter().map(shown).collect(), next: None }))
}

/// What an address was told within the last 30 days.
#[utoipa::path(
    get,
    path = "/webhooks/{id}/deliveries", operation_id = "listDeliveries",
    tag = "Webhooks",
    params(("id" = String, Path, pattern = "^[a-z2-7]{10}$"), Paging),
    responses((status = 200, body = Listing<Delivery>))
)]
pub async fn deliveries(
    State(api): State<Api>,
    caller: May<Webhooks>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Listing<Delivery>>, Problem> {
    let (merchant, list) = (caller.merchant, format!("webhooks/{id}/deliveries"));
    let asked = Asked::read(&api, merchant, list, &uri)?;
    let (hook, page) = (own(&api, merchant, id).await?, asked.page());
    let id = hook.id.clone();
    let read = api.app.store.read(move |tx| {
        Box::pin(async move { deliveries::log(tx, merchant, &id, (page.id, false), page.most).await })
    });
    let place = |logged: &Logged| Place { at: logged.at, id: logged.event };
    Ok(Json(asked.listing(read.await?, place, |logged| delivery(&hook, logged))))
}

/// Have an event told again, with the id it had. Whoever was told of it already knows it by that.
#[utoipa::path(
    post,
    path = "/webhooks/{id}/deliveries/{event}/replay", operation_id = "replayEvent",
    tag = "Webhooks",
    params(("id" = String, Path, pattern = "^[a-z2-7]{10}$"), ("event" = String, Path, pattern = r"^\d{1,18}$")),
    responses((status = 202, body = Delivery))
)]
pub async fn replay(
    State(api): State<Api>,
    caller: May<Webhooks>,
    Path((id, event)): Path<(String, String)>,
    uri: Uri,
) -> Result<(StatusCode, Json<Delivery>), Problem> {
    Params::read(&uri, &[])?;
    let (merchant, event, now) = (caller.merchant, number(&event)?, api.app.clock.now());
    let hook = own(&api, merchant, id).await?;
    let again = hook.clone();
    let unit = api.app.store.write(move |tx| {
        Box::pin(async move {
            deliveries::again(tx, &again, &[event], now).await?;
            let before = (event.saturating_add(1), false);
            let mut found = deliveries::log(tx, merchant, &again.id, before, 1).await?;
            Ok(found.pop().filter(|logged| logged.event == event))
        })
    });
    let logged = unit.await?.ok_or(Slug::NotFound)?;
    Ok((StatusCode::ACCEPTED, Json(delivery(&hook, logged))))
}

/// One of this merchant's; another's is nobody's.
async fn own(api: &Api, merchant: MerchantId, id: String) -> Result<Hook, Problem> {
    // What cannot be one is not asked of the database, which takes not every text.
    if !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Slug::NotFound.into());
    }
    let read = api.app.store.read(move |tx| Box::pin(async move { hooks::find(tx, &id).await }));
    read.await?.filter(|hook| hook.merchant == merchant).ok_or_else(|| Slug::NotFound.into())
}

fn shown(hook: Hook) -> Webhook {
    Webhook {
        events: hook.wanted.patterns().to_vec(),
        id: hook.id,
        url: hook.url,
        state: hook.state,
        reason: hook.reason,
        failing_since: hook.failing_at.map(time),
        created_at: time(hook.created_at),
    }
}

fn delivery(hook: &Hook, logged: Logged) -> Delivery {
    let open = matches!(logged.state.as_str(), "queued" | "retry_wait");
    Delivery {
        event: logged.event.to_string(),
        message: crate::app::courier::message_id(hook, logged.event),
        kind: logged.kind,
        member: logged.member.map(|id| id.to_string()),
        at: time(logged.at),
        next_attempt_at: logged.due.filter(|_| open).map(time),
        state: logged.state,
        attempts: logged.attempts,
        status: logged.status,
        took_ms: logged.took_ms,
        reason: logged.reason,
    }
}
