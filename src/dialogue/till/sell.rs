//! A purchase of a till: whose it is, what pays it beside money, and the sale that everybody books.

use crate::dialogue::booking::{self, Booked};
use crate::dialogue::desk::Desk;
use crate::dialogue::line::Line;
use crate::dialogue::state::{Buyer, OpenSale, Pays};
use crate::dialogue::till::answer::{Bought, No, Problem};
use crate::dialogue::till::ask::{Order, Pay, Who};
use crate::dialogue::till::meet;
use crate::dialogue::till::no::refused;
use crate::dialogue::till::tries::{self, Trying};
use crate::dialogue::till::who::{self, nobody_named};
use crate::dialogue::{counter, paying, rung};
use crate::domain::code::spaced;
use crate::domain::facts::{Account, Key};
use crate::domain::hold::{Hold, HoldState};
use crate::domain::ids::{MemberId, VoucherId};
use crate::domain::member::Staff;
use crate::domain::money::Money;
use crate::domain::program::Consent;
use crate::domain::purchase::Agreed;

/// Registers it, or says why not; that it is not registered yet was looked at before. Whoever is refused leaves nothing
/// behind but the wrong codes that were counted.
pub fn buy(desk: &mut Desk, staff: &Staff, order: &Order) -> Result<Bought, No> {
    let named = order.who.as_ref().map(|who| whose(desk, order, who)).transpose()?.flatten();
    let trying = Trying { member: named, order: &order.id };
    tries::open(desk, staff, trying, order.codes())?;
    let done = sell(desk, staff, order, named);
    if done.as_ref().is_err_and(No::is_wrong_code) {
        tries::count(desk, staff, trying);
    }
    done
}

/// The same once whoever is named is known, and codes may be looked at.
fn sell(desk: &mut Desk, staff: &Staff, order: &Order, named: Option<MemberId>) -> Result<Bought, No> {
    let known = if order.who.is_some() { named } else { Some(owner(desk, order)?) };
    if let Some(line) =
        known.filter(|_| order.who.is_some()).and_then(|member| counter::at_rest(desk, member))
    {
        return Err(refused(line));
    }
    if order.amount.0 <= 0 || order.excluded.0 < 0 {
        return Err(refused(Line::TillZero));
    }
    let paid = paid(desk, order, known)?;
    if let Some(line) = rung::misfits(desk, order.amount, order.excluded, Money::ZERO) {
        return Err(refused(line));
    }
    let member = known.unwrap_or_else(|| who::enrol(desk, staff, None));
    let sale = sale(order, member, paid);
    if let Some(line) = booking::objection(desk, member, &sale) {
        return Err(refused(line));
    }
    let who = order.who.clone().unwrap_or_default();
    meet::note(desk, member, &who, known.is_none());
    meet::consents(desk, member, &who, order.consents.as_ref());
    let Booked { sold, way, .. } = booking::book(desk, staff, member, &sale, 0, None);
    let_go(desk, staff, member, &order.id);
    let vouchers: i64 = sold.taken.iter().map(|taken| taken.used.0).sum();
    Ok(Bought {
        order: order.id.clone(),
        member,
        not_linked: who::not_linked(desk, member, &who),
        amount: sale.amount,
        charge: Money(sale.price().0 - vouchers - sold.used.1.0),
        wallet: desk.wallet(member),
        tier: desk.draft.tier(member).map(|tier| tier.key.clone()),
        sold,
        way,
    })
}

/// What was kept for this order and pays nothing of it is free at once.
fn let_go(desk: &mut Desk, staff: &Staff, member: MemberId, order: &str) {
    let open = desk.draft.account(member).map(Account::open_vouchers).unwrap_or_default();
    for voucher in open {
        let kept = voucher.reserved_at(desk.event.at).is_some_and(|kept| kept.is_for(staff.id, order));
        if kept {
            desk.draft.unreserve(&voucher);
        }
    }
}

/// Whose purchase it is. Where balance pays without a code, all that is said of its owner must be theirs.
fn whose(desk: &Desk, order: &Order, who: &Who) -> Result<Option<MemberId>, No> {
    if !matches!(order.pay, Pay::Units(_)) {
        return who::payer(desk, who);
    }
    let known = who::buyer(desk, who)?;
    if let Some(member) = known {
        meet::fits(desk, member, who, "customer.cnpj")?;
        same_number(desk, member, who)?;
    }
    Ok(known)
}

/// Whoever is known by a number buys with that one; a company may have any.
fn same_number(desk: &Desk, member: MemberId, who: &Who) -> Result<(), No> {
    let known = desk.draft.member(member).filter(|known| known.cnpj.is_none());
    let strange = who.phone.clone().filter(|phone| {
        let number = known.and_then(|known| known.phone.as_ref());
        number.is_some() && desk.draft.facts.member_behind(&Key::Phone(phone.clone())).is_none()
    });
    if strange.is_some() { Err(who::has_another("customer.phone", member)) } else { Ok(()) }
}

/// An order is registered once; whether with the same content, its stored answer knows, and here there is none.
pub fn not_registered(desk: &Desk, staff: &Staff, order: &str) -> Result<(), No> {
    let sold = desk.draft.facts.orders.get(&(staff.id, order.to_owned())).copied().flatten();
    let Some((_, purchase)) = sold else { return Ok(()) };
    let line = Line::TillRegistered { order: order.to_owned(), purchase: purchase.to_string() };
    Err(No::new(Problem::OrderRegistered, "order.id", line))
}

/// Whoever owns the first of the vouchers.
fn owner(desk: &Desk, order: &Order) -> Result<MemberId, No> {
    let Pay::Vouchers(codes) = &order.pay else { return Err(nobody_named()) };
    let code = codes.first().ok_or_else(nobody_named)?;
    let found = desk.draft.facts.vouchers.get(code).copied().flatten();
    let (owner, _) = found.ok_or_else(|| wrong("pay.vouchers", code))?;
    Ok(desk.draft.facts.present(owner))
}

/// What pays it: everything must be its buyer's own.
fn paid(
    desk: &mut Desk,
    order: &Order,
    member: Option<MemberId>,
) -> Result<(Vec<VoucherId>, Option<Pays>), No> {
    let code = order.presence.clone();
    if let Some(code) = &code {
        present(desk, member, code)?;
    }
    let (mut vouchers, mut pays) = (Vec::new(), None);
    match &order.pay {
        Pay::Money => {}
        Pay::Vouchers(codes) => vouchers = theirs(desk, member, codes)?,
        Pay::Code(code) => pays = Some(Pays::Held(set_aside(desk, member, code)?.id)),
        Pay::Units(units) => {
            balance(desk, member, *units, code.is_some())?;
            pays = Some(Pays::Units(*units));
        }
    }
    Ok((vouchers, pays))
}

fn sale(order: &Order, member: MemberId, (vouchers, pays): (Vec<VoucherId>, Option<Pays>)) -> OpenSale {
    let Order { amount, excluded, note, id, presence, .. } = order.clone();
    OpenSale {
        buyer: Buyer::Known(member),
        amount,
        excluded,
        discount: Money::ZERO,
        remark: note,
        counted: None,
        summed: Vec::new(),
        vouchers,
        pays,
        agreed: presence.is_some().then_some(Agreed::Code),
        code: presence,
        order: Some(id),
    }
}

/// The customer is there: they said this code lately.
fn present(desk: &Desk, member: Option<MemberId>, code: &str) -> Result<(), No> {
    let said_by = desk.draft.facts.present.get(code).copied().flatten();
    let said_by = said_by.map(|said_by| desk.draft.facts.present(said_by));
    let Some(member) = member.filter(|member| said_by == Some(*member)) else {
        return Err(wrong("pay.presence", code));
    };
    if paying::is_here(desk, member, code) { Ok(()) } else { Err(refused(Line::PresenceOver)) }
}

fn theirs(desk: &Desk, member: Option<MemberId>, codes: &[String]) -> Result<Vec<VoucherId>, No> {
    let mut vouchers = Vec::new();
    for code in codes {
        let found = desk.draft.facts.vouchers.get(code).copied().flatten();
        let (owner, voucher) = found.ok_or_else(|| wrong("pay.vouchers", code))?;
        if Some(desk.draft.facts.present(owner)) != member {
            let line = Line::VoucherAnother { code: spaced(code) };
            return Err(No::new(Problem::CodeNotTheirs, "pay.vouchers", line));
        }
        if !vouchers.contains(&voucher) {
            vouchers.push(voucher);
        }
    }
    Ok(vouchers)
}

/// What this person set aside under a code for a purchase. Of whose another code is, nothing is told.
fn set_aside(desk: &mut Desk, member: Option<MemberId>, code: &str) -> Result<Hold, No> {
    let found = desk.draft.facts.codes.get(code).copied().flatten();
    let found = found.filter(|(owner, _)| Some(desk.draft.facts.present(*owner)) == member);
    if let Some(member) = member {
        desk.draft.lapse(member);
    }
    let hold = found.and_then(|(owner, hold)| desk.draft.account(owner)?.hold(hold).cloned());
    let hold = hold.filter(|hold| hold.reward().is_none() && hold.asked().is_none());
    let hold = hold.ok_or_else(|| wrong("pay.code", code))?;
    match hold.state {
        HoldState::Open => Ok(hold),
        HoldState::Captured | HoldState::Released | HoldState::Expired => Err(refused(Line::PayGone)),
    }
}

/// Balance without a code of its own: where the program wants a word of its owner, they must be there.
fn balance(desk: &Desk, member: Option<MemberId>, units: i64, here: bool) -> Result<(), No> {
    if units <= 0 {
        return Err(No::new(Problem::BadField, "pay.balance", Line::TillZero));
    }
    let asks = desk.draft.program.pay.as_ref().is_some_and(|pay| pay.consent == Consent::Member);
    if asks && !here {
        return Err(No::new(Problem::ConsentNeeded, "pay.presence", Line::TillProof));
    }
    member.map(|_| ()).ok_or_else(|| refused(Line::PayNobody { name: String::new() }))
}

/// A code that is none, or none of this person.
pub fn wrong(field: &'static str, code: &str) -> No {
    No::new(Problem::CodeUnknown, field, Line::CodeUnknown { code: spaced(code) })
}
