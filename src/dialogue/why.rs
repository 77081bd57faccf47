//! `por quê?`: how a figure came about, in a few lines, computed anew from the rules it was agreed under. What the
//! ledger says otherwise is not explained away: then a person of the shop has to look.

use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::figure::decimal as written;
use crate::dialogue::hear::Subject;
use crate::dialogue::line::{Day, Line, Measured, Message, Month, Percent, Points};
use crate::dialogue::needs::WhyPurchase;
use crate::domain::code::spaced;
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::program::Rate;
use crate::domain::program::rate::Sum;
use crate::domain::program::span::NEVER;
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

/// A customer asks: about what they name or quote, else about whatever they saw last.
pub fn mine(desk: &mut Desk, words: &Words) {
    let slots = &words.heard.slots;
    let why = desk.figures.why.purchase.clone().filter(|why| why.purchase.member == desk.speaker());
    let quoted = desk.event.quotes.as_ref().and_then(|wamid| desk.draft.facts.quotes.get(wamid));
    let quotes_it = quoted
        .copied()
        .flatten()
        .is_some_and(|(_, id)| why.as_ref().is_some_and(|why| why.purchase.id == id));
    let shown = desk.state.shown.filter(|(_, at)| {
        desk.event.quotes.is_some() || why.as_ref().is_none_or(|why| why.purchase.at <= *at)
    });
    let subject = slots.subject.or(quotes_it.then_some(Subject::Purchase)).or(shown.map(|(what, _)| what));
    match (subject.unwrap_or(Subject::Purchase), why) {
        (Subject::Tier, _) if desk.draft.program.tiers.is_some() => tier(desk),
        (Subject::Voucher, _) => voucher(desk, slots.code.as_deref()),
        (Subject::Purchase, Some(why)) => purchase(desk, &why),
        _ => balance(desk),
    }
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
    lines.extend(steps(version, why, &sum, lang));
    lines.extend(credit(desk, why));
    desk.say(Message::new(lines).about(bought.id));
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

fn steps(version: &Version, why: &WhyPurchase, sum: &Sum, lang: Lang) -> Vec<Line> {
    let terms = &why.purchase.terms;
    let standing = why.purchase.standing;
    // Nothing is left of it to earn anything.
    if standing == Money::ZERO {
        return Vec::new();
    }
    if sum.too_small {
        return vec![Line::WhySmall { minimum: version.program.earn.minimum }];
    }
    let excluded = Money(standing.0 - sum.eligible.0);
    let times = match version.program.earn.rate {
        Rate::PerReal(rate) => written(rate, lang),
        Rate::Percent(percent) => format!("{}%", written(percent, lang)),
        Rate::Visit(_) => NONE.to_owned(),
    };
    let factor = if terms.factor == Decimal::ONE { NONE.to_owned() } else { written(terms.factor, lang) };
    let mut lines = vec![Line::WhySum {
        standing,
        parts: i64::from(excluded > Money::ZERO || sum.paid > Money::ZERO),
        out: i64::from(excluded > Money::ZERO),
        excluded,
        credit: i64::from(sum.paid > Money::ZERO),
        paid: sum.paid,
        times,
        factor,
        more: i64::from(sum.extra > 0),
        extra: Points(sum.extra),
        points: Points(sum.floored + sum.extra),
        rounded: i64::from(sum.rounded),
    }];
    lines.extend(sum.cut.map(|most| Line::WhyMost { points: Points(most) }));
    lines
}

/// What became of the credit, and until when the rest may be used.
fn credit(desk: &Desk, why: &WhyPurchase) -> Option<Line> {
    let account = desk.draft.account(why.purchase.member).filter(|_| why.given > 0)?;
    let Some(lot) = account.lots.iter().find(|lot| lot.txn == why.purchase.txn) else {
        return Some(Line::WhySpent);
    };
    if let Some(voucher) = account.open_vouchers().iter().find(|voucher| voucher.holds(lot.id)) {
        let mine = why.purchase.member == desk.speaker();
        let code = if mine { spaced(&voucher.code) } else { "…".to_owned() };
        let inside = voucher.pieces.iter().filter(|piece| piece.lot == lot.id).map(|piece| piece.amount);
        return Some(Line::WhyVouched { left: Points(inside.sum()), code });
    }
    let left = Points(lot.remaining);
    Some(match (lot.remaining, lot.expires_at) {
        (0, _) => Line::WhySpent,
        (_, NEVER) => Line::WhyNever { left },
        (_, end) => Line::WhyUntil { left, day: Day(end - 1) },
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
    let name = desk.draft.tier(desk.speaker()).map(|tier| tier.name(lang).to_owned()).unwrap_or_default();
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
