//! Sending: rows already committed as `sending` are posted, and how that ended is settled in groups. No
//! lock and no transaction is ever held over HTTP.

use crate::app::POLL;
use crate::app::clock::Clock;
use crate::app::tokens::Tokens;
use crate::domain::phone::Phone;
use crate::store::outbox::{self, Claimed, Settled};
use crate::store::{Store, StoreError};
use crate::whatsapp::client::{Client, Outcome};
use crate::whatsapp::errors::{Action, GraphError, backoff_ms, pair_wait_ms};
use crate::whatsapp::message::{Recipient, address};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::{Mutex, Notify, Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Requests under way at once.
const IN_FLIGHT: usize = 64;
/// Rows claimed at a time: after a crash at most so many outcomes are unknown.
const CLAIM: i64 = 40;
/// Attempts before a row is given up.
const ATTEMPTS: i64 = 6;
/// How long a trouble of the whole account (token, payment) keeps its queue (ms).
const ACCOUNT_WAIT: i64 = 30_000;
/// Spam and marketing limits: not before tomorrow (ms).
const TOMORROW: i64 = 24 * 60 * 60_000;

pub struct Sender {
    pub store: Store,
    pub clock: Clock,
    client: Client,
    tokens: Tokens,
    /// Refusals of the Graph API by code.
    refusals: Family<[(&'static str, i64); 1], Counter>,
    room: Arc<Semaphore>,
    news: Notify,
    /// Whether rows are queued behind others: only then a settled group asks for more.
    queued: AtomicBool,
    settled: mpsc::UnboundedSender<Settled>,
    outcomes: Mutex<mpsc::UnboundedReceiver<Settled>>,
}

impl Sender {
    pub fn new(store: Store, client: Client, tokens: Tokens, clock: Clock) -> Sender {
        let (settled, outcomes) = mpsc::unbounded_channel();
        Sender {
            store,
            clock,
            client,
            tokens,
            refusals: Family::default(),
            room: Arc::new(Semaphore::new(IN_FLIGHT)),
            news: Notify::new(),
            queued: AtomicBool::new(true),
            settled,
            outcomes: Mutex::new(outcomes),
        }
    }

    /// How often the Graph API refused a bubble, by its error code.
    pub fn refusals(&self) -> &Family<[(&'static str, i64); 1], Counter> {
        &self.refusals
    }

    /// Rings for queued rows.
    pub fn ring(&self) {
        self.queued.store(true, Ordering::Relaxed);
        self.news.notify_one();
    }

    /// Sends rows that are claimed already; their outcomes are settled by the loop.
    pub fn hand_over(self: &Arc<Self>, claimed: Vec<Claimed>) {
        for row in claimed {
            let sender = self.clone();
            tokio::spawn(async move {
                let _room = sender.room.clone().acquire_owned().await;
                let settled = sender.send(&row).await;
                // The receiver lives as long as `self`.
                let _ = sender.settled.send(settled);
            });
        }
    }

    /// Sends and settles rows at once: the step for whoever drives by hand.
    pub async fn send_all(self: &Arc<Self>, claimed: Vec<Claimed>) -> Result<usize, StoreError> {
        let mut sends = JoinSet::new();
        for row in claimed {
            let sender = self.clone();
            sends.spawn(async move { sender.send(&row).await });
        }
        let settled = sends.join_all().await;
        self.settle(settled).await
    }

    /// Claims what is due and sends it; returns how many rows that were.
    pub async fn poll_once(self: &Arc<Self>) -> Result<usize, StoreError> {
        let claimed = self.claim().await?;
        self.send_all(claimed).await
    }

    async fn claim(&self) -> Result<Vec<Claimed>, StoreError> {
        let now = self.clock.now();
        self.store.write(move |tx| Box::pin(outbox::claim(tx, now, CLAIM))).await
    }

    async fn settle(&self, settled: Vec<Settled>) -> Result<usize, StoreError> {
        let count = settled.len();
        for code in settled.iter().filter_map(|row| row.error) {
            self.refusals.get_or_create(&[("code", code)]).inc();
        }
        if count > 0 {
            // A lost connection must not lose an outcome: the rows would be resent as unknown.
            for _ in 0..3 {
                let rows = settled.clone();
                match self
                    .store
                    .write(move |tx| Box::pin(async move { outbox::settle(tx, &rows).await }))
                    .await
                {
                    Err(error) if error.is_transient() => {
                        tracing::warn!(%error, "outcomes are settled again");
                    }
                    done => return done.map(|_| count),
                }
            }
        }
        Ok(count)
    }

    async fn send(&self, row: &Claimed) -> Settled {
        let Some(recipient) = recipient(row) else {
            return self.ended(row, "dead", Some("nobody to send it to".to_owned()));
        };
        let Ok(mut body) = serde_json::from_str::<Value>(&row.body) else {
            return self.ended(row, "dead", Some("its stored body is no JSON".to_owned()));
        };
        address(&mut body, &recipient, &row.callback(), None);
        let token = match self.tokens.of(row.merchant).await {
            Ok(token) => token,
            Err(reason) => return self.not_begun(row, ACCOUNT_WAIT, reason),
        };
        let outcome = self.client.send(&row.phone_number_id, &token, &body).await;
        self.judge(row, outcome)
    }

    fn judge(&self, row: &Claimed, outcome: Outcome) -> Settled {
        match outcome {
            Outcome::Accepted { wamid, .. } => {
                Settled { wamid: Some(wamid), ..self.ended(row, "accepted", None) }
            }
            Outcome::NotSent(reason) if row.attempt < ATTEMPTS => self.again(row, self.backoff(row), reason),
            Outcome::NotSent(reason) => self.ended(row, "dead", Some(reason)),
            Outcome::Unknown(reason) => self.ended(row, "unknown", Some(reason)),
            Outcome::Refused(error) => self.refused(row, &error),
        }
    }

    /// What an error code means for this row; the table is in `whatsapp::errors`.
    fn refused(&self, row: &Claimed, error: &GraphError) -> Settled {
        let reason = error.message.clone();
        let attempt = u32::try_from(row.attempt).unwrap_or(1);
        let settled = match error.action() {
            _ if row.attempt >= ATTEMPTS => self.ended(row, "dead", Some(reason)),
            Action::OpenCircuit | Action::PauseClass => self.not_begun(row, ACCOUNT_WAIT, reason),
            Action::OpenCircuitFor(seconds) => self.not_begun(row, i64::from(seconds) * 1_000, reason),
            Action::SlowNumber => self.not_begun(row, self.backoff(row).min(5_000), reason),
            Action::DelayRecipient => self.again(row, pair_wait_ms(attempt), reason),
            Action::Retry => self.again(row, self.backoff(row), reason),
            Action::RetryOnce if row.attempt < 2 => self.again(row, self.backoff(row), reason),
            // A receipt waits for the person's next message, as if the window had been known closed.
            Action::WindowClosed if row.class == "A" => self.ended(row, "waiting", Some(reason)),
            Action::StopMarketing | Action::SkipMarketing if row.class != "B" => {
                self.again(row, TOMORROW, reason)
            }
            Action::OtherSpelling if row.attempt < 2 => match other_spelling(row.wa_id.as_deref()) {
                Some(spelling) => Settled { wa_id: Some(spelling), ..self.again(row, 0, reason) },
                None => self.ended(row, "dead", Some(reason)),
            },
            _ => self.ended(row, "dead", Some(reason)),
        };
        Settled { error: Some(error.code), ..settled }
    }

    fn backoff(&self, row: &Claimed) -> i64 {
        let entropy = u64::try_from(row.id).unwrap_or(0) ^ u64::try_from(self.clock.now()).unwrap_or(0);
        backoff_ms(u32::try_from(row.attempt).unwrap_or(1), entropy)
    }

    fn again(&self, row: &Claimed, wait: i64, reason: String) -> Settled {
        let due = self.clock.now() + wait;
        Settled { due, ..self.ended(row, "retry_wait", Some(reason)) }
    }

    /// The attempt does not count: the trouble is the account's, not this row's.
    fn not_begun(&self, row: &Claimed, wait: i64, reason: String) -> Settled {
        let due = self.clock.now() + wait;
        Settled { due, ..self.ended(row, "queued", Some(reason)) }
    }

    fn ended(&self, row: &Claimed, state: &'static str, reason: Option<String>) -> Settled {
        Settled {
            merchant: row.merchant,
            id: row.id,
            attempt: row.attempt,
            state,
            wamid: None,
            due: self.clock.now(),
            error: None,
            reason,
            wa_id: None,
        }
    }
}

/// The phone when it is shown, the user id otherwise; exactly as WhatsApp gave them.
fn recipient(row: &Claimed) -> Option<Recipient> {
    let phone = row.wa_id.clone().map(Recipient::WaId);
    phone.or_else(|| row.user_id.clone().map(Recipient::UserId))
}

/// The same Brazilian mobile with or without its ninth digit.
pub fn other_spelling(wa_id: Option<&str>) -> Option<String> {
    let wa_id = wa_id?;
    let canonical = Phone::canonical(wa_id)?;
    if canonical.digits() == wa_id { canonical.without_ninth() } else { Some(canonical.digits().to_owned()) }
}

/// Two loops in one: outcomes are settled in groups as they come, due rows are claimed when there may be any.
pub async fn run(sender: Arc<Sender>, stop: CancellationToken) {
    let settling = tokio::spawn(settle_loop(sender.clone(), stop.clone()));
    while !stop.is_cancelled() {
        let more =
            if sender.queued.swap(false, Ordering::Relaxed) || sender.room.available_permits() == IN_FLIGHT {
                claim_and_hand_over(&sender).await
            } else {
                false
            };
        if !more {
            tokio::select! {
                () = stop.cancelled() => {}
                () = sender.news.notified() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }
    let _ = settling.await;
}

async fn claim_and_hand_over(sender: &Arc<Sender>) -> bool {
    match sender.claim().await {
        Ok(claimed) => {
            let more = !claimed.is_empty();
            if more {
                sender.queued.store(true, Ordering::Relaxed);
            }
            sender.hand_over(claimed);
            more
        }
        Err(error) => {
            tracing::warn!(%error, "due bubbles could not be claimed");
            false
        }
    }
}

async fn settle_loop(sender: Arc<Sender>, stop: CancellationToken) {
    let mut outcomes = sender.outcomes.lock().await;
    loop {
        let first = tokio::select! {
            outcome = outcomes.recv() => outcome,
            // Sends under way still report; wait until the last has.
            () = all_reported(&sender, &stop) => outcomes.try_recv().ok(),
        };
        let Some(first) = first else { break };
        let mut group = vec![first];
        while let Ok(next) = outcomes.try_recv() {
            group.push(next);
        }
        if let Err(error) = sender.settle(group).await {
            tracing::error!(%error, "outcomes could not be settled; their rows become unknown");
        }
        if sender.queued.load(Ordering::Relaxed) {
            sender.news.notify_one();
        }
    }
}

async fn all_reported(sender: &Sender, stop: &CancellationToken) {
    stop.cancelled().await;
    let all = u32::try_from(IN_FLIGHT).unwrap_or(u32::MAX);
    let _ = sender.room.acquire_many(all).await;
}
