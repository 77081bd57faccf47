//! The open question of somebody in the shop: another request leaves it aside and that is said, words that nobody
//! understood leave it open and it is asked again, so that the next yes answers what its speaker has just read.

use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Flag, Hint, Intent};
use crate::dialogue::line::Line;
use crate::dialogue::staffing::Newcomer;
use crate::dialogue::state::Topic;
use crate::dialogue::{
    adjust, counter, enrolling, exchange, handing, lookup, refund, renumbering, sales, staffing, telling,
    undoing,
};

/// Lets a request be decided. A question that it does not answer is over, even where the request comes to nothing: a yes
/// that comes now would be meant for the request.
pub fn beside(desk: &mut Desk, over: bool, request: impl FnOnce(&mut Desk) -> bool) -> bool {
    let open = desk.state.topic.clone();
    if stays(&open) {
        return request(desk);
    }
    if over {
        desk.state.topic = Topic::Idle;
    }
    let before = desk.spoken();
    let handled = request(desk);
    let token = |topic: &Topic| topic.question().map(|(token, _)| token.to_owned());
    let waits = matches!(open, Topic::SalePhone { since, .. } if !desk.stale(since));
    let left = match token(&desk.state.topic) {
        // What a customer is asked next says itself what became of the last.
        Some(_) if desk.staff.is_none() => false,
        _ if waits => desk.state.topic != open && desk.spoken() > before,
        now => token(&open).is_some() && now != token(&open),
    };
    if left {
        let sale = waits || matches!(open, Topic::Sale { .. });
        desk.say_at(before, if sale { Line::SaleReplaced } else { Line::QuestionReplaced });
    }
    handled
}

/// What only asks to be told something leaves an open question as it is: it is answered, and a question whose place the
/// answer took is asked once more. `None`: nothing waits, or it is more than that.
pub fn aside(desk: &mut Desk, words: &Words, request: impl FnOnce(&mut Desk) -> bool) -> Option<bool> {
    let open = desk.state.topic.clone();
    let waits = open.question().is_some_and(|(_, since)| !desk.stale(since));
    // What many would read is asked about by itself.
    if !waits || open.is_exact() || stays(&open) || !asks(desk, words) {
        return None;
    }
    let handled = request(desk);
    if desk.state.topic.question().is_none() && handled {
        desk.state.topic = open;
        remind(desk, Line::AskStands);
    }
    Some(handled)
}

/// Whether these words of the team ask for nothing but an answer.
fn asks(desk: &Desk, words: &Words) -> bool {
    let heard = &words.heard;
    let looks = heard.intent == Intent::CustomerLookup && !heard.slots.flags.contains(&Flag::BarePhone);
    let asks = matches!(
        heard.intent,
        Intent::StaffHelp | Intent::RulesHelp | Intent::TodaySales | Intent::Report | Intent::Team
    );
    let looks = looks || heard.intent == Intent::Unknown && lookup::asks(words);
    desk.staff.is_some() && counter::quoted(desk).is_none() && (looks || asks)
}

/// What leaves an open question of the team as it is: `deixa eu perguntar, 1 min`, and a lone digit, which has it asked
/// again. `None`: it is neither.
pub fn kept(desk: &mut Desk, words: &Words) -> Option<bool> {
    let figures = words.phone.value.is_some() || words.amount.value.is_some() || words.heard.intent.acts();
    let waits = words.heard.says(Hint::Waits) && words.begins != Some(false);
    if desk.staff.is_some() && waits && !figures {
        desk.say(Line::NoHurry);
        return Some(true);
    }
    is_digit(desk, words).then(|| again(desk))
}

/// A lone digit answers no yes or no: `1`.
fn is_digit(desk: &Desk, words: &Words) -> bool {
    let asked = matches!(
        desk.state.topic,
        Topic::Sale { .. }
            | Topic::Redeeming { .. }
            | Topic::Undoing { .. }
            | Topic::GivingBack { .. }
            | Topic::Exchanging { .. }
            | Topic::Dismissing { .. }
            | Topic::Hiring { .. }
            | Topic::Enrolling { .. }
            | Topic::Renumbering { .. }
            | Topic::Telling { .. }
    );
    let digit = words.heard.slots.digit.is_some_and(|digit| digit < 10);
    desk.staff.is_some() && asked && digit && words.yes.is_none() && counter::quoted(desk).is_none()
}

/// Whose number it is stays asked, and so does what its customer is to agree to: no yes that is typed here answers those.
/// An invitation stays one.
fn stays(open: &Topic) -> bool {
    matches!(open, Topic::NumberAsked { .. } | Topic::Paying { .. } | Topic::Joining { .. })
}

/// Whether these words are a request of their own, though they may ask for nothing but a look: they are about somebody, or
/// they ask for something to be done.
pub fn is_over(desk: &Desk, words: &Words) -> bool {
    let named = words.heard.slots.phone.is_some() || words.phone.value.is_some();
    let acts = words.heard.intent.acts();
    acts || desk.staff.is_some() && (named || counter::quoted(desk).is_some())
}

/// Asks once more what is open, as it stands now; what cannot be asked again is over, and that is said. `false`: nothing
/// waits for a yes of whoever speaks.
pub fn again(desk: &mut Desk) -> bool {
    remind(desk, Line::AskedAgain)
}

/// The same behind another first line.
fn remind(desk: &mut Desk, first: Line) -> bool {
    let open = desk.state.topic.clone();
    let waits = open.question().is_some_and(|(_, since)| !desk.stale(since));
    if !waits || desk.staff.is_none() || stays(&open) {
        return false;
    }
    let before = desk.spoken();
    match open {
        Topic::Sale { sales, .. } => sales::again(desk, sales),
        Topic::PickingSale { .. } => desk.say(Line::RefundPick),
        Topic::Refunding { .. } => refund::again(desk),
        Topic::Exchanging { member, purchase, amount, .. } => exchange::ask(desk, member, purchase, amount),
        Topic::Adjusting { member, amount, reason, .. } => adjust::ask(desk, member, amount, reason),
        Topic::Redeeming { member, hold, .. } => counter::ask_code(desk, member, hold),
        Topic::Undoing { .. } => undoing::again(desk),
        Topic::GivingBack { member, hold, .. } => handing::again(desk, member, hold),
        Topic::Dismissing { staff, .. } => staffing::ask_dismissal(desk, staff),
        Topic::Hiring { phone, name, role, .. } => staffing::ask(desk, Newcomer { phone, name, role }),
        Topic::Enrolling { phone, name, .. } => enrolling::ask(desk, phone, name),
        Topic::Renumbering { old, new, .. } => renumbering::ask(desk, old, new),
        Topic::Telling { store, about, text, .. } => telling::ask(desk, store, about, text),
        // `melhor dia 29`: what many would read is not sent by a yes after words that were to change it.
        Topic::Announcing { .. } => {
            desk.settle(Line::AnnounceDropped);
            desk.say(Line::SendWhole);
            return true;
        }
        _ => {
            desk.settle(Line::QuestionReplaced);
            return true;
        }
    }
    desk.say_at(before, first);
    true
}
