//! What a key writes: purchases and what comes back of them, once each, answered as described.

use super::described::conforms;
use super::{Caller, Said, keys};
use crate::office::done;
use crate::support::engines::{Db, on_both};
use crate::support::house::House;
use crate::support::raw::Raw;
use crate::support::shop;
use fregues::app::office::Order;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

const ANA: &str = "+5511987654321";

pub struct Shop {
    pub house: House,
    pub till: Caller,
    pub raw: Raw,
}

impl Shop {
    pub async fn open(db: &Db) -> Shop {
        Shop::with(db, shop::PETS).await
    }

    pub async fn with(db: &Db, program: &str) -> Shop {
        let house = House::open_with(db, program).await;
        let stranger = Caller::stranger(&house.app).await;
        let wish = keys::wish(1, "Site", "read,purchases,reversals,vouchers,members");
        let (till, _) = stranger.with_new(&house.app, wish).await;
        Shop { till, raw: Raw::of(db).await, house }
    }

    /// Sends it, with the loops driven by hand until it is answered.
    pub async fn sent(&self, request: RequestBuilder) -> Said {
        let call = tokio::spawn(async move { Said::to(request).await });
        while !call.is_finished() {
            self.house.app.drain().await.unwrap();
            tokio::task::yield_now().await;
        }
        self.house.drain().await;
        call.await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Said {
        let said = self.sent(self.till.request(Method::POST, path).json(body)).await;
        if said.status < 300 {
            conforms("post", path, &said.status.to_string(), &said.body);
        }
        said
    }

    pub async fn one(&self, sql: &str) -> String {
        self.raw.rows(sql).await.join(" ; ")
    }
}

pub fn sale(order: &str, phone: &str, value: &str) -> Value {
    json!({ "order": { "id": order }, "customer": { "phone": phone },
        "amount": { "value": value, "currency": "BRL" } })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_registered_once_and_comes_back_once() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let before = shop.house.emulator.chat("ana").len();
        let said = shop.post("/purchases", &sale("5501", ANA, "89.90")).await;
        assert_eq!(said.status, 201, "{:#}", said.body);
        assert_eq!(
            (&said.body["earned"]["value"], &said.body["told"]["whatsapp"]),
            (&json!("2697"), &json!("chat"))
        );
        assert_eq!(shop.house.emulator.chat("ana").len(), before + 1, "she is told as of any sale");
        let again = shop.post("/purchases", &sale("5501", ANA, "89.90")).await;
        assert_eq!((again.status, &again.body), (201, &said.body));
        assert_eq!((said.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"));
        let other = shop.post("/purchases", &sale("5501", ANA, "89.91")).await;
        assert_eq!((other.status, other.problem()), (409, "order-conflict"));
        assert_eq!(shop.house.emulator.chat("ana").len(), before + 1);
        assert_eq!(shop.one("select amount, order_id from purchase").await, "8990 | 5501");

        let id = said.body["id"].as_str().unwrap();
        let found = shop.till.read("/purchases?order=5501").await;
        assert_eq!((&found["data"][0]["id"], &found["data"][0]["order"]["id"]), (&json!(id), &json!("5501")));
        assert_eq!(shop.till.read("/purchases?order=5502").await["data"], json!([]));
        let (other, _) = shop.till.with_new(&shop.house.app, keys::wish(1, "Caixa", "read")).await;
        assert_eq!(
            other.read("/purchases?order=5501").await["data"],
            json!([]),
            "numbers are a channel's own"
        );
        assert_eq!(shop.till.read(&format!("/purchases/{id}")).await["amount"]["value"], "89.90");
        let part = json!({ "reversal": { "id": "r-1" }, "amount": { "value": "39.90", "currency": "BRL" } });
        let back = shop.post(&format!("/purchases/{id}/reversals"), &part).await;
        assert_eq!((back.status, &back.body["standing"]["value"]), (201, &json!("50.00")), "{:#}", back.body);
        let again = shop.post(&format!("/purchases/{id}/reversals"), &part).await;
        assert_eq!((again.status, &again.body), (201, &back.body));
        let elsewhere = shop.post("/orders/5501/reversals", &part).await;
        assert_eq!(
            (elsewhere.status, &elsewhere.body),
            (201, &back.body),
            "it is the same one by either number"
        );
        assert_eq!(elsewhere.header("idempotent-replayed"), "true");
        let rest = shop.post("/orders/5501/reversals", &json!({ "reversal": { "id": "r-2" } })).await;
        assert_eq!((rest.status, &rest.body["standing"]["value"]), (201, &json!("0.00")), "{:#}", rest.body);
        let none = shop.post("/orders/5501/reversals", &json!({ "reversal": { "id": "r-3" } })).await;
        assert_eq!((none.status, none.problem()), (409, "already-reversed"));
        let member = format!("/members/{}", said.body["member"].as_str().unwrap());
        assert_eq!(shop.till.read(&member).await["balance"]["available"]["value"], "7000");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_the_callers_own_brings_the_same_answer_also_to_a_refusal() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let keyed = |key: &str, body: &Value| {
            shop.till.request(Method::POST, "/purchases").header("idempotency-key", key).json(body)
        };
        let too_high = sale("1", ANA, "999999999.00");
        let first = shop.sent(keyed("a", &too_high)).await;
        assert_eq!((first.status, first.problem()), (422, "amount-too-high"), "{:#}", first.body);
        let again = shop.sent(keyed("a", &too_high)).await;
        assert_eq!(
            (again.status, &again.body, again.header("idempotent-replayed")),
            (422, &first.body, "true")
        );
        let other = shop.sent(keyed("a", &sale("1", ANA, "10.00"))).await;
        assert_eq!((other.status, other.problem()), (409, "idempotency-conflict"));
        let right = shop.sent(keyed("b", &sale("1", ANA, "10.00"))).await;
        assert_eq!(right.status, 201, "what was refused did not burn the order: {:#}", right.body);
        let told = shop.till.get("/problems/amount-too-high").await;
        assert_eq!((told.status, told.body["status"].as_i64()), (200, Some(422)));
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_names_its_field_and_keeps_nothing() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let with = |field: &str, value: Value| {
            let mut body = sale("1", ANA, "10.00");
            body[field] = value;
            body
        };
        let channel: i64 = shop.raw.number("select member from staff where role = 'till'").await;
        for (body, field) in [
            (json!({ "order": { "id": "1" } }), "amount"),
            (with("amount", json!({ "value": "10", "currency": "BRL" })), "amount.value"),
            (with("amount", json!({ "value": "-10.00", "currency": "BRL" })), "amount.value"),
            (with("amount", json!({ "value": "10.00", "currency": "USD" })), "amount.currency"),
            (with("order", json!({ "id": "a b" })), "order.id"),
            (with("order", json!({ "id": "" })), "order.id"),
            (with("customer", json!({ "phone": "11987654321" })), "customer.phone"),
            (with("customer", json!({ "email": "a@b" })), "customer.email"),
            (with("customer", json!({ "cnpj": "11222333000182" })), "customer.cnpj"),
            (with("customer", json!({ "mail": "a@b.c" })), "customer.mail"),
            (with("pay", json!({ "vouchers": ["K7P2M9RXYZ", 5] })), "pay.vouchers"),
            (with("customer", json!([])), "customer"),
            (with("consents", json!({ "email": true, "source": "a@b.c" })), "consents.source"),
            (with("customer", json!({ "id": channel.to_string() })), "customer.id"),
            (with("customer", json!({})), "customer"),
            (with("pay", json!({ "vouchers": [] })), "pay.vouchers"),
            (with("pay", json!({ "code": "JQ4M", "vouchers": ["K7P2M9RXYZ"] })), "pay"),
            (with("pay", json!({ "balance": { "value": "10.00", "unit": "BRL" } })), "pay.balance.unit"),
            (with("occurred_at", json!("2026-11-21")), "occurred_at"),
            (with("occurred_at", json!("2026-11-01T12:00:00Z")), "occurred_at"),
            (with("note", json!("x".repeat(201))), "note"),
            (with("tip", json!(1)), "tip"),
        ] {
            let said = shop.post("/purchases", &body).await;
            assert_eq!((said.status, said.problem()), (422, "bad-field"), "{body}");
            assert_eq!(said.body["field"], field, "{body}: {}", said.body["detail"]);
        }
        let post = || shop.till.request(Method::POST, "/purchases");
        let json = "application/json";
        for (request, status, slug) in [
            (post().header("content-type", json).body("{"), 400, "bad-json"),
            (post().header("content-type", "text/plain").body("{}"), 415, "not-json"),
            (post().header("content-type", json).body(vec![b' '; 65 * 1024]), 413, "too-large"),
            (post().header("idempotency-key", "a b").json(&sale("1", ANA, "1.00")), 422, "bad-field"),
        ] {
            let said = shop.sent(request).await;
            assert_eq!((said.status, said.problem()), (status, slug));
        }
        assert_eq!(
            shop.post("/purchases/99/reversals", &json!({ "reversal": { "id": "r" } })).await.status,
            404
        );
        assert_eq!(
            shop.post("/orders/99/reversals", &json!({ "reversal": { "id": "r" } })).await.status,
            404
        );
        done(&shop.house.app, Order::PauseMerchant { merchant: 1 }).await;
        let kept = shop.one("select count(*) from inbox where kind = 'till'").await;
        let paused = shop.post("/purchases", &sale("2", ANA, "10.00")).await;
        assert_eq!((paused.status, paused.problem(), paused.header("retry-after")), (503, "paused", "1"));
        assert_eq!(shop.one("select count(*) from inbox where kind = 'till'").await, kept);
        assert_eq!(shop.one("select count(*) from purchase").await, "0");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quote_is_answered_without_the_lane_unless_it_names_a_code() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let mut basket = sale("5501", ANA, "89.90");
        basket.as_object_mut().unwrap().remove("order");
        let kept = "select count(*) from inbox where kind = 'till'";
        let quoted = shop.post("/quotes", &basket).await;
        assert_eq!(
            (quoted.status, &quoted.body["earned"]["value"]),
            (200, &json!("2697")),
            "{:#}",
            quoted.body
        );
        assert_eq!(
            (shop.one(kept).await, shop.one("select count(*) from purchase").await),
            ("0".into(), "0".into())
        );
        basket["pay"] = json!({ "vouchers": ["ABC-DEF-GHJK"] });
        let wrong = shop.post("/quotes", &basket).await;
        assert_eq!((wrong.status, wrong.problem()), (422, "code-unknown"));
        let states = shop.one("select state from conversation").await;
        assert_eq!(states.matches("\"tries\":").count(), 1, "it counts: {states}");
        assert_eq!(shop.one(kept).await, "1");
        let sold = shop.post("/purchases", &sale("5501", ANA, "89.90")).await;
        assert_eq!(sold.body["earned"], quoted.body["earned"]);
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credit_counts_from_when_it_is_told_of() {
    on_both(|db| async move {
        let shop = Shop::with(&db, shop::SALON_AT_ONCE).await;
        let told = shop.house.say("ana", "código").await.remove(0).body;
        let code = told.split('*').nth(1).unwrap().to_owned();
        shop.house.clock.advance(86_400_000);
        let at = "2026-11-21T14:00:00Z";
        let mut wish = sale("1", ANA, "100.00");
        wish["pay"] = json!({ "balance": { "value": "10.00", "unit": "BRL" }, "presence": code });
        wish["occurred_at"] = json!(at);
        assert_eq!(shop.post("/purchases", &wish).await.problem(), "consent-needed", "the code is a day old");
        let mut plain = sale("2", ANA, "100.00");
        plain["occurred_at"] = json!(at);
        assert_eq!(shop.post("/purchases", &plain).await.status, 201);
        let row = "select count(*) from purchase where at_ms = 1795269600000";
        assert_eq!(shop.one(row).await, "1", "a sale without credit counts when it happened");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_with_its_old_moment_is_answered_as_it_was_for_ever() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let mut wish = sale("1", ANA, "100.00");
        wish["occurred_at"] = json!("2026-11-21T14:00:00Z");
        let sold = shop.post("/purchases", &wish).await;
        assert_eq!(sold.status, 201, "{:#}", sold.body);
        shop.house.clock.advance(30 * 86_400_000);
        let again = shop.post("/purchases", &wish).await;
        assert_eq!((again.status, &again.body), (201, &sold.body), "{:#}", again.body);
        assert_eq!(again.header("idempotent-replayed"), "true");
        wish["order"]["id"] = json!("2");
        let late = shop.post("/purchases", &wish).await;
        assert_eq!(
            (late.status, late.problem(), &late.body["field"]),
            (422, "bad-field", &json!("occurred_at"))
        );
        wish["pay"] = json!({ "vouchers": ["ABCDEFGHJK"] });
        assert_eq!(shop.post("/purchases", &wish).await.body["field"], "occurred_at");
        assert_eq!(shop.post("/quotes", &wish).await.body["field"], "occurred_at");
        assert_eq!(shop.one("select count(*) from purchase").await, "1");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voucher_is_checked_kept_let_go_and_redeemed() {
    on_both(|db| async move {
        let shop = Shop::with(&db, shop::COSMETICS).await;
        let sold = shop.post("/purchases", &sale("1", ANA, "300.00")).await;
        assert_eq!(sold.status, 201, "{:#}", sold.body);
        let code = shop.one("select code from voucher where state = 'open' order by id desc limit 1").await;
        let spaced = format!("{}-{}-{}", &code[..3], &code[3..6].to_lowercase(), &code[6..]);
        let checked = shop.post("/vouchers/check", &json!({ "code": spaced })).await;
        assert_eq!((checked.status, &checked.body["usable"]), (200, &json!(true)), "{:#}", checked.body);
        assert!(!checked.body.to_string().contains(&code), "an answer tells no codes");
        let voucher = format!("/vouchers/{}", checked.body["id"].as_str().unwrap());
        let order = json!({ "id": "77" });
        let keeping = json!({ "order": order, "code": spaced });
        let kept = shop.post(&format!("{voucher}/reservations"), &keeping).await;
        assert_eq!((kept.status, &kept.body["order"]), (201, &order), "{:#}", kept.body);
        let free = shop.post(&format!("{voucher}/release"), &json!({ "order": order })).await;
        assert_eq!((free.status, &free.body["released"]), (200, &json!(true)));
        let redeemed =
            json!({ "order": order, "code": code, "amount": { "value": "80.00", "currency": "BRL" } });
        let done = shop.post("/vouchers/redeem", &redeemed).await;
        assert_eq!((done.status, &done.body["member"]), (201, &checked.body["member"]), "{:#}", done.body);
        let again = shop.post("/vouchers/redeem", &redeemed).await;
        assert_eq!((&again.body, again.header("idempotent-replayed")), (&done.body, "true"));
        let mut bought = redeemed.clone();
        bought.as_object_mut().unwrap().remove("code");
        bought["pay"] = json!({ "vouchers": [code] });
        assert_eq!(shop.post("/purchases", &bought).await.body, done.body, "it is that purchase");
        let none = shop.post("/vouchers/999/release", &json!({ "order": order })).await;
        assert_eq!((none.status, none.problem()), (404, "not-found"));
        for (path, body, field) in [
            ("/vouchers/check", json!({ "code": "" }), "code"),
            ("/vouchers/redeem", json!({ "order": order, "code": code }), "amount"),
            ("/vouchers/5/reservations", json!({ "order": { "id": "a b" }, "code": code }), "order.id"),
            ("/vouchers/5/release", json!({}), "order"),
        ] {
            let said = shop.post(path, &body).await;
            assert_eq!((said.status, said.problem()), (422, "bad-field"), "{path}");
            assert_eq!(said.body["field"], field, "{path}");
        }
        shop.house.verify_clean().await;
    })
    .await;
}
