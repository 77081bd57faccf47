//! Who calls: a bearer token leads to one channel of one merchant, and to nothing else. Without one nothing behind the guard
//! is reached, and a handler learns the merchant only together with the scope it asks for.

use super::Api;
use super::limit::Left;
use super::problem::{Problem, Slug};
use super::token::Token;
use crate::domain::calendar::HOUR;
use crate::domain::ids::{MerchantId, StaffId};
use crate::domain::scope::{Scope, joined};
use crate::store::keys::{self, Held};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use std::collections::BTreeSet;
use std::marker::PhantomData;

/// Whoever was let in.
#[derive(Clone)]
pub struct Caller {
    merchant: MerchantId,
    staff: StaffId,
    paused: bool,
    scopes: BTreeSet<Scope>,
}

/// What a handler asks of its caller: one of these.
pub trait Asks {
    const SCOPES: &'static [Scope];
}

pub struct Read;

impl Asks for Read {
    const SCOPES: &'static [Scope] = &[Scope::Read];
}

pub struct Purchases;

impl Asks for Purchases {
    const SCOPES: &'static [Scope] = &[Scope::Purchases];
}

pub struct Reversals;

impl Asks for Reversals {
    const SCOPES: &'static [Scope] = &[Scope::Reversals];
}

pub struct Vouchers;

impl Asks for Vouchers {
    const SCOPES: &'static [Scope] = &[Scope::Vouchers];
}

/// Who may register a purchase may ask what it would lead to; so may whoever reads what people have.
pub struct Quotes;

impl Asks for Quotes {
    const SCOPES: &'static [Scope] = &[Scope::Read, Scope::Purchases];
}

pub struct Members;

impl Asks for Members {
    const SCOPES: &'static [Scope] = &[Scope::Members];
}

pub struct Webhooks;

impl Asks for Webhooks {
    const SCOPES: &'static [Scope] = &[Scope::Webhooks];
}

/// A caller who may do that, and whose merchant is asked.
pub struct May<A> {
    pub merchant: MerchantId,
    /// The channel that the key belongs to.
    pub staff: StaffId,
    /// What is written to the merchant now is not decided before it is served again.
    pub paused: bool,
    asks: PhantomData<A>,
}

impl<A: Asks, S: Sync> FromRequestParts<S> for May<A> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<May<A>, Problem> {
        let caller = parts.extensions.get::<Caller>().ok_or(Slug::UnknownKey)?;
        if !A::SCOPES.iter().any(|scope| caller.scopes.contains(scope)) {
            let needs = A::SCOPES.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" or ");
            let has = joined(&caller.scopes);
            let detail = format!("This needs a key with the scope {needs}; this one has {has}.");
            return Err(Problem::new(Slug::MissingScope, detail));
        }
        let Caller { merchant, staff, paused, .. } = *caller;
        Ok(May { merchant, staff, paused, asks: PhantomData })
    }
}

/// Why somebody was not let in; with how many seconds to wait, where waiting helps.
pub struct Refused {
    pub problem: Problem,
    pub retry: Option<i64>,
}

impl<P: Into<Problem>> From<P> for Refused {
    fn from(problem: P) -> Refused {
        Refused { problem: problem.into(), retry: None }
    }
}

/// Looks the key up and counts the call. Who shows no key at all costs nothing; wrong ones are counted before the database
/// is asked.
pub async fn admit(api: &Api, headers: &HeaderMap) -> Result<(Caller, Left), Refused> {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = shown.and_then(bearer).and_then(Token::read).ok_or(Slug::UnknownKey)?;
    let hash = token.hash();
    api.limits.may_try((token.id(), &hash)).map_err(|retry| {
        let detail =
            "Too many wrong keys were shown lately. A key that was right before is let in meanwhile.";
        Refused { problem: Problem::new(Slug::TooMany, detail), retry: Some(retry) }
    })?;
    let id = token.id().to_owned();
    let held = api.app.store.read(move |tx| Box::pin(async move { keys::find(tx, &id).await })).await;
    let held = held.map_err(Problem::from)?;
    let Some(held) = held.filter(|held| same(&held.hash, &hash)) else {
        api.limits.was_wrong((token.id(), &hash));
        return Err(Slug::UnknownKey.into());
    };
    api.limits.was_right(token.id(), &hash);
    let left = api.limits.call(token.id(), held.per_minute);
    note_use(api, token.id(), &held).await;
    let Held { merchant, staff, paused, scopes, .. } = held;
    Ok((Caller { merchant, staff, paused, scopes }, left))
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// In the same time wherever they differ.
fn same(left: &str, right: &str) -> bool {
    let differ = left.bytes().zip(right.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b));
    left.len() == right.len() && differ == 0
}

/// Once an hour at most: it tells keys that may go from keys that are in use.
async fn note_use(api: &Api, id: &str, held: &Held) {
    let now = api.app.clock.now();
    if held.used_at.is_some_and(|at| now - at < HOUR) {
        return;
    }
    let id = id.to_owned();
    let unit = api.app.store.write(move |tx| Box::pin(async move { keys::used(tx, &id, now).await }));
    if let Err(error) = unit.await {
        tracing::warn!(%error, "the use of a key was not noted");
    }
}
