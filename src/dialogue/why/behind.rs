//! What was read to say why a figure is what it is.

use crate::dialogue::hear::Subject;
use crate::dialogue::needs::{Entry, MonthClosed};
use crate::domain::closing::{Flow, Postings};
use crate::domain::ids::{MemberId, TxnId};
use crate::domain::liability::Liability;
use crate::domain::money::Money;
use crate::domain::purchase::Purchase;
use crate::domain::ranking::Sold;
use crate::domain::tally::Tally;

/// What the ledger says of the figures of one person, read from transfers alone, or of those of the shop.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Why {
    /// The figure that a member of staff read.
    pub behind: Option<Behind>,
    /// Of whom staff asked; `None`: it is about the speaker.
    pub of: Option<MemberId>,
    /// What the quoted bubble told of, when that was no purchase of theirs; without a quote, their latest movement.
    pub moved: Option<Moved>,
    /// The quoted purchase; without a quote the one behind their latest movement, or their latest.
    pub purchase: Option<WhyPurchase>,
    /// The message that the quoted bubble answered.
    pub cause: Option<String>,
    /// What the quoted bubble said, as it was sent.
    pub said: Option<String>,
    /// Available and held, less debt.
    pub balance: i64,
    /// What counts for their tier, from the purchases that stand.
    pub counted: Tally,
    /// What counts for their place in the ranking: of purchases, and of referrals.
    pub ranked: (i64, i64),
    /// What reversals left them owing, latest first.
    pub owing: Vec<Owing>,
}

/// The debt that the reversals of a purchase left, as it was then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owing {
    pub debt: i64,
    /// The purchase was a friend's: what fell is the referral.
    pub referral: bool,
    /// What was bought, how much of that came back, and when it was bought (ms UTC).
    pub amount: Money,
    pub back: Money,
    pub at: i64,
}

/// A figure that staff read, and what stands behind it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Behind {
    Own(Subject),
    Day(DayBehind),
    Month(MonthBehind),
    Liability {
        liability: Liability,
        /// What led to it since the beginning; `None`: it does not add up.
        since: Option<Flow>,
    },
}

/// The sales of some days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayBehind {
    /// More than one day.
    pub days: bool,
    /// As the summary has it, and as the transactions have it.
    pub summary: Sold,
    pub booked: Sold,
    /// The latest few.
    pub sales: Vec<WhyPurchase>,
}

/// The postings of a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthBehind {
    pub closed: MonthClosed,
    pub postings: Postings,
    /// Members who have or owe something at its end, and what all of them have.
    pub holders: (i64, i64),
}

/// A movement of somebody's balance that is no purchase of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub txn: TxnId,
    /// As their statement shows it.
    pub entry: Entry,
    /// The version of the rules behind it: of the purchase, where there is one.
    pub rules: i64,
    /// The reward it was about, by key.
    pub reward: Option<String>,
    /// Another transaction took it back.
    pub undone: bool,
    /// The purchase behind it: whose, when (ms UTC), and what of it was taken back.
    pub bought: Option<(MemberId, i64, Money)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyPurchase {
    pub purchase: Purchase,
    /// What its postings gave, less what they took back.
    pub given: i64,
}
