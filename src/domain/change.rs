//! Changes: the closed set of ways in which facts change. A decision is a list of them; each is applied by
//! [`evolve`](crate::domain::facts::Facts::evolve) and written by the store.

use crate::domain::contact::Contact;
use crate::domain::contest::Contest;
use crate::domain::ending::Ending;
use crate::domain::facts::Key;
use crate::domain::hold::Hold;
use crate::domain::ids::{AnnouncementId, LotId, MemberId, PurchaseId, StaffId, StoreId};
use crate::domain::ledger::{Actor, Book, Posting};
use crate::domain::member::{About, Member, Purpose, Staff};
use crate::domain::mistyped::Mistyped;
use crate::domain::money::Money;
use crate::domain::purchase::Purchase;
use crate::domain::tally::Tally;
use crate::domain::template::Template;
use crate::domain::voucher::Voucher;
use std::collections::BTreeSet;

/// One way in which facts change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Enrolled(Member),
    Identified {
        member: MemberId,
        key: Key,
    },
    /// The key leads to this member no more.
    Unlinked {
        member: MemberId,
        key: Key,
    },
    /// `from` was a second record of the same person. Its points moved by a posting before; everything else that
    /// hangs on it is carried over, and `from` is left empty, pointing to `into`.
    Merged {
        from: MemberId,
        into: MemberId,
        /// The member who remains.
        after: Box<Member>,
    },
    /// One of theirs, as they are from now on.
    Contact {
        member: MemberId,
        contact: Box<Contact>,
    },
    /// One of a company's is there no more: what leads to them leads to it no longer, and nothing goes to them.
    Parted {
        member: MemberId,
        contact: Box<Contact>,
        /// What they alone were known by.
        keys: Vec<Key>,
    },
    /// A question about whose a number is: opened, given a code, or closed.
    Contested(Contest),
    /// A person of the shop talks in this chat until then (ms UTC); `None`: not any more.
    Quieted {
        member: MemberId,
        until: Option<i64>,
    },
    /// Everything personal is deleted; the number of the row and its ledger stay.
    Erased {
        member: MemberId,
        /// Who they were: what traces of them are found by, once.
        before: Box<Member>,
        at: i64,
        /// Who asked for it: the person, or a manager.
        by: Actor,
    },
    /// Name, language, standing, consents: the member as they are from now on.
    Member {
        member: MemberId,
        after: Box<Member>,
    },
    /// A line of the consent log: what, yes or no, when, and the message that said so.
    Consented {
        member: MemberId,
        purpose: Purpose,
        given: bool,
        at: i64,
        source: String,
    },
    Posted(Posting),
    Bought(Purchase),
    Reduced {
        purchase: PurchaseId,
        member: MemberId,
        standing: Money,
        earned: i64,
        /// What was taken of whoever bought, or is owed by them since.
        taken: i64,
    },
    /// Value set aside, as it is from now on: opened, closed, or partly come back.
    Hold(Box<Hold>),
    /// A voucher as it is from now on: issued, closed, or partly come back.
    Voucher(Box<Voucher>),
    /// The end of a credit: another one, or how far it has come.
    Prolonged {
        member: MemberId,
        lot: LotId,
        /// When it ends from now on, ms UTC.
        until: i64,
        ending: Ending,
    },
    /// So much more of a credit ended unused; below zero, a refund let it go.
    Lapsed {
        member: MemberId,
        lot: LotId,
        amount: i64,
    },
    /// What somebody did in a month, or in a year that is ranked; negative when taken back.
    Scored {
        member: MemberId,
        /// `2026-11`, or `2026`.
        period: String,
        tally: Tally,
    },
    /// Somebody is marked as family of one of the staff, or no longer.
    Family {
        staff: StaffId,
        member: MemberId,
        marked: bool,
    },
    /// Somebody works here from now on, or does again.
    Hired(Staff),
    Dismissed(StaffId),
    /// Customers are told this of a store from now on.
    Told {
        store: StoreId,
        about: About,
        text: String,
    },
    /// Somebody of the staff typed a wrong code: how many that makes today.
    Mistyped(Mistyped),
    /// The owner's one-time claim was used.
    Claimed,
    Announced(Announcement),
    /// Announcements that rested go out, and whatever is announced from now on. Rows of the outbox by number: those
    /// that leave, and those that are given up, because their people take no offers any more.
    Released {
        send: Vec<i64>,
        refused: Vec<i64>,
    },
    /// Announcements that rested are given up.
    Discarded {
        rows: Vec<i64>,
    },
    /// WhatsApp has this template like this from now on.
    Template(Template),
    /// How many people a day may be written to first (-1: no limit).
    Allowance {
        people: i64,
    },
}

impl Change {
    /// The members whose account it alters.
    pub fn members(&self) -> Vec<MemberId> {
        match self {
            Change::Enrolled(member) => vec![member.id],
            Change::Merged { from, into, .. } => vec![*from, *into],
            Change::Member { member, .. }
            | Change::Consented { member, .. }
            | Change::Contact { member, .. }
            | Change::Parted { member, .. }
            | Change::Quieted { member, .. }
            | Change::Erased { member, .. }
            | Change::Reduced { member, .. }
            | Change::Scored { member, .. }
            | Change::Lapsed { member, .. }
            | Change::Prolonged { member, .. } => vec![*member],
            Change::Bought(purchase) => vec![purchase.member],
            Change::Hold(hold) => vec![hold.member],
            Change::Voucher(voucher) => vec![voucher.member],
            Change::Posted(posting) => {
                let books = posting.transfers.iter().flat_map(|transfer| [transfer.debit, transfer.credit]);
                let owners = books.filter_map(|book| match book {
                    Book::Member(id) | Book::Held(id) | Book::Debt(id) | Book::Vouchers(id) => Some(id),
                    Book::Issued | Book::Redeemed | Book::Opening => None,
                    Book::Expired | Book::Forfeited | Book::Adjusted => None,
                });
                owners.collect::<BTreeSet<_>>().into_iter().collect()
            }
            Change::Identified { .. }
            | Change::Unlinked { .. }
            | Change::Contested(_)
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
            | Change::Allowance { .. } => Vec::new(),
        }
    }
}

/// A message to many, frozen when it was confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    pub id: AnnouncementId,
    pub by: StaffId,
    pub text: String,
    pub people: i64,
    /// Estimated price, centavos.
    pub price: Money,
    pub at: i64,
}
