//! What managers do by message: announce, and see who works here; and how the owner claims the shop. Who comes and who
//! goes: [`crate::dialogue::staffing`].

use crate::dialogue::contest;
use crate::dialogue::counter;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::Intent;
use crate::dialogue::line::{Button, Class, Day, Line, Message, Term};
use crate::dialogue::notice::{LONGEST_TEXT, Notice, Text};
use crate::dialogue::staffing;
use crate::dialogue::state::Topic;
use crate::dialogue::voucher;
use crate::domain::change::{Announcement, Change};
use crate::domain::code::{holds_long_code, resembles_long_code};
use crate::domain::facts::Key;
use crate::domain::ids::{AnnouncementId, MemberId, StaffId, StoreId};
use crate::domain::member::{Member, Staff, StaffRole};
use crate::domain::money::Money;
use crate::domain::phone::Phone;

pub fn help(desk: &mut Desk) {
    let mut lines = vec![Line::StaffHelp];
    if manages(desk) {
        lines.extend([Line::Gap, Line::StaffHelpManager { area: area(desk) }]);
    }
    desk.say(Message::new(lines));
}

/// `bom dia`: no more than that, and how to see what can be written.
pub fn greet(desk: &mut Desk) {
    desk.say(Line::StaffHello { name: desk.vocative() });
}

/// A customer wants to leave, and says so at the counter: they do it by themselves, or a manager deletes their data.
pub fn leave_theirs(desk: &mut Desk) {
    let how = manages(desk).then_some(Line::EraseHow);
    desk.say(Message::new(std::iter::once(Line::LeaveTheirs).chain(how).collect::<Vec<_>>()));
}

/// How many people are in the club, and how many of them want its offers.
pub fn members(desk: &mut Desk) {
    if refuse_cashier(desk) {
        return;
    }
    let audience = &desk.figures.audience;
    let offers = count(&audience.reached) + count(&audience.unreached);
    desk.say(Line::Members { people: offers + audience.refused, offers });
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
    preview(desk, text);
}

/// Only some of the customers: whoever would get it without being meant is not written to, and that is said.
pub fn announce_part(desk: &mut Desk) {
    if !refuse_cashier(desk) {
        desk.say(Line::AnnounceWhole);
    }
}

/// Shortest announcement that is put right by its text alone, in words.
const WORDS: usize = 3;

/// `não, é amanhã às 9`: that is the text, and it is shown again.
pub fn correct_announcement(desk: &mut Desk, words: &Words) -> bool {
    if matches!(words.heard.intent, Intent::Undo | Intent::Correct) {
        desk.settle(Line::AnnounceDropped);
        desk.say(Line::SendWhole);
        return true;
    }
    let other = words.heard.intent.acts() && words.heard.intent != Intent::Info;
    let right = words.right.as_ref().filter(|right| right.strong && !other);
    let text = right.map(|right| right.text.trim()).filter(|text| text.split_whitespace().count() >= WORDS);
    let Some(text) = text.map(str::to_owned) else { return false };
    preview(desk, text);
    true
}

fn preview(desk: &mut Desk, text: String) {
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
pub fn team(desk: &mut Desk, words: &Words) {
    if let Some(name) = &words.heard.slots.name {
        who(desk, name);
        return;
    }
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

/// `quem é o Pedro?`: one of the team, or how customers are found.
fn who(desk: &mut Desk, name: &str) {
    let found = staffing::one_of_team(desk, |staff| {
        staff.role != StaffRole::Till && staffing::is_called(staff, Some(name))
    });
    desk.say(match found {
        Some(Staff { name, role: as_what, since: Some(since), .. }) => {
            Line::TeamSince { name, role: role(as_what), day: Day(since) }
        }
        Some(Staff { name, role: as_what, .. }) => Line::TeamOne { name, role: role(as_what) },
        None => Line::WhoNobody { name: name.to_owned(), area: area(desk) },
    });
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

pub(super) fn role(role: StaffRole) -> Term {
    Term(match role {
        StaffRole::Owner => "role-owner",
        StaffRole::Manager => "role-manager",
        StaffRole::Cashier | StaffRole::Till => "role-cashier",
    })
}
