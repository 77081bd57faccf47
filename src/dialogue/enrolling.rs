//! `cadastra a Maria 11…`: somebody is noted who has not bought yet. A number never seen is read back first, because a wrong
//! digit notes a stranger; nothing is sent to anybody until they write themselves.

use crate::dialogue::buying::buyer;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Doubt, Intent, Reading};
use crate::dialogue::line::{Button, Line, Message};
use crate::dialogue::manager::noted;
use crate::dialogue::rung;
use crate::dialogue::state::{Buyer, Topic};
use crate::domain::member::clean_name;
use crate::domain::phone::Phone;

pub fn request(desk: &mut Desk, words: &Words) {
    let slots = &words.heard.slots;
    if let Some(line) = rung::refusal(&slots.flags, None, &slots.phone_candidates, &[]) {
        desk.say(line);
        return;
    }
    let name = slots.name.as_deref().and_then(clean_name);
    match slots.phone.clone() {
        Some(phone) => ask(desk, phone, name),
        None => {
            desk.state.topic = Topic::EnrolPhone { since: desk.event.now(), name };
            desk.say(Line::EnrolPhone);
        }
    }
}

/// The number that was lacking. `false`: the words are about something else.
pub fn answer_phone(desk: &mut Desk, words: &Words, name: Option<String>) -> bool {
    if words.yes == Some(false) || words.heard.intent == Intent::Cancel {
        desk.settle(Line::EnrolDropped);
        return true;
    }
    // `sim` says nothing of the number.
    if words.yes == Some(true) && matches!(desk.state.topic, Topic::EnrolPhone { .. }) {
        desk.say(Line::EnrolPhone);
        return true;
    }
    let Reading { value, doubt, .. } = &words.phone;
    let (Some(phone), true) = (value, rung::completes(desk, words).is_some()) else { return false };
    if *doubt == Doubt::Ask || rung::names_amount(words) {
        return false;
    }
    ask(desk, phone.clone(), name);
    true
}

/// Reads the number back and waits for a yes; whoever is known already is shown.
pub fn ask(desk: &mut Desk, phone: Phone, name: Option<String>) {
    if let Buyer::Known(id) = buyer(desk, &phone, None) {
        let (name, balance) = (desk.shown_name(id), desk.shown(id));
        desk.settle(Line::EnrolKnown { name, phone: phone.ending().to_owned(), balance });
        return;
    }
    let (token, since) = (desk.dice.token(), desk.event.now());
    let shown = phone.spoken();
    let line = match &name {
        Some(name) => Line::EnrolAsk { name: name.clone(), phone: shown },
        None => Line::EnrolAskNameless { phone: shown },
    };
    desk.state.topic = Topic::Enrolling { token: token.clone(), since, phone, name };
    desk.say(Message::from(line).buttons(vec![Button::Yes(token.clone()), Button::No(token)]));
}

/// While the question is open, another number is the right one.
pub fn correct(desk: &mut Desk, words: &Words) -> bool {
    let Topic::Enrolling { name, .. } = desk.state.topic.clone() else { return false };
    let named = words.heard.slots.phone.is_some() || words.phone.value.is_some();
    // `não, é Bianca`: the name.
    let strong = words.right.as_ref().is_some_and(|right| right.strong) && !words.heard.intent.acts();
    let called = words.right_name().filter(|_| strong && !named).and_then(|name| clean_name(&name));
    if let (Some(called), Topic::Enrolling { phone, .. }) = (called, desk.state.topic.clone()) {
        ask(desk, phone, Some(called));
        return true;
    }
    named && answer_phone(desk, &Words { yes: None, ..words.clone() }, name)
}

pub fn answer(desk: &mut Desk, yes: bool) {
    let Topic::Enrolling { phone, name, .. } = desk.state.topic.clone() else { return };
    let Some(staff) = desk.staff.clone().filter(|_| yes) else {
        desk.settle(Line::EnrolDropped);
        return;
    };
    // Somebody may have written, or bought, since it was asked.
    if let Buyer::Known(_) = buyer(desk, &phone, None) {
        ask(desk, phone, name);
        return;
    }
    let id = noted(desk, phone, name, staff.store);
    desk.draft.alter(id, |member| member.store = Some(staff.store));
    let name = desk.shown_name(id);
    desk.settle(Line::Enrolled { name });
}
