//! Whatever is changed by hand behind the service's back, `verify` names the rule that it breaks.

use crate::support::engines::on_both;
use crate::support::house::{verify_clean, violations};
use crate::support::script::{Room, body, message, text};
use crate::support::shop::{COSMETICS, NOON, SALON_AT_ONCE};
use fregues::domain::calendar::HOUR;
use fregues::store::verify::RULES;
use serde_json::Value;
use std::collections::BTreeSet;

/// Two sales with one refunded in part, a reward held, one handed over, a debt, everything sent.
async fn busy(room: &Room) {
    let lines = [
        ("beto", "11 98765-4321 89,90"),
        ("ana", "resgatar 1"),
        ("beto", "11 98765-0002 30,00"),
        ("rui", "resgatar 1"),
        ("beto", "v {code}"),
        ("beto", "sim"),
        ("nina", "11 98765-0003 10,00"),
        ("nina", "desfaz"),
        ("carla", "avisar todos Banho em dobro"),
        ("carla", "sim"),
    ];
    for (index, (who, words)) in (0..).zip(lines) {
        let code = room.raw.rows("select code from hold order by id desc limit 1").await.pop();
        let words = words.replace("{code}", code.as_deref().unwrap_or_default());
        say(room, who, &format!("w{index}"), index, &words, None).await;
    }
    let sale = room.raw.rows("select wamid from purchase where amount = 8990").await.remove(0);
    say(room, "beto", "w90", 90, "estorno 10,00", Some(sale)).await;
    room.raw.run("update outbox set state = 'accepted', wamid = 'w' || id").await;
    verify_clean(&room.store).await;
}

async fn say(room: &Room, who: &str, wamid: &str, minute: i64, words: &str, quotes: Option<String>) {
    let at = NOON + minute * 1_000;
    let mut content = text(words);
    if let Some(quoted) = quotes {
        content["context"] = serde_json::json!({ "id": quoted });
    }
    let body: Value = body(who, &[message(who, wamid, at, content)]);
    room.keep(&body, at).await;
    room.decide(256).await;
}

/// What ended 25 hours ago and was to be looked at then.
const LYING: &str = "update lot set expires_ms = (select max(created_ms) from txn) - 90000000, \
     due_ms = (select max(created_ms) from txn) - 90000000 where remaining > 0";

/// The rule that must speak up, and what was done. `;` parts one statement from the next.
const FORGED: [(&str, &str); 28] = [
    ("V1", "delete from transfer where txn = (select min(id) from txn where kind = 'hold')"),
    ("V2a", "update transfer set unit = 'USD' where txn = (select min(txn) from transfer)"),
    ("V2b", "update transfer set unit = 'BRL' where txn = (select min(txn) from transfer)"),
    (
        "V3a",
        "update lot set remaining = remaining - 1 where id = (select min(id) from lot where remaining > 1)",
    ),
    ("V3b", "update hold set amount = amount - 1 where state = 'open'"),
    ("V4a", "update wallet set available = available + 1 where available > 100"),
    ("V4a", "update wallet set held = held + 1"),
    ("V4a", "update wallet set debt = debt + 1"),
    (
        "V4a",
        "update transfer set amount = amount + 1 where txn = (select min(id) from txn where kind = 'accrual')",
    ),
    ("V4b", "delete from wallet where member = (select min(member) from lot)"),
    (
        "V5",
        "update lot_use set amount = amount + 1 where txn = (select min(id) from txn where kind = 'capture')",
    ),
    // Somebody else's credit, which ends sooner, laid beside the one that was taken.
    (
        "V6",
        "update lot set member = (select member from hold where state = 'captured'), expires_ms = usable_ms + 86400000 \
         where txn = (select txn from purchase where amount = 3000)",
    ),
    // The other way round: what was taken is said to have ended last.
    (
        "V6",
        "update lot set promised_ms = promised_ms + 86400000000, expires_ms = expires_ms + 86400000000 where id = \
         (select lot from lot_use where txn = (select id from txn where kind = 'capture')); \
         update lot set member = (select member from hold where state = 'captured') \
         where txn = (select txn from purchase where amount = 3000)",
    ),
    ("V5c", "update lot set lapsed = 1 where id = (select min(id) from lot)"),
    ("V7", "update hold set state = 'open' where state = 'captured'"),
    ("V7", "update hold set state = 'released' where state = 'open'"),
    ("V8", "update txn set hash = 'x' where id = (select max(id) from txn)"),
    ("V8", "update txn set at_ms = at_ms - 1 where id = (select max(id) from txn)"),
    ("V9a", "update purchase set earned = earned + 1 where standing > 0"),
    ("V11", "delete from inbox where key = 'm:w0:1'"),
    ("V11", "update inbox set state = 'new' where key = 'm:w0:1'"),
    ("V12a", "update lot set due_ms = null where remaining > 0"),
    ("V12a", LYING),
    ("V13a", "update outbox set wamid = null where id = (select min(id) from outbox)"),
    ("V13b", "update announcement set people = people + 1"),
    ("V14", "update hold set expires_ms = expires_ms - 172800000 where state = 'open'"),
    ("V15", "update member set phone = '+5511999999999' where name in ('Ana Souza', 'Bia Melo')"),
    ("V16", "update member set merged_into = id + 1 where name = 'Ana Souza'"),
];

/// The same for a shop with vouchers: one used in part, its rest open, one that came back, one dissolved.
async fn vouched(room: &Room) {
    let lines = [
        ("beto", "11 98765-0002 300"),
        ("beto", "v {code} 20"),
        ("beto", "sim"),
        ("nina", "11 98765-0003 250"),
        ("nina", "desfaz"),
        ("beto", "11 98765-0002 400"),
        ("beto", "v {code} 35"),
        ("beto", "sim"),
    ];
    for (index, (who, words)) in (0..).zip(lines) {
        let code = room.raw.rows("select code from voucher order by id desc limit 1").await.pop();
        let words = words.replace("{code}", code.as_deref().unwrap_or_default());
        say(room, who, &format!("w{index}"), index, &words, None).await;
    }
    let paid = room.raw.rows("select wamid from purchase where amount = 2000").await.remove(0);
    say(room, "beto", "w90", 90, "estorno 10,00", Some(paid)).await;
    room.raw.run("update outbox set state = 'accepted', wamid = 'w' || id").await;
    verify_clean(&room.store).await;
}

const FORGED_VOUCHERS: [(&str, &str); 10] = [
    ("V3c", "update voucher set value = value + 1 where state = 'open'"),
    (
        "V3c",
        "update transfer set amount = amount + 1 where txn = (select min(id) from txn where kind = 'voucher_issue')",
    ),
    (
        "V5b",
        "update voucher_piece set amount = amount + 1 where voucher = (select min(voucher) from voucher_piece)",
    ),
    ("V7b", "update voucher set state = 'open' where state = 'used'"),
    ("V7b", "update voucher set state = 'used' where state = 'open'"),
    ("V7b", "update voucher set state = 'open' where state = 'cancelled'"),
    ("V7c", "update voucher set used = used - 1 where state = 'used' and returned = 0"),
    ("V12a", "update voucher set due_ms = expires_ms + 86400001 where state = 'open'"),
    ("V12b", "update voucher set state = 'expired', closed_ms = expires_ms - 1 where state = 'open'"),
    ("V7c", "update voucher set returned = 0 where returned > 0"),
];

/// The same where balance paid a sale, half of which was taken back.
async fn paid(room: &Room) {
    let lines =
        [("beto", "11 98765-0002 300"), ("bia", "código"), ("beto", "{code} 40 usa 20"), ("beto", "sim")];
    for (index, (who, words)) in (0..).zip(lines) {
        let code =
            room.raw.rows("select presence_code from member where presence_code is not null").await.pop();
        let words = words.replace("{code}", code.as_deref().unwrap_or_default());
        say(room, who, &format!("w{index}"), index, &words, None).await;
    }
    let sale = room.raw.rows("select wamid from purchase where amount = 4000").await.remove(0);
    say(room, "beto", "w90", 90, "estorno 30,00", Some(sale)).await;
    assert_eq!(room.raw.rows("select used || ' ' || returned from hold").await, ["2000 1000"]);
    room.raw.run("update outbox set state = 'accepted', wamid = 'w' || id").await;
    verify_clean(&room.store).await;
}

const FORGED_PAYMENTS: [(&str, &str); 4] = [
    ("V7d", "update hold set used = used - 1"),
    ("V7d", "update hold set returned = returned - 1"),
    ("V7d", "update hold_piece set amount = amount - 1 where hold = (select min(hold) from hold_piece)"),
    (
        "V7d",
        "update transfer set amount = amount - 1 where txn = (select id from txn where kind = 'rollback')",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn verify_names_the_rule_that_a_forged_payment_breaks() {
    on_both(|db| async move {
        let room = Room::with(&db, NOON, SALON_AT_ONCE).await;
        paid(&room).await;
        breaks(&room, &FORGED_PAYMENTS).await;
    })
    .await;
}

/// The same where a reward was handed over and came back.
async fn handed(room: &Room) {
    let lines = [("ana", "resgatar 1"), ("beto", "v {code}"), ("beto", "sim"), ("beto", "desfaz")];
    for (index, (who, words)) in (0..).zip(lines) {
        let code = room.raw.rows("select code from hold").await.pop();
        let words = words.replace("{code}", code.as_deref().unwrap_or_default());
        say(room, who, &format!("w{index}"), index, &words, None).await;
    }
    assert_eq!(room.raw.rows("select used || ' ' || returned from hold").await, ["6000 6000"]);
    room.raw.run("update outbox set state = 'accepted', wamid = 'w' || id").await;
    verify_clean(&room.store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_names_the_rule_that_a_forged_return_of_a_reward_breaks() {
    on_both(|db| async move {
        let room = Room::open(&db, NOON).await;
        handed(&room).await;
        breaks(&room, &FORGED_PAYMENTS).await;
    })
    .await;
}

/// Forges one row after another, and each time the rule has to speak up.
async fn breaks(room: &Room, forged: &[(&str, &'static str)]) {
    room.raw.drop_guards().await;
    for (rule, sql) in forged {
        let found = room.raw.within(sql, || violations(&room.store)).await;
        assert!(
            found.iter().any(|found| found.starts_with(&format!("{rule}: merchant 1, row "))),
            "{sql}: {found:?}"
        );
    }
    verify_clean(&room.store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_names_the_rule_that_a_forged_voucher_breaks() {
    on_both(|db| async move {
        let room = Room::with(&db, NOON, COSMETICS).await;
        vouched(&room).await;
        breaks(&room, &FORGED_VOUCHERS).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_names_the_rule_that_a_forged_row_breaks() {
    on_both(|db| async move {
        let room = Room::open(&db, NOON).await;
        busy(&room).await;
        breaks(&room, &FORGED).await;
        // The database itself keeps from breaking this one, so its checks go first.
        room.raw.without_checks("purchase").await;
        room.raw.run("update purchase set standing = amount + 1").await;
        assert!(violations(&room.store).await.iter().any(|found| found.starts_with("V9b: ")));
    })
    .await;
}

/// Where the shop was silent for days before its latest sale, the service stands by its clock for an hour before it ends
/// anything.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_held_against_a_service_that_just_began_again() {
    on_both(|db| async move {
        let room = Room::open(&db, NOON).await;
        busy(&room).await;
        room.raw.drop_guards().await;
        let lies = async |before: i64| {
            room.raw.run(LYING).await;
            let silent =
                "update txn set created_ms = created_ms - {before} where id < (select max(id) from txn)";
            let silent = silent.replace("{before}", &before.to_string());
            let found = room.raw.within(&silent, || violations(&room.store)).await;
            found.iter().any(|found| found.starts_with("V12a: "))
        };
        assert!(lies(3 * HOUR).await, "it was at work three hours before");
        assert!(!lies(13 * HOUR).await);
    })
    .await;
}

#[test]
fn every_rule_is_shown_able_to_fail() {
    let forged = FORGED.iter().chain(&FORGED_VOUCHERS).chain(&FORGED_PAYMENTS).map(|(rule, _)| *rule);
    let forged: BTreeSet<&str> = forged.chain(["V9b"]).collect();
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).chain(["V8"]).collect();
    assert_eq!(forged, rules);
}
