//! What is to be given or taken by hand, and why.

use super::ears::Listening;
use super::heard::Flag;
use super::sentence::{Kind, Sentence, Token};

/// A figure that may be what is given or taken: its token, hundredths, and whether a minus stands with it.
type Figure = (usize, i64, bool);

/// The first amount or count of points, or the last where it puts the first right: `500, não, 300`. Below zero with a minus
/// in front, or a word for taking away before it. Words and figures of the reason come later. A balance that is put right
/// says what it shall be, and not by how much it is off: that is asked.
pub(super) fn size(sentence: &Sentence<'_>, listening: &Listening<'_>) -> Option<i64> {
    let figures = figures(sentence);
    let first = *figures.first()?;
    let (at, hundredths, flagged) = right(sentence, listening).map_or(first, |(_, figure)| figure);
    let said = |group| listening.tokens_of(group).iter().any(|word| *word < first.0);
    let start = sentence.tokens.get(at).map_or(0, |token| token.span.start);
    let before = sentence.folded.text.get(..start).unwrap_or_default().trim_end();
    if said("sets_right") {
        return None;
    }
    let minus = flagged || before.ends_with(['-', '−', '–']) || said("takes_away") && !before.ends_with('+');
    Some(if minus { -hundredths } else { hundredths })
}

fn figures(sentence: &Sentence<'_>) -> Vec<Figure> {
    let read = |(at, token): (usize, &Token)| match &token.kind {
        Kind::Money(amount) => Some((at, amount.size.0, amount.flags.contains(&Flag::AmountNegative))),
        Kind::Points(points) => Some((at, points.checked_mul(100)?, false)),
        _ => None,
    };
    sentence.tokens.iter().enumerate().filter_map(read).collect()
}

/// `…, não, 300` at the very end: where that begins, and its figure.
fn right(sentence: &Sentence<'_>, listening: &Listening<'_>) -> Option<(usize, Figure)> {
    let figures = figures(sentence);
    let last = *figures.last().filter(|last| figures.len() > 1 && last.0 + 1 == sentence.tokens.len())?;
    let tongue = listening.tongue;
    let is = |list: &[String], at: usize| {
        let word = sentence.tokens.get(at).filter(|token| token.is_word()).map(|token| token.shape().0);
        word.is_some_and(|word| list.iter().any(|known| known == word))
    };
    let leads = |at: &usize| is(&tongue.no, *at) || is(&tongue.right, *at) || is(&tongue.lead, *at);
    let from = (0..last.0).rev().take_while(leads).last()?;
    let strong = (from..last.0).any(|at| is(&tongue.no, at) || is(&tongue.right, at));
    let apart = from.checked_sub(1).is_some_and(|before| sentence.is_set_apart(before));
    (strong && apart).then_some((from, last))
}

/// The longest reason that is kept, in characters.
const REASON: usize = 160;

/// Everything behind the word that announces a reason, as typed, up to words that put the figure right.
pub(super) fn reason(sentence: &Sentence<'_>, listening: &Listening<'_>) -> Option<String> {
    let figure = |token: &Token| matches!(token.kind, Kind::Money(_) | Kind::Points(_) | Kind::Phone(_));
    let end = right(sentence, listening).map_or(sentence.tokens.len(), |(from, _)| from);
    let figures = sentence.tokens.iter().take(end).rposition(figure);
    // `pelo atraso` says why only behind all that is to be done, or where nothing else is said.
    let links = listening.tokens_of("reason_link").into_iter();
    let links = links.filter(|at| *at < end && figures.map_or(*at == 0, |last| last < *at));
    let word = listening.tokens_of("reason_word").into_iter().min().or_else(|| links.min());
    // `…, lançou duas vezes`: what is told behind all figures.
    let told = figures.filter(|last| {
        let rest = end.saturating_sub(last + 1);
        sentence.is_set_apart(*last) && rest > 1 && !sentence.is_titled(last + 1)
    });
    let from = sentence.tokens.get(word.or(told)?)?.span.end;
    let end =
        end.checked_sub(1).and_then(|last| sentence.tokens.get(last)).map_or(from, |last| last.span.end);
    let end = if right(sentence, listening).is_some() { end } else { sentence.folded.text.len() };
    let text = sentence.folded.cut(from..end.max(from));
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | ',')).trim_end();
    (!text.is_empty()).then(|| text.chars().take(REASON).collect())
}
