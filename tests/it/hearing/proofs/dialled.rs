//! Which phone digits are beyond doubt, as a careful person would dial them.

use super::certain::Group;
use super::writing::{is_area, is_cpf};
use regex::Regex;

/// The phone that these groups are beyond doubt, in E.164.
pub fn read_phone(text: &str, groups: &[Group]) -> Option<String> {
    let first = groups.first()?;
    let gaps = groups.windows(2).map(|pair| (&pair[0], &text[pair[0].at.end..pair[1].at.start]));
    let printed =
        groups.len() > 1 && first.digits == "0" && text[first.at.end..groups[1].at.start].starts_with("xx");
    for (at, (_, gap)) in gaps.enumerate() {
        let plain = gap.len() <= 3 && gap.chars().all(|c| " .-/()".contains(c));
        if !(plain || printed && at == 0) {
            return None;
        }
    }
    let digits: String = groups.iter().map(|group| group.digits.as_str()).collect();
    let mut ends: Vec<usize> = Vec::new();
    for group in groups {
        ends.push(ends.last().unwrap_or(&0) + group.digits.len());
    }
    let national = |skip: usize| {
        let rest = digits.get(skip..)?;
        let shaped = ends.iter().filter(|end| **end > skip).all(|end| [2, 3, 7, 11].contains(&(end - skip)));
        (shaped && is_mobile(rest)).then(|| format!("+55{rest}"))
    };
    let abroad = |skip: usize| {
        let rest = digits.get(skip..)?;
        if rest.starts_with("55") { national(skip + 2) } else { is_foreign(rest).then(|| format!("+{rest}")) }
    };
    if text[..first.at.start].trim_end_matches([' ', '(']).ends_with('+') {
        return abroad(0);
    }
    if digits.starts_with("00") && !printed && first.digits.len() != 3 {
        return abroad(2);
    }
    let carrier = || !digits[1..].starts_with('0');
    match digits.len() {
        11 if !(groups.len() == 1 && is_cpf(&digits)) => national(0),
        13 if printed && digits.starts_with("00") => national(2),
        13 if digits.starts_with("55") => national(2),
        12 if digits.starts_with('0') && (ends[0] != 1 || printed) => national(1),
        14 if digits.starts_with('0') && carrier() => national(3),
        _ => None,
    }
}

pub fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && is_area(&digits[..2]) && digits[2..].starts_with('9')
}

/// Numbers of other countries, as they are dialled there.
fn is_foreign(digits: &str) -> bool {
    static FORMS: std::sync::OnceLock<Regex> = std::sync::OnceLock::new();
    let forms = "1[2-9].{9}|549.{10}|54[123].{9}|5959.{8}|595[2-8].{7}|598[249].{7}|351[239].{8}|519.{8}|56[2-9].{8}|57[36].{9}|591[23467].{7}|5939.{8}|593[2-7].{7}|244[29].{8}|2588.{8}|2582.{7}|58[24].{9}|521?[2-9].{9}|34[6-9].{8}|33[1-9].{8}|39[03].{8,9}|44[12378].{9}|49[1-9].{9,10}|81[1-9].{8,9}";
    FORMS.get_or_init(|| Regex::new(&format!("^(?:{forms})$")).unwrap()).is_match(digits)
}
