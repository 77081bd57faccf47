//! What became of the messages that told people what of theirs ends.

use crate::domain::ending::{Fates, Untold};
use crate::domain::ids::MerchantId;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};

// A second message of the same row may have arrived where its own did not.
statement!(
    FATES,
    "
    select o.cause, case
        when o.status in ('delivered', 'read') or exists (select 1 from twin t
            where t.merchant = o.merchant and t.outbox = o.id and t.status in ('delivered', 'read')) then 'arrived'
        when o.state = 'waiting' then 'closed'
        when o.state = 'dead' and o.attempt = 0 then 'no_way'
        else 'undelivered' end
    from {rows 2} r cross join outbox o
    where o.merchant = $1 and o.cause = r.value->>0 order by o.id"
);

statement!(
    OVERTAKE,
    "
    update outbox set state = 'dead', reason = 'the end it tells of is past'
    from (select distinct cast($1 as bigint) as merchant, value->>0 as cause from {rows 2} r) r
    where outbox.merchant = r.merchant and outbox.cause = r.cause
      and outbox.state in ('queued', 'retry_wait', 'waiting')"
);

// The merchant's newest transaction is read from the end of its index.
statement!(
    NEWEST,
    "
    select cast(coalesce(max((select max(t.at_ms) from txn t where t.merchant = m.id)), 0) as bigint) from merchant m"
);

pub static STATEMENTS: &[&Statement] = &[&FATES, &OVERTAKE, &NEWEST];

/// The fates of the messages with these causes; of one that left no row nothing is said.
pub async fn fates<'a>(
    tx: &mut Tx,
    merchant: MerchantId,
    causes: impl Iterator<Item = &'a str>,
) -> Result<Fates, StoreError> {
    let set: Vec<_> = causes.map(|cause| (cause,)).collect();
    let mut fates = Fates::new();
    if set.is_empty() {
        return Ok(fates);
    }
    for row in tx.fetch(&FATES, &[merchant.0.into(), rows(&set)]).await? {
        fates.insert(row.text(0)?, Untold::read(&row.text(1)?));
    }
    Ok(fates)
}

/// Lets nothing of these causes go out that has not gone yet.
pub async fn overtake(tx: &mut Tx, merchant: MerchantId, causes: &[String]) -> Result<(), StoreError> {
    if causes.is_empty() {
        return Ok(());
    }
    let set: Vec<_> = causes.iter().map(|cause| (cause,)).collect();
    tx.execute(&OVERTAKE, &[merchant.0.into(), rows(&set)]).await.map(|_| ())
}

/// When the newest transaction of all happened (ms UTC; 0 when there is none).
pub async fn newest(tx: &mut Tx) -> Result<i64, StoreError> {
    let found = tx.fetch(&NEWEST, &[]).await?;
    found.first().map_or(Ok(0), |row| row.int(0))
}
