//! What the database refuses by itself, whoever asks.

use crate::support::engines::on_both;
use crate::support::raw::Raw;
use crate::support::shop::{self, NUMBER};

#[tokio::test(flavor = "multi_thread")]
async fn the_history_cannot_be_edited() {
    on_both(|db| async move {
        let store = db.open().await;
        shop::settle(&store, NUMBER).await;
        let raw = Raw::of(&db).await;
        raw.run(
            "insert into lot_use (merchant, txn, line, lot, amount) select merchant, txn, 0, id, 0 from lot",
        )
        .await;
        for (table, column) in [("txn", "rules"), ("transfer", "amount"), ("lot_use", "amount")] {
            for sql in [format!("update {table} set {column} = 7"), format!("delete from {table}")] {
                let refused = raw.try_run(&sql).await.expect_err(&sql);
                assert!(refused.contains("never edited"), "{sql}: {refused}");
            }
            assert!(raw.number(&format!("select cast(count(*) as bigint) from {table}")).await > 0);
        }
    })
    .await;
}

/// Each row: what is wrong about it, and the statement that tries.
const NONSENSE: [(&str, &str); 17] = [
    ("a negative balance", "update wallet set available = -1"),
    ("a negative hold", "update wallet set held = -1"),
    ("a negative debt", "update wallet set debt = -1"),
    ("a lot below nothing", "update lot set remaining = -1"),
    ("a lot above what it was", "update lot set remaining = original + 1"),
    ("an empty lot", "update lot set original = 0, remaining = 0"),
    (
        "a transfer of nothing",
        "insert into transfer select merchant, txn, 9, unit, debit, credit, 0 from transfer",
    ),
    (
        "a transfer to itself",
        "insert into transfer select merchant, txn, 9, unit, debit, debit, 5 from transfer",
    ),
    (
        "a transfer without transaction",
        "insert into transfer select merchant, 99999, line, unit, debit, credit, amount from transfer",
    ),
    (
        "one key for two transactions",
        "insert into txn select merchant, id + 5000, kind, key, hash, actor, source, store, purchase, reverses, rules, \
         at_ms, created_ms from txn",
    ),
    ("one phone behind two people", "insert into identity select merchant, kind, value, 2 from identity"),
    (
        "a wallet of nobody",
        "insert into wallet (merchant, member, available, held, debt, version) values (1, 99999, 0, 0, 0, 1)",
    ),
    (
        "a purchase with more left than bought",
        "insert into purchase (merchant, id, member, staff, store, amount, standing, earned, rules, txn, wamid, at_ms, told, \
         version) select 1, 900, m.id, 1, 1, 100, 101, 0, 1, t.id, 'w', 0, 0, 1 from member m, txn t",
    ),
    (
        "one code for two open holds",
        "insert into hold (merchant, id, member, code, reward, amount, state, opened_ms, expires_ms, version) \
         select 1, 900 + w.available, w.member, '7KD2', 'x', 5, 'open', 0, 0, 1 from wallet w where w.available > 0",
    ),
    (
        "one code for two vouchers",
        "insert into voucher (merchant, id, member, code, value, state, issued_ms, expires_ms, rules, txn, used, returned, \
         version) select 1, 900 + w.available, w.member, 'ABC2345678', 5, 'open', 0, 0, 1, t.id, 0, 0, 1 \
         from wallet w, (select min(id) as id from txn) t where w.available > 0",
    ),
    (
        "a voucher used beyond its value",
        "insert into voucher (merchant, id, member, code, value, state, issued_ms, expires_ms, rules, txn, used, returned, \
         version) select 1, 900, w.member, 'ABC2345678', 5, 'used', 0, 0, 1, t.id, 6, 0, 1 \
         from (select min(member) as member from wallet) w, (select min(id) as id from txn) t",
    ),
    (
        "two businesses on one number",
        "insert into merchant (id, phone_number_id, name, phone, zone, area_code, lang, contact, \
      announcement_price, rules, claim, state, created_ms) select 2, phone_number_id, name, phone, zone, area_code, \
      lang, contact, announcement_price, rules, claim, state, created_ms from merchant",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_refused_by_the_database_itself() {
    on_both(|db| async move {
        let store = db.open().await;
        shop::settle(&store, NUMBER).await;
        let raw = Raw::of(&db).await;
        for (what, sql) in NONSENSE {
            let refused = raw.try_run(sql).await;
            assert!(
                refused.as_ref().is_err_and(|reason| reason.contains("onstraint")),
                "{what}: {refused:?}"
            );
        }
    })
    .await;
}
