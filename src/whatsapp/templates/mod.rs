//! The template pack: the words of `conversations/templates/*.toml`, as Meta takes them for review and as they are
//! sent.
//!
//! Shapes and limits: template components, overview and management as read 2026-10-04; parameters are named.

mod check;

use crate::dialogue::copy::{Copy, Reader};
use crate::dialogue::line::Value as Argument;
use crate::dialogue::notice::{Kind, Notice};
use crate::domain::lang::Lang;
use crate::domain::template::{Category, Template};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The files that ship, by name.
pub const SOURCES: [(&str, &str); 9] = [
    ("receipt.toml", include_str!("../../../conversations/templates/receipt.toml")),
    ("reversal.toml", include_str!("../../../conversations/templates/reversal.toml")),
    ("exchange.toml", include_str!("../../../conversations/templates/exchange.toml")),
    ("redeemed.toml", include_str!("../../../conversations/templates/redeemed.toml")),
    ("approval.toml", include_str!("../../../conversations/templates/approval.toml")),
    ("redemption_ask.toml", include_str!("../../../conversations/templates/redemption_ask.toml")),
    ("expiring.toml", include_str!("../../../conversations/templates/expiring.toml")),
    ("announcement.toml", include_str!("../../../conversations/templates/announcement.toml")),
    ("invitation.toml", include_str!("../../../conversations/templates/invitation.toml")),
];

/// One file: a template in all languages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    name: String,
    category: String,
    /// What it is for, as Meta's reviewers may ask.
    purpose: String,
    /// What a tap on each button means, in order: `read.balance`, or `answer.{token}.yes` with an argument.
    taps: Vec<String>,
    #[serde(rename = "pt_BR")]
    pt_br: Words,
    es: Words,
    en: Words,
}

/// A template in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// With `{{name}}` where an argument goes.
    body: String,
    footer: Option<String>,
    buttons: Vec<String>,
    /// What each argument may look like, for the review.
    examples: BTreeMap<String, String>,
}

impl Page {
    const fn words(&self, lang: Lang) -> &Words {
        match lang {
            Lang::PtBr => &self.pt_br,
            Lang::Es => &self.es,
            Lang::En => &self.en,
        }
    }
}

impl TemplateBody {
    /// Whether this is the one that WhatsApp has.
    pub fn is(&self, there: &Template) -> bool {
        there.name == self.name && there.lang == self.lang.template_code()
    }

    /// As people call it: name and Meta's code of the language.
    pub fn called(&self) -> String {
        format!("{} ({})", self.name, self.lang.template_code())
    }
}

/// Those of the pack that an account does not have in any state.
pub fn missing<'a>(pack: &'a [TemplateBody], there: &[Template]) -> Vec<&'a TemplateBody> {
    pack.iter().filter(|ours| !there.iter().any(|one| ours.is(one))).collect()
}

/// All templates, checked.
pub struct Pack(BTreeMap<Kind, Page>);

/// What `POST /{waba}/message_templates` takes to create a template in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateBody {
    pub name: &'static str,
    pub lang: Lang,
    pub category: Category,
    pub body: Value,
}

/// The pack that ships, with copy of its own: for whoever has none at hand.
pub fn pack() -> Result<Pack, Vec<String>> {
    Pack::embedded(&Copy::embedded()?)
}

impl Pack {
    pub fn embedded(copy: &Copy) -> Result<Pack, Vec<String>> {
        Pack::read(&SOURCES, copy)
    }

    /// Reads and checks files: all faults at once, each naming file, language and key.
    pub fn read(sources: &[(&str, &str)], copy: &Copy) -> Result<Pack, Vec<String>> {
        let (mut pages, mut faults) = (BTreeMap::new(), Vec::new());
        for (file, text) in sources {
            match toml::from_str::<Page>(text) {
                Err(fault) => faults.push(format!("{file}: {fault}")),
                Ok(page) => match Kind::of_template(&page.name) {
                    None => faults.push(format!("{file}: name: nothing is ever sent as {:?}", page.name)),
                    Some(kind) => {
                        faults.extend(check::faults(file, &page, kind, copy));
                        if pages.insert(kind, page).is_some() {
                            faults.push(format!("{file}: name: another file has {:?} too", kind.template()));
                        }
                    }
                },
            }
        }
        let missing = Kind::ALL.iter().filter(|kind| !pages.contains_key(kind));
        faults.extend(missing.map(|kind| format!("no file holds the template {:?}", kind.template())));
        if faults.is_empty() { Ok(Pack(pages)) } else { Err(faults) }
    }

    /// What creates every template in every language.
    pub fn creations(&self) -> Vec<TemplateBody> {
        let every = self.0.iter().flat_map(|(kind, page)| Lang::ALL.map(|lang| (*kind, page, lang)));
        let creation = |(kind, page, lang): (Kind, &Page, Lang)| TemplateBody {
            name: kind.template(),
            lang,
            category: Category::read(&page.category).unwrap_or(Category::Marketing),
            body: creation(page, lang),
        };
        every.map(creation).collect()
    }

    /// The body of a send, still without a recipient.
    pub fn body(&self, notice: &Notice, reader: Reader, copy: &Copy) -> Option<Value> {
        let page = self.0.get(&notice.kind())?;
        let words = page.words(reader.lang);
        let filled = filled(&notice.values(), &notice.kind().longest(), reader, copy);
        let parameters: Vec<Value> = variables(&words.body)
            .into_iter()
            .map(|name| json!({ "type": "text", "parameter_name": name, "text": filled.get(name) }))
            .collect();
        let mut components = vec![json!({ "type": "body", "parameters": parameters })];
        for (index, tap) in page.taps.iter().enumerate() {
            let payload = filled
                .iter()
                .fold(tap.clone(), |tap, (name, value)| tap.replace(&format!("{{{name}}}"), value));
            components.push(json!({ "type": "button", "sub_type": "quick_reply", "index": index.to_string(),
                "parameters": [{ "type": "payload", "payload": payload }] }));
        }
        Some(json!({
            "messaging_product": "whatsapp", "recipient_type": "individual", "type": "template",
            "template": { "name": page.name, "language": { "code": reader.lang.template_code() },
                "components": components },
        }))
    }
}

fn creation(page: &Page, lang: Lang) -> Value {
    let words = page.words(lang);
    let examples: Vec<Value> = variables(&words.body)
        .into_iter()
        .map(|name| json!({ "param_name": name, "example": words.examples.get(name) }))
        .collect();
    let buttons: Vec<Value> =
        words.buttons.iter().map(|title| json!({ "type": "QUICK_REPLY", "text": title })).collect();
    let mut components = vec![json!({ "type": "BODY", "text": words.body,
        "example": { "body_text_named_params": examples } })];
    if let Some(footer) = &words.footer {
        components.push(json!({ "type": "FOOTER", "text": footer }));
    }
    if !buttons.is_empty() {
        components.push(json!({ "type": "BUTTONS", "buttons": buttons }));
    }
    json!({ "name": page.name, "language": lang.template_code(), "category": page.category,
        "parameter_format": "named", "components": components })
}

/// A template as `GET /{waba}/message_templates` lists it; `None` for one that says too little.
pub fn listed(element: &Value, now: i64) -> Option<Template> {
    let text = |key: &str| element[key].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let id = text("id").or_else(|| element["id"].as_i64().map(|id| id.to_string()));
    let score = element["quality_score"]["score"].as_str().filter(|score| *score != "UNKNOWN");
    let category = text("category").and_then(|category| Category::read(&category));
    Some(Template {
        name: text("name")?,
        lang: text("language")?,
        remote_id: id,
        // Until Meta names it, the dearer one is assumed.
        category: category.unwrap_or(Category::Marketing),
        status: text("status")?,
        quality: score.map(str::to_owned),
        reason: text("rejected_reason").filter(|reason| reason != "NONE"),
        updated_at: now,
    })
}

/// Arguments as they stand in a message: formatted, harmless, and never longer than was checked.
fn filled(
    values: &[(&'static str, Argument)],
    longest: &[(&'static str, Argument)],
    reader: Reader,
    copy: &Copy,
) -> BTreeMap<&'static str, String> {
    let mut filled = BTreeMap::new();
    for ((name, value), (_, most)) in values.iter().zip(longest) {
        let most = copy.full(most, reader).encode_utf16().count();
        filled.insert(*name, harmless(&copy.full(value, reader), most));
    }
    filled
}

/// A parameter that WhatsApp takes: one line without runs of spaces, not empty, at most `most` UTF-16 units.
pub fn harmless(text: &str, most: usize) -> String {
    // A no-break space keeps an amount together, and Meta takes it.
    let parts = text.split(|c: char| c.is_control() || (c.is_whitespace() && c != '\u{a0}'));
    let line = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    if line.trim().is_empty() {
        return "–".to_owned();
    }
    let mut room = most;
    let fits = |letter: &char| {
        let fits = letter.len_utf16() <= room;
        room = if fits { room - letter.len_utf16() } else { 0 };
        fits
    };
    line.chars().take_while(fits).collect::<String>().trim_end().to_owned()
}

/// The distinct names between double braces, in order.
fn variables(body: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for piece in body.split("{{").skip(1) {
        if let Some((name, _)) = piece.split_once("}}")
            && !found.contains(&name)
        {
            found.push(name);
        }
    }
    found
}
