//! What an outcome means: for its row, and for more than its row. Pure; the table of codes is `whatsapp::errors`.

use crate::domain::ids::MemberId;
use crate::domain::phone::Phone;
use crate::store::outbox::{Claimed, Form, Settled};
use crate::whatsapp::client::Outcome;
use crate::whatsapp::errors::{Action, GraphError, backoff_ms, pair_wait_ms};

/// Attempts before a row is given up.
const ATTEMPTS: i64 = 6;

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub settled: Settled,
    /// What concerns more than this row.
    pub beyond: Option<Beyond>,
}

/// What an outcome says about the number or the announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beyond {
    /// Nothing leaves from this number for now; Meta's code says why.
    Stop { code: i64, reason: String },
    /// It leaves again.
    Works,
    /// Announcements of this number rest.
    RestMarketing { code: i64 },
    /// Nothing reaches this person by any spelling of their number; a row of theirs says so.
    Undelivered { member: MemberId, row: i64 },
    /// The template of this announcement is not to be had.
    Hold { cause: String, code: i64, reason: String },
}

/// Judges a row before it is sent: whether it may still leave.
pub fn before(row: &Claimed, now: i64) -> Option<Judged> {
    if row.stale {
        let reason = "it waited too long, and the person has written since".to_owned();
        return Some(alone(ended(row, "dead", now, Some(reason))));
    }
    if row.refused {
        let reason = "they take no offers any more".to_owned();
        return Some(alone(ended(row, "dead", now, Some(reason))));
    }
    let closed = row.until.is_some_and(|until| now >= until);
    closed.then(|| alone(window_closed(row, now, "the 24-hour window closed before it left".to_owned())))
}

/// Judges an attempt. `entropy` spreads what is tried again.
pub fn after(row: &Claimed, outcome: Outcome, now: i64, entropy: u64) -> Judged {
    let again = |reason| {
        let wait = backoff_ms(u32::try_from(row.attempt).unwrap_or(1), entropy);
        Settled { due: Some(now + wait), ..ended(row, "retry_wait", now, Some(reason)) }
    };
    match outcome {
        Outcome::Accepted { wamid, .. } => {
            let settled = Settled { wamid: Some(wamid), ..ended(row, "accepted", now, None) };
            Judged { settled, beyond: row.probe.then_some(Beyond::Works) }
        }
        Outcome::NotSent(reason) if row.attempt < ATTEMPTS => alone(again(reason)),
        Outcome::NotSent(reason) => alone(ended(row, "dead", now, Some(reason))),
        Outcome::Unknown(reason) => alone(ended(row, "unknown", now, Some(reason))),
        Outcome::Refused(error) => {
            let settled = refused(row, &error, now, again);
            let beyond = beyond(row, &error, &settled);
            Judged { settled: Settled { error: Some(error.code), ..settled }, beyond }
        }
    }
}

/// What an error code means for this row.
fn refused(row: &Claimed, error: &GraphError, now: i64, again: impl Fn(String) -> Settled) -> Settled {
    let reason = error.message.clone();
    let attempt = u32::try_from(row.attempt).unwrap_or(1);
    let end = |state, reason| ended(row, state, now, Some(reason));
    // It keeps its place: the trouble is the number's, not this row's.
    let not_begun = |reason| Settled { due: None, ..end("queued", reason) };
    match (error.action(), row.class.as_str()) {
        (Action::OpenCircuit(_) | Action::OpenCircuitFor(_) | Action::Pause | Action::SlowNumber, _)
        | (Action::StopMarketing, "B") => not_begun(reason),
        (Action::WindowClosed, _) => window_closed(row, now, reason),
        // What only a template can say waits for the person to write, and then needs none.
        (Action::HoldAnnouncement | Action::StopMarketing | Action::SkipMarketing, "A") => {
            Settled { initiates: Some(false), ..end("waiting", reason) }
        }
        (Action::HoldAnnouncement, "B") => end("held", reason),
        _ if row.attempt >= ATTEMPTS => end("dead", reason),
        (Action::DelayRecipient, _) => {
            Settled { due: Some(now + pair_wait_ms(attempt)), ..end("retry_wait", reason) }
        }
        (Action::Retry, _) => again(reason),
        (Action::RetryOnce, _) if row.attempt < 2 => again(reason),
        (Action::OtherSpelling, _) if row.attempt < 2 => match other_spelling(row.wa_id.as_deref()) {
            Some(spelling) => Settled { wa_id: Some(spelling), ..end("retry_wait", reason) },
            None => end("dead", reason),
        },
        _ => end("dead", reason),
    }
}

/// What an error code means beyond this row.
fn beyond(row: &Claimed, error: &GraphError, settled: &Settled) -> Option<Beyond> {
    let (code, reason) = (error.code, error.message.clone());
    match error.action() {
        Action::OpenCircuit(_) | Action::OpenCircuitFor(_) | Action::Pause => {
            Some(Beyond::Stop { code, reason })
        }
        Action::StopMarketing => Some(Beyond::RestMarketing { code }),
        Action::HoldAnnouncement if row.class == "B" => {
            Some(Beyond::Hold { cause: row.cause.clone(), code, reason })
        }
        // A row that tries a stopped number has more to say.
        Action::OtherSpelling if settled.state == "dead" && !row.probe => {
            Some(Beyond::Undelivered { member: row.member, row: row.id })
        }
        // Whoever is told what is wrong with one message was let in.
        Action::Retry | Action::RetryOnce => None,
        _ => row.probe.then_some(Beyond::Works),
    }
}

/// The free form may not leave any more. With a template at hand it opens the conversation, and takes its turn in the
/// daily allowance; without one a receipt waits for the person to write.
fn window_closed(row: &Claimed, now: i64, reason: String) -> Settled {
    match row.class.as_str() {
        "A" | "B" if row.form == Form::FreeOrTemplate => {
            Settled { due: None, initiates: Some(true), ..ended(row, "queued", now, Some(reason)) }
        }
        "A" => Settled { initiates: Some(false), ..ended(row, "waiting", now, Some(reason)) },
        _ => ended(row, "dead", now, Some(reason)),
    }
}

/// A row that cannot leave before `due` (ms UTC), through no fault of its own: no attempt of it is used up.
pub fn put_off(row: &Claimed, due: i64, reason: &str) -> Judged {
    alone(ended(row, "queued", due, Some(reason.to_owned())))
}

/// A row that cannot be sent as it is.
pub fn unsendable(row: &Claimed, now: i64, reason: &str) -> Judged {
    alone(ended(row, "dead", now, Some(reason.to_owned())))
}

fn alone(settled: Settled) -> Judged {
    Judged { settled, beyond: None }
}

fn ended(row: &Claimed, state: &'static str, due: i64, reason: Option<String>) -> Settled {
    Settled {
        merchant: row.merchant,
        id: row.id,
        attempt: row.attempt,
        state,
        wamid: None,
        due: Some(due),
        initiates: None,
        error: None,
        reason,
        wa_id: None,
    }
}

/// The same Brazilian mobile with or without its ninth digit.
pub fn other_spelling(wa_id: Option<&str>) -> Option<String> {
    let wa_id = wa_id?;
    let canonical = Phone::canonical(wa_id)?;
    if canonical.digits() == wa_id { canonical.without_ninth() } else { Some(canonical.digits().to_owned()) }
}
