//! The last sales of a person: a refund without the receipt at hand begins with them.

use crate::domain::facts::{Facts, Key};
use crate::domain::ids::{MemberId, MerchantId, PurchaseId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use std::collections::BTreeSet;

// Those not older than the fifth that stands; it reads that many entries of the index, and those taken back in between.
statement!(
    LATEST,
    "
    select p.id, p.member
    from (select cast(value->>0 as bigint) as member,
                 coalesce((select q.at_ms from purchase q
                           where q.merchant = $1 and q.member = cast(value->>0 as bigint) and q.standing > 0
                           order by q.at_ms desc, q.id desc limit 1 offset 4), 0) as since_ms
          from {rows 2} r) r
    cross join purchase p
    where p.merchant = $1 and p.member = r.member and p.at_ms >= r.since_ms and p.standing > 0"
);

pub static STATEMENTS: &[&Statement] = &[&LATEST];

/// Names the last sales of whoever is behind these keys, to be loaded; the keys themselves must be known.
pub(super) async fn load(
    tx: &mut Tx,
    merchant: MerchantId,
    keys: &BTreeSet<Key>,
    facts: &mut Facts,
    members: &mut BTreeSet<MemberId>,
) -> Result<Vec<(PurchaseId, MemberId)>, StoreError> {
    let owners = keys.iter().filter_map(|key| facts.member_behind(key));
    let new: BTreeSet<MemberId> = owners.filter(|owner| !facts.latest.contains(owner)).collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let set: Vec<_> = new.iter().map(|member| (member,)).collect();
    let found = tx.fetch(&LATEST, &[merchant.0.into(), rows(&set)]).await?;
    facts.latest.extend(&new);
    members.extend(&new);
    found.iter().map(|row| Ok((PurchaseId(row.int(0)?), MemberId(row.int(1)?)))).collect()
}
