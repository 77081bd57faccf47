//! A walk: steps that people at a counter may take, taken in the facts and in the model at once, and what both say of
//! everybody after each.

mod step;

pub use step::{Pays, Sell, Step, pays, step};

use super::model::{Model, Person, Sale, Who};
use super::programs::Played;
use crate::support::shop;
use fregues::domain::adjusting::Adjustment;
use fregues::domain::change::Change;
use fregues::domain::draft::Draft;
use fregues::domain::ending::{Fates, Untold};
use fregues::domain::facts::{Facts, Shop};
use fregues::domain::hold::{HeldFor, Hold, HoldState};
use fregues::domain::ids::{HoldId, MemberId, MerchantId, PurchaseId, StaffId, StoreId};
use fregues::domain::ledger::Actor;
use fregues::domain::member::Member;
use fregues::domain::money::Money;
use fregues::domain::selling;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// 1 was invited by 0, 2 by 1, 3 by 0; nobody invited 4.
pub const PEOPLE: i64 = 5;
const INVITERS: [(Who, Who); 3] = [(1, 0), (2, 1), (3, 0)];
const FIRST: i64 = 100;
pub const START: i64 = shop::NOON;
const HOUR: i64 = 3_600_000;

/// What can be said of somebody. Credits and vouchers that are there, with their ends, first to end first.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Look {
    available: i128,
    held: i128,
    debt: i128,
    score: i128,
    credits: Vec<(i64, i128)>,
    vouchers: Vec<(i64, i128)>,
}

pub struct Walk {
    pub shop: Shop,
    pub model: Model,
    at: i64,
    arrives: bool,
    fates: Fates,
    pub sales: Vec<PurchaseId>,
    pub holds: Vec<HoldId>,
    count: usize,
    /// Every book's balance, summed from the transfers alone.
    pub books: BTreeMap<String, i128>,
}

pub fn member(who: Who) -> MemberId {
    MemberId(FIRST + i64::try_from(who).unwrap())
}

fn who(member: MemberId) -> Who {
    usize::try_from(member.0 - FIRST).unwrap()
}

pub fn everybody() -> impl Iterator<Item = Who> {
    0..usize::try_from(PEOPLE).unwrap()
}

impl Walk {
    pub fn new(merchant: MerchantId, program: &Played) -> Walk {
        let rules = shop::rulebook(&program.text());
        let shop = Shop { rules, ..shop::shop(merchant, shop::NUMBER) };
        let inviters = BTreeMap::from(INVITERS);
        let person = |who| Person::invited_by(inviters.get(&who).copied());
        let people = everybody().map(|who| (who, person(who))).collect();
        let model = Model::new(program.rules.clone(), people);
        let (sales, holds, fates, books) = (Vec::new(), Vec::new(), Fates::new(), BTreeMap::new());
        Walk { shop, model, at: START, arrives: true, fates, sales, holds, count: 0, books }
    }

    /// Everybody enrolled, with who invited whom.
    pub fn begin(&self) -> (Facts, Vec<Change>) {
        let mut facts = Facts { next_id: 1_000, ..Facts::default() };
        let enroll = |who: Who| {
            let mut person = Member::guest(member(who), Some(format!("P{who}")), None, self.shop.lang, START);
            person.referred_by = self.model.people[&who].invited_by.map(member);
            Change::Enrolled(person)
        };
        let changes: Vec<Change> = everybody().map(enroll).collect();
        for change in &changes {
            facts.evolve(change);
        }
        (facts, changes)
    }

    /// One step in the facts and in the model, after whatever time brings before it.
    pub fn walk(&mut self, step: Step, facts: &mut Facts) -> Vec<Change> {
        self.at += 60_000;
        match step {
            Step::Wait { hours, arrives } => (self.at, self.arrives) = (self.at + hours * HOUR, arrives),
            Step::Until { arrives } => {
                (self.at, self.arrives) = (self.model.next().unwrap_or(self.at).max(self.at), arrives);
            }
            _ => {}
        }
        self.model.now = self.at;
        let mut changes = Vec::new();
        let waits = matches!(step, Step::Wait { .. } | Step::Until { .. });
        if waits || self.model.next().is_some_and(|next| next <= self.at) {
            for who in everybody().filter(|who| !self.model.people[who].gone).collect::<Vec<_>>() {
                changes.extend(self.pass(who, facts));
            }
        }
        if !waits {
            changes.extend(self.act(step, facts));
        }
        changes
    }

    /// What time does to one person.
    fn pass(&mut self, who: Who, facts: &mut Facts) -> Vec<Change> {
        self.count += 1;
        let source = format!("world:{}", self.count);
        let shop = self.shop.clone();
        let mut draft = Draft::new(&shop, facts, self.at, &source);
        draft.lapse(member(who));
        let ended = draft.end(member(who), &self.fates);
        self.model.pass(who, self.arrives);
        if ended.soon().is_some() {
            let fate = (!self.arrives).then_some(Untold::Undelivered);
            self.fates.insert(source.clone(), fate);
        }
        let (changes, next_id) = draft.finish();
        self.settle(facts, &changes, next_id);
        changes
    }

    fn act(&mut self, step: Step, facts: &mut Facts) -> Vec<Change> {
        self.count += 1;
        let source = format!("world:{}", self.count);
        let shop = self.shop.clone();
        let mut draft = Draft::new(&shop, facts, self.at, &source);
        self.take(step, &mut draft);
        let (changes, next_id) = draft.finish();
        self.settle(facts, &changes, next_id);
        changes
    }

    fn settle(&mut self, facts: &mut Facts, changes: &[Change], next_id: i64) {
        facts.next_id = next_id;
        for change in changes {
            facts.evolve(change);
            if let Change::Posted(posting) = change {
                for transfer in &posting.transfers {
                    *self.books.entry(transfer.debit.to_string()).or_default() -= i128::from(transfer.amount);
                    *self.books.entry(transfer.credit.to_string()).or_default() +=
                        i128::from(transfer.amount);
                }
            }
        }
    }

    fn take(&mut self, step: Step, draft: &mut Draft) {
        let present = |one: Who| who(draft.facts.present(member(one)));
        match step {
            Step::Sell(sell) => self.sell(draft, Sell { who: present(sell.who), ..sell }),
            Step::TakeBack { which, leaves } if !self.sales.is_empty() => {
                let index = which % self.sales.len();
                let owner = member(self.model.bought[index].of);
                let purchase = draft.purchase(owner, self.sales[index]).unwrap();
                let standing = purchase.standing.0 * leaves / 1_000;
                draft.take_back(owner, self.sales[index], Money(standing), Actor::Clock);
                self.model.take_back(index, standing.into());
            }
            Step::Hold { who, amount, purchase } => self.hold(draft, present(who), amount, purchase),
            Step::Capture { which } => {
                if let Some((index, hold)) = self.open_hold(draft, which) {
                    shop::hand_over(draft, &hold, StaffId(1), StoreId(1));
                    self.model.capture(index);
                }
            }
            Step::Release { which } => {
                if let Some((index, hold)) = self.open_hold(draft, which) {
                    draft.release(&hold, HoldState::Released, Actor::Member(hold.member));
                    self.model.release(index);
                }
            }
            Step::GiveBack { which } => {
                if let Some((index, hold)) = self.known_hold(draft, which)
                    && !draft.member(hold.member).is_some_and(Member::is_blank)
                    && draft.take_reward_back(&hold, Actor::Staff(StaffId(1))).0 > 0
                {
                    self.model.give_back(index);
                }
            }
            Step::Adjust { who, amount } if amount != 0 => {
                let (member, reason, store) = (member(present(who)), "inventory".to_owned(), StoreId(1));
                let by = StaffId(1);
                let done = draft.adjust(&Adjustment { member, amount, reason, by, store });
                assert_eq!(done.is_ok(), self.model.adjust(present(who), amount.into()), "{done:?}");
            }
            Step::Merge { one, other } => self.merge(draft, present(one), present(other)),
            Step::Erase { who } => self.erase(draft, present(who)),
            Step::TakeBack { .. } | Step::Adjust { .. } | Step::Wait { .. } | Step::Until { .. } => {}
        }
    }

    /// So much of a purchase stands from now on.
    pub fn leave(&mut self, index: usize, standing: i64, facts: &mut Facts) -> Vec<Change> {
        self.count += 1;
        let (source, shop) = (format!("world:{}", self.count), self.shop.clone());
        let mut draft = Draft::new(&shop, facts, self.at, &source);
        let owner = member(self.model.bought[index].of);
        draft.take_back(owner, self.sales[index], Money(standing), Actor::Clock);
        self.model.take_back(index, standing.into());
        let (changes, next_id) = draft.finish();
        self.settle(facts, &changes, next_id);
        changes
    }

    fn sell(&mut self, draft: &mut Draft, sell: Sell) {
        let Sell { who, centavos, pays, .. } = sell;
        let (excluded, discount) = (centavos * sell.excluded / 1_000, centavos * sell.discount / 1_000);
        let payable = Money((centavos - excluded - discount).max(0));
        let open = draft.account(member(who)).unwrap().open_vouchers();
        let mut places: Vec<(usize, usize)> = self.model.open_vouchers(who).into_iter().enumerate().collect();
        let mut hold = None;
        match pays {
            Pays::Nothing => places.clear(),
            Pays::Vouchers => {}
            Pays::LastFirst => places.reverse(),
            Pays::OneVoucher => places.truncate(1),
            Pays::Code => {
                places.clear();
                let theirs = |index: &usize| {
                    let id = self.holds[*index];
                    let hold = draft.account(member(who)).and_then(|account| account.hold(id));
                    hold.is_some_and(|hold| hold.is_open() && hold.purpose == HeldFor::Purchase)
                };
                hold = (0..self.holds.len()).find(theirs);
            }
            Pays::AtOnce(part) => {
                places.clear();
                let most = draft.most_payable(member(who), Some(payable));
                let step = self.model.rules.pay.as_ref().map_or(1, |pay| pay.step);
                let amount =
                    most * part / 1_000 / i64::try_from(step).unwrap() * i64::try_from(step).unwrap();
                if draft.may_pay(member(who), amount, Some(payable)).is_ok() {
                    self.hold(draft, who, amount, true);
                    hold = Some(self.holds.len() - 1);
                }
            }
        }
        let one = shop::sale(member(who), StaffId(1), StoreId(1), Money(centavos));
        let sold = draft.sell(&selling::Sale {
            excluded: Money(excluded),
            discount: Money(discount),
            vouchers: places.iter().map(|(place, _)| open[*place].id).collect(),
            hold: hold.map(|index| self.holds[index]),
            ..one
        });
        self.sales.push(sold.purchase);
        let vouchers = places.iter().map(|(_, index)| *index).collect();
        let (amount, excluded, discount) = (centavos.into(), excluded.into(), discount.into());
        self.model.sell(&Sale { who, amount, excluded, discount, vouchers, hold });
    }

    fn hold(&mut self, draft: &mut Draft, who: Who, amount: i64, purchase: bool) {
        let purpose = if purchase { HeldFor::Purchase } else { HeldFor::Reward("banho-p".to_owned()) };
        let code = format!("C{}", self.count);
        let held = draft.hold(member(who), purpose, amount, code, Actor::Member(member(who)));
        assert_eq!(held.is_ok(), self.model.hold(who, amount.into()), "{held:?}");
        self.holds.extend(held.ok().map(|hold| hold.id));
    }

    fn known_hold(&self, draft: &Draft, which: usize) -> Option<(usize, Hold)> {
        let index = which.checked_rem(self.holds.len())?;
        let account = draft.account(member(self.model.holds[index].of))?;
        account.hold(self.holds[index]).map(|hold| (index, hold.clone()))
    }

    fn open_hold(&self, draft: &Draft, which: usize) -> Option<(usize, Hold)> {
        self.known_hold(draft, which).filter(|(_, hold)| hold.is_open())
    }

    /// The store lets those invited by the record that is gone point to the one that remains.
    fn merge(&mut self, draft: &mut Draft, one: Who, other: Who) {
        let into = draft.merge(member(one), member(other), Actor::Clock);
        self.model.merge(one, other);
        let from = member(one.max(other));
        for friend in everybody() {
            let points = draft.member(member(friend)).is_some_and(|row| row.referred_by == Some(from));
            if points && into != from {
                draft.alter(member(friend), |row| row.referred_by = Some(into));
            }
        }
    }

    /// The store lets nobody be waited for who was invited by somebody who is forgotten.
    fn erase(&mut self, draft: &mut Draft, who: Who) {
        draft.erase(member(who), Actor::Clock);
        self.model.erase(who);
        for friend in everybody() {
            let waits = draft
                .member(member(friend))
                .is_some_and(|row| row.referred_by == Some(member(who)) && row.referral.is_none());
            if waits {
                draft.alter(member(friend), |row| row.referred_by = None);
            }
        }
    }

    /// What facts and model say of everybody and of each purchase, and what they cannot both be right about.
    pub fn compare(&self, facts: &Facts) -> Result<(), TestCaseError> {
        prop_assert_eq!(Walk::seen(facts), self.expected());
        let bought = |index: usize| {
            let owner = facts.account(member(self.model.bought[index].of)).unwrap();
            let purchase = owner.purchase(self.sales[index]).unwrap();
            (i128::from(purchase.standing.0), i128::from(purchase.earned))
        };
        for (index, model) in self.model.bought.iter().enumerate() {
            prop_assert_eq!(bought(index), (model.standing, model.earned), "purchase {}", index);
        }
        Ok(())
    }

    /// What everybody has in all, in as many vouchers as it may be.
    pub fn sums(facts: &Facts) -> Vec<(i128, i128, i128, i128)> {
        let looks = Walk::seen(facts).into_values();
        let all = |pairs: Vec<(i64, i128)>| pairs.iter().map(|(_, value)| value).sum();
        looks.map(|look| (look.available, look.held, look.debt, all(look.vouchers))).collect()
    }

    /// What the transfers say, by book, against the model.
    pub fn compare_books(&self) -> Result<(), TestCaseError> {
        let model = &self.model;
        prop_assert_eq!(model.balance(), 0);
        let mut expected: BTreeMap<String, i128> =
            model.shop.iter().map(|(book, amount)| ((*book).to_owned(), *amount)).collect();
        for (who, look) in self.expected() {
            let vouchers = look.vouchers.iter().map(|(_, value)| value).sum();
            let books = [("m", look.available), ("h", look.held), ("d", -look.debt), ("v", vouchers)];
            expected.extend(books.map(|(book, amount)| (format!("{book}:{}", member(who)), amount)));
        }
        let moved = |books: &BTreeMap<String, i128>| {
            let moved = books.iter().filter(|(_, amount)| **amount != 0);
            moved.map(|(book, amount)| (book.clone(), *amount)).collect::<Vec<_>>()
        };
        prop_assert_eq!(moved(&self.books), moved(&expected));
        Ok(())
    }

    fn expected(&self) -> BTreeMap<Who, Look> {
        let model = &self.model;
        let present = model.people.iter().filter(|(_, person)| !person.gone);
        let look = |(who, person): (&Who, &Person)| {
            let credits = model.credits.iter().filter(|credit| credit.of == *who && credit.left > 0);
            let vouchers = model.vouchers.iter().filter(|voucher| voucher.open && voucher.of == *who);
            let look = Look {
                available: model.available(*who),
                held: model.held(*who),
                debt: person.debt,
                score: person.score,
                credits: sorted(credits.map(|credit| (credit.end.at, credit.left))),
                vouchers: sorted(vouchers.map(|voucher| (voucher.end.at, voucher.value()))),
            };
            (*who, look)
        };
        present.map(look).collect()
    }

    fn seen(facts: &Facts) -> BTreeMap<Who, Look> {
        let present = facts.accounts.iter().filter(|(id, _)| facts.present(**id) == **id);
        let look = |(id, account): (&MemberId, &fregues::domain::facts::Account)| {
            let (wallet, lots) = (*account.wallet, account.lots.iter().filter(|lot| lot.remaining > 0));
            let open = account.open_vouchers();
            let look = Look {
                available: wallet.available.into(),
                held: wallet.held.into(),
                debt: wallet.debt.into(),
                score: account.months.values().map(|tally| i128::from(tally.ranked)).sum(),
                credits: sorted(lots.map(|lot| (lot.expires_at, lot.remaining.into()))),
                vouchers: sorted(open.iter().map(|voucher| (voucher.expires_at, voucher.value.0.into()))),
            };
            (who(*id), look)
        };
        present.map(look).collect()
    }
}

fn sorted(pairs: impl Iterator<Item = (i64, i128)>) -> Vec<(i64, i128)> {
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_unstable();
    pairs
}
