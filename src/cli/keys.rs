//! `fregues key`: what tills and web shops show to be let in.

use super::office::carry_out;
use crate::app::office::Order;
use crate::app::office::keys::KeyWish;
use crate::config::Config;
use crate::domain::scope::Scope;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key and print it, once.
    Create(CreateKey),
    /// List keys: whose they are, what they may do, when they were last used, to the hour.
    List {
        /// Only this merchant.
        #[arg(long)]
        merchant: Option<i64>,
    },
    /// End a key at once.
    Revoke {
        /// The ten symbols after `frg_`.
        key: String,
    },
}

#[derive(Debug, Args)]
pub struct CreateKey {
    #[arg(long)]
    merchant: i64,
    /// What sells with it: "Site", "Caixa 3". It comes to be with its first key; further keys of it sell as the same
    /// one, also after it was dismissed.
    #[arg(long)]
    channel: String,
    /// The store it stands in; not needed where there is one.
    #[arg(long)]
    store: Option<String>,
    /// What it may do, comma between: read, purchases, reversals, vouchers, members, webhooks.
    #[arg(long, value_delimiter = ',', required = true, value_parser = scope)]
    scopes: Vec<Scope>,
    /// Tells keys of one channel apart.
    #[arg(long)]
    name: Option<String>,
    /// How many calls it may make in a minute (default: 600).
    #[arg(long)]
    per_minute: Option<i64>,
}

fn scope(text: &str) -> Result<Scope, String> {
    let known = Scope::ALL.map(Scope::as_str).join(", ");
    Scope::read(text).ok_or_else(|| format!("there are {known}"))
}

pub async fn key(config: &Config, command: KeyCommand) -> anyhow::Result<u8> {
    let order = match command {
        KeyCommand::Create(CreateKey { merchant, channel, store, scopes, name, per_minute }) => {
            let scopes = scopes.into_iter().collect();
            Order::CreateKey(KeyWish { merchant, channel, store, scopes, name, per_minute })
        }
        KeyCommand::List { merchant } => Order::ListKeys { merchant },
        KeyCommand::Revoke { key } => Order::RevokeKey { key },
    };
    carry_out(config, order).await
}
