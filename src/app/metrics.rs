//! What is measured, in the text that Prometheus reads. The rooms count what only they see; the rest is read from
//! the database when somebody asks. No label ever holds anything of a person.

use crate::app::App;
use crate::domain::program;
use crate::store::gauges::{self, Gauges};
use crate::store::{StoreError, file};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::atomic::AtomicU64;

/// One label and its value.
type Label<V> = [(&'static str, V); 1];

/// What came to the webhook.
#[derive(Clone)]
pub struct Posts {
    results: Family<Label<&'static str>, Counter>,
    /// From the first byte to the answer of what was kept.
    pub ack_seconds: Histogram,
}

impl Default for Posts {
    fn default() -> Posts {
        let ack_seconds = Histogram::new(exponential_buckets(0.001, 2.5, 10));
        Posts { results: Family::default(), ack_seconds }
    }
}

impl Posts {
    /// Counts a request that ended so: one of `kept`, `forged`, `too_large`, `cut_off`, `busy`, `not_stored`.
    pub fn count(&self, result: &'static str) {
        self.results.get_or_create(&[("result", result)]).inc();
    }
}

/// How attempts ended to reach somebody beside WhatsApp. All ways there are stand there from the start, at 0.
#[derive(Clone)]
pub struct Attempts(Family<Label<&'static str>, Counter>);

impl Attempts {
    pub fn new(results: &[&'static str]) -> Attempts {
        let family = Family::<Label<&'static str>, Counter>::default();
        for result in results {
            drop(family.get_or_create(&[("result", *result)]));
        }
        Attempts(family)
    }

    pub fn count(&self, result: &'static str) {
        self.0.get_or_create(&[("result", result)]).inc();
    }
}

/// Everything, as one page.
pub async fn page(app: &App) -> Result<String, StoreError> {
    let now = app.clock.now();
    let gauges = app.store.read(move |tx| Box::pin(gauges::read(tx, now))).await?;
    let mut page = Page(Registry::with_prefix("fregues"));
    page.counted(app);
    page.read(&gauges, now);
    page.machine(app);
    let mut text = String::new();
    encode(&mut text, &page.0).map_err(|fault| StoreError::Unreadable(fault.to_string()))?;
    Ok(text)
}

struct Page(Registry);

impl Page {
    fn counted(&mut self, app: &App) {
        let posts = &app.posts;
        self.0.register("webhook_post", "POSTs to the webhook by how they ended", posts.results.clone());
        self.0.register_with_unit(
            "webhook_ack",
            "From request to acknowledgement",
            Unit::Seconds,
            posts.ack_seconds.clone(),
        );
        let unknown = app.intake.not_understood().clone();
        self.0.register("unknown_update", "Updates of a kind that is not known; kept, not acted on", unknown);
        let refusals = app.sender.refusals().clone();
        self.0.register("graph_error", "Refusals of the Graph API by error code", refusals);
        let help = "POSTs of events to those who are told of them, by how they ended";
        self.0.register("hook_attempt", help, app.courier.attempts().0.clone());
        let help = "Dialogues with the mail server by how they ended";
        self.0.register("mail_attempt", help, app.mailer.attempts().0.clone());
        let lag = app.turns.status_lag().clone();
        let help = "From what WhatsApp says happened to a bubble until we heard of it";
        self.0.register_with_unit("status_lag", help, Unit::Seconds, lag);
        let commit = app.store.commit_seconds().clone();
        self.0.register_with_unit("db_commit", "Commits of the database", Unit::Seconds, commit);
        let help = "Units of work that the database refused or broke off; those that can be are begun again";
        self.0.register("db_undone", help, app.store.undone().clone());
    }

    fn read(&mut self, found: &Gauges, now: i64) {
        let since = |at: i64| seconds(if at > 0 { now - at } else { 0 });
        self.gauge("inbox_depth", "Updates that wait to be decided", number(found.inbox_depth));
        self.gauge("inbox_oldest_seconds", "Age of the oldest update that waits", since(found.inbox_oldest));
        let open = found.open.iter().map(|(class, count, _)| (class.clone(), number(*count)));
        self.gauges("outbox_open", "Bubbles on their way", "class", open);
        let oldest = found.open.iter().map(|(class, _, at)| (class.clone(), since(*at)));
        self.gauges("outbox_oldest_seconds", "Age of the oldest bubble on its way", "class", oldest);
        let unknown = found.unknown.iter().map(|(class, count, _)| (class.clone(), number(*count)));
        self.gauges(
            "send_unknown_open",
            "Bubbles of which nobody knows whether they went out",
            "class",
            unknown,
        );
        let oldest = found.unknown.iter().map(|(class, _, at)| (class.clone(), since(*at)));
        self.gauges("send_unknown_oldest_seconds", "Age of the oldest of them", "class", oldest);
        let held = found.held.iter().map(|(class, count)| (class.clone(), number(*count)));
        self.gauges("outbox_held", "Bubbles that rest until somebody lets them go", "class", held);
        let untaken = found.untaken.iter().map(|(merchant, count)| (*merchant, number(*count)));
        let help = "Bubbles that wait for their person because WhatsApp refused their template";
        self.gauges("template_refused", help, "merchant", untaken);
        let dead = found.dead.iter().map(|(class, count)| (class.clone(), number(*count)));
        self.gauges("outbox_dead", "Bubbles that were given up within a day", "class", dead);
        let twins = found.twins.iter().map(|(class, count)| (class.clone(), *count));
        self.counters("duplicate_send", "Bubbles that WhatsApp took twice", "class", twins);
        let dead = found.dead_letters.iter().copied();
        self.counters("dead_letter", "Updates set aside because they could not be worked on", "reason", dead);
        self.gauge("unrouted_updates", "Updates for a number that no merchant has", number(found.unrouted));
        let open = |at: &Option<i64>| f64::from(u8::from(at.is_some()));
        let circuits = found.circuits.iter().map(|(merchant, at, _)| (*merchant, open(at)));
        self.gauges("circuit_open", "Whether sending from this number is stopped", "merchant", circuits);
        let stood = found.circuits.iter().map(|(merchant, at, _)| (*merchant, since(at.unwrap_or(0))));
        self.gauges("circuit_open_seconds", "For how long it has been", "merchant", stood);
        let waiting = found.circuits.iter().map(|(merchant, _, waiting)| (*merchant, number(*waiting)));
        self.gauges("circuit_waiting", "Bubbles that wait for it to send again", "merchant", waiting);
        self.told(found, now);
        self.gauge("merchants_paused", "Merchants that are paused", number(found.paused));
        for (unit, name, help) in [
            (
                program::Unit::Points,
                "liability_points",
                "Points that members could take out or have reserved",
            ),
            (
                program::Unit::Reais,
                "liability_centavos",
                "Cashback in centavos that members could use or have reserved",
            ),
        ] {
            let owed = found.liability.iter().map(|(merchant, code, amount)| {
                (*merchant, if code == unit.code() { number(*amount) } else { 0.0 })
            });
            self.gauges(name, help, "merchant", owed);
        }
        let sales = found.sales.iter().map(|(staff, count)| (staff.clone(), number(*count)));
        self.gauges(
            "sales_last_hour",
            "Sales that one of the staff registered within an hour",
            "staff",
            sales,
        );
        if let Some(at) = found.backup {
            self.gauge("backup_age_seconds", "Since the last copy of the database", seconds(now - at));
        }
        if let Some((at, ok)) = found.verify {
            self.gauge("verify_age_seconds", "Since the whole ledger was last recomputed", seconds(now - at));
            let help = "1 when the ledger added up the last time it was recomputed";
            self.gauge("ledger_verify_ok", help, f64::from(u8::from(ok)));
        }
    }

    /// What leaves beside the chat.
    fn told(&mut self, found: &Gauges, now: i64) {
        let since = |at: i64| seconds(if at > 0 { now - at } else { 0 });
        let hooks = &found.hooks;
        let help =
            "Events on their way to hooks that are active; of each hook they are counted up to 100,000";
        self.gauge("hook_waiting", help, number(hooks.waiting));
        self.gauge("hook_oldest_seconds", "Age of the oldest of them", since(hooks.oldest));
        let stopped = [("paused", hooks.paused), ("disabled", hooks.disabled)];
        let stopped = stopped.map(|(state, count)| (state, number(count)));
        self.gauges("hook_stopped", "Hooks that are told nothing", "state", stopped.into_iter());
        let (waiting, oldest) = found.mail;
        self.gauge("mail_waiting", "Letters on their way, counted up to 100,000", number(waiting));
        self.gauge("mail_oldest_seconds", "Age of the oldest letter on its way", since(oldest));
    }

    fn machine(&mut self, app: &App) {
        let help = "How far the system clock moved beside the time that passed since the start";
        self.gauge("clock_step_seconds", help, seconds(app.clock.step()));
        if let Some(free) = app.store.path().and_then(crate::app::ready::free_space) {
            self.gauge(
                "disk_free_bytes",
                "Free space where the database lies",
                number(i64::try_from(free).unwrap_or(i64::MAX)),
            );
        }
        if let Some(bytes) = app.store.path().and_then(file::log_bytes) {
            let help = "Size of SQLite's write-ahead log; one that only grows has a reader that never ends";
            self.gauge("wal_bytes", help, number(i64::try_from(bytes).unwrap_or(i64::MAX)));
        }
        if let Some(bytes) = resident_bytes() {
            self.gauge("process_resident_memory_bytes", "Memory the process holds", number(bytes));
        }
    }

    fn gauge(&mut self, name: &str, help: &str, value: f64) {
        let gauge = Gauge::<f64, AtomicU64>::default();
        gauge.set(value);
        self.0.register(name, help, gauge);
    }

    fn gauges<V>(
        &mut self,
        name: &str,
        help: &str,
        label: &'static str,
        values: impl Iterator<Item = (V, f64)>,
    ) where
        V: Clone + Hash + Eq + Debug + Send + Sync + 'static,
        Label<V>: EncodeLabelSet,
    {
        let family = Family::<Label<V>, Gauge<f64, AtomicU64>>::default();
        for (key, value) in values {
            family.get_or_create(&[(label, key)]).set(value);
        }
        self.0.register(name, help, family);
    }

    fn counters<V>(
        &mut self,
        name: &str,
        help: &str,
        label: &'static str,
        values: impl Iterator<Item = (V, i64)>,
    ) where
        V: Clone + Hash + Eq + Debug + Send + Sync + 'static,
        Label<V>: EncodeLabelSet,
    {
        let family = Family::<Label<V>, Counter>::default();
        for (key, value) in values {
            family.get_or_create(&[(label, key)]).inc_by(u64::try_from(value).unwrap_or(0));
        }
        self.0.register(name, help, family);
    }
}

fn seconds(ms: i64) -> f64 {
    number(ms) / 1_000.0
}

#[allow(clippy::cast_precision_loss)] // a figure to look at
fn number(value: i64) -> f64 {
    value as f64
}

/// Linux tells; elsewhere the metric is left out.
fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<i64>().ok().map(|kib| kib * 1_024)
}
