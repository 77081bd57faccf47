//! Sending without an idempotency key: what is known of an attempt decides what becomes of its row, and
//! nothing is guessed.

mod storm;

use crate::support::engines::{self, Db, on_both};
use crate::support::house::{app_on, client, emulator_on, open_doors, serve};
use crate::support::raw::Raw;
use crate::support::shop::NOON;
use fregues::app::App;
use fregues::app::clock::Clock;
use fregues::dialogue::line::Class;
use fregues::domain::ids::{MemberId, MerchantId};
use fregues::emulator::{Accepted, Emulator, Fault, Faults, Utterance};
use fregues::play::world::World;
use fregues::store::outbox::{self, Claimed, Outgoing};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, Ordering};

const NUMBER: &str = "106540352242922";

/// A service and an emulator, and a hand that puts bubbles into the outbox.
struct Desk {
    app: App,
    emulator: Emulator,
    clock: Clock,
    raw: Raw,
    merchant: MerchantId,
    graph: String,
    /// Member and WhatsApp id of everybody.
    people: Vec<(MemberId, String)>,
    next: AtomicI64,
}

/// A row of the outbox, as far as these tests look.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    state: String,
    attempt: i64,
    /// From now on, ms.
    wait: i64,
    wa_id: String,
    status: String,
    reason: String,
}

impl Desk {
    async fn open(db: &Db, people: usize) -> Desk {
        let _ = client();
        let clock = Clock::manual(NOON);
        let store = db.open().await;
        let world = world(people);
        let merchant = world.found(&store, NOON).await.unwrap();
        let emulator = emulator_on(&clock);
        world.populate(&emulator);
        for person in emulator.people() {
            emulator.open_window(&person.id, NUMBER, NOON);
        }
        let graph = serve(emulator.router()).await;
        let app = app_on(store, &clock, &graph);
        emulator.set_webhook(open_doors(&app).await);
        let raw = Raw::of(db).await;
        let found = raw.rows("select member, wa_id from conversation order by member").await;
        let people = found
            .iter()
            .filter_map(|row| row.split_once(" | "))
            .map(|(member, wa_id)| (MemberId(member.parse().unwrap()), wa_id.to_owned()))
            .collect();
        let next = AtomicI64::new(1_000_000);
        Desk { app, emulator, clock, raw, merchant, graph, people, next }
    }

    /// Puts a bubble of each class to each person into the outbox, in one transaction like a batch.
    async fn put(&self, bubbles: &[(usize, Class)]) -> (Vec<i64>, Vec<Claimed>) {
        let outgoing: Vec<Outgoing> = bubbles
            .iter()
            .map(|(person, class)| {
                let (member, wa_id) = &self.people[*person];
                let id = self.next.fetch_add(1, Ordering::Relaxed);
                let body = serde_json::json!({ "messaging_product": "whatsapp", "recipient_type": "individual",
                    "type": "text", "text": { "body": format!("bubble {id}") } });
                Outgoing {
                    id,
                    member: *member,
                    class: *class,
                    waits: false,
                    wa_id: Some(wa_id.clone()),
                    user_id: None,
                    body: body.to_string(),
                    template: None,
                    until: None,
                    initiates: false,
                    about: None,
                    cause: format!("wamid.CAUSE{id}"),
                }
            })
            .collect();
        let ids = outgoing.iter().map(|row| row.id).collect();
        let (merchant, now) = (self.merchant, self.clock.now());
        let unit = self.app.store.write(move |tx| {
            Box::pin(async move { outbox::insert(tx, merchant, NUMBER, &outgoing, now).await })
        });
        (ids, unit.await.unwrap())
    }

    /// One bubble that meets one fault, sent once; no status is delivered yet.
    async fn send(&self, person: usize, class: Class, fault: Fault) -> i64 {
        self.fault(fault);
        let (ids, claimed) = self.put(&[(person, class)]).await;
        self.app.sender.send_all(claimed).await.unwrap();
        ids[0]
    }

    fn fault(&self, fault: Fault) {
        let mut faults = self.emulator.faults();
        faults.next.push_back(fault);
        self.emulator.set_faults(faults);
    }

    async fn row(&self, id: i64) -> Row {
        let sql = format!(
            "select state, attempt, due_ms, wa_id, coalesce(status, '-'), coalesce(reason, '-') from outbox where id = {id}"
        );
        let found = self.raw.rows(&sql).await;
        let [row] = &found[..] else { panic!("{found:?}") };
        let parts: Vec<&str> = row.splitn(6, " | ").collect();
        Row {
            state: parts[0].to_owned(),
            attempt: parts[1].parse().unwrap(),
            wait: parts[2].parse::<i64>().unwrap() - self.clock.now(),
            wa_id: parts[3].to_owned(),
            status: parts[4].to_owned(),
            reason: parts[5].to_owned(),
        }
    }

    async fn state(&self, id: i64) -> (String, i64) {
        let row = self.row(id).await;
        (row.state, row.attempt)
    }

    /// Everything that can happen at this moment happens.
    async fn rest(&self) {
        for _ in 0..1_000 {
            if self.emulator.pump().await + self.app.drain().await.unwrap() == 0 {
                return;
            }
        }
        panic!("it never comes to rest");
    }

    async fn after(&self, ms: i64) {
        self.clock.advance(ms);
        self.rest().await;
    }

    /// What the Graph API took for this row.
    fn taken(&self, id: i64) -> Vec<Accepted> {
        self.emulator.truth().into_iter().filter(|message| row_of(message) == id).collect()
    }
}

fn row_of(message: &Accepted) -> i64 {
    message.callback.as_deref().and_then(outbox::read_callback).unwrap().1
}

/// Members who all wrote an hour ago.
fn world(people: usize) -> World {
    let mut text = format!(
        "[merchant]\nname = \"Clube Patinhas\"\nphone_number_id = \"{NUMBER}\"\nprogram = \"pets\"\n\
         language = \"pt-BR\"\nzone = \"America/Sao_Paulo\"\narea_code = \"11\"\n[[store]]\nname = \"Centro\"\n"
    );
    for person in 0..people {
        let _ = write!(
            text,
            "[[person]]\nname = \"P{person}\"\nphone = \"+551198{person:07}\"\njoined = true\nwindow = \"open\"\n"
        );
    }
    World::read(&text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_outcome_leads_to_its_state() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 1).await;
        let code = Fault::GraphError;
        let day = 24 * 60 * 60_000;
        for (fault, class, state, attempt, least, most) in [
            (Fault::Pass, Class::C, "accepted", 1, 0, 0),
            (Fault::DropAfterAccept, Class::A, "unknown", 1, 0, 0),
            (Fault::Reset, Class::B, "unknown", 1, 0, 0),
            (Fault::Bare502, Class::C, "unknown", 1, 0, 0),
            (Fault::Malformed200, Class::A, "unknown", 1, 0, 0),
            // The account's trouble: no attempt is used up.
            (code(190), Class::A, "queued", 0, 30_000, 30_000),
            (code(131_042), Class::C, "queued", 0, 30_000, 30_000),
            (code(80_007), Class::A, "queued", 0, 30_000, 30_000),
            (code(131_057), Class::A, "queued", 0, 60_000, 60_000),
            (Fault::RateLimit, Class::A, "queued", 0, 1, 5_000),
            (Fault::Pair, Class::A, "retry_wait", 1, 6_000, 6_000),
            (Fault::ServerError, Class::A, "retry_wait", 1, 2_000, 4_000),
            (code(131_016), Class::C, "retry_wait", 1, 2_000, 4_000),
            (code(135_000), Class::C, "retry_wait", 1, 2_000, 4_000),
            (code(999_999), Class::C, "retry_wait", 1, 2_000, 4_000),
            (code(131_048), Class::A, "retry_wait", 1, day, day),
            (code(131_048), Class::B, "dead", 1, 0, 0),
            (code(131_049), Class::B, "dead", 1, 0, 0),
            (code(131_050), Class::B, "dead", 1, 0, 0),
            (code(131_026), Class::A, "retry_wait", 1, 0, 0),
            (code(131_021), Class::A, "dead", 1, 0, 0),
            (code(131_062), Class::A, "dead", 1, 0, 0),
            (code(131_047), Class::A, "waiting", 1, 0, 0),
            (code(131_047), Class::C, "dead", 1, 0, 0),
            (code(132_001), Class::B, "dead", 1, 0, 0),
            (code(100), Class::A, "dead", 1, 0, 0),
        ] {
            let id = desk.send(0, class, fault.clone()).await;
            let row = desk.row(id).await;
            assert_eq!((row.state.as_str(), row.attempt), (state, attempt), "{fault:?} {class:?}: {row:?}");
            assert!((least..=most).contains(&row.wait), "{fault:?} {class:?}: {row:?}");
            assert_eq!(row.reason == "-", state == "accepted", "{fault:?}: a reason is kept: {row:?}");
            desk.raw.run("delete from outbox").await;
        }
        // Nobody listens: nothing was written, so it may go again.
        let away = app_on(desk.app.store.clone(), &desk.clock, "http://127.0.0.1:9");
        let (ids, claimed) = desk.put(&[(0, Class::B)]).await;
        away.sender.send_all(claimed).await.unwrap();
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
        assert_eq!(claimed.len(), 2);
        drop(claimed);
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
