//! What a till or a web shop asks for, as the door understood it. As JSON this is the row that is kept of it.

use crate::dialogue::needs::Needs;
use crate::dialogue::till::answer::AnswerKind;
use crate::domain::facts::{Facts, Key};
use crate::domain::ids::{MemberId, PurchaseId, StaffId, VoucherId};
use crate::domain::money::Money;
use crate::domain::phone::Phone;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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
    pub deed: Deed,
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
}

/// A customer, by whatever is known of them; all of it leads to one person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<MemberId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
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
    /// Adds what it wants to see.
    pub fn needs(&self, needs: &mut Needs) {
        match &self.deed {
            Deed::Buy(order) | Deed::Quote(order) => {
                needs.orders.insert((self.staff, order.id.clone()));
                let who = order.who.iter();
                needs.members.extend(who.clone().filter_map(|who| who.id));
                needs.keys.extend(who.filter_map(|who| who.phone.clone()).map(Key::Phone));
                needs.codes.extend(order.codes().cloned());
                needs.managers |= order.codes().next().is_some();
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
                needs.managers = true;
            }
            Deed::Reserve(Reserve { code, order, .. }) => {
                needs.codes.insert(code.clone());
                needs.managers = true;
                needs.orders.insert((self.staff, order.clone()));
            }
            Deed::Release(Release { member, .. }) => {
                needs.members.insert(*member);
            }
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
        }
    }
}

impl Order {
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
fn is_nothing(amount: &Money) -> bool {
    *amount == Money::ZERO
}
