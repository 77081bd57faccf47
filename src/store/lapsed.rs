//! What lapsed of the credit that purchases gave: loaded for those that were asked for by name, because only they may be
//! taken back after so long.

use crate::domain::facts::Facts;
use crate::domain::ids::{MemberId, MerchantId, PurchaseId};
use crate::statement;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use crate::store::load::know_lot;
use std::collections::BTreeSet;

// Used up long ago, it may still stand under a record that is another one by now. Whose it is is looked up last, by itself:
// joined, PostgreSQL may begin with everybody.
statement!(
    LOTS,
    "
    select l.id, (select coalesce(m.merged_into, m.id) from member m where m.merchant = $1 and m.id = l.member), l.txn,
           l.original, l.remaining, l.earned_ms, l.expires_ms, l.rules, l.version, l.usable_ms, l.told, l.untold,
           l.returned, l.due_ms, l.promised_ms, l.lapsed
    from {rows 2} r cross join lot l
    where l.merchant = $1 and l.txn = cast(r.value->>0 as bigint) and l.lapsed > 0"
);

pub static STATEMENTS: &[&Statement] = &[&LOTS];

/// For these purchases, and for what was given because a friend came with one of them.
pub(super) async fn load(
    tx: &mut Tx,
    merchant: MerchantId,
    purchases: &[(PurchaseId, MemberId)],
    facts: &mut Facts,
) -> Result<(), StoreError> {
    let mut gave = BTreeSet::new();
    for (id, member) in purchases {
        let Some(account) = facts.account(*member) else { continue };
        gave.extend(account.purchase(*id).map(|purchase| purchase.txn));
        gave.extend(
            account.member.referral.as_ref().filter(|paid| paid.purchase == *id).map(|paid| paid.txn),
        );
    }
    if gave.is_empty() {
        return Ok(());
    }
    let gave: Vec<_> = gave.into_iter().map(|txn| (txn,)).collect();
    for row in tx.fetch(&LOTS, &[merchant.0.into(), rows(&gave)]).await? {
        know_lot(facts, &row)?;
    }
    Ok(())
}
