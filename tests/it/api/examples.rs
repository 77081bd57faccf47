//! The examples of the README, run as whoever reads them would: in a shell, against a service.

use super::{Caller, keys};
use crate::support::engines::on_both;
use crate::support::house::House;
use crate::support::raw::Raw;
use serde_json::Value;
use std::process::{Command, Output};

const README: &str = include_str!("../../../README.md");

/// What stands in the README to be typed into a shell, in its order.
fn examples() -> Vec<&'static str> {
    let calls = README.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    calls.filter(|block| block.contains("/api/v1/purchases")).collect()
}

/// Runs it with the loops driven by hand until it is done.
async fn run(house: &House, block: &'static str, service: &str, key: &str) -> Output {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(block).env("FREGUES", service).env("KEY", key).env("NO_PROXY", "127.0.0.1");
    let done = tokio::task::spawn_blocking(move || shell.output().unwrap());
    while !done.is_finished() {
        house.app.drain().await.unwrap();
        tokio::task::yield_now().await;
    }
    done.await.unwrap()
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn the_examples_of_the_readme_register_what_they_say_once() {
    if Command::new("curl").arg("--version").output().is_err() {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "CI has curl");
        eprintln!("\n!!! THE EXAMPLES OF THE README ARE SKIPPED: no curl on PATH !!!\n");
        return;
    }
    on_both(|db| async move {
        let house = House::open(&db).await;
        let stranger = Caller::stranger(&house.app).await;
        let (_, token) = stranger.with_new(&house.app, keys::wish(1, "Site", "purchases")).await;
        let service = stranger.url.strip_suffix("/api/v1").unwrap();
        let examples = examples();
        let [first, _] = examples[..] else { panic!("there are a till and a web shop: {examples:?}") };
        for example in examples.into_iter().cycle().take(4) {
            let output = run(&house, example, service, token.reveal()).await;
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(
                output.status.success(),
                "{example}\n{said}\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
            let sold: Value = serde_json::from_str(&said).unwrap();
            let number = sold["order"]["id"].as_str().unwrap();
            let amount = sold["amount"]["value"].as_str().unwrap();
            assert!(example.contains(number) && example.contains(amount), "{said}");
        }
        let rows = Raw::of(&db).await.rows("select order_id, amount from purchase order by id").await;
        assert_eq!(rows, ["caixa-2/000123 | 8990", "5501 | 125000"], "each counts once");
        let refused = run(&house, first, service, "frg_nobody").await;
        assert!(!refused.status.success(), "a shell hears of a refusal");
        house.verify_clean().await;
    })
    .await;
}
