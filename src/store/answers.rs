//! What tills were answered, so that whoever asks again hears the same.

use crate::dialogue::till::answer::AnswerKind;
use crate::domain::ids::{MerchantId, StaffId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use crate::store::ledger::insert;
use crate::store::stored::unreadable;

/// Whose answer, of which kind, under which key.
pub type AnswerName = (StaffId, AnswerKind, String);

/// An answer as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub name: AnswerName,
    /// Of what was asked.
    pub hash: String,
    /// Of HTTP.
    pub status: i64,
    pub body: String,
    /// The request that was decided.
    pub request: String,
    /// When, ms UTC.
    pub at: i64,
}

statement!(
    KNOWN,
    "
    select a.staff, a.kind, a.key, a.hash, a.status, a.body, a.request, a.at_ms
    from {rows 2} r cross join api_answer a
    where a.merchant = $1 and a.staff = cast(r.value->>0 as bigint) and a.kind = r.value->>1
      and a.key = r.value->>2"
);

statement!(
    SAVE,
    "
    insert into api_answer (merchant, staff, kind, key, hash, status, body, request, at_ms)
    select $1, cast(value->>0 as bigint), value->>1, value->>2, value->>3, cast(value->>4 as bigint), value->>5,
        value->>6, cast(value->>7 as bigint)
    from {rows 2} r"
);

statement!(PRUNE, "delete from api_answer where kind = 'key' and at_ms < $1");

statement!(FATE, "select state from inbox where key = $1");

pub static STATEMENTS: &[&Statement] = &[&KNOWN, &SAVE, &PRUNE, &FATE];

/// Those of these answers that there are.
pub async fn known(
    tx: &mut Tx,
    merchant: MerchantId,
    names: &[AnswerName],
) -> Result<Vec<Stored>, StoreError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let set: Vec<_> = names.iter().map(|(staff, kind, key)| (staff, kind.as_str(), key)).collect();
    let found = tx.fetch(&KNOWN, &[merchant.0.into(), rows(&set)]).await?;
    let read = |row: &sqlx::any::AnyRow| {
        let kind = row.text(1)?;
        let kind = AnswerKind::read(&kind).ok_or_else(|| unreadable("api_answer.kind", &kind))?;
        Ok(Stored {
            name: (StaffId(row.int(0)?), kind, row.text(2)?),
            hash: row.text(3)?,
            status: row.int(4)?,
            body: row.text(5)?,
            request: row.text(6)?,
            at: row.int(7)?,
        })
    };
    found.iter().map(read).collect()
}

pub async fn save(tx: &mut Tx, merchant: MerchantId, answers: &[Stored]) -> Result<(), StoreError> {
    let row = |stored: &Stored| {
        let (staff, kind, key) = &stored.name;
        let Stored { hash, status, body, request, at, .. } = stored;
        serde_json::json!([staff, kind.as_str(), key, hash, status, body, request, at])
    };
    insert(tx, &SAVE, merchant, &answers.iter().map(row).collect::<Vec<_>>()).await
}

/// Lets go of what was answered before this (ms UTC) under keys that callers chose; what can be done once stays.
pub async fn prune(tx: &mut Tx, before: i64) -> Result<u64, StoreError> {
    tx.execute(&PRUNE, &[before.into()]).await
}

/// How far the row is that was kept of an ask: `new`, `done`, `ignored` or `dead`; `None`: there is none.
pub async fn fate(tx: &mut Tx, key: &str) -> Result<Option<String>, StoreError> {
    let found = tx.fetch(&FATE, &[key.into()]).await?;
    found.first().map(|row| row.text(0)).transpose()
}
