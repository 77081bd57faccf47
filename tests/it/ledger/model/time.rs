//! What time does: holds run out, people are told of what ends, and it ends once they know.

use super::{Model, Who, total};
use std::cmp::Reverse;

pub const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// São Paulo has had one offset since 2019.
const OFFSET: i64 = 3 * HOUR;

fn midnight(at: i64) -> i64 {
    (at - OFFSET).div_euclid(DAY) * DAY + OFFSET
}

pub(super) fn same_day(one: i64, other: i64) -> bool {
    midnight(one) == midnight(other)
}

/// The midnight after so many days, today not counted.
pub fn after(at: i64, days: i64) -> i64 {
    midnight(at) + (days + 1) * DAY
}

/// An end, and what its owner knows of it.
#[derive(Debug, Clone)]
pub struct End {
    pub at: i64,
    /// From when they are to be told.
    tell_at: i64,
    /// They were told, and whether that arrived.
    told: Option<bool>,
    /// It lives longer already because they did not know.
    longer: bool,
}

impl End {
    /// Told at nine o'clock of the seventh day before the last one; what came to be later than that, at the next nine
    /// o'clock, and at once where it ends before.
    pub fn new(now: i64, at: i64) -> End {
        let nine = midnight(now) + 9 * HOUR;
        let next = if nine > now { nine } else { nine + DAY };
        let soonest = if next < at { next } else { now };
        let tell_at = (midnight(at - 1) - 7 * DAY + 9 * HOUR).max(soonest);
        End { at, tell_at, told: None, longer: false }
    }

    /// Another end, of which nobody knows yet: a promise of its own, which may be prolonged once like any.
    pub fn move_to(&mut self, now: i64, at: i64) {
        *self = End::new(now, at);
    }

    /// Whether it is over; what its owner does not know of lives a week longer, once.
    fn is_over(&mut self, now: i64) -> bool {
        if self.told == Some(true) || self.longer {
            return true;
        }
        self.move_to(now, midnight(now) + 7 * DAY);
        self.longer = true;
        false
    }

    /// When time has to look at it.
    fn next(&self) -> i64 {
        if self.told.is_some() { self.at } else { self.tell_at.min(self.at) }
    }
}

impl Model {
    /// The next moment at which something happens by itself.
    pub fn next(&self) -> Option<i64> {
        let credits = self.credits.iter().filter(|credit| credit.left > 0).map(|credit| credit.end.next());
        let vouchers = self.vouchers.iter().filter(|voucher| voucher.open).map(|voucher| voucher.end.next());
        let holds = self.holds.iter().filter(|hold| hold.open).map(|hold| hold.until);
        credits.chain(vouchers).chain(holds).min()
    }

    /// Time looks at somebody; what they are told arrives, or does not.
    pub fn pass(&mut self, who: Who, arrives: bool) {
        for index in 0..self.holds.len() {
            let hold = &self.holds[index];
            if hold.open && hold.of == who && hold.until <= self.now {
                self.release(index);
            }
        }
        self.end_vouchers(who);
        self.end_credits(who);
        self.tell(who, arrives);
    }

    fn end_vouchers(&mut self, who: Who) {
        for index in self.open_vouchers(who) {
            if self.vouchers[index].end.at > self.now || !self.vouchers[index].end.is_over(self.now) {
                continue;
            }
            self.vouchers[index].open = false;
            let pieces = self.vouchers[index].pieces.clone();
            let returns = self.rules.voucher.as_ref().is_some_and(|rules| rules.returns);
            let back = |piece: &&(usize, i128)| returns && !self.credits[piece.0].returned;
            let back: Vec<_> = pieces.iter().filter(back).copied().collect();
            self.goes("expired", total(&pieces) - total(&back));
            for (credit, amount) in pieces.iter().filter(|piece| !back.contains(piece)) {
                self.credits[*credit].lapsed += amount;
            }
            self.put_back(&back);
            for (credit, _) in &back {
                self.credits[*credit].returned = true;
            }
            self.repay(who);
        }
    }

    /// What an open hold needs lives as long as the first hold can still be used.
    fn end_credits(&mut self, who: Who) {
        let mut held = self.held(who);
        let holds = self.holds.iter().filter(|hold| hold.open && hold.of == who);
        let closes = holds.map(|hold| hold.until).min();
        for index in self.in_order(who) {
            let credit = &mut self.credits[index];
            let needed = held.min(credit.left);
            held -= needed;
            if credit.left == 0 || credit.end.at > self.now || !credit.end.is_over(self.now) {
                continue;
            }
            let lost = credit.left - needed;
            credit.left = needed;
            credit.lapsed += lost;
            if let (Some(closes), true) = (closes, needed > 0) {
                credit.end.at = closes;
            }
            self.goes("expired", lost);
        }
    }

    /// Once there is something to tell, all is told that ends within the next days.
    fn tell(&mut self, who: Who, arrives: bool) {
        let now = self.now;
        let credits = self.credits.iter_mut().filter(|credit| credit.of == who && credit.left > 0);
        let vouchers = self.vouchers.iter_mut().filter(|voucher| voucher.of == who && voucher.open);
        let ends = credits.map(|credit| &mut credit.end).chain(vouchers.map(|voucher| &mut voucher.end));
        let mut untold: Vec<&mut End> = ends.filter(|end| end.told.is_none()).collect();
        if untold.iter().any(|end| end.tell_at <= now) {
            untold.retain(|end| end.tell_at <= now || end.at <= now + 11 * DAY);
            for end in untold {
                end.told = Some(arrives);
            }
        }
    }

    /// Somebody's open vouchers, first to end first.
    pub fn open_vouchers(&self, who: Who) -> Vec<usize> {
        let open = |index: &usize| self.vouchers[*index].open && self.vouchers[*index].of == who;
        let mut open: Vec<usize> = (0..self.vouchers.len()).filter(open).collect();
        open.sort_by_key(|index| (self.vouchers[*index].end.at, *index));
        open
    }

    /// A purchase gives all that may still be used the days of a new credit.
    pub(super) fn slide(&mut self, who: Who) {
        let (now, until) = (self.now, after(self.now, self.rules.days));
        let live = |credit: &&mut super::Credit| {
            credit.of == who && credit.left > 0 && credit.end.at > now && credit.end.at < until
        };
        if self.rules.slides {
            self.credits.iter_mut().filter(live).for_each(|credit| credit.end.move_to(now, until));
        }
    }
}

/// Last to end first.
pub(super) fn latest((index, end): (usize, &End)) -> Reverse<(i64, usize)> {
    Reverse((end.at, index))
}
