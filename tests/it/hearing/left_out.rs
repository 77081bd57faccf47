//! The part of a sale that does not count, and what is taken off its price, as people at a till write it.

use super::{ears, setting};
use fregues::dialogue::hear::{Doubt, Flag, Intent, Role, hear};
use fregues::domain::lang::Lang;

/// Language, line, what is read: amount, part left out, remark.
const LINES: [(Lang, &str, &str); 17] = [
    (Lang::PtBr, "11 95555-0001 180 med 60", "180.00 60.00 -"),
    (Lang::PtBr, "180 med 60 11 95555-0001", "180.00 60.00 -"),
    (Lang::PtBr, "11 95555-0001 med 60 180", "180.00 60.00 -"),
    (Lang::PtBr, "11 95555-0001 R$ 180,00 fora R$ 60,50", "180.00 60.50 -"),
    (Lang::PtBr, "180 sem 60", "180.00 60.00 -"),
    (Lang::PtBr, "180 fora 60", "180.00 60.00 -"),
    (Lang::PtBr, "180 med 60", "180.00 60.00 -"),
    (Lang::PtBr, "11 95555-0001 180 med 60 fralda", "180.00 60.00 fralda"),
    (Lang::PtBr, "11 95555-0001 180, sendo 60 de remédio", "180.00 60.00 sendo"),
    (Lang::PtBr, "11 95555-0001 180 medicamentos 60", "180.00 60.00 -"),
    (Lang::PtBr, "11 95555-0001 180", "180.00 - -"),
    (Lang::PtBr, "11 95555-0001 180 sem remédio", "180.00 - remédio"),
    (Lang::PtBr, "11 95555-0001 180 sem desconto", "180.00 - -"),
    (Lang::PtBr, "11 95555-0001 180 remédio", "180.00 open remédio"),
    (Lang::Es, "11 95555-0001 180 sin 60", "180.00 60.00 -"),
    (Lang::En, "11 95555-0001 180 without 60", "180.00 60.00 -"),
    (Lang::En, "180 medicine 60", "180.00 60.00 -"),
];

#[test]
fn a_part_left_out_is_no_second_amount() {
    let mut faults = Vec::new();
    for (lang, line, expected) in LINES {
        let heard = hear(line, &setting(Role::Staff, lang), &ears());
        let slots = &heard.slots;
        let plain = |amount: Option<_>| {
            amount.map_or("-".to_owned(), |amount: fregues::domain::money::Money| amount.plain())
        };
        let open = slots.flags.contains(&Flag::ExcludedOpen);
        let part = if open { "open".to_owned() } else { plain(slots.excluded) };
        let remark = slots.remark.as_deref().unwrap_or("-");
        let read = format!("{} {part} {remark}", plain(slots.amount));
        if heard.intent != Intent::RegisterPurchase || read != expected {
            faults.push(format!("{line:?}: {:?} {read}, not {expected}", heard.intent));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Language, line, what is read: amount, discount, part left out; `?` where the amount has to be confirmed.
const DISCOUNTS: [(Lang, &str, &str); 43] = [
    (Lang::PtBr, "11 95555-0001 100 desc 10", "100.00 10.00 -"),
    (Lang::PtBr, "100 desconto 10 11 95555-0001", "100.00 10.00 -"),
    (Lang::PtBr, "11 95555-0001 100 desconto de R$ 10", "100.00 10.00 -"),
    (Lang::PtBr, "11 95555-0001 100 com R$ 10 de desconto", "100.00 10.00 -"),
    (Lang::PtBr, "desc 10 11 95555-0001 100", "100.00 10.00 -"),
    (Lang::PtBr, "11 95555-0001 R$ 100,00 off R$ 10,50", "100.00 10.50 -"),
    (Lang::PtBr, "11 95555-0001 100 10 off", "100.00 10.00 -"),
    (Lang::PtBr, "100 desc 10", "100.00 10.00 -"),
    (Lang::PtBr, "11 95555-0001 180 med 60 desc 10", "180.00 10.00 60.00"),
    (Lang::PtBr, "11 95555-0001 100 sem desconto", "100.00 - -"),
    (Lang::PtBr, "11 95555-0001 sem desconto 100", "100.00 - -"),
    (Lang::PtBr, "11 95555-0001 200 com 10% de desconto", "200.00? - -"),
    (Lang::PtBr, "11 95555-0001 desc 10", "- 10.00 -"),
    (Lang::PtBr, "11 95555-0001 100 desconto", "100.00? - -"),
    (Lang::Es, "11 95555-0001 100 descuento 10", "100.00 10.00 -"),
    (Lang::Es, "100 descuento de 10", "100.00 10.00 -"),
    (Lang::Es, "11 95555-0001 100 sin descuento", "100.00 - -"),
    (Lang::En, "11 95555-0001 100 discount 10", "100.00 10.00 -"),
    (Lang::En, "100 off 10", "100.00 10.00 -"),
    (Lang::En, "11 95555-0001 100 no discount", "100.00 - -"),
    (Lang::PtBr, "11 95555-0001 101 menos 10 de desconto", "101.00 10.00 -"),
    (Lang::PtBr, "11 95555-0001 102 dez de desconto", "102.00? - -"),
    (Lang::PtBr, "11 95555-0001 94 já com desconto de 10", "94.00? - -"),
    (Lang::PtBr, "11 95555-0001 10 de desconto 111", "111.00 10.00 -"),
    (Lang::Es, "11 95555-0001 100 menos 10 de descuento", "100.00 10.00 -"),
    (Lang::Es, "11 95555-0001 102 diez de descuento", "102.00? - -"),
    (Lang::Es, "11 95555-0001 102 10% de descuento", "102.00? - -"),
    (Lang::En, "11 95555-0001 100 minus 10 discount", "100.00 10.00 -"),
    (Lang::En, "11 95555-0001 101 -10 discount", "101.00 10.00 -"),
    (Lang::PtBr, "11 95555-0001 130 saiu por 104 com desconto", "104.00? - -"),
    (Lang::PtBr, "11 95555-0001 de 110 por 100 com desconto", "100.00? - -"),
    (Lang::PtBr, "11 95555-0001 120 ficou 103 com desconto", "-? - -"),
    (Lang::PtBr, "11 95555-0001 141 com desconto por 106", "106.00? - -"),
    (Lang::PtBr, "11 95555-0001 143 com desconto = 108", "-? - -"),
    (Lang::PtBr, "11 95555-0001 145 com desconto -> 108", "-? - -"),
    (Lang::PtBr, "11 95555-0001 145 tá por 110 com desconto", "110.00? - -"),
    (Lang::PtBr, "11 95555-0001 deu 100 com 10 de desconto", "100.00 10.00 -"),
    (Lang::PtBr, "15000 com desconto", "15000.00? - -"),
    (Lang::PtBr, "desc 5", "- 5.00 -"),
    (Lang::En, "11 95555-0001 120 down to 110 with discount", "-? - -"),
    (Lang::En, "11 95555-0001 100 with 10 discount", "100.00 10.00 -"),
    (Lang::Es, "11 95555-0001 120 quedó en 104 con descuento", "-? - -"),
    (Lang::Es, "11 95555-0001 120 con 10 de descuento", "120.00 10.00 -"),
];

#[test]
fn a_discount_is_no_second_amount() {
    let mut faults = Vec::new();
    for (lang, line, expected) in DISCOUNTS {
        let heard = hear(line, &setting(Role::Staff, lang), &ears());
        let slots = &heard.slots;
        let plain = |amount: Option<fregues::domain::money::Money>| {
            amount.map_or("-".to_owned(), fregues::domain::money::Money::plain)
        };
        let asked = slots.flags.iter().any(|flag| flag.doubt() == Doubt::Confirm);
        let mark = if asked { "?" } else { "" };
        let read =
            format!("{}{mark} {} {}", plain(slots.amount), plain(slots.discount), plain(slots.excluded));
        if heard.intent != Intent::RegisterPurchase || read != expected {
            faults.push(format!("{line:?}: {:?} {read}, not {expected}", heard.intent));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_sale_of_a_page_has_its_own_part() {
    let page = "11 98765-4001 50 med 20\n11 98765-4002 70,90 desc 5\n11987654003 R$ 20 sem 5";
    let heard = hear(page, &setting(Role::Staff, Lang::PtBr), &ears());
    let read: Vec<String> = heard
        .sales
        .iter()
        .map(|sale| format!("{} {} {}", sale.amount.plain(), sale.excluded.plain(), sale.discount.plain()))
        .collect();
    assert_eq!(read, ["50.00 20.00 0.00", "70.90 0.00 5.00", "20.00 5.00 0.00"]);
}
