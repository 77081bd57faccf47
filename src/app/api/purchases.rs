//! Purchases and what comes back of them: kept like a message, decided in the lane, answered when that is committed.

use super::Api;
use super::body::{OwnKey, Sent};
use super::key::{May, Purchases, Quotes, Reversals};
use super::look;
use super::params::number;
use super::problem::{Problem, Slug};
use super::wishes::{Basket, Reversal, Sale, When, own_number};
use super::written::{Bought, Quote, Reversed};
use crate::app::till::{Given, Unanswered, request};
use crate::dialogue::till::ask::{Ask, Deed, Of, Order, Return};
use crate::domain::ids::{MerchantId, PurchaseId};
use crate::domain::program::Unit;
use crate::store::why;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Register a purchase.
///
/// The same order is registered once: again it is answered alike, with other content refused.
#[utoipa::path(
    post,
    path = "/purchases", operation_id = "createPurchase",
    tag = "Purchases",
    params(OwnKey),
    request_body = Sale,
    responses((status = 201, body = Bought))
)]
pub async fn register(
    State(api): State<Api>,
    caller: May<Purchases>,
    sent: Sent<Sale>,
) -> Result<Response, Problem> {
    let (sale, key) = sent.keyed()?;
    let (order, when) = for_somebody(&api, caller.merchant, |unit, now| sale.read(unit, now)).await?;
    asked(&api, &caller, Call { key, when, ..Deed::Buy(order).into() }).await
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
    responses((status = 200, body = Quote))
)]
pub async fn quote(
    State(api): State<Api>,
    caller: May<Quotes>,
    sent: Sent<Basket>,
) -> Result<Response, Problem> {
    let (unread, merchant) = (sent.wish, caller.merchant);
    let (order, when) = for_somebody(&api, merchant, |unit, now| unread.read(unit, now)).await?;
    let ask = ask(&caller, Call { when, ..Deed::Quote(order).into() })?;
    said(api.app.quote(merchant, ask).await)
}

/// Take a purchase back, all of it or a part.
#[utoipa::path(
    post,
    path = "/purchases/{id}/reversals", operation_id = "reversePurchase",
    tag = "Purchases",
    params(("id" = String, Path, pattern = r"^\d{1,18}$"), OwnKey),
    request_body = Reversal,
    responses((status = 201, body = Reversed))
)]
pub async fn take_back(
    State(api): State<Api>,
    caller: May<Reversals>,
    Path(id): Path<String>,
    sent: Sent<Reversal>,
) -> Result<Response, Problem> {
    let (merchant, id) = (caller.merchant, PurchaseId(number(&id)?));
    let found = api.app.store.read(move |tx| Box::pin(why::one(tx, merchant, id))).await?;
    let bought = found.ok_or_else(|| look::no_purchase(id))?;
    reversed(&api, &caller, Of::Purchase(bought.member, id), sent).await
}

/// Take an order of the same channel back, all of it or a part.
#[utoipa::path(
    post,
    path = "/orders/{order}/reversals", operation_id = "reverseOrder",
    tag = "Purchases",
    params(("order" = String, Path, pattern = "^[!-~]{1,64}$"), OwnKey),
    request_body = Reversal,
    responses((status = 201, body = Reversed))
)]
pub async fn take_order_back(
    State(api): State<Api>,
    caller: May<Reversals>,
    Path(order): Path<String>,
    sent: Sent<Reversal>,
) -> Result<Response, Problem> {
    let of = Of::Order(own_number("order", &order)?);
    reversed(&api, &caller, of, sent).await
}

async fn reversed(
    api: &Api,
    caller: &May<Reversals>,
    of: Of,
    sent: Sent<Reversal>,
) -> Result<Response, Problem> {
    let (wish, key) = sent.keyed()?;
    let (id, amount) = wish.read()?;
    asked(api, caller, Call { key, ..Deed::Back(Return { of, id, amount }).into() }).await
}

/// An order read by the rules of now; channels buy nothing.
async fn for_somebody(
    api: &Api,
    merchant: MerchantId,
    read: impl FnOnce(Unit, i64) -> Result<(Order, When), Problem>,
) -> Result<(Order, When), Problem> {
    let now = api.app.clock.now();
    let unit = look::shop(api, merchant).await?.rules.at(now).program.unit;
    let (order, when) = read(unit, now)?;
    if let Some(id) = order.who.as_ref().and_then(|who| who.id) {
        look::not_a_channel(api, merchant, id).await?;
    }
    Ok((order, when))
}

/// What is asked of the lane, and how.
pub struct Call {
    /// The caller's own key. Without one it is answered anew, by how things stand now.
    pub key: Option<String>,
    pub when: When,
    /// Whether one `code` is all that names the buyer and pays.
    pub by_code: bool,
    pub deed: Deed,
}

impl From<Deed> for Call {
    fn from(deed: Deed) -> Call {
        Call { key: None, when: When::default(), by_code: false, deed }
    }
}

/// Asks the lane and waits.
pub async fn asked<A>(api: &Api, caller: &May<A>, call: Call) -> Result<Response, Problem> {
    said(api.app.ask_till(caller.merchant, ask(caller, call)?).await)
}

/// The same as the lane is asked it, where the shop is served.
fn ask<A>(caller: &May<A>, call: Call) -> Result<Ask, Problem> {
    if caller.paused {
        return Err(Slug::Paused.into());
    }
    let request = request().map_err(|why| Problem::new(Slug::Broken, why))?;
    let Call { key, when: When { occurred, late }, by_code, deed } = call;
    let key = key.unwrap_or_else(|| request.clone());
    Ok(Ask { staff: caller.staff, request, key, occurred, late, by_code, deed })
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
