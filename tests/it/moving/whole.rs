//! A whole shop goes from one installation to another: into the same engine, into the other one, and out again.

use super::dumped::{Files, export, lines, pause, places};
use crate::support::engines::{Db, dispose, on_both, sqlite};
use crate::support::house::verify_clean;
use crate::support::raw::Raw;
use crate::support::script::{Room, body, left_behind, message, says, text};
use crate::support::shop::{NOON, NUMBER};
use fregues::app::clock::Clock;
use fregues::app::office::{nobody_watches, relocation};
use fregues::domain::ids::MerchantId;
use fregues::play::player::play;
use fregues::play::transcript::Transcript;
use fregues::store::dump::{Kind, LEFT, TABLES};
use fregues::store::{Store, held, inbox, merchants};
use std::collections::BTreeSet;

/// What there is beside the list, and what the list has that there is not.
async fn forgotten(db: &Db) -> Vec<String> {
    let raw = Raw::of(db).await;
    let mut there = BTreeSet::new();
    for table in raw.tables().await {
        let columns = if db.engine == "SQLite" {
            format!("select '{table}.' || name || ' ' || lower(type) from pragma_table_info('{table}')")
        } else {
            format!(
                "select cast(table_name || '.' || column_name || ' ' || data_type as text) \
                 from information_schema.columns where table_schema = 'public' and table_name = '{table}'"
            )
        };
        there.extend(raw.rows(&columns).await.into_iter().map(|column| column.replace("bigint", "int")));
    }
    let mut listed = BTreeSet::new();
    for table in TABLES {
        listed.insert(format!("{}.{} int", table.name, table.whose));
        listed.extend(table.columns.iter().map(|(name, kind)| {
            let kind = if *kind == Kind::int { "int" } else { "text" };
            format!("{}.{name} {kind}", table.name)
        }));
    }
    let left = |column: &str| {
        LEFT.iter()
            .any(|(left, _)| column.strip_prefix(left).is_some_and(|rest| rest.starts_with(['.', ' '])))
    };
    let missing = there.difference(&listed).filter(|column| !left(column));
    let missing = missing.map(|column| format!("{column} is in no export: list it in store/dump.rs"));
    let made_up = listed.difference(&there).map(|column| format!("{column} is listed, and there is none"));
    missing.chain(made_up).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_table_and_no_column_is_forgotten() {
    on_both(|db| async move {
        db.open().await.close().await;
        assert_eq!(forgotten(&db).await, Vec::<String>::new());
        let raw = Raw::of(&db).await;
        raw.try_run("alter table lot add column forged bigint").await.unwrap();
        raw.try_run("create table forged (merchant bigint not null, what text)").await.unwrap();
        raw.try_run("alter table reason rename column text to words").await.unwrap();
        let says = forgotten(&db).await.join("\n");
        for column in ["lot.forged int", "forged.merchant int", "forged.what text", "reason.words text"] {
            assert!(says.contains(&format!("{column} is in no export")), "{says}");
        }
        assert!(says.contains("reason.text text is listed, and there is none"), "{says}");
    })
    .await;
}

/// One story of each of the five programs, somebody forgotten, and a number that went to somebody else.
const STORIES: [(&str, &str); 7] = [
    ("pets", include_str!("../../../conversations/transcripts/pets/story.pt-BR.md")),
    ("jewels", include_str!("../../../conversations/transcripts/jewels/story.pt-BR.md")),
    ("pharmacy", include_str!("../../../conversations/transcripts/pharmacy/story.pt-BR.md")),
    ("salon", include_str!("../../../conversations/transcripts/salon/story.pt-BR.md")),
    ("cosmetics", include_str!("../../../conversations/transcripts/cosmetics/story.pt-BR.md")),
    ("forgotten", include_str!("../../../conversations/transcripts/identity/forgotten.pt-BR.md")),
    ("recycled", include_str!("../../../conversations/transcripts/identity/recycled.pt-BR.md")),
];

/// Each row of each table, whatever order an engine puts texts in.
async fn everything(db: &Db) -> Vec<String> {
    let raw = Raw::of(db).await;
    let mut rows = left_behind(&raw).await;
    rows.extend(
        raw.rows("select m.hash_key, f.hash, f.person from merchant m join forgotten f on f.merchant = m.id")
            .await,
    );
    rows.sort();
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_program_comes_in_as_it_went_out_and_goes_out_again_the_same() {
    on_both(|db| async move {
        for (name, page) in STORIES {
            let home = db.fresh().await;
            let played = play(&Transcript::read(page).unwrap(), &home.url, None).await.unwrap();
            assert_eq!(played.differences, Vec::<String>::new(), "{name}");
            let files = Files::new();
            pause(&home).await;
            let said = export(&home, 1, &files.path("first")).await.unwrap().lines.join("\n");
            assert!(!said.contains('!') && said.contains("holds all of merchant 1"), "{said}");
            let (first, before) = (lines(&files.path("first")), everything(&home).await);
            assert!(first.len() > 40, "{name} left nothing behind");
            for place in places().await {
                let (store, clock) = (place.open().await, Clock::manual(NOON));
                let came = relocation::bring_in(&store, &clock, &files.path("first"), nobody_watches()).await;
                let came = came.unwrap();
                let told = came.lines.join("\n");
                assert!(came.fine && told.contains("every rule holds"), "{name}: {told}");
                let figures = said.lines().find(|line| line.contains("open vouchers worth")).unwrap();
                assert!(told.contains(figures), "{figures}\n{told}");
                assert_eq!(everything(&place).await, before, "{name} from {} to {}", db.engine, place.engine);
                store.close().await;
                let out = files.path(&format!("again-{}", place.engine));
                export(&place, 1, &out).await.unwrap();
                let again = lines(&out);
                let last = first.len() - 1;
                assert_eq!(again[1..last], first[1..last], "{name} from {} to {}", db.engine, place.engine);
                dispose(&place.url).await;
            }
            dispose(&home.url).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn life_goes_on_where_the_shop_came_in_and_nothing_counts_twice() {
    on_both(|db| async move {
        let room = Room::open(&db, NOON + 60_000).await;
        let sales = [("beto", "11 98765-4321 89,90"), ("nina", "11 98765-0002 30,00"), ("ana", "resgatar 1")];
        let written: Vec<_> = (0..)
            .zip(sales)
            .map(|(n, (who, words))| {
                body(who, &[message(who, &format!("wamid.{n}"), NOON + n * 1_000, text(words))])
            })
            .collect();
        for one in &written {
            room.keep(one, NOON).await;
        }
        room.decide(64).await;
        // This one is kept when the shop leaves, and decided where it comes in.
        pause_in(&room.store, room.merchant).await;
        room.keep(&says("beto", "wamid.late", "11 98765-4321 45,50"), NOON + 30_000).await;
        let files = Files::new();
        export(&db, 1, &files.path("out")).await.unwrap();
        for place in places().await {
            let (store, clock) = (place.open().await, Clock::manual(NOON));
            // Something was written to its number before it was here.
            let early = says("nina", "wamid.early", "11 98765-0002 12,00");
            keep_unrouted(&store, &early).await;
            let came =
                relocation::bring_in(&store, &clock, &files.path("out"), nobody_watches()).await.unwrap();
            assert!(came.lines.join("\n").contains("1 updates had been kept for the number"), "{came:?}");
            let there = Room::on(&place, store.clone(), MerchantId(1), NOON + 120_000).await;
            assert_eq!(there.turns.poll(64).await.unwrap().messages, 0, "it is paused");
            resume_in(&store, there.merchant).await;
            there.decide(64).await;
            let sold = "select cast(count(*) as bigint) from purchase";
            assert_eq!(there.raw.number(sold).await, 4, "two there, the late one and the early one here");
            for one in &written {
                assert_eq!(there.keep(one, NOON + 130_000).await, 0, "a redelivery changes nothing");
            }
            there.keep(&says("beto", "wamid.new", "11 98765-4321 10,00"), NOON + 140_000).await;
            there.decide(64).await;
            assert_eq!(there.raw.number(sold).await, 5);
            verify_clean(&store).await;
            store.close().await;
            dispose(&place.url).await;
        }
    })
    .await;
}

async fn keep_unrouted(store: &Store, body: &serde_json::Value) {
    let mut rows = crate::support::script::kept(MerchantId(1), body, NOON + 40_000);
    for row in &mut rows {
        row.key = row.key.trim_end_matches(":1").to_owned();
        (row.merchant, row.reason) = (None, Some(inbox::unrouted(NUMBER)));
    }
    store.write(move |tx| Box::pin(async move { inbox::keep(tx, &rows).await })).await.unwrap();
}

async fn pause_in(store: &Store, merchant: MerchantId) {
    let unit = store.write(move |tx| {
        Box::pin(async move {
            merchants::set_state(tx, merchant, merchants::PAUSED).await?;
            held::pause(tx, merchant).await
        })
    });
    unit.await.unwrap();
}

async fn resume_in(store: &Store, merchant: MerchantId) {
    let unit = store.write(move |tx| {
        Box::pin(async move {
            held::resume(tx, merchant, NOON + 120_000).await?;
            merchants::set_state(tx, merchant, merchants::ACTIVE).await
        })
    });
    unit.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_shop_that_is_served_on_had_on_its_way_rests_where_it_comes_in() {
    on_both(|db| async move {
        let room = Room::open(&db, NOON + 60_000).await;
        for (n, who) in (0..).zip(["ana", "bia", "duda"]) {
            room.keep(&says(who, &format!("wamid.{n}"), "saldo"), NOON).await;
        }
        room.decide(64).await;
        room.raw.run("update outbox set state = 'unknown' where id = (select min(id) from outbox)").await;
        let open = room.raw.number("select cast(count(*) as bigint) from outbox").await;
        assert!(open >= 3, "{open}");
        let next = room.raw.number("select next_id from lane").await;
        let files = Files::new();
        let said = export(&db, 1, &files.path("out")).await.unwrap().lines.join("\n");
        assert!(said.contains("! It is served on") && said.contains("merchant pause 1"), "{said}");
        let place = sqlite().await;
        let store = place.open().await;
        let came =
            relocation::bring_in(&store, &Clock::manual(NOON), &files.path("out"), nobody_watches()).await;
        let told = came.unwrap().lines.join("\n");
        assert!(told.contains(&format!("! {open} bubbles were on their way there. They rest")), "{told}");
        let raw = Raw::of(&place).await;
        assert_eq!(raw.rows("select distinct state from outbox").await, ["held"]);
        assert_eq!(raw.rows("select state from merchant").await, ["paused"]);
        assert!(
            raw.number("select next_id from lane").await > next + 900_000,
            "no number is given out twice"
        );
        resume_in(&store, MerchantId(1)).await;
        assert_eq!(
            raw.rows("select distinct state from outbox").await,
            ["held"],
            "only a person lets them go"
        );
    })
    .await;
}
