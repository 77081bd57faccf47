//! The stores of a merchant after it was added: one more, or another name for one. Batches of the merchant wait
//! meanwhile, because they give out ids of the same row.

use crate::domain::change::Change;
use crate::domain::ids::MerchantId;
use crate::domain::member::About;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};
use crate::store::inbox;
use crate::store::merchants::Settings;

statement!(NAMES, "select id, name from store where merchant = $1 order by id");
statement!(NEXT, "select next_id from lane where merchant = $1");
statement!(ADD, "insert into store (merchant, id, name) values ($1, $2, $3)");
statement!(RENAME, "update store set name = $3 where merchant = $1 and id = $2");

// What customers are told of a store.
statement!(HOURS, "update store set hours = $3 where merchant = $1 and id = $2");
statement!(ADDRESS, "update store set address = $3 where merchant = $1 and id = $2");

pub static STATEMENTS: &[&Statement] = &[&NAMES, &NEXT, &ADD, &RENAME, &HOURS, &ADDRESS];

/// Writes what managers told of stores.
pub async fn save(tx: &mut Tx, merchant: MerchantId, changes: &[Change]) -> Result<(), StoreError> {
    for change in changes {
        let Change::Told { store, about, text } = change else { continue };
        let statement = match about {
            About::Hours => &HOURS,
            About::Address => &ADDRESS,
        };
        tx.exactly(statement, &[merchant.0.into(), store.0.into(), text.as_str().into()], 1).await?;
    }
    Ok(())
}

/// Renames and adds what the settings name. Answers why not, as a sentence, where a name is unknown or taken: customers
/// and receipts tell stores apart by it.
pub async fn change(tx: &mut Tx, merchant: MerchantId, new: &Settings) -> Result<Option<String>, StoreError> {
    if new.add_stores.is_empty() && new.rename_stores.is_empty() {
        return Ok(None);
    }
    inbox::hold_lane(tx, merchant).await?;
    let found = tx.fetch(&NAMES, &[merchant.0.into()]).await?;
    let mut names: Vec<(i64, String)> =
        found.iter().map(|row| Ok((row.int(0)?, row.text(1)?))).collect::<Result<_, StoreError>>()?;
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    for (old, name) in &new.rename_stores {
        let Some(at) = names.iter().position(|(_, known)| same(known, old)) else {
            let there: Vec<String> = names.iter().map(|(_, name)| format!("{name:?}")).collect();
            return Ok(Some(format!("There is no store {old:?}; there is {}.", there.join(", "))));
        };
        if names.iter().enumerate().any(|(other, (_, known))| other != at && same(known, name)) {
            return Ok(Some(taken(name)));
        }
        let id = names[at].0;
        tx.exactly(&RENAME, &[merchant.0.into(), id.into(), name.as_str().into()], 1).await?;
        names[at].1.clone_from(name);
    }
    for name in &new.add_stores {
        if names.iter().any(|(_, known)| same(known, name)) {
            return Ok(Some(taken(name)));
        }
        names.push((add(tx, merchant, name).await?, name.clone()));
    }
    Ok(None)
}

/// How they are called.
pub async fn names(tx: &mut Tx, merchant: MerchantId) -> Result<Vec<String>, StoreError> {
    let found = tx.fetch(&NAMES, &[merchant.0.into()]).await?;
    found.iter().map(|row| row.text(1)).collect()
}

/// The next id that nothing of the merchant has; whoever holds the lane may give it out.
pub async fn free_id(tx: &mut Tx, merchant: MerchantId) -> Result<i64, StoreError> {
    let next = tx.fetch(&NEXT, &[merchant.0.into()]).await?;
    next.first().map_or(Ok(1), |row| row.int(0))
}

fn taken(name: &str) -> String {
    format!("There is a store {name:?} already.")
}

async fn add(tx: &mut Tx, merchant: MerchantId, name: &str) -> Result<i64, StoreError> {
    let id = free_id(tx, merchant).await?;
    tx.exactly(&ADD, &[merchant.0.into(), id.into(), name.into()], 1).await?;
    inbox::next_id(tx, merchant, id + 1).await?;
    Ok(id)
}
