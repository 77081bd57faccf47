//! Texts that are told on, word for word: announcements, and what a store says of itself. And what is asked to be told.

use super::ears::Listening;
use super::heard::Asked;
use super::sentence::Sentence;
use super::slots::{free_runs, polite_tokens};

/// Everything behind the words of a frame, exactly as typed. What stands before them is said to us, and so are polite words
/// among them; behind them those are the first words of the text (“O clube…”, “Hoje…”). Where nothing stands behind them, it
/// stands before: `amanhã não abrimos, avisa todo mundo`.
pub(super) fn behind(sentence: &Sentence<'_>, listening: &Listening<'_>, frame: &str) -> Option<String> {
    let announces = frame == "broadcast_frame";
    let (said, polite) = (listening.tokens_of(frame), polite_tokens(listening));
    let edge = |at: &usize| {
        let word = sentence.tokens.get(*at).map_or("", |token| token.shape().0);
        listening.tongue.staff.edges.iter().any(|edge| edge == word)
    };
    // Of a day, `amanhã a loja abre às 11` says a part before its first word.
    let begins = |at: &usize| announces && !edge(at) && !polite.contains(at);
    let first = said.iter().copied().filter(begins).min().unwrap_or(0);
    let (mut from, mut spoken) = (sentence.tokens.get(first)?.span.start, false);
    for (at, token) in sentence.tokens.iter().enumerate().skip(first) {
        let gap = sentence.folded.text.get(from..token.span.start).unwrap_or_default();
        if at > first && gap.contains([':', '\n']) {
            (from, spoken) = (token.span.start, true);
            break;
        }
        if said.contains(&at) {
            from = token.span.end;
        } else if !polite.contains(&at) {
            spoken = true;
            break;
        }
    }
    let front = 0..sentence.tokens.get(first).map_or(0, |token| token.span.start);
    let before = || (0..first).any(|at| !polite.contains(&at) && !edge(&at)).then_some(front);
    let span = if spoken { from..sentence.folded.text.len() } else { before()? };
    let mark = |c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | ',');
    let text = sentence.folded.cut(span).trim_start_matches(mark);
    // `consegue avisar que amanhã fecha?` asks us, and tells the others.
    let asks = sentence.question && (0..first).any(|at| listening.tokens_of("asks_us_to").contains(&at));
    let text = if asks || !spoken { text.trim_end().trim_end_matches(['?', ',']).trim_end() } else { text };
    (!text.is_empty()).then(|| text.to_owned())
}

/// Says that something was handed over, and what.
pub(super) fn handed_over(sentence: &Sentence<'_>, listening: &Listening<'_>) -> Option<String> {
    let figures = sentence.tokens.iter().any(|token| !token.is_word());
    if !listening.has("handed_word") || listening.has("negation") || sentence.question || figures {
        return None;
    }
    let runs = free_runs(sentence, listening, &["handed_word", "handed_frame"], true);
    let words: Vec<&str> = runs.into_iter().map(|run| sentence.cut(run)).collect();
    Some(words.join(" "))
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
        ("asks_soon", Asked::Soon),
        ("asks_how", Asked::How),
        ("asks_cash", Asked::Cash),
        ("asks_phone", Asked::Phone),
        ("asks_short", Asked::Short),
        ("asks_ads", Asked::Ads),
        ("asks_returned", Asked::Returned),
        ("asks_outside", Asked::Outside),
    ];
    let mut named = about.into_iter().filter(|(group, _)| listening.has(group)).map(|(_, asked)| asked);
    let first = named.next()?;
    named.all(|asked| asked == first).then_some(first)
}
