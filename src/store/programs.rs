//! The versions of each merchant's program: their text, and from when they count. A version is never edited.

use crate::domain::ids::MerchantId;
use crate::domain::program::Program;
use crate::domain::program::check::Warning;
use crate::domain::rulebook::{Rulebook, Version};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

statement!(COUNT, "update merchant set rules = rules + 1 where id = $1");
statement!(
    ADD,
    "
    insert into program (merchant, version, text, from_ms, warnings) select id, rules, $2, $3, $4 from merchant
    where id = $1"
);
statement!(OF, "select merchant, version, text, from_ms from program where merchant = $1 order by version");
statement!(ALL, "select merchant, version, text, from_ms from program order by merchant, version");

pub static STATEMENTS: &[&Statement] = &[&COUNT, &ADD, &OF, &ALL];

/// Adds a version, checked before, that counts from a moment (ms UTC) on; what the law may object to is kept with it.
pub async fn add(tx: &mut Tx, merchant: MerchantId, text: &str, from: i64) -> Result<(), StoreError> {
    let warnings = Program::read(text).map(|program| program.warnings()).unwrap_or_default();
    let warnings: Vec<&str> = warnings.into_iter().map(Warning::says).collect();
    tx.exactly(&COUNT, &[merchant.0.into()], 1).await?;
    tx.exactly(&ADD, &[merchant.0.into(), text.into(), from.into(), warnings.join("\n").into()], 1).await
}

/// The rulebook of a merchant.
pub async fn of(tx: &mut Tx, merchant: MerchantId) -> Result<Rulebook, StoreError> {
    let found = tx.fetch(&OF, &[merchant.0.into()]).await?;
    let versions = found.iter().map(version).collect::<Result<_, _>>()?;
    Rulebook::new(versions).ok_or_else(|| missing(merchant))
}

/// The rulebooks of all merchants.
pub(super) async fn all(tx: &mut Tx) -> Result<BTreeMap<MerchantId, Rulebook>, StoreError> {
    let mut versions: BTreeMap<MerchantId, Vec<Version>> = BTreeMap::new();
    for row in &tx.fetch(&ALL, &[]).await? {
        versions.entry(MerchantId(row.int(0)?)).or_default().push(version(row)?);
    }
    Ok(versions
        .into_iter()
        .filter_map(|(merchant, versions)| Some((merchant, Rulebook::new(versions)?)))
        .collect())
}

pub(super) fn missing(merchant: MerchantId) -> StoreError {
    StoreError::Unreadable(format!("merchant {merchant} has no program"))
}

fn version(row: &AnyRow) -> Result<Version, StoreError> {
    let program = Program::kept(&row.text(2)?).map_err(StoreError::Unreadable)?;
    Ok(Version { number: row.int(1)?, from: row.int(3)?, program })
}
