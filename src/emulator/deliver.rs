//! Webhooks on their way: the queue, the faults of transport, and the two ways to empty it.

use super::state::{Delivery, Payload, State};
use super::{Emulator, Event, wire};
use serde_json::Value;
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Statuses become due by the emulator's clock, so the background loop looks at it this often while any wait.
const TICK: Duration = Duration::from_millis(30);
const FIRST_REST: Duration = Duration::from_millis(250);
const LONGEST_REST: Duration = Duration::from_secs(5);
const TIMEOUT: Duration = Duration::from_secs(10);
/// Meta's limit of updates in one body.
const BATCH: usize = 1_000;
/// The event that ends every open event stream.
pub(super) const BYE: &str = "bye";

/// Deliveries that travel in one request.
struct Parcel {
    parts: Vec<Delivery>,
}

impl Emulator {
    /// Delivers everything that is due now, once and in order; what is not answered with 200 stays queued. Answers
    /// how many bodies were taken.
    pub async fn pump(&self) -> usize {
        self.pass(false).await
    }

    /// Delivers continuously until stopped, and repeats what was not answered with 200 after 250 ms, doubling up to
    /// 5 s.
    pub async fn run(self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = self.pass(true) => {}
            }
            let waiting = self.pending() > 0;
            tokio::select! {
                () = stop.cancelled() => break,
                () = self.0.work.notified() => {}
                () = tokio::time::sleep(TICK), if waiting => {}
            }
        }
        // Open pages would hold a graceful shutdown forever.
        let _ = self.0.events.send(Event { name: BYE.to_owned(), data: String::new() });
    }

    /// Webhooks that wait or are under way.
    #[must_use]
    pub fn pending(&self) -> usize {
        let state = self.state();
        state.queue.len() + state.flying
    }

    /// Queues exactly the same webhook again.
    pub fn again(&self, wamid: &str) {
        let change = self.state().told.get(wamid).cloned();
        if let Some(change) = change {
            let mut delivery = Delivery::new(Payload::Change(change), self.now(), Some(wamid), true);
            delivery.copy = true;
            self.enqueue(delivery);
        }
    }

    /// The POST that carried this message alone, byte for byte, and its signature header.
    #[must_use]
    pub fn signed(&self, wamid: &str) -> Option<(String, String)> {
        let change = self.state().told.get(wamid).cloned()?;
        let body = wire::ascii_json(&wire::envelope(&[change]));
        let signature = wire::signature(&self.0.settings.app_secret, &body);
        Some((String::from_utf8_lossy(&body).into_owned(), signature))
    }

    /// Queues any body, signed like the others.
    pub fn post_raw(&self, body: Vec<u8>) {
        self.enqueue(Delivery::new(Payload::Raw(body), self.now(), None, false));
    }

    /// Queues a notice to the account; only those say when they were made.
    pub(super) fn queue_notice(&self, change: &Value) {
        let mut body = wire::envelope(std::slice::from_ref(change));
        body["entry"][0]["time"] = serde_json::json!(self.now() / 1_000);
        self.post_raw(wire::ascii_json(&body));
    }

    /// Queues any notice to the account, as Meta sends it: `account_update`, `business_capability_update`, ….
    pub fn notify_account(&self, field: &str, value: &Value) {
        self.queue_notice(&serde_json::json!({ "field": field, "value": value }));
    }

    /// Queues a change that is about no message of ours.
    pub(super) fn queue_change(&self, change: Value) {
        self.enqueue(Delivery::new(Payload::Change(change), self.now(), None, false));
    }

    fn enqueue(&self, delivery: Delivery) {
        self.state().queue.push_back(delivery);
        self.0.work.notify_one();
    }

    /// Delivers the first status of this message ahead of everything else.
    pub(super) async fn deliver_first_status(&self, wamid: &str) {
        let found = {
            let mut state = self.state();
            let first = state.queue.iter().position(|d| !d.inbound && d.wamid.as_deref() == Some(wamid));
            let taken = first.and_then(|index| state.queue.remove(index));
            state.flying += usize::from(taken.is_some());
            taken
        };
        if let Some(delivery) = found {
            self.deliver(Parcel { parts: vec![delivery] }, false).await;
        }
    }

    async fn pass(&self, background: bool) -> usize {
        let now = self.now();
        let parcels = {
            let mut state = self.state();
            let due = take_due(&mut state, now, background);
            state.flying += due.len();
            pack(&mut state, due)
        };
        let mut taken = 0;
        let mut failed: Vec<Delivery> = Vec::new();
        for parcel in parcels {
            match self.deliver(parcel, background).await {
                None => taken += 1,
                Some(parts) => failed.extend(parts),
            }
        }
        let mut state = self.state();
        for delivery in failed.into_iter().rev() {
            state.queue.push_front(delivery);
        }
        taken
    }

    /// One request; gives the parts back when they were not taken.
    async fn deliver(&self, parcel: Parcel, background: bool) -> Option<Vec<Delivery>> {
        let body = body_of(&parcel.parts);
        let taken = self.post(body).await;
        let mut state = self.state();
        let mut arrived = Vec::new();
        let mut parts = parcel.parts;
        for delivery in &mut parts {
            state.flying = state.flying.saturating_sub(1);
            if !taken {
                delivery.tries += 1;
                let rest = FIRST_REST.saturating_mul(1 << (delivery.tries - 1).min(8)).min(LONGEST_REST);
                delivery.rest_until = background.then(|| Instant::now() + rest);
            } else if let Some(wamid) = delivery.wamid.as_ref().filter(|_| delivery.inbound)
                && let Some(bubble) = state.bubble_mut(wamid)
                && bubble.status == "sent"
            {
                bubble.status = "delivered";
                arrived.push(wamid.clone());
            }
        }
        let tell: Vec<(String, String)> =
            arrived.into_iter().filter_map(|wamid| Some((state.whose.get(&wamid)?.clone(), wamid))).collect();
        drop(state);
        for (person, wamid) in tell {
            self.tell_status(&person, &wamid, "delivered");
        }
        (!taken).then_some(parts)
    }

    /// Only 200 counts as taken.
    async fn post(&self, body: Vec<u8>) -> bool {
        let url = self.state().webhook.clone();
        let signature = wire::signature(&self.0.settings.app_secret, &body);
        let request = self
            .client()
            .post(url)
            .header("content-type", "application/json")
            .header("x-hub-signature-256", signature)
            .body(body);
        match request.send().await {
            Ok(response) => response.status() == 200,
            Err(error) => {
                tracing::debug!(%error, "the webhook was not reached");
                false
            }
        }
    }

    pub(super) fn client(&self) -> &reqwest::Client {
        self.0.client.get_or_init(|| {
            let client = reqwest::Client::builder().no_proxy().timeout(TIMEOUT).build();
            client.expect("a client without options of its own can be built")
        })
    }
}

/// Takes what is due out of the queue, in order of due time, and lets neighbours change places as the faults say.
fn take_due(state: &mut State, now: i64, background: bool) -> Vec<Delivery> {
    let clock = Instant::now();
    let rests = |delivery: &Delivery| background && delivery.rest_until.is_some_and(|until| until > clock);
    let mut all = std::mem::take(&mut state.queue);
    if !state.account.subscribed {
        // Nothing is kept for an app that is not subscribed.
        all.retain(|delivery| matches!(delivery.payload, Payload::Raw(_)));
    }
    let (mut due, waiting): (Vec<_>, Vec<_>) = all.into_iter().partition(|d| d.due <= now && !rests(d));
    state.queue = waiting.into();
    due.sort_by_key(|delivery| delivery.due);
    for index in 1..due.len() {
        if state.rng.percent(state.faults.reorder) {
            due.swap(index - 1, index);
        }
    }
    let mut copies = Vec::new();
    for delivery in due.iter().filter(|delivery| !delivery.copy && delivery.tries == 0) {
        if state.rng.percent(state.faults.duplicate) {
            copies.push(Delivery { copy: true, ..delivery.clone() });
        }
    }
    due.extend(copies);
    due
}

/// One request each, unless the batch fault joins neighbours.
fn pack(state: &mut State, due: Vec<Delivery>) -> Vec<Parcel> {
    let mut parcels: Vec<Parcel> = Vec::new();
    for delivery in due {
        let joins = matches!(delivery.payload, Payload::Change(_)) && state.rng.percent(state.faults.batch);
        match parcels.last_mut() {
            Some(last)
                if joins
                    && last.parts.len() < BATCH
                    && matches!(last.parts[0].payload, Payload::Change(_)) =>
            {
                last.parts.push(delivery);
            }
            _ => parcels.push(Parcel { parts: vec![delivery] }),
        }
    }
    parcels
}

fn body_of(parts: &[Delivery]) -> Vec<u8> {
    let mut changes = Vec::with_capacity(parts.len());
    for part in parts {
        match &part.payload {
            Payload::Raw(bytes) => return bytes.clone(),
            Payload::Change(change) => changes.push(change.clone()),
        }
    }
    wire::ascii_json(&wire::envelope(&changes))
}
