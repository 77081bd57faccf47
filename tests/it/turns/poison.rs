//! A bad message hurts nobody else.
