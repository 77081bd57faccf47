//! What a shop's other systems know of somebody: it fills what is empty, and never overrules what people said themselves.

use crate::domain::change::Change;
use crate::domain::cnpj::Cnpj;
use crate::domain::contact::Contact;
use crate::domain::draft::Draft;
use crate::domain::email::Email;
use crate::domain::facts::{Account, Key};
use crate::domain::ids::{ContactId, MemberId};
use crate::domain::member::Purpose;
use crate::domain::phone::Phone;
use std::collections::BTreeSet;

impl Account {
    /// Whether a word of theirs on offers stands, be it yes or no.
    pub fn has_word_on_offers(&self) -> bool {
        self.said_no || self.member.offers
    }
}

impl Draft<'_> {
    /// Links what nobody is known by yet.
    pub fn link(&mut self, member: MemberId, key: Key) {
        if self.facts.member_behind(&key).is_none() {
            self.apply(Change::Identified { member, key });
        }
    }

    /// Keeps a number where none is known; of a company, each is one more contact. One in question stays with the record
    /// that is frozen for it.
    pub fn know_phone(&mut self, member: MemberId, phone: &Phone) {
        let owner = self.facts.member_behind(&Key::Phone(phone.clone()));
        let another = owner.is_some_and(|owner| self.facts.present(owner) != member);
        let Some(known) = self.member(member).filter(|_| !another) else { return };
        if known.cnpj.is_some() {
            self.know_contact(member, &Contact { phone: Some(phone.clone()), ..Contact::new(ContactId(0)) });
        } else if known.phone.is_none() {
            self.alter(member, |row| row.phone = Some(phone.clone()));
            self.link(member, Key::Phone(phone.clone()));
        }
    }

    /// Keeps an address where none is known, or where mail comes back from the one that is.
    pub fn know_email(&mut self, member: MemberId, email: &Email) {
        let owner = self.facts.member_behind(&Key::Email(email.clone()));
        let another = owner.is_some_and(|owner| self.facts.present(owner) != member);
        if !another {
            let contact = self.own_contact(member);
            self.readdress(member, contact, Some(email));
        }
    }

    /// The same contact with this address, if it has none or mail comes back from it. That one is nobody's from now on, and
    /// a yes was said about it alone.
    fn readdress(&mut self, member: MemberId, contact: Contact, email: Option<&Email>) -> Contact {
        let gone = contact.email.clone().filter(|_| contact.bounced.is_some());
        let Some(email) =
            email.filter(|email| contact.email.is_none() || gone.as_ref().is_some_and(|gone| gone != *email))
        else {
            return contact;
        };
        let mail = contact.mail.filter(|given| gone.is_none() || !given);
        let after = Contact { email: Some(email.clone()), mail, bounced: None, ..contact };
        self.keep(member, after.clone());
        let others = self.account(member).map(|account| account.contacts.clone()).unwrap_or_default();
        for gone in
            gone.into_iter().filter(|gone| others.iter().all(|other| other.email.as_ref() != Some(gone)))
        {
            self.apply(Change::Unlinked { member, key: Key::Email(gone) });
        }
        after
    }

    /// The customer is a company. Its own number is the first that somebody may write from.
    pub fn know_cnpj(&mut self, member: MemberId, cnpj: &Cnpj) {
        let another = self.facts.member_behind(&Key::Cnpj(cnpj.clone())).is_some();
        let person = self.account(member).filter(|account| account.member.cnpj.is_none() && !another);
        let Some(account) = person else { return };
        let (phone, user) = (account.member.phone.clone(), account.reach.user_id.clone());
        self.alter(member, |row| row.cnpj = Some(cnpj.clone()));
        self.link(member, Key::Cnpj(cnpj.clone()));
        if phone.is_some() {
            let contact = self.own_contact(member);
            self.keep(member, Contact { phone, account: user, ..contact });
        }
    }

    /// Adds a contact, or what is new of one who is known by phone or address already.
    pub fn know_contact(&mut self, member: MemberId, wish: &Contact) -> Option<ContactId> {
        let contacts = &self.account(member)?.contacts;
        let by_phone = contacts.iter().find(|known| wish.phone.is_some() && known.phone == wish.phone);
        // Colleagues may share an address.
        let by_email = || contacts.iter().find(|known| known.shares_address(wish) && known.may_be(wish));
        let known = by_phone.or_else(by_email).cloned();
        let known = known.unwrap_or_else(|| Contact::new(ContactId(self.id())));
        let id = known.id;
        let contact = Contact {
            name: known.name.clone().or_else(|| wish.name.clone()),
            role: known.role.clone().or_else(|| wish.role.clone()),
            phone: known.phone.clone().or_else(|| wish.phone.clone()),
            ..known
        };
        let contact = self.readdress(member, contact, wish.email.as_ref());
        let first = contact.phone.clone().filter(|_| self.member(member).is_some_and(|m| m.phone.is_none()));
        self.keep(member, contact);
        if let Some(phone) = first {
            self.alter(member, |row| row.phone = Some(phone));
        }
        Some(id)
    }

    /// Somebody buys and writes for the company no more. Its own number is from now on that of whoever is its first contact.
    pub fn part(&mut self, member: MemberId, contact: ContactId) {
        let Some(account) = self.account(member) else { return };
        let (gone, stay): (Vec<_>, Vec<_>) =
            account.contacts.iter().cloned().partition(|known| known.id == contact);
        let Some(gone) = gone.into_iter().next() else { return };
        let shared: BTreeSet<Key> = stay.iter().flat_map(Contact::keys).collect();
        let keys = gone.keys().filter(|key| !shared.contains(key)).collect();
        let number = gone.phone.clone();
        self.apply(Change::Parted { member, contact: Box::new(gone), keys });
        if number.is_some() && self.member(member).is_some_and(|known| known.phone == number) {
            let first = stay.iter().find_map(|contact| contact.phone.clone());
            self.alter(member, |row| row.phone = first);
        }
    }

    /// The word of a contact on e-mail: a no always counts, a yes only where nothing was ever said.
    pub fn mail_wish(&mut self, member: MemberId, contact: ContactId, given: bool, source: &str) {
        let known = self.account(member).and_then(|account| account.contact(contact)).cloned();
        let Some(known) = known.filter(|known| known.email.is_some()) else { return };
        if known.mail == Some(given) || (given && known.mail.is_some()) {
            return;
        }
        self.keep(member, Contact { mail: Some(given), ..known });
        let source = format!("{source} (contact {contact})");
        self.apply(Change::Consented { member, purpose: Purpose::Email, given, at: self.at, source });
    }

    /// The same said by themselves, here and now: it overrules whatever was said before.
    pub fn own_mail_wish(&mut self, member: MemberId, contact: ContactId, given: bool) {
        let known = self.account(member).and_then(|account| account.contact(contact)).cloned();
        let Some(known) = known.filter(|known| known.email.is_some()) else { return };
        if given {
            self.try_again(member, contact);
        }
        if known.mail != Some(given) {
            let bounced = known.bounced.filter(|_| !given);
            self.keep(member, Contact { mail: Some(given), bounced, ..known });
            let source = format!("{} (contact {contact})", self.source);
            self.apply(Change::Consented { member, purpose: Purpose::Email, given, at: self.at, source });
        }
    }

    /// Mail to this contact may be tried again: whoever gives the address anew says that it is right.
    pub fn try_again(&mut self, member: MemberId, contact: ContactId) {
        let known = self.account(member).and_then(|account| account.contact(contact)).cloned();
        if let Some(known) = known.filter(|known| known.bounced.is_some()) {
            self.keep(member, Contact { bounced: None, ..known });
        }
    }

    /// The word of the customer on what WhatsApp brings them, by the same rule.
    pub fn chat_wish(&mut self, member: MemberId, purpose: Purpose, given: bool, source: &str) {
        let Some(account) = self.account(member) else { return };
        let (asked, stands) = match purpose {
            Purpose::Offers => (account.has_word_on_offers(), account.member.offers),
            // They need no word of their own; only that they are not wanted is one.
            Purpose::Receipts => (true, !account.member.silent),
            Purpose::Program | Purpose::Email => return,
        };
        if asked && (given || !stands) {
            return;
        }
        let source = source.to_owned();
        self.apply(Change::Consented { member, purpose, given, at: self.at, source });
        self.alter(member, |row| match purpose {
            Purpose::Offers => row.offers = given,
            Purpose::Receipts => row.silent = !given,
            Purpose::Program | Purpose::Email => {}
        });
    }

    /// The nameless contact, which is the customer's own.
    fn own_contact(&mut self, member: MemberId) -> Contact {
        let known = self.account(member).and_then(Account::own_contact).cloned();
        known.unwrap_or_else(|| Contact::new(ContactId(self.id())))
    }

    fn keep(&mut self, member: MemberId, contact: Contact) {
        let keys = [contact.email.clone().map(Key::Email), contact.phone.clone().map(Key::Phone)];
        if self.account(member).and_then(|account| account.contact(contact.id)) != Some(&contact) {
            self.apply(Change::Contact { member, contact: Box::new(contact) });
        }
        for key in keys.into_iter().flatten() {
            self.link(member, key);
        }
    }
}
