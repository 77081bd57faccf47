//! What was typed of a sale: what makes it one, what cannot be one, and the part of it that does not count.

use crate::dialogue::counter;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Doubt, Flag, Intent};
use crate::dialogue::line::Line;
use crate::dialogue::state::{Buyer, OpenSale};
use crate::domain::facts::Key;
use crate::domain::ids::MemberId;
use crate::domain::money::Money;
use crate::domain::phone::Phone;

/// What was typed of a sale, beside whom it is for.
pub struct Rung {
    pub amount: Money,
    /// The part that neither earns nor is paid with credit.
    pub excluded: Money,
    pub remark: Option<String>,
}

impl Rung {
    pub fn of(self, buyer: Buyer) -> OpenSale {
        let Rung { amount, excluded, remark } = self;
        let vouchers = Vec::new();
        OpenSale { buyer, amount, excluded, remark, vouchers, pays: None, agreed: None, code: None }
    }
}

/// How sure it is that these words complete what is open. `None`: they are a request of their own, or are about the sale
/// that they quote; a figure in them is theirs.
pub fn completes(desk: &Desk, words: &Words) -> Option<Doubt> {
    if counter::quoted(desk).is_some() {
        return None;
    }
    let has = |flag: Flag| words.heard.slots.flags.contains(&flag);
    match words.heard.intent {
        Intent::RegisterPurchase if !has(Flag::Against) => Some(Doubt::Sure),
        Intent::CustomerLookup if has(Flag::BarePhone) => Some(Doubt::Sure),
        // Among words that nobody understood, or that speak against a sale.
        Intent::Unknown | Intent::RegisterPurchase => Some(Doubt::Confirm),
        _ => None,
    }
}

/// Whether something like an amount stands in these words, even one that nobody could read.
pub fn names_amount(words: &Words) -> bool {
    let slots = &words.heard.slots;
    let read = words.amount.value.is_some() || !words.amount.flags.is_empty();
    read || slots.amount.is_some() || !slots.amount_candidates.is_empty()
}

/// What cannot be a sale, as the sentence that says why. A doubtful amount that could be read is shown and
/// confirmed instead.
pub fn refusal(flags: &[Flag], amount: Option<Money>, phones: &[Phone], amounts: &[Money]) -> Option<Line> {
    let has = |flag: Flag| flags.contains(&flag);
    let line = if has(Flag::CpfGiven) {
        Line::GivenCpf
    } else if let (true, [first, second, ..]) = (has(Flag::TwoPhones), phones) {
        Line::TwoPhones { first: first.spoken(), second: second.spoken() }
    } else if has(Flag::PhoneInvalid) {
        Line::BadPhone
    } else if has(Flag::AmountZero) {
        Line::AmountZero
    } else if has(Flag::AmountNegative) {
        Line::AmountNegative
    } else if let (true, [first, second, ..]) = (has(Flag::TwoAmounts), amounts) {
        Line::TwoAmounts { first: *first, second: *second }
    } else if has(Flag::TwoAmounts) || (has(Flag::AmountAmbiguous) && amount.is_none()) {
        Line::BadAmount
    } else {
        return None;
    };
    Some(line)
}

/// Who has this number; otherwise it is said that nobody is registered with it.
pub fn registered(desk: &mut Desk, phone: &Phone) -> Option<MemberId> {
    let found = desk.draft.facts.member_behind(&Key::Phone(phone.clone()));
    if found.is_none() {
        desk.say(Line::LookupNobody { phone: phone.spoken() });
    }
    found.map(|member| desk.draft.facts.present(member))
}

/// An amount above the limit, or a part left out that is larger than the sale.
pub fn misfit(desk: &Desk, sale: &OpenSale) -> Option<Line> {
    let OpenSale { amount, excluded, .. } = *sale;
    let limit = desk.draft.program.limits.refuse_above;
    if amount > limit {
        return Some(Line::AmountTooHigh { amount, limit });
    }
    let knows = desk.draft.program.earn.excluded.is_some();
    (knows && excluded > amount).then_some(Line::ExcludedTooMuch { excluded, amount })
}

/// What of the sale does not count, or that all of it does.
pub fn left_out(desk: &Desk, sale: &OpenSale) -> Option<Line> {
    let OpenSale { amount, excluded, .. } = *sale;
    if excluded == Money::ZERO {
        return None;
    }
    let knows = desk.draft.program.earn.excluded.is_some();
    let eligible = Money(amount.0 - excluded.0);
    let line = Line::SaleExcluded { excluded, eligible };
    Some(if knows { line } else { Line::ExcludedUnknown { amount } })
}
