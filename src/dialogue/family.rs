//! Whose purchases a member of staff does not handle, beside their own: people whom a manager marks as their family.
//! Where that counts: [`crate::dialogue::desk::Desk::own`].

use crate::dialogue::contest;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::line::{Line, Message};
use crate::dialogue::manager::{area, noted, refuse_cashier};
use crate::dialogue::rung;
use crate::dialogue::staffing::{is_called, one_of_team};
use crate::domain::change::Change;
use crate::domain::facts::Key;
use crate::domain::ids::{MemberId, StaffId};

/// `família Beto 11 98888-7777` marks, and `família Beto remover 11 98888-7777` lets go; without a number or a name of the
/// team it is said who is marked. Nobody needs to be known before: often it is their first purchase that is in question.
pub fn mark(desk: &mut Desk, words: &Words, marked: bool) {
    if refuse_cashier(desk) {
        return;
    }
    let slots = &words.heard.slots;
    if let Some(line) = rung::refusal(&slots.flags, None, &slots.phone_candidates, &[]) {
        desk.say(line);
        return;
    }
    let staff = one_of_team(desk, |staff| is_called(staff, slots.name.as_deref()));
    let (staff, phone) = match (staff, slots.phone.clone(), &slots.name) {
        (Some(staff), Some(phone), _) => (staff, phone),
        (None, Some(_), Some(name)) => {
            let lines = vec![Line::FamilyStranger { name: name.clone() }, Line::Gap];
            desk.say(Message::new([lines, vec![Line::FamilyHow { area: area(desk) }]].concat()));
            return;
        }
        _ => return list(desk),
    };
    let known = desk.draft.facts.member_behind(&Key::Phone(phone.clone()));
    let member = match known {
        Some(owner) => contest::holder(desk, owner),
        None if marked => noted(desk, phone, None, staff.store),
        None => return list(desk),
    };
    // Whoever left and came back has a place of then and one of now.
    let facts = desk.draft.facts;
    let places = facts.staff.values().filter(|place| place.member == staff.member).map(|place| place.id);
    let new = marked && !facts.is_family(staff.member, member);
    for place in places.filter(|place| if marked { new && *place == staff.id } else { true }) {
        desk.draft.apply(Change::Family { staff: place, member, marked });
    }
    let (name, relative) = (staff.name, desk.shown_name(member));
    desk.say(if marked {
        Line::FamilyMarked { name, relative }
    } else {
        Line::FamilyUnmarked { name, relative }
    });
}

/// Relatives of one answer; a shop with more has another list.
const SHOWN: usize = 30;

fn list(desk: &mut Desk) {
    let facts = desk.draft.facts;
    let named = |(place, relative): &(StaffId, MemberId)| {
        let staff = facts.staff_of(facts.staff.get(place)?.member)?;
        Some(Line::FamilyRow { name: staff.name.clone(), relative: desk.shown_name(*relative) })
    };
    let rows: Vec<Line> = facts.family.iter().filter_map(named).take(SHOWN).collect();
    let mut lines = vec![if rows.is_empty() { Line::FamilyNobody } else { Line::Family }];
    lines.extend(rows);
    lines.extend([Line::Gap, Line::FamilyHow { area: area(desk) }]);
    desk.say(Message::new(lines));
}
