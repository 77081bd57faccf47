//! What the end of a month and the liability are computed from: transfers for each store, and what is stored beside them.

use crate::domain::closing::{Holdings, Movement, Phase, Postings, Side};
use crate::domain::ids::{MerchantId, StoreId};
use crate::domain::liability::{Liability, Owed};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use std::collections::BTreeMap;

// The store that gave the first of the credits in voucher `v`.
macro_rules! first_credit {
    () => {
        "
                      (select coalesce(g.store, q.store) from voucher_piece c
                       join lot l on l.merchant = c.merchant and l.id = c.lot
                       join txn g on g.merchant = l.merchant and g.id = l.txn
                       left join purchase q on q.merchant = g.merchant and q.id = g.purchase
                       where c.merchant = v.merchant and c.voucher = v.id order by c.line limit 1)"
    };
}

// Each side of a transfer that is a member's, for the store of its transaction; without one, for that of the purchase
// behind it, or of the voucher or the credit it ends. What is set aside counts where it is handed over, by the midnight
// there: else it would be used in one month and set aside in the next. A merge counts for none: it takes from one record
// what it gives the other. No column of a month changes later, so it stays as it was closed.
macro_rules! from_movements {
    () => {
        concat!(
            "
    from (select t.id, t.at_ms, t.kind, t.purchase, substr(f.book, 1, 1) as side, substr(f.book, 3) as member, f.amount,
                 case when substr(f.counter, 2, 1) = ':' then 'member' else f.counter end as counter,
                 case when t.kind in ('merge', 'release') then 0
                      when t.kind = 'hold' then coalesce((select c.store from txn c
                          where c.merchant = t.merchant and c.key = 'hold-close:' || substr(t.key, 6)), 0)
                      else coalesce(t.store,
                     (select p.store from purchase p where p.merchant = t.merchant and p.id = t.purchase),
                     (select coalesce(i.store, p.store,",
            first_credit!(),
            ") from voucher v
                      join txn i on i.merchant = v.merchant and i.id = v.txn
                      left join purchase p on p.merchant = i.merchant and p.id = i.purchase
                      where v.merchant = t.merchant and v.id = case when substr(t.key, 1, 14) = 'voucher-close:'
                          then cast(substr(t.key, 15) as bigint) end),
                     (select coalesce(g.store, p.store) from lot_use u
                      join lot l on l.merchant = u.merchant and l.id = u.lot
                      join txn g on g.merchant = l.merchant and g.id = l.txn
                      left join purchase p on p.merchant = g.merchant and p.id = g.purchase
                      where u.merchant = t.merchant and u.txn = t.id order by u.line limit 1),
                     0) end as store
          from (select txn, credit as book, debit as counter, amount from transfer
                where merchant = $1 and substr(credit, 2, 1) = ':'
                union all
                select txn, debit, credit, -amount from transfer where merchant = $1 and substr(debit, 2, 1) = ':') f
          join txn t on t.merchant = $1 and t.id = f.txn) x
    join (select cast(value->>0 as bigint) as store, cast(value->>1 as bigint) as begins,
                 cast(value->>2 as bigint) as ends from {rows 2} r) b on b.store = x.store
    "
        )
    };
}

statement!(
    MOVEMENTS,
    concat!(
        "
    select b.store, case when x.at_ms < b.begins then 0 when x.at_ms < b.ends then 1 else 2 end as phase, x.kind,
           x.counter, x.side, cast(coalesce(sum(x.amount), 0) as bigint)",
        from_movements!(),
        "group by b.store, phase, x.kind, x.counter, x.side
    order by b.store, phase, x.kind, x.counter, x.side"
    )
);

// A purchase is one transfer of what it gives, so its amount is counted once.
statement!(
    POSTINGS,
    concat!(
        "
    select x.kind, x.counter, cast(count(distinct x.id) as bigint), cast(coalesce(sum(x.amount), 0) as bigint),
           cast(coalesce(sum((select p.amount from purchase p
               where x.kind = 'accrual' and p.merchant = $1 and p.id = x.purchase)), 0) as bigint)",
        from_movements!(),
        "where x.at_ms >= b.begins and x.at_ms < b.ends and x.counter <> 'member'
    group by x.kind, x.counter order by x.kind, x.counter"
    )
);

statement!(
    HOLDERS,
    concat!(
        "
    select cast(count(*) as bigint), cast(coalesce(sum(h.amount), 0) as bigint)
    from (select x.member, cast(coalesce(sum(x.amount), 0) as bigint) as amount",
        from_movements!(),
        "where x.at_ms < b.ends group by x.member having cast(coalesce(sum(x.amount), 0) as bigint) <> 0) h"
    )
);

statement!(
    STORED,
    "
    select cast(coalesce(sum(available), 0) as bigint), cast(coalesce(sum(held), 0) as bigint),
           cast(coalesce(sum(debt), 0) as bigint),
           (select cast(coalesce(sum(v.value), 0) as bigint) from voucher v
            where v.merchant = $1 and v.state = 'open')
    from wallet where merchant = $1"
);

// What is open, by the store that gave it, and what of it ends in time. A voucher stands for the credits in it.
statement!(
    OWED,
    concat!(
        "
    select o.store, o.vouched, cast(coalesce(sum(o.amount), 0) as bigint),
           cast(coalesce(sum(case when o.expires_ms <= $2 then o.amount else 0 end), 0) as bigint)
    from (select coalesce(t.store, p.store, 0) as store, 0 as vouched, l.remaining as amount, l.expires_ms
          from lot l join txn t on t.merchant = l.merchant and t.id = l.txn
          left join purchase p on p.merchant = t.merchant and p.id = t.purchase
          where l.merchant = $1 and l.remaining > 0
          union all
          select coalesce(t.store, p.store,",
        first_credit!(),
        ", 0), 1, v.value, v.expires_ms
          from voucher v join txn t on t.merchant = v.merchant and t.id = v.txn
          left join purchase p on p.merchant = t.merchant and p.id = t.purchase
          where v.merchant = $1 and v.state = 'open') o
    group by o.store, o.vouched order by o.store"
    )
);

statement!(
    BELOW,
    "
    select cast(coalesce(sum(available), 0) as bigint) from wallet
    where merchant = $1 and available > 0 and available < $2"
);

// What came back was not used.
statement!(
    ENDED,
    "
    select f.book, cast(coalesce(sum(f.amount), 0) as bigint)
    from (select txn, credit as book, amount from transfer
          where merchant = $1 and credit in ('redeemed', 'expired')
          union all
          select txn, debit, -amount from transfer where merchant = $1 and debit in ('redeemed', 'expired')) f
    join txn t on t.merchant = $1 and t.id = f.txn
    where t.at_ms >= $2 and t.at_ms <= $3
    group by f.book"
);

statement!(FIRST, "select at_ms from txn where merchant = $1 order by at_ms limit 1");

pub static STATEMENTS: &[&Statement] =
    &[&MOVEMENTS, &POSTINGS, &HOLDERS, &STORED, &OWED, &BELOW, &ENDED, &FIRST];

/// A month or some days of one store, as instants (ms UTC). Each has its own, because days end at the store's midnight.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// `None`: what belongs to no store.
    pub store: Option<StoreId>,
    pub from: i64,
    pub to: i64,
}

/// Everything that ever moved for these stores, before, within and after their month.
pub async fn movements(
    tx: &mut Tx,
    merchant: MerchantId,
    spans: &[Span],
) -> Result<Vec<Movement>, StoreError> {
    let mut movements = Vec::new();
    for row in tx.fetch(&MOVEMENTS, &[merchant.0.into(), rows(&set(spans))]).await? {
        let store = Some(StoreId(row.int(0)?)).filter(|store| store.0 != 0);
        let phase = match row.int(1)? {
            0 => Phase::Before,
            1 => Phase::Within,
            _ => Phase::After,
        };
        let letter = row.text(4)?;
        let side = Side::of_letter(&letter)
            .ok_or_else(|| StoreError::Unreadable(format!("transfer holds a book {letter:?}")))?;
        let (kind, counter, amount) = (row.text(2)?, row.text(3)?, row.int(5)?);
        movements.push(Movement { store, phase, kind, counter, side, amount });
    }
    Ok(movements)
}

pub(super) fn set(spans: &[Span]) -> Vec<(i64, i64, i64)> {
    spans.iter().map(|span| (span.store.map_or(0, |store| store.0), span.from, span.to)).collect()
}

/// How often something moved for these stores within their month, and what was bought with it.
pub async fn postings(tx: &mut Tx, merchant: MerchantId, spans: &[Span]) -> Result<Postings, StoreError> {
    let mut postings = Postings::default();
    for row in tx.fetch(&POSTINGS, &[merchant.0.into(), rows(&set(spans))]).await? {
        postings.add(&row.text(0)?, &row.text(1)?, row.int(2)?, row.int(3)?);
        postings.bought.0 += row.int(4)?;
    }
    Ok(postings)
}

/// How many members had or owed something when their month ended, and what they had altogether.
pub async fn holders(tx: &mut Tx, merchant: MerchantId, spans: &[Span]) -> Result<(i64, i64), StoreError> {
    let found = tx.fetch(&HOLDERS, &[merchant.0.into(), rows(&set(spans))]).await?;
    found.first().map_or(Ok((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))
}

/// What wallets and open vouchers hold now.
pub async fn stored(tx: &mut Tx, merchant: MerchantId) -> Result<Holdings, StoreError> {
    let found = tx.fetch(&STORED, &[merchant.0.into()]).await?;
    let Some(row) = found.first() else { return Ok(Holdings::default()) };
    Ok(Holdings { available: row.int(0)?, held: row.int(1)?, debt: row.int(2)?, vouchers: row.int(3)? })
}

/// What is asked of the liability, instants in ms UTC.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub now: i64,
    /// What was used and expired counts from here.
    pub since: i64,
    /// What ends up to here counts as ending soon.
    pub until: i64,
    /// The least a voucher is worth, where there are vouchers.
    pub minimum: Option<i64>,
}

pub async fn liability(tx: &mut Tx, merchant: MerchantId, asked: Asked) -> Result<Liability, StoreError> {
    let holdings = stored(tx, merchant).await?;
    let mut liability = Liability { holdings, ..Liability::default() };
    let mut stores: BTreeMap<Option<StoreId>, Owed> = BTreeMap::new();
    for row in tx.fetch(&OWED, &[merchant.0.into(), asked.until.into()]).await? {
        let (vouched, total, ending) = (row.flag(1)?, row.int(2)?, row.int(3)?);
        let (ending, ending_vouchers) = if vouched { (0, ending) } else { (ending, 0) };
        let owed = stores.entry(Some(StoreId(row.int(0)?)).filter(|store| store.0 != 0)).or_default();
        *owed = owed.plus(Owed { total, ending, ending_vouchers });
    }
    liability.stores = stores.into_iter().collect();
    if let Some(minimum) = asked.minimum {
        let found = tx.fetch(&BELOW, &[merchant.0.into(), minimum.into()]).await?;
        liability.below = found.first().map(|row| row.int(0)).transpose()?;
    }
    for row in tx.fetch(&ENDED, &[merchant.0.into(), asked.since.into(), asked.now.into()]).await? {
        match row.text(0)?.as_str() {
            "redeemed" => liability.used = row.int(1)?,
            _ => liability.expired = row.int(1)?,
        }
    }
    let first = tx.fetch(&FIRST, &[merchant.0.into()]).await?;
    let first = first.first().map(|row| row.int(0)).transpose()?;
    liability.seasoned = first.is_some_and(|first| first < asked.since);
    Ok(liability)
}
