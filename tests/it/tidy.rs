//! The rules of the house that no compiler knows, read from the sources. Each fault says why the rule is.

mod sql;

use std::path::{Path, PathBuf};

/// A source file: path from the root of the project, and text.
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    fn sample(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    fn is_in(&self, places: &[&str]) -> bool {
        places
            .iter()
            .any(|place| self.path == *place || (place.ends_with('/') && self.path.starts_with(place)))
    }

    /// Lines of code with their number: comments, and what only unit tests say, left out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let own = self.text.split("#[cfg(test)]").next().unwrap_or_default();
        (1..).zip(own.lines()).map(|(number, line)| (number, line.split("//").next().unwrap_or_default()))
    }
}

pub fn sources(folders: &[&str]) -> Vec<Source> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in folders {
        collect(&root, &root.join(folder), &mut found);
    }
    assert!(!found.is_empty(), "no sources in {folders:?}");
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            found.push(Source { path: name, text: std::fs::read_to_string(&path).unwrap() });
        }
    }
}

/// Whether `word` stands in `line` as a word of its own.
pub fn says(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

type Check = fn(&Source) -> Vec<String>;

/// Which rooms a room may look into, and why not further.
const ROOMS: [(&str, &[&str], &str); 10] = [
    ("domain", &["domain"], "the rules must be true without any shell around them"),
    (
        "dialogue",
        &["dialogue", "domain"],
        "a conversation is decided from plain facts, so that it can be tested",
    ),
    ("store", &["store", "dialogue", "domain"], "the store writes what was decided and sends nothing"),
    ("whatsapp", &["whatsapp", "dialogue", "domain"], "the wire knows nothing of points or tables"),
    ("email", &["email", "domain"], "a letter is written from words, and nothing is decided by it"),
    ("moving", &["moving", "dialogue", "domain"], "a sheet is read before anybody is asked what is there"),
    ("emulator", &["emulator"], "it stands for WhatsApp, which knows nothing of us"),
    (
        "app",
        &["app", "email", "moving", "whatsapp", "store", "dialogue", "domain"],
        "the service must not know who plays with it",
    ),
    (
        "setup",
        &[
            "setup", "app", "whatsapp", "store", "dialogue", "domain", "config", "poster", "process",
            "programs",
        ],
        "a real number is set up without an emulator or a player in sight",
    ),
    (
        "play",
        &[
            "play", "app", "email", "emulator", "whatsapp", "store", "dialogue", "domain", "cli", "config",
            "programs",
        ],
        "players stand on the service, the demo on the players",
    ),
];

fn imports(source: &Source) -> Vec<String> {
    let room =
        source.path.strip_prefix("src/").and_then(|path| path.split(['/', '.']).next()).unwrap_or_default();
    let Some((_, allowed, why)) = ROOMS.iter().find(|(name, ..)| *name == room) else { return Vec::new() };
    let mut faults = Vec::new();
    for (number, line) in source.code() {
        for (at, _) in line.match_indices("crate::") {
            let named = &line[at + "crate::".len()..];
            let other: String = named.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !other.is_empty() && other != "statement" && !allowed.contains(&other.as_str()) {
                faults.push(format!("{}:{number}: {room} looks into {other}, but {why}", source.path));
            }
        }
    }
    faults
}

/// A crate or path, where it may be named, and why nowhere else.
const PLACES: [(&str, &[&str], &str); 5] = [
    ("sqlx", &["src/store/"], "what differs between the engines is hidden in one room"),
    (
        "axum",
        &[
            "src/app/http.rs",
            "src/app/api/",
            "src/app/office/door.rs",
            "src/app/leaving.rs",
            "src/emulator/",
            "src/demo/",
            "src/play/",
            "src/cli.rs",
            "src/process.rs",
        ],
        "HTTP comes in by few doors, and the rest is tested without them",
    ),
    (
        "reqwest",
        &["src/whatsapp/", "src/emulator/", "src/cli/ask.rs", "src/app/courier/wire.rs"],
        "whoever sends must tell not sent from unknown",
    ),
    ("lettre", &["src/email/"], "whoever sends must tell not sent from unknown"),
    ("std::env", &["src/config.rs"], "every setting is in one list, or nobody can know what is in force"),
];

fn places(source: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    for (named, allowed, why) in PLACES {
        if !source.path.starts_with("src/") || source.is_in(allowed) {
            continue;
        }
        for (number, line) in source.code().filter(|(_, line)| says(line, named)) {
            faults.push(format!(
                "{}:{number}: {named} is named here, but {why}: {}",
                source.path,
                line.trim()
            ));
        }
    }
    faults
}

/// Words that the pure rooms never say.
const IMPURE: [&str; 8] = ["async", "await", "tokio", "SystemTime", "Utc::now", "rand", "f32", "f64"];

fn purity(source: &Source) -> Vec<String> {
    if !source.is_in(&["src/domain/", "src/dialogue/"]) {
        return Vec::new();
    }
    // Fluent counts plurals in floating point; money and points never come near it.
    let plural = source.path == "src/dialogue/copy.rs";
    let mut faults = Vec::new();
    for (number, line) in source.code() {
        for word in IMPURE.iter().filter(|word| says(line, word)) {
            if !(plural && *word == "f64") {
                faults.push(format!(
                    "{}:{number}: {word}: the same message must lead to the same decision on any day and machine",
                    source.path
                ));
            }
        }
    }
    faults
}

const LONGEST: usize = 500;

fn length(source: &Source) -> Vec<String> {
    let lines = source.text.lines().count();
    let fault = format!("{}: {lines} lines; above {LONGEST} nobody reads a file whole", source.path);
    if lines > LONGEST && source.is_in(&["src/", "tests/"]) { vec![fault] } else { Vec::new() }
}

/// What must not be left lying about. Put together here, so that this list is none of it.
fn leftovers(source: &Source) -> Vec<String> {
    let marks = ["TO!DO", "FIX!ME", "dbg!!(", "todo!!(", "unimplemented!!(", "#[ig!nore"];
    let mut faults = Vec::new();
    for (number, line) in (1..).zip(source.text.lines()) {
        for mark in marks.map(|mark| mark.replacen('!', "", 1)) {
            if line.contains(&mark) {
                faults.push(format!(
                    "{}:{number}: {mark}: finish it, or write down elsewhere that it is open",
                    source.path
                ));
            }
        }
    }
    faults
}

/// Effects are matched to the last variant, so that a new one is a compile error and not a silence.
fn closed_matches(source: &Source) -> Vec<String> {
    let lines: Vec<(usize, &str)> = source.code().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut faults = Vec::new();
    for (index, (number, line)) in
        lines.iter().enumerate().filter(|(_, (_, line))| line.trim().starts_with("_ =>"))
    {
        let above = lines[..index].iter().rev().map(|(_, arm)| *arm);
        let mut arms = above.take_while(|arm| arm.trim().is_empty() || indent(arm) >= indent(line));
        if arms.any(|arm| indent(arm) == indent(line) && arm.trim().starts_with("Effect::")) {
            faults.push(format!(
                "{}:{number}: `_ =>` over Effect: a new one would be dropped in silence",
                source.path
            ));
        }
    }
    faults
}

const CHECKS: [(&str, Check); 6] = [
    ("imports", imports),
    ("places", places),
    ("purity", purity),
    ("length", length),
    ("leftovers", leftovers),
    ("closed matches", closed_matches),
];

#[test]
fn the_rules_of_the_house_hold() {
    let sources = sources(&["src", "tests", "benches"]);
    let faults: Vec<String> = CHECKS.iter().flat_map(|(_, check)| sources.iter().flat_map(check)).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn each_rule_of_the_house_can_fail() {
    let long = "//\n".repeat(LONGEST + 1);
    let samples: [(&str, &str, &str, &str); 17] = [
        ("imports", "src/domain/x.rs", "use crate::store::Store;", "domain looks into store"),
        ("imports", "src/dialogue/x.rs", "fn a(b: crate::app::App) {}", "dialogue looks into app"),
        ("imports", "src/store/x.rs", "use crate::whatsapp::client::Client;", "store looks into whatsapp"),
        ("imports", "src/whatsapp/x.rs", "use crate::store::Store;", "whatsapp looks into store"),
        ("imports", "src/emulator/x.rs", "use crate::domain::phone::Phone;", "emulator looks into domain"),
        ("imports", "src/app/x.rs", "use crate::emulator::Emulator;", "app looks into emulator"),
        ("imports", "src/setup/x.rs", "use crate::cli::Cli;", "setup looks into cli"),
        ("places", "src/app/x.rs", "use sqlx::Row;", "sqlx"),
        ("places", "src/app/turn.rs", "use axum::Router;", "axum"),
        ("places", "src/store/x.rs", "reqwest::get(url)", "reqwest"),
        ("places", "src/app/x.rs", "std::env::var(\"HOME\")", "std::env"),
        ("purity", "src/domain/x.rs", "pub async fn a() {}", "async"),
        ("purity", "src/dialogue/x.rs", "let x: f64 = 0.1;", "f64"),
        ("purity", "src/dialogue/copy.rs", "Utc::now()", "Utc::now"),
        ("length", "tests/it/x.rs", &long, "501 lines"),
        ("leftovers", "src/app/x.rs", concat!("// TO", "DO: later"), "finish it"),
        (
            "closed matches",
            "src/app/x.rs",
            "match e {\n    Effect::Say { .. } => 1,\n    _ => 0,\n}",
            "over Effect",
        ),
    ];
    for (name, path, text, says) in samples {
        let (_, check) = CHECKS.iter().find(|(known, _)| *known == name).unwrap();
        let faults = check(&Source::sample(path, text));
        assert!(faults.len() == 1 && faults[0].contains(says), "{name} on {text:?}: {faults:?}");
    }
    let fine = "// async, sqlx and crate::store are only talked about\nuse crate::domain::ids::MemberId;\n";
    for (name, check) in CHECKS {
        assert_eq!(check(&Source::sample("src/domain/x.rs", fine)), Vec::<String>::new(), "{name}");
    }
}
