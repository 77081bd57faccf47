//! The rulebook: all versions of a shop's program, each with the moment from which it counts. What was earned keeps the
//! version it was earned under, so a refund next year is computed as on the day of the purchase.

use crate::domain::program::Program;
use std::sync::Arc;

/// Versions, oldest first; there is at least one. Clones share them.
#[derive(Debug, Clone)]
pub struct Rulebook(Arc<[Version]>);

#[derive(Debug, Clone)]
pub struct Version {
    pub number: i64,
    /// From when (ms UTC) purchases are made under it.
    pub from: i64,
    pub program: Program,
}

impl Rulebook {
    /// `None` when there is no version.
    pub fn new(mut versions: Vec<Version>) -> Option<Rulebook> {
        versions.sort_by_key(|version| version.number);
        (!versions.is_empty()).then(|| Rulebook(versions.into()))
    }

    /// The version purchases of this moment are made under: of those that count by then, the newest.
    pub fn at(&self, at: i64) -> &Version {
        self.0.iter().rev().find(|version| version.from <= at).unwrap_or_else(|| self.first())
    }

    /// The version with this number; the oldest when there is none.
    pub fn version(&self, number: i64) -> &Version {
        self.0.iter().find(|version| version.number == number).unwrap_or_else(|| self.first())
    }

    /// Whether any version has a reward of which there are only so many.
    pub fn limit_rewards(&self) -> bool {
        let limited = |version: &Version| version.program.rewards.iter().any(|reward| reward.stock.is_some());
        self.0.iter().any(limited)
    }

    /// Whether any version makes vouchers of credit.
    pub fn issue_vouchers(&self) -> bool {
        self.0.iter().any(|version| version.program.voucher.is_some())
    }

    /// How many days of somebody's purchases any version looks back on.
    pub fn looks_back(&self) -> u32 {
        self.0.iter().map(|version| version.program.looks_back()).max().unwrap_or(0)
    }

    /// The newest, whether it counts yet or not.
    pub fn newest(&self) -> &Version {
        self.0.last().unwrap_or_else(|| self.first())
    }

    /// The version that counts at this moment, and those that are to.
    pub fn counting(&self, at: i64) -> impl Iterator<Item = &Version> {
        let now = self.at(at).number;
        self.0
            .iter()
            .filter(move |version| version.number == now || version.number > now && version.from > at)
    }

    /// The version that will count next, after this moment.
    pub fn coming(&self, at: i64) -> Option<&Version> {
        self.counting(at).filter(|version| version.from > at).min_by_key(|version| version.from)
    }

    // The only way to make one is `new`, which refuses the empty list.
    #[allow(clippy::indexing_slicing)]
    fn first(&self) -> &Version {
        &self.0[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purchase_is_made_under_the_newest_version_that_counts_by_then() {
        let program = Program::read(include_str!("../../conversations/programs/pets.toml")).unwrap();
        let version = |number, from| Version { number, from, program: program.clone() };
        let book = Rulebook::new(vec![version(3, 500), version(1, 0), version(2, 900)]).unwrap();
        let at = |at| (book.at(at).number, book.coming(at).map(|version| version.number));
        assert_eq!(at(1), (1, Some(3)));
        assert_eq!(at(499), (1, Some(3)));
        assert_eq!(at(500), (3, None));
        assert_eq!(at(900), (3, None), "an older version that was to count later is over with the newer one");
        assert_eq!((book.newest().number, book.version(2).number, book.version(9).number), (3, 2, 1));
        assert!(Rulebook::new(Vec::new()).is_none());
    }
}
