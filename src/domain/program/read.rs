//! Reading a program: from TOML to rules that hold together. Unknown keys, impossible values and contradictions are
//! refused, each with its line and key; what is only doubtful in law is a warning.

use crate::domain::calendar::Zone;
use crate::domain::money::Money;
use crate::domain::program::check::contradictions;
use crate::domain::program::fault::Faults;
use crate::domain::program::reader::Reader;
use crate::domain::program::shape;
use crate::domain::program::span::{Dates, Span};
use crate::domain::program::written::{
    BaseWord, CampaignText, ConsentWord, EarnText, ExpiryText, FromWord, KeepWord, LawText, LimitsText,
    MeasureWord, NoticesText, PayText, PeriodWord, PrizeText, PrizeWord, RankingText, ReferralText,
    RewardText, StoreText, TierText, TiersText, VoucherText, Written, unit,
};
use crate::domain::program::{
    Base, Bonus, Campaign, Consent, Earn, Expiry, Keep, Law, Limits, Measure, Notices, Pay, Period, Prize,
    Program, RankingRule, Rate, ReferralRule, RewardRule, StoreRule, Tier, Tiers, Timers, Unit, VoucherFrom,
    VoucherRule,
};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

impl Program {
    /// Every fault at once, in the order of the text.
    pub fn read(text: &str) -> Result<Program, Vec<String>> {
        let mut faults = Faults::new(text);
        let Some(written) = shape::written(text, &mut faults) else { return Err(faults.all()) };
        let whole = faults.is_empty();
        let mut reader = Reader { unit: unit(written.unit), faults };
        let program = reader.program(written);
        // What was mended may contradict what was not.
        if let Some(program) = program.as_ref().filter(|_| whole) {
            contradictions(program, &mut reader.faults);
        }
        let faults = reader.faults.all();
        match program {
            Some(program) if faults.is_empty() => Ok(program),
            _ => Err(faults),
        }
    }

    /// A version that a merchant has already: what was taken once goes on counting, whatever is refused today.
    pub fn kept(text: &str) -> Result<Program, String> {
        let written: Written = toml::from_str(text).map_err(|fault| fault.to_string())?;
        let mut reader = Reader { unit: unit(written.unit), faults: Faults::new(text) };
        reader.program(written).ok_or_else(|| reader.faults.all().join("; "))
    }
}

impl Reader<'_> {
    fn program(&mut self, written: Written) -> Option<Program> {
        let earn = self.earn(written.earn);
        let expiry = self.expiry(&written.expiry);
        let pay = written.pay.map(|pay| self.pay(pay));
        let voucher = written.voucher.map(|voucher| self.voucher(voucher));
        let rewards = self.rewards(written.reward);
        let referral = written.referral.map(|referral| self.referral(referral));
        let ranking = written.ranking.as_ref().map(ranking);
        let tiers = self.tiers(written.tiers, written.tier);
        let stores = self.stores(written.store);
        let campaigns = self.campaigns(written.campaign, tiers.as_ref());
        let bonus = Bonus {
            welcome: self.optional("bonus.welcome", written.bonus.welcome),
            birthday: self.optional("bonus.birthday", written.bonus.birthday),
        };
        let law = self.law(written.law, written.prize);
        let notices = self.notices(&written.notices);
        let limits = self.limits(&written.limits);
        self.timers(&written.timers);
        Some(Program {
            unit: self.unit,
            earn: earn?,
            expiry: expiry?,
            pay,
            voucher,
            rewards,
            referral,
            ranking,
            tiers,
            campaigns,
            bonus,
            stores,
            law,
            notices,
            timers: written.timers,
            limits,
            receipts_to_new: written.receipts_to_new,
        })
    }

    fn earn(&mut self, earn: EarnText) -> Option<Earn> {
        let given = [earn.points_per_real.is_some(), earn.percent.is_some(), earn.per_visit.is_some()];
        if given.into_iter().filter(|given| *given).count() != 1 {
            self.faults.add("earn", "needs exactly one of points_per_real, percent and per_visit");
            return None;
        }
        let rate = if let Some(rate) = earn.points_per_real {
            self.range("earn.points_per_real", rate, Decimal::ZERO, Decimal::from(100_000));
            self.faults.unless(
                self.unit == Unit::Points,
                "earn.points_per_real",
                "the unit of this program is the real; write percent, or unit = \"points\"",
            );
            Rate::PerReal(rate)
        } else if let Some(percent) = earn.percent {
            self.range("earn.percent", percent, Decimal::ZERO, Decimal::ONE_HUNDRED);
            self.faults.unless(
                self.unit == Unit::Reais,
                "earn.percent",
                "the unit of this program is the point; write points_per_real, or unit = \"reais\"",
            );
            Rate::Percent(percent)
        } else {
            Rate::Visit(self.optional("earn.per_visit", earn.per_visit))
        };
        if let Some(names) = &earn.excluded {
            self.names("earn.excluded", names);
        }
        self.faults.unless(earn.usable_after_days <= 365, "earn.usable_after_days", "is at most 365");
        Some(Earn {
            rate,
            base: match earn.base {
                BaseWord::Gross => Base::Gross,
                BaseWord::NetOfDiscount => Base::NetOfDiscount,
                BaseWord::Net => Base::Net,
            },
            minimum: earn.minimum.map_or(Money::ZERO, |minimum| self.reais("earn.minimum", &minimum)),
            most: earn.most.map(|most| self.worth("earn.most", most)),
            most_a_day: earn.most_a_day.map(|most| self.worth("earn.most_a_day", most)),
            most_a_month: earn.most_a_month.map(|most| self.worth("earn.most_a_month", most)),
            usable_after: earn.usable_after_days,
            excluded: earn.excluded,
        })
    }

    fn expiry(&mut self, text: &ExpiryText) -> Option<Expiry> {
        let yearly = text.every_year_on.as_deref().map(|day| self.day_of_year("expiry.every_year_on", day));
        let spans = [
            text.days.map(Span::Days),
            text.months.map(Span::Months),
            text.days_after_purchase.map(Span::Sliding),
            yearly,
            text.never.filter(|never| *never).map(|_| Span::Never),
        ];
        let mut given = spans.into_iter().flatten();
        let (Some(span), None) = (given.next(), given.next()) else {
            self.faults.add(
                "expiry",
                "needs exactly one of days, months, days_after_purchase, every_year_on and never",
            );
            return None;
        };
        let (key, length, most) = match span {
            Span::Days(days) => ("expiry.days", days, 3_650),
            Span::Months(months) => ("expiry.months", months, 120),
            Span::Sliding(days) => ("expiry.days_after_purchase", days, 3_650),
            Span::Yearly { .. } | Span::Never => ("expiry", 1, 1),
        };
        self.faults.unless((1..=most).contains(&length), key, &format!("must be between 1 and {most}"));
        Some(Expiry { span, month_end: text.month_end })
    }

    fn day_of_year(&mut self, key: &str, text: &str) -> Span {
        // A leap year, so that 02-29 is a day.
        match format!("2024-{text}").parse::<NaiveDate>() {
            Ok(date) => Span::Yearly { month: date.month(), day: date.day() },
            Err(_) => {
                self.faults.add(key, &format!("{text:?} is no day of the year; write \"12-31\""));
                Span::Never
            }
        }
    }

    fn pay(&mut self, pay: PayText) -> Pay {
        let value = match (self.unit, pay.value) {
            (Unit::Points, Some(value)) => {
                self.range("pay.value", value, Decimal::new(1, 6), Decimal::from(1_000));
                value * Decimal::ONE_HUNDRED
            }
            (Unit::Points, None) => {
                self.faults.add(
                    "pay.value",
                    "says how many reais a point is worth, such as \"0.01\"; it is missing",
                );
                Decimal::ONE
            }
            (Unit::Reais, None) => Decimal::ONE,
            (Unit::Reais, Some(_)) => {
                self.faults.add("pay.value", "is for points only; a real is worth a real");
                Decimal::ONE
            }
        };
        let step = pay.step.map_or(1, |step| self.worth("pay.step", step)).max(1);
        let minimum = pay.minimum.map_or(step, |minimum| self.worth("pay.minimum", minimum));
        self.faults.unless(minimum % step == 0, "pay.minimum", "must be a multiple of pay.step");
        let largest_share = pay.largest_share.unwrap_or(100);
        self.faults.unless(
            (1..=100).contains(&largest_share),
            "pay.largest_share",
            "is in per cent, from 1 to 100",
        );
        Pay { value, minimum, step, largest_share, consent: consent(pay.consent) }
    }

    fn voucher(&mut self, voucher: VoucherText) -> VoucherRule {
        self.faults.unless(
            self.unit == Unit::Reais,
            "voucher",
            "needs unit = \"reais\"; points buy rewards, or pay by [pay]",
        );
        self.faults.unless((1..=3_650).contains(&voucher.days), "voucher.days", "must be between 1 and 3650");
        self.faults.unless(
            voucher.minimum_share <= 10_000,
            "voucher.minimum_share",
            "is in per cent of the voucher, at most 10000",
        );
        let minimum = self.above_zero("voucher.minimum", voucher.minimum);
        VoucherRule {
            from: match voucher.from {
                FromWord::Credit => VoucherFrom::Credit,
                FromWord::Balance => VoucherFrom::Balance,
                FromWord::Multiples => VoucherFrom::Multiples,
            },
            minimum,
            days: voucher.days,
            minimum_purchase: voucher
                .minimum_purchase
                .map_or(Money::ZERO, |minimum| self.reais("voucher.minimum_purchase", &minimum)),
            minimum_share: voucher.minimum_share,
            same_day: voucher.same_day,
            keeps_rest: voucher.keeps_rest,
            returns: voucher.returns,
            consent: consent(voucher.consent),
        }
    }

    fn rewards(&mut self, rewards: Vec<RewardText>) -> Vec<RewardRule> {
        self.keys("reward", rewards.iter().map(|reward| reward.key.as_str()));
        let mut list = Vec::new();
        for (number, reward) in (1..).zip(rewards) {
            let key = format!("reward.{number}.price");
            let price = self.above_zero(&key, reward.price);
            self.names(&format!("reward.{number}.name"), &reward.name);
            self.faults.unless(
                reward.stock != Some(0),
                &format!("reward.{number}.stock"),
                "is none at all: leave it out for what can always be had, or take the reward out",
            );
            list.push(RewardRule { key: reward.key, price, stock: reward.stock, name: reward.name });
        }
        list
    }

    fn referral(&mut self, referral: ReferralText) -> ReferralRule {
        self.faults.unless(referral.wait_days <= 365, "referral.wait_days", "is at most 365");
        self.faults.unless(
            referral.most_a_month != Some(0),
            "referral.most_a_month",
            "pays for nobody: leave it out for no limit, or take [referral] out",
        );
        let referrer = self.worth("referral.referrer", referral.referrer);
        let friend = self.worth("referral.friend", referral.friend);
        self.faults.unless(
            referrer > 0 || friend > 0,
            "referral",
            "gives nothing: referrer or friend has to be above 0",
        );
        ReferralRule {
            referrer,
            friend,
            minimum: self.reais("referral.minimum", &referral.minimum),
            wait_days: referral.wait_days,
            most_a_month: referral.most_a_month,
        }
    }

    fn tiers(&mut self, tiers: Option<TiersText>, steps: Vec<TierText>) -> Option<Tiers> {
        match (&tiers, steps.is_empty()) {
            (None, true) => return None,
            (None, false) => {
                self.faults.add("tier", "there are tiers, but [tiers] does not say how they are reached");
            }
            (Some(_), true) => self.faults.add("tiers", "there is no [[tier]]"),
            (Some(_), false) => {}
        }
        self.keys("tier", steps.iter().map(|tier| tier.key.as_str()));
        let tiers = tiers?;
        self.faults.unless(
            tiers.months.is_none_or(|months| (1..=60).contains(&months)),
            "tiers.months",
            "must be between 1 and 60",
        );
        self.faults.unless(
            steps.first().is_none_or(|first| first.from == 0),
            "tier.1.from",
            "the first tier begins at 0",
        );
        for (number, pair) in (2..).zip(steps.windows(2)) {
            if let [lower, higher] = pair {
                let key = format!("tier.{number}.from");
                self.faults.unless(
                    higher.from > lower.from,
                    &key,
                    "must be above the tier before; list the lowest first",
                );
            }
        }
        let mut list = Vec::new();
        for (number, tier) in (1..).zip(steps) {
            let factor = self.factor(&format!("tier.{number}.factor"), tier.factor);
            self.names(&format!("tier.{number}.name"), &tier.name);
            list.push(Tier { key: tier.key, from: tier.from, factor, name: tier.name });
        }
        let keep = match tiers.keep {
            KeepWord::MonthEnd => Keep::MonthEnd,
            KeepWord::YearEnd => Keep::YearEnd,
            KeepWord::Always => Keep::Always,
        };
        Some(Tiers { measure: measure(tiers.measure), months: tiers.months, keep, steps: list })
    }

    fn stores(&mut self, stores: Vec<StoreText>) -> Vec<StoreRule> {
        let mut list = Vec::new();
        for (number, store) in (1..).zip(stores) {
            let zone = store.zone.as_deref().and_then(|name| {
                Zone::named(name).map_err(|says| self.faults.add(&format!("store.{number}.zone"), &says)).ok()
            });
            self.faults.unless(
                store.area_code.is_none_or(|code| (11..=99).contains(&code)),
                &format!("store.{number}.area_code"),
                "is no area code; 11 is one",
            );
            let StoreText { name, gives, takes, area_code, lang, hours, .. } = store;
            list.push(StoreRule { name, gives, takes, zone, area_code, lang, hours });
        }
        self.keys("store", list.iter().map(|store| store.name.as_str()));
        list
    }

    fn campaigns(&mut self, campaigns: Vec<CampaignText>, tiers: Option<&Tiers>) -> Vec<Campaign> {
        self.keys("campaign", campaigns.iter().map(|campaign| campaign.key.as_str()));
        let mut list = Vec::new();
        for (number, campaign) in (1..).zip(campaigns) {
            let at = |name: &str| format!("campaign.{number}.{name}");
            let first = self.date(&at("from"), &campaign.from);
            let last = self.date(&at("to"), &campaign.to);
            self.faults.unless(first <= last, &at("to"), "is before from");
            let weekdays =
                campaign.weekdays.iter().filter_map(|day| self.weekday(&at("weekdays"), day)).collect();
            let hours = campaign.hours.map(|[from, to]| (from, to));
            self.faults.unless(
                hours.is_none_or(|(from, to)| from < to && to <= 24),
                &at("hours"),
                "are two hours of one day, such as [16, 18]",
            );
            let known =
                |tier: &String| tiers.is_some_and(|tiers| tiers.steps.iter().any(|step| step.key == *tier));
            for tier in campaign.tiers.iter().filter(|tier| !known(tier)) {
                self.faults.add(&at("tiers"), &format!("there is no tier {tier:?}"));
            }
            self.names(&at("name"), &campaign.name);
            let segment = self.segment(&format!("campaign.{number}"), campaign.segment, campaign.days);
            let factor = self.factor(&at("factor"), campaign.factor);
            let extra = self.optional(&at("extra"), campaign.extra);
            self.faults.unless(
                factor > Decimal::ONE || extra > 0,
                &at("key"),
                "gives nothing: it needs factor or extra",
            );
            list.push(Campaign {
                key: campaign.key,
                name: campaign.name,
                dates: Dates { first, last, weekdays, hours },
                factor,
                extra,
                segment,
                tiers: campaign.tiers,
                stores: campaign.stores,
            });
        }
        list
    }

    /// Prizes by luck or rank are a promotion that needs an authorisation (Law 5.768/1971 art. 1).
    fn law(&mut self, law: LawText, prizes: Vec<PrizeText>) -> Law {
        self.faults.unless(
            law.medicines_count.as_deref().is_none_or(|words| !words.trim().is_empty()),
            "law.medicines_count",
            "is empty: write who decided it, and when",
        );
        self.faults.unless(
            law.certificate.as_deref().is_none_or(|number| !number.trim().is_empty()),
            "law.certificate",
            "is empty: write the number of the authorisation, or leave it out",
        );
        for (number, prize) in (1..).zip(&prizes) {
            self.faults.unless(
                law.certificate.is_some(),
                &format!("prize.{number}.by"),
                "prizes by luck or rank need an authorisation (Law 5.768/1971): write its number as law.certificate, or take the prize out",
            );
            self.faults.unless(!prize.name.trim().is_empty(), &format!("prize.{number}.name"), "is empty");
        }
        let prizes = prizes
            .into_iter()
            .map(|prize| Prize { luck: prize.by == PrizeWord::Luck, name: prize.name })
            .collect();
        Law {
            pharmacy: law.pharmacy,
            medicines_count: law.medicines_count,
            certificate: law.certificate,
            prizes,
        }
    }

    fn notices(&mut self, notices: &NoticesText) -> Notices {
        let NoticesText { expiry_days, untold_days, returned_days, change_days, email } = *notices;
        for (key, days) in [
            ("notices.expiry_days", expiry_days),
            ("notices.untold_days", untold_days),
            ("notices.returned_days", returned_days),
        ] {
            self.faults.unless((1..=365).contains(&days), key, "must be between 1 and 365");
        }
        self.faults.unless(change_days <= 365, "notices.change_days", "is at most 365");
        Notices { expiry_days, untold_days, returned_days, change_days, email }
    }

    fn limits(&mut self, limits: &LimitsText) -> Limits {
        let adjust = limits.adjust_by_manager.clone();
        for (key, least) in [
            ("limits.wrong_codes", limits.wrong_codes),
            ("limits.wrong_codes_a_day", limits.wrong_codes_a_day),
            ("limits.debt_days", limits.debt_days),
        ] {
            self.faults.unless(least >= 1, key, "must be at least 1");
        }
        let by_till = limits.refund_by_till.as_ref();
        Limits {
            refund_by_till: by_till.map(|most| self.reais("limits.refund_by_till", most)),
            confirm_above: self.reais("limits.confirm_above", &limits.confirm_above),
            refuse_above: self.reais("limits.refuse_above", &limits.refuse_above),
            refund_by_cashier: self.reais("limits.refund_by_cashier", &limits.refund_by_cashier),
            wrong_codes: limits.wrong_codes,
            wrong_codes_a_day: limits.wrong_codes_a_day,
            adjust_by_manager: adjust.map_or(5_000, |most| self.worth("limits.adjust_by_manager", most)),
            debt_days: limits.debt_days,
        }
    }

    fn timers(&mut self, timers: &Timers) {
        let Timers {
            undo_minutes,
            repeat_minutes,
            staff_question_minutes,
            member_question_minutes,
            counter_minutes,
            presence_minutes,
            reward_hold_hours,
            human_hours,
        } = *timers;
        for (key, time, least, most) in [
            ("timers.undo_minutes", undo_minutes, 0, 1_440),
            ("timers.repeat_minutes", repeat_minutes, 0, 1_440),
            ("timers.staff_question_minutes", staff_question_minutes, 1, 1_440),
            ("timers.member_question_minutes", member_question_minutes, 1, 1_440),
            ("timers.counter_minutes", counter_minutes, 1, 60),
            ("timers.presence_minutes", presence_minutes, 1, 60),
            ("timers.reward_hold_hours", reward_hold_hours, 1, 8_760),
            ("timers.human_hours", human_hours, 0, 8_760),
        ] {
            let says = format!("must be between {least} and {most}");
            self.faults.unless((least..=most).contains(&time), key, &says);
        }
    }
}

fn ranking(ranking: &RankingText) -> RankingRule {
    let period = match ranking.period {
        PeriodWord::Month => Period::Month,
        PeriodWord::Year => Period::Year,
    };
    RankingRule { period, measure: measure(ranking.measure), names: ranking.names }
}

const fn measure(word: MeasureWord) -> Measure {
    match word {
        MeasureWord::Earned => Measure::Earned,
        MeasureWord::Spent => Measure::Spent,
        MeasureWord::Visits => Measure::Visits,
    }
}

const fn consent(word: ConsentWord) -> Consent {
    match word {
        ConsentWord::Member => Consent::Member,
        ConsentWord::Nobody => Consent::Nobody,
    }
}
