//! One binary for all integration tests: it links once, and everything in it may run in parallel.

// Tests read the environment of their run, not the service's settings.
#![allow(clippy::disallowed_methods)]

mod docs;
mod emulator;
mod graph_client;
mod hearing;
mod webhook_bodies;
