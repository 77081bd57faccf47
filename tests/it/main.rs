//! Everything that `cargo test` checks, in one binary. Database tests run on SQLite and on PostgreSQL.

mod emulator;
mod graph_client;
mod hearing;
mod ledger;
mod store;
mod support;
mod tidy;
mod turns;
mod webhook;
mod webhook_bodies;
