//! What an order says of its customer and of what pays it, and what its answer says back: money is paid already, so that
//! nothing of it is lost, and what was not taken over is named.

use super::mail;
use super::writes::{Shop, sale};
use crate::support::engines::on_both;
use crate::support::house::{client, serve};
use crate::support::shop;
use fregues::app::http::router;
use serde_json::{Value, json};

const ANA: &str = "+5511987654321";
const BIA: &str = "+5511987650002";
const NEW: &str = "+5511966660077";
const COMPANY: &str = "12.ABC.345/01DE-35";

fn of(order: &str, customer: Value) -> Value {
    let mut body = json!({ "order": { "id": order }, "amount": { "value": "100.00", "currency": "BRL" } });
    body["customer"] = customer;
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paid_order_is_booked_where_its_first_key_leads_and_names_what_was_not_linked() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let bia = json!({ "phone": BIA, "email": "bia@exemplo.example", "own_id": "c-2" });
        let bia = shop.post("/members", &bia).await.body["id"].clone();
        let ana = shop.post("/members", &json!({ "phone": ANA })).await.body["id"].clone();
        for (order, customer, member, not_linked) in [
            ("1", json!({ "phone": ANA, "email": "bia@exemplo.example" }), &ana, json!(["email"])),
            (
                "2",
                json!({ "phone": ANA, "own_id": "c-2", "email": "ana@exemplo.example" }),
                &ana,
                json!(["own_id"]),
            ),
            ("3", json!({ "phone": ANA, "email": "ana@exemplo.example" }), &ana, json!([])),
            ("4", json!({ "own_id": "c-2", "email": "ana@exemplo.example" }), &bia, json!(["email"])),
            ("5", json!({ "phone": NEW, "own_id": "c-2" }), &bia, json!(["phone"])),
            ("6", json!({ "phone": ANA, "email": "other@exemplo.example" }), &ana, json!(["email"])),
            ("7", json!({ "id": bia, "phone": ANA }), &bia, json!(["phone"])),
        ] {
            let quoted = shop.post("/quotes", &of(order, customer.clone())).await;
            assert_eq!(quoted.body["not_linked"], not_linked, "{customer}: {:#}", quoted.body);
            let sold = shop.post("/purchases", &of(order, customer.clone())).await;
            assert_eq!((sold.status, &sold.body["member"]), (201, member), "{customer}: {:#}", sold.body);
            assert_eq!(sold.body["not_linked"], not_linked, "{customer}");
        }
        let found = shop.till.read("/members?email=bia@exemplo.example").await;
        assert_eq!(found["data"][0]["id"], bia, "nobody lost what they are known by");
        let both = shop.post("/members", &json!({ "phone": ANA, "email": "bia@exemplo.example" })).await;
        assert_eq!((both.status, both.problem()), (409, "identity-conflict"));
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_gives_nobody_who_is_known_a_phone_or_a_company() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let company = json!({ "cnpj": COMPANY, "name": "Joias Marta", "phone": "+5511966660001" });
        let company = shop.post("/members", &company).await.body["id"].clone();
        let solo =
            shop.post("/members", &json!({ "email": "solo@exemplo.example" })).await.body["id"].clone();
        let ana = shop.post("/members", &json!({ "phone": ANA })).await.body["id"].clone();
        for (order, customer, member, not_linked) in [
            ("1", json!({ "phone": NEW, "cnpj": COMPANY }), &company, json!(["phone"])),
            ("2", json!({ "phone": NEW, "email": "solo@exemplo.example" }), &solo, json!(["phone"])),
            ("3", json!({ "phone": ANA, "cnpj": "11.222.333/0001-81" }), &ana, json!(["cnpj"])),
        ] {
            let sold = shop.post("/purchases", &of(order, customer.clone())).await;
            let said = (&sold.body["member"], &sold.body["not_linked"]);
            assert_eq!(said, (member, &not_linked), "{customer}: {:#}", sold.body);
        }
        let found = shop.till.read("/members?phone=%2B5511966660077").await;
        assert_eq!(found["data"], json!([]), "whoever has the phone opens nothing with it");
        for (member, field) in [(&ana, "cnpj"), (&solo, "phone")] {
            let known = shop.till.read(&format!("/members/{}", member.as_str().unwrap())).await;
            assert_eq!(known[field], Value::Null, "{known:#}");
        }
        let told = json!({ "phone": NEW, "email": "solo@exemplo.example" });
        assert_eq!(shop.post("/members", &told).await.body["id"], solo, "the shop itself may say so");
        let found = shop.till.read("/members?phone=%2B5511966660077").await;
        assert_eq!(found["data"][0]["id"], solo);
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_types_an_address_first_does_not_get_what_its_owner_buys() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let squat = json!({ "phone": ANA, "email": "bia@exemplo.example" });
        let squatter = shop.post("/purchases", &of("1", squat)).await.body["member"].clone();
        let owner = json!({ "phone": BIA, "email": "bia@exemplo.example" });
        let quoted = shop.post("/quotes", &of("2", owner.clone())).await;
        let sold = shop.post("/purchases", &of("2", owner)).await;
        assert_ne!(sold.body["member"], squatter, "{:#}", sold.body);
        for said in [&quoted, &sold] {
            assert_eq!(said.body["not_linked"], json!(["email"]), "{:#}", said.body);
        }
        let found = shop.till.read("/members?phone=%2B5511987650002").await;
        assert_eq!(found["data"][0]["id"], sold.body["member"]);
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_bounced_gives_way_to_a_new_one() {
    on_both(|db| async move {
        let shop = mail::shop(&db).await;
        let ana = |email: &str| json!({ "phone": ANA, "email": email });
        shop.buys("1", ana("bounce@exemplo.example"), Some(true)).await;
        let contact = "select email, mail, coalesce(bounced_ms, 0) from contact";
        assert!(!shop.one(contact).await.ends_with("| 0"), "{}", shop.one(contact).await);
        let sold = shop.buys("2", ana("ana@exemplo.example"), Some(true)).await;
        assert_eq!(sold.body["not_linked"], json!([]));
        assert_eq!(shop.one(contact).await, "ana@exemplo.example | 1 | 0");
        assert_eq!(shop.mails().iter().map(|mail| &*mail.to).collect::<Vec<_>>(), ["ana@exemplo.example"]);
        let gone = shop.till.read("/members?email=bounce@exemplo.example").await;
        assert_eq!(gone["data"], json!([]), "the old one is nobody's");
        shop.buys("3", ana("third@exemplo.example"), Some(true)).await;
        assert_eq!(shop.one(contact).await, "ana@exemplo.example | 1 | 0", "one that works stays");

        let bia = |email: &str| json!({ "phone": BIA, "email": email });
        shop.buys("4", bia("bounce@exemplo.example"), Some(true)).await;
        assert_eq!(shop.post("/members", &bia("bia@exemplo.example")).await.status, 201);
        let hers =
            "select email, coalesce(mail, -1), coalesce(bounced_ms, 0) from contact where email like 'bia%'";
        assert_eq!(shop.one(hers).await, "bia@exemplo.example | -1 | 0", "her yes was for the other one");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_who_share_an_address_are_two_and_get_one_letter() {
    on_both(|db| async move {
        let shop = mail::shop(&db).await;
        let wish = json!({ "cnpj": COMPANY, "name": "Joias", "consents": { "source": "contract" },
            "contacts": [
                { "name": "Eva", "phone": "+5511966660001", "email": "financeiro@joias.example", "email_consent": true },
                { "name": "Gil", "phone": "+5511966660002", "email": "financeiro@joias.example", "email_consent": true },
                { "name": "Eva", "email": "financeiro@joias.example" }] });
        let met = shop.post("/members", &wish).await;
        assert_eq!(met.status, 201, "{:#}", met.body);
        assert_eq!(shop.one("select name, mail from contact order by id").await, "Eva | 1 ; Gil | 1");
        shop.buys("1", json!({ "cnpj": COMPANY }), None).await;
        assert_eq!(shop.mails().len(), 1);
        let service = serve(router(shop.house.app.clone())).await;
        let link = shop.mails()[0].leave.replace("https://clube.example", &service);
        assert_eq!(client().post(&link).body("List-Unsubscribe=One-Click").send().await.unwrap().status(), 200);
        assert_eq!(shop.one("select name, mail from contact order by id").await, "Eva | 0 ; Gil | 0");
        shop.buys("2", json!({ "cnpj": COMPANY }), None).await;
        assert_eq!(shop.mails().len(), 1, "whoever reads there said no for both");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reversal_says_what_goes_back_in_money_and_a_purchase_what_is_left_of_its_voucher() {
    on_both(|db| async move {
        let cents = |value: &str| json!({ "value": value, "currency": "BRL" });
        let shop = Shop::with(&db, shop::COSMETICS).await;
        shop.post("/purchases", &sale("1", BIA, "300.00")).await;
        let code = shop.one("select code from voucher where state = 'open' order by id desc limit 1").await;
        let worth = shop.one("select value from voucher where state = 'open' order by id desc limit 1").await;
        assert_eq!(worth, "3000");
        let mut wish = sale("2", BIA, "25.00");
        wish["pay"] = json!({ "vouchers": [code] });
        let quoted = shop.post("/quotes", &wish).await;
        assert_eq!(quoted.body["rest"]["value"], cents("5.00"), "{:#}", quoted.body);
        assert!(quoted.body["rest"].get("id").is_none());
        let sold = shop.post("/purchases", &wish).await;
        assert_eq!(sold.body["rest"]["value"], cents("5.00"), "{:#}", sold.body);
        let rest = shop.one("select id from voucher where origin is not null").await;
        assert_eq!(sold.body["rest"]["id"], rest);
        let code = shop.one("select code from voucher where origin is not null").await;
        let mut wish = sale("3", BIA, "80.00");
        wish["pay"] = json!({ "vouchers": [code] });
        let sold = shop.post("/purchases", &wish).await;
        assert_eq!(
            (&sold.body["charge"], &sold.body["rest"]),
            (&cents("75.00"), &Value::Null),
            "{:#}",
            sold.body
        );
        let back = json!({ "reversal": { "id": "r-1" }, "amount": cents("30.00") });
        let back = shop.post("/orders/3/reversals", &back).await;
        assert_eq!(
            back.body["refund"],
            cents("30.00"),
            "the voucher pays what still stands: {:#}",
            back.body
        );
        let back = shop.post("/orders/3/reversals", &json!({ "reversal": { "id": "r-2" } })).await;
        assert_eq!(
            (&back.body["reversed"], &back.body["refund"]),
            (&cents("50.00"), &cents("45.00")),
            "{:#}",
            back.body
        );
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn balance_that_paid_comes_back_as_balance_and_the_rest_as_money() {
    on_both(|db| async move {
        let shop = Shop::with(&db, shop::JEWELS).await;
        let told = shop.house.say("ana", "código").await.remove(0).body;
        let code = told.split('*').nth(1).unwrap().to_owned();
        let mut wish = sale("1", ANA, "300.00");
        wish["pay"] = json!({ "balance": { "value": "2000", "unit": "points" }, "presence": code });
        let sold = shop.post("/purchases", &wish).await;
        assert_eq!((sold.status, &sold.body["charge"]["value"]), (201, &json!("280.00")), "{:#}", sold.body);
        let back = shop.post("/orders/1/reversals", &json!({ "reversal": { "id": "r" } })).await;
        assert_eq!(back.body["refund"]["value"], "280.00", "{:#}", back.body);
        assert_eq!(
            (&back.body["returned"]["value"], &back.body["returned"]["worth"]["value"]),
            (&json!("2000"), &json!("20.00"))
        );
        shop.house.verify_clean().await;
    })
    .await;
}
