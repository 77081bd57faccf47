//! Likeness: what a message that no rule takes is most like, among all that was ever said (`sayings.toml`). Its words, its
//! pairs of neighbours and its pairs with one word between speak for the intents they were said of: the more often
//! there and the more seldom elsewhere, the louder (a naive Bayes of several outcomes). It guesses where rules are silent,
//! outvotes a rule only where it is far more like something else, never reads a figure, and whoever may not be moved by
//! a guess says so ([`Intent::may_be_guessed`]).

use rustc_hash::FxHashMap as HashMap;

use super::Role;
use super::intent::Intent;

/// Somebody's sentence, cut into the words it is looked up by, and what was meant.
pub(super) struct Saying {
    pub role: Role,
    pub intent: Intent,
    pub words: Vec<String>,
}

/// What the sayings taught. Scores are thousandths of a bit.
#[derive(Debug, Default)]
pub(super) struct Likeness {
    words: HashMap<String, u32>,
    customers: Taught,
    team: Taught,
}

/// What was taught of one side of the counter: a customer's *saldo* and a cashier's are two things.
#[derive(Debug, Default)]
struct Taught {
    /// What a mark says for each class that it was met in, beyond what a mark never met says.
    says: HashMap<Mark, Vec<(usize, i32)>>,
    classes: Vec<Class>,
}

/// What a message is taken for, though no rule takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guess {
    pub intent: Intent,
    /// By how much it is more like this than like nothing of ours, or than what a rule says.
    pub over: i32,
    /// Places in the message of the words that spoke for it, the loudest first.
    pub words: Vec<usize>,
}

/// An intent.
#[derive(Debug)]
struct Class {
    intent: Intent,
    /// How often it was said.
    said: u32,
    /// How often it is meant.
    prior: i32,
    /// What a mark says that was never met in it.
    silence: i32,
}

/// A word, or a pair: how far apart, and the numbers of its words.
type Mark = (u8, u32, u32);

/// A mark, and what it says for each class that it was met in.
type Told<'l> = (Mark, &'l [(usize, i32)]);

/// How far a guess must be above *nothing of ours*: so much, and this more for each word, as long talk of other things has
/// some words of ours in it.
const SURE: i32 = 8_650;
const SURE_A_WORD: i32 = 870;
/// How far it must be above what a rule says.
const OUTVOTES: i32 = 28_850;
/// Every mark counts as met once for this many times that it was.
const SMOOTH: u32 = 20;
/// A pair that was met once is chance.
const PAIR_MET: u32 = 2;

/// How often each mark was met in each class.
type Met = HashMap<Mark, HashMap<usize, u32>>;

impl Likeness {
    /// Learns from sentences that somebody put under what they mean.
    pub fn learn(sayings: &[Saying]) -> Likeness {
        let mut learnt = Likeness::default();
        let (mut of_customers, mut of_team) = (Met::default(), Met::default());
        let mut times: HashMap<Mark, u32> = HashMap::default();
        for saying in sayings {
            let numbers = saying.words.iter().map(|word| learnt.number(word)).collect::<Vec<_>>();
            let (met, taught) = match saying.role {
                Role::Customer => (&mut of_customers, &mut learnt.customers),
                Role::Staff | Role::Owner => (&mut of_team, &mut learnt.team),
            };
            let class = taught.said(saying.intent);
            for mark in marks(&numbers) {
                *met.entry(mark).or_default().entry(class).or_default() += 1;
                *times.entry(mark).or_default() += 1;
            }
        }
        let by_chance = |mark: &Mark| mark.0 > 0 && times.get(mark).is_none_or(|times| *times < PAIR_MET);
        for (met, taught) in [(of_customers, &mut learnt.customers), (of_team, &mut learnt.team)] {
            taught.weigh(met.into_iter().filter(|(mark, _)| !by_chance(mark)).collect());
        }
        learnt
    }

    fn number(&mut self, word: &str) -> u32 {
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.get(word).copied().unwrap_or_else(|| {
            self.words.insert(word.to_owned(), next);
            next
        })
    }

    /// What these words are most like; `None`: like nothing of ours, like what nobody may guess, or not far from what a rule
    /// says.
    pub fn guess(&self, words: &[&str], role: Role, ruled: Option<Intent>) -> Option<Guess> {
        let numbers = self.numbers(words);
        // Figures alone, or mostly words that nobody ever said, are like nothing.
        let typed = words.iter().zip(&numbers).filter(|(word, _)| !word.starts_with('{'));
        let (typed, met) =
            typed.fold((0, 0), |(typed, met), (_, number)| (typed + 1, met + i32::from(*number != UNMET)));
        if met * 2 <= typed {
            return None;
        }
        let taught = if role == Role::Customer { &self.customers } else { &self.team };
        let least = match ruled {
            Some(_) => OUTVOTES,
            None => SURE + SURE_A_WORD * i32::try_from(words.len()).unwrap_or(i32::MAX / SURE),
        };
        taught.guess(&numbers, ruled.unwrap_or(Intent::Unknown), least)
    }

    /// Whether a word was said of other things and never of this one: `regras` of no statement.
    pub fn is_strange(&self, word: &str, role: Role, intent: Intent) -> bool {
        let taught = if role == Role::Customer { &self.customers } else { &self.team };
        let says = self.words.get(word).and_then(|number| taught.says.get(&(0, *number, 0)));
        let class = taught.classes.iter().position(|class| class.intent == intent);
        says.is_none_or(|says| says.iter().all(|(other, _)| Some(*other) != class))
    }

    /// A word that nobody ever said says nothing, and is no neighbour either.
    fn numbers(&self, words: &[&str]) -> Vec<u32> {
        words.iter().map(|word| self.words.get(*word).map_or(UNMET, |number| *number)).collect()
    }
}

impl Taught {
    /// Counts a sentence for its class.
    fn said(&mut self, intent: Intent) -> usize {
        let known = self.classes.iter().position(|class| class.intent == intent);
        let class = known.unwrap_or_else(|| {
            self.classes.push(Class { intent, said: 0, prior: 0, silence: 0 });
            self.classes.len() - 1
        });
        self.classes.get_mut(class).into_iter().for_each(|class| class.said += 1);
        class
    }

    fn weigh(&mut self, met: Met) {
        let mut marks_of = vec![0_u32; self.classes.len()];
        for (class, count) in met.values().flatten() {
            marks_of.get_mut(*class).into_iter().for_each(|sum| *sum += count);
        }
        let kinds = u32::try_from(met.len()).unwrap_or(u32::MAX);
        let everything: u32 = self.classes.iter().map(|class| class.said).sum();
        for (class, marks) in self.classes.iter_mut().zip(marks_of) {
            class.prior = log2(class.said) - log2(everything);
            class.silence = -log2(marks.saturating_mul(SMOOTH).saturating_add(kinds));
        }
        let louder = |count: u32| log2(count.saturating_mul(SMOOTH).saturating_add(1));
        let says = |classes: HashMap<usize, u32>| {
            classes.into_iter().map(|(class, count)| (class, louder(count))).collect()
        };
        self.says = met.into_iter().map(|(mark, classes)| (mark, says(classes))).collect();
    }

    fn guess(&self, numbers: &[u32], rival: Intent, least: i32) -> Option<Guess> {
        let marks = marks(numbers).into_iter();
        let heard: Vec<Told> =
            marks.filter_map(|mark| Some((mark, self.says.get(&mark)?.as_slice()))).collect();
        let scores = if heard.is_empty() { return None } else { self.scores(&heard) };
        let ours = || self.classes.iter().zip(&scores).enumerate();
        let (_, (_, rival)) = ours().find(|(_, (class, _))| class.intent == rival)?;
        let (best, (class, score)) = ours().max_by_key(|(_, (_, score))| **score)?;
        let over = score - rival;
        let sure = class.intent.may_be_guessed() && over >= least;
        sure.then(|| Guess { intent: class.intent, over, words: spoke(numbers, &heard, best) })
    }

    fn scores(&self, heard: &[Told<'_>]) -> Vec<i32> {
        let count = i32::try_from(heard.len()).unwrap_or(i32::MAX);
        let mut scores: Vec<i32> =
            self.classes.iter().map(|class| class.prior + class.silence.saturating_mul(count)).collect();
        for (class, louder) in heard.iter().flat_map(|(_, says)| says.iter()) {
            scores.get_mut(*class).into_iter().for_each(|score| *score += louder);
        }
        scores
    }
}

/// The places of the words that spoke loudest for a class.
fn spoke(numbers: &[u32], heard: &[Told<'_>], best: usize) -> Vec<usize> {
    let spoken = heard.iter().filter_map(|((apart, word, _), says)| {
        let louder = says.iter().find(|(class, _)| *class == best)?.1;
        let rivals = says.iter().filter(|(class, _)| *class != best);
        let at = numbers.iter().position(|number| number == word)?;
        (*apart == 0).then_some((louder - rivals.map(|(_, louder)| *louder).max().unwrap_or(0), at))
    });
    let mut spoken: Vec<(i32, usize)> = spoken.collect();
    spoken.sort_unstable_by_key(|(louder, at)| (-louder, *at));
    spoken.into_iter().map(|(_, at)| at).take(3).collect()
}

/// The number of no word.
const UNMET: u32 = u32::MAX;

/// Every word and pair of a sentence, once; its beginning and its end are words too.
fn marks(numbers: &[u32]) -> Vec<Mark> {
    let edge = UNMET - 1;
    let row: Vec<u32> = std::iter::once(edge).chain(numbers.iter().copied()).chain([edge]).collect();
    let words = numbers.iter().map(|word| (0, *word, 0));
    let pairs = [(1, 1), (2, 2)].into_iter().flat_map(|(kind, apart)| {
        row.iter().zip(row.iter().skip(apart)).map(move |(one, other)| (kind, *one, *other))
    });
    let met = words.chain(pairs).filter(|(_, one, other)| *one != UNMET && *other != UNMET);
    let mut marks: Vec<Mark> = met.collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// The binary logarithm in thousandths, of integers only: no machine may judge a message otherwise than another.
fn log2(number: u32) -> i32 {
    let number = u64::from(number.max(1));
    let whole = number.ilog2();
    // Between one and two, with 31 digits behind the point; each squaring brings out one digit of the logarithm.
    let mut part = (number << 31) >> whole;
    let mut digits = 0_i32;
    for _ in 0..16 {
        part = (part * part) >> 31;
        let digit = i32::from(part >= 1 << 32);
        part >>= digit;
        digits = digits * 2 + digit;
    }
    i32::try_from(whole).unwrap_or(0) * 1_000 + ((digits * 1_000) >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saying(intent: Intent, words: &str) -> Saying {
        let words = words.split(' ').map(str::to_owned).collect();
        Saying { role: Role::Customer, intent, words }
    }

    fn guessed(words: &str, role: Role) -> Option<Intent> {
        let sayings = [
            saying(Intent::Balance, "how much have i got"),
            saying(Intent::Balance, "how much have i saved"),
            saying(Intent::Balance, "what have i got saved"),
            saying(Intent::Unknown, "how much is the soap"),
            saying(Intent::Unknown, "what have you got for dogs"),
            saying(Intent::RedeemVoucher, "sure do it please"),
            saying(Intent::RedeemVoucher, "do it please sure"),
        ];
        let words: Vec<&str> = words.split(' ').collect();
        Likeness::learn(&sayings).guess(&words, role, None).map(|guess| guess.intent)
    }

    #[test]
    fn a_sentence_is_what_its_words_were_said_of() {
        for (words, intent) in [
            ("so what have i saved", Some(Intent::Balance)),
            ("how much is soap for dogs", None),
            ("completely other things", None),
            ("do it please", None),
        ] {
            assert_eq!(guessed(words, Role::Customer), intent, "{words}");
        }
    }

    #[test]
    fn logarithms_are_whole_thousandths() {
        let logs =
            [(0, 0), (1, 0), (2, 1_000), (3, 1_584), (10, 3_321), (1_000_000, 19_931), (u32::MAX, 31_999)];
        for (number, log) in logs {
            assert_eq!(log2(number), log, "{number}");
        }
    }

    #[test]
    fn customers_teach_nothing_of_the_team() {
        assert_eq!(guessed("how much have i got", Role::Staff), None);
    }
}
