//! What a member asks for: balance, rewards, referral, rules, a person, the way out.

use crate::dialogue::consent;
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::earmark;
use crate::dialogue::handover;
use crate::dialogue::hear::{Intent, Subject};
use crate::dialogue::joining;
use crate::dialogue::line::{
    Button, ChatLink, Class, Day, Line, LinkText, MENU, Message, Picks, Points, Time,
};
use crate::dialogue::needs::short_codes;
use crate::dialogue::offers;
use crate::dialogue::paying;
use crate::dialogue::ranking;
use crate::dialogue::regulation::regulation;
use crate::dialogue::state::Topic;
use crate::dialogue::statement;
use crate::dialogue::voucher;
use crate::dialogue::way::Way;
use crate::domain::calendar::DAY;
use crate::domain::code::referral_code;
use crate::domain::facts::Account;
use crate::domain::hold::{HeldFor, Hold};
use crate::domain::ids::MemberId;
use crate::domain::ledger::Actor;
use crate::domain::member::clean_name;
use crate::domain::program::RewardRule;
use crate::domain::program::span::NEVER;
use crate::domain::redeeming::NotHeld;
use std::collections::BTreeMap;

/// How many ends of credits a balance shows.
const ENDS: usize = 3;

/// More words than this are no name.
const NAMES: usize = 4;

/// A read by button: the same as typing the word.
pub fn read(desk: &mut Desk, what: &str) {
    match what {
        "menu" => menu(desk),
        "human" => handover::call(desk, None),
        "rules" => rules(desk),
        "opt-out" => offers::opt_out(desk, false),
        _ if refuse_frozen(desk) => {}
        _ if !desk.joined() && desk.staff.is_none() => {
            let shown = match what {
                "balance" => joining::show_kept(desk, Intent::Balance, balance),
                "statement" => joining::show_kept(desk, Intent::Statement, statement::read),
                _ => false,
            };
            if !shown {
                joining::invite(desk, None, None);
            }
        }
        "balance" => balance(desk),
        "statement" => statement::read(desk),
        "rewards" => rewards(desk),
        "referral" => referral(desk),
        "ranking" => ranking::read(desk),
        "opt-in" => offers::opt_in(desk),
        _ => menu(desk),
    }
}

pub fn menu(desk: &mut Desk) {
    handover::come_back(desk);
    let name = desk.vocative();
    desk.say(Message::from(Line::Menu { name }).picks(Picks::Menu(MENU.to_vec())));
}

/// A greeting gets a greeting and a short offer, not ten rows.
pub fn hello(desk: &mut Desk) {
    let name = desk.vocative();
    desk.say(Message::from(Line::Hello { name }).buttons(vec![
        Button::Balance,
        Button::Rewards,
        Button::Menu,
    ]));
}

pub fn balance(desk: &mut Desk) {
    let id = desk.speaker();
    let wallet = desk.wallet(id);
    let vouchers = voucher::rows(desk, id);
    if wallet.shown() == 0 && wallet.held == 0 && !vouchers.is_empty() {
        voucher::list(desk);
        return;
    }
    if wallet.shown() == 0 && wallet.held == 0 {
        desk.say(Message::from(Line::BalanceZero).buttons(vec![Button::Rules]));
        return;
    }
    desk.shows(Subject::Balance);
    let mut lines = vec![Line::Balance { balance: desk.shown(id) }];
    if wallet.held > 0 {
        lines.push(Line::BalanceHeld { held: Points(wallet.held) });
    }
    if wallet.debt > 0 {
        lines.push(Line::BalanceDebt { debt: Points(wallet.debt) });
    }
    lines.extend(later(desk, id));
    lines.extend(ends(desk, id));
    lines.extend(desk.next_reward(id));
    lines.extend(voucher::missing(desk, id));
    if !vouchers.is_empty() {
        lines.extend([Line::Gap, Line::Vouchers]);
        lines.extend(vouchers);
    }
    desk.say(Message::new(lines).buttons(vec![Button::Rewards, Button::Statement]));
}

/// Credit that may be used only later.
fn later(desk: &Desk, id: MemberId) -> Vec<Line> {
    let later = desk.draft.account(id).map(|account| account.later(desk.event.at)).unwrap_or_default();
    let line = |(from, amount): (i64, i64)| Line::BalanceLater {
        points: Points(amount),
        day: Day(from),
        days: desk.zone().days_until(desk.event.now(), from),
    };
    later.into_iter().take(ENDS).map(line).collect()
}

/// What ends next: the first credit when that is within thirty days; where the balance pays at the till, until when
/// each of the next few may be used.
fn ends(desk: &Desk, id: MemberId) -> Vec<Line> {
    let pays = desk.draft.program.pay.is_some();
    let (soon, most) = if pays { (NEVER - 1, ENDS) } else { (desk.event.at + 30 * DAY, 1) };
    ends_until(desk, id, soon, most)
}

/// When the speaker's own credit and vouchers end, the next few of each.
pub(super) fn own_ends(desk: &Desk) -> Vec<Line> {
    let id = desk.speaker();
    let vouchers = voucher::rows(desk, id).into_iter().take(ENDS);
    ends_until(desk, id, NEVER - 1, ENDS).into_iter().chain(vouchers).collect()
}

/// The first ends of credit up to then (ms UTC).
fn ends_until(desk: &Desk, id: MemberId, soon: i64, most: usize) -> Vec<Line> {
    let mut ends: BTreeMap<i64, i64> = BTreeMap::new();
    for lot in desk.draft.account(id).map(Account::open_lots).unwrap_or_default() {
        if lot.remaining > 0 && lot.expires_at <= soon {
            *ends.entry(lot.expires_at).or_default() += lot.remaining;
        }
    }
    let line =
        |(end, points): (&i64, &i64)| Line::BalanceExpires { points: Points(*points), day: Day(end - 1) };
    ends.iter().take(most).map(line).collect()
}

/// Code and a text to forward, in the customer's own voice: a bubble of its own, so that it can be.
pub fn referral(desk: &mut Desk) {
    let Some(rule) = desk.draft.program.referral.clone() else {
        desk.say(Line::ReferralNone);
        return;
    };
    let code = own_code(desk);
    let shop = desk.draft.shop.name.clone();
    let text = LinkText::Join { shop: shop.clone(), code: Some(code.clone()) };
    let link = ChatLink { phone: desk.draft.shop.phone.clone(), text };
    let (friend, referrer) = (Points(rule.friend), Points(rule.referrer));
    let minimum = rule.minimum;
    if rule.friend == 0 {
        desk.say(Line::ReferralOne { code: code.clone(), referrer, minimum });
        desk.say(Line::ReferralShareOne { shop, code, link });
    } else {
        desk.say(Line::Referral { code: code.clone(), friend, referrer, minimum });
        desk.say(Line::ReferralShare { shop, code, friend, link });
    }
}

/// The speaker's referral code, given at the first asking.
fn own_code(desk: &mut Desk) -> String {
    let id = desk.speaker();
    if let Some(code) = desk.me().and_then(|member| member.referral_code.clone()) {
        return code;
    }
    let code = referral_code(desk.me().and_then(|member| member.name.as_deref()), id.0);
    desk.draft.alter(id, |member| member.referral_code = Some(code.clone()));
    code
}

pub fn rewards(desk: &mut Desk) {
    let wallet = desk.wallet(desk.speaker());
    let rewards = &desk.draft.program.rewards;
    if rewards.is_empty() {
        let pays = desk.draft.program.pay.is_some();
        desk.say(if pays { Line::RewardsNonePay } else { Line::RewardsNone });
        return;
    }
    let mut lines = vec![Line::Rewards { balance: Points(wallet.shown()) }, Line::Gap];
    let mut within_reach = Vec::new();
    for (number, reward) in (1..).zip(rewards) {
        lines.push(row(desk, number, reward));
        within_reach.extend(pick(desk, number, reward));
    }
    if wallet.debt > 0 {
        lines.extend([Line::Gap, Line::RewardBlocked { debt: Points(wallet.debt) }]);
    } else if !within_reach.is_empty() {
        lines.extend([Line::Gap, Line::RewardHow]);
    }
    let picks = if within_reach.is_empty() { Picks::None } else { Picks::Rewards(within_reach) };
    desk.state.topic = Topic::Rewards { since: desk.event.now() };
    desk.say(Message::new(lines).picks(picks));
}

/// A reward of the list, and how far it is from whoever asks.
pub(super) fn row(desk: &Desk, number: i64, rule: &RewardRule) -> Line {
    let (wallet, at) = (desk.wallet(desk.speaker()), desk.event.at);
    let lang = desk.me().map(|member| member.lang).unwrap_or_default();
    let (reward, price) = (rule.name(lang).to_owned(), Points(rule.price));
    let missing = rule.price - wallet.shown();
    let waits = desk.draft.account(desk.speaker()).and_then(|account| account.lacks(rule.price, at));
    if is_gone(desk, rule) {
        Line::RewardNone { number, reward, price }
    } else if let (true, Some((from, _))) = (missing <= 0, waits) {
        Line::RewardSoon { number, reward, price, day: Day(from) }
    } else if missing <= 0 && wallet.debt == 0 {
        Line::RewardCan { number, reward, price }
    } else {
        Line::RewardCannot { number, reward, price, missing: Points(missing) }
    }
}

/// The same as a row to tap, where it is within reach.
pub(super) fn pick(desk: &Desk, number: i64, rule: &RewardRule) -> Option<(u32, String, i64)> {
    match row(desk, number, rule) {
        Line::RewardCan { reward, .. } => Some((u32::try_from(number).unwrap_or(0), reward, rule.price)),
        _ => None,
    }
}

/// Whether there are no more of it.
fn is_gone(desk: &Desk, reward: &RewardRule) -> bool {
    let gone = desk.figures.gone.get(&reward.key).copied().unwrap_or(0);
    reward.stock.is_some_and(|stock| gone >= i64::from(stock))
}

/// Sets it aside under a code, for as long as it is kept.
pub(super) fn hold(desk: &mut Desk, reward: &RewardRule) {
    let id = desk.speaker();
    let lang = desk.me().map(|member| member.lang).unwrap_or_default();
    let name = reward.name(lang).to_owned();
    desk.state.topic = Topic::Idle;
    if is_gone(desk, reward) {
        desk.say(Message::from(Line::RewardGone { reward: name }).buttons(vec![Button::Rewards]));
        return;
    }
    if desk.me().is_some_and(|member| member.moved) {
        ask_moved(desk);
        return;
    }
    let Some(code) = free_code(desk) else {
        desk.say(Line::Expired);
        return;
    };
    let purpose = HeldFor::Reward(reward.key.clone());
    let line = match desk.draft.hold(id, purpose, reward.price, code, Actor::Member(id)) {
        Ok(hold) => Line::RewardHeld {
            reward: name,
            code: hold.code,
            day: Day(hold.expires_at),
            time: Time(hold.expires_at),
            available: desk.shown(id),
        },
        Err(NotHeld::Debt(debt)) => Line::RewardBlocked { debt: Points(debt) },
        Err(NotHeld::Later(amount, from)) => {
            Line::RewardNotYet { reward: name, points: Points(amount), day: Day(from) }
        }
        Err(NotHeld::Missing(missing)) => Line::RewardMissing { reward: name, missing: Points(missing) },
    };
    desk.say_as(line, Class::A);
}

/// WhatsApp told of another number or device: before value leaves, the person says that it was them.
pub(super) fn ask_moved(desk: &mut Desk) {
    let token = desk.dice.token();
    desk.state.topic = Topic::MovedAsked { token: token.clone(), since: desk.event.now() };
    desk.say(Message::from(Line::MovedAsk).buttons(vec![Button::Yes(token.clone()), Button::No(token)]));
}

pub fn answer_moved(desk: &mut Desk, yes: bool) {
    let id = desk.speaker();
    if yes {
        desk.draft.alter(id, |member| member.moved = false);
        desk.settle(Message::from(Line::MovedConfirmed).buttons(vec![Button::Rewards]));
    } else {
        desk.draft.alter(id, |member| member.frozen = true);
        let (shop, contact) = (desk.draft.shop.name.clone(), desk.draft.shop.contact.clone());
        desk.settle(Line::Frozen { shop, contact });
    }
}

/// The first of this event's candidate codes that nothing open uses.
pub fn free_code(desk: &Desk) -> Option<String> {
    let taken = |code: &str| {
        let found = desk.draft.facts.codes.get(code).copied().flatten();
        let hold = found.and_then(|(member, hold)| desk.draft.account(member)?.hold(hold));
        let waiting = desk.draft.facts.returns.get(code).copied().flatten().is_some();
        waiting || paying::present(desk, code).is_some() || hold.is_some_and(Hold::is_open)
    };
    short_codes(desk.event.seed).into_iter().find(|code| !taken(code))
}

/// The regulation, and what of it will change: what is to come as well as what goes.
pub fn rules(desk: &mut Desk) {
    let (lang, zone) = (desk.me().map(|member| member.lang).unwrap_or_default(), desk.draft.shop.zone);
    let promised = |program| regulation(program, lang, zone, desk.event.at);
    let now = promised(desk.draft.program);
    let mut lines = vec![Line::Rules { shop: desk.draft.shop.name.clone() }];
    if let Some(coming) = desk.draft.shop.rules.coming(desk.event.at) {
        let then = promised(&coming.program);
        let (new, gone) = (missing(&then, &now), missing(&now, &then));
        lines.extend(now);
        lines.extend([Line::Gap, Line::RulesComing { day: Day(coming.from) }]);
        for (heading, rules) in [(Line::RulesNew, new), (Line::RulesGone, gone)] {
            lines.extend((!rules.is_empty()).then_some(heading));
            lines.extend(rules);
        }
    } else {
        lines.extend(now);
    }
    desk.say(Message::new(lines));
}

/// Rules of the first that the second has not.
fn missing(these: &[Line], those: &[Line]) -> Vec<Line> {
    these.iter().filter(|line| !those.contains(line)).cloned().collect()
}

/// Value rests while nobody knows whether the number still belongs to the same person.
pub fn refuse_frozen(desk: &mut Desk) -> bool {
    let frozen = desk.me().is_some_and(|member| member.frozen);
    if frozen {
        let (shop, contact) = (desk.draft.shop.name.clone(), desk.draft.shop.contact.clone());
        desk.say(Line::Frozen { shop, contact });
    }
    frozen
}

pub fn name(desk: &mut Desk, words: &Words) {
    let id = desk.speaker();
    // `aqui é a Ju` says who writes; it may be somebody else's phone, and is no wish to be called otherwise.
    let known = desk.me().is_some_and(|member| member.name.is_some());
    if words.heard.slots.introduces && (known || words.heard.slots.name.is_none()) {
        hello(desk);
        return;
    }
    match words.heard.slots.name.as_deref().and_then(clean_name) {
        // A whole sentence is no name.
        Some(name) if name.split_whitespace().count() <= NAMES => {
            desk.draft.alter(id, |member| member.name = Some(name.clone()));
            desk.say(Line::NameSet { name });
        }
        _ => desk.say(Line::NameWhich),
    }
}

pub fn language(desk: &mut Desk, words: &Words) {
    let id = desk.speaker();
    if let Some(lang) = words.heard.slots.language {
        desk.draft.alter(id, |member| member.lang = lang);
        desk.state.chose = true;
    }
    desk.say(Line::Language);
}

/// Holds of the speaker that ran out before this message.
pub fn say_lapsed(desk: &mut Desk, id: MemberId, over: &[Hold]) {
    for hold in over {
        match hold.purpose {
            HeldFor::Reward(_) => desk.say(lapsed(desk, id, hold)),
            HeldFor::Purchase => desk.say(earmark::lapsed(desk, hold)),
            HeldFor::Asked(_) => consent::tell_over(desk, hold),
        }
    }
}

/// Holds of somebody silent: told only inside the window, never as a message that waits.
pub fn tell_lapsed(desk: &mut Desk, id: MemberId, over: &[Hold]) {
    for hold in over {
        let chat = desk.way(id, Class::A, None) == Way::Chat;
        if hold.asked().is_some() || chat && hold.reward().is_none() {
            consent::tell_over(desk, hold);
        } else if chat {
            let line = lapsed(desk, id, hold);
            desk.tell(id, line, Class::A);
        }
    }
}

fn lapsed(desk: &Desk, id: MemberId, hold: &Hold) -> Line {
    let lang = desk.draft.member(id).map(|member| member.lang).unwrap_or_default();
    let reward = desk.draft.program.reward_name(hold.reward().unwrap_or("—"), lang);
    Line::RewardLapsed { reward, points: Points(hold.amount), balance: desk.shown(id) }
}
