//! Faults do what their names say.

use super::{NUMBER, house, text};
use fregues::emulator::{Fault, Faults, LATE_MS, Utterance};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn one_shot_faults_strike_the_next_sends_in_order() {
    let house = house().await;
    let next = [
        Fault::Pass,
        Fault::RateLimit,
        Fault::Pair,
        Fault::ServerError,
        Fault::GraphError(131_049),
        Fault::Bare502,
        Fault::Malformed200,
    ];
    house.emulator.set_faults(Faults { next: next.into(), ..Faults::default() });
    house.wamid(&text("0")).await;
    for code in [130_429, 131_056, 131_000, 131_049] {
        assert_eq!(house.code(&text("no")).await, code);
    }
    for name in ["502", "half a JSON"] {
        assert!(house.try_send(&text(name)).await.unwrap_err().is_decode(), "{name}");
    }
    let bodies: Vec<String> =
        house.emulator.truth().iter().map(|m| m.body["text"]["body"].as_str().unwrap().to_owned()).collect();
    assert_eq!(bodies, ["0", "half a JSON"], "a garbled answer was accepted all the same");
    assert!(house.emulator.faults().next.is_empty());
}

#[tokio::test]
async fn a_dropped_connection_leaves_the_truth_to_the_log() {
    let house = house().await;
    let next = [Fault::DropAfterAccept, Fault::Reset];
    house.emulator.set_faults(Faults { next: next.into(), ..Faults::default() });
    let mut body = text("aceita");
    body["biz_opaque_callback_data"] = json!("job:7");
    assert!(house.try_send(&body).await.unwrap_err().is_request());
    assert!(house.try_send(&text("nunca chegou")).await.unwrap_err().is_request());
    let truth = house.emulator.truth();
    assert_eq!((truth.len(), truth[0].callback.as_deref()), (1, Some("job:7")));
    house.emulator.pump().await;
    assert_eq!(
        house.statuses()[0].2["biz_opaque_callback_data"],
        "job:7",
        "the status tells what the answer could not"
    );
}

#[tokio::test]
async fn a_status_can_come_before_the_answer_or_never() {
    let house = house().await;
    let next = [Fault::StatusBeforeResponse, Fault::MissingStatus, Fault::Failed(131_049)];
    house.emulator.set_faults(Faults { next: next.into(), ..Faults::default() });
    let wamid = house.wamid(&text("1")).await;
    assert_eq!(house.statuses()[0].0, wamid, "told without a pump, before the answer");
    house.emulator.pump().await;
    house.wamid(&text("2")).await;
    assert_eq!(house.emulator.pump().await, 0);
    house.wamid(&text("3")).await;
    house.emulator.pump().await;
    assert_eq!(house.statuses().pop().unwrap().2["errors"][0]["code"], 131_049);
}

#[tokio::test]
async fn webhooks_can_be_duplicated_batched_reordered_late_or_missing() {
    let house = house().await;
    let with = |faults: Faults| house.emulator.set_faults(faults);
    let ids = |bodies: &[Value]| -> Vec<String> {
        let changes = bodies.iter().flat_map(|body| body["entry"][0]["changes"].as_array().unwrap().clone());
        changes
            .map(|c| c["value"]["messages"][0]["text"]["body"].as_str().unwrap_or("-").to_owned())
            .collect()
    };
    let say = |word: &str| house.emulator.say("ana", NUMBER, Utterance::text(word));

    with(Faults { duplicate: 100, ..Faults::default() });
    say("a");
    assert_eq!(house.emulator.pump().await, 2);
    assert_eq!(ids(&house.bodies()), ["a", "a"]);

    with(Faults { batch: 100, ..Faults::default() });
    for word in ["b", "c", "d"] {
        say(word);
    }
    assert_eq!(house.emulator.pump().await, 1);
    assert_eq!(ids(&house.bodies()[2..]), ["b", "c", "d"]);

    with(Faults { reorder: 100, ..Faults::default() });
    for word in ["e", "f"] {
        say(word);
    }
    house.emulator.pump().await;
    assert_eq!(ids(&house.bodies()[3..]), ["f", "e"]);

    with(Faults { late_status: 100, ..Faults::default() });
    house.wamid(&text("tarde")).await;
    assert_eq!(house.emulator.pump().await, 0);
    house.clock.fetch_add(LATE_MS, Ordering::SeqCst);
    assert_eq!(house.emulator.pump().await, 2);

    with(Faults { missing_status: 100, ..Faults::default() });
    house.wamid(&text("nunca")).await;
    assert_eq!(house.emulator.pending(), 0);
}
