//! Members and what they have.

use super::Api;
use super::key::{May, Read};
use super::look::{Look, Who, member};
use super::money::{Credit, Money, end, time};
use super::params::{Listing, Params, number};
use super::problem::{Problem, Slug, Written};
use crate::domain::facts::Account;
use crate::domain::ids::MemberId;
use crate::domain::member;
use crate::domain::money::Money as Centavos;
use crate::domain::phone::Phone;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::Uri;
use serde::Serialize;
use utoipa::ToSchema;

/// A person as the shop knows them.
#[derive(Serialize, ToSchema)]
pub struct Member {
    #[schema(example = "184")]
    id: String,
    name: Option<String>,
    /// E.164.
    #[schema(example = "+5511987654321")]
    phone: Option<String>,
    standing: Standing,
    /// The language they are spoken to in.
    #[schema(example = "pt-BR")]
    language: String,
    /// The store they belong to.
    store: Option<String>,
    tier: Option<Tier>,
    /// Whether they agreed to offers.
    offers: bool,
    /// Whether they are told of their purchases.
    receipts: bool,
    /// RFC 3339.
    #[schema(format = DateTime)]
    joined_at: Option<String>,
    balance: Balance,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Has written and not joined.
    Guest,
    /// Has credit and has never written: nothing is sent to them.
    Provisional,
    Joined,
}

#[derive(Serialize, ToSchema)]
pub struct Tier {
    #[schema(example = "prata")]
    key: String,
    #[schema(example = "Prata")]
    name: String,
    /// Where its threshold is not reached any more: the first instant without it.
    #[schema(format = DateTime)]
    until: Option<String>,
}

/// What somebody has at this moment.
#[derive(Serialize, ToSchema)]
pub struct Balance {
    /// What is theirs and in no use.
    available: Credit,
    /// What of it may be used already.
    usable: Credit,
    /// Set aside for a reward or a purchase.
    held: Credit,
    /// Owed after a refund of credit that was spent; later credit repays it first.
    debt: Credit,
    /// What their open vouchers are worth, beside the balance.
    vouchers: Money,
    /// What it pays of a purchase now, in whole steps of the program; null where balance pays nothing.
    worth: Option<Money>,
    /// Credits it is made of, first to end first.
    lots: Vec<Lot>,
}

/// One credit.
#[derive(Serialize, ToSchema)]
pub struct Lot {
    id: String,
    remaining: Credit,
    #[schema(format = DateTime)]
    usable_from: String,
    /// The first instant without it; null where it never ends.
    #[schema(format = DateTime)]
    expires: Option<String>,
}

/// Who is behind a number: one member, or nobody.
#[utoipa::path(
    get,
    path = "/members", operation_id = "findMember",
    tag = "Members",
    params(("phone" = String, Query, description = "With `+` and country code", pattern = r"^\+\d{8,15}$",
        example = "+5511987654321")),
    responses((status = 200, body = Listing<Member>), (status = 422, body = Written))
)]
pub async fn find(
    State(api): State<Api>,
    caller: May<Read>,
    uri: Uri,
) -> Result<Json<Listing<Member>>, Problem> {
    const HOW: &str =
        "Look somebody up by phone=+5511987654321: a plus (in an address %2B), country code and number.";
    let params = Params::read(&uri, &["phone"])?;
    let typed = params.get("phone").unwrap_or_default();
    let digits = typed.strip_prefix('+').filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    let phone = digits.and_then(Phone::canonical).ok_or_else(|| Problem::of_field("phone", HOW))?;
    let data = match member(&api, caller.merchant, Who::Phone(phone)).await {
        Ok(look) => shown(&look, api.app.clock.now()).into_iter().collect(),
        Err(problem) if problem.slug == Slug::NotFound => Vec::new(),
        Err(problem) => return Err(problem),
    };
    Ok(Json(Listing { data, next: None }))
}

/// One member. A record that was joined with another leads to that one.
#[utoipa::path(
    get,
    path = "/members/{id}", operation_id = "getMember",
    tag = "Members",
    params(("id" = String, Path, pattern = r"^\d{1,18}$")),
    responses((status = 200, body = Member), (status = 404, body = Written), (status = 422, body = Written))
)]
pub async fn one(
    State(api): State<Api>,
    caller: May<Read>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Member>, Problem> {
    Params::read(&uri, &[])?;
    let look = member(&api, caller.merchant, Who::Id(MemberId(number(&id)?))).await?;
    Ok(Json(shown(&look, api.app.clock.now()).ok_or(Slug::NotFound)?))
}

/// What a member has, and when it ends.
#[utoipa::path(
    get,
    path = "/members/{id}/balance", operation_id = "getBalance",
    tag = "Members",
    params(("id" = String, Path, pattern = r"^\d{1,18}$")),
    responses((status = 200, body = Balance), (status = 404, body = Written), (status = 422, body = Written))
)]
pub async fn balance(
    State(api): State<Api>,
    caller: May<Read>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Balance>, Problem> {
    Params::read(&uri, &[])?;
    let look = member(&api, caller.merchant, Who::Id(MemberId(number(&id)?))).await?;
    let account = look.account().ok_or(Slug::NotFound)?;
    Ok(Json(balance_of(&look, account, api.app.clock.now())))
}

/// `now`: ms UTC.
fn shown(look: &Look, now: i64) -> Option<Member> {
    let account = look.account()?;
    let who = &account.member;
    let standing = match who.standing {
        member::Standing::Guest => Standing::Guest,
        member::Standing::Provisional => Standing::Provisional,
        member::Standing::Joined => Standing::Joined,
    };
    let draft = look.draft(now);
    let tier = draft.tier(look.member).map(|tier| Tier {
        key: tier.key.clone(),
        name: tier.name(look.shop.lang).to_owned(),
        until: who.tier.as_ref().and_then(|held| held.until).map(time),
    });
    Some(Member {
        id: look.member.to_string(),
        name: who.name.clone(),
        phone: who.phone.as_ref().map(|phone| phone.as_str().to_owned()),
        standing,
        language: who.lang.tag().to_owned(),
        store: who.store.and_then(|store| look.facts.store(store)).map(|store| store.name.clone()),
        tier,
        offers: who.offers,
        receipts: !who.silent,
        joined_at: who.joined_at.map(time),
        balance: balance_of(look, account, now),
    })
}

fn balance_of(look: &Look, account: &Account, now: i64) -> Balance {
    let program = &look.shop.rules.at(now).program;
    let credit = |amount| Credit::of(program.unit, amount);
    let (wallet, usable) = (*account.wallet, account.spendable(now));
    let payable = look.draft(now).most_payable(look.member, None);
    let mut lots: Vec<_> = account.lots.iter().filter(|lot| lot.remaining > 0).collect();
    lots.sort_by_key(|lot| (lot.expires_at, lot.id));
    let lots = lots.into_iter().map(|lot| Lot {
        id: lot.id.to_string(),
        remaining: credit(lot.remaining),
        usable_from: time(lot.usable_at),
        expires: end(lot.expires_at),
    });
    let vouchers = account.open_vouchers().iter().map(|voucher| voucher.value.0).sum();
    Balance {
        available: credit(wallet.available),
        usable: credit(usable),
        held: credit(wallet.held),
        debt: credit(wallet.debt),
        vouchers: Centavos(vouchers).into(),
        worth: program.pay.as_ref().map(|pay| pay.worth(payable).into()),
        lots: lots.collect(),
    }
}
