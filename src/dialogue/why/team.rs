//! What the team asks about: a sale, somebody's movements, and the figures of the shop that they read.

use super::mine::own;
use super::{balance, movement, purchase, shown, wrong};
use crate::dialogue::books;
use crate::dialogue::desk::Desk;
use crate::dialogue::line::{Day, Line, Message, Month, Points, Term, Time};
use crate::dialogue::manager::refuse_cashier;
use crate::dialogue::why::behind::{Behind, DayBehind, MonthBehind, WhyPurchase};
use crate::domain::closing::Flow;
use crate::domain::liability::Liability;
use crate::domain::money::Money;

/// What was quoted; else what is there of whom they named, or the later of what they sold and what they read.
pub fn team(desk: &mut Desk) {
    let why = desk.figures.why.clone();
    match (why.behind, why.purchase, why.moved) {
        (Some(behind), ..) => figure(desk, behind),
        (None, Some(sale), _) => purchase(desk, &sale),
        (None, None, Some(moved)) => movement(desk, why.of.unwrap_or(desk.speaker()), &moved),
        (None, None, None) => match why.of.filter(|_| desk.event.quotes.is_none()) {
            Some(member) => balance(desk, member),
            None => desk.say(Line::WhyNothing),
        },
    }
}

fn figure(desk: &mut Desk, behind: Behind) {
    if let Some(shown) = shown(desk) {
        desk.shows_again(shown);
    }
    match behind {
        Behind::Own(subject) => own(desk, subject, None),
        Behind::Day(day) => sales(desk, &day),
        Behind::Month(_) | Behind::Liability { .. } if refuse_cashier(desk) => {}
        Behind::Month(month) => postings(desk, month),
        Behind::Liability { liability, since } => given_and_gone(desk, &liability, since),
    }
}

/// The sales of a summary: the latest few, and the rest as one.
fn sales(desk: &mut Desk, day: &DayBehind) {
    let recomputes = |sale: &WhyPurchase| {
        let bought = &sale.purchase;
        let program = &desk.draft.shop.rules.version(bought.rules).program;
        sale.given == bought.earned && sale.given == program.earned(bought.standing, &bought.terms)
    };
    if day.booked != day.summary || !day.sales.iter().all(recomputes) {
        wrong(desk);
        return;
    }
    let mut lines = vec![Line::WhyDay { sales: day.booked.sales, total: Money(day.booked.total) }];
    lines.extend(day.sales.iter().map(|sale| {
        let bought = &sale.purchase;
        let (name, amount, points) = (desk.shown_name(bought.member), bought.standing, Points(sale.given));
        if day.days {
            Line::WhySoldOn { day: Day(bought.at), name, amount, points }
        } else {
            Line::WhySold { time: Time(bought.at), name, amount, points }
        }
    }));
    let shown: i64 = day.sales.iter().map(|sale| sale.purchase.standing.0).sum();
    let more = day.booked.sales - i64::try_from(day.sales.len()).unwrap_or(0);
    let rest = Line::WhySoldMore { sales: more, total: Money(day.booked.total - shown) };
    lines.extend((more > 0).then_some(rest));
    desk.say(Message::new(lines));
}

/// How many postings stand behind each figure of a month, and whose balances it ends in.
fn postings(desk: &mut Desk, behind: MonthBehind) {
    let MonthBehind { closed, postings, holders: (people, held) } = behind;
    let closing = closed.closing.filter(|closing| {
        closing.total.changes() == postings.sums.changes() && closing.total.closing() == held
    });
    let Some(closing) = closing else {
        wrong(desk);
        return;
    };
    let month = Month(closed.month);
    let mut lines = vec![Line::WhyMonthBegins { month, opening: Points(closing.total.opening) }];
    let columns = books::COLUMNS.into_iter().zip(closing.total.changes()).zip(postings.times.changes());
    lines.extend(columns.enumerate().filter(|(_, ((_, amount), _))| *amount != 0).map(
        |(column, ((what, amount), count))| {
            let (what, amount) = (Term(what), Points(amount));
            match column {
                0 => Line::WhyBought { what, amount, count, total: postings.bought },
                _ => Line::WhyTimes { what, amount, count },
            }
        },
    ));
    lines.push(Line::WhyHolders { balance: Points(held), people });
    desk.say(Message::new(lines));
}

/// What is owed is what was given since the beginning, less what left. Debts are not taken off.
fn given_and_gone(desk: &mut Desk, liability: &Liability, since: Option<Flow>) {
    let owed = liability.owed();
    let Some(since) = since.filter(|since| since.closing() + liability.holdings.debt == owed) else {
        wrong(desk);
        return;
    };
    let mut lines = vec![Line::WhyLiability { total: Points(owed) }];
    lines.extend(books::changes(&since));
    let debt = liability.holdings.debt;
    lines.extend((debt > 0).then_some(Line::WhyOwedApart { debt: Points(debt) }));
    desk.say(Message::new(lines));
}
