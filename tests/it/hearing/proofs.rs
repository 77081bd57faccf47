//! Proofs over many lines: every shape, a hundred thousand mutants of them, and what a fuzzer keeps.

mod certain;
mod fuzzed;
mod mutants;
mod shapes;
mod writing;

use super::{ears, setting};
