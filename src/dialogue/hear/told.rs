//! Texts that are told on, word for word: announcements, and what a store says of itself.

use super::ears::Listening;
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
