//! One POST to the Cloud API, and what its outcome means.
//!
//! Graph has no idempotency key, so the one thing that must never be guessed is whether a message may have
//! gone out. [`Outcome`] keeps "nothing was written" apart from "unknown";
//! therefore no redirects and no retries down here: whoever holds the outbox decides.

use std::error::Error as _;
use std::time::Duration;

use reqwest::multipart::{Form, Part};
use reqwest::{Response, StatusCode, Url, redirect, retry};
use serde_json::Value;

use super::errors::GraphError;
use super::json::{Object, depth};

/// Time for name, socket and TLS together.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Time Graph may be silent after it has the request.
pub const READ_TIMEOUT: Duration = Duration::from_secs(30);
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);
/// Answers are some hundred bytes; more than this is not Graph speaking.
const LONGEST_ANSWER: usize = 256 * 1024;

#[derive(Clone, Debug)]
pub struct Client {
    pub(super) http: reqwest::Client,
    /// `{base}/{version}`, to which number and edge are appended.
    pub(super) root: Url,
}

#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    #[error("the address of the Cloud API, {0:?}, is not an http or https address")]
    Address(String),
    #[error("the HTTP client cannot be built: {0}")]
    Build(String),
}

/// What is known about a message after one try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Taken over by WhatsApp; delivery is told by statuses. `wa_id` may differ from what was sent to.
    Accepted { wamid: String, wa_id: Option<String> },
    /// Nothing was written: may be sent again.
    NotSent(String),
    /// Graph said no, under whatever HTTP status.
    Refused(GraphError),
    /// It may or may not have gone out.
    Unknown(String),
}

impl Client {
    /// `base_url` is `https://graph.facebook.com` or an emulator, `version` such as `v26.0`.
    pub fn new(base_url: &str, version: &str) -> Result<Client, ClientError> {
        Client::with_timeouts(base_url, version, CONNECT_TIMEOUT, READ_TIMEOUT)
    }

    pub fn with_timeouts(
        base: &str,
        version: &str,
        connect: Duration,
        read: Duration,
    ) -> Result<Client, ClientError> {
        let root = root(base, version)?;
        let http = built(&root, connect, read)?;
        Ok(Client { http, root })
    }

    /// Sends `body` once from this number. Cancelling it leaves the outcome unknown.
    pub async fn send(&self, phone_number_id: &str, token: &str, body: &Value) -> Outcome {
        let mut url = self.root.clone();
        match url.path_segments_mut() {
            Ok(mut path) => path.extend([phone_number_id, "messages"]),
            Err(()) => return Outcome::NotSent("the address takes no path".to_owned()),
        };
        // A request that cannot be built (a token with a line break) was not sent either.
        let request = match self.http.post(url).bearer_auth(token).json(body).build() {
            Ok(request) => request,
            Err(error) => return Outcome::NotSent(causes(error)),
        };
        match self.http.execute(request).await {
            Ok(response) => answered(response).await,
            Err(error) if error.is_connect() || error.is_builder() => Outcome::NotSent(causes(error)),
            Err(error) => Outcome::Unknown(causes(error)),
        }
    }

    /// Uploads a picture for this number to send; its id. What is not taken was not sent, whatever became of the upload
    /// (Media, as read 2026-10-04).
    pub async fn upload(&self, phone_number_id: &str, token: &str, png: Vec<u8>) -> Result<String, Outcome> {
        let mut url = self.root.clone();
        let not_sent = |error: reqwest::Error| Outcome::NotSent(causes(error));
        url.path_segments_mut()
            .map_err(|()| Outcome::NotSent("the address takes no path".to_owned()))?
            .extend([phone_number_id, "media"]);
        let file = Part::bytes(png).file_name("code.png").mime_str("image/png").map_err(not_sent)?;
        let form =
            Form::new().text("messaging_product", "whatsapp").text("type", "image/png").part("file", file);
        let sent = self.http.post(url).bearer_auth(token).multipart(form).send().await;
        let response = sent.map_err(not_sent)?;
        let status = response.status().as_u16();
        let body = text(response, LONGEST_ANSWER).await.map_err(Outcome::NotSent)?;
        if let Some(error) = GraphError::answered(&body) {
            return Err(Outcome::Refused(error));
        }
        let id = Object::read(&body).and_then(|answer| answer.id("id"));
        id.ok_or_else(|| {
            Outcome::NotSent(format!("HTTP {status} to a picture, without its id or a Graph error"))
        })
    }

    /// Deletes a person from the contact book, which links phone and user id at Meta (Business-scoped user IDs,
    /// Updated May 28 2026). May be repeated.
    pub async fn forget(&self, phone_number_id: &str, token: &str, user_id: &str) -> Result<(), String> {
        let mut url = self.root.clone();
        url.path_segments_mut()
            .map_err(|()| "the address takes no path".to_owned())?
            .extend([phone_number_id, "contact_book"]);
        url.query_pairs_mut().append_pair("messaging_product", "whatsapp").append_pair("bsuid", user_id);
        let response = self.http.delete(url).bearer_auth(token).send().await.map_err(causes)?;
        let status = response.status();
        let body = text(response, LONGEST_ANSWER).await?;
        match GraphError::answered(&body) {
            Some(error) => Err(format!("Graph says {}", error.code)),
            None if status.is_success() => Ok(()),
            None => Err(format!("HTTP {}", status.as_u16())),
        }
    }
}

/// `{base}/{version}`.
pub(super) fn root(base: &str, version: &str) -> Result<Url, ClientError> {
    let bad = || ClientError::Address(base.to_owned());
    let mut root = Url::parse(base).map_err(|_| bad())?;
    if !matches!(root.scheme(), "http" | "https") || root.host_str().is_none() {
        return Err(bad());
    }
    root.path_segments_mut().map_err(|()| bad())?.pop_if_empty().push(version);
    Ok(root)
}

/// A connection pool for one server, on the rules of this file.
pub(super) fn built(root: &Url, connect: Duration, read: Duration) -> Result<reqwest::Client, ClientError> {
    // Another room may have installed it before: one provider everywhere, so either is ring.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = reqwest::Client::builder()
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .connect_timeout(connect)
        // A send on a connection that Graph has just closed ends as unknown: do not keep them long.
        .pool_idle_timeout(IDLE_TIMEOUT)
        .read_timeout(read)
        // The read timeout begins anew with each piece; this one bounds an answer that trickles.
        .timeout(connect + 2 * read);
    if root.scheme() == "http" {
        // Otherwise a machine without CA certificates could not even run the demo.
        builder = builder.tls_certs_only([]);
    }
    if is_loopback(root) {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| ClientError::Build(causes(error)))
}

/// Proxies named by the environment are for the world outside, never for this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host.ends_with(".localhost")
        || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

async fn answered(response: Response) -> Outcome {
    let status = response.status();
    match text(response, LONGEST_ANSWER).await {
        Ok(body) => classify(status, &body),
        Err(reason) => Outcome::Unknown(format!("HTTP {}: {reason}", status.as_u16())),
    }
}

pub(super) async fn text(mut response: Response, longest: usize) -> Result<String, String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(causes)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > longest {
            return Err("the answer is too long".to_owned());
        }
    }
    String::from_utf8(bytes).map_err(|_| "the answer is not UTF-8".to_owned())
}

/// Graph's own JSON decides, not the HTTP status; anything else leaves it open whether the message went.
fn classify(status: StatusCode, body: &str) -> Outcome {
    if let Some(error) = GraphError::answered(body) {
        return Outcome::Refused(error);
    }
    match accepted(body) {
        Some(outcome) if status.is_success() => outcome,
        _ => Outcome::Unknown(format!("HTTP {} without a message id or a Graph error", status.as_u16())),
    }
}

fn accepted(body: &str) -> Option<Outcome> {
    let answer = Object::read(body).filter(|_| depth(body) < 16)?;
    let first = |key| answer.elements(key).first().and_then(|raw| Object::read(raw));
    let wamid = first("messages")?.id("id")?;
    Some(Outcome::Accepted { wamid, wa_id: first("contacts").and_then(|contact| contact.id("wa_id")) })
}

/// The error and its causes in one line, without the address (it names the number).
pub fn causes(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        line = format!("{line}: {cause}");
        source = cause.source();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_classed_by_their_json() {
        let good = r#"{"messaging_product":"whatsapp","contacts":[{"input":"5511987654321","wa_id":"551187654321"}],
            "messages":[{"id":"wamid.OUT1","message_status":"accepted"}]}"#;
        let accepted = Outcome::Accepted { wamid: "wamid.OUT1".into(), wa_id: Some("551187654321".into()) };
        assert_eq!(classify(StatusCode::OK, good), accepted);
        let to_user_id =
            r#"{"contacts":[{"input":"BR.1","user_id":"BR.1"}],"messages":[{"id":"wamid.OUT2"}]}"#;
        let accepted = Outcome::Accepted { wamid: "wamid.OUT2".into(), wa_id: None };
        assert_eq!(classify(StatusCode::OK, to_user_id), accepted);
        for status in [200, 400, 401, 403, 404, 429, 500, 503] {
            let outcome = classify(StatusCode::from_u16(status).unwrap(), r#"{"error":{"code":131056}}"#);
            assert!(matches!(outcome, Outcome::Refused(GraphError { code: 131_056, .. })), "{status}");
        }
        let deep = format!(r#"{{"messages":[{{"id":"x","y":{}{}}}]}}"#, "[".repeat(99), "]".repeat(99));
        for (status, body) in [
            (200, ""),
            (200, "null"),
            (200, r#"{"success":true}"#),
            (200, r#"{"messages":[]}"#),
            (200, r#"{"messages":[{}]}"#),
            (200, r#"{"messages":[{"id":""}]}"#),
            (200, r#"{"messages":[{"id":"wamid.CUT"}"#),
            (200, "<html>welcome to the hotel</html>"),
            (200, deep.as_str()),
            (302, good),
            (500, good),
            (502, "Bad Gateway"),
            (503, r#"{"error":"overloaded"}"#),
            (504, ""),
        ] {
            let outcome = classify(StatusCode::from_u16(status).unwrap(), body);
            assert!(matches!(outcome, Outcome::Unknown(_)), "{status} {body}: {outcome:?}");
        }
    }

    #[test]
    fn addresses_are_checked_and_loopback_known() {
        for bad in ["", "graph.facebook.com", "ftp://graph.facebook.com", "mailto:a@b"] {
            assert!(matches!(Client::new(bad, "v26.0"), Err(ClientError::Address(_))), "{bad}");
        }
        let client = Client::new("https://graph.facebook.com/", "v26.0").unwrap();
        assert_eq!(client.root.as_str(), "https://graph.facebook.com/v26.0");
        for (address, loopback) in [
            ("http://127.0.0.1:1", true),
            ("http://127.9.9.9", true),
            ("http://[::1]:8080", true),
            ("http://localhost:1", true),
            ("http://emulator.localhost", true),
            ("http://10.0.0.1", false),
            ("https://graph.facebook.com", false),
            ("http://localhost.example.com", false),
        ] {
            assert_eq!(is_loopback(&Url::parse(address).unwrap()), loopback, "{address}");
        }
    }
}
