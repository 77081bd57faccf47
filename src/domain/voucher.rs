//! Vouchers: credit that left the balance and stands behind a code, until when and for how much it says itself.

use crate::domain::ending::Ending;
use crate::domain::ids::{LotId, MemberId, PurchaseId, StaffId, StoreId, TxnId, VoucherId};
use crate::domain::ledger::LotUse;
use crate::domain::money::Money;

/// One life: open, then exactly one of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoucherState {
    Open,
    /// Whole or in part; a rest is a voucher of its own.
    Used,
    /// Balance again, because a purchase behind it was taken back.
    Cancelled,
    Expired,
}

impl VoucherState {
    pub const ALL: [VoucherState; 4] =
        [VoucherState::Open, VoucherState::Used, VoucherState::Cancelled, VoucherState::Expired];

    pub const fn as_str(self) -> &'static str {
        match self {
            VoucherState::Open => "open",
            VoucherState::Used => "used",
            VoucherState::Cancelled => "cancelled",
            VoucherState::Expired => "expired",
        }
    }

    pub fn read(text: &str) -> Option<VoucherState> {
        VoucherState::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    pub id: VoucherId,
    pub member: MemberId,
    /// Ten symbols, the last of them a check; worth nothing without a member of staff.
    pub code: String,
    pub value: Money,
    pub state: VoucherState,
    /// When the credit became a voucher, ms UTC. A rest, what came back, or what is left of it keeps that moment.
    pub issued_at: i64,
    /// First instant (ms UTC) at which it is no longer valid.
    pub expires_at: i64,
    pub ending: Ending,
    pub rules: i64,
    /// The transaction that put its value here.
    pub txn: TxnId,
    /// The used voucher it is the rest of, or came back from.
    pub origin: Option<VoucherId>,
    /// Pieces of credits that it is made of, first to expire first; together its value.
    pub pieces: Vec<LotUse>,
    pub closed_at: Option<i64>,
    pub closed_by: Option<StaffId>,
    pub closed_in: Option<StoreId>,
    /// The purchase it paid, and how much of that.
    pub used_on: Option<PurchaseId>,
    pub used: Money,
    /// What of `used` came back since, as vouchers of their own.
    pub returned: Money,
    /// Kept for an order, while it is open.
    pub reserved: Option<Reserved>,
}

/// Of a channel, for an order that it has not told of yet: until then nobody else uses the voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reserved {
    pub by: StaffId,
    pub order: String,
    /// First instant (ms UTC) at which it is not kept any more: it lapses by itself.
    pub until: i64,
}

impl Reserved {
    pub fn is_for(&self, channel: StaffId, order: &str) -> bool {
        self.by == channel && self.order == order
    }
}

impl Voucher {
    pub fn is_open(&self) -> bool {
        self.state == VoucherState::Open
    }

    /// For whom it is kept at this moment.
    pub fn reserved_at(&self, at: i64) -> Option<&Reserved> {
        self.reserved.as_ref().filter(|reserved| self.is_open() && at < reserved.until)
    }

    /// Whether a part of this credit is in it.
    pub fn holds(&self, lot: LotId) -> bool {
        self.pieces.iter().any(|piece| piece.lot == lot)
    }

    /// What `used` may still give back.
    pub fn spent(&self) -> Money {
        Money(self.used.0 - self.returned.0)
    }
}

/// The stretch of `pieces` from the value `from` to the value `to`, pieces cut where it begins and ends.
pub fn stretch(pieces: &[LotUse], from: Money, to: Money) -> Vec<LotUse> {
    let mut at = 0;
    let mut found = Vec::new();
    for piece in pieces {
        let (start, end) = (at.max(from.0), (at + piece.amount).min(to.0));
        if start < end {
            found.push(LotUse { lot: piece.lot, amount: end - start });
        }
        at += piece.amount;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_cuts_pieces_where_it_begins_and_ends() {
        let pieces = [(1, 600), (2, 220), (3, 500)].map(|(lot, amount)| LotUse { lot: LotId(lot), amount });
        let cut = |from, to| -> Vec<(i64, i64)> {
            stretch(&pieces, Money(from), Money(to)).iter().map(|piece| (piece.lot.0, piece.amount)).collect()
        };
        assert_eq!(cut(0, 1_320), [(1, 600), (2, 220), (3, 500)]);
        assert_eq!(cut(100, 700), [(1, 500), (2, 100)]);
        assert_eq!(cut(600, 820), [(2, 220)]);
        assert_eq!(cut(820, 900), [(3, 80)]);
        assert_eq!(cut(500, 500), []);
    }
}
