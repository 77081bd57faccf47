//! What is worse for customers in a new version of the rules than in the one before. Whatever is, counts only after they
//! were told; whatever is not, counts at once. Earning and using are compared alike: what is there already keeps its
//! amount, its end and its vouchers under any version, but what it buys follows the version of the day.

use crate::domain::calendar::Zone;
use crate::domain::money::Money;
use crate::domain::program::rate::Terms;
use crate::domain::program::span::{Span, a_year};
use crate::domain::program::{
    Campaign, Consent, Keep, Notices, Pay, Program, Rate, RewardRule, Segment, StoreRule, Tiers, VoucherFrom,
    VoucherRule,
};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// A rule that got worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worse {
    Earning,
    Ceiling,
    Later,
    Excluded,
    Expiry,
    Reward,
    Paying,
    Voucher,
    Tier,
    Referral,
    Bonus,
    Campaign,
    Store,
    Notice,
    Debt,
    Names,
}

impl Worse {
    /// For whoever changes the rules.
    pub const fn says(self) -> &'static str {
        match self {
            Worse::Earning => "some purchases earn less",
            Worse::Ceiling => "a ceiling is new or lower",
            Worse::Later => "credit can be used later",
            Worse::Excluded => "a part may be left out, or another one",
            Worse::Expiry => "credit ends sooner",
            Worse::Reward => "a reward is dearer, scarcer, kept for less time or gone",
            Worse::Paying => "the balance pays less, or is guarded less",
            Worse::Voucher => "vouchers come later, end sooner, are worth less or guarded less",
            Worse::Tier => "a level is harder to reach or to keep, or worth less",
            Worse::Referral => "inviting friends brings less",
            Worse::Bonus => "a bonus is smaller",
            Worse::Campaign => "a campaign that was promised gives less",
            Worse::Store => "a store takes part no longer",
            Worse::Notice => "people are told later, or what comes back to them lasts less",
            Worse::Debt => "a debt is let go later",
            Worse::Names => "the ranking shows names",
        }
    }
}

impl Program {
    /// In which respects `self` is worse than `old`, for who has something by then or buys from that day on.
    pub fn worse_than(&self, old: &Program, today: NaiveDate) -> Vec<Worse> {
        let found = [
            (earns_less(self, old), Worse::Earning),
            (lower(self.earn.most, old.earn.most), Worse::Ceiling),
            (lower(self.earn.most_a_day, old.earn.most_a_day), Worse::Ceiling),
            (lower(self.earn.most_a_month, old.earn.most_a_month), Worse::Ceiling),
            (self.earn.usable_after > old.earn.usable_after, Worse::Later),
            (self.earn.excluded.is_some() && self.earn.excluded != old.earn.excluded, Worse::Excluded),
            (ends_sooner(self, old), Worse::Expiry),
            (rewards_worse(self, old), Worse::Reward),
            (pays_less(self.pay.as_ref(), old.pay.as_ref()), Worse::Paying),
            (voucher_worse(self, old), Worse::Voucher),
            (tiers_worse(self, old), Worse::Tier),
            (referral_worse(self, old), Worse::Referral),
            (
                self.bonus.welcome < old.bonus.welcome || self.bonus.birthday < old.bonus.birthday,
                Worse::Bonus,
            ),
            (campaigns_worse(self, old, today), Worse::Campaign),
            (self.stores.iter().any(|store| closes(store, old)), Worse::Store),
            (told_later(&self.notices, &old.notices), Worse::Notice),
            (self.limits.debt_days > old.limits.debt_days, Worse::Debt),
            (shows_names(self) && !shows_names(old), Worse::Names),
        ];
        let mut worse: Vec<Worse> =
            found.into_iter().filter(|(holds, _)| *holds).map(|(_, what)| what).collect();
        worse.dedup();
        worse
    }
}

impl Program {
    /// Why no notice makes up for `self` after `old`: what people have collected already would pay less than was promised.
    pub fn devalues(&self, old: &Program) -> Option<String> {
        let (new, old) = (self.pay.as_ref()?.value, old.pay.as_ref()?.value);
        let shown = |value: Decimal| (value / Decimal::ONE_HUNDRED).normalize();
        (new < old).then(|| {
            format!(
                "pay.value: a point pays R$ {} now, and those that people have keep that; with R$ {} they would lose. Let \
                 purchases earn less instead ([earn] points_per_real).",
                shown(old),
                shown(new)
            )
        })
    }
}

/// Some amounts of a shop's day. Where two rates are of different kinds, one that earns less for any of them is worse.
const AMOUNTS: [i64; 6] = [500, 1_000, 3_000, 10_000, 50_000, 200_000];

fn earns_less(new: &Program, old: &Program) -> bool {
    let less = match (new.earn.rate, old.earn.rate) {
        (Rate::PerReal(new), Rate::PerReal(old)) | (Rate::Percent(new), Rate::Percent(old)) => new < old,
        (Rate::Visit(new), Rate::Visit(old)) => new < old,
        _ => AMOUNTS.iter().any(|amount| {
            let earned = |program: &Program| program.earned(Money(*amount), &Terms::default());
            earned(new) < earned(old)
        }),
    };
    less || new.earn.minimum > old.earn.minimum || new.earn.base > old.earn.base
}

/// A ceiling that came, or came down.
fn lower(new: Option<i64>, old: Option<i64>) -> bool {
    new.is_some_and(|new| old.is_none_or(|old| new < old))
}

/// Of a credit given on any day of a year.
fn ends_sooner(new: &Program, old: &Program) -> bool {
    if (new.expiry.span, new.expiry.month_end) == (old.expiry.span, old.expiry.month_end) {
        return false;
    }
    if let (Span::Sliding(_), false) =
        (old.expiry.span, matches!(new.expiry.span, Span::Never | Span::Sliding(_)))
    {
        return true;
    }
    let mut days =
        a_year().filter_map(|day| day.and_hms_opt(12, 0, 0)).map(|noon| noon.and_utc().timestamp_millis());
    days.any(|at| new.expiry.ends(Zone::UTC, at) < old.expiry.ends(Zone::UTC, at))
}

fn rewards_worse(new: &Program, old: &Program) -> bool {
    let worse = |was: &RewardRule| {
        let now = new.reward(&was.key);
        now.is_none_or(|now| {
            now.price > was.price || lower(now.stock.map(i64::from), was.stock.map(i64::from))
        })
    };
    old.rewards.iter().any(worse) || new.timers.reward_hold_hours < old.timers.reward_hold_hours
}

fn pays_less(new: Option<&Pay>, old: Option<&Pay>) -> bool {
    match (new, old) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(new), Some(old)) => {
            new.minimum > old.minimum
                || new.step > old.step
                || new.largest_share < old.largest_share
                || (new.consent, old.consent) == (Consent::Nobody, Consent::Member)
        }
    }
}

fn voucher_worse(new: &Program, old: &Program) -> bool {
    match (new.voucher.as_ref(), old.voucher.as_ref()) {
        (None, None) => false,
        // What lay in the balance for a reward becomes a voucher, which ends sooner.
        (Some(_), None) => !old.rewards.is_empty(),
        (None, Some(_)) => true,
        (Some(new), Some(old)) => {
            let waits = |rule: &VoucherRule| match rule.from {
                VoucherFrom::Credit => 0,
                VoucherFrom::Balance => 1,
                VoucherFrom::Multiples => 2,
            };
            (new.consent, old.consent) == (Consent::Nobody, Consent::Member)
                || new.minimum > old.minimum
                || new.days < old.days
                || new.minimum_purchase > old.minimum_purchase
                || new.minimum_share > old.minimum_share
                || (old.same_day && !new.same_day)
                || (old.keeps_rest && !new.keeps_rest)
                || (old.returns && !new.returns)
                || waits(new) > waits(old)
        }
    }
}

fn tiers_worse(new: &Program, old: &Program) -> bool {
    let Some(before) = &old.tiers else { return false };
    let Some(after) = &new.tiers else { return true };
    let keeps = |tiers: &Tiers| match tiers.keep {
        Keep::MonthEnd => 0,
        Keep::YearEnd => 1,
        Keep::Always => 2,
    };
    after.measure != before.measure
        || keeps(after) < keeps(before)
        || lower(after.months.map(i64::from), before.months.map(i64::from))
        || before.steps.iter().any(|old| {
            let same = after.steps.iter().find(|step| step.key == old.key);
            same.is_none_or(|new| new.from > old.from || new.factor < old.factor)
        })
}

fn referral_worse(new: &Program, old: &Program) -> bool {
    let Some(before) = &old.referral else { return false };
    let Some(after) = &new.referral else { return true };
    after.referrer < before.referrer
        || after.friend < before.friend
        || after.minimum > before.minimum
        || after.wait_days > before.wait_days
        || lower(after.most_a_month.map(i64::from), before.most_a_month.map(i64::from))
}

/// For fewer people, or for others.
fn narrower(new: Option<Segment>, old: Option<Segment>) -> bool {
    match (new, old) {
        (None, _) => false,
        (Some(Segment::New(new)), Some(Segment::New(old))) => new < old,
        (Some(Segment::Away(new)), Some(Segment::Away(old))) => new > old,
        (new, old) => new != old,
    }
}

/// Campaigns that run or are still to come; what is over may go.
fn campaigns_worse(new: &Program, old: &Program, today: NaiveDate) -> bool {
    let promised = old.campaigns.iter().filter(|campaign| campaign.dates.last >= today);
    let worse = |was: &Campaign| {
        let now = new.campaigns.iter().find(|campaign| campaign.key == was.key);
        now.is_none_or(|now| {
            now.factor < was.factor
                || now.extra < was.extra
                || now.dates.first.max(today) > was.dates.first.max(today)
                || now.dates.last < was.dates.last
                || fewer(&now.dates.weekdays, &was.dates.weekdays)
                || narrower(now.segment, was.segment)
                || fewer(&now.tiers, &was.tiers)
                || fewer(&now.stores, &was.stores)
                || now.dates.hours.is_some_and(|(from, to)| {
                    let (first, last) = was.dates.hours.unwrap_or((0, 24));
                    from > first || to < last
                })
        })
    };
    promised.into_iter().any(worse)
}

/// Of lists of which an empty one means all.
fn fewer<T: PartialEq>(new: &[T], old: &[T]) -> bool {
    !new.is_empty() && (old.is_empty() || old.iter().any(|one| !new.contains(one)))
}

fn told_later(new: &Notices, old: &Notices) -> bool {
    new.expiry_days < old.expiry_days
        || new.untold_days < old.untold_days
        || new.returned_days < old.returned_days
        || new.change_days < old.change_days
}

fn shows_names(program: &Program) -> bool {
    program.ranking.as_ref().is_some_and(|ranking| ranking.names)
}

fn closes(store: &StoreRule, old: &Program) -> bool {
    let (gave, took) = old.store(&store.name).map_or((true, true), |old| (old.gives, old.takes));
    (gave && !store.gives) || (took && !store.takes)
}
