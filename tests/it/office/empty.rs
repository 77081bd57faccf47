//! Databases that are not what a command expects: one without tables, and one in which a service is at work.

use super::beside::{Beside, fregues, said};
use crate::support::engines::{Db, dispose, on_both, postgres};
use crate::support::raw::Raw;

/// Tables that are there, the engine's own apart.
async fn tables(db: &Db) -> usize {
    Raw::of(db).await.tables().await.len()
}

/// Makes it what `createdb` or `touch` leave.
async fn emptied(db: &Db) {
    match db.url.strip_prefix("sqlite:") {
        Some(path) => std::fs::write(path, "").unwrap(),
        None => {
            Raw::of(db).await.try_run("drop schema public cascade; create schema public").await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_without_tables_is_called_that_and_stays_so() {
    const COMMANDS: [&[&str]; 12] = [
        &["merchant", "list"],
        &["merchant", "pause", "1"],
        &["merchant", "claim", "1"],
        &["template", "list"],
        &["template", "sync"],
        &["outbox", "list"],
        &["outbox", "release"],
        &["outbox", "drop"],
        &["verify"],
        &["backup", "copy"],
        &["report", "2026-11"],
        &["doctor"],
    ];
    on_both(|db| async move {
        emptied(&db).await;
        let folder = tempfile::tempdir().unwrap();
        let mut commands = COMMANDS.to_vec();
        if db.engine == "PostgreSQL" {
            commands.push(&["restore"]);
        }
        for arguments in commands {
            let output = fregues(folder.path(), &db.url).args(arguments).output().unwrap();
            let said = said(&output);
            assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
            assert!(said.contains("has no tables yet"), "{arguments:?}: {said}");
            assert!(said.contains("fregues setup") || arguments == ["restore"], "{arguments:?}: {said}");
            assert!(!said.contains("42P01") && !said.contains("no such table"), "{arguments:?}: {said}");
        }
        assert_eq!(tables(&db).await, 0, "and nothing made any");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_laid_to_rest_beside_a_running_service() {
    let Some(db) = postgres().await else { return };
    let beside = Beside::start(&db.url);
    let refused = beside.asked(&db.url, &["restore"], &[]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(said(&refused).contains("a service is at work in this database"), "{}", said(&refused));
    assert!(beside.asked(&db.url, &["merchant", "list"], &[]).status.success(), "other commands go on");
    drop(beside);
    // The server may take a moment to see that nobody is there any more.
    let raw = Raw::of(&db).await;
    let ours = "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'fregues'";
    while raw.number(ours).await > 0 {
        tokio::task::yield_now().await;
    }
    let folder = tempfile::tempdir().unwrap();
    let restored = fregues(folder.path(), &db.url).arg("restore").output().unwrap();
    assert!(said(&restored).contains("Nothing was on its way"), "{}", said(&restored));
    dispose(&db.url).await;
}
