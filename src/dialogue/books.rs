//! The books, for those who manage the shop: a month closed, and what the shop owes.

use crate::dialogue::desk::Desk;
use crate::dialogue::line::{Day, Line, Message, Month, Percent, Points, Term};
use crate::dialogue::manager::refuse_cashier;
use crate::domain::closing::{Closing, Flow};

/// How many stores one bubble names.
const STORES: usize = 12;

/// `fechar mês`: from what was owed at its begin to what is owed at its end, figure by figure.
pub fn month(desk: &mut Desk) {
    if refuse_cashier(desk) {
        return;
    }
    let Some(closed) = desk.figures.month.clone() else {
        desk.say(Line::MonthUnknown);
        return;
    };
    let month = Month(closed.month.clone());
    let Some(closing) = closed.closing else {
        desk.say(Line::MonthWrong { month });
        return;
    };
    let mut lines = vec![if closed.so_far { Line::MonthSoFar { month } } else { Line::MonthEnd { month } }];
    lines.extend([Line::Gap, row("figure-opening", closing.total.opening)]);
    lines.extend(changes(&closing.total));
    lines.push(Line::MonthClosing { balance: Points(closing.total.closing()) });
    lines.extend(parts(&closing));
    // A shop of one store reads the same figure twice otherwise.
    if closed.by_store.len() > 1 {
        lines.push(Line::Gap);
        lines.extend(closed.by_store.iter().take(STORES).map(|(store, flow)| {
            let balance = Points(flow.closing());
            match store {
                Some(store) => Line::MonthStore { store: store.clone(), balance },
                None => row("figure-nowhere", balance.0),
            }
        }));
    }
    lines.extend([Line::Gap, Line::MonthMore { month: closed.month }]);
    desk.say(Message::new(lines));
}

fn row(what: &'static str, amount: i64) -> Line {
    Line::FigureRow { what: Term(what), amount: Points(amount) }
}

fn seen(what: &'static str, amount: i64) -> Option<Line> {
    (amount != 0).then(|| row(what, amount))
}

/// Every figure that changed something.
fn changes(flow: &Flow) -> Vec<Line> {
    const COLUMNS: [&str; 9] = [
        "figure-purchases",
        "figure-referral",
        "figure-bonus",
        "figure-brought",
        "figure-back",
        "figure-used",
        "figure-expired",
        "figure-forfeited",
        "figure-adjusted",
    ];
    COLUMNS.into_iter().zip(flow.changes()).filter_map(|(what, amount)| seen(what, amount)).collect()
}

/// What the balance at the end consists of, where it is more than one thing.
fn parts(closing: &Closing) -> Vec<Line> {
    let holdings = closing.holdings;
    if holdings.owed() == holdings.available {
        return Vec::new();
    }
    let parts = [
        ("figure-available", holdings.available),
        ("figure-held", holdings.held),
        ("figure-vouchers", holdings.vouchers),
        ("figure-debt", -holdings.debt),
    ];
    parts.into_iter().filter_map(|(what, amount)| seen(what, amount)).collect()
}

/// `passivo`: what members could use, what of it probably will be, and what ends soon.
pub fn liability(desk: &mut Desk) {
    if refuse_cashier(desk) {
        return;
    }
    let liability = desk.figures.liability;
    let holdings = liability.holdings;
    let mut lines = vec![Line::Liability { day: Day(desk.event.at), total: Points(liability.owed()) }];
    let parts = [
        ("figure-available", holdings.available),
        ("figure-held", holdings.held),
        ("figure-vouchers", holdings.vouchers),
    ];
    lines.extend(parts.into_iter().filter_map(|(what, amount)| seen(what, amount)));
    if let Some(below) = liability.below {
        lines.extend(seen("figure-below", below));
    }
    lines.extend(seen("figure-debt", -holdings.debt));
    lines.push(Line::Gap);
    let points = Points(liability.expected());
    lines.push(if liability.is_young() {
        Line::LiabilityYoung { points }
    } else {
        Line::LiabilityExpected { points, share: Percent(liability.share()) }
    });
    lines.extend([
        row("figure-ending", liability.ending),
        row("figure-ending-vouchers", liability.ending_vouchers),
    ]);
    if desk.draft.program.voucher.is_none() {
        lines.pop();
    }
    desk.say(Message::new(lines));
}
