//! Putting right by hand: a manager gives or takes with a reason, and a debt that stays for too long is let go.

use crate::domain::calendar::DAY;
use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::facts::Account;
use crate::domain::ids::{MemberId, StaffId, StoreId};
use crate::domain::ledger::{Actor, Book, Kind, pieces};
use crate::domain::selling::Revouched;
use crate::domain::voucher::Voucher;
use std::cmp::Reverse;

/// An adjustment that was decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    pub member: MemberId,
    /// Given when above zero, taken when below, in minor units of the program.
    pub amount: i64,
    pub reason: String,
    pub by: StaffId,
    pub store: StoreId,
}

/// More was to be taken than there is, as balance and in vouchers; an adjustment never makes anybody owe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMuch {
    pub reach: i64,
}

impl Draft<'_> {
    /// Gives or takes. What is taken beyond the balance comes out of vouchers, whose rest is vouched again.
    pub fn adjust(&mut self, adjustment: &Adjustment) -> Result<Revouched, TooMuch> {
        let Adjustment { member, amount, .. } = *adjustment;
        let reach = self.reach(member);
        if -amount > reach {
            return Err(TooMuch { reach });
        }
        let actor = Actor::Staff(adjustment.by);
        let dissolved = self.free(member, -amount, actor);
        let lots = self.account(member).map(Account::open_lots).unwrap_or_default();
        let key = format!("adjustment:{member}:{}", self.source);
        let mut posting = self.posting(Kind::Adjustment, key, actor);
        posting.store = Some(adjustment.store);
        posting.reason = Some((member, adjustment.reason.clone()));
        let repaid = if amount < 0 {
            posting.transfer(Book::Member(member), Book::Adjusted, -amount);
            posting.uses(pieces(&lots, -amount, None));
            0
        } else {
            self.credit(&mut posting, member, Book::Adjusted, amount).1
        };
        self.apply(Change::Posted(posting));
        let issued = if amount > 0 {
            self.vouch(member, None, actor).into_iter().collect()
        } else {
            self.vouch_again(member, None, actor, &dissolved)
        };
        Ok(Revouched { dissolved, issued, repaid, ..Revouched::default() })
    }

    /// The most that an adjustment takes: what is available, and what would be if no voucher were open.
    pub fn reach(&self, member: MemberId) -> i64 {
        let Some(account) = self.account(member) else { return 0 };
        let vouchers: i64 = account.open_vouchers().iter().map(|voucher| voucher.value.0).sum();
        account.wallet.available + (vouchers - account.wallet.debt).max(0)
    }

    /// Dissolves vouchers as long as less than `points` is available, the one with the latest credit first: what was given
    /// by mistake is in that.
    fn free(&mut self, member: MemberId, points: i64, actor: Actor) -> Vec<Voucher> {
        let mut open = self.account(member).map(Account::open_vouchers).unwrap_or_default();
        open.sort_by_key(|voucher| Reverse((voucher.pieces.iter().map(|piece| piece.lot).max(), voucher.id)));
        open.retain(|voucher| {
            let short = self.account(member).is_some_and(|account| account.wallet.available < points);
            if short {
                self.cancel(voucher, actor);
            }
            short
        });
        open
    }

    /// Lets go of a debt that nothing repaid for as long as the program waits; returns how much that was.
    pub fn write_off(&mut self, member: MemberId) -> i64 {
        let Some(account) = self.account(member) else { return 0 };
        let (debt, store) = (account.wallet.debt, account.member.store);
        let Some(since) = account.wallet.owing_since.filter(|since| *since <= self.debts_before()) else {
            return 0;
        };
        let mut posting = self.posting(Kind::WriteOff, format!("write-off:{member}:{since}"), Actor::Clock);
        posting.store = store;
        posting.transfer(Book::Adjusted, Book::Debt(member), debt);
        self.apply(Change::Posted(posting));
        debt
    }

    /// Debts older than this moment (ms UTC) are let go.
    fn debts_before(&self) -> i64 {
        self.at - i64::from(self.program.limits.debt_days) * DAY
    }
}
