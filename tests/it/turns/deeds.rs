//! What people do in the stories of the law: words, taps and whatever else WhatsApp delivers.

use crate::support::script::{Room, body, change, message, text};
use crate::support::shop;
use fregues::dialogue::notice::Kind;
use fregues::dialogue::till::ask::{Ask, Deed as Asked, Of, Order, Pay, Release, Reserve, Return, Who};
use fregues::domain::ids::{MemberId, PurchaseId, StaffId, VoucherId};
use fregues::domain::money::Money;
use fregues::domain::phone::Phone;
use proptest::prelude::*;
use serde_json::{Value, json};

/// What somebody does, before it is known which buttons they were shown.
#[derive(Debug, Clone)]
pub struct Deed {
    pub who: &'static str,
    pub what: &'static str,
    /// Chooses among buttons, codes and quotes.
    pub pick: usize,
    /// Seconds since the deed before.
    pub gap: i64,
}

const CUSTOMER: [&str; 46] = [
    "usar tudo",
    "usar 20",
    "usar 200",
    "código",
    "código",
    "cancelar",
    "saldo",
    "vales",
    "ranking",
    "extrato",
    "prêmios",
    "resgatar 1",
    "resgatar 2",
    "1",
    "2",
    "3",
    "sim",
    "por quê?",
    "não",
    "quero participar",
    "{join}",
    "meu código",
    "sair",
    "parar tudo",
    "quero ofertas",
    "não quero mais mensagem",
    "oi",
    "abobrinha",
    "me chama de Zezé",
    "atendente",
    "11 98765-0002 50",
    "{tap}",
    "{tap}",
    "{stale}",
    "{audio}",
    "{react}",
    "{stop}",
    "{resume}",
    "{account}",
    "{number}",
    "{recycled}",
    "{recycled}",
    "{moved}",
    "{share}",
    "{echo}",
    "apagar meus dados",
];
const CASHIER: [&str; 49] = [
    "11 98765-4321 40 usa 5",
    "11 98765-4321 400 usa 100",
    "11 98765-0002 35 usa tudo",
    "11 98765-0002 300 usa tudo",
    "{present} 20",
    "{present} 40 usa tudo",
    "{present}",
    "liberar",
    "v {voucher} 50",
    "v {voucher} 3",
    "v {voucher}",
    "11 98765-4321 40 usa vales",
    "11 98765-0002 21,70 usa vales",
    "11 98765-4321 89,90",
    "11 98765-4321 89,90",
    "11 98765-0002 30,00",
    "11 98765-0002 30,00",
    "11 98765-0003 200",
    "11 98765-0004 45,50",
    "11 98765-0009 31",
    "11 98765-4321 0,01",
    "11 98765-4321 0",
    "11 98765-4321 -5",
    "11 98765-4321 20000",
    "11 98765-4321 99999999",
    "11 97777-0002 50",
    "11 98765-4321 10\n11 98765-0002 20",
    "50",
    "11 98765-0003",
    "desfaz",
    "desfaz",
    "sim",
    "sim",
    "não",
    "? 11 98765-4321",
    "v {code}",
    "v {code}",
    "por quê",
    "ajuste 11 98765-4321 -5 motivo x",
    "v 7KD2",
    "{quote} estorno",
    "{quote} estorno 10,00",
    "{quote} desfaz",
    "{tap}",
    "{tap}",
    "{stale}",
    "{card}",
    "resumo",
    "saldo",
];
const OWNER: [&str; 26] = [
    "11 98765-4321 40 usa tudo",
    "liberar",
    "avisar todos: banho em dobro no sábado",
    "liberar avisos",
    "descartar avisos",
    "sim",
    "não",
    "resumo",
    "fechar mês",
    "passivo",
    "ajuste 11 98765-4321 +50 motivo brinde",
    "ajuste 11 98765-0002 -20 motivo engano",
    "convidar operador 11 97777-0009 Zeca",
    "desligar Nina",
    "família Beto 11 98765-0002",
    "família Beto remover 11 98765-0002",
    "família Nina 11 98765-0008",
    "família",
    "{quote} estorno",
    "{tap}",
    "11 98765-4321 700",
    "desfaz",
    "{template PAUSED}",
    "{template APPROVED}",
    "{category}",
    "{limit}",
];

/// What a channel asks: `{buy}` an order, `{back}` some of one, keeping vouchers for some, of few numbers and keys, so that
/// they meet.
const TILL: [&str; 9] =
    ["{buy}", "{buy}", "{buy}", "{buy late}", "{back}", "{would}", "{check}", "{reserve}", "{release}"];

pub fn deed() -> impl Strategy<Value = Deed> {
    let speakers = prop_oneof![
        4 => prop::sample::select(vec!["ana", "bia", "rui", "duda", "leo"]).prop_map(|who| (who, &CUSTOMER[..])),
        5 => prop::sample::select(vec!["beto", "beto", "nina", "ivo"]).prop_map(|who| (who, &CASHIER[..])),
        1 => Just(("carla", &OWNER[..])),
        4 => prop::sample::select(vec!["beto", "beto", "beto", "nina", "ivo"]).prop_map(|who| (who, &TILL[..])),
    ];
    let gap = prop_oneof![3 => 0..5_i64, 2 => 5..300_i64, 1 => 300..2_400_i64];
    (speakers, any::<prop::sample::Index>(), 0..8_usize, gap).prop_map(|((who, deeds), what, pick, gap)| {
        Deed { who, what: deeds[what.index(deeds.len())], pick, gap }
    })
}

/// The body of a deed, with whatever its speaker could see at that moment.
pub async fn performed(room: &Room, deed: &Deed, wamid: &str, at: i64) -> Value {
    let Deed { who, what, pick, .. } = deed;
    let say = |content: Value| body(who, &[message(who, wamid, at, content)]);
    let tap = |id: &str| {
        say(json!({ "type": "interactive",
            "interactive": { "type": "button_reply", "button_reply": { "id": id, "title": "x" } } }))
    };
    match *what {
        what if TILL.contains(&what) => json!({ "till": asked(room, deed, wamid, at).await }),
        "{tap}" => tap(&button(room, who, *pick).await),
        "{stale}" => tap(["answer.ZZZZZZ.yes", "undo.ZZZZZZ", "reward.9", "read.nothing", "?"][pick % 5]),
        "{audio}" => say(json!({ "type": "audio", "audio": { "id": "1" } })),
        "{react}" => {
            say(json!({ "type": "reaction", "reaction": { "message_id": "wamid.x", "emoji": "👍" } }))
        }
        "{card}" => say(json!({ "type": "contacts", "contacts": [{ "name": { "formatted_name": "Bia" },
            "phones": [{ "phone": "+55 11 98765-0002", "wa_id": "5511987650002" }] }] })),
        "{stop}" | "{resume}" => {
            let value = if *what == "{stop}" { "stop" } else { "resume" };
            let person = shop::whom(who);
            let (wa_id, user_id) = (person.wa_id(), shop::user_id(who));
            change(
                "user_preferences",
                json!({
                "contacts": [{ "profile": { "name": person.name }, "wa_id": wa_id, "user_id": user_id }],
                "user_preferences": [{ "wa_id": wa_id, "user_id": user_id, "category": "marketing_messages",
                    "detail": wamid, "value": value, "timestamp": at / 1_000 }] }),
            )
        }
        "{limit}" => noticed(
            "business_capability_update",
            &json!({ "max_daily_conversations_per_business": ([250, 2_000, -1][pick % 3]) }),
            at,
        ),
        "{category}" => {
            let mut value = json!({ "new_category": (["MARKETING", "UTILITY"][pick % 2]) });
            named(&mut value, *pick);
            noticed("template_category_update", &value, at)
        }
        words if words.starts_with("{template ") => {
            let mut value = json!({ "event": &words["{template ".len()..words.len() - 1], "reason": null });
            named(&mut value, *pick);
            noticed("message_template_status_update", &value, at)
        }
        "{join}" => {
            let code =
                one_of(room, "select referral_code from member where referral_code is not null", *pick).await;
            say(text(&format!("quero participar {code}")))
        }
        "{account}" => {
            let content = message(who, wamid, at, text("saldo"));
            people(&json!({ "user_id": shop::user_id(who) }), &without(content, &["from"]))
        }
        "{number}" => {
            let content = message(who, wamid, at, text("saldo"));
            people(&json!({}), &without(content, &["from_user_id"]))
        }
        "{recycled}" => {
            let mut content = message(who, wamid, at, text(["oi", "1", "2"][pick % 3]));
            content["from_user_id"] = json!(format!("{}7", shop::user_id(who)));
            people(&json!({ "user_id": content["from_user_id"] }), &content)
        }
        "{moved}" => {
            let (before, after) = (shop::user_id(who), format!("{}7", shop::user_id(who)));
            let system =
                json!({ "type": "user_changed_user_id", "user_id": after, "previous_user_id": before });
            let content = message(who, wamid, at, json!({ "type": "system", "system": system }));
            change("messages", json!({ "messages": [without(content, &["from", "from_user_id"])] }))
        }
        "{share}" => {
            let phone = whom_number(who);
            let card = json!({ "origin": "contact_request", "phones": [{ "phone": phone, "wa_id": phone }] });
            let content = message(who, wamid, at, json!({ "type": "contacts", "contacts": [card] }));
            people(&json!({ "user_id": shop::user_id(who) }), &without(content, &["from"]))
        }
        "{echo}" => change(
            "smb_message_echoes",
            json!({ "message_echoes": [{ "id": wamid, "timestamp": (at / 1_000).to_string(),
                "to": whom_number(who), "to_user_id": shop::user_id(who), "type": "text" }] }),
        ),
        words if words.contains("{present}") => {
            let sql = "select presence_code from member where presence_code is not null order by id";
            let code = one_of(room, sql, pick / 3).await;
            say(text(&words.replace("{present}", &code)))
        }
        words if words.contains("{code}") || words.contains("{voucher}") => {
            let table = if words.contains("{code}") { "hold" } else { "voucher" };
            let code = one_of(room, &format!("select code from {table} order by id desc"), pick / 3).await;
            say(text(&words.replace("{code}", &code).replace("{voucher}", &code)))
        }
        words if words.starts_with("{quote} ") => {
            let quoted = one_of(room, "select wamid from purchase order by id desc", pick / 2).await;
            let mut content = text(&words["{quote} ".len()..]);
            content["context"] = json!({ "id": quoted });
            say(content)
        }
        words => say(text(words)),
    }
}

/// What a till asks, with codes that it could have been shown.
async fn asked(room: &Room, deed: &Deed, request: &str, at: i64) -> Ask {
    let staff = StaffId(match deed.who {
        "beto" => 5,
        "nina" => 7,
        _ => 9,
    });
    // What it is hangs on `pick` alone, so that it is asked again; what pays for it, on the gap.
    let (pick, spare) = (deed.pick, usize::try_from(deed.gap).unwrap());
    let id = format!("550{}", pick % 4);
    let code = async |sql: &str| one_of(room, sql, pick / 3).await;
    let voucher = async || {
        let found = room.raw.rows("select id, member, code from voucher order by id desc").await;
        let row = found.get(pick % found.len().max(1)).cloned().unwrap_or_else(|| "0 | 10 | ABCD".to_owned());
        let parts: Vec<&str> = row.split(" | ").collect();
        (VoucherId(parts[0].parse().unwrap()), MemberId(parts[1].parse().unwrap()), parts[2].to_owned())
    };
    let done = if ["{check}", "{reserve}", "{release}"].contains(&deed.what) {
        let (voucher, member, code) = voucher().await;
        match deed.what {
            "{check}" => Asked::Check(code),
            "{reserve}" => Asked::Reserve(Reserve { voucher, code, order: id }),
            _ => Asked::Release(Release { member, voucher, order: id }),
        }
    } else if deed.what == "{back}" {
        let amount = (!pick.is_multiple_of(3)).then_some(Money(1_000));
        let found = room.raw.rows("select member, id from purchase order by id desc").await;
        let of =
            match found.get(pick).filter(|_| spare.is_multiple_of(3)).and_then(|row| row.split_once(" | ")) {
                Some((member, purchase)) => {
                    Of::Purchase(MemberId(member.parse().unwrap()), PurchaseId(purchase.parse().unwrap()))
                }
                None => Of::Order(id),
            };
        Asked::Back(Return { of, id: format!("r-{}", pick % 2), amount })
    } else {
        let phone = ["11987654321", "11987650002", "11987650003", "11987650009", "11977770002"][pick % 5];
        let phone = Phone::canonical(&format!("55{phone}"));
        let who = Who { id: (pick == 7).then_some(MemberId(10)), phone, ..Who::default() };
        let pay = match spare % 8 {
            0 => Pay::Vouchers(vec![code("select code from voucher order by id desc").await]),
            1 => Pay::Code(code("select code from hold order by id desc").await),
            2 => Pay::Units(100),
            _ => Pay::Money,
        };
        let present = "select presence_code from member where presence_code is not null order by id";
        let presence = if spare % 5 == 1 { Some(code(present).await) } else { None };
        let amount = Money([3_000, 8_990, 100_000, 5_000, 8_990, 20_000, 99_999_999_999, 0][pick]);
        let note = (pick % 2 == 1).then(|| format!("note {request}"));
        let who = (!spare.is_multiple_of(7)).then_some(who);
        let order = Order { id, who, amount, excluded: Money::ZERO, pay, presence, note, consents: None };
        if deed.what == "{would}" { Asked::Quote(order) } else { Asked::Buy(order) }
    };
    let key = if spare.is_multiple_of(4) { format!("key {}", pick % 3) } else { request.to_owned() };
    let occurred = (deed.what == "{buy late}").then_some(at - 7_200_000);
    Ask { staff, request: request.to_owned(), key, occurred, late: false, by_code: false, deed: done }
}

/// Names the template a notice is about.
fn named(value: &mut Value, pick: usize) {
    value["message_template_name"] = json!(Kind::ALL[pick % Kind::ALL.len()].template());
    value["message_template_language"] = json!("pt_BR");
}

/// A notice to the account.
fn noticed(field: &str, value: &Value, at: i64) -> Value {
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": fregues::emulator::WABA,
        "time": at / 1_000, "changes": [{ "field": field, "value": value }] }] })
}

/// A message with this contact instead of the speaker's whole one.
fn people(contact: &Value, message: &Value) -> Value {
    change("messages", json!({ "contacts": [contact], "messages": [message] }))
}

fn without(mut content: Value, keys: &[&str]) -> Value {
    for key in keys {
        content.as_object_mut().unwrap().remove(*key);
    }
    content
}

fn whom_number(who: &str) -> String {
    shop::whom(who).wa_id().unwrap_or_else(|| "5511987650009".to_owned())
}

async fn one_of(room: &Room, sql: &str, pick: usize) -> String {
    let found = room.raw.rows(sql).await;
    if found.is_empty() { "ABCD".to_owned() } else { found[pick % found.len()].clone() }
}

/// One of the buttons in the latest bubbles somebody was sent.
async fn button(room: &Room, who: &str, pick: usize) -> String {
    let user = shop::user_id(who);
    let sql = format!("select body from outbox where user_id like '{user}%' order by id desc limit 3");
    let mut ids = Vec::new();
    for body in room.raw.rows(&sql).await {
        let body: Value = serde_json::from_str(&body).unwrap();
        for button in body["interactive"]["action"]["buttons"].as_array().into_iter().flatten() {
            ids.extend(button["reply"]["id"].as_str().map(str::to_owned));
        }
    }
    if ids.is_empty() { "answer.NOBODY.yes".to_owned() } else { ids[pick % ids.len()].clone() }
}
