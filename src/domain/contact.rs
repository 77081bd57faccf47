//! Contacts: the people of a company that buys, each with a number and an address of their own; and the one address of a
//! customer who is a person. What they agree to in e-mail is theirs, and not the company's.

use crate::domain::email::Email;
use crate::domain::facts::{Account, Facts, Key};
use crate::domain::ids::{ContactId, MemberId};
use crate::domain::member::Reach;
use crate::domain::phone::Phone;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub id: ContactId,
    /// Without a name it is the customer's own.
    pub name: Option<String>,
    pub role: Option<String>,
    pub phone: Option<Phone>,
    /// The account of WhatsApp that wrote from this phone first: another one is somebody else.
    pub account: Option<String>,
    pub email: Option<Email>,
    /// Whether they take e-mail; `None`: nobody has said so.
    pub mail: Option<bool>,
    /// Since when (ms UTC) mail comes back from there.
    pub bounced: Option<i64>,
}

/// Whose word the source of a consent to e-mail names at its end: `… (contact 17)`.
pub fn contact_named(source: &str) -> Option<i64> {
    source.strip_suffix(')')?.rsplit_once("(contact ")?.1.parse().ok()
}

impl Contact {
    pub const fn new(id: ContactId) -> Contact {
        Contact {
            id,
            name: None,
            role: None,
            phone: None,
            account: None,
            email: None,
            mail: None,
            bounced: None,
        }
    }

    /// All that they are known by.
    pub fn keys(&self) -> impl Iterator<Item = Key> + use<> {
        let (phone, email) = (self.phone.clone().map(Key::Phone), self.email.clone().map(Key::Email));
        let account = self.account.clone().map(Key::User);
        [phone, email, account].into_iter().flatten()
    }

    /// Whether it is them who are written to there.
    pub fn is_reached_by(&self, reach: &Reach) -> bool {
        let number = reach.wa_id.as_deref().and_then(Phone::canonical);
        let (same_account, same_number) = (reach.user_id == self.account, number == self.phone);
        (self.account.is_some() && same_account) || (self.phone.is_some() && same_number)
    }

    pub fn shares_address(&self, other: &Contact) -> bool {
        self.email.is_some() && self.email == other.email
    }

    /// Whether nothing says that they are two.
    pub fn may_be(&self, other: &Contact) -> bool {
        let names = self.name.as_ref().zip(other.name.as_ref()).is_none_or(|(one, other)| one == other);
        let phones = self.phone.as_ref().zip(other.phone.as_ref()).is_none_or(|(one, other)| one == other);
        names && phones
    }

    /// Where mail to them goes, if it may.
    pub fn mailbox(&self) -> Option<&Email> {
        self.email.as_ref().filter(|_| self.mail == Some(true) && self.bounced.is_none())
    }
}

impl Account {
    /// Whether WhatsApp can reach them: by a number, or by an account that wrote.
    pub fn is_reachable(&self) -> bool {
        self.member.phone.is_some() || self.reach.wa_id.is_some() || self.reach.user_id.is_some()
    }

    pub fn contact(&self, id: ContactId) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.id == id)
    }

    /// Whether something that led to nobody before is theirs now.
    pub fn took(&self, key: &Key) -> bool {
        let known = |contact: &Contact| contact.keys().any(|own| own == *key);
        match key {
            Key::Phone(phone) if self.member.phone.as_ref() == Some(phone) => true,
            Key::Phone(_) | Key::Email(_) => self.contacts.iter().any(known),
            Key::Cnpj(cnpj) => self.member.cnpj.as_ref() == Some(cnpj),
            _ => true,
        }
    }

    /// Whoever of a company has this number.
    pub fn colleague(&self, phone: &Phone) -> Option<&Contact> {
        let theirs = |contact: &&Contact| contact.phone.as_ref() == Some(phone);
        self.contacts.iter().filter(|_| self.member.cnpj.is_some()).find(theirs)
    }

    /// The number that was last written from.
    pub fn writing_from(&self) -> Option<Phone> {
        self.reach.wa_id.as_deref().and_then(Phone::canonical)
    }

    /// Whoever wrote last: of a company the one with that number or account, else the customer themselves, who has a
    /// contact for each address of theirs.
    pub fn writing(&self) -> Vec<&Contact> {
        if self.member.cnpj.is_none() {
            return self.contacts.iter().filter(|contact| contact.name.is_none()).collect();
        }
        let by_phone = self.writing_from().and_then(|phone| self.colleague(&phone));
        let theirs = |contact: &&Contact| contact.account.is_some() && contact.account == self.reach.user_id;
        by_phone.or_else(|| self.contacts.iter().find(theirs)).into_iter().collect()
    }

    /// The nameless contact, which is the customer's own.
    pub fn own_contact(&self) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.name.is_none())
    }

    /// The customer's own address.
    pub fn own_address(&self) -> Option<&Email> {
        self.own_contact()?.email.as_ref()
    }
}

impl Facts {
    /// What only a contact was known by leads to their company no more. Accounts above an account are nobody's in
    /// particular, and whoever stays is known by something else as well.
    pub(super) fn part(&mut self, member: MemberId, keys: &[Key]) {
        for (key, owner) in self.keys.iter_mut().filter(|(_, owner)| **owner == Some(member)) {
            if keys.contains(key) || matches!(key, Key::ParentUser(_)) {
                *owner = None;
            }
        }
    }
}
