//! Every body of the collection, damaged in every place, through the real door: each is answered 200, kept once
//! however often it comes, and never worked on twice.
//!
//! `cargo test` damages each place in one way, another one for each place; `MUTATIONS=all` in all of them.

use crate::support::engines::on_both;
use crate::support::house::House;
use crate::support::raw::Raw;
use crate::support::shop::NUMBER;
use fregues::domain::ids::MerchantId;
use fregues::emulator::{Faults, WABA};
use fregues::store::inbox;
use fregues::whatsapp::webhook::{Item, split};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;
use tokio::task::JoinSet;

/// Requests under way at once.
const AT_ONCE: usize = 24;

/// What is done to one value; `None` where it would change nothing.
type Damage = fn(&Value) -> Option<Value>;

const DAMAGES: [Damage; 8] = [
    |value| (!value.is_null()).then_some(Value::Null),
    |value| Some(if value.is_string() { json!(7) } else { json!("7") }),
    |value| (!value.is_object()).then(|| json!({ "id": "x" })),
    |value| (!value.is_array()).then(|| json!([value, value])),
    |value| (value != "").then(|| json!("")),
    |value| value.as_str().map(|text| json!(format!("{text}\u{0}\u{202e}\u{1f43e}"))),
    |value| value.is_string().then(|| json!("9".repeat(3_000))),
    |value| value.as_array().map(|list| Value::Array([list.as_slice(), list].concat())),
];

/// Bodies for our number, of this month.
fn bodies() -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/data/webhooks");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|ext| ext == "json")).collect();
    paths.sort();
    let mut bodies = Vec::new();
    for path in paths {
        let bytes = std::fs::read(path).unwrap();
        // Bodies that are no text stay as they are.
        bodies.push(match String::from_utf8(bytes) {
            Ok(text) => text.replace("106000000000001", NUMBER).replace("1789000", "1795273").into_bytes(),
            Err(fault) => fault.into_bytes(),
        });
    }
    bodies
}

/// Where a value lies in another, outermost first.
fn places(value: &Value, here: &str, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => {
            fields.iter().map(|(key, child)| (key.replace('~', "~0").replace('/', "~1"), child)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(n, child)| (n.to_string(), child)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        let place = format!("{here}/{key}");
        places(child, &place, found);
        found.push(place);
    }
}

/// The body with one place taken away.
fn without(body: &Value, place: &str) -> Value {
    let mut body = body.clone();
    let (parent, key) = place.rsplit_once('/').unwrap();
    match body.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.remove(&key.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(items)) => {
            items.remove(key.parse().unwrap());
        }
        _ => {}
    }
    body
}

fn mutations(all: bool) -> Vec<Vec<u8>> {
    let mut made = Vec::new();
    for (number, bytes) in bodies().into_iter().enumerate() {
        for cut in [bytes.len() / 3, bytes.len().saturating_sub(1)] {
            made.push(bytes.get(..cut).unwrap_or_default().to_vec());
        }
        made.push([&bytes[..], b" {}"].concat());
        if let Ok(body) = serde_json::from_slice::<Value>(&bytes) {
            let mut found = Vec::new();
            places(&body, "", &mut found);
            for (index, place) in found.iter().enumerate() {
                let value = body.pointer(place).unwrap();
                let damaged = DAMAGES.iter().filter_map(|damage| damage(value)).map(|damaged| {
                    let mut body = body.clone();
                    *body.pointer_mut(place).unwrap() = damaged;
                    body
                });
                let ways: Vec<Value> = damaged.chain([without(&body, place)]).collect();
                let one = (number + index) % ways.len();
                let chosen = ways.into_iter().enumerate().filter(|(way, _)| all || *way == one);
                made.extend(chosen.map(|(_, body)| body.to_string().into_bytes()));
            }
        }
        made.push(bytes);
    }
    // Messages of their own, or the first of them would keep the others from being worked on.
    for (number, bytes) in made.iter_mut().enumerate() {
        if let Ok(text) = std::str::from_utf8(bytes) {
            *bytes = text.replace("wamid.", &format!("wamid.{number}.")).into_bytes();
        }
    }
    made
}

/// The elements of a list as the wire means them: one that is no list is a list of one.
fn elements<'a>(value: &'a Value, name: &str) -> Vec<&'a Value> {
    match &value[name] {
        Value::Null => Vec::new(),
        Value::Array(list) => list.iter().collect(),
        one => vec![one],
    }
}

fn word(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| value.as_number().map(ToString::to_string))
}

/// How many updates a body holds, counted without the code under test. What holds none is one, kept whole.
fn updates(root: &Value) -> usize {
    const LISTS: [&str; 5] = ["messages", "statuses", "user_preferences", "message_echoes", "errors"];
    const SPEAKING: [&str; 4] = ["messages", "user_preferences", "smb_message_echoes", ""];
    let of_change = |change: &Value| {
        let field = word(&change["field"]).unwrap_or_default();
        let lists =
            LISTS.iter().filter(|_| SPEAKING.contains(&field.as_str()) && change["value"].is_object());
        lists.map(|name| elements(&change["value"], name).len()).sum::<usize>().max(1)
    };
    let of_entry =
        |entry: &Value| elements(entry, "changes").into_iter().map(of_change).sum::<usize>().max(1);
    let ours =
        root["object"].is_null() || word(&root["object"]).is_none_or(|o| o == "whatsapp_business_account");
    elements(root, "entry").into_iter().filter(|_| ours).map(of_entry).sum::<usize>().max(1)
}

/// What the messages and statuses of a body for our number that have an id are kept under.
fn named(body: &[u8]) -> Vec<String> {
    let Ok(root) = serde_json::from_slice::<Value>(body) else { return Vec::new() };
    let mut keys = Vec::new();
    let ours = root["object"] == "whatsapp_business_account";
    let entries = elements(&root, "entry").into_iter().filter(|_| ours);
    for change in entries.flat_map(|entry| elements(entry, "changes")) {
        let value = &change["value"];
        if change["field"] != "messages" || value["metadata"]["phone_number_id"] != NUMBER {
            continue;
        }
        // Ids that are kept as they came.
        let plain = |text: &Value| {
            text.as_str().filter(|id| (1..300).contains(&id.len()) && !id.contains('\0')).map(str::to_owned)
        };
        let messages = elements(value, "messages").into_iter();
        keys.extend(messages.filter_map(|message| Some(format!("m:{}:1", plain(&message["id"])?))));
        keys.extend(elements(value, "statuses").into_iter().filter_map(|status| {
            let [id, state, to] = ["id", "status", "recipient_id"].map(|field| plain(&status[field]));
            Some(format!("s:{}:{}:{}:1", id?, state?, to?))
        }));
    }
    keys
}

async fn post_all(house: &House, bodies: &[Vec<u8>]) {
    let mut under_way = JoinSet::new();
    for body in bodies.iter().cloned() {
        if under_way.len() == AT_ONCE {
            under_way.join_next().await.unwrap().unwrap();
        }
        let (http, url) = (house.http.clone(), house.webhook.clone());
        let signature = house.app.secrets.sign(&body);
        under_way.spawn(async move {
            let shown = String::from_utf8_lossy(&body).into_owned();
            let request = http.post(url).header("x-hub-signature-256", signature).body(body);
            let status = request.send().await.unwrap().status().as_u16();
            assert_eq!(status, 200, "{shown}");
        });
    }
    while let Some(done) = under_way.join_next().await {
        done.unwrap();
    }
}

#[test]
fn a_damaged_body_is_cut_into_as_many_updates_as_it_holds() {
    let (mut counted, mut many) = (0, 0);
    for body in mutations(true) {
        // Only what the other reader gives back as it came: it takes no text that ours mends, and of two fields of
        // one name it sees one.
        let Ok(root) = serde_json::from_slice::<Value>(&body) else { continue };
        if !root.is_object() || root.to_string().as_bytes() != body {
            continue;
        }
        let updates = updates(&root);
        assert_eq!(split(&body).len(), updates, "{root}");
        (counted, many) = (counted + 1, many + usize::from(updates > 1));
    }
    assert!(counted > 10_000 && many > 1_000, "{counted} counted, {many} of them hold several");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_damage_to_a_body_loses_or_doubles_anything() {
    let all = std::env::var("MUTATIONS").is_ok_and(|how| how == "all");
    let bodies = std::sync::Arc::new(mutations(all));
    assert!(bodies.len() > 3_000, "only {} bodies", bodies.len());
    on_both(move |db| {
        let bodies = bodies.clone();
        async move {
            let house = House::open(&db).await;
            // What becomes of our own answers is another test's business.
            house.emulator.set_faults(Faults { missing_status: 100, ..Faults::default() });
            let raw = Raw::of(&db).await;
            post_all(&house, &bodies).await;
            let us = |item: &Item| {
                let here =
                    item.phone_number_id.as_deref() == Some(NUMBER) || item.account.as_deref() == Some(WABA);
                here.then_some(MerchantId(1))
            };
            let expected: BTreeSet<String> = bodies
                .iter()
                .flat_map(|body| split(body))
                .map(|item| inbox::key(us(&item), &item.key))
                .collect();
            let kept = raw.rows("select key from inbox").await;
            assert_eq!(kept.len(), expected.len(), "{}: kept once each", db.engine);
            let kept = BTreeSet::from_iter(kept);
            assert_eq!(kept, expected, "{}", db.engine);
            let lost: Vec<_> =
                bodies.iter().flat_map(|body| named(body)).filter(|key| !kept.contains(key)).collect();
            assert!(lost.is_empty(), "{}: {} are lost, the first {:?}", db.engine, lost.len(), lost[0]);
            house.drain().await;
            let left = raw.rows("select key, state, reason from inbox where state in ('new', 'dead')").await;
            assert_eq!(left, Vec::<String>::new(), "{}", db.engine);
            let sent = raw.number("select cast(count(*) as bigint) from outbox").await;
            assert!(sent > 20, "they were worked on: {sent}");
            // The same again, the other way round: nothing is new, nothing is said.
            let again: Vec<_> = bodies.iter().rev().cloned().collect();
            post_all(&house, &again).await;
            house.drain().await;
            let now = raw.number("select cast(count(*) as bigint) from outbox").await;
            assert_eq!(now, sent, "{}", db.engine);
            let kept = raw.number("select cast(count(*) as bigint) from inbox").await;
            assert_eq!(kept, i64::try_from(expected.len()).unwrap(), "{}", db.engine);
            house.verify_clean().await;
            eprintln!(
                "{}: {} bodies twice, {} updates, {sent} answers",
                db.engine,
                bodies.len(),
                expected.len()
            );
        }
    })
    .await;
}
