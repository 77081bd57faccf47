//! The office: merchants changed, paused and measured while the service runs.

pub mod beside;
mod claims;
mod empty;
mod metrics;
mod resting;
mod restore;
mod rules;
mod templates;

use crate::support::engines::on_both;
use crate::support::house::{House, app_with, client, emulator_on, open_doors, post, serve};
use crate::support::raw::Raw;
use crate::support::script::says;
use crate::support::shop::{self, NOON, NUMBER};
use fregues::app::App;
use fregues::app::clock::Clock;
use fregues::app::office::{Office, Order};
use fregues::app::seal::Seal;
use fregues::store::gauges;
use fregues::store::held::Which;
use fregues::store::merchants::{self, Settings};

const HOUR: i64 = 3_600_000;

pub fn office_of(app: &App) -> Office {
    Office::of(app.clone())
}

/// Carries an order out and gives its lines back in one.
pub async fn done(app: &App, order: Order) -> String {
    office_of(app).carry_out(order).await.unwrap().lines.join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_merchant_keeps_everything_and_sends_nothing_until_it_is_resumed() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        for who in ["ana", "bia", "beto", "carla", "nina"] {
            assert_eq!(house.say(who, "oi").await.len(), 1);
        }
        // No status of what was sent comes in later.
        house.clock.advance(1_000);
        house.drain().await;
        // One bubble of each kind is on its way when the pause comes.
        for (who, class, old) in
            [("ana", "A", 9 * HOUR), ("bia", "B", 0), ("beto", "C", 0), ("carla", "C", 2 * HOUR)]
        {
            raw.run(&format!(
                "update outbox set state = 'queued', wamid = null, status = null, class = '{class}', \
                 created_ms = created_ms - {old} where user_id = '{}'",
                shop::user_id(who)
            ))
            .await;
        }
        let sent = house.emulator.truth().len();
        done(&house.app, Order::PauseMerchant { merchant: 1 }).await;
        // What was being sent then, and is to be tried again.
        raw.run(&format!(
            "update outbox set state = 'retry_wait', wamid = null, status = null where user_id = '{}'",
            shop::user_id("nina")
        ))
        .await;
        house.clock.advance(1_000);
        house.write("rui", "saldo");
        house.drain().await;
        house.clock.advance(HOUR / 4);
        house.drain().await;
        assert_eq!(house.emulator.truth().len(), sent, "nothing is sent");
        let kept =
            "select merchant, state, reason from inbox where kind = 'message' order by arrival desc limit 1";
        assert_eq!(raw.rows(kept).await, ["1 | new | -"]);
        let listed = done(&house.app, Order::ListMerchants).await;
        assert!(listed.contains("PAUSED  1 updates wait  4 bubbles rest"), "{listed}");

        let resumed = done(&house.app, Order::ResumeMerchant { merchant: 1 }).await;
        assert!(resumed.contains("1 bubbles go on resting"), "{resumed}");
        house.clock.advance(1_000);
        house.drain().await;
        let fates = "select user_id, class, state from outbox order by id";
        let expected = [
            ("ana", "A | accepted"),
            ("bia", "B | held"),
            ("beto", "C | accepted"),
            ("carla", "C | dead"),
            ("nina", "C | accepted"),
            ("rui", "C | accepted"),
        ];
        assert_eq!(
            raw.rows(fates).await,
            expected.map(|(who, fate)| format!("{} | {fate}", shop::user_id(who))),
            "receipts and fresh answers go, and so do answers to what was written meanwhile"
        );
        assert_eq!(house.emulator.truth().len(), sent + 4);
        let which = Which { class: Some("B".to_owned()), merchant: Some(1), ..Which::default() };
        assert!(done(&house.app, Order::ListHeld).await.contains("1 × announcement"));
        done(&house.app, Order::ReleaseHeld(Which { merchant: Some(2), ..which.clone() })).await;
        house.drain().await;
        assert_eq!(house.emulator.truth().len(), sent + 4, "another merchant's are not meant");
        done(&house.app, Order::ReleaseHeld(which)).await;
        house.drain().await;
        assert_eq!(house.emulator.truth().len(), sent + 5);
        assert_eq!(house.say("ana", "saldo").await.len(), 1, "and the merchant is served");
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_to_a_paused_merchant_is_decided_by_its_own_time() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        house.say("ana", "oi").await;
        house.clock.advance(1_000);
        house.drain().await;
        done(&house.app, Order::PauseMerchant { merchant: 1 }).await;
        let at = house.clock.now();
        house.write("ana", "saldo");
        house.write("beto", "11 98765-0002 10");
        house.emulator.pump().await;
        house.clock.advance(20 * HOUR);
        house.write("bia", "saldo");
        house.drain().await;
        house.clock.advance(5 * HOUR);
        let listed = done(&house.app, Order::ListMerchants).await;
        // Beside the three messages: ana has read what she was told before.
        assert!(listed.contains("4 updates wait"), "{listed}");
        assert_eq!(house.app.turns.poll_once().await.unwrap().messages, 0);
        let (ana, bia) = (house.emulator.chat("ana").len(), house.emulator.chat("bia").len());
        done(&house.app, Order::ResumeMerchant { merchant: 1 }).await;
        house.drain().await;
        assert_eq!(house.emulator.chat("bia").len(), bia + 1, "her chat is still open");
        assert_eq!(house.emulator.chat("ana").len(), ana, "hers is not, and she has asked again or gone");
        let unanswered = format!("select state from outbox where user_id = '{}'", shop::user_id("ana"));
        assert_eq!(raw.rows(&format!("{unanswered} order by id desc limit 1")).await, ["dead"]);
        assert_eq!(raw.number("select at_ms from purchase").await, at, "a sale counts from when it was made");
        house.verify_clean().await;
    })
    .await;
}

/// What was being sent when the pause came, and came back while it lasted.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_on_its_way_out_at_a_pause_is_judged_like_the_rest() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        for who in ["ana", "bia"] {
            house.say(who, "oi").await;
        }
        house.clock.advance(1_000);
        house.drain().await;
        raw.run("update outbox set state = 'sending', wamid = null, status = null").await;
        raw.run(&format!("update outbox set class = 'B' where user_id = '{}'", shop::user_id("bia"))).await;
        let sent = house.emulator.truth().len();
        done(&house.app, Order::PauseMerchant { merchant: 1 }).await;
        raw.run("update outbox set state = 'queued'").await;
        done(&house.app, Order::ResumeMerchant { merchant: 1 }).await;
        house.clock.advance(1_000);
        house.drain().await;
        assert_eq!(
            raw.rows("select class, state from outbox order by id").await,
            ["C | accepted", "B | held"]
        );
        assert_eq!(house.emulator.truth().len(), sent + 1);
        raw.run("update outbox set state = 'queued', reason = null, wamid = null where class = 'B'").await;
        done(&house.app, Order::ResumeMerchant { merchant: 1 }).await;
        assert_eq!(
            raw.rows("select state from outbox where class = 'B'").await,
            ["queued"],
            "nothing was paused"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn statuses_of_a_paused_merchant_wait_for_it() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        house.write("ana", "oi");
        house.emulator.pump().await;
        house.app.drain().await.unwrap();
        done(&house.app, Order::PauseMerchant { merchant: 1 }).await;
        house.clock.advance(1_000);
        house.drain().await;
        let waiting = "select count(*) from inbox where kind = 'status' and state = 'new'";
        assert!(raw.number(waiting).await > 0);
        assert_eq!(house.app.drain().await.unwrap(), 0);
        done(&house.app, Order::ResumeMerchant { merchant: 1 }).await;
        house.drain().await;
        assert_eq!(raw.number(waiting).await, 0);
        assert_eq!(raw.rows("select status from outbox").await, ["delivered"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_of_a_merchant_is_in_force_without_a_restart() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let before = house.say("ana", "atendente").await.remove(0);
        assert!(before.body.contains("4000-1234"), "{}", before.body);
        let program = shop::PETS.replace("points_per_real = \"30\"", "points_per_real = \"40\"");
        assert_ne!(program, shop::PETS);
        let settings = Settings {
            contact: Some("(11) 2222-3333".to_owned()),
            program: Some(program),
            ..Settings::default()
        };
        done(&house.app, Order::SetMerchant { merchant: 1, settings: Box::new(settings) }).await;
        let after = house.say("bia", "atendente").await.remove(0);
        assert!(after.body.contains("2222-3333"), "{}", after.body);
        house.say("beto", "11 98765-0002 10").await;
        let raw = Raw::of(&db).await;
        assert_eq!(raw.rows("select earned, rules from purchase").await, ["400 | 2"]);
        for (settings, says) in [
            (Settings { zone: Some("Marte/Olimpo".to_owned()), ..Settings::default() }, "Marte"),
            (Settings { lang: Some("tlh".to_owned()), ..Settings::default() }, "--lang"),
            (Settings { program: Some("x".to_owned()), ..Settings::default() }, "program is refused"),
            (Settings { per_second: Some(0), ..Settings::default() }, "--per-second"),
            (Settings { area_code: Some(20), ..Settings::default() }, "--area-code"),
            (Settings { waba: Some("abc".to_owned()), ..Settings::default() }, "--waba"),
            (Settings { token: Some("two words".to_owned()), ..Settings::default() }, "one word"),
            (Settings { token: Some("word".to_owned()), ..Settings::default() }, "database.key"),
        ] {
            let order = Order::SetMerchant { merchant: 1, settings: Box::new(settings) };
            let refused = office_of(&house.app).carry_out(order).await.unwrap_err().to_string();
            assert!(refused.contains(says), "{refused}");
        }
        let nobody = office_of(&house.app).carry_out(Order::PauseMerchant { merchant: 9 }).await.unwrap_err();
        assert!(nobody.to_string().contains("no merchant 9"), "{nobody}");
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merchants_own_token_is_kept_sealed_and_used_from_the_next_second_on() {
    on_both(|db| async move {
        let store = db.open().await;
        shop::settle(&store, NUMBER).await;
        let clock = Clock::manual(NOON);
        let emulator = emulator_on(&clock);
        emulator.add_number(NUMBER, "+55 11 4000-1234", "Clube Patinhas");
        let graph = serve(emulator.router()).await;
        let seal = Seal::new(&"5e".repeat(32)).unwrap();
        // The installation's token opens nothing; the emulator wants "token".
        let app = app_with(store, &clock, &graph, "of-the-installation", seal);
        let webhook = open_doors(&app).await;
        let http = client();
        let raw = Raw::of(&db).await;
        let fate = async |wamid: &str| {
            let body = says("ana", wamid, "saldo").to_string();
            assert_eq!(
                post(&http, &webhook, body.as_bytes(), Some(&app.secrets.sign(body.as_bytes()))).await,
                200
            );
            clock.advance(1_000);
            app.drain().await.unwrap();
            raw.rows(&format!("select state, error from outbox where cause = '{wamid}'")).await.remove(0)
        };
        let set = async |token: &str| {
            let settings = Settings { token: Some(token.to_owned()), ..Settings::default() };
            done(&app, Order::SetMerchant { merchant: 1, settings: Box::new(settings) }).await;
        };
        let refused = "queued | 190";
        assert_eq!(fate("wamid.1").await, refused);
        set("token").await;
        let stored = raw.rows("select token from merchant").await.remove(0);
        assert!(stored.len() > 70 && !stored.contains("746f6b656e"), "{stored}");
        assert!(done(&app, Order::ListMerchants).await.contains("own token"));
        emulator.open_window("ana", NUMBER, clock.now());
        assert_eq!(fate("wamid.2").await, "accepted | -", "and the stopped number is tried at once");
        let first = raw.rows("select state from outbox where cause = 'wamid.1'").await;
        assert_eq!(first, ["accepted"], "what was refused was kept");
        set("").await;
        assert_eq!(raw.rows("select token from merchant").await, ["-"]);
        assert_eq!(fate("wamid.3").await, refused);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_nobody_has_is_kept_counted_and_listed() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        for wamid in ["wamid.1", "wamid.2"] {
            let body = says("ana", wamid, "saldo").to_string().replace(NUMBER, "999000111");
            assert_eq!(house.post_signed(body.as_bytes()).await, 200);
        }
        let listed = done(&house.app, Order::ListMerchants).await;
        assert!(
            listed.contains("! 2 updates were kept because no merchant has the number 999000111"),
            "{listed}"
        );
        // Once it is somebody's, the next message is answered; those before stay as they are.
        let other = db.pool().await;
        sqlx::query("update merchant set phone_number_id = '999000111'").execute(&other).await.unwrap();
        house.clock.advance(1_000);
        let body = says("ana", "wamid.3", "saldo").to_string().replace(NUMBER, "999000111");
        assert_eq!(house.post_signed(body.as_bytes()).await, 200);
        assert_eq!(house.app.turns.poll_once().await.unwrap().messages, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn points_cannot_become_money_by_a_change_of_program() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let other = house
            .app
            .store
            .write(|tx| Box::pin(async move { merchants::add(tx, &shop::new_merchant("9")).await }));
        let empty = other.await.unwrap().0;
        let office = office_of(&house.app);
        let change = |merchant: i64, program: &str| {
            let program = Some(fregues::programs::program_text(program).unwrap());
            let settings = Box::new(Settings { program, ..Settings::default() });
            office.carry_out(Order::SetMerchant { merchant, settings })
        };
        for program in ["salon", "jewels", "pharmacy"] {
            change(empty, program).await.unwrap();
        }
        // Its members have points.
        change(1, "jewels").await.unwrap();
        let refused = change(1, "salon").await.unwrap_err().to_string();
        assert!(refused.contains("counts in another unit"), "{refused}");
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistyped_number_is_put_right_and_what_was_kept_for_it_is_answered() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        let set = async |merchant: i64, number: &str| {
            let settings = Settings { phone_number_id: Some(number.to_owned()), ..Settings::default() };
            let order = Order::SetMerchant { merchant, settings: Box::new(settings) };
            office_of(&house.app).carry_out(order).await.map(|answer| answer.lines.join("\n"))
        };
        raw.run("update merchant set phone_number_id = '106540352242999'").await;
        house.write("ana", "saldo");
        house.emulator.pump().await;
        house.write("bia", "saldo");
        house.drain().await;
        let listed = done(&house.app, Order::ListMerchants).await;
        assert!(listed.contains("! 2 updates were kept because"), "{listed}");
        let unrouted = async || {
            let store = house.app.store.clone();
            store.read(|tx| Box::pin(gauges::read(tx, NOON))).await.unwrap().unrouted
        };
        assert_eq!(unrouted().await, 2);
        // One of them came once more after the number was corrected by hand.
        raw.run(
            "insert into inbox (key, merchant, kind, at_ms, arrival, raw, state) \
             select key || ':1', 1, kind, at_ms, arrival, raw, 'ignored' from inbox where merchant is null and arrival = \
             (select min(arrival) from inbox where merchant is null)",
        )
        .await;
        let refused = set(1, "abc").await.unwrap_err().to_string();
        assert!(refused.contains("--phone-number-id must be"), "{refused}");
        let changed = set(1, NUMBER).await.unwrap();
        assert!(changed.contains("1 updates had been kept for the number"), "{changed}");
        house.clock.advance(1_500);
        house.drain().await;
        assert!(house.emulator.chat("bia").iter().any(|bubble| !bubble.from_person), "she is answered");
        assert!(!done(&house.app, Order::ListMerchants).await.contains('!'));
        assert_eq!(unrouted().await, 0);
        assert!(set(1, NUMBER).await.unwrap().ends_with("is changed."), "and nothing comes twice");

        raw.run(
            "insert into merchant (id, phone_number_id, name, phone, zone, area_code, lang, contact, \
             announcement_price, rules, state, created_ms) select 2, '206540352242922', 'Pet da Rosa', phone, zone, \
             area_code, lang, contact, announcement_price, rules, state, created_ms from merchant",
        )
        .await;
        raw.run("insert into program (merchant, version, text, from_ms) select 2, version, text, from_ms from program").await;
        let taken = set(2, NUMBER).await.unwrap_err().to_string();
        assert_eq!(taken, format!("Merchant 2 was not changed: the number {NUMBER} belongs to another one already."));
        house.verify_clean().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_tried_when_it_is_given() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let seal = Seal::new(&"5e".repeat(32)).unwrap();
        let graph = serve(house.emulator.router()).await;
        let app = app_with(house.app.store.clone(), &house.clock, &graph, "of-the-installation", seal);
        for (token, fine, says) in [
            ("token", true, "Meta takes the token for +55 11 "),
            ("garbage", false, "! The token is kept, but does not work yet: Meta refused: "),
        ] {
            let settings = Box::new(Settings { token: Some(token.to_owned()), ..Settings::default() });
            let answer =
                office_of(&app).carry_out(Order::SetMerchant { merchant: 1, settings }).await.unwrap();
            let told = answer.lines.join("\n");
            assert!(told.contains(says) && !told.contains("garbage"), "{told}");
            assert_eq!(answer.fine, fine, "{told}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_its_own_goes_with_the_number() {
    on_both(|db| async move {
        let store = db.open().await;
        shop::settle(&store, NUMBER).await;
        let clock = Clock::manual(NOON);
        let seal = Seal::new(&"5e".repeat(32)).unwrap();
        let app = app_with(store, &clock, "http://127.0.0.1:1", "of-the-installation", seal.clone());
        let set = async |settings: Settings| {
            office_of(&app).carry_out(Order::SetMerchant { merchant: 1, settings: Box::new(settings) }).await
        };
        set(Settings { token: Some("rosa".to_owned()), ..Settings::default() }).await.unwrap();
        set(Settings { phone_number_id: Some("999".to_owned()), ..Settings::default() }).await.unwrap();
        let raw = Raw::of(&db).await;
        let sealed = raw.rows("select token from merchant").await.remove(0);
        assert_eq!(seal.unwrap().open("999", &sealed), Ok("rosa".to_owned()));
        raw.run("update merchant set token = '01'").await;
        let lost = set(Settings { phone_number_id: Some("998".to_owned()), ..Settings::default() }).await;
        assert!(lost.unwrap_err().to_string().contains("--token-file"));
        assert_eq!(raw.rows("select phone_number_id from merchant").await, ["999"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stores_are_renamed_and_added() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        let set = async |rename: &[(&str, &str)], add: &[&str]| {
            let settings = Settings {
                rename_stores: rename
                    .iter()
                    .map(|(old, new)| ((*old).to_owned(), (*new).to_owned()))
                    .collect(),
                add_stores: add.iter().map(|name| (*name).to_owned()).collect(),
                ..Settings::default()
            };
            let order = Order::SetMerchant { merchant: 1, settings: Box::new(settings) };
            office_of(&house.app).carry_out(order).await.map(|_| ()).map_err(|refused| refused.to_string())
        };
        let before = raw.rows("select name from store order by id").await;
        let first = before[0].clone();
        let next = raw.number("select next_id from lane").await;
        set(&[(&first.to_lowercase(), "Rua Augusta")], &["Moema"]).await.unwrap();
        let mut expected = before.clone();
        expected[0] = "Rua Augusta".to_owned();
        expected.push("Moema".to_owned());
        assert_eq!(raw.rows("select name from store order by id").await, expected);
        assert_eq!(raw.number("select max(id) from store").await, next);
        assert_eq!(raw.number("select next_id from lane").await, next + 1);
        for (rename, add, says) in [
            (
                &[("Centro Velho", "x")][..],
                &[][..],
                "There is no store \"Centro Velho\"; there is \"Rua Augusta\"",
            ),
            (&[("Moema", "rua augusta")], &[], "There is a store \"rua augusta\" already."),
            (&[("Moema", "Vila")], &["vila"], "There is a store \"vila\" already."),
        ] {
            let refused = set(rename, add).await.unwrap_err();
            assert!(refused.contains(says), "{refused}");
        }
        assert_eq!(raw.rows("select name from store order by id").await, expected, "all of it or nothing");
        let sale = house.say("beto", "11 98765-0002 10").await;
        assert!(!sale.is_empty());
        house.verify_clean().await;
    })
    .await;
}
