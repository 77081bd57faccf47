//! Mail that goes out: written with the decision that caused it, claimed before the dialogue with the mail server, settled
//! after it. States: `queued → sending → sent | retry_wait | unknown | dead`.

use crate::domain::email::Email;
use crate::domain::ids::{ContactId, MemberId, MerchantId, PurchaseId};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Arg, Statement, StoreError, Tx, rows};
use serde_json::{Value, json};

/// Why a letter ends whose person left meanwhile, or whose address is gone.
pub const UNWANTED: &str = "nobody takes it any more";
/// How a status (RFC 3463) begins that is about the mailbox of whoever was written to.
pub const FULL: &str = "5.2.";

/// Why a letter ends that came back with this status (RFC 3463), up to where the status ends.
pub fn came_back_with(status: &str) -> String {
    format!("it came back: {status}")
}

statement!(
    INSERT,
    "
    insert into mail (merchant, id, member, contact, address, state, letter, about, cause, attempt, doubts, due_ms,
        created_ms)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), cast(value->>2 as bigint), value->>3, 'queued',
        value->>4, cast(value->>5 as bigint), value->>6, 0, 0, cast($3 as bigint), cast($3 as bigint)
    from {rows 2} r where true"
);
// Whose process ended meanwhile: nobody knows whether it left. Once more, under the same Message-ID, and never again.
statement!(
    ORPHANS,
    "
    update mail set state = case when doubts = 0 then 'retry_wait' else 'unknown' end, doubts = doubts + 1,
        letter = case when doubts = 0 then letter else '' end, due_ms = cast($1 as bigint)
    where state in ('queued', 'sending', 'retry_wait') and state = 'sending' and due_ms <= $1"
);
statement!(
    CLAIM,
    "
    update mail set state = 'sending', attempt = attempt + 1, due_ms = $2
    where state in ('queued', 'sending', 'retry_wait') and state <> 'sending' and due_ms <= $1 and (merchant, id) in (
        select w.merchant, w.id from mail w cross join merchant h
        where w.state in ('queued', 'sending', 'retry_wait') and w.state <> 'sending' and w.due_ms <= $1
          and h.id = w.merchant and h.state = 'active'
        order by w.due_ms, w.id limit 1)
    returning merchant, id"
);
// What they said meanwhile counts: whoever has left since, or whose address is gone, gets nothing.
statement!(
    CLAIMED,
    "
    select w.merchant, w.id, w.contact, k.email, w.letter, w.attempt, w.doubts, w.created_ms, h.name,
        case when k.mail = 1 and k.bounced_ms is null and k.email = w.address then 1 else 0 end
    from {rows 1} r cross join mail w join merchant h on h.id = w.merchant
    left join contact k on k.merchant = w.merchant and k.id = w.contact
    where w.merchant = cast(r.value->>0 as bigint) and w.id = cast(r.value->>1 as bigint) order by w.merchant, w.id"
);
statement!(
    SETTLE,
    "
    update mail set state = $3, due_ms = $4, reason = nullif($5, ''), doubts = doubts + $6, attempt = attempt - $7,
        letter = case when $3 in ('sent', 'dead', 'unknown') then '' else letter end
    where merchant = $1 and id = $2 and state = 'sending'"
);
statement!(
    BOUNCED,
    "update contact set bounced_ms = $3 where merchant = $1 and id = $2 and bounced_ms is null returning member"
);
statement!(
    CAME_BACK,
    "
    update mail set state = 'dead', reason = $4, due_ms = $5
    where merchant = $1 and id = $2 and contact = $3 and state in ('sent', 'unknown')
    returning id"
);
statement!(
    NOWHERE,
    "
    update mail set state = 'dead', letter = '', reason = 'no mail server is configured'
    where state in ('queued', 'sending', 'retry_wait') and due_ms <= $1"
);
statement!(
    ADDRESS,
    "
    select k.member, k.email, m.lang, h.name, k.mail from contact k
    join member m on m.merchant = k.merchant and m.id = k.member join merchant h on h.id = k.merchant
    where k.merchant = $1 and k.id = $2 and k.email is not null"
);
// Colleagues may share an address: whoever reads there speaks for all of them.
statement!(
    LEAVE,
    "
    update contact set mail = 0
    where merchant = $1 and member = $2 and coalesce(mail, 1) = 1
      and email = (select k.email from contact k where k.merchant = $1 and k.id = $3)
    returning id"
);
statement!(
    LEFT,
    "
    insert into consent (merchant, member, purpose, given, at_ms, source) values ($1, $2, 'email', 0, $3, $4)
    on conflict (merchant, member, purpose, source) do nothing"
);

pub static STATEMENTS: &[&Statement] =
    &[&INSERT, &ORPHANS, &CLAIM, &CLAIMED, &SETTLE, &BOUNCED, &CAME_BACK, &NOWHERE, &ADDRESS, &LEAVE, &LEFT];

/// A letter to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub id: i64,
    pub member: MemberId,
    pub contact: ContactId,
    pub address: Email,
    /// JSON, for whoever writes it.
    pub letter: String,
    pub about: Option<PurchaseId>,
    pub cause: String,
}

/// A letter that this process sends now.
#[derive(Debug, Clone)]
pub struct Claimed {
    pub merchant: MerchantId,
    pub id: i64,
    pub contact: ContactId,
    /// `None`: they left, it bounced, or it is gone.
    pub address: Option<Email>,
    pub letter: String,
    pub attempt: i64,
    pub doubts: i64,
    pub created: i64,
    pub shop: String,
}

/// What became of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    pub state: &'static str,
    /// When it is tried again (ms UTC).
    pub due: i64,
    pub reason: Option<String>,
    /// It broke off: one doubt more.
    pub doubt: bool,
    /// Counts as one of its tries.
    pub tried: bool,
    pub bounced: bool,
}

pub async fn insert(tx: &mut Tx, merchant: MerchantId, mails: &[Mail], now: i64) -> Result<(), StoreError> {
    if mails.is_empty() {
        return Ok(());
    }
    let row = |mail: &Mail| {
        let Mail { id, member, contact, address, letter, about, cause } = mail;
        json!([id, member, contact, address, letter, about, cause])
    };
    let set: Vec<Value> = mails.iter().map(row).collect();
    tx.exactly(&INSERT, &[merchant.0.into(), rows(&set), now.into()], set.len()).await
}

/// Claims what is due for a while (`lease`, ms).
pub async fn claim(tx: &mut Tx, now: i64, lease: i64) -> Result<Vec<Claimed>, StoreError> {
    tx.execute(&ORPHANS, &[now.into()]).await?;
    let mut set = Vec::new();
    for row in tx.change(&CLAIM, &[now.into(), (now + lease).into()]).await? {
        set.push((row.int(0)?, row.int(1)?));
    }
    let mut claimed = Vec::new();
    if set.is_empty() {
        return Ok(claimed);
    }
    for row in tx.fetch(&CLAIMED, &[rows(&set)]).await? {
        let wanted = row.flag(9)?;
        claimed.push(Claimed {
            merchant: MerchantId(row.int(0)?),
            id: row.int(1)?,
            contact: ContactId(row.int(2)?),
            address: row.maybe_text(3)?.as_deref().and_then(Email::canonical).filter(|_| wanted),
            letter: row.text(4)?,
            attempt: row.int(5)?,
            doubts: row.int(6)?,
            created: row.int(7)?,
            shop: row.text(8)?,
        });
    }
    Ok(claimed)
}

/// Writes down what became of a letter. Answers whose address it came back from, if that is new.
pub async fn settle(
    tx: &mut Tx,
    mail: &Claimed,
    settled: &Settled,
    now: i64,
) -> Result<Option<MemberId>, StoreError> {
    let Settled { state, due, reason, doubt, tried, bounced } = settled.clone();
    let mut args: Vec<Arg> = vec![mail.merchant.0.into(), mail.id.into(), state.into(), due.into()];
    args.extend([reason.unwrap_or_default().into(), i64::from(doubt).into(), i64::from(!tried).into()]);
    tx.execute(&SETTLE, &args).await?;
    if bounced { leads_nowhere(tx, mail.merchant, mail.contact, now).await } else { Ok(None) }
}

/// Nothing more goes to this address until it is given anew. Answers whose it is, if that is new.
pub async fn leads_nowhere(
    tx: &mut Tx,
    merchant: MerchantId,
    contact: ContactId,
    now: i64,
) -> Result<Option<MemberId>, StoreError> {
    let marked = tx.change(&BOUNCED, &[merchant.0.into(), contact.0.into(), now.into()]).await?;
    marked.first().map(|row| row.int(0).map(MemberId)).transpose()
}

/// What had left for an address did not arrive. Whether it was such a letter, and that is new.
pub async fn came_back(
    tx: &mut Tx,
    merchant: MerchantId,
    (id, contact): (i64, ContactId),
    reason: &str,
    now: i64,
) -> Result<bool, StoreError> {
    let args = [merchant.0.into(), id.into(), contact.0.into(), reason.into(), now.into()];
    Ok(!tx.change(&CAME_BACK, &args).await?.is_empty())
}

/// Gives up what is due where there is no mail server.
pub async fn nowhere(tx: &mut Tx, now: i64) -> Result<(), StoreError> {
    tx.execute(&NOWHERE, &[now.into()]).await.map(|_| ())
}

/// An address that mail went to.
#[derive(Debug, Clone)]
pub struct Addressee {
    pub member: MemberId,
    pub address: Email,
    pub lang: String,
    pub shop: String,
}

pub async fn addressee(
    tx: &mut Tx,
    merchant: MerchantId,
    contact: ContactId,
) -> Result<Option<Addressee>, StoreError> {
    let found = tx.fetch(&ADDRESS, &[merchant.0.into(), contact.0.into()]).await?;
    let Some(row) = found.first() else { return Ok(None) };
    let Some(address) = Email::canonical(&row.text(1)?) else { return Ok(None) };
    Ok(Some(Addressee { member: MemberId(row.int(0)?), address, lang: row.text(2)?, shop: row.text(3)? }))
}

/// Nothing goes there any more; the log of consents says when. Again it changes nothing.
pub async fn leave(
    tx: &mut Tx,
    merchant: MerchantId,
    contact: ContactId,
    member: MemberId,
    now: i64,
) -> Result<bool, StoreError> {
    let left = tx.fetch(&LEAVE, &[merchant.0.into(), member.0.into(), contact.0.into()]).await?;
    for row in &left {
        let source = format!("unsubscribe {now} (contact {})", row.int(0)?);
        tx.execute(&LEFT, &[merchant.0.into(), member.0.into(), now.into(), source.into()]).await?;
    }
    Ok(!left.is_empty())
}
