//! Who wants to be forgotten leaves no trace that names them, and the ledger still balances.

use crate::support::engines::{Db, on_both};
use crate::support::house::House;
use crate::support::raw::Raw;
use crate::support::shop;
use fregues::emulator::{Bubble, Say, Utterance};

/// Everything Ana can be recognised by.
const CANARIES: [&str; 5] = ["Ana Souza", "551187654321", "5511987654321", "98765-4321", "987654321"];

async fn tap(house: &House, who: &str, label: &str) -> Vec<Bubble> {
    let chat = house.emulator.chat(who);
    let button = chat.iter().rev().flat_map(|bubble| &bubble.buttons).find(|(_, title)| title == label);
    let (id, title) = button.unwrap_or_else(|| panic!("{who} sees no [{label}]")).clone();
    house.does(who, Utterance::new(Say::Tap { id, title, list: false })).await
}

/// Every cell of every table that holds one of these words.
async fn found(raw: &Raw, words: &[String]) -> Vec<String> {
    const TABLES: [&str; 14] = [
        "member",
        "identity",
        "conversation",
        "staff",
        "txn",
        "transfer",
        "purchase",
        "hold",
        "consent",
        "announcement",
        "inbox",
        "outbox",
        "contest",
        "erasure",
    ];
    let mut found = Vec::new();
    for table in TABLES {
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

async fn nothing_is_left(db: &Db, house: &House, raw: Raw) {
    let left = found(&raw, &canaries()).await;
    assert_eq!(left, Vec::<String>::new());
    assert_eq!(house.emulator.forgotten(), [shop::user_id("ana")]);
    house.verify_clean().await;
    raw.close().await;
    house.app.store.close().await;
    if let Some(path) = db.url.strip_prefix("sqlite:") {
        for file in [path.to_owned(), format!("{path}-wal")] {
            let bytes = std::fs::read(&file).unwrap_or_default();
            for word in canaries() {
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
        house.clock.advance(60_000);
        house.drain().await;
        house.clock.advance(9 * 86_400_000);
        house.drain().await;
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
        let asked = house.say("carla", "apagar os dados de 11 98765-4321").await;
        assert!(asked[0].body.contains("Ana S."), "{asked:?}");
        tap(&house, "carla", "Apagar tudo").await;
        house.clock.advance(60_000);
        house.drain().await;
        house.clock.advance(9 * 86_400_000);
        house.drain().await;
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
