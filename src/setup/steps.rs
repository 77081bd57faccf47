//! `fregues setup`: the checks of Meta's side in order, and what to ask or do where one does not hold.
//!
//! What is learnt is written at once, into the configuration or the database, and what holds is not asked again: after
//! Ctrl+C or the end of the input the next run goes on where this one stopped.

use super::file::File;
use super::shop::{self, Known};
use super::terminal::{Stopped, Terminal};
use super::{Check, Number, Subject, Verdict, checks, line, local, remedy, shortcuts, templates};
use crate::app::App;
use crate::app::clock::Clock;
use crate::config::Config;
use crate::process;
use crate::store::{Store, health, merchants};
use crate::whatsapp::manage::{ManageError, Profile};
use anyhow::{Context, anyhow, bail};
use indicatif::ProgressBar;
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

#[derive(Debug, Default, clap::Args)]
pub struct Options {
    /// The phone number id to set up, where the installation has or gets several.
    #[arg(long)]
    pub number: Option<String>,
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
        store: None,
        shop: None,
        service: None,
        left: Vec::new(),
    };
    let ended = setup.all().await;
    setup.stop().await;
    match ended {
        Ok(()) if setup.left.is_empty() => {
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

struct Setup {
    terminal: Terminal,
    file: File,
    config: Config,
    options: Options,
    build: Build,
    clock: Clock,
    number: Number,
    store: Option<Store>,
    shop: Option<Known>,
    service: Option<(CancellationToken, JoinHandle<anyhow::Result<()>>)>,
    /// The steps that were passed over.
    left: Vec<&'static str>,
}

/// What to do after a remedy was tried.
enum Next {
    Look,
    Leave,
}

type Fix = for<'a> fn(&'a mut Setup) -> Pin<Box<dyn Future<Output = anyhow::Result<Next>> + 'a>>;

impl Setup {
    async fn all(&mut self) -> anyhow::Result<()> {
        self.settle_file()?;
        self.step(&checks::TOKEN, |setup| Box::pin(setup.ask_token())).await?;
        self.step(&checks::APP_SECRET, |setup| Box::pin(setup.ask_secret())).await?;
        self.open().await?;
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
        self.step(&checks::COMMANDS, |setup| Box::pin(setup.set_commands())).await?;
        self.await_owner().await?;
        self.await_answer().await
    }

    fn subject(&self) -> anyhow::Result<Subject> {
        Subject::new(&self.config, self.number.clone(), self.clock.now())
    }

    fn say(&self, name: &str, verdict: &Verdict) {
        self.terminal.say(line(name, verdict));
    }

    /// Looks, and lets `fix` work until it holds or is left for later.
    async fn step(&mut self, check: &Check, fix: Fix) -> anyhow::Result<()> {
        loop {
            let verdict = (check.run)(&self.subject()?).await;
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
            if let Next::Leave = fix(self).await? {
                self.left.push(check.name);
                return Ok(());
            }
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

    /// Writes a setting, unless the environment has the last word on it.
    fn set(&mut self, section: &str, key: &str, text: &str) -> anyhow::Result<()> {
        self.file.set(section, key, text)?;
        self.config = read(self.file.path())?;
        Ok(())
    }

    /// The verify token is nobody's choice, so nobody is asked for one.
    fn settle_file(&mut self) -> anyhow::Result<()> {
        if let Some(api) = self.options.api.clone() {
            self.set("whatsapp", "api", &api)?;
        }
        if self.config.whatsapp.verify_token.reveal().is_empty() {
            let token = format!("{:016x}{:016x}", process::random()?, process::random()?);
            self.set("whatsapp", "verify_token", &token)?;
        }
        Ok(())
    }

    async fn ask_token(&mut self) -> anyhow::Result<Next> {
        let token = self.terminal.secret("Token of the system user").await?;
        self.set("whatsapp", "token", &token)?;
        if self.config.whatsapp.token.reveal() != token {
            bail!(
                "FREGUES_WHATSAPP_TOKEN or its _FILE is set and wins over the file: change the token there."
            );
        }
        Ok(Next::Look)
    }

    /// The app is the one that the token belongs to.
    async fn ask_secret(&mut self) -> anyhow::Result<Next> {
        match self.subject()?.manager.token().await {
            Ok(token) => self.set("whatsapp", "app_id", &token.app_id)?,
            Err(error) => return self.refused("app secret", &error).await,
        }
        let secret = self.terminal.secret("App secret").await?;
        self.set("whatsapp", "app_secret", &secret)?;
        if self.config.whatsapp.app_secret.reveal() != secret {
            bail!("FREGUES_WHATSAPP_APP_SECRET or its _FILE is set and wins over the file: change it there.");
        }
        Ok(Next::Look)
    }

    /// The database, and the shop that this is about.
    async fn open(&mut self) -> anyhow::Result<()> {
        let database = &self.config.database;
        let store = Store::open(database.url.reveal(), database.connections).await;
        let store =
            store.context("The database cannot be opened (is fregues serve running? stop it first)")?;
        self.shop = shop::chosen(&store, self.options.number.as_deref()).await?;
        if let Some((shop, _)) = &self.shop {
            let waba = shop.waba.clone().unwrap_or_default();
            self.number = Number { id: shop.phone_number_id.clone(), waba, lang: shop.lang };
        }
        self.store = Some(store);
        Ok(())
    }

    async fn ask_number(&mut self) -> anyhow::Result<Next> {
        if self.shop.is_some() {
            return self.done_elsewhere().await;
        }
        let manager = self.subject()?.manager;
        let accounts = manager.token().await.map(|token| token.accounts).unwrap_or_default();
        let only = if let [only] = accounts.as_slice() { only.as_str() } else { "" };
        let id = |typed: &str| match typed {
            "" => Err(String::new()),
            typed if typed.bytes().all(|byte| byte.is_ascii_digit()) => Ok(typed.to_owned()),
            _ => Err("it is a row of digits, beside the number in API Setup".to_owned()),
        };
        let waba = self.terminal.ask("WhatsApp Business Account id", only, id).await?;
        let numbers = match manager.numbers(&waba).await {
            Ok(numbers) => numbers,
            Err(error) => return self.refused("number", &error).await,
        };
        for number in &numbers {
            self.terminal
                .say(format_args!("  {}  {}  {:?}", number.id, number.display, number.verified_name));
        }
        let asked = self.options.number.clone();
        let only = if let [only] = numbers.as_slice() { only.id.clone() } else { String::new() };
        let number = self.terminal.ask("Phone number id", &asked.unwrap_or(only), id).await?;
        self.number = Number { id: number, waba, ..Number::default() };
        Ok(Next::Look)
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

    async fn register(&mut self) -> anyhow::Result<Next> {
        self.terminal.say(
            "  The number's two-step PIN: the one it has, or six digits of your choice where it has none. Keep it.",
        );
        let pin = self.terminal.secret("Six-digit PIN").await?;
        match self.subject()?.manager.register(&self.number.id, &pin).await {
            Ok(()) => Ok(Next::Look),
            Err(error) => self.refused("registration", &error).await,
        }
    }

    /// The service itself, so that the address, the first message and the owner's code are the real thing.
    async fn serve(&mut self) -> anyhow::Result<()> {
        let listen = self.config.server.listen.clone();
        let listener = tokio::net::TcpListener::bind(&listen).await.with_context(|| {
            format!("{listen} cannot be listened on; is fregues serve running? Stop it first")
        })?;
        let store = self.store.clone().context("the database is open")?;
        let app = (self.build)(&self.config, store, self.clock.clone())?;
        let stop = CancellationToken::new();
        self.service = Some((stop.clone(), tokio::spawn(process::serve(app, listener, stop))));
        self.say("service", &Verdict::Good(format!("runs at http://{listen} while this does")));
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

    async fn ask_address(&mut self) -> anyhow::Result<Next> {
        let known = self.config.server.public_url.clone();
        let address = self
            .terminal
            .ask("Address at which the world reaches it (https://…)", &known, |typed| match typed {
                "" => Err(String::new()),
                typed if typed.starts_with("http") => {
                    Ok(typed.trim_end_matches('/').trim_end_matches("/webhook").to_owned())
                }
                _ => Err("it begins with https://".to_owned()),
            })
            .await?;
        self.set("server", "public_url", &address)?;
        Ok(Next::Look)
    }

    /// Meta calls our GET before it answers.
    async fn set_webhook(&mut self) -> anyhow::Result<Next> {
        let subject = self.subject()?;
        let (callback, verify) = (self.config.server.callback(), self.config.whatsapp.verify_token.reveal());
        match subject.manager.set_subscription(subject.app(), &callback, verify).await {
            Ok(()) => Ok(Next::Look),
            Err(error) => self.refused("webhook", &error).await,
        }
    }

    async fn subscribe(&mut self) -> anyhow::Result<Next> {
        match self.subject()?.manager.subscribe(&self.number.waba).await {
            Ok(()) => Ok(Next::Look),
            Err(error) => self.refused("subscription", &error).await,
        }
    }

    async fn ask_profile(&mut self) -> anyhow::Result<Next> {
        let email = self
            .terminal
            .ask("E-mail that customers see (Enter: a website instead)", "", |typed| match typed {
                typed if typed.is_empty() || typed.contains('@') => Ok(typed.to_owned()),
                _ => Err("that is no e-mail address".to_owned()),
            })
            .await?;
        let mut profile = Profile { email, ..Profile::default() };
        if profile.email.is_empty() {
            let website = self
                .terminal
                .ask("Website (https://…, Enter: later)", "", |typed| match typed {
                    typed if typed.is_empty() || typed.starts_with("http") => Ok(typed.to_owned()),
                    _ => Err("it begins with https://".to_owned()),
                })
                .await?;
            if website.is_empty() {
                return Ok(Next::Leave);
            }
            profile.websites.push(website);
        }
        match self.subject()?.manager.set_profile(&self.number.id, &profile).await {
            Ok(()) => Ok(Next::Look),
            Err(error) => self.refused("profile", &error).await,
        }
    }

    async fn create_templates(&mut self) -> anyhow::Result<Next> {
        let subject = self.subject()?;
        let there = match subject.manager.templates(&self.number.waba).await {
            Ok(there) => there,
            Err(error) => return self.refused("templates", &error).await,
        };
        let missing = templates::missing(&subject.pack, &there);
        if missing.is_empty() {
            return self.done_elsewhere().await;
        }
        for template in missing {
            if let Err(error) = subject.manager.create_template(&self.number.waba, &template.body).await {
                return self.refused(&template.name, &error).await;
            }
            self.terminal.say(format_args!("  {} ({}) is created", template.name, template.lang));
        }
        Ok(Next::Look)
    }

    async fn set_commands(&mut self) -> anyhow::Result<Next> {
        let ours = shortcuts::shortcuts(self.number.lang);
        match self.subject()?.manager.set_automation(&self.number.id, &ours).await {
            Ok(()) => Ok(Next::Look),
            Err(error) => self.refused("commands", &error).await,
        }
    }

    /// Says what a call failed of, and lets the person try again or go on.
    async fn refused(&mut self, name: &str, error: &ManageError) -> anyhow::Result<Next> {
        self.say(name, &remedy::of(error));
        self.done_elsewhere().await
    }

    /// Waits until the person has done what the line said.
    async fn done_elsewhere(&mut self) -> anyhow::Result<Next> {
        let later = self.terminal.ask("Enter to look again, or later to go on without", "", |typed| {
            match typed.to_lowercase().as_str() {
                "" => Ok(false),
                "later" | "l" => Ok(true),
                _ => Err("type later, or nothing".to_owned()),
            }
        });
        Ok(if later.await? { Next::Leave } else { Next::Look })
    }

    /// The owner's first message opens the window in which we may answer, so it is theirs to write.
    async fn await_owner(&mut self) -> anyhow::Result<()> {
        let (Some(store), Some((shop, claim))) = (&self.store, &self.shop) else { bail!("there is no shop") };
        if let Some(code) = claim {
            let code = spaced(code);
            self.terminal.say("  The owner sends this code to the number, once, from their own WhatsApp:");
            self.terminal.say(format_args!("  {code}   https://wa.me/{}?text={code}", shop.phone));
        }
        let id = shop.id;
        let claimed = async || -> anyhow::Result<Option<()>> {
            let found = store.read(move |tx| Box::pin(merchants::get(tx, id, None))).await?;
            Ok(found.is_some_and(|(_, claim)| claim.is_none()).then_some(()))
        };
        let came = watch("waiting for the code", self.options.wait, claimed).await?;
        if came.is_none() {
            self.left.push("owner");
        }
        let verdict = local::owner(if came.is_some() { None } else { claim.as_deref() });
        self.say("owner", &verdict);
        Ok(())
    }

    /// The answer to the owner is the test message.
    async fn await_answer(&mut self) -> anyhow::Result<()> {
        if self.left.contains(&"owner") {
            return Ok(());
        }
        let (Some(store), Some((shop, _))) = (&self.store, &self.shop) else { bail!("there is no shop") };
        let id = shop.id;
        let newest = async || store.read(move |tx| Box::pin(health::newest(tx, id))).await;
        let arrived = async || -> anyhow::Result<Option<()>> {
            let verdict = local::newest(newest().await?.as_ref());
            Ok((!matches!(verdict, Verdict::Open(_))).then_some(()))
        };
        watch("waiting for the answer to arrive", self.options.wait.min(60), arrived).await?;
        let verdict = local::newest(newest().await?.as_ref());
        if !verdict.is_good() {
            self.left.push("test message");
        }
        self.say("test message", &verdict);
        Ok(())
    }
}

/// Looks twice a second until there is an answer, for so many seconds at most.
async fn watch(
    what: &'static str,
    seconds: u64,
    look: impl AsyncFn() -> anyhow::Result<Option<()>>,
) -> anyhow::Result<Option<()>> {
    let spinner = ProgressBar::new_spinner().with_message(what);
    for _ in 0..=seconds.saturating_mul(2) {
        if let Some(found) = look().await? {
            spinner.finish_and_clear();
            return Ok(Some(found));
        }
        spinner.tick();
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    spinner.finish_and_clear();
    Ok(None)
}

/// `ABC-DEF-GHJK`.
fn spaced(code: &str) -> String {
    match (code.get(..3), code.get(3..6), code.get(6..)) {
        (Some(a), Some(b), Some(c)) => format!("{a}-{b}-{c}"),
        _ => code.to_owned(),
    }
}
