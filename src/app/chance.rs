//! Where the chance of a decision comes from.

use ring::hmac;

/// The same whenever it is decided again, and nobody's to guess who has not the seed.
pub fn chance(seed: &hmac::Key, key: &str) -> u64 {
    let tag = hmac::sign(seed, key.as_bytes());
    tag.as_ref().first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}
