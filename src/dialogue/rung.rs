//! What was typed of a sale: what makes it one, what cannot be one, and the part of it that does not count.

use crate::dialogue::counter;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Counted, Doubt, Flag, Hint, Intent, Reading, Slots, fold};
use crate::dialogue::line::Line;
use crate::dialogue::state::{Buyer, OpenSale, Topic};
use crate::domain::facts::Key;
use crate::domain::ids::MemberId;
use crate::domain::money::Money;
use crate::domain::phone::Phone;
use crate::domain::program::rate::Terms;
use serde::{Deserialize, Serialize};

/// What was typed of a sale, beside whom it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    pub amount: Money,
    /// The part that neither earns nor is paid with credit.
    #[serde(default)]
    pub excluded: Money,
    /// What the shop takes off the price.
    #[serde(default)]
    pub discount: Money,
    /// The prices that it is the sum of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub summed: Vec<Money>,
    pub remark: Option<String>,
    /// Something beside it speaks against booking it unasked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub doubt: bool,
}

impl Rung {
    /// A sale of this amount, with what else its line says.
    pub fn read(amount: Money, slots: &Slots) -> Rung {
        Rung {
            amount,
            excluded: slots.excluded.unwrap_or_default(),
            discount: slots.discount.unwrap_or_default(),
            summed: slots.summed.clone(),
            remark: slots.remark.clone().or_else(|| slots.note.clone()),
            doubt: slots.flags.iter().any(|flag| !flag.is_of_phone() && flag.doubt() != Doubt::Sure),
        }
    }

    /// The same price with the parts that are said of it now.
    #[must_use]
    pub fn mended(self, slots: &Slots) -> Rung {
        let excluded = slots.excluded.unwrap_or(self.excluded);
        Rung { excluded, discount: slots.discount.unwrap_or(self.discount), ..self }
    }

    /// What of it does not count, and what is taken off.
    pub fn parts(&self, desk: &Desk) -> Vec<Line> {
        let Rung { amount, discount, .. } = *self;
        let off = Line::SaleDiscount { discount, charge: Money(amount.0 - discount.0) };
        let off = (discount > Money::ZERO).then_some(off);
        left_out(desk, amount, self.excluded).into_iter().chain(off).collect()
    }

    /// It waits for whoever it is for.
    pub fn without_phone(self, since: i64) -> Topic {
        Topic::SalePhone { since, rung: self }
    }

    /// What was typed of a sale that was read whole.
    pub fn within(sale: &OpenSale, doubt: bool) -> Rung {
        let OpenSale { amount, excluded, discount, summed, remark, .. } = sale.clone();
        Rung { amount, excluded, discount, summed, remark, doubt }
    }

    pub fn of(self, buyer: Buyer) -> OpenSale {
        let Rung { amount, excluded, discount, summed, remark, .. } = self;
        OpenSale {
            buyer,
            amount,
            excluded,
            discount,
            remark,
            counted: None,
            summed,
            vouchers: Vec::new(),
            pays: None,
            agreed: None,
            code: None,
            order: None,
        }
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
    // `faltam 30` is said of something else.
    if words.heard.says(Hint::Talks) && !words.puts_right() {
        return None;
    }
    match words.heard.intent {
        Intent::RegisterPurchase if !has(Flag::Against) => Some(Doubt::Sure),
        Intent::CustomerLookup if has(Flag::BarePhone) => Some(Doubt::Sure),
        Intent::Correct => Some(Doubt::Confirm),
        // `não, 70`, whatever else the words may be like.
        _ if words.puts_right() => Some(Doubt::Confirm),
        // Among words that nobody understood, or that speak against a sale.
        Intent::Unknown | Intent::RegisterPurchase => Some(Doubt::Confirm),
        _ => None,
    }
}

/// Whether the only figure is a discount or a part left out, and no price.
pub fn is_part(slots: &Slots) -> bool {
    slots.excluded.or(slots.discount).is_some()
        && slots.amount.is_none()
        && slots.amount_candidates.is_empty()
}

/// The price in an answer. With a part left out or a discount there are two amounts, and it is read as a sale is.
pub fn price(words: &Words) -> Reading<Money> {
    let slots = &words.heard.slots;
    if slots.excluded.or(slots.discount).is_some() {
        let flags = slots.flags.iter().copied().filter(|flag| flag.doubt() == Doubt::Ask).collect();
        return Reading { value: slots.amount, doubt: Doubt::Sure, flags };
    }
    words.amount.clone()
}

/// A part of a sale without its price, or a part left out without its size, as the sentence that says so.
pub fn unclear(desk: &Desk, slots: &Slots) -> Option<Line> {
    let open = slots.flags.contains(&Flag::ExcludedOpen) && desk.draft.program.earn.excluded.is_some();
    if is_part(slots) {
        return Some(
            slots.discount.map_or(Line::ExcludedUnclear, |discount| Line::DiscountAlone { discount }),
        );
    }
    open.then_some(Line::ExcludedUnclear)
}

/// What of these words cannot be booked for somebody who is known.
pub fn objection(desk: &Desk, slots: &Slots) -> Option<Line> {
    let refused = || refusal(&slots.flags, slots.amount, &[], &slots.amount_candidates);
    unclear(desk, slots).or_else(refused)
}

/// The amount in an answer that says nothing else of a sale: no number of somebody, no discount, no part left out.
pub fn bare_amount(words: &Words) -> Option<Money> {
    let slots = &words.heard.slots;
    let named = slots.phone.is_some() || words.phone.value.is_some();
    let parts = slots.excluded.or(slots.discount).is_some() || slots.flags.contains(&Flag::ExcludedOpen);
    words.amount.value.filter(|_| !named && !parts && !is_part(slots))
}

/// Whether something like an amount stands in these words, even one that nobody could read.
pub fn names_amount(words: &Words) -> bool {
    let slots = &words.heard.slots;
    let read = words.amount.value.is_some() || !words.amount.flags.is_empty();
    read || slots.amount.is_some() || !slots.amount_candidates.is_empty()
}

/// Whether a number of somebody stands in these words.
pub fn names_somebody(words: &Words) -> bool {
    words.phone.flags.contains(&Flag::TwoPhones)
        || words.heard.slots.phone.is_some()
        || words.phone.value.is_some()
}

/// Whether somebody else than this buyer is named beside the amount.
pub fn names_another(desk: &Desk, words: &Words, buyer: &Buyer) -> bool {
    let sure = words.whom.as_ref().filter(|whom| whom.sure).map(|whom| &whom.name);
    let Some(named) = sure.or(words.heard.slots.name.as_ref()) else { return false };
    let known = match buyer {
        Buyer::Known(id) => desk.draft.member(*id).and_then(|member| member.name.clone()),
        Buyer::New { name, .. } => name.clone(),
    };
    let (named, known) = (fold(named), fold(&known.unwrap_or_default()));
    !named.split(' ').any(|word| known.split(' ').any(|other| other == word))
}

/// `119876543210`: a phone with a digit too many.
pub fn is_slipped(slots: &Slots) -> bool {
    slots.flags.contains(&Flag::GluedDigits) && slots.amount.is_some_and(|amount| amount < Money::reais(10))
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
    misfits(desk, sale.amount, sale.excluded, sale.discount)
}

/// The same of a sale whose buyer is not known yet.
pub fn misfits(desk: &Desk, amount: Money, excluded: Money, discount: Money) -> Option<Line> {
    let limit = desk.draft.program.limits.refuse_above;
    if amount > limit {
        return Some(Line::AmountTooHigh { amount, limit });
    }
    if desk.draft.program.earn.excluded.is_some() && excluded > amount {
        return Some(Line::ExcludedTooMuch { excluded, amount });
    }
    let all = discount > Money::ZERO && discount >= amount;
    all.then_some(Line::DiscountTooMuch { discount, amount })
}

/// What so many of a thing cost, what of the sale does not count, or that all of it does, and what is taken off its price.
pub fn parts(desk: &Desk, sale: &OpenSale) -> Vec<Line> {
    let left_out = left_out(desk, sale.amount, sale.excluded);
    let sum = sum(&sale.summed, sale.amount);
    sale.counted.map(product).into_iter().chain(sum).chain(left_out).chain(taken_off(sale)).collect()
}

/// The two prices that an amount is the sum of; of more than two only the sum is said.
pub fn sum(summed: &[Money], total: Money) -> Option<Line> {
    match summed {
        [first, second] if first.0 + second.0 == total.0 => {
            Some(Line::SaleSum { first: *first, second: *second, total })
        }
        _ => None,
    }
}

/// So many times so much.
pub fn product(counted: Counted) -> Line {
    let Counted { count, each } = counted;
    Line::SaleProduct { count, each, total: counted.total().unwrap_or_default() }
}

fn left_out(desk: &Desk, amount: Money, excluded: Money) -> Option<Line> {
    let knows = desk.draft.program.earn.excluded.is_some();
    let left_out = if knows {
        Line::SaleExcluded { excluded, eligible: Money(amount.0 - excluded.0) }
    } else {
        Line::ExcludedUnknown { amount }
    };
    (excluded > Money::ZERO).then_some(left_out)
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
