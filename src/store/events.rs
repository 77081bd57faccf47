//! Events: what happened, written in the transaction that made it happen, and put on its way to whoever wants it. A shop
//! that tells nobody keeps none.

use crate::domain::happening::{Kind, Wanted};
use crate::domain::ids::{MemberId, MerchantId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};
use crate::store::ledger::insert;
use crate::store::lines::{self, RESTS};
use serde_json::{Value, json};
use std::collections::BTreeSet;

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

// They are held until the end of the transaction: see [`lines`].
statement!(
    LISTENERS,
    "select o.id, o.kinds from hook o where o.merchant = $1 and o.state <> 'disabled' order by o.id {kept o}"
);

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
    from {rows 2} r"
);

statement!(
    QUEUE,
    "
    insert into delivery (merchant, hook, event, member, state, due_ms, kept_ms)
    select $1, r.hook, r.event, r.member, 'queued',
        case when r.follows = 1 or exists (select 1 from delivery e where e.merchant = $1 and e.hook = r.hook
            and e.member = r.member and e.state in ('queued', 'retry_wait', 'sending')) then r.rests else r.at end,
        r.at
    from (select value->>0 as hook, cast(value->>1 as bigint) as event, cast(value->>2 as bigint) as member,
            cast(value->>3 as bigint) as at, cast(value->>4 as bigint) as follows, cast(value->>5 as bigint) as rests
          from {rows 2} r) r"
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
        let mut seen = BTreeSet::new();
        for (id, event) in (first..).zip(events).filter(|(_, event)| wanted.includes(event.kind)) {
            let follows = event.member.is_some_and(|member| !seen.insert(member));
            queued.push(json!([hook, id, event.member, now, i64::from(follows), RESTS]));
        }
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
    lines::hold(tx, merchant, hook).await?;
    insert(tx, &QUEUE, merchant, &[json!([hook, id, member, now, 0, RESTS])]).await?;
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

/// Lets go of what was kept before this (ms UTC), delivered or not; what waited behind it is due at `now`.
pub async fn prune(tx: &mut Tx, before: i64, now: i64) -> Result<u64, StoreError> {
    let outlived = lines::outlived(tx, before).await?;
    let hooks: BTreeSet<_> = outlived.iter().map(|(merchant, hook, _)| (*merchant, hook)).collect();
    for (merchant, hook) in hooks {
        lines::hold(tx, merchant, hook).await?;
    }
    let gone = tx.execute(&PRUNE_DELIVERIES, &[before.into()]).await?;
    lines::release(tx, outlived, now).await?;
    Ok(gone + tx.execute(&PRUNE, &[before.into()]).await?)
}
