//! THE CONVERSATION: what was heard, what it needs to know, what is decided, what is said.
//!
//! Pure, like the rules it talks about: `(State, Event, View) -> (State, Vec<Effect>)`. Reading, writing,
//! sending and the clock belong to `app`; sentences belong to `conversations/`.

#![deny(clippy::unwrap_used, clippy::indexing_slicing, clippy::float_arithmetic)]

pub mod account;
pub mod adjust;
pub mod afterwards;
pub mod article;
pub mod asides;
pub mod asked;
pub mod bonus;
pub mod booking;
pub mod books;
pub mod bubble;
pub mod button;
pub mod buying;
pub mod choosing;
pub mod consent;
pub mod contest;
pub mod copy;
pub mod correcting;
pub mod cost;
pub mod counter;
pub mod cue;
pub mod customer;
pub mod day;
pub mod declined;
pub mod desk;
pub mod disputing;
pub mod earmark;
pub mod echo;
pub mod ending;
pub mod enrolling;
pub mod event;
pub mod exchange;
pub mod family;
pub mod figure;
pub mod handing;
pub mod handover;
pub mod hear;
pub mod joining;
pub mod lacking;
pub mod letters;
pub mod line;
pub mod lookup;
pub mod lost;
pub mod manager;
pub mod mistyped;
pub mod moment;
pub mod naming;
pub mod needs;
pub mod news;
pub mod notice;
pub mod offers;
pub mod paying;
pub mod privacy;
pub mod proof;
pub mod question;
pub mod ranking;
pub mod rebooking;
pub mod refund;
pub mod regulation;
pub mod renumbering;
pub mod resting;
pub mod rung;
pub mod said;
pub mod sales;
pub mod staffing;
pub mod state;
pub mod statement;
pub mod telling;
pub mod tier;
pub mod till;
pub mod turn;
pub mod undoing;
pub mod value;
pub mod voucher;
pub mod voucher_terms;
pub mod waiting;
pub mod way;
pub mod why;

pub use needs::{Figure, Figures, Needs, needs};
pub use turn::turn;
