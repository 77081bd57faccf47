//! The PostgreSQL server: how it is connected to, what the database holds, and who else is in it.

use crate::store::engine::StoreError;
use crate::store::pool;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AnyPool, Executor, Row};
use std::borrow::Cow;
use std::str::FromStr;
use std::time::Duration;

/// Each connection carries our name (`application_name`), so that a service can be told from `psql` and `pg_restore`.
const SETTINGS: &str = "set application_name = 'fregues'; set statement_timeout = '10s'; set lock_timeout = '3s'; \
    set idle_in_transaction_session_timeout = '30s'; set synchronous_commit = on; set client_min_messages = error;";

/// How long the first connection may take: a server that is away is told of, not waited for.
const PATIENCE: Duration = Duration::from_secs(4);

/// Whether the server is there and lets us in, or what keeps it, without the password.
async fn knock(url: &str) -> Result<(), StoreError> {
    let at = PgConnectOptions::from_str(url).map_err(|_| {
        StoreError::Unusable(
            "database.url is no address such as postgres://user:password@host/database".to_owned(),
        )
    })?;
    let (server, user) = (format!("{}:{}", at.get_host(), at.get_port()), at.get_username());
    let database = at.get_database().unwrap_or(user);
    let once = pool::of(1).acquire_timeout(PATIENCE).connect(url).await;
    let fault = match once {
        Ok(pool) => {
            pool.close().await;
            return Ok(());
        }
        Err(fault) => fault,
    };
    let code = fault.as_database_error().and_then(|fault| fault.code().map(Cow::into_owned));
    let says =
        fault.as_database_error().map_or_else(|| fault.to_string(), |fault| fault.message().to_owned());
    let what = match code.as_deref() {
        Some("3D000") => {
            format!("has no database {database:?}: make it (createdb {database}), or name another one")
        }
        Some("28000" | "28P01") => {
            format!("does not let the user {user:?} in ({says}): make that role, or correct its password")
        }
        Some(_) => format!("says: {says}"),
        None if matches!(fault, sqlx::Error::PoolTimedOut) => {
            format!(
                "did not answer within {} seconds: look that it runs, and at host and port",
                PATIENCE.as_secs()
            )
        }
        None => format!("is not reached ({says}): look that it runs, and at host and port"),
    };
    Err(StoreError::Unusable(format!("The PostgreSQL server of database.url, {server}, {what}.")))
}

pub(super) async fn open(url: &str, connections: u32) -> Result<AnyPool, StoreError> {
    knock(url).await?;
    let options = pool::of(connections)
        .after_connect(|connection, _| {
            Box::pin(async move { connection.execute(sqlx::raw_sql(SETTINGS)).await.map(|_| ()) })
        })
        // A connection that came back inside a transaction would swallow the next writes.
        .before_acquire(|connection, _| {
            Box::pin(async move { connection.execute(sqlx::raw_sql("rollback")).await.map(|_| true) })
        });
    Ok(options.connect(url).await?)
}

/// One connection, to a database that has our tables.
pub(super) async fn look(url: &str) -> Result<AnyPool, StoreError> {
    let pool = open(url, 1).await?;
    let begun = "select 1 where to_regclass('_sqlx_migrations') is not null";
    if sqlx::query(begun).fetch_optional(&pool).await?.is_none() {
        pool.close().await;
        return Err(StoreError::Empty("the PostgreSQL database of database.url".to_owned()));
    }
    Ok(pool)
}

/// How many connections other processes of ours have to the same database. A service that runs has at least one: it
/// looks for work several times a second.
pub(super) async fn company(pool: &AnyPool) -> Result<i64, StoreError> {
    let others = "select cast(count(*) as bigint) from pg_stat_activity where datname = current_database() \
                  and application_name = 'fregues' and pid <> pg_backend_pid()";
    Ok(sqlx::query(others).fetch_one(pool).await?.try_get(0)?)
}
