//! Two records of one person become one; a person is forgotten.

use super::{Model, Person, Who};

impl Model {
    /// Everything of the later record is the earlier one's.
    pub fn merge(&mut self, one: Who, other: Who) {
        let (into, from) = (one.min(other), one.max(other));
        if into == from {
            return;
        }
        let left = std::mem::replace(self.person(from), Person { gone: true, ..Person::default() });
        let kept = self.person(into);
        kept.debt += left.debt;
        kept.score += left.score;
        // Of two referrals that were paid for one person, the one of the record that remains counts.
        (kept.referral, kept.invited_by) = match (kept.referral.take(), left.referral) {
            (Some(paid), _) => (Some(paid), kept.invited_by),
            (None, Some(paid)) => (Some(paid), left.invited_by),
            (None, None) => (None, kept.invited_by.or(left.invited_by)),
        };
        // Nobody invites themselves.
        kept.invited_by = kept.invited_by.filter(|by| ![into, from].contains(by));
        for person in self.people.values_mut() {
            let inviter = person.referral.as_mut().map(|referral| &mut referral.inviter);
            inviter
                .into_iter()
                .chain(person.invited_by.as_mut())
                .filter(|by| **by == from)
                .for_each(|by| *by = into);
        }
        let credits = self.credits.iter_mut().map(|credit| &mut credit.of);
        let vouchers = self.vouchers.iter_mut().map(|voucher| &mut voucher.of);
        let holds = self.holds.iter_mut().map(|hold| &mut hold.of);
        let bought = self.bought.iter_mut().map(|bought| &mut bought.of);
        let owners = credits.chain(vouchers).chain(holds).chain(bought);
        owners.filter(|of| **of == from).for_each(|of| *of = into);
        self.repay(into);
    }

    /// What is set aside and in vouchers is balance once more, all of it ends, and what is owed is let go.
    pub fn erase(&mut self, who: Who) {
        for index in 0..self.holds.len() {
            if self.holds[index].open && self.holds[index].of == who {
                self.release(index);
            }
        }
        for index in self.open_vouchers(who) {
            self.cancel(index);
        }
        let available = self.available(who);
        self.take(who, available, None);
        let debt = std::mem::take(&mut self.person(who).debt);
        self.goes("forfeited", available - debt);
        let person = self.person(who);
        (person.invited_by, person.referral) = (None, None);
        let waiting = self.people.values_mut().filter(|person| person.referral.is_none());
        waiting.filter(|person| person.invited_by == Some(who)).for_each(|person| person.invited_by = None);
    }
}
