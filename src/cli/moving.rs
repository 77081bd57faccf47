//! Bringing customers along: looked at, confirmed, brought.

use super::office::{answered, progress_bar, show, shown_on};
use crate::app::office::Order;
use crate::app::office::sheets::SheetOrder;
use crate::config::Config;
use crate::moving::columns::yes_no;
use crate::moving::sheet::sniff;
use anyhow::{Context, bail};
use clap::Args;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// The exit code where nobody confirmed.
const UNCONFIRMED: u8 = 2;

#[derive(Debug, Args)]
pub struct ImportOptions {
    /// The sheet: CSV with a first line that names the columns.
    file: PathBuf,
    /// Whose customers they are.
    #[arg(long)]
    merchant: i64,
    /// What these balances are called by: the same name again brings only what is not there yet.
    #[arg(long, default_value = "opening")]
    name: String,
    /// What a column means, where its heading does not say it: "Col. 7=balance". May be given several times.
    #[arg(long = "map", value_name = "HEADING=COLUMN", value_parser = meaning)]
    map: Vec<(String, String)>,
    /// Leave lines out that are wrong.
    #[arg(long)]
    skip_faults: bool,
    /// Bring it without asking.
    #[arg(long)]
    yes: bool,
}

/// `Celular=phone`.
fn meaning(text: &str) -> Result<(String, String), String> {
    let (heading, column) = text.rsplit_once('=').ok_or("it is HEADING=COLUMN: \"Celular=phone\"")?;
    Ok((heading.trim().to_owned(), column.trim().to_owned()))
}

pub async fn import(config: &Config, options: ImportOptions) -> anyhow::Result<u8> {
    let ImportOptions { file, merchant, name, map, skip_faults, yes } = options;
    let opened = std::fs::File::open(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let form = sniff(opened).with_context(|| format!("{} is no sheet that can be read", file.display()))?;
    // A service has a folder of its own, so it is told the whole path.
    let file = std::path::absolute(&file).with_context(|| format!("{} is no path", file.display()))?;
    let sheet = SheetOrder { merchant, file, hash: form.hash, name, map, skip_faults };
    let code = watched(config, Order::LookAtSheet(sheet.clone())).await?;
    if code != 0 {
        return Ok(code);
    }
    if !yes && !confirmed()? {
        eprintln!("Nothing was brought along; --yes brings it without asking.");
        return Ok(UNCONFIRMED);
    }
    watched(config, Order::BringSheet(sheet)).await
}

async fn watched(config: &Config, order: Order) -> anyhow::Result<u8> {
    let bar = progress_bar("bytes")?;
    let answer = answered(config, order, shown_on(&bar)).await;
    bar.finish_and_clear();
    Ok(show(&answer?))
}

/// Asks whoever sits there; who does not, confirms nothing.
fn confirmed() -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    print!("Bring this along? Type yes: ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    if std::io::stdin().read_line(&mut answer)? == 0 {
        bail!("Nobody answered; nothing was brought along.");
    }
    Ok(answer.trim().len() > 1 && yes_no(&answer) == Some(true))
}
