//! What managers do by message: announce, hire, dismiss; and how the owner claims the shop.

use crate::dialogue::contest;
use crate::dialogue::counter;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::fold;
use crate::dialogue::line::{Button, ChatLink, Class, Day, Line, LinkText, Message, Term};
use crate::dialogue::notice::{LONGEST_TEXT, Notice, Text};
use crate::dialogue::state::Topic;
use crate::dialogue::voucher;
use crate::domain::change::{Announcement, Change};
use crate::domain::code::{holds_long_code, resembles_long_code};
use crate::domain::facts::Key;
use crate::domain::ids::{AnnouncementId, MemberId, StaffId, StoreId};
use crate::domain::member::{Member, Staff, StaffRole, clean_name};
use crate::domain::money::Money;
use crate::domain::phone::Phone;

pub fn help(desk: &mut Desk) {
    let mut lines = vec![Line::StaffHelp];
    if manages(desk) {
        lines.extend([Line::Gap, Line::StaffHelpManager { area: area(desk) }]);
    }
    desk.say(Message::new(lines));
}

/// The shop's own area code, for examples: the number behind it is nobody's, since whoever is hired by a copied example
/// would have the till.
pub(super) fn area(desk: &Desk) -> i64 {
    i64::from(desk.draft.shop.area_code)
}

pub fn manages(desk: &Desk) -> bool {
    desk.staff.as_ref().is_some_and(|staff| staff.role.manages())
}

/// Whether the request stops here, because only managers may ask.
pub fn refuse_cashier(desk: &mut Desk) -> bool {
    let refused = !manages(desk);
    if refused {
        desk.say(Line::OnlyManagers);
    }
    refused
}

/// The one-time code that `merchant add` or `merchant claim` printed makes its sender an owner, beside those there are.
pub fn claim(desk: &mut Desk, words: &Words) -> bool {
    let claim = desk.draft.facts.claim.as_deref();
    let typed = claim.is_some_and(|claim| holds_long_code(&words.text, claim));
    let code = words.heard.slots.code.as_deref().filter(|_| desk.staff.is_none() && !typed);
    if code.is_some_and(|code| voucher::typed_by_customer(desk, code)) || refuse_claim(desk, words, typed) {
        return true;
    }
    if !typed {
        return false;
    }
    desk.state.wrong_codes.clear();
    let Some(store) = desk.draft.facts.stores.first().map(|store| store.id) else { return false };
    desk.draft.apply(Change::Claimed);
    let member = contest::claimed(desk).unwrap_or_else(|| desk.speaker());
    let before = desk.draft.facts.staff_of(member).cloned();
    if before.as_ref().is_none_or(|staff| staff.role != StaffRole::Owner) {
        // One place in the shop for each person: whoever was a cashier is an owner now.
        if let Some(cashier) = &before {
            desk.draft.apply(Change::Dismissed(cashier.id));
        }
        let name = desk.me().and_then(|member| member.name.clone()).unwrap_or_else(|| "Owner".to_owned());
        let id = StaffId(desk.draft.id());
        let store = before.map_or(store, |staff| staff.store);
        let since = Some(desk.event.at);
        let staff = Staff { id, member, name, role: StaffRole::Owner, store, active: true, since };
        desk.draft.apply(Change::Hired(staff));
    }
    let shop = desk.draft.shop.name.clone();
    let commands = Line::StaffHelpManager { area: area(desk) };
    desk.say(Message::new(vec![Line::Claimed { shop }, Line::Gap, Line::StaffHelp, Line::Gap, commands]));
    true
}

/// A code as long as an owner's that does not fit is a slip of whoever was to manage the shop, rather than a customer's
/// word. It is told, as often as codes may be tried at the counter; after that the right one waits as well, or tries were
/// free.
fn refuse_claim(desk: &mut Desk, words: &Words, right: bool) -> bool {
    let code = words.heard.slots.code.as_deref();
    let invites = code.is_some_and(|code| desk.draft.facts.referrals.get(code).is_some_and(Option::is_some));
    let tried = right || resembles_long_code(&words.text) && !invites;
    if desk.staff.is_some() || !tried {
        return false;
    }
    if counter::tried_too_often(desk) {
        desk.say(Line::CodeTries);
        return true;
    }
    if right {
        return false;
    }
    desk.state.wrong_codes.push(desk.event.at);
    let shop = desk.draft.shop.name.clone();
    let merchant = desk.draft.shop.id.0.to_string();
    let waits = desk.draft.facts.claim.is_some();
    desk.say(if waits { Line::ClaimUnknown { shop, merchant } } else { Line::ClaimOther { shop } });
    true
}

/// `avisar todos …`: who would get it, what it costs, and only then a yes.
pub fn announce(desk: &mut Desk, words: &Words) {
    if refuse_cashier(desk) {
        return;
    }
    let text = words.heard.slots.text.as_deref().map(str::trim).unwrap_or_default().to_owned();
    if text.is_empty() {
        desk.say(Line::AnnounceEmpty);
        return;
    }
    // Preview, question and buttons share one bubble of 1,024 units; the rest is theirs.
    if text.encode_utf16().count() > LONGEST_TEXT {
        desk.say(Line::AnnounceLong { most: 700 });
        return;
    }
    let audience = &desk.figures.audience;
    let (people, by_template) = (count(&audience.reached), audience.by_template);
    let (refused, unreached) = (audience.refused, count(&audience.unreached));
    let left_out = refused + unreached;
    if people == 0 {
        let mut lines = vec![Line::AnnounceNobody];
        lines.extend((left_out > 0).then_some(Line::AnnounceLeft { refused, unreached }));
        desk.say(Message::new(lines));
        return;
    }
    let token = desk.dice.token();
    let price = price(audience.each, people);
    desk.state.topic =
        Topic::Announcing { token: token.clone(), since: desk.event.now(), text: text.clone() };
    let mut lines =
        vec![Line::AnnouncePreview { text }, Line::Gap, Line::AnnounceAsk { people, left_out, price }];
    if by_template > 0 {
        lines.push(Line::AnnounceWays { chat: people - by_template, template: by_template });
    }
    if left_out > 0 {
        lines.push(Line::AnnounceLeft { refused, unreached });
    }
    lines.extend(audience.rests.then_some(Line::AnnounceRests));
    desk.say(Message::new(lines).buttons(vec![Button::Send(token.clone()), Button::No(token)]));
}

fn count(members: &[MemberId]) -> i64 {
    i64::try_from(members.len()).unwrap_or(i64::MAX)
}

/// People times the rate card's price (millionths of a real), rounded half up to the centavo.
pub fn price(millionths: i64, people: i64) -> Money {
    Money(millionths.saturating_mul(people).saturating_add(5_000) / 10_000)
}

pub fn answer_announcement(desk: &mut Desk, yes: bool) {
    let Topic::Announcing { text, .. } = desk.state.topic.clone() else { return };
    let Some(staff) = desk.staff.clone().filter(|staff| staff.role.manages()) else { return };
    if !yes {
        desk.settle(Line::AnnounceDropped);
        return;
    }
    let audience = &desk.figures.audience;
    let (people, rests) = (count(&audience.reached), audience.rests);
    // Those whom no way leads to are told too: the row says why it was not sent.
    let members: Vec<MemberId> = audience.reached.iter().chain(&audience.unreached).copied().collect();
    let announcement = Announcement {
        id: AnnouncementId(desk.draft.id()),
        by: staff.id,
        text: text.clone(),
        people,
        price: price(audience.each, people),
        at: desk.event.at,
    };
    desk.draft.apply(Change::Announced(announcement));
    let shop = desk.draft.shop.name.clone();
    for member in members {
        let line = Line::Announcement { shop: shop.clone(), text: text.clone() };
        let notice = Notice::Announcement { shop: shop.clone(), text: Text(text.clone()) };
        let mut message = Message::from(line).buttons(vec![Button::OptOut]).notice(notice);
        message.opt_out_footer = true;
        desk.tell(member, message, Class::B);
    }
    desk.settle(if rests { Line::AnnounceWaits { people } } else { Line::AnnounceSent { people } });
}

/// `convidar operador` with number and name: known by that number from now on; the owner forwards the link,
/// nobody is written to first.
pub fn hire(desk: &mut Desk, words: &Words) {
    if refuse_cashier(desk) {
        return;
    }
    let slots = &words.heard.slots;
    let name = slots.name.as_deref().and_then(clean_name);
    let (Some(phone), Some(name), Some(boss)) = (slots.phone.clone(), name, desk.staff.clone()) else {
        desk.say(Line::HireHow { area: area(desk) });
        return;
    };
    let key = Key::Phone(phone.clone());
    let known = desk.draft.facts.member_behind(&key);
    if known.is_some_and(|member| desk.draft.facts.staff_of(member).is_some()) {
        desk.say(Line::HiredAlready { name });
        return;
    }
    let member = known.unwrap_or_else(|| noted(desk, phone, Some(name.clone()), boss.store));
    let id = StaffId(desk.draft.id());
    let role = StaffRole::Cashier;
    let since = Some(desk.event.at);
    let staff = Staff { id, member, name: name.clone(), role, store: boss.store, active: true, since };
    desk.draft.apply(Change::Hired(staff));
    let link = ChatLink { phone: desk.draft.shop.phone.clone(), text: LinkText::Staff };
    desk.say(Line::Hired { name, link });
}

/// The record of somebody whom nothing but a number, and perhaps a name, is known of.
pub(super) fn noted(desk: &mut Desk, phone: Phone, name: Option<String>, store: StoreId) -> MemberId {
    let (id, key) = (MemberId(desk.draft.id()), Key::Phone(phone.clone()));
    let created_at = desk.event.at;
    let lang = desk.draft.facts.store_lang(desk.draft.shop, Some(store), created_at);
    desk.draft.apply(Change::Enrolled(Member::guest(id, name, Some(phone), lang, created_at)));
    desk.draft.apply(Change::Identified { member: id, key });
    id
}

/// People of one answer; a shop with more has another list.
const TEAM_SHOWN: usize = 30;

/// `equipe`: who works here, as what, and since when.
pub fn team(desk: &mut Desk) {
    if refuse_cashier(desk) {
        return;
    }
    let working = desk.draft.facts.staff.values().map(|row| &**row).filter(|staff| staff.active);
    let (tills, mut team): (Vec<&Staff>, Vec<&Staff>) =
        working.partition(|staff| staff.role == StaffRole::Till);
    team.sort_by_key(|staff| (staff.role, staff.since, staff.id));
    let mut lines = vec![Line::Team { people: i64::try_from(team.len()).unwrap_or(i64::MAX) }];
    lines.extend(team.iter().take(TEAM_SHOWN).map(|staff| {
        let (name, role) = (staff.name.clone(), role(staff.role));
        match staff.since {
            Some(since) => Line::TeamSince { name, role, day: Day(since) },
            None => Line::TeamOne { name, role },
        }
    }));
    let more = team.len().saturating_sub(TEAM_SHOWN);
    lines.extend((more > 0).then(|| Line::TeamMore { people: i64::try_from(more).unwrap_or(i64::MAX) }));
    lines.extend(channels(desk, &tills));
    lines.extend([Line::Gap, Line::TeamHow { area: area(desk) }]);
    desk.say(Message::new(lines));
}

/// Tills and web shops: what sells here without being anybody.
fn channels(desk: &Desk, tills: &[&Staff]) -> Vec<Line> {
    if tills.is_empty() {
        return Vec::new();
    }
    let store = |id: StoreId| desk.draft.facts.stores.iter().find(|store| store.id == id);
    let store = |id| store(id).map(|store| store.name.clone()).unwrap_or_default();
    let one = |till: &&Staff| Line::TeamTill { name: till.name.clone(), store: store(till.store) };
    let count = |tills: usize| i64::try_from(tills).unwrap_or(i64::MAX);
    let more = tills.len().saturating_sub(TEAM_SHOWN);
    let heading = [Line::Gap, Line::TeamTills { tills: count(tills.len()) }];
    let shown = tills.iter().take(TEAM_SHOWN).map(one);
    heading
        .into_iter()
        .chain(shown)
        .chain((more > 0).then(|| Line::TeamMore { people: count(more) }))
        .collect()
}

fn role(role: StaffRole) -> Term {
    Term(match role {
        StaffRole::Owner => "role-owner",
        StaffRole::Manager => "role-manager",
        StaffRole::Cashier | StaffRole::Till => "role-cashier",
    })
}

/// `desligar Beto`: their next message already counts as a stranger's. A channel does not notice by itself that it is out,
/// so that is asked first.
pub fn dismiss(desk: &mut Desk, words: &Words) {
    if refuse_cashier(desk) {
        return;
    }
    let slots = &words.heard.slots;
    let by_phone =
        slots.phone.as_ref().and_then(|phone| desk.draft.facts.member_behind(&Key::Phone(phone.clone())));
    let typed = slots.name.as_deref();
    let owner = desk.staff.as_ref().map(|staff| staff.id);
    // Channels are often called by a number, which no person is: they are known by all of their name.
    let text = fold(&words.text);
    let till =
        |staff: &Staff| staff.role == StaffRole::Till && text.ends_with(&format!(" {}", fold(&staff.name)));
    let person = |staff: &Staff| {
        Some(staff.id) != owner && (by_phone == Some(staff.member) || is_called(staff, typed))
    };
    let found = one_of_team(desk, till).or_else(|| one_of_team(desk, person));
    match found {
        Some(Staff { id, role: StaffRole::Till, .. }) => ask_dismissal(desk, id),
        Some(Staff { id, name, .. }) => {
            desk.draft.apply(Change::Dismissed(id));
            desk.say(Line::Dismissed { name });
        }
        None => desk.say(Line::DismissNobody),
    }
}

/// Says what ends with a channel, what stays, and how it comes back, before the yes.
pub fn ask_dismissal(desk: &mut Desk, till: StaffId) {
    let Some(name) = channel(desk, till) else {
        desk.settle(Line::DismissNobody);
        return;
    };
    let token = desk.dice.token();
    desk.state.topic = Topic::Dismissing { token: token.clone(), since: desk.event.now(), staff: till };
    let merchant = desk.draft.shop.id.0.to_string();
    let ask = Message::from(Line::TillDismissAsk { name, merchant });
    desk.say(ask.buttons(vec![Button::Yes(token.clone()), Button::No(token)]));
}

pub fn answer_dismissal(desk: &mut Desk, yes: bool) {
    let Topic::Dismissing { staff: till, .. } = desk.state.topic else { return };
    let Some(name) = channel(desk, till).filter(|_| manages(desk)) else {
        desk.settle(Line::DismissNobody);
        return;
    };
    if !yes {
        desk.settle(Line::TillKept { name });
        return;
    }
    desk.draft.apply(Change::Dismissed(till));
    desk.settle(Line::TillDismissed { name });
}

/// The name of a channel that sells here.
fn channel(desk: &Desk, till: StaffId) -> Option<String> {
    desk.draft.facts.staff.get(&till).filter(|staff| staff.active).map(|staff| staff.name.clone())
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
