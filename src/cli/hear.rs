//! `fregues hear`: what is heard in lines of text, for whoever writes hearing rules.

use crate::dialogue::hear::{Ears, Role, Setting, hear};
use crate::domain::money::Money;
use anyhow::{Context, anyhow};
use clap::Args;
use std::io::{BufRead, Write};

#[derive(Debug, Args)]
pub struct HearOptions {
    /// Role when the line names none: customer, staff or owner.
    #[arg(long, default_value = "customer")]
    role: String,
    #[arg(long, default_value = "pt-BR")]
    lang: String,
    /// Area code of the shop.
    #[arg(long, default_value_t = 11)]
    ddd: u8,
}

/// Reads standard input line by line.
pub fn lines(options: &HearOptions) -> anyhow::Result<()> {
    let ears = Ears::embedded().map_err(|faults| anyhow!(faults.join("\n")))?;
    let role = |name: &str| -> anyhow::Result<Role> {
        serde_json::from_value(name.into())
            .with_context(|| format!("{name:?} is no role: customer, staff or owner"))
    };
    let mut out = std::io::stdout().lock();
    for (number, line) in (1..).zip(std::io::stdin().lock().lines()) {
        let line = line?;
        let value: serde_json::Value =
            serde_json::from_str(&line).with_context(|| format!("line {number} is no JSON object"))?;
        let given = |key: &str| value.get(key).and_then(serde_json::Value::as_str);
        let setting = Setting {
            role: role(given("role").unwrap_or(&options.role))?,
            lang: super::language(given("lang").unwrap_or(&options.lang))?,
            area_code: options.ddd,
            high_amount: Money::reais(10_000),
        };
        let text = given("text").with_context(|| format!("line {number} has no \"text\""))?;
        let heard = hear(text, &setting, &ears);
        writeln!(out, "{}", serde_json::json!({"intent": heard.intent.label(), "slots": heard.slots}))?;
    }
    Ok(())
}
