//! How much of a sale the balance pays, as people at a till write it.

use super::{ears, setting};
use fregues::dialogue::hear::{Intent, Role, Uses, hear};
use fregues::domain::lang::Lang;
use fregues::domain::money::Money;

/// Line, what is read: the purchase, what of it is paid with the balance.
const LINES: [(&str, &str); 25] = [
    ("11 94444-0001 90 usa 5", "90.00 5.00"),
    ("11 94444-0001 90 usa R$ 5", "90.00 R$ 5.00"),
    ("11 94444-0001 90 usando 5 do saldo", "90.00 5.00"),
    ("11 94444-0001 90 usa 5 do saldo", "90.00 5.00"),
    ("11 94444-0001 90,00 usando 5,00 do saldo", "90.00 R$ 5.00"),
    ("11 94444-0001 103 usa R$ 20,00 do saldo", "103.00 R$ 20.00"),
    ("11 94444-0001 90 abatendo 5 do cashback", "90.00 5.00"),
    ("11 94444-0001 90 com 5 do saldo", "90.00 5.00"),
    ("11 94444-0001 90 5 do saldo", "90.00 5.00"),
    ("11 94444-0001 90 usa 500 pontos", "90.00 500 pontos"),
    ("11 94444-0001 90 usa tudo", "90.00 tudo"),
    ("7KD2 90 usando 5 do saldo", "90.00 5.00"),
    ("7KD2 90 usa tudo do saldo", "90.00 tudo"),
    ("11 94444-0001 105 desconto de 20 do saldo", "105.00 20.00"),
    ("11 94444-0001 112 usa desconto 10", "112.00 10.00"),
    ("11 94444-0001 100 desc 10 com saldo", "100.00 tudo"),
    ("11 94444-0001 100 usa saldo desc 10", "100.00 tudo"),
    ("11 94444-0001 44 desc 3,50 usa saldo", "44.00 tudo"),
    ("11 94444-0001 100 med 30 usa saldo", "100.00 tudo"),
    ("11 94444-0001 100 take 20 off the balance", "100.00 20.00"),
    ("11 94444-0001 107 com 200 pontos", "107.00 200 pontos"),
    ("11 94444-0001 108 200 pontos", "108.00 200 pontos"),
    ("7KD2 40 200 pontos", "40.00 200 pontos"),
    ("11 94444-0001 108 com cashback", "- 108.00"),
    ("11 94444-0001 100 con 20 de saldo", "100.00 20.00"),
];

#[test]
fn what_the_balance_pays_is_no_second_amount() {
    let mut faults = Vec::new();
    for (line, expected) in LINES {
        let heard = hear(line, &setting(Role::Staff, Lang::PtBr), &ears());
        let amount = heard.slots.amount.map_or("-".to_owned(), Money::plain);
        let uses = match heard.slots.uses {
            Some(Uses::All) => "tudo".to_owned(),
            Some(Uses::Points(points)) => format!("{points} pontos"),
            Some(Uses::Money(money)) => format!("R$ {}", money.plain()),
            Some(Uses::Figure(money)) => money.plain(),
            None => "-".to_owned(),
        };
        let read = format!("{amount} {uses}");
        if heard.intent != Intent::PayWithBalance || read != expected {
            faults.push(format!("{line:?}: {:?} {read}, not {expected}", heard.intent));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
