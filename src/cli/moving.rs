//! Moving in and out: a list of customers or a whole shop comes in, looked at, confirmed, brought; a shop leaves as a file.

use super::office::{answered, progress_bar, show, shown_on};
use crate::app::clock::Clock;
use crate::app::office::sheets::SheetOrder;
use crate::app::office::{Order, relocation, spreadsheets};
use crate::config::Config;
use crate::moving::columns::yes_no;
use crate::moving::dump;
use crate::moving::sheet::sniff;
use crate::store::{Store, StoreError, file};
use anyhow::{Context, bail};
use clap::Args;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// The exit code where nobody confirmed.
pub(super) const UNCONFIRMED: u8 = 2;

#[derive(Debug, Args)]
pub struct ImportOptions {
    /// A shop's export, or a sheet: CSV with a first line that names the columns.
    file: PathBuf,
    /// Whose customers a sheet holds; an export says itself whose it is.
    #[arg(long)]
    merchant: Option<i64>,
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

#[derive(Debug, Args)]
pub struct ExportOptions {
    /// Where to write it, as JSON Lines; nothing there is overwritten. With --csv, a folder.
    file: PathBuf,
    /// Which shop.
    #[arg(long)]
    merchant: i64,
    /// Sheets for people instead: members, balances, movements, purchases, vouchers.
    #[arg(long)]
    csv: bool,
}

/// Only reads, so that nobody who has the database needs to be asked.
pub async fn export(config: &Config, options: &ExportOptions) -> anyhow::Result<u8> {
    let ExportOptions { file, merchant, csv } = options;
    let (store, bar) = (super::look(config).await?, progress_bar("rows")?);
    let answer = if *csv {
        spreadsheets::export(&store, *merchant, file, shown_on(&bar)).await
    } else {
        relocation::export(&store, &Clock::system(), *merchant, file, shown_on(&bar)).await
    };
    bar.finish_and_clear();
    store.close().await;
    Ok(show(&answer?))
}

/// `Celular=phone`.
fn meaning(text: &str) -> Result<(String, String), String> {
    let (heading, column) = text.rsplit_once('=').ok_or("it is HEADING=COLUMN: \"Celular=phone\"")?;
    Ok((heading.trim().to_owned(), column.trim().to_owned()))
}

pub async fn import(config: &Config, options: ImportOptions) -> anyhow::Result<u8> {
    let ImportOptions { file, merchant, name, map, skip_faults, yes } = options;
    let opened = std::fs::File::open(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    if dump::is_one(&opened) {
        let for_sheets = merchant.is_some() || skip_faults || !map.is_empty();
        if for_sheets {
            bail!(
                "{} is the export of a shop, and comes in as it is: leave --merchant, --map and --skip-faults out.",
                file.display()
            );
        }
        return bring_in(config, &file, yes).await;
    }
    let merchant = merchant
        .context("Whose customers are they? --merchant says it; `fregues merchant list` shows them.")?;
    let opened = std::fs::File::open(&file)?;
    let form = sniff(opened).with_context(|| format!("{} is no sheet that can be read", file.display()))?;
    // A service has a folder of its own, so it is told the whole path.
    let file = std::path::absolute(&file).with_context(|| format!("{} is no path", file.display()))?;
    let sheet = SheetOrder { merchant, file, hash: form.hash, name, map, skip_faults };
    let code = watched(config, Order::LookAtSheet(sheet.clone())).await?;
    if code != 0 {
        return Ok(code);
    }
    if !yes && !confirmed("Bring this along?")? {
        eprintln!("Nothing was brought along; --yes brings it without asking.");
        return Ok(UNCONFIRMED);
    }
    watched(config, Order::BringSheet(sheet)).await
}

/// The whole shop. It may begin the database, as adding a merchant does.
async fn bring_in(config: &Config, from: &Path, yes: bool) -> anyhow::Result<u8> {
    let url = config.database.url.reveal();
    let bar = progress_bar("bytes")?;
    let looked = relocation::look(from, &shown_on(&bar));
    bar.finish_and_clear();
    show(&looked?);
    println!("It comes into {}.", place(url));
    if !yes && !confirmed("Bring this along?")? {
        eprintln!("Nothing was brought in; --yes brings it without asking.");
        return Ok(UNCONFIRMED);
    }
    let store = match Store::open(url, config.database.connections).await {
        Err(StoreError::InUse(_)) => bail!(
            "Nothing was brought in: a running service has the database, and a shop comes in as one piece, which would keep \
             it waiting. Stop it, run this again, and start it."
        ),
        opened => opened?,
    };
    let bar = progress_bar("bytes")?;
    let answer = relocation::bring_in(&store, &Clock::system(), from, shown_on(&bar)).await;
    bar.finish_and_clear();
    store.close().await;
    Ok(show(&answer?))
}

/// The database, as people know it.
fn place(url: &str) -> String {
    match file::path(url) {
        Some(path) if path.exists() => format!("the database {}", path.display()),
        Some(path) => format!("a new database, {}", path.display()),
        None => "the PostgreSQL database of database.url".to_owned(),
    }
}

async fn watched(config: &Config, order: Order) -> anyhow::Result<u8> {
    let bar = progress_bar("bytes")?;
    let answer = answered(config, order, shown_on(&bar)).await;
    bar.finish_and_clear();
    Ok(show(&answer?))
}

/// Asks whoever sits there; who does not, confirms nothing.
pub(super) fn confirmed(question: &str) -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    print!("{question} Type yes: ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    if std::io::stdin().read_line(&mut answer)? == 0 {
        bail!("Nobody answered; nothing was done.");
    }
    Ok(answer.trim().len() > 1 && yes_no(&answer) == Some(true))
}
