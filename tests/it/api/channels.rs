//! Channels that were dismissed and are opened again: their keys have ended, what they sold has not.

use super::keys;
use super::writes::{Shop, sale};
use crate::office::done;
use crate::support::engines::on_both;
use fregues::app::api::token::Token;
use fregues::app::office::Order;

const ANA: &str = "+5511987654321";

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_is_opened_again_knows_its_orders_and_none_of_its_old_keys() {
    on_both(|db| async move {
        let mut shop = Shop::open(&db).await;
        let first = shop.post("/purchases", &sale("5501", ANA, "89.90")).await;
        for words in ["desligar Site", "sim"] {
            shop.house.clock.advance(1_000);
            shop.house.say("carla", words).await;
        }
        assert_eq!(shop.till.get("/purchases?order=5501").await.status, 401);
        let wish = keys::wish(1, "site", "read,purchases");
        let made = done(&shop.house.app, Order::CreateKey(wish.clone())).await;
        assert!(made.contains("\"Site\" was dismissed and is open again"), "{made}");
        assert!(made.contains("keys it had then stay revoked"), "{made}");
        let token = Token::read(made.lines().nth(1).unwrap()).unwrap();
        let new = shop.till.with(token.reveal());
        let old = std::mem::replace(&mut shop.till, new);
        assert_eq!(old.get("/purchases?order=5501").await.status, 401, "what leaked stays shut");
        let again = shop.post("/purchases", &sale("5501", ANA, "89.90")).await;
        assert_eq!((again.status, again.header("idempotent-replayed")), (201, "true"));
        assert_eq!(again.body, first.body);
        assert_eq!(shop.one("select amount, order_id from purchase").await, "8990 | 5501");
        assert_eq!(shop.one("select name, active from staff where role = 'till'").await, "Site | 1");
        let listed = done(&shop.house.app, Order::ListKeys { merchant: None }).await;
        assert_eq!(
            (listed.matches("REVOKED").count(), listed.matches("DISMISSED").count()),
            (1, 0),
            "{listed}"
        );
        let further = done(&shop.house.app, Order::CreateKey(wish)).await;
        assert!(!further.contains("open again"), "{further}");
        shop.house.verify_clean().await;
    })
    .await;
}
