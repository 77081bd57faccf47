//! A ledger as simple as it can be told: plain sums in wide integers, one list of credits for each person.
//! It shares no code with the real one and knows nothing of transfers, postings or rows.

use std::collections::BTreeMap;

pub type Who = usize;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    pub available: i128,
    pub held: i128,
    pub debt: i128,
    /// What is left of each credit, oldest first; time only moves forward here.
    pub credits: Vec<i128>,
    pub score: i128,
    pub invited_by: Option<Who>,
}

#[derive(Debug, Clone)]
struct Bought {
    who: Who,
    standing: i128,
    /// Place of its credit among the buyer's, when it earned anything.
    credit: Option<usize>,
    /// Places of the referral's credits, inviter's and friend's, while it counts.
    referral: Option<(usize, usize)>,
}

#[derive(Debug, Clone, Default)]
pub struct Model {
    pub people: BTreeMap<Who, Person>,
    bought: Vec<Bought>,
    holds: Vec<Option<(Who, i128)>>,
}

/// 30 points for each real, whole points only.
pub fn earned(centavos: i128) -> i128 {
    centavos * 30 / 100
}

const INVITER: i128 = 3_000;
const FRIEND: i128 = 1_000;
const MINIMUM: i128 = 3_000;

impl Model {
    pub fn sell(&mut self, who: Who, centavos: i128) {
        let credit = self.credit(who, earned(centavos));
        self.score(who, earned(centavos));
        let inviter = self.person(who).invited_by;
        let paid_before = self.bought.iter().any(|bought| bought.who == who && bought.referral.is_some());
        let referral = inviter.filter(|_| !paid_before && centavos >= MINIMUM).map(|inviter| {
            let places = (self.credit(inviter, INVITER), self.credit(who, FRIEND));
            self.score(inviter, INVITER);
            self.score(who, FRIEND);
            (places.0.unwrap(), places.1.unwrap())
        });
        self.bought.push(Bought { who, standing: centavos, credit, referral });
    }

    pub fn take_back(&mut self, index: usize, standing: i128) {
        let bought = self.bought[index].clone();
        let points = earned(bought.standing) - earned(standing);
        self.debit(bought.who, points, bought.credit);
        self.score(bought.who, -points);
        self.bought[index].standing = standing;
        if let (Some((inviter, friend)), true) = (bought.referral, standing < MINIMUM) {
            let by = self.person(bought.who).invited_by.unwrap();
            self.debit(by, INVITER, Some(inviter));
            self.debit(bought.who, FRIEND, Some(friend));
            self.score(by, -INVITER);
            self.score(bought.who, -FRIEND);
            self.bought[index].referral = None;
        }
    }

    /// Whether it could be held.
    pub fn hold(&mut self, who: Who, price: i128) -> bool {
        let person = self.person(who);
        let can = person.debt == 0 && person.available >= price;
        if can {
            person.available -= price;
            person.held += price;
            self.holds.push(Some((who, price)));
        }
        can
    }

    pub fn capture(&mut self, index: usize) {
        let Some((who, price)) = self.holds[index].take() else { return };
        self.person(who).held -= price;
        self.spend(who, price, None);
    }

    pub fn release(&mut self, index: usize) {
        let Some((who, price)) = self.holds[index].take() else { return };
        let person = self.person(who);
        let repaid = person.debt.min(price);
        person.held -= price;
        person.available += price - repaid;
        person.debt -= repaid;
        self.spend(who, repaid, None);
    }

    fn person(&mut self, who: Who) -> &mut Person {
        self.people.entry(who).or_default()
    }

    fn score(&mut self, who: Who, points: i128) {
        self.person(who).score += points;
    }

    /// A credit repays what is owed first; returns its place.
    fn credit(&mut self, who: Who, points: i128) -> Option<usize> {
        let person = self.person(who);
        if points == 0 {
            return None;
        }
        let repaid = person.debt.min(points);
        person.debt -= repaid;
        person.available += points - repaid;
        person.credits.push(points - repaid);
        Some(person.credits.len() - 1)
    }

    /// Takes what is there, owes the rest.
    fn debit(&mut self, who: Who, points: i128, first: Option<usize>) {
        let person = self.person(who);
        let taken = person.available.min(points);
        person.available -= taken;
        person.debt += points - taken;
        self.spend(who, taken, first);
    }

    /// Empties credits: `first` before all others, then the oldest.
    fn spend(&mut self, who: Who, points: i128, first: Option<usize>) {
        let credits = &mut self.person(who).credits;
        let mut missing = points;
        for place in first.into_iter().chain(0..credits.len()) {
            let piece = credits[place].min(missing);
            credits[place] -= piece;
            missing -= piece;
        }
        assert_eq!(missing, 0, "the credits of {who} do not cover what was spent");
    }
}
