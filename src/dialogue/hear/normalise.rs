//! Folding: one shape for everything people type. Case, accents, fancy digits, invisible characters and
//! WhatsApp's marks disappear, while every byte still knows where it came from, so that names and texts
//! can be cut out of the message exactly as typed.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The comparison key of a name, a reward or a store: folded words, one space apart.
pub fn fold(text: &str) -> String {
    let folded = Folded::new(text);
    let words = folded.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A message in lower case without accents, with punctuation and line breaks still in place.
pub(super) struct Folded<'a> {
    original: &'a str,
    pub text: String,
    /// For each byte of `text`, where its character starts in the original; one more for the end.
    origin: Vec<usize>,
}

impl<'a> Folded<'a> {
    pub fn new(original: &'a str) -> Folded<'a> {
        let mut folded = Folded {
            original,
            text: String::with_capacity(original.len()),
            origin: Vec::with_capacity(original.len() + 1),
        };
        for (at, c) in original.char_indices() {
            if c.is_ascii() { folded.push_ascii(c, at) } else { folded.push_other(c, at) }
        }
        folded.origin.push(original.len());
        folded
    }

    /// The piece of the original message behind a span of the folded text, trimmed.
    pub fn cut(&self, span: Range<usize>) -> &'a str {
        let start = self.origin.get(span.start).copied().unwrap_or(self.original.len());
        // Everything up to the next folded character belongs to the piece: accents, joiners, the emoji's tail.
        let end = self.origin.get(span.end).copied().unwrap_or(self.original.len());
        self.original.get(start..end).unwrap_or("").trim()
    }

    fn push(&mut self, c: char, at: usize) {
        self.text.push(c);
        self.origin.resize(self.text.len(), at);
    }

    fn push_ascii(&mut self, c: char, at: usize) {
        match c {
            '\n' | '\r' => self.push('\n', at),
            '*' | '`' | '~' | '\0' => {}
            '_' => self.push(' ', at),
            _ if c.is_ascii_control() => self.push(' ', at),
            _ => self.push(c.to_ascii_lowercase(), at),
        }
    }

    fn push_other(&mut self, c: char, at: usize) {
        match c {
            // Ordinal marks ("1º"), keycap and variation selectors, joiners, direction marks, skin tones.
            'º'
            | 'ª'
            | '\u{20E3}'
            | '\u{AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{1F3FB}'..='\u{1F3FF}' => {}
            '\u{2010}'..='\u{2015}' | '\u{2212}' => self.push('-', at),
            '‘' | '’' => self.push('\'', at),
            '“' | '”' => self.push('"', at),
            '🔟' => {
                self.push('1', at);
                self.push('0', at);
            }
            _ => {
                for plain in std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)) {
                    for lower in plain.to_lowercase().filter(|c| !is_combining_mark(*c)) {
                        self.push(lower, at);
                    }
                }
            }
        }
    }
}

/// The shape that decides in look-ups: a run of three or more equal letters becomes one.
pub(super) fn unstretch(word: &str) -> Cow<'_, str> {
    if word.is_ascii() && !word.as_bytes().windows(3).any(|run| matches!(run, [a, b, c] if a == b && b == c))
    {
        return Cow::Borrowed(word);
    }
    let mut shrunk = String::with_capacity(word.len());
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        let mut run = 1;
        while c.is_alphabetic() && chars.next_if_eq(&c).is_some() {
            run += 1;
        }
        shrunk.push(c);
        if run == 2 {
            shrunk.push(c);
        }
    }
    Cow::Owned(shrunk)
}

/// Every doubled letter once: `obrigadoo`, `ooi`. Tried only where the word itself is not known.
pub(super) fn squeeze(word: &str) -> Cow<'_, str> {
    if word.is_ascii() && !word.as_bytes().windows(2).any(|pair| pair.first() == pair.last()) {
        return Cow::Borrowed(word);
    }
    let mut squeezed = String::with_capacity(word.len());
    for c in word.chars() {
        if !(c.is_alphabetic() && squeezed.ends_with(c)) {
            squeezed.push(c);
        }
    }
    Cow::Owned(squeezed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_letters_and_forgets_dress() {
        for (typed, key) in [
            ("  *José*  Antônio ", "jose antonio"),
            ("1️⃣", "1"),
            ("１２３ ＡＢ", "123 ab"),
            ("Limpeza-de-pele!", "limpeza de pele"),
            ("jose\u{301}", "jose"),
            ("", ""),
        ] {
            assert_eq!(fold(typed), key, "{typed}");
        }
    }

    #[test]
    fn a_span_is_cut_from_the_original() {
        let folded = Folded::new("avisa: Sábado é 💃\u{FE0F} dia");
        let at = folded.text.find("sabado").unwrap();
        assert_eq!(folded.cut(at..folded.text.len()), "Sábado é 💃\u{FE0F} dia");
    }
}
