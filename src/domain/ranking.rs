//! The ranking of a month or a year: what the program measures (what was earned includes referrals), less reversals, best
//! first. Equal ones are ordered by who has been known longer, so that places never flicker. No prize hangs on it.

use crate::domain::calendar::Zone;
use crate::domain::ids::{MemberId, StaffId, StoreId};
use crate::domain::member::{first_name, masked};
use crate::domain::program::{Period, RankingRule};
use std::collections::BTreeMap;
use std::ops::AddAssign;

/// One row near the asking member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub place: i64,
    pub member: MemberId,
    pub name: Option<String>,
    /// As the program measures it.
    pub done: i64,
}

impl Place {
    /// How others see whoever stands there.
    pub fn shown(&self, names: bool) -> String {
        let name = self.name.as_deref();
        let first = name.filter(|_| names).and_then(first_name);
        first.map_or_else(|| masked(name), str::to_owned)
    }
}

/// What one member sees: themselves, up to two above and two below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub own: Place,
    pub above: Vec<Place>,
    pub below: Vec<Place>,
}

impl Standing {
    /// What is missing to pass the next one above; `None` for the first.
    pub fn gap(&self) -> Option<i64> {
        self.above.last().map(|next| next.done - self.own.done + 1)
    }
}

impl RankingRule {
    /// The period that `at` (ms UTC) falls on, as scores are written under it: `2026-11`, or `2026`.
    pub fn period_of(&self, zone: Zone, at: i64) -> String {
        match self.period {
            Period::Month => zone.month(at),
            Period::Year => zone.year(at),
        }
    }
}

/// A day of one store or of all in figures, or several days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DaySummary {
    /// Sales of which anything stands.
    pub sold: Sold,
    /// Sales of days before of which something was taken back on this one, and how much in all (centavos).
    pub back: i64,
    pub back_total: i64,
    /// Points of these days' sales, less what was taken back since; of them for referrals.
    pub given: i64,
    pub referral: i64,
    pub used: i64,
    /// Points taken back on these days for sales of days before.
    pub reversed: i64,
    /// Points of these days' sales that were taken back, whenever.
    pub undone: i64,
    /// By whoever registered them, with their name.
    pub by_staff: BTreeMap<StaffId, (String, Sold)>,
    pub by_store: BTreeMap<StoreId, Sold>,
}

/// How many sales, and for how much less what was taken back (centavos).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sold {
    pub sales: i64,
    pub total: i64,
}

impl AddAssign for Sold {
    fn add_assign(&mut self, more: Sold) {
        self.sales += more.sales;
        self.total += more.total;
    }
}
