//! The templates of each merchant's account: created where they are missing, and read again at start and daily,
//! because a webhook can be missed.

use crate::app::App;
use crate::app::graph::Graph;
use crate::dialogue::account::reconcile;
use crate::domain::calendar::{DAY, MINUTE};
use crate::domain::facts::{Change, Shop};
use crate::domain::ids::MerchantId;
use crate::domain::template::Template;
use crate::store::marks::{self, Mark};
use crate::store::{Store, StoreError, inbox, merchants, templates};
use crate::whatsapp::manage::{ManageError, Manager};
use crate::whatsapp::templates::{TemplateBody, missing};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

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
            templates::save(tx, merchant, &changes).await?;
            inbox::all_news(tx, merchant, &format!("templates:{merchant}:{asked}"), asked, &news).await?;
            Ok(Synced { listed: count, changed: changes.into_iter().filter_map(template).collect() })
        })
    });
    unit.await
}

fn template(change: Change) -> Option<Template> {
    if let Change::Template(template) = change { Some(template) } else { None }
}

/// Reads the account of a shop now and follows what it says. The error is a sentence.
pub async fn refresh(store: &Store, graph: &Graph, shop: &Shop, now: i64) -> Result<Synced, String> {
    let manager = graph.manager(shop.id).await?;
    let listed = manager.templates(account(shop)?, now).await.map_err(|error| error.to_string())?;
    sync(store, shop.id, listed, now).await.map_err(|error| error.to_string())
}

/// The account that the shop's number belongs to.
pub fn account(shop: &Shop) -> Result<&str, String> {
    let unknown = || {
        format!(
            "the account of its number is not known; `fregues merchant set {} --waba ID` names it",
            shop.id
        )
    };
    shop.waba.as_deref().filter(|waba| !waba.is_empty()).ok_or_else(unknown)
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
        let silent = matches!(made, Err(ManageError::Unreachable(_)));
        created.push((ours, made));
        if silent {
            break;
        }
    }
    Ok(created)
}

/// How often it is looked whether the lists are to be read again, and how long after a reading a start reads none.
const LOOK: i64 = 10 * MINUTE;

/// Reads the lists at start and once a day; of several processes, one does.
pub async fn follow(app: App, stop: CancellationToken) {
    let mut age = LOOK;
    while !stop.is_cancelled() {
        if let Err(error) = step(&app, age, &stop).await {
            tracing::warn!(%error, "templates are read later");
        }
        age = DAY;
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(Duration::from_millis(LOOK.unsigned_abs())) => {}
        }
    }
}

/// Reads each merchant's list, one after the other, unless somebody did within the last `age` ms.
pub async fn step(app: &App, age: i64, stop: &CancellationToken) -> Result<(), StoreError> {
    let now = app.clock.now();
    let take = app.store.write(move |tx| Box::pin(marks::take(tx, Mark::Templates, now, now - age)));
    if !take.await? {
        return Ok(());
    }
    let shops = app.store.read(|tx| Box::pin(merchants::list(tx))).await?;
    for (shop, _) in shops.iter().filter(|(shop, _)| shop.waba.is_some()) {
        if stop.is_cancelled() {
            break;
        }
        match refresh(&app.store, &app.graph, shop, app.clock.now()).await {
            Ok(Synced { listed, changed }) => {
                tracing::info!(merchant = %shop.id, listed, changed = changed.len(), "templates are read");
            }
            Err(reason) => tracing::warn!(merchant = %shop.id, reason, "templates could not be read"),
        }
    }
    app.intake.ring();
    Ok(())
}
