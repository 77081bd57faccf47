//! Amounts and times as programs read them: decimals as text, never floats, each with what it counts.

use crate::domain::money;
use crate::domain::program::Unit;
use crate::domain::program::span::NEVER;
use chrono::{DateTime, SecondsFormat};
use serde::Serialize;
use utoipa::ToSchema;

/// An amount of money.
#[derive(Serialize, ToSchema)]
pub struct Money {
    /// With two digits after the dot.
    #[schema(pattern = r"^-?\d{1,17}\.\d{2}$", example = "1250.00")]
    pub value: String,
    /// ISO 4217.
    #[schema(pattern = "^[A-Z]{3}$", example = "BRL")]
    pub currency: String,
}

impl From<money::Money> for Money {
    fn from(amount: money::Money) -> Money {
        Money { value: amount.plain(), currency: "BRL".to_owned() }
    }
}

/// An amount of what the program counts: points, or the shop's own money.
#[derive(Serialize, ToSchema)]
pub struct Credit {
    /// Whole for points, with two digits after the dot for money.
    #[schema(pattern = r"^-?\d{1,19}(\.\d{2})?$", example = "1250")]
    pub value: String,
    /// `points`, or the currency (ISO 4217).
    #[schema(pattern = "^(points|[A-Z]{3})$", example = "points")]
    pub unit: String,
}

impl Credit {
    /// `amount`: minor units of the program.
    pub fn of(unit: Unit, amount: i64) -> Credit {
        let (value, unit) = match unit {
            Unit::Points => (amount.to_string(), "points"),
            Unit::Reais => (money::Money(amount).plain(), "BRL"),
        };
        Credit { value, unit: unit.to_owned() }
    }
}

/// RFC 3339 in UTC, of ms UTC.
pub fn time(at: i64) -> String {
    let time = DateTime::from_timestamp_millis(at).unwrap_or_default();
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The first instant without it; `None` where it never ends.
pub fn end(at: i64) -> Option<String> {
    (at < NEVER).then(|| time(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_decimals_and_times_are_utc() {
        for (unit, amount, value, word) in [
            (Unit::Points, 1_250, "1250", "points"),
            (Unit::Points, -303, "-303", "points"),
            (Unit::Reais, 1_250, "12.50", "BRL"),
            (Unit::Reais, -5, "-0.05", "BRL"),
        ] {
            let credit = Credit::of(unit, amount);
            assert_eq!((credit.value.as_str(), credit.unit.as_str()), (value, word));
        }
        assert_eq!(Money::from(money::Money(125_000)).value, "1250.00");
        assert_eq!(time(1_795_273_200_000), "2026-11-21T15:00:00.000Z");
        assert_eq!((end(NEVER), end(0).as_deref()), (None, Some("1970-01-01T00:00:00.000Z")));
    }
}
