//! Orders of a web shop that has a bad day: 32 connections, calls twice and three times, given up half way, out of order,
//! with other content under a number that was used. `ORDERS=10000 cargo test rush` is the whole of it.

use super::{Caller, Said, keys};
use crate::support::engines::{Db, on_both};
use crate::support::house::{app_on, client, emulator_on, open_doors, serve, verify_clean};
use crate::support::raw::Raw;
use crate::support::shop::{self, NOON, NUMBER};
use fregues::app::clock::Clock;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

const CONNECTIONS: usize = 32;
/// Customers among whom the orders are spread.
const PEOPLE: usize = 397;
/// Points for a real.
const POINTS: i64 = 30;
/// One in so many orders comes back in part, is told of with another amount as well, is given up half way.
const RETURNED: usize = 10;
const OTHER: usize = 25;
const GIVEN_UP: usize = 7;

fn orders() -> usize {
    std::env::var("ORDERS").ok().and_then(|orders| orders.parse().ok()).unwrap_or(120)
}

/// Centavos, no two neighbours alike.
fn amount(order: usize) -> i64 {
    let cents = 1_000 + (order * 7_919) % 49_000;
    i64::try_from(cents).unwrap()
}

#[derive(Debug, Clone)]
enum Call {
    /// An order with what it cost (centavos); whether its caller hangs up on the first try.
    Sell(usize, i64, bool),
    /// A real of it comes back.
    Back(usize),
}

impl Call {
    fn order(&self) -> usize {
        match self {
            Call::Sell(order, ..) | Call::Back(order) => *order,
        }
    }

    fn path(&self) -> String {
        match self {
            Call::Sell(..) => "/purchases".to_owned(),
            Call::Back(order) => format!("/orders/o-{order}/reversals"),
        }
    }

    fn body(&self) -> Value {
        let money =
            |cents: i64| json!({ "value": format!("{}.{:02}", cents / 100, cents % 100), "currency": "BRL" });
        match self {
            Call::Sell(order, cents, _) => {
                json!({ "order": { "id": format!("o-{order}") }, "amount": money(*cents),
                "customer": { "phone": format!("+55119{:08}", 80_000_000 + order % PEOPLE) } })
            }
            Call::Back(order) => json!({ "reversal": { "id": format!("d-{order}") }, "amount": money(100) }),
        }
    }
}

/// Every call of the day, in an order that is nobody's: a step that shares no divisor with their number visits each once.
fn calls() -> VecDeque<Call> {
    let mut calls = Vec::new();
    for order in 0..orders() {
        for time in 0..=order % 3 {
            calls.push(Call::Sell(order, amount(order), order.is_multiple_of(GIVEN_UP) && time == 0));
        }
        if order.is_multiple_of(OTHER) {
            calls.push(Call::Sell(order, amount(order) + 1, false));
        }
        if order.is_multiple_of(RETURNED) {
            calls.extend([Call::Back(order), Call::Back(order)]);
        }
    }
    let count = calls.len();
    let prime = [7_919, 7_907, 7_901].into_iter().find(|prime| !count.is_multiple_of(*prime)).unwrap();
    (0..count).map(|place| calls[place * prime % count].clone()).collect()
}

/// What was answered with 201, by order: every answer to a sale, every answer to a return.
type Heard = BTreeMap<usize, (Vec<Value>, Vec<Value>)>;

struct Day {
    waiting: Mutex<VecDeque<Call>>,
    heard: Mutex<Heard>,
    refused: Mutex<BTreeMap<String, usize>>,
}

impl Day {
    /// One connection: the next call that waits, again and again.
    async fn work(&self, till: &Caller) {
        loop {
            let Some(call) = self.waiting.lock().unwrap().pop_front() else { return };
            self.make(till, call).await;
        }
    }

    async fn make(&self, till: &Caller, call: Call) {
        let request = || till.request(Method::POST, &call.path()).json(&call.body()).send();
        if let Call::Sell(order, cents, true) = call {
            // Nobody waits for the answer; the call is made again.
            let hasty = tokio::time::timeout(std::time::Duration::from_millis(2), request()).await;
            drop(hasty);
            self.waiting.lock().unwrap().push_back(Call::Sell(order, cents, false));
            return;
        }
        let said = Said::of(request().await.unwrap()).await;
        if said.status == 201 {
            let mut heard = self.heard.lock().unwrap();
            let (sold, back) = heard.entry(call.order()).or_default();
            if matches!(call, Call::Back(_)) {
                back.push(said.body);
            } else {
                sold.push(said.body);
            }
            return;
        }
        let problem = said.problem().to_owned();
        // What is still worked on, and what came before its order, is asked again.
        if problem == "not-found" || said.status == 503 {
            self.waiting.lock().unwrap().push_back(call.clone());
        }
        *self.refused.lock().unwrap().entry(problem).or_default() += 1;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rush_of_orders_leaves_exactly_the_orders_there_are() {
    on_both(rush).await;
}

async fn rush(db: Db) {
    let _ = client();
    let clock = Clock::manual(NOON);
    let store = db.open().await;
    shop::settle(&store, NUMBER).await;
    let emulator = emulator_on(&clock);
    let app = app_on(store, &clock, &serve(emulator.router()).await);
    open_doors(&app).await;
    let stop = CancellationToken::new();
    let (running, stopping) = (app.clone(), stop.clone());
    let service = tokio::spawn(async move { running.run(stopping).await });
    let stranger = Caller::stranger(&app).await;
    let calls = calls();
    let made = calls.len();
    let day =
        Arc::new(Day { waiting: Mutex::new(calls), heard: Mutex::default(), refused: Mutex::default() });
    let mut tills = Vec::new();
    for _ in 0..CONNECTIONS {
        // Each has a key of its own to the same channel, as servers behind one site have: the clock stands, so none fills.
        let wish = keys::KeyWish { per_minute: Some(60_000), ..keys::wish(1, "Site", "purchases,reversals") };
        tills.push(stranger.with_new(&app, wish).await.0);
    }
    let begin = Instant::now();
    let mut connections = JoinSet::new();
    for till in tills {
        let day = day.clone();
        connections.spawn(async move { day.work(&till).await });
    }
    while let Some(ended) = connections.join_next().await {
        ended.unwrap();
    }
    let took = begin.elapsed();
    stop.cancel();
    service.await.unwrap();
    let heard = std::mem::take(&mut *day.heard.lock().unwrap());
    let refused = std::mem::take(&mut *day.refused.lock().unwrap());
    eprintln!(
        "{}: {} orders in {made} calls over {CONNECTIONS} connections in {:.1} s, refused: {refused:?}",
        db.engine,
        orders(),
        took.as_secs_f64()
    );
    assert!(refused.keys().all(|why| ["order-conflict", "not-found"].contains(&why.as_str())), "{refused:?}");
    // What callers were told is what there is.
    let raw = Raw::of(&db).await;
    let rows = raw.rows("select order_id, amount, standing, earned from purchase order by order_id").await;
    let mut told = BTreeMap::new();
    for (order, (sold, back)) in &heard {
        assert!(sold.windows(2).all(|two| two[0] == two[1]), "order {order} is answered alike: {sold:?}");
        assert!(back.windows(2).all(|two| two[0] == two[1]), "its return too: {back:?}");
        assert_eq!(back.is_empty(), !order.is_multiple_of(RETURNED), "order {order}");
        let cents = cents(&sold.first().expect("whoever was given up heard it at last")["amount"]);
        let right = [amount(*order), amount(*order) + 1].contains(&cents);
        assert!(right && (cents == amount(*order) || order.is_multiple_of(OTHER)), "{order}: {cents}");
        let standing = cents - 100 * i64::from(!back.is_empty());
        told.insert(format!("o-{order}"), format!("{cents} | {standing} | {}", standing * POINTS / 100));
    }
    assert_eq!(told.len(), orders());
    let told: Vec<String> = told.into_iter().map(|(order, row)| format!("{order} | {row}")).collect();
    assert_eq!(rows, told);
    verify_clean(&app.store).await;
}

fn cents(money: &Value) -> i64 {
    money["value"].as_str().unwrap().replace('.', "").parse().unwrap()
}
