//! Class, window and template decide what leaves: a table, on both engines.

use crate::support::engines::{Db, on_both};
use crate::support::house::verify_clean;
use crate::support::script::{Room, body, message, text};
use crate::support::shop::{NOON, user_id};

const DAY: i64 = 86_400_000;

/// What is said to Bia.
#[derive(Debug, Clone, Copy)]
enum Said {
    /// A: Beto sells her something.
    Receipt,
    /// A, and nothing of it may stand in a template: her friend's first purchase.
    Gift,
    /// B: Carla announces.
    Offer,
    /// C: she asks for her balance, in a message that was on its way as long as her chat is silent.
    Answer,
}

/// How her chat stands.
#[derive(Debug, Clone, Copy)]
enum Chat {
    Open,
    Closed,
    Never,
}

/// What WhatsApp has of the pack.
const APPROVED: &str = "update template set status = 'APPROVED'";
const DEARER: &str = "update template set category = 'MARKETING'";
const PAUSED: &str = "update template set status = 'PAUSED'";
const REJECTED: &str = "update template set status = 'REJECTED'";
const OTHER_LANGUAGE: &str = "delete from template where lang = 'pt_BR'";
const NONE: &str = "delete from template";
/// It has all of it, and no number to send it to.
const NO_NUMBER: &str = "update member set phone = null where name = 'Bia Melo'";

/// One row: class, state, whether it opens the conversation, whether a template stands by, and why not.
struct Case(Said, Chat, &'static str, &'static str, &'static [&'static str]);

const AS_USUAL: &str = "update merchant set state = 'active'";
const SILENT: &str = "update member set silent = 1 where name = 'Bia Melo'";
const FROZEN: &str = "update member set frozen = 1 where name = 'Bia Melo'";
const TO_NEW: &str = "update program set text = 'receipts_to_new = \"template\"
' || text";

const CASES: [Case; 31] = [
    Case(Said::Receipt, Chat::Open, APPROVED, AS_USUAL, &["A open chat, template by"]),
    Case(Said::Receipt, Chat::Open, NONE, AS_USUAL, &["A open chat"]),
    Case(Said::Receipt, Chat::Open, PAUSED, AS_USUAL, &["A open chat"]),
    Case(Said::Receipt, Chat::Closed, APPROVED, AS_USUAL, &["A open template"]),
    Case(Said::Receipt, Chat::Closed, DEARER, AS_USUAL, &["A open template"]),
    Case(Said::Receipt, Chat::Closed, PAUSED, AS_USUAL, &["A waiting chat"]),
    Case(Said::Receipt, Chat::Closed, REJECTED, AS_USUAL, &["A waiting chat"]),
    Case(Said::Receipt, Chat::Closed, OTHER_LANGUAGE, AS_USUAL, &["A waiting chat"]),
    Case(Said::Receipt, Chat::Closed, NONE, AS_USUAL, &["A waiting chat"]),
    Case(Said::Receipt, Chat::Never, APPROVED, AS_USUAL, &["A dead never written"]),
    Case(Said::Receipt, Chat::Never, APPROVED, TO_NEW, &["A open template"]),
    Case(Said::Receipt, Chat::Never, NONE, TO_NEW, &["A dead never written"]),
    Case(Said::Receipt, Chat::Never, NO_NUMBER, TO_NEW, &["A dead never written"]),
    Case(Said::Receipt, Chat::Open, APPROVED, SILENT, &["A dead told nothing"]),
    Case(Said::Receipt, Chat::Closed, APPROVED, SILENT, &["A dead told nothing"]),
    // A sale for a number in question is nobody's until somebody says whose it is.
    Case(Said::Receipt, Chat::Open, APPROVED, FROZEN, &[]),
    Case(Said::Gift, Chat::Open, APPROVED, AS_USUAL, &["A open chat"]),
    Case(Said::Gift, Chat::Closed, APPROVED, AS_USUAL, &["A waiting chat"]),
    Case(Said::Gift, Chat::Closed, NONE, AS_USUAL, &["A waiting chat"]),
    Case(Said::Gift, Chat::Open, APPROVED, FROZEN, &["A dead somebody else"]),
    Case(Said::Gift, Chat::Closed, NONE, SILENT, &["A dead told nothing"]),
    Case(Said::Offer, Chat::Open, APPROVED, AS_USUAL, &["B open chat, template by"]),
    Case(Said::Offer, Chat::Open, NONE, AS_USUAL, &["B open chat"]),
    Case(Said::Offer, Chat::Closed, APPROVED, AS_USUAL, &["B open template"]),
    Case(Said::Offer, Chat::Closed, PAUSED, AS_USUAL, &["B dead no template"]),
    Case(Said::Offer, Chat::Closed, NONE, AS_USUAL, &["B dead no template"]),
    Case(Said::Offer, Chat::Closed, APPROVED, SILENT, &[]),
    Case(Said::Answer, Chat::Open, APPROVED, AS_USUAL, &["C open chat"]),
    Case(Said::Answer, Chat::Open, NONE, SILENT, &["C open chat"]),
    Case(Said::Answer, Chat::Closed, APPROVED, AS_USUAL, &["C dead so old"]),
    Case(Said::Answer, Chat::Closed, NONE, AS_USUAL, &["C dead so old"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn class_window_and_template_decide_what_leaves() {
    for case in &CASES {
        on_both(move |db| async move { check(&db, case).await }).await;
    }
}

async fn check(db: &Db, Case(said, chat, templates, person, expected): &Case) {
    let room = Room::open(db, NOON).await;
    room.approve_templates().await;
    room.raw.run(templates).await;
    room.raw.run(person).await;
    let written = match chat {
        Chat::Open => "last_inbound_ms = 1795273140000".to_owned(),
        Chat::Closed => format!("last_inbound_ms = {}", NOON - 2 * DAY),
        Chat::Never => "last_inbound_ms = null, wa_id = null, user_id = null".to_owned(),
    };
    let bia = format!("(select member from identity where value = '{}')", user_id("bia"));
    room.raw.run(&format!("update conversation set {written} where member = {bia}")).await;
    let at = if matches!((said, chat), (Said::Answer, Chat::Closed)) { NOON - 2 * DAY } else { NOON };
    for (number, (who, words)) in (0..).zip(script(*said)) {
        let wamid = format!("wamid.{number}");
        room.keep(&body(who, &[message(who, &wamid, at, text(words))]), NOON + number).await;
        if matches!(said, Said::Gift) {
            let befriend = format!("update member set referred_by = {bia} where name = 'Ana Souza'");
            room.raw.run(&befriend).await;
        }
        room.decide(1).await;
    }
    let sql = format!(
        "select class, case when state in ('sending', 'queued') then 'open' else state end,
            case when reason is not null then reason when initiates = 1 and template is not null then 'template'
                 when template is not null then 'chat, template by' else 'chat' end,
            initiates, case when until_ms is null then 0 else 1 end, coalesce(wa_id, '-') from outbox where member = {bia} order by id"
    );
    let rows: Vec<String> = room.raw.rows(&sql).await;
    let what = format!("{said:?} {chat:?} {templates} {person} on {}", db.engine);
    assert_eq!(rows.len(), expected.len(), "{what}: {rows:?}");
    for (row, expected) in rows.iter().zip(*expected) {
        let cells: Vec<&str> = row.split(" | ").collect();
        let (class_and_state, way) = expected.split_at(expected.match_indices(' ').nth(1).unwrap().0);
        assert_eq!(format!("{} {}", cells[0], cells[1]), class_and_state, "{what}: {row}");
        let way = way.trim();
        assert!(if cells[1] == "dead" { cells[2].contains(way) } else { cells[2] == way }, "{what}: {row}");
        // A template opens the conversation, may leave at any time, and has somebody to go to.
        assert_eq!(cells[3] == "1", way == "template", "{what}: {row}");
        assert_eq!(cells[4] == "1", cells[1] == "open" && way != "template", "{what}: {row}");
        assert!(cells[1] == "dead" || cells[5] != "-", "{what}: {row}");
    }
    verify_clean(&room.store).await;
    room.raw.close().await;
    room.store.close().await;
}

fn script(said: Said) -> &'static [(&'static str, &'static str)] {
    match said {
        Said::Receipt => &[("beto", "11 98765-0002 30,00")],
        Said::Gift => &[("beto", "11 98765-4321 31,00")],
        Said::Offer => &[("carla", "avisar todos: banho em dobro"), ("carla", "sim")],
        Said::Answer => &[("bia", "saldo")],
    }
}
