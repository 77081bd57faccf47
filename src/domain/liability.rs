//! What a shop owes its members at a moment, what of it will probably be used, and what ends soon.

use crate::domain::closing::Holdings;
use crate::domain::ids::StoreId;
use rust_decimal::Decimal;

/// How far back use and expiry are looked at, in months.
pub const MONTHS: u32 = 12;

/// How far ahead ends are looked at, in days.
pub const DAYS: u32 = 30;

/// Amounts in minor units of the program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Liability {
    pub holdings: Holdings,
    /// By the store that gave it, by number; what came from none stands first.
    pub stores: Vec<(Option<StoreId>, Owed)>,
    /// Balances too small to become a voucher, where there are vouchers.
    pub below: Option<i64>,
    /// What ended by being used within [`MONTHS`], and what by time.
    pub used: i64,
    pub expired: i64,
    /// The shop's first transaction is older than [`MONTHS`].
    pub seasoned: bool,
}

/// What is open of the credit that one store gave, held or in vouchers or neither.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Owed {
    pub total: i64,
    /// What of it ends within [`DAYS`], of balances (held ones among them) and of vouchers.
    pub ending: i64,
    pub ending_vouchers: i64,
}

impl Owed {
    #[must_use]
    pub const fn plus(self, other: Owed) -> Owed {
        Owed {
            total: self.total + other.total,
            ending: self.ending + other.ending,
            ending_vouchers: self.ending_vouchers + other.ending_vouchers,
        }
    }
}

impl Liability {
    /// All that members could use. What some of them owe is no money of the shop yet, and is not taken off.
    pub const fn owed(&self) -> i64 {
        self.holdings.available + self.holdings.held + self.holdings.vouchers
    }

    /// What all stores owe together.
    pub fn together(&self) -> Owed {
        self.stores.iter().fold(Owed::default(), |sum, (_, owed)| sum.plus(*owed))
    }

    /// What of this much will probably be used: the part of all that ended which ended by use, rounded up. All of it
    /// while there is too little history to say.
    pub fn expected(&self, owed: i64) -> i64 {
        let (used, ended) = (i128::from(self.used), i128::from(self.used) + i128::from(self.expired));
        if self.is_young() {
            return owed;
        }
        let expected = (i128::from(owed) * used + ended - 1) / ended;
        i64::try_from(expected).unwrap_or(i64::MAX)
    }

    /// Whether the past says too little of what is used.
    pub const fn is_young(&self) -> bool {
        !self.seasoned || self.used <= 0 || self.expired < 0
    }

    /// What ended by use, in per cent of what ended, one decimal.
    pub fn share(&self) -> Decimal {
        let ended = Decimal::from(self.used + self.expired);
        let share = (Decimal::from(self.used) * Decimal::ONE_HUNDRED).checked_div(ended);
        share.unwrap_or(Decimal::ONE_HUNDRED).round_dp(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_expected_follows_what_was_used_and_is_everything_without_a_past() {
        let holdings = Holdings { available: 900, held: 50, vouchers: 51, debt: 300 };
        let with =
            |used, expired, seasoned| Liability { holdings, used, expired, seasoned, ..Liability::default() };
        for (liability, expected, share) in [
            (with(750, 250, true), 751, "75.0"),
            (with(2, 1, true), 668, "66.7"),
            (with(10, 0, true), 1_001, "100"),
            (with(750, 250, false), 1_001, "75.0"),
            (with(0, 0, true), 1_001, "100"),
        ] {
            assert_eq!(liability.expected(liability.owed()), expected, "{liability:?}");
            assert_eq!(liability.share().normalize(), share.parse::<Decimal>().unwrap().normalize());
        }
    }
}
