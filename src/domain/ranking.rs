//! The monthly ranking: points earned (purchases and referrals, less reversals), best first. Equal points
//! are ordered by who has been known longer, so that places never flicker. No prize hangs on it.

use crate::domain::ids::{MemberId, StaffId, StoreId};
use std::collections::BTreeMap;
use std::ops::AddAssign;

/// One row near the asking member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub place: i64,
    pub member: MemberId,
    pub name: String,
    pub points: i64,
}

/// What one member sees: themselves, up to two above and two below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub month: String,
    pub own: Place,
    pub above: Vec<Place>,
    pub below: Vec<Place>,
}

impl Standing {
    /// Points missing to pass the next one above; `None` for the first.
    pub fn gap(&self) -> Option<i64> {
        self.above.last().map(|next| next.points - self.own.points + 1)
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
