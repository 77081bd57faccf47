//! What puts a thing right, or names whose it is, in words that no rule needs to take: `não, só 10`, `era no 11…`,
//! `Maria 50`. Whether it does so decides what is open, or was just done.

use std::collections::BTreeSet;

use super::ears::{Ears, Listening};
use super::sentence::{Kind, Sentence, Token};
use super::slots::{free_runs, polite_tokens, title_case};
use super::{Setting, begins_with, in_tongue, read};

/// What stands behind a *no*, or behind words such as *it was*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Right {
    /// As typed, without the words that lead to it.
    pub text: String,
    /// It begins with a no, or with words that are said of nothing but a mistake.
    pub strong: bool,
    pub put: Put,
    /// It speaks of days, hours or a place.
    pub told: bool,
    /// It says that somebody is to manage the shop.
    pub manager: bool,
}

/// What stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// Nothing but figures, and the small words around them.
    Figures,
    Name(String),
    Words,
}

/// Somebody who is named beside one amount, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whom {
    pub name: String,
    /// Written like a name, or announced as one.
    pub sure: bool,
}

/// Longest name that is put right, in words.
const NAME: usize = 4;

/// Most words that may be a name beside an amount.
const WHOM: usize = 3;

/// What the words put right; `None`: they do not begin like that, or nothing follows.
pub fn put_right(text: &str, setting: &Setting, ears: &Ears) -> Option<Right> {
    let sentence = read(text, setting, ears);
    let tongue = ears.tongues_from(setting.lang).next()?;
    let listening = in_tongue(&sentence, tongue);
    let is = |list: &[String], at: usize| {
        let word = sentence.tokens.get(at).filter(|token| token.is_word()).map(|token| token.shape().0);
        word.is_some_and(|word| list.iter().any(|known| known == word))
    };
    if let Some(right) = named(&sentence, &listening) {
        return Some(right);
    }
    let no = begins_with(text, setting.lang, ears) == Some(false);
    let leads =
        |at: usize| is(&tongue.right, at) || is(&tongue.lead, at) || no && (at == 0 || is(&tongue.no, at));
    let from = (0..sentence.tokens.len()).find(|at| !leads(*at)).filter(|from| *from > 0)?;
    let strong = no || (0..from).any(|at| is(&tongue.right, at));
    let text = sentence.cut(from..sentence.tokens.len()).to_owned();
    let small: BTreeSet<usize> =
        listening.tokens_of("sale_frame").into_iter().chain(polite_tokens(&listening)).collect();
    let ending = |at: usize| {
        let word = sentence.tokens.get(at).map_or("", |token| token.shape().0);
        sentence.ending().is_some() && ears.figures.ending.contains(word)
    };
    let edge = |at: usize| is(&tongue.staff.edges, at) || small.contains(&at) || ending(at);
    let bare = sentence.tokens.iter().enumerate().skip(from).all(|(at, token)| !token.is_word() || edge(at));
    // `não, cancela` is a no.
    if listening.has("drop") && sentence.amounts().next().is_none() {
        return None;
    }
    let digits = text.bytes().any(|byte| byte.is_ascii_digit());
    let hours = listening.has("weekday") && listening.has("hours_time");
    let told = digits || hours || listening.has("address_word");
    let manager = listening.has("manager_word");
    let name = name(&sentence, from, edge).filter(|_| !manager);
    let put = if bare { Put::Figures } else { name.map_or(Put::Words, Put::Name) };
    Some(Right { text, strong, put, told, manager })
}

/// `o nome dela é Paula, tosadora é a função`: words that say nothing but somebody's name lead to it.
fn named(sentence: &Sentence<'_>, listening: &Listening<'_>) -> Option<Right> {
    let from = listening.tokens_of("name_right").into_iter().max()? + 1;
    let figures =
        sentence.tokens.iter().any(|token| !token.is_word() && !matches!(token.kind, Kind::Laughter));
    let edge = |at: usize| {
        let word = sentence.tokens.get(at).map_or("", |token| token.shape().0);
        listening.tongue.staff.edges.iter().any(|edge| edge == word)
    };
    let name = name(sentence, from, edge).filter(|_| !figures)?;
    let text = sentence.cut(from..sentence.tokens.len()).to_owned();
    Some(Right { text, strong: true, put: Put::Name(name), told: false, manager: false })
}

fn name(sentence: &Sentence<'_>, from: usize, edge: impl Fn(usize) -> bool) -> Option<String> {
    let from = (from..sentence.tokens.len()).find(|at| !edge(*at))?;
    // `é Tiago, sem h`: what a comma parts from it is no part of it.
    let end = (from..sentence.tokens.len()).find(|at| sentence.is_set_apart(*at));
    let name = from..end.map_or(sentence.tokens.len(), |end| end + 1);
    let words = sentence.tokens.get(name.clone())?;
    let is_name = words.len() <= NAME && words.iter().all(Token::is_word);
    is_name.then(|| title_case(sentence.cut(name)))
}

/// Who is named beside the one amount of a message: `Maria 50`, `50 pro João`. `None`: there is another figure, or more
/// words than a name has.
pub fn read_whom(text: &str, setting: &Setting, ears: &Ears) -> Option<Whom> {
    let sentence = read(text, setting, ears);
    let figures = sentence.tokens.iter().filter(|token| !token.is_word());
    let amounts = figures.clone().filter(|token| matches!(token.kind, Kind::Money(_))).count();
    if sentence.question || amounts != 1 || figures.count() != 1 {
        return None;
    }
    let tongue = ears.tongues_from(setting.lang).next()?;
    let listening = in_tongue(&sentence, tongue);
    let runs = free_runs(&sentence, &listening, &["sale", "sale_frame", "discount"], true);
    let [run] = runs.as_slice() else { return None };
    if run.len() > WHOM || is_said_of_sales(&listening) {
        return None;
    }
    let word = |at: usize| sentence.tokens.get(at).map_or("", |token| token.shape().0);
    // `sim e mais 20 do laço` answers, `a do meio era 15` corrects: nobody is called so.
    let corrects = |at: usize| tongue.right.iter().any(|known| known == word(at));
    if begins_with(text, setting.lang, ears).is_some() || run.clone().any(corrects) {
        return None;
    }
    let before = run.start.checked_sub(1).map_or("", word);
    let honoured = tongue.staff.honorifics.iter().any(|known| known == word(run.start));
    let introduced = tongue.staff.name_after.iter().any(|known| known == before);
    let sure = introduced || honoured || sentence.is_titled(run.start);
    Some(Whom { name: title_case(sentence.cut(run.clone())), sure })
}

/// Words that make an amount something else than the price of a sale.
fn is_said_of_sales(listening: &Listening<'_>) -> bool {
    [
        "against_sale",
        "use_part",
        "balance_word",
        "voucher_only",
        "takes_away",
        "give",
        "help_how",
        "talk_figure",
    ]
    .iter()
    .any(|group| listening.has(group))
}

/// Exact words for *that is wrong*. They are a no, but to whether something wrong is undone they are no answer.
pub fn says_wrong(text: &str, ears: &Ears) -> bool {
    let key = super::answer_key(text);
    ears.tongues.iter().any(|tongue| tongue.wrong.contains(&key))
}
