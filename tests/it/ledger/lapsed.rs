//! A refund of what gave credit that ended unused: nobody is charged for it a second time.

use super::endings::Deed::{self, By, Delivers, Says, Until};
use super::endings::live;
use crate::support::engines::on_both;
use crate::support::house::{verify_clean, violations};
use crate::support::script::Room;
use crate::support::shop::{COSMETICS, NOON, PETS, changed};

struct Story {
    about: &'static str,
    program: (&'static str, &'static [(&'static str, &'static str)]),
    deeds: &'static [Deed],
    /// Of everybody who has or owes something: available, debt.
    left: &'static [&'static str],
    /// What lapsed and nobody let go of since.
    lapsed: i64,
    /// The latest answer to whoever took it back.
    answer: &'static str,
}

const MONTH: (&str, &str) = ("days = 365", "days = 30");
const INVITED: Deed = By("update member set referred_by = (select id from member where name = 'Ana Souza') \
    where name in ('Bia Melo', 'Rui Sá')");
const PET: Story =
    Story { about: "", program: (PETS, &[MONTH]), deeds: &[], left: &[], lapsed: 0, answer: "" };

const STORIES: [Story; 7] = [
    Story {
        about: "all of it lapsed: nothing is taken and nothing owed",
        deeds: &[
            Says("beto", "11 98765-0002 100"),
            Delivers(true),
            Until(31),
            Says("carla", "\"10000\" estorno"),
        ],
        answer: "vencidos sem uso e não cobrados: 3.000 pontos",
        ..PET
    },
    Story {
        about: "what was used of it is owed, the rest lapsed",
        program: (PETS, &[MONTH, ("price = 6000", "price = 2000")]),
        deeds: &[
            Says("beto", "11 98765-0002 100"),
            Delivers(true),
            Says("bia", "resgatar banho"),
            Says("bia", "sim"),
            Until(31),
            Says("carla", "\"10000\" estorno"),
        ],
        answer: "vencidos sem uso e não cobrados",
        ..PET
    },
    Story {
        about: "a part of it is let go, and the rest stays known as lapsed",
        deeds: &[
            Says("beto", "11 98765-0002 100"),
            Delivers(true),
            Until(31),
            Says("carla", "\"10000\" estorno 40,00"),
        ],
        lapsed: 1_800,
        answer: "vencidos sem uso e não cobrados: 1.200 pontos",
        ..PET
    },
    Story {
        about: "other credit stays where it is",
        deeds: &[
            Says("beto", "11 98765-0002 100"),
            Delivers(true),
            Until(31),
            Says("beto", "11 98765-0002 50"),
            Says("carla", "\"10000\" estorno"),
        ],
        left: &["Bia Melo | 1500 | 0"],
        answer: "vencidos sem uso e não cobrados: 3.000 pontos",
        ..PET
    },
    Story {
        about: "a voucher that ended is let go, and the next one is whole",
        program: (COSMETICS, &[]),
        deeds: &[
            Says("beto", "11 98765-0002 300"),
            Delivers(true),
            Until(31),
            Says("carla", "\"30000\" estorno"),
            Says("beto", "11 98765-0002 400"),
        ],
        left: &["Ana Souza | 7000 | 0", "Rui Sá | 6500 | 0"],
        ..PET
    },
    Story {
        about: "what a friend gave lapsed as well",
        deeds: &[
            INVITED,
            Says("beto", "11 98765-0002 40"),
            Delivers(true),
            Until(31),
            Says("carla", "\"4000\" estorno"),
        ],
        answer: "vencidos sem uso e não cobrados: 1.200 pontos",
        ..PET
    },
    Story {
        about: "the rest comes back too, and none of it is let go twice",
        deeds: &[
            Says("beto", "11 98765-0002 100"),
            Delivers(true),
            Until(31),
            Says("carla", "\"10000\" estorno 40,00"),
            Says("carla", "\"10000\" estorno 60,00"),
        ],
        answer: "vencidos sem uso e não cobrados: 1.800 pontos",
        ..PET
    },
];

const LEFT: &str = "select m.name, w.available, w.debt from wallet w join member m on m.id = w.member \
    where w.available <> 0 or w.debt <> 0 order by m.name";

/// What people had before the story ends in it too.
const LAPSED: &str = "select cast(coalesce(sum(l.lapsed), 0) as bigint) from lot l \
    join txn t on t.id = l.txn and t.kind <> 'opening'";

#[tokio::test(flavor = "multi_thread")]
async fn what_ended_unused_is_not_taken_a_second_time() {
    for story in &STORIES {
        on_both(move |db| async move {
            let (program, changes) = story.program;
            let program = changed(program, changes);
            let room = Room::with(&db, NOON, &program).await;
            live(&room, story.deeds).await;
            let answer = room.latest("carla").await;
            assert!(answer.contains(story.answer), "{}: {answer}", story.about);
            assert_eq!(room.raw.rows(LEFT).await, story.left, "{}", story.about);
            assert_eq!(room.raw.number(LAPSED).await, story.lapsed, "{}", story.about);
            verify_clean(&room.store).await;
        })
        .await;
    }
}

/// What lapsed before that was written down is found in the history.
#[tokio::test(flavor = "multi_thread")]
async fn what_lapsed_before_the_update_is_known_after_it() {
    on_both(|db| async move {
        let room = Room::with(&db, NOON, &COSMETICS.replace("days = 30", "days = 30\nreturns = true")).await;
        let deeds = [
            Says("beto", "11 98765-0002 300"),
            Says("beto", "11 98765-0003 350"),
            Delivers(true),
            Until(31),
            Says("beto", "11 98765-0002 50"),
            Until(62),
        ];
        live(&room, &deeds).await;
        verify_clean(&room.store).await;
        let lapsed = "select id, lapsed from lot order by id";
        let before = room.raw.rows(lapsed).await;
        assert!(before.iter().any(|row| row.ends_with("3000")), "{before:?}");
        room.raw.run("update lot set lapsed = 0").await;
        let found = violations(&room.store).await;
        assert!(found.iter().any(|found| found.starts_with("V5c: ")), "{found:?}");
        let update = include_str!("../../../migrations/0013_lapsed.sql").split("\nupdate ").nth(1).unwrap();
        room.raw.run(&format!("update {update}")).await;
        assert_eq!(room.raw.rows(lapsed).await, before);
    })
    .await;
}
