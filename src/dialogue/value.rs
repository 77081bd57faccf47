//! Values: the arguments of what is said, typed here and formatted by the copy, the same way everywhere.

use crate::domain::money::Money;
use crate::domain::program::{Measure, Unit};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An argument as Fluent gets it: text that is already formatted, or a count that chooses a plural.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Count(i64),
    Money(Money),
    /// An amount of the program, in its unit.
    Points(i64),
    /// A count that is only shown, in groups of three digits.
    Number(i64),
    Percent(Decimal),
    /// Points before they are rounded, with their word.
    Exact(Decimal),
    /// What counts for a tier or a place: an amount in the program's unit, money, or purchases.
    Measured(Measure, i64),
    /// A day, from ms UTC in the store's zone.
    Day(i64),
    /// A time of day, from ms UTC in the store's zone.
    Time(i64),
    /// `2026-11`, shown as the month's name; `2026` is a year.
    Month(String),
    /// A name that is itself a key of `copy.ftl`.
    Term(&'static str),
    /// Several of them, one after the other.
    Terms(Vec<&'static str>),
    /// A link that opens the shop's chat with a text typed.
    Link(ChatLink),
}

impl Value {
    /// What is measured, without its word.
    pub const fn bare(&self) -> Option<Value> {
        match self {
            Value::Measured(Measure::Earned, sum) => Some(Value::Points(*sum)),
            Value::Measured(Measure::Spent, sum) => Some(Value::Money(Money(*sum))),
            Value::Measured(Measure::Visits, count) => Some(Value::Number(*count)),
            _ => None,
        }
    }

    /// Whether an amount is exactly one point, purchase or real, so that a verb beside it is singular; `None` for what is
    /// no amount.
    pub fn is_one(&self, unit: Unit) -> Option<bool> {
        const REAL: i64 = 100;
        match self {
            Value::Points(amount) | Value::Measured(Measure::Earned, amount) => {
                Some(*amount == if unit == Unit::Reais { REAL } else { 1 })
            }
            Value::Money(Money(amount)) | Value::Measured(Measure::Spent, amount) => Some(*amount == REAL),
            Value::Measured(Measure::Visits, count) => Some(*count == 1),
            _ => None,
        }
    }
}

/// `https://wa.me/…?text=…`; the text is copy in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatLink {
    /// Digits of the shop's number with country code.
    pub phone: String,
    pub text: LinkText,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkText {
    /// Joining, with or without a friend's code.
    Join { shop: String, code: Option<String> },
    /// The first words of a new member of staff.
    Staff,
    /// What staff type for a voucher; only the amount of the purchase is missing.
    Voucher { code: String },
}

/// What kinds of argument a line may have.
pub(super) trait Argument {
    fn value(&self) -> Value;
    /// A value as long as such values get: limits are checked with it.
    fn longest() -> Value;
}

macro_rules! argument {
    ($($type:ty, $self_:ident => $value:expr, $longest:expr;)*) => {$(
        impl Argument for $type {
            fn value(&$self_) -> Value { $value }
            fn longest() -> Value { $longest }
        }
    )*};
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Points(pub i64);
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent(pub Decimal);
/// What a rate gives for an amount, before it is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Exact(pub Decimal);
/// What counts for a tier or a place: `$x` is shown with its word, `$x-bare` without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured(pub Measure, pub i64);
/// A count that is only shown: nothing of the program, so it never becomes money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(pub i64);
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i64);
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(pub i64);
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Month(pub String);

/// A key of [`TERMS`], shown as its name in the reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Term(pub &'static str);

impl<'de> Deserialize<'de> for Term {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Term, D::Error> {
        let word = String::deserialize(source)?;
        let known = TERMS.into_iter().find(|term| *term == word);
        known.map(Term).ok_or_else(|| serde::de::Error::custom(format!("{word:?} is no term")))
    }
}

/// The days a summary is of, as its heading names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum When {
    On(Day),
    Named(Term),
}

/// Names that stand inside sentences.
pub const TERMS: [&str; 55] = [
    "name-receipt",
    "name-reversal",
    "name-exchange",
    "name-redeemed",
    "name-expiring",
    "name-approval",
    "name-redemption-ask",
    "name-announcement",
    "name-invitation",
    "language-pt",
    "language-es",
    "language-en",
    "refused-promotional",
    "refused-category",
    "refused-abusive",
    "refused-format",
    "refused-scam",
    "refused-mismatch",
    "refused-other",
    "refused-unavailable",
    "role-owner",
    "role-manager",
    "role-cashier",
    "span-today",
    "span-yesterday",
    "span-week",
    "span-month",
    "span-last-week",
    "span-last-month",
    "figure-opening",
    "figure-purchases",
    "figure-referral",
    "figure-bonus",
    "figure-brought",
    "figure-back",
    "figure-used",
    "figure-expired",
    "figure-forfeited",
    "figure-adjusted",
    "figure-available",
    "figure-held",
    "figure-vouchers",
    "figure-debt",
    "figure-ending",
    "figure-ending-vouchers",
    "figure-below",
    "figure-nowhere",
    "figure-total",
    "weekday-1",
    "weekday-2",
    "weekday-3",
    "weekday-4",
    "weekday-5",
    "weekday-6",
    "weekday-7",
];

argument! {
    String, self => Value::Text(self.clone()), Value::Text("M".repeat(40));
    i64, self => Value::Count(*self), Value::Count(1_000_000);
    Money, self => Value::Money(*self), Value::Money(Money(10_000_000_000));
    Points, self => Value::Points(self.0), Value::Points(9_999_999_999);
    Percent, self => Value::Percent(self.0), Value::Percent(Decimal::new(999_999, 4));
    Exact, self => Value::Exact(self.0), Value::Exact(Decimal::new(99_999_999_999, 4));
    Number, self => Value::Number(self.0), Value::Number(9_999_999_999);
    Measured, self => Value::Measured(self.0, self.1), Value::Measured(Measure::Spent, 10_000_000_000);
    Day, self => Value::Day(self.0), Value::Day(1_800_000_000_000);
    Time, self => Value::Time(self.0), Value::Time(1_800_000_000_000);
    ChatLink, self => Value::Link(self.clone()), Value::Link(ChatLink {
        phone: "5511999999999".to_owned(),
        text: LinkText::Join { shop: "M".repeat(40), code: Some("MMMM22222".to_owned()) },
    });
    Term, self => Value::Term(self.0), Value::Term("name-redemption-ask");
    Vec<Term>, self => Value::Terms(self.iter().map(|term| term.0).collect()), Value::Terms(vec!["weekday-1"; 7]);
    When, self => match self {
        When::On(day) => day.value(),
        When::Named(term) => term.value(),
    }, Value::Term("span-week");
    Month, self => Value::Month(self.0.clone()), Value::Month("2026-09".to_owned());
}
