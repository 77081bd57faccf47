//! The one clock. Everything else gets its time from here, so that a demo can push it and a test can own it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Milliseconds UTC, from the system plus an offset, or standing still until it is moved.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Offset to the system clock, or the time itself when it stands still.
    value: AtomicI64,
    manual: bool,
    /// The system's time (ms UTC) when this clock began, and a watch that nobody sets.
    began: (i64, Instant),
}

impl Clock {
    pub fn system() -> Clock {
        Clock::new(0, false)
    }

    /// Stands at `at` until it is moved.
    pub fn manual(at: i64) -> Clock {
        Clock::new(at, true)
    }

    fn new(value: i64, manual: bool) -> Clock {
        let began = (system_now(), Instant::now());
        Clock(Arc::new(Inner { value: AtomicI64::new(value), manual, began }))
    }

    /// How far the system's clock was set forward or back since the start (ms).
    pub fn step(&self) -> i64 {
        let (time, watch) = self.0.began;
        let passed = i64::try_from(watch.elapsed().as_millis()).unwrap_or(i64::MAX);
        system_now() - time - passed
    }

    pub fn now(&self) -> i64 {
        let value = self.0.value.load(Ordering::Relaxed);
        if self.0.manual { value } else { value + system_now() }
    }

    /// Moves the clock by so many milliseconds; never back.
    pub fn advance(&self, by: i64) {
        self.0.value.fetch_add(by.max(0), Ordering::Relaxed);
    }

    /// Moves a clock forward to `at`; an earlier time changes nothing.
    pub fn advance_to(&self, at: i64) {
        self.advance(at - self.now());
    }
}

#[allow(clippy::disallowed_methods)] // the one place that asks the system
fn system_now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
