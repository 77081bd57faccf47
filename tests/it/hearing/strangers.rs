//! Messages of strangers, written by people who had seen no rule. `heard.jsonl` is learned from; `unseen.jsonl`,
//! `strangers.jsonl`, `newcomers.jsonl` and `passersby.jsonl` are kept apart, and no rule is made from their lines: they
//! say how the assistant does with people it has never met. In their first runs 202 of 300 were understood of the first
//! (four of its labels, 23 messages, had no intent then), 285 of 300 of the second, which was written when hearing had
//! grown, 287 of 300 of the third, written later still, and 287 of 300 of the fourth, written last.

use super::{ears, role_of, setting};
use fregues::dialogue::hear::{Doubt, Heard, Intent, hear};
use fregues::domain::lang::Lang;
use serde_json::Value;
use std::collections::BTreeMap;

const LEARNED: &str = include_str!("../data/heard.jsonl");
const UNSEEN: &str = include_str!("../data/unseen.jsonl");
const STRANGERS: &str = include_str!("../data/strangers.jsonl");
const NEWCOMERS: &str = include_str!("../data/newcomers.jsonl");
const PASSERSBY: &str = include_str!("../data/passersby.jsonl");

/// What is reached; it only rises. The goal is 95 of 100 of those kept apart.
const LEARNED_FLOOR: usize = 1_000;
const UNSEEN_FLOOR: usize = 280;
const STRANGERS_FLOOR: usize = 284;
const NEWCOMERS_FLOOR: usize = 287;
const PASSERSBY_FLOOR: usize = 287;

#[test]
fn strangers_are_understood() {
    for (name, text, floor) in [
        ("heard", LEARNED, LEARNED_FLOOR),
        ("unseen", UNSEEN, UNSEEN_FLOOR),
        ("strangers", STRANGERS, STRANGERS_FLOOR),
        ("newcomers", NEWCOMERS, NEWCOMERS_FLOOR),
        ("passersby", PASSERSBY, PASSERSBY_FLOOR),
    ] {
        let mut confused: BTreeMap<(String, &str), usize> = BTreeMap::new();
        let (mut right, mut total) = (0, 0);
        for (label, heard) in heard(text) {
            let intent = label["intent"].as_str().unwrap();
            total += 1;
            if heard.intent.label() == intent {
                right += 1;
            } else {
                *confused.entry((intent.to_owned(), heard.intent.label())).or_default() += 1;
            }
        }
        println!("{name}: {right} of {total}");
        let mut worst: Vec<_> = confused.into_iter().collect();
        worst.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        let rows = worst.iter().map(|((meant, got), times)| format!("{times:3} {meant} as {got}"));
        let table = rows.collect::<Vec<_>>().join("\n");
        assert!(right >= floor, "{name}: {right} of {total} are understood, {floor} were:\n{table}");
    }
}

#[test]
fn no_stranger_moves_money_by_a_number_they_did_not_mean() {
    let mut faults = Vec::new();
    for (label, heard) in [LEARNED, UNSEEN, STRANGERS, NEWCOMERS, PASSERSBY].into_iter().flat_map(heard) {
        let slots = serde_json::to_value(&heard.slots).unwrap();
        let meant = label["intent"].as_str().unwrap() == heard.intent.label();
        let differ = ["phone", "amount"]
            .iter()
            .any(|slot| !slots[*slot].is_null() && slots[*slot] != label["slots"][*slot]);
        if heard.intent == Intent::RegisterPurchase && heard.doubt() == Doubt::Sure && (!meant || differ) {
            faults.push(format!("{} is done as {slots}", label["text"]));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn heard(text: &'static str) -> impl Iterator<Item = (Value, Heard)> {
    let ears = ears();
    text.lines().map(move |line| {
        let label: Value = serde_json::from_str(line).unwrap();
        let word = |key: &str| label[key].as_str().unwrap();
        let setting = setting(role_of(word("role")), Lang::from_tag(word("lang")).unwrap());
        let heard = hear(word("text"), &setting, &ears).taken_as_likely();
        (label, heard)
    })
}
