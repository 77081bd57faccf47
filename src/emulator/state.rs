//! Everything the emulator remembers, behind one lock that is never held across an await.

use super::account::Account;
use super::faults::{Faults, LATE_MS};
use super::limits::Limits;
use super::media::Media;
use super::model::{Accepted, Attempt, Bubble, Number, Person};
use super::rng::Rng;
use super::templates::Template;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use tokio::time::Instant;

pub(super) struct State {
    pub account: Account,
    pub numbers: Vec<Number>,
    pub people: Vec<Person>,
    /// Person → bubbles in order.
    pub chats: BTreeMap<String, Vec<Bubble>>,
    /// Wamid → person, for everything in `chats`.
    pub whose: BTreeMap<String, String>,
    /// (person, number) → when they last wrote, in ms.
    pub windows: BTreeMap<(String, String), i64>,
    pub templates: Vec<Template>,
    pub media: Vec<Media>,
    pub truth: Vec<Accepted>,
    pub attempts: Vec<Attempt>,
    pub violations: Vec<String>,
    pub limits: Limits,
    pub faults: Faults,
    pub queue: VecDeque<Delivery>,
    /// Webhooks taken from the queue and not yet answered.
    pub flying: usize,
    /// Wamid → the change that carried it, for redelivery.
    pub told: BTreeMap<String, Value>,
    /// (number, month) → service messages delivered.
    pub service_used: BTreeMap<(String, i64), u32>,
    /// User ids deleted from the contact book.
    pub forgotten: Vec<String>,
    pub rng: Rng,
    pub webhook: String,
}

/// A webhook that waits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Delivery {
    pub payload: Payload,
    /// Ms of the emulator's clock.
    pub due: i64,
    /// The message it is about.
    pub wamid: Option<String>,
    pub inbound: bool,
    pub tries: u32,
    /// Set by the background loop after a failure.
    #[serde(skip)]
    pub rest_until: Option<Instant>,
    /// A copy made by the duplicate fault, which is not copied again.
    pub copy: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Payload {
    Change(Value),
    /// Sent byte for byte.
    Raw(Vec<u8>),
}

impl Delivery {
    pub(super) fn new(payload: Payload, due: i64, wamid: Option<&str>, inbound: bool) -> Self {
        let wamid = wamid.map(str::to_owned);
        Self { payload, due, wamid, inbound, tries: 0, rest_until: None, copy: false }
    }
}

impl State {
    pub(super) fn new(seed: u64, webhook: String) -> Self {
        Self {
            account: Account::default(),
            numbers: Vec::new(),
            people: Vec::new(),
            chats: BTreeMap::new(),
            whose: BTreeMap::new(),
            windows: BTreeMap::new(),
            templates: Vec::new(),
            media: Vec::new(),
            truth: Vec::new(),
            attempts: Vec::new(),
            violations: Vec::new(),
            limits: Limits::default(),
            faults: Faults::default(),
            queue: VecDeque::new(),
            flying: 0,
            told: BTreeMap::new(),
            service_used: BTreeMap::new(),
            forgotten: Vec::new(),
            rng: Rng::new(seed),
            webhook,
        }
    }

    pub(super) fn number(&self, id: &str) -> Option<Number> {
        self.numbers.iter().find(|number| number.id == id).cloned()
    }

    pub(super) fn person(&self, id: &str) -> Option<Person> {
        self.people.iter().find(|person| person.id == id).cloned()
    }

    pub(super) fn push_bubble(&mut self, person: &str, bubble: Bubble) {
        self.whose.insert(bubble.wamid.clone(), person.to_owned());
        self.chats.entry(person.to_owned()).or_default().push(bubble);
    }

    /// The bubble with this wamid; recent ones are found first.
    pub(super) fn bubble_mut(&mut self, wamid: &str) -> Option<&mut Bubble> {
        let chat = self.chats.get_mut(self.whose.get(wamid)?)?;
        chat.iter_mut().rev().find(|bubble| bubble.wamid == wamid)
    }

    /// Queues a status, unless the faults lose it or make it late.
    pub(super) fn queue_status(&mut self, wamid: &str, change: Value, due: i64) {
        if self.rng.percent(self.faults.missing_status) {
            return;
        }
        let late = if self.rng.percent(self.faults.late_status) { LATE_MS } else { 0 };
        self.queue.push_back(Delivery::new(Payload::Change(change), due + late, Some(wamid), false));
    }

    pub(super) fn next_template_id(&self) -> u64 {
        self.templates.iter().map(|template| template.id).max().unwrap_or(1_407_680_676_729_940) + 1
    }

    pub(super) fn put_template(&mut self, template: Template) {
        self.templates.retain(|known| known.name != template.name || known.language != template.language);
        self.templates.push(template);
    }
}
