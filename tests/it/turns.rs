//! Turns: any cut gives the same, every message has its effect once, and a bad one hurts nobody else.

mod aside;
mod company;
mod counter;
pub mod deeds;
mod law;
mod merchants;
mod once;
mod poison;
mod quotes;
mod reserved;
mod tills;
