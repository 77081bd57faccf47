//! The page, its control API and its live events.

use super::{NOON, NUMBER, house};
use fregues::emulator::{Fault, Utterance};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn the_page_needs_nothing_from_elsewhere() {
    let house = house().await;
    let index = house.client.get(&house.base).send().await.unwrap();
    let policy = index.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    let html = index.text().await.unwrap();
    for file in ["phones.css", "chat.css", "phones.js"] {
        assert!(html.contains(&format!("/phones/{file}")), "{file} is linked");
    }
    for file in ["phones.js", "pane.js", "bubble.js", "moves.js", "backstage.js"] {
        let url = format!("{}/phones/{file}", house.base);
        let script = house.client.get(url).send().await.unwrap().text().await.unwrap();
        assert!(!script.contains("innerHTML") && !script.contains("eval("), "{file} treats text as text");
        for import in script.lines().filter_map(|line| line.split_once(" from './")).map(|found| found.1) {
            let name = import.trim_end_matches("';");
            let url = format!("{}/phones/{name}", house.base);
            assert_eq!(house.client.get(url).send().await.unwrap().status(), 200, "{file} imports {name}");
        }
    }
}

#[tokio::test]
async fn the_control_api_types_for_people() {
    let house = house().await;
    let typing = &house;
    let say = |body: Value| async move { typing.post("/emulator/people/ana/say", "", &body).await.unwrap() };
    let (status, _) = say(json!({ "text": "oi" })).await;
    assert_eq!(status, 200);
    let (status, answer) = say(json!({})).await;
    assert_eq!((status, answer["error"].is_string()), (422, true));
    say(json!({ "tap": { "id": "j", "title": "Quero" } })).await;
    say(json!({ "contact": "lia" })).await;
    let state = house.get("/emulator/state").await;
    let kinds: Vec<&Value> =
        state["chats"]["ana"].as_array().unwrap().iter().map(|bubble| &bubble["kind"]).collect();
    assert_eq!(kinds, ["text", "interactive", "contacts"]);
    let (_, ana) = house.post("/emulator/people/ana/phone", "", &json!({ "shows": false })).await.unwrap();
    assert_eq!(ana["shows_phone"], false);
    let (_, faults) =
        house.post("/emulator/faults", "", &json!({ "duplicate": 5, "next": ["reset"] })).await.unwrap();
    assert_eq!((&faults["duplicate"], &faults["next"]), (&json!(5), &json!(["reset"])));
    assert_eq!(house.emulator.faults().next, [Fault::Reset]);
}

#[tokio::test]
async fn the_page_hears_of_everything_at_once() {
    let house = house().await;
    let mut events = house.client.get(format!("{}/emulator/events", house.base)).send().await.unwrap();
    house.emulator.say("ana", NUMBER, Utterance::text("oi"));
    house.emulator.announce("clock", &json!({ "now": NOON }));
    let mut heard = String::new();
    while !heard.contains("event: clock") {
        heard.push_str(std::str::from_utf8(&events.chunk().await.unwrap().unwrap()).unwrap());
    }
    assert!(heard.contains("event: bubble") && heard.contains(r#""body":"oi""#), "{heard}");
    let stop = CancellationToken::new();
    stop.cancel();
    house.emulator.clone().run(stop).await;
    while events.chunk().await.unwrap().is_some() {}
}
