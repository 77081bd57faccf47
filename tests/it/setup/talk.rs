//! Setup played from an empty folder with piped answers: to the owner's claim, stopped and taken up again at each step,
//! and through what can be refused on the way.

use super::{SECRET, TOKEN, emulator, serve};
use crate::support::engines::Db;
use crate::support::raw::Raw;
use crate::support::shop::NUMBER;
use fregues::config::{Config, EXAMPLE};
use fregues::emulator::{Account, Emulator, Utterance, WABA};
use std::net::TcpListener;
use std::process::Stdio;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio_util::sync::CancellationToken;

const PIN: &str = "736251";

/// A folder to set up in, and where Meta's part is played.
pub struct Desk {
    pub folder: TempDir,
    pub api: String,
    pub listen: String,
}

/// A run of setup: what it printed, and its exit code; none when it was killed.
pub struct Run {
    pub out: String,
    pub code: Option<i32>,
}

impl Desk {
    pub fn at(folder: TempDir, api: String) -> Desk {
        // A port that was free a moment ago; setup says so if it is not any more.
        let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        Desk { folder, api, listen }
    }

    /// An empty folder, and an emulator on its first day.
    pub async fn new(change: impl FnOnce(&mut Account)) -> (Desk, Emulator) {
        let emulator = emulator();
        emulator.set_account(Account::fresh());
        emulator.change(change);
        let api = serve(emulator.router()).await;
        tokio::spawn(emulator.clone().run(CancellationToken::new()));
        (Desk::at(tempfile::tempdir().unwrap(), api), emulator)
    }

    pub fn public(&self) -> String {
        format!("http://{}", self.listen)
    }

    /// The binary in the folder, without settings of whoever runs the tests.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fregues"));
        command.current_dir(self.folder.path()).args(arguments).kill_on_drop(true);
        for (name, _) in
            std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("FREGUES_"))
        {
            command.env_remove(name);
        }
        command.env("FREGUES_SERVER_LISTEN", &self.listen).env("FREGUES_SERVER_OFFICE", "");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    async fn start(&self, options: &[&str], answers: &[&str], wait: &str) -> Child {
        let setup = [&["setup", "--api", &self.api, "--wait", wait], options].concat();
        let mut child = self.command(&setup).spawn().unwrap();
        let typed: String = answers.iter().flat_map(|answer| [*answer, "\n"]).collect();
        child.stdin.take().unwrap().write_all(typed.as_bytes()).await.unwrap();
        child
    }

    /// Runs with these answers and then the end of the input.
    async fn run(&self, answers: &[&str]) -> Run {
        self.run_with(&[], answers).await
    }

    async fn run_with(&self, options: &[&str], answers: &[&str]) -> Run {
        let output = self.start(options, answers, "0").await.wait_with_output().await.unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let run = Run { out: text(&output.stdout) + &text(&output.stderr), code: output.status.code() };
        self.shows_no_secret(&run.out);
        run
    }

    /// Runs until the code is shown; then `then` happens, and the run goes on to its end.
    pub async fn run_to_code(&self, answers: &[&str], then: impl AsyncFnOnce(&str, &mut Child)) -> Run {
        let mut child = self.start(&[], answers, "30").await;
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut out = String::new();
        while let Some(line) = lines.next_line().await.unwrap() {
            out.push_str(&line);
            out.push('\n');
            if let Some((_, code)) = line.split_once("?text=") {
                then(code, &mut child).await;
                break;
            }
        }
        let mut rest = lines.into_inner();
        rest.read_to_string(&mut out).await.unwrap();
        let code = child.wait().await.unwrap().code();
        self.shows_no_secret(&out);
        Run { out, code }
    }

    fn shows_no_secret(&self, out: &str) {
        let verify = std::fs::read_to_string(self.folder.path().join("fregues.toml")).unwrap();
        let verify = verify.lines().find_map(|line| line.strip_prefix("verify_token = \"")).unwrap();
        let verify = verify.split('"').next().unwrap();
        for secret in [TOKEN, SECRET, PIN, verify] {
            assert!(secret.len() > 5 && !out.contains(secret), "{secret} is shown:\n{out}");
        }
    }
}

impl Run {
    fn says(&self, words: &str) -> &Self {
        assert!(self.out.contains(words), "{words:?} is not in\n{}", self.out);
        self
    }

    fn never_says(&self, words: &str) -> &Self {
        assert!(!self.out.contains(words), "{words:?} is in\n{}", self.out);
        self
    }

    fn ended(&self, code: i32) {
        assert_eq!(self.code, Some(code), "{}", self.out);
    }
}

/// Enter, for what is in brackets.
pub const ENTER: &str = "";
/// Account, number, and the shop's questions.
pub const SHOP: [&str; 9] = [ENTER, ENTER, ENTER, ENTER, "(11) 3555-0100", ENTER, ENTER, ENTER, ENTER];

#[tokio::test(flavor = "multi_thread")]
async fn it_is_taken_up_again_wherever_it_stopped() {
    let (desk, emulator) = Desk::new(|account| account.pin = PIN.to_owned()).await;
    let stops = async |answers: &[&str], done: &str, next: &str| {
        let run = desk.run(answers).await;
        run.says(done).says(next).says("Stopped. Nothing is lost").ended(1);
        run
    };
    stops(&[], "Settings are begun in fregues.toml", "○ token           there is none yet").await;
    stops(&["mistyped"], "○ token           Meta refused", "(not shown)").await;
    stops(&[TOKEN], "✔ token ", "○ app secret ").await.never_says("begun");
    stops(&["mistyped"], "it is not the one of app", "(not shown)").await;
    // In the middle of the shop's questions: the number was not kept yet, and is asked again.
    stops(&[SECRET, ENTER, ENTER, "Patinhas"], "✔ app secret ", "First store").await;
    stops(&SHOP, "✔ shop            Clube Patinhas (merchant 1)", "○ registration ").await;
    stops(&["111111"], "(code 133005)", "later to go on without").await.never_says("Time zone");
    stops(&["73", PIN], "✔ registration ", "○ public address  no public address is known yet").await;
    stops(&["http://127.0.0.1:1"], "✘ public address  nothing answers", "[http://127.0.0.1:1]").await;
    let done = stops(&[&desk.public()], "✔ public address ", "○ profile ").await;
    done.says("○ webhook ").says("✔ webhook ").says("✔ subscription ").says("✔ payment ");
    let killed = desk.run_to_code(&["ola@patinhas.example"], async |_, child| child.kill().await.unwrap());
    killed.await.says("✔ profile ").says("✔ commands        9 commands and 4 ice breakers");
    desk.run(&[]).await.says("✘ owner           nobody has sent").says("Left to do: owner").ended(1);

    let claim = async |code: &str, _: &mut Child| {
        emulator.say("carla", NUMBER, Utterance::text(code));
    };
    let claimed = desk.run_to_code(&[], claim).await;
    claimed.says("✔ owner           has claimed the shop").says("✔ test message    an answer was sent");
    claimed.says("Everything is set up").never_says("○").ended(0);
    let answer = emulator.chat("carla").pop().unwrap();
    assert!(!answer.from_person && answer.body.contains("Clube Patinhas"), "{answer:?}");
    let done = desk.run(&[]).await;
    done.says("Everything is set up").never_says("sends this code").never_says("○").ended(0);
    done.says("Customers join at https://wa.me/").says("?text=Quero%20participar%20do%20Clube%20Patinhas");
    let listed = desk.command(&["merchant", "list"]).output().await.unwrap();
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert!(listed.lines().count() == 1 && listed.contains("claimed"), "{listed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_configuration_keeps_its_comments_and_is_nobody_elses() {
    let (desk, _) = Desk::new(|_| {}).await;
    let path = desk.folder.path().join("fregues.toml");
    let mine =
        EXAMPLE.replace("level = \"info\"   ", "level = \"warn\" # mine, and so is this:\n# a line\n#");
    std::fs::write(&path, &mine).unwrap();
    desk.run(&[TOKEN, SECRET]).await.says("✔ app secret ");
    let written = std::fs::read_to_string(&path).unwrap();
    for (before, after) in mine.lines().zip(written.lines()) {
        let comment = |line: &str| line.split_once(" # ").map(|(_, comment)| comment.to_owned());
        assert_eq!(comment(before), comment(after));
        let key = before.split(" = ").next().unwrap();
        let set = ["token", "app_secret", "app_id", "verify_token", "api"].contains(&key);
        assert_eq!(before != after, set, "{before}");
    }
    assert_eq!(mine.lines().count(), written.lines().count());
    let config = Config::load(Some(&path)).unwrap();
    assert_eq!((config.whatsapp.token.reveal(), config.whatsapp.app_secret.reveal()), (TOKEN, SECRET));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_meta_refuses_is_told_and_can_be_left_for_later() {
    type Case = (fn(&mut Account), &'static [&'static str], &'static str, &'static str);
    // After the shop's answers: the PIN, then what the step asks; the address comes where it says so.
    let cases: [Case; 7] = [
        (
            |a| a.registrations_left = 0,
            &[PIN, "later", "ADDRESS", "a@b"],
            "(code 133016) → registered",
            "registration",
        ),
        (
            |a| a.callback_fails = true,
            &[PIN, "ADDRESS", "later", "a@b"],
            "(code 2200) → Meta could not",
            "webhook",
        ),
        (|a| a.live = false, &[PIN, "ADDRESS", "later", "a@b"], "✘ live mode ", "live mode"),
        (|a| a.paid = false, &[PIN, "ADDRESS", "later", "a@b"], "✘ payment ", "payment"),
        (
            |a| a.untold = vec!["health_status".into()],
            &[PIN, "ADDRESS", "y", "n", "a@b"],
            "✔ live mode       as you say",
            "payment",
        ),
        (|a| a.quality = "RED".into(), &[PIN, "ADDRESS", "later", "a@b"], "✘ quality         RED", "quality"),
        (|a| a.forgets = true, &[PIN, "ADDRESS", "a@b", "later"], "○ commands ", "commands"),
    ];
    for (change, answers, expected, left) in cases {
        let (desk, _) = Desk::new(change).await;
        let public = desk.public();
        let answers =
            answers.iter().map(|answer| if *answer == "ADDRESS" { public.as_str() } else { answer });
        let all: Vec<&str> = [TOKEN, SECRET].into_iter().chain(SHOP).chain(answers).collect();
        desk.run(&all).await.says(expected).says(&format!("Left to do: {left}, owner.")).ended(1);
    }
}

/// Proxies and DNS are put right while setup waits: it looks as often as somebody presses Enter.
#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_not_reached_is_looked_at_again_and_can_be_another() {
    let (desk, _) = Desk::new(|account| account.registered = true).await;
    let wall = serve(axum::Router::new()).await;
    let public = desk.public();
    let until: Vec<&str> = [TOKEN, SECRET].into_iter().chain(SHOP).collect();
    let typed = |rest: &[&'static str]| [&until[..], &["http://127.0.0.1:1"], rest].concat();
    let mut answers = typed(&[ENTER, ENTER]);
    answers.extend([wall.as_str(), public.as_str()]);
    let run = desk.run(&answers).await;
    let nothing = run.out.matches("✘ public address  nothing answers at http://127.0.0.1:1/webhook").count();
    assert_eq!(nothing, 3, "{}", run.out);
    run.says("→ start fregues serve and the proxy").says("Enter to look again, another address, or later");
    run.says("Ctrl+C stops, and setup goes on here").says("answers 404").says("✔ public address ").ended(1);

    let (desk, _) = Desk::new(|account| account.registered = true).await;
    desk.run(&typed(&[ENTER, "later", "later"])).await.says("(code 2200)").says("✔ live mode").ended(1);
    let mut shadowed = desk.command(&["setup"]);
    let child = shadowed.env("FREGUES_SERVER_PUBLIC_URL", "http://127.0.0.1:1").spawn();
    let mut child = child.unwrap();
    child.stdin.take().unwrap().write_all(b"https://loja.example\n").await.unwrap();
    let output = child.wait_with_output().await.unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("FREGUES_SERVER_PUBLIC_URL"), "{output:?}");
}

/// What is pressed Enter after is tried again, not only looked at.
#[tokio::test(flavor = "multi_thread")]
async fn what_meta_refused_is_tried_again_with_one_enter() {
    let (desk, _) = Desk::new(|account| account.callback_fails = true).await;
    let public = desk.public();
    let answers: Vec<&str> =
        [TOKEN, SECRET].into_iter().chain(SHOP).chain([PIN, &public, ENTER, ENTER]).collect();
    let run = desk.run(&answers).await;
    assert_eq!(run.out.matches("(code 2200)").count(), 3, "{}", run.out);
}

/// The address that was tried is named with what is likely wrong with it, and no other token is asked for.
#[tokio::test(flavor = "multi_thread")]
async fn an_api_that_is_not_there_is_named() {
    let (mut desk, _) = Desk::new(|_| {}).await;
    let there = desk.api.clone();
    let wall = serve(axum::Router::new()).await;
    let wall_says = format!("{wall} says HTTP 404");
    for (api, expected) in [
        ("http://127.0.0.1:1".to_owned(), "Meta was not reached at http://127.0.0.1:1: "),
        (there.replace("http:", "https:"), "speaks http and not https: fregues setup --api http://… sets"),
        (wall.clone(), "without Graph's JSON → look at whatsapp.api"),
        (wall, wall_says.as_str()),
    ] {
        desk.api = api;
        // Only the first run has no token yet, and asks for one.
        let first = !desk.folder.path().join("fregues.toml").exists();
        let run = desk.run(if first { &[TOKEN, ENTER] } else { &[ENTER] }).await;
        assert_eq!(run.out.matches("(not shown)").count(), usize::from(first), "{}", run.out);
        run.says(expected).says("--api").says("Enter to look again").ended(1);
    }
    for api in ["127.0.0.1:8090", "localhost:8090", "ftp://x"] {
        desk.api = api.to_owned();
        desk.run(&[])
            .await
            .says(&format!("--api {api:?} is not taken"))
            .says("http://127.0.0.1:8090")
            .ended(1);
    }
    desk.api = there;
    desk.run(&[]).await.says("✔ token ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_was_added_by_hand_is_taken_over() {
    let (desk, _) = Desk::new(|_| {}).await;
    let shop = ["merchant", "add", "Pet da Rosa", "--phone-number-id", NUMBER, "--phone", "+55 11 4000-1234"];
    let added = desk.command(&[&shop[..], &["--contact", "(11) 3555-0100"]].concat()).output().await.unwrap();
    assert!(added.status.success(), "{added:?}");
    let run = desk.run(&[TOKEN, SECRET, "1", WABA]).await;
    run.says("✘ number          Meta refused").says("✔ number          +55 11 4000-1234");
    run.says("✔ shop            Pet da Rosa (merchant 1)").never_says("Name, as customers read it").ended(1);
}

/// Its price is the rate card's, as of a shop added by hand, and its pace what Meta lets such a number.
#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_the_business_app_shares_is_set_to_its_pace() {
    let (desk, _) = Desk::new(|account| account.on_business_app = true).await;
    let answers = [&[TOKEN, SECRET], &SHOP[..]].concat();
    desk.run(&answers).await.says("✔ shop            Clube Patinhas (merchant 1)");
    let database = Db::file(&desk.folder.path().join("fregues-data/fregues.db"));
    let settings = Raw::of(&database).await.rows("select per_second, announcement_price from merchant").await;
    assert_eq!(settings, ["20 | 0"]);
    desk.run(&[])
        .await
        .says("✔ number")
        .says("shared with the WhatsApp Business app")
        .never_says("here it may");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_shop_is_set_up_with_a_token_of_its_own() {
    const ROSA: &str = "206540352242922";
    let (desk, emulator) = Desk::new(|_| {}).await;
    let public = desk.public();
    let first: Vec<&str> = [TOKEN, SECRET].into_iter().chain(SHOP).chain([PIN, &public, "a@b"]).collect();
    desk.run(&first).await.says("Left to do: owner.").ended(1);
    emulator.add_number(ROSA, "+55 11 95550-0199", "Pet da Rosa");
    let said = async |arguments: &[&str]| {
        let output = desk.command(arguments).output().await.unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    };
    std::fs::write(desk.folder.path().join("rosa.token"), "EAAG-canary-mistyped").unwrap();
    let shop = ["merchant", "add", "Pet da Rosa", "--phone-number-id", ROSA, "--phone", "+55 11 95550-0199"];
    let meta = ["--contact", "(11) 3555-0100", "--waba", WABA, "--token-file", "rosa.token"];
    assert!(said(&[&shop[..], &meta].concat()).await.contains("Merchant 2 is added"));
    desk.run(&[]).await.says("say which with --merchant (1 Clube Patinhas, 2 Pet da Rosa)").ended(1);
    desk.run_with(&["--merchant", "7"], &[]).await.says("There is no merchant 7").ended(1);

    let rosa = ["--merchant", "2"];
    desk.run_with(&rosa, &[]).await.says("○ own token       Meta refused").never_says("✔ number").ended(1);
    let app = emulator.account().app_id;
    emulator.change(|account| account.other_tokens = [("EAAG-canary-rosa".to_owned(), app)].into());
    let run = desk.run_with(&rosa, &["EAAG-canary-rosa"]).await;
    run.says("✔ own token       of a system user").says("✔ number          +55 11 95550-0199");
    run.says("✔ shop            Pet da Rosa (merchant 2)").says("✔ templates       all 27 are approved");
    run.says("Left to do: owner.").never_says("canary").ended(1);
    let again = desk.run_with(&rosa, &[]).await;
    again.says("✔ own token ").never_says("○").never_says("Clube").ended(1);

    let doctor = said(&["doctor", "--merchant", "2"]).await;
    for line in ["✔ own token ", "✘ owner           nobody has sent the claim code yet → the owner sends "]
    {
        assert!(doctor.contains(line) && !doctor.contains("canary"), "{doctor}");
    }
    assert!(said(&["doctor", "--merchant", "7"]).await.contains("✘ shop            there is no merchant 7"));
    let listed = said(&["template", "list", "--merchant", "2"]).await;
    assert_eq!(listed.matches(" APPROVED as ").count(), 27, "setup notes what is there: {listed}");
    let pushed = said(&["template", "push", "--merchant", "2"]).await;
    assert_eq!(pushed, "Pet da Rosa (merchant 2)\n  nothing is missing\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_of_an_empty_folder_sends_to_setup() {
    let (desk, _) = Desk::new(|_| {}).await;
    let doctor = desk.command(&["doctor"]).env("FREGUES_WHATSAPP_API", &desk.api).output().await.unwrap();
    let lines = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert_eq!(doctor.status.code(), Some(1), "{lines}");
    for words in ["✘ configuration ", "fregues.db is not there → ", "✘ token           there is none yet → "]
    {
        assert!(lines.contains(words) && lines.contains("run fregues setup"), "{lines}");
    }
    assert_eq!(std::fs::read_dir(desk.folder.path()).unwrap().count(), 0, "and makes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_service_is_told_of() {
    let (desk, _) = Desk::new(|account| account.registered = true).await;
    let taken = TcpListener::bind(&desk.listen).unwrap();
    let all: Vec<&str> = [TOKEN, SECRET].into_iter().chain(SHOP).collect();
    desk.run(&all).await.says("✔ shop ").says("cannot be listened on").says("Stop it first").ended(1);
    drop(taken);
    let path = desk.folder.path().join("fregues-data/fregues.db");
    let store = fregues::store::Store::open(&format!("sqlite:{}", path.display()), 1).await.unwrap();
    desk.run(&[]).await.says("The database cannot be opened").says("in use by another process").ended(1);
    store.close().await;
    let mut elsewhere = desk.command(&["setup"]);
    elsewhere.env("FREGUES_WHATSAPP_TOKEN", "shadow").stdin(Stdio::piped());
    let mut child = elsewhere.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"another\n").await.unwrap();
    let output = child.wait_with_output().await.unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("wins over the file"), "{output:?}");
}
