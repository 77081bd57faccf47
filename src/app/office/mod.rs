//! The office: what whoever runs the installation asks of it. Each order has one function; a command that finds
//! the database free calls it directly, one that finds a service in it asks that service through the
//! [`door`].

pub mod door;
pub mod hooks;
pub mod keys;
mod letters;
pub mod members;
mod merchants;
pub mod relocation;
pub mod restore;
mod rules;
pub mod sheets;
pub mod spreadsheets;
mod templates;

use crate::app::App;
use crate::app::clock::Clock;
use crate::app::graph::Graph;
use crate::app::leaving::Leaving;
use crate::app::seal::Seal;
use crate::domain::calendar::{DAY, HOUR};
use crate::domain::code::spaced;
use crate::email::returned::Returned;
use crate::store::held::{self, Which};
use crate::store::marks::{self, Mark};
use crate::store::merchants::Settings;
use crate::store::{Store, StoreError, file, verify};
use serde::{Deserialize, Serialize};
use sheets::SheetOrder;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What the office can be asked. It travels as JSON when a service has the database.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "kebab-case")]
pub enum Order {
    AddMerchant(Box<NewShop>),
    ListMerchants,
    /// `token`, in [`Settings`], travels in clear here and is sealed before it is kept.
    SetMerchant {
        merchant: i64,
        settings: Box<Settings>,
    },
    ClaimMerchant {
        merchant: i64,
    },
    PauseMerchant {
        merchant: i64,
    },
    ResumeMerchant {
        merchant: i64,
    },
    /// Bubbles that rest: list them, let them go, or give them up.
    ListHeld,
    ReleaseHeld(Which),
    DropHeld(Which),
    /// The templates of all merchants, or of one: beside what this version sends, created where they are missing, read
    /// from WhatsApp now.
    ListTemplates {
        merchant: Option<i64>,
    },
    PushTemplates {
        merchant: Option<i64>,
    },
    SyncTemplates {
        merchant: Option<i64>,
    },
    /// Keys of tills and web shops. The answer to the first holds the key, once.
    CreateKey(keys::KeyWish),
    ListKeys {
        merchant: Option<i64>,
    },
    RevokeKey {
        key: String,
    },
    /// Hooks: who is told what happens. The answers to some hold a secret, once.
    Hook(hooks::HookOrder),
    /// What is kept of a customer; forgetting them, looked at first.
    ShowMember(members::Whom),
    LookAtForgetting(members::Whom),
    ForgetMember(members::Whom),
    /// Mail that came back.
    TakeBack(Returned),
    /// Customers of another system: what their sheet would bring, and bringing it.
    LookAtSheet(SheetOrder),
    BringSheet(SheetOrder),
    /// Copies the database to this absolute path.
    Backup {
        to: PathBuf,
    },
}

/// A merchant to add. Program as TOML; the price of an announcement in millionths of a real.
#[derive(Clone, Serialize, Deserialize)]
pub struct NewShop {
    pub name: String,
    pub phone_number_id: String,
    pub phone: String,
    pub contact: String,
    pub program: String,
    pub stores: Vec<String>,
    pub zone: String,
    pub area_code: u8,
    pub lang: String,
    pub announcement_price: i64,
    /// What an added merchant need not have: account, portfolio, pace, token.
    pub settings: Settings,
}

/// What came of an order that was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub lines: Vec<String>,
    /// `false`: what was looked at is not as it should be.
    pub fine: bool,
}

impl Answer {
    fn line(line: String) -> Answer {
        Answer { lines: vec![line], fine: true }
    }
}

/// Why an order was not carried out, as a sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Refused {
        Refused(error.to_string())
    }
}

pub struct Office {
    pub store: Store,
    pub clock: Clock,
    pub seal: Option<Seal>,
    pub graph: Graph,
    /// Knows the links of letters.
    pub leaving: Leaving,
    /// Whether webhooks may go to addresses of this machine and its network.
    pub private_hooks: bool,
    /// Hears how far long work has come.
    pub progress: Progress,
}

impl Office {
    /// The office of a running service.
    pub fn of(app: App) -> Office {
        let App { store, clock, seal, graph, leaving, courier, .. } = app;
        let private_hooks = courier.wire.is_private();
        Office { store, clock, seal, graph, leaving, private_hooks, progress: nobody_watches() }
    }

    pub async fn carry_out(&self, order: Order) -> Result<Answer, Refused> {
        match order {
            Order::AddMerchant(new) => self.add_merchant(*new).await,
            Order::ListMerchants => self.list_merchants().await,
            Order::SetMerchant { merchant, settings } => self.set_merchant(merchant, *settings).await,
            Order::ClaimMerchant { merchant } => self.claim_merchant(merchant).await,
            Order::PauseMerchant { merchant } => self.pause_merchant(merchant).await,
            Order::ResumeMerchant { merchant } => self.resume_merchant(merchant).await,
            Order::ListHeld => self.list_held().await,
            Order::ReleaseHeld(which) => self.release_held(which).await,
            Order::DropHeld(which) => self.drop_held(which).await,
            Order::ListTemplates { merchant } => self.list_templates(merchant).await,
            Order::PushTemplates { merchant } => self.push_templates(merchant).await,
            Order::SyncTemplates { merchant } => self.sync_templates(merchant).await,
            Order::CreateKey(wish) => self.create_key(wish).await,
            Order::ListKeys { merchant } => self.list_keys(merchant).await,
            Order::RevokeKey { key } => self.revoke_key(key).await,
            Order::Hook(order) => self.hook(order).await,
            Order::ShowMember(whom) => self.show_member(&whom).await,
            Order::LookAtForgetting(whom) => self.look_at_forgetting(&whom).await,
            Order::ForgetMember(whom) => self.forget_member(&whom).await,
            Order::TakeBack(returned) => self.take_back(&returned).await,
            Order::LookAtSheet(sheet) => self.look_at_sheet(&sheet).await,
            Order::BringSheet(sheet) => self.bring_sheet(&sheet).await,
            Order::Backup { to } => self.back_up(&to).await,
        }
    }

    async fn list_held(&self) -> Result<Answer, Refused> {
        let lines = held_lines(&self.store, self.clock.now()).await?;
        Ok(if lines.is_empty() {
            Answer::line("No bubble rests.".to_owned())
        } else {
            Answer { lines, fine: true }
        })
    }

    async fn release_held(&self, which: Which) -> Result<Answer, Refused> {
        let now = self.clock.now();
        let unit = self.store.write(move |tx| Box::pin(async move { held::release(tx, &which, now).await }));
        Ok(Answer::line(format!("{} bubbles go out as soon as it is their turn.", unit.await?)))
    }

    async fn drop_held(&self, which: Which) -> Result<Answer, Refused> {
        let now = self.clock.now();
        let unit = self.store.write(move |tx| Box::pin(async move { held::give_up(tx, &which, now).await }));
        Ok(Answer::line(format!("{} bubbles are given up; they stay on record.", unit.await?)))
    }

    async fn back_up(&self, to: &Path) -> Result<Answer, Refused> {
        let Some(from) = self.store.path() else {
            return Err(Refused(format!(
                "PostgreSQL makes its own copies: pg_dump --format=custom --file {} with your database's address; \
                 after pg_restore into an empty database, run `fregues restore` before the service starts.",
                to.display()
            )));
        };
        if to.exists() {
            return Err(Refused(format!("{} is there already; nothing was written.", to.display())));
        }
        file::copy(from, to).await?;
        file::check(to).await?;
        let (now, size) = (self.clock.now(), std::fs::metadata(to).map_or(0, |file| file.len()));
        self.store.write(move |tx| Box::pin(marks::set(tx, Mark::Backup, now, "ok"))).await?;
        Ok(Answer::line(format!("{} is written and reads well ({} KB).", to.display(), size / 1_000)))
    }
}

fn nobody(merchant: i64) -> Refused {
    Refused(format!("There is no merchant {merchant}; `fregues merchant list` shows them."))
}

async fn held_lines(store: &Store, now: i64) -> Result<Vec<String>, StoreError> {
    let line = |r: held::Resting| {
        let (what, oldest) = (class(&r.class), age(now - r.oldest));
        format!("merchant {}: {} × {what}, the oldest of {oldest}: {}", r.merchant, r.count, r.reason)
    };
    let resting = store.read(|tx| Box::pin(held::list(tx))).await?;
    Ok(resting.into_iter().map(line).collect())
}

fn class(class: &str) -> &'static str {
    match class {
        "A" => "receipt",
        "B" => "announcement",
        _ => "answer",
    }
}

/// A length of time for people: the two largest units would say no more.
fn age(ms: i64) -> String {
    match ms {
        ms if ms >= 2 * DAY => format!("{} days ago", ms / DAY),
        ms if ms >= 2 * HOUR => format!("{} hours ago", ms / HOUR),
        ms => format!("{} minutes ago", ms / 60_000),
    }
}

/// For work that nobody waits for.
pub fn nobody_watches() -> Progress {
    Arc::new(|_, _| {})
}

/// Hears how much of how much is done.
pub type Progress = Arc<dyn Fn(i64, i64) + Send + Sync>;

/// Recomputes the whole ledger and notes when, and whether it adds up.
pub async fn verified(
    store: &Store,
    clock: &Clock,
    progress: Progress,
) -> Result<verify::Report, StoreError> {
    let report = verify::verify(store, move |done, all| progress(done, all)).await?;
    let (now, said) = (clock.now(), if report.is_clean() { "ok" } else { marks::BROKEN });
    store.write(move |tx| Box::pin(marks::set(tx, Mark::Verify, now, said))).await?;
    Ok(report)
}

/// A report in lines.
pub fn told(report: &verify::Report) -> Answer {
    if !report.is_clean() {
        let lines = report.violations.iter().map(|violation| format!("✘ {violation}")).collect();
        return Answer { lines, fine: false };
    }
    let found = verify::RULES.iter().map(|rule| (rule.name, rule.says));
    let rules = found
        .chain([(verify::CONTENTS, verify::CONTENTS_SAYS)])
        .map(|(name, says)| format!("✔ {name:<4} {says}"));
    let sum =
        format!("✔ {} transfers in {} transactions: every rule holds", report.transfers, report.transactions);
    Answer { lines: rules.chain([sum]).collect(), fine: true }
}

/// How often it is looked whether the nightly look is due.
const LOOK: std::time::Duration = std::time::Duration::from_mins(10);

/// Recomputes the ledger once a day; of several processes, one does.
pub async fn nightly(store: Store, clock: Clock, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        let now = clock.now();
        let ours = store.write(move |tx| Box::pin(marks::take(tx, Mark::Verify, now, now - DAY))).await;
        let report = match ours {
            Ok(true) => verified(&store, &clock, nobody_watches()).await,
            Ok(false) => continue,
            Err(error) => Err(error),
        };
        match report {
            Ok(report) if report.is_clean() => tracing::info!("the ledger adds up"),
            Ok(report) => {
                tracing::error!(
                    violations = report.violations.len(),
                    "the ledger does not add up; run verify"
                );
            }
            Err(error) => tracing::warn!(%error, "the ledger could not be recomputed"),
        }
    }
}
