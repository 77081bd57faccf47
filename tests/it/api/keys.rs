//! Keys and the channels they belong to: made, listed, revoked, dismissed.

use crate::office::{done, office_of};
use crate::support::engines::on_both;
use crate::support::house::House;
use crate::support::raw::Raw;
use fregues::app::App;
use fregues::app::api::token::Token;
use fregues::app::office::Order;
pub use fregues::app::office::keys::KeyWish;
use fregues::domain::scope::split;
use fregues::store::keys;
use fregues::store::merchants::Settings;

pub fn wish(merchant: i64, channel: &str, scopes: &str) -> KeyWish {
    let scopes = split(scopes).unwrap_or_else(|| panic!("{scopes}"));
    KeyWish { merchant, channel: channel.to_owned(), store: None, scopes, name: None, per_minute: None }
}

/// Makes a key; its token.
pub async fn made(app: &App, wish: KeyWish) -> Token {
    let lines = office_of(app).carry_out(Order::CreateKey(wish)).await.unwrap().lines;
    Token::read(&lines[1]).unwrap_or_else(|| panic!("{lines:?}"))
}

async fn refused(app: &App, wish: KeyWish) -> String {
    office_of(app).carry_out(Order::CreateKey(wish)).await.unwrap_err().to_string()
}

async fn is_held(app: &App, token: &Token) -> bool {
    let id = token.id().to_owned();
    let held = app.store.read(move |tx| Box::pin(async move { keys::find(tx, &id).await })).await.unwrap();
    held.is_some_and(|held| held.hash == token.hash())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_is_listed_apart_from_people_and_dismissed_by_its_name() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        let before = house.say("carla", "equipe").await.remove(0).body;
        assert!(!before.contains("Caixas e sites"), "{before}");
        let keys = [
            made(&house.app, wish(1, "Caixa 3", "read")).await,
            made(&house.app, wish(1, "Caixa 4", "read")).await,
        ];
        house.clock.advance(1_000);
        let team = house.say("carla", "equipe").await.remove(0).body;
        let people = before.lines().next().unwrap();
        assert!(team.starts_with(people), "channels are no people: {team}");
        assert!(team.contains("*Caixas e sites*: 2\nCaixa 3 · Centro\nCaixa 4 · Centro\n"), "{team}");
        house.clock.advance(1_000);
        let asked = house.say("carla", "desligar Caixa 3").await.remove(0).body;
        assert!(asked.contains("fregues key create --merchant 1 --channel \"Caixa 3\""), "{asked}");
        house.clock.advance(1_000);
        let left = house.say("carla", "não").await.remove(0).body;
        assert!(left.contains("*Caixa 3*"), "{left}");
        assert!(is_held(&house.app, &keys[0]).await, "nothing ends without a yes");
        let mut said = String::new();
        for words in ["desligar Caixa 3", "sim"] {
            house.clock.advance(1_000);
            said = house.say("carla", words).await.remove(0).body;
        }
        assert!(said.contains("*Caixa 3* está fora"), "{said}");
        assert!(!is_held(&house.app, &keys[0]).await, "its keys end with it");
        assert!(is_held(&house.app, &keys[1]).await, "another channel goes on");
        let listed = done(&house.app, Order::ListKeys { merchant: None }).await;
        assert!(listed.contains("\"Caixa 3\" in \"Centro\"") && listed.contains("DISMISSED"), "{listed}");

        house.clock.advance(1_000);
        house.say("carla", "avisar todos Banho com desconto").await;
        house.clock.advance(1_000);
        house.say("carla", "sim").await;
        let theirs = "(select member from staff where role = 'till')";
        for table in ["outbox", "identity", "conversation"] {
            let sql = format!("select count(*) from {table} where member in {theirs}");
            assert_eq!(raw.number(&sql).await, 0, "nothing leads to a channel: {table}");
        }
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_key_only_the_hash_is_kept_and_a_revoked_one_is_nobodys() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        let (first, second) = (
            made(&house.app, wish(1, "Site", "read,purchases")).await,
            made(&house.app, wish(1, "site", "read")).await,
        );
        assert_eq!(
            raw.number("select count(*) from staff where role = 'till'").await,
            1,
            "one channel, two keys"
        );
        let kept = raw.rows("select id, name, scopes, hash from api_key order by scopes").await;
        assert_eq!(kept[1], format!("{} | Site | read,purchases | {}", first.id(), first.hash()));
        let secret = &first.reveal()[15..];
        assert!(kept.iter().all(|row| !row.contains(secret)));

        let revoked = done(&house.app, Order::RevokeKey { key: first.id().to_owned() }).await;
        assert!(revoked.contains("opens nothing"), "{revoked}");
        assert!(!is_held(&house.app, &first).await);
        assert!(is_held(&house.app, &second).await);
        let office = office_of(&house.app);
        let twice = office.carry_out(Order::RevokeKey { key: first.reveal().to_owned() }).await.unwrap_err();
        assert!(twice.to_string().contains("revoked already"), "{twice}");
        let listed = done(&house.app, Order::ListKeys { merchant: Some(1) }).await;
        assert_eq!(listed.matches("REVOKED").count(), 1, "{listed}");
        assert!(!listed.contains(secret), "{listed}");
        let none = done(&house.app, Order::ListKeys { merchant: Some(2) }).await;
        assert!(none.contains("no key yet"), "{none}");
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_cannot_be_made_is_refused_with_what_to_do() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let settings = Settings { add_stores: vec!["Shopping".to_owned()], ..Settings::default() };
        done(&house.app, Order::SetMerchant { merchant: 1, settings: Box::new(settings) }).await;
        let at = |store: &str| KeyWish { store: Some(store.to_owned()), ..wish(1, "Site", "read") };
        for (wish, says) in [
            (wish(9, "Site", "read"), "no merchant 9"),
            (wish(1, "  ", "read"), "needs a name"),
            (KeyWish { scopes: [].into(), ..wish(1, "Site", "read") }, "may do nothing"),
            (KeyWish { per_minute: Some(0), ..wish(1, "Site", "read") }, "between 1 and"),
            (wish(1, "Site", "read"), "In which store"),
            (at("Lua"), "There is no store \"Lua\""),
            (
                KeyWish { store: Some("Centro".to_owned()), ..wish(1, "Beto Lima", "read") },
                "Somebody of the team",
            ),
        ] {
            let why = refused(&house.app, wish).await;
            assert!(why.contains(says), "{why}");
        }
        made(&house.app, at("shopping")).await;
        made(&house.app, wish(1, "Site", "read")).await;
        let elsewhere = refused(&house.app, at("Centro")).await;
        assert!(elsewhere.contains("stands in \"Shopping\""), "{elsewhere}");
        house.verify_clean().await;
    })
    .await;
}
