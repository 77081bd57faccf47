//! What an outcome means: for its row, and for more than its row. Pure; the table of codes is `whatsapp::errors`.

use crate::domain::ids::MemberId;
use crate::domain::phone::Phone;
use crate::store::outbox::{Claimed, Form, Settled};
use crate::store::statuses::Failed;
use crate::whatsapp::client::Outcome;
use crate::whatsapp::errors::{Action, action, backoff_ms, pair_wait_ms};

/// Refusals for what passes, after which a row is given up with the next.
const REFUSALS: i64 = 5;

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
    Stop { code: i64, reason: String, by_status: bool },
    /// WhatsApp takes messages again.
    Works,
    /// A message arrived again.
    Arrives,
    /// Announcements of this number rest.
    RestMarketing { code: i64 },
    /// Nothing reaches this person by any spelling of their number; a row of theirs says so.
    Undelivered { member: MemberId, row: i64 },
    /// This person stopped our offers inside WhatsApp; a row of theirs says so.
    OptedOut { member: MemberId, row: i64 },
    /// The template of this announcement is not to be had.
    Hold { cause: String, code: i64, reason: String },
    /// Nor is the template of this row, which waits for its person to write.
    Untaken { row: i64, code: i64 },
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
    let reason = "the 24-hour window closed before it left";
    closed.then(|| alone(window_closed(&row.class, row.form, now).settles(row, reason.to_owned())))
}

/// Judges an attempt. `entropy` spreads what is tried again.
pub fn after(row: &Claimed, outcome: Outcome, now: i64, entropy: u64) -> Judged {
    match outcome {
        Outcome::Accepted { wamid, .. } => {
            let settled = Settled { wamid: Some(wamid), ..ended(row, "accepted", now, None) };
            Judged { settled, beyond: row.probe.then_some(Beyond::Works) }
        }
        // Nobody refused it, however often the network was away: it goes on until it may not leave any more.
        Outcome::NotSent(reason) => {
            let due = now + backoff_ms(u32::try_from(row.attempt).unwrap_or(1), entropy);
            alone(Settled { due: Some(due), ..ended(row, "retry_wait", now, Some(reason)) })
        }
        Outcome::Unknown(reason) => alone(ended(row, "unknown", now, Some(reason))),
        Outcome::Refused(error) => {
            let (fate, beyond) = refused(&Refused::answered(row), error.code, &error.message, now, entropy);
            let settled = Settled { error: Some(error.code), ..fate.settles(row, error.message) };
            Judged { settled, beyond }
        }
    }
}

/// A row that WhatsApp refused: in its answer, or by a status after it had taken the message. Both mean the same.
#[derive(Debug, Clone, Copy)]
pub struct Refused<'a> {
    pub row: i64,
    pub member: MemberId,
    pub class: &'a str,
    pub wa_id: Option<&'a str>,
    pub form: Form,
    pub cause: &'a str,
    pub refusals: i64,
    pub respelled: bool,
    pub probe: bool,
    pub by_status: bool,
}

impl<'a> Refused<'a> {
    pub fn answered(row: &'a Claimed) -> Refused<'a> {
        Refused {
            row: row.id,
            member: row.member,
            class: &row.class,
            wa_id: row.wa_id.as_deref(),
            form: row.form,
            cause: &row.cause,
            refusals: row.refusals,
            respelled: row.respelled,
            probe: row.probe,
            by_status: false,
        }
    }

    pub fn by_status(row: &'a Failed) -> Refused<'a> {
        Refused {
            row: row.id,
            member: row.member,
            class: &row.class,
            wa_id: row.wa_id.as_deref(),
            form: row.form,
            cause: &row.cause,
            refusals: row.refusals,
            respelled: row.respelled,
            // That it was taken is no proof that the number works, and nobody waits for this row's word.
            probe: false,
            by_status: true,
        }
    }
}

/// What becomes of a refused row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    /// As in [`Settled`].
    pub state: &'static str,
    pub due: Option<i64>,
    pub initiates: Option<bool>,
    pub wa_id: Option<String>,
}

impl Fate {
    fn is(state: &'static str, due: i64) -> Fate {
        Fate { state, due: Some(due), initiates: None, wa_id: None }
    }

    fn settles(self, row: &Claimed, reason: String) -> Settled {
        let Fate { state, due, initiates, wa_id } = self;
        Settled { due, initiates, wa_id, ..ended(row, state, 0, Some(reason)) }
    }
}

/// What an error code means: for its row, and beyond it. `entropy` spreads what is tried again.
pub fn refused(row: &Refused, code: i64, reason: &str, now: i64, entropy: u64) -> (Fate, Option<Beyond>) {
    let fate = fate(row, code, now, entropy);
    let beyond = beyond(row, code, reason, &fate);
    (fate, beyond)
}

fn fate(row: &Refused, code: i64, now: i64, entropy: u64) -> Fate {
    let times = u32::try_from(row.refusals + 1).unwrap_or(1);
    match (action(code), row.class) {
        // It keeps its place: the trouble is the number's, not this row's.
        (Action::OpenCircuit(_) | Action::OpenCircuitFor(_) | Action::Pause | Action::SlowNumber, _)
        | (Action::StopMarketing, "B") => Fate { due: None, ..Fate::is("queued", now) },
        (Action::WindowClosed, _) => window_closed(row.class, row.form, now),
        // What only a template can say waits for the person to write, and then needs none.
        (Action::HoldAnnouncement | Action::StopMarketing | Action::SkipMarketing, "A") => {
            Fate { initiates: Some(false), ..Fate::is("waiting", now) }
        }
        (Action::HoldAnnouncement, "B") => Fate::is("held", now),
        (Action::OtherSpelling, _) if !row.respelled => {
            let wa_id = other_spelling(row.wa_id);
            Fate {
                wa_id: wa_id.clone(),
                ..Fate::is(if wa_id.is_some() { "retry_wait" } else { "dead" }, now)
            }
        }
        (Action::RetryOnce, _) if row.refusals > 0 => Fate::is("dead", now),
        (Action::Retry | Action::RetryOnce, _) if row.refusals < REFUSALS => {
            Fate::is("retry_wait", now + backoff_ms(times, entropy))
        }
        (Action::DelayRecipient, _) if row.refusals < REFUSALS => {
            Fate::is("retry_wait", now + pair_wait_ms(times))
        }
        _ => Fate::is("dead", now),
    }
}

fn beyond(row: &Refused, code: i64, reason: &str, fate: &Fate) -> Option<Beyond> {
    let reason = reason.to_owned();
    match action(code) {
        Action::OpenCircuit(_) | Action::OpenCircuitFor(_) | Action::Pause => {
            Some(Beyond::Stop { code, reason, by_status: row.by_status })
        }
        Action::StopMarketing => Some(Beyond::RestMarketing { code }),
        Action::HoldAnnouncement if row.class == "B" => {
            Some(Beyond::Hold { cause: row.cause.to_owned(), code, reason })
        }
        Action::OptedOut => Some(Beyond::OptedOut { member: row.member, row: row.row }),
        // A row that tries a stopped number has more to say.
        Action::HoldAnnouncement if !row.probe => Some(Beyond::Untaken { row: row.row, code }),
        Action::OtherSpelling if fate.state == "dead" && !row.probe => {
            Some(Beyond::Undelivered { member: row.member, row: row.row })
        }
        // Whoever is told what is wrong with one message was let in.
        Action::Retry | Action::RetryOnce => None,
        _ => row.probe.then_some(Beyond::Works),
    }
}

/// The free form may not leave any more. With a template at hand it opens the conversation, and takes its turn in the
/// daily allowance; without one a receipt waits for the person to write.
fn window_closed(class: &str, form: Form, now: i64) -> Fate {
    match class {
        "A" | "B" if form == Form::FreeOrTemplate => {
            Fate { due: None, initiates: Some(true), ..Fate::is("queued", now) }
        }
        "A" => Fate { initiates: Some(false), ..Fate::is("waiting", now) },
        _ => Fate::is("dead", now),
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
