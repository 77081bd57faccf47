//! Tables that grow for ever are looked up, never read from end to end, whatever a batch does.

use crate::support::engines::sqlite;
use crate::support::raw::Raw;
use crate::support::shop::{self, NUMBER};
use fregues::store::statements;

/// Statements for people who ask now and then; all others run with every batch.
const SELDOM: [&str; 18] = [
    "dump::",
    "sheets::",
    "verify::",
    "figures::",
    "gauges::",
    "health::",
    "held::",
    "marks::",
    "closing::",
    "merchants::",
    "merges::",
    "programs::",
    "pages::MOVES",
    "resting::",
    "meter::",
    "erasures::",
    "trace::",
    "endings::NEWEST",
];

/// SQLite says how it goes about a statement; PostgreSQL would decide by the size of what is there.
#[tokio::test(flavor = "multi_thread")]
async fn no_statement_of_a_batch_reads_a_whole_table() {
    let db = sqlite().await;
    let store = db.open().await;
    shop::settle(&store, NUMBER).await;
    let raw = Raw::of(&db).await;
    let mut faults = Vec::new();
    for statement in statements() {
        if SELDOM.iter().any(|seldom| statement.name.contains(seldom)) {
            continue;
        }
        // SQLite plans to look for children of a new row, and skips it while no constraint is open.
        let only_inserts =
            statement.text.trim_start().starts_with("insert") && !statement.name.contains("outbox");
        let mut text = statement.text.replace("{locked}", "").replace("{kept o}", "");
        for n in 1..=9 {
            text = text.replace(&format!("{{rows {n}}}"), &format!("json_each(${n})"));
        }
        for step in raw.rows(&format!("explain query plan {text}")).await {
            let step = step.rsplit(" | ").next().unwrap_or_default();
            if reads_too_much(step) && !only_inserts {
                faults.push(format!("{}: {step}", statement.name));
            }
        }
    }
    assert!(faults.is_empty(), "this becomes slower with every message ever sent:\n{}", faults.join("\n"));
}

/// What is queued for a hook may be much, what is due is little: the one is found without the other.
#[tokio::test(flavor = "multi_thread")]
async fn due_deliveries_are_found_by_when_they_are_due() {
    let db = sqlite().await;
    db.open().await;
    let raw = Raw::of(&db).await;
    for name in ["deliveries::DUE", "deliveries::CLAIM", "lines::OVERTAKEN"] {
        let statement = statements().into_iter().find(|statement| statement.name.ends_with(name)).unwrap();
        let text = statement.text.replace("{locked}", "").replace("{rows 3}", "json_each($3)");
        let plan = raw.rows(&format!("explain query plan {text}")).await;
        let by_time = "INDEX delivery_open (merchant=? AND hook=? AND due_ms<?)";
        assert!(plan.iter().any(|step| step.ends_with(by_time)), "{name}: {plan:#?}");
    }
}

/// A hundred thousand customers are exported in seconds, or in hours where something is looked for anew for each of them.
#[tokio::test(flavor = "multi_thread")]
async fn sheets_look_for_nothing_row_by_row() {
    let db = sqlite().await;
    db.open().await;
    let raw = Raw::of(&db).await;
    for statement in statements().into_iter().filter(|statement| statement.name.contains("sheets::")) {
        let plan = raw.rows(&format!("explain query plan {}", statement.text.replace("{bytes}", ""))).await;
        let again = plan.iter().filter(|step| step.contains("CORRELATED")).collect::<Vec<_>>();
        assert!(!plan.is_empty() && again.is_empty(), "{}: {plan:#?}", statement.name);
    }
}

/// Small by nature, or indexed only as long as a row is open.
const SMALL: [&str; 17] = [
    "hook",
    "VIRTUAL TABLE",
    "channel",
    "twin",
    "template",
    "merchant",
    "lane",
    "store",
    "staff",
    "family",
    "wrong_code",
    "inbox_waiting",
    "hold_member",
    "outbox_due",
    "outbox_unknown",
    "outbox_open",
    "mail_due",
];

fn reads_too_much(step: &str) -> bool {
    let named = step.split(" (").next().unwrap_or_default();
    let whole = step.starts_with("SCAN") || step.ends_with("(merchant=?)");
    // `r` is the set that a statement was given, `due` the few rows it has just picked.
    whole
        && !["SCAN r", "SCAN due"].contains(&step)
        && !step.contains("CONSTANT ROW")
        && !SMALL.iter().any(|small| named.contains(small))
}

#[test]
fn a_whole_table_is_told_from_a_lookup() {
    for step in ["SCAN outbox", "SCAN o", "SEARCH outbox USING INDEX outbox_cause (merchant=?)"] {
        assert!(reads_too_much(step), "{step}");
    }
    for step in [
        "SCAN json_each VIRTUAL TABLE INDEX 1:",
        "SEARCH outbox USING INDEX outbox_wamid (merchant=? AND wamid=?)",
        "SCAN outbox USING INDEX outbox_due",
    ] {
        assert!(!reads_too_much(step), "{step}");
    }
}
