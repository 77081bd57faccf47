//! Putting right by hand, for managers: `ajuste 11… +500 motivo …`. Nothing moves before the yes, everybody it is about
//! hears of it, and the reason goes with it.

use crate::dialogue::counter::refuse_frozen;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::lacking;
use crate::dialogue::line::{Button, Class, Line, Message, Points};
use crate::dialogue::manager::refuse_cashier;
use crate::dialogue::rung;
use crate::dialogue::state::{self, Topic};
use crate::dialogue::voucher::{back_for_staff, back_lines};
use crate::domain::adjusting::{Adjustment, TooMuch};
use crate::domain::ids::MemberId;
use crate::domain::member::StaffRole;
use crate::domain::program::Unit;

/// Who, how much, why: what is lacking is asked, and without an amount the way to say it.
pub fn request(desk: &mut Desk, words: &Words) {
    if refuse_cashier(desk) {
        return;
    }
    let slots = &words.heard.slots;
    let amount = slots.adjustment.and_then(|typed| amount(desk.draft.program.unit, typed));
    let unread = slots.phone.is_none() && !slots.phone_candidates.is_empty();
    let Some(amount) = amount.filter(|_| !unread) else {
        desk.say(Line::AdjustHow { area: i64::from(desk.draft.shop.area_code) });
        return;
    };
    let member = slots.phone.as_ref().map(|phone| rung::registered(desk, phone));
    // Nobody is registered with that number, and that was said.
    if member != Some(None) {
        lacking::go_on(desk, member.flatten(), amount, slots.reason.clone());
    }
}

/// Another amount, typed as the answer, is given or taken as the first was: it is asked again.
pub fn correct(desk: &mut Desk, words: &Words) -> bool {
    let Topic::Adjusting { member, amount: asked, reason, .. } = desk.state.topic.clone() else {
        return false;
    };
    let typed = rung::bare_amount(words).filter(|_| rung::completes(desk, words).is_some());
    let typed = typed.filter(|_| words.begins != Some(false) || words.puts_right());
    let Some(size) = typed.and_then(|typed| amount(desk.draft.program.unit, typed.0)) else { return false };
    let less = asked < 0 && !words.text.trim_start().starts_with('+');
    ask(desk, member, if less { -size } else { size }, reason);
    true
}

/// Shows what it would lead to, and waits for a yes.
pub fn ask(desk: &mut Desk, member: MemberId, amount: i64, reason: String) {
    if let Some(line) = objection(desk, member, amount) {
        desk.settle(line);
        return;
    }
    if refuse_frozen(desk, member) {
        return;
    }
    // Beyond the balance it takes of vouchers too.
    let vouchers = -amount > desk.wallet(member).available;
    let before = if vouchers { desk.draft.reach(member) } else { desk.shown(member).0 };
    let (name, points, after) = (desk.shown_name(member), Points(amount), Points(before + amount));
    let (token, since) = (desk.dice.token(), desk.event.now());
    desk.state.topic =
        Topic::Adjusting { token: token.clone(), since, member, amount, reason: reason.clone() };
    let plus = i64::from(amount > 0);
    let (vouchers, before) = (i64::from(vouchers), Points(before));
    let ask = Line::AdjustAsk { name, points, plus, vouchers, before, after, reason };
    desk.say(Message::from(ask).buttons(vec![Button::Yes(token.clone()), Button::No(token)]));
}

/// What was typed, in minor units; there is no part of a point.
pub(super) const fn amount(unit: Unit, hundredths: i64) -> Option<i64> {
    match unit {
        Unit::Reais if hundredths != 0 => Some(hundredths),
        Unit::Points if hundredths != 0 && hundredths % 100 == 0 => Some(hundredths / 100),
        Unit::Reais | Unit::Points => None,
    }
}

/// Why this is not done, when asked and once more with the yes.
pub(super) fn objection(desk: &Desk, member: MemberId, amount: i64) -> Option<Line> {
    let limit = desk.draft.program.limits.adjust_by_manager;
    let owner = desk.staff.as_ref().is_some_and(|staff| staff.role == StaffRole::Owner);
    let reach = desk.draft.reach(member);
    if let Some(line) = desk.own(member) {
        Some(line)
    } else if amount.abs() > limit && !owner {
        Some(Line::AdjustOwner { limit: Points(limit) })
    } else if -amount > reach {
        Some(Line::AdjustTooMuch { name: desk.shown_name(member), available: Points(reach) })
    } else {
        None
    }
}

pub fn answer(desk: &mut Desk, yes: bool) {
    let Topic::Adjusting { member, amount, reason, .. } = desk.state.topic.clone() else { return };
    let Some(staff) = desk.staff.clone().filter(|staff| staff.role.manages()) else { return };
    if !yes {
        desk.settle(Line::AdjustDropped);
        return;
    }
    if refuse_frozen(desk, member) {
        return;
    }
    if let Some(line) = objection(desk, member, amount) {
        desk.settle(line);
        return;
    }
    let adjustment = Adjustment { member, amount, reason: reason.clone(), by: staff.id, store: staff.store };
    let adjusted = match desk.draft.adjust(&adjustment) {
        Ok(adjusted) => adjusted,
        Err(TooMuch { reach }) => {
            let (name, available) = (desk.shown_name(member), Points(reach));
            desk.settle(Line::AdjustTooMuch { name, available });
            return;
        }
    };
    desk.state.adjusted = Some(state::Adjusted { member, amount, at: desk.event.now() });
    let (shop, points, balance) = (desk.draft.shop.name.clone(), Points(amount), desk.shown(member));
    let plus = i64::from(amount > 0);
    let mut lines = vec![Line::Adjusted { shop, points, plus, reason, balance }];
    lines.extend(back_lines(desk, member, &adjusted));
    desk.tell(member, Message::new(lines), Class::A);
    let done = Line::AdjustDone { name: desk.shown_name(member), points, plus, balance };
    let mut lines = vec![done];
    lines.extend(back_for_staff(&adjusted));
    // What is given may have become a voucher, and then it is no balance.
    let became = adjusted.issued.iter().filter(|_| amount > 0);
    lines.extend(became.map(|voucher| Line::SaleVoucher { value: voucher.value }));
    desk.settle(Message::new(lines));
}

/// A debt stood for too long: it is let go, and told once they may be written to.
pub fn let_go(desk: &mut Desk, member: MemberId) {
    let debt = desk.draft.write_off(member);
    if debt > 0 {
        desk.tell(member, Line::DebtLetGo { debt: Points(debt) }, Class::A);
    }
}
