//! Hooks: who is told what happens. Made, listed, paused, tried, told again. The secret is in one answer and otherwise sealed.

use super::{Answer, Office, Refused, age, nobody};
use crate::app::api::money::time;
use crate::app::courier::body::ping;
use crate::app::courier::sign::Secret;
use crate::app::courier::wire::Wire;
use crate::domain::calendar::HOUR;
use crate::domain::happening::Wanted;
use crate::domain::ids::MerchantId;
use crate::store::deliveries::{self, Logged};
use crate::store::hooks::{self, ACTIVE, DISABLED, Hook, NewHook, PAUSED};
use crate::store::{events, inbox, merchants};
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};

/// Hooks that a merchant may have: each costs a copy of every event.
const MOST: usize = 10;
/// How long the secret before the last rotation signs too (ms).
const OVERLAP: i64 = 24 * HOUR;
/// Lines of a log that are read in one transaction, at most.
const PAGE: i64 = 1_000;

/// 32 symbols, so that each takes five bits of chance alike.
const SYMBOLS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// What the office can be asked about hooks.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "hook", rename_all = "kebab-case")]
pub enum HookOrder {
    Add {
        merchant: i64,
        url: String,
        events: String,
    },
    List {
        merchant: Option<i64>,
    },
    Pause {
        id: String,
    },
    Resume {
        id: String,
    },
    Remove {
        id: String,
    },
    /// Another secret; the one before signs for a day more.
    Rotate {
        id: String,
    },
    /// Posts an event that tells of nothing.
    Test {
        id: String,
    },
    Log {
        id: String,
        failed: bool,
        /// How many, the newest first; `None` for all that are kept.
        most: Option<i64>,
    },
    Replay {
        id: String,
        which: Which,
    },
}

/// What is told again.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Which {
    Event(i64),
    /// What was given up, and what waits for another try.
    Failed,
    /// All that was kept since then (ms UTC).
    Since(i64),
}

impl Office {
    pub(super) async fn hook(&self, order: HookOrder) -> Result<Answer, Refused> {
        match order {
            HookOrder::Add { merchant, url, events } => self.add_hook(merchant, url, &events).await,
            HookOrder::List { merchant } => self.list_hooks(merchant).await,
            HookOrder::Pause { id } => self.turn_hook(&id, PAUSED).await,
            HookOrder::Resume { id } => self.turn_hook(&id, ACTIVE).await,
            HookOrder::Remove { id } => self.remove_hook(&id).await,
            HookOrder::Rotate { id } => self.rotate_hook(&id).await,
            HookOrder::Test { id } => self.test_hook(&id).await,
            HookOrder::Log { id, failed, most } => self.log_of_hook(&id, failed, most).await,
            HookOrder::Replay { id, which } => self.replay(&id, which).await,
        }
    }

    async fn add_hook(&self, merchant: i64, url: String, events: &str) -> Result<Answer, Refused> {
        let wanted = Wanted::read(events).map_err(|why| Refused(format!("--events: {why}")))?;
        let wire = Wire::new(self.private_hooks).map_err(Refused)?;
        let address = wire.address(&url).map_err(Refused)?;
        wire.look_up(&address).await.map_err(Refused)?;
        let (id, secret) = (drawn_id()?, drawn_secret()?);
        let sealed = self.sealed_secret(&id, &secret)?;
        let (merchant, at, told) = (MerchantId(merchant), self.clock.now(), wanted.text());
        let new = NewHook { id: id.clone(), merchant, url: url.clone(), secret: sealed, wanted, at };
        let unit = self.store.write(move |tx| {
            Box::pin(async move {
                if merchants::get(tx, merchant, None).await?.is_none() {
                    return Ok(Err(nobody(merchant.0)));
                }
                inbox::hold_lane(tx, merchant).await?;
                if hooks::of(tx, merchant).await?.len() >= MOST {
                    return Ok(Err(Refused(format!(
                        "Merchant {merchant} has {MOST} hooks, which is as many as there may be; `fregues hook remove` \
                         takes one away."
                    ))));
                }
                hooks::add(tx, &new).await.map(Ok)
            })
        });
        unit.await??;
        let lines = vec![
            format!("Hook {id} tells {url} of: {told}."),
            secret.reveal().to_owned(),
            "This is shown once; the receiver holds the signatures against it. `fregues hook test` tries the hook."
                .to_owned(),
        ];
        Ok(Answer { lines, fine: true })
    }

    async fn list_hooks(&self, merchant: Option<i64>) -> Result<Answer, Refused> {
        let found = self.store.read(|tx| Box::pin(hooks::all(tx))).await?;
        let now = self.clock.now();
        let asked = |hook: &&Hook| merchant.is_none_or(|merchant| hook.merchant.0 == merchant);
        let lines: Vec<String> = found.iter().filter(asked).map(|hook| described(hook, now)).collect();
        if lines.is_empty() {
            return Ok(Answer::line(
                "There is no hook yet; `fregues hook add --help` shows how to make one.".to_owned(),
            ));
        }
        Ok(Answer { lines, fine: true })
    }

    async fn turn_hook(&self, id: &str, state: &'static str) -> Result<Answer, Refused> {
        let hook = self.found(id).await?;
        let (merchant, own, now) = (hook.merchant, hook.id.clone(), self.clock.now());
        let unit = self.store.write(move |tx| {
            Box::pin(async move {
                let turned = hooks::turn(tx, merchant, &own, state).await?;
                if turned && state == ACTIVE {
                    deliveries::at_once(tx, merchant, &own, now).await?;
                }
                Ok(turned)
            })
        });
        match (unit.await?, state) {
            (true, _) => {}
            (false, ACTIVE) => {
                return Err(Refused(format!(
                    "Hook {id} is active already; `fregues hook replay {id} --failed` sends at once what waits for another try."
                )));
            }
            (false, _) => return Err(Refused(format!("Hook {id} is {state} already."))),
        }
        Ok(Answer::line(match (state, hook.state.as_str()) {
            (PAUSED, _) => format!("Hook {id} waits: what happens is queued until `fregues hook resume`."),
            (_, DISABLED) => format!(
                "Hook {id} goes on. What happened while it was disabled is told by `fregues hook replay {id} --since`."
            ),
            _ => format!("Hook {id} goes on, with what was queued meanwhile."),
        }))
    }

    async fn remove_hook(&self, id: &str) -> Result<Answer, Refused> {
        let hook = self.found(id).await?;
        let unit = self
            .store
            .write(move |tx| Box::pin(async move { hooks::remove(tx, hook.merchant, &hook.id).await }));
        unit.await?;
        Ok(Answer::line(format!("Hook {id} is gone, and with it the log of what it was told.")))
    }

    async fn rotate_hook(&self, id: &str) -> Result<Answer, Refused> {
        let hook = self.found(id).await?;
        let secret = drawn_secret()?;
        let (sealed, until) = (self.sealed_secret(id, &secret)?, self.clock.now() + OVERLAP);
        let unit = self.store.write(move |tx| {
            Box::pin(async move { hooks::rotate(tx, hook.merchant, &hook.id, &sealed, until).await })
        });
        unit.await?;
        let lines = vec![
            format!("Hook {id} signs with this from now on:"),
            secret.reveal().to_owned(),
            format!("This is shown once. The secret before it signs too until {}.", time(until)),
        ];
        Ok(Answer { lines, fine: true })
    }

    async fn test_hook(&self, id: &str) -> Result<Answer, Refused> {
        let hook = self.found(id).await?;
        if hook.state != ACTIVE {
            return Err(Refused(format!("Hook {id} is {}; `fregues hook resume {id}` first.", hook.state)));
        }
        let now = self.clock.now();
        let unit = self.store.write(move |tx| {
            Box::pin(async move {
                inbox::hold_lane(tx, hook.merchant).await?;
                events::save_for(tx, hook.merchant, &hook.id, ping(now), now).await
            })
        });
        let event = unit.await?;
        Ok(Answer::line(format!(
            "Event {event} is on its way, a ping; `fregues hook log {id}` shows what became of it. The service must run."
        )))
    }

    async fn log_of_hook(&self, id: &str, failed: bool, most: Option<i64>) -> Result<Answer, Refused> {
        if most.is_some_and(|most| most < 1) {
            return Err(Refused("--limit takes a number from 1 on; --all shows all.".to_owned()));
        }
        let hook = self.found(id).await?;
        let (mut lines, mut before, mut left) = (Vec::new(), i64::MAX, most.unwrap_or(i64::MAX));
        while left > 0 {
            let page = self.page(&hook, (before, failed), left.min(PAGE)).await?;
            let Some(last) = page.last() else { break };
            before = last.event;
            left -= i64::try_from(page.len()).unwrap_or(i64::MAX);
            lines.extend(page.iter().map(told));
        }
        if lines.is_empty() {
            let none =
                if failed { "Nothing failed that is still on record." } else { "Nothing was told yet." };
            return Ok(Answer::line(none.to_owned()));
        }
        let own = hook.id.clone();
        let read = self.store.read(move |tx| {
            Box::pin(async move { deliveries::count(tx, hook.merchant, &own, (before, failed)).await })
        });
        let more = read.await?;
        lines.extend(
            (more > 0).then(|| format!("{more} more before these; --limit N shows N, --all shows all.")),
        );
        Ok(Answer { lines, fine: true })
    }

    async fn page(&self, hook: &Hook, from: (i64, bool), most: i64) -> Result<Vec<Logged>, Refused> {
        let (merchant, id) = (hook.merchant, hook.id.clone());
        let read = self
            .store
            .read(move |tx| Box::pin(async move { deliveries::log(tx, merchant, &id, from, most).await }));
        Ok(read.await?)
    }

    async fn replay(&self, id: &str, which: Which) -> Result<Answer, Refused> {
        let (hook, now) = (self.found(id).await?, self.clock.now());
        let one = matches!(which, Which::Event(_));
        let count = match which {
            Which::Event(event) => self.again(hook, vec![event], now).await?,
            Which::Failed => {
                let unit = self
                    .store
                    .write(move |tx| Box::pin(async move { deliveries::again_failed(tx, &hook, now).await }));
                unit.await?
            }
            Which::Since(since) => self.again_since(&hook, since, now).await?,
        };
        if count == 0 && one {
            return Err(Refused(format!(
                "There is no such event, or it is being sent at this moment; `fregues hook log {id}` shows them. Events are \
                 kept for 30 days."
            )));
        }
        Ok(Answer::line(format!("{count} events are told again, each with the id it had.")))
    }

    /// All that was kept since then, page by page: no transaction is longer than one.
    async fn again_since(&self, hook: &Hook, since: i64, now: i64) -> Result<usize, Refused> {
        let (mut after, mut count) = ((since, 0), 0);
        loop {
            let reader = hook.clone();
            let read = self
                .store
                .read(move |tx| Box::pin(async move { deliveries::kept(tx, &reader, after, now).await }));
            let page = read.await?;
            let Some(last) = page.last() else { return Ok(count) };
            after = *last;
            let events = page.into_iter().map(|(_, event)| event).collect();
            count += self.again(hook.clone(), events, now).await?;
        }
    }

    async fn again(&self, hook: Hook, events: Vec<i64>, now: i64) -> Result<usize, Refused> {
        let unit = self
            .store
            .write(move |tx| Box::pin(async move { deliveries::again(tx, &hook, &events, now).await }));
        Ok(unit.await?)
    }

    async fn found(&self, id: &str) -> Result<Hook, Refused> {
        let own = id.to_owned();
        let read = self.store.read(move |tx| Box::pin(async move { hooks::find(tx, &own).await }));
        let none = || Refused(format!("There is no hook {id:?}; `fregues hook list` shows them."));
        read.await?.ok_or_else(none)
    }

    fn sealed_secret(&self, id: &str, secret: &Secret) -> Result<String, Refused> {
        const WITHOUT_KEY: &str = "A hook's secret is kept sealed, and database.key, which seals it, is empty. Set it to \
            what `openssl rand -hex 32` prints, keep it as safe as a password and not with the backups, restart the service \
            and try again.";
        let seal = self.seal.as_ref().ok_or_else(|| Refused(WITHOUT_KEY.to_owned()))?;
        seal.seal(id, secret.reveal()).map_err(|why| Refused(why.to_owned()))
    }
}

fn drawn_secret() -> Result<Secret, Refused> {
    Secret::draw().ok_or_else(|| Refused("The system gives no randomness.".to_owned()))
}

fn drawn_id() -> Result<String, Refused> {
    let mut bytes = [0; 10];
    let drawn = SystemRandom::new().fill(&mut bytes);
    drawn.map_err(|_| Refused("The system gives no randomness.".to_owned()))?;
    Ok(bytes.iter().map(|byte| char::from(SYMBOLS[usize::from(byte % 32)])).collect())
}

fn described(hook: &Hook, now: i64) -> String {
    let Hook { merchant, id, url, wanted, .. } = hook;
    let state = match (hook.state.as_str(), &hook.reason, hook.failing_at) {
        (DISABLED, Some(reason), _) => format!("  DISABLED: {reason}"),
        (PAUSED, ..) => "  PAUSED".to_owned(),
        (_, _, Some(since)) => format!("  nothing arrives since {}", age(now - since)),
        _ => String::new(),
    };
    format!("{id}  merchant {merchant}  {url}  {}{state}", wanted.text())
}

fn told(logged: &Logged) -> String {
    let Logged { event, kind, at, state, attempts, due, status, took_ms, reason, .. } = logged;
    let member = logged.member.map(|member| format!("  member {member}")).unwrap_or_default();
    let mut line = format!("{event}  {}  {kind}{member}  {state}, {attempts} attempts", time(*at));
    if let Some(status) = status {
        line.push_str(&format!(", HTTP {status}"));
    }
    if let Some(took) = took_ms {
        line.push_str(&format!(" in {took} ms"));
    }
    if let Some(reason) = reason {
        line.push_str(&format!(": {reason}"));
    }
    match (state.as_str(), due) {
        ("retry_wait", Some(due)) => line.push_str(&format!("; again at {}", time(*due))),
        ("queued" | "retry_wait", None) => line.push_str("; waits for the one before it of its member"),
        _ => {}
    }
    line
}
