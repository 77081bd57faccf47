//! How fast a number may send: a bucket of tokens for both directions together, a smaller one for announcements, and
//! the pace of a single person. Over all numbers, only so many requests are under way at once ([`places`]).
//!
//! [`places`]: crate::app::sender::places
//!
//! Each process has buckets of its own. With several replicas on one number their sum is too much at first, which
//! WhatsApp says with 130429; every such refusal halves the speed, and it comes back slowly (additive increase,
//! multiplicative decrease), so that they share what there is. Refusals in a row say less than their halvings: once
//! something gets through again, the speed goes back to half of what it was before them at once. And where not even the
//! slowest speed was allowed, speed was not what was wrong: then all of it comes back.

use crate::app::clock::Clock;
use crate::app::sender::places::{Hall, Places};
use crate::domain::ids::{MemberId, MerchantId};
use crate::store::claims::Line;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Messages a second of a number, both directions together (Meta, Throughput).
const PER_SECOND: i64 = 80;
/// Of four messages a number may send, at most three are announcements: 60 of 80.
const ANNOUNCEMENTS: (i64, i64) = (3, 4);
/// The speed never falls below one message a second.
const SLOWEST: i64 = MESSAGE;
/// What comes in leaves at least this part of the speed to what goes out, and never less than the slowest speed.
const LEAST_OUT: i64 = 4;
/// A halved speed comes back by this part of the full speed each second: 5 %.
const RECOVERS: i64 = 20;
/// One message to one person in this time (ms) …
const PAIR: i64 = 6_000;
/// … of which so many may be borrowed from the future (Meta, Pair rate limits).
const PAIR_BURST: i64 = 45;
/// People whose pace is remembered at once, before those who have long been still are forgotten.
const REMEMBERED: usize = 4_096;

/// Buckets are counted in millionths of a message, so that a millisecond of a slow number is not lost.
const MESSAGE: i64 = 1_000_000;

/// The speeds of all numbers. Clones are the same limiter.
#[derive(Clone)]
pub struct Limiter(Arc<Inner>);

struct Inner {
    clock: Clock,
    hall: Hall,
    numbers: Mutex<BTreeMap<MerchantId, Number>>,
}

#[derive(Debug)]
struct Number {
    /// Full speed and speed now, in millionths of a message per second.
    full: i64,
    speed: i64,
    /// What may leave at once, in millionths of a message: anything, and announcements.
    level: i64,
    announcements: i64,
    /// What came in and is not yet counted.
    inbound: i64,
    at: i64,
    /// When it was last halved (ms UTC), and the speed to go on with once something gets through again.
    slowed: i64,
    after: Option<i64>,
    /// When the time borrowed by each person is paid back (ms UTC).
    pairs: BTreeMap<MemberId, i64>,
}

impl Limiter {
    pub fn new(clock: Clock) -> Limiter {
        Limiter(Arc::new(Inner { clock, hall: Hall::default(), numbers: Mutex::default() }))
    }

    /// Sets how many messages a second a number may send and receive.
    pub fn set_speed(&self, merchant: MerchantId, per_second: i64) {
        self.with(merchant, |number, _| {
            let full = per_second.clamp(1, 1_000_000) * MESSAGE;
            if number.full != full {
                (number.full, number.speed) = (full, full);
                number.after = None;
                number.level = number.level.max(full);
                number.announcements = number.announcements.max(share(full));
            }
        });
    }

    /// Counts messages that came in.
    pub fn heard(&self, merchant: MerchantId, messages: usize) {
        self.with(merchant, |number, _| number.inbound += millionths(messages));
    }

    /// Takes up to `most` tokens. Announcements get only what answers leave over.
    pub fn take(&self, merchant: MerchantId, line: Line, most: usize) -> usize {
        self.with(merchant, |number, _| {
            let there = match line {
                Line::Answers => number.level,
                Line::Announcements => {
                    number.announcements.min(number.level - (number.speed - share(number.speed)))
                }
            };
            let taken = most.min(whole(there));
            number.spend(line, millionths(taken));
            taken
        })
    }

    /// Takes places for up to `most` requests: rows are claimed for no more than those.
    pub fn places(&self, most: usize) -> Places {
        self.0.hall.take(most)
    }

    pub(super) fn hall(&self) -> &Hall {
        &self.0.hall
    }

    /// Gives tokens back that were not used.
    pub fn give_back(&self, merchant: MerchantId, line: Line, unused: usize) {
        self.with(merchant, |number, _| number.spend(line, -millionths(unused)));
    }

    /// WhatsApp says that it was too fast. All sends of one round are refused together, so only a send that began
    /// after the last halving halves the speed again.
    pub fn too_fast(&self, merchant: MerchantId, began: i64) {
        self.with(merchant, |number, now| {
            number.level = number.level.min(0);
            if began > number.slowed {
                number.halve();
                number.slowed = now;
                tracing::debug!(%merchant, speed = number.speed / MESSAGE, "slowed down");
            }
        });
    }

    /// WhatsApp took a message that left at `began` (ms UTC).
    pub fn got_through(&self, merchant: MerchantId, began: i64) {
        self.with(merchant, |number, _| {
            if began > number.slowed
                && let Some(speed) = number.after.take()
            {
                number.speed = number.speed.max(speed);
                if speed == number.full {
                    // Nothing has left for a while, so a second's worth may.
                    number.level = speed;
                }
            }
        });
    }

    /// Takes one message of a person's pace, or says when (ms UTC) it will be allowed.
    pub fn pace(&self, merchant: MerchantId, member: MemberId) -> Result<(), i64> {
        self.with(merchant, |number, now| {
            let next = number.pairs.get(&member).copied().unwrap_or(now).max(now) + PAIR;
            if next - now > PAIR_BURST * PAIR {
                return Err(next - PAIR_BURST * PAIR);
            }
            if number.pairs.len() >= REMEMBERED {
                number.pairs.retain(|_, paid_back| *paid_back > now);
            }
            number.pairs.insert(member, next);
            Ok(())
        })
    }

    /// WhatsApp says that this person was written to too often: nothing is left to borrow before `until` (ms UTC).
    pub fn spent(&self, merchant: MerchantId, member: MemberId, until: i64) {
        self.with(merchant, |number, _| number.pairs.insert(member, until + (PAIR_BURST - 1) * PAIR));
    }

    fn with<T>(&self, merchant: MerchantId, act: impl FnOnce(&mut Number, i64) -> T) -> T {
        let now = self.0.clock.now();
        let mut numbers = self.lock();
        let number = numbers.entry(merchant).or_insert_with(|| Number::new(now));
        number.fill(now);
        act(number, now)
    }

    /// Counters are whole after every change, so a panic elsewhere leaves them usable.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<MerchantId, Number>> {
        self.0.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Number {
    fn new(now: i64) -> Number {
        let full = PER_SECOND * MESSAGE;
        Number {
            full,
            speed: full,
            level: full,
            announcements: share(full),
            inbound: 0,
            at: now,
            slowed: i64::MIN,
            after: None,
            pairs: BTreeMap::new(),
        }
    }

    fn spend(&mut self, line: Line, millionths: i64) {
        self.level -= millionths;
        if line == Line::Announcements {
            self.announcements -= millionths;
        }
    }

    fn halve(&mut self) {
        self.after = match self.after {
            Some(_) if self.speed == SLOWEST => Some(self.full),
            Some(speed) => Some(speed),
            None => Some(self.speed / 2),
        };
        self.speed = (self.speed / 2).max(SLOWEST);
    }

    /// Time passes: tokens come in, less what was spent by messages that came in, and the speed recovers once something got
    /// through.
    fn fill(&mut self, now: i64) {
        // A bucket is full after a second, a speed after twenty.
        let passed = (now - self.at).clamp(0, 30_000);
        self.at = self.at.max(now);
        let fresh = self.speed / 1_000 * passed;
        let ours = (fresh / LEAST_OUT).max(fresh.min(SLOWEST / 1_000 * passed));
        let heard = self.inbound.min(fresh - ours);
        self.inbound = (self.inbound - heard).min(self.speed);
        // A second's worth may leave at once; of a slow number enough for one announcement beside an answer.
        self.level = (self.level + fresh - heard).min(self.speed.max(2 * MESSAGE));
        self.announcements = (self.announcements + share(fresh)).min(share(self.speed).max(MESSAGE));
        if self.after.is_none() {
            self.speed = (self.speed + self.full / RECOVERS / 1_000 * passed).min(self.full);
        }
    }
}

fn share(of: i64) -> i64 {
    of / ANNOUNCEMENTS.1 * ANNOUNCEMENTS.0
}

fn millionths(messages: usize) -> i64 {
    i64::try_from(messages).unwrap_or(i64::MAX / MESSAGE).saturating_mul(MESSAGE)
}

fn whole(millionths: i64) -> usize {
    usize::try_from(millionths / MESSAGE).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOP: MerchantId = MerchantId(1);
    const ANA: MemberId = MemberId(1);

    fn limiter() -> (Limiter, Clock) {
        let clock = Clock::manual(1_000_000);
        (Limiter::new(clock.clone()), clock)
    }

    /// How many answers leave within this time when somebody asks every 10 ms.
    fn leaves(limiter: &Limiter, clock: &Clock, ms: i64) -> usize {
        (0..ms / 10)
            .map(|_| {
                clock.advance(10);
                limiter.take(SHOP, Line::Answers, 100)
            })
            .sum()
    }

    #[test]
    fn a_number_sends_no_faster_than_its_speed() {
        let (limiter, clock) = limiter();
        assert_eq!(limiter.take(SHOP, Line::Answers, 100), 80, "a second's worth at once");
        assert_eq!(leaves(&limiter, &clock, 10_000), 800);
        limiter.set_speed(SHOP, 20);
        limiter.take(SHOP, Line::Answers, 100);
        assert_eq!(leaves(&limiter, &clock, 10_000), 200);
    }

    #[test]
    fn what_comes_in_counts_and_leaves_a_quarter() {
        let (limiter, clock) = limiter();
        limiter.take(SHOP, Line::Answers, 100);
        for (heard, left) in [(40, 40), (60, 20), (200, 20)] {
            let mut out = 0;
            for _ in 0..100 {
                limiter.heard(SHOP, heard / 10);
                out += leaves(&limiter, &clock, 100);
            }
            assert!((left * 10 - 5..=left * 10 + 5).contains(&out), "{heard} in, {out} out in 10 s");
        }
    }

    #[test]
    fn announcements_take_what_answers_leave_over() {
        let (limiter, clock) = limiter();
        let second = |answers: usize| {
            let mut sent = (0, 0);
            for _ in 0..100 {
                clock.advance(10);
                sent.0 += limiter.take(SHOP, Line::Answers, answers);
                sent.1 += limiter.take(SHOP, Line::Announcements, 100);
            }
            sent
        };
        second(0);
        assert_eq!(second(0), (0, 60), "60 of 80");
        for _ in 0..5 {
            second(1);
        }
        assert_eq!(second(1), (80, 0), "answers take all there is when they need it");
    }

    #[test]
    fn a_round_of_refusals_halves_the_speed_once_and_it_recovers() {
        let (limiter, clock) = limiter();
        let began = clock.now();
        for _ in 0..40 {
            limiter.too_fast(SHOP, began);
        }
        limiter.got_through(SHOP, began);
        clock.advance(1_000);
        assert_eq!(limiter.take(SHOP, Line::Answers, 100), 40);
        limiter.got_through(SHOP, clock.now());
        clock.advance(10_000);
        limiter.take(SHOP, Line::Answers, 100);
        assert_eq!(leaves(&limiter, &clock, 1_000), 80, "full speed again after ten seconds");
    }

    /// Refuses what leaves at whatever speed there is, this often.
    fn refuse(limiter: &Limiter, clock: &Clock, times: usize) {
        for _ in 0..times {
            clock.advance(1_000);
            limiter.too_fast(SHOP, clock.now());
        }
        clock.advance(1_000);
    }

    #[test]
    fn refusals_in_a_row_are_taken_back_when_something_gets_through() {
        // At the slowest speed, the next refusal shows that speed is not what is wrong.
        for (refused, tries, then) in [(1, 40, 4), (3, 10, 4), (6, 1, 4), (7, 1, 4), (8, 1, 87), (20, 1, 87)]
        {
            let (limiter, clock) = limiter();
            refuse(&limiter, &clock, refused);
            assert_eq!(limiter.take(SHOP, Line::Answers, 100), tries, "{refused} refused: never quite still");
            limiter.got_through(SHOP, clock.now());
            assert_eq!(leaves(&limiter, &clock, 100), then, "{refused} refused, one let through");
        }
    }

    #[test]
    fn a_person_is_written_to_at_their_own_pace() {
        let (limiter, clock) = limiter();
        for n in 0..45 {
            assert_eq!(limiter.pace(SHOP, ANA), Ok(()), "{n}");
        }
        assert_eq!(limiter.pace(SHOP, ANA), Err(clock.now() + 6_000));
        assert_eq!(limiter.pace(SHOP, MemberId(2)), Ok(()));
        clock.advance(6_000);
        assert_eq!(limiter.pace(SHOP, ANA), Ok(()));
        clock.advance(60 * 60_000);
        limiter.spent(SHOP, ANA, clock.now() + 16_000);
        assert_eq!(limiter.pace(SHOP, ANA), Err(clock.now() + 16_000));
        clock.advance(16_000);
        assert_eq!(limiter.pace(SHOP, ANA), Ok(()));
        assert_eq!(limiter.pace(SHOP, ANA), Err(clock.now() + 6_000));
    }
}
