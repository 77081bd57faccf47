//! Reading a batch: rows are parsed, speakers loaded, their words heard, and what all of that needs is read at once.

use crate::app::aside::Aside;
use crate::app::hearing;
use crate::app::identity::{keys, proven};
use crate::app::turn::Inner;
use crate::app::work::Work;
use crate::dialogue::cue::{Cue, Event};
use crate::dialogue::event::{Content, Inbound, Speaker};
use crate::dialogue::hear::Role;
use crate::dialogue::needs::Needs;
use crate::dialogue::news;
use crate::dialogue::state::State;
use crate::dialogue::till::ask::Ask;
use crate::domain::calendar::DAY;
use crate::domain::facts::Shop;
use crate::domain::ids::MemberId;
use crate::domain::lang::Lang;
use crate::store::inbox::{self, Done, Taken};
use crate::store::{StoreError, Tx, channel};
use crate::whatsapp::webhook::{ItemKind, Update, parse};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Messages older than this move no money: WhatsApp itself gives up after seven days.
const TOO_OLD: i64 = 8 * DAY;

/// One message of the batch between being read and being decided.
pub(super) struct Waiting {
    pub row: Taken,
    pub inbound: Inbound,
    /// Heard as what, with which area code where none is typed, so that it is heard again when that changed meanwhile.
    pub heard_as: (Role, Lang, u8),
    pub cue: Cue,
}

pub(super) type Messages = Vec<(Taken, Inbound)>;

impl Inner {
    /// Parses the rows. Statuses are noted; what is not acted on is done with its reason.
    pub(super) fn read(&self, work: &mut Work, rows: Vec<Taken>) -> (Messages, Vec<(Taken, Aside)>) {
        let (mut messages, mut asides) = (Vec::new(), Vec::new());
        for row in rows {
            if row.kind == inbox::NEWS {
                match serde_json::from_str(&row.raw) {
                    Ok(news) => asides.push((row, Aside::News(news))),
                    Err(_) => work.ignore(row.key, "news of another version".to_owned()),
                }
                continue;
            }
            if row.kind == inbox::TILL {
                match serde_json::from_str(&row.raw) {
                    Ok(ask) => {
                        let inbound = asked(ask, row.at);
                        messages.push((row, inbound));
                    }
                    Err(_) => work.ignore(row.key, "an ask of another version".to_owned()),
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

    pub(super) async fn load_speakers(
        &self,
        tx: &mut Tx,
        work: &mut Work,
        messages: &[(Taken, Inbound)],
        asides: &[(Taken, Aside)],
    ) -> Result<(), StoreError> {
        let mut needs = Needs::default();
        needs.keys.extend(messages.iter().flat_map(|(_, inbound)| keys(&proven(inbound))));
        needs.members.extend(channels(messages.iter().map(|(_, inbound)| inbound), work));
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

    pub(super) fn hear_all(&self, work: &Work, messages: Vec<(Taken, Inbound)>) -> Vec<Waiting> {
        let hear = |(row, inbound): (Taken, Inbound)| {
            let member = work.member_of(&inbound);
            let heard_as = work.heard_as(member);
            let cue = self.hear(&inbound, heard_as, &work.shop);
            Waiting { row, inbound, heard_as, cue }
        };
        messages.into_iter().map(hear).collect()
    }

    pub(super) fn hear(
        &self,
        inbound: &Inbound,
        (role, lang, area_code): (Role, Lang, u8),
        shop: &Shop,
    ) -> Cue {
        let heard = catch_unwind(AssertUnwindSafe(|| {
            hearing::cue(inbound, (role, lang, area_code), shop, &self.words)
        }));
        heard.unwrap_or(Cue::Nothing("hearing it failed"))
    }

    /// One read for what all messages are likely to need; figures are read when their message comes.
    pub(super) async fn load_needs(
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
        work.load(tx, &all).await?;
        let asks = waiting.iter().filter_map(|message| match &message.inbound.content {
            Content::Asked(ask) => Some(&**ask),
            _ => None,
        });
        self.load_answers(tx, work, asks).await
    }

    pub(super) fn event(&self, row: &Taken, inbound: &Inbound, speaker: MemberId, cue: Cue) -> Event {
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
}

/// What a till asks, as a message of its channel.
fn asked(ask: Ask, at: i64) -> Inbound {
    let (wamid, content) = (ask.request.clone(), Content::Asked(Box::new(ask)));
    Inbound { wamid, at, speaker: Speaker::default(), content, quotes: None }
}

/// The members behind the channels that ask.
fn channels<'a>(inbounds: impl Iterator<Item = &'a Inbound>, work: &Work) -> impl Iterator<Item = MemberId> {
    let asks = inbounds.filter(|inbound| matches!(inbound.content, Content::Asked(_)));
    asks.filter_map(|inbound| work.member_of(inbound))
}

/// Where a system message says that somebody went. It names the one who left by the account before, when it can.
fn moving(inbound: &Inbound) -> Option<Speaker> {
    match &inbound.content {
        Content::Moved { to, .. } => Some(to.clone()),
        _ => None,
    }
}
