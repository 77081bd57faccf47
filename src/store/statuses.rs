//! Statuses of what we sent. They only move forward, may come before our own response is stored, twice, or
//! out of order; a later `delivered` or `read` after `failed` is a correction.

use crate::domain::ids::{MemberId, MerchantId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

/// One status, with the row it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub wamid: String,
    /// Row and attempt of our callback, when it came back with it.
    pub row: Option<(i64, i64)>,
    pub state: &'static str,
    pub at: i64,
    pub error: Option<i64>,
    pub category: Option<String>,
    pub billable: Option<bool>,
}

/// How far a status is: nothing goes back.
pub fn rank(state: &str) -> i64 {
    match state {
        "sent" => 1,
        "failed" => 2,
        "delivered" => 3,
        "read" => 4,
        _ => 0,
    }
}

// A status is the proof that an attempt was accepted, whatever became of our own response. A row that
// carries an error was put back after that attempt had failed: then only a delivery is news. A row that rests
// since a restore may have been sent after the backup was made.
statement!(
    BY_CALLBACK,
    "
    update outbox set wamid = coalesce(outbox.wamid, r.wamid), state = 'accepted'
    from (select distinct cast($1 as bigint) as merchant, cast(value->>0 as bigint) as id, value->>1 as wamid,
            cast(value->>2 as bigint) as attempt,
            cast(value->>3 as bigint) as rank from {rows 2}) r
    where outbox.merchant = r.merchant and outbox.id = r.id and (outbox.attempt >= 1 or outbox.state = 'held')
      and ((outbox.state in ('sending', 'unknown') and outbox.attempt = r.attempt)
        or (outbox.state in ('sending', 'unknown', 'retry_wait', 'dead', 'held') and r.rank <> 2
            and (outbox.error is null or r.rank > 2)))"
);

statement!(
    FORWARD,
    "
    update outbox set status = r.state, status_ms = r.at, error = r.error
    from (select distinct cast($1 as bigint) as merchant, value->>0 as wamid, value->>1 as state, cast(value->>2 as bigint) as at,
            cast(value->>3 as bigint) as error, cast(value->>4 as bigint) as rank
          from {rows 2}) r
    where outbox.merchant = r.merchant and outbox.wamid = r.wamid
      and r.rank > case outbox.status when 'sent' then 1 when 'failed' then 2 when 'delivered' then 3
                   when 'read' then 4 else 0 end"
);

// The price comes with one status or another, also with one that is late.
statement!(
    PRICED,
    "
    update outbox set category = r.category, billable = r.billable
    from (select distinct cast($1 as bigint) as merchant, value->>0 as wamid, value->>1 as category, cast(value->>2 as bigint) as billable
          from {rows 2}) r
    where outbox.merchant = r.merchant and outbox.wamid = r.wamid and outbox.category is null"
);

statement!(
    ROWS_OF,
    "
    select o.id, o.member, o.wamid, o.wa_id, o.attempt, o.class from {rows 2} r cross join outbox o
    where o.merchant = $1 and o.wamid = r.value->>0 and o.state = 'accepted'"
);

statement!(PUT_BACK, "
    update outbox set state = r.state, wa_id = r.wa_id, wamid = null, status = null, due_ms = $3
    from (select distinct cast($1 as bigint) as merchant, cast(value->>0 as bigint) as id, value->>1 as state,
            value->>2 as wa_id from {rows 2}) r
    where outbox.merchant = r.merchant and outbox.id = r.id and outbox.state = 'accepted' and outbox.status = 'failed'");

statement!(
    STRANGERS,
    "
    select cast(r.value->>0 as bigint) from {rows 2} r
    where not exists (select 1 from outbox o where o.merchant = $1 and o.id = cast(r.value->>0 as bigint))"
);

pub static STATEMENTS: &[&Statement] = &[&BY_CALLBACK, &FORWARD, &PRICED, &ROWS_OF, &PUT_BACK, &STRANGERS];

/// An accepted row that a failed status speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    pub id: i64,
    pub member: MemberId,
    pub wamid: String,
    pub wa_id: Option<String>,
    pub attempt: i64,
    pub class: String,
}

pub async fn rows_of(
    tx: &mut Tx,
    merchant: MerchantId,
    wamids: &[&String],
) -> Result<Vec<Failed>, StoreError> {
    let set: Vec<_> = wamids.iter().map(|wamid| (wamid,)).collect();
    let found = tx.fetch(&ROWS_OF, &[merchant.0.into(), rows(&set)]).await?;
    let read = |row: &AnyRow| {
        Ok(Failed {
            id: row.int(0)?,
            member: MemberId(row.int(1)?),
            wamid: row.text(2)?,
            wa_id: row.maybe_text(3)?,
            attempt: row.int(4)?,
            class: row.text(5)?,
        })
    };
    found.iter().map(read).collect()
}

/// Opens rows again after they failed: to be sent to another spelling, or to wait for an open window.
pub async fn put_back(
    tx: &mut Tx,
    merchant: MerchantId,
    again: &[(i64, &'static str, Option<String>)],
    now: i64,
) -> Result<u64, StoreError> {
    if again.is_empty() {
        return Ok(0);
    }
    tx.execute(&PUT_BACK, &[merchant.0.into(), rows(again), now.into()]).await
}

/// Which of these row numbers, named by statuses, this database does not have: they were sent in days that a
/// restored backup knows nothing of.
pub async fn strangers(tx: &mut Tx, merchant: MerchantId, ids: &[i64]) -> Result<Vec<i64>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let set: Vec<_> = ids.iter().map(|id| (id,)).collect();
    let found = tx.fetch(&STRANGERS, &[merchant.0.into(), rows(&set)]).await?;
    found.iter().map(|row| row.int(0)).collect()
}

/// Applies statuses of one merchant: at most three statements, whatever their number. In each a row is met
/// once.
pub async fn apply(tx: &mut Tx, merchant: MerchantId, said: &[Said]) -> Result<(), StoreError> {
    let mut known: BTreeMap<i64, (i64, i64, &str)> = BTreeMap::new();
    let mut furthest: BTreeMap<&str, &Said> = BTreeMap::new();
    let mut priced: BTreeMap<&str, (&str, Option<i64>)> = BTreeMap::new();
    for said in said {
        let wamid = said.wamid.as_str();
        if let Some((id, attempt)) = said.row {
            let told = (attempt, rank(said.state), wamid);
            known.entry(id).and_modify(|latest| *latest = told.max(*latest)).or_insert(told);
        }
        let best = furthest.entry(wamid).or_insert(said);
        if rank(said.state) > rank(best.state) {
            *best = said;
        }
        if let Some(category) = &said.category {
            priced.entry(wamid).or_insert((category, said.billable.map(i64::from)));
        }
    }
    let known: Vec<_> =
        known.into_iter().map(|(id, (attempt, rank, wamid))| (id, wamid, attempt, rank)).collect();
    set(tx, &BY_CALLBACK, merchant, &known).await?;
    let furthest = furthest.values().map(|s| (&s.wamid, s.state, s.at, s.error, rank(s.state)));
    set(tx, &FORWARD, merchant, &furthest.collect::<Vec<_>>()).await?;
    let priced: Vec<_> =
        priced.into_iter().map(|(wamid, (category, billable))| (wamid, category, billable)).collect();
    set(tx, &PRICED, merchant, &priced).await
}

/// Statuses may speak of rows that are not ours, so nobody counts; an empty set costs nothing.
async fn set<T: serde::Serialize>(
    tx: &mut Tx,
    statement: &'static Statement,
    merchant: MerchantId,
    set: &[T],
) -> Result<(), StoreError> {
    if !set.is_empty() {
        tx.execute(statement, &[merchant.0.into(), rows(set)]).await?;
    }
    Ok(())
}
