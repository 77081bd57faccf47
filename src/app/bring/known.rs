//! Whom a line speaks of: whoever is new is enrolled as the list knows them, and of whoever is known it fills what nobody
//! said yet. What they said themselves stands, above all what they consented to.

use crate::domain::change::Change;
use crate::domain::contact::Contact;
use crate::domain::draft::Draft;
use crate::domain::facts::{Account, Key};
use crate::domain::ids::MemberId;
use crate::domain::member::{Member, Purpose, Standing};
use crate::moving::check::Customer;
use crate::moving::columns::Column;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of what a line says of somebody, beside what they are found again by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    pub kept: BTreeSet<Column>,
    /// As it is known, where the line says it otherwise.
    pub stays: BTreeMap<Column, String>,
    /// A yes of which nobody says where it was given.
    pub unproven: BTreeSet<Column>,
}

impl Filled {
    fn one<T: Clone + PartialEq>(
        &mut self,
        column: Column,
        known: &mut Option<T>,
        said: Option<&T>,
        shown: impl Fn(&T) -> String,
    ) {
        match (&known, said) {
            (None, Some(said)) => {
                self.kept.insert(column);
                *known = Some(said.clone());
            }
            (Some(there), Some(said)) if *there != *said => {
                self.stays.insert(column, shown(there));
            }
            _ => {}
        }
    }

    /// The word that stands, where a line says another.
    fn word(&mut self, column: Column, stands: bool, said: bool) {
        if stands != said {
            self.stays.insert(column, (if stands { "yes" } else { "no" }).to_owned());
        }
    }

    /// Since when somebody is a member, a list says only of whoever it makes one.
    fn joined(&mut self, draft: &Draft, known: &Member, line: &Customer) {
        let Some(said) = line.joined else { return };
        let since = known.joined_at.map(|at| draft.shop.zone.wall(at).date);
        if since != Some(said) {
            let stays = since.map_or_else(|| "empty".to_owned(), |day| day.to_string());
            self.stays.insert(Column::Joined, stays);
        }
    }

    fn birthday(&mut self, draft: &mut Draft, member: MemberId, line: &Customer) {
        let Some((month, day)) = line.birthday else { return };
        match draft.member(member).and_then(|known| known.birthday) {
            Some(known) if (known.month, known.day) != (month, day) => {
                let stays = format!("{:02}-{:02}", known.month, known.day);
                self.stays.insert(Column::Birthday, stays);
            }
            Some(_) => {}
            None => {
                let kept = draft.set_birthday(member, month, day).map(|_| Column::Birthday);
                self.kept.extend(kept);
            }
        }
    }

    /// A list's word on offers counts only where there is none yet: it may be old, and they said theirs since.
    fn offers(&mut self, draft: &mut Draft, member: MemberId, line: &Customer, source: &str) {
        let Some((said, account)) = line.offers.zip(draft.account(member)) else { return };
        if account.has_word_on_offers() {
            let stands = account.member.offers;
            self.word(Column::Offers, stands, said);
        } else if line.consent_source.is_some() {
            draft.chat_wish(member, Purpose::Offers, said, &agreed_where(line, source));
            self.kept.insert(Column::Offers);
        } else if said {
            self.unproven.insert(Column::Offers);
        }
    }

    /// What became of an address, and of a word on e-mail, which is about that address.
    fn letters(&mut self, account: &Account, before: Option<&Contact>, line: &Customer) {
        let Some(said) = &line.email else { return };
        let Some(own) = account.own_contact() else { return };
        let Some(email) = own.email.as_ref().filter(|email| *email == said) else {
            let another = own.email.as_ref().filter(|_| !account.took(&Key::Email(said.clone())));
            self.stays.extend(another.map(|email| (Column::Email, email.as_str().to_owned())));
            return;
        };
        let (had, agreed) = before.map_or((None, None), |own| (own.email.as_ref(), own.mail));
        self.kept.extend((had != Some(email)).then_some(Column::Email));
        match (line.mail, own.mail) {
            (Some(said), Some(stands)) if said == stands && agreed != own.mail => {
                self.kept.insert(Column::EmailConsent);
            }
            (Some(said), Some(stands)) => self.word(Column::EmailConsent, stands, said),
            (Some(true), None) => {
                self.unproven.insert(Column::EmailConsent);
            }
            _ => {}
        }
    }
}

/// A new member, as the sheet knows them.
pub fn enrol(draft: &mut Draft, line: &Customer, source: &str) -> MemberId {
    let (id, at, zone) = (MemberId(draft.id()), draft.at, draft.shop.zone);
    let lang = line.lang.unwrap_or_else(|| draft.facts.store_lang(draft.shop, line.store, at));
    let consented = line.offers.filter(|_| line.consent_source.is_some());
    let mut member = Member::guest(id, line.name.clone(), line.phone.clone(), lang, at);
    member.standing = Standing::Joined;
    member.store = line.store;
    member.joined_at = Some(line.joined.map_or(at, |day| zone.midnight(day).min(at)));
    member.offers = consented == Some(true);
    draft.apply(Change::Enrolled(member));
    if let Some(phone) = line.phone.clone() {
        draft.apply(Change::Identified { member: id, key: Key::Phone(phone) });
    }
    let agreed = agreed_where(line, source);
    let offers = consented.map(|given| (Purpose::Offers, given));
    for (purpose, given) in [(Purpose::Program, true)].into_iter().chain(offers) {
        draft.apply(Change::Consented { member: id, purpose, given, at, source: agreed.clone() });
    }
    if let Some((month, day)) = line.birthday {
        draft.set_birthday(id, month, day);
    }
    complete(draft, id, line, source);
    id
}

/// Keeps of a line what is empty, and says what stays as it is.
pub fn fill(draft: &mut Draft, member: MemberId, line: &Customer, source: &str) -> Filled {
    let mut filled = Filled::default();
    let Some(known) = draft.member(member).cloned() else { return filled };
    let mut after = known.clone();
    filled.one(Column::Name, &mut after.name, line.name.as_ref(), Clone::clone);
    let facts = draft.facts;
    filled.one(Column::Store, &mut after.store, line.store.as_ref(), |store| {
        facts.store(*store).map_or_else(|| store.to_string(), |store| store.name.clone())
    });
    if after != known {
        draft.alter(member, |row| *row = after);
    }
    if line.lang.is_some_and(|lang| lang != known.lang) {
        filled.stays.insert(Column::Language, known.lang.tag().to_owned());
    }
    filled.joined(draft, &known, line);
    filled.birthday(draft, member, line);
    filled.offers(draft, member, line, source);
    let before = draft.account(member).and_then(Account::own_contact).cloned();
    complete(draft, member, line, source);
    if let Some(account) = draft.account(member) {
        filled.letters(account, before.as_ref(), line);
    }
    filled
}

/// Keeps what they are known by, where that is not known yet, and their first word on e-mail.
fn complete(draft: &mut Draft, member: MemberId, line: &Customer, source: &str) {
    let phone = line.phone.as_ref();
    if let Some(phone) =
        phone.filter(|phone| draft.facts.member_behind(&Key::Phone((*phone).clone())).is_none())
    {
        draft.know_phone(member, phone);
    }
    if let Some(own) = line.own_id.clone() {
        draft.link(member, Key::Own(own));
    }
    if let Some(email) = &line.email {
        draft.know_email(member, email);
    }
    if let Some(cnpj) = &line.cnpj {
        draft.know_cnpj(member, cnpj);
    }
    let given = line.mail.filter(|_| line.email.is_some() && line.consent_source.is_some());
    let own = draft.account(member).and_then(Account::own_contact);
    // A list may be old: what they said since stands.
    let asked = own.filter(|own| own.email == line.email && own.mail.is_none()).map(|own| own.id);
    if let (Some(contact), Some(given)) = (asked, given) {
        draft.mail_wish(member, contact, given, &agreed_where(line, source));
    }
}

/// Where they agreed, as the list says; else the list itself.
fn agreed_where(line: &Customer, source: &str) -> String {
    line.consent_source.as_ref().map_or_else(|| source.to_owned(), |said| format!("{source}: {said}"))
}
