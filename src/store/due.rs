//! Of whom time alone changes something, and when. What is due is indexed only as long as it is open.

use crate::domain::ids::{MemberId, MerchantId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};

statement!(
    DUE,
    "
    select member from (
        select member from hold where merchant = $1 and state = 'open' and expires_ms <= $2 order by expires_ms limit 200) due
    union
    select id from (
        select id from member where merchant = $1 and due_ms is not null and due_ms <= $3 order by due_ms limit 200) due
    union
    select member from (
        select member from lot where merchant = $1 and remaining > 0 and due_ms is not null and due_ms <= $3
        order by due_ms limit 200) due
    union
    select member from (
        select member from voucher where merchant = $1 and state = 'open' and due_ms is not null and due_ms <= $3
        order by due_ms limit 200) due
    union
    select member from wallet where merchant = $1 and owing_ms is not null and owing_ms <= $4
    order by 1 limit 200"
);

statement!(
    NEXT_DUE,
    "
    select min(due.at_ms) from (
        select min(expires_ms) as at_ms from hold where merchant = $1 and state = 'open' and expires_ms > $2
        union all
        select min(due_ms) from member where merchant = $1 and due_ms is not null and due_ms > $2
        union all
        select min(due_ms) from lot where merchant = $1 and remaining > 0 and due_ms is not null and due_ms > $2
        union all
        select min(due_ms) from voucher
        where merchant = $1 and state = 'open' and due_ms is not null and due_ms > $2) due"
);

pub static STATEMENTS: &[&Statement] = &[&DUE, &NEXT_DUE];

/// How late it is, ms UTC.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub at: i64,
    /// For what has value.
    pub believed: i64,
    /// Debts that stand since then are let go.
    pub debts: i64,
}

/// Members of whom time alone changes something, some at a time: a hold that is over, a tier to be looked at, what ends, a
/// debt of long ago.
pub async fn members(tx: &mut Tx, merchant: MerchantId, moment: Moment) -> Result<Vec<MemberId>, StoreError> {
    let Moment { at, believed, debts } = moment;
    let found = tx.fetch(&DUE, &[merchant.0.into(), at.into(), believed.into(), debts.into()]).await?;
    found.iter().map(|row| Ok(MemberId(row.int(0)?))).collect()
}

/// When time changes something next after `since` (ms UTC).
pub async fn next(tx: &mut Tx, merchant: MerchantId, since: i64) -> Result<Option<i64>, StoreError> {
    let found = tx.fetch(&NEXT_DUE, &[merchant.0.into(), since.into()]).await?;
    found.first().map_or(Ok(None), |row| row.maybe_int(0))
}
