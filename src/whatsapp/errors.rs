//! Graph errors, and what each code means for what was to be sent: data, not code.
//!
//! Codes and meanings are Meta's (Error codes, served 2026-09-11); what to do about each is ours. Only the
//! code counts: HTTP statuses and titles change.

use super::json::{Object, depth};
use crate::dialogue::news::Trouble;

/// An error as Graph answers it or as a `failed` status reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphError {
    /// -1 when the answer gave none, so that it is never taken for 0, a dead token.
    pub code: i64,
    pub message: String,
    pub details: Option<String>,
}

impl GraphError {
    pub const NO_CODE: i64 = -1;

    /// From the JSON object of an error. `error_data` may be missing, an object or a string.
    pub(super) fn read(raw: &str) -> Option<GraphError> {
        let error = Object::read(raw)?;
        let details = error.object("error_data").and_then(|data| data.id("details"));
        Some(GraphError {
            code: error.integer("code").unwrap_or(GraphError::NO_CODE),
            message: error.id("message").or_else(|| error.id("title")).unwrap_or_default(),
            details: details.or_else(|| error.id("error_data")),
        })
    }

    /// From the body of an HTTP answer, `{"error":{…}}`; `None` when it is anything else.
    pub(super) fn answered(body: &str) -> Option<GraphError> {
        let raw = Object::read(body)?.get("error")?;
        (depth(raw) < 16).then(|| GraphError::read(raw))?
    }

    pub fn action(&self) -> Action {
        action(self.code)
    }
}

/// What a refused send asks for. "Open circuit" stops the number, keeps its queue and consumes no attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// A person must put this right, and is told.
    OpenCircuit(Trouble),
    /// The same for so many seconds, and nobody is called.
    OpenCircuitFor(u32),
    /// Halve the number's rate and let it recover; consumes no attempt.
    SlowNumber,
    /// Only this recipient waits, [`pair_wait_ms`].
    DelayRecipient,
    /// Pause all calls from 30 s on, longer while it lasts; nobody is called.
    Pause,
    /// No more marketing from this number until a person looked; replies continue.
    StopMarketing,
    /// No marketing to this person now; again after 24 hours at the earliest.
    SkipMarketing,
    /// The person stopped our marketing inside WhatsApp: record it.
    OptedOut,
    /// Try the other spelling of a Brazilian mobile once, then [`Action::DeadRecipient`].
    OtherSpelling,
    /// Dead, and the identity is marked as unreachable.
    DeadRecipient,
    /// Not possible to a user id: ask for the phone.
    NeedsPhone,
    /// The 24-hour window is closed: a template, or nothing.
    WindowClosed,
    /// Hold the announcement, not the number; call a person.
    HoldAnnouncement,
    Retry,
    /// Once more, then dead with an alert.
    RetryOnce,
    Dead,
}

/// First code, last code, action; in order of the codes.
pub const ACTIONS: [(i64, i64, Action); 54] = [
    (0, 0, Action::OpenCircuit(Trouble::Token)),   // token invalidated
    (1, 2, Action::Retry),                         // server error, overload
    (3, 3, Action::OpenCircuit(Trouble::Token)),   // capability
    (4, 4, Action::Pause),                         // calls of the app
    (10, 10, Action::OpenCircuit(Trouble::Token)), // permission
    (33, 33, Action::OpenCircuit(Trouble::Unregistered)), // number deleted or wrong id
    (100, 100, Action::Dead),                      // a parameter: our bug, not the recipient's fault
    (190, 190, Action::OpenCircuit(Trouble::Token)), // token expired
    (200, 299, Action::OpenCircuit(Trouble::Token)), // permission
    (368, 368, Action::OpenCircuit(Trouble::Restricted)), // account blocked for policy
    (803, 803, Action::Dead),                      // object not found
    (80_007, 80_007, Action::Pause),               // calls of the account
    (130_403, 130_403, Action::DeadRecipient),     // we blocked this person
    (130_429, 130_429, Action::SlowNumber),        // throughput
    (130_472, 130_472, Action::SkipMarketing),     // in a marketing experiment
    (130_497, 130_497, Action::Dead),              // country not allowed to us
    (130_501, 130_501, Action::Dead),              // type not supported
    (131_000, 131_000, Action::Retry),             // unknown failure
    (131_005, 131_005, Action::OpenCircuit(Trouble::Token)), // permission
    (131_008, 131_009, Action::Dead),              // parameter missing or invalid: our bug
    (131_016, 131_016, Action::Retry),             // service unavailable
    (131_021, 131_021, Action::DeadRecipient),     // our own number
    (131_026, 131_026, Action::OtherSpelling),     // undeliverable
    (131_030, 131_030, Action::OtherSpelling),     // not listed for a test number
    (131_031, 131_031, Action::OpenCircuit(Trouble::Restricted)), // account locked
    (131_037, 131_037, Action::OpenCircuit(Trouble::Other)), // display name not approved
    (131_042, 131_042, Action::OpenCircuit(Trouble::Payment)), // payment
    (131_044, 131_044, Action::OpenCircuit(Trouble::Payment)), // payment
    (131_045, 131_045, Action::OpenCircuit(Trouble::Unregistered)), // registration
    (131_047, 131_047, Action::WindowClosed),      // outside the 24 hours
    (131_048, 131_048, Action::StopMarketing),     // spam rate
    (131_049, 131_049, Action::SkipMarketing),     // limit of marketing per person
    (131_050, 131_050, Action::OptedOut),          // stopped inside WhatsApp
    (131_051, 131_053, Action::Dead),              // type; media
    (131_055, 131_055, Action::Dead),              // marketing API only takes templates
    (131_056, 131_056, Action::DelayRecipient),    // pair limit
    (131_057, 131_057, Action::OpenCircuitFor(60)), // upgrade in progress
    (131_060, 131_060, Action::Dead),              // message unavailable
    (131_061, 131_061, Action::HoldAnnouncement),  // template belongs to the marketing API
    (131_062, 131_062, Action::NeedsPhone),        // not possible to a user id
    (131_063, 131_064, Action::StopMarketing),     // marketing disabled; categories abused
    (132_000, 132_999, Action::HoldAnnouncement),  // templates and flows
    (133_000, 133_003, Action::OpenCircuit(Trouble::Unregistered)), // registration
    (133_004, 133_004, Action::Retry),             // registration server away
    (133_005, 133_014, Action::OpenCircuit(Trouble::Unregistered)), // registration and PIN
    (133_015, 133_015, Action::OpenCircuitFor(300)), // deregistered a moment ago
    (133_016, 133_016, Action::OpenCircuit(Trouble::Unregistered)), // too many registrations
    (134_011, 134_011, Action::Dead),              // terms of payments
    (134_100, 134_100, Action::Dead),              // not a marketing template
    (134_101, 134_102, Action::HoldAnnouncement),  // template syncing or unavailable
    (135_000, 135_000, Action::RetryOnce),         // generic
    (137_000, 137_000, Action::Dead),              // identity hash, which we do not send
    (139_100, 139_103, Action::Dead),              // block list
    (2_388_000, 2_388_999, Action::Dead),          // making of templates
];

/// An unlisted code gets one more try.
pub fn action(code: i64) -> Action {
    ACTIONS
        .iter()
        .find(|(first, last, _)| (*first..=*last).contains(&code))
        .map_or(Action::RetryOnce, |row| row.2)
}

const BACKOFF_LEAST: i64 = 2_000;
const BACKOFF_MOST: i64 = 600_000;

/// How long to wait before try `attempt + 1` (the first was 1), in ms: anywhere between 2 s and a ceiling
/// that doubles up to 10 minutes, so that the queues of many replicas do not come back in step.
pub fn backoff_ms(attempt: u32, entropy: u64) -> i64 {
    let ceiling = BACKOFF_LEAST.saturating_mul(2_i64.saturating_pow(attempt)).min(BACKOFF_MOST);
    let room = (ceiling - BACKOFF_LEAST + 1).unsigned_abs();
    BACKOFF_LEAST + i64::try_from(entropy % room).unwrap_or(0)
}

/// Wait after the `k`-th pair-limit error (131056), in ms: the larger of 6 s and 4^k s.
pub fn pair_wait_ms(k: u32) -> i64 {
    4_i64.saturating_pow(k).saturating_mul(1_000).max(6_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_ordered_and_without_overlap() {
        for row in ACTIONS {
            assert!(row.0 <= row.1, "{row:?}");
        }
        for (row, next) in ACTIONS.iter().zip(&ACTIONS[1..]) {
            assert!(row.1 < next.0, "{row:?} {next:?}");
        }
    }

    #[test]
    fn codes_lead_to_their_action() {
        for (codes, expected) in [
            (vec![190, 0, 3, 10, 200, 250, 299, 131_005], Action::OpenCircuit(Trouble::Token)),
            (vec![131_031, 368], Action::OpenCircuit(Trouble::Restricted)),
            (vec![131_042, 131_044], Action::OpenCircuit(Trouble::Payment)),
            (vec![33, 131_045, 133_000, 133_010, 133_016], Action::OpenCircuit(Trouble::Unregistered)),
            (vec![131_057], Action::OpenCircuitFor(60)),
            (vec![130_429], Action::SlowNumber),
            (vec![131_056], Action::DelayRecipient),
            (vec![80_007, 4], Action::Pause),
            (vec![131_048], Action::StopMarketing),
            (vec![131_049, 130_472], Action::SkipMarketing),
            (vec![131_050], Action::OptedOut),
            (vec![131_026, 131_030], Action::OtherSpelling),
            (vec![131_021], Action::DeadRecipient),
            (vec![131_047], Action::WindowClosed),
            (vec![131_062], Action::NeedsPhone),
            (vec![132_000, 132_001, 132_015, 132_016, 132_069], Action::HoldAnnouncement),
            (vec![131_000, 131_016, 133_004, 1, 2], Action::Retry),
            (vec![100, 131_009, 131_051], Action::Dead),
            (vec![GraphError::NO_CODE, 5, 300, 999_999, i64::MAX, i64::MIN], Action::RetryOnce),
        ] {
            for code in codes {
                assert_eq!(action(code), expected, "{code}");
            }
        }
    }

    #[test]
    fn waits_stay_between_their_bounds() {
        for attempt in [0, 1, 2, 5, 9, 40, u32::MAX] {
            for entropy in [0, 1, 1_999, 123_456_789, u64::MAX] {
                let wait = backoff_ms(attempt, entropy);
                assert!((2_000..=600_000).contains(&wait), "{attempt} {entropy}: {wait}");
            }
        }
        assert_eq!((backoff_ms(0, 77), backoff_ms(1, 2_000), backoff_ms(1, 2_001)), (2_000, 4_000, 2_000));
        assert_eq!(backoff_ms(30, 598_000), 600_000);
        assert_eq!([0, 1, 2, 3].map(pair_wait_ms), [6_000, 6_000, 16_000, 64_000]);
        assert_eq!(pair_wait_ms(u32::MAX), i64::MAX);
    }

    #[test]
    fn errors_are_read_in_every_shape_seen() {
        let body = r#"{"error":{"message":"(#130429) Rate limit hit","type":"OAuthException","code":130429,
            "error_data":{"messaging_product":"whatsapp","details":"Too many"},"is_transient":true,"fbtrace_id":"A"}}"#;
        let expected = GraphError {
            code: 130_429,
            message: "(#130429) Rate limit hit".into(),
            details: Some("Too many".into()),
        };
        assert_eq!(GraphError::answered(body), Some(expected));
        let text =
            GraphError::answered(r#"{"error":{"title":"T","code":"190","error_data":"why"}}"#).unwrap();
        assert_eq!((text.code, text.message.as_str(), text.details.as_deref()), (190, "T", Some("why")));
        assert_eq!(GraphError::answered(r#"{"error":{}}"#).unwrap().code, GraphError::NO_CODE);
        for other in ["", "null", "[]", r#"{"error":"x"}"#, r#"{"messages":[]}"#, r#"{"error":{"code":1"#] {
            assert_eq!(GraphError::answered(other), None, "{other}");
        }
    }
}
