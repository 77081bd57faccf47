//! The two engines: how to open them, what they must be, and the few words of SQL in which they differ.

use crate::store::{file, guards, migrations, server};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyPool, AssertSqlSafe, Executor, SqlStr, Transaction};
use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// A statement in the common subset. `{rows N}` stands for the set in parameter N, unfolded to one `value`
/// a row; `{locked}` for skipping rows that another transaction holds, `{kept o}` for keeping the rows of `o` as they
/// are until the transaction ends.
#[derive(Debug)]
pub struct Statement {
    pub name: &'static str,
    pub text: &'static str,
}

/// Declares a statement under its own name.
#[macro_export]
macro_rules! statement {
    ($vis:vis $name:ident, $text:expr) => {
        $vis static $name: $crate::store::engine::Statement =
            $crate::store::engine::Statement { name: concat!(module_path!(), "::", stringify!($name)), text: $text };
    };
}

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

/// A set of rows, a number or a text, as a statement gets it.
#[derive(Debug, Clone)]
pub enum Arg {
    Int(i64),
    Text(String),
}

impl From<i64> for Arg {
    fn from(value: i64) -> Arg {
        Arg::Int(value)
    }
}
impl From<String> for Arg {
    fn from(value: String) -> Arg {
        Arg::Text(value)
    }
}
impl From<&str> for Arg {
    fn from(value: &str) -> Arg {
        Arg::Text(value.to_owned())
    }
}

/// The rows of a set as one JSON text: an array of arrays. U+0000 was stripped at every entrance, because
/// PostgreSQL refuses it and would take the whole set with it.
pub fn rows<T: serde::Serialize>(rows: &[T]) -> Arg {
    Arg::Text(serde_json::to_string(rows).unwrap_or_else(|_| "[]".to_owned()))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    fn render(self, text: &str) -> String {
        let mut sql = text.to_owned();
        for n in 1..=9 {
            let rows = match self {
                // Its rows stay binary: `json_each` would write each as text, to be parsed again by every `->>`.
                Engine::Sqlite => format!("jsonb_each(${n})"),
                Engine::Postgres => format!("json_array_elements(cast(${n} as json))"),
            };
            sql = sql.replace(&format!("{{rows {n}}}"), &rows);
        }
        let (locked, kept) = match self {
            Engine::Sqlite => ("", ""),
            Engine::Postgres => ("for update skip locked", "for update of o"),
        };
        sql.replace("{locked}", locked).replace("{kept o}", kept)
    }

    /// The text of every statement on this engine.
    fn rendered(self) -> HashMap<&'static str, &'static str> {
        let statements = crate::store::statements().into_iter();
        let render = |statement: &Statement| -> &'static str {
            Box::leak(self.render(statement.text).into_boxed_str())
        };
        statements.map(|statement| (statement.name, render(statement))).collect()
    }

    const fn begin(self) -> &'static str {
        match self {
            // Deferred transactions fail under contention however long they may wait.
            Engine::Sqlite => "begin immediate",
            Engine::Postgres => "begin",
        }
    }
}

/// The database. Cloned freely; all clones share the pools.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    engine: Engine,
    writer: AnyPool,
    reader: AnyPool,
    rendered: HashMap<&'static str, &'static str>,
    commits: AtomicU64,
    /// How long commits take: on SQLite the disk's own flush.
    commit_seconds: Histogram,
    /// Units of work that were refused or broken off.
    undone: Counter,
    /// The SQLite file.
    path: Option<PathBuf>,
    /// Held while the file is ours.
    lock: Mutex<Option<File>>,
}

impl Store {
    /// Opens, checks and migrates. `url` is `sqlite:PATH` or `postgres://…`; `connections` counts for
    /// PostgreSQL only, SQLite has one writer.
    pub async fn open(url: &str, connections: u32) -> Result<Store, StoreError> {
        sqlx::any::install_default_drivers();
        let path = file::path(url);
        let (engine, writer, reader, lock) = if let Some(path) = &path {
            let lock = file::lock(path)?;
            let (writer, reader) = file::open(path, migrations::NEWEST).await?;
            (Engine::Sqlite, writer, reader, Some(lock))
        } else {
            let pool = server::open(url, connections).await?;
            (Engine::Postgres, pool.clone(), pool, None)
        };
        let store = Store::of(engine, writer, reader, path, lock);
        store.migrate().await?;
        Ok(store)
    }

    /// Opens beside whoever is at work there, to read only: no lock, no migration, and no file or table that was not
    /// there.
    pub async fn look(url: &str) -> Result<Store, StoreError> {
        sqlx::any::install_default_drivers();
        let path = file::path(url);
        let (engine, reader) = match &path {
            Some(path) => (Engine::Sqlite, file::look(path).await?),
            None => (Engine::Postgres, server::look(url).await?),
        };
        Ok(Store::of(engine, reader.clone(), reader, path, None))
    }

    fn of(
        engine: Engine,
        writer: AnyPool,
        reader: AnyPool,
        path: Option<PathBuf>,
        lock: Option<File>,
    ) -> Store {
        Store(Arc::new(Inner {
            engine,
            writer,
            reader,
            rendered: engine.rendered(),
            commits: AtomicU64::new(0),
            commit_seconds: Histogram::new(exponential_buckets(0.0001, 4.0, 9)),
            undone: Counter::default(),
            path,
            lock: Mutex::new(lock),
        }))
    }

    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// How many connections other processes of ours have, asked of a store that only looks; the file of SQLite is kept
    /// from them by its lock.
    pub async fn company(&self) -> Result<i64, StoreError> {
        match self.0.engine {
            Engine::Sqlite => Ok(0),
            Engine::Postgres => server::company(&self.0.reader).await,
        }
    }

    /// Commits since opening: what a turn costs is counted in them.
    pub fn commits(&self) -> u64 {
        self.0.commits.load(Ordering::Relaxed)
    }

    /// Moves what was written into the file itself, so that what was deleted is in no log beside it either.
    pub async fn settle_file(&self) -> Result<(), StoreError> {
        if self.0.engine == Engine::Sqlite {
            self.0.writer.execute(sqlx::raw_sql("pragma wal_checkpoint(truncate)")).await?;
        }
        Ok(())
    }

    pub fn commit_seconds(&self) -> &Histogram {
        &self.0.commit_seconds
    }

    pub fn undone(&self) -> &Counter {
        &self.0.undone
    }

    /// The SQLite file; `None` on PostgreSQL.
    pub fn path(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }

    /// Ends all connections and lets others have the file; clones of this store find it closed.
    pub async fn close(&self) {
        self.0.writer.close().await;
        self.0.reader.close().await;
        self.0.lock.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Runs `work` in one transaction, in a task of its own: a caller that goes away cannot leave a
    /// connection inside an open transaction (transact-rs/sqlx #4385).
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 't>>
            + Send
            + 'static,
    {
        let store = self.clone();
        let unit = async move {
            let mut tx = store.begin(true).await?;
            match work(&mut tx).await {
                Ok(done) if tx.dirty => tx.commit().await.map(|()| done),
                Ok(done) => {
                    tx.roll_back().await;
                    Ok(done)
                }
                Err(error) => {
                    tx.roll_back().await;
                    store.0.undone.inc();
                    Err(error)
                }
            }
        };
        tokio::spawn(unit).await.unwrap_or_else(|fault| Err(StoreError::Transient(fault.to_string())))
    }

    /// Runs `work` on a reading connection.
    pub async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 't>>
            + Send
            + 'static,
    {
        let store = self.clone();
        let unit = async move {
            let mut tx = store.begin(false).await?;
            let done = work(&mut tx).await;
            tx.roll_back().await;
            done
        };
        tokio::spawn(unit).await.unwrap_or_else(|fault| Err(StoreError::Transient(fault.to_string())))
    }

    /// PostgreSQL plans by what it knows of its tables, and after a large import it knows nothing before it has looked.
    pub async fn survey(&self) -> Result<(), StoreError> {
        if self.0.engine == Engine::Postgres {
            let tables = "analyze txn, transfer, lot, lot_use, purchase, hold, hold_piece, voucher, voucher_piece, wallet, member";
            self.0.reader.execute(sqlx::raw_sql(tables)).await?;
        }
        Ok(())
    }

    async fn begin(&self, writing: bool) -> Result<Tx, StoreError> {
        let pool = if writing { &self.0.writer } else { &self.0.reader };
        let begin = if writing { self.0.engine.begin() } else { "begin" };
        let tx = pool.begin_with(begin).await?;
        Ok(Tx { tx, store: self.clone(), dirty: false })
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let unusable = |fault: sqlx::migrate::MigrateError| {
            StoreError::Unusable(format!("the database cannot be brought up to date: {fault}"))
        };
        migrations::migrator().run(&self.0.writer).await.map_err(unusable)?;
        for sql in guards::statements(self.0.engine) {
            self.0.writer.execute(sqlx::raw_sql(sql)).await?;
        }
        Ok(())
    }

    /// Prepares a statement without running it: the test of all statements.
    pub async fn prepare(&self, statement: &'static Statement) -> Result<(), StoreError> {
        let mut connection = self.0.writer.acquire().await?;
        let text = self.text(statement);
        match self.0.engine {
            Engine::Sqlite => {
                connection.prepare(SqlStr::from_static(text)).await?;
            }
            // `Any` cannot describe a parameter that is cast to json; SQL's own `prepare` can.
            Engine::Postgres => {
                connection
                    .execute(sqlx::raw_sql(AssertSqlSafe(format!("prepare checked as {text}"))))
                    .await?;
                connection.execute(sqlx::raw_sql("deallocate checked")).await?;
            }
        }
        Ok(())
    }

    fn text(&self, statement: &Statement) -> &'static str {
        self.0.rendered.get(statement.name).copied().unwrap_or(statement.text)
    }
}

/// A transaction.
pub struct Tx {
    tx: Transaction<'static, Any>,
    store: Store,
    dirty: bool,
}

impl Tx {
    pub fn engine(&self) -> Engine {
        self.store.0.engine
    }

    pub async fn fetch(
        &mut self,
        statement: &'static Statement,
        args: &[Arg],
    ) -> Result<Vec<AnyRow>, StoreError> {
        let query = bound(self.store.text(statement), args);
        Ok(query.fetch_all(&mut *self.tx).await?)
    }

    /// Lets the statements of this transaction take as long as they take: for looks over everything that people wait for.
    /// Merged by the merchant, which all rows share, each row would meet all others: PostgreSQL may not choose that.
    pub async fn unhurried(&mut self) -> Result<(), StoreError> {
        if self.engine() == Engine::Postgres {
            self.tx
                .execute(sqlx::raw_sql("set local statement_timeout = 0; set local enable_mergejoin = off"))
                .await?;
        }
        Ok(())
    }

    /// Runs a write; the number of rows is the caller's to look at.
    pub async fn execute(&mut self, statement: &'static Statement, args: &[Arg]) -> Result<u64, StoreError> {
        let query = bound(self.store.text(statement), args);
        let written = query.execute(&mut *self.tx).await?.rows_affected();
        // What wrote nothing needs no commit: an idle service looks often and costs no fsync.
        self.dirty |= written > 0;
        Ok(written)
    }

    /// A write that returns rows.
    pub async fn change(
        &mut self,
        statement: &'static Statement,
        args: &[Arg],
    ) -> Result<Vec<AnyRow>, StoreError> {
        let written = self.fetch(statement, args).await?;
        self.dirty |= !written.is_empty();
        Ok(written)
    }

    /// A write of exactly `expected` rows.
    pub async fn exactly(
        &mut self,
        statement: &'static Statement,
        args: &[Arg],
        expected: usize,
    ) -> Result<(), StoreError> {
        let written = self.execute(statement, args).await?;
        let same = usize::try_from(written).is_ok_and(|written| written == expected);
        if same { Ok(()) } else { Err(StoreError::Conflict(written, statement.name, expected)) }
    }

    async fn commit(self) -> Result<(), StoreError> {
        // A COMMIT error is no rollback (two in three had committed when this was measured): whoever runs
        // the unit again does so under its natural keys.
        let began = Instant::now();
        self.tx.commit().await.map_err(|error| StoreError::Transient(error.to_string()))?;
        self.store.0.commit_seconds.observe(began.elapsed().as_secs_f64());
        self.store.0.commits.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    async fn roll_back(self) {
        if let Err(error) = self.tx.rollback().await {
            tracing::warn!(%error, "a transaction could not be rolled back");
        }
    }
}

fn bound<'q>(sql: &'static str, args: &[Arg]) -> Query<'q, Any, AnyArguments> {
    args.iter().fold(sqlx::query(sql), |query, arg| match arg {
        Arg::Int(value) => query.bind(*value),
        Arg::Text(value) => query.bind(value.clone()),
    })
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
