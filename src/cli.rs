//! The command line: what each command is called, what it takes, and which room does it.

use crate::app::clock::Clock;
use crate::app::{App, Parts};
use crate::config::{self, Config, EXAMPLE, LogFormat};
use crate::dialogue::hear::{Ears, Role, Setting, hear};
use crate::domain::code::Dice;
use crate::domain::lang::Lang;
use crate::domain::meter::Tariff;
use crate::domain::money::Money;
use crate::domain::phone::Phone;
use crate::domain::program::Program;
use crate::emulator::{Account, Emulator, Settings};
use crate::process::{self, log_panics_by_place, random, start_logging, until_told};
use crate::programs::{PRESETS, program_text};
use crate::setup::shop::spaced;
use crate::store::merchants::{self, NewMerchant};
use crate::store::{Store, verify};
use crate::whatsapp::client::Client;
use crate::whatsapp::signature::Secrets;
use crate::{demo, play, report, setup};
use anyhow::{Context, anyhow, bail};
use clap::{Args, Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// A WhatsApp loyalty assistant for shops.
#[derive(Debug, Parser)]
#[command(name = "fregues", version)]
pub struct Cli {
    /// Configuration file (default: fregues.toml, when it is there).
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Everything on this machine: service, WhatsApp emulator, phones on a page, a seeded shop.
    Demo(demo::Options),
    /// The service: webhook, turns, sending.
    Serve,
    /// Write a commented configuration file.
    Init {
        /// Where to write it.
        #[arg(default_value = config::FILE)]
        path: PathBuf,
    },
    /// Print the configuration in force, secrets redacted.
    Config {
        /// Exit with 1 when the service would not start with it.
        #[arg(long)]
        check: bool,
    },
    /// Set up a real number, step by step; goes on where it stopped.
    Setup(setup::steps::Options),
    /// Look at everything a real number needs, one line each; exits with 1 when something is wrong.
    Doctor {
        /// Only this merchant.
        #[arg(long)]
        merchant: Option<i64>,
    },
    /// Merchants: who uses this installation.
    #[command(subcommand)]
    Merchant(MerchantCommand),
    /// Programs: the presets that ship, and checking one of your own.
    #[command(subcommand)]
    Program(ProgramCommand),
    /// Read JSON lines {"text","role","lang"}, print what is heard: {"intent","slots"}.
    Hear(HearOptions),
    /// Play transcripts and print where they differ.
    Play(play::Options),
    /// The WhatsApp Cloud API emulator alone.
    Emulator(EmulatorOptions),
    /// What a month of messages costs.
    Report(report::Options),
    /// Recompute the whole ledger and check it against everything stored.
    Verify,
}

#[derive(Debug, Subcommand)]
enum MerchantCommand {
    /// Add a merchant; prints the owner's one-time claim code.
    Add(Box<AddMerchant>),
    /// List merchants.
    List,
}

#[derive(Debug, Args)]
struct AddMerchant {
    /// The shop's name, as customers read it.
    name: String,
    /// Meta's phone number id.
    #[arg(long)]
    phone_number_id: String,
    /// Meta's id of the WhatsApp Business Account that the number belongs to.
    #[arg(long)]
    waba: Option<String>,
    /// The shop's WhatsApp number, with country code.
    #[arg(long)]
    phone: String,
    /// How to reach a person of the team: shown when a customer asks for one.
    #[arg(long)]
    contact: String,
    /// A preset, or the path of a program file.
    #[arg(long, default_value = "pets")]
    program: String,
    /// Stores; at least one.
    #[arg(long = "store", default_value = "Loja")]
    stores: Vec<String>,
    #[arg(long, default_value = "America/Sao_Paulo")]
    zone: String,
    #[arg(long, default_value_t = 11)]
    area_code: u8,
    #[arg(long, default_value = "pt-BR")]
    lang: String,
    /// Price of one marketing message, in reais; without it Meta's rate card decides.
    #[arg(long)]
    announcement_price: Option<rust_decimal::Decimal>,
}

#[derive(Debug, Subcommand)]
enum ProgramCommand {
    /// The presets that ship.
    List,
    /// Print a preset.
    Show { name: String },
    /// Check a program file; every fault is named.
    Check { path: PathBuf },
}

#[derive(Debug, Args)]
struct EmulatorOptions {
    /// Where the Graph API and the page of phones are served; loopback only.
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: std::net::SocketAddr,
    /// Where webhooks go.
    #[arg(long, default_value = "http://127.0.0.1:8080/webhook")]
    webhook: String,
    /// Signs webhooks.
    #[arg(long, default_value = "emulator")]
    app_secret: String,
    /// The bearer token requests must carry.
    #[arg(long, default_value = "emulator")]
    token: String,
    /// Begin as on the first day with a new number: not registered, no webhook, an empty profile.
    #[arg(long)]
    new: bool,
    /// A world (TOML) whose shop and people to put in; default: the demo's.
    #[arg(long)]
    world: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct HearOptions {
    /// Role when the line names none: customer, staff or owner.
    #[arg(long, default_value = "customer")]
    role: String,
    #[arg(long, default_value = "pt-BR")]
    lang: String,
    /// Area code of the shop.
    #[arg(long, default_value_t = 11)]
    ddd: u8,
}

/// Runs one command. The number is the exit code.
pub async fn run(cli: Cli) -> anyhow::Result<u8> {
    match cli.command {
        Command::Demo(options) => demo::run(options).await.map(|()| 0),
        Command::Init { path } => init(&path),
        Command::Play(options) => play::run(options).await,
        Command::Emulator(options) => emulator_alone(options).await.map(|()| 0),
        Command::Hear(options) => hear_lines(&options).map(|()| 0),
        Command::Program(command) => program(&command),
        Command::Config { check } => Ok(print_config(&load(cli.config.as_deref())?, check)),
        Command::Serve => serve(&load(cli.config.as_deref())?).await.map(|()| 0),
        Command::Setup(options) => setup::steps::run(&path_of(cli.config), options, build).await,
        Command::Doctor { merchant } => doctor(&path_of(cli.config), merchant).await,
        Command::Merchant(command) => merchant(&load(cli.config.as_deref())?, command).await.map(|()| 0),
        Command::Report(options) => print_report(&load(cli.config.as_deref())?, &options).await.map(|()| 0),
        Command::Verify => verify_ledger(&load(cli.config.as_deref())?).await,
    }
}

fn load(path: Option<&std::path::Path>) -> anyhow::Result<Config> {
    Config::load(path).map_err(|faults| anyhow!(faults.join("\n")))
}

/// The file that is written to where none is named.
fn path_of(named: Option<PathBuf>) -> PathBuf {
    named.unwrap_or_else(|| PathBuf::from(config::FILE))
}

async fn doctor(path: &std::path::Path, merchant: Option<i64>) -> anyhow::Result<u8> {
    let config = load(path.exists().then_some(path))?;
    let mut tell = |line| println!("{line}");
    let well = setup::doctor::examine(&config, path, merchant, &Clock::system(), &mut tell).await?;
    Ok(u8::from(!well))
}

fn init(path: &std::path::Path) -> anyhow::Result<u8> {
    if path.exists() {
        bail!("{} is there already; nothing was written.", path.display());
    }
    std::fs::write(path, EXAMPLE).with_context(|| format!("{} cannot be written", path.display()))?;
    println!("{} is written. Fill in [whatsapp], then run: fregues config --check", path.display());
    Ok(0)
}

fn print_config(config: &Config, check: bool) -> u8 {
    println!("{config:#?}");
    let faults = config.faults();
    for fault in &faults {
        eprintln!("✘ {fault}");
    }
    if faults.is_empty() {
        println!("✔ the service can start with this");
    }
    u8::from(check && !faults.is_empty())
}

async fn serve(config: &Config) -> anyhow::Result<()> {
    start_logging(config.log.format, &config.log.level);
    log_panics_by_place();
    let faults = config.faults();
    if !faults.is_empty() {
        bail!("The service does not start:\n{}", faults.join("\n"));
    }
    let store = open(config).await?;
    let app = build(config, store, Clock::system())?;
    let listener = tokio::net::TcpListener::bind(&config.server.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", config.server.listen))?;
    tracing::info!(address = %listener.local_addr()?, "serving");
    let stop = CancellationToken::new();
    tokio::spawn(until_told(stop.clone()));
    process::serve(app, listener, stop).await
}

async fn open(config: &Config) -> anyhow::Result<Store> {
    Ok(Store::open(config.database.url.reveal(), config.database.connections).await?)
}

fn build(config: &Config, store: Store, clock: Clock) -> anyhow::Result<App> {
    let whatsapp = &config.whatsapp;
    let secrets = [&whatsapp.app_secret, &whatsapp.app_secret_previous];
    let secrets = secrets.iter().map(|secret| secret.reveal().to_owned()).filter(|secret| !secret.is_empty());
    App::new(Parts {
        store,
        clock,
        client: Client::new(&whatsapp.api, &whatsapp.version)?,
        token: whatsapp.token.reveal().to_owned(),
        secrets: Secrets::new(secrets.collect()).map_err(|fault| anyhow!(fault))?,
        verify_token: whatsapp.verify_token.reveal().to_owned(),
        exchange: config.meter.reais_per_unit,
        seed: whatsapp.app_secret.reveal().as_bytes().to_vec(),
    })
    .map_err(|faults| anyhow!(faults.join("\n")))
}

async fn emulator_alone(options: EmulatorOptions) -> anyhow::Result<()> {
    if !options.listen.ip().is_loopback() {
        bail!("--listen must be a loopback address: the emulator has no password.");
    }
    start_logging(LogFormat::Text, "info");
    let text = match &options.world {
        Some(path) => {
            std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?
        }
        None => demo::WORLD.to_owned(),
    };
    let clock = Clock::system();
    let emulator = Emulator::new(Settings {
        app_secret: options.app_secret,
        webhook: options.webhook,
        token: options.token,
        seed: random()?,
        now: Arc::new(move || clock.now()),
        per_second: 80,
        pair_limit: true,
        allowance: 250,
        typing_pause: true,
    });
    play::world::World::read(&text).map_err(|fault| anyhow!(fault))?.populate(&emulator);
    if options.new {
        emulator.set_account(Account::fresh());
    }
    let listener = tokio::net::TcpListener::bind(options.listen).await?;
    let address = listener.local_addr()?;
    println!("The emulator is at http://{address}");
    if options.new {
        println!("Set it up with: fregues setup --api http://{address}");
    }
    let stop = CancellationToken::new();
    tokio::spawn(until_told(stop.clone()));
    tokio::spawn(emulator.clone().run(stop.clone()));
    axum::serve(listener, emulator.router()).with_graceful_shutdown(stop.cancelled_owned()).await?;
    Ok(())
}

async fn merchant(config: &Config, command: MerchantCommand) -> anyhow::Result<()> {
    start_logging(config.log.format, &config.log.level);
    let store = open(config).await?;
    match command {
        MerchantCommand::Add(new) => add_merchant(&store, *new).await?,
        MerchantCommand::List => {
            for (shop, claim) in store.read(|tx| Box::pin(merchants::list(tx))).await? {
                let owner = claim
                    .map_or_else(|| "claimed".to_owned(), |code| format!("claim code {}", spaced(&code)));
                println!(
                    "{}  {}  {}  {}  {owner}",
                    shop.id,
                    shop.name,
                    shop.phone_number_id,
                    shop.zone.name()
                );
            }
        }
    }
    store.close().await;
    Ok(())
}

async fn add_merchant(store: &Store, new: AddMerchant) -> anyhow::Result<()> {
    let program = program_text(&new.program)?;
    Program::read(&program).map_err(|faults| anyhow!("the program is refused:\n{}", faults.join("\n")))?;
    let phone = Phone::canonical(&new.phone).context("--phone must be a number with its country code")?;
    let lang = Lang::from_tag(&new.lang).context("--lang must be pt-BR, es or en")?;
    crate::domain::calendar::Zone::named(&new.zone).map_err(|fault| anyhow!(fault))?;
    let price = new.announcement_price.unwrap_or_default();
    let millionths = (price * rust_decimal::Decimal::from(1_000_000)).round();
    let claim = Dice::new(random()?).long_code();
    let row = NewMerchant {
        name: new.name,
        phone_number_id: new.phone_number_id,
        waba: new.waba,
        phone: phone.digits().to_owned(),
        zone: new.zone,
        area_code: new.area_code,
        lang,
        contact: new.contact,
        announcement_price: millionths.try_into().context("--announcement-price is too large")?,
        program,
        stores: new.stores,
        claim: Some(claim.clone()),
        created_at: Clock::system().now(),
    };
    let id = store
        .write(move |tx| Box::pin(async move { merchants::add(tx, &row).await }))
        .await
        .context("The merchant was not added; is that phone number id taken?")?;
    println!("Merchant {id} is added.");
    println!("The owner claims it by sending this code to the shop's number, once: {}", spaced(&claim));
    println!("https://wa.me/{}?text={}", phone.digits(), spaced(&claim));
    Ok(())
}

async fn print_report(config: &Config, options: &report::Options) -> anyhow::Result<()> {
    let tariff = Tariff::embedded(config.meter.reais_per_unit).map_err(|fault| anyhow!(fault))?;
    print!("{}", report::report(&open(config).await?, options, &tariff).await?);
    Ok(())
}

fn program(command: &ProgramCommand) -> anyhow::Result<u8> {
    match command {
        ProgramCommand::List => PRESETS.iter().for_each(|(name, _)| println!("{name}")),
        ProgramCommand::Show { name } => print!("{}", program_text(name)?),
        ProgramCommand::Check { path } => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            if let Err(faults) = Program::read(&text) {
                for fault in &faults {
                    eprintln!("✘ {fault}");
                }
                return Ok(1);
            }
            println!("✔ {} can be used", path.display());
        }
    }
    Ok(0)
}

fn hear_lines(options: &HearOptions) -> anyhow::Result<()> {
    let ears = Ears::embedded().map_err(|faults| anyhow!(faults.join("\n")))?;
    let role = |name: &str| -> anyhow::Result<Role> {
        serde_json::from_value(name.into())
            .with_context(|| format!("{name:?} is no role: customer, staff or owner"))
    };
    let lang =
        |tag: &str| Lang::from_tag(tag).with_context(|| format!("{tag:?} is no language: pt-BR, es or en"));
    let mut out = std::io::stdout().lock();
    for (number, line) in (1..).zip(std::io::stdin().lock().lines()) {
        let line = line?;
        let value: serde_json::Value =
            serde_json::from_str(&line).with_context(|| format!("line {number} is no JSON object"))?;
        let given = |key: &str| value.get(key).and_then(serde_json::Value::as_str);
        let setting = Setting {
            role: role(given("role").unwrap_or(&options.role))?,
            lang: lang(given("lang").unwrap_or(&options.lang))?,
            area_code: options.ddd,
            high_amount: Money::reais(10_000),
        };
        let text = given("text").with_context(|| format!("line {number} has no \"text\""))?;
        let heard = hear(text, &setting, &ears);
        writeln!(out, "{}", serde_json::json!({"intent": heard.intent.label(), "slots": heard.slots}))?;
    }
    Ok(())
}

async fn verify_ledger(config: &Config) -> anyhow::Result<u8> {
    let store = open(config).await?;
    let bar = if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
    bar.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len} transactions")?);
    let shown = Arc::new(bar);
    let bar = shown.clone();
    let report = verify::verify(&store, move |done, all| {
        bar.set_length(u64::try_from(all).unwrap_or(0));
        bar.set_position(u64::try_from(done).unwrap_or(0));
    })
    .await?;
    shown.finish_and_clear();
    for violation in &report.violations {
        println!("✘ {violation}");
    }
    if report.is_clean() {
        for rule in verify::RULES {
            println!("✔ {:<4} {}", rule.name, rule.says);
        }
        println!(
            "✔ {} transfers in {} transactions: every rule holds",
            report.transfers, report.transactions
        );
    }
    Ok(u8::from(!report.is_clean()))
}
