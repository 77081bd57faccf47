//! Every supported shape of a phone with every supported shape of an amount, in both orders and all languages, with words
//! around them: read exactly, with exactly the doubts that belong to the shapes.

use super::writing::{self, Chance, FIGURE_SHAPES, Line, PHONE_SHAPES, WORD_SHAPES};
use super::{ears, setting};
use fregues::dialogue::hear::{Ears, Flag, Heard, Intent, Role, hear};
use fregues::domain::lang::Lang;
use fregues::domain::phone::Phone;

/// Figures that grammar cannot tell apart (language.md 2.2): two digits before a local number may be its area code, and
/// what is dictated beside what is spelled runs on.
fn is_open(phone: usize, amount: usize, phone_first: bool, typed: &str) -> bool {
    let digits = typed.bytes().filter(u8::is_ascii_digit).count();
    let local = (25..=28).contains(&phone) || phone == 32;
    let spelled = phone == 24 && amount >= FIGURE_SHAPES;
    let begins = local && digits <= 3 && amount < FIGURE_SHAPES;
    // Four digits before four others are a local number; `55` before an area code is the country.
    let joins = amount == 7 && (local || phone == 20) || typed == "55";
    spelled || !phone_first && (begins || joins)
}

fn fault(line: &Line, ears: &Ears) -> Option<String> {
    let heard = hear(&line.typed, &setting(Role::Staff, line.lang), ears);
    let mut flags: Vec<Flag> = line.phone.flags.iter().chain(&line.amount.flags).copied().collect();
    flags.sort_unstable();
    let Heard { intent, slots, .. } = &heard;
    let right = *intent == Intent::RegisterPurchase
        && slots.phone.as_ref().map(Phone::as_str) == Some(&line.phone.means)
        && slots.amount.map(|amount| amount.0) == Some(line.amount.means)
        && slots.flags == flags
        && slots.missing.is_empty();
    (!right).then(|| {
        format!(
            "{:?} ({}): wanted {} {} {flags:?}, heard {intent:?} {slots:?}",
            line.typed,
            line.lang.tag(),
            line.phone.means,
            line.amount.means
        )
    })
}

#[test]
fn every_shape_of_a_phone_and_an_amount_is_read_exactly() {
    let (ears, mut chance) = (ears(), Chance(2026));
    let (mut told, mut tried) = (Vec::new(), 0);
    for lang in Lang::ALL {
        for phone in 0..PHONE_SHAPES {
            for amount in 0..FIGURE_SHAPES + WORD_SHAPES {
                for phone_first in [true, false] {
                    let (number, figure) =
                        (writing::phone(phone, &mut chance), writing::amount(amount, lang, &mut chance));
                    if is_open(phone, amount, phone_first, &figure.typed) {
                        continue;
                    }
                    let line = writing::line(number, figure, phone_first, lang, &mut chance);
                    tried += 1;
                    told.extend(fault(&line, &ears).map(|fault| format!("{phone}/{amount} {fault}")));
                }
            }
        }
    }
    println!("{tried} lines");
    assert!(tried >= 3_000, "{tried} lines");
    assert!(told.is_empty(), "{} of {tried}:\n{}", told.len(), told[..told.len().min(40)].join("\n"));
}
