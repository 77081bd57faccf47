//! What members bought, moved and were given; and what there is to be had.

use super::Api;
use super::cursor::Place;
use super::key::{May, Read};
use super::look::{self, Look, Who, member};
use super::money::{Credit, Money, end, time};
use super::params::{Asked, Listing, Paging, Params, number};
use super::problem::Problem;
use super::wishes::own_number;
use super::written::OrderNumber;
use crate::domain::ids::{MemberId, MerchantId, PurchaseId};
use crate::domain::member::Store;
use crate::domain::program::Unit;
use crate::domain::purchase;
use crate::store::{figures, orders, pages, why};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::Uri;
use serde::Serialize;
use utoipa::ToSchema;

/// One movement of somebody's balance. All of them together are what is available, less what is owed.
#[derive(Serialize, ToSchema)]
pub struct Movement {
    #[schema(example = "184")]
    id: String,
    #[schema(format = DateTime)]
    at: String,
    /// What happened: `accrual`, `reversal`, `hold`, `release`, `voucher_issue`, `expiry`, …
    #[schema(example = "accrual")]
    kind: String,
    change: Credit,
    /// The purchase it was about, and what that cost.
    #[schema(example = "2041")]
    purchase: Option<String>,
    amount: Option<Money>,
}

/// A voucher. Its code is its owner's to tell.
#[derive(Serialize, ToSchema)]
pub struct Voucher {
    #[schema(example = "184")]
    id: String,
    value: Money,
    /// `open`, `used`, `cancelled` or `expired`.
    #[schema(pattern = "^(open|used|cancelled|expired)$")]
    state: String,
    #[schema(format = DateTime)]
    issued_at: String,
    /// The first instant without it; null where it never ends.
    #[schema(format = DateTime)]
    expires: Option<String>,
    #[schema(format = DateTime)]
    closed_at: Option<String>,
    /// What a purchase took of it; a rest is a voucher of its own.
    used: Money,
    #[schema(example = "2041")]
    used_on: Option<String>,
}

/// A sale.
#[derive(Serialize, ToSchema)]
pub struct Purchase {
    #[schema(example = "184")]
    id: String,
    /// Its number where it was sold; null where it has none.
    order: Option<OrderNumber>,
    #[schema(example = "184")]
    member: String,
    store: Option<String>,
    #[schema(format = DateTime)]
    at: String,
    /// The price that was told.
    amount: Money,
    /// What of it stands after refunds.
    standing: Money,
    /// What of it earns nothing, what the shop took off it, and what balance and vouchers paid.
    excluded: Money,
    discount: Money,
    paid: Money,
    /// What it has earned, less what refunds took back.
    earned: Credit,
}

/// What credit may be exchanged for.
#[derive(Serialize, ToSchema)]
pub struct Reward {
    #[schema(example = "banho-p")]
    key: String,
    name: String,
    price: Credit,
    /// How many there still are; null where there is no end of them.
    left: Option<i64>,
}

/// A place where the shop sells.
#[derive(Serialize, ToSchema)]
#[schema(as = Store)]
pub struct Branch {
    #[schema(example = "1")]
    id: String,
    /// By which members and purchases tell it.
    #[schema(example = "Centro")]
    name: String,
}

/// The movements of a member's balance.
#[utoipa::path(
    get,
    path = "/members/{id}/statement", operation_id = "listMovements",
    tag = "Members",
    params(("id" = String, Path, pattern = r"^\d{1,18}$"), Paging),
    responses((status = 200, body = Listing<Movement>))
)]
pub async fn statement(
    State(api): State<Api>,
    caller: May<Read>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Listing<Movement>>, Problem> {
    let (asked, look) = of_member(&api, caller.merchant, &id, "statement", &uri).await?;
    let (merchant, whose, page) = (caller.merchant, look.member, asked.page());
    let read = api.app.store.read(move |tx| Box::pin(pages::moves(tx, merchant, whose, page)));
    let unit = look.shop.rules.newest().program.unit;
    let show = |moved: pages::Moved| {
        let (purchase, amount) = moved.purchase.unzip();
        Movement {
            id: moved.txn.to_string(),
            at: time(moved.at),
            change: Credit::of(unit, moved.change),
            kind: moved.kind,
            purchase: purchase.map(|id| id.to_string()),
            amount: amount.map(Money::from),
        }
    };
    let place = |moved: &pages::Moved| Place { at: moved.at, id: moved.txn.0 };
    Ok(Json(asked.listing(read.await?, place, show)))
}

/// The vouchers a member has and had.
#[utoipa::path(
    get,
    path = "/members/{id}/vouchers", operation_id = "listVouchers",
    tag = "Members",
    params(("id" = String, Path, pattern = r"^\d{1,18}$"), Paging),
    responses((status = 200, body = Listing<Voucher>))
)]
pub async fn vouchers(
    State(api): State<Api>,
    caller: May<Read>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Listing<Voucher>>, Problem> {
    let (asked, look) = of_member(&api, caller.merchant, &id, "vouchers", &uri).await?;
    let (merchant, whose, page) = (caller.merchant, look.member, asked.page());
    let read = api.app.store.read(move |tx| Box::pin(pages::vouchers(tx, merchant, whose, page)));
    let show = |voucher: pages::Shown| Voucher {
        id: voucher.id.to_string(),
        value: voucher.value.into(),
        state: voucher.state.as_str().to_owned(),
        issued_at: time(voucher.issued_at),
        expires: end(voucher.expires_at),
        closed_at: voucher.closed_at.map(time),
        used: voucher.used.into(),
        used_on: voucher.used_on.map(|id| id.to_string()),
    };
    let place = |voucher: &pages::Shown| Place { at: voucher.issued_at, id: voucher.id.0 };
    Ok(Json(asked.listing(read.await?, place, show)))
}

/// What a member bought.
#[utoipa::path(
    get,
    path = "/members/{id}/purchases", operation_id = "listPurchases",
    tag = "Members",
    params(("id" = String, Path, pattern = r"^\d{1,18}$"), Paging),
    responses((status = 200, body = Listing<Purchase>))
)]
pub async fn purchases(
    State(api): State<Api>,
    caller: May<Read>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Listing<Purchase>>, Problem> {
    let (asked, look) = of_member(&api, caller.merchant, &id, "purchases", &uri).await?;
    let (merchant, whose, page) = (caller.merchant, look.member, asked.page());
    let read = api.app.store.read(move |tx| Box::pin(pages::purchases(tx, merchant, whose, page)));
    let unit = look.shop.rules.newest().program.unit;
    let place = |bought: &purchase::Purchase| Place { at: bought.at, id: bought.id.0 };
    Ok(Json(asked.listing(read.await?, place, |bought| shown(&bought, unit, &look.facts.stores))))
}

/// One purchase.
#[utoipa::path(
    get,
    path = "/purchases/{id}", operation_id = "getPurchase",
    tag = "Purchases",
    params(("id" = String, Path, pattern = r"^\d{1,18}$")),
    responses((status = 200, body = Purchase))
)]
pub async fn purchase(
    State(api): State<Api>,
    caller: May<Read>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Purchase>, Problem> {
    Params::read(&uri, &[])?;
    let (merchant, id) = (caller.merchant, PurchaseId(number(&id)?));
    let read = api.app.store.read(move |tx| Box::pin(why::one(tx, merchant, id)));
    let bought = read.await?.ok_or_else(|| look::no_purchase(id))?;
    let look = member(&api, merchant, Who::Id(bought.member)).await?;
    Ok(Json(shown(&bought, look.shop.rules.newest().program.unit, &look.facts.stores)))
}

/// What an order of the caller's channel became: one purchase, or none.
#[utoipa::path(
    get,
    path = "/purchases", operation_id = "findPurchase",
    tag = "Purchases",
    params(("order" = String, Query, description = "Its number where it was sold", pattern = "^[!-~]{1,64}$",
        example = "5501")),
    responses((status = 200, body = Listing<Purchase>))
)]
pub async fn by_order(
    State(api): State<Api>,
    caller: May<Read>,
    uri: Uri,
) -> Result<Json<Listing<Purchase>>, Problem> {
    let params = Params::read(&uri, &["order"])?;
    let order = own_number("order", params.get("order").unwrap_or_default())?;
    let (merchant, channel) = (caller.merchant, caller.staff);
    let read = api
        .app
        .store
        .read(move |tx| Box::pin(async move { orders::one(tx, merchant, channel, &order).await }));
    let Some(bought) = read.await? else { return Ok(Json(Listing { data: Vec::new(), next: None })) };
    let look = member(&api, merchant, Who::Id(bought.member)).await?;
    let shown = shown(&bought, look.shop.rules.newest().program.unit, &look.facts.stores);
    Ok(Json(Listing { data: vec![shown], next: None }))
}

/// What credit may be exchanged for.
#[utoipa::path(get, path = "/rewards", operation_id = "listRewards", tag = "Rewards", responses((status = 200, body = Listing<Reward>)))]
pub async fn rewards(
    State(api): State<Api>,
    caller: May<Read>,
    uri: Uri,
) -> Result<Json<Listing<Reward>>, Problem> {
    Params::read(&uri, &[])?;
    let merchant = caller.merchant;
    let shop = look::shop(&api, merchant).await?;
    let gone = api.app.store.read(move |tx| Box::pin(figures::gone(tx, merchant))).await?;
    let program = &shop.rules.at(api.app.clock.now()).program;
    let data = program.rewards.iter().map(|reward| {
        let gone = gone.get(&reward.key).copied().unwrap_or(0);
        Reward {
            key: reward.key.clone(),
            name: reward.name(shop.lang).to_owned(),
            price: Credit::of(program.unit, reward.price),
            left: reward.stock.map(|stock| (i64::from(stock) - gone).max(0)),
        }
    });
    Ok(Json(Listing { data: data.collect(), next: None }))
}

/// The shop's stores, by the names that members and purchases have for them.
#[utoipa::path(get, path = "/stores", operation_id = "listStores", tag = "Stores", responses((status = 200, body = Listing<Branch>)))]
pub async fn stores(
    State(api): State<Api>,
    caller: May<Read>,
    uri: Uri,
) -> Result<Json<Listing<Branch>>, Problem> {
    Params::read(&uri, &[])?;
    let stores = look::house(&api, caller.merchant).await?.stores;
    let data = stores.into_iter().map(|store| Branch { id: store.id.to_string(), name: store.name });
    Ok(Json(Listing { data: data.collect(), next: None }))
}

/// A list of one member, and who that is.
async fn of_member<'a>(
    api: &'a Api,
    merchant: MerchantId,
    id: &str,
    list: &str,
    uri: &Uri,
) -> Result<(Asked<'a>, Look), Problem> {
    let asked = Asked::read(api, merchant, format!("members/{id}/{list}"), uri)?;
    Ok((asked, member(api, merchant, Who::Id(MemberId(number(id)?))).await?))
}

fn shown(bought: &purchase::Purchase, unit: Unit, stores: &[Store]) -> Purchase {
    let store = stores.iter().find(|store| store.id == bought.store);
    Purchase {
        id: bought.id.to_string(),
        order: bought.order.clone().map(|id| OrderNumber { id }),
        member: bought.member.to_string(),
        store: store.map(|store| store.name.clone()),
        at: time(bought.at),
        amount: bought.amount.into(),
        standing: bought.standing.into(),
        excluded: bought.terms.excluded.into(),
        discount: bought.terms.discount.into(),
        paid: bought.terms.paid.into(),
        earned: Credit::of(unit, bought.earned),
    }
}
