//! A number that suddenly may send much less, an announcement to thousands under way, and people who ask all the
//! while.
//!
//! Time is virtual: it stands still while anything can happen, so what is measured is how long rows wait for their turn,
//! their retries and the limits, and not how fast this machine is. Replies are measured over the whole run, storm
//! included, however many attempts they took, to everybody but the people WhatsApp itself holds to a pace (131056: no
//! sender can be faster). While WhatsApp refuses everything nothing can arrive, so of the refused
//! minute only what a reply waits beyond it counts; the figure with that minute is printed beside it.

use super::desk::{Desk, NUMBER};
use crate::support::engines::{Db, on_both};
use fregues::dialogue::line::Class;
use fregues::emulator::{Answered, Faults, Utterance};
use fregues::store::outbox::{Outgoing, read_callback};
use std::collections::{BTreeMap, BTreeSet};

const SECOND: i64 = 1_000;
/// How often virtual time stands still and everything that can happen does.
const STEP: i64 = 500;
const PEOPLE: usize = 600;

/// People told by the announcement; `BUBBLES=5000` for the long run.
fn bubbles() -> usize {
    std::env::var("BUBBLES").ok().and_then(|bubbles| bubbles.parse().ok()).unwrap_or(1_500)
}

/// The storm lasts from here to there.
const STORM: (i64, i64) = (10 * SECOND, 70 * SECOND);

/// The 99th percentile of the replies' waits stays below this (virtual ms).
const BELOW: i64 = 2_000;

struct Storm {
    /// What the number may send a second during the storm; 0: everything is refused.
    per_second: u32,
    name: &'static str,
}

struct Figures {
    attempts: usize,
    accepted: usize,
    /// How long replies waited (virtual ms), sorted.
    waits: Vec<i64>,
    /// The same without the time in which WhatsApp took nothing at all.
    ours: Vec<i64>,
    /// Replies left out, because their person is held to a pace.
    paced: usize,
    /// Until the announcement was through (virtual ms).
    lasted: i64,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quarter_of_the_speed_for_a_minute_delays_announcements_and_not_answers() {
    on_both(|db| weathered(db, Storm { per_second: 20, name: "a quarter of the speed for 60 s" })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_minute_of_refusals_is_no_storm_of_tries() {
    on_both(|db| weathered(db, Storm { per_second: 0, name: "everything refused for 60 s" })).await;
}

async fn weathered(db: Db, storm: Storm) {
    let figures = weather(&db, &storm).await;
    let per_accepted = figures.attempts * 1_000 / figures.accepted;
    let p99 = |waits: &[i64]| waits[waits.len() * 99 / 100];
    let (ours, whole) = (p99(&figures.ours), p99(&figures.waits));
    let says = format!(
        "{}, {}: {} accepted in {} s, {per_accepted} attempts per 1000 accepted, {} replies ({} more to people held to a \
         pace), p99 {ours} ms, {whole} ms with the time in which WhatsApp took nothing",
        db.engine,
        storm.name,
        figures.accepted,
        figures.lasted / SECOND,
        figures.waits.len(),
        figures.paced
    );
    eprintln!("{says}");
    assert!(per_accepted <= 1_200 && ours < BELOW, "{says}");
}

async fn weather(db: &Db, storm: &Storm) -> Figures {
    let desk = Desk::open(db, PEOPLE).await;
    desk.app.sender.limiter.set_speed(desk.merchant, 80);
    let calm = Faults { per_second: Some(80), spent_pairs: 20, batch: 90, ..Faults::default() };
    let rough = match storm.per_second {
        0 => Faults { refuse: Some(130_429), ..calm.clone() },
        speed => Faults { per_second: Some(speed), ..calm.clone() },
    };
    let announcement: Vec<Outgoing> = (0..bubbles()).map(|n| desk.bubble(n % PEOPLE, Class::B)).collect();
    desk.put_all(announcement).await;
    let begin = desk.clock.now();
    let mut asked: BTreeMap<String, i64> = BTreeMap::new();
    let mut asker = 0;
    loop {
        let passed = desk.clock.now() - begin;
        let in_storm = (STORM.0..STORM.1).contains(&passed);
        desk.emulator.set_faults(if in_storm { rough.clone() } else { calm.clone() });
        // Two people a second ask for their balance.
        if passed < STORM.1 + 20 * SECOND && passed % 500 == 0 {
            asker = (asker + 7) % PEOPLE;
            let wamid = desk.emulator.say(&format!("p{asker}"), NUMBER, Utterance::text("saldo"));
            asked.insert(wamid, desk.clock.now());
        }
        desk.rest().await;
        let open =
            desk.raw.number("select count(*) from outbox where state in ('queued', 'retry_wait', 'sending')");
        if open.await == 0 && passed > STORM.1 + 20 * SECOND {
            break;
        }
        assert!(passed < 600 * SECOND, "it never ends");
        desk.clock.advance(STEP);
    }
    let lasted = desk.clock.now() - begin;
    let attempts = desk.emulator.attempts();
    let (mut waits, mut ours, mut paced) = (Vec::new(), Vec::new(), 0);
    let limited = limited(&desk).await;
    for row in desk
        .raw
        .rows("select cause, member, sent_ms from outbox where class <> 'B' and state = 'accepted'")
        .await
    {
        let [cause, member, at] = row.split(" | ").collect::<Vec<_>>()[..] else { panic!("{row}") };
        let Some(asked) = asked.get(cause) else { continue };
        if limited.contains(member) {
            paced += 1;
            continue;
        }
        let at = at.parse::<i64>().unwrap();
        let shut = if storm.per_second == 0 { STORM } else { (0, 0) };
        let refused = (at - begin).min(shut.1) - (asked - begin).max(shut.0);
        waits.push(at - asked);
        ours.push(at - asked - refused.max(0));
    }
    waits.sort_unstable();
    ours.sort_unstable();
    let accepted = attempts.iter().filter(|attempt| attempt.answered == Answered::Accepted).count();
    let done = desk.raw.number("select count(*) from outbox where class = 'B' and state = 'accepted'").await;
    assert_eq!(usize::try_from(done).unwrap(), bubbles(), "everybody got the announcement");
    assert_eq!(waits.len() + paced, asked.len(), "everybody who asked got an answer");
    Figures { attempts: attempts.len(), accepted, waits, ours, paced, lasted }
}

/// Members whom WhatsApp refused to have written to so soon again.
async fn limited(desk: &Desk) -> BTreeSet<String> {
    let refused =
        desk.emulator.attempts().into_iter().filter(|attempt| attempt.answered == Answered::Refused(131_056));
    let rows: BTreeSet<String> = refused
        .filter_map(|attempt| Some(read_callback(attempt.callback.as_deref()?)?.1.to_string()))
        .collect();
    let owners = desk.raw.rows("select id, member from outbox").await;
    let owners = owners.iter().filter_map(|row| row.split_once(" | "));
    owners.filter(|(id, _)| rows.contains(*id)).map(|(_, member)| member.to_owned()).collect()
}
