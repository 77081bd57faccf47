//! The people of a company come and go: who is there speaks for it and is written to, who is not does neither.

use super::members::person;
use super::writes::Shop;
use super::{Said, mail};
use crate::support::engines::on_both;
use crate::support::shop::{NUMBER, user_id};
use fregues::emulator::{Move, Utterance};
use reqwest::Method;
use serde_json::{Value, json};

const COMPANY: &str = "12.ABC.345/01DE-35";
const EVA: &str = "+5511966660001";
const GIL: &str = "+5511966660002";

impl Shop {
    /// A company for which Eva and Gil write; its path.
    async fn company(&self) -> String {
        for (slug, phone) in [("eva", EVA), ("gil", GIL)] {
            self.house.emulator.add_person(person(slug, phone));
        }
        let wish = json!({ "cnpj": COMPANY, "name": "Joias Marta", "consents": { "source": "contract 2026" },
            "contacts": [{ "name": "Eva", "phone": EVA, "email": "eva@joias.example", "email_consent": true }] });
        let met = self.post("/members", &wish).await;
        let company = format!("/members/{}", met.body["id"].as_str().unwrap());
        let gil = json!({ "name": "Gil", "role": "financeiro", "phone": GIL, "email": "Gil@Joias.Example",
            "email_consent": true, "source": "contract 2026" });
        let added = self.post(&format!("{company}/contacts"), &gil).await;
        assert_eq!(added.status, 201, "{:#}", added.body);
        company
    }

    async fn contacts(&self, company: &str) -> Vec<Value> {
        self.till.read(company).await["contacts"].as_array().unwrap().clone()
    }

    async fn contact(&self, company: &str, name: &str) -> String {
        let all = self.contacts(company).await;
        let found = all.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("{name}: {all:?}"));
        format!("{company}/contacts/{}", found["id"].as_str().unwrap())
    }

    async fn remove(&self, path: &str) -> Said {
        let said = self.sent(self.till.request(Method::DELETE, path)).await;
        if said.status < 300 {
            super::described::conforms("delete", path, &said.status.to_string(), &said.body);
        }
        said
    }

    /// Somebody writes; what they are answered.
    async fn hears(&self, slug: &str, words: &str) -> String {
        self.house.clock.advance(60_000);
        let before = self.house.emulator.chat(slug).len() + 1;
        self.house.emulator.say(slug, NUMBER, Utterance::text(words));
        self.house.drain().await;
        let said = self.house.emulator.chat(slug).split_off(before);
        said.iter().map(|bubble| bubble.body.clone()).collect::<Vec<_>>().join("\n")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_is_added_and_completed_and_never_overruled() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let company = shop.company().await;
        let gil = &shop.contacts(&company).await[1];
        assert_eq!((&gil["name"], &gil["role"]), (&json!("Gil"), &json!("financeiro")));
        assert_eq!((&gil["email"], &gil["email_consent"]), (&json!("gil@joias.example"), &json!(true)));
        let log = "select count(*) from consent where purpose = 'email' and source like 'till.%contract 2026 (contact %'";
        assert_eq!(shop.one(log).await, "2", "each said so for themselves");
        let contacts = format!("{company}/contacts");
        let again = json!({ "name": "Gilberto", "phone": GIL, "role": "compras" });
        let said = shop.post(&contacts, &again).await;
        assert_eq!((said.status, &said.body["id"]), (201, &gil["id"]));
        assert_eq!(&shop.contacts(&company).await[1], gil, "only what is empty is filled");
        let found = shop.till.read("/members?email=gil@joias.example").await;
        assert_eq!(found["data"][0]["cnpj"], "12ABC34501DE35");
        let ana = json!({ "name": "Ana", "phone": "+5511987654321" });
        let taken = shop.post(&contacts, &ana).await;
        assert_eq!((taken.status, taken.problem(), &taken.body["field"]), (409, "identity-conflict", &json!("phone")));
        let id = shop.one("select member from identity where value = '+5511987654321'").await;
        let person = shop.post(&format!("/members/{id}/contacts"), &json!({ "name": "Leo", "phone": "+5511966660009" })).await;
        assert_eq!((person.status, person.problem()), (422, "not-a-company"));
        for (wish, field) in [
            (json!({ "name": "Leo" }), "phone"),
            (json!({ "name": "", "phone": GIL }), "name"),
            (json!({ "name": "Leo", "phone": "11966660009" }), "phone"),
            (json!({ "name": "Leo", "email": "leo" }), "email"),
            (json!({ "name": "Leo", "email": "leo@joias.example", "email_consent": true }), "source"),
            (json!({ "name": "Leo", "email": "leo@joias.example", "source": "a@b.c" }), "source"),
        ] {
            let said = shop.post(&contacts, &wish).await;
            assert_eq!((said.problem(), said.body["field"].as_str()), ("bad-field", Some(field)), "{wish}");
        }
        assert_eq!(shop.post("/members/99999/contacts", &ana).await.problem(), "not-found");
        assert_eq!(shop.one("select count(*) from outbox").await, "0", "nobody is written to");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_removed_sees_nothing_more_and_gets_nothing_more() {
    on_both(|db| async move {
        let shop = mail::shop(&db).await;
        let company = shop.company().await;
        shop.buys("1", json!({ "cnpj": COMPANY }), None).await;
        assert_eq!(shop.mails().len(), 2, "both take mail");
        let balance = "3.000";
        assert!(shop.hears("gil", "saldo").await.contains(balance));
        assert!(shop.hears("eva", "saldo").await.contains(balance), "she is who wrote last");
        let number = format!("select phone from member where cnpj is not null and phone = '{EVA}'");
        assert_eq!(shop.one(&number).await, EVA);

        let eva = shop.contact(&company, "Eva").await;
        let gone = shop.remove(&eva).await;
        assert_eq!(gone.status, 200, "{:#}", gone.body);
        let left: Vec<Value> = shop.contacts(&company).await.iter().map(|one| one["name"].clone()).collect();
        assert_eq!(left, ["Gil"]);
        for by in ["phone=%2B5511966660001", "email=eva@joias.example"] {
            assert_eq!(shop.till.read(&format!("/members?{by}")).await["data"], json!([]), "{by}");
        }
        assert_eq!(shop.one("select phone from member where cnpj is not null").await, GIL);
        assert!(!shop.hears("eva", "saldo").await.contains(balance), "she is a stranger now");
        let before = shop.house.emulator.chat("eva").len();
        shop.house.clock.advance(60_000);
        let sold = shop.buys("2", json!({ "cnpj": COMPANY }), None).await;
        assert_ne!(sold.body["told"]["whatsapp"], "chat", "nobody who is there has written last");
        assert_eq!(shop.house.emulator.chat("eva").len(), before);
        let to: Vec<String> = shop.mails()[2..].iter().map(|mail| mail.to.clone()).collect();
        assert_eq!(to, ["gil@joias.example"]);
        assert!(shop.hears("gil", "saldo").await.contains("6.000"));
        shop.house.clock.advance(60_000);
        let gil = shop.house.emulator.chat("gil").len();
        assert_eq!(shop.buys("3", json!({ "cnpj": COMPANY }), None).await.body["told"]["whatsapp"], "chat");
        let chats = (shop.house.emulator.chat("eva").len(), shop.house.emulator.chat("gil").len());
        assert_eq!(chats, (before, gil + 1), "Gil is told, and Eva is not");

        assert_eq!(shop.remove(&eva).await.problem(), "not-found");
        // Once removed she may come back, as anybody.
        let back = json!({ "name": "Eva", "email": "eva@joias.example" });
        assert_eq!(shop.post(&format!("{company}/contacts"), &back).await.status, 201);
        assert_eq!(
            shop.contacts(&company).await[1]["email_consent"],
            Value::Null,
            "a word of before is gone with her"
        );
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_on_its_way_to_who_is_removed_waits_for_another_and_letters_do_not_leave() {
    on_both(|db| async move {
        let shop = mail::shop(&db).await;
        let company = shop.company().await;
        let late = json!({ "name": "Lia", "phone": "+5511966660003", "email": "later@joias.example",
            "email_consent": true, "source": "contract 2026" });
        shop.house.emulator.add_person(person("lia", "+5511966660003"));
        assert_eq!(shop.post(&format!("{company}/contacts"), &late).await.status, 201);
        shop.hears("lia", "oi").await;
        shop.buys("1", json!({ "cnpj": COMPANY }), None).await;
        let letter = "select state from mail where address = 'later@joias.example'";
        assert_eq!(shop.one(letter).await, "retry_wait");
        // Something that could not be sent yet, to whoever wrote last.
        let user = user_id("lia");
        shop.raw
            .run(&format!(
                "update outbox set state = 'queued', due_ms = 4000000000000 where user_id = '{user}' \
            and id = (select max(id) from outbox)"
            ))
            .await;
        shop.remove(&shop.contact(&company, "Lia").await).await;
        assert_eq!(shop.one("select state from outbox order by id desc limit 1").await, "waiting");
        shop.house.clock.advance(120_000);
        shop.house.drain().await;
        assert_eq!(shop.one(letter).await, "dead");
        assert_eq!(shop.mails().iter().filter(|mail| mail.to.starts_with("later")).count(), 0);
        let (lia, gil) = (shop.house.emulator.chat("lia").len(), shop.house.emulator.chat("gil").len());
        shop.hears("gil", "oi").await;
        assert_eq!(shop.house.emulator.chat("lia").len(), lia);
        assert!(shop.house.emulator.chat("gil").len() >= gil + 3, "his words, the answer, and what waited");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_moved_is_removed_with_the_number_and_the_account_they_moved_to() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let company = shop.company().await;
        for slug in ["eva", "gil"] {
            assert!(!shop.hears(slug, "saldo").await.is_empty());
        }
        let to = Move { phone: Some("+5511966660007".to_owned()), user_id: Some(user_id("gil-new")), silent: false };
        shop.house.emulator.moves("gil", NUMBER, to);
        shop.house.drain().await;
        let gil = shop.contacts(&company).await[1].clone();
        assert_eq!((&gil["name"], &gil["phone"]), (&json!("Gil"), &json!("+5511966660007")));
        assert_eq!(shop.till.read("/members?phone=%2B5511966660002").await["data"], json!([]), "where he was is nobody");
        shop.hears("gil", "saldo").await;
        assert_eq!(shop.contacts(&company).await[1], gil, "he writes for it from where he is");
        shop.remove(&shop.contact(&company, "Gil").await).await;
        let left = "select kind, value from identity where member = (select id from member where cnpj is not null) \
            and kind in ('phone', 'user', 'parent_user') order by kind";
        let eva = format!("phone | {EVA} ; user | {}", user_id("eva"));
        assert_eq!(shop.one(left).await, eva);
        shop.hears("gil", "oi").await;
        assert_eq!(shop.one(left).await, eva, "he is somebody of his own");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_becomes_a_company_because_it_names_them() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let bia = json!({ "phone": EVA, "email": "bia@exemplo.example", "name": "Bia" });
        let bia = shop.post("/members", &bia).await.body["id"].clone();
        for (field, contact) in [
            ("contacts.phone", json!({ "name": "Bia", "phone": EVA })),
            ("contacts.email", json!({ "name": "Bia", "email": "bia@exemplo.example" })),
        ] {
            let wish = json!({ "cnpj": COMPANY, "name": "Joias Marta", "contacts": [contact],
                "consents": { "source": "contract 2026" } });
            let said = shop.post("/members", &wish).await;
            assert_eq!((said.status, said.problem()), (409, "identity-conflict"), "{:#}", said.body);
            assert_eq!(said.body["field"], field);
        }
        let known = shop.till.read(&format!("/members/{}", bia.as_str().unwrap())).await;
        assert_eq!((&known["cnpj"], &known["name"]), (&Value::Null, &json!("Bia")));
        let nobody = json!({ "name": "Ninguém", "contacts": [{ "name": "Gil", "phone": GIL }] });
        let said = shop.post("/members", &nobody).await;
        assert_eq!((said.status, said.problem()), (422, "bad-field"), "{:#}", said.body);
    })
    .await;
}
