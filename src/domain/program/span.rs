//! Until when a credit lasts, and when a campaign runs. Days are the shop's own: they end at its midnight.

use crate::domain::calendar::{Zone, next_day};
use crate::domain::program::Expiry;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use std::ops::RangeInclusive;

/// The end of what never ends (ms UTC): the last midnight of the year 9999.
pub const NEVER: i64 = 253_402_214_400_000;

/// How long a credit lasts from the day it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// So many days, the last one included.
    Days(u32),
    /// So many months, to the same day, or the last one of a shorter month.
    Months(u32),
    /// So many days from the last purchase: each one prolongs everything that is there.
    Sliding(u32),
    /// Until this day of the year, and at least to the next one that comes.
    Yearly {
        month: u32,
        day: u32,
    },
    Never,
}

impl Expiry {
    /// First instant (ms UTC) at which a credit of this moment is no longer valid.
    pub fn ends(&self, zone: Zone, at: i64) -> i64 {
        let last = self.last(zone.wall(at).date);
        last.map_or(NEVER, |last| zone.midnight(next_day(last)).min(NEVER))
    }

    /// The last day of a credit of this one; `None`: it never ends.
    fn last(&self, today: NaiveDate) -> Option<NaiveDate> {
        let last = match self.span {
            Span::Days(days) | Span::Sliding(days) => today.checked_add_days(Days::new(u64::from(days))),
            Span::Months(months) => today.checked_add_months(Months::new(months)),
            Span::Yearly { month, day } => yearly(today, month, day),
            Span::Never => None,
        }?;
        Some(if self.month_end { month_end(last) } else { last })
    }

    /// The fewest and the most days that lie between a credit's first day and its last; `None`: it never ends.
    pub fn days(&self) -> Option<RangeInclusive<i64>> {
        let mut days = a_year().filter_map(|day| Some((self.last(day)? - day).num_days()));
        let first = days.next()?;
        let (least, most) = days.fold((first, first), |(least, most), n| (least.min(n), most.max(n)));
        Some(least..=most)
    }

    /// Whether a purchase prolongs what was there before it.
    pub fn slides(&self) -> bool {
        matches!(self.span, Span::Sliding(_))
    }
}

/// Every day of a year, which is none of 29 February.
pub(super) fn a_year() -> impl Iterator<Item = NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default().iter_days().take(365)
}

/// This day of the year, today or next; 29 February is the 28th where there is none.
fn yearly(today: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    let of =
        |year| NaiveDate::from_ymd_opt(year, month, day).or_else(|| NaiveDate::from_ymd_opt(year, month, 28));
    let this = of(today.year())?;
    if this >= today { Some(this) } else { of(today.year() + 1) }
}

fn month_end(date: NaiveDate) -> NaiveDate {
    let first = date.with_day(1).unwrap_or(date);
    first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(date)
}

/// When a campaign runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    pub first: NaiveDate,
    /// Included.
    pub last: NaiveDate,
    /// Only on these; empty: every day.
    pub weekdays: Vec<Weekday>,
    /// From this hour to before that one; `None`: all day.
    pub hours: Option<(u32, u32)>,
}

impl Dates {
    pub fn hold(&self, zone: Zone, at: i64) -> bool {
        let wall = zone.wall(at);
        (self.first..=self.last).contains(&wall.date)
            && (self.weekdays.is_empty() || self.weekdays.contains(&wall.date.weekday()))
            && self.hours.is_none_or(|(from, to)| (from..to).contains(&wall.hour))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn at(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    fn zone() -> Zone {
        Zone::named("America/Sao_Paulo").unwrap()
    }

    #[test]
    fn a_credit_ends_at_the_shops_midnight_after_its_last_day() {
        let evening = at("2027-01-31T22:30:00-03:00");
        for (span, month_end, end) in [
            (Span::Days(30), false, "2027-03-03"),
            (Span::Days(30), true, "2027-04-01"),
            (Span::Months(1), false, "2027-03-01"),
            (Span::Months(1), true, "2027-03-01"),
            (Span::Months(13), false, "2028-03-01"),
            (Span::Sliding(0), false, "2027-02-01"),
            (Span::Yearly { month: 12, day: 31 }, false, "2028-01-01"),
            (Span::Yearly { month: 1, day: 31 }, false, "2027-02-01"),
            (Span::Yearly { month: 1, day: 30 }, false, "2028-01-31"),
            (Span::Yearly { month: 2, day: 29 }, false, "2027-03-01"),
        ] {
            let expiry = Expiry { span, month_end };
            assert_eq!(expiry.ends(zone(), evening), at(&format!("{end}T00:00:00-03:00")), "{expiry:?}");
        }
        assert_eq!(Expiry { span: Span::Never, month_end: true }.ends(zone(), evening), NEVER);
    }

    #[test]
    fn months_differ_in_length_and_the_days_of_a_year_lie_apart_from_its_last() {
        for (span, month_end, days) in [
            (Span::Days(30), false, Some(30..=30)),
            (Span::Months(1), false, Some(28..=31)),
            (Span::Months(12), false, Some(365..=365)),
            (Span::Months(1), true, Some(28..=61)),
            (Span::Yearly { month: 12, day: 31 }, false, Some(0..=364)),
            (Span::Never, false, None),
        ] {
            let expiry = Expiry { span, month_end };
            assert_eq!(expiry.days(), days, "{expiry:?}");
        }
    }

    #[test]
    fn a_campaign_runs_on_its_days_and_hours() {
        let tuesdays = Dates {
            first: NaiveDate::from_ymd_opt(2026, 11, 1).unwrap(),
            last: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
            weekdays: vec![Weekday::Tue],
            hours: Some((16, 18)),
        };
        for (when, runs) in [
            ("2026-11-24T16:00:00-03:00", true),
            ("2026-11-24T17:59:59-03:00", true),
            ("2026-11-24T18:00:00-03:00", false),
            ("2026-11-24T15:59:59-03:00", false),
            ("2026-11-23T16:00:00-03:00", false),
            ("2026-12-01T16:00:00-03:00", false),
        ] {
            assert_eq!(tuesdays.hold(zone(), at(when)), runs, "{when}");
        }
    }
}
