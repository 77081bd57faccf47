//! What the webhook receives, byte for byte.

use super::{NOON, NUMBER, house};
use fregues::emulator::{Say, Utterance};
use serde_json::json;
use std::sync::atomic::Ordering;
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn the_signature_is_over_the_exact_bytes() {
    let house = house().await;
    house.emulator.post_raw(br#"{"ol\u00e1":"\ud83d\udc4d"}"#.to_vec());
    assert_eq!(house.emulator.pump().await, 1);
    let seen = house.hook.seen.lock().unwrap();
    assert_eq!(seen[0].1, br#"{"ol\u00e1":"\ud83d\udc4d"}"#);
    // openssl dgst -sha256 -hmac app-secret
    assert_eq!(seen[0].0, "sha256=8a3cb7097d056614fdd6bdcc824a04d204c1d57c3d41e489a4a35c45a7e60359");
}

#[tokio::test]
async fn a_message_travels_escaped_in_metas_envelope() {
    let house = house().await;
    let wamid = house.emulator.say("ana", NUMBER, Utterance::text("Olá 👍 1/2"));
    house.emulator.pump().await;
    let raw = String::from_utf8(house.hook.seen.lock().unwrap()[0].1.clone()).unwrap();
    assert!(raw.is_ascii() && raw.contains(r#""Ol\u00e1 \ud83d\udc4d 1/2""#), "{raw}");
    let contact = json!({ "profile": { "name": "Ana Sá" }, "wa_id": "5511987654321",
        "user_id": "BR.13491208655302741918" });
    let message = json!({ "from": "5511987654321", "from_user_id": "BR.13491208655302741918", "id": wamid,
        "timestamp": (NOON / 1000).to_string(), "type": "text", "text": { "body": "Olá 👍 1/2" } });
    let value = json!({ "messaging_product": "whatsapp", "contacts": [contact], "messages": [message],
        "metadata": { "display_phone_number": "551140001234", "phone_number_id": NUMBER } });
    assert_eq!(
        house.bodies()[0],
        json!({ "object": "whatsapp_business_account",
            "entry": [{ "id": "102290129340398", "changes": [{ "field": "messages", "value": value }] }] })
    );
}

#[tokio::test]
async fn who_hides_the_phone_is_known_by_user_id_only() {
    let house = house().await;
    house.emulator.say("lia", NUMBER, Utterance::text("oi"));
    house.emulator.show_phone("ana", false);
    house.emulator.say("ana", NUMBER, Utterance::text("oi"));
    house.emulator.pump().await;
    for (body, id) in house.bodies().iter().zip(["BR.77", "BR.13491208655302741918"]) {
        let value = &body["entry"][0]["changes"][0]["value"];
        assert_eq!(value["messages"][0]["from_user_id"], id);
        assert_eq!(value["contacts"][0]["user_id"], id);
        assert!(value["messages"][0].get("from").is_none(), "{value}");
        assert!(value["contacts"][0].get("wa_id").is_none(), "{value}");
    }
    assert_eq!(
        house.bodies()[0]["entry"][0]["changes"][0]["value"]["contacts"][0]["profile"]["username"],
        "@lia"
    );
    let body = json!({ "messaging_product": "whatsapp", "recipient": "BR.77", "type": "text", "text": { "body": "oi" } });
    let (_, answer) = house.send(&body).await;
    assert_eq!(answer["contacts"], json!([{ "input": "BR.77", "user_id": "BR.77" }]));
    house.emulator.pump().await;
    let (_, _, sent) = house.statuses().remove(0);
    assert!(sent.get("recipient_id").is_none());
    assert_eq!(sent["recipient_user_id"], "BR.77");
}

#[tokio::test]
async fn everything_a_person_can_send_has_metas_shape() {
    let house = house().await;
    let contacts =
        Say::Contacts(vec![("Duda Lima".into(), "+55 11 91234-5678".into(), Some("5511912345678".into()))]);
    let cases = [
        (
            Say::Tap { id: "a".into(), title: "A".into(), list: false },
            "/interactive/button_reply/id",
            json!("a"),
        ),
        (
            Say::Tap { id: "a".into(), title: "A".into(), list: true },
            "/interactive/list_reply/title",
            json!("A"),
        ),
        (Say::TemplateTap { payload: "p".into(), text: "P".into() }, "/button/payload", json!("p")),
        (contacts, "/contacts/0/phones/0/wa_id", json!("5511912345678")),
        (Say::OwnNumber, "/contacts/0/origin", json!("contact_request")),
        (Say::Audio, "/audio/voice", json!(true)),
        (Say::Image { caption: Some("nota".into()) }, "/image/caption", json!("nota")),
        (Say::Location, "/location/latitude", json!(-23.5505)),
        (
            Say::Raw(json!({ "type": "unsupported", "errors": [{ "code": 131_051 }] })),
            "/errors/0/code",
            json!(131_051),
        ),
    ];
    for (kind, pointer, expected) in cases {
        let quoted = Utterance { kind, quotes: Some("wamid.Q".into()), at: None };
        house.emulator.say("ana", NUMBER, quoted);
        house.emulator.pump().await;
        let body = house.bodies().pop().unwrap();
        let item = &body["entry"][0]["changes"][0]["value"]["messages"][0];
        assert_eq!(item.pointer(pointer), Some(&expected), "{item}");
        assert_eq!(item["context"], json!({ "from": "551140001234", "id": "wamid.Q" }));
    }
}

#[tokio::test]
async fn what_is_not_answered_with_200_stays_and_can_come_again() {
    let house = house().await;
    let wamid = house.emulator.say("ana", NUMBER, Utterance::text("oi"));
    house.hook.answer.store(202, Ordering::SeqCst);
    assert_eq!(house.emulator.pump().await, 0);
    assert_eq!(house.emulator.pending(), 1);
    assert_eq!(house.emulator.chat("ana")[0].status, "sent");
    house.hook.answer.store(200, Ordering::SeqCst);
    assert_eq!(house.emulator.pump().await, 1);
    assert_eq!(house.emulator.chat("ana")[0].status, "delivered");
    house.emulator.again(&wamid);
    assert_eq!(house.emulator.pump().await, 1);
    let seen = house.hook.seen.lock().unwrap();
    assert!(seen.len() == 3 && seen.iter().all(|one| *one == seen[0]), "three times the same bytes");
}

#[tokio::test]
async fn in_the_background_a_failed_delivery_is_repeated() {
    let house = house().await;
    let stop = CancellationToken::new();
    house.hook.answer.store(500, Ordering::SeqCst);
    let running = tokio::spawn(house.emulator.clone().run(stop.clone()));
    house.emulator.say("ana", NUMBER, Utterance::text("oi"));
    house.hook.rang.notified().await;
    house.hook.answer.store(200, Ordering::SeqCst);
    house.hook.rang.notified().await;
    stop.cancel();
    running.await.unwrap();
    assert_eq!(house.bodies().len(), 2);
}
