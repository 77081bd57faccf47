//! The answer to whether somebody's balance may be used, in words of their own.

use super::ears::Listening;
use super::heard::Assent;
use super::sentence::{Kind, Sentence, Token};

/// A yes is one only where every word is part of it; a no stands out anywhere.
pub(super) fn assented(sentence: &Sentence<'_>, own: &[&Listening<'_>]) -> Option<Assent> {
    let has = |group| own.iter().any(|heard| heard.has(group));
    let is_all = |group| own.iter().any(|heard| heard.has(group) && heard.is_only(&[group, "assent_frame"]));
    if has("denial") {
        Some(Assent::No)
    } else if sentence.question {
        None
    } else if is_all("assent") {
        Some(Assent::Yes)
    } else if is_all("unsure") {
        Some(Assent::Unsure)
    } else if has("refusal") {
        Some(Assent::No)
    } else if own.iter().any(|heard| begins_with_yes(sentence, heard)) {
        Some(Assent::Yes)
    } else {
        let figure = sentence.amounts().next().is_some() && sentence.phones().next().is_none();
        (figure && has("assent")).then_some(Assent::Figure)
    }
}

/// `claro que sim, minha filha tá aí`: a plain yes first, and nothing behind it that limits it.
fn begins_with_yes(sentence: &Sentence<'_>, heard: &Listening<'_>) -> bool {
    // `sim, usa cinco` may be another figure than the one that is asked about.
    let figure = |token: &Token| match &token.kind {
        Kind::Word(word) => heard.tongue.numbers.values.contains_key(word),
        kind => !matches!(kind, Kind::Emoji(_)),
    };
    let plain = heard.tokens_of("assent_plain").contains(&0) && !heard.has("assent_limit");
    plain && !sentence.tokens.iter().any(figure)
}
