//! Vouchers: balance that stands apart, made of pieces of credits, with an end of its own.

use super::time::latest;
use super::{End, Model, Pieces, Voucher, Who, after, cut, total};

impl Model {
    /// What may be used becomes a voucher, once it is enough. `end`: of those it follows.
    pub(super) fn vouch(&mut self, who: Who, end: Option<i64>) {
        let Some(rules) = self.rules.voucher.clone() else { return };
        let now = self.now;
        let ripe: Vec<usize> = self
            .in_order(who)
            .into_iter()
            .filter(|index| {
                let credit = &self.credits[*index];
                credit.usable_at <= now && now < credit.end.at
            })
            .collect();
        let value = ripe.iter().map(|index| self.credits[*index].left).sum::<i128>().min(self.available(who));
        let value = if rules.multiples { value / rules.least * rules.least } else { value };
        if value >= rules.least {
            let pieces = self.take_of(&ripe, value);
            let end = End::new(now, end.unwrap_or_else(|| after(now, rules.days)));
            self.vouchers.push(Voucher { of: who, pieces, end, open: true });
        }
    }

    /// A voucher pays so much; its rest is a voucher with the old end, or lost. Returns what paid.
    pub(super) fn use_voucher(&mut self, index: usize, used: i128) -> Pieces {
        let voucher = &mut self.vouchers[index];
        voucher.open = false;
        let (of, end) = (voucher.of, voucher.end.clone());
        let mut pieces = voucher.pieces.clone();
        let rest = cut(&mut pieces, used);
        self.goes("redeemed", used);
        if !self.rules.voucher.as_ref().is_some_and(|rules| rules.keeps_rest) {
            self.goes("expired", total(&rest));
        } else if !rest.is_empty() {
            self.vouchers.push(Voucher { of, pieces: rest, end, open: true });
        }
        pieces
    }

    /// Centavos that a purchase needs no more come back, of the voucher that ends last first, as vouchers with the end
    /// they had, or a week when that has come.
    pub(super) fn return_vouchers(&mut self, bought: usize, needless: i128) {
        let (of, now) = (self.bought[bought].of, self.now);
        let mut missing = needless;
        let mut spent = std::mem::take(&mut self.bought[bought].vouchers);
        spent.sort_by_key(|(index, _, end)| latest((*index, end)));
        for (_, pieces, end) in &mut spent {
            let part = total(pieces).min(missing);
            missing -= part;
            let back = cut(pieces, total(pieces) - part);
            if part > 0 {
                let ended = end.at <= now;
                let end = if ended { End::new(now, after(now, 7)) } else { end.clone() };
                self.vouchers.push(Voucher { of, pieces: back, end, open: true });
                self.goes("redeemed", -part);
            }
        }
        self.bought[bought].vouchers = spent;
    }

    /// The open vouchers with a part of this credit in them are balance again. Returns the first of their ends.
    pub(super) fn dissolve(&mut self, who: Who, credit: Option<usize>) -> Option<i64> {
        let holds = |voucher: &Voucher| voucher.pieces.iter().any(|(index, _)| Some(*index) == credit);
        let mut open = self.open_vouchers(who);
        open.retain(|index| holds(&self.vouchers[*index]));
        for index in &open {
            self.cancel(*index);
        }
        open.first().map(|index| self.vouchers[*index].end.at)
    }

    pub(super) fn cancel(&mut self, index: usize) {
        self.vouchers[index].open = false;
        let (of, pieces) = (self.vouchers[index].of, self.vouchers[index].pieces.clone());
        self.put_back(&pieces);
        self.repay(of);
    }
}
