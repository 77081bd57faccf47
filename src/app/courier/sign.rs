//! Secrets and signatures, as <https://www.standardwebhooks.com> says: HMAC-SHA256 over `id.timestamp.body`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};

const PREFIX: &str = "whsec_";
const KEY: usize = 32;

/// A secret as receivers get it: `whsec_` and base64. No `Debug`.
pub struct Secret(String);

impl Secret {
    /// `None` where the system gives no randomness.
    pub fn draw() -> Option<Secret> {
        let mut key = [0; KEY];
        SystemRandom::new().fill(&mut key).ok()?;
        Some(Secret(format!("{PREFIX}{}", STANDARD.encode(key))))
    }

    /// Whatever has the shape of one.
    pub fn read(text: &str) -> Option<Secret> {
        let key = STANDARD.decode(text.strip_prefix(PREFIX)?).ok()?;
        (!key.is_empty()).then(|| Secret(text.to_owned()))
    }

    /// To be shown to whoever asked for it, once, and to be sealed.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// One signature of a message, with the version before it.
    pub fn sign(&self, id: &str, timestamp: i64, body: &str) -> String {
        let key = STANDARD.decode(&self.0[PREFIX.len()..]).unwrap_or_default();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        let tag = hmac::sign(&key, format!("{id}.{timestamp}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(tag))
    }
}

/// The header that several secrets sign together.
pub fn signatures(secrets: &[Secret], id: &str, timestamp: i64, body: &str) -> String {
    secrets.iter().map(|secret| secret.sign(id, timestamp, body)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Svix shows to explain verifying by hand, and what the libraries of Standard Webhooks are tested with.
    #[test]
    fn the_published_examples_are_signed_alike() {
        for (secret, id, timestamp, body, signed) in [
            (
                "whsec_plJ3nmyCDGBKInavdOK15jsl",
                "msg_loFOjxBNrRLzqYUf",
                1_731_705_121,
                r#"{"event_type":"ping","data":{"success":true}}"#,
                "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
            ),
            (
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                r#"{"test": 2432232314}"#,
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ),
        ] {
            assert_eq!(Secret::read(secret).unwrap().sign(id, timestamp, body), signed);
        }
    }

    #[test]
    fn secrets_are_read_as_they_were_drawn_and_nothing_else_is() {
        let secret = Secret::draw().unwrap();
        assert_eq!(Secret::read(secret.reveal()).unwrap().reveal(), secret.reveal());
        assert_ne!(Secret::draw().unwrap().reveal(), secret.reveal());
        for bad in ["", "whsec_", "whsec_é", &secret.reveal()[1..]] {
            assert!(Secret::read(bad).is_none(), "{bad}");
        }
    }
}
