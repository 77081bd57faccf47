//! Hooks: which address of which merchant is told of what, under which secret, and how it is doing.

use crate::domain::happening::Wanted;
use crate::domain::ids::MerchantId;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};
use crate::store::lines;
use serde_json::json;
use sqlx::any::AnyRow;

/// Works, as far as is known.
pub const ACTIVE: &str = "active";
/// Somebody asked it to wait: what happens is queued.
pub const PAUSED: &str = "paused";
/// It gave up, or was given up: nothing is queued for it.
pub const DISABLED: &str = "disabled";

/// A hook to be made.
#[derive(Debug, Clone)]
pub struct NewHook {
    pub id: String,
    pub merchant: MerchantId,
    pub url: String,
    /// Sealed.
    pub secret: String,
    pub wanted: Wanted,
    /// ms UTC.
    pub at: i64,
}

/// A hook as it is. Times in ms UTC; no `Debug` for what is in it of a secret.
#[derive(Clone)]
pub struct Hook {
    pub merchant: MerchantId,
    pub id: String,
    pub url: String,
    /// Sealed.
    pub secret: String,
    /// The sealed secret before it, and until when that signs too.
    pub previous: Option<(String, i64)>,
    pub wanted: Wanted,
    /// [`ACTIVE`], [`PAUSED`] or [`DISABLED`].
    pub state: String,
    /// Why it is disabled.
    pub reason: Option<String>,
    /// Since when nothing has arrived.
    pub failing_at: Option<i64>,
    pub created_at: i64,
}

statement!(
    ADD,
    "
    insert into hook (merchant, id, url, secret, kinds, state, created_ms)
    select cast(value->>0 as bigint), value->>1, value->>2, value->>3, value->>4, 'active', cast(value->>5 as bigint)
    from {rows 1} r"
);
statement!(
    OF,
    "
    select merchant, id, url, secret, previous, previous_ms, kinds, state, reason, failing_ms, created_ms
    from hook where merchant = $1 order by created_ms, id"
);
statement!(
    ALL,
    "
    select merchant, id, url, secret, previous, previous_ms, kinds, state, reason, failing_ms, created_ms
    from hook where merchant > 0 order by merchant, created_ms, id"
);
statement!(
    FIND,
    "
    select merchant, id, url, secret, previous, previous_ms, kinds, state, reason, failing_ms, created_ms
    from hook where id = $1 and merchant > 0"
);
statement!(
    TURN,
    "
    update hook set state = $3, reason = null, failing_ms = null
    where merchant = $1 and id = $2 and state <> $3"
);
statement!(REST, "update hook set state = 'paused' where merchant > 0 and state = 'active'");
statement!(
    ROTATE,
    "
    update hook set previous = secret, previous_ms = $4, secret = $3 where merchant = $1 and id = $2"
);
statement!(EMPTY, "delete from delivery where merchant = $1 and hook = $2");
statement!(REMOVE, "delete from hook where merchant = $1 and id = $2");
statement!(
    FAILS,
    "
    update hook set failing_ms = $3 where merchant = $1 and id = $2 and failing_ms is null"
);
statement!(
    WORKS,
    "
    update hook set failing_ms = null where merchant = $1 and id = $2 and failing_ms is not null"
);
statement!(
    DISABLE,
    "
    update hook set state = 'disabled', reason = $3
    where merchant = $1 and id = $2 and state <> 'disabled' and coalesce(failing_ms, $4) <= $4"
);

pub static STATEMENTS: &[&Statement] =
    &[&ADD, &OF, &ALL, &FIND, &TURN, &REST, &ROTATE, &EMPTY, &REMOVE, &FAILS, &WORKS, &DISABLE];

pub async fn add(tx: &mut Tx, new: &NewHook) -> Result<(), StoreError> {
    let NewHook { id, merchant, url, secret, wanted, at } = new;
    let row = json!([[merchant, id, url, secret, wanted.text(), at]]);
    tx.exactly(&ADD, &[row.to_string().into()], 1).await
}

/// Those of one merchant, the oldest first.
pub async fn of(tx: &mut Tx, merchant: MerchantId) -> Result<Vec<Hook>, StoreError> {
    tx.fetch(&OF, &[merchant.0.into()]).await?.iter().map(hook).collect()
}

pub async fn all(tx: &mut Tx) -> Result<Vec<Hook>, StoreError> {
    tx.fetch(&ALL, &[]).await?.iter().map(hook).collect()
}

pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<Hook>, StoreError> {
    tx.fetch(&FIND, &[id.into()]).await?.first().map(hook).transpose()
}

/// Pauses or resumes it, with a clean slate; `false` where it is so already.
pub async fn turn(
    tx: &mut Tx,
    merchant: MerchantId,
    id: &str,
    state: &'static str,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&TURN, &[merchant.0.into(), id.into(), state.into()]).await? == 1)
}

/// Lets all wait, in a database that was just restored; how many those are.
pub async fn rest(tx: &mut Tx) -> Result<u64, StoreError> {
    tx.execute(&REST, &[]).await
}

/// Another (sealed) secret; the one before signs beside it until then (ms UTC).
pub async fn rotate(
    tx: &mut Tx,
    merchant: MerchantId,
    id: &str,
    secret: &str,
    until: i64,
) -> Result<(), StoreError> {
    tx.exactly(&ROTATE, &[merchant.0.into(), id.into(), secret.into(), until.into()], 1).await
}

/// Nobody is told any more, and nobody knows what they were told.
pub async fn remove(tx: &mut Tx, merchant: MerchantId, id: &str) -> Result<(), StoreError> {
    lines::hold(tx, merchant, id).await?;
    tx.execute(&EMPTY, &[merchant.0.into(), id.into()]).await?;
    tx.exactly(&REMOVE, &[merchant.0.into(), id.into()], 1).await
}

/// Something did not arrive at `now` (ms UTC).
pub async fn fails(tx: &mut Tx, merchant: MerchantId, id: &str, now: i64) -> Result<(), StoreError> {
    tx.execute(&FAILS, &[merchant.0.into(), id.into(), now.into()]).await.map(|_| ())
}

/// Something arrived.
pub async fn works(tx: &mut Tx, merchant: MerchantId, id: &str) -> Result<(), StoreError> {
    tx.execute(&WORKS, &[merchant.0.into(), id.into()]).await.map(|_| ())
}

/// Gives it up, if it has been failing since `since` (ms UTC) or longer; `true` for who did so.
pub async fn disable(
    tx: &mut Tx,
    merchant: MerchantId,
    id: &str,
    reason: &str,
    since: i64,
) -> Result<bool, StoreError> {
    let args = [merchant.0.into(), id.into(), reason.into(), since.into()];
    Ok(tx.execute(&DISABLE, &args).await? == 1)
}

fn hook(row: &AnyRow) -> Result<Hook, StoreError> {
    Ok(Hook {
        merchant: MerchantId(row.int(0)?),
        id: row.text(1)?,
        url: row.text(2)?,
        secret: row.text(3)?,
        previous: row.maybe_text(4)?.zip(row.maybe_int(5)?),
        wanted: Wanted::kept(&row.text(6)?),
        state: row.text(7)?,
        reason: row.maybe_text(8)?,
        failing_at: row.maybe_int(9)?,
        created_at: row.int(10)?,
    })
}
