//! The two engines: how to open them, what they must be, and the few words of SQL in which they differ.

pub use crate::store::error::StoreError;
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
use tokio_stream::StreamExt;

/// A statement in the common subset. `{rows N} r` stands for the set in parameter N, unfolded to one `value`
/// a row; `{locked}` for skipping rows that another transaction holds, `{kept o}` for keeping the rows of `o` as they
/// are until the transaction ends; `{bytes}` behind a text for ordering by its bytes, as SQLite does anyway.
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
                // It takes every set for a hundred rows, and would rather read a table whole than look a hundred up. A
                // condition on what it cannot know it takes for seldom true: this one always is, and brings its guess
                // down to one row.
                Engine::Postgres => format!(
                    "(select value from json_array_elements(cast(${n} as json)) \
                      where json_typeof(value) in ('array', 'object'))"
                ),
            };
            sql = sql.replace(&format!("{{rows {n}}}"), &rows);
        }
        let (locked, kept, bytes) = match self {
            Engine::Sqlite => ("", "", ""),
            Engine::Postgres => ("for update skip locked", "for update of o", "collate \"C\""),
        };
        sql.replace("{locked}", locked).replace("{kept o}", kept).replace("{bytes}", bytes)
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

/// Has PostgreSQL look at the tables that grow with every day.
const SURVEY: &str = "analyze txn, transfer, lot, lot_use, purchase, hold, hold_piece, voucher, voucher_piece, wallet, \
    member, identity, conversation, score, consent, inbox, outbox, api_answer";

/// The database. Cloned freely; all clones share the pools.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    engine: Engine,
    writer: AnyPool,
    reader: AnyPool,
    rendered: HashMap<&'static str, &'static str>,
    commits: AtomicU64,
    /// Rows, since opening.
    written: AtomicU64,
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
            written: AtomicU64::new(0),
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
                Ok(done) if tx.written > 0 => tx.commit().await.map(|()| done),
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
            self.0.reader.execute(sqlx::raw_sql(SURVEY)).await?;
        }
        Ok(())
    }

    /// What PostgreSQL decided while a shop was empty it keeps until it has looked again, which it does by itself a minute
    /// after the first rush at the earliest. So it is asked to whenever four times as many rows were written.
    fn grown(&self, written: u64) {
        let before = self.0.written.fetch_add(written, Ordering::Relaxed);
        let much = before + written;
        if self.0.engine == Engine::Sqlite || much < 1_024 || before.max(1).ilog(4) == much.ilog(4) {
            return;
        }
        let store = self.clone();
        tokio::spawn(async move {
            if let Err(error) = store.survey().await {
                tracing::debug!(%error, "the tables could not be looked at");
            }
        });
    }

    async fn begin(&self, writing: bool) -> Result<Tx, StoreError> {
        let pool = if writing { &self.0.writer } else { &self.0.reader };
        let begin = if writing { self.0.engine.begin() } else { "begin" };
        let tx = pool.begin_with(begin).await?;
        Ok(Tx { tx, store: self.clone(), written: 0 })
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
    /// Rows. What wrote none needs no commit: an idle service looks often and costs no fsync.
    written: u64,
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

    /// Hands the rows over as they come: however many there are, few are in memory.
    pub async fn each(
        &mut self,
        statement: &'static Statement,
        args: &[Arg],
        mut look: impl FnMut(&AnyRow) -> Result<(), StoreError> + Send,
    ) -> Result<(), StoreError> {
        let mut found = bound(self.store.text(statement), args).fetch(&mut *self.tx);
        while let Some(row) = found.next().await {
            look(&row?)?;
        }
        Ok(())
    }

    /// Shows this transaction one moment of the database from here to its end, however long it reads. Said before
    /// anything is asked; SQLite does so anyway.
    pub async fn one_moment(&mut self) -> Result<(), StoreError> {
        if self.engine() == Engine::Postgres {
            let still = "set transaction isolation level repeatable read, read only";
            self.tx.execute(sqlx::raw_sql(still)).await?;
        }
        Ok(())
    }

    /// As [`Store::survey`], over what this transaction has written, too.
    pub async fn survey(&mut self) -> Result<(), StoreError> {
        if self.engine() == Engine::Postgres {
            self.tx.execute(sqlx::raw_sql(SURVEY)).await?;
        }
        Ok(())
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
        self.written += written;
        Ok(written)
    }

    /// A write that returns rows.
    pub async fn change(
        &mut self,
        statement: &'static Statement,
        args: &[Arg],
    ) -> Result<Vec<AnyRow>, StoreError> {
        let written = self.fetch(statement, args).await?;
        self.written += written.len() as u64;
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
        self.store.grown(self.written);
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
