//! Claiming: which rows leave next. Answers before announcements, each number within its speed, people who are
//! written to first within the daily allowance, and nothing of a stopped number but one row that tries it.

use crate::domain::calendar::{DAY, MINUTE};
use crate::domain::ids::{MemberId, MerchantId};
use crate::statement;
use crate::store::channel::{self, Allowance};
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use crate::store::outbox::{Claimed, Form};
use crate::store::waiting::ERASED;
use sqlx::any::AnyRow;

/// A chat reply that waited longer than this (ms) is not sent to somebody who has written since.
const STALE: i64 = 10 * MINUTE;
/// What had no room in the allowance looks again after at least this time (ms).
const LOOK_AGAIN: i64 = 10 * MINUTE;

/// A number with rows that are due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub merchant: MerchantId,
    /// Receipts and answers.
    pub answers: bool,
    /// Announcements, unless they rest.
    pub announcements: bool,
    /// Nothing leaves but one row that tries the number, and that is due now.
    pub probe: bool,
}

/// Which rows of a number are claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Answers,
    Announcements,
}

// SQLite uses a partial index only where the statement repeats its condition word for word; the same goes for the
// expression that tells announcements from answers.

statement!(DUE, "
    select d.merchant, d.answers, d.announcements, d.probe from (
        select merchant.id as merchant,
            case when exists (select 1 from outbox o where o.merchant = merchant.id and o.state in ('queued', 'retry_wait')
                and (case when o.class = 'B' then 1 else 0 end) = 0 and o.due_ms <= $1) then 1 else 0 end as answers,
            case when c.marketing_ms is null and exists (select 1 from outbox o
                where o.merchant = merchant.id and o.state in ('queued', 'retry_wait')
                and (case when o.class = 'B' then 1 else 0 end) = 1 and o.due_ms <= $1)
                then 1 else 0 end as announcements,
            case when c.state = 'stopped' then 1 else 0 end as probe, coalesce(c.probe_ms, 0) as probe_ms
        from merchant left join channel c on c.merchant = merchant.id
        where merchant.state = 'active') d
    where (d.answers = 1 or d.announcements = 1) and (d.probe = 0 or d.probe_ms <= $1)
    order by d.merchant");

// Materialised, so that PostgreSQL takes the limit once: inside `in (…)` it may be run again and take more.
statement!(CLAIM, "
    with due as materialized (
        select o.merchant, o.id from outbox o
        where o.merchant = $1 and o.state in ('queued', 'retry_wait')
          and (case when o.class = 'B' then 1 else 0 end) = $2 and o.due_ms <= $3
          and not exists (select 1 from outbox e where e.merchant = o.merchant and e.member = o.member and e.id < o.id
                          and e.state in ('queued', 'retry_wait', 'sending', 'waiting') and e.state <> 'waiting'
                          and (e.class <> 'B' or e.state = 'sending' or o.class = 'B'))
        order by o.due_ms, o.id limit $4 {locked})
    update outbox set state = 'sending', attempt = outbox.attempt + 1, due_ms = $3,
        sent_ms = case when outbox.initiates = 1 then cast($3 as bigint) else null end
    from due where outbox.merchant = due.merchant and outbox.id = due.id
    returning outbox.merchant, outbox.id, outbox.member, outbox.class, outbox.wa_id, outbox.user_id,
        case when outbox.initiates = 1 then coalesce(outbox.template, outbox.body) else outbox.body end,
        outbox.attempt, (select m.phone_number_id from merchant m where m.id = outbox.merchant),
        case when outbox.initiates = 1 then null else outbox.until_ms end, outbox.cause,
        case when outbox.template is null then 0 else 1 end, outbox.initiates,
        case when outbox.class = 'C' and outbox.created_ms < $5 and exists (select 1 from conversation c
            where c.merchant = outbox.merchant and c.member = outbox.member
              and c.last_inbound_ms > outbox.created_ms) then 1 else 0 end,
        case when outbox.class = 'B' and exists (select 1 from member m where m.merchant = outbox.merchant
            and m.id = outbox.member and (m.offers = 0 or m.silent = 1)) then 1 else 0 end,
        outbox.refusals, outbox.respelled");

// Of these people, those who were written to first within the last day by another row: they are counted already.
statement!(
    COUNTED,
    "
    select distinct o.member from {rows 3} r cross join outbox o
    where o.merchant = $1 and o.member = cast(r.value->>0 as bigint) and o.initiates = 1 and o.sent_ms > $2
      and o.id <> cast(r.value->>1 as bigint)"
);

statement!(
    PUT_OFF,
    "
    update outbox set state = 'queued', attempt = outbox.attempt - 1, sent_ms = null, due_ms = $3, reason = $4
    from (select distinct cast($1 as bigint) as merchant, cast(value->>0 as bigint) as id from {rows 2} r) r
    where outbox.merchant = r.merchant and outbox.id = r.id and outbox.state = 'sending'"
);

// The rest of the line learns it at once, so that it is not taken up row by row only to be put off.
statement!(
    PUT_OFF_LINE,
    "
    with due as materialized (
        select o.merchant, o.id from outbox o
        where o.merchant = $1 and o.state in ('queued', 'retry_wait')
          and (case when o.class = 'B' then 1 else 0 end) = $2 and o.due_ms <= $3 and o.initiates = 1
          and not exists (select 1 from outbox p where p.merchant = o.merchant and p.member = o.member
                          and p.initiates = 1 and p.sent_ms > $4)
        {locked})
    update outbox set due_ms = $5, reason = $6
    from due where outbox.merchant = due.merchant and outbox.id = due.id"
);

// What of a line that stood still will not leave any more when its turn comes, as `app::sender::judge` finds. News for
// owners is not counted.
statement!(
    STOOD,
    "
    select cast(count(*) as bigint), cast(count(case
        when o.class <> 'A' and o.initiates = 0 and o.until_ms <= $2 and (o.class = 'C' or o.template is null) then 1
        when o.class = 'C' and o.created_ms < $3 and exists (select 1 from conversation c
            where c.merchant = o.merchant and c.member = o.member and c.last_inbound_ms > o.created_ms) then 1
        when o.class = 'B' and exists (select 1 from member m
            where m.merchant = o.merchant and m.id = o.member and (m.offers = 0 or m.silent = 1)) then 1
        end) as bigint)
    from outbox o where o.merchant = $1 and o.state in ('queued', 'retry_wait')
      and (case when o.class = 'B' then 1 else 0 end) in (0, 1) and substr(o.cause, 1, 2) <> 'n:'"
);

// The sum keeps SQLite at the index of what was given up lately.
statement!(
    ENDED,
    "
    select cast(count(*) as bigint) from outbox
    where state = 'dead' and due_ms >= $2 and merchant + 0 = $1 and coalesce(reason, '') <> $3
      and substr(coalesce(reason, ''), 1, 7) <> 'dropped'"
);

pub static STATEMENTS: &[&Statement] = &[&DUE, &CLAIM, &COUNTED, &PUT_OFF, &PUT_OFF_LINE, &STOOD, &ENDED];

/// Numbers with something to send now.
pub async fn due(tx: &mut Tx, now: i64) -> Result<Vec<Due>, StoreError> {
    let found = tx.fetch(&DUE, &[now.into()]).await?;
    let read = |row: &AnyRow| {
        let merchant = MerchantId(row.int(0)?);
        Ok(Due { merchant, answers: row.flag(1)?, announcements: row.flag(2)?, probe: row.flag(3)? })
    };
    found.iter().map(read).collect()
}

/// Takes up to `most` due rows of one line of a number; none of a person for whom an earlier one is still open, and
/// none beyond the people who may be written to first.
pub async fn claim(
    tx: &mut Tx,
    merchant: MerchantId,
    line: Line,
    now: i64,
    most: usize,
) -> Result<Vec<Claimed>, StoreError> {
    let bulk = i64::from(line == Line::Announcements);
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let args = [merchant.0.into(), bulk.into(), now.into(), most.into(), (now - STALE).into()];
    let found = tx.change(&CLAIM, &args).await?;
    let mut claimed: Vec<Claimed> = found.iter().map(|row| read(row, now)).collect::<Result<_, _>>()?;
    claimed.sort_by_key(|row| row.id);
    if claimed.iter().any(|row| row.form == Form::Template) {
        within_allowance(tx, merchant, line, now, &mut claimed).await?;
    }
    Ok(claimed)
}

/// How many rows of a number waited while it stood still since `since`, and how many of them are too late by now
/// (`now`; both ms UTC).
pub async fn stood(
    tx: &mut Tx,
    merchant: MerchantId,
    since: i64,
    now: i64,
) -> Result<(i64, i64), StoreError> {
    let waiting = tx.fetch(&STOOD, &[merchant.0.into(), now.into(), (now - STALE).into()]).await?;
    let (waiting, late) =
        waiting.first().map_or(Ok::<_, StoreError>((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))?;
    let ended = tx.fetch(&ENDED, &[merchant.0.into(), since.into(), ERASED.into()]).await?;
    let ended = ended.first().map_or(Ok(0), |row| row.int(0))?;
    Ok((waiting + ended, late + ended))
}

/// Puts back those who would be one too many. People counted already cost nothing.
async fn within_allowance(
    tx: &mut Tx,
    merchant: MerchantId,
    line: Line,
    now: i64,
    claimed: &mut Vec<Claimed>,
) -> Result<(), StoreError> {
    let allowance = channel::allowance_locked(tx, merchant, now).await?;
    let Some(most) = allowance.most(line) else { return Ok(()) };
    let set: Vec<_> =
        claimed.iter().filter(|row| row.form == Form::Template).map(|row| (row.member, row.id)).collect();
    let found = tx.fetch(&COUNTED, &[merchant.0.into(), (now - DAY).into(), rows(&set)]).await?;
    let counted: Vec<MemberId> =
        found.iter().map(|row| Ok(MemberId(row.int(0)?))).collect::<Result<_, StoreError>>()?;
    let new = |row: &Claimed| row.form == Form::Template && !counted.contains(&row.member);
    let news = i64::try_from(claimed.iter().filter(|row| new(row)).count()).unwrap_or(i64::MAX);
    // Those just claimed are in `used`.
    let mut left = most - (allowance.used - news);
    if left >= news {
        return Ok(());
    }
    let mut over = Vec::new();
    claimed.retain(|row| {
        let goes = !new(row) || left > 0;
        left -= i64::from(new(row));
        if !goes {
            over.push((row.id,));
        }
        goes
    });
    let due = (allowance.first_ms + DAY).max(now + LOOK_AGAIN);
    let reason = allowance.full(line);
    let args = [merchant.0.into(), rows(&over), due.into(), reason.clone().into()];
    tx.execute(&PUT_OFF, &args).await?;
    let bulk = i64::from(line == Line::Announcements);
    let args = [merchant.0.into(), bulk.into(), now.into(), (now - DAY).into(), due.into(), reason.into()];
    tx.execute(&PUT_OFF_LINE, &args).await.map(|_| ())
}

impl Allowance {
    /// Receipts may use up all of it, announcements leave some for receipts. `None`: there is no limit.
    fn most(&self, line: Line) -> Option<i64> {
        let kept = match line {
            Line::Answers => 0,
            Line::Announcements => self.kept_for_receipts(),
        };
        self.limit.map(|limit| limit - kept)
    }

    fn full(&self, line: Line) -> String {
        let limit = self.limit.unwrap_or(0);
        match line {
            Line::Answers => {
                format!("{limit} people have been written to first within 24 hours, WhatsApp's limit")
            }
            Line::Announcements => format!(
                "of the {limit} people a day WhatsApp lets us write to first, {} are kept for receipts and the rest are used up",
                self.kept_for_receipts()
            ),
        }
    }
}

fn read(row: &AnyRow, now: i64) -> Result<Claimed, StoreError> {
    Ok(Claimed {
        merchant: MerchantId(row.int(0)?),
        id: row.int(1)?,
        member: MemberId(row.int(2)?),
        class: row.text(3)?,
        wa_id: row.maybe_text(4)?,
        user_id: row.maybe_text(5)?,
        body: row.text(6)?,
        attempt: row.int(7)?,
        at: now,
        refusals: row.int(15)?,
        respelled: row.flag(16)?,
        phone_number_id: row.text(8)?,
        until: row.maybe_int(9)?,
        cause: row.text(10)?,
        form: Form::of(row.flag(12)?, row.flag(11)?),
        stale: row.flag(13)?,
        refused: row.flag(14)?,
        probe: false,
    })
}
