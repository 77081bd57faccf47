//! Vouchers in the chat: what a purchase brought, what is there, and paying with them at the counter. A sale that
//! vouchers pay for is a sale like others, asked about before anything leaves.

use crate::dialogue::counter::{refuse_frozen, tried_too_often};
use crate::dialogue::cue::Words;
use crate::dialogue::customer;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Doubt, Flag, Intent, Reading, Subject, Vouchers};
use crate::dialogue::line::{Button, ChatLink, Class, Day, Line, LinkText, Message, Points, Time};
use crate::dialogue::manager::manages;
use crate::dialogue::paying::{is_here, is_spent};
use crate::dialogue::rung::{self, Rung};
use crate::dialogue::state::{Buyer, By, OpenSale, Topic};
use crate::dialogue::{proof, sales, voucher_terms};
use crate::domain::code::spaced;
use crate::domain::facts::Account;
use crate::domain::ids::{HoldId, MemberId, VoucherId};
use crate::domain::member::Member;
use crate::domain::money::Money;
use crate::domain::purchase::Agreed;
use crate::domain::referring::ReferralPaid;
use crate::domain::selling::{Revouched, Sold};
use crate::domain::voucher::{Voucher, VoucherState};

/// `v CODE 50`, or `v CODE` and the amount after.
pub fn present(desk: &mut Desk, words: &Words, member: MemberId, id: VoucherId) {
    let voucher = desk.draft.account(member).and_then(|account| account.voucher(id)).cloned();
    let Some(voucher) = voucher else { return };
    // That one is gone tells nothing of whoever had it.
    if voucher.state != VoucherState::Cancelled && refuse_frozen(desk, member) {
        return;
    }
    match refusal(desk, &voucher, None) {
        Some(line) => desk.say(line),
        None => pay(desk, words, member, By { vouchers: vec![id], ..By::default() }),
    }
}

/// `11… 50 usa vales`: by the number of whoever has them.
pub fn by_phone(desk: &mut Desk, words: &Words) {
    let slots = &words.heard.slots;
    if slots.flags.contains(&Flag::MultiSale) {
        desk.say(Line::NotebookPays);
        return;
    }
    let Some(phone) = &slots.phone else {
        let line = rung::refusal(&slots.flags, None, &slots.phone_candidates, &[]);
        desk.say(line.unwrap_or(Line::VoucherLine));
        return;
    };
    if let Some(member) = rung::registered(desk, phone) {
        all(desk, words, member, None);
    }
}

/// Every voucher of this person that may be used now, or as many as were asked for, first to expire first. `code` when
/// they are known by it.
pub fn all(desk: &mut Desk, words: &Words, member: MemberId, code: Option<String>) {
    if refuse_frozen(desk, member) {
        return;
    }
    let open = desk.draft.account(member).map(Account::open_vouchers).unwrap_or_default();
    let refused = open.first().and_then(|voucher| refusal(desk, voucher, None));
    let usable: Vec<_> = open.iter().filter(|voucher| refusal(desk, voucher, None).is_none()).collect();
    if usable.is_empty() {
        let name = desk.shown_name(member);
        desk.say(refused.unwrap_or(Line::VoucherNobody { name }));
        return;
    }
    let unproven = code.is_none().then(|| proof::missing(desk, member, &usable)).flatten();
    let agreed = match unproven {
        None => code.is_some().then_some(Agreed::Code),
        Some(_) if manages(desk) => Some(Agreed::Manager),
        Some(line) => {
            desk.say(line);
            return;
        }
    };
    let most = match words.heard.slots.vouchers {
        Some(Vouchers::Some(count)) => count,
        _ => usable.len(),
    };
    let vouchers = usable.iter().take(most).map(|voucher| voucher.id).collect();
    pay(desk, words, member, By { vouchers, hold: None, agreed, code });
}

/// A purchase paid with vouchers, or with balance under a code; asks for its amount when that is missing.
pub fn pay(desk: &mut Desk, words: &Words, member: MemberId, by: By) {
    let slots = &words.heard.slots;
    match (slots.amount, rung::objection(desk, slots)) {
        (_, Some(line)) => desk.say(line),
        (Some(amount), None) => {
            let sale = by.pays(Rung::read(amount, slots).of(Buyer::Known(member)));
            sales::decide(desk, sale, false, false);
        }
        (None, None) => {
            let name = desk.shown_name(member);
            let line = match by.hold {
                Some(hold) => Line::PayAskAmount { worth: held(desk, member, hold), name },
                None => {
                    let count = i64::try_from(by.vouchers.len()).unwrap_or(i64::MAX);
                    Line::VoucherAskAmount { count, value: worth(desk, member, &by.vouchers), name }
                }
            };
            desk.state.topic = Topic::VoucherAmount { since: desk.event.now(), member, by };
            desk.say(line);
        }
    }
}

fn worth(desk: &Desk, member: MemberId, vouchers: &[VoucherId]) -> Money {
    let account = desk.draft.account(member);
    let values = vouchers.iter().filter_map(|id| Some(account?.voucher(*id)?.value.0));
    Money(values.sum())
}

fn held(desk: &Desk, member: MemberId, hold: HoldId) -> Money {
    let hold = desk.draft.account(member).and_then(|account| account.hold(hold));
    let pay = desk.draft.program.pay.as_ref();
    hold.zip(pay).map_or(Money::ZERO, |(hold, pay)| pay.worth(hold.amount))
}

/// The amount that was missing.
pub fn answer_amount(desk: &mut Desk, words: &Words, member: MemberId, by: By) -> bool {
    if words.yes == Some(false) || words.heard.intent == Intent::Cancel {
        desk.settle(Line::SaleDropped);
        return true;
    }
    if rung::completes(desk, words).is_none() {
        return false;
    }
    if by.code.as_ref().is_some_and(|code| !is_here(desk, member, code)) {
        desk.settle(Line::PresenceOver);
        return true;
    }
    let slots = &words.heard.slots;
    let Reading { value, doubt, flags } = &rung::price(words);
    let refused = || rung::refusal(flags, *value, &[], &slots.amount_candidates);
    if let Some(line) = rung::unclear(desk, slots).or_else(refused) {
        desk.say(line);
        return true;
    }
    let Some(amount) = value.filter(|_| *doubt != Doubt::Ask) else { return false };
    if words.phone.value.is_some() && !flags.contains(&Flag::BareAmount) {
        return false;
    }
    let rung = Rung { remark: None, ..Rung::read(amount, slots) };
    let sale = rung.of(Buyer::Known(member));
    sales::decide(desk, by.pays(sale), false, false);
    true
}

/// Shows what the vouchers take and what is left to charge, and waits for a yes.
pub fn ask(desk: &mut Desk, sale: OpenSale) {
    let Buyer::Known(member) = sale.buyer else { return };
    if let Some(line) = objection(desk, member, &sale) {
        desk.settle(line);
        return;
    }
    let covered = desk.draft.covered(member, &sale.vouchers, payable(desk, &sale));
    let sum = |of: fn(&(Voucher, Money)) -> i64| Money(covered.iter().map(of).sum());
    let (used, value) = (sum(|(_, used)| used.0), sum(|(voucher, _)| voucher.value.0));
    let (name, rest) = (desk.shown_name(member), Money(value.0 - used.0));
    let (amount, charge) = (sale.amount, Money(sale.price().0 - used.0));
    let count = i64::try_from(covered.len()).unwrap_or(i64::MAX);
    let mut lines = rung::parts(desk, &sale);
    lines.push(Line::VoucherAsk { count, used, name, amount, charge });
    // Only the last one may be used in part.
    let last = covered.last().and_then(|(voucher, _)| desk.draft.voucher_rule(voucher));
    if rest > Money::ZERO {
        let keeps = last.is_none_or(|rule| rule.keeps_rest);
        lines.push(if keeps { Line::VoucherAskRest { rest } } else { Line::VoucherAskLost { rest } });
    }
    if sale.agreed == Some(Agreed::Manager) {
        lines.push(Line::VoucherAskYours);
    }
    sales::ask(desk, vec![sale], lines);
}

/// Why this sale cannot be paid like that: nothing happens between the question and the yes that this would not see.
pub fn objection(desk: &Desk, member: MemberId, sale: &OpenSale) -> Option<Line> {
    if sale.vouchers.is_empty() {
        return None;
    }
    if is_spent(desk, member, sale) {
        return Some(Line::PresenceOver);
    }
    let account = desk.draft.account(member)?;
    for id in &sale.vouchers {
        let Some(voucher) = account.voucher(*id) else { return Some(Line::Expired) };
        if let Some(line) = refusal(desk, voucher, sale.order.as_deref()) {
            return Some(line);
        }
    }
    let part = payable(desk, sale);
    if !desk.draft.covered(member, &sale.vouchers, part).is_empty() {
        return None;
    }
    let vouchers = sale.vouchers.iter().filter_map(|id| account.voucher(*id));
    let least = vouchers.map(|voucher| desk.draft.least_purchase(&[voucher])).min();
    let asked = least.filter(|_| part > Money::ZERO);
    Some(asked.map_or(Line::VoucherNothing, |minimum| Line::VoucherMinimum { minimum }))
}

/// What of a sale may be paid with credit.
pub fn payable(desk: &Desk, sale: &OpenSale) -> Money {
    rung::terms(desk, sale).payable(sale.amount)
}

/// Why this voucher cannot be used here and now; `order` of the channel that asks, where it has a number.
pub fn refusal(desk: &Desk, voucher: &Voucher, order: Option<&str>) -> Option<Line> {
    let (zone, at) = (desk.zone(), desk.event.at);
    if let Some(line) = closed(desk, voucher).or_else(|| reserved(desk, voucher, order)) {
        return Some(line);
    }
    if let Some(line) = desk.barred(voucher.member) {
        return Some(line);
    }
    let same_day = desk.draft.voucher_rule(voucher).is_none_or(|rule| rule.same_day);
    let today = zone.day(at).0 <= voucher.issued_at;
    (today && !same_day).then_some(Line::VoucherTomorrow)
}

/// That it is kept for another order.
fn reserved(desk: &Desk, voucher: &Voucher, order: Option<&str>) -> Option<Line> {
    let reserved = voucher.reserved_at(desk.event.at)?;
    let asks = desk.staff.as_ref().zip(order);
    let theirs = asks.is_some_and(|(staff, order)| reserved.is_for(staff.id, order));
    let channel = desk.draft.facts.staff.get(&reserved.by);
    let by = channel.map_or_else(|| "—".to_owned(), |channel| channel.name.clone());
    (!theirs).then_some(Line::VoucherReserved { by, time: Time(reserved.until) })
}

/// What became of a voucher that is none any more.
fn closed(desk: &Desk, voucher: &Voucher) -> Option<Line> {
    let over = Line::VoucherOver { day: Day(voucher.expires_at - 1) };
    match voucher.state {
        VoucherState::Used => Some(used(desk, voucher)),
        VoucherState::Cancelled => Some(Line::VoucherGone),
        VoucherState::Expired => Some(over),
        VoucherState::Open => (voucher.expires_at <= desk.event.at).then_some(over),
    }
}

/// A customer typed or scanned the code of a voucher: their own is shown to them, of somebody else's nothing.
pub fn typed_by_customer(desk: &mut Desk, code: &str) -> bool {
    let Some((owner, id)) = desk.draft.facts.vouchers.get(code).copied().flatten() else { return false };
    let owner = desk.draft.facts.present(owner);
    let own = desk.draft.account(owner).and_then(|account| account.voucher(id)).cloned();
    let own = own.filter(|_| owner == desk.speaker());
    if tried_too_often(desk) {
        desk.say(Line::CodeTries);
    } else if let Some(voucher) = own {
        if customer::refuse_frozen(desk) {
            return true;
        }
        let message = match closed(desk, &voucher) {
            Some(line) => Message::from(line),
            None => {
                let mut lines = vec![Line::VoucherYours, row(&voucher)];
                lines.extend(voucher_terms::conditions(desk, &[&voucher]));
                lines.push(blocked(desk, owner).unwrap_or(Line::VoucherShow));
                Message::new(lines).picture(picture(desk, &voucher))
            }
        };
        desk.say(message);
    } else {
        desk.state.wrong_codes.push(desk.event.at);
        desk.say(Line::VoucherOthers);
    }
    true
}

fn used(desk: &Desk, voucher: &Voucher) -> Line {
    let at = voucher.closed_at.unwrap_or(voucher.issued_at);
    let by = voucher.closed_by.and_then(|id| desk.draft.facts.staff.get(&id));
    let store = voucher.closed_in.and_then(|id| desk.draft.facts.store(id));
    Line::VoucherUsed {
        value: voucher.used,
        day: Day(at),
        time: Time(at),
        by: by.map_or_else(|| "—".to_owned(), |staff| staff.name.clone()),
        store: store.map_or_else(|| "—".to_owned(), |store| store.name.clone()),
    }
}

/// What a purchase did to vouchers, for whoever sold: never a code. `asked` is its price.
pub fn sold_lines(asked: Money, sold: &Sold) -> Vec<Line> {
    let used = Money(sold.taken.iter().map(|taken| taken.used.0).sum());
    let charge = Money(asked.0 - used.0);
    let taken = (used > Money::ZERO).then_some(Line::VoucherTaken { used, charge });
    let given = sold.voucher.as_ref().map(|voucher| Line::SaleVoucher { value: voucher.value });
    taken.into_iter().chain(given).collect()
}

/// The same for the customer: what was paid, and every voucher that is new, with how to use it.
pub fn receipt_lines(desk: &Desk, member: MemberId, sold: &Sold) -> (Option<Line>, Vec<Line>) {
    let used = Money(sold.taken.iter().map(|taken| taken.used.0).sum());
    let paid = (used > Money::ZERO).then_some(Line::VoucherPaid { used });
    let rests = sold.taken.iter().filter_map(|taken| taken.rest.as_ref());
    let mut lines: Vec<Line> = rests
        .map(|rest| {
            let (value, code, day) = shown(rest);
            Line::VoucherRest { value, code, day }
        })
        .collect();
    lines.extend(sold.voucher.as_ref().map(issued));
    let new: Vec<&Voucher> =
        sold.taken.iter().filter_map(|taken| taken.rest.as_ref()).chain(&sold.voucher).collect();
    if !new.is_empty() {
        lines.extend(voucher_terms::conditions(desk, &new));
        lines.push(Line::VoucherHow);
    }
    if sold.voucher.is_none() {
        lines.extend(missing(desk, member));
    }
    (paid, lines)
}

/// What is missing until the balance becomes a voucher.
pub fn missing(desk: &Desk, member: MemberId) -> Option<Line> {
    let rule = desk.draft.program.voucher.as_ref()?;
    let wallet = desk.wallet(member);
    let missing = rule.minimum - wallet.available;
    (missing > 0 && wallet.available > 0).then_some(Line::VoucherMissing { missing: Money(missing) })
}

/// A new voucher as its owner reads it.
pub fn issued(voucher: &Voucher) -> Line {
    let (value, code, day) = shown(voucher);
    Line::VoucherIssued { value, code, day }
}

/// The same with what has to be known to use it.
pub fn given(desk: &Desk, voucher: &Voucher) -> Vec<Line> {
    [vec![issued(voucher)], voucher_terms::conditions(desk, &[voucher]), vec![Line::VoucherHow]].concat()
}

fn shown(voucher: &Voucher) -> (Money, String, Day) {
    (voucher.value, spaced(&voucher.code), Day(voucher.expires_at - 1))
}

/// The code as a picture: whoever of the staff scans it has the line typed, and only the amount is missing.
pub fn picture(desk: &Desk, voucher: &Voucher) -> Option<ChatLink> {
    let phone = desk.draft.shop.phone.clone();
    let text = LinkText::Voucher { code: spaced(&voucher.code) };
    (!phone.is_empty()).then_some(ChatLink { phone, text })
}

/// The picture of what a purchase brought: the new voucher, or the rest of the one it was paid with.
pub fn picture_of(desk: &Desk, sold: &Sold) -> Option<ChatLink> {
    let rest = || sold.taken.iter().rev().find_map(|taken| taken.rest.as_ref());
    sold.voucher.as_ref().or_else(rest).and_then(|voucher| picture(desk, voucher))
}

/// What a refund or an adjustment did to somebody's vouchers, for themselves.
pub fn back_lines(desk: &Desk, member: MemberId, back: &Revouched) -> Vec<Line> {
    let (mut lines, balance) = (Vec::new(), desk.wallet(member).shown());
    let mut codes: Vec<String> = back.dissolved.iter().map(|voucher| spaced(&voucher.code)).collect();
    if let Some(last) = codes.pop() {
        let (several, codes, balance) = (!codes.is_empty(), codes.join(", "), Money(balance));
        let count = i64::try_from(back.issued.len()).unwrap_or(i64::MAX);
        lines.push(match (count, several) {
            (1.., false) => Line::VoucherReplaced { count, code: last },
            (1.., true) => Line::VouchersReplaced { count, codes, last },
            (_, false) if balance > Money::ZERO => Line::VoucherDissolved { code: last, balance },
            (_, true) if balance > Money::ZERO => Line::VouchersDissolved { codes, last, balance },
            (_, false) => Line::VoucherEnded { code: last },
            (_, true) => Line::VouchersEnded { codes, last },
        });
    }
    lines.extend(back.issued.iter().map(issued));
    lines.extend(voucher_terms::conditions(desk, &back.issued.iter().collect::<Vec<_>>()));
    let repaid = (back.repaid > 0).then_some(Line::ReceiptRepaid { points: Points(back.repaid) });
    lines.extend(repaid);
    lines.extend(back.returned.iter().map(|voucher| {
        let (value, code, day) = shown(voucher);
        Line::VoucherReturned { value, code, day }
    }));
    lines
}

/// The same for staff, without codes.
pub fn back_for_staff(back: &Revouched) -> Vec<Line> {
    let sum = |vouchers: &[Voucher]| {
        let value = Money(vouchers.iter().map(|voucher| voucher.value.0).sum());
        let count = i64::try_from(vouchers.len()).unwrap_or(i64::MAX);
        (value > Money::ZERO).then_some((count, value))
    };
    let dissolved = sum(&back.dissolved).map(|(count, value)| Line::BackDissolved { count, value });
    let returned = sum(&back.returned).map(|(count, value)| Line::BackReturned { count, value });
    dissolved.into_iter().chain(returned).collect()
}

/// One's open vouchers, one a line.
pub fn rows(desk: &Desk, member: MemberId) -> Vec<Line> {
    open(desk, member).iter().map(row).collect()
}

/// One's open vouchers under their heading, with what each asks for and how to use them; nothing where there are none.
pub fn kept(desk: &Desk, member: MemberId) -> Vec<Line> {
    let open = open(desk, member);
    if open.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::Vouchers];
    lines.extend(open.iter().map(row));
    lines.extend(voucher_terms::conditions(desk, &open.iter().collect::<Vec<_>>()));
    lines.push(blocked(desk, member).unwrap_or(Line::VoucherHow));
    lines
}

fn open(desk: &Desk, member: MemberId) -> Vec<Voucher> {
    let mut open = desk.draft.account(member).map(Account::open_vouchers).unwrap_or_default();
    open.retain(|voucher| desk.event.at < voucher.expires_at);
    open
}

fn row(voucher: &Voucher) -> Line {
    let (value, code, day) = shown(voucher);
    Line::VoucherRow { value, code, day }
}

/// `vales`: what is there, with ends; what is missing when nothing is.
pub fn list(desk: &mut Desk) {
    let member = desk.speaker();
    let open = open(desk, member);
    if open.is_empty() && desk.draft.program.voucher.is_none() {
        let only_pays = desk.draft.program.pay.is_some() && desk.draft.program.rewards.is_empty();
        desk.say(if only_pays { Line::NoVouchersPay } else { Line::NoVouchers });
        return;
    }
    desk.shows(Subject::Voucher);
    let mut lines = kept(desk, member);
    if lines.is_empty() {
        lines.push(Line::VouchersNone);
    }
    lines.extend(missing(desk, member));
    // One picture stands above the list; of several each has a bubble, so that the right one is scanned.
    let pictures: Vec<_> =
        open.iter().take(PICTURES).map(|voucher| (row(voucher), picture(desk, voucher))).collect();
    let message = Message::new(lines).buttons(vec![Button::Balance, Button::Rules]);
    if let [(_, only)] = pictures.as_slice() {
        desk.say(message.picture(only.clone()));
        return;
    }
    desk.say(message);
    for (row, picture) in pictures.into_iter().filter(|(_, picture)| picture.is_some()) {
        desk.say(Message::from(row).picture(picture));
    }
}

/// That vouchers wait, for somebody who owes.
fn blocked(desk: &Desk, member: MemberId) -> Option<Line> {
    desk.draft.owes(member).map(|debt| Line::VoucherBlocked { debt: Points(debt) })
}

/// How many vouchers are shown as pictures.
const PICTURES: usize = 3;

/// Tells whoever invited the friend what that brought: a voucher, or balance.
pub fn tell_referrer(desk: &mut Desk, friend: MemberId, paid: ReferralPaid, voucher: Option<&Voucher>) {
    let name = desk.draft.member(friend).and_then(Member::first_name).unwrap_or("★").to_owned();
    let points = Points(paid.referrer_points);
    let message = match voucher {
        Some(voucher) => {
            let lines = [vec![Line::FriendVoucher { friend: name }], given(desk, voucher)].concat();
            Message::new(lines).picture(picture(desk, voucher))
        }
        None => {
            Message::from(Line::FriendBought { friend: name, points, balance: desk.shown(paid.referrer) })
        }
    };
    desk.tell(paid.referrer, message.buttons(vec![Button::Rewards]), Class::A);
}
