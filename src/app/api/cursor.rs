//! Where a list goes on: the time and the number of the last row shown, signed together with the list and its merchant, so
//! that no cursor leads anywhere but on.

use crate::domain::ids::MerchantId;
use ring::hmac;

/// What the seed signs here. No code is drawn from this text.
const PURPOSE: &[u8] = b"fregues cursor 1";
const SIGNED: usize = 8;

/// The last row of a page. Lists show the newest first, and of one moment the highest number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// ms UTC.
    pub at: i64,
    pub id: i64,
}

impl Place {
    /// Before the first row.
    pub const FIRST: Place = Place { at: i64::MAX, id: i64::MAX };
}

#[derive(Clone)]
pub struct Cursors(hmac::Key);

impl Cursors {
    pub fn new(seed: &hmac::Key) -> Cursors {
        let key = hmac::sign(seed, PURPOSE);
        Cursors(hmac::Key::new(hmac::HMAC_SHA256, key.as_ref()))
    }

    /// `list`: its path.
    pub fn write(&self, merchant: MerchantId, list: &str, place: Place) -> String {
        let mut bytes = [place.at.to_be_bytes(), place.id.to_be_bytes()].concat();
        bytes.extend(self.sign(merchant, list, place));
        bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
    }

    /// What [`Cursors::write`] wrote for this list of this merchant.
    pub fn read(&self, merchant: MerchantId, list: &str, text: &str) -> Option<Place> {
        let number = |from: usize| {
            let digits = text.get(from..from + 16)?;
            u64::from_str_radix(digits, 16).ok().map(u64::cast_signed)
        };
        let place = Place { at: number(0)?, id: number(16)? };
        // Written anew, so that each place has one cursor. Who forges learns nothing from how long it takes: both
        // digests are made before.
        let digest = |text: &str| hmac::sign(&self.0, text.as_bytes());
        let same = digest(&self.write(merchant, list, place)).as_ref() == digest(text).as_ref();
        same.then_some(place)
    }

    fn sign(&self, merchant: MerchantId, list: &str, place: Place) -> Vec<u8> {
        let text = format!("{merchant}|{list}|{}|{}", place.at, place.id);
        let tag = hmac::sign(&self.0, text.as_bytes());
        tag.as_ref().iter().take(SIGNED).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_where_it_was_written_and_nowhere_else() {
        let cursors = Cursors::new(&hmac::Key::new(hmac::HMAC_SHA256, b"seed"));
        let (merchant, place) = (MerchantId(1), Place { at: 1_795_273_200_000, id: 42 });
        let text = cursors.write(merchant, "/members/7/purchases", place);
        assert_eq!(cursors.read(merchant, "/members/7/purchases", &text), Some(place));
        assert_eq!(cursors.read(MerchantId(2), "/members/7/purchases", &text), None);
        assert_eq!(cursors.read(merchant, "/members/8/purchases", &text), None);
        let mut forged: Vec<String> = vec![
            String::new(),
            text.to_uppercase(),
            format!("{text}0"),
            text[1..].to_owned(),
            "é".repeat(24),
        ];
        for place in 0..text.len() {
            let other = if text.as_bytes()[place] == b'0' { "1" } else { "0" };
            forged.push(format!("{}{other}{}", &text[..place], &text[place + 1..]));
        }
        for forged in forged.iter().filter(|forged| **forged != text) {
            assert_eq!(cursors.read(merchant, "/members/7/purchases", forged), None, "{forged}");
        }
        let other = Cursors::new(&hmac::Key::new(hmac::HMAC_SHA256, b"another seed"));
        assert_eq!(other.read(merchant, "/members/7/purchases", &text), None);
    }
}
