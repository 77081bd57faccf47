//! Everything that `cargo test` checks, in one binary: it links once and runs in parallel. Database tests run
//! on SQLite and on PostgreSQL.

// Tests read the environment of their run, not the service's settings.
#![allow(clippy::disallowed_methods)]

mod api;
mod browser;
mod crash;
mod docs;
mod emulator;
mod graph_client;
mod hearing;
mod hooks;
mod ledger;
mod meter;
mod moving;
mod office;
mod people;
mod poster;
mod sender;
mod setup;
mod store;
mod stories;
mod support;
mod templates;
mod tidy;
mod transcripts;
mod turns;
mod webhook;
mod webhook_bodies;
