//! Phrases: the little pattern language of `hear.toml`, and the words of a message they are held against.
//! `(a|b)` is a choice, `[a]` may be missing, `indic*` matches any ending, `..` skips up to four words,
//! `{phone}` is a figure already read.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::lexicon::Typos;
use super::normalise::{squeeze, unstretch};

/// One word of a message, with every shape under which it may be known.
pub(super) struct Word {
    /// Index into the tokens of the sentence.
    pub token: usize,
    forms: Vec<String>,
    /// The forms that are words of patterns, by their numbers.
    ids: Vec<u32>,
}

impl Word {
    /// A figure already read; some are also known under a wider name.
    fn figure(token: usize, name: &str) -> Word {
        let wider = match name {
            "{digit}" => Some("{money}"),
            "{glued}" => Some("{phone}"),
            _ => None,
        };
        Word::known_as(token, std::iter::once(name).chain(wider).map(str::to_owned).collect())
    }

    fn known_as(token: usize, forms: Vec<String>) -> Word {
        Word { token, forms, ids: Vec::new() }
    }

    /// Every shape under which it is looked up: `pontinhos (pontinho, ponto)`.
    pub fn shapes(&self) -> String {
        match self.forms.split_first() {
            Some((word, others)) if !others.is_empty() => format!("{word} ({})", others.join(", ")),
            _ => self.text().to_owned(),
        }
    }

    fn marks(&self) -> Marks {
        let words = self.ids.iter().map(|id| mark_of_word(*id));
        words.chain(self.forms.iter().map(|form| mark_of_opening(form))).fold(0, |all, mark| all | mark)
    }

    /// The word as people would look it up.
    pub fn text(&self) -> &str {
        self.forms.first().map_or("", String::as_str)
    }
}

/// A pattern is a row of these.
#[derive(Debug)]
enum Element {
    /// A word, by its number.
    Exact(u32),
    Stem(String),
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
    /// For each element behind the first that cannot be missing, what it may begin with.
    needs: Vec<Marks>,
    target: Target,
}

/// Some words, and some beginnings of words, as bits: cheap to see that none of them is in a message.
type Marks = u128;

/// A phrase found in the message: words `start..end`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// Which one it is; `None`: what is only taken for heard.
    pub phrase: Option<usize>,
    pub target: Target,
    pub start: usize,
    pub end: usize,
}

/// All phrases of one language, by the word they begin with, or the first two letters of a stem.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    all: Vec<Phrase>,
    /// Every word of a pattern has a number.
    ids: HashMap<String, u32>,
    by_word: Vec<Vec<usize>>,
    by_stem: HashMap<String, Vec<usize>>,
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
        let (mut words, mut stems) = (Vec::new(), Vec::new());
        if !begin(&elements, &mut words, &mut stems) || words.is_empty() && stems.is_empty() {
            return Err(format!("“{pattern}” must begin with a word"));
        }
        self.by_word.resize(self.ids.len(), Vec::new());
        for word in words {
            self.by_word.get_mut(word as usize).into_iter().for_each(|phrases| phrases.push(self.all.len()));
        }
        for stem in stems {
            self.by_stem.entry(opening(stem).to_owned()).or_default().push(self.all.len());
        }
        let needs = elements.iter().filter_map(needed).skip(1).collect();
        self.all.push(Phrase { pattern: pattern.into(), elements, needs, target });
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

    /// A figure, a question mark or an emoji among the words.
    pub fn figure(&self, token: usize, name: &str) -> Word {
        self.numbered(Word::figure(token, name))
    }

    fn numbered(&self, mut word: Word) -> Word {
        word.ids = word.forms.iter().filter_map(|form| self.ids.get(form).copied()).collect();
        word
    }

    /// A typed word as the one or several words it stands for.
    pub fn words(&self, typed: &str, token: usize, into: &mut Vec<Word>) {
        let word = unstretch(typed);
        let spelt = self.spelling.get(&word).or_else(|| {
            let doubled = word.as_bytes().windows(2).any(|pair| pair.first() == pair.last());
            doubled.then(|| self.spelling.get(&squeeze(&word))).flatten()
        });
        match spelt {
            Some(words) => into.extend(words.iter().map(|word| self.word(word.clone(), token))),
            None => into.push(self.word(word, token)),
        }
    }

    fn word(&self, word: String, token: usize) -> Word {
        let mut forms = Vec::with_capacity(3);
        let known = self.known.contains(&word);
        let length = word.len();
        if length >= 4
            && let Some(single) = word.strip_suffix('s')
        {
            forms.push(single.to_owned());
            if length >= 6
                && let Some(single) = word.strip_suffix("es")
            {
                forms.push(single.strip_suffix("zinho").unwrap_or(single).to_owned());
            }
            if let Some(stem) = word.strip_suffix("oes") {
                forms.push(format!("{stem}ao"));
            }
        }
        if length >= 7 {
            let single = word.strip_suffix('s').unwrap_or(&word);
            if let Some(stem) = ["zinho", "zinha"].iter().find_map(|tail| single.strip_suffix(tail)) {
                forms.push(stem.to_owned());
            } else if let Some(stem) = single.strip_suffix("inho") {
                forms.push(format!("{stem}o"));
            }
        }
        if !known && !forms.iter().any(|form| self.known.contains(form)) {
            let squeezed = squeeze(&word);
            if squeezed == word || !self.known.contains(&squeezed) {
                forms.extend(self.corrected(&word));
            }
            if squeezed != word {
                forms.push(squeezed);
            }
        }
        forms.insert(0, word);
        self.numbered(Word::known_as(token, forms))
    }

    /// The one decisive word a misspelling is close to: one slip, two in long words.
    fn corrected(&self, word: &str) -> Option<String> {
        let length = word.chars().count();
        let allowed = match length {
            0..=3 => return None,
            4..=8 => 1,
            _ => 2,
        };
        let near = self.decisive.get(&word.chars().next()?)?;
        let candidates = near.iter().filter(|decisive| decisive.len().abs_diff(word.len()) <= allowed);
        candidates
            .map(|decisive| (strsim::osa_distance(word, decisive), decisive))
            .filter(|(distance, decisive)| *distance <= if decisive.len() >= 9 { allowed } else { 1 })
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, decisive)| decisive.clone())
    }

    /// A short message with a word one slip away from leaving, which is no real word itself.
    pub fn nearly_leaves(&self, words: &[Word]) -> bool {
        let slipped = |word: &Word| {
            !self.known.contains(word.text())
                && self.leaving.iter().any(|leaving| strsim::osa_distance(word.text(), leaving) == 1)
        };
        words.len() <= 3 && words.iter().any(slipped)
    }

    /// Every phrase found in the words of a message.
    pub fn find(&self, words: &[Word]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut opened: Vec<usize> = Vec::new();
        let there = words.iter().map(Word::marks).fold(0, |all, marks| all | marks);
        for (start, word) in words.iter().enumerate() {
            opened.clear();
            for id in &word.ids {
                opened.extend(self.by_word.get(*id as usize).into_iter().flatten());
            }
            for form in &word.forms {
                opened.extend(self.by_stem.get(opening(form)).into_iter().flatten());
            }
            opened.sort_unstable();
            opened.dedup();
            for (index, phrase) in opened.iter().filter_map(|index| Some((*index, self.all.get(*index)?))) {
                if phrase.needs.iter().any(|needed| needed & there == 0) {
                    continue;
                }
                let row = Row { elements: &phrase.elements, then: None };
                if let Some(end) = matched(&row, words, start) {
                    hits.push(Hit { phrase: Some(index), target: phrase.target, start, end });
                }
            }
        }
        hits
    }

    /// The number of a word of a pattern. Whole words of patterns are known words: they are never taken for a misspelling.
    fn number(&mut self, word: &str) -> u32 {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        self.ids.insert(word.to_owned(), id);
        self.known.insert(word.to_owned());
        id
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
            return Ok((Element::Choice(rows), tail));
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
            Some(stem) => Element::Stem(stem.to_owned()),
            None => Element::Exact(self.number(word)),
        })
    }
}

fn opening(word: &str) -> &str {
    let end = word.char_indices().nth(2).map_or(word.len(), |(at, _)| at);
    word.get(..end).unwrap_or(word)
}

fn mark_of_word(id: u32) -> Marks {
    1 << (id % Marks::BITS)
}

fn mark_of_opening(word: &str) -> Marks {
    let sum = opening(word).bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    1 << (sum % Marks::BITS)
}

/// What an element may begin with; `None`: it may be missing, or begin with nearly anything.
fn needed(element: &Element) -> Option<Marks> {
    let (mut words, mut stems) = (Vec::new(), Vec::new());
    let must = begin(std::slice::from_ref(element), &mut words, &mut stems);
    (must && stems.iter().all(|stem| opening(stem).len() < stem.len())).then(|| {
        let words = words.into_iter().map(mark_of_word);
        words.chain(stems.into_iter().map(mark_of_opening)).fold(0, |all, mark| all | mark)
    })
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
        Element::Gap => (at..=at + 4).find_map(|next| matched(&rest, words, next)),
        Element::Exact(id) => words
            .get(at)
            .is_some_and(|word| word.ids.contains(id))
            .then(|| matched(&rest, words, at + 1))
            .flatten(),
        Element::Stem(stem) => words
            .get(at)
            .is_some_and(|word| word.forms.iter().any(|form| form.starts_with(stem.as_str())))
            .then(|| matched(&rest, words, at + 1))
            .flatten(),
        Element::Choice(rows) => {
            rows.iter().find_map(|elements| matched(&Row { elements, then: Some(&rest) }, words, at))
        }
    }
}

/// Collects the words and stems a pattern may begin with; false when all of it may be missing.
fn begin<'p>(elements: &'p [Element], words: &mut Vec<u32>, stems: &mut Vec<&'p str>) -> bool {
    elements.iter().any(|element| match element {
        Element::Exact(word) => {
            words.push(*word);
            true
        }
        Element::Stem(stem) => {
            stems.push(stem);
            true
        }
        Element::Gap => false,
        Element::Choice(rows) => {
            // Every row is looked at, so no short cut.
            let optional = rows.iter().filter(|row| !begin(row, words, stems)).count();
            optional == 0
        }
    })
}
