//! A sale of the last minutes was somebody else's: one question with both, whose yes undoes it and registers it for the
//! other. And what stands behind a *no* or an *it was* right after a sale: its price, or its customer.

use crate::dialogue::booking;
use crate::dialogue::buying::{buyer, contact};
use crate::dialogue::correcting::{self, is_plain, newest};
use crate::dialogue::counter::{at_rest, quoted};
use crate::dialogue::cue::Words;
use crate::dialogue::declined::Declined;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Doubt, Hint, Intent, Put};
use crate::dialogue::line::{Button, Line, Message, Time};
use crate::dialogue::manager::area;
use crate::dialogue::rung::{self, Rung};
use crate::dialogue::sales;
use crate::dialogue::state::{Buyer, OpenSale, Topic};
use crate::dialogue::undoing::{of_named, undo_now};
use crate::domain::money::Money;
use crate::domain::purchase::Purchase;

/// `não, 70`, `era no 11…`, `era final 4322` after a sale of the last minutes. `false`: there is none, or it is something
/// else.
pub fn puts_right(desk: &mut Desk, words: &Words) -> bool {
    if words.heard.says(Hint::NotTheirs) && !rung::names_somebody(words) && quoted(desk).is_none() {
        return ask_whose(desk, words);
    }
    let right = words.right.as_ref().filter(|right| right.put == Put::Figures);
    let said = [Intent::Unknown, Intent::RegisterPurchase, Intent::TodaySales, Intent::Report];
    let settles = words.heard.says(Hint::Settles) && said.contains(&words.heard.intent);
    let corrects = words.heard.intent == Intent::Correct || settles;
    if right.is_none() && !corrects || quoted(desk).is_some() || words.heard.says(Hint::Question) && !settles
    {
        return false;
    }
    let strong = corrects || right.is_some_and(|right| right.strong);
    if let Some(ending) = &words.heard.slots.ending {
        return only_ending(desk, ending);
    }
    let phone = words.phone.value.as_ref().filter(|_| words.phone.doubt != Doubt::Ask);
    match phone {
        Some(phone) if corrects || !rung::names_amount(words) => {
            let to = buyer(desk, phone, None);
            if !rung::names_amount(words) && declined(desk, &to) {
                return true;
            }
            mistaken(desk, words, &to).is_some_and(|sale| move_to(desk, &sale, to))
        }
        Some(_) => false,
        None if strong && rung::bare_amount(words).is_some() => correcting::correct(desk, words),
        None => false,
    }
}

/// The sale that was booked for the wrong one: the newest, or where somebody is named, the newest of theirs; with an amount
/// beside it, the one of that amount.
fn mistaken(desk: &Desk, words: &Words, to: &Buyer) -> Option<Purchase> {
    let slots = &words.heard.slots;
    if slots.name.is_none() && slots.amount.is_none() {
        return newest(desk);
    }
    let mut own = correcting::recent(desk);
    own.retain(|sale| {
        *to != Buyer::Known(sale.member) && slots.amount.is_none_or(|amount| amount == sale.amount)
    });
    of_named(desk, own, slots.name.as_deref()).0.into_iter().next()
}

/// The right number of a sale that was declined just now: it is asked about again. `false`: there is none.
fn declined(desk: &mut Desk, to: &Buyer) -> bool {
    let Some(Declined { since, sale }) = desk.state.declined.clone() else { return false };
    let fresh = !desk.stale(since);
    if fresh {
        sales::decide(desk, sale.of(to.clone()), true, false);
    }
    fresh
}

/// `não foi a Ana, foi a Duda`: a name leads to nobody, so that the number is asked for.
fn ask_whose(desk: &mut Desk, words: &Words) -> bool {
    let known = [Intent::Unknown, Intent::Undo, Intent::Correct, Intent::CustomerLookup];
    let silent = known.contains(&words.heard.intent) && !rung::names_amount(words);
    let Some(sale) = newest(desk).filter(|_| silent) else { return false };
    let (name, amount, area) = (desk.shown_name(sale.member), sale.standing, area(desk));
    desk.say(Line::MoveWhose { name, amount, area });
    true
}

/// Four digits do not say whose it is.
fn only_ending(desk: &mut Desk, ending: &str) -> bool {
    let Some(sale) = newest(desk) else { return false };
    let (name, amount) = (desk.shown_name(sale.member), sale.standing);
    desk.say(Line::EndingBooked { ending: ending.to_owned(), name, amount });
    true
}

/// Asks whether this sale was of somebody else. `false`: it is theirs already.
pub fn move_to(desk: &mut Desk, sale: &Purchase, to: Buyer) -> bool {
    if to == Buyer::Known(sale.member) {
        return false;
    }
    if !is_plain(sale) {
        desk.say(Line::CorrectPlain);
    } else if !desk.draft.is_untouched(sale) {
        desk.say(Line::UndoLate);
    } else if let Some(line) = objection(desk, &to) {
        desk.say(line);
    } else {
        ask(desk, sale, to);
    }
    true
}

/// Why nothing may be booked for them.
fn objection(desk: &Desk, to: &Buyer) -> Option<Line> {
    let Buyer::Known(member) = to else { return None };
    desk.own(*member).or_else(|| at_rest(desk, *member))
}

pub fn ask(desk: &mut Desk, sale: &Purchase, to: Buyer) {
    let (token, since) = (desk.dice.token(), desk.event.now());
    let (name, amount, time) = (desk.shown_name(sale.member), sale.standing, Time(sale.at));
    let line = match contact(desk, &to) {
        (Some(buyer), phone) => Line::MoveAsk { name, amount, time, buyer, phone },
        (None, phone) => Line::MoveAskNew { name, amount, time, phone },
    };
    let (member, purchase) = (sale.member, sale.id);
    desk.state.topic =
        Topic::Undoing { token: token.clone(), since, member, purchase, right: None, to: Some(to) };
    desk.say(Message::from(line).buttons(vec![Button::Yes(token.clone()), Button::No(token)]));
}

/// The yes: it is undone, and registered for the other as it was.
pub fn carry_out(desk: &mut Desk, old: &Purchase, to: &Buyer) {
    let new = theirs(old, to.clone());
    if let Some(line) = objection(desk, to).or_else(|| rung::misfit(desk, &new)) {
        desk.settle(line);
        return;
    }
    undo_now(desk, old.member, old.id);
    if desk.draft.purchase(old.member, old.id).is_some_and(Purchase::is_reversed) {
        booking::register(desk, &[new]);
    }
}

fn theirs(old: &Purchase, to: Buyer) -> OpenSale {
    let (amount, excluded, discount): (Money, Money, Money) =
        (old.amount, old.terms.excluded, old.terms.discount);
    Rung { amount, excluded, discount, summed: Vec::new(), remark: None, doubt: false }.of(to)
}
