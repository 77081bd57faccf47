//! A system of the shop that is told what happens: it keeps what it gets, answers what it is told to, and can be silent.

use super::house::serve;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use serde_json::Value;
use std::sync::{Arc, Mutex};
use tokio::sync::{Notify, watch};

/// One message as it came.
#[derive(Debug, Clone)]
pub struct Got {
    pub id: String,
    pub timestamp: i64,
    pub signatures: String,
    pub body: String,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    /// Whether one of its signatures is that of this secret, computed as the standard says.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        let timestamp = self.timestamp.to_string();
        let signed = [self.id.as_bytes(), b".", timestamp.as_bytes(), b".", self.body.as_bytes()];
        self.signatures.split(' ').any(|one| {
            let tag = STANDARD.decode(one.strip_prefix("v1,").unwrap()).unwrap();
            hmac::verify(&key, &signed.concat(), &tag).is_ok()
        })
    }
}

#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    inside: Arc<Inside>,
}

struct Inside {
    got: Mutex<Vec<Got>>,
    /// What is answered; 0: nothing, ever.
    answer: Mutex<u16>,
    count: watch::Sender<usize>,
    never: Notify,
}

impl Receiver {
    pub async fn open() -> Receiver {
        let (count, _) = watch::channel(0);
        let inside =
            Arc::new(Inside { got: Mutex::default(), answer: Mutex::new(200), count, never: Notify::new() });
        let router = Router::new().route("/told", post(told)).with_state(inside.clone());
        Receiver { url: format!("{}/told", serve(router).await), inside }
    }

    pub fn answer(&self, status: u16) {
        *self.inside.answer.lock().unwrap() = status;
    }

    pub fn got(&self) -> Vec<Got> {
        self.inside.got.lock().unwrap().clone()
    }

    /// Ids of what came since the last look.
    pub fn fresh(&self) -> Vec<String> {
        std::mem::take(&mut *self.inside.got.lock().unwrap()).into_iter().map(|got| got.id).collect()
    }

    /// Waits until so many messages have come.
    pub async fn has(&self, count: usize) {
        let mut seen = self.inside.count.subscribe();
        let waited = tokio::time::timeout(std::time::Duration::from_secs(30), seen.wait_for(|n| *n >= count));
        waited.await.unwrap_or_else(|_| panic!("{} came, {count} expected", self.got().len())).unwrap();
    }
}

async fn told(State(inside): State<Arc<Inside>>, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers.get(name).unwrap().to_str().unwrap().to_owned();
    let got = Got {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp").parse().unwrap(),
        signatures: header("webhook-signature"),
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    inside.got.lock().unwrap().push(got);
    inside.count.send_modify(|count| *count += 1);
    let answer = *inside.answer.lock().unwrap();
    match answer {
        0 => {
            inside.never.notified().await;
            StatusCode::OK.into_response()
        }
        302 => (StatusCode::FOUND, [(LOCATION, "http://127.0.0.1:9/elsewhere")]).into_response(),
        status => (StatusCode::from_u16(status).unwrap(), "x".repeat(100_000)).into_response(),
    }
}
