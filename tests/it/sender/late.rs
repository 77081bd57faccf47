//! What WhatsApp takes and refuses afterwards, by status: it means the same as an answer.

use super::desk::Desk;
use crate::support::engines::on_both;
use fregues::app::office::{Office, Order};
use fregues::dialogue::line::Class;
use fregues::emulator::{Fault, Faults};
use fregues::store::held::Which;

const SECOND: i64 = 1_000;

impl Desk {
    /// Each of the next sends is taken, and fails with this code.
    fn fail(&self, sends: usize, code: u32) {
        let next = std::iter::repeat_n(Fault::Failed(code), sends).collect();
        self.emulator.set_faults(Faults { next, ..Faults::default() });
    }

    async fn news(&self) -> Vec<String> {
        let found = self.raw.rows("select raw from inbox where kind = 'news' order by arrival, key").await;
        found.iter().map(|raw| raw.replace(['{', '}', '"'], "")).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_whose_messages_all_fail_stays_stopped_until_one_arrives() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 20).await;
        desk.fail(4_000, 131_042);
        let (ids, claimed) = desk.put(&(0..20).map(|n| (n, Class::A)).collect::<Vec<_>>()).await;
        desk.app.sender.send_all(claimed).await.unwrap();
        let first = desk.emulator.attempts().len();
        for _ in 0..600 {
            desk.after(SECOND).await;
        }
        let tries = desk.emulator.attempts().len() - first;
        assert!((10..=21).contains(&tries), "{tries} tries in ten minutes");
        assert_eq!(desk.news().await, ["is:stopped,trouble:payment,code:131042"]);
        desk.emulator.set_faults(Faults::default());
        for _ in 0..120 {
            desk.after(SECOND).await;
        }
        for id in ids {
            assert_eq!(desk.row(id).await.status, "delivered");
        }
        let news = desk.news().await;
        assert_eq!(news[0], "is:stopped,trouble:payment,code:131042");
        assert!(news.len() == 2 && news[1].starts_with("is:resumed,since:"), "{news:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_means_for_its_row_what_the_answer_means() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 12).await;
        for (person, (code, class, state)) in [
            (131_049, Class::A, "waiting"),
            (131_049, Class::B, "accepted"),
            (131_000, Class::A, "retry_wait"),
            (135_000, Class::C, "retry_wait"),
            (131_056, Class::A, "retry_wait"),
            // The clock stands still, so no speed comes back.
            (130_429, Class::A, "queued"),
            (131_047, Class::A, "waiting"),
            (132_015, Class::B, "held"),
            (100, Class::A, "accepted"),
        ]
        .into_iter()
        .enumerate()
        {
            desk.fail(1, code);
            let (ids, claimed) = desk.put(&[(person, class)]).await;
            desk.app.sender.send_all(claimed).await.unwrap();
            desk.rest().await;
            let row = desk.row(ids[0]).await;
            assert_eq!(row.state, state, "{code} {class:?}: {row:?}");
            if ["retry_wait", "queued"].contains(&state) {
                assert_eq!(row.wait >= 2 * SECOND, state == "retry_wait", "{code}: {row:?}");
                desk.after(70 * SECOND).await;
                assert_eq!(desk.row(ids[0]).await.status, "delivered", "{code}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opt_out_is_kept_however_it_is_told() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 2).await;
        for (person, fault) in [Fault::GraphError(131_050), Fault::Failed(131_050)].into_iter().enumerate() {
            desk.send(person, Class::B, fault.clone()).await;
            desk.rest().await;
            let member = desk.people[person].0;
            let offers = format!("select offers from member where id = {member}");
            assert_eq!(desk.raw.number(&offers).await, 0, "{fault:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announcement_held_by_status_can_be_listed_released_and_dropped() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 3).await;
        let id = desk.send(0, Class::B, Fault::Failed(132_015)).await;
        desk.rest().await;
        let row = desk.row(id).await;
        assert_eq!((row.state.as_str(), row.reason.contains("132015")), ("held", true), "{row:?}");
        // Also one that an earlier version held without a reason.
        desk.raw.run(&format!("update outbox set reason = null where id = {id}")).await;
        let office = Office::of(desk.app.clone());
        let merchant = desk.merchant.0;
        for (said, order) in [
            ("list", Order::ListHeld),
            ("pause", Order::PauseMerchant { merchant }),
            ("resume", Order::ResumeMerchant { merchant }),
            ("release", Order::ReleaseHeld(Which::default())),
        ] {
            if let Err(fault) = office.carry_out(order).await {
                panic!("{said}: {}", fault.0);
            }
        }
        assert_eq!(desk.row(id).await.state, "queued");
        desk.raw.run(&format!("update outbox set state = 'held', reason = null where id = {id}")).await;
        assert!(office.carry_out(Order::DropHeld(Which::default())).await.is_ok());
        let row = desk.row(id).await;
        assert_eq!((row.state.as_str(), row.reason.as_str()), ("dead", "dropped; "), "{row:?}");
    })
    .await;
}
