//! Posting: what was decided to be said becomes rows of the outbox, on the way that [`way`] names.

use crate::app::mailer::write_to;
use crate::app::turn::Inner;
use crate::app::work::Work;
use crate::dialogue::copy::Reader;
use crate::dialogue::line::{Class, Message};
use crate::dialogue::notice::Notice;
use crate::dialogue::till::ask::Ask;
use crate::dialogue::way::{Asked, Way, way};
use crate::domain::facts::Account;
use crate::domain::ids::MemberId;
use crate::domain::member::{Reach, WINDOW_MS};
use crate::store::outbox::Outgoing;
use crate::store::unsent::Unsent;
use crate::whatsapp::message::body;

/// What made somebody say something: a message, news, or time that passed.
pub(super) struct Cause<'a> {
    /// Whoever is answered.
    pub speaker: MemberId,
    pub key: &'a str,
    /// Business time of what changes, ms UTC.
    pub at: i64,
    /// When it is decided, ms UTC. A time of the message and not of the batch: windows are judged by it, so that
    /// they are open or closed alike however messages are cut into batches.
    pub now: i64,
    /// The call of a till that is answered.
    pub ask: Option<&'a Ask>,
}

impl Inner {
    /// Puts a bubble on its way to `unasked`, or to whoever spoke.
    pub(super) fn post(
        &self,
        work: &mut Work,
        cause: &Cause,
        unasked: Option<MemberId>,
        message: &Message,
        class: Class,
    ) {
        let to = unasked.unwrap_or(cause.speaker);
        let Some(account) = work.facts.accounts.get(&to) else { return };
        let (lang, unit) = (account.member.lang, work.shop.rules.newest().program.unit);
        let reader = Reader { lang, unit, zone: work.facts.zone_of(&work.shop, to, work.now), now: work.now };
        let written = unasked.map(|_| account.clone());
        if let Some(account) = written {
            write_to(work, &account, (message, class), cause.key, (&self.words.copy, reader));
        }
        let Some(account) = work.facts.accounts.get(&to) else { return };
        let notice = message.notice.as_ref();
        let kind = notice.map(Notice::kind);
        let asked = Asked { class, notice: kind, reply: unasked.is_none(), now: cause.now };
        let way =
            way(asked, account, &work.facts.templates, work.shop.rules.at(work.now).program.receipts_to_new);
        let approved = kind.is_some_and(|kind| kind.approved(&work.facts.templates, reader.lang).is_some());
        let template = notice.filter(|_| approved);
        let template = template.and_then(|notice| self.words.pack.body(notice, reader, &self.words.copy));
        let (row, reach) = (outgoing(account, message, class, cause), account.reach.clone());
        let bodies = |message: &Message| {
            let said = self.words.copy.render(message, reader);
            said.iter().map(|bubble| body(bubble).to_string()).collect::<Vec<_>>()
        };
        match (way, template) {
            (Way::Chat, template) => {
                let until = reach.last_inbound.map(|last| last + WINDOW_MS);
                let template = template.map(|template| template.to_string());
                say(work, bodies(message), Outgoing { template, until, ..row });
            }
            (Way::Template, Some(template)) => {
                // Should they write before it leaves, the same goes in the chat; what follows follows either way.
                let mut record = message.clone();
                record.lines.retain(|line| !message.later.contains(line));
                // It belongs to what follows.
                record.picture = None;
                let template = Some(template.to_string());
                say(work, bodies(&record), Outgoing { template, initiates: true, ..row.clone() });
                if !message.later.is_empty() {
                    let later = Message { lines: message.later.clone(), ..message.clone() };
                    say(work, bodies(&later), Outgoing { waits: true, ..row });
                }
            }
            (Way::Waits | Way::Template, _) => say(work, bodies(message), Outgoing { waits: true, ..row }),
            (Way::Not(why), _) => {
                let Outgoing { member, class, about, cause, .. } = row;
                let reason = why.reason();
                for body in bodies(message) {
                    let (id, cause) = (work.next_id(), cause.clone());
                    work.unsent.push(Unsent { id, member, class, body, about, cause, reason });
                }
            }
        }
    }
}

/// One bubble after the other. A template stands for the first; where it is what goes, the others wait for the chat.
fn say(work: &mut Work, bodies: Vec<String>, mut row: Outgoing) {
    for body in bodies {
        let waits = row.waits || row.initiates;
        work.say(Outgoing { body, ..row.clone() });
        row = Outgoing { template: None, initiates: false, waits, ..row };
    }
}

/// A row to somebody, without its words.
fn outgoing(account: &Account, message: &Message, class: Class, cause: &Cause) -> Outgoing {
    let (wa_id, user_id) = address(account);
    Outgoing {
        id: 0,
        member: account.member.id,
        class,
        waits: false,
        wa_id,
        user_id,
        body: String::new(),
        template: None,
        until: None,
        initiates: false,
        about: message.about,
        cause: cause.key.to_owned(),
    }
}

/// The ids exactly as WhatsApp gave them; for somebody who never wrote, the digits of the number staff typed.
fn address(account: &Account) -> (Option<String>, Option<String>) {
    let Reach { wa_id, user_id, .. } = account.reach.clone();
    let typed = || account.member.phone.as_ref().map(|phone| phone.digits().to_owned());
    (if user_id.is_none() { wa_id.or_else(typed) } else { wa_id }, user_id)
}
