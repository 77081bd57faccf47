//! The two speeds WhatsApp allows: messages per second of a number (both directions together), and messages to one
//! person.

use std::collections::{BTreeMap, VecDeque};

/// One message per this many milliseconds to the same person …
const PAIR_MS: i64 = 6_000;
/// … of which so many may be borrowed from the future.
const PAIR_BURST: i64 = 45;

#[derive(Debug, Default)]
pub(super) struct Limits {
    /// Number → times of what passed within the last second.
    recent: BTreeMap<String, VecDeque<i64>>,
    /// (number, address) → when the borrowed time is paid back.
    pairs: BTreeMap<(String, String), i64>,
}

impl Limits {
    /// Counts one message of either direction and tells how many there were in the second up to now.
    pub(super) fn count(&mut self, number: &str, now: i64) -> usize {
        let recent = self.recent.entry(number.to_owned()).or_default();
        recent.retain(|at| *at > now - 1_000);
        recent.push_back(now);
        recent.len()
    }

    /// Whether one more message may go to this person; a refused one is not counted.
    pub(super) fn pair(&mut self, number: &str, to: &str, now: i64) -> bool {
        let paid_back = self.pairs.entry((number.to_owned(), to.to_owned())).or_insert(now);
        let next = (*paid_back).max(now) + PAIR_MS;
        let allowed = next - now <= PAIR_BURST * PAIR_MS;
        if allowed {
            *paid_back = next;
        }
        allowed
    }
}
