//! The stories as they play on the phones of the demo, each in its own shop: everybody reads the figures of the page, and
//! ends with what it says.

use crate::support::house::client;
use crate::support::running::demo;
use fregues::play::transcript::{Act, Expect, Part, Transcript};
use fregues::play::world::slug;
use regex::Regex;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

fn page_of(program: &str) -> Transcript {
    let page = format!("conversations/transcripts/{program}/story.pt-BR.md");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
    Transcript::read(&text).unwrap()
}

/// What everybody has at the end of a story's page, vouchers with it, by first name.
fn owned_on(page: &Transcript) -> BTreeMap<String, i64> {
    let mut parts = BTreeMap::new();
    for step in &page.steps {
        if let Act::Balance { who, part: part @ (Part::Balance | Part::Vouchers), amount } = &step.act {
            parts.insert((who.clone(), *part == Part::Vouchers), *amount);
        }
    }
    let mut owned = BTreeMap::new();
    for ((who, _), amount) in parts {
        *owned.entry(who).or_default() += amount;
    }
    owned
}

/// Amounts, and numbers of at least four digits: codes and days are others on each phone.
fn figures(text: &str) -> Vec<String> {
    static FIGURE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"R\$ [\d.]+,\d\d|\d{1,3}(\.\d{3})+").unwrap());
    let text = text.replace('\u{a0}', " ");
    FIGURE.find_iter(&text).map(|figure| figure.as_str().to_owned()).collect()
}

/// Everybody reads the figures of each bubble of the page, in its order. Returns how many bubbles had any.
fn all_read(program: &str, page: &Transcript, state: &Value) -> usize {
    let mut read: BTreeMap<&str, usize> = BTreeMap::new();
    let mut compared = 0;
    for step in &page.steps {
        let Act::Expect { who, what, .. } = &step.act else { continue };
        let expected = match what {
            Expect::Silence => continue,
            Expect::Contains { parts, .. } => figures(&parts.join("; ")),
            Expect::Exact(text) => figures(text),
        };
        if expected.is_empty() {
            continue;
        }
        let bubbles = state["chats"][slug(who)].as_array().unwrap_or_else(|| panic!("{program}: {who}"));
        let from = read.entry(who.as_str()).or_default();
        let says = |bubble: &Value| {
            let said = figures(bubble["body"].as_str().unwrap_or_default());
            bubble["from_person"] == json!(false) && expected.iter().all(|figure| said.contains(figure))
        };
        let found = bubbles.iter().skip(*from).position(says);
        let found = found.unwrap_or_else(|| {
            panic!("{program}: {who} never reads {expected:?} from {from} on: {bubbles:#?}")
        });
        *from += found + 1;
        compared += 1;
    }
    compared
}

/// Plays the story of a shop to its end: what it sums up, whether the books are right then, and what is on the phones.
async fn played(program: &str) -> (Value, Value, Value) {
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
    let state = http.get(format!("{page}/emulator/state")).send().await.unwrap();
    (end, judged.json().await.unwrap(), state.json().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_story_ends_on_the_phones_as_on_its_page() {
    let programs = ["pets", "jewels", "pharmacy", "salon", "cosmetics"];
    let stories = programs.map(|program| (program, tokio::spawn(played(program))));
    for (program, story) in stories {
        let (end, judged, state) = story.await.unwrap();
        let page = page_of(program);
        let members = end["summary"]["members"].as_array().unwrap_or_else(|| panic!("{program}: {end}"));
        let expected = owned_on(&page);
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
        assert!(all_read(program, &page, &state) >= 10, "{program}: the page says too little");
        assert_eq!(judged["ok"], json!(true), "{program}: {judged}");
    }
}
