//! One Brazilian identity: the canonical form under which two spellings of one number meet.
//!
//! Canonical form is for matching only. Sending uses the id exactly as WhatsApp gave it, because old
//! accounts keep a WhatsApp id without the ninth digit and no rule by area code is dependable.

use serde::{Deserialize, Serialize};

/// A phone in E.164 (`+5511987654321`), Brazilian mobiles always with their ninth digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(String);

/// The 67 area codes in use (Anatel; same set as libphonenumber's mobiles).
pub const AREA_CODES: [u8; 67] = [
    11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 24, 27, 28, 31, 32, 33, 34, 35, 37, 38, 41, 42, 43, 44, 45,
    46, 47, 48, 49, 51, 53, 54, 55, 61, 62, 63, 64, 65, 66, 67, 68, 69, 71, 73, 74, 75, 77, 79, 81, 82, 83,
    84, 85, 86, 87, 88, 89, 91, 92, 93, 94, 95, 96, 97, 98, 99,
];

impl Phone {
    /// From a full international number (`wa_id`, `from`, an E.164 string): digits with country code,
    /// a leading `+` or separators tolerated. `None` when there are not 8 to 15 digits.
    pub fn canonical(international: &str) -> Option<Phone> {
        let digits: String = international.chars().filter(char::is_ascii_digit).collect();
        if !(8..=15).contains(&digits.len()) {
            return None;
        }
        Some(Phone(format!("+{}", with_ninth_digit(&digits))))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether such a number can be given to anybody: no country begins with 0, and a Brazilian one is an area code in use
    /// and a mobile of nine digits or a landline of eight.
    pub fn is_possible(&self) -> bool {
        let Some(national) = self.digits().strip_prefix("55") else { return !self.digits().starts_with('0') };
        let Some((area, local)) = national.split_at_checked(2) else { return false };
        let known = area.parse().is_ok_and(|area| AREA_CODES.contains(&area));
        known && matches!((local.len(), local.as_bytes()), (9, [b'9', ..]) | (8, [b'2'..=b'5', ..]))
    }

    /// Digits only, as the `to` of a first message.
    pub fn digits(&self) -> &str {
        self.0.trim_start_matches('+')
    }

    /// The other spelling of a Brazilian mobile (without the nine), tried once after error 131026.
    pub fn without_ninth(&self) -> Option<String> {
        let digits = self.digits();
        let mobile =
            digits.len() == 13 && digits.starts_with("55") && digits.as_bytes().get(4) == Some(&b'9');
        mobile.then(|| format!("{}{}", digits.get(..4).unwrap_or(""), digits.get(5..).unwrap_or("")))
    }

    /// Last four digits: enough for a cashier to recognise, too little to call.
    pub fn ending(&self) -> &str {
        self.0.get(self.0.len().saturating_sub(4)..).unwrap_or("")
    }

    /// As Brazilians write it, `(11) 98765-4321`; foreign numbers stay in E.164.
    pub fn spoken(&self) -> String {
        let digits = self.digits();
        match (digits.strip_prefix("55"), digits.len()) {
            (Some(rest), 12 | 13) => {
                let (area, local) = rest.split_at(2);
                let (head, tail) = local.split_at(local.len() - 4);
                format!("({area}) {head}-{tail}")
            }
            _ => self.0.clone(),
        }
    }

    /// Eight digits after the area code, starting 2 to 5: WhatsApp messages seldom reach it.
    pub fn is_landline(&self) -> bool {
        let digits = self.digits();
        digits.len() == 12
            && digits.starts_with("55")
            && matches!(digits.as_bytes().get(4), Some(b'2'..=b'5'))
    }
}

/// Puts the ninth digit into a Brazilian mobile that lacks it; everything else passes unchanged.
fn with_ninth_digit(digits: &str) -> String {
    let old_mobile = digits.len() == 12
        && digits.starts_with("55")
        && matches!(digits.as_bytes().get(4), Some(b'6'..=b'9'));
    match (old_mobile, digits.get(..4), digits.get(4..)) {
        (true, Some(head), Some(tail)) => format!("{head}9{tail}"),
        _ => digits.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_are_one_person_and_landlines_stay() {
        for (received, key) in [
            ("551187654321", "+5511987654321"),
            ("5511987654321", "+5511987654321"),
            ("558881234567", "+5588981234567"),
            ("+55 11 3234-5678", "+551132345678"),
            ("5491123456789", "+5491123456789"),
        ] {
            assert_eq!(Phone::canonical(received).unwrap().as_str(), key, "{received}");
        }
        assert_eq!(Phone::canonical("BR.1349"), None);
    }

    #[test]
    fn a_number_that_nobody_can_have_is_seen() {
        for (number, possible) in [
            ("+5511987654321", true),
            ("+551187654321", true),
            ("+551132345678", true),
            ("+5491123456789", true),
            ("+55119876543210", false),
            ("+5520987654321", false),
            ("+5511887654321", false),
            ("+55118765432", false),
            ("+5511000000000", false),
            ("+0011987654321", false),
        ] {
            assert_eq!(Phone::canonical(number).unwrap().is_possible(), possible, "{number}");
        }
    }
}
