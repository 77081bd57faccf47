//! A number with another account than before: the old record is frozen, and what was in it moves, is shown and is sent
//! to nobody until it is known whose it is.

use crate::support::engines::{Db, on_both};
use crate::support::house::House;
use crate::support::raw::Raw;
use crate::support::script::{Room, change, message, says as said, text};
use crate::support::shop::{NOON, NUMBER};
use fregues::domain::ids::MerchantId;
use fregues::emulator::{Bubble, Move, Say, Utterance};
use fregues::store::held::{self, Which};
use serde_json::{Value, json};

const HIS: &str = "+5511987654321";

struct Scene {
    house: House,
    raw: Raw,
}

impl Scene {
    /// Duda got the number that was Ana's, who has 7,000 points.
    async fn open(db: &Db) -> Scene {
        let house = House::open(db).await;
        house.say("ana", "saldo").await;
        house.emulator.takes_number("duda", HIS);
        Scene { raw: Raw::of(db).await, house }
    }

    async fn taps(&self, who: &str, label: &str) -> Vec<Bubble> {
        let chat = self.house.emulator.chat(who);
        let button = chat.iter().rev().flat_map(|bubble| &bubble.buttons).find(|(_, title)| title == label);
        let (id, title) = button.unwrap_or_else(|| panic!("{who} sees no [{label}]")).clone();
        self.house.does(who, Utterance::new(Say::Tap { id, title, list: false })).await
    }

    /// Buys for R$ 200, gets two rewards for what that gives and more, and brings everything back.
    async fn owes(&self, who: &str, phone: &str) {
        let house = &self.house;
        house.clock.advance(3_600_000);
        let sold = house.say("beto", &format!("{phone} 200")).await.remove(0);
        for _ in 0..2 {
            let code = code_of(&house.say(who, "resgatar 1").await);
            house.say("beto", &format!("v {code}")).await;
            assert!(says(&house.say("beto", "sim").await, "entregue"));
        }
        let back = Utterance { quotes: Some(sold.wamid), ..Utterance::text("estorno") };
        assert!(says(&house.does("beto", back).await, "200,00"));
    }

    async fn points(&self, name: &str) -> Vec<String> {
        let sql = format!(
            "select available, held, debt from wallet join member on member.id = wallet.member and \
             member.merchant = wallet.merchant where member.name = '{name}' and merged_into is null"
        );
        self.raw.rows(&sql).await
    }

    async fn frozen(&self) -> Vec<String> {
        self.raw.rows("select name, phone from member where frozen = 1").await
    }

    async fn close(self) {
        self.house.verify_clean().await;
        self.raw.close().await;
        self.house.app.store.close().await;
    }
}

fn says(bubbles: &[Bubble], part: &str) -> bool {
    bubbles.iter().any(|bubble| bubble.body.contains(part))
}

fn code_of(bubbles: &[Bubble]) -> String {
    let text = bubbles.iter().map(|bubble| bubble.body.as_str()).collect::<Vec<_>>().join("\n");
    let bold =
        text.split('*').find(|part| part.len() == 4 && part.chars().all(|c| c.is_ascii_alphanumeric()));
    bold.unwrap_or_else(|| panic!("no code in {text}")).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recycled_number_shows_moves_and_sends_nothing() {
    on_both(|db| async move {
        let scene = Scene::open(&db).await;
        let house = &scene.house;
        let asked = house.say("duda", "saldo").await;
        assert!(says(&asked, "outra conta") && !says(&asked, "7.000"), "{asked:?}");
        assert_eq!(scene.frozen().await, ["Ana Souza | +5511987654321"]);
        let before = house.emulator.chat("duda").len();
        for (words, refused) in [
            ("? 11 98765-4321", "apareceu com outra conta"),
            ("11 98765-4321 50", "apareceu com outra conta"),
        ] {
            let answer = house.say("beto", words).await;
            assert!(says(&answer, refused) && !says(&answer, "7.000"), "{words}: {answer:?}");
        }
        // The cashier confirms: it is the newcomer's purchase.
        house.say("beto", "sim").await;
        assert_eq!(scene.points("Ana Souza").await, ["7000 | 0 | 0"]);
        assert_eq!(scene.points("Duda Luz").await, ["1500 | 0 | 0"]);
        let told = house.emulator.chat("duda").split_off(before);
        assert!(told.iter().all(|bubble| !bubble.body.contains("8.500") && !bubble.body.contains("7.000")));
        let ranking = house.say("duda", "ranking").await;
        assert!(says(&ranking, "outra conta"), "{ranking:?}");
        scene.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_gets_the_number_and_nothing_more() {
    on_both(|db| async move {
        let scene = Scene::open(&db).await;
        scene.house.say("duda", "oi").await;
        let answered = scene.taps("duda", "Não sou essa pessoa").await;
        assert!(says(&answered, "agora é seu") && says(&answered, "Quer participar?"), "{answered:?}");
        assert_eq!(scene.frozen().await, Vec::<String>::new());
        let sale = scene.house.say("beto", "11 98765-4321 50").await;
        assert!(says(&sale, "Duda L."), "{sale:?}");
        assert_eq!(scene.points("Ana Souza").await, ["7000 | 0 | 0"]);
        assert_eq!(scene.points("Duda Luz").await, ["1500 | 0 | 0"]);
        // Ana still is who she was, by her account.
        let balance = scene.house.say("ana", "saldo").await;
        assert!(says(&balance, "7.000"), "{balance:?}");
        assert_eq!(scene.raw.rows("select outcome from contest").await, ["recycled"]);
        scene.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_person_shows_a_code_at_the_counter() {
    on_both(|db| async move {
        let scene = Scene::open(&db).await;
        let house = &scene.house;
        house.say("duda", "oi").await;
        let code = code_of(&scene.taps("duda", "Sou eu").await);
        assert!(says(&house.say("duda", "saldo").await, &code), "the code is shown again");
        for _ in 0..4 {
            assert!(says(&house.say("beto", "v 7KD2").await, "Não achei"));
        }
        let asked = house.say("beto", &format!("v {code}")).await;
        assert!(says(&asked, "A***") && !says(&asked, "Ana"), "{asked:?}");
        let before = house.emulator.chat("duda").len();
        let done = scene.taps("beto", "Sim").await;
        assert!(says(&done, "liberada"), "{done:?}");
        let told = house.emulator.chat("duda").split_off(before);
        assert!(says(&told, "7.000"), "{told:?}");
        assert!(says(&house.say("duda", "saldo").await, "7.000"));
        assert_eq!(scene.raw.rows("select outcome from contest where closed_by > 0").await, ["returned"]);
        assert_eq!(scene.frozen().await, Vec::<String>::new());
        let again = house.say("beto", &format!("v {code}")).await;
        assert!(says(&again, "Não achei"), "{again:?}");
        scene.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_records_that_both_owe_become_one_that_owes_the_sum() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let scene = Scene { raw: Raw::of(&db).await, house };
        let house = &scene.house;
        scene.owes("ana", "11 98765-4321").await;
        assert_eq!(scene.points("Ana Souza").await, ["0 | 0 | 5000"]);
        // Duda joins, buys first what Ana had brought along, and ends up owing too.
        house.say("duda", "quero participar").await;
        house.say("duda", "1").await;
        house.say("beto", "11 98765-0004 250").await;
        scene.owes("duda", "11 98765-0004").await;
        assert_eq!(scene.points("Duda Luz").await, ["0 | 0 | 4500"]);
        house.verify_clean().await;
        // It turns out that they are one person.
        house.emulator.takes_number("duda", HIS);
        house.say("duda", "oi").await;
        let code = code_of(&scene.taps("duda", "Sou eu").await);
        house.say("beto", &format!("v {code}")).await;
        assert!(says(&scene.taps("beto", "Sim").await, "liberada"));
        assert_eq!(scene.points("Ana Souza").await, ["0 | 0 | 9500"]);
        let left = "select available, held, debt from wallet join member on member.id = wallet.member and \
                    member.merchant = wallet.merchant where merged_into > 0";
        assert_eq!(scene.raw.rows(left).await, ["0 | 0 | 0"]);
        house.verify_clean().await;
        // What comes next repays both.
        house.clock.advance(3_600_000);
        house.say("beto", "11 98765-4321 400").await;
        assert_eq!(scene.points("Ana Souza").await, ["2500 | 0 | 0"]);
        scene.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_stop_the_one_who_guesses() {
    on_both(|db| async move {
        let scene = Scene::open(&db).await;
        scene.house.say("duda", "oi").await;
        let code = code_of(&scene.taps("duda", "Sou eu").await);
        for _ in 0..5 {
            scene.house.say("beto", "v 7KD2").await;
        }
        assert!(says(&scene.house.say("beto", &format!("v {code}")).await, "Muitos códigos errados"));
        assert_eq!(scene.frozen().await.len(), 1);
        scene.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_releases_by_number() {
    on_both(|db| async move {
        let scene = Scene::open(&db).await;
        let house = &scene.house;
        house.say("duda", "oi").await;
        assert!(!says(&house.say("beto", "liberar 11 98765-4321").await, "A***"));
        let asked = house.say("carla", "liberar 11 98765-4321").await;
        assert!(says(&asked, "A***"), "{asked:?}");
        scene.taps("carla", "Sim").await;
        assert!(says(&house.say("duda", "saldo").await, "7.000"));
        assert!(says(&house.say("carla", "liberar 11 98765-4321").await, "não está guardada"));
        scene.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatsapps_own_word_is_no_recycling() {
    on_both(|db| async move {
        let scene = Scene::open(&db).await;
        let house = &scene.house;
        // The account changes, the number stays; the first message overtakes the notice.
        house.emulator.takes_number("ana", HIS);
        let (user_id, silent) = (Some("BR.777".to_owned()), false);
        let old = house.emulator.people().into_iter().find(|person| person.id == "ana").unwrap();
        house.emulator.moves("ana", NUMBER, Move { phone: None, user_id: user_id.clone(), silent: true });
        house.say("ana", "saldo").await;
        assert_eq!(scene.frozen().await.len(), 1);
        house.emulator.add_person(old);
        house.emulator.moves("ana", NUMBER, Move { phone: None, user_id, silent });
        let before = house.emulator.chat("ana").len();
        house.drain().await;
        assert_eq!(house.emulator.chat("ana").len(), before, "a system message gets no answer");
        assert_eq!(scene.frozen().await, Vec::<String>::new());
        assert!(says(&house.say("ana", "saldo").await, "7.000"));
        // Value leaves only after a yes.
        assert!(says(&house.say("ana", "resgatar 1").await, "Foi você quem trocou?"));
        assert_eq!(scene.points("Ana Souza").await, ["7000 | 0 | 0"]);
        scene.taps("ana", "Sim").await;
        assert!(says(&house.say("ana", "resgatar 1").await, "reservado"));
        scene.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_names_no_account_lets_nothing_go_to_a_number_in_question() {
    on_both(|db| async move {
        let room = Room::open(&db, NOON + 60_000).await;
        let from = |wamid: &str, account: Value| {
            let mut message = message("bia", wamid, NOON + 1_000, text("oi"));
            message["from_user_id"] = account.clone();
            change("messages", json!({ "contacts": [{ "user_id": account }], "messages": [message] }))
        };
        let bodies = [
            said("bia", "wamid.0", "saldo"),
            said("bia", "wamid.1", "saldo"),
            from("wamid.2", json!("BR.777")),
            from("wamid.3", Value::Null),
        ];
        for (body, arrival) in bodies.iter().zip(NOON..) {
            room.keep(body, arrival).await;
        }
        room.decide(1).await;
        let sql =
            "select cause, state, recalled from outbox where cause in ('wamid.0', 'wamid.1') order by id";
        assert_eq!(room.raw.rows(sql).await, ["wamid.0 | sending | waiting", "wamid.1 | waiting | -"]);
        assert_eq!(room.raw.number("select count(*) from outbox where cause = 'wamid.3'").await, 1);
        room.raw.close().await;
        room.store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_rested_for_a_pause_waits_on_for_whoever_proves_to_be_the_owner() {
    on_both(|db| async move {
        let scene = Scene::open(&db).await;
        let house = &scene.house;
        house.clock.advance(1_000);
        house.drain().await;
        scene
            .raw
            .run("update outbox set state = 'held', reason = 'the merchant was paused', class = 'A', wamid = null")
            .await;
        house.say("duda", "saldo").await;
        assert_eq!(scene.frozen().await.len(), 1);
        let which = "select count(*) from outbox where state = 'waiting'";
        let (store, now) = (&house.app.store, house.clock.now());
        store.write(move |tx| Box::pin(held::resume(tx, MerchantId(1), now))).await.unwrap();
        assert_eq!(scene.raw.number(which).await, 1, "not to the number in question");
        scene.raw.run("update outbox set state = 'held', reason = 'x' where state = 'waiting'").await;
        let every = Which::default();
        store.write(move |tx| Box::pin(async move { held::release(tx, &every, now).await })).await.unwrap();
        assert_eq!(scene.raw.number(which).await, 1);
        scene.close().await;
    })
    .await;
}
