//! Answers in whole sentences to two questions about consent: only what says so plainly is a yes.

use crate::hearing::{UTTERANCES, ears, setting};
use fregues::dialogue::hear::{Hint, Joins, Role, hear};
use fregues::domain::lang::Lang;
use serde_json::Value;

#[test]
fn a_plain_wish_to_join_is_one_and_takes_offers_only_by_name() {
    let ears = ears();
    let (with, without) = (Some(Joins::WithOffers), Some(Joins::WithoutOffers));
    for (lang, said, joins) in [
        (Lang::PtBr, "pode cadastrar", without),
        (Lang::PtBr, "claro que quero participar", without),
        (Lang::PtBr, "quero entrar mas sem propaganda", without),
        (Lang::PtBr, "me cadastra aí, mas não quero promoção", without),
        (Lang::PtBr, "quero participar e receber as ofertas", with),
        (Lang::PtBr, "quero participar, com novidades", with),
        (Lang::PtBr, "não quero participar", None),
        (Lang::PtBr, "quero participar depois", None),
        (Lang::PtBr, "quero participar?", None),
        (Lang::PtBr, "como faço pra participar", None),
        (Lang::PtBr, "minha mãe quer participar", None),
        (Lang::PtBr, "será que participo", None),
        (Lang::PtBr, "não me cadastra", None),
        (Lang::Es, "bueno, quiero entrar pero sin publicidad", without),
        (Lang::Es, "dale, anótame", without),
        (Lang::Es, "quiero participar y recibir las ofertas", with),
        (Lang::Es, "no quiero participar", None),
        (Lang::Es, "¿cómo me registro?", None),
        (Lang::En, "ok sign me up", without),
        (Lang::En, "I want to join but without the offers", without),
        (Lang::En, "sign me up with offers", with),
        (Lang::En, "don't sign me up", None),
        (Lang::En, "how do I sign up", None),
        (Lang::En, "maybe I'll join later", None),
    ] {
        assert_eq!(hear(said, &setting(Role::Customer, lang), &ears).joins, joins, "{said}");
    }
}

#[test]
fn only_a_sentence_that_says_nothing_else_has_everything_deleted() {
    let ears = ears();
    for (lang, said, erases) in [
        (Lang::PtBr, "sim, apaga", true),
        (Lang::PtBr, "pode apagar tudo", true),
        (Lang::PtBr, "sim, pode excluir meus dados por favor", true),
        (Lang::PtBr, "apaga mesmo", true),
        (Lang::PtBr, "sim, apaga?", false),
        (Lang::PtBr, "não apaga", false),
        (Lang::PtBr, "apaga só o nome", false),
        (Lang::PtBr, "sim, mas não apaga meus pontos", false),
        (Lang::PtBr, "apagar meus dados", false),
        (Lang::PtBr, "quero pagar", false),
        (Lang::Es, "sí, bórralo", true),
        (Lang::Es, "sí, borra todo", true),
        (Lang::Es, "no lo borres", false),
        (Lang::Es, "borra la compra de ayer", false),
        (Lang::En, "yes, delete", true),
        (Lang::En, "yes please delete everything", true),
        (Lang::En, "don't delete it", false),
        (Lang::En, "delete the last message", false),
    ] {
        assert_eq!(hear(said, &setting(Role::Customer, lang), &ears).says(Hint::Erases), erases, "{said}");
    }
}

#[test]
fn of_the_labelled_messages_only_wishes_to_join_join_and_none_deletes() {
    let ears = ears();
    for line in UTTERANCES.lines() {
        let label: Value = serde_json::from_str(line).unwrap();
        let word = |key: &str| label[key].as_str().unwrap();
        let (text, intent) = (word("text"), word("intent"));
        let heard = hear(text, &setting(Role::Customer, Lang::from_tag(word("lang")).unwrap()), &ears);
        let customer = word("role") == "customer";
        let wish = ["opt_in", "referral_apply"].contains(&intent);
        assert!(!customer || wish || heard.joins.is_none(), "{text} ({intent}) joins");
        assert!(
            !customer || intent == "delete_data" || !heard.says(Hint::Erases),
            "{text} ({intent}) deletes"
        );
    }
}
