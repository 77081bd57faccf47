//! A reward that somebody picks: by its number in the list, or by its name in a sentence.

use crate::dialogue::cue::Words;
use crate::dialogue::customer::{balance, hello, hold, pick, refuse_frozen, rewards, row};
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Asked, Hint, Intent, fold};
use crate::dialogue::line::{Button, Line, Message, Picks};
use crate::dialogue::state::Topic;
use crate::domain::program::RewardRule;

/// Letters of a word that names something; less is a size.
const NAMES: usize = 4;

/// Letters from which on a slip, or a missing end, is forgiven.
const SLIPS: usize = 5;

/// Words of a message that may be nothing but a name.
const NAMED: usize = 4;

/// A bare number after the list picks from it.
pub fn answer(desk: &mut Desk, words: &Words) -> bool {
    let Some(number) = words.heard.slots.digit else {
        if picks_by_name(desk, words) {
            return true;
        }
        let intent = words.heard.intent;
        // A pick that fails leaves the list to pick from.
        if intent == Intent::RewardRedeem && desk.joined() {
            redeem(desk, words);
            return true;
        }
        desk.state.topic = Topic::Idle;
        // One word leaves the list, and nothing that was reserved before.
        let leaves = intent == Intent::Cancel && words.text.split_whitespace().count() == 1;
        if leaves {
            hello(desk);
        }
        return leaves;
    };
    redeem_number(desk, number);
    true
}

/// `então um banho mesmo`, `yes the bath`: one of the list that was just shown, by its name and little else. What may mean
/// anything else is no pick.
fn picks_by_name(desk: &mut Desk, words: &Words) -> bool {
    let heard = &words.heard;
    let asks = [Hint::Question, Hint::Lacks, Hint::Drops, Hint::Shop, Hint::PutsOff, Hint::NearOptOut];
    let open = matches!(heard.intent, Intent::Unknown | Intent::RewardRedeem | Intent::ConfirmYes);
    let plain = open && words.begins != Some(false) && desk.joined();
    if !plain || desk.staff.is_some() || asks.iter().any(|hint| heard.says(*hint)) {
        return false;
    }
    let every = &desk.draft.program.rewards;
    let names = |reward: &RewardRule| {
        is_name(reward, &words.text) || heard.says(Hint::Takes) && is_short(&words.text)
    };
    let Some(reward) = named(every, &words.text).filter(names) else { return false };
    if refuse_frozen(desk) {
        return true;
    }
    hold(desk, &reward);
    true
}

/// `resgatar 1`, `resgatar banho`, or just `resgatar`. What is only guessed names nothing that is set aside: it is shown.
pub fn redeem(desk: &mut Desk, words: &Words) {
    let typed = words.heard.slots.reward.as_deref();
    if let Some(number) = typed.and_then(|typed| typed.trim().parse::<u32>().ok()) {
        redeem_number(desk, number);
        return;
    }
    let every = &desk.draft.program.rewards;
    let meant = typed.and_then(|typed| found(every, typed).or_else(|| named(every, typed)));
    let spoken_of = named(every, &words.text);
    match (meant, spoken_of, typed) {
        (Some(reward), ..) => hold(desk, &reward),
        (None, Some(reward), _) => offer(desk, &reward),
        (None, None, _) => rewards(desk),
    }
}

/// A wish that no rule takes, for something that is among the rewards: it is shown, and a tap picks it.
pub fn wished(desk: &mut Desk, words: &Words) -> bool {
    let wished = words.heard.intent == Intent::Unknown && desk.joined() && desk.staff.is_none();
    let meant = named(&desk.draft.program.rewards, &words.text)
        .filter(|reward| wished && (words.heard.says(Hint::Takes) || named_alone(reward, words)));
    if let Some(reward) = &meant {
        offer(desk, reward);
    }
    meant.is_some()
}

/// How far a reward is that they name: `quanto falta pra um banho`.
pub fn far(desk: &mut Desk, words: &Words) -> bool {
    let asks = words.heard.says(Hint::Lacks) && desk.joined() && desk.staff.is_none();
    let meant = named(&desk.draft.program.rewards, &words.text).filter(|_| asks);
    // `quanto falta pra um grátis?` names none, and asks for the next one.
    let next = asks && matches!(words.heard.slots.asked, Some(Asked::Fee));
    match &meant {
        Some(reward) => offer(desk, reward),
        None if next => balance(desk),
        None => return false,
    }
    true
}

fn named_alone(reward: &RewardRule, words: &Words) -> bool {
    !words.heard.says(Hint::Shop) && is_name(reward, &words.text)
}

/// Few enough words to be a name and nothing else.
pub(super) fn is_short(text: &str) -> bool {
    text.split_whitespace().count() <= NAMED
}

/// Whether the words are a reward's name, with one word and a few small ones around it.
fn is_name(reward: &RewardRule, text: &str) -> bool {
    let text = fold(text);
    let other = |name: &String| {
        let name = fold(name);
        let of_it: Vec<&str> = spoken(&name).collect();
        let others = spoken(&text).filter(|word| !of_it.iter().any(|other| alike(word, other)));
        others.filter(|word| word.chars().count() >= NAMES).count() <= 1
    };
    is_short(&text) && reward.name.values().any(other)
}

/// One reward of the list by itself.
fn offer(desk: &mut Desk, reward: &RewardRule) {
    let at = desk.draft.program.rewards.iter().position(|other| other.key == reward.key).unwrap_or(0);
    let number = i64::try_from(at + 1).unwrap_or(i64::MAX);
    let mut lines = vec![row(desk, number, reward)];
    let picks = match pick(desk, number, reward) {
        Some(pick) => {
            lines.push(Line::RewardHow);
            desk.state.topic = Topic::Rewards { since: desk.event.now() };
            Picks::Rewards(vec![pick])
        }
        None => Picks::Buttons(vec![Button::Rewards]),
    };
    desk.say(Message::new(lines).picks(picks));
}

/// The one reward whose name, in any language, contains what was typed or is contained in it.
fn found(rewards: &[RewardRule], typed: &str) -> Option<RewardRule> {
    let typed = fold(typed);
    let alike = |name: &str| {
        let name = fold(name);
        !typed.is_empty() && (name.contains(&typed) || typed.contains(&name))
    };
    let mut found = rewards.iter().filter(|reward| reward.name.values().any(|name| alike(name)));
    let first = found.next()?;
    found.next().is_none().then(|| first.clone())
}

/// The one reward of whose name, in any language, most words are said.
pub(super) fn named(rewards: &[RewardRule], text: &str) -> Option<RewardRule> {
    let text = fold(text);
    let said: Vec<&str> = spoken(&text).collect();
    let matches = |name: &String| {
        let name = fold(name);
        let of_it: Vec<&str> =
            spoken(&name).filter(|word| said.iter().any(|typed| alike(typed, word))).collect();
        if of_it.iter().any(|word| word.chars().count() >= NAMES) { of_it.len() } else { 0 }
    };
    let most = |reward: &RewardRule| reward.name.values().map(matches).max().unwrap_or(0);
    let best = rewards.iter().map(most).max().filter(|most| *most > 0)?;
    let mut alike = rewards.iter().filter(|reward| most(reward) == best);
    let first = alike.next()?;
    alike.next().is_none().then(|| first.clone())
}

/// A word as it is typed, and one of a name: the same, cut short (`hidrat`), or with one slip (`bahno`).
fn alike(typed: &str, word: &str) -> bool {
    let long = typed.chars().count() >= SLIPS;
    typed == word || long && (word.starts_with(typed) || strsim::osa_distance(typed, word) == 1)
}

/// Words without the *s* of a plural.
fn spoken(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.strip_suffix('s').unwrap_or(word))
}

pub fn redeem_number(desk: &mut Desk, number: u32) {
    if refuse_frozen(desk) {
        return;
    }
    let index = usize::try_from(number).unwrap_or(0).checked_sub(1);
    let reward = index.and_then(|index| desk.draft.program.rewards.get(index)).cloned();
    match reward {
        Some(reward) if desk.joined() => hold(desk, &reward),
        _ => unknown(desk),
    }
}

fn unknown(desk: &mut Desk) {
    desk.say(Message::from(Line::RewardUnknown).buttons(vec![Button::Rewards]));
}
