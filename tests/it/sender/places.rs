//! How many outcomes may be unknown at once: a Graph API that goes silent, and a network that is away.

use super::desk::Desk;
use crate::support::engines::on_both;
use crate::support::house::{app_on, open_doors, serve};
use axum::Router;
use axum::routing::post;
use fregues::app::scheduler;
use fregues::app::sender::places::IN_FLIGHT;
use fregues::app::sender::run;
use fregues::dialogue::line::Class;
use fregues::store::outbox::{Outgoing, read_callback};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// What takes longer than this has stopped for good.
const PATIENCE: Duration = Duration::from_mins(2);

/// A Graph API that keeps every request waiting until its gate opens.
struct Silent {
    address: String,
    /// Rows in the order their requests began.
    begun: Arc<Mutex<Vec<i64>>>,
    gate: Arc<Semaphore>,
}

async fn silent() -> Silent {
    let (begun, gate) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Semaphore::new(0)));
    let (list, shut) = (begun.clone(), gate.clone());
    let answer = move |body: String| {
        let (list, shut) = (list.clone(), shut.clone());
        async move {
            let body: Value = serde_json::from_str(&body).unwrap();
            let callback = body["biz_opaque_callback_data"].as_str().and_then(read_callback).unwrap();
            list.lock().unwrap().push(callback.1);
            shut.acquire().await.unwrap().forget();
            let wamid = format!("wamid.{}.{}", callback.1, callback.2);
            json!({ "messages": [{ "id": wamid }] }).to_string()
        }
    };
    let address = serve(Router::new().fallback(post(answer))).await;
    Silent { address, begun, gate }
}

impl Desk {
    async fn count(&self, state: &str) -> i64 {
        self.raw.number(&format!("select count(*) from outbox where state = '{state}'")).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_leaves_few_in_doubt_and_nothing_is_sent_twice_that_was_not() {
    on_both(|db| async move {
        const ROWS: usize = 160;
        let desk = Desk::open(&db, ROWS).await;
        let graph = silent().await;
        let app = app_on(desk.app.store.clone(), &desk.clock, &graph.address);
        let desk = Desk { app, ..desk };
        // The clock stands still, and what is measured is not the speed.
        desk.raw.run("update merchant set per_second = 1000000").await;
        let most = i64::try_from(IN_FLIGHT).unwrap();
        let rows = (0..ROWS).map(|person| desk.bubble(person, Class::A));
        // A while in line.
        desk.put_all(rows.map(|row| Outgoing { initiates: true, ..row }).collect()).await;
        let (sender, stop) = (desk.app.sender.clone(), CancellationToken::new());
        let loops = tokio::spawn(run(sender.clone(), stop.clone()));
        let begun = || graph.begun.lock().unwrap().clone();
        let patience = std::time::Instant::now();
        while begun().len() < IN_FLIGHT {
            assert!(patience.elapsed() < PATIENCE, "only {} requests began", begun().len());
            tokio::task::yield_now().await;
        }
        for _ in 0..20 {
            desk.clock.advance(1_000);
            sender.ring();
            assert!(desk.count("sending").await <= most);
        }
        let doubtful: BTreeSet<i64> = begun().into_iter().collect();
        desk.clock.advance(121_000);
        scheduler::step(&sender).await.unwrap();
        assert_eq!((desk.count("unknown").await, doubtful.len()), (most, IN_FLIGHT));
        desk.clock.advance(91_000);
        scheduler::step(&sender).await.unwrap();
        graph.gate.add_permits(10 * ROWS);
        while desk.count("accepted").await < i64::try_from(ROWS).unwrap() {
            assert!(patience.elapsed() < PATIENCE, "not all were accepted");
            sender.ring();
            tokio::task::yield_now().await;
        }
        stop.cancel();
        loops.await.unwrap();
        let mut times: BTreeMap<i64, usize> = BTreeMap::new();
        for id in begun() {
            *times.entry(id).or_default() += 1;
        }
        assert_eq!(times.len(), ROWS);
        for (id, times) in times {
            assert!(times == 1 || (times == 2 && doubtful.contains(&id)), "{id} began {times} times");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_up_too_long_ago_is_not_begun() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 1).await;
        let (ids, claimed) = desk.put(&[(0, Class::A)]).await;
        desk.clock.advance(61_000);
        desk.app.sender.send_all(claimed).await.unwrap();
        assert_eq!(desk.emulator.attempts().len(), 0);
        assert_eq!(desk.state(ids[0]).await, ("queued".to_owned(), 0));
        desk.rest().await;
        assert_eq!(desk.state(ids[0]).await, ("accepted".to_owned(), 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_without_network_loses_no_receipt() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 6).await;
        let graph = desk.graph.clone();
        let away = app_on(desk.app.store.clone(), &desk.clock, "http://127.0.0.1:9");
        desk.emulator.set_webhook(open_doors(&away).await);
        let desk = Desk { app: away, ..desk };
        let rows: Vec<_> = (0..6).map(|n| (n, [Class::A, Class::B][n % 2])).collect();
        let (ids, claimed) = desk.put(&rows).await;
        desk.app.sender.send_all(claimed).await.unwrap();
        for _ in 0..360 {
            desk.after(10_000).await;
        }
        assert_eq!(desk.count("retry_wait").await, 6);
        let back = app_on(desk.app.store.clone(), &desk.clock, &graph);
        desk.emulator.set_webhook(open_doors(&back).await);
        let desk = Desk { app: back, ..desk };
        // The first refusal afterwards is the first.
        desk.fault(fregues::emulator::Fault::GraphError(135_000));
        for _ in 0..130 {
            desk.after(10_000).await;
        }
        for id in ids {
            assert_eq!(desk.state(id).await.0, "accepted");
            assert_eq!(desk.taken(id).len(), 1);
        }
    })
    .await;
}
