//! What is looked at on this machine: configuration, database, disk, clock, and how each shop is doing.

use super::file::File;
use super::{Subject, Verdict, remedy, secrets};
use crate::app::clock::Clock;
use crate::app::ready::{LEAST_SPACE, free_space};
use crate::config::Config;
use crate::domain::calendar::DAY;
use crate::domain::code::spaced;
use crate::domain::ids::MerchantId;
use crate::store::health::{self, Newest};
use crate::store::{Store, StoreError, channel, file, held, migrations};
use std::path::Path;

/// Farther off than this, and windows, expiry and statuses are judged by a wrong time (ms).
const CLOCK_OFF: i64 = 5_000;
/// A bubble that waits longer than this to leave is worth a look (ms).
const OLD: i64 = 10 * 60_000;

pub fn configuration(config: &Config, path: &Path) -> Verdict {
    let faults = config.faults();
    if !faults.is_empty() {
        return Verdict::for_setup(faults.join(" "), "");
    }
    // A file that cannot be read as one is told above.
    if others_may_read(path) && secrets::are_in(&File::at(path)).unwrap_or(true) {
        return Verdict::bad(
            format!("others on this machine may read {}, and secrets are in it", path.display()),
            format!("chmod 600 {}, or fregues secrets DIR takes them out of it", path.display()),
        );
    }
    Verdict::Good("complete".to_owned())
}

#[cfg(unix)]
fn others_may_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_may_read(_: &Path) -> bool {
    false
}

/// The SQLite file, where others on this machine reach and read it: it holds customers' numbers.
pub fn open_to_others(config: &Config) -> Option<Verdict> {
    let path = file::path(config.database.url.reveal())?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !others_may_read(&path) || !others_may_read(folder) {
        return None;
    }
    let shown = path.display();
    Some(Verdict::bad(
        format!("others on this machine may read {shown}, and customers' numbers are in it"),
        format!("chmod go= {shown}*"),
    ))
}

pub async fn database(store: &Result<Store, StoreError>) -> Verdict {
    let opened = match store {
        Ok(store) => store.read(|tx| Box::pin(health::version(tx))).await,
        Err(fault @ StoreError::Empty(_)) => {
            return Verdict::bad(
                fault.to_string(),
                "fregues setup makes them, and so does fregues serve when it starts; or look at database.url",
            );
        }
        Err(fault) => {
            return Verdict::for_setup(fault.to_string(), "look at database.url");
        }
    };
    match opened {
        Ok(version) if version < migrations::NEWEST => Verdict::bad(
            format!("it is at version {version} of {}", migrations::NEWEST),
            "start this version of fregues serve once; it brings the database up to date",
        ),
        Ok(version) if version > migrations::NEWEST => Verdict::bad(
            format!("it is at version {version}, and this fregues knows {}", migrations::NEWEST),
            "run the newer fregues that brought it there",
        ),
        Ok(version) => Verdict::Good(format!("answers, at version {version}")),
        Err(fault) => Verdict::bad(fault.to_string(), "look at the database server and at database.url"),
    }
}

/// Where the database writes; for PostgreSQL, where we do.
pub fn disk(config: &Config) -> Verdict {
    let place = file::path(config.database.url.reveal()).unwrap_or_default();
    match free_space(&place) {
        Some(bytes) if bytes < LEAST_SPACE => Verdict::bad(
            format!("{} MB are left", bytes / 1_000_000),
            "make room before nothing can be written",
        ),
        Some(bytes) => Verdict::Good(format!("{} GB are left", bytes / 1_000_000_000)),
        None => Verdict::Open("the system does not tell how much space is left".to_owned()),
    }
}

/// Our clock against Meta's.
pub async fn clock(subject: &Subject, clock: &Clock) -> Verdict {
    match subject.manager.time().await {
        Ok(Some(theirs)) => {
            // Their answer carries whole seconds.
            let off = clock.now() - theirs;
            if off.abs() > CLOCK_OFF {
                Verdict::bad(
                    format!("it is {} seconds off Meta's", off / 1000),
                    "let the machine keep its time over the network (timedatectl set-ntp true)",
                )
            } else {
                Verdict::Good("agrees with Meta's".to_owned())
            }
        }
        Ok(None) => Verdict::Open("Meta's answer carried no date to compare with".to_owned()),
        Err(error) => remedy::of(&error),
    }
}

/// `phone` is the shop's number, `claim` the code while nobody owns the shop: sending it needs nothing else.
pub fn owner(phone: &str, claim: Option<&str>) -> Verdict {
    let Some(code) = claim.map(spaced) else { return Verdict::Good("has claimed the shop".to_owned()) };
    Verdict::bad(
        "nobody has sent the claim code yet",
        format!("the owner sends {code} to the shop's number, once: https://wa.me/{phone}?text={code}"),
    )
}

/// Whether messages leave: the number's own state, then what waits.
pub async fn sending(store: &Store, merchant: MerchantId, now: i64) -> Verdict {
    let sending = match store.read(move |tx| Box::pin(health::sending(tx, merchant, now))).await {
        Ok(sending) => sending,
        Err(fault) => return Verdict::bad(fault.to_string(), "look at the line of the database"),
    };
    if let Some((since, code, reason)) = sending.stopped {
        let code = code.map_or_else(String::new, |code| format!(" (code {code})"));
        return Verdict::bad(
            format!(
                "nothing has left for {}: {}{code}; {} messages wait",
                ago(now, since),
                reason.unwrap_or_default(),
                sending.open
            ),
            "put right what the lines above say; sending goes on by itself",
        );
    }
    if sending.open > 0 && now - sending.oldest_ms > OLD {
        return Verdict::bad(
            format!("{} messages wait, the oldest for {}", sending.open, ago(now, sending.oldest_ms)),
            "look that fregues serve runs, and at its log",
        );
    }
    if let Some((receipts, reason)) = sending.given_up {
        return Verdict::bad(
            format!("{receipts} receipts were given up within a day, most of them because: {reason}"),
            "put right what the reason names; the credit is safe, and a member who writes sees it",
        );
    }
    if let Some((receipts, code)) = sending.untaken {
        return Verdict::bad(
            format!(
                "{receipts} receipts wait for their people to write, because WhatsApp refused their template (code {code})"
            ),
            "look at the line of templates and at WhatsApp Manager; fregues template sync reads what is there now",
        );
    }
    let unknown = match sending.unknown {
        0 => String::new(),
        some => format!("; of {some} nobody knows whether they went out"),
    };
    let unsent = match sending.unsent {
        0 => String::new(),
        some => format!(
            "; {some} receipts were not sent within a day, as is settled: their people never wrote, want none, or may have \
             another number"
        ),
    };
    Verdict::Good(format!("{} messages wait to leave{unknown}{unsent}", sending.open))
}

/// A token of its own that cannot be read.
pub fn closed_token(why: &str, merchant: MerchantId) -> Verdict {
    Verdict::bad(
        why,
        format!(
            "put the database.key back that sealed it, or fregues merchant set {merchant} --token-file FILE"
        ),
    )
}

/// How many people the number may still write to first, together with the others of its portfolio.
pub async fn allowance(store: &Store, merchant: MerchantId, now: i64) -> Verdict {
    let found = match store.read(move |tx| Box::pin(channel::allowance(tx, merchant, now))).await {
        Ok(found) => found,
        Err(fault) => return Verdict::bad(fault.to_string(), "look at the line of the database"),
    };
    let (used, kept) = (found.used, found.kept_for_receipts());
    let Some(limit) = found.limit else {
        return Verdict::Good(format!(
            "{used} people were written to first in 24 hours, and any number may be"
        ));
    };
    let said = format!("{used} of {limit} people were written to first in 24 hours");
    if used >= limit {
        let room = ago(found.first_ms + DAY, now);
        return Verdict::bad(
            said,
            format!(
                "more can be in {room}, and what waits goes then; a verified business has a higher limit"
            ),
        );
    }
    match found.left_for_announcements() {
        Some(0) => Verdict::Open(format!("{said}; the rest is kept for receipts, so announcements wait")),
        _ => Verdict::Good(format!("{said}; {kept} are kept for receipts")),
    }
}

/// Announcements that WhatsApp does not take any more, if it does not.
pub async fn announcements(store: &Store, merchant: MerchantId, now: i64) -> Option<Verdict> {
    let since = store.read(move |tx| Box::pin(health::marketing_rests(tx, merchant))).await.ok()??;
    Some(Verdict::bad(
        format!("they have rested for {}: WhatsApp does not take them from this number", ago(now, since)),
        format!(
            "put right what the lines of quality and payment say; then fregues outbox release --merchant {merchant} \
             --kind announcement"
        ),
    ))
}

/// What rests until a person lets it go.
pub async fn resting(store: &Store, merchant: MerchantId, now: i64) -> Verdict {
    let found = match store.read(|tx| Box::pin(held::list(tx))).await {
        Ok(found) => found,
        Err(fault) => return Verdict::bad(fault.to_string(), "look at the line of the database"),
    };
    let ours: Vec<_> = found.into_iter().filter(|resting| resting.merchant == merchant).collect();
    let count: i64 = ours.iter().map(|resting| resting.count).sum();
    match ours.iter().map(|resting| resting.oldest).min() {
        None => Verdict::Good("nothing waits for somebody to let it go".to_owned()),
        Some(oldest) => Verdict::Open(format!(
            "{count} messages wait for somebody to let them go, the oldest for {}; fregues outbox list shows them",
            ago(now, oldest)
        )),
    }
}

/// When anybody last wrote: a webhook that WhatsApp signed came through then.
pub async fn heard(store: &Store, merchant: MerchantId, now: i64) -> Verdict {
    match store.read(move |tx| Box::pin(health::heard(tx, merchant))).await {
        Ok(0) => Verdict::Open("nobody has written to the number yet".to_owned()),
        Ok(last) => Verdict::Good(format!("somebody wrote {} ago", ago(now, last))),
        Err(fault) => Verdict::bad(fault.to_string(), "look at the line of the database"),
    }
}

/// What became of the newest message that went out.
pub fn newest(newest: Option<&Newest>) -> Verdict {
    let Some(newest) = newest else { return Verdict::Open("nothing was sent yet".to_owned()) };
    match newest.state.as_str() {
        "delivered" | "read" => Verdict::Good("an answer was sent and has arrived".to_owned()),
        "failed" | "dead" => {
            let code = newest.error.map_or_else(String::new, |code| format!(" (code {code})"));
            let reason = newest.reason.as_deref().unwrap_or("no reason given");
            Verdict::bad(format!("the answer did not arrive: {reason}{code}"), "run fregues doctor")
        }
        other => Verdict::Open(format!("an answer is {other}; WhatsApp has not told yet that it arrived")),
    }
}

pub(super) fn ago(now: i64, then: i64) -> String {
    let minutes = (now - then).max(0) / 60_000;
    match minutes {
        0..120 => format!("{minutes} minutes"),
        120..2_880 => format!("{} hours", minutes / 60),
        _ => format!("{} days", minutes * 60_000 / DAY),
    }
}
