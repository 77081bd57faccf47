//! Who comes to work here and who leaves, by message. Both are shown with name and role and wait for a yes: words that are
//! about somebody's place are often said of another, or with a *not* in them.

use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Flag, Hint, fold};
use crate::dialogue::line::{Button, ChatLink, Line, LinkText, Message};
use crate::dialogue::manager::{area, manages, noted, refuse_cashier, role};
use crate::dialogue::rung;
use crate::dialogue::state::Topic;
use crate::domain::change::Change;
use crate::domain::facts::Key;
use crate::domain::ids::{MemberId, StaffId};
use crate::domain::member::{Staff, StaffRole, clean_name};
use crate::domain::phone::Phone;

/// Somebody who is to work here.
#[derive(Debug, Clone)]
pub struct Newcomer {
    pub phone: Phone,
    pub name: String,
    pub role: StaffRole,
}

/// `convidar operador` with number and name.
pub fn hire(desk: &mut Desk, words: &Words) {
    if refuse_cashier(desk) || refuse_negated(desk, words) {
        return;
    }
    let slots = &words.heard.slots;
    if let Some(line) = rung::refusal(&slots.flags, None, &slots.phone_candidates, &[]) {
        desk.say(line);
        return;
    }
    let name = slots.name.as_deref().and_then(clean_name);
    let (Some(phone), Some(name)) = (slots.phone.clone(), name) else {
        desk.say(Line::HireHow { area: area(desk) });
        return;
    };
    let role = if slots.manager { StaffRole::Manager } else { StaffRole::Cashier };
    ask(desk, Newcomer { phone, name, role });
}

/// Reads back who is to work here, with number and role, and waits for a yes.
pub fn ask(desk: &mut Desk, newcomer: Newcomer) {
    let Newcomer { phone, name, role: as_what } = newcomer;
    if let Some(line) = objection(desk, &phone, &name, as_what) {
        desk.settle(line);
        return;
    }
    let (token, since) = (desk.dice.token(), desk.event.now());
    let ask = Line::HireAsk { name: name.clone(), phone: phone.spoken(), role: role(as_what) };
    desk.state.topic = Topic::Hiring { token: token.clone(), since, phone, name, role: as_what };
    desk.say(Message::from(ask).buttons(vec![Button::Yes(token.clone()), Button::No(token)]));
}

/// Why they cannot be hired like this: who manages is for the owner to say.
fn objection(desk: &Desk, phone: &Phone, name: &str, role: StaffRole) -> Option<Line> {
    let known = behind(desk, phone);
    if known.is_some_and(|member| desk.draft.facts.staff_of(member).is_some()) {
        return Some(Line::HiredAlready { name: name.to_owned() });
    }
    let owner = desk.staff.as_ref().is_some_and(|staff| staff.role == StaffRole::Owner);
    (role == StaffRole::Manager && !owner).then_some(Line::HireOwner)
}

fn behind(desk: &Desk, phone: &Phone) -> Option<MemberId> {
    desk.draft.facts.member_behind(&Key::Phone(phone.clone()))
}

/// While it is asked, another number or another name is the right one.
pub fn correct_hire(desk: &mut Desk, words: &Words) -> bool {
    let Topic::Hiring { phone, name, role, .. } = desk.state.topic.clone() else { return false };
    let digits = words.text.bytes().any(|byte| byte.is_ascii_digit());
    if digits && !rung::names_somebody(words) && !words.heard.intent.acts() {
        // `the number ends with 68`: a yes after it would hire somebody by a number that was called wrong.
        desk.settle(Line::HireDropped);
        desk.say(Line::SendWhole);
        return true;
    }
    // A phone beside an amount is a sale.
    let answers = words.puts_right() || rung::completes(desk, words).is_some();
    if rung::names_amount(words) || words.phone.value.is_some() && !answers {
        return false;
    }
    let manager = words.heard.slots.manager || words.right.as_ref().is_some_and(|right| right.manager);
    let typed = words.phone.value.clone();
    // `é Sofi, não Sofia` names the wrong one as well.
    let named = words.called().filter(|called| fold(called) != fold(&name));
    let instead = || named.filter(|_| fold(&words.text).contains(&fold(&name)));
    let called = words.right_name().or_else(instead).filter(|_| typed.is_none());
    let called = called.and_then(|name| clean_name(&name));
    if typed.is_none() && called.is_none() && !manager {
        return false;
    }
    let role = if manager { StaffRole::Manager } else { role };
    ask(desk, Newcomer { phone: typed.unwrap_or(phone), name: called.unwrap_or(name), role });
    true
}

/// `o Beto virou gerente`: a place in the shop is left and taken anew, and both are asked about.
pub fn change_role(desk: &mut Desk) {
    if !refuse_cashier(desk) {
        desk.say(Line::RoleHow { area: area(desk) });
    }
}

/// The yes: known by that number from now on. The owner forwards the link, nobody is written to first.
pub fn answer_hire(desk: &mut Desk, yes: bool) {
    let Topic::Hiring { phone, name, role, .. } = desk.state.topic.clone() else { return };
    let Some(boss) = desk.staff.clone().filter(|boss| yes && boss.role.manages()) else {
        desk.settle(Line::HireDropped);
        return;
    };
    if let Some(line) = objection(desk, &phone, &name, role) {
        desk.settle(line);
        return;
    }
    let member = behind(desk, &phone).unwrap_or_else(|| noted(desk, phone, Some(name.clone()), boss.store));
    let id = StaffId(desk.draft.id());
    let since = Some(desk.event.at);
    let staff = Staff { id, member, name: name.clone(), role, store: boss.store, active: true, since };
    desk.draft.apply(Change::Hired(staff));
    let link = ChatLink { phone: desk.draft.shop.phone.clone(), text: LinkText::Staff };
    desk.settle(Line::Hired { name, link });
}

/// `não desligar o Beto`: nobody comes and nobody goes.
fn refuse_negated(desk: &mut Desk, words: &Words) -> bool {
    let negated = words.heard.slots.flags.contains(&Flag::Against);
    if negated {
        desk.say(Line::TeamKept);
    }
    negated
}

/// `desligar Beto`: once it is confirmed, their next message already counts as a stranger's.
pub fn dismiss(desk: &mut Desk, words: &Words) {
    if refuse_cashier(desk) || refuse_negated(desk, words) {
        return;
    }
    let slots = &words.heard.slots;
    let by_phone = slots.phone.as_ref().and_then(|phone| behind(desk, phone));
    let typed = slots.name.as_deref();
    let owner = desk.staff.as_ref().map(|staff| staff.id);
    // Channels are often called by a number, which no person is: they are known by all of their name.
    let text = fold(&words.text);
    let till =
        |staff: &Staff| staff.role == StaffRole::Till && text.ends_with(&format!(" {}", fold(&staff.name)));
    let person = |staff: &Staff| {
        Some(staff.id) != owner && (by_phone == Some(staff.member) || is_called(staff, typed))
    };
    match one_of_team(desk, till).or_else(|| one_of_team(desk, person)) {
        Some(Staff { id, .. }) => {
            let before = desk.spoken();
            ask_dismissal(desk, id);
            // `até dia 10`: a yes is not taken for a holiday.
            if words.heard.says(Hint::Until) && matches!(desk.state.topic, Topic::Dismissing { .. }) {
                desk.say_at(before, Line::DismissAtOnce { area: area(desk) });
            }
        }
        None => desk.say(Line::DismissNobody),
    }
}

/// Says who goes, and of a channel what ends with it, what stays and how it comes back, before the yes.
pub fn ask_dismissal(desk: &mut Desk, id: StaffId) {
    let Some(staff) = working(desk, id) else {
        desk.settle(Line::DismissNobody);
        return;
    };
    let token = desk.dice.token();
    desk.state.topic = Topic::Dismissing { token: token.clone(), since: desk.event.now(), staff: id };
    let name = staff.name;
    let ask = match staff.role {
        StaffRole::Till => Line::TillDismissAsk { name, merchant: desk.draft.shop.id.0.to_string() },
        person => Line::DismissAsk { name, role: role(person) },
    };
    desk.say(Message::from(ask).buttons(vec![Button::Yes(token.clone()), Button::No(token)]));
}

pub fn answer_dismissal(desk: &mut Desk, yes: bool) {
    let Topic::Dismissing { staff: id, .. } = desk.state.topic else { return };
    let Some(staff) = working(desk, id).filter(|_| manages(desk)) else {
        desk.settle(Line::DismissNobody);
        return;
    };
    let (name, till) = (staff.name, staff.role == StaffRole::Till);
    if !yes {
        desk.settle(if till { Line::TillKept { name } } else { Line::DismissKept { name } });
        return;
    }
    desk.draft.apply(Change::Dismissed(id));
    desk.settle(if till { Line::TillDismissed { name } } else { Line::Dismissed { name } });
}

/// Somebody who works here, or a channel that sells here.
fn working(desk: &Desk, id: StaffId) -> Option<Staff> {
    desk.draft.facts.staff.get(&id).filter(|staff| staff.active).map(|staff| Staff::clone(staff))
}

/// The one of those who work here whom this fits; nobody when it fits several.
pub(super) fn one_of_team(desk: &Desk, fits: impl Fn(&Staff) -> bool) -> Option<Staff> {
    let mut found = desk.draft.facts.staff.values().filter(|staff| staff.active && fits(staff));
    let first = found.next()?;
    found.next().is_none().then(|| Staff::clone(first))
}

/// Whether this was typed for them: the whole name, or the first one.
pub(super) fn is_called(staff: &Staff, typed: Option<&str>) -> bool {
    let (name, typed) = (fold(&staff.name), typed.map(fold));
    let first = |typed: &String| typed.split(' ').any(|word| name.split(' ').next() == Some(word));
    typed.is_some_and(|typed| name == typed || first(&typed))
}
