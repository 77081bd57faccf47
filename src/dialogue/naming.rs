//! Whom a manager's words name beside a phone: by e-mail, by CNPJ, or as other systems of the shop call them (`#123`).

use crate::domain::cnpj::Cnpj;
use crate::domain::email::Email;
use crate::domain::facts::Key;

/// Longest id of another system.
const LONGEST_OWN: usize = 64;

/// The first word that names somebody.
pub fn named(text: &str) -> Option<Key> {
    text.split_whitespace().find_map(|word| {
        let word = word
            .trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '.' | '!' | '?' | '(' | ')' | '"' | '*'));
        let own = word.strip_prefix('#').filter(|own| (1..=LONGEST_OWN).contains(&own.chars().count()));
        let own = own.map(|own| Key::Own(own.to_owned()));
        own.or_else(|| Email::canonical(word).map(Key::Email))
            .or_else(|| Cnpj::canonical(word).map(Key::Cnpj))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_a_company_and_an_own_id_are_found_among_words() {
        for (text, kind, value) in [
            ("apagar os dados de Ana.B+x@Exemplo.example, por favor", "email", "ana.b+x@exemplo.example"),
            ("esquecer cnpj 12.ABC.345/01DE-35.", "cnpj", "12ABC34501DE35"),
            ("esquecer a empresa 12abc34501de35", "cnpj", "12ABC34501DE35"),
            ("apagar os dados do cliente #A-17!", "own", "A-17"),
            ("esquecer #11987654321", "own", "11987654321"),
        ] {
            let key = named(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((key.kind(), key.value()), (kind, value), "{text}");
        }
        for text in ["apagar os dados de 11 98765-4321", "esquecer #", "12.ABC.345/01DE-36", "a@b"] {
            assert_eq!(named(text), None, "{text}");
        }
    }
}
