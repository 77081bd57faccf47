//! The PostgreSQL server: how it is connected to, what the database holds, and who else is in it.

use crate::store::engine::StoreError;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, Executor, Row};

/// Each connection carries our name (`application_name`), so that a service can be told from `psql` and `pg_restore`.
const SETTINGS: &str = "set application_name = 'fregues'; set statement_timeout = '10s'; set lock_timeout = '3s'; \
    set idle_in_transaction_session_timeout = '30s'; set synchronous_commit = on; set client_min_messages = error;";

pub(super) async fn open(url: &str, connections: u32) -> Result<AnyPool, StoreError> {
    let options = AnyPoolOptions::new()
        .max_connections(connections)
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
