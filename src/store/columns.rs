//! Reading columns: the four shapes there are, by position, with errors that say which.

use crate::store::engine::StoreError;
use sqlx::any::AnyRow;
use sqlx::{Row, ValueRef};

pub trait Columns {
    fn int(&self, index: usize) -> Result<i64, StoreError>;
    fn text(&self, index: usize) -> Result<String, StoreError>;
    fn maybe_int(&self, index: usize) -> Result<Option<i64>, StoreError>;
    fn maybe_text(&self, index: usize) -> Result<Option<String>, StoreError>;

    fn flag(&self, index: usize) -> Result<bool, StoreError> {
        Ok(self.int(index)? != 0)
    }
}

impl Columns for AnyRow {
    fn int(&self, index: usize) -> Result<i64, StoreError> {
        Ok(self.try_get(index)?)
    }

    fn text(&self, index: usize) -> Result<String, StoreError> {
        Ok(self.try_get(index)?)
    }

    fn maybe_int(&self, index: usize) -> Result<Option<i64>, StoreError> {
        if self.try_get_raw(index)?.is_null() { Ok(None) } else { self.int(index).map(Some) }
    }

    fn maybe_text(&self, index: usize) -> Result<Option<String>, StoreError> {
        if self.try_get_raw(index)?.is_null() { Ok(None) } else { self.text(index).map(Some) }
    }
}
