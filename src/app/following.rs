//! Bubbles follow their person: those of this batch here, those that stood in the outbox before it by the steps noted
//! for [`waiting`](crate::store::waiting). Both are treated alike, so that it makes no difference which of them a
//! bubble belongs to.

use crate::app::work::Work;
use crate::domain::change::Change;
use crate::domain::ids::MemberId;
use crate::domain::member::WINDOW_MS;
use crate::store::outbox::Outgoing;
use crate::store::unsent::Unsent;
use crate::store::waiting::{ERASED, Step, Wrote};

impl Work {
    /// Keeps in step with what the changes since `before` say about people; the chat of whoever is `speaking` goes on.
    pub fn follow(&mut self, before: usize, speaking: Option<MemberId>) {
        let changes = self.made.changes.split_off(before);
        for change in &changes {
            match change {
                Change::Contested(contest) if contest.is_open() => self.hold_back(contest.member),
                Change::Merged { from, into, .. } => self.carry_over(*from, *into, speaking),
                Change::Erased { member, .. } => self.withdraw(*member),
                Change::Parted { member, .. } => self.part(*member),
                _ => {}
            }
        }
        self.made.changes.extend(changes);
    }

    /// What waited for this person to write goes now, in the free form: also a template that has not left yet. While
    /// their number is in question it is not known who wrote, and everything waits on.
    pub fn let_go(&mut self, speaker: MemberId, now: i64) {
        let Some(account) = self.facts.accounts.get(&speaker) else { return };
        let reach = account.reach.clone();
        let Some(until) = reach.last_inbound.map(|last| last + WINDOW_MS).filter(|until| now < *until) else {
            return;
        };
        if account.member.frozen {
            return;
        }
        for row in self.outgoing_to(speaker).filter(|row| row.waits || row.initiates) {
            (row.waits, row.initiates, row.until) = (false, false, Some(until));
            (row.wa_id, row.user_id) = (reach.wa_id.clone(), reach.user_id.clone());
        }
        let (wa_id, user_id) = (reach.wa_id, reach.user_id);
        self.steps.push(Step::Wrote(Wrote { member: speaker, wa_id, user_id, until }));
    }

    /// Nothing more goes to a number that may be somebody else's.
    fn hold_back(&mut self, member: MemberId) {
        self.outgoing_to(member).for_each(|row| row.waits = true);
        self.steps.push(Step::InQuestion(member));
    }

    /// A contact is gone: what was on its way, perhaps to them, waits until somebody of the company writes. What follows
    /// reads it anew.
    fn part(&mut self, member: MemberId) {
        self.sealed = true;
        self.outgoing_to(member).for_each(|row| row.waits = true);
        self.steps.push(Step::Parted(member));
        if let Some(chat) = self.chats.get_mut(&member).filter(|chat| chat.version > 0) {
            chat.dirty = true;
        }
    }

    /// One of two records of a person goes on as the other. What follows reads them anew, in the next batch.
    fn carry_over(&mut self, from: MemberId, into: MemberId, speaking: Option<MemberId>) {
        self.sealed = true;
        self.outgoing_to(from).for_each(|row| row.member = into);
        self.steps.push(Step::Merged { from, into });
        let Some(left) = self.chats.get_mut(&from) else { return };
        let state = std::mem::take(&mut left.state);
        left.dirty = left.dirty || left.version > 0;
        let kept = self.chats.entry(into).or_default();
        kept.dirty = true;
        if speaking == Some(from) {
            kept.state = state;
        }
    }

    /// Somebody is forgotten: what was on its way to them ends without its words. What follows reads them anew.
    fn withdraw(&mut self, member: MemberId) {
        self.sealed = true;
        for row in self.outgoing.extract_if(.., |row| row.member == member) {
            let Outgoing { id, class, about, cause, .. } = row;
            self.unsent.push(Unsent { id, member, class, body: String::new(), about, cause, reason: ERASED });
        }
    }

    fn outgoing_to(&mut self, member: MemberId) -> impl Iterator<Item = &mut Outgoing> {
        self.outgoing.iter_mut().filter(move |row| row.member == member)
    }
}
