//! Receivers that are well again: what waited for another try goes at once, in its order, and once.

use super::{Told, refused};
use crate::support::engines::on_both;
use fregues::app::courier::judge::SCHEDULE;
use fregues::app::office::hooks::{HookOrder, Which};

/// Two sales of one person and one of another, of which nothing arrived.
async fn fail(told: &Told) {
    told.receiver.answer(500);
    for (who, sale) in
        [("beto", "11 98765-4321 50"), ("beto", "11 98765-4321 60"), ("nina", "11 98765-0002 70")]
    {
        told.house.say(who, sale).await;
    }
    assert_eq!(
        told.log().await,
        ["1 | retry_wait | 1 | 500", "2 | queued | 0 | -", "3 | retry_wait | 1 | 500"]
    );
    told.receiver.fresh();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_and_is_told_again_does_not_wait_for_the_next_step_of_the_schedule() {
    on_both(|db| async move {
        let told = Told::open(&db, "purchase.*").await;
        let Told { house, receiver, hook, .. } = &told;
        let id = |event: i64| format!("msg_{hook}_{event}");
        let replay = || HookOrder::Replay { id: hook.clone(), which: Which::Failed };
        fail(&told).await;
        receiver.answer(200);
        let said = told.order(replay()).await;
        assert!(said.starts_with("2 events"), "as many as the log shows: {said}");
        house.drain().await;
        let got = receiver.fresh();
        let at = |event| got.iter().position(|got| *got == id(event));
        assert_eq!(got.len(), 3, "{got:?}");
        assert!(at(1) < at(2) && at(3).is_some(), "{got:?}");
        assert!(told.order(replay()).await.starts_with("0 events"));
        house.clock.advance(SCHEDULE[0]);
        house.drain().await;
        assert_eq!(receiver.fresh(), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hook_that_is_resumed_sends_at_once_what_waited_for_another_try() {
    on_both(|db| async move {
        let told = Told::open(&db, "purchase.*").await;
        let Told { house, receiver, hook, .. } = &told;
        fail(&told).await;
        let active = refused(house, HookOrder::Resume { id: hook.clone() }).await;
        assert!(active.contains("active already") && active.contains("--failed"), "{active}");
        told.order(HookOrder::Pause { id: hook.clone() }).await;
        house.clock.advance(SCHEDULE[0]);
        house.drain().await;
        told.order(HookOrder::Resume { id: hook.clone() }).await;
        house.drain().await;
        assert_eq!(receiver.fresh().len(), 2, "still ill: both are tried");
        house.clock.advance(SCHEDULE[0] - 1);
        told.order(HookOrder::Pause { id: hook.clone() }).await;
        receiver.answer(200);
        told.order(HookOrder::Resume { id: hook.clone() }).await;
        house.drain().await;
        assert_eq!(receiver.fresh().len(), 3, "before their time");
        assert_eq!(told.log().await[0], "1 | delivered | 3 | 200");
        assert_eq!(told.log().await[1], "2 | delivered | 1 | 200");
    })
    .await;
}
