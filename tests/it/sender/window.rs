//! The window at the moment of sending: what was decided while it was open may leave when it is not.

use super::desk::{Desk, NUMBER};
use crate::support::engines::on_both;
use fregues::dialogue::line::Class;
use fregues::emulator::{Fault, Utterance};
use fregues::store::outbox::Outgoing;
use serde_json::json;

const HOUR: i64 = 3_600_000;

fn template() -> String {
    json!({ "messaging_product": "whatsapp", "recipient_type": "individual", "type": "template",
        "template": { "name": "compra", "language": { "code": "pt_BR" },
            "components": [{ "type": "body", "parameters": [{ "type": "text", "text": "Ana" }] }] } })
    .to_string()
}

impl Desk {
    /// A bubble with its window and its template, standing in line.
    async fn stand(&self, person: usize, class: Class, until: i64, with_template: bool) -> i64 {
        let row = Outgoing {
            until: Some(until),
            template: with_template.then(template),
            ..self.bubble(person, class)
        };
        let (ids, _) = self.put_all(vec![row]).await;
        self.raw.run(&format!("update outbox set state = 'queued', attempt = 0 where id = {}", ids[0])).await;
        ids[0]
    }

    fn kinds(&self, id: i64) -> Vec<&'static str> {
        self.taken(id).iter().map(|message| message.kind).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_late_goes_as_a_template_or_waits_or_ends() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 5).await;
        desk.emulator.add_template("compra", "pt_BR", "UTILITY", "Oi, {{1}}", vec![]);
        let closes = desk.clock.now() + HOUR;
        let with = desk.stand(0, Class::A, closes, true).await;
        let without = desk.stand(1, Class::A, closes, false).await;
        let chat = desk.stand(2, Class::C, closes, false).await;
        let offer = desk.stand(3, Class::B, closes, false).await;
        desk.clock.advance(HOUR);
        for person in desk.emulator.people() {
            desk.emulator.close_window(&person.id, NUMBER);
        }
        desk.rest().await;
        assert_eq!((desk.state(with).await.0.as_str(), desk.kinds(with)), ("accepted", vec!["utility"]));
        let row = desk.row(without).await;
        assert_eq!((row.state.as_str(), row.attempt), ("waiting", 0), "{row:?}");
        for id in [chat, offer] {
            let row = desk.row(id).await;
            assert_eq!(row.state, "dead", "{row:?}");
            assert!(row.reason.contains("24-hour window"), "{row:?}");
        }
        // It goes in the free form once the person writes.
        desk.emulator.say("p1", NUMBER, Utterance::text("oi"));
        desk.rest().await;
        assert_eq!(
            (desk.state(without).await.0.as_str(), desk.kinds(without)),
            ("accepted", vec!["service"])
        );
        // In time it is the free form.
        let in_time = desk.stand(1, Class::A, desk.clock.now() + 1, true).await;
        desk.rest().await;
        assert_eq!(desk.kinds(in_time), ["service"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatsapp_may_know_first_that_a_window_is_closed() {
    on_both(|db| async move {
        let desk = Desk::open(&db, 4).await;
        desk.emulator.add_template("compra", "pt_BR", "UTILITY", "Oi, {{1}}", vec![]);
        let until = desk.clock.now() + HOUR;
        for (person, fault) in [Fault::GraphError(131_047), Fault::Failed(131_047)].into_iter().enumerate() {
            let id = desk.stand(person, Class::A, until, true).await;
            desk.fault(fault);
            desk.rest().await;
            assert_eq!(desk.state(id).await.0, "accepted");
            assert_eq!(desk.kinds(id).last(), Some(&"utility"));
        }
        let id = desk.stand(2, Class::A, until, false).await;
        desk.fault(Fault::Failed(131_047));
        desk.rest().await;
        assert_eq!(desk.state(id).await.0, "waiting");
        // A template that is refused waits too, and the free form goes when they write.
        let id = desk.stand(3, Class::A, desk.clock.now() - 1, true).await;
        desk.fault(Fault::GraphError(132_001));
        desk.rest().await;
        assert_eq!(desk.state(id).await.0, "waiting");
        desk.emulator.say("p3", NUMBER, Utterance::text("oi"));
        desk.rest().await;
        assert_eq!((desk.state(id).await.0.as_str(), desk.kinds(id)), ("accepted", vec!["service"]));
    })
    .await;
}
