//! Paying with the balance: how much of a purchase it may pay, and what becomes of it when the purchase is taken back.

use crate::domain::change::Change;
use crate::domain::draft::Draft;
use crate::domain::hold::Hold;
use crate::domain::ids::MemberId;
use crate::domain::ledger::{Actor, Book, Kind, LotUse, pieces};
use crate::domain::money::Money;
use crate::domain::program::Pay;
use crate::domain::purchase::Purchase;
use crate::domain::redeeming::NotHeld;
use crate::domain::voucher::stretch;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Why a balance does not pay like that. Amounts in the program's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotPaid {
    /// The program has no such thing.
    Never,
    /// Less than the least that is used at once.
    Least(i64),
    /// Not in whole steps.
    Step(i64),
    /// More than the largest share of this purchase.
    Share(i64),
    Held(NotHeld),
}

impl Pay {
    /// Centavos that so many units pay.
    pub fn worth(&self, units: i64) -> Money {
        Money((Decimal::from(units) * self.value).floor().to_i64().unwrap_or(0))
    }

    /// The fewest units that pay this amount.
    pub fn units(&self, amount: Money) -> i64 {
        (Decimal::from(amount.0) / self.value).ceil().to_i64().unwrap_or(i64::MAX)
    }

    /// The most units that may pay a purchase, of which `eligible` may be paid at all.
    pub fn most(&self, eligible: Money) -> i64 {
        let share = Decimal::from(eligible.0) * Decimal::from(self.largest_share) / Decimal::ONE_HUNDRED;
        self.stepped((share.floor() / self.value).floor().to_i64().unwrap_or(0))
    }

    /// So many or fewer, in whole steps; none when that is too little to be used.
    fn stepped(&self, units: i64) -> i64 {
        let whole = units / self.step * self.step;
        if whole < self.minimum { 0 } else { whole }
    }
}

impl Draft<'_> {
    /// Whether `units` of somebody's balance may pay a purchase, of which `eligible` may be paid; without a purchase
    /// at hand, whether they may be set aside for one.
    pub fn may_pay(&self, member: MemberId, units: i64, eligible: Option<Money>) -> Result<(), NotPaid> {
        let pay = self.program.pay.as_ref().ok_or(NotPaid::Never)?;
        if units < pay.minimum || units <= 0 {
            return Err(NotPaid::Least(pay.minimum));
        }
        if units % pay.step != 0 {
            return Err(NotPaid::Step(pay.step));
        }
        let most = eligible.map(|eligible| pay.most(eligible));
        if let Some(most) = most.filter(|most| *most < units) {
            return Err(NotPaid::Share(most));
        }
        self.may_hold(member, units).map_err(NotPaid::Held)
    }

    /// The most that somebody's balance may pay now.
    pub fn most_payable(&self, member: MemberId, eligible: Option<Money>) -> i64 {
        let (Some(pay), Some(account)) = (&self.program.pay, self.account(member)) else { return 0 };
        if self.owes(member).is_some() {
            return 0;
        }
        let most = eligible.map_or(i64::MAX, |eligible| pay.most(eligible));
        pay.stepped(account.spendable(self.at).min(most))
    }

    /// A purchase that balance had paid for is worth less now: what it no longer needs returns to the credits it was
    /// taken from, the last taken first. Those that ended meanwhile live some days more. Returns how much.
    pub(super) fn roll_back(&mut self, purchase: &Purchase, standing: Money, actor: Actor) -> i64 {
        let Some(account) = self.account(purchase.member) else { return 0 };
        let found = account.holds.iter().find(|hold| hold.used_on == Some(purchase.id));
        let Some(hold) = found.map(|hold| Hold::clone(hold)) else { return 0 };
        let rules = &self.shop.rules.version(purchase.rules).program;
        let (paid, still) = (purchase.terms.paid, purchase.terms.still_paid(standing));
        let needed = match &rules.pay {
            Some(pay) if still < paid => pay.units(still).min(hold.used),
            _ => hold.used,
        };
        let back = hold.used - needed - hold.returned;
        if back <= 0 {
            return 0;
        }
        let spent = hold.used - hold.returned;
        let returning = stretch(&hold.pieces, Money(spent - back), Money(spent));
        self.put_back(&hold, back, &returning, format!("rollback:{}:{}", hold.id, self.source), actor);
        back
    }

    /// So much of what was captured returns to the credits it was taken from; those that ended meanwhile live some days
    /// more.
    pub(super) fn put_back(
        &mut self,
        hold: &Hold,
        back: i64,
        returning: &[LotUse],
        key: String,
        actor: Actor,
    ) {
        self.outlive(hold.member, |lot| returning.iter().any(|piece| piece.lot == lot));
        self.post_rollback(hold, back, returning, key, actor);
        self.apply(Change::Hold(Box::new(Hold { returned: hold.returned + back, ..hold.clone() })));
    }

    fn post_rollback(&mut self, hold: &Hold, back: i64, returning: &[LotUse], key: String, actor: Actor) {
        let member = hold.member;
        let Some(account) = self.account(member) else { return };
        let (repaid, mut lots) = (account.wallet.debt.min(back), account.open_lots());
        let mut posting = self.posting(Kind::Rollback, key, actor);
        (posting.store, posting.purchase) = (hold.closed_in, hold.used_on);
        posting.transfer(Book::Redeemed, Book::Member(member), back);
        posting.transfer(Book::Member(member), Book::Debt(member), repaid);
        for piece in returning {
            posting.uses.push(LotUse { lot: piece.lot, amount: -piece.amount });
            lots.iter_mut().filter(|lot| lot.id == piece.lot).for_each(|lot| lot.remaining += piece.amount);
        }
        posting.uses(pieces(&lots, repaid, None));
        self.apply(Change::Posted(posting));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::program::Program;

    #[test]
    fn a_share_and_steps_bound_what_a_balance_pays() {
        let jewels = Program::read(include_str!("../../conversations/programs/jewels.toml")).unwrap();
        let pay = jewels.pay.unwrap();
        for (eligible, most) in [(30_000, 9_000), (29_999, 8_900), (333, 0), (334, 100), (0, 0)] {
            assert_eq!(pay.most(Money(eligible)), most, "{eligible}");
        }
        assert_eq!((pay.worth(2_000), pay.units(Money(2_000))), (Money(2_000), 2_000));
        let half = Pay { value: Decimal::new(5, 1), ..pay };
        assert_eq!((half.worth(3), half.units(Money(2)), half.units(Money(1))), (Money(1), 4, 2));
    }
}
