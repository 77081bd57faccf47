//! Deliveries: each event on its way to each hook, with what came of the last try.
//!
//! States: `queued → sending(k) → delivered | retry_wait | dead`. A row is committed as `sending` before its first byte
//! leaves. What is open for one member leaves in the order it happened ([`lines`]), hook by hook, so that none waits for
//! another.

use crate::domain::ids::{MemberId, MerchantId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use crate::store::hooks::Hook;
use crate::store::lines::{self, RESTS};
use serde_json::json;
use sqlx::any::AnyRow;
use std::collections::BTreeSet;

/// A delivery claimed for sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    pub merchant: MerchantId,
    pub hook: String,
    pub event: i64,
    pub member: Option<MemberId>,
    pub attempt: i64,
    /// Attempts since it was last queued, with this one.
    pub tries: i64,
    pub body: String,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// `delivered`, `retry_wait` or `dead`.
    pub state: &'static str,
    /// When it ended, or when it is tried again (ms UTC).
    pub due: i64,
    /// Of HTTP, where there was an answer.
    pub status: Option<u16>,
    pub took_ms: i64,
    pub reason: Option<String>,
}

/// A delivery as the log shows it. Times in ms UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    pub event: i64,
    pub kind: String,
    pub member: Option<MemberId>,
    pub at: i64,
    pub state: String,
    pub attempts: i64,
    /// When it ended, or when it is tried (again); `None`: once the one before it of its member is through.
    pub due: Option<i64>,
    pub status: Option<i64>,
    pub took_ms: Option<i64>,
    pub reason: Option<String>,
}

/// A place among what was kept: when (ms UTC), and which event.
pub type Place = (i64, i64);

statement!(
    DUE,
    "
    select hook.merchant, hook.id from hook join merchant on merchant.id = hook.merchant
    where hook.state = 'active' and merchant.state = 'active'
      and exists (select 1 from delivery d where d.merchant = hook.merchant and d.hook = hook.id
                  and d.state in ('queued', 'retry_wait') and d.due_ms <= $1)
    order by hook.merchant, hook.id"
);

// Materialised, so that PostgreSQL takes the limit once: inside `in (…)` it may be run again and take more.
statement!(CLAIM, "
    with due as materialized (
        select o.merchant, o.hook, o.event from delivery o
        where o.merchant = $1 and o.hook = $2 and o.state in ('queued', 'retry_wait') and o.due_ms <= $3
          and not exists (select 1 from delivery e where e.merchant = o.merchant and e.hook = o.hook
                          and e.member = o.member and e.event < o.event
                          and e.state in ('queued', 'retry_wait', 'sending'))
        order by o.due_ms, o.event limit $4 {locked})
    update delivery set state = 'sending', attempt = delivery.attempt + 1, tries = delivery.tries + 1, due_ms = $3
    from due where delivery.merchant = due.merchant and delivery.hook = due.hook and delivery.event = due.event
    returning delivery.event, delivery.member, delivery.attempt, delivery.tries,
        (select e.body from event e where e.merchant = delivery.merchant and e.id = delivery.event)");

statement!(
    SETTLE,
    "
    update delivery set state = r.state, due_ms = r.due, status = r.status, took_ms = r.took, reason = r.reason
    from (select cast(value->>0 as bigint) as merchant, value->>1 as hook, cast(value->>2 as bigint) as event,
            cast(value->>3 as bigint) as attempt, value->>4 as state, cast(value->>5 as bigint) as due,
            cast(value->>6 as bigint) as status, cast(value->>7 as bigint) as took, value->>8 as reason
          from {rows 1} r) r
    where delivery.merchant = r.merchant and delivery.hook = r.hook and delivery.event = r.event
      and delivery.attempt = r.attempt and delivery.state = 'sending'"
);

statement!(
    ORPHANS,
    "
    update delivery set state = 'retry_wait', due_ms = $2, reason = 'the process ended while it was being sent'
    where state = 'sending' and due_ms <= $1"
);

statement!(
    LOG,
    "
    select d.event, e.kind, d.member, e.at_ms, d.state, d.attempt, d.due_ms, d.status, d.took_ms, d.reason
    from delivery d cross join event e
    where d.merchant = $1 and d.hook = $2 and d.event < $3 and (d.state in ('retry_wait', 'dead') or cast($4 as bigint) = 0)
      and e.merchant = d.merchant and e.id = d.event
    order by d.event desc limit $5"
);

statement!(
    AGAIN_FAILED,
    "
    update delivery set state = 'queued', tries = 0,
        due_ms = case when member is null then cast($3 as bigint) else cast($4 as bigint) end
    where merchant = $1 and hook = $2 and state in ('retry_wait', 'dead') returning member"
);

// What rests behind another has its turn after it.
statement!(
    AT_ONCE,
    "
    update delivery set due_ms = $3, tries = 0
    where merchant = $1 and hook = $2 and state in ('queued', 'retry_wait') and due_ms < $4 and tries > 0"
);

statement!(
    COUNT,
    "
    select count(*) from delivery d
    where d.merchant = $1 and d.hook = $2 and d.event < $3 and (d.state in ('retry_wait', 'dead') or cast($4 as bigint) = 0)"
);

statement!(
    KEPT,
    "
    select kept_ms, id from event
    where merchant = $1 and (kept_ms, id) > (cast($2 as bigint), cast($3 as bigint)) and kept_ms <= $4
      and member is not null and kind in (select value->>0 from {rows 5} r)
    order by kept_ms, id limit $6"
);

// What is on its way at this moment is left to go on.
statement!(
    AGAIN,
    "
    insert into delivery (merchant, hook, event, member, state, due_ms, kept_ms)
    select e.merchant, $2, e.id, e.member, 'queued',
        case when e.member is null then cast($4 as bigint) else cast($5 as bigint) end, e.kept_ms
    from {rows 3} r cross join event e
    where e.merchant = $1 and e.id = cast(r.value->>0 as bigint)
    on conflict (merchant, hook, event) do update set state = 'queued', tries = 0, due_ms = excluded.due_ms
    where delivery.state in ('delivered', 'dead', 'retry_wait')
    returning member"
);

pub static STATEMENTS: &[&Statement] =
    &[&DUE, &CLAIM, &SETTLE, &ORPHANS, &LOG, &COUNT, &AGAIN_FAILED, &AT_ONCE, &KEPT, &AGAIN];

/// Events that are told again in one transaction, at most.
const PAGE: i64 = 1_000;

/// Hooks with something to send now.
pub async fn due(tx: &mut Tx, now: i64) -> Result<Vec<(MerchantId, String)>, StoreError> {
    let found = tx.fetch(&DUE, &[now.into()]).await?;
    found.iter().map(|row| Ok((MerchantId(row.int(0)?), row.text(1)?))).collect()
}

/// Takes up to `most` due rows of one hook; none of a member for whom an earlier one is still open.
pub async fn claim(
    tx: &mut Tx,
    merchant: MerchantId,
    hook: &str,
    now: i64,
    most: usize,
) -> Result<Vec<Claimed>, StoreError> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let found = tx.change(&CLAIM, &[merchant.0.into(), hook.into(), now.into(), most.into()]).await?;
    let read = |row: &AnyRow| {
        let (event, member) = (row.int(0)?, row.maybe_int(1)?.map(MemberId));
        let (attempt, tries) = (row.int(2)?, row.int(3)?);
        Ok(Claimed { merchant, hook: hook.to_owned(), event, member, attempt, tries, body: row.text(4)? })
    };
    let mut claimed: Vec<Claimed> = found.iter().map(read).collect::<Result<_, StoreError>>()?;
    claimed.sort_by_key(|row| row.event);
    Ok(claimed)
}

/// Writes down how an attempt ended, unless it was given up meanwhile. What waited behind one that is through has its turn.
pub async fn settle(tx: &mut Tx, row: &Claimed, settled: &Settled) -> Result<(), StoreError> {
    let Claimed { merchant, hook, event, member, attempt, .. } = row;
    let Settled { state, due, status, took_ms, reason } = settled;
    lines::hold(tx, *merchant, hook).await?;
    let set = json!([[merchant, hook, event, attempt, state, due, status, took_ms, reason]]);
    tx.execute(&SETTLE, &[set.to_string().into()]).await?;
    let through = member.filter(|_| *state != "retry_wait");
    let line = through.map(|member| (*merchant, hook.clone(), member));
    lines::release(tx, line, *due).await
}

/// Rows that an ended process was sending since before `before` are sent again: who gets one twice knows it by its id.
pub async fn orphans(tx: &mut Tx, before: i64, now: i64) -> Result<u64, StoreError> {
    tx.execute(&ORPHANS, &[before.into(), now.into()]).await
}

/// The deliveries of a hook before this event, the newest first; of those that fail, or of all.
pub async fn log(
    tx: &mut Tx,
    merchant: MerchantId,
    hook: &str,
    (before, failed): (i64, bool),
    most: i64,
) -> Result<Vec<Logged>, StoreError> {
    let args = [merchant.0.into(), hook.into(), before.into(), i64::from(failed).into(), most.into()];
    let read = |row: &AnyRow| {
        Ok(Logged {
            event: row.int(0)?,
            kind: row.text(1)?,
            member: row.maybe_int(2)?.map(MemberId),
            at: row.int(3)?,
            state: row.text(4)?,
            attempts: row.int(5)?,
            due: Some(row.int(6)?).filter(|due| *due != RESTS),
            status: row.maybe_int(7)?,
            took_ms: row.maybe_int(8)?,
            reason: row.maybe_text(9)?,
        })
    };
    tx.fetch(&LOG, &args).await?.iter().map(read).collect()
}

/// How many more of them there are before this event.
pub async fn count(
    tx: &mut Tx,
    merchant: MerchantId,
    hook: &str,
    (before, failed): (i64, bool),
) -> Result<i64, StoreError> {
    let args = [merchant.0.into(), hook.into(), before.into(), i64::from(failed).into()];
    tx.fetch(&COUNT, &args).await?.first().map_or(Ok(0), |row| row.int(0))
}

/// Events that a hook wants, kept after this place and until then (ms UTC), the oldest first: a page of them.
pub async fn kept(tx: &mut Tx, hook: &Hook, after: Place, until: i64) -> Result<Vec<Place>, StoreError> {
    let kinds: Vec<_> = hook.wanted.kinds().map(|kind| (kind.as_str(),)).collect();
    let (kept, event) = after;
    let args = [hook.merchant.0.into(), kept.into(), event.into(), until.into(), rows(&kinds), PAGE.into()];
    let found = tx.fetch(&KEPT, &args).await?;
    found.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// Tells a hook these events again; how many that are.
pub async fn again(tx: &mut Tx, hook: &Hook, events: &[i64], now: i64) -> Result<usize, StoreError> {
    lines::hold(tx, hook.merchant, &hook.id).await?;
    let set: Vec<(i64,)> = events.iter().map(|event| (*event,)).collect();
    let (merchant, id) = (hook.merchant.0.into(), hook.id.as_str().into());
    let queued = tx.change(&AGAIN, &[merchant, id, rows(&set), now.into(), RESTS.into()]).await?;
    in_line(tx, hook, &queued, now).await
}

/// Tells a hook again all that failed, be it given up or waiting for another try; how many that are.
pub async fn again_failed(tx: &mut Tx, hook: &Hook, now: i64) -> Result<usize, StoreError> {
    lines::hold(tx, hook.merchant, &hook.id).await?;
    let (merchant, id) = (hook.merchant.0.into(), hook.id.as_str().into());
    let queued = tx.change(&AGAIN_FAILED, &[merchant, id, now.into(), RESTS.into()]).await?;
    in_line(tx, hook, &queued, now).await
}

/// What waits for another try is due now (ms UTC), as if it had not failed before.
pub async fn at_once(tx: &mut Tx, merchant: MerchantId, hook: &str, now: i64) -> Result<(), StoreError> {
    lines::hold(tx, merchant, hook).await?;
    let args = [merchant.0.into(), hook.into(), now.into(), RESTS.into()];
    tx.execute(&AT_ONCE, &args).await.map(|_| ())
}

async fn in_line(tx: &mut Tx, hook: &Hook, queued: &[AnyRow], now: i64) -> Result<usize, StoreError> {
    let mut members = BTreeSet::new();
    for row in queued {
        members.extend(row.maybe_int(0)?.map(MemberId));
    }
    lines::arrange(tx, hook.merchant, &hook.id, &members, now).await?;
    Ok(queued.len())
}
