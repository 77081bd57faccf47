//! What goes wrong, and how often: percentages thrown from the seed, or one-shot faults for the next sends.

use super::rng::Rng;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Percentages (0–100) of sends or webhooks that go wrong in each way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Faults {
    /// Webhooks delivered twice.
    pub duplicate: u8,
    /// Webhooks that change places with the next one.
    pub reorder: u8,
    /// Webhooks that travel in the body of the one before.
    pub batch: u8,
    /// Statuses that come [`LATE_MS`] late.
    pub late_status: u8,
    /// Statuses that never come.
    pub missing_status: u8,
    /// Messages accepted, then the connection dropped without an answer.
    pub drop_after_accept: u8,
    /// Sends answered after `slow_ms`.
    pub slow: u8,
    pub slow_ms: u64,
    /// Connections dropped before the message was accepted.
    pub reset: u8,
    /// HTML 502s of a proxy, the message not accepted.
    pub bare_502: u8,
    /// Messages accepted and answered with 200 and half a JSON.
    pub malformed_200: u8,
    /// Refusals with 130429.
    pub rate_429: u8,
    /// Refusals with 131000 and HTTP 500.
    pub server_5xx: u8,
    /// Every send is refused with this code until it is taken back: 190 is a revoked token, 131042 a payment that is
    /// due, 368 a restriction.
    pub refuse: Option<u32>,
    /// Of a hundred people so many may not be written to twice within six seconds (131056).
    pub spent_pairs: u8,
    /// How many messages a second a number may pass instead of what the settings say.
    pub per_second: Option<u32>,
    /// The `sent` status is delivered before the send is answered, every time.
    pub status_before_response: bool,
    /// Used up first, one per send, whatever the percentages say.
    pub next: VecDeque<Fault>,
}

/// How long a late status takes, in milliseconds of the emulator's clock.
pub const LATE_MS: i64 = 30_000;

/// One thing going wrong with one send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Nothing goes wrong: lets a script aim at a later send.
    Pass,
    DropAfterAccept,
    Reset,
    Bare502,
    Malformed200,
    /// 130429.
    RateLimit,
    /// 131056.
    Pair,
    /// 131000 with HTTP 500.
    ServerError,
    /// Refused with this code.
    GraphError(u32),
    /// Accepted, then a `failed` status with this code.
    Failed(u32),
    /// Answered after so many milliseconds.
    Slow(u64),
    StatusBeforeResponse,
    /// Accepted and delivered without a status ever being told.
    MissingStatus,
}

impl Faults {
    /// What happens to the next send.
    pub(super) fn throw(&mut self, rng: &mut Rng) -> Fault {
        if let Some(fault) = self.next.pop_front() {
            return fault;
        }
        if let Some(code) = self.refuse {
            return Fault::GraphError(code);
        }
        let chances = [
            (self.reset, Fault::Reset),
            (self.bare_502, Fault::Bare502),
            (self.rate_429, Fault::RateLimit),
            (self.server_5xx, Fault::ServerError),
            (self.drop_after_accept, Fault::DropAfterAccept),
            (self.malformed_200, Fault::Malformed200),
            (self.slow, Fault::Slow(self.slow_ms)),
        ];
        for (percent, fault) in chances {
            if rng.percent(percent) {
                return fault;
            }
        }
        if self.status_before_response { Fault::StatusBeforeResponse } else { Fault::Pass }
    }
}

impl Fault {
    /// The code of a refusal.
    pub(super) fn refuses(&self) -> Option<u32> {
        match self {
            Fault::RateLimit => Some(130_429),
            Fault::Pair => Some(131_056),
            Fault::ServerError => Some(131_000),
            Fault::GraphError(code) => Some(*code),
            _ => None,
        }
    }

    /// Whether it strikes before the message is looked at.
    pub(super) fn comes_before(&self) -> bool {
        matches!(self, Fault::Reset | Fault::Bare502)
    }

    /// Whether the caller cannot know what became of the message.
    pub(super) fn leaves_in_doubt(&self) -> bool {
        self.comes_before() || matches!(self, Fault::DropAfterAccept | Fault::Malformed200 | Fault::Slow(_))
    }
}
