//! Golden JSON for each form of a bubble, and its limits at the edge.

use super::*;

fn said(body: &str, footer: Option<&str>, choices: Choices) -> Said {
    Said { body: body.to_owned(), footer: footer.map(str::to_owned), choices, picture: None }
}

fn choice(id: &str, title: &str, description: Option<&str>) -> Choice {
    Choice { id: id.to_owned(), title: title.to_owned(), description: description.map(str::to_owned) }
}

fn buttons(count: usize) -> Choices {
    Choices::Buttons((0..count).map(|n| choice(&format!("id{n}"), &format!("Botão {n}"), None)).collect())
}

fn list(button: &str, count: usize) -> Choices {
    let rows = (0..count).map(|n| choice(&format!("r{n}"), &format!("Linha {n}"), None)).collect();
    Choices::List { button: button.to_owned(), rows }
}

#[test]
fn a_text() {
    let golden = json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "type": "text",
        "text": { "preview_url": false, "body": "Você tem *R$ 12,50*. 😀" },
    });
    assert_eq!(body(&said("Você tem *R$ 12,50*. 😀", None, Choices::None)), golden);
}

#[test]
fn a_text_takes_its_footer_as_last_paragraph() {
    let golden = json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "type": "text",
        "text": { "preview_url": false, "body": "Olá\n\nPARAR para sair" },
    });
    assert_eq!(body(&said("Olá", Some("PARAR para sair"), Choices::None)), golden);
}

#[test]
fn buttons_with_and_without_footer() {
    let choices = Choices::Buttons(vec![choice("n1", "Sim", Some("never sent")), choice("n2", "Não", None)]);
    let mut golden = json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "type": "interactive",
        "interactive": {
            "type": "button", "body": { "text": "Confirma?" }, "footer": { "text": "Loja 1" },
            "action": { "buttons": [
                { "type": "reply", "reply": { "id": "n1", "title": "Sim" } },
                { "type": "reply", "reply": { "id": "n2", "title": "Não" } },
            ] },
        },
    });
    assert_eq!(body(&said("Confirma?", Some("Loja 1"), choices.clone())), golden);
    golden["interactive"].as_object_mut().unwrap().remove("footer");
    assert_eq!(body(&said("Confirma?", None, choices)), golden);
}

#[test]
fn a_list() {
    let rows = vec![choice("saldo", "Ver saldo", Some("Pontos e vales")), choice("ajuda", "Ajuda", None)];
    let choices = Choices::List { button: "Opções".to_owned(), rows };
    let golden = json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "type": "interactive",
        "interactive": {
            "type": "list", "body": { "text": "O que deseja?" },
            "action": { "button": "Opções", "sections": [{ "rows": [
                { "id": "saldo", "title": "Ver saldo", "description": "Pontos e vales" },
                { "id": "ajuda", "title": "Ajuda" },
            ] }] },
        },
    });
    assert_eq!(body(&said("O que deseja?", None, choices)), golden);
}

#[test]
fn a_link() {
    let choices = Choices::Link { label: "Convidar".to_owned(), url: "https://wa.me/?text=oi".to_owned() };
    let golden = json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "type": "interactive",
        "interactive": {
            "type": "cta_url", "body": { "text": "Chame um amigo" }, "footer": { "text": "Vale R$ 10" },
            "action": { "name": "cta_url", "parameters": {
                "display_text": "Convidar", "url": "https://wa.me/?text=oi",
            } },
        },
    });
    assert_eq!(body(&said("Chame um amigo", Some("Vale R$ 10"), choices)), golden);
}

#[test]
fn an_address_is_a_phone_or_a_user_id_never_both() {
    let text = body(&said("Oi", None, Choices::None));
    let mut to_phone = text.clone();
    address(&mut to_phone, &Recipient::WaId("551187654321".into()), "o1.77.1", Some("wamid.IN1"));
    let golden = json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "type": "text",
        "text": { "preview_url": false, "body": "Oi" },
        "to": "551187654321", "biz_opaque_callback_data": "o1.77.1", "context": { "message_id": "wamid.IN1" },
    });
    assert_eq!(to_phone, golden);

    let mut to_user = text;
    address(&mut to_user, &Recipient::UserId("BR.1349".into()), "o1.77.2", None);
    assert_eq!(to_user["recipient"], "BR.1349");
    assert_eq!((to_user.get("to"), to_user.get("context")), (None, None));

    let mut no_object = json!([]);
    address(&mut no_object, &Recipient::UserId("BR.1349".into()), "c", None);
    assert_eq!(no_object, json!([]));
}

#[test]
fn limits_hold_to_the_unit() {
    let emoji = "😀"; // two UTF-16 units
    let link = |label: &str, url: &str| Choices::Link { label: label.to_owned(), url: url.to_owned() };
    let one = |id: &str, title: &str| Choices::Buttons(vec![choice(id, title, None)]);
    let row = |id: &str, title: &str, text: &str| Choices::List {
        button: "Abrir".to_owned(),
        rows: vec![choice(id, title, Some(text))],
    };
    for (name, broken, bubble) in [
        ("longest text", 0, said(&"a".repeat(4096), None, Choices::None)),
        ("text + 1", 1, said(&"a".repeat(4097), None, Choices::None)),
        ("emoji count twice", 0, said(&emoji.repeat(2048), None, Choices::None)),
        ("emoji + 1", 1, said(&format!("{}a", emoji.repeat(2048)), None, Choices::None)),
        ("footer joins the text", 1, said(&"a".repeat(4096), Some("b"), Choices::None)),
        ("empty text", 1, said(" ", None, Choices::None)),
        ("three buttons", 0, said(&"a".repeat(1024), Some(&"b".repeat(60)), buttons(3))),
        ("body + 1", 1, said(&"a".repeat(1025), None, buttons(1))),
        ("footer + 1", 1, said("a", Some(&"b".repeat(61)), buttons(1))),
        ("empty footer", 1, said("a", Some(""), buttons(1))),
        ("no button", 1, said("a", None, buttons(0))),
        ("four buttons", 1, said("a", None, buttons(4))),
        ("title 20", 0, said("a", None, one("i", &emoji.repeat(10)))),
        ("title 21", 1, said("a", None, one("i", &"t".repeat(21)))),
        ("empty title", 1, said("a", None, one("i", ""))),
        ("id 256", 0, said("a", None, one(&"i".repeat(256), "t"))),
        ("id 257", 1, said("a", None, one(&"i".repeat(257), "t"))),
        ("same titles", 1, {
            said("a", None, Choices::Buttons(vec![choice("1", "Sim", None), choice("2", "Sim", None)]))
        }),
        ("same ids and titles", 2, {
            said("a", None, Choices::Buttons(vec![choice("1", "Sim", None), choice("1", "Sim", None)]))
        }),
        ("ten rows", 0, said(&"a".repeat(4096), None, list("Ver opções agora ok!", 10))),
        ("eleven rows", 1, said("a", None, list("Ver", 11))),
        ("no rows", 1, said("a", None, list("Ver", 0))),
        ("list button + 1", 1, said("a", None, list(&"v".repeat(21), 1))),
        ("row at its limits", 0, said("a", None, row(&"i".repeat(200), &"t".repeat(24), &"d".repeat(72)))),
        ("row over all", 3, said("a", None, row(&"i".repeat(201), &"t".repeat(25), &"d".repeat(73)))),
        ("link", 0, said("a", None, link("Abrir", "https://wa.me/5511987654321"))),
        ("link label + 1", 1, said("a", None, link(&"l".repeat(21), "https://a.b"))),
        ("link to nowhere", 1, said("a", None, link("Abrir", "javascript:alert(1)"))),
        ("long body with link", 1, said(&"a".repeat(1025), None, link("Abrir", "https://a.b"))),
    ] {
        let found = limits(&bubble);
        assert_eq!(found.len(), broken, "{name}: {found:?}");
    }
}
