//! What goes out: written with the decision that caused it, already claimed for sending where nothing else
//! to that person is open, and settled in groups.
//!
//! States: `queued → sending(k) → accepted | retry_wait | unknown | dead`, and `waiting` until a closed
//! window opens; `held` until somebody lets it go ([`crate::store::held`]). Everything still open for one person leaves in the order it was decided.

use crate::dialogue::line::Class;
use crate::domain::ids::{MemberId, MerchantId, PurchaseId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use serde_json::{Value, json};
use sqlx::any::AnyRow;

/// A bubble on its way, as the turn decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    pub id: i64,
    pub member: MemberId,
    pub class: Class,
    /// The window is closed: it waits for the person's next message.
    pub waits: bool,
    pub wa_id: Option<String>,
    pub user_id: Option<String>,
    /// Cloud API body without recipient, for an open window; of a row that initiates, the template's.
    pub body: String,
    /// The body to use instead once the window is closed.
    pub template: Option<String>,
    /// Until when (ms UTC) `body` may leave; `None`: always, because it is a template.
    pub until: Option<i64>,
    /// A template into a closed window: it counts against the daily allowance and waits for its turn.
    pub initiates: bool,
    pub about: Option<PurchaseId>,
    /// The message (or due thing) that caused it.
    pub cause: String,
}

/// A row claimed for sending: `sending`, attempt `attempt`, committed before the first byte is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    pub merchant: MerchantId,
    pub id: i64,
    pub member: MemberId,
    pub class: String,
    pub wa_id: Option<String>,
    pub user_id: Option<String>,
    pub body: String,
    pub attempt: i64,
    pub phone_number_id: String,
}

impl Claimed {
    /// Comes back in every status of this attempt; holds no personal data.
    pub fn callback(&self) -> String {
        format!("o1.{}.{}.{}", self.merchant, self.id, self.attempt)
    }
}

/// Merchant, row and attempt behind a callback.
pub fn read_callback(callback: &str) -> Option<(MerchantId, i64, i64)> {
    let mut parts = callback.strip_prefix("o1.")?.split('.').map(str::parse::<i64>);
    let parsed = (MerchantId(parts.next()?.ok()?), parts.next()?.ok()?, parts.next()?.ok()?);
    parts.next().is_none().then_some(parsed)
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    pub merchant: MerchantId,
    pub id: i64,
    pub attempt: i64,
    /// `accepted`, `retry_wait`, `unknown`, `dead`, or `queued` when it was never begun.
    pub state: &'static str,
    pub wamid: Option<String>,
    pub due: i64,
    pub error: Option<i64>,
    pub reason: Option<String>,
    /// Another spelling of the number, to be used from the next attempt on.
    pub wa_id: Option<String>,
}

// SQLite uses a partial index only where the statement repeats its condition word for word. Without that, and
// without a set that brings the merchant along, it walks the whole outbox of the merchant for each row.

// The first open bubble of a person goes out at once, claimed by the process that decided it; later ones
// queue behind it, so that they leave in the order decided.
statement!(INSERT, "
    insert into outbox (merchant, id, member, class, state, wa_id, user_id, body, about, cause, attempt, due_ms,
        created_ms, template, until_ms, initiates)
    select $1, r.id, r.member, r.class,
        case when r.state = 'sending' and exists (select 1 from outbox o
                where o.merchant = $1 and o.member = r.member
                and o.state in ('queued', 'retry_wait', 'sending', 'waiting') and o.state <> 'waiting')
            then 'queued' else r.state end,
        r.wa_id, r.user_id, r.body, r.about, r.cause,
        case when r.state = 'sending' then 1 else 0 end, $3, $3, r.template, r.until, r.initiates
    from (select cast(value->>0 as bigint) as id, cast(value->>1 as bigint) as member, value->>2 as class,
            value->>3 as state, value->>4 as wa_id, value->>5 as user_id, value->>6 as body,
            cast(value->>7 as bigint) as about, value->>8 as cause, value->>9 as template,
            cast(value->>10 as bigint) as until, cast(value->>11 as bigint) as initiates from {rows 2}) r
    where true
    returning id, state");

// Materialised, so that PostgreSQL takes the limit once: inside `in (…)` it may be run again and take more.
statement!(CLAIM, "
    with due as materialized (
        select o.merchant, o.id from outbox o
        where o.state in ('queued', 'retry_wait', 'sending', 'unknown') and o.state in ('queued', 'retry_wait')
          and o.due_ms <= $1
          and exists (select 1 from merchant m where m.id = o.merchant and m.state = 'active')
          and not exists (select 1 from outbox e where e.merchant = o.merchant and e.member = o.member and e.id < o.id
                          and e.state in ('queued', 'retry_wait', 'sending', 'waiting') and e.state <> 'waiting')
        order by o.class = 'B', o.due_ms, o.id limit $2 {locked})
    update outbox set state = 'sending', attempt = outbox.attempt + 1, due_ms = $1
    from due where outbox.merchant = due.merchant and outbox.id = due.id
    returning outbox.merchant, outbox.id, outbox.member, outbox.class, outbox.wa_id, outbox.user_id, outbox.body,
        outbox.attempt, (select m.phone_number_id from merchant m where m.id = outbox.merchant)");

statement!(
    SETTLE,
    "
    update outbox set state = r.state, wamid = coalesce(r.wamid, outbox.wamid), due_ms = r.due,
        error = r.error, reason = r.reason, wa_id = coalesce(r.wa_id, outbox.wa_id),
        attempt = case when r.state = 'queued' then outbox.attempt - 1 else outbox.attempt end
    from (select cast(value->>0 as bigint) as merchant, cast(value->>1 as bigint) as id,
            cast(value->>2 as bigint) as attempt, value->>3 as state, value->>4 as wamid,
            cast(value->>5 as bigint) as due, cast(value->>6 as bigint) as error, value->>7 as reason,
            value->>8 as wa_id
          from {rows 1}) r
    where outbox.merchant = r.merchant and outbox.id = r.id and outbox.attempt = r.attempt
      and (outbox.state = 'sending' or (r.state = 'accepted' and outbox.state in ('unknown', 'retry_wait')))"
);

// A process that died left rows in `sending`: nobody knows whether they went out.
statement!(
    ORPHANS,
    "
    update outbox set state = 'unknown', due_ms = $2, reason = 'the process ended while it was being sent'
    where state in ('queued', 'retry_wait', 'sending', 'unknown') and state = 'sending' and due_ms <= $1"
);

// Unknown rows whose hold is over: A is sent again once, however often it was refused before; C too, unless the person wrote meanwhile.
statement!(
    RESOLVE,
    "
    update outbox set state = case
            when class = 'A' and doubts = 0 then 'retry_wait'
            when class = 'C' and doubts = 0 and not exists (select 1 from conversation c
                where c.merchant = outbox.merchant and c.member = outbox.member
                  and c.last_inbound_ms > outbox.created_ms) then 'retry_wait'
            else 'dead' end,
        doubts = doubts + 1, reason = 'the outcome stayed unknown'
    where state in ('queued', 'retry_wait', 'sending', 'unknown') and state = 'unknown' and class <> 'B'
      and due_ms <= cast($2 as bigint)
      and due_ms <= case class when 'A' then cast($1 as bigint) else cast($2 as bigint) end"
);

statement!(RELEASE, "
    update outbox set state = 'queued', due_ms = $3, wa_id = r.wa_id, user_id = r.user_id
    from (select distinct cast($1 as bigint) as merchant, cast(value->>0 as bigint) as member, value->>1 as wa_id,
            value->>2 as user_id from {rows 2}) r
    where outbox.merchant = r.merchant and outbox.member = r.member
      and outbox.state in ('queued', 'retry_wait', 'sending', 'waiting') and outbox.state = 'waiting'");

statement!(
    OPEN,
    "
    select cast(count(*) as bigint) from outbox
    where state in ('queued', 'retry_wait', 'sending', 'unknown') and state <> 'unknown'"
);

statement!(
    NEXT_DUE,
    "
    select cast(coalesce(min(due_ms), 0) as bigint) from outbox
    where state in ('queued', 'retry_wait', 'sending', 'unknown') and state in ('queued', 'retry_wait')"
);

pub static STATEMENTS: &[&Statement] =
    &[&INSERT, &CLAIM, &SETTLE, &ORPHANS, &RESOLVE, &RELEASE, &OPEN, &NEXT_DUE];

/// Queues bubbles; returns those this process sends now. At most one new bubble a person is among them.
pub async fn insert(
    tx: &mut Tx,
    merchant: MerchantId,
    phone_number_id: &str,
    outgoing: &[Outgoing],
    now: i64,
) -> Result<Vec<Claimed>, StoreError> {
    if outgoing.is_empty() {
        return Ok(Vec::new());
    }
    let mut first = std::collections::BTreeSet::new();
    let set: Vec<Value> = outgoing
        .iter()
        .map(|row| {
            let state = match (row.waits, first.insert(row.member) && !row.initiates) {
                (true, _) => "waiting",
                (false, true) => "sending",
                (false, false) => "queued",
            };
            let (class, initiates) = (row.class.as_str(), i64::from(row.initiates));
            json!([
                row.id,
                row.member,
                class,
                state,
                row.wa_id,
                row.user_id,
                row.body,
                row.about,
                row.cause,
                row.template,
                row.until,
                initiates
            ])
        })
        .collect();
    let written = tx.change(&INSERT, &[merchant.0.into(), rows(&set), now.into()]).await?;
    let mut claimed = Vec::new();
    for row in written {
        let (id, state) = (row.int(0)?, row.text(1)?);
        let Some(row) = outgoing.iter().find(|row| row.id == id).filter(|_| state == "sending") else {
            continue;
        };
        claimed.push(Claimed {
            merchant,
            id,
            member: row.member,
            class: row.class.as_str().to_owned(),
            wa_id: row.wa_id.clone(),
            user_id: row.user_id.clone(),
            body: row.body.clone(),
            attempt: 1,
            phone_number_id: phone_number_id.to_owned(),
        });
    }
    Ok(claimed)
}

/// Takes up to `most` due bubbles; none of a person for whom an earlier one is still open.
pub async fn claim(tx: &mut Tx, now: i64, most: i64) -> Result<Vec<Claimed>, StoreError> {
    let found = tx.change(&CLAIM, &[now.into(), most.into()]).await?;
    let mut claimed: Vec<Claimed> = found.iter().map(read).collect::<Result<_, _>>()?;
    claimed.sort_by_key(|row| (row.merchant, row.id));
    Ok(claimed)
}

fn read(row: &AnyRow) -> Result<Claimed, StoreError> {
    Ok(Claimed {
        merchant: MerchantId(row.int(0)?),
        id: row.int(1)?,
        member: MemberId(row.int(2)?),
        class: row.text(3)?,
        wa_id: row.maybe_text(4)?,
        user_id: row.maybe_text(5)?,
        body: row.text(6)?,
        attempt: row.int(7)?,
        phone_number_id: row.text(8)?,
    })
}

/// Records how attempts ended. A row that a status settled meanwhile is left as it is; an answer that comes
/// after its row counted as unknown still settles it.
pub async fn settle(tx: &mut Tx, settled: &[Settled]) -> Result<u64, StoreError> {
    if settled.is_empty() {
        return Ok(0);
    }
    let set: Vec<Value> = settled
        .iter()
        .map(|s| json!([s.merchant, s.id, s.attempt, s.state, s.wamid, s.due, s.error, s.reason, s.wa_id]))
        .collect();
    tx.execute(&SETTLE, &[rows(&set)]).await
}

/// Marks what an ended process was sending as unknown. `before`: taken up earlier than this (ms UTC).
pub async fn orphans(tx: &mut Tx, before: i64, now: i64) -> Result<u64, StoreError> {
    tx.execute(&ORPHANS, &[before.into(), now.into()]).await
}

/// Decides unknown rows whose time to wait for a status is over.
pub async fn resolve(tx: &mut Tx, a_before: i64, c_before: i64) -> Result<u64, StoreError> {
    tx.execute(&RESOLVE, &[a_before.into(), c_before.into()]).await
}

/// People who wrote: member, and how they are written to now.
pub type Wrote = (MemberId, Option<String>, Option<String>);

/// Lets go what waited for these people to write.
pub async fn release(
    tx: &mut Tx,
    merchant: MerchantId,
    wrote: &[Wrote],
    now: i64,
) -> Result<u64, StoreError> {
    if wrote.is_empty() {
        return Ok(0);
    }
    tx.execute(&RELEASE, &[merchant.0.into(), rows(wrote), now.into()]).await
}

/// Bubbles that are neither settled nor waiting for somebody.
pub async fn open(tx: &mut Tx) -> Result<i64, StoreError> {
    let found = tx.fetch(&OPEN, &[]).await?;
    found.first().map_or(Ok(0), |row| row.int(0))
}

/// When the next bubble is due (ms UTC; 0 when none is).
pub async fn next_due(tx: &mut Tx) -> Result<i64, StoreError> {
    let found = tx.fetch(&NEXT_DUE, &[]).await?;
    found.first().map_or(Ok(0), |row| row.int(0))
}
