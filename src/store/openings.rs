//! What was brought along before: looked up, so that nothing comes twice.

use crate::domain::ids::{MemberId, MerchantId, TxnId};
use crate::domain::ledger::Book;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};

// By whom they went to: of what a shop brought along there are as many as it has people.
statement!(
    BROUGHT,
    "
    select cast(r.value->>1 as bigint), t.id, t.key, f.amount from {rows 2} r cross join transfer f
    join txn t on t.merchant = f.merchant and t.id = f.txn
    where f.merchant = $1 and f.credit = r.value->>0 and t.kind = 'opening'"
);
statement!(
    CARRIED,
    "
    select m.merged_into, m.id from {rows 2} r cross join member m
    where m.merchant = $1 and m.merged_into = cast(r.value->>0 as bigint) and m.merged_into is not null"
);
pub static STATEMENTS: &[&Statement] = &[&BROUGHT, &CARRIED];

/// A balance that was brought along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    pub member: MemberId,
    pub txn: TxnId,
    /// Natural: it names the list, the member and which of their balances it is.
    pub key: String,
    /// Minor units.
    pub points: i64,
}

/// What was brought along for these records, under whatever name.
pub async fn brought(
    tx: &mut Tx,
    merchant: MerchantId,
    members: &[MemberId],
) -> Result<Vec<Brought>, StoreError> {
    if members.is_empty() {
        return Ok(Vec::new());
    }
    let set: Vec<_> = members.iter().map(|member| (Book::Member(*member).to_string(), member)).collect();
    let found = tx.fetch(&BROUGHT, &[merchant.0.into(), rows(&set)]).await?;
    let read = |row| {
        let (member, txn) = (MemberId(Columns::int(row, 0)?), TxnId(Columns::int(row, 1)?));
        Ok(Brought { member, txn, key: Columns::text(row, 2)?, points: Columns::int(row, 3)? })
    };
    found.iter().map(read).collect()
}

/// The records that were carried over into these: who they are in, and which.
pub async fn carried(
    tx: &mut Tx,
    merchant: MerchantId,
    members: &[MemberId],
) -> Result<Vec<(MemberId, MemberId)>, StoreError> {
    if members.is_empty() {
        return Ok(Vec::new());
    }
    let set: Vec<_> = members.iter().map(|member| (member,)).collect();
    let found = tx.fetch(&CARRIED, &[merchant.0.into(), rows(&set)]).await?;
    found.iter().map(|row| Ok((MemberId(row.int(0)?), MemberId(row.int(1)?)))).collect()
}
