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
use crate::app::fingerprint;
use crate::app::hearing;
use crate::app::identity::{introduce, keys, proven, reached};
use crate::app::post::Cause;
use crate::app::turn::{Batch, Inner, Reached};
use crate::app::work::Work;
use crate::dialogue::account::heed;
use crate::dialogue::cue::{Cue, Event};
use crate::dialogue::desk::Effect;
use crate::dialogue::event::{Content, Inbound, Speaker};
use crate::dialogue::handover;
use crate::dialogue::hear::Role;
use crate::dialogue::needs::{Figures, Needs};
use crate::dialogue::news::{self, News};
use crate::dialogue::state::{State, Topic};
use crate::dialogue::turn::{View, turn};
use crate::domain::calendar::DAY;
use crate::domain::change::Change;
use crate::domain::facts::{Facts, Shop};
use crate::domain::ids::{MemberId, MerchantId};
use crate::domain::lang::Lang;
use crate::store::claims::Line;
use crate::store::inbox::{self, Done, Taken};
use crate::store::{
    StoreError, Tx, channel, due, erasures, ledger, load, merchants, merges, outbox, people, resting,
    statuses, templates, unsent, waiting,
};
use crate::whatsapp::webhook::{ItemKind, Update, parse};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

/// Messages older than this move no money: WhatsApp itself gives up after seven days.
const TOO_OLD: i64 = 8 * DAY;

/// One message of the batch between being read and being decided.
struct Waiting {
    row: Taken,
    inbound: Inbound,
    /// Heard as what, with which area code where none is typed, so that it is heard again when that changed meanwhile.
    heard_as: (Role, Lang, u8),
    cue: Cue,
}

type Messages = Vec<(Taken, Inbound)>;

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

    async fn open(
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
                        work.facts.evolve(&change);
                        work.changes.push(change);
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
        let cause = Cause { speaker: MemberId(0), key: &row.key, now: row.at.max(row.arrival / 1_000) };
        self.carry_out(work, &cause, effects, next_id);
    }

    /// Parses the rows. Statuses are noted; what is not acted on is done with its reason.
    fn read(&self, work: &mut Work, rows: Vec<Taken>) -> (Messages, Vec<(Taken, Aside)>) {
        let (mut messages, mut asides) = (Vec::new(), Vec::new());
        for row in rows {
            if row.kind == inbox::NEWS {
                match serde_json::from_str(&row.raw) {
                    Ok(news) => asides.push((row, Aside::News(news))),
                    Err(_) => work.ignore(row.key, "news of another version".to_owned()),
                }
                continue;
            }
            if [inbox::UNDELIVERED, inbox::OPTED_OUT].contains(&row.kind.as_str()) {
                let member = MemberId(row.raw.parse().unwrap_or(0));
                let undelivered = row.kind == inbox::UNDELIVERED;
                let aside = if undelivered { Aside::Undelivered(member) } else { Aside::OptedOut(member) };
                asides.push((row, aside));
                continue;
            }
            let kind = row.kind.parse::<ItemKind>().unwrap_or(ItemKind::Unknown);
            match parse(kind, &row.raw) {
                Update::Message(inbound) if row.arrival / 1_000 - row.at > TOO_OLD => {
                    work.ignore(
                        row.key,
                        format!("too old to act on ({} days)", (row.arrival / 1_000 - inbound.at) / DAY),
                    );
                }
                Update::Message(inbound) => match moving(&inbound) {
                    Some(to) => asides.push((row, Aside::Moved(Box::new(inbound), Box::new(to)))),
                    None => messages.push((row, inbound)),
                },
                Update::Preference(preference) => asides.push((row, Aside::Preference(preference))),
                Update::Account(notice) => asides.push((row, Aside::Account(notice))),
                Update::Echo(echo) => asides.push((row, Aside::Echo(echo))),
                Update::Status(status) => {
                    let late = (row.arrival / 1_000 - status.at).max(0);
                    self.status_lag
                        .observe(std::time::Duration::from_millis(late.unsigned_abs()).as_secs_f64());
                    work.note_status(row.key.clone(), &status);
                    work.done.push(Done { key: row.key, state: "done", reason: None });
                }
                Update::Ignored { reason } => work.ignore(row.key, reason),
            }
        }
        (messages, asides)
    }

    async fn load_speakers(
        &self,
        tx: &mut Tx,
        work: &mut Work,
        messages: &[(Taken, Inbound)],
        asides: &[(Taken, Aside)],
    ) -> Result<(), StoreError> {
        let mut needs = Needs::default();
        needs.keys.extend(messages.iter().flat_map(|(_, inbound)| keys(&proven(inbound))));
        for (_, aside) in asides {
            needs.keys.extend(aside.keys());
            match aside {
                Aside::News(_) | Aside::Account(_) => needs.members.extend(news::owners(&work.facts)),
                Aside::Undelivered(member) | Aside::OptedOut(member) => needs.members.extend([*member]),
                Aside::Preference(_) | Aside::Moved(..) | Aside::Echo(_) => {}
            }
        }
        if asides.iter().any(|(_, aside)| matches!(aside, Aside::Account(_))) {
            work.facts.allowance = channel::allowed(tx, work.shop.id).await?;
        }
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

    fn hear(&self, inbound: &Inbound, (role, lang, area_code): (Role, Lang, u8), shop: &Shop) -> Cue {
        let heard = catch_unwind(AssertUnwindSafe(|| {
            hearing::cue(inbound, (role, lang, area_code), shop, &self.words)
        }));
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
                let mut wanted = work.needs(&State::default(), &unknown, None);
                wanted.members.clear();
                all.merge(wanted);
                continue;
            };
            let event = self.event(&message.row, &message.inbound, member, message.cue.clone());
            let state = work.state_of(member);
            let staff = work.facts.staff_of(member).map(|staff| staff.id);
            let wanted = work.needs(&state, &event, staff);
            all.seller = all.seller.or(wanted.seller);
            all.merge(wanted);
        }
        work.load(tx, &all).await
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
        let at = inbound.at;
        let (before, who) = (work.changes.len(), proven(&inbound));
        let (facts, changes) = (&mut work.facts, &mut work.changes);
        let Some(introduced) = introduce(facts, changes, &work.shop, &who, at, &inbound.wamid) else {
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
        let quiet = work.is_quiet(speaker, at.max(row.arrival / 1_000)) && !handover::is_meant_for_us(&cue);
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
        let cause = Cause { speaker: event.speaker, key: &event.key, now: event.now() };
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
                    let before = work.changes.len();
                    work.facts.evolve(&change);
                    // What these do is done to rows that are not loaded.
                    if let Change::Hold(hold) = &change
                        && hold.is_open()
                    {
                        work.next_due = work.next_due.into_iter().chain([hold.expires_at]).min();
                    }
                    work.sealed |= matches!(change, Change::Released { .. } | Change::Discarded { .. });
                    work.changes.push(change);
                    work.follow(before, None);
                }
                Effect::Say { message, class } => self.post(work, cause, None, &message, class),
                Effect::Tell { to, message, class } => self.post(work, cause, Some(to), &message, class),
            }
        }
    }

    fn event(&self, row: &Taken, inbound: &Inbound, speaker: MemberId, cue: Cue) -> Event {
        Event {
            key: inbound.wamid.clone(),
            at: if inbound.at > 0 { inbound.at } else { row.at },
            arrived: row.arrival / 1_000,
            seed: self.chance(&inbound.wamid),
            speaker,
            cue,
            quotes: inbound.quotes.clone(),
            contested: None,
        }
    }

    async fn save(&self, tx: &mut Tx, work: Work, due: usize) -> Result<Batch, StoreError> {
        let merchant = work.shop.id;
        let messages = work.done.len() + due;
        people::save(tx, merchant, &work.facts, &work.chats, &work.changes).await?;
        ledger::save(tx, merchant, &work.facts, &work.changes, work.now).await?;
        templates::save(tx, merchant, &work.changes, work.now).await?;
        merges::save(tx, merchant, &work.changes).await?;
        resting::save(tx, merchant, &work.changes, work.now).await?;
        statuses::put_back(tx, merchant, &work.again).await?;
        let released = waiting::follow(tx, merchant, &work.steps, work.now).await?;
        erasures::save(tx, merchant, &work.changes, work.now).await?;
        let mut places = self.limiter.places(outbox::go_first(&work.outgoing));
        let room = self.limiter.take(merchant, Line::Answers, places.len());
        let claimed =
            outbox::insert(tx, merchant, &work.shop.phone_number_id, &work.outgoing, room, work.now).await?;
        self.limiter.give_back(merchant, Line::Answers, room - claimed.len());
        places.keep(claimed.len());
        unsent::insert(tx, merchant, &work.unsent, work.now).await?;
        inbox::finish(tx, &work.done).await?;
        inbox::next_id(tx, merchant, work.facts.next_id).await?;
        let queued = claimed.len() < work.outgoing.len() || released > 0 || !work.again.is_empty();
        tracing::debug!(%merchant, messages, sends = work.outgoing.len(), changes = work.changes.len(), "batch");
        Ok(Batch { messages, claimed, places, queued })
    }
}

/// Where a system message says that somebody went. It names the one who left by the account before, when it can.
fn moving(inbound: &Inbound) -> Option<Speaker> {
    match &inbound.content {
        Content::Moved { to, .. } => Some(to.clone()),
        _ => None,
    }
}
