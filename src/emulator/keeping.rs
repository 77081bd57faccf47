//! What an emulator keeps in a file, so that it can be stopped and go on: the account with its tokens, numbers,
//! people, templates, pictures, chats, open windows, and webhooks that nobody has taken yet. The log of what was accepted, faults
//! and used-up limits begin anew.

use super::Emulator;
use super::account::Account;
use super::media::Media;
use super::model::{Bubble, Number, Person};
use super::state::Delivery;
use super::templates::Template;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::time::Duration;
use std::{fs, io};
use tokio_util::sync::CancellationToken;

/// How much a crash of the machine may lose.
const EVERY: Duration = Duration::from_secs(1);

#[derive(Serialize, Deserialize)]
struct Kept {
    account: Account,
    webhook: String,
    numbers: Vec<Number>,
    people: Vec<Person>,
    templates: Vec<Template>,
    #[serde(default)]
    media: Vec<Media>,
    chats: BTreeMap<String, Vec<Bubble>>,
    /// Person, number, and when they last wrote, in ms.
    windows: Vec<(String, String, i64)>,
    queue: VecDeque<Delivery>,
    forgotten: Vec<String>,
}

impl Emulator {
    /// Goes on from what a file keeps; an error when it is there and cannot be read as that.
    pub fn resume(&self, file: &Path) -> io::Result<()> {
        let kept: Kept = serde_json::from_slice(&fs::read(file)?)?;
        let mut state = self.state();
        state.whose.clear();
        for (person, chat) in &kept.chats {
            state.whose.extend(chat.iter().map(|bubble| (bubble.wamid.clone(), person.clone())));
        }
        state.account = kept.account;
        state.webhook = kept.webhook;
        state.numbers = kept.numbers;
        state.people = kept.people;
        state.templates = kept.templates;
        state.media = kept.media;
        state.chats = kept.chats;
        state.windows = kept.windows.into_iter().map(|(person, number, at)| ((person, number), at)).collect();
        state.queue = kept.queue;
        state.forgotten = kept.forgotten;
        Ok(())
    }

    /// Writes the file every second in which something changed, and a last time when it is stopped.
    pub async fn keep(self, file: &Path, stop: CancellationToken) -> io::Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut written = Vec::new();
        loop {
            let stopped = stop.is_cancelled();
            let now = self.kept()?;
            if now != written {
                // Whoever is interrupted while writing leaves the file as it was.
                let beside = file.with_extension("new");
                fs::write(&beside, &now)?;
                fs::rename(&beside, file)?;
                written = now;
            }
            if stopped {
                return Ok(());
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    fn kept(&self) -> serde_json::Result<Vec<u8>> {
        let state = self.state();
        let windows = state.windows.iter();
        serde_json::to_vec_pretty(&Kept {
            account: state.account.clone(),
            webhook: state.webhook.clone(),
            numbers: state.numbers.clone(),
            people: state.people.clone(),
            templates: state.templates.clone(),
            media: state.media.clone(),
            chats: state.chats.clone(),
            windows: windows.map(|((person, number), at)| (person.clone(), number.clone(), *at)).collect(),
            queue: state.queue.clone(),
            forgotten: state.forgotten.clone(),
        })
    }
}
