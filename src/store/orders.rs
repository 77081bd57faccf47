//! The purchase behind the number of an order: each channel has its own numbers.

use crate::domain::facts::Facts;
use crate::domain::ids::{MemberId, MerchantId, PurchaseId, StaffId};
use crate::domain::purchase::Purchase;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use crate::store::stored::purchase;
use std::collections::BTreeSet;

statement!(
    ORDERS,
    "
    select p.staff, p.order_id, p.id, p.member from {rows 2} r cross join purchase p
    where p.merchant = $1 and p.staff = cast(r.value->>0 as bigint) and p.order_id is not null
      and p.order_id = r.value->>1"
);

statement!(
    ONE,
    "
    select id, member, staff, store, amount, standing, earned, rules, remark, txn, wamid, at_ms, told, version, excluded,
           paid, factor, extra, most, agreed, discount, order_id
    from purchase where merchant = $1 and staff = $2 and order_id is not null and order_id = $3"
);

pub static STATEMENTS: &[&Statement] = &[&ORDERS, &ONE];

/// What an order of a channel became.
pub async fn one(
    tx: &mut Tx,
    merchant: MerchantId,
    channel: StaffId,
    order: &str,
) -> Result<Option<Purchase>, StoreError> {
    let args = [merchant.0.into(), channel.0.into(), order.into()];
    tx.fetch(&ONE, &args).await?.first().map(purchase).transpose()
}

/// Looks up orders, and names what they became to be loaded.
pub(super) async fn load(
    tx: &mut Tx,
    merchant: MerchantId,
    orders: &BTreeSet<(StaffId, String)>,
    facts: &mut Facts,
    members: &mut BTreeSet<MemberId>,
) -> Result<Vec<(PurchaseId, MemberId)>, StoreError> {
    let new: Vec<_> = orders.iter().filter(|order| !facts.orders.contains_key(*order)).collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let found = tx.fetch(&ORDERS, &[merchant.0.into(), rows(&new)]).await?;
    for order in new {
        facts.orders.insert(order.clone(), None);
    }
    let mut purchases = Vec::new();
    for row in found {
        let (purchase, member) = (PurchaseId(row.int(2)?), MemberId(row.int(3)?));
        facts.orders.insert((StaffId(row.int(0)?), row.text(1)?), Some((member, purchase)));
        members.insert(member);
        purchases.push((purchase, member));
    }
    Ok(purchases)
}
