//! Quotes: they say what the purchase will say, change nothing, and are no way to find codes.
//! `QUOTES=200 cargo test quotes` asks for more of them.

use super::tills::{ANA, BIA, NOBODY_YET, Till, ask, order, problem, read};
use crate::support::engines::{Db, on_both};
use crate::support::house::verify_clean;
use crate::support::script::left_behind;
use crate::support::shop;
use fregues::app::till;
use fregues::dialogue::till::ask::{Ask, Deed, Order, Pay};
use fregues::domain::money::Money;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

/// What is equal in a quote and in the purchase after it.
const SAME: [&str; 11] = [
    "amount",
    "eligible",
    "paid",
    "charge",
    "earned",
    "repaid",
    "usable_from",
    "expires",
    "balance",
    "debt",
    "tier",
];

impl Till {
    /// What an order would lead to: outside the lane, or in it where it names a code.
    async fn quotes(&self, order: Order) -> (u16, Value) {
        self.quotes_at(order, None).await
    }

    async fn quotes_at(&self, order: Order, occurred: Option<i64>) -> (u16, Value) {
        let in_lane = order.codes().next().is_some();
        let ask = Ask { occurred, ..asked(Deed::Quote(order)) };
        if in_lane {
            return read(&self.asks(&ask).await);
        }
        read(&self.0.turns.preview(self.0.merchant, ask).await.unwrap())
    }

    /// All that is there but the asks themselves and their answers.
    async fn there(&self) -> Vec<String> {
        let mut rows = left_behind(&self.0.raw).await;
        rows.retain(|row| !["inbox", "api_answer", "lane"].iter().any(|table| row.starts_with(table)));
        rows
    }
}

fn asked(deed: Deed) -> Ask {
    ask(&till::request().unwrap(), deed)
}

/// An order with what pays it, as chance will have it.
#[derive(Debug, Clone)]
struct Wish {
    who: usize,
    cents: i64,
    excluded: i64,
    pays: usize,
    pick: usize,
    present: bool,
}

fn wish() -> impl Strategy<Value = Wish> {
    let cents = prop_oneof![
        4 => 1..500_i64,
        8 => 500..20_000_i64,
        8 => 20_000..90_000_i64,
        1 => prop::sample::select(vec![0, 99_999_999_999]),
    ];
    (0..8_usize, cents, 0..3_i64, 0..12_usize, 0..9_usize, any::<bool>()).prop_map(
        |(who, cents, excluded, pays, pick, present)| Wish { who, cents, excluded, pays, pick, present },
    )
}

impl Wish {
    async fn order(&self, till: &Till, number: usize) -> Order {
        let whose = [ANA, BIA, ANA, BIA, ANA, BIA, NOBODY_YET, "+5511977770002"][self.who];
        let bare = order(&number.to_string(), whose, self.cents);
        let excluded = Money(self.excluded * self.cents / 5);
        let code = async |sql: &str| {
            let found = till.0.raw.rows(sql).await;
            found.get(self.pick % found.len().max(1)).cloned().unwrap_or_else(|| "ABCD".to_owned())
        };
        let pay = match self.pays {
            0 | 1 => Pay::Vouchers(vec![code("select code from voucher order by state, id desc").await]),
            2 => Pay::Code(code("select code from hold where state = 'open' order by id desc").await),
            3 | 4 => Pay::Units(i64::try_from(self.pick).unwrap() * 250),
            _ => Pay::Money,
        };
        let present = "select presence_code from member where presence_code is not null order by id";
        let presence = if self.present && self.pays < 5 { Some(code(present).await) } else { None };
        Order { excluded, pay, presence, ..bare }
    }
}

async fn agree(db: &Db, program: &str, runner: &mut TestRunner, cases: usize) -> (usize, usize) {
    let till = Till::with(db, program).await;
    let (mut sold, mut refused) = (0, 0);
    for number in 0..cases {
        // Wrong codes do not pile up; Ana is there now and then, and sets something aside.
        till.0.clock.advance(1_000_000);
        if number % 3 == 0 {
            till.says("ana", ["código", "usar 200", "código"][number / 3 % 3]).await;
        }
        let wish: Wish = wish().new_tree(runner).unwrap().current();
        let order = wish.order(&till, number).await;
        let before = till.there().await;
        let now = Some(till.0.clock.now());
        let (status, quoted) = till.quotes_at(order.clone(), now).await;
        if status == 200 {
            assert_eq!(till.there().await, before, "{order:?}");
        }
        let ask = Ask { occurred: now, ..asked(Deed::Buy(order.clone())) };
        let (bought, body) = read(&till.asks(&ask).await);
        if status == 200 {
            assert_eq!(bought, 201, "{order:?}\n{quoted:#}\n{body:#}");
            for field in SAME {
                assert_eq!(quoted[field], body[field], "{field} of {order:?}\n{quoted:#}\n{body:#}");
            }
            let voucher =
                |body: &Value| (body["voucher"]["value"].clone(), body["voucher"]["expires"].clone());
            assert_eq!(voucher(&quoted), voucher(&body), "{order:?}");
            if quoted["member"].is_string() {
                assert_eq!(quoted["member"], body["member"]);
            }
            sold += 1;
        } else {
            assert_eq!((bought, problem(&body)), (status, problem(&quoted)), "{order:?}");
            refused += 1;
        }
    }
    verify_clean(&till.0.store).await;
    (sold, refused)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_is_answered_as_its_quote_said() {
    let cases = std::env::var("QUOTES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(14);
    on_both(move |db| async move {
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        for program in [shop::PETS, shop::COSMETICS, shop::JEWELS, shop::PHARMACY, shop::SALON_AT_ONCE] {
            let (sold, refused) = agree(&db.fresh().await, program, &mut runner, cases).await;
            assert!(sold > cases / 4 && refused > 0, "{sold} sold and {refused} refused of {cases}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quote_tells_what_may_pay_and_what_stands_against_it() {
    on_both(|db| async move {
        let till = Till::with(&db, shop::COSMETICS).await;
        till.asks_for(Deed::Buy(order("1", BIA, 30_000))).await;
        let unnumbered = |phone: &str, cents| order("", phone, cents);
        let (status, quoted) = till.quotes(unnumbered(BIA, 8_000)).await;
        assert_eq!(
            (status, &quoted["order"], &quoted["id"]),
            (200, &Value::Null, &Value::Null),
            "{quoted:#}"
        );
        let counts = &quoted["payable"]["vouchers"][0];
        assert_eq!(
            (&counts["value"]["value"], &counts["counts"]["value"]),
            (&json!("30.00"), &json!("30.00"))
        );
        assert_eq!(quoted["charge"]["value"], "80.00", "nothing pays unless it is named");
        let (_, small) = till.quotes(unnumbered(BIA, 100)).await;
        assert_eq!(
            small["payable"]["vouchers"][0]["counts"]["value"], "1.00",
            "no more than there is to pay"
        );
        let (_, nobody) = till.quotes(unnumbered(NOBODY_YET, 8_000)).await;
        assert_eq!((&nobody["member"], &nobody["payable"]["vouchers"]), (&Value::Null, &json!([])));
        assert_eq!(till.one("select cast(count(*) as bigint) from purchase").await, "1");
        let (status, taken) = till.quotes(order("1", BIA, 30_000)).await;
        assert_eq!((status, problem(&taken).0), (409, "order-registered"), "it is registered already");

        let till = Till::with(&db.fresh().await, shop::JEWELS).await;
        let (_, quoted) = till.quotes(unnumbered(ANA, 30_000)).await;
        let balance = &quoted["payable"]["balance"];
        assert_eq!(balance["presence"], true, "{quoted:#}");
        assert_eq!((&balance["least"]["value"], &balance["step"]["value"]), (&json!("100"), &json!("100")));
        assert_eq!(quoted["payable"]["against"], Value::Null);
        let most: i64 = balance["most"]["value"].as_str().unwrap().parse().unwrap();
        assert!(most > 0 && most % 100 == 0, "{quoted:#}");
        let (status, more) =
            till.quotes(Order { pay: Pay::Units(most + 100), ..unnumbered(ANA, 30_000) }).await;
        assert_eq!((status, problem(&more).1), (422, Some("pay.presence")), "{more}");
    })
    .await;
}

/// Whoever asks for quotes with codes learns no more than whoever buys: five wrong ones, then that customer's rest.
#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_of_quotes_count_as_those_of_purchases() {
    on_both(|db| async move {
        let till = Till::with(&db, shop::COSMETICS).await;
        till.asks_for(Deed::Buy(order("1", BIA, 30_000))).await;
        let right = till.one("select code from voucher").await;
        let with = |code: &str| Order { pay: Pay::Vouchers(vec![code.to_owned()]), ..order("2", BIA, 8_000) };
        assert_eq!(till.quotes(with(&right)).await.0, 200);
        for n in 0..5 {
            let (status, refused) = till.quotes(with(&format!("ABCDEFGHJ{n}"))).await;
            assert_eq!((status, problem(&refused)), (422, ("code-unknown", Some("pay.vouchers"))));
        }
        assert_eq!(till.wrong_codes().await, 5);
        let before = till.there().await;
        for code in [&right, "ABCDEFGHJ9"] {
            let (status, rests) = till.quotes(with(code)).await;
            assert_eq!((status, problem(&rests).0), (422, "codes-rest"), "also the right one tells nothing");
        }
        assert_eq!(till.there().await, before, "and nothing is counted on");
        assert_eq!(till.quotes(order("2", BIA, 8_000)).await.0, 200, "without a code nothing is in the way");
        verify_clean(&till.0.store).await;
    })
    .await;
}
