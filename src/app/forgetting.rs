//! Forgetting: whoever was erased is deleted from WhatsApp's contact book, and their traces are swept from what was kept
//! of messages. Repeated until it is done.

use crate::app::sender::Sender;
use crate::domain::calendar::{DAY, MINUTE};
use crate::store::StoreError;
use crate::store::erasures::{self, Due};

/// Looks after everybody who is due; answers how many are forgotten now.
pub async fn step(sender: &Sender) -> Result<usize, StoreError> {
    let now = sender.clock.now();
    let due = sender.store.read(move |tx| Box::pin(erasures::due(tx, now))).await?;
    let mut done = 0;
    for one in due {
        match sender.forget(&one).await {
            Ok(()) => {
                sender
                    .store
                    .write(move |tx| Box::pin(async move { erasures::sweep(tx, &one).await }))
                    .await?;
                sender.store.settle_file().await?;
                done += 1;
            }
            Err(reason) => {
                tracing::warn!(%reason, "the contact book did not let go of somebody; it is asked again");
                let next = now + again_after(&one);
                sender
                    .store
                    .write(move |tx| {
                        Box::pin(async move { erasures::postpone(tx, &one, next, &reason).await })
                    })
                    .await?;
            }
        }
    }
    Ok(done)
}

/// One minute, doubling up to a day.
fn again_after(due: &Due) -> i64 {
    let doubled = MINUTE << due.attempt.clamp(0, 11);
    doubled.min(DAY)
}
