//! The shop's offers and notices: leaving them, coming back, and what may mean either, which is asked.

use crate::dialogue::choosing::is_short;
use crate::dialogue::cue::Words;
use crate::dialogue::customer;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Hint, Intent};
use crate::dialogue::line::{Button, Line, Message};
use crate::dialogue::state::Topic;
use crate::domain::member::Purpose;

/// Done first, told after; the balance stays.
pub fn opt_out(desk: &mut Desk, all: bool) {
    let notices = all && has_no_offers(desk);
    desk.consent(Purpose::Offers, false);
    if all {
        desk.consent(Purpose::Receipts, false);
    }
    let shop = desk.draft.shop.name.clone();
    let line = if all { Line::OptedOutAll { shop } } else { Line::OptedOut { shop } };
    desk.settle(Message::from(line).buttons(vec![Button::OptIn]));
    desk.state.topic = Topic::Left { since: desk.event.now(), asked: false, notices };
}

/// `voltar` right after leaving is the button under that message. What may mean it, or anything else, is asked, and only
/// then is a bare yes one.
pub fn answer_left(desk: &mut Desk, words: &Words) -> bool {
    let Topic::Left { asked, notices, .. } = desk.state.topic else { return false };
    if notices && words.heard.says(Hint::KeepsNotices) {
        opt_in(desk);
        return true;
    }
    let back = words.heard.intent == Intent::Back || words.titles.contains(&Button::OptIn.key());
    if back || asked && words.yes == Some(true) {
        customer::read(desk, "opt-in");
        return true;
    }
    desk.state.topic = Topic::Idle;
    if asked && words.yes == Some(false) {
        desk.say(Line::OptOutStays);
    } else if words.heard.says(Hint::KeepsNotices) && desk.me().is_some_and(|me| !me.silent) {
        desk.say(Line::NoticesStay);
    } else {
        let bare = words.heard.says(Hint::Returns) && is_short(&words.text);
        let unsure = matches!(words.heard.intent, Intent::Unknown | Intent::ConfirmYes | Intent::Cancel);
        return may_return(desk, words, bare && unsure);
    }
    true
}

/// Words that are only like those of who wants the offers back, or too few, ask.
pub fn may_return(desk: &mut Desk, words: &Words, bare: bool) -> bool {
    let likely = words.heard.likely.as_ref().is_some_and(|(intent, _)| *intent == Intent::OptIn);
    let left = desk.joined() && desk.me().is_some_and(|me| !me.offers || me.silent);
    let asks = left && desk.staff.is_none() && (bare || likely && words.heard.says(Hint::Offers));
    if asks {
        ask_back(desk);
    }
    asks
}

/// The way back, as far as they had come.
pub fn opt_in(desk: &mut Desk) {
    let only_notices = matches!(desk.state.topic, Topic::Left { notices: true, .. });
    desk.consent(Purpose::Receipts, true);
    if only_notices {
        desk.state.topic = Topic::Idle;
        desk.say(Line::NoticesBack);
        return;
    }
    if matches!(desk.state.topic, Topic::Left { .. }) {
        desk.state.topic = Topic::Idle;
    }
    desk.consent(Purpose::Offers, true);
    let shop = desk.draft.shop.name.clone();
    desk.say(Line::OptedIn { shop });
}

/// Offers of one kind only are not to be had: whoever gets none is asked whether they want all.
pub fn whole(desk: &mut Desk) {
    let left = desk.me().is_some_and(|me| !me.offers || me.silent);
    desk.say(Line::OffersWhole);
    if left {
        ask_back(desk);
    }
}

fn ask_back(desk: &mut Desk) {
    desk.state.topic = Topic::Left { since: desk.event.now(), asked: true, notices: false };
    desk.say(Message::from(Line::OptInAsk).buttons(vec![Button::OptIn]));
}

/// Only the notices of their purchases are wanted back: the offers stay as they are. `false`: they come anyway.
pub fn notices_back(desk: &mut Desk, words: &Words) -> bool {
    let back = words.heard.says(Hint::KeepsNotices) && desk.me().is_some_and(|me| me.silent);
    if back {
        desk.consent(Purpose::Receipts, true);
        desk.say(Line::NoticesBack);
    }
    back
}

/// Of the club, without its offers, but with notices of their own purchases.
fn has_no_offers(desk: &Desk) -> bool {
    desk.joined() && desk.staff.is_none() && desk.me().is_some_and(|me| !me.offers && !me.silent)
}

/// Words of the command itself, which is answered as ever.
const COMMAND: usize = 2;

/// *Send me nothing* from somebody who gets no offers any more can only mean the rest: it is asked about, once. `false`:
/// there are offers to leave first.
pub fn stop_the_rest(desk: &mut Desk, words: &Words) -> bool {
    let told = words.text.split_whitespace().count() > COMMAND;
    let rest = words.heard.intent == Intent::OptOut && told && has_no_offers(desk);
    let again = matches!(desk.state.topic, Topic::OptingOut { all: true, since, .. } if !desk.stale(since));
    if rest && words.heard.says(Hint::Promotions) {
        desk.settle(Line::OptOutStays);
    } else if rest && again && !words.heard.says(Hint::Question) {
        opt_out(desk, true);
    } else if rest {
        ask_opt_out(desk, words);
    }
    rest
}

/// A near miss: one tap, because a missed opt-out becomes a block.
pub fn ask_opt_out(desk: &mut Desk, words: &Words) {
    let token = desk.dice.token();
    let all = has_no_offers(desk);
    desk.state.topic = Topic::OptingOut { token: token.clone(), since: desk.event.now(), all };
    let club = words.heard.says(Hint::LeavesClub).then_some(Line::LeaveHow);
    let ask = if all { Line::StopAllAsk } else { Line::OptOutAsk };
    let lines = [ask].into_iter().chain(club).collect();
    desk.say(Message::new(lines).buttons(vec![Button::Yes(token.clone()), Button::No(token)]));
}

/// A yes or no to that question. Whoever wants the notices of their purchases leaves the offers alone, and nothing where
/// those are left already.
pub fn reply(desk: &Desk, words: &Words, yes: Option<bool>) -> Option<bool> {
    let all = matches!(desk.state.topic, Topic::OptingOut { all: true, .. });
    let leaves = !all && words.begins != Some(false);
    yes.or(words.heard.says(Hint::KeepsNotices).then_some(leaves))
}

pub fn answer_opt_out(desk: &mut Desk, yes: bool) {
    if yes {
        let all = matches!(desk.state.topic, Topic::OptingOut { all: true, .. });
        opt_out(desk, all);
    } else {
        desk.settle(Line::OptOutKept);
    }
}

/// Whatever is no answer leaves the question: a yes to something said later must not be one to it.
pub fn stay(desk: &mut Desk) -> bool {
    desk.state.topic = Topic::Idle;
    false
}
