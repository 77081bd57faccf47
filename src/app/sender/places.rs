//! How many requests may be under way at once, over all numbers. A place is taken before its row is claimed and given
//! back once its outcome is reported, so that no row is `sending` while it only stands in line.

use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Requests under way at once: after a crash at most so many outcomes are unknown.
pub const IN_FLIGHT: usize = 40;

/// All places of a process. Clones are the same places.
#[derive(Debug, Clone)]
pub struct Hall(Arc<Semaphore>);

/// Places that were taken. They are free again when this is dropped.
#[derive(Debug, Default)]
#[must_use]
pub struct Places(Option<OwnedSemaphorePermit>);

impl Default for Hall {
    fn default() -> Hall {
        Hall(Arc::new(Semaphore::new(IN_FLIGHT)))
    }
}

impl Hall {
    /// Takes up to `most` places; those that are not free are not waited for.
    pub fn take(&self, most: usize) -> Places {
        let mut wanted = most.min(self.0.available_permits());
        while wanted > 0 {
            // Somebody else may have been faster.
            match self.0.clone().try_acquire_many_owned(count(wanted)) {
                Ok(places) => return Places(Some(places)),
                Err(_) => wanted -= 1,
            }
        }
        Places::default()
    }

    pub fn is_empty(&self) -> bool {
        self.0.available_permits() == IN_FLIGHT
    }

    pub fn is_full(&self) -> bool {
        self.0.available_permits() == 0
    }

    /// Waits until nothing is under way.
    pub async fn emptied(&self) {
        // Nobody closes it, so it is always let in.
        let _ = self.0.acquire_many(count(IN_FLIGHT)).await;
    }
}

impl Places {
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, OwnedSemaphorePermit::num_permits)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes one of them out.
    pub fn one(&mut self) -> Places {
        Places(self.0.as_mut().and_then(|places| places.split(1)))
    }

    /// Gives back all but `used`.
    pub fn keep(&mut self, used: usize) {
        let over = self.len().saturating_sub(used);
        drop(self.0.as_mut().and_then(|places| places.split(over)));
    }
}

fn count(places: usize) -> u32 {
    u32::try_from(places).unwrap_or(u32::MAX)
}
