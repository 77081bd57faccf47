//! Selling, taking back, and what hangs on both: the referral.

use super::time::same_day;
use super::{Base, Bought, Dissolved, Model, Paid, Referral, Who, cut, total};

/// A sale as the model is told of it.
#[derive(Debug, Clone, Default)]
pub struct Sale {
    pub who: Who,
    pub amount: i128,
    pub excluded: i128,
    pub discount: i128,
    /// Open vouchers that pay, in this order, and an open hold.
    pub vouchers: Vec<usize>,
    pub hold: Option<usize>,
}

impl Bought {
    fn eligible(&self) -> i128 {
        (self.standing - self.excluded).max(0)
    }

    /// What of that somebody pays, with money or with credit.
    fn payable(&self) -> i128 {
        (self.eligible() - self.discount).max(0)
    }

    /// Centavos of credit that it still needs.
    fn needs(&self) -> i128 {
        self.paid.min(self.payable())
    }
}

impl Model {
    fn earns(&self, bought: &Bought) -> i128 {
        let base = match self.rules.base {
            Base::Gross => bought.eligible(),
            Base::Discounted => bought.payable(),
            Base::Net => bought.payable() - bought.needs(),
        };
        let visit = self.rules.visit.map(|visit| if base > 0 { visit } else { 0 });
        visit.unwrap_or(base * self.rules.rate.0 / self.rules.rate.1).min(bought.most)
    }

    /// The nearest ceiling of a purchase that somebody makes now.
    fn ceiling(&self, who: Who) -> i128 {
        let today = self.bought.iter().filter(|bought| bought.of == who && same_day(bought.at, self.now));
        let given: i128 = today.map(|bought| bought.earned).sum();
        let day = self.rules.most_a_day.map(|most| (most - given).max(0));
        self.rules.most.into_iter().chain(day).min().unwrap_or(i128::MAX)
    }

    /// The most units that may pay a purchase of which so many centavos may be paid.
    pub fn most(&self, payable: i128) -> i128 {
        let Some(pay) = &self.rules.pay else { return 0 };
        let units = payable * pay.share / 100 * pay.value.1 / pay.value.0;
        let whole = units / pay.step * pay.step;
        if whole < pay.least { 0 } else { whole }
    }

    pub fn sell(&mut self, sale: &Sale) {
        let who = sale.who;
        let mut bought = Bought {
            of: who,
            standing: sale.amount,
            earned: 0,
            at: self.now,
            most: self.ceiling(who),
            excluded: sale.excluded,
            discount: sale.discount,
            paid: 0,
            credit: None,
            balance: Vec::new(),
            vouchers: Vec::new(),
        };
        let mut left = bought.payable();
        let mut parts = Vec::new();
        for index in &sale.vouchers {
            let part = self.vouchers[*index].value().min(left);
            left -= part;
            parts.extend((part > 0).then_some((*index, part)));
        }
        let units = sale.hold.map_or(0, |hold| self.holds[hold].amount.min(self.most(bought.payable())));
        let worth = self.rules.pay.as_ref().map_or(0, |pay| units * pay.value.0 / pay.value.1);
        bought.paid = parts.iter().map(|(_, part)| part).sum::<i128>() + worth;
        bought.earned = self.earns(&bought);
        bought.credit = self.give("issued", who, bought.earned);
        self.score(who, bought.earned);
        self.slide(who);
        for (index, part) in parts {
            let (pieces, lost) = self.use_voucher(index, part);
            let end = self.vouchers[index].end.clone();
            bought.vouchers.push(Paid { voucher: index, pieces, lost, end });
        }
        if let Some(hold) = sale.hold {
            bought.balance = self.use_hold(hold, who, units);
        }
        let earned = bought.earned;
        self.bought.push(bought);
        let inviter = self.refer(who);
        if earned > 0 || inviter.is_some() {
            self.vouch(who);
        }
        if let Some(inviter) = inviter {
            self.vouch(inviter);
        }
    }

    /// So much of a purchase stands from now on.
    pub fn take_back(&mut self, index: usize, standing: i128) {
        let before = self.bought[index].clone();
        let who = before.of;
        // With all that somebody paid for it nothing stands.
        self.bought[index].standing = if standing <= before.discount { 0 } else { standing };
        let after = self.bought[index].clone();
        let earned = self.earns(&after);
        self.bought[index].earned = earned;
        let fewer = before.earned - earned;
        let mut own = Dissolved::new();
        if fewer > 0 {
            self.dissolve(who, before.credit, fewer, &mut own);
        }
        self.take_back_credit(who, fewer, before.credit);
        self.score(who, -fewer);
        let theirs = self.unrefer(index, &mut own);
        self.return_balance(index);
        self.return_vouchers(index, before.needs() - after.needs());
        self.vouch_again(who, &own);
        if let Some((inviter, theirs)) = theirs {
            self.vouch_again(inviter, &theirs);
        }
    }

    /// Balance that a purchase needs no more goes back to where it was taken from, the last taken first.
    fn return_balance(&mut self, index: usize) {
        let (of, paid, needs) = (self.bought[index].of, self.bought[index].paid, self.bought[index].needs());
        let Some(pay) = self.rules.pay.clone().filter(|_| needs < paid) else { return };
        let spent = total(&self.bought[index].balance);
        let needed = ((needs * pay.value.1 + pay.value.0 - 1) / pay.value.0).min(spent);
        let back = cut(&mut self.bought[index].balance, needed);
        self.goes("redeemed", -total(&back));
        self.put_back(&back);
        self.repay(of);
    }

    /// The first purchase of some size of somebody who was invited. Returns who invited them.
    fn refer(&mut self, friend: Who) -> Option<Who> {
        let bought = self.bought.len() - 1;
        let counts = self.bought[bought].payable();
        let rules = self.rules.referral.clone().filter(|rules| counts >= rules.least)?;
        let inviter = self.people[&friend].invited_by.filter(|_| self.people[&friend].referral.is_none())?;
        let inviters = self.give("issued", inviter, rules.inviter);
        let friends = self.give("issued", friend, rules.friend);
        self.person(friend).referral = Some(Referral { inviter, bought, inviters, friends });
        self.score(inviter, rules.inviter);
        self.score(friend, rules.friend);
        Some(inviter)
    }

    /// The referral falls with its purchase. Returns who had invited, and which of their vouchers dissolved; those of the
    /// friend are joined to `own`.
    fn unrefer(&mut self, index: usize, own: &mut Dissolved) -> Option<(Who, Dissolved)> {
        let rules = self.rules.referral.clone()?;
        let (friend, payable) = (self.bought[index].of, self.bought[index].payable());
        let counts = |referral: &Referral| referral.bought == index && payable < rules.least;
        let referral = self.people[&friend].referral.clone().filter(counts)?;
        let mut theirs = Dissolved::new();
        self.dissolve(referral.inviter, referral.inviters, rules.inviter, &mut theirs);
        let all = rules.friend + if referral.inviter == friend { rules.inviter } else { 0 };
        self.dissolve(friend, referral.friends, all, own);
        self.take_back_credit(referral.inviter, rules.inviter, referral.inviters);
        self.take_back_credit(friend, rules.friend, referral.friends);
        self.score(referral.inviter, -rules.inviter);
        self.score(friend, -rules.friend);
        self.person(friend).referral = None;
        Some((referral.inviter, theirs))
    }

    fn score(&mut self, who: Who, points: i128) {
        if self.rules.ranked {
            self.person(who).score += points;
        }
    }
}
