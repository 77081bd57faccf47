//! Figures over many people: the ranking around one member, a statement, a day, an announcement's audience.

use crate::dialogue::needs::{Audience, Entry, Kept, Word};
use crate::domain::contact::contact_named;
use crate::domain::hold::HoldState;
use crate::domain::ids::{MemberId, MerchantId, PurchaseId, StaffId, StoreId};
use crate::domain::lang::Lang;
use crate::domain::member::{Purpose, WINDOW_MS};
use crate::domain::money::Money;
use crate::domain::ranking::{DaySummary, Place, Sold, Standing};
use crate::statement;
use crate::store::channel;
use crate::store::closing::{Span, set};
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use crate::store::stored::lang;
use sqlx::any::AnyRow;
use std::collections::{BTreeMap, BTreeSet};

statement!(OWN_SCORE, "select points from score where merchant = $1 and month = $2 and member = $3");
statement!(
    ABOVE_COUNT,
    "
    select cast(count(*) as bigint) from score
    where merchant = $1 and month = $2 and points >= $4 and (points > $4 or member < $3) and points > 0"
);
statement!(ABOVE, "
    select s.member, s.points, m.name from score s join member m on m.merchant = s.merchant and m.id = s.member
    where s.merchant = $1 and s.month = $2 and s.points >= $4 and (s.points > $4 or s.member < $3)
    order by s.points, s.member desc limit 2");
statement!(BELOW, "
    select s.member, s.points, m.name from score s join member m on m.merchant = s.merchant and m.id = s.member
    where s.merchant = $1 and s.month = $2 and s.points > 0 and s.points <= $4 and (s.points < $4 or s.member > $3)
    order by s.points desc, s.member limit 2");
statement!(
    GONE,
    "
    select reward, cast(count(*) as bigint) from hold
    where merchant = $1 and purpose = 'reward' and (state = 'open' or state = 'captured' and returned = 0) group by reward"
);
// What a transaction changed of available less debt, as one line: a credit that repays a debt is no loss. What was set
// aside is one line as long as it is, and one when it was used, with what that took; what came back never was. A voucher
// is a line again when a purchase takes of it, or gives back.
statement!(
    STATEMENT,
    "
    select t.kind, case when h.state = 'captured' then h.closed_ms else t.at_ms end as moved_ms,
           case when h.state = 'captured' and h.used > 0 then -h.used else f.points end, p.amount, h.purpose, h.state, w.text
    from (select txn, cast(coalesce(sum(amount), 0) as bigint) as points
          from (select txn, amount from transfer where merchant = $1 and credit in ($2, $3)
                union all
                select txn, -amount from transfer where merchant = $1 and debit in ($2, $3)
                union all
                select txn, amount from transfer where merchant = $1 and credit = $4 and debit in ('redeemed', 'expired')
                union all
                select txn, -amount from transfer where merchant = $1 and debit = $4 and credit in ('redeemed', $3)) moves
          group by txn) f
    join txn t on t.merchant = $1 and t.id = f.txn
    left join purchase p on p.merchant = $1 and p.id = t.purchase
    left join hold h on h.merchant = $1 and h.id = case when t.kind = 'hold' then cast(substr(t.key, 6) as bigint) end
    left join reason w on w.merchant = $1 and w.txn = t.id
    where f.points <> 0 and t.kind not in ('capture', 'release') and coalesce(h.state, 'open') in ('open', 'captured')
    order by moved_ms desc, t.id desc limit 5"
);
// The days of each store, which end at its own midnight.
macro_rules! days {
    () => {
        "(select cast(value->>0 as bigint) as store, cast(value->>1 as bigint) as begins,
                 cast(value->>2 as bigint) as ends from {rows 2} r)"
    };
}

// By their transactions: how many there are and what of them stands, beside the latest few.
statement!(
    BOOKED,
    concat!(
        "
    select p.id, cast(count(*) over () as bigint), cast(coalesce(sum(p.standing) over (), 0) as bigint)
    from txn t join purchase p on p.merchant = t.merchant and p.id = t.purchase
    join ",
        days!(),
        " d on d.store = t.store and t.at_ms >= d.begins and t.at_ms < d.ends
    where t.merchant = $1 and t.at_ms >= $3 and t.at_ms < $4 and t.kind = 'accrual' and p.standing > 0
    order by t.at_ms desc, t.id desc limit $5"
    )
);
// What was taken back counts as never sold.
statement!(
    DAY_SALES,
    concat!(
        "
    select s.id, s.name, p.store, cast(count(*) as bigint), cast(coalesce(sum(p.standing), 0) as bigint) as total
    from purchase p join staff s on s.merchant = p.merchant and s.id = p.staff
    join ",
        days!(),
        " d on d.store = p.store and p.at_ms >= d.begins and p.at_ms < d.ends
    where p.merchant = $1 and p.at_ms >= $3 and p.at_ms < $4 and p.standing > 0
    group by s.id, s.name, p.store order by total desc, s.id, p.store"
    )
);
statement!(
    DAY_BACK,
    concat!(
        "
    select cast(count(*) as bigint), cast(coalesce(sum(p.amount - p.standing), 0) as bigint)
    from (select distinct t.purchase, d.begins from txn t
          join ",
        days!(),
        " d on d.store = t.store and t.at_ms >= d.begins and t.at_ms < d.ends
          where t.merchant = $1 and t.at_ms >= $3 and t.at_ms < $4 and t.kind = 'reversal') r
    join purchase p on p.merchant = $1 and p.id = r.purchase
    where p.at_ms < r.begins"
    )
);
// What the days' own sales gave is taken back whenever that happens, as `standing` is.
statement!(
    DAY_POINTS,
    concat!(
        "
    select t.kind, case when p.at_ms >= d.begins then 1 else 0 end as own, cast(coalesce(sum(f.amount), 0) as bigint)
    from txn t join transfer f on f.merchant = t.merchant and f.txn = t.id
    left join purchase p on p.merchant = t.merchant and p.id = t.purchase
    join ",
        days!(),
        " d on d.store = coalesce(t.store, p.store, 0) and t.at_ms >= d.begins
    where t.merchant = $1 and t.at_ms >= $3
      and (t.at_ms < d.ends or t.kind in ('reversal', 'referral_reversal') and p.at_ms >= d.begins and p.at_ms < d.ends)
      and (f.debit = 'issued' or f.credit = 'issued' or f.credit = 'redeemed' or f.debit = 'redeemed')
    group by t.kind, own"
    )
);
statement!(
    AUDIENCE,
    "
    select m.id, case when m.offers = 1 and m.silent = 0 and m.frozen = 0 then 1 else 0 end, m.lang,
           case when c.last_inbound_ms > $2 then 1 else 0 end
    from member m left join conversation c on c.merchant = m.merchant and c.member = m.id
    where m.merchant = $1 and m.standing = 'joined'
      and (m.phone is not null or c.wa_id is not null or c.user_id is not null) order by m.id"
);

statement!(PURCHASES_OF, "select cast(count(*) as bigint) from purchase where merchant = $1 and member = $2");
statement!(
    CONSENTS_OF,
    "
    select purpose, given, at_ms, source from consent where merchant = $1 and member = $2
    order by purpose, at_ms, given desc"
);
statement!(
    OWN_IDS_OF,
    "select value from identity where merchant = $1 and member = $2 and kind = 'own' order by value"
);

statement!(
    WALLET,
    "
    select w.available + w.held - w.debt, w.held, (select cast(coalesce(sum(v.value), 0) as bigint) from voucher v
        where v.merchant = m.merchant and v.member = m.id and v.state = 'open')
    from member m
    join wallet w on w.merchant = m.merchant and w.member = m.id
    where m.merchant = $1 and m.name = $2"
);

pub static STATEMENTS: &[&Statement] = &[
    &OWN_SCORE,
    &ABOVE_COUNT,
    &ABOVE,
    &BELOW,
    &GONE,
    &STATEMENT,
    &BOOKED,
    &DAY_SALES,
    &DAY_BACK,
    &DAY_POINTS,
    &AUDIENCE,
    &PURCHASES_OF,
    &CONSENTS_OF,
    &OWN_IDS_OF,
    &WALLET,
];

/// Where a member stands in a period, with two above and two below; `None` where nothing of theirs counts.
pub async fn ranking(
    tx: &mut Tx,
    merchant: MerchantId,
    member: MemberId,
    period: &str,
) -> Result<Option<Standing>, StoreError> {
    let own = tx.fetch(&OWN_SCORE, &[merchant.0.into(), period.into(), member.0.into()]).await?;
    let done = own.first().map_or(Ok(0), |row| row.int(0))?;
    if done <= 0 {
        return Ok(None);
    }
    let args = [merchant.0.into(), period.into(), member.0.into(), done.into()];
    let count = tx.fetch(&ABOVE_COUNT, &args).await?;
    let place = 1 + count.first().map_or(Ok(0), |row| row.int(0))?;
    let mut above = Vec::new();
    for (row, place) in tx.fetch(&ABOVE, &args).await?.iter().zip((1..place).rev()) {
        above.insert(0, neighbour(row, place)?);
    }
    let mut below = Vec::new();
    for (row, place) in tx.fetch(&BELOW, &args).await?.iter().zip(place + 1..) {
        below.push(neighbour(row, place)?);
    }
    Ok(Some(Standing { own: Place { place, member, name: None, done }, above, below }))
}

fn neighbour(row: &AnyRow, place: i64) -> Result<Place, StoreError> {
    Ok(Place { place, member: MemberId(row.int(0)?), done: row.int(1)?, name: row.maybe_text(2)? })
}

/// How many of each reward were handed over or are set aside, by key.
pub async fn gone(tx: &mut Tx, merchant: MerchantId) -> Result<BTreeMap<String, i64>, StoreError> {
    let found = tx.fetch(&GONE, &[merchant.0.into()]).await?;
    found.iter().map(|row| Ok((row.text(0)?, row.int(1)?))).collect()
}

/// The latest movements of what a member has (available less debt), newest first.
pub async fn statement(
    tx: &mut Tx,
    merchant: MerchantId,
    member: MemberId,
) -> Result<Vec<Entry>, StoreError> {
    let book = |kind: &str| format!("{kind}:{member}").into();
    let books = [merchant.0.into(), book("m"), book("d"), book("v")];
    let mut entries = Vec::new();
    for row in tx.fetch(&STATEMENT, &books).await? {
        let amount = row.maybe_int(3)?.map(Money);
        let pays = row.maybe_text(4)?.is_some_and(|purpose| purpose != "reward");
        let held = row.maybe_text(5)?.as_deref().and_then(HoldState::read);
        let (kind, reason) = (row.text(0)?, row.maybe_text(6)?);
        entries.push(Entry { kind, at: row.int(1)?, points: row.int(2)?, amount, pays, held, reason });
    }
    Ok(entries)
}

/// What happened in these days of these stores.
pub async fn day(tx: &mut Tx, merchant: MerchantId, days: &[Span]) -> Result<DaySummary, StoreError> {
    let mut day = DaySummary::default();
    let (from, to) = bounds(days);
    let span = [merchant.0.into(), rows(&set(days)), from.into(), to.into()];
    for row in tx.fetch(&DAY_SALES, &span).await? {
        let sold = Sold { sales: row.int(3)?, total: row.int(4)? };
        day.sold += sold;
        *day.by_store.entry(StoreId(row.int(2)?)).or_default() += sold;
        day.by_staff.entry(StaffId(row.int(0)?)).or_insert((row.text(1)?, Sold::default())).1 += sold;
    }
    if let Some(row) = tx.fetch(&DAY_BACK, &span).await?.first() {
        (day.back, day.back_total) = (row.int(0)?, row.int(1)?);
    }
    for row in tx.fetch(&DAY_POINTS, &span[..3]).await? {
        let (own, points) = (row.flag(1)?, row.int(2)?);
        match (row.text(0)?.as_str(), own) {
            ("accrual" | "welcome" | "birthday", _) => day.given += points,
            ("referral", _) => {
                day.given += points;
                day.referral += points;
            }
            ("capture" | "voucher_use", _) => day.used += points,
            ("rollback" | "voucher_return", _) => day.used -= points,
            ("reversal" | "referral_reversal", false) => day.reversed += points,
            ("reversal", true) => day.undone += points,
            ("referral_reversal", true) => {
                day.undone += points;
                day.referral -= points;
            }
            _ => {}
        }
    }
    day.given -= day.undone;
    Ok(day)
}

/// The earliest and the latest instant of these days, where the database begins and ends to look.
fn bounds(days: &[Span]) -> (i64, i64) {
    let from = days.iter().map(|span| span.from).min();
    let to = days.iter().map(|span| span.to).max();
    (from.unwrap_or(0), to.unwrap_or(0))
}

/// The sales of the same days that stand, as their transactions have them, and the latest `most` of them.
pub async fn booked(
    tx: &mut Tx,
    merchant: MerchantId,
    days: &[Span],
    most: i64,
) -> Result<(Sold, Vec<PurchaseId>), StoreError> {
    let (from, to) = bounds(days);
    let args = [merchant.0.into(), rows(&set(days)), from.into(), to.into(), most.into()];
    let (mut booked, mut latest) = (Sold::default(), Vec::new());
    for row in tx.fetch(&BOOKED, &args).await? {
        booked = Sold { sales: row.int(1)?, total: row.int(2)? };
        latest.push(PurchaseId(row.int(0)?));
    }
    Ok((booked, latest))
}

/// Joined members an announcement reaches at `now`, and those it does not. `templates`: the languages in which
/// it may go as a template.
pub async fn audience(
    tx: &mut Tx,
    merchant: MerchantId,
    now: i64,
    templates: &BTreeSet<Lang>,
) -> Result<Audience, StoreError> {
    let rests = channel::marketing_rests(tx, merchant).await?;
    let mut audience = Audience { rests, ..Audience::default() };
    for row in tx.fetch(&AUDIENCE, &[merchant.0.into(), (now - WINDOW_MS).into()]).await? {
        let (member, open) = (MemberId(row.int(0)?), row.flag(3)?);
        let template = !open && templates.contains(&lang(&row.text(2)?)?);
        if !row.flag(1)? {
            audience.refused += 1;
        } else if open || template {
            audience.reached.push(member);
            audience.by_template += i64::from(template);
        } else {
            audience.unreached.push(member);
        }
    }
    Ok(audience)
}

/// What is kept about somebody besides their record.
pub async fn kept(tx: &mut Tx, merchant: MerchantId, member: MemberId) -> Result<Kept, StoreError> {
    let whose = [merchant.0.into(), member.0.into()];
    let count = tx.fetch(&PURCHASES_OF, &whose).await?;
    let purchases = count.first().map_or(Ok(0), |row| row.int(0))?;
    let mut latest = BTreeMap::new();
    for row in tx.fetch(&CONSENTS_OF, &whose).await? {
        let (purpose, source) = (row.text(0)?, row.text(3)?);
        // On letters each contact has a word of their own.
        let whose = contact_named(&source).filter(|_| purpose == Purpose::Email.as_str());
        let word = Word { purpose: purpose.clone(), given: row.flag(1)?, at: row.int(2)?, source };
        latest.insert((purpose, whose), word);
    }
    let own_ids = tx.fetch(&OWN_IDS_OF, &whose).await?;
    let own_ids = own_ids.iter().map(|row| row.text(0)).collect::<Result<_, _>>()?;
    Ok(Kept { purchases, own_ids, consents: latest.into_values().collect() })
}

/// What the ledger owes somebody (available and held, less debt), how much of it is held, and what their vouchers are
/// worth beside it, by name: for players and tools.
pub async fn wallet(
    tx: &mut Tx,
    merchant: MerchantId,
    name: &str,
) -> Result<Option<(i64, i64, i64)>, StoreError> {
    let found = tx.fetch(&WALLET, &[merchant.0.into(), name.into()]).await?;
    found.first().map(|row| Ok((row.int(0)?, row.int(1)?, row.int(2)?))).transpose()
}
