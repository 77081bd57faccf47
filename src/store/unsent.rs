//! What was decided and is not sent: kept beside what is, each with its reason, so that nobody has to wonder.

use crate::dialogue::line::Class;
use crate::domain::ids::{MemberId, MerchantId};
use crate::statement;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use serde_json::{Value, json};

/// A bubble that no way leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    pub id: i64,
    pub member: MemberId,
    pub class: Class,
    pub body: String,
    /// The purchase it tells of, or the hold of a reward: rows of all kinds are numbered together.
    pub about: Option<i64>,
    /// The message (or due thing) that caused it.
    pub cause: String,
    pub reason: &'static str,
}

statement!(
    INSERT,
    "
    insert into outbox (merchant, id, member, class, state, body, about, cause, attempt, due_ms, created_ms, reason)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), value->>2, 'dead', value->>3,
        cast(value->>4 as bigint), value->>5, 0, $3, $3, value->>6
    from {rows 2} r where true"
);

pub static STATEMENTS: &[&Statement] = &[&INSERT];

/// Writes rows that end as they begin. `now`: ms UTC.
pub async fn insert(
    tx: &mut Tx,
    merchant: MerchantId,
    unsent: &[Unsent],
    now: i64,
) -> Result<(), StoreError> {
    if unsent.is_empty() {
        return Ok(());
    }
    let set: Vec<Value> = unsent
        .iter()
        .map(|row| {
            json!([row.id, row.member, row.class.as_str(), row.body, row.about, row.cause, row.reason])
        })
        .collect();
    tx.exactly(&INSERT, &[merchant.0.into(), rows(&set), now.into()], set.len()).await
}
