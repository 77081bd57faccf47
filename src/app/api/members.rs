//! Members and what they have.

use super::Api;
use super::body::{OwnKey, Sent};
use super::customers::{self, MemberWish};
use super::key::{May, Members, Read};
use super::look::{self, Look, Who, member};
use super::money::{Credit, Money, end, time};
use super::params::{Listing, Params, number};
use super::problem::{Problem, Slug};
use super::purchases::{Call, asked};
use super::written::Met;
use crate::dialogue::till::ask::Deed;
use crate::domain::contact;
use crate::domain::facts::Account;
use crate::domain::ids::MemberId;
use crate::domain::member;
use crate::domain::money::Money as Centavos;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
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
    /// Their own address.
    email: Option<String>,
    /// Of a company.
    cnpj: Option<String>,
    /// The people of a company, and the address of anybody, with what each takes.
    contacts: Vec<Contact>,
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

/// Somebody who may be written to.
#[derive(Serialize, ToSchema)]
pub struct Contact {
    #[schema(example = "191")]
    id: String,
    /// Null for the customer's own.
    name: Option<String>,
    role: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    /// Whether they take e-mail; null where nobody has said so.
    email_consent: Option<bool>,
    /// Since when mail comes back from there.
    #[schema(format = DateTime)]
    bounced_at: Option<String>,
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

/// Who is behind a phone, an address, a number of the shop's own or a company: one member, or nobody. One is given.
#[utoipa::path(
    get,
    path = "/members", operation_id = "findMember",
    tag = "Members",
    params(("phone" = Option<String>, Query, description = "With `+` and country code", pattern = r"^\+\d{8,15}$",
        example = "+5511987654321"), ("email" = Option<String>, Query), ("own_id" = Option<String>, Query),
        ("cnpj" = Option<String>, Query)),
    responses((status = 200, body = Listing<Member>))
)]
pub async fn find(
    State(api): State<Api>,
    caller: May<Read>,
    uri: Uri,
) -> Result<Json<Listing<Member>>, Problem> {
    const BY: [&str; 4] = ["phone", "email", "own_id", "cnpj"];
    const HOW: &str = "Look somebody up by one of phone=+5511987654321 (a plus is %2B in an address), email, own_id and cnpj.";
    let params = Params::read(&uri, &BY)?;
    let mut given = BY.into_iter().filter_map(|by| Some((by, params.get(by)?)));
    let (Some((by, text)), None) = (given.next(), given.next()) else {
        return Err(Problem::of_field("phone", HOW));
    };
    let key = customers::key(by, text)?.ok_or_else(|| Problem::of_field(by, HOW))?;
    let data = match member(&api, caller.merchant, Who::Key(key)).await {
        Ok(look) => shown(&look, api.app.clock.now()).into_iter().collect(),
        Err(problem) if problem.slug == Slug::NotFound => Vec::new(),
        Err(problem) => return Err(problem),
    };
    Ok(Json(Listing { data, next: None }))
}

/// Tell of a customer: whoever is new is enrolled, whoever is known is completed where something is empty. What they said
/// themselves stands, and nobody is written to. The same again leads to the same member.
#[utoipa::path(
    post,
    path = "/members", operation_id = "createMember",
    tag = "Members",
    params(OwnKey),
    request_body = MemberWish,
    responses((status = 201, body = Met))
)]
pub async fn meet(
    State(api): State<Api>,
    caller: May<Members>,
    sent: Sent<MemberWish>,
) -> Result<Response, Problem> {
    let (wish, key) = sent.keyed()?;
    let stores = look::house(&api, caller.merchant).await?.stores;
    let person = wish.read(&stores)?;
    asked(&api, &caller, Call { key, ..Deed::Meet(Box::new(person)).into() }).await
}

/// One member. A record that was joined with another leads to that one.
#[utoipa::path(
    get,
    path = "/members/{id}", operation_id = "getMember",
    tag = "Members",
    params(("id" = String, Path, pattern = r"^\d{1,18}$")),
    responses((status = 200, body = Member))
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
    responses((status = 200, body = Balance))
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
        email: account.own_address().map(|email| email.as_str().to_owned()),
        cnpj: who.cnpj.as_ref().map(|cnpj| cnpj.as_str().to_owned()),
        contacts: account.contacts.iter().map(one_contact).collect(),
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

fn one_contact(contact: &contact::Contact) -> Contact {
    Contact {
        id: contact.id.to_string(),
        name: contact.name.clone(),
        role: contact.role.clone(),
        phone: contact.phone.as_ref().map(|phone| phone.as_str().to_owned()),
        email: contact.email.as_ref().map(|email| email.as_str().to_owned()),
        email_consent: contact.mail,
        bounced_at: contact.bounced.map(time),
    }
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
