//! The terminal shown in README.md is what happens: emulator, setup, service and doctor as their own processes, in an
//! empty folder. `BLESS=1 cargo test readme` writes it anew.

use super::talk::{Desk, ENTER, SHOP};
use regex::Regex;
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

const MARKS: (&str, &str) = ("<!-- terminal -->", "<!-- /terminal -->");

/// What differs from run to run, as the page shows it.
fn settled(text: &str, listen: &str, api: &str) -> String {
    let mut text = text.replace(listen, "127.0.0.1:8080").replace(api, "http://127.0.0.1:8090");
    for (pattern, shown) in [
        (r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{4}", "7KD-4MW-Q2XH"),
        (r"\(\d+ ms\)", "(4 ms)"),
        (r"\d+ GB are left", "48 GB are left"),
        (r"somebody wrote \d+ minutes ago", "somebody wrote 0 minutes ago"),
        (r" +\n", "\n"),
    ] {
        text = Regex::new(pattern).unwrap().replace_all(&text, shown).into_owned();
    }
    text
}

/// Starts `fregues emulator --new`; answers its address.
async fn emulator(folder: &Path) -> (Child, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fregues"));
    command.current_dir(folder).args(["emulator", "--new", "--listen", "127.0.0.1:0"]);
    command.kill_on_drop(true).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next_line().await.unwrap().unwrap();
    let address = first.strip_prefix("The emulator is at ").unwrap().to_owned();
    let second = lines.next_line().await.unwrap().unwrap();
    assert_eq!(second, format!("Set it up with: fregues setup --api {address}"));
    (child, address)
}

#[cfg(unix)]
#[tokio::test]
async fn the_emulator_goes_on_where_it_was_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for (arguments, said) in [(&["--numbers", "2"][..], 1), (&[][..], 2), (&["--new"][..], 1)] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fregues"));
        command.current_dir(folder.path()).args(["emulator", "--listen", "127.0.0.1:0"]).args(arguments);
        let mut child =
            command.kill_on_drop(true).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next_line().await.unwrap().unwrap();
        let api = first.strip_prefix("The emulator is at ").unwrap();
        let say = client.post(format!("{api}/emulator/people/ana/say"));
        assert_eq!(say.json(&serde_json::json!({ "text": "oi" })).send().await.unwrap().status(), 200);
        let state: serde_json::Value =
            client.get(format!("{api}/emulator/state")).send().await.unwrap().json().await.unwrap();
        let numbers = if arguments.contains(&"--new") { 1 } else { 2 };
        assert_eq!(state["numbers"].as_array().unwrap().len(), numbers, "{arguments:?}");
        assert_eq!(state["chats"]["ana"].as_array().unwrap().len(), said, "{arguments:?}");
        let stopped = std::process::Command::new("kill").arg(child.id().unwrap().to_string()).status();
        assert!(stopped.unwrap().success());
        assert!(child.wait().await.unwrap().success());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_sets_up_a_number_from_the_readme_alone() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let (_emulator, api) = emulator(folder.path()).await;
    let desk = Desk::at(folder, api.clone());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    // Carla, on the emulator's page.
    let says = async |code: &str, _: &mut Child| {
        let said = client.post(format!("{api}/emulator/people/carla/say"));
        let said = said.json(&serde_json::json!({ "text": code })).send().await.unwrap();
        assert_eq!(said.status(), 200);
    };
    let public = desk.public();
    let tail = ["736251", public.as_str(), "ola@patinhas.example"];
    let answers: Vec<&str> = ["emulator", "emulator"].into_iter().chain(SHOP).chain(tail).collect();
    assert_eq!(answers[2], ENTER);
    let setup = desk.run_to_code(&answers, says).await;
    assert_eq!(setup.code, Some(0), "{}", setup.out);

    let mut service = desk.command(&["serve"]);
    let _service = service.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut tries = 0;
    while client.get(format!("{public}/live")).send().await.is_err() {
        tries += 1;
        assert!(tries < 500, "the service does not start");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let doctor = desk.command(&["doctor"]).output().await.unwrap();
    let lines = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert_eq!(doctor.status.code(), Some(0), "{lines}");

    let terminal = format!(
        "```console\n$ fregues setup --api http://127.0.0.1:8090\n{}\n$ fregues doctor\n{lines}```",
        setup.out
    );
    let terminal = settled(&terminal, &desk.listen, &api);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(MARKS.0).expect("README.md marks the terminal");
    let (shown, after) = rest.split_once(MARKS.1).unwrap();
    if shown.trim() != terminal.trim() {
        let bless = std::env::var("BLESS").is_ok_and(|bless| bless == "1");
        assert!(bless, "README.md shows another terminal: BLESS=1 cargo test readme\n\n{terminal}");
        std::fs::write(&path, format!("{before}{}\n\n{terminal}\n\n{}{after}", MARKS.0, MARKS.1)).unwrap();
    }
}
