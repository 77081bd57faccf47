//! Where nothing is sent: this machine and its network, unless that is allowed. Looked at when a hook is added, and again at
//! each connection, because names change where they lead.

use super::{Told, refused};
use crate::support::engines::sqlite;
use crate::support::receiver::Receiver;
use fregues::app::courier::judge::Outcome;
use fregues::app::courier::wire::{Headers, Wire};
use fregues::app::office::hooks::HookOrder;
use fregues::app::office::{Office, Order};

const NEAR: [&str; 13] = [
    "https://127.0.0.1/",
    "https://localhost/",
    "https://10.0.0.1/",
    "https://172.16.3.4/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://0.0.0.0/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[fd00:ec2::254]/",
    "https://2130706433/",
    "https://0x7f000001/",
];

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_beside_us_is_refused_when_it_is_named() {
    let db = sqlite().await;
    let Told { house, raw, receiver, .. } = Told::open(&db, "*").await;
    let strict = Office { private_hooks: false, ..crate::office::office_of(&house.app) };
    for url in NEAR.into_iter().chain([receiver.url.as_str()]) {
        let (url, events) = (url.to_owned(), "*".to_owned());
        let order = Order::Hook(HookOrder::Add { merchant: 1, url: url.clone(), events });
        let refused = strict.carry_out(order).await.unwrap_err().to_string();
        let says = if url.starts_with("http:") { "https://" } else { "not an address of the public network" };
        assert!(refused.contains(says), "{url}: {refused}");
    }
    assert_eq!(raw.number("select count(*) from hook").await, 1, "the first only, which was allowed");
}

#[tokio::test(flavor = "multi_thread")]
async fn and_refused_again_when_it_is_called() {
    let receiver = Receiver::open().await;
    let port = receiver.url.rsplit(':').next().unwrap().split('/').next().unwrap();
    let headers = || Headers { id: "msg_1".to_owned(), timestamp: 1, signature: "v1,x".to_owned() };
    let strict = Wire::new(false).unwrap();
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"] {
        let url = format!("https://{host}:{port}/told");
        let outcome = strict.post(&url, &headers(), "{}".to_owned()).await;
        let Outcome::Nothing(why) = outcome else { panic!("{host} answered: {outcome:?}") };
        assert!(why.contains("not an address of the public network"), "{host}: {why}");
    }
    let near = Wire::new(true).unwrap();
    for host in ["127.0.0.1", "localhost"] {
        let url = format!("http://{host}:{port}/told");
        assert_eq!(near.post(&url, &headers(), "{}".to_owned()).await, Outcome::Answered(200), "{host}");
    }
    assert_eq!(receiver.got().len(), 2, "only what was allowed came");
}

/// An answer of the receiver leads nowhere else, and of a long one only the beginning is read.
#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_not_followed() {
    let receiver = Receiver::open().await;
    receiver.answer(302);
    let headers = Headers { id: "msg_1".to_owned(), timestamp: 1, signature: "v1,x".to_owned() };
    let outcome = Wire::new(true).unwrap().post(&receiver.url, &headers, "{}".to_owned()).await;
    assert_eq!(outcome, Outcome::Answered(302));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_wish_is_said() {
    let db = sqlite().await;
    let Told { house, receiver, .. } = Told::open(&db, "*").await;
    let add = |merchant, url: &str, events: &str| HookOrder::Add {
        merchant,
        url: url.to_owned(),
        events: events.to_owned(),
    };
    for (order, says) in [
        (add(1, "loja.example.com", "*"), "is no address"),
        (add(1, "ftp://127.0.0.1/", "*"), "must begin with https://"),
        (add(1, &receiver.url, "sales"), "\"sales\" is no event"),
        (add(7, &receiver.url, "*"), "no merchant 7"),
        (HookOrder::Pause { id: "zzzzzzzzzz".to_owned() }, "no hook \"zzzzzzzzzz\""),
    ] {
        let refused = refused(&house, order).await;
        assert!(refused.contains(says), "{says}: {refused}");
    }
    for _ in 1..10 {
        super::done(&house, add(1, &receiver.url, "*")).await;
    }
    assert!(refused(&house, add(1, &receiver.url, "*")).await.contains("has 10 hooks"));
    let open = crate::support::house::House::open(&sqlite().await).await;
    let keyless = refused(&open, add(1, &receiver.url, "*")).await;
    assert!(keyless.contains("database.key"), "{keyless}");
}
