//! The stories as they play on the phones of the demo, each in its own shop: everybody ends with what the page says.

use crate::support::house::client;
use crate::support::running::demo;
use fregues::play::transcript::{Act, Part, Transcript};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// What everybody has at the end of a story's page, vouchers with it, by first name.
fn on_the_page(program: &str) -> BTreeMap<String, i64> {
    let page = format!("conversations/transcripts/{program}/story.pt-BR.md");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
    let mut parts = BTreeMap::new();
    for step in Transcript::read(&text).unwrap().steps {
        if let Act::Balance { who, part: part @ (Part::Balance | Part::Vouchers), amount } = step.act {
            parts.insert((who, part == Part::Vouchers), amount);
        }
    }
    let mut owned = BTreeMap::new();
    for ((who, _), amount) in parts {
        *owned.entry(who).or_default() += amount;
    }
    owned
}

/// Plays the story of a shop to its end: what it sums up, and whether the books are right then.
async fn played(program: &str) -> (Value, Value) {
    let (_demo, page, _data) = demo(program);
    let http = client();
    let mut events = http.get(format!("{page}/emulator/events")).send().await.unwrap();
    let play = json!({ "action": "play", "id": program });
    let begun = http.post(format!("{page}/demo/story")).json(&play).send().await.unwrap();
    assert!(begun.status().is_success(), "{program}");
    let mut heard = String::new();
    let end = loop {
        heard.push_str(&String::from_utf8_lossy(&events.chunk().await.unwrap().expect("the page is served")));
        let told = heard.split("\n\n").filter_map(|event| event.split_once("event: story\ndata: "));
        let told = told.filter_map(|(_, data)| serde_json::from_str::<Value>(data).ok());
        if let Some(end) = told.into_iter().find(|told| told["playing"] == json!(false)) {
            break end;
        }
    };
    let judged = http.get(format!("{page}/demo/verify")).send().await.unwrap();
    (end, judged.json().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_story_ends_on_the_phones_as_on_its_page() {
    let programs = ["pets", "jewels", "pharmacy", "salon", "cosmetics"];
    let stories = programs.map(|program| (program, tokio::spawn(played(program))));
    for (program, story) in stories {
        let (end, judged) = story.await.unwrap();
        let members = end["summary"]["members"].as_array().unwrap_or_else(|| panic!("{program}: {end}"));
        let expected = on_the_page(program);
        let mut met = 0;
        for member in members {
            let name = member["name"].as_str().unwrap();
            let first = name.split(' ').next().unwrap();
            if let Some(owned) = expected.get(first) {
                assert_eq!(member["points"].as_i64(), Some(*owned), "{program}: {end}");
                met += 1;
            }
        }
        assert!(met > 0, "{program}: {members:?}");
        assert_eq!(judged["ok"], json!(true), "{program}: {judged}");
    }
}
