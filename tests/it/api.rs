//! The API of tills and web shops, over real sockets.

mod apart;
mod channels;
mod contacts;
mod described;
mod examples;
mod guard;
pub mod keys;
mod letters;
mod mail;
mod members;
mod orders;
mod pauses;
mod reads;
mod refusals;
mod returned;
mod rush;
pub mod writes;

use crate::support::engines::Db;
use crate::support::house::{House, client, serve};
use fregues::app::App;
use fregues::app::api::token::Token;
use fregues::app::http::router;
use fregues::app::office::keys::KeyWish;
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder, Response};
use serde_json::Value;

/// Whoever calls, with a key or without.
pub struct Caller {
    http: reqwest::Client,
    url: String,
    key: Option<String>,
}

pub struct Said {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Said {
    pub async fn of(response: Response) -> Said {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.unwrap();
        Said { status, headers, body: serde_json::from_slice(&body).unwrap_or_default() }
    }

    /// What is answered; a refusal is one that is described, about something that stands in the call.
    pub async fn to(request: RequestBuilder) -> Said {
        let (client, request) = request.build_split();
        let request = request.unwrap();
        let (method, url) = (request.method().clone(), request.url().clone());
        let sent = request.body().and_then(|body| serde_json::from_slice(body.as_bytes()?).ok());
        let said = Said::of(client.execute(request).await.unwrap()).await;
        if said.status >= 400 {
            described::refuses(&method, &url, &sent.unwrap_or_default(), &said);
        }
        said
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The kind of problem, where it is one in its proper form.
    pub fn problem(&self) -> &str {
        let form = self.header("content-type") == "application/problem+json";
        let sentence = self.body["detail"].as_str().is_some_and(|detail| detail.contains(' '));
        assert!(form && sentence, "{} {:?}", self.status, self.body);
        assert_eq!(self.body["status"], self.status);
        self.body["type"].as_str().unwrap().strip_prefix("/api/v1/problems/").unwrap()
    }
}

impl Caller {
    /// The service of this application, called with no key.
    pub async fn stranger(app: &App) -> Caller {
        let url = format!("{}/api/v1", serve(router(app.clone())).await);
        Caller { http: client(), url, key: None }
    }

    pub fn with(&self, key: &str) -> Caller {
        Caller { http: self.http.clone(), url: self.url.clone(), key: Some(key.to_owned()) }
    }

    pub async fn with_new(&self, app: &App, wish: KeyWish) -> (Caller, Token) {
        let token = keys::made(app, wish).await;
        (self.with(token.reveal()), token)
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }

    pub async fn get(&self, path: &str) -> Said {
        Said::to(self.request(Method::GET, path)).await
    }

    /// What is there, in the form that is described.
    pub async fn read(&self, path: &str) -> Value {
        let said = self.get(path).await;
        assert_eq!(said.status, 200, "{path}: {:?}", said.body);
        described::conforms("get", path, "200", &said.body);
        said.body
    }
}

/// A shop with people behind a service, and a key that may read.
async fn shop(db: &Db) -> (House, Caller) {
    let house = House::open(db).await;
    let stranger = Caller::stranger(&house.app).await;
    let (caller, _) = stranger.with_new(&house.app, keys::wish(1, "Site", "read")).await;
    (house, caller)
}
