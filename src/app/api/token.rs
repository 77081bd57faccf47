//! The token that a program shows: `frg_`, ten symbols that name the key, and 52 that nobody can guess (260 bits). Only the
//! SHA-256 of all of it is kept: so much chance needs no slow hash.

use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};

const PREFIX: &str = "frg_";
const ID: usize = 10;
const SECRET: usize = 52;
/// 32 symbols, so that each takes five bits of chance alike.
const SYMBOLS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// A token, new or as it was shown. No `Debug`: it is a secret.
pub struct Token(String);

impl Token {
    /// `None` where the system gives no randomness.
    pub fn draw() -> Option<Token> {
        let mut bytes = [0; ID + SECRET];
        SystemRandom::new().fill(&mut bytes).ok()?;
        let symbols: String = bytes.iter().map(|byte| char::from(SYMBOLS[usize::from(byte % 32)])).collect();
        let (id, secret) = symbols.split_at(ID);
        Some(Token(format!("{PREFIX}{id}_{secret}")))
    }

    /// Whatever has the shape of one.
    pub fn read(text: &str) -> Option<Token> {
        let (id, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
        let drawn = |part: &str| part.bytes().all(|byte| SYMBOLS.contains(&byte));
        (id.len() == ID && secret.len() == SECRET && drawn(id) && drawn(secret))
            .then(|| Token(text.to_owned()))
    }

    /// What names the key and is no secret.
    pub fn id(&self) -> &str {
        &self.0[PREFIX.len()..PREFIX.len() + ID]
    }

    /// What is kept of it, in hex.
    pub fn hash(&self) -> String {
        let hash = digest(&SHA256, self.0.as_bytes());
        hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
    }

    /// To be shown to whoever asked for it, once.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_was_drawn_and_nothing_else_is() {
        let token = Token::draw().unwrap();
        let again = Token::read(token.reveal()).unwrap();
        assert_eq!((again.id(), again.hash()), (token.id(), token.hash()));
        assert_eq!(token.hash().len(), 64);
        let shown = token.reveal();
        let text = shown.to_owned();
        for bad in [
            "",
            "frg_",
            "frg_é",
            &shown[1..],
            &shown[..shown.len() - 1],
            &text.to_uppercase(),
            &format!("{text}a"),
        ] {
            assert!(Token::read(bad).is_none(), "{bad}");
        }
    }
}
