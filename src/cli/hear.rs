//! Hearing lines, as whoever writes hearing rules wants to see them.

use super::language;
use crate::app::words;
use crate::dialogue::hear::{
    Ears, Explained, Reading, Role, Setting, explain, hear, read_amount, read_phone, read_vouchers,
    read_yes_no,
};
use crate::domain::money::Money;
use anyhow::{Context, anyhow};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct HearOptions {
    /// One message; left out: JSON lines {"text","role","lang","pending"} from standard input.
    text: Option<String>,
    /// Role when the line names none: customer, staff or owner.
    #[arg(long, default_value = "customer")]
    role: String,
    #[arg(long, default_value = "pt-BR")]
    lang: String,
    /// Area code of the shop.
    #[arg(long, default_value_t = 11)]
    ddd: u8,
    /// The question that is open when the line names none: it is told how the message answers it.
    #[arg(long)]
    pending: Option<Pending>,
    /// A folder whose `<language>/hear.toml` is tried instead of the one that ships.
    #[arg(long)]
    words: Option<PathBuf>,
    /// Tell why: how the message is cut, the rule that holds, and those that might have.
    #[arg(long)]
    explain: bool,
}

/// A question that is open.
#[derive(Debug, Clone, Copy, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Pending {
    YesNo,
    Amount,
    Phone,
    Vouchers,
}

pub fn lines(options: &HearOptions) -> anyhow::Result<()> {
    let ears = words::ears(options.words.as_deref()).map_err(|faults| anyhow!(faults.join("\n")))?;
    let mut out = std::io::stdout().lock();
    if let Some(text) = &options.text {
        return tell(&json!({ "text": text }), options, &ears, &mut out);
    }
    for (number, line) in (1..).zip(std::io::stdin().lock().lines()) {
        let value: Value =
            serde_json::from_str(&line?).with_context(|| format!("line {number} is no JSON object"))?;
        tell(&value, options, &ears, &mut out).with_context(|| format!("line {number}"))?;
    }
    Ok(())
}

fn tell(line: &Value, options: &HearOptions, ears: &Ears, out: &mut impl Write) -> anyhow::Result<()> {
    let given = |key: &str| line.get(key).and_then(Value::as_str);
    let setting = Setting {
        role: role(given("role").unwrap_or(&options.role))?,
        lang: language(given("lang").unwrap_or(&options.lang))?,
        area_code: options.ddd,
        high_amount: Money::reais(10_000),
    };
    let text = given("text").context("there is no \"text\"")?;
    let pending =
        match line.get("pending").filter(|pending| !pending.is_null()) {
            Some(pending) => Some(serde_json::from_value(pending.clone()).with_context(|| {
                format!("{pending} is no open question: yes-no, amount, phone or vouchers")
            })?),
            None => options.pending,
        };
    let answer = pending.map(|pending| answer(pending, text, &setting, ears));
    if options.explain {
        let (_, explained) = explain(text, &setting, ears);
        return Ok(write!(out, "{}", told(text, &explained, answer.as_ref()))?);
    }
    let heard = hear(text, &setting, ears);
    // While a question is open nothing is guessed.
    let heard = if pending.is_some() { heard } else { heard.taken_as_likely() };
    let mut said = json!({ "intent": heard.intent.label(), "slots": heard.slots });
    if let (Some(answer), Some(said)) = (answer, said.as_object_mut()) {
        said.insert("answer".to_owned(), answer);
    }
    Ok(writeln!(out, "{said}")?)
}

fn role(name: &str) -> anyhow::Result<Role> {
    serde_json::from_value(name.into())
        .with_context(|| format!("{name:?} is no role: customer, staff or owner"))
}

/// How a message answers the open question; null: it does not.
fn answer(pending: Pending, text: &str, setting: &Setting, ears: &Ears) -> Value {
    fn read<T>(key: &str, reading: Reading<T>, plain: impl Fn(T) -> String) -> Value {
        match reading.value {
            Some(value) => json!({ key: plain(value), "flags": reading.flags }),
            None if reading.flags.is_empty() => Value::Null,
            None => json!({ "flags": reading.flags }),
        }
    }
    match pending {
        Pending::YesNo => json!(read_yes_no(text, ears)),
        Pending::Amount => read("amount", read_amount(text, setting, ears), Money::plain),
        Pending::Phone => read("phone", read_phone(text, setting, ears), |phone| phone.as_str().to_owned()),
        Pending::Vouchers => json!(read_vouchers(text, setting, ears)),
    }
}

/// For people: a few lines, the most important first.
fn told(text: &str, explained: &Explained, answer: Option<&Value>) -> String {
    let Explained { intent, slots, language, pieces, because, like, instead_of, held_back } = explained;
    let mut lines = vec![text.to_owned(), format!("  {intent} {slots}")];
    lines.extend(answer.map(|answer| format!("  answers the open question: {answer}")));
    lines.push(match (because, like) {
        (Some(rule), _) => {
            format!("  because  “{}”, by “{}” of {}", rule.typed, rule.rule, rule.language.tag())
        }
        (None, Some(like)) => {
            format!(
                "  because  it is like what is said so, “{}” above all ({})",
                like.typed.join("”, “"),
                like.over
            )
        }
        (None, None) => "  because  no rule holds".to_owned(),
    });
    lines.extend(instead_of.iter().map(|rule| {
        let (intent, score) = (rule.intent, rule.score);
        format!("  not      {intent} ({score}), by “{}” of {}", rule.rule, rule.language.tag())
    }));
    lines.extend(
        held_back
            .iter()
            .map(|held| format!("  not      {}, held back by “{}” ({})", held.intent, held.typed, held.by)),
    );
    let voted = language.map_or("no language has more words in it", |language| language.tag());
    lines.push(format!("  language {voted}"));
    let pieces: Vec<String> = pieces
        .iter()
        .map(|piece| {
            if piece.typed == piece.read {
                piece.read.clone()
            } else {
                format!("{} → {}", piece.typed, piece.read)
            }
        })
        .collect();
    lines.push(format!("  cut as   {}", pieces.join(" · ")));
    lines.join("\n") + "\n"
}
