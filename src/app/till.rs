//! Tills and web shops: what they ask is kept like a message, decided in the lane, and answered when that is committed.
//!
//! Whoever asks again hears the same: an answer is kept under the key that the caller chose and, once something was
//! done, under what can be done only once. The look that decides is the one in the lane ([`Inner::answered_before`]).

use crate::app::App;
use crate::app::POLL;
use crate::app::turn::Inner;
use crate::app::work::Work;
use crate::dialogue::copy::{Copy, Reader};
use crate::dialogue::line::Line;
use crate::dialogue::till::answer::{Answer, AnswerKind, Bought, No, Problem, Reversed};
use crate::dialogue::till::ask::Ask;
use crate::dialogue::way::Way;
use crate::domain::facts::Shop;
use crate::domain::ids::MerchantId;
use crate::domain::money::Money;
use crate::domain::program::Unit;
use crate::domain::program::span::NEVER;
use crate::domain::voucher::Voucher;
use crate::store::answers::{self, AnswerName, Stored};
use crate::store::inbox::{self, Done, Kept, Taken};
use crate::store::ledger::content_hash;
use crate::store::{StoreError, Tx, merchants};
use chrono::{DateTime, SecondsFormat};
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Value, json};
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
        at: ask.occurred.unwrap_or(now),
        arrival: now * 1_000,
        raw,
        reason: None,
    })
}

fn inbox_key(merchant: MerchantId, ask: &Ask) -> String {
    inbox::key(Some(merchant), &format!("m:{}", ask.request))
}

/// Hash of all that was asked, and of what makes it that deed.
fn hashes(ask: &Ask) -> (String, String) {
    let hash = |asked: Value| content_hash(&asked.to_string());
    (hash(json!([ask.occurred, ask.deed])), hash(json!(ask.deed.bare())))
}

impl App {
    /// Keeps what a till asks, and waits until it is decided. Whoever calls has checked the key and that the merchant is
    /// not paused.
    pub async fn ask_till(&self, merchant: MerchantId, ask: Ask) -> Result<Given, Unanswered> {
        match self.kept(merchant, &ask).await {
            // What came with other content is refused in the lane, in the language of the shop.
            Ok(Some(stored)) if stored.hash == hashes(&ask).0 => return Ok(replay(&ask, &stored)),
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
        if stored.hash == hashes(ask).0 {
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
        let (whole, bare) = hashes(ask);
        let at = row.at.max(row.arrival / 1_000);
        let by_key = work.known.get(&(ask.staff, AnswerKind::Key, ask.key.clone()));
        if let Some(stored) = by_key {
            let same = stored.hash == whole;
            let again = replay(ask, stored);
            let refused = || given(ask, &conflict(), &work.shop, &self.words.copy, at);
            let given = if same { again } else { refused() };
            work.given.push(given);
        } else {
            let natural = ask.natural(&work.facts).map(|(kind, key)| (ask.staff, kind, key));
            let Some(stored) = natural.and_then(|name| work.known.get(&name)) else { return false };
            let again = (stored.hash == bare).then(|| replay(ask, stored));
            let (_, _, id) = &stored.name;
            let id = id
                .rsplit_once(':')
                .filter(|_| stored.name.1 == AnswerKind::Reversal)
                .map_or(&**id, |id| id.1);
            let line = Line::TillOrder { order: id.to_owned() };
            let refused = || {
                let no = Answer::No(No::new(Problem::OrderConflict, None, line));
                given(ask, &no, &work.shop, &self.words.copy, at)
            };
            // Who decided it stays known, so that it is told as an answer given again wherever it is found.
            let decided = if again.is_some() { stored.request.clone() } else { ask.request.clone() };
            let given = again.unwrap_or_else(refused);
            work.remember((ask.staff, AnswerKind::Key, ask.key.clone()), &whole, &given, &decided, at);
            work.given.push(given);
        }
        work.facts.changed = true;
        work.done.push(Done { key: row.key.clone(), state: "done", reason: None });
        true
    }

    /// Puts an answer on its way and keeps it: what was done for ever, why nothing was for a while.
    pub(super) fn answer(&self, work: &mut Work, ask: &Ask, answer: &Answer, at: i64) {
        let (whole, bare) = hashes(ask);
        let given = given(ask, answer, &work.shop, &self.words.copy, at);
        let name = (ask.staff, AnswerKind::Key, ask.key.clone());
        work.remember(name, &whole, &given, &ask.request, at);
        let done = match answer {
            Answer::Bought(bought) => Some((AnswerKind::Order, bought.order.clone())),
            Answer::Reversed(_) => ask.natural(&work.facts),
            Answer::No(_) | Answer::Met(_) => None,
        };
        if let Some((kind, key)) = done {
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
    Answer::No(No::new(Problem::IdempotencyConflict, None, Line::TillKey))
}

/// An answer as it goes out: no name, phone or address of anybody stands in it, for it is kept.
pub fn given(ask: &Ask, answer: &Answer, shop: &Shop, copy: &Copy, now: i64) -> Given {
    let unit = shop.rules.newest().program.unit;
    let (status, body) = match answer {
        Answer::Bought(done) => (201, bought(done, unit)),
        Answer::Reversed(done) => (201, reversed(done, unit)),
        Answer::Met(member) => (201, json!({ "id": member.to_string() })),
        Answer::No(no) => {
            let reader = Reader { lang: shop.lang, unit, zone: shop.zone, now };
            (no.problem.status(), refused(no, &copy.line(&no.line, reader), &ask.request))
        }
    };
    Given { request: ask.request.clone(), status, body: body.to_string().into(), replayed: false }
}

fn refused(no: &No, sentence: &str, request: &str) -> Value {
    let slug = no.problem.slug();
    json!({
        "type": format!("/api/v1/problems/{slug}"),
        "title": slug.replace('-', " "),
        "status": no.problem.status(),
        "detail": sentence,
        "field": no.field,
        "request": request,
    })
}

fn bought(done: &Bought, unit: Unit) -> Value {
    let sold = &done.sold;
    let taken = |taken: &crate::domain::vouching::Taken| json!({ "id": taken.voucher.to_string(), "used": money(taken.used) });
    let kept = sold.points > sold.repaid;
    json!({
        "id": sold.purchase.to_string(),
        "order": { "id": done.order },
        "member": done.member.to_string(),
        "amount": money(done.amount),
        "eligible": money(sold.eligible),
        "paid": {
            "balance": credit(sold.used.0, unit),
            "worth": money(sold.used.1),
            "vouchers": sold.taken.iter().map(taken).collect::<Vec<_>>(),
        },
        "charge": money(done.charge),
        "earned": credit(sold.points, unit),
        "repaid": credit(sold.repaid, unit),
        "usable_from": kept.then(|| time(sold.usable_at)),
        "expires": (kept && sold.expires_at != NEVER).then(|| time(sold.expires_at)),
        "balance": credit(done.wallet.available, unit),
        "debt": credit(done.wallet.debt, unit),
        "voucher": sold.voucher.as_ref().map(voucher),
        "tier": done.tier.as_ref().map(|key| json!({ "key": key, "changed": sold.tier.is_some() })),
        "told": told(done.way),
    })
}

fn reversed(done: &Reversed, unit: Unit) -> Value {
    let Reversed { back, wallet, .. } = done;
    let vouchers = &back.vouchers;
    let all = |vouchers: &[Voucher]| vouchers.iter().map(voucher).collect::<Vec<_>>();
    json!({
        "purchase": done.purchase.to_string(),
        "member": done.member.to_string(),
        "reversed": money(back.amount),
        "standing": money(done.standing),
        "taken": credit(back.points, unit),
        "returned": credit(back.returned, unit),
        "vouchers": {
            "cancelled": all(&vouchers.dissolved),
            "returned": all(&vouchers.returned),
            "issued": all(&vouchers.issued),
        },
        "balance": credit(wallet.available, unit),
        "debt": credit(wallet.debt, unit),
        "tier": done.tier.as_ref().map(|key| json!({ "key": key, "changed": back.tier.is_some() })),
    })
}

fn money(amount: Money) -> Value {
    json!({ "value": amount.plain(), "currency": "BRL" })
}

fn credit(amount: i64, unit: Unit) -> Value {
    match unit {
        Unit::Points => json!({ "value": amount.to_string(), "unit": "points" }),
        Unit::Reais => json!({ "value": Money(amount).plain(), "unit": "BRL" }),
    }
}

/// A voucher without its code, which is its owner's.
fn voucher(voucher: &Voucher) -> Value {
    json!({
        "id": voucher.id.to_string(),
        "value": money(voucher.value),
        "expires": (voucher.expires_at != NEVER).then(|| time(voucher.expires_at)),
    })
}

fn told(way: Way) -> Value {
    let (how, reason) = match way {
        Way::Chat => ("chat", None),
        Way::Template => ("template", None),
        Way::Waits => ("waits", None),
        Way::Not(why) => ("not", Some(why.reason())),
    };
    json!({ "whatsapp": how, "reason": reason })
}

/// RFC 3339 in UTC.
fn time(at: i64) -> Option<String> {
    Some(DateTime::from_timestamp_millis(at)?.to_rfc3339_opts(SecondsFormat::Secs, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_decimals_with_their_unit_and_times_have_their_zone() {
        assert_eq!(money(Money(123_456)).to_string(), r#"{"currency":"BRL","value":"1234.56"}"#);
        assert_eq!(credit(1_250, Unit::Points)["value"], "1250");
        assert_eq!(credit(1_250, Unit::Reais), json!({ "value": "12.50", "unit": "BRL" }));
        assert_eq!(time(1_795_273_200_000).as_deref(), Some("2026-11-21T15:00:00Z"));
    }
}
