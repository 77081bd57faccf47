//! Killed at any moment, the service loses nothing that it acknowledged and does nothing twice.
//!
//! The real binary, `kill -9` at random instants under load, restart, again; then it finishes in peace and
//! everything is compared with what was sent and with what the Graph API accepted. `CRASH_SQLITE=200
//! CRASH_POSTGRES=50` set the number of kills.

use crate::support::engines::{self, Db};
use crate::support::house::{SECRET, app_on, client, open_doors, serve};
use crate::support::raw::Raw;
use fregues::app::clock::Clock;
use fregues::emulator::{Emulator, Settings};
use fregues::play::world::World;
use fregues::whatsapp::signature::Secrets;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

const NUMBER: &str = "106540352242922";
const CASHIERS: u64 = 8;
const MEMBERS: u64 = 24;
const STRANGERS: u64 = 400;
const OPENING: i64 = 100;
const WRITERS: usize = 12;

#[tokio::test(flavor = "multi_thread")]
async fn kills_lose_and_double_nothing_on_sqlite() {
    let kills = kills("CRASH_SQLITE", 5);
    Cycles::open(engines::sqlite().await).await.run(kills).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kills_lose_and_double_nothing_on_postgres() {
    let kills = kills("CRASH_POSTGRES", 3);
    if let Some(db) = engines::postgres().await {
        Cycles::open(db).await.run(kills).await;
    }
}

fn kills(name: &str, short: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(short)
}

/// One message of somebody, as it will be sent until it is acknowledged.
#[derive(Clone)]
struct Letter {
    wamid: String,
    body: String,
    /// Member and centavos, when it is a sale.
    sale: Option<(u64, i64)>,
}

/// What the people's side knows. It lives outside the process that is killed, so a 200 counts for ever.
#[derive(Default)]
struct Post {
    written: u64,
    /// Sent without an answer, to be sent again as Meta would.
    again: Vec<Letter>,
    acknowledged: Vec<Letter>,
    sent_twice: u64,
}

struct Cycles {
    db: Db,
    emulator: Emulator,
    graph: String,
    /// How far the emulator's clock is ahead of the system's (ms).
    ahead: Arc<AtomicI64>,
    post: Mutex<Post>,
    webhook: Mutex<Option<String>>,
    writing: AtomicBool,
    secrets: Secrets,
    http: reqwest::Client,
}

impl Cycles {
    async fn open(db: Db) -> Arc<Cycles> {
        let http = client();
        let now = Clock::system().now();
        let world = world();
        let store = db.open().await;
        world.found(&store, now).await.unwrap();
        store.close().await;
        drop(store);
        let ahead = Arc::new(AtomicI64::new(0));
        let reading = ahead.clone();
        let emulator = Emulator::new(Settings {
            app_secret: SECRET.to_owned(),
            webhook: String::new(),
            token: "token".to_owned(),
            seed: 11,
            now: Arc::new(move || Clock::system().now() + reading.load(Ordering::Relaxed)),
            per_second: 0,
            pair_limit: false,
            allowance: 0,
            typing_pause: false,
        });
        world.populate(&emulator);
        for person in emulator.people() {
            emulator.open_window(&person.id, NUMBER, now);
        }
        let graph = serve(emulator.router()).await;
        Arc::new(Cycles {
            db,
            emulator,
            graph,
            ahead,
            post: Mutex::default(),
            webhook: Mutex::default(),
            writing: AtomicBool::new(true),
            secrets: Secrets::new(vec![SECRET.to_owned()]).unwrap(),
            http,
        })
    }

    async fn run(self: &Arc<Self>, kills: u64) {
        let began = Instant::now();
        let stop = CancellationToken::new();
        let statuses = tokio::spawn(self.emulator.clone().run(stop.clone()));
        let writers: Vec<_> = (0..WRITERS).map(|_| tokio::spawn(self.clone().write())).collect();
        let mut longest_start = Duration::ZERO;
        for kill in 0..kills {
            let instant = 50 + chance(kill) % 450;
            if kill % 10 == 9 {
                // Also while it opens its database.
                let mut early = self.command("serve").spawn().unwrap();
                tokio::time::sleep(Duration::from_millis(instant / 4)).await;
                early.kill().unwrap();
                early.wait().unwrap();
                continue;
            }
            let mut service = self.start();
            longest_start = longest_start.max(service.took);
            tokio::time::sleep(Duration::from_millis(instant)).await;
            *self.webhook.lock().unwrap() = None;
            service.child.kill().unwrap();
            service.child.wait().unwrap();
        }
        self.writing.store(false, Ordering::Relaxed);
        let service = self.start();
        for writer in writers {
            tokio::time::timeout(Duration::from_mins(2), writer).await.expect("all is taken").unwrap();
        }
        let raw = Raw::of(&self.db).await;
        // Stopping the emulator within a delivery would lose it.
        self.until("every status is delivered", async || self.emulator.pending() == 0).await;
        self.until("nothing waits in the inbox", async || {
            raw.number("select count(*) from inbox where state = 'new'").await == 0
        })
        .await;
        stop.cancel();
        statuses.await.unwrap();
        self.end_politely(service);
        self.finish(&raw).await;
        self.check(&raw, began, kills, longest_start).await;
    }

    /// Somebody who writes, one message after the other, until told to stop and all is acknowledged.
    async fn write(self: Arc<Self>) {
        loop {
            let letter = {
                let mut post = self.post.lock().unwrap();
                match post.again.pop() {
                    Some(letter) => letter,
                    None if self.writing.load(Ordering::Relaxed) => {
                        post.written += 1;
                        letter(post.written)
                    }
                    None => return,
                }
            };
            let webhook = self.webhook.lock().unwrap().clone();
            let taken = match webhook {
                Some(webhook) => self.deliver(&webhook, &letter).await,
                None => false,
            };
            if !taken {
                self.post.lock().unwrap().again.push(letter);
                tokio::time::sleep(Duration::from_millis(10)).await;
                continue;
            }
            let twice = chance(self.post.lock().unwrap().written).is_multiple_of(20);
            self.post.lock().unwrap().acknowledged.push(letter.clone());
            if let (true, Some(webhook)) = (twice, self.webhook.lock().unwrap().clone()) {
                self.post.lock().unwrap().sent_twice += 1;
                let cycles = self.clone();
                tokio::spawn(async move { cycles.deliver(&webhook, &letter).await });
            }
        }
    }

    async fn deliver(&self, webhook: &str, letter: &Letter) -> bool {
        let signature = self.secrets.sign(letter.body.as_bytes());
        let request = self.http.post(webhook).header("x-hub-signature-256", signature);
        let answer = request.body(letter.body.clone()).timeout(Duration::from_secs(10)).send().await;
        answer.is_ok_and(|answer| answer.status() == 200)
    }

    fn command(&self, command: &str) -> Command {
        let mut service = Command::new(env!("CARGO_BIN_EXE_fregues"));
        service
            .arg(command)
            .env("FREGUES_SERVER_LISTEN", "127.0.0.1:0")
            .env("FREGUES_SERVER_OFFICE", "")
            .env("FREGUES_DATABASE_URL", &self.db.url)
            .env("FREGUES_DATABASE_CONNECTIONS", "4")
            .env("FREGUES_WHATSAPP_API", &self.graph)
            .env("FREGUES_WHATSAPP_TOKEN", "token")
            .env("FREGUES_WHATSAPP_APP_SECRET", SECRET)
            .env("FREGUES_WHATSAPP_VERIFY_TOKEN", "verify-me")
            .env("FREGUES_LOG_FORMAT", "json")
            .env("FREGUES_LOG_LEVEL", "info")
            .current_dir(std::env::temp_dir())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        service
    }

    /// Starts the service, and sends people and statuses to it once it listens.
    fn start(&self) -> Service {
        let began = Instant::now();
        let mut child = self.command("serve").stderr(Stdio::piped()).spawn().unwrap();
        let log = child.stderr.take().unwrap();
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(log).lines().map_while(Result::ok) {
                let address = line.split_once(r#""address":""#).and_then(|(_, rest)| rest.split('"').next());
                if let (true, Some(address)) = (line.contains(r#""serving""#), address) {
                    let _ = tell.send(address.to_owned());
                } else if !line.contains(r#""level":"INFO""#) {
                    eprintln!("service: {line}");
                }
            }
        });
        let address = told.recv_timeout(Duration::from_mins(1)).expect("the service starts");
        let webhook = format!("http://{address}/webhook");
        self.emulator.set_webhook(webhook.clone());
        *self.webhook.lock().unwrap() = Some(webhook);
        Service { child, took: began.elapsed() }
    }

    /// SIGTERM: it lets everything finish and ends with 0.
    fn end_politely(&self, mut service: Service) {
        *self.webhook.lock().unwrap() = None;
        let told = Command::new("kill").arg(service.child.id().to_string()).status().unwrap();
        assert!(told.success());
        assert_eq!(service.child.wait().unwrap().code(), Some(0), "{}", self.db.engine);
    }

    /// Minutes pass until every unknown outcome is decided. The clock is ours here, so nobody waits.
    async fn finish(&self, raw: &Raw) {
        let clock = Clock::manual(Clock::system().now());
        let store = self.db.open().await;
        let app = app_on(store, &clock, &self.graph);
        self.emulator.set_webhook(open_doors(&app).await);
        for _ in 0..12 {
            loop {
                let moved = self.emulator.pump().await + app.drain().await.unwrap();
                if moved == 0 {
                    break;
                }
            }
            clock.advance(60_000);
            self.ahead.store(clock.now() - Clock::system().now(), Ordering::Relaxed);
        }
        let open = "select count(*) from outbox where state not in ('accepted', 'dead', 'waiting')";
        assert_eq!(raw.number(open).await, 0, "{}", self.db.engine);
        app.store.close().await;
    }

    async fn until(&self, what: &str, mut holds: impl AsyncFnMut() -> bool) {
        let began = Instant::now();
        while !holds().await {
            assert!(
                began.elapsed() < Duration::from_mins(2),
                "{}: it never happens that {what}",
                self.db.engine
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn check(&self, raw: &Raw, began: Instant, kills: u64, longest_start: Duration) {
        let engine = self.db.engine;
        let (letters, sent_twice) = {
            let post = self.post.lock().unwrap();
            assert!(post.again.is_empty());
            (post.acknowledged.clone(), post.sent_twice)
        };
        // Nothing acknowledged is lost.
        let inbox = raw.rows("select key, state from inbox where kind = 'message'").await;
        let inbox: BTreeMap<&str, &str> = inbox.iter().filter_map(|row| row.split_once(" | ")).collect();
        for letter in &letters {
            let state = inbox.get(format!("m:{}:1", letter.wamid).as_str()).copied();
            assert!(matches!(state, Some("done" | "ignored")), "{engine}: {} is {state:?}", letter.wamid);
        }
        assert_eq!(inbox.len(), letters.len(), "{engine}: every message once");
        self.check_ledger(raw, &letters).await;
        let (unknown, doubled) = self.check_outbox(raw, &letters).await;
        let verified = self.command("verify").status().unwrap();
        assert_eq!(verified.code(), Some(0), "{engine}: verify");
        eprintln!(
            "{engine}: {kills} kills in {:.0} s, {} messages acknowledged ({sent_twice} sent again), {} sales, \
             {unknown} sends of unknown outcome, {doubled} bubbles arrived twice, slowest start {longest_start:.1?}",
            began.elapsed().as_secs_f64(),
            letters.len(),
            letters.iter().filter(|letter| letter.sale.is_some()).count(),
        );
    }

    /// Each sale is there once, and balances are what the sales make of them.
    async fn check_ledger(&self, raw: &Raw, letters: &[Letter]) {
        let engine = self.db.engine;
        let mut balances: BTreeMap<String, i64> =
            (0..MEMBERS).map(|member| (format!("+{}", member_phone(member)), OPENING)).collect();
        let mut sales = BTreeSet::new();
        for letter in letters {
            if let Some((member, centavos)) = letter.sale {
                *balances.get_mut(&format!("+{}", member_phone(member))).unwrap() += centavos * 30 / 100;
                sales.insert(format!("{} | +{} | {centavos}", letter.wamid, member_phone(member)));
            }
        }
        let found = "select p.wamid, m.phone, p.amount from purchase p \
            join member m on m.merchant = p.merchant and m.id = p.member";
        let found = raw.rows(found).await;
        assert_eq!(found.len(), sales.len(), "{engine}: sales");
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), sales, "{engine}");
        let found = "select m.phone, w.available - w.debt from wallet w \
            join member m on m.merchant = w.merchant and m.id = w.member where w.available > 0 or w.held > 0";
        let found = raw.rows(found).await;
        let found: BTreeMap<String, i64> = found
            .iter()
            .filter_map(|row| row.split_once(" | "))
            .map(|(phone, balance)| (phone.to_owned(), balance.parse().unwrap()))
            .collect();
        assert_eq!(found, balances, "{engine}");
    }

    /// Every answer once, and whatever the Graph API took hangs on its row; twice only what was unknown.
    async fn check_outbox(&self, raw: &Raw, letters: &[Letter]) -> (i64, usize) {
        let engine = self.db.engine;
        let twice = "select cause, member, count(*) from outbox group by cause, member having count(*) > 1";
        assert_eq!(raw.rows(twice).await, Vec::<String>::new(), "{engine}: one bubble each");
        let causes = raw.rows("select cause, count(*) from outbox group by cause").await;
        let causes: BTreeMap<&str, &str> = causes.iter().filter_map(|row| row.split_once(" | ")).collect();
        for letter in letters {
            let bubbles = if letter.sale.is_some() { "2" } else { "1" };
            assert_eq!(causes.get(letter.wamid.as_str()), Some(&bubbles), "{engine}: {}", letter.body);
        }
        let mut accepted: BTreeMap<String, usize> = BTreeMap::new();
        for message in self.emulator.truth() {
            let callback = message.callback.unwrap();
            *accepted.entry(callback.split('.').nth(2).unwrap().to_owned()).or_default() += 1;
        }
        let rows = raw.rows("select id, state, attempt, class, doubts from outbox").await;
        let mut doubled = 0;
        for row in &rows {
            let parts: Vec<&str> = row.split(" | ").collect();
            let [id, state, _attempt, class, doubts] = parts[..] else { panic!("{row}") };
            match (accepted.remove(id).unwrap_or(0), state) {
                (1, "accepted") | (0, "dead") => {}
                // The first was unknown, so it went out again; a second doubt ended when its status came.
                (2, "accepted") if ["1", "2"].contains(&doubts) && class != "B" => doubled += 1,
                (times, _) => panic!("{engine}: accepted {times} times: {row}"),
            }
        }
        assert_eq!(accepted, BTreeMap::new(), "{engine}: taken by WhatsApp and unknown here");
        assert_eq!(self.emulator.violations(), Vec::<String>::new());
        let unknown = raw.number("select count(*) from outbox where attempt > 1 or state = 'dead'").await;
        (unknown, doubled)
    }
}

struct Service {
    child: Child,
    took: Duration,
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Cashiers, joined members, and people whom the shop has never heard of.
fn world() -> World {
    let mut text = format!(
        "[merchant]\nname = \"Clube Patinhas\"\nphone_number_id = \"{NUMBER}\"\nprogram = \"pets\"\n\
         language = \"pt-BR\"\nzone = \"America/Sao_Paulo\"\narea_code = \"11\"\n[[store]]\nname = \"Centro\"\n"
    );
    let mut person = |table: &str, name: String, phone: String, more: &str| {
        let _ = write!(text, "[[{table}]]\nname = \"{name}\"\nphone = \"+{phone}\"\n{more}\n");
    };
    for cashier in 0..CASHIERS {
        let more = "role = \"cashier\"\nstore = \"Centro\"";
        person("staff", format!("Caixa{cashier}"), cashier_phone(cashier), more);
    }
    for member in 0..MEMBERS {
        let more = format!("joined = true\nwindow = \"open\"\nbalance = {OPENING}");
        person("person", format!("Cliente{member}"), member_phone(member), &more);
    }
    for stranger in 0..STRANGERS {
        person("person", format!("Nova{stranger}"), stranger_phone(stranger), "");
    }
    World::read(&text).unwrap()
}

/// The n-th message of all: mostly sales, some balances, now and then somebody new.
fn letter(n: u64) -> Letter {
    let member = chance(n) % MEMBERS;
    let (phone, text, sale) = match n % 10 {
        0 if n / 10 <= STRANGERS => (stranger_phone(n / 10 - 1), "oi, quero participar".to_owned(), None),
        0..=2 => (member_phone(member), "saldo".to_owned(), None),
        _ => {
            let centavos = 1_000 + i64::try_from(n % 19_000).unwrap();
            let text = format!("{} {},{:02}", &member_phone(member)[2..], centavos / 100, centavos % 100);
            (cashier_phone(n % CASHIERS), text, Some((member, centavos)))
        }
    };
    let wamid = format!("wamid.CRASH{n:08}");
    let at = Clock::system().now() / 1_000;
    let body = serde_json::json!({ "object": "whatsapp_business_account", "entry": [{ "id": "1", "changes": [{
        "field": "messages", "value": {
            "messaging_product": "whatsapp",
            "metadata": { "display_phone_number": "5511955500100", "phone_number_id": NUMBER },
            "contacts": [{ "profile": { "name": "Alguém" }, "wa_id": phone, "user_id": format!("BR.9{phone}") }],
            "messages": [{ "from": phone, "from_user_id": format!("BR.9{phone}"), "id": wamid,
                "timestamp": at.to_string(), "type": "text", "text": { "body": text } }],
        } }] }] });
    Letter { wamid, body: body.to_string(), sale }
}

fn cashier_phone(cashier: u64) -> String {
    format!("55119700000{cashier:02}")
}

fn member_phone(member: u64) -> String {
    format!("551198{member:07}")
}

fn stranger_phone(stranger: u64) -> String {
    format!("551196{stranger:07}")
}

/// The same chance in every run.
fn chance(n: u64) -> u64 {
    let mixed = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 31)) >> 17
}
