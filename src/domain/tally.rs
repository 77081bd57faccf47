//! Tallies: what a member did in a month. Rankings and tiers are counted from them, and monthly ceilings.

use crate::domain::program::Measure;

/// Changes as well as sums; a reversal is negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// What the ranking counts: purchases and referrals, by its measure.
    pub ranked: i64,
    /// Earned by purchases, in the program's unit.
    pub earned: i64,
    /// Centavos of purchases that stand, as far as they take part in the program.
    pub spent: i64,
    /// Purchases of which something stands that takes part.
    pub visits: i64,
    /// Friends for whom they were paid.
    pub friends: i64,
}

impl Tally {
    pub const fn of(&self, measure: Measure) -> i64 {
        match measure {
            Measure::Earned => self.earned,
            Measure::Spent => self.spent,
            Measure::Visits => self.visits,
        }
    }

    #[must_use]
    pub const fn plus(self, other: Tally) -> Tally {
        Tally {
            ranked: self.ranked + other.ranked,
            earned: self.earned + other.earned,
            spent: self.spent + other.spent,
            visits: self.visits + other.visits,
            friends: self.friends + other.friends,
        }
    }

    pub fn is_nothing(&self) -> bool {
        *self == Tally::default()
    }
}
