//! What was sent in a month and what became of it: the rows behind a bill. For people who ask now and then.

use crate::domain::ids::MerchantId;
use crate::domain::meter::{Category, Told, Used};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};

// A message counts once, by its id, when it was delivered (`read` implies it). What no status has priced yet is
// charged as WhatsApp charges its template now, or did when its person was forgotten. A twin is a message of its own
// and is billed as one.
statement!(
    DELIVERED,
    "
    select s.category, s.place, s.billable, cast(count(*) as bigint)
    from (select coalesce(o.category, case when o.initiates = 0 then 'service' else coalesce(m.category, o.estimate) end,
                          case when o.class = 'B' then 'marketing' else 'utility' end) as category,
                 coalesce(substr(o.wa_id, 1, 4), substr(o.user_id, 1, 2), o.place, '') as place,
                 coalesce(o.billable, -1) as billable
          from outbox o left join template m on o.category is null and o.initiates = 1 and m.merchant = o.merchant
            and replace(o.template, '\"name\":\"' || m.name || '\"', '') <> o.template
            and replace(o.template, '\"code\":\"' || m.lang || '\"', '') <> o.template
          where o.merchant = $1 and coalesce(o.sent_ms, o.created_ms) >= $2 and coalesce(o.sent_ms, o.created_ms) < $3
            and o.status in ('delivered', 'read')
          union all
          select coalesce(t.category, case when o.initiates = 0 then 'service' else coalesce(m.category, o.estimate) end,
                          case when o.class = 'B' then 'marketing' else 'utility' end),
                 coalesce(substr(o.wa_id, 1, 4), substr(o.user_id, 1, 2), o.place, ''),
                 coalesce(t.billable, -1)
          from twin t join outbox o on o.merchant = t.merchant and o.id = t.outbox
          left join template m on t.category is null and o.initiates = 1 and m.merchant = o.merchant
            and replace(o.template, '\"name\":\"' || m.name || '\"', '') <> o.template
            and replace(o.template, '\"code\":\"' || m.lang || '\"', '') <> o.template
          where t.merchant = $1 and coalesce(o.sent_ms, o.created_ms) >= $2 and coalesce(o.sent_ms, o.created_ms) < $3
            and t.status in ('delivered', 'read')) s
    group by s.category, s.place, s.billable order by s.category, s.place, s.billable"
);
statement!(
    FATES,
    "
    select cast(coalesce(sum(case when o.state = 'accepted' and coalesce(o.status, 'sent') = 'sent' then 1 else 0 end), 0) as bigint),
           cast(coalesce(sum(case when o.state = 'accepted' and o.status = 'failed' then 1 else 0 end), 0) as bigint),
           cast(coalesce(sum(case when o.state = 'unknown' then 1 else 0 end), 0) as bigint),
           cast(coalesce(sum(case when o.state = 'dead' then 1 else 0 end), 0) as bigint)
    from outbox o
    where o.merchant = $1 and coalesce(o.sent_ms, o.created_ms) >= $2 and coalesce(o.sent_ms, o.created_ms) < $3"
);
statement!(
    TWINS,
    "
    select cast(count(*) as bigint) from twin t join outbox o on o.merchant = t.merchant and o.id = t.outbox
    where t.merchant = $1 and coalesce(o.sent_ms, o.created_ms) >= $2 and coalesce(o.sent_ms, o.created_ms) < $3"
);

pub static STATEMENTS: &[&Statement] = &[&DELIVERED, &FATES, &TWINS];

/// Messages of a span of time that were not delivered, by what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// Accepted by WhatsApp; no status says that they arrived.
    pub under_way: i64,
    /// Refused by WhatsApp after it had accepted them: not charged.
    pub failed: i64,
    /// Nobody knows whether they went out.
    pub unknown: i64,
    /// Given up or refused at once.
    pub dead: i64,
    /// Second messages that a row led to after an unknown outcome.
    pub twice: i64,
}

/// What one merchant sent from `from` until before `to` (ms UTC) and was delivered: by category, place and what was
/// told of the price.
pub async fn delivered(
    tx: &mut Tx,
    merchant: MerchantId,
    from: i64,
    to: i64,
) -> Result<Vec<Used>, StoreError> {
    let mut delivered = Vec::new();
    for row in tx.fetch(&DELIVERED, &[merchant.0.into(), from.into(), to.into()]).await? {
        // A category that the card does not know costs nothing that we could name.
        let Some(category) = Category::named(&row.text(0)?) else { continue };
        let told = match row.int(2)? {
            0 => Told::Free,
            1 => Told::Billed,
            _ => Told::Nothing,
        };
        delivered.push(Used { category, place: row.text(1)?, told, count: row.int(3)? });
    }
    Ok(delivered)
}

/// What became of everything else that one merchant sent from `from` until before `to` (ms UTC).
pub async fn sent(tx: &mut Tx, merchant: MerchantId, from: i64, to: i64) -> Result<Sent, StoreError> {
    let span = [merchant.0.into(), from.into(), to.into()];
    let mut sent = Sent::default();
    if let Some(row) = tx.fetch(&FATES, &span).await?.first() {
        (sent.under_way, sent.failed) = (row.int(0)?, row.int(1)?);
        (sent.unknown, sent.dead) = (row.int(2)?, row.int(3)?);
    }
    if let Some(row) = tx.fetch(&TWINS, &span).await?.first() {
        sent.twice = row.int(0)?;
    }
    Ok(sent)
}
