//! Many sends through a bad network: what WhatsApp took is what we say it took, and nothing repeats that must not. The
//! oracle is what happened on the other side: every attempt and how it was answered, every message that was taken, and
//! every status that was told.
//!
//! `SENDS=10000 cargo test --test it sender::storm` is the full size.

use super::desk::{Desk, row_of};
use crate::support::engines::{self, Db};
use crate::support::house::client;
use crate::support::shop::NOON;
use fregues::app::{App, Parts};
use fregues::dialogue::line::Class;
use fregues::emulator::{Answered, Faults};
use fregues::store::outbox;
use fregues::whatsapp::client::Client;
use fregues::whatsapp::signature::Secrets;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// Shortened from the 35 s that a slow answer takes and the 30 s that we wait.
const SLOW: u64 = 2_000;
const PATIENCE: Duration = Duration::from_millis(1_500);
const MINUTE: i64 = 60_000;

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_sends_through_a_bad_network_on_sqlite() {
    bad_network(engines::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_sends_through_a_bad_network_on_postgres() {
    if let Some(db) = engines::postgres().await {
        bad_network(db).await;
    }
}

fn sends() -> usize {
    std::env::var("SENDS").ok().and_then(|sends| sends.parse().ok()).unwrap_or(2_000)
}

/// The service of the desk, but with little patience.
fn impatient(desk: &Desk) -> App {
    let _ = client();
    let parts = Parts {
        store: desk.app.store.clone(),
        clock: desk.clock.clone(),
        client: Client::with_timeouts(&desk.graph, "v26.0", Duration::from_secs(5), PATIENCE).unwrap(),
        token: "token".to_owned(),
        seal: None,
        secrets: Secrets::new(vec!["app-secret".to_owned()]).unwrap(),
        verify_token: "verify-me".to_owned(),
        seed: b"seed".to_vec(),
        older_seeds: Vec::new(),
        private_hooks: true,
        post: None,
        public_url: String::new(),
        words: None,
        exchange: fregues::domain::meter::USUAL_EXCHANGE,
    };
    let app = App::new(parts).unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
    app.sender.limiter.set_speed(desk.merchant, 1_000_000);
    app
}

/// What happened to one row on the other side.
#[derive(Default)]
struct Happened {
    /// How each attempt was answered, in order.
    answers: Vec<Answered>,
    /// Messages taken for it.
    taken: BTreeSet<String>,
}

/// A row as it ended here.
struct Ended {
    state: String,
    /// Its own message and its twins.
    messages: BTreeSet<String>,
}

async fn bad_network(db: Db) {
    const PEOPLE: usize = 200;
    let (sends, began) = (sends(), Instant::now());
    let desk = Desk::open(&db, PEOPLE).await;
    let app = impatient(&desk);
    desk.emulator.set_webhook(crate::support::house::open_doors(&app).await);
    let desk = Desk { app, ..desk };
    desk.emulator.set_faults(Faults {
        drop_after_accept: 10,
        slow: 5,
        slow_ms: SLOW,
        reset: 5,
        bare_502: 2,
        malformed_200: 2,
        rate_429: 10,
        duplicate: 20,
        reorder: 20,
        late_status: 20,
        missing_status: 5,
        batch: 90,
        ..Faults::default()
    });
    let mut classes: BTreeMap<i64, Class> = BTreeMap::new();
    while classes.len() < sends {
        let left = sends - classes.len();
        let bubbles: Vec<_> = (0..PEOPLE.min(left))
            .map(|n| (n, [Class::A, Class::B, Class::C][(n + left / PEOPLE) % 3]))
            .collect();
        let (ids, claimed) = desk.put(&bubbles).await;
        classes.extend(ids.into_iter().zip(bubbles.iter().map(|(_, class)| *class)));
        desk.app.sender.send_all(claimed).await.unwrap();
        desk.after(7_000).await;
    }
    let open = "select count(*) from outbox where state in ('queued', 'retry_wait', 'sending') \
                or (state = 'unknown' and class <> 'B')";
    while desk.raw.number(open).await > 0 || desk.emulator.pending() > 0 {
        assert!(desk.clock.now() < NOON + 24 * 60 * MINUTE, "it never comes to an end");
        desk.after(10_000).await;
    }
    let happened = happened(&desk);
    let told = told(&desk).await;
    let ended = ended(&desk).await;
    let (mut twice, mut states) = (0, BTreeMap::<String, usize>::new());
    for (id, class) in &classes {
        let (happened, ended) = (&happened[id], &ended[id]);
        let says = format!("{id} {class:?} {} {:?}", ended.state, happened.answers);
        *states.entry(format!("{class:?} {}", ended.state)).or_default() += 1;
        assert_eq!(ended.state, expected(*class, happened, &told), "{says}");
        let most = if *class == Class::B { 1 } else { 2 };
        assert!(happened.taken.len() <= most, "{says}: taken {} times", happened.taken.len());
        if happened.taken.len() == 2 {
            let first = happened.answers.iter().find(|answered| **answered != Answered::Refused(130_429));
            assert_eq!(first, Some(&Answered::InDoubt), "{says}: twice only where the first was unknown");
            twice += 1;
        }
        // Whatever was answered or told is attached; what was neither cannot be known.
        let heard: BTreeSet<&String> = happened.taken.iter().filter(|wamid| told.contains(*wamid)).collect();
        assert!(
            heard.iter().all(|wamid| ended.messages.contains(*wamid)),
            "{says}: {heard:?} {:?}",
            ended.messages
        );
        assert!(ended.messages.is_subset(&happened.taken), "{says}");
    }
    let unknown = counted(&desk).await;
    let oracle =
        classes.iter().filter(|(id, class)| expected(**class, &happened[*id], &told) == "unknown").count();
    let attempts: usize = happened.values().map(|row| row.answers.len()).sum();
    let accepted: usize = happened.values().map(|row| row.taken.len()).sum();
    eprintln!(
        "{}: {sends} sends in {:.1?}, {attempts} attempts, {accepted} taken, {twice} twice, {unknown} unknown; {states:?}",
        db.engine,
        began.elapsed()
    );
    assert_eq!(usize::try_from(unknown).unwrap(), oracle);
    assert_eq!(happened.len(), sends, "taken for a row that is not there");
    engines::dispose(&db.url).await;
}

/// How a row must end, seen from the other side: announcements whose outcome nobody told stay unknown, the others
/// were tried once more.
fn expected(class: Class, happened: &Happened, told: &BTreeSet<String>) -> &'static str {
    let known = happened.taken.iter().any(|wamid| told.contains(wamid))
        || happened.answers.contains(&Answered::Accepted);
    match class {
        _ if known => "accepted",
        Class::B => "unknown",
        Class::A | Class::C => "dead",
    }
}

fn happened(desk: &Desk) -> BTreeMap<i64, Happened> {
    let mut rows: BTreeMap<i64, Happened> = BTreeMap::new();
    for attempt in desk.emulator.attempts() {
        let (_, id, _) = attempt.callback.as_deref().and_then(outbox::read_callback).unwrap();
        rows.entry(id).or_default().answers.push(attempt.answered);
    }
    for message in desk.emulator.truth() {
        rows.entry(row_of(&message)).or_default().taken.insert(message.wamid);
    }
    rows
}

/// Messages that any status told of.
async fn told(desk: &Desk) -> BTreeSet<String> {
    let heard = desk.raw.rows("select key from inbox where kind = 'status'").await;
    heard.iter().filter_map(|key| key.split(':').nth(1)).map(str::to_owned).collect()
}

async fn ended(desk: &Desk) -> BTreeMap<i64, Ended> {
    let mut rows = BTreeMap::new();
    for row in desk.raw.rows("select id, state, coalesce(wamid, '-') from outbox").await {
        let parts: Vec<&str> = row.split(" | ").collect();
        let messages = [parts[2].to_owned()].into_iter().filter(|wamid| wamid != "-").collect();
        rows.insert(parts[0].parse().unwrap(), Ended { state: parts[1].to_owned(), messages });
    }
    for twin in desk.raw.rows("select outbox, wamid from twin").await {
        let (id, wamid) = twin.split_once(" | ").unwrap();
        let row: &mut Ended = rows.get_mut(&id.parse().unwrap()).unwrap();
        assert!(row.messages.insert(wamid.to_owned()), "{id} has {wamid} twice");
    }
    rows
}

/// The report's own count, which must not depend on how old they are.
async fn counted(desk: &Desk) -> i64 {
    let mut counts = Vec::new();
    for later in [0, 2 * 24 * 60 * MINUTE, 9 * 24 * 60 * MINUTE] {
        let now = desk.clock.now() + later;
        let found = desk.app.store.read(move |tx| Box::pin(outbox::unknowns(tx, now))).await.unwrap();
        assert!(found.iter().all(|unknown| unknown.class == "B"), "{found:?}");
        counts.push(found.iter().map(|unknown| unknown.new + unknown.old + unknown.stay).sum::<i64>());
    }
    assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
    counts[0]
}
