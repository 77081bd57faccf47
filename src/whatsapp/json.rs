//! Reading JSON that may be damaged, one field at a time.
//!
//! Objects are cut into raw slices and only the fields somebody asks for are decoded, so a number out of
//! range, a lone surrogate or a repeated key elsewhere does not cost us the message. Cutting does not
//! recurse: a million nested brackets are only long, not deep.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Deeper than this and serde_json or a database would refuse the item as well.
pub const MAX_DEPTH: usize = 127;

/// The last second of the year 9999, beyond which calendars give up.
const YEAR_9999: i64 = 253_402_300_799;

/// The fields of one JSON object in their order, values as raw text.
pub struct Object<'a>(Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Object<'a> {
    /// `None` when `text` is not one JSON object.
    pub fn read(text: &'a str) -> Option<Object<'a>> {
        let Fields(fields) = serde_json::from_str(text).ok()?;
        Some(Object(fields.into_iter().map(|(key, value)| (key_text(key.get()), value.get())).collect()))
    }

    /// Raw text of a field; of a repeated key the last one, as other JSON readers do. `null` is absent.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.0
            .iter()
            .rev()
            .find(|(name, _)| name == key)
            .map(|(_, value)| *value)
            .filter(|value| *value != "null")
    }

    /// Every element under `key`. A repeated key gives the elements of each (no message may get lost),
    /// and a value that is no list counts as a list of one.
    pub fn elements(&self, key: &str) -> Vec<&'a str> {
        let values = self.0.iter().filter(|(name, value)| name == key && *value != "null");
        values.flat_map(|(_, value)| list(value).unwrap_or_else(|| vec![value])).collect()
    }

    pub fn object(&self, key: &str) -> Option<Object<'a>> {
        Object::read(self.get(key)?)
    }

    /// A string or a number as text: ids are strings in messages and integers in template events
    pub fn text(&self, key: &str) -> Option<String> {
        scalar(self.get(key)?)
    }

    /// Like [`Object::text`], but an empty one is none.
    pub fn id(&self, key: &str) -> Option<String> {
        self.text(key).filter(|text| !text.trim().is_empty())
    }

    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.get(key)? {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    pub fn integer(&self, key: &str) -> Option<i64> {
        self.text(key)?.trim().parse().ok()
    }

    /// Seconds since 1970, as string or integer, in milliseconds; 0 when absent or beyond the calendar.
    pub fn millis(&self, key: &str) -> i64 {
        self.integer(key)
            .filter(|seconds| (1..=YEAR_9999).contains(seconds))
            .map_or(0, |seconds| seconds * 1000)
    }
}

/// The elements of a JSON list as raw text; `None` when `text` is no list.
fn list(text: &str) -> Option<Vec<&str>> {
    let elements: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    Some(elements.into_iter().map(RawValue::get).collect())
}

/// How deep brackets nest outside strings.
pub fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// U+0000 is stripped at every entrance: PostgreSQL refuses it, and in a set-based statement it would
/// take the whole batch along.
pub fn without_nul(mut text: String) -> String {
    text.retain(|c| c != '\0');
    text
}

fn scalar(raw: &str) -> Option<String> {
    match raw.as_bytes().first()? {
        b'"' => string(raw),
        b'-' | b'0'..=b'9' => Some(raw.to_owned()),
        _ => None,
    }
}

fn string(raw: &str) -> Option<String> {
    let decoded = serde_json::from_str::<String>(raw).or_else(|_| serde_json::from_str(&with_pairs(raw)));
    decoded.ok().map(without_nul)
}

fn key_text(raw: &str) -> Cow<'_, str> {
    match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
        _ => Cow::Owned(string(raw).unwrap_or_default()),
    }
}

/// Writes `\ufffd` for each surrogate escape without its other half, so that the rest is still heard:
/// Rust strings cannot hold one, and cut emoji do arrive.
fn with_pairs(raw: &str) -> String {
    let mut mended = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let (kept, length) = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (escape.get(..12), 12),
            (Some(0xd800..=0xdfff), _) => (Some("\\ufffd"), 6),
            (Some(_), _) => (escape.get(..6), 6),
            (None, _) => (escape.get(..2), 2),
        };
        mended.push_str(kept.unwrap_or_default());
        rest = escape.get(length..).unwrap_or_default();
    }
    mended.push_str(rest);
    mended
}

/// The code unit of a `\uXXXX` at the start of `text`.
fn unit(text: &str) -> Option<u16> {
    u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

struct Fields<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EachField)
    }
}

struct EachField;

impl<'de> Visitor<'de> for EachField {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_strings_are_mended_and_sound_ones_untouched() {
        for (raw, text) in [
            (r#""plain""#, "plain"),
            (r#""caf\u00e9 \ud83d\ude00""#, "café 😀"),
            (r#""a\ud800b""#, "a\u{fffd}b"),
            (r#""a\udc00b""#, "a\u{fffd}b"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
            (r#""\\ud800 is text, \ud800 is not""#, "\\ud800 is text, \u{fffd} is not"),
            (r#""end \ud83d""#, "end \u{fffd}"),
            (r#""é\ud800é\n""#, "é\u{fffd}é\n"),
            (r#""a\u0000b\u0000""#, "ab"),
        ] {
            assert_eq!(string(raw).as_deref(), Some(text), "{raw}");
        }
    }

    #[test]
    fn repeated_broken_and_escaped_keys_do_not_hide_the_others() {
        let text = r#"{"a":1,"\ud800":2,"a":"3","\u0062":[4],"b":[5,[6]],"c":null,"d":{"x":1e999},"e":true}"#;
        let object = Object::read(text).unwrap();
        assert_eq!(object.text("a").as_deref(), Some("3"));
        assert_eq!(object.elements("b"), ["4", "5", "[6]"]);
        assert_eq!(object.get("c"), None);
        assert_eq!(object.object("d").unwrap().text("x").as_deref(), Some("1e999"));
        assert_eq!((object.flag("e"), object.flag("a")), (Some(true), None));
        assert_eq!(object.elements("d").len(), 1);
        assert!(Object::read("[]").is_none() && Object::read(r#"{"a":1"#).is_none());
    }

    #[test]
    fn times_come_as_strings_or_integers() {
        let object =
            Object::read(r#"{"a":"1739321024","b":1739321024,"c":"x","d":-5,"e":1789000000000,"f":1.5}"#);
        let object = object.unwrap();
        for (key, millis) in
            [("a", 1_739_321_024_000), ("b", 1_739_321_024_000), ("c", 0), ("d", 0), ("e", 0)]
        {
            assert_eq!(object.millis(key), millis, "{key}");
        }
        assert_eq!((object.millis("f"), object.millis("none")), (0, 0));
    }

    #[test]
    fn depth_counts_brackets_outside_strings() {
        for (text, expected) in [("1", 0), ("{}", 1), (r#"{"a":[{}],"b":[]}"#, 3), (r#"["[[[\"[["]"#, 1)] {
            assert_eq!(depth(text), expected, "{text}");
        }
    }
}
