//! Coexistence of the assistant and a person of the shop in one chat: while the person talks, the assistant keeps quiet.
//!
//! It still does what it is asked for by name: leaving is obeyed and confirmed, a tap on one of its own buttons is
//! answered, and `menu` brings it back. What the till asks meanwhile about somebody's balance, they may answer. A greeting is meant for the person.

use crate::dialogue::consent;
use crate::dialogue::cue::Cue;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::Intent;
use crate::dialogue::line::{Line, Message};
use crate::domain::calendar::HOUR;
use crate::domain::change::Change;

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

/// Leaves the chat to the shop's people, and says how to come back.
pub fn leave(desk: &mut Desk) {
    let (shop, contact) = (desk.draft.shop.name.clone(), desk.draft.shop.contact.clone());
    let mut lines = vec![Line::Contact { shop, contact }];
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
