//! Templates listed, created and read by command and by the service, against what the account really has.

use super::{done, office_of};
use crate::support::engines::on_both;
use crate::support::house::House;
use crate::support::raw::Raw;
use fregues::app::account::step;
use fregues::app::office::Order;
use fregues::domain::calendar::DAY;
use tokio_util::sync::CancellationToken;

const ALL: Option<i64> = None;

/// A paused receipt, of which the webhook has not come (yet).
fn pause(house: &House) {
    assert!(house.emulator.review_template("fregues_receipt_2", "pt_BR", "PAUSED", None));
}

/// How often Carla was told of it.
async fn told(raw: &Raw) -> i64 {
    raw.number("select count(*) from outbox where body like '%pausou o modelo%'").await
}

async fn receipt(raw: &Raw) -> Vec<String> {
    raw.rows("select status from template where name = 'fregues_receipt_2' and lang = 'pt_BR'").await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_created_and_what_was_missed_is_made_good() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        let line = |text: &str, start: &str| {
            let found = text.lines().find(|line| line.trim_start().starts_with(start));
            found.unwrap_or_else(|| panic!("no {start} in\n{text}")).to_owned()
        };
        let receipt_pt = "fregues_receipt_2         pt_BR";
        let list = async || done(&house.app, Order::ListTemplates { merchant: ALL }).await;
        let listed = list().await;
        assert_eq!(line(&listed, "Clube"), "Clube Patinhas (merchant 1)");
        assert_eq!(listed.matches("not known at WhatsApp; `fregues template push` creates it").count(), 27);
        assert!(line(&listed, "`fregues template sync`").contains("reads them now"), "{listed}");

        house.emulator.change(|account| account.review = "PENDING".to_owned());
        let pushed = done(&house.app, Order::PushTemplates { merchant: Some(1) }).await;
        assert_eq!(pushed.matches(" is created").count(), 27, "{pushed}");
        let listed = list().await;
        let stands = "UTILITY    PENDING as UTILITY, told 0 minutes ago";
        assert_eq!(line(&listed, receipt_pt), format!("  {receipt_pt}  {stands}"));
        let again = done(&house.app, Order::PushTemplates { merchant: ALL }).await;
        assert!(again.ends_with("  nothing is missing"), "{again}");

        pause(&house);
        house.clock.advance(60_000);
        let synced = done(&house.app, Order::SyncTemplates { merchant: ALL }).await;
        assert!(synced.contains("  ! fregues_receipt_2 (pt_BR): PAUSED as UTILITY\n"), "{synced}");
        assert!(synced.ends_with("  27 are there; of 1 there was something new"), "{synced}");
        house.app.drain().await.unwrap();
        assert_eq!(told(&raw).await, 1, "on {}", db.engine);
        let synced = done(&house.app, Order::SyncTemplates { merchant: ALL }).await;
        assert!(synced.ends_with("  27 are there; of 0 there was something new"), "{synced}");
        house.drain().await;
        assert_eq!(told(&raw).await, 1, "and the webhook that came late tells nothing new");
        house.verify_clean().await;
        raw.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_reads_the_lists_at_start_and_daily_and_of_several_one_does() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        done(&house.app, Order::PushTemplates { merchant: ALL }).await;
        let (stop, none) = (CancellationToken::new(), Vec::<String>::new());
        let read = async |age: i64| step(&house.app, age, &stop).await.unwrap();
        raw.run("delete from template").await;
        read(DAY).await;
        assert_eq!(receipt(&raw).await, ["APPROVED"], "nobody had read them before");
        raw.run("delete from template").await;
        house.clock.advance(DAY - 1);
        read(DAY).await;
        assert_eq!(receipt(&raw).await, none, "somebody read them today");
        house.clock.advance(1);
        read(DAY).await;
        assert_eq!(receipt(&raw).await, ["APPROVED"]);
        // One that WhatsApp refuses keeps nobody from the others, and nothing from being tried again.
        house.emulator.change(|account| account.token_valid = false);
        pause(&house);
        house.clock.advance(DAY);
        read(DAY).await;
        assert_eq!(receipt(&raw).await, ["APPROVED"]);
        house.emulator.change(|account| account.token_valid = true);
        house.clock.advance(DAY);
        read(DAY).await;
        assert_eq!(receipt(&raw).await, ["PAUSED"]);
        house.app.drain().await.unwrap();
        assert_eq!(told(&raw).await, 1, "on {}", db.engine);
        // How many people may be written to first is learnt the same way; only a change is news.
        let allowed = async || raw.rows("select allowance from channel").await;
        assert_eq!(allowed().await, ["250"], "on {}", db.engine);
        house.emulator.change(|account| account.limit = "TIER_2K".to_owned());
        house.clock.advance(DAY);
        read(DAY).await;
        assert_eq!(allowed().await, ["2000"], "on {}", db.engine);
        house.app.drain().await.unwrap();
        let told = raw.rows("select body from outbox where body like '%pessoas por dia%'").await;
        assert!(told.len() == 1 && told[0].contains("até 2000 pessoas"), "{told:?}");
        let listed = done(&house.app, Order::ListTemplates { merchant: ALL }).await;
        assert!(listed.contains("The service last read those of every shop 0 minutes ago."), "{listed}");
        raw.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_cannot_be_asked_is_named_and_the_others_are() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        let second = "206540352242922";
        crate::support::shop::settle(&house.app.store, second).await;
        house.emulator.add_number(second, "+55 11 4000-9999", "Pet da Rosa");
        raw.run("update merchant set waba = null where id = 1").await;
        let orders = |merchant| [Order::PushTemplates { merchant }, Order::SyncTemplates { merchant }];
        for order in orders(ALL) {
            let answer = office_of(&house.app).carry_out(order).await.unwrap();
            let text = answer.lines.join("\n");
            assert!(!answer.fine && text.contains("`fregues merchant set 1 --waba ID` names it"), "{text}");
            assert!(
                text.contains("(merchant 2)\n  ✔") || text.contains("27 are there; of 0 there"),
                "{text}"
            );
        }
        house.emulator.change(|account| account.token_valid = false);
        for order in orders(Some(2)) {
            let answer = office_of(&house.app).carry_out(order).await.unwrap();
            let text = answer.lines.join("\n");
            assert!(!answer.fine && text.contains("✘ Meta refused") && text.contains("(code 190)"), "{text}");
            assert!(text.ends_with("`fregues doctor --merchant 2` shows more"), "{text}");
        }
        for order in orders(Some(9)) {
            let refused = office_of(&house.app).carry_out(order).await.unwrap_err().to_string();
            assert!(refused.contains("no merchant 9"), "{refused}");
        }
        raw.close().await;
    })
    .await;
}
