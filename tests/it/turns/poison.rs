//! A bad message ends with its reason and hurts nobody else.

use crate::support::engines::on_both;
use crate::support::house::verify_clean;
use crate::support::raw::Raw;
use crate::support::script::{Room, kept, says, turns_on};
use crate::support::shop::{self, NOON, NUMBER};
use fregues::store::inbox::{self, Kept};

/// Rows as they may stand in the inbox after another release, a slip by hand, or worse.
fn strange(merchant: fregues::domain::ids::MerchantId) -> Vec<Kept> {
    let row = |key: &str, kind: &'static str, raw: &str| Kept {
        key: key.to_owned(),
        merchant: Some(merchant),
        kind,
        at: NOON + 500,
        arrival: NOON * 1_000,
        raw: raw.to_owned(),
        reason: None,
    };
    vec![
        row("m:1", "message", ""),
        row("m:2", "message", "{"),
        row("m:3", "message", "{\"u\":null,\"c\":null}"),
        row("m:4", "message", "{\"u\":{\"id\":\"m:4\",\"type\":\"text\"},\"c\":null}"),
        row("m:5", "message", "[[[[]]]]"),
        row("m:6", "status", "{\"u\":{},\"c\":1}"),
        row("m:7", "preference", "{\"u\":{\"value\":\"stop\"},\"c\":null}"),
        row("m:8", "nonsense", "{}"),
        row("m:9", "message", &format!("{{\"u\":{}{},\"c\":null}}", "[".repeat(9_000), "]".repeat(9_000))),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_ignored_with_a_reason() {
    on_both(|db| async move {
        let room = Room::open(&db, NOON + 5_000).await;
        room.keep(&says("ana", "wamid.a", "saldo"), NOON).await;
        let strange = strange(room.merchant);
        let count = strange.len();
        room.store.write(move |tx| Box::pin(async move { inbox::keep(tx, &strange).await })).await.unwrap();
        room.keep(&says("bia", "wamid.b", "saldo"), NOON + 1_000).await;
        room.decide(256).await;
        assert_eq!(
            room.raw.rows("select state from inbox where key like 'm:wamid%'").await,
            ["done", "done"]
        );
        let ignored =
            room.raw.rows("select key, state, reason from inbox where key not like 'm:wamid%'").await;
        assert_eq!(ignored.len(), count);
        for row in ignored {
            assert!(row.contains("| ignored | ") && !row.ends_with("| -"), "{row}");
        }
        assert_eq!(room.raw.rows("select cause from outbox order by id").await, ["wamid.a", "wamid.b"]);
    })
    .await;
}

/// The database refuses whatever a message leads to: here, a bubble to Bia.
async fn refuse_bubbles_to_bia(raw: &Raw, engine: &str) {
    let bia = raw.number("select id from member where name = 'Bia Melo'").await;
    if engine == "SQLite" {
        let trigger = format!(
            "create trigger poison before insert on outbox when new.member = {bia} begin select raise(abort, 'poison'); end"
        );
        raw.try_run(&trigger).await.unwrap();
    } else {
        raw.try_run(&format!("alter table outbox add constraint poison check (member <> {bia})"))
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_the_database_refuses_dies_alone() {
    on_both(|db| async move {
        // The shop before has nothing to do with it and must not lose a message for it.
        let store = db.open().await;
        let other = shop::settle(&store, "another").await;
        let merchant = shop::settle(&store, NUMBER).await;
        let raw = Raw::of(&db).await;
        let mut rows = Vec::new();
        for index in 0..20 {
            let who = if index == 13 { "bia" } else { "ana" };
            rows.extend(kept(merchant, &says(who, &format!("wamid.{index:02}"), "saldo"), NOON + index));
            rows.extend(kept(other, &says("ana", &format!("wamid.other.{index:02}"), "saldo"), NOON + index));
        }
        store.write(move |tx| Box::pin(async move { inbox::keep(tx, &rows).await })).await.unwrap();
        refuse_bubbles_to_bia(&raw, db.engine).await;
        // In the other shop everybody has the same number within it.
        raw.try_run("delete from outbox").await.unwrap();
        let clock = fregues::app::clock::Clock::manual(NOON + 5_000);
        let turns = turns_on(&store, &clock);
        while turns.poll_once().await.unwrap().messages > 0 {}
        let ended =
            raw.rows("select state, cast(count(*) as bigint) from inbox group by state order by state").await;
        assert_eq!(ended, ["dead | 1", "done | 39"]);
        let dead = raw.rows("select key, reason from inbox where state = 'dead'").await;
        assert!(dead[0].starts_with("m:wamid.13:2 | ") && dead[0].contains("poison"), "{dead:?}");
        let answered = "select cast(count(distinct cause) as bigint) from outbox";
        assert_eq!(raw.number(answered).await, 39);
        verify_clean(&store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_that_cannot_be_let_go_costs_no_message() {
    on_both(|db| async move {
        let room = Room::open(&db, NOON).await;
        room.keep(&says("ana", "wamid.1", "resgatar 1"), NOON).await;
        room.decide(256).await;
        // Somebody broke the ledger by hand: less is held than the hold says.
        room.raw.run("update wallet set held = 1 where held > 0").await;
        room.clock.advance(25 * 3_600_000);
        for index in 0..5 {
            room.keep(&says("bia", &format!("wamid.b{index}"), "saldo"), room.clock.now() + index).await;
        }
        room.decide(2).await;
        assert_eq!(room.raw.rows("select distinct state from inbox").await, ["done"]);
        assert_eq!(room.raw.rows("select state from hold").await, ["open"]);
    })
    .await;
}
