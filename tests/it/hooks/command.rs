//! The same by command, in a folder of its own.

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
