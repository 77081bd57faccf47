//! The statement: what came and what went, one movement a line.

use crate::dialogue::desk::Desk;
use crate::dialogue::ending::prolonged;
use crate::dialogue::line::{Day, Line, Message, Points};
use crate::dialogue::needs::Entry;
use crate::domain::hold::HoldState;
use crate::domain::ledger::Kind;

/// How many movements it shows.
pub const LINES: usize = 5;

/// `extrato`: the latest movements, newest first, and what somebody has after them.
pub fn read(desk: &mut Desk) {
    let entries = &desk.figures.statement;
    if entries.is_empty() {
        desk.say(Line::StatementNone);
        return;
    }
    let mut lines = vec![Line::Statement];
    lines.extend(entries.iter().take(LINES).map(line));
    lines.push(Line::Gap);
    lines.extend(desk.draft.account(desk.speaker()).map(prolonged).unwrap_or_default());
    lines.push(Line::StatementBalance { balance: desk.shown(desk.speaker()) });
    desk.say(Message::new(lines));
}

/// One movement.
pub fn line(entry: &Entry) -> Line {
    let (day, points) = (Day(entry.at), Points(entry.points));
    let is = |kind: Kind| entry.kind == kind.as_str();
    let lapsed = is(Kind::VoucherExpiry);
    if is(Kind::Accrual) {
        Line::StatementPurchase { day, points, amount: entry.amount.unwrap_or_default() }
    } else if is(Kind::Referral) {
        Line::StatementReferral { day, points }
    } else if is(Kind::Release) || is(Kind::Rollback) || is(Kind::VoucherCancel) || lapsed && entry.points > 0
    {
        Line::StatementReturned { day, points }
    } else if let Some(state) = entry.held {
        held(entry, state)
    } else if is(Kind::VoucherUse) {
        Line::StatementVoucherUsed { day, points, amount: entry.amount.unwrap_or_default() }
    } else if is(Kind::VoucherReturn) && entry.points > 0 {
        Line::StatementVoucherBack { day, points }
    } else if is(Kind::VoucherIssue) {
        Line::StatementVoucher { day, points }
    } else if is(Kind::Adjustment) {
        let reason = entry.reason.clone().unwrap_or_default();
        Line::StatementAdjustment { day, points, plus: i64::from(entry.points > 0), reason }
    } else if is(Kind::WriteOff) {
        Line::StatementWriteOff { day, points }
    } else if is(Kind::Expiry) || lapsed {
        Line::StatementExpired { day, points }
    } else if is(Kind::Welcome) || is(Kind::Birthday) {
        Line::StatementBonus { day, points }
    } else if is(Kind::Opening) {
        Line::StatementOpening { day, points }
    } else {
        Line::StatementReversal { day, points }
    }
}

/// What was set aside: still is, was used, or came back.
fn held(entry: &Entry, state: HoldState) -> Line {
    let (day, points) = (Day(entry.at), Points(entry.points));
    match state {
        HoldState::Open => Line::StatementHeld { day, points },
        HoldState::Captured if entry.pays => Line::StatementPaid { day, points },
        HoldState::Captured => Line::StatementReward { day, points },
        HoldState::Released | HoldState::Expired => {
            Line::StatementUnheld { day, points: Points(entry.points.abs()) }
        }
    }
}
