//! A sale by one line: who, how much, done. Odd readings, new numbers and repeats are asked first; the
//! answer is one short bubble with the way back.

use crate::dialogue::booking;
use crate::dialogue::contest;
use crate::dialogue::counter;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Doubt, Flag, Intent, Missing, Noted, Reading};
use crate::dialogue::line::{Button, Line, Message, Time};
use crate::dialogue::paying;
use crate::dialogue::proof;
use crate::dialogue::rung::{Rung, completes, is_discount, misfit, names_amount, parts, price, refusal};
use crate::dialogue::state::{Buyer, OpenSale, Topic};
use crate::dialogue::voucher;
use crate::domain::calendar::MINUTE;
use crate::domain::facts::Key;
use crate::domain::ids::MemberId;
use crate::domain::member::clean_name;
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
            Rung { amount, excluded, discount, remark: None }
        };
        let sales = sales.map(|sale| open(desk, &sale.phone, None, rung(sale))).collect();
        confirm(desk, sales, false);
        return;
    }
    let rung = |amount| {
        let remark = slots.remark.clone().or_else(|| slots.note.clone());
        Rung { remark, ..Rung::read(amount, slots) }
    };
    if slots.flags.contains(&Flag::ExcludedOpen) && desk.draft.program.earn.excluded.is_some() {
        desk.say(Line::ExcludedUnclear);
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
            _ => Topic::Idle,
        };
        desk.say(line);
        return;
    }
    match (&slots.phone, slots.amount) {
        (Some(phone), Some(amount)) => {
            let sale = open(desk, phone, slots.name.as_deref(), rung(amount));
            let cpf = slots.flags.contains(&Flag::CpfOrPhone);
            // Once a number is a known customer it is a phone, whatever its digits add up to.
            let known = matches!(sale.buyer, Buyer::Known(_));
            let settled = |flag: &Flag| flag.doubt() == Doubt::Sure || (known && *flag == Flag::CpfOrPhone);
            let doubt = !slots.flags.iter().all(settled);
            decide(desk, sale, doubt, cpf && !known);
        }
        (None, Some(amount)) => match quoted_member(desk) {
            Some(member) => {
                let sale = rung(amount).of(Buyer::Known(member));
                decide(desk, sale, false, false);
            }
            None => {
                desk.state.topic = rung(amount).without_phone(desk.event.now());
                desk.say(Line::AskPhone { amount });
            }
        },
        (Some(phone), None) => await_amount(desk, phone, slots.name.as_deref()),
        (None, None) if slots.missing.first() == Some(&Missing::Amount) => desk.say(Line::BadAmount),
        (None, None) => desk.say(Line::BadPhone),
    }
}

/// A shared contact is a phone; the next amount becomes the sale, or completes the one that waits.
pub fn card(desk: &mut Desk, phone: Option<Phone>, name: Option<&str>) {
    let Some(phone) = phone else {
        desk.say(Line::BadPhone);
        return;
    };
    match desk.state.topic.clone() {
        Topic::SalePhone { since, amount, excluded, discount, remark } if !desk.stale(since) => {
            let sale = open(desk, &phone, name, Rung { amount, excluded, discount, remark });
            decide(desk, sale, false, false);
        }
        _ => await_amount(desk, &phone, name),
    }
}

fn await_amount(desk: &mut Desk, phone: &Phone, name: Option<&str>) {
    let buyer = buyer(desk, phone, name);
    let name = buyer_name(desk, &buyer);
    desk.state.topic = Topic::SaleAmount { since: desk.event.now(), buyer, code: None };
    desk.say(Line::AskAmount { name });
}

/// `? 11…`: reading is harmless, and the next bare amount becomes the sale.
pub fn lookup(desk: &mut Desk, words: &Words) {
    let slots = &words.heard.slots;
    let Some(phone) = &slots.phone else {
        desk.say(refusal(&slots.flags, None, &[], &[]).unwrap_or(Line::BadPhone));
        return;
    };
    let buyer = buyer(desk, phone, slots.name.as_deref());
    let line = match &buyer {
        Buyer::Known(id) => Line::Lookup {
            name: desk.shown_name(*id),
            phone: phone.ending().to_owned(),
            balance: desk.shown(*id),
        },
        Buyer::New { phone, .. } => Line::LookupNobody { phone: phone.spoken() },
    };
    let mut lines = vec![line];
    lines.extend(in_question(desk, &buyer));
    desk.state.topic = Topic::SaleAmount { since: desk.event.now(), buyer, code: None };
    desk.say(Message::new(lines));
}

/// That the number came with another account than before.
fn in_question(desk: &Desk, buyer: &Buyer) -> Option<Line> {
    let Buyer::Known(id) = buyer else { return None };
    let contest = contest::of_newcomer(desk, *id)?;
    Some(Line::SaleContested { phone: contest.phone.spoken() })
}

/// The phone a waiting sale lacked.
pub fn answer_phone(desk: &mut Desk, words: &Words, rung: Rung) -> bool {
    let slots = &words.heard.slots;
    if names_somebody(words) && names_amount(words) {
        return false;
    }
    if words.yes == Some(false) || words.heard.intent == Intent::Cancel {
        desk.state.topic = Topic::Idle;
        desk.say(Line::SaleDropped);
        return true;
    }
    let Some(sure) = completes(desk, words) else { return false };
    let Reading { value, doubt, flags } = &words.phone;
    if let (Some(phone), true) = (value, *doubt != Doubt::Ask) {
        let sale = open(desk, phone, slots.name.as_deref(), rung);
        decide(desk, sale, sure.max(*doubt) == Doubt::Confirm, flags.contains(&Flag::CpfOrPhone));
        return true;
    }
    let misread = flags.contains(&Flag::PhoneInvalid) || flags.contains(&Flag::CpfGiven);
    if misread {
        desk.say(refusal(flags, None, &[], &[]).unwrap_or(Line::BadPhone));
    }
    misread
}

/// The amount a waiting sale lacked.
pub fn answer_amount(desk: &mut Desk, words: &Words, buyer: &Buyer, code: Option<String>) -> bool {
    if names_somebody(words) {
        return false;
    }
    if words.yes == Some(false) || words.heard.intent == Intent::Cancel {
        desk.state.topic = Topic::Idle;
        desk.say(Line::SaleDropped);
        return true;
    }
    let open = desk.state.topic.clone();
    if proof::pays(desk, words, buyer, code.as_deref()) {
        let refused = desk.state.topic == Topic::Idle
            && desk.draft.purchases(|sale| sale.at == desk.event.at).is_empty();
        let over = code.is_some_and(
            |code| matches!(buyer, Buyer::Known(member) if !paying::is_here(desk, *member, &code)),
        );
        // What was refused can be put right: whose sale it is stays known.
        if refused && !over {
            desk.state.topic = open;
        }
        return true;
    }
    let Some(sure) = completes(desk, words) else { return false };
    let slots = &words.heard.slots;
    if is_discount(words) {
        let name = buyer_name(desk, buyer);
        desk.say(Line::AskAmount { name });
        return true;
    }
    let Reading { value, doubt, flags } = &price(words);
    if let Some(line) = refusal(flags, *value, &[], &[]) {
        desk.say(line);
        return true;
    }
    let Some(amount) = value else { return false };
    let sale = Rung::read(*amount, slots).of(buyer.clone()).known_by(code);
    decide(desk, sale, sure.max(*doubt) == Doubt::Confirm, false);
    true
}

/// While a sale waits for a yes, "não, 160" or another number mends it. A request about somebody leaves it aside.
pub fn correct(desk: &mut Desk, words: &Words, sales: &[OpenSale]) -> bool {
    let [sale] = sales else { return false };
    let mended = match (&words.phone.value, words.amount.value) {
        _ if completes(desk, words).is_none() => None,
        // The number that answers comes alone: with anything like an amount beside it the line is another sale.
        (Some(phone), None) if !names_amount(words) => {
            Some(OpenSale { buyer: buyer(desk, phone, None), ..sale.clone() })
        }
        // A discount comes off the price that stands.
        (None, Some(discount)) if is_discount(words) => Some(OpenSale { discount, ..sale.clone() }),
        (None, Some(amount)) => Some(OpenSale { amount, ..sale.clone() }),
        _ => None,
    };
    // A code, vouchers and balance stand in it for one person alone.
    let bound = sale.pays.is_some() || sale.agreed.is_some() || !sale.vouchers.is_empty();
    match mended {
        Some(mended) if !bound || mended.buyer == sale.buyer => {
            confirm(desk, vec![mended], false);
            return true;
        }
        None if !names_somebody(words) && counter::quoted(desk).is_none() => {}
        _ => {
            desk.say(Line::SaleReplaced);
            desk.state.topic = Topic::Idle;
        }
    }
    false
}

fn names_somebody(words: &Words) -> bool {
    words.heard.slots.phone.is_some() || words.phone.value.is_some()
}

fn open(desk: &Desk, phone: &Phone, name: Option<&str>, rung: Rung) -> OpenSale {
    rung.of(buyer(desk, phone, name))
}

fn buyer(desk: &Desk, phone: &Phone, name: Option<&str>) -> Buyer {
    let known = desk.draft.facts.member_behind(&Key::Phone(phone.clone()));
    let new = || Buyer::New { phone: phone.clone(), name: name.and_then(clean_name) };
    known.map_or_else(new, |owner| Buyer::Known(contest::holder(desk, owner)))
}

/// The customer of the sale whose message is quoted.
fn quoted_member(desk: &Desk) -> Option<MemberId> {
    let wamid = desk.event.quotes.as_ref()?;
    desk.draft.facts.quotes.get(wamid).copied().flatten().map(|(member, _)| member)
}

pub(super) fn buyer_name(desk: &Desk, buyer: &Buyer) -> String {
    match buyer {
        Buyer::Known(id) => desk.shown_name(*id),
        Buyer::New { phone, name } => name.clone().unwrap_or_else(|| phone.spoken()),
    }
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
    if new
        || doubt
        || unknown
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
        let (name, phone) = match &sale.buyer {
            Buyer::New { phone, name } => (name.clone(), phone.spoken()),
            Buyer::Known(id) => {
                let phone = desk.draft.member(*id).and_then(|member| member.phone.as_ref());
                (Some(desk.shown_name(*id)), phone.map_or_else(|| "—".to_owned(), Phone::spoken))
            }
        };
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
