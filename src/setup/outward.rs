//! What leaves beside the chat: letters, and what other systems are told.

use super::Verdict;
use super::local::ago;
use crate::domain::calendar::HOUR;
use crate::domain::ids::MerchantId;
use crate::store::health::{self, Hook, Letters};
use crate::store::hooks::{DISABLED, PAUSED};
use crate::store::{Store, StoreError};

/// What waits longer than this is worth a look (ms): a mail server that puts off, and a receiver that is restarted, are
/// tried again sooner.
const OLD: i64 = HOUR;

/// Letters of a shop. `wanted`: its program sends them; `possible`: a mail server is configured.
pub async fn letters(
    store: &Store,
    merchant: MerchantId,
    (wanted, possible): (bool, bool),
    now: i64,
) -> Verdict {
    match (wanted, possible) {
        (false, false) => return Verdict::Good("none are sent: no mail server is configured".to_owned()),
        (false, true) => {
            return Verdict::Good(
                "none are sent: the program has no email = true under [notices]".to_owned(),
            );
        }
        (true, false) => {
            return Verdict::bad(
                "the program sends them, and no mail server is configured: each is given up",
                "give [email] in the configuration, or take email = true out of the program's [notices]",
            );
        }
        (true, true) => {}
    }
    match store.read(move |tx| Box::pin(health::letters(tx, merchant, now))).await {
        Ok(letters) => of_letters(letters, now),
        Err(fault) => unread(&fault),
    }
}

fn of_letters(letters: Letters, now: i64) -> Verdict {
    let Letters { waiting, oldest_ms, given_up, bounced } = letters;
    if waiting > 0 && now - oldest_ms > OLD {
        return Verdict::bad(
            format!("{waiting} wait, the oldest for {}", ago(now, oldest_ms)),
            "look that fregues serve runs, at [email], and at the log for what the mail server says",
        );
    }
    if let Some((count, reason)) = given_up {
        return Verdict::bad(
            format!("{count} were given up within a day, most of them because: {reason}"),
            "put right what the reason names; the same was said in the chat",
        );
    }
    let bounced = match bounced {
        0 => String::new(),
        some => format!(
            "; {some} came back within a day, from addresses that are none or mailboxes that are full"
        ),
    };
    Verdict::Good(format!("{waiting} wait to leave{bounced}"))
}

/// Hooks of a shop: the worst that is to be said of one, and how many there are.
pub async fn hooks(store: &Store, merchant: MerchantId, now: i64) -> Verdict {
    let found = match store.read(move |tx| Box::pin(health::hooks(tx, merchant, now))).await {
        Ok(found) => found,
        Err(fault) => return unread(&fault),
    };
    if found.is_empty() {
        return Verdict::Good("no other system is told what happens".to_owned());
    }
    let mut verdicts: Vec<Verdict> = found.iter().filter_map(|hook| of_hook(hook, now)).collect();
    verdicts.sort_by_key(|verdict| !verdict.is_bad());
    let waiting: i64 = found.iter().map(|hook| hook.waiting).sum();
    let well = || Verdict::Good(format!("{}, and {waiting} events wait to leave", found.len()));
    verdicts.into_iter().next().unwrap_or_else(well)
}

/// What is to be said of a hook, if anything.
fn of_hook(hook: &Hook, now: i64) -> Option<Verdict> {
    let Hook { id, state, reason, waiting, oldest_ms, given_up } = hook;
    if state == DISABLED {
        let why = reason.as_deref().unwrap_or("it was given up");
        return Some(Verdict::bad(
            format!("{id} is disabled: {why}"),
            format!(
                "once it answers, fregues hook resume {id}, and fregues hook replay {id} --since for what happened meanwhile; \
                 or fregues hook remove {id}"
            ),
        ));
    }
    if state == PAUSED {
        return Some(Verdict::Open(format!(
            "{id} is paused, and {waiting} events wait for fregues hook resume {id}"
        )));
    }
    if *waiting > 0 && now - oldest_ms > OLD {
        return Some(Verdict::bad(
            format!("{waiting} events wait for {id}, the oldest for {}", ago(now, *oldest_ms)),
            format!("fregues hook log {id} --failed shows what it answers"),
        ));
    }
    (*given_up > 0).then(|| {
        Verdict::bad(
            format!("{given_up} events for {id} were given up within a day"),
            format!(
                "fregues hook log {id} --failed shows why, fregues hook replay {id} --failed tells them again"
            ),
        )
    })
}

fn unread(fault: &StoreError) -> Verdict {
    Verdict::bad(fault.to_string(), "look at the line of the database")
}
