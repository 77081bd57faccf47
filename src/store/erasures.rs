//! Forgetting somebody.
use crate::domain::facts::Change;
use crate::domain::ids::MerchantId;
use crate::store::engine::{Statement, StoreError, Tx};
pub static STATEMENTS: &[&Statement] = &[];
pub async fn save(_: &mut Tx, _: MerchantId, _: &[Change], _: i64) -> Result<(), StoreError> {
    Ok(())
}
