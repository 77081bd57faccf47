//! Purchases and what comes back of them: kept like a message, decided in the lane, answered when that is committed.

use super::Api;
use super::key::{May, Purchases, Quotes, Reversals};
use super::look;
use super::params::{Params, number};
use super::problem::{Problem, Slug, Written};
use super::wishes::{self, Basket, Reversal, Sale, own_key, own_number};
use super::written::{Bought, Quote, Reversed};
use crate::app::till::{Given, Unanswered, request};
use crate::dialogue::till::ask::{Ask, Deed, Of, Order, Return};
use crate::domain::ids::{MerchantId, PurchaseId};
use crate::domain::program::Unit;
use crate::store::why;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

/// Register a purchase.
///
/// The same order is registered once: again it is answered alike, with other content refused.
#[utoipa::path(
    post,
    path = "/purchases", operation_id = "createPurchase",
    tag = "Purchases",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and content is answered alike, also \
        where it was refused", pattern = "^[!-~]{1,255}$")),
    request_body = Sale,
    responses((status = 201, body = Bought), (status = 404, body = Written), (status = 409, body = Written),
        (status = 415, body = Written), (status = 500, body = Written))
)]
pub async fn register(
    State(api): State<Api>,
    caller: May<Purchases>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let sale: Sale = sent(&uri, &headers, body).await?;
    let (order, occurred) = for_somebody(&api, caller.merchant, |unit, now| sale.read(unit, now)).await?;
    asked(&api, &caller, &headers, occurred, Deed::Buy(order)).await
}

/// What a purchase would lead to.
///
/// It tells what it would earn, what may pay a part of it and what would be left to charge; a purchase that is asked for next
/// is answered so. Nothing is done, but that a wrong code counts like one that was typed at the counter.
#[utoipa::path(
    post,
    path = "/quotes", operation_id = "quotePurchase",
    tag = "Purchases",
    request_body = Basket,
    responses((status = 200, body = Quote), (status = 404, body = Written), (status = 409, body = Written),
        (status = 415, body = Written), (status = 500, body = Written))
)]
pub async fn quote(
    State(api): State<Api>,
    caller: May<Quotes>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let basket: Basket = sent(&uri, &headers, body).await?;
    let (order, occurred) = for_somebody(&api, caller.merchant, |unit, now| basket.read(unit, now)).await?;
    let request = in_lane(&caller)?;
    // No answer of before: what it says is how it stands now.
    let ask = Ask { staff: caller.staff, key: request.clone(), request, occurred, deed: Deed::Quote(order) };
    said(api.app.quote(caller.merchant, ask).await)
}

/// Take a purchase back, all of it or a part.
#[utoipa::path(
    post,
    path = "/purchases/{id}/reversals", operation_id = "reversePurchase",
    tag = "Purchases",
    params(("id" = String, Path, pattern = r"^\d{1,18}$"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,255}$")),
    request_body = Reversal,
    responses((status = 201, body = Reversed), (status = 404, body = Written), (status = 409, body = Written),
        (status = 415, body = Written), (status = 500, body = Written))
)]
pub async fn take_back(
    State(api): State<Api>,
    caller: May<Reversals>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let wish: Reversal = sent(&uri, &headers, body).await?;
    let (merchant, id) = (caller.merchant, PurchaseId(number(&id)?));
    let bought =
        api.app.store.read(move |tx| Box::pin(why::one(tx, merchant, id))).await?.ok_or(Slug::NotFound)?;
    reversed(&api, &caller, &headers, Of::Purchase(bought.member, id), wish).await
}

/// Take an order of the same channel back, all of it or a part.
#[utoipa::path(
    post,
    path = "/orders/{order}/reversals", operation_id = "reverseOrder",
    tag = "Purchases",
    params(("order" = String, Path, pattern = "^[!-~]{1,64}$"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,255}$")),
    request_body = Reversal,
    responses((status = 201, body = Reversed), (status = 404, body = Written), (status = 409, body = Written),
        (status = 415, body = Written), (status = 500, body = Written))
)]
pub async fn take_order_back(
    State(api): State<Api>,
    caller: May<Reversals>,
    Path(order): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let wish: Reversal = sent(&uri, &headers, body).await?;
    let of = Of::Order(own_number("order", &order)?);
    reversed(&api, &caller, &headers, of, wish).await
}

async fn reversed(
    api: &Api,
    caller: &May<Reversals>,
    headers: &HeaderMap,
    of: Of,
    wish: Reversal,
) -> Result<Response, Problem> {
    let (id, amount) = wish.read()?;
    asked(api, caller, headers, None, Deed::Back(Return { of, id, amount })).await
}

/// The body of a call that takes no parameters.
pub async fn sent<T: DeserializeOwned>(uri: &Uri, headers: &HeaderMap, body: Body) -> Result<T, Problem> {
    Params::read(uri, &[])?;
    wishes::read(headers, body, super::LARGEST_BODY).await
}

/// An order read by the rules of now; channels buy nothing.
async fn for_somebody(
    api: &Api,
    merchant: MerchantId,
    read: impl FnOnce(Unit, i64) -> Result<(Order, Option<i64>), Problem>,
) -> Result<(Order, Option<i64>), Problem> {
    let now = api.app.clock.now();
    let unit = look::shop(api, merchant).await?.rules.at(now).program.unit;
    let (order, occurred) = read(unit, now)?;
    if let Some(id) = order.who.as_ref().and_then(|who| who.id) {
        look::not_a_channel(api, merchant, id).await?;
    }
    Ok((order, occurred))
}

/// A number for what is to be decided, where the shop is served.
fn in_lane<A>(caller: &May<A>) -> Result<String, Problem> {
    if caller.paused {
        return Err(Slug::Paused.into());
    }
    request().map_err(|why| Problem::new(Slug::Broken, why))
}

/// Asks the lane and waits. `occurred`: ms UTC.
pub async fn asked<A>(
    api: &Api,
    caller: &May<A>,
    headers: &HeaderMap,
    occurred: Option<i64>,
    deed: Deed,
) -> Result<Response, Problem> {
    let request = in_lane(caller)?;
    let key = own_key(headers)?.unwrap_or_else(|| request.clone());
    let ask = Ask { staff: caller.staff, request, key, occurred, deed };
    said(api.app.ask_till(caller.merchant, ask).await)
}

fn said(given: Result<Given, Unanswered>) -> Result<Response, Problem> {
    match given {
        Ok(given) => Ok(answer(&given)),
        Err(Unanswered::NotKept) => Err(Slug::Broken.into()),
        Err(Unanswered::StillWorking) => Err(Slug::StillWorking.into()),
        Err(Unanswered::Broken) => Err(Slug::Failed.into()),
    }
}

fn answer(given: &Given) -> Response {
    let status = StatusCode::from_u16(given.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = if status.is_success() { "application/json" } else { "application/problem+json" };
    let mut response = (status, [(header::CONTENT_TYPE, kind)], given.body.to_string()).into_response();
    if given.replayed {
        response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    }
    response
}
