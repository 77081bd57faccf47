//! What nobody should type or write, and somebody will.

use super::{ears, setting};
use fregues::dialogue::hear::{Doubt, Ears, Intent, Role, fold, hear, read_amount, read_phone, read_yes_no};
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

#[test]
fn a_line_that_speaks_against_a_sale_is_no_sale_without_asking() {
    let ears = ears();
    for (lang, text) in [
        (Lang::PtBr, "cancelar 11 98765-4321 33"),
        (Lang::PtBr, "tirar 11 98765-4321 42,00"),
        (Lang::PtBr, "remove 11 98765-4321 43,00"),
        (Lang::PtBr, "corrige 11 98765-4321 44,00"),
        (Lang::PtBr, "não lança 11 98765-4321 47"),
        (Lang::PtBr, "11 98765-4321 48?"),
        (Lang::PtBr, "11 98765-4321 45 cancelado"),
        (Lang::Es, "anular 11 98765-4321 33"),
        (Lang::Es, "no 11 98765-4321 33"),
        (Lang::En, "cancel 11 98765-4321 33"),
        (Lang::En, "don't book 11 98765-4321 33"),
    ] {
        let heard = hear(text, &setting(Role::Staff, lang), &ears);
        let acts = heard.intent == Intent::RegisterPurchase && heard.doubt() == Doubt::Sure;
        assert!(!acts, "{text}: {heard:?}");
    }
    let heard = hear("11 98765-4321 89,90 banho", &setting(Role::Staff, Lang::PtBr), &ears);
    assert_eq!(heard.doubt(), Doubt::Sure, "a plain sale is still booked at once");
}
