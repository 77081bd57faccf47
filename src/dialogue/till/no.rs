//! What the chat's refusals are called on the wire.

use crate::dialogue::line::Line;
use crate::dialogue::till::answer::{No, Problem};

/// What stands where the chat names somebody: answers are kept, and people may ask to be forgotten.
const SOMEBODY: &str = "★";

/// The problem behind a line that staff would read.
pub fn refused(line: Line) -> No {
    let (problem, field) = match &line {
        Line::TillZero | Line::TillZeroBack { .. } => (Problem::BadField, Some("amount")),
        Line::AmountTooHigh { .. } => (Problem::AmountTooHigh, Some("amount")),
        Line::ExcludedTooMuch { .. } => (Problem::ExcludedTooMuch, Some("excluded")),
        Line::OwnNumber | Line::OwnFamily { .. } => (Problem::Refused, Some("customer")),
        Line::FrozenStaff | Line::ForgottenStaff => (Problem::MemberAtRest, Some("customer")),
        Line::TillCodesRest { .. } => (Problem::CodesRest, Some("pay")),
        Line::PresenceOver => (Problem::ConsentNeeded, Some("pay.presence")),
        Line::VoucherUsed { .. } => (Problem::VoucherUsed, Some("pay.vouchers")),
        Line::VoucherOver { .. } | Line::VoucherGone => (Problem::VoucherOver, Some("pay.vouchers")),
        Line::PayGone => (Problem::VoucherOver, Some("pay.code")),
        Line::VoucherReserved { .. } => (Problem::VoucherReserved, Some("pay.vouchers")),
        Line::NotHere { .. } => (Problem::VoucherNotHere, Some("pay")),
        Line::VoucherMinimum { .. } | Line::VoucherNothing => (Problem::VoucherMinimum, Some("pay.vouchers")),
        Line::VoucherTomorrow => (Problem::NotPayable, Some("pay.vouchers")),
        Line::PayNever
        | Line::PayNeverVouchers
        | Line::PayLeast { .. }
        | Line::PayStep { .. }
        | Line::PayShare { .. } => (Problem::NotPayable, Some("pay.balance")),
        Line::PayMissing { .. } | Line::PayNobody { .. } | Line::PayReserved { .. } => {
            (Problem::BalanceMissing, Some("pay.balance"))
        }
        Line::PayLater { .. } => (Problem::BalanceLater, Some("pay.balance")),
        Line::PayDebt { .. } => (Problem::Debt, Some("pay")),
        Line::TillRefund { .. } => (Problem::RefundLimit, Some("amount")),
        Line::TillReversed { .. } => (Problem::AlreadyReversed, Some("purchase")),
        Line::RefundTooMuch { .. } => (Problem::RefundTooMuch, Some("amount")),
        _ => (Problem::Refused, None),
    };
    No::new(problem, field, nameless(line))
}

/// The same line without the names of people.
fn nameless(line: Line) -> Line {
    let name = SOMEBODY.to_owned();
    match line {
        Line::OwnFamily { .. } => Line::OwnFamily { name },
        Line::PayNobody { .. } => Line::PayNobody { name },
        Line::PayReserved { points, .. } => Line::PayReserved { name, points },
        Line::VoucherUsed { value, day, time, store, .. } => {
            Line::VoucherUsed { value, day, time, by: name, store }
        }
        line => line,
    }
}
