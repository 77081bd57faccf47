//! Who is speaking: from the ids a message carries to one member.
//!
//! A person is one member whatever of user id, parent user id, phone with the ninth digit or without it arrives first,
//! later or alone. Two records become one only on proof: both ids in one signed message, WhatsApp's own word about a
//! change, or the answer to our request for the number. A card shared by hand proves nothing.
//!
//! A number that comes with another account than the one it is known by may have been given to somebody else. Its
//! record is frozen, and whoever writes from it is a person of their own until they are asked
//! ([`crate::dialogue::contest`]).

use crate::app::record::Record;
use crate::dialogue::event::{Card, Content, Inbound, Speaker};
use crate::domain::change::Change;
use crate::domain::contact::Contact;
use crate::domain::contest::{Contest, Outcome};
use crate::domain::draft::Draft;
use crate::domain::facts::{Account, Facts, Key, Shop};
use crate::domain::ids::{ContestId, MemberId};
use crate::domain::ledger::Actor;
use crate::domain::member::{Member, clean_name};
use crate::domain::phone::Phone;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The keys a speaker may be known by, strongest first.
pub fn keys(speaker: &Speaker) -> Vec<Key> {
    let phone = phone(speaker).map(Key::Phone);
    account_keys(speaker).chain(phone).collect()
}

fn account_keys(speaker: &Speaker) -> impl Iterator<Item = Key> {
    let user = speaker.user_id.clone().map(Key::User);
    let parent = speaker.parent_user_id.clone().map(Key::ParentUser);
    [user, parent].into_iter().flatten()
}

fn phone(speaker: &Speaker) -> Option<Phone> {
    speaker.wa_id.as_deref().and_then(Phone::canonical)
}

/// The speaker with everything this message proves of them: their own number too, when it answers our request.
pub fn proven(inbound: &Inbound) -> Cow<'_, Speaker> {
    let Content::Contacts(cards) = &inbound.content else { return Cow::Borrowed(&inbound.speaker) };
    let own = cards.iter().filter(|card| card.own).find_map(card_phone);
    match (own, &inbound.speaker.wa_id) {
        (Some(phone), None) => Cow::Owned(Speaker { wa_id: Some(phone), ..inbound.speaker.clone() }),
        _ => Cow::Borrowed(&inbound.speaker),
    }
}

fn card_phone(card: &Card) -> Option<String> {
    let number = card.phones.first()?;
    number.wa_id.clone().or_else(|| Some(Phone::canonical(&number.typed)?.digits().to_owned()))
}

/// Who spoke, and the frozen record of whoever had their number before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Introduced {
    pub member: MemberId,
    pub contested: Option<MemberId>,
}

/// The member behind the speaker, enrolled as a guest when nobody is. What the message proves is linked and merged.
/// `source` is the message; all keys of the speaker must have been looked up.
pub fn introduce(
    facts: &mut Facts,
    made: &mut Record,
    shop: &Shop,
    speaker: &Speaker,
    at: i64,
    source: &str,
) -> Option<Introduced> {
    let mut book = Book { facts, made, shop, at, source };
    let number = book.number_of(speaker);
    let own = match &number {
        Number::Theirs(phone) => Some(phone.clone()),
        Number::None | Number::Outdated | Number::Contested(..) => None,
    };
    let name = speaker.name.as_deref().and_then(clean_name);
    let keys: Vec<Key> = account_keys(speaker).chain(own.clone().map(Key::Phone)).collect();
    let known = keys.iter().filter_map(|key| book.facts.member_behind(key)).collect::<BTreeSet<_>>();
    let id = match known.into_iter().reduce(|one, other| book.merge(one, other)) {
        Some(id) => id,
        None if keys.is_empty() && !matches!(number, Number::Contested(..)) => {
            return book.by_number_alone(speaker);
        }
        None => book.enrol(name.clone(), own.clone()),
    };
    book.thaw(id, speaker, own.as_ref());
    book.link(id, keys);
    book.describe(id, name, own.as_ref());
    book.note_colleague(id, speaker, own.as_ref());
    let contested = match number {
        Number::Contested(phone, owner) => {
            book.freeze(owner, id, phone);
            Some(owner)
        }
        Number::None | Number::Outdated | Number::Theirs(_) => None,
    };
    Some(Introduced { member: id, contested })
}

/// WhatsApp says that somebody's number or account changed from one to the other. `None`: nobody we know.
///
/// A record that is already known by the new ids is merged, because it is WhatsApp's own word that they are one
/// person's. Only one that has an account of its own keeps apart: its number went to the person who moved, so it leaves
/// that record, whose value stays under its account. Value then rests until the person confirms the change.
pub fn moved(
    facts: &mut Facts,
    made: &mut Record,
    shop: &Shop,
    from: &Speaker,
    to: &Speaker,
    at: i64,
    source: &str,
) -> Option<MemberId> {
    let mut book = Book { facts, made, shop, at, source };
    let mut id = book.who_moved(from, to)?;
    let number = phone(to);
    let holder = number.as_ref().and_then(|phone| book.facts.member_behind(&Key::Phone(phone.clone())));
    if let (Some(holder), Some(phone)) = (holder.filter(|holder| *holder != id), &number) {
        if book.is_other_account(holder, to) {
            book.take_number(holder, phone);
        } else {
            id = book.merge(id, holder);
        }
    }
    let says_where = number.is_some() || account_keys(to).next().is_some();
    for key in account_keys(to) {
        if let Some(other) = book.facts.member_behind(&key).filter(|other| *other != id) {
            id = book.merge(id, other);
        }
    }
    if says_where {
        book.settle(id, Outcome::Proved);
        book.alter(id, |member| member.frozen = false);
    }
    book.link(id, account_keys(to).chain(number.clone().map(Key::Phone)).collect());
    book.renumber(id, number.as_ref());
    book.move_colleague(id, from, to, number.as_ref());
    book.alter(id, |member| member.moved = true);
    if let Some(account) = book.facts.accounts.get_mut(&id).filter(|_| says_where) {
        account.reach.undelivered = None;
        account.reach.wa_id.clone_from(&to.wa_id);
        account.reach.user_id = to.user_id.clone().or(account.reach.user_id.take());
    }
    Some(id)
}

/// Notes how somebody is written to and when they wrote.
pub fn reached(facts: &mut Facts, id: MemberId, speaker: &Speaker, at: i64) {
    let Some(account) = facts.accounts.get_mut(&id) else { return };
    let reach = &mut account.reach;
    if reach.last_inbound.is_none_or(|last| at >= last) {
        // While the phone is shown it is preferred: it keeps the contact book's link alive.
        if speaker.wa_id.is_some() || speaker.user_id.is_some() {
            reach.wa_id.clone_from(&speaker.wa_id);
        }
        if speaker.user_id.is_some() {
            reach.user_id.clone_from(&speaker.user_id);
        }
    }
    reach.last_inbound = Some(reach.last_inbound.map_or(at, |last| last.max(at)));
    reach.undelivered = reach.undelivered.filter(|since| at < *since);
}

/// What a message says about a number.
enum Number {
    None,
    /// Nobody's yet, or the speaker's.
    Theirs(Phone),
    /// Known by another account that was heard from since: this message is older than what we know.
    Outdated,
    /// Known by another account: its record is frozen.
    Contested(Phone, MemberId),
}

/// The facts with a pen: each change is applied and noted.
struct Book<'a> {
    facts: &'a mut Facts,
    made: &'a mut Record,
    shop: &'a Shop,
    at: i64,
    source: &'a str,
}

impl Book<'_> {
    fn make(&mut self, change: Change) {
        self.made.make(self.facts, change, self.at);
    }

    fn account(&self, id: MemberId) -> Option<&Account> {
        self.facts.account(id)
    }

    fn next_id(&mut self) -> i64 {
        self.facts.next_id += 1;
        self.facts.next_id - 1
    }

    fn alter(&mut self, id: MemberId, edit: impl FnOnce(&mut Member)) {
        let Some(before) = self.account(id).map(|account| (*account.member).clone()) else { return };
        let mut after = before.clone();
        edit(&mut after);
        if after != before {
            self.make(Change::Member { member: id, after: Box::new(after) });
        }
    }

    fn number_of(&self, speaker: &Speaker) -> Number {
        let Some(phone) = phone(speaker) else { return Number::None };
        let owner = self.facts.member_behind(&Key::Phone(phone.clone()));
        match owner.filter(|owner| self.is_other_account(*owner, speaker)) {
            None => Number::Theirs(phone),
            Some(owner) => {
                let heard_since = self.account(owner).and_then(|account| account.reach.last_inbound);
                if heard_since.is_some_and(|last| self.at < last) {
                    Number::Outdated
                } else {
                    Number::Contested(phone, owner)
                }
            }
        }
    }

    /// Whether the record has an account of its own, and it is not the speaker's.
    fn is_other_account(&self, id: MemberId, speaker: &Speaker) -> bool {
        let account = self.account(id);
        let last = account.and_then(|account| account.reach.user_id.as_deref());
        // In a company each number has an account of its own.
        let colleague = account.zip(phone(speaker)).and_then(|(account, phone)| account.colleague(&phone));
        let current = colleague.map_or(last, |colleague| colleague.account.as_deref());
        let linked = account_keys(speaker).any(|key| self.facts.member_behind(&key) == Some(id));
        matches!((current, speaker.user_id.as_deref()), (Some(theirs), Some(now)) if theirs != now) && !linked
    }

    /// An outdated message that names nothing but a number that is somebody else's by now.
    fn by_number_alone(&self, speaker: &Speaker) -> Option<Introduced> {
        let member = self.facts.member_behind(&Key::Phone(phone(speaker)?))?;
        Some(Introduced { member, contested: None })
    }

    fn enrol(&mut self, name: Option<String>, phone: Option<Phone>) -> MemberId {
        let id = MemberId(self.next_id());
        self.make(Change::Enrolled(Member::guest(id, name, phone, self.shop.lang, self.at)));
        id
    }

    fn merge(&mut self, one: MemberId, other: MemberId) -> MemberId {
        let mut draft = Draft::new(self.shop, self.facts, self.at, self.source);
        let id = draft.merge(one, other, Actor::Member(one.min(other)));
        let (made, next_id) = draft.finish();
        self.facts.next_id = next_id;
        for change in made {
            self.make(change);
        }
        id
    }

    fn link(&mut self, id: MemberId, keys: Vec<Key>) {
        for key in keys {
            if self.facts.member_behind(&key).is_none() {
                self.make(Change::Identified { member: id, key });
            }
        }
    }

    /// Name and number, where they are news. An account that shows another number has left the one before.
    fn describe(&mut self, id: MemberId, name: Option<String>, number: Option<&Phone>) {
        let fresh = self
            .account(id)
            .is_some_and(|account| account.reach.last_inbound.is_none_or(|last| self.at >= last));
        if fresh || self.account(id).is_some_and(|account| account.member.phone.is_none()) {
            self.renumber(id, number);
        }
        self.alter(id, |member| {
            if member.name.is_none() {
                member.name = name;
            }
        });
    }

    fn renumber(&mut self, id: MemberId, number: Option<&Phone>) {
        let Some(number) = number else { return };
        if self.account(id).is_some_and(|account| account.member.cnpj.is_some()) {
            return;
        }
        let before = self.account(id).and_then(|account| account.member.phone.clone());
        if let Some(before) = before.filter(|before| before != number) {
            let key = Key::Phone(before);
            if self.facts.member_behind(&key) == Some(id) {
                self.make(Change::Unlinked { member: id, key });
            }
        }
        let number = number.clone();
        self.alter(id, |member| member.phone = Some(number));
    }

    /// The first account that writes from the number of a company's contact is that contact's.
    fn note_colleague(&mut self, id: MemberId, speaker: &Speaker, number: Option<&Phone>) {
        let colleague = number.and_then(|number| self.account(id)?.colleague(number)).cloned();
        let unknown = colleague.filter(|colleague| colleague.account.is_none() && speaker.user_id.is_some());
        if let Some(colleague) = unknown {
            let contact = Box::new(Contact { account: speaker.user_id.clone(), ..colleague });
            self.make(Change::Contact { member: id, contact });
        }
    }

    /// A contact of a company who moved is known by where they are now, and no more by where they were.
    fn move_colleague(&mut self, id: MemberId, from: &Speaker, to: &Speaker, number: Option<&Phone>) {
        let left = phone(from);
        let is_them = |contact: &&Contact| {
            (contact.account.is_some() && contact.account == from.user_id)
                || (contact.phone.is_some() && contact.phone == left)
        };
        let company = self.account(id).filter(|account| account.member.cnpj.is_some());
        let Some(before) = company.and_then(|account| account.contacts.iter().find(is_them)).cloned() else {
            return;
        };
        let after = Contact {
            phone: number.cloned().or_else(|| before.phone.clone()),
            account: to.user_id.clone().or_else(|| before.account.clone()),
            ..before.clone()
        };
        let stays: BTreeSet<Key> = after.keys().collect();
        for key in before.keys().filter(|key| !stays.contains(key)) {
            if self.facts.member_behind(&key) == Some(id) {
                self.make(Change::Unlinked { member: id, key });
            }
        }
        if self.account(id).is_some_and(|account| account.member.phone == before.phone) {
            let phone = after.phone.clone();
            self.alter(id, |member| member.phone = phone);
        }
        if after != before {
            self.make(Change::Contact { member: id, contact: Box::new(after) });
        }
    }

    /// The number leads away from this record, which keeps everything else.
    fn take_number(&mut self, id: MemberId, number: &Phone) {
        self.make(Change::Unlinked { member: id, key: Key::Phone(number.clone()) });
        self.settle(id, Outcome::Proved);
        self.alter(id, |member| {
            member.frozen = false;
            if member.phone.as_ref() == Some(number) {
                member.phone = None;
            }
        });
    }

    fn freeze(&mut self, owner: MemberId, newcomer: MemberId, phone: Phone) {
        let open = self.facts.contest_of(owner);
        if open.is_some_and(|contest| contest.newcomer == newcomer) {
            return;
        }
        self.settle(owner, Outcome::Recycled);
        self.alter(owner, |member| member.frozen = true);
        let id = ContestId(self.next_id());
        self.make(Change::Contested(Contest {
            id,
            member: owner,
            newcomer,
            phone,
            opened_at: self.at,
            code: None,
            code_at: None,
            ending: None,
        }));
    }

    /// The account itself speaks: the record is theirs, the number only if it came with the message.
    fn thaw(&mut self, id: MemberId, speaker: &Speaker, number: Option<&Phone>) {
        let Some(account) = self.account(id).filter(|account| account.member.frozen) else { return };
        let itself = speaker.user_id.is_some() && account.reach.user_id == speaker.user_id;
        let Some(contest) = self.facts.contest_of(id) else { return };
        let contested = contest.phone.clone();
        if !itself || self.at < contest.opened_at {
            return;
        }
        if number == Some(&contested) {
            self.settle(id, Outcome::Proved);
            self.alter(id, |member| member.frozen = false);
        } else {
            self.take_number(id, &contested);
        }
    }

    fn settle(&mut self, id: MemberId, outcome: Outcome) {
        if let Some(ended) = self.facts.contest_of(id).map(|contest| contest.ended(outcome, self.at, None)) {
            self.make(Change::Contested(ended));
        }
    }

    /// The account that moved, by its own id; by its number only when that is not another account's.
    fn who_moved(&self, from: &Speaker, to: &Speaker) -> Option<MemberId> {
        let before = Speaker {
            user_id: from.user_id.clone().filter(|id| to.user_id.as_ref() != Some(id)),
            ..from.clone()
        };
        let by_account = account_keys(&before).find_map(|key| self.facts.member_behind(&key));
        by_account.or_else(|| {
            let owner = self.facts.member_behind(&Key::Phone(phone(from)?))?;
            // Whoever writes from a contested number now is the one who left it.
            let holder =
                self.facts.contest_of(owner).map_or(owner, |contest| self.facts.present(contest.newcomer));
            (!self.is_other_account(holder, &before)).then_some(holder)
        })
    }
}
