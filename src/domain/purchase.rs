//! Purchases: what was sold, to whom, by whom, and how much of it still stands after refunds.

use crate::domain::ids::{MemberId, PurchaseId, StaffId, StoreId, TxnId};
use crate::domain::money::Money;
use crate::domain::program::rate::Terms;

/// One sale. `amount` is what was typed; `standing` is what is left of it after refunds, and what the
/// credit is computed from: refunds in any order end at the same credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    pub id: PurchaseId,
    pub member: MemberId,
    pub staff: StaffId,
    pub store: StoreId,
    pub amount: Money,
    pub standing: Money,
    /// What it has earned so far, less what refunds took back.
    pub earned: i64,
    /// Rule version it was made under, and what else was agreed then.
    pub rules: i64,
    pub terms: Terms,
    pub remark: Option<String>,
    /// The transaction that credited it.
    pub txn: TxnId,
    /// The staff message that registered it; quoting that message means this purchase.
    pub wamid: String,
    /// Business time, ms UTC.
    pub at: i64,
    /// Whether its customer was told of it: an undo tells only who had been told.
    pub told: bool,
}

impl Purchase {
    pub fn is_reversed(&self) -> bool {
        self.standing == Money::ZERO
    }
}
