//! Redeeming: value is held under a code, then handed over, let go, or let go by time.

use crate::domain::calendar::{HOUR, MINUTE};
use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::hold::{HeldFor, Hold, HoldState};
use crate::domain::ids::{HoldId, MemberId, PurchaseId, StaffId, StoreId};
use crate::domain::ledger::{Actor, Book, Kind, Lot, LotUse, pieces};
use crate::domain::voucher::Voucher;

/// Why value cannot be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotHeld {
    /// The member owes value from a refund.
    Debt(i64),
    /// So much is missing.
    Missing(i64),
    /// There would be enough, but so much may be used only from then (ms UTC) on.
    Later(i64, i64),
}

/// Who takes what was held: by whose word, at which counter, for which purchase.
#[derive(Debug, Clone, Copy)]
pub struct Capture {
    pub actor: Actor,
    pub by: StaffId,
    pub store: StoreId,
    pub purchase: Option<PurchaseId>,
}

impl Draft<'_> {
    /// What somebody owes from a refund. Until purchases have covered it nothing of theirs is redeemed: no balance, no
    /// reward and no voucher, whether it was set aside or issued before or after.
    pub fn owes(&self, member: MemberId) -> Option<i64> {
        self.account(member).map(|account| account.wallet.debt).filter(|debt| *debt > 0)
    }

    /// Whether so much may be set aside now.
    pub fn may_hold(&self, member: MemberId, amount: i64) -> Result<(), NotHeld> {
        if let Some(debt) = self.owes(member) {
            return Err(NotHeld::Debt(debt));
        }
        let wallet = self.account(member).map(|account| *account.wallet).unwrap_or_default();
        if wallet.available < amount {
            return Err(NotHeld::Missing(amount - wallet.available));
        }
        match self.account(member).and_then(|account| account.lacks(amount, self.at)) {
            Some((from, waiting)) => Err(NotHeld::Later(waiting, from)),
            None => Ok(()),
        }
    }

    /// Sets value aside under `code`.
    pub fn hold(
        &mut self,
        member: MemberId,
        purpose: HeldFor,
        amount: i64,
        code: String,
        actor: Actor,
    ) -> Result<Hold, NotHeld> {
        self.may_hold(member, amount)?;
        let timers = &self.program.timers;
        let lasts = match purpose {
            HeldFor::Reward(_) | HeldFor::Purchase => timers.reward_hold_hours * HOUR,
            HeldFor::Asked(_) => timers.counter_minutes * MINUTE,
        };
        let hold = Hold {
            id: HoldId(self.id()),
            member,
            code,
            purpose,
            amount,
            state: HoldState::Open,
            opened_at: self.at,
            expires_at: self.at + lasts,
            closed_at: None,
            closed_by: None,
            closed_in: None,
            used_on: None,
            used: 0,
            returned: 0,
            pieces: Vec::new(),
        };
        let mut posting = self.posting(Kind::Hold, format!("hold:{}", hold.id), actor);
        posting.transfer(Book::Member(member), Book::Held(member), amount);
        self.apply(Change::Posted(posting));
        self.apply(Change::Hold(Box::new(hold.clone())));
        Ok(hold)
    }

    /// What was held was handed over, or pays a part of a purchase: `used` leaves the credits that expire first, the rest
    /// is balance again.
    pub fn capture(&mut self, hold: &Hold, used: i64, capture: Capture) {
        let Capture { actor, by, store, purchase } = capture;
        let (member, rest) = (hold.member, hold.amount - used);
        let Some(account) = self.account(member) else { return };
        let (repaid, mut lots) = (account.wallet.debt.min(rest), account.open_lots());
        let taken = usable_first(lots.clone(), used, self.at);
        let mut posting = self.posting(Kind::Capture, format!("hold-close:{}", hold.id), actor);
        (posting.store, posting.purchase) = (Some(store), purchase);
        posting.transfer(Book::Held(member), Book::Redeemed, used);
        posting.transfer(Book::Held(member), Book::Member(member), rest);
        posting.transfer(Book::Member(member), Book::Debt(member), repaid);
        posting.uses(taken.clone());
        for piece in &taken {
            lots.iter_mut().filter(|lot| lot.id == piece.lot).for_each(|lot| lot.remaining -= piece.amount);
        }
        posting.uses(pieces(&lots, repaid, None));
        self.apply(Change::Posted(posting));
        self.close(Hold {
            state: HoldState::Captured,
            closed_by: Some(by),
            closed_in: Some(store),
            used_on: purchase,
            used,
            pieces: taken,
            ..hold.clone()
        });
    }

    /// A reward that was handed over comes back, once: what it took returns to the very credits it was taken from. Returns
    /// how much, and what it became where credit becomes vouchers.
    pub fn take_reward_back(&mut self, hold: &Hold, actor: Actor) -> (i64, Option<Voucher>) {
        if !hold.may_come_back() {
            return (0, None);
        }
        self.put_back(hold, hold.used, &hold.pieces, format!("rollback:{}", hold.id), actor);
        (hold.used, self.vouch(hold.member, None, actor))
    }

    /// Gives held value back, by wish or by time; a debt that grew meanwhile is repaid from it.
    pub fn release(&mut self, hold: &Hold, state: HoldState, actor: Actor) {
        let Some(account) = self.account(hold.member) else { return };
        let (debt, lots) = (account.wallet.debt, account.open_lots());
        let repaid = debt.min(hold.amount);
        let mut posting = self.posting(Kind::Release, format!("hold-close:{}", hold.id), actor);
        posting.transfer(Book::Held(hold.member), Book::Member(hold.member), hold.amount);
        posting.transfer(Book::Member(hold.member), Book::Debt(hold.member), repaid);
        posting.uses(pieces(&lots, repaid, None));
        self.apply(Change::Posted(posting));
        self.close(Hold { state, ..hold.clone() });
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

    fn close(&mut self, hold: Hold) {
        self.apply(Change::Hold(Box::new(Hold { closed_at: Some(self.at), ..hold })));
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
