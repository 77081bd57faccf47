//! The emulator by itself: what it refuses and takes is what Meta's pages say, and its faults do what their names say.

mod fates;
mod faults;
mod management;
mod page;
mod refusals;
mod webhooks;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use fregues::emulator::{Emulator, Person, Settings};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicI64, AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

const NUMBER: &str = "106540352242922";
const NOON: i64 = 1_795_273_200_000; // 2026-11-21 12:00 in São Paulo

/// The emulator behind a real socket, and a webhook that keeps what it receives.
struct House {
    emulator: Emulator,
    base: String,
    clock: Arc<AtomicI64>,
    hook: Arc<Hook>,
    client: reqwest::Client,
}

struct Hook {
    seen: Mutex<Vec<(String, Vec<u8>)>>,
    answer: AtomicU16,
    rang: Notify,
}

async fn receive(State(hook): State<Arc<Hook>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers["x-hub-signature-256"].to_str().unwrap().to_owned();
    hook.seen.lock().unwrap().push((signature, body.to_vec()));
    hook.rang.notify_one();
    StatusCode::from_u16(hook.answer.load(Ordering::SeqCst)).unwrap()
}

async fn serve(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

fn person(id: &str, name: &str, phone: Option<&str>, user_id: &str) -> Person {
    Person {
        id: id.to_owned(),
        name: name.to_owned(),
        phone: phone.map(str::to_owned),
        wa_id: None,
        user_id: user_id.to_owned(),
        username: phone.is_none().then(|| format!("@{id}")),
        shows_phone: phone.is_some(),
        about: "cliente".to_owned(),
    }
}

async fn house() -> House {
    house_with(|_| {}).await
}

async fn house_with(change: impl FnOnce(&mut Settings)) -> House {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let hook = Arc::new(Hook { seen: Mutex::default(), answer: AtomicU16::new(200), rang: Notify::new() });
    let webhook =
        axum::Router::new().route("/webhook", axum::routing::post(receive)).with_state(hook.clone());
    let clock = Arc::new(AtomicI64::new(NOON));
    let reading = clock.clone();
    let mut settings = Settings {
        app_secret: "app-secret".to_owned(),
        webhook: format!("{}/webhook", serve(webhook).await),
        token: "token".to_owned(),
        seed: 7,
        now: Arc::new(move || reading.load(Ordering::SeqCst)),
        per_second: 0,
        pair_limit: false,
        allowance: 0,
        typing_pause: false,
    };
    change(&mut settings);
    let emulator = Emulator::new(settings);
    emulator.add_number(NUMBER, "+55 11 4000-1234", "Clube Patinhas");
    emulator.add_person(person("ana", "Ana Sá", Some("+5511987654321"), "BR.13491208655302741918"));
    emulator.add_person(person("lia", "Lia", None, "BR.77"));
    emulator.open_window("ana", NUMBER, NOON);
    emulator.open_window("lia", NUMBER, NOON);
    let base = serve(emulator.router()).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    House { emulator, base, clock, hook, client }
}

impl House {
    async fn post(&self, path: &str, token: &str, body: &Value) -> reqwest::Result<(u16, Value)> {
        let url = format!("{}{path}", self.base);
        let response = self.client.post(url).bearer_auth(token).json(body).send().await?;
        let status = response.status().as_u16();
        Ok((status, response.json().await?))
    }

    async fn get(&self, path: &str) -> Value {
        let response = self.client.get(format!("{}{path}", self.base)).bearer_auth("token").send().await;
        response.unwrap().json().await.unwrap()
    }

    async fn try_send(&self, body: &Value) -> reqwest::Result<(u16, Value)> {
        self.post(&format!("/v26.0/{NUMBER}/messages"), "token", body).await
    }

    async fn send(&self, body: &Value) -> (u16, Value) {
        self.try_send(body).await.unwrap()
    }

    /// Sends to Ana what must be accepted, and answers the wamid.
    async fn wamid(&self, body: &Value) -> String {
        let (status, answer) = self.send(body).await;
        assert_eq!(status, 200, "{answer}");
        answer["messages"][0]["id"].as_str().unwrap().to_owned()
    }

    /// The code of a refusal.
    async fn code(&self, body: &Value) -> u64 {
        let (status, answer) = self.send(body).await;
        assert_ne!(status, 200, "accepted: {body}");
        answer["error"]["code"].as_u64().unwrap()
    }

    fn bodies(&self) -> Vec<Value> {
        self.hook.seen.lock().unwrap().iter().map(|(_, body)| serde_json::from_slice(body).unwrap()).collect()
    }

    /// Every status received so far as (wamid, status, whole item).
    fn statuses(&self) -> Vec<(String, String, Value)> {
        let of = |item: &Value| {
            let text = |key: &str| item[key].as_str().unwrap().to_owned();
            (text("id"), text("status"), item.clone())
        };
        let bodies = self.bodies();
        let changes = bodies.iter().flat_map(|body| body["entry"][0]["changes"].as_array().unwrap());
        changes
            .flat_map(|change| change["value"]["statuses"].as_array().cloned().unwrap_or_default())
            .map(|s| of(&s))
            .collect()
    }

    fn reached(&self) -> Vec<String> {
        self.statuses().into_iter().map(|status| status.1).collect()
    }
}

fn to_ana(kind: &str, content: Value) -> Value {
    let mut body = json!({ "messaging_product": "whatsapp", "to": "+5511987654321", "type": kind });
    body[kind] = content;
    body
}

fn text(body: &str) -> Value {
    to_ana("text", json!({ "body": body }))
}

fn interactive(content: Value) -> Value {
    to_ana("interactive", content)
}

fn with_buttons(body: &str, footer: &str, buttons: &[(&str, &str)]) -> Value {
    let buttons: Vec<Value> = buttons
        .iter()
        .map(|(id, title)| json!({ "type": "reply", "reply": { "id": id, "title": title } }))
        .collect();
    interactive(json!({ "type": "button", "body": { "text": body }, "footer": { "text": footer },
        "action": { "buttons": buttons } }))
}

fn with_rows(body: &str, label: &str, rows: &[(String, String, String)]) -> Value {
    let rows: Vec<Value> = rows
        .iter()
        .map(|(id, title, text)| json!({ "id": id, "title": title, "description": text }))
        .collect();
    interactive(json!({ "type": "list", "body": { "text": body },
        "action": { "button": label, "sections": [{ "rows": rows }] } }))
}

fn row(id: usize, title: usize, description: usize) -> (String, String, String) {
    ("i".repeat(id), "t".repeat(title), "d".repeat(description))
}
