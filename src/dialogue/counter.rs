//! At the counter: handing over what a code stands for, and refunding a sale.

use crate::dialogue::afterwards;
use crate::dialogue::contest;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::handing;
use crate::dialogue::hear::{Intent, Missing, fold};
use crate::dialogue::line::{Button, Class, Day, Line, Message, Points, Time};
use crate::dialogue::mistyped;
use crate::dialogue::notice::Notice;
use crate::dialogue::paying;
use crate::dialogue::refund;
use crate::dialogue::rung::{self, Rung};
use crate::dialogue::sales;
use crate::dialogue::state::{Buyer, Topic};
use crate::dialogue::tier;
use crate::dialogue::voucher;
use crate::domain::calendar::MINUTE;
use crate::domain::facts::Key;
use crate::domain::hold::{Hold, HoldState};
use crate::domain::ids::{HoldId, MemberId, PurchaseId, StoreId};
use crate::domain::ledger::Actor;
use crate::domain::member::{Member, Staff};
use crate::domain::money::Money;
use crate::domain::phone::Phone;
use crate::domain::purchase::Purchase;
use crate::domain::redeeming::Capture;
use crate::domain::selling::TakenBack;

/// Symbols of a code that is said at the counter.
const SHORT: usize = 4;

/// `v 7KD2`: shows what it stands for and whose it is, and waits for a yes.
pub fn code(desk: &mut Desk, words: &Words) {
    let Some(code) = words.heard.slots.code.clone() else {
        let slots = &words.heard.slots;
        if slots.phone.is_some() || slots.vouchers.is_some() {
            voucher::by_phone(desk, words);
        } else {
            desk.say(Line::StaffHelp);
        }
        return;
    };
    if let Some(line) = mistyped::rests(desk) {
        desk.say(line);
        return;
    }
    if let Some(member) = desk.draft.facts.returns.get(&code).copied().flatten() {
        contest::at_counter(desk, member);
        return;
    }
    if let Some((member, voucher)) = desk.draft.facts.vouchers.get(&code).copied().flatten() {
        voucher::present(desk, words, member, voucher);
        return;
    }
    if let Some(member) = paying::present(desk, &code) {
        come(desk, words, member, code);
        return;
    }
    if paying::was_present(desk, &code) {
        desk.say(Line::PresenceOver);
        return;
    }
    let found = desk.draft.facts.codes.get(&code).copied().flatten();
    // What was set aside by a question is known by its token, which is no code for the counter.
    let Some((member, hold)) = found.filter(|_| code.len() == SHORT) else {
        mistyped::count(desk);
        desk.say(Line::CodeUnknown { code });
        return;
    };
    desk.draft.lapse(member);
    let Some(hold) = desk.draft.account(member).and_then(|account| account.hold(hold)).cloned() else {
        return;
    };
    if refuse_frozen(desk, member) {
        return;
    }
    if desk.not_here().is_some() && hold.is_open() {
        let store = desk.staff.as_ref().map(|staff| desk.store_name(staff.store)).unwrap_or_default();
        desk.say(Line::RewardNotHere { store });
        return;
    }
    if let Some(line) = desk.barred(member).filter(|_| hold.is_open()) {
        desk.say(line);
        return;
    }
    if hold.reward().is_none() {
        paying::present_hold(desk, words, &hold);
        return;
    }
    let reward = reward_name(desk, &hold);
    let line = match hold.state {
        HoldState::Open => {
            ask_code(desk, member, hold.id);
            return;
        }
        HoldState::Captured => used(desk, &hold, reward),
        HoldState::Released | HoldState::Expired => Line::CodeOver { reward },
    };
    desk.say(Message::from(line).about_hold(hold.id));
}

/// Shows what is to be handed over to whom, and waits for a yes.
pub fn ask_code(desk: &mut Desk, member: MemberId, id: HoldId) {
    let Some(hold) = desk.draft.account(member).and_then(|account| account.hold(id)).cloned() else { return };
    let (token, since) = (desk.dice.token(), desk.event.now());
    desk.state.topic = Topic::Redeeming { token: token.clone(), since, member, hold: id };
    let (reward, name) = (reward_name(desk, &hold), desk.shown_name(member));
    let buttons = vec![Button::Yes(token.clone()), Button::No(token)];
    desk.say(Message::from(Line::CodeAsk { reward, name }).buttons(buttons));
}

/// `K7P2 89,90`: a sale to whoever said this code.
fn come(desk: &mut Desk, words: &Words, member: MemberId, code: String) {
    let (buyer, code) = (Buyer::Known(member), Some(code));
    let slots = &words.heard.slots;
    if slots.vouchers.is_some() {
        voucher::all(desk, words, member, code);
        return;
    }
    if let Some(line) = rung::objection(desk, slots) {
        desk.say(line);
        return;
    }
    let Some(amount) = slots.amount else {
        let name = desk.shown_name(member);
        desk.state.topic = Topic::SaleAmount { since: desk.event.now(), buyer, code, doubt: false };
        desk.say(Line::AskAmount { name });
        return;
    };
    sales::ring_up(desk, Rung::read(amount, slots), buyer, code);
}

/// Whether the speaker has typed as many wrong codes lately as the program lets anybody.
pub fn tried_too_often(desk: &mut Desk) -> bool {
    let since = desk.event.at - 10 * MINUTE;
    desk.state.wrong_codes.retain(|at| *at > since);
    let most = usize::try_from(desk.draft.program.limits.wrong_codes).unwrap_or(5);
    desk.state.wrong_codes.len() >= most
}

/// Nothing of a record moves while nobody knows whose number it is, nor once its owner is forgotten.
pub fn refuse_frozen(desk: &mut Desk, member: MemberId) -> bool {
    let refused = at_rest(desk, member);
    let refuses = refused.is_some();
    if let Some(line) = refused {
        desk.settle(line);
    }
    refuses
}

/// Why nothing of a record moves.
pub fn at_rest(desk: &Desk, member: MemberId) -> Option<Line> {
    let member = desk.draft.member(member)?;
    let forgotten = member.is_blank().then_some(Line::ForgottenStaff);
    member.frozen.then_some(Line::FrozenStaff).or(forgotten)
}

fn used(desk: &Desk, hold: &Hold, reward: String) -> Line {
    if hold.returned > 0 {
        return Line::HandedAlready;
    }
    let Closing { day, time, by, store } = closing(desk, hold);
    Line::CodeUsed { reward, day, time, by, store }
}

/// When, by whom and where something was handed over.
pub(super) struct Closing {
    pub day: Day,
    pub time: Time,
    pub by: String,
    pub store: String,
}

pub(super) fn closing(desk: &Desk, hold: &Hold) -> Closing {
    let at = hold.closed_at.unwrap_or(hold.opened_at);
    let by = hold.closed_by.and_then(|id| desk.draft.facts.staff.get(&id));
    let store = hold.closed_in.and_then(|id| desk.draft.facts.store(id));
    Closing {
        day: Day(at),
        time: Time(at),
        by: by.map_or_else(|| "—".to_owned(), |staff| staff.name.clone()),
        store: store.map_or_else(|| "—".to_owned(), |store| store.name.clone()),
    }
}

pub(super) fn reward_name(desk: &Desk, hold: &Hold) -> String {
    let lang = desk.me().map(|member| member.lang).unwrap_or_default();
    desk.draft.program.reward_name(hold.reward().unwrap_or("—"), lang)
}

/// Whether it was handed over, as these words say: a yes or a no, `pronto, banho entregue`, or `desfaz o banho`.
pub fn handed_over(desk: &Desk, words: &Words, yes: Option<bool>) -> Option<bool> {
    let Topic::Redeeming { member, hold, .. } = desk.state.topic else { return yes };
    let Some(hold) = desk.draft.account(member).and_then(|account| account.hold(hold)) else { return yes };
    let names = |typed: &str| names_reward(desk, hold, typed);
    let undone = matches!(words.heard.intent, Intent::Undo | Intent::Cancel);
    let undone = undone && words.heard.slots.name.as_deref().is_none_or(names);
    let done = words.heard.hands_over.as_deref().is_some_and(names);
    yes.or(undone.then_some(false)).or(done.then_some(true))
}

/// Whether nothing else is named than this reward and who gets it.
fn names_reward(desk: &Desk, hold: &Hold, typed: &str) -> bool {
    let named = fold(&format!("{} {}", reward_name(desk, hold), desk.shown_name(hold.member)));
    let known = |word: &str| named.split(|c: char| !c.is_alphanumeric()).any(|known| known == word);
    fold(typed).split_whitespace().all(known)
}

/// `banho entregue` where nothing waits to be: what was handed over just now is told once more, otherwise how it is done.
pub fn handed_already(desk: &mut Desk, words: &Words) -> bool {
    let said = matches!(
        words.heard.intent,
        Intent::Unknown | Intent::Thanks | Intent::Smalltalk | Intent::ConfirmYes | Intent::Greeting
    );
    let Some(typed) = words.heard.hands_over.as_deref().filter(|_| said) else { return false };
    let lately = handing::lately(desk, words);
    let done = lately.iter().find(|hold| names_reward(desk, hold, typed));
    let line = done.map_or(Line::HandOverHow, |hold| {
        let (reward, name) = (reward_name(desk, hold), desk.shown_name(hold.member));
        Line::CodeDone { reward, name }
    });
    desk.say(line);
    true
}

/// The answer to "handed over?".
pub fn answer_code(desk: &mut Desk, yes: bool) {
    let Topic::Redeeming { member, hold, .. } = desk.state.topic else { return };
    if !yes {
        desk.settle(Line::CodeKept);
        return;
    }
    desk.draft.lapse(member);
    let found = desk.draft.account(member).and_then(|account| account.hold(hold)).cloned();
    let (Some(staff), Some(hold)) = (desk.staff.clone(), found) else { return };
    if refuse_frozen(desk, member) {
        return;
    }
    if let Some(line) = desk.barred(member).filter(|_| hold.is_open()) {
        desk.settle(line);
        return;
    }
    let reward = reward_name(desk, &hold);
    let line = match hold.state {
        HoldState::Open => {
            let (actor, by, store) = (Actor::Staff(staff.id), staff.id, staff.store);
            desk.draft.capture(&hold, hold.amount, Capture { actor, by, store, purchase: None });
            tell_taken(desk, member, &hold, staff.store);
            handing::remember(desk, member, hold.id);
            Line::CodeDone { reward, name: desk.shown_name(member) }
        }
        HoldState::Captured => used(desk, &hold, reward),
        HoldState::Released | HoldState::Expired => Line::CodeOver { reward },
    };
    desk.settle(Message::from(line).about_hold(hold.id));
}

fn tell_taken(desk: &mut Desk, member: MemberId, hold: &Hold, store: StoreId) {
    let lang = desk.draft.member(member).map(|member| member.lang).unwrap_or_default();
    let reward = desk.draft.program.reward_name(hold.reward().unwrap_or("—"), lang);
    let (store, balance) = (desk.store_name(store), desk.shown(member));
    let notice = Notice::Redeemed { store, reward: reward.clone(), balance: desk.owned(member) };
    desk.tell(member, Message::from(Line::RewardTaken { reward, balance }).notice(notice), Class::A);
}

/// `estorno`, `estorno 30,00` of the quoted sale, or of one of somebody's last; above the cashier's limit a manager.
pub fn refund(desk: &mut Desk, words: &Words) {
    let slots = &words.heard.slots;
    let unread = slots.missing.contains(&Missing::Phone);
    match quoted(desk).filter(|(member, _)| !unread && meant(desk, words, *member)) {
        Some((member, id)) => take_back(desk, member, id, slots.amount),
        None => match handing::quoted(desk, words).filter(|_| !unread) {
            Some((member, hold)) => handing::give_back(desk, member, hold),
            None if slots.phone.is_some() || unread => refund::by_phone(desk, words),
            None if afterwards::comes_back(desk, words) => {}
            None => desk.say(Line::RefundWhich),
        },
    }
}

/// Whether these words can be about a sale of this person: no other number stands in them.
pub(super) fn meant(desk: &Desk, words: &Words, member: MemberId) -> bool {
    let facts = &desk.draft.facts;
    let owner = |phone: &Phone| facts.member_behind(&Key::Phone(phone.clone()));
    let typed = words.heard.slots.phone.as_ref();
    typed.is_none_or(|phone| owner(phone).map(|owner| facts.present(owner)) == Some(member))
}

/// Takes back so much of a sale, or all that stands.
pub(super) fn take_back(desk: &mut Desk, member: MemberId, id: PurchaseId, amount: Option<Money>) {
    let found = desk.draft.purchase(member, id).cloned();
    let (Some(staff), Some(purchase)) = (desk.staff.clone(), found) else {
        desk.say(Line::RefundWhich);
        return;
    };
    let amount = amount.unwrap_or(purchase.standing);
    if refuse_frozen(desk, member) {
        return;
    }
    if let Some(line) = refund::objection(desk, &purchase, amount, refund::limit(desk)) {
        desk.settle(line);
    } else {
        let Some(back) = reverse(desk, &staff, &purchase, amount) else { return };
        let (name, points) = (desk.shown_name(member), Points(back.points));
        let line = Line::Refunded { name, amount: back.amount, points, balance: desk.shown(member) };
        let mut lines = vec![line];
        lines.extend(back_paid(&back));
        lines.extend(voucher::back_for_staff(&back.vouchers));
        desk.settle(Message::new(lines).about(id));
    }
}

/// Takes so much of a sale back, and tells its customer.
pub(super) fn reverse(
    desk: &mut Desk,
    staff: &Staff,
    purchase: &Purchase,
    amount: Money,
) -> Option<TakenBack> {
    let (member, standing) = (purchase.member, Money(purchase.standing.0 - amount.0));
    let back = desk.draft.take_back(member, purchase.id, standing, Actor::Staff(staff.id))?;
    tell_reversal(desk, member, purchase, &back, true);
    Some(back)
}

/// What of it was paid otherwise than with money, or not at all, and what of its credit had ended.
pub(super) fn back_paid(back: &TakenBack) -> Vec<Line> {
    let (discount, points) = (back.discount, Points(back.returned));
    let off = (discount > Money::ZERO).then_some(Line::BackDiscount { discount });
    let paid = (back.returned > 0).then_some(Line::BackPaid { points });
    let lapsed = (back.lapsed > 0).then_some(Line::BackLapsed { points: Points(back.lapsed) });
    off.into_iter().chain(paid).chain(lapsed).collect()
}

/// The sale a quoted message is about: our answer, the receipt, or the line that registered it.
pub(super) fn quoted(desk: &Desk) -> Option<(MemberId, PurchaseId)> {
    let wamid = desk.event.quotes.as_ref()?;
    desk.draft.facts.quotes.get(wamid).copied().flatten()
}

/// Tells the customer, and whoever invited them when the referral fell too.
pub(super) fn tell_reversal(
    desk: &mut Desk,
    member: MemberId,
    purchase: &Purchase,
    back: &TakenBack,
    told: bool,
) {
    if told {
        let (amount, points) = (back.amount, Points(back.points));
        let gift = back.referral.as_ref().filter(|referral| referral.friend_points > 0);
        let gift = gift.map(|referral| Line::ReversedReferral { points: Points(referral.friend_points) });
        let wallet = desk.wallet(member);
        let balance = Points(wallet.shown());
        let debt = (wallet.debt > 0).then_some(Line::BalanceDebt { debt: Points(wallet.debt) });
        let whole = purchase.amount;
        let mut lines = vec![if amount == whole {
            Line::Reversed { amount, points }
        } else {
            Line::ReversedPart { amount, whole, points }
        }];
        lines.extend(gift.clone());
        let returned = (back.returned > 0).then_some(Line::BalanceReturned { points: Points(back.returned) });
        lines.extend(returned.clone());
        let vouchers = voucher::back_lines(desk, member, &back.vouchers);
        lines.push(Line::ReversedBalance { balance });
        lines.extend(vouchers.iter().chain(&debt).cloned());
        let lang = desk.draft.member(member).map(|member| member.lang).unwrap_or_default();
        let level = back.tier.as_ref().map(|news| tier::line(news, lang));
        lines.extend(level.clone());
        let (store, owned) = (desk.store_name(purchase.store), desk.owned(member));
        let notice = Notice::Reversal { store, amount, points, balance: owned };
        let mut message = Message::new(lines).about(purchase.id).notice(notice);
        message.later = gift.into_iter().chain(returned).chain(vouchers).chain(debt).chain(level).collect();
        desk.tell(member, message, Class::A);
    }
    tell_referrer_back(desk, member, back);
}

/// Tells whoever invited the customer that the referral fell.
pub(super) fn tell_referrer_back(desk: &mut Desk, member: MemberId, back: &TakenBack) {
    if let Some(referral) = back.referral.as_ref().filter(|referral| referral.referrer_points > 0) {
        let friend = desk.draft.member(member).and_then(Member::first_name).unwrap_or("★").to_owned();
        let (points, balance) = (Points(referral.referrer_points), desk.shown(referral.referrer));
        let mut lines = vec![Line::FriendReversed { friend, points, balance }];
        lines.extend(voucher::back_lines(desk, referral.referrer, &back.referrer_vouchers));
        desk.tell(referral.referrer, Message::new(lines), Class::A);
    }
}
