//! One binary for all integration tests: it links once, and everything in it may run in parallel.

mod emulator;
mod graph_client;
mod hearing;
mod webhook_bodies;
