//! A company whose contacts come and go: what one writes, what they are told and what they are no more is the same however
//! messages are cut into batches.

use super::tills::TILL;
use crate::support::engines::{Db, on_both};
use crate::support::house::verify_clean;
use crate::support::script::{Room, body, left_behind, message, text};
use crate::support::shop::{NOON, PETS};
use fregues::dialogue::till::ask::{
    Ask, Colleague, Consents, Deed, Joining, Order, Parting, Pay, Person, Who,
};
use fregues::domain::cnpj::Cnpj;
use fregues::domain::email::Email;
use fregues::domain::ids::{ContactId, MemberId};
use fregues::domain::money::Money;
use fregues::domain::phone::Phone;
use serde_json::{Value, json};

fn duda() -> Colleague {
    Colleague {
        name: "Duda".to_owned(),
        role: None,
        phone: Phone::canonical("+5511987650004"),
        email: Email::canonical("duda@joias.example"),
        mail: Some(true),
    }
}

fn company() -> Who {
    Who { cnpj: Cnpj::canonical("12ABC34501DE35"), ..Who::default() }
}

fn asks(n: i64, deed: Deed) -> Value {
    let request = format!("till.{n:032x}");
    let ask =
        Ask { staff: TILL, key: request.clone(), request, occurred: None, late: false, by_code: false, deed };
    json!({ "till": ask })
}

fn buys(n: i64) -> Value {
    let (id, amount) = (format!("o{n}"), Money(10_000));
    let (who, excluded, pay) = (Some(company()), Money::ZERO, Pay::Money);
    asks(n, Deed::Buy(Order { id, who, amount, excluded, pay, presence: None, note: None, consents: None }))
}

fn says(n: i64, words: &str) -> Value {
    body("duda", &[message("duda", &format!("wamid.{n}"), NOON + n * 20_000, text(words))])
}

/// What is left of the story, told in batches of these sizes.
async fn told(db: &Db, cuts: &[i64]) -> Vec<String> {
    let room = Room::with(db, NOON, PETS).await;
    room.tell_somebody().await;
    let consents = Some(Consents { source: "contract 2026".to_owned(), ..Consents::default() });
    let person = Person { who: company(), contacts: vec![duda()], consents, ..Person::default() };
    room.keep(&asks(0, Deed::Meet(Box::new(person))), NOON).await;
    room.decide(1).await;
    let member = MemberId(room.raw.number("select member from contact").await);
    let contact = ContactId(room.raw.number("select id from contact").await);
    let part = |n| asks(n, Deed::Part(Parting { member, contact }));
    let join = |n, contact| {
        asks(n, Deed::Join(Box::new(Joining { member, contact, source: Some("call".to_owned()) })))
    };
    let only_mail = Colleague { phone: None, ..duda() };
    let story = [
        says(1, "oi"),
        buys(2),
        says(3, "saldo"),
        part(4),
        buys(5),
        part(6),
        says(7, "saldo"),
        join(8, duda()),
        join(9, only_mail),
        buys(10),
        says(11, "oi"),
    ];
    for (n, body) in (1..).zip(&story) {
        room.keep(body, NOON + n * 20_000).await;
    }
    room.clock.advance(3_600_000);
    room.decide_in(cuts).await;
    verify_clean(&room.store).await;
    let mails =
        room.raw.rows("select id, member, contact, address, state, cause from mail order by id").await;
    left_behind(&room.raw).await.into_iter().chain(mails).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_who_come_and_go_are_cut_like_everything_else() {
    on_both(|db| async move {
        let one_by_one = told(&db.fresh().await, &[1]).await;
        let has = |what: &str| one_by_one.iter().any(|row| row.contains(what));
        assert!(has("identity-conflict"), "whoever has written since is somebody: {one_by_one:#?}");
        assert!(!one_by_one.iter().any(|row| row.starts_with("contact") && row.contains("+5511987650004")));
        for cuts in [&[2][..], &[3, 1], &[5], &[256]] {
            let cut = told(&db.fresh().await, cuts).await;
            for (left, right) in cut.iter().zip(&one_by_one) {
                assert_eq!(left, right, "in batches of {cuts:?}");
            }
            assert_eq!(cut.len(), one_by_one.len(), "in batches of {cuts:?}");
        }
    })
    .await;
}
