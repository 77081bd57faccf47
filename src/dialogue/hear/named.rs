//! People who are named in what the team types: whoever comes to work here or leaves, is asked about, or bought something.

use std::ops::Range;

use super::Setting;
use super::ears::Listening;
use super::heard::{Flag, Heard, Missing};
use super::intent::Intent;
use super::sentence::{Sentence, Token};
use super::slots::{free_runs, optional_phone, polite_tokens, title_case};

pub(super) fn staff(
    heard: &mut Heard,
    sentence: &Sentence<'_>,
    listening: &Listening<'_>,
    setting: &Setting,
) {
    optional_phone(heard, sentence, setting);
    heard.slots.name = colleague(sentence, listening);
    heard.slots.manager = heard.intent == Intent::AddStaff && listening.has("manager_word");
    heard.slots.flags.extend(is_negated(sentence, listening).then_some(Flag::Against));
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

/// How many words may stand between a *not* and the verb that it stands on: `não é pra tirar`.
const ON_VERB: usize = 4;

/// A *not* stands on the verb (`não desliga o Beto`) or by itself (`desliga o Beto não`). Any other says something of
/// somebody: `tira a Jéssica, não deu certo`.
fn is_negated(sentence: &Sentence<'_>, listening: &Listening<'_>) -> bool {
    // `não trabalha mais` is no negation of it.
    let no_longer = listening.tokens_of("no_longer");
    let verbs = ["remove", "remove_team", "gone_word", "off_word", "add", "add_team", "work", "leave_work"];
    let verbs: Vec<usize> = verbs.iter().flat_map(|verb| listening.tokens_of(verb)).collect();
    let polite = polite_tokens(listening);
    listening.tokens_of("negation").iter().any(|at| {
        // `não, desliga o Beto` answers something else.
        let answers = *at == 0 && sentence.is_set_apart(0);
        let mut clause = (*at + 1..sentence.tokens.len()).take(ON_VERB);
        let on_verb = !sentence.is_set_apart(*at)
            && clause
                .find(|next| verbs.contains(next) || sentence.is_set_apart(*next))
                .is_some_and(|next| verbs.contains(&next));
        let alone =
            sentence.is_set_apart(*at) || (*at + 1..sentence.tokens.len()).all(|next| polite.contains(&next));
        !no_longer.contains(at) && !answers && (on_verb || alone)
    })
}

/// Whose sale it is that is undone: `desfaz a da Maria`.
pub(super) fn buyer(sentence: &Sentence<'_>, listening: &Listening<'_>) -> Option<String> {
    buyers(sentence, listening).into_iter().next().map(|run| first_of(sentence, &run))
}

/// Whose sale it is that is put right: `desfaz a da Maria e lança 194,90`; and whom it was booked for, where it was somebody
/// else's: `lancei pra Ana mas era da Duda 98888-0003`. Whose number stands right behind the name is the right one.
pub(super) fn of_sale(sentence: &Sentence<'_>, listening: &Listening<'_>) -> Option<String> {
    let Some((phone, _)) = sentence.phones().next() else { return buyer(sentence, listening) };
    let edge = |at: usize| {
        let word = sentence.tokens.get(at).map_or("", |token| token.shape().0);
        listening.tongue.staff.edges.iter().any(|edge| edge == word)
            || listening.tokens_of("sale_frame").contains(&at)
    };
    let right = |run: &Range<usize>| run.end <= phone && (run.end..phone).all(edge);
    let run = buyers(sentence, listening).into_iter().find(|run| !right(run))?;
    Some(first_of(sentence, &run))
}

fn first_of(sentence: &Sentence<'_>, run: &Range<usize>) -> String {
    title_case(sentence.cut(run.start..run.start + 1))
}

fn buyers(sentence: &Sentence<'_>, listening: &Listening<'_>) -> Vec<Range<usize>> {
    let frames = ["undo_frame", "undo_word", "sale", "sale_frame", "sale_thing", "take_away", "duplicated"];
    let introduced = |run: &Range<usize>| {
        let before = run.start.checked_sub(1).and_then(|at| sentence.tokens.get(at));
        let staff = &listening.tongue.staff;
        let after =
            |token: &Token| staff.name_after.iter().chain(&staff.edges).any(|word| word == token.shape().0);
        before.is_some_and(after) || sentence.is_titled(run.start) && run.start > 0
    };
    free_runs(sentence, listening, &frames, true).into_iter().filter(introduced).collect()
}

/// Whoever of the team is named beside the words of the command.
pub(super) fn colleague(sentence: &Sentence<'_>, listening: &Listening<'_>) -> Option<String> {
    let frames = ["staff_frame", "family_word", "negation", "kin_word", "job_word"];
    let runs = free_runs(sentence, listening, &frames, true);
    let first = runs.first()?;
    // `mandei a Kelly embora`, `Apareceu uma moça nova, a Jéssica`: what is told of her stands before her name.
    let before = first.start.checked_sub(1).and_then(|at| sentence.tokens.get(at));
    let introduced =
        |token: &Token| listening.tongue.staff.name_after.iter().any(|word| word == token.shape().0);
    let plain = !sentence.is_capitalised(first.start) && !before.is_some_and(introduced);
    let told = listening.has("newcomer") || plain;
    let titled = runs.iter().find(|run| told && run.start > 0 && sentence.is_titled(run.start));
    let named =
        titled.map(|run| run.start..run.clone().find(|at| !sentence.is_capitalised(*at)).unwrap_or(run.end));
    Some(title_case(sentence.cut(named.unwrap_or_else(|| first.clone()))))
}

/// The customer whose name stands right before or behind the number, beside the words of a frame.
pub(super) fn customer(sentence: &Sentence<'_>, listening: &Listening<'_>, frame: &str) -> Option<String> {
    let phone = sentence.phones().next().map(|(at, _)| at);
    let runs = free_runs(sentence, listening, &[frame, "kin_word"], true);
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
