//! E-mail: what a customer is told in the chat goes to the address they agreed to, once, and stops when they say so.

use super::Said;
use super::writes::Shop;
use crate::support::engines::{Db, on_both};
use crate::support::house::{client, serve};
use crate::support::script::hook;
use fregues::app::http::router;
use fregues::app::mailer::Mailer;
use fregues::domain::email::Email;
use fregues::domain::ids::MerchantId;
use fregues::email::post::{Post, Server};
use fregues::emulator::Mail;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

const ANA: &str = "+5511987654321";
const DAY: i64 = 86_400_000;

/// A shop whose program sends mail, and a mail server that takes it.
pub async fn shop(db: &Db) -> Shop {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let shop = writing_to(db, port, None).await;
    tokio::spawn(shop.house.emulator.clone().take_mail(listener, CancellationToken::new()));
    shop
}

/// A shop that writes letters to whatever listens on this port.
pub async fn writing_to(db: &Db, port: u16, login: Option<(String, String)>) -> Shop {
    let mut shop = Shop::open(db).await;
    shop.raw.run("update program set text = text || '\n[notices]\nemail = true\n'").await;
    let own = |name: &str| Email::canonical(&format!("{name}@patinhas.example")).unwrap();
    let (host, from, return_path) = ("127.0.0.1".to_owned(), own("clube"), own("volta"));
    let server = Server { host, port, login, tls: false, from, return_path };
    let (store, leaving) = (shop.house.app.store.clone(), shop.house.app.leaving.clone());
    let post = Post::new(&server).unwrap();
    shop.house.app.mailer = Mailer::new(store, shop.house.clock.clone(), leaving, Some(post));
    shop
}

impl Shop {
    pub async fn buys(&self, order: &str, customer: Value, agreed: Option<bool>) -> Said {
        let mut sale = json!({ "order": { "id": order }, "customer": customer,
            "amount": { "value": "100.00", "currency": "BRL" } });
        if let Some(agreed) = agreed {
            sale["consents"] = json!({ "email": agreed, "source": "checkout" });
        }
        let said = self.post("/purchases", &sale).await;
        assert_eq!(said.status, 201, "{:#}", said.body);
        said
    }

    pub fn mails(&self) -> Vec<Mail> {
        self.house.emulator.mails()
    }
}

fn ana(email: &str) -> Value {
    json!({ "phone": ANA, "email": email })
}

/// Spaces plain and lines together, as a reader takes it in.
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_one_bubble_and_one_mail_and_again_it_is_none() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        let before = shop.house.emulator.chat("ana").len();
        let first = shop.buys("1", ana("Ana@Exemplo.example"), Some(true)).await;
        assert_eq!(shop.buys("1", ana("Ana@Exemplo.example"), Some(true)).await.body, first.body);
        let chat = shop.house.emulator.chat("ana");
        assert_eq!((chat.len() - before, shop.mails().len()), (1, 1));
        let mail = &shop.mails()[0];
        assert_eq!(
            (mail.to.as_str(), mail.subject.as_str()),
            ("ana@exemplo.example", "Sua compra: Clube Patinhas")
        );
        assert_eq!(mail.from, "Clube Patinhas <clube@patinhas.example>");
        assert!(mail.raw.starts_with("Return-Path: <volta@patinhas.example>\r\n"), "{}", mail.raw);
        let (text, html) = (plain(&mail.text), plain(&mail.html));
        for fact in ["Olá, Ana!", "R$ 100,00", "3.000", "10.000", &mail.leave] {
            assert!(text.contains(fact) && html.contains(fact), "{fact}\n{text}\n{html}");
        }
        assert!(html.contains("<strong>") && !text.contains('*'), "{text}\n{html}");
        assert!(mail.leave.starts_with("https://clube.example/u/1."), "{}", mail.leave);
        assert!(!mail.leave.contains('@'));
        assert!(mail.raw.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
        assert!(mail.raw.contains("Auto-Submitted: auto-generated\r\n"));
        assert_eq!(shop.one("select state, letter from mail").await, "sent | ", "what is gone is not kept");
        shop.house.say("ana", "saldo").await;
        assert_eq!(shop.mails().len(), 1, "answers stay in the chat");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_goes_to_those_who_agreed_and_to_nobody_else() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        shop.buys("1", ana("ana@exemplo.example"), None).await;
        assert_eq!(shop.mails().len(), 0, "an address is no consent");
        shop.buys("2", ana("ana@exemplo.example"), Some(false)).await;
        shop.buys("3", ana("ana@exemplo.example"), Some(true)).await;
        assert_eq!(shop.mails().len(), 0, "who said no is asked by nobody");
        let alone = shop.buys("4", json!({ "email": "leo@exemplo.example" }), Some(true)).await;
        assert_eq!((&alone.body["told"]["whatsapp"], shop.mails().len()), (&json!("not"), 1));
        let wish = json!({ "cnpj": "12.ABC.345/01DE-35", "name": "Joias", "consents": { "source": "contract" },
            "contacts": [{ "name": "Eva", "email": "eva@joias.example", "email_consent": true },
                { "name": "Gil", "email": "gil@joias.example", "email_consent": true },
                { "name": "Mia", "email": "mia@joias.example", "email_consent": false }] });
        assert_eq!(shop.post("/members", &wish).await.status, 201);
        shop.buys("5", json!({ "email": "mia@joias.example" }), None).await;
        let to: Vec<String> = shop.mails()[1..].iter().map(|mail| mail.to.clone()).collect();
        assert_eq!(to, ["eva@joias.example", "gil@joias.example"]);
        assert!(shop.mails()[2].text.starts_with("Olá, Gil!"));
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_asks_and_a_button_leaves() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        shop.buys("1", ana("ana@exemplo.example"), Some(true)).await;
        let service = serve(router(shop.house.app.clone())).await;
        let link = shop.mails()[0].leave.replace("https://clube.example", &service);
        let http = client();
        let wants = "select mail from contact";
        for _ in 0..2 {
            let asked = http.get(&link).send().await.unwrap();
            assert_eq!(asked.status(), 200);
            let page = asked.text().await.unwrap();
            assert!(page.contains("Clube Patinhas") && page.contains("<form method=\"post\">"), "{page}");
        }
        assert_eq!(shop.one(wants).await, "1", "programs look at links");
        for forged in [format!("{link}0"), link.replace("/u/1.", "/u/2."), format!("{service}/u/x")] {
            assert_eq!(http.post(&forged).send().await.unwrap().status(), 404, "{forged}");
        }
        for _ in 0..2 {
            let left = http.post(&link).body("List-Unsubscribe=One-Click").send().await.unwrap();
            assert_eq!(left.status(), 200);
            assert!(!left.text().await.unwrap().contains("<form"));
        }
        assert_eq!(shop.one(wants).await, "0");
        let log = "select given from consent where purpose = 'email' order by at_ms, given desc";
        assert_eq!(shop.one(log).await, "1 ; 0");
        shop.buys("2", ana("ana@exemplo.example"), Some(true)).await;
        assert_eq!(shop.mails().len(), 1, "a box ticked later takes nothing back");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_always_counts_and_a_yes_only_for_its_own_address() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        shop.buys("1", ana("ana@exemplo.example"), Some(true)).await;
        let wants = "select mail from contact where name is null";
        let no = json!({ "phone": ANA, "consents": { "email": false, "source": "call of 3 May" } });
        assert_eq!(shop.post("/members", &no).await.status, 201);
        assert_eq!(shop.one(wants).await, "0", "whatever she was named by");
        let rosa = json!({ "phone": "+5511955550011", "email": "old@joias.example" });
        assert_eq!(shop.post("/members", &rosa).await.status, 201);
        let other = json!({ "phone": "+5511955550011", "consents": { "source": "contract" },
            "contacts": [{ "name": "Rosa", "phone": "+5511955550011", "email": "new@joias.example",
                "email_consent": true }] });
        shop.post("/members", &other).await;
        let old = "select coalesce(mail, -1) from contact where email = 'old@joias.example'";
        assert_eq!(shop.one(old).await, "-1", "nobody has said yes for it");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_mail_server_says_decides_what_becomes_of_a_letter() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        let rows = "select state, attempt, doubts from mail order by id";
        shop.buys("1", json!({ "email": "bounce@exemplo.example" }), Some(true)).await;
        assert_eq!(shop.one(rows).await, "dead | 1 | 0");
        shop.buys("2", json!({ "email": "bounce@exemplo.example" }), Some(true)).await;
        assert_eq!(shop.one(rows).await, "dead | 1 | 0", "nothing more goes there");
        let bounced = "select case when bounced_ms is null then 0 else 1 end from contact";
        assert_eq!(shop.one(bounced).await, "1");
        shop.post("/members", &json!({ "email": "bounce@exemplo.example" })).await;
        assert_eq!(shop.one(bounced).await, "0", "until it is given anew");
        shop.raw.run("delete from mail").await;

        shop.buys("3", json!({ "email": "later@exemplo.example" }), Some(true)).await;
        assert_eq!(shop.one(rows).await, "retry_wait | 1 | 0");
        shop.house.clock.advance(59_000);
        shop.house.drain().await;
        assert_eq!(shop.mails().len(), 0);
        shop.house.clock.advance(2_000);
        shop.house.drain().await;
        assert_eq!((shop.one(rows).await.as_str(), shop.mails().len()), ("sent | 2 | 0", 1));
        shop.raw.run("delete from mail").await;

        shop.buys("4", json!({ "email": "lost@exemplo.example" }), Some(true)).await;
        assert_eq!(shop.one(rows).await, "retry_wait | 1 | 1");
        shop.house.clock.advance(61_000);
        shop.house.drain().await;
        assert_eq!(shop.one(rows).await, "sent | 2 | 1");
        let twice = &shop.mails()[1..];
        assert_eq!(twice.len(), 2);
        assert_eq!(twice[0].message_id, twice[1].message_id, "by which a mailbox knows it");
        shop.house.clock.advance(DAY);
        shop.house.drain().await;
        assert_eq!(shop.mails().len(), 3);
        shop.house.verify_clean().await;
    })
    .await;
}

/// A process ended in the middle of a dialogue: once more, and never a third time.
#[tokio::test(flavor = "multi_thread")]
async fn what_an_ended_process_was_sending_goes_once_more() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        shop.buys("1", json!({ "email": "later@exemplo.example" }), Some(true)).await;
        for (doubts, state, mails) in [(0, "sent", 1), (1, "unknown", 1)] {
            let due = shop.house.clock.now();
            shop.raw
                .run(&format!("update mail set state = 'sending', doubts = {doubts}, due_ms = {due}"))
                .await;
            shop.house.clock.advance(1_000);
            shop.house.drain().await;
            assert_eq!(
                (shop.one("select state from mail").await.as_str(), shop.mails().len()),
                (state, mails)
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_forgotten_is_written_to_no_more() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        shop.buys("1", ana("later@exemplo.example"), Some(true)).await;
        shop.house.say("ana", "apagar meus dados").await;
        shop.house.say("ana", "sim").await;
        shop.house.clock.advance(DAY);
        shop.house.drain().await;
        assert_eq!(shop.one("select state, letter, coalesce(address, '') from mail").await, "dead |  | ");
        assert_eq!(shop.mails().len(), 0);
        shop.house.verify_clean().await;
    })
    .await;
}

/// Other systems hear of each change of whom mail reaches, and of what the shop knows of them.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_keeps_a_copy_of_members_is_told_what_became_of_their_mail() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        hook(&shop.house.app.store, MerchantId(1), "aaaaaaaaaa").await;
        shop.raw.run("update hook set state = 'paused'").await;
        let bounces = json!({ "email": "bounce@exemplo.example" });
        let told = async || {
            let bodies = shop.raw.rows("select body from event where kind = 'member.updated' order by id").await;
            shop.raw.try_run("delete from event").await.unwrap();
            let changed = |body: &String| serde_json::from_str::<Value>(body).unwrap()["data"]["changed"].to_string();
            bodies.iter().map(changed).collect::<Vec<_>>().join(" ")
        };
        shop.buys("1", ana("ana@exemplo.example"), None).await;
        told().await;
        shop.buys("2", bounces.clone(), Some(true)).await;
        assert_eq!(told().await, r#"["contacts"] ["contacts"] ["contacts"]"#, "an address, its yes, and that it bounced");
        shop.post("/members", &bounces).await;
        assert_eq!(told().await, r#"["contacts"]"#, "that it is tried again");
        shop.house.drain().await;
        let no = json!({ "email": "bounce@exemplo.example", "consents": { "email": false, "source": "call of 3 May" } });
        shop.post("/members", &no).await;
        assert_eq!(told().await, r#"["contacts"]"#, "a no that a program brings");
        let company = json!({ "phone": ANA, "cnpj": "12.ABC.345/01DE-35" });
        shop.raw.run("update member set store = null").await;
        shop.post("/members", &company).await;
        assert!(told().await.contains(r#"["cnpj"]"#));
        shop.post("/members", &json!({ "phone": ANA, "store": "Centro" })).await;
        assert_eq!(told().await, r#"["store"]"#);
        shop.house.verify_clean().await;
    })
    .await;
}
