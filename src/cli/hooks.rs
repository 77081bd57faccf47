//! `fregues hook`: who is told what happens.

use super::office::carry_out;
use crate::app::office::Order;
use crate::app::office::hooks::{HookOrder, Which};
use crate::config::Config;
use chrono::DateTime;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum HookCommand {
    /// Name an address that is told what happens, and print the secret of its signatures, once.
    Add {
        /// Where it is posted to: https://loja.example.com/eventos
        url: String,
        #[arg(long)]
        merchant: i64,
        /// What it is told, comma between: purchase.*, voucher.issued; default: all.
        #[arg(long, default_value = "*")]
        events: String,
    },
    /// List hooks: whose they are, what they are told, how they are doing.
    List {
        /// Only this merchant.
        #[arg(long)]
        merchant: Option<i64>,
    },
    /// Let a hook wait; what happens is queued.
    Pause { id: String },
    /// Let a hook go on that was paused or given up; what waited for another try goes at once.
    Resume { id: String },
    /// Take a hook away, with its log.
    Remove { id: String },
    /// Give a hook another secret; the one before signs for a day more.
    Rotate { id: String },
    /// Post a ping to a hook.
    Test { id: String },
    /// What a hook was told last, and what came of it.
    Log {
        id: String,
        /// Only what failed: given up, or waiting for another try.
        #[arg(long)]
        failed: bool,
        /// How many, the newest first.
        #[arg(long, default_value_t = 50, conflicts_with = "all")]
        limit: i64,
        /// All of the last 30 days.
        #[arg(long)]
        all: bool,
    },
    /// Tell a hook again, with the ids it knows.
    Replay(Replay),
}

#[derive(Debug, Args)]
pub struct Replay {
    id: String,
    #[command(flatten)]
    which: Wanted,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Wanted {
    /// This event, by its number in the log.
    #[arg(long)]
    event: Option<i64>,
    /// All that it is to be told and that happened since then: 2026-11-21T15:00:00-03:00.
    #[arg(long, value_parser = moment)]
    since: Option<i64>,
    /// All that failed: what was given up, and at once what waits for another try.
    #[arg(long)]
    failed: bool,
}

/// ms UTC.
fn moment(text: &str) -> Result<i64, String> {
    let read = DateTime::parse_from_rfc3339(text).map(|at| at.timestamp_millis());
    read.map_err(|_| "a time is RFC 3339 with its zone: 2026-11-21T15:00:00-03:00".to_owned())
}

pub async fn hook(config: &Config, command: HookCommand) -> anyhow::Result<u8> {
    let order = match command {
        HookCommand::Add { url, merchant, events } => HookOrder::Add { merchant, url, events },
        HookCommand::List { merchant } => HookOrder::List { merchant },
        HookCommand::Pause { id } => HookOrder::Pause { id },
        HookCommand::Resume { id } => HookOrder::Resume { id },
        HookCommand::Remove { id } => HookOrder::Remove { id },
        HookCommand::Rotate { id } => HookOrder::Rotate { id },
        HookCommand::Test { id } => HookOrder::Test { id },
        HookCommand::Log { id, failed, limit, all } => {
            HookOrder::Log { id, failed, most: (!all).then_some(limit) }
        }
        HookCommand::Replay(Replay { id, which }) => {
            let Wanted { event, since, .. } = which;
            let which = event.map(Which::Event).or(since.map(Which::Since)).unwrap_or(Which::Failed);
            HookOrder::Replay { id, which }
        }
    };
    carry_out(config, Order::Hook(order)).await
}
