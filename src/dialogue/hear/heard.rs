//! What was heard: the intent, the typed slots and every reason to doubt the reading.
//! The names of intents, slots and flags are those of the labelled messages in `tests/it/data`.

use super::hints::{Hint, Hints};
use super::intent::Intent;
use serde::{Deserialize, Serialize, Serializer};

use crate::domain::calendar::{MonthAsked, Span};
use crate::domain::lang::Lang;
use crate::domain::member::About;
use crate::domain::money::Money;
use crate::domain::phone::Phone;

/// One message, understood as well as its words allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    pub intent: Intent,
    pub slots: Slots,
    /// The language the marker words voted for; `None` on a tie.
    pub lang: Option<Lang>,
    /// By how many marker words.
    pub sure: usize,
    /// What it says beside that.
    pub hints: Hints,
    /// How it would answer whether somebody's balance may be used.
    pub assent: Option<Assent>,
    /// How it would answer whether somebody wants to join.
    pub joins: Option<Joins>,
    /// Says that something was handed over: what, as typed, and nothing where it is not named.
    pub hands_over: Option<String>,
    /// Every line is a complete sale of its own (a page of the shop's notebook).
    pub sales: Vec<Noted>,
    /// Something else that is asked for in other words of the message: `saldo e ranking`.
    pub also: Option<Intent>,
    /// What a message that no rule takes is most like among all that was ever said: good enough for an answer, for a
    /// question that nothing moves before its yes, and for nothing while another question is open.
    pub likely: Option<(Intent, Slots)>,
}

/// An answer to *may we use your balance?*, beyond the exact words for yes and no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assent {
    /// Agrees, and says nothing else.
    Yes,
    No,
    /// Agrees, and names a figure.
    Figure,
    /// Has not understood what is asked.
    Unsure,
}

/// A wish to be in the club, plainly said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joins {
    WithoutOffers,
    WithOffers,
}

/// One line of such a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    pub phone: Phone,
    pub amount: Money,
    pub excluded: Money,
    pub discount: Money,
}

impl Heard {
    /// Taken to say this, too.
    #[must_use]
    pub fn saying(mut self, hint: Hint) -> Heard {
        self.hints.put(hint, true);
        self
    }

    /// With the likely meaning for its own, where it has one.
    #[must_use]
    pub fn taken_as_likely(mut self) -> Heard {
        if let Some((intent, slots)) = self.likely.take() {
            (self.intent, self.slots) = (intent, slots);
        }
        self
    }

    /// Whether it says this, too.
    pub fn says(&self, hint: Hint) -> bool {
        self.hints.has(hint)
    }

    /// Whether the reading may be acted upon, must be confirmed, or lacks something.
    pub fn doubt(&self) -> Doubt {
        if self.slots.missing.is_empty() { doubt_of(&self.slots.flags) } else { Doubt::Ask }
    }
}

/// Act, show the reading and wait for one tap, or ask for what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    Sure,
    Confirm,
    Ask,
}

/// The answer to one open question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<T> {
    pub value: Option<T>,
    pub flags: Vec<Flag>,
    pub doubt: Doubt,
}

impl<T> Reading<T> {
    pub(super) fn new(value: Option<T>, mut flags: Vec<Flag>) -> Reading<T> {
        flags.sort_unstable();
        flags.dedup();
        let doubt = if value.is_none() { Doubt::Ask } else { doubt_of(&flags) };
        Reading { value, flags, doubt }
    }
}

fn doubt_of(flags: &[Flag]) -> Doubt {
    flags.iter().map(|flag| flag.doubt()).max().unwrap_or(Doubt::Sure)
}

/// Why a reading is not certain. Their order is the order in which they are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    DddDefault,
    NinthAdded,
    Landline,
    Foreign,
    /// Of a country whose numbers are not known here.
    CountryUnknown,
    DdiOrAmount,
    DddOrAmount,
    TwoPhones,
    MultiSale,
    PhoneInvalid,
    GluedDigits,
    CpfGiven,
    CpfOrPhone,
    AmountAmbiguous,
    AmountHigh,
    AmountZero,
    AmountNegative,
    AmountMultiplied,
    PercentIgnored,
    TwoAmounts,
    /// A part that does not count is named, and not how much it is.
    ExcludedOpen,
    BareAmount,
    /// A number and no word that asks for anything.
    BarePhone,
    DateInvalid,
    DateOrder,
    /// Words or a question mark beside the sale speak against it.
    Against,
}

impl Flag {
    /// Whether it is a doubt about the number.
    pub fn is_of_phone(self) -> bool {
        self < Flag::AmountAmbiguous
    }

    /// What this one doubt asks for.
    pub const fn doubt(self) -> Doubt {
        match self {
            Flag::Foreign | Flag::BareAmount | Flag::BarePhone => Doubt::Sure,
            Flag::DddOrAmount
            | Flag::TwoPhones
            | Flag::PhoneInvalid
            | Flag::CpfGiven
            | Flag::AmountZero
            | Flag::AmountNegative
            | Flag::TwoAmounts
            | Flag::DateInvalid => Doubt::Ask,
            _ => Doubt::Confirm,
        }
    }
}

/// What must be asked, in the order to ask it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    Phone,
    Amount,
    Code,
    Reward,
    Name,
    Date,
    Language,
}

/// How much of a balance is to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uses {
    /// As much as may be used.
    All,
    Points(i64),
    /// A bare figure: reais, or points where the program has those.
    Figure(Money),
    Money(Money),
}

/// So many of a thing at so much each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    pub count: i64,
    pub each: Money,
}

/// Which of somebody's vouchers are to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vouchers {
    /// As many as the purchase takes.
    All,
    /// So many of them.
    Some(usize),
}

/// A birthday: with or without its year, or "today" (resolved in the shop's zone by whoever knows it).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    Today,
    Each { month: u8, day: u8 },
    Full { year: u16, month: u8, day: u8 },
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Day::Today => serializer.serialize_str("today"),
            Day::Each { month, day } => serializer.collect_str(&format_args!("{month:02}-{day:02}")),
            Day::Full { year, month, day } => {
                serializer.collect_str(&format_args!("{year:04}-{month:02}-{day:02}"))
            }
        }
    }
}

/// Declares the small closed vocabularies of slots; `hear.toml` names them by the same words.
macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident),+ })+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($variant),+ }
    )+ };
}

vocabulary! {
    /// A figure that somebody asks about.
    Subject { Purchase, Balance, Tier, Voucher, Ranking }
    /// What somebody asks about the rules, where one of them answers it.
    Asked {
        Fee, Ends, Least, LeftOut, Rate, Worth, Stores, App, Others, Covers, Soon, How, Cash, Phone, Short, Ads, Returned, Outside
    }
    /// Who receives an announcement.
    Segment { All, Inactive, Tier, BirthdayMonth }
    Tier { Bronze, Silver, Gold, Diamond }
    /// The span of a report.
    Period { Today, Yesterday, Week, Month }
    /// A rule of the program that its owner may change by message.
    Rule { CashbackPercent, PointsPerReal, MinRedeem, VoucherDays }
    CampaignKind { PointsMultiplier, CashbackPercent }
    When { Today, Tomorrow, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday }
    CampaignAction { Stop }
    /// One of a list.
    Place { First, Second, Third, Fourth, Fifth, Last }
}

impl Place {
    /// Its number in a list of so many.
    pub fn among(self, many: usize) -> u32 {
        match self {
            Place::First => 1,
            Place::Second => 2,
            Place::Third => 3,
            Place::Fourth => 4,
            Place::Fifth => 5,
            Place::Last => u32::try_from(many).unwrap_or(u32::MAX),
        }
    }
}

/// Everything a message may carry. Empty slots are not printed.
// Each says another thing of another request.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Slots {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phone_candidates: Vec<Phone>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "plain")]
    pub amount: Option<Money>,
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "plain_list")]
    pub amount_candidates: Vec<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reward: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voucher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Lang>,
    /// The last digits of a phone, which do not say whose it is.
    #[serde(skip)]
    pub ending: Option<String>,
    /// Only says who is writing: no wish to be called otherwise.
    #[serde(skip)]
    pub introduces: bool,
    /// Whoever is hired is to manage the shop.
    #[serde(skip)]
    pub manager: bool,
    /// What is told of a store.
    #[serde(skip)]
    pub about: Option<About>,
    /// The whole balance.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub all: bool,
    /// Eleven digits, only to explain that the phone is wanted; never stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpf: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_text")]
    pub points: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_text")]
    pub days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#ref: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment: Option<Segment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The week or month before this one.
    #[serde(skip)]
    pub before: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// What comes back in an exchange; `amount` is what goes out for it.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "plain")]
    pub back: Option<Money>,
    /// The part of a sale that does not count.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "plain")]
    pub excluded: Option<Money>,
    /// What the shop takes off the price.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "plain")]
    pub discount: Option<Money>,
    /// The amount is what so many of a thing cost.
    #[serde(skip)]
    pub counted: Option<Counted>,
    /// The prices that the amount is the sum of.
    #[serde(skip)]
    pub summed: Vec<Money>,
    /// How much of a balance is to pay.
    #[serde(skip)]
    pub uses: Option<Uses>,
    /// Vouchers are named beside the sale.
    #[serde(skip)]
    pub vouchers: Option<Vouchers>,
    /// A decimal as text: two decimals, or an integer for days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<CampaignKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<CampaignAction>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
    /// What is to be given or taken by hand, in hundredths of what was typed.
    #[serde(skip)]
    pub adjustment: Option<i64>,
    /// Why it is given or taken, as typed.
    #[serde(skip)]
    pub reason: Option<String>,
    /// A summary is asked for something that none says.
    #[serde(skip)]
    pub beyond: bool,
    /// The figure that is to be explained.
    #[serde(skip)]
    pub subject: Option<Subject>,
    /// What is asked about the rules.
    #[serde(skip)]
    pub asked: Option<Asked>,
    /// The purchase they are asked about.
    #[serde(skip)]
    pub purchase: Option<Money>,
    /// The month to be closed.
    #[serde(skip)]
    pub month: MonthAsked,
    /// One of a list, in words.
    #[serde(skip)]
    pub place: Option<Place>,
    /// The whole message is one small integer or keycap: a menu choice, or an amount. Of a refund, its only figure.
    #[serde(skip)]
    pub digit: Option<u32>,
    /// Trailing words of a sale that are neither name nor labelled note ("banho").
    #[serde(skip)]
    pub remark: Option<String>,
}

impl Slots {
    /// The days a summary is asked for: a date, a named span, or today. `None`: a date that does not exist.
    pub fn span(&self) -> Option<Span> {
        if self.flags.contains(&Flag::DateInvalid) {
            return None;
        }
        let on = |year, month: u8, day: u8| Span::Date { year, month: month.into(), day: day.into() };
        Some(match (self.date, self.period) {
            (Some(Day::Each { month, day }), _) => on(None, month, day),
            // Two digits of a year were read as a year of birth.
            (Some(Day::Full { year, month, day }), _) => {
                on(Some(i32::from(year) + if year < 2000 { 100 } else { 0 }), month, day)
            }
            (_, Some(Period::Yesterday)) => Span::Yesterday,
            (_, Some(Period::Week)) if self.before => Span::LastWeek,
            (_, Some(Period::Month)) if self.before => Span::LastMonth,
            (_, Some(Period::Week)) => Span::Week,
            (_, Some(Period::Month)) => Span::Month,
            _ => Span::Today,
        })
    }
}

// Serde's `serialize_with` hands over a reference to the whole field, `Option` included.
#[allow(clippy::ref_option)]
fn plain<S: Serializer>(amount: &Option<Money>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&amount.unwrap_or_default().plain())
}

fn plain_list<S: Serializer>(amounts: &[Money], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(amounts.iter().map(|amount| amount.plain()))
}

#[allow(clippy::ref_option)]
fn as_text<T: std::fmt::Display, S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}
