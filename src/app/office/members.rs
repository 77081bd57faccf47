//! One person, by whatever the shop knows them: what is kept of them, and forgetting them, for requests that do not come by
//! chat. Forgetting is what a yes in the chat leads to.

use super::sheets::amount;
use super::{Answer, Office, Refused, nobody};
use crate::app::courier::body::bodies;
use crate::app::record::Record;
use crate::app::seal::Seal;
use crate::dialogue::naming::named;
use crate::dialogue::needs::{Kept, Needs, Word};
use crate::domain::contact::{Contact, contact_named};
use crate::domain::draft::Draft;
use crate::domain::facts::{Account, Facts, Key, Shop};
use crate::domain::ids::{MemberId, MerchantId};
use crate::domain::ledger::Actor;
use crate::domain::member::StaffRole;
use crate::domain::phone::Phone;
use crate::store::load::{self, Chats};
use crate::store::{StoreError, Tx, erasures, events, figures, inbox, ledger, merchants, people};
use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, Serialize};

/// Somebody, as whoever runs the installation names them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Whom {
    /// Not needed where there is one.
    pub merchant: Option<i64>,
    /// A phone, an e-mail, a CNPJ, or `#` and the id of another system.
    pub who: String,
}

/// Somebody, found.
struct Found {
    shop: Shop,
    facts: Facts,
    chats: Chats,
    member: MemberId,
}

impl Found {
    fn account(&self) -> Option<&Account> {
        self.facts.account(self.member)
    }
}

impl Office {
    /// Everything that is kept of them beside the ledger and the messages.
    pub(super) async fn show_member(&self, whom: &Whom) -> Result<Answer, Refused> {
        let (merchant, key, who) = (self.whose(whom).await?, key(&whom.who)?, whom.who.clone());
        let look = self.store.read(move |tx| {
            Box::pin(async move {
                let found = find(tx, merchant, key, &who).await?;
                let kept = figures::kept(tx, merchant, found.member).await?;
                Ok((found, kept))
            })
        });
        let (found, kept) = look.await?;
        let lines = found.account().map(|account| described(account, &kept, &found.shop));
        Ok(Answer { lines: lines.unwrap_or_default(), fine: true })
    }

    /// What would be lost; nothing is written.
    pub(super) async fn look_at_forgetting(&self, whom: &Whom) -> Result<Answer, Refused> {
        let (merchant, key, who) = (self.whose(whom).await?, key(&whom.who)?, whom.who.clone());
        let look = self.store.read(move |tx| Box::pin(async move { find(tx, merchant, key, &who).await }));
        let found = look.await?;
        may_go(&found)?;
        let lines = found.account().map(|account| lost(account, &found.shop)).unwrap_or_default();
        Ok(Answer { lines, fine: true })
    }

    /// Forgets them at once; their traces in what was kept of messages are swept by the service.
    pub(super) async fn forget_member(&self, whom: &Whom) -> Result<Answer, Refused> {
        let (merchant, key, who) = (self.whose(whom).await?, key(&whom.who)?, whom.who.clone());
        let now = self.clock.now();
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                inbox::hold_lane(tx, merchant).await?;
                let found = find(tx, merchant, key, &who).await?;
                may_go(&found).map_err(|refused| StoreError::Unusable(refused.0))?;
                let name = found.account().map(called).unwrap_or_default();
                forget(tx, found, now).await?;
                Ok(name)
            })
        });
        let name = work.await?;
        Ok(Answer {
            lines: vec![
                format!("✔ {name} is forgotten: name, numbers, addresses, credit and chat are gone. The ledger keeps its numbers."),
                "What they were known by stays as keyed hashes, which lead to nothing: no list brings them back before they come \
                 by themselves."
                    .to_owned(),
                "What was kept of messages is swept by the running service within minutes, and once more after eight days."
                    .to_owned(),
            ],
            fine: true,
        })
    }

    async fn whose(&self, whom: &Whom) -> Result<MerchantId, Refused> {
        let listed = self.store.read(|tx| Box::pin(merchants::list(tx))).await?;
        match (whom.merchant, listed.as_slice()) {
            (Some(merchant), listed) => {
                let known = listed.iter().any(|(shop, _)| shop.id.0 == merchant);
                if known { Ok(MerchantId(merchant)) } else { Err(nobody(merchant)) }
            }
            (None, [(shop, _)]) => Ok(shop.id),
            (None, _) => Err(Refused(
                "Whose customer? --merchant says it; `fregues merchant list` shows them.".to_owned(),
            )),
        }
    }
}

/// What they are named by. A number without country is Brazilian.
fn key(who: &str) -> Result<Key, Refused> {
    let digits = who.chars().filter(char::is_ascii_digit).count();
    let plain = who.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '(' | ')' | '-' | '.'));
    let phone = || match (who.trim().starts_with('+'), digits) {
        _ if !plain => None,
        (false, 10 | 11) => Phone::canonical(&format!("+55{who}")),
        _ => Phone::canonical(who),
    };
    let own = who.trim().strip_prefix('#').map(|own| Key::Own(own.trim().to_owned()));
    own.or_else(|| named(who)).or_else(|| phone().map(Key::Phone)).ok_or_else(|| {
        Refused(format!(
            "{who:?} is no phone (+5511987654321), no e-mail, no CNPJ, and no id of another system, which begins with # \
             (\"#123\")."
        ))
    })
}

/// Channels are nobody.
async fn find(tx: &mut Tx, merchant: MerchantId, key: Key, who: &str) -> Result<Found, StoreError> {
    let nobody = || StoreError::Unusable(format!("Nobody is known by {who}; nothing was done."));
    let (shop, _) = merchants::get(tx, merchant, None).await?.ok_or_else(nobody)?;
    let (mut facts, mut chats) = (Facts::default(), Chats::new());
    facts.next_id = inbox::free_id(tx, merchant).await?;
    load::house(tx, merchant, &mut facts).await?;
    let needs = Needs { keys: [key.clone()].into(), ..Needs::default() };
    load::load(tx, merchant, &needs, i64::MAX, &mut facts, &mut chats).await?;
    let member = facts.member_behind(&key).map(|member| facts.present(member)).ok_or_else(nobody)?;
    if facts.staff.values().any(|staff| staff.role == StaffRole::Till && staff.member == member) {
        return Err(nobody());
    }
    Ok(Found { shop, facts, chats, member })
}

/// Whoever works here keeps their record.
fn may_go(found: &Found) -> Result<(), Refused> {
    match found.facts.staff_of(found.member) {
        Some(staff) => Err(Refused(format!(
            "{} works here: dismiss them first (an owner sends \"desligar {}\" to the shop), then run this again.",
            staff.name, staff.name
        ))),
        None => Ok(()),
    }
}

async fn forget(tx: &mut Tx, found: Found, now: i64) -> Result<(), StoreError> {
    let Found { shop, mut facts, chats, member } = found;
    let (merchant, source) = (shop.id, format!("office:forget:{now}"));
    let mut draft = Draft::new(&shop, &facts, now, &source);
    draft.erase(member, Actor::Office);
    let (changes, next_id) = draft.finish();
    facts.next_id = next_id;
    let mut made = Record::default();
    for change in changes {
        made.make(&mut facts, change, now);
    }
    people::save(tx, merchant, &facts, &chats, &made.changes).await?;
    ledger::save(tx, merchant, &facts, &made.changes, now).await?;
    erasures::save(tx, merchant, &made.changes, now, Seal::fresh_key).await?;
    let told = bodies(&made.happenings, &shop, &facts.stores);
    events::save(tx, merchant, &told, now).await?;
    inbox::next_id(tx, merchant, facts.next_id).await
}

/// A name, or the first thing they are known by.
fn called(account: &Account) -> String {
    let member = &account.member;
    let name = member.name.clone().or_else(|| member.phone.as_ref().map(Phone::spoken));
    let name = name.or_else(|| member.cnpj.as_ref().map(|cnpj| format!("CNPJ {}", cnpj.spoken())));
    let name = name.or_else(|| account.own_address().map(|email| email.as_str().to_owned()));
    format!("{} (member {})", name.unwrap_or_else(|| "Somebody without a name".to_owned()), member.id)
}

fn lost(account: &Account, shop: &Shop) -> Vec<String> {
    let (wallet, vouchers) = (*account.wallet, account.open_vouchers());
    let mut lines = vec![format!("This forgets {} of {}, for ever.", called(account), shop.name)];
    if account.member.cnpj.is_some() {
        lines.push(format!(
            "It is a company, with {} people in it: all of them are forgotten.",
            account.contacts.len()
        ));
    }
    lines.push(format!(
        "Lost with it: {} available, {} set aside, {} open vouchers. A debt of {} is let go.",
        amount(wallet.available, shop),
        amount(wallet.held, shop),
        vouchers.len(),
        amount(wallet.debt, shop)
    ));
    lines
}

fn described(account: &Account, kept: &Kept, shop: &Shop) -> Vec<String> {
    let (member, wallet) = (&account.member, *account.wallet);
    let mut lines = vec![format!("{} of {}", called(account), shop.name)];
    lines.extend(member.phone.as_ref().map(|phone| format!("Phone: {}", phone.as_str())));
    lines.extend(member.cnpj.as_ref().map(|cnpj| format!("CNPJ: {}", cnpj.spoken())));
    lines.extend(kept.own_ids.iter().map(|id| format!("In another system: #{id}")));
    lines.extend(account.contacts.iter().map(contact));
    lines.extend(
        member.birthday.map(|birthday| format!("Birthday: {:02}-{:02}", birthday.month, birthday.day)),
    );
    lines.push(format!("Language: {}; known since {}", member.lang.tag(), time(member.created_at)));
    lines.extend(member.joined_at.map(|at| format!("Joined: {}", time(at))));
    lines.extend(account.reach.last_inbound.map(|at| format!("Last wrote: {}", time(at))));
    lines.push(format!(
        "Balance: {} available, {} set aside, {} owed; {} open vouchers; {} purchases",
        amount(wallet.available, shop),
        amount(wallet.held, shop),
        amount(wallet.debt, shop),
        account.open_vouchers().len(),
        kept.purchases
    ));
    lines.extend(kept.consents.iter().map(|word| consent(word, account)));
    lines
}

fn contact(contact: &Contact) -> String {
    let Contact { name, role, phone, email, .. } = contact;
    let role = role.as_ref().map(|role| format!("({role})"));
    let phone = phone.as_ref().map(|phone| phone.as_str().to_owned());
    let email = email.as_ref().map(|email| email.as_str().to_owned());
    let bounced = contact.bounced.map(|at| format!("mail comes back since {}", time(at)));
    let words = [name.clone(), role, phone, email, bounced];
    format!("Contact: {}", words.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// A word as the log has it.
fn consent(word: &Word, account: &Account) -> String {
    let Word { purpose, given, at, source } = word;
    let whose =
        contact_named(source).and_then(|id| account.contacts.iter().find(|contact| contact.id.0 == id));
    let whose = whose.and_then(|contact| contact.name.as_ref()).map(|name| format!(" of {name}"));
    let said = if *given { "yes" } else { "no" };
    format!("Consent to {purpose}{}: {said}, {} ({source})", whose.unwrap_or_default(), time(*at))
}

fn time(at: i64) -> String {
    DateTime::from_timestamp_millis(at).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}
