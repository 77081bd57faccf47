//! Vouchers that a web shop keeps for an order: nothing else uses them meanwhile, whoever comes first, and they are free
//! again by themselves.

use super::tills::{ANA, BIA, TILL, Till, ask, at_once, order, problem, read};
use crate::support::engines::{Db, on_both};
use crate::support::house::{House, verify_clean};
use crate::support::raw::Raw;
use crate::support::script::{body, message, text};
use crate::support::shop;
use fregues::app::till;
use fregues::dialogue::till::ask::{Ask, Deed, Order, Pay, Release, Reserve};
use fregues::domain::ids::{MemberId, StaffId, VoucherId};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;

/// The till of another one of the team.
const OTHER: StaffId = StaffId(7);

/// A shop of which Bia has a voucher worth 30 reais.
struct Shop {
    till: Till,
    voucher: VoucherId,
    member: MemberId,
    code: String,
}

impl Shop {
    async fn open(db: &Db) -> Shop {
        let till = Till::with(db, shop::COSMETICS).await;
        let (status, _) = till.asks_for(Deed::Buy(order("1", BIA, 30_000))).await;
        assert_eq!(status, 201);
        let row = till.one("select id, member, code from voucher").await;
        let [voucher, member, code] = row.split(" | ").collect::<Vec<_>>()[..] else { panic!("{row}") };
        let (voucher, member) = (VoucherId(voucher.parse().unwrap()), MemberId(member.parse().unwrap()));
        Shop { voucher, member, code: code.to_owned(), till }
    }

    fn reserve(&self, order: &str) -> Deed {
        let (code, order) = (self.code.clone(), order.to_owned());
        Deed::Reserve(Reserve { voucher: self.voucher, code, order })
    }

    fn release(&self, order: &str) -> Deed {
        Deed::Release(Release { member: self.member, voucher: self.voucher, order: order.to_owned() })
    }

    fn buys(&self, id: &str) -> Deed {
        Deed::Buy(Order { who: None, pay: Pay::Vouchers(vec![self.code.clone()]), ..order(id, BIA, 8_000) })
    }

    async fn asks(&self, deed: Deed) -> (u16, Value) {
        self.till.asks_for(deed).await
    }

    /// The same at another channel.
    async fn asks_at(&self, staff: StaffId, deed: Deed) -> (u16, Value) {
        let key = till::request().unwrap();
        read(&self.till.asks(&Ask { staff, ..ask(&key, deed) }).await)
    }

    async fn state(&self) -> String {
        self.till.one(&format!("select state from voucher where id = {}", self.voucher)).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_for_an_order_is_used_by_it_alone() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let (status, kept) = shop.asks(shop.reserve("77")).await;
        assert_eq!(
            (status, &kept["order"]["id"], &kept["value"]["value"]),
            (201, &json!("77"), &json!("30.00"))
        );
        let (_, again) = shop.asks(shop.reserve("77")).await;
        assert_eq!(again, kept, "until the same moment");
        for deed in [shop.reserve("78"), shop.buys("78")] {
            let (status, refused) = shop.asks(deed.clone()).await;
            assert_eq!((status, problem(&refused).0), (409, "voucher-reserved"), "{deed:?}");
        }
        for deed in [shop.reserve("77"), shop.buys("77")] {
            let (status, refused) = shop.asks_at(OTHER, deed.clone()).await;
            assert_eq!(
                (status, problem(&refused).0),
                (409, "voucher-reserved"),
                "another channel's 77: {deed:?}"
            );
        }
        let (_, checked) = shop.asks(Deed::Check(shop.code.clone())).await;
        assert_eq!((&checked["usable"], &checked["reserved"]["order"]["id"]), (&json!(true), &json!("77")));
        let (_, elsewhere) = shop.asks_at(OTHER, Deed::Check(shop.code.clone())).await;
        assert_eq!((&elsewhere["usable"], &elsewhere["reserved"]), (&json!(false), &Value::Null));
        shop.till.says("nina", &format!("v {} 50", shop.code)).await;
        let said = shop.till.0.latest("nina").await;
        assert!(said.contains("reservado até") && said.contains("Beto"), "{said}");
        let (status, sold) = shop.asks(shop.buys("77")).await;
        assert_eq!((status, &sold["charge"]["value"]), (201, &json!("50.00")), "{sold}");
        let free = "select cast(count(*) as bigint) from voucher where reserved_ms is not null";
        assert_eq!(shop.till.one(free).await, "0", "what was used is kept for nobody");
        let (status, late) = shop.asks(shop.reserve("77")).await;
        assert_eq!((status, problem(&late).0), (409, "order-registered"), "that order is sold");
        verify_clean(&shop.till.0.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_let_go_or_lapses_is_free_again() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        shop.asks(shop.reserve("77")).await;
        let (_, other) = shop.asks(shop.release("78")).await;
        assert_eq!(other["released"], false, "it is not that order's");
        assert_eq!(shop.asks_at(OTHER, shop.release("77")).await.1["released"], false);
        let (status, free) = shop.asks(shop.release("77")).await;
        assert_eq!((status, &free["released"]), (200, &json!(true)));
        assert_eq!(shop.asks(shop.release("77")).await.1["released"], false, "once");
        assert_eq!(shop.asks(shop.reserve("78")).await.0, 201);
        shop.till.0.clock.advance(30 * MINUTE - 5_000);
        assert_eq!(shop.asks(shop.buys("79")).await.0, 409, "not yet");
        shop.till.0.clock.advance(5_000);
        let (status, sold) = shop.asks(shop.buys("79")).await;
        assert_eq!(status, 201, "half an hour later nobody has written anything: {sold}");
        assert_eq!(shop.state().await, "used");
        verify_clean(&shop.till.0.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_needed_to_keep_a_voucher_and_wrong_ones_count() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        let wrong = |code: &str, voucher| {
            Deed::Reserve(Reserve { voucher, code: code.to_owned(), order: "77".to_owned() })
        };
        let another = VoucherId(shop.voucher.0 + 1);
        for deed in [
            wrong("ABCDEFGHJK", shop.voucher),
            wrong(&shop.code, another),
            Deed::Check("ABCDEFGHJK".to_owned()),
            Deed::Check("ABCD".to_owned()),
            Deed::Check("ABCDEFGHJ1".to_owned()),
        ] {
            let (status, refused) = shop.asks(deed.clone()).await;
            assert_eq!((status, problem(&refused)), (422, ("code-unknown", Some("code"))), "{deed:?}");
        }
        for n in 0..3 {
            shop.asks(wrong(&format!("ABCDEFGHJ{n}"), shop.voucher)).await;
        }
        for deed in [shop.reserve("77"), shop.buys("77")] {
            let (status, rests) = shop.asks(deed.clone()).await;
            assert_eq!((status, problem(&rests).0), (422, "codes-rest"), "five for order 77: {deed:?}");
        }
        assert_eq!(shop.asks(shop.reserve("78")).await.0, 201, "another order is another customer's");
        assert_eq!(shop.asks(shop.release("78")).await.0, 200);
        shop.till.0.clock.advance(11 * MINUTE);
        let (_, checked) = shop.asks(Deed::Check(shop.code.clone())).await;
        assert_eq!(checked["member"], shop.member.to_string());
        assert_eq!(shop.asks(shop.buys("77")).await.0, 201);
        let (status, used) = shop.asks(Deed::Check(shop.code.clone())).await;
        assert_eq!((status, &used["usable"], &used["state"]), (200, &json!(false), &json!("used")));
        assert_eq!(used["against"]["type"], "/api/v1/problems/voucher-used", "{used}");
        assert!(!used.to_string().contains("Beto"), "an answer is kept, and names nobody");
        verify_clean(&shop.till.0.store).await;
    })
    .await;
}

/// A stranger types codes into a web shop: neither the counter, nor customers who are named, nor what is kept for an order
/// wait for that.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_for_an_order_pays_it_whatever_strangers_mistype() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        assert_eq!(shop.asks(shop.reserve("77")).await.0, 201);
        let guess = |n: i64| format!("ABCDEFG{n:03}");
        for n in 0..100 {
            let (order, pay) = (format!("g{}", n / 4), Pay::Vouchers(vec![guess(n)]));
            let wish = Order { who: None, pay, ..order_of(&order) };
            let deed = if n % 2 == 0 { Deed::Check(guess(n)) } else { Deed::Quote(wish) };
            let (status, refused) = shop.asks(deed).await;
            assert_eq!((status, problem(&refused).0), (422, "code-unknown"), "{n}");
        }
        let (_, rests) = shop.asks(Deed::Check(shop.code.clone())).await;
        assert_eq!(problem(&rests), ("codes-rest", Some("code")), "who names nobody waits");
        let until: chrono::DateTime<chrono::Utc> = rests["until"].as_str().unwrap().parse().unwrap();
        let wait = until.timestamp_millis() - shop.till.0.clock.now();
        assert!((0..=10 * MINUTE).contains(&wait), "{rests}");
        let named = |id: &str, code: &str| {
            Deed::Quote(Order { pay: Pay::Vouchers(vec![code.to_owned()]), ..order(id, BIA, 8_000) })
        };
        let (_, kept) = shop.asks(named("79", &shop.code)).await;
        assert_eq!(problem(&kept).0, "voucher-reserved", "a customer who is named is heard");
        let (_, strange) = shop.asks(named("79", "ABCDEFGHJK")).await;
        assert_eq!(problem(&strange).0, "codes-rest", "but learns nothing of other codes");
        let (status, again) = shop.asks(shop.reserve("77")).await;
        assert_eq!(status, 201, "{again}");
        shop.till.says("nina", &format!("v {} 50", shop.code)).await;
        let said = shop.till.0.latest("nina").await;
        assert!(said.contains("reservado até"), "the counter goes on: {said}");
        assert_eq!(shop.till.0.raw.rows("select tries from wrong_code").await, Vec::<String>::new());
        let (status, sold) = shop.asks(shop.buys("77")).await;
        assert_eq!((status, &sold["charge"]["value"]), (201, &json!("50.00")), "{sold}");
        shop.till.0.clock.advance(wait);
        assert_eq!(shop.asks(Deed::Check(shop.code.clone())).await.0, 200, "open again when it said");
        verify_clean(&shop.till.0.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_registered_without_what_was_kept_for_it_lets_it_go() {
    on_both(|db| async move {
        let shop = Shop::open(&db).await;
        assert_eq!(shop.asks(shop.reserve("77")).await.0, 201);
        assert_eq!(shop.asks(Deed::Quote(order("77", BIA, 8_000))).await.0, 200);
        assert_eq!(shop.asks(shop.buys("78")).await.0, 409, "a quote lets nothing go");
        let (status, sold) = shop.asks(Deed::Buy(order("77", BIA, 100))).await;
        assert_eq!((status, &sold["paid"]["vouchers"]), (201, &json!([])));
        let (status, other) = shop.asks(shop.buys("78")).await;
        assert_eq!((status, &other["charge"]["value"]), (201, &json!("50.00")), "{other}");
        verify_clean(&shop.till.0.store).await;
    })
    .await;
}

fn order_of(id: &str) -> Order {
    order(id, BIA, 8_000)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_orders_that_want_a_voucher_at_once_one_keeps_it() {
    on_both(|db| async move {
        let house = House::open_with(&db, shop::COSMETICS).await;
        let raw = Raw::of(&db).await;
        let sold = vec![ask("k", Deed::Buy(order("1", BIA, 30_000)))];
        assert_eq!(at_once(&house, sold).await.pop().unwrap().unwrap().status, 201);
        let row = raw.rows("select id, code from voucher").await.pop().unwrap();
        let (id, code) = row.split_once(" | ").unwrap();
        let voucher = VoucherId(id.parse().unwrap());
        let asks = (0..20).map(|n| {
            let wish = Reserve { voucher, code: code.to_owned(), order: format!("w{n}") };
            let staff = if n % 2 == 0 { TILL } else { OTHER };
            Ask { staff, ..ask(&format!("r{n}"), Deed::Reserve(wish)) }
        });
        let given = at_once(&house, asks.collect()).await;
        let given: Vec<_> = given.iter().map(|one| one.as_ref().unwrap().status).collect();
        assert_eq!(given.iter().filter(|status| **status == 201).count(), 1, "{given:?}");
        assert_eq!(given.iter().filter(|status| **status == 409).count(), 19, "{given:?}");
        let (by, kept) = {
            let row = raw.rows("select reserved_by, reserved_order from voucher").await.pop().unwrap();
            let (by, order) = row.split_once(" | ").unwrap();
            (StaffId(by.parse().unwrap()), order.to_owned())
        };
        let pays = |id: &str, n: i64| {
            let pay = Pay::Vouchers(vec![code.to_owned()]);
            let buy = Deed::Buy(Order { who: None, pay, ..order(id, ANA, 8_000) });
            Ask { staff: by, ..ask(&format!("p{n}"), buy) }
        };
        let mut asks = vec![pays("other", 0), pays(&kept, 1), pays("another", 2)];
        asks.rotate_left(1);
        let given = at_once(&house, asks).await;
        let done = given.iter().filter(|one| one.as_ref().unwrap().status == 201).count();
        assert_eq!(done, 1, "{given:?}");
        let sold = format!("select cast(count(*) as bigint) from purchase where order_id = '{kept}'");
        assert_eq!(raw.number(&sold).await, 1);
        house.verify_clean().await;
    })
    .await;
}

/// The counter asks, the web shop keeps it meanwhile, the counter says yes; and the other way round. In one batch or several.
#[tokio::test(flavor = "multi_thread")]
async fn the_counter_and_a_checkout_never_both_have_it() {
    on_both(|db| async move {
        for (kept_first, batch) in [(true, 1), (true, 256), (false, 1), (false, 256)] {
            let shop = Shop::open(&db.fresh().await).await;
            let room = &shop.till.0;
            shop.till.says("nina", &format!("v {} 80", shop.code)).await;
            assert!(room.latest("nina").await.contains("30,00"), "{}", room.latest("nina").await);
            let yes = async || {
                room.clock.advance(1_000);
                let at = room.clock.now();
                room.keep(&body("nina", &[message("nina", "wamid.yes", at, text("sim"))]), at).await;
            };
            let asked = ask("k", shop.reserve("77"));
            let mut waiting = room.turns.board().wait(&asked.request);
            if kept_first {
                shop.till.keep(&asked).await;
                yes().await;
            } else {
                yes().await;
                shop.till.keep(&asked).await;
            }
            room.decide(batch).await;
            let (status, answer) = read(&waiting.answer.try_recv().unwrap());
            let expected = if kept_first { (201, "", "open") } else { (422, "voucher-used", "used") };
            let found = (status, problem(&answer).0, &*shop.state().await);
            assert_eq!(found, expected, "kept first: {kept_first}, batches of {batch}");
            if kept_first {
                let said = room.latest("nina").await;
                assert!(said.contains("reservado até"), "{said}");
                assert_eq!(shop.asks(shop.buys("77")).await.0, 201);
            }
            verify_clean(&room.store).await;
        }
    })
    .await;
}
