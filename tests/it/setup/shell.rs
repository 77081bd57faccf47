//! What a person at a shell meets besides: a reader that has enough, rights of files, a database that is away, options
//! that were mistyped.

use crate::support::engines::{on_both, postgres};
use fregues::config::Config;
use fregues::setup::local;
use fregues::store::Store;
use std::process::{Command, Output, Stdio};

fn fregues(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fregues"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("FREGUES_")) {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null()).env("FREGUES_SERVER_OFFICE", "");
    command
}

fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_enough_ends_a_command_quietly() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["program", "show", "pets"][..], &["config"], &["doctor"], &["init"], &["hear"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = fregues(arguments);
        command.current_dir(folder.path()).env("FREGUES_WHATSAPP_API", "http://127.0.0.1:1");
        let input = folder.path().join("lines");
        std::fs::write(&input, "{\"text\":\"saldo\"}\n").unwrap();
        command.stdin(std::fs::File::open(input).unwrap()).stdout(writer).stderr(Stdio::piped());
        let output = command.output().unwrap();
        assert_eq!((error(&output).as_str(), output.status.code()), ("", Some(141)), "{arguments:?}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_database_is_nobody_elses_and_the_doctor_says_so_where_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("fregues-data");
    let path = folder.join("fregues.db");
    let store = Store::open(&format!("sqlite:{}", path.display()), 1).await.unwrap();
    let mode = |name: &str| folder.join(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("."), 0o700);
    for name in ["fregues.db", "fregues.db-wal", "fregues.db-shm", "fregues.db.lock"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    store.close().await;
    let file = place.path().join("fregues.toml");
    std::fs::write(&file, format!("[database]\nurl = \"sqlite:{}\"", path.display())).unwrap();
    let config = Config::load(Some(&file)).unwrap();
    let set = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    assert_eq!(local::open_to_others(&config), None);
    set(&path, 0o644);
    assert_eq!(local::open_to_others(&config), None, "nobody else gets as far as the file");
    set(&folder, 0o755);
    let told = local::open_to_others(&config).unwrap();
    assert!(
        told.is_bad()
            && told.to_string().contains("fregues.db, and customers' numbers are in it → chmod go= ")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgresql_server_that_lets_nobody_in_is_named_without_the_password() {
    let away = "postgres://ana:canary@127.0.0.1:1/loja".to_owned();
    let mut cases = vec![
        (away, vec!["server of database.url, 127.0.0.1:1, did not answer within 4 seconds"]),
        ("postgres://ana:canary@[".to_owned(), vec!["database.url is no address such as postgres://"]),
    ];
    if let Some(db) = postgres().await {
        let mut missing = reqwest::Url::parse(&db.url).unwrap();
        missing.set_path("/nobody_made_this");
        cases.push((missing.to_string(), vec!["has no database \"nobody_made_this\": make it (createdb"]));
        let mut stranger = reqwest::Url::parse(&db.url).unwrap();
        stranger.set_username("nobody_is_this").unwrap();
        cases.push((stranger.to_string(), vec!["does not let the user \"nobody_is_this\" in"]));
    }
    for (url, expected) in cases {
        let fault = Store::look(&url).await.err().unwrap().to_string();
        for words in expected {
            assert!(fault.contains(words), "{fault}");
        }
        assert!(!fault.contains("canary") && !fault.contains("constraint"), "{fault}");
    }
}

#[test]
fn an_area_code_that_is_none_is_told_alike_however_large_it_is() {
    for code in ["200", "999", "20"] {
        let output = fregues(&["merchant", "set", "1", "--area-code", code]).output().unwrap();
        assert!(error(&output).contains("it must be a Brazilian area code such as 11"), "{}", error(&output));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_names_every_rule_there_is() {
    on_both(|db| async move {
        let store = db.open().await;
        let report = fregues::store::verify::verify(&store, |_, _| {}).await.unwrap();
        let lines = fregues::app::office::told(&report).lines;
        assert_eq!(lines.len(), fregues::store::verify::RULES.len() + 2, "{lines:?}");
        assert!(lines.iter().any(|line| line.starts_with("✔ V8 ")), "{lines:?}");
    })
    .await;
}
