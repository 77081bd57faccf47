//! Wrong codes at the counter. A code is worth nothing without a member of staff; so that nobody finds one by trying, all
//! of them together may mistype only so many a day, and then codes rest but for those who manage.

use crate::domain::facts::Facts;
use crate::domain::ids::StaffId;

/// Wrong codes of one member of staff on the last day on which they typed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mistyped {
    pub staff: StaffId,
    /// The midnight with which that day began, ms UTC.
    pub day: i64,
    pub tries: i64,
}

impl Facts {
    /// The day that counts now: what is typed late counts with the latest day there is.
    fn day_of_codes(&self, day: i64) -> i64 {
        self.mistyped.values().map(|one| one.day).max().unwrap_or(day).max(day)
    }

    /// Who mistyped on this day, those with most first.
    pub fn mistyped_on(&self, day: i64) -> Vec<Mistyped> {
        let day = self.day_of_codes(day);
        let mut found: Vec<Mistyped> =
            self.mistyped.values().map(|row| **row).filter(|one| one.day == day).collect();
        found.sort_by_key(|one| (-one.tries, one.staff));
        found
    }

    /// The same after one more of this member of staff.
    pub fn one_more(&self, staff: StaffId, day: i64) -> Mistyped {
        let day = self.day_of_codes(day);
        let before = self.mistyped.get(&staff).filter(|one| one.day == day);
        Mistyped { staff, day, tries: before.map_or(0, |one| one.tries) + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Change;

    #[test]
    fn each_day_counts_anew_and_what_comes_late_counts_with_the_latest() {
        let (mut facts, beto, rita) = (Facts::default(), StaffId(1), StaffId(2));
        let mut tried = |staff, day| {
            let one = facts.one_more(staff, day);
            facts.evolve(&Change::Mistyped(one));
            facts.mistyped_on(day).iter().map(|one| (one.staff.0, one.tries)).collect::<Vec<_>>()
        };
        assert_eq!(tried(beto, 100), [(1, 1)]);
        assert_eq!(tried(rita, 100), [(1, 1), (2, 1)]);
        assert_eq!(tried(rita, 100), [(2, 2), (1, 1)]);
        assert_eq!(tried(beto, 200), [(1, 1)]);
        assert_eq!(tried(rita, 100), [(1, 1), (2, 1)]);
        assert_eq!(facts.mistyped_on(300), []);
    }
}
