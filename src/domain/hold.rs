//! Holds: value set aside, under a code or a question, until the thing is handed over or the purchase is paid.

use crate::domain::ids::{HoldId, MemberId, PurchaseId, StaffId, StoreId};
use crate::domain::ledger::LotUse;
use crate::domain::money::Money;
use serde::{Deserialize, Serialize};

/// Two phases, as a payment card: open, then exactly one of captured, released or expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HoldState {
    Open,
    /// Whole or in part; the rest went back to the balance.
    Captured,
    Released,
    Expired,
}

impl HoldState {
    pub const ALL: [HoldState; 4] =
        [HoldState::Open, HoldState::Captured, HoldState::Released, HoldState::Expired];

    pub const fn as_str(self) -> &'static str {
        match self {
            HoldState::Open => "open",
            HoldState::Captured => "captured",
            HoldState::Released => "released",
            HoldState::Expired => "expired",
        }
    }

    pub fn read(text: &str) -> Option<HoldState> {
        HoldState::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// What value is set aside for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldFor {
    /// Key of the reward in the program.
    Reward(String),
    /// A part of a purchase to come: the member shows the code.
    Purchase,
    /// A part of this purchase, once the member says yes. The code is the token of that question.
    Asked(Asked),
}

/// A purchase that waits at the counter for its customer's yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub staff: StaffId,
    pub store: StoreId,
    pub amount: Money,
    pub excluded: Money,
    #[serde(default)]
    pub discount: Money,
    pub remark: Option<String>,
    /// The staff message it came with.
    pub wamid: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    pub id: HoldId,
    pub member: MemberId,
    pub code: String,
    pub purpose: HeldFor,
    /// Set aside, in the program's unit.
    pub amount: i64,
    pub state: HoldState,
    pub opened_at: i64,
    pub expires_at: i64,
    pub closed_at: Option<i64>,
    pub closed_by: Option<StaffId>,
    pub closed_in: Option<StoreId>,
    /// The purchase it paid, and how much of `amount` that took.
    pub used_on: Option<PurchaseId>,
    pub used: i64,
    /// What of `used` came back since.
    pub returned: i64,
    /// Pieces of credits that were taken, in the order in which they were taken; together `used`.
    pub pieces: Vec<LotUse>,
}

impl Hold {
    pub fn is_open(&self) -> bool {
        self.state == HoldState::Open
    }

    /// A reward that was handed over and not given back, of which it is known what it took.
    pub fn may_come_back(&self) -> bool {
        let handed_over = self.state == HoldState::Captured && self.reward().is_some();
        handed_over && self.returned == 0 && !self.pieces.is_empty()
    }

    /// The reward it is for.
    pub fn reward(&self) -> Option<&str> {
        match &self.purpose {
            HeldFor::Reward(key) => Some(key),
            HeldFor::Purchase | HeldFor::Asked(_) => None,
        }
    }

    /// The purchase that waits for its customer's yes.
    pub fn asked(&self) -> Option<&Asked> {
        match &self.purpose {
            HeldFor::Asked(asked) => Some(asked),
            HeldFor::Reward(_) | HeldFor::Purchase => None,
        }
    }
}
