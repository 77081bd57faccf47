//! The page, its control API and its live events.

use super::{NOON, NUMBER, house};
use fregues::emulator::{Fault, Utterance};
use fregues::store::verify::{CONTENTS, RULES};
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

/// The keys of a file of words, in their order.
fn keys(words: &str) -> Vec<&str> {
    words.lines().filter_map(|line| line.strip_prefix("  ")?.split_once(": '")).map(|(key, _)| key).collect()
}

/// What stands between `before` and the next quote.
fn named<'a>(script: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    script.split(before).skip(1).filter_map(|rest| rest.split('\'').next())
}

#[tokio::test]
async fn the_page_has_the_same_words_in_each_language_and_one_for_all_it_names() {
    let house = house().await;
    let file = async |name: &str| {
        house.client.get(format!("{}/phones/{name}", house.base)).send().await.unwrap().text().await.unwrap()
    };
    let words = file("pt.js").await;
    let known = keys(&words);
    assert!(known.len() > 100, "{} keys", known.len());
    for other in ["es.js", "en.js"] {
        assert_eq!(known, keys(&file(other).await), "{other}");
    }
    for script in ["phones.js", "pane.js", "bubble.js", "moves.js", "backstage.js", "panel.js", "tools.js"] {
        let text = file(script).await;
        for key in named(&text, " t('").chain(named(&text, "(t('")) {
            assert!(known.contains(&key), "{script} says {key:?}");
        }
    }
    for rule in RULES.iter().map(|rule| rule.name).chain([CONTENTS]) {
        assert!(known.contains(&format!("rule_{rule}").as_str()), "{rule} has no sentence");
    }
}

#[tokio::test]
async fn a_chat_closes_and_a_shop_gets_one_more_number() {
    let house = house().await;
    let (_, more) = house.post("/emulator/numbers", "", &json!({ "name": "Pet da Rosa" })).await.unwrap();
    let id = more["id"].as_str().unwrap();
    assert_ne!(id, NUMBER);
    assert_eq!(more["verified_name"], "Pet da Rosa");
    let (status, _) =
        house.post("/emulator/people/ana/say", "", &json!({ "text": "oi", "number": id })).await.unwrap();
    assert_eq!(status, 200);
    let chat = house.emulator.chat("ana");
    assert_eq!(chat.iter().map(|bubble| bubble.number.as_str()).collect::<Vec<_>>(), [id]);
    for (number, expected) in [(id, 200), ("0", 404)] {
        let (status, _) =
            house.post("/emulator/people/ana/close", "", &json!({ "number": number })).await.unwrap();
        assert_eq!(status, expected, "{number}");
    }
    let hello = json!({ "messaging_product": "whatsapp", "to": "5511987654321", "type": "text", "text": { "body": "oi" } });
    let (status, _) = house.post(&format!("/v26.0/{id}/messages"), "token", &hello).await.unwrap();
    assert_eq!(status, 200);
    assert_eq!(house.emulator.truth().last().unwrap().failed, Some(131_047), "outside the window");
}

#[tokio::test]
async fn what_was_set_up_is_there_after_a_stop() {
    let house = house().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kept/emulator.json");
    house.emulator.add_next_number(Some("Pet da Rosa"));
    house.emulator.change(|account| account.pin = "736251".to_owned());
    house.emulator.say("ana", NUMBER, Utterance::text("oi"));
    let stop = CancellationToken::new();
    stop.cancel();
    house.emulator.clone().keep(&file, stop).await.unwrap();

    let other = super::house().await;
    other.emulator.resume(&file).unwrap();
    let shown = |emulator: &fregues::emulator::Emulator| {
        json!([emulator.numbers(), emulator.people(), emulator.account(), emulator.chat("ana")])
    };
    assert_eq!(shown(&other.emulator), shown(&house.emulator));
    assert_eq!(other.emulator.pending(), house.emulator.pending(), "webhooks nobody took still wait");
    std::fs::write(&file, "{}").unwrap();
    assert!(other.emulator.resume(&file).is_err());
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
