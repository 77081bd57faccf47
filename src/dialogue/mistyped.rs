//! Wrong codes at the counter: too many of one person rest for minutes, too many of all for the day, and then whoever
//! manages the shop is told once, with who typed how many.

use crate::dialogue::counter::tried_too_often;
use crate::dialogue::desk::Desk;
use crate::dialogue::line::{Class, Line, Message};
use crate::dialogue::manager::manages;
use crate::domain::change::Change;
use crate::domain::mistyped::Mistyped;

/// Why no code of whoever speaks counts at the moment.
pub fn rests(desk: &mut Desk) -> Option<Line> {
    if tried_too_often(desk) {
        return Some(Line::CodeTries);
    }
    let most = i64::from(desk.draft.program.limits.wrong_codes_a_day);
    let day = today(desk);
    (!manages(desk) && total(&desk.draft.facts.mistyped_on(day)) >= most).then_some(Line::CodesRest)
}

/// One more wrong code; the one that makes it too many for a day is told to those who manage.
pub fn count(desk: &mut Desk) {
    desk.state.wrong_codes.push(desk.event.at);
    let Some(staff) = desk.staff.clone() else { return };
    let day = today(desk);
    let one = desk.draft.facts.one_more(staff.id, day);
    let mut all = desk.draft.facts.mistyped_on(day);
    all.retain(|other| other.staff != staff.id);
    all.push(one);
    all.sort_by_key(|one| (-one.tries, one.staff));
    desk.draft.apply(Change::Mistyped(one));
    if total(&all) == i64::from(desk.draft.program.limits.wrong_codes_a_day) {
        tell(desk, &all);
    }
}

fn tell(desk: &mut Desk, all: &[Mistyped]) {
    let name = |one: &Mistyped| desk.draft.facts.staff.get(&one.staff).map(|staff| staff.name.clone());
    let row = |one: &Mistyped| Some(Line::CodesRestRow { name: name(one)?, tries: one.tries });
    let mut lines = vec![Line::CodesRestNews { tries: total(all) }];
    lines.extend(all.iter().filter_map(row));
    lines.push(Line::CodesRestHow);
    for manager in desk.draft.facts.managers() {
        desk.tell(manager, Message::new(lines.clone()), Class::A);
    }
}

fn total(all: &[Mistyped]) -> i64 {
    all.iter().map(|one| one.tries).sum()
}

/// The midnight with which this day began, by the merchant's own clock: one day for all stores.
fn today(desk: &Desk) -> i64 {
    desk.draft.shop.zone.day(desk.event.at).0
}
