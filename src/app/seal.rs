//! Tokens at rest: sealed with a key that is not in the database, so that a copy of the database lets nobody
//! write in a shop's name. ChaCha20-Poly1305 with a random nonce; the number the token belongs to is
//! authenticated with it, so that a sealed token moved to another merchant does not open.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::digest;
use ring::rand::{SecureRandom, SystemRandom};
use std::fmt;
use std::sync::Arc;

/// First byte of everything sealed this way; then the key's mark, the nonce and the ciphertext.
const FORM: u8 = 1;
const MARK: usize = 4;
const KEY: usize = 32;

#[derive(Clone)]
pub struct Seal {
    key: Arc<LessSafeKey>,
    /// Tells keys apart, so that a wrong one is named as such.
    mark: [u8; MARK],
}

impl Seal {
    /// `key`: 64 hexadecimal digits; `None` when it is empty.
    pub fn new(key: &str) -> Result<Option<Seal>, &'static str> {
        if key.trim().is_empty() {
            return Ok(None);
        }
        let bytes = from_hex(key.trim()).filter(|bytes| bytes.len() == KEY);
        let bytes = bytes.ok_or("it must be 64 hexadecimal digits, as `openssl rand -hex 32` prints them")?;
        let hash = digest::digest(&digest::SHA256, &bytes);
        let mark = hash.as_ref().first_chunk().copied().unwrap_or_default();
        let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes).map_err(|_| "it cannot be used as a key")?;
        Ok(Some(Seal { key: Arc::new(LessSafeKey::new(key)), mark }))
    }

    /// A key as [`Seal::new`] takes it; `None` when the system gives no randomness.
    pub fn fresh_key() -> Option<String> {
        let mut key = [0; KEY];
        SystemRandom::new().fill(&mut key).ok()?;
        Some(to_hex(&key))
    }

    /// Seals the token of a number (Meta's phone number id).
    pub fn seal(&self, number: &str, token: &str) -> Result<String, &'static str> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).map_err(|_| "the system gives no randomness")?;
        let mut text = token.as_bytes().to_vec();
        self.key
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(number.as_bytes()),
                &mut text,
            )
            .map_err(|_| "the token cannot be sealed")?;
        Ok(to_hex(&[&[FORM], self.mark.as_slice(), &nonce, &text].concat()))
    }

    /// The token of a number, or why it cannot be read.
    pub fn open(&self, number: &str, sealed: &str) -> Result<String, &'static str> {
        const DAMAGED: &str = "its own token is damaged; set it again with `fregues merchant set`";
        let bytes = from_hex(sealed).ok_or(DAMAGED)?;
        let Some((&FORM, rest)) = bytes.split_first() else { return Err(DAMAGED) };
        let (mark, rest) = rest.split_first_chunk::<MARK>().ok_or(DAMAGED)?;
        if *mark != self.mark {
            return Err("its own token was sealed with another database.key");
        }
        let (nonce, text) = rest.split_first_chunk::<NONCE_LEN>().ok_or(DAMAGED)?;
        let (nonce, mut text) = (Nonce::assume_unique_for_key(*nonce), text.to_vec());
        let opened = self.key.open_in_place(nonce, Aad::from(number.as_bytes()), &mut text);
        opened.ok().and_then(|token| String::from_utf8(token.to_vec()).ok()).ok_or(DAMAGED)
    }
}

/// Never shows the key.
impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal(redacted)")
    }
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let byte = |[high, low]: &[u8; 2]| Some(digit(*high)? << 4 | digit(*low)?);
    if rest.is_empty() { pairs.iter().map(byte).collect() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_for_its_number_and_key_only() {
        let seal = Seal::new(&"0a".repeat(32)).unwrap().unwrap();
        let sealed = seal.seal("123", "EAAG-token").unwrap();
        assert!(!sealed.contains("EAAG"));
        assert_ne!(sealed, seal.seal("123", "EAAG-token").unwrap(), "the nonce is fresh");
        assert_eq!(seal.open("123", &sealed).unwrap(), "EAAG-token");
        assert!(seal.open("124", &sealed).unwrap_err().contains("damaged"));
        let other = Seal::new(&"0b".repeat(32)).unwrap().unwrap();
        assert!(other.open("123", &sealed).unwrap_err().contains("another database.key"));
        for damaged in ["", "zz", "01", &sealed[..60], &format!("02{}", &sealed[2..])] {
            assert!(seal.open("123", damaged).is_err(), "{damaged}");
        }
    }

    #[test]
    fn keys_are_checked() {
        assert!(Seal::new("  ").unwrap().is_none());
        assert!(Seal::new(&Seal::fresh_key().unwrap()).unwrap().is_some());
        for bad in ["secret", &"0a".repeat(31), &"0g".repeat(32)] {
            assert!(Seal::new(bad).is_err(), "{bad}");
        }
    }
}
