//! Templates as setup creates them and the doctor reads them, whatever review makes of them; and lists of many pages.

use super::{House, check};
use crate::support::engines::sqlite;
use crate::support::shop::NUMBER;
use fregues::dialogue::hear::{Ears, Role, Setting, hear};
use fregues::domain::lang::Lang;
use fregues::domain::money::Money;
use fregues::domain::template::Category;
use fregues::emulator::WABA;
use fregues::setup::shortcuts::{COMMANDS, PROMPTS, shortcuts};
use fregues::setup::{Number, Subject, checks, line};
use fregues::whatsapp::templates::{TemplateBody, missing};
use serde_json::json;

fn receipt(lang: Lang, category: Category) -> TemplateBody {
    let body = json!({ "name": "receipt", "language": lang.template_code(), "category": category.as_str(),
        "components": [{ "type": "BODY", "text": "Compra registrada." }] });
    TemplateBody { name: "receipt", lang, category, body }
}

fn subject(house: &House, pack: Vec<TemplateBody>) -> Subject {
    let number =
        Number { id: NUMBER.to_owned(), waba: WABA.to_owned(), lang: Lang::PtBr, ..Number::default() };
    let mut subject = Subject::new(&house.config(), number, 0).unwrap();
    subject.pack = pack;
    subject
}

async fn seen(subject: &Subject) -> Vec<String> {
    vec![line("templates", &(checks::TEMPLATES.run)(subject).await)]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_state_of_a_template_is_told_in_words() {
    let house = House::new(&sqlite().await).await;
    let pack = [Lang::PtBr, Lang::En].map(|lang| receipt(lang, Category::Utility));
    let subject = subject(&house, pack.into());
    check(
        &seen(&subject).await,
        "templates",
        "✘ receipt (pt_BR) is not created; receipt (en) is not created → run",
    );
    for template in missing(&subject.pack, &subject.manager.templates(WABA, 0).await.unwrap()) {
        subject.manager.create_template(WABA, &template.body).await.unwrap();
    }
    check(&seen(&subject).await, "templates", "✔ all 2 are approved");
    for (status, reason, expected) in [
        ("PENDING", None, "· 1 of 2 are under review"),
        (
            "REJECTED",
            Some("INCORRECT_CATEGORY"),
            "✘ receipt (en) was rejected (INCORRECT_CATEGORY) → look at",
        ),
        ("PAUSED", None, "✘ receipt (en) is paused"),
        ("DISABLED", None, "✘ receipt (en) is disabled"),
        ("APPROVED", None, "✔ all 2 are approved"),
    ] {
        assert!(house.emulator.review_template("receipt", "en", status, reason));
        check(&seen(&subject).await, "templates", expected);
    }
    let dearer = receipt(Lang::En, Category::Marketing);
    subject.manager.create_template(WABA, &dearer.body).await.unwrap();
    check(&seen(&subject).await, "templates", "✘ receipt (en) was made marketing by Meta");
    house.emulator.change(|account| account.review = "REJECTED".to_owned());
    subject.manager.create_template(WABA, &subject.pack[1].body).await.unwrap();
    check(&seen(&subject).await, "templates", "✘ was rejected");
    let refused = subject.manager.create_template(WABA, &json!({ "name": "Not So" })).await;
    assert_eq!(refused.unwrap_err().code(), Some(100));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_read_to_its_last_page() {
    let house = House::new(&sqlite().await).await;
    for number in 0..120 {
        house.emulator.add_template(&format!("t{number}"), "en", "UTILITY", "Hello", Vec::new());
    }
    let subject = subject(&house, Vec::new());
    let listed = subject.manager.templates(WABA, 0).await.unwrap();
    let ours = |name: &String| !name.starts_with("fregues_");
    let names: Vec<String> = listed.into_iter().map(|one| one.name).filter(ours).collect();
    assert_eq!(names, (0..120).map(|number| format!("t{number}")).collect::<Vec<_>>());
}

#[test]
fn commands_and_ice_breakers_fit_and_are_understood() {
    let ears = Ears::embedded().unwrap();
    for lang in Lang::ALL {
        let setting =
            Setting { role: Role::Customer, lang, area_code: 11, high_amount: Money::reais(10_000) };
        let ours = shortcuts(lang);
        assert!(
            (1..=COMMANDS.0).contains(&ours.commands.len()) && (1..=PROMPTS.0).contains(&ours.prompts.len())
        );
        let length = |text: &str| text.chars().count();
        for command in &ours.commands {
            assert!((1..=COMMANDS.1).contains(&length(&command.name)), "{command:?}");
            assert!((1..=COMMANDS.2).contains(&length(&command.description)), "{command:?}");
        }
        assert!(ours.prompts.iter().all(|prompt| (1..=PROMPTS.1).contains(&length(prompt))));
        let typed = ours.commands.iter().map(|command| format!("/{}", command.name));
        for text in typed.chain(ours.prompts.clone()) {
            let heard = hear(&text, &setting, &ears);
            assert_ne!(heard.intent.label(), "unknown", "{}: {text}", lang.tag());
        }
    }
}
