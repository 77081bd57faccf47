//! The webhook's two doors over HTTP: what they let in, what they answer, and what a bad body does.

mod mutations;

use crate::support::engines::on_both;
use crate::support::house::{House, SECRET, client};
use crate::support::raw::Raw;
use crate::support::script::{body, change, message, says, text};
use crate::support::shop::NOON;
use fregues::whatsapp::signature::Secrets;
use serde_json::{Value, json};

const KEPT: &str = "select cast(count(*) as bigint) from inbox";

#[tokio::test(flavor = "multi_thread")]
async fn the_challenge_comes_back_only_for_the_right_token() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let right = "hub.mode=subscribe&hub.verify_token=verify-me&hub.challenge=4711";
        for (query, status, answer) in [
            (right, 200, "4711"),
            ("hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=4711", 403, ""),
            ("hub.mode=subscribe&hub.verify_token=&hub.challenge=4711", 403, ""),
            ("hub.mode=subscribe&hub.challenge=4711", 403, ""),
            ("hub.mode=unsubscribe&hub.verify_token=verify-me&hub.challenge=4711", 403, ""),
            ("hub.verify_token=verify-me&hub.challenge=4711", 403, ""),
            ("hub.mode=subscribe&hub.verify_token=verify-me", 403, ""),
            ("", 403, ""),
        ] {
            let response = house.http.get(format!("{}?{query}", house.webhook)).send().await.unwrap();
            assert_eq!(response.status().as_u16(), status, "{query}");
            let said = response.text().await.unwrap();
            assert!(if status == 200 { said == answer } else { !said.contains("4711") }, "{query}: {said}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_body_is_durable_before_it_is_acknowledged() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let body = says("ana", "wamid.1", "saldo").to_string();
        assert_eq!(house.post_signed(body.as_bytes()).await, 200);
        let raw = Raw::of(&db).await;
        assert_eq!(raw.rows("select key, state from inbox").await, ["m:wamid.1:1 | new"]);
        let older = Secrets::new(vec!["older-secret".to_owned()]).unwrap();
        let body = says("ana", "wamid.2", "saldo").to_string();
        assert_eq!(house.post(body.as_bytes(), Some(&older.sign(body.as_bytes()))).await, 200);
        assert_eq!(raw.number(KEPT).await, 2, "while a secret is rotated both count");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_signature_costs_no_database_access() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let body = says("ana", "wamid.1", "saldo").to_string();
        let good = house.app.secrets.sign(body.as_bytes());
        let other = Secrets::new(vec!["another".to_owned()]).unwrap().sign(body.as_bytes());
        let bad = [
            None,
            Some(String::new()),
            Some(other),
            Some(good[..good.len() - 1].to_owned()),
            Some(good.to_uppercase()),
            Some(good.replace("sha256=", "sha1=")),
            Some(good["sha256=".len()..].to_owned()),
        ];
        let before = house.app.store.commits();
        for signature in &bad {
            assert_eq!(house.post(body.as_bytes(), signature.as_deref()).await, 401, "{signature:?}");
        }
        assert_eq!(house.app.store.commits(), before);
        assert_eq!(Raw::of(&db).await.number(KEPT).await, 0);
        // With the database away they are answered the same, and what is signed is not acknowledged.
        house.app.store.close().await;
        for signature in &bad {
            assert_eq!(house.post(body.as_bytes(), signature.as_deref()).await, 401, "{signature:?}");
        }
        assert_eq!(house.post(body.as_bytes(), Some(&good)).await, 503, "WhatsApp must send it again");
        let ready = house.http.get(house.webhook.replace("webhook", "ready")).send().await.unwrap();
        assert_eq!(ready.status().as_u16(), 503);
    })
    .await;
}

#[test]
fn without_a_secret_nothing_starts() {
    for secrets in [vec![], vec![String::new()], vec![SECRET.to_owned(), " ".to_owned()]] {
        Secrets::new(secrets).unwrap_err();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_up_to_what_meta_sends_are_taken_and_larger_ones_are_not() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let of = |wamid: &str, size: usize| says("ana", wamid, &"x".repeat(size)).to_string();
        let large = of("wamid.1", 3_000_000);
        assert_eq!(house.post_signed(large.as_bytes()).await, 200);
        let huge = of("wamid.2", 5_000_000);
        // The server may answer and hang up before all of it was sent.
        let request = client()
            .post(&house.webhook)
            .header("x-hub-signature-256", house.app.secrets.sign(huge.as_bytes()));
        if let Ok(response) = request.body(huge).send().await {
            assert_eq!(response.status().as_u16(), 413);
        }
        assert_eq!(Raw::of(&db).await.rows("select key from inbox").await, ["m:wamid.1:1"]);
        house.drain().await;
        house.verify_clean().await;
    })
    .await;
}

/// Bodies that a fuzzer, a newer WhatsApp or an enemy with our secret may send.
fn strange_bodies() -> Vec<(&'static str, Vec<u8>)> {
    let of = |messages: Vec<Value>| body("ana", &messages).to_string().into_bytes();
    let raw = |text: &str| {
        says("ana", &format!("wamid.{}", text.len()), "AQUI").to_string().replace("AQUI", text).into_bytes()
    };
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep = says("ana", "wamid.deep", "AQUI").to_string().replace("\"AQUI\"", &deep);
    let mut nameless = message("ana", "wamid.nameless", NOON, text("oi"));
    nameless.as_object_mut().unwrap().retain(|key, _| !key.starts_with("from"));
    let nameless = change("messages", json!({ "messages": [nameless] }));
    vec![
        ("nothing", Vec::new()),
        ("no JSON", b"hello".to_vec()),
        ("no UTF-8", vec![0xff, 0xfe, 0x00]),
        ("half a body", of(vec![])[..40].to_vec()),
        ("an array", b"[]".to_vec()),
        ("null", b"null".to_vec()),
        ("no entries", b"{\"object\":\"whatsapp_business_account\"}".to_vec()),
        ("deep nesting", deep.into_bytes()),
        ("U+0000", raw("sal\\u0000do")),
        ("a lone surrogate", raw("sal\\ud800do")),
        (
            "an unknown type",
            of(vec![message("ana", "wamid.type", NOON, json!({ "type": "hologram", "hologram": {} }))]),
        ),
        ("nobody wrote it", nameless.to_string().into_bytes()),
        ("an unknown field", change("moods", json!({ "moods": [1] })).to_string().into_bytes()),
        ("a time before time", of(vec![message("ana", "wamid.old", -5_000, text("oi"))])),
        ("a time far ahead", of(vec![message("ana", "wamid.new", 9_999_999_999_999, text("oi"))])),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strange_body_is_acknowledged_and_the_next_one_answered() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        for (name, strange) in strange_bodies() {
            assert_eq!(house.post_signed(&strange).await, 200, "{name}");
            house.drain().await;
            let answered = house.say("bia", "saldo").await;
            assert_eq!(answered.len(), 1, "after {name}: {answered:#?}");
        }
        let raw = Raw::of(&db).await;
        let open =
            raw.rows("select key, state, reason from inbox where state not in ('done', 'ignored')").await;
        assert!(open.is_empty(), "{open:?}");
        let silent = "select key from inbox where state = 'ignored' and reason is null";
        assert_eq!(raw.rows(silent).await, [""; 0], "ignored without a reason");
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_message_among_a_thousand_hurts_none_of_the_others() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let mut messages: Vec<Value> =
            (0..1_000).map(|n| message("ana", &format!("wamid.{n}"), NOON, text("abobrinha"))).collect();
        messages[500] = json!("not a message at all");
        assert_eq!(house.post_signed(body("ana", &messages).to_string().as_bytes()).await, 200);
        while house.app.turns.poll_once().await.unwrap().messages > 0 {}
        let ended = "select state, cast(count(*) as bigint) from inbox group by state order by state";
        assert_eq!(Raw::of(&db).await.rows(ended).await, ["done | 999", "ignored | 1"]);
    })
    .await;
}

/// Who types what, and a word of the answer.
const NO_EFFECT: [(&str, &str, &str); 12] = [
    ("beto", "11 98765-4321 0", "zero"),
    ("beto", "11 98765-4321 -89,90", "negativo"),
    ("beto", "11 98765-4321 99999999999", ""),
    ("beto", "11 98765-4321 2000000", ""),
    ("beto", "11 98765-4321 9223372036854775808", ""),
    ("beto", "11 97777-0002 50", ""),
    ("beto", "v 7KD2", "7KD2"),
    ("beto", "avisar todos: tudo de graça", ""),
    ("beto", "desfaz", ""),
    ("ivo", "11 98765-4321 89,90", "Patinhas"),
    ("duda", "11 98765-4321 89,90", ""),
    ("ana", "11 98765-0002 89,90", ""),
];

#[tokio::test(flavor = "multi_thread")]
async fn absurd_amounts_and_the_wrong_people_are_answered_and_move_nothing() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        let ledger = "select txn, debit, credit, amount from transfer order by txn, line";
        let before = raw.rows(ledger).await;
        for (who, words, answer) in NO_EFFECT {
            let said = house.say(who, words).await;
            assert_eq!(said.len(), 1, "{who}: {words}: {said:#?}");
            assert!(said[0].body.contains(answer), "{who}: {words}: {}", said[0].body);
            assert_eq!(raw.rows(ledger).await, before, "{who}: {words}");
        }
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announcement_reaches_everybody_it_was_counted_for() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        house.say("carla", "avisar todos: banho em dobro no sábado").await;
        let preview = house.emulator.chat("carla").pop().unwrap();
        assert!(preview.body.contains('2'), "{}", preview.body);
        let (id, title) = preview.buttons[0].clone();
        let tap = fregues::emulator::Say::Tap { id, title, list: false };
        house.does("carla", fregues::emulator::Utterance::new(tap)).await;
        for who in ["ana", "bia"] {
            let got = house.emulator.chat(who);
            assert!(got.iter().any(|bubble| bubble.body.contains("banho em dobro")), "{who}: {got:#?}");
        }
        assert!(house.emulator.chat("rui").is_empty(), "nobody is written to outside the window");
    })
    .await;
}
