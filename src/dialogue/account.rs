//! What WhatsApp says of the account behind a number, and what follows from it: facts that change, and news for
//! whoever owns the shop.

use crate::dialogue::line::Term;
use crate::dialogue::news::{AccountNews, News, TemplateNews};
use crate::dialogue::notice::Kind;
use crate::domain::change::Change;
use crate::domain::facts::{Facts, Shop};
use crate::domain::lang::Lang;
use crate::domain::template::{Category, Template, Templates};

/// A notice of WhatsApp. Its words are kept open: Meta adds to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountNotice {
    Status {
        which: Which,
        /// `APPROVED`, `REJECTED`, `PAUSED`, …
        event: String,
        reason: Option<String>,
        category: Option<Category>,
    },
    Quality {
        which: Which,
        quality: String,
    },
    Category {
        which: Which,
        category: Category,
    },
    Account {
        event: String,
        /// Of a violation, or the state of a ban.
        detail: Option<String>,
    },
    /// A higher limit was put off or denied.
    LimitDenied,
    Allowance {
        /// People a day who may be written to first; -1 is no limit.
        people: i64,
        /// Digits of the one number it is about; without them, every number of the account.
        number: Option<String>,
    },
    /// Nothing here depends on it.
    Other {
        what: String,
    },
}

/// Which template: by Meta's id, or by name and language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Which {
    pub remote_id: Option<String>,
    pub name: Option<String>,
    pub lang: Option<String>,
}

/// What follows from a notice. The reason, when it is nothing. `at`: ms UTC.
pub fn heed(
    notice: &AccountNotice,
    at: i64,
    shop: &Shop,
    facts: &Facts,
) -> Result<(Vec<Change>, Vec<News>), String> {
    match notice {
        AccountNotice::Status { which, event, reason, category } => {
            let before = known(which, facts);
            let mut after = before.cloned().or_else(|| unheard_of(which, *category)).ok_or(NO_TEMPLATE)?;
            if before.is_some_and(|before| at < before.updated_at) {
                return Err("something later is known of this template".to_owned());
            }
            if let Some(status) = status(event) {
                status.clone_into(&mut after.status);
                after.reason.clone_from(reason);
            } else if event == "FLAGGED" {
                after.quality = Some("RED".to_owned());
            }
            after.category = category.unwrap_or(after.category);
            after.updated_at = at;
            Ok(changed(before, after))
        }
        AccountNotice::Quality { which, quality } => {
            let before = known(which, facts).ok_or(NO_TEMPLATE)?;
            Ok(changed(Some(before), Template { quality: Some(quality.clone()), ..before.clone() }))
        }
        AccountNotice::Category { which, category } => {
            let before = known(which, facts).ok_or(NO_TEMPLATE)?;
            Ok(changed(Some(before), Template { category: *category, ..before.clone() }))
        }
        AccountNotice::Account { event, detail } => {
            let news = account(event, detail.as_deref());
            let news = news.ok_or_else(|| format!("nothing here depends on {event}"))?;
            Ok((Vec::new(), vec![News::Account { news }]))
        }
        AccountNotice::LimitDenied => Ok((Vec::new(), vec![News::LimitDenied])),
        AccountNotice::Allowance { people, number } => {
            if number.as_ref().is_some_and(|number| *number != shop.phone) {
                return Err("about another number of the account".to_owned());
            }
            if facts.allowance == Some(*people) {
                return Err("known already".to_owned());
            }
            Ok((vec![Change::Allowance { people: *people }], vec![News::Limit { people: *people }]))
        }
        AccountNotice::Other { what } => Err(format!("nothing here depends on {what}")),
    }
}

/// What follows from WhatsApp's whole list, asked for at `at` (ms UTC): a webhook may have been missed. Of what was
/// heard of later than that, the list says nothing new; what it does not hold any more may not be sent.
pub fn reconcile(listed: Vec<Template>, known: &Templates, at: i64) -> (Vec<Change>, Vec<News>) {
    let gone = |known: &&Template| {
        let same = |one: &Template| one.name == known.name && one.lang == known.lang;
        known.status != "DELETED" && !listed.iter().any(same)
    };
    let deleted = |known: &Template| Template { status: "DELETED".to_owned(), ..known.clone() };
    let gone: Vec<Template> = known.all().filter(gone).map(deleted).collect();
    let (mut changes, mut news) = (Vec::new(), Vec::new());
    for one in listed.into_iter().chain(gone) {
        let before = known.get(&one.name, &one.lang);
        if before.is_some_and(|before| before.updated_at > at || before.says_the_same(&one)) {
            continue;
        }
        let (change, told) = changed(before, Template { updated_at: at, ..one });
        changes.extend(change);
        news.extend(told);
    }
    (changes, news)
}

const NO_TEMPLATE: &str = "a template nobody here knows";

fn known<'a>(which: &Which, facts: &'a Facts) -> Option<&'a Template> {
    let by_name = which.name.as_ref().zip(which.lang.as_ref());
    let by_name = by_name.and_then(|(name, lang)| facts.templates.get(name, lang));
    by_name.or_else(|| facts.templates.by_remote_id(which.remote_id.as_deref()?))
}

/// A template made elsewhere, first heard of now.
fn unheard_of(which: &Which, category: Option<Category>) -> Option<Template> {
    Some(Template {
        name: which.name.clone()?,
        lang: which.lang.clone()?,
        remote_id: which.remote_id.clone(),
        // Until Meta names it, the dearer one is assumed.
        category: category.unwrap_or(Category::Marketing),
        status: "PENDING".to_owned(),
        quality: None,
        reason: None,
        updated_at: 0,
    })
}

/// The status an event leads to; `None` when it leads to none.
fn status(event: &str) -> Option<&str> {
    match event {
        "REINSTATED" | "UNARCHIVED" => Some("APPROVED"),
        "FLAGGED" => None,
        other => Some(other),
    }
}

/// The change, and what owners are told of it: only of templates that this service sends, and each thing once.
fn changed(before: Option<&Template>, after: Template) -> (Vec<Change>, Vec<News>) {
    let lang = Lang::ALL.into_iter().find(|lang| lang.template_code() == after.lang);
    let ours = Kind::of_template(&after.name).zip(lang);
    let told = |(kind, lang)| {
        let news = differences(before, &after).into_iter();
        news.map(|news| News::Template { kind, lang, news }).collect()
    };
    let news = ours.map(told).unwrap_or_default();
    (vec![Change::Template(after)], news)
}

fn differences(before: Option<&Template>, after: &Template) -> Vec<TemplateNews> {
    let mut news = Vec::new();
    let was = before.map_or("PENDING", |before| before.status.as_str());
    if was != after.status {
        news.extend(of_status(was, after));
    }
    if before.is_some_and(|before| before.category != after.category) {
        let dear = after.category != Category::Utility;
        news.push(if dear { TemplateNews::Marketing } else { TemplateNews::Utility });
    }
    let red = |template: &Template| template.quality.as_deref() == Some("RED");
    if red(after) && !before.is_some_and(red) {
        news.push(TemplateNews::Red);
    }
    news
}

fn of_status(was: &str, after: &Template) -> Option<TemplateNews> {
    match after.status.as_str() {
        "PAUSED" => Some(TemplateNews::Paused),
        "REJECTED" => Some(TemplateNews::Refused { why: refusal(after.reason.as_deref()) }),
        "DISABLED" | "LOCKED" | "ARCHIVED" | "DELETED" => Some(TemplateNews::Disabled),
        // The first approval is what everybody expects.
        "APPROVED" if !["PENDING", "IN_APPEAL"].contains(&was) => Some(TemplateNews::Back),
        _ => None,
    }
}

/// Meta's word for a refusal, as people say it.
fn refusal(reason: Option<&str>) -> Term {
    Term(match reason.unwrap_or_default() {
        "PROMOTIONAL" => "refused-promotional",
        "INCORRECT_CATEGORY" => "refused-category",
        "ABUSIVE_CONTENT" => "refused-abusive",
        "INVALID_FORMAT" => "refused-format",
        "SCAM" => "refused-scam",
        "TAG_CONTENT_MISMATCH" => "refused-mismatch",
        "CATEGORY_NOT_AVAILABLE" => "refused-unavailable",
        _ => "refused-other",
    })
}

fn account(event: &str, detail: Option<&str>) -> Option<AccountNews> {
    let detail = detail.unwrap_or_default();
    Some(match event {
        "ACCOUNT_RESTRICTION" => AccountNews::Restricted,
        "ACCOUNT_VIOLATION" => AccountNews::Violation { what: detail.replace('_', " ").to_lowercase() },
        "ACCOUNT_RECONNECTED" => AccountNews::Free,
        "DISABLED_UPDATE" if detail == "REINSTATE" => AccountNews::Free,
        "DISABLED_UPDATE" | "ACCOUNT_DELETED" | "ACCOUNT_OFFBOARDED" => AccountNews::Disabled,
        _ => return None,
    })
}
