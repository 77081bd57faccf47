//! Sending without an idempotency key: what is known of an attempt decides what becomes of its row, and
//! nothing is guessed.

mod allowance;
mod circuit;
mod desk;
mod judging;
mod late;
mod picture;
mod places;
mod rush;
mod storm;
mod twins;
mod window;

use crate::support::engines::on_both;
use crate::support::house::{app_on, open_doors};
use desk::{Desk, NUMBER, row_of};
use fregues::dialogue::line::Class;
use fregues::emulator::{Fault, Faults, Utterance};
use fregues::store::claims::Line;
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread")]
async fn each_outcome_leads_to_its_state() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 30).await;
        let code = Fault::GraphError;
        let cases = [
            (Fault::Pass, Class::C, "accepted", 1, 0, 0),
            (Fault::DropAfterAccept, Class::A, "unknown", 1, 0, 0),
            (Fault::Reset, Class::B, "unknown", 1, 0, 0),
            (Fault::Bare502, Class::C, "unknown", 1, 0, 0),
            (Fault::Malformed200, Class::A, "unknown", 1, 0, 0),
            // The account's trouble: no attempt is used up.
            (code(190), Class::A, "queued", 0, 0, 0),
            (code(131_042), Class::C, "queued", 0, 0, 0),
            (code(80_007), Class::A, "queued", 0, 0, 0),
            (code(131_057), Class::A, "queued", 0, 0, 0),
            (Fault::RateLimit, Class::A, "queued", 0, 0, 0),
            (Fault::Pair, Class::A, "retry_wait", 1, 6_000, 6_000),
            (Fault::ServerError, Class::A, "retry_wait", 1, 2_000, 4_000),
            (code(131_016), Class::C, "retry_wait", 1, 2_000, 4_000),
            (code(135_000), Class::C, "retry_wait", 1, 2_000, 4_000),
            (code(999_999), Class::C, "retry_wait", 1, 2_000, 4_000),
            (code(131_048), Class::A, "waiting", 0, 0, 0),
            (code(131_048), Class::B, "queued", 0, 0, 0),
            (code(131_048), Class::C, "dead", 1, 0, 0),
            (code(131_049), Class::A, "waiting", 0, 0, 0),
            (code(131_049), Class::B, "dead", 1, 0, 0),
            (code(131_050), Class::B, "dead", 1, 0, 0),
            (code(131_026), Class::A, "retry_wait", 1, 0, 0),
            (code(131_021), Class::A, "dead", 1, 0, 0),
            (code(131_062), Class::A, "dead", 1, 0, 0),
            (code(131_047), Class::A, "waiting", 0, 0, 0),
            (code(131_047), Class::C, "dead", 1, 0, 0),
            (code(132_001), Class::A, "waiting", 0, 0, 0),
            (code(132_001), Class::B, "held", 0, 0, 0),
            (code(100), Class::A, "dead", 1, 0, 0),
        ];
        for (person, (fault, class, state, attempt, least, most)) in cases.into_iter().enumerate() {
            desk.clock.advance(1_000);
            let id = desk.send(person, class, fault.clone()).await;
            let row = desk.row(id).await;
            assert_eq!((row.state.as_str(), row.attempt), (state, attempt), "{fault:?} {class:?}: {row:?}");
            assert!((least..=most).contains(&row.wait), "{fault:?} {class:?}: {row:?}");
            assert_eq!(row.reason == "-", state == "accepted", "{fault:?}: a reason is kept: {row:?}");
            desk.raw.run("delete from outbox").await;
            desk.raw.try_run("delete from channel").await.unwrap();
        }
        // Nobody listens: nothing was written, so it may go again.
        let away = app_on(desk.app.store.clone(), &desk.clock, "http://127.0.0.1:9");
        let (ids, _) = desk.put(&[(0, Class::B)]).await;
        away.sender.poll_once().await.unwrap();
        let row = desk.row(ids[0]).await;
        assert_eq!((row.state.as_str(), row.attempt), ("retry_wait", 1), "{row:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_settles_an_unknown_outcome_and_it_is_never_sent_again() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 3).await;
        for (person, class) in [Class::A, Class::B, Class::C].into_iter().enumerate() {
            for fault in [Fault::DropAfterAccept, Fault::Malformed200] {
                let id = desk.send(person, class, fault).await;
                assert_eq!(desk.state(id).await, ("unknown".to_owned(), 1));
                desk.rest().await;
                let row = desk.row(id).await;
                assert_eq!((row.state.as_str(), row.status.as_str()), ("accepted", "delivered"), "{row:?}");
                desk.after(10 * 60_000).await;
                assert_eq!(desk.taken(id).len(), 1);
            }
        }
        // The first status is there before our own response.
        let id = desk.send(0, Class::A, Fault::StatusBeforeResponse).await;
        desk.rest().await;
        let row = desk.row(id).await;
        assert_eq!((row.state.as_str(), row.attempt, row.status.as_str()), ("accepted", 1, "delivered"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_outcome_is_sent_again_by_its_class() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 4).await;
        let a = desk.send(0, Class::A, Fault::Reset).await;
        let b = desk.send(1, Class::B, Fault::Reset).await;
        let c = desk.send(2, Class::C, Fault::Reset).await;
        let late = desk.send(3, Class::C, Fault::Reset).await;
        desk.after(19_000).await;
        for id in [a, b, c, late] {
            assert_eq!(desk.state(id).await, ("unknown".to_owned(), 1));
        }
        // Whoever wrote meanwhile gets a new answer, not the old one.
        desk.emulator.say("p3", NUMBER, Utterance::text("saldo"));
        desk.rest().await;
        desk.after(1_000).await;
        assert_eq!(desk.state(c).await, ("accepted".to_owned(), 2));
        let row = desk.row(late).await;
        assert_eq!((row.state.as_str(), row.attempt), ("dead", 1), "{row:?}");
        assert_eq!(row.reason, "the outcome stayed unknown");
        assert_eq!(desk.state(a).await, ("unknown".to_owned(), 1));
        desk.after(70_000).await;
        assert_eq!(desk.state(a).await, ("accepted".to_owned(), 2));
        desk.after(30 * 24 * 60 * 60_000).await;
        assert_eq!(desk.state(b).await, ("unknown".to_owned(), 1));
        let times = [a, b, c, late].map(|id| desk.taken(id).len());
        assert_eq!(times, [1, 0, 1, 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twice_unknown_is_the_end() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 1).await;
        let id = desk.send(0, Class::A, Fault::Reset).await;
        desk.fault(Fault::Reset);
        desk.after(90_000).await;
        assert_eq!(desk.state(id).await, ("unknown".to_owned(), 2));
        desk.after(90_000).await;
        desk.after(24 * 60 * 60_000).await;
        let row = desk.row(id).await;
        assert_eq!((row.state.as_str(), row.attempt), ("dead", 2), "{row:?}");
        assert_eq!(desk.taken(id).len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_outcome_after_a_refusal_is_still_sent_again() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 1).await;
        let id = desk.send(0, Class::A, Fault::ServerError).await;
        desk.fault(Fault::Reset);
        desk.after(4_000).await;
        assert_eq!(desk.state(id).await, ("unknown".to_owned(), 2));
        desk.after(90_000).await;
        assert_eq!(desk.state(id).await, ("accepted".to_owned(), 3));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_sends_wait_longer_each_time_and_end() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 1).await;
        let id = desk.send(0, Class::A, Fault::ServerError).await;
        for attempt in 1..6 {
            let row = desk.row(id).await;
            assert_eq!((row.state.as_str(), row.attempt), ("retry_wait", attempt), "{row:?}");
            assert!((2_000..=2_000 << attempt).contains(&row.wait), "{row:?}");
            desk.clock.advance(row.wait - 1);
            assert_eq!(desk.app.drain().await.unwrap(), 0, "not before its time");
            desk.fault(Fault::ServerError);
            desk.after(1).await;
        }
        let row = desk.row(id).await;
        assert_eq!((row.state.as_str(), row.attempt), ("dead", 6), "{row:?}");
        assert_ne!(row.reason, "-");
        desk.after(24 * 60 * 60_000).await;
        assert_eq!(desk.taken(id).len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pair_limit_delays_one_person_and_keeps_their_order() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 2).await;
        desk.fault(Fault::Pair);
        let (ids, claimed) = desk.put(&[(0, Class::C), (0, Class::A)]).await;
        assert_eq!(claimed.len(), 1, "one of a person at a time");
        desk.app.sender.send_all(claimed).await.unwrap();
        let other = desk.send(1, Class::C, Fault::Pass).await;
        desk.rest().await;
        assert_eq!(desk.state(other).await.0, "accepted");
        assert_eq!(desk.state(ids[0]).await.0, "retry_wait");
        assert_eq!(desk.state(ids[1]).await, ("queued".to_owned(), 0));
        desk.after(6_000).await;
        assert_eq!(desk.state(ids[1]).await, ("queued".to_owned(), 0), "nothing is left to borrow");
        desk.after(6_000).await;
        let order: Vec<i64> = desk.emulator.truth().iter().map(row_of).collect();
        assert_eq!(order, [other, ids[0], ids[1]]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_spelling_is_tried_once() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 4).await;
        // Refused at once, then taken under the other spelling.
        let id = desk.send(0, Class::A, Fault::GraphError(131_026)).await;
        assert_eq!(desk.row(id).await.wa_id, "551180000000", "without the ninth digit");
        desk.rest().await;
        assert_eq!(desk.taken(id).iter().map(|m| m.to.as_str()).collect::<Vec<_>>(), ["551180000000"]);
        // Refused under both.
        let id = desk.send(1, Class::A, Fault::GraphError(131_026)).await;
        desk.fault(Fault::GraphError(131_026));
        desk.rest().await;
        assert_eq!(desk.state(id).await, ("dead".to_owned(), 2));
        // Accepted, and failed afterwards: the same, once.
        let id = desk.send(2, Class::A, Fault::Failed(131_026)).await;
        desk.fault(Fault::Failed(131_026));
        desk.rest().await;
        desk.after(24 * 60 * 60_000).await;
        let tried: Vec<String> = desk.taken(id).into_iter().map(|message| message.to).collect();
        assert_eq!(tried, ["5511980000002", "551180000002"]);
        let row = desk.row(id).await;
        assert_eq!(
            (row.state.as_str(), row.attempt, row.status.as_str()),
            ("accepted", 2, "failed"),
            "{row:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_ended_process_was_sending_becomes_unknown() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 2).await;
        // `sending` is committed; then the process is gone before a byte is written.
        let (ids, claimed) = desk.put(&[(0, Class::A), (1, Class::B)]).await;
        assert_eq!(claimed.len(), 1, "announcements stand in line");
        desk.raw.run("update outbox set state = 'sending', attempt = 1 where class = 'B'").await;
        desk.app.store.close().await;
        let app = app_on(db.open().await, &desk.clock, &desk.graph);
        desk.emulator.set_webhook(open_doors(&app).await);
        let desk = Desk { app, ..desk };
        desk.after(121_000).await;
        for id in &ids {
            assert_eq!(desk.state(*id).await, ("unknown".to_owned(), 1));
        }
        desk.after(90_000).await;
        assert_eq!(desk.state(ids[0]).await, ("accepted".to_owned(), 2));
        assert_eq!(desk.state(ids[1]).await, ("unknown".to_owned(), 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_order_of_a_person_survives_refusals() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 3).await;
        let faults = Faults { rate_429: 30, server_5xx: 20, ..Faults::default() };
        desk.emulator.set_faults(faults);
        let bubbles: Vec<_> =
            (0..24).map(|n| (n % 3, if n % 2 == 0 { Class::A } else { Class::C })).collect();
        let (_, claimed) = desk.put(&bubbles).await;
        assert_eq!(claimed.len(), 3);
        desk.app.sender.send_all(claimed).await.unwrap();
        for _ in 0..200 {
            desk.after(10_000).await;
        }
        let mut sent: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for message in desk.emulator.truth() {
            sent.entry(message.to.clone()).or_default().push(row_of(&message));
        }
        assert_eq!(sent.len(), 3);
        for (to, order) in sent {
            assert!(order.is_sorted(), "{to}: {order:?}");
        }
        let dead = desk.raw.number("select count(*) from outbox where state = 'dead'").await;
        let taken = desk.raw.number("select count(*) from outbox where state = 'accepted'").await;
        assert_eq!(dead + taken, 24);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_speed_that_is_set_back_is_in_force_without_a_restart() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 1).await;
        for per_second in [20, 80] {
            desk.raw.run(&format!("update merchant set per_second = {per_second}")).await;
            desk.after(1_000).await;
            let leave = || desk.app.sender.limiter.take(desk.merchant, Line::Answers, usize::MAX);
            leave();
            desk.clock.advance(1_000);
            assert_eq!(leave(), per_second);
        }
    })
    .await;
}
