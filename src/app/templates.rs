//! Templates in the database follow what Graph lists: for whoever creates them, and after webhooks were missed.

use crate::domain::ids::MerchantId;
use crate::domain::template::Template;
use crate::store::{Store, StoreError, templates};

/// What a list of Graph changed here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synced {
    /// Listed templates, all of which are stored as listed.
    pub listed: usize,
    /// Stored ones that the list no longer has: they may not be sent any more.
    pub gone: usize,
}

/// Stores a whole list (`GET /{waba}/message_templates`, all of its pages). `now`: ms UTC.
pub async fn sync(
    store: &Store,
    merchant: MerchantId,
    listed: Vec<Template>,
    now: i64,
) -> Result<Synced, StoreError> {
    let unit = store.write(move |tx| {
        let listed = listed.clone();
        Box::pin(async move {
            let mut gone = templates::list(tx, merchant).await?;
            gone.retain(|known| {
                let same = |one: &Template| one.name == known.name && one.lang == known.lang;
                known.status != "DELETED" && !listed.iter().any(same)
            });
            for template in &mut gone {
                "DELETED".clone_into(&mut template.status);
                template.updated_at = now;
            }
            let all: Vec<&Template> = listed.iter().chain(&gone).collect();
            templates::put(tx, merchant, &all).await?;
            Ok(Synced { listed: listed.len(), gone: gone.len() })
        })
    });
    unit.await
}
