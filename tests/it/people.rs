//! Identity in motion: one person behind every id, numbers that change hands, merging, forgetting, and chats that a
//! person of the shop takes over.

mod echoes;
pub mod erased;
mod merged;
mod named;
mod permuted;
mod recycled;
mod undelivered;
