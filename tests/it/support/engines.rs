//! Two engines: every database test runs on each, in a database of its own made from a migrated template.

use super::cluster;
use fregues::store::{Store, pool};
use sqlx::{AnyPool, AssertSqlSafe};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// An empty, migrated database; gone when the last clone is.
#[derive(Clone)]
pub struct Db {
    pub engine: &'static str,
    /// As `Store::open` takes it.
    pub url: String,
    _folder: Option<Arc<TempDir>>,
}

impl Db {
    pub async fn open(&self) -> Store {
        Store::open(&self.url, 6).await.unwrap_or_else(|fault| panic!("{}: {fault}", self.engine))
    }

    /// Another empty database of the same engine.
    pub async fn fresh(&self) -> Db {
        if self.engine == "SQLite" { sqlite().await } else { postgres().await.unwrap() }
    }

    /// Any other SQLite file.
    pub fn file(path: &std::path::Path) -> Db {
        Db { engine: "SQLite", url: format!("sqlite:{}", path.display()), _folder: None }
    }

    /// A second look at the same rows, past the store and its lock.
    pub async fn pool(&self) -> AnyPool {
        sqlx::any::install_default_drivers();
        let url = self.url.replace("sqlite:", "sqlite://");
        pool::of(1).connect(&url).await.unwrap()
    }
}

/// Runs a test on both engines; a failure says on which.
pub async fn on_both<F, T>(test: F)
where
    F: Fn(Db) -> T,
    T: Future<Output = ()> + Send + 'static,
{
    let mut dbs = vec![sqlite().await];
    dbs.extend(postgres().await);
    for db in dbs {
        let (engine, name) = (db.engine, db.url.clone());
        let ended = tokio::spawn(test(db)).await;
        dispose(&name).await;
        if let Err(fault) = ended {
            eprintln!("^^^ this happened on {engine}");
            std::panic::resume_unwind(fault.into_panic());
        }
    }
}

static COUNT: AtomicU64 = AtomicU64::new(0);

/// An empty migrated SQLite file.
pub async fn sqlite() -> Db {
    static TEMPLATE: OnceCell<(TempDir, PathBuf)> = OnceCell::const_new();
    let make = async || {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("template.db");
        let store = Store::open(&format!("sqlite:{}", path.display()), 1).await.unwrap();
        store.close().await;
        (folder, path)
    };
    let (_, template) = TEMPLATE.get_or_init(make).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fregues.db");
    std::fs::copy(template, &path).unwrap();
    let url = format!("sqlite:{}", path.display());
    Db { engine: "SQLite", url, _folder: Some(Arc::new(folder)) }
}

/// An empty migrated PostgreSQL database; `None` where there is no PostgreSQL, which CI must not accept.
pub async fn postgres() -> Option<Db> {
    static ADMIN: OnceCell<Result<String, String>> = OnceCell::const_new();
    let make = async || {
        let admin = tokio::task::spawn_blocking(cluster::url).await.unwrap()?;
        let name = format!("fregues_template_{}", std::process::id());
        run(&admin, &format!("create database {name}")).await?;
        let store = Store::open(&with_database(&admin, &name), 1).await.map_err(|fault| fault.to_string())?;
        store.close().await;
        Ok(admin)
    };
    let admin = match ADMIN.get_or_init(make).await {
        Ok(admin) => admin,
        Err(reason) if std::env::var("CI").is_ok_and(|ci| ci == "true") => {
            panic!("CI needs PostgreSQL: {reason}")
        }
        Err(reason) => {
            static ONCE: std::sync::Once = std::sync::Once::new();
            ONCE.call_once(|| {
                eprintln!("\n!!! HALF OF THE TESTS IS SKIPPED: no PostgreSQL ({reason}) !!!\n");
            });
            return None;
        }
    };
    let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let name = format!("fregues_test_{process}_{count}");
    run(admin, &format!("create database {name} template fregues_template_{process}")).await.unwrap();
    Some(Db { engine: "PostgreSQL", url: with_database(admin, &name), _folder: None })
}

/// Databases of a cluster that outlives us must not pile up; files go with their folder.
pub async fn dispose(url: &str) {
    let Some(admin) = cluster::url().ok().filter(|_| url.starts_with("postgres")) else { return };
    let name = url.split('?').next().and_then(|url| url.rsplit('/').next()).unwrap_or_default();
    // Connections that are still closing do not matter any more.
    let _ = run(&admin, &format!("drop database if exists {name} with (force)")).await;
}

fn with_database(url: &str, name: &str) -> String {
    let (base, options) = url.split_once('?').unwrap_or((url, ""));
    let server = base.rsplit_once('/').map_or(base, |(server, _)| server);
    format!("{server}/{name}?{options}")
}

async fn run(url: &str, sql: &str) -> Result<(), String> {
    sqlx::any::install_default_drivers();
    let pool = pool::of(1).connect(url).await.map_err(|f| f.to_string())?;
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&pool).await;
    pool.close().await;
    done.map(|_| ()).map_err(|fault| fault.to_string())
}
