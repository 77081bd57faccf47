//! A sale that waits for its number or for its price: what asks for it, and what answers.

use crate::dialogue::buying::{buyer, buyer_name};
use crate::dialogue::correcting;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Counted, Doubt, Flag, Hint, Intent, Reading};
use crate::dialogue::line::{Line, Message};
use crate::dialogue::paying;
use crate::dialogue::proof;
use crate::dialogue::rung::{
    self, Rung, completes, is_part, is_slipped, misfits, names_amount, names_another, names_somebody, price,
    product, refusal, unclear,
};
use crate::dialogue::sales::{decide, open};
use crate::dialogue::state::{Buyer, OpenSale, Topic};
use crate::domain::phone::Phone;
use crate::domain::purchase::Purchase;

/// A shared contact is a phone; the next amount becomes the sale, or completes the one that waits.
pub fn card(desk: &mut Desk, phone: Option<Phone>, name: Option<&str>) {
    let Some(phone) = phone else {
        desk.say(Line::BadPhone);
        return;
    };
    match desk.state.topic.clone() {
        Topic::SalePhone { since, rung } if !desk.stale(since) => {
            let doubt = rung.doubt;
            let sale = open(desk, &phone, name, rung);
            decide(desk, sale, doubt, false);
        }
        _ => await_amount(desk, &phone, name),
    }
}

pub(super) fn ask_phone(desk: &mut Desk, rung: Rung, name: Option<String>, counted: Option<Counted>) {
    let amount = rung.amount;
    let sum = rung::sum(&rung.summed, amount);
    desk.state.topic = rung.without_phone(desk.event.now());
    let ask = match name {
        Some(name) => Line::AskPhoneOf { amount, name },
        None => Line::AskPhone { amount },
    };
    desk.say(Message::new(counted.map(product).into_iter().chain(sum).chain([ask]).collect::<Vec<_>>()));
}

pub(super) fn await_amount(desk: &mut Desk, phone: &Phone, name: Option<&str>) {
    let buyer = buyer(desk, phone, name);
    let name = buyer_name(desk, &buyer);
    desk.state.topic = Topic::SaleAmount { since: desk.event.now(), buyer, code: None, doubt: false };
    desk.say(Line::AskAmount { name });
}

/// A sale to this number waits for its amount.
pub(super) fn unpriced(desk: &Desk, phone: &Phone, name: Option<&str>, doubt: bool) -> Topic {
    let buyer = buyer(desk, phone, name);
    Topic::SaleAmount { since: desk.event.now(), buyer, code: None, doubt }
}

/// The phone a waiting sale lacked.
pub fn answer_phone(desk: &mut Desk, words: &Words, rung: Rung) -> bool {
    let slots = &words.heard.slots;
    let part = is_part(slots) && completes(desk, words).is_some();
    if is_slipped(slots) {
        desk.say(Line::BadPhone);
        return true;
    }
    if names_somebody(words) && names_amount(words) && !part {
        return false;
    }
    let rung = if part { rung.mended(slots) } else { rung };
    let doubted = rung.doubt;
    if part && !names_somebody(words) {
        if let Some(line) = misfits(desk, rung.amount, rung.excluded, rung.discount) {
            desk.settle(line);
            return true;
        }
        let lines = [vec![Line::AskPhone { amount: rung.amount }], rung.parts(desk)].concat();
        desk.state.topic = rung.without_phone(desk.event.now());
        desk.say(Message::new(lines));
        return true;
    }
    if words.yes == Some(false) || words.heard.intent == Intent::Cancel {
        desk.state.topic = Topic::Idle;
        desk.say(Line::SaleDropped);
        return true;
    }
    // `sim` says nothing of the number.
    if words.yes == Some(true) {
        desk.say(Line::AskPhone { amount: rung.amount });
        return true;
    }
    if let (Some(ending), None) = (&slots.ending, &words.phone.value) {
        desk.say(Line::EndingOnly { ending: ending.clone(), amount: rung.amount });
        return true;
    }
    if words.heard.says(Hint::Same)
        && !names_somebody(words)
        && let Some(last) = correcting::newest(desk)
    {
        decide(desk, rung.of(Buyer::Known(last.member)), true, false);
        return true;
    }
    let Some(sure) = completes(desk, words) else { return false };
    let Reading { value, doubt, flags } = &words.phone;
    if flags.contains(&Flag::TwoPhones) && !names_amount(words) {
        let line = refusal(flags, None, &slots.phone_candidates, &[]);
        desk.say(line.unwrap_or(Line::BadPhone));
        return true;
    }
    if let (Some(phone), true) = (value, *doubt != Doubt::Ask) {
        let sale = open(desk, phone, slots.name.as_deref(), rung);
        let doubt = doubted || sure.max(*doubt) == Doubt::Confirm;
        decide(desk, sale, doubt, flags.contains(&Flag::CpfOrPhone));
        return true;
    }
    let misread = flags.contains(&Flag::PhoneInvalid) || flags.contains(&Flag::CpfGiven);
    if misread {
        desk.say(refusal(flags, None, &[], &[]).unwrap_or(Line::BadPhone));
    }
    misread
}

/// The amount a waiting sale lacked.
pub fn answer_amount(
    desk: &mut Desk,
    words: &Words,
    buyer: &Buyer,
    code: Option<String>,
    doubted: bool,
) -> bool {
    // `era 94,90` puts right what they have just bought.
    let bought = |sale: Purchase| *buyer == Buyer::Known(sale.member);
    let corrects = words.puts_right() && correcting::newest(desk).is_some_and(bought);
    if names_somebody(words) || names_another(desk, words, buyer) || corrects {
        return false;
    }
    if words.yes == Some(true) && !doubted {
        let name = buyer_name(desk, buyer);
        desk.say(Line::AskAmount { name });
        return true;
    }
    if words.yes == Some(false) || words.heard.intent == Intent::Cancel {
        desk.state.topic = Topic::Idle;
        desk.say(Line::SaleDropped);
        return true;
    }
    let open = desk.state.topic.clone();
    if proof::pays(desk, words, buyer, code.as_deref()) {
        let refused = desk.state.topic == Topic::Idle && !desk.draft.has_sold();
        let over = code.is_some_and(
            |code| matches!(buyer, Buyer::Known(member) if !paying::is_here(desk, *member, &code)),
        );
        // What was refused can be put right: whose sale it is stays known.
        if refused && !over {
            desk.state.topic = open;
        }
        return true;
    }
    if words.heard.says(Hint::Talks) && rung::bare_amount(words).is_some() && !words.puts_right() {
        let name = buyer_name(desk, buyer);
        desk.say(Line::AmountTalk { name });
        return true;
    }
    let Some(sure) = completes(desk, words) else { return false };
    let slots = &words.heard.slots;
    let Reading { value, doubt, flags } = &price(words);
    let refused = || refusal(flags, *value, &[], &slots.amount_candidates);
    if let Some(line) = unclear(desk, slots).or_else(refused) {
        desk.say(line);
        return true;
    }
    let Some(amount) = value else { return false };
    let rung = Rung::read(*amount, slots);
    let doubt = doubted || rung.doubt || sure.max(*doubt) == Doubt::Confirm;
    let sale = OpenSale { counted: slots.counted, ..rung.of(buyer.clone()).known_by(code) };
    decide(desk, sale, doubt, false);
    true
}
