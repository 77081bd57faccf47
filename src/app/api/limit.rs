//! How many calls a key may make: a bucket that fills evenly, counted by the time at which it will be full again (GCRA).
//!
//! Each process counts for itself: behind N of them a key has at most N times as many. What shows a wrong key is counted
//! before the database is asked anything, apart for each of many sorts of names of keys; keys that were right lately are let
//! past that count. So whoever guesses spends the database little, and locks out nobody whose key's name they do not know.

use crate::app::clock::Clock;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The bucket holds a tenth of a minute's calls, and at least one.
const BURST: i64 = 10;
/// Wrong keys a minute, of each sort of name.
const WRONG: i64 = 600;
/// So many sorts there are.
const SORTS: usize = 256;
const MINUTE: i64 = 60_000_000;

/// Clones are the same limiter.
#[derive(Clone)]
pub struct Limits(Arc<Inner>);

struct Inner {
    clock: Clock,
    buckets: Mutex<Buckets>,
}

struct Buckets {
    /// When the bucket of each key is full again (µs).
    keys: BTreeMap<String, i64>,
    wrong: [i64; SORTS],
    /// Keys that were right, with their hash.
    right: BTreeMap<String, String>,
}

/// Of which sort the name of a key is.
fn sort(id: &str) -> usize {
    id.bytes().fold(0, |sum: usize, byte| (sum * 31 + usize::from(byte)) % SORTS)
}

/// What is left to a key after a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Calls that fit into the bucket, and the seconds in which an empty one fills.
    pub quota: i64,
    pub window: i64,
    pub remaining: i64,
    /// Seconds until it is full again.
    pub reset: i64,
    /// Where the call came too early: the seconds after which one fits.
    pub retry: Option<i64>,
}

/// One bucket: `full` is when it is full again. Times in µs.
fn take(full: &mut i64, now: i64, per_minute: i64) -> Left {
    let each = MINUTE / per_minute;
    let quota = (per_minute / BURST).max(1);
    let size = each * quota;
    let then = (*full).max(now) + each;
    let early = then - now - size;
    if early <= 0 {
        *full = then;
    }
    let waits = (*full - now).max(0);
    Left {
        quota,
        window: seconds(size),
        remaining: (size - waits).max(0) / each,
        reset: seconds(waits),
        retry: (early > 0).then(|| seconds(early)),
    }
}

/// In whole seconds, of which none is too few.
fn seconds(micros: i64) -> i64 {
    (micros + 999_999) / 1_000_000
}

impl Limits {
    pub fn new(clock: Clock) -> Limits {
        let buckets = Buckets { keys: BTreeMap::new(), wrong: [0; SORTS], right: BTreeMap::new() };
        Limits(Arc::new(Inner { clock, buckets: Mutex::new(buckets) }))
    }

    /// Counts a call of a key.
    pub fn call(&self, id: &str, per_minute: i64) -> Left {
        let now = self.now();
        take(self.buckets().keys.entry(id.to_owned()).or_default(), now, per_minute)
    }

    /// Whether somebody who shows this may be looked up; otherwise the seconds after which they may.
    pub fn may_try(&self, shown: (&str, &str)) -> Result<(), i64> {
        let now = self.now();
        let buckets = self.buckets();
        let known = |(id, hash): (&str, &str)| buckets.right.get(id).is_some_and(|right| right == hash);
        if known(shown) {
            return Ok(());
        }
        let mut full = buckets.wrong[sort(shown.0)];
        take(&mut full, now, WRONG).retry.map_or(Ok(()), Err)
    }

    /// Remembers that this key was right.
    pub fn was_right(&self, id: &str, hash: &str) {
        let mut buckets = self.buckets();
        if buckets.right.get(id).is_none_or(|known| known != hash) {
            buckets.right.insert(id.to_owned(), hash.to_owned());
        }
    }

    /// Counts a wrong key.
    pub fn was_wrong(&self, (id, hash): (&str, &str)) {
        let now = self.now();
        let mut buckets = self.buckets();
        // Who knows only the name of a key must not make it forgotten.
        buckets.right.retain(|known, right| known != id || right != hash);
        take(&mut buckets.wrong[sort(id)], now, WRONG);
    }

    fn now(&self) -> i64 {
        self.0.clock.watch().saturating_mul(1_000)
    }

    fn buckets(&self) -> MutexGuard<'_, Buckets> {
        self.0.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_evenly() {
        let clock = Clock::manual(1_000);
        let limits = Limits::new(clock.clone());
        for left in (0..60).rev() {
            let said = limits.call("a", 600);
            assert_eq!((said.quota, said.window, said.remaining, said.retry), (60, 6, left, None));
        }
        let said = limits.call("a", 600);
        assert_eq!((said.remaining, said.reset, said.retry), (0, 6, Some(1)));
        assert_eq!(limits.call("b", 600).remaining, 59, "another key has another bucket");
        clock.advance(100);
        assert_eq!(limits.call("a", 600).retry, None, "one call comes back each tenth of a second");
        assert!(limits.call("a", 600).retry.is_some());
        clock.advance(60_000);
        assert_eq!(limits.call("a", 600).remaining, 59, "and never more than fit");
        let slow = limits.call("c", 1);
        assert_eq!((slow.quota, slow.window, slow.remaining, slow.reset), (1, 60, 0, 60));
        assert_eq!(limits.call("c", 1).retry, Some(60));
    }

    #[test]
    fn wrong_keys_are_stopped_and_right_ones_are_not() {
        let clock = Clock::manual(1_000);
        let limits = Limits::new(clock.clone());
        limits.was_right("b", "hash");
        for _ in 0..60 {
            assert_eq!(limits.may_try(("b", "guess")), Ok(()));
            limits.was_wrong(("b", "guess"));
        }
        assert_eq!(limits.may_try(("b", "guess")), Err(1));
        assert_eq!(limits.may_try(("b", "guess again")), Err(1), "its name alone is no secret");
        assert_eq!(limits.may_try(("b", "hash")), Ok(()));
        limits.was_wrong(("b", "guess again"));
        assert_eq!(limits.may_try(("b", "hash")), Ok(()));
        limits.was_wrong(("b", "hash"));
        assert_eq!(limits.may_try(("b", "hash")), Err(1), "revoked since");
        assert_eq!(limits.may_try(("c", "right, and new here")), Ok(()), "names of another sort are let in");
        clock.advance(1_000);
        assert_eq!(limits.may_try(("b", "guess")), Ok(()));
    }
}
