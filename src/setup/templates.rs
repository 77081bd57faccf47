//! The templates this version sends, and how those of an account compare with them.

use super::Verdict;
use super::remedy::MANAGER;
use crate::domain::template::Template;
use crate::whatsapp::templates::{TemplateBody, missing};

/// Trouble first, then what is still under review.
pub fn compare(pack: &[TemplateBody], there: &[Template]) -> Verdict {
    let created = missing(pack, there).is_empty();
    let (mut trouble, mut waiting) = (Vec::new(), 0);
    for ours in pack {
        let name = ours.called();
        match there.iter().find(|one| ours.is(one)) {
            None => trouble.push(format!("{name} is not created")),
            Some(one) => match one.status.as_str() {
                "APPROVED" if one.category != ours.category => trouble.push(format!(
                    "{name} was made {} by Meta, and costs what that costs",
                    one.category.as_str().to_lowercase()
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
