//! The ledger: against a model that shares no code with it, and against hands that change what is stored.

mod bonuses;
mod endings;
mod forged;
mod model;
mod months;
mod pending;
mod random;
mod tills;
mod vouchers;
