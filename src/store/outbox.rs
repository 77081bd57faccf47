//! What goes out: written with the decision that caused it, already claimed for sending where nothing else
//! to that person is open, and settled in groups.
//!
//! States: `queued → sending(k) → accepted | retry_wait | unknown | dead`, `waiting` until a closed window opens,
//! and `held` until somebody lets it go ([`crate::store::held`]) or puts its announcement right. Everything still open
//! for one person leaves in the order it was decided, but no announcement (class B) keeps an answer waiting. What
//! becomes of open rows when their person writes, is merged or comes into question: [`crate::store::waiting`].
//!
//! A row has one `wamid`. When a second attempt was accepted although the first had been too, the other message is a
//! `twin` of the row, with status and price of its own: nothing that WhatsApp took is without a row.

use crate::dialogue::line::Class;
use crate::domain::calendar::DAY;
use crate::domain::ids::{MemberId, MerchantId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use serde_json::{Value, json};
use sqlx::any::AnyRow;
use std::collections::BTreeSet;

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
    /// Cloud API body without recipient, for an open window.
    pub body: String,
    /// The body to use instead while the window is closed: at once by a row that initiates.
    pub template: Option<String>,
    /// Until when (ms UTC) `body` may leave; `None`: always, because it is a template.
    pub until: Option<i64>,
    /// A template into a closed window: it counts against the daily allowance and waits for its turn.
    pub initiates: bool,
    /// The purchase it tells of, or the hold of a reward: rows of all kinds are numbered together.
    pub about: Option<i64>,
    /// The message (or due thing) that caused it.
    pub cause: String,
}

/// In which form a row leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Free,
    /// The same; a template stands by for a closed window.
    FreeOrTemplate,
    /// As a template that opens the conversation and uses up the daily allowance.
    Template,
}

impl Form {
    pub(super) fn of(initiates: bool, has_template: bool) -> Form {
        match (initiates, has_template) {
            (true, _) => Form::Template,
            (false, true) => Form::FreeOrTemplate,
            (false, false) => Form::Free,
        }
    }
}

/// A row claimed for sending: `sending`, attempt `attempt`, committed before the first byte is written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // four answers to four questions
pub struct Claimed {
    pub merchant: MerchantId,
    pub id: i64,
    pub member: MemberId,
    pub class: String,
    pub wa_id: Option<String>,
    pub user_id: Option<String>,
    /// What goes out: the free form, or the template of a row that opens the conversation.
    pub body: String,
    pub attempt: i64,
    /// When it was claimed (ms UTC).
    pub at: i64,
    /// How often WhatsApp refused it for what passes.
    pub refusals: i64,
    /// It goes to the other spelling of its number already.
    pub respelled: bool,
    pub phone_number_id: String,
    /// Until when (ms UTC) `body` may leave; `None`: always.
    pub until: Option<i64>,
    /// What caused it: all rows of one announcement have the same.
    pub cause: String,
    pub form: Form,
    /// A chat reply that waited long, to somebody who has written since.
    pub stale: bool,
    /// An announcement to somebody who takes no offers any more.
    pub refused: bool,
    /// The number is stopped, and this row tries whether it works again.
    pub probe: bool,
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
    /// `accepted`, `retry_wait`, `unknown`, `dead`; or `queued`, `waiting` and `held`, which use up no attempt.
    pub state: &'static str,
    pub wamid: Option<String>,
    /// When it was settled, or when it is tried again (ms UTC); `None`: as soon as may be, in the order decided.
    pub due: Option<i64>,
    /// From now on it opens the conversation with its template (`true`) or does not; `None`: as before.
    pub initiates: Option<bool>,
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
        case when r.state = 'sending' and (exists (select 1 from outbox o
                where o.merchant = $1 and o.member = r.member
                and o.state in ('queued', 'retry_wait', 'sending', 'waiting') and o.state <> 'waiting'
                and (o.class <> 'B' or o.state = 'sending'))
              or exists (select 1 from channel where channel.merchant = $1 and channel.state = 'stopped'))
            then 'queued' else r.state end,
        r.wa_id, r.user_id, r.body, r.about, r.cause,
        case when r.state = 'sending' then 1 else 0 end, $3, $3, r.template, r.until, r.initiates
    from (select cast(value->>0 as bigint) as id, cast(value->>1 as bigint) as member, value->>2 as class,
            value->>3 as state, value->>4 as wa_id, value->>5 as user_id, value->>6 as body,
            cast(value->>7 as bigint) as about, value->>8 as cause, value->>9 as template,
            cast(value->>10 as bigint) as until, cast(value->>11 as bigint) as initiates from {rows 2} r) r
    where true
    returning id, state");

// A recalled row is not sent again where it was going, and another spelling is one of the number it has now.
statement!(
    SETTLE,
    "
    update outbox set wamid = coalesce(r.wamid, outbox.wamid),
        state = case when r.state in ('queued', 'retry_wait', 'waiting', 'held') then coalesce(outbox.recalled, r.state)
            else r.state end,
        due_ms = coalesce(r.due, outbox.created_ms),
        error = r.error, reason = r.reason,
        wa_id = case when substr(r.wa_id, length(r.wa_id) - 7) = substr(outbox.wa_id, length(outbox.wa_id) - 7)
            then r.wa_id else outbox.wa_id end,
        initiates = coalesce(r.initiates, outbox.initiates),
        sent_ms = case when r.state in ('accepted', 'unknown') then r.due else null end,
        refusals = case when r.state = 'retry_wait' and r.error is not null and r.wa_id is null then outbox.refusals + 1
            else outbox.refusals end,
        respelled = case when r.wa_id is not null then 1 else outbox.respelled end,
        attempt = case when r.state in ('queued', 'waiting', 'held') then outbox.attempt - 1 else outbox.attempt end
    from (select cast(value->>0 as bigint) as merchant, cast(value->>1 as bigint) as id,
            cast(value->>2 as bigint) as attempt, value->>3 as state, value->>4 as wamid,
            cast(value->>5 as bigint) as due, cast(value->>6 as bigint) as error, value->>7 as reason,
            value->>8 as wa_id, cast(value->>9 as bigint) as initiates
          from {rows 1} r) r
    where outbox.merchant = r.merchant and outbox.id = r.id and outbox.attempt = r.attempt
      and (outbox.state = 'sending'
        or (r.state = 'accepted' and outbox.wamid is null and outbox.state in ('unknown', 'retry_wait', 'dead')))"
);

// An accepted answer that came after its row had moved on, to another attempt perhaps: what WhatsApp has is not sent
// again.
statement!(
    ADOPT,
    "
    update outbox set wamid = r.wamid, state = 'accepted', sent_ms = r.at
    from (select cast(value->>0 as bigint) as merchant, cast(value->>1 as bigint) as id, value->>3 as wamid,
            cast(value->>4 as bigint) as at from {rows 1} r) r
    where outbox.merchant = r.merchant and outbox.id = r.id and outbox.wamid is null and outbox.state <> 'accepted'
      and not exists (select 1 from twin t where t.merchant = r.merchant and t.wamid = r.wamid)"
);

// The row has another message already: this one is its twin.
statement!(
    JOIN_TWINS,
    "
    insert into twin (merchant, wamid, outbox, attempt)
    select r.merchant, r.wamid, r.id, r.attempt
    from (select cast(value->>0 as bigint) as merchant, cast(value->>1 as bigint) as id,
            cast(value->>2 as bigint) as attempt, value->>3 as wamid from {rows 1} r) r
    cross join outbox o
    where o.merchant = r.merchant and o.id = r.id and o.wamid is not null and o.wamid <> r.wamid
    on conflict (merchant, wamid) do nothing"
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
            when class = 'A' and doubts = 0 then coalesce(recalled, 'retry_wait')
            when class = 'C' and doubts = 0 and not exists (select 1 from conversation c
                where c.merchant = outbox.merchant and c.member = outbox.member
                  and c.last_inbound_ms > outbox.created_ms) then coalesce(recalled, 'retry_wait')
            else 'dead' end,
        doubts = doubts + 1, reason = 'the outcome stayed unknown'
    where state in ('queued', 'retry_wait', 'sending', 'unknown') and state = 'unknown' and class <> 'B'
      and due_ms <= cast($2 as bigint)
      and due_ms <= case class when 'A' then cast($1 as bigint) else cast($2 as bigint) end"
);

// Whether it stays unknown is certain once no status can come any more.
statement!(
    FINAL,
    "
    update outbox set reason = 'no status came within eight days: whether it arrived stays unknown'
    where state in ('queued', 'retry_wait', 'sending', 'unknown') and state = 'unknown' and due_ms <= $1
      and class = 'B'
      and reason <> 'no status came within eight days: whether it arrived stays unknown'"
);

// One announcement rests: its template is not to be had.
statement!(
    HOLD,
    "
    update outbox set state = 'held', error = $3, reason = $4
    where merchant = $1 and cause = $2 and class = 'B' and state in ('queued', 'retry_wait')"
);

statement!(TEMPLATE_OF, "select template from outbox where merchant = $1 and id = $2");

statement!(
    OPEN,
    "
    select cast(count(*) as bigint) from outbox
    where state in ('queued', 'retry_wait', 'sending', 'unknown') and state <> 'unknown'"
);

statement!(
    UNKNOWNS,
    "
    select class, cast(count(case when due_ms > $1 then 1 end) as bigint),
        cast(count(case when due_ms <= $1 and due_ms > $2 then 1 end) as bigint),
        cast(count(case when due_ms <= $2 then 1 end) as bigint)
    from outbox where state in ('queued', 'retry_wait', 'sending', 'unknown') and state = 'unknown'
    group by class order by class"
);

statement!(
    NEXT_DUE,
    "
    select cast(coalesce(min(due_ms), 0) as bigint) from outbox
    where state in ('queued', 'retry_wait', 'sending', 'unknown') and state in ('queued', 'retry_wait')"
);

pub static STATEMENTS: &[&Statement] = &[
    &INSERT,
    &SETTLE,
    &ADOPT,
    &JOIN_TWINS,
    &ORPHANS,
    &RESOLVE,
    &FINAL,
    &HOLD,
    &TEMPLATE_OF,
    &OPEN,
    &UNKNOWNS,
    &NEXT_DUE,
];

/// How many of these may go as soon as they are written: the first of each person.
pub fn go_first(outgoing: &[Outgoing]) -> usize {
    let mut first = BTreeSet::new();
    outgoing.iter().filter(|row| goes(row, &mut first)).count()
}

/// Whether it is the first of its person. Announcements stand in line, so that a process that ends leaves few of them
/// in doubt, and nobody's answer waits for one.
fn goes(row: &Outgoing, first: &mut BTreeSet<MemberId>) -> bool {
    row.class != Class::B && first.insert(row.member) && !row.waits && !row.initiates
}

/// Queues bubbles; returns those this process sends now: at most one a person, and no more than `room`.
pub async fn insert(
    tx: &mut Tx,
    merchant: MerchantId,
    phone_number_id: &str,
    outgoing: &[Outgoing],
    room: usize,
    now: i64,
) -> Result<Vec<Claimed>, StoreError> {
    if outgoing.is_empty() {
        return Ok(Vec::new());
    }
    let (mut first, mut left) = (BTreeSet::new(), room);
    let set: Vec<Value> = outgoing
        .iter()
        .map(|row| {
            let goes = goes(row, &mut first) && left > 0;
            left -= usize::from(goes);
            let state = if row.waits { "waiting" } else { ["queued", "sending"][usize::from(goes)] };
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
            at: now,
            refusals: 0,
            respelled: false,
            phone_number_id: phone_number_id.to_owned(),
            until: row.until,
            cause: row.cause.clone(),
            form: Form::of(false, row.template.is_some()),
            stale: false,
            refused: false,
            probe: false,
        });
    }
    Ok(claimed)
}

/// Records how attempts ended. A row that a status settled meanwhile is left as it is; an accepted answer that comes
/// after its row has moved on settles it all the same, or is kept as a twin.
pub async fn settle(tx: &mut Tx, settled: &[Settled]) -> Result<u64, StoreError> {
    if settled.is_empty() {
        return Ok(0);
    }
    let set: Vec<Value> = settled
        .iter()
        .map(|s| {
            let initiates = s.initiates.map(i64::from);
            json!([
                s.merchant, s.id, s.attempt, s.state, s.wamid, s.due, s.error, s.reason, s.wa_id, initiates
            ])
        })
        .collect();
    let written = tx.execute(&SETTLE, &[rows(&set)]).await?;
    let accepted =
        settled.iter().filter_map(|s| Some((s.merchant, s.id, s.attempt, s.wamid.as_ref()?, s.due)));
    let accepted: Vec<_> = accepted.collect();
    if usize::try_from(written).is_ok_and(|written| written < settled.len()) && !accepted.is_empty() {
        tx.execute(&ADOPT, &[rows(&accepted)]).await?;
        tx.execute(&JOIN_TWINS, &[rows(&accepted)]).await?;
    }
    Ok(written)
}

/// Marks what an ended process was sending as unknown. `before`: taken up earlier than this (ms UTC).
pub async fn orphans(tx: &mut Tx, before: i64, now: i64) -> Result<u64, StoreError> {
    tx.execute(&ORPHANS, &[before.into(), now.into()]).await
}

/// Decides unknown rows whose time to wait for a status is over.
pub async fn resolve(tx: &mut Tx, a_before: i64, c_before: i64) -> Result<u64, StoreError> {
    tx.execute(&RESOLVE, &[a_before.into(), c_before.into()]).await
}

/// Says of announcements unknown since before `before` (ms UTC) that this is how it stays.
pub async fn finish(tx: &mut Tx, before: i64) -> Result<u64, StoreError> {
    tx.execute(&FINAL, &[before.into()]).await
}

/// Holds what is left of an announcement.
pub async fn hold(
    tx: &mut Tx,
    merchant: MerchantId,
    cause: &str,
    code: i64,
    reason: &str,
) -> Result<u64, StoreError> {
    tx.execute(&HOLD, &[merchant.0.into(), cause.into(), code.into(), reason.into()]).await
}

/// The body of a row for a closed window, if it has one.
pub async fn template_of(tx: &mut Tx, merchant: MerchantId, row: i64) -> Result<Option<String>, StoreError> {
    let found = tx.fetch(&TEMPLATE_OF, &[merchant.0.into(), row.into()]).await?;
    found.first().map_or(Ok(None), |row| row.maybe_text(0))
}

/// Unknown rows of a class, by how long they have been unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknowns {
    pub class: String,
    /// For less than a day.
    pub new: i64,
    /// For more than a day; a status may still come.
    pub old: i64,
    /// For more than eight days, in which every status has come that comes at all.
    pub stay: i64,
}

/// How long WhatsApp may take to tell a status (ms): it gives up after seven days.
pub const STATUS_COMES: i64 = 8 * DAY;

/// All rows nobody knows the outcome of, exactly.
pub async fn unknowns(tx: &mut Tx, now: i64) -> Result<Vec<Unknowns>, StoreError> {
    let found = tx.fetch(&UNKNOWNS, &[(now - DAY).into(), (now - STATUS_COMES).into()]).await?;
    let read = |row: &AnyRow| {
        Ok(Unknowns { class: row.text(0)?, new: row.int(1)?, old: row.int(2)?, stay: row.int(3)? })
    };
    found.iter().map(read).collect()
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
