//! Purchases and what comes back of them: kept like a message, decided in the lane, answered when that is committed.

use super::Api;
use super::key::{May, Purchases, Reversals};
use super::look;
use super::params::{Params, number};
use super::problem::{Problem, Slug, Written};
use super::wishes::{self, Reversal, Sale, own_key, own_number};
use super::written::{Bought, Reversed};
use crate::app::till::{Given, Unanswered, request};
use crate::dialogue::till::ask::{Ask, Deed, Of, Return};
use crate::domain::ids::PurchaseId;
use crate::store::why;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

/// Register a purchase. The same order is registered once: again it is answered alike, with other content refused.
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
    Params::read(&uri, &[])?;
    let sale: Sale = wishes::read(&headers, body, super::LARGEST_BODY).await?;
    let now = api.app.clock.now();
    let unit = look::shop(&api, caller.merchant).await?.rules.at(now).program.unit;
    let (order, occurred) = sale.read(unit, now)?;
    if let Some(id) = order.who.as_ref().and_then(|who| who.id) {
        look::not_a_channel(&api, caller.merchant, id).await?;
    }
    asked(&api, &caller, &headers, occurred, Deed::Buy(order)).await
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
    Params::read(&uri, &[])?;
    let wish: Reversal = wishes::read(&headers, body, super::LARGEST_BODY).await?;
    let (own, amount) = wish.read()?;
    let (merchant, id) = (caller.merchant, PurchaseId(number(&id)?));
    let bought =
        api.app.store.read(move |tx| Box::pin(why::one(tx, merchant, id))).await?.ok_or(Slug::NotFound)?;
    let back = Return { of: Of::Purchase(bought.member, id), id: own, amount };
    asked(&api, &caller, &headers, None, Deed::Back(back)).await
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
    Params::read(&uri, &[])?;
    let wish: Reversal = wishes::read(&headers, body, super::LARGEST_BODY).await?;
    let (own, amount) = wish.read()?;
    let back = Return { of: Of::Order(own_number("order", &order)?), id: own, amount };
    asked(&api, &caller, &headers, None, Deed::Back(back)).await
}

/// Asks the lane and waits. `occurred`: ms UTC.
pub(super) async fn asked<A>(
    api: &Api,
    caller: &May<A>,
    headers: &HeaderMap,
    occurred: Option<i64>,
    deed: Deed,
) -> Result<Response, Problem> {
    if caller.paused {
        return Err(Slug::Paused.into());
    }
    let request = request().map_err(|why| Problem::new(Slug::Broken, why))?;
    let key = own_key(headers)?.unwrap_or_else(|| request.clone());
    let ask = Ask { staff: caller.staff, request, key, occurred, deed };
    match api.app.ask_till(caller.merchant, ask).await {
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
