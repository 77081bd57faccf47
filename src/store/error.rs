//! What can go wrong in the database, told apart by what helps: running the same work again, or not.

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A constraint refused the content: running it again would be refused again.
    #[error("the database refused it: {0}")]
    Refused(String),
    /// Lock, connection or serialisation trouble, or a COMMIT whose fate is unknown: the whole unit may
    /// run again under its natural keys.
    #[error("the database could not finish: {0}")]
    Transient(String),
    /// A row changed under us; the unit runs again.
    #[error("{0} rows of {1} were written, {2} expected")]
    Conflict(u64, &'static str, usize),
    #[error("a stored value cannot be read: {0}")]
    Unreadable(String),
    /// Another process has the SQLite file.
    #[error("{0} is in use by another process; stop it first")]
    InUse(String),
    /// Nobody has made tables in it.
    #[error("{0} has no tables yet")]
    Empty(String),
    #[error("{0}")]
    Unusable(String),
}

impl StoreError {
    /// Whether the same work may succeed when it is run again.
    pub const fn is_transient(&self) -> bool {
        matches!(self, StoreError::Transient(_) | StoreError::Conflict(..))
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        match &error {
            sqlx::Error::Database(db)
                if db.is_unique_violation() || db.is_check_violation() || db.is_foreign_key_violation() =>
            {
                StoreError::Refused(db.constraint().unwrap_or("unnamed").to_owned())
            }
            // Statements are constants that a test prepares, so what the database refuses besides
            // constraints is content: a value too long for an index, a text that is no JSON.
            sqlx::Error::Database(db) if !is_transient_code(db.code().as_deref()) => {
                StoreError::Refused(format!("{} (code {})", db.message(), db.code().unwrap_or_default()))
            }
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::ColumnNotFound(_) | sqlx::Error::Decode(_) => {
                StoreError::Unreadable(error.to_string())
            }
            _ => StoreError::Transient(error.to_string()),
        }
    }
}

/// PostgreSQL: connection (08), serialisation and deadlock (40), resources (53), shutdown (57), lock not
/// available (55P03), I/O (58), transaction state (25). SQLite: busy, locked, I/O error, full, cannot open.
fn is_transient_code(code: Option<&str>) -> bool {
    let Some(code) = code else { return true };
    // PostgreSQL's codes have five places, and many of them are digits only.
    if code.len() < 5 {
        return code.parse::<i64>().is_ok_and(|sqlite| matches!(sqlite & 0xff, 5 | 6 | 10 | 13 | 14));
    }
    ["08", "25", "40", "53", "55", "57", "58"].iter().any(|class| code.starts_with(class))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trouble_that_passes_is_told_from_content_that_is_refused() {
        for (code, transient) in [
            ("40001", true),
            ("40P01", true),
            ("08006", true),
            ("53300", true),
            ("57014", true),
            ("55P03", true),
            ("22021", false),
            ("22P05", false),
            ("23505", false),
            ("P0001", false),
            ("5", true),
            ("517", true),
            ("13", true),
            ("778", true),
            ("787", false),
            ("1811", false),
            ("2067", false),
        ] {
            assert_eq!(is_transient_code(Some(code)), transient, "{code}");
        }
        assert!(is_transient_code(None));
    }
}
