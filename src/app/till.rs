//! Tills and web shops: what they ask is kept like a message, decided in the lane, and answered when that is committed.
//!
//! Whoever asks again hears the same: an answer is kept under the key that the caller chose and, once something was
//! done, under what can be done only once. The look that decides is the one in the lane ([`Inner::answered_before`]).

mod differs;
mod quote;
mod shown;

pub use shown::given;

use crate::app::App;
use crate::app::POLL;
use crate::app::turn::Inner;
use crate::app::work::Work;
use crate::dialogue::line::Line;
use crate::dialogue::till::answer::{Answer, AnswerKind, No, Problem};
use crate::dialogue::till::ask::Ask;
use crate::domain::facts::{Facts, Shop};
use crate::domain::ids::MerchantId;
use crate::store::answers::{self, AnswerName, Stored};
use crate::store::inbox::{self, Done, Kept, Taken};
use crate::store::ledger::content_hash;
use crate::store::{StoreError, Tx, merchants};
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::json;
use std::sync::Arc;

/// How often a call looks whether another process has answered it, before its caller is told to come again.
const LOOKS: usize = 80;

/// What a call is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub request: String,
    /// Of HTTP.
    pub status: u16,
    /// JSON; where the status is none of success, of the kind `application/problem+json`.
    pub body: Arc<str>,
    /// It was answered before, and nothing was done now.
    pub replayed: bool,
}

/// Why a call has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unanswered {
    /// It could not be stored: nothing will be done.
    NotKept,
    /// It is kept and will be decided; asking again finds the answer.
    StillWorking,
    /// Deciding it failed; it was set aside.
    Broken,
}

/// A natural key for a call, as WhatsApp gives each message one.
pub fn request() -> Result<String, &'static str> {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).map_err(|_| "the system gives no randomness")?;
    Ok(format!("till.{:032x}", u128::from_be_bytes(bytes)))
}

/// The row that is kept of an ask. `now`: ms UTC; the order of arrival is the intake's to say.
pub fn row(merchant: MerchantId, ask: &Ask, now: i64) -> Result<Kept, StoreError> {
    let raw = serde_json::to_string(ask).map_err(|fault| StoreError::Unreadable(fault.to_string()))?;
    Ok(Kept {
        key: inbox_key(merchant, ask),
        merchant: Some(merchant),
        kind: inbox::TILL,
        at: ask.at(now),
        arrival: now * 1_000,
        raw,
        reason: None,
    })
}

fn inbox_key(merchant: MerchantId, ask: &Ask) -> String {
    inbox::key(Some(merchant), &format!("m:{}", ask.request))
}

/// Hash of all that was asked.
fn whole(ask: &Ask) -> String {
    content_hash(&json!([ask.occurred, ask.deed]).to_string())
}

/// Hash of what makes it that deed.
fn bare(ask: &Ask, facts: &Facts) -> String {
    content_hash(&ask.bare(facts).to_string())
}

/// Whether it answers this. Of people who were forgotten no hash is left; the number of their order is enough then, for no
/// answer names anybody.
fn is_of(stored: &Stored, hash: &str) -> bool {
    stored.hash.is_empty() || stored.hash == hash
}

impl App {
    /// Keeps what a till asks, and waits until it is decided. Whoever calls has checked the key and that the merchant is
    /// not paused.
    pub async fn ask_till(&self, merchant: MerchantId, ask: Ask) -> Result<Given, Unanswered> {
        match self.kept(merchant, &ask).await {
            // What came with other content is refused in the lane, in the language of the shop.
            Ok(Some(stored)) if is_of(&stored, &whole(&ask)) => return Ok(replay(&ask, &stored)),
            Ok(_) => {}
            Err(_) => return Err(Unanswered::NotKept),
        }
        let mut waiting = self.turns.board().wait(&ask.request);
        let row = row(merchant, &ask, self.clock.now()).map_err(|_| Unanswered::NotKept)?;
        if !self.intake.keep_own(row).await {
            return Err(Unanswered::NotKept);
        }
        for _ in 0..LOOKS {
            if let Ok(Ok(given)) = tokio::time::timeout(POLL, &mut waiting.answer).await {
                return Ok(given);
            }
            match self.found(merchant, &ask).await {
                Ok(None) => {}
                Ok(Some(found)) => return found,
                Err(error) => tracing::warn!(%error, "whether a call was answered could not be read"),
            }
        }
        Err(Unanswered::StillWorking)
    }

    /// The answer under the key of this call.
    async fn kept(&self, merchant: MerchantId, ask: &Ask) -> Result<Option<Stored>, StoreError> {
        let names = vec![(ask.staff, AnswerKind::Key, ask.key.clone())];
        let read =
            self.store.read(move |tx| Box::pin(async move { answers::known(tx, merchant, &names).await }));
        Ok(read.await?.pop())
    }

    /// What became of a call that another process may have decided; `None`: it still waits.
    async fn found(
        &self,
        merchant: MerchantId,
        ask: &Ask,
    ) -> Result<Option<Result<Given, Unanswered>>, StoreError> {
        let key = inbox_key(merchant, ask);
        let fate = self.store.read(move |tx| Box::pin(async move { answers::fate(tx, &key).await })).await?;
        if fate.as_deref() == Some("new") {
            return Ok(None);
        }
        let Some(stored) = self.kept(merchant, ask).await? else { return Ok(Some(Err(Unanswered::Broken))) };
        if stored.hash == whole(ask) {
            return Ok(Some(Ok(replay(ask, &stored))));
        }
        let shop =
            self.store.read(move |tx| Box::pin(async move { merchants::get(tx, merchant, None).await }));
        let shop = shop.await?.map(|(shop, _)| shop);
        let conflict = |shop: &Shop| given(ask, &conflict(), shop, self.turns.copy(), self.clock.now());
        Ok(Some(shop.as_ref().map(conflict).ok_or(Unanswered::Broken)))
    }
}

impl Inner {
    /// Reads what was answered before to any of these asks. Orders must be known.
    pub(super) async fn load_answers<'a>(
        &self,
        tx: &mut Tx,
        work: &mut Work,
        asks: impl Iterator<Item = &'a Ask>,
    ) -> Result<(), StoreError> {
        let mut names = Vec::new();
        for ask in asks {
            names.push((ask.staff, AnswerKind::Key, ask.key.clone()));
            names.extend(ask.natural(&work.facts).map(|(kind, key)| (ask.staff, kind, key)));
        }
        names.sort();
        names.dedup();
        for stored in answers::known(tx, work.shop.id, &names).await? {
            work.known.insert(stored.name.clone(), stored);
        }
        Ok(())
    }

    /// Gives an answer again that stands already, or refuses another deed under the same name.
    pub(super) fn answered_before(&self, work: &mut Work, row: &Taken, ask: &Ask) -> bool {
        let whole = whole(ask);
        let at = row.at.max(row.arrival / 1_000);
        let by_key = work.known.get(&(ask.staff, AnswerKind::Key, ask.key.clone()));
        if let Some(stored) = by_key {
            let same = is_of(stored, &whole);
            let again = replay(ask, stored);
            let refused = || given(ask, &conflict(), &work.shop, &self.words.copy, at);
            let given = if same { again } else { refused() };
            work.given.push(given);
        } else {
            let natural = ask.natural(&work.facts).map(|(kind, key)| (ask.staff, kind, key));
            let Some(stored) = natural.and_then(|name| work.known.get(&name)) else { return false };
            let again = is_of(stored, &bare(ask, &work.facts)).then(|| replay(ask, stored));
            let refused = || given(ask, &differs::from(stored, ask), &work.shop, &self.words.copy, at);
            // Who decided it stays known, so that it is told as an answer given again wherever it is found.
            let decided = if again.is_some() { stored.request.clone() } else { ask.request.clone() };
            let given = again.unwrap_or_else(refused);
            // Of whoever is forgotten nothing is kept that they could be guessed by.
            let kept = if stored.hash.is_empty() { String::new() } else { whole };
            work.remember((ask.staff, AnswerKind::Key, ask.key.clone()), &kept, &given, &decided, at);
            work.given.push(given);
        }
        work.facts.changed = true;
        work.done.push(Done { key: row.key.clone(), state: "done", reason: None });
        true
    }

    /// Puts an answer on its way and keeps it: what was done for ever, why nothing was for a while.
    pub(super) fn answer(&self, work: &mut Work, ask: &Ask, answer: &Answer, at: i64) {
        let given = given(ask, answer, &work.shop, &self.words.copy, at);
        let name = (ask.staff, AnswerKind::Key, ask.key.clone());
        work.remember(name, &whole(ask), &given, &ask.request, at);
        let done = match answer {
            Answer::Bought(bought) => Some((AnswerKind::Order, bought.order.clone())),
            Answer::Reversed(_) => ask.natural(&work.facts),
            Answer::Quoted(_)
            | Answer::Checked(_)
            | Answer::Kept(_)
            | Answer::Released(_)
            | Answer::Met(_)
            | Answer::Contact(..)
            | Answer::Parted(..)
            | Answer::No(_) => None,
        };
        if let Some((kind, key)) = done {
            let bare = bare(ask, &work.facts);
            work.remember((ask.staff, kind, key), &bare, &given, &ask.request, at);
        }
        work.given.push(given);
    }
}

impl Work {
    fn remember(&mut self, name: AnswerName, hash: &str, given: &Given, decided: &str, at: i64) {
        let stored = Stored {
            name,
            hash: hash.to_owned(),
            status: given.status.into(),
            body: given.body.to_string(),
            request: decided.to_owned(),
            at,
        };
        self.known.insert(stored.name.clone(), stored.clone());
        self.answers.push(stored);
    }
}

fn replay(ask: &Ask, stored: &Stored) -> Given {
    Given {
        request: ask.request.clone(),
        status: u16::try_from(stored.status).unwrap_or(500),
        body: stored.body.as_str().into(),
        replayed: stored.request != ask.request,
    }
}

/// The caller's key came with another deed.
fn conflict() -> Answer {
    Answer::No(No::new(Problem::IdempotencyConflict, "Idempotency-Key", Line::TillKey))
}
