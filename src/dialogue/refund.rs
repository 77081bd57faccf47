//! Taking a sale back when nobody has its receipt at hand: the last sales of whoever bought, one of them picked, and a
//! yes or an amount.

use crate::dialogue::counter::{quoted, refuse_frozen, take_back};
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::exchange;
use crate::dialogue::hear::{Doubt, Intent};
use crate::dialogue::line::{Button, Day, Line, Message, Picks, SoldRow, Time};
use crate::dialogue::rung;
use crate::dialogue::state::{Back, Topic};
use crate::domain::facts::Key;
use crate::domain::ids::{MemberId, PurchaseId};
use crate::domain::money::Money;
use crate::domain::purchase::Purchase;

/// How many sales are listed: as many as `needs` has loaded.
pub const LISTED: usize = 5;

/// `estorno 11…`, `estorno 11… 30,00`.
pub fn by_phone(desk: &mut Desk, words: &Words) {
    let Some(member) = buyer(desk, words) else { return };
    let amount = words.heard.slots.amount;
    let sales = latest(desk, member);
    match sales.as_slice() {
        [] => desk.say(Line::RefundNone { name: desk.shown_name(member) }),
        [sale] => ask(desk, member, sale.id, amount, Some(1)),
        _ => pick(desk, member, &sales, Back::Refund(amount), None),
    }
}

/// The known person whose number was typed; otherwise it is said why there is none.
pub fn buyer(desk: &mut Desk, words: &Words) -> Option<MemberId> {
    let slots = &words.heard.slots;
    let refused =
        rung::refusal(&slots.flags, slots.amount, &slots.phone_candidates, &slots.amount_candidates);
    let Some(phone) = slots.phone.as_ref().filter(|_| refused.is_none()) else {
        desk.say(refused.unwrap_or(Line::BadPhone));
        return None;
    };
    let Some(member) = desk.draft.facts.member_behind(&Key::Phone(phone.clone())) else {
        desk.say(Line::RefundNobody { phone: phone.spoken() });
        return None;
    };
    let member = desk.draft.facts.present(member);
    (!refuse_frozen(desk, member)).then_some(member)
}

/// The last sales that stand, in any store, newest first.
pub fn latest(desk: &Desk, member: MemberId) -> Vec<Purchase> {
    let account = desk.draft.account(member);
    let rows = account.iter().flat_map(|account| account.purchases.iter());
    let mut sales: Vec<Purchase> =
        rows.filter(|row| !row.is_reversed()).map(|row| Purchase::clone(row)).collect();
    sales.sort_by_key(|sale| (-sale.at, -sale.id.0));
    sales.truncate(LISTED);
    sales
}

/// Lists them with numbers and waits for one.
pub fn pick(desk: &mut Desk, member: MemberId, sales: &[Purchase], then: Back, opening: Option<Line>) {
    let name = desk.shown_name(member);
    let mut lines = vec![opening.unwrap_or(Line::RefundList { name })];
    let mut rows = Vec::new();
    for (number, sale) in (1..).zip(sales) {
        let (amount, left, store) = (sale.amount, sale.standing, desk.store_name(sale.store));
        let (day, time) = (Day(sale.at), Time(sale.at));
        rows.push(SoldRow { amount: left, at: sale.at, store: store.clone() });
        lines.push(if left == amount {
            Line::RefundRow { number, amount, day, time, store }
        } else {
            Line::RefundRowPart { number, amount, left, day, time, store }
        });
    }
    lines.push(Line::RefundPick);
    let token = desk.dice.token();
    let sales = sales.iter().map(|sale| sale.id).collect();
    desk.state.topic =
        Topic::PickingSale { token: token.clone(), since: desk.event.now(), member, sales, then };
    desk.say(Message::new(lines).picks(Picks::Sales(token, rows)));
}

/// What comes after the list: a number or `a segunda`, or the price of one of them. A sale is never read here, nor a yes:
/// only a request of its own leaves the list.
pub fn answer_pick(desk: &mut Desk, words: &Words) -> bool {
    let dropped = words.yes == Some(false) || words.heard.intent == Intent::Cancel;
    if dropped {
        let exchange = matches!(desk.state.topic, Topic::PickingSale { then: Back::Exchange(_), .. });
        desk.settle(if exchange { Line::ExchangeKept } else { Line::RefundKept });
        return true;
    }
    let slots = &words.heard.slots;
    let again = matches!(
        words.heard.intent,
        Intent::Refund | Intent::RegisterPurchase | Intent::Unknown | Intent::ConfirmYes
    );
    if !again || slots.phone.is_some() || words.phone.value.is_some() || quoted(desk).is_some() {
        return false;
    }
    let Topic::PickingSale { member, sales, then, .. } = desk.state.topic.clone() else { return false };
    // `estorno 2` picks as `2` does; `2,00` is a price.
    let named = slots.place.map(|place| place.among(sales.len()));
    let number = slots.digit.or(named).and_then(|number| usize::try_from(number).ok());
    let placed = number.filter(|number| (1..=sales.len()).contains(number));
    let priced = |id: &&PurchaseId| {
        let sale = desk.draft.purchase(member, **id);
        sale.is_some_and(|sale| {
            words.amount.value.is_some_and(|price| [sale.standing, sale.amount].contains(&price))
        })
    };
    let alike: Vec<PurchaseId> = sales.iter().filter(priced).copied().collect();
    match (placed.and_then(|number| u32::try_from(number).ok()), alike.as_slice()) {
        (Some(number), _) => picked(desk, number),
        (None, [sale]) => match then {
            Back::Refund(amount) => ask(desk, member, *sale, amount, u32::try_from(sales.len()).ok()),
            Back::Exchange(amount) => exchange::ask(desk, member, *sale, amount),
        },
        _ => desk.say(Line::RefundPick),
    }
    true
}

pub fn picked(desk: &mut Desk, number: u32) {
    let Topic::PickingSale { member, sales, then, .. } = desk.state.topic.clone() else { return };
    let index = usize::try_from(number).unwrap_or(0).checked_sub(1);
    let Some(sale) = index.and_then(|index| sales.get(index)).copied() else {
        desk.say(Line::RefundPick);
        return;
    };
    // What cannot be taken back leaves the list as it is.
    let found = desk.draft.purchase(member, sale).cloned();
    let refused = |sale: Purchase, amount: Option<Money>| {
        let amount = amount.unwrap_or(sale.standing);
        objection(desk, &sale, amount, limit(desk))
    };
    if let (Some(found), Back::Refund(amount)) = (found, &then)
        && let Some(line) = refused(found, *amount)
    {
        desk.say(line);
        return;
    }
    match then {
        Back::Refund(None) => ask(desk, member, sale, None, u32::try_from(sales.len()).ok()),
        // Which and how much were both said.
        Back::Refund(amount) => take_back(desk, member, sale, amount),
        Back::Exchange(amount) => exchange::ask(desk, member, sale, amount),
    }
}

/// One sale that is known already, and all of it.
pub fn ask_about(desk: &mut Desk, member: MemberId, sale: PurchaseId) {
    if !refuse_frozen(desk, member) {
        ask(desk, member, sale, None, Some(1));
    }
}

/// Shows what would be taken back and waits for a yes, or for another amount.
fn ask(desk: &mut Desk, member: MemberId, id: PurchaseId, amount: Option<Money>, listed: Option<u32>) {
    let Some(sale) = desk.draft.purchase(member, id).cloned() else {
        desk.settle(Line::Expired);
        return;
    };
    let whole = amount.is_none();
    let amount = amount.unwrap_or(sale.standing);
    if let Some(line) = objection(desk, &sale, amount, limit(desk)) {
        desk.settle(line);
        return;
    }
    let (name, store) = (desk.shown_name(member), desk.store_name(sale.store));
    let mut lines = vec![Line::RefundAsk { name, amount, day: Day(sale.at), time: Time(sale.at), store }];
    lines.extend(whole.then_some(Line::RefundAskPart));
    let token = desk.dice.token();
    let since = desk.event.now();
    let yes = if whole { Button::All(token.clone()) } else { Button::Yes(token.clone()) };
    let buttons = vec![yes, Button::No(token.clone())];
    desk.state.topic = Topic::Refunding { token, since, member, purchase: id, amount, listed };
    desk.say(Message::new(lines).buttons(buttons));
}

/// The same once more.
pub fn again(desk: &mut Desk) {
    let Topic::Refunding { member, purchase, amount, listed, .. } = desk.state.topic else { return };
    let standing = desk.draft.purchase(member, purchase).map(|sale| sale.standing);
    ask(desk, member, purchase, Some(amount).filter(|amount| standing != Some(*amount)), listed);
}

/// How much of one sale whoever types may take back; `None`: any amount.
pub fn limit(desk: &Desk) -> Option<Money> {
    let manages = desk.staff.as_ref().is_some_and(|staff| staff.role.manages());
    (!manages).then_some(desk.draft.program.limits.refund_by_cashier)
}

/// Why so much of it is not taken back by whoever asks, who may take back so much.
pub fn objection(desk: &Desk, sale: &Purchase, amount: Money, limit: Option<Money>) -> Option<Line> {
    // What nobody paid does not come back.
    let after = sale.terms.left(Money((sale.standing.0 - amount.0).max(0)));
    let back = sale.terms.price(sale.amount).0 - sale.terms.price(after).0;
    if let Some(line) = desk.own(sale.member) {
        Some(line)
    } else if sale.is_reversed() {
        Some(Line::UndoAlready)
    } else if amount > sale.standing {
        Some(Line::RefundTooMuch { left: sale.standing })
    } else if amount.0 <= 0 {
        Some(Line::AmountZero)
    } else {
        // The limit is for one sale, in however many parts it comes back.
        limit.filter(|limit| back > limit.0).map(|limit| Line::RefundManager { limit })
    }
}

pub fn answer(desk: &mut Desk, yes: bool) {
    let Topic::Refunding { member, purchase, amount, .. } = desk.state.topic else { return };
    if yes {
        take_back(desk, member, purchase, Some(amount));
    } else {
        desk.settle(Line::RefundKept);
    }
}

/// Another amount, typed as the answer.
pub fn answer_amount(desk: &mut Desk, words: &Words) -> bool {
    let Topic::Refunding { member, purchase, listed, amount: asked, .. } = desk.state.topic else {
        return false;
    };
    let reading = &words.amount;
    let Some(amount) = reading.value.filter(|_| reading.doubt != Doubt::Ask) else { return false };
    if words.phone.value.is_some() {
        return false;
    }
    // The number of a sale, typed once more, is hardly an amount.
    let place = words.heard.slots.digit.zip(listed).is_some_and(|(digit, listed)| digit <= listed);
    match rung::completes(desk, words) {
        Some(Doubt::Sure) if !place => take_back(desk, member, purchase, Some(amount)),
        // Where there is no other, its number says only that it is the one.
        Some(_) if place && listed == Some(1) => {
            let standing = desk.draft.purchase(member, purchase).map(|sale| sale.standing);
            ask(desk, member, purchase, Some(asked).filter(|asked| standing != Some(*asked)), listed);
        }
        Some(_) => ask(desk, member, purchase, Some(amount), listed),
        // `estorno 30,00` says once more what was asked about.
        None if words.heard.intent == Intent::Refund && quoted(desk).is_none() => {
            take_back(desk, member, purchase, Some(amount));
        }
        None => return false,
    }
    true
}
