//! Wrong codes typed at the counter: one row a member of staff, loaded with the house.

use crate::domain::facts::Facts;
use crate::domain::ids::{MerchantId, StaffId};
use crate::domain::mistyped::Mistyped;
use crate::domain::row::Row;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};

statement!(LOAD, "select staff, day_ms, tries, version from wrong_code where merchant = $1");
statement!(
    SAVE,
    "
    insert into wrong_code (merchant, staff, day_ms, tries, version)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), cast(value->>2 as bigint), cast(value->>3 as bigint)
    from {rows 2} r where true
    on conflict (merchant, staff) do update set day_ms = excluded.day_ms, tries = excluded.tries,
        version = excluded.version
    where wrong_code.version = excluded.version - 1"
);

pub static STATEMENTS: &[&Statement] = &[&LOAD, &SAVE];

pub(super) async fn load(tx: &mut Tx, merchant: MerchantId, facts: &mut Facts) -> Result<(), StoreError> {
    for row in tx.fetch(&LOAD, &[merchant.0.into()]).await? {
        let one = Mistyped { staff: StaffId(row.int(0)?), day: row.int(1)?, tries: row.int(2)? };
        facts.mistyped.insert(one.staff, Row::stored(one, row.int(3)?));
    }
    Ok(())
}

/// Writes the rows that changed.
pub(super) async fn save(tx: &mut Tx, merchant: MerchantId, facts: &Facts) -> Result<(), StoreError> {
    let changed = facts.mistyped.values().filter(|row| row.dirty);
    let set: Vec<_> = changed.map(|row| (row.staff, row.day, row.tries, row.version + 1)).collect();
    if set.is_empty() {
        return Ok(());
    }
    tx.exactly(&SAVE, &[merchant.0.into(), rows(&set)], set.len()).await
}
