//! A request that comes to nothing leaves no question behind it for the next yes.

use crate::support::engines::on_both;
use crate::support::house::verify_clean;
use crate::support::script::{Room, body, message, text};
use crate::support::shop::{NOON, SALON_AT_ONCE};

/// What waits for a yes.
const QUESTIONS: [&str; 5] = [
    "11 98765-0002 16000",
    "11 98765-4444 70",
    "ajuste 11 98765-4321 +500 motivo brinde",
    "troca 11 98765-4321 50 por 30",
    "estorno 11 98765-4321",
];

/// A no, and words that mend nothing.
const NOES: [&str; 4] = ["não, é outra pessoa", "não, cancela", "não, a da Duda", "Não era esse não"];

/// What is refused, whatever waits.
const REFUSED: [&str; 12] = [
    "v ZZZZ",
    "v ZZZZ 50",
    "Z2Z4 50 usa 5",
    "estorno",
    "estorno 11 91111-2222",
    "desfaz 11 91111-2222",
    "liberar",
    "convidar operador Beto",
    "ajuste 11 98765-0003 -700 motivo erro",
    "troca 11 98765-4321 30 por 80 med 20",
    "11 98765-0002 cinquenta ou sessenta",
    "11 98765-0002 -5",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_request_leaves_no_question_that_a_yes_would_answer() {
    on_both(|db| async move {
        let room = Room::with(&db, NOON, SALON_AT_ONCE).await;
        let hear = async |at: i64, words: &str| {
            let heard = message("carla", &format!("wamid.{at}"), at, text(words));
            room.clock.advance_to(at);
            room.keep(&body("carla", &[heard]), at).await;
            room.decide(1).await;
        };
        let posted = async || room.raw.number("select cast(count(*) as bigint) from txn").await;
        let mut at = NOON;
        hear(at, "11 98765-4321 50").await;
        for question in QUESTIONS {
            for refused in REFUSED.iter().chain(&NOES) {
                at += 11 * 60_000;
                hear(at, question).await;
                let before = posted().await;
                hear(at + 1_000, refused).await;
                hear(at + 2_000, "sim").await;
                assert_eq!(posted().await, before, "{question}, {refused}: {}", room.latest("carla").await);
            }
        }
        for question in QUESTIONS {
            at += 11 * 60_000;
            hear(at, question).await;
            let before = posted().await;
            hear(at + 1_000, "sim").await;
            assert!(posted().await > before, "a yes answers nothing: {question}");
        }
        verify_clean(&room.store).await;
    })
    .await;
}
