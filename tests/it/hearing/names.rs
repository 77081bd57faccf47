//! Things asked for by their names: whatever plain frame the name stands in, it is what is asked for, and no likeness of
//! the frame's small words to something else outvotes it.

use super::{ears, setting};
use fregues::dialogue::hear::{Role, hear};
use fregues::domain::lang::Lang;

/// `{its}` stands for the article, or the word for mine, that goes with the name.
struct Spoken {
    lang: Lang,
    frames: &'static [&'static str],
    /// The label, and names with what goes with them.
    names: &'static [(&'static str, &'static [(&'static str, &'static str)])],
}

const SPOKEN: [Spoken; 3] = [
    Spoken {
        lang: Lang::PtBr,
        frames: &[
            "quero ver {its}",
            "me mostra {its} aí",
            "queria saber {its}",
            "cadê {its}?",
            "onde eu vejo {its}?",
            "e {its}?",
            "pode me mandar {its}?",
            "me passa {its}",
            "tem como ver {its}?",
            "gostaria de consultar {its}",
            "quero {its}",
            "oi boa tarde, {its}",
            "como vejo {its}",
            "manda {its} pra mim",
            "vc pode me falar {its}?",
        ],
        names: &[
            ("balance", &[("o meu", "saldo"), ("os meus", "pontos")]),
            ("statement", &[("o meu", "extrato"), ("o meu", "histórico")]),
            ("ranking", &[("o", "ranking")]),
            ("rules_help", &[("as", "regras"), ("o", "regulamento")]),
            ("rewards_catalog", &[("os", "prêmios"), ("os", "brindes")]),
            ("vouchers_list", &[("os meus", "vales"), ("os meus", "cupons")]),
            ("tier", &[("o meu", "nível"), ("a minha", "categoria")]),
            ("referral_code", &[("o meu", "código de indicação"), ("o meu", "link de indicação")]),
        ],
    },
    Spoken {
        lang: Lang::Es,
        frames: &[
            "quiero ver {its}",
            "mostrame {its}",
            "quisiera saber {its}",
            "¿dónde veo {its}?",
            "¿y {its}?",
            "¿me podés mandar {its}?",
            "pasame {its}",
            "¿se puede ver {its}?",
            "necesito {its}",
            "quiero {its}",
            "hola buenas tardes, {its}",
            "cómo veo {its}",
            "me decís {its}",
            "dime {its}",
            "enséñame {its}",
        ],
        names: &[
            ("balance", &[("mi", "saldo"), ("mis", "puntos")]),
            ("statement", &[("mi", "extracto"), ("mis", "movimientos")]),
            ("ranking", &[("el", "ranking")]),
            ("rules_help", &[("las", "reglas"), ("el", "reglamento")]),
            ("rewards_catalog", &[("los", "premios"), ("los", "regalos")]),
            ("vouchers_list", &[("mis", "vales"), ("mis", "cupones")]),
            ("tier", &[("mi", "nivel"), ("mi", "categoría")]),
            ("referral_code", &[("mi", "código de referido")]),
        ],
    },
    Spoken {
        lang: Lang::En,
        frames: &[
            "i want to see {its}",
            "show me {its}",
            "i'd like to know {its}",
            "where do i see {its}?",
            "and {its}?",
            "can you send me {its}?",
            "could i get {its}",
            "can i see {its}?",
            "need {its}",
            "hi, {its}",
            "how do i check {its}",
            "what's {its}?",
            "tell me {its}",
            "check {its}",
            "{its} pls",
        ],
        names: &[
            ("balance", &[("my", "balance"), ("my", "points")]),
            ("statement", &[("my", "statement"), ("my", "history")]),
            ("ranking", &[("the", "ranking")]),
            ("rules_help", &[("the", "rules"), ("the", "terms")]),
            ("rewards_catalog", &[("the", "rewards"), ("the", "prizes")]),
            ("vouchers_list", &[("my", "vouchers"), ("my", "coupons")]),
            ("tier", &[("my", "level"), ("my", "tier")]),
            ("referral_code", &[("my", "referral code"), ("my", "invite link")]),
        ],
    },
];

#[test]
fn what_is_asked_for_by_its_name_is_what_is_heard() {
    let ears = ears();
    let (mut faults, mut asked) = (Vec::new(), 0);
    for Spoken { lang, frames, names } in SPOKEN {
        for (label, names) in names {
            for (frame, (its, name)) in
                frames.iter().flat_map(|frame| names.iter().map(move |name| (frame, name)))
            {
                let text = frame.replace("{its}", &format!("{its} {name}"));
                let heard = hear(&text, &setting(Role::Customer, lang), &ears).taken_as_likely();
                asked += 1;
                if heard.intent.label() != *label {
                    faults.push(format!("“{text}” is {}, not {label}", heard.intent.label()));
                }
            }
        }
    }
    assert!(asked > 600, "{asked}");
    assert!(faults.is_empty(), "{} of {asked}:\n{}", faults.len(), faults.join("\n"));
}
