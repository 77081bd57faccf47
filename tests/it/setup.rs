//! Setting up a real number and looking at it, against the emulator: every check when all is well, and every
//! condition that can be wrong.

mod address;
mod conditions;
mod readme;
mod secrets;
mod shell;
mod talk;
mod templates;

use crate::support::engines::Db;
use crate::support::shop::{NUMBER, new_merchant};
use fregues::app::clock::Clock;
use fregues::app::{App, Parts, http};
use fregues::config::{Config, EXAMPLE};
use fregues::emulator::{Emulator, Person, Settings};
use fregues::setup::doctor;
use fregues::store::merchants::{self, NewMerchant};
use fregues::whatsapp::client::Client;
use fregues::whatsapp::manage::FIELDS;
use fregues::whatsapp::signature::Secrets;
use fregues::whatsapp::templates::pack;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

const TOKEN: &str = "EAAG-canary-token";
const SECRET: &str = "canary-app-secret";
const VERIFY: &str = "canary-verify-token";

/// Serves on a free port of this machine.
async fn serve(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// An emulator in the present.
fn emulator() -> Emulator {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let clock = Clock::system();
    let emulator = Emulator::new(Settings {
        app_secret: SECRET.to_owned(),
        webhook: "http://127.0.0.1:1/nowhere".to_owned(),
        token: TOKEN.to_owned(),
        seed: 7,
        now: Arc::new(move || clock.now()),
        per_second: 0,
        allowance: 0,
        pair_limit: false,
        typing_pause: false,
    });
    emulator.add_number(NUMBER, "+55 11 4000-1234", "Clube Patinhas");
    emulator.add_person(Person {
        id: "carla".to_owned(),
        name: "Carla Dias".to_owned(),
        phone: Some("+5511977770001".to_owned()),
        wa_id: None,
        user_id: "BR.carla".to_owned(),
        username: None,
        shows_phone: true,
        about: "dona".to_owned(),
    });
    emulator
}

/// A shop that is set up: database, service behind a public address, emulator, and the configuration of it all.
struct House {
    emulator: Emulator,
    folder: TempDir,
    settings: String,
}

impl House {
    async fn new(db: &Db) -> House {
        House::with(db, |_| {}).await
    }

    async fn with(db: &Db, change: impl FnOnce(&mut NewMerchant)) -> House {
        let emulator = emulator();
        for template in pack().unwrap_or_else(|faults| panic!("{faults:?}")).creations() {
            assert!(emulator.approve_template(&template.body), "{}", template.called());
        }
        let api = serve(emulator.router()).await;
        let store = db.open().await;
        let mut merchant = new_merchant(NUMBER);
        change(&mut merchant);
        store.write(move |tx| Box::pin(async move { merchants::add(tx, &merchant).await })).await.unwrap();
        let app = App::new(Parts {
            store,
            clock: Clock::system(),
            client: Client::new(&api, "v26.0").unwrap(),
            token: TOKEN.to_owned(),
            seal: None,
            secrets: Secrets::new(vec![SECRET.to_owned()]).unwrap(),
            verify_token: VERIFY.to_owned(),
            seed: b"seed".to_vec(),
            older_seeds: Vec::new(),
            private_hooks: true,
            post: None,
            public_url: String::new(),
            words: None,
            exchange: fregues::domain::meter::USUAL_EXCHANGE,
        });
        let app = app.unwrap_or_else(|faults| panic!("{faults:?}"));
        let public = serve(http::router(app.clone())).await;
        tokio::spawn(app.intake.clone().run(tokio_util::sync::CancellationToken::new()));
        emulator.change(|account| {
            account.callback_url = format!("{public}/webhook");
            account.fields = FIELDS.map(str::to_owned).to_vec();
            account.automation =
                serde_json::json!(fregues::setup::shortcuts::shortcuts(fregues::domain::lang::Lang::PtBr));
        });
        let settings = settings(&[
            ("api", &api),
            ("token", TOKEN),
            ("app_id", &emulator.account().app_id),
            ("app_secret", SECRET),
            ("verify_token", VERIFY),
            ("public_url", &public),
            ("url", &db.url),
        ]);
        House { emulator, folder: tempfile::tempdir().unwrap(), settings }
    }

    fn file(&self, settings: &str) -> PathBuf {
        let path = self.folder.path().join("fregues.toml");
        std::fs::write(&path, settings).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        path
    }

    fn config(&self) -> Config {
        Config::load(Some(&self.file(&self.settings))).unwrap()
    }

    async fn examine(&self) -> (Vec<String>, bool) {
        self.examine_with(&self.settings).await
    }

    /// The doctor's lines under these settings, and whether all is well.
    async fn examine_with(&self, settings: &str) -> (Vec<String>, bool) {
        let (path, mut lines) = (self.file(settings), Vec::new());
        let (config, clock) = (Config::load(Some(&path)).unwrap(), Clock::system());
        let mut tell = |line| lines.push(line);
        let well = doctor::examine(&config, &path, None, &clock, &mut tell).await.unwrap();
        for canary in [TOKEN, SECRET, VERIFY] {
            assert!(!lines.join("\n").contains(canary), "{canary} is shown: {lines:#?}");
        }
        (lines, well)
    }
}

/// `expected` is a mark and words of the line of that name.
fn check(lines: &[String], name: &str, expected: &str) {
    let (mark, words) = expected.split_once(' ').unwrap();
    let start = format!("{mark} {name:<15} ");
    let found = lines.iter().any(|line| line.starts_with(&start) && line.contains(words));
    assert!(found, "{start}…{words} is not among {lines:#?}");
}

/// The example with these keys set.
fn settings(values: &[(&str, &str)]) -> String {
    let set = |line: &str| {
        let key = line.split(" = ").next().unwrap_or_default();
        values
            .iter()
            .find(|(name, _)| *name == key)
            .map_or_else(|| line.to_owned(), |(_, v)| format!("{key} = {v:?}"))
    };
    EXAMPLE.lines().map(set).collect::<Vec<_>>().join("\n") + "\n"
}
