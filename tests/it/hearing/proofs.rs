//! Proofs over many lines: every shape, a hundred thousand mutants of them, and what a fuzzer keeps.

// Small numbers drawn by chance.
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss)]

mod certain;
mod dialled;
mod fuzzed;
mod likely;
mod mutants;
mod shapes;
mod writing;

use super::{ears, setting};
