//! The regulation: what a program promises, in plain words, generated from the rules that count. It is what `regras`
//! answers and what `fregues program check` prints, so neither can say anything that is not so.

use crate::dialogue::figure::decimal;
use crate::dialogue::hear::Asked;
use crate::dialogue::line::{Day, Exact, Line, Measured, Percent, Points, Term};
use crate::domain::calendar::Zone;
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::program::span::Span;
use crate::domain::program::{
    Base, Campaign, Consent, Earn, Expiry, Keep, Measure, Notices, Pay, Period, Program, RankingRule, Rate,
    ReferralRule, Segment, Tiers, Unit, VoucherFrom, VoucherRule, name_in,
};
use chrono::Weekday;
use rust_decimal::Decimal;

/// Round numbers, of reais and of points: the least of them that comes to something is told.
const ROUND: [i64; 7] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/// Everything the program promises from this moment (ms UTC) on, one line a rule. Each line speaks for itself, so that
/// two regulations can be compared line by line.
pub fn regulation(program: &Program, lang: Lang, zone: Zone, at: i64) -> Vec<Line> {
    let mut lines = earning(program, lang);
    lines.extend(lasting(&program.expiry, &program.notices));
    lines.extend(program.tiers.iter().flat_map(|tiers| levels(tiers, lang)));
    lines.extend(campaigns(program, lang, zone, at));
    lines.extend(bonuses(program));
    lines.extend(program.pay.iter().flat_map(|pay| paying(pay, program)));
    lines.extend(program.voucher.iter().flat_map(|rule| vouchers(rule, program, lang)));
    lines.extend(rewards(program, lang));
    lines.extend(program.referral.iter().flat_map(referral));
    lines.extend(program.ranking.iter().flat_map(|rule| ranking(rule, program)));
    lines.extend(stores(program));
    lines.push(Line::TermsRefund { days: i64::from(program.notices.returned_days) });
    lines.push(Line::TermsDebt { days: i64::from(program.limits.debt_days) });
    lines.push(Line::TermsOwing);
    lines.extend(law(program));
    lines.push(Line::TermsChange { days: i64::from(program.notices.change_days) });
    lines
}

/// The rules that answer one question, as far as they are among those that count.
pub fn about(asked: Asked, program: &Program, lang: Lang, shop: String) -> Vec<Line> {
    if asked == Asked::Fee {
        return vec![Line::RulesFree { shop }];
    }
    let mut lines = earning(program, lang);
    lines.extend(lasting(&program.expiry, &program.notices));
    lines.extend(program.pay.iter().flat_map(|pay| paying(pay, program)));
    lines.extend(program.voucher.iter().flat_map(|rule| vouchers(rule, program, lang)));
    lines.extend(stores(program));
    lines.extend(rewards(program, lang));
    lines.push(Line::TermsRefund { days: i64::from(program.notices.returned_days) });
    lines.extend(law(program));
    lines.retain(|line| answers(asked, line));
    lines
}

fn answers(asked: Asked, line: &Line) -> bool {
    match asked {
        Asked::Fee
        | Asked::App
        | Asked::Others
        | Asked::Cash
        | Asked::Phone
        | Asked::Short
        | Asked::Ads
        | Asked::Outside => false,
        Asked::Returned => matches!(line, Line::TermsRewards { .. } | Line::TermsRefund { .. }),
        Asked::Soon => matches!(line, Line::TermsUsable { .. } | Line::TermsVoucherNextDay),
        Asked::How => matches!(line, Line::TermsPayYes { .. } | Line::TermsPayNobody),
        Asked::Ends => matches!(
            line,
            Line::TermsDays { .. }
                | Line::TermsMonths { .. }
                | Line::TermsSliding { .. }
                | Line::TermsYearly { .. }
                | Line::TermsNever
                | Line::TermsMonthEnd
                | Line::TermsVoucherDays { .. }
        ),
        Asked::Least => matches!(
            line,
            Line::TermsMinimum { .. }
                | Line::TermsMinimumPart { .. }
                | Line::TermsPayMinimum { .. }
                | Line::TermsPayStep { .. }
                | Line::TermsVoucherCredit { .. }
                | Line::TermsVoucherBalance { .. }
                | Line::TermsVoucherMultiples { .. }
                | Line::TermsVoucherPurchase { .. }
                | Line::TermsVoucherShare { .. }
        ),
        Asked::LeftOut | Asked::Covers => {
            matches!(line, Line::TermsExcluded { .. } | Line::TermsNoMedicines { .. } | Line::TermsMedicines)
        }
        Asked::Rate => {
            matches!(line, Line::TermsRate { .. } | Line::TermsPercent { .. } | Line::TermsVisit { .. })
        }
        Asked::Worth => matches!(line, Line::TermsPay { .. } | Line::TermsPayReais),
        Asked::Stores => matches!(
            line,
            Line::TermsStoreGives { .. } | Line::TermsStoreTakes { .. } | Line::TermsStoreOut { .. }
        ),
    }
}

/// What a purchase gives, in one line.
fn rate(program: &Program) -> Line {
    match program.earn.rate {
        Rate::Percent(percent) => Line::TermsPercent { percent: Percent(percent) },
        Rate::Visit(points) => Line::TermsVisit { points: Points(points) },
        Rate::PerReal(rate) => {
            let (reais, points) = told(rate);
            Line::TermsRate { amount: Money::reais(reais), points }
        }
    }
}

/// A rate for people: of some round amounts in reais, the least that brings a whole point.
pub(super) fn told(rate: Decimal) -> (i64, Exact) {
    let brought = ROUND.map(|reais| (reais, rate * Decimal::from(reais)));
    let told = brought.into_iter().find(|(_, points)| *points >= Decimal::ONE);
    let (reais, points) = told.unwrap_or((1, rate));
    (reais, Exact(points))
}

fn earning(program: &Program, lang: Lang) -> Vec<Line> {
    let Earn { base, minimum, most, most_a_day, most_a_month, usable_after, excluded, .. } = &program.earn;
    let mut lines = vec![rate(program), Line::TermsRounding];
    lines.extend(match base {
        Base::Gross => None,
        Base::NetOfDiscount => Some(Line::TermsNetOfDiscount),
        Base::Net => Some(Line::TermsNet),
    });
    let left_out = excluded.as_ref().and_then(|names| name_in(names, lang));
    let medicines = program.law.pharmacy && program.law.medicines_count.is_none();
    lines.extend(
        left_out.map(str::to_owned).map(|what| {
            if medicines { Line::TermsNoMedicines { what } } else { Line::TermsExcluded { what } }
        }),
    );
    let least = match left_out {
        Some(_) => Line::TermsMinimumPart { amount: *minimum },
        None => Line::TermsMinimum { amount: *minimum },
    };
    lines.extend((*minimum > Money::ZERO).then_some(least));
    lines.extend(most.map(|most| Line::TermsMost { points: Points(most) }));
    lines.extend(most_a_day.map(|most| Line::TermsMostDay { points: Points(most) }));
    lines.extend(most_a_month.map(|most| Line::TermsMostMonth { points: Points(most) }));
    lines.extend((*usable_after > 0).then_some(Line::TermsUsable { days: i64::from(*usable_after) }));
    lines
}

fn lasting(expiry: &Expiry, notices: &Notices) -> Vec<Line> {
    let line = match expiry.span {
        Span::Days(days) => Line::TermsDays { days: i64::from(days) },
        Span::Months(months) => Line::TermsMonths { months: i64::from(months) },
        Span::Sliding(days) => Line::TermsSliding { days: i64::from(days) },
        Span::Yearly { month, day } => Line::TermsYearly { day: format!("{day:02}/{month:02}") },
        Span::Never => return vec![Line::TermsNever],
    };
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
        lines.push(Line::TermsTier { tier: tier.clone(), from: Measured(tiers.measure, step.from) });
        if step.factor > Decimal::ONE {
            lines.push(Line::TermsTierFactor { tier, factor: decimal(step.factor, lang) });
        }
    }
    lines.push(match tiers.keep {
        Keep::MonthEnd => Line::TermsKeepMonth,
        Keep::YearEnd => Line::TermsKeepYear,
        Keep::Always => Line::TermsKeepAlways,
    });
    lines
}

/// Campaigns that run or are still to come.
fn campaigns(program: &Program, lang: Lang, zone: Zone, at: i64) -> Vec<Line> {
    let today = zone.wall(at).date;
    let open: Vec<&Campaign> =
        program.campaigns.iter().filter(|campaign| campaign.dates.last >= today).collect();
    let mut lines: Vec<Line> =
        open.iter().flat_map(|campaign| one_campaign(program, campaign, lang, zone)).collect();
    let more = |factor: Decimal| factor > Decimal::ONE;
    let levels = program.tiers.iter().flat_map(|tiers| &tiers.steps).any(|step| more(step.factor));
    let times = levels && open.iter().any(|campaign| more(campaign.factor));
    lines.extend((open.len() > 1).then_some(Line::TermsCampaignBest));
    lines.extend(times.then_some(Line::TermsCampaignTimes));
    lines
}

/// What it gives and from when to when, then what it is bound to.
fn one_campaign(program: &Program, campaign: &Campaign, lang: Lang, zone: Zone) -> Vec<Line> {
    let name = name_in(&campaign.name, lang).unwrap_or(&campaign.key).to_owned();
    let (from, to) = (Day(zone.midnight(campaign.dates.first)), Day(zone.midnight(campaign.dates.last)));
    let (factor, points) = (decimal(campaign.factor, lang), Points(campaign.extra));
    let named = || name.clone();
    let mut lines = vec![match (campaign.factor > Decimal::ONE, campaign.extra > 0) {
        (true, true) => Line::TermsCampaignBoth { name: named(), from, to, factor, points },
        (true, false) => Line::TermsCampaign { name: named(), from, to, factor },
        (false, _) => Line::TermsCampaignExtra { name: named(), from, to, points },
    }];
    if !campaign.dates.weekdays.is_empty() {
        let days = campaign.dates.weekdays.iter().map(|day| Term(weekday(*day))).collect();
        lines.push(Line::TermsCampaignDays { name: named(), days });
    }
    if let Some((from, to)) = campaign.dates.hours {
        lines.push(Line::TermsCampaignHours { name: named(), from: i64::from(from), to: i64::from(to) });
    }
    lines.extend(campaign.segment.map(|segment| match segment {
        Segment::New(days) => Line::TermsCampaignNew { name: named(), days: i64::from(days) },
        Segment::Birthday => Line::TermsCampaignBirthday { name: named() },
        Segment::Away(days) => Line::TermsCampaignAway { name: named(), days: i64::from(days) },
    }));
    if !campaign.tiers.is_empty() {
        let steps = program.tiers.iter().flat_map(|tiers| &tiers.steps);
        let theirs = steps.filter(|step| campaign.tiers.contains(&step.key));
        let tiers = theirs.map(|step| step.name(lang)).collect::<Vec<_>>().join(", ");
        lines.push(Line::TermsCampaignTiers { name: named(), tiers });
    }
    if !campaign.stores.is_empty() {
        lines.push(Line::TermsCampaignStores { name: named(), stores: campaign.stores.join(", ") });
    }
    lines
}

const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "weekday-1",
        Weekday::Tue => "weekday-2",
        Weekday::Wed => "weekday-3",
        Weekday::Thu => "weekday-4",
        Weekday::Fri => "weekday-5",
        Weekday::Sat => "weekday-6",
        Weekday::Sun => "weekday-7",
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
        Unit::Points => {
            // The least that pays whole centavos, so that what is told is exact.
            let exact = |points: &i64| {
                let centavos = pay.value * Decimal::from(*points);
                centavos >= Decimal::ONE && centavos.fract().is_zero()
            };
            let larger = ROUND.into_iter().filter(|points| points > step);
            let points = [*step].into_iter().chain(larger).find(exact).unwrap_or(*step);
            Line::TermsPay { points: Points(points), amount: pay.worth(points) }
        }
    }];
    lines.extend((*step > 1).then_some(Line::TermsPayStep { points: Points(*step) }));
    lines.extend((minimum > step).then_some(Line::TermsPayMinimum { points: Points(*minimum) }));
    lines.extend((*largest_share < 100).then_some(Line::TermsPayShare { share: i64::from(*largest_share) }));
    lines.push(match consent {
        Consent::Member => Line::TermsPayYes { minutes: program.timers.counter_minutes },
        Consent::Nobody => Line::TermsPayNobody,
    });
    lines
}

fn vouchers(rule: &VoucherRule, program: &Program, lang: Lang) -> Vec<Line> {
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
        lines.push(Line::TermsVoucherShare {
            times: decimal(Decimal::new(rule.minimum_share.into(), 2), lang),
        });
    }
    lines.push(if rule.keeps_rest { Line::TermsVoucherRest } else { Line::TermsVoucherRestLost });
    lines.push(if rule.returns { Line::TermsVoucherReturns } else { Line::TermsVoucherLapses });
    lines.push(match rule.consent {
        Consent::Member => Line::TermsVoucherYes,
        Consent::Nobody => Line::TermsVoucherNobody,
    });
    // Where credit ends too, the notice of its end is said of both.
    if program.expiry.span == Span::Never {
        let Notices { expiry_days, untold_days, .. } = program.notices;
        lines.push(Line::TermsVoucherNotice { days: i64::from(expiry_days), more: i64::from(untold_days) });
    }
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

fn ranking(rule: &RankingRule, program: &Program) -> Vec<Line> {
    let months = match rule.period {
        Period::Month => 1,
        Period::Year => 12,
    };
    let mut lines = vec![match rule.measure {
        Measure::Earned => Line::TermsRankingEarned { months },
        Measure::Spent => Line::TermsRankingSpent { months },
        Measure::Visits => Line::TermsRankingVisits { months },
    }];
    lines.push(if rule.names { Line::TermsRankingNames } else { Line::TermsRankingLetters });
    let prize = program.law.prizes.iter().any(|prize| !prize.luck);
    lines.extend((!prize).then_some(Line::TermsRanking));
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
    lines.extend((law.pharmacy && law.medicines_count.is_some()).then_some(Line::TermsMedicines));
    if let (Some(certificate), false) = (&law.certificate, law.prizes.is_empty()) {
        let prizes = law.prizes.iter().map(|prize| prize.name.as_str()).collect::<Vec<_>>().join(", ");
        lines.push(Line::TermsPrizes { prizes, certificate: certificate.clone() });
    }
    lines
}
