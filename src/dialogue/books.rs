//! The books, for those who manage the shop: a month closed, and what the shop owes.

use crate::dialogue::desk::Desk;
use crate::dialogue::line::{Day, Line, Message, Month, Percent, Points, Term};
use crate::dialogue::manager::refuse_cashier;
use crate::dialogue::state::Read;
use crate::domain::closing::{Closing, Flow};

/// The columns of a month, in the order of [`Flow::changes`].
pub(super) const COLUMNS: [&str; 9] = [
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

/// How many stores one bubble holds.
const STORES: usize = 8;

/// `fechar mês`: from what was owed at its begin to what is owed at its end, figure by figure, for the shop and for each
/// of its stores.
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
    lines.push(Line::Gap);
    lines.extend(account(&closing.total));
    lines.extend(parts(&closing));
    lines.extend([Line::Gap, Line::MonthMore { month: closed.month.clone() }]);
    desk.shows(Read::Month(closed.month));
    desk.say(Message::new(lines));
    // A shop of one store would read the same figures twice.
    if closed.by_store.len() > 1 {
        closed.by_store.chunks(STORES).for_each(|stores| desk.say(Message::new(by_store(stores))));
    }
}

fn by_store(stores: &[(Option<String>, Flow)]) -> Vec<Line> {
    let one = |(store, flow): &(Option<String>, Flow)| {
        let head = match store {
            Some(store) => Line::MonthStore { store: store.clone() },
            None => Line::MonthNowhere,
        };
        [vec![Line::Gap, head], account(flow)].concat()
    };
    stores.iter().flat_map(one).collect()
}

/// From opening to closing.
fn account(flow: &Flow) -> Vec<Line> {
    let closing = Line::MonthClosing { balance: Points(flow.closing()) };
    [vec![row("figure-opening", flow.opening)], changes(flow), vec![closing]].concat()
}

fn row(what: &'static str, amount: i64) -> Line {
    Line::FigureRow { what: Term(what), amount: Points(amount) }
}

fn seen(what: &'static str, amount: i64) -> Option<Line> {
    (amount != 0).then(|| row(what, amount))
}

/// Every figure that changed something.
pub(super) fn changes(flow: &Flow) -> Vec<Line> {
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
    let liability = desk.figures.liability.clone();
    let owed = liability.together();
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
    let points = Points(liability.expected(liability.owed()));
    lines.push(if liability.is_young() {
        Line::LiabilityYoung { points }
    } else {
        Line::LiabilityExpected { points, share: Percent(liability.share()) }
    });
    lines.extend([row("figure-ending", owed.ending), row("figure-ending-vouchers", owed.ending_vouchers)]);
    if desk.draft.program.voucher.is_none() {
        lines.pop();
    }
    desk.shows(Read::Liability);
    desk.say(Message::new(lines));
}
