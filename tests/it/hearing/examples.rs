//! The rules of hearing, judged by their examples: what ships passes, and what is wrong is told with file, key and reason.

use super::ears;
use fregues::app::words::{self, Words};
use fregues::dialogue::hear::Ears;
use fregues::domain::lang::Lang;
use fregues::emulator::Utterance;
use fregues::play::stage::Stage;
use fregues::play::world::World;
use std::path::Path;

/// The shipped rules of a language with one piece of text changed.
fn changed(lang: Lang, file: &[(Lang, &str)], from: &str, to: &str) -> String {
    let (_, text) = file.iter().find(|(of, _)| *of == lang).unwrap();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// What is said against one more rule of Portuguese, judged by the examples that ship.
fn faults_with(rule: &str) -> Vec<String> {
    let own = format!("{}\n{rule}\n", Ears::SHIPPED[0].1);
    let mut sources = Ears::SHIPPED.to_vec();
    sources[0].1 = &own;
    Ears::load(&sources).unwrap().faults(&Ears::EXAMPLES)
}

#[test]
fn what_ships_is_heard_as_its_examples_say() {
    assert_eq!(ears().faults(&Ears::EXAMPLES), Vec::<String>::new());
}

#[test]
fn a_pattern_that_takes_the_example_of_another_intent_is_named() {
    let faults = faults_with("[[intent]]\nname = \"balance\"\nweight = 99\nsay = [\"(sair|chega)\"]");
    assert_eq!(
        faults,
        [
            "pt-BR/hear.toml: intent balance: “(sair|chega)” (by “SAIR”) takes “SAIR”, an example of opt_out in \
             pt-BR/examples.toml.",
            "pt-BR/hear.toml: intent balance: “(sair|chega)” (by “chega”) takes “chega de propaganda”, an example of \
             opt_out in pt-BR/examples.toml.",
        ]
    );
}

#[test]
fn a_guard_that_blocks_an_example_is_named() {
    let (before, rule) = Ears::SHIPPED[2].1.split_once("name = \"export_data\"\n").unwrap();
    let guarded = rule.replacen("unless = [", "unless = [\"guarded\", ", 1);
    let rules = format!("{before}name = \"export_data\"\n{guarded}");
    let rules = rules.replacen("[words]\n", "[words]\nguarded = [\"copy\"]\n", 1);
    let ears = Ears::load(&[(Lang::En, &rules)]).unwrap();
    assert_eq!(
        ears.faults(&[(Lang::En, "[customer]\nexport_data = [\"send me a copy of my data\", \"my data\"]")]),
        [
            "en/hear.toml: intent export_data: its guard “guarded” blocks “send me a copy of my data”, an example of \
             export_data in en/examples.toml."
        ]
    );
}

#[test]
fn an_example_that_nothing_takes_and_a_file_that_cannot_be_read_are_named() {
    let own = "[owner]\nbalance = [\"xyzzy\"]";
    let wrong = "[customer]\nbalanse = [\"saldo\"]";
    let faults = ears().faults(&[(Lang::En, own), (Lang::Es, wrong)]);
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert_eq!(
        faults[0],
        "en/hear.toml: intent balance: no rule takes “xyzzy”, an example of balance in en/examples.toml."
    );
    assert!(faults[1].starts_with("es/examples.toml: ") && faults[1].contains("balanse"), "{faults:?}");
}

/// A folder with one file of a language.
fn folder(file: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(file);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
    folder
}

fn refused(folder: &Path) -> Vec<String> {
    Words::of(Some(folder)).err().unwrap()
}

#[test]
fn words_of_a_folder_are_refused_with_file_key_and_reason() {
    let long = changed(
        Lang::En,
        &fregues::dialogue::copy::Copy::SHIPPED,
        "button-balance = ",
        "button-balance = Let me look at ",
    );
    let faults = refused(folder("en/copy.ftl", &long).path());
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(
        faults[0].starts_with("en/copy.ftl: button-balance: ") && faults[0].ends_with("units long, 20 fit"),
        "{faults:?}"
    );

    let taken =
        format!("{}\n[[intent]]\nname = \"balance\"\nweight = 99\nwhole = [\"stop\"]\n", Ears::SHIPPED[2].1);
    let faults = refused(folder("en/hear.toml", &taken).path());
    assert!(
        faults.iter().any(|fault| fault.starts_with("en/hear.toml: intent balance: “stop”")),
        "{faults:?}"
    );

    let broken = changed(Lang::Es, &Ears::SHIPPED, "name = \"opt_out\"", "name = \"opt_auto\"");
    let faults = refused(folder("es/hear.toml", &broken).path());
    assert!(faults[0].starts_with("es/hear.toml: ") && faults[0].contains("opt_auto"), "{faults:?}");

    let nothing = folder("pt/hear.toml", "");
    let faults = refused(nothing.path());
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(
        faults[0].contains(
            " has no words: there is no hear.toml, examples.toml, sayings.toml, copy.ftl in a folder called pt-BR"
        ),
        "{faults:?}"
    );
    assert!(words::ears(Some(nothing.path())).is_err());
}

#[tokio::test]
async fn a_phrase_of_a_folder_is_understood_by_the_running_service_and_unknown_without_it() {
    let rule =
        "\n[[intent]]\nname = \"today_sales\"\nroles = [\"staff\"]\nweight = 9\nwhole = [\"cofrinho\"]\n";
    let folder = folder("pt-BR/hear.toml", &format!("{}{rule}", Ears::SHIPPED[0].1));
    for (words, understood) in [(Some(folder.path()), true), (None, false)] {
        let place = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", place.path().join("play.db").display());
        let world =
            World::read(&format!("now = \"2026-11-21T09:00:00-03:00\"\n{}", fregues::demo::WORLD)).unwrap();
        let stage = Stage::open(world, &url, words).await.unwrap();
        let somebody = fregues::play::world::slug("Beto");
        let said = |text: &str| {
            stage.emulator.say(&somebody, stage.number(), Utterance::text(text));
        };
        said("total do dia");
        stage.settle().await.unwrap();
        let total = stage.emulator.chat(&somebody).pop().unwrap().body;
        said("cofrinho");
        stage.settle().await.unwrap();
        let answer = stage.emulator.chat(&somebody).pop().unwrap().body;
        assert_eq!(answer == total, understood, "{answer}");
    }
}
