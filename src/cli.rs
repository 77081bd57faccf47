//! The command line: what each command is called, what it takes, and which room does it.

mod ask;
mod build;
mod figures;
mod hear;
mod hooks;
mod keys;
mod letters;
mod members;
mod moving;
mod office;

use crate::app::clock::Clock;
use crate::app::words;
use crate::config::{self, Config, LogFormat};
use crate::dialogue::copy::{Copy, Reader};
use crate::dialogue::regulation::regulation;
use crate::domain::calendar::Zone;
use crate::domain::lang::Lang;
use crate::domain::program::Program;
use crate::emulator::{Account, Emulator, Settings};
use crate::process::{self, log_panics_by_place, random, start_logging, until_told};
use crate::programs::{PRESETS, program_text};
use crate::store::Store;
use crate::{costs, demo, play, poster, report, setup};
use anyhow::{Context, anyhow, bail};
use build::{build, graph, leaving, secrets};
use clap::{Args, Parser, Subcommand};
use hear::HearOptions;
use hooks::HookCommand;
use keys::KeyCommand;
use letters::MailCommand;
use members::MemberCommand;
use moving::{ExportOptions, ImportOptions};
use office::{MerchantCommand, OutboxCommand, TemplateCommand};
use std::path::{Path, PathBuf};
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
    /// Move the secrets of the configuration file into a folder, one file each, for systemd or a container; prints the
    /// variables that name them.
    Secrets {
        /// Where to; made for its owner alone.
        folder: PathBuf,
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
    /// Templates: what is sent to closed chats, and what WhatsApp says of it.
    #[command(subcommand)]
    Template(TemplateCommand),
    /// Keys of tills and web shops, which sell through the API.
    #[command(subcommand)]
    Key(KeyCommand),
    /// Customers who ask what is kept of them, or to be forgotten.
    #[command(subcommand)]
    Member(MemberCommand),
    /// Letters: what came back.
    #[command(subcommand)]
    Mail(MailCommand),
    /// Webhooks out: who is told what happens.
    #[command(subcommand)]
    Hook(HookCommand),
    /// What rests after a pause, a restore or a refused announcement: list it, let it go, give it up.
    #[command(subcommand)]
    Outbox(OutboxCommand),
    /// Write everything a shop has into one file, also while the service runs.
    Export(ExportOptions),
    /// Bring a shop in from its export, or customers and their balances along from another system: shows what the file
    /// would bring, asks, and brings it.
    Import(ImportOptions),
    /// Copy the database to a file, also while the service runs.
    Backup {
        /// Where to; nothing there is overwritten.
        file: PathBuf,
    },
    /// Make a backup the database; what was on its way then rests until somebody decides.
    Restore {
        /// The backup; leave it out for a PostgreSQL database that pg_restore has filled.
        file: Option<PathBuf>,
    },
    /// Ask the service whether it is ready: exit code 0 or 1, for containers.
    Healthcheck,
    /// Programs: the presets that ship, and checking one of your own.
    #[command(subcommand)]
    Program(ProgramCommand),
    /// Hear a message, or JSON lines {"text","role","lang"}: prints {"intent","slots"}, and why with --explain.
    Hear(HearOptions),
    /// Play transcripts and print where they differ.
    Play(play::Options),
    /// The WhatsApp Cloud API emulator alone.
    Emulator(EmulatorOptions),
    /// Close a month: what members had, were given, used and lost, for each store.
    Report(report::Options),
    /// What a month of messages costs.
    Costs(costs::Options),
    /// A page to print for the counter, with the code that opens the chat with the shop.
    Poster {
        /// Whose; not needed where there is one shop.
        #[arg(long)]
        merchant: Option<i64>,
        /// Where to write it, as SVG.
        #[arg(long, default_value = "poster.svg")]
        out: PathBuf,
    },
    /// Recompute the whole ledger and check it against everything stored.
    Verify,
}

#[derive(Debug, Subcommand)]
enum ProgramCommand {
    /// The presets that ship.
    List,
    /// Print a preset.
    Show { name: String },
    /// Check a program file: every fault, or what it promises in plain words.
    Check {
        path: PathBuf,
        /// Language of the promises: pt-BR, es or en.
        #[arg(long, default_value = "pt-BR", value_parser = language)]
        lang: Lang,
    },
}

#[derive(Debug, Args)]
struct EmulatorOptions {
    /// Where the Graph API and the page of phones are served; loopback only.
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: std::net::SocketAddr,
    /// Where webhooks go, until setup registers another address; default: http://127.0.0.1:8080/webhook.
    #[arg(long)]
    webhook: Option<String>,
    /// Signs webhooks.
    #[arg(long, default_value = "emulator")]
    app_secret: String,
    /// The bearer token requests must carry.
    #[arg(long, default_value = "emulator")]
    token: String,
    /// Begin as on the first day with a new number: not registered, no webhook, an empty profile.
    #[arg(long)]
    new: bool,
    /// How many numbers there are, for as many shops; the page adds more.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=9))]
    numbers: u8,
    /// Where numbers, people, templates and chats are kept, so that it goes on after a stop; --new begins anew.
    #[arg(long, default_value = "fregues-data/emulator.json")]
    state: PathBuf,
    /// A world (TOML) whose shop and people to put in; default: the demo's.
    #[arg(long)]
    world: Option<PathBuf>,
}

/// Runs one command. The number is the exit code.
pub async fn run(cli: Cli) -> anyhow::Result<u8> {
    match cli.command {
        Command::Demo(options) => demo::run(options).await.map(|()| 0),
        Command::Init { path } => init(&path),
        Command::Play(options) => play::run(options).await,
        Command::Emulator(options) => emulator_alone(options).await.map(|()| 0),
        Command::Hear(options) => hear::lines(&options).map(|()| 0),
        Command::Program(command) => program(&command),
        Command::Config { check } => Ok(print_config(&load(cli.config.as_deref())?, check)),
        Command::Serve => serve(&load(cli.config.as_deref())?).await.map(|()| 0),
        Command::Secrets { folder } => move_secrets(&path_of(cli.config), &folder),
        Command::Setup(options) => setup::steps::run(&path_of(cli.config), options, build).await,
        Command::Doctor { merchant } => doctor(&path_of(cli.config), merchant).await,
        Command::Merchant(command) => office::merchant(&for_people(cli.config.as_deref())?, command).await,
        Command::Template(command) => office::template(&for_people(cli.config.as_deref())?, command).await,
        Command::Key(command) => keys::key(&for_people(cli.config.as_deref())?, command).await,
        Command::Member(command) => members::member(&for_people(cli.config.as_deref())?, command).await,
        Command::Mail(command) => letters::mail(&for_people(cli.config.as_deref())?, command).await,
        Command::Hook(command) => hooks::hook(&for_people(cli.config.as_deref())?, command).await,
        Command::Outbox(command) => office::outbox(&for_people(cli.config.as_deref())?, command).await,
        Command::Report(options) => {
            figures::report(&load(cli.config.as_deref())?, &options).await.map(|()| 0)
        }
        Command::Costs(options) => figures::costs(&load(cli.config.as_deref())?, &options).await.map(|()| 0),
        Command::Poster { merchant, out } => {
            write_poster(&load(cli.config.as_deref())?, merchant, &out).await.map(|()| 0)
        }
        Command::Export(options) => moving::export(&load(cli.config.as_deref())?, &options).await,
        Command::Import(options) => moving::import(&for_people(cli.config.as_deref())?, options).await,
        Command::Backup { file } => office::back_up(&for_people(cli.config.as_deref())?, &file).await,
        Command::Restore { file } => {
            office::restore(&for_people(cli.config.as_deref())?, file.as_deref()).await
        }
        Command::Healthcheck => healthcheck(&load(cli.config.as_deref())?).await,
        Command::Verify => office::verify(&for_people(cli.config.as_deref())?).await,
    }
}

fn load(path: Option<&std::path::Path>) -> anyhow::Result<Config> {
    Config::load(path).map_err(|faults| anyhow!(faults.join("\n")))
}

/// The file that is written to where none is named.
fn path_of(named: Option<PathBuf>) -> PathBuf {
    named.unwrap_or_else(|| PathBuf::from(config::FILE))
}

/// The configuration of a command that people read the answer of.
fn for_people(path: Option<&std::path::Path>) -> anyhow::Result<Config> {
    let config = load(path)?;
    start_logging(config.log.format, &config.log.level);
    Ok(config)
}

async fn doctor(path: &std::path::Path, merchant: Option<i64>) -> anyhow::Result<u8> {
    let config = load(path.exists().then_some(path))?;
    let mut tell = |line| println!("{line}");
    let well = setup::doctor::examine(&config, path, merchant, &Clock::system(), &mut tell).await?;
    Ok(u8::from(!well))
}

/// What is said, with what the shop changed.
fn copy(config: &Config) -> anyhow::Result<Copy> {
    words::copy(config.words.folder().as_deref()).map_err(|faults| anyhow!(faults.join("\n")))
}

/// The database for who only reads: it may be asked beside a running service.
async fn look(config: &Config) -> anyhow::Result<Store> {
    let store = Store::look(config.database.url.reveal()).await;
    let found = setup::local::database(&store).await;
    store.ok().filter(|_| !found.is_bad()).ok_or_else(|| anyhow!("{found}"))
}

async fn write_poster(config: &Config, merchant: Option<i64>, out: &std::path::Path) -> anyhow::Result<()> {
    let store = look(config).await?;
    let shops = setup::shop::all(&store).await;
    store.close().await;
    let shop = poster::whose(shops?.into_iter().map(|(shop, _)| shop).collect(), merchant)?;
    let copy = copy(config)?;
    let page = poster::poster(&shop, &copy)?;
    std::fs::write(out, page).with_context(|| format!("{} cannot be written", out.display()))?;
    println!("{} is written: open it in a browser and print it on A4.", out.display());
    println!("It leads to {}", poster::link(&shop, &copy));
    Ok(())
}

async fn healthcheck(config: &Config) -> anyhow::Result<u8> {
    println!("{}", ask::ready(config).await?);
    Ok(0)
}

fn init(path: &std::path::Path) -> anyhow::Result<u8> {
    let (_, fresh) = setup::file::File::begin(path)?;
    if !fresh {
        bail!("{} is there already; nothing was written.", path.display());
    }
    println!("{} is written. Fill in [whatsapp], then run: fregues config --check", path.display());
    Ok(0)
}

fn move_secrets(path: &std::path::Path, folder: &std::path::Path) -> anyhow::Result<u8> {
    for variable in setup::secrets::move_out(path, folder)? {
        println!("{variable}");
    }
    eprintln!("{} holds no secret any more; the variables above lead to where they are.", path.display());
    Ok(0)
}

fn print_config(config: &Config, check: bool) -> u8 {
    println!("{config}");
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
        .with_context(|| taken("server.listen", &config.server.listen))?;
    tracing::info!(address = %listener.local_addr()?, "serving");
    let stop = CancellationToken::new();
    if !config.server.office.is_empty() {
        let office = tokio::net::TcpListener::bind(&config.server.office)
            .await
            .with_context(|| taken("server.office", &config.server.office))?;
        tracing::info!(address = %office.local_addr()?, "the office is open");
        tokio::spawn(process::office(app.clone(), office, stop.clone()));
    }
    tokio::spawn(until_told(stop.clone()));
    process::serve(app, listener, stop).await
}

fn taken(setting: &str, address: &str) -> String {
    format!("{address} cannot be listened on; another program may have it: give {setting} another port")
}

async fn open(config: &Config) -> anyhow::Result<Store> {
    Ok(Store::open(config.database.url.reveal(), config.database.connections).await?)
}

async fn emulator_alone(options: EmulatorOptions) -> anyhow::Result<()> {
    if !options.listen.ip().is_loopback() {
        bail!("--listen must be a loopback address: the emulator has no password.");
    }
    start_logging(LogFormat::Text, "info");
    let clock = Clock::system();
    let emulator = Emulator::new(Settings {
        app_secret: options.app_secret.clone(),
        webhook: options.webhook.clone().unwrap_or_else(|| "http://127.0.0.1:8080/webhook".to_owned()),
        token: options.token.clone(),
        seed: random()?,
        now: Arc::new(move || clock.now()),
        per_second: 80,
        pair_limit: true,
        allowance: 250,
        typing_pause: true,
    });
    let goes_on = begin(&emulator, &options)?;
    let listener = tokio::net::TcpListener::bind(options.listen)
        .await
        .with_context(|| taken("--listen", &options.listen.to_string()))?;
    let address = listener.local_addr()?;
    println!("The emulator is at http://{address}");
    if options.new {
        println!("Set it up with: fregues setup --api http://{address}");
    } else if goes_on {
        println!("It goes on from {}; --new begins anew", options.state.display());
    }
    let stop = CancellationToken::new();
    tokio::spawn(until_told(stop.clone()));
    tokio::spawn(emulator.clone().run(stop.clone()));
    let served =
        axum::serve(listener, emulator.router()).with_graceful_shutdown(stop.clone().cancelled_owned());
    let kept = async {
        let kept = emulator.clone().keep(&options.state, stop).await;
        kept.with_context(|| format!("{} cannot be written", options.state.display()))
    };
    tokio::try_join!(async { served.await.map_err(Into::into) }, kept).map(|_| ())
}

/// Puts numbers and people in: those that were kept, which is answered, or a world's.
fn begin(emulator: &Emulator, options: &EmulatorOptions) -> anyhow::Result<bool> {
    let kept = options.state.display();
    let goes_on = options.state.exists() && !options.new;
    if goes_on {
        if options.world.is_some() {
            bail!(
                "{kept} keeps an emulator already: give another --state, or --new to begin anew with --world."
            );
        }
        let resumed = emulator.resume(&options.state);
        resumed.with_context(|| format!("{kept} is not what an emulator keeps; --new begins anew"))?;
    } else {
        let text = match &options.world {
            Some(path) => {
                std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?
            }
            None => demo::WORLD.to_owned(),
        };
        play::world::World::read(&text).map_err(|fault| anyhow!(fault))?.populate(emulator);
    }
    if let Some(webhook) = &options.webhook {
        emulator.set_webhook(webhook.clone());
    }
    if options.new {
        emulator.set_account(Account::fresh());
    }
    for _ in emulator.numbers().len()..usize::from(options.numbers) {
        emulator.add_next_number(None);
    }
    Ok(goes_on)
}

fn program(command: &ProgramCommand) -> anyhow::Result<u8> {
    match command {
        ProgramCommand::List => PRESETS.iter().for_each(|(name, _)| println!("{name}")),
        ProgramCommand::Show { name } => print!("{}", program_text(name)?),
        ProgramCommand::Check { path, lang } => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            return match Program::read(&text) {
                Ok(program) => check_program(path, &program, *lang).map(|()| 0),
                Err(faults) => {
                    for fault in &faults {
                        eprintln!("✘ {fault}");
                    }
                    Ok(1)
                }
            };
        }
    }
    Ok(0)
}

fn language(tag: &str) -> anyhow::Result<Lang> {
    Lang::from_tag(tag).with_context(|| format!("{tag:?} is no language: pt-BR, es or en"))
}

/// What a program promises, in the words its customers read, and what the law may have to say of it.
fn check_program(path: &Path, program: &Program, lang: Lang) -> anyhow::Result<()> {
    let copy = Copy::embedded().map_err(|faults| anyhow!(faults.join("\n")))?;
    let zone = Zone::named("America/Sao_Paulo").map_err(|says| anyhow!(says))?;
    let now = Clock::system().now();
    let reader = Reader { lang, zone, now, unit: program.unit };
    for line in regulation(program, lang, zone, now) {
        println!("{}", copy.line(&line, reader).replace('*', ""));
    }
    for warning in program.warnings() {
        eprintln!("⚠ {}", warning.says());
    }
    println!("✔ {} can be used", path.display());
    Ok(())
}
