//! The same by command, in a folder of its own.

use crate::office::beside::{Beside, SHOP, said};
use crate::support::engines::sqlite;
use std::path::Path;
use std::process::Command;

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fregues"));
    command.current_dir(folder).args(arguments);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("FREGUES_")) {
        command.env_remove(name);
    }
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[test]
fn a_hook_is_named_listed_and_taken_away_where_no_service_runs() {
    let here = tempfile::tempdir().unwrap();
    let fine = |arguments: &[&str]| {
        let (code, said) = run(here.path(), arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {said}");
        said
    };
    fine(&["init"]);
    let shop = ["--phone-number-id", "1234", "--phone", "+55 11 95550-0199", "--contact", "(11) 3555-0100"];
    fine(&[&["merchant", "add", "Pet da Rosa"], shop.as_slice()].concat());
    let url = "https://8.8.8.8/told";
    let added = fine(&["hook", "add", url, "--merchant", "1", "--events", "purchase.*"]);
    let id = added.split(' ').nth(1).unwrap();
    assert!(added.contains("whsec_"), "{added}");
    let listed = fine(&["hook", "list"]);
    assert!(listed.starts_with(id) && listed.contains(url) && !listed.contains("whsec_"), "{listed}");
    assert!(fine(&["hook", "log", id]).contains("Nothing was told yet."));
    let since = ["hook", "replay", id, "--since", "2026-11-21T15:00:00-03:00"];
    assert!(fine(&since).starts_with("0 events"));
    for (arguments, says) in [
        (&["hook", "replay", id][..], "required"),
        (&["hook", "replay", id, "--since", "yesterday"], "RFC 3339"),
        (&["hook", "replay", id, "--event", "1"], "no such event"),
        (&["hook", "add", "https://10.0.0.1/", "--merchant", "1"], "hooks.private = true"),
    ] {
        let (code, said) = run(here.path(), arguments);
        assert!(code != Some(0) && said.contains(says), "{arguments:?}: {said}");
    }
    fine(&["hook", "remove", id]);
    assert!(fine(&["hook", "list"]).starts_with("There is no hook yet"));
}

#[tokio::test(flavor = "multi_thread")]
async fn and_by_the_service_where_one_runs() {
    let db = sqlite().await;
    let beside = Beside::start(&db.url);
    let asked = |arguments: &[&str]| beside.asked(&db.url, arguments, &[]);
    assert!(asked(&SHOP).status.success());
    let added = said(&asked(&["hook", "add", "https://8.8.8.8/told", "--merchant", "1"]));
    let id = added.split(' ').nth(1).unwrap();
    for (arguments, says) in [
        (&["hook", "list", "--merchant", "1"][..], "https://8.8.8.8/told"),
        (&["hook", "pause", id], "is queued until"),
        (&["hook", "pause", id], "is paused already"),
        (&["hook", "resume", id], "goes on"),
        (&["hook", "rotate", id], "whsec_"),
        (&["hook", "log", id, "--failed"], "Nothing failed"),
        (&["hook", "replay", id, "--failed"], "0 events"),
        (&["hook", "replay", id, "--event", "7"], "no such event"),
        (&["hook", "replay", id, "--since", "2026-11-21T15:00:00Z"], "0 events"),
        (&["hook", "add", "https://localhost/", "--merchant", "1"], "hooks.private = true"),
        (&["hook", "remove", id], "is gone"),
    ] {
        let told = said(&asked(arguments));
        assert!(told.contains(says), "{arguments:?}: {told}");
    }
}
