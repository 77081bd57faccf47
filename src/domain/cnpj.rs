//! The number of a company in Brazil (CNPJ). Since July 2026 new ones have letters in their first twelve places
//! (Receita Federal, IN RFB 2.229/2024); the two digits at the end check both kinds alike.

use serde::{Deserialize, Serialize};

/// Fourteen characters without punctuation: twelve letters or digits and two digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cnpj(String);

const LENGTH: usize = 14;
const CHECKED: usize = 12;

impl Cnpj {
    /// From what somebody wrote, with its dots, slash and hyphen or without. `None`: it is none, or a digit is wrong.
    pub fn canonical(text: &str) -> Option<Cnpj> {
        let bare = |c: &char| !c.is_whitespace() && !matches!(c, '.' | '/' | '-');
        let number: String = text.chars().filter(bare).map(|c| c.to_ascii_uppercase()).collect();
        let (body, check) = number.split_at_checked(CHECKED)?;
        let right = number.len() == LENGTH && body.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let first = digit(body);
        let second = digit(&format!("{body}{first}"));
        let all_alike = number.bytes().min() == number.bytes().max();
        (right && !all_alike && check == format!("{first}{second}")).then_some(Cnpj(number))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As people write it: `12.ABC.345/01DE-35`.
    pub fn spoken(&self) -> String {
        let part = |from: usize, to: usize| self.0.get(from..to).unwrap_or_default();
        format!("{}.{}.{}/{}-{}", part(0, 2), part(2, 5), part(5, 8), part(8, 12), part(12, 14))
    }
}

/// The digit that checks what stands before it: modulo 11 of the characters, each worth its code less that of `0`, with
/// weights from 2 to 9 from the right.
fn digit(before: &str) -> u32 {
    let weights = (2..=9).cycle();
    let worth = |byte: u8| u32::from(byte.saturating_sub(b'0'));
    let sum: u32 = before.bytes().rev().zip(weights).map(|(byte, weight)| worth(byte) * weight).sum();
    match sum % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_letters_and_without_are_checked_alike() {
        for (text, read) in [
            ("11.222.333/0001-81", Some("11222333000181")),
            ("00000000000191", Some("00000000000191")),
            // The example of the Receita Federal.
            ("12.ABC.345/01DE-35", Some("12ABC34501DE35")),
            ("12abc34501de35", Some("12ABC34501DE35")),
            ("12ABC34501DE36", None),
            ("12ABC34501DE3A", None),
            ("11222333000182", None),
            ("1122233300018", None),
            ("112223330001811", None),
            ("00000000000000", None),
            ("ção.222.333/0001", None),
            ("", None),
        ] {
            assert_eq!(Cnpj::canonical(text).as_ref().map(Cnpj::as_str), read, "{text:?}");
        }
    }
}
