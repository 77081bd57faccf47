//! A program is data: what a purchase gives, how long it lasts, what it buys. Presets live in
//! `conversations/programs/*.toml`; a merchant's own is a versioned row that keeps the same text.
//!
//! Here are the rules as they count. [`read`] makes them from text and refuses nonsense; [`rate`] computes what is
//! earned, [`span`] until when it lasts. Every amount is in minor units of the program's [`Unit`]: points, or centavos.

pub mod check;
pub mod fault;
pub mod rate;
pub mod read;
mod reader;
mod shape;
pub mod span;
#[cfg(test)]
mod tests;
pub mod worse;
mod written;

use crate::domain::lang::Lang;
use crate::domain::money::Money;
use rust_decimal::Decimal;
use span::{Dates, Span};
use std::collections::BTreeMap;

/// The rules of one merchant's program.
#[derive(Debug, Clone)]
pub struct Program {
    pub unit: Unit,
    pub earn: Earn,
    pub expiry: Expiry,
    /// Paying a part of a purchase with the balance.
    pub pay: Option<Pay>,
    pub voucher: Option<VoucherRule>,
    pub rewards: Vec<RewardRule>,
    pub referral: Option<ReferralRule>,
    pub ranking: Option<RankingRule>,
    pub tiers: Option<Tiers>,
    pub campaigns: Vec<Campaign>,
    pub bonus: Bonus,
    /// What is said of single stores, by name; the others give and take, in the merchant's zone.
    pub stores: Vec<StoreRule>,
    pub law: Law,
    pub notices: Notices,
    pub timers: Timers,
    pub limits: Limits,
    pub receipts_to_new: ReceiptsToNew,
}

/// What is counted. One program has one unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unit {
    #[default]
    Points,
    /// Cashback, in centavos.
    Reais,
}

impl Unit {
    pub const ALL: [Unit; 2] = [Unit::Points, Unit::Reais];

    /// The unit that transfers carry as `code`.
    pub fn of_code(code: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.code() == code)
    }

    /// As programs and copy write it.
    pub const fn word(self) -> &'static str {
        match self {
            Unit::Points => "points",
            Unit::Reais => "reais",
        }
    }

    /// As every transfer carries it.
    pub const fn code(self) -> &'static str {
        match self {
            Unit::Points => "PTS",
            Unit::Reais => "BRL",
        }
    }
}

/// What a purchase gives.
#[derive(Debug, Clone)]
pub struct Earn {
    pub rate: Rate,
    pub base: Base,
    /// A purchase whose eligible part is below this earns nothing.
    pub minimum: Money,
    /// The most one purchase may give.
    pub most: Option<i64>,
    /// The most one person may be given for purchases of a calendar day, and of a month.
    pub most_a_day: Option<i64>,
    pub most_a_month: Option<i64>,
    /// The credit may be used from the midnight that many days after the purchase; 0: at once.
    pub usable_after: u32,
    /// Whether a line may name a part that neither earns nor is paid with credit, and what that part is called.
    pub excluded: Option<BTreeMap<Lang, String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// Points for one real.
    PerReal(Decimal),
    /// Of the amount, in per cent.
    Percent(Decimal),
    /// So much for each purchase, whatever its amount.
    Visit(i64),
}

/// The part of the amount that the rate is applied to: each leaves out more than the one before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Base {
    /// All of it, whatever it was paid with.
    #[default]
    Gross,
    /// Without the discount that was told with it.
    NetOfDiscount,
    /// What was paid in the end: without discount, and without what balance, reward or voucher paid.
    Net,
}

#[derive(Debug, Clone)]
pub struct Expiry {
    pub span: Span,
    /// Ends at the end of the month it would end in.
    pub month_end: bool,
}

/// Paying with the balance.
#[derive(Debug, Clone)]
pub struct Pay {
    /// Centavos that one minor unit pays: 1 of a point worth "0.01", 1 of a centavo.
    pub value: Decimal,
    /// The least that is used at once, and the step above it.
    pub minimum: i64,
    pub step: i64,
    /// At most this part of a purchase, in per cent.
    pub largest_share: u32,
    pub consent: Consent,
}

/// What has to be there before value leaves at the counter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Consent {
    /// The member's own yes in the chat, or their presence code.
    #[default]
    Member,
    /// Nothing: whoever gives the number may use what is on it.
    Nobody,
}

#[derive(Debug, Clone)]
pub struct VoucherRule {
    pub from: VoucherFrom,
    /// Credit below this waits until there is more.
    pub minimum: i64,
    /// Days a voucher lives, its last day included.
    pub days: u32,
    /// The least purchase it may be used on: an amount, and a multiple of the voucher in per cent.
    pub minimum_purchase: Money,
    pub minimum_share: u32,
    /// Whether it may be used on the day it was given.
    pub same_day: bool,
    /// What is left after a purchase smaller than the voucher stays a voucher with the old date.
    pub keeps_rest: bool,
    /// What ends unused goes back to the balance, once, instead of lapsing.
    pub returns: bool,
    /// What has to be there beside the number; the code of a voucher is always enough.
    pub consent: Consent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoucherFrom {
    /// Each credit becomes a voucher.
    Credit,
    /// The whole balance, once it reaches the minimum.
    Balance,
    /// As many times the minimum as the balance holds.
    Multiples,
}

/// Something points buy.
#[derive(Debug, Clone)]
pub struct RewardRule {
    pub key: String,
    pub price: i64,
    /// How many there are; `None`: always obtainable.
    pub stock: Option<u32>,
    /// Name by language; a missing one falls back to the first given.
    pub name: BTreeMap<Lang, String>,
}

impl RewardRule {
    pub fn name(&self, lang: Lang) -> &str {
        name_in(&self.name, lang).unwrap_or(&self.key)
    }
}

/// Both sides are paid on the friend's first purchase of which at least `minimum` takes part.
#[derive(Debug, Clone)]
pub struct ReferralRule {
    pub referrer: i64,
    pub friend: i64,
    pub minimum: Money,
    /// Days between that purchase and the payment.
    pub wait_days: u32,
    /// Friends a month for whom somebody is paid.
    pub most_a_month: Option<u32>,
}

impl ReferralRule {
    /// Whether a purchase pays of which so much takes part.
    pub fn pays(&self, counts: Money) -> bool {
        counts > Money::ZERO && counts >= self.minimum
    }
}

#[derive(Debug, Clone)]
pub struct RankingRule {
    pub period: Period,
    pub measure: Measure,
    /// Others are shown as `R***`, or by first name.
    pub names: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    Month,
    Year,
}

/// What is counted of a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Measure {
    #[default]
    Earned,
    /// Centavos of purchases that stand.
    Spent,
    Visits,
}

#[derive(Debug, Clone)]
pub struct Tiers {
    pub measure: Measure,
    /// Months that count, the present one among them; `None`: all there ever were.
    pub months: Option<u32>,
    /// Who no longer reaches their tier keeps it so long.
    pub keep: Keep,
    /// Lowest first; the first begins at 0.
    pub steps: Vec<Tier>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Keep {
    /// Until the end of the month in which they fell below.
    #[default]
    MonthEnd,
    /// Until the end of that year.
    YearEnd,
    /// For good.
    Always,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    pub key: String,
    pub from: i64,
    /// What is earned is multiplied by this.
    pub factor: Decimal,
    pub name: BTreeMap<Lang, String>,
}

impl Tier {
    pub fn name(&self, lang: Lang) -> &str {
        name_in(&self.name, lang).unwrap_or(&self.key)
    }
}

/// More for a while.
#[derive(Debug, Clone)]
pub struct Campaign {
    pub key: String,
    pub name: BTreeMap<Lang, String>,
    pub dates: Dates,
    pub factor: Decimal,
    /// Added to each purchase.
    pub extra: i64,
    /// Only these people; `None`: everybody.
    pub segment: Option<Segment>,
    /// Only these tiers; empty: everybody.
    pub tiers: Vec<String>,
    /// Only these stores; empty: all.
    pub stores: Vec<String>,
}

impl Campaign {
    pub fn name(&self, lang: Lang) -> &str {
        name_in(&self.name, lang).unwrap_or(&self.key)
    }
}

/// Whom a campaign is for, by what is known of them when they buy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// Joined at most so many days before.
    New(u32),
    /// In the month of their birthday.
    Birthday,
    /// Bought nothing for at least so many days.
    Away(u32),
}

/// Given for being there.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bonus {
    /// On joining, and on each birthday.
    pub welcome: i64,
    pub birthday: i64,
}

#[derive(Debug, Clone)]
pub struct StoreRule {
    pub name: String,
    /// Purchases there earn; balance and vouchers are taken there.
    pub gives: bool,
    pub takes: bool,
    /// Where they differ from the merchant's.
    pub zone: Option<crate::domain::calendar::Zone>,
    pub area_code: Option<u8>,
    pub lang: Option<Lang>,
    /// As people read them.
    pub hours: Option<String>,
}

/// What the law asks or may ask.
#[derive(Debug, Clone, Default)]
pub struct Law {
    /// A pharmacy: medicines are no object of the program (RDC Anvisa 96/2008 art. 10, contested since STJ 2024).
    pub pharmacy: bool,
    /// The owner lets medicines count all the same; who decided, and when, in their words.
    pub medicines_count: Option<String>,
    /// Number of the authorisation for prizes by luck or rank (Law 5.768/1971).
    pub certificate: Option<String>,
    pub prizes: Vec<Prize>,
}

#[derive(Debug, Clone)]
pub struct Prize {
    pub luck: bool,
    pub name: String,
}

#[derive(Debug, Clone)]
pub struct Notices {
    /// Days before the end of a credit or voucher that its owner is told.
    pub expiry_days: u32,
    /// A credit whose end nobody could be told of lives so many days longer, once.
    pub untold_days: u32,
    /// What comes back to a credit that has ended lives so many days more.
    pub returned_days: u32,
    /// Days before a change for the worse counts.
    pub change_days: u32,
    /// Receipts and news of their own account go by e-mail too, to those who agreed to that.
    pub email: bool,
}

/// How long things stay open, in the unit their name says.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Timers {
    pub undo_minutes: i64,
    /// The same store, member and amount again within this time is asked about.
    pub repeat_minutes: i64,
    pub staff_question_minutes: i64,
    pub member_question_minutes: i64,
    /// How long the counter waits for the member's yes.
    pub counter_minutes: i64,
    /// How long a presence code is good.
    pub presence_minutes: i64,
    pub reward_hold_hours: i64,
    /// How long the assistant keeps quiet where a person of the shop talks.
    pub human_hours: i64,
}

#[derive(Debug, Clone)]
pub struct Limits {
    /// Above this a sale is confirmed before it counts.
    pub confirm_above: Money,
    /// No sale above this is taken by message at all.
    pub refuse_above: Money,
    /// Refunds of sales above this need a manager.
    pub refund_by_cashier: Money,
    /// What of one sale a till or a web shop takes back; `None`: any amount.
    pub refund_by_till: Option<Money>,
    /// Wrong codes a member of staff may type in ten minutes, and all staff together in a day.
    pub wrong_codes: u32,
    pub wrong_codes_a_day: u32,
    /// What a manager may give or take by hand at once; above it only the owner, in minor units.
    pub adjust_by_manager: i64,
    /// A debt that nothing repaid for so many days is let go.
    pub debt_days: u32,
}

/// What somebody is told of a purchase who has never written to the shop.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReceiptsToNew {
    /// Nothing before they write first.
    #[default]
    Nothing,
    /// The receipt, as a template: for shops that ask at the counter whether they may.
    Template,
}

impl Program {
    pub fn reward(&self, key: &str) -> Option<&RewardRule> {
        self.rewards.iter().find(|reward| reward.key == key)
    }

    /// How a reward is called; one that is no more, by its key.
    pub fn reward_name(&self, key: &str, lang: Lang) -> String {
        self.reward(key).map_or_else(|| key.to_owned(), |rule| rule.name(lang).to_owned())
    }

    /// What is said of this store; `None`: nothing, it gives and takes.
    pub fn store(&self, name: &str) -> Option<&StoreRule> {
        self.stores.iter().find(|store| store.name == name)
    }

    /// Whether what is bought in this store takes part.
    pub fn gives_in(&self, name: &str) -> bool {
        self.store(name).is_none_or(|store| store.gives)
    }
}

/// The name in a language, or in the first one given.
pub fn name_in(names: &BTreeMap<Lang, String>, lang: Lang) -> Option<&str> {
    names.get(&lang).or_else(|| names.values().next()).map(String::as_str)
}
