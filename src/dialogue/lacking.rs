//! An adjustment that lacks something: whose balance it is, or why. Only that is asked, and then it is shown like any other.
//! And the way back from one: the same with the other sign.

use crate::dialogue::adjust;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Doubt, Hint, Intent};
use crate::dialogue::line::{Line, Points};
use crate::dialogue::rung;
use crate::dialogue::state::{Adjusted, Topic};
use crate::domain::calendar::MINUTE;
use crate::domain::ids::MemberId;

/// The longest reason that is kept, in characters.
const REASON: usize = 160;

/// Shows it where all is known, and asks for what is not.
pub fn go_on(desk: &mut Desk, member: Option<MemberId>, amount: i64, reason: Option<String>) {
    let since = desk.event.now();
    if let Some(line) = member.and_then(|member| adjust::objection(desk, member, amount)) {
        desk.settle(line);
        return;
    }
    let (points, plus) = (Points(amount), i64::from(amount > 0));
    let ask = match (member, &reason) {
        (Some(member), Some(reason)) => {
            adjust::ask(desk, member, amount, reason.clone());
            return;
        }
        (None, _) => Line::AdjustWhose { points, plus },
        (Some(member), None) => Line::AdjustWhy { name: desk.shown_name(member), points, plus },
    };
    desk.state.topic = Topic::AdjustLacks { since, member, amount, reason };
    desk.say(ask);
}

/// What was lacking. `false`: it is a request of its own.
pub fn answer(desk: &mut Desk, words: &Words) -> bool {
    let Topic::AdjustLacks { member, amount, reason, .. } = desk.state.topic.clone() else { return false };
    if words.yes == Some(false) || words.heard.intent == Intent::Cancel {
        desk.settle(Line::AdjustDropped);
        return true;
    }
    if let Some(size) = rung::bare_amount(words).filter(|_| words.puts_right()) {
        let size = adjust::amount(desk.draft.program.unit, size.0).unwrap_or_else(|| amount.abs());
        go_on(desk, member, if amount < 0 { -size } else { size }, reason);
        return true;
    }
    let phone = words.phone.value.as_ref().filter(|_| words.phone.doubt != Doubt::Ask);
    match (member, phone) {
        (None, Some(_)) if rung::names_amount(words) => return false,
        (None, Some(phone)) => {
            if let Some(member) = rung::registered(desk, phone) {
                go_on(desk, Some(member), amount, reason);
            }
        }
        (_, Some(_)) => return false,
        (_, None) if is_another(words.heard.intent) && !words.only_regrets() => return false,
        // Neither a question nor what is like another command says why.
        (Some(_), None) if words.heard.says(Hint::Question) || is_like_another(words) => {
            if words.heard.intent != Intent::Unknown {
                return false;
            }
            let before = desk.spoken();
            go_on(desk, member, amount, reason);
            desk.say_at(before, Line::AskedAgain);
        }
        (Some(_), None) if words.yes.is_none() => {
            let typed = words.heard.slots.reason.as_deref().unwrap_or(&words.text).trim();
            go_on(desk, member, amount, Some(typed.chars().take(REASON).collect()));
        }
        (_, None) => go_on(desk, member, amount, reason),
    }
    true
}

/// No rule takes it, and it is most like an order that says why of nothing.
fn is_like_another(words: &Words) -> bool {
    let likely = words.heard.likely.as_ref().map(|(intent, _)| *intent);
    let order = matches!(
        likely,
        Some(Intent::AddStaff | Intent::RemoveStaff | Intent::Team | Intent::BroadcastStart)
    );
    order && words.heard.slots.reason.is_none()
}

/// Asks for something else. A reason is hardly a command, though words of it may stand in one.
const fn is_another(intent: Intent) -> bool {
    matches!(
        intent,
        Intent::RegisterPurchase
            | Intent::CustomerLookup
            | Intent::RedeemVoucher
            | Intent::Undo
            | Intent::Correct
            | Intent::Refund
            | Intent::Exchange
            | Intent::Adjust
            | Intent::BroadcastStart
            | Intent::AddStaff
            | Intent::RemoveStaff
            | Intent::Team
            | Intent::TodaySales
            | Intent::Report
            | Intent::StaffHelp
            | Intent::Menu
    )
}

/// `desfaz`, or `me equivoquei de pessoa`, right after an adjustment, where nothing that can be undone came later: the same
/// is taken, or given, and why is asked. `false`: there is none.
pub fn take_back(desk: &mut Desk, later: Option<i64>) -> bool {
    let Some(Adjusted { member, amount, at }) = desk.state.adjusted.clone() else { return false };
    let since = desk.event.now() - desk.draft.program.timers.undo_minutes * MINUTE;
    let manages = desk.staff.as_ref().is_some_and(|staff| staff.role.manages());
    if !manages || at < since || later.is_some_and(|later| later > at) {
        return false;
    }
    go_on(desk, Some(member), -amount, None);
    true
}
