//! Single values of a program: amounts in its unit, dates, names, and the sentence for each that is none.

use crate::domain::money::Money;
use crate::domain::program::fault::Faults;
use crate::domain::program::written::{Names, Reais, SegmentWord, Worth};
use crate::domain::program::{Segment, Unit};
use chrono::{NaiveDate, Weekday};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The largest amount a program may name: R$ 10 billion, or as many points.
const MOST: i64 = 1_000_000_000_000;

/// Turns what is written into rules, and notes what is wrong on the way.
pub(super) struct Reader<'a> {
    pub(super) unit: Unit,
    pub(super) faults: Faults<'a>,
}

impl Reader<'_> {
    pub(super) fn worth(&mut self, key: &str, worth: Worth) -> i64 {
        self.amount(key, worth, 0)
    }

    pub(super) fn above_zero(&mut self, key: &str, worth: Worth) -> i64 {
        self.amount(key, worth, 1)
    }

    fn amount(&mut self, key: &str, worth: Worth, least: i64) -> i64 {
        let amount = match (self.unit, worth) {
            (Unit::Points, Worth::Points(points)) => Some(points),
            (Unit::Reais, Worth::Reais(text)) => Money::from_plain(&text).map(|money| money.0),
            (Unit::Points, Worth::Reais(_)) | (Unit::Reais, Worth::Points(_)) => None,
        };
        let right = match self.unit {
            Unit::Points => "the unit of this program is the point: write a whole number, such as 3000",
            Unit::Reais => "the unit of this program is the real: write reais as \"5.00\"",
        };
        match amount {
            None => self.faults.add(key, right),
            Some(amount) => self.faults.unless(
                (least..=MOST).contains(&amount),
                key,
                if least == 0 { "must not be below 0" } else { "must be above 0" },
            ),
        }
        amount.unwrap_or(0)
    }

    pub(super) fn optional(&mut self, key: &str, worth: Option<Worth>) -> i64 {
        worth.map_or(0, |worth| self.worth(key, worth))
    }

    pub(super) fn reais(&mut self, key: &str, text: &Reais) -> Money {
        let amount = Money::from_plain(&text.0).filter(|amount| (0..=MOST).contains(&amount.0));
        self.faults.unless(
            amount.is_some(),
            key,
            &format!("{:?} is no amount; write reais as \"30.00\"", text.0),
        );
        amount.unwrap_or(Money::ZERO)
    }

    pub(super) fn range(&mut self, key: &str, value: Decimal, from: Decimal, to: Decimal) {
        self.faults.unless((from..=to).contains(&value), key, &format!("must be between {from} and {to}"));
    }

    pub(super) fn factor(&mut self, key: &str, factor: Option<Decimal>) -> Decimal {
        let factor = factor.unwrap_or(Decimal::ONE);
        self.range(key, factor, Decimal::ONE, Decimal::ONE_HUNDRED);
        factor
    }

    /// Whom a campaign is for; the days belong to those of whom days are counted.
    pub(super) fn segment(
        &mut self,
        at: &str,
        word: Option<SegmentWord>,
        days: Option<u32>,
    ) -> Option<Segment> {
        let counted = matches!(word, Some(SegmentWord::New | SegmentWord::Away));
        let (key, fits, says) = match (counted, days) {
            (true, None) => ("segment", false, "needs days beside it, such as days = 30"),
            (true, Some(days)) => ("days", (1..=365).contains(&days), "must be between 1 and 365"),
            (false, days) => ("days", days.is_none(), "belongs to segment = \"new\" and segment = \"away\""),
        };
        self.faults.unless(fits, &format!("{at}.{key}"), says);
        let days = days.unwrap_or_default();
        word.map(|word| match word {
            SegmentWord::New => Segment::New(days),
            SegmentWord::Birthday => Segment::Birthday,
            SegmentWord::Away => Segment::Away(days),
        })
    }

    pub(super) fn date(&mut self, key: &str, text: &str) -> NaiveDate {
        text.parse().unwrap_or_else(|_| {
            self.faults.add(key, &format!("{text:?} is no date; write \"2026-11-30\""));
            NaiveDate::default()
        })
    }

    pub(super) fn weekday(&mut self, key: &str, text: &str) -> Option<Weekday> {
        let day = text.parse().ok();
        self.faults.unless(day.is_some(), key, &format!("{text:?} is no weekday; write \"tue\""));
        day
    }

    pub(super) fn names(&mut self, key: &str, names: &Names) {
        self.faults.unless(
            !names.is_empty() && names.values().all(|name| !name.trim().is_empty()),
            key,
            "needs a name in at least one language",
        );
    }

    pub(super) fn keys<'k>(&mut self, list: &str, keys: impl Iterator<Item = &'k str>) {
        let mut seen = BTreeSet::new();
        for (number, key) in (1..).zip(keys) {
            let place = format!("{list}.{number}");
            self.faults.unless(seen.insert(key), &place, &format!("{key:?} stands twice"));
            self.faults.unless(!key.trim().is_empty(), &place, "its key is empty");
        }
    }
}
