//! A row of the database in the hands of a batch.

use std::ops::Deref;

/// A row and whether it has to be written. `version` 0 means that it is not in the database yet.
#[derive(Debug, Clone)]
pub struct Row<T> {
    value: T,
    pub version: i64,
    pub dirty: bool,
}

impl<T> Row<T> {
    pub fn new(value: T) -> Row<T> {
        Row { value, version: 0, dirty: true }
    }

    /// What is to be written over the row of this version.
    pub fn over(value: T, version: i64) -> Row<T> {
        Row { value, version, dirty: true }
    }

    pub fn stored(value: T, version: i64) -> Row<T> {
        Row { value, version, dirty: false }
    }

    pub(super) fn alter(&mut self) -> &mut T {
        self.dirty = true;
        &mut self.value
    }

    /// Follows what the store does to every row of a merged account at once; that alone is no reason to write it.
    pub(super) fn carried(&mut self, follow: impl FnOnce(&mut T)) {
        follow(&mut self.value);
    }
}

impl<T> Deref for Row<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}
