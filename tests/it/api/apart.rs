//! A key sees one merchant: whatever happens at the others, what it reads is the same, byte for byte, headers of limits
//! aside. `API_CASES=50 cargo test apart` looks longer.

use super::{Caller, keys};
use crate::support::engines::{Db, on_both};
use crate::support::house::{app_on, verify_clean};
use crate::support::script::{Room, body, hook, message, text};
use crate::support::shop::{self, NOON, NUMBER};
use fregues::domain::ids::MerchantId;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// What somebody writes at one of the two merchants.
type Deed = (i64, usize);

const DEEDS: [(&str, &str); 8] = [
    ("beto", "11 98765-4321 89,90"),
    ("beto", "11 98765-0002 250"),
    ("nina", "11 98765-0003 33,33"),
    ("nina", "11 98765-0009 12"),
    ("beto", "desfaz"),
    ("ana", "resgatar 1"),
    ("ana", "sim"),
    ("duda", "oi"),
];

/// A hook of each merchant.
const HOOKS: [&str; 2] = ["aaaaaaaaaa", "bbbbbbbbbb"];

/// Highest id that is tried: there are fewer.
const IDS: i64 = 45;

/// All that the key of merchant 1 reads after these deeds, each with its place in the story.
async fn seen(db: &Db, deeds: &[(i64, Deed)]) -> Vec<String> {
    let store = db.open().await;
    for merchant in 1..=2 {
        assert_eq!(shop::settle(&store, &format!("{NUMBER}{merchant}")).await, MerchantId(merchant));
    }
    let room = Room::on(db, store.clone(), MerchantId(1), NOON).await;
    for (merchant, id) in (1..).zip(HOOKS) {
        hook(&store, MerchantId(merchant), id).await;
    }
    for (n, (merchant, deed)) in deeds {
        let ((who, words), at) = (DEEDS[*deed], NOON + n * 20_000);
        let said = body(who, &[message(who, &format!("wamid.{merchant}.{n}"), at, text(words))]);
        room.keep_for(MerchantId(*merchant), &said, at).await;
    }
    room.clock.advance(3_600_000);
    room.decide(5).await;
    verify_clean(&store).await;
    let app = app_on(store.clone(), &room.clock, "http://127.0.0.1:9");
    let stranger = Caller::stranger(&app).await;
    let wish = |merchant| keys::KeyWish {
        per_minute: Some(60_000),
        ..keys::wish(merchant, "Site", "read,webhooks")
    };
    let (ours, _) = stranger.with_new(&app, wish(1)).await;
    let (theirs, _) = stranger.with_new(&app, wish(2)).await;
    let lists = ["", "/balance", "/statement?limit=2", "/vouchers", "/purchases?limit=1"];
    let mut paths: Vec<String> =
        (0..IDS).flat_map(|id| lists.map(|list| format!("/members/{id}{list}"))).collect();
    paths.extend((0..IDS).map(|id| format!("/purchases/{id}")));
    paths.extend(["4321", "0002", "0003", "0009"].map(|end| format!("/members?phone=%2B551198765{end}")));
    paths.extend(["/rewards", "/webhooks"].map(str::to_owned));
    paths.extend(HOOKS.map(|id| format!("/webhooks/{id}/deliveries?limit=2")));
    let mut seen = Vec::new();
    for path in paths {
        let said = ours.get(&path).await;
        // Where a list goes on for us, it goes nowhere for them.
        if let Some(next) = said.body["next"].as_str() {
            let list = path.split('?').next().unwrap();
            let stolen = theirs.get(&format!("{list}?after={next}")).await;
            assert_eq!((stolen.status, stolen.problem()), (400, "bad-cursor"), "{path}");
        }
        seen.push(format!("{path} {} {}", said.status, said.body));
    }
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn two_merchants_keys_never_see_each_others_rows() {
    let cases = std::env::var("API_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2);
    on_both(move |db| async move {
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[5; 32]);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let story = prop::collection::vec((1..=2_i64, 0..DEEDS.len()), 4..14);
        for _ in 0..cases {
            let deeds: Vec<Deed> = story.new_tree(&mut runner).unwrap().current();
            let own = |(_, (merchant, _)): &(i64, Deed)| *merchant == 1;
            let deeds: Vec<(i64, Deed)> = (0..).zip(deeds).collect();
            let ours: Vec<(i64, Deed)> = deeds.iter().copied().filter(own).collect();
            let (both, alone) = (db.fresh().await, db.fresh().await);
            let (among_others, by_itself) = (seen(&both, &deeds).await, seen(&alone, &ours).await);
            for (left, right) in among_others.iter().zip(&by_itself) {
                assert_eq!(left, right, "{deeds:?}");
            }
            assert!(by_itself.iter().filter(|line| line.contains(" 200 ")).count() > 20, "{deeds:?}");
        }
    })
    .await;
}
