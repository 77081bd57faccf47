//! A till or a web shop tells of a customer: who is new is enrolled, who is known is completed. Nobody is told of it.

use crate::dialogue::counter;
use crate::dialogue::desk::Desk;
use crate::dialogue::line::Line;
use crate::dialogue::till::answer::{No, Problem};
use crate::dialogue::till::ask::{Colleague, Consents, Joining, Parting, Person, Who};
use crate::dialogue::till::no::refused;
use crate::dialogue::till::who::{another, behind, enrol, has_another, one};
use crate::domain::contact::Contact;
use crate::domain::email::Email;
use crate::domain::facts::Key;
use crate::domain::ids::{ContactId, MemberId};
use crate::domain::member::{Purpose, Staff};

/// The member they are from now on, or why not.
pub fn meet(desk: &mut Desk, staff: &Staff, person: &Person) -> Result<MemberId, No> {
    if person.who.keys().next().is_none() {
        return Err(No::new(Problem::BadField, "phone", Line::TillIdentity));
    }
    let known = one(desk, None, person.who.keys())?;
    strangers(desk, known, person)?;
    if let Some(member) = known {
        fits(desk, member, &person.who, "cnpj")?;
    }
    let member = known.unwrap_or_else(|| enrol(desk, staff, person.name.clone()));
    describe(desk, member, person, known.is_none());
    complete(desk, member, &person.who);
    let agreed = person.consents.as_ref().map(|given| source(desk, &given.source));
    for colleague in &person.contacts {
        contact(desk, member, colleague, agreed.as_deref());
    }
    let given = person.who.email.as_ref().filter(|email| own_address(desk, member) == Some(email));
    if let Some(own) = own_contact(desk, member).filter(|_| given.is_some()) {
        desk.draft.try_again(member, own);
    }
    consents(desk, member, &person.who, person.consents.as_ref());
    Ok(member)
}

/// Nobody becomes a company, or a contact of one, because it names them: they have a record of their own.
fn strangers(desk: &Desk, known: Option<MemberId>, person: &Person) -> Result<(), No> {
    for (field, key) in person.contacts.iter().flat_map(Colleague::keys) {
        if let Some(owner) = behind(desk, &key).filter(|owner| Some(*owner) != known) {
            return Err(another(field, owner));
        }
    }
    Ok(())
}

/// Why nothing can be added to what is known of them.
pub fn fits(desk: &Desk, member: MemberId, who: &Who, field: &'static str) -> Result<(), No> {
    if let Some(line) = counter::at_rest(desk, member) {
        return Err(refused(line));
    }
    let company = desk.draft.member(member).and_then(|known| known.cnpj.as_ref());
    let other = who.cnpj.as_ref().zip(company).is_some_and(|(one, other)| one != other);
    if other { Err(has_another(field, member)) } else { Ok(()) }
}

/// Keeps what an order says of its customer. Whoever orders types it, and a company's number is no secret: a phone, which
/// opens a chat, and a company are taken from it only where this order is the first of all, and else from whoever knows
/// them (`POST /members`).
pub fn note(desk: &mut Desk, member: MemberId, who: &Who, first: bool) {
    if first {
        complete(desk, member, who);
    } else {
        complete(desk, member, &Who { phone: None, cnpj: None, ..who.clone() });
    }
}

/// Keeps what they are known by, where that is not known yet.
pub fn complete(desk: &mut Desk, member: MemberId, who: &Who) {
    if let Some(phone) = &who.phone {
        desk.draft.know_phone(member, phone);
    }
    if let Some(email) = &who.email {
        desk.draft.know_email(member, email);
    }
    if let Some(own) = &who.own {
        desk.draft.link(member, Key::Own(own.clone()));
    }
    if let Some(cnpj) = &who.cnpj {
        desk.draft.know_cnpj(member, cnpj);
    }
}

/// Keeps what they agreed to elsewhere; e-mail only together with the address it is about.
pub fn consents(desk: &mut Desk, member: MemberId, who: &Who, given: Option<&Consents>) {
    let Some(given) = given else { return };
    let source = source(desk, &given.source);
    for (purpose, word) in [(Purpose::Receipts, given.receipts), (Purpose::Offers, given.offers)] {
        if let Some(word) = word {
            desk.draft.chat_wish(member, purpose, word, &source);
        }
    }
    let Some(word) = given.email else { return };
    let contacts = desk.draft.account(member).map(|account| account.contacts.clone()).unwrap_or_default();
    let named = |contact: &Contact| who.email.is_some() && contact.email == who.email;
    let known = contacts.iter().any(named);
    // A yes is about the address it came with; a no that names none we know is about all of their own.
    let meant = |contact: &&Contact| if word || known { named(contact) } else { contact.name.is_none() };
    for contact in contacts.iter().filter(meant) {
        desk.draft.mail_wish(member, contact.id, word, &source);
    }
}

/// Adds somebody to a company, or what is new of one who is known there already.
pub fn join(desk: &mut Desk, wish: &Joining) -> Result<ContactId, No> {
    let member = company(desk, wish.member)?;
    one(desk, Some(member), wish.contact.keys())?;
    let agreed = wish.source.as_ref().map(|said| source(desk, said));
    contact(desk, member, &wish.contact, agreed.as_deref()).ok_or_else(|| nobody(member))
}

/// Whoever it is sees nothing of the company any more, and nothing goes to them.
pub fn part(desk: &mut Desk, wish: &Parting) -> Result<(), No> {
    let member = company(desk, wish.member)?;
    let known = desk.draft.account(member).and_then(|account| account.contact(wish.contact));
    let missing = || Line::TillContact { contact: wish.contact.to_string() };
    known.ok_or_else(|| No::new(Problem::NotFound, None, missing()))?;
    desk.draft.part(member, wish.contact);
    Ok(())
}

/// The company as it is now. That it is one was looked at before.
fn company(desk: &Desk, member: MemberId) -> Result<MemberId, No> {
    let member = desk.draft.facts.present(member);
    let company = desk.draft.member(member).filter(|member| member.cnpj.is_some());
    company.ok_or_else(|| nobody(member))?;
    counter::at_rest(desk, member).map_or(Ok(member), |line| Err(refused(line)))
}

fn nobody(member: MemberId) -> No {
    No::new(Problem::NotFound, None, Line::TillNobody { member: member.to_string() })
}

fn contact(
    desk: &mut Desk,
    member: MemberId,
    colleague: &Colleague,
    agreed: Option<&str>,
) -> Option<ContactId> {
    let Colleague { name, role, phone, email, mail } = colleague.clone();
    let wish = Contact { name: Some(name), role, phone, email, ..Contact::new(ContactId(0)) };
    let email = wish.email.clone();
    let id = desk.draft.know_contact(member, &wish)?;
    let known = desk.draft.account(member).and_then(|account| account.contact(id));
    let same = email.is_some() && known.is_some_and(|known| known.email == email);
    if same {
        desk.draft.try_again(member, id);
    }
    // A yes is about the address it came with, and not about another that we know.
    if let (Some(word), Some(agreed)) = (mail.filter(|word| same || !word), agreed) {
        desk.draft.mail_wish(member, id, word, agreed);
    }
    Some(id)
}

/// Name, language, store and birthday; of somebody who is known, only what they left open.
fn describe(desk: &mut Desk, member: MemberId, person: &Person, new: bool) {
    let Person { name, lang, store, .. } = person.clone();
    let known = desk.draft.member(member).cloned();
    let Some(mut after) = known.clone() else { return };
    after.name = after.name.or(name);
    if new {
        after.lang = lang.unwrap_or(after.lang);
        after.store = store.or(after.store);
    }
    after.store = after.store.or(store);
    if known.as_ref() != Some(&after) {
        desk.draft.alter(member, |row| *row = after);
    }
    let told = desk.draft.member(member).is_some_and(|row| row.birthday.is_some());
    if let Some((month, day)) = person.birthday.filter(|_| !told) {
        desk.draft.set_birthday(member, month, day);
    }
}

fn own_address<'a>(desk: &'a Desk, member: MemberId) -> Option<&'a Email> {
    desk.draft.account(member)?.own_address()
}

fn own_contact(desk: &Desk, member: MemberId) -> Option<ContactId> {
    Some(desk.draft.account(member)?.own_contact()?.id)
}

/// Under the number of the call, which is never twice.
fn source(desk: &Desk, said: &str) -> String {
    format!("{}: {said}", desk.event.key)
}
