//! What a till or a web shop asks for, as the door understood it. As JSON this is the row that is kept of it.

use crate::dialogue::needs::Needs;
use crate::dialogue::till::answer::AnswerKind;
use crate::domain::calendar::DAY;
use crate::domain::cnpj::Cnpj;
use crate::domain::email::Email;
use crate::domain::facts::{Facts, Key};
use crate::domain::ids::{ContactId, MemberId, PurchaseId, StaffId, StoreId, VoucherId};
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::phone::Phone;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How late a purchase may be told of (ms).
pub const LATE: i64 = 8 * DAY;

/// One call that writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The channel that asks: a row of the staff.
    pub staff: StaffId,
    /// Made at the door, never twice: the natural key of all that this causes, as a wamid is of a message.
    pub request: String,
    /// What its answer is kept under: the caller's own key, or the request.
    pub key: String,
    /// When it happened (ms UTC), where the caller says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred: Option<i64>,
    /// That was too long ago when it was told of, so that only what is registered already is answered.
    #[serde(default, skip_serializing_if = "is_not")]
    pub late: bool,
    /// All that names the buyer and pays is one `code`, as where a voucher is redeemed.
    #[serde(default, skip_serializing_if = "is_not")]
    pub by_code: bool,
    pub deed: Deed,
}

impl Ask {
    /// Whether it only tells of people, without their doing and without where they agreed to anything.
    pub fn is_hearsay(&self) -> bool {
        match &self.deed {
            Deed::Meet(person) => person.consents.is_none(),
            Deed::Join(wish) => wish.source.is_none(),
            _ => false,
        }
    }
}

/// What is to be done. Its JSON is hashed and compared for ever: a new field is optional and left out where it is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    Buy(Order),
    Back(Return),
    /// What a purchase would lead to.
    Quote(Order),
    /// What is behind this code of a voucher.
    Check(String),
    Reserve(Reserve),
    Release(Release),
    Meet(Box<Person>),
    Join(Box<Joining>),
    Part(Parting),
}

/// A customer, by whatever is known of them; all of it leads to one person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<MemberId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// How the shop's other systems call them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cnpj: Option<Cnpj>,
}

/// What a customer agreed to elsewhere. What is left out, nobody has said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consents {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipts: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offers: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<bool>,
    /// Where, in the shop's words; it names nobody.
    pub source: String,
}

/// Somebody who writes and buys for a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Whether this one takes e-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<bool>,
}

/// Somebody writes and buys for a company from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joining {
    pub member: MemberId,
    pub contact: Colleague,
    /// Where they said whether they take e-mail; it names nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Somebody does no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parting {
    pub member: MemberId,
    pub contact: ContactId,
}

/// A customer as another system of the shop knows them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub who: Who,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreId>,
    /// Month and day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birthday: Option<(u32, u32)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consents: Option<Consents>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Colleague>,
}

/// A purchase that was paid elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its number where it was sold.
    pub id: String,
    /// Left out, whoever owns the vouchers buys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<Who>,
    pub amount: Money,
    /// The part that neither earns nor is paid with credit.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub excluded: Money,
    #[serde(default, skip_serializing_if = "Pay::is_money")]
    pub pay: Pay,
    /// The code that says that the customer is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consents: Option<Consents>,
}

/// What pays a part of it beside money. Codes without spaces and hyphens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pay {
    #[default]
    Money,
    Vouchers(Vec<String>),
    /// Balance that its owner set aside under this code.
    Code(String),
    /// Balance, in the unit of the program.
    Units(i64),
}

/// A purchase, or a part of it, comes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    pub of: Of,
    /// Its number where it was taken back.
    pub id: String,
    /// Left out, all that stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}

/// A voucher is kept for an order that is not paid yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserve {
    pub voucher: VoucherId,
    /// Whoever has it has given this.
    pub code: String,
    pub order: String,
}

/// The order comes to nothing: whoever owns the voucher may use it elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub member: MemberId,
    pub voucher: VoucherId,
    pub order: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    Purchase(MemberId, PurchaseId),
    /// An order of the same channel.
    Order(String),
}

impl Ask {
    /// When it counts as done, told of at `now` (ms UTC).
    pub fn at(&self, now: i64) -> i64 {
        self.occurred.map_or(now, |at| at.max(now - LATE))
    }

    /// Adds what it wants to see.
    pub fn needs(&self, needs: &mut Needs) {
        // Too many wrong ones are told.
        needs.managers = match &self.deed {
            Deed::Buy(order) | Deed::Quote(order) => order.codes().next().is_some(),
            Deed::Check(_) | Deed::Reserve(_) => true,
            _ => false,
        };
        match &self.deed {
            Deed::Buy(order) | Deed::Quote(order) => {
                needs.orders.insert((self.staff, order.id.clone()));
                needs.members.extend(order.who.iter().filter_map(|who| who.id));
                needs.keys.extend(order.who.iter().flat_map(Who::keys).map(|(_, key)| key));
                needs.codes.extend(order.codes().cloned());
            }
            Deed::Back(Return { of: Of::Purchase(member, purchase), .. }) => {
                needs.members.insert(*member);
                needs.purchases.insert((*member, *purchase));
            }
            Deed::Back(Return { of: Of::Order(order), .. }) => {
                needs.orders.insert((self.staff, order.clone()));
            }
            Deed::Check(code) => {
                needs.codes.insert(code.clone());
            }
            Deed::Reserve(Reserve { code, order, .. }) => {
                needs.codes.insert(code.clone());
                needs.orders.insert((self.staff, order.clone()));
            }
            Deed::Join(wish) => {
                needs.members.insert(wish.member);
                needs.keys.extend(wish.contact.keys().map(|(_, key)| key));
            }
            Deed::Release(Release { member, .. }) | Deed::Part(Parting { member, .. }) => {
                needs.members.insert(*member);
            }
            Deed::Meet(person) => needs.keys.extend(person.keys().map(|(_, key)| key)),
        }
    }

    /// Where what a problem is about stands in this call; `None`: it stands nowhere in it.
    pub fn place(&self, field: &'static str) -> Option<&'static str> {
        let (buyer, pay) = (field.starts_with("customer"), field.starts_with("pay"));
        match &self.deed {
            Deed::Buy(_) if self.by_code => Some(if buyer || pay { "code" } else { field }),
            Deed::Buy(order) | Deed::Quote(order) => Some(order.place(field)),
            Deed::Check(_) | Deed::Reserve(_) | Deed::Release(_) => Some(field),
            // The contact is all that is sent.
            Deed::Join(_) | Deed::Part(_) => field.strip_prefix("contacts."),
            Deed::Back(back) if field == "purchase" => Some(match back.of {
                Of::Order(_) => "order",
                Of::Purchase(..) => "id",
            }),
            // Their customer is the purchase's, or all that they tell of.
            Deed::Back(_) | Deed::Meet(_) => (!buyer && !pay).then_some(field),
        }
    }

    /// What of it can be done once and never again, and the name of that; none where it is about nothing there is.
    pub fn natural(&self, facts: &Facts) -> Option<(AnswerKind, String)> {
        match &self.deed {
            Deed::Buy(order) => Some((AnswerKind::Order, order.id.clone())),
            Deed::Back(back) => {
                let (_, purchase) = back.of.found(self.staff, facts)?;
                Some((AnswerKind::Reversal, format!("{purchase}:{}", back.id)))
            }
            // What is kept and what is let go says by itself how it stands; the others do nothing.
            Deed::Quote(_) | Deed::Check(_) | Deed::Reserve(_) | Deed::Release(_) => None,
            // Who they are is what they are known by: again it changes nothing.
            Deed::Meet(_) | Deed::Join(_) | Deed::Part(_) => None,
        }
    }

    /// What makes it this deed: callers that try again write their notes anew, and may call a purchase by its own number
    /// or by that of its order.
    pub fn bare(&self, facts: &Facts) -> Value {
        match &self.deed {
            Deed::Buy(order) => json!(Deed::Buy(Order { note: None, ..order.clone() })),
            Deed::Back(back) => {
                let purchase = back.of.found(self.staff, facts).map(|(_, purchase)| purchase);
                json!([purchase, back.id, back.amount])
            }
            Deed::Quote(_) | Deed::Check(_) | Deed::Reserve(_) | Deed::Release(_) => json!(self.deed),
            Deed::Meet(_) | Deed::Join(_) | Deed::Part(_) => json!(self.deed),
        }
    }
}

impl Who {
    /// What they are known by beside a number of ours, each with the field it stands in.
    pub fn keys(&self) -> impl Iterator<Item = (&'static str, Key)> + use<> {
        let phone = self.phone.clone().map(|phone| ("phone", Key::Phone(phone)));
        let email = self.email.clone().map(|email| ("email", Key::Email(email)));
        let own = self.own.clone().map(|own| ("own_id", Key::Own(own)));
        let cnpj = self.cnpj.clone().map(|cnpj| ("cnpj", Key::Cnpj(cnpj)));
        [phone, email, own, cnpj].into_iter().flatten()
    }
}

impl Person {
    pub fn keys(&self) -> impl Iterator<Item = (&'static str, Key)> {
        self.who.keys().chain(self.contacts.iter().flat_map(Colleague::keys))
    }
}

impl Colleague {
    pub fn keys(&self) -> impl Iterator<Item = (&'static str, Key)> + use<> {
        let phone = self.phone.clone().map(|phone| ("contacts.phone", Key::Phone(phone)));
        let email = self.email.clone().map(|email| ("contacts.email", Key::Email(email)));
        [phone, email].into_iter().flatten()
    }
}

impl Order {
    /// The same of a purchase: what pays it is one of three.
    fn place(&self, field: &'static str) -> &'static str {
        match (&self.pay, field) {
            // Whoever owns the vouchers buys.
            (Pay::Vouchers(_), "customer") if self.who.is_none() => "pay.vouchers",
            (Pay::Vouchers(_), "pay.balance") => "pay.vouchers",
            (Pay::Code(_), "pay.balance") => "pay.code",
            (_, field) => field,
        }
    }

    /// Every code that stands in it.
    pub fn codes(&self) -> impl Iterator<Item = &String> {
        let (vouchers, code) = match &self.pay {
            Pay::Vouchers(codes) => (codes.as_slice(), None),
            Pay::Code(code) => (&[][..], Some(code)),
            Pay::Money | Pay::Units(_) => (&[][..], None),
        };
        vouchers.iter().chain(code).chain(&self.presence)
    }
}

impl Of {
    /// The purchase it means, as far as it is named.
    pub fn found(&self, channel: StaffId, facts: &Facts) -> Option<(MemberId, PurchaseId)> {
        let (member, purchase) = match self {
            Of::Purchase(member, purchase) => (*member, *purchase),
            Of::Order(order) => facts.orders.get(&(channel, order.clone())).copied().flatten()?,
        };
        Some((facts.present(member), purchase))
    }
}

impl Pay {
    fn is_money(&self) -> bool {
        *self == Pay::Money
    }
}

// Serde hands `skip_serializing_if` a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_not(flag: &bool) -> bool {
    !flag
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_nothing(amount: &Money) -> bool {
    *amount == Money::ZERO
}
