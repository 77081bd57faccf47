//! The batch: the unit of work of the service.
//!
//! 1. Claim the lane of a merchant that has waiting messages, or things that are due ([`crate::app::due`]), and read
//!    the speakers.
//! 2. Hear every message, collect what they need, read that too.
//! 3. For each message in order: decide (pure), then let the facts evolve, so that the next message sees
//!    the result. Where a message needs what is not loaded, or a figure that something in the batch has
//!    changed, the batch ends before it.
//! 4. Write the rows that changed, one statement a table; mark the messages done; commit.
//!
//! Any partition of the same messages into batches gives the same ledger, states and answers.

use crate::app::aside::Aside;
use crate::app::courier::body::bodies;
use crate::app::fingerprint;
use crate::app::identity::{introduce, proven, reached};
use crate::app::post::Cause;
use crate::app::reading::Waiting;
use crate::app::seal::Seal;
use crate::app::turn::{Batch, Inner, Reached};
use crate::app::work::Work;
use crate::dialogue::account::heed;
use crate::dialogue::cue::{Cue, Event};
use crate::dialogue::desk::Effect;
use crate::dialogue::event::{Content, Inbound};
use crate::dialogue::handover;
use crate::dialogue::needs::{Figures, Needs};
use crate::dialogue::news::{self, News};
use crate::dialogue::state::Topic;
use crate::dialogue::till::ask::Ask;
use crate::dialogue::turn::{View, turn};
use crate::domain::change::Change;
use crate::domain::facts::Facts;
use crate::domain::ids::{MemberId, MerchantId};
use crate::store::claims::Line;
use crate::store::inbox::{self, Done, Taken};
use crate::store::{
    StoreError, Tx, answers, due, erasures, events, forgotten, ledger, load, mail, merchants, merges, outbox,
    people, resting, statuses, templates, unsent, waiting,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

impl Inner {
    pub(super) async fn batch(
        &self,
        tx: &mut Tx,
        most: i64,
        lapsing: bool,
        reached: &Reached,
    ) -> Result<Batch, StoreError> {
        let now = self.clock.now();
        let last = MerchantId(self.last.load(Ordering::Relaxed));
        let believed = self.believed();
        let Some((merchant, next_id)) = inbox::claim(tx, now, believed, last).await? else {
            return Ok(Batch::default());
        };
        self.last.store(merchant.0, Ordering::Relaxed);
        let mut work = self.open(tx, merchant, next_id, now).await?;
        let rows = inbox::take(tx, merchant, most).await?;
        // What is over before the first message that waits is let go before it, however late that comes and however
        // messages are cut into batches; what ends after it, after it is decided.
        let first = rows.iter().map(|row| row.at).min().unwrap_or(now).min(now);
        let believed = believed.min(first);
        let moment = due::Moment { at: first, believed, debts: work.debts_before(believed) };
        let people = due::members(tx, merchant, moment).await?;
        if lapsing && !people.is_empty() {
            // A batch of their own: figures show them, and no message suffers when one cannot be let go.
            self.lapse(tx, &mut work, &people, first, believed).await?;
            return self.save(tx, work, people.len()).await;
        }
        work.next_due = due::next(tx, merchant, first).await?;
        *reached.first.lock().unwrap_or_else(PoisonError::into_inner) =
            rows.first().map(|row| row.key.clone());
        // What is late is judged by what was then, so its surroundings are loaded too.
        work.since = first - work.lookback();
        let (messages, asides) = self.read(&mut work, rows);
        self.load_speakers(tx, &mut work, &messages, &asides).await?;
        work.apply_statuses(tx).await?;
        self.failures(tx, &mut work).await?;
        let mut waiting = self.hear_all(&work, messages);
        self.load_needs(tx, &mut work, &mut waiting).await?;
        let mut asides = asides.into_iter().peekable();
        for message in waiting {
            while let Some((row, aside)) = asides.next_if(|(row, _)| {
                !work.sealed && (row.at, row.arrival) < (message.row.at, message.row.arrival)
            }) {
                self.note(&mut work, row, aside);
            }
            if work.sealed || !self.decide(tx, &mut work, message).await? {
                return self.save(tx, work, 0).await;
            }
        }
        while let Some((row, aside)) = asides.next_if(|_| !work.sealed) {
            self.note(&mut work, row, aside);
        }
        self.save(tx, work, 0).await
    }

    pub(super) async fn open(
        &self,
        tx: &mut Tx,
        merchant: MerchantId,
        next_id: i64,
        now: i64,
    ) -> Result<Work, StoreError> {
        let known = self.shops.lock().unwrap_or_else(PoisonError::into_inner).get(&merchant).cloned();
        let found = merchants::get(tx, merchant, known.as_ref()).await?;
        let (mut shop, claim) =
            found.ok_or_else(|| StoreError::Unreadable(format!("merchant {merchant} is gone")))?;
        if shop.announcement_price == 0 {
            shop.announcement_price = self.marketing_price(&shop, now);
        }
        self.shops.lock().unwrap_or_else(PoisonError::into_inner).insert(merchant, shop.clone());
        let mut facts = Facts { next_id, claim, ..Facts::default() };
        load::house(tx, merchant, &mut facts).await?;
        facts.templates = templates::known(tx, merchant).await?;
        Ok(Work::new(shop, facts, now))
    }

    /// Acts on what is no message.
    fn note(&self, work: &mut Work, row: Taken, aside: Aside) {
        match aside {
            Aside::Preference(preference) => work.stop_offers(row, &preference),
            Aside::Moved(inbound, to) => work.person_moved(row, &inbound, &to),
            Aside::Echo(echo) => work.overheard(row, &echo),
            Aside::Undelivered(member) => work.not_delivered(row, member),
            Aside::OptedOut(member) => work.opted_out(row, member),
            Aside::News(news) => {
                self.tell_owners(work, &row, &news);
                work.done.push(Done { key: row.key, state: "done", reason: None });
            }
            Aside::Account(notice) => match heed(&notice, row.at, &work.shop, &work.facts) {
                Err(reason) => work.ignore(row.key, reason),
                Ok((changes, news)) => {
                    for change in changes {
                        work.apply(change, row.at);
                    }
                    for news in &news {
                        self.tell_owners(work, &row, news);
                    }
                    work.done.push(Done { key: row.key, state: "done", reason: None });
                }
            },
        }
    }

    fn tell_owners(&self, work: &mut Work, row: &Taken, news: &News) {
        let view = View { shop: &work.shop, facts: &work.facts, figures: &Figures::default() };
        let (effects, next_id) = news::tell(news, &row.key, row.at, &view);
        let (key, now) = (&row.key, row.at.max(row.arrival / 1_000));
        let cause = Cause { speaker: MemberId(0), key, at: row.at, now, ask: None };
        self.carry_out(work, &cause, effects, next_id);
    }

    /// Decides one message. `false`: it does not fit this batch and opens the next one.
    async fn decide(&self, tx: &mut Tx, work: &mut Work, message: Waiting) -> Result<bool, StoreError> {
        let first = !work.facts.changed;
        let Waiting { row, inbound, heard_as, cue } = message;
        // Something is over before it: that is looked after first.
        if !first && work.next_due.is_some_and(|due| due <= row.at) {
            return Ok(false);
        }
        // Whoever speaks is introduced before needs are known; a message that then does not fit must leave
        // no trace, so it is checked on what is known of them first.
        let known = work.member_of(&inbound);
        let figure = {
            let speaker = known.unwrap_or(MemberId(0));
            let event = self.event(&row, &inbound, speaker, cue.clone());
            let state = known.map(|id| work.state_of(id)).unwrap_or_default();
            let staff = known.and_then(|id| work.facts.staff_of(id)).map(|staff| staff.id);
            let mut wanted = work.needs(&state, &event, staff);
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
        if let Content::Asked(ask) = &inbound.content {
            self.decide_ask(work, row, &inbound, ask, known);
            return Ok(true);
        }
        let at = inbound.at;
        let (before, who) = (work.made.changes.len(), proven(&inbound));
        let (facts, made) = (&mut work.facts, &mut work.made);
        let Some(introduced) = introduce(facts, made, &work.shop, &who, at, &inbound.wamid) else {
            work.ignore(row.key, "it says of nobody who wrote it".to_owned());
            return Ok(true);
        };
        work.follow(before, known);
        let speaker = introduced.member;
        let heard_now = work.heard_as(Some(speaker));
        let cue = if heard_now == heard_as { cue } else { self.hear(&inbound, heard_now, &work.shop) };
        reached(&mut work.facts, speaker, &inbound.speaker, at);
        work.facts.changed = true;
        work.chats.entry(speaker).or_default().dirty = true;
        let now = at.max(row.arrival / 1_000);
        let for_us = handover::is_meant_for_us(&cue, work.is_asked(speaker, now));
        let quiet = work.is_quiet(speaker, now) && !for_us;
        let cue = if quiet { Cue::Nothing("a person of the shop has this chat") } else { cue };
        let event = Event { contested: introduced.contested, ..self.event(&row, &inbound, speaker, cue) };
        work.let_go(speaker, event.now());
        let figures = match figure {
            Some(figure) => self.figure(tx, work, figure, speaker, &event).await?,
            None => Figures::default(),
        };
        let announcing =
            work.chats.get(&speaker).is_some_and(|chat| matches!(chat.state.topic, Topic::Announcing { .. }));
        if announcing {
            // Whoever is to be told must be known: how they are reached, in which language.
            let audience = &figures.audience;
            let members = audience.reached.iter().chain(&audience.unreached).copied().collect();
            work.load(tx, &Needs { members, ..Needs::default() }).await?;
        }
        self.take_turn(work, row, &event, &figures);
        Ok(true)
    }

    /// The same for what a till asks: its channel is known, has no chat, and is told of nothing but this.
    fn decide_ask(
        &self,
        work: &mut Work,
        row: Taken,
        inbound: &Inbound,
        ask: &Ask,
        channel: Option<MemberId>,
    ) {
        let Some(speaker) = channel else {
            work.ignore(row.key, "no such channel".to_owned());
            return;
        };
        if !self.answered_before(work, &row, ask) {
            work.facts.changed = true;
            let event = self.event(&row, inbound, speaker, Cue::Asked(Box::new(ask.clone())));
            self.take_turn(work, row, &event, &Figures::default());
        }
    }

    /// The turn itself, walled off: a panic costs one message, never the batch.
    fn take_turn(&self, work: &mut Work, row: Taken, event: &Event, figures: &Figures) {
        let state = work.state_of(event.speaker);
        let view = View { shop: &work.shop, facts: &work.facts, figures };
        let Ok((state, effects, next_id)) = catch_unwind(AssertUnwindSafe(|| turn(state, event, &view)))
        else {
            tracing::error!(id = fingerprint(&row.key), "a turn panicked; its message is set aside");
            work.done.push(Done {
                key: row.key,
                state: "dead",
                reason: Some("deciding it failed".to_owned()),
            });
            return;
        };
        let chat = work.chats.entry(event.speaker).or_default();
        (chat.state, chat.dirty) = (state, true);
        let ask = match &event.cue {
            Cue::Asked(ask) => Some(&**ask),
            _ => None,
        };
        let cause = Cause { speaker: event.speaker, key: &event.key, at: event.at, now: event.now(), ask };
        self.carry_out(work, &cause, effects, next_id);
        let (state, reason) = match event.cue {
            Cue::Nothing(reason) => ("ignored", Some(reason.to_owned())),
            _ => ("done", None),
        };
        work.done.push(Done { key: row.key, state, reason });
    }

    /// Lets the facts evolve and puts what is said on its way.
    pub(super) fn carry_out(&self, work: &mut Work, cause: &Cause, effects: Vec<Effect>, next_id: i64) {
        work.facts.next_id = work.facts.next_id.max(next_id);
        for effect in effects {
            match effect {
                Effect::Apply(change) => {
                    let before = work.made.changes.len();
                    if let Change::Identified { key, .. } = &change
                        && cause.ask.is_some_and(Ask::is_hearsay)
                    {
                        work.hearsay.insert(key.clone());
                    }
                    // What these do is done to rows that are not loaded.
                    if let Change::Hold(hold) = &change
                        && hold.is_open()
                    {
                        work.next_due = work.next_due.into_iter().chain([hold.expires_at]).min();
                    }
                    work.sealed |= matches!(change, Change::Released { .. } | Change::Discarded { .. });
                    work.apply(change, cause.at);
                    work.follow(before, None);
                }
                Effect::Say { message, class } => self.post(work, cause, None, &message, class),
                Effect::Answer(answer) => {
                    if let Some(ask) = cause.ask {
                        self.answer(work, ask, &answer, cause.now);
                    }
                }
                Effect::Tell { to, message, class } => self.post(work, cause, Some(to), &message, class),
            }
        }
    }

    async fn save(&self, tx: &mut Tx, work: Work, due: usize) -> Result<Batch, StoreError> {
        let merchant = work.shop.id;
        let messages = work.done.len() + due;
        people::save(tx, merchant, &work.facts, &work.chats, &work.made.changes).await?;
        ledger::save(tx, merchant, &work.facts, &work.made.changes, work.now).await?;
        templates::save(tx, merchant, &work.made.changes, work.now).await?;
        merges::save(tx, merchant, &work.made.changes).await?;
        resting::save(tx, merchant, &work.made.changes, work.now).await?;
        statuses::put_back(tx, merchant, &work.again).await?;
        let released = waiting::follow(tx, merchant, &work.steps, work.now).await?;
        forgotten::back(tx, merchant, &work.facts, &work.made.changes, &work.hearsay).await?;
        erasures::save(tx, merchant, &work.made.changes, work.now, Seal::fresh_key).await?;
        answers::save(tx, merchant, &work.answers).await?;
        let told = bodies(&work.made.happenings, &work.shop, &work.facts.stores);
        events::save(tx, merchant, &told, work.now).await?;
        let mut places = self.limiter.places(outbox::go_first(&work.outgoing));
        let room = self.limiter.take(merchant, Line::Answers, places.len());
        let claimed =
            outbox::insert(tx, merchant, &work.shop.phone_number_id, &work.outgoing, room, work.now).await?;
        self.limiter.give_back(merchant, Line::Answers, room - claimed.len());
        places.keep(claimed.len());
        unsent::insert(tx, merchant, &work.unsent, work.now).await?;
        mail::insert(tx, merchant, &work.mails, work.now).await?;
        inbox::finish(tx, &work.done).await?;
        inbox::next_id(tx, merchant, work.facts.next_id).await?;
        let queued = claimed.len() < work.outgoing.len() || released > 0 || !work.again.is_empty();
        tracing::debug!(%merchant, messages, sends = work.outgoing.len(), changes = work.made.changes.len(), "batch");
        Ok(Batch { messages, claimed, places, queued, given: work.given })
    }
}
