//! What the ledger says of the figures somebody asks about: from transfers, not from what is stored beside them.

use crate::dialogue::needs::Entry;
use crate::dialogue::why::behind::{Moved, Owing};
use crate::domain::calendar::DAY;
use crate::domain::hold::HoldState;
use crate::domain::ids::{MemberId, MerchantId, PurchaseId, StoreId, TxnId};
use crate::domain::ledger::Kind;
use crate::domain::money::Money;
use crate::domain::purchase::Purchase;
use crate::domain::tally::Tally;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};
use crate::store::stored::purchase;
use sqlx::any::AnyRow;

/// How late an answer may be for its cause to be looked for.
const LATE: i64 = 8 * DAY;

statement!(
    LATEST,
    "
    select p.id, p.member, p.staff, p.store, p.amount, p.standing, p.earned, p.rules, p.remark, p.txn, p.wamid,
           p.at_ms, p.told, p.version, p.excluded, p.paid, p.factor, p.extra, p.most, p.agreed,
           p.discount, p.order_id
    from purchase p where p.merchant = $1 and p.member = $2 order by p.at_ms desc, p.id desc limit 1"
);
statement!(
    ONE,
    "
    select p.id, p.member, p.staff, p.store, p.amount, p.standing, p.earned, p.rules, p.remark, p.txn, p.wamid,
           p.at_ms, p.told, p.version, p.excluded, p.paid, p.factor, p.extra, p.most, p.agreed,
           p.discount, p.order_id
    from purchase p where p.merchant = $1 and p.id = $2"
);
// What was issued to somebody less what went back, through their books, whatever records that person once was: these are
// few, and found by index.
macro_rules! issued_to_them {
    () => {
        "
    from (select t.txn, t.amount from (select id from member where merchant = $1 and id = $2
              union all select id from member where merchant = $1 and merged_into is not null and merged_into = $2) r
          join transfer t on t.merchant = $1 and t.credit = 'm:' || r.id and t.debit = 'issued'
          union all
          select t.txn, -t.amount from (select id from member where merchant = $1 and id = $2
              union all select id from member where merchant = $1 and merged_into is not null and merged_into = $2) r
          join transfer t on t.merchant = $1 and t.debit in ('m:' || r.id, 'd:' || r.id) and t.credit = 'issued') r"
    };
}

statement!(
    GIVEN,
    concat!(
        "
    select cast(coalesce(sum(r.amount), 0) as bigint)",
        issued_to_them!(),
        "
    cross join txn t
    where t.merchant = $1 and t.id = r.txn and t.purchase = $3 and t.kind in ('accrual', 'reversal')"
    )
);
statement!(
    BALANCE,
    "
    select cast(coalesce(sum(r.amount), 0) as bigint)
    from (select amount from transfer where merchant = $1 and credit in ('m:' || $2, 'h:' || $2, 'd:' || $2)
          union all
          select -amount from transfer where merchant = $1 and debit in ('m:' || $2, 'h:' || $2, 'd:' || $2)) r"
);
// What stands of each purchase, less what does not take part and what nobody pays.
statement!(
    BOUGHT,
    "
    select rules, store, cast(coalesce(sum(earned), 0) as bigint),
           cast(coalesce(sum(case when standing > excluded + discount then standing - excluded - discount else 0 end), 0)
               as bigint),
           cast(coalesce(sum(case when standing > excluded + discount then 1 else 0 end), 0) as bigint)
    from purchase where merchant = $1 and member = $2 and at_ms >= $3 group by rules, store"
);

// What a transaction changed of available less debt, and of all they have: what is handed over was set aside before. Of
// one message a purchase tells more than what came of it, and a credit more than the voucher it became.
statement!(
    MOVED,
    "
    select t.id, t.kind, t.at_ms, coalesce(p.rules, t.rules), r.points, r.owned, p.amount, h.purpose, w.text, h.reward,
           p.member, p.at_ms, p.amount - p.standing, p.id, h.state,
           case when t.kind = 'referral' and exists (select 1 from transfer b join txn v on v.merchant = b.merchant and v.id = b.txn
               where b.merchant = $1 and b.debit in ('m:' || $2, 'd:' || $2)
                 and v.reverses = t.id) then 1 else 0 end
    from (select txn, cast(coalesce(sum(case when substr(book, 1, 1) in ('m', 'd') then amount else 0 end), 0) as bigint)
              as points, cast(coalesce(sum(amount), 0) as bigint) as owned
          from (select txn, credit as book, amount from transfer
                where merchant = $1 and credit in ('m:' || $2, 'd:' || $2, 'h:' || $2, 'v:' || $2)
                union all
                select txn, debit, -amount from transfer
                where merchant = $1 and debit in ('m:' || $2, 'd:' || $2, 'h:' || $2, 'v:' || $2)) r
          group by txn) r
    cross join txn t
    left join purchase p on p.merchant = $1 and p.id = t.purchase
    left join hold h on h.merchant = $1 and h.id = case
        when t.kind = 'hold' then cast(substr(t.key, 6) as bigint)
        when t.kind in ('capture', 'release') then cast(substr(t.key, 12) as bigint) end
    left join reason w on w.merchant = $1 and w.txn = t.id
    where t.merchant = $1 and t.id = r.txn and (r.points <> 0 or r.owned <> 0) and $3 in ('', t.source)
    order by t.at_ms desc,
             case when t.kind in ('accrual', 'reversal') then 0 when t.kind = 'voucher_issue' then 2 else 1 end,
             t.id desc
    limit 1"
);
statement!(CAUSE, "select cause, body from outbox where merchant = $1 and wamid = $2");
// What a message caused happened at its own time, which is some days at most before the bubble that answered it.
statement!(
    MOVED_WITH,
    "
    select distinct case when substr(f.credit, 2, 1) = ':' then cast(substr(f.credit, 3) as bigint)
                         when substr(f.debit, 2, 1) = ':' then cast(substr(f.debit, 3) as bigint) end
    from outbox o cross join txn t cross join transfer f
    where o.merchant = $1 and o.wamid = $2 and t.merchant = $1 and t.source = o.cause
      and t.at_ms >= o.created_ms - $3 and t.at_ms <= o.created_ms + $3
      and f.merchant = $1 and f.txn = t.id
    limit 2"
);
statement!(
    OWING,
    "
    select cast(sum(f.amount) as bigint), case when t.kind = 'reversal' then 0 else 1 end as friends,
           p.amount, p.amount - p.standing, p.at_ms
    from transfer f join txn t on t.merchant = f.merchant and t.id = f.txn
    join purchase p on p.merchant = t.merchant and p.id = t.purchase
    where f.merchant = $1 and f.debit = 'd:' || $2 and f.credit = 'issued'
    group by p.id, friends, p.amount, p.standing, p.at_ms order by max(t.at_ms) desc, max(t.id) desc limit 4"
);
// What was taken back counts where it was given, whatever records that person once was.
statement!(
    REFERRED,
    concat!(
        "
    select p.rules, cast(coalesce(sum(r.amount), 0) as bigint)",
        issued_to_them!(),
        "
    cross join txn t
    join txn g on g.merchant = $1 and g.id = coalesce(t.reverses, t.id)
    join purchase p on p.merchant = $1 and p.id = t.purchase
    where t.merchant = $1 and t.id = r.txn and t.kind in ('referral', 'referral_reversal') and g.at_ms >= $3
    group by p.rules"
    )
);

pub static STATEMENTS: &[&Statement] =
    &[&LATEST, &ONE, &GIVEN, &BALANCE, &BOUGHT, &MOVED, &CAUSE, &MOVED_WITH, &OWING, &REFERRED];

/// Somebody's latest purchase.
pub async fn latest(
    tx: &mut Tx,
    merchant: MerchantId,
    member: MemberId,
) -> Result<Option<Purchase>, StoreError> {
    tx.fetch(&LATEST, &[merchant.0.into(), member.0.into()]).await?.first().map(purchase).transpose()
}

pub async fn one(tx: &mut Tx, merchant: MerchantId, id: PurchaseId) -> Result<Option<Purchase>, StoreError> {
    tx.fetch(&ONE, &[merchant.0.into(), id.0.into()]).await?.first().map(purchase).transpose()
}

/// What a purchase's postings gave, less what they took back.
pub async fn given(tx: &mut Tx, merchant: MerchantId, bought: &Purchase) -> Result<i64, StoreError> {
    let args = [merchant.0.into(), bought.member.0.into(), bought.id.0.into()];
    tx.fetch(&GIVEN, &args).await?.first().map_or(Ok(0), |row| row.int(0))
}

/// Available and held, less debt.
pub async fn balance(tx: &mut Tx, merchant: MerchantId, member: MemberId) -> Result<i64, StoreError> {
    let args = [merchant.0.into(), member.to_string().into()];
    tx.fetch(&BALANCE, &args).await?.first().map_or(Ok(0), |row| row.int(0))
}

/// What somebody bought since then (ms UTC) in a store and by a version of the rules, as far as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bought {
    pub rules: i64,
    pub store: StoreId,
    pub tally: Tally,
}

pub async fn bought(
    tx: &mut Tx,
    merchant: MerchantId,
    member: MemberId,
    since: i64,
) -> Result<Vec<Bought>, StoreError> {
    let one = |row: &AnyRow| {
        let tally =
            Tally { earned: row.int(2)?, spent: row.int(3)?, visits: row.int(4)?, ..Tally::default() };
        Ok(Bought { rules: row.int(0)?, store: StoreId(row.int(1)?), tally })
    };
    tx.fetch(&BOUGHT, &[merchant.0.into(), member.0.into(), since.into()]).await?.iter().map(one).collect()
}

/// The latest movement of what somebody has; of those that this message caused, where one is named.
pub async fn moved(
    tx: &mut Tx,
    merchant: MerchantId,
    member: MemberId,
    cause: Option<&str>,
) -> Result<Option<(Moved, Option<PurchaseId>)>, StoreError> {
    let args = [merchant.0.into(), member.to_string().into(), cause.unwrap_or_default().into()];
    let found = tx.fetch(&MOVED, &args).await?;
    let Some(row) = found.first() else { return Ok(None) };
    let bought = match (row.maybe_int(10)?, row.maybe_int(11)?, row.maybe_int(12)?) {
        (Some(member), Some(at), Some(back)) => Some((MemberId(member), at, Money(back))),
        _ => None,
    };
    let kind = row.text(1)?;
    // What was set aside and not needed is no part of what was handed over.
    let points = Some(row.int(4)?).filter(|points| *points != 0 && kind != Kind::Capture.as_str());
    let entry = Entry {
        kind,
        at: row.int(2)?,
        points: points.map_or_else(|| row.int(5), Ok)?,
        amount: row.maybe_int(6)?.map(Money),
        pays: row.maybe_text(7)?.is_some_and(|purpose| purpose != "reward"),
        held: row.maybe_text(14)?.as_deref().and_then(HoldState::read),
        reason: row.maybe_text(8)?,
    };
    let (txn, rules, reward) = (TxnId(row.int(0)?), row.int(3)?, row.maybe_text(9)?);
    let undone = row.flag(15)?;
    Ok(Some((Moved { txn, entry, rules, reward, undone, bought }, row.maybe_int(13)?.map(PurchaseId))))
}

/// What caused the bubble that WhatsApp calls so (the message it answered, or something that was due), and what it said.
pub async fn cause(
    tx: &mut Tx,
    merchant: MerchantId,
    wamid: &str,
) -> Result<Option<(String, String)>, StoreError> {
    let found = tx.fetch(&CAUSE, &[merchant.0.into(), wamid.into()]).await?;
    found.first().map(|row| Ok((row.text(0)?, row.text(1)?))).transpose()
}

/// Of whom the message behind the bubble that WhatsApp calls so moved anything, where that is one person.
pub async fn moved_with(
    tx: &mut Tx,
    merchant: MerchantId,
    wamid: &str,
) -> Result<Option<MemberId>, StoreError> {
    let args = [merchant.0.into(), wamid.into(), LATE.into()];
    match tx.fetch(&MOVED_WITH, &args).await?.as_slice() {
        [row] => Ok(Some(MemberId(row.int(0)?))),
        _ => Ok(None),
    }
}

/// What reversals left somebody owing, latest first.
pub async fn owing(tx: &mut Tx, merchant: MerchantId, member: MemberId) -> Result<Vec<Owing>, StoreError> {
    let found = tx.fetch(&OWING, &[merchant.0.into(), member.to_string().into()]).await?;
    let one = |row: &AnyRow| {
        let (amount, back) = (Money(row.int(2)?), Money(row.int(3)?));
        Ok(Owing { debt: row.int(0)?, referral: row.flag(1)?, amount, back, at: row.int(4)? })
    };
    found.iter().map(one).collect()
}

/// What somebody was given for friends since then (ms UTC), by the version of the rules.
pub async fn referred(
    tx: &mut Tx,
    merchant: MerchantId,
    member: MemberId,
    since: i64,
) -> Result<Vec<(i64, i64)>, StoreError> {
    let found = tx.fetch(&REFERRED, &[merchant.0.into(), member.0.into(), since.into()]).await?;
    found.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}
