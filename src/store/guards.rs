//! The history is never edited: triggers refuse it in the database itself. Their text differs between the
//! engines, so they are installed after migrating.

use crate::store::engine::Engine;

const TABLES: [&str; 3] = ["txn", "transfer", "lot_use"];

pub fn statements(engine: Engine) -> Vec<&'static str> {
    let texts: Vec<String> = match engine {
        Engine::Sqlite => {
            TABLES.iter().flat_map(|table| ["update", "delete"].map(|verb| sqlite(table, verb))).collect()
        }
        Engine::Postgres => std::iter::once(POSTGRES_FUNCTION.to_owned())
            .chain(TABLES.iter().map(|table| postgres(table)))
            .collect(),
    };
    texts.into_iter().map(|text| -> &'static str { Box::leak(text.into_boxed_str()) }).collect()
}

fn sqlite(table: &str, verb: &str) -> String {
    format!(
        "create trigger if not exists {table}_no_{verb} before {verb} on {table} \
         begin select raise(abort, 'the ledger is never edited'); end;"
    )
}

const POSTGRES_FUNCTION: &str = "create or replace function fregues_never_edited() returns trigger as \
    $$ begin raise exception 'the ledger is never edited'; end $$ language plpgsql;";

/// The lock keeps two replicas that start together from creating the same trigger.
fn postgres(table: &str) -> String {
    format!(
        "begin; select pg_advisory_xact_lock(4711); create or replace trigger {table}_never_edited \
         before update or delete on {table} for each statement execute function fregues_never_edited(); commit;"
    )
}
