//! A customer's own word on e-mail, apart from what WhatsApp brings them.

use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::Intent;
use crate::dialogue::line::Line;
use crate::domain::contact::Contact;

/// `parar e-mail`: done first, told after, whatever else is open. `false`: that is not what they say.
pub fn stop(desk: &mut Desk, words: &Words) -> bool {
    let asked = words.heard.intent == Intent::MailStop;
    if asked {
        match answered(desk, false) {
            Some(email) => desk.say(Line::LettersOff { email }),
            None => desk.say(Line::LettersNowhere),
        }
    }
    asked
}

/// `quero receber e-mail`. An address that is only typed here is not taken: whoever has one is known by it.
pub fn start(desk: &mut Desk) {
    if !desk.draft.program.notices.email {
        desk.say(Line::LettersNever);
        return;
    }
    if let Some(email) = answered(desk, true) {
        desk.say(Line::LettersOn { email });
    } else {
        let (shop, contact) = (desk.draft.shop.name.clone(), desk.draft.shop.contact.clone());
        desk.say(Line::LettersNoAddress { shop, contact });
    }
}

/// Keeps the speaker's word for each address of theirs; the addresses, if there is one.
fn answered(desk: &mut Desk, given: bool) -> Option<String> {
    let member = desk.speaker();
    let account = desk.draft.account(member)?;
    let theirs: Vec<Contact> = account.writing().into_iter().cloned().collect();
    let mut addresses = Vec::new();
    for Contact { id, email, .. } in theirs {
        let Some(email) = email else { continue };
        desk.draft.own_mail_wish(member, id, given);
        addresses.push(email.as_str().to_owned());
    }
    (!addresses.is_empty()).then(|| addresses.join(", "))
}
