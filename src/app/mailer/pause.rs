//! The pause of the mailer: while the mail server takes no letter at all, whomever it is for, none is tried but one, ever
//! more seldom. Kept in memory: a service that starts again, perhaps with another password, tries at once.

use crate::domain::calendar::{HOUR, MINUTE};
use crate::email::post::Closed;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The longest pause (ms).
const LONGEST: i64 = HOUR;

#[derive(Default)]
pub struct Pause(Mutex<Option<Shut>>);

/// Since when nothing leaves is of no interest; why, and until when nothing is tried, is.
struct Shut {
    why: Closed,
    /// ms UTC.
    until: i64,
    /// How often in a row nothing was taken.
    tries: u32,
}

impl Pause {
    /// Whether nothing is to be tried at `now` (ms UTC). A clock that was set back does not make it longer.
    pub fn rests(&self, now: i64) -> bool {
        self.shut().as_ref().is_some_and(|shut| now < shut.until && shut.until - now <= LONGEST)
    }

    /// Nothing was taken at `now` (ms UTC): a minute, doubling up to an hour. Each trouble is told once.
    pub fn close(&self, why: Closed, now: i64) {
        let mut shut = self.shut();
        let tries = shut.as_ref().map_or(0, |shut| shut.tries);
        if shut.as_ref().is_none_or(|shut| shut.why != why) {
            tracing::warn!("no letter leaves: {why}; {}. Letters wait meanwhile", why.remedy());
        }
        let until = now + (MINUTE << tries.min(6)).min(LONGEST);
        *shut = Some(Shut { why, until, tries: tries + 1 });
    }

    /// The server has spoken about a letter: the next ones are tried at once.
    pub fn open(&self) {
        if self.shut().take().is_some() {
            tracing::info!("letters leave again");
        }
    }

    fn shut(&self) -> MutexGuard<'_, Option<Shut>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
