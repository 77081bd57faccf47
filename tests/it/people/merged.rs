//! Two records become one: value, history and wishes come along, and everything made before can still be undone.

use crate::support::engines::{Db, on_both};
use crate::support::house::House;
use crate::support::raw::Raw;
use fregues::emulator::{Bubble, Say, Utterance};

/// Leo shows no number: the shop knows his account, and the till another record by his number.
struct Leo {
    house: House,
    raw: Raw,
}

impl Leo {
    async fn open(db: &Db) -> Leo {
        let house = House::open(db).await;
        let mut leo = house.emulator.people().into_iter().find(|person| person.id == "leo").unwrap();
        leo.phone = Some("+5511987650009".to_owned());
        house.emulator.add_person(leo);
        Leo { raw: Raw::of(db).await, house }
    }

    async fn says(&self, text: &str) -> Vec<Bubble> {
        self.house.say("leo", text).await
    }

    /// The till sells to his number, which nobody has been seen behind.
    async fn buys(&self, reais: &str) {
        self.house.say("beto", &format!("11 98765-0009 {reais}")).await;
        self.house.say("beto", "sim").await;
    }

    async fn shares(&self) -> Vec<Bubble> {
        self.house.does("leo", Utterance::new(Say::OwnNumber)).await
    }

    async fn wallet(&self) -> Vec<String> {
        let sql = "select available, held, debt from wallet w join member m on m.merchant = w.merchant and \
                   m.id = w.member where m.name = 'Leo' and m.merged_into is null";
        self.raw.rows(sql).await
    }

    async fn close(self) {
        self.house.verify_clean().await;
        self.raw.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn credit_from_the_till_joins_its_person_when_the_number_is_shared() {
    on_both(|db| async move {
        let leo = Leo::open(&db).await;
        leo.says("quero participar").await;
        let joined = leo.says("1").await;
        assert!(joined.len() == 2 && joined[1].asks_number, "he is asked for his number once: {joined:?}");
        leo.buys("50").await;
        let shared = leo.shares().await;
        assert!(shared[0].body.contains("1.500"), "{shared:?}");
        assert_eq!(leo.wallet().await, ["1500 | 0 | 0"]);
        let merge = leo.raw.rows("select key from txn where kind = 'merge'").await;
        assert!(merge.len() == 1 && merge[0].starts_with("merge:"), "{merge:?}");
        leo.buys("20").await;
        assert_eq!(leo.wallet().await, ["2100 | 0 | 0"]);
        leo.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_made_before_a_merge_is_undone_after_it() {
    on_both(|db| async move {
        let leo = Leo::open(&db).await;
        leo.says("quero participar").await;
        leo.says("1").await;
        leo.buys("50").await;
        leo.shares().await;
        let undone = leo.house.say("beto", "desfaz").await;
        assert!(undone[0].body.contains("desfeita"), "{undone:?}");
        assert_eq!(leo.wallet().await, ["0 | 0 | 0"]);
        leo.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reward_set_aside_survives_a_merge() {
    on_both(|db| async move {
        let leo = Leo::open(&db).await;
        leo.says("quero participar").await;
        leo.says("1").await;
        leo.buys("300").await;
        leo.house.emulator.show_phone("leo", true);
        leo.says("saldo").await;
        let held = leo.says("resgatar 1").await;
        let code = held[0].body.split('*').find(|part| part.len() == 4).unwrap().to_owned();
        assert_eq!(leo.wallet().await, ["3000 | 6000 | 0"]);
        leo.house.say("beto", &format!("v {code}")).await;
        let done = leo.house.say("beto", "sim").await;
        assert!(done[0].body.contains("entregue"), "{done:?}");
        assert_eq!(leo.wallet().await, ["3000 | 0 | 0"]);
        leo.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_family_of_the_team_stays_so() {
    on_both(|db| async move {
        let leo = Leo::open(&db).await;
        leo.house.say("carla", "família Beto 11 98765-0009").await;
        leo.says("quero participar").await;
        leo.says("1").await;
        leo.shares().await;
        let merged = leo.raw.rows("select count(*) from member where merged_into is not null").await;
        let family =
            "select m.name from family f join member m on m.merchant = f.merchant and m.id = f.member";
        assert_eq!((merged, leo.raw.rows(family).await), (vec!["1".to_owned()], vec!["Leo".to_owned()]));
        let refused = leo.house.say("beto", "11 98765-0009 50").await;
        assert!(refused[0].body.contains("da sua família"), "{refused:?}");
        leo.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stricter_answer_survives() {
    on_both(|db| async move {
        let leo = Leo::open(&db).await;
        // The record behind his number refused receipts; by his account he agreed to offers.
        leo.buys("50").await;
        leo.raw.run("update member set silent = 1 where phone = '+5511987650009'").await;
        leo.house.emulator.show_phone("leo", false);
        leo.says("quero participar").await;
        leo.says("2").await;
        leo.shares().await;
        let wishes = leo
            .raw
            .rows("select offers, silent from member where name = 'Leo' and merged_into is null")
            .await;
        assert_eq!(wishes, ["1 | 1"]);
        leo.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_shared_by_hand_proves_nothing() {
    on_both(|db| async move {
        let leo = Leo::open(&db).await;
        leo.says("quero participar").await;
        leo.says("1").await;
        let card = ("Ana Souza".to_owned(), "+5511987654321".to_owned(), Some("5511987654321".to_owned()));
        leo.house.does("leo", Utterance::new(Say::Contacts(vec![card]))).await;
        assert!(leo.says("saldo").await[0].body.contains("*0 pontos*"));
        assert_eq!(
            leo.raw.rows("select name from member where merged_into is not null").await,
            Vec::<String>::new()
        );
        leo.close().await;
    })
    .await;
}
