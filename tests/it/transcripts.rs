//! The pages under `conversations/transcripts`, played through the real service on both engines, and the
//! feature table of README.md, which holds exactly what they prove. `BLESS=1 cargo test transcripts` rewrites
//! the exact lines of the pages and the table.

use crate::support::engines::{Db, on_both};
use fregues::play::player::play;
use fregues::play::transcript::{Act, Part, Transcript};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tokio::task::JoinSet;

/// Pages played at once: each has a service, an emulator and a database of its own.
const AT_ONCE: usize = 4;

const FEATURES: &str = include_str!("data/features.tsv");

struct Page {
    path: PathBuf,
    /// As links and messages name it, from the root of the project.
    name: String,
    text: String,
    transcript: Transcript,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn blessing() -> bool {
    std::env::var("BLESS").is_ok_and(|bless| bless == "1")
}

/// All pages, by name.
fn pages() -> Vec<Page> {
    let mut folders = vec![root().join("conversations/transcripts")];
    let mut pages = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
                let text = std::fs::read_to_string(&path).unwrap();
                let transcript = Transcript::read(&text).unwrap_or_else(|fault| panic!("{name}: {fault}"));
                pages.push(Page { path, name, text, transcript });
            }
        }
    }
    pages.sort_by(|one, other| one.name.cmp(&other.name));
    pages
}

/// Those to be played: all, or while one is being written, those whose name holds `PAGES`.
fn chosen() -> Vec<Page> {
    let part = std::env::var("PAGES").unwrap_or_default();
    pages().into_iter().filter(|page| page.name.contains(&part)).collect()
}

/// What differs between a page and what happened on one database, each as `engine · page:line: what`.
async fn differences(page: &Page, db: &Db) -> Vec<String> {
    let told = |what: &dyn std::fmt::Display| format!("{} · {}:{what}", db.engine, page.name);
    match play(&page.transcript, &db.url, None).await {
        Err(fault) => vec![told(&format!("{fault:#}"))],
        Ok(outcome) => {
            if blessing() && db.engine == "SQLite" {
                bless(page, &outcome.blessings);
            }
            outcome.differences.iter().map(|difference| told(difference)).collect()
        }
    }
}

fn bless(page: &Page, blessings: &BTreeMap<usize, String>) {
    if blessings.is_empty() {
        return;
    }
    let blessed = (1..)
        .zip(page.text.lines())
        .map(|(number, line)| blessings.get(&number).map_or_else(|| line.to_owned(), Clone::clone));
    std::fs::write(&page.path, blessed.collect::<Vec<_>>().join("\n") + "\n").unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_plays_on_both_engines() {
    let found = Arc::new(Mutex::new(Vec::new()));
    let mut waiting = chosen().into_iter().map(Arc::new);
    let mut playing = JoinSet::new();
    loop {
        while playing.len() < AT_ONCE
            && let Some(page) = waiting.next()
        {
            let found = found.clone();
            playing.spawn(on_both(move |db| {
                let (page, found) = (page.clone(), found.clone());
                async move {
                    let differences = differences(&page, &db).await;
                    found.lock().unwrap().extend(differences);
                }
            }));
        }
        match playing.join_next().await {
            Some(ended) => ended.unwrap(),
            None => break,
        }
    }
    let mut found = std::mem::take(&mut *found.lock().unwrap());
    found.sort();
    assert!(found.is_empty(), "what is said differs from what the pages say:\n{}\n", found.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_page_is_found_out() {
    let story = pages().into_iter().find(|page| page.name.ends_with("pets/story.pt-BR.md")).unwrap();
    for (right, wrong) in [
        ("+2.697", "+2.698"),
        ("\"nada foi lançado\"", "\"anotado\""),
        ("Duda = 2800", "Duda = 2801"),
        ("◂Ana ~ \"Duda\"; \"+3.000\"; \"5.697\"\n", ""),
    ] {
        assert!(story.text.contains(right));
        let transcript = Transcript::read(&story.text.replacen(right, wrong, 1)).unwrap();
        on_both(move |db| {
            let transcript = transcript.clone();
            async move {
                let outcome = play(&transcript, &db.url, None).await.unwrap();
                assert!(!outcome.differences.is_empty(), "nobody noticed {wrong:?} instead of {right:?}");
            }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_answer_of_the_api_is_found_out() {
    let page = pages().into_iter().find(|page| page.name.ends_with("tills/wholesaler.pt-BR.md")).unwrap();
    for (right, wrong) in [
        ("◂Site 409", "◂Site 201"),
        ("\"charge\": {\"value\": \"280.00\"}", "\"charge\": {\"value\": \"281.00\"}"),
        ("◂Site 201 {\"balance\": {\"value\": \"2530\"}}\n", ""),
        ("\"+280 pontos\"; \"Pago", "\"+281 pontos\"; \"Pago"),
        ("✉ marta@joias.example ~ \"R$ 900,50\"; \"−900 pontos\"; \"continua até 30/11\"\n", ""),
        ("{marta}/balance\n◂Site 200", "1/balance\n◂Site 200"),
    ] {
        assert!(page.text.contains(right), "{right}");
        let transcript = Transcript::read(&page.text.replacen(right, wrong, 1)).unwrap();
        let db = crate::support::engines::sqlite().await;
        let outcome = play(&transcript, &db.url, None).await.unwrap();
        assert!(!outcome.differences.is_empty(), "nobody noticed {wrong:?} instead of {right:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_as_a_template_must_be_called_so() {
    let page = pages().into_iter().find(|page| page.name.ends_with("templates/receipt.pt-BR.md")).unwrap();
    for (right, wrong) in [
        ("◂Rui (template) Registramos", "◂Rui Registramos"),
        ("◂Rui Você tem", "◂Rui (template) Você tem"),
        ("(template receipt: paused)", "(template receipt: approved)"),
    ] {
        assert!(page.text.contains(right));
        let transcript = Transcript::read(&page.text.replacen(right, wrong, 1)).unwrap();
        let db = crate::support::engines::sqlite().await;
        let outcome = play(&transcript, &db.url, None).await.unwrap();
        assert!(!outcome.differences.is_empty(), "nobody noticed {wrong:?} instead of {right:?}");
    }
}

/// Number and title of every feature that can be claimed.
fn features() -> BTreeMap<u32, &'static str> {
    let rows = FEATURES.lines().filter(|line| !line.is_empty()).map(|line| {
        let mut cells = line.split('\t');
        let (number, weight, title) = (cells.next(), cells.next(), cells.next());
        assert!(
            weight.is_some_and(|weight| ["M", "S", "C", "N", ""].contains(&weight)),
            "features.tsv: {line}"
        );
        (number.and_then(|number| number.parse().ok()).expect(line), title.expect(line))
    });
    rows.collect()
}

/// Pages that a row of the table links to: a reader wants the best proof, not every one.
const SHOWN: usize = 3;

/// A page in one language: title, file and language.
type Proof<'a> = (&'a str, &'a str, &'a str);

/// A page that proves a row, in each of its languages.
#[derive(Default)]
struct Proving<'a> {
    /// How many rows it claims: a page about few things is the better proof of each.
    claims: usize,
    proofs: Vec<Proof<'a>>,
}

/// The table of rows that pages prove; the faults when one claims a row there is none of.
fn feature_table<'a>(claims: impl Iterator<Item = (&'a str, &'a Transcript)>) -> Result<String, Vec<String>> {
    let features = features();
    let mut rows: BTreeMap<u32, BTreeMap<&str, Proving>> = BTreeMap::new();
    let mut faults = Vec::new();
    for (name, transcript) in claims {
        for number in &transcript.features {
            if features.contains_key(number) {
                // `sale.en.md` and `sale.pt-BR.md` are one page in two languages.
                let mut parts = name.rsplit('.').skip(1);
                let lang = parts.next().unwrap_or_default();
                let page = name.split('.').next().unwrap_or(name);
                let proving = rows.entry(*number).or_default().entry(page).or_default();
                proving.claims = transcript.features.len();
                proving.proofs.push((lang, &transcript.title, name));
            } else {
                faults.push(format!("{name} claims feature {number}, which features.tsv does not list"));
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut table = "| | Feature | Proved by |\n|--:|---|---|\n".to_owned();
    for (number, mut pages) in rows {
        // What is the same with closed chats proves nothing more than the page it mirrors.
        let twins: Vec<String> = pages.keys().filter_map(|page| twin_of(page)).collect();
        pages.retain(|page, _| !twins.iter().any(|twin| twin == page));
        let mut shown: Vec<(&str, Proving)> = pages.into_iter().collect();
        shown.sort_by_key(|(page, proving)| (proving.claims, *page));
        let mut links: Vec<String> =
            shown.iter().take(SHOWN).map(|(_, proving)| link(&proving.proofs)).collect();
        if shown.len() > SHOWN {
            links.push(format!("{} more", shown.len() - SHOWN));
        }
        table.push_str(&format!("| {number} | {} | {} |\n", features[&number], links.join(" · ")));
    }
    Ok(table)
}

fn link(page: &[Proof]) -> String {
    let (_, title, name) = page[0];
    let others = page[1..].iter().map(|(lang, _, name)| format!(" ([{lang}]({name}))"));
    format!("[{title}]({name}){}", others.collect::<String>())
}

#[test]
fn the_readme_lists_the_features_that_pages_prove() {
    const MARKS: (&str, &str) = ("<!-- features -->\n", "<!-- /features -->");
    let pages = pages();
    let table = feature_table(pages.iter().map(|page| (page.name.as_str(), &page.transcript)))
        .unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(MARKS.0).expect("README.md lacks <!-- features -->");
    let (block, after) = rest.split_once(MARKS.1).expect("README.md lacks <!-- /features -->");
    if block.trim() == table.trim() {
        return;
    }
    assert!(blessing(), "README.md's feature table is stale: BLESS=1 cargo test transcripts\n\n{table}");
    std::fs::write(&path, format!("{before}{}\n{table}\n{}{after}", MARKS.0, MARKS.1)).unwrap();
}

#[test]
fn a_feature_nobody_knows_cannot_be_claimed() {
    let mut page = pages().remove(0);
    page.transcript.features.push(999);
    let faults = feature_table(std::iter::once(("page.md", &page.transcript))).unwrap_err();
    assert_eq!(faults, ["page.md claims feature 999, which features.tsv does not list"]);
}

/// Folders whose pages are played with closed chats as well, and what the name of the twin begins with.
const TWINNED: [(&str, &str); 5] = [
    ("/pets/", ""),
    ("/salon/", "salon-"),
    ("/pharmacy/", "pharmacy-"),
    ("/cosmetics/", "cosmetics-"),
    ("/jewels/", "jewels-"),
];

/// The name of a page's twin; `None` for a page that needs none.
fn twin_of(page: &str) -> Option<String> {
    let (folder, prefix) = TWINNED.into_iter().find(|(folder, _)| page.contains(folder))?;
    Some(page.replace(folder, &format!("/templates/{prefix}")))
}

/// Pages of `pets/` that need no twin under `templates/`, and why.
const NO_TWIN: &[(&str, &str)] =
    &[("closed-window", "its chats are closed already: `receipt` plays its sales with the template")];

/// What the ledger blocks of a page say, line by line.
fn balances(page: &Page) -> Vec<(&str, Part, i64)> {
    let balances = page.transcript.steps.iter().filter_map(|step| match &step.act {
        Act::Balance { who, part, amount } if who != "sum" => Some((who.as_str(), *part, *amount)),
        _ => None,
    });
    balances.collect()
}

/// The pages that are not played with closed chats as well, each with what is missing.
fn untwinned(pages: &[Page]) -> Vec<String> {
    let stem = |page: &Page| page.name.rsplit('/').next().unwrap().split('.').next().unwrap().to_owned();
    let wanted = pages.iter().filter(|page| NO_TWIN.iter().all(|(excepted, _)| *excepted != stem(page)));
    let lacking = wanted.filter_map(|page| {
        let name = twin_of(&page.name)?;
        let Some(twin) = pages.iter().find(|page| page.name == name) else {
            return Some(format!("{} has no {name}", page.name));
        };
        let mut steps = twin.transcript.steps.iter();
        if !steps.any(|step| matches!(step.act, Act::Expect { template: true, .. })) {
            return Some(format!("in {name} nothing comes as a template"));
        }
        let (here, there) = (balances(page), balances(twin));
        (here != there).then(|| format!("{} ends with {here:?}, {name} with {there:?}", page.name))
    });
    lacking.collect()
}

#[test]
fn every_page_of_a_program_has_a_twin_with_closed_chats_and_the_same_books() {
    let lacking = untwinned(&pages());
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn a_twin_that_is_missing_or_keeps_other_books_is_found_out() {
    let mut pages = pages();
    pages.retain(|page| !page.name.ends_with("templates/team.en.md"));
    let sale = pages.iter_mut().find(|page| page.name.ends_with("templates/sale.en.md")).unwrap();
    sale.transcript = Transcript::read(&sale.text.replacen("Duda = 4065", "Duda = 4066", 1)).unwrap();
    let lacking = untwinned(&pages);
    assert_eq!(lacking.len(), 2, "{lacking:#?}");
    assert!(
        lacking[0].contains("Duda")
            && lacking[1].ends_with("has no conversations/transcripts/templates/team.en.md")
    );
}
