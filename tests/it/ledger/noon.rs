//! The rules change while the shop is open: each sale keeps those it was made under.

use crate::support::engines::on_both;
use crate::support::house::House;
use crate::support::shop;
use fregues::app::office::{Office, Order};
use fregues::store::merchants::Settings;

const MINUTE: i64 = 60_000;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sold_a_minute_before_the_rules_change_is_taken_back_by_the_old_ones() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        house.say("carla", "11 98765-0002 100").await;
        house.say("beto", "11 98765-0003 89,90").await;
        house.clock.advance(MINUTE);
        let better = shop::PETS.replace("points_per_real = \"30\"", "points_per_real = \"40\"");
        let settings = Box::new(Settings { program: Some(better), ..Settings::default() });
        Office::of(house.app.clone()).carry_out(Order::SetMerchant { merchant: 1, settings }).await.unwrap();
        house.clock.advance(MINUTE);
        // R$ 60,00 stand, and they are worth what they were when they were sold: 1.800, not 2.400.
        house.say("carla", "estorno 11 98765-0002").await;
        house.say("carla", "40").await;
        // What Rui brought along is left, and a new sale gives by the new rules.
        house.say("beto", "desfaz").await;
        house.say("beto", "11 98765-0003 10").await;
        for (line, balance) in [("? 11 98765-0002", "1.800"), ("? 11 98765-0003", "6.900")] {
            let told = house.say("beto", line).await.remove(0).body;
            assert!(told.contains(&format!("saldo *{balance}*")), "{told}");
        }
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_that_comes_down_before_the_yes_holds() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let asked = house.say("beto", "11 98765-0002 20000").await.remove(0).body;
        assert!(asked.contains("Confere a venda?"), "{asked}");
        let lower = format!("{}\n[limits]\nrefuse_above = \"15000.00\"\n", shop::PETS);
        let settings = Box::new(Settings { program: Some(lower), ..Settings::default() });
        Office::of(house.app.clone()).carry_out(Order::SetMerchant { merchant: 1, settings }).await.unwrap();
        house.clock.advance(MINUTE);
        let told = house.say("beto", "sim").await.remove(0).body;
        assert!(told.contains("passa do limite de"), "{told}");
        house.verify_clean().await;
    })
    .await;
}
