//! A new claim code: for another owner, and for one whose number is in question with nobody to confirm it.

use super::{done, office_of};
use crate::support::engines::on_both;
use crate::support::house::House;
use crate::support::raw::Raw;
use fregues::app::office::Order;

/// The code as the order prints it, ready to be sent.
async fn new_code(house: &House) -> String {
    let printed = done(&house.app, Order::ClaimMerchant { merchant: 1 }).await;
    assert!(printed.contains("https://wa.me/551140001234?text="), "{printed}");
    printed.lines().find_map(|line| line.rsplit_once("once: ")).unwrap().1.to_owned()
}

async fn owners(raw: &Raw) -> Vec<String> {
    raw.rows(
        "select m.name from staff s join member m on m.merchant = s.merchant and m.id = s.member \
              where s.role = 'owner' and s.active = 1 order by s.id",
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sends_a_new_code_owns_the_shop_too() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        let old = new_code(&house).await;
        let code = new_code(&house).await;
        let listed = done(&house.app, Order::ListMerchants).await;
        assert!(listed.contains(&format!("  claimed, code for another owner {code}")), "{listed}");
        house.say("bia", &old).await;
        assert_eq!(owners(&raw).await, ["Carla Dias"], "an older code counts no more");
        // A cashier becomes an owner, and has one place in the shop.
        house.say("nina", &code).await;
        assert_eq!(owners(&raw).await, ["Carla Dias", "Nina Reis"]);
        assert!(house.say("nina", "custo").await[0].body.contains("R$"));
        let places = "select count(*) from staff s join member m on m.merchant = s.merchant and m.id = s.member \
                      where m.name = 'Nina Reis' and s.active = 1";
        assert_eq!(raw.number(places).await, 1);
        // The code is used up; an owner who sends one stays what they are.
        house.say("bia", &code).await;
        assert_eq!(owners(&raw).await, ["Carla Dias", "Nina Reis"]);
        let again = new_code(&house).await;
        house.say("carla", &again).await;
        assert_eq!(owners(&raw).await, ["Carla Dias", "Nina Reis"]);
        assert_eq!(raw.rows("select claim from merchant").await, ["-"]);
        let nobody =
            office_of(&house.app).carry_out(Order::ClaimMerchant { merchant: 9 }).await.unwrap_err();
        assert!(nobody.to_string().contains("no merchant 9"), "{nobody}");
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_in_the_owners_code_is_told_and_five_of_them_stop_it() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        let code = new_code(&house).await;
        let slip = |with: char| format!("{}{with}", &code[..code.len() - 1]);
        let last = code.chars().last().unwrap();
        let slips: Vec<String> = "ABCDEF9".chars().filter(|symbol| *symbol != last).map(slip).collect();
        // Where there is an owner already, too: a code waits for somebody.
        assert!(house.say("duda", &slips[0]).await[0].body.contains("Confira letra por letra"));
        raw.run("update staff set active = 0 where role = 'owner'").await;
        assert!(!house.say("duda", "oi").await[0].body.contains("fregues"), "a customer's first word");
        for slip in &slips[1..5] {
            let said = house.say("duda", slip).await;
            let [answer] = said.as_slice() else { panic!("{said:?}") };
            assert!(
                answer.body.contains("não é o do") && answer.body.contains("*fregues merchant claim 1*"),
                "{answer:?}"
            );
            assert!(!answer.body.contains(&code), "{answer:?}");
        }
        for typed in [&slips[5], &code] {
            assert!(house.say("duda", typed).await[0].body.contains("Espere 10 minutos"));
        }
        assert_eq!(owners(&raw).await, Vec::<String>::new());
        let joined = "select count(*) from member where name = 'Duda Luz' and standing = 'active'";
        assert_eq!(raw.number(joined).await, 0);
        house.clock.advance(11 * 60_000);
        // Spaces, hyphens and case are free.
        let typed = format!("o código é {}", code.replace('-', " ").to_lowercase());
        assert!(house.say("duda", &typed).await[0].body.contains("você gerencia"));
        // It counted once, and is not taken for an invitation.
        assert!(house.say("bia", &code).await[0].body.contains("nem o de quem gerencia"));
        assert_eq!(owners(&raw).await, ["Duda Luz"]);
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sole_owner_whose_number_is_in_question_comes_back_with_a_code() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        house.say("carla", "oi").await;
        // The same number comes with another account: Carla's record rests, and nobody may answer for her.
        house.emulator.takes_number("duda", "+5511977770001");
        assert!(house.say("duda", "custo").await[0].body.contains("outra conta"));
        assert_eq!(raw.rows("select name from member where frozen = 1").await, ["Carla Dias"]);
        let code = new_code(&house).await;
        house.say("duda", &code).await;
        assert!(house.say("duda", "custo").await[0].body.contains("R$"), "the owner's rights are back");
        assert_eq!(owners(&raw).await, ["Carla Dias"]);
        assert_eq!(raw.number("select count(*) from member where frozen = 1").await, 0);
        let settled = "select c.outcome, s.name from contest c join staff s on s.merchant = c.merchant \
                       and s.id = c.closed_by";
        assert_eq!(raw.rows(settled).await, ["returned | Carla Dias"]);
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customers_record_is_not_opened_by_the_owners_code() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        house.say("ana", "saldo").await;
        // A new owner has the number that was Ana's.
        house.emulator.takes_number("duda", "+5511987654321");
        house.say("duda", "oi").await;
        let code = new_code(&house).await;
        house.say("duda", &code).await;
        assert_eq!(owners(&raw).await, ["Carla Dias", "Duda Luz"]);
        assert_eq!(raw.rows("select name from member where frozen = 1").await, ["Ana Souza"]);
        assert_eq!(raw.rows("select outcome from contest").await, ["-"]);
        house.verify_clean().await;
    })
    .await;
}
