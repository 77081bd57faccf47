//! A contested number: it came with another WhatsApp account than the one it is known by.
//!
//! Numbers are recycled, and people change accounts. Which of the two happened only the person can say, and only the
//! counter can check; until then the old record is frozen.

use crate::domain::calendar::HOUR;
use crate::domain::ids::{ContestId, MemberId, StaffId};
use crate::domain::phone::Phone;

/// One question about a number, from the first message with the other account until it is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contest {
    pub id: ContestId,
    /// The frozen record.
    pub member: MemberId,
    /// Who writes from that number now.
    pub newcomer: MemberId,
    pub phone: Phone,
    pub opened_at: i64,
    /// What they show at the counter, once they said that the record is theirs.
    pub code: Option<String>,
    pub code_at: Option<i64>,
    pub ending: Option<Ending>,
}

/// How it was settled, when (ms UTC), and by which member of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    pub outcome: Outcome,
    pub at: i64,
    pub by: Option<StaffId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The newcomer is somebody else: the number left the old record.
    Recycled,
    /// The newcomer is the same person: staff saw the code, or knew them.
    Returned,
    /// WhatsApp's own word, or a message from the old account, settled it.
    Proved,
}

impl Outcome {
    pub const ALL: [Outcome; 3] = [Outcome::Recycled, Outcome::Returned, Outcome::Proved];

    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Recycled => "recycled",
            Outcome::Returned => "returned",
            Outcome::Proved => "proved",
        }
    }

    pub fn read(text: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// How long the code may be shown at the counter.
const CODE_MS: i64 = 24 * HOUR;

impl Contest {
    pub fn is_open(&self) -> bool {
        self.ending.is_none()
    }

    /// The code that may be shown at this moment.
    pub fn valid_code(&self, at: i64) -> Option<&str> {
        let fresh = self.code_at.is_some_and(|given| at - given < CODE_MS);
        self.code.as_deref().filter(|_| fresh && self.is_open())
    }

    /// When the code stops to count (ms UTC).
    pub fn code_until(&self) -> i64 {
        self.code_at.unwrap_or(self.opened_at) + CODE_MS
    }

    #[must_use]
    pub fn ended(&self, outcome: Outcome, at: i64, by: Option<StaffId>) -> Contest {
        Contest { ending: Some(Ending { outcome, at, by }), ..self.clone() }
    }
}
