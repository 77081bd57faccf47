//! The sale at the counter: one phone, one amount, perhaps a name, a voucher and a remark, in any order.
//! What cannot be settled by grammar becomes candidates and a question, never a guess.

use std::ops::Range;

use super::ears::Listening;
use super::heard::{Flag, Heard, Missing, Noted};
use super::intent::Intent;
use super::numbers::Amount;
use super::parts::{self, Parts};
use super::phones::Seen;
use super::sentence::{Kind, Sentence};
use super::slots::{free_runs, title_case};
use super::{Setting, beside, counted, summed};
use crate::domain::money::Money;
use crate::domain::phone::Phone;

pub(super) fn fill(heard: &mut Heard, sentence: &Sentence<'_>, listening: &Listening<'_>, setting: &Setting) {
    heard.slots.voucher = sentence.code().map(str::to_owned);
    if notebook(heard, sentence, listening) {
        heard.slots.vouchers = Parts::read(sentence, listening, false).vouchers;
        return;
    }
    let sale_words = listening.tokens_of("sale");
    fill_amount(heard, sentence, listening, setting);
    fill_product(heard, sentence, listening, setting);
    let no_amount = sentence.amounts().next().is_none();
    fill_phone(heard, sentence, setting, no_amount.then_some(sale_words.as_slice()));
    let open_amount = heard.slots.amount.is_none();
    if open_amount {
        heard.slots.missing.push(Missing::Amount);
    }
    let only_amount = sentence.tokens.len() == 1 && sentence.amounts().next().is_some();
    if only_amount && heard.slots.amount.is_some() {
        heard.slots.flags.push(Flag::BareAmount);
    }
    fill_doubts(heard, sentence, listening);
    fill_words(heard, sentence, listening);
}

/// What stands beside a sale and makes it one that is not booked without asking.
pub(super) fn fill_doubts(heard: &mut Heard, sentence: &Sentence<'_>, listening: &Listening<'_>) {
    fill_percent(heard, sentence);
    let against = listening.has("against_sale") || sentence.folded.text.trim_end().ends_with('?');
    if against || parts::names_credit(sentence, listening) {
        heard.slots.flags.push(Flag::Against);
    }
}

pub(super) fn fill_percent(heard: &mut Heard, sentence: &Sentence<'_>) {
    if sentence.tokens.iter().any(|token| matches!(token.kind, Kind::Percent(_))) {
        heard.slots.flags.push(Flag::PercentIgnored);
    }
}

/// How much, and which part of it does not count.
pub(super) fn fill_amount(
    heard: &mut Heard,
    sentence: &Sentence<'_>,
    listening: &Listening<'_>,
    setting: &Setting,
) {
    let parts = Parts::read(sentence, listening, heard.intent == Intent::PayWithBalance);
    let chosen = choose_amount(sentence, setting, &parts.taken);
    // Where none of them was chosen, the price is asked for.
    let summed = chosen.value.and_then(|_| summed::read(sentence, listening, &parts.taken));
    let amount = summed.as_ref().map_or(chosen, |prices| sum(prices, setting));
    heard.slots.summed = summed.unwrap_or_default();
    heard.slots.uses = parts.uses;
    heard.slots.vouchers = parts.vouchers;
    heard.slots.excluded = parts.left_out.map(|(_, amount)| amount);
    heard.slots.discount = parts.discount.map(|(_, amount)| amount);
    if parts.left_out.is_none() && parts::names_a_part(listening) {
        heard.slots.flags.push(Flag::ExcludedOpen);
    }
    heard.slots.flags.extend(amount.flags);
    // `89,90 mais entrega 10`: one of the figures may be of that.
    let free = sentence.amounts().filter(|(at, _)| !parts.taken.contains(at)).count();
    let another = free > 1 && listening.has("beside_sale");
    // `3 sacos a 40 cada`: nobody said how much that is together, and a slip is nearer than the sum.
    let each = listening.has("price_each") && !heard.slots.flags.contains(&Flag::AmountMultiplied);
    heard.slots.flags.extend((parts.unread || another || each).then_some(Flag::AmountAmbiguous));
    heard.slots.amount = amount.value;
    heard.slots.amount_candidates = amount.candidates;
}

/// `3 latinhas de 8,50`: the amount is what all of them cost.
fn fill_product(heard: &mut Heard, sentence: &Sentence<'_>, listening: &Listening<'_>, setting: &Setting) {
    let counted = counted::read(sentence, listening).filter(|_| heard.slots.summed.is_empty());
    let Some(counted) = counted else { return };
    let slots = &mut heard.slots;
    slots.counted = Some(counted);
    slots.amount = counted.total();
    slots.amount_candidates.clear();
    slots.flags.retain(|flag| !matches!(flag, Flag::TwoAmounts | Flag::AmountAmbiguous | Flag::AmountHigh));
    slots.flags.push(Flag::AmountMultiplied);
    let high = slots.amount.is_some_and(|amount| amount > setting.high_amount);
    slots.flags.extend(high.then_some(Flag::AmountHigh));
}

/// `120 por 90`: what comes back, and what goes out for it. `por 90`: what goes out.
pub(super) fn fill_exchange(heard: &mut Heard, sentence: &Sentence<'_>, listening: &Listening<'_>) {
    let mut all: Vec<_> = sentence.amounts().collect();
    if all.len() > 2 {
        all.retain(|(at, amount)| !counts_a_noun(sentence, *at, amount));
    }
    let amounts: Vec<&Amount> = all.into_iter().map(|(_, amount)| amount).collect();
    (heard.slots.back, heard.slots.amount) = match amounts.as_slice() {
        [new] => (None, new.value),
        [old, new] => (old.value, new.value),
        _ => (None, None),
    };
    // Credit pays no exchange: nothing is done, rather than without it.
    let pays = parts::names_credit(sentence, listening);
    let read = !pays && heard.slots.amount.is_some() && (amounts.len() < 2 || heard.slots.back.is_some());
    if !read {
        heard.slots.missing.push(Missing::Amount);
    }
}

/// `2 blusas`: a quantity, no price.
fn counts_a_noun(sentence: &Sentence<'_>, at: usize, amount: &Amount) -> bool {
    // `4 mille 4050`: what may be a thousand is no noun.
    amount.small
        && amount.flags.is_empty()
        && sentence.tokens.get(at + 1).is_some_and(super::sentence::Token::is_word)
}

/// The phone of a sale, or what must be asked about it. `sale_words` are given where no amount was typed:
/// then two digits in front of a number may be the amount.
pub(super) fn fill_phone(
    heard: &mut Heard,
    sentence: &Sentence<'_>,
    setting: &Setting,
    sale_words: Option<&[usize]>,
) {
    let slots = &mut heard.slots;
    let mut distinct: Vec<&Seen> = Vec::new();
    for (_, seen) in sentence.phones() {
        if seen.phone.is_none() || !distinct.iter().any(|earlier| earlier.phone == seen.phone) {
            distinct.push(seen);
        }
    }
    // A CPF beside a phone is only noise; beside nothing it must be explained.
    if distinct.iter().any(|seen| seen.phone.is_some()) {
        distinct.retain(|seen| seen.phone.is_some());
    }
    match distinct.as_slice() {
        [] => slots.missing.push(Missing::Phone),
        [seen] => {
            slots.flags.extend(seen.flags.iter().copied());
            slots.cpf.clone_from(&seen.cpf);
            slots.phone.clone_from(&seen.phone);
            if seen.phone.is_none() {
                slots.missing.push(Missing::Phone);
            }
            let after_sale = sale_words.is_some_and(|words| follows(sentence, seen, words));
            if seen.country_apart && after_sale {
                slots.amount = Some(Money::reais(55));
                slots.flags.push(Flag::DdiOrAmount);
            } else if seen.area_apart && after_sale {
                open_area(slots, seen, setting);
            }
        }
        several => {
            slots.phone_candidates = several.iter().filter_map(|seen| seen.phone.clone()).collect();
            slots.flags.push(Flag::TwoPhones);
            slots.missing.push(Missing::Phone);
        }
    }
}

/// `venda 45 98765-4321`: an area code of another state, or R$ 45 for a local number.
fn open_area(slots: &mut super::heard::Slots, seen: &Seen, setting: &Setting) {
    let Some(phone) = seen.phone.clone() else { return };
    let local = phone.digits().get(4..).unwrap_or("");
    let home = Phone::canonical(&format!("55{}{local}", setting.area_code));
    if home.as_ref() != Some(&phone) {
        slots.phone_candidates = std::iter::once(phone).chain(home).collect();
        slots.phone = None;
        slots.flags.push(Flag::DddOrAmount);
        slots.missing.push(Missing::Phone);
    }
}

/// The word right in front of the phone belongs to the sale itself.
fn follows(sentence: &Sentence<'_>, seen: &Seen, words: &[usize]) -> bool {
    let at = sentence.tokens.iter().position(|token| token.span == seen.span);
    at.and_then(|at| at.checked_sub(1)).is_some_and(|before| words.contains(&before))
}

/// What the figures of a message say about one amount.
#[derive(Default)]
pub(super) struct AmountReading {
    pub value: Option<Money>,
    pub candidates: Vec<Money>,
    pub flags: Vec<Flag>,
}

/// `other`: tokens of amounts that are other things.
pub(super) fn choose_amount(sentence: &Sentence<'_>, setting: &Setting, other: &[usize]) -> AmountReading {
    let glued = sentence.phones().find_map(|(_, seen)| seen.glued.as_ref());
    let glued = glued.and_then(|digits| Some(Money(digits.parse::<i64>().ok()?.checked_mul(100)?)));
    let mut reading = if let Some(amount) = glued.filter(|amount| *amount <= Money::MOST) {
        AmountReading { value: Some(amount), ..AmountReading::default() }
    } else {
        pick_amount(sentence, other)
    };
    if reading.value.is_some_and(|value| value > setting.high_amount) {
        reading.flags.push(Flag::AmountHigh);
    }
    reading
}

/// What several prices come to is shown before anything is booked.
pub(super) fn sum(prices: &[Money], setting: &Setting) -> AmountReading {
    let total = Money(prices.iter().map(|price| price.0).sum());
    let high = (total > setting.high_amount).then_some(Flag::AmountHigh);
    let flags = std::iter::once(Flag::AmountAmbiguous).chain(high).collect();
    AmountReading { value: Some(total), candidates: Vec::new(), flags }
}

/// Exactly one amount with a money mark wins; then quantities in front of a noun step back; else ask.
fn pick_amount(sentence: &Sentence<'_>, other: &[usize]) -> AmountReading {
    let all: Vec<_> = sentence.amounts().filter(|(at, _)| !other.contains(at)).collect();
    let marked: Vec<_> = all.iter().filter(|(_, amount)| amount.marked).collect();
    let priced: Vec<_> = all.iter().filter(|(at, amount)| !counts_a_noun(sentence, *at, amount)).collect();
    let chosen = match (all.as_slice(), marked.as_slice(), priced.as_slice()) {
        ([only], ..) => only,
        (_, [only], _) | (_, [], [only]) => *only,
        ([], ..) => return AmountReading::default(),
        _ => {
            let mut candidates: Vec<Money> = all.iter().filter_map(|(_, amount)| amount.value).collect();
            // `65 ração e 78,90 areia, total 143,90`: shown before it is booked.
            if let [parts @ .., total] = candidates.as_slice()
                && parts.len() > 1
                && parts.iter().map(|part| part.0).sum::<i64>() == total.0
            {
                let flags = vec![Flag::AmountAmbiguous];
                return AmountReading { value: Some(*total), candidates: Vec::new(), flags };
            }
            candidates.dedup();
            return AmountReading { value: None, candidates, flags: vec![Flag::TwoAmounts] };
        }
    };
    let mut flags = chosen.1.flags.clone();
    if beside::is_broken(sentence, chosen.0, other) {
        flags.push(Flag::AmountAmbiguous);
    }
    AmountReading { value: chosen.1.value, candidates: Vec::new(), flags }
}

/// What pays one line of several would be lost among the others, or pay for them.
pub(super) fn among_others(heard: &mut Heard, sentence: &Sentence<'_>) {
    let has_phone = |line: &Range<usize>| sentence.phones().any(|(at, _)| line.contains(&at));
    if lines(sentence).iter().filter(|line| has_phone(line)).count() > 1 {
        heard.slots.flags.push(Flag::MultiSale);
    }
}

/// Several lines, each a complete sale: the page of a notebook.
fn notebook(heard: &mut Heard, sentence: &Sentence<'_>, listening: &Listening<'_>) -> bool {
    let mut sales = Vec::new();
    for line in lines(sentence) {
        let [left_out, discount] = parts::of_line(sentence, listening, line.clone());
        let part = |found: Option<(usize, Money)>| found.map(|(_, amount)| amount).unwrap_or_default();
        let (excluded, off) = (part(left_out), part(discount));
        let tokens = sentence.tokens.get(line.clone()).unwrap_or_default();
        let mut phones = tokens.iter().filter_map(|token| match &token.kind {
            Kind::Phone(seen) => Some(seen.phone.clone()),
            _ => None,
        });
        let is_part = |at: usize| left_out.into_iter().chain(discount).any(|(part, _)| part == at);
        let counted = line.zip(tokens).filter(|(at, _)| !is_part(*at));
        let mut amounts = counted.filter_map(|(_, token)| match &token.kind {
            Kind::Money(amount) => Some(amount.value),
            _ => None,
        });
        match (phones.next(), phones.next(), amounts.next(), amounts.next()) {
            (None, ..) => {}
            (Some(Some(phone)), None, Some(Some(amount)), None) => {
                sales.push(Noted { phone, amount, excluded, discount: off });
            }
            _ => return false,
        }
    }
    if sales.len() < 2 {
        return false;
    }
    heard.slots.phone_candidates = sales.iter().map(|sale| sale.phone.clone()).collect();
    heard.slots.amount_candidates = sales.iter().map(|sale| sale.amount).collect();
    heard.slots.flags.push(Flag::MultiSale);
    heard.sales = sales;
    true
}

/// Token ranges of the lines of a message.
fn lines(sentence: &Sentence<'_>) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let breaks = sentence.tokens.windows(2).enumerate().filter_map(|(at, pair)| {
        let between = pair.first()?.span.end..pair.last()?.span.start;
        sentence.folded.text.get(between)?.contains('\n').then_some(at + 1)
    });
    for end in breaks.chain([sentence.tokens.len()]) {
        lines.push(start..end);
        start = end;
    }
    lines
}

/// Name, note and remark: the words that are neither sale nor politeness.
fn fill_words(heard: &mut Heard, sentence: &Sentence<'_>, listening: &Listening<'_>) {
    let staff = &listening.tongue.staff;
    let word_at = |at: usize| sentence.tokens.get(at).map_or("", |token| token.shape().0);
    let mut frames = vec!["sale", "sale_frame", "discount"];
    frames.extend(heard.slots.excluded.is_some().then_some("excluded"));
    for run in free_runs(sentence, listening, &frames, true) {
        let before = run.start.checked_sub(1).map_or("", word_at);
        if staff.note_fields.iter().any(|field| field == before) {
            let end = lines(sentence)
                .into_iter()
                .find(|line| line.contains(&run.start))
                .map_or(run.end, |line| line.end);
            heard.slots.note = Some(sentence.cut(run.start..end).to_owned());
            continue;
        }
        let first = sentence.tokens.get(run.start);
        if !first.is_some_and(super::sentence::Token::is_word) {
            continue;
        }
        // `primeira do dia: Nina Reis`: her name begins where it is written like one.
        let titled = run.clone().find(|at| sentence.is_titled(*at));
        let run =
            titled.filter(|_| !sentence.is_capitalised(run.start)).map_or(run.clone(), |at| at..run.end);
        let introduced = staff.name_after.iter().any(|word| word == before);
        let honoured = staff.honorifics.iter().any(|word| word == word_at(run.start));
        let capitals = run.clone().take_while(|at| sentence.is_capitalised(*at)).count();
        let length = if introduced || honoured { capitals.max(run.len().min(2)) } else { capitals };
        if length > 0 && heard.slots.name.is_none() && sentence.code().is_none() {
            heard.slots.name = Some(title_case(sentence.cut(run.start..run.start + length)));
            continue;
        }
        let rest = sentence.cut(run.clone()).to_owned();
        if run.len() > 1 {
            heard.slots.note.get_or_insert(rest.clone());
        }
        heard.slots.remark.get_or_insert(rest);
    }
}
