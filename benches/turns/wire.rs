//! The wires of the bench: connections that speak no more HTTP than it takes, and a Graph API that takes everything.

use crate::NUMBER;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

/// The Graph API's stand-in: takes every message, and tells whoever waits for the one to that number.
#[derive(Clone, Default)]
pub struct Graph(Arc<GraphState>);

#[derive(Default)]
struct GraphState {
    waiting: Mutex<HashMap<String, oneshot::Sender<()>>>,
    count: AtomicU64,
    strange: AtomicBool,
}

impl Graph {
    pub fn router(&self) -> axum::Router {
        let path = format!("/v26.0/{NUMBER}/messages");
        axum::Router::new().route(&path, post(graph)).with_state(self.clone())
    }

    pub fn expect(&self, wa_id: &str) -> oneshot::Receiver<()> {
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
pub struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Wire {
    pub async fn open(address: SocketAddr) -> Wire {
        let stream = TcpStream::connect(address).await.expect("the service listens");
        stream.set_nodelay(true).expect("TCP has no delay");
        Wire { stream, buffer: Vec::with_capacity(2_048) }
    }

    /// Posts JSON with one header of the caller's own; the status of the answer.
    pub async fn post(&mut self, path: &str, header: (&str, &str), body: &str) -> u16 {
        let (name, value) = header;
        let mut head = String::with_capacity(1_024);
        let _ = write!(
            head,
            "POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n\
             {name}: {value}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.write_all(head.as_bytes()).await.expect("it is read");
        self.buffer.clear();
        loop {
            let read = self.stream.read_buf(&mut self.buffer).await.expect("it answers");
            assert!(read > 0, "the connection was closed");
            if let Some(status) = whole(&self.buffer) {
                return status;
            }
        }
    }
}

/// The status, once head and body are there.
fn whole(answer: &[u8]) -> Option<u16> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&answer[..end]).ok()?.to_ascii_lowercase();
    let length = head.split_once("content-length: ").and_then(|(_, rest)| rest.split("\r\n").next());
    let length: usize = length.map_or(0, |digits| digits.parse().expect("a length"));
    (answer.len() >= end + length).then(|| head[9..12].parse().expect("a status"))
}
