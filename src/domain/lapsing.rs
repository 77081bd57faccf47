//! What lapsed: credit that ended before anybody used it. When what had given it is taken back, nobody is charged for it
//! a second time.

use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::facts::Account;
use crate::domain::ids::{LotId, MemberId, TxnId};
use crate::domain::ledger::{Book, Lot, Posting};

impl Account {
    /// What lapsed of the credit that a transaction gave. Loaded for purchases that were asked for by name.
    pub(super) fn lapsed(&self, txn: TxnId) -> i64 {
        self.lots.iter().filter(|lot| lot.txn == txn).map(|lot| lot.lapsed).sum()
    }

    pub(super) fn lapse(&mut self, lot: LotId, amount: i64) {
        if let Some(lot) = self.lots.iter_mut().find(|row| row.id == lot) {
            lot.alter().lapsed += amount;
        }
    }
}

impl Draft<'_> {
    /// What of these points need not be taken, because it lapsed.
    pub(super) fn lapsed(&self, member: MemberId, txn: TxnId, points: i64) -> i64 {
        self.account(member).map_or(0, |account| account.lapsed(txn).min(points))
    }

    /// What of these points lapsed goes back to where it came from; the rest of them is returned.
    pub(super) fn forgive(
        &mut self,
        posting: &mut Posting,
        member: MemberId,
        points: i64,
        txn: TxnId,
    ) -> i64 {
        let lots = self.account(member).map(Account::open_lots).unwrap_or_default();
        let mut rest = points;
        for Lot { id: lot, lapsed, .. } in lots.into_iter().filter(|lot| lot.txn == txn) {
            let amount = lapsed.min(rest);
            rest -= amount;
            if amount > 0 {
                self.apply(Change::Lapsed { member, lot, amount: -amount });
            }
        }
        posting.transfer(Book::Expired, Book::Issued, points - rest);
        rest
    }
}
