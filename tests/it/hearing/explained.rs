//! Why a message is heard as it is: the same reading, with a rule that really stands in the file.

use super::{UTTERANCES, ears, role_of, setting};
use fregues::dialogue::hear::{Role, explain, hear};
use fregues::domain::lang::Lang;
use serde_json::Value;

const FILES: [(Lang, &str); 3] = [
    (Lang::PtBr, include_str!("../../../conversations/pt-BR/hear.toml")),
    (Lang::Es, include_str!("../../../conversations/es/hear.toml")),
    (Lang::En, include_str!("../../../conversations/en/hear.toml")),
];

#[test]
fn an_explanation_is_of_what_is_heard_and_names_a_rule_of_the_file() {
    let ears = ears();
    for line in UTTERANCES.lines() {
        let label: Value = serde_json::from_str(line).unwrap();
        let word = |key: &str| label[key].as_str().unwrap();
        let setting = setting(role_of(word("role")), Lang::from_tag(word("lang")).unwrap());
        let text = word("text");
        let (heard, explained) = explain(text, &setting, &ears);
        assert_eq!(heard, hear(text, &setting, &ears), "{text}");
        assert!(!explained.pieces.is_empty() || !text.contains(char::is_alphanumeric), "{text}");
        let Some(because) = explained.because else {
            assert_eq!(word("intent"), "unknown", "{text}: no rule is named");
            continue;
        };
        assert_eq!(because.intent, word("intent"), "{text}");
        let (_, file) = FILES.iter().find(|(lang, _)| *lang == because.language).unwrap();
        for part in because.rule.split(" + ") {
            assert!(file.contains(part), "{text}: {part:?} is not in the file of {:?}", because.language);
        }
        let better = explained.instead_of.iter().find(|other| other.score > because.score);
        assert!(better.is_none(), "{text}: {better:?} counts more");
    }
}

#[test]
fn what_speaks_against_a_rule_is_named() {
    let (_, explained) =
        explain("venda pra 11 98765-4321 de quanto?", &setting(Role::Staff, Lang::PtBr), &ears());
    let told: Vec<&str> = explained.pieces.iter().map(|piece| piece.typed.as_str()).collect();
    assert_eq!(told, ["venda", "pra", "11 98765-4321", "de", "quanto"]);
    let (_, explained) = explain("como uso meus pontos", &setting(Role::Customer, Lang::PtBr), &ears());
    let held: Vec<(&str, &str)> =
        explained.held_back.iter().map(|held| (held.intent, held.typed.as_str())).collect();
    assert!(held.iter().any(|held| held.0 == "voucher_get" && held.1.contains("como")), "{held:?}");
}
