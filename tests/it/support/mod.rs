//! What the tests stand on: two engines, a shop with people, raw looks into a database, and the whole
//! service behind real sockets.

pub mod cluster;
pub mod engines;
pub mod house;
pub mod raw;
pub mod receiver;
pub mod running;
pub mod script;
pub mod shop;
