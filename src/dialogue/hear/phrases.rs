//! Phrases: the little pattern language of `hear.toml`, and the words of a message they are held against.
//! `(a|b)` is a choice, `[a]` may be missing, `indic*` matches any ending, `..` skips up to four words,
//! `{phone}` is a figure already read.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::lexicon::Typos;
use super::normalise::{squeeze, unstretch};
use super::typo::slips;

/// One word of a message.
pub(super) struct Word {
    /// Index into the tokens of the sentence.
    pub token: usize,
    /// As people would look it up.
    pub text: String,
    /// What it is for patterns, in every shape under which it may be known.
    keys: Vec<Key>,
    marks: Marks,
}

impl Word {
    fn new(token: usize, text: &str, keys: Vec<Key>) -> Word {
        Word { token, text: text.to_owned(), marks: marks(&keys), keys }
    }
}

/// The number of a word of a pattern, or of a beginning of words: `indic*`.
type Key = u32;

/// Some keys as bits: cheap to see that none of them is in a message.
type Marks = u128;

/// A pattern is a row of these.
#[derive(Debug)]
enum Element {
    Word(Key),
    OneOf(Vec<Key>),
    /// Any word: `*`.
    Any,
    Gap,
    /// One of several rows; an empty row makes it optional.
    Choice(Vec<Vec<Element>>),
}

/// What a phrase stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// A group of `[words]`.
    Group(usize),
    /// A rule that says the phrase itself.
    Rule(usize),
}

#[derive(Debug)]
struct Phrase {
    /// As it is written in `hear.toml`.
    pattern: Box<str>,
    elements: Vec<Element>,
    target: Target,
}

/// A phrase at a word that it may begin with.
#[derive(Debug, Clone, Copy)]
struct Opening {
    phrase: usize,
    /// What the next word must be; nothing: it may be any, or none.
    next: Marks,
    /// What one of the words behind must be; nothing: the same.
    later: Marks,
    /// The word is all of the phrase.
    whole: bool,
}

impl Opening {
    fn may_hold(&self, next: Marks, behind: Marks) -> bool {
        (self.next == 0 || self.next & next != 0) && (self.later == 0 || self.later & behind != 0)
    }
}

/// A phrase found in the message: words `start..end`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// Which one it is; `None`: what is only taken for heard.
    pub phrase: Option<usize>,
    pub target: Target,
    pub start: usize,
    pub end: usize,
}

/// Rarely more phrases are found in a message.
const USUAL: usize = 16;

/// All phrases of one language, by what they begin with.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    all: Vec<Phrase>,
    words: HashMap<String, Key>,
    /// Beginnings of words, by their first letters.
    stems: HashMap<String, Vec<(String, Key)>>,
    /// Those that have fewer.
    short_stems: Vec<(String, Key)>,
    /// For each key, the phrases that it may begin.
    openings: Vec<Vec<Opening>>,
    known: HashSet<String>,
    decisive: HashMap<char, Vec<String>>,
    spelling: HashMap<String, Vec<String>>,
    leaving: Vec<String>,
}

impl Phrases {
    pub fn new(typos: Typos, spelling: BTreeMap<String, Vec<String>>) -> Phrases {
        let mut phrases = Phrases { leaving: typos.leaving, ..Phrases::default() };
        phrases.known.extend(typos.real);
        for word in typos.decisive {
            if let Some(first) = word.chars().next() {
                phrases.known.insert(word.clone());
                phrases.decisive.entry(first).or_default().push(word);
            }
        }
        for (read, typed) in spelling {
            for word in typed {
                phrases.spelling.insert(word, read.split(' ').map(str::to_owned).collect());
            }
        }
        phrases
    }

    /// Adds a pattern; the fault is told when it cannot be read.
    pub fn add(&mut self, pattern: &str, target: Target) -> Result<(), String> {
        let (elements, rest) = self.parse(pattern)?;
        if !rest.is_empty() {
            return Err(format!("“{pattern}” has a bracket too many"));
        }
        let mut first = Vec::new();
        if !begin(&elements, &mut first) || first.is_empty() {
            return Err(format!("“{pattern}” must begin with a word"));
        }
        let whole = matches!(elements.as_slice(), [Element::Word(_) | Element::OneOf(_)]);
        let opening =
            Opening { phrase: self.all.len(), next: next(&elements), later: later(&elements), whole };
        for key in first {
            self.openings.get_mut(key as usize).into_iter().for_each(|phrases| phrases.push(opening));
        }
        self.all.push(Phrase { pattern: pattern.into(), elements, target });
        Ok(())
    }

    /// Whether a word is never taken for a misspelling.
    pub fn knows(&self, word: &str) -> bool {
        self.known.contains(word)
    }

    /// A phrase as `hear.toml` has it.
    pub fn pattern(&self, phrase: usize) -> &str {
        self.all.get(phrase).map_or("", |phrase| &phrase.pattern)
    }

    /// A figure already read, a question mark or an emoji among the words; some figures are also known under a wider name.
    pub fn figure(&self, token: usize, name: &str) -> Word {
        let wider = match name {
            "{digit}" => Some("{money}"),
            "{glued}" => Some("{phone}"),
            _ => None,
        };
        let mut keys = Vec::new();
        std::iter::once(name).chain(wider).for_each(|name| self.unlock(name, &mut keys));
        Word::new(token, name, keys)
    }

    /// A typed word as the one or several words it stands for.
    pub fn words(&self, typed: &str, token: usize, into: &mut Vec<Word>) {
        let word = unstretch(typed);
        let spelt = self.spelling.get(word.as_ref()).or_else(|| match squeeze(&word) {
            Cow::Owned(squeezed) => self.spelling.get(&squeezed),
            Cow::Borrowed(_) => None,
        });
        match spelt {
            Some(words) => into.extend(words.iter().map(|word| self.word(word, token))),
            None => into.push(self.word(&word, token)),
        }
    }

    fn word(&self, word: &str, token: usize) -> Word {
        let mut keys = Vec::with_capacity(8);
        self.each_shape(word, |shape| self.unlock(shape, &mut keys));
        Word::new(token, word, keys)
    }

    /// Adds what a shape is for patterns.
    fn unlock(&self, shape: &str, keys: &mut Vec<Key>) {
        keys.extend(self.words.get(shape));
        let stems = self.stems.get(opening(shape)).into_iter().flatten().chain(&self.short_stems);
        let stems = stems.filter(|(stem, _)| shape.starts_with(stem.as_str()));
        keys.extend(stems.map(|(_, key)| key));
    }

    /// Every shape under which a word is looked up, itself first: `pontinhos`, `pontinho`, `ponto`.
    pub fn each_shape(&self, word: &str, mut see: impl FnMut(&str)) {
        let mut known = false;
        let mut take = |shape: &str| {
            known |= self.known.contains(shape);
            see(shape);
        };
        take(word);
        let length = word.len();
        if length >= 4
            && let Some(single) = word.strip_suffix('s')
        {
            take(single);
            if length >= 6
                && let Some(single) = word.strip_suffix("es")
            {
                take(single.strip_suffix("zinho").unwrap_or(single));
            }
            if let Some(stem) = word.strip_suffix("oes") {
                take(&format!("{stem}ao"));
            }
        }
        if length >= 7 {
            let single = word.strip_suffix('s').unwrap_or(word);
            if let Some(stem) = ["zinho", "zinha"].iter().find_map(|tail| single.strip_suffix(tail)) {
                take(stem);
            } else if let Some(stem) = single.strip_suffix("inho") {
                take(&format!("{stem}o"));
            }
        }
        if !known {
            let squeezed = squeeze(word);
            if squeezed == word || !self.known.contains(squeezed.as_ref()) {
                self.corrected(word).into_iter().for_each(&mut see);
            }
            if squeezed != word {
                see(&squeezed);
            }
        }
    }

    /// The one decisive word a misspelling is close to: one slip, two in long words.
    fn corrected(&self, word: &str) -> Option<&str> {
        let length = word.chars().count();
        let allowed = match length {
            0..=3 => return None,
            4..=8 => 1,
            _ => 2,
        };
        let near = self.decisive.get(&word.chars().next()?)?;
        let candidates = near.iter().filter(|decisive| decisive.len().abs_diff(word.len()) <= allowed);
        candidates
            .filter_map(|decisive| {
                let most = if decisive.len() >= 9 { allowed } else { 1 };
                Some((slips(word, decisive, most)?, decisive.as_str()))
            })
            .min_by_key(|(slipped, _)| *slipped)
            .map(|(_, decisive)| decisive)
    }

    /// A short message with a word one slip away from leaving, which is no real word itself.
    pub fn nearly_leaves(&self, words: &[Word]) -> bool {
        let slipped = |word: &Word| {
            !self.known.contains(&word.text)
                && self.leaving.iter().any(|leaving| slips(&word.text, leaving, 1) == Some(1))
        };
        words.len() <= 3 && words.iter().any(slipped)
    }

    /// Every phrase found in the words of a message, in their order.
    pub fn find(&self, words: &[Word]) -> Vec<Hit> {
        let mut hits = Vec::with_capacity(USUAL);
        let (mut next, mut behind) = (0, 0);
        // From the end: what stands behind a word is known when its turn comes.
        for (start, word) in words.iter().enumerate().rev() {
            let openings = word.keys.iter().filter_map(|key| self.openings.get(*key as usize)).flatten();
            for Opening { phrase: index, whole, .. } in
                openings.filter(|opening| opening.may_hold(next, behind))
            {
                let Some(phrase) = self.all.get(*index) else { continue };
                let row = Row { elements: &phrase.elements, then: None };
                let end = if *whole { Some(start + 1) } else { matched(&row, words, start) };
                if let Some(end) = end {
                    hits.push(Hit { phrase: Some(*index), target: phrase.target, start, end });
                }
            }
            next = word.marks;
            behind |= next;
        }
        // A word may open a phrase in several shapes.
        hits.sort_unstable_by_key(|hit| (hit.start, hit.phrase));
        hits.dedup_by_key(|hit| (hit.start, hit.phrase));
        hits
    }

    /// Whole words of patterns are known words: they are never taken for a misspelling.
    fn key_of_word(&mut self, word: &str) -> Key {
        if let Some(key) = self.words.get(word) {
            return *key;
        }
        let key = self.new_key();
        self.words.insert(word.to_owned(), key);
        self.known.insert(word.to_owned());
        key
    }

    fn key_of_stem(&mut self, stem: &str) -> Key {
        let mut alike = self.stems.get(opening(stem)).into_iter().flatten().chain(&self.short_stems);
        if let Some((_, key)) = alike.find(|(known, _)| known == stem) {
            return *key;
        }
        let key = self.new_key();
        let alike = if stem.chars().count() < FIRST {
            &mut self.short_stems
        } else {
            self.stems.entry(opening(stem).to_owned()).or_default()
        };
        alike.push((stem.to_owned(), key));
        key
    }

    fn new_key(&mut self) -> Key {
        self.openings.push(Vec::new());
        Key::try_from(self.openings.len() - 1).unwrap_or(Key::MAX)
    }

    /// Reads a row up to a closing mark; gives what stands from there on.
    fn parse<'p>(&mut self, pattern: &'p str) -> Result<(Vec<Element>, &'p str), String> {
        let mut elements = Vec::new();
        let mut rest = pattern;
        loop {
            rest = rest.trim_start();
            let Some(next) = rest.chars().next() else {
                return Ok((elements, rest));
            };
            match next {
                '(' | '[' => {
                    let close = if next == '(' { ')' } else { ']' };
                    let (choice, tail) = self.parse_choice(rest.get(1..).unwrap_or(""), close)?;
                    elements.push(choice);
                    rest = tail;
                }
                ')' | ']' | '|' => return Ok((elements, rest)),
                _ => {
                    let end = rest.find([' ', '|', '(', ')', '[', ']']).unwrap_or(rest.len());
                    let (word, tail) = rest.split_at(end);
                    elements.push(self.parse_word(word)?);
                    rest = tail;
                }
            }
        }
    }

    fn parse_choice<'p>(&mut self, inside: &'p str, close: char) -> Result<(Element, &'p str), String> {
        let mut rows = Vec::new();
        let mut rest = inside;
        loop {
            let (row, tail) = self.parse(rest)?;
            rows.push(row);
            if let Some(next) = tail.strip_prefix('|') {
                rest = next;
                continue;
            }
            let tail = tail.strip_prefix(close).ok_or_else(|| format!("“{inside}” lacks “{close}”"))?;
            if close == ']' {
                rows.push(Vec::new());
            }
            let words = rows
                .iter()
                .map(|row| if let [Element::Word(key)] = row.as_slice() { Some(*key) } else { None });
            return Ok((
                words.collect::<Option<_>>().map_or_else(|| Element::Choice(rows), Element::OneOf),
                tail,
            ));
        }
    }

    fn parse_word(&mut self, word: &str) -> Result<Element, String> {
        let plain =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "*{}?%.+".contains(c) || !c.is_ascii();
        if !word.chars().all(plain) {
            return Err(format!("“{word}” must be lower case, without accents or marks"));
        }
        Ok(match word.strip_suffix('*') {
            _ if word == ".." => Element::Gap,
            Some("") => Element::Any,
            Some(stem) => Element::Word(self.key_of_stem(stem)),
            None => Element::Word(self.key_of_word(word)),
        })
    }
}

/// So many letters of a beginning of words tell it from most others.
const FIRST: usize = 3;

fn opening(word: &str) -> &str {
    let end = word.char_indices().nth(FIRST).map_or(word.len(), |(at, _)| at);
    word.get(..end).unwrap_or(word)
}

fn marks(keys: &[Key]) -> Marks {
    keys.iter().fold(0, |all, key| all | 1 << (key % Marks::BITS))
}

/// What a row must begin with; nothing: it may be missing, or begin with anything.
fn needed(row: &[Element]) -> Marks {
    let mut keys = Vec::new();
    if begin(row, &mut keys) { marks(&keys) } else { 0 }
}

/// What must stand right behind the first word of a pattern.
fn next(elements: &[Element]) -> Marks {
    match elements {
        [Element::Word(_) | Element::OneOf(_), rest @ ..] => {
            let closed = rest.iter().position(is_open).and_then(|open| rest.get(..open));
            needed(closed.unwrap_or(rest))
        }
        _ => 0,
    }
}

/// Takes words that it does not name.
fn is_open(element: &Element) -> bool {
    match element {
        Element::Any | Element::Gap => true,
        Element::Choice(rows) => rows.iter().flatten().any(is_open),
        Element::Word(_) | Element::OneOf(_) => false,
    }
}

/// What must stand somewhere behind it: of all that cannot be missing, what fewest words can be.
fn later(elements: &[Element]) -> Marks {
    let needs =
        elements.iter().map(|element| needed(std::slice::from_ref(element))).filter(|needs| *needs != 0);
    needs.skip(1).min_by_key(|needs| needs.count_ones()).unwrap_or(0)
}

/// The rest of a pattern: a row of elements, and what follows the choice it stands in.
struct Row<'p> {
    elements: &'p [Element],
    then: Option<&'p Row<'p>>,
}

/// Where the pattern ends when it begins at word `at`; longer readings are tried first.
fn matched(row: &Row<'_>, words: &[Word], at: usize) -> Option<usize> {
    let Some((first, rest)) = row.elements.split_first() else {
        return row.then.map_or(Some(at), |then| matched(then, words, at));
    };
    let rest = Row { elements: rest, then: row.then };
    match first {
        Element::Any => words.get(at).and_then(|_| matched(&rest, words, at + 1)),
        Element::Gap => (at..=at + 4).find_map(|next| matched(&rest, words, next)),
        Element::Word(key) => {
            let word = words.get(at)?;
            word.keys.contains(key).then(|| matched(&rest, words, at + 1)).flatten()
        }
        Element::OneOf(keys) => {
            let word = words.get(at)?;
            word.keys.iter().any(|key| keys.contains(key)).then(|| matched(&rest, words, at + 1)).flatten()
        }
        Element::Choice(rows) => {
            rows.iter().find_map(|elements| matched(&Row { elements, then: Some(&rest) }, words, at))
        }
    }
}

/// Collects what a pattern may begin with; false when all of it may be missing, or anything may stand first.
fn begin(elements: &[Element], keys: &mut Vec<Key>) -> bool {
    elements.iter().any(|element| match element {
        Element::Word(key) => {
            keys.push(*key);
            true
        }
        Element::OneOf(of) => {
            keys.extend(of);
            true
        }
        Element::Any | Element::Gap => false,
        Element::Choice(rows) => {
            // Every row is looked at, so no short cut.
            let optional = rows.iter().filter(|row| !begin(row, keys)).count();
            optional == 0
        }
    })
}
