//! The pack: what ships holds, every fault is found by its file, language and key, and what is filled in is harmless.

use fregues::dialogue::copy::{Copy, Reader};
use fregues::dialogue::line::Points;
use fregues::dialogue::notice::{Kind, Notice, Text};
use fregues::domain::calendar::Zone;
use fregues::domain::lang::Lang;
use fregues::domain::money::Money;
use fregues::domain::program::Unit;
use fregues::whatsapp::templates::{Pack, SOURCES, harmless, pack};
use serde_json::Value;

fn reader(lang: Lang) -> Reader {
    Reader { lang, unit: Unit::Points, zone: Zone::named("America/Sao_Paulo").unwrap(), now: 0 }
}

/// The faults of the pack with one of its files altered.
fn altered(file: &str, from: &str, to: &str) -> Vec<String> {
    let copy = Copy::embedded().unwrap();
    let sources = SOURCES.map(|(name, text)| {
        assert!(name != file || text.contains(from), "{file} lacks {from:?}");
        (name, if name == file { text.replacen(from, to, 1) } else { text.to_owned() })
    });
    let sources: Vec<(&str, &str)> = sources.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Pack::read(&sources, &copy).err().unwrap_or_default()
}

#[test]
fn each_fault_is_found_by_file_language_and_key() {
    let long = |n: usize| "palavra ".repeat(n);
    let footer = |text: &str| format!("footer = \"{text}\"");
    let opening = "body = \"Registramos sua compra de {{amount}}";
    let cases: [(&str, &str, &str, &str); 24] = [
        ("receipt.toml", "fregues_receipt_2", "fregues_Receipt", "receipt.toml: name"),
        ("receipt.toml", "fregues_receipt_2", "fregues_reversal_2", "another file has"),
        ("receipt.toml", "UTILITY", "SERVICE", "receipt.toml: category"),
        ("receipt.toml", "UTILITY", "AUTHENTICATION", "receipt.toml: category"),
        ("receipt.toml", "purpose = \"Tells", "purpose = \"\" # \"", "receipt.toml: purpose"),
        ("receipt.toml", "read.balance", "read.balanse", "taps: nobody understands"),
        ("receipt.toml", "read.balance", "answer.{token}.yes", "taps: nobody understands"),
        ("announcement.toml", "read.opt-out", "read.menu", "taps: marketing needs the way out"),
        ("announcement.toml", &footer("Pra não receber mais, responda SAIR"), "", "pt_BR: footer: marketing"),
        (
            "announcement.toml",
            &footer("To stop these, reply STOP"),
            &footer(&"x".repeat(61)),
            "en: footer: 61 units",
        ),
        ("announcement.toml", &footer("To stop these, reply STOP"), &footer("{{shop}}"), "takes no variable"),
        ("receipt.toml", "[\"Ver saldo\", \"Extrato\"]", "[\"Ver saldo\"]", "pt_BR: buttons: 1 titles"),
        ("receipt.toml", "\"Movimientos\"", "\"Ver saldo\"", "es: buttons: two have the same"),
        ("receipt.toml", "\"Statement\"", &format!("\"{}\"", "x".repeat(26)), "en: buttons:"),
        ("receipt.toml", opening, "body = \"{{amount}} foi sua compra", "(2388299)"),
        (
            "receipt.toml",
            "e sua conta ficou com {{balance}} ao todo.",
            "seu saldo: {{balance}}.",
            "(2388299)",
        ),
        (
            "receipt.toml",
            "Registramos sua compra de {{amount}} na loja {{store}}. O crédito foi de {{points}}, e sua conta ficou com",
            "Foram {{amount}}, {{store}}, {{points}} e",
            "(2388293)",
        ),
        (
            "receipt.toml",
            opening,
            "body = \"Registramos sua compra {{what}} de {{amount}}",
            "{{what}} is no argument",
        ),
        (
            "receipt.toml",
            "na loja {{store}}. O crédito",
            "na loja. O crédito",
            "examples: store is not in the body",
        ),
        (
            "receipt.toml",
            "purchase of {{amount}} at",
            "purchase at",
            "en: body: the variables are not those of pt_BR",
        ),
        ("receipt.toml", "amount = \"R$ 89,90\", ", "", "pt_BR: examples: amount is missing"),
        ("receipt.toml", "store = \"Centro\"", "store = \" \"", "examples: none may be empty"),
        ("announcement.toml", "Se quiser falar", &format!("{}Se quiser falar", long(30)), "1024 fit"),
        ("receipt.toml", "[es]", "[fr]", "receipt.toml: "),
    ];
    for (file, from, to, says) in cases {
        let faults = altered(file, from, to).join("\n");
        assert!(faults.contains(says), "{file}: {to:?} should say {says:?} and says {faults:?}");
    }
    assert_eq!(altered("receipt.toml", "name", "name"), Vec::<String>::new());
}

#[test]
fn a_missing_file_is_missed() {
    let faults = Pack::read(&SOURCES[1..], &Copy::embedded().unwrap()).err().unwrap();
    assert_eq!(faults, ["no file holds the template \"fregues_receipt_2\""]);
}

/// What a record says must not invite: Meta would charge it as marketing.
#[test]
fn records_say_what_happened_and_nothing_more() {
    const INVITING: [&str; 12] = [
        "ganhe",
        "aproveite",
        "prêmio",
        "vale",
        "cupom",
        "desconto",
        "indique",
        "gana",
        "aprovecha",
        "voucher",
        "offer",
        "invite",
    ];
    for (file, text) in SOURCES {
        let words = text.lines().filter(|line| line.starts_with("body") || line.starts_with("buttons"));
        let words = words.collect::<Vec<_>>().join(" ").to_lowercase();
        let record = ["receipt.toml", "reversal.toml", "redeemed.toml"].contains(&file);
        let found: Vec<_> = INVITING.iter().filter(|word| words.contains(*word)).collect();
        assert!(!record || found.is_empty(), "{file} says {found:?}");
    }
}

#[test]
fn a_template_is_created_with_named_parameters_and_an_example_of_each() {
    let creations = pack().unwrap_or_else(|faults| panic!("{}", faults.join("\n"))).creations();
    assert_eq!(creations.len(), Kind::ALL.len() * Lang::ALL.len());
    let receipt = creations.iter().find(|made| made.name == "fregues_receipt_2" && made.lang == Lang::PtBr);
    let body = &receipt.unwrap().body;
    assert_eq!(body["language"], "pt_BR");
    assert_eq!(body["category"], "UTILITY");
    assert_eq!(body["parameter_format"], "named");
    let examples = body["components"][0]["example"]["body_text_named_params"].as_array().unwrap();
    let names: Vec<&str> = examples.iter().map(|example| example["param_name"].as_str().unwrap()).collect();
    assert_eq!(names, ["amount", "store", "points", "balance"]);
    assert!(examples.iter().all(|example| example["example"].is_string()));
    assert_eq!(body["components"][1]["buttons"][0]["type"], "QUICK_REPLY");
}

fn parameters(body: &Value) -> Vec<(&str, &str)> {
    let parameters = body["template"]["components"][0]["parameters"].as_array().unwrap();
    parameters.iter().map(|p| (p["parameter_name"].as_str().unwrap(), p["text"].as_str().unwrap())).collect()
}

#[test]
fn a_notice_is_filled_in_as_its_reader_writes_numbers() {
    let (pack, copy) = (pack().unwrap_or_else(|f| panic!("{f:?}")), Copy::embedded().unwrap());
    let notice = Notice::Receipt {
        store: "Loja\nCentro \t 2".to_owned(),
        amount: Money(123_456),
        points: Points(37_036),
        balance: Points(-303),
    };
    let body = pack.body(&notice, reader(Lang::En), &copy).unwrap();
    assert_eq!(body["template"]["language"]["code"], "en");
    let expected = [
        ("amount", "R$\u{a0}1,234.56"),
        ("store", "Loja Centro 2"),
        ("points", "37,036 points"),
        ("balance", "−303 points"),
    ];
    assert_eq!(parameters(&body), expected);
    let tap = &body["template"]["components"][1];
    assert_eq!((&tap["sub_type"], &tap["index"]), (&"quick_reply".into(), &"0".into()));
    assert_eq!(tap["parameters"][0]["payload"], "read.balance");
}

#[test]
fn a_question_brings_its_token_into_the_taps() {
    let (pack, copy) = (pack().unwrap_or_else(|f| panic!("{f:?}")), Copy::embedded().unwrap());
    let notice = Notice::RedemptionAsk {
        token: "K7Q2M4".to_owned(),
        store: "Centro".to_owned(),
        points: Points(2_000),
        amount: Money(12_000),
    };
    let body = pack.body(&notice, reader(Lang::PtBr), &copy).unwrap();
    let taps: Vec<&Value> = body["template"]["components"].as_array().unwrap()[1..].iter().collect();
    assert_eq!(taps[0]["parameters"][0]["payload"], "answer.K7Q2M4.yes");
    assert_eq!(taps[1]["parameters"][0]["payload"], "answer.K7Q2M4.no");
}

#[test]
fn whatever_people_write_becomes_a_parameter_that_whatsapp_takes() {
    for (text, safe) in [
        ("Banho", "Banho"),
        ("", "–"),
        (" \n\t ", "–"),
        ("a\nb\r\nc\td", "a b c d"),
        ("a      b", "a b"),
        ("R$\u{a0}5,00", "R$\u{a0}5,00"),
        ("\u{7}a\u{0}b", "a b"),
        ("abcdefghijkl", "abcdefghij"),
        ("12345678 👍👍", "12345678"),
    ] {
        assert_eq!(harmless(text, 10), safe, "{text:?}");
    }
    let longest = Text("😀".repeat(2_000)).0;
    assert!(harmless(&longest, 700).encode_utf16().count() <= 700);
}
