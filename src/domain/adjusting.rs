//! Putting right by hand: a manager gives or takes with a reason, and a debt that stays for too long is let go.

use crate::domain::calendar::DAY;
use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::facts::Account;
use crate::domain::ids::{MemberId, StaffId, StoreId};
use crate::domain::ledger::{Actor, Book, Kind, pieces};
use crate::domain::voucher::Voucher;

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

/// What an adjustment led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjusted {
    /// What of it repaid a debt.
    pub repaid: i64,
    /// What the balance became with it.
    pub voucher: Option<Voucher>,
}

/// More was to be taken than there is; an adjustment never makes anybody owe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMuch {
    pub available: i64,
}

impl Draft<'_> {
    pub fn adjust(&mut self, adjustment: &Adjustment) -> Result<Adjusted, TooMuch> {
        let Adjustment { member, amount, .. } = *adjustment;
        let account = self.account(member);
        let available = account.map_or(0, |account| account.wallet.available);
        if amount < 0 && -amount > available {
            return Err(TooMuch { available });
        }
        let lots = account.map(Account::open_lots).unwrap_or_default();
        let (key, actor) = (format!("adjustment:{member}:{}", self.source), Actor::Staff(adjustment.by));
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
        let voucher = (amount > 0).then(|| self.vouch(member, None, actor)).flatten();
        Ok(Adjusted { repaid, voucher })
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
