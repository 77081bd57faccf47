//! SHELL: the only room that names sqlx. One SQL text for two engines, sets of rows as one JSON parameter,
//! and every unit of work a transaction of its own.
//!
//! What differs between SQLite and PostgreSQL lives in [`engine`], [`file`] and `server` and nowhere else. Nothing here decides
//! anything: facts are read for the dialogue, and what it decided is written.

pub mod answers;
pub mod channel;
pub mod claims;
pub mod closing;
pub mod columns;
mod contacts;
pub mod contests;
pub mod deliveries;
pub mod due;
pub mod dump;
pub mod endings;
pub mod engine;
pub mod erasures;
mod error;
pub mod events;
mod family;
pub mod figures;
pub mod file;
pub mod forgotten;
pub mod gauges;
pub mod guards;
pub mod health;
pub mod held;
pub mod holds;
pub mod hooks;
pub mod inbox;
pub mod keys;
mod lapsed;
mod latest;
pub mod ledger;
pub mod lines;
pub mod load;
pub mod mail;
pub mod marks;
pub mod merchants;
pub mod merges;
pub mod meter;
pub mod migrations;
mod mistyped;
pub mod openings;
pub mod orders;
pub mod outbox;
pub mod pages;
pub mod people;
pub mod pool;
pub mod programs;
pub mod resting;
mod server;
pub mod sheets;
pub mod statuses;
mod stored;
pub mod stores;
pub mod templates;
pub mod trace;
pub mod unsent;
pub mod verify;
pub mod vouchers;
pub mod waiting;
pub mod why;

pub use engine::{Store, StoreError, Tx};

/// Every statement of the room, for the test that prepares them all on both engines.
pub fn statements() -> Vec<&'static engine::Statement> {
    [
        answers::STATEMENTS,
        channel::STATEMENTS,
        claims::STATEMENTS,
        closing::STATEMENTS,
        contacts::STATEMENTS,
        contests::STATEMENTS,
        deliveries::STATEMENTS,
        due::STATEMENTS,
        dump::statements().as_slice(),
        endings::STATEMENTS,
        erasures::STATEMENTS,
        events::STATEMENTS,
        family::STATEMENTS,
        figures::STATEMENTS,
        forgotten::STATEMENTS,
        gauges::STATEMENTS,
        held::STATEMENTS,
        health::STATEMENTS,
        inbox::STATEMENTS,
        keys::STATEMENTS,
        ledger::STATEMENTS,
        lines::STATEMENTS,
        lapsed::STATEMENTS,
        latest::STATEMENTS,
        load::STATEMENTS,
        mail::STATEMENTS,
        marks::STATEMENTS,
        merchants::STATEMENTS,
        meter::STATEMENTS,
        merges::STATEMENTS,
        mistyped::STATEMENTS,
        orders::STATEMENTS,
        openings::STATEMENTS,
        outbox::STATEMENTS,
        resting::STATEMENTS,
        pages::STATEMENTS,
        people::STATEMENTS,
        programs::STATEMENTS,
        sheets::STATEMENTS,
        statuses::STATEMENTS,
        stores::STATEMENTS,
        templates::STATEMENTS,
        trace::STATEMENTS,
        unsent::STATEMENTS,
        verify::STATEMENTS,
        holds::STATEMENTS,
        hooks::STATEMENTS,
        vouchers::STATEMENTS,
        waiting::STATEMENTS,
        why::STATEMENTS,
    ]
    .concat()
}
