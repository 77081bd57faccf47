//! Due things of sending: rows an ended process was sending become unknown, and unknown ones are decided
//! when the time to wait for their status is over; whoever was erased is forgotten everywhere. Due holds are
//! found by the turns themselves.

use crate::app::courier::KEPT;
use crate::app::forgetting;
use crate::app::sender::Sender;
use crate::domain::calendar::DAY;
use crate::store::engine::Engine;
use crate::store::outbox::{self, Unknowns};
use crate::store::{StoreError, answers, channel, deliveries, events};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long a row may be in `sending` before its process counts as gone (ms): longer than any request.
pub const LEASE: i64 = 120_000;
/// How long an unknown outcome waits for a status before it is decided (ms).
const HOLD_A: i64 = 90_000;
const HOLD_C: i64 = 20_000;
/// How long an answer to a till is kept under the key that it chose (ms).
const ANSWERS: i64 = 30 * DAY;

/// How often the log says what nobody knows.
const TELL_EVERY: u32 = 60;

pub async fn run(sender: Arc<Sender>, stop: CancellationToken) {
    let mut steps: u32 = 0;
    while !stop.is_cancelled() {
        steps = steps.wrapping_add(1);
        if steps % TELL_EVERY == 1 {
            tell_unknowns(&sender).await;
        }
        match step(&sender).await {
            Ok(0) => {}
            Ok(_) => sender.ring(),
            Err(error) => tracing::warn!(%error, "due sends could not be looked after"),
        }
        if let Err(error) = forgetting::step(&sender).await {
            tracing::warn!(%error, "erased people could not be looked after");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
        }
    }
}

/// One process at a time has a SQLite file: whatever is in `sending` before its loops start was left there
/// by the one before. (On PostgreSQL another replica may be sending it; there the lease decides.)
pub async fn take_over(sender: &Sender) {
    if sender.store.engine() != Engine::Sqlite {
        return;
    }
    let now = sender.clock.now();
    let unit = sender.store.write(move |tx| {
        Box::pin(async move {
            deliveries::orphans(tx, now, now).await?;
            outbox::orphans(tx, now, now).await
        })
    });
    if let Err(error) = unit.await {
        tracing::warn!(%error, "what an ended process was sending waits for its lease");
    }
}

pub async fn step(sender: &Sender) -> Result<usize, StoreError> {
    let now = sender.clock.now();
    let unit = sender.store.write(move |tx| {
        Box::pin(async move {
            outbox::orphans(tx, now - LEASE, now).await?;
            outbox::finish(tx, now - outbox::STATUS_COMES).await?;
            answers::prune(tx, now - ANSWERS).await?;
            deliveries::orphans(tx, now - LEASE, now).await?;
            events::prune(tx, now - KEPT, now).await?;
            let resolved = outbox::resolve(tx, now - HOLD_A, now - HOLD_C).await?;
            Ok((resolved, channel::speeds(tx).await?))
        })
    });
    let (resolved, speeds) = unit.await?;
    for (merchant, per_second) in speeds {
        sender.limiter.set_speed(merchant, per_second);
    }
    Ok(usize::try_from(resolved).unwrap_or(0))
}

/// A line of the log for each class that has unknown outcomes.
async fn tell_unknowns(sender: &Sender) {
    let now = sender.clock.now();
    match sender.store.read(move |tx| Box::pin(outbox::unknowns(tx, now))).await {
        Ok(unknowns) => {
            for Unknowns { class, new, old, stay } in unknowns {
                tracing::info!(class, new, old, stay, "outcomes nobody knows");
            }
        }
        Err(error) => tracing::warn!(%error, "unknown outcomes could not be counted"),
    }
}
