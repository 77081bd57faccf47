//! People who are named in what the team types: whoever comes to work here or leaves, is asked about, or bought something.

use std::ops::Range;

use super::Setting;
use super::ears::Listening;
use super::heard::{Flag, Heard, Missing};
use super::intent::Intent;
use super::sentence::{Sentence, Token};
use super::slots::{free_runs, optional_phone, title_case};

pub(super) fn staff(
    heard: &mut Heard,
    sentence: &Sentence<'_>,
    listening: &Listening<'_>,
    setting: &Setting,
) {
    optional_phone(heard, sentence, setting);
    heard.slots.name = colleague(sentence, listening);
    heard.slots.manager = heard.intent == Intent::AddStaff && listening.has("manager_word");
    // `não trabalha mais` is no negation of it.
    let no_longer = listening.tokens_of("no_longer");
    let negated = listening.tokens_of("negation").iter().any(|at| {
        // `não, desliga o Beto` answers something else.
        let answers = *at == 0 && sentence.is_set_apart(0);
        !no_longer.contains(at) && !answers
    });
    heard.slots.flags.extend(negated.then_some(Flag::Against));
    let no_phone = heard.slots.phone.is_none() && heard.slots.phone_candidates.is_empty();
    if heard.intent == Intent::AddStaff {
        if no_phone {
            heard.slots.missing.push(Missing::Phone);
        }
        if heard.slots.name.is_none() {
            heard.slots.missing.push(Missing::Name);
        }
    } else if no_phone && heard.slots.name.is_none() {
        heard.slots.missing.push(Missing::Name);
    }
}

/// Whose sale it is that is undone: `desfaz a da Maria`.
pub(super) fn buyer(sentence: &Sentence<'_>, listening: &Listening<'_>) -> Option<String> {
    let frames = ["undo_frame", "undo_word", "sale", "sale_frame", "sale_thing", "take_away", "duplicated"];
    let introduced = |run: &Range<usize>| {
        let before = run.start.checked_sub(1).and_then(|at| sentence.tokens.get(at));
        let after =
            |token: &Token| listening.tongue.staff.name_after.iter().any(|word| word == token.shape().0);
        before.is_some_and(after) || sentence.is_titled(run.start) && run.start > 0
    };
    let run = free_runs(sentence, listening, &frames, true).into_iter().find(introduced)?;
    Some(title_case(sentence.cut(run.start..run.start + 1)))
}

/// Whoever of the team is named beside the words of the command.
pub(super) fn colleague(sentence: &Sentence<'_>, listening: &Listening<'_>) -> Option<String> {
    let run =
        free_runs(sentence, listening, &["staff_frame", "family_word", "negation"], true).into_iter().next();
    run.map(|run| title_case(sentence.cut(run)))
}

/// The customer whose name stands right before or behind the number, beside the words of a frame.
pub(super) fn customer(sentence: &Sentence<'_>, listening: &Listening<'_>, frame: &str) -> Option<String> {
    let phone = sentence.phones().next().map(|(at, _)| at);
    let runs = free_runs(sentence, listening, &[frame], true);
    let near = |run: &Range<usize>| phone.is_none_or(|at| run.end + 1 >= at && run.start <= at + 2);
    let run = runs.iter().find(|run| near(run)).or_else(|| runs.first()).cloned()?;
    Some(title_case(sentence.cut(run.start..run.end.min(run.start + 4))))
}

/// `quem é o Pedro?`
pub(super) fn asked_for(sentence: &Sentence<'_>, listening: &Listening<'_>) -> Option<String> {
    let asked = listening.has("who_word") && !listening.has("equipe");
    let run = || free_runs(sentence, listening, &["who_word", "staff_frame"], true).into_iter().next();
    asked.then(run).flatten().map(|run| title_case(sentence.cut(run)))
}
