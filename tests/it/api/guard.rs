//! Who is let in, for what, and how often; and how the others are told.

use super::described::calls;
use super::{Caller, Said, keys, shop};
use crate::support::engines::on_both;
use crate::support::house::House;
use fregues::app::office::Order;
use reqwest::Method;

fn id_for(path: &str) -> String {
    path.replace("{id}", "5").replace("{order}", "5501").replace("{event}", "1").replace("{contact}", "6")
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_reached_without_a_key_and_its_scope() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let stranger = Caller::stranger(&house.app).await;
        let (reader, _) = stranger.with_new(&house.app, keys::wish(1, "Painel", "read")).await;
        let (till, token) =
            stranger.with_new(&house.app, keys::wish(1, "Caixa", "purchases,reversals,members")).await;
        let (vouchers, _) = stranger.with_new(&house.app, keys::wish(1, "Totem", "vouchers")).await;
        let shown = token.reveal();
        let other = if shown.ends_with('a') { "b" } else { "a" };
        let wrong = stranger.with(&format!("{}{other}", &shown[..shown.len() - 1]));
        let all = calls();
        assert_eq!(all.len(), 24, "{all:?}");
        for (method, path, scope) in all {
            let path = id_for(&path);
            for caller in [&stranger, &wrong, &stranger.with("frg_nonsense")] {
                let said = Said::to(caller.request(method.clone(), &path)).await;
                assert_eq!((said.status, said.problem()), (401, "unknown-key"), "{path}");
                assert_eq!(said.header("www-authenticate"), "Bearer");
            }
            let lacking = match scope {
                "read" => &till,
                "read or purchases" => &vouchers,
                _ => &reader,
            };
            let said = Said::to(lacking.request(method, &path)).await;
            assert_eq!((said.status, said.problem()), (403, "missing-scope"), "{path}");
            assert!(said.body["detail"].as_str().unwrap().contains(scope), "{:?}", said.body);
            assert!(said.header("ratelimit").starts_with("\"key\";r="), "{path}");
        }
        assert_eq!(stranger.get("/nowhere").await.status, 401, "not even what there is, is told");
        for open in ["/openapi.json", "/problems/not-found", "/docs", "/docs/docs.js", "/docs/docs.css"] {
            assert_eq!(stranger.get(open).await.status, 200, "{open}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_refused_is_a_problem_with_a_sentence_and_a_field() {
    on_both(|db| async move {
        let (house, caller) = shop(&db).await;
        for (path, status, slug, field) in [
            ("/nowhere", 404, "not-found", None),
            ("/members/0", 404, "not-found", None),
            ("/members/-1", 404, "not-found", None),
            ("/members/x/balance", 404, "not-found", None),
            ("/members/99999999999999999999", 404, "not-found", None),
            ("/purchases/1", 404, "not-found", Some("id")),
            ("/members", 422, "bad-field", Some("phone")),
            ("/members?phone=5511987654321", 422, "bad-field", Some("phone")),
            ("/members?phone=%2B55%00", 422, "bad-field", Some("phone")),
            ("/members?phone=%2B5511987654321&phone=%2B5511987654321", 422, "bad-field", Some("phone")),
            ("/members?email=a", 422, "bad-field", Some("email")),
            ("/members/5/purchases?limit=0", 422, "bad-field", Some("limit")),
            ("/members/5/purchases?limit=201", 422, "bad-field", Some("limit")),
            ("/members/5/purchases?limit=+1", 422, "bad-field", Some("limit")),
            ("/members/5/purchases?after=", 400, "bad-cursor", Some("after")),
            ("/rewards?limit=1", 422, "bad-field", Some("limit")),
        ] {
            let said = caller.get(path).await;
            assert_eq!((said.status, said.problem()), (status, slug), "{path}");
            assert_eq!(said.body["field"].as_str(), field, "{path}");
            assert!(said.header("ratelimit-policy") == "\"key\";q=60;w=6", "{path}");
        }
        let said = Said::to(caller.request(Method::POST, "/rewards")).await;
        assert_eq!((said.status, said.problem()), (405, "no-such-method"));
        assert!(said.header("allow").contains("GET"), "{:?}", said.headers);
        let heavy = caller.request(Method::POST, "/rewards").body(vec![b' '; 65 * 1024]);
        let said = Said::to(heavy).await;
        assert_eq!((said.status, said.problem()), (413, "too-large"));
        let asked = said.body["type"].as_str().unwrap().strip_prefix("/api/v1").unwrap();
        let told = caller.get(asked).await;
        assert_eq!(
            (told.status, told.body["status"].as_i64()),
            (200, Some(413)),
            "the type leads to what it means"
        );
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_has_so_many_calls_a_minute_and_ends_when_it_is_revoked() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let stranger = Caller::stranger(&house.app).await;
        let slow = keys::KeyWish { per_minute: Some(30), ..keys::wish(1, "Site", "read") };
        let (slow, token) = stranger.with_new(&house.app, slow).await;
        let (other, _) = stranger.with_new(&house.app, keys::wish(1, "Site", "read")).await;
        for left in (0..3).rev() {
            let said = slow.get("/rewards").await;
            assert_eq!((said.status, said.header("ratelimit-policy")), (200, "\"key\";q=3;w=6"));
            assert!(said.header("ratelimit").starts_with(&format!("\"key\";r={left};t=")));
        }
        let said = slow.get("/rewards").await;
        assert_eq!((said.status, said.problem(), said.header("retry-after")), (429, "too-many", "2"));
        assert_eq!(said.header("ratelimit"), "\"key\";r=0;t=6");
        assert_eq!(other.get("/rewards").await.status, 200, "another key has its own");
        house.clock.advance(2_000);
        assert_eq!(slow.get("/rewards").await.status, 200);
        house.clock.advance(60_000);
        crate::office::done(&house.app, Order::RevokeKey { key: token.id().to_owned() }).await;
        assert_eq!(slow.get("/rewards").await.problem(), "unknown-key");
        assert_eq!(other.get("/rewards").await.status, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_guesses_is_stopped_and_who_was_right_goes_on() {
    on_both(|db| async move {
        let (house, known) = shop(&db).await;
        assert_eq!(known.get("/rewards").await.status, 200);
        let unused = [
            keys::made(&house.app, keys::wish(1, "Caixa", "read")).await,
            keys::made(&house.app, keys::wish(1, "Site", "read")).await,
        ];
        let guess = |n: usize| format!("frg_aaaaaaaaaa_{}{}", "a".repeat(50), ["ab", "bb"][n % 2]);
        for n in 0..60 {
            assert_eq!(known.with(&guess(n)).get("/rewards").await.status, 401);
        }
        let said = known.with(&guess(0)).get("/rewards").await;
        assert_eq!((said.status, said.problem(), said.header("retry-after")), (429, "too-many", "1"));
        assert_eq!(known.get("/rewards").await.status, 200);
        let mut let_in = 0;
        for key in &unused {
            let_in += usize::from(known.with(key.reveal()).get("/rewards").await.status == 200);
        }
        assert!(let_in > 0, "who guesses one name shuts out at most those whose names are of its sort");
        house.clock.advance(1_000);
        assert_eq!(known.with(&guess(0)).get("/rewards").await.status, 401);
    })
    .await;
}
