//! The management half of the Graph API, and the conditions that can be switched.

use super::{NUMBER, house, text};
use fregues::emulator::{Account, Utterance, WABA};
use serde_json::{Value, json};

const APP: &str = "670843887433847|app-secret";

#[tokio::test]
async fn each_condition_is_refused_with_metas_code() {
    type Case = (fn(&mut Account), String, Option<Value>, &'static str, u64);
    let register = |pin: &str| Some(json!({ "messaging_product": "whatsapp", "pin": pin }));
    let number = |edge: &str| format!("/v26.0/{NUMBER}{edge}");
    let account = |edge: &str| format!("/v26.0/{WABA}{edge}");
    let callback = json!({ "object": "whatsapp_business_account", "callback_url": "http://127.0.0.1:1/",
        "verify_token": "v", "fields": "messages" });
    let subscriptions = "/v26.0/670843887433847/subscriptions".to_owned();
    let long = json!({ "prompts": ["x".repeat(81)] });
    let nothing: fn(&mut Account) = |_| {};
    let cases: [Case; 16] = [
        (|a| a.token_valid = false, number(""), None, "token", 190),
        (|a| a.token_expires_ms = 1, account("/phone_numbers"), None, "token", 190),
        (nothing, number(""), None, "another", 190),
        (|a| a.scopes.clear(), number("/whatsapp_business_profile"), None, "token", 200),
        (nothing, "/v26.0/999/phone_numbers".to_owned(), None, "token", 100),
        (nothing, account("/register"), register("123456"), "token", 100),
        (nothing, number("/register"), register("12345"), "token", 100),
        (nothing, number("/register"), register("654321"), "token", 133_005),
        (|a| a.registrations_left = 0, number("/register"), register("123456"), "token", 133_016),
        (nothing, subscriptions.clone(), None, "token", 190),
        (nothing, subscriptions.clone(), Some(json!({ "object": "page" })), APP, 100),
        (nothing, subscriptions.clone(), Some(callback), APP, 2_200),
        (nothing, "/v26.0/1/subscriptions".to_owned(), None, APP, 100),
        (nothing, number("/conversational_automation"), Some(long), "token", 100),
        (nothing, number("/whatsapp_business_profile"), Some(json!({ "email": "nobody" })), "token", 100),
        (nothing, "/v26.0/debug_token?input_token=token".to_owned(), None, "another", 190),
    ];
    let house = house().await;
    for (change, path, body, token, code) in cases {
        house.emulator.set_account(Account::default());
        house.emulator.change(change);
        let url = format!("{}{path}", house.base);
        let request = match &body {
            Some(body) => house.client.post(url).json(body),
            None => house.client.get(url),
        };
        let answer = request.bearer_auth(token).send().await.unwrap();
        assert_ne!(answer.status(), 200, "{path}");
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(answer["error"]["code"], code, "{path} {body:?}: {answer}");
    }
    house.emulator.set_account(Account { registered: false, ..Account::default() });
    assert_eq!(house.code(&text("Oi")).await, 133_010);
}

#[tokio::test]
async fn fields_narrow_an_answer() {
    let house = house().await;
    let answer = house.get(&format!("/v26.0/{NUMBER}?fields=quality_rating,status")).await;
    assert_eq!(answer, json!({ "id": NUMBER, "quality_rating": "GREEN", "status": "CONNECTED" }));
}

#[tokio::test]
async fn without_a_subscription_nothing_arrives() {
    let house = house().await;
    house.emulator.change(|account| account.subscribed = false);
    house.emulator.say("ana", NUMBER, Utterance::text("Oi"));
    house.emulator.pump().await;
    assert_eq!(house.bodies(), Vec::<Value>::new());
    house.emulator.change(|account| account.subscribed = true);
    house.emulator.say("ana", NUMBER, Utterance::text("Oi"));
    house.emulator.pump().await;
    assert_eq!(house.bodies().len(), 1, "and what was said before is gone");
}

#[tokio::test]
async fn conditions_are_switched_over_http_and_misspelt_ones_refused() {
    let house = house().await;
    let (status, answer) =
        house.post("/emulator/account", "", &json!({ "paid": false, "quality": "RED" })).await.unwrap();
    assert_eq!((status, &answer["paid"], &answer["quality"]), (200, &json!(false), &json!("RED")));
    assert_eq!(house.get("/emulator/account").await, answer);
    let account = house.emulator.account();
    assert!(!account.paid && account.quality == "RED" && account.live);
    for wrong in [json!({ "payed": false }), json!({ "paid": "no" }), json!([])] {
        let (status, answer) = house.post("/emulator/account", "", &wrong).await.unwrap();
        assert!(status == 422 && answer["error"].is_string(), "{wrong}: {answer}");
    }
    assert_eq!(house.emulator.account(), account, "a refused change changes nothing");
}
