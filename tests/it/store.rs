//! The store on both engines: its statements, what the database itself refuses, what comes in and what
//! goes out.

mod guards;
mod outbox;
mod plans;
mod statuses;
mod upgraded;
mod waiting;

use crate::support::engines::{on_both, postgres};
use crate::support::shop::{self, NOON, NUMBER};
use fregues::domain::ids::MerchantId;
use fregues::statement;
use fregues::store::inbox::{self, Kept};
use fregues::store::{Store, StoreError, statements};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::Barrier;

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_is_understood_by_both_engines() {
    on_both(|db| async move {
        let store = db.open().await;
        for statement in statements() {
            let prepared = store.prepare(statement).await;
            assert!(prepared.is_ok(), "{}: {}", statement.name, prepared.unwrap_err());
        }
        statement!(NO_TABLE, "select 1 from nowhere");
        statement!(NO_COLUMN, "select nothing from inbox where key = $1");
        statement!(NO_SENSE, "selec 1");
        for bad in [&NO_TABLE, &NO_COLUMN, &NO_SENSE] {
            assert!(store.prepare(bad).await.is_err(), "{} was taken", bad.text);
        }
    })
    .await;
}

#[test]
fn statements_have_names_of_their_own() {
    let names: BTreeSet<&str> = statements().iter().map(|statement| statement.name).collect();
    assert_eq!(names.len(), statements().len(), "two statements share a name, and only one is rendered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_service_on_one_file_is_refused() {
    on_both(|db| async move {
        let first = db.open().await;
        let second = Store::open(&db.url, 1).await;
        if db.engine == "SQLite" {
            let Err(fault @ StoreError::InUse(_)) = second else { panic!("the file was opened twice") };
            assert!(fault.to_string().contains("in use by another process"), "{fault}");
            first.close().await;
            drop(first);
        }
        db.open().await;
    })
    .await;
}

fn kept(key: &str, merchant: Option<i64>, raw: &str) -> Kept {
    Kept {
        key: key.to_owned(),
        merchant: merchant.map(MerchantId),
        kind: "message",
        at: NOON,
        arrival: NOON * 1_000,
        raw: raw.to_owned(),
        reason: None,
    }
}

async fn keep(store: &Store, rows: Vec<Kept>) -> u64 {
    store.write(move |tx| Box::pin(async move { inbox::keep(tx, &rows).await })).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_kept_once_whatever_comes_with_it_later() {
    on_both(|db| async move {
        let store = db.open().await;
        let merchant = shop::settle(&store, NUMBER).await;
        let twice = vec![kept("m:1", Some(merchant.0), "first"), kept("m:1", Some(merchant.0), "second")];
        assert_eq!(keep(&store, twice).await, 1);
        let again = vec![kept("m:1", None, "third"), kept("m:2", None, "to nobody")];
        assert_eq!(keep(&store, again).await, 1);
        let taken = store.read(move |tx| Box::pin(inbox::take(tx, merchant, 10))).await.unwrap();
        let taken: Vec<_> = taken.iter().map(|row| (row.key.as_str(), row.raw.as_str())).collect();
        assert_eq!(
            taken,
            [("m:1", "first")],
            "the first delivery stands, and what is nobody's is not worked on"
        );
    })
    .await;
}

/// SQLite has one writer, so the question only arises on PostgreSQL.
#[tokio::test(flavor = "multi_thread")]
async fn a_lane_is_never_given_to_two() {
    let Some(db) = postgres().await else { return };
    let store = db.open().await;
    for number in 1..=3 {
        let merchant = shop::settle(&store, &number.to_string()).await;
        keep(&store, vec![kept(&format!("m:{number}"), Some(merchant.0), "{}")]).await;
    }
    // Five claim at once and hold what they got until all have claimed.
    let barrier = Arc::new(Barrier::new(5));
    let mut claims = Vec::new();
    for _ in 0..5 {
        let (store, barrier) = (store.clone(), barrier.clone());
        claims.push(tokio::spawn(async move {
            let claim = store.write(move |tx| {
                Box::pin(async move {
                    let claimed = inbox::claim(tx, NOON, NOON, MerchantId(0)).await?;
                    barrier.wait().await;
                    Ok(claimed)
                })
            });
            claim.await.unwrap()
        }));
    }
    let mut lanes = Vec::new();
    for claim in claims {
        lanes.extend(claim.await.unwrap().map(|(merchant, _)| merchant.0));
    }
    lanes.sort_unstable();
    assert_eq!(lanes, [1, 2, 3], "three lanes for five workers, each once");
}
