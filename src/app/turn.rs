//! Turns: batch after batch, until nothing waits. What a batch fails on is found and set aside here.

use crate::app::board::Board;
use crate::app::clock::{Belief, Clock};
use crate::app::fingerprint;
use crate::app::intake::Intake;
use crate::app::sender::Sender;
use crate::app::sender::limiter::Limiter;
use crate::app::sender::places::Places;
use crate::app::till::Given;
use crate::app::words::Words;
use crate::dialogue::copy::Copy;
use crate::dialogue::hear::Ears;
use crate::domain::facts::Shop;
use crate::domain::ids::MerchantId;
use crate::domain::meter::Tariff;
use crate::store::outbox::Claimed;
use crate::store::{Store, StoreError};
use crate::store::{endings, inbox};
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use ring::hmac;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

/// Updates in one batch.
const BATCH: i64 = 256;
/// Transient failures of one message alone before it is set aside.
const PATIENCE: u32 = 5;

pub struct Turns(Arc<Inner>, Board);

pub(super) struct Inner {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) words: Words,
    pub(super) seed: hmac::Key,
    pub(super) tariff: Tariff,
    /// Merchants as last read: their program is parsed once for each version.
    pub(super) shops: Mutex<BTreeMap<MerchantId, Shop>>,
    /// From what WhatsApp says happened until we heard of it.
    pub(super) status_lag: Histogram,
    /// The merchant served last: others come first.
    pub(super) last: AtomicI64,
    pub(super) limiter: Limiter,
    pub(super) belief: Mutex<Belief>,
}

/// How far a batch came before it failed.
#[derive(Default)]
pub(super) struct Reached {
    /// The first message it took up.
    pub(super) first: Mutex<Option<String>>,
}

/// What one batch did.
#[derive(Debug, Default)]
pub struct Batch {
    /// Updates and due things dealt with; 0 when nothing waited.
    pub messages: usize,
    /// Bubbles this process sends now.
    pub claimed: Vec<Claimed>,
    /// A place for each of them.
    pub places: Places,
    /// Whether further bubbles wait behind others.
    pub queued: bool,
    /// Answers to tills, for those who wait for them here.
    pub given: Vec<Given>,
}

impl Turns {
    pub fn new(
        store: Store,
        clock: Clock,
        words: Words,
        seed: hmac::Key,
        tariff: Tariff,
        limiter: Limiter,
    ) -> Turns {
        let last = AtomicI64::new(0);
        let (shops, status_lag) = (Mutex::default(), Histogram::new(exponential_buckets(1.0, 3.0, 9)));
        let belief = Mutex::default();
        let inner = Inner { store, clock, words, seed, tariff, shops, status_lag, last, limiter, belief };
        Turns(Arc::new(inner), Board::default())
    }

    /// Looks whether the clock may have leapt while nothing ran.
    pub async fn begin(&self) {
        let inner = &self.0;
        match inner.store.read(|tx| Box::pin(endings::newest(tx))).await {
            Ok(newest) => {
                let belief = Belief::since(newest, inner.clock.now(), inner.clock.watch());
                *inner.belief.lock().unwrap_or_else(PoisonError::into_inner) = belief;
            }
            Err(error) => tracing::warn!(%error, "what happened last could not be read"),
        }
    }

    /// Where those wait who asked for a till.
    pub fn board(&self) -> &Board {
        &self.1
    }

    pub(super) fn inner(&self) -> &Arc<Inner> {
        &self.0
    }

    pub fn copy(&self) -> &Copy {
        &self.0.words.copy
    }

    pub fn ears(&self) -> &Ears {
        &self.0.words.ears
    }

    /// How late statuses come: a subscription that does not work shows here.
    pub fn status_lag(&self) -> &Histogram {
        &self.0.status_lag
    }

    /// Runs one batch of one merchant. A batch refused for its content is halved until only the culprit is
    /// left, which goes to the dead letters.
    pub async fn poll_once(&self) -> Result<Batch, StoreError> {
        self.poll(BATCH).await
    }

    /// The same with a batch of at most `most` updates: tests cut batches as they like.
    pub async fn poll(&self, most: i64) -> Result<Batch, StoreError> {
        let (mut most, mut tries, mut lapsing) = (most, 0, true);
        loop {
            let (inner, reached) = (self.0.clone(), Arc::new(Reached::default()));
            let seen = reached.clone();
            let unit = self
                .0
                .store
                .write(move |tx| Box::pin(async move { inner.batch(tx, most, lapsing, &seen).await }));
            let error = match unit.await {
                Ok(mut batch) => {
                    self.1.give(std::mem::take(&mut batch.given));
                    return Ok(batch);
                }
                Err(error) => error,
            };
            let first = reached.first.lock().unwrap_or_else(PoisonError::into_inner).take();
            if error.is_transient() && tries < PATIENCE {
                tracing::warn!(%error, "a batch runs again");
                tries += 1;
                tokio::time::sleep(std::time::Duration::from_millis(20 << tries)).await;
                continue;
            }
            match first {
                // Alone and refused, or failing again and again while the database answers others.
                Some(key) if most == 1 => return self.set_aside(&key, &error).await,
                Some(_) if error.is_transient() => most = 1,
                Some(_) => most = (most / 2).max(1),
                // No message is to blame, so none is set aside.
                None if lapsing && !error.is_transient() => {
                    tracing::error!(%error, "holds whose time is over cannot be let go");
                    lapsing = false;
                }
                None => return Err(error),
            }
        }
    }

    /// Moves an update to the dead letters, with the reason.
    async fn set_aside(&self, key: &str, error: &StoreError) -> Result<Batch, StoreError> {
        tracing::error!(%error, id = fingerprint(key), "a message cannot be worked on and is set aside");
        let (key, reason) = (key.to_owned(), error.to_string());
        let unit =
            self.0.store.write(move |tx| Box::pin(async move { inbox::set_aside(tx, &key, &reason).await }));
        unit.await?;
        // Whether it was this one or somebody else: there may be more behind it.
        Ok(Batch { messages: 1, ..Batch::default() })
    }
}

/// The loop: batches as long as there is work, then waits for news.
pub async fn run(turns: Arc<Turns>, sender: Arc<Sender>, intake: Intake, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match turns.poll_once().await {
            Ok(batch) if batch.messages == 0 => {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = intake.news() => {}
                }
            }
            Ok(batch) => {
                sender.hand_over(batch.claimed, batch.places);
                if batch.queued {
                    sender.ring();
                }
            }
            Err(error) => {
                tracing::error!(%error, "a batch could not be run");
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(crate::app::POLL) => {}
                }
            }
        }
    }
}
