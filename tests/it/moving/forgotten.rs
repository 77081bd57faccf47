//! Whoever asked to be forgotten is not brought back by a list that was made before, only by themselves.

use super::dumped::{Files, export, pause, places};
use super::sheet;
use crate::api::writes::{Shop, sale};
use crate::office::done;
use crate::people::erased::tap;
use crate::support::engines::{Db, dispose, on_both};
use crate::support::house::app_on;
use crate::support::shop::NOON;
use fregues::app::App;
use fregues::app::clock::Clock;
use fregues::app::office::members::Whom;
use fregues::app::office::{Order, nobody_watches, relocation};
use serde_json::{Value, json};
use tempfile::TempDir;

const HASHES: &str = "select count(*), count(distinct person) from forgotten";

/// A list as other systems keep it, with everybody in it: Duda by phone, Rita by e-mail, a company with its number, Davi
/// by an id.
const OLD: &str = "fone;email;id;cnpj;nome;saldo\n\
    11 98765-0004;duda@exemplo.example;d-1;;Duda Luz;500\n\
    ;rita@exemplo.example;;;Rita Sol;40\n\
    ;;;12.ABC.345/01DE-35;Joias Sul;30\n\
    ;eva@joias.example;;;Eva;20\n\
    ;;123;;Davi Luz;10\n\
    11 98765-7777;;;;Noa;5\n";

async fn look(app: &App, folder: &TempDir, text: &str) -> String {
    done(app, Order::LookAtSheet(sheet(folder, text.as_bytes()))).await
}

async fn bring(app: &App, folder: &TempDir, text: &str) -> String {
    done(app, Order::BringSheet(sheet(folder, text.as_bytes()))).await
}

/// Everybody of the list but Noa is a customer; then each is forgotten in another way.
async fn forgotten_by_all(db: &Db) -> Shop {
    let shop = Shop::open(db).await;
    let customers: [Value; 4] = [
        json!({ "phone": "+5511987650004", "email": "duda@exemplo.example", "own_id": "d-1" }),
        json!({ "name": "Rita Sol", "email": "rita@exemplo.example" }),
        json!({ "name": "Joias Sul", "cnpj": "12.ABC.345/01DE-35",
            "contacts": [{ "name": "Eva", "email": "eva@joias.example" }] }),
        json!({ "name": "Davi Luz", "own_id": "123" }),
    ];
    for customer in customers {
        assert_eq!(shop.post("/members", &customer).await.status, 201);
    }
    assert_eq!(shop.one(HASHES).await, "0 | 0");
    shop.house.say("duda", "apagar meus dados").await;
    tap(&shop.house, "duda", "Apagar tudo").await;
    assert_eq!(shop.one(HASHES).await, "3 | 1", "all that Duda was known by");
    shop.house.clock.advance(7_000);
    shop.house.say("carla", "apagar os dados de rita@exemplo.example").await;
    shop.house.clock.advance(7_000);
    shop.house.say("carla", "sim").await;
    assert_eq!(shop.one(HASHES).await, "4 | 2");
    for who in ["12.ABC.345/01DE-35", "#123"] {
        let whom = Whom { merchant: None, who: who.to_owned() };
        done(&shop.house.app, Order::ForgetMember(whom)).await;
    }
    assert_eq!(shop.one(HASHES).await, "7 | 5", "of a company each thing stands for itself");
    shop
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_list_brings_nobody_back_however_they_were_forgotten() {
    on_both(|db| async move {
        let (shop, folder) = (forgotten_by_all(&db).await, tempfile::tempdir().unwrap());
        let app = &shop.house.app;
        let seen = look(app, &folder, OLD).await;
        for says in [
            "! Left out, because their people asked to be forgotten: 5 lines (2, 3, 4, 5, 6).",
            "Whoever wants to come back writes to the shop or buys there",
            "People: 1 new, 0 known.",
            "Balances that come along: 1. The shop then owes 5 points more.",
        ] {
            assert!(seen.contains(says), "{says}:\n{seen}");
        }
        assert!(!seen.contains("older version"), "{seen}");
        let brought = bring(app, &folder, OLD).await;
        assert!(brought.contains("Brought along: 1 people, 1 balances, 5 points."), "{brought}");
        assert!(brought.contains("asked to be forgotten: 5 lines"), "{brought}");

        // One thing that they were known by is enough, for later lines of the same person too.
        let other = "fone;email;id;saldo;validade\n\
            11 98765-8888;;d-1;1;\n\
            11 98765-8888;new@exemplo.example;;2;2027-01-01\n\
            ;DUDA@exemplo.example;;3;\n\
            11 8765-0004;;;4;\n\
            ;;d-2;5;\n";
        let seen = look(app, &folder, other).await;
        assert!(seen.contains("asked to be forgotten: 4 lines (2, 3, 4, 5)."), "{seen}");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_back_by_themselves_is_brought_along_again() {
    on_both(|db| async move {
        let (shop, folder) = (forgotten_by_all(&db).await, tempfile::tempdir().unwrap());
        let app = &shop.house.app;
        let left_out = async |lines: &str| {
            let seen = look(app, &folder, OLD).await;
            assert!(seen.contains(&format!("asked to be forgotten: {lines}.")), "{lines}: {seen}");
        };
        // What another system says of somebody is no word of theirs.
        let rita = json!({ "name": "Rita Sol", "email": "rita@exemplo.example" });
        assert_eq!(shop.post("/members", &rita).await.status, 201);
        left_out("5 lines (2, 3, 4, 5, 6)").await;
        let davi = json!({ "own_id": "123", "consents": { "offers": true, "source": "form 2026" } });
        assert_eq!(shop.post("/members", &davi).await.status, 201);
        left_out("4 lines (2, 3, 4, 5)").await;
        let eva = json!({ "email": "eva@joias.example", "consents": { "source": "form 2026" } });
        assert_eq!(shop.post("/members", &eva).await.status, 201);
        left_out("3 lines (2, 3, 4)").await;
        shop.house.clock.advance(60_000);
        shop.house.say("duda", "oi").await;
        left_out("2 lines (3, 4)").await;
        let brought = bring(app, &folder, OLD).await;
        assert!(brought.contains("Brought along: 1 people, 4 balances, 535 points."), "{brought}");
        assert_eq!(shop.one(HASHES).await, "2 | 2");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_brings_back_who_was_forgotten() {
    on_both(|db| async move {
        let shop = forgotten_by_all(&db).await;
        shop.house.clock.advance(60_000);
        shop.house.say("beto", "11 98765-0004 50").await;
        assert_eq!(shop.one(HASHES).await, "7 | 5", "it is asked first whether the number is right");
        shop.house.clock.advance(7_000);
        shop.house.say("beto", "sim").await;
        assert_eq!(shop.one(HASHES).await, "4 | 4");
        let mut order = sale("5501", "+5511987650004", "10.00");
        order["customer"] = json!({ "email": "rita@exemplo.example" });
        assert_eq!(shop.post("/purchases", &order).await.status, 201);
        assert_eq!(shop.one(HASHES).await, "3 | 3");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn they_stay_forgotten_where_the_shop_moves_to() {
    on_both(|db| async move {
        let (shop, files) = (forgotten_by_all(&db).await, Files::new());
        drop(shop);
        pause(&db).await;
        export(&db, 1, &files.path("out")).await.unwrap();
        for place in places().await {
            let (store, clock, folder) =
                (place.open().await, Clock::manual(NOON), tempfile::tempdir().unwrap());
            relocation::bring_in(&store, &clock, &files.path("out"), nobody_watches()).await.unwrap();
            let app = app_on(store.clone(), &clock, "http://127.0.0.1:9");
            let seen = look(&app, &folder, OLD).await;
            assert!(
                seen.contains("asked to be forgotten: 5 lines (2, 3, 4, 5, 6)."),
                "{}: {seen}",
                place.engine
            );
            store.close().await;
            dispose(&place.url).await;
        }
    })
    .await;
}

/// From before anything was kept to recognise people by.
#[tokio::test(flavor = "multi_thread")]
async fn a_list_says_how_many_were_forgotten_without_a_trace() {
    on_both(|db| async move {
        let (shop, folder) = (forgotten_by_all(&db).await, tempfile::tempdir().unwrap());
        shop.raw.run("delete from forgotten").await;
        shop.raw.run("update erasure set hashed = 0").await;
        let seen = look(&shop.house.app, &folder, OLD).await;
        assert!(seen.contains("! 4 people of this shop were forgotten by an older version"), "{seen}");
        assert!(seen.contains("People: 6 new, 0 known.") && !seen.contains("Left out"), "{seen}");
    })
    .await;
}
