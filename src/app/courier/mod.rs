//! The courier: tells receivers what happened. Each hook has places of its own and its own order, so that one that answers
//! slowly, or never, keeps no other waiting; no lock and no transaction is held over HTTP.
//!
//! [`body`] is what is told, [`sign`] how it is signed, [`wire`] the way there, [`addresses`] where none leads, and [`judge`]
//! what an outcome means. At least once: whoever gets a message twice knows it by its id.

pub mod addresses;
pub mod body;
pub mod judge;
pub mod sign;
pub mod wire;

use crate::app::POLL;
use crate::app::clock::Clock;
use crate::app::metrics::Attempts;
use crate::app::seal::Seal;
use crate::dialogue::news::{HookNews, News};
use crate::domain::calendar::DAY;
use crate::domain::ids::MerchantId;
use crate::store::deliveries::{self, Claimed, Settled};
use crate::store::hooks::{self, Hook};
use crate::store::{Store, StoreError, Tx, inbox};
use judge::{Health, Outcome, PATIENCE, RESULTS, judge};
use sign::{Secret, signatures};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use wire::{Headers, Wire};

/// Deliveries of one hook under way at a time, in each process.
pub const PLACES: usize = 4;
/// How long events and what became of them are kept (ms).
pub const KEPT: i64 = 30 * DAY;
/// How often an outcome is written before that is given up: then it is sent again.
const SETTLE_TRIES: u32 = 3;

/// One hook of one merchant.
type Whose = (MerchantId, String);

pub struct Courier {
    store: Store,
    clock: Clock,
    seal: Option<Seal>,
    pub wire: Wire,
    /// Places taken, by hook.
    taken: Mutex<BTreeMap<Whose, usize>>,
    news: Notify,
    attempts: Attempts,
}

impl Courier {
    pub fn new(store: Store, clock: Clock, seal: Option<Seal>, wire: Wire) -> Courier {
        Courier {
            store,
            clock,
            seal,
            wire,
            taken: Mutex::default(),
            news: Notify::new(),
            attempts: Attempts::new(&RESULTS),
        }
    }

    /// How the attempts of this process ended.
    pub fn attempts(&self) -> &Attempts {
        &self.attempts
    }

    /// Sends what is due and settles it: the step for whoever drives by hand. Answers how many deliveries that were.
    pub async fn step(self: &Arc<Self>) -> Result<usize, StoreError> {
        let mut under_way = JoinSet::new();
        for (row, hook, place) in self.claim().await? {
            let courier = self.clone();
            under_way.spawn(async move { courier.deliver(row, hook, place).await });
        }
        let ended = under_way.join_all().await;
        let count = ended.len();
        ended.into_iter().collect::<Result<(), StoreError>>().map(|()| count)
    }

    /// Claims what is due, as far as its hook has places.
    async fn claim(self: &Arc<Self>) -> Result<Vec<(Claimed, Hook, Place)>, StoreError> {
        let now = self.clock.now();
        let due = self.store.read(move |tx| Box::pin(deliveries::due(tx, now))).await?;
        let free = |whose: &Whose| PLACES - self.taken().get(whose).copied().unwrap_or(0).min(PLACES);
        let rooms: Vec<(Whose, usize)> = due.into_iter().map(|whose| (whose.clone(), free(&whose))).collect();
        let rooms: Vec<_> = rooms.into_iter().filter(|(_, room)| *room > 0).collect();
        if rooms.is_empty() {
            return Ok(Vec::new());
        }
        let unit = self.store.write(move |tx| {
            Box::pin(async move {
                let mut claimed = Vec::new();
                for ((merchant, id), room) in rooms {
                    let Some(hook) = hooks::find(tx, &id).await? else { continue };
                    let rows = deliveries::claim(tx, merchant, &id, now, room).await?;
                    claimed.extend(rows.into_iter().map(|row| (row, hook.clone())));
                }
                Ok(claimed)
            })
        });
        let claimed = unit.await?.into_iter();
        Ok(claimed.map(|(row, hook)| (row, hook.clone(), Place::take(self, &hook))).collect())
    }

    /// One delivery, from its first byte to its place in the log.
    async fn deliver(&self, row: Claimed, hook: Hook, place: Place) -> Result<(), StoreError> {
        let began = Instant::now();
        let outcome = self.post(&row, &hook).await;
        let took = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.attempts.count(outcome.result());
        let (settled, health) = judge(outcome, row.tries, self.clock.now(), took);
        let written = self.settle(&row, &hook, &settled, health).await;
        drop(place);
        written
    }

    async fn post(&self, row: &Claimed, hook: &Hook) -> Outcome {
        let now = self.clock.now();
        let secrets = match self.secrets(hook, now) {
            Ok(secrets) => secrets,
            Err(why) => return Outcome::Nothing(why),
        };
        let id = message_id(hook, row.event);
        let timestamp = now / 1_000;
        let signature = signatures(&secrets, &id, timestamp, &row.body);
        self.wire.post(&hook.url, &Headers { id, timestamp, signature }, row.body.clone()).await
    }

    /// What signs now: the secret, and for a while the one before it.
    fn secrets(&self, hook: &Hook, now: i64) -> Result<Vec<Secret>, String> {
        let seal = self.seal.as_ref().ok_or("its secret cannot be opened: database.key is empty")?;
        let previous = hook.previous.iter().filter(|(_, until)| now < *until).map(|(sealed, _)| sealed);
        let sealed = [&hook.secret].into_iter().chain(previous);
        let open = |sealed: &String| seal.open(&hook.id, sealed).ok().and_then(|text| Secret::read(&text));
        let opened: Option<Vec<Secret>> = sealed.map(open).collect();
        opened.ok_or_else(|| {
            "its secret cannot be opened with this database.key; `fregues hook rotate` makes another"
                .to_owned()
        })
    }

    async fn settle(
        &self,
        row: &Claimed,
        hook: &Hook,
        settled: &Settled,
        health: Health,
    ) -> Result<(), StoreError> {
        let mut tries = 1;
        loop {
            let (row, hook, settled, now) = (row.clone(), hook.clone(), settled.clone(), self.clock.now());
            let unit = self.store.write(move |tx| {
                Box::pin(async move {
                    deliveries::settle(tx, &row, &settled).await?;
                    note(tx, &hook, health, now).await
                })
            });
            match unit.await {
                Err(error) if error.is_transient() && tries < SETTLE_TRIES => {
                    tries += 1;
                    tracing::warn!(%error, "the outcome of a webhook is settled again");
                }
                done => return done,
            }
        }
    }

    fn taken(&self) -> std::sync::MutexGuard<'_, BTreeMap<Whose, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place of a hook, taken until it is dropped, whatever becomes of the delivery.
struct Place(Arc<Courier>, Whose);

impl Place {
    fn take(courier: &Arc<Courier>, hook: &Hook) -> Place {
        let whose = (hook.merchant, hook.id.clone());
        *courier.taken().entry(whose.clone()).or_default() += 1;
        Place(courier.clone(), whose)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.0.taken();
        if let Some(count) = taken.get_mut(&self.1) {
            *count = count.saturating_sub(1);
        }
        taken.retain(|_, count| *count > 0);
        self.0.news.notify_one();
    }
}

/// The same for every try of an event at a hook, and no other's.
pub fn message_id(hook: &Hook, event: i64) -> String {
    format!("msg_{}_{event}", hook.id)
}

/// Keeps how a hook is doing. One that wants nothing, or to which nothing has arrived for days, is given up, and its owners
/// are told.
async fn note(tx: &mut Tx, hook: &Hook, health: Health, now: i64) -> Result<(), StoreError> {
    let (merchant, id) = (hook.merchant, hook.id.as_str());
    let (given_up, why) = match health {
        Health::Works => return hooks::works(tx, merchant, id).await,
        Health::Fails => {
            hooks::fails(tx, merchant, id, now).await?;
            let why = "nothing arrived there for five days";
            (hooks::disable(tx, merchant, id, why, now - PATIENCE).await?, HookNews::Silent)
        }
        Health::Gone => {
            let why = "it answered 410: it wants nothing any more";
            (hooks::disable(tx, merchant, id, why, i64::MAX).await?, HookNews::Gone)
        }
    };
    if given_up {
        tracing::warn!(%merchant, hook = id, ?why, "a hook is given up");
        let news = News::Hook { host: host(&hook.url), news: why };
        inbox::news(tx, merchant, &format!("hook:{merchant}:{id}:{now}"), now, &news).await?;
    }
    Ok(())
}

/// The name in an address; the rest may be a secret.
pub fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().to_owned()
}

/// The loop: what is due is claimed and sent; each delivery settles itself and makes room for the next.
pub async fn run(courier: Arc<Courier>, stop: CancellationToken) {
    let mut under_way = JoinSet::new();
    while !stop.is_cancelled() {
        let claimed = match courier.claim().await {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::warn!(%error, "due webhooks could not be claimed");
                Vec::new()
            }
        };
        for (row, hook, place) in claimed {
            let courier = courier.clone();
            under_way.spawn(async move {
                if let Err(error) = courier.deliver(row, hook, place).await {
                    tracing::error!(%error, "the outcome of a webhook could not be settled; it is sent again");
                }
            });
        }
        while under_way.try_join_next().is_some() {}
        tokio::select! {
            () = stop.cancelled() => {}
            () = courier.news.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
    under_way.join_all().await;
}
