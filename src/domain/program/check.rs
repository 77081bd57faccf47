//! What does not go together, and what only the law may object to.

use crate::domain::program::fault::Faults;
use crate::domain::program::span::Span;
use crate::domain::program::{Program, VoucherRule};
use chrono::Datelike;

/// Rules that are each possible and make no sense together.
pub(super) fn contradictions(program: &Program, faults: &mut Faults) {
    faults.unless(
        program.pay.is_none() || program.voucher.is_none(),
        "pay",
        "with [voucher] the whole balance becomes vouchers: one of the two has to go",
    );
    faults.unless(
        program.voucher.is_none() || program.earn.usable_after == 0,
        "earn.usable_after_days",
        "with [voucher] a credit becomes a voucher at once: voucher.same_day = false keeps it for the next day",
    );
    faults.unless(
        !program.law.pharmacy || program.earn.excluded.is_some() || program.law.medicines_count.is_some(),
        "law.pharmacy",
        "medicines may not count (RDC Anvisa 96/2008): say how they are called with earn.excluded, or record the owner's decision as law.medicines_count",
    );
    faults.unless(
        !program.law.pharmacy || program.earn.excluded.is_none() || program.law.medicines_count.is_none(),
        "law.medicines_count",
        "medicines take part by this, and earn.excluded leaves them out: one of the two has to go",
    );
    lengths(program, faults);
    notice(program, faults);
    campaigns(program, faults);
    ceilings(program, faults);
    unreachable_rewards(program, faults);
    faults.unless(
        program.ranking.is_some() || program.law.prizes.iter().all(|prize| prize.luck),
        "prize",
        "a prize by rank needs [ranking]: there is nothing to be first in",
    );
    faults.unless(
        program.limits.wrong_codes <= program.limits.wrong_codes_a_day,
        "limits.wrong_codes_a_day",
        "is below limits.wrong_codes, which a single person may type",
    );
    faults.unless(
        program.limits.confirm_above <= program.limits.refuse_above,
        "limits.confirm_above",
        "is above limits.refuse_above, so it never asks",
    );
}

/// How long a credit lives, against what has to happen in that time.
fn lengths(program: &Program, faults: &mut Faults) {
    let Some(days) = program.expiry.days() else {
        let says = "means nothing here: with expiry.never there is no month to end in";
        faults.unless(!program.expiry.month_end, "expiry.month_end", says);
        return;
    };
    faults.unless(
        i64::from(program.earn.usable_after) <= *days.start(),
        "earn.usable_after_days",
        "is longer than a credit may live (expiry), so some could never be used",
    );
    if let Some(voucher) = &program.voucher {
        faults.unless(
            i64::from(voucher.days) <= *days.end(),
            "voucher.days",
            "is longer than a credit lives (expiry), so a voucher would outlive what it is made of",
        );
    }
}

/// Nobody can be told of an end before there is anything that ends.
fn notice(program: &Program, faults: &mut Faults) {
    let notice = program.notices.expiry_days;
    let days = match program.expiry.span {
        Span::Days(days) | Span::Sliding(days) => Some(days),
        Span::Months(_) | Span::Yearly { .. } | Span::Never => None,
    };
    let key = match program.expiry.span {
        Span::Sliding(_) => "expiry.days_after_purchase",
        _ => "expiry.days",
    };
    let voucher = program.voucher.as_ref().map(|voucher| voucher.days);
    for (key, days) in [(key, days), ("voucher.days", voucher)] {
        let says = format!(
            "is less than the {notice} days before the end that people are told of it: lower notices.expiry_days"
        );
        faults.unless(days.is_none_or(|days| days >= notice), key, &says);
    }
}

/// What is announced has to be possible.
fn campaigns(program: &Program, faults: &mut Faults) {
    for (number, campaign) in (1..).zip(&program.campaigns) {
        let days = &campaign.dates.weekdays;
        let week = campaign.dates.first.iter_days().take(7).take_while(|day| *day <= campaign.dates.last);
        let comes = days.is_empty() || week.map(|day| day.weekday()).any(|day| days.contains(&day));
        faults.unless(
            comes,
            &format!("campaign.{number}.weekdays"),
            "do not come between from and to, so it never counts",
        );
        let gives = |name: &String| program.store(name).is_none_or(|store| store.gives);
        faults.unless(
            campaign.stores.is_empty() || campaign.stores.iter().any(gives),
            &format!("campaign.{number}.stores"),
            "give nothing (gives = false), so it never counts",
        );
    }
}

/// What one purchase may give, one day, one month: none is above the next.
fn ceilings(program: &Program, faults: &mut Faults) {
    let earn = &program.earn;
    let given = [
        ("earn.most", earn.most),
        ("earn.most_a_day", earn.most_a_day),
        ("earn.most_a_month", earn.most_a_month),
    ];
    let given: Vec<(&str, i64)> = given.into_iter().filter_map(|(key, most)| Some((key, most?))).collect();
    for pair in given.windows(2) {
        if let [(shorter, less), (longer, more)] = pair {
            faults.unless(less <= more, longer, &format!("is below {shorter}, which can never be reached"));
        }
    }
}

/// With vouchers the balance never holds more than what is too little for one.
fn unreachable_rewards(program: &Program, faults: &mut Faults) {
    let Some(voucher) = &program.voucher else { return };
    for (number, reward) in (1..).zip(&program.rewards) {
        faults.unless(
            reward.price < voucher.minimum,
            &format!("reward.{number}.price"),
            "can never be reached: before that the balance becomes a voucher (voucher.minimum)",
        );
    }
}

impl Program {
    /// Stores the program names that the merchant does not have: each with line and key, and what there is instead.
    pub fn strangers(&self, text: &str, stores: &[String]) -> Vec<String> {
        let mut faults = Faults::new(text);
        let there = stores.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
        let mut named = |key: String, name: &String| {
            let says = format!("there is no store {name:?}; there is {there}");
            faults.unless(stores.contains(name), &key, &says);
        };
        for (number, store) in (1..).zip(&self.stores) {
            named(format!("store.{number}.name"), &store.name);
        }
        for (number, campaign) in (1..).zip(&self.campaigns) {
            campaign.stores.iter().for_each(|name| named(format!("campaign.{number}.stores"), name));
        }
        faults.all()
    }
}

/// What is allowed here but contested, or may become law: said when a program is checked, and kept with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// Medicines are left in by the owner's decision (RDC Anvisa 96/2008 art. 10; STJ REsp 2.035.645/DF).
    MedicinesCount,
    /// Credit ends within 24 months: lawful if it is said clearly (STJ REsp 1.878.651/SP), contested by bills such as
    /// PL 6.484/2013.
    ShortExpiry,
    /// What is left of a voucher is lost, which consumer bodies object to (Law 8.078/1990 art. 51).
    RestLost,
    /// A reward with a stock may need an authorisation (Law 5.768/1971).
    LimitedStock,
    /// Prizes by luck or rank run under the authorisation that the program names.
    Prizes,
    /// The rules may get worse from one moment to the next (Law 8.078/1990 art. 51 XIII).
    NoNotice,
}

impl Warning {
    /// For whoever writes the program.
    pub const fn says(self) -> &'static str {
        match self {
            Warning::MedicinesCount => {
                "law.medicines_count: medicines take part by the owner's decision; RDC Anvisa 96/2008 art. 10 forbids it, and the STJ held rules of that kind illegal in 2024 between parties. The decision is kept with this version."
            }
            Warning::ShortExpiry => {
                "expiry: credit ends within 24 months. It is lawful when it is said clearly (STJ, REsp 1.878.651/SP); bills such as PL 6.484/2013 would ask for more."
            }
            Warning::RestLost => {
                "voucher.keeps_rest: what is left of a voucher is lost; consumer bodies object (Law 8.078/1990 art. 51)."
            }
            Warning::LimitedStock => {
                "reward.stock: a reward of limited number may be a promotion that needs an authorisation (Law 5.768/1971)."
            }
            Warning::NoNotice => {
                "notices.change_days: the rules may get worse without notice, which customers may contest (Law 8.078/1990 art. 51 XIII)."
            }
            Warning::Prizes => {
                "prize: prizes by luck or rank run under the authorisation named in law.certificate."
            }
        }
    }
}

impl Program {
    pub fn warnings(&self) -> Vec<Warning> {
        let short = match self.expiry.span {
            Span::Days(days) | Span::Sliding(days) => days < 730,
            Span::Months(months) => months < 24,
            Span::Yearly { .. } => true,
            Span::Never => false,
        };
        let lost = |voucher: &VoucherRule| !voucher.keeps_rest;
        let found = [
            (self.law.pharmacy && self.law.medicines_count.is_some(), Warning::MedicinesCount),
            (short, Warning::ShortExpiry),
            (self.voucher.as_ref().is_some_and(lost), Warning::RestLost),
            (self.rewards.iter().any(|reward| reward.stock.is_some()), Warning::LimitedStock),
            (!self.law.prizes.is_empty(), Warning::Prizes),
            (self.notices.change_days == 0, Warning::NoNotice),
        ];
        found.into_iter().filter(|(holds, _)| *holds).map(|(_, warning)| warning).collect()
    }
}
