//! Whose value pays at the counter: their own code proves it, a number alone only as far as the program says, and what
//! is named beside a sale is never forgotten over it.

use crate::dialogue::counter;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::Intent;
use crate::dialogue::line::Line;
use crate::dialogue::rung;
use crate::dialogue::state::Buyer;
use crate::dialogue::{buying, contest, mistyped, paying, voucher};
use crate::domain::code::spaced;
use crate::domain::facts::Key;
use crate::domain::ids::MemberId;
use crate::domain::member::Standing;
use crate::domain::program::{Consent, VoucherRule};
use crate::domain::voucher::Voucher;

/// What is missing before these vouchers of theirs may pay, where only their number was given. Somebody who has not joined
/// is told of nothing, so that for them the number is never enough.
pub fn missing(desk: &Desk, member: MemberId, vouchers: &[&Voucher]) -> Option<Line> {
    let name = desk.shown_name(member);
    if desk.draft.member(member).is_none_or(|member| member.standing != Standing::Joined) {
        return Some(Line::VoucherNotJoined { name });
    }
    // Guarded by what they were promised, and by what counts today.
    let guarded = |rule: Option<&VoucherRule>| rule.is_some_and(|rule| rule.consent == Consent::Member);
    let promised = vouchers.iter().any(|voucher| guarded(desk.draft.voucher_rule(voucher)));
    let asks = promised || guarded(desk.draft.program.voucher.as_ref());
    asks.then_some(Line::VoucherProof { name })
}

/// Whose balance is to pay: by number, or by the code that says they are there.
pub fn payer(desk: &mut Desk, words: &Words) -> Option<MemberId> {
    let slots = &words.heard.slots;
    if let Some(code) = &slots.code {
        if let Some(line) = mistyped::rests(desk) {
            desk.say(line);
            return None;
        }
        let found = paying::present(desk, code);
        if found.is_none() && paying::was_present(desk, code) {
            desk.say(Line::PresenceOver);
        } else if found.is_none() {
            mistyped::count(desk);
            desk.say(Line::CodeUnknown { code: code.clone() });
        }
        return found;
    }
    let Some(phone) = &slots.phone else {
        let line = rung::refusal(&slots.flags, None, &slots.phone_candidates, &[]);
        desk.say(line.unwrap_or(Line::PayLine));
        return None;
    };
    rung::registered(desk, phone).map(|owner| contest::holder(desk, owner))
}

/// Whether this is the code of a voucher, or of what somebody set aside: none of somebody who is there.
pub fn stands_for_value(desk: &Desk, code: &str) -> bool {
    let facts = &desk.draft.facts;
    let there = paying::present(desk, code).is_some() || paying::was_present(desk, code);
    let set_aside = || !there && facts.codes.get(code).copied().flatten().is_some();
    facts.vouchers.get(code).copied().flatten().is_some() || set_aside()
}

/// `11… 50 vale CODE`: a sale to whoever has this number, paid with this voucher. `false`: what looks like a code is
/// none, and nobody called it a voucher.
pub fn beside(desk: &mut Desk, words: &Words) -> bool {
    let slots = &words.heard.slots;
    let code = slots.voucher.as_ref();
    let known = code.and_then(|code| desk.draft.facts.vouchers.get(code).copied().flatten());
    if known.is_none() && slots.vouchers.is_none() {
        return false;
    }
    if !words.heard.sales.is_empty() {
        desk.say(Line::NotebookPays);
        return true;
    }
    let Some(code) = code else { return false };
    let Some(phone) = &slots.phone else {
        let line = rung::refusal(&slots.flags, None, &slots.phone_candidates, &[]);
        desk.say(line.unwrap_or(Line::VoucherLine));
        return true;
    };
    let owner = desk.draft.facts.member_behind(&Key::Phone(phone.clone()));
    let owner = owner.map(|owner| desk.draft.facts.present(owner));
    let theirs = |member: MemberId| Some(desk.draft.facts.present(member)) == owner;
    if let Some(line) = mistyped::rests(desk) {
        desk.say(line);
        return true;
    }
    match known {
        Some((member, id)) if theirs(member) => voucher::present(desk, words, member, id),
        Some(_) => desk.say(Line::VoucherAnother { code: spaced(code) }),
        None => match paying::present(desk, code).filter(|member| theirs(*member)) {
            Some(member) => voucher::all(desk, words, member, Some(code.clone())),
            None => {
                mistyped::count(desk);
                desk.say(Line::CodeUnknown { code: code.clone() });
            }
        },
    }
    true
}

/// `50 usa vales`, `109 usa 20` as the answer to "how much?", of somebody known by this code, if any. A code that has paid
/// meanwhile, or run out, is no proof any more.
pub fn pays(desk: &mut Desk, words: &Words, buyer: &Buyer, code: Option<&str>) -> bool {
    let slots = &words.heard.slots;
    let of_another = slots.code.is_some() || !slots.phone_candidates.is_empty();
    if of_another || counter::quoted(desk).is_some() {
        return false;
    }
    let name = buying::buyer_name(desk, buyer);
    let code = code.map(str::to_owned);
    match (words.heard.intent, buyer) {
        (Intent::RedeemVoucher | Intent::PayWithBalance, Buyer::Known(member))
            if code.as_ref().is_some_and(|code| !paying::is_here(desk, *member, code)) =>
        {
            desk.settle(Line::PresenceOver);
        }
        (Intent::RedeemVoucher, Buyer::Known(member)) => voucher::all(desk, words, *member, code),
        (Intent::RedeemVoucher, Buyer::New { .. }) => desk.say(Line::VoucherNobody { name }),
        (Intent::PayWithBalance, Buyer::Known(member)) => paying::by(desk, words, *member, code),
        (Intent::PayWithBalance, Buyer::New { .. }) => desk.say(Line::PayNobody { name }),
        _ => return false,
    }
    true
}
