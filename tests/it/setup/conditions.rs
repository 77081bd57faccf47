//! The doctor: all is well, and each condition on Meta's side gives its own line.
//!
//! The conditions lie on Meta's side of the wire, so those that differ in nothing that is stored run on SQLite only; what
//! the doctor reads from the database is tried on both engines.

use super::{House, TOKEN, check};
use crate::support::engines::{on_both, sqlite};
use crate::support::raw::Raw;
use crate::support::shop::NUMBER;
use fregues::app::clock::Clock;
use fregues::app::seal::Seal;
use fregues::emulator::Account;
use fregues::setup::{line, local};
use serde_json::json;

/// What is switched, the line it shows, and whether the doctor calls it wrong.
type Condition = (&'static str, fn(&mut Account), &'static str, bool);

const DAY: i64 = 86_400_000;

fn now() -> i64 {
    Clock::system().now()
}

fn without(account: &mut Account, scope: &str) {
    account.scopes.retain(|held| held != scope);
}

const CONDITIONS: [Condition; 32] = [
    ("token", |a| a.token_valid = false, "✘ code 190", true),
    ("token", |a| a.token_expires_ms = 1, "✘ code 190", true),
    ("token", |a| a.token_expires_ms = now() + 3 * DAY + 60_000, "✘ it expires in 3 days", true),
    ("token", |a| a.token_expires_ms = now() + 30 * DAY + 60_000, "✔ expires in 30 days", false),
    (
        "token",
        |a| without(a, "whatsapp_business_messaging"),
        "✘ it lacks whatsapp_business_messaging → business.facebook.com/settings",
        true,
    ),
    (
        "token",
        |a| without(a, "whatsapp_business_management"),
        "✘ it lacks whatsapp_business_management",
        true,
    ),
    (
        "number",
        |a| without(a, "whatsapp_business_management"),
        "✘ assign the app and the WhatsApp account",
        true,
    ),
    ("token", |a| a.system_user = false, "✘ it is the token of a person", true),
    (
        "number",
        |a| a.on_business_app = true,
        "· lets it send and receive 20 messages a second, and here it may 80",
        false,
    ),
    ("registration", |a| a.registered = false, "✘ not registered for the Cloud API", true),
    ("registration", |a| a.untold = vec!["status".into()], "· Meta does not tell whether", false),
    ("subscription", |a| a.subscribed = false, "✘ the app does not get this account's webhooks", true),
    ("webhook", |a| a.callback_url = String::new(), "✘ the app has no callback", true),
    (
        "webhook",
        |a| a.callback_url = "https://elsewhere.example/x".into(),
        "✘ Meta calls https://elsewhere",
        true,
    ),
    (
        "webhook",
        |a| a.fields.truncate(9),
        "✘ phone_number_name_update, smb_message_echoes → run fregues setup",
        true,
    ),
    ("live mode", |a| a.live = false, "✘ development mode (code 141014) → switch App Mode to Live", true),
    ("live mode", |a| a.untold = vec!["health_status".into()], "· Meta does not tell", false),
    ("payment", |a| a.paid = false, "✘ payment method (code 141006) → add a payment method", true),
    ("payment", |a| a.restricted = true, "✘ restricted for policy violations (code 141010)", true),
    ("payment", |a| a.untold = vec!["health_status".into()], "· Meta does not tell", false),
    ("limit", |a| a.limit = "TIER_2K".into(), "✔ 2,000 people a day", false),
    ("limit", |a| a.limit = "TIER_UNLIMITED".into(), "✔ any number of people", false),
    ("limit", |a| a.limit = "TIER_NOT_SET".into(), "· Meta has not set a limit", false),
    ("limit", |a| a.limit = "SOMETHING_NEW".into(), "· Meta does not tell", false),
    ("quality", |a| a.quality = "RED".into(), "✘ RED: people block or report", true),
    ("quality", |a| a.quality = "YELLOW".into(), "· YELLOW", false),
    ("quality", |a| a.quality = "UNKNOWN".into(), "✔ not rated yet", false),
    ("profile", |a| a.profile = json!({}), "✘ no e-mail and no website", true),
    ("profile", |a| a.profile = json!({ "websites": ["https://p.example"] }), "✔ https://p.example", false),
    ("commands", |a| a.automation = json!({}), "✘ not those of this version → run fregues setup", true),
    ("clock", |a| a.clock_off_s = 60, "✘ seconds off Meta's", true),
    ("clock", |a| a.clock_off_s = -60, "✘ seconds off Meta's", true),
];

#[tokio::test(flavor = "multi_thread")]
async fn all_is_well_on_both_engines_beside_the_running_service() {
    on_both(async |db| {
        let house = House::new(&db).await;
        let (lines, well) = house.examine().await;
        assert!(well, "{lines:#?}");
        let names: Vec<&str> =
            lines.iter().map(|line| line.split_once(' ').unwrap().1[..15].trim()).collect();
        let expected = [
            "configuration",
            "database",
            "disk",
            "clock",
            "token",
            "app secret",
            "public address",
            "webhook",
            "shop",
            "number",
            "registration",
            "subscription",
            "live mode",
            "payment",
            "limit",
            "quality",
            "profile",
            "templates",
            "commands",
            "owner",
            "sending",
            "allowance",
            "resting",
            "letters",
            "hooks",
            "last message",
        ];
        assert_eq!(names, expected, "{lines:#?}");
        let open: Vec<&String> = lines.iter().filter(|line| !line.starts_with('✔')).collect();
        assert!(open.len() == 1 && open[0].contains("nobody has written"), "{open:#?}");
        // The self-test of the address is kept once, and nobody acts on it.
        house.examine().await;
        let kept = Raw::of(&db).await.rows("select kind, state, reason from inbox").await;
        assert_eq!(kept, ["unknown | ignored | a body without a WhatsApp entry"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_condition_at_meta_has_its_line_and_its_exit() {
    let db = sqlite().await;
    let house = House::new(&db).await;
    let good = house.emulator.account();
    for (name, change, expected, wrong) in CONDITIONS {
        house.emulator.set_account(good.clone());
        house.emulator.change(change);
        let (lines, well) = house.examine().await;
        check(&lines, name, expected);
        assert_eq!(well, !wrong, "{expected}: {lines:#?}");
    }
}

/// What keeps Meta from answering is told once, where it was met first.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_token_does_not_open_is_summed_in_one_line() {
    on_both(async |db| {
        let house = House::new(&db).await;
        let api = house.settings.lines().find(|line| line.starts_with("api = ")).unwrap();
        for (from, to, fault) in [
            (TOKEN, "EAAG-mistyped", "(code 190)"),
            (TOKEN, "", "(code 190)"),
            (api, "api = \"http://127.0.0.1:1\"", "Meta was not reached"),
        ] {
            let (lines, well) = house.examine_with(&house.settings.replace(from, to)).await;
            assert!(!well, "{lines:#?}");
            check(&lines, "token", "✘ ");
            check(&lines, "public address", "✔ answers the challenge");
            check(&lines, "owner", "✔ has claimed");
            check(
                &lines,
                "not looked at",
                "· number, registration, subscription, live mode, payment, limit, quality, \
                 profile, templates, commands: the token",
            );
            let told = lines.iter().filter(|line| line.contains(fault) && !line.contains(" clock ")).count();
            assert!(told <= 1, "{fault}: {lines:#?}");
            assert!(!lines.iter().any(|line| line[3..].trim_start().starts_with("number ")), "{lines:#?}");
        }
    })
    .await;
}

/// (what is replaced in the configuration, by what, the line's name, the line)
const SETTINGS: [(&str, &str, &str, &str); 9] = [
    ("\"EAAG-canary-token\"", "\"EAAG-of-somebody-else\"", "token", "✘ code 190"),
    ("\"EAAG-canary-token\"", "\"\"", "token", "✘ there is none yet"),
    ("\"EAAG-canary-token\"", "\"\"", "configuration", "✘ whatsapp.token is empty"),
    ("\"canary-app-secret\"", "\"another-secret\"", "app secret", "✘ not the one of app"),
    ("\"canary-app-secret\"", "\"another-secret\"", "public address", "✘ answers 401"),
    ("\"canary-verify-token\"", "\"another-token\"", "public address", "✘ answers 403"),
    ("\"canary-app-secret\"", "\"\"", "app secret", "✘ there is none yet"),
    ("app_id = \"670843887433847\"", "app_id = \"12\"", "app secret", "✘ not the one of app 12"),
    ("listen = \"127.0.0.1:8080\"", "listen = \"here\"", "configuration", "✘ server.listen is"),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_of_the_configuration_has_its_line() {
    let house = House::new(&sqlite().await).await;
    let settings = |key: &str| {
        let line = house.settings.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
        line.to_owned()
    };
    for (from, to, name, expected) in SETTINGS {
        assert!(house.settings.contains(from), "{from}");
        let (lines, well) = house.examine_with(&house.settings.replace(from, to)).await;
        check(&lines, name, expected);
        assert!(!well, "{expected}");
    }
    // A wrong app secret is the matter of the webhook's line too, and a token that is not there is nobody's to try.
    let (lines, _) =
        house.examine_with(&house.settings.replace("\"canary-app-secret\"", "\"another\"")).await;
    check(&lines, "webhook", "✘ it is asked about with the app secret");
    assert!(
        !lines.iter().any(|line| line.contains("webhook") && line.contains("Generate new token")),
        "{lines:#?}"
    );
    // Meta away, and something else in its place: the service itself.
    let elsewhere = settings("public_url").replace("public_url", "api");
    let away = "api = \"http://127.0.0.1:1\"".to_owned();
    let tls = settings("api").replace("http://", "https://");
    let unknown = settings("public_url").replace("127.0.0.1", "[::1]");
    for (key, line, name, expected) in [
        ("api", away, "token", "✘ Meta was not reached at http://127.0.0.1:1: "),
        (
            "api",
            tls,
            "token",
            "✘ speaks http and not https: fregues setup --api http://… sets whatsapp.api anew",
        ),
        ("api", elsewhere, "token", "✘ says HTTP 404 without Graph's JSON"),
        ("public_url", "public_url = \"\"".to_owned(), "webhook", "✘ no address to send it to"),
        ("public_url", unknown, "public address", "✘ nothing answers at"),
    ] {
        let (lines, well) = house.examine_with(&house.settings.replace(&settings(key), &line)).await;
        check(&lines, name, expected);
        assert!(!well, "{expected}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_on_this_machine_has_its_line_on_both_engines() {
    on_both(async |db| {
        let house = House::with(&db, |merchant| {
            merchant.claim = Some("ABC".to_owned());
            merchant.waba = Some("1".to_owned());
        })
        .await;
        let raw = Raw::of(&db).await;
        let wait = "insert into outbox (merchant, id, member, class, state, body, cause, attempt, due_ms, created_ms)
            values (1, 90, 80, 'C', 'queued', '{}', 'x', 0, 9000000000000, 1), (1, 91, 80, 'C', 'unknown', '{}', 'x', 0, 9000000000000, 1)";
        let member = "insert into member (merchant, id, standing, lang, offers, silent, frozen, created_ms, version)
            values (1, 80, 'guest', 'en', 0, 0, 0, 0, 0)";
        raw.run(member).await;
        raw.run("insert into conversation (merchant, member, state, last_inbound_ms, version) values (1, 80, '', 1, 0)")
            .await;
        let check_line = async |name: &str, expected: &str| {
            let (lines, well) = house.examine().await;
            check(&lines, name, expected);
            assert!(!well);
        };
        check_line("owner", "✘ nobody has sent the claim code yet → the owner sends ABC to the shop's number, once: https://wa.me/551140001234?text=ABC").await;
        // A code for one more owner is nothing that is missing.
        raw.run("insert into staff (merchant, id, member, name, role, store, active, version) values (1, 92, 80, 'x', 'owner', 1, 1, 0)")
            .await;
        check_line("owner", "✔ has claimed the shop").await;
        raw.run("delete from staff").await;
        check_line("number", "✘ Meta refused").await;
        check_line("last message", "✔ somebody wrote").await;
        raw.run(wait).await;
        check_line("sending", "✘ 1 messages wait, the oldest for").await;
        raw.run("delete from outbox where id = 90").await;
        check_line("sending", "✔ 0 messages wait to leave; of 1 nobody knows").await;
        raw.run("insert into outbox (merchant, id, member, class, state, body, cause, attempt, due_ms, created_ms, reason)
            values (1, 92, 80, 'A', 'dead', '{}', 'x', 0, 9000000000000, 1, 'no such number')").await;
        check_line("sending", "✘ 1 receipts were given up within a day, most of them because: no such number").await;
        for reason in ["this person has never written to the shop", "this person asked to be told nothing"] {
            raw.run(&format!("update outbox set reason = '{reason}' where id = 92")).await;
            let (lines, _) = house.examine().await;
            check(&lines, "sending", "✔ ; 1 receipts were not sent within a day, as is settled");
        }
        raw.run("delete from outbox where id = 92").await;
        raw.run("insert into channel (merchant, state, since_ms, probe_ms, error, reason) values (1, 'stopped', 1, 1, 190, 'the token')")
            .await;
        check_line("sending", "✘ the token (code 190); ").await;
        raw.run("update _sqlx_migrations set version = 99 where version = 13").await;
        check_line("database", "✘ it is at version 99, and this fregues knows 13").await;
        raw.run("delete from _sqlx_migrations where version = 99").await;
        check_line("database", "✘ it is at version 12 of 13").await;
        let gone = house.settings.replace(&db.url, "sqlite:nowhere/fregues.db");
        check(&house.examine_with(&gone).await.0, "database", "✘ nowhere/fregues.db is not there");
        assert!(!std::path::Path::new("nowhere").exists(), "the doctor makes nothing");
    })
    .await;
}

/// (told by WhatsApp, people written to first half an hour ago, the line)
const ALLOWANCES: [(&str, i64, &str); 6] = [
    ("null", 0, "✔ 0 of 250 people were written to first in 24 hours; 50 are kept for receipts"),
    ("10", 3, "✔ 3 of 10 people were written to first in 24 hours; 2 are kept for receipts"),
    ("10", 8, "· 8 of 10 people were written to first in 24 hours; the rest is kept for receipts"),
    ("10", 9, "· 9 of 10 people"),
    ("10", 10, "✘ 10 of 10 people were written to first in 24 hours → more can be in 23 hours"),
    ("-1", 10, "✔ 10 people were written to first in 24 hours, and any number may be"),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_may_still_leave_and_what_rests_has_its_line_on_both_engines() {
    on_both(async |db| {
        let house = House::new(&db).await;
        let raw = Raw::of(&db).await;
        raw.run("insert into channel (merchant, state, since_ms, probe_ms) values (1, 'ok', 1, 1)").await;
        raw.run(
            "insert into member (merchant, id, standing, lang, offers, silent, frozen, created_ms, version)
            with recursive n(i) as (select 1 union all select i + 1 from n where i < 10)
            select 1, i, 'guest', 'en', 0, 0, 0, 0, 0 from n",
        )
        .await;
        let at = now() - DAY / 48;
        for (told, written, expected) in ALLOWANCES {
            raw.try_run("delete from outbox").await.unwrap();
            raw.run(&format!("update channel set allowance = {told}")).await;
            raw.try_run(&format!(
                "insert into outbox (merchant, id, member, class, state, body, cause, attempt, due_ms, created_ms,
                 initiates, sent_ms) select 1, id, id, 'B', 'accepted', '{{}}', 'x', 1, {at}, {at}, 1, {at}
                 from member where id <= {written}"
            ))
            .await
            .unwrap();
            let (lines, well) = house.examine().await;
            check(&lines, "allowance", expected);
            assert_eq!(well, !expected.starts_with('✘'), "{lines:#?}");
        }
        let (lines, _) = house.examine().await;
        check(&lines, "resting", "✔ nothing waits");
        assert!(!lines.iter().any(|line| line.contains("announcements ")), "{lines:#?}");
        raw.run("update outbox set state = 'held', reason = 'x' where id < 4").await;
        raw.run(&format!("update channel set marketing_ms = {}", now() - DAY / 8)).await;
        let (lines, well) = house.examine().await;
        check(&lines, "resting", "· 3 messages wait for somebody to let them go, the oldest for 30 minutes; fregues outbox list");
        check(&lines, "announcements", "✘ they have rested for 3 hours");
        check(&lines, "announcements", "✘ fregues outbox release --merchant 1 --kind announcement");
        assert!(!well);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leaves_beside_the_chat_has_its_line_on_both_engines() {
    on_both(async |db| {
        let house = House::new(&db).await;
        let raw = Raw::of(&db).await;
        let (mut with_mail, hour) = (house.settings.clone(), DAY / 24);
        for (key, value) in [("host = \"\"", "host = \"127.0.0.1\""), ("from = \"\"", "from = \"a@b.example\"")] {
            with_mail = with_mail.replacen(key, value, 1);
        }
        let line = async |settings: &str, name: &str, expected: &str| {
            let (lines, well) = house.examine_with(settings).await;
            check(&lines, name, expected);
            assert_eq!(well, !expected.starts_with('✘'), "{lines:#?}");
        };
        line(&house.settings, "letters", "✔ none are sent: no mail server is configured").await;
        line(&with_mail, "letters", "✔ none are sent: the program has no email = true").await;
        raw.run("update program set text = text || '\n[notices]\nemail = true\n'").await;
        line(&house.settings, "letters", "✘ no mail server is configured: each is given up → give [email]").await;
        line(&with_mail, "letters", "✔ 0 wait to leave").await;
        raw.run("insert into member (merchant, id, standing, lang, offers, silent, frozen, created_ms, version)
            values (1, 80, 'guest', 'en', 0, 0, 0, 0, 0)").await;
        raw.run("insert into contact (merchant, id, member, email, bounced_ms) values (1, 81, 80, 'a@c.example', 1)").await;
        let now = now();
        for (id, contact, state, reason, age) in [
            (1, 81, "queued", "null", 0),
            (2, 81, "dead", "'no such mailbox'", 0),
            (3, 82, "dead", "'nobody takes it any more'", 0),
            (4, 82, "dead", "'relaying denied'", 2 * DAY),
            (5, 82, "dead", "'it came back: 5.2.2'", 0),
        ] {
            raw.run(&format!("insert into mail (merchant, id, member, contact, state, letter, cause, attempt, doubts, due_ms,
                created_ms, reason) values (1, {id}, 80, {contact}, '{state}', '', 'x', 1, 0, {0}, {0}, {reason})", now - age))
                .await;
        }
        line(&with_mail, "letters", "✔ 1 wait to leave; 2 came back within a day, from addresses that are none or mailboxes that are full").await;
        raw.run(&format!("update mail set due_ms = {now} where id = 4")).await;
        line(&with_mail, "letters", "✘ 1 were given up within a day, most of them because: relaying denied").await;
        raw.run(&format!("update mail set created_ms = {} where id = 1", now - 3 * hour)).await;
        line(&with_mail, "letters", "✘ 1 wait, the oldest for 3 hours → look that fregues serve runs").await;
        raw.run("delete from mail").await;

        line(&with_mail, "hooks", "✔ no other system is told what happens").await;
        for id in ["aaaaaaaaaa", "bbbbbbbbbb"] {
            raw.run(&format!("insert into hook (merchant, id, url, secret, kinds, state, created_ms)
                values (1, '{id}', 'https://a.example', '', '*', 'active', 1)")).await;
        }
        let told = |id: i64, state: &str, at: i64| {
            format!("insert into delivery (merchant, hook, event, state, due_ms, kept_ms)
                values (1, 'bbbbbbbbbb', {id}, '{state}', {at}, {at})")
        };
        raw.run(&told(1, "queued", now)).await;
        raw.run(&told(2, "dead", now - 2 * DAY)).await;
        line(&with_mail, "hooks", "✔ 2, and 1 events wait to leave").await;
        raw.run(&told(3, "dead", now)).await;
        line(&with_mail, "hooks", "✘ 1 events for bbbbbbbbbb were given up within a day → fregues hook log bbbbbbbbbb --failed").await;
        raw.run("update hook set state = 'paused' where id = 'aaaaaaaaaa'").await;
        line(&with_mail, "hooks", "✘ 1 events for bbbbbbbbbb").await;
        raw.run("delete from delivery where state = 'dead'").await;
        line(&with_mail, "hooks", "· aaaaaaaaaa is paused, and 0 events wait for fregues hook resume aaaaaaaaaa").await;
        raw.run(&format!("update delivery set kept_ms = {}", now - 3 * hour)).await;
        line(&with_mail, "hooks", "✘ 1 events wait for bbbbbbbbbb, the oldest for 3 hours").await;
        raw.run("update hook set state = 'disabled', reason = 'it answered 410'").await;
        line(&with_mail, "hooks", "✘ aaaaaaaaaa is disabled: it answered 410 → once it answers").await;
    })
    .await;
}

const OWN: &str = "EAAG-canary-of-rosa";

#[tokio::test(flavor = "multi_thread")]
async fn a_number_with_a_token_of_its_own_is_looked_at_with_that_one() {
    on_both(async |db| {
        let house = House::new(&db).await;
        let key = "5e".repeat(32);
        let sealed = Seal::new(&key).unwrap().unwrap().seal(NUMBER, OWN).unwrap();
        Raw::of(&db).await.run(&format!("update merchant set token = '{sealed}'")).await;
        let app = house.emulator.account().app_id;
        let keyed = |key: &str| house.settings.replace("\nkey = \"\"", &format!("\nkey = {key:?}"));
        assert_ne!(keyed(&key), house.settings);
        let put_back =
            "→ put the database.key back that sealed it, or fregues merchant set 1 --token-file FILE";
        // The app that Meta says the token is of, the key, the line, and whether the number is seen.
        for (of, key, expected, seen) in [
            (app.as_str(), key.as_str(), "✔ of a system user of app 670843887433847", true),
            (
                "12",
                &key,
                "✘ it is of app 12, and webhooks come to this installation as app 670843887433847",
                true,
            ),
            ("", &key, "✘ Meta refused", false),
            (&app, &"5f".repeat(32), "✘ was sealed with another database.key ", false),
            (&app, "", "✘ database.key is empty ", false),
        ] {
            let known = [(OWN.to_owned(), of.to_owned())].into_iter().filter(|(_, of)| !of.is_empty());
            house.emulator.change(|account| account.other_tokens = known.collect());
            let settings = keyed(key).replace("\"EAAG-canary-token\"", "\"EAAG-of-somebody-else\"");
            let (lines, _) = house.examine_with(&settings).await;
            check(&lines, "token", "✘ code 190");
            check(&lines, "own token", expected);
            let number = lines.iter().any(|line| line.starts_with("✔ number"));
            assert_eq!(number, seen, "{expected}: {lines:#?}");
            let asked = lines.iter().any(|line| line[3..].trim_start().starts_with("number "));
            let closed = expected.contains("database.key");
            assert_eq!(asked, seen, "{expected}: {lines:#?}");
            let unseen =
                lines.iter().filter(|line| line.ends_with("templates, commands: the own token")).count();
            assert_eq!(unseen, usize::from(!seen), "{expected}: {lines:#?}");
            assert_eq!(lines.iter().any(|line| line.ends_with(put_back)), closed, "{lines:#?}");
            assert!(!lines.join("\n").contains(OWN), "{lines:#?}");
        }
    })
    .await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_that_others_may_read_is_wrong() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::new(&sqlite().await).await;
    let path = house.file(&house.settings);
    let config = house.config();
    for (mode, expected) in
        [(0o600, "✔ complete"), (0o400, "✔ complete"), (0o640, "✘ chmod 600"), (0o604, "✘ chmod 600")]
    {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        check(&[line("configuration", &local::configuration(&config, &path))], "configuration", expected);
    }
}
