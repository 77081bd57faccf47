//! Forgetting somebody: at once what leads to them, and by a job that may be repeated every trace in what was kept of
//! messages. The ledger keeps its numbers and the consent log its times; neither names anybody.
//!
//! A person may have been several records: those merged into the one that is erased are forgotten with it. Of what was
//! sent only what the bill needs is kept: the place that a price belongs to, and what a template is charged as.
//!
//! Keys of the inbox stay, so that a message delivered once more does not bring anybody back. Those of statuses name the
//! recipient in clear and are replaced by their hash; statuses that come later are swept once more, when WhatsApp
//! repeats nothing any longer.

use crate::domain::calendar::DAY;
use crate::domain::change::Change;
use crate::domain::cnpj::Cnpj;
use crate::domain::ids::{MemberId, MerchantId};
use crate::domain::member::Member;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Arg, Statement, StoreError, Tx, rows};
use crate::store::forgotten::{self, Draw};
use crate::store::ledger::content_hash;
use crate::store::waiting;
use std::collections::BTreeSet;

/// WhatsApp repeats deliveries for seven days.
const LAST_SWEEP: i64 = 8 * DAY;

statement!(
    RECORDS,
    "
    select id from member where merchant = $1 and id = $2
    union all select id from member where merchant = $1 and merged_into is not null and merged_into = $2"
);
statement!(IDS, "select kind, value from identity where merchant = $1 and member = $2");
statement!(NAMES, "select name from contact where merchant = $1 and member = $2 and name is not null");
statement!(
    MAIL,
    "
    update mail set address = null, letter = '', reason = null,
        state = case when state in ('queued', 'retry_wait') then 'dead' else state end
    where merchant = $1 and member = $2"
);
statement!(CONTACTS_GONE, "delete from contact where merchant = $1 and member = $2");
statement!(UNLINK, "delete from identity where merchant = $1 and member = $2");
statement!(
    CHAT,
    "
    update conversation set state = '{}', wa_id = null, user_id = null, last_inbound_ms = null, quiet_ms = null,
        undelivered_ms = null, version = version + 1
    where merchant = $1 and member = $2"
);
statement!(
    REMARKS,
    "update purchase set remark = null where merchant = $1 and member = $2 and remark is not null"
);
statement!(REASONS, "delete from reason where merchant = $1 and member = $2");
statement!(
    CONTESTS,
    "
    update contest set phone = null, code = null, outcome = coalesce(outcome, 'proved')
    where merchant = $1 and (member = $2 or newcomer = $2)"
);
statement!(
    INVITED,
    "update member set referred_by = null where merchant = $1 and referred_by = $2 and referral_txn is null"
);
statement!(STAFF, "update staff set name = '—' where merchant = $1 and member = $2");
statement!(
    FAMILY,
    "
    delete from family where merchant = $1 and (member = $2 or staff in (
        select s.id from staff s where s.merchant = $1 and s.member = $2))"
);
statement!(
    OPEN,
    "
    insert into erasure (merchant, member, at_ms, actor, user_id, words, due_ms, attempt, state, hashed)
    values ($1, $2, $3, $4, $5, $6, $7, 0, 'open', 1) on conflict (merchant, member) do nothing"
);
statement!(
    DUE,
    "
    select e.merchant, e.member, e.at_ms, e.user_id, e.words, e.attempt, m.phone_number_id
    from erasure e join merchant m on m.id = e.merchant
    where e.state = 'open' and e.due_ms <= $1
      and not exists (select 1 from outbox o where o.merchant = e.merchant and o.member = e.member
                      and o.state in ('queued', 'retry_wait', 'sending', 'waiting'))
    order by e.due_ms limit 10"
);
// What the bill needs is noted before it is emptied: the first digits of a number, or the country of an account.
statement!(
    NOTE_PLACE,
    "
    update outbox set place = case when wa_id is null then substr(user_id, 1, 2) else substr(wa_id, 1, 4) end
    where merchant = $1 and member = $2 and (wa_id is not null or user_id is not null)"
);
statement!(
    NOTE_ESTIMATE,
    "
    update outbox set estimate = (select min(m.category) from template m where m.merchant = outbox.merchant
        and replace(outbox.template, '\"name\":\"' || m.name || '\"', '') <> outbox.template
        and replace(outbox.template, '\"code\":\"' || m.lang || '\"', '') <> outbox.template)
    where merchant = $1 and initiates = 1 and template is not null
      and (category is null or exists (select 1 from twin t
        where t.merchant = outbox.merchant and t.outbox = outbox.id and t.category is null))"
);
// A row that rests or stays unknown is not sent any more once it is emptied.
statement!(
    SWEEP_INBOX,
    "
    update inbox set raw = '' where merchant = $1 and state <> 'new' and raw <> ''
      and exists (select 1 from {rows 2} r where replace(inbox.raw, r.value->>0, '') <> inbox.raw)"
);
statement!(
    SWEEP_CHATS,
    "
    update conversation set state = '{}', version = version + 1 where merchant = $1
      and exists (select 1 from {rows 2} r where replace(conversation.state, r.value->>0, '') <> conversation.state)"
);
statement!(
    SWEEP_BODIES,
    "
    update outbox set body = '', template = null, state = case when state = 'held' then 'dead' else state end
    where merchant = $1 and body <> ''
      and (state in ('accepted', 'dead', 'held') or (state = 'unknown' and class = 'B'))
      and exists (select 1 from {rows 2} r where replace(outbox.body, r.value->>0, '') <> outbox.body)"
);
statement!(
    SWEEP_ABOUT,
    "
    update outbox set body = '', template = null, state = case when state = 'held' then 'dead' else state end
    where merchant = $1 and body <> ''
      and (state in ('accepted', 'dead', 'held') or (state = 'unknown' and class = 'B'))
      and (cause in (select p.wamid from purchase p where p.merchant = $1 and p.member = $2)
        or about in (select p.id from purchase p where p.merchant = $1 and p.member = $2))"
);
statement!(
    SWEEP_OWN,
    "
    update outbox set body = '', template = null, wa_id = null, user_id = null,
        state = case when state = 'held' then 'dead' else state end
    where merchant = $1 and member = $2 and state in ('accepted', 'dead', 'held', 'unknown')"
);
// What tills asked that became a purchase of theirs, whatever they named them by.
statement!(
    SWEEP_ASKS,
    "
    update inbox set raw = '' where merchant = $1 and kind = 'till' and state <> 'new' and raw <> ''
      and key in (select 'm:' || p.wamid || ':' || p.merchant from purchase p
        where p.merchant = $1 and p.member = $2 and p.order_id is not null)"
);
// Who has the order and its amount could try all phones there are until one gives the hash.
statement!(
    SWEEP_HASHES,
    "
    update api_answer set hash = '' where merchant = $1 and (kind = 'order' and (staff, key) in (
        select p.staff, p.order_id from purchase p where p.merchant = $1 and p.member = $2 and p.order_id is not null)
      or kind = 'key' and request in (
        select p.wamid from purchase p where p.merchant = $1 and p.member = $2 and p.order_id is not null))"
);
statement!(
    STATUSES,
    "
    select i.key
    from (select o.wamid from outbox o where o.merchant = $1 and o.member = $2 and o.wamid is not null
          union select t.wamid from twin t join outbox o on o.merchant = t.merchant and o.id = t.outbox
          where o.merchant = $1 and o.member = $2) sent
    join inbox i on i.key > 's:' || sent.wamid || ':' and i.key < 's:' || sent.wamid || ';'
    where i.state <> 'new'"
);
statement!(
    HIDE_STATUSES,
    "
    update inbox set key = r.hidden, raw = ''
    from (select value->>0 as key, value->>1 as hidden from {rows 1} r) r where inbox.key = r.key"
);
statement!(
    SWEPT,
    "
    update erasure set words = null, user_id = null, due_ms = $3, attempt = 0, reason = null,
        state = case when words is null then 'done' else 'open' end
    where merchant = $1 and member = $2"
);
statement!(COUNT, "select cast(count(*) as bigint) from erasure where merchant = $1 and hashed = 0");
statement!(
    POSTPONED,
    "
    update erasure set attempt = attempt + 1, due_ms = $3, reason = $4 where merchant = $1 and member = $2"
);

pub static STATEMENTS: &[&Statement] = &[
    &RECORDS,
    &IDS,
    &NAMES,
    &MAIL,
    &CONTACTS_GONE,
    &UNLINK,
    &CHAT,
    &REMARKS,
    &CONTESTS,
    &INVITED,
    &STAFF,
    &FAMILY,
    &OPEN,
    &DUE,
    &NOTE_PLACE,
    &NOTE_ESTIMATE,
    &SWEEP_INBOX,
    &SWEEP_CHATS,
    &SWEEP_BODIES,
    &SWEEP_ABOUT,
    &SWEEP_OWN,
    &SWEEP_ASKS,
    &SWEEP_HASHES,
    &STATUSES,
    &HIDE_STATUSES,
    &SWEPT,
    &POSTPONED,
    &COUNT,
];

/// Lets go of what leads to the people this batch erased, keeps hashes of it so that no list brings them back, and leaves the
/// sweeping to the job.
pub async fn save(
    tx: &mut Tx,
    merchant: MerchantId,
    changes: &[Change],
    now: i64,
    draw: Draw,
) -> Result<(), StoreError> {
    for change in changes {
        let Change::Erased { member, before, at, by } = change else { continue };
        let (mut words, mut users, mut known_by) = (words(before), BTreeSet::new(), BTreeSet::new());
        note_for_bill(tx, merchant, *member).await?;
        for record in records(tx, merchant, *member).await? {
            let whose: [Arg; 2] = [merchant.0.into(), record.0.into()];
            for row in tx.fetch(&IDS, &whose).await? {
                let (kind, value) = (row.text(0)?, row.text(1)?);
                // What another system calls them may be a plain number, which stands in texts about anybody: it is
                // looked for where a till names it as what it is.
                words.insert(match kind.as_str() {
                    "own" => format!("\"own\":{}", json_text(&value)),
                    _ => value.trim_start_matches('+').to_owned(),
                });
                if kind == "user" {
                    users.insert(value);
                } else if forgotten::LISTED.contains(&kind.as_str()) {
                    known_by.insert((kind, value));
                }
            }
            // As a till that knows their number names them.
            words.extend([format!("\"who\":{{\"id\":{record}}}"), format!("\"who\":{{\"id\":{record},")]);
            for row in tx.fetch(&NAMES, &whose).await? {
                words.insert(row.text(0)?);
            }
            for statement in [
                &UNLINK,
                &MAIL,
                &CONTACTS_GONE,
                &CHAT,
                &REMARKS,
                &REASONS,
                &CONTESTS,
                &INVITED,
                &STAFF,
                &FAMILY,
            ] {
                tx.execute(statement, &whose).await?;
            }
            waiting::withdraw(tx, merchant, record).await?;
        }
        forgotten::keep(tx, merchant, &known_by, before.cnpj.is_some(), draw).await?;
        let (users, words) = (json_text(&users), json_text(&words));
        let args = [
            merchant.0.into(),
            member.0.into(),
            (*at).into(),
            by.to_string().into(),
            users.into(),
            words.into(),
        ];
        let args = args.into_iter().chain([now.into()]).collect::<Vec<Arg>>();
        tx.execute(&OPEN, &args).await?;
    }
    Ok(())
}

/// The record of a person and those that were merged into it.
async fn records(tx: &mut Tx, merchant: MerchantId, member: MemberId) -> Result<Vec<MemberId>, StoreError> {
    let found = tx.fetch(&RECORDS, &[merchant.0.into(), member.0.into()]).await?;
    found.iter().map(|row| row.int(0).map(MemberId)).collect()
}

/// Notes what the bill needs of rows that are about to be emptied.
async fn note_for_bill(tx: &mut Tx, merchant: MerchantId, member: MemberId) -> Result<(), StoreError> {
    for record in records(tx, merchant, member).await? {
        tx.execute(&NOTE_PLACE, &[merchant.0.into(), record.0.into()]).await?;
    }
    tx.execute(&NOTE_ESTIMATE, &[merchant.0.into()]).await.map(|_| ())
}

/// What somebody is written as: by others, by us, by WhatsApp.
fn words(member: &Member) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    words.extend(member.name.clone());
    words.extend(member.short_name());
    words.extend(member.cnpj.as_ref().map(Cnpj::spoken));
    if let Some(phone) = &member.phone {
        words.insert(phone.digits().to_owned());
        words.extend(phone.without_ninth());
        let spoken = phone.spoken();
        let local = spoken.rsplit(' ').next().unwrap_or(&spoken).to_owned();
        words.insert(local.replace('-', ""));
        words.insert(local.replace('-', " "));
        words.insert(local);
    }
    words.retain(|word| word.chars().count() >= 3);
    words
}

fn json_text<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "[]".to_owned())
}

/// Somebody who is to be forgotten everywhere.
#[derive(Debug, Clone)]
pub struct Due {
    pub merchant: MerchantId,
    pub member: MemberId,
    pub at: i64,
    /// To be deleted from WhatsApp's contact book.
    pub user_ids: Vec<String>,
    words: Vec<String>,
    pub attempt: i64,
    pub phone_number_id: String,
}

/// Who is due and to whom nothing is under way any more.
pub async fn due(tx: &mut Tx, now: i64) -> Result<Vec<Due>, StoreError> {
    let list = |text: Option<String>| -> Vec<String> {
        text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    };
    let mut due = Vec::new();
    for row in tx.fetch(&DUE, &[now.into()]).await? {
        due.push(Due {
            merchant: MerchantId(row.int(0)?),
            member: MemberId(row.int(1)?),
            at: row.int(2)?,
            user_ids: list(row.maybe_text(3)?),
            words: list(row.maybe_text(4)?),
            attempt: row.int(5)?,
            phone_number_id: row.text(6)?,
        });
    }
    Ok(due)
}

/// How many were erased before hashes of what they were known by were kept.
pub async fn count(tx: &mut Tx, merchant: MerchantId) -> Result<i64, StoreError> {
    let found = tx.fetch(&COUNT, &[merchant.0.into()]).await?;
    found.first().map_or(Ok(0), |row| row.int(0))
}

/// Empties every trace in what was kept of messages. Run again it finds what came since.
pub async fn sweep(tx: &mut Tx, due: &Due) -> Result<(), StoreError> {
    let merchant: Arg = due.merchant.0.into();
    note_for_bill(tx, due.merchant, due.member).await?;
    for record in records(tx, due.merchant, due.member).await? {
        let whose = [merchant.clone(), record.0.into()];
        tx.execute(&SWEEP_ABOUT, &whose).await?;
        tx.execute(&SWEEP_OWN, &whose).await?;
        tx.execute(&SWEEP_ASKS, &whose).await?;
        tx.execute(&SWEEP_HASHES, &whose).await?;
        let found = tx.fetch(&STATUSES, &whose).await?;
        let keys: Vec<String> = found.iter().map(|row| row.text(0)).collect::<Result<_, _>>()?;
        let hidden: Vec<_> = keys.iter().map(|key| (key, format!("h:{}", content_hash(key)))).collect();
        if !hidden.is_empty() {
            tx.execute(&HIDE_STATUSES, &[rows(&hidden)]).await?;
        }
    }
    if !due.words.is_empty() {
        let words: Vec<_> = due.words.iter().map(|word| (word,)).collect();
        for statement in [&SWEEP_INBOX, &SWEEP_CHATS, &SWEEP_BODIES] {
            tx.execute(statement, &[merchant.clone(), rows(&words)]).await?;
        }
    }
    tx.execute(&SWEPT, &[merchant, due.member.0.into(), (due.at + LAST_SWEEP).into()]).await?;
    Ok(())
}

/// The contact book could not be reached or refused: again at `next` (ms UTC).
pub async fn postpone(tx: &mut Tx, due: &Due, next: i64, reason: &str) -> Result<(), StoreError> {
    let args = [due.merchant.0.into(), due.member.0.into(), next.into(), reason.into()];
    tx.execute(&POSTPONED, &args).await?;
    Ok(())
}
