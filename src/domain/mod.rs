//! THE RULES: money, points, lots, purchases, referrals, rankings.
//!
//! Nothing here can do anything: no async, no IO, no clock, no randomness, no floats. Facts come in,
//! changes come out, and [`facts::Account::evolve`] is the one place where a change alters a fact.

#![deny(clippy::unwrap_used, clippy::indexing_slicing, clippy::float_arithmetic)]

pub mod adjusting;
pub mod bonus;
pub mod calendar;
pub mod change;
pub mod closing;
pub mod cnpj;
pub mod code;
pub mod contact;
pub mod contest;
pub mod draft;
pub mod email;
pub mod ending;
pub mod facts;
pub mod happening;
pub mod hold;
pub mod ids;
pub mod knowing;
pub mod lang;
mod lapsing;
pub mod ledger;
pub mod liability;
pub mod member;
pub mod merging;
pub mod meter;
pub mod mistyped;
pub mod money;
pub mod opening;
pub mod paying;
pub mod phone;
pub mod program;
pub mod purchase;
pub mod ranking;
pub mod redeeming;
pub mod referring;
pub mod row;
pub mod rulebook;
pub mod scope;
pub mod segments;
pub mod selling;
pub mod stores;
pub mod tally;
pub mod template;
pub mod tiers;
pub mod voucher;
pub mod vouching;
