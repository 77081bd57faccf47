//! The bytes of a webhook as Meta sends them: non-ASCII escaped first, then signed.

use ring::hmac;
use serde_json::{Value, json};
use std::fmt::Write;

/// The WhatsApp Business Account that owns every number of this emulator.
pub const WABA: &str = "102290129340398";

/// JSON with everything outside ASCII as `\uXXXX` in lowercase hex, characters beyond U+FFFF as surrogate pairs.
/// Meta signs this form, so a receiver that re-serialises before checking fails here as it would there.
pub(super) fn ascii_json(value: &Value) -> Vec<u8> {
    let text = value.to_string();
    let mut out = String::with_capacity(text.len() + 16);
    let mut units = [0_u16; 2];
    for symbol in text.chars() {
        if symbol.is_ascii() {
            out.push(symbol);
        } else {
            for unit in symbol.encode_utf16(&mut units) {
                write!(out, "\\u{unit:04x}").expect("writing to a String cannot fail");
            }
        }
    }
    out.into_bytes()
}

/// The value of `X-Hub-Signature-256` for exactly these bytes.
pub(super) fn signature(app_secret: &str, body: &[u8]) -> String {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, app_secret.as_bytes()), body);
    tag.as_ref().iter().fold(String::from("sha256="), |mut out, byte| {
        write!(out, "{byte:02x}").expect("writing to a String cannot fail");
        out
    })
}

/// Wraps changes into the envelope of one webhook body.
pub(super) fn envelope(changes: &[Value]) -> Value {
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": WABA, "changes": changes }] })
}

/// How WhatsApp counts the length of a text.
pub(super) fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}

pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
