//! What a batch does: each change, and what it means to the shop's other systems.

use crate::domain::change::Change;
use crate::domain::facts::Facts;
use crate::domain::happening::{Happening, happenings};

/// Changes in the order in which they were made, and what happened with them.
#[derive(Debug, Default)]
pub struct Record {
    pub changes: Vec<Change>,
    pub happenings: Vec<Happening>,
}

impl Record {
    /// Something changes at a moment (business time, ms UTC): what follows sees it, and the store will write it.
    pub fn make(&mut self, facts: &mut Facts, change: Change, at: i64) {
        self.happenings.extend(happenings(facts, &change, at));
        facts.evolve(&change);
        self.changes.push(change);
    }
}
