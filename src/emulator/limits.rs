//! What WhatsApp allows: messages per second of a number (both directions together), messages to one person, and
//! people a day who are written to first.

use std::collections::{BTreeMap, VecDeque};

/// One message per this many milliseconds to the same person …
const PAIR_MS: i64 = 6_000;
/// … of which so many may be borrowed from the future.
const PAIR_BURST: i64 = 45;
const DAY_MS: i64 = 24 * 3_600_000;

#[derive(Debug, Default)]
pub(super) struct Limits {
    /// Number → thousandths of a message that may pass, and since when.
    buckets: BTreeMap<String, (i64, i64)>,
    /// (number, address) → when the borrowed time is paid back.
    pairs: BTreeMap<(String, String), i64>,
    /// People written to first: when, and whom.
    first: VecDeque<(i64, String)>,
}

impl Limits {
    /// Whether one more message of either direction may pass at so many a second; a second's worth may come at once.
    /// What comes in always passes.
    pub(super) fn pass(&mut self, number: &str, per_second: u32, inbound: bool, now: i64) -> bool {
        let speed = i64::from(per_second);
        let (level, at) = self.buckets.get(number).copied().unwrap_or((speed * 1_000, now));
        let level = (level + (now - at).clamp(0, 60_000) * speed).min(speed * 1_000);
        let passes = inbound || level >= 1_000;
        let left = if passes { (level - 1_000).max(0) } else { level };
        self.buckets.insert(number.to_owned(), (left, now));
        passes
    }

    /// Whether one more message may go to this person; a refused one is not counted. With `spent`, nothing may be
    /// borrowed any more.
    pub(super) fn pair(&mut self, number: &str, to: &str, spent: bool, now: i64) -> bool {
        let paid_back = self.pairs.entry((number.to_owned(), to.to_owned())).or_insert(now);
        let next = (*paid_back).max(now) + PAIR_MS;
        let burst = if spent { 1 } else { PAIR_BURST };
        let allowed = next - now <= burst * PAIR_MS;
        if allowed {
            *paid_back = next;
        }
        allowed
    }

    /// Counts somebody who is written to first, and tells how many that were within the last 24 hours.
    pub(super) fn first(&mut self, to: &str, now: i64) -> usize {
        self.first.retain(|(at, known)| *at > now - DAY_MS && known != to);
        self.first.push_back((now, to.to_owned()));
        self.first.len()
    }
}

/// Whether this person belongs to the so many in a hundred to whom nothing may be sent in a row.
pub(super) fn is_spent(to: &str, percent: u8) -> bool {
    let digits: u64 = to.bytes().fold(0, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    digits % 100 < u64::from(percent)
}
