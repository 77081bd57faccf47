//! A ledger as simple as it can be told: lists of credits, of vouchers and of purchases, in wide integers. It shares no
//! code with the real one and knows nothing of transfers, postings, wallets or rows.
//!
//! A credit is a number with an end. A voucher, a hold or a purchase remembers what it took of which credits, so that all
//! of it can go back. What somebody can spend is never written down: it is what is left of their credits, less what is
//! set aside. What is owed is paid back by whatever comes first.

mod people;
mod sales;
mod time;
mod vouchers;

pub use sales::Sale;
pub use time::{End, HOUR};

use std::collections::BTreeMap;
use time::after;

pub type Who = usize;

/// What was taken of which credits, first taken first.
pub type Pieces = Vec<(usize, i128)>;

/// A program in the model's own terms.
#[derive(Debug, Clone)]
pub struct Rules {
    /// What of an amount is given, as a fraction; floored once for each purchase.
    pub rate: (i128, i128),
    /// So much for each purchase instead, whatever its amount.
    pub visit: Option<i128>,
    /// The most that a purchase gives, and all of somebody's purchases of one day.
    pub most: Option<i128>,
    pub most_a_day: Option<i128>,
    pub base: Base,
    /// Days a credit lives, the last one included.
    pub days: i64,
    /// Each purchase gives all that is there so many days anew.
    pub slides: bool,
    /// Days until a credit may be used.
    pub waits: i64,
    pub pay: Option<Pay>,
    pub voucher: Option<VoucherRules>,
    pub referral: Option<ReferralRules>,
    pub ranked: bool,
}

/// What of a purchase gives something: all of it, what is left after the discount, what was paid with money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    Gross,
    Discounted,
    Net,
}

/// Paying with the balance.
#[derive(Debug, Clone)]
pub struct Pay {
    /// Centavos for one unit, as a fraction.
    pub value: (i128, i128),
    pub least: i128,
    pub step: i128,
    /// Per cent of the purchase.
    pub share: i128,
}

#[derive(Debug, Clone)]
pub struct VoucherRules {
    pub least: i128,
    /// Only whole multiples of the least.
    pub multiples: bool,
    pub days: i64,
    pub keeps_rest: bool,
    pub returns: bool,
}

#[derive(Debug, Clone)]
pub struct ReferralRules {
    pub inviter: i128,
    pub friend: i128,
    pub least: i128,
}

#[derive(Debug, Clone, Default)]
pub struct Person {
    pub debt: i128,
    pub score: i128,
    pub invited_by: Option<Who>,
    /// The referral that was paid for them.
    referral: Option<Referral>,
    /// Their record became a part of another one.
    pub gone: bool,
}

#[derive(Debug, Clone)]
pub struct Credit {
    pub of: Who,
    pub left: i128,
    /// What of it nobody used in time, until what gave it is taken back.
    lapsed: i128,
    pub given_at: i64,
    pub usable_at: i64,
    pub end: End,
    /// It was in a voucher that ended, and came back.
    returned: bool,
}

#[derive(Debug, Clone)]
pub struct Voucher {
    pub of: Who,
    pub pieces: Pieces,
    pub end: End,
    pub open: bool,
}

#[derive(Debug, Clone)]
pub struct Hold {
    pub of: Who,
    pub amount: i128,
    pub until: i64,
    pub open: bool,
    /// What was handed over for it, until that comes back.
    taken: Pieces,
}

#[derive(Debug, Clone)]
pub struct Bought {
    pub of: Who,
    pub standing: i128,
    pub earned: i128,
    at: i64,
    /// What it could give at most when it was made.
    most: i128,
    excluded: i128,
    /// Nobody pays it.
    discount: i128,
    /// Centavos that credit paid.
    paid: i128,
    /// The credit it gave.
    credit: Option<usize>,
    /// Balance that pays it.
    balance: Pieces,
    /// Vouchers that pay it.
    vouchers: Vec<Paid>,
}

/// What a voucher still pays of a purchase, what of it was lost then, and when it ends or would have ended.
#[derive(Debug, Clone)]
struct Paid {
    voucher: usize,
    pieces: Pieces,
    lost: Pieces,
    end: End,
}

/// Vouchers that are balance again.
type Dissolved = Vec<usize>;

/// A paid referral, with the credits it gave.
#[derive(Debug, Clone)]
struct Referral {
    inviter: Who,
    bought: usize,
    inviters: Option<usize>,
    friends: Option<usize>,
}

#[derive(Debug, Clone)]
pub struct Model {
    pub rules: Rules,
    pub now: i64,
    pub people: BTreeMap<Who, Person>,
    pub credits: Vec<Credit>,
    pub vouchers: Vec<Voucher>,
    pub holds: Vec<Hold>,
    pub bought: Vec<Bought>,
    /// What the shop gave (below zero), and where it went, by name.
    pub shop: BTreeMap<&'static str, i128>,
}

impl Model {
    pub fn new(rules: Rules, people: BTreeMap<Who, Person>) -> Model {
        let (credits, vouchers, holds) = (Vec::new(), Vec::new(), Vec::new());
        let (bought, shop) = (Vec::new(), BTreeMap::new());
        Model { rules, now: 0, people, credits, vouchers, holds, bought, shop }
    }

    pub fn held(&self, who: Who) -> i128 {
        self.holds.iter().filter(|hold| hold.open && hold.of == who).map(|hold| hold.amount).sum()
    }

    pub fn available(&self, who: Who) -> i128 {
        self.credits.iter().filter(|credit| credit.of == who).map(|credit| credit.left).sum::<i128>()
            - self.held(who)
    }

    /// What is available and need not wait for another day.
    pub fn usable(&self, who: Who) -> i128 {
        let waiting = |credit: &&Credit| credit.of == who && credit.usable_at > self.now;
        let waiting: i128 = self.credits.iter().filter(waiting).map(|credit| credit.left).sum();
        (self.available(who) - waiting).max(0)
    }

    /// All that there is and is owed comes from the shop or went there.
    pub fn balance(&self) -> i128 {
        let people = self.people.iter().map(|(who, person)| {
            let vouchers = self.vouchers.iter().filter(|voucher| voucher.open && voucher.of == *who);
            let vouchers: i128 = vouchers.map(Voucher::value).sum();
            self.available(*who) + self.held(*who) + vouchers - person.debt
        });
        people.sum::<i128>() + self.shop.values().sum::<i128>()
    }

    /// Sets value aside for a day; whether that could be done.
    pub fn hold(&mut self, who: Who, amount: i128) -> bool {
        let can = self.people[&who].debt == 0 && self.usable(who) >= amount;
        if can {
            self.holds.push(Hold {
                of: who,
                amount,
                until: self.now + 24 * HOUR,
                open: true,
                taken: Vec::new(),
            });
        }
        can
    }

    /// What was set aside is handed over.
    pub fn capture(&mut self, index: usize) {
        let Hold { of, amount, .. } = self.holds[index];
        self.holds[index].taken = self.use_hold(index, of, amount);
    }

    /// What was handed over comes back.
    pub fn give_back(&mut self, index: usize) {
        let (of, pieces) = (self.holds[index].of, std::mem::take(&mut self.holds[index].taken));
        self.goes("redeemed", -total(&pieces));
        self.put_back(&pieces);
        self.repay(of);
        self.vouch(of);
    }

    pub fn release(&mut self, index: usize) {
        self.holds[index].open = false;
        self.repay(self.holds[index].of);
    }

    /// A manager gives or takes; whether that could be done.
    pub fn adjust(&mut self, who: Who, amount: i128) -> bool {
        if amount > 0 {
            self.give("adjusted", who, amount);
            self.vouch(who);
            return true;
        }
        let open = self.open_vouchers(who);
        let vouched: i128 = open.iter().map(|index| self.vouchers[*index].value()).sum();
        let enough = -amount <= self.available(who) + (vouched - self.people[&who].debt).max(0);
        if enough {
            let mut dissolved = Dissolved::new();
            self.free(who, -amount, &mut dissolved);
            self.take(who, -amount, None);
            self.goes("adjusted", -amount);
            self.vouch_again(who, &dissolved);
        }
        enough
    }

    /// So much of a hold is used, of what may be used by now first; the rest is theirs again.
    fn use_hold(&mut self, index: usize, who: Who, used: i128) -> Pieces {
        let mut order = self.in_order(who);
        order.sort_by_key(|credit| self.credits[*credit].usable_at > self.now);
        let pieces = self.take_of(&order, used);
        self.goes("redeemed", used);
        self.holds[index].open = false;
        self.repay(who);
        pieces
    }

    fn person(&mut self, who: Who) -> &mut Person {
        self.people.get_mut(&who).unwrap()
    }

    fn goes(&mut self, book: &'static str, amount: i128) {
        *self.shop.entry(book).or_default() += amount;
    }

    /// A new credit; it repays what is owed first.
    fn give(&mut self, from: &'static str, who: Who, amount: i128) -> Option<usize> {
        if amount == 0 {
            return None;
        }
        let repaid = self.people[&who].debt.min(amount);
        self.person(who).debt -= repaid;
        self.goes(from, -amount);
        let usable_at = if self.rules.waits == 0 { self.now } else { after(self.now, self.rules.waits - 1) };
        self.credits.push(Credit {
            of: who,
            left: amount - repaid,
            lapsed: 0,
            given_at: self.now,
            usable_at,
            end: End::new(self.now, after(self.now, self.rules.days)),
            returned: false,
        });
        Some(self.credits.len() - 1)
    }

    /// Takes back what is there, from the credit itself before all others; the rest is owed. What of it lapsed is gone
    /// already, and nobody is charged for that.
    fn take_back_credit(&mut self, who: Who, amount: i128, first: Option<usize>) {
        let lapsed = self.lapsed(first).min(amount);
        if let Some(credit) = first {
            self.credits[credit].lapsed -= lapsed;
        }
        self.goes("expired", -lapsed);
        let due = amount - lapsed;
        let taken = due.min(self.available(who));
        self.take(who, taken, first);
        self.person(who).debt += due - taken;
        self.goes("issued", amount);
    }

    fn lapsed(&self, credit: Option<usize>) -> i128 {
        credit.map_or(0, |credit| self.credits[credit].lapsed)
    }

    /// Whatever is available pays what is owed.
    fn repay(&mut self, who: Who) {
        let repaid = self.people[&who].debt.min(self.available(who));
        self.person(who).debt -= repaid;
        self.take(who, repaid, None);
    }

    /// Somebody's credits, first to end first, of those first given.
    fn in_order(&self, who: Who) -> Vec<usize> {
        let mut order: Vec<usize> =
            (0..self.credits.len()).filter(|index| self.credits[*index].of == who).collect();
        order.sort_by_key(|index| (self.credits[*index].end.at, self.credits[*index].given_at, *index));
        order
    }

    fn take(&mut self, who: Who, amount: i128, first: Option<usize>) -> Pieces {
        let mut order = self.in_order(who);
        order.sort_by_key(|index| Some(*index) != first);
        self.take_of(&order, amount)
    }

    fn take_of(&mut self, order: &[usize], amount: i128) -> Pieces {
        let mut missing = amount;
        let mut pieces = Vec::new();
        for index in order {
            let piece = self.credits[*index].left.min(missing);
            self.credits[*index].left -= piece;
            missing -= piece;
            pieces.extend((piece > 0).then_some((*index, piece)));
        }
        assert_eq!(missing, 0, "the credits do not cover what was taken of them");
        pieces
    }

    /// Gives pieces back to their credits; those that have ended meanwhile live a week more.
    fn put_back(&mut self, pieces: &[(usize, i128)]) {
        for (index, amount) in pieces {
            let credit = &mut self.credits[*index];
            credit.left += amount;
            if credit.end.at <= self.now {
                credit.end.move_to(self.now, after(self.now, 7));
            }
        }
    }
}

impl Person {
    pub fn invited_by(inviter: Option<Who>) -> Person {
        Person { invited_by: inviter, ..Person::default() }
    }
}

impl Voucher {
    pub fn value(&self) -> i128 {
        total(&self.pieces)
    }
}

fn total(pieces: &[(usize, i128)]) -> i128 {
    pieces.iter().map(|(_, amount)| amount).sum()
}

/// Cuts pieces after so much of them; returns what follows.
fn cut(pieces: &mut Pieces, keep: i128) -> Pieces {
    let (mut kept, mut rest) = (Vec::new(), Vec::new());
    let mut room = keep;
    for (index, amount) in pieces.drain(..) {
        let stays = amount.min(room);
        room -= stays;
        kept.extend((stays > 0).then_some((index, stays)));
        rest.extend((amount > stays).then_some((index, amount - stays)));
    }
    *pieces = kept;
    rest
}
