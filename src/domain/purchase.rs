//! Purchases: what was sold, to whom, by whom, and how much of it still stands after refunds.

use crate::domain::ids::{MemberId, PurchaseId, StaffId, StoreId, TxnId};
use crate::domain::money::Money;
use crate::domain::program::rate::Terms;
use serde::{Deserialize, Serialize};

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
    /// What stood for its customer's word when balance paid, or when they were known by their code.
    pub agreed: Option<Agreed>,
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
    /// Its number at the till or web shop that sold it.
    pub order: Option<String>,
}

/// Who agreed that value leaves, or that the customer is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Agreed {
    /// The member, in the chat.
    Member,
    /// The member's presence code.
    Code,
    /// A manager, in their place: whoever registered the purchase.
    Manager,
}

impl Agreed {
    pub const ALL: [Agreed; 3] = [Agreed::Member, Agreed::Code, Agreed::Manager];

    pub const fn as_str(self) -> &'static str {
        match self {
            Agreed::Member => "member",
            Agreed::Code => "code",
            Agreed::Manager => "manager",
        }
    }

    pub fn read(text: &str) -> Option<Agreed> {
        Agreed::ALL.into_iter().find(|agreed| agreed.as_str() == text)
    }
}

impl Purchase {
    pub fn is_reversed(&self) -> bool {
        self.standing == Money::ZERO
    }
}
