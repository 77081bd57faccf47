//! The people a day who may be written to first: receipts before announcements, and the rest another day.

use super::desk::Desk;
use crate::support::engines::on_both;
use fregues::dialogue::line::Class;
use fregues::store::channel::{self, Allowance};
use fregues::store::outbox::Outgoing;
use serde_json::json;

const HOUR: i64 = 3_600_000;

impl Desk {
    fn opener(&self, person: usize, class: Class) -> Outgoing {
        let (name, category) =
            if class == Class::B { ("oferta", "MARKETING") } else { ("compra", "UTILITY") };
        self.emulator.add_template(name, "pt_BR", category, "Oi", vec![]);
        let body = json!({ "messaging_product": "whatsapp", "recipient_type": "individual", "type": "template",
            "template": { "name": name, "language": { "code": "pt_BR" } } });
        Outgoing { body: body.to_string(), initiates: true, ..self.bubble(person, class) }
    }

    async fn allowance(&self) -> Allowance {
        let (merchant, now) = (self.merchant, self.clock.now());
        self.app.store.read(move |tx| Box::pin(channel::allowance(tx, merchant, now))).await.unwrap()
    }

    async fn allow(&self, people: i64) {
        let (merchant, now) = (self.merchant, self.clock.now());
        self.app.store.write(move |tx| Box::pin(channel::allow(tx, merchant, people, now))).await.unwrap();
    }

    async fn accepted(&self, ids: &[i64]) -> usize {
        let mut count = 0;
        for id in ids {
            count += usize::from(self.state(*id).await.0 == "accepted");
        }
        count
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_are_kept_room_for_and_the_rest_goes_the_next_day() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 30).await;
        assert_eq!(desk.allowance().await.limit, Some(250), "the lowest tier, until somebody tells us");
        desk.allow(10).await;
        for person in desk.emulator.people() {
            desk.emulator.close_window(&person.id, super::desk::NUMBER);
        }
        let offers: Vec<Outgoing> = (0..12).map(|n| desk.opener(n, Class::B)).collect();
        let (offers, claimed) = desk.put_all(offers).await;
        assert!(claimed.is_empty(), "they stand in line");
        desk.rest().await;
        assert_eq!(desk.accepted(&offers).await, 8, "two of ten are kept for receipts");
        let row = desk.row(offers[11]).await;
        assert_eq!((row.state.as_str(), row.attempt, row.wait), ("queued", 0, 24 * HOUR), "{row:?}");
        assert!(row.reason.contains("kept for receipts"), "{row:?}");
        let now = desk.allowance().await;
        assert_eq!((now.used, now.left_for_announcements()), (8, Some(0)));

        desk.after(HOUR).await;
        // People counted already are free; two others fill the day.
        let receipts: Vec<Outgoing> = [0, 1, 20, 21, 22].map(|n| desk.opener(n, Class::A)).into();
        let (receipts, _) = desk.put_all(receipts).await;
        desk.rest().await;
        assert_eq!(desk.accepted(&receipts).await, 4);
        let row = desk.row(receipts[4]).await;
        assert_eq!((row.state.as_str(), row.wait), ("queued", 23 * HOUR), "{row:?}");
        // Free answers are not held up by any of this.
        let free = desk.send(22, Class::C, fregues::emulator::Fault::Pass).await;
        assert_eq!(desk.state(free).await.0, "queued", "after the receipt of the same person");
        desk.emulator.say("p22", super::desk::NUMBER, fregues::emulator::Utterance::text("oi"));
        desk.rest().await;
        assert_eq!(desk.state(receipts[4]).await.0, "accepted", "whoever writes needs no allowance");
        assert_eq!(desk.state(free).await.0, "accepted");

        for _ in 0..30 {
            desk.after(HOUR).await;
        }
        assert_eq!(desk.accepted(&offers).await, 12);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_higher_limit_counts_at_once_and_the_numbers_of_a_portfolio_share_theirs() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 30).await;
        desk.allow(5).await;
        let (ids, _) = desk.put_all((0..20).map(|n| desk.opener(n, Class::A)).collect()).await;
        desk.rest().await;
        assert_eq!(desk.accepted(&ids).await, 5);
        // Another number of the same account has written to four people.
        desk.raw
            .run(
                "insert into merchant (id, phone_number_id, name, phone, zone, area_code, lang, contact, \
                 announcement_price, rules, state, created_ms, waba) \
                 select 99, '99', name, phone, zone, area_code, lang, contact, announcement_price, rules, \
                 state, created_ms, waba from merchant where id = 1",
            )
            .await;
        desk.raw.run("insert into program (merchant, version, text, from_ms) select 99, version, text, from_ms from program").await;
        desk.raw
            .run(
                "insert into member (merchant, id, standing, lang, offers, silent, frozen, created_ms, version) \
                 values (99, 1, 'joined', 'pt-BR', 0, 0, 0, 0, 1)",
            )
            .await;
        let sent = desk.clock.now();
        desk.raw
            .run(&format!(
                "insert into outbox (merchant, id, member, class, state, body, cause, attempt, due_ms, created_ms, \
                 initiates, sent_ms) values (99, 1, 1, 'A', 'accepted', '', '', 1, {sent}, {sent}, 1, {sent})"
            ))
            .await;
        desk.allow(10).await;
        desk.rest().await;
        assert_eq!((desk.accepted(&ids).await, desk.allowance().await.used), (9, 10));
        desk.allow(-1).await;
        desk.rest().await;
        assert_eq!((desk.accepted(&ids).await, desk.allowance().await.limit), (20, None));
    })
    .await;
}
