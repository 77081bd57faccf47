//! Whose number is it? A number came with another WhatsApp account than the one it is known by: the record it led to is
//! frozen, and whoever writes now is asked.
//!
//! "I am somebody else": the number leaves the old record at once. "It is me": a short code to show at the counter, where
//! staff see whose record it opens and say yes. Until then nothing of the old record is shown, moved or sent.

use crate::dialogue::cue::Words;
use crate::dialogue::customer::free_code;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::Intent;
use crate::dialogue::joining;
use crate::dialogue::line::{Button, Class, Day, Line, Message, Time};
use crate::dialogue::state::Topic;
use crate::domain::change::Change;
use crate::domain::contest::{Contest, Outcome};
use crate::domain::facts::Key;
use crate::domain::ids::{MemberId, StaffId};
use crate::domain::ledger::Actor;
use crate::domain::member::{Member, StaffRole};
use crate::domain::phone::Phone;

/// The open question about the speaker's number.
fn of_speaker(desk: &Desk) -> Option<Contest> {
    of_record(desk, desk.event.contested?).filter(|contest| contest.newcomer == desk.speaker())
}

fn of_record(desk: &Desk, member: MemberId) -> Option<Contest> {
    desk.draft.facts.contest_of(member).cloned()
}

/// The question in which this person is the newcomer: a sale to them is one to a number in question.
pub fn of_newcomer<'a>(desk: &'a Desk, member: MemberId) -> Option<&'a Contest> {
    let mut open = desk.draft.facts.contests.values().filter(|contest| contest.is_open());
    open.find(|contest| contest.newcomer == member).map(|row| &**row)
}

/// Who is meant by a number that staff typed: while it is in question, whoever has it now.
pub fn holder(desk: &Desk, owner: MemberId) -> MemberId {
    of_record(desk, owner).map_or(owner, |contest| contest.newcomer)
}

/// Asks before anything else; leaving, a person of the shop, the language and one's own data need no answer first.
pub fn words(desk: &mut Desk, words: &Words) -> bool {
    let free = matches!(
        words.heard.intent,
        Intent::Human | Intent::LanguageChange | Intent::DeleteData | Intent::ExportData
    );
    if free || of_speaker(desk).is_none() {
        return false;
    }
    match (&desk.state.topic, words.heard.slots.digit) {
        (Topic::NumberAsked { .. }, Some(1)) => answer(desk, false),
        (Topic::NumberAsked { .. }, Some(2)) => answer(desk, true),
        _ => ask(desk),
    }
    true
}

/// The question, or the code once it was answered.
pub fn ask(desk: &mut Desk) {
    let Some(contest) = of_speaker(desk) else { return };
    if contest.valid_code(desk.event.now()).is_some() {
        desk.say(code_line(&contest));
        return;
    }
    let token = desk.dice.token();
    desk.state.topic = Topic::NumberAsked { token: token.clone(), since: desk.event.now() };
    let shop = desk.draft.shop.name.clone();
    let buttons = vec![Button::NotMe(token.clone()), Button::ItIsMe(token)];
    desk.say(Message::from(Line::NumberAsk { shop }).buttons(buttons));
}

fn code_line(contest: &Contest) -> Line {
    let until = contest.code_until();
    let code = contest.code.clone().unwrap_or_default();
    Line::NumberCode { code, day: Day(until), time: Time(until) }
}

pub fn answer(desk: &mut Desk, mine: bool) {
    let Some(contest) = of_speaker(desk) else {
        desk.settle(Line::Expired);
        return;
    };
    if mine {
        let Some(code) = free_code(desk) else {
            desk.settle(Line::Expired);
            return;
        };
        let asked = Contest { code: Some(code), code_at: Some(desk.event.now()), ..contest };
        desk.draft.apply(Change::Contested(asked.clone()));
        desk.settle(code_line(&asked));
    } else {
        recycle(desk, &contest);
        desk.settle(Line::NumberYours);
        if !desk.joined() {
            joining::invite(desk, None, None);
        }
    }
}

/// The number is the newcomer's; the old record keeps everything else under its account.
fn recycle(desk: &mut Desk, contest: &Contest) {
    let (key, phone) = (Key::Phone(contest.phone.clone()), contest.phone.clone());
    desk.draft.apply(Change::Contested(contest.ended(Outcome::Recycled, desk.event.at, None)));
    desk.draft.apply(Change::Unlinked { member: contest.member, key: key.clone() });
    desk.draft.alter(contest.member, |member| {
        member.frozen = false;
        member.phone = None;
    });
    desk.draft.apply(Change::Identified { member: contest.newcomer, key });
    desk.draft.alter(contest.newcomer, |member| member.phone = Some(phone));
}

/// Staff typed the code of a frozen record.
pub fn at_counter(desk: &mut Desk, member: MemberId) {
    match of_record(desk, member).filter(|contest| contest.valid_code(desk.event.now()).is_some()) {
        Some(contest) => ask_staff(desk, &contest),
        None => desk.say(Line::ReturnOver),
    }
}

/// `liberar 11 98765-4321`: a manager knows the person.
pub fn release(desk: &mut Desk, phone: &Phone) {
    let owner = desk.draft.facts.member_behind(&Key::Phone(phone.clone()));
    let resting = |id: &MemberId| desk.draft.member(*id).is_some_and(|member| member.frozen || member.moved);
    let Some(owner) = owner.filter(resting) else {
        desk.say(Line::NotFrozen { phone: phone.spoken() });
        return;
    };
    if let Some(contest) = of_record(desk, owner) {
        ask_staff(desk, &contest);
        return;
    }
    desk.draft.alter(owner, |member| (member.frozen, member.moved) = (false, false));
    let name = desk.shown_name(owner);
    desk.say(Line::ReturnDone { name });
}

/// Whose record it is, as little as lets staff ask for the name, and a yes.
fn ask_staff(desk: &mut Desk, contest: &Contest) {
    if let Some(line) = [contest.member, contest.newcomer].into_iter().find_map(|id| desk.own(id)) {
        desk.say(line);
        return;
    }
    let name = desk.draft.member(contest.member).map_or_else(|| "***".to_owned(), Member::masked);
    let token = desk.dice.token();
    let (since, member) = (desk.event.now(), contest.member);
    desk.state.topic = Topic::Returning { token: token.clone(), since, member };
    let line = Line::ReturnAsk { name, phone: contest.phone.ending().to_owned() };
    desk.say(Message::from(line).buttons(vec![Button::Yes(token.clone()), Button::No(token)]));
}

/// The answer to "is it them?".
pub fn answer_return(desk: &mut Desk, yes: bool) {
    let Topic::Returning { member, .. } = desk.state.topic else { return };
    let (Some(staff), Some(contest)) = (desk.staff.clone(), of_record(desk, member)) else {
        desk.settle(Line::ReturnOver);
        return;
    };
    if !yes {
        desk.settle(Line::ReturnKept);
        return;
    }
    let id = give_back(desk, &contest, staff.id);
    let balance = desk.shown(id);
    desk.tell(id, Message::from(Line::Returned { balance }).buttons(vec![Button::Balance]), Class::A);
    let name = desk.shown_name(id);
    desk.settle(Line::ReturnDone { name });
}

/// Both records become one, and it moves again.
fn give_back(desk: &mut Desk, contest: &Contest, by: StaffId) -> MemberId {
    desk.draft.apply(Change::Contested(contest.ended(Outcome::Returned, desk.event.at, Some(by))));
    let id = desk.draft.merge(contest.member, contest.newcomer, Actor::Staff(by));
    desk.draft.alter(id, |member| {
        member.frozen = false;
        member.phone = Some(contest.phone.clone());
    });
    id
}

/// The speaker has proved to be an owner, so an owner's record behind their number is theirs: where nobody else works,
/// nobody else could say so. The record they have from now on.
pub fn claimed(desk: &mut Desk) -> Option<MemberId> {
    let contest = of_speaker(desk)?;
    let place = desk.draft.facts.staff_of(contest.member).filter(|staff| staff.role == StaffRole::Owner)?.id;
    Some(give_back(desk, &contest, place))
}
