//! What a month costs: counted from what was delivered, priced by the card, told alike in the chat and by the
//! command.

use crate::office::done;
use crate::support::engines::on_both;
use crate::support::house::House;
use crate::support::raw::Raw;
use crate::support::shop::NOON;
use fregues::app::billing::month_bill;
use fregues::app::office::Order;
use fregues::domain::calendar::{DAY, Zone};
use fregues::domain::ids::MerchantId;
use fregues::domain::meter::{Bill, Card, Category, Tariff, USUAL_EXCHANGE};
use fregues::emulator::Verdict;
use fregues::store::meter::Sent;
use rust_decimal::Decimal;

/// Rows of one kind: how many; number or user id; class; initiates; state; status; category; billable; days ago.
type Kind =
    (i64, &'static str, &'static str, i64, &'static str, &'static str, &'static str, &'static str, i64);

#[rustfmt::skip]
const ROWS: [Kind; 14] = [
    (900, "5511987654321", "C", 0, "accepted", "'read'", "'service'", "0", 2),
    (150, "5511987654321", "C", 0, "accepted", "'delivered'", "null", "null", 1),
    (7, "5511987654321", "A", 0, "accepted", "'delivered'", "'service'", "1", 1),
    (20, "5521987654321", "A", 1, "accepted", "'delivered'", "'utility'", "1", 3),
    // Recategorised by Meta: the status decides, not what it was sent as.
    (2, "5521987654321", "A", 1, "accepted", "'delivered'", "'marketing'", "1", 3),
    (5, "5521987654321", "A", 1, "accepted", "'delivered'", "null", "null", 3),
    (39, "5511987654321", "B", 1, "accepted", "'read'", "'marketing_lite'", "1", 4),
    // Somebody without a phone is priced by the country of the user id.
    (3, "BR.13491208655302741918", "C", 0, "accepted", "'read'", "'service'", "1", 2),
    (4, "351911111111", "C", 0, "accepted", "'read'", "'service'", "1", 2),
    (6, "5511987654321", "C", 0, "accepted", "'sent'", "'service'", "1", 1),
    (8, "5511987654321", "C", 0, "accepted", "'failed'", "null", "null", 1),
    (9, "5511987654321", "B", 1, "unknown", "null", "null", "null", 1),
    (10, "5511987654321", "C", 0, "dead", "null", "null", "null", 1),
    // Another month.
    (11, "5511987654321", "B", 1, "accepted", "'read'", "'marketing'", "1", 40),
];

async fn fill(raw: &Raw) {
    for (index, (count, to, class, initiates, state, status, category, billable, days)) in (1..).zip(ROWS) {
        let at = NOON - days * DAY;
        let (phone, user) = if to.contains('.') {
            ("null".to_owned(), format!("'{to}'"))
        } else {
            (format!("'{to}'"), "null".to_owned())
        };
        raw.run(&format!(
            "insert into outbox (merchant, id, member, class, state, wa_id, user_id, body, cause, attempt, due_ms, \
             created_ms, wamid, status, category, billable, initiates, sent_ms) \
             with recursive n(i) as (select 1 union all select i + 1 from n where i < {count}) \
             select 1, {index}00000 + i, (select min(id) from member where merchant = 1), '{class}', '{state}', {phone}, \
             {user}, '{{}}', 'test', 1, {at}, {at}, 'wamid.' || {index} || '.' || i, {status}, {category}, {billable}, \
             {initiates}, {at} from n"
        ))
        .await;
    }
    // The second was refused (a closed chat, say) and went as a template: nobody got it twice.
    for (wamid, status) in [("wamid.twin", "delivered"), ("wamid.refused", "failed")] {
        raw.run(&format!(
            "insert into twin (merchant, wamid, outbox, attempt, status, category, billable) \
             select 1, '{wamid}', id, 2, '{status}', 'utility', 1 from outbox where created_ms < {NOON} and merchant = 1 \
             and id = 400001"
        ))
        .await;
    }
}

pub async fn november(house: &House) -> (Bill, Sent) {
    november_by(house, Tariff::embedded(USUAL_EXCHANGE).unwrap()).await
}

async fn november_by(house: &House, tariff: Tariff) -> (Bill, Sent) {
    let zone = Zone::named("America/Sao_Paulo").unwrap();
    let month = zone.month(NOON);
    let read = house
        .app
        .store
        .read(move |tx| Box::pin(async move { month_bill(tx, MerchantId(1), zone, &month, &tariff).await }));
    let bill = read.await.unwrap();
    (bill.cost.bill, bill.sent)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_counted_from_what_was_delivered_and_priced_by_the_card() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        fill(&raw).await;
        let (bill, sent) = november(&house).await;
        let line = |category| {
            let lines: Vec<_> = bill.lines.iter().filter(|line| line.category == category).collect();
            assert_eq!(lines.len(), 1, "{category:?}: {lines:?}");
            (lines[0].messages, lines[0].free, lines[0].price.0)
        };
        // 900 told free leave 100 of 1,000 for the 150 nobody priced; 50 + 7 + 3 are paid: 60 × 0.0068 × 5.50.
        assert_eq!(line(Category::Service), (1_060, 1_000, 224));
        // 20 + 5 and the twin, less nothing: 26 × 0.0068 × 5.50.
        assert_eq!(line(Category::Utility), (26, 0, 97));
        // 39 + 2 that were recategorised: 41 × 0.0625 × 5.50.
        assert_eq!(line(Category::Marketing), (41, 0, 1_409));
        assert_eq!(bill.total.0, 224 + 97 + 1_409);
        assert_eq!((bill.unpriced, bill.free_left), (4, 0));
        let others = (sent.under_way, sent.failed, sent.unknown, sent.dead, sent.twice);
        assert_eq!(others, (6, 8, 9, 10, 1));
        raw.close().await;
    })
    .await;
}

/// From November 19 on everything costs ten times as much, and fewer messages are free.
fn two_cards() -> Tariff {
    let old = Card::read(include_str!("../../conversations/rates/2026-10-01.toml")).unwrap();
    let mut new = Card { from: "2026-11-19".parse().unwrap(), free_service: 960, ..old.clone() };
    for market in &mut new.markets {
        for price in [&mut market.marketing, &mut market.utility, &mut market.service] {
            *price *= Decimal::TEN;
        }
    }
    Tariff::new(vec![new, old], USUAL_EXCHANGE).unwrap()
}

/// Prices change in the night, by the shop's clock: what left before costs what it cost then.
#[tokio::test(flavor = "multi_thread")]
async fn each_message_is_priced_by_the_card_in_force_when_it_left() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        fill(&raw).await;
        let (bill, sent) = november_by(&house, two_cards()).await;
        let lines: Vec<_> =
            bill.lines.iter().map(|line| (line.category, line.messages, line.free, line.price.0)).collect();
        let expected = [
            // 900 were free; of 960 that leaves 60 for the 150. 90 + 7 + 3 at ten times 0.0068 × 5.50.
            (Category::Service, 1_060, 960, 3_740),
            // All of these left before.
            (Category::Utility, 26, 0, 97),
            (Category::Marketing, 41, 0, 1_409),
        ];
        assert_eq!(lines, expected, "{}", db.engine);
        assert_eq!((bill.unpriced, bill.free_left), (4, 0));
        let others = (sent.under_way, sent.failed, sent.unknown, sent.dead, sent.twice);
        assert_eq!(others, (6, 8, 9, 10, 1), "each is counted once");
        // The night itself: a minute before costs what it cost then, its first minute ten times as much.
        raw.run("update outbox set sent_ms = 1795057140000 where category = 'marketing_lite'").await;
        let (before, _) = november_by(&house, two_cards()).await;
        raw.run("update outbox set sent_ms = 1795057200000 where category = 'marketing_lite'").await;
        let (after, _) = november_by(&house, two_cards()).await;
        let marketing = |bill: &Bill| {
            bill.lines.iter().find(|line| line.category == Category::Marketing).map(|line| line.price.0)
        };
        assert_eq!((marketing(&before), marketing(&after)), (Some(1_409), Some(13_475)));
        raw.close().await;
    })
    .await;
}

/// Judged by WhatsApp: charged as this from now on.
pub async fn recategorised(house: &House, template: &str, category: &'static str) {
    assert!(house.emulator.judge_template(template, "pt_BR", Verdict::Category(category)));
    house.clock.advance(1_000);
    house.drain().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn estimates_follow_what_whatsapp_charges_a_template_as() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        done(&house.app, Order::PushTemplates { merchant: None }).await;
        // Rui has not written for a week: his receipt goes as a template, and once more after an unknown outcome.
        house.say("beto", "11 98765-0003 50").await;
        let sent =
            raw.rows("select class, status, category, initiates from outbox where initiates = 1").await;
        assert_eq!(sent, ["A | delivered | utility | 1"]);
        raw.run(
            "insert into twin (merchant, wamid, outbox, attempt, status) \
             select merchant, 'wamid.twin', id, 2, 'delivered' from outbox where initiates = 1",
        )
        .await;
        let charged = async || {
            let (bill, _) = november(&house).await;
            let paid = bill.lines.into_iter().filter(|line| line.category != Category::Service);
            paid.map(|line| (line.category, line.messages, line.price.0)).collect::<Vec<_>>()
        };
        raw.run("update outbox set category = null, billable = null where initiates = 1").await;
        // 2 × 0.0068 × 5.50, and then 2 × 0.0625 × 5.50.
        assert_eq!(charged().await, [(Category::Utility, 2, 7)], "{}", db.engine);
        recategorised(&house, "fregues_receipt_2", "MARKETING").await;
        assert_eq!(charged().await, [(Category::Marketing, 2, 69)], "{}", db.engine);
        let told = house.say("carla", "custo").await;
        assert!(told[0].body.contains("R$\u{a0}0,69"), "{}", told[0].body);
        // What a status said stays said.
        raw.run("update outbox set category = 'utility', billable = 1 where initiates = 1").await;
        assert_eq!(
            charged().await,
            [(Category::Utility, 1, 4), (Category::Marketing, 1, 34)],
            "{}",
            db.engine
        );
        house.verify_clean().await;
        raw.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_price_of_an_announcement_is_that_of_its_template() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        done(&house.app, Order::PushTemplates { merchant: None }).await;
        let preview = async || house.say("carla", "avisar todos: banho em dobro").await.pop().unwrap().body;
        // Three people at the shop's own price, then at 0.0068 × 5.50.
        for (category, price) in
            [("MARKETING", "R$\u{a0}0,19"), ("UTILITY", "R$\u{a0}0,11"), ("MARKETING", "R$\u{a0}0,19")]
        {
            recategorised(&house, "fregues_announcement_1", category).await;
            let text = preview().await;
            assert!(text.contains(price), "{category} on {}: {text}", db.engine);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_asks_and_the_cashier_is_refused() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        fill(&raw).await;
        let told = house.say("carla", "custo").await;
        let text = &told[0].body;
        for part in [
            "R$\u{a0}17,30",
            "1.060",
            "1.000 grátis",
            "R$\u{a0}14,09",
            "Outubro ficou em R$\u{a0}3,78",
            "5,50",
        ] {
            assert!(text.contains(part), "{part} is missing: {text}");
        }
        let refused = house.say("beto", "custo").await;
        assert!(!refused[0].body.contains("R$"), "{}", refused[0].body);
        raw.close().await;
    })
    .await;
}
