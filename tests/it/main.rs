//! Everything that `cargo test` checks, in one binary. Database tests run on SQLite and on PostgreSQL.

mod crash;
mod emulator;
mod graph_client;
mod hearing;
mod sender;
mod store;
mod support;
mod turns;
mod webhook_bodies;
