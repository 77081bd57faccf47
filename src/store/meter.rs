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
    select coalesce(s.category, case when s.initiates = 0 then 'service' else coalesce(m.category, s.estimate) end,
               case when s.class = 'B' then 'marketing' else 'utility' end) as charged,
           coalesce(substr(s.wa_id, 1, 4), substr(s.user_id, 1, 2), s.place, '') as market,
           coalesce(s.billable, -1) as told, cast(count(*) as bigint)
    from (select o.merchant, o.category, o.billable, o.status, o.class, o.initiates, o.template, o.estimate,
                 o.wa_id, o.user_id, o.place, coalesce(o.sent_ms, o.created_ms) as at_ms
          from outbox o where o.merchant = $1
          union all
          select t.merchant, t.category, t.billable, t.status, o.class, o.initiates, o.template, o.estimate,
                 o.wa_id, o.user_id, o.place, coalesce(o.sent_ms, o.created_ms)
          from twin t join outbox o on o.merchant = t.merchant and o.id = t.outbox where t.merchant = $1) s
    left join template m on s.category is null and s.initiates = 1 and m.merchant = s.merchant
      and replace(s.template, '\"name\":\"' || m.name || '\"', '') <> s.template
      and replace(s.template, '\"code\":\"' || m.lang || '\"', '') <> s.template
    where s.at_ms >= $2 and s.at_ms < $3 and s.status in ('delivered', 'read')
    group by charged, market, told order by charged, market, told"
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
    where t.merchant = $1 and coalesce(t.status, 'sent') <> 'failed' and coalesce(o.sent_ms, o.created_ms) >= $2 and coalesce(o.sent_ms, o.created_ms) < $3"
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
    /// Second messages that a row led to after an unknown outcome, but for those that WhatsApp said failed.
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
