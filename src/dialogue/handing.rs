//! A reward that was handed over comes back: it was a slip, or it is returned. What it took returns to the very credits it
//! was taken from.

use crate::dialogue::counter::{meant, refuse_frozen, reward_name};
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::line::{Button, Class, Line, Message, Points, Time};
use crate::dialogue::state::{Handed, REMEMBERED, Topic};
use crate::dialogue::voucher;
use crate::domain::calendar::MINUTE;
use crate::domain::hold::{Hold, HoldState};
use crate::domain::ids::{HoldId, MemberId};
use crate::domain::ledger::Actor;

/// Remembers what the speaker has handed over, for an undo that names nothing.
pub fn remember(desk: &mut Desk, member: MemberId, hold: HoldId) {
    desk.state.handed.push(Handed { member, hold });
    let over = desk.state.handed.len().saturating_sub(REMEMBERED);
    desk.state.handed.drain(..over);
}

/// The hand-over that the quoted bubble tells of.
pub fn quoted(desk: &Desk, words: &Words) -> Option<(MemberId, HoldId)> {
    let found = desk.draft.facts.handed.get(desk.event.quotes.as_ref()?).copied();
    found.filter(|(member, _)| meant(desk, words, *member))
}

/// What the speaker handed over in the last minutes and nobody gave back, newest first.
pub fn lately(desk: &Desk, words: &Words) -> Vec<Hold> {
    let handed = desk.state.handed.iter().rev().filter(|handed| meant(desk, words, handed.member));
    let holds = handed.filter_map(|handed| desk.draft.account(handed.member)?.hold(handed.hold));
    holds.filter(|hold| hold.may_come_back() && is_recent(desk, hold)).cloned().collect()
}

fn is_recent(desk: &Desk, hold: &Hold) -> bool {
    let since = desk.event.now() - desk.draft.program.timers.undo_minutes * MINUTE;
    hold.closed_at.is_some_and(|at| at >= since)
}

/// One of several things that may be undone.
pub fn row(desk: &Desk, hold: &Hold) -> Line {
    let (reward, name) = (reward_name(desk, hold), desk.shown_name(hold.member));
    Line::HandedRow { reward, name, time: Time(hold.closed_at.unwrap_or(hold.opened_at)) }
}

/// Asks whether it is this one.
pub fn ask(desk: &mut Desk, hold: &Hold, mut lines: Vec<Line>) {
    let (reward, name) = (reward_name(desk, hold), desk.shown_name(hold.member));
    let time = Time(hold.closed_at.unwrap_or(hold.opened_at));
    lines.extend((!lines.is_empty()).then_some(Line::Gap));
    lines.push(Line::HandedAsk { reward, name, time });
    let (token, since) = (desk.dice.token(), desk.event.now());
    desk.state.topic = Topic::GivingBack { token: token.clone(), since, member: hold.member, hold: hold.id };
    desk.say(Message::new(lines).buttons(vec![Button::Yes(token.clone()), Button::No(token)]));
}

/// The same once more.
pub fn again(desk: &mut Desk, member: MemberId, id: HoldId) {
    match desk.draft.account(member).and_then(|account| account.hold(id)).cloned() {
        Some(hold) => ask(desk, &hold, Vec::new()),
        None => desk.settle(Line::Expired),
    }
}

/// What became of it, where nothing was handed over, or where it is not known what it took.
fn over(desk: &Desk, hold: &Hold) -> Option<Line> {
    let line = match hold.state {
        HoldState::Released | HoldState::Expired => Line::CodeOver { reward: reward_name(desk, hold) },
        _ => Line::HandedUnknown,
    };
    (!hold.may_come_back()).then_some(line)
}

pub fn answer(desk: &mut Desk, yes: bool) {
    let Topic::GivingBack { member, hold, .. } = desk.state.topic else { return };
    if yes {
        give_back(desk, member, hold);
    } else {
        desk.settle(Line::HandedKept);
    }
}

/// Whoever handed it over takes it back within the minutes of an undo; later, and of others, those who manage the shop.
pub fn give_back(desk: &mut Desk, member: MemberId, id: HoldId) {
    let found = desk.draft.account(member).and_then(|account| account.hold(id)).cloned();
    let (Some(staff), Some(hold)) = (desk.staff.clone(), found) else {
        desk.settle(Line::UndoNothing);
        return;
    };
    let member = hold.member;
    if refuse_frozen(desk, member) {
        return;
    }
    let own = hold.closed_by == Some(staff.id) && is_recent(desk, &hold);
    let objection = if let Some(line) = desk.own(member) {
        Some(line)
    } else if hold.returned > 0 {
        Some(Line::HandedAlready)
    } else {
        over(desk, &hold).or_else(|| (!own && !staff.role.manages()).then_some(Line::HandedLate))
    };
    if let Some(line) = objection {
        desk.settle(line);
        return;
    }
    let (points, voucher) = desk.draft.take_reward_back(&hold, Actor::Staff(staff.id));
    let points = Points(points);
    let lang = desk.draft.member(member).map(|member| member.lang).unwrap_or_default();
    let theirs = desk.draft.program.reward_name(hold.reward().unwrap_or("—"), lang);
    let balance = desk.shown(member);
    let mut lines = vec![Line::RewardReturned { reward: theirs, points, balance }];
    lines.extend(voucher.iter().flat_map(|voucher| voucher::given(desk, voucher)));
    desk.tell(member, Message::new(lines), Class::A);
    let (reward, name) = (reward_name(desk, &hold), desk.shown_name(member));
    desk.settle(Line::HandedBack { reward, name, points, balance });
}
