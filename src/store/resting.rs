//! Announcements that rest, as those who manage the shop see them by chat, and what they decide about them. Resting is
//! what is `held`, and what stands in line while WhatsApp lets this number announce nothing.

use crate::dialogue::needs::{Refused, Resting, RestingOne};
use crate::domain::change::Change;
use crate::domain::ids::MerchantId;
use crate::domain::lang::Lang;
use crate::domain::member::WINDOW_MS;
use crate::statement;
use crate::store::channel;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use crate::store::held::DOUBTFUL;
use crate::store::stored::lang;
use std::collections::{BTreeMap, BTreeSet};

// Numbers are dense and rise: the announcement of a message is the last one before it.
statement!(
    MESSAGES,
    "
    select o.id, o.member, case when o.reason = $2 then 1 else 0 end,
        case when m.standing = 'joined' and m.offers = 1 and m.silent = 0 and m.frozen = 0 then 1 else 0 end,
        case when c.last_inbound_ms > $3 then 1 else 0 end, case when o.template is null then 0 else 1 end, m.lang,
        o.created_ms,
        cast(coalesce((select max(a.id) from announcement a where a.merchant = o.merchant and a.id < o.id), 0) as bigint)
    from (select merchant, id from outbox where merchant = $1 and state = 'held' and class = 'B'
          union all
          select merchant, id from outbox
          where merchant = $1 and state in ('queued', 'retry_wait') and class = 'B'
            and exists (select 1 from channel where merchant = $1 and marketing_ms is not null)) r
    join outbox o on o.merchant = r.merchant and o.id = r.id
    join member m on m.merchant = o.merchant and m.id = o.member
    left join conversation c on c.merchant = o.merchant and c.member = o.member
    order by o.id"
);

statement!(
    TEXTS,
    "
    select a.id, a.text from {rows 2} r cross join announcement a
    where a.merchant = $1 and a.id = cast(r.value->>0 as bigint)"
);

// What stands in line while announcements rest is not to leave just because they do not rest any more.
statement!(
    LAY,
    "
    update outbox set state = 'held', reason = 'announcements rested when it was its turn'
    where (merchant = $1 or cast($1 as bigint) = 0) and class = 'B' and state in ('queued', 'retry_wait')
      and exists (select 1 from channel c where c.merchant = outbox.merchant and c.marketing_ms is not null)"
);

// They leave as their chat is now: whoever wrote meanwhile opened it, perhaps from another number.
statement!(
    SEND,
    "
    update outbox set state = 'queued', due_ms = $3, reason = null, error = null,
        wa_id = r.wa_id, user_id = r.user_id,
        initiates = case when r.until_ms > cast($3 as bigint) then 0 else outbox.initiates end,
        until_ms = case when outbox.until_ms is null then null else r.until_ms end
    from (select outbox.merchant, outbox.id, coalesce(c.wa_id, case when c.user_id is null then outbox.wa_id end) as wa_id,
            coalesce(c.user_id, outbox.user_id) as user_id, coalesce(c.last_inbound_ms, 0) + $4 as until_ms
          from (select distinct cast($1 as bigint) as merchant, cast(value->>0 as bigint) as id from {rows 2} r) s
          join outbox on outbox.merchant = s.merchant and outbox.id = s.id
          left join conversation c on c.merchant = outbox.merchant and c.member = outbox.member) r
    where outbox.merchant = r.merchant and outbox.id = r.id and outbox.state = 'held'"
);

statement!(
    GIVE_UP,
    "
    update outbox set state = 'dead', reason = $3
    from (select distinct cast($1 as bigint) as merchant, cast(value->>0 as bigint) as id from {rows 2} r) r
    where outbox.merchant = r.merchant and outbox.id = r.id and outbox.state in ('held', 'queued', 'retry_wait')"
);

pub static STATEMENTS: &[&Statement] = &[&MESSAGES, &TEXTS, &LAY, &SEND, &GIVE_UP];

/// What rests at `now` (ms UTC). `templates`: the languages in which an announcement may go as a template.
pub async fn look(
    tx: &mut Tx,
    merchant: MerchantId,
    now: i64,
    templates: &BTreeSet<Lang>,
) -> Result<Resting, StoreError> {
    let args = [merchant.0.into(), DOUBTFUL.into(), (now - WINDOW_MS).into()];
    let found = tx.fetch(&MESSAGES, &args).await?;
    let mut resting =
        Resting { stopped: channel::marketing_rests(tx, merchant).await?, ..Resting::default() };
    let (mut people, mut refused) = (BTreeSet::new(), BTreeSet::new());
    let (mut unreached, mut doubtful) = (BTreeSet::new(), BTreeSet::new());
    let mut announcements: BTreeMap<i64, RestingOne> = BTreeMap::new();
    for row in &found {
        let (id, member) = (row.int(0)?, row.int(1)?);
        if row.flag(2)? {
            doubtful.insert(member);
            continue;
        }
        resting.all.push(id);
        let one = announcements.entry(row.int(8)?).or_default();
        one.people += 1;
        one.at = if one.at == 0 { row.int(7)? } else { one.at.min(row.int(7)?) };
        let (open, template) = (row.flag(4)?, row.flag(5)? && templates.contains(&lang(&row.text(6)?)?));
        if !row.flag(3)? {
            resting.refused.rows.push(id);
            refused.insert(member);
        } else if open || template {
            resting.send.push(id);
            people.insert(member);
            resting.by_template += i64::from(!open);
        } else {
            unreached.insert(member);
        }
    }
    let ids: Vec<_> = announcements.keys().map(|id| (id,)).collect();
    for row in tx.fetch(&TEXTS, &[merchant.0.into(), rows(&ids)]).await? {
        if let Some(one) = announcements.get_mut(&row.int(0)?) {
            one.text = row.text(1)?;
        }
    }
    resting.announcements = announcements.into_values().collect();
    resting.people = count(&people);
    resting.refused = Refused { people: count(&refused), ..resting.refused };
    (resting.unreached, resting.doubtful) = (count(&unreached), count(&doubtful));
    Ok(resting)
}

fn count(members: &BTreeSet<i64>) -> i64 {
    i64::try_from(members.len()).unwrap_or(i64::MAX)
}

/// Does what was decided by chat.
pub async fn save(tx: &mut Tx, merchant: MerchantId, changes: &[Change], now: i64) -> Result<(), StoreError> {
    for change in changes {
        match change {
            Change::Released { send, refused } => {
                end(tx, Some(merchant)).await?;
                give_up(tx, merchant, refused, "they take no offers any more").await?;
                let args = [merchant.0.into(), numbered(send), now.into(), WINDOW_MS.into()];
                tx.execute(&SEND, &args).await?;
            }
            Change::Discarded { rows } => give_up(tx, merchant, rows, "given up by chat").await?,
            _ => {}
        }
    }
    Ok(())
}

/// Announcements of this number rest no more, or of any when none is named; what stood in line is `held` from now on.
pub(super) async fn end(tx: &mut Tx, merchant: Option<MerchantId>) -> Result<(), StoreError> {
    tx.execute(&LAY, &[merchant.map_or(0, |id| id.0).into()]).await?;
    channel::resume_marketing(tx, merchant).await
}

async fn give_up(tx: &mut Tx, merchant: MerchantId, ids: &[i64], reason: &str) -> Result<(), StoreError> {
    tx.execute(&GIVE_UP, &[merchant.0.into(), numbered(ids), reason.into()]).await.map(|_| ())
}

fn numbered(ids: &[i64]) -> crate::store::engine::Arg {
    let set: Vec<_> = ids.iter().map(|id| (id,)).collect();
    rows(&set)
}
