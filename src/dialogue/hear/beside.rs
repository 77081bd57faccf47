//! Figures that nothing is said of, right beside the price or the phone: `1 500,00`, `R$ 1 500`, `89 ,90`, `1 11 98765-4321
//! R$ 80`. They may be a piece of it that a slip broke off, so what was read is shown before anything is booked.

use super::sentence::{Kind, Sentence, Token};

/// `chosen`: the token that is the price; `other`: tokens of amounts that are other things.
pub(super) fn is_broken(sentence: &Sentence<'_>, chosen: usize, other: &[usize]) -> bool {
    let loose = sentence
        .tokens
        .iter()
        .enumerate()
        .filter(|(at, token)| *at != chosen && !other.contains(at) && is_loose(&token.kind));
    let others = sentence.tokens.iter().enumerate().filter(|(_, token)| matches!(token.kind, Kind::Other));
    others.map(|(at, _)| at).any(|at| are_stuck(sentence, at, chosen))
        || loose.map(|(at, _)| at).any(|at| {
            let price = stand_together(sentence, at, chosen);
            price || sentence.phones().any(|(phone, _)| stand_together(sentence, at, phone))
        })
}

/// Digits beside a lone phone that are no part of it: `+5 (49) 96750-2155`.
pub(super) fn is_phone_broken(sentence: &Sentence<'_>) -> bool {
    let loose = |(at, token): (usize, &Token)| is_loose(&token.kind).then_some(at);
    let mut loose = sentence.tokens.iter().enumerate().filter_map(loose);
    loose.any(|at| sentence.phones().any(|(phone, _)| stand_together(sentence, at, phone)))
}

fn is_loose(kind: &Kind) -> bool {
    matches!(kind, Kind::Money(_) | Kind::Percent(_) | Kind::Scrap)
}

/// Nothing stands between but marks, single letters and other loose digits; other figures count where they are stuck to it:
/// `7#433.68`.
fn stand_together(sentence: &Sentence<'_>, one: usize, other: usize) -> bool {
    let (first, last) = if one < other { (one, other) } else { (other, one) };
    let between = || sentence.tokens.iter().take(last).skip(first + 1);
    let small = |token: &Token| match &token.kind {
        Kind::Word(word) => word.chars().count() == 1,
        Kind::Other => true,
        kind => is_loose(kind),
    };
    between().all(small)
}

/// No space between two tokens.
fn are_stuck(sentence: &Sentence<'_>, one: usize, other: usize) -> bool {
    let (first, last) = if one < other { (one, other) } else { (other, one) };
    let span = |at: usize| sentence.tokens.get(at).map_or(0..0, |token| token.span.clone());
    let gap = sentence.folded.text.get(span(first).end..span(last).start);
    last == first + 1 && gap.is_some_and(|gap| !gap.contains(char::is_whitespace))
}
