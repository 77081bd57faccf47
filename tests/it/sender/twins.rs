//! A second message that one row led to: it keeps its own status and price, and nothing is without a row.

use super::desk::Desk;
use crate::support::engines::on_both;
use fregues::dialogue::line::Class;
use fregues::emulator::Fault;
use fregues::store::gauges;
use fregues::store::outbox::{self, Settled};

impl Desk {
    /// Wamids of the row and of its twins with status and price.
    async fn messages(&self, id: i64) -> (String, Vec<String>) {
        let row = format!("select coalesce(wamid, '-') from outbox where id = {id}");
        let twins = format!(
            "select wamid, attempt, coalesce(status, '-'), coalesce(category, '-') from twin where outbox = {id}"
        );
        (self.raw.rows(&row).await[0].clone(), self.raw.rows(&twins).await)
    }

    async fn twins(&self) -> i64 {
        let gauges = self.app.store.read(|tx| Box::pin(gauges::read(tx, 0))).await.unwrap();
        gauges.twins.iter().map(|(_, count)| count).sum()
    }
}

/// The first attempt is taken and never answered; its statuses are late, and come when the second was taken too.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_status_of_the_first_attempt_finds_its_row() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 1).await;
        let mut faults = desk.emulator.faults();
        faults.late_status = 100;
        desk.emulator.set_faults(faults);
        let id = desk.send(0, Class::C, Fault::DropAfterAccept).await;
        desk.after(20_000).await;
        let [first, second] = &desk.taken(id)[..] else { panic!("it is sent again after 20 s") };
        assert_eq!(desk.messages(id).await, (second.wamid.clone(), vec![]));
        desk.after(30_000).await;
        let twin = format!("{} | 1 | delivered | service", first.wamid);
        assert_eq!(desk.messages(id).await, (second.wamid.clone(), vec![twin]));
        assert_eq!(desk.row(id).await.status, "delivered");
        assert_eq!(desk.twins().await, 1);
    })
    .await;
}

/// The first attempt's own answer comes when the row has moved on.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_is_kept_wherever_its_row_is() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 1).await;
        for (state, attempt, wamid, ends, twin) in [
            ("unknown", 1, "null", "wamid.LATE", false),
            ("retry_wait", 1, "null", "wamid.LATE", false),
            ("dead", 1, "null", "wamid.LATE", false),
            ("sending", 2, "null", "wamid.LATE", false),
            ("unknown", 2, "null", "wamid.LATE", false),
            ("queued", 1, "null", "wamid.LATE", false),
            ("accepted", 2, "'wamid.SECOND'", "wamid.SECOND", true),
            ("accepted", 1, "'wamid.LATE'", "wamid.LATE", false),
        ] {
            let (ids, _) = desk.put(&[(0, Class::A)]).await;
            let id = ids[0];
            desk.raw
                .run(&format!(
                    "update outbox set state = '{state}', attempt = {attempt}, wamid = {wamid} where id = {id}"
                ))
                .await;
            let settled = Settled {
                merchant: desk.merchant,
                id,
                attempt: 1,
                state: "accepted",
                wamid: Some("wamid.LATE".to_owned()),
                due: Some(desk.clock.now()),
                initiates: None,
                error: None,
                reason: None,
                wa_id: None,
            };
            for _ in 0..2 {
                let settled = vec![settled.clone()];
                let unit = desk
                    .app
                    .store
                    .write(move |tx| Box::pin(async move { outbox::settle(tx, &settled).await }));
                unit.await.unwrap();
            }
            let expected = if twin { vec!["wamid.LATE | 1 | - | -".to_owned()] } else { vec![] };
            assert_eq!(desk.messages(id).await, (ends.to_owned(), expected), "{state} {attempt}");
            assert_eq!(desk.state(id).await.0, "accepted", "{state} {attempt}");
            desk.raw.try_run("delete from twin").await.unwrap();
            desk.raw.run("delete from outbox").await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_message_stays_with_its_row_and_may_turn_out_to_have_arrived() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 1).await;
        let id = desk.send(0, Class::A, Fault::Failed(131_026)).await;
        desk.rest().await;
        let [first, second] = &desk.taken(id)[..] else { panic!("it goes to the other spelling") };
        let twin = format!("{} | 1 | failed | -", first.wamid);
        assert_eq!(desk.messages(id).await, (second.wamid.clone(), vec![twin]));
        assert_eq!(desk.twins().await, 0, "nobody got it twice");
    })
    .await;
}
