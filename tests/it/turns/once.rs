//! Exactly once in effect.
