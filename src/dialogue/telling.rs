//! Opening hours and the address, as whoever manages the shop writes them in the chat: what customers ask most and the
//! program does not say. They read it word by word, so it is shown before it counts.

use crate::dialogue::cue::Words;
use crate::dialogue::desk::Desk;
use crate::dialogue::hear::{Hint, Intent, fold};
use crate::dialogue::line::{Button, Line, Message};
use crate::dialogue::manager::refuse_cashier;
use crate::dialogue::state::Topic;
use crate::domain::change::Change;
use crate::domain::ids::StoreId;
use crate::domain::member::{About, Store, clean_text};

/// Longest text, in characters: it is read on a phone, among others.
const LONGEST: usize = 300;

/// `horário: seg a sáb, 9h às 19h`, `nosso endereço é …`; of the store that is named, or of the one the manager works in.
pub fn request(desk: &mut Desk, words: &Words) {
    if refuse_cashier(desk) {
        return;
    }
    let slots = &words.heard.slots;
    let text = slots.text.as_deref().and_then(clean_text);
    let (Some(about), Some(text)) = (slots.about, text) else {
        // `que horas a gente abre na segunda?` is asked like anybody asks.
        let asked = if slots.about == Some(About::Address) { Intent::Address } else { Intent::Hours };
        if !(words.heard.says(Hint::Question) && read(desk, asked)) {
            desk.say(Line::TellHow);
        }
        return;
    };
    if text.chars().count() > LONGEST {
        desk.say(Line::TellLong { most: 300 });
        return;
    }
    let Some(own) = desk.staff.as_ref().map(|staff| staff.store) else { return };
    let store = named(desk, &words.text).unwrap_or(own);
    ask(desk, store, about, text);
}

/// `não, 9 às 20`: what customers are to read is that, and it is asked again. `false`: it is no day, hour or place.
pub fn correct(desk: &mut Desk, words: &Words) -> bool {
    let Topic::Telling { store, about, .. } = desk.state.topic.clone() else { return false };
    let other = words.heard.intent.acts() && !words.puts_right() && words.heard.intent != Intent::Info;
    let right = words.right.as_ref().filter(|right| right.strong && right.told && !other);
    let Some(text) = right.and_then(|right| clean_text(&right.text)) else { return false };
    let said = words.heard.slots.text.as_deref().filter(|_| words.heard.intent == Intent::Info);
    let text = said.and_then(clean_text).unwrap_or(text);
    if text.chars().count() > LONGEST {
        desk.say(Line::TellLong { most: 300 });
    } else {
        ask(desk, store, about, text);
    }
    true
}

/// The one store whose name is among the words.
fn named(desk: &Desk, text: &str) -> Option<StoreId> {
    let text = fold(text);
    let mut named = desk.draft.facts.stores.iter().filter(|store| text.contains(&fold(&store.name)));
    let first = named.next()?;
    named.next().is_none().then_some(first.id)
}

/// Shows what customers will read, and waits for a yes.
pub fn ask(desk: &mut Desk, store: StoreId, about: About, text: String) {
    let (token, since) = (desk.dice.token(), desk.event.now());
    let name = desk.store_name(store);
    let line = match about {
        About::Hours => Line::TellHours { store: name, text: text.clone() },
        About::Address => Line::TellAddress { store: name, text: text.clone() },
    };
    // `domingo a gente fecha` would take the place of all the other days.
    let before = told(desk, store, about).filter(|before| *before != text);
    let lines =
        std::iter::once(line).chain(before.map(|before| Line::TellBefore { before })).collect::<Vec<_>>();
    desk.state.topic = Topic::Telling { token: token.clone(), since, store, about, text };
    desk.say(Message::new(lines).buttons(vec![Button::Yes(token.clone()), Button::No(token)]));
}

/// What customers read now.
fn told(desk: &Desk, store: StoreId, about: About) -> Option<String> {
    let store = desk.draft.facts.store(store)?;
    match about {
        About::Hours => hours(desk, store),
        About::Address => store.address.clone(),
    }
}

/// What was said in the chat counts before the rules.
fn hours(desk: &Desk, store: &Store) -> Option<String> {
    let rule = || desk.draft.program.stores.iter().find(|rule| rule.name == store.name);
    store.hours.clone().or_else(|| rule()?.hours.clone())
}

pub fn answer(desk: &mut Desk, yes: bool) {
    let Topic::Telling { store, about, text, .. } = desk.state.topic.clone() else { return };
    if !yes || desk.staff.as_ref().is_none_or(|staff| !staff.role.manages()) {
        desk.settle(Line::TellDropped);
        return;
    }
    desk.draft.apply(Change::Told { store, about, text });
    desk.settle(Line::Told);
}

/// When each store is open, or where it is, as far as somebody said so. `false`: nobody did.
pub fn read(desk: &mut Desk, asked: Intent) -> bool {
    let stores = &desk.draft.facts.stores;
    let lines: Vec<Line> = stores
        .iter()
        .filter_map(|store| {
            let name = store.name.clone();
            if asked == Intent::Address {
                return Some(Line::Address { store: name, address: store.address.clone()? });
            }
            Some(Line::Hours { store: name, hours: hours(desk, store)? })
        })
        .collect();
    let known = !lines.is_empty();
    if known {
        desk.say(Message::new(lines));
    }
    known
}
