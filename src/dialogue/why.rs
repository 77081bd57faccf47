//! `por quê?`: how a figure came about, in a few lines, computed anew from the rules it was agreed under. What the
//! ledger says otherwise is not explained away: then a person of the shop has to look.

use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::figure::decimal as written;
use crate::dialogue::hear::Subject;
use crate::dialogue::line::{Day, Line, Measured, Message, Month, Percent, Points, Term};
use crate::dialogue::needs::{Moved, WhyPurchase};
use crate::dialogue::{statement, tier as level};
use crate::domain::code::spaced;
use crate::domain::ids::{MemberId, TxnId};
use crate::domain::lang::Lang;
use crate::domain::ledger::Kind;
use crate::domain::money::Money;
use crate::domain::program::rate::Sum;
use crate::domain::program::span::NEVER;
use crate::domain::program::{Rate, RewardRule};
use crate::domain::rulebook::Version;
use crate::domain::voucher::Voucher;
use rust_decimal::Decimal;

/// What the copy takes for a factor that is not there.
const NONE: &str = "none";

/// How many credits, months or pieces one bubble names.
const SHOWN: usize = 4;

/// A member of staff asks about a sale: the quoted one, somebody's latest, or their own latest.
pub fn sale(desk: &mut Desk, _: &Words) {
    match desk.figures.why.purchase.clone() {
        Some(why) => purchase(desk, &why),
        None => desk.say(Line::WhyNothing),
    }
}

/// A customer asks: about what they name or quote, else about whatever they read or were given last.
pub fn mine(desk: &mut Desk, words: &Words) {
    let slots = &words.heard.slots;
    let subject = slots.subject.or_else(|| read(desk));
    let why = &desk.figures.why;
    match (subject, why.purchase.clone(), why.moved.clone()) {
        (Some(Subject::Tier), ..) if desk.draft.program.tiers.is_some() => tier(desk),
        (Some(Subject::Ranking), ..) if desk.draft.program.ranking.is_some() => ranking(desk),
        (Some(Subject::Voucher), ..) => {
            let code = slots.code.clone().or_else(|| quoted(desk));
            voucher(desk, code.as_deref());
        }
        (Some(Subject::Purchase), Some(why), _) | (None, Some(why), None) => purchase(desk, &why),
        (None, _, Some(moved)) => movement(desk, &moved),
        (None, None, None) if desk.event.quotes.is_some() => match quoted(desk) {
            Some(code) => voucher(desk, Some(&code)),
            None => desk.say(Line::WhyUnclear),
        },
        _ => balance(desk),
    }
}

/// The figure that they read: in the quoted bubble; without a quote, if nothing moved since.
fn read(desk: &Desk) -> Option<Subject> {
    let why = &desk.figures.why;
    let shown = desk.state.shown.as_ref()?;
    let bought = why.purchase.as_ref().map(|why| why.purchase.at);
    let moved = why.moved.as_ref().map(|moved| moved.entry.at);
    let asked = match desk.event.quotes {
        Some(_) => why.cause.as_ref() == Some(&shown.by),
        None => moved.max(bought).is_none_or(|at| at <= shown.at),
    };
    asked.then_some(shown.what)
}

/// The voucher that the quoted bubble shows; of several the one that ends first.
fn quoted(desk: &Desk) -> Option<String> {
    let said = desk.figures.why.said.as_ref()?;
    let open = desk.draft.account(desk.speaker())?.open_vouchers();
    open.into_iter().map(|voucher| voucher.code).find(|code| said.contains(&spaced(code)))
}

fn purchase(desk: &mut Desk, why: &WhyPurchase) {
    let bought = &why.purchase;
    let lang = desk.me().map(|member| member.lang).unwrap_or_default();
    let version = desk.draft.shop.rules.version(bought.rules);
    let sum = version.program.sum(bought.standing, &bought.terms);
    if sum.earned != why.given || sum.earned != bought.earned {
        wrong(desk);
        return;
    }
    let (amount, day, points) = (bought.amount, Day(bought.at), Points(sum.earned));
    let back = Money(bought.amount.0 - bought.standing.0);
    let head = if back == Money::ZERO {
        Line::WhyPurchase { amount, day, points }
    } else {
        Line::WhyReduced { amount, back, day, points }
    };
    let mut lines = vec![head, rule(version, lang)];
    lines.extend(steps(desk, version, why, &sum, lang));
    lines.extend((why.given > 0).then(|| credit(desk, bought.member, bought.txn, 3)).flatten());
    desk.say(Message::new(lines).about(bought.id));
}

/// What is no purchase of theirs: as the statement has it, by which rule, and what became of it.
fn movement(desk: &mut Desk, moved: &Moved) {
    let Moved { txn, entry, rules, reward, undone, bought } = moved;
    let lang = desk.me().map(|member| member.lang).unwrap_or_default();
    let program = &desk.draft.shop.rules.version(*rules).program;
    let mut lines = vec![statement::line(entry)];
    let is = |kind: Kind| entry.kind == kind.as_str();
    let referral = program.referral.as_ref().filter(|_| is(Kind::Referral) || is(Kind::ReferralReversal));
    if let Some((rule, (friend, at, back))) = referral.zip(*bought) {
        let own = desk.draft.facts.present(friend) == desk.speaker();
        let points = if own { rule.friend } else { rule.referrer };
        if entry.points.abs() != points {
            wrong(desk);
            return;
        }
        let (points, minimum) = (Points(points), rule.minimum);
        let (amount, reduced) = (entry.amount.unwrap_or_default(), i64::from(back > Money::ZERO));
        lines.push(Line::WhyReferral { points, minimum });
        lines.push(Line::WhyFriend { amount, day: Day(at), reduced, back });
    }
    let named = |rule: &&RewardRule| reward.as_ref() == Some(&rule.key) && rule.price == entry.points.abs();
    lines.extend(
        program
            .rewards
            .iter()
            .find(named)
            .map(|rule| Line::WhyReward { reward: rule.name(lang).to_owned(), price: Points(rule.price) }),
    );
    let step = if referral.is_some() { 3 } else { 0 };
    // What came back is in the credits it was taken from.
    let returned = matches!(lines.first(), Some(Line::StatementReturned { .. }));
    if *undone {
        lines.push(Line::WhyTaken { step });
    } else if entry.points > 0 && !returned {
        lines.extend(credit(desk, desk.speaker(), *txn, step));
    }
    desk.say(Message::new(lines));
}

/// The rate, and since when it counts where the rules were ever changed.
fn rule(version: &Version, lang: Lang) -> Line {
    let (dated, day) = (i64::from(version.from > 0), Day(version.from));
    match version.program.earn.rate {
        Rate::PerReal(rate) => Line::WhyRate { rate: written(rate, lang), dated, day },
        Rate::Percent(percent) => Line::WhyPercent { percent: Percent(percent), dated, day },
        Rate::Visit(each) => Line::WhyVisit { each: Points(each), dated, day },
    }
}

fn steps(desk: &Desk, version: &Version, why: &WhyPurchase, sum: &Sum, lang: Lang) -> Vec<Line> {
    let bought = &why.purchase;
    let (terms, standing) = (&bought.terms, bought.standing);
    // Nothing is left of it to earn anything.
    if standing == Money::ZERO {
        return Vec::new();
    }
    let store = desk.store_name(bought.store);
    if version.program.store(&store).is_some_and(|store| !store.gives) {
        return vec![Line::WhyStore { store }];
    }
    let (eligible, excluded) = (sum.eligible, Money(standing.0 - sum.eligible.0));
    let out = i64::from(excluded > Money::ZERO);
    if sum.too_small {
        let minimum = version.program.earn.minimum;
        return vec![Line::WhySmall { standing, out, excluded, eligible, minimum }];
    }
    let times = match version.program.earn.rate {
        Rate::PerReal(rate) => written(rate, lang),
        Rate::Percent(percent) => format!("{}%", written(percent, lang)),
        Rate::Visit(_) => NONE.to_owned(),
    };
    let zone = desk.draft.zone_at(bought.store);
    let grounds = version.program.grounds(terms, &store, zone, bought.at);
    let (tier, campaign) = grounds.unwrap_or_default();
    let factors = [
        tier.map(|tier| (tier.factor, tier.name(lang))),
        campaign.map(|campaign| (campaign.factor, campaign.name(lang))),
    ];
    let factors = factors.into_iter().flatten().filter(|(factor, _)| *factor != Decimal::ONE);
    let named: Vec<String> =
        factors.map(|(factor, name)| format!("{} ({name})", written(factor, lang))).collect();
    let factor = match (terms.factor == Decimal::ONE, named.is_empty()) {
        (true, _) => NONE.to_owned(),
        (false, true) => written(terms.factor, lang),
        (false, false) => named.join(" × "),
    };
    let mut lines = vec![Line::WhySum {
        standing,
        parts: i64::from(sum.base < standing),
        out,
        excluded,
        less: i64::from(sum.discount > Money::ZERO),
        discount: sum.discount,
        credit: i64::from(sum.paid > Money::ZERO),
        paid: sum.paid,
        times,
        factor,
        named: i64::from(!named.is_empty()),
        more: i64::from(sum.extra > 0),
        extra: Points(sum.extra),
        campaign: campaign.map_or(NONE, |campaign| campaign.name(lang)).to_owned(),
        points: Points(sum.floored + sum.extra),
        rounded: i64::from(sum.rounded),
    }];
    lines.extend(sum.cut.map(|most| Line::WhyMost { points: Points(most) }));
    lines
}

/// What became of the credit that a transaction gave, and until when the rest may be used. `step`: its number among the
/// lines; 0: none.
fn credit(desk: &Desk, member: MemberId, txn: TxnId, step: i64) -> Option<Line> {
    let account = desk.draft.account(member)?;
    let Some(lot) = account.lots.iter().find(|lot| lot.txn == txn && lot.member == member) else {
        return Some(Line::WhySpent { step });
    };
    if let Some(voucher) = account.open_vouchers().iter().find(|voucher| voucher.holds(lot.id)) {
        let mine = member == desk.speaker();
        let code = if mine { spaced(&voucher.code) } else { "…".to_owned() };
        let inside = voucher.pieces.iter().filter(|piece| piece.lot == lot.id).map(|piece| piece.amount);
        return Some(Line::WhyVouched { step, left: Points(inside.sum()), code });
    }
    let left = Points(lot.remaining);
    Some(match (lot.remaining, lot.expires_at) {
        (0, _) => Line::WhySpent { step },
        (_, NEVER) => Line::WhyNever { step, left },
        (_, end) => Line::WhyUntil { step, left, day: Day(end - 1) },
    })
}

/// A balance is the sum of the credits it lies in, less what is set aside and what is owed.
fn balance(desk: &mut Desk) {
    let id = desk.speaker();
    let Some(account) = desk.draft.account(id) else { return };
    let wallet = *account.wallet;
    let mut lots = account.open_lots();
    lots.retain(|lot| lot.remaining > 0);
    lots.sort_by_key(|lot| (lot.expires_at, lot.id));
    let inside: i64 = lots.iter().map(|lot| lot.remaining).sum();
    if inside != wallet.available + wallet.held || desk.figures.why.balance != wallet.shown() + wallet.held {
        wrong(desk);
        return;
    }
    if lots.is_empty() && wallet.debt == 0 {
        desk.say(Line::BalanceZero);
        return;
    }
    let mut lines = vec![Line::WhyBalance { balance: Points(wallet.shown()) }];
    lines.extend(lots.iter().take(SHOWN).map(|lot| {
        let points = Points(lot.remaining);
        match lot.expires_at {
            NEVER => Line::WhyEndless { points },
            end => Line::BalanceExpires { points, day: Day(end - 1) },
        }
    }));
    let rest: i64 = lots.iter().skip(SHOWN).map(|lot| lot.remaining).sum();
    lines.extend((rest > 0).then_some(Line::WhyRest { points: Points(rest) }));
    lines.extend((wallet.held > 0).then_some(Line::WhyHeld { held: Points(wallet.held) }));
    lines.extend((wallet.debt > 0).then_some(Line::BalanceDebt { debt: Points(wallet.debt) }));
    desk.say(Message::new(lines));
}

/// A place in the ranking: what of it was bought, and what friends brought.
fn ranking(desk: &mut Desk) {
    let (zone, at) = (desk.draft.shop.zone, desk.event.at);
    let Some((rule, account)) = desk.draft.program.ranking.as_ref().zip(desk.draft.account(desk.speaker()))
    else {
        return;
    };
    let (bought, referral) = desk.figures.why.ranked;
    let period = rule.period_of(zone, at);
    let done = account.months.get(&period).map_or(0, |tally| tally.ranked);
    if bought + referral != done {
        wrong(desk);
        return;
    }
    let measured = |amount| Measured(rule.measure, amount);
    let mut lines = vec![Line::WhyRanking { done: measured(done), period: Month(period) }];
    let parts = [("figure-purchases", bought), ("figure-referral", referral)]
        .map(|(what, part)| (part != 0).then(|| Line::WhyPart { what: Term(what), done: measured(part) }));
    lines.extend(parts.into_iter().flatten());
    desk.say(Message::new(lines));
}

/// What counts for a tier: the months of the window, each with what was done in it.
fn tier(desk: &mut Desk) {
    let (zone, at) = (desk.draft.shop.zone, desk.event.at);
    let Some((tiers, account)) = desk.draft.program.tiers.as_ref().zip(desk.draft.account(desk.speaker()))
    else {
        return;
    };
    let done = tiers.measured(account, zone, at);
    if done != desk.figures.why.counted.of(tiers.measure) {
        wrong(desk);
        return;
    }
    let lang = desk.me().map(|member| member.lang).unwrap_or_default();
    let Some(tier) = desk.draft.tier(desk.speaker()) else { return };
    let name = tier.name(lang).to_owned();
    let measured = |amount| Measured(tiers.measure, amount);
    let mut lines = vec![match tiers.months {
        Some(months) => Line::TierMine { tier: name, done: measured(done), months: i64::from(months) },
        None => Line::TierMineEver { tier: name, done: measured(done) },
    }];
    let months = tiers.counted(account, zone, at).filter(|(_, tally)| tally.of(tiers.measure) != 0);
    lines.extend(months.map(|(month, tally)| {
        let done = measured(tally.of(tiers.measure));
        Line::WhyMonth { month: Month(month.clone()), done }
    }));
    lines.extend(level::kept(account, tier, lang));
    desk.say(Message::new(lines));
}

/// What a voucher is made of: the one with this code, or the one that ends first.
fn voucher(desk: &mut Desk, code: Option<&str>) {
    let Some(account) = desk.draft.account(desk.speaker()) else { return };
    let open = account.open_vouchers();
    let named = |voucher: &&Voucher| code.is_none_or(|code| voucher.code == code);
    let Some(voucher) = open.iter().find(named).or(open.first()) else {
        desk.say(Line::VouchersNone);
        return;
    };
    let pieces: i64 = voucher.pieces.iter().map(|piece| piece.amount).sum();
    if pieces != voucher.value.0 {
        wrong(desk);
        return;
    }
    let (value, code, day) = (voucher.value, spaced(&voucher.code), Day(voucher.expires_at - 1));
    let mut lines = vec![Line::WhyVoucher { value, code, day }];
    let earned = |lot| account.lots.iter().find(|known| known.id == lot).map(|known| known.earned_at);
    lines.extend(voucher.pieces.iter().take(SHOWN).filter_map(|piece| {
        Some(Line::WhyPiece { points: Points(piece.amount), day: Day(earned(piece.lot)?) })
    }));
    let rest: i64 = voucher.pieces.iter().skip(SHOWN).map(|piece| piece.amount).sum();
    lines.extend((rest > 0).then_some(Line::WhyRest { points: Points(rest) }));
    desk.say(Message::new(lines));
}

fn wrong(desk: &mut Desk) {
    let (shop, contact) = (desk.draft.shop.name.clone(), desk.draft.shop.contact.clone());
    desk.say(Line::WhyWrong { shop, contact });
}
