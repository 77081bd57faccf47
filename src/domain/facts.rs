//! Facts: what is known about a merchant's people during one batch, and how a change alters it.
//!
//! [`Account::evolve`] is written once and used twice: by a turn on its own copy, to see what its decision
//! leads to, and by the batch, so that the next message sees it. Rows that changed are marked; the store
//! writes exactly those.

use crate::domain::change::Change;
use crate::domain::cnpj::Cnpj;
use crate::domain::contact::Contact;
use crate::domain::contest::Contest;
use crate::domain::email::Email;
use crate::domain::hold::Hold;
use crate::domain::ids::{ContestId, HoldId, MemberId, PurchaseId, StaffId, StoreId, VoucherId};
use crate::domain::lang::Lang;
use crate::domain::ledger::{Book, Lot, Posting};
use crate::domain::member::{Member, Purpose, Reach, Staff, Store};
use crate::domain::merging::blank;
use crate::domain::mistyped::Mistyped;
use crate::domain::money::Money;
use crate::domain::phone::Phone;
use crate::domain::purchase::Purchase;
use crate::domain::row::Row;
use crate::domain::tally::Tally;
use crate::domain::template::Templates;
use crate::domain::voucher::Voucher;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

/// Member's balance, in minor units of the program. Neither is ever below zero; what is owed is debt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wallet {
    pub available: i64,
    pub held: i64,
    pub debt: i64,
    /// Since when (ms UTC) something is owed.
    pub owing_since: Option<i64>,
}

impl Wallet {
    /// What people are shown: available less debt.
    pub const fn shown(self) -> i64 {
        self.available - self.debt
    }
}

/// How a person is known to a channel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Phone(Phone),
    User(String),
    ParentUser(String),
    /// How the shop's other systems call them.
    Own(String),
    Email(Email),
    Cnpj(Cnpj),
}

impl Key {
    pub const fn kind(&self) -> &'static str {
        match self {
            Key::Phone(_) => "phone",
            Key::User(_) => "user",
            Key::ParentUser(_) => "parent_user",
            Key::Own(_) => "own",
            Key::Email(_) => "email",
            Key::Cnpj(_) => "cnpj",
        }
    }

    pub fn value(&self) -> &str {
        match self {
            Key::Phone(phone) => phone.as_str(),
            Key::User(id) | Key::ParentUser(id) | Key::Own(id) => id,
            Key::Email(email) => email.as_str(),
            Key::Cnpj(cnpj) => cnpj.as_str(),
        }
    }
}

/// Everything about one member that a decision may need.
#[derive(Debug, Clone)]
pub struct Account {
    pub member: Row<Member>,
    pub reach: Reach,
    /// Oldest first.
    pub contacts: Vec<Contact>,
    pub wallet: Row<Wallet>,
    pub lots: Vec<Row<Lot>>,
    /// Open holds, and the closed ones that were asked for by code.
    pub holds: Vec<Row<Hold>>,
    /// Recent purchases, and the older ones that were asked for by quote.
    pub purchases: Vec<Row<Purchase>>,
    /// What they did, by month (`2026-11`), as far back as the rules ask.
    pub months: BTreeMap<String, Tally>,
    /// Open vouchers, those of the loaded purchases, and those that were asked for by code.
    pub vouchers: Vec<Row<Voucher>>,
    /// Refused offers in so many words, and has not taken it back; others were just never asked.
    pub said_no: bool,
}

impl Account {
    pub fn new(member: Member) -> Account {
        Account {
            member: Row::new(member),
            reach: Reach::default(),
            contacts: Vec::new(),
            wallet: Row::new(Wallet::default()),
            lots: Vec::new(),
            holds: Vec::new(),
            purchases: Vec::new(),
            months: BTreeMap::new(),
            vouchers: Vec::new(),
            said_no: false,
        }
    }

    pub fn open_lots(&self) -> Vec<Lot> {
        self.lots.iter().map(|lot| Lot::clone(lot)).collect()
    }

    /// Credit that may be used only later: from when (ms UTC), soonest first, and how much.
    pub fn later(&self, at: i64) -> BTreeMap<i64, i64> {
        let mut later = BTreeMap::new();
        for lot in self.lots.iter().filter(|lot| lot.remaining > 0 && !lot.is_usable(at)) {
            *later.entry(lot.usable_at).or_default() += lot.remaining;
        }
        later
    }

    /// What may be used at this moment: what is available, less the credit that may be used only later.
    pub fn spendable(&self, at: i64) -> i64 {
        (self.wallet.available - self.later(at).values().sum::<i64>()).max(0)
    }

    /// Whether `price` is there and cannot be used yet: the moment from which it can (ms UTC), and what has to wait.
    pub fn lacks(&self, price: i64, at: i64) -> Option<(i64, i64)> {
        let (mut usable, mut waiting) = (self.spendable(at), 0);
        if usable >= price {
            return None;
        }
        self.later(at).into_iter().find_map(|(from, amount)| {
            (usable, waiting) = (usable + amount, waiting + amount);
            (usable >= price).then_some((from, waiting))
        })
    }

    pub fn hold(&self, id: HoldId) -> Option<&Hold> {
        self.holds.iter().map(Deref::deref).find(|hold| hold.id == id)
    }

    pub fn voucher(&self, id: VoucherId) -> Option<&Voucher> {
        self.vouchers.iter().map(Deref::deref).find(|voucher| voucher.id == id)
    }

    /// Vouchers that may still be used, first to expire first.
    pub fn open_vouchers(&self) -> Vec<Voucher> {
        let open = self.vouchers.iter().map(Deref::deref).filter(|voucher| voucher.is_open());
        let mut open: Vec<Voucher> = open.cloned().collect();
        open.sort_by_key(|voucher| (voucher.expires_at, voucher.id));
        open
    }

    pub fn purchase(&self, id: PurchaseId) -> Option<&Purchase> {
        self.purchases.iter().map(Deref::deref).find(|purchase| purchase.id == id)
    }

    /// Applies what a change means for this member; the rest of the change is ignored.
    pub fn evolve(&mut self, change: &Change) {
        match change {
            Change::Posted(posting) => self.post(posting),
            Change::Bought(purchase) => self.purchases.push(Row::new(purchase.clone())),
            Change::Reduced { purchase, standing, earned, .. } => {
                if let Some(row) = self.purchases.iter_mut().find(|row| row.id == *purchase) {
                    let row = row.alter();
                    row.standing = *standing;
                    row.earned = *earned;
                }
            }
            Change::Hold(hold) => match self.holds.iter_mut().find(|row| row.id == hold.id) {
                Some(row) => *row.alter() = (**hold).clone(),
                None => self.holds.push(Row::new((**hold).clone())),
            },
            Change::Scored { period, tally, .. } => {
                let months = self.months.entry(period.clone()).or_default();
                *months = months.plus(*tally);
            }
            Change::Voucher(voucher) => match self.vouchers.iter_mut().find(|row| row.id == voucher.id) {
                Some(row) => *row.alter() = (**voucher).clone(),
                None => self.vouchers.push(Row::new((**voucher).clone())),
            },
            Change::Prolonged { lot, until, ending, .. } => {
                if let Some(lot) = self.lots.iter_mut().find(|row| row.id == *lot) {
                    let lot = lot.alter();
                    (lot.expires_at, lot.ending) = (*until, ending.clone());
                }
            }
            Change::Lapsed { lot, amount, .. } => self.lapse(*lot, *amount),
            Change::Member { after, .. } => *self.member.alter() = (**after).clone(),
            Change::Consented { purpose: Purpose::Offers, given, .. } => self.said_no = !given,
            Change::Quieted { until, .. } => self.reach.quiet_until = *until,
            Change::Contact { contact, .. } => {
                match self.contacts.iter_mut().find(|row| row.id == contact.id) {
                    Some(row) => *row = (**contact).clone(),
                    None => self.contacts.push((**contact).clone()),
                }
            }
            Change::Parted { contact, .. } => {
                self.contacts.retain(|row| row.id != contact.id);
                if contact.is_reached_by(&self.reach) {
                    self.reach = Reach { quiet_until: self.reach.quiet_until, ..Reach::default() };
                }
            }
            // How they are reached is kept for the last word to them; the store lets go of it.
            Change::Erased { before, .. } => {
                self.contacts.clear();
                *self.member.alter() = blank(before);
            }
            Change::Enrolled(_)
            | Change::Identified { .. }
            | Change::Unlinked { .. }
            | Change::Merged { .. }
            | Change::Contested(_)
            | Change::Consented { .. }
            | Change::Family { .. }
            | Change::Hired(_)
            | Change::Dismissed(_)
            | Change::Told { .. }
            | Change::Mistyped(_)
            | Change::Claimed
            | Change::Announced(_)
            | Change::Released { .. }
            | Change::Discarded { .. }
            | Change::Template(_)
            | Change::Allowance { .. } => {}
        }
    }

    fn post(&mut self, posting: &Posting) {
        let own = self.member.id;
        for transfer in &posting.transfers {
            self.move_points(own, transfer.debit, -transfer.amount);
            self.move_points(own, transfer.credit, transfer.amount);
        }
        self.owe(posting.at);
        let new = posting.lots.iter().filter(|lot| lot.member == own).cloned().map(Row::new);
        self.lots.extend(new);
        for piece in &posting.uses {
            if let Some(lot) = self.lots.iter_mut().find(|lot| lot.id == piece.lot) {
                // A new lot travels with its remaining amount already reduced by its own posting.
                if lot.txn != posting.txn {
                    lot.alter().remaining -= piece.amount;
                }
            }
        }
    }

    /// Keeps since when something is owed.
    fn owe(&mut self, at: i64) {
        let wallet = *self.wallet;
        let since = (wallet.debt > 0).then(|| wallet.owing_since.unwrap_or(at));
        if since != wallet.owing_since {
            self.wallet.alter().owing_since = since;
        }
    }

    fn move_points(&mut self, own: MemberId, book: Book, amount: i64) {
        match book {
            Book::Member(id) if id == own => self.wallet.alter().available += amount,
            Book::Held(id) if id == own => self.wallet.alter().held += amount,
            Book::Debt(id) if id == own => self.wallet.alter().debt -= amount,
            // What vouchers are worth stands on themselves.
            Book::Member(_) | Book::Held(_) | Book::Debt(_) | Book::Vouchers(_) => {}
            Book::Issued
            | Book::Redeemed
            | Book::Opening
            | Book::Expired
            | Book::Forfeited
            | Book::Adjusted => {}
        }
    }
}

/// One merchant, as configured, and what one batch has loaded of its people.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub accounts: BTreeMap<MemberId, Account>,
    pub staff: BTreeMap<StaffId, Row<Staff>>,
    pub stores: Vec<Store>,
    pub templates: Templates,
    /// People a day who may be written to first, as far as it was asked for and is known.
    pub allowance: Option<i64>,
    /// Who is behind a key; `None` when it was looked for and is nobody.
    pub keys: BTreeMap<Key, Option<MemberId>>,
    /// Open (or last closed) hold behind a short code.
    pub codes: BTreeMap<String, Option<(MemberId, HoldId)>>,
    /// The voucher behind a long code.
    pub vouchers: BTreeMap<String, Option<(MemberId, VoucherId)>>,
    /// Who got this presence code last.
    pub present: BTreeMap<String, Option<MemberId>>,
    /// Owner of a referral code.
    pub referrals: BTreeMap<String, Option<MemberId>>,
    /// The purchase a quoted message is about.
    pub quotes: BTreeMap<String, Option<(MemberId, PurchaseId)>>,
    /// The purchase behind an order of a channel.
    pub orders: BTreeMap<(StaffId, String), Option<(MemberId, PurchaseId)>>,
    /// The hand-over of a reward that a quoted message is about.
    pub handed: BTreeMap<String, (MemberId, HoldId)>,
    /// Records that were carried over into another one: that one.
    pub merged: BTreeMap<MemberId, MemberId>,
    /// Questions about the numbers of frozen records.
    pub contests: BTreeMap<ContestId, Row<Contest>>,
    /// The frozen record behind a short code.
    pub returns: BTreeMap<String, Option<MemberId>>,
    /// Members whose last sales that stand are loaded, however old.
    pub latest: BTreeSet<MemberId>,
    /// Staff whose sales of the last minutes are loaded.
    pub sellers: BTreeSet<StaffId>,
    /// Who is marked as family of whom of the staff.
    pub family: BTreeSet<(StaffId, MemberId)>,
    /// Wrong codes of each member of staff, on the last day on which they typed one.
    pub mistyped: BTreeMap<StaffId, Row<Mistyped>>,
    /// The owner's claim code, until it is used.
    pub claim: Option<String>,
    pub next_id: i64,
    /// Whether anything was changed since loading (merchant-wide figures are stale then).
    pub changed: bool,
}

impl Facts {
    /// Applies a change and marks what has to be written.
    pub fn evolve(&mut self, change: &Change) {
        self.changed = true;
        match change {
            Change::Enrolled(member) => {
                self.accounts.insert(member.id, Account::new(member.clone()));
            }
            Change::Identified { member, key } => {
                self.keys.insert(key.clone(), Some(*member));
            }
            Change::Unlinked { key, .. } => {
                self.keys.insert(key.clone(), None);
            }
            Change::Merged { from, into, after } => return self.merge(*from, *into, after),
            Change::Parted { member, keys, .. } => self.part(*member, keys),
            Change::Contested(contest) => self.contest(contest),
            Change::Erased { member, .. } => self.forget(*member),
            Change::Hold(hold) if !hold.is_open() => {}
            Change::Hold(hold) => {
                self.codes.insert(hold.code.clone(), Some((hold.member, hold.id)));
            }
            Change::Voucher(voucher) => {
                self.vouchers.insert(voucher.code.clone(), Some((voucher.member, voucher.id)));
            }
            Change::Bought(purchase) => {
                let found = Some((purchase.member, purchase.id));
                self.quotes.insert(purchase.wamid.clone(), found);
                if let Some(order) = &purchase.order {
                    self.orders.insert((purchase.staff, order.clone()), found);
                }
            }
            Change::Member { member, after } => {
                if let Some(code) = &after.referral_code {
                    self.referrals.insert(code.clone(), Some(*member));
                }
                if let Some(presence) = &after.presence {
                    self.present.insert(presence.code.clone(), Some(*member));
                }
            }
            Change::Hired(staff) => {
                let version = self.staff.get(&staff.id).map_or(0, |known| known.version);
                self.staff.insert(staff.id, Row::over(staff.clone(), version));
            }
            Change::Told { store, about, text } => self.told(*store, *about, text),
            Change::Dismissed(id) => {
                if let Some(staff) = self.staff.get_mut(id) {
                    staff.alter().active = false;
                }
            }
            Change::Family { staff, member, marked: true } => {
                self.family.insert((*staff, *member));
            }
            Change::Family { staff, member, marked: false } => {
                self.family.remove(&(*staff, *member));
            }
            // One of the last sales is gone: which one moves up is not loaded.
            Change::Reduced { member, standing: Money::ZERO, .. } => {
                self.latest.remove(member);
            }
            Change::Mistyped(one) => {
                let version = self.mistyped.get(&one.staff).map_or(0, |known| known.version);
                self.mistyped.insert(one.staff, Row::over(*one, version));
            }
            Change::Claimed => self.claim = None,
            Change::Template(template) => self.templates.put(template.clone()),
            Change::Allowance { people, .. } => self.allowance = Some(*people),
            Change::Consented { .. }
            | Change::Contact { .. }
            | Change::Quieted { .. }
            | Change::Posted(_)
            | Change::Reduced { .. }
            | Change::Prolonged { .. }
            | Change::Lapsed { .. }
            | Change::Scored { .. }
            | Change::Announced(_)
            | Change::Released { .. }
            | Change::Discarded { .. } => {}
        }
        for member in change.members() {
            if let Some(account) = self.accounts.get_mut(&member) {
                account.evolve(change);
            }
        }
    }

    pub fn member_behind(&self, key: &Key) -> Option<MemberId> {
        self.keys.get(key).copied().flatten()
    }

    /// The record that stands for this one now: itself, or the one it was carried over into.
    pub fn present(&self, id: MemberId) -> MemberId {
        self.merged.get(&id).copied().unwrap_or(id)
    }

    pub fn account(&self, id: MemberId) -> Option<&Account> {
        self.accounts.get(&self.present(id))
    }

    fn contest(&mut self, contest: &Contest) {
        if let Some(code) = &contest.code {
            self.returns.insert(code.clone(), contest.is_open().then_some(contest.member));
        }
        let version = self.contests.get(&contest.id).map_or(0, |known| known.version);
        self.contests.insert(contest.id, Row::over(contest.clone(), version));
    }

    /// The open question about the number of this record.
    pub fn contest_of(&self, member: MemberId) -> Option<&Contest> {
        let mut open = self.contests.values().map(Deref::deref).filter(|contest| contest.is_open());
        open.find(|contest| contest.member == member)
    }

    /// Nothing leads to this member any more.
    fn forget(&mut self, member: MemberId) {
        for owner in self.keys.values_mut().filter(|owner| **owner == Some(member)) {
            *owner = None;
        }
        let places = &self.staff;
        let of = |staff: &StaffId| places.get(staff).is_some_and(|place| place.member == member);
        self.family.retain(|(staff, relative)| *relative != member && !of(staff));
    }

    /// The active member of staff behind a person.
    pub fn staff_of(&self, member: MemberId) -> Option<&Staff> {
        self.staff.values().map(Deref::deref).find(|staff| staff.member == member && staff.active)
    }

    /// Whether somebody is marked as family of a person who works here, or did before they came back.
    pub fn is_family(&self, of: MemberId, member: MemberId) -> bool {
        let theirs = self.family.iter().filter(|(_, relative)| self.present(*relative) == member);
        theirs.filter_map(|(staff, _)| self.staff.get(staff)).any(|staff| self.present(staff.member) == of)
    }

    /// Those who manage the shop now.
    pub fn managers(&self) -> Vec<MemberId> {
        let managers = self.staff.values().filter(|staff| staff.active && staff.role.manages());
        managers.map(|staff| staff.member).collect()
    }

    pub fn store(&self, id: StoreId) -> Option<&Store> {
        self.stores.iter().find(|store| store.id == id)
    }

    /// The store whose figures these people see; `None` for all, as managers do and wherever there is one only.
    pub fn sees_only(&self, member: MemberId) -> Option<StoreId> {
        let staff = self.staff_of(member).filter(|staff| !staff.role.manages() && self.stores.len() > 1)?;
        Some(staff.store)
    }
}

/// What is known of the merchant itself, apart from its people.
#[derive(Debug, Clone)]
pub struct Shop {
    pub id: crate::domain::ids::MerchantId,
    pub name: String,
    pub phone_number_id: String,
    /// The WhatsApp Business Account of the number, once it is known.
    pub waba: Option<String>,
    /// Digits with country code, for `wa.me` links.
    pub phone: String,
    pub zone: crate::domain::calendar::Zone,
    pub area_code: u8,
    pub lang: Lang,
    /// How to reach a person: shown when somebody asks for one.
    pub contact: String,
    pub rules: crate::domain::rulebook::Rulebook,
    /// Price of one marketing message, in millionths of a real, from the rate card.
    pub announcement_price: i64,
}
