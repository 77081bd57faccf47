//! Events: what happened, written in the transaction that made it happen, and put on its way to whoever wants it. A shop
//! that tells nobody keeps none.

use crate::domain::happening::{Kind, Wanted};
use crate::domain::ids::{MemberId, MerchantId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};
use crate::store::ledger::insert;
use serde_json::{Value, json};

/// Something to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// `None`: it is about nobody.
    pub member: Option<MemberId>,
    pub kind: Kind,
    /// Business time, ms UTC.
    pub at: i64,
    /// What is posted, as JSON.
    pub body: String,
}

statement!(LISTENERS, "select id, kinds from hook where merchant = $1 and state <> 'disabled' order by id");

statement!(ANYBODY, "select 1 from hook where merchant = $1 limit 1");

statement!(
    NUMBERS,
    "update lane set next_event = next_event + $2 where merchant = $1 returning next_event - $2"
);

statement!(
    KEEP,
    "
    insert into event (merchant, id, member, kind, at_ms, body, kept_ms)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), value->>2, cast(value->>3 as bigint), value->>4,
        cast(value->>5 as bigint)
    from {rows 2}"
);

statement!(
    QUEUE,
    "
    insert into delivery (merchant, hook, event, member, state, due_ms, kept_ms)
    select $1, value->>0, cast(value->>1 as bigint), cast(value->>2 as bigint), 'queued', cast(value->>3 as bigint),
        cast(value->>3 as bigint)
    from {rows 2}"
);

statement!(PRUNE, "delete from event where kept_ms < $1");
statement!(PRUNE_DELIVERIES, "delete from delivery where kept_ms < $1");

pub static STATEMENTS: &[&Statement] =
    &[&LISTENERS, &ANYBODY, &NUMBERS, &KEEP, &QUEUE, &PRUNE, &PRUNE_DELIVERIES];

/// Keeps what happened, in its order, and queues it for those who want it; nothing where there is nobody to tell. The
/// caller holds the lane; `now` in ms UTC.
pub async fn save(
    tx: &mut Tx,
    merchant: MerchantId,
    events: &[NewEvent],
    now: i64,
) -> Result<(), StoreError> {
    if events.is_empty() || tx.fetch(&ANYBODY, &[merchant.0.into()]).await?.is_empty() {
        return Ok(());
    }
    let first = number(tx, merchant, events, now).await?;
    let mut queued = Vec::new();
    for row in tx.fetch(&LISTENERS, &[merchant.0.into()]).await? {
        let (hook, wanted) = (row.text(0)?, Wanted::kept(&row.text(1)?));
        let theirs = (first..).zip(events).filter(|(_, event)| wanted.includes(event.kind));
        queued.extend(theirs.map(|(id, event)| json!([hook, id, event.member, now])));
    }
    insert(tx, &QUEUE, merchant, &queued).await
}

/// Keeps an event that is for one hook only; its number. The caller holds the lane.
pub async fn save_for(
    tx: &mut Tx,
    merchant: MerchantId,
    hook: &str,
    event: NewEvent,
    now: i64,
) -> Result<i64, StoreError> {
    let member = event.member;
    let id = number(tx, merchant, &[event], now).await?;
    insert(tx, &QUEUE, merchant, &[json!([hook, id, member, now])]).await?;
    Ok(id)
}

/// Writes events under the next numbers of their merchant, which are dense; the first of them.
async fn number(tx: &mut Tx, merchant: MerchantId, events: &[NewEvent], now: i64) -> Result<i64, StoreError> {
    let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
    let found = tx.change(&NUMBERS, &[merchant.0.into(), count.into()]).await?;
    let first = found.first().ok_or(StoreError::Conflict(0, NUMBERS.name, 1))?.int(0)?;
    let row = |(id, event): (i64, &NewEvent)| {
        json!([id, event.member, event.kind.as_str(), event.at, event.body, now])
    };
    let set: Vec<Value> = (first..).zip(events).map(row).collect();
    insert(tx, &KEEP, merchant, &set).await?;
    Ok(first)
}

/// Lets go of what was kept before this (ms UTC), delivered or not.
pub async fn prune(tx: &mut Tx, before: i64) -> Result<u64, StoreError> {
    let gone = tx.execute(&PRUNE_DELIVERIES, &[before.into()]).await?;
    Ok(gone + tx.execute(&PRUNE, &[before.into()]).await?)
}
