//! `por quê?`: how a figure came about, in a few lines, computed anew from the rules it was agreed under. What the
//! ledger says otherwise is not explained away: then a person of the shop has to look.
//!
//! Here is what customers and the team are told alike: of a purchase, of another movement, and of a balance.

pub mod behind;
mod mine;
mod team;

pub use mine::mine;
pub use team::team;

use crate::dialogue::desk::Desk;
use crate::dialogue::ending::{longer, prolonged};
use crate::dialogue::figure::decimal as written;
use crate::dialogue::line::{Day, Line, Message, Percent, Points};
use crate::dialogue::state::Shown;
use crate::dialogue::statement;
use crate::dialogue::why::behind::{Moved, Owing, WhyPurchase};
use crate::domain::code::spaced;
use crate::domain::ending::Ending;
use crate::domain::ids::{MemberId, TxnId};
use crate::domain::lang::Lang;
use crate::domain::ledger::Kind;
use crate::domain::money::Money;
use crate::domain::program::rate::Sum;
use crate::domain::program::span::NEVER;
use crate::domain::program::{Rate, RewardRule};
use crate::domain::rulebook::Version;
use rust_decimal::Decimal;

/// What the copy takes for what is not there.
const NONE: &str = "none";

/// How many credits, months or pieces one bubble names.
const SHOWN: usize = 4;

/// The figure that they read: in the quoted bubble; without a quote the last one.
fn shown(desk: &Desk) -> Option<Shown> {
    let reads = &desk.state.reads;
    let shown = match desk.event.quotes {
        Some(_) => reads.iter().find(|shown| desk.figures.why.cause.as_ref() == Some(&shown.by)),
        None => reads.last(),
    };
    shown.cloned()
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
    if why.given > 0 {
        lines.extend(credit(desk, bought.member, bought.txn, 3));
    }
    desk.say(Message::new(lines).about(bought.id));
}

/// What is no purchase of theirs: as the statement has it, by which rule, and what became of it.
fn movement(desk: &mut Desk, member: MemberId, moved: &Moved) {
    let Moved { txn, entry, rules, reward, undone, bought } = moved;
    let lang = desk.me().map(|member| member.lang).unwrap_or_default();
    let program = &desk.draft.shop.rules.version(*rules).program;
    let mut lines = vec![statement::line(entry)];
    let is = |kind: Kind| entry.kind == kind.as_str();
    let referral = program.referral.as_ref().filter(|_| is(Kind::Referral) || is(Kind::ReferralReversal));
    if let Some((rule, (friend, at, back))) = referral.zip(*bought) {
        let own = desk.draft.facts.present(friend) == member;
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
        lines.extend(credit(desk, member, *txn, step));
    }
    if member != desk.speaker() {
        lines.insert(0, Line::WhyWhose { name: desk.shown_name(member) });
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
    let excluded = Money(standing.0 - sum.eligible.0);
    let out = i64::from(excluded > Money::ZERO);
    if sum.too_small {
        let minimum = version.program.earn.minimum;
        let (discount, eligible) = (terms.discounted(standing), terms.payable(standing));
        let less = i64::from(discount > Money::ZERO);
        let parts = out.max(less);
        return vec![Line::WhySmall { standing, parts, out, excluded, less, discount, eligible, minimum }];
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

/// What became of the credit that a transaction gave, until when the rest may be used, and why longer than it was given
/// for. `step`: its number among the lines; 0: none.
fn credit(desk: &Desk, member: MemberId, txn: TxnId, step: i64) -> Vec<Line> {
    let Some(account) = desk.draft.account(member) else { return Vec::new() };
    let Some(lot) = account.lots.iter().find(|lot| lot.txn == txn && lot.member == member) else {
        return vec![Line::WhySpent { step }];
    };
    let later = |ending: &Ending, end, amount| ending.untold.map(|why| longer(why, end, amount));
    if let Some(voucher) = account.open_vouchers().iter().find(|voucher| voucher.holds(lot.id)) {
        let mine = member == desk.speaker();
        let code = if mine { spaced(&voucher.code) } else { NONE.to_owned() };
        let inside = voucher.pieces.iter().filter(|piece| piece.lot == lot.id).map(|piece| piece.amount);
        let inside: i64 = inside.sum();
        let line = Line::WhyVouched { step, left: Points(inside), code };
        return [line].into_iter().chain(later(&voucher.ending, voucher.expires_at, inside)).collect();
    }
    let left = Points(lot.remaining);
    match (lot.remaining, lot.expires_at) {
        (0, _) => vec![Line::WhySpent { step }],
        (_, NEVER) => vec![Line::WhyNever { step, left }],
        (amount, end) => {
            let line = Line::WhyUntil { step, left, day: Day(end - 1) };
            [line].into_iter().chain(later(&lot.ending, end, amount)).collect()
        }
    }
}

/// A balance is the sum of the credits it lies in, less what is set aside and what is owed.
fn balance(desk: &mut Desk, id: MemberId) {
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
    let (balance, owing, nothing) =
        (Points(wallet.shown()), i64::from(wallet.debt > 0), lots.is_empty() && wallet.debt == 0);
    let head = if id != desk.speaker() {
        Line::WhyBalanceOf { name: desk.shown_name(id), balance, nothing: i64::from(nothing) }
    } else if nothing {
        Line::BalanceZero
    } else {
        Line::WhyBalance { balance, owing }
    };
    let mut lines = vec![head];
    lines.extend(lots.iter().take(SHOWN).map(|lot| {
        let points = Points(lot.remaining);
        match lot.expires_at {
            NEVER => Line::WhyEndless { points },
            end => Line::BalanceExpires { points, day: Day(end - 1) },
        }
    }));
    let rest: i64 = lots.iter().skip(SHOWN).map(|lot| lot.remaining).sum();
    lines.extend((rest > 0).then_some(Line::WhyRest { points: Points(rest) }));
    lines.extend(desk.draft.account(id).map(prolonged).unwrap_or_default());
    lines.extend((wallet.held > 0).then_some(Line::WhyHeld { held: Points(wallet.held) }));
    lines.extend(debts(&desk.figures.why.owing, wallet.debt));
    desk.say(Message::new(lines));
}

/// Where a debt comes from: the latest reversals that left one, as far back as it reaches.
fn debts(owing: &[Owing], debt: i64) -> Vec<Line> {
    let (mut left, mut lines) = (debt, Vec::new());
    for Owing { debt, referral, amount, back, at } in owing.iter().copied() {
        let part = debt.min(left);
        left -= part;
        let points = Points(-part);
        let (day, part_only) = (Day(at), i64::from(back < amount));
        lines.extend((part > 0).then_some(if referral {
            Line::WhyOwedFriend { points }
        } else {
            Line::WhyOwed { points, amount, back, part: part_only, day }
        }));
    }
    lines.extend((left > 0).then_some(Line::BalanceDebt { debt: Points(left) }));
    lines
}

fn wrong(desk: &mut Desk) {
    let (shop, contact) = (desk.draft.shop.name.clone(), desk.draft.shop.contact.clone());
    desk.say(Line::WhyWrong { shop, contact });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_debt_is_what_the_latest_reversals_left_and_the_rest_of_it_is_said_plainly() {
        let left =
            |debt, referral, back| Owing { debt, referral, amount: Money(8_990), back: Money(back), at: 7 };
        let owing = [left(200, false, 8_990), left(150, true, 8_990), left(100, false, 3_000)];
        let points: Vec<i64> = [120, 300, 500]
            .iter()
            .flat_map(|debt| debts(&owing, *debt))
            .map(|line| match line {
                Line::WhyOwed { points, .. } | Line::WhyOwedFriend { points } => points.0,
                Line::BalanceDebt { debt } => debt.0,
                other => unreachable!("{other:?}"),
            })
            .collect();
        assert_eq!(points, [-120, -200, -100, -200, -150, -100, 50]);
        let whole = Line::WhyOwed {
            points: Points(-120),
            amount: Money(8_990),
            back: Money(8_990),
            part: 0,
            day: Day(7),
        };
        assert_eq!(debts(&owing, 120), [whole]);
    }
}
