//! A database of the version before is brought up to date: what WhatsApp delivers once more changes nothing in it.

use crate::support::engines::{Db, on_both};
use crate::support::house::{SECRET, app_on, client, open_doors, post};
use crate::support::raw::Raw;
use crate::support::script::change;
use crate::support::shop::{NOON, NUMBER, PETS};
use fregues::app::clock::Clock;
use fregues::whatsapp::signature::Secrets;
use serde_json::json;
use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// A database as the first version left it, with a shop and two updates: one of its number, one for nobody.
async fn first_version(db: &Db) -> Raw {
    if let Some(path) = db.url.strip_prefix("sqlite:") {
        std::fs::write(path, "").unwrap();
    } else {
        let raw = Raw::of(db).await;
        raw.try_run("drop schema public cascade; create schema public").await.unwrap();
        raw.close().await;
    }
    let first = SqlStr::from_static(include_str!("../../../migrations/0001_first.sql"));
    let first = Migration::new(1, "first".into(), MigrationType::Simple, first, false);
    let pool = db.pool().await;
    Migrator::with_migrations(vec![first]).run(&pool).await.unwrap();
    pool.close().await;
    let raw = Raw::of(db).await;
    raw.run(&format!(
        "insert into merchant (id, phone_number_id, name, phone, zone, area_code, lang, contact, announcement_price, \
         program, rules, state, created_ms) values (1, '{NUMBER}', 'Clube Patinhas', '551140001234', \
         'America/Sao_Paulo', 11, 'pt-BR', '', 62500, '{}', 1, 'active', {NOON})",
        PETS.replace('\'', "''")
    ))
    .await;
    raw.run("insert into lane (merchant, next_id) values (1, 2)").await;
    raw.run(&format!(
        "insert into inbox (key, merchant, kind, at_ms, arrival, raw, state) values \
         ('m:wamid.old', 1, 'message', {NOON}, 1, '', 'done'), ('h:abc', null, 'blob', {NOON}, 2, '', 'ignored')"
    ))
    .await;
    raw
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_kept_by_the_version_before_is_known_when_it_comes_again() {
    on_both(|db| async move {
        let raw = first_version(&db).await;
        raw.close().await;
        let store = db.open().await;
        let raw = Raw::of(&db).await;
        let keys = async || raw.rows("select key, state from inbox order by arrival").await;
        assert_eq!(keys().await, ["m:wamid.old:1 | done", "h:abc | ignored"], "{}", db.engine);
        let door = open_doors(&app_on(store, &Clock::manual(NOON), "http://127.0.0.1:9")).await;
        let secrets = Secrets::new(vec![SECRET.to_owned()]).unwrap();
        for wamid in ["wamid.old", "wamid.new"] {
            let message = json!({ "id": wamid, "from": "5511987654321", "timestamp": (NOON / 1_000).to_string(),
                "type": "text", "text": { "body": "saldo" } });
            let body = change("messages", json!({ "messages": [message] })).to_string();
            let signature = secrets.sign(body.as_bytes());
            assert_eq!(post(&client(), &door, body.as_bytes(), Some(&signature)).await, 200);
        }
        let expected = ["m:wamid.old:1 | done", "h:abc | ignored", "m:wamid.new:1 | new"];
        assert_eq!(keys().await, expected, "{}", db.engine);
        raw.close().await;
    })
    .await;
}
