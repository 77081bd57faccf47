//! Coexistence of the assistant and a person of the shop in one chat: while the person talks, the assistant keeps quiet.
//!
//! It still does what it is asked for by name: leaving is obeyed and confirmed, a tap on one of its own buttons is
//! answered, and `menu` brings it back. What the till asks meanwhile about somebody's balance, they may answer. A greeting is meant for the person.

use crate::dialogue::consent;
use crate::dialogue::cue::{Cue, Words};
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::Intent;
use crate::dialogue::line::{Class, Line, Message};
use crate::domain::calendar::HOUR;
use crate::domain::change::Change;
use crate::domain::member::clean_text;

/// How much of what a customer wrote is told on, in characters.
const TOLD: usize = 300;

/// What is answered although a person of the shop has the chat; `asked` where the till
/// waits for an answer of theirs, and whether it has asked since.
pub fn is_meant_for_us(cue: &Cue, asked: Option<bool>) -> bool {
    match cue {
        Cue::Words(words) => {
            let intent = words.heard.intent;
            let leaves = intent.leaves() || intent == Intent::MailStop;
            let named = leaves || matches!(intent, Intent::Menu | Intent::DeleteData);
            named || asked.is_some_and(|since| consent::answers(words, since))
        }
        Cue::Tap(_) | Cue::Asked(_) => true,
        Cue::Card { own, .. } => *own,
        Cue::Emoji(_) | Cue::Audio | Cue::Media | Cue::Nothing(_) => false,
    }
}

/// Somebody wants a person of the shop: whoever manages it is told, once as long as the chat is theirs.
pub fn call(desk: &mut Desk, words: Option<&Words>) {
    let now = desk.event.now();
    let theirs = desk.draft.account(desk.speaker()).is_some_and(|account| account.reach.is_quiet(now));
    let mut called = None;
    if desk.staff.is_none() && !theirs {
        let (name, phone) = speaker(desk);
        let news = match words.map(told).filter(|text| !text.is_empty()) {
            Some(text) => Line::CallNews { name, phone, text },
            None => Line::CallNewsBare { name, phone },
        };
        called = tell_managers(desk, &news).then_some(Line::CalledShop);
    }
    leave(desk, called);
}

/// Leaves the chat to the shop's people, and says how to come back.
pub fn leave(desk: &mut Desk, called: Option<Line>) {
    let (shop, contact) = (desk.draft.shop.name.clone(), desk.draft.shop.contact.clone());
    let mut lines = vec![Line::Contact { shop, contact }];
    lines.extend(called);
    if desk.staff.is_none() {
        let hours = desk.draft.program.timers.human_hours;
        let until = Some(desk.event.now() + hours * HOUR);
        desk.draft.apply(Change::Quieted { member: desk.speaker(), until });
        lines.push(Line::ContactQuiet { hours });
    }
    desk.say(Message::new(lines));
}

/// `menu`: the assistant is wanted again.
pub fn come_back(desk: &mut Desk) {
    let (member, now) = (desk.speaker(), desk.event.now());
    if desk.draft.account(member).is_some_and(|account| account.reach.is_quiet(now)) {
        desk.draft.apply(Change::Quieted { member, until: None });
    }
}

/// How whoever manages the shop knows the speaker: a name, and the end of the number.
pub fn speaker(desk: &Desk) -> (String, String) {
    let me = desk.speaker();
    let phone = desk.me().and_then(|member| member.phone.as_ref()).map_or("—", |phone| phone.ending());
    (desk.shown_name(me), phone.to_owned())
}

/// Their own words, on one line and not too long.
pub fn told(words: &Words) -> String {
    clean_text(&words.text).unwrap_or_default().chars().take(TOLD).collect()
}

/// `false`: nobody manages the shop, but perhaps the speaker.
pub fn tell_managers(desk: &mut Desk, news: &Line) -> bool {
    let me = desk.speaker();
    let managers: Vec<_> = desk.draft.facts.managers().into_iter().filter(|manager| *manager != me).collect();
    for manager in &managers {
        desk.tell(*manager, Message::from(news.clone()), Class::A);
    }
    !managers.is_empty()
}
