//! What a till is answered: what was done, or why nothing was.

use crate::dialogue::line::Line;
use crate::dialogue::way::Way;
use crate::domain::facts::Wallet;
use crate::domain::ids::{ContactId, MemberId, PurchaseId, VoucherId};
use crate::domain::money::Money;
use crate::domain::selling::{Sold, TakenBack};
use crate::domain::voucher::Voucher;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Bought(Box<Bought>),
    Quoted(Box<Quoted>),
    Reversed(Box<Reversed>),
    Checked(Box<Checked>),
    Kept(Box<Kept>),
    Released(Released),
    Met(MemberId),
    /// Somebody writes and buys for this company.
    Contact(MemberId, ContactId),
    /// Or no more.
    Parted(MemberId, ContactId),
    No(No),
}

/// A purchase that was registered, with what it led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bought {
    pub order: String,
    pub member: MemberId,
    /// What was said of its customer that leads to somebody else, or to nobody because they have another.
    pub not_linked: Vec<&'static str>,
    pub amount: Money,
    /// What is left to be paid with money.
    pub charge: Money,
    pub sold: Sold,
    pub wallet: Wallet,
    /// Key of the level they are on now.
    pub tier: Option<String>,
    pub way: Way,
}

/// What a purchase would lead to, and what may pay a part of it. Nothing was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// As it would be answered.
    pub bought: Bought,
    /// Whether its member is known: a number never seen would become one.
    pub known: bool,
    pub payable: Payable,
}

/// What its buyer has that may pay a part of a purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payable {
    /// `None`: in this program the balance pays nothing.
    pub balance: Option<PayableBalance>,
    /// Open vouchers, first to end first, and what of each would count if all that count were shown.
    pub vouchers: Vec<(Voucher, Money)>,
    /// Why nothing of it pays here and now.
    pub against: Option<No>,
}

/// In the program's unit, but for what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayableBalance {
    /// The most that may pay now, and what that is worth.
    pub most: i64,
    pub worth: Money,
    /// The least that is used at once, and the step above it.
    pub least: i64,
    pub step: i64,
    /// Whether it leaves only with the code that says that its owner is there.
    pub presence: bool,
}

/// A voucher that somebody shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub voucher: Voucher,
    pub member: MemberId,
    /// The least purchase that it pays a part of.
    pub minimum: Money,
    /// The order of this channel that it is kept for, and until when (ms UTC).
    pub kept_for: Option<(String, i64)>,
    /// Why it cannot be used here and now.
    pub against: Option<No>,
}

/// A voucher that is kept for an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub voucher: Voucher,
    pub member: MemberId,
    pub order: String,
    /// The first instant (ms UTC) at which it is not kept any more.
    pub until: i64,
}

/// A voucher that an order does not keep any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    pub voucher: VoucherId,
    pub order: String,
    /// Whether it was kept until now.
    pub was_kept: bool,
}

/// What came back of a purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversed {
    pub purchase: PurchaseId,
    pub member: MemberId,
    /// What is left of it.
    pub standing: Money,
    pub back: TakenBack,
    pub wallet: Wallet,
    pub tier: Option<String>,
}

/// Nothing was done: for programs what it is and where, for people the sentence that staff would read in the chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct No {
    pub problem: Problem,
    /// Path of the field it is about.
    pub field: Option<&'static str>,
    pub line: Box<Line>,
}

impl No {
    pub fn new(problem: Problem, field: impl Into<Option<&'static str>>, line: Line) -> No {
        No { problem, field: field.into(), line: Box::new(line) }
    }

    /// Whether a code is none, or none of this person.
    pub const fn is_wrong_code(&self) -> bool {
        matches!(self.problem, Problem::CodeUnknown | Problem::CodeNotTheirs)
    }
}

/// What an answer is kept under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerKind {
    /// What the caller chose, or the request itself: every answer, for a while.
    Key,
    /// What can be done once: the answer that it was done, for ever.
    Order,
    Reversal,
}

impl AnswerKind {
    pub const ALL: [AnswerKind; 3] = [AnswerKind::Key, AnswerKind::Order, AnswerKind::Reversal];

    pub const fn as_str(self) -> &'static str {
        match self {
            AnswerKind::Key => "key",
            AnswerKind::Order => "order",
            AnswerKind::Reversal => "reversal",
        }
    }

    pub fn read(text: &str) -> Option<AnswerKind> {
        AnswerKind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Declares [`Problem`]: variant, its name on the wire, its status.
macro_rules! problems {
    ($($variant:ident = $slug:literal $status:literal;)*) => {
        /// Why nothing was done, for programs. Names on the wire never change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Problem {
            $($variant,)*
        }

        impl Problem {
            pub const ALL: &[Problem] = &[$(Problem::$variant),*];

            pub const fn slug(self) -> &'static str {
                match self { $(Problem::$variant => $slug,)* }
            }

            /// The status of HTTP.
            pub const fn status(self) -> u16 {
                match self { $(Problem::$variant => $status,)* }
            }
        }
    };
}

problems! {
    UnknownKey = "unknown-key" 401;
    BadField = "bad-field" 422;
    NotFound = "not-found" 404;
    IdempotencyConflict = "idempotency-conflict" 409;
    OrderConflict = "order-conflict" 409;
    OrderRegistered = "order-registered" 409;
    IdentityConflict = "identity-conflict" 409;
    MemberAtRest = "member-at-rest" 422;
    AmountTooHigh = "amount-too-high" 422;
    ExcludedTooMuch = "excluded-too-much" 422;
    CodeUnknown = "code-unknown" 422;
    CodesRest = "codes-rest" 422;
    CodeNotTheirs = "code-not-theirs" 422;
    VoucherUsed = "voucher-used" 422;
    VoucherOver = "voucher-over" 422;
    VoucherReserved = "voucher-reserved" 409;
    VoucherNotHere = "voucher-not-here" 422;
    VoucherMinimum = "voucher-minimum" 422;
    NotPayable = "not-payable" 422;
    BalanceMissing = "balance-missing" 422;
    BalanceLater = "balance-later" 422;
    Debt = "debt" 422;
    ConsentNeeded = "consent-needed" 422;
    AlreadyReversed = "already-reversed" 409;
    RefundTooMuch = "refund-too-much" 422;
    RefundLimit = "refund-limit" 422;
    Refused = "refused" 422;
}
