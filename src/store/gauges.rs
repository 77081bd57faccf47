//! What is looked at while it runs: how much waits, since when, and what went wrong. Read when somebody asks.

use crate::domain::calendar::{DAY, HOUR};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};
use crate::store::marks::{self, Mark};
use crate::store::waiting::ERASED;
use crate::store::{health, hooks, inbox};

/// One moment of the database. Times are ms UTC.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gauges {
    pub inbox_depth: i64,
    /// When the oldest waiting update arrived; 0 when none waits.
    pub inbox_oldest: i64,
    /// For each class with anything under way: how many bubbles, and when the oldest was written.
    pub open: Vec<(String, i64, i64)>,
    /// For each class: how many outcomes are unknown, and when the oldest became so.
    pub unknown: Vec<(String, i64, i64)>,
    /// For each class: bubbles that rest until somebody lets them go.
    pub held: Vec<(String, i64)>,
    /// For each merchant: bubbles whose template WhatsApp refused, and which wait for their person to write.
    pub untaken: Vec<(i64, i64)>,
    /// For each class: bubbles that were given up within a day. What people dropped, had erased or do not want is not among
    /// them.
    pub dead: Vec<(String, i64)>,
    /// For each class: bubbles that WhatsApp took twice, but for those that it said failed.
    pub twins: Vec<(String, i64)>,
    /// Updates set aside: why, and how many.
    pub dead_letters: Vec<(&'static str, i64)>,
    /// Updates that came for a number nobody here has.
    pub unrouted: i64,
    /// For each merchant whose sending was ever stopped: since when it is now, if it is, and how many bubbles wait
    /// for that.
    pub circuits: Vec<(i64, Option<i64>, i64)>,
    pub paused: i64,
    pub hooks: Told,
    /// Letters on their way, [`MOST`] at most, and when the oldest was written; 0 when none is.
    pub mail: (i64, i64),
    /// For each merchant: the unit's code, and what its members could take out or have reserved.
    pub liability: Vec<(i64, String, i64)>,
    /// For each member of staff (merchant/number): sales registered within the last hour.
    pub sales: Vec<(String, i64)>,
    /// Last copy of the database.
    pub backup: Option<i64>,
    /// Last look over the whole ledger, and whether it found everything right.
    pub verify: Option<(i64, bool)>,
}

/// What is told to other systems.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Events on their way to active hooks, [`MOST`] for each at most.
    pub waiting: i64,
    /// When the oldest of them was kept; 0 when none waits.
    pub oldest: i64,
    /// Hooks that are paused.
    pub paused: i64,
    /// Hooks that are disabled.
    pub disabled: i64,
}

/// How far what waits is counted: whoever asks often is not to read a backlog from end to end.
pub const MOST: i64 = 100_000;

statement!(
    OPEN,
    "
    select class, cast(count(*) as bigint), min(created_ms) from outbox
    where state in ('queued', 'retry_wait', 'sending', 'unknown') and state <> 'unknown'
    group by class order by class"
);
statement!(
    UNKNOWN,
    "
    select class, cast(count(*) as bigint), min(due_ms) from outbox
    where state in ('queued', 'retry_wait', 'sending', 'unknown') and state = 'unknown'
    group by class order by class"
);
statement!(
    HELD,
    "
    select class, cast(count(*) as bigint) from outbox where state = 'held' group by class order by class"
);
// Meta's codes of templates begin with 132.
statement!(
    UNTAKEN,
    "
    select merchant, cast(count(*) as bigint) from outbox
    where state in ('queued', 'retry_wait', 'sending', 'waiting') and state = 'waiting'
      and error between 132000 and 132999
    group by merchant order by merchant"
);
statement!(
    GIVEN_UP,
    "
    select class, cast(count(*) as bigint) from outbox
    where state = 'dead' and due_ms > $1 and substr(coalesce(reason, ''), 1, 7) <> 'dropped' and coalesce(reason, '') <> $2
      and coalesce(reason, '') not in (select value->>0 from {rows 3} r)
    group by class order by class"
);
statement!(
    TWINS,
    "
    select o.class, cast(count(*) as bigint)
    from twin t join outbox o on o.merchant = t.merchant and o.id = t.outbox
    where t.status is null or t.status <> 'failed'
    group by o.class order by o.class"
);
statement!(
    DEAD,
    "
    select case when reason = 'deciding it failed' then 1 else 0 end as panicked, cast(count(*) as bigint)
    from inbox where state = 'dead' group by panicked order by panicked"
);
statement!(
    UNROUTED_WHY,
    "
    select reason, cast(count(*) as bigint), max(arrival) from inbox where merchant is null and kind not in ('blob', 'unknown')
    group by reason order by reason limit 20"
);
statement!(
    UNROUTED,
    "select cast(count(*) as bigint) from inbox where merchant is null and kind not in ('blob', 'unknown')"
);
statement!(
    CIRCUITS,
    "
    select c.merchant, case when c.state <> 'ok' then c.since_ms end,
        (select cast(count(*) as bigint) from outbox o
         where o.merchant = c.merchant and o.state in ('queued', 'retry_wait') and c.state <> 'ok')
    from channel c order by c.merchant"
);
statement!(
    LIABILITY,
    "
    select w.merchant, coalesce((select f.unit from transfer f where f.merchant = w.merchant limit 1), 'PTS'), w.owed
    from (select merchant, cast(coalesce(sum(available + held), 0) as bigint) as owed from wallet group by merchant) w
    order by w.merchant"
);
statement!(
    SALES,
    "
    select p.merchant, p.staff, cast(count(*) as bigint)
    from merchant m join purchase p on p.merchant = m.id and p.at_ms > $1
    group by p.merchant, p.staff order by p.merchant, p.staff"
);
statement!(
    HOOKS,
    "
    select h.state,
        (select cast(count(*) as bigint) from (select 1 from delivery d where d.merchant = h.merchant and d.hook = h.id
            and d.state in ('queued', 'retry_wait', 'sending') limit $1) w),
        (select cast(coalesce(min(d.kept_ms), 0) as bigint) from delivery d where d.merchant = h.merchant and d.hook = h.id
            and d.state in ('queued', 'retry_wait', 'sending'))
    from hook h"
);
statement!(
    MAIL,
    "
    select cast(count(*) as bigint), cast(coalesce(min(created_ms), 0) as bigint)
    from (select created_ms from mail where state in ('queued', 'sending', 'retry_wait') limit $1) w"
);
statement!(PAUSED, "select cast(count(*) as bigint) from merchant where state <> 'active'");

pub static STATEMENTS: &[&Statement] = &[
    &OPEN,
    &UNKNOWN,
    &HELD,
    &UNTAKEN,
    &GIVEN_UP,
    &TWINS,
    &DEAD,
    &UNROUTED_WHY,
    &UNROUTED,
    &CIRCUITS,
    &HOOKS,
    &MAIL,
    &PAUSED,
    &LIABILITY,
    &SALES,
];

/// Reads all of them.
pub async fn read(tx: &mut Tx, now: i64) -> Result<Gauges, StoreError> {
    let (inbox_depth, oldest) = inbox::depth(tx).await?;
    let mut gauges = Gauges { inbox_depth, inbox_oldest: oldest / 1_000, ..Gauges::default() };
    gauges.open = by_class_since(tx, &OPEN).await?;
    gauges.unknown = by_class_since(tx, &UNKNOWN).await?;
    gauges.held = by_class(tx, &HELD).await?;
    for row in tx.fetch(&UNTAKEN, &[]).await? {
        gauges.untaken.push((row.int(0)?, row.int(1)?));
    }
    for row in tx.fetch(&GIVEN_UP, &[(now - DAY).into(), ERASED.into(), health::settled()]).await? {
        gauges.dead.push((row.text(0)?, row.int(1)?));
    }
    gauges.twins = by_class(tx, &TWINS).await?;
    for row in tx.fetch(&DEAD, &[]).await? {
        gauges.dead_letters.push((if row.flag(0)? { "panic" } else { "database" }, row.int(1)?));
    }
    gauges.unrouted = number(tx, &UNROUTED).await?;
    for row in tx.fetch(&CIRCUITS, &[]).await? {
        gauges.circuits.push((row.int(0)?, row.maybe_int(1)?, row.int(2)?));
    }
    gauges.paused = number(tx, &PAUSED).await?;
    gauges.hooks = told(tx).await?;
    for row in tx.fetch(&MAIL, &[MOST.into()]).await? {
        gauges.mail = (row.int(0)?, row.int(1)?);
    }
    for row in tx.fetch(&LIABILITY, &[]).await? {
        gauges.liability.push((row.int(0)?, row.text(1)?, row.int(2)?));
    }
    for row in tx.fetch(&SALES, &[(now - HOUR).into()]).await? {
        gauges.sales.push((format!("{}/{}", row.int(0)?, row.int(1)?), row.int(2)?));
    }
    gauges.backup = marks::get(tx, Mark::Backup).await?.map(|(at, _)| at);
    gauges.verify = marks::get(tx, Mark::Verify).await?.map(|(at, said)| (at, said != marks::BROKEN));
    Ok(gauges)
}

async fn told(tx: &mut Tx) -> Result<Told, StoreError> {
    let mut told = Told::default();
    for row in tx.fetch(&HOOKS, &[MOST.into()]).await? {
        let (waiting, oldest) = (row.int(1)?, row.int(2)?);
        match row.text(0)?.as_str() {
            hooks::PAUSED => told.paused += 1,
            hooks::DISABLED => told.disabled += 1,
            _ => {
                told.waiting += waiting;
                told.oldest = [told.oldest, oldest].into_iter().filter(|at| *at > 0).min().unwrap_or(0);
            }
        }
    }
    Ok(told)
}

/// What was kept for nobody: reason, how many, and when the last came (microseconds).
pub async fn unrouted(tx: &mut Tx) -> Result<Vec<(String, i64, i64)>, StoreError> {
    let found = tx.fetch(&UNROUTED_WHY, &[]).await?;
    let read =
        |row: &sqlx::any::AnyRow| Ok((row.maybe_text(0)?.unwrap_or_default(), row.int(1)?, row.int(2)?));
    found.iter().map(read).collect()
}

async fn by_class(tx: &mut Tx, statement: &'static Statement) -> Result<Vec<(String, i64)>, StoreError> {
    let found = tx.fetch(statement, &[]).await?;
    found.iter().map(|row| Ok((row.text(0)?, row.int(1)?))).collect()
}

async fn by_class_since(
    tx: &mut Tx,
    statement: &'static Statement,
) -> Result<Vec<(String, i64, i64)>, StoreError> {
    let found = tx.fetch(statement, &[]).await?;
    found.iter().map(|row| Ok((row.text(0)?, row.int(1)?, row.int(2)?))).collect()
}

async fn number(tx: &mut Tx, statement: &'static Statement) -> Result<i64, StoreError> {
    let found = tx.fetch(statement, &[]).await?;
    found.first().map_or(Ok(0), |row| row.int(0))
}
