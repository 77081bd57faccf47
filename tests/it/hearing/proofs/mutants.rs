//! A hundred thousand valid lines with something wrong: letters lost, doubled, swapped, added, joined and split. None
//! panics, and none is booked unless a careful person would take it for certain too.
//!
//! `HEARING_MUTANTS=1000000 cargo test --release mutated` plays more of them; `HEARING_SEED=7` plays others.

use super::certain::Judge;
use super::writing::{self, Chance, FIGURE_SHAPES, PHONE_SHAPES, WORD_SHAPES};
use super::{ears, setting};
use fregues::dialogue::hear::{Doubt, Ears, Intent, Role, hear, read_amount, read_phone};
use fregues::domain::lang::Lang;

/// What is put in: digits and marks of figures, letters, spaces of all kinds, and what phones add unseen.
const TYPED: [char; 44] = [
    '0', '1', '2', '3', '5', '9', '0', '5', ',', '.', ',', '.', '-', '/', ' ', ' ', ' ', '\n', '(', ')', '+',
    '$', 'R', 'k', 'x', 'e', 'a', 'o', 's', 'm', 'i', 'l', '%', ':', '#', '*', '_', '\u{a0}', '\u{200b}',
    '\u{202e}', '–', 'é', '１', '👍',
];

fn setting_of(name: &str, usual: u64) -> u64 {
    #[allow(clippy::disallowed_methods)] // a test asks for more of itself
    let named = std::env::var(name).ok();
    named.map_or(usual, |value| {
        value.parse().unwrap_or_else(|_| panic!("{name} must be a number, not {value:?}"))
    })
}

/// One to three slips of a thumb.
fn mutated(line: &str, chance: &mut Chance) -> String {
    let mut typed: Vec<char> = line.chars().collect();
    for _ in 0..=chance.below(3) {
        let at = chance.below(typed.len().max(1)).min(typed.len().saturating_sub(1));
        match chance.below(7) {
            0 if typed.len() > 1 => drop(typed.remove(at)),
            1 if !typed.is_empty() => typed.insert(at, typed[at]),
            2 if at + 1 < typed.len() => typed.swap(at, at + 1),
            3 => typed.insert(at, *chance.of(&TYPED)),
            4 if !typed.is_empty() => typed[at] = *chance.of(&TYPED),
            // Joined: one of the gaps closes. Split: one opens.
            5 => {
                let gaps: Vec<usize> = (0..typed.len()).filter(|at| " ,.-\n".contains(typed[*at])).collect();
                if !gaps.is_empty() {
                    typed.remove(*chance.of(&gaps));
                }
            }
            _ => typed.insert(at, *chance.of(&[' ', ',', '.', '-', '\n'])),
        }
    }
    typed.into_iter().collect()
}

/// One mutant, heard in every way a line may be; what is booked without reason.
fn fault(ears: &Ears, judge: &Judge, chance: &mut Chance) -> Option<String> {
    let lang = *chance.of(&Lang::ALL);
    let phone = writing::phone(chance.below(PHONE_SHAPES), chance);
    // What is dictated beside what is spelled runs on: where the one ends is anybody's guess.
    let spelled = if phone.typed.starts_with(|c: char| c.is_alphabetic()) { 0 } else { WORD_SHAPES };
    let amount = writing::amount(chance.below(FIGURE_SHAPES + spelled), lang, chance);
    let setting = setting(Role::Staff, lang);
    match chance.below(10) {
        0 => {
            let typed = mutated(&amount.typed, chance);
            // `8l46 98` is a code and an amount.
            if hear(&typed, &setting, ears).slots.voucher.is_some() {
                return None;
            }
            let reading = read_amount(&typed, &setting, ears);
            let value = reading.value.filter(|_| reading.doubt == Doubt::Sure)?;
            let fault = judge.lone_amount(&typed, value.0).err()?;
            Some(format!("{typed:?} (amount) is {} for sure: {fault}", value.plain()))
        }
        1 => {
            let typed = mutated(&phone.typed, chance);
            let reading = read_phone(&typed, &setting, ears);
            let value = reading.value.filter(|_| reading.doubt == Doubt::Sure)?;
            let fault = judge.lone_phone(&typed, value.as_str()).err()?;
            Some(format!("{typed:?} (phone) is {} for sure: {fault}", value.as_str()))
        }
        _ => {
            let first = chance.below(2) == 0;
            let line = writing::line(phone, amount, first, lang, chance);
            let typed = mutated(&line.typed, chance);
            let heard = hear(&typed, &setting, ears);
            let acts = matches!(heard.intent, Intent::RegisterPurchase | Intent::PayWithBalance);
            // A code that nobody gave stops the sale.
            if !acts
                || heard.slots.voucher.is_some()
                || heard.doubt() != Doubt::Sure
                || !heard.sales.is_empty()
            {
                return None;
            }
            let (Some(phone), Some(amount)) = (&heard.slots.phone, heard.slots.amount) else {
                // Without a phone it is asked for; the amount is then shown.
                return None;
            };
            let parts = [heard.slots.excluded, heard.slots.discount];
            let fault = if parts.iter().any(Option::is_some) {
                format!("parts {parts:?} of it")
            } else {
                judge.sale(&typed, phone.as_str(), amount.0).err()?
            };
            let (phone, amount) = (phone.as_str(), amount.plain());
            Some(format!("{typed:?} from {:?} is {phone} {amount} for sure: {fault}", line.typed))
        }
    }
}

#[test]
fn no_mutated_sale_is_booked_unless_it_is_certain() {
    let (all, seed) = (setting_of("HEARING_MUTANTS", 100_000), setting_of("HEARING_SEED", 6));
    let (ears, judge) = (ears(), Judge::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let faults: Vec<String> = std::thread::scope(|scope| {
        let work = (0..threads).map(|thread| {
            let (ears, judge) = (&ears, &judge);
            scope.spawn(move || {
                let each = |number: u64| fault(ears, judge, &mut Chance(seed << 32 | number));
                (0..all).filter(|number| number % threads == thread).filter_map(each).collect::<Vec<_>>()
            })
        });
        let work: Vec<_> = work.collect();
        work.into_iter().flat_map(|thread| thread.join().expect("no line panics")).collect()
    });
    println!("{all} mutants");
    assert!(faults.is_empty(), "{} of {all}:\n{}", faults.len(), faults[..faults.len().min(4000)].join("\n"));
}

#[test]
fn the_judge_takes_what_was_written_for_certain_and_nothing_else() {
    let judge = Judge::new();
    let phone = "+5511987654321";
    for (typed, amount) in [
        ("11 98765-4321 150", 15_000),
        ("venda 1.234,56 (11) 98765-4321 Maria", 123_456),
        ("0 15 11 98765-4321 R$89,9", 8_990),
        ("2 mil e 500 5511987654321", 250_000),
        ("150 reais e 50 centavos 11987654321", 15_050),
        ("cinquenta e nove e noventa 11 98765-4321", 5_990),
        ("um um nove oito sete meia cinco quatro três dois um 89,90", 8_990),
    ] {
        assert_eq!(judge.sale(typed, phone, amount), Ok(()), "{typed}");
        assert!(judge.sale(typed, phone, amount + 1).is_err(), "{typed}");
        assert!(judge.sale(typed, "+5511987654322", amount).is_err(), "{typed}");
    }
    for typed in [
        "11 98765-4321 1 50",
        "11 98765-4321 R$ 1 500",
        "11 98765-4321 1,500",
        "11 98765-432 150",
        "98765-4321 150",
        "11 98765-4321 -150",
        "11 98765-4321 2 mi",
        "11 98765-4321 cento e cinqunta",
        "2 11 98765-4321 150",
        "11 98765-4321 150?",
        "11 98765-4321 10%",
        "11 98765-4321 12.500",
    ] {
        for amount in [100, 200, 5_000, 10_000, 15_000, 50_000, 150_000, 200_000, 1_250_000] {
            assert!(judge.sale(typed, phone, amount).is_err(), "{typed} is taken for {amount}");
        }
    }
}
