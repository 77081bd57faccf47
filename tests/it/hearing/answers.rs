//! What leaves and what answers is exact: nothing that is only like it does either.

use super::{ears, setting};
use fregues::dialogue::hear::{Hint, Intent, Role, agrees, hear, read_yes_no};
use fregues::domain::lang::Lang;

#[test]
fn leaving_is_exact_and_near_misses_are_only_marked() {
    let ears = ears();
    let customer = setting(Role::Customer, Lang::PtBr);
    for (text, out, near) in [
        ("sair", true, false),
        ("PARAR", true, false),
        ("Stop", true, false),
        ("para mim", false, false),
        ("será que dá pra sair do grupo", true, false),
        ("sauir", false, true),
        ("saldo", false, false),
    ] {
        let heard = hear(text, &customer, &ears);
        assert_eq!(
            (heard.intent == Intent::OptOut, heard.says(Hint::NearOptOut)),
            (out, near),
            "{text}: {:?}",
            heard.intent
        );
    }
    assert_eq!(hear("parar tudo", &customer, &ears).intent, Intent::StopAll);
}

#[test]
fn a_yes_of_the_team_may_say_more() {
    let ears = ears();
    for (text, agrees_so) in [
        ("certinho, obg", true),
        ("isso, pode mandar", true),
        ("está bien así, mandala", true),
        ("correct, send it", true),
        ("obrigada", false),
        ("pode mandar?", false),
        ("sim, mas só amanhã", false),
        ("ok 50", false),
        ("manda", false),
    ] {
        assert_eq!(agrees(text, &ears), agrees_so, "{text}");
    }
}

#[test]
fn yes_and_no_are_exact() {
    let ears = ears();
    for (text, answer) in [
        ("Sim!", Some(true)),
        ("simmm", Some(true)),
        ("👍🏽", Some(true)),
        ("👍👍", Some(true)),
        ("isso mesmo", Some(true)),
        ("yep", Some(true)),
        ("sí, dale", Some(true)),
        ("n", Some(false)),
        ("agora não", Some(false)),
        ("👎", Some(false)),
        ("no gracias", Some(false)),
        ("🙏", None),
        ("sim mas só amanhã", None),
        ("", None),
    ] {
        assert_eq!(read_yes_no(text, &ears), answer, "{text}");
    }
}
