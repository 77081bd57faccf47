//! Notices: the few things that may reach somebody whose chat is closed, each as an approved template.
//!
//! The words of a template are reviewed by Meta and stand in `conversations/templates/`; here is what they may be
//! filled with. A receipt, a reversal and a redemption record what happened and nothing else: whatever invites would
//! make the template marketing.

use crate::dialogue::line::{Day, Points, Term, Value};
use crate::dialogue::value::Argument;
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::template::{Template, Templates};
use serde::{Deserialize, Serialize};

/// The text of an announcement, as long as a manager may write one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub String);

/// UTF-16 units of an announcement's text.
pub const LONGEST_TEXT: usize = 700;

impl Argument for Text {
    fn value(&self) -> Value {
        Value::Text(self.0.clone())
    }

    fn longest() -> Value {
        Value::Text("M".repeat(LONGEST_TEXT))
    }
}

/// Declares [`Notice`] and [`Kind`]: variant, name of its template, how it is called, arguments.
macro_rules! notices {
    ($($(#[$doc:meta])* $variant:ident = $template:literal, $term:literal { $($field:ident: $type:ty),* };)*) => {
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Notice {
            $($(#[$doc])* $variant { $($field: $type),* },)*
        }

        /// Which notice, without what it says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind {
            $($variant,)*
        }

        impl Notice {
            pub const fn kind(&self) -> Kind {
                match self { $(Notice::$variant { .. } => Kind::$variant,)* }
            }

            pub fn values(&self) -> Vec<(&'static str, Value)> {
                match self {
                    $(Notice::$variant { $($field),* } => vec![$((stringify!($field), $field.value())),*],)*
                }
            }
        }

        impl Kind {
            pub const ALL: &'static [Kind] = &[$(Kind::$variant),*];

            /// The name under which Meta has it. An approved template can hardly be edited, so other words get
            /// another number.
            pub const fn template(self) -> &'static str {
                match self { $(Kind::$variant => $template,)* }
            }

            /// What people call it.
            pub const fn term(self) -> Term {
                match self { $(Kind::$variant => Term($term),)* }
            }

            /// Its arguments, as long as they get.
            pub fn longest(self) -> Vec<(&'static str, Value)> {
                match self {
                    $(Kind::$variant => vec![$((stringify!($field), <$type as Argument>::longest())),*],)*
                }
            }
        }
    };
}

notices! {
    /// A purchase was registered.
    Receipt = "fregues_receipt_2", "name-receipt" {
        store: String, amount: Money, points: Points, balance: Points
    };
    /// A purchase, or part of it, was taken back.
    Reversal = "fregues_reversal_2", "name-reversal" {
        store: String, amount: Money, points: Points, balance: Points
    };
    /// One purchase came back, and another went out for it.
    Exchange = "fregues_exchange_1", "name-exchange" { store: String, back: Money, amount: Money, balance: Points };
    /// A reward was handed over.
    Redeemed = "fregues_redeemed_2", "name-redeemed" { store: String, reward: String, balance: Points };
    /// Credit or vouchers end soon.
    Expiring = "fregues_expiring_1", "name-expiring" { shop: String, points: Points, day: Day };
    /// A manager is asked to approve a sale.
    Approval = "fregues_approval_1", "name-approval" {
        token: String, store: String, staff: String, customer: String, amount: Money
    };
    /// A member is asked whether points may be used now.
    RedemptionAsk = "fregues_redemption_ask_2", "name-redemption-ask" {
        token: String, store: String, points: Points, amount: Money
    };
    /// What a manager announces.
    Announcement = "fregues_announcement_1", "name-announcement" { shop: String, text: Text };
    /// The club is offered to somebody who agreed to be asked.
    Invitation = "fregues_invitation_2", "name-invitation" { shop: String, points: Points };
}

impl Kind {
    pub fn of_template(name: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.template() == name)
    }

    /// Its template in a reader's language, if WhatsApp lets it be sent.
    pub fn approved(self, templates: &Templates, lang: Lang) -> Option<&Template> {
        templates.approved(self.template(), lang.template_code())
    }
}
