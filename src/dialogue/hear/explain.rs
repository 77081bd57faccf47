//! Why a message is heard as it is: for whoever writes the rules, and whoever wonders about an answer.

use serde::Serialize;

use super::ears::{Candidate, Ears, Listening};
use super::heard::Heard;
use super::hints::Hint;
use super::intent::Intent;
use super::sentence::{Kind, Sentence, Token};
use super::{Listened, Setting, choose, guessed, head_start, listened, understood};
use crate::domain::lang::Lang;
use crate::domain::money::Money;

/// Rules told beside the one that was chosen.
const OTHERS: usize = 3;

/// One message, and why it is understood so.
#[derive(Debug, Serialize)]
pub struct Explained {
    pub intent: &'static str,
    pub slots: serde_json::Value,
    /// The language that its words voted for; `None`: that of the chat counts.
    pub language: Option<Lang>,
    /// How it was cut.
    pub pieces: Vec<Piece>,
    /// The rule that was chosen; `None`: none holds.
    pub because: Option<Because>,
    /// What it is like, where no rule holds or one is outvoted: this is its intent then, as long as no question is open.
    pub like: Option<Like>,
    /// What it would have been next, the best first.
    pub instead_of: Vec<Because>,
    /// Rules that would hold, were it not for words that speak against them.
    pub held_back: Vec<HeldBack>,
}

/// A piece of the message, and what it was taken for.
#[derive(Debug, Serialize)]
pub struct Piece {
    pub typed: String,
    pub read: String,
}

/// A rule that holds.
#[derive(Debug, Serialize)]
pub struct Because {
    pub intent: &'static str,
    pub language: Lang,
    /// A phrase of `hear.toml`, or the groups of words that it asks for.
    pub rule: String,
    /// What satisfies it.
    pub typed: String,
    /// What it counts; the highest is chosen.
    pub score: i32,
}

/// A likeness to what people said before.
#[derive(Debug, Serialize)]
pub struct Like {
    /// The words that were said of it most, and of others least.
    pub typed: Vec<String>,
    /// By how much it is more like this than like nothing of ours, in thousandths of a bit.
    pub over: i32,
}

/// A rule that a guard holds back.
#[derive(Debug, Serialize)]
pub struct HeldBack {
    pub intent: &'static str,
    pub language: Lang,
    pub rule: String,
    /// The groups of words that hold it back.
    pub by: String,
    /// Their words in the message.
    pub typed: String,
}

/// Understands one message as [`hear`](super::hear) does, and says why.
pub fn explain(text: &str, setting: &Setting, ears: &Ears) -> (Heard, Explained) {
    let listened = listened(text, setting, ears);
    let heard = understood(&listened, setting, ears);
    let Listened { sentence, listenings, voted: language, .. } = &listened;
    let language = *language;
    let own = choose(listenings, language, setting).and_then(|(own, choice)| Some((own, choice?)));
    let chosen = own.map(|(_, choice)| choice);
    let guess = guessed(&listened, own, setting, ears).filter(|_| !heard.says(Hint::NearOptOut));
    let like = guess.map(|(guess, listening)| Like {
        typed: guess
            .words
            .iter()
            .filter_map(|at| Some(sentence.cut_at(listening.words.get(*at)?.token)))
            .collect(),
        over: guess.over,
    });
    let mut rules: Vec<(Intent, Because)> = listenings
        .iter()
        .flat_map(|listening| {
            let ahead = head_start(listening, language, setting);
            listening.choices(setting.role).map(move |choice| (listening, choice, ahead))
        })
        .map(|(listening, choice, ahead)| {
            let (rule, typed) = written(sentence, listening, choice.candidate);
            let (language, score) = (listening.tongue.lang, choice.score.saturating_add(ahead));
            (choice.intent, Because { intent: choice.intent.label(), language, rule, typed, score })
        })
        .collect();
    rules.sort_by_key(|(_, rule)| std::cmp::Reverse(rule.score));
    let because = chosen.filter(|_| like.is_none()).and_then(|chosen| {
        let at = rules.iter().position(|(intent, _)| *intent == chosen.intent)?;
        Some(rules.swap_remove(at).1)
    });
    // Others that say the same add nothing.
    let mut told: Vec<&'static str> = because.iter().map(|rule| rule.intent).collect();
    rules.sort_by_key(|(_, rule)| std::cmp::Reverse(rule.score));
    let mut is_new = |intent: &'static str| {
        let new = !told.contains(&intent);
        told.push(intent);
        new
    };
    let instead_of =
        rules.into_iter().map(|(_, rule)| rule).filter(|rule| is_new(rule.intent)).take(OTHERS).collect();
    let held = listenings.iter().flat_map(|listening| held_back(sentence, listening, setting));
    let held_back = held.filter(|held| is_new(held.intent)).take(OTHERS).collect();
    let meant = heard.clone().taken_as_likely();
    let explained = Explained {
        intent: meant.intent.label(),
        slots: serde_json::to_value(&meant.slots).unwrap_or_default(),
        language,
        pieces: pieces(sentence, listenings),
        because,
        like,
        instead_of,
        held_back,
    };
    (heard, explained)
}

fn held_back(
    sentence: &Sentence<'_>,
    listening: &Listening<'_>,
    setting: &Setting,
) -> impl Iterator<Item = HeldBack> {
    listening.held_back(setting.role).map(|(intent, candidate, groups)| {
        let (rule, _) = written(sentence, listening, candidate);
        let tokens = groups.iter().flat_map(|group| listening.tokens_of(group)).collect();
        HeldBack {
            intent: intent.label(),
            language: listening.tongue.lang,
            rule,
            by: groups.join(", "),
            typed: typed(sentence, tokens),
        }
    })
}

fn written(sentence: &Sentence<'_>, listening: &Listening<'_>, candidate: Candidate) -> (String, String) {
    let (rule, tokens) = listening.written(candidate);
    (rule, typed(sentence, tokens))
}

/// The words behind tokens, in the order of the message.
fn typed(sentence: &Sentence<'_>, mut tokens: Vec<usize>) -> String {
    tokens.sort_unstable();
    tokens.dedup();
    let words = tokens.into_iter().filter_map(|at| sentence.tokens.get(at).map(|_| sentence.cut(at..at + 1)));
    words.collect::<Vec<_>>().join(" ")
}

fn pieces(sentence: &Sentence<'_>, listenings: &[Listening<'_>]) -> Vec<Piece> {
    let piece = |(at, token): (usize, &Token)| {
        let typed = sentence.cut(at..at + 1).to_owned();
        let read = match &token.kind {
            Kind::Word(_) => known_as(listenings, at),
            kind => told(kind),
        };
        Piece { typed, read }
    };
    sentence.tokens.iter().enumerate().map(piece).collect()
}

/// A word as the likeliest language looks it up.
fn known_as(listenings: &[Listening<'_>], token: usize) -> String {
    let Some(Listening { tongue, words, .. }) = listenings.first() else { return String::new() };
    let words = words.iter().filter(|word| word.token == token).map(|word| tongue.shapes(&word.text));
    words.collect::<Vec<_>>().join(" ")
}

fn told(kind: &Kind) -> String {
    let plain = |value: Option<Money>| value.map_or("?".to_owned(), Money::plain);
    match kind {
        Kind::Word(word) => word.clone(),
        Kind::Emoji(emoji) => emoji.to_string(),
        Kind::Laughter => "laughter".to_owned(),
        Kind::Link => "a link or an address".to_owned(),
        Kind::Code(code) => format!("code {code}"),
        Kind::Phone(seen) => match (&seen.phone, &seen.cpf) {
            (_, Some(_)) => "CPF".to_owned(),
            (Some(phone), None) => format!("phone {}", phone.as_str()),
            (None, None) => "a phone that is none".to_owned(),
        },
        Kind::Date(_) => "a date".to_owned(),
        Kind::Money(amount) => format!("amount {}", plain(amount.value)),
        Kind::Percent(_) => "a percentage".to_owned(),
        Kind::Points(points) => format!("{points} points"),
        Kind::Days(days) => format!("{days} days"),
        Kind::Other => "a figure that is no money".to_owned(),
        Kind::Ending => "the end of a phone".to_owned(),
        Kind::Scrap => "digits stuck to a letter".to_owned(),
    }
}
