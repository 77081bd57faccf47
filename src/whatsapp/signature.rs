//! The signature of a webhook POST: HMAC-SHA256 with the app secret over the bytes as received.
//!
//! Meta escapes non-ASCII as `\uXXXX` before it signs, so a body that was parsed and written again no
//! longer verifies; only the raw bytes do (Create a webhook endpoint, served 2026-09-11). While a secret
//! is being rotated the old and the new one are both accepted.

use std::fmt;

use ring::hmac;

const PREFIX: &str = "sha256=";
const TAG_LEN: usize = 32;

/// The app secrets a POST may be signed with, the current one first.
#[derive(Clone)]
pub struct Secrets(Vec<hmac::Key>);

impl Secrets {
    /// Refuses an empty list and empty secrets: with them anybody could sign.
    pub fn new(secrets: Vec<String>) -> Result<Secrets, &'static str> {
        if secrets.is_empty() {
            return Err("there is no app secret to verify webhooks with");
        }
        if secrets.iter().any(|secret| secret.trim().is_empty()) {
            return Err("an app secret is empty");
        }
        Ok(Secrets(
            secrets.into_iter().map(|secret| hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes())).collect(),
        ))
    }

    /// Whether `header` (`X-Hub-Signature-256`) signs `body`. The digests are compared in constant time
    /// and every secret is tried, so the time taken does not tell which one matched.
    pub fn verify(&self, body: &[u8], header: Option<&str>) -> bool {
        let Some(tag) = header.and_then(decode) else { return false };
        self.0.iter().fold(false, |matched, key| hmac::verify(key, body, &tag).is_ok() | matched)
    }

    /// The header for `body` under the current secret: what the emulator and the tests send.
    pub fn sign(&self, body: &[u8]) -> String {
        let mut header = PREFIX.to_owned();
        if let Some(key) = self.0.first() {
            for byte in hmac::sign(key, body).as_ref() {
                push_hex(&mut header, *byte);
            }
        }
        header
    }
}

/// Never shows a secret.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({} redacted)", self.0.len())
    }
}

pub(super) fn push_hex(text: &mut String, byte: u8) {
    for half in [byte >> 4, byte & 15] {
        text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
    }
}

/// Exactly `sha256=` and 64 lower-case hex digits, as Meta sends it; any other spelling is not Meta's.
fn decode(header: &str) -> Option<[u8; TAG_LEN]> {
    let hex = header.strip_prefix(PREFIX)?.as_bytes();
    let (pairs, rest) = hex.as_chunks::<2>();
    if pairs.len() != TAG_LEN || !rest.is_empty() {
        return None;
    }
    let mut tag = [0; TAG_LEN];
    for (byte, [high, low]) in tag.iter_mut().zip(pairs) {
        *byte = nibble(*high)? << 4 | nibble(*low)?;
    }
    Some(tag)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test case 2: the digest that every implementation must give.
    const RFC_KEY: &str = "Jefe";
    const RFC_BODY: &[u8] = b"what do ya want for nothing?";
    const RFC_TAG: &str = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    fn secrets(list: &[&str]) -> Secrets {
        Secrets::new(list.iter().map(|secret| (*secret).to_owned()).collect()).unwrap()
    }

    #[test]
    fn the_published_digest_verifies_and_other_spellings_do_not() {
        let good = format!("sha256={RFC_TAG}");
        let one = secrets(&[RFC_KEY]);
        assert_eq!(one.sign(RFC_BODY), good);
        let cases: &[(&str, Option<String>, bool)] = &[
            ("as Meta sends it", Some(good.clone()), true),
            ("no header", None, false),
            ("empty header", Some(String::new()), false),
            ("prefix only", Some("sha256=".into()), false),
            ("no prefix", Some(RFC_TAG.into()), false),
            ("legacy prefix", Some(format!("sha1={RFC_TAG}")), false),
            ("upper-case prefix", Some(format!("SHA256={RFC_TAG}")), false),
            ("upper-case hex", Some(format!("sha256={}", RFC_TAG.to_uppercase())), false),
            ("one digit short", Some(good[..good.len() - 1].into()), false),
            ("one byte short", Some(good[..good.len() - 2].into()), false),
            ("one digit long", Some(format!("{good}0")), false),
            ("one byte long", Some(format!("{good}00")), false),
            ("space before", Some(format!(" {good}")), false),
            ("space after", Some(format!("{good} ")), false),
            ("not hex", Some(format!("sha256={}", "g".repeat(64))), false),
            ("wide characters", Some(format!("sha256={}", "é".repeat(32))), false),
            ("all zero", Some(format!("sha256={}", "0".repeat(64))), false),
        ];
        for (name, header, expected) in cases {
            assert_eq!(one.verify(RFC_BODY, header.as_deref()), *expected, "{name}");
        }
        assert!(!one.verify(b"what do ya want for nothing", Some(&good)));
        assert!(!one.verify(b"", Some(&good)));
        assert!(one.verify(b"", Some(&one.sign(b""))));
    }

    #[test]
    fn a_rotation_accepts_old_and_new_and_signs_with_the_first() {
        let (old, new, both) = (secrets(&["old"]), secrets(&["new"]), secrets(&["new", "old"]));
        let body = b"{\"entry\":[]}";
        assert!(both.verify(body, Some(&old.sign(body))));
        assert!(both.verify(body, Some(&new.sign(body))));
        assert_eq!(both.sign(body), new.sign(body));
        assert!(!new.verify(body, Some(&old.sign(body))), "after the rotation the old secret is dead");
    }

    #[test]
    fn no_secret_and_empty_secrets_are_refused_and_debug_shows_none() {
        for bad in [vec![], vec![String::new()], vec!["good".to_owned(), " ".to_owned()]] {
            Secrets::new(bad).unwrap_err();
        }
        assert_eq!(format!("{:?}", secrets(&["hunter2", "b"])), "Secrets(2 redacted)");
    }

    /// SplitMix64 (Steele, Lea, Flood 2014): the same flips on every run.
    fn next(seed: &mut u64) -> u64 {
        *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    #[test]
    fn every_flipped_bit_of_body_or_header_is_refused() {
        let secrets = secrets(&["a secret of the app", "its predecessor"]);
        let body = br#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[]}]}"#.to_vec();
        let header = secrets.sign(&body).into_bytes();
        let mut seed = 2026;
        for round in 0..10_000 {
            let (mut body, mut header) = (body.clone(), header.clone());
            let target = if round % 2 == 0 { &mut body } else { &mut header };
            let bit = usize::try_from(next(&mut seed) % (target.len() as u64 * 8)).unwrap();
            target[bit / 8] ^= 1 << (bit % 8);
            // A header that is no UTF-8 any more reaches us as none.
            let header = std::str::from_utf8(&header).ok();
            assert!(!secrets.verify(&body, header), "round {round}, bit {bit}");
        }
    }
}
