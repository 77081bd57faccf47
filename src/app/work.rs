//! What one batch has in hand: the facts it loaded, how they changed, and what is to be written.

use crate::app::hearing;
use crate::app::identity::{keys, proven};
use crate::app::record::Record;
use crate::app::till::Given;
use crate::dialogue::cue::Event;
use crate::dialogue::event::{Content, Inbound};
use crate::dialogue::hear::Role;
use crate::dialogue::needs::{Figure, Needs, needs};
use crate::dialogue::state::State;
use crate::domain::calendar::{DAY, HOUR};
use crate::domain::change::Change;
use crate::domain::facts::{Facts, Key, Shop};
use crate::domain::hold::Hold;
use crate::domain::ids::{MemberId, StaffId};
use crate::domain::lang::Lang;
use crate::domain::member::Purpose;
use crate::store::answers::{AnswerName, Stored};
use crate::store::inbox::{Done, Taken};
use crate::store::load::{self, Chats};
use crate::store::mail::Mail;
use crate::store::outbox::{Outgoing, read_callback};
use crate::store::unsent::Unsent;
use crate::store::waiting::Step;
use crate::store::{StoreError, Tx, statuses};
use crate::whatsapp::webhook::{Preference, Status, StatusState};
use std::collections::{BTreeMap, BTreeSet};

/// How far back purchases are loaded with their member: a calendar day, which has 25 hours where the clocks go back, and
/// with it longer than any undo or repeat question may be set to.
const RECENT: i64 = 25 * HOUR;

/// Why a status of ours changes nothing.
const LOST: &str = "a status of a bubble that is not in this database";

/// Everything a batch has loaded and made so far.
pub(super) struct Work {
    pub shop: Shop,
    pub facts: Facts,
    pub chats: Chats,
    pub made: Record,
    pub outgoing: Vec<Outgoing>,
    pub mails: Vec<Mail>,
    /// What no way leads to, with the reason.
    pub unsent: Vec<Unsent>,
    pub done: Vec<Done>,
    /// What tills were answered under which names, and what of that is new.
    pub known: BTreeMap<AnswerName, Stored>,
    pub answers: Vec<Stored>,
    /// Answers on their way to those who wait.
    pub given: Vec<Given>,
    /// What the messages mean for rows that were in the outbox before them, in their order.
    pub steps: Vec<Step>,
    pub statuses: Vec<statuses::Said>,
    /// Updates that are done, with the row of ours that each speaks of.
    pub spoken_of: Vec<(String, i64)>,
    /// Rows that a failed status puts back.
    pub again: Vec<statuses::Back>,
    /// What people are known by because another system named them, and nobody said where they agreed.
    pub hearsay: BTreeSet<Key>,
    /// Somebody was merged or erased: what follows reads them anew, in the next batch.
    pub sealed: bool,
    pub now: i64,
    /// When something of this merchant is over next (ms UTC).
    pub next_due: Option<i64>,
    /// Purchases from here on are loaded with their member.
    pub since: i64,
}

impl Work {
    pub fn new(shop: Shop, facts: Facts, now: i64) -> Work {
        Work {
            shop,
            facts,
            chats: Chats::new(),
            made: Record::default(),
            outgoing: Vec::new(),
            mails: Vec::new(),
            unsent: Vec::new(),
            done: Vec::new(),
            known: BTreeMap::new(),
            answers: Vec::new(),
            given: Vec::new(),
            steps: Vec::new(),
            hearsay: BTreeSet::new(),
            statuses: Vec::new(),
            spoken_of: Vec::new(),
            again: Vec::new(),
            sealed: false,
            now,
            next_due: None,
            since: now - RECENT,
        }
    }

    /// How long before a message purchases are loaded with their member.
    pub fn lookback(&self) -> i64 {
        RECENT.max((i64::from(self.shop.rules.looks_back()) + 1) * DAY)
    }

    /// Debts of which moment (ms UTC) and older are let go at `at`.
    pub fn debts_before(&self, at: i64) -> i64 {
        at - i64::from(self.shop.rules.at(at).program.limits.debt_days) * DAY
    }

    pub async fn load(&mut self, tx: &mut Tx, needs: &Needs) -> Result<(), StoreError> {
        load::load(tx, self.shop.id, needs, self.since, &mut self.facts, &mut self.chats).await
    }

    /// What a message needs; where no vouchers are issued, no code is looked up for one, and where rewards are always to be
    /// had, none are counted.
    pub fn needs(&self, state: &State, event: &Event, staff: Option<StaffId>) -> Needs {
        let mut needs = needs(state, event, staff);
        if !self.shop.rules.issue_vouchers() {
            needs.drawn.clear();
        }
        if needs.figure == Some(Figure::Stock) && !self.shop.rules.limit_rewards() {
            needs.figure = None;
        }
        needs
    }

    pub fn member_of(&self, inbound: &Inbound) -> Option<MemberId> {
        if let Content::Asked(ask) = &inbound.content {
            return self.facts.staff.get(&ask.staff).map(|staff| self.facts.present(staff.member));
        }
        keys(&proven(inbound)).iter().find_map(|key| self.facts.member_behind(key))
    }

    /// Role, language and area code somebody is heard with; the dismissed as staff, so that the refusal fits.
    pub fn heard_as(&self, member: Option<MemberId>) -> (Role, Lang, u8) {
        let staff = member.and_then(|id| self.facts.staff_of(id));
        let account = member.and_then(|id| self.facts.accounts.get(&id));
        let area_code = self.facts.store_area_code(&self.shop, staff.map(|staff| staff.store), self.now);
        (hearing::role(staff), account.map_or(self.shop.lang, |account| account.member.lang), area_code)
    }

    /// Something changes at a moment (business time, ms UTC): the next message sees it, and the store will write it.
    pub fn apply(&mut self, change: Change, at: i64) {
        self.made.make(&mut self.facts, change, at);
    }

    /// The next free row number.
    pub fn next_id(&mut self) -> i64 {
        self.facts.next_id += 1;
        self.facts.next_id - 1
    }

    /// Puts a bubble on its way, with a number of its own.
    pub fn say(&mut self, bubble: Outgoing) {
        let id = self.next_id();
        self.outgoing.push(Outgoing { id, ..bubble });
    }

    /// Puts a letter on its way, with a number of its own.
    pub fn write_to(&mut self, mail: Mail) {
        let id = self.next_id();
        self.mails.push(Mail { id, ..mail });
    }

    /// Where a chat stands, with people called by the records that stand for them now.
    pub fn state_of(&self, member: MemberId) -> State {
        let mut state = self.chats.get(&member).map(|chat| chat.state.clone()).unwrap_or_default();
        state.follow(|id| self.facts.present(id));
        state
    }

    /// Whether a person of the shop has this chat now; staff are always heard.
    pub fn is_quiet(&self, member: MemberId, at: i64) -> bool {
        let quiet = self.facts.accounts.get(&member).is_some_and(|account| account.reach.is_quiet(at));
        quiet && self.facts.staff_of(member).is_none()
    }

    /// Whether the till has asked them something since a person of the shop has this chat; `None` when it waits for nothing.
    pub fn is_asked(&self, member: MemberId, at: i64) -> Option<bool> {
        let account = self.facts.accounts.get(&member)?;
        let quiet = self.shop.rules.at(at).program.timers.human_hours * HOUR;
        let since = account.reach.quiet_until.map_or(i64::MIN, |until| until - quiet);
        let waits = |hold: &Hold| hold.is_open() && hold.asked().is_some() && at < hold.expires_at;
        let hold = account.holds.iter().find(|hold| waits(hold))?;
        Some(since <= hold.opened_at)
    }

    pub fn ignore(&mut self, key: String, reason: String) {
        self.done.push(Done { key, state: "ignored", reason: Some(reason) });
    }

    pub fn note_status(&mut self, key: String, status: &Status) {
        let state = match &status.state {
            StatusState::Sent => "sent",
            StatusState::Delivered => "delivered",
            StatusState::Read | StatusState::Played => "read",
            StatusState::Failed => "failed",
            StatusState::Other => return,
        };
        let row = status.callback.as_deref().and_then(read_callback);
        let row =
            row.filter(|(merchant, ..)| *merchant == self.shop.id).map(|(_, id, attempt)| (id, attempt));
        self.spoken_of.extend(row.map(|(id, _)| (key, id)));
        self.statuses.push(statuses::Said {
            wamid: status.wamid.clone(),
            row,
            state,
            at: status.at,
            error: status.error.as_ref().map(|error| error.code),
            category: status.pricing.as_ref().map(|pricing| pricing.category.clone()),
            billable: status.pricing.as_ref().and_then(|pricing| pricing.billable),
        });
    }

    /// Applies the statuses. One that speaks of a row we do not have is kept with that reason: after a restore it
    /// tells of what was sent in the days that were lost.
    pub async fn apply_statuses(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        let strangers = statuses::apply(tx, self.shop.id, &self.statuses).await?;
        for (key, _) in self.spoken_of.iter().filter(|(_, id)| strangers.contains(id)) {
            for done in self.done.iter_mut().filter(|done| done.key == *key) {
                (done.state, done.reason) = ("ignored", Some(LOST.to_owned()));
            }
        }
        Ok(())
    }

    /// WhatsApp's own stop and resume, mirrored. A resume lifts WhatsApp's block; it is no new consent.
    pub fn stop_offers(&mut self, row: Taken, preference: &Preference) {
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

    pub fn refuse_offers(&mut self, member: MemberId, at: i64, source: &str) {
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
            self.apply(change, at);
        }
    }
}
