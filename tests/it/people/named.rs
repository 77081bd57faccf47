//! Whoever has no phone here can ask what is kept and be forgotten like anybody: by e-mail, by CNPJ, by the id of another
//! system, in the manager's chat and by command.

use crate::api::writes::Shop;
use crate::office::beside::{SHOP, fregues, said};
use crate::office::done;
use crate::support::engines::on_both;
use fregues::app::office::members::Whom;
use fregues::app::office::{Office, Order};
use serde_json::{Value, json};

const DAY: i64 = 86_400_000;

/// Three customers without a phone, and somebody with one.
fn customers() -> [Value; 4] {
    [
        json!({ "name": "Rita Sol", "email": "rita@exemplo.example" }),
        json!({ "name": "Joias Sul", "cnpj": "12.ABC.345/01DE-35", "consents": { "source": "contract" },
            "contacts": [{ "name": "Eva", "email": "eva@joias.example", "email_consent": true }] }),
        json!({ "name": "Davi Luz", "own_id": "123" }),
        json!({ "name": "Edu Reis", "phone": "+5511955550055" }),
    ]
}

async fn shop(db: &crate::support::engines::Db) -> Shop {
    let shop = Shop::open(db).await;
    for customer in customers() {
        assert_eq!(shop.post("/members", &customer).await.status, 201);
    }
    shop
}

async fn says(shop: &Shop, who: &str, text: &str) -> String {
    shop.house.clock.advance(7_000);
    let bubbles = shop.house.say(who, text).await;
    bubbles.into_iter().map(|bubble| bubble.body).collect::<Vec<_>>().join("\n")
}

async fn nobody_is_left(shop: &Shop) {
    assert_eq!(shop.one("select value from identity where kind in ('own', 'email', 'cnpj')").await, "");
    assert_eq!(
        shop.one("select name from member where name in ('Rita Sol', 'Joias Sul', 'Davi Luz')").await,
        ""
    );
    shop.house.clock.advance(DAY);
    shop.house.drain().await;
    shop.house.clock.advance(9 * DAY);
    shop.house.drain().await;
    assert_eq!(shop.one("select distinct state from erasure").await, "done");
    for word in ["rita@", "Rita Sol", "eva@joias", "12ABC34501DE35", "12.ABC.345/01DE-35", "Davi Luz"] {
        let kept = format!(
            "select (select count(*) from inbox where raw like '%{word}%'), \
            (select count(*) from outbox where body like '%{word}%')"
        );
        assert_eq!(shop.one(&kept).await, "0 | 0", "{word}");
    }
    shop.house.verify_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_forgets_customers_who_have_no_phone() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        for (words, name) in [
            ("apagar os dados de rita@exemplo.example", "Rita S."),
            ("esquecer o cnpj 12.ABC.345/01DE-35", "Joias S."),
            ("apagar os dados do cliente #123", "Davi L."),
            ("esquecer 11 95555-0055", "Edu R."),
        ] {
            let cashier = says(&shop, "beto", words).await;
            assert!(!cashier.contains("Apagar mesmo?"), "{words}: {cashier}");
            let asked = says(&shop, "carla", words).await;
            assert!(asked.contains(name) && asked.contains("Apagar mesmo?"), "{words}: {asked}");
            assert_eq!(asked.contains("os contatos dela se apagam junto (1)"), name == "Joias S.", "{asked}");
            let done = says(&shop, "carla", "sim").await;
            assert!(done.contains("Dados apagados"), "{words}: {done}");
        }
        let nobody = says(&shop, "carla", "esquecer o cliente #124").await;
        assert!(nobody.contains("Não achei esse cliente"), "{nobody}");
        let how = says(&shop, "carla", "apagar os dados do cliente").await;
        assert!(how.contains("*do cliente #123*"), "{how}");
        nobody_is_left(&shop).await;
    })
    .await;
}

fn whom(who: &str) -> Whom {
    Whom { merchant: None, who: who.to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_runs_it_sees_what_is_kept_of_somebody_and_forgets_them() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        let app = &shop.house.app;
        let refused = async |order: Order| Office::of(app.clone()).carry_out(order).await.unwrap_err().0;
        for (who, parts) in [
            (
                "rita@exemplo.example",
                &["Rita Sol (member", "Contact: rita@exemplo.example", "0 purchases"][..],
            ),
            (
                "12abc34501de35",
                &["CNPJ: 12.ABC.345/01DE-35", "Contact: Eva eva@joias.example", ": contract (contact"],
            ),
            ("#123", &["Davi Luz (member", "In another system: #123"]),
            ("(11) 95555-0055", &["Edu Reis (member", "Phone: +5511955550055"]),
            ("+55 11 98765-4321", &["Ana Souza (member", "7.000 points available"]),
        ] {
            let shown = done(app, Order::ShowMember(whom(who))).await;
            for part in parts {
                assert!(shown.contains(part), "{who}: {part}: {shown}");
            }
        }
        for (who, sentence) in [
            ("Rita", "\"Rita\" is no phone"),
            ("#124", "Nobody is known by #124; nothing was done."),
            ("11 97777-0002", "Beto Lima works here: dismiss them first"),
        ] {
            let said = refused(Order::ForgetMember(whom(who))).await;
            assert!(said.contains(sentence), "{who}: {said}");
        }
        for who in ["rita@exemplo.example", "12.ABC.345/01DE-35", "#123", "11 98765-4321"] {
            let before = shop.one("select count(*) from erasure").await;
            let lost = done(app, Order::LookAtForgetting(whom(who))).await;
            assert!(lost.contains("This forgets ") && lost.contains("Lost with it: "), "{lost}");
            assert_eq!(shop.one("select count(*) from erasure").await, before, "looking changes nothing");
            let gone = done(app, Order::ForgetMember(whom(who))).await;
            assert!(gone.contains("is forgotten"), "{gone}");
            assert!(refused(Order::ShowMember(whom(who))).await.contains("Nobody is known"), "{who}");
        }
        assert_eq!(shop.one("select distinct actor from erasure").await, "office");
        assert_eq!(shop.one("select actor, kind from txn where kind = 'erasure'").await, "office | erasure");
        nobody_is_left(&shop).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_forgets_only_after_a_yes() {
    on_both(|db| async move {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("list.csv"), "fone;id;saldo\n11 91234-0001;77;10\n").unwrap();
        let run = |arguments: &[&str]| {
            let output = fregues(folder.path(), &db.url).args(arguments).output().unwrap();
            (output.status.code(), said(&output))
        };
        assert_eq!(run(&SHOP).0, Some(0));
        assert_eq!(run(&["import", "list.csv", "--merchant", "1", "--yes"]).0, Some(0));
        for (arguments, code, words) in [
            (&["member", "show", "#77"][..], 0, "Phone: +5511912340001"),
            (&["member", "forget", "#77"], 2, "10 points available"),
            (&["member", "forget", "#77"], 2, "Nobody was forgotten; --yes does it"),
            (&["member", "show", "11 91234-0001", "--merchant", "2"], 1, "There is no merchant 2"),
            (&["member", "forget", "#77", "--yes"], 0, "is forgotten"),
            (&["member", "show", "#77"], 1, "Nobody is known by #77"),
        ] {
            let (exit, said) = run(arguments);
            assert!(said.contains(words), "{arguments:?}: {said}");
            assert_eq!(exit, Some(code), "{arguments:?}: {said}");
        }
    })
    .await;
}
