//! A WhatsApp Cloud API on this machine, for tests, benches and for trying things out: Meta's Graph API with Meta's
//! validation and errors, signed webhooks with statuses and prices, faults from a seed, a truth log of what was
//! accepted, and a page of phones to type on.
//!
//! It owns the people and their screens and knows nothing of the service behind the webhook. Time comes from
//! [`Settings::now`] and chance from [`Settings::seed`], so that a run can be repeated. Webhooks wait in a queue that
//! either [`Emulator::pump`] empties by hand or [`Emulator::run`] continuously. The control API has no password: serve
//! the router on loopback only.
//!
//! Where Meta's pages leave a choice: a message outside the 24-hour window or to nobody's number is accepted and fails
//! by status (131047, 131026); a BSUID in `to` is accepted and never heard of again; service messages within the free
//! thousand carry `free_customer_service`; a reaction opens no window; whoever writes has read what was there; more
//! people written to first than the allowance has are a violation and no refusal.

mod account;
mod admission;
mod check;
mod control;
mod deliver;
mod errors;
mod faults;
mod graph;
mod inbound;
mod interactive;
mod keeping;
mod limits;
mod mailbox;
mod manage;
mod media;
mod model;
mod moving;
mod page;
mod rng;
mod send;
mod standing;
mod state;
mod statuses;
mod templates;
mod wire;

pub use account::Account;
pub use faults::{Fault, Faults, LATE_MS};
pub use mailbox::Mail;
pub use model::{Accepted, Answered, Attempt, Bubble, Card, Number, Person, Row, Say, Utterance};
pub use moving::Move;
pub use templates::{TemplateButton, Verdict};
pub use wire::WABA;

use serde_json::Value;
use state::State;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use templates::Template;
use tokio::sync::{Notify, broadcast};

/// How many live events a slow page may fall behind before it is told to load everything anew.
const EVENTS: usize = 512;

pub struct Settings {
    pub app_secret: String,
    /// Where webhooks go.
    pub webhook: String,
    /// The bearer token that the Graph API wants to see.
    pub token: String,
    pub seed: u64,
    /// Milliseconds UTC.
    pub now: Arc<dyn Fn() -> i64 + Send + Sync>,
    /// Messages per second of one number, both directions together (Meta: 80); 0 is no limit.
    pub per_second: u32,
    /// Whether the limit of messages to one person holds.
    pub pair_limit: bool,
    /// How many people may be written to first within 24 hours; 0 is no limit.
    pub allowance: u32,
    /// Statuses come after small delays, as for people watching; otherwise they are due at once.
    pub typing_pause: bool,
}

/// The handle; clones are the same emulator.
#[derive(Clone)]
pub struct Emulator(Arc<Inner>);

struct Inner {
    settings: Settings,
    state: Mutex<State>,
    events: broadcast::Sender<Event>,
    /// Rings when a webhook is queued.
    work: Notify,
    /// Made at the first delivery, so that an emulator that only answers needs no TLS provider installed.
    client: OnceLock<reqwest::Client>,
    mailbox: Mutex<mailbox::Mailbox>,
}

/// Something the page should know at once.
#[derive(Debug, Clone)]
struct Event {
    name: String,
    data: String,
}

impl Emulator {
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let state = State::new(settings.seed, settings.webhook.clone());
        Self(Arc::new(Inner {
            settings,
            state: Mutex::new(state),
            events: broadcast::channel(EVENTS).0,
            work: Notify::new(),
            client: OnceLock::new(),
            mailbox: Mutex::default(),
        }))
    }

    /// Graph API, page and control API.
    pub fn router(&self) -> axum::Router {
        let graph = graph::router().merge(media::router()).merge(manage::router());
        let dated = axum::middleware::map_response_with_state(self.clone(), manage::dated);
        graph
            .layer(dated)
            .merge(control::router())
            .merge(page::router())
            .merge(media::shown())
            .merge(mailbox::router())
            .with_state(self.clone())
    }

    /// Adds a business number; the first one is where the page writes.
    pub fn add_number(&self, phone_number_id: &str, display: &str, verified_name: &str) {
        let number = Number {
            id: phone_number_id.to_owned(),
            display: display.to_owned(),
            verified_name: verified_name.to_owned(),
        };
        let mut state = self.state();
        state.numbers.retain(|known| known.id != number.id);
        state.numbers.push(number);
    }

    /// Adds one more number beside those there are, for one more shop: ids and telephones differ in one digit. `None`
    /// when all nine are there.
    pub fn add_next_number(&self, verified_name: Option<&str>) -> Option<Number> {
        let known = self.numbers();
        let mut ids = (1..=9).map(|place| (place, format!("{place}06540352242922")));
        let (place, id) = ids.find(|(_, id)| known.iter().all(|number| number.id != *id))?;
        let name = verified_name.map_or_else(|| format!("Loja {}", known.len() + 1), str::to_owned);
        self.add_number(&id, &format!("+55 11 95550-0{place}00"), &name);
        self.announce("reload", &Value::Object(serde_json::Map::new()));
        self.state().number(&id)
    }

    #[must_use]
    pub fn numbers(&self) -> Vec<Number> {
        self.state().numbers.clone()
    }

    /// Adds a person, or replaces the one with the same id and keeps the chat.
    pub fn add_person(&self, person: Person) {
        {
            let mut state = self.state();
            match state.people.iter_mut().find(|known| known.id == person.id) {
                Some(known) => *known = person,
                None => state.people.push(person),
            }
        }
        self.tell_people();
    }

    #[must_use]
    pub fn people(&self) -> Vec<Person> {
        self.state().people.clone()
    }

    /// Puts an approved template into the registry. `category` is UTILITY, MARKETING or AUTHENTICATION; `body` has
    /// `{{1}}` or `{{name}}` where parameters go.
    pub fn add_template(
        &self,
        name: &str,
        lang: &str,
        category: &str,
        body: &str,
        buttons: Vec<TemplateButton>,
    ) {
        let mut state = self.state();
        let id = state.next_template_id();
        state.put_template(Template {
            id,
            name: name.to_owned(),
            language: lang.to_owned(),
            category: category.to_owned(),
            status: "APPROVED".to_owned(),
            quality: "UNKNOWN".to_owned(),
            body: body.to_owned(),
            footer: None,
            buttons,
            reason: None,
        });
    }

    /// Puts a template into the registry that was approved long ago, from the body that would create it; `false`
    /// when Meta would refuse that.
    #[must_use]
    pub fn approve_template(&self, request: &Value) -> bool {
        let mut state = self.state();
        let id = state.next_template_id();
        let Ok(mut template) = Template::from_request(id, request) else { return false };
        "APPROVED".clone_into(&mut template.status);
        state.put_template(template);
        true
    }

    /// Meta decides about a template, and its webhook waits in the queue; `false` when there is no such template.
    #[must_use]
    pub fn judge_template(&self, name: &str, lang: &str, verdict: Verdict) -> bool {
        let mut state = self.state();
        let found = state.templates.iter_mut().find(|known| known.name == name && known.language == lang);
        let change = found.map(|template| template.follow(verdict));
        drop(state);
        change.map(|change| self.queue_notice(&change)).is_some()
    }

    pub fn set_webhook(&self, url: String) {
        self.state().webhook = url;
        self.0.work.notify_one();
    }

    pub fn set_faults(&self, faults: Faults) {
        self.state().faults = faults;
    }

    #[must_use]
    pub fn faults(&self) -> Faults {
        self.state().faults.clone()
    }

    /// Everything in that person's chat in order, both directions, undelivered messages included.
    #[must_use]
    pub fn chat(&self, person: &str) -> Vec<Bubble> {
        self.state().chats.get(person).cloned().unwrap_or_default()
    }

    /// What stands last in that person's chat.
    #[must_use]
    pub fn last(&self, person: &str) -> Option<Bubble> {
        self.state().chats.get(person)?.last().cloned()
    }

    /// Everything the Graph API accepted, in order.
    #[must_use]
    pub fn truth(&self) -> Vec<Accepted> {
        self.state().truth.clone()
    }

    /// Every send that was tried, in order, whatever became of it.
    #[must_use]
    pub fn attempts(&self) -> Vec<Attempt> {
        self.state().attempts.clone()
    }

    /// Limits that the caller broke, each as a sentence.
    #[must_use]
    pub fn violations(&self) -> Vec<String> {
        self.state().violations.clone()
    }

    /// Behaves as if the person had last written to this number at `at_ms`.
    pub fn open_window(&self, person: &str, number: &str, at_ms: i64) {
        self.state().windows.insert((person.to_owned(), number.to_owned()), at_ms);
    }

    pub fn close_window(&self, person: &str, number: &str) {
        self.state().windows.remove(&(person.to_owned(), number.to_owned()));
    }

    /// Empties all chats, windows and queues, as new phones have them; pages load anew.
    pub fn clear(&self) {
        let mut state = self.state();
        state.chats.clear();
        state.windows.clear();
        state.queue.clear();
        drop(state);
        self.announce("reload", &Value::Object(serde_json::Map::new()));
    }

    /// Shows or hides the person's phone number in webhooks from now on.
    pub fn show_phone(&self, person: &str, shows: bool) {
        if let Some(known) = self.state().people.iter_mut().find(|known| known.id == person) {
            known.shows_phone = shows;
        }
        self.tell_people();
    }

    /// Pushes a server-sent event of any name to every open page.
    pub fn announce(&self, event: &str, data: &Value) {
        if self.0.events.receiver_count() > 0 {
            // An error means that the last page closed meanwhile.
            let _ = self.0.events.send(Event { name: event.to_owned(), data: data.to_string() });
        }
    }

    fn mailbox(&self) -> MutexGuard<'_, mailbox::Mailbox> {
        self.0.mailbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell_people(&self) {
        let people = serde_json::json!(self.people());
        self.announce("people", &people);
    }

    fn now(&self) -> i64 {
        (self.0.settings.now)()
    }

    /// A panic elsewhere leaves the state as usable as it was: every change is one assignment or push.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
