//! A key sees one merchant: whatever happens at the others, what it reads is the same, byte for byte, headers of limits
//! aside. `API_CASES=50 cargo test apart` looks longer.

use super::described::calls;
use super::keys::KeyWish;
use super::writes::Shop;
use super::{Caller, keys};
use crate::support::engines::{Db, on_both};
use crate::support::house::{app_on, verify_clean};
use crate::support::script::{Room, body, hook, message, text};
use crate::support::shop::{self, NOON, NUMBER};
use fregues::domain::ids::MerchantId;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use reqwest::Method;
use serde_json::{Value, json};

/// What somebody writes at one of the two merchants.
type Deed = (i64, usize);

const DEEDS: [(&str, &str); 8] = [
    ("beto", "11 98765-4321 89,90"),
    ("beto", "11 98765-0002 250"),
    ("nina", "11 98765-0003 33,33"),
    ("nina", "11 98765-0009 12"),
    ("beto", "desfaz"),
    ("ana", "resgatar 1"),
    ("ana", "sim"),
    ("duda", "oi"),
];

/// A hook of each merchant.
const HOOKS: [&str; 2] = ["aaaaaaaaaa", "bbbbbbbbbb"];

/// Highest id that is tried: there are fewer.
const IDS: i64 = 45;

/// All that the key of merchant 1 reads after these deeds, each with its place in the story.
async fn seen(db: &Db, deeds: &[(i64, Deed)]) -> Vec<String> {
    let store = db.open().await;
    for merchant in 1..=2 {
        assert_eq!(shop::settle(&store, &format!("{NUMBER}{merchant}")).await, MerchantId(merchant));
    }
    let room = Room::on(db, store.clone(), MerchantId(1), NOON).await;
    for (merchant, id) in (1..).zip(HOOKS) {
        hook(&store, MerchantId(merchant), id).await;
    }
    for (n, (merchant, deed)) in deeds {
        let ((who, words), at) = (DEEDS[*deed], NOON + n * 20_000);
        let said = body(who, &[message(who, &format!("wamid.{merchant}.{n}"), at, text(words))]);
        room.keep_for(MerchantId(*merchant), &said, at).await;
    }
    room.clock.advance(3_600_000);
    room.decide(5).await;
    verify_clean(&store).await;
    let app = app_on(store.clone(), &room.clock, "http://127.0.0.1:9");
    let stranger = Caller::stranger(&app).await;
    let wish = |merchant| keys::KeyWish {
        per_minute: Some(60_000),
        ..keys::wish(merchant, "Site", "read,webhooks")
    };
    let (ours, _) = stranger.with_new(&app, wish(1)).await;
    let (theirs, _) = stranger.with_new(&app, wish(2)).await;
    let lists = ["", "/balance", "/statement?limit=2", "/vouchers", "/purchases?limit=1"];
    let mut paths: Vec<String> =
        (0..IDS).flat_map(|id| lists.map(|list| format!("/members/{id}{list}"))).collect();
    paths.extend((0..IDS).map(|id| format!("/purchases/{id}")));
    paths.extend(["4321", "0002", "0003", "0009"].map(|end| format!("/members?phone=%2B551198765{end}")));
    paths.extend(["/rewards", "/webhooks"].map(str::to_owned));
    paths.extend(HOOKS.map(|id| format!("/webhooks/{id}/deliveries?limit=2")));
    let mut seen = Vec::new();
    for path in paths {
        let said = ours.get(&path).await;
        // Where a list goes on for us, it goes nowhere for them.
        if let Some(next) = said.body["next"].as_str() {
            let list = path.split('?').next().unwrap();
            let stolen = theirs.get(&format!("{list}?after={next}")).await;
            assert_eq!((stolen.status, stolen.problem()), (400, "bad-cursor"), "{path}");
        }
        seen.push(format!("{path} {} {}", said.status, said.body));
    }
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn two_merchants_keys_never_see_each_others_rows() {
    let cases = std::env::var("API_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2);
    on_both(move |db| async move {
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[5; 32]);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        let story = prop::collection::vec((1..=2_i64, 0..DEEDS.len()), 4..14);
        for _ in 0..cases {
            let deeds: Vec<Deed> = story.new_tree(&mut runner).unwrap().current();
            let own = |(_, (merchant, _)): &(i64, Deed)| *merchant == 1;
            let deeds: Vec<(i64, Deed)> = (0..).zip(deeds).collect();
            let ours: Vec<(i64, Deed)> = deeds.iter().copied().filter(own).collect();
            let (both, alone) = (db.fresh().await, db.fresh().await);
            let (among_others, by_itself) = (seen(&both, &deeds).await, seen(&alone, &ours).await);
            for (left, right) in among_others.iter().zip(&by_itself) {
                assert_eq!(left, right, "{deeds:?}");
            }
            assert!(by_itself.iter().filter(|line| line.contains(" 200 ")).count() > 20, "{deeds:?}");
        }
    })
    .await;
}

/// What the other merchant has that a key of ours might name.
#[derive(Clone)]
struct Theirs {
    /// A company, and one of its contacts.
    company: String,
    contact: String,
    purchase: String,
    voucher: String,
    code: String,
    /// Where a list of the company goes on.
    cursor: String,
}

const COMPANY: &str = "12.ABC.345/01DE-35";
const EVA: &str = "+5511966660001";

fn sale(order: &str, customer: &Value, value: &str) -> Value {
    json!({ "order": { "id": order }, "customer": customer, "amount": { "value": value, "currency": "BRL" } })
}

/// Two shops of one service, of which ours has a company and a purchase of its own.
async fn two(db: &Db) -> (Shop, Caller) {
    let mut shop = Shop::with(db, shop::COSMETICS).await;
    shop::settle_as(&shop.house.app.store, "106540352242999", shop::COSMETICS).await;
    for (merchant, id) in (1..).zip(HOOKS) {
        hook(&shop.house.app.store, MerchantId(merchant), id).await;
    }
    let all = "read,purchases,reversals,vouchers,members,webhooks";
    let wish = |merchant| KeyWish { per_minute: Some(60_000), ..keys::wish(merchant, "Site", all) };
    let (ours, _) = shop.till.with_new(&shop.house.app, wish(1)).await;
    let (theirs, _) = shop.till.with_new(&shop.house.app, wish(2)).await;
    shop.till = ours;
    let own = json!({ "cnpj": "11222333000181", "name": "Nossa" });
    assert_eq!(shop.post("/members", &own).await.status, 201);
    assert_eq!(
        shop.post("/purchases", &sale("own", &json!({ "cnpj": "11222333000181" }), "300.00")).await.status,
        201
    );
    (shop, theirs)
}

/// Their shop is busy; what came of it.
async fn busy(shop: &Shop, theirs: &Caller) -> Theirs {
    let mut keys = (0..).map(|n| format!("k{n}"));
    // Their own keys are those that ours uses later.
    let mut post = async |path: &str, body: &Value| {
        let request = theirs.request(Method::POST, path).header("idempotency-key", keys.next().unwrap());
        let said = shop.sent(request.json(body)).await;
        assert_eq!(said.status, 201, "{path} {:#}", said.body);
        said.body["id"].as_str().unwrap_or_default().to_owned()
    };
    for n in 0..9 {
        let sold = sale(&format!("more-{n}"), &json!({ "own_id": format!("more{n}") }), "300.00");
        post("/purchases", &sold).await;
    }
    let company = json!({ "cnpj": COMPANY, "own_id": "w-1", "consents": { "source": "contract" }, "contacts": [
        { "name": "Eva", "phone": EVA, "email": "eva@joias.example", "email_consent": true }] });
    let company = post("/members", &company).await;
    for order in ["5500", "5501"] {
        post("/purchases", &sale(order, &json!({ "id": company }), "300.00")).await;
    }
    let one = async |sql: &str| shop.one(&format!("{sql} and merchant = 2 order by id desc limit 1")).await;
    let contact = one("select id from contact where name = 'Eva'").await;
    let voucher = one("select id from voucher where state = 'open'").await;
    let code = one("select code from voucher where state = 'open'").await;
    let keeping = json!({ "order": { "id": "kept" }, "code": code });
    let reservation = format!("/vouchers/{voucher}/reservations");
    assert_eq!(shop.sent(theirs.request(Method::POST, &reservation).json(&keeping)).await.status, 201);
    let purchase = one("select id from purchase where order_id = '5501'").await;
    let page = theirs.read(&format!("/members/{company}/purchases?limit=1")).await;
    let cursor = page["next"].as_str().unwrap().to_owned();
    Theirs { company, contact, purchase, voucher, code, cursor }
}

/// What our key asks of a call by all that is theirs: rest of the address, and the body.
fn cases(method: &Method, path: &str, theirs: &Theirs) -> Vec<(String, Value)> {
    let Theirs { company, contact, purchase, voucher, code, cursor } = theirs;
    let none = Value::Null;
    let order = |id: &str| json!({ "id": id });
    let amount = json!({ "value": "300.00", "currency": "BRL" });
    let by_code = json!({ "order": order("5501"), "code": code, "amount": amount });
    let member = |rest: &str| vec![(format!("/members/{company}{rest}"), none.clone())];
    let list = |rest: &str| {
        vec![
            (format!("/members/{company}{rest}"), none.clone()),
            (format!("/members/{company}{rest}?after={cursor}"), none.clone()),
        ]
    };
    let at = |bodies: Vec<Value>| bodies.into_iter().map(|body| (path.to_owned(), body)).collect();
    let mut pays = sale("5501", &json!({ "phone": EVA }), "300.00");
    pays["pay"] = json!({ "vouchers": [code] });
    let customers =
        [json!({ "id": company }), json!({ "own_id": "w-1" }), json!({ "email": "eva@joias.example" })];
    match (method.as_str(), path) {
        ("GET", "/members") => {
            ["phone=%2B5511966660001", "email=eva@joias.example", "own_id=w-1", "cnpj=12ABC34501DE35"]
                .map(|by| (format!("{path}?{by}"), none.clone()))
                .to_vec()
        }
        ("GET", "/members/{id}") => member(""),
        ("GET", "/members/{id}/balance") => member("/balance"),
        ("GET", "/members/{id}/statement") => list("/statement"),
        ("GET", "/members/{id}/vouchers") => list("/vouchers"),
        ("GET", "/members/{id}/purchases") => list("/purchases"),
        ("GET", "/purchases") => vec![("/purchases?order=5501".to_owned(), none)],
        ("GET", "/purchases/{id}") => vec![(format!("/purchases/{purchase}"), none)],
        ("GET", "/rewards" | "/stores" | "/webhooks") => vec![(path.to_owned(), none)],
        ("GET", "/webhooks/{id}/deliveries") => vec![(format!("/webhooks/{}/deliveries", HOOKS[1]), none)],
        ("POST", "/webhooks/{id}/deliveries/{event}/replay") => {
            let replay = |hook: &str| (format!("/webhooks/{hook}/deliveries/9/replay"), none.clone());
            HOOKS.map(replay).to_vec()
        }
        ("POST", "/members") => at(vec![
            json!({ "cnpj": COMPANY, "own_id": "w-1", "contacts": [{ "name": "Eva", "phone": EVA }] }),
        ]),
        ("POST", "/members/{id}/contacts") => {
            vec![(
                format!("/members/{company}/contacts"),
                json!({ "name": "Leo", "phone": "+5511966660009" }),
            )]
        }
        ("DELETE", "/members/{id}/contacts/{contact}") => {
            vec![(format!("/members/{company}/contacts/{contact}"), none)]
        }
        ("POST", "/quotes") => {
            at(customers.iter().map(|who| sale("5501", who, "300.00")).chain([pays]).collect())
        }
        ("POST", "/purchases") => {
            at([pays].into_iter().chain(customers.iter().map(|who| sale("5501", who, "300.00"))).collect())
        }
        ("POST", "/purchases/{id}/reversals") => {
            vec![(format!("/purchases/{purchase}/reversals"), json!({ "reversal": order("r") }))]
        }
        ("POST", "/orders/{order}/reversals") => {
            vec![("/orders/5500/reversals".to_owned(), json!({ "reversal": order("r") }))]
        }
        ("POST", "/vouchers/check") => at(vec![json!({ "code": code })]),
        ("POST", "/vouchers/redeem") => at(vec![by_code]),
        ("POST", "/vouchers/{id}/reservations") => {
            vec![(
                format!("/vouchers/{voucher}/reservations"),
                json!({ "order": order("kept"), "code": code }),
            )]
        }
        ("POST", "/vouchers/{id}/release") => {
            vec![(format!("/vouchers/{voucher}/release"), json!({ "order": order("kept") }))]
        }
        _ => panic!("{method} {path} is a call of which nobody says what another merchant's key finds there"),
    }
}

/// What our key is answered to each of the cases, without the numbers that calls are given.
async fn answered(shop: &Shop, theirs: &Theirs) -> Vec<String> {
    let mut said = Vec::new();
    for (method, path, _) in calls() {
        for (place, body) in cases(&method, &path, theirs) {
            shop.house.clock.advance(1_000);
            let key = format!("k{}", said.len());
            let request = shop.till.request(method.clone(), &place).header("idempotency-key", key);
            let request = if body.is_null() { request } else { request.json(&body) };
            let mut answer = shop.sent(request).await;
            if let Some(answer) = answer.body.as_object_mut() {
                answer.remove("request");
            }
            said.push(format!("{method} {place} {body} {} {}", answer.status, answer.body));
        }
    }
    said
}

/// Everything of one merchant that is kept, apart from when its keys were used.
async fn kept(shop: &Shop, merchant: i64) -> Vec<String> {
    let mut kept = Vec::new();
    for table in shop.raw.tables_of_merchants().await {
        let rows = shop.raw.rows(&format!("select * from {table} where merchant = {merchant}")).await;
        kept.extend(rows.into_iter().map(|row| format!("{table} {row}")));
    }
    kept.sort();
    kept
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_key_names_of_another_merchant_is_nobodys_and_stays_as_it_was() {
    on_both(|db| async move {
        let (both, other) = two(&db.fresh().await).await;
        let theirs = busy(&both, &other).await;
        let before = kept(&both, 2).await;
        let among_others = answered(&both, &theirs).await;
        assert_eq!(kept(&both, 2).await, before);
        let (alone, _) = two(&db.fresh().await).await;
        let by_itself = answered(&alone, &theirs).await;
        for (left, right) in among_others.iter().zip(&by_itself) {
            assert_eq!(left, right);
        }
        let refused = among_others.iter().filter(|said| said.contains("/problems/")).count();
        assert!(refused > 15, "{among_others:#?}");
        verify_clean(&both.house.app.store).await;
    })
    .await;
}
