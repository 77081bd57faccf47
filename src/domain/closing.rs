//! The end of a month: what was owed to members when it began, what was given, used and ended in it, and what is owed
//! at its end, for each store and together. Every figure comes from the transfers; what does not add up to the wallets
//! that are stored is refused, never shown.

use crate::domain::ids::StoreId;
use crate::domain::ledger::{Book, Kind};
use crate::domain::money::Money;
use std::collections::BTreeMap;

/// When something moved, as seen from a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Before,
    Within,
    After,
}

/// Whose side of a transfer: the first letter of a book that belongs to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    Available,
    Held,
    Vouchers,
    Debt,
}

impl Side {
    pub fn of_letter(letter: &str) -> Option<Side> {
        match letter {
            "m" => Some(Side::Available),
            "h" => Some(Side::Held),
            "v" => Some(Side::Vouchers),
            "d" => Some(Side::Debt),
            _ => None,
        }
    }
}

/// What came to (above zero) or left one side of members' books, summed over transfers alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The store it is counted for; `None` where nothing says which.
    pub store: Option<StoreId>,
    pub phase: Phase,
    /// As [`Kind::as_str`] writes it.
    pub kind: String,
    /// The book on the other side, as [`Book`] writes it; another book of members says nothing of the month.
    pub counter: String,
    pub side: Side,
    pub amount: i64,
}

/// What members have, by how they have it. What they owe stands on its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holdings {
    pub available: i64,
    pub held: i64,
    pub vouchers: i64,
    pub debt: i64,
}

impl Holdings {
    pub const fn owed(self) -> i64 {
        self.available + self.held + self.vouchers - self.debt
    }

    fn add(&mut self, side: Side, amount: i64) {
        match side {
            Side::Available => self.available += amount,
            Side::Held => self.held += amount,
            Side::Vouchers => self.vouchers += amount,
            Side::Debt => self.debt -= amount,
        }
    }
}

/// A month, in minor units of the program. What lowers the balance is below zero, so that a row adds up from left to
/// right; only `adjusted` may be either.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flow {
    pub opening: i64,
    pub purchases: i64,
    pub referral: i64,
    /// Whatever else is given: on joining, on a birthday.
    pub bonus: i64,
    /// Balances brought along from elsewhere.
    pub brought: i64,
    /// Of purchases and referrals that were reversed.
    pub taken_back: i64,
    pub used: i64,
    pub expired: i64,
    /// Of people who had their data deleted.
    pub forfeited: i64,
    pub adjusted: i64,
}

impl Flow {
    /// What changed the balance in the month, in the order of the columns.
    pub const fn changes(&self) -> [i64; 9] {
        [
            self.purchases,
            self.referral,
            self.bonus,
            self.brought,
            self.taken_back,
            self.used,
            self.expired,
            self.forfeited,
            self.adjusted,
        ]
    }

    pub fn closing(&self) -> i64 {
        self.opening + self.changes().iter().sum::<i64>()
    }

    pub fn is_nothing(&self) -> bool {
        *self == Flow::default()
    }

    fn count(&mut self, movement: &Movement) {
        let Movement { phase, kind, counter, amount, .. } = movement;
        match phase {
            Phase::Before => self.opening += amount,
            Phase::Within => self.add(kind, counter, *amount, *amount),
            Phase::After => {}
        }
    }

    /// Adds to the column of what moved like this.
    fn add(&mut self, kind: &str, counter: &str, moved: i64, more: i64) {
        let column = match counter {
            ISSUED if moved < 0 => &mut self.taken_back,
            ISSUED if kind == Kind::Accrual.as_str() => &mut self.purchases,
            ISSUED if kind == Kind::Referral.as_str() => &mut self.referral,
            ISSUED => &mut self.bonus,
            OPENING => &mut self.brought,
            REDEEMED => &mut self.used,
            EXPIRED => &mut self.expired,
            FORFEITED => &mut self.forfeited,
            ADJUSTED => &mut self.adjusted,
            // From one book of members to another.
            _ => return,
        };
        *column += more;
    }

    fn plus(self, other: &Flow) -> Flow {
        Flow {
            opening: self.opening + other.opening,
            purchases: self.purchases + other.purchases,
            referral: self.referral + other.referral,
            bonus: self.bonus + other.bonus,
            brought: self.brought + other.brought,
            taken_back: self.taken_back + other.taken_back,
            used: self.used + other.used,
            expired: self.expired + other.expired,
            forfeited: self.forfeited + other.forfeited,
            adjusted: self.adjusted + other.adjusted,
        }
    }
}

const ISSUED: &str = Book::Issued.word();
const OPENING: &str = Book::Opening.word();
const REDEEMED: &str = Book::Redeemed.word();
const EXPIRED: &str = Book::Expired.word();
const FORFEITED: &str = Book::Forfeited.word();
const ADJUSTED: &str = Book::Adjusted.word();

/// A month that adds up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Closing {
    /// Stores with something to show, by number; what belongs to none comes first.
    pub stores: Vec<(Option<StoreId>, Flow)>,
    pub total: Flow,
    /// What `total.closing()` consists of.
    pub holdings: Holdings,
}

/// What stands behind the columns of a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Postings {
    /// How many there are in each column, and what they add up to.
    pub times: Flow,
    pub sums: Flow,
    /// What was bought in those of the first column.
    pub bought: Money,
}

impl Postings {
    /// Adds so many of one kind against one book of the shop.
    pub fn add(&mut self, kind: &str, counter: &str, times: i64, sum: i64) {
        self.times.add(kind, counter, sum, times);
        self.sums.add(kind, counter, sum, sum);
    }
}

/// The figures do not agree, and are nothing that anybody should see.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreconciled {
    #[error("transfers say that members have {transfers:?}, wallets and vouchers say {stored:?}")]
    Stored { transfers: Holdings, stored: Holdings },
    #[error("the columns add up to {columns}, the books of members hold {books}")]
    Columns { columns: i64, books: i64 },
}

/// Adds a month up. `stored` is what wallets and open vouchers hold now, after everything in `movements`.
pub fn close(movements: &[Movement], stored: Holdings) -> Result<Closing, Unreconciled> {
    let mut stores: BTreeMap<Option<StoreId>, Flow> = BTreeMap::new();
    let (mut now, mut then) = (Holdings::default(), Holdings::default());
    for movement in movements {
        stores.entry(movement.store).or_default().count(movement);
        now.add(movement.side, movement.amount);
        if movement.phase != Phase::After {
            then.add(movement.side, movement.amount);
        }
    }
    if now != stored {
        return Err(Unreconciled::Stored { transfers: now, stored });
    }
    stores.retain(|_, flow| !flow.is_nothing());
    let total = stores.values().fold(Flow::default(), Flow::plus);
    if total.closing() != then.owed() {
        return Err(Unreconciled::Columns { columns: total.closing(), books: then.owed() });
    }
    Ok(Closing { stores: stores.into_iter().collect(), total, holdings: then })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(phase: Phase, kind: Kind, counter: &str, side: Side, amount: i64) -> Movement {
        let (store, kind, counter) = (Some(StoreId(1)), kind.as_str().to_owned(), counter.to_owned());
        Movement { store, phase, kind, counter, side, amount }
    }

    #[test]
    fn postings_are_counted_in_the_column_they_are_added_up_in() {
        let mut postings = Postings::default();
        for (kind, counter, times, sum) in [
            (Kind::Accrual, "issued", 5, 900),
            (Kind::Reversal, "issued", 1, -100),
            (Kind::ReferralReversal, "issued", 2, -60),
            (Kind::Birthday, "issued", 3, 30),
            (Kind::Capture, "redeemed", 2, -500),
            (Kind::Rollback, "redeemed", 1, 500),
            (Kind::Hold, "member", 7, 0),
        ] {
            postings.add(kind.as_str(), counter, times, sum);
        }
        assert_eq!(postings.times.changes(), [5, 0, 3, 0, 3, 3, 0, 0, 0]);
        assert_eq!(postings.sums.changes(), [900, 0, 30, 0, -160, 0, 0, 0, 0]);
    }

    #[test]
    fn a_month_is_what_it_began_with_and_every_change_in_its_own_column() {
        use Phase::{After, Before, Within};
        use Side::{Available, Debt, Held, Vouchers};
        let movements = [
            moved(Before, Kind::Accrual, "issued", Available, 1_000),
            moved(Before, Kind::Capture, "redeemed", Held, -300),
            moved(Before, Kind::Hold, "m:1", Held, 400),
            moved(Before, Kind::Hold, "h:1", Available, -400),
            moved(Within, Kind::Accrual, "issued", Available, 500),
            moved(Within, Kind::Referral, "issued", Available, 50),
            moved(Within, Kind::Opening, "opening", Available, 70),
            moved(Within, Kind::Reversal, "issued", Available, -60),
            moved(Within, Kind::Reversal, "issued", Debt, -20),
            moved(Within, Kind::VoucherIssue, "v:1", Available, -200),
            moved(Within, Kind::VoucherIssue, "m:1", Vouchers, 200),
            moved(Within, Kind::VoucherUse, "redeemed", Vouchers, -150),
            moved(Within, Kind::VoucherReturn, "redeemed", Vouchers, 30),
            moved(Within, Kind::VoucherExpiry, "expired", Vouchers, -10),
            moved(Within, Kind::Erasure, "forfeited", Available, -5),
            moved(Within, Kind::Adjustment, "adjusted", Available, 25),
            moved(After, Kind::Accrual, "issued", Available, 9_000),
        ];
        let stored = Holdings { available: 9_980, held: 100, vouchers: 70, debt: 20 };
        let closing = close(&movements, stored).unwrap();
        let flow = Flow {
            opening: 700,
            purchases: 500,
            referral: 50,
            bonus: 0,
            brought: 70,
            taken_back: -80,
            used: -120,
            expired: -10,
            forfeited: -5,
            adjusted: 25,
        };
        assert_eq!(closing.total, flow);
        assert_eq!(closing.stores, [(Some(StoreId(1)), flow)]);
        assert_eq!(closing.holdings, Holdings { available: 980, held: 100, vouchers: 70, debt: 20 });
        assert_eq!(closing.total.closing(), 1_130);
        let other = Holdings { available: 9_981, ..stored };
        assert!(matches!(close(&movements, other), Err(Unreconciled::Stored { .. })));
        let lost = [moved(Within, Kind::Accrual, "nowhere", Available, 5)];
        let stored = Holdings { available: 5, ..Holdings::default() };
        assert_eq!(close(&lost, stored), Err(Unreconciled::Columns { columns: 0, books: 5 }));
    }
}
