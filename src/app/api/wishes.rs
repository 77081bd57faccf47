//! What callers send: JSON of a fixed form, read field by field, so that a fault names its field. Nothing is stored of what
//! cannot be read.

use super::body::is_printable;
use super::customers::{Agreed, Customer};
use super::problem::Problem;
use crate::dialogue::till::ask::{LATE, Order, Pay};
use crate::domain::calendar::MINUTE;
use crate::domain::money;
use crate::domain::program::Unit;
use chrono::DateTime;
use serde::Deserialize;
use utoipa::ToSchema;

/// Longest number of an order or of a reversal, and longest note.
const LONGEST_ID: usize = 64;
const LONGEST_NOTE: usize = 200;
/// How far ahead another clock may be (ms).
const EARLY: i64 = 5 * MINUTE;

/// An amount of money.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    #[schema(pattern = r"^\d{1,9}\.\d{2}$", example = "1250.00")]
    value: String,
    #[schema(pattern = "^BRL$", example = "BRL")]
    currency: String,
}

/// An amount of what the program counts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Units {
    #[schema(pattern = r"^\d{1,9}(\.\d{2})?$", example = "2000")]
    value: String,
    /// `points`, or the currency.
    #[schema(pattern = "^(points|BRL)$", example = "points")]
    unit: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// Printable, without spaces.
    #[schema(pattern = "^[!-~]{1,64}$", example = "5501")]
    id: String,
}

/// What pays a part of it beside money: vouchers, or what the customer set aside under a code, or balance.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Paid {
    #[schema(max_items = 20)]
    vouchers: Option<Vec<String>>,
    code: Option<String>,
    balance: Option<Units>,
    /// The code that says that the customer is there.
    presence: Option<String>,
}

/// When a purchase happened.
#[derive(Debug, Clone, Copy, Default)]
pub struct When {
    /// ms UTC, where that is said and counts.
    pub occurred: Option<i64>,
    /// Too long ago to be registered now. Whether it was before is seen first: the same order is answered alike for ever.
    pub late: bool,
}

/// A purchase that was paid elsewhere.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "order": { "id": "5501" }, "customer": { "phone": "+5511987654321" },
    "amount": { "value": "89.90", "currency": "BRL" } }))]
pub struct Sale {
    /// Its number where it was sold: once for each channel, for ever.
    order: Number,
    /// Left out, whoever owns the vouchers buys.
    customer: Option<Customer>,
    amount: Amount,
    /// The part that neither earns nor is paid with credit.
    excluded: Option<Amount>,
    pay: Option<Paid>,
    #[schema(max_length = 200)]
    note: Option<String>,
    /// What they agreed to with it.
    consents: Option<Agreed>,
    /// When it happened, where that was before now: at most 8 days ago. What credit pays a part of counts from when it is
    /// told.
    #[schema(format = DateTime)]
    occurred_at: Option<String>,
}

/// A purchase as it might be: the same as one, with or without its number.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "customer": { "phone": "+5511987654321" }, "amount": { "value": "89.90", "currency": "BRL" } }))]
pub struct Basket {
    order: Option<Number>,
    /// Left out, whoever owns the vouchers buys.
    customer: Option<Customer>,
    amount: Amount,
    /// The part that neither earns nor is paid with credit.
    excluded: Option<Amount>,
    pay: Option<Paid>,
    #[schema(max_length = 200)]
    note: Option<String>,
    /// What they would agree to with it.
    consents: Option<Agreed>,
    /// When it happened, where that was before now: at most 8 days ago. What credit pays a part of counts from when it is
    /// told.
    #[schema(format = DateTime)]
    occurred_at: Option<String>,
}

/// A voucher by its code, as its owner reads it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Spaces and hyphens are left out.
    #[schema(example = "K7P-2M9-RXYZ")]
    code: String,
}

/// A purchase that a voucher pays a part of: whoever owns it buys.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "order": { "id": "5502" }, "code": "K7P-2M9-RXYZ",
    "amount": { "value": "89.90", "currency": "BRL" } }))]
pub struct Redemption {
    order: Number,
    #[schema(example = "K7P-2M9-RXYZ")]
    code: String,
    /// The price of the purchase, not what the voucher is worth.
    amount: Amount,
    /// The part that neither earns nor is paid with credit.
    excluded: Option<Amount>,
    #[schema(max_length = 200)]
    note: Option<String>,
}

/// A voucher is kept for an order that is not paid yet.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Keeping {
    order: Number,
    /// Its code: who has no right to it does not know that.
    #[schema(example = "K7P-2M9-RXYZ")]
    code: String,
}

/// The order comes to nothing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LettingGo {
    order: Number,
}

/// A purchase, or a part of it, comes back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reversal": { "id": "r-1" }, "amount": { "value": "39.90", "currency": "BRL" } }))]
pub struct Reversal {
    /// Its number where it was taken back.
    reversal: Number,
    /// Left out, all that stands.
    amount: Option<Amount>,
}

/// Number of an order or of a reversal.
pub fn own_number(field: &str, id: &str) -> Result<String, Problem> {
    let how = || format!("It has 1 to {LONGEST_ID} printable characters and no space.");
    if is_printable(id, LONGEST_ID) { Ok(id.to_owned()) } else { Err(Problem::of_field(field, how())) }
}

impl Amount {
    fn read(&self, field: &str) -> Result<money::Money, Problem> {
        if self.currency != "BRL" {
            return Err(Problem::of_field(&format!("{field}.currency"), "The currency of this shop is BRL."));
        }
        let amount = money::Money::from_plain(&self.value);
        let amount = amount.filter(|amount| self.value.len() <= 12 && amount.0 >= 0);
        let how = "An amount is digits, a dot and two digits: 1250.00.";
        amount.ok_or_else(|| Problem::of_field(&format!("{field}.value"), how))
    }
}

impl Units {
    fn read(&self, unit: Unit) -> Result<i64, Problem> {
        let (word, read): (_, fn(&str) -> Option<i64>) = match unit {
            Unit::Points => ("points", |text| text.parse().ok()),
            Unit::Reais => ("BRL", |text| money::Money::from_plain(text).map(|amount| amount.0)),
        };
        if self.unit != word {
            return Err(Problem::of_field(
                "pay.balance.unit",
                format!("The balance of this shop counts {word}."),
            ));
        }
        let units = read(&self.value).filter(|units| *units > 0 && self.value.len() <= 12);
        let how = "An amount is digits, for money with a dot and two digits.";
        units.ok_or_else(|| Problem::of_field("pay.balance.value", how))
    }
}

/// A code as it is stored, of one that was typed.
fn code_of(field: &str, text: &str) -> Result<String, Problem> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let right = (1..=20).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let how = "A code is letters and digits, as it was shown.";
    if right { Ok(bare.to_uppercase()) } else { Err(Problem::of_field(field, how)) }
}

impl Paid {
    fn read(self, unit: Unit) -> Result<(Pay, Option<String>), Problem> {
        let code = |field: &'static str| move |text: String| code_of(field, &text);
        let presence = self.presence.map(code("pay.presence")).transpose()?;
        let pay = match (self.vouchers, self.code, self.balance) {
            (None, None, None) => Pay::Money,
            (Some(codes), None, None) if (1..=20).contains(&codes.len()) => {
                Pay::Vouchers(codes.into_iter().map(code("pay.vouchers")).collect::<Result<_, _>>()?)
            }
            (None, Some(text), None) => Pay::Code(code("pay.code")(text)?),
            (None, None, Some(units)) => Pay::Units(units.read(unit)?),
            (Some(_), None, None) => return Err(Problem::of_field("pay.vouchers", "Name 1 to 20 vouchers.")),
            _ => {
                let how = "One of vouchers, code and balance pays, not several.";
                return Err(Problem::of_field("pay", how));
            }
        };
        Ok((pay, presence))
    }
}

impl Sale {
    /// The order, and when it happened where that is said. `now`: ms UTC.
    pub fn read(self, unit: Unit, now: i64) -> Result<(Order, When), Problem> {
        let id = self.order.read()?;
        let Sale { customer, amount, excluded, pay, note, consents, occurred_at, .. } = self;
        Basket { order: None, customer, amount, excluded, pay, note, consents, occurred_at }
            .numbered(id, unit, now)
    }
}

impl Basket {
    /// The order that it would be; without a number it has an empty one. `now`: ms UTC.
    pub fn read(mut self, unit: Unit, now: i64) -> Result<(Order, When), Problem> {
        let id = self.order.take().map(|order| order.read()).transpose()?;
        self.numbered(id.unwrap_or_default(), unit, now)
    }

    fn numbered(self, id: String, unit: Unit, now: i64) -> Result<(Order, When), Problem> {
        let (pay, presence) = self.pay.unwrap_or_default().read(unit)?;
        let excluded = self.excluded.map(|excluded| excluded.read("excluded")).transpose()?;
        let order = Order {
            id,
            who: self.customer.map(|customer| customer.read()).transpose()?,
            amount: self.amount.read("amount")?,
            excluded: excluded.unwrap_or_default(),
            pay,
            presence,
            note: self.note.map(|note| note_of(&note)).transpose()?,
            consents: self.consents.map(Agreed::read).transpose()?,
        };
        let occurred = self.occurred_at.map(|at| moment(&at, now)).transpose()?;
        // Credit leaves when it is told of: a code is good now or not at all, and nobody pays with what came later.
        let plain = order.pay == Pay::Money && order.presence.is_none();
        let late = occurred.is_some_and(|at| at < now - LATE);
        Ok((order, When { occurred: occurred.filter(|_| plain), late }))
    }
}

impl Number {
    fn read(&self) -> Result<String, Problem> {
        own_number("order.id", &self.id)
    }
}

impl Shown {
    pub fn read(&self) -> Result<String, Problem> {
        code_of("code", &self.code)
    }
}

impl Redemption {
    /// The purchase that it is.
    pub fn read(self) -> Result<Order, Problem> {
        let excluded = self.excluded.map(|excluded| excluded.read("excluded")).transpose()?;
        Ok(Order {
            id: self.order.read()?,
            who: None,
            amount: self.amount.read("amount")?,
            excluded: excluded.unwrap_or_default(),
            pay: Pay::Vouchers(vec![code_of("code", &self.code)?]),
            presence: None,
            note: self.note.map(|note| note_of(&note)).transpose()?,
            consents: None,
        })
    }
}

impl Keeping {
    /// The number of the order, and the code.
    pub fn read(&self) -> Result<(String, String), Problem> {
        Ok((self.order.read()?, code_of("code", &self.code)?))
    }
}

impl LettingGo {
    /// The number of the order.
    pub fn read(&self) -> Result<String, Problem> {
        self.order.read()
    }
}

impl Reversal {
    /// Its number, and how much comes back.
    pub fn read(self) -> Result<(String, Option<money::Money>), Problem> {
        let amount = self.amount.map(|amount| amount.read("amount")).transpose()?;
        Ok((own_number("reversal.id", &self.reversal.id)?, amount))
    }
}

/// PostgreSQL takes no U+0000, and people read it in one line.
fn note_of(note: &str) -> Result<String, Problem> {
    let note: String = note.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let how = || format!("A note has at most {LONGEST_NOTE} characters.");
    if note.chars().count() <= LONGEST_NOTE { Ok(note) } else { Err(Problem::of_field("note", how())) }
}

fn moment(text: &str, now: i64) -> Result<i64, Problem> {
    let at = DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp_millis());
    let how = "It is RFC 3339 with its zone, at most 8 days ago and not ahead: 2026-11-21T15:00:00Z.";
    at.filter(|at| (0..=now + EARLY).contains(at)).ok_or_else(|| Problem::of_field("occurred_at", how))
}
