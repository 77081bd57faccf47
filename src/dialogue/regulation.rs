//! The regulation: what a program promises, in plain words, generated from the rules that count. It is what `regras`
//! answers and what `fregues program check` prints, so neither can say anything that is not so.

use crate::dialogue::line::{Day, Line, Measured, Percent, Points};
use crate::domain::calendar::Zone;
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::program::rate::Terms;
use crate::domain::program::span::Span;
use crate::domain::program::{
    Base, Campaign, Consent, Earn, Expiry, Keep, Measure, Pay, Program, Rate, ReferralRule, Tiers, Unit,
    VoucherFrom, VoucherRule,
};
use rust_decimal::Decimal;

/// Amounts in reais of which the rate is told: the least that earns anything.
const TOLD: [i64; 4] = [1, 10, 100, 1_000];

/// Everything the program promises, one line a rule.
pub fn regulation(program: &Program, lang: Lang, zone: Zone) -> Vec<Line> {
    let mut lines = earning(program, lang);
    lines.extend(lasting(&program.expiry, program));
    lines.extend(program.tiers.iter().flat_map(|tiers| levels(tiers, lang)));
    lines.extend(program.campaigns.iter().map(|campaign| extra(campaign, lang, zone)));
    lines.extend(bonuses(program));
    lines.extend(program.pay.iter().flat_map(|pay| paying(pay, program)));
    lines.extend(program.voucher.iter().flat_map(vouchers));
    lines.extend(rewards(program, lang));
    lines.extend(program.referral.iter().flat_map(referral));
    lines.extend(program.ranking.is_some().then_some(Line::TermsRanking));
    lines.extend(stores(program));
    lines.extend([Line::TermsRefund, Line::TermsOwing]);
    lines.extend(law(program));
    lines.push(Line::TermsChange { days: i64::from(program.notices.change_days) });
    lines
}

/// What a purchase gives, in one line: of the least of some round amounts that gives anything.
pub fn rate(program: &Program) -> Line {
    match program.earn.rate {
        Rate::Percent(percent) => Line::TermsPercent { percent: Percent(percent) },
        Rate::Visit(points) => Line::TermsVisit { points: Points(points) },
        Rate::PerReal(_) => {
            let earned = |reais: i64| {
                let amount = Money::reais(reais).max(program.earn.minimum);
                (amount, program.earned(amount, &Terms::default()))
            };
            let told = TOLD.map(earned).into_iter().find(|(_, points)| *points > 0);
            let (amount, points) = told.unwrap_or((Money::reais(1), 0));
            Line::TermsRate { amount, points: Points(points) }
        }
    }
}

fn earning(program: &Program, lang: Lang) -> Vec<Line> {
    let Earn { base, minimum, most, most_a_day, most_a_month, usable_after, excluded, .. } = &program.earn;
    let named = |names: &std::collections::BTreeMap<Lang, String>| {
        names.get(&lang).or_else(|| names.values().next()).cloned().unwrap_or_default()
    };
    let mut lines = vec![rate(program), Line::TermsRounding];
    lines.extend((*base == Base::Net).then_some(Line::TermsNet));
    lines.extend(excluded.as_ref().map(|names| Line::TermsExcluded { what: named(names) }));
    lines.extend((*minimum > Money::ZERO).then_some(Line::TermsMinimum { amount: *minimum }));
    lines.extend(most.map(|most| Line::TermsMost { points: Points(most) }));
    lines.extend(most_a_day.map(|most| Line::TermsMostDay { points: Points(most) }));
    lines.extend(most_a_month.map(|most| Line::TermsMostMonth { points: Points(most) }));
    lines.extend((*usable_after > 0).then_some(Line::TermsUsable { days: i64::from(*usable_after) }));
    lines
}

fn lasting(expiry: &Expiry, program: &Program) -> Vec<Line> {
    let line = match expiry.span {
        Span::Days(days) => Line::TermsDays { days: i64::from(days) },
        Span::Months(months) => Line::TermsMonths { months: i64::from(months) },
        Span::Sliding(days) => Line::TermsSliding { days: i64::from(days) },
        Span::Yearly { month, day } => Line::TermsYearly { day: format!("{day:02}/{month:02}") },
        Span::Never => return vec![Line::TermsNever],
    };
    let notices = &program.notices;
    let (days, more) = (i64::from(notices.expiry_days), i64::from(notices.untold_days));
    let mut lines = vec![line];
    lines.extend(expiry.month_end.then_some(Line::TermsMonthEnd));
    lines.push(Line::TermsNotice { days, more });
    lines
}

fn levels(tiers: &Tiers, lang: Lang) -> Vec<Line> {
    let mut lines = vec![match (tiers.measure, tiers.months) {
        (Measure::Earned, Some(months)) => Line::TermsTiersEarned { months: i64::from(months) },
        (Measure::Earned, None) => Line::TermsTiersEarnedEver,
        (Measure::Spent, Some(months)) => Line::TermsTiersSpent { months: i64::from(months) },
        (Measure::Spent, None) => Line::TermsTiersSpentEver,
        (Measure::Visits, Some(months)) => Line::TermsTiersVisits { months: i64::from(months) },
        (Measure::Visits, None) => Line::TermsTiersVisitsEver,
    }];
    for step in &tiers.steps {
        let tier = step.name(lang).to_owned();
        lines.push(Line::TermsTier { tier, from: Measured(tiers.measure, step.from) });
        if step.factor > Decimal::ONE {
            lines.push(Line::TermsTierFactor { factor: written(step.factor, lang) });
        }
    }
    lines.push(match tiers.keep {
        Keep::MonthEnd => Line::TermsKeepMonth,
        Keep::YearEnd => Line::TermsKeepYear,
        Keep::Always => Line::TermsKeepAlways,
    });
    lines
}

fn extra(campaign: &Campaign, lang: Lang, zone: Zone) -> Line {
    let names = &campaign.name;
    let name = names.get(&lang).or_else(|| names.values().next()).cloned().unwrap_or_default();
    let (from, to) = (Day(zone.midnight(campaign.dates.first)), Day(zone.midnight(campaign.dates.last)));
    if campaign.factor > Decimal::ONE {
        Line::TermsCampaign { name, from, to, factor: written(campaign.factor, lang) }
    } else {
        Line::TermsCampaignExtra { name, from, to, points: Points(campaign.extra) }
    }
}

fn bonuses(program: &Program) -> Vec<Line> {
    let (welcome, birthday) = (program.bonus.welcome, program.bonus.birthday);
    let given = [
        (welcome > 0).then_some(Line::TermsWelcome { points: Points(welcome) }),
        (birthday > 0).then_some(Line::TermsBirthday { points: Points(birthday) }),
    ];
    given.into_iter().flatten().collect()
}

fn paying(pay: &Pay, program: &Program) -> Vec<Line> {
    let Pay { minimum, step, largest_share, consent, .. } = pay;
    let mut lines = vec![match program.unit {
        Unit::Reais => Line::TermsPayReais,
        Unit::Points => Line::TermsPay { points: Points(*step), amount: pay.worth(*step) },
    }];
    lines.extend((minimum > step).then_some(Line::TermsPayMinimum { points: Points(*minimum) }));
    lines.extend((*largest_share < 100).then_some(Line::TermsPayShare { share: i64::from(*largest_share) }));
    if *consent == Consent::Member {
        lines.push(Line::TermsPayYes { minutes: program.timers.counter_minutes });
    }
    lines
}

fn vouchers(rule: &VoucherRule) -> Vec<Line> {
    let minimum = Money(rule.minimum);
    let mut lines = vec![
        match rule.from {
            VoucherFrom::Credit => Line::TermsVoucherCredit { minimum },
            VoucherFrom::Balance => Line::TermsVoucherBalance { minimum },
            VoucherFrom::Multiples => Line::TermsVoucherMultiples { minimum },
        },
        Line::TermsVoucherDays { days: i64::from(rule.days) },
    ];
    lines.extend((!rule.same_day).then_some(Line::TermsVoucherNextDay));
    if rule.minimum_purchase > Money::ZERO {
        lines.push(Line::TermsVoucherPurchase { amount: rule.minimum_purchase });
    }
    if rule.minimum_share > 0 {
        lines.push(Line::TermsVoucherShare { share: i64::from(rule.minimum_share) });
    }
    lines.push(if rule.keeps_rest { Line::TermsVoucherRest } else { Line::TermsVoucherRestLost });
    lines.push(if rule.returns { Line::TermsVoucherReturns } else { Line::TermsVoucherLapses });
    lines
}

fn rewards(program: &Program, lang: Lang) -> Vec<Line> {
    let mut lines = Vec::new();
    for reward in &program.rewards {
        let (name, price) = (reward.name(lang).to_owned(), Points(reward.price));
        lines.push(match reward.stock {
            None => Line::TermsReward { reward: name, price },
            Some(stock) => Line::TermsRewardStock { reward: name, price, stock: i64::from(stock) },
        });
    }
    if !lines.is_empty() {
        lines.push(Line::TermsRewards { hours: program.timers.reward_hold_hours });
    }
    lines
}

fn referral(rule: &ReferralRule) -> Vec<Line> {
    let ReferralRule { referrer, friend, minimum, wait_days, most_a_month } = *rule;
    let mut lines = Vec::new();
    if referrer > 0 {
        lines.push(Line::TermsReferrer { points: Points(referrer), minimum });
    }
    if friend > 0 {
        lines.push(Line::TermsFriend { points: Points(friend), minimum });
    }
    lines.extend((wait_days > 0).then_some(Line::TermsReferralWait { days: i64::from(wait_days) }));
    lines.extend(most_a_month.map(|most| Line::TermsReferralMost { most: i64::from(most) }));
    lines
}

fn stores(program: &Program) -> Vec<Line> {
    let mut lines = Vec::new();
    for store in &program.stores {
        let name = store.name.clone();
        lines.extend(match (store.gives, store.takes) {
            (true, true) => None,
            (true, false) => Some(Line::TermsStoreGives { store: name }),
            (false, true) => Some(Line::TermsStoreTakes { store: name }),
            (false, false) => Some(Line::TermsStoreOut { store: name }),
        });
    }
    lines
}

fn law(program: &Program) -> Vec<Line> {
    let law = &program.law;
    let mut lines = Vec::new();
    if law.pharmacy {
        lines.push(if law.medicines_count.is_some() { Line::TermsMedicines } else { Line::TermsNoMedicines });
    }
    if let (Some(certificate), false) = (&law.certificate, law.prizes.is_empty()) {
        let prizes = law.prizes.iter().map(|prize| prize.name.as_str()).collect::<Vec<_>>().join(", ");
        lines.push(Line::TermsPrizes { prizes, certificate: certificate.clone() });
    }
    lines
}

/// A rate as it is written in the reader's language: `2,5`.
pub(super) fn written(number: Decimal, lang: Lang) -> String {
    let text = number.normalize().to_string();
    if lang == Lang::En { text } else { text.replace('.', ",") }
}
