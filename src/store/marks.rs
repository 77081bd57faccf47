//! Marks: when the service last did what people watch it for.

use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};

/// What [`Mark::Verify`] says of a ledger that does not add up.
pub const BROKEN: &str = "broken";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A copy of the database was made.
    Backup,
    /// The whole ledger was recomputed; `said` is [`BROKEN`] when it does not add up.
    Verify,
    /// What WhatsApp says of every account was read.
    Accounts,
    /// A write to see whether writing works.
    Probe,
}

impl Mark {
    const fn name(self) -> &'static str {
        match self {
            Mark::Backup => "backup",
            Mark::Verify => "verify",
            Mark::Accounts => "accounts",
            Mark::Probe => "probe",
        }
    }
}

statement!(
    SET,
    "
    insert into mark (name, at_ms, said) values ($1, $2, $3)
    on conflict (name) do update set at_ms = excluded.at_ms, said = excluded.said"
);
// Of several processes one takes it.
statement!(TAKE, "update mark set at_ms = $2 where name = $1 and at_ms <= $3");
statement!(GET, "select at_ms, said from mark where name = $1");

pub static STATEMENTS: &[&Statement] = &[&SET, &TAKE, &GET];

/// Sets a mark. `at`: ms UTC.
pub async fn set(tx: &mut Tx, mark: Mark, at: i64, said: &str) -> Result<(), StoreError> {
    tx.exactly(&SET, &[mark.name().into(), at.into(), said.into()], 1).await
}

/// Takes on what was last done at `before` (ms UTC) or earlier, or never; `false`: somebody else did.
pub async fn take(tx: &mut Tx, mark: Mark, now: i64, before: i64) -> Result<bool, StoreError> {
    if get(tx, mark).await?.is_none() {
        set(tx, mark, now, "under way").await?;
        return Ok(true);
    }
    Ok(tx.execute(&TAKE, &[mark.name().into(), now.into(), before.into()]).await? == 1)
}

/// When it was last set (ms UTC), and what it said.
pub async fn get(tx: &mut Tx, mark: Mark) -> Result<Option<(i64, String)>, StoreError> {
    let found = tx.fetch(&GET, &[mark.name().into()]).await?;
    found.first().map(|row| Ok((row.int(0)?, row.text(1)?))).transpose()
}
