//! Random lives at the counter, lived through by the rules, by the model and by both databases.
//! `LEDGER_CASES=10000 cargo test ledger::random` looks longer; with `LEDGER_ENGINE=SQLite TMPDIR=/dev/shm` the databases
//! are SQLite's alone, and lie where nothing waits for a disk.

use super::programs::{PROGRAMS, Played};
use super::walk::{Pays, START, Sell, Step, Walk, everybody, member, pays, step};
use crate::support::engines::{Db, dispose, postgres, sqlite};
use crate::support::house::verify_clean;
use crate::support::shop;
use fregues::dialogue::needs::Needs;
use fregues::domain::change::Change;
use fregues::domain::facts::Facts;
use fregues::domain::ids::MerchantId;
use fregues::store::load::{Chats, load};
use fregues::store::merchants::NewMerchant;
use fregues::store::{Store, StoreError, inbox, ledger, merchants, merges, people};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn cases(otherwise: u32) -> Config {
    let cases = std::env::var("LEDGER_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(otherwise);
    Config { cases, max_shrink_iters: 4_000, failure_persistence: None, ..Config::default() }
}

fn steps() -> impl Strategy<Value = (usize, Vec<Step>)> {
    (0..PROGRAMS.len(), prop::collection::vec(step(), 1..51))
}

/// Lives through steps and holds the rules against the model after each.
fn live(program: &Played, steps: &[Step]) -> Result<(Walk, Facts), TestCaseError> {
    let mut walk = Walk::new(MerchantId(1), program);
    let (mut facts, _) = walk.begin();
    for step in steps {
        walk.walk(*step, &mut facts);
        walk.compare(&facts).and_then(|()| walk.compare_books()).map_err(|fault| match fault {
            TestCaseError::Fail(why) => TestCaseError::fail(format!("{}, {step:?}: {why}", program.name)),
            rejected @ TestCaseError::Reject(_) => rejected,
        })?;
    }
    Ok((walk, facts))
}

#[test]
fn the_rules_agree_with_the_model_after_every_step() {
    let run = |(program, steps): (usize, Vec<Step>)| live(&PROGRAMS[program], &steps).map(|_| ());
    TestRunner::new(cases(400)).run(&steps(), run).unwrap();
}

/// Refunds of one purchase in any order and size end where one refund of all of it ends, whatever it was paid with.
#[test]
fn refunds_end_the_same_in_any_order() {
    let strategy =
        (0..PROGRAMS.len(), 1..50_000_i64, prop::collection::vec(1..5_000_i64, 0..8), any::<usize>());
    let run = |(program, centavos, mut parts, seed): (usize, i64, Vec<i64>, usize)| {
        let mut ends = Vec::new();
        for order in 0..3 {
            let before = sells(4, 31_700);
            let next_day = Step::Wait { hours: 24, arrives: true };
            let pays =
                if PROGRAMS[program].rules.pay.is_some() { Pays::AtOnce(1_000) } else { Pays::Vouchers };
            let sale = Step::Sell(Sell { who: 4, centavos, excluded: 100, discount: 70, pays });
            let (mut walk, mut facts) = live(&PROGRAMS[program], &[before, next_day, sale])?;
            match order {
                1 if !parts.is_empty() => {
                    let by = seed % parts.len();
                    parts.rotate_left(by);
                    parts.reverse();
                }
                2 => parts = vec![parts.iter().sum()],
                _ => {}
            }
            let mut left = centavos;
            for part in &parts {
                left = (left - part).max(0);
                walk.leave(1, left, &mut facts);
                walk.compare(&facts)?;
            }
            ends.push((Walk::sums(&facts), walk.books));
        }
        prop_assert_eq!(&ends[0], &ends[1]);
        prop_assert_eq!(&ends[0], &ends[2]);
        Ok(())
    };
    TestRunner::new(cases(200)).run(&strategy, run).unwrap();
}

/// Whatever paid the purchases, and in whichever order they are taken back.
#[test]
fn selling_and_refunding_everything_leaves_nothing_given() {
    let run = |(program, sales): (usize, Vec<(usize, i64, Pays, u8)>)| {
        let mut order: Vec<usize> = (0..sales.len()).collect();
        order.sort_by_key(|which| sales[*which].3);
        let sell =
            |(who, centavos, pays, _)| Step::Sell(Sell { who, centavos, excluded: 0, discount: 30, pays });
        let back = order.into_iter().map(|which| Step::TakeBack { which, leaves: 0 });
        let steps: Vec<Step> = sales.iter().copied().map(sell).chain(back).collect();
        let (walk, _) = live(&PROGRAMS[program], &steps)?;
        prop_assert!(walk.books.values().all(|balance| *balance == 0), "{:?}", walk.books);
        prop_assert!(walk.model.people.values().all(|person| person.score == 0));
        Ok(())
    };
    let sale = (0..everybody().count(), 1..40_000_i64, pays(), any::<u8>());
    let sales = prop::collection::vec(sale, 1..15);
    TestRunner::new(cases(100)).run(&(0..PROGRAMS.len(), sales), run).unwrap();
}

/// Walks in a database: facts are loaded anew for every few steps, as batches do.
async fn walk_in(db: &Db, program: &Played, steps: &[Step], few: usize) -> Result<(), TestCaseError> {
    let store = db.open().await;
    let new = NewMerchant { program: program.text(), ..shop::new_merchant(shop::NUMBER) };
    let added = store.write(move |tx| Box::pin(async move { merchants::add(tx, &new).await }));
    let merchant = added.await.unwrap();
    let mut walk = Walk::new(merchant, program);
    let (facts, changes) = walk.begin();
    let mut next_id = facts.next_id;
    save(&store, merchant, facts, changes).await;
    let batches = steps.chunks(few).flat_map(|steps| steps.split_inclusive(|step| step.ends_a_batch()));
    for steps in batches {
        let mut facts = loaded(&store, merchant, next_id, &walk).await;
        let mut changes = Vec::new();
        for step in steps {
            changes.extend(walk.walk(*step, &mut facts));
        }
        next_id = facts.next_id;
        save(&store, merchant, facts, changes).await;
    }
    walk.compare(&loaded(&store, merchant, next_id, &walk).await)?;
    walk.compare_books()?;
    verify_clean(&store).await;
    store.close().await;
    Ok(())
}

async fn databases() -> Vec<Db> {
    let only_sqlite = std::env::var("LEDGER_ENGINE").is_ok_and(|engine| engine == "SQLite");
    let other = if only_sqlite { None } else { postgres().await };
    [sqlite().await].into_iter().chain(other).collect()
}

/// Everybody as the store keeps them, with what was handed over to them and what they bought.
async fn loaded(store: &Store, merchant: MerchantId, next_id: i64, walk: &Walk) -> Facts {
    let holds = walk.holds.iter().zip(&walk.model.holds).map(|(id, hold)| (*id, member(hold.of))).collect();
    let purchases =
        walk.model.bought.iter().zip(&walk.sales).map(|(bought, id)| (member(bought.of), *id)).collect();
    let unit = store.read(move |tx| {
        Box::pin(async move {
            let (mut facts, mut chats) = (Facts { next_id, ..Facts::default() }, Chats::new());
            let members = everybody().map(member).collect();
            let needs = Needs { members, holds, purchases, ..Needs::default() };
            load(tx, merchant, &needs, 0, &mut facts, &mut chats).await?;
            Ok(facts)
        })
    });
    unit.await.unwrap()
}

async fn save(store: &Store, merchant: MerchantId, facts: Facts, changes: Vec<Change>) {
    let posted = changes.iter().filter_map(|change| match change {
        Change::Posted(posting) => Some(posting.at),
        _ => None,
    });
    let now = posted.max().unwrap_or(START);
    let unit = store.write(move |tx| {
        Box::pin(async move {
            people::save(tx, merchant, &facts, &Chats::new(), &changes).await?;
            ledger::save(tx, merchant, &facts, &changes, now).await?;
            merges::save(tx, merchant, &changes).await?;
            inbox::next_id(tx, merchant, facts.next_id).await?;
            Ok::<_, StoreError>(())
        })
    });
    unit.await.unwrap();
}

/// What was found this way, at its shortest: what it is about, the program, and the steps.
const FOUND: [(&str, &str, &[Step]); 5] = [
    (
        "a referral between two records of one person is taken back once from each of its credits",
        "pets",
        &[sells(3, 3_000), Step::Merge { one: 0, other: 3 }, TAKEN_BACK],
    ),
    (
        "of a referral between two records of one person, each side is taken from its own credit",
        "pets",
        &[
            Step::Sell(Sell { who: 0, centavos: 12_419, excluded: 0, discount: 0, pays: Pays::Nothing }),
            Step::Merge { one: 0, other: 2 },
            sells(0, 3_000),
            Step::Merge { one: 0, other: 1 },
            Step::TakeBack { which: 1, leaves: 0 },
        ],
    ),
    (
        "who turned out to have invited themselves is not paid for it again",
        "pharmacy",
        &[sells(3, 3_000), Step::Merge { one: 0, other: 3 }, TAKEN_BACK, sells(3, 3_000)],
    ),
    (
        "a voucher of the batch that merged goes back to the credit it is made of",
        "cosmetics",
        &[
            Step::Adjust { who: 3, amount: 1_900 },
            NEW_BATCH,
            sells(3, 1_000),
            Step::Merge { one: 0, other: 3 },
            Step::Erase { who: 0 },
        ],
    ),
    (
        "balance that paid in the batch that merged goes back to the credit it was taken from",
        "salon at once",
        &[
            Step::Adjust { who: 3, amount: 1_000 },
            NEW_BATCH,
            Step::Sell(Sell { who: 3, centavos: 1_000, excluded: 0, discount: 0, pays: Pays::AtOnce(1_000) }),
            Step::Merge { one: 0, other: 3 },
            TAKEN_BACK,
        ],
    ),
];
/// Another person is forgotten, and all is loaded anew.
const NEW_BATCH: Step = Step::Erase { who: 4 };
const TAKEN_BACK: Step = Step::TakeBack { which: 0, leaves: 0 };

const fn sells(who: usize, centavos: i64) -> Step {
    Step::Sell(Sell { who, centavos, excluded: 0, discount: 0, pays: Pays::Nothing })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_found_once_stays_found() {
    for (about, program, steps) in FOUND {
        let program = PROGRAMS.iter().find(|played| played.name == program).unwrap();
        live(program, steps).unwrap_or_else(|fault| panic!("{about}: {fault}"));
        for db in databases().await {
            walk_in(&db, program, steps, steps.len())
                .await
                .unwrap_or_else(|fault| panic!("{about}: {fault}"));
            dispose(&db.url).await;
        }
    }
}

#[test]
fn both_databases_agree_with_the_model() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let run = |((program, steps), few): ((usize, Vec<Step>), usize)| {
        runtime.block_on(async {
            for db in databases().await {
                walk_in(&db, &PROGRAMS[program], &steps, few).await?;
                dispose(&db.url).await;
            }
            Ok(())
        })
    };
    let config = Config { max_shrink_iters: 60, ..cases(8) };
    TestRunner::new(config).run(&(steps(), 1..12_usize), run).unwrap();
}
