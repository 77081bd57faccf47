//! What was brought along before: looked up, so that nothing comes twice.

use crate::domain::ids::{MemberId, MerchantId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use std::collections::BTreeMap;

statement!(
    POSTED,
    "
    select t.key, f.amount from {rows 2} r cross join txn t
    join transfer f on f.merchant = t.merchant and f.txn = t.id
    where t.merchant = $1 and t.key = r.value->>0 and f.debit = 'opening'"
);
statement!(
    CARRIED,
    "
    select m.merged_into, m.id from {rows 2} r cross join member m
    where m.merchant = $1 and m.merged_into = cast(r.value->>0 as bigint) and m.merged_into is not null"
);
pub static STATEMENTS: &[&Statement] = &[&POSTED, &CARRIED];

/// Which of these keys have brought a balance along, and how much (minor units).
pub async fn posted(
    tx: &mut Tx,
    merchant: MerchantId,
    keys: &[String],
) -> Result<BTreeMap<String, i64>, StoreError> {
    if keys.is_empty() {
        return Ok(BTreeMap::new());
    }
    let set: Vec<_> = keys.iter().map(|key| (key,)).collect();
    let found = tx.fetch(&POSTED, &[merchant.0.into(), rows(&set)]).await?;
    found.iter().map(|row| Ok((row.text(0)?, row.int(1)?))).collect()
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
