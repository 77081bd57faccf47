//! Raw looks into a database and raw hands on it, past everything the store guards.

use super::engines::Db;
use sqlx::any::AnyRow;
use sqlx::{AnyPool, AssertSqlSafe, Row, TypeInfo, ValueRef};

/// Tables that hands may change, in an order in which rows may come back.
const FORGEABLE: [&str; 14] = [
    "member",
    "wallet",
    "txn",
    "transfer",
    "lot",
    "lot_use",
    "purchase",
    "hold",
    "voucher",
    "voucher_piece",
    "hold_piece",
    "inbox",
    "outbox",
    "announcement",
];

/// Tables that change though nobody does anything.
const ALIVE: [&str; 4] = ["api_key", "delivery", "hook", "lane"];

pub struct Raw {
    pool: AnyPool,
    postgres: bool,
}

impl Raw {
    pub async fn of(db: &Db) -> Raw {
        Raw { pool: db.pool().await, postgres: db.engine == "PostgreSQL" }
    }

    /// Runs a statement, or says what the database refused it with.
    pub async fn try_run(&self, sql: &str) -> Result<u64, String> {
        let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&self.pool).await;
        done.map(|done| done.rows_affected()).map_err(|fault| fault.to_string())
    }

    /// Runs a statement that must change something.
    pub async fn run(&self, sql: &str) {
        let done = self.try_run(sql).await.unwrap_or_else(|fault| panic!("{sql}: {fault}"));
        assert!(done > 0, "{sql} changed nothing");
    }

    /// Rows as text, columns joined by ` | `.
    pub async fn rows(&self, sql: &str) -> Vec<String> {
        let found = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(&self.pool).await;
        let found = found.unwrap_or_else(|fault| panic!("{sql}: {fault}"));
        found.iter().map(|row| (0..row.len()).map(|i| cell(row, i)).collect::<Vec<_>>().join(" | ")).collect()
    }

    /// Every table whose rows belong to merchants, but for what changes by itself: when keys were used, and what is tried
    /// again at addresses where nobody answers.
    pub async fn tables_of_merchants(&self) -> Vec<String> {
        let mut found = Vec::new();
        for table in self.tables().await.into_iter().filter(|table| !ALIVE.contains(&table.as_str())) {
            let sql = if self.postgres {
                format!(
                    "select cast(column_name as text) from information_schema.columns where table_name = '{table}'"
                )
            } else {
                format!("select name from pragma_table_info('{table}')")
            };
            if self.rows(&sql).await.iter().any(|column| column == "merchant") {
                found.push(table);
            }
        }
        found
    }

    /// Every table there is, but for the engine's own.
    pub async fn tables(&self) -> Vec<String> {
        let sql = if self.postgres {
            "select cast(tablename as text) from pg_tables where schemaname = 'public'"
        } else {
            "select name from sqlite_schema where type = 'table' and name not like 'sqlite%'"
        };
        let tables = self.rows(sql).await.into_iter();
        tables.filter(|table| table != "_sqlx_migrations").collect()
    }

    /// Does something by hand, looks at what that leads to, and puts every table back as it was.
    pub async fn within<T, F: Future<Output = T>>(&self, sql: &str, look: impl FnOnce() -> F) -> T {
        let (off, on) = if self.postgres {
            ("set session_replication_role = replica", "set session_replication_role = origin")
        } else {
            ("pragma foreign_keys = off", "pragma foreign_keys = on")
        };
        self.try_run(off).await.unwrap();
        for table in FORGEABLE {
            self.try_run(&format!("create table was_{table} as select * from {table}")).await.unwrap();
        }
        self.run(sql).await;
        let found = look().await;
        for table in FORGEABLE {
            self.try_run(&format!("delete from {table}")).await.unwrap();
            self.try_run(&format!("insert into {table} select * from was_{table}")).await.unwrap();
            self.try_run(&format!("drop table was_{table}")).await.unwrap();
        }
        self.try_run(on).await.unwrap();
        found
    }

    /// Takes a table's own checks away.
    pub async fn without_checks(&self, table: &str) {
        if !self.postgres {
            self.try_run("pragma ignore_check_constraints = on").await.unwrap();
            return;
        }
        let named = format!(
            "select conname::text from pg_constraint where contype = 'c' and conrelid = '{table}'::regclass"
        );
        for name in self.rows(&named).await {
            self.try_run(&format!("alter table {table} drop constraint {name}")).await.unwrap();
        }
    }

    pub async fn close(&self) {
        self.pool.close().await;
    }

    pub async fn number(&self, sql: &str) -> i64 {
        self.rows(sql).await[0].parse().unwrap()
    }

    /// Takes away what keeps the history from being edited: an attacker with the database in hand.
    pub async fn drop_guards(&self) {
        for table in ["txn", "transfer", "lot_use"] {
            let drops = if self.postgres {
                vec![format!("drop trigger {table}_never_edited on {table}")]
            } else {
                ["update", "delete"].iter().map(|verb| format!("drop trigger {table}_no_{verb}")).collect()
            };
            for drop in drops {
                self.try_run(&drop).await.unwrap();
            }
        }
    }
}

fn cell(row: &AnyRow, index: usize) -> String {
    let value = row.try_get_raw(index).unwrap();
    let (is_null, kind) = (value.is_null(), value.type_info().name().to_owned());
    if is_null {
        "-".to_owned()
    } else if kind == "TEXT" {
        row.get::<String, _>(index)
    } else {
        row.get::<i64, _>(index).to_string()
    }
}
