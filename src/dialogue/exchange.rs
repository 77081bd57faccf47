//! An exchange: all of one purchase comes back and another goes out, in one go and told in one message. The old one is
//! taken back by its own rules, with what it was paid with; the new one is of now and earns by today's.

use crate::dialogue::counter::{self, refuse_frozen};
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Intent, Missing};
use crate::dialogue::line::{Button, Class, Day, Line, Message, Points};
use crate::dialogue::notice::{Kind, Notice};
use crate::dialogue::refund::{self, buyer, latest, pick};
use crate::dialogue::rung::{self, Rung};
use crate::dialogue::state::{Back, Buyer, Handle, REMEMBERED, Topic};
use crate::dialogue::way::Way;
use crate::dialogue::{booking, tier, voucher};
use crate::domain::ids::{MemberId, PurchaseId};
use crate::domain::ledger::Actor;
use crate::domain::member::Staff;
use crate::domain::money::Money;
use crate::domain::purchase::Purchase;
use crate::domain::selling::{Sale, Sold, TakenBack};

/// `troca 11… 120 por 90`, or a sale quoted and `troca por 90`.
pub fn request(desk: &mut Desk, words: &Words) {
    let slots = &words.heard.slots;
    let amount = slots.amount.filter(|_| !slots.missing.contains(&Missing::Amount));
    let (Some(amount), quoted) = (amount, counter::quoted(desk)) else {
        desk.say(Line::ExchangeHow);
        return;
    };
    let typed = slots.phone.is_some() || !slots.phone_candidates.is_empty() || !slots.flags.is_empty();
    match (quoted, slots.back) {
        (Some((member, purchase)), back) if !typed => {
            let standing = desk.draft.purchase(member, purchase).map(|sale| sale.standing);
            if back.is_none() || back == standing {
                ask(desk, member, purchase, amount);
            } else {
                desk.say(Line::ExchangeHow);
            }
        }
        (_, Some(back)) if typed => {
            if let Some(member) = buyer(desk, words) {
                find(desk, member, back, amount);
            }
        }
        _ => desk.say(Line::ExchangeHow),
    }
}

/// The purchase of that amount among the last ones; several alike are asked about.
fn find(desk: &mut Desk, member: MemberId, back: Money, amount: Money) {
    let (name, sales) = (desk.shown_name(member), latest(desk, member));
    let alike: Vec<Purchase> = sales.iter().filter(|sale| sale.standing == back).cloned().collect();
    match alike.as_slice() {
        [sale] => ask(desk, member, sale.id, amount),
        [] if sales.is_empty() => desk.say(Line::RefundNone { name }),
        [] => pick(
            desk,
            member,
            &sales,
            Back::Exchange(amount),
            Some(Line::ExchangeNone { name, amount: back }),
        ),
        _ => pick(desk, member, &alike, Back::Exchange(amount), None),
    }
}

/// Shows what comes back, what goes out and the difference, and waits for a yes.
pub fn ask(desk: &mut Desk, member: MemberId, id: PurchaseId, amount: Money) {
    let Some(old) = desk.draft.purchase(member, id).cloned() else {
        desk.settle(Line::Expired);
        return;
    };
    if refuse_frozen(desk, member) {
        return;
    }
    if let Some(line) = objection(desk, &old, amount) {
        desk.settle(line);
        return;
    }
    let (name, store) = (desk.shown_name(member), desk.store_name(old.store));
    // What credit had paid comes back as credit; the rest was money.
    let money = old.standing.0 - old.terms.still_paid(old.standing).0;
    let difference = amount.0 - money;
    let lines = vec![
        Line::ExchangeAsk { name, back: old.standing, day: Day(old.at), store, amount },
        match difference {
            0 => Line::ExchangeEven,
            1.. => Line::ExchangeCharge { difference: Money(difference) },
            _ => Line::ExchangeReturn { difference: Money(-difference) },
        },
    ];
    let token = desk.dice.token();
    let buttons = vec![Button::Yes(token.clone()), Button::No(token.clone())];
    desk.state.topic = Topic::Exchanging { token, since: desk.event.now(), member, purchase: id, amount };
    desk.say(Message::new(lines).buttons(buttons));
}

/// Another amount for what goes out, typed as the answer: it is asked again.
pub fn correct(desk: &mut Desk, words: &Words) -> bool {
    let Topic::Exchanging { member, purchase, .. } = desk.state.topic else { return false };
    let slots = &words.heard.slots;
    // `troca por 85` says once more what was asked about.
    let again = words.heard.intent == Intent::Exchange && slots.back.is_none();
    let answers = again && counter::quoted(desk).is_none() || rung::completes(desk, words).is_some();
    let parts = slots.excluded.or(slots.discount).is_some() && slots.phone.is_none();
    match rung::bare_amount(words).filter(|_| answers && (words.begins != Some(false) || words.puts_right()))
    {
        Some(amount) => ask(desk, member, purchase, amount),
        // What goes out would be a sale of its own, beside the exchange.
        None if answers && parts => desk.settle(Line::ExchangeParts),
        None => return false,
    }
    true
}

fn objection(desk: &Desk, old: &Purchase, amount: Money) -> Option<Line> {
    let limit = desk.draft.program.limits.refuse_above;
    if amount.0 <= 0 {
        Some(Line::AmountZero)
    } else if amount > limit {
        Some(Line::AmountTooHigh { amount, limit })
    } else if old.terms.excluded > Money::ZERO || old.terms.discount > Money::ZERO {
        Some(Line::ExchangeParts)
    } else {
        refund::objection(desk, old, old.standing, refund::limit(desk))
    }
}

/// The answer to that: both or nothing.
pub fn answer(desk: &mut Desk, yes: bool) {
    let Topic::Exchanging { member, purchase, amount, .. } = desk.state.topic else { return };
    if !yes {
        desk.settle(Line::ExchangeKept);
        return;
    }
    let found = desk.draft.purchase(member, purchase).cloned();
    let (Some(staff), Some(old)) = (desk.staff.clone(), found) else { return };
    if refuse_frozen(desk, member) {
        return;
    }
    match objection(desk, &old, amount) {
        Some(line) => desk.settle(line),
        None => carry_out(desk, &staff, &old, amount),
    }
}

fn carry_out(desk: &mut Desk, staff: &Staff, old: &Purchase, amount: Money) {
    let member = old.member;
    let way = desk.way(member, Class::A, Some(Kind::Exchange));
    let tier = desk.draft.tier(member).map(|tier| tier.key.clone());
    let Some(back) = desk.draft.take_back(member, old.id, Money::ZERO, Actor::Staff(staff.id)) else {
        return;
    };
    let mut sold = desk.draft.sell(&Sale {
        member,
        staff: staff.id,
        store: staff.store,
        amount,
        excluded: Money::ZERO,
        discount: Money::ZERO,
        vouchers: Vec::new(),
        hold: None,
        agreed: None,
        remark: None,
        wamid: None,
        line: 0,
        told: !matches!(way, Way::Not(_)),
        order: None,
    });
    // A level that fell and rose again has not changed.
    sold.tier = sold.tier.filter(|_| desk.draft.tier(member).map(|tier| tier.key.clone()) != tier);
    tell(desk, member, staff, &back, amount, &sold);
    tell_referrer(desk, member, &back, &sold);
    answer_staff(desk, member, &back, amount, &sold, booking::way_line(desk, member, way));
}

/// One message with both: what came back, and the receipt of what went out.
fn tell(desk: &mut Desk, member: MemberId, staff: &Staff, back: &TakenBack, amount: Money, sold: &Sold) {
    let sale = Rung {
        amount,
        excluded: Money::ZERO,
        discount: Money::ZERO,
        summed: Vec::new(),
        remark: None,
        doubt: false,
    }
    .of(Buyer::Known(member));
    let mut message = booking::receipt(desk, member, staff, &sale, sold);
    let (store, points, taken) = (desk.store_name(staff.store), Points(sold.points), Points(back.points));
    let gift = back.referral.as_ref().filter(|paid| paid.friend_points > 0);
    let gift = gift.map(|paid| Line::ReversedReferral { points: Points(paid.friend_points) });
    let returned = (back.returned > 0).then_some(Line::BalanceReturned { points: Points(back.returned) });
    let mut news: Vec<Line> = gift.into_iter().chain(returned).collect();
    news.extend(voucher::back_lines(desk, member, &back.vouchers));
    let lang = desk.draft.member(member).map(|member| member.lang).unwrap_or_default();
    if sold.tier.is_none() {
        news.extend(back.tier.as_ref().map(|news| tier::line(news, lang)));
    }
    let exchanged = Line::Exchanged { store: store.clone(), back: back.amount, amount, taken, points };
    message.lines.splice(0..1, [exchanged].into_iter().chain(news.clone()));
    message.later.splice(0..0, news);
    let balance = desk.owned(member);
    let notice = Notice::Exchange { store, back: back.amount, amount, balance };
    desk.tell(member, message.notice(notice), Class::A);
}

/// Whoever invited them hears of it only if something of theirs has changed.
fn tell_referrer(desk: &mut Desk, member: MemberId, back: &TakenBack, sold: &Sold) {
    let vouchers = !back.referrer_vouchers.dissolved.is_empty() || sold.referrer_voucher.is_some();
    if back.referral == sold.referral && !vouchers {
        return;
    }
    counter::tell_referrer_back(desk, member, back);
    if let Some(paid) = sold.referral.filter(|paid| paid.referrer_points > 0) {
        voucher::tell_referrer(desk, member, paid, sold.referrer_voucher.as_ref());
    }
}

fn answer_staff(
    desk: &mut Desk,
    member: MemberId,
    back: &TakenBack,
    amount: Money,
    sold: &Sold,
    way: Option<Line>,
) {
    let (name, balance) = (desk.shown_name(member), desk.shown(member));
    let (taken, points) = (Points(back.points), Points(sold.points));
    let mut lines = vec![Line::ExchangeDone { name, back: back.amount, amount, taken, points, balance }];
    lines.extend(counter::back_paid(back));
    lines.extend(voucher::back_for_staff(&back.vouchers));
    lines.extend(voucher::sold_lines(amount, sold));
    lines.extend(way);
    let (token, purchase) = (desk.dice.token(), sold.purchase);
    let undone = booking::may_be_undone(desk, member, purchase);
    lines.extend(undone.then_some(Line::ExchangeUndoHint));
    desk.state.handles.push(Handle { token: token.clone(), member, purchase, exchange: true });
    let over = desk.state.handles.len().saturating_sub(REMEMBERED);
    desk.state.handles.drain(..over);
    let buttons = if undone { vec![Button::Undo(token)] } else { Vec::new() };
    desk.settle(Message::new(lines).buttons(buttons).about(purchase));
}
