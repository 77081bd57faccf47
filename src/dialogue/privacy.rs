//! One's own data: what is kept, as a message; and forgetting, with one question that names what is lost.

use crate::dialogue::bonus::written;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::line::{Button, Class, Day, Line, Message, Points};
use crate::dialogue::lost;
use crate::dialogue::naming::named;
use crate::dialogue::needs::Word;
use crate::dialogue::news::language;
use crate::dialogue::state::{State, Topic};
use crate::domain::contact::{Contact, contact_named};
use crate::domain::facts::{Account, Key};
use crate::domain::ids::MemberId;
use crate::domain::ledger::Actor;
use crate::domain::member::Purpose;

/// Everything that is kept about the speaker; of a company, what it is known by, and of its people only who speaks.
pub fn export(desk: &mut Desk) {
    let Some(account) = desk.draft.account(desk.speaker()) else { return };
    let member = (*account.member).clone();
    let speaking: Vec<Contact> = account.writing().into_iter().cloned().collect();
    let (shop, contact) = (desk.draft.shop.name.clone(), desk.draft.shop.contact.clone());
    let mut lines = vec![Line::DataKept { shop: shop.clone() }];
    lines.extend(known_by(account, &speaking));
    lines.extend(desk.figures.kept.own_ids.iter().map(|id| Line::DataOwn { id: id.clone() }));
    lines.extend(member.birthday.map(|birthday| Line::DataBirthday { day: written(birthday) }));
    lines.push(Line::DataLanguage { language: language(member.lang) });
    lines.extend(member.store.map(|store| Line::DataStore { store: desk.store_name(store) }));
    lines.push(Line::DataSince { day: Day(member.created_at) });
    let (balance, owned) = (desk.shown(member.id), desk.owned(member.id));
    lines.push(Line::DataBalance { balance });
    lines.extend((owned != balance).then_some(Line::DataVouchers { value: Points(owned.0 - balance.0) }));
    lines.push(Line::DataPurchases { purchases: desk.figures.kept.purchases });
    for word in &desk.figures.kept.consents {
        lines.extend(consent(word, &speaking));
    }
    lines.extend([Line::Gap, Line::DataRights { shop, contact }]);
    desk.say(Message::new(lines));
}

/// Names, numbers and addresses.
fn known_by(account: &Account, speaking: &[Contact]) -> Vec<Line> {
    let member = &account.member;
    let mut lines = Vec::new();
    lines.extend(member.name.clone().map(|name| Line::DataName { name }));
    lines.extend(member.cnpj.as_ref().map(|cnpj| Line::DataCnpj { cnpj: cnpj.spoken() }));
    for Contact { name, role, .. } in speaking {
        lines.extend(match (name.clone(), role.clone()) {
            (Some(name), Some(role)) => Some(Line::DataYouAs { name, role }),
            (Some(name), None) => Some(Line::DataYou { name }),
            (None, _) => None,
        });
    }
    let of_company = member.cnpj.is_some();
    let phone = if of_company { account.writing_from() } else { member.phone.clone() };
    lines.extend(phone.map(|phone| Line::DataPhone { phone: phone.spoken() }));
    for Contact { email, bounced, .. } in speaking {
        lines.extend(email.as_ref().map(|email| Line::DataEmail { email: email.as_str().to_owned() }));
        lines.extend(bounced.map(|since| Line::DataBounced { day: Day(since) }));
    }
    lines
}

/// A word as it is kept, and who told of it where that was not this chat. Of letters, only one's own.
fn consent(word: &Word, speaking: &[Contact]) -> Vec<Line> {
    let (is, day) = (|other: Purpose| word.purpose == other.as_str(), Day(word.at));
    let own = speaking.iter().any(|contact| contact_named(&word.source) == Some(contact.id.0));
    let line = match word.given {
        true if is(Purpose::Program) => Line::DataProgram { day },
        true if is(Purpose::Offers) => Line::DataOffers { day },
        true if is(Purpose::Email) && own => Line::DataLetters { day },
        false if is(Purpose::Offers) => Line::DataNoOffers { day },
        false if is(Purpose::Receipts) => Line::DataNoReceipts { day },
        false if is(Purpose::Email) && own => Line::DataNoLetters { day },
        _ => return Vec::new(),
    };
    [Some(line), origin(&word.source)].into_iter().flatten().collect()
}

/// Where a word came from that was not said here.
fn origin(source: &str) -> Option<Line> {
    let said = source.split(" (contact ").next().unwrap_or(source);
    if said.starts_with("unsubscribe ") {
        return Some(Line::DataByLink);
    }
    if let Some((_, source)) = said.split_once(": ") {
        return Some(Line::DataSource { source: source.to_owned() });
    }
    said.starts_with("import:").then_some(Line::DataByList)
}

/// `apagar dados de 11 98765-4321` by a manager is for that person, as is an address, a CNPJ or `#123`, by which another
/// system knows them; whoever names nobody speaks of themselves.
pub fn ask_for(desk: &mut Desk, words: &Words) {
    let manages = desk.staff.as_ref().is_some_and(|staff| staff.role.manages());
    let phone = || words.phone.value.clone().map(Key::Phone);
    match named(&words.text).or_else(phone) {
        None if manages => desk.say(Message::new(vec![Line::EraseStaff, Line::EraseHow])),
        None => ask(desk, desk.speaker()),
        Some(_) if !manages => desk.say(Line::OnlyManagers),
        Some(key) => match desk.draft.facts.member_behind(&key) {
            Some(member) => ask(desk, desk.draft.facts.present(member)),
            None => desk.say(Line::EraseNobody),
        },
    }
}

/// Names what is lost, before the yes.
pub fn ask(desk: &mut Desk, member: MemberId) {
    if desk.draft.facts.staff_of(member).is_some() {
        desk.say(Line::EraseStaff);
        return;
    }
    // One of several people does not speak for all of them.
    let company = desk.draft.member(member).is_some_and(|one| one.cnpj.is_some());
    let people = desk.draft.account(member).map_or(0, |account| account.contacts.len());
    if company && people > 1 && member == desk.speaker() {
        let contact = desk.draft.shop.contact.clone();
        desk.say(Line::EraseCompany { contact });
        return;
    }
    let token = desk.dice.token();
    desk.state.topic = Topic::Erasing { token: token.clone(), since: desk.event.now(), member };
    let wallet = desk.wallet(member);
    let balance = Points(desk.owned(member).0 + wallet.held + wallet.debt);
    let mut lines = if member == desk.speaker() {
        vec![Line::EraseAsk { balance }]
    } else {
        vec![Line::EraseAskStaff { name: desk.shown_name(member), balance }]
    };
    if company && people > 0 && member != desk.speaker() {
        lines.push(Line::EraseWhole { people: i64::try_from(people).unwrap_or(i64::MAX) });
    }
    if wallet.debt > 0 {
        lines.push(Line::EraseDebt { debt: Points(wallet.debt) });
    }
    desk.say(Message::new(lines).buttons(vec![Button::Erase(token.clone()), Button::Keep(token)]));
}

/// Only the very next message erases: whatever is no answer leaves everything as it is, says so, and is then answered by
/// itself, so that an *ok* to something said later deletes nobody.
pub fn keep(desk: &mut Desk, words: &Words) -> bool {
    desk.settle(Line::EraseKept);
    lost::is_unknown(words)
}

pub fn answer(desk: &mut Desk, yes: bool) {
    let Topic::Erasing { member, .. } = desk.state.topic else { return };
    let own = member == desk.speaker();
    let may = own || desk.staff.as_ref().is_some_and(|staff| staff.role.manages());
    if !yes || !may || desk.draft.facts.staff_of(member).is_some() {
        desk.settle(Line::EraseKept);
        return;
    }
    let by =
        desk.staff.as_ref().filter(|_| !own).map_or(Actor::Member(member), |staff| Actor::Staff(staff.id));
    desk.draft.erase(member, by);
    if own {
        let shop = desk.draft.shop.name.clone();
        // Nothing of the conversation stays either; the last word still goes out.
        desk.state = State::default();
        desk.say_as(Line::Erased { shop }, Class::A);
    } else {
        desk.settle(Line::ErasedStaff);
    }
}
