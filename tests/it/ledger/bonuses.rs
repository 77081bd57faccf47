//! What is given beside purchases: for joining, on birthdays, and for friends, at once or after some days.

use super::endings::Deed::{self, By, Says, Until};
use super::endings::{live, moment};
use crate::support::engines::on_both;
use crate::support::house::verify_clean;
use crate::support::script::Room;
use crate::support::shop::{COSMETICS, NOON, PETS, changed};

struct Story {
    about: &'static str,
    program: &'static str,
    changes: &'static [(&'static str, &'static str)],
    deeds: &'static [Deed],
    /// What was given or taken back: why, when, whose, how much.
    given: &'static [&'static str],
    /// Somebody's latest bubble holds this.
    hears: &'static [(&'static str, &'static str)],
}

const JOINS: [Deed; 2] = [Says("duda", "quero participar"), Says("duda", "1")];
const WELCOME: (&str, &str) = ("[expiry]", "[bonus]\nwelcome = 500\n[expiry]");
const BIRTHDAY: (&str, &str) = ("[expiry]", "[bonus]\nbirthday = 800\n[expiry]");
const WAITS: (&str, &str) = ("minimum = \"30.00\"", "minimum = \"30.00\"\nwait_days = 3");
const ONE: (&str, &str) = ("minimum = \"30.00\"", "minimum = \"30.00\"\nmost_a_month = 1");
const INVITED: Deed = By("update member set referred_by = (select id from member where name = 'Ana Souza') \
    where name in ('Bia Melo', 'Rui Sá')");
const BUYS: Deed = Says("beto", "11 98765-0002 40");
const PET: Story = Story { about: "", program: PETS, changes: &[], deeds: &[], given: &[], hears: &[] };

const STORIES: [Story; 15] = [
    Story {
        about: "whoever joins is welcome once",
        changes: &[WELCOME],
        deeds: &[JOINS[0], JOINS[1], Says("duda", "quero participar"), Says("duda", "1")],
        given: &["welcome 0 12h Duda 500"],
        ..PET
    },
    Story {
        about: "who buys before joining is welcome when they join",
        changes: &[WELCOME],
        deeds: &[Says("beto", "11 98765-0004 10"), Says("beto", "sim"), Until(2), JOINS[0], JOINS[1]],
        given: &["welcome 2 12h Duda 500"],
        hears: &[("duda", "*+500 pontos*")],
        ..PET
    },
    Story {
        about: "where credit becomes vouchers so does a welcome",
        program: COSMETICS,
        changes: &[("[expiry]", "[bonus]\nwelcome = \"25.00\"\n[expiry]")],
        deeds: &JOINS,
        given: &["welcome 0 12h Duda 2500"],
        hears: &[("duda", "Vale de *R$ 25,00*")],
    },
    Story {
        about: "nothing is kept where nothing is given",
        deeds: &[Says("bia", "aniversário 31/12")],
        hears: &[("bia", "não guardo aniversários")],
        ..PET
    },
    Story {
        about: "a birthday is given for in its morning, every year",
        changes: &[BIRTHDAY, ("days = 365", "never = true")],
        deeds: &[Says("bia", "nasci em 31/12/1990"), Until(41), Until(405), Until(406)],
        given: &["birthday 40 9h Bia 800", "birthday 405 9h Bia 800"],
        hears: &[("bia", "Feliz aniversário, Bia")],
        ..PET
    },
    Story {
        about: "one told too late counts from the next year on",
        changes: &[BIRTHDAY],
        deeds: &[Says("bia", "meu aniversário é 20/12"), Until(60)],
        hears: &[("bia", "começa em 2027")],
        ..PET
    },
    Story {
        about: "one told in time is said with its day",
        changes: &[BIRTHDAY],
        deeds: &[Says("bia", "meu aniversário é 22/12")],
        hears: &[("bia", "22/12 🎂 No dia, o presente é de *800 pontos*")],
        ..PET
    },
    Story {
        about: "nobody has two birthdays in a year",
        changes: &[BIRTHDAY],
        deeds: &[
            Says("bia", "meu aniversário é 31/12"),
            Until(50),
            Says("bia", "meu aniversário é 20/03"),
            Until(51),
            Says("bia", "meu aniversário é 31/12"),
            Until(130),
        ],
        given: &["birthday 40 9h Bia 800"],
        ..PET
    },
    Story {
        about: "a birthday without a day is asked for",
        changes: &[BIRTHDAY],
        deeds: &[Says("bia", "aniversario 31/02")],
        hears: &[("bia", "aniversário 12/05")],
        ..PET
    },
    Story {
        about: "a friend pays at once",
        deeds: &[INVITED, BUYS, Says("beto", "11 98765-0002 50")],
        given: &["referral 0 12h Ana 3000", "referral 0 12h Bia 1000"],
        ..PET
    },
    Story {
        about: "or some mornings later",
        changes: &[WAITS],
        deeds: &[INVITED, BUYS, Until(1), Says("beto", "11 98765-0002 50"), Until(5)],
        given: &["referral 3 9h Ana 3000", "referral 3 9h Bia 1000"],
        hears: &[("bia", "Presente pela indicação: *+1.000*"), ("ana", "Bia comprou: *+3.000*")],
        ..PET
    },
    Story {
        about: "unless the purchase was taken back; then the next one counts",
        changes: &[WAITS],
        deeds: &[INVITED, BUYS, Says("beto", "desfaz"), Until(2), Says("beto", "11 98765-0002 50"), Until(8)],
        given: &["referral 5 9h Ana 3000", "referral 5 9h Bia 1000"],
        ..PET
    },
    Story {
        about: "and with it falls what was paid",
        changes: &[WAITS],
        deeds: &[INVITED, BUYS, Until(4), Says("carla", "\"4000\" estorno")],
        given: &[
            "referral 3 9h Ana 3000",
            "referral 3 9h Bia 1000",
            "referral_reversal 4 12h Ana -3000",
            "referral_reversal 4 12h Bia -1000",
        ],
        ..PET
    },
    Story {
        about: "so many friends a month, and both are told",
        changes: &[ONE],
        deeds: &[
            INVITED,
            BUYS,
            Says("beto", "11 98765-0003 40"),
            Until(12),
            Says("beto", "11 98765-0003 50"),
        ],
        given: &["referral 0 12h Ana 3000", "referral 0 12h Bia 1000"],
        hears: &[("ana", "não soma")],
        ..PET
    },
    Story {
        about: "a month later there is room again",
        changes: &[ONE],
        deeds: &[INVITED, BUYS, Until(12), Says("beto", "11 98765-0003 40")],
        given: &[
            "referral 0 12h Ana 3000",
            "referral 0 12h Bia 1000",
            "referral 12 12h Ana 3000",
            "referral 12 12h Rui 1000",
        ],
        ..PET
    },
];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_is_given_once_and_in_time() {
    for story in &STORIES {
        on_both(move |db| async move {
            let program = changed(story.program, story.changes);
            let room = Room::with(&db, NOON, &program).await;
            live(&room, story.deeds).await;
            for (who, words) in story.hears {
                let heard = room.latest(who).await;
                assert!(heard.contains(words), "{}: {who} hears {heard:?}", story.about);
            }
            let given = "select t.kind, t.at_ms, m.name, case when f.debit = 'issued' then f.amount else -f.amount end \
                 from txn t join transfer f on f.txn = t.id \
                 join member m on 'm:' || m.id in (f.credit, f.debit) \
                 where t.kind in ('welcome', 'birthday', 'referral', 'referral_reversal') order by t.id, f.line";
            let given: Vec<String> = room.raw.rows(given).await.iter().map(|row| plain(row)).collect();
            assert_eq!(given, story.given, "{}", story.about);
            let kept = room.raw.rows("select name from member where birthday is not null").await;
            assert!(story.changes.contains(&BIRTHDAY) || kept.is_empty(), "{}: {kept:?}", story.about);
            verify_clean(&room.store).await;
        })
        .await;
    }
}

fn plain(row: &str) -> String {
    let cells: Vec<&str> = row.split(" | ").collect();
    let name = cells[2].split(' ').next().unwrap();
    format!("{} {} {name} {}", cells[0], moment(cells[1]), cells[3])
}
