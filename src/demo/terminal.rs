//! The demo without a browser: the four phones take turns in one terminal.

use crate::emulator::{Emulator, Say, Utterance};
use crate::play::cast::shown;
use crate::play::world::World;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio_util::sync::CancellationToken;

/// Reads `name: text` lines (or just text, for whoever spoke last) and prints what every phone hears.
pub async fn chat(emulator: &Emulator, world: &World, stop: CancellationToken) -> anyhow::Result<()> {
    let names: Vec<String> = emulator.people().iter().map(|person| person.id.clone()).collect();
    println!("  Write     name: text   ({})", names.join(", "));
    println!("            [button] taps; an empty line or Ctrl+D ends\n");
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut speaker = names.first().cloned().unwrap_or_default();
    let mut heard: BTreeMap<String, usize> = BTreeMap::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            line = lines.next_line() => match line? {
                None => {
                    // A pipe ends before the answers have come.
                    tokio::time::sleep(Duration::from_millis(800)).await;
                    listen(emulator, &names, &mut heard);
                    return Ok(());
                }
                Some(line) if line.trim().is_empty() => return Ok(()),
                Some(line) => match addressed(&line, &names) {
                    Addressed::To(who, text) => {
                        speaker.clone_from(&who);
                        speak(emulator, world, &who, &text);
                        tokio::time::sleep(Duration::from_millis(300)).await;
                    }
                    Addressed::Nobody(name) => {
                        println!("  Nobody here is called {name}; there are {}. Nothing was sent.", names.join(", "));
                        println!("  If that is no name, write it as {speaker}: {}", line.trim());
                    }
                    Addressed::Same => {
                        speak(emulator, world, &speaker, line.trim());
                        tokio::time::sleep(Duration::from_millis(300)).await;
                    }
                },
            },
            () = tokio::time::sleep(Duration::from_millis(100)) => {}
        }
        listen(emulator, &names, &mut heard);
    }
}

/// Who a line is for.
#[derive(Debug, PartialEq, Eq)]
enum Addressed {
    To(String, String),
    /// It begins like a name and a colon, and nobody has that name.
    Nobody(String),
    /// Whoever spoke last goes on.
    Same,
}

fn addressed(line: &str, names: &[String]) -> Addressed {
    let Some((before, text)) = line.split_once(':') else { return Addressed::Same };
    let who = before.trim().to_lowercase();
    let word = !who.is_empty() && who.chars().all(char::is_alphabetic) && !text.starts_with("//");
    if names.contains(&who) {
        Addressed::To(who, text.trim().to_owned())
    } else if word {
        Addressed::Nobody(before.trim().to_owned())
    } else {
        Addressed::Same
    }
}

fn speak(emulator: &Emulator, world: &World, who: &str, text: &str) {
    let label = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let chat = emulator.chat(who);
    let tapped = label.and_then(|label| {
        let buttons = chat.iter().rev().flat_map(|bubble| bubble.buttons.iter());
        buttons.into_iter().find(|(_, title)| title.eq_ignore_ascii_case(label)).cloned()
    });
    let said = match tapped {
        Some((id, title)) => Say::Tap { id, title, list: false },
        None => Say::Text(text.to_owned()),
    };
    emulator.say(who, &world.merchant.phone_number_id, Utterance::new(said));
}

fn listen(emulator: &Emulator, names: &[String], heard: &mut BTreeMap<String, usize>) {
    for name in names {
        let chat = emulator.chat(name);
        let said: Vec<_> = chat.iter().filter(|bubble| !bubble.from_person).collect();
        let from = heard.entry(name.clone()).or_default();
        for bubble in said.iter().skip(*from) {
            println!("  ◂ {name:<6} {}", shown(bubble).replace(" ⏎ ", "\n           "));
        }
        *from = said.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_nobody_has_is_not_taken_for_a_text() {
        let names = ["ana", "beto"].map(str::to_owned);
        let to = |who: &str, text: &str| Addressed::To(who.to_owned(), text.to_owned());
        let nobody = |name: &str| Addressed::Nobody(name.to_owned());
        for (line, expected) in [
            ("Beto: 11 98765-4321 89,90", to("beto", "11 98765-4321 89,90")),
            (" ana : obs: sem perfume", to("ana", "obs: sem perfume")),
            ("Bto: 11 98765-4321 89,90", nobody("Bto")),
            ("João: oi", nobody("João")),
            ("saldo", Addressed::Same),
            ("avisar todos: sábado tem banho", Addressed::Same),
            ("11 98765-4321: 89,90", Addressed::Same),
            ("https://loja.example", Addressed::Same),
            (": oi", Addressed::Same),
        ] {
            assert_eq!(addressed(line, &names), expected, "{line}");
        }
    }
}
