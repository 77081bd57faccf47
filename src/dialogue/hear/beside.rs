//! Figures that nothing is said of, right beside the price or the phone: `1 500,00`, `R$ 1 500`, `89 ,90`, `1 11 98765-4321
//! R$ 80`. They may be a piece of it that a slip broke off, so what was read is shown before anything is booked.

use super::sentence::{Kind, Sentence, Token};

/// `chosen`: the token that is the price; `other`: tokens of amounts that are other things.
pub(super) fn is_broken(sentence: &Sentence<'_>, chosen: usize, other: &[usize]) -> bool {
    // `150-11 98765-4321`: the mark may be one of the phone's.
    let joined = |(phone, _)| {
        gap(sentence, chosen, phone).is_some_and(|gap| {
            let gap = gap.strip_suffix("0xx").unwrap_or(gap);
            ["", "-", "/", ".", ",", "+", "("].contains(&gap)
        })
    };
    if sentence.phones().any(joined) {
        return true;
    }
    let mut figures = figures(sentence).filter(|(at, _)| *at != chosen && !other.contains(at));
    figures.any(|(at, kind)| {
        let mut anchors = sentence.phones().map(|(phone, _)| phone).chain([chosen]);
        let mut stuck = || anchors.any(|anchor| are_stuck(sentence, at, anchor));
        let beside = || {
            stand_together(sentence, at, chosen)
                || sentence.phones().any(|(phone, _)| stand_together(sentence, at, phone))
        };
        // A second price is no quantity, whatever stands between.
        let price = match kind {
            Kind::Money(amount) => !amount.small || !amount.flags.is_empty(),
            Kind::Scrap => is_grouped(sentence, at),
            _ => false,
        };
        price || stuck() || is_loose(kind) && beside()
    })
}

/// Digits beside a lone phone that are no part of it: `+5 (49) 96750-2155`.
pub(super) fn is_phone_broken(sentence: &Sentence<'_>) -> bool {
    figures(sentence).any(|(at, kind)| {
        sentence.phones().any(|(phone, _)| {
            are_stuck(sentence, at, phone) || is_loose(kind) && stand_together(sentence, at, phone)
        })
    })
}

/// More than a lone amount was typed: another figure, or a code.
pub(super) fn is_amount_accompanied(sentence: &Sentence<'_>) -> bool {
    sentence.code().is_some() || figures(sentence).count() > 1
}

/// Every figure that is no phone and no code.
fn figures<'s>(sentence: &'s Sentence<'_>) -> impl Iterator<Item = (usize, &'s Kind)> {
    let kinds = sentence.tokens.iter().map(|token| &token.kind).enumerate();
    kinds.filter(|(_, kind)| is_loose(kind) || matches!(kind, Kind::Other))
}

/// Digits with marks, as prices have them.
fn is_grouped(sentence: &Sentence<'_>, at: usize) -> bool {
    let span = sentence.tokens.get(at).map_or(0..0, |token| token.span.clone());
    sentence.folded.text.get(span).is_some_and(|typed| typed.contains([',', '.']))
}

fn is_loose(kind: &Kind) -> bool {
    matches!(kind, Kind::Money(_) | Kind::Percent(_) | Kind::Ending | Kind::Scrap)
}

/// Nothing stands between but marks, single letters and other digits.
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

/// No space between two figures.
fn are_stuck(sentence: &Sentence<'_>, one: usize, other: usize) -> bool {
    gap(sentence, one, other).is_some_and(|gap| !gap.contains(char::is_whitespace))
}

/// What stands between two tokens.
fn gap<'s>(sentence: &'s Sentence<'_>, one: usize, other: usize) -> Option<&'s str> {
    let (first, last) = if one < other { (one, other) } else { (other, one) };
    let end = sentence.tokens.get(first)?.span.end;
    sentence.folded.text.get(end..sentence.tokens.get(last)?.span.start)
}
