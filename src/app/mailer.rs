//! Mail: what is said to a customer in the chat goes to those addresses too whose owners agreed to it, and independently of
//! the chat. A row is committed as `sending` before the first word to the mail server; what its last word means decides
//! what becomes of the row.
//! Where it takes no letter at all, the mailer pauses.

mod pause;

use self::pause::Pause;
use crate::app::POLL;
use crate::app::clock::Clock;
use crate::app::courier::body::contacts_changed;
use crate::app::leaving::Leaving;
use crate::app::metrics::Attempts;
use crate::app::work::Work;
use crate::dialogue::copy::{Copy, Reader};
use crate::dialogue::line::{Class, Line, Message};
use crate::dialogue::notice::{Kind, Notice};
use crate::domain::calendar::{DAY, HOUR, MINUTE};
use crate::domain::facts::Account;
use crate::domain::ids::PurchaseId;
use crate::domain::member::first_name;
use crate::email::letter::{Letter, Words};
use crate::email::post::{Outcome, Post};
use crate::store::mail::{self, Claimed, Mail, Settled, UNWANTED};
use crate::store::{Store, StoreError, Tx, events, inbox};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// How long a dialogue may take before its process counts as gone (ms): longer than every answer of the server together.
const LEASE: i64 = 5 * MINUTE;
/// How long a letter is tried (ms).
const TRIED: i64 = 2 * DAY;
/// The ways in which a dialogue ends, as they are counted.
const RESULTS: [&str; 4] = ["sent", "later", "refused", "unknown"];
/// The longest wait between two tries (ms).
const LONGEST_WAIT: i64 = 4 * HOUR;

/// Sends letters.
#[derive(Clone)]
pub struct Mailer {
    store: Store,
    clock: Clock,
    leaving: Leaving,
    /// `None`: this installation sends no mail.
    post: Option<Arc<Post>>,
    pause: Arc<Pause>,
    attempts: Attempts,
}

impl Mailer {
    pub fn new(store: Store, clock: Clock, leaving: Leaving, post: Option<Post>) -> Mailer {
        let (post, pause) = (post.map(Arc::new), Arc::default());
        Mailer { store, clock, leaving, post, pause, attempts: Attempts::new(&RESULTS) }
    }

    /// How the dialogues of this process ended.
    pub fn attempts(&self) -> &Attempts {
        &self.attempts
    }

    /// Sends what is due; how many letters that were.
    pub async fn step(&self) -> Result<usize, StoreError> {
        let now = self.clock.now();
        let Some(post) = &self.post else {
            self.store.write(move |tx| Box::pin(mail::nowhere(tx, now))).await?;
            return Ok(0);
        };
        if self.pause.rests(now) {
            return Ok(0);
        }
        let unit = self.store.write(move |tx| Box::pin(mail::claim(tx, now, LEASE)));
        let claimed = unit.await?;
        let count = claimed.len();
        for mail in claimed {
            let outcome = self.send(&mail, post).await;
            let now = self.clock.now();
            let settled = settled(&mail, &outcome, now);
            if let Some(reason) = &settled.reason {
                tracing::info!(merchant = %mail.merchant, id = mail.id, state = settled.state, reason, "a letter");
            }
            self.store.write(move |tx| Box::pin(settle(tx, mail, settled, now))).await?;
        }
        Ok(count)
    }

    async fn send(&self, mail: &Claimed, post: &Post) -> Outcome {
        let never = |reason: &str| Outcome::Refused { reason: reason.to_owned(), bounced: false };
        if self.clock.now() - mail.created >= TRIED {
            return never("it could not leave for two days");
        }
        let Some(letter) = self.letter(mail, post) else { return never(UNWANTED) };
        let outcome = post.send(&letter).await;
        self.attempts.count(match outcome {
            Outcome::Sent => "sent",
            Outcome::Later(_) | Outcome::Closed(_) => "later",
            Outcome::Refused { .. } => "refused",
            Outcome::Unknown(_) => "unknown",
        });
        match &outcome {
            Outcome::Closed(why) => self.pause.close(*why, self.clock.now()),
            _ => self.pause.open(),
        }
        outcome
    }

    fn letter(&self, mail: &Claimed, post: &Post) -> Option<Letter> {
        let to = mail.address.clone()?;
        Some(Letter {
            words: serde_json::from_str(&mail.letter).ok()?,
            from_name: mail.shop.clone(),
            from: post.from().clone(),
            return_path: post.return_path().clone(),
            leave: self.leaving.link(mail.merchant, mail.contact, &to),
            to,
            id: format!("{}.{}", mail.merchant, mail.id),
            at: mail.created,
        })
    }
}

/// Writes it down; who keeps a copy of members is told of an address that is none.
async fn settle(tx: &mut Tx, mail: Claimed, settled: Settled, now: i64) -> Result<(), StoreError> {
    if settled.bounced {
        inbox::hold_lane(tx, mail.merchant).await?;
    }
    if let Some(member) = mail::settle(tx, &mail, &settled, now).await? {
        events::save(tx, mail.merchant, &[contacts_changed(member, now)], now).await?;
    }
    Ok(())
}

/// What becomes of a letter. `now`: ms UTC.
pub fn settled(mail: &Claimed, outcome: &Outcome, now: i64) -> Settled {
    let done = |state, reason: Option<&String>| Settled {
        state,
        due: now,
        reason: reason.cloned(),
        doubt: false,
        tried: true,
        bounced: false,
    };
    match outcome {
        Outcome::Sent => done("sent", None),
        // Not of this letter: it keeps its place, and the mailer waits.
        Outcome::Closed(why) => Settled { tried: false, ..done("retry_wait", Some(&why.to_string())) },
        Outcome::Later(reason) => {
            let tries = u32::try_from(mail.attempt - 1).unwrap_or(0).min(8);
            let wait = (MINUTE * 4_i64.pow(tries)).min(LONGEST_WAIT);
            Settled { due: now + wait, ..done("retry_wait", Some(reason)) }
        }
        Outcome::Refused { reason, bounced } => Settled { bounced: *bounced, ..done("dead", Some(reason)) },
        // It may have been taken. Once more, under the same Message-ID, by which a mailbox knows it; not again.
        Outcome::Unknown(reason) if mail.doubts == 0 => {
            Settled { due: now + MINUTE, doubt: true, ..done("retry_wait", Some(reason)) }
        }
        Outcome::Unknown(reason) => Settled { doubt: true, ..done("unknown", Some(reason)) },
    }
}

/// The loop, beside that of the chat.
pub async fn run(mailer: Mailer, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match mailer.step().await {
            Ok(0) => {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(4 * POLL) => {}
                }
            }
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "mail could not be looked after");
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(20 * POLL) => {}
                }
            }
        }
    }
}

/// Puts the letters on their way that belong to a bubble. Staff, whoever wants to hear nothing, and records in question get
/// none; questions and offers stay in the chat, where they are answered.
pub(super) fn write_to(
    work: &mut Work,
    account: &Account,
    (message, class): (&Message, Class),
    cause: &str,
    (copy, reader): (&Copy, Reader),
) {
    let member = account.member.id;
    let wanted = work.shop.rules.at(work.now).program.notices.email && class == Class::A;
    let quiet = account.member.frozen || account.member.silent || work.facts.staff_of(member).is_some();
    let shop = work.shop.name.clone();
    let Some(subject) = subject(message.notice.as_ref(), &shop).filter(|_| wanted && !quiet) else { return };
    let said = copy.render(message, reader);
    let body = said.iter().map(|bubble| bubble.body.trim()).collect::<Vec<_>>().join("\n\n");
    // One letter an address, also where colleagues share it.
    let mut told = BTreeSet::new();
    for contact in &account.contacts {
        let Some(address) = contact.mailbox().filter(|address| told.insert(*address)) else { continue };
        let name = contact.name.as_deref().or(account.member.name.as_deref()).and_then(first_name);
        let greeting =
            name.map_or(Line::MailGreeting, |name| Line::MailGreetingName { name: name.to_owned() });
        let words = Words {
            lang: reader.lang,
            subject: copy.line(&subject, reader),
            greeting: copy.line(&greeting, reader),
            body: body.clone(),
            footer: copy
                .line(&Line::MailFooter { shop: shop.clone(), contact: work.shop.contact.clone() }, reader),
            leave: copy.line(&Line::MailLeave, reader),
        };
        let letter = serde_json::to_string(&words).unwrap_or_default();
        let mail = Mail {
            id: 0,
            member,
            contact: contact.id,
            address: address.clone(),
            letter,
            about: message.about.map(PurchaseId),
            cause: cause.to_owned(),
        };
        work.write_to(mail);
    }
}

/// What stands above it; `None` for what is answered in the chat.
fn subject(notice: Option<&Notice>, shop: &str) -> Option<Line> {
    let shop = shop.to_owned();
    Some(match notice.map(Notice::kind) {
        Some(Kind::Receipt) => Line::MailReceipt { shop },
        Some(Kind::Reversal | Kind::Exchange) => Line::MailReversal { shop },
        Some(Kind::Expiring) => Line::MailExpiring { shop },
        Some(Kind::Redeemed) | None => Line::MailNews { shop },
        Some(Kind::Approval | Kind::RedemptionAsk | Kind::Announcement | Kind::Invitation) => return None,
    })
}
