//! `resumo`: what was sold, given, used and taken back, of a day or of several, by store and person.

use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::line::{Day, Line, Message, Points, Term, When};
use crate::dialogue::state::Read;
use crate::domain::calendar::Span;
use crate::domain::money::Money;
use crate::domain::ranking::Sold;

/// Sales, points given, used and taken back, what referrals cost, by person: of today, or of the days asked for.
pub fn sum(desk: &mut Desk, words: &Words) {
    if words.heard.slots.beyond {
        desk.say(Line::DayOnly);
        return;
    }
    let asked = words.heard.slots.span();
    let days = asked.and_then(|span| Some((span, desk.zone().span(span, desk.event.at)?)));
    let Some((span, (from, _))) = days else {
        desk.say(Line::DayUnknown);
        return;
    };
    let day = &desk.figures.day;
    let when = match span {
        Span::Today => When::Named(Term("span-today")),
        Span::Yesterday => When::Named(Term("span-yesterday")),
        Span::Week => When::Named(Term("span-week")),
        Span::Month => When::Named(Term("span-month")),
        Span::LastWeek => When::Named(Term("span-last-week")),
        Span::LastMonth => When::Named(Term("span-last-month")),
        Span::Date { .. } => When::On(Day(from)),
    };
    let (given, used) = (Points(day.given), Points(day.used));
    let mut lines = Vec::new();
    if let Some(store) = desk.draft.facts.sees_only(desk.speaker()) {
        lines.push(Line::DayStore { store: desk.store_name(store) });
    }
    lines.push(Line::Day { when, sales: day.sold.sales, total: Money(day.sold.total) });
    if day.back > 0 {
        lines.push(Line::DayBack { sales: day.back, total: Money(day.back_total) });
    }
    lines.extend([Line::Gap, Line::DayPoints { given, used }]);
    if day.referral != 0 {
        lines.push(Line::DayReferral { points: Points(day.referral) });
    }
    if day.reversed != 0 {
        lines.push(Line::DayReversed { points: Points(day.reversed) });
    }
    if day.undone != 0 {
        lines.push(Line::DayUndone { points: Points(day.undone) });
    }
    let manages = desk.staff.as_ref().is_some_and(|staff| staff.role.manages());
    if manages && desk.draft.facts.stores.len() > 1 {
        lines.extend(most_first(day.by_store.iter().map(|(store, sold)| (desk.store_name(*store), *sold))));
    }
    if manages {
        lines.extend(most_first(day.by_staff.values().cloned()));
    }
    desk.shows(Read::Day(span));
    desk.say(Message::new(lines));
}

/// Who or where, and what was sold there.
fn most_first(sold: impl Iterator<Item = (String, Sold)>) -> Vec<Line> {
    let mut rows: Vec<(String, Sold)> = sold.collect();
    rows.sort_by_key(|(_, sold)| -sold.total);
    let rows = rows.into_iter();
    let lines = rows.map(|(name, Sold { sales, total })| Line::DayShare { name, sales, total: Money(total) });
    std::iter::once(Line::Gap).chain(lines).collect()
}
