//! `troca 11 98765-4321 por 11 91234-5678`: somebody has another number now. It goes through a person of the shop who
//! manages it, and only once the new number has written: a record never follows a number that was mistyped, and whoever
//! asks by another phone gets nothing by asking.

use crate::dialogue::counter::at_rest;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::line::{Button, Class, Line, Message};
use crate::dialogue::manager::{area, refuse_cashier};
use crate::dialogue::state::Topic;
use crate::domain::change::Change;
use crate::domain::facts::Key;
use crate::domain::ids::MemberId;
use crate::domain::ledger::Actor;
use crate::domain::phone::Phone;

/// A customer who has another number, or will: who can carry the record over, and what they need.
pub fn explain(desk: &mut Desk) {
    let (shop, contact) = (desk.draft.shop.name.clone(), desk.draft.shop.contact.clone());
    desk.say(Message::from(Line::RenumberMine { shop, contact }).buttons(vec![Button::Human, Button::Menu]));
}

/// A manager names both numbers, the old one first.
pub fn request(desk: &mut Desk, words: &Words) {
    if refuse_cashier(desk) {
        return;
    }
    match words.heard.slots.phone_candidates.as_slice() {
        [old, new] => ask(desk, old.clone(), new.clone()),
        _ => desk.say(Line::RenumberHow { area: area(desk) }),
    }
}

/// Shows whose record goes where, and waits for a yes.
pub fn ask(desk: &mut Desk, old: Phone, new: Phone) {
    let (from, to) = match both(desk, &old, &new) {
        Ok(both) => both,
        Err(line) => {
            desk.settle(*line);
            return;
        }
    };
    let (token, since) = (desk.dice.token(), desk.event.now());
    let (name, balance) = (desk.shown_name(from), desk.shown(from));
    let mut lines = vec![Line::RenumberAsk { name, phone: old.spoken(), new: new.spoken(), balance }];
    // What the new number has collected meanwhile comes together with it.
    if desk.owned(to).0 != 0 || desk.wallet(to).debt != 0 {
        lines.push(Line::RenumberBoth { name: desk.shown_name(to), balance: desk.shown(to) });
    }
    desk.state.topic = Topic::Renumbering { token: token.clone(), since, old, new };
    desk.say(Message::new(lines).buttons(vec![Button::Yes(token.clone()), Button::No(token)]));
}

pub fn answer(desk: &mut Desk, yes: bool) {
    let Topic::Renumbering { old, new, .. } = desk.state.topic.clone() else { return };
    let Some(staff) = desk.staff.clone().filter(|staff| yes && staff.role.manages()) else {
        desk.settle(Line::RenumberDropped);
        return;
    };
    let (from, to) = match both(desk, &old, &new) {
        Ok(both) => both,
        Err(line) => {
            desk.settle(*line);
            return;
        }
    };
    // Neither the number nor the account that wrote from it leads here any more: both may be somebody else's tomorrow.
    let account = |id| desk.draft.account(id).and_then(|account| account.reach.user_id.clone());
    let left = account(from).filter(|user| account(to).as_ref() != Some(user)).map(Key::User);
    for key in [Some(Key::Phone(old)), left].into_iter().flatten() {
        if desk.draft.facts.member_behind(&key).is_none_or(|owner| owner == from) {
            desk.draft.apply(Change::Unlinked { member: from, key });
        }
    }
    let id = desk.draft.merge(from, to, Actor::Staff(staff.id));
    desk.draft.alter(id, |member| (member.phone, member.moved) = (Some(new.clone()), false));
    // A talk of the old chat with somebody of the shop is over.
    desk.draft.apply(Change::Quieted { member: id, until: None });
    let balance = desk.shown(id);
    desk.tell(id, Message::from(Line::RenumberedYours { balance }).buttons(vec![Button::Balance]), Class::A);
    let name = desk.shown_name(id);
    desk.settle(Line::Renumbered { name, phone: new.ending().to_owned(), balance });
}

/// The record of the old number and the one of the new, or why nothing is carried over.
fn both(desk: &Desk, old: &Phone, new: &Phone) -> Result<(MemberId, MemberId), Box<Line>> {
    let behind = |phone: &Phone| desk.draft.facts.member_behind(&Key::Phone(phone.clone()));
    let nobody = |phone: &Phone| Box::new(Line::RenumberNobody { phone: phone.spoken() });
    let silent = || Box::new(Line::RenumberSilent { phone: new.spoken() });
    let (from, to) = (behind(old).ok_or_else(|| nobody(old))?, behind(new).ok_or_else(silent)?);
    let wrote = desk.draft.account(to).is_some_and(|account| account.reach.last_inbound.is_some());
    let company = |id| desk.draft.member(id).is_some_and(|member| member.cnpj.is_some());
    if from == to {
        return Err(Box::new(Line::RenumberSame { phone: new.spoken() }));
    }
    for id in [from, to] {
        // Somebody of the team, and a company with several people, change another way.
        if let Some(line) = desk.own(id).or_else(|| at_rest(desk, id)) {
            return Err(Box::new(line));
        }
        if company(id) || desk.draft.facts.staff_of(id).is_some() {
            return Err(Box::new(Line::RenumberTeam));
        }
    }
    if wrote { Ok((from, to)) } else { Err(silent()) }
}
