//! The state of one conversation. Each topic carries exactly what its next answer needs; everything else
//! is a fact and is read again. Stored as JSON text: what cannot be read any more loads as idle.

mod sale;

use crate::dialogue::declined::Declined;
use crate::dialogue::echo::Echo;
use crate::dialogue::hear::Subject;
use crate::dialogue::line::{Button, Message};
use crate::dialogue::rung::Rung;
use crate::domain::calendar::Span;
use crate::domain::ids::{HoldId, MemberId, PurchaseId, StaffId, StoreId};
use crate::domain::lang::Lang;
use crate::domain::member::{About, StaffRole};
use crate::domain::money::Money;
use crate::domain::phone::Phone;
use serde::{Deserialize, Serialize};

pub use self::sale::{Back, Buyer, By, OpenSale, Pays};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    #[serde(default)]
    pub topic: Topic,
    /// Messages in a row that were not understood.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub misses: u8,
    /// Sales that may be undone by a button, newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handles: Vec<Handle>,
    /// Rewards handed over lately, newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handed: Vec<Handed>,
    /// Questions already answered and what was said then: an old button repeats its answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answered: Vec<Answered>,
    /// A question was left or answered with a no just now: a *cancelar* that comes next still means that question.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left: bool,
    /// A sale that was left or declined just now: the right number, if it comes next, is of that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined: Option<Declined>,
    /// What they gave or took by hand last: an undo that comes next means that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjusted: Option<Adjusted>,
    /// Was asked for the number once; asking again would be pushy.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asked_number: bool,
    /// The language of their last message, where that was plainly not theirs; a second one makes it theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrote: Option<Lang>,
    /// They have said which language they want.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub chose: bool,
    /// The figures they read lately, newest last: what a *why?* is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<Shown>,
    /// What they typed and read last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub echo: Option<Echo>,
    /// Times (ms UTC) of wrong codes typed lately.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wrong_codes: Vec<i64>,
    /// The same of a till or a web shop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tries: Vec<Tried>,
}

impl State {
    /// Calls people by the records that stand for them now.
    pub fn follow(&mut self, present: impl Fn(MemberId) -> MemberId) {
        let handles = self.handles.iter_mut().map(|handle| &mut handle.member);
        let handed = self.handed.iter_mut().map(|handed| &mut handed.member);
        let adjusted = self.adjusted.iter_mut().map(|adjusted| &mut adjusted.member);
        for member in handles.chain(handed).chain(adjusted).chain(self.topic.members()) {
            *member = present(*member);
        }
    }
}

// Serde hands `skip_serializing_if` a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(count: &u8) -> bool {
    *count == 0
}

/// An adjustment, in minor units of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjusted {
    pub member: MemberId,
    pub amount: i64,
    /// ms UTC.
    pub at: i64,
}

/// A wrong code that a till or a web shop sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// ms UTC.
    pub at: i64,
    /// The customer or the order it was tried for; `None`: neither was named.
    pub of: Option<String>,
}

/// A figure that somebody read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub what: Read,
    /// When, ms UTC, and the message that asked for it: the bubble with the figure was caused by it.
    pub at: i64,
    pub by: String,
}

/// What was read: of one's own, or of the shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Read {
    Own(Subject),
    /// Days up to the one on which it was read.
    Day(Span),
    /// `2026-11`.
    Month(String),
    Liability,
}

impl From<Subject> for Read {
    fn from(own: Subject) -> Read {
        Read::Own(own)
    }
}

/// How many handles, answered questions and figures are remembered.
pub const REMEMBERED: usize = 6;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handle {
    pub token: String,
    pub member: MemberId,
    pub purchase: PurchaseId,
    /// Another purchase came back for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exchange: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    pub member: MemberId,
    pub hold: HoldId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub token: String,
    pub message: Message,
}

/// What the assistant waits for. `token` ties buttons to their question, `since` (ms UTC) lets it go stale.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Topic {
    #[default]
    Idle,
    /// Join? And offers?
    Joining {
        token: String,
        since: i64,
        store: Option<StoreId>,
        referrer: Option<MemberId>,
        /// Was said once more just now, in one way; the next time it is said in the other.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        reminded: bool,
    },
    /// Just left: a word brings them back; `asked` whether they want to be, where their words did not say; `notices`:
    /// offers they had none before, so that only the notices of their purchases come back.
    Left {
        since: i64,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        asked: bool,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        notices: bool,
    },
    /// The list of rewards was shown: a number picks.
    Rewards { since: i64 },
    /// Was that an opt-out? `all`: the offers are off already; is nothing at all to come any more?
    OptingOut {
        token: String,
        since: i64,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        all: bool,
    },
    /// A sale lacks its phone.
    SalePhone {
        since: i64,
        #[serde(flatten)]
        rung: Rung,
    },
    /// A sale lacks its amount. `code` when its buyer is known by it: it pays once.
    SaleAmount {
        since: i64,
        buyer: Buyer,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// Nobody asked for it: they were looked up, or what was read could not stand. It is confirmed.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        doubt: bool,
    },
    /// Vouchers, or balance under a code, were shown; what is to be paid with them?
    VoucherAmount {
        since: i64,
        member: MemberId,
        #[serde(flatten)]
        by: By,
    },
    /// A sale waits for its customer's yes; `code` is of what was set aside for it, if they could be asked.
    Paying { token: String, since: i64, sale: OpenSale, code: Option<String> },
    /// A sale waits for a yes.
    Sale { token: String, since: i64, sales: Vec<OpenSale> },
    /// A reward waits to be handed over.
    Redeeming { token: String, since: i64, member: MemberId, hold: HoldId },
    /// An undo waits for a yes.
    Undoing {
        token: String,
        since: i64,
        member: MemberId,
        purchase: PurchaseId,
        /// It was another amount: a sale of that one takes its place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        right: Option<Money>,
        /// It was somebody else's: the same sale of theirs takes its place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Buyer>,
    },
    /// The return of a reward that was handed over waits for a yes.
    GivingBack { token: String, since: i64, member: MemberId, hold: HoldId },
    /// Sales of one person were listed: a number picks one.
    PickingSale { token: String, since: i64, member: MemberId, sales: Vec<PurchaseId>, then: Back },
    /// A refund waits for a yes, or for another amount.
    Refunding {
        token: String,
        since: i64,
        member: MemberId,
        purchase: PurchaseId,
        amount: Money,
        /// How many sales it was picked from, by number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        listed: Option<u32>,
    },
    /// An exchange waits for a yes: all of that purchase comes back, and one of `amount` goes out.
    Exchanging { token: String, since: i64, member: MemberId, purchase: PurchaseId, amount: Money },
    /// Whose number is it?
    NumberAsked { token: String, since: i64 },
    /// A frozen record waits to be given back.
    Returning { token: String, since: i64, member: MemberId },
    /// Did they change their number?
    MovedAsked { token: String, since: i64 },
    /// Should everything about this person be deleted?
    Erasing { token: String, since: i64, member: MemberId },
    /// An adjustment waits for a yes; the amount in minor units.
    Adjusting { token: String, since: i64, member: MemberId, amount: i64, reason: String },
    /// An adjustment lacks whose balance it is about, or why.
    AdjustLacks { since: i64, member: Option<MemberId>, amount: i64, reason: Option<String> },
    /// An announcement waits for a yes. Text and audience are frozen by the confirmation, not before.
    Announcing { token: String, since: i64, text: String },
    /// Should this member of staff go, or this channel, and with it its keys, end?
    Dismissing { token: String, since: i64, staff: StaffId },
    /// Should whoever has this number work here?
    Hiring { token: String, since: i64, phone: Phone, name: String, role: StaffRole },
    /// Somebody is to be noted; their number is lacking.
    EnrolPhone { since: i64, name: Option<String> },
    /// Is this the number of whoever is to be noted?
    Enrolling { token: String, since: i64, phone: Phone, name: Option<String> },
    /// Should the record of one number go to another?
    Renumbering { token: String, since: i64, old: Phone, new: Phone },
    /// May customers be told this of a store?
    Telling { token: String, since: i64, store: StoreId, about: About, text: String },
    /// May announcements that rest go out? Which they are is looked up again with the answer.
    Resting { token: String, since: i64 },
}

impl Topic {
    /// Token and start of an open question with buttons.
    pub fn question(&self) -> Option<(&str, i64)> {
        match self {
            Topic::Joining { token, since, .. }
            | Topic::OptingOut { token, since, .. }
            | Topic::Sale { token, since, .. }
            | Topic::Paying { token, since, .. }
            | Topic::Redeeming { token, since, .. }
            | Topic::Undoing { token, since, .. }
            | Topic::GivingBack { token, since, .. }
            | Topic::PickingSale { token, since, .. }
            | Topic::Refunding { token, since, .. }
            | Topic::Exchanging { token, since, .. }
            | Topic::NumberAsked { token, since }
            | Topic::Returning { token, since, .. }
            | Topic::MovedAsked { token, since }
            | Topic::Erasing { token, since, .. }
            | Topic::Announcing { token, since, .. }
            | Topic::Dismissing { token, since, .. }
            | Topic::Hiring { token, since, .. }
            | Topic::Adjusting { token, since, .. }
            | Topic::Enrolling { token, since, .. }
            | Topic::Renumbering { token, since, .. }
            | Topic::Telling { token, since, .. }
            | Topic::Resting { token, since } => Some((token, *since)),
            Topic::Idle
            | Topic::Left { .. }
            | Topic::Rewards { .. }
            | Topic::SalePhone { .. }
            | Topic::SaleAmount { .. }
            | Topic::EnrolPhone { .. }
            | Topic::AdjustLacks { .. }
            | Topic::VoucherAmount { .. } => None,
        }
    }

    /// What deletes or reaches many is agreed to in exact words alone.
    pub const fn is_exact(&self) -> bool {
        matches!(self, Topic::Erasing { .. } | Topic::Announcing { .. } | Topic::Resting { .. })
    }

    /// The buttons under the open question.
    pub fn buttons(&self) -> Vec<Button> {
        let Some((token, _)) = self.question() else { return Vec::new() };
        let token = || token.to_owned();
        match self {
            Topic::Joining { .. } => {
                vec![Button::JoinOnly(token()), Button::JoinOffers(token()), Button::JoinNot(token())]
            }
            Topic::NumberAsked { .. } => vec![Button::NotMe(token()), Button::ItIsMe(token())],
            Topic::PickingSale { .. } => Vec::new(),
            Topic::Refunding { .. } => vec![Button::All(token()), Button::No(token())],
            Topic::Erasing { .. } => vec![Button::Erase(token()), Button::Keep(token())],
            Topic::Announcing { .. } => vec![Button::Send(token()), Button::No(token())],
            Topic::Paying { .. } => vec![Button::Override(token()), Button::No(token())],
            Topic::Resting { .. } => {
                vec![Button::Send(token()), Button::Discard(token()), Button::No(token())]
            }
            _ => vec![Button::Yes(token()), Button::No(token())],
        }
    }

    fn members(&mut self) -> Vec<&mut MemberId> {
        match self {
            Topic::Redeeming { member, .. }
            | Topic::GivingBack { member, .. }
            | Topic::PickingSale { member, .. }
            | Topic::Refunding { member, .. }
            | Topic::Exchanging { member, .. }
            | Topic::Returning { member, .. }
            | Topic::VoucherAmount { member, .. }
            | Topic::Adjusting { member, .. }
            | Topic::Erasing { member, .. } => vec![member],
            Topic::Undoing { member, to, .. } => {
                std::iter::once(member).chain(to.iter_mut().filter_map(Buyer::member)).collect()
            }
            Topic::Joining { referrer: member, .. } | Topic::AdjustLacks { member, .. } => {
                member.iter_mut().collect()
            }
            Topic::SaleAmount { buyer: Buyer::Known(member), .. } => vec![member],
            Topic::Sale { sales, .. } => sales.iter_mut().filter_map(OpenSale::member).collect(),
            Topic::Paying { sale, .. } => sale.member().into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// When the assistant began to wait; `None` when it does not.
    pub fn since(&self) -> Option<i64> {
        match self {
            Topic::Left { since, .. }
            | Topic::Rewards { since }
            | Topic::SalePhone { since, .. }
            | Topic::SaleAmount { since, .. }
            | Topic::EnrolPhone { since, .. }
            | Topic::AdjustLacks { since, .. }
            | Topic::VoucherAmount { since, .. } => Some(*since),
            Topic::Idle => None,
            topic => topic.question().map(|(_, since)| since),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_were_read_are_stored_and_what_was_stored_before_them_loads() {
        let read = |what| Shown { what, at: 7, by: "wamid".to_owned() };
        let whats = [
            Read::Own(Subject::Ranking),
            Read::Day(Span::Date { year: None, month: 11, day: 21 }),
            Read::Day(Span::Week),
            Read::Month("2026-11".to_owned()),
            Read::Liability,
        ];
        let state = State { misses: 1, reads: whats.map(read).into(), ..State::default() };
        let stored = serde_json::to_string(&state).unwrap();
        assert_eq!(serde_json::from_str::<State>(&stored).unwrap(), state);
        let older = r#"{"misses":1,"shown":{"what":"balance","at":7,"by":"wamid"}}"#;
        let kept = State { misses: 1, ..State::default() };
        assert_eq!(serde_json::from_str::<State>(older).unwrap(), kept);
    }
}
