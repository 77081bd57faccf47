//! A desk: a service, an emulator, and a hand that puts bubbles into the outbox.

use crate::support::engines::Db;
use crate::support::house::{app_on, client, emulator_on, open_doors, serve};
use crate::support::raw::Raw;
use crate::support::shop::NOON;
use fregues::app::App;
use fregues::app::clock::Clock;
use fregues::dialogue::line::Class;
use fregues::domain::ids::{MemberId, MerchantId};
use fregues::emulator::{Accepted, Emulator, Fault};
use fregues::play::world::World;
use fregues::store::outbox::{self, Claimed, Outgoing};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, Ordering};

pub const NUMBER: &str = "106540352242922";

/// A service and an emulator, and a hand that puts bubbles into the outbox.
pub struct Desk {
    pub app: App,
    pub emulator: Emulator,
    pub clock: Clock,
    pub raw: Raw,
    pub merchant: MerchantId,
    pub graph: String,
    /// Member and WhatsApp id of everybody.
    pub people: Vec<(MemberId, String)>,
    pub next: AtomicI64,
}

/// A row of the outbox, as far as these tests look.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    pub state: String,
    pub attempt: i64,
    /// From now on, ms.
    pub wait: i64,
    pub wa_id: String,
    pub status: String,
    pub reason: String,
}

impl Desk {
    pub async fn open(db: &Db, people: usize) -> Desk {
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
        let found = raw.rows("select member, wa_id from conversation where member not in (select member from staff) order by member").await;
        let people = found
            .iter()
            .filter_map(|row| row.split_once(" | "))
            .map(|(member, wa_id)| (MemberId(member.parse().unwrap()), wa_id.to_owned()))
            .collect();
        let next = AtomicI64::new(1_000_000);
        Desk { app, emulator, clock, raw, merchant, graph, people, next }
    }

    /// Puts a bubble of each class to each person into the outbox, in one transaction like a batch.
    pub async fn put(&self, bubbles: &[(usize, Class)]) -> (Vec<i64>, Vec<Claimed>) {
        self.put_all(bubbles.iter().map(|(person, class)| self.bubble(*person, *class)).collect()).await
    }

    /// A bubble in the free form, always allowed.
    pub fn bubble(&self, person: usize, class: Class) -> Outgoing {
        let (member, wa_id) = &self.people[person];
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let body = serde_json::json!({ "messaging_product": "whatsapp", "recipient_type": "individual",
            "type": "text", "text": { "body": format!("bubble {id}") } });
        Outgoing {
            id,
            member: *member,
            class,
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
    }

    pub async fn put_all(&self, outgoing: Vec<Outgoing>) -> (Vec<i64>, Vec<Claimed>) {
        let ids = outgoing.iter().map(|row| row.id).collect();
        let (merchant, now) = (self.merchant, self.clock.now());
        let unit = self.app.store.write(move |tx| {
            Box::pin(async move { outbox::insert(tx, merchant, NUMBER, &outgoing, usize::MAX, now).await })
        });
        (ids, unit.await.unwrap())
    }

    /// One bubble that meets one fault, sent once; no status is delivered yet.
    pub async fn send(&self, person: usize, class: Class, fault: Fault) -> i64 {
        self.fault(fault);
        let (ids, claimed) = self.put(&[(person, class)]).await;
        self.app.sender.send_all(claimed).await.unwrap();
        if class == Class::B {
            self.app.sender.poll_once().await.unwrap();
        }
        ids[0]
    }

    pub fn fault(&self, fault: Fault) {
        let mut faults = self.emulator.faults();
        faults.next.push_back(fault);
        self.emulator.set_faults(faults);
    }

    pub async fn row(&self, id: i64) -> Row {
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

    pub async fn state(&self, id: i64) -> (String, i64) {
        let row = self.row(id).await;
        (row.state, row.attempt)
    }

    /// Everything that can happen at this moment happens.
    pub async fn rest(&self) {
        for _ in 0..1_000 {
            if self.emulator.pump().await + self.app.drain().await.unwrap() == 0 {
                return;
            }
        }
        panic!("it never comes to rest");
    }

    pub async fn after(&self, ms: i64) {
        self.clock.advance(ms);
        self.rest().await;
    }

    /// What the Graph API took for this row.
    pub fn taken(&self, id: i64) -> Vec<Accepted> {
        self.emulator.truth().into_iter().filter(|message| row_of(message) == id).collect()
    }
}

pub fn row_of(message: &Accepted) -> i64 {
    message.callback.as_deref().and_then(outbox::read_callback).unwrap().1
}

/// Members who all wrote an hour ago.
pub fn world(people: usize) -> World {
    let mut text = format!(
        "[merchant]\nname = \"Clube Patinhas\"\nphone_number_id = \"{NUMBER}\"\nprogram = \"pets\"\n\
         language = \"pt-BR\"\nzone = \"America/Sao_Paulo\"\narea_code = \"11\"\n[[store]]\nname = \"Centro\"\n\
         [[staff]]\nname = \"Carla\"\nphone = \"+5511977770001\"\nrole = \"owner\"\nstore = \"Centro\"\n"
    );
    for person in 0..people {
        let _ = write!(
            text,
            "[[person]]\nname = \"P{person}\"\nphone = \"+551198{person:07}\"\njoined = true\noffers = true\nwindow = \"open\"\n"
        );
    }
    World::read(&text).unwrap()
}
