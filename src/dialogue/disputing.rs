//! What a customer says went wrong: a purchase that is not theirs, or booked with another amount, or how they were
//! treated. Nothing moves by their word alone: they see which purchase is meant, whoever manages the shop is told at once,
//! and the chat is left to people.

use crate::dialogue::consent;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::handover::{self, speaker, tell_managers, told};
use crate::dialogue::hear::Intent;
use crate::dialogue::line::{Day, Line, Message, Points, Time};
use crate::domain::ids::PurchaseId;
use crate::domain::purchase::Purchase;

/// `não fui eu`; `minha compra foi 80, não 50`.
pub fn request(desk: &mut Desk, words: &Words) {
    let of_amount = words.heard.intent == Intent::WrongAmount;
    if let Some(bought) = meant(desk, words) {
        let (amount, day, time) = (bought.standing, Day(bought.at), Time(bought.at));
        let store = desk.store_name(bought.store);
        let by =
            desk.draft.facts.staff.get(&bought.staff).map_or_else(String::new, |staff| staff.name.clone());
        let (name, phone) = speaker(desk);
        let about = store.clone();
        let news = if of_amount {
            Line::AmountNews { name, phone, amount, day, time, store, by, text: told(words) }
        } else {
            Line::DisputeNews { name, phone, amount, day, time, store, by }
        };
        tell_managers(desk, &news);
        let store = about;
        desk.say(if of_amount {
            Line::AmountDisputed { amount, day, time, store }
        } else {
            Line::Disputed { amount, day, time, store }
        });
    } else if of_amount {
        complain(desk, words);
        return;
    } else {
        handover::call(desk, Some(words));
        return;
    }
    handover::leave(desk, None);
}

/// Somebody is angry, and is right to want a person: the shop hears it in their words.
pub fn complain(desk: &mut Desk, words: &Words) {
    consent::let_be(desk);
    let (name, phone) = speaker(desk);
    let told = tell_managers(desk, &Line::ComplaintNews { name, phone, text: told(words) });
    let sorry = if words.heard.intent == Intent::NotCredited { booked(desk, words) } else { Line::Sorry };
    let lines = [Some(sorry), told.then_some(Line::ToldShop)].into_iter().flatten().collect();
    desk.say(Message::new(lines));
    handover::leave(desk, None);
}

/// `comprei ontem e não caiu nada`: what is booked last, so that both see what is missing.
fn booked(desk: &Desk, words: &Words) -> Line {
    meant(desk, words).map_or(Line::MissingNone, |bought| Line::MissingLast {
        amount: bought.standing,
        points: Points(bought.earned),
        day: Day(bought.at),
        store: desk.store_name(bought.store),
    })
}

/// The purchase that is quoted, or the last one of an amount that is named; else the last one. What has come back already
/// is in question no more.
fn meant(desk: &Desk, words: &Words) -> Option<Purchase> {
    let mine = desk.draft.account(desk.speaker())?;
    let standing = || mine.purchases.iter().map(|row| &**row).filter(|bought| !bought.is_reversed());
    let quoted: Option<PurchaseId> = desk
        .event
        .quotes
        .as_ref()
        .and_then(|wamid| desk.draft.facts.quotes.get(wamid).copied().flatten())
        .filter(|(member, _)| *member == desk.speaker())
        .map(|(_, purchase)| purchase);
    let last = |fits: &dyn Fn(&Purchase) -> bool| {
        standing().filter(|bought| fits(bought)).max_by_key(|bought| (bought.at, bought.id))
    };
    let slots = &words.heard.slots;
    let named = |bought: &Purchase| {
        slots.amount == Some(bought.amount) || slots.amount_candidates.contains(&bought.amount)
    };
    let found = quoted
        .and_then(|id| last(&|bought: &Purchase| bought.id == id))
        .or_else(|| last(&named))
        .or_else(|| last(&|_| true));
    found.cloned()
}
