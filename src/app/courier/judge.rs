//! What an attempt's outcome means for its delivery and for its hook.

use crate::domain::calendar::{DAY, HOUR, MINUTE};
use crate::store::deliveries::Settled;

/// When a delivery that failed is tried again, after each try (ms); after the last it is given up. The schedule is that of
/// Svix (docs.svix.com, Retry Schedule).
pub const SCHEDULE: [i64; 7] = [5_000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];

/// A hook to which nothing arrived for so long (ms) is given up.
pub const PATIENCE: i64 = 5 * DAY;

/// What came back of one POST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The status of HTTP.
    Answered(u16),
    /// No answer, and why: it may have arrived or not.
    Nothing(String),
}

/// The ways in which an attempt ends, as they are counted.
pub const RESULTS: [&str; 4] = ["arrived", "refused", "gone", "unanswered"];

impl Outcome {
    /// One of [`RESULTS`].
    pub fn result(&self) -> &'static str {
        match self {
            Outcome::Answered(200..300) => "arrived",
            Outcome::Answered(410) => "gone",
            Outcome::Answered(_) => "refused",
            Outcome::Nothing(_) => "unanswered",
        }
    }
}

/// What an outcome says of the hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    Works,
    Fails,
    /// It says itself that it takes nothing any more.
    Gone,
}

/// `tries`: those since the delivery was last queued, with this one; `now` in ms UTC.
pub fn judge(outcome: Outcome, tries: i64, now: i64, took_ms: i64) -> (Settled, Health) {
    let (status, reason) = match outcome {
        Outcome::Answered(status) => (Some(status), said(status).map(str::to_owned)),
        Outcome::Nothing(reason) => (None, Some(reason)),
    };
    if status.is_some_and(|status| (200..300).contains(&status)) {
        let settled = Settled { state: "delivered", due: now, status, took_ms, reason: None };
        return (settled, Health::Works);
    }
    let next = usize::try_from(tries - 1).ok().and_then(|tries| SCHEDULE.get(tries));
    let (state, due) = next.map_or(("dead", now), |wait| ("retry_wait", now + wait));
    let health = if status == Some(410) { Health::Gone } else { Health::Fails };
    (Settled { state, due, status, took_ms, reason }, health)
}

fn said(status: u16) -> Option<&'static str> {
    match status {
        300..400 => Some("it leads elsewhere, and redirects are not followed: give the address it leads to"),
        410 => Some("it answered 410: it wants nothing any more"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_hundreds_are_arrivals_and_the_schedule_ends() {
        for (status, health) in [
            (200, Health::Works),
            (204, Health::Works),
            (299, Health::Works),
            (302, Health::Fails),
            (400, Health::Fails),
            (410, Health::Gone),
            (500, Health::Fails),
        ] {
            let (settled, said) = judge(Outcome::Answered(status), 1, 0, 0);
            let result = Outcome::Answered(status).result();
            let worst = if health == Health::Gone { "gone" } else { "refused" };
            assert_eq!(result, if health == Health::Works { "arrived" } else { worst }, "{status}");
            assert_eq!((said, settled.state == "delivered"), (health, health == Health::Works), "{status}");
        }
        let mut now = 0;
        for tries in 1..=7 {
            let (settled, _) = judge(Outcome::Nothing("x".to_owned()), tries, now, 0);
            assert_eq!(settled.state, "retry_wait");
            now = settled.due;
        }
        assert_eq!(now, 27 * HOUR + 35 * MINUTE + 5_000);
        assert_eq!(judge(Outcome::Answered(500), 8, now, 0).0.state, "dead");
    }
}
