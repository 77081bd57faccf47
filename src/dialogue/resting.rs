//! Announcements that rest: WhatsApp stopped them, the shop was paused, or the database was restored. Whether today is
//! still their day is for those who manage the shop to say.

use crate::dialogue::desk::Desk;
use crate::dialogue::line::{Button, Day, Line, Message};
use crate::dialogue::manager::{price, refuse_cashier};
use crate::dialogue::needs::Resting;
use crate::dialogue::state::Topic;
use crate::domain::change::Change;

/// Announcements shown one by one; of more, only how many.
const SHOWN: usize = 3;
/// Letters of each that are shown.
const BEGINNING: usize = 40;

/// `liberar avisos`: what rests, whom it would reach, what it costs, and only then a yes.
pub fn release(desk: &mut Desk) {
    if refuse_cashier(desk) {
        return;
    }
    let resting = desk.figures.resting.clone();
    if resting.send.is_empty() {
        // There is nobody to ask about; only that new ones go out again may be left to do.
        if resting.stopped {
            desk.draft.apply(Change::Released { send: Vec::new(), refused: resting.refused.rows.clone() });
        }
        let first = match (resting.announcements.is_empty(), resting.stopped) {
            (true, true) => Line::RestingOver,
            (true, false) => Line::RestingNone,
            (false, _) => Line::RestingNobody,
        };
        let mut lines = vec![first];
        lines.extend(left_out(&resting));
        desk.say(Message::new(lines));
        return;
    }
    let token = desk.dice.token();
    desk.state.topic = Topic::Resting { token: token.clone(), since: desk.event.now() };
    let mut lines = vec![Line::RestingPreview { count: count(resting.announcements.len()) }];
    lines.extend(resting.announcements.iter().rev().take(SHOWN).map(|one| Line::RestingOne {
        day: Day(one.at),
        people: one.people,
        text: beginning(&one.text),
    }));
    let more = resting.announcements.len().saturating_sub(SHOWN);
    lines.extend((more > 0).then(|| Line::RestingMore { count: count(more) }));
    let messages = count(resting.send.len());
    let left_out_people = resting.refused.people + resting.unreached + resting.doubtful;
    let price = price(resting.each, messages);
    lines.extend([Line::Gap, Line::AnnounceAsk { people: resting.people, left_out: left_out_people, price }]);
    if resting.by_template > 0 {
        let template = resting.by_template;
        lines.push(Line::AnnounceWays { chat: messages - template, template });
    }
    lines.extend(left_out(&resting));
    let buttons = vec![Button::Send(token.clone()), Button::Discard(token.clone()), Button::No(token)];
    desk.say(Message::new(lines).buttons(buttons));
}

/// Why some get nothing.
fn left_out(resting: &Resting) -> Vec<Line> {
    let Resting { refused, unreached, doubtful, .. } = resting;
    let mut lines = Vec::new();
    lines.extend((refused.people > 0).then_some(Line::RestingRefused { people: refused.people }));
    lines.extend((*unreached > 0).then_some(Line::RestingUnreached { people: *unreached }));
    lines.extend((*doubtful > 0).then_some(Line::RestingDoubtful { people: *doubtful }));
    lines
}

pub fn answer(desk: &mut Desk, yes: bool) {
    if refuse_cashier(desk) {
        return;
    }
    if !yes {
        desk.settle(Line::RestingKept);
        return;
    }
    let Resting { send, refused, people, .. } = desk.figures.resting.clone();
    desk.draft.apply(Change::Released { send, refused: refused.rows });
    desk.settle(if people > 0 { Line::AnnounceSent { people } } else { Line::RestingNobody });
}

/// `descartar avisos`: they are given up, but for those of which nobody knows whether they went out.
pub fn discard(desk: &mut Desk) {
    if refuse_cashier(desk) {
        return;
    }
    let resting = desk.figures.resting.clone();
    let messages = count(resting.all.len());
    let mut lines = vec![if messages > 0 { Line::RestingDropped { messages } } else { Line::RestingNone }];
    lines.extend((resting.doubtful > 0).then_some(Line::RestingDoubtful { people: resting.doubtful }));
    lines.extend(resting.stopped.then_some(Line::AnnounceRests));
    if messages > 0 {
        desk.draft.apply(Change::Discarded { rows: resting.all });
    }
    let message = Message::new(lines);
    match desk.state.topic {
        Topic::Resting { .. } => desk.settle(message),
        _ => desk.say(message),
    }
}

/// Enough of an announcement to know it again.
fn beginning(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    let mut short: String = line.chars().take(BEGINNING).collect();
    if short.len() < text.trim().len() {
        short.push('…');
    }
    short
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
