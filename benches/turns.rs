//! What a turn costs, and against what. One run, four measurements in turn, so that a disk whose barrier
//! takes 0.05 ms now and 4 ms a second later hits all of them alike; only ratios are judged.
//!
//! a  the same HTTP without us: read the body, verify its signature, cut and parse it, 200
//! b  intake: signed POST → durable → 200
//! c  full turn: signed POST → ledger → reply accepted by the Graph API
//! d  the rows of c alone: the same statements through the store, 64 turns a commit
//!
//! All HTTP is real, over loopback, 64 requests in flight in a closed loop. The Graph API is a stand-in that
//! takes every message at once: the emulator keeps chats and screens, which would be measured with it. The
//! service has a runtime of its own, so that its CPU time can be told from the driver's.
//!
//! `cargo bench` prints the table; with `--gate` a missed limit fails it.

// Figures for people to read: rounding them is the point. Its own settings come from the environment.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
#![allow(clippy::cast_possible_wrap, clippy::disallowed_methods)]

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use fregues::app::clock::Clock;
use fregues::app::{App, Parts, http};
use fregues::dialogue::line::Class;
use fregues::dialogue::needs::Needs;
use fregues::domain::draft::Draft;
use fregues::domain::facts::{Facts, Key, Shop};
use fregues::domain::ids::{MerchantId, StaffId, StoreId};
use fregues::domain::money::Money;
use fregues::domain::phone::Phone;
use fregues::domain::selling::Sale;
use fregues::play::world::World;
use fregues::store::inbox::{Done, Kept};
use fregues::store::load::Chats;
use fregues::store::merchants::Settings;
use fregues::store::outbox::{Outgoing, Settled};
use fregues::store::{Store, StoreError, Tx, inbox, ledger, load, merchants, outbox, people};
use fregues::whatsapp::client::Client;
use fregues::whatsapp::signature::Secrets;
use fregues::whatsapp::webhook::{parse, split};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

const NUMBER: &str = "106540352242922";
const SECRET: &str = "bench-secret";
const IN_FLIGHT: usize = 64;
/// Of 64 in flight, this many are cashiers with a sale; the rest are members who ask for their balance.
const CASHIERS: usize = 51;
const MEMBERS: usize = 20_000;
/// One in so many members wrote within the day, so that a receipt goes out at once; the rest of the receipts
/// waits for their next message, as most do at a counter.
const OPEN: usize = 4;
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
            for what in ['a', 'b', 'c', 'd'] {
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
    count: AtomicU64,
    now: i64,
    _folder: tempfile::TempDir,
}

struct Service {
    store: Store,
    address: SocketAddr,
}

impl Bench {
    async fn open(driver: tokio::runtime::Handle) -> Bench {
        let folder = tempfile::tempdir().expect("a folder for the databases");
        let now = Clock::system().now();
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
        let (turn_store, _) = store("turns.db").await;
        let (raw_store, merchant) = store("raw.db").await;
        let bare = {
            let verify = Arc::new(secrets.clone());
            let router = axum::Router::new().route("/webhook", post(bare)).with_state(verify);
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let address = listener.local_addr().expect("its address");
            tokio::spawn(serve(listener, router));
            address
        };
        let intake = service(intake_store, address, false).await;
        let turns = service(turn_store, address, true).await;
        let raw = Raw::open(raw_store, merchant, now).await;
        Bench { bare, intake, turns, raw, graph, secrets, count: AtomicU64::new(0), now, _folder: folder }
    }

    async fn measure(self: &Arc<Self>, what: char, stretch: Duration) -> Measured {
        let store = match what {
            'b' => Some(&self.intake.store),
            'c' => Some(&self.turns.store),
            'd' => Some(&self.raw.store),
            _ => None,
        };
        let commits = || store.map_or(0, Store::commits);
        let (cpu, before, began) = (service_cpu(), commits(), Instant::now());
        let mut waits = match what {
            'a' => self.post_all(self.bare, stretch, false).await,
            'b' => self.post_all(self.intake.address, stretch, false).await,
            'c' => self.post_all(self.turns.address, stretch, true).await,
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

    /// 64 senders in a closed loop; ns from each POST to its 200, or to its reply.
    async fn post_all(
        self: &Arc<Self>,
        address: SocketAddr,
        stretch: Duration,
        until_reply: bool,
    ) -> Vec<u64> {
        let until = Instant::now() + stretch;
        let mut senders = tokio::task::JoinSet::new();
        for slot in 0..IN_FLIGHT {
            let bench = self.clone();
            senders.spawn(async move { bench.sender(slot, address, until, until_reply).await });
        }
        senders.join_all().await.into_iter().flatten().collect()
    }

    async fn sender(&self, slot: usize, address: SocketAddr, until: Instant, until_reply: bool) -> Vec<u64> {
        let mut wire = Wire::open(address).await;
        let mut waits = Vec::new();
        while Instant::now() < until {
            let count = self.count.fetch_add(1, Ordering::Relaxed);
            let (wa_id, body) = self.message(slot, count);
            let signature = self.secrets.sign(body.as_bytes());
            let replied = until_reply.then(|| self.graph.expect(&wa_id));
            let began = Instant::now();
            let status = wire.post(&body, &signature).await;
            assert_eq!(status, 200, "a webhook is not taken");
            if let Some(replied) = replied {
                tokio::time::timeout(Duration::from_secs(20), replied)
                    .await
                    .unwrap_or_else(|_| panic!("no reply to {body}"))
                    .expect("the stand-in lives");
            }
            waits.push(u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX));
        }
        waits
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
        let at = Clock::system().now() / 1_000;
        let body = format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"102290129340398","changes":[{{"value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"5511955500100","phone_number_id":"{NUMBER}"}},"contacts":[{{"profile":{{"name":"{name}"}},"wa_id":"{wa_id}","user_id":"BR.9{wa_id}"}}],"messages":[{{"from":"{wa_id}","from_user_id":"BR.9{wa_id}","id":"wamid.HBgNNTUxMTk4NzY1NDMyMRUCABIYFDNBMDEyMzQ1Njc4OUFCQ0RFRjAx{}{count:012}","timestamp":"{at}","type":"text","text":{{"body":"{text}"}}}}]}},"field":"messages"}}]}}]}}"#,
            self.now % 1_000_000,
        );
        (wa_id, body)
    }
}

async fn service(store: Store, graph: SocketAddr, whole: bool) -> Service {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let app = App::new(Parts {
        store: store.clone(),
        clock: Clock::system(),
        client: Client::new(&format!("http://{graph}"), "v26.0").expect("a client"),
        token: "token".to_owned(),
        seal: None,
        secrets: Secrets::new(vec![SECRET.to_owned()]).expect("a secret"),
        verify_token: "verify".to_owned(),
        exchange: fregues::domain::meter::USUAL_EXCHANGE,
        seed: b"seed".to_vec(),
        post: None,
        public_url: String::new(),
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

/// The Graph API's stand-in: takes every message, and tells whoever waits for the one to that number.
#[derive(Clone, Default)]
struct Graph(Arc<GraphState>);

#[derive(Default)]
struct GraphState {
    waiting: Mutex<HashMap<String, oneshot::Sender<()>>>,
    count: AtomicU64,
    strange: AtomicBool,
}

impl Graph {
    fn router(&self) -> axum::Router {
        let path = format!("/v26.0/{NUMBER}/messages");
        axum::Router::new().route(&path, post(graph)).with_state(self.clone())
    }

    fn expect(&self, wa_id: &str) -> oneshot::Receiver<()> {
        let (replied, wait) = oneshot::channel();
        self.0.waiting.lock().expect("nobody panics holding it").insert(wa_id.to_owned(), replied);
        wait
    }
}

async fn graph(State(Graph(graph)): State<Graph>, body: Bytes) -> String {
    let text = std::str::from_utf8(&body).unwrap_or_default();
    let to = text.split_once(r#""to":""#).and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
    // A question back, a refusal or an apology would mean that something else is measured.
    if !text.contains("R$") && !text.contains("pontos") && !graph.strange.swap(true, Ordering::Relaxed) {
        eprintln!("an unexpected reply: {text}");
    }
    if let Some(replied) = graph.waiting.lock().expect("nobody panics holding it").remove(to) {
        let _ = replied.send(());
    }
    let count = graph.count.fetch_add(1, Ordering::Relaxed);
    format!(
        r#"{{"messaging_product":"whatsapp","contacts":[{{"input":"{to}","wa_id":"{to}"}}],"messages":[{{"id":"wamid.OUT{count:040}"}}]}}"#
    )
}

/// A keep-alive connection that posts and reads the status: no more HTTP than that.
struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Wire {
    async fn open(address: SocketAddr) -> Wire {
        let stream = TcpStream::connect(address).await.expect("the service listens");
        stream.set_nodelay(true).expect("TCP has no delay");
        Wire { stream, buffer: Vec::with_capacity(2_048) }
    }

    async fn post(&mut self, body: &str, signature: &str) -> u16 {
        self.buffer.clear();
        let mut head = String::with_capacity(1_024);
        let _ = write!(
            head,
            "POST /webhook HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n\
             x-hub-signature-256: {signature}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.write_all(head.as_bytes()).await.expect("it is read");
        loop {
            let read = self.stream.read_buf(&mut self.buffer).await.expect("it answers");
            assert!(read > 0, "the connection was closed");
            // The answers measured here have no body.
            if self.buffer.ends_with(b"\r\n\r\n") {
                let status = self.buffer.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok());
                return status.and_then(|digits| digits.parse().ok()).unwrap_or(0);
            }
        }
    }
}

/// Measurement d: what a batch of 64 such turns reads and writes, and nothing else.
struct Raw {
    store: Store,
    shop: Arc<Shop>,
    staff: Arc<Vec<StaffId>>,
    count: Arc<AtomicU64>,
}

impl Raw {
    async fn open(store: Store, merchant: MerchantId, _now: i64) -> Raw {
        let found = store.read(move |tx| Box::pin(merchants::get(tx, merchant, None))).await;
        let (shop, _) = found.expect("it reads").expect("the shop is there");
        let house = store.read(move |tx| {
            Box::pin(async move {
                let mut facts = Facts::default();
                load::house(tx, merchant, &mut facts).await?;
                Ok(facts.staff.into_keys().collect::<Vec<_>>())
            })
        });
        let staff = house.await.expect("it reads");
        Raw { store, shop: Arc::new(shop), staff: Arc::new(staff), count: Arc::new(AtomicU64::new(0)) }
    }

    async fn run(&self, stretch: Duration) -> Vec<u64> {
        let until = Instant::now() + stretch;
        let mut waits = Vec::new();
        while Instant::now() < until {
            let began = Instant::now();
            let (shop, staff) = (self.shop.clone(), self.staff.clone());
            let first = self.count.fetch_add(IN_FLIGHT as u64, Ordering::Relaxed);
            let unit = self.store.write(move |tx| Box::pin(group(tx, shop, staff, first)));
            unit.await.expect("a group commits");
            let took = u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX);
            waits.extend(std::iter::repeat_n(took, IN_FLIGHT));
        }
        waits
    }
}

async fn group(tx: &mut Tx, shop: Arc<Shop>, staff: Arc<Vec<StaffId>>, first: u64) -> Result<(), StoreError> {
    let now = Clock::system().now();
    let turn = |slot: usize| first + slot as u64;
    let member_of = |slot: usize| {
        if slot < CASHIERS {
            scatter(turn(slot)) % MEMBERS
        } else {
            (slot - CASHIERS + 13 * (usize::try_from(first / 64).unwrap_or(0) % 40)) * OPEN
        }
    };
    let phone = |digits: &str| Phone::canonical(digits).expect("a phone");
    let kept: Vec<Kept> = (0..IN_FLIGHT)
        .map(|slot| Kept {
            key: format!(
                "m:wamid.HBgNNTUxMTk4NzY1NDMyMRUCABIYFDNBMDEyMzQ1Njc4OUFCQ0RFRjAx{:018}",
                turn(slot)
            ),
            merchant: Some(shop.id),
            kind: "message",
            at: now,
            arrival: now * 1_000 + slot as i64,
            raw: "x".repeat(420),
            reason: None,
        })
        .collect();
    inbox::keep(tx, &kept).await?;
    let (merchant, next_id) = inbox::claim(tx, now, now, MerchantId(0)).await?.expect("it has messages");
    let mut facts = Facts { next_id, ..Facts::default() };
    let mut chats = Chats::new();
    load::house(tx, merchant, &mut facts).await?;
    let taken = inbox::take(tx, merchant, 256).await?;
    let buyers: Vec<Key> =
        (0..IN_FLIGHT).map(|slot| Key::Phone(phone(&member_phone(member_of(slot))))).collect();
    let tills = (0..CASHIERS).map(|slot| Key::Phone(phone(&cashier(slot))));
    let needs = Needs { keys: buyers.iter().cloned().chain(tills).collect(), ..Needs::default() };
    load::load(tx, merchant, &needs, now - 12 * 3_600_000, &mut facts, &mut chats).await?;
    let (mut changes, mut outgoing) = (Vec::new(), Vec::new());
    for (slot, buyer) in buyers.iter().enumerate() {
        let Some(member) = facts.member_behind(buyer) else { continue };
        let cause = format!("wamid.{:050}", turn(slot));
        let speaker = if slot < CASHIERS {
            let mut draft = Draft::new(&shop, &facts, now, &cause);
            let sale = Sale {
                member,
                staff: staff[slot % staff.len()],
                store: StoreId(1),
                amount: Money(1_000 + (scatter(turn(slot)) % 19_000) as i64),
                excluded: Money::ZERO,
                discount: Money::ZERO,
                vouchers: Vec::new(),
                hold: None,
                agreed: None,
                wamid: None,
                remark: None,
                line: 0,
                order: None,
                told: true,
            };
            draft.sell(&sale);
            let (made, next) = draft.finish();
            facts.next_id = next;
            for change in &made {
                facts.evolve(change);
            }
            changes.extend(made);
            facts.member_behind(&Key::Phone(phone(&cashier(slot)))).unwrap_or(member)
        } else {
            member
        };
        chats.entry(speaker).or_default().dirty = true;
        let told = (slot < CASHIERS).then_some((member, member_of(slot) % OPEN != 0));
        for (to, waits) in std::iter::once((speaker, false)).chain(told) {
            let id = facts.next_id;
            facts.next_id += 1;
            outgoing.push(Outgoing {
                id,
                member: to,
                class: Class::A,
                waits,
                wa_id: facts.accounts.get(&to).and_then(|account| account.reach.wa_id.clone()),
                user_id: None,
                body: "y".repeat(380),
                template: None,
                until: None,
                initiates: false,
                about: None,
                cause: cause.clone(),
            });
        }
    }
    people::save(tx, merchant, &facts, &chats, &changes).await?;
    ledger::save(tx, merchant, &facts, &changes, now).await?;
    let claimed = outbox::insert(tx, merchant, &shop.phone_number_id, &outgoing, outgoing.len(), now).await?;
    let done: Vec<Done> =
        taken.into_iter().map(|row| Done { key: row.key, state: "done", reason: None }).collect();
    inbox::finish(tx, &done).await?;
    inbox::next_id(tx, merchant, facts.next_id).await?;
    let settled: Vec<Settled> = claimed
        .iter()
        .map(|row| Settled {
            merchant,
            id: row.id,
            attempt: row.attempt,
            state: "accepted",
            wamid: Some(format!("wamid.OUT{:040}", row.id)),
            due: Some(now),
            initiates: None,
            error: None,
            reason: None,
            wa_id: None,
        })
        .collect();
    outbox::settle(tx, &settled).await.map(|_| ())
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
