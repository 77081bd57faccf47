//! A person of the shop takes a chat over: the assistant keeps quiet there, and does what it must.

use crate::support::engines::on_both;
use crate::support::house::House;
use crate::support::raw::Raw;
use crate::support::shop::NUMBER;

const HOUR: i64 = 3_600_000;

#[tokio::test(flavor = "multi_thread")]
async fn an_echo_keeps_the_assistant_quiet_for_twelve_hours() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        house.emulator.say_from_app("ana", NUMBER, "já te atendo");
        for (words, answers) in [("saldo", 0), ("oi", 0), ("sair", 1), ("menu", 1), ("saldo", 1)] {
            assert_eq!(house.say("ana", words).await.len(), answers, "{words}");
        }
        assert_eq!(raw.rows("select offers from member where name = 'Ana Souza'").await, ["0"]);
        house.emulator.say_from_app("ana", NUMBER, "mais uma coisa");
        assert_eq!(house.say("ana", "saldo").await.len(), 0);
        house.clock.advance(12 * HOUR + 60_000);
        assert_eq!(house.say("ana", "saldo").await.len(), 1);
        let kept = raw.rows("select state, reason from inbox where kind = 'echo'").await;
        assert_eq!(
            kept,
            ["ignored | typed by a person of the shop", "ignored | typed by a person of the shop"]
        );
        house.verify_clean().await;
        raw.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_still_go_where_the_shop_talks() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        house.emulator.say_from_app("ana", NUMBER, "já te atendo");
        house.drain().await;
        let before = house.emulator.chat("ana").len();
        house.say("beto", "11 98765-4321 50").await;
        let told = house.emulator.chat("ana").split_off(before);
        assert!(told.len() == 1 && told[0].body.contains("+1.500"), "{told:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_echo_opens_no_window_and_the_team_is_always_heard() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        // Duda has never written; the shop wrote to her by hand.
        house.emulator.say_from_app("duda", NUMBER, "oi Duda");
        house.emulator.say_from_app("beto", NUMBER, "abre a loja?");
        house.drain().await;
        let sql = "select coalesce(c.last_inbound_ms, 0) from conversation c join identity i on i.member = c.member \
                   where i.value = '+5511987650004'";
        assert_eq!(raw.rows(sql).await, ["0"]);
        assert_eq!(house.say("duda", "oi, ainda tem ração?").await.len(), 0);
        assert_eq!(house.say("beto", "resumo").await.len(), 1);
        raw.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_a_person_begins_the_same_quiet() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let said = house.say("ana", "falar com atendente").await;
        assert!(said[0].body.contains("12 horas") && said[0].body.contains("*menu*"), "{said:?}");
        assert_eq!(house.say("ana", "meu banho não entrou").await.len(), 0);
        assert_eq!(house.say("ana", "menu").await.len(), 1);
        assert_eq!(house.say("ana", "saldo").await.len(), 1);
    })
    .await;
}
