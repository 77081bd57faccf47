//! What is worse for customers in a new version of the rules than in the one before. Whatever is, counts only after they
//! were told (decisions on pinned promises); whatever is not, counts at once.

use crate::domain::calendar::Zone;
use crate::domain::money::Money;
use crate::domain::program::rate::Terms;
use crate::domain::program::span::Span;
use crate::domain::program::{Pay, Program, StoreRule, VoucherFrom, VoucherRule};
use chrono::DateTime;

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
    Store,
}

impl Worse {
    /// For whoever changes the rules.
    pub const fn says(self) -> &'static str {
        match self {
            Worse::Earning => "some purchases earn less",
            Worse::Ceiling => "a ceiling is new or lower",
            Worse::Later => "credit can be used later",
            Worse::Excluded => "a part may be left out",
            Worse::Expiry => "credit ends sooner",
            Worse::Reward => "a reward is dearer or gone",
            Worse::Paying => "the balance pays less",
            Worse::Voucher => "vouchers come later, end sooner or are worth less",
            Worse::Tier => "a level is harder to reach or worth less",
            Worse::Referral => "inviting friends brings less",
            Worse::Bonus => "a bonus is smaller",
            Worse::Store => "a store takes part no longer",
        }
    }
}

impl Program {
    /// In which respects `self` is worse than `old`.
    pub fn worse_than(&self, old: &Program) -> Vec<Worse> {
        let found = [
            (earns_less(self, old), Worse::Earning),
            (lower(self.earn.most, old.earn.most), Worse::Ceiling),
            (lower(self.earn.most_a_day, old.earn.most_a_day), Worse::Ceiling),
            (lower(self.earn.most_a_month, old.earn.most_a_month), Worse::Ceiling),
            (self.earn.usable_after > old.earn.usable_after, Worse::Later),
            (self.earn.excluded.is_some() && old.earn.excluded.is_none(), Worse::Excluded),
            (ends_sooner(self, old), Worse::Expiry),
            (old.rewards.iter().any(|reward| dearer(self, &reward.key, reward.price)), Worse::Reward),
            (pays_less(self.pay.as_ref(), old.pay.as_ref()), Worse::Paying),
            (voucher_worse(self.voucher.as_ref(), old.voucher.as_ref()), Worse::Voucher),
            (tiers_worse(self, old), Worse::Tier),
            (referral_worse(self, old), Worse::Referral),
            (
                self.bonus.welcome < old.bonus.welcome || self.bonus.birthday < old.bonus.birthday,
                Worse::Bonus,
            ),
            (self.stores.iter().any(|store| closes(store, old)), Worse::Store),
        ];
        let mut worse: Vec<Worse> =
            found.into_iter().filter(|(holds, _)| *holds).map(|(_, what)| what).collect();
        worse.dedup();
        worse
    }
}

/// Some amounts of a shop's day; one that earns less in any of them is worse.
const AMOUNTS: [i64; 6] = [500, 1_000, 3_000, 10_000, 50_000, 200_000];

fn earns_less(new: &Program, old: &Program) -> bool {
    // Paid half with credit, a purchase shows the base as well as the rate.
    let paid = |amount: i64| Terms { paid: Money(amount / 2), ..Terms::default() };
    AMOUNTS.iter().any(|amount| {
        [Terms::default(), paid(*amount)]
            .iter()
            .any(|terms| new.earned(Money(*amount), terms) < old.earned(Money(*amount), terms))
    })
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
    let year = DateTime::from_timestamp_millis(0).unwrap_or_default().date_naive().iter_days().take(366);
    let mut days =
        year.filter_map(|day| day.and_hms_opt(12, 0, 0)).map(|noon| noon.and_utc().timestamp_millis());
    days.any(|at| new.expiry.ends(Zone::UTC, at) < old.expiry.ends(Zone::UTC, at))
}

fn dearer(new: &Program, key: &str, price: i64) -> bool {
    new.reward(key).is_none_or(|reward| reward.price > price)
}

fn pays_less(new: Option<&Pay>, old: Option<&Pay>) -> bool {
    match (new, old) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(new), Some(old)) => {
            new.value < old.value
                || new.minimum > old.minimum
                || new.step > old.step
                || new.largest_share < old.largest_share
        }
    }
}

fn voucher_worse(new: Option<&VoucherRule>, old: Option<&VoucherRule>) -> bool {
    match (new, old) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(new), Some(old)) => {
            let waits = |rule: &VoucherRule| rule.from != VoucherFrom::Credit;
            new.minimum > old.minimum
                || new.days < old.days
                || new.minimum_purchase > old.minimum_purchase
                || new.minimum_share > old.minimum_share
                || (old.same_day && !new.same_day)
                || (old.keeps_rest && !new.keeps_rest)
                || (old.returns && !new.returns)
                || (waits(new) && !waits(old))
        }
    }
}

fn tiers_worse(new: &Program, old: &Program) -> bool {
    let Some(before) = &old.tiers else { return false };
    let Some(after) = &new.tiers else { return true };
    after.measure != before.measure
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

fn closes(store: &StoreRule, old: &Program) -> bool {
    let (gave, took) = old.store(&store.name).map_or((true, true), |old| (old.gives, old.takes));
    (gave && !store.gives) || (took && !store.takes)
}
