//! What a key reads: members, balances, lists page by page, rewards.

use super::{Caller, keys, shop};
use crate::support::engines::on_both;
use crate::support::house::{House, app_on, verify_clean};
use crate::support::raw::Raw;
use crate::support::shop::{self as people, COSMETICS, NOON, NUMBER};
use fregues::app::clock::Clock;
use serde_json::{Value, json};

const ANA: &str = "/members?phone=%2B5511987654321";

fn points(value: &str) -> Value {
    json!({ "value": value, "unit": "points" })
}

fn reais(value: &str) -> Value {
    json!({ "value": value, "currency": "BRL" })
}

/// The id of the one that is found.
async fn id_of(caller: &Caller, who: &str) -> String {
    caller.read(who).await["data"][0]["id"].as_str().unwrap().to_owned()
}

/// All rows of a list, read so many at a time.
async fn whole(caller: &Caller, list: &str, most: usize) -> Vec<Value> {
    let (mut rows, mut after) = (Vec::new(), String::new());
    loop {
        let mut page = caller.read(&format!("{list}?limit={most}{after}")).await;
        let data = page["data"].as_array_mut().unwrap();
        assert!(data.len() <= most);
        rows.append(data);
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return rows,
        }
    }
}

async fn sell(house: &House, sale: &str) {
    house.clock.advance(60_000);
    house.say("beto", sale).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_found_by_phone_with_what_they_have() {
    on_both(|db| async move {
        let (house, caller) = shop(&db).await;
        sell(&house, "11 98765-4321 89,90").await;
        let found = caller.read(ANA).await;
        let ana = &found["data"][0];
        assert_eq!((&ana["name"], &ana["phone"]), (&json!("Ana Souza"), &json!("+5511987654321")));
        assert_eq!(
            (&ana["standing"], &ana["store"], &ana["offers"]),
            (&json!("joined"), &json!("Centro"), &json!(true))
        );
        assert_eq!(ana["balance"]["available"], points("9697"), "{:#}", ana["balance"]);
        assert_eq!((&ana["balance"]["debt"], &ana["balance"]["vouchers"]), (&points("0"), &reais("0.00")));
        assert_eq!(ana["balance"]["lots"].as_array().unwrap().len(), 2);
        // An old spelling of a mobile number is the same number.
        assert_eq!(caller.read("/members?phone=%2B551187654321").await, found);
        let path = format!("/members/{}", ana["id"].as_str().unwrap());
        assert_eq!(&caller.read(&path).await, ana);
        assert_eq!(caller.read(&format!("{path}/balance")).await, ana["balance"]);
        assert_eq!(
            caller.read("/members?phone=%2B5521900000000").await["data"],
            json!([]),
            "nobody is no fault"
        );

        let rewards = caller.read("/rewards").await;
        assert_eq!(rewards["data"][0]["price"]["unit"], "points", "{rewards}");
        let raw = Raw::of(&db).await;
        raw.run("update member set frozen = 1 where name = 'Ana Souza'").await;
        for path in [
            ANA,
            &path,
            &format!("{path}/balance"),
            &format!("{path}/statement"),
            &format!("{path}/purchases"),
        ] {
            let said = caller.get(path).await;
            assert_eq!((said.status, said.problem()), (422, "member-at-rest"), "{path}");
        }
        let bought = raw.number("select id from purchase").await;
        assert_eq!(caller.get(&format!("/purchases/{bought}")).await.problem(), "member-at-rest");
        let channel = raw.number("select member from staff where role = 'till'").await;
        assert_eq!(
            caller.get(&format!("/members/{channel}")).await.problem(),
            "not-found",
            "a channel is nobody"
        );
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_read_page_by_page_and_add_up() {
    on_both(|db| async move {
        let (house, caller) = shop(&db).await;
        for sale in ["11 98765-4321 89,90", "11 98765-4321 10", "11 98765-0002 55", "11 98765-4321 250"] {
            sell(&house, sale).await;
        }
        // Two of one moment, and one that was taken back.
        let raw = Raw::of(&db).await;
        house.clock.advance(11 * 60_000);
        sell(&house, "11 98765-4321 30").await;
        house.clock.advance(1_000);
        house.say("beto", "desfaz").await;
        raw.run("update purchase set at_ms = (select max(at_ms) from purchase) where standing > 0").await;
        let member = format!("/members/{}", id_of(&caller, ANA).await);

        let list = format!("{member}/purchases");
        let bought = whole(&caller, &list, 200).await;
        let amounts: Vec<&Value> = bought.iter().map(|row| &row["amount"]["value"]).collect();
        assert_eq!(
            amounts,
            ["30.00", "250.00", "10.00", "89.90"],
            "newest first, of one moment the highest number"
        );
        assert_eq!((&bought[0]["standing"], &bought[0]["earned"]), (&reais("0.00"), &points("0")));
        assert_eq!((&bought[1]["earned"], &bought[1]["store"]), (&points("7500"), &json!("Centro")));
        let one = format!("/purchases/{}", bought[1]["id"].as_str().unwrap());
        assert_eq!(caller.read(&one).await, bought[1]);

        let moves = whole(&caller, &format!("{member}/statement"), 200).await;
        let changes =
            moves.iter().map(|row| row["change"]["value"].as_str().unwrap().parse::<i64>().unwrap());
        let balance = caller.read(&format!("{member}/balance")).await;
        assert_eq!(
            points(&changes.sum::<i64>().to_string()),
            balance["available"],
            "movements make the balance"
        );
        assert_eq!(moves.last().unwrap()["kind"], "opening");
        assert_eq!(moves[0]["kind"], "reversal");
        assert_eq!((&moves[0]["purchase"], &moves[0]["amount"]), (&bought[0]["id"], &reais("30.00")));

        for (list, all) in [(list.clone(), &bought), (format!("{member}/statement"), &moves)] {
            for most in [1, 2, 3] {
                assert_eq!(&whole(&caller, &list, most).await, all, "{list} by {most}");
            }
        }
        // A cursor leads on in its list, and nowhere else.
        let next = caller.read(&format!("{list}?limit=1")).await["next"].as_str().unwrap().to_owned();
        let (first, rest) = next.split_at(next.len() - 1);
        let forged = format!("{first}{}", if rest == "0" { "1" } else { "0" });
        let bia = id_of(&caller, "/members?phone=%2B5511987650002").await;
        for path in [
            format!("{list}?after={forged}"),
            format!("{list}?after={first}"),
            format!("{member}/statement?after={next}"),
            format!("{member}/vouchers?after={next}"),
            format!("/members/{bia}/purchases?after={next}"),
        ] {
            let said = caller.get(&path).await;
            assert_eq!((said.status, said.problem()), (400, "bad-cursor"), "{path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vouchers_are_listed_without_their_codes() {
    on_both(|db| async move {
        let store = db.open().await;
        people::settle_as(&store, NUMBER, COSMETICS).await;
        verify_clean(&store).await;
        let clock = Clock::manual(NOON);
        let app = app_on(store, &clock, "http://127.0.0.1:9");
        let (caller, _) = Caller::stranger(&app).await.with_new(&app, keys::wish(1, "Site", "read")).await;
        let raw = Raw::of(&db).await;
        for (id, state, issued) in [(900, "used", NOON - 9), (901, "open", NOON - 9), (902, "open", NOON - 5)] {
            raw.run(&format!(
                "insert into voucher (merchant, id, member, code, value, state, issued_ms, expires_ms, rules, txn, used, \
                 returned, version) select 1, {id}, m.id, 'K7P2M9R{id}', 2550, '{state}', {issued}, 253402214400000, 1, \
                 (select min(id) from txn where merchant = 1), 0, 0, 1 from member m where m.name = 'Ana Souza'"
            ))
            .await;
            raw.run(&format!(
                "insert into voucher_piece (merchant, voucher, line, lot, amount) \
                 select 1, {id}, 1, min(id), 2550 from lot where merchant = 1"
            ))
            .await;
        }
        let member = format!("/members/{}", id_of(&caller, ANA).await);
        let list = format!("{member}/vouchers");
        let all = whole(&caller, &list, 200).await;
        let ids: Vec<&Value> = all.iter().map(|row| &row["id"]).collect();
        assert_eq!(ids, ["902", "901", "900"]);
        assert_eq!(whole(&caller, &list, 1).await, all);
        assert_eq!((&all[0]["value"], &all[0]["expires"]), (&reais("25.50"), &Value::Null));
        assert!(!json!(all).to_string().contains("K7P2M9R"), "a code is its owner's to tell");
        assert_eq!(caller.read(&member).await["balance"]["vouchers"], reais("51.00"), "the open ones");
        assert_eq!(all[0]["issued_at"], "2026-11-21T14:59:59.995Z");
    })
    .await;
}
