//! Worlds and transcripts: a small shop built from a page of TOML, and conversations that play through the
//! real service. Used by `fregues play`, by the demo and by the tests.

pub mod calls;
pub mod cast;
mod channel;
pub mod player;
pub mod stage;
pub mod transcript;
pub mod world;

use anyhow::Context;
use clap::Args;
use player::{Outcome, play};
use std::path::PathBuf;
use transcript::Transcript;

#[derive(Debug, Args)]
pub struct Options {
    /// Transcripts (Markdown with world, chat, api and ledger blocks).
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// A folder whose `<language>/hear.toml` and `<language>/copy.ftl` are taken instead of those that ship.
    #[arg(long)]
    words: Option<PathBuf>,
}

/// Plays files, each on a database of its own, and prints the differences; 1 when there are any.
pub async fn run(options: Options) -> anyhow::Result<u8> {
    let mut failed = 0;
    for file in &options.files {
        let text =
            std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
        let transcript =
            Transcript::read(&text).map_err(|fault| anyhow::anyhow!("{}: {fault}", file.display()))?;
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite:{}", folder.path().join("play.db").display());
        let Outcome { differences, .. } = play(&transcript, &url, options.words.as_deref()).await?;
        for difference in &differences {
            println!("{}:{difference}", file.display());
        }
        println!("{} {}", if differences.is_empty() { "✔" } else { "✘" }, file.display());
        failed += usize::from(!differences.is_empty());
    }
    Ok(u8::from(failed > 0))
}
