//! Civil time of a shop: days and months begin and end at the store's midnight.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeZone, Timelike, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// The days a summary is of, as people ask for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    Today,
    Yesterday,
    /// From Monday on.
    Week,
    /// From the first of the month on.
    Month,
    /// The whole week before, from Monday on.
    LastWeek,
    /// The whole month before.
    LastMonth,
    /// Without a year: the latest such day.
    Date {
        year: Option<i32>,
        month: u32,
        day: u32,
    },
}

/// The month a closing is of, as people ask for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum MonthAsked {
    #[default]
    This,
    Before,
    /// Without a year: the latest such month.
    Named {
        year: Option<i32>,
        month: u32,
    },
}

/// A year back to 29 February, whatever the century does.
const YEARS_BACK: i32 = 8;

/// A store's time zone. Every zone question of the product is answered in this module, because the zone
/// tables are compiled in and may one day need replacing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

impl Zone {
    pub const UTC: Zone = Zone(Tz::UTC);

    /// An IANA name such as `America/Sao_Paulo`; a sentence when there is no such zone.
    pub fn named(name: &str) -> Result<Zone, String> {
        name.parse::<Tz>()
            .map(Zone)
            .map_err(|_| format!("{name:?} is no time zone; America/Sao_Paulo is one"))
    }

    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The wall clock at `at` (ms UTC).
    pub fn wall(self, at: i64) -> Wall {
        let utc = DateTime::from_timestamp_millis(at).unwrap_or_default();
        let local = utc.with_timezone(&self.0);
        Wall { date: local.date_naive(), hour: local.hour(), minute: local.minute() }
    }

    /// First instant (ms UTC) of a civil day. Where midnight does not exist (a clock change), the first
    /// instant that does.
    pub fn midnight(self, date: NaiveDate) -> i64 {
        let midnight = date.and_time(NaiveTime::MIN);
        let earliest = self.0.from_local_datetime(&midnight).earliest();
        let after_gap = || self.0.from_local_datetime(&(midnight + chrono::Duration::hours(1))).earliest();
        earliest.or_else(after_gap).map_or(0, |time| time.timestamp_millis())
    }

    /// The day `at` falls on, as the instants `[from, to)`.
    pub fn day(self, at: i64) -> (i64, i64) {
        let date = self.wall(at).date;
        (self.midnight(date), self.midnight(next_day(date)))
    }

    /// The midnight `days` after `at` (ms UTC), or `at` itself when there are none to wait for.
    pub fn usable_after(self, at: i64, days: u32) -> i64 {
        let day = self.wall(at).date.checked_add_days(Days::new(u64::from(days)));
        if days == 0 { at } else { self.midnight(day.unwrap_or(NaiveDate::MAX)) }
    }

    /// Nine o'clock of this day of a year (ms UTC); 29 February is the 28th where there is none.
    pub fn nine(self, year: i32, month: u32, day: u32) -> Option<i64> {
        let leap = || ((month, day) == (2, 29)).then(|| NaiveDate::from_ymd_opt(year, 2, 28)).flatten();
        let date = NaiveDate::from_ymd_opt(year, month, day).or_else(leap)?;
        Some(self.morning(self.midnight(date), 0))
    }

    /// Nine o'clock of the day so many days after the one `at` falls on, or before it (ms UTC): when people are told of
    /// what nobody waits for.
    pub fn morning(self, at: i64, days: i64) -> i64 {
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
        let day = self.wall(at).date.checked_add_signed(chrono::Duration::days(days));
        let nine = day.unwrap_or(NaiveDate::MAX).and_time(nine);
        self.0.from_local_datetime(&nine).earliest().map_or(at, |time| time.timestamp_millis())
    }

    /// Midnights between two instants.
    pub fn days_until(self, from: i64, to: i64) -> i64 {
        (self.wall(to).date - self.wall(from).date).num_days()
    }

    /// A span up to the day `at` falls on, as the instants `[from, to)`; `None` for a day that does not exist or is
    /// still to come.
    pub fn span(self, span: Span, at: i64) -> Option<(i64, i64)> {
        let today = self.wall(at).date;
        let (first, last) = match span {
            Span::Today => (today, today),
            Span::Yesterday => (today.pred_opt()?, today.pred_opt()?),
            Span::Week => (today.week(Weekday::Mon).first_day(), today),
            Span::Month => (today.with_day(1)?, today),
            Span::LastWeek => {
                let monday = today.week(Weekday::Mon).first_day();
                (monday.checked_sub_days(Days::new(7))?, monday.pred_opt()?)
            }
            Span::LastMonth => {
                let last = today.with_day(1)?.pred_opt()?;
                (last.with_day(1)?, last)
            }
            Span::Date { year, month, day } => {
                let years = year.map_or(today.year() - YEARS_BACK..=today.year(), |year| year..=year);
                let days = years.rev().filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
                let date = days.into_iter().find(|date| *date <= today)?;
                (date, date)
            }
        };
        Some((self.midnight(first), self.midnight(next_day(last))))
    }

    /// The days that another clock has between these instants, by this one.
    pub fn days_of(self, other: Zone, (from, to): (i64, i64)) -> (i64, i64) {
        let last = other.wall(to - 1).date;
        (self.midnight(other.wall(from).date), self.midnight(next_day(last)))
    }

    /// The month `2026-11` as the instants `[from, to)`; `None` when it is none.
    pub fn month_span(self, month: &str) -> Option<(i64, i64)> {
        let first: NaiveDate = format!("{month}-01").parse().ok()?;
        let next = first.checked_add_months(Months::new(1))?;
        Some((self.midnight(first), self.midnight(next)))
    }

    /// The month asked for at a moment, as `2026-11`; `None` for one that is still to come.
    pub fn month_asked(self, asked: MonthAsked, at: i64) -> Option<String> {
        let this = self.month(at);
        let year = self.wall(at).date.year();
        let month = match asked {
            MonthAsked::This => this.clone(),
            MonthAsked::Before => self.month_before(at, 1),
            MonthAsked::Named { year: Some(year), month } => format!("{year:04}-{month:02}"),
            MonthAsked::Named { year: None, month } => {
                let latest = format!("{year:04}-{month:02}");
                if latest > this { format!("{:04}-{month:02}", year - 1) } else { latest }
            }
        };
        (month <= this && self.month_span(&month).is_some()).then_some(month)
    }

    /// End (exclusive, ms UTC) of the month that `at` falls on.
    pub fn month_end(self, at: i64) -> i64 {
        self.month_span(&self.month(at)).map_or(at, |(_, end)| end)
    }

    /// End (exclusive, ms UTC) of the year that `at` falls on.
    pub fn year_end(self, at: i64) -> i64 {
        let year = self.wall(at).date.year();
        NaiveDate::from_ymd_opt(year + 1, 1, 1).map_or(at, |first| self.midnight(first))
    }

    /// End (exclusive, ms UTC) of the month so many months after the one that `at` falls on.
    pub fn months_after(self, at: i64, months: u32) -> i64 {
        let date = self.wall(at).date.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX);
        self.month_end(self.midnight(date))
    }

    /// The month so many months before the one that `at` falls on, as `2026-11`.
    pub fn month_before(self, at: i64, months: u32) -> String {
        let date = self.wall(at).date.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN);
        format!("{:04}-{:02}", date.year(), date.month())
    }

    /// `2026`: the year `at` falls on.
    pub fn year(self, at: i64) -> String {
        format!("{:04}", self.wall(at).date.year())
    }

    /// `2026-11`: the month `at` falls on, the period of the ranking.
    pub fn month(self, at: i64) -> String {
        let date = self.wall(at).date;
        format!("{:04}-{:02}", date.year(), date.month())
    }
}

pub(super) fn next_day(date: NaiveDate) -> NaiveDate {
    date.succ_opt().unwrap_or(NaiveDate::MAX)
}

impl Wall {
    pub fn year(self) -> i32 {
        self.date.year()
    }
}

/// What a clock on the shop's wall shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wall {
    pub date: NaiveDate,
    pub hour: u32,
    pub minute: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    #[test]
    fn days_and_months_are_the_shops() {
        let zone = Zone::named("America/Sao_Paulo").unwrap();
        let evening = at("2026-11-21T23:30:00-03:00");
        assert_eq!(zone.usable_after(evening, 1), at("2026-11-22T00:00:00-03:00"));
        assert_eq!(zone.usable_after(evening, 0), evening);
        assert_eq!(zone.month(at("2026-12-01T01:00:00Z")), "2026-11");
        let span = (at("2026-11-01T00:00:00-03:00"), at("2026-12-01T00:00:00-03:00"));
        assert_eq!(zone.month_span("2026-11"), Some(span));
        for none in ["2026-13", "2026", "november", "2026-11-01", ""] {
            assert_eq!(zone.month_span(none), None, "{none}");
        }
    }

    #[test]
    fn a_span_ends_with_the_present_day_and_a_date_is_the_latest_one() {
        let zone = Zone::named("America/Sao_Paulo").unwrap();
        // A Sunday, the last day of its week.
        let now = at("2026-11-22T23:30:00-03:00");
        let date = |year, month, day| Span::Date { year, month, day };
        for (span, days) in [
            (Span::Today, Some(("2026-11-22", "2026-11-23"))),
            (Span::Yesterday, Some(("2026-11-21", "2026-11-22"))),
            (Span::Week, Some(("2026-11-16", "2026-11-23"))),
            (Span::Month, Some(("2026-11-01", "2026-11-23"))),
            (Span::LastWeek, Some(("2026-11-09", "2026-11-16"))),
            (Span::LastMonth, Some(("2026-10-01", "2026-11-01"))),
            (date(None, 11, 22), Some(("2026-11-22", "2026-11-23"))),
            (date(None, 11, 23), Some(("2025-11-23", "2025-11-24"))),
            (date(None, 2, 29), Some(("2024-02-29", "2024-03-01"))),
            (date(Some(2025), 2, 29), None),
            (date(Some(2026), 11, 23), None),
        ] {
            let instant = |day: &str| at(&format!("{day}T00:00:00-03:00"));
            assert_eq!(zone.span(span, now), days.map(|(from, to)| (instant(from), instant(to))), "{span:?}");
        }
    }

    #[test]
    fn a_month_is_the_latest_of_its_name_and_none_that_is_to_come() {
        let zone = Zone::named("America/Sao_Paulo").unwrap();
        // Still January at the shop.
        let now = at("2027-02-01T01:00:00Z");
        let named = |year, month| MonthAsked::Named { year, month };
        for (asked, month) in [
            (MonthAsked::This, Some("2027-01")),
            (MonthAsked::Before, Some("2026-12")),
            (named(None, 1), Some("2027-01")),
            (named(None, 2), Some("2026-02")),
            (named(Some(2027), 2), None),
            (named(Some(2025), 12), Some("2025-12")),
            (named(Some(2025), 13), None),
        ] {
            assert_eq!(zone.month_asked(asked, now).as_deref(), month, "{asked:?}");
        }
    }

    #[test]
    fn a_midnight_skipped_by_the_clock_change_is_one_oclock() {
        // São Paulo, 4 November 2018: clocks went from 00:00 to 01:00.
        let zone = Zone::named("America/Sao_Paulo").unwrap();
        let day = NaiveDate::from_ymd_opt(2018, 11, 4).unwrap();
        assert_eq!(zone.midnight(day), at("2018-11-04T01:00:00-02:00"));
    }
}
