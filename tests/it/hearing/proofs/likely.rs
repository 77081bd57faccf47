//! What no rule takes is taken for what it is most like, and that moves nothing.

use crate::hearing::{ears, role_of, setting};
use fregues::dialogue::hear::{Doubt, Ears, Flag, Intent, Role, explain, hear};
use fregues::domain::lang::Lang;
use serde_json::Value;

const KEPT_APART: [&str; 4] = [
    include_str!("../../data/unseen.jsonl"),
    include_str!("../../data/strangers.jsonl"),
    include_str!("../../data/newcomers.jsonl"),
    include_str!("../../data/passersby.jsonl"),
];

/// Messages that no rule takes, by people who had seen none.
fn messages() -> impl Iterator<Item = (Role, Lang, String)> {
    KEPT_APART.into_iter().flat_map(str::lines).map(|line| {
        let label: Value = serde_json::from_str(line).unwrap();
        let word = |key: &str| label[key].as_str().unwrap().to_owned();
        (role_of(&word("role")), Lang::from_tag(&word("lang")).unwrap(), word("text"))
    })
}

#[test]
fn a_guess_books_nothing_names_nobody_and_doubts_every_amount() {
    let ears = ears();
    let mut guesses = 0;
    for (role, lang, text) in messages() {
        // The same words with a figure in them, as somebody at the counter may add one.
        for text in [text.clone(), format!("{text} 50"), format!("{text} 11 98765-4321 50")] {
            let heard = hear(&text, &setting(role, lang), &ears);
            let Some((intent, slots)) = heard.likely else { continue };
            guesses += 1;
            assert!(intent.may_be_guessed(), "{text}: {intent:?}");
            assert!(
                slots.amount.is_none() || slots.flags.contains(&Flag::AmountAmbiguous),
                "{text}: {slots:?}"
            );
            assert_eq!((slots.name, slots.reward), (None, None), "{text}");
        }
    }
    assert!(guesses > 50, "only {guesses} of the messages were guessed at");
    let counter = [Intent::RegisterPurchase, Intent::PayWithBalance, Intent::RedeemVoucher, Intent::Adjust];
    assert!(counter.iter().all(|intent| !intent.may_be_guessed()));
}

#[test]
fn leaving_a_person_and_the_teams_orders_are_never_outvoted() {
    let ears = ears();
    for (text, intent) in [
        ("sair", Intent::OptOut),
        ("quero falar com uma pessoa sobre meus pontos e meu saldo e meu extrato", Intent::Human),
        ("SAIR", Intent::OptOut),
    ] {
        assert_eq!(hear(text, &setting(Role::Customer, Lang::PtBr), &ears).intent, intent, "{text}");
    }
    let order = "announce Double points on Saturday";
    assert_eq!(hear(order, &setting(Role::Owner, Lang::En), &ears).intent, Intent::BroadcastStart);
}

/// A phone and a figure are a sale to ask about where the words tell of something else.
#[test]
fn what_speaks_against_a_sale_has_it_asked() {
    let ears = ears();
    for (lang, line, asked) in [
        (Lang::PtBr, "11 94444-0001 trouxe de volta o shampoo 49,90", true),
        (Lang::PtBr, "11 94444-0001 orçamento 380 progressiva", true),
        (Lang::PtBr, "11 94444-0001 vai vir amanhã, 56", true),
        (Lang::PtBr, "11 98765-4321 perguntou se tem banho de 57", true),
        (Lang::PtBr, "da um credito de 79 pra 11 94444-0001", true),
        (Lang::Es, "11 94444-0001 trajo de vuelta el champú 49,90", true),
        (Lang::Es, "11 94444-0001 va a pagar 54", true),
        (Lang::En, "11 94444-0001 maybe about 60", true),
        (Lang::En, "11 94444-0001 just looking 59", true),
        (Lang::PtBr, "11 98765-4321 89,90 banho", false),
        (Lang::Es, "11 98765-4321 89,90 baño", false),
        (Lang::En, "11 98765-4321 89.90 bath", false),
    ] {
        let heard = hear(line, &setting(Role::Staff, lang), &ears);
        assert_eq!(heard.intent, Intent::RegisterPurchase, "{line}");
        assert_eq!(heard.doubt() != Doubt::Sure, asked, "{line}: {:?}", heard.slots.flags);
    }
}

#[test]
fn another_request_is_heard_behind_an_and() {
    let ears = ears();
    for (role, lang, text, pair) in [
        (
            Role::Customer,
            Lang::PtBr,
            "quero ver meu saldo e meu extrato",
            Some([Intent::Balance, Intent::Statement]),
        ),
        (Role::Customer, Lang::PtBr, "meus pontos e o ranking", Some([Intent::Ranking, Intent::Balance])),
        (
            Role::Customer,
            Lang::Es,
            "quiero ver mi saldo y el ranking",
            Some([Intent::Ranking, Intent::Balance]),
        ),
        (
            Role::Customer,
            Lang::En,
            "check my balance and the ranking",
            Some([Intent::Ranking, Intent::Balance]),
        ),
        (Role::Customer, Lang::PtBr, "saldo e só", None),
        (Role::Customer, Lang::PtBr, "meu saldo", None),
        (Role::Staff, Lang::PtBr, "resumo e ajuda", None),
    ] {
        let heard = hear(text, &setting(role, lang), &ears);
        assert_eq!(heard.also.map(|also| [heard.intent, also]), pair, "{text}");
    }
}

#[test]
fn figures_and_words_that_nobody_ever_said_are_like_nothing() {
    let ears = ears();
    for text in ["1", "50", "xpto qwerty zzz", "xpto qwerty por favor", "blorf snarg", "🙃", ""] {
        for role in [Role::Customer, Role::Staff, Role::Owner] {
            let heard = hear(text, &setting(role, Lang::PtBr), &ears);
            assert!(heard.likely.is_none(), "{text}: {:?}", heard.likely);
        }
    }
}

/// What is done at once is not done on a guess.
#[test]
fn what_is_guessed_and_acted_upon_only_tells_or_asks() {
    let acts = [
        Intent::Undo,
        Intent::OptIn,
        Intent::AddStaff,
        Intent::RemoveStaff,
        Intent::Human,
        Intent::Dispute,
        Intent::NameSet,
        Intent::Approve,
        Intent::RegisterCustomer,
        Intent::ReferralApply,
    ];
    assert!(acts.iter().all(|intent| !intent.tells_or_asks()));
}

#[test]
fn an_explanation_tells_the_words_that_counted() {
    let text = "me diga aí como anda minha continha";
    let (heard, explained) = explain(text, &setting(Role::Customer, Lang::PtBr), &ears());
    assert_eq!(heard.taken_as_likely().intent, Intent::Balance);
    let like = explained.like.unwrap();
    assert!(like.typed.iter().all(|word| text.contains(word.as_str())) && !like.typed.is_empty(), "{like:?}");
}

/// A file of one's own teaches by a sentence or two, and says where it cannot be read.
#[test]
fn a_saying_of_ones_own_is_learnt_and_a_fault_is_named() {
    let taught = |text: &str| Ears::embedded().unwrap().taught(&Ears::EXAMPLES, &[(Lang::En, text)]);
    let own = "[customer]\nranking = [\"who rules the roost\", \"does my hen rule the roost\", \"top of the roost\", \
        \"who is it that rules the roost\"]\nunknown = [\"what is that noise\", \"tell me a joke\"]";
    let roost = "so who rules the roost";
    let heard = hear(roost, &setting(Role::Customer, Lang::En), &taught(own).unwrap());
    assert_eq!(heard.taken_as_likely().intent, Intent::Ranking);
    assert_eq!(
        hear(roost, &setting(Role::Customer, Lang::En), &ears()).taken_as_likely().intent,
        Intent::Unknown
    );
    let fault = taught("[customer]\nrankings = [\"a\"]").unwrap_err().join("\n");
    assert!(fault.starts_with("en/sayings.toml: ") && fault.contains("rankings"), "{fault}");
}

/// What teaches is mostly heard as it stands there; the rest is borderline, or an answer that only its question explains.
#[test]
fn the_sayings_are_heard_as_what_they_stand_under() {
    let ears = ears();
    for (lang, text) in Ears::SAYINGS {
        let sayings: toml::Table = text.parse().unwrap();
        let (mut right, mut total, mut wrong) = (0, 0, Vec::new());
        for (role, intents) in &sayings {
            for (intent, sentences) in intents.as_table().unwrap() {
                for sentence in sentences.as_array().unwrap().iter().filter_map(toml::Value::as_str) {
                    let heard = hear(sentence, &setting(role_of(role), lang), &ears).taken_as_likely();
                    let meant: Intent = serde_json::from_value(intent.as_str().into()).unwrap();
                    total += 1;
                    if heard.intent.label() == meant.label() {
                        right += 1;
                    } else {
                        wrong.push(format!("{intent} as {}: {sentence}", heard.intent.label()));
                    }
                }
            }
        }
        println!("{}: {right} of {total}", lang.tag());
        assert!(right * 100 >= total * 95, "{}: {right} of {total}\n{}", lang.tag(), wrong.join("\n"));
    }
}
