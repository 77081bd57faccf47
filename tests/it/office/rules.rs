//! Rules that change: what was promised stands, what is worse counts later and is told, what the law objects to is kept.

use super::{done, office_of};
use crate::support::engines::on_both;
use crate::support::house::House;
use crate::support::raw::Raw;
use crate::support::shop::PETS;
use fregues::app::office::Order;
use fregues::emulator::Utterance;
use fregues::store::merchants::Settings;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Sets a program and answers what the shell says.
async fn set(house: &House, program: &str) -> String {
    let settings = Settings { program: Some(program.to_owned()), ..Settings::default() };
    done(&house.app, Order::SetMerchant { merchant: 1, settings: Box::new(settings) }).await
}

fn pets_with(points: u32) -> String {
    PETS.replacen("points_per_real = \"30\"", &format!("points_per_real = \"{points}\""), 1)
}

async fn hears(house: &House, who: &str, words: &str, part: &str) {
    let said: String = house.say(who, words).await.iter().map(|bubble| bubble.body.clone()).collect();
    assert!(said.contains(part), "{who}, after {words:?}: {said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_keeps_the_rules_it_was_made_under() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        hears(&house, "ana", "saldo", "pontos").await;
        // A minute to noon; at noon there is more for a real, and that counts at once.
        let sold = house.say("beto", "11 98765-4321 89,90").await.remove(0);
        assert!(sold.body.contains("*+2.697*"), "{}", sold.body);
        house.clock.advance(MINUTE);
        let told = set(&house, &pets_with(40)).await;
        assert!(told.contains("Version 2 of its rules counts for purchases from now on."), "{told}");
        assert!(told.contains("Kept with it: expiry: credit ends within 24 months."), "{told}");
        hears(&house, "beto", "11 98765-4321 10", "*+400*").await;
        house.clock.advance(MINUTE);
        let refund = Utterance { quotes: Some(sold.wamid), ..Utterance::text("estorno 44,95") };
        let said: String = house.does("beto", refund).await.iter().map(|bubble| bubble.body.clone()).collect();
        // Half of R$ 89,90 at thirty a real is 1.348,5: 1.348 are left of 2.697.
        assert!(said.contains("−1.349"), "{said}");

        // What is worse counts after the notice: until then sales earn as before, and receipts say what is to come.
        let told = set(&house, &pets_with(10)).await;
        assert!(told.contains("Version 3 of its rules counts from 2026-12-21"), "{told}");
        hears(&house, "beto", "11 98765-4321 20", "*+800*").await;
        let bodies = Raw::of(&db).await.rows("select body from outbox order by id desc limit 2").await.concat();
        assert!(bodies.contains("Algumas regras mudam em 21/12"), "{bodies}");
        hears(&house, "ana", "regras", "A partir de 21/12").await;
        house.clock.advance(31 * DAY);
        hears(&house, "beto", "11 98765-4321 20", "*+200*").await;
        let raw = Raw::of(&db).await;
        let kept = "select version, case when warnings like '%24 months%' then 1 else 0 end from program order by version";
        assert_eq!(raw.rows(kept).await, ["1 | 1", "2 | 1", "3 | 1"]);
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reward_of_which_there_is_one_is_given_once() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let mug = "[[reward]]\nkey = \"caneca\"\nprice = 6000\nstock = 1\nname = { pt-BR = \"Caneca\" }\n\n[[reward]]";
        let told = set(&house, &PETS.replacen("[[reward]]", mug, 1)).await;
        assert!(told.contains("reward.stock"), "{told}");
        for who in ["11 98765-4321", "11 98765-0002"] {
            house.say("beto", &format!("{who} 300")).await;
        }
        hears(&house, "ana", "prêmios", "*1* · Caneca").await;
        hears(&house, "ana", "resgatar 1", "Caneca").await;
        hears(&house, "bia", "prêmios", "esgotado").await;
        hears(&house, "bia", "resgatar 1", "Caneca acabou").await;
        // Nobody picked it up: the next day it is there again.
        house.clock.advance(25 * 60 * MINUTE);
        house.drain().await;
        hears(&house, "bia", "oi", "Oi").await;
        hears(&house, "bia", "resgatar 1", "reservado").await;
        house.verify_clean().await;
    })
    .await;
}

/// What the shell says to a program that is refused.
async fn refused(house: &House, program: &str) -> String {
    let settings = Settings { program: Some(program.to_owned()), ..Settings::default() };
    let order = Order::SetMerchant { merchant: 1, settings: Box::new(settings) };
    office_of(&house.app).carry_out(order).await.unwrap_err().to_string()
}

fn without(table: &str) -> String {
    let (before, after) = PETS.split_once(table).unwrap();
    format!("{before}{}", after.split_once("\n\n").map_or("", |(_, rest)| rest))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_version_takes_away_waits_and_is_told() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let told = set(&house, &without("[referral]")).await;
        assert!(told.contains("Version 2 of its rules counts from 2026-12-21"), "{told}");
        let said = house.say("ana", "regras").await.remove(0).body;
        let (now, coming) = said.split_once("📅 *A partir de 21/12 algumas regras mudam.*").unwrap();
        assert!(now.contains("• Indicação: você ganha 3.000 pontos"), "{said}");
        let (_, gone) = coming.split_once("Deixa de valer:\n").unwrap();
        assert!(!coming.contains("Passa a valer") && gone.lines().count() == 2, "{said}");
        assert!(gone.contains("Indicação") && gone.contains("Quem entra por convite"), "{said}");

        // Notice that is made shorter waits as long as the longer one, and shortens nothing until then.
        let hasty = "[notices]\nchange_days = 0\n\n[ranking]";
        let told = set(&house, &PETS.replacen("[ranking]", hasty, 1)).await;
        assert!(told.contains("Version 3 of its rules counts from 2026-12-21"), "{told}");
        let worse = pets_with(1).replacen("[ranking]", hasty, 1);
        let told = set(&house, &worse).await;
        assert!(told.contains("Version 4 of its rules counts from 2026-12-21"), "{told}");
        hears(&house, "beto", "11 98765-4321 20", "*+600*").await;
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_worse_waits_as_long_as_the_rules_of_today_say() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let short = |text: &str| text.replacen("[ranking]", "[notices]\nchange_days = 10\n\n[ranking]", 1);
        let told = set(&house, &short(PETS)).await;
        assert!(told.contains("Version 2 of its rules counts from 2026-12-21"), "{told}");
        house.clock.advance(31 * DAY);
        let said = house.say("ana", "regras").await.remove(0).body;
        assert!(said.contains("10 dias antes"), "{said}");
        let told = set(&house, &short(&pets_with(10))).await;
        assert!(told.contains("Version 3 of its rules counts from 2027-01-01"), "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_point_pays_never_falls() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let paying = |value: &str| format!("{PETS}\n[pay]\nvalue = \"{value}\"\n");
        for value in ["0.01", "0.02"] {
            set(&house, &paying(value)).await;
        }
        let says = refused(&house, &paying("0.019")).await;
        assert!(says.contains("pay.value: a point pays R$ 0.02 now"), "{says}");
        assert!(says.contains("with R$ 0.019 they would lose"), "{says}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_speak_only_of_stores_that_are_there() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let campaign = |store: &str| {
            format!(
                "{PETS}\n[[campaign]]\nkey = \"x\"\nname = {{ en = \"X\" }}\nfrom = \"2026-11-01\"\n\
                 to = \"2026-12-31\"\nfactor = \"2\"\nstores = [\"{store}\"]\n"
            )
        };
        let says = refused(&house, &campaign("Cemtro")).await;
        assert!(
            says.contains("campaign.1.stores: there is no store \"Cemtro\"; there is \"Centro\""),
            "{says}"
        );
        set(&house, &campaign("Centro")).await;
        hears(&house, "beto", "11 98765-4321 10", "*+600*").await;

        // A store that the rules speak of keeps its name; one that comes with them may be named by them.
        let rename = vec![("Centro".to_owned(), "Matriz".to_owned())];
        let settings = Settings { rename_stores: rename, ..Settings::default() };
        let order = Order::SetMerchant { merchant: 1, settings: Box::new(settings) };
        let says = office_of(&house.app).carry_out(order).await.unwrap_err().to_string();
        assert!(says.contains("it keeps that") && says.contains("\"Centro\""), "{says}");
        let program = Some(campaign("Quiosque").replacen("[\"Quiosque\"]", "[\"Centro\", \"Quiosque\"]", 1));
        let settings = Settings { program, add_stores: vec!["Quiosque".to_owned()], ..Settings::default() };
        let told = done(&house.app, Order::SetMerchant { merchant: 1, settings: Box::new(settings) }).await;
        assert!(told.contains("counts for purchases from now on"), "{told}");
        hears(&house, "ana", "regras", "– *X* só nestas lojas: Centro, Quiosque.").await;
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn long_rules_are_said_to_their_end() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let reward = |number| {
            format!(
                "\n[[reward]]\nkey = \"premio-{number}\"\nprice = {number}\n\
                 name = {{ pt-BR = \"Um prêmio bem bonito e grande, número {number}\" }}\n"
            )
        };
        set(&house, &format!("{PETS}{}", (1..=100).map(reward).collect::<Vec<_>>().concat())).await;
        let said = house.say("ana", "regras").await;
        assert!(said.len() > 1 && said.iter().all(|bubble| !bubble.body.contains('…')), "{said:?}");
        let all = said.iter().map(|bubble| bubble.body.as_str()).collect::<Vec<_>>().join("\n");
        assert!((1..=100).all(|number| all.contains(&format!("número {number}*"))), "{all}");
        assert!(all.contains("só pioram com aviso 30 dias antes."), "{all}");
    })
    .await;
}
