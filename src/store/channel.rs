//! How sending from a number is doing: stopped or not, announcements resting or not, and how many people may be
//! written to first. The table is the truth for every replica, and survives a restart.

use crate::domain::calendar::{DAY, MINUTE};
use crate::domain::ids::MerchantId;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};

/// People a day who may be written to first while nobody has told us a number (Meta: the lowest tier).
const LOWEST_TIER: i64 = 250;
/// Of a hundred people who may be written to first, so many are kept for receipts.
const KEPT_FOR_RECEIPTS: i64 = 20;
/// Longest wait between two tries of a number that is only being slowed down (ms).
const LONGEST_PAUSE: i64 = 10 * MINUTE;

/// A number that cannot send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    pub merchant: MerchantId,
    pub code: i64,
    pub reason: String,
    /// How long until one row tries it again (ms).
    pub probe_in: i64,
    /// The pause doubles while it lasts.
    pub grows: bool,
    /// A status told, of a message that WhatsApp had taken: until one arrives, that it takes more shows nothing.
    pub by_status: bool,
}

/// A number that is stopped: since when (ms UTC), and by which of Meta's codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped {
    pub since: i64,
    pub code: i64,
    /// Only a message that arrives shows that it works again.
    pub by_status: bool,
}

/// How many people of a portfolio may be written to first within any 24 hours, and how many were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// `None`: WhatsApp sets no limit.
    pub limit: Option<i64>,
    pub used: i64,
    /// When the first of those was written to (ms UTC); 24 hours later there is room for another.
    pub first_ms: i64,
}

impl Allowance {
    pub fn kept_for_receipts(&self) -> i64 {
        self.limit.unwrap_or(0) * KEPT_FOR_RECEIPTS / 100
    }

    /// How many more people an announcement may reach now; `None`: any number.
    pub fn left_for_announcements(&self) -> Option<i64> {
        self.limit.map(|limit| (limit - self.kept_for_receipts() - self.used).max(0))
    }
}

statement!(
    STOPPED,
    "select since_ms, coalesce(error, 0), by_status from channel where merchant = $1 and state = 'stopped'"
);

statement!(
    STOP,
    "
    insert into channel (merchant, state, since_ms, probe_ms, error, reason, by_status)
    values ($1, 'stopped', $2, $3, $4, $5, $6)
    on conflict (merchant) do update set
        since_ms = case when channel.state = 'stopped' then channel.since_ms else excluded.since_ms end,
        by_status = case when channel.state = 'stopped' and channel.by_status = 1 then 1 else excluded.by_status end,
        state = 'stopped', probe_ms = excluded.probe_ms, error = excluded.error, reason = excluded.reason"
);

statement!(
    RESUME,
    "
    update channel set state = 'ok', since_ms = $2, error = null, reason = null, by_status = 0 where merchant = $1 and state = 'stopped'"
);

// Whoever moves the time on is the one who tries.
statement!(
    PROBE,
    "
    update channel set probe_ms = $3 where merchant = $1 and state = 'stopped' and probe_ms <= $2"
);

statement!(TRY_NOW, "update channel set probe_ms = 0 where merchant = $1 and state = 'stopped'");

statement!(
    REST,
    "
    insert into channel (merchant, state, since_ms, probe_ms, marketing_ms) values ($1, 'ok', $2, 0, $2)
    on conflict (merchant) do update set marketing_ms = coalesce(channel.marketing_ms, excluded.marketing_ms)
    returning marketing_ms"
);

statement!(
    RESTS,
    "select cast(count(*) as bigint) from channel where merchant = $1 and marketing_ms is not null"
);

statement!(
    ANNOUNCE,
    "
    update channel set marketing_ms = null
    where marketing_ms is not null and (merchant = $1 or cast($1 as bigint) = 0)"
);

statement!(SPEEDS, "select id, per_second from merchant");

// One row for all numbers of a portfolio, so that two processes count one after the other.
statement!(
    LOCK,
    "
    insert into channel (merchant, state, since_ms, probe_ms)
    select min(merchant.id), 'ok', 0, 0 from merchant
    where coalesce(portfolio, waba, phone_number_id)
        = (select coalesce(m.portfolio, m.waba, m.phone_number_id) from merchant m where m.id = $1)
    on conflict (merchant) do update set state = channel.state"
);

statement!(
    USED,
    "
    select cast(count(distinct p.member) as bigint), cast(coalesce(min(p.sent_ms), 0) as bigint),
        cast(coalesce(max(c.allowance), 0) as bigint),
        cast(coalesce(max(case when c.allowance = -1 then 1 end), 0) as bigint)
    from merchant
    left join channel c on c.merchant = merchant.id
    left join outbox p on p.merchant = merchant.id and p.initiates = 1 and p.sent_ms > $2
    where coalesce(portfolio, waba, phone_number_id)
        = (select coalesce(m.portfolio, m.waba, m.phone_number_id) from merchant m where m.id = $1)
    group by merchant.id"
);

statement!(ALLOWED, "select allowance from channel where merchant = $1");

statement!(
    ALLOW,
    "
    insert into channel (merchant, state, since_ms, probe_ms, allowance) values ($1, 'ok', $2, 0, $3)
    on conflict (merchant) do update set allowance = excluded.allowance"
);

// More people may be written to: whatever was put off looks again. (The sum keeps SQLite from the index of everything
// that ever opened a conversation.)
statement!(
    LOOK_AGAIN,
    "
    update outbox set due_ms = $2
    where merchant = $1 and state in ('queued', 'retry_wait')
      and (case when class = 'B' then 1 else 0 end) in (0, 1) and due_ms > $2 and initiates + 0 = 1 and state = 'queued'"
);

pub static STATEMENTS: &[&Statement] = &[
    &STOPPED,
    &STOP,
    &RESUME,
    &PROBE,
    &TRY_NOW,
    &REST,
    &RESTS,
    &ANNOUNCE,
    &SPEEDS,
    &LOCK,
    &USED,
    &ALLOWED,
    &ALLOW,
    &LOOK_AGAIN,
];

/// What stops the number, if anything does.
pub async fn stopped(tx: &mut Tx, merchant: MerchantId) -> Result<Option<Stopped>, StoreError> {
    let found = tx.fetch(&STOPPED, &[merchant.0.into()]).await?;
    found
        .first()
        .map(|row| Ok(Stopped { since: row.int(0)?, code: row.int(1)?, by_status: row.flag(2)? }))
        .transpose()
}

/// Stops a number, or keeps it stopped for another reason. Returns since when it is.
pub async fn stop(tx: &mut Tx, stop: &Stop, now: i64) -> Result<i64, StoreError> {
    let since = stopped(tx, stop.merchant).await?.map_or(now, |stopped| stopped.since);
    let wait = if stop.grows { stop.probe_in.max(now - since).min(LONGEST_PAUSE) } else { stop.probe_in };
    let args = [
        stop.merchant.0.into(),
        now.into(),
        (now + wait).into(),
        stop.code.into(),
        stop.reason.as_str().into(),
        i64::from(stop.by_status).into(),
    ];
    tx.execute(&STOP, &args).await?;
    Ok(since)
}

/// Lets a number send again. What had stopped it, if it was stopped.
pub async fn resume(tx: &mut Tx, merchant: MerchantId, now: i64) -> Result<Option<Stopped>, StoreError> {
    let was = stopped(tx, merchant).await?;
    if was.is_some() {
        tx.execute(&RESUME, &[merchant.0.into(), now.into()]).await?;
    }
    Ok(was)
}

/// Whether this process may try the number now; the next try is not before `next` (ms UTC).
pub async fn probe(tx: &mut Tx, merchant: MerchantId, now: i64, next: i64) -> Result<bool, StoreError> {
    tx.execute(&PROBE, &[merchant.0.into(), now.into(), next.into()]).await.map(|moved| moved > 0)
}

/// A person did something about what stopped the number: the next row tries it at once.
pub async fn try_now(tx: &mut Tx, merchant: MerchantId) -> Result<(), StoreError> {
    tx.execute(&TRY_NOW, &[merchant.0.into()]).await.map(|_| ())
}

/// Announcements of a number rest until somebody lets them go. Returns since when they do.
pub async fn rest_marketing(tx: &mut Tx, merchant: MerchantId, now: i64) -> Result<i64, StoreError> {
    let found = tx.change(&REST, &[merchant.0.into(), now.into()]).await?;
    found.first().map_or(Ok(now), |row| row.int(0))
}

/// Whether announcements of a number rest.
pub async fn marketing_rests(tx: &mut Tx, merchant: MerchantId) -> Result<bool, StoreError> {
    let found = tx.fetch(&RESTS, &[merchant.0.into()]).await?;
    found.first().map_or(Ok(false), |row| row.flag(0))
}

/// Announcements of a number go on; of all numbers when none is named. What stood in line meanwhile is laid to rest
/// before ([`crate::store::held`]), so that only what was chosen leaves.
pub(super) async fn resume_marketing(tx: &mut Tx, merchant: Option<MerchantId>) -> Result<(), StoreError> {
    tx.execute(&ANNOUNCE, &[merchant.map_or(0, |id| id.0).into()]).await.map(|_| ())
}

/// How many messages a second each number may send and receive.
pub async fn speeds(tx: &mut Tx) -> Result<Vec<(MerchantId, i64)>, StoreError> {
    let found = tx.fetch(&SPEEDS, &[]).await?;
    found.iter().map(|row| Ok((MerchantId(row.int(0)?), row.int(1)?))).collect()
}

/// How many people the portfolio of this number may still write to first. It is what the owner's preview of an
/// announcement and the health check show.
pub async fn allowance(tx: &mut Tx, merchant: MerchantId, now: i64) -> Result<Allowance, StoreError> {
    let (mut used, mut first_ms, mut told, mut unlimited) = (0, now, 0, false);
    for row in tx.fetch(&USED, &[merchant.0.into(), (now - DAY).into()]).await? {
        used += row.int(0)?;
        first_ms = first_ms.min(if row.int(0)? > 0 { row.int(1)? } else { now });
        told = told.max(row.int(2)?);
        unlimited |= row.flag(3)?;
    }
    let limit = if told > 0 { told } else { LOWEST_TIER };
    Ok(Allowance { limit: (!unlimited).then_some(limit), used, first_ms })
}

/// The same for whoever is about to use it: others who want to wait.
pub(super) async fn allowance_locked(
    tx: &mut Tx,
    merchant: MerchantId,
    now: i64,
) -> Result<Allowance, StoreError> {
    tx.execute(&LOCK, &[merchant.0.into()]).await?;
    allowance(tx, merchant, now).await
}

/// How many people a day WhatsApp said this number may write to first; -1 is no limit.
pub async fn allowed(tx: &mut Tx, merchant: MerchantId) -> Result<Option<i64>, StoreError> {
    let found = tx.fetch(&ALLOWED, &[merchant.0.into()]).await?;
    found.first().map_or(Ok(None), |row| row.maybe_int(0))
}

/// Keeps how many people a day WhatsApp lets the number write to first; -1 is no limit.
pub async fn allow(tx: &mut Tx, merchant: MerchantId, people: i64, now: i64) -> Result<(), StoreError> {
    tx.execute(&ALLOW, &[merchant.0.into(), now.into(), people.into()]).await?;
    tx.execute(&LOOK_AGAIN, &[merchant.0.into(), now.into()]).await.map(|_| ())
}
