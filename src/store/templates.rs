//! Templates as WhatsApp has them.

use crate::domain::change::Change;
use crate::domain::ids::MerchantId;
use crate::domain::template::{Category, Template, Templates};
use crate::statement;
use crate::store::channel;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use serde_json::{Value, json};
use sqlx::any::AnyRow;

statement!(
    LIST,
    "
    select name, lang, remote_id, category, status, quality, reason, updated_ms from template
    where merchant = $1 order by name, lang"
);

statement!(
    PUT,
    "
    insert into template (merchant, name, lang, remote_id, category, status, quality, reason, updated_ms)
    select $1, value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, cast(value->>7 as bigint)
    from {rows 2} r where true
    on conflict (merchant, name, lang) do update set remote_id = excluded.remote_id, category = excluded.category,
        status = excluded.status, quality = excluded.quality, reason = excluded.reason,
        updated_ms = excluded.updated_ms"
);

pub static STATEMENTS: &[&Statement] = &[&LIST, &PUT];

/// The templates of a merchant, as they were last heard of.
pub async fn known(tx: &mut Tx, merchant: MerchantId) -> Result<Templates, StoreError> {
    let mut known = Templates::default();
    for row in tx.fetch(&LIST, &[merchant.0.into()]).await? {
        known.put(template(&row)?);
    }
    Ok(known)
}

fn template(row: &AnyRow) -> Result<Template, StoreError> {
    let category = row.text(3)?;
    let unreadable = || StoreError::Unreadable(format!("{category:?} is no category of a template"));
    Ok(Template {
        name: row.text(0)?,
        lang: row.text(1)?,
        remote_id: row.maybe_text(2)?,
        category: Category::read(&category).ok_or_else(unreadable)?,
        status: row.text(4)?,
        quality: row.maybe_text(5)?,
        reason: row.maybe_text(6)?,
        updated_at: row.int(7)?,
    })
}

/// Puts templates as they are now; those not named stay.
async fn put(tx: &mut Tx, merchant: MerchantId, templates: &[&Template]) -> Result<(), StoreError> {
    if templates.is_empty() {
        return Ok(());
    }
    let set: Vec<Value> = templates
        .iter()
        .map(|t| {
            json!([
                t.name,
                t.lang,
                t.remote_id,
                t.category.as_str(),
                t.status,
                t.quality,
                t.reason,
                t.updated_at
            ])
        })
        .collect();
    tx.exactly(&PUT, &[merchant.0.into(), rows(&set)], set.len()).await
}

/// Writes what was heard of templates and of the number. `now`: ms UTC.
pub async fn save(tx: &mut Tx, merchant: MerchantId, changes: &[Change], now: i64) -> Result<(), StoreError> {
    // Of several changes of one template the last stands: a statement may touch a row only once.
    let mut latest = std::collections::BTreeMap::new();
    for change in changes {
        match change {
            Change::Template(template) => {
                latest.insert((&template.name, &template.lang), template);
            }
            Change::Allowance { people } => channel::allow(tx, merchant, *people, now).await?,
            _ => {}
        }
    }
    put(tx, merchant, &latest.into_values().collect::<Vec<_>>()).await
}
