//! The SQLite file: whose it is, how it is opened, and copies of it while it is in use.

use crate::store::engine::StoreError;
use crate::store::pool;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, Executor, Row};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Oldest SQLite without the WAL-reset race (sqlite.org, "WAL-reset", fixed in 3.51.3).
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];

/// The file behind `sqlite:PATH`; `None` for any other database.
pub fn path(url: &str) -> Option<PathBuf> {
    url.strip_prefix("sqlite:").map(|path| PathBuf::from(path.trim_start_matches("//")))
}

/// A second process on one SQLite file is refused: two writers with their own idea of the lanes would
/// answer twice.
pub(super) fn lock(path: &Path) -> Result<File, StoreError> {
    let cannot = |path: &Path, what: &str, fault: std::io::Error| {
        StoreError::Unusable(format!("{} cannot be {what}: {fault}", path.display()))
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder).map_err(|fault| cannot(folder, "made", fault))?;
    }
    // SQLite makes what lies beside the file (-wal, -shm) with the rights of the file.
    let lock = beside(path, "lock");
    for path in [path, lock.as_path()].into_iter().filter(|path| !path.exists()) {
        let made = private(path).or_else(|fault| if path.exists() { Ok(()) } else { Err(fault) });
        made.map_err(|fault| cannot(path, "opened", fault))?;
    }
    let file = File::options().write(true).open(lock).map_err(|fault| cannot(path, "opened", fault))?;
    file.try_lock().map_err(|_| StoreError::InUse(path.display().to_string()))?;
    Ok(file)
}

/// A folder that was there keeps its rights.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// `fregues.db` → `fregues.db.lock`.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// The writer and the readers. A file of an older version is copied before anything is changed in it:
/// `newest` is the version it is about to become.
pub(super) async fn open(path: &Path, newest: i64) -> Result<(AnyPool, AnyPool), StoreError> {
    let url = format!("sqlite://{}?mode=rwc", path.display());
    let writer = options(1, "").connect(&url).await?;
    let version: String = sqlx::query("select sqlite_version()").fetch_one(&writer).await?.try_get(0)?;
    let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    if parts.as_slice() < OLDEST_SQLITE.as_slice() {
        return Err(StoreError::Unusable(format!(
            "SQLite {version} can lose commits; 3.51.3 or newer is needed"
        )));
    }
    if written_by(&writer).await?.is_some_and(|version| version < newest) {
        let kept = beside(path, &format!("before-{newest}"));
        copy(path, &kept).await?;
        tracing::info!(copy = %kept.display(), "the database is of an older version; a copy of it is kept");
    }
    let reader = options(2, READING).connect(&url).await?;
    Ok((writer, reader))
}

/// One connection that reads beside whoever writes, in a file that has our tables; none is made.
pub(super) async fn look(path: &Path) -> Result<AnyPool, StoreError> {
    if !path.exists() {
        return Err(StoreError::Unusable(format!("{} is not there", path.display())));
    }
    let pool = options(1, READING).connect(&format!("sqlite://{}?mode=rw", path.display())).await?;
    if written_by(&pool).await?.is_none() {
        pool.close().await;
        return Err(StoreError::Empty(path.display().to_string()));
    }
    Ok(pool)
}

/// Said to each connection that only reads.
const READING: &str = "pragma query_only = on;";

fn options(most: u32, extra: &'static str) -> AnyPoolOptions {
    const PRAGMAS: &str = "pragma busy_timeout = 5000; pragma journal_mode = wal; pragma synchronous = full; \
        pragma foreign_keys = on; pragma trusted_schema = off; pragma cell_size_check = on; \
        pragma cache_size = -16384; pragma temp_store = memory; pragma secure_delete = on;";
    // The one writer is waited for by design; sqlx would warn of it.
    let options = pool::of(most).acquire_slow_threshold(Duration::from_secs(30));
    options.after_connect(move |connection, _| {
        Box::pin(async move {
            connection.execute(sqlx::raw_sql(PRAGMAS)).await?;
            connection.execute(sqlx::raw_sql(extra)).await.map(|_| ())
        })
    })
}

/// The version of the schema in a file; `None` when it is new.
async fn written_by(writer: &AnyPool) -> Result<Option<i64>, StoreError> {
    let table = "select name from sqlite_schema where name = '_sqlx_migrations'";
    if sqlx::query(table).fetch_optional(writer).await?.is_none() {
        return Ok(None);
    }
    let newest = sqlx::query("select cast(coalesce(max(version), 0) as bigint) from _sqlx_migrations");
    Ok(Some(newest.fetch_one(writer).await?.try_get(0)?))
}

/// Writes a consistent copy of `from` to `to`, whoever is writing meanwhile: `to` is there whole or not at
/// all, and only its owner may read it. A file that was there is replaced.
pub async fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    let cannot = |what: &str, fault: &dyn std::fmt::Display| {
        StoreError::Unusable(format!("{} cannot be {what}: {fault}", to.display()))
    };
    let part = beside(to, "part");
    let _ = std::fs::remove_file(&part);
    // SQLite writes into an empty file and leaves its rights as they are.
    private(&part).map_err(|fault| cannot("written", &fault))?;
    // A connection of its own: it reads one moment of the file and keeps neither writer nor readers waiting.
    let pool = peek(from).await?;
    let vacuum = sqlx::query("vacuum into $1").bind(part.display().to_string()).execute(&pool).await;
    pool.close().await;
    let written = match vacuum {
        Ok(_) => File::open(&part).and_then(|file| file.sync_all()),
        Err(fault) => {
            let _ = std::fs::remove_file(&part);
            return Err(cannot("written", &fault));
        }
    };
    written.and_then(|()| std::fs::rename(&part, to)).map_err(|fault| cannot("put in its place", &fault))
}

/// One connection that cannot write, to a file that no [`Store`](crate::store::Store) needs to have opened before.
async fn peek(path: &Path) -> Result<AnyPool, sqlx::Error> {
    sqlx::any::install_default_drivers();
    pool::of(1).connect(&format!("sqlite://{}?mode=ro", path.display())).await
}

/// Makes an empty file that only its owner may read.
pub fn private(path: &Path) -> std::io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ())
}

/// Reads a copy from end to end: a file cut short or scratched is told before anything relies on it.
pub async fn check(path: &Path) -> Result<(), StoreError> {
    let bad = |fault: &str| StoreError::Unusable(format!("{} is no whole copy: {fault}", path.display()));
    let pool = peek(path).await.map_err(|fault| bad(&fault.to_string()))?;
    let read = sqlx::query("pragma integrity_check(1)").fetch_one(&pool).await;
    let said: Result<String, sqlx::Error> = match read {
        Ok(row) => row.try_get(0),
        Err(fault) => Err(fault),
    };
    let version = written_by(&pool).await;
    pool.close().await;
    match (said, version) {
        (Ok(said), Ok(Some(_))) if said == "ok" => Ok(()),
        (Ok(said), Ok(Some(_))) => Err(bad(&said)),
        (Err(fault), _) => Err(bad(&fault.to_string())),
        (Ok(_), _) => Err(bad("it holds no database of this program")),
    }
}

/// Removes a file that is no database any more, with what SQLite keeps beside it.
pub fn discard(path: &Path) {
    for name in
        [path.to_owned(), beside(path, "lock"), kept_by_sqlite(path, "-wal"), kept_by_sqlite(path, "-shm")]
    {
        let _ = std::fs::remove_file(name);
    }
}

/// What lies where a database is to be: the file, and what SQLite left beside it when it was not closed in peace and
/// would read into any file that takes its name.
pub fn in_the_way(path: &Path) -> Vec<PathBuf> {
    let all = [path.to_owned(), kept_by_sqlite(path, "-wal"), kept_by_sqlite(path, "-shm")];
    all.into_iter().filter(|file| file.exists()).collect()
}

/// Bytes in the write-ahead log; `None` while there is none.
pub fn log_bytes(path: &Path) -> Option<u64> {
    std::fs::metadata(kept_by_sqlite(path, "-wal")).ok().map(|log| log.len())
}

fn kept_by_sqlite(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
