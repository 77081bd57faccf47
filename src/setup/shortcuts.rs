//! Commands and ice breakers in the shop's language: `conversations/shortcuts.toml`.

use crate::domain::lang::Lang;
use crate::whatsapp::manage::{Automation, Command};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Meta's limits: how many, and characters of each.
pub const COMMANDS: (usize, usize, usize) = (30, 32, 256);
pub const PROMPTS: (usize, usize) = (4, 80);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shortcuts {
    prompts: Vec<String>,
    commands: Vec<Shortcut>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shortcut {
    name: String,
    description: String,
}

/// What WhatsApp offers in chats with a shop of this language.
pub fn shortcuts(lang: Lang) -> Automation {
    static ALL: LazyLock<BTreeMap<String, Shortcuts>> = LazyLock::new(|| {
        toml::from_str(include_str!("../../conversations/shortcuts.toml"))
            .expect("the file is part of the program, and a test reads it")
    });
    ALL.get(lang.tag()).map_or_else(Automation::default, |found| Automation {
        prompts: found.prompts.clone(),
        commands: found
            .commands
            .iter()
            .map(|one| Command { name: one.name.clone(), description: one.description.clone() })
            .collect(),
    })
}
