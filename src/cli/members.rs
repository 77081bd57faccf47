//! `fregues member`: what is kept of one customer, and forgetting them, for requests that come by letter or at the counter.

use super::moving::{UNCONFIRMED, confirmed};
use super::office::carry_out;
use crate::app::office::Order;
use crate::app::office::members::Whom;
use crate::config::Config;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum MemberCommand {
    /// Print what is kept of a customer: names, numbers, addresses, consents with their sources, balance.
    Show(WhichMember),
    /// Forget a customer: shows what is lost, asks, and does what *apagar meus dados* does in the chat.
    Forget {
        #[command(flatten)]
        which: WhichMember,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Args)]
pub struct WhichMember {
    /// Their phone, e-mail or CNPJ, or # and what another system calls them: +5511987654321, ana@example.com, "#123".
    who: String,
    /// Whose customer; not needed where there is one shop.
    #[arg(long)]
    merchant: Option<i64>,
}

impl From<WhichMember> for Whom {
    fn from(WhichMember { who, merchant }: WhichMember) -> Whom {
        Whom { merchant, who }
    }
}

pub async fn member(config: &Config, command: MemberCommand) -> anyhow::Result<u8> {
    match command {
        MemberCommand::Show(which) => carry_out(config, Order::ShowMember(which.into())).await,
        MemberCommand::Forget { which, yes } => {
            let whom = Whom::from(which);
            let code = carry_out(config, Order::LookAtForgetting(whom.clone())).await?;
            if code != 0 {
                return Ok(code);
            }
            if !yes && !confirmed("Forget them?")? {
                eprintln!("Nobody was forgotten; --yes does it without asking.");
                return Ok(UNCONFIRMED);
            }
            carry_out(config, Order::ForgetMember(whom)).await
        }
    }
}
