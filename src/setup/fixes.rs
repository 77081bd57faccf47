//! What setup asks or does where a check does not hold. Each answers whether to look again or to leave it for later.

use super::steps::{Next, Setup, is_ours};
use super::{Number, remedy, shortcuts};
use crate::app::templates;
use crate::store::merchants::{self, Settings};
use crate::whatsapp::manage::{ManageError, Profile};
use anyhow::bail;

impl Setup {
    pub(super) async fn ask_token(&mut self) -> anyhow::Result<Next> {
        let manager = self.subject()?.manager;
        // Where Meta did not answer, another token would not help.
        if manager.has_token() && manager.token().await.is_err_and(|error| error.code().is_none()) {
            return self.done_elsewhere().await;
        }
        is_ours("whatsapp", "token")?;
        let token = self.terminal.secret("Token of the system user").await?;
        self.set("whatsapp", "token", &token)?;
        Ok(Next::Again)
    }

    /// Kept sealed beside the shop; the configuration has the installation's.
    pub(super) async fn ask_own_token(&mut self) -> anyhow::Result<Next> {
        let (Some(store), Some((shop, _))) = (&self.store, &self.shop) else { bail!("there is no shop") };
        let Some(seal) = self.config.seal()? else {
            bail!(
                "A token of its own is kept sealed, and database.key, which seals it, is empty: set it to what \
                 openssl rand -hex 32 prints."
            );
        };
        let token = self.terminal.secret("Token of a system user of the number's business").await?;
        let sealed = seal.seal(&shop.phone_number_id, &token).map_err(anyhow::Error::msg)?;
        let (id, settings) = (shop.id, Settings { token: Some(sealed), ..Settings::default() });
        store.write(move |tx| Box::pin(async move { merchants::set(tx, id, &settings).await })).await?;
        self.own_token = Some(token);
        Ok(Next::Again)
    }

    /// The app is the one that the token belongs to; a secret that is there already may be its own.
    pub(super) async fn ask_secret(&mut self) -> anyhow::Result<Next> {
        let before = self.config.whatsapp.app_id.clone();
        match self.subject()?.manager.token().await {
            Ok(token) => self.set("whatsapp", "app_id", &token.app_id)?,
            Err(error) => return self.refused("app secret", &error).await,
        }
        let whatsapp = &self.config.whatsapp;
        if whatsapp.app_id != before && !whatsapp.app_secret.reveal().is_empty() {
            return Ok(Next::Again);
        }
        is_ours("whatsapp", "app_secret")?;
        let secret = self.terminal.secret("App secret").await?;
        self.set("whatsapp", "app_secret", &secret)?;
        Ok(Next::Again)
    }

    /// Account and number; of a shop that is there already only the account, which may be missing or wrong.
    pub(super) async fn ask_number(&mut self) -> anyhow::Result<Next> {
        let manager = self.subject()?.manager;
        let accounts = manager.token().await.map(|token| token.accounts).unwrap_or_default();
        let only = if let [only] = accounts.as_slice() { only.as_str() } else { "" };
        let id = |typed: &str| match typed {
            "" => Err(String::new()),
            typed if typed.bytes().all(|byte| byte.is_ascii_digit()) => Ok(typed.to_owned()),
            _ => Err("it is a row of digits, beside the number in API Setup".to_owned()),
        };
        let waba = self.terminal.ask("WhatsApp Business Account id", only, id).await?;
        if let (Some(store), Some((shop, _))) = (&self.store, &self.shop) {
            let (id, account) = (shop.id, waba.clone());
            store
                .write(move |tx| Box::pin(async move { merchants::set_waba(tx, id, &account).await }))
                .await?;
            self.number.waba = waba;
            return Ok(Next::Again);
        }
        let numbers = match manager.numbers(&waba).await {
            Ok(numbers) => numbers,
            Err(error) => {
                self.say("number", &remedy::of(&error));
                return Ok(Next::Again);
            }
        };
        for number in &numbers {
            self.terminal
                .say(format_args!("  {}  {}  {:?}", number.id, number.display, number.verified_name));
        }
        let asked = self.options.number.clone();
        let only = if let [only] = numbers.as_slice() { only.id.clone() } else { String::new() };
        let number = self.terminal.ask("Phone number id", &asked.unwrap_or(only), id).await?;
        self.number = Number { id: number, waba, ..Number::default() };
        Ok(Next::Again)
    }

    pub(super) async fn register(&mut self) -> anyhow::Result<Next> {
        self.terminal.say(
            "  The number's two-step PIN: the one it has, or six digits of your choice where it has none. Keep it.",
        );
        let mut pin = self.terminal.secret("Six-digit PIN").await?;
        // Meta counts what it refuses.
        while pin.len() != 6 || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
            self.terminal.say(format_args!(
                "  that is no PIN: it is six digits, and {} were typed",
                pin.chars().count()
            ));
            pin = self.terminal.secret("Six-digit PIN").await?;
        }
        match self.subject()?.manager.register(&self.number.id, &pin).await {
            Ok(()) => Ok(Next::Look),
            Err(error) => self.refused("registration", &error).await,
        }
    }

    pub(super) async fn ask_address(&mut self) -> anyhow::Result<Next> {
        let known = self.config.server.public_url.clone();
        if !known.is_empty() {
            self.terminal.say(format_args!(
                "  The service itself runs at {} while setup does: what leads to it is what is to be put right.\n  Enter to \
                 look again, another address, or later to go on without; Ctrl+C stops, and setup goes on here.",
                self.config.server.listen
            ));
        }
        let typed = self
            .terminal
            .ask("Address at which the world reaches it (https://…)", &known, |typed| match typed {
                "" => Err(String::new()),
                "later" if !known.is_empty() => Ok(None),
                typed if typed.starts_with("http") => {
                    Ok(Some(typed.trim_end_matches('/').trim_end_matches("/webhook").to_owned()))
                }
                _ => Err("it begins with https://".to_owned()),
            })
            .await?;
        let Some(address) = typed else { return Ok(Next::Leave) };
        if address != known {
            self.set("server", "public_url", &address)?;
        }
        if self.config.server.public_url != address {
            bail!("FREGUES_SERVER_PUBLIC_URL or its _FILE is set and wins over the file: change it there.");
        }
        Ok(Next::Again)
    }

    /// Meta calls our GET before it answers.
    pub(super) async fn set_webhook(&mut self) -> anyhow::Result<Next> {
        let subject = self.subject()?;
        let (callback, verify) = (self.config.server.callback(), self.config.whatsapp.verify_token.reveal());
        match subject.manager.set_subscription(subject.app(), &callback, verify).await {
            Ok(()) => Ok(Next::Look),
            Err(error) => self.refused("webhook", &error).await,
        }
    }

    pub(super) async fn subscribe(&mut self) -> anyhow::Result<Next> {
        match self.subject()?.manager.subscribe(&self.number.waba).await {
            Ok(()) => Ok(Next::Look),
            Err(error) => self.refused("subscription", &error).await,
        }
    }

    pub(super) async fn ask_profile(&mut self) -> anyhow::Result<Next> {
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

    pub(super) async fn create_templates(&mut self) -> anyhow::Result<Next> {
        let subject = self.subject()?;
        let (manager, waba) = (&subject.manager, &self.number.waba);
        let created = match templates::create(manager, waba, &subject.pack, subject.now).await {
            Ok(created) => created,
            Err(error) => return self.refused("templates", &error).await,
        };
        for (ours, made) in &created {
            match made {
                Ok(()) => self.terminal.say(format_args!("  {} is created", ours.called())),
                Err(error) => self.say(ours.name, &remedy::of(error)),
            }
        }
        let all = !created.is_empty() && created.iter().all(|(_, made)| made.is_ok());
        if all { Ok(Next::Look) } else { self.done_elsewhere().await }
    }

    /// What the account has counts from now on, also what was approved before the shop was here.
    pub(super) async fn note_templates(&mut self) -> anyhow::Result<()> {
        let subject = self.subject()?;
        if let (Some(store), Some((shop, _))) = (&self.store, &self.shop)
            && let Ok(listed) = subject.manager.templates(&self.number.waba, subject.now).await
        {
            templates::sync(store, shop.id, listed, subject.now).await?;
        }
        Ok(())
    }

    pub(super) async fn set_commands(&mut self) -> anyhow::Result<Next> {
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
    pub(super) async fn done_elsewhere(&mut self) -> anyhow::Result<Next> {
        let later = self.terminal.ask("Enter to look again, or later to go on without", "", |typed| {
            match typed.to_lowercase().as_str() {
                "" => Ok(false),
                "later" | "l" => Ok(true),
                _ => Err("type later, or nothing".to_owned()),
            }
        });
        Ok(if later.await? { Next::Leave } else { Next::Again })
    }
}
