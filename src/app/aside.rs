//! What takes its place among the messages without being one that somebody is answered.

use crate::app::identity::{introduce, keys, moved};
use crate::app::work::Work;
use crate::dialogue::account::AccountNotice;
use crate::dialogue::event::{Content, Inbound, Speaker};
use crate::dialogue::news::News;
use crate::domain::calendar::HOUR;
use crate::domain::facts::Key;
use crate::domain::ids::MemberId;
use crate::store::inbox::{Done, Taken};
use crate::whatsapp::webhook::{Echo, Preference};

pub(super) enum Aside {
    Preference(Preference),
    News(News),
    /// Nothing reaches this member.
    Undelivered(MemberId),
    /// This member stopped offers inside WhatsApp, as a refusal told.
    OptedOut(MemberId),
    /// What WhatsApp says of the account.
    Account(AccountNotice),
    /// WhatsApp's own word that somebody's number or account changed; it opens no window and gets no answer.
    Moved(Box<Inbound>, Box<Speaker>),
    /// What a person of the shop typed in the Business app.
    Echo(Echo),
}

impl Aside {
    /// Whom it speaks of.
    pub fn keys(&self) -> Vec<Key> {
        match self {
            Aside::Preference(preference) => keys(&preference.speaker),
            Aside::News(_) | Aside::Undelivered(_) | Aside::OptedOut(_) | Aside::Account(_) => Vec::new(),
            Aside::Moved(inbound, to) => keys(&left_by(inbound)).into_iter().chain(keys(to)).collect(),
            Aside::Echo(echo) => keys(&echo.to),
        }
    }
}

impl Work {
    pub fn person_moved(&mut self, row: Taken, inbound: &Inbound, to: &Speaker) {
        let before = self.made.changes.len();
        let (at, source) = (inbound.at, inbound.wamid.as_str());
        let from = left_by(inbound);
        let moved = moved(&mut self.facts, &mut self.made, &self.shop, &from, to, at, source);
        self.follow(before, None);
        match moved {
            None => self.ignore(row.key, "a change of somebody unknown".to_owned()),
            Some(member) => {
                self.chats.entry(member).or_default().dirty = true;
                self.done.push(Done { key: row.key, state: "done", reason: None });
            }
        }
    }

    /// Staff are told with the next sale, unless the person writes before.
    pub fn not_delivered(&mut self, row: Taken, member: MemberId) {
        let member = self.facts.present(member);
        if let Some(account) = self.facts.accounts.get_mut(&member)
            && account.reach.last_inbound.is_none_or(|last| last <= row.at)
        {
            account.reach.undelivered = Some(row.at);
            self.chats.entry(member).or_default().dirty = true;
        }
        self.done.push(Done { key: row.key, state: "done", reason: None });
    }

    pub fn opted_out(&mut self, row: Taken, member: MemberId) {
        self.refuse_offers(self.facts.present(member), row.at, &row.key);
        self.done.push(Done { key: row.key, state: "done", reason: None });
    }

    /// A person of the shop is talking to somebody: the assistant keeps quiet there for a while, also when that somebody
    /// has never written.
    pub fn overheard(&mut self, row: Taken, echo: &Echo) {
        let before = self.made.changes.len();
        let to = &echo.to;
        let known = introduce(&mut self.facts, &mut self.made, &self.shop, to, echo.at, &echo.wamid);
        self.follow(before, None);
        let Some(member) = known.map(|known| known.member) else {
            self.ignore(row.key, "an echo to nobody".to_owned());
            return;
        };
        if let Some(account) = self.facts.accounts.get_mut(&member) {
            let until = echo.at + self.shop.rules.at(echo.at).program.timers.human_hours * HOUR;
            let reach = &mut account.reach;
            reach.quiet_until = reach.quiet_until.max(Some(until));
            if reach.wa_id.is_none() && reach.user_id.is_none() {
                (reach.wa_id, reach.user_id) = (to.wa_id.clone(), to.user_id.clone());
            }
            self.chats.entry(member).or_default().dirty = true;
        }
        self.ignore(row.key, "typed by a person of the shop".to_owned());
    }
}

/// Who moved, by the account they had before, when the message names it.
fn left_by(inbound: &Inbound) -> Speaker {
    let mut from = inbound.speaker.clone();
    if let Content::Moved { previous_user_id: Some(before), .. } = &inbound.content {
        from.user_id = Some(before.clone());
    }
    from
}
