//! A number of one's own: `fregues setup` leads through what Meta wants, step by step, and `fregues doctor` looks at
//! it again at any time.
//!
//! Both read one list of checks ([`checks`], [`local`]): each looks at one thing and answers with a [`Verdict`], a
//! sentence when it is right and the remedy when it is not. Setup ([`steps`], and `fixes` for each) goes on where the first check does not
//! hold, so it can be left and taken up again anywhere; the doctor ([`doctor`]) changes nothing.

pub mod checks;
pub mod doctor;
pub mod file;
mod fixes;
pub mod local;
mod outward;
mod owner;
pub mod remedy;
pub mod secrets;
pub mod shop;
pub mod shortcuts;
pub mod steps;
pub mod templates;
pub mod terminal;

use crate::config::Config;
use crate::domain::lang::Lang;
use crate::whatsapp::manage::{App, Manager};
use crate::whatsapp::templates::{TemplateBody, pack};
use std::fmt;
use std::pin::Pin;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Good(String),
    Bad {
        what: String,
        /// What to click or run; empty when setup does it all.
        remedy: String,
        /// Whether setup puts it right, alone or after that.
        setup: bool,
    },
    /// Neither: Meta does not tell, or it takes its time.
    Open(String),
}

impl Verdict {
    pub fn bad(what: impl Into<String>, remedy: impl Into<String>) -> Verdict {
        Verdict::Bad { what: what.into(), remedy: remedy.into(), setup: false }
    }

    /// Put right by `fregues setup`, once what `remedy` says is done.
    pub fn for_setup(what: impl Into<String>, remedy: impl Into<String>) -> Verdict {
        Verdict::Bad { what: what.into(), remedy: remedy.into(), setup: true }
    }

    pub fn is_good(&self) -> bool {
        matches!(self, Verdict::Good(_))
    }

    pub fn is_bad(&self) -> bool {
        matches!(self, Verdict::Bad { .. })
    }
}

/// What was found, and the remedy where there is one.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(SETUP))
    }
}

const SETUP: &str = "fregues setup";

impl Verdict {
    /// As a sentence; `setup` is the command that puts right what it can.
    fn told(&self, setup: &str) -> String {
        match self {
            Verdict::Good(what) | Verdict::Open(what) => what.clone(),
            Verdict::Bad { what, remedy, setup: false } => format!("{what} → {remedy}"),
            Verdict::Bad { what, remedy, .. } if remedy.is_empty() => format!("{what} → run {setup}"),
            Verdict::Bad { what, remedy, .. } => format!("{what} → {remedy}; then run {setup}"),
        }
    }
}

/// The line that setup and doctor print of a check: a mark, its name, what was found.
pub fn line(name: &str, verdict: &Verdict) -> String {
    line_for(name, verdict, SETUP)
}

fn line_for(name: &str, verdict: &Verdict, setup: &str) -> String {
    let mark = match verdict {
        Verdict::Good(_) => '✔',
        Verdict::Bad { .. } => '✘',
        Verdict::Open(_) => '·',
    };
    format!("{mark} {name:<15} {}", verdict.told(setup))
}

/// What the checks of Meta's side look at.
pub struct Subject {
    pub config: Config,
    pub manager: Manager,
    pub number: Number,
    /// The templates this version sends.
    pub pack: Vec<TemplateBody>,
    /// ms UTC.
    pub now: i64,
}

/// The number of a shop. Empty ids: none is chosen yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Number {
    pub id: String,
    pub waba: String,
    pub lang: Lang,
    /// Messages a second that it is allowed here; 0: not known.
    pub per_second: i64,
}

impl Subject {
    pub fn new(config: &Config, number: Number, now: i64) -> anyhow::Result<Subject> {
        let whatsapp = &config.whatsapp;
        let manager = Manager::new(&whatsapp.api, &whatsapp.version, whatsapp.token.reveal())?;
        let pack = pack().map_err(|faults| anyhow::anyhow!(faults.join("\n")))?.creations();
        Ok(Subject { config: config.clone(), manager, number, pack, now })
    }

    /// The same, asked with the token that the number has of its own.
    pub fn with_token(self, token: &str) -> anyhow::Result<Subject> {
        let whatsapp = &self.config.whatsapp;
        Ok(Subject { manager: Manager::new(&whatsapp.api, &whatsapp.version, token)?, ..self })
    }

    pub fn app(&self) -> App<'_> {
        App { id: &self.config.whatsapp.app_id, secret: self.config.whatsapp.app_secret.reveal() }
    }
}

/// A check by name; the name is the word that lines begin with.
pub struct Check {
    pub name: &'static str,
    pub run: for<'a> fn(&'a Subject) -> Finding<'a>,
}

pub type Finding<'a> = Pin<Box<dyn Future<Output = Verdict> + Send + 'a>>;
