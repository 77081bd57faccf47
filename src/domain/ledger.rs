//! The ledger: transfers between two books, grouped in postings. A posting is balanced by construction,
//! is never edited, and a correction is a new posting naming the old.
//!
//! Books: `issued` gives value and takes it back; `m:7` is what member 7 can spend, `h:7` what is held
//! for a code, `d:7` what they owe after a refund of value already spent (balance below zero);
//! `v:7` what their open vouchers are worth; `redeemed` takes what was handed over; `opening` gives balances brought along;
//! `expired` takes what nobody used in time, and gives it back to `issued` when what it was given for is taken back; `forfeited` takes what somebody had who was deleted;
//! `adjusted` gives and takes what a manager put right by hand, and gives what is owed for so long that it is let go.

use crate::domain::ending::Ending;
use crate::domain::ids::{LotId, MemberId, PurchaseId, StaffId, StoreId, TxnId};
use crate::domain::program::Unit;
use serde::{Deserialize, Serialize};
use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Book {
    Issued,
    Redeemed,
    Opening,
    Expired,
    Forfeited,
    Adjusted,
    Member(MemberId),
    Held(MemberId),
    Debt(MemberId),
    Vouchers(MemberId),
}

impl Book {
    /// The book as it is written, without whose it is.
    pub const fn word(self) -> &'static str {
        match self {
            Book::Issued => "issued",
            Book::Redeemed => "redeemed",
            Book::Opening => "opening",
            Book::Expired => "expired",
            Book::Forfeited => "forfeited",
            Book::Adjusted => "adjusted",
            Book::Member(_) => "m",
            Book::Held(_) => "h",
            Book::Debt(_) => "d",
            Book::Vouchers(_) => "v",
        }
    }
}

impl fmt::Display for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Book::Member(id) | Book::Held(id) | Book::Debt(id) | Book::Vouchers(id) => {
                write!(f, "{}:{id}", self.word())
            }
            shop => f.write_str(shop.word()),
        }
    }
}

/// `amount` (above zero, minor units) leaves `debit` and enters `credit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    pub debit: Book,
    pub credit: Book,
    pub amount: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Opening,
    Accrual,
    Referral,
    Hold,
    Capture,
    Release,
    Reversal,
    ReferralReversal,
    /// A part of the balance became a voucher.
    VoucherIssue,
    VoucherUse,
    /// What a voucher was made of was taken back, so the rest is balance again.
    VoucherCancel,
    /// A purchase that a voucher had paid was taken back.
    VoucherReturn,
    VoucherExpiry,
    /// A purchase that balance had paid was taken back.
    Rollback,
    /// A credit that nobody used in time.
    Expiry,
    /// Given for joining, and for a birthday.
    Welcome,
    Birthday,
    /// Two records of one person became one.
    Merge,
    /// Somebody had their data deleted; what they had ends with it.
    Erasure,
    /// A manager put something right by hand, and said why.
    Adjustment,
    /// A debt that nothing repaid for so long is let go.
    WriteOff,
}

impl Kind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Opening => "opening",
            Kind::Accrual => "accrual",
            Kind::Referral => "referral",
            Kind::Hold => "hold",
            Kind::Capture => "capture",
            Kind::Release => "release",
            Kind::Reversal => "reversal",
            Kind::ReferralReversal => "referral_reversal",
            Kind::VoucherIssue => "voucher_issue",
            Kind::VoucherUse => "voucher_use",
            Kind::VoucherCancel => "voucher_cancel",
            Kind::VoucherReturn => "voucher_return",
            Kind::VoucherExpiry => "voucher_expiry",
            Kind::Rollback => "rollback",
            Kind::Expiry => "expiry",
            Kind::Welcome => "welcome",
            Kind::Birthday => "birthday",
            Kind::Merge => "merge",
            Kind::Erasure => "erasure",
            Kind::Adjustment => "adjustment",
            Kind::WriteOff => "write_off",
        }
    }
}

/// Who caused a posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    Staff(StaffId),
    Member(MemberId),
    /// A rule of time, such as a hold that ran out.
    Clock,
    /// Whoever runs the installation.
    Office,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Staff(id) => write!(f, "staff:{id}"),
            Actor::Member(id) => write!(f, "member:{id}"),
            Actor::Clock => f.write_str("clock"),
            Actor::Office => f.write_str("office"),
        }
    }
}

/// One credit: its own size, expiry and rule version. Spent first to expire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    pub id: LotId,
    pub member: MemberId,
    pub txn: TxnId,
    pub original: i64,
    pub remaining: i64,
    /// What of it ended unused, as far as no refund has let it go since.
    pub lapsed: i64,
    pub earned_at: i64,
    /// From when (ms UTC) it may be used.
    pub usable_at: i64,
    /// First instant (ms UTC) at which it is no longer valid.
    pub expires_at: i64,
    pub ending: Ending,
    /// The end it was given with; it can only be prolonged.
    pub promised: i64,
    pub rules: i64,
}

impl Lot {
    pub const fn is_usable(&self, at: i64) -> bool {
        self.usable_at <= at
    }
}

/// What a posting took from a lot (above zero) or gave back to it (below zero).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LotUse {
    pub lot: LotId,
    pub amount: i64,
}

/// One transaction, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    pub txn: TxnId,
    pub kind: Kind,
    /// Natural and permanent: the same cause can never post twice.
    pub key: String,
    pub actor: Actor,
    /// The message (or due thing) that caused it.
    pub source: String,
    pub store: Option<StoreId>,
    pub purchase: Option<PurchaseId>,
    pub reverses: Option<TxnId>,
    pub rules: i64,
    /// What is moved; it is written on every transfer, because units never mix.
    pub unit: Unit,
    /// Business time, ms UTC.
    pub at: i64,
    pub transfers: Vec<Transfer>,
    pub lots: Vec<Lot>,
    pub uses: Vec<LotUse>,
    /// Why, in a manager's words, and about whom: kept beside the history and not in it, because words about somebody
    /// are deleted with them.
    pub reason: Option<(MemberId, String)>,
}

impl Posting {
    /// The content behind the key, as one line: hashed beside the key and recomputed by `verify`.
    pub fn content(&self) -> String {
        let mut line = format!("{}|{}|{}", self.kind.as_str(), self.at, self.actor);
        for transfer in &self.transfers {
            line.push_str(&format!(
                "|{}>{}:{}{}",
                transfer.debit,
                transfer.credit,
                transfer.amount,
                self.unit.code()
            ));
        }
        line
    }
}

/// Pieces of `amount` out of `lots`, first to expire first; less when the lots hold less. `first` is
/// taken before any other (a refund empties the credit it gave).
pub fn pieces(lots: &[Lot], amount: i64, first: Option<LotId>) -> Vec<LotUse> {
    let mut open: Vec<&Lot> = lots.iter().filter(|lot| lot.remaining > 0).collect();
    open.sort_by_key(|lot| (Some(lot.id) != first, lot.expires_at, lot.earned_at, lot.id));
    let mut missing = amount;
    let mut uses = Vec::new();
    for lot in open {
        if missing == 0 {
            break;
        }
        let amount = lot.remaining.min(missing);
        missing -= amount;
        uses.push(LotUse { lot: lot.id, amount });
    }
    uses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_to_expire_goes_first_and_a_refund_empties_its_own_credit() {
        let lot = |id, remaining, expires_at| Lot {
            id: LotId(id),
            member: MemberId(1),
            txn: TxnId(id),
            original: remaining,
            remaining,
            lapsed: 0,
            earned_at: 0,
            usable_at: 0,
            expires_at,
            ending: Ending::default(),
            promised: expires_at,
            rules: 1,
        };
        let lots = [lot(1, 100, 30), lot(2, 50, 10), lot(3, 0, 5), lot(4, 70, 20)];
        let taken = |amount, first| -> Vec<(i64, i64)> {
            pieces(&lots, amount, first).iter().map(|piece| (piece.lot.0, piece.amount)).collect()
        };
        assert_eq!(taken(60, None), [(2, 50), (4, 10)]);
        assert_eq!(taken(120, Some(LotId(1))), [(1, 100), (2, 20)]);
        assert_eq!(taken(1_000, None), [(2, 50), (4, 70), (1, 100)]);
        assert_eq!(taken(0, None), []);
    }
}
