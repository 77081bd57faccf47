//! Vouchers: balance that stands apart, made of pieces of credits, with an end of its own.

use super::time::latest;
use super::{Dissolved, End, Model, Paid, Pieces, Voucher, Who, after, cut, total};
use std::cmp::Reverse;

impl Model {
    /// What may be used becomes a voucher, once it is enough.
    pub(super) fn vouch(&mut self, who: Who) {
        let days = self.rules.voucher.as_ref().map_or(0, |rules| rules.days);
        self.vouch_until(who, after(self.now, days), |_| i128::MAX);
    }

    /// What is left of vouchers that dissolved is each of them again, with its end, if it is enough for that; and then
    /// all there is, to the last of their ends at least.
    pub(super) fn vouch_again(&mut self, who: Who, dissolved: &Dissolved) {
        let mut dissolved = dissolved.clone();
        dissolved.sort_by_key(|index| (self.vouchers[*index].end.at, *index));
        for index in &dissolved {
            let Voucher { pieces, end, .. } = self.vouchers[*index].clone();
            let of_it =
                |credit: usize| pieces.iter().filter(|piece| piece.0 == credit).map(|piece| piece.1).sum();
            self.vouch_until(who, end.at, of_it);
        }
        if let (Some(last), Some(rules)) = (dissolved.last(), &self.rules.voucher) {
            let end = self.vouchers[*last].end.at.max(after(self.now, rules.days));
            self.vouch_until(who, end, |_| i128::MAX);
        }
    }

    fn ripe(&self, who: Who) -> Vec<usize> {
        let ripe = |index: &usize| {
            let credit = &self.credits[*index];
            credit.usable_at <= self.now && self.now < credit.end.at
        };
        self.in_order(who).into_iter().filter(ripe).collect()
    }

    /// A voucher of what may be used, of each credit so much at most.
    fn vouch_until(&mut self, who: Who, end: i64, most: impl Fn(usize) -> i128) {
        let Some(rules) = self.rules.voucher.clone() else { return };
        let of = |index: usize| (index, self.credits[index].left.min(most(index)));
        let mut pieces: Pieces = self.ripe(who).into_iter().map(of).filter(|piece| piece.1 > 0).collect();
        let value = total(&pieces).min(self.available(who));
        let value = if rules.multiples { value / rules.least * rules.least } else { value };
        if value < rules.least {
            return;
        }
        cut(&mut pieces, value);
        for (index, part) in &pieces {
            self.credits[*index].left -= part;
        }
        self.vouchers.push(Voucher { of: who, pieces, end: End::new(self.now, end), open: true });
    }

    /// A voucher pays so much; its rest is a voucher with the old end, or lost. Returns what paid, and what was lost.
    pub(super) fn use_voucher(&mut self, index: usize, used: i128) -> (Pieces, Pieces) {
        let voucher = &mut self.vouchers[index];
        voucher.open = false;
        let (of, end) = (voucher.of, voucher.end.clone());
        let mut pieces = voucher.pieces.clone();
        let rest = cut(&mut pieces, used);
        self.goes("redeemed", used);
        if !self.rules.voucher.as_ref().is_some_and(|rules| rules.keeps_rest) {
            self.goes("expired", total(&rest));
            return (pieces, rest);
        }
        if !rest.is_empty() {
            self.vouchers.push(Voucher { of, pieces: rest, end, open: true });
        }
        (pieces, Vec::new())
    }

    /// Centavos that a purchase needs no more come back, of the voucher that ends last first, as vouchers with the end
    /// they had, or a week when that has come. What was lost comes back with all of the purchase. What is owed is paid
    /// of it first.
    pub(super) fn return_vouchers(&mut self, bought: usize, needless: i128) {
        let (of, now) = (self.bought[bought].of, self.now);
        let undone = self.bought[bought].standing == 0;
        let mut missing = needless;
        let mut spent = std::mem::take(&mut self.bought[bought].vouchers);
        spent.sort_by_key(|paid| latest((paid.voucher, &paid.end)));
        for Paid { pieces, lost, end, .. } in &mut spent {
            let part = total(pieces).min(missing);
            missing -= part;
            let mut back = cut(pieces, total(pieces) - part);
            self.goes("redeemed", -part);
            if undone {
                self.goes("expired", -total(lost));
                back.append(lost);
            }
            let repaid = self.people[&of].debt.min(total(&back));
            self.person(of).debt -= repaid;
            let rest = cut(&mut back, repaid);
            if !rest.is_empty() {
                let ended = end.at <= now;
                let end = if ended { End::new(now, after(now, 7)) } else { end.clone() };
                self.vouchers.push(Voucher { of, pieces: rest, end, open: true });
            }
        }
        self.bought[bought].vouchers = spent;
    }

    /// The open vouchers with a part of this credit in them are balance again, and then others while there is less
    /// than `amount`.
    pub(super) fn dissolve(
        &mut self,
        who: Who,
        credit: Option<usize>,
        amount: i128,
        dissolved: &mut Dissolved,
    ) {
        let amount = amount - self.lapsed(credit).min(amount);
        let holds = |voucher: &Voucher| voucher.pieces.iter().any(|(index, _)| Some(*index) == credit);
        let (own, others): (Vec<usize>, Vec<usize>) =
            self.open_vouchers(who).into_iter().partition(|index| holds(&self.vouchers[*index]));
        for index in own {
            self.dissolve_one(index, dissolved);
        }
        for index in others {
            if self.available(who) < amount {
                self.dissolve_one(index, dissolved);
            }
        }
    }

    /// Vouchers are balance again while there is less than `amount`, the one with the latest credit first.
    pub(super) fn free(&mut self, who: Who, amount: i128, dissolved: &mut Dissolved) {
        let mut open = self.open_vouchers(who);
        open.sort_by_key(|index| {
            let credits = self.vouchers[*index].pieces.iter().map(|(credit, _)| *credit);
            Reverse((credits.max(), *index))
        });
        for index in open {
            if self.available(who) < amount {
                self.dissolve_one(index, dissolved);
            }
        }
    }

    fn dissolve_one(&mut self, index: usize, dissolved: &mut Dissolved) {
        self.cancel(index);
        dissolved.push(index);
    }

    pub(super) fn cancel(&mut self, index: usize) {
        self.vouchers[index].open = false;
        let (of, pieces) = (self.vouchers[index].of, self.vouchers[index].pieces.clone());
        self.put_back(&pieces);
        self.repay(of);
    }
}
