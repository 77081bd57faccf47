//! Random weeks at the counter, lived through by the rules, by the model and by both databases.
//! `LEDGER_CASES=5000 cargo test ledger` looks longer.

use super::model::{Model, Person, earned};
use crate::support::engines::{Db, dispose, postgres, sqlite};
use crate::support::house::verify_clean;
use crate::support::raw::Raw;
use crate::support::shop;
use fregues::dialogue::manager::guest;
use fregues::dialogue::needs::Needs;
use fregues::domain::change::Change;
use fregues::domain::draft::Draft;
use fregues::domain::facts::{Facts, Shop};
use fregues::domain::ids::{HoldId, MemberId, MerchantId, PurchaseId, StaffId, StoreId};
use fregues::domain::ledger::{Actor, Book};
use fregues::domain::money::Money;
use fregues::domain::reward::HoldState;
use fregues::store::load::{Chats, load};
use fregues::store::{Store, StoreError, inbox, ledger, people};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;

/// People who buy; 1 was invited by 0, 2 by 1, 3 by nobody.
const PEOPLE: i64 = 4;
const FIRST: i64 = 100;
const START: i64 = shop::NOON;

#[derive(Debug, Clone, Copy)]
enum Step {
    Sell {
        who: i64,
        centavos: i64,
    },
    /// Leaves so many thousandths of what stands.
    TakeBack {
        which: usize,
        leaves: i64,
    },
    Hold {
        who: i64,
        price: i64,
    },
    Capture {
        which: usize,
    },
    Release {
        which: usize,
    },
    /// Hours go by, and whatever is due lapses.
    Wait {
        hours: i64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..PEOPLE;
    let centavos = prop_oneof![1..200_i64, 2_900..3_100_i64, 1_000..30_000_i64];
    let leaves = prop_oneof![Just(0), 0..1_000_i64];
    prop_oneof![
        4 => (who.clone(), centavos).prop_map(|(who, centavos)| Step::Sell { who, centavos }),
        4 => (any::<usize>(), leaves).prop_map(|(which, leaves)| Step::TakeBack { which, leaves }),
        2 => (who, 1..4_000_i64).prop_map(|(who, price)| Step::Hold { who, price }),
        1 => any::<usize>().prop_map(|which| Step::Capture { which }),
        1 => any::<usize>().prop_map(|which| Step::Release { which }),
        1 => (1..30_i64).prop_map(|hours| Step::Wait { hours }),
    ]
}

/// What a walk through the steps remembers beside the facts themselves.
struct Walk {
    shop: Shop,
    at: i64,
    sales: Vec<(MemberId, PurchaseId)>,
    holds: Vec<(MemberId, HoldId)>,
    count: usize,
}

fn member(who: i64) -> MemberId {
    MemberId(FIRST + who)
}

fn who(member: MemberId) -> usize {
    usize::try_from(member.0 - FIRST).unwrap()
}

impl Walk {
    fn new(merchant: MerchantId) -> Walk {
        let shop = shop::shop(merchant, shop::NUMBER);
        Walk { shop, at: START, sales: Vec::new(), holds: Vec::new(), count: 0 }
    }

    /// One step in the facts, and the same in the model.
    fn walk(&mut self, step: Step, facts: &mut Facts, model: &mut Model) -> Vec<Change> {
        self.at += 60_000;
        self.count += 1;
        let source = format!("world:{}", self.count);
        let before = facts.clone();
        let mut draft = Draft::new(&self.shop, &before, self.at, &source);
        match step {
            Step::Sell { who, centavos } => {
                let (staff, store, amount) = (StaffId(1), StoreId(1), Money(centavos));
                let sale = shop::sale(member(who), staff, store, amount);
                self.sales.push((sale.member, draft.sell(&sale).purchase));
                model.sell(who.try_into().unwrap(), centavos.into());
            }
            Step::TakeBack { which, leaves } if !self.sales.is_empty() => {
                let index = which % self.sales.len();
                let (member, purchase) = self.sales[index];
                let standing = draft.purchase(member, purchase).unwrap().standing.0 * leaves / 1_000;
                draft.take_back(member, purchase, Money(standing), Actor::Clock);
                model.take_back(index, standing.into());
            }
            Step::Hold { who, price } => {
                let held = shop::set_aside(&mut draft, member(who), price, format!("C{}", self.count));
                assert_eq!(held.is_ok(), model.hold(who.try_into().unwrap(), price.into()), "{held:?}");
                self.holds.extend(held.ok().map(|hold| (hold.member, hold.id)));
            }
            Step::Capture { which } | Step::Release { which } if !self.holds.is_empty() => {
                let index = which % self.holds.len();
                let (member, id) = self.holds[index];
                let hold = draft.account(member).and_then(|account| account.hold(id)).cloned();
                if let Some(hold) = hold.filter(fregues::domain::reward::Hold::is_open) {
                    if matches!(step, Step::Capture { .. }) {
                        shop::hand_over(&mut draft, &hold, StaffId(1), StoreId(1));
                        model.capture(index);
                    } else {
                        draft.release(&hold, HoldState::Released, Actor::Member(member));
                        model.release(index);
                    }
                }
            }
            Step::Wait { hours } => {
                self.at += hours * 3_600_000;
                draft.at = self.at;
                for who in 0..PEOPLE {
                    for hold in draft.lapse(member(who)) {
                        model.release(self.holds.iter().position(|(_, id)| *id == hold.id).unwrap());
                    }
                }
            }
            Step::TakeBack { .. } | Step::Capture { .. } | Step::Release { .. } => {}
        }
        let (changes, next_id) = draft.finish();
        facts.next_id = next_id;
        for change in &changes {
            facts.evolve(change);
        }
        changes
    }
}

/// Everybody enrolled, with who invited whom.
fn begin(shop: &Shop) -> (Facts, Vec<Change>, Model) {
    let (mut facts, mut changes, mut model) =
        (Facts { next_id: 1_000, ..Facts::default() }, Vec::new(), Model::default());
    for person in 0..PEOPLE {
        let mut member = guest(member(person), Some(format!("P{person}")), None, shop.lang, START);
        let inviter = (1..3).contains(&person).then(|| person - 1);
        member.referred_by = inviter.map(|inviter| MemberId(FIRST + inviter));
        let invited_by = inviter.map(|inviter| inviter.try_into().unwrap());
        model.people.insert(person.try_into().unwrap(), Person { invited_by, ..Person::default() });
        let change = Change::Enrolled(member);
        facts.evolve(&change);
        changes.push(change);
    }
    (facts, changes, model)
}

/// What the facts say of everybody, with the scores that were handed out.
fn people_of(facts: &Facts, changes: &[Change]) -> BTreeMap<usize, Person> {
    let mut people = BTreeMap::new();
    for (id, account) in &facts.accounts {
        let mut lots: Vec<_> = account.lots.iter().map(|lot| (lot.id, i128::from(lot.remaining))).collect();
        lots.sort_unstable();
        let wallet = *account.wallet;
        let person = Person {
            available: wallet.available.into(),
            held: wallet.held.into(),
            debt: wallet.debt.into(),
            credits: lots.into_iter().map(|(_, remaining)| remaining).collect(),
            score: 0,
            invited_by: account.member.referred_by.map(who),
        };
        people.insert(who(*id), person);
    }
    for change in changes {
        if let Change::Scored { member, tally, .. } = change {
            people.get_mut(&who(*member)).unwrap().score += i128::from(tally.ranked);
        }
    }
    people
}

/// Every book's balance, summed from the transfers alone.
fn books(changes: &[Change]) -> BTreeMap<String, i128> {
    let mut books: BTreeMap<String, i128> = BTreeMap::new();
    for change in changes {
        if let Change::Posted(posting) = change {
            for transfer in &posting.transfers {
                *books.entry(transfer.debit.to_string()).or_default() -= i128::from(transfer.amount);
                *books.entry(transfer.credit.to_string()).or_default() += i128::from(transfer.amount);
            }
        }
    }
    books
}

fn cases(otherwise: u32) -> Config {
    let cases = std::env::var("LEDGER_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(otherwise);
    Config { cases, max_shrink_iters: 4_000, failure_persistence: None, ..Config::default() }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 1..40)
}

#[test]
fn the_rules_agree_with_the_model_after_every_step() {
    let run = |steps: Vec<Step>| {
        let mut walk = Walk::new(MerchantId(1));
        let (mut facts, mut changes, mut model) = begin(&walk.shop);
        for step in steps {
            changes.extend(walk.walk(step, &mut facts, &mut model));
            prop_assert_eq!(&people_of(&facts, &changes), &model.people, "{:?}", step);
            let books = books(&changes);
            prop_assert_eq!(books.values().sum::<i128>(), 0);
            for (who, person) in &model.people {
                let id = MemberId(FIRST + i64::try_from(*who).unwrap());
                let of = |book: Book| books.get(&book.to_string()).copied().unwrap_or(0);
                let stored = (of(Book::Member(id)), of(Book::Held(id)), -of(Book::Debt(id)));
                prop_assert_eq!(stored, (person.available, person.held, person.debt));
            }
        }
        Ok(())
    };
    TestRunner::new(cases(200)).run(&steps(), run).unwrap();
}

/// Refunds of one purchase in any order and size end where one refund of all of it ends.
#[test]
fn refunds_end_the_same_in_any_order() {
    let strategy = (1..50_000_i64, prop::collection::vec(1..5_000_i64, 0..8), any::<u64>());
    let run = |(centavos, mut parts, seed): (i64, Vec<i64>, u64)| {
        let mut ends = Vec::new();
        for order in 0..2 {
            let mut walk = Walk::new(MerchantId(1));
            let (mut facts, mut changes, mut model) = begin(&walk.shop);
            changes.extend(walk.walk(Step::Sell { who: 3, centavos }, &mut facts, &mut model));
            if order == 1 && !parts.is_empty() {
                let by = usize::try_from(seed % parts.len() as u64).unwrap();
                parts.rotate_left(by);
                parts.reverse();
            }
            let (member, purchase) = walk.sales[0];
            let mut standing = centavos;
            for (part, source) in parts.iter().zip(["a", "b", "c", "d", "e", "f", "g", "h"]) {
                standing = (standing - part).max(0);
                let before = facts.clone();
                let mut draft = Draft::new(&walk.shop, &before, walk.at, source);
                draft.take_back(member, purchase, Money(standing), Actor::Clock);
                draft.finish().0.iter().for_each(|change| {
                    facts.evolve(change);
                    changes.push(change.clone());
                });
            }
            let left = i64::try_from(earned(standing.into())).unwrap();
            let wallet = *facts.accounts[&member].wallet;
            prop_assert_eq!((wallet.available, wallet.debt), (left, 0));
            ends.push((people_of(&facts, &changes), books(&changes)));
        }
        prop_assert_eq!(&ends[0], &ends[1]);
        Ok(())
    };
    TestRunner::new(cases(200)).run(&strategy, run).unwrap();
}

#[test]
fn selling_and_refunding_everything_leaves_nothing_given() {
    let run = |sales: Vec<(i64, i64)>| {
        let mut walk = Walk::new(MerchantId(1));
        let (mut facts, mut changes, mut model) = begin(&walk.shop);
        for (who, centavos) in sales {
            changes.extend(walk.walk(Step::Sell { who, centavos }, &mut facts, &mut model));
        }
        for which in (0..walk.sales.len()).rev() {
            changes.extend(walk.walk(Step::TakeBack { which, leaves: 0 }, &mut facts, &mut model));
        }
        prop_assert!(books(&changes).values().all(|balance| *balance == 0), "{:?}", books(&changes));
        prop_assert!(people_of(&facts, &changes).values().all(|person| person.score == 0));
        Ok(())
    };
    TestRunner::new(cases(100)).run(&prop::collection::vec((0..PEOPLE, 1..20_000_i64), 1..15), run).unwrap();
}

/// Walks in a database: facts are loaded anew for every few steps, as batches do.
async fn walk_in(db: &Db, steps: &[Step], few: usize) -> Result<(), TestCaseError> {
    let store = db.open().await;
    let merchant = shop::settle(&store, shop::NUMBER).await;
    let mut walk = Walk::new(merchant);
    let (facts, changes, mut model) = begin(&walk.shop);
    let mut next_id = facts.next_id;
    save(&store, merchant, facts, changes).await;
    for steps in steps.chunks(few) {
        let mut facts = Facts { next_id, ..loaded(&store, merchant).await };
        let mut changes = Vec::new();
        for step in steps {
            changes.extend(walk.walk(*step, &mut facts, &mut model));
        }
        next_id = facts.next_id;
        save(&store, merchant, facts, changes).await;
    }
    verify_clean(&store).await;
    let raw = Raw::of(db).await;
    for (who, person) in &model.people {
        let id = FIRST + i64::try_from(*who).unwrap();
        let stored = format!(
            "select coalesce(w.available, 0), coalesce(w.held, 0), coalesce(w.debt, 0), \
             cast(coalesce((select sum(points) from score s where s.member = m.id), 0) as bigint) \
             from member m left join wallet w on w.member = m.id where m.id = {id}"
        );
        let Person { available, held, debt, score, .. } = person;
        prop_assert_eq!(raw.rows(&stored).await, [format!("{available} | {held} | {debt} | {score}")]);
        let lots = raw.rows(&format!("select remaining from lot where member = {id} order by id")).await;
        prop_assert_eq!(lots, person.credits.iter().map(ToString::to_string).collect::<Vec<_>>());
    }
    raw.close().await;
    store.close().await;
    Ok(())
}

async fn loaded(store: &Store, merchant: MerchantId) -> Facts {
    let unit = store.read(move |tx| {
        Box::pin(async move {
            let (mut facts, mut chats) = (Facts::default(), Chats::new());
            let members = (0..PEOPLE).map(member).collect();
            load(tx, merchant, &Needs { members, ..Needs::default() }, 0, &mut facts, &mut chats).await?;
            Ok(facts)
        })
    });
    unit.await.unwrap()
}

async fn save(store: &Store, merchant: MerchantId, facts: Facts, changes: Vec<Change>) {
    let unit = store.write(move |tx| {
        Box::pin(async move {
            people::save(tx, merchant, &facts, &Chats::new(), &changes).await?;
            ledger::save(tx, merchant, &facts, &changes, START).await?;
            inbox::next_id(tx, merchant, facts.next_id).await?;
            Ok::<_, StoreError>(())
        })
    });
    unit.await.unwrap();
}

#[test]
fn both_databases_agree_with_the_model() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let run = |(steps, few): (Vec<Step>, usize)| {
        runtime.block_on(async {
            for db in [Some(sqlite().await), postgres().await].into_iter().flatten() {
                walk_in(&db, &steps, few).await?;
                dispose(&db.url).await;
            }
            Ok(())
        })
    };
    let config = Config { max_shrink_iters: 60, ..cases(8) };
    TestRunner::new(config).run(&(steps(), 1..12_usize), run).unwrap();
}
