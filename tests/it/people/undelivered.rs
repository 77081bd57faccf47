//! A number at which nothing arrives: whoever sells to it is told, until the person writes.

use crate::support::engines::on_both;
use crate::support::house::House;
use crate::support::raw::Raw;
use fregues::emulator::{Fault, Faults, Person};

const NOTHING_ARRIVES: &str = "nada chega a este número";

#[tokio::test(flavor = "multi_thread")]
async fn the_till_is_told_that_nothing_arrives_until_the_person_writes() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        let sale = async |amount: &str| {
            house.clock.advance(60_000);
            house.say("beto", &format!("11 98765-0002 {amount}")).await.remove(0).body
        };
        // Bia gives up her WhatsApp: messages are taken, and fail later.
        let bia = house.emulator.people().into_iter().find(|person| person.id == "bia").unwrap();
        let gone = Person { phone: None, wa_id: None, user_id: "BR.0".to_owned(), ..bia.clone() };
        house.emulator.add_person(gone);
        assert!(!sale("10").await.contains(NOTHING_ARRIVES), "nobody knows yet");
        let fates = "select attempt, state, status, error from outbox where class = 'A'";
        assert_eq!(raw.rows(fates).await, ["2 | accepted | failed | 131026"], "in both spellings");
        assert!(sale("20").await.contains(NOTHING_ARRIVES));
        assert_eq!(raw.number("select count(*) from conversation where undelivered_ms > 0").await, 1);
        // She is back, and writes.
        house.emulator.add_person(bia);
        house.clock.advance(60_000);
        assert!(house.say("bia", "saldo").await[0].body.contains("900"), "her balance was kept");
        assert!(!sale("30").await.contains(NOTHING_ARRIVES));
        assert_eq!(raw.number("select count(*) from conversation where undelivered_ms > 0").await, 0);
        // WhatsApp may also say so at once.
        house.clock.advance(60_000);
        house.say("bia", "oi").await;
        house.write("bia", "saldo");
        let next = [Fault::GraphError(131_026), Fault::GraphError(131_026)].into();
        house.emulator.set_faults(Faults { next, ..Faults::default() });
        house.drain().await;
        house.clock.advance(60_000);
        house.drain().await;
        assert!(sale("40").await.contains(NOTHING_ARRIVES));
        house.verify_clean().await;
    })
    .await;
}
