//! Commands beside a running service: on SQLite the service does them, because it has the file.

use crate::support::engines::sqlite;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

pub const SECRET: &str = "app-secret-kalahari";

pub struct Beside {
    folder: tempfile::TempDir,
    service: Child,
    office: String,
    listen: String,
}

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = self.service.kill();
        let _ = self.service.wait();
    }
}

pub fn fregues(folder: &std::path::Path, database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fregues"));
    for (name, value) in [
        ("DATABASE_URL", database),
        ("DATABASE_KEY", &"7a".repeat(32)),
        ("WHATSAPP_TOKEN", "token-zanzibar"),
        ("WHATSAPP_APP_SECRET", SECRET),
        ("WHATSAPP_VERIFY_TOKEN", "verify"),
        ("WHATSAPP_API", "http://127.0.0.1:9"),
        ("LOG_FORMAT", "json"),
    ] {
        command.env(format!("FREGUES_{name}"), value);
    }
    command.current_dir(folder).stdin(Stdio::null());
    command
}

impl Beside {
    /// A service on an empty database of its own.
    pub fn start(database: &str) -> Beside {
        let folder = tempfile::tempdir().unwrap();
        let mut command = fregues(folder.path(), database);
        command.arg("serve").stderr(Stdio::piped());
        for name in ["LISTEN", "OFFICE"] {
            command.env(format!("FREGUES_SERVER_{name}"), "127.0.0.1:0");
        }
        let mut service = command.spawn().unwrap();
        let mut addresses =
            BufReader::new(service.stderr.take().unwrap()).lines().map_while(Result::ok).filter_map(|line| {
                Some((
                    line.contains("office"),
                    line.split_once(r#""address":""#)?.1.split('"').next()?.to_owned(),
                ))
            });
        let (mut office, mut listen) = (String::new(), String::new());
        while office.is_empty() || listen.is_empty() {
            let (of_office, address) = addresses.next().expect("the service starts");
            *(if of_office { &mut office } else { &mut listen }) = address;
        }
        // Nobody reads further: what follows goes nowhere.
        std::thread::spawn(move || addresses.count());
        Beside { folder, service, office, listen }
    }

    /// Puts a file into the folder that commands are run in.
    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn asked(&self, database: &str, arguments: &[&str], changed: &[(&str, &str)]) -> Output {
        let mut command = fregues(self.folder.path(), database);
        command.env("FREGUES_SERVER_OFFICE", &self.office).env("FREGUES_SERVER_LISTEN", &self.listen);
        for (name, value) in changed {
            command.env(name, value);
        }
        command.args(arguments).output().unwrap()
    }
}

pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

pub const SHOP: [&str; 9] = [
    "merchant",
    "add",
    "Pet da Rosa",
    "--phone-number-id",
    "1234",
    "--phone",
    "+55 11 95550-0199",
    "--contact",
    "(11) 3555-0100",
];

#[tokio::test(flavor = "multi_thread")]
async fn commands_beside_a_running_service_are_done_by_it() {
    let db = sqlite().await;
    let beside = Beside::start(&db.url);
    let token = beside.folder.path().join("token");
    std::fs::write(&token, "token-of-rosa\n").unwrap();
    let backup = beside.folder.path().join("copy.db").display().to_string();
    // What is asked, and what must be said: with ✘ the command ends with 1.
    let steps: [(&[&str], &str); 22] = [
        (&["merchant", "list"], "no merchant yet"),
        (&[&SHOP[..], &["--token-file", "token"]].concat(), "https://wa.me/5511955500199?text="),
        (&SHOP, "✘ the number 1234 belongs to one already"),
        (&["merchant", "list"], "own token"),
        (
            &["merchant", "set", "1", "--contact", "(11) 1111-1111", "--per-second", "20"],
            "Merchant 1 is changed",
        ),
        (&["merchant", "set", "1"], "✘ Nothing is to be changed"),
        (&["merchant", "set", "7", "--name", "X"], "✘ There is no merchant 7"),
        (&["merchant", "pause", "1"], "paused"),
        (&["merchant", "resume", "1"], "served again"),
        (&["verify"], "every rule holds"),
        (&["backup", "copy.db"], "reads well"),
        (&["backup", "copy.db"], "✘ is there already"),
        (&["outbox", "list"], "No bubble rests"),
        (&["template", "list", "--merchant", "1"], "not known at WhatsApp"),
        (&["template", "push"], "✘ the account of its number is not known"),
        (&["template", "sync", "--merchant", "7"], "✘ There is no merchant 7"),
        (&["costs", "2026-11"], "free service messages left: 1000"),
        (&["report", "2026-11"], "closing is 0 available, 0 held, 0 in vouchers"),
        (&["report", "2026-10", "--csv"], "mês;loja;unidade;saldo inicial;"),
        (&["report", "2026-10", "--csv", "--out", "."], "fregues-2026-10-1.csv is written"),
        (&["report", "2026-13"], "✘ is no month"),
        (&["healthcheck"], "ready, 0 updates waiting"),
    ];
    for (arguments, expected) in steps {
        let output = beside.asked(&db.url, arguments, &[]);
        let (code, words) = match expected.strip_prefix("✘ ") {
            Some(words) => (1, words),
            None => (0, expected),
        };
        assert!(said(&output).contains(words), "{arguments:?}: {}", said(&output));
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", said(&output));
    }
    let copy = std::fs::read(&backup).unwrap();
    assert!(!copy.windows(13).any(|bytes| bytes == b"token-of-rosa"), "the token is in the copy");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

/// What the README says under "Backup" and "Restore", word for word, after the service was killed.
#[tokio::test(flavor = "multi_thread")]
async fn a_killed_service_is_restored_from_its_backup_and_from_nothing_else() {
    let db = sqlite().await;
    let database = db.url.strip_prefix("sqlite:").unwrap().to_owned();
    let mut beside = Beside::start(&db.url);
    for arguments in [&SHOP[..], &["backup", "copy.db"], &["merchant", "set", "1", "--name", "Pet da Bruxa"]]
    {
        assert!(beside.asked(&db.url, arguments, &[]).status.success(), "{arguments:?}");
    }
    beside.service.kill().unwrap();
    beside.service.wait().unwrap();
    // The damaged database, the log that holds its last pages, and the index of that log: each alone is in the way.
    let away = beside.folder.path().join("damaged");
    for ending in ["", "-wal", "-shm"] {
        let left = format!("{database}{ending}");
        let refused = beside.asked(&db.url, &["restore", "copy.db"], &[]);
        assert_eq!(refused.status.code(), Some(1), "{ending}");
        assert!(said(&refused).contains(&left) && said(&refused).contains("move all"), "{}", said(&refused));
        std::fs::rename(&left, format!("{}{ending}", away.display())).unwrap();
    }
    let restored = beside.asked(&db.url, &["restore", "copy.db"], &[]);
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(said(&restored).contains("The ledger of the backup adds up"), "{}", said(&restored));
    let served = Beside::start(&db.url);
    let listed = said(&served.asked(&db.url, &["merchant", "list"], &[]));
    assert!(listed.contains("Pet da Rosa") && !listed.contains("Bruxa"), "{listed}");
    assert!(said(&served.asked(&db.url, &["verify"], &[])).contains("every rule holds"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_cannot_be_asked_is_named() {
    let db = sqlite().await;
    let beside = Beside::start(&db.url);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    for (changed, expected) in [
        (("FREGUES_SERVER_OFFICE", ""), "server.office is empty"),
        (("FREGUES_SERVER_OFFICE", nobody.as_str()), "nobody answers at server.office"),
        (("FREGUES_SERVER_OFFICE", beside.listen.as_str()), "not the office of this version: HTTP 404"),
        (("FREGUES_WHATSAPP_APP_SECRET", "another"), "The office does not know you"),
    ] {
        let output = beside.asked(&db.url, &["merchant", "list"], &[changed]);
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains(expected), "{}", said(&output));
        assert!(!said(&output).contains(SECRET));
    }
    // To look at the ledger nobody has to be asked.
    let unasked = [("FREGUES_SERVER_OFFICE", ""), ("FREGUES_WHATSAPP_APP_SECRET", "")];
    let looked = beside.asked(&db.url, &["verify"], &unasked);
    assert!(looked.status.success() && said(&looked).contains("every rule holds"), "{}", said(&looked));
    let unwell = beside.asked(&db.url, &["healthcheck"], &[("FREGUES_SERVER_LISTEN", &nobody)]);
    assert_eq!(unwell.status.code(), Some(1));
    assert!(said(&unwell).contains("nobody answers"), "{}", said(&unwell));
}

#[test]
fn an_office_that_others_can_reach_must_be_meant() {
    let folder = tempfile::tempdir().unwrap();
    let start = |public: &str| {
        let mut command = fregues(folder.path(), "sqlite:x/fregues.db");
        command.env("FREGUES_SERVER_OFFICE", "0.0.0.0:0").env("FREGUES_SERVER_OFFICE_PUBLIC", public);
        said(&command.args(["config", "--check"]).output().unwrap())
    };
    assert!(start("false").contains("which other machines can reach"), "{}", start("false"));
    assert!(start("true").contains("the service can start"), "{}", start("true"));
    assert!(start("perhaps").contains("must be true or false"), "{}", start("perhaps"));
}
