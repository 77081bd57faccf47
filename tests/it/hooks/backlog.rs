//! Many events for a receiver that is away: what cannot leave yet is not looked at, and nothing stays behind.

use super::Told;
use crate::support::engines::on_both;
use crate::support::raw::Raw;
use fregues::app::office::hooks::{HookOrder, Which};
use fregues::app::scheduler;
use fregues::domain::happening::Kind;
use fregues::domain::ids::{MemberId, MerchantId};
use fregues::store::deliveries::{self, Settled};
use fregues::store::events::{self, NewEvent};
use fregues::store::{Store, inbox};
use std::sync::Arc;
use tokio::sync::Notify;

const SHOP: MerchantId = MerchantId(1);
const MEMBERS: i64 = 20;
const DAY: i64 = 86_400_000;

fn event(member: i64, kind: Kind, at: i64) -> NewEvent {
    let body = format!("{{\"type\":\"{}\",\"member\":{member}}}", kind.as_str());
    NewEvent { member: Some(MemberId(member)), kind, at, body }
}

/// Writes them as a batch does, and does something before it ends.
async fn save<F>(store: &Store, events: Vec<NewEvent>, now: i64, then: impl FnOnce() -> F + Send + 'static)
where
    F: Future<Output = ()> + Send,
{
    let unit = store.write(move |tx| {
        Box::pin(async move {
            inbox::hold_lane(tx, SHOP).await?;
            events::save(tx, SHOP, &events, now).await?;
            then().await;
            Ok(())
        })
    });
    unit.await.unwrap();
}

impl Told {
    /// So many things happen to each of the members, one after the other.
    async fn happens(&self, each: i64, kind: Kind) {
        let now = self.house.clock.now();
        let events: Vec<_> = (0..each * MEMBERS).map(|n| event(1_000 + n % MEMBERS, kind, now)).collect();
        save(&self.house.app.store, events, now, || std::future::ready(())).await;
    }

    /// Entries of the index that is searched for what is due: what a look at this hook costs.
    async fn looked_at(&self) -> i64 {
        let now = self.house.clock.now();
        let due = format!("state in ('queued', 'retry_wait') and due_ms <= {now} and hook = '{}'", self.hook);
        self.raw.number(&format!("select count(*) from delivery where {due}")).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_behind_a_retry_costs_nothing_until_its_turn() {
    on_both(|db| async move {
        let told = Told::open(&db, "*").await;
        told.happens(1_000, Kind::CreditExpired).await;
        assert_eq!(told.looked_at().await, MEMBERS, "the first of each member, of 20,000, on {}", db.engine);
        told.receiver.answer(500);
        told.house.drain().await;
        assert_eq!(told.receiver.fresh().len(), 20);
        assert_eq!(told.looked_at().await, 0);
        told.happens(1, Kind::CreditExpired).await;
        assert_eq!(told.looked_at().await, 0, "nor does what happens meanwhile");
        told.house.clock.advance(5_000);
        assert_eq!(told.looked_at().await, MEMBERS);
        told.receiver.answer(200);
        let mut came = Vec::new();
        for _ in 0..15 {
            told.house.app.courier.step().await.unwrap();
            came.extend(told.receiver.fresh());
            assert!(told.looked_at().await <= MEMBERS);
        }
        assert_eq!(came.len(), 60);
        let of = |member: usize| {
            let number = |id: &String| id.rsplit('_').next().unwrap().parse::<usize>().unwrap();
            came.iter().map(number).filter(|event| event % 20 == member).collect::<Vec<_>>()
        };
        assert!((0..20).all(|member| of(member).is_sorted()), "in the order of each: {came:?}");
        told.order(HookOrder::Pause { id: told.hook.clone() }).await;
        let now = told.house.clock.now();
        let due = told.house.app.store.read(move |tx| Box::pin(deliveries::due(tx, now))).await.unwrap();
        assert!(due.is_empty(), "a hook that waits is not looked at: {due:?}");
    })
    .await;
}

/// What is given up, too old, or told again, lets go of what waits behind it, or waits itself.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_waits_for_what_is_there_no_more() {
    on_both(|db| async move {
        let told = Told::open(&db, "*").await;
        let Told { house, receiver, hook, .. } = &told;
        let id = |event: i64| format!("msg_{hook}_{event}");
        let first = |event: i64| (event..event + MEMBERS).map(id).collect::<std::collections::BTreeSet<_>>();
        let fresh = || receiver.fresh().into_iter().collect::<std::collections::BTreeSet<_>>();
        receiver.answer(500);
        told.happens(1, Kind::CreditExpired).await;
        house.clock.advance(10 * DAY);
        told.happens(2, Kind::CreditExpired).await;
        told.order(HookOrder::Pause { id: hook.clone() }).await;
        house.clock.advance(20 * DAY + 1);
        scheduler::step(&house.app.sender).await.unwrap();
        receiver.answer(200);
        fresh();
        told.order(HookOrder::Resume { id: hook.clone() }).await;
        house.app.courier.step().await.unwrap();
        assert!(first(21).is_superset(&fresh()), "the oldest were let go, on {}", db.engine);
        house.drain().await;
        assert_eq!(told.log().await.len(), 40);
        assert!(told.log().await.iter().all(|row| row.contains("delivered")));
        fresh();
        receiver.answer(500);
        told.happens(1, Kind::CreditExpired).await;
        house.drain().await;
        assert_eq!(fresh(), first(61));
        told.order(HookOrder::Replay { id: hook.clone(), which: Which::Since(0) }).await;
        receiver.answer(200);
        assert_eq!(told.looked_at().await, MEMBERS, "one of each member is the next");
        for expected in [21, 41, 61] {
            for _ in 0..5 {
                house.app.courier.step().await.unwrap();
            }
            assert_eq!(fresh(), first(expected), "on {}", db.engine);
        }
    })
    .await;
}

/// An event is written while the one before it arrives: it either sees that, or is seen.
#[tokio::test(flavor = "multi_thread")]
async fn what_happens_while_another_arrives_is_not_left_behind() {
    on_both(|db| async move {
        let told = Told::open(&db, "*").await;
        let (store, now) = (told.house.app.store.clone(), told.house.clock.now());
        told.happens(1, Kind::CreditExpired).await;
        let hook = told.hook.clone();
        let claimed = store
            .write(move |tx| Box::pin(async move { deliveries::claim(tx, SHOP, &hook, now, 1).await }))
            .await
            .unwrap()
            .remove(0);
        let (saved, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (slow, says, waits) = (store.clone(), saved.clone(), go.clone());
        let writing = tokio::spawn(async move {
            let then = move || async move {
                says.notify_one();
                waits.notified().await;
            };
            save(&slow, vec![event(1_000, Kind::CreditExpired, now)], now, then).await;
        });
        saved.notified().await;
        let arrived = Settled { state: "delivered", due: now, status: Some(200), took_ms: 1, reason: None };
        let mut settling = tokio::spawn(async move {
            let unit = store
                .write(move |tx| Box::pin(async move { deliveries::settle(tx, &claimed, &arrived).await }));
            unit.await.unwrap();
        });
        // Whoever does not wait for the other has ended by then.
        let _ = tokio::time::timeout(std::time::Duration::from_millis(300), &mut settling).await;
        go.notify_one();
        writing.await.unwrap();
        if !settling.is_finished() {
            settling.await.unwrap();
        }
        assert_eq!(told.looked_at().await, MEMBERS, "the second is the next one, on {}", db.engine);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_a_hook_wants_is_told_again_however_much_else_there_is() {
    on_both(|db| async move {
        let told = Told::open(&db, "purchase.created").await;
        told.happens(510, Kind::CreditExpired).await;
        told.happens(510, Kind::PurchaseCreated).await;
        told.raw.run("update delivery set state = 'delivered'").await;
        let again = HookOrder::Replay { id: told.hook.clone(), which: Which::Since(0) };
        assert_eq!(told.order(again).await, "10200 events are told again, each with the id it had.");
        assert_eq!(told.raw.number("select count(*) from delivery where state = 'queued'").await, 10_200);
    })
    .await;
}

/// As the version before left it: everything queued is due.
#[tokio::test(flavor = "multi_thread")]
async fn a_backlog_of_the_version_before_is_put_in_line() {
    on_both(|db| async move {
        let told = Told::open(&db, "*").await;
        told.happens(10, Kind::CreditExpired).await;
        told.raw.run("update delivery set due_ms = 1").await;
        upgraded(&told.raw).await;
        assert_eq!(told.looked_at().await, MEMBERS, "on {}", db.engine);
    })
    .await;
}

async fn upgraded(raw: &Raw) {
    let migration = include_str!("../../../migrations/0010_lines.sql");
    let put = migration.split(';').find(|statement| statement.contains("update delivery")).unwrap();
    raw.run(put).await;
}
