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

/// A slip that breaks a figure, or a piece of one that a slip left beside it: the reading is shown before it is booked.
#[test]
fn a_figure_that_a_slip_broke_is_no_sale_without_asking() {
    let ears = ears();
    let is_sure = |lang, text: &str| {
        let heard = hear(text, &setting(Role::Staff, lang), &ears);
        let acts = matches!(heard.intent, Intent::RegisterPurchase | Intent::PayWithBalance);
        acts && heard.doubt() == Doubt::Sure
    };
    for (lang, text) in [
        // The country of a phone in pieces.
        (Lang::PtBr, "venda +5:5 42 98215-7665; R$ 102,23; da Paula"),
        (Lang::PtBr, "venda 00:55 42 98215-7665; R$ 102,23; da Paula"),
        (Lang::PtBr, "Maria R$ 756,64 +/5 (74) 97501-0396"),
        (Lang::En, "Mary 913+ (99) 9 6663-2422"),
        (Lang::PtBr, "R$ 800 +55\n(89) 98695-2151"),
        // A thousand that goes on in something else.
        (Lang::PtBr, "venda 9 mil e #500 (87) 97014-7162"),
        (Lang::PtBr, "venda 8 mil e 020 67 9.6168.2703"),
        (Lang::PtBr, "venda 6 mil e 900% 82 98904-8873"),
        (Lang::PtBr, "passa 95 96712-1668 - 3 mil x - Paula"),
        // A word for it, or its unit, that is misspelt or in pieces.
        (Lang::PtBr, "4 ile 600, 46 99712-3033"),
        (Lang::PtBr, "venda 5 ml 300, 46 99712-3033"),
        (Lang::PtBr, "201 reaais e 15 ce,ntavos, (45) 99622-8912"),
        (Lang::PtBr, "47 96038-9633  6.43 1 M%ria"),
        // Cents and thousands that a mark or a line broke off.
        (Lang::Es, "443.-2; (67) 97431-6104"),
        (Lang::Es, "1.740\n,8\n97 96258 8945"),
        (Lang::PtBr, "R$ 7 .750,31 51 98151-5457"),
        (Lang::En, "R$ 841,,98 51 98151-5457"),
        // A digit that counts nothing.
        (Lang::PtBr, "53 97267-7050 5388,00 Maria banh 3"),
        (Lang::PtBr, "1\nvenda 1943 53 97267-7050"),
        // Numerals left over, misspelt or in pieces.
        (Lang::En, "three hundred four reais and forrt 53 97267-7050"),
        (Lang::En, "one hundred twe.nt one 53 97267-7050"),
        (Lang::Es, "cincuenta yy uno 53 97267-7050"),
        (Lang::En, "one hun#red forty three 53 97267-7050"),
        (Lang::En, "005 53 97267-7050 two hhundred orty three"),
        (Lang::PtBr, "um um nove oito sete meia cinco quatro três dois um mil"),
        // A word that only begins like *use*.
        (Lang::PtBr, "US$$ 773 45 11 98765-4321"),
    ] {
        assert!(!is_sure(lang, text), "{text}");
    }
    for (lang, text) in [
        (Lang::PtBr, "venda +55 42 98215-7665; R$ 102,23; da Paula"),
        (Lang::PtBr, "banho + tosa 89,90 11 98765-4321"),
        (Lang::PtBr, "#1045 89,90 11 98765-4321"),
        (Lang::PtBr, "11 98765-4321 89,90 10/12"),
        (Lang::PtBr, "11 98765-4321 89,90 às 14:30"),
        (Lang::PtBr, "2 cremes 89,90 11 98765-4321"),
        (Lang::PtBr, "dois cremes 89,90 11 98765-4321"),
        (Lang::PtBr, "shampoo 500ml 89,90 11 98765-4321"),
        (Lang::PtBr, "shampoo 50 ml 89,90 11 98765-4321"),
        (Lang::PtBr, "9 mil e 500 11 98765-4321"),
        (Lang::PtBr, "2 mil e quinhentos 11 98765-4321"),
        (Lang::PtBr, "cem reais um creme 11 98765-4321"),
        (Lang::Es, "9 mil con pix 11 98765-4321"),
        (Lang::En, "one hundred and forty three 11 98765-4321"),
        (Lang::PtBr, "11 98765-4321 120 usa 20"),
        (Lang::PtBr, "11 98765-4321 60 reais em 2x no cartão"),
        (Lang::PtBr, "11 98765-4321 R$ 120 pedido 1045"),
        (Lang::En, "11 98765-4321 R$ 120 order 1045"),
    ] {
        assert!(is_sure(lang, text), "{text}");
    }
}
