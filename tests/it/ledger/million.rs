//! A large ledger, made by the rules themselves and written in bulk, and how long `verify` takes with it.
//! `VERIFY_TRANSFERS=1000000 cargo test --test it ledger::million -- --nocapture` measures; the usual run is small.

use crate::support::engines::on_both;
use crate::support::shop::{NUMBER, hand_over, sale, set_aside, settle, shop};
use fregues::domain::calendar::{DAY, HOUR};
use fregues::domain::change::Change;
use fregues::domain::draft::Draft;
use fregues::domain::facts::{Facts, Shop};
use fregues::domain::hold::HoldState;
use fregues::domain::ids::{MemberId, MerchantId, StaffId, StoreId};
use fregues::domain::ledger::Actor;
use fregues::domain::member::Member;
use fregues::domain::money::Money;
use fregues::store::load::Chats;
use fregues::store::verify::verify;
use fregues::store::{Store, StoreError, inbox, ledger, people};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// People of one write, and how often each of them does something.
const PEOPLE: i64 = 25;
const VISITS: i64 = 30;
/// 2025-11-21, a year before everything else.
const START: i64 = 1_763_737_200_000;

/// What one person does on one visit: mostly buys; refunds, reserves, picks up and lets go now and then.
fn visit(shop: &Shop, facts: &mut Facts, changes: &mut Vec<Change>, who: MemberId, visit: i64) {
    let at = START + visit * 9 * DAY + who.0 % 1_000 * 1_000;
    let source = format!("world:{}:{visit}", who.0);
    let before = facts.clone();
    let mut draft = Draft::new(shop, &before, at, &source);
    let (staff, store) = (StaffId(1), StoreId(1));
    let amount = Money(2_000 + (who.0 * 37 + visit * 911) % 18_000);
    draft.sell(&sale(who, staff, store, amount));
    let account = draft.account(who).unwrap();
    let open = account.holds.iter().find(|hold| hold.is_open()).map(|hold| (**hold).clone());
    let earlier = account.purchases.iter().rev().nth(1).map(|purchase| (purchase.id, purchase.standing));
    match (visit % 7, open, earlier) {
        (2, None, _) => {
            let _ = set_aside(&mut draft, who, 6_000, format!("C{}-{visit}", who.0));
        }
        (3, Some(hold), _) => hand_over(&mut draft, &hold, staff, store),
        (4, Some(hold), _) => draft.release(&hold, HoldState::Released, Actor::Member(who)),
        (5, _, Some((purchase, standing))) => {
            draft.take_back(who, purchase, Money(standing.0 / 2), Actor::Staff(staff));
        }
        _ => {}
    }
    let (made, next_id) = draft.finish();
    facts.next_id = next_id;
    for change in &made {
        facts.evolve(change);
    }
    changes.extend(made);
}

/// Some people with all they ever did; each lives in facts of their own, so that they stay small.
fn lives(shop: &Shop, first: i64) -> (Vec<(Facts, Vec<Change>)>, i64) {
    let mut next_id = first;
    let lives = (0..PEOPLE).map(|_| {
        let who = MemberId(next_id);
        let mut facts = Facts { next_id: next_id + 1, ..Facts::default() };
        let enrolled = Change::Enrolled(Member::guest(who, None, None, shop.lang, START));
        facts.evolve(&enrolled);
        let mut changes = vec![enrolled];
        for number in 0..VISITS {
            visit(shop, &mut facts, &mut changes, who, number);
        }
        next_id = facts.next_id;
        (facts, changes)
    });
    let lives = lives.collect();
    (lives, next_id)
}

fn transfers(changes: &[Change]) -> i64 {
    let postings = changes.iter().filter_map(|change| match change {
        Change::Posted(posting) => i64::try_from(posting.transfers.len()).ok(),
        _ => None,
    });
    postings.sum()
}

/// Writes lives until there are so many transfers.
async fn fill(store: &Store, merchant: MerchantId, wanted: i64) {
    let shop = shop(merchant, NUMBER);
    let (mut written, mut next_id) = (0, 10_000);
    while written < wanted {
        let (lives, free) = lives(&shop, next_id);
        next_id = free;
        // One set of rows for all of them: a statement costs more than its rows.
        let mut facts = Facts { next_id, ..Facts::default() };
        let mut changes = Vec::new();
        for (of_one, made) in lives {
            facts.accounts.extend(of_one.accounts);
            written += transfers(&made);
            changes.extend(made);
        }
        let unit = store.write(move |tx| {
            Box::pin(async move {
                people::save(tx, merchant, &facts, &Chats::new(), &changes).await?;
                ledger::save(tx, merchant, &facts, &changes, START + 400 * DAY - 12 * HOUR).await?;
                inbox::next_id(tx, merchant, facts.next_id).await?;
                Ok::<_, StoreError>(())
            })
        });
        unit.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_ledger_is_verified_and_progress_is_told() {
    let wanted =
        std::env::var("VERIFY_TRANSFERS").ok().and_then(|wanted| wanted.parse().ok()).unwrap_or(4_000);
    on_both(move |db| async move {
        let store = db.open().await;
        let merchant = settle(&store, NUMBER).await;
        let begun = Instant::now();
        fill(&store, merchant, wanted).await;
        let filled = begun.elapsed();
        let (far, seen) = (Arc::new(AtomicI64::new(0)), Arc::new(Mutex::new(Vec::new())));
        let (told, steps) = (far.clone(), seen.clone());
        let begun = Instant::now();
        let report = verify(&store, move |done, all| {
            steps.lock().unwrap().push((done, all));
            told.store(done, Ordering::Relaxed);
        });
        let report = report.await.unwrap();
        let took = begun.elapsed();
        assert!(report.is_clean(), "{:?}", report.violations);
        assert!(report.transfers >= wanted);
        assert_eq!(far.load(Ordering::Relaxed), report.transactions, "progress ends with everything");
        assert!(seen.lock().unwrap().is_sorted(), "progress only goes on");
        println!(
            "{}: {} transfers written in {filled:.1?}, verified in {took:.1?}",
            db.engine, report.transfers
        );
        store.close().await;
    })
    .await;
}
