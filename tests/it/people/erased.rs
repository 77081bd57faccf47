//! Who wants to be forgotten leaves no trace that names them, and the ledger still balances.

use crate::meter::{november, recategorised};
use crate::office::done;
use crate::support::engines::{Db, on_both};
use crate::support::house::House;
use crate::support::raw::Raw;
use crate::support::script::{Room, body, change, message, says};
use crate::support::shop::{self, NOON};
use fregues::app::office::Order;
use fregues::domain::meter::Category;
use fregues::emulator::{Bubble, Say, Utterance};
use serde_json::{Value, json};

/// Everything Ana can be recognised by.
const CANARIES: [&str; 5] = ["Ana Souza", "551187654321", "5511987654321", "98765-4321", "987654321"];

pub async fn tap(house: &House, who: &str, label: &str) -> Vec<Bubble> {
    let chat = house.emulator.chat(who);
    let button = chat.iter().rev().flat_map(|bubble| &bubble.buttons).find(|(_, title)| title == label);
    let (id, title) = button.unwrap_or_else(|| panic!("{who} sees no [{label}]")).clone();
    house.does(who, Utterance::new(Say::Tap { id, title, list: false })).await
}

/// Every cell of every table that holds one of these words.
async fn found(raw: &Raw, words: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for table in raw.tables().await {
        for row in raw.rows(&format!("select * from {table}")).await {
            found.extend(
                words
                    .iter()
                    .filter(|word| row.contains(*word))
                    .map(|word| format!("{table}: {word} in {row}")),
            );
        }
    }
    found
}

fn canaries() -> Vec<String> {
    CANARIES.iter().map(|word| (*word).to_owned()).chain([shop::user_id("ana")]).collect()
}

async fn live(house: &House) {
    house.say("ana", "indicar").await;
    house.say("beto", "11 98765-4321 50 banho da Ana Souza").await;
    house.say("beto", "? (11) 98765-4321").await;
    house.say("beto", "11 98765-4321 50").await;
    house.say("beto", "não").await;
    house.say("ana", "resgatar 1").await;
}

/// Time passes until late deliveries were swept too.
async fn nine_days(house: &House) {
    house.clock.advance(60_000);
    house.drain().await;
    house.clock.advance(9 * 86_400_000);
    house.drain().await;
}

async fn nothing_is_left(db: &Db, house: &House, raw: Raw) {
    nothing_is_left_of("ana", &canaries(), db, house, raw).await;
}

async fn nothing_is_left_of(who: &str, words: &[String], db: &Db, house: &House, raw: Raw) {
    let left = found(&raw, words).await;
    assert_eq!(left, Vec::<String>::new(), "{}", db.engine);
    assert_eq!(house.emulator.forgotten(), [shop::user_id(who)]);
    house.verify_clean().await;
    raw.close().await;
    house.app.store.close().await;
    if let Some(path) = db.url.strip_prefix("sqlite:") {
        for file in [path.to_owned(), format!("{path}-wal")] {
            let bytes = std::fs::read(&file).unwrap_or_default();
            for word in words {
                let met = bytes.windows(word.len()).filter(|window| *window == word.as_bytes()).count();
                assert_eq!(met, 0, "{word} stands in {file}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn erasure_leaves_no_trace() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        live(&house).await;
        assert!(!found(&raw, &canaries()).await.is_empty(), "there is something to forget");
        let asked = house.say("ana", "apagar meus dados").await;
        assert!(asked[0].body.contains("8.500 pontos se perdem"), "{asked:?}");
        let kept = tap(&house, "ana", "Manter cadastro").await;
        assert!(kept[0].body.contains("nada foi apagado"), "{kept:?}");
        house.say("ana", "apagar meus dados").await;
        let done = tap(&house, "ana", "Apagar tudo").await;
        assert!(done[0].body.contains("foram apagados"), "{done:?}");
        nine_days(&house).await;
        assert_eq!(raw.rows("select state from erasure").await, ["done"]);
        let books = raw.rows("select credit, amount from transfer where credit = 'forfeited'").await;
        assert_eq!(books, ["forfeited | 8500"]);
        nothing_is_left(&db, &house, raw).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_message_delivered_again_brings_nobody_back() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        let wamid = house.write("ana", "saldo");
        house.drain().await;
        house.say("ana", "apagar meus dados").await;
        tap(&house, "ana", "Apagar tudo").await;
        let before = raw.rows("select count(*) from member").await;
        house.emulator.again(&wamid);
        house.drain().await;
        assert_eq!(raw.rows("select count(*) from member").await, before);
        let anew = house.say("ana", "oi").await;
        assert!(anew[0].body.contains("Quer participar?"), "{anew:?}");
        house.verify_clean().await;
        raw.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_erases_somebody_by_number_and_a_cashier_cannot() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        live(&house).await;
        let refused = house.say("beto", "apagar os dados de 11 98765-4321").await;
        assert!(!refused.iter().any(|bubble| bubble.body.contains("Apagar mesmo?")), "{refused:?}");
        house.say("carla", "família Beto 11 98765-4321").await;
        assert_eq!(raw.rows("select count(*) from family").await, ["1"]);
        let asked = house.say("carla", "apagar os dados de 11 98765-4321").await;
        assert!(asked[0].body.contains("Ana S."), "{asked:?}");
        tap(&house, "carla", "Apagar tudo").await;
        assert_eq!(raw.rows("select count(*) from family").await, ["0"]);
        nine_days(&house).await;
        nothing_is_left(&db, &house, raw).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_told() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        house.say("beto", "11 98765-4321 50").await;
        let told = house.say("ana", "quais dados vocês têm sobre mim").await;
        for part in ["Ana Souza", "(11) 98765-4321", "8.500", "Compras: 1"] {
            assert!(told[0].body.contains(part), "{part}: {told:?}");
        }
    })
    .await;
}

/// An announcement that nobody knows the outcome of, a second message of one row, and an answer that rests.
#[tokio::test(flavor = "multi_thread")]
async fn what_stays_unknown_rests_or_went_out_twice_is_swept_too() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        live(&house).await;
        let ana = raw.number("select id from member where phone = '+5511987654321'").await;
        let own = format!("from outbox where member = {ana} and state = 'accepted'");
        let (first, last) = (
            raw.number(&format!("select min(id) {own}")).await,
            raw.number(&format!("select max(id) {own}")).await,
        );
        assert_ne!(first, last);
        let wamid = raw.rows(&format!("select wamid from outbox where id = {last}")).await.remove(0);
        raw.run(&format!("delete from inbox where key like 's:{wamid}:%'")).await;
        raw.run(&format!(
            "update outbox set class = 'B', state = 'unknown', wamid = null, status = null where id = {last}"
        ))
        .await;
        raw.run(&format!(
            "insert into twin (merchant, wamid, outbox, attempt) values (1, 'wamid.TWIN', {first}, 1)"
        ))
        .await;
        raw.run(
            "insert into inbox (key, merchant, kind, at_ms, arrival, raw, state) \
             values ('s:wamid.TWIN:delivered:5511987654321:1', 1, 'status', 1, 1, '', 'done')",
        )
        .await;
        raw.run(
            "update outbox set state = 'held', body = '{\"text\":{\"body\":\"Ana Souza, 5511987654321\"}}' where id = \
             (select max(o.id) from outbox o join staff s on s.merchant = o.merchant and s.member = o.member)",
        )
        .await;
        house.say("ana", "apagar meus dados").await;
        tap(&house, "ana", "Apagar tudo").await;
        nine_days(&house).await;
        assert_eq!(raw.rows("select id from outbox where state = 'held'").await, Vec::<String>::new());
        nothing_is_left(&db, &house, raw).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_were_merged_are_forgotten_with_their_person() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        let mut leo = house.emulator.people().into_iter().find(|person| person.id == "leo").unwrap();
        leo.phone = Some("+5511987650009".to_owned());
        house.emulator.add_person(leo);
        house.say("beto", "11 98765-0009 10,00").await;
        house.say("beto", "sim").await;
        house.say("leo", "oi").await;
        house.say("leo", "saldo").await;
        house.does("leo", Utterance::new(Say::OwnNumber)).await;
        let away = raw.number("select id from member where merged_into is not null").await;
        assert!(raw.number(&format!("select count(*) from outbox where member = {away}")).await > 0);
        house.say("leo", "apagar meus dados").await;
        tap(&house, "leo", "Apagar tudo").await;
        nine_days(&house).await;
        let words = [shop::user_id("leo"), "1187650009".to_owned(), "987650009".into(), "98765-0009".into()];
        nothing_is_left_of("leo", &words, &db, &house, raw).await;
    })
    .await;
}

/// Rui's receipt went as a template, twice, and no status has named a price; his answers were charged.
#[tokio::test(flavor = "multi_thread")]
async fn a_month_costs_the_same_when_somebody_is_forgotten() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        done(&house.app, Order::PushTemplates { merchant: None }).await;
        house.say("beto", "11 98765-0003 50").await;
        house.say("rui", "saldo").await;
        raw.run(
            "insert into twin (merchant, wamid, outbox, attempt, status) \
             select merchant, 'wamid.twin', id, 2, 'delivered' from outbox where initiates = 1",
        )
        .await;
        raw.run("update outbox set category = null, billable = null where initiates = 1").await;
        raw.run(
            "update outbox set category = 'service', billable = 1 where initiates = 0 \
             and member = (select id from member where phone = '+5511987650003')",
        )
        .await;
        recategorised(&house, "fregues_receipt_2", "MARKETING").await;
        let charged = async || {
            let (bill, _) = november(&house).await;
            let lines = bill.lines.into_iter().map(|line| (line.category, line.market, line.price.0));
            (lines.collect::<Vec<_>>(), bill.unpriced)
        };
        let before = charged().await;
        // 1 × 0.0068 × 5.50 and 2 × 0.0625 × 5.50.
        let prices =
            vec![(Category::Service, "Brasil".to_owned(), 4), (Category::Marketing, "Brasil".to_owned(), 69)];
        assert_eq!(before, (prices, 0), "{}", db.engine);
        house.say("carla", "apagar os dados de 11 98765-0003").await;
        tap(&house, "carla", "Apagar tudo").await;
        assert_eq!(charged().await, before, "{}: at once", db.engine);
        nine_days(&house).await;
        assert_eq!(charged().await, before, "{}: once it is swept", db.engine);
        nothing_is_left_of("rui", &[shop::user_id("rui"), "987650003".to_owned()], &db, &house, raw).await;
    })
    .await;
}

/// WhatsApp took her receipt, and tells after she was forgotten, before every trace of her is swept, that nothing
/// arrives at this spelling of her number.
#[tokio::test(flavor = "multi_thread")]
async fn what_fails_after_its_person_was_forgotten_goes_nowhere_else() {
    on_both(|db| async move {
        let room = Room::open(&db, NOON).await;
        room.keep(&says("beto", "wamid.sale", "11 98765-4321 50"), NOON).await;
        room.decide(1).await;
        room.keep(&says("ana", "wamid.forget", "apagar meus dados"), NOON).await;
        room.decide(1).await;
        let ana = room.raw.number("select id from member where phone = '+5511987654321'").await;
        let asked = format!("select body from outbox where member = {ana} order by id desc limit 1");
        let asked: Value = serde_json::from_str(&room.raw.rows(&asked).await[0]).unwrap();
        let yes = asked["interactive"]["action"]["buttons"][0]["reply"]["id"].clone();
        let taken = "state = 'accepted', status = 'sent', sent_ms = 1, wamid = 'wamid.row' || id";
        room.raw.run(&format!("update outbox set {taken} where member = {ana}")).await;
        let tap = json!({ "type": "interactive",
            "interactive": { "type": "button_reply", "button_reply": { "id": yes, "title": "x" } } });
        room.keep(&body("ana", &[message("ana", "wamid.yes", NOON, tap)]), NOON).await;
        room.decide(1).await;
        assert_eq!(room.raw.number("select count(*) from erasure where state = 'open'").await, 1);
        // The farewell is a row of theirs too.
        room.raw.run(&format!("update outbox set {taken} where member = {ana} and wamid is null")).await;
        let sent = room.raw.rows(&format!("select wamid from outbox where member = {ana}")).await;
        assert!(sent.len() >= 3, "{sent:?}");
        for wamid in &sent {
            let failed = json!({ "id": wamid, "status": "failed", "timestamp": (NOON / 1_000 + 60).to_string(),
                "recipient_id": "5511987654321", "errors": [{ "code": 131_026, "title": "Undeliverable" }] });
            room.keep(&change("messages", json!({ "statuses": [failed] })), NOON + 60_000).await;
        }
        room.decide(1).await;
        let fates = format!("select distinct state, status, respelled from outbox where member = {ana}");
        assert_eq!(room.raw.rows(&fates).await, ["accepted | failed | 0"], "{}", db.engine);
        // WhatsApp knows Ana without the ninth digit.
        let elsewhere = "select count(*) from outbox where wa_id = '5511987654321'";
        assert_eq!(room.raw.number(elsewhere).await, 0, "{}", db.engine);
    })
    .await;
}
