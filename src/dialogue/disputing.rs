//! "Não fui eu": somebody does not know a purchase that is booked on them. Nothing moves by their word alone: they see which
//! purchase is meant, whoever manages the shop is told at once, and the chat is left to people.

use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::handover;
use crate::dialogue::line::{Class, Day, Line, Message, Time};
use crate::domain::ids::PurchaseId;
use crate::domain::purchase::Purchase;

pub fn request(desk: &mut Desk, words: &Words) {
    if let Some(bought) = meant(desk, words) {
        let (amount, day, time) = (bought.standing, Day(bought.at), Time(bought.at));
        let store = desk.store_name(bought.store);
        let by =
            desk.draft.facts.staff.get(&bought.staff).map_or_else(String::new, |staff| staff.name.clone());
        let me = desk.speaker();
        let phone = desk.me().and_then(|member| member.phone.as_ref()).map_or("—", |phone| phone.ending());
        let (name, phone) = (desk.shown_name(me), phone.to_owned());
        for manager in desk.draft.facts.managers().into_iter().filter(|manager| *manager != me) {
            let (name, phone, store, by) = (name.clone(), phone.clone(), store.clone(), by.clone());
            let news = Line::DisputeNews { name, phone, amount, day, time, store, by };
            desk.tell(manager, Message::from(news), Class::A);
        }
        desk.say(Line::Disputed { amount, day, time, store });
    }
    handover::leave(desk);
}

/// The purchase that is quoted, or the last one of the amount that is named; else the last one. What has come back already
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
    let amount = words.heard.slots.amount;
    let found = quoted
        .and_then(|id| last(&|bought: &Purchase| bought.id == id))
        .or_else(|| last(&|bought: &Purchase| Some(bought.amount) == amount))
        .or_else(|| last(&|_| true));
    found.cloned()
}
