//! `fregues mail`: reports of letters that came back, as a mail server hands them over or as somebody saved them.

use super::ask;
use super::office::{carry_out, show};
use crate::app::office::Order;
use crate::config::Config;
use crate::email::returned::Returned;
use anyhow::Context;
use clap::Subcommand;
use std::io::Read;
use std::path::PathBuf;

/// The exit code by which a mail server keeps a report and hands it over again (EX_TEMPFAIL).
const LATER: u8 = 75;
/// The longest report that is read; what it says stands at its start.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// Note letters that came back: reads reports of mail servers (RFC 3464), and nothing more goes to addresses that lead
    /// to nobody.
    Returned {
        /// Reports as files; none: one report from standard input, as a mail server pipes it.
        files: Vec<PathBuf>,
    },
}

pub async fn mail(config: &Config, MailCommand::Returned { files }: MailCommand) -> anyhow::Result<u8> {
    if files.is_empty() {
        return Ok(handed_over(config).await.unwrap_or_else(|fault| {
            eprintln!("{fault:#}");
            LATER
        }));
    }
    for file in files {
        print!("{}: ", file.display());
        let opened = std::fs::File::open(&file);
        let report = opened.map_err(Into::into).and_then(read);
        note(config, &report.with_context(|| format!("{} cannot be read", file.display()))?).await?;
    }
    Ok(0)
}

/// Nothing that is no report is an error: a mail server would answer it with another mail.
async fn handed_over(config: &Config) -> anyhow::Result<u8> {
    note(config, &read(std::io::stdin())?).await
}

async fn note(config: &Config, report: &[u8]) -> anyhow::Result<u8> {
    match Returned::read(report) {
        Ok(returned) => take_back(config, Order::TakeBack(returned)).await,
        Err(why) => {
            println!("{why}");
            Ok(0)
        }
    }
}

/// A service that runs is asked before the database is looked for: whoever a mail server runs this as knows the secret of
/// the office, and need not be able to read the database.
async fn take_back(config: &Config, order: Order) -> anyhow::Result<u8> {
    if ask::is_there(config).await {
        return Ok(show(&ask::office(config, &super::secrets(config)?, &order).await?));
    }
    carry_out(config, order).await
}

fn read(from: impl Read) -> anyhow::Result<Vec<u8>> {
    let mut report = Vec::new();
    from.take(MOST_BYTES).read_to_end(&mut report)?;
    Ok(report)
}
