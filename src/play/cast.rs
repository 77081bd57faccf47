//! The cast: people of an emulator doing what a transcript says, for whoever plays it.

use crate::domain::calendar::{DAY, HOUR, MINUTE, Zone};
use crate::domain::phone::Phone;
use crate::emulator::{Bubble, Emulator, Move, Person, Say as Spoken, Utterance};
use crate::play::transcript::Say;
use crate::play::world::slug;
use anyhow::{Context, anyhow};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

pub struct Cast {
    pub emulator: Emulator,
    /// The shop's `phone_number_id`.
    pub number: String,
    pub zone: Zone,
    /// What `{name}` stands for.
    pub bound: BTreeMap<String, String>,
}

impl Cast {
    /// Notes the code in a bubble under a name; `false` when there is none.
    pub fn capture(&mut self, name: &str, text: &str) -> bool {
        let code = code_in(text);
        let found = code.is_some();
        if let Some(code) = code {
            self.bound.insert(name.to_owned(), code);
        }
        found
    }

    /// The next moment the shop's wall shows this time.
    pub fn next(&self, now: i64, (hour, minute): (u32, u32)) -> i64 {
        let midnight = self.zone.day(now).0;
        let at = midnight + i64::from(hour) * HOUR + i64::from(minute) * MINUTE;
        // Within the minute that is already running, it is now.
        if at + MINUTE <= now { at + DAY } else { at.max(now) }
    }

    /// Has somebody say something at `now` (ms UTC).
    pub fn say(&self, now: i64, who: &str, what: &Say) -> anyhow::Result<()> {
        let person = slug(who);
        if *what == Say::Again {
            let last = self.emulator.chat(&person).into_iter().rev().find(|bubble| bubble.from_person);
            self.emulator.again(&last.context("they have said nothing yet")?.wamid);
            return Ok(());
        }
        if self.act(&person, what)? {
            return Ok(());
        }
        let utterance = self.utterance(now, &person, what)?;
        self.emulator.say(&person, &self.number, utterance);
        Ok(())
    }

    /// What people do that is no message; `false`: it is one.
    fn act(&self, person: &str, what: &Say) -> anyhow::Result<bool> {
        match what {
            Say::Moves(phone) => {
                let phone =
                    phone.as_deref().map(|typed| Phone::canonical(typed).context("that is no number"));
                let phone = phone.transpose()?.map(|phone| phone.as_str().to_owned());
                let user_id = Some(format!("{}N", self.person(person)?.user_id));
                self.emulator.moves(person, &self.number, Move { phone, user_id, silent: false });
            }
            Say::Takes(name) => {
                let phone = self.person(&slug(name))?.phone.context("they have no number to take")?;
                self.emulator.takes_number(person, &phone);
            }
            Say::Shows(shows) => self.emulator.show_phone(person, *shows),
            Say::Stops(stop) => self.emulator.prefers(person, &self.number, *stop),
            Say::Shop(text) => {
                self.emulator.say_from_app(person, &self.number, &self.filled(text));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn person(&self, slug: &str) -> anyhow::Result<Person> {
        let found = self.emulator.people().into_iter().find(|person| person.id == slug);
        found.with_context(|| format!("nobody here is called {slug}"))
    }

    fn utterance(&self, now: i64, person: &str, what: &Say) -> anyhow::Result<Utterance> {
        let chat = self.emulator.chat(person);
        let theirs = || chat.iter().rev().filter(|bubble| !bubble.from_person && bubble.status != "failed");
        let spoken = match what {
            Say::Text(text) => Spoken::Text(self.typed(text)?),
            Say::Tap(label) => {
                tap(theirs(), label).with_context(|| format!("there is no [{label}] to tap"))?
            }
            Say::OldTap { text, label } => {
                let old = theirs().filter(|bubble| shown(bubble).contains(text.as_str()));
                tap(old, label).with_context(|| format!("there is no [{label}] under {text:?}"))?
            }
            Say::Contact(name) => Spoken::Contacts(vec![self.card(name)?]),
            Say::OwnNumber => Spoken::OwnNumber,
            Say::Audio => Spoken::Audio,
            Say::Image => Spoken::Image { caption: None },
            Say::Reaction(emoji) => {
                let to = theirs().next().context("there is no bubble to react to")?.wamid.clone();
                Spoken::Reaction { to, emoji: emoji.clone() }
            }
            Say::Quote { text, then } => {
                let text = self.filled(text);
                let quoted = chat.iter().rev().find(|bubble| shown(bubble).contains(&text));
                let wamid = quoted.with_context(|| format!("no bubble says {text:?}"))?.wamid.clone();
                return Ok(Utterance { quotes: Some(wamid), ..self.utterance(now, person, then)? });
            }
            Say::Late { at, then } => {
                let at = self.next(now, *at);
                let at = if at > now { at - DAY } else { at };
                return Ok(Utterance { at: Some(at), ..self.utterance(now, person, then)? });
            }
            Say::Moves(_) | Say::Takes(_) | Say::Shows(_) | Say::Stops(_) | Say::Shop(_) | Say::Again => {
                return Err(anyhow!("what is no message stands alone"));
            }
        };
        Ok(Utterance::new(spoken))
    }

    fn card(&self, name: &str) -> anyhow::Result<(String, String, Option<String>)> {
        let person = self.person(&slug(name))?;
        let phone = person.phone.clone().unwrap_or_default();
        let wa_id =
            person.wa_id.or_else(|| person.phone.map(|phone| phone.trim_start_matches('+').to_owned()));
        Ok((person.name, phone, wa_id))
    }

    /// What somebody types. A code that nobody was told cannot be.
    fn typed(&self, text: &str) -> anyhow::Result<String> {
        static UNTOLD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{\w+\}").expect("it is a pattern"));
        let typed = self.filled(text);
        match UNTOLD.find(&typed) {
            Some(untold) => Err(anyhow!("nobody was told what {} stands for, in {text:?}", untold.as_str())),
            None => Ok(typed),
        }
    }

    /// `{code}` stands for what was captured under that name.
    pub fn filled(&self, text: &str) -> String {
        self.bound
            .iter()
            .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// The other way round: captured codes become their names again.
    pub fn unfilled(&self, text: &str) -> String {
        self.bound
            .iter()
            .fold(text.to_owned(), |text, (name, value)| text.replace(value, &format!("{{{name}}}")))
    }
}

/// The first bubble with this button or row, as a tap on it.
fn tap<'b>(mut bubbles: impl Iterator<Item = &'b Bubble>, label: &str) -> Option<Spoken> {
    let label = label.to_lowercase();
    let labelled = |title: &str| title.replace('\u{a0}', " ").to_lowercase() == label;
    bubbles.find_map(|bubble| {
        let button = bubble.buttons.iter().find(|(_, title)| labelled(title));
        let button = button.map(|(id, title)| {
            let (id, title) = (id.clone(), title.clone());
            if bubble.template.is_some() {
                Spoken::TemplateTap { payload: id, text: title }
            } else {
                Spoken::Tap { id, title, list: false }
            }
        });
        let rows = bubble.list.iter().flat_map(|(_, rows)| rows);
        let mut row = rows.filter(|row| labelled(&row.title));
        button.or_else(|| {
            row.next().map(|row| Spoken::Tap { id: row.id.clone(), title: row.title.clone(), list: true })
        })
    })
}

/// A bubble as transcripts write it: lines joined by ` ⏎ `, choices in brackets, spaces plain.
pub fn shown(bubble: &Bubble) -> String {
    let mut text =
        bubble.body.replace('\u{a0}', " ").lines().map(str::trim_end).collect::<Vec<_>>().join(" ⏎ ");
    if let Some(typed) = bubble.reads.as_deref().and_then(typed_by) {
        text.insert_str(0, &format!("[QR: {typed}] "));
    }
    if let Some(footer) = &bubble.footer {
        text.push_str(&format!(" _{footer}_"));
    }
    for (_, title) in &bubble.buttons {
        text.push_str(&format!(" [{title}]"));
    }
    if let Some((label, rows)) = &bubble.list {
        let rows: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
        text.push_str(&format!(" [{label}: {}]", rows.join(" | ")));
    }
    text
}

/// What a scanned code has typed in the shop's chat: letters, digits and hyphens, and spaces between.
fn typed_by(address: &str) -> Option<String> {
    address.split_once("?text=").map(|(_, text)| text.replace("%20", " "))
}

/// What looks like a code: bold, capitals and digits, at least one of each kind.
fn code_in(text: &str) -> Option<String> {
    static BOLD: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\*([A-Z0-9-]{4,14})\*").expect("a constant pattern"));
    let codes =
        BOLD.captures_iter(text).filter_map(|found| found.get(1)).map(|code| code.as_str().to_owned());
    let mixed = |code: &String| {
        code.contains(|c: char| c.is_ascii_digit()) && code.contains(|c: char| c.is_ascii_alphabetic())
    };
    codes.into_iter().find(mixed)
}
