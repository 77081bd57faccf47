//! What came in: kept before it is acknowledged, taken in batches by whoever holds the lane.

use crate::dialogue::news::News;
use crate::domain::ids::{MemberId, MerchantId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use std::collections::BTreeMap;

/// Kind of the rows we write ourselves: [`News`] as JSON. No webhook can make one.
pub const NEWS: &str = "news";
/// Kind of a row of our own that names a member whom nothing reaches.
pub const UNDELIVERED: &str = "undelivered";
/// … and of one that names a member who stopped our offers inside WhatsApp.
pub const OPTED_OUT: &str = "opted_out";

/// … and of what a till or a web shop asks: an [`Ask`](crate::dialogue::till::ask::Ask) as JSON.
pub const TILL: &str = "till";

/// One update as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub key: String,
    pub merchant: Option<MerchantId>,
    pub kind: &'static str,
    /// WhatsApp's time, ms UTC.
    pub at: i64,
    /// When it arrived, in microseconds and never twice in a process.
    pub arrival: i64,
    pub raw: String,
    /// Why it is kept without being acted on.
    pub reason: Option<String>,
}

/// One update taken to be worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub key: String,
    pub kind: String,
    pub at: i64,
    pub arrival: i64,
    pub raw: String,
}

/// How a taken row ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub key: String,
    /// `done`, `ignored` or `dead`.
    pub state: &'static str,
    pub reason: Option<String>,
}

statement!(
    KEEP,
    "
    insert into inbox (key, merchant, kind, at_ms, arrival, raw, state, reason)
    select value->>0, cast(value->>1 as bigint), value->>2, cast(value->>3 as bigint),
           cast(value->>4 as bigint), value->>5, value->>6, value->>7
    from {rows 1} r where true
    on conflict (key) do nothing"
);

// `cross join` keeps SQLite from scanning the large table first; PostgreSQL reads it as a plain join.
statement!(
    CLAIM,
    "
    select lane.merchant, lane.next_id from lane
    where lane.merchant > $2
      and exists (select 1 from merchant where merchant.id = lane.merchant and merchant.state = 'active')
      and (exists (select 1 from inbox where inbox.merchant = lane.merchant and inbox.state = 'new')
        or exists (select 1 from hold where hold.merchant = lane.merchant and hold.state = 'open'
                   and hold.expires_ms <= $1)
        or exists (select 1 from member where member.merchant = lane.merchant and member.due_ms is not null
                   and member.due_ms <= $3)
        or exists (select 1 from lot where lot.merchant = lane.merchant and lot.remaining > 0
                   and lot.due_ms is not null and lot.due_ms <= $3)
        or exists (select 1 from voucher where voucher.merchant = lane.merchant and voucher.state = 'open'
                   and voucher.due_ms is not null and voucher.due_ms <= $3))
    order by lane.merchant limit 1 {locked}"
);

statement!(
    TAKE,
    "
    select key, kind, at_ms, arrival, raw from inbox
    where merchant = $1 and state = 'new' order by at_ms, arrival limit $2"
);

statement!(OLDEST, "select min(at_ms) from inbox where merchant = $1 and state = 'new'");

// What a till asked has its answer, which is kept; the words may name people, and nothing reads them any more.
statement!(
    FINISH,
    "
    update inbox set state = r.state, reason = r.reason,
        raw = case when inbox.kind = 'till' and r.state = 'done' then '' else inbox.raw end
    from (select value->>0 as key, value->>1 as state, value->>2 as reason from {rows 1} r) r
    where inbox.key = r.key and inbox.state = 'new'"
);

statement!(
    SET_ASIDE,
    "
    update inbox set state = 'dead', reason = $2 where key = $1 and state = 'new'"
);

// What came again since is kept for the merchant already.
statement!(
    FORGET_TWICE,
    "
    delete from inbox where merchant is null and reason = $2
      and exists (select 1 from inbox o where o.key = inbox.key || ':' || cast($1 as bigint))"
);

statement!(
    ADOPT,
    "
    update inbox set key = key || ':' || cast($1 as bigint), merchant = $1, state = 'new', reason = null
    where merchant is null and reason = $2"
);

statement!(NEXT_ID, "update lane set next_id = $2 where merchant = $1 and next_id <= $2");

// A change that changes nothing: on both engines others wait for whoever made it.
statement!(HOLD, "update lane set next_id = next_id where merchant = $1");

statement!(FREE, "select next_id from lane where merchant = $1");

statement!(ROUTES, "select phone_number_id, id, waba from merchant order by id");

// Of merchants that are served: what a paused one keeps is nobody's delay.
statement!(
    DEPTH,
    "
    select cast(count(*) as bigint), cast(coalesce(min(arrival), 0) as bigint) from inbox
    where merchant in (select id from merchant where state = 'active') and state = 'new'"
);

pub static STATEMENTS: &[&Statement] = &[
    &KEEP,
    &CLAIM,
    &TAKE,
    &OLDEST,
    &FINISH,
    &SET_ASIDE,
    &FORGET_TWICE,
    &ADOPT,
    &NEXT_ID,
    &HOLD,
    &FREE,
    &ROUTES,
    &DEPTH,
];

/// What an update is kept under, once: no merchant's updates keep another's out, and what came for nobody counts when it
/// comes again for somebody.
pub fn key(merchant: Option<MerchantId>, update: &str) -> String {
    merchant.map_or_else(|| update.to_owned(), |merchant| format!("{update}:{merchant}"))
}

/// Why an update for a number that nobody has is kept and not acted on.
pub fn unrouted(phone_number_id: &str) -> String {
    format!("no merchant has the number {phone_number_id}")
}

/// Gives a merchant what was kept for its number while nobody had that, to be decided by its own time. Answers how much
/// that is.
pub async fn adopt(tx: &mut Tx, merchant: MerchantId, phone_number_id: &str) -> Result<u64, StoreError> {
    let args = [merchant.0.into(), unrouted(phone_number_id).into()];
    tx.execute(&FORGET_TWICE, &args).await?;
    tx.execute(&ADOPT, &args).await
}

/// Keeps updates; those already known are left as they are.
pub async fn keep(tx: &mut Tx, kept: &[Kept]) -> Result<u64, StoreError> {
    if kept.is_empty() {
        return Ok(0);
    }
    let set: Vec<_> = kept
        .iter()
        .map(|kept| {
            // What belongs to nobody here is kept for whoever wonders why nothing arrives.
            let acted_on = kept.reason.is_none() && kept.merchant.is_some();
            let state = if acted_on { "new" } else { "ignored" };
            (
                &kept.key,
                kept.merchant.map(|id| id.0),
                kept.kind,
                kept.at,
                kept.arrival,
                &kept.raw,
                state,
                &kept.reason,
            )
        })
        .collect();
    tx.execute(&KEEP, &[rows(&set)]).await
}

/// Keeps news of a number for its merchant's next batch, once for each `key`. `at`: ms UTC.
pub async fn news(
    tx: &mut Tx,
    merchant: MerchantId,
    key: &str,
    at: i64,
    news: &News,
) -> Result<u64, StoreError> {
    keep(tx, &[told(merchant, format!("n:{key}"), at, at * 1_000, news)?]).await
}

/// Keeps several pieces of news that came at once, in their order.
pub async fn all_news(
    tx: &mut Tx,
    merchant: MerchantId,
    key: &str,
    at: i64,
    news: &[News],
) -> Result<u64, StoreError> {
    let numbered = (0..).zip(news);
    let kept = numbered.map(|(n, news)| told(merchant, format!("n:{key}:{n}"), at, at * 1_000 + n, news));
    keep(tx, &kept.collect::<Result<Vec<_>, _>>()?).await
}

fn told(merchant: MerchantId, key: String, at: i64, arrival: i64, news: &News) -> Result<Kept, StoreError> {
    let raw = serde_json::to_string(news).map_err(|fault| StoreError::Unreadable(fault.to_string()))?;
    Ok(ours(merchant, NEWS, key, at, arrival, raw))
}

fn ours(merchant: MerchantId, kind: &'static str, key: String, at: i64, arrival: i64, raw: String) -> Kept {
    Kept { key, merchant: Some(merchant), kind, at, arrival, raw, reason: None }
}

/// Keeps for the next batch what became known of a member ([`UNDELIVERED`], [`OPTED_OUT`]), once for each `key`. `at`:
/// ms UTC.
pub async fn known(
    tx: &mut Tx,
    merchant: MerchantId,
    (kind, key): (&'static str, &str),
    at: i64,
    member: MemberId,
) -> Result<u64, StoreError> {
    let row = ours(merchant, kind, format!("n:{key}"), at, at * 1_000, member.to_string());
    keep(tx, &[row]).await
}

/// Waits until no batch of the merchant is under way, and keeps others from beginning until the end of the
/// transaction: for who changes beside the batches what they read.
pub async fn hold_lane(tx: &mut Tx, merchant: MerchantId) -> Result<(), StoreError> {
    tx.exactly(&HOLD, &[merchant.0.into()], 1).await
}

/// The next free id of a merchant, for whoever holds its lane, or writes nothing.
pub async fn free_id(tx: &mut Tx, merchant: MerchantId) -> Result<i64, StoreError> {
    let found = tx.fetch(&FREE, &[merchant.0.into()]).await?;
    let row =
        found.first().ok_or_else(|| StoreError::Unusable(format!("There is no merchant {merchant}.")))?;
    row.int(0)
}

/// The lane of one merchant with waiting messages or holds that are due, and its next free id. Merchants
/// take turns: the one after `last` comes first, so that a busy one does not keep the others waiting. `believed`: how
/// late it is (ms UTC) for what has value.
pub async fn claim(
    tx: &mut Tx,
    now: i64,
    believed: i64,
    last: MerchantId,
) -> Result<Option<(MerchantId, i64)>, StoreError> {
    let mut found = tx.fetch(&CLAIM, &[now.into(), last.0.into(), believed.into()]).await?;
    if found.is_empty() && last.0 > 0 {
        found = tx.fetch(&CLAIM, &[now.into(), 0.into(), believed.into()]).await?;
    }
    found.first().map(|row| Ok((MerchantId(row.int(0)?), row.int(1)?))).transpose()
}

/// When the oldest waiting message was written (ms UTC).
pub async fn oldest(tx: &mut Tx, merchant: MerchantId) -> Result<Option<i64>, StoreError> {
    let found = tx.fetch(&OLDEST, &[merchant.0.into()]).await?;
    found.first().map_or(Ok(None), |row| row.maybe_int(0))
}

pub async fn take(tx: &mut Tx, merchant: MerchantId, most: i64) -> Result<Vec<Taken>, StoreError> {
    let found = tx.fetch(&TAKE, &[merchant.0.into(), most.into()]).await?;
    let read = |row: &sqlx::any::AnyRow| {
        Ok(Taken {
            key: row.text(0)?,
            kind: row.text(1)?,
            at: row.int(2)?,
            arrival: row.int(3)?,
            raw: row.text(4)?,
        })
    };
    found.iter().map(read).collect()
}

pub async fn finish(tx: &mut Tx, done: &[Done]) -> Result<(), StoreError> {
    if done.is_empty() {
        return Ok(());
    }
    let set: Vec<_> = done.iter().map(|done| (&done.key, done.state, &done.reason)).collect();
    tx.exactly(&FINISH, &[rows(&set)], done.len()).await
}

/// Puts one update among the dead letters, unless somebody dealt with it meanwhile.
pub async fn set_aside(tx: &mut Tx, key: &str, reason: &str) -> Result<u64, StoreError> {
    tx.execute(&SET_ASIDE, &[key.into(), reason.into()]).await
}

pub async fn next_id(tx: &mut Tx, merchant: MerchantId, next: i64) -> Result<(), StoreError> {
    tx.exactly(&NEXT_ID, &[merchant.0.into(), next.into()], 1).await
}

/// Whose a business number is, and whose an account: several numbers may share one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Routes {
    pub numbers: BTreeMap<String, MerchantId>,
    pub accounts: BTreeMap<String, Vec<MerchantId>>,
}

pub async fn routes(tx: &mut Tx) -> Result<Routes, StoreError> {
    let mut routes = Routes::default();
    for row in tx.fetch(&ROUTES, &[]).await? {
        let merchant = MerchantId(row.int(1)?);
        routes.numbers.insert(row.text(0)?, merchant);
        if let Some(account) = row.maybe_text(2)? {
            routes.accounts.entry(account).or_default().push(merchant);
        }
    }
    Ok(routes)
}

/// How many updates wait, and since when (microseconds; 0 when none).
pub async fn depth(tx: &mut Tx) -> Result<(i64, i64), StoreError> {
    let found = tx.fetch(&DEPTH, &[]).await?;
    found.first().map_or(Ok((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))
}
