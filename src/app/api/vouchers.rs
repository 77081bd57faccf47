//! Vouchers by their codes: what is behind one, keeping it for an order while a checkout lasts, and redeeming it. All of it is
//! decided in the lane, where a wrong code counts as one that was typed at the counter.

use super::Api;
use super::body::{OwnKey, Sent};
use super::key::{May, Vouchers};
use super::params::number;
use super::problem::{Problem, Slug};
use super::purchases::{Call, asked};
use super::wishes::{Keeping, LettingGo, Redemption, Shown};
use super::written::{Bought, CheckedVoucher, Release, Reservation};
use crate::dialogue::till::ask::{self, Deed, Reserve};
use crate::domain::ids::VoucherId;
use crate::store::pages;
use axum::extract::{Path, State};
use axum::response::Response;

/// What is behind a code, and whether it may be used at this channel now.
///
/// Wrong codes count, and never stop the counter: five in ten minutes rest for the customer or the order that is named, a
/// hundred for everybody of the channel but who pays with a voucher of their own and is named; then managers are told.
#[utoipa::path(
    post,
    path = "/vouchers/check", operation_id = "checkVoucher",
    tag = "Vouchers",
    request_body = Shown,
    responses((status = 200, body = CheckedVoucher))
)]
pub async fn check(
    State(api): State<Api>,
    caller: May<Vouchers>,
    sent: Sent<Shown>,
) -> Result<Response, Problem> {
    asked(&api, &caller, Deed::Check(sent.wish.read()?).into()).await
}

/// Register a purchase that a voucher pays a part of.
///
/// Its owner buys. It is the same as a purchase with `pay.vouchers`, under the same number.
#[utoipa::path(
    post,
    path = "/vouchers/redeem", operation_id = "redeemVoucher",
    tag = "Vouchers",
    params(OwnKey),
    request_body = Redemption,
    responses((status = 201, body = Bought))
)]
pub async fn redeem(
    State(api): State<Api>,
    caller: May<Vouchers>,
    sent: Sent<Redemption>,
) -> Result<Response, Problem> {
    let (wish, key) = sent.keyed()?;
    asked(&api, &caller, Call { key, by_code: true, ..Deed::Buy(wish.read()?).into() }).await
}

/// Keep a voucher for an order of this channel, half an hour at most.
///
/// Meanwhile nothing else can use it. It is taken by the purchase with that number, let go by a release, or lapses by itself.
/// Asked again, it is kept until the same moment.
#[utoipa::path(
    post,
    path = "/vouchers/{id}/reservations", operation_id = "reserveVoucher",
    tag = "Vouchers",
    params(("id" = String, Path, pattern = r"^\d{1,18}$"), OwnKey),
    request_body = Keeping,
    responses((status = 201, body = Reservation))
)]
pub async fn reserve(
    State(api): State<Api>,
    caller: May<Vouchers>,
    Path(id): Path<String>,
    sent: Sent<Keeping>,
) -> Result<Response, Problem> {
    let (wish, key) = sent.keyed()?;
    let (order, code) = wish.read()?;
    let voucher = VoucherId(number(&id)?);
    asked(&api, &caller, Call { key, ..Deed::Reserve(Reserve { voucher, code, order }).into() }).await
}

/// Keep a voucher for an order no longer.
#[utoipa::path(
    post,
    path = "/vouchers/{id}/release", operation_id = "releaseVoucher",
    tag = "Vouchers",
    params(("id" = String, Path, pattern = r"^\d{1,18}$"), OwnKey),
    request_body = LettingGo,
    responses((status = 200, body = Release))
)]
pub async fn release(
    State(api): State<Api>,
    caller: May<Vouchers>,
    Path(id): Path<String>,
    sent: Sent<LettingGo>,
) -> Result<Response, Problem> {
    let (wish, key) = sent.keyed()?;
    let (merchant, voucher, order) = (caller.merchant, VoucherId(number(&id)?), wish.read()?);
    let read = api.app.store.read(move |tx| Box::pin(pages::owner(tx, merchant, voucher)));
    let member = read.await?.ok_or(Slug::NotFound)?;
    let deed = Deed::Release(ask::Release { member, voucher, order });
    asked(&api, &caller, Call { key, ..deed.into() }).await
}
