//! What people and programs may do about hooks: let them wait, try them, look at what they were told, tell them again. And
//! that what is told is told if and only if it happened.

use super::{Told, add, refused};
use crate::api::{Caller, Said, keys};
use crate::support::engines::on_both;
use crate::support::receiver::Receiver;
use crate::support::shop::NOON;
use fregues::app::office::hooks::{HookOrder, Which};
use reqwest::Method;

#[tokio::test(flavor = "multi_thread")]
async fn a_hook_waits_goes_on_is_tried_and_is_taken_away() {
    on_both(|db| async move {
        let told = Told::open(&db, "purchase.*,voucher.issued").await;
        let Told { house, receiver, .. } = &told;
        let id = || told.hook.clone();
        let list = told.order(HookOrder::List { merchant: Some(1) }).await;
        assert!(list.contains(&told.receiver.url) && list.contains("purchase.*,voucher.issued"), "{list}");
        assert!(!list.contains("whsec_"), "{list}");
        told.order(HookOrder::Pause { id: id() }).await;
        assert!(refused(house, HookOrder::Test { id: id() }).await.contains("is paused"));
        house.say("beto", "11 98765-4321 50").await;
        assert_eq!(receiver.fresh().len(), 0);
        told.order(HookOrder::Resume { id: id() }).await;
        house.drain().await;
        assert_eq!(receiver.fresh(), [format!("msg_{}_1", id())], "what was queued meanwhile");
        told.order(HookOrder::Test { id: id() }).await;
        house.drain().await;
        assert_eq!(receiver.got()[0].kind(), "ping");
        assert!(receiver.got()[0].is_signed_with(&told.secret));
        let log = told.order(HookOrder::Log { id: id(), failed: false, most: None }).await;
        assert!(log.starts_with("2  ") && log.contains("  ping  delivered, 1 attempts, HTTP 200"), "{log}");
        told.order(HookOrder::Remove { id: id() }).await;
        house.say("beto", "11 98765-4321 50").await;
        assert_eq!(told.raw.number("select count(*) from event").await, 2, "there is nobody to tell");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_secret_signs_beside_the_old_one_for_a_day() {
    on_both(|db| async move {
        let told = Told::open(&db, "*").await;
        let sealed = told.raw.rows("select secret from hook").await;
        assert!(!sealed[0].contains("whsec"), "{sealed:?}");
        let lines = told.order(HookOrder::Rotate { id: told.hook.clone() }).await;
        let new = lines.lines().nth(1).unwrap();
        told.house.say("beto", "11 98765-4321 50").await;
        told.house.clock.advance(24 * 3_600_000);
        told.house.say("beto", "11 98765-4321 60").await;
        let got = told.receiver.got();
        let by = |secret: &str| got.iter().map(|got| got.is_signed_with(secret)).collect::<Vec<_>>();
        assert_eq!((by(new), by(&told.secret)), (vec![true, true], vec![true, false]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_is_told_again_with_the_id_it_had() {
    on_both(|db| async move {
        let told = Told::open(&db, "purchase.*").await;
        let Told { house, receiver, hook, .. } = &told;
        let id = |event: i64| format!("msg_{hook}_{event}");
        let replay = |which| HookOrder::Replay { id: hook.clone(), which };
        house.say("beto", "11 98765-4321 50").await;
        house.clock.advance(60_000);
        house.say("duda", "quero participar").await;
        house.say("duda", "1").await;
        house.clock.advance(60_000);
        house.say("beto", "11 98765-4321 60").await;
        let kinds = told.raw.rows("select kind from event order by id").await;
        assert_eq!(kinds, ["purchase.created", "member.joined", "purchase.created"]);
        assert_eq!(receiver.fresh(), [id(1), id(3)]);
        told.order(replay(Which::Event(1))).await;
        house.drain().await;
        assert_eq!(receiver.fresh(), [id(1)]);
        told.order(replay(Which::Since(house.clock.now() - 30_000))).await;
        house.drain().await;
        assert_eq!(receiver.fresh(), [id(3)]);
        told.order(replay(Which::Since(0))).await;
        house.drain().await;
        assert_eq!(receiver.fresh(), [id(1), id(3)], "of what it wants only");
        assert!(refused(house, replay(Which::Event(99))).await.contains("no such event"));
        told.raw.run("update delivery set state = 'dead' where event = 3").await;
        assert!(told.order(replay(Which::Failed)).await.starts_with("1 events"));
        house.drain().await;
        assert_eq!(receiver.fresh(), [id(3)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_see_what_was_told_and_have_it_told_again() {
    on_both(|db| async move {
        let told = Told::open(&db, "*").await;
        let Told { house, receiver, hook, .. } = &told;
        let stranger = Caller::stranger(&house.app).await;
        let (caller, _) = stranger.with_new(&house.app, keys::wish(1, "Painel", "webhooks")).await;
        for amount in [50, 60, 70] {
            house.say("beto", &format!("11 98765-4321 {amount}")).await;
        }
        let hooks = caller.read("/webhooks").await;
        assert_eq!(
            (&hooks["data"][0]["id"], &hooks["data"][0]["state"]),
            (&hook.as_str().into(), &"active".into())
        );
        let list = format!("/webhooks/{hook}/deliveries");
        let page = caller.read(&format!("{list}?limit=2")).await;
        let next = page["next"].as_str().unwrap();
        let rest = caller.read(&format!("{list}?limit=2&after={next}")).await;
        let all = [&page, &rest].into_iter().flat_map(|page| page["data"].as_array().unwrap());
        let events: Vec<&str> = all.map(|row| row["event"].as_str().unwrap()).collect();
        assert_eq!((events, rest["next"].is_null()), (vec!["3", "2", "1"], true));
        receiver.fresh();
        let again = caller.request(Method::POST, &format!("{list}/2/replay")).send().await.unwrap();
        let said = Said::of(again).await;
        assert_eq!((said.status, &said.body["state"]), (202, &"queued".into()), "{:?}", said.body);
        assert_eq!(said.body["message"], format!("msg_{hook}_2"));
        house.drain().await;
        assert_eq!(receiver.fresh(), [format!("msg_{hook}_2")]);
        for path in [format!("{list}/9/replay"), "/webhooks/zzzzzzzzzz/deliveries/1/replay".to_owned()] {
            let said = Said::of(caller.request(Method::POST, &path).send().await.unwrap()).await;
            assert_eq!((said.status, said.problem()), (404, "not-found"), "{path}");
        }
        house.verify_clean().await;
    })
    .await;
}

/// An event that cannot be written takes its sale with it: there is no sale without its event, and none of these without
/// a sale.
#[tokio::test(flavor = "multi_thread")]
async fn an_event_stands_and_falls_with_what_happened() {
    on_both(|db| async move {
        let told = Told::open(&db, "*").await;
        let Told { house, raw, receiver, .. } = &told;
        let taken = format!("values (1, 1, 'ping', 0, '', {NOON})");
        raw.run(&format!("insert into event (merchant, id, kind, at_ms, body, kept_ms) {taken}")).await;
        house.say("beto", "11 98765-4321 50").await;
        for table in ["purchase", "delivery"] {
            assert_eq!(raw.number(&format!("select count(*) from {table}")).await, 0, "{table}");
        }
        let dead = raw.number("select count(*) from inbox where state = 'dead'").await;
        assert_eq!((dead, receiver.got().len()), (1, 0));
        raw.run("delete from event").await;
        house.say("beto", "11 98765-4321 50").await;
        assert_eq!(receiver.fresh(), [format!("msg_{}_1", told.hook)]);
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn merchants_are_told_of_their_own_only() {
    on_both(|db| async move {
        let Told { house, raw, receiver, hook, .. } = Told::open(&db, "*").await;
        let (quiet, _) = add(&house, &Receiver::open().await.url, "*").await;
        // Somebody else's from now on.
        crate::support::shop::settle(&house.app.store, "106540352242999").await;
        raw.run(&format!("update hook set merchant = 2 where id = '{quiet}'")).await;
        house.say("beto", "11 98765-4321 50").await;
        assert_eq!(raw.rows("select merchant, hook from delivery").await, [format!("1 | {hook}")]);
        assert_eq!(receiver.got().len(), 1);
        let stranger = Caller::stranger(&house.app).await;
        let (theirs, _) = stranger.with_new(&house.app, keys::wish(2, "Site", "webhooks")).await;
        assert_eq!(theirs.read("/webhooks").await["data"][0]["id"], quiet);
        let path = format!("/webhooks/{hook}/deliveries");
        for (method, path) in [(Method::GET, path.clone()), (Method::POST, format!("{path}/1/replay"))] {
            let said = Said::of(theirs.request(method, &path).send().await.unwrap()).await;
            assert_eq!((said.status, said.problem()), (404, "not-found"), "{path}");
        }
    })
    .await;
}
