//! The templates of a merchant's account: followed when they are listed, created where they are missing.

use crate::dialogue::account::reconcile;
use crate::domain::change::Change;
use crate::domain::ids::MerchantId;
use crate::domain::template::Template;
use crate::store::{Store, StoreError, inbox, templates};
use crate::whatsapp::manage::{ManageError, Manager};
use crate::whatsapp::templates::{TemplateBody, missing};

/// What a list of Graph changed here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synced {
    /// How many templates the account has.
    pub listed: usize,
    /// Those that are not as they were known, as they are now: `DELETED` when the list does not hold them any more.
    pub changed: Vec<Template>,
}

/// Follows a whole list (`GET /{waba}/message_templates`, all of its pages), asked for at `asked` (ms UTC). What is
/// news to the owners comes to them as if a webhook had brought it.
pub async fn sync(
    store: &Store,
    merchant: MerchantId,
    listed: Vec<Template>,
    asked: i64,
) -> Result<Synced, StoreError> {
    // Notices carry whole seconds: a later one of the same second still counts.
    let asked = asked - asked % 1_000;
    let unit = store.write(move |tx| {
        let listed = listed.clone();
        Box::pin(async move {
            // A batch that follows a webhook must not be overtaken by what is older.
            inbox::hold_lane(tx, merchant).await?;
            let known = templates::known(tx, merchant).await?;
            let count = listed.len();
            let (changes, news) = reconcile(listed, &known, asked);
            templates::save(tx, merchant, &changes, asked).await?;
            inbox::all_news(tx, merchant, &format!("templates:{merchant}:{asked}"), asked, &news).await?;
            Ok(Synced { listed: count, changed: changes.into_iter().filter_map(template).collect() })
        })
    });
    unit.await
}

fn template(change: Change) -> Option<Template> {
    if let Change::Template(template) = change { Some(template) } else { None }
}

/// What became of templates that were missing.
pub type Created<'a> = Vec<(&'a TemplateBody, Result<(), ManageError>)>;

/// Creates what an account does not have. One that is refused keeps the others from nothing; without an answer there is
/// no use in going on.
pub async fn create<'a>(
    manager: &Manager,
    waba: &str,
    pack: &'a [TemplateBody],
    now: i64,
) -> Result<Created<'a>, ManageError> {
    let mut created = Created::new();
    for ours in missing(pack, &manager.templates(waba, now).await?) {
        let made = manager.create_template(waba, &ours.body).await;
        let silent = matches!(made, Err(ManageError::Unreachable { .. }));
        created.push((ours, made));
        if silent {
            break;
        }
    }
    Ok(created)
}
