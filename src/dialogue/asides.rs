//! What customers say beside any request, and what a good clerk answers with a sentence: a grumble, a decision put off, a
//! record that is to stay, what a balance is worth.

use crate::dialogue::asked;
use crate::dialogue::bonus::written;
use crate::dialogue::consent;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::earmark;
use crate::dialogue::hear::{Hint, Intent};
use crate::dialogue::joining;
use crate::dialogue::line::{Button, Line, Message, Points};
use crate::dialogue::offers;
use crate::dialogue::paying;
use crate::domain::hold::Hold;
use crate::domain::program::Unit;

/// `false`: it is none of these, or a rule has taken the message for something else.
pub fn answer(desk: &mut Desk, words: &Words) -> bool {
    let heard = &words.heard;
    let rests = desk.staff.is_some() || desk.me().is_some_and(|me| me.frozen);
    // What the till asks stays the last thing they read.
    if rests || heard.says(Hint::NearOptOut) || consent::is_asked(desk) {
        return false;
    }
    if joining::thinks_again(desk, words) || earmark::amend(desk, words) || offers::notices_back(desk, words)
    {
        return true;
    }
    if heard.says(Hint::Worth)
        && matches!(heard.intent, Intent::Unknown | Intent::RulesHelp | Intent::Balance)
    {
        return worth(desk, words);
    }
    let asks = matches!(
        heard.intent,
        Intent::Unknown
            | Intent::RulesHelp
            | Intent::Balance
            | Intent::VoucherGet
            | Intent::VouchersList
            | Intent::RewardRedeem
            | Intent::RewardsCatalog
    );
    if asks && heard.says(Hint::Spends) && asked::spend(desk, words) {
        return true;
    }
    if asks && heard.says(Hint::Shares) {
        asked::share(desk);
        return true;
    }
    let birth = matches!(heard.intent, Intent::Unknown | Intent::BirthdaySet | Intent::ExportData);
    if birth && heard.says(Hint::AsksBirthday) && desk.joined() && heard.slots.date.is_none() {
        birthday(desk);
        return true;
    }
    let invited = matches!(
        heard.intent,
        Intent::Unknown | Intent::ReferralCode | Intent::ReferralApply | Intent::OptIn
    );
    if invited && heard.says(Hint::Invited) && heard.slots.code.is_none() {
        match (desk.draft.program.referral.is_some(), desk.joined()) {
            (false, _) => desk.say(Line::ReferralNone),
            (true, true) => desk.say(Line::ReferralLate),
            (true, false) => desk.say(Line::InvitedHow),
        }
        if !desk.joined() {
            joining::invite(desk, None, None);
        }
        return true;
    }
    if heard.intent != Intent::Unknown {
        return false;
    }
    if heard.says(Hint::Keeps) {
        desk.say(Line::EraseKept);
    } else if heard.says(Hint::Grumbles) {
        desk.say(Message::from(Line::WhatHappened).buttons(vec![Button::Human]));
    } else if heard.says(Hint::PutsOff) {
        desk.say(Line::NoHurry);
    } else {
        return false;
    }
    true
}

/// `quanto é isso em dinheiro?`: of the figure that is named, of what was set aside just now, or of all that may be used.
fn worth(desk: &mut Desk, words: &Words) -> bool {
    let Some(pay) = desk.draft.program.pay.clone().filter(|_| desk.joined()) else { return false };
    let id = desk.speaker();
    let held: i64 = earmark::just_set_aside(desk).iter().map(|hold| hold.amount).sum();
    let named = words.heard.slots.uses.map(|uses| paying::units(desk, uses, id, None));
    let units = named.unwrap_or(if held > 0 { held } else { desk.spendable(id) });
    if units <= 0 || desk.draft.program.unit != Unit::Points {
        return false;
    }
    desk.say(Line::PayWorth { points: Points(units), amount: pay.worth(units) });
    true
}

/// What the points of the till's question are worth, said before it is asked again.
pub fn asked_worth(desk: &Desk, words: &Words, hold: &Hold) -> Option<Line> {
    let pay = desk.draft.program.pay.as_ref().filter(|_| words.heard.says(Hint::Worth))?;
    Some(Line::PayWorth { points: Points(hold.amount), amount: pay.worth(hold.amount) })
}

/// What is kept of their birthday.
fn birthday(desk: &mut Desk) {
    let known = desk.me().and_then(|me| me.birthday);
    desk.say(known.map_or(Line::BirthdayNone, |birthday| Line::DataBirthday { day: written(birthday) }));
}
