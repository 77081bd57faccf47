//! The channels of a world: tills and web shops that call the API of the service on a stage.

use crate::app::api::token::Token;
use crate::app::http;
use crate::domain::scope::Scope;
use crate::play::calls::Call;
use crate::play::stage::Stage;
use crate::store::keys::{self, NewKey};
use anyhow::{Context, anyhow};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use serde_json::Value;
use std::collections::BTreeMap;
use tower::ServiceExt;

/// No answer says more.
const LARGEST_ANSWER: usize = 1024 * 1024;
/// What a till of a story may call in a minute.
const PER_MINUTE: i64 = 6_000;

pub struct Channels {
    service: Router,
    tokens: BTreeMap<String, Token>,
    /// What each called last.
    last: BTreeMap<String, Sent>,
}

#[derive(Clone)]
struct Sent {
    method: Method,
    path: String,
    body: Option<String>,
}

impl Channels {
    /// Gives each channel of the stage's world a key that may do everything.
    pub async fn open(stage: &Stage) -> anyhow::Result<Channels> {
        let mut tokens = BTreeMap::new();
        for channel in &stage.world.channels {
            let token = Token::draw().context("the system gives no randomness")?;
            let new = NewKey {
                id: token.id().to_owned(),
                hash: token.hash(),
                merchant: stage.merchant,
                channel: channel.name.clone(),
                store: channel.store.clone(),
                name: channel.name.clone(),
                scopes: Scope::ALL.into(),
                per_minute: PER_MINUTE,
                at: stage.clock.now(),
            };
            let made = stage.app.store.write(move |tx| Box::pin(async move { keys::add(tx, &new).await }));
            made.await?.context("the merchant is gone")?.map_err(|fault| anyhow!(fault))?;
            tokens.insert(channel.name.clone(), token);
        }
        Ok(Channels { service: http::router(stage.app.clone()), tokens, last: BTreeMap::new() })
    }

    /// Sends it and lets the service come to rest; `filled` puts codes where their names stand.
    pub async fn call(
        &mut self,
        stage: &Stage,
        who: &str,
        call: &Call,
        filled: impl Fn(&str) -> String,
    ) -> anyhow::Result<(u16, Value)> {
        let sent = match call {
            Call::Again => self.last.get(who).cloned().context("it has called nothing yet")?,
            Call::Send { method, path, body } => {
                Sent { method: method.clone(), path: filled(path), body: body.as_deref().map(filled) }
            }
        };
        self.last.insert(who.to_owned(), sent.clone());
        let token = self.tokens.get(who).with_context(|| format!("this world has no channel {who:?}"))?;
        let request = Request::builder()
            .method(sent.method)
            .uri(format!("{}{}", crate::app::api::PLACE, sent.path))
            .header(header::AUTHORIZATION, format!("Bearer {}", token.reveal()))
            .header(header::CONTENT_TYPE, "application/json")
            .body(sent.body.map_or_else(Body::empty, Body::from))?;
        let answer = tokio::spawn(self.service.clone().oneshot(request));
        // What is written waits for its lane, which nobody drives but this.
        while !answer.is_finished() {
            stage.settle().await?;
            tokio::task::yield_now().await;
        }
        stage.settle().await?;
        let answer = answer.await??;
        let status = answer.status().as_u16();
        let body = to_bytes(answer.into_body(), LARGEST_ANSWER).await?;
        Ok((status, serde_json::from_slice(&body).unwrap_or_default()))
    }
}
