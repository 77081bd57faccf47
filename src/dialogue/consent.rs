//! The customer's side of paying with the balance: the shop asks whether it may, and only what is surely a yes is one. A
//! no is heard in any words, and so is a yes that names what was asked; anything else is asked again, so that no bare
//! *sim* after it answers a question out of sight.

use crate::dialogue::asides;
use crate::dialogue::booking::{self, Booked};
use crate::dialogue::cue::Words;
use crate::dialogue::customer::ask_moved;
use crate::dialogue::desk::Desk;
use crate::dialogue::earmark;
use crate::dialogue::hear::{Assent, Hint, Intent};
use crate::dialogue::line::{Button, Class, Line, Message, Points};
use crate::dialogue::paying;
use crate::dialogue::rung::Rung;
use crate::dialogue::state::{Buyer, OpenSale, Pays};
use crate::dialogue::way::Way;
use crate::domain::hold::{Asked, Hold, HoldState};
use crate::domain::ledger::Actor;
use crate::domain::member::Staff;
use crate::domain::purchase::Agreed;

/// A yes or no to the shop's question, if that was asked after whatever else is open.
pub fn own_answer(desk: &mut Desk, words: &Words) -> bool {
    let Some(hold) = open(desk) else { return false };
    // What they do at the till is no word about their own balance.
    let acts = words.heard.intent.acts() && words.heard.intent != Intent::Cancel;
    let selling = desk.staff.is_some() && (acts || desk.state.topic.since().is_some());
    let said = if selling { reply(words) } else { said(desk, words, &hold) };
    match said {
        Some(yes) => decide(desk, &hold, yes),
        // Another amount, or a code for what the shop is already asking for.
        None if !selling && words.heard.says(Hint::Worth) => {
            if let Some(line) = asides::asked_worth(desk, words, &hold) {
                desk.say(line);
            }
            ask(desk, &hold);
        }
        None if !selling && (unsure(words) || words.heard.intent == Intent::VoucherGet) => ask(desk, &hold),
        None => return false,
    }
    // Leaving goes on from here.
    !leaves(words)
}

/// Whoever wants a person, or takes the question for a fraud, has not said yes.
pub fn let_be(desk: &mut Desk) {
    if let Some(hold) = open(desk) {
        decide(desk, &hold, false);
    }
}

/// Asks again what was not answered by words that were not understood. `false`: nothing of theirs is asked for.
pub fn ask_again(desk: &mut Desk) -> bool {
    let hold = open(desk);
    if let Some(hold) = &hold {
        ask(desk, hold);
    }
    hold.is_some()
}

/// Whether these words answer what the till asks, whatever else is open. A no always does; a yes only where it was asked
/// `since` a person of the shop has this chat, who may have asked something else.
pub fn answers(words: &Words, since: bool) -> bool {
    reply(words).or(assent(words)).is_some_and(|yes| since || !yes)
}

/// Whether the shop waits for this person's yes.
pub fn is_asked(desk: &Desk) -> bool {
    open(desk).is_some()
}

/// The shop's question to whoever speaks. Another one that was asked since is answered first, and what was written before
/// the question and came late answers something else.
fn open(desk: &Desk) -> Option<Hold> {
    let hold = paying::waiting(desk, desk.speaker())?;
    let other = desk.state.topic.question().is_some_and(|(_, since)| since > hold.opened_at);
    (!other && desk.event.at >= hold.opened_at).then_some(hold)
}

/// What they say to it. `pode usar os 20` names what was asked; any other figure is no yes.
fn said(desk: &Desk, words: &Words, hold: &Hold) -> Option<bool> {
    let units = words.amount.value.zip(desk.draft.program.pay.as_ref()).map(|(value, pay)| pay.units(value));
    let named = words.heard.assent == Some(Assent::Figure) && units == Some(hold.amount);
    let no = leaves(words).then_some(false);
    // A yes with a question mark asks back.
    let plain = reply(words).filter(|yes| !(*yes && words.heard.says(Hint::Question)));
    no.or(plain).or(assent(words)).or(named.then_some(true))
}

/// A yes or no that only this question is read for.
fn assent(words: &Words) -> Option<bool> {
    match words.heard.assent {
        Some(Assent::Yes) => Some(true),
        Some(Assent::No) => Some(false),
        None if words.begins == Some(false) => Some(false),
        Some(Assent::Figure | Assent::Unsure) | None => None,
    }
}

fn unsure(words: &Words) -> bool {
    let asks_back = words.heard.says(Hint::Question) && reply(words) == Some(true);
    asks_back || matches!(words.heard.assent, Some(Assent::Figure | Assent::Unsure))
}

fn leaves(words: &Words) -> bool {
    words.heard.intent.leaves() && !words.heard.says(Hint::NearOptOut)
}

fn ask(desk: &mut Desk, hold: &Hold) {
    let Some(asked) = hold.asked() else { return };
    let (store, points) = (desk.store_name(asked.store), Points(hold.amount));
    let lines = vec![Line::PayAsk { store, points, amount: asked.amount }, Line::PayAskOther];
    let buttons = vec![Button::Yes(hold.code.clone()), Button::No(hold.code.clone())];
    desk.say(Message::new(lines).buttons(buttons));
}

/// A tap under the shop's question. `false`: this token is of another one.
pub fn tap(desk: &mut Desk, token: &str, yes: bool) -> bool {
    let hold = paying::waiting(desk, desk.speaker()).filter(|hold| hold.code == token);
    if let Some(hold) = &hold {
        decide(desk, hold, yes);
    }
    hold.is_some()
}

/// A no under a question whose yes is done already: it is too late, and what can be done about it is said.
pub fn too_late(answer: &Message) -> Vec<Line> {
    match answer.lines.as_slice() {
        [Line::PayAgreed { points, amount }] => vec![Line::PayStands { points: *points, amount: *amount }],
        [Line::Joined { .. }, ..] => vec![Line::JoinStands, Line::LeaveHow],
        _ => Vec::new(),
    }
}

fn decide(desk: &mut Desk, hold: &Hold, yes: bool) {
    let Some(asked) = hold.asked().cloned() else { return };
    let member = desk.speaker();
    let Some(staff) = asker(desk, &asked) else {
        decline(desk, hold, Line::PayClosed);
        return;
    };
    let name = desk.shown_name(member);
    if !yes || desk.me().is_some_and(|me| me.frozen) {
        decline(desk, hold, Line::PayNot);
        desk.tell(staff.member, Line::PayRefused { name }, Class::C);
        return;
    }
    if desk.me().is_some_and(|me| me.moved) {
        ask_moved(desk);
        return;
    }
    let agreed = Line::PayAgreed { points: Points(hold.amount), amount: asked.amount };
    desk.answered(&hold.code, agreed.clone());
    // Whoever wants no receipts has still asked something now, by answering.
    if matches!(desk.way(member, Class::A, None), Way::Not(_)) {
        desk.say(agreed);
    }
    let Asked { amount, excluded, discount, remark, wamid, store, .. } = asked;
    let sale = Rung { amount, excluded, discount, summed: Vec::new(), remark, doubt: false }
        .of(Buyer::Known(member));
    let sale = OpenSale { pays: Some(Pays::Held(hold.id)), agreed: Some(Agreed::Member), ..sale };
    let at = Staff { store, ..staff.clone() };
    let Booked { sold, mut lines, .. } = booking::book(desk, &at, member, &sale, 0, Some(wamid));
    lines.insert(0, Line::PayYes { name });
    lines.push(Line::SaleUndoHint);
    desk.tell(staff.member, Message::new(lines).about(sold.purchase), Class::C);
}

/// Whoever asked, if they still work here.
fn asker(desk: &Desk, asked: &Asked) -> Option<Staff> {
    let staff = desk.draft.facts.staff.get(&asked.staff).map(|staff| Staff::clone(staff));
    staff.filter(|staff| staff.active)
}

/// Nothing is used, and its owner reads that.
fn decline(desk: &mut Desk, hold: &Hold, line: Line) {
    desk.draft.release(hold, HoldState::Released, Actor::Member(hold.member));
    desk.answered(&hold.code, line.clone());
    desk.say(line);
}

/// A question nobody answered: whoever asked is told. Balance set aside under a code: its owner is.
pub fn tell_over(desk: &mut Desk, hold: &Hold) {
    if let Some(asked) = hold.asked() {
        let name = desk.shown_name(hold.member);
        desk.tell(hold.member, Line::PayOver, Class::C);
        if let Some(staff) = asker(desk, asked) {
            desk.tell(staff.member, Line::PayLate { name }, Class::C);
        }
        return;
    }
    let line = earmark::lapsed(desk, hold);
    desk.tell(hold.member, line, Class::A);
}

/// Whether these words are meant as a yes or no to anything.
pub fn reply(words: &Words) -> Option<bool> {
    words.yes.or(match words.heard.intent {
        Intent::Cancel | Intent::Back | Intent::ConfirmNo | Intent::BroadcastCancel => Some(false),
        Intent::ConfirmYes | Intent::BroadcastConfirm => Some(true),
        _ => None,
    })
}
