//! What ends, and what has to happen before: stories of a few weeks, with what was told, what the ledger did and what is
//! left. Midnights, mornings and noons are lived through as they come.

use crate::support::engines::on_both;
use crate::support::house::{verify_clean, violations};
use crate::support::script::{Room, body, left_behind, message, text};
use crate::support::shop::{COSMETICS, NOON, PETS, changed};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const MIDNIGHT: i64 = NOON - 12 * HOUR;

#[derive(Clone, Copy)]
pub(super) enum Deed {
    /// Who, and what; a deed beginning with a quote `"4000" ` answers the sale of so many centavos.
    Says(&'static str, &'static str),
    /// Time goes on to noon of this day, over each midnight and morning.
    Until(i64),
    /// Messages that tell of endings are delivered as soon as they are decided, from now on, or not any more.
    Delivers(bool),
    By(&'static str),
}

use Deed::{By, Delivers, Says, Until};

struct Story {
    about: &'static str,
    program: (&'static str, &'static [(&'static str, &'static str)]),
    deeds: &'static [Deed],
    /// When Bia was told of an ending: day and hour.
    told: &'static [&'static str],
    /// What time took of her, when, and how much.
    ended: &'static [&'static str],
    /// Available, held, open vouchers with their ends.
    left: (i64, i64, &'static [&'static str]),
}

const MONTH: (&str, &str) = ("days = 365", "days = 30");
const BUYS: Deed = Says("beto", "11 98765-0002 100");
const PET: Story =
    Story { about: "", program: (PETS, &[MONTH]), deeds: &[], told: &[], ended: &[], left: (0, 0, &[]) };
const LIP: Story = Story { program: (COSMETICS, &[]), ..PET };
const RETURNS: &[(&str, &str)] = &[("days = 30", "days = 30\nreturns = true")];
const BATH: (&str, &str) = ("price = 6000", "price = 2000");
const BIA: &str = "(select id from member where name = 'Bia Melo')";

const DAYS: (&str, &str) = ("[ranking]", "[notices]\nexpiry_days = 3\nuntold_days = 2\n\n[ranking]");

const STORIES: [Story; 17] = [
    Story {
        about: "told a week before, and gone after the last day",
        deeds: &[BUYS, Delivers(true), Until(31)],
        told: &["23 9h"],
        ended: &["31 0h 3000"],
        ..PET
    },
    Story {
        about: "its last day counts",
        deeds: &[BUYS, Delivers(true), Until(30)],
        told: &["23 9h"],
        left: (3_000, 0, &[]),
        ..PET
    },
    Story {
        about: "nobody knows that it arrived: a week more, told again, and gone",
        deeds: &[BUYS, Until(38)],
        told: &["23 9h", "31 9h"],
        ended: &["38 0h 3000"],
        ..PET
    },
    Story {
        about: "a shop may say it later, and give fewer days to whom it did not say it",
        program: (PETS, &[MONTH, DAYS]),
        deeds: &[BUYS, Until(33)],
        told: &["27 9h", "31 9h"],
        ended: &["33 0h 3000"],
        ..PET
    },
    Story {
        about: "within that week it is there",
        deeds: &[BUYS, Until(37)],
        told: &["23 9h", "31 9h"],
        left: (3_000, 0, &[]),
        ..PET
    },
    Story {
        about: "what ends about then is told in one message, the rest in its own time",
        deeds: &[BUYS, Until(3), BUYS, Until(4), BUYS, Delivers(true), Until(40)],
        told: &["23 9h", "27 9h"],
        ended: &["31 0h 3000", "34 0h 3000", "35 0h 3000"],
        ..PET
    },
    Story {
        about: "who wants to be told nothing is told nothing, and has the week",
        deeds: &[BUYS, Says("bia", "parar tudo"), Until(38)],
        told: &["23 9h", "31 9h"],
        ended: &["38 0h 3000"],
        ..PET
    },
    Story {
        about: "while a number is in question nothing ends",
        deeds: &[
            BUYS,
            Delivers(true),
            Until(25),
            By("update member set frozen = 1 where name = 'Bia Melo'"),
            Until(60),
        ],
        told: &["23 9h"],
        left: (3_000, 0, &[]),
        ..PET
    },
    Story {
        about: "and afterwards it is told again",
        deeds: &[
            BUYS,
            Delivers(true),
            Until(25),
            By("update member set frozen = 1 where name = 'Bia Melo'"),
            Until(60),
            By("update member set frozen = 0 where name = 'Bia Melo'"),
            Until(70),
        ],
        told: &["23 9h", "61 9h"],
        ended: &["66 0h 3000"],
        ..PET
    },
    Story {
        about: "an open hold keeps what it needs as long as it can be used",
        program: (PETS, &[MONTH, BATH]),
        deeds: &[BUYS, Delivers(true), Until(30), Says("bia", "resgatar 1"), Until(31)],
        told: &["23 9h"],
        ended: &["31 0h 1000"],
        left: (0, 2_000, &[]),
    },
    Story {
        about: "and then that ends too",
        program: (PETS, &[MONTH, BATH]),
        deeds: &[BUYS, Delivers(true), Until(30), Says("bia", "resgatar 1"), Until(33)],
        told: &["23 9h"],
        ended: &["31 0h 1000", "31 13h 2000"],
        ..PET
    },
    Story {
        about: "each purchase prolongs what is there, where the program says so",
        program: (PETS, &[("days = 365", "days_after_purchase = 30")]),
        deeds: &[BUYS, Delivers(true), Until(24), BUYS, Until(54)],
        told: &["23 9h", "47 9h"],
        left: (6_000, 0, &[]),
        ..PET
    },
    Story {
        about: "what never ends is never told of",
        program: (PETS, &[("days = 365", "never = true")]),
        deeds: &[BUYS, Until(40)],
        left: (3_000, 0, &[]),
        ..PET
    },
    Story {
        about: "a voucher whose end was told ends",
        deeds: &[Says("beto", "11 98765-0002 300"), Delivers(true), Until(31)],
        told: &["23 9h"],
        ended: &["31 0h 3000"],
        ..LIP
    },
    Story {
        about: "another lives a week longer, once",
        deeds: &[Says("beto", "11 98765-0002 300"), Until(31)],
        told: &["23 9h", "31 9h"],
        left: (0, 0, &["3000 38"]),
        ..LIP
    },
    Story {
        about: "where it goes back to the balance it stays there until more credit comes",
        program: (COSMETICS, RETURNS),
        deeds: &[Says("beto", "11 98765-0002 300"), Delivers(true), Until(31)],
        told: &["23 9h"],
        left: (3_000, 0, &[]),
        ..LIP
    },
    Story {
        about: "and what came back once is lost the second time",
        program: (COSMETICS, RETURNS),
        deeds: &[
            Says("beto", "11 98765-0002 300"),
            Delivers(true),
            Until(31),
            Says("beto", "11 98765-0002 50"),
            Until(62),
        ],
        told: &["23 9h", "54 9h"],
        ended: &["62 0h 3000"],
        left: (500, 0, &[]),
    },
];

pub(super) async fn live(room: &Room, deeds: &[Deed]) {
    let (mut now, mut delivers) = (NOON, false);
    for (index, deed) in deeds.iter().enumerate() {
        match deed {
            Says(who, words) => {
                now += 60_000;
                room.clock.advance_to(now);
                let quoted = words.strip_prefix('"').and_then(|rest| rest.split_once("\" "));
                let mut content = text(quoted.map_or(*words, |(_, words)| words));
                if let Some((centavos, _)) = quoted {
                    let sql = format!("select wamid from purchase where amount = {centavos}");
                    content["context"] = json!({ "id": room.raw.rows(&sql).await.pop() });
                }
                room.keep(&body(who, &[message(who, &format!("w{index}"), now, content)]), now).await;
                room.decide(256).await;
            }
            Until(day) => {
                while now < NOON + day * DAY {
                    let hour = (now - MIDNIGHT) % DAY / HOUR;
                    let next = [9, 12, 13, 24].into_iter().find(|next| *next > hour).unwrap();
                    now += next * HOUR - (now - MIDNIGHT) % DAY;
                    room.clock.advance_to(now);
                    room.decide(256).await;
                    if delivers {
                        let all = "update outbox set state = 'accepted', wamid = 'w' || id, status = 'delivered' \
                                   where cause like 'ends:%' and state <> 'dead'";
                        room.raw.try_run(all).await.unwrap();
                    }
                }
            }
            Delivers(yes) => delivers = *yes,
            By(sql) => room.raw.run(sql).await,
        }
    }
}

/// `23 9h`: the day since the beginning, and the hour.
pub(super) fn moment(at: &str) -> String {
    let since = at.parse::<i64>().unwrap() - MIDNIGHT;
    format!("{} {}h", since / DAY, since % DAY / HOUR)
}

async fn look(room: &Room, story: &Story) {
    let told = format!("select cause from outbox where cause like 'ends:%' and member = {BIA} order by id");
    let told = room.raw.rows(&told).await;
    let told: Vec<String> = told.iter().map(|cause| moment(cause.split(':').nth(1).unwrap())).collect();
    assert_eq!(told, story.told, "{}: told", story.about);
    let ended = format!(
        "select t.at_ms, f.amount from txn t join transfer f on f.txn = t.id and f.credit = 'expired' \
         where f.debit in ('m:' || {BIA}, 'v:' || {BIA}) order by t.id"
    );
    let ended = room.raw.rows(&ended).await;
    let ended = ended.iter().map(|row| row.split_once(" | ").unwrap());
    let ended: Vec<String> = ended.map(|(at, amount)| format!("{} {amount}", moment(at))).collect();
    assert_eq!(ended, story.ended, "{}: ended", story.about);
    let (available, held, vouchers) = story.left;
    let wallet = room.raw.rows(&format!("select available, held from wallet where member = {BIA}")).await;
    assert_eq!(wallet, [format!("{available} | {held}")], "{}: left", story.about);
    let open =
        format!("select value, expires_ms from voucher where state = 'open' and member = {BIA} order by id");
    let open = room.raw.rows(&open).await;
    let open = open.iter().map(|row| row.split_once(" | ").unwrap());
    let open: Vec<String> =
        open.map(|(value, end)| format!("{value} {}", moment(end).split(' ').next().unwrap())).collect();
    assert_eq!(open, vouchers, "{}: vouchers", story.about);
    verify_clean(&room.store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_ends_before_its_time_or_without_a_word() {
    for story in &STORIES {
        on_both(move |db| async move {
            let (program, changes) = story.program;
            let program = changed(program, changes);
            let room = Room::with(&db, NOON, &program).await;
            live(&room, story.deeds).await;
            look(&room, story).await;
        })
        .await;
    }
}

/// A sale written before midnight and decided after it is paid with a voucher that ended at midnight; one written after
/// is not, however the two are cut into batches.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_before_the_end_is_decided_before_it() {
    let left: Arc<Mutex<BTreeMap<String, Vec<String>>>> = Arc::default();
    for most in [1, 256] {
        let left = left.clone();
        on_both(move |db| {
            let left = left.clone();
            async move {
                let room = Room::with(&db, NOON, COSMETICS).await;
                live(&room, &[Says("beto", "11 98765-0002 300"), Delivers(true), Until(30)]).await;
                let code = room.raw.rows("select code from voucher").await.remove(0);
                let end = MIDNIGHT + 31 * DAY;
                room.clock.advance_to(end + 2 * HOUR);
                for (wamid, at, words) in
                    [("late1", -120_000, "v"), ("late2", -60_000, "sim"), ("late3", 60_000, "v")]
                {
                    let words = if words == "v" { format!("v {code} 50") } else { words.to_owned() };
                    room.keep(
                        &body("beto", &[message("beto", wamid, end + at, text(&words))]),
                        end + 2 * HOUR,
                    )
                    .await;
                }
                room.decide(most).await;
                let used = room.raw.rows("select state, used from voucher order by id").await;
                assert_eq!(used, ["used | 3000"]);
                assert!(room.latest("beto").await.contains("Já usado"));
                live(&room, &[Until(32)]).await;
                verify_clean(&room.store).await;
                let now = left_behind(&room.raw).await;
                if let Some(before) = left.lock().unwrap().insert(db.engine.to_owned(), now.clone()) {
                    assert_eq!(before, now);
                }
            }
        })
        .await;
    }
}

/// What waits for somebody's next message and is told again with a later end is not said twice.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_again_overtakes_what_still_waits() {
    on_both(|db| async move {
        let room = Room::with(&db, NOON, &PETS.replace(MONTH.0, MONTH.1)).await;
        live(&room, &[BUYS, Until(32)]).await;
        let rows = format!(
            "select state, reason from outbox where cause like 'ends:%' and member = {BIA} order by id"
        );
        assert_eq!(room.raw.rows(&rows).await, ["dead | the end it tells of is past", "waiting | -"]);
        let why = format!("select untold from lot where member = {BIA}");
        assert_eq!(room.raw.rows(&why).await, ["closed"]);
        live(&room, &[Until(39)]).await;
        verify_clean(&room.store).await;
        assert!(room.raw.rows(&rows).await.iter().all(|row| row.starts_with("dead")));
        room.raw.drop_guards().await;
        room.raw.run("update txn set at_ms = at_ms - 1 where kind = 'expiry'").await;
        let found = violations(&room.store).await;
        assert!(found.iter().any(|found| found.starts_with("V12b: ")), "{found:?}");
    })
    .await;
}
