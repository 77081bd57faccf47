//! What nobody should type or write, and somebody will.

use super::{ears, setting};
use fregues::dialogue::hear::{Ears, Role, fold, hear, read_amount, read_phone, read_yes_no};
use fregues::domain::lang::Lang;

#[test]
fn nothing_that_can_be_typed_panics() {
    let ears = ears();
    let long = "venda 11 98765-4321 1.234,56 ".repeat(150);
    for text in [
        "",
        " ",
        "\0",
        "\0\0saldo\0",
        "?",
        "%",
        "-",
        ",",
        ".",
        "R$",
        "+",
        "+55",
        "()",
        "1️⃣",
        "🔟",
        "👨‍👩‍👧‍👦",
        "مرحبا 123",
        "שלום",
        "\u{202E}123",
        "e\u{301}\u{301}\u{301}",
        "ﬁ①²½",
        "00000000000000000000000",
        "9".repeat(4096).as_str(),
        "a".repeat(4096).as_str(),
        "💃".repeat(1024).as_str(),
        long.as_str(),
        "\n\n\n",
        "v ",
        "cpf",
        "cpf 1",
        "- -10",
        "R$ R$ 10",
        "99999999999999999999,99",
        "9223372036854775807",
        "92233720368547758,07 mil",
        "mil mil mil",
        "e e e",
        "cem cem",
        "31/02/0000",
        "ß",
        "İ",
        "1.2.3.4.5",
        ",,,,",
        "3x",
        "3x 3x 3x 9999999999999999",
        "://",
        "https://",
    ] {
        for role in [Role::Customer, Role::Staff, Role::Owner] {
            for lang in Lang::ALL {
                let setting = setting(role, lang);
                hear(text, &setting, &ears);
                read_amount(text, &setting, &ears);
                read_phone(text, &setting, &ears);
            }
        }
        read_yes_no(text, &ears);
        fold(text);
    }
}

#[test]
fn faults_of_a_file_are_named_all_at_once() {
    let broken = include_str!("../../../conversations/en/hear.toml")
        .replace("when = [\"add equipe\"]", "when = [\"add nobody\"]")
        .replace("\"leave the list\"", "\"Leave (the list\"");
    let faults = Ears::load(&[(Lang::En, &broken)]).unwrap_err();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults.iter().all(|fault| fault.starts_with("en/hear.toml: intent ")), "{faults:?}");
}
