//! Sending: rows already committed as `sending` are posted, and how that ended is settled in groups. No
//! lock and no transaction is ever held over HTTP.
//!
//! [`limiter`] says how much may leave, [`places`] how much at once, [`judge`] what an outcome means, [`circuit`] what
//! stops a whole number.

pub mod circuit;
pub mod judge;
pub mod limiter;
pub mod places;

use crate::app::POLL;
use crate::app::clock::Clock;
use crate::app::scheduler::LEASE;
use crate::app::tokens::Tokens;
use crate::domain::ids::MerchantId;
use crate::store::claims::{self, Due, Line};
use crate::store::outbox::{self, Claimed, Settled};
use crate::store::{Store, StoreError, Tx, channel, erasures};
use crate::whatsapp::client::{Client, Outcome};
use crate::whatsapp::errors::Action;
use crate::whatsapp::message::{Recipient, address};
use crate::whatsapp::picture;
use judge::{Beyond, Judged};
use limiter::Limiter;
use places::{IN_FLIGHT, Places};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use tokio::sync::{Mutex, Notify, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Rows looked at for one that may still leave, when a stopped number is tried.
const LOOK: usize = 40;
/// How often outcomes are written before that is given up.
const SETTLE_TRIES: u32 = 3;
/// Attempts of a row that wait for its picture.
const PICTURE_TRIES: i64 = 2;
/// A row whose token cannot be had looks again after this time (ms).
const WITHOUT_TOKEN: i64 = 60_000;

pub struct Sender {
    pub store: Store,
    pub clock: Clock,
    pub limiter: Limiter,
    client: Client,
    tokens: Tokens,
    /// Refusals of the Graph API by code.
    refusals: Family<[(&'static str, i64); 1], Counter>,
    news: Notify,
    /// Whether rows are queued behind others: only then a settled group asks for more.
    queued: AtomicBool,
    /// The number served last: others come first.
    last: AtomicI64,
    settled: mpsc::UnboundedSender<Judged>,
    outcomes: Mutex<mpsc::UnboundedReceiver<Judged>>,
}

impl Sender {
    pub fn new(store: Store, client: Client, tokens: Tokens, clock: Clock, limiter: Limiter) -> Sender {
        let (settled, outcomes) = mpsc::unbounded_channel();
        Sender {
            store,
            clock,
            limiter,
            client,
            tokens,
            refusals: Family::default(),
            news: Notify::new(),
            queued: AtomicBool::new(true),
            last: AtomicI64::new(0),
            settled,
            outcomes: Mutex::new(outcomes),
        }
    }

    /// How often the Graph API refused a bubble, by its error code.
    pub fn refusals(&self) -> &Family<[(&'static str, i64); 1], Counter> {
        &self.refusals
    }

    /// Rings for queued rows.
    pub fn ring(&self) {
        self.queued.store(true, Ordering::Relaxed);
        self.news.notify_one();
    }

    /// Sends rows that are claimed already, each with its place; their outcomes are settled by the loop.
    pub fn hand_over(self: &Arc<Self>, claimed: Vec<Claimed>, mut places: Places) {
        for row in claimed {
            let (sender, place) = (self.clone(), places.one());
            tokio::spawn(async move {
                let settled = sender.send(&row).await;
                // The receiver lives as long as `self`.
                let _ = sender.settled.send(settled);
                drop(place);
            });
        }
    }

    /// Sends and settles rows at once: the step for whoever drives by hand.
    pub async fn send_all(self: &Arc<Self>, claimed: Vec<Claimed>) -> Result<usize, StoreError> {
        let mut sends = JoinSet::new();
        for row in claimed {
            let sender = self.clone();
            sends.spawn(async move { sender.send(&row).await });
        }
        let settled = sends.join_all().await;
        self.settle(settled).await
    }

    /// Has WhatsApp's contact book let go of somebody.
    pub(super) async fn forget(&self, due: &erasures::Due) -> Result<(), String> {
        let token = self.tokens.of(due.merchant).await?;
        for user_id in &due.user_ids {
            self.client.forget(&due.phone_number_id, &token, user_id).await?;
        }
        Ok(())
    }

    /// Claims what is due and sends it; returns how many rows that were.
    pub async fn poll_once(self: &Arc<Self>) -> Result<usize, StoreError> {
        let (claimed, _places) = self.claim().await?;
        self.send_all(claimed).await
    }

    /// Claims what may leave now: answers of every number before announcements of any.
    async fn claim(&self) -> Result<(Vec<Claimed>, Places), StoreError> {
        let mut places = self.limiter.places(IN_FLIGHT);
        let room = places.len();
        if room == 0 {
            return Ok((Vec::new(), places));
        }
        let (now, limiter) = (self.clock.now(), self.limiter.clone());
        let last = MerchantId(self.last.load(Ordering::Relaxed));
        let unit = self.store.write(move |tx| {
            Box::pin(async move {
                let mut due = claims::due(tx, now).await?;
                due.sort_by_key(|number| (number.merchant <= last, number.merchant));
                let mut claimed = Vec::new();
                for number in due.iter().filter(|number| number.probe) {
                    claimed.extend(probe(tx, number, now, room - claimed.len()).await?);
                }
                for line in [Line::Answers, Line::Announcements] {
                    for number in due.iter().filter(|number| !number.probe && number.has(line)) {
                        let most = limiter.take(number.merchant, line, room - claimed.len());
                        if most > 0 {
                            let rows = claims::claim(tx, number.merchant, line, now, most).await?;
                            limiter.give_back(number.merchant, line, most - rows.len());
                            claimed.extend(rows);
                        }
                    }
                }
                Ok(claimed)
            })
        });
        let claimed = unit.await?;
        if let Some(row) = claimed.last() {
            self.last.store(row.merchant.0, Ordering::Relaxed);
        }
        places.keep(claimed.len());
        Ok((claimed, places))
    }

    async fn settle(&self, judged: Vec<Judged>) -> Result<usize, StoreError> {
        let count = judged.len();
        if count == 0 {
            return Ok(0);
        }
        for code in judged.iter().filter_map(|judged| judged.settled.error) {
            self.refusals.get_or_create(&[("code", code)]).inc();
        }
        let works = judged.iter().any(|judged| judged.beyond == Some(Beyond::Works));
        let judged = Arc::new(judged);
        // A lost connection must not lose an outcome: the rows would be resent as unknown.
        let mut tries = 1;
        loop {
            let (now, judged) = (self.clock.now(), judged.clone());
            let unit = self.store.write(move |tx| Box::pin(async move { settle(tx, &judged, now).await }));
            match unit.await {
                Err(error) if error.is_transient() && tries < SETTLE_TRIES => {
                    tries += 1;
                    tracing::warn!(%error, "outcomes are settled again");
                }
                done => {
                    if works {
                        self.ring();
                    }
                    return done.map(|()| count);
                }
            }
        }
    }

    async fn send(&self, row: &Claimed) -> Judged {
        let now = self.clock.now();
        let line = if row.class == "B" { Line::Announcements } else { Line::Answers };
        let stays = judge::before(row, now).or_else(|| {
            let due = self.limiter.pace(row.merchant, row.member).err();
            due.map(|due| judge::put_off(row, due, "this person is written to at their own pace"))
        });
        if let Some(judged) = stays {
            self.limiter.give_back(row.merchant, line, 1);
            return judged;
        }
        let Some(recipient) = recipient(row) else {
            return judge::unsendable(row, now, "nobody to send it to");
        };
        let Ok(mut body) = serde_json::from_str::<Value>(&row.body) else {
            return judge::unsendable(row, now, "its stored body is no JSON");
        };
        address(&mut body, &recipient, &row.callback(), None);
        let token = match self.tokens.of(row.merchant).await {
            Ok(token) => token,
            Err(reason) => return judge::put_off(row, now + WITHOUT_TOKEN, &reason),
        };
        if let Some(leads_to) = picture::wanted(&body).map(str::to_owned) {
            match self.picture(row, &token, &leads_to).await {
                Ok(Some(id)) => picture::put(&mut body, &id),
                Ok(None) => picture::leave_out(&mut body),
                Err(outcome) => return self.judge(row, outcome, now),
            }
        }
        // Whoever counts us as gone must not find that we begin after all.
        if self.clock.now() - row.at > LEASE / 2 {
            return judge::put_off(row, now, "it was taken up too long before it could be sent");
        }
        let outcome = self.client.send(&row.phone_number_id, &token, &body).await;
        self.judge(row, outcome, now)
    }

    /// The id of the bubble's picture, drawn and uploaded; `None`: the words go alone. They matter more, so what cannot
    /// be had twice stays away.
    async fn picture(&self, row: &Claimed, token: &str, leads_to: &str) -> Result<Option<String>, Outcome> {
        if row.attempt > PICTURE_TRIES {
            return Ok(None);
        }
        let Some(png) = picture::draw(leads_to) else { return Ok(None) };
        match self.client.upload(&row.phone_number_id, token, png).await {
            Ok(id) => Ok(Some(id)),
            Err(Outcome::Refused(error)) if error.action() == Action::Dead => {
                tracing::warn!(
                    code = error.code,
                    "WhatsApp does not take a picture; its words go without it"
                );
                Ok(None)
            }
            Err(outcome) => Err(outcome),
        }
    }

    fn judge(&self, row: &Claimed, outcome: Outcome, began: i64) -> Judged {
        let now = self.clock.now();
        let action = match &outcome {
            Outcome::Accepted { .. } => {
                self.limiter.got_through(row.merchant, began);
                None
            }
            Outcome::Refused(error) => Some(error.action()),
            Outcome::NotSent(_) | Outcome::Unknown(_) => None,
        };
        let entropy = u64::try_from(row.id).unwrap_or(0) ^ u64::try_from(now).unwrap_or(0);
        let judged = judge::after(row, outcome, now, entropy);
        match action {
            Some(Action::SlowNumber) => self.limiter.too_fast(row.merchant, began),
            Some(Action::DelayRecipient) => {
                let until = judged.settled.due.unwrap_or(now);
                self.limiter.spent(row.merchant, row.member, until);
            }
            _ => {}
        }
        judged
    }
}

impl Due {
    fn has(&self, line: Line) -> bool {
        match line {
            Line::Answers => self.answers,
            Line::Announcements => self.announcements,
        }
    }
}

/// One row that tries whether a stopped number works again, and before it those that may not leave any more.
async fn probe(tx: &mut Tx, number: &Due, now: i64, room: usize) -> Result<Vec<Claimed>, StoreError> {
    let mut claimed = Vec::new();
    if room == 0 || !channel::probe(tx, number.merchant, now, now + circuit::PROBE).await? {
        return Ok(claimed);
    }
    for line in [Line::Answers, Line::Announcements].into_iter().filter(|line| number.has(*line)) {
        while claimed.len() < room.min(LOOK) {
            let Some(mut row) = claims::claim(tx, number.merchant, line, now, 1).await?.pop() else { break };
            row.probe = judge::before(&row, now).is_none();
            let tries = row.probe;
            claimed.push(row);
            if tries {
                return Ok(claimed);
            }
        }
    }
    Ok(claimed)
}

async fn settle(tx: &mut Tx, judged: &[Judged], now: i64) -> Result<(), StoreError> {
    let settled: Vec<Settled> = judged.iter().map(|judged| judged.settled.clone()).collect();
    outbox::settle(tx, &settled).await?;
    let mut done: Vec<(MerchantId, &Beyond)> = Vec::new();
    for Judged { settled, beyond } in judged {
        // A whole round of sends says the same.
        if let Some(beyond) = beyond
            && !done.contains(&(settled.merchant, beyond))
        {
            circuit::carry_out(tx, settled.merchant, beyond, now).await?;
            done.push((settled.merchant, beyond));
        }
    }
    Ok(())
}

/// The phone when it is shown, the user id otherwise; exactly as WhatsApp gave them.
fn recipient(row: &Claimed) -> Option<Recipient> {
    let phone = row.wa_id.clone().map(Recipient::WaId);
    phone.or_else(|| row.user_id.clone().map(Recipient::UserId))
}

/// Two loops in one: outcomes are settled in groups as they come, due rows are claimed when there may be any.
pub async fn run(sender: Arc<Sender>, stop: CancellationToken) {
    let settling = tokio::spawn(settle_loop(sender.clone(), stop.clone()));
    while !stop.is_cancelled() {
        let more = if sender.queued.swap(false, Ordering::Relaxed) || sender.limiter.hall().is_empty() {
            claim_and_hand_over(&sender).await
        } else {
            false
        };
        if !more {
            tokio::select! {
                () = stop.cancelled() => {}
                () = sender.news.notified() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }
    let _ = settling.await;
}

async fn claim_and_hand_over(sender: &Arc<Sender>) -> bool {
    match sender.claim().await {
        Ok((claimed, places)) => {
            let more = !claimed.is_empty();
            // Where there was no place, the next outcome rings again.
            if more || sender.limiter.hall().is_full() {
                sender.queued.store(true, Ordering::Relaxed);
            }
            sender.hand_over(claimed, places);
            more
        }
        Err(error) => {
            tracing::warn!(%error, "due bubbles could not be claimed");
            false
        }
    }
}

async fn settle_loop(sender: Arc<Sender>, stop: CancellationToken) {
    let mut outcomes = sender.outcomes.lock().await;
    loop {
        let first = tokio::select! {
            outcome = outcomes.recv() => outcome,
            // Sends under way still report; wait until the last has.
            () = all_reported(&sender, &stop) => outcomes.try_recv().ok(),
        };
        let Some(first) = first else { break };
        let mut group = vec![first];
        while let Ok(next) = outcomes.try_recv() {
            group.push(next);
        }
        if let Err(error) = sender.settle(group).await {
            tracing::error!(%error, "outcomes could not be settled; their rows become unknown");
        }
        if sender.queued.load(Ordering::Relaxed) {
            sender.news.notify_one();
        }
    }
}

async fn all_reported(sender: &Sender, stop: &CancellationToken) {
    stop.cancelled().await;
    sender.limiter.hall().emptied().await;
}
