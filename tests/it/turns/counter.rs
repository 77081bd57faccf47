//! What the counter does beside plain sales, cut into batches like everything else.

use super::law::{Deed, Story, lived_through};
use crate::support::shop;

/// Half a day and more: what was sold before is loaded only when it is asked for.
const LATER: i64 = 50_000;

/// Whoever says it, what, which of the buttons or codes, and how many seconds after the one before.
type Said = (&'static str, &'static str, usize, i64);

const REFUNDS: &[Said] = &[
    ("beto", "11 98765-4321 50", 0, 9),
    ("nina", "11 98765-4321 60", 0, LATER),
    ("beto", "estorno 11 98765-4321", 0, LATER),
    ("beto", "1", 0, 9),
    ("nina", "troca 11 98765-4321 50 por 70", 0, 9),
    ("beto", "sim", 0, 9),
    ("nina", "sim", 0, 9),
    ("beto", "estorno 11 98765-4321 10", 0, 9),
    ("beto", "sim", 0, 9),
    ("ana", "extrato", 0, 9),
    ("nina", "11 98765-4321 80", 0, LATER),
    ("nina", "11 98765-4321 20", 0, 9),
    ("nina", "11 98765-4321 30", 0, 9),
    ("nina", "11 98765-4321 40", 0, 9),
    ("nina", "11 98765-4321 10", 0, 9),
    ("beto", "estorno 11 98765-4321", 0, LATER),
    ("beto", "2", 0, 9),
    ("beto", "15", 0, 9),
    ("beto", "estorno 11 98765-4321 30", 0, 9),
    ("nina", "troca 11 98765-4321 20 por 25", 0, 9),
    ("nina", "{tap}", 0, 9),
    ("beto", "2", 0, 9),
    ("beto", "estorno 11 98765-4321", 0, 9),
    ("beto", "{tap}", 1, 9),
    ("beto", "troca 11 98765-0009 20 por 25", 0, 9),
    ("beto", "11 98765-0009 20", 0, 9),
    ("beto", "sim", 0, 9),
    ("nina", "troca 11 98765-0009 20 por 25", 0, 9),
    ("nina", "sim", 0, 9),
];

/// Lives through a story in many cuts, on both engines.
async fn in_many_cuts(said: &[Said], program: &'static str) {
    let deeds: Vec<Deed> = said.iter().map(|&(who, what, pick, gap)| Deed { who, what, pick, gap }).collect();
    for engine in ["SQLite", "PostgreSQL"] {
        for cuts in [vec![2], vec![3, 1], vec![5], vec![99]] {
            let story = Story { deeds: deeds.clone(), cuts, late: 0, program };
            lived_through(engine, &story).await.unwrap_or_else(|fault| panic!("on {engine}: {fault}"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_by_phone_and_exchanges_are_cut_like_everything_else() {
    in_many_cuts(REFUNDS, shop::PETS).await;
    in_many_cuts(REFUNDS, shop::PHARMACY).await;
}
