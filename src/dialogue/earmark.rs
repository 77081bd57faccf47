//! Balance that its owner earmarks in their own chat, with `usar 2000`, for the next purchase: set aside under a code, and
//! let go with `cancelar`, as a reward is.

use crate::dialogue::choosing;
use crate::dialogue::cue::Words;
use crate::dialogue::customer::{ask_moved, free_code};
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Hint, Intent, Uses};
use crate::dialogue::line::{Button, Class, Day, Line, Message, Points, Time};
use crate::dialogue::paying::{refused, units};
use crate::dialogue::voucher;
use crate::domain::hold::{HeldFor, Hold, HoldState};
use crate::domain::ledger::Actor;
use crate::domain::money::Money;
use crate::domain::paying::NotPaid;
use crate::domain::program::RewardRule;
use crate::domain::redeeming::NotHeld;

/// `usar 2000`: sets it aside under a code for the next purchase.
///
/// Another figure right behind a code takes its place: nobody wants both, and the old one is let go.
pub fn set_aside(desk: &mut Desk, words: &Words) {
    let member = desk.speaker();
    let Some(uses) = words.heard.slots.uses else {
        let most = desk.draft.most_payable(member, None);
        desk.say(if most == 0 { Line::PayNothing } else { Line::PayHow { most: Points(most) } });
        return;
    };
    if desk.me().is_some_and(|me| me.moved) {
        ask_moved(desk);
        return;
    }
    let mut gone = Vec::new();
    for hold in just_set_aside(desk) {
        desk.draft.release(&hold, HoldState::Released, Actor::Member(member));
        gone.push(Line::PayInstead { code: hold.code });
    }
    let line = earmarked(desk, uses);
    desk.say_as(Message::new(gone.into_iter().chain([line]).collect()), Class::A);
}

/// `errei, são 10 reais`, right behind a code. `false`: nothing was set aside just now, or nothing is put right.
pub fn amend(desk: &mut Desk, words: &Words) -> bool {
    let amends = words.heard.says(Hint::Amends) && words.heard.slots.uses.is_some();
    let amends = amends && !just_set_aside(desk).is_empty();
    if amends {
        set_aside(desk, words);
    }
    amends
}

/// What the speaker has set aside for a purchase within the time of a question.
pub fn just_set_aside(desk: &Desk) -> Vec<Hold> {
    let holds = desk.draft.account(desk.speaker()).map(|account| account.holds.iter()).into_iter().flatten();
    let fresh =
        |hold: &&Hold| hold.is_open() && hold.purpose == HeldFor::Purchase && !desk.stale(hold.opened_at);
    holds.map(|hold| &**hold).filter(fresh).cloned().collect()
}

/// Sets it aside, or says why not.
fn earmarked(desk: &mut Desk, uses: Uses) -> Line {
    let member = desk.speaker();
    let most = desk.draft.most_payable(member, None);
    let units = units(desk, uses, member, None);
    if uses == Uses::All && units == 0 {
        return Line::PayNothing;
    }
    if let Err(why) = desk.draft.may_pay(member, units, None) {
        return match why {
            NotPaid::Held(NotHeld::Missing(_)) if most == 0 => Line::PayNothing,
            why => refused(desk, member, why),
        };
    }
    let worth = desk.draft.program.pay.as_ref().map_or(Money::ZERO, |pay| pay.worth(units));
    let Some(code) = free_code(desk) else { return Line::Expired };
    match desk.draft.hold(member, HeldFor::Purchase, units, code, Actor::Member(member)) {
        Ok(Hold { code, expires_at, .. }) => {
            let (day, time) = (Day(expires_at), Time(expires_at));
            let available = Points(desk.spendable(member));
            Line::PayHeld { points: Points(units), worth, code, day, time, available }
        }
        Err(why) => refused(desk, member, NotPaid::Held(why)),
    }
}

/// `cancelar` lets go of what was set aside last: a reward, or all that is for a purchase. `false`: there is nothing.
pub fn let_go(desk: &mut Desk) -> bool {
    let member = desk.speaker();
    let holds = desk.draft.account(member).map(|account| account.holds.iter()).into_iter().flatten();
    let open = holds.filter(|hold| hold.is_open() && hold.asked().is_none());
    let mut open: Vec<Hold> = open.map(|hold| Hold::clone(hold)).collect();
    let Some(latest) = open.iter().max_by_key(|hold| (hold.opened_at, hold.id)).cloned() else {
        return false;
    };
    match latest.reward() {
        Some(_) => open.retain(|hold| hold.id == latest.id),
        None => open.retain(|hold| hold.purpose == HeldFor::Purchase),
    }
    give_back(desk, &open);
    true
}

/// `cancela a tosa`, `desisti do banho`: the reward that is named comes back, as with `cancelar`. `false`: it is not set
/// aside for whoever speaks.
pub fn let_go_named(desk: &mut Desk, words: &Words) -> bool {
    if !words.heard.says(Hint::Drops) || desk.staff.is_some() || desk.me().is_none_or(|me| me.frozen) {
        return false;
    }
    let holds = desk.draft.account(desk.speaker()).map(|account| account.holds.iter()).into_iter().flatten();
    let open: Vec<Hold> = holds.map(|hold| Hold::clone(hold)).filter(Hold::is_open).collect();
    let of =
        |key: &str| open.iter().filter(|hold| hold.reward() == Some(key)).max_by_key(|hold| hold.opened_at);
    let held = desk.draft.program.rewards.iter().filter(|rule| of(&rule.key).is_some()).cloned();
    let held: Vec<RewardRule> = held.collect();
    let meant = choosing::named(&held, &words.text).and_then(|rule| of(&rule.key).cloned());
    // `tá confuso, cancela esse código`: nothing else that could be meant is told here.
    let asked = desk.state.topic.question().is_some();
    let vague = words.heard.intent == Intent::Unknown && !words.heard.says(Hint::Shop) && !asked;
    match meant {
        Some(hold) => give_back(desk, std::slice::from_ref(&hold)),
        None if vague && choosing::named(&desk.draft.program.rewards, &words.text).is_none() => {
            return let_go(desk);
        }
        None if words.heard.intent == Intent::Unknown => return not_reserved(desk, words),
        None => return false,
    }
    true
}

/// `cancela o banho`, and none is reserved: nothing changes, and what they may mean is the team's.
fn not_reserved(desk: &mut Desk, words: &Words) -> bool {
    let lang = desk.me().map(|me| me.lang).unwrap_or_default();
    let meant = choosing::named(&desk.draft.program.rewards, &words.text).filter(|_| desk.joined());
    if let Some(rule) = &meant {
        let reward = rule.name(lang).to_owned();
        desk.say(Message::from(Line::RewardNotHeld { reward }).buttons(vec![Button::Human, Button::Menu]));
    }
    meant.is_some()
}

/// Lets go of one reward, or of all balance that was set aside.
fn give_back(desk: &mut Desk, open: &[Hold]) {
    let member = desk.speaker();
    for hold in open {
        desk.draft.release(hold, HoldState::Released, Actor::Member(member));
    }
    let points = Points(open.iter().map(|hold| hold.amount).sum());
    let balance = desk.shown(member);
    let lang = desk.me().map(|me| me.lang).unwrap_or_default();
    let reward = open.iter().find_map(Hold::reward).map(|key| desk.draft.program.reward_name(key, lang));
    desk.say(match reward {
        Some(reward) => Line::RewardBack { reward, points, balance },
        None => Line::PayBack { points, balance },
    });
}

/// What was set aside and came back may be enough for a voucher: it becomes one, whoever or whatever let it go.
pub fn ripen(desk: &mut Desk) {
    for member in desk.draft.let_go() {
        if desk.draft.member(member).is_none_or(|member| member.frozen) {
            continue;
        }
        let Some(voucher) = desk.draft.vouch(member, None, Actor::Clock) else { continue };
        let given = Message::new(voucher::given(desk, &voucher));
        if member == desk.speaker() {
            desk.say(given);
        } else {
            desk.tell(member, given, Class::A);
        }
    }
}

/// A code that nobody used, as its owner reads it.
pub fn lapsed(desk: &Desk, hold: &Hold) -> Line {
    Line::PayLapsed { points: Points(hold.amount), balance: desk.shown(hold.member) }
}
