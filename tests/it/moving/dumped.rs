//! Exports on disk: how tests write, read and damage them, and what is said of the damaged ones.

use crate::support::engines::{Db, dispose, on_both, postgres, sqlite};
use crate::support::raw::Raw;
use crate::support::script::{Room, says};
use crate::support::shop::{self, NOON, NUMBER};
use fregues::app::clock::Clock;
use fregues::app::office::{Answer, Refused, nobody_watches, relocation};
use fregues::moving::dump::{Batch, Header, Reader, Writer};
use fregues::store::Store;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub struct Files(TempDir);

impl Files {
    pub fn new() -> Files {
        Files(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

/// An empty database of each engine.
pub async fn places() -> Vec<Db> {
    [Some(sqlite().await), postgres().await].into_iter().flatten().collect()
}

pub async fn pause(db: &Db) {
    Raw::of(db).await.run("update merchant set state = 'paused'").await;
}

/// Beside whoever has the database.
pub async fn export(db: &Db, merchant: i64, to: &Path) -> Result<Answer, Refused> {
    let store = Store::look(&db.url).await.unwrap();
    let answer = relocation::export(&store, &Clock::manual(NOON), merchant, to, nobody_watches()).await;
    store.close().await;
    answer
}

pub fn lines(path: &Path) -> Vec<String> {
    std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
}

async fn bring(db: &Db, from: &Path) -> Result<Answer, String> {
    let store = db.open().await;
    let came = relocation::bring_in(&store, &Clock::manual(NOON), from, nobody_watches()).await;
    store.close().await;
    came.map_err(|refused| refused.0)
}

/// A shop with a sale, on its way out.
async fn exported(db: &Db, files: &Files) -> Vec<u8> {
    let room = Room::open(db, NOON + 60_000).await;
    room.keep(&says("beto", "wamid.1", "11 98765-4321 89,90"), NOON).await;
    room.decide(64).await;
    room.store.close().await;
    pause(db).await;
    export(db, 1, &files.path("good")).await.unwrap();
    std::fs::read(files.path("good")).unwrap()
}

/// The same rows behind another first line, as whoever forges one would write it.
fn rewritten(good: &[u8], header: impl FnOnce(&mut Header), row: impl Fn(&mut String)) -> Vec<u8> {
    let mut reader = Reader::open(good).unwrap();
    let mut first = reader.header().clone();
    header(&mut first);
    let mut writer = Writer::begin(Vec::new(), &first).unwrap();
    while let Some(Batch { table, rows, .. }) = reader.batch().unwrap() {
        let rows: Vec<Box<serde_json::value::RawValue>> = serde_json::from_str(&rows).unwrap();
        for one in rows {
            let mut line = one.get().to_owned();
            row(&mut line);
            writer.row(&table, &line).unwrap();
        }
    }
    writer.end().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_export_is_refused_before_anything_is_written() {
    on_both(|db| async move {
        let files = Files::new();
        let good = exported(&db, &files).await;
        let text = String::from_utf8(good.clone()).unwrap();
        let cut = |share: usize| good[..good.len() * share / 100].to_vec();
        let last = text.trim_end().rfind('\n').unwrap() + 1;
        let rows = text.lines().count() - 2;
        let bad: [(&str, Vec<u8>, &str); 15] = [
            ("half", cut(50), "breaks off after line "),
            ("nearly all", cut(99), "breaks off after line "),
            ("without its last line", good[..last].to_vec(), "breaks off after line "),
            ("without its last byte", good[..good.len() - 1].to_vec(), "breaks off after line "),
            ("nothing", Vec::new(), "does not begin as an export"),
            ("a sheet", b"fone,saldo\n11912340001,5\n".to_vec(), "does not begin as an export"),
            (
                "altered",
                text.replacen("\"remaining\":2697", "\"remaining\":2696", 1).into_bytes(),
                "altered after it was written: the SHA-256 of the lines before the last is ",
            ),
            (
                "a row less",
                without_line(&text, text.lines().count() / 2).into_bytes(),
                &format!("its last line says that {rows} rows stand before it, and {} do", rows - 1),
            ),
            (
                "a row more, sealed anew",
                rewritten(&good, |header| *header.rows.get_mut("lot").unwrap() += 7, |_| {}),
                "rows of lot, and there are ",
            ),
            (
                "of a table that is not named",
                rewritten(&good, |header| header.rows.retain(|table, _| table != "lot"), |_| {}),
                "its first line says 0 rows of lot, and there are ",
            ),
            (
                "another number of rows in its last line",
                text.replacen(&format!("{{\"rows\":{rows},"), &format!("{{\"rows\":{},", rows + 1), 1)
                    .into_bytes(),
                &format!("its last line says that {} rows stand before it, and {rows} do", rows + 1),
            ),
            (
                "a row in pieces",
                text.replacen("[\"lot\",{", "[\"lot\",", 1).into_bytes(),
                " is no row of an export",
            ),
            ("more behind it", [&good[..], b"[]\n"].concat(), "something follows its last line"),
            (
                "of another form",
                text.replacen("\"form\":1,\"program\":\"0", "\"form\":2,\"program\":\"9", 1).into_bytes(),
                "an export of form 2, written by fregues 9.1.0; this one reads form 1",
            ),
            (
                "of other tables",
                rewritten(&good, |header| header.tables += 1, |_| {}),
                "Bring both to one version and export anew",
            ),
        ];
        let place = db.fresh().await;
        let (raw, path) = (Raw::of(&place).await, files.path("bad"));
        for (name, bytes, says) in bad {
            assert!(bytes != good, "{name} is not damaged");
            std::fs::write(&path, bytes).unwrap();
            let seen = relocation::look(&path, &nobody_watches()).unwrap_err().0;
            assert!(seen.contains(says), "{name}: {seen}");
            // Whoever does not look first is refused as well, perhaps by the database.
            let refused = bring(&place, &path).await.unwrap_err();
            let named = format!("Nothing was brought in: {}", path.display());
            assert!(refused.starts_with(&named), "{name}: {refused}");
            assert_eq!(raw.number("select count(*) from merchant").await, 0, "{name}");
        }
        // What the database itself refuses, in the middle of it.
        let forged = rewritten(&good, |_| {}, |row| *row = row.replacen("\"txn\":", "\"txn\":9", 1));
        std::fs::write(&path, forged).unwrap();
        let refused = bring(&place, &path).await.unwrap_err();
        let says = "the database refuses its rows of transfer";
        assert!(refused.starts_with("Nothing was brought in: ") && refused.contains(says), "{refused}");
        for table in ["merchant", "member", "txn", "inbox"] {
            assert_eq!(raw.number(&format!("select count(*) from {table}")).await, 0, "{table}");
        }
        assert!(bring(&place, &files.path("good")).await.unwrap().fine, "and then the whole one comes in");
        dispose(&place.url).await;
    })
    .await;
}

/// Altered with care: every sum of the file is right, and only the ledger knows.
#[tokio::test(flavor = "multi_thread")]
async fn a_shop_whose_ledger_does_not_add_up_stays_outside_whole() {
    on_both(|db| async move {
        let files = Files::new();
        let good = exported(&db, &files).await;
        let richer = |row: &mut String| *row = row.replacen("\"available\":9697", "\"available\":109697", 1);
        let other = |row: &mut String| *row = row.replacen("\"actor\":\"", "\"actor\":\"x", 1);
        let place = db.fresh().await;
        let (raw, path) = (Raw::of(&place).await, files.path("bad"));
        for (forged, rule) in [
            (rewritten(&good, |_| {}, richer), "✘ V3a: merchant 1, row "),
            (rewritten(&good, |_| {}, other), "✘ V8: merchant 1, row "),
        ] {
            assert!(forged != good, "{rule}");
            std::fs::write(&path, forged).unwrap();
            assert!(relocation::look(&path, &nobody_watches()).unwrap().fine, "its form is right");
            let refused = bring(&place, &path).await.unwrap_err();
            for says in [
                &format!("Nothing was brought in: {}: its ledger does not add up.", path.display()),
                rule,
                "Run `fregues verify` where it comes from, and export anew",
            ] {
                assert!(refused.contains(says), "{says}: {refused}");
            }
            for table in ["merchant", "member", "txn", "inbox", "mark"] {
                assert_eq!(raw.number(&format!("select count(*) from {table}")).await, 0, "{table}");
            }
        }
        let came = bring(&place, &files.path("good")).await.unwrap();
        assert!(came.fine && came.lines.join("\n").contains("every rule holds"), "{came:?}");
        assert_eq!(raw.rows("select count(*) from mark").await, ["1"], "it was recomputed");

        // Who is here already and broken is no fault of the file.
        let beside = db.fresh().await;
        let store = beside.open().await;
        let id = shop::settle(&store, "999").await;
        store.close().await;
        let raw = Raw::of(&beside).await;
        raw.run(
            "update wallet set available = available + 5 where member = (select min(member) from wallet)",
        )
        .await;
        let key = |merchant: i64| format!("m:wamid.1:{merchant}");
        let moved = rewritten(
            &good,
            |header| header.merchant = id.0 + 1,
            |row| *row = row.replacen(&key(id.0), &key(id.0 + 1), 1),
        );
        std::fs::write(&path, moved).unwrap();
        let refused = bring(&beside, &path).await.unwrap_err();
        assert!(refused.contains("the ledger of a shop that is here already does not add up"), "{refused}");
        dispose(&place.url).await;
        dispose(&beside.url).await;
    })
    .await;
}

fn without_line(text: &str, number: usize) -> String {
    let kept = text.lines().enumerate().filter(|(at, _)| *at != number);
    kept.map(|(_, line)| format!("{line}\n")).collect::<Vec<_>>().concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_overwritten() {
    on_both(|db| async move {
        let files = Files::new();
        let good = exported(&db, &files).await;
        let there = export(&db, 1, &files.path("good")).await.unwrap_err().0;
        assert!(there.ends_with("is there already; nothing was written."), "{there}");
        assert_eq!(std::fs::read(files.path("good")).unwrap(), good);
        let nobody = export(&db, 7, &files.path("seven")).await.unwrap_err().0;
        assert_eq!(nobody, "There is no merchant 7; `fregues merchant list` shows them.");
        assert_eq!(std::fs::read_dir(files.path(".")).unwrap().count(), 1, "nothing is left lying about");
        let again = bring(&db, &files.path("good")).await.unwrap_err();
        assert!(again.contains(&format!("a merchant 1 here already (phone number id {NUMBER})")), "{again}");

        // Another number here, and that of another merchant: both have to be free.
        let place = db.fresh().await;
        let store = place.open().await;
        shop::settle(&store, "999").await;
        store.close().await;
        let occupied = bring(&place, &files.path("good")).await.unwrap_err();
        assert!(
            occupied.contains("(phone number id 999). Bring it into an installation of its own."),
            "{occupied}"
        );
        let other = rewritten(
            &good,
            |header| (header.merchant, header.phone_number_id) = (2, "999".to_owned()),
            |_| {},
        );
        std::fs::write(files.path("other"), other).unwrap();
        let occupied = bring(&place, &files.path("other")).await.unwrap_err();
        assert!(
            occupied.contains("the phone number id 999 of ")
                && occupied.contains("belongs to merchant 1 here"),
            "{occupied}"
        );
        dispose(&place.url).await;
    })
    .await;
}
