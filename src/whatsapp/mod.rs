//! The wire: WhatsApp's JSON in, WhatsApp's JSON out. Knows nothing of points or databases.
//!
//! Inwards a POST is checked ([`signature`]), cut into items that are kept byte for byte ([`webhook`])
//! and later read one by one ([`update`], [`content`]). Outwards a bubble becomes a body ([`message`],
//! [`picture`]), is sent once ([`client`]) and its refusal is looked up ([`errors`]). To a closed chat only an approved
//! template goes ([`templates`]). Numbers and accounts are looked after through [`manage`], and our own public
//! address is tried by [`probe`] as WhatsApp will use it.
//!
//! What comes in was written by others and may be damaged. Nothing here fails on it: a damaged item is
//! kept with a reason and never hurts its neighbours.

pub mod account;
pub mod client;
mod contacts;
pub mod content;
pub mod errors;
mod json;
pub mod manage;
pub mod message;
pub mod picture;
pub mod probe;
pub mod signature;
pub mod templates;
pub mod update;
pub mod webhook;
