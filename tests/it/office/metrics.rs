//! What is measured: everything a dashboard or an alert asks for is there and is asked for, and nothing is of a
//! person. The settings that the files of `deploy/` set are settings.

use super::done;
use crate::support::engines::{on_both, sqlite};
use crate::support::house::{House, serve};
use crate::support::raw::Raw;
use crate::support::script::{hook, says};
use crate::support::shop::{self, NUMBER, PEOPLE};
use fregues::app::office::{Order, door, nobody_watches, verified};
use fregues::domain::ids::MerchantId;
use regex::Regex;
use std::collections::BTreeSet;

const DASHBOARD: &str = include_str!("../../../deploy/grafana.json");
const ALERTS: &str = include_str!("../../../deploy/alerts.yml");
const EXAMPLE: &str = include_str!("../../../fregues.example.toml");

/// Names of metrics; those that a histogram makes of itself count as one.
fn names(text: &str) -> BTreeSet<String> {
    let name = Regex::new(r"\bfregues_[a-z_]+").unwrap();
    let whole = |found: regex::Match| {
        let name = found.as_str();
        let of_histogram = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
        of_histogram.unwrap_or(name).to_owned()
    };
    name.find_iter(text).map(whole).collect()
}

fn samples(page: &str) -> String {
    page.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n")
}

/// A house in which everything that can be measured has happened.
async fn eventful(house: &House, raw: &Raw) {
    // Nobody has the key to its secret, so that what it is told waits.
    hook(&house.app.store, MerchantId(1), "aaaaaaaaaa").await;
    for who in ["ana", "bia", "carla", "beto"] {
        house.say(who, "saldo").await;
    }
    house.say("beto", "11 98765-4321 89,90").await;
    assert_eq!(house.post(b"{}", Some("sha256=00")).await, 401);
    assert_eq!(house.post_signed(b"no JSON").await, 200);
    let unrouted = says("ana", "wamid.x", "oi").to_string().replace(NUMBER, "999");
    assert_eq!(house.post_signed(unrouted.as_bytes()).await, 200);
    let first = raw.number("select min(id) from outbox").await;
    for (place, change) in (first..).zip([
        "class = 'A', state = 'unknown'",
        "state = 'held', reason = 'x'",
        "state = 'queued'",
        "state = 'dead'",
    ]) {
        raw.run(&format!("update outbox set {change} where id = {place}")).await;
    }
    let newest = "select max(id) from outbox where state = 'accepted'";
    raw.run(&format!("update outbox set state = 'waiting', error = 132015 where id = ({newest})")).await;
    raw.run("update inbox set state = 'dead', reason = 'deciding it failed' where kind = 'status'").await;
    raw.run("insert into channel (merchant, state, since_ms, probe_ms) values (1, 'stopped', 0, 0)").await;
    raw.run(
        "insert into twin (merchant, wamid, outbox, attempt) select 1, 'wamid.twin', max(id), 2 from outbox",
    )
    .await;
    let hour_ago = house.clock.now() - 3_600_000;
    let letter = format!("9999, min(id), 1, 'queued', '', 'x', 0, 0, 9000000000000, {hour_ago} from member");
    let columns = "merchant, id, member, contact, state, letter, cause, attempt, doubts, due_ms, created_ms";
    raw.run(&format!("insert into mail ({columns}) select 1, {letter}")).await;
    raw.run(&format!("update delivery set kept_ms = {hour_ago}")).await;
    verified(&house.app.store, &house.clock, nobody_watches()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_dashboards_and_alerts_ask_for_is_measured_and_the_other_way_round() {
    on_both(|db| async move {
        let house = House::open(&db).await;
        let raw = Raw::of(&db).await;
        eventful(&house, &raw).await;
        // The one thing that needs WhatsApp to say no.
        house.app.sender.refusals().get_or_create(&[("code", 190)]).inc();
        if db.engine == "SQLite" {
            let folder = tempfile::tempdir().unwrap();
            done(&house.app, Order::Backup { to: folder.path().join("copy") }).await;
        }
        let office = serve(door::router(house.app.clone())).await;
        let answer = house.http.get(format!("{office}/metrics")).send().await.unwrap();
        assert!(
            answer.headers()["content-type"].to_str().unwrap().starts_with("application/openmetrics-text")
        );
        let page = answer.text().await.unwrap();
        let mut asked = names(DASHBOARD);
        asked.extend(names(ALERTS));
        if db.engine == "PostgreSQL" {
            // Its disk is not ours, and its copies are its own.
            asked.remove("fregues_disk_free_bytes");
            asked.remove("fregues_wal_bytes");
            asked.remove("fregues_backup_age_seconds");
        }
        assert_eq!(names(&samples(&page)), asked, "{page}");
        let owed = raw.number("select cast(sum(available + held) as bigint) from wallet").await;
        let owed = format!(r#"fregues_liability_points{{merchant="1"}} {owed}"#);
        for line in [
            r#"fregues_webhook_post_total{result="forged"} 1"#,
            r#"fregues_circuit_open{merchant="1"} 1"#,
            r#"fregues_circuit_open_seconds{merchant="1"}"#,
            r#"fregues_circuit_waiting{merchant="1"} 1"#,
            r#"fregues_template_refused{merchant="1"} 1"#,
            r#"fregues_dead_letter_total{reason="panic"}"#,
            r#"fregues_outbox_held{class="C"} 1"#,
            r#"fregues_outbox_dead{class="C"} 1"#,
            "fregues_duplicate_send_total{class=",
            "fregues_unrouted_updates 1",
            &owed,
            r#"fregues_liability_centavos{merchant="1"} 0"#,
            r#"fregues_sales_last_hour{staff="1/"#,
            r#"fregues_hook_attempt_total{result="unanswered"} 1"#,
            r#"fregues_hook_attempt_total{result="arrived"} 0"#,
            "fregues_hook_waiting 1.0",
            "fregues_hook_oldest_seconds 3600.0",
            r#"fregues_hook_stopped{state="disabled"} 0"#,
            r#"fregues_mail_attempt_total{result="sent"} 0"#,
            "fregues_mail_waiting 1.0",
            "fregues_mail_oldest_seconds 3600.0",
            "fregues_ledger_verify_ok 1",
        ] {
            assert!(page.contains(line), "{line} is not in\n{page}");
        }
        for person in &PEOPLE {
            for trace in [
                person.name.to_owned(),
                shop::user_id(person.slug),
                person.wa_id().unwrap_or(NUMBER.to_owned()),
            ] {
                assert!(!page.contains(&trace), "{trace} is in the metrics");
            }
        }
        assert!(!page.contains("wamid") && !page.contains("token"), "{page}");
    })
    .await;
}

/// `unless` needs the one to be there and the other not.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_was_never_copied_is_told_where_copies_are_ours_to_make() {
    let alert = "expr: 'fregues_disk_free_bytes unless on(instance) fregues_backup_age_seconds'";
    assert!(ALERTS.contains(alert));
    on_both(|db| async move {
        let house = House::open(&db).await;
        let office = serve(door::router(house.app.clone())).await;
        let answer = house.http.get(format!("{office}/metrics")).send().await.unwrap();
        let measured = names(&samples(&answer.text().await.unwrap()));
        assert!(!measured.contains("fregues_backup_age_seconds"));
        assert_eq!(measured.contains("fregues_disk_free_bytes"), db.engine == "SQLite");
    })
    .await;
}

/// The unit lets the service write in its own folders and nowhere else; the image has one volume.
#[test]
fn copies_go_where_the_readme_says_and_the_service_may_write() {
    let unit = include_str!("../../../deploy/fregues.service");
    let folders = unit.lines().find_map(|line| line.strip_prefix("StateDirectory=")).unwrap();
    let writable: Vec<String> =
        folders.split(' ').map(|folder| format!("/var/lib/{folder}/")).chain(["/data/".to_owned()]).collect();
    let command = Regex::new(r"fregues (?:backup|restore) (/\S+/)[^/\n]+\.db").unwrap();
    let readme = include_str!("../../../README.md");
    let named: Vec<&str> = command.captures_iter(readme).map(|found| found.extract::<1>().1[0]).collect();
    assert!(named.len() >= 3, "{named:?}");
    for folder in named {
        assert!(writable.iter().any(|one| one == folder), "{folder} is none of {writable:?}");
    }
    assert!(include_str!("../../../deploy/Containerfile").contains("VOLUME /data"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_whose_database_takes_no_write_is_not_ready() {
    let db = sqlite().await;
    let house = House::open(&db).await;
    let ready = house.webhook.replace("/webhook", "/ready");
    let get = async || house.http.get(&ready).send().await.unwrap();
    assert_eq!(get().await.status().as_u16(), 200);
    house.app.store.close().await;
    // The answer before is good for a second.
    let mut answer = get().await;
    while answer.status().as_u16() == 200 {
        answer = get().await;
    }
    assert_eq!(answer.status().as_u16(), 503);
    assert_eq!(answer.text().await.unwrap(), "The database does not answer.\n");
}

#[test]
fn the_settings_in_the_files_for_hosting_are_settings() {
    let example: toml::Table = EXAMPLE.parse().unwrap();
    let known = |name: &str| {
        let name = name.trim_end_matches("_FILE");
        example.iter().any(|(section, keys)| {
            let keys = keys.as_table().unwrap();
            keys.keys().any(|key| format!("FREGUES_{section}_{key}").to_uppercase() == name)
        })
    };
    let setting = Regex::new(r"\bFREGUES_[A-Z_]+").unwrap();
    for (file, text, least) in [
        ("fregues.service", include_str!("../../../deploy/fregues.service"), 5),
        ("Containerfile", include_str!("../../../deploy/Containerfile"), 3),
        ("compose.yaml", include_str!("../../../deploy/compose.yaml"), 8),
    ] {
        let named: BTreeSet<&str> = setting.find_iter(text).map(|found| found.as_str()).collect();
        assert!(named.len() >= least, "{file}: {named:?}");
        for name in named {
            assert!(known(name), "{file} sets {name}, which is no setting");
        }
    }
    for (file, text) in [
        ("Caddyfile", include_str!("../../../deploy/Caddyfile")),
        ("nginx.conf", include_str!("../../../deploy/nginx.conf")),
    ] {
        let listen = example["server"]["listen"].as_str().unwrap();
        assert!(text.contains(listen) && text.contains("/webhook"), "{file}");
        assert!(!text.contains(example["server"]["office"].as_str().unwrap()), "{file} opens the office");
    }
}
