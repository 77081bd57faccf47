//! Lines: what can be said, as keys of `copy.ftl` with typed arguments. No sentence is written in Rust.
//!
//! One enum, written in four parts by whoever reads them: each part hands the lines before it and its own on to the next,
//! and the last declares them all.

#[macro_use]
mod customers;
#[macro_use]
mod owners;
#[macro_use]
mod regulation;
#[macro_use]
mod staff;

pub use crate::dialogue::bubble::{Class, Message};
pub use crate::dialogue::button::{BUTTON_KEYS, Button, MENU, Picks, SoldRow};
use crate::dialogue::value::Argument;
pub use crate::dialogue::value::{
    ChatLink, Day, Exact, LinkText, Measured, Month, Number, Percent, Points, Term, Time, Value, When,
};
use crate::domain::money::Money;
use serde::{Deserialize, Serialize};

/// Declares [`Line`]: variant, key in `copy.ftl`, arguments.
macro_rules! lines {
    ([] { $($(#[$doc:meta])* $variant:ident = $key:literal $({ $($field:ident: $type:ty),* $(,)? })?;)* }) => {
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Line {
            $($(#[$doc])* $variant $({ $($field: $type),* })?,)*
        }

        impl Line {
            pub const fn key(&self) -> &'static str {
                match self { $(Line::$variant $({ $($field: _),* })? => $key,)* }
            }

            pub fn values(&self) -> Vec<(&'static str, Value)> {
                match self {
                    $(Line::$variant $({ $($field),* })? => vec![$($((stringify!($field), $field.value())),*)?],)*
                }
            }
        }

        /// Every line with arguments as long as they get: what the copy is checked against.
        pub fn every_line() -> Vec<(&'static str, Vec<(&'static str, Value)>)> {
            vec![$(($key, vec![$($((stringify!($field), <$type as Argument>::longest())),*)?])),*]
        }
    };
}

customers_lines! { [staff_lines owners_lines regulation_lines lines] {} }
