//! Backup and restore: a copy taken under load becomes the database, and nothing is sent twice by itself.

use super::done;
use crate::support::cluster;
use crate::support::engines::{Db, dispose, postgres, sqlite};
use crate::support::house::{House, app_on, open_doors, serve, verify_clean};
use crate::support::raw::Raw;
use crate::support::script::hook;
use crate::support::shop::NUMBER;
use fregues::app::App;
use fregues::app::office::{Order, restore};
use fregues::domain::ids::MerchantId;
use fregues::emulator::Utterance;
use fregues::store::Store;
use fregues::store::held::Which;
use std::path::PathBuf;

/// What `fregues restore` does with a file: fetched, laid to rest, put in place.
async fn restored(house: &House, backup: &std::path::Path, database: &std::path::Path) -> (App, String) {
    let place = restore::fetch(backup, database).await.unwrap();
    let store = Store::open(&format!("sqlite:{}", place.display()), 1).await.unwrap();
    let app = app_on(store, &house.clock, "http://127.0.0.1:9");
    let answer = restore::lay_to_rest(&app).await.unwrap();
    assert!(answer.fine, "{answer:?}");
    restore::put_in_place(app.store, &place, database).await.unwrap();
    let store = Store::open(&format!("sqlite:{}", database.display()), 1).await.unwrap();
    (app_on(store, &house.clock, &serve(house.emulator.router()).await), answer.lines.join("\n"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_sends_nothing_by_itself() {
    let db = sqlite().await;
    let house = House::open(&db).await;
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup.db");
    hook(&house.app.store, MerchantId(1), "aaaaaaaaaa").await;
    // Beto sells all afternoon; the copy is taken in the middle of it, with work in every state.
    for amount in 1..=8 {
        house.say("beto", &format!("11 98765-0002 {amount}0")).await;
    }
    for who in ["ana", "bia", "carla", "nina"] {
        house.write(who, "oi");
    }
    house.emulator.pump().await;
    let claimed = house.app.turns.poll_once().await.unwrap().claimed;
    assert_eq!(claimed.len(), 4);
    let raw = Raw::of(&db).await;
    raw.run("update outbox set state = 'queued', attempt = 0 where id = (select max(id) from outbox)").await;
    house.write("ana", "saldo");
    house.emulator.pump().await;
    assert_eq!(raw.number("select count(*) from inbox where state = 'new'").await, 1);
    let (before, copied) = (
        raw.number("select max(id) from outbox").await,
        done(&house.app, Order::Backup { to: backup.clone() }),
    );
    assert!(copied.await.contains("reads well"));
    // Life goes on after the copy: all of that was sent, and more.
    house.app.sender.send_all(claimed[..3].to_vec()).await.unwrap();
    house.drain().await;
    house.emulator.say("rui", NUMBER, Utterance::text("saldo"));
    house.app.turns.poll_once().await.unwrap();
    house.drain().await;
    let sent = house.emulator.truth().len();

    let database = folder.path().join("again").join("fregues.db");
    let (app, told) = restored(&house, &backup, &database).await;
    assert!(told.contains("1 updates that waited in it are decided"), "{told}");
    assert!(told.contains("5 bubbles were on their way"), "{told}");
    assert!(told.contains("1 hooks wait"), "{told}");
    let again = Db::file(&database);
    let raw = Raw::of(&again).await;
    house.emulator.set_webhook(open_doors(&app).await);
    for _ in 0..40 {
        house.clock.advance(60_000);
        house.emulator.pump().await;
        app.drain().await.unwrap();
    }
    assert_eq!(house.emulator.truth().len(), sent, "nothing is sent by itself");
    let resting = "select count(*) from outbox where state = 'held'";
    assert_eq!(raw.number(resting).await, 5);
    assert_eq!(raw.rows("select state from hook").await, ["paused"], "nobody else is told either");
    assert!(raw.number("select next_event from lane").await > 1_000_000, "the lost days had events too");
    let doubtful = "select count(*) from outbox where state = 'held' and reason like 'it was being sent%'";
    assert_eq!(raw.number(doubtful).await, 3);

    // Late statuses: of a bubble that rests, and of one written in the days that are lost.
    for (row, wamid) in [(before, "wamid.late"), (before + 5, "wamid.lost")] {
        let status = serde_json::json!({ "id": wamid, "status": "delivered", "recipient_id": "1",
            "timestamp": (house.clock.now() / 1_000).to_string(),
            "biz_opaque_callback_data": format!("o1.1.{row}.1") });
        let body = crate::support::script::change("messages", serde_json::json!({ "statuses": [status] }));
        house.emulator.post_raw(body.to_string().into_bytes());
    }
    house.emulator.pump().await;
    app.drain().await.unwrap();
    assert_eq!(raw.number(resting).await, 4, "one was delivered, as it turns out");
    let lost = "select state, reason from inbox where key like 's:wamid.lost%'";
    assert_eq!(raw.rows(lost).await, ["ignored | a status of a bubble that is not in this database"]);

    let hour = Which { older_than: Some(0), ..Which::default() };
    done(&app, Order::DropHeld(hour.clone())).await;
    assert_eq!(raw.number(resting).await, 3, "what may have been sent is named apart");
    done(&app, Order::DropHeld(Which { doubtful: true, ..hour })).await;
    assert_eq!(raw.number(resting).await, 0);
    // The shop works on: nobody is given a number that the lost days have used.
    house.emulator.say("bia", NUMBER, Utterance::text("saldo"));
    house.emulator.pump().await;
    app.drain().await.unwrap();
    assert_eq!(house.emulator.truth().len(), sent + 1);
    assert!(raw.number("select max(id) from outbox").await > before + 900_000);
    verify_clean(&app.store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_overwrites_nothing_and_takes_no_damaged_copy() {
    let db = sqlite().await;
    let house = House::open(&db).await;
    house.say("ana", "saldo").await;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    done(&house.app, Order::Backup { to: path("good") }).await;
    for left in ["there", "there-wal", "there-shm"] {
        std::fs::write(path(left), "mine").unwrap();
        let refused = restore::fetch(&path("good"), &path("there")).await.unwrap_err().to_string();
        assert!(refused.contains(&format!("{}. Nothing is overwritten", path(left).display())), "{refused}");
        assert_eq!(std::fs::read(path(left)).unwrap(), b"mine");
        std::fs::remove_file(path(left)).unwrap();
    }
    let good = std::fs::read(path("good")).unwrap();
    let scratched = |from: usize, to: usize| {
        let mut bytes = good.clone();
        bytes[from..to].fill(0x5a);
        bytes
    };
    for (name, bytes) in [
        ("cut", good[..good.len() / 2].to_vec()),
        ("scratched", scratched(good.len() / 3, good.len() / 3 + 20_000)),
        ("text", b"this is no database at all".to_vec()),
        ("empty", Vec::new()),
    ] {
        std::fs::write(path(name), bytes).unwrap();
        let refused = restore::fetch(&path(name), &path("new")).await.unwrap_err().to_string();
        assert!(refused.contains("no whole copy"), "{name}: {refused}");
        assert!(!path("new").exists() && !restore::workplace(&path("new")).exists());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_kept_before_an_older_database_is_brought_up_to_date() {
    let db = sqlite().await;
    let path = PathBuf::from(db.url.strip_prefix("sqlite:").unwrap());
    let raw = Raw::of(&db).await;
    let newest = raw.number("select max(version) from _sqlx_migrations").await;
    let before = "select max(version) from _sqlx_migrations where version <> ";
    let before = raw.number(&format!("{before}{newest}")).await;
    let kept = path.with_file_name(format!("fregues.db.before-{newest}"));
    db.open().await.close().await;
    assert!(!kept.exists(), "nothing is copied when nothing changes");
    // A file that looks like one of the version before; it cannot be brought up to date, and stays as it was.
    raw.run(&format!("delete from _sqlx_migrations where version = {newest}")).await;
    let fault = Store::open(&db.url, 1).await.err().unwrap();
    assert!(fault.to_string().contains("cannot be brought up to date"), "{fault}");
    let copy = Db::file(&kept);
    let copy = Raw::of(&copy).await;
    assert_eq!(copy.number("select max(version) from _sqlx_migrations").await, before);
    assert!(copy.number("select count(*) from sqlite_schema where name = 'merchant'").await == 1);
}

/// What the README says of PostgreSQL: its own tools copy it, and `fregues restore` lays to rest what came back.
#[tokio::test(flavor = "multi_thread")]
async fn a_postgresql_database_that_came_back_sends_nothing_by_itself() {
    let (Some(db), Some(empty)) = (postgres().await, postgres().await) else { return };
    let house = House::open(&db).await;
    house.say("beto", "11 98765-0002 50").await;
    house.write("ana", "saldo");
    house.emulator.pump().await;
    assert_eq!(house.app.turns.poll_once().await.unwrap().claimed.len(), 1);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fregues.dump").display().to_string();
    let tool = |name: &str, arguments: &[&str]| {
        let done =
            std::process::Command::new(cluster::programs().join(name)).args(arguments).output().unwrap();
        assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
    };
    tool("pg_dump", &["--format=custom", "--file", &file, &db.url]);
    // The tests' databases are made from a template, so this one is emptied first.
    Raw::of(&empty).await.try_run("drop schema public cascade; create schema public").await.unwrap();
    tool("pg_restore", &["--no-owner", "--dbname", &empty.url, &file]);
    let sent = house.emulator.truth().len();
    let app = app_on(empty.open().await, &house.clock, &serve(house.emulator.router()).await);
    let answer = restore::lay_to_rest(&app).await.unwrap();
    assert!(answer.fine && answer.lines.join("\n").contains("1 bubbles were on their way"), "{answer:?}");
    for _ in 0..10 {
        house.clock.advance(60_000);
        app.drain().await.unwrap();
    }
    assert_eq!(house.emulator.truth().len(), sent);
    verify_clean(&app.store).await;
    for db in [db, empty] {
        dispose(&db.url).await;
    }
}
