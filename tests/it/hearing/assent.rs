//! What a customer answers when the till asks whether their balance may be used.

mod joins;

use super::{ears, setting};
use fregues::dialogue::hear::{Assent, Role, hear};
use fregues::domain::lang::Lang;

/// Speaker's language, answer, how it is meant. `-`: it says nothing of that.
const ANSWERS: [(Lang, &str, &str); 48] = [
    (Lang::PtBr, "pode usar", "yes"),
    (Lang::PtBr, "ok pode usar", "yes"),
    (Lang::PtBr, "isso, pode usar sim", "yes"),
    (Lang::PtBr, "usa sim", "yes"),
    (Lang::PtBr, "autorizo", "yes"),
    (Lang::PtBr, "pode usar tudo", "yes"),
    (Lang::PtBr, "pode descontar do meu saldo", "yes"),
    (Lang::PtBr, "não tem problema, pode usar", "yes"),
    (Lang::PtBr, "usa só 10", "figure"),
    (Lang::PtBr, "pode usar os 20", "figure"),
    (Lang::PtBr, "usa não", "no"),
    (Lang::PtBr, "não autorizo", "no"),
    (Lang::PtBr, "não, eu não estou na loja", "no"),
    (Lang::PtBr, "não quero usar meu saldo", "no"),
    (Lang::PtBr, "sim, mas não tudo", "no"),
    (Lang::PtBr, "claro que não", "no"),
    (Lang::PtBr, "deixa pra próxima", "no"),
    (Lang::PtBr, "não entendi", "unsure"),
    (Lang::PtBr, "não sei, não quero", "no"),
    (Lang::PtBr, "pode usar?", "-"),
    (Lang::PtBr, "quero meu saldo", "-"),
    (Lang::PtBr, "ok, meu saldo", "-"),
    (Lang::PtBr, "pode usar meu vale", "-"),
    (Lang::PtBr, "pode usar depois", "-"),
    (Lang::PtBr, "quem é", "-"),
    (Lang::Es, "sí, se puede usar", "yes"),
    (Lang::Es, "úsalo", "yes"),
    (Lang::Es, "sí, autorizo", "yes"),
    (Lang::Es, "claro, usen mi saldo", "yes"),
    (Lang::Es, "usa solo 10", "figure"),
    (Lang::Es, "no autorizo", "no"),
    (Lang::Es, "mejor no lo usen", "no"),
    (Lang::Es, "yo no estoy en la tienda", "no"),
    (Lang::Es, "no entiendo", "unsure"),
    (Lang::Es, "¿se puede?", "-"),
    (Lang::Es, "quién es", "-"),
    (Lang::En, "yes, go ahead", "yes"),
    (Lang::En, "use it", "yes"),
    (Lang::En, "sure, you can use my balance", "yes"),
    (Lang::En, "no problem, go ahead", "yes"),
    (Lang::En, "use only 10", "figure"),
    (Lang::En, "no, that wasn't me", "no"),
    (Lang::En, "please don't use it", "no"),
    (Lang::En, "I'm not at the store", "no"),
    (Lang::En, "I don't understand", "unsure"),
    (Lang::En, "is that ok?", "-"),
    (Lang::En, "who is this", "-"),
    (Lang::En, "my balance", "-"),
];

#[test]
fn a_yes_is_all_yes_and_a_no_is_heard_anywhere() {
    let mut faults = Vec::new();
    for (lang, answer, expected) in ANSWERS {
        let read = match hear(answer, &setting(Role::Customer, lang), &ears()).assent {
            Some(Assent::Yes) => "yes",
            Some(Assent::No) => "no",
            Some(Assent::Figure) => "figure",
            Some(Assent::Unsure) => "unsure",
            None => "-",
        };
        if read != expected {
            faults.push(format!("{answer:?}: {read}, not {expected}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
