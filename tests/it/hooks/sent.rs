//! The way of one event: signed, tried again by the clock, in the order of its member, and beside others.

use super::{Told, add};
use crate::support::engines::on_both;
use crate::support::receiver::{Got, Receiver};
use crate::support::shop::NOON;
use fregues::app::courier::judge::SCHEDULE;
use fregues::app::courier::{self, PLACES};
use fregues::app::office::hooks::HookOrder;
use fregues::app::scheduler::{self, LEASE};
use tokio_util::sync::CancellationToken;

const DAY: i64 = 86_400_000;

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_is_told_signed_and_names_nobody() {
    on_both(|db| async move {
        let Told { house, receiver, secret, hook, .. } = Told::open(&db, "*").await;
        house.say("beto", "11 98765-4321 89,90").await;
        house.clock.advance(1_000);
        house.say("beto", "desfaz").await;
        let got = receiver.got();
        let kinds: Vec<String> = got.iter().map(Got::kind).collect();
        assert_eq!(kinds, ["purchase.created", "purchase.reversed"], "{}", db.engine);
        for (number, got) in (1..).zip(&got) {
            assert!(got.is_signed_with(&secret) && !got.is_signed_with("whsec_AAAA"), "{got:?}");
            assert_eq!(got.id, format!("msg_{hook}_{number}"));
            for name in ["Ana", "Souza", "Beto", "98765", "8765"] {
                assert!(!got.body.contains(name), "{}", got.body);
            }
        }
        assert_eq!(got[0].timestamp, NOON / 1_000);
        let bought = got[0].json();
        assert_eq!(bought["timestamp"], "2026-11-21T15:00:00.000Z");
        let data = &bought["data"];
        assert_eq!(data["amount"], serde_json::json!({ "value": "89.90", "currency": "BRL" }));
        assert_eq!(data["earned"], serde_json::json!({ "value": "2697", "unit": "points" }));
        let back = &got[1].json()["data"];
        assert_eq!((&back["purchase"], &back["member"]), (&data["purchase"], &data["member"]));
        assert_eq!((&back["standing"]["value"], &back["taken"]["value"]), (&"0.00".into(), &"2697".into()));
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_is_tried_again_by_the_clock_and_holds_up_its_member_only() {
    on_both(|db| async move {
        let told = Told::open(&db, "purchase.*").await;
        let Told { house, receiver, .. } = &told;
        let id = |event: i64| format!("msg_{}_{event}", told.hook);
        receiver.answer(500);
        house.say("beto", "11 98765-4321 50").await;
        assert_eq!(receiver.fresh(), [id(1)]);
        house.say("beto", "11 98765-4321 60").await;
        assert_eq!(receiver.fresh(), Vec::<String>::new(), "the later one of the same member waits");
        receiver.answer(200);
        house.say("nina", "11 98765-0002 70").await;
        assert_eq!(receiver.fresh(), [id(3)], "another member's does not");
        receiver.answer(503);
        for (tries, wait) in (2..).zip(SCHEDULE) {
            house.clock.advance(wait - 1);
            house.app.drain().await.unwrap();
            assert_eq!(receiver.fresh(), Vec::<String>::new(), "try {tries} comes too early");
            if tries == 8 {
                receiver.answer(302);
            }
            house.clock.advance(1);
            house.app.courier.step().await.unwrap();
            assert_eq!(receiver.fresh(), [id(1)], "try {tries} has the same id");
        }
        assert_eq!(told.log().await, ["1 | dead | 8 | 302", "2 | queued | 0 | -", "3 | delivered | 1 | 200"]);
        receiver.answer(200);
        house.drain().await;
        assert_eq!(receiver.fresh(), [id(2)], "once it is given up, what waited behind it goes");
        let log = told.order(HookOrder::Log { id: told.hook.clone(), failed: true, most: None }).await;
        assert!(
            log.contains("dead, 8 attempts, HTTP 302") && log.contains("redirects are not followed"),
            "{log}"
        );
    })
    .await;
}

/// Sales to twenty people: one receiver never answers, the other gets all of them meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_never_answers_keeps_no_other_waiting() {
    on_both(|db| async move {
        let Told { house, raw, receiver: silent, hook, .. } = Told::open(&db, "purchase.*").await;
        let quick = Receiver::open().await;
        let (other, _) = add(&house, &quick.url, "purchase.*").await;
        silent.answer(0);
        for n in 0..20 {
            house.write("beto", &format!("11 98765-{:04} 50", 1_000 + n));
            house.write("beto", "sim");
        }
        while house.emulator.pump().await > 0 {}
        while house.app.turns.poll_once().await.unwrap().messages > 0 {}
        assert_eq!(raw.number("select count(*) from event").await, 20);
        let stop = CancellationToken::new();
        let running = tokio::spawn(courier::run(house.app.courier.clone(), stop.clone()));
        quick.has(20).await;
        silent.has(PLACES).await;
        let under_way = format!("select count(*) from delivery where hook = '{hook}' and state = 'sending'");
        assert_eq!(raw.number(&under_way).await, 4, "no more than its places, on {}", db.engine);
        let times: std::collections::BTreeSet<String> = quick.got().into_iter().map(|got| got.id).collect();
        assert_eq!((times.len(), quick.got().len()), (20, 20), "each once to {other}");
        stop.cancel();
        running.abort();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_ends_before_it_wrote_down_the_answer_sends_again_with_the_same_id() {
    on_both(|db| async move {
        let told = Told::open(&db, "*").await;
        told.house.say("beto", "11 98765-4321 50").await;
        let first = told.receiver.fresh();
        // As it stood between the answer and the commit.
        told.raw.run("update delivery set state = 'sending', status = null").await;
        told.house.app.drain().await.unwrap();
        assert_eq!(told.receiver.fresh(), Vec::<String>::new(), "it may still be at it");
        told.house.clock.advance(LEASE);
        told.house.drain().await;
        assert_eq!(told.receiver.fresh(), first);
        assert_eq!(told.log().await, ["1 | delivered | 2 | 200"]);
        if db.engine == "SQLite" {
            // One process has the file: what was on its way when it begins was left there.
            told.raw.run("update delivery set state = 'sending', status = null").await;
            scheduler::take_over(&told.house.app.sender).await;
            told.house.drain().await;
            assert_eq!(told.receiver.fresh(), first);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_wants_nothing_or_is_gone_for_five_days_is_given_up_and_its_owner_told() {
    on_both(|db| async move {
        let told = Told::open(&db, "*").await;
        let Told { house, receiver, hook, .. } = &told;
        let states = async || told.raw.rows("select state from hook").await;
        receiver.answer(410);
        house.say("beto", "11 98765-4321 50").await;
        let heard = |words: &str| {
            let chat = house.emulator.chat("carla");
            assert!(chat.iter().any(|bubble| bubble.body.contains(words)), "{chat:?}");
        };
        heard("127.0.0.1:");
        heard("não quer mais receber");
        assert!(states().await[0].starts_with("disabled"));
        house.say("beto", "11 98765-4321 60").await;
        assert_eq!(told.log().await.len(), 1, "nothing is queued for it");
        receiver.answer(500);
        let resumed = told.order(HookOrder::Resume { id: hook.clone() }).await;
        assert!(resumed.contains("--since"), "{resumed}");
        receiver.fresh();
        for day in 0..5 {
            house.say("beto", "11 98765-0002 70").await;
            assert!(states().await[0].starts_with("active"), "after {day} days, on {}", db.engine);
            house.clock.advance(DAY);
        }
        assert!(receiver.fresh().len() > 4);
        house.drain().await;
        assert!(states().await[0].starts_with("disabled"), "{:?}", told.log().await);
        house.say("carla", "oi").await;
        heard("Há cinco dias nada chega a");
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_arrival_ends_a_bad_spell() {
    on_both(|db| async move {
        let told = Told::open(&db, "*").await;
        let Told { house, receiver, .. } = &told;
        for _ in 0..3 {
            receiver.answer(500);
            house.say("beto", "11 98765-4321 50").await;
            house.clock.advance(4 * DAY);
            receiver.answer(200);
            house.drain().await;
        }
        assert_eq!(told.raw.rows("select state from hook where failing_ms is null").await, ["active"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_older_than_thirty_days_is_let_go_delivered_or_not() {
    on_both(|db| async move {
        let told = Told::open(&db, "*").await;
        told.house.say("beto", "11 98765-4321 50").await;
        told.order(HookOrder::Pause { id: told.hook.clone() }).await;
        told.house.say("beto", "11 98765-4321 60").await;
        assert_eq!(told.log().await, ["1 | delivered | 1 | 200", "2 | queued | 0 | -"]);
        told.house.clock.advance(30 * DAY);
        scheduler::step(&told.house.app.sender).await.unwrap();
        assert_eq!(told.raw.number("select count(*) from event").await, 2);
        told.house.clock.advance(1);
        scheduler::step(&told.house.app.sender).await.unwrap();
        for table in ["event", "delivery"] {
            assert_eq!(told.raw.number(&format!("select count(*) from {table}")).await, 0, "{table}");
        }
    })
    .await;
}
