//! A customer's own word on e-mail, given and taken back in the chat; and what of it, and of them, is told on asking.

use super::mail::writing_to;
use super::writes::Shop;
use crate::support::engines::{Db, on_both};
use serde_json::{Value, json};

const ANA: &str = "+5511987654321";
const WORDS: &str = "select given, source from consent where purpose = 'email' order by at_ms, given desc";

/// A shop whose program sends mail; where to is of no matter.
async fn shop(db: &Db) -> Shop {
    writing_to(db, 9, None).await
}

async fn says(shop: &Shop, who: &str, text: &str) -> String {
    shop.house.clock.advance(7_000);
    let bubbles = shop.house.say(who, text).await;
    bubbles.into_iter().map(|bubble| bubble.body).collect::<Vec<_>>().join("\n")
}

async fn tells(shop: &Shop, customer: Value) {
    let said = shop.post("/members", &customer).await;
    assert_eq!(said.status, 201, "{:#}", said.body);
}

fn contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_stop_and_begin_again_by_a_word_and_nothing_else_changes() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        contains(&says(&shop, "ana", "parar e-mail").await, &["Não temos um e-mail seu"]);
        contains(
            &says(&shop, "ana", "quero receber e-mail").await,
            &["Ainda não temos seu e-mail", "(11) 4000-1234", "*quero receber e-mail*"],
        );
        assert_eq!(shop.one(WORDS).await, "", "nothing was said of an address");
        tells(
            &shop,
            json!({ "phone": ANA, "email": "ana@exemplo.example",
            "consents": { "email": true, "source": "checkout" } }),
        )
        .await;
        let wants = "select k.mail, m.offers, m.silent from contact k \
            join member m on m.merchant = k.merchant and m.id = k.member";
        let before = shop.one(wants).await;
        assert!(before.starts_with("1 | "), "{before}");
        for _ in 0..2 {
            let off = says(&shop, "ana", "Não quero mais e-mails!").await;
            contains(&off, &["nada mais vai pra ana@exemplo.example", "*quero receber e-mail*"]);
        }
        assert_eq!(shop.one(wants).await, before.replacen('1', "0", 1), "WhatsApp goes on as before");
        let on = says(&shop, "ana", "quero receber emails").await;
        contains(&on, &["também pra ana@exemplo.example", "*parar e-mail*"]);
        assert_eq!(shop.one(wants).await, before);
        let words = shop.one(WORDS).await;
        let given: Vec<&str> = words.split(" ; ").map(|row| &row[..1]).collect();
        assert_eq!(given, ["1", "0", "1"], "each word once: {words}");
        assert!(words.contains(": checkout (contact ") && words.contains("0 | wamid."), "{words}");
        tells(
            &shop,
            json!({ "phone": ANA, "email": "ana@exemplo.example",
            "consents": { "email": true, "source": "checkout" } }),
        )
        .await;
        says(&shop, "ana", "parar e-mail").await;
        tells(
            &shop,
            json!({ "phone": ANA, "email": "ana@exemplo.example",
            "consents": { "email": true, "source": "checkout" } }),
        )
        .await;
        assert!(shop.one(wants).await.starts_with("0 | "), "no box takes her own word back");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_company_only_whoever_speaks_stops_their_letters() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        tells(&shop, json!({ "cnpj": "12.ABC.345/01DE-35", "name": "Joias Sul", "consents": { "source": "contract" },
            "contacts": [
                { "name": "Duda Luz", "role": "compras", "phone": "+5511987650004", "email": "duda@joias.example",
                    "email_consent": true },
                { "name": "Gil Paz", "phone": "+5511987659999", "email": "gil@joias.example", "email_consent": true }] }))
        .await;
        tells(&shop, json!({ "cnpj": "12.ABC.345/01DE-35", "own_id": "F-9" })).await;
        let off = says(&shop, "duda", "não quero mais receber e-mails").await;
        contains(&off, &["nada mais vai pra duda@joias.example"]);
        assert_eq!(shop.one("select name, mail from contact order by name").await, "Duda Luz | 0 ; Gil Paz | 1");
        let told = says(&shop, "duda", "meus dados").await;
        contains(
            &told,
            &[
                "• Nome: Joias Sul",
                "• CNPJ: 12.ABC.345/01DE-35",
                "• Código em nossos sistemas: F-9",
                "• Você: Duda Luz (compras)",
                "• Celular: (11) 98765-0004",
                "• E-mail: duda@joias.example",
                "• Não quer e-mails desde 21/11",
            ],
        );
        for hidden in ["Gil", "gil@", "9999", "Aceitou e-mails"] {
            assert!(!told.contains(hidden), "{hidden} is another's: {told}");
        }
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_told_with_where_it_came_from() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        tells(
            &shop,
            json!({ "phone": ANA, "email": "ana@exemplo.example", "own_id": "c-17",
            "consents": { "email": true, "offers": true, "source": "loja virtual" } }),
        )
        .await;
        let told = says(&shop, "ana", "meus dados").await;
        contains(
            &told,
            &[
                "• Celular: (11) 98765-4321",
                "• E-mail: ana@exemplo.example",
                "• Idioma: português",
                "• Loja: Centro",
                "• Código em nossos sistemas: c-17",
                "• Aceitou e-mails em 21/11\n  (registrado em: loja virtual)",
            ],
        );
        shop.raw.run("update contact set bounced_ms = 1795273200000").await;
        contains(&says(&shop, "ana", "meus dados").await, &["• E-mails voltam desde: 21/11"]);
        says(&shop, "ana", "parar emails").await;
        let told = says(&shop, "ana", "meus dados").await;
        contains(&told, &["• Não quer e-mails desde 21/11\n"]);
        assert!(!told.contains("Não quer e-mails desde 21/11\n  ("), "she said it here: {told}");
        shop.house.verify_clean().await;
    })
    .await;
}
