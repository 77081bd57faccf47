//! Intake: a signed POST is cut into updates and committed before it is acknowledged. Requests that arrive
//! while a commit is under way share the next one.

use crate::app::POLL;
use crate::app::clock::Clock;
use crate::app::sender::limiter::Limiter;
use crate::domain::ids::MerchantId;
use crate::store::inbox::{self, Kept, Routes};
use crate::store::{Store, StoreError};
use crate::whatsapp::webhook::{Item, ItemKind, split};
use prometheus_client::metrics::counter::Counter;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, RwLock};
use tokio::sync::{Mutex, Notify, mpsc, oneshot};
use tokio_util::sync::CancellationToken;

/// Requests that may wait for a commit; above it we answer 503 and WhatsApp keeps the message.
const WAITING_REQUESTS: usize = 4_096;
/// Updates in one commit.
const COMMIT: usize = 2_000;
/// Whose number is whose is read again after so long (ms): a merchant that is added is served within a second.
const ROUTES_STALE: i64 = 1_000;

struct Request {
    items: Vec<Item>,
    /// What came another way than from WhatsApp, for a merchant who is known.
    own: Vec<Kept>,
    kept: oneshot::Sender<bool>,
}

#[derive(Clone)]
pub struct Intake(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Clock,
    queue: mpsc::Sender<Request>,
    requests: Mutex<mpsc::Receiver<Request>>,
    /// When the table was read (ms UTC; never at first), and the table.
    routes: RwLock<(Option<i64>, Routes)>,
    last_arrival: AtomicI64,
    /// Messages that come in slow down what goes out.
    limiter: Limiter,
    not_understood: Counter,
    /// Rung after each commit that kept something new to work on.
    pub news: Notify,
}

impl Intake {
    pub fn new(store: Store, clock: Clock, limiter: Limiter) -> Intake {
        let (queue, requests) = mpsc::channel(WAITING_REQUESTS);
        Intake(Arc::new(Inner {
            store,
            clock,
            queue,
            requests: Mutex::new(requests),
            routes: RwLock::new((None, Routes::default())),
            last_arrival: AtomicI64::new(0),
            limiter,
            not_understood: Counter::default(),
            news: Notify::new(),
        }))
    }

    /// Keeps a body whose signature holds. `true` once it is durable; `false` when it could not be stored,
    /// which is answered 503, so that WhatsApp sends it again.
    pub async fn keep(&self, body: &[u8]) -> bool {
        let (kept, answer) = oneshot::channel();
        self.queue(Request { items: split(body), own: Vec::new(), kept }, answer).await
    }

    /// Keeps a row of our own, in the order in which it arrives here. `true` once it is durable.
    pub async fn keep_own(&self, row: Kept) -> bool {
        let (kept, answer) = oneshot::channel();
        self.queue(Request { items: Vec::new(), own: vec![row], kept }, answer).await
    }

    async fn queue(&self, request: Request, answer: oneshot::Receiver<bool>) -> bool {
        self.0.queue.try_send(request).is_ok() && answer.await.unwrap_or(false)
    }

    /// Resolves when there may be something new to work on.
    pub async fn news(&self) {
        let _ = tokio::time::timeout(POLL, self.0.news.notified()).await;
    }

    /// Rings for work that came another way than by HTTP.
    pub fn ring(&self) {
        self.0.news.notify_one();
    }

    /// Updates of a kind that we do not know, kept and not acted on.
    pub fn not_understood(&self) -> &Counter {
        &self.0.not_understood
    }

    pub async fn run(self, stop: CancellationToken) {
        loop {
            let mut requests = self.0.requests.lock().await;
            let first = tokio::select! {
                () = stop.cancelled() => None,
                request = requests.recv() => request,
            };
            let Some(first) = first else { break };
            let group = gather(first, &mut requests);
            drop(requests);
            self.commit(group).await;
        }
        // Requests that were accepted are still answered.
        let mut requests = self.0.requests.lock().await;
        while let Ok(first) = requests.try_recv() {
            let group = gather(first, &mut requests);
            self.commit(group).await;
        }
    }

    async fn commit(&self, group: Vec<Request>) {
        let (mut items, mut own, mut answers) = (Vec::new(), Vec::new(), Vec::new());
        for request in group {
            items.extend(request.items);
            own.extend(request.own);
            answers.push(request.kept);
        }
        let kept = match self.store(items, own).await {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(%error, "updates could not be stored; WhatsApp will send them again");
                false
            }
        };
        for answer in answers {
            let _ = answer.send(kept);
        }
        if kept {
            self.0.news.notify_one();
        }
    }

    async fn store(&self, items: Vec<Item>, own: Vec<Kept>) -> Result<(), StoreError> {
        self.route(&items).await?;
        let mut rows: Vec<Kept> = {
            let routes = self.0.routes.read().unwrap_or_else(std::sync::PoisonError::into_inner);
            items.into_iter().flat_map(|item| self.rows(item, &routes.1)).collect()
        };
        rows.extend(own.into_iter().map(|row| Kept { arrival: self.arrival(), ..row }));
        let mut heard: BTreeMap<MerchantId, usize> = BTreeMap::new();
        for merchant in
            rows.iter().filter(|row| row.kind == ItemKind::Message.as_str()).filter_map(|row| row.merchant)
        {
            *heard.entry(merchant).or_default() += 1;
        }
        for (merchant, messages) in heard {
            self.0.limiter.heard(merchant, messages);
        }
        self.0.store.write(move |tx| Box::pin(async move { inbox::keep(tx, &rows).await })).await.map(|_| ())
    }

    /// One row, or for a notice to an account one for each merchant of it.
    fn rows(&self, item: Item, routes: &Routes) -> Vec<Kept> {
        if matches!(item.kind, ItemKind::Unknown | ItemKind::Blob) {
            self.0.not_understood.inc();
        }
        let merchants = item.account.as_ref().and_then(|account| routes.accounts.get(account));
        if let Some(merchants) = merchants {
            return merchants.iter().map(|merchant| self.row(item.clone(), Some(*merchant), None)).collect();
        }
        let merchant = item.phone_number_id.as_ref().and_then(|number| routes.numbers.get(number)).copied();
        let reason = merchant.is_none().then(|| unrouted(&item));
        vec![self.row(item, merchant, reason)]
    }

    fn row(&self, item: Item, merchant: Option<MerchantId>, reason: Option<String>) -> Kept {
        Kept {
            key: inbox::key(merchant, &item.key),
            merchant,
            kind: item.kind.as_str(),
            // A message without a time is as old as its arrival.
            at: if item.at > 0 { item.at } else { self.0.clock.now() },
            arrival: self.arrival(),
            raw: item.raw,
            reason: item.reason.or(reason),
        }
    }

    /// Reads whose number is whose when that is too old.
    async fn route(&self, items: &[Item]) -> Result<(), StoreError> {
        if items.is_empty() {
            return Ok(());
        }
        let stale = {
            let routes = self.0.routes.read().unwrap_or_else(std::sync::PoisonError::into_inner);
            // Notices to an account are rare, and each of its numbers must hear of them from the start.
            let notice = items.iter().any(|item| item.account.is_some());
            routes.0.is_none_or(|read| notice || self.0.clock.now() - read >= ROUTES_STALE)
        };
        if stale {
            let fresh = self.0.store.read(|tx| Box::pin(inbox::routes(tx))).await?;
            let mut routes = self.0.routes.write().unwrap_or_else(std::sync::PoisonError::into_inner);
            *routes = (Some(self.0.clock.now()), fresh);
        }
        Ok(())
    }

    /// Microseconds, never the same twice in a process: the order of arrival.
    fn arrival(&self) -> i64 {
        let now = self.0.clock.now() * 1_000;
        let last = self.0.last_arrival.fetch_max(now, Ordering::Relaxed);
        if last < now { now } else { self.0.last_arrival.fetch_add(1, Ordering::Relaxed) + 1 }
    }
}

/// Why nobody works on an update that belongs to nobody here, which somebody may wonder about.
fn unrouted(item: &Item) -> String {
    match &item.phone_number_id {
        Some(number) => inbox::unrouted(number),
        None if item.account.is_some() => "no merchant has this account".to_owned(),
        None => "no number of ours is named".to_owned(),
    }
}

fn gather(first: Request, requests: &mut mpsc::Receiver<Request>) -> Vec<Request> {
    let mut updates = first.items.len() + first.own.len();
    let mut group = vec![first];
    while updates < COMMIT {
        let Ok(next) = requests.try_recv() else { break };
        updates += next.items.len() + next.own.len();
        group.push(next);
    }
    group
}
