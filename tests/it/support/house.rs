//! The whole service behind real sockets: the emulator on one side, our webhook on the other.

use super::engines::Db;
use super::shop::{self, NOON, NUMBER, PEOPLE};
use fregues::app::clock::Clock;
use fregues::app::http::router;
use fregues::app::seal::Seal;
use fregues::app::sender::limiter::Limiter;
use fregues::app::{App, Parts};
use fregues::domain::ids::MerchantId;
use fregues::emulator::{Bubble, Emulator, Person, Settings, Utterance};
use fregues::store::Store;
use fregues::store::verify::verify;
use fregues::whatsapp::client::Client;
use fregues::whatsapp::signature::Secrets;
use tokio_util::sync::CancellationToken;

pub const SECRET: &str = "app-secret";

pub struct House {
    pub app: App,
    pub emulator: Emulator,
    pub clock: Clock,
    /// Where our webhook is.
    pub webhook: String,
    pub http: reqwest::Client,
    _db: Db,
}

pub async fn serve(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// Our webhook with the loop that commits what it takes; the other loops are driven by hand.
pub async fn open_doors(app: &App) -> String {
    tokio::spawn(app.intake.clone().run(CancellationToken::new()));
    format!("{}/webhook", serve(router(app.clone())).await)
}

pub fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// An application on a store, sending to `graph`.
pub fn app_on(store: Store, clock: &Clock, graph: &str) -> App {
    app_with(store, clock, graph, "token", None)
}

pub fn app_with(store: Store, clock: &Clock, graph: &str, token: &str, seal: Option<Seal>) -> App {
    let parts = Parts {
        store,
        clock: clock.clone(),
        client: Client::new(graph, "v26.0").unwrap(),
        token: token.to_owned(),
        seal,
        secrets: Secrets::new(vec![SECRET.to_owned(), "older-secret".to_owned()]).unwrap(),
        verify_token: "verify-me".to_owned(),
        private_hooks: true,
        exchange: fregues::domain::meter::USUAL_EXCHANGE,
        seed: b"seed".to_vec(),
        older_seeds: Vec::new(),
        post: None,
        public_url: "https://clube.example".to_owned(),
        words: None,
    };
    let app = App::new(parts).unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
    hurry(&app.sender.limiter);
    app
}

/// A clock that stands still fills no bucket, so the numbers of most tests may send as fast as they can.
fn hurry(limiter: &Limiter) {
    for merchant in 1..=3 {
        limiter.set_speed(MerchantId(merchant), 1_000_000);
    }
}

pub fn hurried(clock: &Clock) -> Limiter {
    let limiter = Limiter::new(clock.clone());
    hurry(&limiter);
    limiter
}

/// An emulator without limits, driven by hand; whoever opens it sets its webhook and its people.
pub fn emulator_on(clock: &Clock) -> Emulator {
    let clock = clock.clone();
    Emulator::new(Settings {
        app_secret: SECRET.to_owned(),
        webhook: String::new(),
        token: "token".to_owned(),
        seed: 7,
        now: std::sync::Arc::new(move || clock.now()),
        per_second: 0,
        pair_limit: false,
        allowance: 0,
        typing_pause: false,
    })
}

impl House {
    pub async fn open(db: &Db) -> House {
        House::of(db, shop::PETS, None).await
    }

    /// The same people around another program.
    pub async fn open_with(db: &Db, program: &str) -> House {
        House::of(db, program, None).await
    }

    /// One that keeps secrets of merchants.
    pub async fn sealed(db: &Db) -> House {
        House::of(db, shop::PETS, Seal::new(&"0a".repeat(32)).unwrap()).await
    }

    async fn of(db: &Db, program: &str, seal: Option<Seal>) -> House {
        let http = client();
        let store = db.open().await;
        shop::settle_as(&store, NUMBER, program).await;
        let clock = Clock::manual(NOON);
        let emulator = emulator_on(&clock);
        emulator.add_number(NUMBER, "+55 11 4000-1234", "Clube Patinhas");
        for person in &PEOPLE {
            emulator.add_person(Person {
                id: person.slug.to_owned(),
                name: person.name.to_owned(),
                phone: person.phone.map(str::to_owned),
                wa_id: person.wa_id.map(str::to_owned),
                user_id: shop::user_id(person.slug),
                username: person.phone.is_none().then(|| format!("@{}", person.slug)),
                shows_phone: person.phone.is_some(),
                about: String::new(),
            });
            if person.window == shop::Window::Open {
                emulator.open_window(person.slug, NUMBER, NOON - 60_000);
            }
        }
        let app = app_with(store, &clock, &serve(emulator.router()).await, "token", seal);
        let webhook = open_doors(&app).await;
        emulator.set_webhook(webhook.clone());
        House { app, emulator, clock, webhook, http, _db: db.clone() }
    }

    /// Somebody writes; nothing is delivered yet.
    pub fn write(&self, person: &str, text: &str) -> String {
        self.emulator.say(person, NUMBER, Utterance::text(text))
    }

    /// Somebody writes and everything that follows happens; the bubbles they got for it.
    pub async fn say(&self, person: &str, text: &str) -> Vec<Bubble> {
        self.does(person, Utterance::text(text)).await
    }

    pub async fn does(&self, person: &str, utterance: Utterance) -> Vec<Bubble> {
        let before = self.emulator.chat(person).len() + 1;
        self.emulator.say(person, NUMBER, utterance);
        self.drain().await;
        self.emulator.chat(person).split_off(before)
    }

    /// Delivers and decides until nothing moves any more.
    pub async fn drain(&self) {
        for _ in 0..200 {
            let taken = self.emulator.pump().await;
            let done = self.app.drain().await.unwrap();
            if taken + done == 0 {
                return;
            }
        }
        panic!("it never comes to rest: {} webhooks wait", self.emulator.pending());
    }

    pub async fn post(&self, body: &[u8], signature: Option<&str>) -> u16 {
        post(&self.http, &self.webhook, body, signature).await
    }

    /// Posts a body as WhatsApp would.
    pub async fn post_signed(&self, body: &[u8]) -> u16 {
        self.post(body, Some(&self.app.secrets.sign(body))).await
    }

    pub async fn verify_clean(&self) {
        verify_clean(&self.app.store).await;
        assert_eq!(self.emulator.violations(), Vec::<String>::new());
    }
}

pub async fn post(http: &reqwest::Client, url: &str, body: &[u8], signature: Option<&str>) -> u16 {
    let mut request = http.post(url).body(body.to_vec());
    if let Some(signature) = signature {
        request = request.header("x-hub-signature-256", signature);
    }
    request.send().await.unwrap().status().as_u16()
}

/// What `verify` finds.
pub async fn violations(store: &Store) -> Vec<String> {
    verify(store, |_, _| {}).await.unwrap().violations
}

/// The ledger, recomputed, is what is stored.
pub async fn verify_clean(store: &Store) {
    assert_eq!(violations(store).await, Vec::<String>::new());
}
