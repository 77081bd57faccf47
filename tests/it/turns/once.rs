//! Every message has its effect once, however often, in whatever company and to whichever replica it is
//! delivered.

use crate::support::engines::{on_both, postgres};
use crate::support::house::{House, app_on, open_doors, post, serve, verify_clean};
use crate::support::raw::Raw;
use crate::support::script::{Room, body, kept, left_behind, message, says, text, turns_on};
use crate::support::shop::{self, NOON, NUMBER};
use fregues::app::clock::Clock;
use fregues::emulator::{Faults, Say, Utterance};
use fregues::store::inbox;
use serde_json::Value;

const DAY: i64 = 86_400_000;

/// A morning at the counter: who writes what, one after the other.
const MORNING: [(&str, &str); 12] = [
    ("ana", "saldo"),
    ("beto", "11 98765-4321 89,90"),
    ("duda", "quero participar"),
    ("nina", "11 98765-0002 30,00"),
    ("duda", "2"),
    ("ana", "resgatar 1"),
    ("beto", "11 98765-0004 45,50"),
    ("bia", "meu código"),
    ("nina", "desfaz"),
    ("rui", "ranking"),
    ("ana", "extrato"),
    ("carla", "resumo"),
];

fn morning() -> Vec<(Value, i64)> {
    let minute = |index: usize| NOON + i64::try_from(index).unwrap() * 60_000;
    let bodies = MORNING.iter().enumerate().map(|(index, (who, words))| {
        let at = minute(index);
        (body(who, &[message(who, &format!("wamid.{index}"), at, text(words))]), at)
    });
    bodies.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn redelivery_days_later_shuffled_and_batched_changes_no_row() {
    on_both(|db| async move {
        let room = Room::open(&db, NOON + 15 * 60_000).await;
        let morning = morning();
        for (body, at) in &morning {
            assert_eq!(room.keep(body, *at).await, 1);
        }
        room.decide(256).await;
        let before = left_behind(&room.raw).await;
        assert!(before.iter().any(|row| row.starts_with("purchase: ")), "nothing happened at all");
        for days in [0, 1, 6] {
            let later = NOON + days * DAY + DAY / 2;
            let order = [7, 2, 11, 0, 5, 9, 1, 10, 4, 8, 3, 6];
            for index in order {
                assert_eq!(room.keep(&morning[index].0, later).await, 0);
            }
            let all: Vec<_> = order.iter().flat_map(|i| kept(room.merchant, &morning[*i].0, later)).collect();
            let unit = room.store.write(move |tx| Box::pin(async move { inbox::keep(tx, &all).await }));
            assert_eq!(unit.await.unwrap(), 0);
            room.decide(3).await;
            assert_eq!(left_behind(&room.raw).await, before, "{days} days later");
        }
        verify_clean(&room.store).await;
    })
    .await;
}

/// WhatsApp may deliver in any order; what is waiting is worked on in the order it was written.
#[tokio::test(flavor = "multi_thread")]
async fn the_order_of_delivery_does_not_matter_to_what_waits() {
    on_both(|db| async move {
        let mut found = Vec::new();
        for order in [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [11, 3, 8, 0, 6, 1, 10, 2, 9, 4, 7, 5]] {
            let room = Room::open(&db.fresh().await, NOON + DAY / 24).await;
            let morning = morning();
            for (place, index) in (0..).zip(order) {
                room.keep(&morning[index].0, NOON + DAY / 24 + place).await;
            }
            room.decide(256).await;
            verify_clean(&room.store).await;
            found.push(left_behind(&room.raw).await);
        }
        assert_eq!(found[0], found[1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redelivered_message_is_answered_once() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        house.emulator.set_faults(Faults { duplicate: 100, reorder: 40, batch: 40, ..Faults::default() });
        for (who, words) in MORNING {
            house.write(who, words);
        }
        house.drain().await;
        let chat = house.emulator.chat("beto");
        for bubble in chat.iter().filter(|bubble| bubble.from_person) {
            house.emulator.again(&bubble.wamid);
        }
        house.clock.advance(3 * DAY);
        house.drain().await;
        let answers = house.emulator.chat("beto").iter().filter(|bubble| !bubble.from_person).count();
        assert_eq!(answers, 2, "{:#?}", house.emulator.chat("beto"));
        let raw = Raw::of(&db).await;
        assert_eq!(raw.number("select cast(count(*) as bigint) from purchase").await, 3);
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sale_delivered_by_twenty_requests_at_once_counts_once() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let body = says("beto", "wamid.race", "11 98765-4321 89,90").to_string().into_bytes();
        let signature = house.app.secrets.sign(&body);
        let mut requests = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let (http, url, body, signature) =
                (house.http.clone(), house.webhook.clone(), body.clone(), signature.clone());
            requests.spawn(async move { post(&http, &url, &body, Some(&signature)).await });
        }
        assert_eq!(requests.join_all().await, [200; 20]);
        house.drain().await;
        let raw = Raw::of(&db).await;
        assert_eq!(raw.rows("select amount, earned from purchase").await, ["8990 | 2697"]);
        assert_eq!(house.emulator.truth().len(), 2, "one answer and one receipt");
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_button_repeats_its_answer_and_moves_nothing() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        house.say("beto", "11 98765-0009 31").await;
        let asked = house.emulator.chat("beto").pop().unwrap();
        let (id, title) = asked.buttons[0].clone();
        let yes = Say::Tap { id, title, list: false };
        let first = house.does("beto", Utterance::new(yes.clone())).await;
        let raw = Raw::of(&db).await;
        let ledger = raw.rows("select txn, amount from transfer order by txn, line").await;
        let again = house.does("beto", Utterance::new(yes)).await;
        assert_eq!(first[0].body, again[0].body);
        assert_eq!(raw.rows("select txn, amount from transfer order by txn, line").await, ledger);
        house.verify_clean().await;
    })
    .await;
}

/// A receipt waits for a closed window; its reader writes in the very batch in which it was decided.
#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_goes_when_its_reader_writes_in_the_same_batch() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        house.write("beto", "11 98765-0003 200");
        house.write("rui", "oi");
        house.drain().await;
        let got: Vec<_> = house
            .emulator
            .chat("rui")
            .into_iter()
            .filter(|b| !b.from_person)
            .map(|b| (b.status, b.body))
            .collect();
        assert_eq!(got.len(), 2, "{got:#?}");
        assert!(got[0].1.contains("6.000") && got[0].0 != "failed", "{got:#?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_whose_time_is_over_is_let_go_once() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        house.say("ana", "resgatar 1").await;
        let raw = Raw::of(&db).await;
        assert_eq!(raw.rows("select state from hold").await, ["open"]);
        house.clock.advance(DAY + 1);
        // Two look at once; nobody wrote.
        let other = turns_on(&house.app.store, &house.clock);
        let (one, two) = tokio::join!(house.app.turns.poll_once(), other.poll_once());
        assert_eq!(one.unwrap().messages + two.unwrap().messages, 1);
        house.drain().await;
        assert_eq!(raw.rows("select state from hold").await, ["expired"]);
        assert_eq!(raw.number("select cast(count(*) as bigint) from txn where kind = 'release'").await, 1);
        let ana = "select available, held from wallet where available = 7000";
        assert_eq!(raw.rows(ana).await, ["7000 | 0"]);
        let told = house.say("ana", "extrato").await;
        assert_eq!(told.len(), 1, "she is not told again: {told:#?}");
        house.verify_clean().await;
    })
    .await;
}

/// Two replicas of the service, each with its own store and door, on one database.
#[tokio::test(flavor = "multi_thread")]
async fn two_replicas_on_one_database_answer_each_message_once() {
    let Some(db) = postgres().await else { return };
    let house = House::open(&db).await;
    let graph = serve(house.emulator.router()).await;
    let (store, clock) = (db.open().await, house.clock.clone());
    let second = app_on(store, &clock, &graph);
    let door = open_doors(&second).await;
    let mut sends = tokio::task::JoinSet::new();
    for sale in 0..40 {
        let line = format!("11 98765-4321 {},50", 20 + sale);
        let body = says("beto", &format!("wamid.{sale}"), &line).to_string().into_bytes();
        let signature = house.app.secrets.sign(&body);
        for url in [house.webhook.clone(), door.clone()] {
            let (http, body, signature) = (house.http.clone(), body.clone(), signature.clone());
            sends.spawn(async move { post(&http, &url, &body, Some(&signature)).await });
        }
    }
    let (first, other) = (house.app.clone(), second.clone());
    let drains = [first, other].map(|app| {
        tokio::spawn(async move {
            for _ in 0..30 {
                app.drain().await.unwrap();
                tokio::task::yield_now().await;
            }
        })
    });
    assert!(sends.join_all().await.iter().all(|status| *status == 200));
    for drain in drains {
        drain.await.unwrap();
    }
    house.drain().await;
    second.drain().await.unwrap();
    house.drain().await;
    let raw = Raw::of(&db).await;
    assert_eq!(raw.number("select cast(count(*) as bigint) from purchase").await, 40);
    assert_eq!(raw.number("select cast(count(distinct amount) as bigint) from purchase").await, 40);
    assert_eq!(house.emulator.truth().len(), 80, "forty answers and forty receipts");
    assert_eq!(raw.rows("select distinct state from inbox").await, ["done"]);
    house.verify_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn merchants_take_turns_however_much_one_of_them_has() {
    on_both(|db| async move {
        let store = db.open().await;
        let clock = Clock::manual(NOON);
        for number in [NUMBER, "2", "3"] {
            let merchant = shop::settle(&store, number).await;
            let rows: Vec<_> = (0..6)
                .flat_map(|n| kept(merchant, &says("ana", &format!("wamid.{number}.{n}"), "saldo"), NOON + n))
                .collect();
            store.write(move |tx| Box::pin(async move { inbox::keep(tx, &rows).await })).await.unwrap();
        }
        let turns = turns_on(&store, &clock);
        for _ in 0..3 {
            assert_eq!(turns.poll(2).await.unwrap().messages, 2);
        }
        let served = "select merchant, cast(count(*) as bigint) from inbox where state = 'done' group by merchant order by 1";
        assert_eq!(Raw::of(&db).await.rows(served).await, ["1 | 2", "2 | 2", "3 | 2"]);
    })
    .await;
}
