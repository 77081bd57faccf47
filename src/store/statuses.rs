//! Statuses of what we sent. They only move forward, may come before our own response is stored, twice, or
//! out of order; a later `delivered` or `read` after `failed` is a correction.

use crate::domain::ids::{MemberId, MerchantId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use serde_json::{Value, json};
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

// A status is the proof that an attempt was accepted, whatever became of our own response.
statement!(BY_CALLBACK, "
    update outbox set wamid = coalesce(outbox.wamid, r.wamid), state = 'accepted'
    from (select cast(value->>0 as bigint) as id, value->>1 as wamid from {rows 2}) r
    where outbox.merchant = $1 and outbox.id = r.id and outbox.state in ('sending', 'unknown', 'retry_wait', 'dead')
      and outbox.attempt >= 1");

statement!(
    FORWARD,
    "
    update outbox set status = r.state, status_ms = r.at, error = coalesce(r.error, outbox.error),
        category = coalesce(r.category, outbox.category), billable = coalesce(r.billable, outbox.billable)
    from (select value->>0 as wamid, value->>1 as state, cast(value->>2 as bigint) as at,
            cast(value->>3 as bigint) as error, value->>4 as category, cast(value->>5 as bigint) as billable,
            cast(value->>6 as bigint) as rank
          from {rows 2}) r
    where outbox.merchant = $1 and outbox.wamid = r.wamid
      and r.rank > case outbox.status when 'sent' then 1 when 'failed' then 2 when 'delivered' then 3
                   when 'read' then 4 else 0 end"
);

statement!(
    ROWS_OF,
    "
    select o.id, o.member, o.wamid, o.wa_id, o.attempt, o.class from {rows 2} r cross join outbox o
    where o.merchant = $1 and o.wamid = r.value->>0 and o.state = 'accepted'"
);

statement!(PUT_BACK, "
    update outbox set state = r.state, wa_id = r.wa_id, wamid = null, status = null, due_ms = $3
    from (select cast(value->>0 as bigint) as id, value->>1 as state, value->>2 as wa_id from {rows 2}) r
    where outbox.merchant = $1 and outbox.id = r.id and outbox.state = 'accepted' and outbox.status = 'failed'");

pub static STATEMENTS: &[&Statement] = &[&BY_CALLBACK, &FORWARD, &ROWS_OF, &PUT_BACK];

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

/// Applies statuses of one merchant: at most two statements, whatever their number.
pub async fn apply(tx: &mut Tx, merchant: MerchantId, said: &[Said]) -> Result<(), StoreError> {
    if said.is_empty() {
        return Ok(());
    }
    let known: BTreeMap<i64, &str> =
        said.iter().filter_map(|said| said.row.map(|(id, _)| (id, said.wamid.as_str()))).collect();
    if !known.is_empty() {
        let set: Vec<_> = known.into_iter().collect();
        tx.execute(&BY_CALLBACK, &[merchant.0.into(), rows(&set)]).await?;
    }
    // One row for each message: a statement must not meet a row twice, and only the furthest counts.
    let mut furthest: BTreeMap<&str, Said> = BTreeMap::new();
    for said in said {
        let best = furthest.entry(&said.wamid).or_insert_with(|| said.clone());
        if rank(said.state) > rank(best.state) {
            let category = said.category.clone().or_else(|| best.category.clone());
            let billable = said.billable.or(best.billable);
            *best = Said { category, billable, ..said.clone() };
        } else {
            best.category = best.category.clone().or_else(|| said.category.clone());
            best.billable = best.billable.or(said.billable);
        }
    }
    let set: Vec<Value> = furthest
        .values()
        .map(|s| {
            let billable = s.billable.map(i64::from);
            json!([s.wamid, s.state, s.at, s.error, s.category, billable, rank(s.state)])
        })
        .collect();
    tx.execute(&FORWARD, &[merchant.0.into(), rows(&set)]).await?;
    Ok(())
}
