//! Redeeming: points are held under a code, then handed over, let go, or let go by time.

use crate::domain::calendar::HOUR;
use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::facts::Account;
use crate::domain::ids::{HoldId, MemberId, StaffId, StoreId};
use crate::domain::ledger::{Actor, Book, Kind, Lot, LotUse, pieces};
use crate::domain::reward::{Hold, HoldState};

/// Why points cannot be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotHeld {
    /// The member owes points from a refund.
    Debt(i64),
    /// So many are missing.
    Missing(i64),
    /// There would be enough, but so many may be used only from then (ms UTC) on.
    Later(i64, i64),
}

impl Draft<'_> {
    /// Sets the price of a reward aside under `code`.
    pub fn hold(
        &mut self,
        member: MemberId,
        reward: &str,
        price: i64,
        code: String,
    ) -> Result<Hold, NotHeld> {
        let wallet = self.account(member).map(|account| *account.wallet).unwrap_or_default();
        if wallet.debt > 0 {
            return Err(NotHeld::Debt(wallet.debt));
        }
        if wallet.available < price {
            return Err(NotHeld::Missing(price - wallet.available));
        }
        if let Some((from, amount)) = self.account(member).and_then(|account| account.lacks(price, self.at)) {
            return Err(NotHeld::Later(amount, from));
        }
        let hold = Hold {
            id: HoldId(self.id()),
            member,
            code,
            reward: reward.to_owned(),
            amount: price,
            state: HoldState::Open,
            opened_at: self.at,
            expires_at: self.at + self.shop.program.timers.reward_hold_hours * HOUR,
            closed_at: None,
            closed_by: None,
            closed_in: None,
        };
        let mut posting = self.posting(Kind::Hold, format!("hold:{}", hold.id), Actor::Member(member));
        posting.transfer(Book::Member(member), Book::Held(member), price);
        self.apply(Change::Posted(posting));
        self.apply(Change::Held(hold.clone()));
        Ok(hold)
    }

    /// The reward was handed over: its points leave the lots that expire first.
    pub fn capture(&mut self, hold: &Hold, by: StaffId, store: StoreId) {
        let lots = self.account(hold.member).map(Account::open_lots).unwrap_or_default();
        let mut posting = self.posting(Kind::Capture, format!("hold-close:{}", hold.id), Actor::Staff(by));
        posting.store = Some(store);
        posting.transfer(Book::Held(hold.member), Book::Redeemed, hold.amount);
        posting.uses(usable_first(lots, hold.amount, self.at));
        self.apply(Change::Posted(posting));
        self.close(hold, HoldState::Captured, Some(by), Some(store));
    }

    /// Gives held points back, by wish or by time; a debt that grew meanwhile is repaid from them.
    pub fn release(&mut self, hold: &Hold, state: HoldState, actor: Actor) {
        let Some(account) = self.account(hold.member) else { return };
        let (debt, lots) = (account.wallet.debt, account.open_lots());
        let repaid = debt.min(hold.amount);
        let mut posting = self.posting(Kind::Release, format!("hold-close:{}", hold.id), actor);
        posting.transfer(Book::Held(hold.member), Book::Member(hold.member), hold.amount);
        posting.transfer(Book::Member(hold.member), Book::Debt(hold.member), repaid);
        posting.uses(pieces(&lots, repaid, None));
        self.apply(Change::Posted(posting));
        self.close(hold, state, None, None);
    }

    /// Lets go of a member's holds whose time is over at this moment.
    pub fn lapse(&mut self, member: MemberId) -> Vec<Hold> {
        let at = self.at;
        let due = |hold: &Hold| hold.is_open() && hold.expires_at <= at;
        let holds = self.account(member).map(|account| account.holds.iter()).into_iter().flatten();
        let over: Vec<Hold> = holds.filter(|hold| due(hold)).map(|hold| Hold::clone(hold)).collect();
        for hold in &over {
            self.release(hold, HoldState::Expired, Actor::Clock);
        }
        over
    }

    fn close(&mut self, hold: &Hold, state: HoldState, by: Option<StaffId>, store: Option<StoreId>) {
        let (hold, member, at) = (hold.id, hold.member, self.at);
        self.apply(Change::Closed { hold, member, state, at, by, store });
    }
}

/// Pieces of what may be used by now; a refund may have taken some of it from under the hold, and then the rest comes
/// from what may be used later.
fn usable_first(lots: Vec<Lot>, amount: i64, at: i64) -> Vec<LotUse> {
    let (now, later): (Vec<Lot>, Vec<Lot>) = lots.into_iter().partition(|lot| lot.is_usable(at));
    let mut uses = pieces(&now, amount, None);
    let taken: i64 = uses.iter().map(|piece| piece.amount).sum();
    uses.extend(pieces(&later, amount - taken, None));
    uses
}
