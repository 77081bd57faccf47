//! Statuses of what we sent. They only move forward, may come before our own response is stored, twice, or
//! out of order; a later `delivered` or `read` after `failed` is a correction.
//!
//! Each speaks of one message. Which row that message belongs to is told by the callback; a second message of the same
//! row is its twin and keeps its own status and price.

use crate::domain::ids::{MemberId, MerchantId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use crate::store::outbox::Form;
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

// What is known of the rows that callbacks name. Nobody else settles them until the statuses are written. Also a row
// that rests since a restore is settled: it may have been sent after the backup was made.
statement!(
    KNOWN,
    "
    select r.place, o.state, o.attempt, o.wamid, case when t.wamid is null then 0 else 1 end
    from (select cast(value->>0 as bigint) as place, cast(value->>1 as bigint) as id, value->>2 as wamid
          from {rows 2} r) r
    cross join outbox o left join twin t on t.merchant = $1 and t.wamid = r.wamid
    where o.merchant = $1 and o.id = r.id {kept o}"
);

// A status is the proof that an attempt was accepted, whatever became of our own response.
statement!(
    ADOPT,
    "
    update outbox set wamid = r.wamid, state = 'accepted', sent_ms = coalesce(outbox.sent_ms, r.at)
    from (select distinct cast($1 as bigint) as merchant, cast(value->>0 as bigint) as id, value->>1 as wamid,
            cast(value->>2 as bigint) as at from {rows 2} r) r
    where outbox.merchant = r.merchant and outbox.id = r.id and outbox.wamid is null"
);

// A failed message that turned out to have arrived is its row's message again.
statement!(
    NO_TWIN,
    "
    delete from twin where merchant = $1 and wamid in (select r.value->>1 from {rows 2} r)"
);

statement!(
    JOIN_TWINS,
    "
    insert into twin (merchant, wamid, outbox, attempt)
    select $1, r.value->>1, cast(r.value->>0 as bigint), cast(r.value->>2 as bigint) from {rows 2} r where true
    on conflict (merchant, wamid) do nothing"
);

statement!(
    FORWARD,
    "
    update outbox set status = r.state, status_ms = r.at, error = r.error
    from (select distinct cast($1 as bigint) as merchant, value->>0 as wamid, value->>1 as state, cast(value->>2 as bigint) as at,
            cast(value->>3 as bigint) as error, cast(value->>4 as bigint) as rank
          from {rows 2} r) r
    where outbox.merchant = r.merchant and outbox.wamid = r.wamid
      and r.rank > case outbox.status when 'sent' then 1 when 'failed' then 2 when 'delivered' then 3
                   when 'read' then 4 else 0 end"
);

statement!(
    FORWARD_TWINS,
    "
    update twin set status = r.state, status_ms = r.at, error = r.error
    from (select distinct cast($1 as bigint) as merchant, value->>0 as wamid, value->>1 as state, cast(value->>2 as bigint) as at,
            cast(value->>3 as bigint) as error, cast(value->>4 as bigint) as rank
          from {rows 2} r) r
    where twin.merchant = r.merchant and twin.wamid = r.wamid
      and r.rank > case twin.status when 'sent' then 1 when 'failed' then 2 when 'delivered' then 3
                   when 'read' then 4 else 0 end"
);

// The price comes with one status or another, also with one that is late.
statement!(
    PRICED,
    "
    update outbox set category = r.category, billable = r.billable
    from (select distinct cast($1 as bigint) as merchant, value->>0 as wamid, value->>1 as category, cast(value->>2 as bigint) as billable
          from {rows 2} r) r
    where outbox.merchant = r.merchant and outbox.wamid = r.wamid and outbox.category is null"
);

statement!(
    PRICED_TWINS,
    "
    update twin set category = r.category, billable = r.billable
    from (select distinct cast($1 as bigint) as merchant, value->>0 as wamid, value->>1 as category, cast(value->>2 as bigint) as billable
          from {rows 2} r) r
    where twin.merchant = r.merchant and twin.wamid = r.wamid and twin.category is null"
);

statement!(
    ROWS_OF,
    "
    select o.id, o.member, o.wamid, o.wa_id, o.refusals, o.class, o.initiates,
        case when o.template is null then 0 else 1 end, o.cause, o.respelled, coalesce(o.sent_ms, 0),
        case when exists (select 1 from erasure e where e.merchant = o.merchant and e.member in (o.member, m.merged_into))
            then 1 else 0 end
    from {rows 2} r cross join outbox o join member m on m.merchant = o.merchant and m.id = o.member
    where o.merchant = $1 and o.wamid = r.value->>0 and o.state = 'accepted' and o.status = 'failed'"
);

statement!(
    TAKEN_SINCE,
    "
    select cast(count(*) as bigint) from {rows 2} r cross join outbox o
    where o.merchant = $1 and o.wamid = r.value->>0 and o.sent_ms > $3"
);

// The message that failed stays with its row, as a twin that never arrived.
statement!(
    KEEP_FAILED,
    "
    insert into twin (merchant, wamid, outbox, attempt, status, status_ms, error, category, billable)
    select o.merchant, o.wamid, o.id, o.attempt, o.status, o.status_ms, o.error, o.category, o.billable
    from {rows 2} r cross join outbox o
    where o.merchant = $1 and o.id = cast(r.value->>0 as bigint) and o.state = 'accepted' and o.status = 'failed'
    on conflict (merchant, wamid) do nothing"
);

statement!(PUT_BACK, "
    update outbox set state = coalesce(outbox.recalled, r.state), wa_id = coalesce(r.wa_id, outbox.wa_id), wamid = null, status = null,
        status_ms = null, sent_ms = null, category = null, billable = null, due_ms = coalesce(r.due, outbox.created_ms),
        initiates = coalesce(r.initiates, outbox.initiates), error = r.error, reason = r.reason,
        refusals = case when r.state = 'retry_wait' and r.wa_id is null then outbox.refusals + 1 else outbox.refusals end,
        respelled = case when r.wa_id is not null then 1 else outbox.respelled end
    from (select distinct cast($1 as bigint) as merchant, cast(value->>0 as bigint) as id, value->>1 as state,
            value->>2 as wa_id, cast(value->>3 as bigint) as initiates, cast(value->>4 as bigint) as due,
            cast(value->>5 as bigint) as error, value->>6 as reason from {rows 2} r) r
    where outbox.merchant = r.merchant and outbox.id = r.id and outbox.state = 'accepted' and outbox.status = 'failed'");

pub static STATEMENTS: &[&Statement] = &[
    &KNOWN,
    &ADOPT,
    &NO_TWIN,
    &JOIN_TWINS,
    &FORWARD,
    &FORWARD_TWINS,
    &PRICED,
    &PRICED_TWINS,
    &ROWS_OF,
    &TAKEN_SINCE,
    &KEEP_FAILED,
    &PUT_BACK,
];

/// An accepted row that a failed status speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    pub id: i64,
    pub member: MemberId,
    pub wamid: String,
    pub wa_id: Option<String>,
    /// How often WhatsApp refused it for what passes.
    pub refusals: i64,
    pub class: String,
    pub form: Form,
    /// What caused it: all rows of one announcement have the same.
    pub cause: String,
    /// It went to the other spelling of its number already.
    pub respelled: bool,
    /// When WhatsApp took it (ms UTC).
    pub sent: i64,
    /// Its person was erased since: nothing is sent to them any more, under no spelling.
    pub forgotten: bool,
}

/// A row to be opened again after it failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    pub id: i64,
    pub state: &'static str,
    /// Another spelling of the number.
    pub wa_id: Option<String>,
    /// From now on it opens the conversation with its template (`true`) or does not.
    pub initiates: Option<bool>,
    /// When it is tried again (ms UTC); `None`: as soon as may be, in the order decided.
    pub due: Option<i64>,
    pub error: i64,
    pub reason: String,
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
            refusals: row.int(4)?,
            class: row.text(5)?,
            form: Form::of(row.flag(6)?, row.flag(7)?),
            cause: row.text(8)?,
            respelled: row.flag(9)?,
            sent: row.int(10)?,
            forgotten: row.flag(11)?,
        })
    };
    found.iter().map(read).collect()
}

/// Whether WhatsApp took any of these messages after `since` (ms UTC).
pub async fn taken_since(
    tx: &mut Tx,
    merchant: MerchantId,
    wamids: &[&String],
    since: i64,
) -> Result<bool, StoreError> {
    let set: Vec<_> = wamids.iter().map(|wamid| (wamid,)).collect();
    let found = tx.fetch(&TAKEN_SINCE, &[merchant.0.into(), rows(&set), since.into()]).await?;
    found.first().map_or(Ok(false), |row| row.int(0).map(|taken| taken > 0))
}

/// Opens rows again after they failed: to be sent to another spelling, as a template, or to wait for an open window.
pub async fn put_back(tx: &mut Tx, merchant: MerchantId, again: &[Back]) -> Result<u64, StoreError> {
    if again.is_empty() {
        return Ok(0);
    }
    let set: Vec<_> = again
        .iter()
        .map(|b| (b.id, b.state, &b.wa_id, b.initiates.map(i64::from), b.due, b.error, &b.reason))
        .collect();
    tx.execute(&KEEP_FAILED, &[merchant.0.into(), rows(&set)]).await?;
    tx.execute(&PUT_BACK, &[merchant.0.into(), rows(&set)]).await
}

/// Applies statuses of one merchant. Usually that is three statements, whatever their number: only news of who a
/// message belongs to needs more. In each a row is met once. Returns row numbers that statuses name and this database
/// does not have: they were sent in days that a restored backup knows nothing of.
pub async fn apply(tx: &mut Tx, merchant: MerchantId, said: &[Said]) -> Result<Vec<i64>, StoreError> {
    let Attached { twins, strangers } = attach(tx, merchant, said).await?;
    let mut furthest: BTreeMap<&str, &Said> = BTreeMap::new();
    let mut priced: BTreeMap<&str, (&str, Option<i64>)> = BTreeMap::new();
    for said in said {
        let wamid = said.wamid.as_str();
        let best = furthest.entry(wamid).or_insert(said);
        if rank(said.state) > rank(best.state) {
            *best = said;
        }
        if let Some(category) = &said.category {
            priced.entry(wamid).or_insert((category, said.billable.map(i64::from)));
        }
    }
    let furthest: Vec<_> =
        furthest.values().map(|s| (&s.wamid, s.state, s.at, s.error, rank(s.state))).collect();
    let priced: Vec<_> =
        priced.into_iter().map(|(wamid, (category, billable))| (wamid, category, billable)).collect();
    set(tx, &FORWARD, merchant, &furthest).await?;
    set(tx, &PRICED, merchant, &priced).await?;
    if twins {
        set(tx, &FORWARD_TWINS, merchant, &furthest).await?;
        set(tx, &PRICED_TWINS, merchant, &priced).await?;
    }
    Ok(strangers)
}

/// What is known of a row that a callback names, and of the message that came back with it.
struct Known {
    state: String,
    attempt: i64,
    wamid: Option<String>,
    is_twin: bool,
}

/// What came of telling every message its row.
struct Attached {
    /// Whether any of them may be a twin.
    twins: bool,
    /// Rows that were named and are not there.
    strangers: Vec<i64>,
}

/// Tells every message its row.
async fn attach(tx: &mut Tx, merchant: MerchantId, said: &[Said]) -> Result<Attached, StoreError> {
    let named: Vec<_> = said
        .iter()
        .enumerate()
        .filter_map(|(place, said)| said.row.map(|(id, _)| (place, id, &said.wamid)))
        .collect();
    // A status without a callback is found by its message alone.
    let mut twins = named.len() < said.len();
    let mut strangers = Vec::new();
    if named.is_empty() {
        return Ok(Attached { twins, strangers });
    }
    let mut known: BTreeMap<usize, Known> = BTreeMap::new();
    for row in tx.fetch(&KNOWN, &[merchant.0.into(), rows(&named)]).await? {
        let found = Known {
            state: row.text(1)?,
            attempt: row.int(2)?,
            wamid: row.maybe_text(3)?,
            is_twin: row.flag(4)?,
        };
        known.insert(usize::try_from(row.int(0)?).unwrap_or(usize::MAX), found);
    }
    // One after the other, as if each had come alone: rows and twins must not depend on what came together.
    let (mut adopted, mut joined) = (BTreeMap::new(), BTreeMap::new());
    for (place, id, wamid) in named {
        let Some(row) = known.get_mut(&place) else {
            strangers.push(id);
            continue;
        };
        twins |= row.is_twin;
        row.is_twin |= joined.contains_key(wamid);
        let owned =
            adopted.get(&id).map(|(wamid, _): &(&String, i64)| wamid.as_str()).or(row.wamid.as_deref());
        if owned.is_none() && settles(row, &said[place]) {
            joined.remove(wamid);
            adopted.insert(id, (wamid, said[place].at));
        } else if owned != Some(wamid.as_str()) && !row.is_twin {
            joined.insert(wamid, (id, said[place].row.map_or(0, |(_, attempt)| attempt)));
        }
    }
    let adopted: Vec<_> = adopted.into_iter().map(|(id, (wamid, at))| (id, wamid, at)).collect();
    let joined: Vec<_> = joined.into_iter().map(|(wamid, (id, attempt))| (id, wamid, attempt)).collect();
    set(tx, &ADOPT, merchant, &adopted).await?;
    if twins {
        set(tx, &NO_TWIN, merchant, &adopted).await?;
    }
    set(tx, &JOIN_TWINS, merchant, &joined).await?;
    Ok(Attached { twins: twins || !joined.is_empty(), strangers })
}

/// Whether this message settles its row, which has none yet. That a message failed ends only the attempt under way,
/// and of one that is known to have failed only a delivery is news.
fn settles(row: &Known, said: &Said) -> bool {
    let attempt = said.row.map_or(0, |(_, attempt)| attempt);
    let under_way = matches!(row.state.as_str(), "sending" | "unknown") && row.attempt == attempt;
    if row.is_twin { rank(said.state) > rank("failed") } else { under_way || said.state != "failed" }
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
