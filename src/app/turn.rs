//! The batch: the unit of work of the service.
//!
//! 1. Claim the lane of a merchant that has waiting messages or due holds, and read the speakers.
//! 2. Hear every message, collect what they need, read that too.
//! 3. For each message in order: decide (pure), then let the facts evolve, so that the next message sees
//!    the result. Where a message needs what is not loaded, or a figure that something in the batch has
//!    changed, the batch ends before it.
//! 4. Write the rows that changed, one statement a table; mark the messages done; commit.
//!
//! Any partition of the same messages into batches gives the same ledger, states and answers.

use crate::app::clock::Clock;
use crate::app::hearing;
use crate::app::identity::{introduce, keys, reached};
use crate::app::intake::Intake;
use crate::app::sender::{Sender, other_spelling};
use crate::dialogue::copy::{Copy, Reader};
use crate::dialogue::cue::{Cue, Event};
use crate::dialogue::desk::Effect;
use crate::dialogue::event::Inbound;
use crate::dialogue::hear::{Ears, Role};
use crate::dialogue::line::{Class, Message};
use crate::dialogue::needs::{Figure, Figures, Needs, needs};
use crate::dialogue::turn::{View, hold_ended, turn};
use crate::domain::calendar::{DAY, HOUR};
use crate::domain::facts::{Change, Facts, Shop};
use crate::domain::ids::{MemberId, MerchantId};
use crate::domain::lang::Lang;
use crate::domain::member::Purpose;
use crate::store::inbox::{self, Done, Taken};
use crate::store::load::{self, Chats};
use crate::store::outbox::{self, Claimed, Outgoing, Wrote, read_callback};
use crate::store::{Store, StoreError, Tx, figures, ledger, merchants, people, statuses};
use crate::whatsapp::errors::{Action, action};
use crate::whatsapp::message::body;
use crate::whatsapp::webhook::{ItemKind, Preference, Status, StatusState, Update, parse};
use ring::hmac;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

/// Updates in one batch.
const BATCH: i64 = 256;
/// Messages older than this move no money: WhatsApp itself gives up after seven days.
const TOO_OLD: i64 = 8 * DAY;
/// How far back purchases are loaded with their member: longer than any undo or repeat question.
const RECENT: i64 = 12 * HOUR;
/// Transient failures of one message alone before it is set aside.
const PATIENCE: u32 = 5;

pub struct Turns(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Clock,
    ears: Ears,
    copy: Copy,
    seed: hmac::Key,
    /// Merchants as last read: their program is parsed once for each version.
    shops: Mutex<BTreeMap<MerchantId, Shop>>,
    /// The merchant served last: others come first.
    last: AtomicI64,
}

/// How far a batch came before it failed.
#[derive(Default)]
struct Reached {
    /// The first message it took up.
    first: Mutex<Option<String>>,
}

/// What one batch did.
#[derive(Debug, Default)]
pub struct Batch {
    /// Updates and due things dealt with; 0 when nothing waited.
    pub messages: usize,
    /// Bubbles this process sends now.
    pub claimed: Vec<Claimed>,
    /// Whether further bubbles wait behind others.
    pub queued: bool,
}

impl Turns {
    pub fn new(store: Store, clock: Clock, ears: Ears, copy: Copy, seed: hmac::Key) -> Turns {
        let last = AtomicI64::new(0);
        Turns(Arc::new(Inner { store, clock, ears, copy, seed, shops: Mutex::default(), last }))
    }

    pub fn copy(&self) -> &Copy {
        &self.0.copy
    }

    /// Runs one batch of one merchant. A batch refused for its content is halved until only the culprit is
    /// left, which goes to the dead letters.
    pub async fn poll_once(&self) -> Result<Batch, StoreError> {
        self.poll(BATCH).await
    }

    /// The same with a batch of at most `most` updates: tests cut batches as they like.
    pub async fn poll(&self, most: i64) -> Result<Batch, StoreError> {
        let (mut most, mut tries, mut lapsing) = (most, 0, true);
        loop {
            let (inner, reached) = (self.0.clone(), Arc::new(Reached::default()));
            let seen = reached.clone();
            let unit = self.0.store.write(move |tx| {
                Box::pin(async move { inner.batch(tx, most, lapsing, &seen).await })
            });
            let error = match unit.await {
                Ok(batch) => return Ok(batch),
                Err(error) => error,
            };
            let first = reached.first.lock().unwrap_or_else(PoisonError::into_inner).take();
            if error.is_transient() && tries < PATIENCE {
                tracing::warn!(%error, "a batch runs again");
                tries += 1;
                tokio::time::sleep(std::time::Duration::from_millis(20 << tries)).await;
                continue;
            }
            match first {
                // Alone and refused, or failing again and again while the database answers others.
                Some(key) if most == 1 => return self.set_aside(&key, &error).await,
                Some(_) if error.is_transient() => most = 1,
                Some(_) => most = (most / 2).max(1),
                // No message is to blame, so none is set aside.
                None if lapsing && !error.is_transient() => {
                    tracing::error!(%error, "holds whose time is over cannot be let go");
                    lapsing = false;
                }
                None => return Err(error),
            }
        }
    }

    /// Moves an update to the dead letters, with the reason.
    async fn set_aside(&self, key: &str, error: &StoreError) -> Result<Batch, StoreError> {
        tracing::error!(%error, key, "a message cannot be worked on and is set aside");
        let (key, reason) = (key.to_owned(), error.to_string());
        let unit =
            self.0.store.write(move |tx| Box::pin(async move { inbox::set_aside(tx, &key, &reason).await }));
        unit.await?;
        // Whether it was this one or somebody else: there may be more behind it.
        Ok(Batch { messages: 1, ..Batch::default() })
    }
}

/// One message of the batch between being read and being decided.
struct Waiting {
    row: Taken,
    inbound: Inbound,
    /// Heard as what, so that it is heard again when that changed meanwhile.
    heard_as: (Role, Lang),
    cue: Cue,
}

/// Everything a batch has loaded and made so far.
struct Work {
    shop: Shop,
    facts: Facts,
    chats: Chats,
    changes: Vec<Change>,
    outgoing: Vec<Outgoing>,
    done: Vec<Done>,
    wrote: Vec<Wrote>,
    statuses: Vec<statuses::Said>,
    /// Rows that a failed status puts back: id, state, recipient.
    again: Vec<(i64, &'static str, Option<String>)>,
    now: i64,
    /// Purchases from here on are loaded with their member.
    since: i64,
}

impl Inner {
    async fn batch(
        &self,
        tx: &mut Tx,
        most: i64,
        lapsing: bool,
        reached: &Reached,
    ) -> Result<Batch, StoreError> {
        let now = self.clock.now();
        let last = MerchantId(self.last.load(Ordering::Relaxed));
        let Some((merchant, next_id)) = inbox::claim(tx, now, last).await? else {
            return Ok(Batch::default());
        };
        self.last.store(merchant.0, Ordering::Relaxed);
        let mut work = self.open(tx, merchant, next_id, now).await?;
        let due = load::due_holds(tx, merchant, now).await?;
        if lapsing && !due.is_empty() {
            // A batch of their own: figures show them, and no message suffers when one cannot be let go.
            self.lapse(tx, &mut work, &due).await?;
            return self.save(tx, work, due.len()).await;
        }
        let rows = inbox::take(tx, merchant, most).await?;
        *reached.first.lock().unwrap_or_else(PoisonError::into_inner) = rows.first().map(|row| row.key.clone());
        // What is late is judged by what was then, so its surroundings are loaded too.
        work.since = rows.iter().map(|row| row.at).min().unwrap_or(now).min(now) - RECENT;
        let (messages, preferences) = self.read(&mut work, rows);
        self.load_speakers(tx, &mut work, &messages, &preferences).await?;
        statuses::apply(tx, merchant, &work.statuses).await?;
        self.failures(tx, &mut work).await?;
        let mut waiting = self.hear_all(&work, messages);
        self.load_needs(tx, &mut work, &mut waiting).await?;
        let mut preferences = preferences.into_iter().peekable();
        for message in waiting {
            while let Some((row, preference)) =
                preferences.next_if(|(row, _)| (row.at, row.arrival) < (message.row.at, message.row.arrival))
            {
                work.stop_offers(row, &preference);
            }
            if !self.decide(tx, &mut work, message).await? {
                return self.save(tx, work, 0).await;
            }
        }
        for (row, preference) in preferences {
            work.stop_offers(row, &preference);
        }
        self.save(tx, work, 0).await
    }

    async fn open(
        &self,
        tx: &mut Tx,
        merchant: MerchantId,
        next_id: i64,
        now: i64,
    ) -> Result<Work, StoreError> {
        let known = self.shops.lock().unwrap_or_else(PoisonError::into_inner).get(&merchant).cloned();
        let found = merchants::get(tx, merchant, known.as_ref()).await?;
        let (shop, claim) =
            found.ok_or_else(|| StoreError::Unreadable(format!("merchant {merchant} is gone")))?;
        self.shops.lock().unwrap_or_else(PoisonError::into_inner).insert(merchant, shop.clone());
        let mut facts = Facts { next_id, claim, ..Facts::default() };
        load::house(tx, merchant, &mut facts).await?;
        Ok(Work {
            shop,
            facts,
            chats: Chats::new(),
            changes: Vec::new(),
            outgoing: Vec::new(),
            done: Vec::new(),
            wrote: Vec::new(),
            statuses: Vec::new(),
            again: Vec::new(),
            now,
            since: now - RECENT,
        })
    }

    /// Lets go of holds whose time is over.
    async fn lapse(&self, tx: &mut Tx, work: &mut Work, due: &[MemberId]) -> Result<(), StoreError> {
        if due.is_empty() {
            return Ok(());
        }
        let needs = Needs { members: due.iter().copied().collect(), ..Needs::default() };
        work.load(tx, &needs).await?;
        for member in due {
            let key = format!("clock:{}:{member}", work.now);
            let view = View { shop: &work.shop, facts: &work.facts, figures: &Figures::default() };
            let (effects, next_id) = hold_ended(*member, &key, work.now, &view);
            self.carry_out(work, *member, &key, effects, next_id);
        }
        Ok(())
    }

    /// Parses the rows. Statuses are noted; what is not acted on is done with its reason.
    fn read(&self, work: &mut Work, rows: Vec<Taken>) -> (Vec<(Taken, Inbound)>, Vec<(Taken, Preference)>) {
        let (mut messages, mut preferences) = (Vec::new(), Vec::new());
        for row in rows {
            let kind = row.kind.parse::<ItemKind>().unwrap_or(ItemKind::Unknown);
            match parse(kind, &row.raw) {
                Update::Message(inbound) if row.arrival / 1_000 - row.at > TOO_OLD => {
                    work.ignore(
                        row.key,
                        format!("too old to act on ({} days)", (row.arrival / 1_000 - inbound.at) / DAY),
                    );
                }
                Update::Message(inbound) => messages.push((row, inbound)),
                Update::Preference(preference) => preferences.push((row, preference)),
                Update::Status(status) => {
                    work.note_status(&status);
                    work.done.push(Done { key: row.key, state: "done", reason: None });
                }
                Update::Ignored { reason } => work.ignore(row.key, reason),
            }
        }
        (messages, preferences)
    }

    /// What a failed status asks for beyond being noted: the other spelling of a number, waiting for an open
    /// window, or an opt-out that WhatsApp knows of.
    async fn failures(&self, tx: &mut Tx, work: &mut Work) -> Result<(), StoreError> {
        let failed = |said: &&statuses::Said| said.error.is_some() && said.state == "failed";
        let codes: BTreeMap<String, i64> = work
            .statuses
            .iter()
            .filter(failed)
            .map(|said| (said.wamid.clone(), said.error.unwrap_or(0)))
            .collect();
        if codes.is_empty() {
            return Ok(());
        }
        let wamids: Vec<&String> = codes.keys().collect();
        for row in statuses::rows_of(tx, work.shop.id, &wamids).await? {
            let code = codes.get(&row.wamid).copied().unwrap_or(0);
            match action(code) {
                Action::OtherSpelling if row.attempt < 2 => {
                    if let Some(spelling) = other_spelling(row.wa_id.as_deref()) {
                        work.again.push((row.id, "retry_wait", Some(spelling)));
                    }
                }
                Action::WindowClosed if row.class == "A" => work.again.push((row.id, "waiting", row.wa_id)),
                Action::OptedOut => {
                    let needs = Needs { members: [row.member].into(), ..Needs::default() };
                    work.load(tx, &needs).await?;
                    work.refuse_offers(row.member, work.now, &row.wamid);
                }
                _ => {}
            }
        }
        Ok(())
    }

    async fn load_speakers(
        &self,
        tx: &mut Tx,
        work: &mut Work,
        messages: &[(Taken, Inbound)],
        preferences: &[(Taken, Preference)],
    ) -> Result<(), StoreError> {
        let speakers = messages.iter().map(|(_, inbound)| &inbound.speaker);
        let speakers = speakers.chain(preferences.iter().map(|(_, preference)| &preference.speaker));
        let needs = Needs { keys: speakers.flat_map(keys).collect(), ..Needs::default() };
        work.load(tx, &needs).await
    }

    fn hear_all(&self, work: &Work, messages: Vec<(Taken, Inbound)>) -> Vec<Waiting> {
        let hear = |(row, inbound): (Taken, Inbound)| {
            let member = work.member_of(&inbound);
            let heard_as = work.heard_as(member);
            let cue = self.hear(&inbound, heard_as, &work.shop);
            Waiting { row, inbound, heard_as, cue }
        };
        messages.into_iter().map(hear).collect()
    }

    fn hear(&self, inbound: &Inbound, (role, lang): (Role, Lang), shop: &Shop) -> Cue {
        let heard = catch_unwind(AssertUnwindSafe(|| hearing::cue(inbound, role, lang, shop, &self.ears)));
        heard.unwrap_or(Cue::Nothing("hearing it failed"))
    }

    /// One read for what all messages are likely to need; figures are read when their message comes.
    async fn load_needs(
        &self,
        tx: &mut Tx,
        work: &mut Work,
        waiting: &mut [Waiting],
    ) -> Result<(), StoreError> {
        let mut all = Needs::default();
        for message in waiting.iter() {
            let Some(member) = work.member_of(&message.inbound) else {
                let unknown = self.event(&message.row, &message.inbound, MemberId(0), message.cue.clone());
                let mut wanted = needs(&crate::dialogue::state::State::default(), &unknown, None);
                wanted.members.clear();
                all.merge(wanted);
                continue;
            };
            let event = self.event(&message.row, &message.inbound, member, message.cue.clone());
            let state = work.chats.get(&member).map(|chat| chat.state.clone()).unwrap_or_default();
            let staff = work.facts.staff_of(member).map(|staff| staff.id);
            let wanted = needs(&state, &event, staff);
            all.seller = all.seller.or(wanted.seller);
            all.merge(wanted);
        }
        work.load(tx, &all).await
    }

    /// Decides one message. `false`: it does not fit this batch and opens the next one.
    async fn decide(
        &self,
        tx: &mut Tx,
        work: &mut Work,
        message: Waiting,
    ) -> Result<bool, StoreError> {
        let first = !work.facts.changed;
        let Waiting { row, inbound, heard_as, cue } = message;
        // Whoever speaks is introduced before needs are known; a message that then does not fit must leave
        // no trace, so it is checked on what is known of them first.
        let known = work.member_of(&inbound);
        let figure = {
            let speaker = known.unwrap_or(MemberId(0));
            let event = self.event(&row, &inbound, speaker, cue.clone());
            let state =
                known.and_then(|id| work.chats.get(&id)).map(|chat| chat.state.clone()).unwrap_or_default();
            let staff = known.and_then(|id| work.facts.staff_of(id)).map(|staff| staff.id);
            let mut wanted = needs(&state, &event, staff);
            if known.is_none() {
                wanted.members.clear();
            }
            if !wanted.covered(&work.facts) {
                if !first {
                    return Ok(false);
                }
                work.load(tx, &wanted).await?;
            }
            if wanted.figure.is_some() && work.facts.changed && !first {
                return Ok(false);
            }
            wanted.figure
        };
        let at = inbound.at;
        let Some(speaker) = introduce(&mut work.facts, &mut work.changes, &work.shop, &inbound.speaker, at)
        else {
            work.ignore(row.key, "it says of nobody who wrote it".to_owned());
            return Ok(true);
        };
        let heard_now = work.heard_as(Some(speaker));
        let cue = if heard_now == heard_as { cue } else { self.hear(&inbound, heard_now, &work.shop) };
        reached(&mut work.facts, speaker, &inbound.speaker, at);
        work.facts.changed = true;
        work.chats.entry(speaker).or_default().dirty = true;
        work.let_go(speaker);
        let event = self.event(&row, &inbound, speaker, cue);
        let figures = match figure {
            Some(figure) => self.figure(tx, work, figure, speaker, &event).await?,
            None => Figures::default(),
        };
        self.take_turn(work, row, &event, &figures);
        Ok(true)
    }

    /// The turn itself, walled off: a panic costs one message, never the batch.
    fn take_turn(&self, work: &mut Work, row: Taken, event: &Event, figures: &Figures) {
        let state = work.chats.get(&event.speaker).map(|chat| chat.state.clone()).unwrap_or_default();
        let view = View { shop: &work.shop, facts: &work.facts, figures };
        let Ok((state, effects, next_id)) = catch_unwind(AssertUnwindSafe(|| turn(state, event, &view)))
        else {
            tracing::error!(key = row.key, "a turn panicked; its message is set aside");
            work.done.push(Done {
                key: row.key,
                state: "dead",
                reason: Some("deciding it failed".to_owned()),
            });
            return;
        };
        let chat = work.chats.entry(event.speaker).or_default();
        (chat.state, chat.dirty) = (state, true);
        self.carry_out(work, event.speaker, &event.key, effects, next_id);
        let (state, reason) = match event.cue {
            Cue::Nothing(reason) => ("ignored", Some(reason.to_owned())),
            _ => ("done", None),
        };
        work.done.push(Done { key: row.key, state, reason });
    }

    /// Lets the facts evolve and puts what is said on its way.
    fn carry_out(&self, work: &mut Work, speaker: MemberId, cause: &str, effects: Vec<Effect>, next_id: i64) {
        work.facts.next_id = work.facts.next_id.max(next_id);
        for effect in effects {
            match effect {
                Effect::Apply(change) => {
                    work.facts.evolve(&change);
                    work.changes.push(change);
                }
                Effect::Say { message, class } => self.post(work, speaker, &message, class, cause),
                Effect::Tell { to, message, class } => self.post(work, to, &message, class, cause),
            }
        }
    }

    fn post(&self, work: &mut Work, to: MemberId, message: &Message, class: Class, cause: &str) {
        let Some(account) = work.facts.accounts.get(&to) else { return };
        let reader = Reader { lang: account.member.lang, zone: work.shop.zone, now: work.now };
        let said = self.copy.render(message, reader);
        let id = work.facts.next_id;
        work.facts.next_id += 1;
        work.outgoing.push(Outgoing {
            id,
            member: to,
            class,
            waits: !account.reach.window_open(work.now),
            wa_id: account.reach.wa_id.clone(),
            user_id: account.reach.user_id.clone(),
            body: body(&said).to_string(),
            about: message.about,
            cause: cause.to_owned(),
        });
    }

    fn event(&self, row: &Taken, inbound: &Inbound, speaker: MemberId, cue: Cue) -> Event {
        let tag = hmac::sign(&self.seed, inbound.wamid.as_bytes());
        let seed = tag.as_ref().first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes));
        Event {
            key: inbound.wamid.clone(),
            at: if inbound.at > 0 { inbound.at } else { row.at },
            arrived: row.arrival / 1_000,
            seed,
            speaker,
            cue,
            quotes: inbound.quotes.clone(),
        }
    }

    async fn figure(
        &self,
        tx: &mut Tx,
        work: &Work,
        figure: Figure,
        speaker: MemberId,
        event: &Event,
    ) -> Result<Figures, StoreError> {
        let (merchant, zone) = (work.shop.id, work.shop.zone);
        let mut figures = Figures::default();
        match figure {
            Figure::Ranking => {
                figures.ranking = figures::ranking(tx, merchant, speaker, &zone.month(event.at)).await?;
            }
            Figure::Statement => figures.statement = figures::statement(tx, merchant, speaker).await?,
            Figure::Day => {
                let (from, to) = zone.day(event.at);
                figures.day = figures::day(tx, merchant, from, to).await?;
            }
            Figure::Audience => figures.audience = figures::audience(tx, merchant, work.now).await?,
        }
        Ok(figures)
    }

    async fn save(&self, tx: &mut Tx, work: Work, due: usize) -> Result<Batch, StoreError> {
        let merchant = work.shop.id;
        let messages = work.done.len() + due;
        people::save(tx, merchant, &work.facts, &work.chats, &work.changes).await?;
        ledger::save(tx, merchant, &work.facts, &work.changes, work.now).await?;
        statuses::put_back(tx, merchant, &work.again, work.now).await?;
        let released = outbox::release(tx, merchant, &work.wrote, work.now).await?;
        let claimed =
            outbox::insert(tx, merchant, &work.shop.phone_number_id, &work.outgoing, work.now).await?;
        inbox::finish(tx, &work.done).await?;
        inbox::next_id(tx, merchant, work.facts.next_id).await?;
        let queued = claimed.len() < work.outgoing.len() || released > 0 || !work.again.is_empty();
        tracing::debug!(%merchant, messages, sends = work.outgoing.len(), changes = work.changes.len(), "batch");
        Ok(Batch { messages, claimed, queued })
    }
}

impl Work {
    async fn load(&mut self, tx: &mut Tx, needs: &Needs) -> Result<(), StoreError> {
        load::load(tx, self.shop.id, needs, self.since, &mut self.facts, &mut self.chats).await
    }

    fn member_of(&self, inbound: &Inbound) -> Option<MemberId> {
        keys(&inbound.speaker).iter().find_map(|key| self.facts.member_behind(key))
    }

    /// Role and language somebody is heard in; the dismissed as staff, so that the refusal fits.
    fn heard_as(&self, member: Option<MemberId>) -> (Role, Lang) {
        let staff = member.and_then(|id| self.facts.staff_of(id));
        let account = member.and_then(|id| self.facts.accounts.get(&id));
        (hearing::role(staff), account.map_or(self.shop.lang, |account| account.member.lang))
    }

    fn ignore(&mut self, key: String, reason: String) {
        self.done.push(Done { key, state: "ignored", reason: Some(reason) });
    }

    /// What waited for this person to write goes now, whether it waits since long or since this batch.
    fn let_go(&mut self, speaker: MemberId) {
        let Some(account) = self.facts.accounts.get(&speaker) else { return };
        let reach = account.reach.clone();
        if !reach.window_open(self.now) {
            return;
        }
        for row in self.outgoing.iter_mut().filter(|row| row.member == speaker && row.waits) {
            row.waits = false;
            (row.wa_id, row.user_id) = (reach.wa_id.clone(), reach.user_id.clone());
        }
        self.wrote.retain(|(member, ..)| *member != speaker);
        self.wrote.push((speaker, reach.wa_id, reach.user_id));
    }

    fn note_status(&mut self, status: &Status) {
        let state = match &status.state {
            StatusState::Sent => "sent",
            StatusState::Delivered => "delivered",
            StatusState::Read | StatusState::Played => "read",
            StatusState::Failed => "failed",
            StatusState::Other => return,
        };
        let row = status.callback.as_deref().and_then(read_callback);
        self.statuses.push(statuses::Said {
            wamid: status.wamid.clone(),
            row: row.filter(|(merchant, ..)| *merchant == self.shop.id).map(|(_, id, attempt)| (id, attempt)),
            state,
            at: status.at,
            error: status.error.as_ref().map(|error| error.code),
            category: status.pricing.as_ref().map(|pricing| pricing.category.clone()),
            billable: status.pricing.as_ref().and_then(|pricing| pricing.billable),
        });
    }

    /// WhatsApp's own stop and resume, mirrored. A resume lifts WhatsApp's block; it is no new consent.
    fn stop_offers(&mut self, row: Taken, preference: &Preference) {
        let member = keys(&preference.speaker).iter().find_map(|key| self.facts.member_behind(key));
        match member {
            None => self.ignore(row.key, "a preference of somebody unknown".to_owned()),
            Some(member) => {
                if preference.stop {
                    self.refuse_offers(member, preference.at, &row.key);
                }
                self.done.push(Done { key: row.key, state: "done", reason: None });
            }
        }
    }

    fn refuse_offers(&mut self, member: MemberId, at: i64, source: &str) {
        let Some(mut after) = self.facts.accounts.get(&member).map(|account| (*account.member).clone())
        else {
            return;
        };
        if !after.offers {
            return;
        }
        after.offers = false;
        let source = source.to_owned();
        let consent = Change::Consented { member, purpose: Purpose::Offers, given: false, at, source };
        for change in [consent, Change::Member { member, after: Box::new(after) }] {
            self.facts.evolve(&change);
            self.changes.push(change);
        }
    }
}

/// The loop: batches as long as there is work, then waits for news.
pub async fn run(turns: Arc<Turns>, sender: Arc<Sender>, intake: Intake, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match turns.poll_once().await {
            Ok(batch) if batch.messages == 0 => {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = intake.news() => {}
                }
            }
            Ok(batch) => {
                sender.hand_over(batch.claimed);
                if batch.queued {
                    sender.ring();
                }
            }
            Err(error) => {
                tracing::error!(%error, "a batch could not be run");
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(crate::app::POLL) => {}
                }
            }
        }
    }
}
