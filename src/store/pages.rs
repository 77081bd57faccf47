//! Lists that are read page by page: what one member has bought, been given and moved, newest first. Each page begins after
//! the last row of the page before, by time and number, so that rows which come meanwhile shift nothing.

use crate::domain::ids::{MemberId, MerchantId, PurchaseId, TxnId, VoucherId};
use crate::domain::money::Money;
use crate::domain::purchase::Purchase;
use crate::domain::voucher::VoucherState;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};
use crate::store::stored::{purchase, unreadable};
use sqlx::any::AnyRow;

/// Where a page begins: after this row (ms UTC, number), with at most so many.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    pub at: i64,
    pub id: i64,
    pub most: i64,
}

/// What one transaction changed of what a member has: available, less what they owe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub txn: TxnId,
    pub at: i64,
    pub kind: String,
    pub change: i64,
    /// The purchase it was about, and what that cost.
    pub purchase: Option<(PurchaseId, Money)>,
}

/// A voucher without its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub id: VoucherId,
    pub value: Money,
    pub state: VoucherState,
    pub issued_at: i64,
    pub expires_at: i64,
    pub closed_at: Option<i64>,
    pub used: Money,
    pub used_on: Option<PurchaseId>,
}

statement!(
    PURCHASES,
    "
    select id, member, staff, store, amount, standing, earned, rules, remark, txn, wamid, at_ms, told, version, excluded,
           paid, factor, extra, most, agreed, discount, order_id
    from purchase
    where merchant = $1 and member = $2 and at_ms <= $3 and (at_ms < $3 or id < $4)
    order by at_ms desc, id desc limit $5"
);
statement!(
    VOUCHERS,
    "
    select id, value, state, issued_ms, expires_ms, closed_ms, used, used_on
    from voucher where merchant = $1 and member = $2 and issued_ms <= $3 and (issued_ms < $3 or id < $4)
    order by issued_ms desc, id desc limit $5"
);
statement!(
    MOVES,
    "
    select t.id, t.at_ms, t.kind, f.points, p.id, p.amount
    from (select txn, cast(coalesce(sum(amount), 0) as bigint) as points
          from (select txn, amount from transfer where merchant = $1 and credit in ($2, $3)
                union all
                select txn, -amount from transfer where merchant = $1 and debit in ($2, $3)) moves
          group by txn) f
    join txn t on t.merchant = $1 and t.id = f.txn
    left join purchase p on p.merchant = $1 and p.id = t.purchase
    where f.points <> 0 and t.at_ms <= $4 and (t.at_ms < $4 or t.id < $5)
    order by t.at_ms desc, t.id desc limit $6"
);

statement!(OWNER, "select member from voucher where merchant = $1 and id = $2");

pub static STATEMENTS: &[&Statement] = &[&PURCHASES, &VOUCHERS, &MOVES, &OWNER];

/// What somebody bought.
pub async fn purchases(
    tx: &mut Tx,
    merchant: MerchantId,
    member: MemberId,
    page: Page,
) -> Result<Vec<Purchase>, StoreError> {
    let args = [merchant.0.into(), member.0.into(), page.at.into(), page.id.into(), page.most.into()];
    tx.fetch(&PURCHASES, &args).await?.iter().map(purchase).collect()
}

/// The vouchers somebody has and had.
pub async fn vouchers(
    tx: &mut Tx,
    merchant: MerchantId,
    member: MemberId,
    page: Page,
) -> Result<Vec<Shown>, StoreError> {
    let args = [merchant.0.into(), member.0.into(), page.at.into(), page.id.into(), page.most.into()];
    let one = |row: &AnyRow| {
        let state = row.text(2)?;
        Ok(Shown {
            id: VoucherId(row.int(0)?),
            value: Money(row.int(1)?),
            state: VoucherState::read(&state).ok_or_else(|| unreadable("voucher.state", &state))?,
            issued_at: row.int(3)?,
            expires_at: row.int(4)?,
            closed_at: row.maybe_int(5)?,
            used: Money(row.int(6)?),
            used_on: row.maybe_int(7)?.map(PurchaseId),
        })
    };
    tx.fetch(&VOUCHERS, &args).await?.iter().map(one).collect()
}

/// Whose voucher this is.
pub async fn owner(
    tx: &mut Tx,
    merchant: MerchantId,
    voucher: VoucherId,
) -> Result<Option<MemberId>, StoreError> {
    let found = tx.fetch(&OWNER, &[merchant.0.into(), voucher.0.into()]).await?;
    found.first().map(|row| Ok(MemberId(row.int(0)?))).transpose()
}

/// The movements of somebody's balance; all of them together are what they have, less what they owe.
pub async fn moves(
    tx: &mut Tx,
    merchant: MerchantId,
    member: MemberId,
    page: Page,
) -> Result<Vec<Moved>, StoreError> {
    let book = |kind: &str| format!("{kind}:{member}").into();
    let from = [page.at.into(), page.id.into(), page.most.into()];
    let args = [&[merchant.0.into(), book("m"), book("d")][..], &from[..]].concat();
    let one = |row: &AnyRow| {
        let purchase = row.maybe_int(4)?.map(PurchaseId).zip(row.maybe_int(5)?.map(Money));
        let (txn, at) = (TxnId(row.int(0)?), row.int(1)?);
        Ok(Moved { txn, at, kind: row.text(2)?, change: row.int(3)?, purchase })
    };
    tx.fetch(&MOVES, &args).await?.iter().map(one).collect()
}
