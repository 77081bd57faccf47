//! Money in integer minor units: centavos of a real. No floats anywhere near.

use serde::{Deserialize, Serialize};

/// An amount in centavos (1/100 R$). May be negative only as a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(pub i64);

impl Money {
    pub const ZERO: Money = Money(0);

    /// The largest amount that is read from what people type: R$ 1 billion, far above any sale. More than that is a
    /// slip or mischief; with it, sums of whatever is read stay within their integer.
    pub const MOST: Money = Money::reais(1_000_000_000);

    /// Whole reais.
    pub const fn reais(whole: i64) -> Money {
        Money(whole * 100)
    }

    /// Decimal string with a dot and two digits, `1234.56`: the form of logs, slots and APIs.
    pub fn plain(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let abs = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", abs / 100, abs % 100)
    }

    /// Reads exactly what [`Money::plain`] writes.
    pub fn from_plain(text: &str) -> Option<Money> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, cents) = digits.split_once('.')?;
        if cents.len() != 2 || whole.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let cents: i64 = cents.parse().ok()?;
        Some(Money(sign * whole.checked_mul(100)?.checked_add(cents)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_and_back() {
        for cents in [0, 1, 99, 100, 123_456, -5, -12_345] {
            assert_eq!(Money::from_plain(&Money(cents).plain()), Some(Money(cents)));
        }
        for bad in ["", "1", "1.2", "1.234", "x.00", "1.-1", ".50"] {
            assert_eq!(Money::from_plain(bad), None, "{bad}");
        }
    }
}
