//! What becomes of an accepted message: statuses, prices, the window, addresses and speed limits.

use super::{NOON, NUMBER, house, house_with, person, text, to_ana};
use fregues::emulator::{Person, Utterance};
use serde_json::json;
use std::sync::atomic::Ordering;

#[tokio::test]
async fn statuses_come_in_order_with_price_and_callback() {
    let house = house().await;
    let mut body = text("oi");
    body["biz_opaque_callback_data"] = json!("job:1");
    let (_, answer) = house.send(&body).await;
    assert_eq!(answer["contacts"], json!([{ "input": "+5511987654321", "wa_id": "5511987654321" }]));
    house.emulator.pump().await;
    house.emulator.read("ana");
    house.emulator.pump().await;
    let statuses = house.statuses();
    assert_eq!(house.reached(), ["sent", "delivered", "read"]);
    let free = json!({ "billable": false, "pricing_model": "PMP", "type": "free_customer_service", "category": "service" });
    assert_eq!(statuses[0].2["pricing"], free);
    assert_eq!(statuses[1].2["pricing"], free);
    assert!(statuses[2].2.get("pricing").is_none(), "the price comes with exactly one of delivered and read");
    for (wamid, _, item) in &statuses {
        assert_eq!(answer["messages"][0]["id"], **wamid);
        assert_eq!(item["biz_opaque_callback_data"], "job:1");
        assert_eq!(item["recipient_user_id"], "BR.13491208655302741918");
        assert!(item.get("conversation").is_none(), "omitted since v24.0");
    }
    let value = house.bodies()[0]["entry"][0]["changes"][0]["value"].clone();
    assert_eq!(value["contacts"][0]["wa_id"], "5511987654321");
    assert_eq!(house.emulator.chat("ana")[0].status, "read");
}

#[tokio::test]
async fn a_thousand_service_messages_a_month_are_free() {
    let house = house().await;
    for _ in 0..1_001 {
        house.wamid(&text("oi")).await;
    }
    house.clock.store(NOON + 10 * 86_400_000, Ordering::SeqCst); // 1 December
    house.emulator.open_window("ana", NUMBER, NOON + 10 * 86_400_000);
    house.wamid(&text("oi")).await;
    house.emulator.pump().await;
    let priced: Vec<bool> = house
        .statuses()
        .iter()
        .filter(|status| status.1 == "sent")
        .map(|status| status.2["pricing"]["billable"] == true)
        .collect();
    assert_eq!((priced[999], priced[1_000], priced[1_001]), (false, true, false));
}

#[tokio::test]
async fn outside_the_window_a_message_is_accepted_and_fails() {
    let house = house().await;
    house.emulator.say("ana", NUMBER, Utterance::text("oi"));
    house.clock.store(NOON + 86_400_000 - 1, Ordering::SeqCst);
    house.wamid(&text("dentro")).await;
    house.clock.store(NOON + 86_400_000, Ordering::SeqCst);
    house.wamid(&text("fora")).await;
    house.emulator.pump().await;
    assert_eq!(house.reached(), ["sent", "delivered", "failed"]);
    let failed = house.statuses().pop().unwrap().2;
    assert_eq!(failed["errors"][0]["code"], 131_047);
    assert_eq!(failed["recipient_id"], "5511987654321");
    let body = house.bodies().pop().unwrap();
    assert!(body["entry"][0]["changes"][0]["value"].get("contacts").is_none(), "failed carries no contacts");
    assert_eq!(house.emulator.chat("ana").last().unwrap().error, Some(131_047));
    assert_eq!(house.emulator.truth()[1].failed, Some(131_047));
}

#[tokio::test]
async fn nobody_at_that_address_fails_and_a_user_id_in_to_is_lost() {
    let house = house().await;
    house.wamid(&json!({ "messaging_product": "whatsapp", "to": "551187654321", "type": "text", "text": { "body": "oi" } })).await;
    house.emulator.pump().await;
    assert_eq!(house.statuses()[0].2["errors"][0]["code"], 131_026);
    house.wamid(&json!({ "messaging_product": "whatsapp", "to": "BR.77", "type": "text", "text": { "body": "oi" } })).await;
    assert_eq!(house.emulator.pump().await, 0, "no status ever comes");
    assert!(house.emulator.chat("lia").is_empty());
    let both = json!({ "messaging_product": "whatsapp", "to": "5511987654321", "recipient": "BR.77", "type": "text", "text": { "body": "oi" } });
    house.wamid(&both).await;
    assert_eq!(house.emulator.chat("ana").len(), 1, "to wins");
}

#[tokio::test]
async fn an_account_older_than_the_ninth_digit_keeps_its_id() {
    let house = house().await;
    let old =
        Person { wa_id: Some("553188887777".into()), ..person("rui", "Rui", Some("+5531988887777"), "BR.9") };
    house.emulator.add_person(old);
    house.emulator.open_window("rui", NUMBER, NOON);
    for to in ["5531988887777", "+55 31 8888-7777"] {
        let body =
            json!({ "messaging_product": "whatsapp", "to": to, "type": "text", "text": { "body": "oi" } });
        let (_, answer) = house.send(&body).await;
        assert_eq!(answer["contacts"][0], json!({ "input": to, "wa_id": "553188887777" }));
    }
    assert_eq!(house.emulator.chat("rui").len(), 2);
}

#[tokio::test]
async fn a_message_marked_as_read_turns_blue() {
    let house = house().await;
    let first = house.emulator.say("ana", NUMBER, Utterance::text("oi"));
    let second = house.emulator.say("ana", NUMBER, Utterance::text("tem alguém?"));
    let body = json!({ "messaging_product": "whatsapp", "status": "read", "message_id": second,
        "typing_indicator": { "type": "text" } });
    assert_eq!(house.send(&body).await, (200, json!({ "success": true })));
    let chat = house.emulator.chat("ana");
    assert_eq!((chat[0].wamid.as_str(), chat[0].status, chat[1].status), (first.as_str(), "read", "read"));
    house.wamid(&to_ana("reaction", json!({ "message_id": first, "emoji": "❤️" }))).await;
    assert_eq!(house.emulator.chat("ana")[0].reaction.as_deref(), Some("❤️"));
}

#[tokio::test]
async fn one_person_takes_a_burst_and_then_one_message_in_six_seconds() {
    let house = house_with(|settings| settings.pair_limit = true).await;
    for _ in 0..45 {
        house.wamid(&text("oi")).await;
    }
    assert_eq!(house.code(&text("oi")).await, 131_056);
    house.clock.fetch_add(6_000, Ordering::SeqCst);
    house.wamid(&text("oi")).await;
    assert_eq!(house.code(&text("oi")).await, 131_056);
    assert_eq!(house.emulator.violations().len(), 2);
}

#[tokio::test]
async fn a_number_takes_so_many_messages_per_second_in_both_directions() {
    let house = house_with(|settings| settings.per_second = 3).await;
    house.emulator.say("ana", NUMBER, Utterance::text("oi"));
    house.wamid(&text("1")).await;
    house.wamid(&text("2")).await;
    assert_eq!(house.code(&text("3")).await, 130_429);
    house.clock.fetch_add(1_000, Ordering::SeqCst);
    house.wamid(&text("3")).await;
    assert_eq!(house.emulator.violations().len(), 1);
}
