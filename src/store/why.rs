//! What the ledger says of the figures somebody asks about: from transfers, not from what is stored beside them.

use crate::domain::ids::{MemberId, MerchantId, PurchaseId};
use crate::domain::purchase::Purchase;
use crate::domain::tally::Tally;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};
use crate::store::stored::purchase;

statement!(
    LATEST,
    "
    select p.id, p.member, p.staff, p.store, p.amount, p.standing, p.earned, p.rules, p.remark, p.txn, p.wamid,
           p.at_ms, p.told, p.version, p.excluded, p.paid, p.factor, p.extra, p.most, p.agreed
    from purchase p where p.merchant = $1 and p.member = $2 order by p.at_ms desc, p.id desc limit 1"
);
statement!(
    ONE,
    "
    select p.id, p.member, p.staff, p.store, p.amount, p.standing, p.earned, p.rules, p.remark, p.txn, p.wamid,
           p.at_ms, p.told, p.version, p.excluded, p.paid, p.factor, p.extra, p.most, p.agreed
    from purchase p where p.merchant = $1 and p.id = $2"
);
// Through the books of its member, whatever records that person once was: they are few, and found by index.
statement!(
    GIVEN,
    "
    select cast(coalesce(sum(r.amount), 0) as bigint)
    from (select t.txn, t.amount from (select id from member where merchant = $1 and id = $2
              union all select id from member where merchant = $1 and merged_into is not null and merged_into = $2) r
          join transfer t on t.merchant = $1 and t.credit = 'm:' || r.id and t.debit = 'issued'
          union all
          select t.txn, -t.amount from (select id from member where merchant = $1 and id = $2
              union all select id from member where merchant = $1 and merged_into is not null and merged_into = $2) r
          join transfer t on t.merchant = $1 and t.debit in ('m:' || r.id, 'd:' || r.id) and t.credit = 'issued') r
    cross join txn t
    where t.merchant = $1 and t.id = r.txn and t.purchase = $3 and t.kind in ('accrual', 'reversal')"
);
statement!(
    BALANCE,
    "
    select cast(coalesce(sum(r.amount), 0) as bigint)
    from (select amount from transfer where merchant = $1 and credit in ('m:' || $2, 'h:' || $2, 'd:' || $2)
          union all
          select -amount from transfer where merchant = $1 and debit in ('m:' || $2, 'h:' || $2, 'd:' || $2)) r"
);
statement!(
    COUNTED,
    "
    select cast(coalesce(sum(earned), 0) as bigint), cast(coalesce(sum(standing), 0) as bigint),
           cast(coalesce(sum(case when standing > 0 then 1 else 0 end), 0) as bigint)
    from purchase where merchant = $1 and member = $2 and at_ms >= $3"
);

pub static STATEMENTS: &[&Statement] = &[&LATEST, &ONE, &GIVEN, &BALANCE, &COUNTED];

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

/// What somebody did since then (ms UTC), as far as it stands.
pub async fn counted(
    tx: &mut Tx,
    merchant: MerchantId,
    member: MemberId,
    since: i64,
) -> Result<Tally, StoreError> {
    let found = tx.fetch(&COUNTED, &[merchant.0.into(), member.0.into(), since.into()]).await?;
    let Some(row) = found.first() else { return Ok(Tally::default()) };
    Ok(Tally { earned: row.int(0)?, spent: row.int(1)?, visits: row.int(2)?, ..Tally::default() })
}
