//! Asking a person at a terminal, or a file that is piped in.

use anyhow::Context;
use console::Term;
use std::fmt::Display;
use std::io::{IsTerminal, Write, stdin, stdout};

/// Nobody answers any more: the input ended.
#[derive(Debug, thiserror::Error)]
#[error("there was no answer")]
pub struct Stopped;

const NEEDED: &str = "  An answer is needed; Ctrl+C stops here, and nothing is lost.";

/// Standard input and output. Secrets are not echoed; piped answers are shown, so that a log reads like a talk.
#[derive(Clone, Copy)]
pub struct Terminal {
    typed: bool,
}

impl Terminal {
    pub fn open() -> Terminal {
        Terminal { typed: stdin().is_terminal() }
    }

    pub fn say(self, text: impl Display) {
        println!("{text}");
    }

    /// Asks until `read` takes the answer; an empty one stands for `default`.
    pub async fn ask<T>(
        self,
        question: &str,
        default: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> anyhow::Result<T> {
        let hint = if default.is_empty() { String::new() } else { format!(" [{default}]") };
        loop {
            let typed = self.line(&format!("  {question}{hint}: "), false).await?;
            let answer = if typed.is_empty() { default } else { &typed };
            match read(answer) {
                Ok(value) => return Ok(value),
                Err(_) if answer.is_empty() => self.say(NEEDED),
                Err(why) => self.say(format_args!("  {why}")),
            }
        }
    }

    /// Asks for what nobody must see.
    pub async fn secret(self, question: &str) -> anyhow::Result<String> {
        loop {
            let typed = self.line(&format!("  {question} (not shown): "), true).await?;
            if !typed.is_empty() {
                return Ok(typed);
            }
            self.say(NEEDED);
        }
    }

    /// Whether the answer is yes; anything else is no.
    pub async fn yes(self, question: &str) -> anyhow::Result<bool> {
        let typed = self.line(&format!("  {question} [y/N]: "), false).await?;
        Ok(["y", "yes", "s", "sim", "sí", "si"].contains(&typed.to_lowercase().as_str()))
    }

    /// One line without its ends, read in a thread of its own: standard input cannot be waited for otherwise.
    async fn line(self, prompt: &str, hidden: bool) -> anyhow::Result<String> {
        print!("{prompt}");
        stdout().flush().context("standard output is closed")?;
        let typed = self.typed;
        let read = tokio::task::spawn_blocking(move || -> std::io::Result<Option<String>> {
            let term = Term::stderr();
            if hidden && typed && term.is_term() {
                return term.read_secure_line().map(Some);
            }
            let mut line = String::new();
            Ok((stdin().read_line(&mut line)? > 0).then_some(line))
        });
        let line = read.await?.context("standard input cannot be read")?;
        let line = line.map(|line| line.trim().to_owned());
        if !typed {
            println!("{}", if hidden { "…" } else { line.as_deref().unwrap_or_default() });
        }
        line.ok_or_else(|| Stopped.into())
    }
}
