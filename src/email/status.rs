//! Enhanced statuses (RFC 3463): why mail was refused, finer than a code of the dialogue.

/// Statuses of an address that leads to nobody; without one of them the fault may be ours.
const NOBODY: [&str; 6] = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"];

/// The status of a refusal for good, where what a server said names one.
pub(super) fn status(said: &str) -> Option<&str> {
    let is_status = |word: &&str| word.starts_with("5.") && word.matches('.').count() == 2;
    said.split(|c: char| !c.is_ascii_digit() && c != '.').find(is_status)
}

pub(super) fn is_nobody(status: &str) -> bool {
    NOBODY.contains(&status)
}
