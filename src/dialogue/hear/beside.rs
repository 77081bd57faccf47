//! Figures that nothing is said of, right beside the price or the phone: `1 500,00`, `R$ 1 500`, `89 ,90`, `1 11 98765-4321
//! R$ 80`. They may be a piece of it that a slip broke off, so what was read is shown before anything is booked.

use super::sentence::{Kind, Sentence, Token};

/// `chosen`: the token that is the price; `other`: tokens of amounts that are other things.
pub(super) fn is_broken(sentence: &Sentence<'_>, chosen: usize, other: &[usize]) -> bool {
    // `150-11 98765-4321`: the mark may be one of the phone's.
    let joined = |(phone, _)| {
        gap(sentence, chosen, phone)
            .is_some_and(|gap| gap.replace("0xx", "").chars().all(|c| "-/.,+(".contains(c)))
    };
    if sentence.phones().any(joined) || is_country_broken(sentence) {
        return true;
    }
    let plus = |(at, _)| before(sentence, at).ends_with('+');
    if figures(sentence).any(plus) || is_behind_order(sentence, chosen) || is_joined(sentence, chosen) {
        return true;
    }
    let mut figures = figures(sentence)
        .filter(|(at, _)| *at != chosen && !other.contains(at) && !are_instalments(sentence, *at));
    figures.any(|(at, kind)| {
        let mut anchors = sentence.phones().map(|(phone, _)| phone).chain([chosen]);
        let mut stuck = || anchors.any(|anchor| are_stuck(sentence, at, anchor));
        let beside = || {
            stand_together(sentence, at, chosen)
                || sentence.phones().any(|(phone, _)| stand_together(sentence, at, phone))
        };
        // A second price is no quantity, whatever stands between.
        let price = match kind {
            Kind::Money(amount) => !amount.small || !amount.flags.is_empty() || !counts(sentence, at),
            Kind::Scrap => is_grouped(sentence, at),
            Kind::Other => is_priced(sentence, at, chosen),
            _ => false,
        };
        price || stuck() || is_loose(kind) && beside()
    })
}

/// Digits beside a lone phone that are no part of it: `+5 (49) 96750-2155`.
pub(super) fn is_phone_broken(sentence: &Sentence<'_>) -> bool {
    let broken = |(at, kind)| {
        sentence.phones().any(|(phone, _)| {
            are_stuck(sentence, at, phone) || is_loose(kind) && stand_together(sentence, at, phone)
        })
    };
    is_country_broken(sentence) || figures(sentence).any(broken) || is_behind_digits(sentence)
}

/// Characters before a phone in which a digit may be one of its own: `0 2éé1 41 97701-1534`.
const NEAR: usize = 8;

fn is_behind_digits(sentence: &Sentence<'_>) -> bool {
    // The way to a number far away is none of them.
    let digits =
        |text: &str| text.strip_suffix("0xx").unwrap_or(text).chars().rev().take(NEAR).any(char::is_numeric);
    sentence.phones().any(|(phone, _)| digits(before(sentence, phone)))
}

/// The country in pieces right before a phone: a plus that is not the phone's (`+555+ 54 9 9294-9259`), or fives and zeros
/// with a mark at them (`00:55 31 98921-5585`), or the way to it (`0:15 55 96301-7159`).
fn is_country_broken(sentence: &Sentence<'_>) -> bool {
    sentence.phones().any(|(phone, _)| {
        let before = |at: usize| before(sentence, at);
        let front = before(phone).trim_end_matches([' ', '(']);
        let plus = front.strip_suffix("0xx").unwrap_or(front).trim_end().ends_with('+')
            || front.ends_with("0xx") && is_typed(sentence, phone, |typed| typed.starts_with('+'));
        let last = phone.checked_sub(1);
        let other = last
            .filter(|last| sentence.tokens.get(*last).is_some_and(|last| matches!(last.kind, Kind::Other)));
        let country = |typed: &str| typed.bytes().all(|b| matches!(b, b'0' | b'5'));
        let trunk = |last: usize| before(last).ends_with("0:") || before(last).ends_with("0/");
        plus || other.is_some_and(|last| is_typed(sentence, last, country) || trunk(last))
    })
}

/// What stands before a token.
fn before<'s>(sentence: &'s Sentence<'_>, at: usize) -> &'s str {
    let start = sentence.tokens.get(at).map_or(0, |token| token.span.start);
    sentence.folded.text.get(..start).unwrap_or("")
}

/// The figure says how many there are of what the next word names: `2 cremes`, and not `banh 3`, `1\nanota`, `4 ile 600`.
fn counts(sentence: &Sentence<'_>, at: usize) -> bool {
    let Some(Kind::Word(noun)) = sentence.tokens.get(at + 1).map(|token| &token.kind) else { return false };
    let gap = gap(sentence, at, at + 1).unwrap_or("");
    noun.chars().count() > 2 && !gap.contains(|c| c != ' ') && !is_thousand(noun)
}

/// May be a *mil* with slips.
fn is_thousand(word: &str) -> bool {
    let short = word.len() < 5 && ["mi", "il", "ml"].iter().any(|pair| word.contains(pair));
    let mut letters = word.chars();
    short || word.len() < 7 && "mil".chars().all(|letter| letters.any(|typed| typed == letter))
}

/// `5 150 l`, `8,9 43.17 l`, `844, 94 x`: a measure that is the rest of the price before it, or is written as prices are.
fn is_priced(sentence: &Sentence<'_>, at: usize, chosen: usize) -> bool {
    let gap = if chosen + 1 == at { gap(sentence, chosen, at) } else { None };
    let parted = gap.filter(|gap| gap.trim().is_empty());
    // `8.153,4 0 ano`: half of the cents may stand behind it.
    let open = is_typed(sentence, chosen, |typed| {
        typed.rsplit_once([',', '.']).is_some_and(|(_, cents)| cents.len() == 1)
    });
    is_typed(sentence, at, |typed| {
        let Some((figure, unit)) = typed.split_once(' ').filter(|(_, unit)| !unit.trim().is_empty()) else {
            return false;
        };
        let digits = |many: usize| figure.len() == many && figure.bytes().all(|b| b.is_ascii_digit());
        let cents = |(whole, cents): (&str, &str)| whole.len() > 1 && cents.len() == 2;
        let marked = figure.contains([',', '.']);
        let rest = parted.is_some_and(|gap| digits(3) || marked || gap.contains('\n') || digits(1) && open)
            || (digits(1) || digits(2)) && gap.is_some_and(|gap| [",", "."].contains(&gap.trim()));
        let priced = figure.split_once([',', '.']).is_some_and(cents);
        unit.bytes().all(|b| !b.is_ascii_digit()) && (priced || rest)
    })
}

/// `em 2x`: how often is paid, and nothing of the price.
fn are_instalments(sentence: &Sentence<'_>, at: usize) -> bool {
    let into = |last: usize| {
        let kind = sentence.tokens.get(last).map(|last| &last.kind);
        matches!(kind, Some(Kind::Word(word)) if sentence.figures.spread.contains(word))
    };
    let times = |typed: &str| typed.strip_suffix('x').is_some_and(|times| times.len() < 3);
    at.checked_sub(1).is_some_and(into) && is_typed(sentence, at, times)
}

/// `#8, 55`, `nota 69 8`: the number of an order, and it is no longer than a piece of the price would be. `#3 mile 900`:
/// a thousand may stand between.
fn is_behind_order(sentence: &Sentence<'_>, at: usize) -> bool {
    let marks = |last: usize| {
        let other = sentence.tokens.get(last).is_some_and(|last| matches!(last.kind, Kind::Other));
        other && is_typed(sentence, last, |typed| typed.len() < 3)
    };
    let thousand = |last: usize| {
        sentence
            .tokens
            .get(last)
            .is_some_and(|last| matches!(&last.kind, Kind::Word(word) if is_thousand(word)))
    };
    let (last, before) = (at.checked_sub(1), at.checked_sub(2));
    // `3 #4 pila`: it may as well be a slip in the price.
    let next = marks(at + 1) && gap(sentence, at, at + 1).is_some_and(|gap| gap.trim() == "#");
    next || last.is_some_and(marks) || last.is_some_and(thousand) && before.is_some_and(marks)
}

/// Words that part a price from the figure it may go on from.
const PARTED: usize = 2;

/// `7 m$/ e 500`, `/1 mile 500`: an *e* leads to it from another figure, which may be its thousands.
fn is_joined(sentence: &Sentence<'_>, at: usize) -> bool {
    let joins =
        |word: &str| sentence.figures.join.contains(word) || word.ends_with(['e', 'y']) && is_thousand(word);
    let kind = |at: usize| sentence.tokens.get(at).map(|token| &token.kind);
    let joined =
        at.checked_sub(1).filter(|last| matches!(kind(*last), Some(Kind::Word(word)) if joins(word)));
    let figure = |kind: &Kind| is_loose(kind) || matches!(kind, Kind::Other);
    joined.is_some_and(|join| {
        (1..=PARTED).any(|back| join.checked_sub(back).and_then(kind).is_some_and(figure))
    })
}

/// More than a lone amount was typed: another figure, or a code.
pub(super) fn is_amount_accompanied(sentence: &Sentence<'_>) -> bool {
    sentence.code().is_some() || figures(sentence).count() > 1 || sentence.folded.text.contains("0xx")
}

/// Every figure that is no phone and no code.
fn figures<'s>(sentence: &'s Sentence<'_>) -> impl Iterator<Item = (usize, &'s Kind)> {
    let kinds = sentence.tokens.iter().map(|token| &token.kind).enumerate();
    kinds.filter(|(_, kind)| is_loose(kind) || matches!(kind, Kind::Other))
}

/// Digits with marks, as prices have them.
fn is_grouped(sentence: &Sentence<'_>, at: usize) -> bool {
    is_typed(sentence, at, |typed| typed.contains([',', '.']))
}

/// What a token was typed as, without its case and accents.
fn is_typed(sentence: &Sentence<'_>, at: usize, so: impl Fn(&str) -> bool) -> bool {
    let span = sentence.tokens.get(at).map_or(0..0, |token| token.span.clone());
    sentence.folded.text.get(span).is_some_and(so)
}

fn is_loose(kind: &Kind) -> bool {
    matches!(kind, Kind::Money(_) | Kind::Percent(_) | Kind::Ending | Kind::Scrap)
}

/// Nothing stands between but marks, single letters and other digits; beside digits that a letter is stuck to, two.
fn stand_together(sentence: &Sentence<'_>, one: usize, other: usize) -> bool {
    let (first, last) = if one < other { (one, other) } else { (other, one) };
    let between = || sentence.tokens.iter().take(last).skip(first + 1);
    let scrap = |at: usize| sentence.tokens.get(at).is_some_and(|token| matches!(token.kind, Kind::Scrap));
    let letters = if scrap(one) || scrap(other) { 2 } else { 1 };
    let small = |token: &Token| match &token.kind {
        Kind::Word(word) => word.chars().count() <= letters,
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
