//! What speaks against an amount that was read: a numeral left over or misspelt, a piece of one, a join that leads to
//! nothing. The amount is then shown before anything is booked.

use std::ops::Range;

use super::ears::Ears;
use super::lexicon::NumberWords;
use super::numbers::next_word;
use super::typo::slips;
use super::words::Spelled;

/// Whether amounts in words may have lost a part: numerals are left over, one is there with a slip (`duzetos e trinta`), an
/// *e* leads to nothing (`cento e ciqunta`), or a letter was broken off (`trê s mil`).
pub(super) fn are_slipped(folded: &str, found: &[Spelled], ears: &Ears) -> bool {
    let amounts: Vec<Said> = found.iter().filter_map(Said::of).collect();
    if amounts.len() != 1 {
        return amounts.len() > 1;
    }
    let text = Worded::new(folded, found);
    (0..text.words.len()).any(|at| text.is_free(at) && text.speaks_against(at, &amounts, ears))
}

/// Whether numerals beside an amount in figures may belong to it, or to another one: they count nothing (`5 11 98765-4321
/// set-ecientos nueve`), one beside them is misspelt (`005 two hhundred`) or holds another (`5 two hundredninety`), or two
/// words make one (`2 cuaren-ta`).
pub(super) fn are_left_over(text: &str, ears: &Ears) -> bool {
    let text = Worded::new(text, &[]);
    let numeral = |at: usize| is_left_over(text.word(Some(at)), ears);
    let slip = |at: Option<usize>| {
        let word = text.word(at);
        is_nearly(word, ears) || word.len() >= LONG && is_slip(word, None, ears)
    };
    let lone = |at: usize| text.ends(at) || slip(at.checked_sub(1)) || slip(Some(at + 1));
    let all = || 0..text.words.len();
    all().any(|at| numeral(at) && (lone(at) || all().any(|at| is_left_over(&text.joined(at, 2), ears))))
}

/// Whether the *e* behind an amount in figures, at the start of `after`, leads to no number and no word of ours: `9 mil e
/// #00`.
pub(super) fn leads_to_nothing(after: &str, ears: &Ears) -> bool {
    let next = after.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '\u{1}');
    let (join, end) = next_word(next, 0);
    ears.figures.join.contains(join) && !is_known(next_word(next, end).0, ears)
}

/// An amount in words.
struct Said<'f> {
    span: &'f Range<usize>,
    /// With its unit or its cents: nothing can follow that belongs to it.
    whole: bool,
}

impl Said<'_> {
    fn of(found: &Spelled) -> Option<Said<'_>> {
        match found {
            Spelled::Amount(span, amount) => Some(Said { span, whole: amount.marked }),
            Spelled::Digits(..) => None,
        }
    }
}

/// The words of a message, of which some are numbers already.
struct Worded<'t> {
    text: &'t str,
    found: &'t [Spelled],
    words: Vec<(usize, &'t str)>,
}

impl<'t> Worded<'t> {
    fn new(text: &'t str, found: &'t [Spelled]) -> Worded<'t> {
        let mut words = Vec::new();
        let mut start = 0;
        for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
            let plain = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            if plain.bytes().any(|b| !b.is_ascii_digit()) {
                words.push((start, plain));
            }
            start += word.len();
        }
        Worded { text, found, words }
    }

    fn is_free(&self, at: usize) -> bool {
        let start = self.words.get(at).map_or(0, |(start, _)| *start);
        !self.found.iter().any(|found| found.span().contains(&start))
    }

    fn word(&self, at: Option<usize>) -> &'t str {
        at.and_then(|at| self.words.get(at)).map_or("", |(_, word)| *word)
    }

    /// So many words without what parts them; fewer at the end.
    fn joined(&self, at: usize, many: usize) -> String {
        self.words.iter().skip(at).take(many).map(|(_, word)| *word).collect()
    }

    /// No word follows that it might count.
    fn ends(&self, at: usize) -> bool {
        let end = self.words.get(at).map_or(0, |(start, word)| start + word.len());
        let rest = self.text.get(end..).unwrap_or("");
        !rest.trim_start_matches(' ').starts_with(char::is_alphabetic)
    }

    fn speaks_against(&self, at: usize, amounts: &[Said<'_>], ears: &Ears) -> bool {
        let word = self.word(Some(at));
        let start = self.words.get(at).map_or(0, |(start, _)| *start);
        let behind = amounts.iter().any(|amount| self.gap(at, amount).is_some_and(is_blank));
        let ahead =
            |amount: &Said<'_>| self.text.get(start + word.len()..amount.span.start).is_some_and(is_blank);
        let ahead = amounts.iter().any(ahead);
        let (before, after) = (self.word(at.checked_sub(1)), self.word(Some(at + 1)));
        if joins(word, ears) {
            let bare = word.len() == 1 || after.len() == 1 && after != "a";
            let strange = || !after.is_empty() && !is_known(after, ears);
            // `seven hundred tohir(y even`: what leads to the join is no word.
            let open = || amounts.iter().any(|amount| self.follows(at, amount, true));
            let led = || at.checked_sub(1).is_some_and(|last| self.is_free(last)) && !is_known(before, ears);
            return word.len() == 1 && led() && open()
                || behind && (bare || strange() || is_slip(after, Some(word), ears))
                || ahead && is_slip(before, Some(word), ears);
        }
        // `one tsouusan two hundred`, where hundreds are counted: a word that nobody knows parts a number.
        let parts = || ahead && counts_hundreds(before, ears) && !is_known(word, ears);
        // `three hundred frtys even`.
        let open = || behind && amounts.iter().any(|amount| self.follows(at, amount, true));
        let broken = (behind || ahead) && word.chars().count() == 1 && !matches!(word, "a" | "o");
        // `trinta seen`, `treinta yy site`: beside an amount even a word of ours may be a numeral.
        let near = || amounts.iter().any(|amount| self.gap(at, amount).is_some_and(is_scrap));
        let beside = || (behind || ahead || near()) && is_near(word, ears);
        let one = || is_one(word, ears) && self.is_last_unit(at, amounts, ears);
        // `eight ys.even reais`: something stands between the amount and its unit.
        let unit =
            || ears.figures.is_unit(word) && amounts.iter().any(|amount| self.follows(at, amount, true));
        broken
            || parts()
            || open() && is_like(word, ears)
            || is_left_over(word, ears)
            || self.is_split(at, ears)
            || beside()
            || one()
            || unit()
            || is_slip(word, None, ears)
    }

    /// A *one* behind the amount that may be its unit: it counts nothing (`cinquenta, um`), or the amount is open and
    /// what leads to the *one* is nothing (`four hundred, one`) or no word (`cincuenta yy uno reales`).
    fn is_last_unit(&self, at: usize, amounts: &[Said<'_>], ears: &Ears) -> bool {
        let before = self.word(at.checked_sub(1));
        let led = || joins(before, ears) || !is_known(before, ears);
        amounts.iter().any(|amount| {
            self.ends(at) && self.follows(at, amount, false)
                || self.follows(at, amount, true) && (self.gap(at, amount).is_some_and(is_blank) || led())
        })
    }

    /// It stands behind the amount, and no figure between them; `open`: the amount has neither unit nor cents yet.
    fn follows(&self, at: usize, amount: &Said<'_>, open: bool) -> bool {
        let digit = |c: char| c.is_ascii_digit() || c == '\u{1}';
        !(open && amount.whole) && self.gap(at, amount).is_some_and(|gap| !gap.contains(digit))
    }

    /// What stands between an amount and a word behind it.
    fn gap(&self, at: usize, amount: &Said<'_>) -> Option<&'t str> {
        self.text.get(amount.span.end..self.words.get(at)?.0)
    }

    /// The first of two or three words that together are a numeral: `trê s`, `hu,d ed`.
    fn is_split(&self, at: usize, ears: &Ears) -> bool {
        let together = (2..=3).any(|many| {
            let pieces = || self.words.iter().skip(at).take(many);
            let whole = self.joined(at, many);
            // Short words of ours that stand side by side are like many a numeral.
            let strange = || whole.len() > 5 || !pieces().all(|(_, word)| is_known(word, ears));
            let near = || is_nearly(&whole, ears) && strange();
            pieces().count() == many && (is_left_over(&whole, ears) || near())
        });
        together && self.is_free(at + 1)
    }
}

/// No letters and no digits.
fn is_blank(gap: &str) -> bool {
    !gap.contains(char::is_alphanumeric)
}

/// One word of two letters or less, and no digits.
fn is_scrap(gap: &str) -> bool {
    let mut words = gap.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let short = words.next().is_none_or(|word| word.len() < 3 && word.bytes().all(|b| !b.is_ascii_digit()));
    short && words.next().is_none() && !gap.contains('\u{1}')
}

fn joins(word: &str, ears: &Ears) -> bool {
    ears.tongues.iter().any(|tongue| tongue.numbers.join.contains(word))
}

fn is_known(word: &str, ears: &Ears) -> bool {
    ears.figures.is_measure(word) || ears.tongues.iter().any(|tongue| tongue.knows(word))
}

/// One slip from a numeral.
fn is_near(word: &str, ears: &Ears) -> bool {
    let numerals = || ears.tongues.iter().flat_map(|tongue| tongue.numbers.values.keys());
    let near = |numeral: &String| numeral.len() > 3 && slips(word, numeral, 1) == Some(1);
    word.len() > 3 && !ears.figures.is_measure(word) && numerals().any(near)
}

/// No word of ours, and one slip from a numeral, or two from a long one: `iml`, `hhundred`.
fn is_nearly(word: &str, ears: &Ears) -> bool {
    let numerals = || ears.tongues.iter().flat_map(|tongue| tongue.numbers.values.keys());
    let near = |numeral: &String| {
        let allowed = 1 + usize::from(numeral.len() >= 7);
        numeral.len() >= 3
            && numeral.len().abs_diff(word.len()) <= allowed
            && slips(word, numeral, allowed).is_some()
    };
    word.len() >= 3 && !is_known(word, ears) && numerals().any(near)
}

/// No word of ours, and two slips from a numeral.
fn is_like(word: &str, ears: &Ears) -> bool {
    let numerals = || ears.tongues.iter().flat_map(|tongue| tongue.numbers.values.keys());
    let like = |numeral: &String| numeral.len() >= 5 && slips(word, numeral, 2).is_some();
    word.len() >= 4 && !is_known(word, ears) && numerals().any(like)
}

/// A *one* of a language that says how many hundreds there are.
fn counts_hundreds(word: &str, ears: &Ears) -> bool {
    let numbers = || ears.tongues.iter().map(|tongue| &tongue.numbers);
    numbers().any(|numbers| numbers.exact_hundred.is_empty() && numbers.values.get(word) == Some(&1))
}

fn is_one(word: &str, ears: &Ears) -> bool {
    ears.tongues.iter().any(|tongue| tongue.numbers.values.get(word) == Some(&1))
}

/// Letters of a word from which on a numeral may be in it with slips of its own.
const LONG: usize = 9;

/// Some stretch of the word is one of the long numerals, or two slips from it: `huundredsixt`.
fn holds(word: &str, numeral: &str) -> bool {
    let lengths = numeral.len().saturating_sub(1)..=numeral.len() + 1;
    numeral.len() >= 7
        && word.len() >= LONG
        && lengths.clone().any(|length| {
            let stretches = (0..word.len()).filter_map(|from| word.get(from..from + length));
            stretches.into_iter().any(|stretch| slips(stretch, numeral, 2).is_some())
        })
}

pub(super) fn is_left_over(word: &str, ears: &Ears) -> bool {
    // `um creme`, `one cream`: an article.
    let counts = |numbers: &NumberWords| numbers.values.get(word).is_some_and(|value| *value > 1);
    ears.tongues.iter().any(|tongue| counts(&tongue.numbers) || tongue.numbers.exact_hundred.contains(word))
}

/// A numeral with a slip, a piece of one, or one that another word grew into. Beside a join a numeral must stand, so more is
/// taken for one there, of the languages that have this join.
fn is_slip(word: &str, join: Option<&str>, ears: &Ears) -> bool {
    let least = if join.is_some() { 2 } else { 4 };
    if word.len() < least || join.is_none() && is_known(word, ears) {
        return false;
    }
    let tongues =
        ears.tongues.iter().filter(|tongue| join.is_none_or(|join| tongue.numbers.join.contains(join)));
    let numerals = || {
        tongues.clone().flat_map(|tongue| tongue.numbers.values.keys().chain(&tongue.numbers.exact_hundred))
    };
    let near = |numeral: &String| {
        let long = numeral.len() >= 7 || join.is_some() && word.len() > 5;
        let allowed = usize::from(numeral.len() >= least.max(3)) + usize::from(long);
        let cut = numeral.get(..numeral.len() - 1).filter(|cut| cut.len() > 5);
        let grown = cut.is_some_and(|cut| word.starts_with(cut))
            || numeral.len() >= 4 && (word.starts_with(numeral.as_str()) || word.ends_with(numeral.as_str()))
            || numeral.len() >= 6 && word.contains(numeral.as_str())
            || join.is_none() && holds(word, numeral);
        let piece = (numeral.len() >= 7 || join.is_some() && numeral.len() >= 3)
            && (numeral.starts_with(word) || numeral.ends_with(word));
        grown
            || piece
            || numeral.len().abs_diff(word.len()) <= allowed && slips(word, numeral, allowed).is_some()
    };
    !numerals().any(|numeral| numeral == word) && numerals().any(near)
}
