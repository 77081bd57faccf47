//! Rewards: points set aside under a short code until the thing is handed over.

use crate::domain::ids::{HoldId, MemberId, StaffId, StoreId};
use serde::{Deserialize, Serialize};

/// Two phases, as a payment card: open, then exactly one of captured, released or expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HoldState {
    Open,
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

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    pub id: HoldId,
    pub member: MemberId,
    pub code: String,
    /// Key of the reward in the program.
    pub reward: String,
    /// Points set aside.
    pub amount: i64,
    pub state: HoldState,
    pub opened_at: i64,
    pub expires_at: i64,
    pub closed_at: Option<i64>,
    pub closed_by: Option<StaffId>,
    pub closed_in: Option<StoreId>,
}

impl Hold {
    pub fn is_open(&self) -> bool {
        self.state == HoldState::Open
    }
}
