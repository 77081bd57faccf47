//! Undoing a slip at the counter: the one own sale or hand-over of the last minutes, or one of several by a question.

use crate::dialogue::correcting;
use crate::dialogue::counter::{back_paid, meant, quoted, refuse_frozen, reward_name, tell_reversal};
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::handing;
use crate::dialogue::hear::{Hint, Intent, fold};
use crate::dialogue::lacking;
use crate::dialogue::line::{Button, Line, Message, Points, Time};
use crate::dialogue::rebooking;
use crate::dialogue::state::Topic;
use crate::dialogue::voucher;
use crate::domain::calendar::MINUTE;
use crate::domain::hold::Hold;
use crate::domain::ids::{MemberId, PurchaseId};
use crate::domain::ledger::Actor;
use crate::domain::money::Money;
use crate::domain::purchase::Purchase;

/// How many sales a question names.
const LISTED: usize = 3;

/// `desfaz`, typed or as an answer to a sale: what is quoted, or the one own sale or hand-over of the last minutes.
pub fn request(desk: &mut Desk, words: &Words) {
    if let Some((member, purchase)) = quoted(desk).filter(|(member, _)| meant(desk, words, *member)) {
        undo_now(desk, member, purchase);
        return;
    }
    if let Some((member, hold)) = handing::quoted(desk, words) {
        handing::give_back(desk, member, hold);
        return;
    }
    let cancels = words.heard.intent == Intent::Cancel;
    if cancels && desk.state.left {
        desk.say(Line::SaleDropped);
        return;
    }
    let Some(staff) = desk.staff.clone() else { return };
    let since = desk.event.at - desk.draft.program.timers.undo_minutes * MINUTE;
    let every = desk
        .draft
        .purchases(|purchase| purchase.staff == staff.id && purchase.at >= since && !purchase.is_reversed());
    let own: Vec<Purchase> =
        every.iter().filter(|purchase| meant(desk, words, purchase.member)).cloned().collect();
    let named = words.heard.slots.name.as_deref();
    let (own, strange) = of_named(desk, own, named);
    if let Some(sale) = of_price(words, &own) {
        ask_about(desk, sale, None, Vec::new());
        return;
    }
    let handed = handing::lately(desk, words);
    if let Some(thing) = named.filter(|_| strange)
        && of_thing(desk, &own, &handed, thing)
    {
        return;
    }
    let later = every.iter().map(|sale| sale.at).chain(handed.iter().filter_map(|hold| hold.closed_at)).max();
    let theirs = words.heard.slots.phone.is_some() && !own.is_empty() || named.is_some() && !strange;
    if !theirs && lacking::take_back(desk, later) {
        return;
    }
    match (own.as_slice(), handed.as_slice()) {
        ([], []) if cancels => desk.say(Line::SaleDropped),
        // Whoever is named by a number bought nothing: it may be the right buyer of what is there.
        ([], []) if let [sale] = every.as_slice() => ask_about(desk, sale, None, Vec::new()),
        ([], []) if !every.is_empty() => undo_which(desk, &every, &[]),
        ([], []) => desk.say(Line::UndoNothing),
        // Named by a number, and not the newest: `errei, era 11…` means who bought.
        ([sale], []) if words.heard.slots.phone.is_some() && !is_newest(desk, sale) => {
            ask_about(desk, sale, None, Vec::new());
        }
        // Somebody was named, and it is not them, or nobody said what to do: nothing is undone on a guess.
        ([sale], []) if strange || words.only_regrets() => ask_about(desk, sale, None, Vec::new()),
        ([sale], []) => undo_now(desk, sale.member, sale.id),
        // It may be meant for anything.
        ([], [hold]) if cancels => handing::ask(desk, hold, Vec::new()),
        ([], [hold]) => handing::give_back(desk, hold.member, hold.id),
        (sales, handed) => undo_which(desk, sales, handed),
    }
}

/// The sales of whoever is named, or all of them where none is theirs, and whether that is so.
pub(super) fn of_named(desk: &Desk, own: Vec<Purchase>, named: Option<&str>) -> (Vec<Purchase>, bool) {
    let Some(named) = named.map(fold) else { return (own, false) };
    let is_theirs = |sale: &Purchase| {
        let name = desk.draft.member(sale.member).and_then(|member| member.name.as_deref()).map(fold);
        name.is_some_and(|name| name.split(' ').any(|word| word == named))
    };
    let theirs: Vec<Purchase> = own.iter().filter(|sale| is_theirs(sale)).cloned().collect();
    if theirs.is_empty() { (own, true) } else { (theirs, false) }
}

/// `apaga a de 89,90`: of several sales, the one that was of so much.
fn of_price<'s>(words: &Words, own: &'s [Purchase]) -> Option<&'s Purchase> {
    let price = words.amount.value.filter(|_| own.len() > 1)?;
    let mut priced = own.iter().filter(|sale| sale.standing == price);
    let first = priced.next()?;
    priced.next().is_none().then_some(first)
}

/// `desfaz a da tosa`, `desfaz o banho`: what was noted beside a sale, or the reward that was handed over, and it is asked.
/// `false`: it is neither.
fn of_thing(desk: &mut Desk, own: &[Purchase], handed: &[Hold], thing: &str) -> bool {
    let thing = fold(thing);
    let names = |text: &str| fold(text).split(|c: char| !c.is_alphanumeric()).any(|word| word == thing);
    let noted = |sale: &&Purchase| sale.remark.as_deref().is_some_and(names);
    let sales: Vec<Purchase> = own.iter().filter(noted).cloned().collect();
    let called = |hold: &&Hold| names(&reward_name(desk, hold));
    let rewards: Vec<Hold> = handed.iter().filter(called).cloned().collect();
    match (sales.as_slice(), rewards.as_slice()) {
        ([], []) => return false,
        ([sale], []) => ask_about(desk, sale, None, Vec::new()),
        ([], [hold]) => handing::ask(desk, hold, Vec::new()),
        (sales, rewards) => undo_which(desk, sales, rewards),
    }
    true
}

fn is_newest(desk: &Desk, sale: &Purchase) -> bool {
    let own = desk.draft.purchases(|other| other.staff == sale.staff && !other.is_reversed());
    own.first().is_none_or(|newest| newest.id == sale.id)
}

/// Names what may be undone, and asks about the newest.
fn undo_which(desk: &mut Desk, sales: &[Purchase], handed: &[Hold]) {
    let mut rows: Vec<(i64, Line)> = sales.iter().map(|sale| (sale.at, undo_row(desk, sale))).collect();
    rows.extend(handed.iter().map(|hold| (hold.closed_at.unwrap_or_default(), handing::row(desk, hold))));
    rows.sort_by_key(|(at, _)| -at);
    let first = if handed.is_empty() { Line::UndoWhich } else { Line::UndoWhichOf };
    let mut lines = vec![first];
    lines.extend(rows.into_iter().take(LISTED).map(|(_, row)| row));
    match (sales.first(), handed.first()) {
        (sale, Some(hold)) if sale.is_none_or(|sale| hold.closed_at > Some(sale.at)) => {
            handing::ask(desk, hold, lines);
        }
        (Some(newest), _) => {
            lines.push(Line::Gap);
            ask_about(desk, newest, None, lines);
        }
        (None, _) => {}
    }
}

fn undo_row(desk: &Desk, sale: &Purchase) -> Line {
    Line::UndoRow { name: desk.shown_name(sale.member), amount: sale.standing, time: Time(sale.at) }
}

/// Asks whether it is this sale that is undone, or put right.
pub(super) fn ask_about(desk: &mut Desk, sale: &Purchase, right: Option<Money>, mut lines: Vec<Line>) {
    let (name, amount, time) = (desk.shown_name(sale.member), sale.standing, Time(sale.at));
    lines.push(match right {
        Some(new) => Line::CorrectAsk { name, amount, time, new },
        None => Line::UndoAsk { name, amount, time },
    });
    let (token, since) = (desk.dice.token(), desk.event.now());
    let (member, purchase) = (sale.member, sale.id);
    desk.state.topic = Topic::Undoing { token: token.clone(), since, member, purchase, right, to: None };
    desk.say(Message::new(lines).buttons(vec![Button::Yes(token.clone()), Button::No(token)]));
}

/// How long a bare *não* is about what was booked last, ms.
const DISOWNED: i64 = 2 * MINUTE;

/// `não` to what was booked right before: whether it is to be undone. `false`: there is nothing that it could be said to.
pub fn disowned(desk: &mut Desk) -> bool {
    let since = desk.event.at - DISOWNED;
    let Some(sale) = correcting::newest(desk).filter(|sale| sale.at >= since) else { return false };
    ask_about(desk, &sale, None, Vec::new());
    true
}

/// The same once more.
pub fn again(desk: &mut Desk) {
    let Topic::Undoing { member, purchase, right, to, .. } = desk.state.topic.clone() else { return };
    match desk.draft.purchase(member, purchase).cloned() {
        Some(sale) if let Some(to) = to.clone() => rebooking::ask(desk, &sale, to),
        Some(sale) => ask_about(desk, &sale, right, Vec::new()),
        None => desk.settle(Line::Expired),
    }
}

/// A yes or no to whether it is undone; `sim, tira` names the deed as well.
pub fn reply(words: &Words, yes: Option<bool>) -> Option<bool> {
    let figures = words.heard.slots.phone.is_some() || words.amount.value.is_some();
    let deed = words.begins == Some(true) && words.heard.says(Hint::Removes) && !figures;
    yes.or(deed.then_some(true))
}

pub fn answer(desk: &mut Desk, yes: bool) {
    let Topic::Undoing { member, purchase, right, to, .. } = desk.state.topic.clone() else { return };
    if yes {
        match (desk.draft.purchase(member, purchase).cloned(), right, to) {
            (Some(old), _, Some(to)) => rebooking::carry_out(desk, &old, &to),
            (Some(old), Some(amount), None) => correcting::carry_out(desk, &old, amount),
            _ => undo_now(desk, member, purchase),
        }
    } else {
        desk.settle(Line::UndoKept);
    }
}

/// The button under a sale. The handle is the speaker's own state; what may be undone is judged here.
pub fn by_handle(desk: &mut Desk, token: &str) {
    let handle = desk.state.handles.iter().find(|handle| handle.token == token).cloned();
    match (handle, desk.staff.is_some()) {
        (Some(handle), true) => undo_now(desk, handle.member, handle.purchase),
        (None, true) => desk.say(Line::UndoLate),
        (_, false) => {
            let shop = desk.draft.shop.name.clone();
            desk.say(Line::NoLongerStaff { shop });
        }
    }
}

/// Undoes within the time and while the credit is untouched; later it is a refund.
pub(super) fn undo_now(desk: &mut Desk, member: MemberId, id: PurchaseId) {
    let Some(staff) = desk.staff.clone() else { return };
    let Some(purchase) = desk.draft.purchase(member, id).cloned() else {
        desk.settle(Line::UndoNothing);
        return;
    };
    let late = desk.event.now() - purchase.at > desk.draft.program.timers.undo_minutes * MINUTE;
    let others = purchase.staff != staff.id && !staff.role.manages();
    let spent = !desk.draft.is_untouched(&purchase);
    if refuse_frozen(desk, member) {
        return;
    }
    if let Some(line) = desk.own(member) {
        desk.settle(line);
    } else if purchase.is_reversed() {
        desk.settle(Line::UndoAlready);
    } else if late || others || spent {
        desk.settle(Line::UndoLate);
    } else if let Some(back) = desk.draft.take_back(member, id, Money::ZERO, Actor::Staff(staff.id)) {
        tell_reversal(desk, member, &purchase, &back, purchase.told);
        let (name, amount) = (desk.shown_name(member), back.amount);
        let (points, balance) = (Points(back.points), desk.shown(member));
        let mut lines = vec![Line::Undone { name, amount, points, balance }];
        lines.extend(back_paid(&back));
        lines.extend(voucher::back_for_staff(&back.vouchers));
        let exchange = desk.state.handles.iter().any(|handle| handle.purchase == id && handle.exchange);
        lines.extend(exchange.then_some(Line::ExchangeUndone));
        desk.settle(Message::new(lines));
    }
}
