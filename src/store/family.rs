//! Who is marked as family of whom of the staff: few rows, loaded with the house.

use crate::domain::change::Change;
use crate::domain::facts::Facts;
use crate::domain::ids::{MemberId, MerchantId, StaffId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use std::collections::BTreeMap;

statement!(LOAD, "select staff, member from family where merchant = $1");
statement!(
    MARK,
    "
    insert into family (merchant, staff, member)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint) from {rows 2} r where true
    on conflict (merchant, staff, member) do nothing"
);
statement!(
    UNMARK,
    "
    delete from family where (merchant, staff, member) in (
        select cast($1 as bigint), cast(r.value->>0 as bigint), cast(r.value->>1 as bigint) from {rows 2} r)"
);

pub static STATEMENTS: &[&Statement] = &[&LOAD, &MARK, &UNMARK];

pub(super) async fn load(tx: &mut Tx, merchant: MerchantId, facts: &mut Facts) -> Result<(), StoreError> {
    for row in tx.fetch(&LOAD, &[merchant.0.into()]).await? {
        facts.family.insert((StaffId(row.int(0)?), MemberId(row.int(1)?)));
    }
    Ok(())
}

/// Writes what the batch marked; of several words about the same two the last counts.
pub(super) async fn save(tx: &mut Tx, merchant: MerchantId, changes: &[Change]) -> Result<(), StoreError> {
    let mut latest = BTreeMap::new();
    for change in changes {
        if let Change::Family { staff, member, marked } = change {
            latest.insert((*staff, *member), *marked);
        }
    }
    for (statement, wanted) in [(&MARK, true), (&UNMARK, false)] {
        let set: Vec<_> =
            latest.iter().filter(|(_, marked)| **marked == wanted).map(|(row, _)| row).collect();
        if !set.is_empty() {
            tx.execute(statement, &[merchant.0.into(), rows(&set)]).await?;
        }
    }
    Ok(())
}
