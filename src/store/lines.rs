//! Lines: what happens to one member leaves for one hook in its order, so only the first of a line is ever due. What waits
//! behind it rests, and costs nothing to whoever looks for due work; it has its turn once the one before it has arrived, is
//! given up, or is let go.

use crate::domain::ids::{MemberId, MerchantId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use std::collections::BTreeSet;

/// When something is due that waits behind another: never by itself.
pub const RESTS: i64 = i64::MAX;

/// Merchant, hook and member.
pub type Line = (MerchantId, String, MemberId);

// Events are written beside deliveries that end. Who changes the lines of a hook holds it until that is committed, so
// that nobody joins a line whose last one has just left.
statement!(HOLD, "select o.id from hook o where o.merchant = $1 and o.id = $2 {kept o}");

statement!(
    RELEASE,
    "
    update delivery set due_ms = $2
    from (select v.merchant, v.hook, (select min(e.event) from delivery e
            where e.merchant = v.merchant and e.hook = v.hook and e.member = v.member
              and e.state in ('queued', 'retry_wait', 'sending')) as event
          from (select cast(value->>0 as bigint) as merchant, value->>1 as hook, cast(value->>2 as bigint) as member
                from {rows 1} r) v) r
    where delivery.merchant = r.merchant and delivery.hook = r.hook and delivery.event = r.event
      and delivery.state in ('queued', 'retry_wait') and delivery.due_ms = $3"
);

// The sum keeps SQLite at the index of what is due, where at most one of each line is found.
statement!(
    OVERTAKEN,
    "
    update delivery set due_ms = $4
    where merchant = $1 and hook = $2 and state in ('queued', 'retry_wait') and due_ms < $4
      and member + 0 in (select cast(value->>0 as bigint) from {rows 3} r)
      and exists (select 1 from delivery e where e.merchant = delivery.merchant and e.hook = delivery.hook
                  and e.member = delivery.member and e.event < delivery.event
                  and e.state in ('queued', 'retry_wait', 'sending'))"
);

statement!(
    OUTLIVED,
    "
    select merchant, hook, member from delivery
    where kept_ms < $1 and state in ('queued', 'retry_wait', 'sending') and member is not null"
);

pub static STATEMENTS: &[&Statement] = &[&HOLD, &RELEASE, &OVERTAKEN, &OUTLIVED];

/// Keeps others from the lines of a hook until the end of the transaction.
pub async fn hold(tx: &mut Tx, merchant: MerchantId, hook: &str) -> Result<(), StoreError> {
    tx.fetch(&HOLD, &[merchant.0.into(), hook.into()]).await.map(|_| ())
}

/// The first of each line is due at `now` (ms UTC), if it rests. The caller holds their hooks.
pub async fn release(tx: &mut Tx, lines: impl IntoIterator<Item = Line>, now: i64) -> Result<(), StoreError> {
    let lines: Vec<Line> = lines.into_iter().collect();
    if lines.is_empty() {
        return Ok(());
    }
    tx.execute(&RELEASE, &[rows(&lines), now.into(), RESTS.into()]).await.map(|_| ())
}

/// Puts the lines of these members in order after something was queued once more. The caller holds the hook.
pub async fn arrange(
    tx: &mut Tx,
    merchant: MerchantId,
    hook: &str,
    members: &BTreeSet<MemberId>,
    now: i64,
) -> Result<(), StoreError> {
    let set: Vec<(MemberId,)> = members.iter().map(|member| (*member,)).collect();
    let args = [merchant.0.into(), hook.into(), rows(&set), RESTS.into()];
    tx.execute(&OVERTAKEN, &args).await?;
    let lines = members.iter().map(|member| (merchant, hook.to_owned(), *member));
    release(tx, lines, now).await
}

/// Lines of which something open was kept before this (ms UTC).
pub async fn outlived(tx: &mut Tx, before: i64) -> Result<BTreeSet<Line>, StoreError> {
    let found = tx.fetch(&OUTLIVED, &[before.into()]).await?;
    found.iter().map(|row| Ok((MerchantId(row.int(0)?), row.text(1)?, MemberId(row.int(2)?)))).collect()
}
