//! What was typed of a sale: what makes it one, what cannot be one, and the part of it that does not count.

use crate::dialogue::counter;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Doubt, Flag, Intent, Reading, Slots};
use crate::dialogue::line::Line;
use crate::dialogue::state::{Buyer, OpenSale, Topic};
use crate::domain::facts::Key;
use crate::domain::ids::MemberId;
use crate::domain::money::Money;
use crate::domain::phone::Phone;
use crate::domain::program::rate::Terms;

/// What was typed of a sale, beside whom it is for.
pub struct Rung {
    pub amount: Money,
    /// The part that neither earns nor is paid with credit.
    pub excluded: Money,
    /// What the shop takes off the price.
    pub discount: Money,
    pub remark: Option<String>,
}

impl Rung {
    /// A sale of this amount, with what else its line says.
    pub fn read(amount: Money, slots: &Slots) -> Rung {
        Rung {
            amount,
            excluded: slots.excluded.unwrap_or_default(),
            discount: slots.discount.unwrap_or_default(),
            remark: slots.remark.clone(),
        }
    }

    /// It waits for whoever it is for.
    pub fn without_phone(self, since: i64) -> Topic {
        let Rung { amount, excluded, discount, remark } = self;
        Topic::SalePhone { since, amount, excluded, discount, remark }
    }

    pub fn of(self, buyer: Buyer) -> OpenSale {
        let Rung { amount, excluded, discount, remark } = self;
        let vouchers = Vec::new();
        OpenSale { buyer, amount, excluded, discount, remark, vouchers, pays: None, agreed: None, code: None }
    }
}

/// What is agreed of a sale beside the rules; a part left out only where the program knows one.
pub fn terms(desk: &Desk, sale: &OpenSale) -> Terms {
    let knows = desk.draft.program.earn.excluded.is_some();
    let excluded = if knows { sale.excluded } else { Money::ZERO };
    Terms { excluded, discount: sale.discount, ..Terms::default() }
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

/// Whether the only figure stands beside a discount: it is no price.
pub fn is_discount(words: &Words) -> bool {
    let slots = &words.heard.slots;
    let beside =
        slots.flags.contains(&Flag::AmountAmbiguous) && !words.amount.flags.contains(&Flag::AmountAmbiguous);
    slots.discount.is_none() && beside && words.amount.value.is_some()
}

/// The price in an answer. With a part left out or a discount there are two amounts, and it is read as a sale is.
pub fn price(words: &Words) -> Reading<Money> {
    let slots = &words.heard.slots;
    if slots.excluded.or(slots.discount).is_some() {
        return Reading { value: slots.amount, doubt: Doubt::Sure, flags: Vec::new() };
    }
    words.amount.clone()
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

/// An amount above the limit, a part left out that is larger than the sale, or a discount that leaves nothing.
pub fn misfit(desk: &Desk, sale: &OpenSale) -> Option<Line> {
    let OpenSale { amount, excluded, discount, .. } = *sale;
    let limit = desk.draft.program.limits.refuse_above;
    if amount > limit {
        return Some(Line::AmountTooHigh { amount, limit });
    }
    let terms = terms(desk, sale);
    if terms.excluded > amount {
        return Some(Line::ExcludedTooMuch { excluded, amount });
    }
    let all = discount > Money::ZERO && discount >= amount;
    all.then_some(Line::DiscountTooMuch { discount, amount })
}

/// What of the sale does not count, or that all of it does, and what is taken off its price.
pub fn parts(desk: &Desk, sale: &OpenSale) -> Vec<Line> {
    let OpenSale { amount, excluded, .. } = *sale;
    let knows = desk.draft.program.earn.excluded.is_some();
    let left_out = if knows {
        Line::SaleExcluded { excluded, eligible: Money(amount.0 - excluded.0) }
    } else {
        Line::ExcludedUnknown { amount }
    };
    let left_out = (excluded > Money::ZERO).then_some(left_out);
    left_out.into_iter().chain(taken_off(sale)).collect()
}

/// The discount and what is to be charged; where credit pays a part, that is said with it.
pub fn taken_off(sale: &OpenSale) -> Option<Line> {
    let discount = sale.discount;
    let off = if sale.pays.is_some() || !sale.vouchers.is_empty() {
        Line::ReceiptDiscount { discount }
    } else {
        Line::SaleDiscount { discount, charge: sale.price() }
    };
    (discount > Money::ZERO).then_some(off)
}
