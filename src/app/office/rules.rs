//! Changing a merchant's rules. What is worse for customers than what they have counts only after they could be told;
//! anything else counts at once, and what was earned before keeps the rules it was earned under.

use crate::domain::ids::MerchantId;
use crate::domain::program::Program;
use crate::domain::program::worse::Worse;
use crate::store::{StoreError, Tx, merchants, programs, stores};
use chrono::NaiveDate;

/// A version that was added.
struct Added {
    number: i64,
    /// What is worse in it, and from when (ms UTC, and as a day) it counts.
    worse: Vec<Worse>,
    from: i64,
    date: NaiveDate,
}

const OTHER_UNIT: &str = "The program is refused: it counts in another unit than what this merchant's customers already \
    have (points, or reais). Points cannot become money by a change of rules; add another merchant for it.";

/// Adds a version of the rules, checked before; answers when it counts, in words. A refusal is a sentence too, and undoes
/// what else the same unit wrote.
pub(super) async fn change(
    tx: &mut Tx,
    merchant: MerchantId,
    text: &str,
    now: i64,
) -> Result<String, StoreError> {
    let refused =
        |faults: Vec<String>| StoreError::Unusable(format!("The program is refused:\n{}", faults.join("\n")));
    let program = Program::read(text).map_err(refused)?;
    let strangers = program.strangers(text, &stores::names(tx, merchant).await?);
    if !strangers.is_empty() {
        return Err(refused(strangers));
    }
    if merchants::unit(tx, merchant).await?.is_some_and(|counted| counted != program.unit) {
        return Err(StoreError::Unusable(OTHER_UNIT.to_owned()));
    }
    let found = merchants::get(tx, merchant, None).await?;
    let (shop, _) = found.ok_or_else(|| StoreError::Unusable(format!("There is no merchant {merchant}.")))?;
    let old = &shop.rules.at(now).program;
    if let Some(fault) = program.devalues(old) {
        return Err(refused(vec![fault]));
    }
    let worse = program.worse_than(old, shop.zone.wall(now).date);
    let from = if worse.is_empty() { now } else { shop.zone.usable_after(now, old.notices.change_days) };
    programs::add(tx, merchant, text, from).await?;
    let number = shop.rules.newest().number + 1;
    let added = Added { number, worse, from, date: shop.zone.wall(from).date };
    Ok(format!("{}{}", told(&added, now), kept(&program)))
}

/// Why a store keeps its name, if it does: rules that count now or later promise something of it.
pub(super) async fn unnamed(
    tx: &mut Tx,
    merchant: MerchantId,
    now: i64,
) -> Result<Option<String>, StoreError> {
    let there = stores::names(tx, merchant).await?;
    let Some((shop, _)) = merchants::get(tx, merchant, None).await? else { return Ok(None) };
    let counting = shop.rules.counting(now);
    let lost: Vec<String> = counting.flat_map(|version| version.program.strangers("", &there)).collect();
    Ok((!lost.is_empty()).then(|| {
        format!("The rules speak of a store by the name it has, so it keeps that:\n{}", lost.join("\n"))
    }))
}

/// What the law may object to, which is kept with the version.
fn kept(program: &Program) -> String {
    program.warnings().into_iter().flat_map(|warning| ["\nKept with it: ", warning.says()]).collect()
}

fn told(added: &Added, now: i64) -> String {
    let Added { number, worse, from, date } = added;
    let why = worse.iter().map(|worse| worse.says()).collect::<Vec<_>>().join(", ");
    if worse.is_empty() {
        format!("Version {number} of its rules counts for purchases from now on.")
    } else if *from == now {
        format!(
            "Version {number} of its rules counts from now on, although {why}: the rules before ask for no notice."
        )
    } else {
        format!(
            "Version {number} of its rules counts from {date}, because {why}. Customers who ask for the rules read of it."
        )
    }
}
