//! Putting right by hand, at its edges: words about somebody go with them, and a debt stands for a year at most.

use crate::support::engines::on_both;
use crate::support::house::verify_clean;
use crate::support::script::{Room, body, message, text, turns_on};
use crate::support::shop::{NOON, PETS};
use fregues::app::clock::Clock;
use fregues::dialogue::hear::{Ears, Role, Setting, hear};
use fregues::domain::calendar::{DAY, HOUR, MonthAsked};
use fregues::domain::lang::Lang;
use fregues::domain::money::Money;

async fn say(room: &Room, who: &str, at: i64, words: &str, quotes: Option<String>) {
    let mut content = text(words);
    if let Some(quoted) = quotes {
        content["context"] = serde_json::json!({ "id": quoted });
    }
    room.clock.advance_to(at);
    room.keep(&body(who, &[message(who, &format!("w{at}"), at, content)]), at).await;
    room.decide(256).await;
}

/// Bia buys, has a reward held and handed over, and returns half of the purchase: what she used of it is owed from the
/// fourth second on. Returns the message that sold it.
async fn owes(room: &Room) -> String {
    say(room, "beto", NOON, "11 98765-0002 200,00", None).await;
    say(room, "bia", NOON + 1_000, "resgatar 1", None).await;
    let code = room.raw.rows("select code from hold").await.remove(0);
    say(room, "beto", NOON + 2_000, &format!("v {code}"), None).await;
    say(room, "beto", NOON + 3_000, "sim", None).await;
    let sale = room.raw.rows("select wamid from purchase").await.remove(0);
    say(room, "beto", NOON + 4_000, "estorno 100", Some(sale.clone())).await;
    sale
}

#[tokio::test(flavor = "multi_thread")]
async fn a_debt_is_let_go_after_a_year_and_told() {
    on_both(|db| async move {
        let room = Room::open(&db, NOON).await;
        let sale = owes(&room).await;
        let owed = "select debt, owing_ms from wallet where debt > 0";
        assert_eq!(room.raw.rows(owed).await, [format!("3000 | {}", NOON + 4_000)]);
        // More of it, later: it is owed since then all the same.
        say(&room, "carla", NOON + 40 * DAY, "estorno 50", Some(sale)).await;
        assert_eq!(room.raw.rows(owed).await, [format!("4500 | {}", NOON + 4_000)]);
        let year = NOON + 365 * DAY + 4_000;
        say(&room, "carla", year - 1, "oi", None).await;
        assert_eq!(room.raw.rows(owed).await.len(), 1, "a moment before, it stands");
        say(&room, "carla", year, "oi", None).await;
        assert_eq!(room.raw.rows(owed).await.len(), 0);
        let off =
            "select f.debit, f.amount from txn t join transfer f on f.txn = t.id where t.kind = 'write_off'";
        assert_eq!(room.raw.rows(off).await, ["adjusted | 4500"]);
        say(&room, "bia", year + 1_000, "extrato", None).await;
        let told = room.raw.rows("select body from outbox order by id").await.join("\n");
        assert!(told.contains("foi perdoado") && told.contains("dívida perdoada"), "{told}");
        verify_clean(&room.store).await;
    })
    .await;
}

/// The service starts again with a clock a year ahead: what was set aside is free, and for an hour nothing else happens.
#[tokio::test(flavor = "multi_thread")]
async fn by_a_clock_that_leapt_nothing_is_given_or_let_go() {
    on_both(|db| async move {
        let birthdays = PETS.replacen("[expiry]", "[bonus]\nbirthday = 800\n[expiry]", 1);
        let room = Room::with(&db, NOON, &birthdays).await;
        owes(&room).await;
        say(&room, "ana", NOON + 5_000, "nasci em 31/12/1990", None).await;
        say(&room, "ana", NOON + 6_000, "resgatar 1", None).await;
        let clock = Clock::manual(NOON + 400 * DAY);
        let turns = turns_on(&room.store, &clock);
        turns.begin().await;
        let holds = "select state from hold order by id";
        let by_time = "select kind from txn where kind in ('birthday', 'write_off') order by kind";
        while turns.poll(256).await.unwrap().messages > 0 {}
        assert_eq!(room.raw.rows(holds).await, ["captured", "expired"]);
        assert_eq!(room.raw.rows(by_time).await.len(), 0);
        clock.advance(HOUR);
        while turns.poll(256).await.unwrap().messages > 0 {}
        assert_eq!(room.raw.rows(by_time).await, ["birthday", "write_off"]);
        verify_clean(&room.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_manager_wrote_about_somebody_is_deleted_with_them() {
    on_both(|db| async move {
        let room = Room::open(&db, NOON).await;
        say(&room, "carla", NOON, "ajuste 11 98765-0002 +500 motivo presente da Bia", None).await;
        say(&room, "carla", NOON + 1_000, "sim", None).await;
        let reasons = "select text from reason";
        assert_eq!(room.raw.rows(reasons).await, ["presente da Bia"]);
        say(&room, "bia", NOON + 2_000, "apagar meus dados", None).await;
        say(&room, "bia", NOON + 3_000, "sim", None).await;
        assert_eq!(
            room.raw.rows("select held from wallet where available > 500 and held > 0").await.len(),
            0
        );
        assert_eq!(room.raw.rows("select count(*) from txn where kind = 'erasure'").await, ["1"]);
        assert_eq!(room.raw.rows(reasons).await.len(), 0);
        verify_clean(&room.store).await;
    })
    .await;
}

/// What is typed, what is heard of it: hundredths with their sign, and the reason.
const TYPED: [(&str, Option<i64>, Option<&str>); 17] = [
    ("ajuste 11 98765-4321 +500 motivo brinde da inauguração", Some(50_000), Some("brinde da inauguração")),
    ("ajuste 11 98765-4321 -300 motivo lançado errado", Some(-30_000), Some("lançado errado")),
    ("ajuste 11 98765-4321 −300 motivo: lançado errado", Some(-30_000), Some("lançado errado")),
    ("ajuste 11 98765-4321 500 pontos motivo festa", Some(50_000), Some("festa")),
    ("ajuste 11 98765-4321 -500 pontos motivo festa", Some(-50_000), Some("festa")),
    ("Ajustar -12,50 do 11987654321 motivo Troco de R$ 3", Some(-1_250), Some("Troco de R$ 3")),
    ("ajuste 11987654321 R$ 1.250,00 motivo acordo", Some(125_000), Some("acordo")),
    ("ajuste 11987654321 +500", Some(50_000), None),
    ("ajuste 11987654321 motivo festa", None, Some("festa")),
    ("ajuste 11 98765-4321 +500 motivo tirei a mais", Some(50_000), Some("tirei a mais")),
    ("tira 30 pontos da 11 98765-4321 motivo lançado errado", Some(-3_000), Some("lançado errado")),
    ("dá 100 pontos pra 11 98765-4321 motivo cortesia", Some(10_000), Some("cortesia")),
    ("corrige o saldo da 11 98765-4321 pra 80", None, None),
    ("ajuste", None, None),
    ("dá 500 pontos pra Ana 11 98765-4321, não, 300", Some(30_000), None),
    ("tira 20 pontos da Ana 11 98765-4321, lançou duas vezes", Some(-2_000), Some("lançou duas vezes")),
    ("credita 50 pontos pra Dona Lia 11 98765-4321 pelo atraso", Some(5_000), Some("atraso")),
];

#[test]
fn an_adjustment_is_heard_with_its_sign_and_its_reason() {
    let ears = Ears::embedded().unwrap();
    let setting =
        Setting { role: Role::Owner, lang: Lang::PtBr, area_code: 11, high_amount: Money::reais(10_000) };
    for (typed, amount, reason) in TYPED {
        let slots = hear(typed, &setting, &ears).slots;
        assert_eq!((slots.adjustment, slots.reason.as_deref()), (amount, reason), "{typed}");
        let phone = slots.phone.as_ref().map(fregues::domain::phone::Phone::as_str);
        assert_eq!(phone, typed.contains("11").then_some("+5511987654321"), "{typed}");
    }
    for (typed, month) in [
        ("fechar mês", MonthAsked::This),
        ("fechar o mês passado", MonthAsked::Before),
        ("fechar outubro", MonthAsked::Named { year: None, month: 10 }),
        ("fechar mês de março de 2025", MonthAsked::Named { year: Some(2025), month: 3 }),
    ] {
        assert_eq!(hear(typed, &setting, &ears).slots.month, month, "{typed}");
    }
}
