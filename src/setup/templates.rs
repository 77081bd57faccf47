//! The templates this version sends, and how those of an account compare with them.

use super::Verdict;
use super::remedy::MANAGER;
use crate::whatsapp::manage::Template;
use crate::whatsapp::templates;
use serde_json::Value;

/// A template as it is created.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateBody {
    pub name: String,
    /// Meta's code, such as `pt_BR`.
    pub lang: String,
    /// UTILITY or MARKETING.
    pub category: String,
    /// What `POST /{waba}/message_templates` takes.
    pub body: Value,
}

/// Everything this version sends, in every language; the faults of the pack where it has any.
pub fn pack() -> Result<Vec<TemplateBody>, Vec<String>> {
    let ours = |one: templates::TemplateBody| TemplateBody {
        name: one.name.to_owned(),
        lang: one.body["language"].as_str().unwrap_or_default().to_owned(),
        category: one.category.as_str().to_owned(),
        body: one.body,
    };
    Ok(templates::pack()?.creations().into_iter().map(ours).collect())
}

/// Those of the pack that the account does not have in any state.
pub fn missing<'a>(pack: &'a [TemplateBody], there: &[Template]) -> Vec<&'a TemplateBody> {
    pack.iter().filter(|ours| found(ours, there).is_none()).collect()
}

fn found<'a>(ours: &TemplateBody, there: &'a [Template]) -> Option<&'a Template> {
    there.iter().find(|one| one.name == ours.name && one.lang == ours.lang)
}

/// Trouble first, then what is still under review.
pub fn compare(pack: &[TemplateBody], there: &[Template]) -> Verdict {
    let created = missing(pack, there).is_empty();
    let (mut trouble, mut waiting) = (Vec::new(), 0);
    for ours in pack {
        let name = format!("{} ({})", ours.name, ours.lang);
        match found(ours, there) {
            None => trouble.push(format!("{name} is not created")),
            Some(one) => match one.status.as_str() {
                "APPROVED" if one.category != ours.category => trouble.push(format!(
                    "{name} was made {} by Meta, and costs what that costs",
                    one.category.to_lowercase()
                )),
                "APPROVED" => {}
                "PENDING" | "IN_APPEAL" => waiting += 1,
                "REJECTED" => {
                    let reason = one.reason.as_deref().unwrap_or("no reason given");
                    trouble.push(format!("{name} was rejected ({reason})"));
                }
                "PAUSED" => trouble.push(format!("{name} is paused, because people complained")),
                other => trouble.push(format!("{name} is {}", other.to_lowercase())),
            },
        }
    }
    if !trouble.is_empty() {
        let remedy =
            format!("look at {MANAGER} → Message templates: what was refused is edited or appealed there");
        return if created {
            Verdict::bad(trouble.join("; "), remedy)
        } else {
            Verdict::for_setup(trouble.join("; "), "")
        };
    }
    let all = pack.len();
    match waiting {
        0 => Verdict::Good(format!("all {all} are approved")),
        waiting => Verdict::Open(format!("{waiting} of {all} are under review, which takes up to a day")),
    }
}
