//! A sale as an open question keeps it: for whom, how much, what pays it, and what becomes of one that comes back.

use crate::dialogue::hear::Counted;
use crate::domain::ids::{HoldId, MemberId, VoucherId};
use crate::domain::money::Money;
use crate::domain::phone::Phone;
use crate::domain::purchase::Agreed;
use serde::{Deserialize, Serialize};

/// A sale that was read but not registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSale {
    pub buyer: Buyer,
    pub amount: Money,
    /// The part that neither earns nor is paid with credit.
    #[serde(default)]
    pub excluded: Money,
    /// What the shop takes off the price.
    #[serde(default)]
    pub discount: Money,
    pub remark: Option<String>,
    /// Its amount is what so many of a thing cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
    /// The prices that its amount is the sum of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub summed: Vec<Money>,
    /// Vouchers that pay a part of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vouchers: Vec<VoucherId>,
    /// Balance that pays a part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pays: Option<Pays>,
    /// Who agreed, or how its buyer is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Agreed>,
    /// The presence code that agreed: it does so for one purchase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Its number where it was sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
}

/// What pays a sale beside money, and who agreed to that.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vouchers: Vec<VoucherId>,
    /// Balance that was set aside under a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<HoldId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Agreed>,
    /// The presence code that agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl By {
    pub fn pays(self, sale: OpenSale) -> OpenSale {
        let By { vouchers, hold, agreed, code } = self;
        OpenSale { vouchers, pays: hold.map(Pays::Held), agreed, code, ..sale }
    }
}

/// Balance that pays a part of a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pays {
    /// Set aside already.
    Held(HoldId),
    /// To be taken when the sale is registered, in the program's unit.
    Units(i64),
}

impl OpenSale {
    /// Nothing but money pays it.
    pub fn is_plain(&self) -> bool {
        self.vouchers.is_empty() && self.pays.is_none() && self.agreed.is_none()
    }

    /// What is to be paid, with money or with credit.
    pub const fn price(&self) -> Money {
        Money(self.amount.0 - self.discount.0)
    }

    /// Its buyer is known by their own code.
    #[must_use]
    pub fn known_by(self, code: Option<String>) -> OpenSale {
        OpenSale { agreed: code.is_some().then_some(Agreed::Code), code, ..self }
    }

    pub(super) const fn member(&mut self) -> Option<&mut MemberId> {
        self.buyer.member()
    }
}

/// Who buys: a known person, or a number nobody has been seen behind (with the name on its card).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Buyer {
    Known(MemberId),
    New { phone: Phone, name: Option<String> },
}

impl Buyer {
    pub(super) const fn member(&mut self) -> Option<&mut MemberId> {
        match self {
            Buyer::Known(member) => Some(member),
            Buyer::New { .. } => None,
        }
    }
}

/// What becomes of a sale that comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Back {
    /// This much of it, or as much as is asked for then.
    Refund(Option<Money>),
    /// All of it, and a purchase of this amount goes out instead.
    Exchange(Money),
}
