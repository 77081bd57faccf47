//! `fregues setup`: the checks of Meta's side in order, and what to ask or do where one does not hold.
//!
//! What is learnt is written at once, into the configuration or the database, and what holds is not asked again: after
//! Ctrl+C or the end of the input the next run goes on where this one stopped.

use super::file::File;
use super::shop::{self, Known};
use super::terminal::{Stopped, Terminal};
use super::{Check, Number, Subject, Verdict, checks, line, local};
use crate::app::App;
use crate::app::clock::Clock;
use crate::app::tokens::Tokens;
use crate::app::words;
use crate::config::{self, Config};
use crate::store::Store;
use crate::whatsapp::manage::Manager;
use crate::{poster, process};
use anyhow::{Context, anyhow, bail};
use std::path::Path;
use std::pin::Pin;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

#[derive(Debug, Default, clap::Args)]
pub struct Options {
    /// The phone number id to set up, where the installation has or gets several.
    #[arg(long)]
    pub number: Option<String>,
    /// The shop to set up, where there are several already.
    #[arg(long, conflicts_with = "number")]
    pub merchant: Option<i64>,
    /// Where Meta answers: an emulator's address, to try all of this out. Written to the configuration.
    #[arg(long)]
    pub api: Option<String>,
    /// How long to wait for the owner's code, in seconds.
    #[arg(long, default_value_t = 600)]
    pub wait: u64,
}

/// Puts the service together, as `fregues serve` does.
pub type Build = fn(&Config, Store, Clock) -> anyhow::Result<App>;

/// Runs the steps. The number is the exit code: 1 when something is left to be done.
pub async fn run(path: &Path, options: Options, build: Build) -> anyhow::Result<u8> {
    let terminal = Terminal::open();
    let (file, fresh) = File::begin(path)?;
    terminal.say(format_args!(
        "Settings are {} {}; everything learnt here is kept there, and no secret is shown.\n",
        if fresh { "begun in" } else { "in" },
        path.display()
    ));
    let config = read(path)?;
    let mut setup = Setup {
        terminal,
        file,
        config,
        options,
        build,
        clock: Clock::system(),
        number: Number::default(),
        own_token: None,
        store: None,
        shop: None,
        service: None,
        left: Vec::new(),
    };
    let ended = setup.all().await;
    setup.stop().await;
    match ended {
        Ok(()) if setup.left.is_empty() => {
            setup.tell_link()?;
            terminal.say("\nEverything is set up. Start the service with fregues serve; look again with fregues doctor.");
            Ok(0)
        }
        Ok(()) => {
            terminal
                .say(format_args!("\nLeft to do: {}. fregues setup goes on there.", setup.left.join(", ")));
            Ok(1)
        }
        Err(fault) if fault.is::<Stopped>() => {
            terminal.say("\nStopped. Nothing is lost: fregues setup goes on at this step.");
            Ok(1)
        }
        Err(fault) => Err(fault),
    }
}

fn read(path: &Path) -> anyhow::Result<Config> {
    Config::load(Some(path)).map_err(|faults| anyhow!(faults.join("\n")))
}

/// What the environment gives is put right there: written into the file it would not count, and lie there in clear.
pub(super) fn is_ours(section: &str, key: &str) -> anyhow::Result<()> {
    match config::from_environment(section, key) {
        None => Ok(()),
        Some(variable) => bail!(
            "{section}.{key} comes from {variable}, which wins over the file: put the right one there, then run \
             fregues setup again."
        ),
    }
}

/// A run of setup: what is known so far.
pub(super) struct Setup {
    pub terminal: Terminal,
    file: File,
    pub config: Config,
    pub options: Options,
    build: Build,
    clock: Clock,
    pub number: Number,
    /// The token that the shop's number has of its own; empty when it cannot be read.
    pub own_token: Option<String>,
    pub store: Option<Store>,
    pub shop: Option<Known>,
    service: Option<(CancellationToken, JoinHandle<anyhow::Result<()>>)>,
    /// The steps that were passed over.
    pub left: Vec<&'static str>,
}

/// What to do after a remedy was tried.
pub(super) enum Next {
    /// Setup did something: the same fault once more means that it came to nothing.
    Look,
    /// The person did or typed something, perhaps not enough: the same remedy once more.
    Again,
    Leave,
}

type Fix = for<'a> fn(&'a mut Setup) -> Pin<Box<dyn Future<Output = anyhow::Result<Next>> + 'a>>;

impl Setup {
    async fn all(&mut self) -> anyhow::Result<()> {
        self.settle_file()?;
        self.step(&checks::TOKEN, |setup| Box::pin(setup.ask_token())).await?;
        self.step(&checks::APP_SECRET, |setup| Box::pin(setup.ask_secret())).await?;
        self.open().await?;
        if self.own_token.is_some() {
            self.step(&checks::OWN_TOKEN, |setup| Box::pin(setup.ask_own_token())).await?;
        }
        self.step(&checks::NUMBER, |setup| Box::pin(setup.ask_number())).await?;
        self.found_shop().await?;
        self.step(&checks::REGISTRATION, |setup| Box::pin(setup.register())).await?;
        self.serve().await?;
        self.step(&checks::ADDRESS, |setup| Box::pin(setup.ask_address())).await?;
        self.step(&checks::WEBHOOK, |setup| Box::pin(setup.set_webhook())).await?;
        self.step(&checks::SUBSCRIPTION, |setup| Box::pin(setup.subscribe())).await?;
        self.step_or_word(&checks::LIVE_MODE).await?;
        self.step_or_word(&checks::PAYMENT).await?;
        self.step(&checks::LIMIT, |setup| Box::pin(setup.done_elsewhere())).await?;
        self.step(&checks::QUALITY, |setup| Box::pin(setup.done_elsewhere())).await?;
        self.step(&checks::PROFILE, |setup| Box::pin(setup.ask_profile())).await?;
        self.step(&checks::TEMPLATES, |setup| Box::pin(setup.create_templates())).await?;
        self.note_templates().await?;
        self.step(&checks::COMMANDS, |setup| Box::pin(setup.set_commands())).await?;
        self.await_owner().await?;
        self.await_answer().await
    }

    pub fn subject(&self) -> anyhow::Result<Subject> {
        let subject = Subject::new(&self.config, self.number.clone(), self.clock.now())?;
        match &self.own_token {
            Some(token) => subject.with_token(token),
            None => Ok(subject),
        }
    }

    pub fn say(&self, name: &str, verdict: &Verdict) {
        self.terminal.say(line(name, verdict));
    }

    /// Looks, and lets `fix` work until it holds or is left for later. What setup does alone is done once; when Meta
    /// took it and nothing came of it, the person says whether to go on.
    async fn step(&mut self, check: &Check, fix: Fix) -> anyhow::Result<()> {
        let mut before = None;
        loop {
            let verdict = (check.run)(&self.subject()?).await;
            let in_vain = before.as_ref() == Some(&verdict);
            match &verdict {
                Verdict::Good(_) | Verdict::Open(_) => {
                    self.say(check.name, &verdict);
                    return Ok(());
                }
                // Setup is at it already: no need to say that it must be run.
                Verdict::Bad { what, remedy, setup: true } => {
                    self.terminal.say(format_args!("○ {:<15} {what}", check.name));
                    if !remedy.is_empty() {
                        self.terminal.say(format_args!("  → {remedy}"));
                    }
                }
                Verdict::Bad { .. } => self.say(check.name, &verdict),
            }
            let next = if in_vain { self.done_elsewhere().await? } else { fix(self).await? };
            before = match next {
                Next::Look => Some(verdict),
                Next::Again => None,
                Next::Leave => {
                    self.left.push(check.name);
                    return Ok(());
                }
            };
        }
    }

    /// Where Meta does not tell, the person's word counts; a shop that was claimed has shown that it works.
    async fn step_or_word(&mut self, check: &Check) -> anyhow::Result<()> {
        self.step(check, |setup| Box::pin(setup.done_elsewhere())).await?;
        let claimed = self.shop.as_ref().is_some_and(|(_, claim)| claim.is_none());
        let told = self.left.contains(&check.name) || (check.run)(&self.subject()?).await.is_good();
        if told || claimed {
            return Ok(());
        }
        if self.terminal.yes("Is it so?").await? {
            self.say(check.name, &Verdict::Good("as you say".to_owned()));
        } else {
            self.left.push(check.name);
        }
        Ok(())
    }

    /// Writes a setting and reads all of them again: the environment may have the last word.
    pub fn set(&mut self, section: &str, key: &str, text: &str) -> anyhow::Result<()> {
        self.file.set(section, key, text)?;
        self.config = read(self.file.path())?;
        Ok(())
    }

    /// The verify token is nobody's choice, so nobody is asked for one.
    fn settle_file(&mut self) -> anyhow::Result<()> {
        if let Some(api) = self.options.api.clone() {
            Manager::new(&api, &self.config.whatsapp.version, "").with_context(|| {
                format!("--api {api:?} is not taken: it must be an address such as http://127.0.0.1:8090")
            })?;
            self.set("whatsapp", "api", &api)?;
        }
        if self.config.whatsapp.verify_token.reveal().is_empty() {
            is_ours("whatsapp", "verify_token")?;
            let token = format!("{:016x}{:016x}", process::random()?, process::random()?);
            self.set("whatsapp", "verify_token", &token)?;
        }
        Ok(())
    }

    /// The database, and the shop that this is about.
    async fn open(&mut self) -> anyhow::Result<()> {
        let database = &self.config.database;
        let store = Store::open(database.url.reveal(), database.connections).await;
        let store =
            store.context("The database cannot be opened (is fregues serve running? stop it first)")?;
        self.shop = shop::chosen(&store, self.options.number.as_deref(), self.options.merchant).await?;
        if let Some((shop, _)) = &self.shop {
            let tokens = Tokens::new(store.clone(), self.clock.clone(), String::new(), self.config.seal()?);
            self.own_token = match tokens.own(shop.id).await {
                Ok(own) => own.map(|token| token.to_string()),
                Err(why) => {
                    self.say(checks::OWN_TOKEN.name, &local::closed_token(&why, shop.id));
                    Some(String::new())
                }
            };
            let waba = shop.waba.clone().unwrap_or_default();
            let per_second = shop::per_second(&store, shop.id).await?;
            self.number = Number { id: shop.phone_number_id.clone(), waba, lang: shop.lang, per_second };
        }
        self.store = Some(store);
        Ok(())
    }

    async fn found_shop(&mut self) -> anyhow::Result<()> {
        let store = self.store.clone().context("the database is open")?;
        if self.shop.is_none() {
            let number = self.subject()?.manager.number(&self.number.id).await?;
            let known = shop::found(self.terminal, &store, &number, &self.number.waba).await?;
            self.number.lang = known.0.lang;
            self.shop = Some(known);
        }
        if let Some((shop, _)) = &self.shop {
            self.say("shop", &Verdict::Good(format!("{} (merchant {})", shop.name, shop.id)));
        }
        Ok(())
    }

    /// The service itself, so that the address, the first message and the owner's code are the real thing.
    async fn serve(&mut self) -> anyhow::Result<()> {
        let listen = self.config.server.listen.clone();
        let listener = tokio::net::TcpListener::bind(&listen).await.with_context(|| {
            format!(
                "{listen} cannot be listened on. Is fregues serve running? Stop it first. Does another program have \
                 the port? Give server.listen another one in {}, and your proxy the same",
                self.file.path().display()
            )
        })?;
        let store = self.store.clone().context("the database is open")?;
        let app = (self.build)(&self.config, store, self.clock.clone())?;
        let stop = CancellationToken::new();
        self.service = Some((stop.clone(), tokio::spawn(process::serve(app, listener, stop))));
        self.say("service", &Verdict::Good(format!("runs at http://{listen} while this does")));
        Ok(())
    }

    /// Where customers come in.
    fn tell_link(&self) -> anyhow::Result<()> {
        let Some((shop, _)) = &self.shop else { return Ok(()) };
        let copy = words::copy(self.config.words.folder().as_deref())
            .map_err(|faults| anyhow!(faults.join("\n")))?;
        self.terminal.say(format_args!(
            "\nCustomers join at {}\nfregues poster makes the page with its QR code to print.",
            poster::link(shop, &copy)
        ));
        Ok(())
    }

    async fn stop(&mut self) {
        match (self.service.take(), self.store.take()) {
            (Some((stop, service)), _) => {
                stop.cancel();
                // What it was doing is in the database, whatever its end says.
                let _ = service.await;
            }
            (None, Some(store)) => store.close().await,
            (None, None) => {}
        }
    }
}
