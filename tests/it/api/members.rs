//! Customers as a web shop tells of them: found by whatever is known of them, completed and never overruled.

use super::writes::Shop;
use crate::support::engines::on_both;
use crate::support::shop::{NUMBER, user_id};
use fregues::emulator::{Person, Utterance};
use serde_json::{Value, json};

const ANA: &str = "+5511987654321";
const COMPANY: &str = "12.ABC.345/01DE-35";

fn marta() -> Value {
    json!({ "phone": "+5511966660001", "email": "Marta@Joias.Example", "own_id": "c-17", "name": "Marta Reis",
        "language": "es", "store": "Centro", "birthday": "12/05",
        "consents": { "offers": true, "email": true, "source": "checkbox at checkout" } })
}

async fn found(shop: &Shop, by: &str) -> Value {
    shop.till.read(&format!("/members?{by}")).await["data"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_is_told_of_once_and_found_by_all_that_is_known_of_them() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let met = shop.post("/members", &marta()).await;
        assert_eq!(met.status, 201, "{:#}", met.body);
        let by_phone = found(&shop, "phone=%2B5511966660001").await;
        let one = &by_phone[0];
        assert_eq!(one["id"], met.body["id"]);
        assert_eq!((&one["standing"], &one["language"]), (&json!("provisional"), &json!("es")));
        assert_eq!((&one["store"], &one["offers"]), (&json!("Centro"), &json!(true)));
        assert_eq!(one["email"], "marta@joias.example");
        assert_eq!(one["contacts"][0]["email_consent"], true);
        for by in ["email=MARTA@joias.example", "own_id=c-17"] {
            assert_eq!(found(&shop, by).await, by_phone, "{by}");
        }
        let log = "select purpose, given, source from consent where source like 'till.%' order by purpose";
        let consents = shop.one(log).await;
        assert!(
            consents.contains("email | 1 | till.") && consents.contains(": checkbox at checkout"),
            "{consents}"
        );
        let again = shop.post("/members", &marta()).await;
        assert_eq!((again.status, &again.body), (201, &met.body));
        assert_eq!(shop.one(log).await, consents, "nothing is said twice");
        assert_eq!(shop.one("select count(*) from contact").await, "1");
        assert_eq!(shop.one("select count(*) from outbox").await, "0", "nobody is told");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_known_is_completed_and_never_overruled() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        shop.house.say("ana", "parar").await;
        let wish = json!({ "phone": ANA, "name": "Somebody Else", "email": "ana@exemplo.com.br", "language": "en",
            "consents": { "offers": true, "email": true, "receipts": true, "source": "web shop" } });
        assert_eq!(shop.post("/members", &wish).await.status, 201);
        let ana = &found(&shop, "email=ana@exemplo.com.br").await[0];
        assert_eq!((&ana["name"], &ana["language"]), (&json!("Ana Souza"), &json!("pt-BR")));
        assert_eq!((&ana["offers"], &ana["phone"]), (&json!(false), &json!(ANA)));
        assert_eq!(ana["contacts"][0]["email_consent"], true, "nobody had asked her that");
        let no = json!({ "phone": ANA, "email": "ana@exemplo.com.br", "consents": { "email": false, "source": "web shop" } });
        shop.post("/members", &no).await;
        shop.post("/members", &wish).await;
        let ana = &found(&shop, "email=ana@exemplo.com.br").await[0];
        assert_eq!(ana["contacts"][0]["email_consent"], false, "a no stands");
        let other = json!({ "phone": ANA, "email": "outra@exemplo.com.br" });
        assert_eq!(shop.post("/members", &other).await.status, 201);
        assert_eq!(found(&shop, "email=outra@exemplo.com.br").await, json!([]), "only what is empty is filled");
        for (wish, field) in [
            (json!({ "phone": "+5511987650002", "email": "ana@exemplo.com.br" }), "email"),
            (json!({ "cnpj": COMPANY, "contacts": [{ "name": "A", "phone": ANA },
                { "name": "B", "phone": "+5511987650002" }] }), "contacts.phone"),
        ] {
            let said = shop.post("/members", &wish).await;
            assert_eq!((said.status, said.problem()), (409, "identity-conflict"), "{:#}", said.body);
            assert_eq!(said.body["field"], field);
        }
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_wish_lacks_names_its_field() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        for (wish, field) in [
            (json!({ "name": "Marta" }), "phone"),
            (json!({ "email": "marta" }), "email"),
            (json!({ "phone": "11966660001" }), "phone"),
            (json!({ "cnpj": "12.ABC.345/01DE-36" }), "cnpj"),
            (json!({ "own_id": "" }), "own_id"),
            (json!({ "own_id": "1", "language": "fr" }), "language"),
            (json!({ "own_id": "1", "store": "Norte" }), "store"),
            (json!({ "own_id": "1", "birthday": "32/05" }), "birthday"),
            (json!({ "own_id": "1", "consents": { "offers": true } }), "consents.source"),
            (json!({ "own_id": "1", "consents": { "offers": true, "source": "a@b.c" } }), "consents.source"),
            (json!({ "own_id": "1", "contacts": [{ "name": "Ana", "phone": ANA }] }), "contacts"),
            (json!({ "cnpj": COMPANY, "contacts": [{ "name": "Ana" }] }), "contacts.phone"),
            (json!({ "cnpj": COMPANY, "contacts": [{ "name": "Ana", "email": "a@b.c", "email_consent": true }] }),
                "consents.source"),
        ] {
            let said = shop.post("/members", &wish).await;
            assert_eq!((said.status, said.problem()), (422, "bad-field"), "{wish}");
            assert_eq!(said.body["field"], field, "{wish}: {}", said.body["detail"]);
        }
        for by in ["", "phone=11", "email=a", "cnpj=1", "own_id=", "email=a@b.c&own_id=1"] {
            assert_eq!(shop.till.get(&format!("/members?{by}")).await.status, 422, "{by}");
        }
        assert_eq!(shop.one("select count(*) from inbox where kind = 'till'").await, "0");
    })
    .await;
}

/// A wholesaler buys by its number, and a customer of the web shop by an address: neither has a phone.
#[tokio::test(flavor = "multi_thread")]
async fn purchases_need_no_phone() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let sale = |order: &str, customer: Value| {
            json!({ "order": { "id": order }, "customer": customer,
            "amount": { "value": "100.00", "currency": "BRL" } })
        };
        let bought = shop.post("/purchases", &sale("1", json!({ "cnpj": COMPANY }))).await;
        assert_eq!(bought.status, 201, "{:#}", bought.body);
        let again =
            shop.post("/purchases", &sale("2", json!({ "cnpj": "12abc34501de35", "own_id": "w-1" }))).await;
        assert_eq!(again.body["member"], bought.body["member"]);
        assert_eq!(found(&shop, "own_id=w-1").await[0]["cnpj"], "12ABC34501DE35");
        let by_mail = shop.post("/purchases", &sale("3", json!({ "email": "leo@exemplo.com.br" }))).await;
        assert_eq!((by_mail.status, &by_mail.body["told"]["whatsapp"]), (201, &json!("not")));
        let linked = json!({ "email": "leo@exemplo.com.br", "phone": "+5511966660009" });
        let known = shop.post("/purchases", &sale("4", linked.clone())).await;
        assert_eq!(known.body["member"], by_mail.body["member"]);
        assert_eq!(known.body["not_linked"], json!(["phone"]), "an order says nothing of who is known");
        assert_eq!(shop.post("/members", &linked).await.body["id"], by_mail.body["member"]);
        let leo = &found(&shop, "phone=%2B5511966660009").await[0];
        assert_eq!(leo["balance"]["available"]["value"], "6000");
        for (order, customer, not_linked) in [
            ("9", json!({ "email": "leo@exemplo.com.br", "cnpj": COMPANY }), json!(["cnpj"])),
            ("10", json!({ "email": "leo@exemplo.com.br", "phone": ANA }), json!(["email"])),
            ("11", json!({ "cnpj": COMPANY, "own_id": "w-1", "phone": ANA }), json!(["own_id", "cnpj"])),
        ] {
            let said = shop.post("/purchases", &sale(order, customer)).await;
            assert_eq!((said.status, &said.body["not_linked"]), (201, &not_linked), "{:#}", said.body);
        }
        shop.house.verify_clean().await;
    })
    .await;
}

pub fn person(slug: &str, phone: &str) -> Person {
    Person {
        id: slug.to_owned(),
        name: slug.to_owned(),
        phone: Some(phone.to_owned()),
        wa_id: None,
        user_id: user_id(slug),
        username: None,
        shows_phone: true,
        about: String::new(),
    }
}

/// Each contact of a company has a number and an account of their own; an account that comes with the number of another
/// is somebody else, as with any customer.
#[tokio::test(flavor = "multi_thread")]
async fn every_contact_speaks_for_the_company_and_nobody_else_does() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let people = [("eva", "+5511966660001"), ("gil", "+5511966660002"), ("mau", "+5511966660002")];
        for (slug, phone) in people {
            shop.house.emulator.add_person(person(slug, phone));
        }
        let wish = json!({ "cnpj": COMPANY, "name": "Joias Marta", "contacts": [
            { "name": "Eva", "role": "compras", "phone": people[0].1, "email": "eva@joias.example", "email_consent": true },
            { "name": "Gil", "phone": people[1].1, "email": "gil@joias.example" },
        ], "consents": { "source": "contract 2026" } });
        let met = shop.post("/members", &wish).await;
        assert_eq!(met.status, 201, "{:#}", met.body);
        assert_eq!(shop.post("/members", &wish).await.body, met.body);
        for by in ["phone=%2B5511966660001", "phone=%2B5511966660002", "email=gil@joias.example"] {
            assert_eq!(found(&shop, by).await[0]["id"], met.body["id"], "{by}");
        }
        let company = shop.till.read(&format!("/members/{}", met.body["id"].as_str().unwrap())).await;
        let consents: Vec<_> = company["contacts"].as_array().unwrap().iter().map(|c| &c["email_consent"]).collect();
        assert_eq!(consents, [&json!(true), &Value::Null], "each for themselves");
        let speaks = async |slug: &str| {
            shop.house.clock.advance(60_000);
            shop.house.emulator.say(slug, NUMBER, Utterance::text("oi"));
            shop.house.drain().await;
        };
        for slug in ["eva", "gil", "eva", "gil"] {
            speaks(slug).await;
        }
        let state = "select frozen, (select count(*) from member where name in ('eva', 'gil', 'mau')) from member where cnpj is not null";
        assert_eq!(shop.one(state).await, "0 | 0", "one company, and nobody else");
        let last = format!("select user_id from conversation where user_id = '{}'", user_id("gil"));
        assert_eq!(shop.one(&last).await, user_id("gil"), "who wrote last is written to");
        speaks("mau").await;
        assert_eq!(shop.one(state).await, "1 | 1", "the number came with another account");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_forgotten_leaves_no_address() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let wish = json!({ "phone": ANA, "email": "ana@exemplo.com.br", "own_id": "c-17" });
        let id = shop.post("/members", &wish).await.body["id"].clone();
        // What names her by the shop's own numbers alone is hers as well.
        let married = json!({ "own_id": "c-17", "name": "Ana Casada", "birthday": "17/08" });
        assert_eq!(shop.post("/members", &married).await.status, 201);
        let sale = json!({ "order": { "id": "9" }, "customer": { "id": id }, "note": "Rua das Flores 12",
            "amount": { "value": "10.00", "currency": "BRL" } });
        let sold = shop.post("/purchases", &sale).await;
        assert_eq!(sold.status, 201, "{:?}", sold.body);
        let told = shop.house.say("ana", "meus dados").await;
        assert!(told.iter().any(|bubble| bubble.body.contains("ana@exemplo.com.br")), "{told:?}");
        shop.house.say("ana", "apagar meus dados").await;
        shop.house.say("ana", "sim").await;
        shop.house.clock.advance(3_600_000);
        shop.house.drain().await;
        assert_eq!(found(&shop, "email=ana@exemplo.com.br").await, json!([]));
        assert_eq!(shop.one("select count(*) from contact").await, "0");
        assert_eq!(shop.one("select distinct raw from inbox where kind = 'till'").await, "");
        let hashes = "select count(*) from api_answer where kind = 'order' and hash <> ''";
        assert_eq!(shop.one(hashes).await, "0", "no phone is guessed by its hash");
        assert_eq!(shop.post("/purchases", &sale).await.body, sold.body, "the order is answered as before");
        assert_eq!(
            shop.one("select distinct raw from inbox where kind = 'till'").await,
            "",
            "and not kept again"
        );
        let keys =
            "select count(*) from api_answer where hash <> '' and request in (select wamid from purchase)";
        assert_eq!(shop.one(keys).await, "0");
        shop.house.verify_clean().await;
    })
    .await;
}
