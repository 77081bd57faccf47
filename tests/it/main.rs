//! Everything that `cargo test` checks, in one binary: it links once and runs in parallel. Database tests run
//! on SQLite and on PostgreSQL.

mod emulator;
mod graph_client;
mod hearing;
mod store;
mod support;
mod webhook_bodies;
