//! Changing a merchant's rules. What is worse for customers than what they have counts only after they could be told;
//! anything else counts at once, and what was earned before keeps the rules it was earned under.

use super::{Office, Refused, nobody};
use crate::domain::ids::MerchantId;
use crate::domain::program::Program;
use crate::domain::program::worse::Worse;
use crate::store::{StoreError, Tx, merchants, programs};
use chrono::NaiveDate;

/// A version that was added.
struct Added {
    number: i64,
    /// What is worse in it, and from when (ms UTC, and as a day) it counts.
    worse: Vec<Worse>,
    from: i64,
    date: NaiveDate,
}

/// Why there is none.
enum NotAdded {
    NoMerchant,
    /// Customers have something of another unit.
    OtherUnit,
}

impl Office {
    /// Adds a version of the rules, checked before; answers when it counts, in words.
    pub(super) async fn change_rules(&self, merchant: MerchantId, text: String) -> Result<String, Refused> {
        let program = Program::read(&text).map_err(|faults| Refused(faults.join("\n")))?;
        let (now, checked) = (self.clock.now(), program.clone());
        let unit = self.store.write(move |tx| {
            let (text, program) = (text.clone(), program.clone());
            Box::pin(async move { add(tx, merchant, &text, &program, now).await })
        });
        match unit.await? {
            Ok(added) => Ok(format!("{}{}", told(&added, now), kept(&checked))),
            Err(NotAdded::NoMerchant) => Err(nobody(merchant.0)),
            Err(NotAdded::OtherUnit) => Err(Refused(
                "The program is refused: it counts in another unit than what this merchant's customers already have \
                 (points, or reais). Points cannot become money by a change of rules; add another merchant for it."
                    .to_owned(),
            )),
        }
    }
}

async fn add(
    tx: &mut Tx,
    merchant: MerchantId,
    text: &str,
    program: &Program,
    now: i64,
) -> Result<Result<Added, NotAdded>, StoreError> {
    let Some((shop, _)) = merchants::get(tx, merchant, None).await? else {
        return Ok(Err(NotAdded::NoMerchant));
    };
    if merchants::unit(tx, merchant).await?.is_some_and(|counted| counted != program.unit) {
        return Ok(Err(NotAdded::OtherUnit));
    }
    let old = &shop.rules.at(now).program;
    let worse = program.worse_than(old);
    let from = if worse.is_empty() { now } else { shop.zone.usable_after(now, old.notices.change_days) };
    programs::add(tx, merchant, text, from).await?;
    let number = shop.rules.newest().number + 1;
    Ok(Ok(Added { number, worse, from, date: shop.zone.wall(from).date }))
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
