//! Tills and web shops: what they ask is done once, as a cashier would do it, and whoever asks again hears the same.

use crate::support::engines::{Db, on_both};
use crate::support::house::{House, verify_clean};
use crate::support::raw::Raw;
use crate::support::script::{Room, body, left_behind, message, text, turns_on};
use crate::support::shop::{self, NOON, PEOPLE};
use fregues::app::till::{self, Given, Unanswered};
use fregues::dialogue::till::ask::{Ask, Deed, Of, Order, Pay, Return, Who};
use fregues::domain::ids::{MemberId, MerchantId, PurchaseId, StaffId};
use fregues::domain::money::Money;
use fregues::domain::phone::Phone;
use serde_json::{Value, json};

/// Beto's till, and the one of somebody who is gone.
pub const TILL: StaffId = StaffId(5);
const GONE: StaffId = StaffId(9);

pub const ANA: &str = "+5511987654321";
pub const BIA: &str = "+5511987650002";
pub const NOBODY_YET: &str = "+5511987650009";

pub fn order(id: &str, phone: &str, cents: i64) -> Order {
    Order {
        id: id.to_owned(),
        who: Some(Who { phone: Phone::canonical(phone), ..Who::default() }),
        amount: Money(cents),
        excluded: Money::ZERO,
        pay: Pay::Money,
        presence: None,
        note: None,
        consents: None,
    }
}

pub fn back(order: &str, id: &str, cents: Option<i64>) -> Deed {
    Deed::Back(Return { of: Of::Order(order.to_owned()), id: id.to_owned(), amount: cents.map(Money) })
}

pub fn ask(key: &str, deed: Deed) -> Ask {
    let request = till::request().unwrap();
    Ask { staff: TILL, key: key.to_owned(), request, occurred: None, late: false, by_code: false, deed }
}

/// A room with a till in it.
pub struct Till(pub Room);

impl Till {
    pub async fn with(db: &Db, program: &str) -> Till {
        Till(Room::with(db, NOON, program).await)
    }

    pub async fn says(&self, who: &str, words: &str) {
        let room = &self.0;
        room.clock.advance(1_000);
        let at = room.clock.now();
        room.keep(&body(who, &[message(who, &format!("wamid.{at}"), at, text(words))]), at).await;
        room.decide(256).await;
    }

    pub async fn keep(&self, ask: &Ask) {
        self.0.clock.advance(1_000);
        assert_eq!(self.0.keep(&json!({ "till": ask }), self.0.clock.now()).await, 1);
    }

    pub async fn asks(&self, ask: &Ask) -> Given {
        let mut waiting = self.0.turns.board().wait(&ask.request);
        self.keep(ask).await;
        self.0.decide(256).await;
        waiting.answer.try_recv().unwrap()
    }

    /// Asks under a key of its own: the status, and the body.
    pub async fn asks_for(&self, deed: Deed) -> (u16, Value) {
        let key = till::request().unwrap();
        read(&self.asks(&ask(&key, deed)).await)
    }

    /// How many wrong codes of the till count now.
    pub async fn wrong_codes(&self) -> usize {
        self.0.raw.rows("select state from conversation").await.concat().matches("\"of\":").count()
    }

    pub async fn one(&self, sql: &str) -> String {
        self.0.raw.rows(sql).await.pop().unwrap()
    }
}

pub fn read(given: &Given) -> (u16, Value) {
    (given.status, serde_json::from_str(&given.body).unwrap())
}

/// What the answer is called, where it is a refusal, and the field it is about.
pub fn problem(body: &Value) -> (&str, Option<&str>) {
    let kind = body["type"].as_str().unwrap_or_default();
    (kind.strip_prefix("/api/v1/problems/").unwrap_or_default(), body["field"].as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_sold_and_taken_back_as_at_the_counter() {
    on_both(|db| async move {
        let till = Till::with(&db, shop::PETS).await;
        let (status, sold) = till.asks_for(Deed::Buy(order("5501", BIA, 10_000))).await;
        assert_eq!(
            (status, &sold["order"]["id"], &sold["earned"]["value"]),
            (201, &json!("5501"), &json!("3000"))
        );
        assert_eq!(sold["charge"], json!({ "value": "100.00", "currency": "BRL" }));
        assert_eq!(sold["told"]["whatsapp"], "chat");
        assert!(till.0.latest("bia").await.contains("100,00"), "she reads of it as of any other sale");
        let row = "select order_id, amount, staff, told from purchase";
        assert_eq!(till.0.raw.rows(row).await, ["5501 | 10000 | 5 | 1"]);
        let key = till.one("select key from txn where kind = 'accrual'").await;
        assert_eq!(key, "order:5:5501");
        let (status, part) = till.asks_for(back("5501", "r-1", Some(4_000))).await;
        assert_eq!(
            (status, &part["standing"]["value"], &part["taken"]["value"]),
            (201, &json!("60.00"), &json!("1200"))
        );
        let (_, again) = till.asks_for(back("5501", "r-1", Some(4_000))).await;
        assert_eq!(again, part, "the same number is the same reversal");
        let (status, other) = till.asks_for(back("5501", "r-1", Some(1_000))).await;
        assert_eq!((status, problem(&other).0), (409, "order-conflict"));
        let (status, rest) = till.asks_for(back("5501", "r-2", None)).await;
        assert_eq!(
            (status, &rest["reversed"]["value"], &rest["balance"]["value"]),
            (201, &json!("60.00"), &json!("0"))
        );
        let (status, none) = till.asks_for(back("5501", "r-3", None)).await;
        assert_eq!((status, problem(&none).0), (409, "already-reversed"));
        verify_clean(&till.0.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_again_hears_the_same_and_nothing_is_done() {
    on_both(|db| async move {
        let till = Till::with(&db, shop::PETS).await;
        let deed = Deed::Buy(order("5501", BIA, 10_000));
        let first = till.asks(&ask("k", deed.clone())).await;
        assert!(!first.replayed);
        let ledger = async || {
            let mut rows = left_behind(&till.0.raw).await;
            rows.retain(|row| !row.starts_with("inbox") && !row.starts_with("api_answer"));
            rows
        };
        let before = ledger().await;
        let noted = Deed::Buy(Order { note: Some("again".to_owned()), ..order("5501", BIA, 10_000) });
        for (key, deed) in [("k", &deed), ("another", &deed), ("third", &noted)] {
            let again = till.asks(&ask(key, deed.clone())).await;
            assert_eq!((again.status, &again.body, again.replayed), (201, &first.body, true), "{key}");
        }
        let other = Deed::Buy(order("5501", BIA, 20_000));
        for (key, says) in
            [("k", "idempotency-conflict"), ("fourth", "order-conflict"), ("third", "idempotency-conflict")]
        {
            let (status, refused) = read(&till.asks(&ask(key, other.clone())).await);
            assert_eq!((status, problem(&refused).0), (409, says), "{key}");
        }
        let kept = till.asks(&ask("k", deed)).await;
        assert_eq!(kept.body, first.body, "a conflict writes nothing over");
        assert_eq!(ledger().await, before);
        verify_clean(&till.0.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_kept_under_its_key_and_leaves_the_order_free() {
    on_both(|db| async move {
        let till = Till::with(&db, shop::COSMETICS).await;
        let wrong = Order { pay: Pay::Vouchers(vec!["ABCDEFGHJK".to_owned()]), ..order("5501", BIA, 10_000) };
        let (status, refused) = read(&till.asks(&ask("k", Deed::Buy(wrong.clone()))).await);
        assert_eq!((status, problem(&refused)), (422, ("code-unknown", Some("pay.vouchers"))));
        let again = till.asks(&ask("k", Deed::Buy(wrong))).await;
        assert_eq!((read(&again), again.replayed), ((422, refused), true));
        assert_eq!(till.wrong_codes().await, 1, "a repeat is no further try");
        let (status, _) = till.asks_for(Deed::Buy(order("5501", BIA, 10_000))).await;
        assert_eq!(status, 201);
        verify_clean(&till.0.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vouchers_codes_and_balance_pay_a_part_of_an_order() {
    on_both(|db| async move {
        let till = Till::with(&db, shop::COSMETICS).await;
        till.asks_for(Deed::Buy(order("1", BIA, 30_000))).await;
        let code = till.one("select code from voucher").await;
        // Whoever has the voucher buys; nobody else may be named.
        let with = |id: &str, phone: &str| Order {
            pay: Pay::Vouchers(vec![code.clone()]),
            ..order(id, phone, 8_000)
        };
        let (status, of_another) = till.asks_for(Deed::Buy(with("2", ANA))).await;
        assert_eq!((status, problem(&of_another).0), (422, "code-not-theirs"));
        let (status, paid) = till.asks_for(Deed::Buy(Order { who: None, ..with("3", ANA) })).await;
        assert_eq!((status, &paid["charge"]["value"]), (201, &json!("50.00")), "{paid}");
        let (status, used) = till.asks_for(Deed::Buy(with("4", BIA))).await;
        assert_eq!((status, problem(&used).0), (422, "voucher-used"));
        verify_clean(&till.0.store).await;

        let till = Till::with(&db.fresh().await, shop::JEWELS).await;
        till.says("ana", "usar 2000").await;
        let code = till.one("select code from hold").await;
        let (status, short) =
            till.asks_for(Deed::Buy(Order { pay: Pay::Code(code.clone()), ..order("1", BIA, 30_000) })).await;
        assert_eq!((status, problem(&short)), (422, ("code-unknown", Some("pay.code"))), "it is Ana's");
        let (_, paid) =
            till.asks_for(Deed::Buy(Order { pay: Pay::Code(code), ..order("1", ANA, 30_000) })).await;
        assert_eq!(
            (&paid["paid"]["worth"]["value"], &paid["charge"]["value"]),
            (&json!("20.00"), &json!("280.00"))
        );
        let units = Order { pay: Pay::Units(1_000), ..order("2", ANA, 30_000) };
        let (status, asked) = till.asks_for(Deed::Buy(units.clone())).await;
        assert_eq!((status, problem(&asked)), (422, ("consent-needed", Some("pay.presence"))));
        till.says("ana", "código").await;
        let here = till.one("select presence_code from member where presence_code is not null").await;
        let (_, paid) = till.asks_for(Deed::Buy(Order { presence: Some(here), ..units })).await;
        assert_eq!(paid["paid"]["balance"]["value"], "1000", "{paid}");
        assert_eq!(till.one("select agreed from purchase where order_id = '2'").await, "code");
        verify_clean(&till.0.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reversal_is_the_same_by_the_number_of_the_order_and_of_the_purchase() {
    on_both(|db| async move {
        let till = Till::with(&db, shop::PETS).await;
        let (_, sold) = till.asks_for(Deed::Buy(order("5501", BIA, 10_000))).await;
        let number = |key: &str| sold[key].as_str().unwrap().parse().unwrap();
        let purchase = Of::Purchase(MemberId(number("member")), PurchaseId(number("id")));
        let by_purchase = |id: &str, cents| {
            Deed::Back(Return { of: purchase.clone(), id: id.to_owned(), amount: Some(Money(cents)) })
        };
        for (first, second) in [
            (back("5501", "r-1", Some(1_000)), by_purchase("r-1", 1_000)),
            (by_purchase("r-2", 2_000), back("5501", "r-2", Some(2_000))),
        ] {
            let done = till.asks_for(first).await;
            assert_eq!((done.0, till.asks_for(second).await), (201, done));
        }
        let (status, other) = till.asks_for(by_purchase("r-1", 1_001)).await;
        assert_eq!((status, problem(&other).0), (409, "order-conflict"));
        assert_eq!(till.one("select standing from purchase").await, "7000");
        verify_clean(&till.0.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_takes_back_as_much_of_a_sale_as_the_program_says() {
    on_both(|db| async move {
        let program = format!("{}\n[limits]\nrefund_by_till = \"50.00\"\n", shop::PETS);
        let till = Till::with(&db, &program).await;
        till.asks_for(Deed::Buy(order("5501", BIA, 10_000))).await;
        assert_eq!(till.asks_for(back("5501", "r-1", Some(4_000))).await.0, 201);
        let (status, refused) = till.asks_for(back("5501", "r-2", Some(1_001))).await;
        assert_eq!((status, problem(&refused)), (422, ("refund-limit", Some("amount"))));
        let sentence = refused["detail"].as_str().unwrap().replace('\u{a0}', " ");
        assert!(sentence.contains("R$ 50,00") && sentence.contains("no chat"), "{sentence}");
        assert_eq!(till.asks_for(back("5501", "r-3", Some(1_000))).await.0, 201, "in however many parts");
        verify_clean(&till.0.store).await;
    })
    .await;
}

/// (what, status, problem, field); nothing moves.
type Refusal = (Deed, u16, &'static str, Option<&'static str>);

fn refusals() -> Vec<Refusal> {
    let buy = |order: Order| Deed::Buy(order);
    let one = || order("1", BIA, 1_000);
    let by_id = |id: i64| Some(Who { id: Some(MemberId(id)), ..Who::default() });
    let both = Some(Who { phone: Phone::canonical(NOBODY_YET), ..by_id(10).unwrap() });
    let purchase = Of::Purchase(MemberId(10), PurchaseId(99));
    vec![
        (buy(Order { amount: Money(0), ..one() }), 422, "bad-field", Some("amount")),
        (buy(Order { amount: Money(-5), ..one() }), 422, "bad-field", Some("amount")),
        (buy(order("1", NOBODY_YET, 99_999_999_999)), 422, "amount-too-high", Some("amount")),
        (buy(Order { who: None, ..one() }), 422, "bad-field", Some("customer")),
        (buy(Order { who: Some(Who::default()), ..one() }), 422, "bad-field", Some("customer")),
        (buy(Order { who: by_id(99), ..one() }), 404, "not-found", Some("customer.id")),
        (
            buy(Order { who: both, pay: Pay::Units(100), ..one() }),
            409,
            "identity-conflict",
            Some("customer.phone"),
        ),
        (buy(order("1", "+5511977770002", 1_000)), 422, "refused", Some("customer")),
        (buy(Order { pay: Pay::Units(100), ..one() }), 422, "not-payable", Some("pay.balance")),
        (buy(Order { pay: Pay::Units(0), ..one() }), 422, "bad-field", Some("pay.balance")),
        (
            buy(Order { presence: Some("7KD2".to_owned()), ..one() }),
            422,
            "code-unknown",
            Some("pay.presence"),
        ),
        (back("77", "r", None), 404, "not-found", Some("order")),
        (Deed::Back(Return { of: purchase, id: "r".to_owned(), amount: None }), 404, "not-found", Some("id")),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_done_is_refused_by_name_and_moves_nothing() {
    on_both(|db| async move {
        let till = Till::with(&db, shop::PETS).await;
        let moved = async || {
            let mut rows = left_behind(&till.0.raw).await;
            rows.retain(|row| {
                ["member", "purchase", "txn", "outbox"].iter().any(|table| row.starts_with(table))
            });
            rows
        };
        let before = moved().await;
        for (deed, status, name, field) in refusals() {
            let about = format!("{deed:?}");
            let (said, body) = till.asks_for(deed).await;
            assert_eq!((said, problem(&body)), (status, (name, field)), "{about}: {body}");
            assert!(!body["detail"].as_str().unwrap_or_default().is_empty(), "{about}");
        }
        let gone = Ask { staff: GONE, ..ask("k", Deed::Buy(order("1", BIA, 1_000))) };
        let (status, body) = read(&till.asks(&gone).await);
        assert_eq!((status, problem(&body).0), (401, "unknown-key"));
        assert_eq!(moved().await, before);
        for kept in till.0.raw.rows("select body from api_answer").await {
            for person in &PEOPLE {
                let phone = person.phone.is_some_and(|phone| kept.contains(&phone[3..]));
                assert!(!phone && !kept.contains(person.name), "{kept}");
            }
        }
    })
    .await;
}

/// Everything asked at once; the answers in any order.
pub async fn at_once(house: &House, asks: Vec<Ask>) -> Vec<Result<Given, Unanswered>> {
    let mut calls = tokio::task::JoinSet::new();
    for ask in asks {
        let app = house.app.clone();
        calls.spawn(async move { app.ask_till(MerchantId(1), ask).await });
    }
    let mut given = Vec::new();
    while !calls.is_empty() {
        house.app.drain().await.unwrap();
        while let Some(call) = calls.try_join_next() {
            given.push(call.unwrap());
        }
        tokio::task::yield_now().await;
    }
    given
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_calls_of_one_order_are_one_purchase_under_one_key_or_fifty() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        for (id, key) in [("5501", |_: i64| "k".to_owned()), ("5502", |n: i64| format!("k{n}"))]
            as [(&str, fn(i64) -> String); 2]
        {
            let asks = (0..50).map(|n| ask(&key(n), Deed::Buy(order(id, BIA, 10_000)))).collect();
            let given = at_once(&house, asks).await;
            let given: Vec<Given> = given.into_iter().map(Result::unwrap).collect();
            assert!(given.iter().all(|one| one.status == 201 && one.body == given[0].body), "{id}");
            assert_eq!(given.iter().filter(|one| !one.replayed).count(), 1, "{id}");
            let sold = format!("select amount from purchase where order_id = '{id}'");
            assert_eq!(raw.rows(&sold).await, ["10000"]);
        }
        house.drain().await;
        let receipts = house.emulator.chat("bia").iter().filter(|bubble| !bubble.from_person).count();
        assert_eq!(receipts, 2, "one for each order");
        house.verify_clean().await;
    })
    .await;
}

/// Another replica decides what this one keeps: whoever asked looks for the answer, and finds it.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_found_whichever_replica_decided() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        let other = turns_on(&house.app.store, &house.clock);
        let asked = async |ask: Ask, fails: bool| {
            let app = house.app.clone();
            let call = tokio::spawn(async move { app.ask_till(MerchantId(1), ask).await });
            while raw.number("select cast(count(*) as bigint) from inbox where state = 'new'").await == 0 {
                assert!(!call.is_finished());
                tokio::task::yield_now().await;
            }
            if fails {
                raw.run("update inbox set state = 'dead' where state = 'new'").await;
            }
            while other.poll_once().await.unwrap().messages > 0 {}
            call.await.unwrap()
        };
        let sold = asked(ask("k", Deed::Buy(order("5501", BIA, 10_000))), false).await.unwrap();
        assert_eq!((sold.status, sold.replayed), (201, false));
        let again = asked(ask("k2", Deed::Buy(order("5501", BIA, 10_000))), false).await.unwrap();
        assert_eq!((again.body, again.replayed), (sold.body, true));
        let refused = asked(ask("k", Deed::Buy(order("5502", BIA, 10_000))), false).await.unwrap();
        assert_eq!(problem(&read(&refused).1).0, "idempotency-conflict");
        let broken = asked(ask("k3", Deed::Buy(order("5503", BIA, 10_000))), true).await;
        assert_eq!(broken, Err(Unanswered::Broken));
        verify_clean(&house.app.store).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_known_for_thirty_days_and_an_order_for_ever() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let one = async |key: &str, cents: i64| {
            let asks = vec![ask(key, Deed::Buy(order("5501", BIA, cents)))];
            at_once(&house, asks).await.pop().unwrap().unwrap()
        };
        let sold = one("k", 10_000).await;
        let kept = "select kind from api_answer order by kind";
        let raw = Raw::of(&db).await;
        assert_eq!(raw.rows(kept).await, ["key", "order"]);
        house.clock.advance(31 * 86_400_000);
        house.drain().await;
        assert_eq!(raw.rows(kept).await, ["order"]);
        let again = one("k", 10_000).await;
        assert_eq!((again.status, again.body, again.replayed), (201, sold.body, true));
        assert_eq!(one("k4", 20_000).await.status, 409);
        house.verify_clean().await;
    })
    .await;
}

/// The door kept it and the process died: the caller tries again, and whoever decides finds both.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_kept_before_a_crash_is_done_once_when_it_is_asked_again() {
    on_both(|db| async move {
        let till = Till::with(&db, shop::PETS).await;
        let deed = Deed::Buy(order("5501", BIA, 10_000));
        till.keep(&ask("k", deed.clone())).await;
        let again = ask("k", deed);
        till.keep(&again).await;
        let after = turns_on(&till.0.store, &till.0.clock);
        let mut waiting = after.board().wait(&again.request);
        while after.poll(1).await.unwrap().messages > 0 {}
        let given = waiting.answer.try_recv().unwrap();
        assert_eq!((given.status, given.replayed), (201, true));
        assert_eq!(till.0.raw.rows("select order_id from purchase").await, ["5501"]);
        verify_clean(&till.0.store).await;
    })
    .await;
}

/// A till that was offline sends its day late and in any order; what waits is decided by when it happened.
#[tokio::test(flavor = "multi_thread")]
async fn the_order_of_arrival_does_not_matter_to_what_waits() {
    on_both(|db| async move {
        let mut found = Vec::new();
        for places in [[0, 1, 2, 3, 4, 5], [5, 2, 4, 0, 3, 1]] {
            let till = Till::with(&db.fresh().await, shop::COSMETICS).await;
            let deeds = [
                Deed::Buy(order("1", BIA, 15_000)),
                Deed::Buy(order("2", NOBODY_YET, 9_000)),
                Deed::Buy(order("3", BIA, 9_000)),
                back("1", "r-1", Some(5_000)),
                Deed::Buy(order("4", NOBODY_YET, 21_000)),
                back("3", "r-1", None),
            ];
            let asks: Vec<Ask> = (0..)
                .zip(deeds)
                .map(|(place, deed)| {
                    let request = format!("till.{place}");
                    let occurred = Some(NOON - 3_600_000 + place * 60_000);
                    Ask {
                        staff: TILL,
                        key: request.clone(),
                        request,
                        occurred,
                        late: false,
                        by_code: false,
                        deed,
                    }
                })
                .collect();
            for place in places {
                till.0.keep(&json!({ "till": asks[place] }), NOON).await;
            }
            till.0.decide(4).await;
            assert_eq!(till.0.raw.number("select cast(count(*) as bigint) from purchase").await, 4);
            verify_clean(&till.0.store).await;
            found.push(left_behind(&till.0.raw).await);
        }
        assert_eq!(found[0], found[1]);
    })
    .await;
}
