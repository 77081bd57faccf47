//! What WhatsApp says of templates and of the account: kept once for each merchant, followed, and told to the owners.

use crate::support::engines::{Db, on_both};
use crate::support::house::House;
use crate::support::raw::Raw;
use crate::support::script::{Room, kept};
use crate::support::shop::{self, NOON};
use fregues::app::templates::sync;
use fregues::domain::template::Template;
use fregues::whatsapp::templates::{TemplateBody, listed, pack};
use serde_json::{Value, json};

const STATUS: &str = "message_template_status_update";
const QUALITY: &str = "message_template_quality_update";
const CATEGORY: &str = "template_category_update";
const ACCOUNT: &str = "account_update";

fn of_receipt(mut value: Value) -> Value {
    value["message_template_id"] = json!(1);
    value["message_template_name"] = json!("fregues_receipt_2");
    value["message_template_language"] = json!("pt-BR");
    value
}

fn status(event: &str, reason: Option<&str>) -> (&'static str, Value) {
    (STATUS, of_receipt(json!({ "event": event, "reason": reason })))
}

/// A notice as a whole body, so many seconds after noon.
fn noticed(field: &str, value: &Value, second: i64) -> Value {
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": fregues::emulator::WABA,
        "time": NOON / 1_000 + second, "changes": [{ "field": field, "value": value }] }] })
}

/// A chain of notices: each with how the receipt stands afterwards, and what Carla hears of it (nothing: "").
fn chain() -> Vec<((&'static str, Value), &'static str, &'static str)> {
    let limit = |people: i64| {
        ("business_capability_update", json!({ "max_daily_conversations_per_business": people }))
    };
    let number = |tier: &str, digits: &str| {
        (
            "phone_number_quality_update",
            json!({ "event": "ONBOARDING", "current_limit": tier, "display_phone_number": digits }),
        )
    };
    let account = |event: &str| (ACCOUNT, json!({ "event": event }));
    let approved = "UTILITY | APPROVED | - | -";
    let paused = "UTILITY | PAUSED | - | -";
    vec![
        (status("PAUSED", None), paused, "pausou o modelo “Recibo de compra” (português)"),
        (status("PAUSED", None), paused, ""),
        (status("APPROVED", Some("NONE")), approved, "voltou a valer"),
        (status("FLAGGED", None), "UTILITY | APPROVED | RED | -", "qualidade baixa"),
        ((QUALITY, of_receipt(json!({ "new_quality_score": "RED" }))), "UTILITY | APPROVED | RED | -", ""),
        (
            (QUALITY, of_receipt(json!({ "new_quality_score": "GREEN" }))),
            "UTILITY | APPROVED | GREEN | -",
            "",
        ),
        (
            (CATEGORY, of_receipt(json!({ "new_category": "MARKETING" }))),
            "MARKETING | APPROVED | GREEN | -",
            "custa agora como marketing, R$\u{a0}0,06",
        ),
        (
            (CATEGORY, of_receipt(json!({ "new_category": "UTILITY" }))),
            "UTILITY | APPROVED | GREEN | -",
            "categoria de utilidade",
        ),
        (
            status("REJECTED", Some("PROMOTIONAL")),
            "UTILITY | REJECTED | GREEN | PROMOTIONAL",
            "recusou o modelo “Recibo de compra” (português): o texto parece propaganda",
        ),
        (status("DISABLED", None), "UTILITY | DISABLED | GREEN | -", "desativou o modelo"),
        (limit(2_000), "UTILITY | DISABLED | GREEN | -", "até 2000 pessoas por dia"),
        (number("TIER_2K", "+55 11 4000-1234"), "UTILITY | DISABLED | GREEN | -", ""),
        (number("TIER_250", "55 11 4000-9999"), "UTILITY | DISABLED | GREEN | -", ""),
        (limit(-1), "UTILITY | DISABLED | GREEN | -", "tirou o limite diário"),
        (number("TIER_10K", "551140001234"), "UTILITY | DISABLED | GREEN | -", "até 10000 pessoas por dia"),
        (
            ("account_alerts", json!({ "alert_type": "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED" })),
            "UTILITY | DISABLED | GREEN | -",
            "ainda não aumentou",
        ),
        (account("ACCOUNT_RESTRICTION"), "UTILITY | DISABLED | GREEN | -", "restringiu a conta"),
        (
            (
                ACCOUNT,
                json!({ "event": "ACCOUNT_VIOLATION", "violation_info": { "violation_type": "ADULT_CONTENT" } }),
            ),
            "UTILITY | DISABLED | GREEN | -",
            "(adult content)",
        ),
        (
            (ACCOUNT, json!({ "event": "DISABLED_UPDATE", "ban_info": { "waba_ban_state": "DISABLE" } })),
            "UTILITY | DISABLED | GREEN | -",
            "desativou a conta",
        ),
        (
            (ACCOUNT, json!({ "event": "DISABLED_UPDATE", "ban_info": { "waba_ban_state": "REINSTATE" } })),
            "UTILITY | DISABLED | GREEN | -",
            "liberou a conta",
        ),
        (account("PARTNER_ADDED"), "UTILITY | DISABLED | GREEN | -", ""),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn notices_are_followed_and_told_to_the_owner_in_words() {
    on_both(|db| async move {
        let room = Room::open(&db, NOON + 60_000).await;
        room.approve_templates().await;
        let carla = format!("(select member from identity where value = '{}')", shop::user_id("carla"));
        for (second, ((field, value), stands, told)) in (0..).zip(chain()) {
            room.keep(&noticed(field, &value, second), NOON + second).await;
            room.decide(1).await;
            let what = format!("{field} {value} on {}", db.engine);
            let sql = "select category, status, coalesce(quality, '-'), coalesce(reason, '-') from template
                where name = 'fregues_receipt_2' and lang = 'pt_BR'";
            assert_eq!(room.raw.rows(sql).await, [stands], "{what}");
            let sql = format!("select body from outbox where member = {carla}");
            let heard = room.raw.rows(&sql).await;
            room.raw.try_run("delete from outbox").await.unwrap();
            match told {
                "" => assert_eq!(heard, Vec::<String>::new(), "{what}"),
                told => {
                    let once = heard.len() == 1 && heard[0].contains(told);
                    assert!(once, "{what}: {heard:?} lacks {told:?}");
                }
            }
        }
        assert_eq!(room.raw.rows("select allowance, state from channel").await, ["10000 | ok"]);
        room.raw.close().await;
        room.store.close().await;
    })
    .await;
}

/// What happened before something known is no news, whenever it arrives.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_notice_of_a_template_changes_nothing() {
    on_both(|db| async move {
        let room = Room::open(&db, NOON + 60_000).await;
        room.approve_templates().await;
        for (second, event) in [(20, "APPROVED"), (10, "PAUSED")] {
            let (field, value) = status(event, None);
            room.keep(&noticed(field, &value, second), NOON + 30_000 - second).await;
            room.decide(1).await;
        }
        let sql = "select status from template where name = 'fregues_receipt_2' and lang = 'pt_BR'";
        assert_eq!(room.raw.rows(sql).await, ["APPROVED"]);
        let sql = "select reason from inbox where reason is not null";
        assert_eq!(room.raw.rows(sql).await, ["something later is known of this template"]);
        room.raw.close().await;
        room.store.close().await;
    })
    .await;
}

async fn inbox(raw: &Raw) -> Vec<String> {
    raw.rows("select coalesce(merchant, 0), state, coalesce(reason, '-') from inbox order by 1").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_reaches_every_merchant_of_the_account_once() {
    on_both(|db: Db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        shop::settle(&house.app.store, "206540352242922").await;
        let notice = noticed(ACCOUNT, &json!({ "event": "ACCOUNT_RESTRICTION" }), 0).to_string();
        assert_eq!(house.post_signed(notice.as_bytes()).await, 200);
        house.app.drain().await.unwrap();
        assert_eq!(inbox(&raw).await, ["1 | done | -", "2 | done | -"], "{}", db.engine);

        // Delivered again while a third number has joined: new to that one alone.
        shop::settle(&house.app.store, "306540352242922").await;
        assert_eq!(house.post_signed(notice.as_bytes()).await, 200);
        house.app.drain().await.unwrap();
        assert_eq!(inbox(&raw).await, ["1 | done | -", "2 | done | -", "3 | done | -"], "{}", db.engine);
        let told = raw.rows("select merchant from outbox where body like '%restringiu%' order by 1").await;
        assert_eq!(told, ["1", "2", "3"], "{}", db.engine);

        let strange = notice.replace(fregues::emulator::WABA, "999");
        assert_eq!(house.post_signed(strange.as_bytes()).await, 200);
        assert_eq!(inbox(&raw).await[0], "0 | ignored | no merchant has this account", "{}", db.engine);
        house.verify_clean().await;
        raw.close().await;
    })
    .await;
}

#[test]
fn a_notice_has_a_key_of_its_own_for_each_moment() {
    let merchant = fregues::domain::ids::MerchantId(1);
    let (field, value) = status("PAUSED", None);
    let key = |second: i64| kept(merchant, &noticed(field, &value, second), NOON)[0].key.clone();
    assert_eq!(key(1), key(1));
    assert_ne!(key(1), key(2), "paused a second time");
}

#[tokio::test(flavor = "multi_thread")]
async fn templates_follow_what_graph_lists() {
    on_both(|db| async move {
        let room = Room::open(&db, NOON + 60_000).await;
        let listed_as = |made: TemplateBody, status: &str| {
            let mut element = made.body;
            element["status"] = json!(status);
            element["id"] = json!("123");
            element["rejected_reason"] = json!(if status == "REJECTED" { "SCAM" } else { "NONE" });
            listed(&element, NOON).unwrap()
        };
        let pack = pack().unwrap_or_else(|faults| panic!("{faults:?}")).creations();
        let list = |skip, take, status: &str| -> Vec<_> {
            pack.iter().skip(skip).take(take).cloned().map(|made| listed_as(made, status)).collect()
        };
        let of_nobody = |name: &str| Template { name: name.to_owned(), ..list(0, 1, "PAUSED").remove(0) };
        let pair = |one: &'static str, other: &'static str| vec![one, other];
        // What is listed when (seconds after noon), how many are as they were not known before, what Carla hears.
        for (second, listed, changed, heard) in [
            (0, list(0, 3, "REJECTED"), 3, vec!["parece golpe"; 3]),
            (1, list(0, 3, "REJECTED"), 0, vec![]),
            (2, list(2, 2, "APPROVED"), 4, vec!["voltou a valer", "desativou o modelo", "desativou o modelo"]),
            (3, list(2, 2, "APPROVED"), 0, vec![]),
            // Asked for before what is known was said: nothing of it is new.
            (1, list(0, 4, "PAUSED"), 0, vec![]),
            (4, [list(2, 2, "APPROVED"), vec![of_nobody("theirs")]].concat(), 1, vec![]),
            (5, list(2, 2, "PAUSED"), 3, pair("pausou o modelo", "pausou o modelo")),
        ] {
            let count = listed.len();
            let synced = sync(&room.store, room.merchant, listed, NOON + second * 1_000 + 999).await.unwrap();
            let what = format!("{second} s on {}: {synced:?}", db.engine);
            assert_eq!((synced.listed, synced.changed.len()), (count, changed), "{what}");
            room.decide(1).await;
            let bodies = room.raw.rows("select body from outbox order by id").await;
            room.raw.try_run("delete from outbox").await.unwrap();
            let told = bodies.len() == heard.len() && bodies.iter().zip(&heard).all(|(b, h)| b.contains(h));
            assert!(told, "{what}: {bodies:?} is not {heard:?}");
        }
        // A notice of the second in which it was asked is later than the list; one of before is not.
        for (second, event, stands) in [(4, "DISABLED", "PAUSED"), (5, "DISABLED", "DISABLED")] {
            let value = json!({ "event": event, "message_template_id": 1,
                "message_template_name": pack[2].name, "message_template_language": pack[2].lang.template_code() });
            room.keep(&noticed(STATUS, &value, second), NOON + 10_000 + second).await;
            room.decide(1).await;
            let sql = format!(
                "select status from template where name = '{}' and lang = '{}'",
                pack[2].name,
                pack[2].lang.template_code()
            );
            assert_eq!(room.raw.rows(&sql).await, [stands], "{second} on {}", db.engine);
        }
        room.raw.close().await;
        room.store.close().await;
    })
    .await;
}
