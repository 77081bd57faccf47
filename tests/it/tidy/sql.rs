//! The SQL that both engines read alike. The traps are those that were met; each fault says which.

use super::{says, sources};
use fregues::store::statements;

const MIGRATION: &str = include_str!("../../../migrations/0001_first.sql");

/// A word that one engine reads otherwise, and how.
const WORDS: [(&str, &str); 12] = [
    ("serial", "ids come from the lane, so that any cut into batches gives the same"),
    ("autoincrement", "ids come from the lane, so that any cut into batches gives the same"),
    ("now", "time comes from the one clock"),
    ("current_timestamp", "time comes from the one clock"),
    ("boolean", "SQLite has none; a flag is 0 or 1"),
    ("jsonb", "sqlx's Any driver cannot read it"),
    ("json_extract", "only SQLite has it"),
    ("timestamptz", "sqlx's Any driver cannot read it; times are milliseconds"),
    ("numeric", "sqlx's Any driver cannot read it; amounts are whole"),
    ("uuid", "sqlx's Any driver cannot read it"),
    ("ilike", "only PostgreSQL has it"),
    ("random", "chance rides in the event"),
];

/// Tables that belong to one merchant. What works on all of them at once is named in [`EVERYWHERE`].
const TABLES: [&str; 27] = [
    "store",
    "member",
    "staff",
    "identity",
    "conversation",
    "wallet",
    "txn",
    "transfer",
    "lot",
    "lot_use",
    "purchase",
    "hold",
    "score",
    "consent",
    "announcement",
    "lane",
    "channel",
    "outbox",
    "twin",
    "template",
    "contest",
    "erasure",
    "forgotten",
    "api_key",
    "hook",
    "event",
    "delivery",
];

/// Statements over all merchants: the whole service's queue and its state.
const EVERYWHERE: [&str; 16] = [
    "deliveries::ORPHANS",
    "events::PRUNE",
    "events::PRUNE_DELIVERIES",
    "gauges::GIVEN_UP",
    "gauges::HELD",
    "gauges::OPEN",
    "gauges::UNKNOWN",
    "held::RESTORE",
    "held::SKIP_IDS",
    "outbox::ORPHANS",
    "outbox::OPEN",
    "outbox::NEXT_DUE",
    "outbox::RESOLVE",
    "outbox::FINAL",
    "outbox::UNKNOWNS",
    "verify::COUNTS",
];

fn faults(name: &str, text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let mut faults = Vec::new();
    let mut fault = |what: &str| faults.push(format!("{name}: {what}"));
    for (word, why) in WORDS {
        if says(&text, word) {
            fault(&format!("{word}: {why}"));
        }
    }
    if text.contains("returning *") || text.contains("select *") {
        fault("columns are read by place, so a new one must not move them");
    }
    if text.contains(" like ") && !name.contains("verify") {
        fault("like folds case on SQLite and not on PostgreSQL; compare stored folded columns");
    }
    let summed = text.match_indices("sum(").filter(|(at, _)| {
        let before = &text[..*at];
        !before.ends_with("cast(coalesce(") && !before.ends_with("cast(")
    });
    for _ in summed {
        fault("sum of bigint is numeric on PostgreSQL; write cast(coalesce(sum(…), 0) as bigint)");
    }
    let counted = text.match_indices("count(").filter(|(at, _)| {
        let before = text[..*at].trim_end();
        !before.ends_with("cast(") && !before.ends_with("select")
    });
    for _ in counted {
        fault("count is cast, so that both engines give the same type");
    }
    // PostgreSQL may cast before it looks at the condition beside it.
    let cut = text.match_indices("cast(substr(").filter(|(at, _)| !text[..*at].ends_with("then "));
    if cut.count() > 0 && !name.contains("verify") {
        fault("what is cut out of a text is cast behind `case when … then`, or every row has to be a number");
    }
    let everywhere = EVERYWHERE.iter().any(|known| name.ends_with(known));
    let owned = TABLES.iter().find(|table| {
        ["from ", "join ", "update ", "into "].iter().any(|verb| says(&text, &format!("{verb}{table}")))
    });
    if let (Some(table), false, false) = (owned, text.contains("merchant"), everywhere) {
        fault(&format!("{table} is read without its merchant: another shop's rows would be among them"));
    }
    faults
}

#[test]
fn statements_keep_to_the_sql_that_both_engines_share() {
    let found: Vec<String> =
        statements().iter().flat_map(|statement| faults(statement.name, statement.text)).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    // Of the migration only the words count: it neither reads nor sums.
    let code: String = MIGRATION.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
    for (word, why) in WORDS {
        assert!(!says(&code, word), "the migration says {word}: {why}");
    }
}

#[test]
fn only_the_engine_builds_sql_while_running() {
    for source in sources(&["src"]).iter().filter(|source| source.path != "src/store/engine.rs") {
        assert!(
            !source.text.contains("AssertSqlSafe"),
            "{}: SQL is constant text that a test prepares",
            source.path
        );
    }
}

#[test]
fn each_trap_of_the_sql_is_seen() {
    for (text, says) in [
        ("insert into inbox (at_ms) values (now())", "one clock"),
        ("create table x (id serial)", "lane"),
        ("select id, merchant from member where frozen = cast($1 as boolean)", "0 or 1"),
        ("update member set name = $2 where merchant = $1 returning *", "columns"),
        ("select id from member where merchant = $1 and name like $2", "folds case"),
        ("select sum(amount) from transfer where merchant = $1", "numeric"),
        ("select coalesce(sum(amount), 0) from transfer where merchant = $1", "numeric"),
        ("select id from member where id = $1", "another shop"),
        ("update wallet set held = 0 where member = $1", "another shop"),
        ("insert into outbox (id) values ($1)", "another shop"),
    ] {
        let found = faults("sample", text);
        assert!(found.len() == 1 && found[0].contains(says), "{text}: {found:?}");
    }
    let fine = "select cast(coalesce(sum(amount), 0) as bigint) from transfer where merchant = $1";
    assert_eq!(faults("sample", fine), Vec::<String>::new());
}
