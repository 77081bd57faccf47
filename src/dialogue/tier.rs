//! Levels: what somebody is told when theirs changes, and what they read when they ask.

use crate::dialogue::desk::Desk;
use crate::dialogue::hear::Subject;
use crate::dialogue::line::{Button, Class, Day, Line, Measured, Message};
use crate::domain::ids::MemberId;
use crate::domain::lang::Lang;
use crate::domain::program::Keep;
use crate::domain::tiers::TierNews;

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
        Some(months) => {
            Line::TierMine { tier: name.clone(), done: measured(done), months: i64::from(months) }
        }
        None => Line::TierMineEver { tier: name.clone(), done: measured(done) },
    }];
    let until = account.member.tier.as_ref().and_then(|held| held.until);
    if let Some(until) = until {
        lines.push(Line::TierKept { tier: name, day: Day(until - 1) });
    } else if let (Some(months), true) = (tiers.months, tier.from > 0 && tiers.keep != Keep::Always) {
        let last = zone.months_after(at, months);
        lines.push(Line::TierHold { from: measured(tier.from), day: Day(last - 1) });
    }
    if let Some(next) = tiers.after(&tier.key) {
        let missing = measured((next.from - done).max(0));
        lines.push(Line::TierNext { tier: next.name(lang).to_owned(), missing });
    }
    desk.shows(Subject::Tier);
    desk.say(Message::new(lines).buttons(vec![Button::Balance, Button::Statement]));
}
