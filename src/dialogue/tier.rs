//! Levels: what somebody is told when theirs changes, and what they read when they ask.

use crate::dialogue::desk::Desk;
use crate::dialogue::hear::Subject;
use crate::dialogue::line::{Button, Class, Day, Line, Measured, Message};
use crate::domain::facts::Account;
use crate::domain::ids::MemberId;
use crate::domain::lang::Lang;
use crate::domain::program::Tier;
use crate::domain::tiers::{Lasting, TierNews};

/// What happened, as one line.
pub fn line(news: &TierNews, lang: Lang) -> Line {
    match news {
        TierNews::Reached(tier) => Line::TierReached { tier: tier.name(lang).to_owned() },
        TierNews::Kept(tier, until) => {
            Line::TierKept { tier: tier.name(lang).to_owned(), day: Day(until - 1) }
        }
        TierNews::Lost { from, to } => {
            Line::TierLost { before: from.name(lang).to_owned(), tier: to.name(lang).to_owned() }
        }
    }
}

/// A month turned, or time was up: their tier is looked at, and a change is told once, in the chat.
pub fn look(desk: &mut Desk, member: MemberId) {
    let lang = desk.draft.member(member).map(|member| member.lang).unwrap_or_default();
    if desk.draft.program.tiers.is_none() {
        // The program has none any more: there is nothing to look at again.
        if desk.draft.member(member).is_some_and(|member| member.tier.is_some()) {
            desk.draft.alter(member, |member| member.tier = None);
        }
        return;
    }
    if let Some(news) = desk.draft.settle_tier(member) {
        desk.tell(member, line(&news, lang), Class::A);
    }
}

/// `nível`: which, by how much, what keeps it, what comes next.
pub fn mine(desk: &mut Desk) {
    let (member, zone, at) = (desk.speaker(), desk.draft.shop.zone, desk.event.at);
    let lang = desk.me().map(|member| member.lang).unwrap_or_default();
    let found = desk.draft.program.tiers.as_ref().zip(desk.draft.tier(member).cloned());
    let (Some((tiers, tier)), Some(account)) = (found, desk.draft.account(member)) else {
        desk.say(Line::NoTiers { ranking: i64::from(desk.draft.program.ranking.is_some()) });
        return;
    };
    let measured = |amount| Measured(tiers.measure, amount);
    let done = tiers.measured(account, zone, at);
    let name = tier.name(lang).to_owned();
    let mut lines = vec![match tiers.months {
        Some(months) => Line::TierMine { tier: name, done: measured(done), months: i64::from(months) },
        None => Line::TierMineEver { tier: name, done: measured(done) },
    }];
    let lasting = tiers.lasting(&tier, account, zone, at);
    lines.extend(kept(account, &tier, lang));
    if let Some(Lasting { until, missing, from }) = lasting {
        let told = account.member.tier.as_ref().is_some_and(|held| held.until.is_some());
        lines.extend((!told).then_some(Line::TierHold { day: Day(until - 1) }));
        let more =
            Line::TierMore { missing: measured(missing), later: i64::from(from > at), from: Day(from) };
        lines.extend((missing > 0).then_some(more));
    }
    if let Some(next) = tiers.after(&tier.key) {
        let missing = measured((next.from - done).max(0));
        lines.push(Line::TierNext { tier: next.name(lang).to_owned(), missing });
    }
    desk.shows(Subject::Tier);
    desk.say(Message::new(lines).buttons(vec![Button::Balance, Button::Statement]));
}

/// Until when somebody below its threshold keeps a level.
pub fn kept(account: &Account, tier: &Tier, lang: Lang) -> Option<Line> {
    let until = account.member.tier.as_ref().and_then(|held| held.until)?;
    Some(line(&TierNews::Kept(tier.clone(), until), lang))
}
