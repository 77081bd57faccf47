//! Commands for whoever runs the installation. What changes something is an order: carried out here when the database
//! is free, by the running service when it is not.

use super::ask;
use crate::app::clock::Clock;
use crate::app::office::{Answer, NewShop, Office, Order, Progress, nobody_watches, restore, told, verified};
use crate::config::Config;
use crate::domain::calendar::{DAY, HOUR, MINUTE};
use crate::domain::phone::AREA_CODES;
use crate::programs::program_text;
use crate::store::held::Which;
use crate::store::merchants::Settings;
use crate::store::verify as ledger;
use crate::store::{Store, StoreError, file};
use anyhow::{Context, anyhow, bail};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use rust_decimal::Decimal;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, Subcommand)]
pub enum MerchantCommand {
    /// Add a merchant; prints the owner's one-time claim code.
    Add(Box<AddMerchant>),
    /// List merchants, and numbers that messages came for although nobody has them.
    List,
    /// Change a merchant; what is not named stays as it is.
    Set(Box<SetMerchant>),
    /// Keep what comes in until it is resumed, decide and send nothing.
    Pause { merchant: i64 },
    /// Make a new one-time code; whoever sends it to the shop's number becomes an owner, and nobody stops being one.
    Claim { merchant: i64 },
    /// Serve a paused merchant again.
    Resume { merchant: i64 },
}

#[derive(Debug, Args)]
pub struct AddMerchant {
    /// The shop's name, as customers read it.
    name: String,
    /// Meta's phone number id.
    #[arg(long)]
    phone_number_id: String,
    /// The shop's WhatsApp number, with country code.
    #[arg(long)]
    phone: String,
    /// How to reach a person of the team: shown when a customer asks for one.
    #[arg(long)]
    contact: String,
    /// A preset, or the path of a program file.
    #[arg(long, default_value = "pets")]
    program: String,
    /// A store, as customers read it (its street or quarter); once for each. Default: one with the shop's name.
    #[arg(long = "store")]
    stores: Vec<String>,
    #[arg(long, default_value = "America/Sao_Paulo")]
    zone: String,
    #[arg(long, default_value_t = 11, value_parser = area_code)]
    area_code: u8,
    #[arg(long, default_value = "pt-BR")]
    lang: String,
    /// Price of one marketing message, in reais; without it Meta's rate card decides.
    #[arg(long)]
    announcement_price: Option<Decimal>,
    #[command(flatten)]
    meta: Meta,
}

#[derive(Debug, Args)]
pub struct SetMerchant {
    merchant: i64,
    #[arg(long)]
    name: Option<String>,
    /// Meta's phone number id; what was kept for it because nobody had it is decided then.
    #[arg(long)]
    phone_number_id: Option<String>,
    /// One more store, as customers read it.
    #[arg(long = "add-store", value_name = "NAME", value_parser = store_name)]
    add_stores: Vec<String>,
    /// Another name for a store.
    #[arg(long = "rename-store", value_name = "OLD=NEW", value_parser = renaming)]
    rename_stores: Vec<(String, String)>,
    /// The shop's WhatsApp number, with country code.
    #[arg(long)]
    phone: Option<String>,
    /// How to reach a person of the team.
    #[arg(long)]
    contact: Option<String>,
    /// A preset, or the path of a program file.
    #[arg(long)]
    program: Option<String>,
    #[arg(long)]
    zone: Option<String>,
    #[arg(long, value_parser = area_code)]
    area_code: Option<u8>,
    #[arg(long)]
    lang: Option<String>,
    /// Price of one marketing message, in reais; 0: Meta's rate card decides.
    #[arg(long)]
    announcement_price: Option<Decimal>,
    #[command(flatten)]
    meta: Meta,
    /// Go back to the token of the installation.
    #[arg(long, conflicts_with = "token_file")]
    no_token: bool,
}

/// What a number is at Meta.
#[derive(Debug, Args)]
struct Meta {
    /// Meta's id of the WhatsApp Business Account that the number belongs to.
    #[arg(long)]
    waba: Option<String>,
    /// A name for the business portfolio whose daily allowance the number shares.
    #[arg(long)]
    portfolio: Option<String>,
    /// Messages a second, both directions; 20 for a number that the WhatsApp Business app shares.
    #[arg(long)]
    per_second: Option<i64>,
    /// A file with the number's own token, `-` for standard input; default: the token of the configuration.
    #[arg(long)]
    token_file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// What this version sends, beside what WhatsApp has of it.
    List(WhichMerchant),
    /// Create at WhatsApp what is missing there.
    Push(WhichMerchant),
    /// Read now what WhatsApp has; the service does so at start and once a day.
    Sync(WhichMerchant),
}

#[derive(Debug, Args)]
pub struct WhichMerchant {
    /// Only this merchant.
    #[arg(long)]
    merchant: Option<i64>,
}

#[derive(Debug, Subcommand)]
pub enum OutboxCommand {
    /// What rests, how old it is, and why.
    List,
    /// Let resting bubbles go out.
    Release(WhichBubbles),
    /// Give resting bubbles up.
    Drop(WhichBubbles),
}

#[derive(Debug, Args)]
pub struct WhichBubbles {
    /// Of one merchant only.
    #[arg(long)]
    merchant: Option<i64>,
    /// receipt, answer or announcement only.
    #[arg(long, value_parser = ["receipt", "answer", "announcement"])]
    kind: Option<String>,
    /// Written before so long: 30m, 2h, 3d.
    #[arg(long, value_parser = length)]
    older_than: Option<i64>,
    /// Written since so long: 30m, 2h, 3d.
    #[arg(long, value_parser = length)]
    newer_than: Option<i64>,
    /// Also those that were being sent when the backup was made: people may get them twice.
    #[arg(long)]
    doubtful: bool,
}

pub async fn merchant(config: &Config, command: MerchantCommand) -> anyhow::Result<u8> {
    carry_out(config, order(command)?).await
}

fn order(command: MerchantCommand) -> anyhow::Result<Order> {
    Ok(match command {
        MerchantCommand::List => Order::ListMerchants,
        MerchantCommand::Claim { merchant } => Order::ClaimMerchant { merchant },
        MerchantCommand::Pause { merchant } => Order::PauseMerchant { merchant },
        MerchantCommand::Resume { merchant } => Order::ResumeMerchant { merchant },
        MerchantCommand::Add(new) => Order::AddMerchant(Box::new(NewShop {
            name: new.name,
            phone_number_id: new.phone_number_id,
            phone: new.phone,
            contact: new.contact,
            program: program_text(&new.program)?,
            stores: new.stores,
            zone: new.zone,
            area_code: new.area_code,
            lang: new.lang,
            announcement_price: millionths(new.announcement_price.unwrap_or_default())?,
            settings: new.meta.settings()?,
        })),
        MerchantCommand::Set(set) => {
            let settings = Settings {
                name: set.name,
                phone_number_id: set.phone_number_id,
                add_stores: set.add_stores,
                rename_stores: set.rename_stores,
                phone: set.phone,
                zone: set.zone,
                area_code: set.area_code,
                lang: set.lang,
                contact: set.contact,
                announcement_price: set.announcement_price.map(millionths).transpose()?,
                program: set.program.as_deref().map(program_text).transpose()?,
                ..set.meta.settings()?
            };
            let token = if set.no_token { Some(String::new()) } else { settings.token.clone() };
            let settings = Box::new(Settings { token, ..settings });
            if *settings == Settings::default() {
                bail!("Nothing is to be changed; `fregues merchant set --help` shows what can be.");
            }
            Order::SetMerchant { merchant: set.merchant, settings }
        }
    })
}

impl Meta {
    fn settings(self) -> anyhow::Result<Settings> {
        let token = self.token_file.as_deref().map(read_token).transpose()?;
        let Meta { waba, portfolio, per_second, .. } = self;
        Ok(Settings { waba, portfolio, per_second, token, ..Settings::default() })
    }
}

fn read_token(path: &Path) -> anyhow::Result<String> {
    let read = if path == Path::new("-") {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(path)
    };
    let text = read.with_context(|| format!("{} cannot be read", path.display()))?;
    let token = text.trim().to_owned();
    if token.is_empty() { Err(anyhow!("{} holds no token", path.display())) } else { Ok(token) }
}

fn area_code(text: &str) -> Result<u8, String> {
    let code = text.parse().ok().filter(|code| AREA_CODES.contains(code));
    code.ok_or_else(|| "it must be a Brazilian area code such as 11".to_owned())
}

fn store_name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() { Err("a store needs a name".to_owned()) } else { Ok(name.to_owned()) }
}

/// `Loja=Rua Augusta`.
fn renaming(text: &str) -> Result<(String, String), String> {
    let (old, new) = text.split_once('=').ok_or("it is OLD=NEW: \"Loja=Rua Augusta\"")?;
    Ok((store_name(old)?, store_name(new)?))
}

/// Millionths of a real.
fn millionths(price: Decimal) -> anyhow::Result<i64> {
    let millionths = price.checked_mul(Decimal::from(1_000_000)).map(|millionths| millionths.round());
    let millionths = millionths.and_then(|millionths| i64::try_from(millionths).ok());
    millionths
        .filter(|price| *price >= 0)
        .context("--announcement-price must be a price in reais, such as 0.34")
}

/// `30m`, `2h` or `3d` in ms.
fn length(text: &str) -> Result<i64, String> {
    let unit = match text.chars().last() {
        Some('m') => MINUTE,
        Some('h') => HOUR,
        Some('d') => DAY,
        _ => 0,
    };
    let number = text.get(..text.len().saturating_sub(1)).and_then(|digits| digits.parse::<i64>().ok());
    let ms = number.filter(|number| *number >= 0 && unit > 0).and_then(|number| number.checked_mul(unit));
    ms.ok_or_else(|| "a length of time is a number and m, h or d: 30m, 2h, 3d".to_owned())
}

pub async fn template(config: &Config, command: TemplateCommand) -> anyhow::Result<u8> {
    let order = match command {
        TemplateCommand::List(WhichMerchant { merchant }) => Order::ListTemplates { merchant },
        TemplateCommand::Push(WhichMerchant { merchant }) => Order::PushTemplates { merchant },
        TemplateCommand::Sync(WhichMerchant { merchant }) => Order::SyncTemplates { merchant },
    };
    carry_out(config, order).await
}

pub async fn outbox(config: &Config, command: OutboxCommand) -> anyhow::Result<u8> {
    let order = match command {
        OutboxCommand::List => Order::ListHeld,
        OutboxCommand::Release(which) => Order::ReleaseHeld(which.into()),
        OutboxCommand::Drop(which) => Order::DropHeld(which.into()),
    };
    carry_out(config, order).await
}

impl From<WhichBubbles> for Which {
    fn from(which: WhichBubbles) -> Which {
        let class = which.kind.map(|kind| match kind.as_str() {
            "receipt" => "A".to_owned(),
            "announcement" => "B".to_owned(),
            _ => "C".to_owned(),
        });
        let WhichBubbles { merchant, older_than, newer_than, doubtful, .. } = which;
        Which { merchant, class, older_than, newer_than, doubtful }
    }
}

/// Only reads, so that nobody who has the database needs to be asked: it may be the demo, which takes no orders.
pub async fn verify(config: &Config) -> anyhow::Result<u8> {
    somewhere(config).await?;
    let (url, bar) = (config.database.url.reveal(), progress_bar("transactions")?);
    let (store, report) = match Store::open(url, config.database.connections).await {
        Ok(store) => {
            let report = verified(&store, &Clock::system(), shown_on(&bar)).await;
            (store, report)
        }
        Err(StoreError::InUse(_)) => {
            let (store, shown) = (Store::look(url).await?, shown_on(&bar));
            let report = ledger::verify(&store, move |done, all| shown(done, all)).await;
            (store, report)
        }
        Err(error) => return Err(error.into()),
    };
    bar.finish_and_clear();
    store.close().await;
    Ok(show(&told(&report?)))
}

pub async fn back_up(config: &Config, to: &Path) -> anyhow::Result<u8> {
    // The service has a folder of its own, so it is told the whole path.
    let to = std::path::absolute(to).with_context(|| format!("{} is no path", to.display()))?;
    carry_out(config, Order::Backup { to }).await
}

/// A backup becomes the database; without one, what another tool restored is laid to rest.
pub async fn restore(config: &Config, backup: Option<&Path>) -> anyhow::Result<u8> {
    let answer = match (file::path(config.database.url.reveal()), backup) {
        (Some(database), Some(backup)) => restore_file(config, backup, &database).await?,
        (Some(_), None) => bail!("Which backup? `fregues restore FILE` makes FILE the database."),
        (None, Some(backup)) => bail!(
            "PostgreSQL restores its own copies: pg_restore {} into an empty database, then run `fregues restore` \
             without a file, before the service starts.",
            backup.display()
        ),
        (None, None) => {
            alone(config).await?;
            let store = super::open(config).await?;
            let app = super::build(config, store, Clock::system())?;
            let answer = restore::lay_to_rest(&app).await?;
            app.store.close().await;
            answer
        }
    };
    Ok(show(&answer))
}

async fn restore_file(config: &Config, backup: &Path, database: &Path) -> anyhow::Result<Answer> {
    let place = restore::fetch(backup, database).await?;
    let store = Store::open(&format!("sqlite:{}", place.display()), 1).await?;
    let app = super::build(config, store, Clock::system())?;
    let mut answer = restore::lay_to_rest(&app).await?;
    if answer.fine {
        restore::put_in_place(app.store, &place, database).await?;
        answer.lines.push(format!("{} is restored; start the service when you like.", database.display()));
    } else {
        app.store.close().await;
        file::discard(&place);
        answer.lines.push(format!("{} does not add up and was not restored.", backup.display()));
    }
    Ok(answer)
}

/// Here when the database is free; by the service that has it otherwise.
pub(super) async fn carry_out(config: &Config, order: Order) -> anyhow::Result<u8> {
    Ok(show(&answered(config, order, nobody_watches()).await?))
}

pub(super) async fn answered(config: &Config, order: Order, progress: Progress) -> anyhow::Result<Answer> {
    if !matches!(order, Order::AddMerchant(_)) {
        somewhere(config).await?;
    }
    let answer = match Store::open(config.database.url.reveal(), config.database.connections).await {
        Ok(store) => {
            let (clock, seal) = (Clock::system(), config.seal()?);
            let graph = super::graph(config, &store, &clock)?;
            let (leaving, private_hooks) = (super::leaving(config), config.hooks.private);
            let office = Office { store, clock, seal, graph, leaving, private_hooks, progress };
            let answer = office.carry_out(order).await;
            office.store.close().await;
            answer?
        }
        Err(StoreError::InUse(_)) => ask::office(config, &super::secrets(config)?, &order).await?,
        Err(error) => return Err(error.into()),
    };
    Ok(answer)
}

/// A command in the wrong folder, or with the address of another database, must not begin one there and find it in
/// order.
async fn somewhere(config: &Config) -> anyhow::Result<()> {
    let url = config.database.url.reveal();
    if let Some(path) = file::path(url).filter(|path| !path.exists()) {
        bail!(
            "There is no database at {}. Is this the right folder, or is --config missing? `fregues setup` and \
             `fregues merchant add` begin one.",
            std::path::absolute(&path).unwrap_or(path).display()
        );
    }
    match Store::look(url).await {
        Ok(store) => store.close().await,
        Err(fault @ StoreError::Empty(_)) => bail!(
            "Nothing was done: {fault}. Is it the right one? `fregues setup`, `fregues merchant add` and `fregues \
             serve` make them."
        ),
        Err(fault) => return Err(fault.into()),
    }
    Ok(())
}

/// What is laid to rest must not be on its way already: a service that runs would send it meanwhile.
async fn alone(config: &Config) -> anyhow::Result<()> {
    let store = match Store::look(config.database.url.reveal()).await {
        Err(fault @ StoreError::Empty(_)) => {
            bail!("Nothing was done: {fault}. Fill it with pg_restore first, then run `fregues restore`.")
        }
        opened => opened?,
    };
    let company = store.company().await;
    store.close().await;
    match company? {
        0 => Ok(()),
        others => bail!(
            "Nothing was done: a service is at work in this database ({others} connections called fregues), and sends \
             what was to be laid to rest. Stop it, on every machine, then run `fregues restore` again."
        ),
    }
}

/// A bar that counts these; only where somebody looks.
pub(super) fn progress_bar(what: &str) -> anyhow::Result<ProgressBar> {
    let bar = if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
    bar.set_style(ProgressStyle::with_template(&format!("{{bar:40}} {{pos}}/{{len}} {what}"))?);
    Ok(bar)
}

/// Moves the bar as far as the work has come.
pub(super) fn shown_on(bar: &ProgressBar) -> Progress {
    let bar = bar.clone();
    Arc::new(move |done, all| {
        bar.set_length(u64::try_from(all).unwrap_or(0));
        bar.set_position(u64::try_from(done).unwrap_or(0));
    })
}

pub(super) fn show(answer: &Answer) -> u8 {
    for line in &answer.lines {
        println!("{line}");
    }
    u8::from(!answer.fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read() {
        for (text, ms) in [("30m", 1_800_000), ("2h", 7_200_000), ("3d", 259_200_000), ("0m", 0)] {
            assert_eq!(length(text), Ok(ms), "{text}");
        }
        for bad in ["", "h", "2", "2w", "-1h", "1.5h", "9999999999999999d", "é"] {
            assert!(length(bad).is_err(), "{bad}");
        }
    }
}
