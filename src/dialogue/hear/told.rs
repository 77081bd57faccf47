//! Texts that are told on, word for word: announcements, and what a store says of itself. And what is asked to be told.

use super::ears::Listening;
use super::heard::Asked;
use super::sentence::Sentence;
use super::slots::polite_tokens;

/// Everything behind the words of a frame, exactly as typed. Polite words among those belong to the
/// asking; behind them they are the first words of the text (“O clube…”, “Hoje…”).
pub(super) fn behind(sentence: &Sentence<'_>, listening: &Listening<'_>, frame: &str) -> Option<String> {
    let (frame, polite) = (listening.tokens_of(frame), polite_tokens(listening));
    let (mut from, mut spoken) = (0, false);
    for (at, token) in sentence.tokens.iter().enumerate() {
        let gap = sentence.folded.text.get(from..token.span.start).unwrap_or_default();
        if at > 0 && gap.contains([':', '\n']) {
            (from, spoken) = (token.span.start, true);
            break;
        }
        if frame.contains(&at) {
            from = token.span.end;
        } else if !polite.contains(&at) {
            spoken = true;
            break;
        }
    }
    if !spoken {
        return None;
    }
    let text = sentence.folded.cut(from..sentence.folded.text.len());
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | ','));
    (!text.is_empty()).then(|| text.to_owned())
}

/// The one thing that a question about the rules is about; `None`: all of them, or several.
pub(super) fn asked(listening: &Listening<'_>) -> Option<Asked> {
    let about = [
        ("asks_fee", Asked::Fee),
        ("asks_ends", Asked::Ends),
        ("asks_least", Asked::Least),
        ("asks_left_out", Asked::LeftOut),
        ("asks_rate", Asked::Rate),
        ("asks_sum", Asked::Rate),
        ("asks_worth", Asked::Worth),
        ("asks_stores", Asked::Stores),
        ("asks_app", Asked::App),
        ("asks_others", Asked::Others),
        ("asks_covers", Asked::Covers),
    ];
    let mut named = about.into_iter().filter(|(group, _)| listening.has(group)).map(|(_, asked)| asked);
    let first = named.next()?;
    named.all(|asked| asked == first).then_some(first)
}
