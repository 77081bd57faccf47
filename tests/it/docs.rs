//! What the pages promise, tried on the binary itself: commands, settings, files of conversations, and logs that hold
//! nobody's data.

use fregues::domain::program::Program;
use fregues::play::transcript::Transcript;
use fregues::play::world::World;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const README: &str = include_str!("../../README.md");
const README_PT: &str = include_str!("../../README.pt-BR.md");
const CONVERSATIONS: &str = include_str!("../../conversations/README.md");
const EXAMPLE: &str = include_str!("../../fregues.example.toml");
const CARGO: &str = include_str!("../../Cargo.toml");
const UTTERANCES: &str = include_str!("data/utterances.jsonl");

/// The binary in a folder of its own, without settings of whoever runs the tests.
fn fregues(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fregues"));
    command.current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("FREGUES_")) {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    fregues(folder).args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn in_the_wrong_folder_no_command_begins_a_database_and_finds_it_in_order() {
    let here = folder();
    for arguments in [
        &["backup", "copy.db"][..],
        &["verify"],
        &["merchant", "list"],
        &["outbox", "list"],
        &["template", "list"],
        &["report", "2026-11"],
        &["poster"],
    ] {
        let said = run(here.path(), arguments);
        let refused = err(&said);
        assert_ne!(said.status.code(), Some(0), "{arguments:?}: {}", out(&said));
        assert!(refused.contains("fregues-data/fregues.db"), "{arguments:?}: {refused}");
    }
    assert_eq!(std::fs::read_dir(here.path()).unwrap().count(), 0, "nothing is left behind");
}

/// The inside of each fenced block of a kind.
fn blocks<'a>(page: &'a str, kind: &str) -> Vec<&'a str> {
    let fence = format!("```{kind}\n");
    page.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

// ---------------------------------------------------------------- pages

#[test]
fn the_first_line_under_the_title_names_the_rust_that_cargo_asks_for() {
    let wanted = CARGO.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap();
    let version = wanted.trim_matches('"');
    for page in [README, README_PT] {
        let first = page.lines().nth(2).unwrap();
        assert!(page.starts_with("# Freguês\n\n"), "{first}");
        assert!(first.contains(&format!("Rust {version}")) && first.contains("(`cc`)"), "{first}");
        let commands = page.split("```\n").nth(1).unwrap();
        assert_eq!(commands, "cargo run -- demo\n", "the first command");
    }
}

#[test]
fn every_command_of_the_readme_is_there() {
    let here = folder();
    let rows: Vec<&str> =
        README.lines().filter_map(|line| line.strip_prefix("| `fregues ")?.split('`').next()).collect();
    assert!(rows.len() > 9, "the table of commands is there: {rows:?}");
    for row in &rows {
        let words: Vec<&str> = row.split(' ').collect();
        let (command, above) = words.split_last().unwrap();
        let help = run(here.path(), &[above, &["--help"]].concat());
        let listed = out(&help).lines().any(|line| line.trim_start().split(' ').next() == Some(*command));
        assert!(listed, "fregues {row} is not in the help:\n{}", out(&help));
    }
    // And the other way round: no command is kept from the reader.
    for line in out(&run(here.path(), &["--help"])).lines().skip_while(|line| *line != "Commands:").skip(1) {
        let Some(command) = line.strip_prefix("  ").and_then(|line| line.split(' ').next()) else { break };
        let told = rows.iter().any(|row| row.split(' ').next() == Some(command));
        assert!(told || command == "help", "README says nothing of fregues {command}");
    }
}

#[test]
fn links_to_files_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (page, base) in [(README, ""), (README_PT, ""), (CONVERSATIONS, "conversations")] {
        for link in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let there = link.starts_with("https://") || root.join(base).join(link).exists();
            assert!(there, "{link}");
        }
    }
}

#[test]
fn the_forms_shown_to_editors_are_the_forms_that_are_read() {
    let page = CONVERSATIONS;
    let tomls = blocks(page, "toml");
    let program = tomls.iter().find(|text| text.contains("points_per_real")).unwrap();
    Program::read(program).unwrap();
    let world = tomls.iter().find(|text| text.contains("[merchant]")).unwrap();
    World::read(world).unwrap();

    let section = |from: &str| page.split(from).nth(1).unwrap().split("\n##").next().unwrap();
    let forms = |from: &str| -> Vec<String> {
        let rows = section(from).lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
        rows.flat_map(|cell| cell.split("`, `")).map(|form| form.trim_end_matches('`').to_owned()).collect()
    };
    let chat = [forms("### Somebody says"), forms("### Somebody hears")].concat();
    let ledger = forms("### The ledger says");
    assert!(chat.len() > 18 && ledger.len() == 4, "{chat:?} {ledger:?}");
    let text = format!(
        "---\nfeatures: [1]\n---\n```world\n{world}```\n```chat\n{}\n```\n```ledger\n{}\n```\n",
        chat.join("\n"),
        ledger.join("\n")
    );
    let transcript = Transcript::read(&text).unwrap();
    let remarks = chat.iter().filter(|line| line.starts_with("//")).count();
    assert_eq!(transcript.steps.len() + remarks, chat.len() + ledger.len());
}

// ---------------------------------------------------------------- configuration

#[test]
fn every_setting_has_a_comment() {
    for line in EXAMPLE.lines().filter(|line| line.contains(" = ")) {
        let (_, comment) = line.rsplit_once(" # ").unwrap_or((line, ""));
        assert!(line.starts_with('#') || !comment.trim().is_empty(), "{line}");
    }
}

#[test]
fn init_writes_the_example_with_a_key_and_never_over_a_file() {
    let here = folder();
    let first = run(here.path(), &["init"]);
    assert!(first.status.success(), "{}", err(&first));
    let path = here.path().join("fregues.toml");
    // All of it as it is shown, and a key that nobody else has.
    let written = std::fs::read_to_string(&path).unwrap();
    let key = written.lines().find_map(|line| line.strip_prefix("key = \"")?.split('"').next()).unwrap();
    assert!(key.len() == 64 && written.replace(key, "") == EXAMPLE, "{written}");
    std::fs::write(&path, "# mine\n").unwrap();
    let second = run(here.path(), &["init"]);
    assert_eq!(second.status.code(), Some(1));
    assert!(err(&second).contains("nothing was written"), "{}", err(&second));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "# mine\n");
}

#[test]
fn a_configuration_is_refused_by_name_until_its_secrets_come() {
    let here = folder();
    assert!(run(here.path(), &["init"]).status.success());
    let without = run(here.path(), &["config", "--check"]);
    assert_eq!(without.status.code(), Some(1));
    for key in ["whatsapp.token", "whatsapp.app_secret", "whatsapp.verify_token"] {
        assert!(err(&without).contains(key), "{}", err(&without));
    }
    // One from the environment, one from a file it names, one from the configuration file.
    std::fs::write(here.path().join("secret"), "canary-in-a-file\n").unwrap();
    let toml = EXAMPLE.replace("verify_token = \"\"", "verify_token = \"canary-in-the-toml\"");
    std::fs::write(here.path().join("fregues.toml"), toml).unwrap();
    let with = fregues(here.path())
        .args(["config", "--check"])
        .env("FREGUES_WHATSAPP_TOKEN", "canary-in-the-environment")
        .env("FREGUES_WHATSAPP_APP_SECRET_FILE", "secret")
        .output()
        .unwrap();
    assert_eq!(with.status.code(), Some(0), "{}", err(&with));
    assert!(
        !format!("{}{}", out(&with), err(&with)).contains("canary"),
        "secrets are printed: {}",
        out(&with)
    );
    assert!(out(&with).contains("\ntoken = (set)\n") && !out(&with).contains("Config"), "{}", out(&with));
    // A mistyped setting, wherever it stands, is no setting that is silently left out.
    std::fs::write(here.path().join("fregues.toml"), "[whatsapp]\ntokn = \"canary-in-the-toml\"\n").unwrap();
    let mistyped =
        fregues(here.path()).args(["config"]).env("FREGUES_WHATSAPP_TOKN", "canary").output().unwrap();
    assert_eq!(mistyped.status.code(), Some(1));
    let told = err(&mistyped);
    for words in [
        "fregues.toml, line 2: whatsapp.tokn is no setting; did you mean whatsapp.token?",
        "FREGUES_WHATSAPP_TOKN in the environment is no setting",
    ] {
        assert!(told.contains(words) && !told.contains("canary"), "{told}");
    }
}

#[test]
fn a_service_without_secrets_does_not_start() {
    let here = folder();
    let refused = run(here.path(), &["serve"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("whatsapp.app_secret is empty"), "{}", err(&refused));
}

// ---------------------------------------------------------------- programs, merchants, hearing

#[test]
fn programs_are_listed_shown_and_checked() {
    let here = folder();
    let names = out(&run(here.path(), &["program", "list"]));
    assert!(names.lines().count() > 0);
    for name in names.lines() {
        let shown = run(here.path(), &["program", "show", name]);
        std::fs::write(here.path().join("mine.toml"), &shown.stdout).unwrap();
        let checked = run(here.path(), &["program", "check", "mine.toml"]);
        assert_eq!(checked.status.code(), Some(0), "{name}: {}", err(&checked));
    }
    let pets = out(&run(here.path(), &["program", "show", "pets"]));
    let broken = pets.replace("days = 365", "days = 0").replace("price = 6000", "price = -1");
    std::fs::write(here.path().join("broken.toml"), broken).unwrap();
    let refused = run(here.path(), &["program", "check", "broken.toml"]);
    assert_eq!(refused.status.code(), Some(1));
    for fault in ["expiry.days", "reward.1.price"] {
        assert!(err(&refused).contains(fault), "{}", err(&refused));
    }
}

#[test]
fn a_merchant_is_added_with_a_claim_code_and_listed() {
    let here = folder();
    let shop = ["--phone-number-id", "1234", "--phone", "+55 11 95550-0199", "--contact", "(11) 3555-0100"];
    let add = [&["merchant", "add", "Pet da Rosa"], shop.as_slice()].concat();
    let added = run(here.path(), &add);
    assert!(added.status.success(), "{}", err(&added));
    let text = out(&added);
    let link = text.lines().find(|line| line.starts_with("https://wa.me/5511955500199?text=")).unwrap();
    let code = link.split("text=").nth(1).unwrap();
    assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [3, 3, 4], "{code}");
    let listed = out(&run(here.path(), &["merchant", "list"]));
    assert!(listed.contains("Pet da Rosa") && listed.contains(code), "{listed}");
    assert_eq!(run(here.path(), &add).status.code(), Some(1), "a number belongs to one merchant");
    let verified = run(here.path(), &["verify"]);
    assert_eq!(verified.status.code(), Some(0), "{}", out(&verified));
}

#[test]
fn hear_answers_each_line_in_the_form_of_the_labelled_messages() {
    let labelled: Vec<Value> =
        UTTERANCES.lines().step_by(25).map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(labelled.len(), 20);
    let here = folder();
    let mut hear =
        fregues(here.path()).arg("hear").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = String::new();
    for line in &labelled {
        lines
            .push_str(&json!({"text": line["text"], "role": line["role"], "lang": line["lang"]}).to_string());
        lines.push('\n');
    }
    hear.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = hear.wait_with_output().unwrap();
    assert!(output.status.success());
    let heard: Vec<Value> = out(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(heard.len(), labelled.len());
    for (heard, labelled) in heard.iter().zip(&labelled) {
        let keys: Vec<&String> = heard.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["intent", "slots"]);
        assert_eq!(
            (&heard["intent"], &heard["slots"]),
            (&labelled["intent"], &labelled["slots"]),
            "{labelled}"
        );
    }
}

// ---------------------------------------------------------------- logs

/// A whole service and its stop. The canaries stand for what must never be written down.
#[cfg(unix)]
mod logs {
    use super::{fregues, run};
    use fregues::app::clock::Clock;
    use fregues::emulator::{Emulator, Person, Settings, Utterance};
    use std::path::Path;
    use std::process::{Child, Command, ExitStatus, Stdio};
    use std::sync::Arc;
    use std::time::Duration;

    const NUMBER: &str = "106540352242922";
    const TOKEN: &str = "token-zanzibar";
    const SECRET: &str = "secret-kalahari";
    const VERIFY: &str = "verify-patagonia";
    const NAME: &str = "Philomena";
    const WORDS: &str = "chocolate-com-pimenta";
    /// Every spelling in which somebody would recognise themselves.
    const CANARIES: [&str; 9] =
        [TOKEN, SECRET, VERIFY, NAME, WORDS, "987654321", "98765-4321", "BR.canary77", "PHILOMENA"];

    /// The service as a child; killed when the test fails half-way.
    struct Service(Child);

    impl Drop for Service {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    impl Service {
        fn start(folder: &Path, address: &str, api: &str) -> Service {
            let errors = std::fs::File::create(folder.join("stderr")).unwrap();
            let mut command = fregues(folder);
            command
                .arg("serve")
                .env("FREGUES_SERVER_LISTEN", address)
                .env("FREGUES_SERVER_OFFICE", "")
                .env("FREGUES_WHATSAPP_API", api)
                .env("FREGUES_WHATSAPP_TOKEN", TOKEN)
                .env("FREGUES_WHATSAPP_APP_SECRET", SECRET)
                .env("FREGUES_WHATSAPP_VERIFY_TOKEN", VERIFY)
                .env("FREGUES_LOG_LEVEL", "debug")
                .stdout(Stdio::null())
                .stderr(errors);
            Service(command.spawn().unwrap())
        }

        /// SIGTERM, and how it ended within ten seconds.
        async fn stop(&mut self) -> ExitStatus {
            let pid = self.0.id().to_string();
            assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
            let child = &mut self.0;
            until("the service stops", async || child.try_wait().unwrap()).await
        }
    }

    /// Asks again until there is an answer; ten seconds at most.
    async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
        for _ in 0..500 {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("not within ten seconds: {what}")
    }

    async fn emulator(webhook: String) -> (Emulator, String) {
        let clock = Clock::system();
        let emulator = Emulator::new(Settings {
            app_secret: SECRET.to_owned(),
            webhook,
            token: TOKEN.to_owned(),
            seed: 7,
            now: Arc::new(move || clock.now()),
            per_second: 0,
            pair_limit: false,
            allowance: 0,
            typing_pause: false,
        });
        emulator.add_number(NUMBER, "+55 11 95550-0100", "Clube Patinhas");
        emulator.add_person(Person {
            id: "philomena".to_owned(),
            name: NAME.to_owned(),
            phone: Some("+5511987654321".to_owned()),
            wa_id: None,
            user_id: "BR.canary77".to_owned(),
            username: None,
            shows_phone: true,
            about: "cliente".to_owned(),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let api = format!("http://{}", listener.local_addr().unwrap());
        let router = emulator.router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        (emulator, api)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_service_writes_down_nobodys_data_and_stops_when_told() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let here = super::folder();
        let shop =
            ["--phone-number-id", NUMBER, "--phone", "+55 11 95550-0100", "--contact", "(11) 3555-0100"];
        let add = [&["merchant", "add", "Clube Patinhas"], shop.as_slice()].concat();
        assert!(run(here.path(), &add).status.success());

        // A port that was free a moment ago; the service says so if it is not any more.
        let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let (emulator, api) = emulator(format!("http://{address}/webhook")).await;
        let mut service = Service::start(here.path(), &address, &api);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let get = async |path: &str| {
            let answer = client.get(format!("http://{address}{path}")).send().await.ok()?;
            Some((answer.status().as_u16(), answer.text().await.ok()?))
        };
        assert_eq!(until("the service is up", async || get("/live").await).await.0, 200);
        assert_eq!(get("/ready").await.unwrap(), (200, "ready, 0 updates waiting\n".to_owned()));
        let asked =
            |token: &str| format!("/webhook?hub.mode=subscribe&hub.challenge=42&hub.verify_token={token}");
        assert_eq!(get(&asked(VERIFY)).await.unwrap(), (200, "42".to_owned()));
        assert_eq!(get(&asked("wrong")).await.unwrap().0, 403);
        let unsigned = client.post(format!("http://{address}/webhook")).body(WORDS).send().await.unwrap();
        assert_eq!(unsigned.status().as_u16(), 401);

        let texts = [WORDS.to_owned(), "1".to_owned(), "saldo".to_owned(), format!("meu nome é {NAME}")];
        for (before, text) in texts.iter().enumerate() {
            emulator.say("philomena", NUMBER, Utterance::text(text));
            until("she is answered", async || {
                emulator.pump().await;
                let chat = emulator.chat("philomena");
                (chat.iter().filter(|bubble| !bubble.from_person).count() > before).then_some(())
            })
            .await;
        }
        // Statuses of the last answer go their way too.
        emulator.pump().await;
        assert!(emulator.violations().is_empty(), "{:?}", emulator.violations());

        let status = service.stop().await;
        let log = std::fs::read_to_string(here.path().join("stderr")).unwrap();
        assert_eq!(status.code(), Some(0), "{log}");
        assert!(log.contains("serving") && log.contains("batch"), "the log is one: {log}");
        for canary in CANARIES {
            let found = log.lines().find(|line| line.contains(canary));
            assert_eq!(found, None, "{canary} is in the log");
        }
        assert_eq!(run(here.path(), &["verify"]).status.code(), Some(0));
    }
}
