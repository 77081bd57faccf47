//! A mail server on this machine: it takes mail as any other does and shows it on the page. Addresses tell it what to do:
//! `bounce@…` is nobody, `later@…` has to wait the first time, and after the letter to `lost@…` the line breaks off once.

use super::Emulator;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use mail_parser::{HeaderName, MessageParser};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeSet;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

/// Longest letter, and longest line of the dialogue.
const MOST_BYTES: usize = 1024 * 1024;
const LONGEST_LINE: usize = 4 * 1024;

/// A letter as its reader sees it.
#[derive(Debug, Clone, Serialize)]
pub struct Mail {
    /// When it was taken, ms UTC.
    pub at: i64,
    pub from: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub message_id: String,
    /// Where it is stopped.
    pub leave: String,
    pub raw: String,
}

/// All letters, oldest first, and who has been made to wait.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    mails: Vec<Mail>,
    waited: BTreeSet<String>,
}

pub(super) fn router() -> Router<Emulator> {
    Router::new().route("/emulator/mail", get(list)).route("/emulator/mail/{place}", get(page))
}

async fn list(State(emulator): State<Emulator>) -> Json<Vec<Mail>> {
    Json(emulator.mails())
}

/// A letter as its reader sees it, in a frame that can do nothing.
async fn page(State(emulator): State<Emulator>, Path(place): Path<usize>) -> Response {
    let Some(mail) = emulator.mailbox().mails.get(place).cloned() else {
        return (StatusCode::NOT_FOUND, "there is no such letter").into_response();
    };
    let policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'";
    let kind = "text/html; charset=utf-8";
    // Its links open beside the page, as in any mail program.
    let page = format!("<base target=\"_blank\">{}", mail.html);
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, policy)], page).into_response()
}

impl Emulator {
    /// What was taken, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.mailbox().mails.clone()
    }

    /// Takes mail until told to stop.
    pub async fn take_mail(self, listener: TcpListener, stop: CancellationToken) {
        loop {
            let stream = tokio::select! {
                () = stop.cancelled() => return,
                taken = listener.accept() => taken,
            };
            if let Ok((stream, _)) = stream {
                let emulator = self.clone();
                tokio::spawn(async move { emulator.dialogue(stream).await });
            }
        }
    }

    /// One dialogue (RFC 5321), as much of it as a well-behaved caller needs. Whoever breaks off is forgotten.
    async fn dialogue(&self, stream: TcpStream) -> Option<()> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read);
        let (mut back, mut to) = (String::new(), None);
        write.write_all(b"220 mailbox.localhost\r\n").await.ok()?;
        loop {
            let line = line(&mut lines).await?;
            let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            let answer = match verb.as_str() {
                "EHLO" => "250-mailbox.localhost\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
                "HELO" | "RSET" | "NOOP" => "250 2.0.0 fine\r\n",
                "MAIL" => {
                    back = address(&line);
                    "250 2.1.0 fine\r\n"
                }
                "RCPT" => {
                    let address = address(&line);
                    let answer = self.known(&address);
                    to = answer.is_none().then_some(address);
                    answer.unwrap_or("250 2.1.5 fine\r\n")
                }
                "DATA" if to.is_none() => "503 5.5.1 to whom?\r\n",
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await.ok()?;
                    // As whoever delivers mail writes it down (RFC 5321, 4.4).
                    let raw = format!("Return-Path: <{back}>\r\n{}", letter(&mut lines).await?);
                    if self.put_down(&raw, to.take().as_deref().unwrap_or_default()) {
                        return None;
                    }
                    "250 2.0.0 taken\r\n"
                }
                "QUIT" => {
                    write.write_all(b"221 2.0.0 bye\r\n").await.ok()?;
                    return Some(());
                }
                _ => "502 5.5.1 no such command\r\n",
            };
            write.write_all(answer.as_bytes()).await.ok()?;
        }
    }

    /// Why nothing is taken for this address now.
    fn known(&self, address: &str) -> Option<&'static str> {
        match address.split('@').next() {
            Some("bounce") => Some("550 5.1.1 no such user\r\n"),
            Some("later") if self.mailbox().waited.insert(address.to_owned()) => {
                Some("451 4.3.0 try again later\r\n")
            }
            _ => None,
        }
    }

    /// Keeps a letter; whether the line breaks off now, before its sender knows.
    fn put_down(&self, raw: &str, to: &str) -> bool {
        let mail = read(raw, to, (self.0.settings.now)());
        let shown = json!({ "to": mail.to, "subject": mail.subject });
        let mut mailbox = self.mailbox();
        mailbox.mails.push(mail);
        let breaks = to.starts_with("lost@") && mailbox.waited.insert(to.to_owned());
        drop(mailbox);
        self.announce("mail", &shown);
        breaks
    }
}

/// What stands in brackets.
fn address(line: &str) -> String {
    line.split(['<', '>']).nth(1).unwrap_or_default().to_ascii_lowercase()
}

async fn line(lines: &mut (impl AsyncBufReadExt + Unpin)) -> Option<String> {
    let mut bytes = Vec::new();
    let read = lines.read_until(b'\n', &mut bytes).await.ok()?;
    let whole = read > 0 && read <= LONGEST_LINE.max(MOST_BYTES);
    whole.then(|| String::from_utf8_lossy(&bytes).into_owned())
}

/// What comes until a line with a dot alone; doubled dots are one.
async fn letter(lines: &mut (impl AsyncBufReadExt + Unpin)) -> Option<String> {
    let mut raw = String::new();
    loop {
        let line = line(lines).await?;
        if line == ".\r\n" {
            return Some(raw);
        }
        raw.push_str(line.strip_prefix('.').unwrap_or(&line));
        if raw.len() > MOST_BYTES {
            return None;
        }
    }
}

fn read(raw: &str, to: &str, at: i64) -> Mail {
    let message = MessageParser::default().parse(raw.as_bytes()).unwrap_or_default();
    let from = message.from().and_then(|from| from.first());
    let from =
        from.map(|one| format!("{} <{}>", one.name().unwrap_or_default(), one.address().unwrap_or_default()));
    let leave = message.header_raw(HeaderName::ListUnsubscribe).unwrap_or_default();
    Mail {
        at,
        from: from.unwrap_or_default(),
        to: to.to_owned(),
        subject: message.subject().unwrap_or_default().to_owned(),
        text: message.body_text(0).unwrap_or_default().into_owned(),
        html: message.body_html(0).unwrap_or_default().into_owned(),
        message_id: message.message_id().unwrap_or_default().to_owned(),
        leave: leave.trim().trim_matches(['<', '>']).to_owned(),
        raw: raw.to_owned(),
    }
}
