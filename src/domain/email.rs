//! One address of e-mail: the form under which two spellings of it meet.

use serde::{Deserialize, Serialize};

/// An address in lower case (RFC 5321, without the forms that nobody has: quotes, comments, bare numbers of hosts).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

/// Longest address, longest part before the @, and longest part of a domain (RFC 5321, 4.5.3.1).
const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;
const LONGEST_LABEL: usize = 63;

impl Email {
    /// From what somebody wrote: spaces around it and capitals do not count. `None`: no address that mail reaches.
    pub fn canonical(text: &str) -> Option<Email> {
        let address = text.trim().to_ascii_lowercase();
        let (local, domain) = address.split_once('@')?;
        let labels: Vec<&str> = domain.split('.').collect();
        let top = labels.last().is_some_and(|label| label.bytes().any(|byte| byte.is_ascii_alphabetic()));
        let fits = address.len() <= LONGEST && labels.len() >= 2 && top;
        (fits && is_local(local) && labels.into_iter().all(is_label)).then_some(Email(address))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_local(local: &str) -> bool {
    let fits = (1..=LONGEST_LOCAL).contains(&local.len());
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    fits && !dots && local.bytes().all(known)
}

fn is_label(label: &str) -> bool {
    let fits = (1..=LONGEST_LABEL).contains(&label.len());
    let hyphens = label.starts_with('-') || label.ends_with('-');
    fits && !hyphens && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_an_address_meet_and_what_is_none_is_refused() {
        for (text, read) in [
            (" Marta@Joias.Example ", Some("marta@joias.example")),
            ("ana.b+loja@mail.exemplo.com.br", Some("ana.b+loja@mail.exemplo.com.br")),
            ("a@b.c", Some("a@b.c")),
            ("marta", None),
            ("marta@joias", None),
            ("a@b@c.example", None),
            ("@joias.example", None),
            (".a@joias.example", None),
            ("a..b@joias.example", None),
            ("a b@joias.example", None),
            ("a@-joias.example", None),
            ("a@joias..example", None),
            ("a@10.0.0.1", None),
            ("açaí@joias.example", None),
            ("a@joias.example\r\nbcc: b@joias.example", None),
            ("<a@joias.example>", None),
        ] {
            assert_eq!(Email::canonical(text).as_ref().map(Email::as_str), read, "{text:?}");
        }
        let of = |local: usize| Email::canonical(&format!("{}@joias.example", "a".repeat(local)));
        assert_eq!((of(64).is_some(), of(65).is_some()), (true, false));
        let long = format!("a@{}example", "abcdefghi.".repeat(25));
        assert_eq!(Email::canonical(&long), None, "{} characters", long.len());
    }
}
