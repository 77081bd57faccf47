//! The one clock. Everything else gets its time from here, so that a demo can push it and a test can own it.
//!
//! Value ends by time, so a clock that was set wrongly must not end any: [`Belief`] holds it against a watch that nobody
//! sets.

use crate::domain::calendar::{DAY, HOUR, MINUTE};

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

    /// Milliseconds on a watch that nobody sets, and that only [`Clock::advance`] moves along with the clock.
    pub fn watch(&self) -> i64 {
        let value = self.0.value.load(Ordering::Relaxed);
        let passed = i64::try_from(self.0.began.1.elapsed().as_millis()).unwrap_or(i64::MAX);
        if self.0.manual { value } else { value + passed }
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

/// A clock that runs ahead of the watch by this much more than it did has leapt (ms).
const LEAP: i64 = 12 * HOUR;
/// Nothing happened for so long before the start: more than a weekend, or a clock that leapt (ms).
const SILENCE: i64 = 2 * DAY;
/// A leap is believed when clock and watch agreed about it for so long, to so much (ms).
const PROOF: i64 = HOUR;
const AGREED: i64 = 5 * MINUTE;

/// How late it is for what has value: a clock that leapt forward is believed once it has stood by it for an hour.
#[derive(Debug, Default)]
pub struct Belief {
    /// What the clock was ahead of the watch when it was last believed.
    ahead: Option<i64>,
    /// What it is ahead now, and since when on the watch.
    doubt: Option<(i64, i64)>,
    /// The latest time that was believed, ms UTC.
    last: i64,
}

impl Belief {
    /// At the start of a process; `newest`: when the last thing happened that the database knows (ms UTC, 0: nothing).
    pub fn since(newest: i64, now: i64, watch: i64) -> Belief {
        let ahead = now - watch;
        if newest > 0 && now - newest > SILENCE {
            tracing::warn!("the clock is days ahead of all that happened: for an hour nothing ends by it");
            return Belief { ahead: None, doubt: Some((ahead, watch)), last: newest };
        }
        Belief { ahead: Some(ahead), doubt: None, last: now }
    }

    /// The time to go by, given what the clock shows (ms UTC) and the watch (ms).
    pub fn believed(&mut self, now: i64, watch: i64) -> i64 {
        let ahead = now - watch;
        let first = self.ahead.is_none() && self.doubt.is_none();
        let leapt = self.ahead.is_none_or(|before| ahead - before > LEAP);
        let stood = |(then, since): (i64, i64)| (ahead - then).abs() <= AGREED && watch - since >= PROOF;
        if first || !leapt || self.doubt.is_some_and(stood) {
            // A slow drift is followed back, never forward: many small steps ahead are one leap.
            let base = self.ahead.filter(|before| !leapt && *before < ahead);
            *self = Belief { ahead: Some(base.unwrap_or(ahead)), doubt: None, last: now };
            return now;
        }
        if self.doubt.is_none_or(|(then, _)| (ahead - then).abs() > AGREED) {
            tracing::warn!("the clock leapt: nothing ends by it until it has stood by that for an hour");
            self.doubt = Some((ahead, watch));
        }
        self.last
    }
}

#[allow(clippy::disallowed_methods)] // the one place that asks the system
fn system_now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Minutes on the watch, and what the clock shows beside it, both in minutes; what is believed.
    fn lived(belief: &mut Belief, steps: &[(i64, i64)]) -> Vec<i64> {
        let minutes =
            |(watch, ahead): &(i64, i64)| belief.believed((watch + ahead) * MINUTE, watch * MINUTE) / MINUTE;
        steps.iter().map(minutes).collect()
    }

    #[test]
    fn a_clock_that_leaps_is_believed_after_an_hour_and_one_that_comes_back_at_once() {
        let year = 400 * 24 * 60;
        let check = |about: &str, steps: &[(i64, i64)], believed: &[i64]| {
            assert_eq!(lived(&mut Belief::default(), steps), believed, "{about}");
        };
        check("time passes", &[(0, 0), (10, 0), (600, 1)], &[0, 10, 601]);
        check("two hours are a tired clock", &[(0, 0), (10, 120), (20, 0)], &[0, 130, 20]);
        check("a leap is doubted", &[(0, 0), (10, 0), (11, year), (70, year)], &[0, 10, 10, 10]);
        check("and believed", &[(0, 0), (11, year), (71, year), (72, year)], &[0, 0, year + 71, year + 72]);
        check("one that is taken back", &[(0, 0), (11, year), (30, 0)], &[0, 0, 30]);
        let on = [(0, 0), (11, year), (40, 2 * year), (80, 2 * year), (100, 2 * year)];
        check("one that goes on leaping", &on, &[0, 0, 0, 0, 2 * year + 100]);
    }

    #[test]
    fn many_small_leaps_are_one() {
        let steps = [(0, 0), (1, 300), (2, 600), (3, 900)];
        assert_eq!(lived(&mut Belief::default(), &steps), [0, 301, 602, 602]);
    }

    #[test]
    fn a_start_days_after_all_that_happened_is_doubted() {
        let now = 100 * DAY;
        let at = |newest: i64, watch: i64| Belief::since(newest, now, 0).believed(now + watch, watch);
        assert_eq!(at(0, 0), now, "a new database knows nothing");
        assert_eq!(at(now - DAY, 0), now);
        assert_eq!(at(now - 3 * DAY, 30 * MINUTE), now - 3 * DAY);
        assert_eq!(at(now - 3 * DAY, HOUR), now + HOUR);
    }
}
