//! What Meta refuses, and that the value just before is taken.

use super::{NUMBER, house, interactive, row, text, to_ana, with_buttons, with_rows};
use fregues::emulator::{TemplateButton, Verdict};
use serde_json::{Value, json};

#[tokio::test]
async fn each_limit_is_taken_and_one_more_is_refused() {
    let house = house().await;
    let s = |n: usize| "x".repeat(n);
    // An emoji beyond U+FFFF counts as two.
    let emoji = |n: usize| "👍".repeat(n);
    let rows =
        |n: usize| (0..n).map(|i| (format!("r{i}"), "Banho".to_owned(), "P".to_owned())).collect::<Vec<_>>();
    let cta = |label: &str| {
        interactive(json!({ "type": "cta_url", "body": { "text": "b" }, "action": { "name": "cta_url",
            "parameters": { "display_text": label, "url": "https://example.com" } } }))
    };
    let headed = |header: &str| {
        let mut body = with_buttons("b", "f", &[("a", "A")]);
        body["interactive"]["header"] = json!({ "type": "text", "text": header });
        body
    };
    let called = |callback: &str| {
        let mut body = text("oi");
        body["biz_opaque_callback_data"] = json!(callback);
        body
    };
    let one = |id: &str, title: &str| with_buttons("b", "f", &[(id, title)]);
    let four = [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")];
    let cases = [
        ("text", text(&s(4096)), text(&s(4097)), 100),
        ("text in UTF-16", text(&emoji(2048)), text(&emoji(2049)), 100),
        ("callback", called(&s(512)), called(&s(513)), 100),
        (
            "button body",
            with_buttons(&s(1024), "f", &four[..1]),
            with_buttons(&s(1025), "f", &four[..1]),
            131_009,
        ),
        ("footer", with_buttons("b", &s(60), &four[..1]), with_buttons("b", &s(61), &four[..1]), 131_009),
        ("header", headed(&s(60)), headed(&s(61)), 131_009),
        ("buttons", with_buttons("b", "f", &four[..3]), with_buttons("b", "f", &four), 131_009),
        ("button title", one("a", &s(20)), one("a", &s(21)), 131_009),
        ("button title in UTF-16", one("a", &emoji(10)), one("a", &emoji(11)), 131_009),
        ("button id", one(&s(256), "A"), one(&s(257), "A"), 131_009),
        ("list body", with_rows(&s(4096), "ver", &rows(1)), with_rows(&s(4097), "ver", &rows(1)), 131_009),
        ("list label", with_rows("b", &s(20), &rows(1)), with_rows("b", &s(21), &rows(1)), 131_009),
        ("rows", with_rows("b", "ver", &rows(10)), with_rows("b", "ver", &rows(11)), 131_009),
        (
            "row id",
            with_rows("b", "ver", &[row(200, 1, 1)]),
            with_rows("b", "ver", &[row(201, 1, 1)]),
            131_009,
        ),
        (
            "row title",
            with_rows("b", "ver", &[row(1, 24, 1)]),
            with_rows("b", "ver", &[row(1, 25, 1)]),
            131_009,
        ),
        (
            "description",
            with_rows("b", "ver", &[row(1, 1, 72)]),
            with_rows("b", "ver", &[row(1, 1, 73)]),
            131_009,
        ),
        ("call to action", cta(&s(20)), cta(&s(21)), 131_009),
    ];
    for (name, taken, refused, code) in cases {
        assert_eq!(house.send(&taken).await.0, 200, "{name} at the limit");
        assert_eq!(house.code(&refused).await, code, "{name} above the limit");
    }
    assert_eq!(house.emulator.truth().len(), 17);
}

#[tokio::test]
async fn malformed_messages_are_refused_with_metas_codes() {
    let house = house().await;
    let twice = with_buttons("b", "f", &[("a", "Sim"), ("b", "Sim")]);
    let cases = [
        (text("   "), 100),
        (json!({ "to": "5511987654321", "text": { "body": "oi" } }), 100),
        (json!({ "messaging_product": "whatsapp", "type": "text", "text": { "body": "oi" } }), 100),
        (json!({ "messaging_product": "whatsapp", "to": "5511987654321", "type": "text" }), 100),
        (
            json!({ "messaging_product": "whatsapp", "to": "Ana", "type": "text", "text": { "body": "oi" } }),
            131_009,
        ),
        (
            json!({ "messaging_product": "whatsapp", "recipient": "551198", "type": "text", "text": { "body": "oi" } }),
            131_009,
        ),
        (
            json!({ "messaging_product": "whatsapp", "to": "551140001234", "type": "text", "text": { "body": "oi" } }),
            131_021,
        ),
        (twice, 131_009),
        (with_buttons("b", "f", &[]), 131_009),
        (with_rows("b", "ver", &[row(1, 1, 1), row(1, 1, 1)]), 131_009),
        (to_ana("sticker", json!({ "id": "1" })), 131_051),
        (to_ana("image", json!({ "link": "ftp://example.com/a.png" })), 131_053),
        (to_ana("image", json!({ "id": "1406000000000009", "caption": "never uploaded" })), 131_009),
        (json!({ "messaging_product": "whatsapp", "status": "read", "message_id": "wamid.none" }), 131_009),
    ];
    for (body, code) in cases {
        assert_eq!(house.code(&body).await, code, "{body}");
    }
    assert!(house.emulator.truth().is_empty());
    let (status, answer) = house.send(&text("")).await;
    assert_eq!(status, 400);
    assert_eq!(answer["error"]["message"], "(#100) Invalid parameter");
    assert_eq!(answer["error"]["type"], "OAuthException");
    assert_eq!(answer["error"]["error_data"]["messaging_product"], "whatsapp");
    assert!(answer["error"]["fbtrace_id"].is_string());
}

#[tokio::test]
async fn a_wrong_token_and_an_unknown_number_are_refused() {
    let house = house().await;
    let path = format!("/v26.0/{NUMBER}/messages");
    let (status, answer) = house.post(&path, "other", &text("oi")).await.unwrap();
    assert_eq!((status, &answer["error"]["code"]), (401, &json!(190)));
    let (status, answer) = house.post("/v26.0/1/messages", "token", &text("oi")).await.unwrap();
    assert_eq!(
        (status, &answer["error"]["code"], &answer["error"]["error_subcode"]),
        (400, &json!(100), &json!(33))
    );
    let profile = house.get(&format!("/v26.0/{NUMBER}")).await;
    assert_eq!(profile["display_phone_number"], "+55 11 4000-1234");
    assert_eq!(profile["verified_name"], "Clube Patinhas");
    assert_eq!(profile["quality_rating"], "GREEN");
}

#[tokio::test]
async fn templates_must_exist_and_their_parameters_must_fit() {
    let house = house().await;
    let buttons = vec![TemplateButton::QuickReply("Ver saldo".into())];
    house.emulator.add_template("compra", "pt_BR", "UTILITY", "{{1}}: +{{2}}", buttons);
    house.emulator.close_window("ana", NUMBER);
    let template = |name: &str, lang: &str, values: &[&str]| {
        let parameters: Vec<Value> = values.iter().map(|v| json!({ "type": "text", "text": v })).collect();
        to_ana(
            "template",
            json!({ "name": name, "language": { "code": lang }, "components": [
            { "type": "body", "parameters": parameters },
            { "type": "button", "sub_type": "quick_reply", "index": "0",
              "parameters": [{ "type": "payload", "payload": "SALDO" }] }] }),
        )
    };
    assert_eq!(house.code(&template("outra", "pt_BR", &["Ana", "1"])).await, 132_001);
    assert_eq!(house.code(&template("compra", "pt_PT", &["Ana", "1"])).await, 132_001);
    assert_eq!(house.code(&template("compra", "pt_BR", &["Ana"])).await, 132_000);
    for blank in ["a\nb", "a\tb", "a     b", ""] {
        assert_eq!(house.code(&template("compra", "pt_BR", &["Ana", blank])).await, 132_018, "{blank:?}");
    }
    let (_, answer) = house.send(&template("compra", "pt_BR", &["Ana", "2.697"])).await;
    assert_eq!(answer["messages"][0]["message_status"], "accepted");
    let bubble = house.emulator.chat("ana").pop().unwrap();
    assert_eq!((bubble.body.as_str(), bubble.status), ("Ana: +2.697", "delivered"));
    assert_eq!(bubble.buttons, [("SALDO".to_owned(), "Ver saldo".to_owned())]);
    assert_eq!(bubble.template.as_deref(), Some("compra"));
    assert_eq!(house.emulator.truth()[0].kind, "utility");
    house.emulator.pump().await;
    assert_eq!(house.statuses()[0].2["pricing"]["category"], "utility");
}

#[tokio::test]
async fn what_meta_decides_about_a_template_holds_and_is_told() {
    let house = house().await;
    house.emulator.add_template("compra", "pt_BR", "UTILITY", "Você ganhou {{points}} pontos", Vec::new());
    let named = |name: &str| {
        to_ana(
            "template",
            json!({ "name": "compra", "language": { "code": "pt_BR" }, "components": [{ "type": "body",
                "parameters": [{ "type": "text", "parameter_name": name, "text": "30" }] }] }),
        )
    };
    assert_eq!(house.code(&named("pontos")).await, 132_000, "a parameter of another name");
    for (verdict, code) in
        [(Verdict::Paused, 132_015), (Verdict::Disabled, 132_016), (Verdict::Rejected, 132_001)]
    {
        assert!(house.emulator.judge_template("compra", "pt_BR", verdict));
        assert_eq!(house.code(&named("points")).await, code, "{verdict:?}");
    }
    assert!(house.emulator.judge_template("compra", "pt_BR", Verdict::Approved));
    assert!(house.emulator.judge_template("compra", "pt_BR", Verdict::Category("MARKETING")));
    assert!(house.emulator.judge_template("compra", "pt_BR", Verdict::Quality("RED")));
    assert!(!house.emulator.judge_template("compra", "es", Verdict::Paused));
    assert_eq!(house.send(&named("points")).await.0, 200);
    assert_eq!(house.emulator.truth()[0].kind, "marketing", "it costs what it is when it is sent");
    house.emulator.pump().await;
    let bodies = house.bodies();
    let told = bodies.iter().map(|body| &body["entry"][0]).filter(|entry| entry["time"].is_i64());
    let told: Vec<Value> = told.map(|entry| entry["changes"][0]["value"].clone()).collect();
    let events: Vec<&Value> = told.iter().map(|value| &value["event"]).collect();
    assert_eq!(events[..4], ["PAUSED", "DISABLED", "REJECTED", "APPROVED"]);
    assert_eq!(
        (&told[4]["new_category"], &told[5]["new_quality_score"]),
        (&"MARKETING".into(), &"RED".into())
    );
    assert!(told.iter().all(|value| value["message_template_name"] == "compra"));
}

#[tokio::test]
async fn a_template_can_be_created_and_is_approved_by_webhook() {
    let house = house().await;
    let body = json!({ "name": "aviso", "language": "pt_BR", "category": "MARKETING",
        "components": [{ "type": "BODY", "text": "Oi, {{1}}" }] });
    let (status, answer) =
        house.post("/v26.0/102290129340398/message_templates", "token", &body).await.unwrap();
    assert_eq!((status, &answer["status"]), (200, &json!("PENDING")));
    house.emulator.pump().await;
    let change = house.bodies()[0]["entry"][0]["changes"][0].clone();
    assert_eq!(change["field"], "message_template_status_update");
    assert_eq!(change["value"]["event"], "APPROVED");
    let listed = house.get("/v26.0/102290129340398/message_templates").await;
    assert_eq!(listed["data"][0]["name"], "aviso");
    let (_, answer) =
        house.post("/v26.0/102290129340398/subscribed_apps", "token", &json!({})).await.unwrap();
    assert_eq!(answer, json!({ "success": true }));
}
