//! Carrying everything of a merged record over, loaded or not: after the batch's own rows were written, so that those
//! made under the old record in the same batch come along. History (transactions, transfers, uses of lots) is not
//! touched: the posting of the merge stands beside it. What is on its way to them: [`crate::store::waiting`].

use crate::domain::change::Change;
use crate::domain::ids::MerchantId;
use crate::statement;
use crate::store::engine::{Statement, StoreError, Tx};

statement!(IDENTITIES, "update identity set member = $3 where merchant = $1 and member = $2");
statement!(CONTACTS, "update contact set member = $3 where merchant = $1 and member = $2");
statement!(LOTS, "update lot set member = $3 where merchant = $1 and member = $2 and remaining > 0");
// A voucher, or balance that paid, gives back to the credits it is made of, used up as they may be. What was written in
// the batch of the merge is under the record that remains already.
statement!(
    LOTS_OF_VOUCHERS,
    "
    update lot set member = $3 where merchant = $1 and member = $2 and id in (
        select p.lot from voucher v join voucher_piece p on p.merchant = v.merchant and p.voucher = v.id
        where v.merchant = $1 and v.member in ($2, $3))"
);
statement!(
    LOTS_OF_HOLDS,
    "
    update lot set member = $3 where merchant = $1 and member = $2 and id in (
        select p.lot from hold h join hold_piece p on p.merchant = h.merchant and p.hold = h.id
        where h.merchant = $1 and h.member in ($2, $3))"
);
statement!(VOUCHERS, "update voucher set member = $3 where merchant = $1 and member = $2");
statement!(HOLDS, "update hold set member = $3 where merchant = $1 and member = $2");
statement!(PURCHASES, "update purchase set member = $3 where merchant = $1 and member = $2");
statement!(CONSENTS, "update consent set member = $3 where merchant = $1 and member = $2");
statement!(
    SCORES,
    "
    insert into score (merchant, month, member, points, earned, spent, visits, friends)
    select merchant, month, cast($3 as bigint), points, earned, spent, visits, friends from score
    where merchant = $1 and member = $2
    on conflict (merchant, month, member) do update set points = score.points + excluded.points,
        earned = score.earned + excluded.earned, spent = score.spent + excluded.spent,
        visits = score.visits + excluded.visits, friends = score.friends + excluded.friends"
);
statement!(SCORES_GONE, "delete from score where merchant = $1 and member = $2 and member <> $3");
statement!(
    FAMILY,
    "
    insert into family (merchant, staff, member)
    select merchant, staff, cast($3 as bigint) from family where merchant = $1 and member = $2
    on conflict (merchant, staff, member) do nothing"
);
statement!(FAMILY_GONE, "delete from family where merchant = $1 and member = $2 and member <> $3");
statement!(REFERRED, "update member set referred_by = $3 where merchant = $1 and referred_by = $2");
statement!(CHAINS, "update member set merged_into = $3 where merchant = $1 and merged_into = $2");
statement!(
    CONTESTED,
    "update contest set member = $3 where merchant = $1 and member = $2 and outcome is null"
);

const EACH: [&Statement; 16] = [
    &IDENTITIES,
    &CONTACTS,
    &LOTS,
    &LOTS_OF_VOUCHERS,
    &LOTS_OF_HOLDS,
    &VOUCHERS,
    &HOLDS,
    &PURCHASES,
    &CONSENTS,
    &SCORES,
    &SCORES_GONE,
    &FAMILY,
    &FAMILY_GONE,
    &REFERRED,
    &CHAINS,
    &CONTESTED,
];

pub static STATEMENTS: &[&Statement] = &EACH;

/// A merge ends its batch, so there are few.
pub async fn save(tx: &mut Tx, merchant: MerchantId, changes: &[Change]) -> Result<(), StoreError> {
    for change in changes {
        let Change::Merged { from, into, .. } = change else { continue };
        for statement in EACH {
            tx.execute(statement, &[merchant.0.into(), from.0.into(), into.0.into()]).await?;
        }
    }
    Ok(())
}
