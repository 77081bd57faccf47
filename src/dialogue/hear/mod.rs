//! Hearing: from what people type to an intent with typed slots. Pure; cannot fail.
//!
//! A message is folded, its figures are read (`sentence`), its words are held against the rules of every
//! language (`ears`, `phrases`), and the slots of the chosen intent are filled (`slots`, `sale`). The words
//! themselves live in `conversations/<language>/hear.toml`; here is only the mechanism.

mod adjusted;
mod assents;
mod beside;
mod codes;
mod counted;
mod dates;
mod ears;
mod examples;
mod explain;
mod heard;
mod hints;
mod intent;
mod joins;
mod lexicon;
mod likeness;
mod named;
mod normalise;
mod numbers;
mod parts;
mod phones;
mod phrases;
mod right;
mod sale;
mod sayings;
mod sentence;
mod slips;
mod slots;
mod summed;
mod told;
mod typo;
mod wishes;
mod words;

use serde::{Deserialize, Serialize};

use self::ears::{Choice, Listening, Tongue};
use self::likeness::Guess;
use self::normalise::{Folded, unstretch};
use self::phrases::Word;
use self::sentence::{Kind, Sentence, Token};
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::phone::Phone;

pub use self::ears::Ears;
pub use self::explain::{Explained, explain};
pub use self::heard::{
    Asked, Assent, CampaignAction, CampaignKind, Counted, Day, Doubt, Flag, Heard, Joins, Missing, Noted,
    Period, Place, Reading, Rule, Segment, Slots, Subject, Tier, Uses, Vouchers, When,
};
pub use self::hints::{Hint, Hints};
pub use self::intent::Intent;
pub use self::normalise::fold;
pub use self::right::{Put, Right, Whom, put_right, read_whom, says_wrong};

/// Who is speaking, known from the sender's number, never from the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Customer,
    /// Cashiers and attendants.
    Staff,
    /// Managers and owners.
    Owner,
}

/// What is known before a word is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    pub role: Role,
    /// The stored language of the person; wins ties.
    pub lang: Lang,
    /// The shop's own area code, for numbers typed without one.
    pub area_code: u8,
    /// Above this an amount is confirmed.
    pub high_amount: Money,
}

/// Understands one message.
pub fn hear(text: &str, setting: &Setting, ears: &Ears) -> Heard {
    understood(&listened(text, setting, ears), setting, ears)
}

/// A message cut and held against every language.
struct Listened<'a, 'e> {
    sentence: Sentence<'a>,
    listenings: Vec<Listening<'e>>,
    /// The language its words voted for, and by how many words.
    voted: Option<Lang>,
    margin: usize,
}

fn listened<'a>(text: &'a str, setting: &Setting, ears: &'a Ears) -> Listened<'a, 'a> {
    let folded = Folded::new(text);
    let (voted, margin) = vote(&folded.text, ears);
    let likely = voted.unwrap_or(setting.lang);
    let sentence = Sentence::read(folded, likely, setting, ears);
    let listenings = listen(&sentence, likely, ears);
    Listened { sentence, listenings, voted, margin }
}

fn understood(listened: &Listened<'_, '_>, setting: &Setting, ears: &Ears) -> Heard {
    let Listened { sentence, listenings, voted: lang, margin } = listened;
    let (lang, likely) = (*lang, lang.unwrap_or(setting.lang));
    let is_own = |heard: &&Listening| [likely, setting.lang].contains(&heard.tongue.lang);
    let own = listenings.iter().filter(is_own).collect::<Vec<_>>();
    let assent = assents::assented(sentence, &own);
    let chosen = choose(listenings, lang, setting);
    let intent = chosen.and_then(|(_, choice)| choice).map_or(Intent::Unknown, |choice| choice.intent);
    let mut heard = Heard {
        intent,
        slots: Slots::default(),
        lang,
        sure: *margin,
        hints: Hints::of(&own),
        assent,
        joins: joins::joins(sentence, &own),
        hands_over: None,
        sales: Vec::new(),
        also: None,
        likely: None,
    };
    heard.hints.put(Hint::Question, sentence.question);
    heard.hints.put(Hint::Erases, joins::erases(sentence, &own));
    heard.hints.put(Hint::Drops, wishes::drops(sentence, &own));
    let Some((listening, choice)) = chosen else { return heard };
    if choice.is_some_and(|choice| choice.intent == Intent::Unknown) {
        heard.hints.put(Hint::Shop, true);
    }
    // Whatever was understood for certain is not second-guessed.
    if heard.says(Hint::Spends) {
        heard.slots.purchase = counted::asked(sentence, listening);
    }
    let asides = [Hint::Keeps, Hint::Grumbles, Hint::PutsOff, Hint::AsksBirthday, Hint::Worth, Hint::Invited];
    let aside = setting.role == Role::Customer && asides.iter().any(|hint| heard.says(*hint));
    let leaves = intent == Intent::Unknown && setting.role == Role::Customer && listening.nearly_leaves();
    let leaves = leaves && (!aside || listening.has("near_opt_out"));
    heard.hints.put(Hint::NearOptOut, leaves);
    if setting.role == Role::Customer
        && (joins::consented(&mut heard, sentence, &own) || wishes::chatted(&mut heard, sentence, &own))
    {
        return heard;
    }
    // Whoever wants to receive their voucher wants no offers.
    let own_thing = ["voucher", "points_word", "reward"].iter().any(|group| listening.has(group));
    let offers = listening.has("offers")
        && !listening.has("without_offers")
        && (listening.has("offers_thing") || !own_thing);
    heard.hints.put(Hint::Offers, offers);
    slots::fill(&mut heard, sentence, listening, setting);
    if heard.intent == Intent::RulesHelp && heard.slots.asked.is_none() {
        heard.slots.asked = own.iter().find_map(|heard| told::asked(heard));
    }
    heard.slots.reason = adjusted::reason(sentence, listening);
    heard.hands_over = own.iter().find_map(|heard| told::handed_over(sentence, heard));
    if setting.role == Role::Customer && heard.slots.digit.is_none() {
        heard.slots.digit = wishes::picked(sentence, &own);
    }
    heard.also = choice.and_then(|choice| beside(choice, sentence, listening, setting, ears));
    let amends = heard.says(Hint::Amends) && choice.is_none();
    if amends || aside && heard.says(Hint::Worth) {
        heard.slots.uses = parts::only_figure(sentence);
    }
    if !(heard.says(Hint::NearOptOut) || aside && choice.is_none())
        && let Some((guess, listening)) =
            guessed(listened, choice.map(|choice| (listening, choice)), setting, ears)
    {
        let slots = likely_slots(guess.intent, &heard, sentence, listening, setting);
        match choice {
            None => heard.likely = Some((guess.intent, slots)),
            Some(_) => (heard.intent, heard.slots) = (guess.intent, slots),
        }
    }
    heard
}

/// What a customer asks for beside it, behind or before an *and*, in words of its own.
fn beside(
    chosen: Choice,
    sentence: &Sentence<'_>,
    listening: &Listening<'_>,
    setting: &Setting,
    ears: &Ears,
) -> Option<Intent> {
    let joins = |token: &Token| matches!(&token.kind, Kind::Word(word) if ears.figures.join.contains(word));
    let joined: Vec<usize> =
        (0..).zip(&sentence.tokens).filter(|(_, token)| joins(token)).map(|(at, _)| at).collect();
    if setting.role != Role::Customer || joined.is_empty() {
        return None;
    }
    let span = |choice: Choice| {
        let (_, tokens) = listening.written(choice.candidate);
        Some((*tokens.iter().min()?, *tokens.iter().max()?))
    };
    let (start, end) = span(chosen)?;
    let apart = |choice: &Choice| {
        span(*choice).is_some_and(|(from, to)| {
            joined.iter().any(|at| end < *at && *at < from || to < *at && *at < start)
        })
    };
    let others = listening.choices(setting.role).filter(|choice| choice.intent != chosen.intent);
    others.filter(apart).max_by_key(|choice| choice.score).map(|choice| choice.intent)
}

/// What the message is most like, in the language it is most likely in. A rule that holds for a part of it may be
/// outvoted, as long as nothing would be done at once either way, by what its own words were said of as well.
fn guessed<'l, 'e>(
    listened: &'l Listened<'_, 'e>,
    chosen: Option<(&Listening<'_>, Choice)>,
    setting: &Setting,
    ears: &Ears,
) -> Option<(Guess, &'l Listening<'e>)> {
    let listening = listened.listenings.first()?;
    let ruled = chosen.map(|(_, choice)| choice.intent);
    // What the team writes are orders: a word of command is not outvoted, and nor is a rule for all that was said.
    let whole = |(own, choice): (&Listening<'_>, Choice)| own.is_whole(choice.candidate);
    if ruled.is_some_and(|intent| !intent.may_be_outvoted() || setting.role != Role::Customer)
        || chosen.is_some_and(whole)
    {
        return None;
    }
    let guess = ears
        .guess(&listening.words, setting.role, ruled)
        .filter(|guess| is_anchored(guess.intent, listening))?;
    let strange = |(own, choice): (&Listening<'_>, Choice)| {
        let (_, tokens) = own.written(choice.candidate);
        let mut words = listening.words.iter().filter(|word| tokens.contains(&word.token));
        words.any(|word| ears.is_strange(word, setting.role, &guess))
    };
    let outvotes = || guess.intent.tells_or_asks() && !chosen.is_some_and(strange);
    (ruled.is_none() || outvotes()).then_some((guess, listening))
}

/// What must be named for a guess at these to be more than a likeness of small words: a number, a level.
const ANCHORS: [(Intent, &str); 2] = [(Intent::ChangeNumber, "number_near"), (Intent::Tier, "tier_near")];

fn is_anchored(intent: Intent, listening: &Listening<'_>) -> bool {
    ANCHORS.iter().filter(|(about, _)| *about == intent).all(|(_, group)| listening.has(group))
}

/// The slots of a meaning that is only likely: a figure in it is a doubt, and what is picked or named is asked
/// for.
fn likely_slots(
    intent: Intent,
    heard: &Heard,
    sentence: &Sentence<'_>,
    listening: &Listening<'_>,
    setting: &Setting,
) -> Slots {
    let mut guessed = Heard { intent, slots: Slots::default(), ..heard.clone() };
    slots::fill(&mut guessed, sentence, listening, setting);
    let mut slots = guessed.slots;
    (slots.reward, slots.name) = (None, None);
    slots.digit = slots.digit.or(heard.slots.digit);
    slots.uses = slots.uses.or(heard.slots.uses);
    if slots.amount.is_some() && !slots.flags.contains(&Flag::AmountAmbiguous) {
        slots.flags.push(Flag::AmountAmbiguous);
        slots.flags.sort_unstable();
    }
    slots
}

/// Reads a message as the answer to "how much?".
pub fn read_amount(text: &str, setting: &Setting, ears: &Ears) -> Reading<Money> {
    let sentence = read(text, setting, ears);
    if let Some(total) = product(&sentence, setting, ears) {
        return Reading::new(Some(total), vec![Flag::AmountMultiplied]);
    }
    let prices = ears.tongues_from(setting.lang).next();
    let prices = prices.and_then(|tongue| summed::read(&sentence, &in_tongue(&sentence, tongue), &[]));
    let chosen = sale::choose_amount(&sentence, setting, &[]);
    let prices = prices.filter(|_| chosen.value.is_some());
    let mut reading = prices.map_or(chosen, |prices| sale::sum(&prices, setting));
    if reading.value.is_some() && beside::is_amount_accompanied(&sentence) {
        reading.flags.push(Flag::AmountAmbiguous);
    }
    // Digits that make no amount were still meant as one.
    if reading.value.is_none() && reading.flags.is_empty() && sentence.amounts().next().is_some() {
        reading.flags.push(Flag::AmountAmbiguous);
    }
    Reading::new(reading.value, reading.flags)
}

/// What so many of a thing cost, where the price of one is said.
fn product(sentence: &Sentence<'_>, setting: &Setting, ears: &Ears) -> Option<Money> {
    let tongue = ears.tongues_from(setting.lang).next()?;
    counted::read(sentence, &in_tongue(sentence, tongue))?.total()
}

/// Reads a message as the answer to "which phone?".
pub fn read_phone(text: &str, setting: &Setting, ears: &Ears) -> Reading<Phone> {
    let sentence = read(text, setting, ears);
    let mut phones = sentence.phones().map(|(_, seen)| seen);
    match (phones.next(), phones.next()) {
        (Some(seen), None) => {
            let mut flags = seen.flags.clone();
            flags.extend(beside::is_phone_broken(&sentence).then_some(Flag::GluedDigits));
            Reading::new(seen.phone.clone(), flags)
        }
        (Some(_), Some(_)) => Reading::new(None, vec![Flag::TwoPhones]),
        _ => Reading::new(None, Vec::new()),
    }
}

/// Reads a message as the answer to "with these vouchers?": so many of them, or none.
pub fn read_vouchers(text: &str, setting: &Setting, ears: &Ears) -> Option<usize> {
    let sentence = read(text, setting, ears);
    ears.tongues_from(setting.lang).find_map(|tongue| {
        let listening = in_tongue(&sentence, tongue);
        if listening.has("voucher_none") {
            return Some(0);
        }
        parts::count_of(&sentence, &listening, "voucher_few")
    })
}

/// Yes or no, only by the exact lists of the languages.
pub fn read_yes_no(text: &str, ears: &Ears) -> Option<bool> {
    let key = answer_key(text);
    ears.tongues.iter().find_map(|tongue| match (tongue.yes.contains(&key), tongue.no.contains(&key)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    })
}

/// Longest answer of several yeses, in words.
const YES: usize = 8;

/// `isso, pode lançar`, `certinho, obg`: nothing but one exact yes after another, and what may go on behind a yes.
pub fn agrees(text: &str, ears: &Ears) -> bool {
    let key = answer_key(text);
    !text.trim_end().ends_with('?') && ears.tongues.iter().any(|tongue| is_all_yes(&key, tongue))
}

fn is_all_yes(key: &str, tongue: &Tongue) -> bool {
    let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() || words.len() > YES {
        return false;
    }
    // Where a yes ends, the next may begin.
    let mut ends = vec![0];
    for end in 1..=words.len() {
        let begins = |from: &usize| {
            words.get(*from..end).map(|part| part.join(" ")).is_some_and(|part| {
                tongue.yes.contains(&part) || *from > 0 && tongue.with_yes.contains(&part)
            })
        };
        if ends.iter().any(begins) {
            ends.push(end);
        }
    }
    ends.last() == Some(&words.len())
}

/// A message as the lists of answers hold it.
fn answer_key(text: &str) -> String {
    let folded = Folded::new(text);
    let mut key = String::new();
    for word in
        folded.text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || "¡¿…".contains(c))
    {
        if !word.is_empty() {
            key.push_str(if key.is_empty() { "" } else { " " });
            key.push_str(&unstretch(word));
        }
    }
    // A row of thumbs is one thumb.
    let first = key.chars().next().filter(|first| !first.is_alphanumeric());
    if let Some(first) = first
        && key.chars().all(|c| c == first || c == ' ')
    {
        key = first.to_string();
    }
    key
}

/// Whether the words begin with a yes or a no: one of the speaker's language, or of any where a comma parts it from the rest.
pub fn begins_with(text: &str, lang: Lang, ears: &Ears) -> Option<bool> {
    let folded = Folded::new(text);
    let words = folded.text.trim_start();
    let end = words.find(|c: char| !c.is_alphanumeric()).unwrap_or(words.len());
    let (first, rest) = words.split_at(end);
    let apart = rest.starts_with([',', ';', '.', ':', '!']);
    let tongues = || ears.tongues.iter().filter(|tongue| apart || tongue.lang == lang);
    let is = |answers: &Vec<String>| answers.iter().any(|answer| answer == first);
    if tongues().any(|tongue| is(&tongue.no)) {
        return Some(false);
    }
    tongues().any(|tongue| is(&tongue.yes)).then_some(true)
}

fn read<'a>(text: &'a str, setting: &Setting, ears: &'a Ears) -> Sentence<'a> {
    let folded = Folded::new(text);
    let likely = vote(&folded.text, ears).0.unwrap_or(setting.lang);
    // An open question about money or a number is the staff's: dates are not looked for.
    let setting = Setting { role: Role::Staff, ..*setting };
    Sentence::read(folded, likely, &setting, ears)
}

/// The one language most marker words belong to, and how many more than to any other.
fn vote(folded: &str, ears: &Ears) -> (Option<Lang>, usize) {
    let mut ballot: Vec<(usize, Lang)> = ears.tongues.iter().map(|tongue| (0, tongue.lang)).collect();
    for word in
        folded.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).take(60)
    {
        for ((votes, _), tongue) in ballot.iter_mut().zip(&ears.tongues) {
            *votes += usize::from(tongue.votes(word));
        }
    }
    ballot.sort_by_key(|(votes, _)| std::cmp::Reverse(*votes));
    match ballot.as_slice() {
        [(first, lang), (second, _), ..] if first > second => (Some(*lang), first - second),
        [(first, lang)] if *first > 0 => (Some(*lang), *first),
        _ => (None, 0),
    }
}

/// The message in every language, the likely one first.
fn listen<'e>(sentence: &Sentence<'_>, likely: Lang, ears: &'e Ears) -> Vec<Listening<'e>> {
    let mut listenings: Vec<Listening<'e>> =
        ears.tongues_from(likely).map(|tongue| in_tongue(sentence, tongue)).collect();
    for group in SHARED {
        if listenings.iter().any(|listening| listening.has(group)) {
            for listening in &mut listenings {
                listening.hold(group);
            }
        }
    }
    listenings
}

/// The best rule over all languages: people mix them, but the likely one has a head start.
fn choose<'l, 'e>(
    listenings: &'l [Listening<'e>],
    voted: Option<Lang>,
    setting: &Setting,
) -> Option<(&'l Listening<'e>, Option<Choice>)> {
    let best = listenings.iter().map(|listening| {
        let choice = listening.choose(setting.role);
        let score = choice.map_or(i32::MIN, |choice| choice.score + head_start(listening, voted, setting));
        (score, listening, choice)
    });
    best.reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, listening, choice)| (listening, choice))
}

fn head_start(listening: &Listening<'_>, voted: Option<Lang>, setting: &Setting) -> i32 {
    match (listening.tongue.lang == voted.unwrap_or(setting.lang), voted) {
        (true, Some(_)) => 60,
        (true, None) => 15,
        _ => 0,
    }
}

/// Groups that speak for every language once one of them hears them: a voucher that is declined stays declined, and a
/// balance that is named is not overheard.
const SHARED: [&str; 3] = ["voucher_other", "voucher_name", "balance_word"];

fn in_tongue<'e>(sentence: &Sentence<'_>, tongue: &'e Tongue) -> Listening<'e> {
    let mut listening = tongue.listen(words_in(sentence, tongue));
    // `Rita do Vale`, as names are written; `parte do vale` is no name.
    let words = listening.tokens_of("voucher_name");
    let mut name = words.first().and_then(|at| at.checked_sub(1)).into_iter().chain(words.last().copied());
    if !name.all(|at| sentence.is_titled(at)) {
        listening.forget("voucher_name");
    }
    listening.set_apart("voucher_pays", &["voucher_other", "voucher_name"]);
    listening
}

/// The words of a message as a language looks them up; figures, emoji and the question mark are words of their own.
fn words_in(sentence: &Sentence<'_>, tongue: &Tongue) -> Vec<Word> {
    let tokens = sentence.tokens.iter().enumerate().map(|(at, token)| {
        let (text, is_figure) = token.shape();
        (at, text, is_figure)
    });
    let emoji = sentence.tokens.iter().enumerate().filter_map(|(at, token)| match token.kind {
        Kind::Emoji(emoji) => Some((at, emoji)),
        _ => None,
    });
    tongue.words(tokens.filter(|(_, text, _)| !text.is_empty()), emoji, sentence.question)
}
