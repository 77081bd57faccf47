//! Tracing one bubble: what went out, and what the same message moved in the ledger.

use crate::domain::ids::MerchantId;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};

/// Everything stored about one message.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The message that caused it: itself, when it came in.
    pub cause: String,
    /// The body as it was sent, when it went out.
    pub sent: Option<String>,
    pub status: Option<String>,
    pub category: Option<String>,
    pub billable: Option<bool>,
    pub class: Option<String>,
    pub transfers: Vec<Moved>,
}

#[derive(Debug, Clone)]
pub struct Moved {
    pub kind: String,
    pub debit: String,
    pub credit: String,
    pub amount: i64,
    /// Whose books they are, where they are somebody's.
    pub from: Option<String>,
    pub to: Option<String>,
}

statement!(SENT, "
    select body, cause, coalesce(status, state), category, billable, class from outbox where merchant = $1 and wamid = $2");
statement!(
    MOVED,
    "
    select t.kind, f.debit, f.credit, f.amount, d.name, c.name from txn t
    join transfer f on f.merchant = t.merchant and f.txn = t.id
    left join member d on d.merchant = f.merchant
      and d.id = case when substr(f.debit, 2, 1) = ':' then cast(substr(f.debit, 3) as bigint) end
    left join member c on c.merchant = f.merchant
      and c.id = case when substr(f.credit, 2, 1) = ':' then cast(substr(f.credit, 3) as bigint) end
    where t.merchant = $1 and t.source = $2 order by t.id, f.line"
);

statement!(
    SPEAKER,
    "
    select m.lang, s.role from identity i
    join member m on m.merchant = i.merchant and m.id = i.member
    left join staff s on s.merchant = m.merchant and s.member = m.id and s.active = 1
    where i.merchant = $1 and i.kind = 'user' and i.value = $2"
);

pub static STATEMENTS: &[&Statement] = &[&SENT, &MOVED, &SPEAKER];

/// The language and the role (as it is kept; `None`: a customer) of whoever has this id of WhatsApp.
pub async fn speaker(
    tx: &mut Tx,
    merchant: MerchantId,
    user: &str,
) -> Result<Option<(String, Option<String>)>, StoreError> {
    let rows = tx.fetch(&SPEAKER, &[merchant.0.into(), user.into()]).await?;
    rows.first().map(|row| Ok((row.text(0)?, row.maybe_text(1)?))).transpose()
}

pub async fn of(tx: &mut Tx, merchant: MerchantId, wamid: &str) -> Result<Trace, StoreError> {
    let mut trace = Trace { cause: wamid.to_owned(), ..Trace::default() };
    if let Some(row) = tx.fetch(&SENT, &[merchant.0.into(), wamid.into()]).await?.first() {
        trace.sent = Some(row.text(0)?);
        trace.cause = row.text(1)?;
        trace.status = row.maybe_text(2)?;
        trace.category = row.maybe_text(3)?;
        trace.billable = row.maybe_int(4)?.map(|flag| flag != 0);
        trace.class = row.maybe_text(5)?;
    }
    for row in tx.fetch(&MOVED, &[merchant.0.into(), trace.cause.as_str().into()]).await? {
        trace.transfers.push(Moved {
            kind: row.text(0)?,
            debit: row.text(1)?,
            credit: row.text(2)?,
            amount: row.int(3)?,
            from: row.maybe_text(4)?,
            to: row.maybe_text(5)?,
        });
    }
    Ok(trace)
}
