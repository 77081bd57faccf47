//! How an installation is doing, for `fregues doctor` and the end of `fregues setup`: a few figures of one merchant.
//! People ask for them now and then; they may read whole tables.

use crate::dialogue::way::Why;
use crate::domain::calendar::DAY;
use crate::domain::ids::MerchantId;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Arg, Statement, StoreError, Tx, rows};
use crate::store::mail::{FULL, UNWANTED, came_back_with};
use crate::store::waiting::ERASED;
use sqlx::any::AnyRow;

/// What leaves a number, and what keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sending {
    /// Bubbles that wait to leave.
    pub open: i64,
    /// When the oldest of them was decided, ms UTC; 0 without any.
    pub oldest_ms: i64,
    /// Bubbles of which nobody knows whether they went out.
    pub unknown: i64,
    /// Receipts given up within a day, and the commonest reason.
    pub given_up: Option<(i64, String)>,
    /// Receipts that were not to be sent within a day: [`Why::SETTLED`].
    pub unsent: i64,
    /// Receipts whose template WhatsApp refused, and one of its codes: they wait for their person to write.
    pub untaken: Option<(i64, i64)>,
    /// The number rests since then, by Meta's error code and in its words.
    pub stopped: Option<(i64, Option<i64>, Option<String>)>,
}

/// The letters of a merchant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letters {
    pub waiting: i64,
    /// When the oldest of them was written, ms UTC; 0 without any.
    pub oldest_ms: i64,
    /// Letters given up within a day, and the commonest reason. Those that people did not want, or whose address is none,
    /// are not among them.
    pub given_up: Option<(i64, String)>,
    /// Letters that came back within a day, because their address is none or their mailbox is full.
    pub bounced: i64,
}

/// How a hook is doing. Times in ms UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    pub id: String,
    /// As in [`hooks`](crate::store::hooks).
    pub state: String,
    /// Why it is disabled.
    pub reason: Option<String>,
    pub waiting: i64,
    /// When the oldest of what waits was kept; 0 without any.
    pub oldest_ms: i64,
    /// What was given up within a day.
    pub given_up: i64,
}

/// The newest bubble of a merchant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest {
    /// WhatsApp's status (`sent`, `delivered`, `read`, `failed`), before that our own state of the row.
    pub state: String,
    pub error: Option<i64>,
    pub reason: Option<String>,
}

statement!(VERSION, "select cast(coalesce(max(version), 0) as bigint) from _sqlx_migrations");
statement!(
    OPEN,
    "
    select cast(count(*) as bigint), cast(coalesce(min(created_ms), 0) as bigint) from outbox
    where state in ('queued', 'retry_wait', 'sending', 'unknown') and state <> 'unknown' and merchant = $1"
);
statement!(
    UNKNOWN,
    "
    select cast(count(*) as bigint) from outbox
    where state in ('queued', 'retry_wait', 'sending', 'unknown') and state = 'unknown' and merchant = $1"
);
statement!(
    GIVEN_UP,
    "
    select coalesce(reason, ''), cast(count(*) as bigint) as times from outbox
    where state = 'dead' and due_ms > $2 and merchant = $1 and class = 'A'
      and substr(coalesce(reason, ''), 1, 7) <> 'dropped' and coalesce(reason, '') <> $3
      and coalesce(reason, '') not in (select value->>0 from {rows 4} r)
    group by coalesce(reason, '') order by times desc, 1"
);
statement!(
    UNSENT,
    "
    select cast(count(*) as bigint) from outbox
    where state = 'dead' and due_ms > $2 and merchant = $1 and class = 'A'
      and reason in (select value->>0 from {rows 3} r)"
);
// Meta's codes of templates begin with 132.
statement!(
    UNTAKEN,
    "
    select cast(count(*) as bigint), max(error) from outbox
    where state in ('queued', 'retry_wait', 'sending', 'waiting') and state = 'waiting' and merchant = $1
      and error between 132000 and 132999"
);
statement!(STOPPED, "select since_ms, error, reason from channel where merchant = $1 and state <> 'ok'");
statement!(MARKETING, "select marketing_ms from channel where merchant = $1 and marketing_ms is not null");
statement!(
    HEARD,
    "select cast(coalesce(max(last_inbound_ms), 0) as bigint) from conversation where merchant = $1"
);
statement!(
    NEWEST,
    "select coalesce(status, state), error, reason from outbox where merchant = $1 order by id desc limit 1"
);

statement!(
    LETTERS,
    "
    select cast(count(*) as bigint), cast(coalesce(min(created_ms), 0) as bigint) from mail
    where state in ('queued', 'sending', 'retry_wait') and merchant = $1"
);
statement!(
    LETTERS_GIVEN_UP,
    "
    select case when k.bounced_ms is not null or substr(w.reason, 1, length(cast($4 as text))) = cast($4 as text)
            then 1 else 0 end as bounced, coalesce(w.reason, ''),
        cast(count(*) as bigint) as times
    from mail w left join contact k on k.merchant = w.merchant and k.id = w.contact
    where w.merchant = $1 and w.state in ('dead', 'unknown') and w.due_ms > $2 and coalesce(w.reason, '') <> $3
    group by 1, 2 order by times desc, 2"
);
statement!(
    HOOKS,
    "
    select h.id, h.state, h.reason,
        (select cast(count(*) as bigint) from delivery d where d.merchant = h.merchant and d.hook = h.id
            and d.state in ('queued', 'retry_wait', 'sending')),
        (select cast(coalesce(min(d.kept_ms), 0) as bigint) from delivery d where d.merchant = h.merchant and d.hook = h.id
            and d.state in ('queued', 'retry_wait', 'sending')),
        (select cast(count(*) as bigint) from delivery d where d.merchant = h.merchant and d.hook = h.id
            and d.state = 'dead' and d.due_ms > $2)
    from hook h where h.merchant = $1 order by h.created_ms, h.id"
);

pub static STATEMENTS: &[&Statement] = &[
    &VERSION,
    &OPEN,
    &UNKNOWN,
    &GIVEN_UP,
    &UNSENT,
    &UNTAKEN,
    &STOPPED,
    &MARKETING,
    &HEARD,
    &NEWEST,
    &LETTERS,
    &LETTERS_GIVEN_UP,
    &HOOKS,
];

/// The last migration that was applied.
pub async fn version(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.fetch(&VERSION, &[]).await?.first().map_or(Ok(0), |row| row.int(0))
}

pub async fn sending(tx: &mut Tx, merchant: MerchantId, now: i64) -> Result<Sending, StoreError> {
    let mut sending = Sending::default();
    if let Some(row) = tx.fetch(&OPEN, &[merchant.0.into()]).await?.first() {
        (sending.open, sending.oldest_ms) = (row.int(0)?, row.int(1)?);
    }
    if let Some(row) = tx.fetch(&UNKNOWN, &[merchant.0.into()]).await?.first() {
        sending.unknown = row.int(0)?;
    }
    let (whose, since, settled) = (merchant.0, now - DAY, settled());
    let args = [whose.into(), since.into(), settled.clone()];
    if let Some(row) = tx.fetch(&UNSENT, &args).await?.first() {
        sending.unsent = row.int(0)?;
    }
    let args = [whose.into(), since.into(), ERASED.into(), settled];
    let given_up = tx.fetch(&GIVEN_UP, &args).await?;
    if let Some(commonest) = given_up.first() {
        let times: Vec<i64> = given_up.iter().map(|row| row.int(1)).collect::<Result<_, _>>()?;
        sending.given_up = Some((times.iter().sum(), commonest.text(0)?));
    }
    if let Some(row) = tx.fetch(&UNTAKEN, &[merchant.0.into()]).await?.first() {
        sending.untaken =
            row.maybe_int(1)?.map(|code| Ok::<_, StoreError>((row.int(0)?, code))).transpose()?;
    }
    if let Some(row) = tx.fetch(&STOPPED, &[merchant.0.into()]).await?.first() {
        sending.stopped = Some((row.int(0)?, row.maybe_int(1)?, row.maybe_text(2)?));
    }
    Ok(sending)
}

/// Reasons for which nothing is to be put right, as a set.
pub(super) fn settled() -> Arg {
    rows(&Why::SETTLED.map(|why| (why.reason(),)))
}

/// Since when announcements of the number rest (ms UTC), if they do.
pub async fn marketing_rests(tx: &mut Tx, merchant: MerchantId) -> Result<Option<i64>, StoreError> {
    tx.fetch(&MARKETING, &[merchant.0.into()]).await?.first().map(|row| row.int(0)).transpose()
}

/// When anybody last wrote to the number (ms UTC); 0 is never.
pub async fn heard(tx: &mut Tx, merchant: MerchantId) -> Result<i64, StoreError> {
    tx.fetch(&HEARD, &[merchant.0.into()]).await?.first().map_or(Ok(0), |row| row.int(0))
}

pub async fn newest(tx: &mut Tx, merchant: MerchantId) -> Result<Option<Newest>, StoreError> {
    let found = tx.fetch(&NEWEST, &[merchant.0.into()]).await?;
    found
        .first()
        .map(|row| Ok(Newest { state: row.text(0)?, error: row.maybe_int(1)?, reason: row.maybe_text(2)? }))
        .transpose()
}

pub async fn letters(tx: &mut Tx, merchant: MerchantId, now: i64) -> Result<Letters, StoreError> {
    let mut letters = Letters::default();
    if let Some(row) = tx.fetch(&LETTERS, &[merchant.0.into()]).await?.first() {
        (letters.waiting, letters.oldest_ms) = (row.int(0)?, row.int(1)?);
    }
    let args = [merchant.0.into(), (now - DAY).into(), UNWANTED.into(), came_back_with(FULL).into()];
    for row in tx.fetch(&LETTERS_GIVEN_UP, &args).await? {
        let times = row.int(2)?;
        if row.flag(0)? {
            letters.bounced += times;
        } else {
            let (before, commonest) = letters.given_up.take().unwrap_or((0, row.text(1)?));
            letters.given_up = Some((before + times, commonest));
        }
    }
    Ok(letters)
}

/// The hooks of a merchant, the oldest first.
pub async fn hooks(tx: &mut Tx, merchant: MerchantId, now: i64) -> Result<Vec<Hook>, StoreError> {
    let found = tx.fetch(&HOOKS, &[merchant.0.into(), (now - DAY).into()]).await?;
    let read = |row: &AnyRow| {
        Ok(Hook {
            id: row.text(0)?,
            state: row.text(1)?,
            reason: row.maybe_text(2)?,
            waiting: row.int(3)?,
            oldest_ms: row.int(4)?,
            given_up: row.int(5)?,
        })
    };
    found.iter().map(read).collect()
}
