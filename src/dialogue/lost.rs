//! Whoever cannot be served as they asked: newcomers, those who may not do what they typed, and words that nobody
//! understood.

use crate::dialogue::consent;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Hint, Intent};
use crate::dialogue::joining;
use crate::dialogue::line::{Button, Line, Message};
use crate::dialogue::manager;
use crate::dialogue::offers;
use crate::dialogue::state::State;

/// Somebody who has not joined: any wish of the club leads to the invitation. A line that only staff may
/// write is not a wish.
pub fn newcomer(desk: &mut Desk, words: &Words) -> bool {
    if dismissed(desk) {
        let shop = desk.draft.shop.name.clone();
        desk.say(Line::NoLongerStaff { shop });
        return true;
    }
    if refuse_sale(desk, words) {
        return true;
    }
    if is_unknown(words) && words.heard.says(Hint::Shop) && !joining::is_asked(desk) {
        shop_first(desk);
        return true;
    }
    if is_unknown(words) && (desk.state.misses > 0 || words.heard.says(Hint::Shop) && joining::is_asked(desk))
    {
        return false;
    }
    joining::invite(desk, None, None);
    true
}

/// Who asks the shop for something is told who knows, and of the club in one line.
fn shop_first(desk: &mut Desk) {
    let (shop, contact) = (desk.draft.shop.name.clone(), desk.draft.shop.contact.clone());
    let lines = vec![Line::TeamKnows { shop: shop.clone(), contact }, Line::ClubToo { shop }];
    desk.say(Message::new(lines).buttons(vec![Button::Human, Button::Rules]));
}

fn dismissed(desk: &Desk) -> bool {
    desk.draft.facts.staff.values().any(|staff| staff.member == desk.event.speaker && !staff.active)
}

/// A line that only staff may write, from somebody who does not (or no longer) work here: nothing is
/// registered, and they are told so.
pub fn refuse_sale(desk: &mut Desk, words: &Words) -> bool {
    let reads_as_sale = words.phone.value.is_some() || words.heard.slots.phone.is_some();
    let refused = words.heard.intent == Intent::Unknown && reads_as_sale && desk.staff.is_none();
    if refused && desk.joined() && desk.me().is_some_and(|member| member.phone.is_none()) {
        joining::request_number(desk);
    } else if refused {
        let shop = desk.draft.shop.name.clone();
        desk.say(if dismissed(desk) { Line::NoLongerStaff { shop } } else { Line::NotStaff { shop } });
    }
    refused
}

/// Prices, stock, appointments are the team's. Otherwise first a hint with buttons; the second time in a row the way to a
/// person.
pub fn misunderstood(desk: &mut Desk, words: &Words) {
    if consent::ask_again(desk) || offers::may_return(desk, words, false) {
        return;
    }
    if words.heard.says(Hint::Shop) && desk.staff.is_none() {
        team_knows(desk);
        return;
    }
    what_to_do(desk);
}

/// What may be asked here, and whom to ask otherwise.
pub fn what_to_do(desk: &mut Desk) {
    if desk.staff.is_some() {
        desk.say(if manager::manages(desk) { Line::ManagerUnknown } else { Line::StaffUnknown });
        return;
    }
    let (shop, contact) = (desk.draft.shop.name.clone(), desk.draft.shop.contact.clone());
    if desk.state.misses >= 2 {
        // The same sentence twice in a row helps nobody.
        let again = desk.state.misses.is_multiple_of(2);
        let line = if again { Line::UnknownAgain { shop, contact } } else { Line::UnknownMore { contact } };
        desk.say(Message::from(line).buttons(vec![Button::Balance, Button::Human]));
    } else {
        let buttons = vec![Button::Balance, Button::Menu, Button::Human];
        desk.say(Message::from(Line::Unknown).buttons(buttons));
    }
}

/// A yes of the team where nothing is open. Behind what we said last it closes the talk, and silence is kept; where that was
/// not understood, or nothing was said yet, it is told that nothing waits for it.
pub fn nothing_open(desk: &mut Desk) -> bool {
    let waits = desk.state.misses > 0 || desk.state == State::default();
    if waits {
        desk.say(Line::NothingOpen);
    }
    waits
}

/// Nothing of ours, as far as could be heard.
pub fn is_unknown(words: &Words) -> bool {
    words.heard.intent == Intent::Unknown
}

/// What the shop's people know: opening hours or an address that nobody has told us of, a price, an appointment.
pub fn team_knows(desk: &mut Desk) {
    let (shop, contact) = (desk.draft.shop.name.clone(), desk.draft.shop.contact.clone());
    if desk.staff.is_some() {
        desk.say(Line::TellHow);
    } else {
        desk.say(Message::from(Line::TeamKnows { shop, contact }).buttons(vec![Button::Human, Button::Menu]));
    }
}
