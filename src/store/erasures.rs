//! Forgetting somebody.
use crate::store::engine::Statement;
pub static STATEMENTS: &[&Statement] = &[];
