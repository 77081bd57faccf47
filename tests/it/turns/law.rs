//! The law of the batch: any partition of the same messages into batches gives the same ledger, states and
//! answers.
//!
//! The stories come from a fixed seed, so that the same tree always passes or always fails. `LAW_CASES=500 cargo test
//! law` tells more of them and `LAW_SEED=7` others. Which ones failed once are kept below, by what they are about.

use super::deeds::{Deed, deed, performed};
use crate::support::engines::{self, Db};
use crate::support::house::verify_clean;
use crate::support::script::{Room, left_behind};
use crate::support::shop::{self, NOON};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestError, TestRunner};
use serde_json::Value;

const HOUR: i64 = 3_600_000;

#[derive(Debug, Clone)]
pub(super) struct Story {
    pub deeds: Vec<Deed>,
    pub cuts: Vec<i64>,
    /// How late everything is delivered.
    pub late: i64,
    pub program: &'static str,
}

fn story() -> impl Strategy<Value = Story> {
    let late = prop_oneof![3 => Just(0), 1 => Just(20 * HOUR)];
    let (deeds, cuts) = (prop::collection::vec(deed(), 5..30), prop::collection::vec(1..9_i64, 1..6));
    let program = prop_oneof![
        2 => Just(shop::PETS),
        2 => Just(shop::COSMETICS),
        1 => Just(shop::PHARMACY),
        2 => Just(shop::JEWELS),
        2 => Just(shop::SALON_AT_ONCE),
    ];
    (deeds, cuts, late, program).prop_map(|(deeds, cuts, late, program)| Story { deeds, cuts, late, program })
}

/// The bodies of a story with when each arrives: people see what was said to them before, so it is lived through once.
async fn said(story: &Story, now: i64) -> Vec<(Value, i64)> {
    let db = engines::sqlite().await;
    let room = Room::with(&db, NOON, story.program).await;
    room.approve_templates().await;
    room.rest_announcements().await;
    let (mut at, mut bodies) = (NOON, Vec::new());
    for (index, deed) in story.deeds.iter().enumerate() {
        at += deed.gap * 1_000;
        room.clock.advance(deed.gap * 1_000);
        let body = performed(&room, deed, &format!("wamid.{index}"), at).await;
        let arrival = at.max(now - HOUR) + i64::try_from(index).unwrap();
        room.keep(&body, arrival).await;
        room.decide(1).await;
        bodies.push((body, arrival));
    }
    room.raw.close().await;
    room.store.close().await;
    engines::dispose(&db.url).await;
    bodies
}

/// The same messages, all there from the beginning, decided in batches of these sizes.
async fn again(db: &Db, now: i64, story: &Story, bodies: &[(Value, i64)], cuts: &[i64]) -> Room {
    let room = Room::with(db, now, story.program).await;
    room.approve_templates().await;
    room.rest_announcements().await;
    room.tell_somebody().await;
    for (body, arrival) in bodies {
        room.keep(body, *arrival).await;
    }
    room.decide_in(cuts).await;
    room
}

/// Lives through a story message by message, then through the same messages in other batches.
async fn check(first: Db, second: Db, story: &Story) -> Result<(), TestCaseError> {
    let length: i64 = story.deeds.iter().map(|deed| deed.gap * 1_000).sum();
    let now = NOON + length + story.late;
    let bodies = said(story, now).await;
    let single = again(&first, now, story, &bodies, &[1]).await;
    let batched = again(&second, now, story, &bodies, &story.cuts).await;
    let (one, other) = (left_behind(&single.raw).await, left_behind(&batched.raw).await);
    verify_clean(&single.store).await;
    verify_clean(&batched.store).await;
    for room in [single, batched] {
        room.raw.close().await;
        room.store.close().await;
    }
    let only = |these: &[String], those: &[String]| {
        these.iter().filter(|row| !those.contains(row)).cloned().collect::<Vec<_>>().join("\n")
    };
    prop_assert!(one == other, "one by one:\n{}\nin batches:\n{}", only(&one, &other), only(&other, &one));
    Ok(())
}

/// Stories that once came out differently: deeds as (who, what, pick, gap), cuts, how late.
type Told = (&'static str, &'static [(&'static str, &'static str, usize, i64)], &'static [i64], i64);

const ONCE_WRONG: [Told; 6] = [
    (
        "a number comes into question and out of it again while answers to it are on their way",
        &[
            ("ana", "saldo", 1, 249),
            ("duda", "abobrinha", 7, 37),
            ("duda", "quero ofertas", 7, 269),
            ("bia", "{number}", 7, 865),
            ("duda", "{tap}", 6, 203),
            ("bia", "{recycled}", 7, 1),
            ("carla", "não", 5, 109),
            ("bia", "{account}", 4, 1),
        ],
        &[7, 5],
        0,
    ),
    (
        "all of that happens in one batch, to answers from the batch before",
        &[
            ("bia", "saldo", 0, 9),
            ("bia", "oi", 0, 9),
            ("bia", "{recycled}", 0, 9),
            ("bia", "{account}", 0, 9),
        ],
        &[2],
        0,
    ),
    (
        "what waited goes to where its person wrote from first",
        &[
            ("bia", "saldo", 0, 9),
            ("bia", "saldo", 0, 9),
            ("bia", "{recycled}", 0, 9),
            ("bia", "oi", 0, 9),
            ("bia", "{account}", 0, 9),
        ],
        &[3],
        0,
    ),
    (
        "one number comes into question twice",
        &[
            ("bia", "saldo", 0, 9),
            ("bia", "{recycled}", 0, 9),
            ("bia", "saldo", 0, 9),
            ("bia", "{recycled}", 0, 9),
        ],
        &[1, 9],
        0,
    ),
    (
        "somebody is forgotten while answers to them are on their way",
        &[("bia", "saldo", 0, 9), ("bia", "apagar meus dados", 0, 9), ("bia", "{tap}", 0, 9)],
        &[9],
        0,
    ),
    (
        "a message with two sales is quoted",
        &[
            ("bia", "quero ofertas", 0, 9),
            ("ana", "{moved}", 0, 9),
            ("beto", "11 98765-4321 10\n11 98765-0002 20", 0, 9),
            ("beto", "sim", 0, 9),
            ("beto", "{quote} desfaz", 0, 9),
        ],
        &[1, 9],
        0,
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_once_depended_on_the_cut_no_longer_does() {
    let mut faults = Vec::new();
    for (about, deeds, cuts, late) in ONCE_WRONG {
        let deeds = deeds.iter().map(|&(who, what, pick, gap)| Deed { who, what, pick, gap }).collect();
        let story = Story { deeds, cuts: cuts.to_vec(), late, program: shop::PETS };
        for engine in ["SQLite", "PostgreSQL"] {
            if let Err(fault) = lived_through(engine, &story).await {
                faults.push(format!("{about}, on {engine}: {fault}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Checks a story on two fresh databases of this engine, where there is one.
pub(super) async fn lived_through(engine: &str, story: &Story) -> Result<(), TestCaseError> {
    let fresh =
        async || if engine == "SQLite" { Some(engines::sqlite().await) } else { engines::postgres().await };
    let (Some(first), Some(second)) = (fresh().await, fresh().await) else { return Ok(()) };
    let (one, other) = (first.url.clone(), second.url.clone());
    let ended = check(first, second, story).await;
    engines::dispose(&one).await;
    engines::dispose(&other).await;
    ended
}

/// What the environment asks for, or what is usual.
fn asked(name: &str, usual: u32) -> u32 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

fn law_on(engine: &'static str) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let config = Config {
        cases: asked("LAW_CASES", 16),
        rng_seed: RngSeed::Fixed(asked("LAW_SEED", 1).into()),
        max_shrink_iters: 80,
        failure_persistence: None,
        ..Config::default()
    };
    let ended =
        TestRunner::new(config).run(&story(), |story| runtime.block_on(lived_through(engine, &story)));
    match ended {
        Ok(()) => {}
        Err(TestError::Fail(reason, story)) => panic!("on {engine}: {reason}\n{story:#?}"),
        Err(TestError::Abort(reason)) => panic!("on {engine}: {reason}"),
    }
}

#[test]
fn any_cut_into_batches_gives_the_same_on_sqlite() {
    law_on("SQLite");
}

#[test]
fn any_cut_into_batches_gives_the_same_on_postgresql() {
    law_on("PostgreSQL");
}

/// Announcements that rest, people who leave while they do, and the owner who lets them go or gives them up.
#[tokio::test(flavor = "multi_thread")]
async fn announcements_that_rest_are_cut_like_everything_else() {
    let said = [
        ("carla", "avisar todos: banho em dobro no sábado"),
        ("carla", "sim"),
        ("ana", "sair"),
        ("carla", "liberar avisos"),
        ("bia", "saldo"),
        ("carla", "sim"),
        ("bia", "sair"),
        ("carla", "avisar todos: domingo também"),
        ("rui", "oi"),
        ("carla", "sim"),
        ("carla", "descartar avisos"),
        ("carla", "liberar avisos"),
    ];
    let deeds: Vec<Deed> = said.map(|(who, what)| Deed { who, what, pick: 0, gap: 20 }).into();
    for (engine, open) in [("SQLite", true), ("PostgreSQL", false)] {
        for cuts in [vec![2], vec![3, 1], vec![5], vec![20]] {
            let fresh = async || if open { Some(engines::sqlite().await) } else { engines::postgres().await };
            let (Some(first), Some(second)) = (fresh().await, fresh().await) else { continue };
            let urls = [first.url.clone(), second.url.clone()];
            let story = Story { deeds: deeds.clone(), cuts, late: 0, program: shop::PETS };
            check(first, second, &story).await.unwrap_or_else(|fault| panic!("on {engine}: {fault}"));
            for url in urls {
                engines::dispose(&url).await;
            }
        }
    }
}

/// A till that tries again, under the same key and under others, in the batch of its first try and in later ones.
#[tokio::test(flavor = "multi_thread")]
async fn what_tills_ask_again_is_cut_like_everything_else() {
    // (what, pick, gap): the gap chooses what pays and whether the key is one that is used again.
    let asked = [
        ("{buy}", 0, 3),
        ("{buy}", 0, 4),
        ("{buy}", 0, 4),
        ("{buy}", 4, 3),
        ("{buy}", 1, 3),
        ("{buy late}", 1, 5),
        ("{back}", 0, 5),
        ("{back}", 0, 7),
        ("{back}", 4, 3),
        ("{back}", 1, 4),
        ("{buy}", 1, 12),
        ("{back}", 1, 5),
    ];
    let deeds: Vec<Deed> = asked.map(|(what, pick, gap)| Deed { who: "beto", what, pick, gap }).into();
    for engine in ["SQLite", "PostgreSQL"] {
        for cuts in [vec![2], vec![3, 1], vec![5], vec![20]] {
            let story = Story { deeds: deeds.clone(), cuts, late: 0, program: shop::PETS };
            lived_through(engine, &story).await.unwrap_or_else(|fault| panic!("on {engine}: {fault}"));
        }
    }
}
