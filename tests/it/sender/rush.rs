//! A number that suddenly may send much less, an announcement to thousands under way, and people who ask all the
//! while. Time is virtual; the emulator's bucket is real.

use super::desk::{Desk, NUMBER};
use crate::support::engines::{Db, on_both};
use fregues::dialogue::line::Class;
use fregues::emulator::{Answered, Faults, Utterance};
use fregues::store::outbox::Outgoing;
use std::collections::BTreeMap;

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

struct Storm {
    /// What the number may send a second during the storm; 0: everything is refused.
    per_second: u32,
    name: &'static str,
}

struct Figures {
    attempts: usize,
    accepted: usize,
    /// How long replies waited (virtual ms), sorted; without those that WhatsApp itself made wait: for their person's
    /// pace, or while it took nothing at all.
    waits: Vec<i64>,
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
    let p99 = figures.waits[figures.waits.len() * 99 / 100];
    let says = format!(
        "{}, {}: {} accepted in {} s, {per_accepted} attempts per 1000 accepted, {} replies, p99 {p99} ms",
        db.engine,
        storm.name,
        figures.accepted,
        figures.lasted / SECOND,
        figures.waits.len()
    );
    eprintln!("{says}");
    assert!(per_accepted <= 1_200 && p99 < 2_000, "{says}");
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
    let (mut waits, mut asker) = (Vec::new(), 0);
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
    let sent = "select cause, coalesce(sent_ms, -1) from outbox where class <> 'B' and state = 'accepted' and attempt = 1";
    for row in desk.raw.rows(sent).await {
        let (cause, at) = row.split_once(" | ").unwrap();
        let Some(asked) = asked.get(cause) else { continue };
        // While nothing is let through nothing can be answered in time.
        let refused_all =
            storm.per_second == 0 && (STORM.0 - 2 * SECOND..STORM.1 + 2 * SECOND).contains(&(asked - begin));
        if !refused_all {
            waits.push(at.parse::<i64>().unwrap() - asked);
        }
    }
    waits.sort_unstable();
    let attempts = desk.emulator.attempts();
    let accepted = attempts.iter().filter(|attempt| attempt.answered == Answered::Accepted).count();
    let done = desk.raw.number("select count(*) from outbox where class = 'B' and state = 'accepted'").await;
    assert_eq!(usize::try_from(done).unwrap(), bubbles(), "everybody got the announcement");
    assert!(waits.len() > 40, "{}", waits.len());
    Figures { attempts: attempts.len(), accepted, waits, lasted }
}
