//! Booking a sale: it is registered, whoever sold reads one short bubble with the way back, and each customer one with
//! all that it brought them.

use crate::dialogue::bonus;
use crate::dialogue::counter;
use crate::dialogue::desk::Desk;
use crate::dialogue::line::{Button, Class, Day, Line, Message, Points};
use crate::dialogue::notice::{Kind, Notice};
use crate::dialogue::paying;
use crate::dialogue::rung;
use crate::dialogue::state::{Buyer, Handle, OpenSale, REMEMBERED};
use crate::dialogue::tier;
use crate::dialogue::voucher;
use crate::dialogue::way::{Way, Why};
use crate::domain::change::Change;
use crate::domain::facts::Key;
use crate::domain::ids::{MemberId, PurchaseId};
use crate::domain::member::Member;
use crate::domain::member::{Staff, Standing};
use crate::domain::money::Money;
use crate::domain::phone::Phone;
use crate::domain::program::span::NEVER;
use crate::domain::purchase::Agreed;
use crate::domain::selling::{Sale, Sold};
use std::collections::BTreeMap;

/// Books the sales and answers once; each customer hears once, of all that happened to them.
pub fn register(desk: &mut Desk, sales: &[OpenSale]) {
    let Some(staff) = desk.staff.clone() else { return };
    let mut lines = Vec::new();
    let mut last = None;
    // A new number may stand in several lines of one message; it is one person.
    let mut enrolled = BTreeMap::new();
    for (line, sale) in (0..).zip(sales) {
        let member = match &sale.buyer {
            Buyer::Known(id) => *id,
            Buyer::New { phone, name } => {
                *enrolled.entry(phone.clone()).or_insert_with(|| enrol(desk, phone, name.clone(), &staff))
            }
        };
        if let Some(line) = objection(desk, member, sale) {
            lines.push(line);
            continue;
        }
        let booked = book(desk, &staff, member, sale, line, None);
        lines.extend(booked.lines);
        last = Some((member, booked.sold.purchase));
    }
    let mut message = Message::new(lines);
    if let (Some((member, purchase)), true) = (last, sales.len() == 1) {
        let token = desk.dice.token();
        desk.state.handles.push(Handle { token: token.clone(), member, purchase, exchange: false });
        let over = desk.state.handles.len().saturating_sub(REMEMBERED);
        desk.state.handles.drain(..over);
        message = message.about(purchase);
        if may_be_undone(desk, member, purchase) {
            message.lines.push(Line::SaleUndoHint);
            message = message.buttons(vec![Button::Undo(token)]);
        }
    }
    desk.settle(message);
}

/// Whether a sale of this moment is offered to be undone. Credit that repaid a debt in full is gone already: that sale is
/// refunded instead.
pub fn may_be_undone(desk: &Desk, member: MemberId, purchase: PurchaseId) -> bool {
    desk.draft.purchase(member, purchase).is_some_and(|sale| desk.draft.is_untouched(sale))
}

/// Why whoever sells does not book this.
pub(super) fn objection(desk: &Desk, member: MemberId, sale: &OpenSale) -> Option<Line> {
    let objection = desk.own(member).or_else(|| counter::at_rest(desk, member));
    let objection = objection.or_else(|| rung::misfit(desk, sale));
    let objection = objection.or_else(|| voucher::objection(desk, member, sale));
    objection.or_else(|| paying::objection(desk, member, sale))
}

/// A sale that stands.
pub struct Booked {
    pub sold: Sold,
    /// For whoever sold.
    pub lines: Vec<Line>,
    /// How its customer hears of it.
    pub way: Way,
}

/// Books one sale and tells its customer. `wamid` is of the staff message
/// where another one completes the sale.
pub fn book(
    desk: &mut Desk,
    staff: &Staff,
    member: MemberId,
    sale: &OpenSale,
    line: u32,
    wamid: Option<String>,
) -> Booked {
    let program = desk.draft.program;
    // What somebody buys in a pharmacy says something of their health: it is not kept (LGPD art. 11).
    let pharmacy = program.law.pharmacy;
    let way = desk.way(member, Class::A, Some(Kind::Receipt));
    let hold = paying::secure(desk, member, sale, staff);
    let agreed = agreed(desk, member, sale);
    if paying::is_last_code(desk, member, sale) {
        desk.draft.alter(member, |member| member.presence = None);
    }
    let sold = desk.draft.sell(&Sale {
        member,
        staff: staff.id,
        store: staff.store,
        amount: sale.amount,
        excluded: rung::terms(desk, sale).excluded,
        discount: sale.discount,
        vouchers: sale.vouchers.clone(),
        hold: hold.map(|hold| hold.id),
        agreed,
        remark: sale.remark.clone().filter(|_| !pharmacy),
        wamid,
        line,
        told: !matches!(way, Way::Not(_)),
        order: sale.order.clone(),
    });
    let lines = staff_lines(desk, member, sale, &sold, way);
    let message = receipt(desk, member, staff, sale, &sold);
    desk.tell(member, message, Class::A);
    bonus::tell_referrer(desk, member, &sold);
    Booked { sold, lines, way }
}

/// Who agreed. What a code pays it agreed to when that was shown; a sale that it pays nothing of was agreed to by it only
/// if it is still good.
fn agreed(desk: &Desk, member: MemberId, sale: &OpenSale) -> Option<Agreed> {
    let pays = sale.pays.is_some() || !sale.vouchers.is_empty();
    let good = || sale.code.as_ref().is_some_and(|code| paying::is_here(desk, member, code));
    sale.agreed.filter(|agreed| *agreed != Agreed::Code || pays || good())
}

/// The buyer as a member; a number never seen becomes a provisional one.
pub(super) fn enrol(desk: &mut Desk, phone: &Phone, name: Option<String>, staff: &Staff) -> MemberId {
    let key = Key::Phone(phone.clone());
    if let Some(id) = desk.draft.facts.member_behind(&key) {
        return id;
    }
    let id = MemberId(desk.draft.id());
    let (shop, at) = (desk.draft.shop, desk.event.at);
    let lang = desk.draft.facts.store_lang(shop, Some(staff.store), at);
    let mut member = Member::guest(id, name, Some(phone.clone()), lang, at);
    member.standing = Standing::Provisional;
    member.store = Some(staff.store);
    desk.draft.apply(Change::Enrolled(member));
    desk.draft.apply(Change::Identified { member: id, key });
    id
}

fn staff_lines(desk: &Desk, member: MemberId, sale: &OpenSale, sold: &Sold, way: Way) -> Vec<Line> {
    let (amount, asked) = (sale.amount, sale.price());
    let (name, points, balance) = (desk.shown_name(member), Points(sold.points), desk.shown(member));
    let eligible = sold.eligible;
    let mut lines = vec![if eligible == amount {
        Line::SaleDone { name, amount, points, balance }
    } else {
        Line::SaleDonePart { name, amount, eligible, points, balance }
    }];
    lines.extend(rung::taken_off(sale));
    lines.extend(voucher::sold_lines(asked, sold));
    let (units, used) = sold.used;
    let charge = Money(asked.0 - used.0);
    lines.extend((units > 0).then_some(Line::BalanceTaken { points: Points(units), used, charge }));
    if let Some(paid) = sold.referral.as_ref().filter(|paid| paid.friend_points > 0) {
        lines.push(Line::SaleReferral { points: Points(paid.friend_points) });
    }
    lines.extend(way_line(desk, member, way));
    lines
}

/// How the customer hears of it, where staff would not think so.
pub fn way_line(desk: &Desk, member: MemberId, way: Way) -> Option<Line> {
    let undelivered = desk.draft.account(member).is_some_and(|account| account.reach.undelivered.is_some());
    match way {
        Way::Chat | Way::Template | Way::Waits if undelivered => Some(Line::SaleUndelivered),
        Way::Chat | Way::Not(Why::Frozen | Why::Late | Why::NoTemplate) => None,
        Way::Template => Some(Line::SaleTemplate),
        Way::Waits => Some(Line::SaleWaits),
        Way::Not(Why::Silent) => Some(Line::SaleSilent),
        Way::Not(Why::NeverWrote) => Some(Line::SaleNeverWrote),
    }
}

/// One bubble with everything the purchase brought: receipt, referral, balance, what comes next. As a template only
/// the record of it; what else there is to tell follows once they write.
pub fn receipt(desk: &Desk, member: MemberId, staff: &Staff, sale: &OpenSale, sold: &Sold) -> Message {
    let amount = sale.amount;
    let (store, points) = (desk.store_name(staff.store), Points(sold.points));
    let wallet = desk.wallet(member);
    let balance = Points(wallet.shown());
    let gift = bonus::friends_line(desk, sold);
    let repaid = (sold.repaid > 0).then_some(Line::ReceiptRepaid { points: Points(sold.repaid) });
    let debt = (wallet.debt > 0).then_some(Line::ReceiptDebt { debt: Points(wallet.debt) });
    let part = (sold.eligible != amount).then_some(Line::ReceiptExcluded { eligible: sold.eligible });
    let mut lines = vec![Line::Receipt { store: store.clone(), amount, points }];
    let (paid, vouchers) = voucher::receipt_lines(desk, member, sold);
    lines.extend(part);
    let discount = sale.discount;
    lines.extend((discount > Money::ZERO).then_some(Line::ReceiptDiscount { discount }));
    let (units, used) = sold.used;
    let used = (units > 0).then_some(Line::BalancePaid { points: Points(units), used });
    let by = sale.agreed == Some(Agreed::Manager);
    let by = by.then(|| Line::BalancePaidBy { by: staff.name.clone() });
    let paid: Vec<Line> = paid.into_iter().chain(used).chain(by).collect();
    lines.extend(paid.iter().chain(&gift).chain(&repaid).cloned());
    // Where all of it became a voucher, that is what there is to know.
    if sold.voucher.is_none() || wallet.available > 0 {
        lines.push(if sold.points == sold.repaid || sold.expires_at == NEVER {
            Line::ReversedBalance { balance }
        } else {
            Line::ReceiptBalance { balance, day: Day(sold.expires_at - 1) }
        });
    }
    let wait = desk.draft.zone_of(member).days_until(desk.event.now(), sold.usable_at);
    let kept = sold.points - sold.repaid;
    if wait > 0 && kept > 0 {
        lines.push(Line::ReceiptLater { points: Points(kept), day: Day(sold.usable_at), days: wait });
    }
    lines.extend(vouchers.clone());
    lines.extend(debt.clone());
    let lang = desk.draft.member(member).map(|member| member.lang).unwrap_or_default();
    let level = sold.tier.as_ref().map(|news| tier::line(news, lang));
    lines.extend(level.clone());
    let next = desk.next_reward(member);
    lines.extend(next.clone());
    let coming = desk.draft.shop.rules.coming(desk.event.at);
    let coming = coming.map(|version| Line::ReceiptRules { day: Day(version.from) });
    lines.extend(coming.clone());
    let mut later: Vec<Line> =
        paid.into_iter().chain(gift).chain(repaid).chain(vouchers).chain(debt).chain(level).collect();
    if !later.is_empty() {
        later.extend(next);
    }
    later.extend(coming);
    let notice = Notice::Receipt { store, amount, points, balance: desk.owned(member) };
    let buttons = vec![Button::Balance, Button::Rewards];
    let mut message = Message::new(lines).buttons(buttons).about(sold.purchase).notice(notice);
    message.later = later;
    message.picture(voucher::picture_of(desk, sold))
}
