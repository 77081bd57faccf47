//! The ledger: against a model that shares no code with it, and against hands that change what is stored.

mod adjusted;
mod bonuses;
mod earning;
mod endings;
mod explained;
mod forged;
mod lapsed;
mod million;
mod model;
mod months;
mod noon;
mod pending;
mod programs;
mod random;
mod ranked;
mod rejoined;
mod report;
mod tills;
mod vouchers;
mod walk;
