//! What a turn costs, and against what. One run, five measurements in turn, so that a disk whose barrier
//! takes 0.05 ms now and 4 ms a second later hits all of them alike; only ratios are judged.
//!
//! a  the same HTTP without us: read the body, verify its signature, cut and parse it, 200
//! b  intake: signed POST → durable → 200
//! c  full turn: signed POST → ledger → reply accepted by the Graph API
//! d  the rows of c alone: the same statements through the store, 64 turns a commit
//! e  an order by API: POST with a key → the same lane and ledger → answered with what it earned
//!
//! All HTTP is real, over loopback, 64 requests in flight in a closed loop. The Graph API is a stand-in that
//! takes every message at once: the emulator keeps chats and screens, which would be measured with it. The
//! service has a runtime of its own, so that its CPU time can be told from the driver's.
//!
//! `cargo bench` prints the table; with `--gate` a missed limit fails it.

// Figures for people to read: rounding them is the point. Its own settings come from the environment.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
#![allow(clippy::cast_possible_wrap, clippy::disallowed_methods)]

mod rows;
mod wire;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use fregues::app::api::token::Token;
use fregues::app::clock::Clock;
use fregues::app::{App, Parts, http};
use fregues::domain::ids::MerchantId;
use fregues::domain::scope::Scope;
use fregues::play::world::World;
use fregues::store::keys::{self, NewKey};
use fregues::store::merchants::Settings;
use fregues::store::{Store, merchants};
use fregues::whatsapp::client::Client;
use fregues::whatsapp::signature::Secrets;
use fregues::whatsapp::webhook::{parse, split};
use rows::Raw;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;
use wire::{Graph, Wire};

const NUMBER: &str = "106540352242922";
const SECRET: &str = "bench-secret";
const IN_FLIGHT: usize = 64;
/// Of 64 in flight, this many are cashiers with a sale; the rest are members who ask for their balance.
const CASHIERS: usize = 51;
const MEMBERS: usize = 20_000;
/// One in so many members wrote within the day, so that a receipt goes out at once; the rest of the receipts
/// waits for their next message, as most do at a counter.
const OPEN: usize = 4;
/// The shop's clock runs this much faster than ours: 51 cashiers type in one second what a hundred type in a minute,
/// and WhatsApp's limit for one person, a message in six seconds, is not what is measured.
const HASTE: i64 = 200;
/// How often it is moved (ms).
const TICK: i64 = 5;
const ROUNDS: usize = 6;
const STRETCH: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    let gate = std::env::args().any(|argument| argument == "--gate");
    let only = std::env::var("BENCH_ONLY").ok();
    let seconds = std::env::var("BENCH_SECONDS").ok().and_then(|text| text.parse().ok());
    let _ = rustls::crypto::ring::default_provider().install_default();
    let service = runtime("service");
    let driver = runtime("driver");
    let bench = Arc::new(service.block_on(Bench::open(driver.handle().clone())));
    if let Some(only) = only {
        let stretch = Duration::from_secs(seconds.unwrap_or(5));
        println!("{:?}", driver.block_on(bench.measure(only.chars().next().unwrap_or('c'), stretch)));
        return ExitCode::SUCCESS;
    }
    let mut rounds = Vec::new();
    for round in 0..=ROUNDS {
        let found = driver.block_on(async {
            let mut found = Vec::new();
            for what in ['a', 'b', 'c', 'd', 'e'] {
                found.push(bench.measure(what, if round == 0 { STRETCH / 4 } else { STRETCH }).await);
            }
            found
        });
        // The first round warms caches and connections.
        if round > 0 {
            rounds.push(found);
        }
    }
    let fine = report(&rounds);
    if gate && !fine { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn runtime(name: &str) -> Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(2).thread_name(name).enable_all().build().expect("a runtime starts")
}

/// What one stretch gave.
#[derive(Debug, Clone, Copy)]
struct Measured {
    per_second: f64,
    /// Of the service and its database threads, µs each.
    cpu: f64,
    commits: f64,
    /// Milliseconds from the POST to the reply.
    p50: f64,
    p99: f64,
}

fn report(rounds: &[Vec<Measured>]) -> bool {
    let median = |of: &dyn Fn(&[Measured]) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(|round| of(round)).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    println!("\n{} rounds, medians (least–most), {IN_FLIGHT} in flight, SQLite FULL", rounds.len());
    println!(
        "{:<44} {:>9} {:>17} {:>9} {:>9} {:>8} {:>8}",
        "", "per s", "", "CPU µs", "commits", "p50 ms", "p99 ms"
    );
    let names = [
        "a  signature and parsing, no database",
        "b  intake: durable 200",
        "c  full turn: reply accepted",
        "d  the rows of c alone, 64 a commit",
        "e  an order by API: answered",
    ];
    for (index, name) in names.iter().enumerate() {
        let column = |of: &dyn Fn(&Measured) -> f64| median(&|round| of(&round[index]));
        let least = rounds.iter().map(|round| round[index].per_second).fold(f64::MAX, f64::min);
        let most = rounds.iter().map(|round| round[index].per_second).fold(0.0, f64::max);
        println!(
            "{name:<44} {:>9.0} {:>17} {:>9.0} {:>9.3} {:>8.1} {:>8.1}",
            column(&|m| m.per_second),
            format!("({least:.0}–{most:.0})"),
            column(&|m| m.cpu),
            column(&|m| m.commits),
            column(&|m| m.p50),
            column(&|m| m.p99),
        );
    }
    let intake = median(&|round| round[1].per_second / round[0].per_second);
    println!("\n   b / a                 {intake:.3}");
    let limits = [
        ("c / d                ", median(&|round| round[2].per_second / round[3].per_second), 0.15, true),
        ("e / c                ", median(&|round| round[4].per_second / round[2].per_second), 0.5, true),
        ("CPU of a turn, µs    ", median(&|round| round[2].cpu), 300.0, false),
        ("commits of a turn    ", median(&|round| round[2].commits), 0.125, false),
    ];
    let mut fine = true;
    for (name, value, limit, least) in limits {
        let holds = if least { value >= limit } else { value <= limit };
        fine &= holds;
        println!(
            "{}  {name} {value:.3}  (limit {} {limit})",
            if holds { "✔" } else { "✘" },
            if least { "≥" } else { "≤" }
        );
    }
    fine
}

/// CPU time of all threads but the driver's, ns.
fn service_cpu() -> u64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let mine = tasks.filter(|task| {
        !std::fs::read_to_string(task.path().join("comm")).unwrap_or_default().starts_with("driver")
    });
    mine.filter_map(|task| {
        let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    })
    .sum()
}

struct Bench {
    bare: SocketAddr,
    intake: Service,
    turns: Service,
    raw: Raw,
    graph: Graph,
    secrets: Secrets,
    /// What the web shop shows.
    key: Token,
    count: AtomicU64,
    clock: Clock,
    now: i64,
    _folder: tempfile::TempDir,
}

/// How long a sender waits before its next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    /// The 200 to a webhook.
    Taken,
    /// The reply at the Graph API.
    Replied,
    /// The answer to a call of the API.
    Answered,
}

struct Service {
    store: Store,
    address: SocketAddr,
}

impl Bench {
    async fn open(driver: tokio::runtime::Handle) -> Bench {
        let folder = tempfile::tempdir().expect("a folder for the databases");
        let clock = Clock::system();
        let now = clock.now();
        let graph = Graph::default();
        let graph_listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = graph_listener.local_addr().expect("its address");
        let router = graph.router();
        driver.spawn(async move { serve(graph_listener, router).await });
        let secrets = Secrets::new(vec![SECRET.to_owned()]).expect("a secret");
        let path = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
        let store = async |name: &str| {
            let store = Store::open(&path(name), 1).await.expect("a database");
            let merchant = world().found(&store, now).await.expect("a shop");
            // What WhatsApp allows a number is far below what is measured here.
            let fast = Settings { per_second: Some(1_000_000), ..Settings::default() };
            let unit = store.write(move |tx| {
                let fast = fast.clone();
                Box::pin(async move { merchants::set(tx, merchant, &fast).await })
            });
            unit.await.expect("its speed");
            (store, merchant)
        };
        let (intake_store, _) = store("intake.db").await;
        let (turn_store, seller) = store("turns.db").await;
        let key = key(&turn_store, seller, now).await;
        let (raw_store, merchant) = store("raw.db").await;
        let bare = {
            let verify = Arc::new(secrets.clone());
            let router = axum::Router::new().route("/webhook", post(bare)).with_state(verify);
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let address = listener.local_addr().expect("its address");
            tokio::spawn(serve(listener, router));
            address
        };
        let intake = service(intake_store, &clock, address, false).await;
        let turns = service(turn_store, &clock, address, true).await;
        driver.spawn(hasten(clock.clone()));
        let raw = Raw::open(raw_store, merchant).await;
        let count = AtomicU64::new(0);
        Bench { bare, intake, turns, raw, graph, secrets, key, count, clock, now, _folder: folder }
    }

    async fn measure(self: &Arc<Self>, what: char, stretch: Duration) -> Measured {
        let store = match what {
            'b' => Some(&self.intake.store),
            'c' | 'e' => Some(&self.turns.store),
            'd' => Some(&self.raw.store),
            _ => None,
        };
        let commits = || store.map_or(0, Store::commits);
        let (cpu, before, began) = (service_cpu(), commits(), Instant::now());
        let mut waits = match what {
            'a' => self.post_all(self.bare, stretch, Until::Taken).await,
            'b' => self.post_all(self.intake.address, stretch, Until::Taken).await,
            'c' => self.post_all(self.turns.address, stretch, Until::Replied).await,
            'e' => self.post_all(self.turns.address, stretch, Until::Answered).await,
            _ => self.raw.run(stretch).await,
        };
        let took = began.elapsed().as_secs_f64();
        let count = waits.len() as f64;
        waits.sort_unstable();
        let part = |share: f64| waits.get((share * count) as usize).map_or(0.0, |ns| *ns as f64 / 1e6);
        Measured {
            per_second: count / took,
            cpu: (service_cpu() - cpu) as f64 / 1_000.0 / count,
            commits: (commits() - before) as f64 / count,
            p50: part(0.5),
            p99: part(0.99),
        }
    }

    /// 64 senders in a closed loop; ns from each POST to its 200, its reply, or its answer.
    async fn post_all(self: &Arc<Self>, address: SocketAddr, stretch: Duration, until: Until) -> Vec<u64> {
        let end = Instant::now() + stretch;
        let mut senders = tokio::task::JoinSet::new();
        for slot in 0..IN_FLIGHT {
            let bench = self.clone();
            senders.spawn(async move { bench.sender(slot, address, end, until).await });
        }
        senders.join_all().await.into_iter().flatten().collect()
    }

    async fn sender(&self, slot: usize, address: SocketAddr, end: Instant, until: Until) -> Vec<u64> {
        let mut wire = Wire::open(address).await;
        let mut waits = Vec::new();
        while Instant::now() < end {
            let count = self.count.fetch_add(1, Ordering::Relaxed);
            let took = match until {
                Until::Answered => self.order(&mut wire, count).await,
                Until::Taken | Until::Replied => self.say(&mut wire, slot, count, until).await,
            };
            waits.push(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
        }
        waits
    }

    async fn say(&self, wire: &mut Wire, slot: usize, count: u64, until: Until) -> Duration {
        let (wa_id, body) = self.message(slot, count);
        let signature = self.secrets.sign(body.as_bytes());
        let replied = (until == Until::Replied).then(|| self.graph.expect(&wa_id));
        let began = Instant::now();
        let status = wire.post("/webhook", ("x-hub-signature-256", &signature), &body).await;
        assert_eq!(status, 200, "a webhook is not taken");
        if let Some(replied) = replied {
            tokio::time::timeout(Duration::from_secs(20), replied)
                .await
                .unwrap_or_else(|_| panic!("no reply to {body}"))
                .expect("the stand-in lives");
        }
        began.elapsed()
    }

    /// A web shop's order for somebody whose chat is closed, as most are.
    async fn order(&self, wire: &mut Wire, count: u64) -> Duration {
        let member = scatter(count) % (MEMBERS / OPEN) * OPEN + 1;
        let (reais, cents) = (10 + count % 190, scatter(count + 7) % 100);
        let body = format!(
            r#"{{"order":{{"id":"{}-{count}"}},"customer":{{"phone":"+{}"}},"amount":{{"value":"{reais}.{cents:02}","currency":"BRL"}}}}"#,
            self.now % 1_000_000,
            member_phone(member),
        );
        let key = format!("Bearer {}", self.key.reveal());
        let began = Instant::now();
        let status = wire.post("/api/v1/purchases", ("authorization", &key), &body).await;
        assert_eq!(status, 201, "an order is not registered: {body}");
        began.elapsed()
    }

    /// What the person of this slot says now, as Meta's webhook.
    fn message(&self, slot: usize, count: u64) -> (String, String) {
        let (wa_id, name, text) = if slot < CASHIERS {
            let member = scatter(count) % MEMBERS;
            let (reais, cents) = (10 + count % 190, scatter(count + 7) % 100);
            (cashier(slot), "Caixa", format!("{} {reais},{cents:02}", &member_phone(member)[2..]))
        } else {
            let turn = usize::try_from(count).unwrap_or(0) % 40;
            let member = (slot - CASHIERS + 13 * turn) * OPEN;
            (member_phone(member), "Cliente", "saldo".to_owned())
        };
        let at = self.clock.now() / 1_000;
        let body = format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"102290129340398","changes":[{{"value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"5511955500100","phone_number_id":"{NUMBER}"}},"contacts":[{{"profile":{{"name":"{name}"}},"wa_id":"{wa_id}","user_id":"BR.9{wa_id}"}}],"messages":[{{"from":"{wa_id}","from_user_id":"BR.9{wa_id}","id":"wamid.HBgNNTUxMTk4NzY1NDMyMRUCABIYFDNBMDEyMzQ1Njc4OUFCQ0RFRjAx{}{count:012}","timestamp":"{at}","type":"text","text":{{"body":"{text}"}}}}]}},"field":"messages"}}]}}]}}"#,
            self.now % 1_000_000,
        );
        (wa_id, body)
    }
}

/// A key of a web shop that calls as often as it likes.
async fn key(store: &Store, merchant: MerchantId, now: i64) -> Token {
    let token = Token::draw().expect("chance");
    let new = NewKey {
        id: token.id().to_owned(),
        hash: token.hash(),
        merchant,
        channel: "Site".to_owned(),
        store: None,
        name: "Site".to_owned(),
        scopes: [Scope::Purchases].into(),
        per_minute: 6_000_000,
        at: now,
    };
    let made = store.write(move |tx| {
        let new = new.clone();
        Box::pin(async move { keys::add(tx, &new).await })
    });
    made.await.expect("it is written").expect("the shop is there").expect("nothing is against it");
    token
}

async fn service(store: Store, clock: &Clock, graph: SocketAddr, whole: bool) -> Service {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let app = App::new(Parts {
        store: store.clone(),
        clock: clock.clone(),
        client: Client::new(&format!("http://{graph}"), "v26.0").expect("a client"),
        token: "token".to_owned(),
        seal: None,
        secrets: Secrets::new(vec![SECRET.to_owned()]).expect("a secret"),
        verify_token: "verify".to_owned(),
        private_hooks: true,
        post: None,
        public_url: String::new(),
        words: None,
        exchange: fregues::domain::meter::USUAL_EXCHANGE,
        seed: b"seed".to_vec(),
        older_seeds: Vec::new(),
    })
    .unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
    tokio::spawn(serve(listener, http::router(app.clone())));
    let stop = CancellationToken::new();
    if whole {
        tokio::spawn(async move { app.run(stop).await });
    } else {
        tokio::spawn(app.intake.run(stop));
    }
    Service { store, address }
}

async fn hasten(clock: Clock) {
    let mut tick = tokio::time::interval(Duration::from_millis(TICK.unsigned_abs()));
    loop {
        tick.tick().await;
        clock.advance((HASTE - 1) * TICK);
    }
}

async fn serve(listener: TcpListener, router: axum::Router) {
    axum::serve(listener, router).await.expect("it serves");
}

/// Measurement a: what any service in front of a database must do at least.
async fn bare(State(secrets): State<Arc<Secrets>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get("x-hub-signature-256").and_then(|value| value.to_str().ok());
    if !secrets.verify(&body, signature) {
        return StatusCode::UNAUTHORIZED;
    }
    for item in split(&body) {
        std::hint::black_box(parse(item.kind, &item.raw));
    }
    StatusCode::OK
}

/// A number that looks like chance and is not.
fn scatter(count: u64) -> usize {
    let mixed = (count + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from((mixed ^ (mixed >> 29)) >> 20).unwrap_or(0)
}

fn cashier(slot: usize) -> String {
    format!("55119700000{slot:02}")
}

fn member_phone(member: usize) -> String {
    format!("551198{member:07}")
}

fn world() -> World {
    let mut text = format!(
        "[merchant]\nname = \"Clube Patinhas\"\nphone_number_id = \"{NUMBER}\"\nprogram = \"pets\"\n\
         language = \"pt-BR\"\nzone = \"America/Sao_Paulo\"\narea_code = \"11\"\n[[store]]\nname = \"Centro\"\n"
    );
    for slot in 0..CASHIERS {
        let _ = write!(
            text,
            "[[staff]]\nname = \"Caixa {slot}\"\nphone = \"+{}\"\nrole = \"cashier\"\nstore = \"Centro\"\n",
            cashier(slot)
        );
    }
    for member in 0..MEMBERS {
        let window = if member % OPEN == 0 { "open" } else { "never wrote" };
        let _ = write!(
            text,
            "[[person]]\nname = \"Cliente {member}\"\nphone = \"+{}\"\njoined = true\nbalance = 100\nwindow = \"{window}\"\n",
            member_phone(member)
        );
    }
    World::read(&text).expect("the world reads")
}
