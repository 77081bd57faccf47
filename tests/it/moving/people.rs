//! People who were brought along: what they say themselves counts, and they can be merged and forgotten like others.

use super::sheet;
use crate::office::done;
use crate::people::erased::tap;
use crate::support::engines::on_both;
use crate::support::house::House;
use crate::support::raw::Raw;
use fregues::app::office::Order;
use fregues::emulator::{Say, Utterance};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_brought_is_known_when_they_write_and_keeps_what_they_say() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let (raw, folder) = (Raw::of(&db).await, tempfile::tempdir().unwrap());
        let text = "name,phone,own_id,balance,offers,consent_source\nDuda Luz,+55 11 98765-0004,1,6500,yes,counter\n";
        let list = sheet(&folder, text.as_bytes());
        done(&house.app, Order::BringSheet(list.clone())).await;
        let offers = "select offers from member where name = 'Duda Luz'";
        assert_eq!(raw.rows(offers).await, ["1"]);
        let balance = house.say("duda", "saldo").await;
        assert!(balance.iter().any(|bubble| bubble.body.contains("6.500")), "{balance:?}");
        house.say("duda", "parar").await;
        assert_eq!(raw.rows(offers).await, ["0"]);
        done(&house.app, Order::BringSheet(list.clone())).await;
        assert_eq!(raw.rows(offers).await, ["0"], "her own word counts");
        assert_eq!(raw.number("select count(*) from contest").await, 0);
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_balance_comes_once_although_two_records_became_one() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let (raw, folder) = (Raw::of(&db).await, tempfile::tempdir().unwrap());
        let mut leo = house.emulator.people().into_iter().find(|person| person.id == "leo").unwrap();
        leo.phone = Some("+5511987650009".to_owned());
        house.emulator.add_person(leo);
        house.say("leo", "quero participar").await;
        house.say("leo", "1").await;
        let list = sheet(&folder, b"fone;id;saldo\n11 98765-0009;7;500\n");
        done(&house.app, Order::BringSheet(list.clone())).await;
        let shared = house.does("leo", Utterance::new(Say::OwnNumber)).await;
        assert!(shared[0].body.contains("500"), "{shared:?}");
        assert_eq!(raw.number("select count(*) from member where merged_into is not null").await, 1);
        let again = done(&house.app, Order::BringSheet(list)).await;
        assert!(again.contains("There already, and left as they are: 1 balances."), "{again}");
        let owner = "select m.name, m.merged_into, w.available from identity i \
            join member m on m.merchant = i.merchant and m.id = i.member \
            join wallet w on w.merchant = m.merchant and w.member = m.id where i.kind = 'own'";
        assert_eq!(raw.rows(owner).await, ["Leo | - | 500"]);
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_forgotten_is_not_looked_for_by_a_plain_number() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let (raw, folder) = (Raw::of(&db).await, tempfile::tempdir().unwrap());
        let list = sheet(&folder, b"fone;id;saldo\n11 98765-0004;1;500\n");
        done(&house.app, Order::BringSheet(list)).await;
        house.say("bia", "oi 1").await;
        house.say("duda", "apagar meus dados").await;
        let erased = tap(&house, "duda", "Apagar tudo").await;
        assert!(erased[0].body.contains("foram apagados"), "{erased:?}");
        assert_eq!(raw.number("select count(*) from identity where kind = 'own'").await, 0);
        assert_eq!(raw.rows("select words from erasure").await, ["-"], "her traces were looked for");
        let others = "select count(*) from inbox where raw like '%oi 1%'";
        assert_eq!(raw.number(others).await, 1, "and what others wrote is no trace of hers");
        let old = sheet(&folder, b"fone;saldo\n11 98765-0004;500\n11 98765-7777;5\n");
        let seen = done(&house.app, Order::LookAtSheet(old)).await;
        for says in [
            "! Left out, because their people asked to be forgotten: 1 lines (2).",
            "Offers: none of the new gets any, because the list has no column offers.",
            "consent_source (where and when they did)",
        ] {
            assert!(seen.contains(says), "{says}: {seen}");
        }
        house.verify_clean().await;
    })
    .await;
}
