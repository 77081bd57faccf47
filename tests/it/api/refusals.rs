//! Refusals as programs read them: a type with one title, and a field that stands in the call.

use super::writes::{Shop, sale};
use crate::support::engines::on_both;
use crate::support::shop;
use reqwest::Method;
use serde_json::{Value, json};

const ANA: &str = "+5511987654321";
const BIA: &str = "+5511987650002";

fn reais(value: &str) -> Value {
    json!({ "value": value, "currency": "BRL" })
}

impl Shop {
    /// Has Ana buy for a voucher; its code and its number.
    async fn voucher(&self) -> (String, String) {
        let sold = self.post("/purchases", &sale("first", ANA, "300.00")).await;
        assert_eq!(sold.status, 201, "{:#}", sold.body);
        let row =
            self.one("select code, id from voucher where state = 'open' order by id desc limit 1").await;
        let (code, id) = row.split_once(" | ").unwrap();
        (code.to_owned(), id.to_owned())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_is_registered_is_refused_with_the_purchase_that_it_is() {
    on_both(|db| async move {
        let shop = Shop::with(&db, shop::COSMETICS).await;
        let (code, voucher) = shop.voucher().await;
        let sold = shop.post("/purchases", &sale("5501", ANA, "89.90")).await;
        let (purchase, order) = (sold.body["id"].as_str().unwrap(), json!({ "id": "5501" }));
        let keeping = json!({ "order": order, "code": code });
        for (path, body) in [
            ("/quotes".to_owned(), sale("5501", ANA, "89.90")),
            ("/quotes".to_owned(), sale("5501", BIA, "10.00")),
            (format!("/vouchers/{voucher}/reservations"), keeping),
        ] {
            let said = shop.post(&path, &body).await;
            assert_eq!((said.status, said.problem()), (409, "order-registered"), "{path} {:#}", said.body);
            assert_eq!(
                (&said.body["field"], &said.body["title"]),
                (&json!("order.id"), &json!("The order is registered already"))
            );
            let sentence = said.body["detail"].as_str().unwrap();
            assert!(
                sentence.contains("5501") && sentence.contains(&format!("compra {purchase},")),
                "{sentence}"
            );
        }
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_is_one_that_the_call_has() {
    on_both(|db| async move {
        let shop = Shop::with(&db, shop::COSMETICS).await;
        let (code, _) = shop.voucher().await;
        let redeem = |order: &str, code: &str, amount: &str| {
            json!({ "order": { "id": order }, "code": code, "amount": reais(amount) })
        };
        let pays = |order: &str, pay: Value| {
            let mut body = sale(order, ANA, "80.00");
            body["pay"] = pay;
            body
        };
        let of_bia = { let mut body = pays("8", json!({ "vouchers": [code] })); body["customer"] = json!({ "phone": BIA }); body };
        let reverse = |id: &str, amount: &str| json!({ "reversal": { "id": id }, "amount": reais(amount) });
        assert_eq!(shop.post("/purchases", &sale("second", BIA, "100.00")).await.status, 201);
        assert_eq!(shop.post("/orders/second/reversals", &reverse("r", "1.00")).await.status, 201);
        for (path, body, kind, field) in [
            ("/vouchers/redeem", redeem("1", "ABC-DEF-GHJK", "80.00"), "code-unknown", Some("code")),
            ("/vouchers/redeem", redeem("1", &code, "999999999.00"), "amount-too-high", Some("amount")),
            ("/vouchers/redeem", redeem("first", &code, "80.00"), "order-conflict", Some("order.id")),
            ("/vouchers/check", json!({ "code": "ABC-DEF-GHJK" }), "code-unknown", Some("code")),
            ("/purchases", pays("1", json!({ "vouchers": ["ABC-DEF-GHJK"] })), "code-unknown", Some("pay.vouchers")),
            ("/purchases", pays("1", json!({ "code": "JQ4M" })), "code-unknown", Some("pay.code")),
            ("/purchases", of_bia, "code-not-theirs", Some("pay.vouchers")),
            ("/purchases", sale("first", ANA, "1.00"), "order-conflict", Some("order.id")),
            ("/orders/second/reversals", reverse("r", "2.00"), "order-conflict", Some("reversal.id")),
            ("/orders/second/reversals", reverse("s", "900.00"), "refund-too-much", Some("amount")),
            ("/orders/none/reversals", reverse("s", "900.00"), "not-found", Some("order")),
            ("/purchases/99/reversals", reverse("s", "900.00"), "not-found", Some("id")),
        ] {
            let said = shop.post(path, &body).await;
            assert_eq!((said.problem(), said.body["field"].as_str()), (kind, field), "{path} {body} {:#}", said.body);
        }
        // A record that rests is not named by what was not sent.
        shop.raw.run(&format!("update member set frozen = 1 where phone = '{ANA}'")).await;
        shop.house.clock.advance(86_400_000);
        let met = json!({ "phone": ANA, "name": "Ana" });
        for (path, body, field) in [
            ("/members", met, None),
            ("/purchases", sale("9", ANA, "1.00"), Some("customer")),
            ("/orders/first/reversals", reverse("t", "1.00"), None),
            ("/vouchers/redeem", redeem("9", &code, "80.00"), Some("code")),
            ("/vouchers/check", json!({ "code": code }), Some("code")),
        ] {
            let said = shop.post(path, &body).await;
            assert_eq!((said.problem(), said.body["field"].as_str()), ("member-at-rest", field), "{path}");
        }
        let keyed = |body: &Value| {
            shop.till.request(Method::POST, "/purchases").header("idempotency-key", "k").json(body)
        };
        assert_eq!(shop.sent(keyed(&sale("10", BIA, "1.00"))).await.status, 201);
        let other = shop.sent(keyed(&sale("11", BIA, "1.00"))).await;
        assert_eq!((other.problem(), &other.body["field"]), ("idempotency-conflict", &json!("Idempotency-Key")));
    })
    .await;
}

/// What was read, what stands against it, and what to do.
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_says_what_stands_against_it_and_what_to_do() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let sold = shop.post("/purchases", &sale("k1", ANA, "89.90")).await;
        let purchase = sold.body["id"].as_str().unwrap();
        let reverse = |id: &str, amount: &str| json!({ "reversal": { "id": id }, "amount": reais(amount) });
        assert_eq!(shop.post("/orders/k1/reversals", &reverse("r1", "9.90")).await.status, 201);
        let (of, zero) =
            (format!("/purchases/{purchase}/reversals"), "de 0,01 a R$ 80,00, ou deixe amount fora");
        let both = json!({ "phone": ANA, "email": "bia@exemplo.com.br", "name": "Ana" });
        let bia = shop.post("/members", &json!({ "phone": BIA, "email": "bia@exemplo.com.br" })).await;
        let bia = bia.body["id"].as_str().unwrap().to_owned();
        let cnpj = |cnpj: &str| json!({ "own_id": "c-1", "cnpj": cnpj });
        let company = shop.post("/members", &cnpj("11222333000181")).await;
        let company = company.body["id"].as_str().unwrap().to_owned();
        let differs = "agora veio R$ 100,00, e nada mudou. Pra receber a mesma resposta, repita igual";
        let whole = json!({ "reversal": { "id": "r1" } });
        for (path, body, field, says) in [
            (
                "/purchases",
                sale("k1", ANA, "100.00"),
                "order.id",
                vec![purchase, "k1", "de R$ 89,90;", differs],
            ),
            (
                "/purchases",
                sale("k1", BIA, "89.90"),
                "order.id",
                vec![purchase, "k1", "o cliente, a parte excluída"],
            ),
            (
                "/orders/k1/reversals",
                reverse("r1", "5.00"),
                "reversal.id",
                vec!["r1", "R$ 9,90 da compra", purchase],
            ),
            (&of, whole, "reversal.id", vec!["r1", "R$ 9,90", "outra devolução precisa de outro número"]),
            (&of, reverse("r2", "0.00"), "amount", vec!["O valor veio zero", zero]),
            (
                "/purchases",
                sale("k2", ANA, "0.00"),
                "amount",
                vec!["O valor veio zero", "mande mais que 0,00"],
            ),
            (
                "/orders/none/reversals",
                reverse("r2", "1.00"),
                "order",
                vec!["pedido none", "número da compra"],
            ),
            (
                "/purchases/99/reversals",
                reverse("r2", "1.00"),
                "id",
                vec!["purchase 99", "/purchases?order="],
            ),
            (
                "/members",
                both,
                "email",
                vec!["O email enviado já é do cliente", &bia, "Deixe esse campo fora"],
            ),
            ("/members", cnpj("33000167000101"), "cnpj", vec!["O cliente", &company, "por outro cnpj"]),
        ] {
            let said = shop.post(path, &body).await;
            assert_eq!(said.body["field"], field, "{path} {body}: {:#}", said.body);
            let sentence = said.body["detail"].as_str().unwrap().replace('\u{a0}', " ");
            assert!(says.iter().all(|says| sentence.contains(says)), "{path} {body}: {says:?}: {sentence}");
        }
        assert_eq!(shop.post(&of, &json!({ "reversal": { "id": "r3" } })).await.status, 201);
        let none = shop.post(&of, &json!({ "reversal": { "id": "r4" } })).await;
        assert_eq!((none.problem(), &none.body["field"]), ("already-reversed", &json!("id")));
        let sentence = none.body["detail"].as_str().unwrap().replace('\u{a0}', " ");
        assert!(
            sentence.contains(&format!("A compra {purchase}, de R$ 89,90, já voltou inteira")),
            "{sentence}"
        );
        let no_member =
            json!({ "order": { "id": "k3" }, "customer": { "id": "9999" }, "amount": reais("1.00") });
        let nobody = shop.post("/purchases", &no_member).await;
        let sentence = nobody.body["detail"].as_str().unwrap();
        assert!(sentence.contains("Não há cliente 9999"), "{sentence}");
        let agreed = |source: &str| json!({ "phone": BIA, "consents": { "offers": true, "source": source } });
        assert_eq!(shop.post("/members", &agreed("ficha 12/05/2024 10:30")).await.status, 201);
        let names = shop.post("/members", &agreed("fone 11 98765-4321")).await;
        let sentence = names.body["detail"].as_str().unwrap();
        assert!(sentence.contains("more than eight digits that are neither a date nor a time"), "{sentence}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_type_has_one_title_wherever_it_is_met() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let at_the_door = shop.post("/purchases/99/reversals", &json!({ "reversal": { "id": "r" } })).await;
        let in_the_lane = shop.post("/orders/99/reversals", &json!({ "reversal": { "id": "r" } })).await;
        assert_eq!((at_the_door.problem(), in_the_lane.problem()), ("not-found", "not-found"));
        assert_eq!(at_the_door.body["title"], in_the_lane.body["title"]);
        for kind in ["not-found", "order-registered", "codes-rest"] {
            let told = shop.till.get(&format!("/problems/{kind}")).await.body;
            let title = told["title"].as_str().unwrap();
            assert!(title.contains(' ') && title.starts_with(char::is_uppercase), "{told}");
            assert!(told["remedy"].as_str().unwrap().ends_with('.'), "{told}");
        }
        assert_eq!(shop.till.get("/problems/not-found").await.body["title"], in_the_lane.body["title"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_something_takes_a_key_and_what_only_looks_does_not() {
    on_both(|db| async move {
        let shop = Shop::with(&db, shop::COSMETICS).await;
        let (code, voucher) = shop.voucher().await;
        let keyed = |path: &str, body: &Value| {
            shop.till.request(Method::POST, path).header("idempotency-key", "k").json(body)
        };
        let check = json!({ "code": code });
        let keeping = json!({ "order": { "id": "7" }, "code": code });
        let free = shop.sent(keyed("/vouchers/check", &check)).await;
        assert_eq!((free.status, &free.body["reserved"]), (200, &Value::Null));
        let reservations = format!("/vouchers/{voucher}/reservations");
        let kept = shop.sent(keyed(&reservations, &keeping)).await;
        assert_eq!(kept.status, 201, "a look has not used the key up: {:#}", kept.body);
        let again = shop.sent(keyed(&reservations, &keeping)).await;
        assert_eq!((&again.body, again.header("idempotent-replayed")), (&kept.body, "true"));
        let looked = shop.sent(keyed("/vouchers/check", &check)).await;
        assert_eq!(looked.body["reserved"]["order"]["id"], "7", "it is told how it stands now");
        let release = format!("/vouchers/{voucher}/release");
        let other = shop.sent(keyed(&release, &json!({ "order": { "id": "7" } }))).await;
        assert_eq!(other.problem(), "idempotency-conflict");
        let odd =
            shop.till.request(Method::POST, "/vouchers/check").header("idempotency-key", "a b").json(&check);
        assert_eq!(shop.sent(odd).await.status, 200);
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_no_object() {
    on_both(|db| async move {
        let shop = Shop::with(&db, shop::COSMETICS).await;
        let customer = json!({ "phone": ANA });
        for (body, field) in [
            (json!([{ "id": "1" }, customer, reais("10.00"), null, null, null, null, null]), Value::Null),
            (json!({ "order": ["1"], "customer": customer, "amount": reais("10.00") }), json!("order")),
            (
                json!({ "order": { "id": "1" }, "customer": customer, "amount": ["10.00", "BRL"] }),
                json!("amount"),
            ),
        ] {
            let said = shop.post("/purchases", &body).await;
            assert_eq!((said.status, said.problem()), (422, "bad-field"), "{:#}", said.body);
            assert_eq!(said.body["field"], field, "{:#}", said.body);
        }
        assert_eq!(shop.one("select count(*) from purchase").await, "0");
    })
    .await;
}
