//! Civil time of a shop: days and months begin and end at the store's midnight.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeZone, Timelike};
use chrono_tz::Tz;

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// A store's time zone. Every zone question of the product is answered in this module, because the zone
/// tables are compiled in and may one day need replacing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

impl Zone {
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

    /// Midnights between two instants.
    pub fn days_until(self, from: i64, to: i64) -> i64 {
        (self.wall(to).date - self.wall(from).date).num_days()
    }

    /// The month `2026-11` as the instants `[from, to)`; `None` when it is none.
    pub fn month_span(self, month: &str) -> Option<(i64, i64)> {
        let first: NaiveDate = format!("{month}-01").parse().ok()?;
        let next = first.checked_add_months(Months::new(1))?;
        Some((self.midnight(first), self.midnight(next)))
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
    fn a_midnight_skipped_by_the_clock_change_is_one_oclock() {
        // São Paulo, 4 November 2018: clocks went from 00:00 to 01:00.
        let zone = Zone::named("America/Sao_Paulo").unwrap();
        let day = NaiveDate::from_ymd_opt(2018, 11, 4).unwrap();
        assert_eq!(zone.midnight(day), at("2018-11-04T01:00:00-02:00"));
    }
}
