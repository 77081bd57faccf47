//! What customers ask about: what they hold, where they stand, and whatever moved last.

use super::{SHOWN, balance, movement, purchase, shown, wrong};
use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::ending::longer;
use crate::dialogue::hear::Subject;
use crate::dialogue::line::{Day, Line, Measured, Message, Month, Points, Term};
use crate::dialogue::state::Read;
use crate::dialogue::tier as level;
use crate::domain::code::spaced;
use crate::domain::voucher::Voucher;

/// A customer asks: about what they name or quote, else about whatever they read or were given last.
pub fn mine(desk: &mut Desk, words: &Words) {
    let slots = &words.heard.slots;
    let subject = slots.subject.or_else(|| read(desk));
    let why = &desk.figures.why;
    match (subject, why.purchase.clone(), why.moved.clone()) {
        (Some(Subject::Purchase), Some(why), _) | (None, Some(why), None) => purchase(desk, &why),
        (Some(subject), ..) => own(desk, subject, slots.code.clone()),
        (None, _, Some(moved)) => movement(desk, desk.speaker(), &moved),
        (None, None, None) if desk.event.quotes.is_some() => match quoted(desk) {
            Some(code) => voucher(desk, Some(&code)),
            None => desk.say(Line::WhyUnclear),
        },
        (None, None, None) => balance(desk, desk.speaker()),
    }
}

/// A figure of whoever speaks.
pub(super) fn own(desk: &mut Desk, subject: Subject, code: Option<String>) {
    match subject {
        Subject::Tier if desk.draft.program.tiers.is_some() => tier(desk),
        Subject::Ranking if desk.draft.program.ranking.is_some() => ranking(desk),
        Subject::Voucher => {
            let code = code.or_else(|| quoted(desk));
            voucher(desk, code.as_deref());
        }
        Subject::Tier | Subject::Ranking | Subject::Balance | Subject::Purchase => {
            balance(desk, desk.speaker());
        }
    }
}

/// The figure of theirs that they read; without a quote, if nothing moved since.
fn read(desk: &mut Desk) -> Option<Subject> {
    let shown = shown(desk)?;
    let Read::Own(subject) = shown.what else { return None };
    let why = &desk.figures.why;
    let bought = why.purchase.as_ref().map(|why| why.purchase.at);
    let moved = why.moved.as_ref().map(|moved| moved.entry.at);
    if desk.event.quotes.is_none() && moved.max(bought).is_some_and(|at| at > shown.at) {
        return None;
    }
    desk.shows_again(shown);
    Some(subject)
}

/// The voucher that the quoted bubble shows; of several the one that ends first.
fn quoted(desk: &Desk) -> Option<String> {
    let said = desk.figures.why.said.as_ref()?;
    let open = desk.draft.account(desk.speaker())?.open_vouchers();
    open.into_iter().map(|voucher| voucher.code).find(|code| said.contains(&spaced(code)))
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
    lines.extend(voucher.ending.untold.map(|why| longer(why, voucher.expires_at, voucher.value.0)));
    desk.say(Message::new(lines));
}
