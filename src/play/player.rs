//! Playing a transcript: each line through the real service, each answer compared, the ledger at the end.

use crate::emulator::{Bubble, Mail};
use crate::play::calls::Reply;
use crate::play::cast::{Cast, shown};
use crate::play::channel::Channels;
use crate::play::stage::Stage;
use crate::play::transcript::{Act, Expect, Part, Step, Transcript};
use crate::play::world::slug;
use crate::store::figures;
use crate::store::verify::verify;
use anyhow::{Context, anyhow};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What playing led to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// `line: what`, in the order they were met.
    pub differences: Vec<String>,
    /// What stands now where an exact line failed: line number and text. Blessing writes it.
    pub blessings: BTreeMap<usize, String>,
}

/// Plays on the database behind `url`, which must be empty.
pub async fn play(transcript: &Transcript, url: &str, words: Option<&Path>) -> anyhow::Result<Outcome> {
    let stage = Stage::open(transcript.world.clone(), url, words).await?;
    let cast = Cast {
        emulator: stage.emulator.clone(),
        number: stage.world.merchant.phone_number_id.clone(),
        zone: stage.world.zone().map_err(|fault| anyhow!(fault))?,
        bound: BTreeMap::new(),
    };
    let channels = Channels::open(&stage).await?;
    let mut player = Player {
        stage: &stage,
        cast,
        channels,
        answered: None,
        seen: BTreeMap::new(),
        outcome: Outcome::default(),
    };
    for step in &transcript.steps {
        // What cannot be played (a button that is not there) is a difference too; the rest still plays.
        if let Err(fault) = player.step(step).await {
            player.differ(step.line, &format!("{fault:#}"));
        }
    }
    player.unexpected(transcript.steps.last().map_or(0, |step| step.line));
    player.verify().await?;
    let outcome = player.outcome;
    stage.app.store.close().await;
    Ok(outcome)
}

struct Player<'a> {
    stage: &'a Stage,
    cast: Cast,
    channels: Channels,
    /// The channel that was answered last, and what, until a line speaks of it.
    answered: Option<(String, u16, Value)>,
    /// How many bubbles of each chat, and letters to each address, were looked at.
    seen: BTreeMap<String, usize>,
    outcome: Outcome,
}

impl Player<'_> {
    async fn step(&mut self, step: &Step) -> anyhow::Result<()> {
        match &step.act {
            Act::Say { at, who, what } => {
                self.unexpected(step.line);
                if let Some(at) = at {
                    let now = self.stage.clock.now();
                    self.stage.clock.advance_to(self.cast.next(now, *at));
                }
                self.cast.say(self.stage.clock.now(), who, what)?;
                self.stage.settle().await?;
            }
            Act::Call { at, who, call } => {
                self.unexpected(step.line);
                if let Some(at) = at {
                    let now = self.stage.clock.now();
                    self.stage.clock.advance_to(self.cast.next(now, *at));
                }
                let cast = &self.cast;
                let called = self.channels.call(self.stage, who, call, |text| cast.filled(text)).await;
                let (status, body) = called?;
                self.answered = Some((who.clone(), status, body));
            }
            Act::Reply { who, reply } => self.reply(step.line, who, reply),
            Act::Expect { who, what, template } => self.expect(step.line, who, what, *template),
            Act::Letter { to, parts } => self.letter(step.line, to, parts),
            Act::Judge { template, verdict } => {
                self.unexpected(step.line);
                let lang = self.stage.world.merchant.language.template_code();
                if !self.stage.emulator.judge_template(template.template(), lang, *verdict) {
                    return Err(anyhow!("this world has no template {}", template.template()));
                }
                self.stage.settle().await?;
            }
            Act::Answers(answers) => {
                let mut faults = self.stage.emulator.faults();
                faults.next.extend(answers.iter().cloned());
                self.stage.emulator.set_faults(faults);
            }
            Act::After { ms } => {
                self.unexpected(step.line);
                self.stage.clock.advance(*ms);
                self.stage.settle().await?;
            }
            Act::Tick => {
                self.unexpected(step.line);
                self.stage.settle().await?;
            }
            Act::Balance { who, part, amount } => self.balance(step.line, who, *part, *amount).await?,
        }
        Ok(())
    }

    fn expect(&mut self, line: usize, who: &str, what: &Expect, template: bool) {
        let person = slug(who);
        let next = self.unseen(&person).into_iter().next();
        let came = next.as_ref().is_some_and(|bubble| bubble.template.is_some());
        if next.is_some() && came != template {
            let how = if came { "as a template" } else { "in the chat and not as a template" };
            self.differ(line, &format!("what {who} hears came {how}"));
        }
        match (what, next) {
            (Expect::Silence, None) => {}
            (Expect::Silence, Some(bubble)) => {
                self.differ(line, &format!("{who} hears “{}” where silence was expected", shown(&bubble)));
                *self.seen.entry(person).or_default() += 1;
            }
            (_, None) => self.differ(line, &format!("{who} hears nothing")),
            (Expect::Contains { parts, capture }, Some(bubble)) => {
                *self.seen.entry(person).or_default() += 1;
                let text = shown(&bubble);
                for part in parts {
                    let part = self.cast.filled(part);
                    if !text.to_lowercase().contains(&part.to_lowercase()) {
                        self.differ(line, &format!("{who} hears “{text}”, which lacks “{part}”"));
                    }
                }
                if capture.as_ref().is_some_and(|name| !self.cast.capture(name, &text)) {
                    self.differ(line, &format!("“{text}” holds nothing like a code"));
                }
            }
            (Expect::Exact(expected), Some(bubble)) => {
                *self.seen.entry(person).or_default() += 1;
                let text = shown(&bubble);
                if text != self.cast.filled(expected) {
                    let way = if came { "(template) " } else { "" };
                    let blessed = format!("◂{who} {way}{}", self.cast.unfilled(&text));
                    self.outcome.blessings.insert(line, blessed);
                    self.differ(line, &format!("{who} hears “{text}”, not “{expected}”"));
                }
            }
        }
    }

    fn letter(&mut self, line: usize, to: &str, parts: &[String]) {
        let Some(mail) = self.unread(to).into_iter().next() else {
            self.differ(line, &format!("no letter comes to {to}"));
            return;
        };
        *self.seen.entry(to.to_owned()).or_default() += 1;
        let text = format!("{}\n{}", mail.subject, mail.text.replace('\u{a0}', " "));
        for part in parts {
            let part = self.cast.filled(part);
            if !text.to_lowercase().contains(&part.to_lowercase()) {
                self.differ(line, &format!("the letter to {to} says “{text}”, which lacks “{part}”"));
            }
        }
    }

    /// Letters to an address that no line has spoken of yet.
    fn unread(&self, to: &str) -> Vec<Mail> {
        let seen = self.seen.get(to).copied().unwrap_or(0);
        self.stage.emulator.mails().into_iter().filter(|mail| mail.to == to).skip(seen).collect()
    }

    /// Bubbles on somebody's screen that no line has spoken of yet.
    fn unseen(&self, person: &str) -> Vec<Bubble> {
        let seen = self.seen.get(person).copied().unwrap_or(0);
        let arrived = |bubble: &Bubble| !bubble.from_person && bubble.status != "failed";
        self.stage.emulator.chat(person).into_iter().filter(arrived).skip(seen).collect()
    }

    fn reply(&mut self, line: usize, who: &str, reply: &Reply) {
        let answered = self.answered.take_if(|(to, ..)| to == who);
        let Some((_, status, body)) = answered else {
            self.differ(line, &format!("{who} is answered nothing"));
            return;
        };
        for what in reply.against(status, &body, &mut self.cast.bound) {
            self.differ(line, &format!("{who} {what}"));
        }
    }

    /// Whatever was said to anybody must have been expected.
    fn unexpected(&mut self, line: usize) {
        if let Some((who, status, body)) = self.answered.take() {
            self.differ(
                line,
                &format!("before this, {who} is answered {status}, which no line expects: {body}"),
            );
        }
        let addresses: BTreeSet<String> =
            self.stage.emulator.mails().into_iter().map(|mail| mail.to).collect();
        for to in addresses {
            for mail in self.unread(&to) {
                self.differ(
                    line,
                    &format!("before this, a letter comes to {to} that no line expects: {}", mail.text),
                );
                *self.seen.entry(to.clone()).or_default() += 1;
            }
        }
        for person in self.stage.emulator.people() {
            for bubble in self.unseen(&person.id) {
                self.differ(
                    line,
                    &format!(
                        "before this, {} hears “{}”, which no line expects",
                        person.name,
                        shown(&bubble)
                    ),
                );
                *self.seen.entry(person.id.clone()).or_default() += 1;
            }
        }
    }

    async fn balance(&mut self, line: usize, who: &str, part: Part, amount: i64) -> anyhow::Result<()> {
        if who == "sum" {
            // Every transfer leaves one book and enters another; what could break it is checked by verify.
            return self.verify().await;
        }
        let name = self
            .stage
            .emulator
            .people()
            .into_iter()
            .find(|person| person.id == slug(who))
            .map(|person| person.name);
        let name = name.with_context(|| format!("nobody here is called {who}"))?;
        let merchant = self.stage.merchant;
        let wallet = self
            .stage
            .app
            .store
            .read(move |tx| Box::pin(async move { figures::wallet(tx, merchant, &name).await }));
        let (shown, held, vouchers) = wallet.await?.unwrap_or_default();
        let actual = match part {
            Part::Balance => shown,
            Part::Held => held,
            Part::Vouchers => vouchers,
        };
        if actual != amount {
            self.differ(line, &format!("the ledger says {who} has {actual}, not {amount}"));
        }
        Ok(())
    }

    async fn verify(&mut self) -> anyhow::Result<()> {
        let report = verify(&self.stage.app.store, |_, _| {}).await?;
        for violation in report.violations {
            self.outcome.differences.push(format!("0: {violation}"));
        }
        Ok(())
    }

    fn differ(&mut self, line: usize, what: &str) {
        self.outcome.differences.push(format!("{line}: {what}"));
    }
}
