//! A program as it is written: the keys of `conversations/programs/*.toml` and what stands where one is left out.

use crate::domain::lang::Lang;
use crate::domain::program::{ReceiptsToNew, Timers, Unit};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) type Names = BTreeMap<Lang, String>;

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    #[serde(default)]
    pub(super) unit: UnitWord,
    pub(super) earn: EarnText,
    pub(super) expiry: ExpiryText,
    pub(super) pay: Option<PayText>,
    pub(super) voucher: Option<VoucherText>,
    #[serde(default)]
    pub(super) reward: Vec<RewardText>,
    pub(super) referral: Option<ReferralText>,
    pub(super) ranking: Option<RankingText>,
    pub(super) tiers: Option<TiersText>,
    #[serde(default)]
    pub(super) tier: Vec<TierText>,
    #[serde(default)]
    pub(super) campaign: Vec<CampaignText>,
    #[serde(default)]
    pub(super) bonus: BonusText,
    #[serde(default)]
    pub(super) store: Vec<StoreText>,
    #[serde(default)]
    pub(super) law: LawText,
    #[serde(default)]
    pub(super) prize: Vec<PrizeText>,
    #[serde(default)]
    pub(super) notices: NoticesText,
    #[serde(default)]
    pub(super) timers: Timers,
    #[serde(default)]
    pub(super) limits: LimitsText,
    #[serde(default)]
    pub(super) receipts_to_new: ReceiptsToNew,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum UnitWord {
    #[default]
    Points,
    Reais,
}

pub(super) const fn unit(word: UnitWord) -> Unit {
    match word {
        UnitWord::Points => Unit::Points,
        UnitWord::Reais => Unit::Reais,
    }
}

/// An amount of the program's unit: a whole number of points, or reais as text ("5.00").
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Worth {
    Points(i64),
    Reais(String),
}

/// Reais as text ("30.00").
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub(super) struct Reais(pub(super) String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EarnText {
    pub(super) points_per_real: Option<Decimal>,
    pub(super) percent: Option<Decimal>,
    pub(super) per_visit: Option<Worth>,
    #[serde(default)]
    pub(super) base: BaseWord,
    pub(super) minimum: Option<Reais>,
    pub(super) most: Option<Worth>,
    pub(super) most_a_day: Option<Worth>,
    pub(super) most_a_month: Option<Worth>,
    #[serde(default)]
    pub(super) usable_after_days: u32,
    pub(super) excluded: Option<Names>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum BaseWord {
    #[default]
    Gross,
    NetOfDiscount,
    Net,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpiryText {
    pub(super) days: Option<u32>,
    pub(super) months: Option<u32>,
    pub(super) days_after_purchase: Option<u32>,
    pub(super) every_year_on: Option<String>,
    pub(super) never: Option<bool>,
    #[serde(default)]
    pub(super) month_end: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PayText {
    pub(super) value: Option<Decimal>,
    pub(super) minimum: Option<Worth>,
    pub(super) step: Option<Worth>,
    pub(super) largest_share: Option<u32>,
    #[serde(default)]
    pub(super) consent: ConsentWord,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ConsentWord {
    #[default]
    Member,
    Nobody,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VoucherText {
    pub(super) from: FromWord,
    pub(super) minimum: Worth,
    pub(super) days: u32,
    pub(super) minimum_purchase: Option<Reais>,
    #[serde(default)]
    pub(super) minimum_share: u32,
    #[serde(default = "yes")]
    pub(super) same_day: bool,
    #[serde(default = "yes")]
    pub(super) keeps_rest: bool,
    #[serde(default)]
    pub(super) returns: bool,
    #[serde(default = "nobody")]
    pub(super) consent: ConsentWord,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum FromWord {
    Credit,
    Balance,
    Multiples,
}

const fn yes() -> bool {
    true
}

const fn nobody() -> ConsentWord {
    ConsentWord::Nobody
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RewardText {
    pub(super) key: String,
    pub(super) price: Worth,
    pub(super) stock: Option<u32>,
    pub(super) name: Names,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReferralText {
    pub(super) referrer: Worth,
    pub(super) friend: Worth,
    pub(super) minimum: Reais,
    #[serde(default)]
    pub(super) wait_days: u32,
    pub(super) most_a_month: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RankingText {
    pub(super) period: PeriodWord,
    #[serde(default)]
    pub(super) measure: MeasureWord,
    #[serde(default)]
    pub(super) names: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum PeriodWord {
    Month,
    Year,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum MeasureWord {
    #[default]
    Earned,
    Spent,
    Visits,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TiersText {
    #[serde(default)]
    pub(super) measure: MeasureWord,
    pub(super) months: Option<u32>,
    #[serde(default)]
    pub(super) keep: KeepWord,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum KeepWord {
    #[default]
    MonthEnd,
    YearEnd,
    Always,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TierText {
    pub(super) key: String,
    pub(super) from: i64,
    pub(super) factor: Option<Decimal>,
    pub(super) name: Names,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CampaignText {
    pub(super) key: String,
    pub(super) name: Names,
    pub(super) from: String,
    pub(super) to: String,
    #[serde(default)]
    pub(super) weekdays: Vec<String>,
    pub(super) hours: Option<[u32; 2]>,
    pub(super) factor: Option<Decimal>,
    pub(super) extra: Option<Worth>,
    pub(super) segment: Option<SegmentWord>,
    pub(super) days: Option<u32>,
    #[serde(default)]
    pub(super) tiers: Vec<String>,
    #[serde(default)]
    pub(super) stores: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum SegmentWord {
    New,
    Birthday,
    Away,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct BonusText {
    pub(super) welcome: Option<Worth>,
    pub(super) birthday: Option<Worth>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoreText {
    pub(super) name: String,
    #[serde(default = "yes")]
    pub(super) gives: bool,
    #[serde(default = "yes")]
    pub(super) takes: bool,
    pub(super) zone: Option<String>,
    pub(super) area_code: Option<u8>,
    pub(super) lang: Option<Lang>,
    pub(super) hours: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LawText {
    pub(super) pharmacy: bool,
    pub(super) medicines_count: Option<String>,
    pub(super) certificate: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PrizeText {
    pub(super) by: PrizeWord,
    pub(super) name: String,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum PrizeWord {
    Luck,
    Rank,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct NoticesText {
    pub(super) expiry_days: u32,
    pub(super) untold_days: u32,
    pub(super) returned_days: u32,
    pub(super) change_days: u32,
    pub(super) email: bool,
}

impl Default for NoticesText {
    fn default() -> NoticesText {
        NoticesText { expiry_days: 7, untold_days: 7, returned_days: 7, change_days: 30, email: false }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LimitsText {
    pub(super) confirm_above: Reais,
    pub(super) refuse_above: Reais,
    pub(super) refund_by_cashier: Reais,
    pub(super) refund_by_till: Option<Reais>,
    pub(super) wrong_codes: u32,
    pub(super) wrong_codes_a_day: u32,
    pub(super) adjust_by_manager: Option<Worth>,
    pub(super) debt_days: u32,
}

impl Default for LimitsText {
    fn default() -> LimitsText {
        let reais = |text: &str| Reais(text.to_owned());
        LimitsText {
            confirm_above: reais("10000.00"),
            refuse_above: reais("1000000.00"),
            refund_by_cashier: reais("500.00"),
            refund_by_till: None,
            wrong_codes: 5,
            wrong_codes_a_day: 100,
            adjust_by_manager: None,
            debt_days: 365,
        }
    }
}

impl Default for Timers {
    fn default() -> Self {
        Timers {
            undo_minutes: 10,
            repeat_minutes: 10,
            staff_question_minutes: 10,
            member_question_minutes: 30,
            counter_minutes: 2,
            presence_minutes: 3,
            reward_hold_hours: 24,
            human_hours: 12,
        }
    }
}
