//! A sale by one line: who, how much, done. Odd readings, new numbers and repeats are asked first; the
//! answer is one short bubble with the way back.

use crate::dialogue::booking;
use crate::dialogue::buying::{buyer, contact};
use crate::dialogue::correcting;
use crate::dialogue::counter;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Doubt, Flag, Hint, Intent, Missing, Noted};
use crate::dialogue::line::{Button, Line, Message, Time};
use crate::dialogue::lookup::in_question;
use crate::dialogue::paying;
use crate::dialogue::proof;
use crate::dialogue::rung::{
    self, Rung, completes, is_part, is_slipped, misfit, names_amount, names_another, names_somebody, parts,
    price, refusal, unclear,
};
use crate::dialogue::state::{Buyer, OpenSale, Topic};
use crate::dialogue::voucher;
use crate::dialogue::waiting::{ask_phone, await_amount, unpriced};
use crate::domain::calendar::MINUTE;
use crate::domain::ids::MemberId;
use crate::domain::money::Money;
use crate::domain::phone::Phone;

/// Sales of one message: their question has to fit one bubble with buttons.
const MOST_SALES: usize = 8;

/// A fresh line about a sale.
pub fn request(desk: &mut Desk, words: &Words) {
    let slots = &words.heard.slots;
    if words.heard.sales.len() > MOST_SALES {
        desk.say(Line::SaleMany { most: 8 });
        return;
    }
    if proof::beside(desk, words) {
        return;
    }
    if !words.heard.sales.is_empty() {
        let sales = words.heard.sales.iter();
        let rung = |sale: &Noted| {
            let Noted { amount, excluded, discount, .. } = *sale;
            Rung { amount, excluded, discount, summed: Vec::new(), remark: None, doubt: false }
        };
        let sales = sales.map(|sale| open(desk, &sale.phone, None, rung(sale))).collect();
        confirm(desk, sales, false);
        return;
    }
    let rung = |amount| Rung::read(amount, slots);
    if let Some(line) = unclear(desk, slots) {
        desk.say(line);
        return;
    }
    if is_slipped(slots) {
        desk.say(Line::BadPhone);
        return;
    }
    let refused = refusal(
        &slots.flags,
        slots.amount,
        slots.phone_candidates.as_slice(),
        slots.amount_candidates.as_slice(),
    );
    if let Some(line) = refused {
        desk.state.topic = match (slots.amount, &slots.phone) {
            (Some(amount), None) => rung(amount).without_phone(desk.event.now()),
            (None, Some(phone)) => unpriced(desk, phone, slots.name.as_deref(), true),
            _ => Topic::Idle,
        };
        desk.say(line);
        return;
    }
    if counter::quoted(desk).is_some() && slots.amount.is_some() && correcting::correct(desk, words) {
        return;
    }
    match (&slots.phone, slots.amount) {
        (Some(phone), Some(amount)) => {
            let sale = open(desk, phone, slots.name.as_deref(), rung(amount));
            let sale = OpenSale { counted: slots.counted, ..sale };
            let cpf = slots.flags.contains(&Flag::CpfOrPhone);
            // Once a number is a known customer it is a phone, whatever its digits add up to.
            let known = matches!(sale.buyer, Buyer::Known(_));
            let settled = |flag: &Flag| flag.doubt() == Doubt::Sure || (known && *flag == Flag::CpfOrPhone);
            // `na verdade era 11… 50` may put another sale right.
            let corrects = words.right.as_ref().is_some_and(|right| right.strong);
            let doubt = corrects || !slots.flags.iter().all(settled);
            let before = desk.spoken();
            decide(desk, sale, doubt, cpf && !known);
            if slots.flags.contains(&Flag::PercentIgnored) && matches!(desk.state.topic, Topic::Sale { .. }) {
                desk.say_at(before, Line::PercentUnread);
            }
        }
        (None, Some(amount)) => match quoted_member(desk) {
            Some(member) => {
                let counted = slots.counted;
                let sale = OpenSale { counted, ..rung(amount).of(Buyer::Known(member)) };
                decide(desk, sale, rung(amount).doubt, false);
            }
            None => ask_phone(desk, rung(amount), slots.name.clone(), slots.counted),
        },
        (Some(phone), None) => await_amount(desk, phone, slots.name.as_deref()),
        (None, None) if slots.missing.first() == Some(&Missing::Amount) => desk.say(Line::BadAmount),
        (None, None) => desk.say(Line::BadPhone),
    }
}

/// `Maria 50`: a sale to somebody who is only named.
pub fn named(desk: &mut Desk, words: &Words) -> bool {
    // `na verdade fora 40`: of what was sold just now, and not its price.
    if words.right.as_ref().is_some_and(|right| right.strong) && correcting::newest(desk).is_some() {
        let told = rung::names_amount(words);
        if told {
            desk.say(Line::CorrectPlain);
        }
        return told;
    }
    let (Some(whom), Some(amount)) = (&words.whom, rung::bare_amount(words)) else { return false };
    if words.amount.doubt == Doubt::Ask {
        return false;
    }
    let remark = Some(whom.name.clone());
    let rung = Rung { remark, doubt: true, ..Rung::read(amount, &words.heard.slots) };
    ask_phone(desk, rung, Some(whom.name.clone()), None);
    true
}

/// While a sale waits for a yes, "não, 160" or another number mends it. A request about somebody leaves it aside.
pub fn correct(desk: &mut Desk, words: &Words, sales: &[OpenSale]) -> bool {
    let [sale] = sales else { return false };
    let several = !sale.vouchers.is_empty() && !names_somebody(words) && counter::quoted(desk).is_none();
    if let Some(count) = words.vouchers.filter(|count| several && *count <= sale.vouchers.len()) {
        let vouchers = sale.vouchers.iter().take(count).copied().collect();
        // Nobody agrees to vouchers that are not used; a code still says who buys.
        let discount = words.heard.slots.discount.unwrap_or(sale.discount);
        let fewer = OpenSale { vouchers, discount, ..sale.clone() };
        let code = sale.code.clone();
        confirm(desk, vec![if count == 0 { fewer.known_by(code) } else { fewer }], false);
        return true;
    }
    let slots = &words.heard.slots;
    let with = |amount| {
        let excluded = slots.excluded.unwrap_or(sale.excluded);
        let discount = slots.discount.unwrap_or(sale.discount);
        let counted = slots.counted.or(sale.counted).filter(|counted| counted.total() == Some(amount));
        OpenSale { amount, excluded, discount, counted, summed: slots.summed.clone(), ..sale.clone() }
    };
    if let (Some(ending), None, false) = (&slots.ending, &words.phone.value, names_amount(words)) {
        return only_ending(desk, sale, ending);
    }
    let mended = match (&words.phone.value, price(words).value) {
        _ if words.phone.flags.contains(&Flag::TwoPhones) => None,
        _ if completes(desk, words).is_none() || names_another(desk, words, &sale.buyer) => None,
        // The number that answers comes alone: with anything like an amount beside it the line is another sale.
        (Some(phone), None) if !names_amount(words) => {
            Some(OpenSale { buyer: buyer(desk, phone, None), ..sale.clone() })
        }
        // A part left out or a discount is one of the price that stands.
        (None, None) if is_part(slots) => Some(with(sale.amount)),
        (None, Some(amount)) => Some(with(amount)),
        _ => None,
    };
    if let Some(line) = unclear(desk, slots).filter(|_| mended.is_some() && !is_part(slots)) {
        desk.settle(line);
        return true;
    }
    if let Some(more) = more(desk, words, sale) {
        confirm(desk, vec![sale.clone(), more], false);
        return true;
    }
    // `sim e mais 20 do laço` is neither a yes nor the price.
    let adds = words.heard.says(Hint::Again) || words.begins == Some(true);
    // `tá, lança 45 pra Duda`: another sale takes the place of this one.
    let other = words.heard.intent == Intent::RegisterPurchase && names_another(desk, words, &sale.buyer);
    if adds && !other && names_amount(words) && !names_somebody(words) && !words.puts_right() {
        let before = desk.spoken();
        again(desk, sales.to_vec());
        desk.say_at(before, Line::AskedAgain);
        return true;
    }
    // A code, vouchers and balance stand in it for one person alone.
    let bound = sale.pays.is_some() || sale.agreed.is_some() || !sale.vouchers.is_empty();
    match mended {
        Some(mended) if !bound || mended.buyer == sale.buyer => {
            confirm(desk, vec![mended], false);
            true
        }
        _ => false,
    }
}

/// `e um saco de areia de 32 pra ela também` while this one waits: both are meant, and asked about together.
fn more(desk: &Desk, words: &Words, sale: &OpenSale) -> Option<OpenSale> {
    let besides = words.heard.says(Hint::Again) || words.heard.says(Hint::Besides);
    let plain =
        sale.pays.is_none() && sale.agreed.is_none() && sale.vouchers.is_empty() && sale.code.is_none();
    let theirs = !names_somebody(words) && !names_another(desk, words, &sale.buyer) && !words.puts_right();
    let amount = rung::bare_amount(words).filter(|_| besides && plain && theirs && words.begins.is_none())?;
    let slots = &words.heard.slots;
    Some(OpenSale { counted: slots.counted, ..Rung::read(amount, slots).of(sale.buyer.clone()) })
}

/// `a Ana levou também, 120` while this one waits: both are meant, and this one is asked about first.
pub fn another(desk: &mut Desk, words: &Words, sales: &[OpenSale]) -> bool {
    let [sale] = sales else { return false };
    let another =
        words.heard.says(Hint::Besides) && names_another(desk, words, &sale.buyer) && !names_somebody(words);
    if another && names_amount(words) {
        let before = desk.spoken();
        again(desk, sales.to_vec());
        desk.say_at(before, Line::OneAtATime);
        return true;
    }
    false
}

/// `era final 4322` about a sale that waits for its yes: it waits for its number.
fn only_ending(desk: &mut Desk, sale: &OpenSale, ending: &str) -> bool {
    if sale.pays.is_some() || sale.agreed.is_some() || !sale.vouchers.is_empty() {
        return false;
    }
    let amount = sale.amount;
    desk.state.topic = Rung::within(sale, true).without_phone(desk.event.now());
    desk.say(Line::EndingOnly { ending: ending.to_owned(), amount });
    true
}

pub(super) fn open(desk: &Desk, phone: &Phone, name: Option<&str>, rung: Rung) -> OpenSale {
    rung.of(buyer(desk, phone, name))
}

/// The customer of the sale whose message is quoted.
fn quoted_member(desk: &Desk) -> Option<MemberId> {
    let wamid = desk.event.quotes.as_ref()?;
    desk.draft.facts.quotes.get(wamid).copied().flatten().map(|(member, _)| member)
}

/// What its line says is a sale to somebody who is known; `code` when it is by their code.
pub(super) fn ring_up(desk: &mut Desk, rung: Rung, buyer: Buyer, code: Option<String>) {
    let doubt = rung.doubt;
    decide(desk, rung.of(buyer).known_by(code), doubt, false);
}

/// Acts when it is sure, asks when it is not.
pub(super) fn decide(desk: &mut Desk, sale: OpenSale, doubt: bool, cpf: bool) {
    desk.state.topic = Topic::Idle;
    if let Buyer::Known(id) = sale.buyer
        && let Some(line) = desk.own(id)
    {
        desk.say(line);
        return;
    }
    if let Buyer::Known(id) = sale.buyer
        && counter::refuse_frozen(desk, id)
    {
        return;
    }
    if let Some(line) = misfit(desk, &sale) {
        desk.say(line);
        return;
    }
    if let Buyer::Known(id) = sale.buyer {
        paying::leave_aside(desk, id);
    }
    if !sale.vouchers.is_empty() {
        voucher::ask(desk, sale);
        return;
    }
    if sale.pays.is_some() {
        paying::confirm(desk, sale);
        return;
    }
    if let Some(at) = same_sale(desk, &sale) {
        ask(desk, vec![sale], vec![Line::SaleAgain { time: Time(at) }]);
        return;
    }
    let new = matches!(sale.buyer, Buyer::New { .. });
    // A part left out where the program has none: that all of it counts is asked.
    let unknown = sale.excluded != Money::ZERO && desk.draft.program.earn.excluded.is_none();
    // More is taken off than is left to pay: it may be the price.
    let large = sale.discount > sale.price();
    if new
        || doubt
        || unknown
        || large
        || in_question(desk, &sale.buyer).is_some()
        || sale.amount > desk.draft.program.limits.confirm_above
    {
        confirm(desk, vec![sale], cpf);
    } else {
        booking::register(desk, &[sale]);
    }
}

/// When the same store sold the same amount to the same member within the repeat time.
fn same_sale(desk: &Desk, sale: &OpenSale) -> Option<i64> {
    let Buyer::Known(member) = sale.buyer else { return None };
    let store = desk.staff.as_ref()?.store;
    let since = desk.event.at - desk.draft.program.timers.repeat_minutes * MINUTE;
    let purchases = desk.draft.account(member)?.purchases.iter();
    let alike = purchases.filter(|purchase| {
        purchase.store == store
            && purchase.amount == sale.amount
            && !purchase.is_reversed()
            && purchase.at >= since
    });
    alike.map(|purchase| purchase.at).max()
}

/// The question about these sales once more.
pub fn again(desk: &mut Desk, sales: Vec<OpenSale>) {
    match sales.as_slice() {
        [sale] if sale.pays.is_none() && sale.vouchers.is_empty() => match same_sale(desk, sale) {
            Some(at) => ask(desk, sales, vec![Line::SaleAgain { time: Time(at) }]),
            None => confirm(desk, sales, false),
        },
        _ => confirm(desk, sales, false),
    }
}

/// Shows the reading and waits for a yes; several sales are one list with one question.
fn confirm(desk: &mut Desk, sales: Vec<OpenSale>, cpf: bool) {
    // One that was mended into this is left aside too: its first reading was wrong.
    if let Some(line) = sales.iter().find_map(|sale| misfit(desk, sale)) {
        desk.settle(line);
        return;
    }
    if let [sale] = sales.as_slice()
        && !sale.vouchers.is_empty()
    {
        voucher::ask(desk, sale.clone());
        return;
    }
    if let [sale] = sales.as_slice()
        && sale.pays.is_some()
    {
        paying::confirm(desk, sale.clone());
        return;
    }
    let many = sales.len() > 1;
    let mut lines = if many { vec![Line::SaleConfirmMany] } else { Vec::new() };
    for sale in &sales {
        let amount = sale.amount;
        let (name, phone) = contact(desk, &sale.buyer);
        lines.push(match (name, many) {
            (Some(name), true) => Line::SaleRow { name, phone, amount },
            (None, true) => Line::SaleRowNew { phone, amount },
            (Some(name), false) => Line::SaleConfirm { name, phone, amount },
            (None, false) => Line::SaleNew { phone, amount },
        });
        lines.extend(parts(desk, sale));
    }
    lines.extend(sales.iter().filter_map(|sale| in_question(desk, &sale.buyer)));
    if cpf {
        lines.push(Line::SaleConfirmCpf);
    }
    ask(desk, sales, lines);
}

pub(super) fn ask(desk: &mut Desk, sales: Vec<OpenSale>, lines: Vec<Line>) {
    let token = desk.dice.token();
    desk.state.topic = Topic::Sale { token: token.clone(), since: desk.event.now(), sales };
    desk.say(Message::new(lines).buttons(vec![Button::Yes(token.clone()), Button::No(token)]));
}

/// The answer to "is that right?".
pub fn answer(desk: &mut Desk, yes: bool) {
    let Topic::Sale { sales, .. } = desk.state.topic.clone() else { return };
    if yes {
        booking::register(desk, &sales);
    } else {
        desk.settle(Line::SaleDropped);
    }
}
