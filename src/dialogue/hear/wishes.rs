//! What a customer's words say besides their intent, and what only something that was shown or set aside gives a meaning
//! to: which of a list is picked, what is not wanted any more, and how far away something is.

use super::ears::Listening;
use super::heard::{Heard, Place};
use super::hints::Hint;
use super::intent::Intent;
use super::sentence::{Kind, Sentence};
use super::slots::polite_tokens;

/// The most that a list shows.
const MOST: u32 = 99;

/// The number of a choice, where the message says nothing else: `ok 1`, `opção 2`, `the first one`. A question picks
/// nothing.
pub(super) fn picked(sentence: &Sentence<'_>, own: &[&Listening<'_>]) -> Option<u32> {
    if sentence.question || own.iter().any(|heard| heard.has("pick_not")) {
        return None;
    }
    own.iter().find_map(|heard| {
        let named = heard.tokens_of("pick_number");
        let alone = sentence.tokens.len() == 1;
        let mut found = sentence.tokens.iter().enumerate().filter_map(|(at, token)| {
            let spelled = alone || at.checked_sub(1).is_some_and(|before| named.contains(&before));
            let number = match &token.kind {
                Kind::Word(word) => place(word, heard).or_else(|| numeral(word, heard).filter(|_| spelled)),
                Kind::Money(_) | Kind::Other => sentence.cut_at(at).parse().ok(),
                _ => None,
            };
            Some((at, number.filter(|number| (1..=MOST).contains(number))?))
        });
        let (at, number) = found.next()?;
        let mut framed = polite_tokens(heard);
        framed
            .extend(["pick_frame", "pick_number", "assent"].iter().flat_map(|group| heard.tokens_of(group)));
        let rest = (0..sentence.tokens.len()).all(|other| other == at || framed.contains(&other));
        (rest && found.next().is_none()).then_some(number)
    })
}

/// A word for a place in a list; where the last of them is, only the list tells.
fn place(word: &str, heard: &Listening<'_>) -> Option<u32> {
    let (_, place) = heard.tongue.values.place.iter().find(|(place, _)| place == word)?;
    (*place != Place::Last).then(|| place.among(0))
}

fn numeral(word: &str, heard: &Listening<'_>) -> Option<u32> {
    heard.tongue.numbers.values.get(word).and_then(|value| u32::try_from(*value).ok())
}

/// Does not want any more what may be set aside for them: `cancela a tosa`. A question asks about it, unless it is a polite
/// wish.
pub(super) fn drops(sentence: &Sentence<'_>, own: &[&Listening<'_>]) -> bool {
    let has = |group| own.iter().any(|heard| heard.has(group));
    has("drop_wish") && !has("drop_not") && !has("offers_wide") && (!sentence.question || has("drop_please"))
}

/// Thanks, apologies and what is only told are answered as such: nothing that is asked is in them, whatever they are like.
pub(super) fn chatted(heard: &mut Heard, sentence: &Sentence<'_>, own: &[&Listening<'_>]) -> bool {
    let open = matches!(heard.intent, Intent::Unknown | Intent::RulesHelp) && !heard.says(Hint::NearOptOut);
    let chats = open && !sentence.question && own.iter().any(|listening| listening.has("chat"));
    heard.hints.put(Hint::Chats, chats);
    if chats {
        heard.intent = Intent::Smalltalk;
    }
    chats
}
