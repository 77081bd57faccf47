//! Paying with the balance at the counter: `11… 120 usa 20`. Nothing leaves without the member's yes, the code that
//! says they are there, or a manager who stands in for them.

use crate::dialogue::counter::{Closing, closing, refuse_frozen};
use crate::dialogue::cue::Words;
use crate::dialogue::customer::{ask_moved, free_code};
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Flag, Uses};
use crate::dialogue::line::{Button, Class, Day, Line, Message, Points};
use crate::dialogue::notice::{Kind, Notice};
use crate::dialogue::rung::{self, Rung};
use crate::dialogue::state::{Buyer, By, OpenSale, Pays, Topic};
use crate::dialogue::voucher::{self, payable};
use crate::dialogue::way::Way;
use crate::dialogue::{booking, counter, mistyped, proof, sales};
use crate::domain::calendar::MINUTE;
use crate::domain::code::spaced;
use crate::domain::hold::{Asked, HeldFor, Hold, HoldState};
use crate::domain::ids::MemberId;
use crate::domain::ledger::Actor;
use crate::domain::member::{Presence, Staff};
use crate::domain::money::Money;
use crate::domain::paying::NotPaid;
use crate::domain::program::{Consent, Unit};
use crate::domain::purchase::Agreed;
use crate::domain::redeeming::NotHeld;

/// `11… 120 usa 20`, `K7P2 120 usa tudo`.
pub fn request(desk: &mut Desk, words: &Words) {
    let slots = &words.heard.slots;
    if slots.flags.contains(&Flag::MultiSale) {
        desk.say(Line::NotebookPays);
        return;
    }
    if let Some(code) = slots.code.as_deref().filter(|code| proof::stands_for_value(desk, code)) {
        match slots.uses {
            // It pays what it is worth, no part of it.
            Some(_) => desk.say(Line::CodeAlone { code: spaced(code) }),
            None => counter::code(desk, words),
        }
        return;
    }
    if let Some(member) = proof::payer(desk, words) {
        by(desk, words, member, slots.code.clone());
    }
}

/// Pays with the balance of this person. `code` when they are known by it.
pub fn by(desk: &mut Desk, words: &Words, member: MemberId, code: Option<String>) {
    let slots = &words.heard.slots;
    if let Some(line) = rung::objection(desk, slots) {
        desk.say(line);
        return;
    }
    let (Some(amount), Some(uses)) = (slots.amount, slots.uses) else {
        desk.say(Line::PayLine);
        return;
    };
    let rung = Rung::read(amount, slots);
    // A discount or an amount that was not read for certain.
    let doubted = slots.flags.iter().any(|flag| matches!(flag, Flag::AmountAmbiguous | Flag::PercentIgnored));
    let sale = rung.of(Buyer::Known(member));
    let units = units(desk, uses, member, Some(payable(desk, &sale)));
    if desk.draft.program.pay.is_some() && uses == Uses::All && units == 0 {
        let line = reserved(desk, member).unwrap_or_else(|| nothing(desk, member));
        desk.say(line);
        return;
    }
    let sale = OpenSale { pays: Some(Pays::Units(units)), ..sale.known_by(code) };
    let asks = desk.draft.program.pay.as_ref().is_some_and(|pay| pay.consent == Consent::Member);
    if asks && sale.agreed.is_none() && doubted {
        // The till would not be asked again.
        desk.say(Line::PayLine);
    } else if asks && sale.agreed.is_none() {
        ask_member(desk, member, sale, units);
    } else {
        sales::decide(desk, sale, false, false);
    }
}

/// Who said this code lately, if it is still good.
pub fn present(desk: &Desk, code: &str) -> Option<MemberId> {
    let member = desk.draft.facts.present.get(code).copied().flatten()?;
    let member = desk.draft.facts.present(member);
    is_here(desk, member, code).then_some(member)
}

/// Whether this is the code that this person said lately, and it is still good.
pub fn is_here(desk: &Desk, member: MemberId, code: &str) -> bool {
    let presence = desk.draft.member(member).and_then(|member| member.presence.as_ref());
    presence.is_some_and(|presence| presence.code == code && desk.event.at < presence.until)
}

/// Whether this is the code somebody got last, and no longer good.
pub fn was_present(desk: &Desk, code: &str) -> bool {
    let member = desk.draft.facts.present.get(code).copied().flatten();
    let member = member.and_then(|member| desk.draft.member(desk.draft.facts.present(member)));
    let presence = member.and_then(|member| member.presence.as_ref());
    presence.is_some_and(|presence| presence.code == code && presence.until <= desk.event.at)
}

/// Whether the code that agreed to this sale has agreed to another one since, or is their last no more.
pub(super) fn is_spent(desk: &Desk, member: MemberId, sale: &OpenSale) -> bool {
    sale.code.is_some() && !is_last_code(desk, member, sale)
}

/// Whether this sale has the code that they said last, and that has agreed to nothing yet.
pub(super) fn is_last_code(desk: &Desk, member: MemberId, sale: &OpenSale) -> bool {
    let presence = desk.draft.member(member).and_then(|member| member.presence.as_ref());
    presence.zip(sale.code.as_ref()).is_some_and(|(presence, code)| presence.code == *code)
}

pub(super) fn units(desk: &Desk, uses: Uses, member: MemberId, eligible: Option<Money>) -> i64 {
    let Some(pay) = &desk.draft.program.pay else { return 0 };
    match (uses, desk.draft.program.unit) {
        (Uses::All, _) => desk.draft.most_payable(member, eligible),
        (Uses::Points(points), Unit::Points) => points,
        (Uses::Points(reais), Unit::Reais) => pay.units(Money::reais(reais)),
        (Uses::Figure(figure), Unit::Points) => figure.0 / 100,
        (Uses::Figure(amount) | Uses::Money(amount), _) => pay.units(amount),
    }
}

/// Why this sale cannot be paid with balance like that.
pub fn objection(desk: &Desk, member: MemberId, sale: &OpenSale) -> Option<Line> {
    let pays = sale.pays?;
    if let Some(line) = desk.barred(member) {
        return Some(line);
    }
    if is_spent(desk, member, sale) {
        return Some(Line::PresenceOver);
    }
    let part = payable(desk, sale);
    match pays {
        Pays::Units(units) => {
            let why = desk.draft.may_pay(member, units, Some(part)).err()?;
            let short = matches!(why, NotPaid::Held(NotHeld::Missing(_) | NotHeld::Later(..)));
            let reserved = short.then(|| reserved(desk, member)).flatten();
            Some(reserved.unwrap_or_else(|| refused(desk, member, why)))
        }
        Pays::Held(id) => {
            let hold = desk.draft.account(member).and_then(|account| account.hold(id));
            let Some(hold) = hold.filter(|hold| hold.is_open()) else { return Some(Line::Expired) };
            let share = desk.draft.program.pay.as_ref().map_or(0, |pay| i64::from(pay.largest_share));
            let used = desk.draft.part_of(Some(hold), part).0;
            (used == 0).then_some(Line::PayShare { share, most: Points(0) })
        }
    }
}

pub(super) fn refused(desk: &Desk, member: MemberId, why: NotPaid) -> Line {
    let pay = desk.draft.program.pay.as_ref();
    let most = Points(desk.draft.most_payable(member, None));
    match why {
        NotPaid::Never if desk.draft.program.voucher.is_some() => Line::PayNeverVouchers,
        NotPaid::Never => Line::PayNever,
        NotPaid::Least(minimum) => Line::PayLeast { minimum: Points(minimum) },
        NotPaid::Step(step) => Line::PayStep { step: Points(step) },
        NotPaid::Share(most) => {
            Line::PayShare { share: pay.map_or(0, |pay| i64::from(pay.largest_share)), most: Points(most) }
        }
        NotPaid::Held(NotHeld::Debt(debt)) => Line::PayDebt { debt: Points(debt) },
        NotPaid::Held(NotHeld::Missing(_)) if most.0 == 0 => nothing(desk, member),
        NotPaid::Held(NotHeld::Missing(_)) => Line::PayMissing { most },
        NotPaid::Held(NotHeld::Later(points, from)) => {
            Line::PayLater { points: Points(points), day: Day(from) }
        }
    }
}

/// What is missing lies under a code that its owner asked for: that code pays.
fn reserved(desk: &Desk, member: MemberId) -> Option<Line> {
    let holds = &desk.draft.account(member)?.holds;
    let lies = |hold: &Hold| hold.purpose == HeldFor::Purchase && desk.event.at < hold.expires_at;
    let open = holds.iter().filter(|hold| hold.is_open() && lies(hold));
    let points = Points(open.map(|hold| hold.amount).sum());
    (points.0 > 0).then(|| Line::PayReserved { name: desk.shown_name(member), points })
}

/// Nothing can be used now; what can be later is named.
fn nothing(desk: &Desk, member: MemberId) -> Line {
    let later = desk.draft.account(member).and_then(|account| account.later(desk.event.at).pop_first());
    match later {
        Some((from, points)) => Line::PayLater { points: Points(points), day: Day(from) },
        None => Line::PayNobody { name: desk.shown_name(member) },
    }
}

/// Sets the value aside and asks its owner; without a way to ask, only their code helps. Whose account is another since
/// lately is not asked: before value leaves they say in their own chat that it was them, and `código` asks for that.
fn ask_member(desk: &mut Desk, member: MemberId, sale: OpenSale, units: i64) {
    let Some(staff) = desk.staff.clone() else { return };
    if refuse_frozen(desk, member) {
        return;
    }
    let parts = (sale.amount, sale.excluded, sale.discount);
    let same = |asked: &Asked| (asked.amount, asked.excluded, asked.discount) == parts;
    let open = waiting(desk, member);
    let again = open.as_ref().is_some_and(|hold| hold.amount == units && hold.asked().is_some_and(same));
    if !again {
        leave_aside(desk, member);
    }
    let waits = waiting(desk, member).map(|_| Line::PayWaits { name: desk.shown_name(member) });
    let line = rung::misfit(desk, &sale).or(waits);
    if let Some(line) = line.or_else(|| objection(desk, member, &sale)) {
        desk.say(line);
        return;
    }
    let name = desk.shown_name(member);
    let moved = desk.draft.member(member).is_some_and(|member| member.moved);
    let way = desk.way(member, Class::A, Some(Kind::RedemptionAsk));
    let reachable = !moved && matches!(way, Way::Chat | Way::Template);
    let code = reachable.then(|| desk.dice.token());
    if let Some(code) = &code {
        let asked = Asked {
            staff: staff.id,
            store: staff.store,
            amount: sale.amount,
            excluded: sale.excluded,
            discount: sale.discount,
            remark: sale.remark.clone(),
            wamid: desk.event.key.clone(),
        };
        let actor = Actor::Staff(staff.id);
        if desk.draft.hold(member, HeldFor::Asked(asked), units, code.clone(), actor).is_err() {
            return;
        }
        let (store, points, amount) = (desk.store_name(staff.store), Points(units), sale.amount);
        let notice = Notice::RedemptionAsk { token: code.clone(), store: store.clone(), points, amount };
        let buttons = vec![Button::Yes(code.clone()), Button::No(code.clone())];
        let message = Message::from(Line::PayAsk { store, points, amount }).buttons(buttons);
        desk.tell(member, message.notice(notice), Class::A);
    }
    let minutes = desk.draft.program.timers.counter_minutes;
    let line = match &code {
        Some(_) => Line::PayAsked { name, points: Points(units), minutes },
        None => Line::PayCannotAsk { name },
    };
    let token = desk.dice.token();
    let mut buttons = vec![Button::No(token.clone())];
    if staff.role.manages() {
        buttons.insert(0, Button::Override(token.clone()));
    }
    desk.state.topic = Topic::Paying { token, since: desk.event.now(), sale, code };
    desk.say(Message::from(line).buttons(buttons));
}

/// Whoever asked a member now rings up something else for them: their question is over, and a late yes uses nothing.
pub(super) fn leave_aside(desk: &mut Desk, member: MemberId) {
    let Some(staff) = desk.staff.as_ref().map(|staff| staff.id) else { return };
    let own = |hold: &Hold| hold.asked().is_some_and(|asked| asked.staff == staff);
    if let Some(hold) = waiting(desk, member).filter(own) {
        desk.draft.release(&hold, HoldState::Released, Actor::Staff(staff));
        desk.say(Line::SaleReplaced);
        desk.state.topic = Topic::Idle;
    }
}

/// The question that waits for a member's yes.
pub(super) fn waiting(desk: &Desk, member: MemberId) -> Option<Hold> {
    let account = desk.draft.account(member)?;
    let found = account.holds.iter().find(|hold| hold.is_open() && hold.asked().is_some());
    found.map(|hold| Hold::clone(hold))
}

/// What staff say while the question waits: the member's code, that they let it be, or nothing of it.
pub fn answer(desk: &mut Desk, words: &Words, yes: Option<bool>) -> bool {
    let Topic::Paying { sale, .. } = desk.state.topic.clone() else { return false };
    let (Buyer::Known(member), true) = (sale.buyer, desk.staff.is_some()) else { return false };
    let code = words.heard.slots.code.as_deref();
    let theirs = code.is_some_and(|code| present(desk, code) == Some(member));
    // While codes rest the right one rests as well, or guesses were free.
    if theirs && words.heard.slots.amount.is_none() && mistyped::rests(desk).is_none() {
        complete(desk, Agreed::Code, code.map(str::to_owned));
        return true;
    }
    if let Some(yes) = yes {
        let_be(desk, yes);
    }
    yes.is_some()
}

/// A yes of staff to their own question is nobody's yes: it goes on waiting. A no lets it be, as long as nothing is done.
pub fn let_be(desk: &mut Desk, yes: bool) {
    let Topic::Paying { sale: OpenSale { buyer: Buyer::Known(member), .. }, .. } = desk.state.topic else {
        return;
    };
    let (hold, name) = (held(desk), desk.shown_name(member));
    match (hold, yes) {
        (Some(hold), _) if hold.state == HoldState::Captured => done(desk, member),
        (Some(hold), true) if hold.state == HoldState::Released => desk.say(Line::PayRefused { name }),
        (_, true) => desk.say(Line::PayWaits { name }),
        (hold, false) => {
            if let (Some(hold), Some(staff)) = (hold.filter(Hold::is_open), desk.staff.clone()) {
                desk.draft.release(&hold, HoldState::Released, Actor::Staff(staff.id));
            }
            desk.settle(Line::SaleDropped);
        }
    }
}

/// Its customer has said yes already: the sale stands, and how to take it back is said.
fn done(desk: &mut Desk, member: MemberId) {
    let name = desk.shown_name(member);
    desk.settle(Message::new(vec![Line::PayDone { name }, Line::SaleUndoHint]));
}

/// A manager answers for the member; it stands with the purchase, and the member reads of it.
pub fn stand_in(desk: &mut Desk) {
    if desk.staff.as_ref().is_some_and(|staff| staff.role.manages()) {
        complete(desk, Agreed::Manager, None);
    } else {
        desk.say(Line::PayManager);
    }
}

/// What was set aside for the open question.
fn held(desk: &mut Desk) -> Option<Hold> {
    let Topic::Paying { sale, code, .. } = &desk.state.topic else { return None };
    let (Buyer::Known(member), Some(code)) = (&sale.buyer, code) else { return None };
    let (member, code) = (*member, code.clone());
    desk.draft.lapse(member);
    let holds = &desk.draft.account(member)?.holds;
    holds.iter().find(|hold| hold.code == code).map(|hold| Hold::clone(hold))
}

fn complete(desk: &mut Desk, agreed: Agreed, code: Option<String>) {
    let hold = held(desk);
    let Topic::Paying { sale, .. } = desk.state.topic.clone() else { return };
    let Buyer::Known(member) = sale.buyer else { return };
    let pays = match &hold {
        Some(hold) if hold.state == HoldState::Captured => {
            done(desk, member);
            return;
        }
        // Nobody overrides a no; they may still think better of it, and show their code.
        Some(hold) if hold.state == HoldState::Released && agreed == Agreed::Manager => {
            desk.say(Line::PayRefused { name: desk.shown_name(member) });
            return;
        }
        Some(hold) if hold.is_open() => Some(Pays::Held(hold.id)),
        _ => sale.pays,
    };
    if refuse_frozen(desk, member) {
        return;
    }
    booking::register(desk, &[OpenSale { pays, agreed: Some(agreed), code, ..sale }]);
}

/// Shows what the balance pays and what is left to charge, and waits for a yes.
pub fn confirm(desk: &mut Desk, sale: OpenSale) {
    let (Buyer::Known(member), Some(pays)) = (&sale.buyer, sale.pays) else { return };
    let member = *member;
    if let Some(line) = objection(desk, member, &sale) {
        desk.settle(line);
        return;
    }
    let (points, used) = taken(desk, member, pays, payable(desk, &sale));
    let (name, amount) = (desk.shown_name(member), sale.amount);
    let charge = Money(sale.price().0 - used.0);
    let mut lines = rung::parts(desk, &sale);
    lines.push(Line::PayConfirm { points: Points(points), used, name, amount, charge });
    sales::ask(desk, vec![sale], lines);
}

fn taken(desk: &Desk, member: MemberId, pays: Pays, payable: Money) -> (i64, Money) {
    match pays {
        Pays::Units(units) => {
            (units, desk.draft.program.pay.as_ref().map_or(Money::ZERO, |pay| pay.worth(units)))
        }
        Pays::Held(id) => {
            desk.draft.part_of(desk.draft.account(member).and_then(|account| account.hold(id)), payable)
        }
    }
}

/// What pays a sale that is being registered: set aside now, if it was not before.
pub fn secure(desk: &mut Desk, member: MemberId, sale: &OpenSale, staff: &Staff) -> Option<Hold> {
    match sale.pays? {
        Pays::Held(id) => desk.draft.account(member)?.hold(id).cloned(),
        Pays::Units(units) => {
            let (code, actor) = (desk.dice.token(), Actor::Staff(staff.id));
            desk.draft.hold(member, HeldFor::Purchase, units, code, actor).ok()
        }
    }
}

/// `v JQ4M 300`: balance that its owner set aside.
pub fn present_hold(desk: &mut Desk, words: &Words, hold: &Hold) {
    match hold.state {
        HoldState::Open => {
            voucher::pay(desk, words, hold.member, By { hold: Some(hold.id), ..By::default() });
        }
        HoldState::Captured => {
            let pay = desk.draft.program.pay.as_ref();
            let value = pay.map_or(Money::ZERO, |pay| pay.worth(hold.used));
            let Closing { day, time, by, store } = closing(desk, hold);
            desk.say(Line::VoucherUsed { value, day, time, by, store });
        }
        HoldState::Released | HoldState::Expired => desk.say(Line::PayGone),
    }
}

/// `código`: four symbols that say at the counter that they are there.
pub fn say_presence(desk: &mut Desk) {
    if desk.me().is_some_and(|me| me.moved) {
        ask_moved(desk);
        return;
    }
    let (member, minutes) = (desk.speaker(), desk.draft.program.timers.presence_minutes);
    let Some(code) = free_code(desk) else {
        desk.say(Line::Expired);
        return;
    };
    let presence = Presence { code: code.clone(), until: desk.event.at + minutes * MINUTE };
    desk.draft.alter(member, |member| member.presence = Some(presence));
    desk.say_as(Line::Presence { code, minutes }, Class::A);
}
