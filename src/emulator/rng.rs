//! Chance from a seed: the same settings give the same ids and the same faults, so that a failing run can be
//! played again.

/// splitmix64: small, fast and good enough for faults and made-up ids; never for secrets.
#[derive(Debug, Clone)]
pub(super) struct Rng(u64);

impl Rng {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// True in `percent` of one hundred throws. Nothing is thrown for 0, so that switching one fault on does not
    /// change what the others do.
    pub(super) fn percent(&mut self, percent: u8) -> bool {
        percent > 0 && self.next() % 100 < u64::from(percent)
    }

    /// Letters and digits, as in Meta's opaque ids.
    pub(super) fn token(&mut self, length: usize) -> String {
        const SYMBOLS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        (0..length).map(|_| char::from(SYMBOLS[(self.next() % 62) as usize])).collect()
    }

    pub(super) fn wamid(&mut self) -> String {
        format!("wamid.HBgN{}", self.token(44))
    }
}
