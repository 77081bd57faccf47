//! Letters that come back: a report of a mail server stops letters to an address that leads to nobody, and nothing else does.

use super::mail::shop;
use super::writes::Shop;
use crate::office::beside::{Beside, SECRET, fregues, said};
use crate::office::done;
use crate::support::engines::{on_both, sqlite};
use crate::support::script::hook;
use fregues::app::office::Order;
use fregues::domain::ids::MerchantId;
use fregues::email::returned::Returned;
use serde_json::json;
use std::io::Write;
use std::process::Stdio;

const ANA: &str = "ana@exemplo.example";

/// What a mail server says of a letter.
fn report(letter: &str, recipient: &str, status: &str) -> String {
    let headers = letter.split("\r\n\r\n").next().unwrap();
    format!(
        "From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; boundary=x1\r\n\r\n\
         --x1\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: {status}\r\n\r\n\
         --x1\r\nContent-Type: text/rfc822-headers\r\n\r\n{headers}\r\n\r\n--x1--\r\n"
    )
}

impl Shop {
    async fn comes_back(&self, letter: &str, recipient: &str, status: &str) -> String {
        let returned = Returned::read(report(letter, recipient, status).as_bytes()).unwrap();
        done(&self.house.app, Order::TakeBack(returned)).await
    }

    /// Sells to Ana; how many letters there are then.
    async fn letters_after(&self, order: &str) -> usize {
        self.buys(order, json!({ "email": ANA }), Some(true)).await;
        self.mails().len()
    }
}

const LETTERS: &str = "select state, coalesce(reason, '') from mail order by id";
const BOUNCED: &str = "select case when bounced_ms is null then 0 else 1 end from contact";

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_leads_to_nobody_gets_nothing_more_until_it_is_given_anew() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        assert_eq!(shop.letters_after("1").await, 1);
        let letter = shop.mails()[0].raw.clone();
        hook(&shop.house.app.store, MerchantId(1), "aaaaaaaaaa").await;
        shop.raw.run("update hook set state = 'paused'").await;
        let said = shop.comes_back(&letter, ANA, "5.1.1").await;
        assert!(said.starts_with("✔ Nothing more goes to contact") && said.contains("5.1.1"), "{said}");
        assert!(!said.contains('@'), "a log of mail servers is no place for addresses: {said}");
        assert_eq!(shop.one(LETTERS).await, "dead | it came back: 5.1.1");
        assert_eq!(shop.one(BOUNCED).await, "1");
        let told = "select kind from event order by id";
        assert_eq!(shop.one(told).await, "member.updated");
        assert!(shop.comes_back(&letter, ANA, "5.1.1").await.contains("known already"));
        assert_eq!(shop.one(told).await, "member.updated", "once");
        assert_eq!(shop.letters_after("2").await, 1);
        shop.post("/members", &json!({ "email": ANA })).await;
        assert_eq!(shop.letters_after("3").await, 2, "given anew");
        shop.house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_mailbox_costs_one_letter_and_not_the_address() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        shop.letters_after("1").await;
        let letter = shop.mails()[0].raw.clone();
        let said = shop.comes_back(&letter, ANA, "5.2.2").await;
        assert!(said.contains("noted as not arrived (5.2.2); the address stays"), "{said}");
        assert_eq!(shop.one(LETTERS).await, "dead | it came back: 5.2.2");
        assert_eq!(shop.one(BOUNCED).await, "0");
        assert!(shop.comes_back(&letter, ANA, "5.2.2").await.contains("known already"));
        assert_eq!(shop.letters_after("2").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_what_is_not_ours_changes_nothing() {
    on_both(|db| async move {
        let shop = shop(&db).await;
        shop.letters_after("1").await;
        let letter = shop.mails()[0].raw.clone();
        let seal = shop.mails()[0].leave.rsplit('.').next().unwrap().to_owned();
        let forged = |from: &str, to: &str| {
            assert!(letter.contains(from), "{from}: {letter}");
            letter.replace(from, to)
        };
        for (letter, recipient, says) in [
            (forged(&seal, &"0".repeat(seal.len())), ANA, "not ours"),
            (forged("/u/1.", "/u/2."), ANA, "not ours"),
            (forged("/u/1.", "/u/x"), ANA, "no letter of ours"),
            (letter.clone(), "other@exemplo.example", "passed on to"),
        ] {
            let said = shop.comes_back(&letter, recipient, "5.1.1").await;
            assert!(said.contains(says) && said.contains("nothing was done"), "{said}");
        }
        assert_eq!(shop.one(LETTERS).await, "sent | ");
        assert_eq!(shop.one(BOUNCED).await, "0");
        // A relay that writes its own Message-ID leaves the link: the address is known by it.
        let said = shop.comes_back(&forged("Message-ID: <1.", "Message-ID: <9."), ANA, "5.1.1").await;
        assert!(said.starts_with('✔'), "{said}");
        assert_eq!((shop.one(LETTERS).await.as_str(), shop.one(BOUNCED).await.as_str()), ("sent | ", "1"));
    })
    .await;
}

/// Whoever the command runs as may be kept from the database.
#[tokio::test(flavor = "multi_thread")]
async fn a_running_service_takes_a_report_from_whoever_knows_the_secret_of_its_office() {
    let db = sqlite().await;
    let beside = Beside::start(&db.url);
    let letter = "Message-ID: <1.2@a.example>\r\nList-Unsubscribe: <https://c.example/u/1.2.ab>";
    beside.write("report.eml", &report(letter, ANA, "5.1.1"));
    let asked = |secret: &str| {
        let changed = [("FREGUES_WHATSAPP_APP_SECRET", secret)];
        let answer = beside.asked("sqlite:none.db", &["mail", "returned", "report.eml"], &changed);
        (answer.status.code(), said(&answer))
    };
    let (code, told) = asked(SECRET);
    assert!(code == Some(0) && told.contains("report.eml: The letter is not ours"), "{code:?} {told}");
    let (code, told) = asked("another-secret");
    assert!(code == Some(1) && told.contains("The office does not know you"), "{code:?} {told}");
}

/// A mail server pipes each mail to the command: a stray one is no error, a database that is away is one.
#[test]
fn a_mail_server_is_told_when_to_try_again() {
    let folder = tempfile::tempdir().unwrap();
    let handed = |mail: &str| {
        let mut command = fregues(folder.path(), "sqlite:none.db");
        command.env("FREGUES_SERVER_OFFICE", "");
        command
            .args(["mail", "returned"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut running = command.spawn().unwrap();
        running.stdin.take().unwrap().write_all(mail.as_bytes()).unwrap();
        let ended = running.wait_with_output().unwrap();
        let said = [ended.stdout, ended.stderr].concat();
        (ended.status.code(), String::from_utf8(said).unwrap())
    };
    let (code, said) = handed("From: ana@exemplo.example\r\nSubject: Oi\r\n\r\nObrigada!\r\n");
    assert!(code == Some(0) && said.contains("no report of mail"), "{code:?} {said}");
    let letter = "Message-ID: <1.2@a.example>\r\nList-Unsubscribe: <https://c.example/u/1.2.ab>";
    let (code, said) = handed(&report(letter, ANA, "5.1.1"));
    assert!(code == Some(75) && said.contains("There is no database"), "{code:?} {said}");
}
