//! What WhatsApp says of each merchant's account, read at start and once a day, because a webhook can be missed: its
//! templates, and how many people may be written to first.

use crate::app::App;
use crate::app::graph::Graph;
use crate::app::templates::{Synced, sync};
use crate::dialogue::news::News;
use crate::domain::calendar::{DAY, MINUTE};
use crate::domain::facts::Shop;
use crate::domain::ids::MerchantId;
use crate::store::marks::{self, Mark};
use crate::store::{Store, StoreError, channel, inbox, merchants};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Reads the account of a shop now and follows what it says. The error is a sentence.
pub async fn refresh(store: &Store, graph: &Graph, shop: &Shop, now: i64) -> Result<Synced, String> {
    let manager = graph.manager(shop.id).await?;
    let listed = manager.templates(account(shop)?, now).await.map_err(|error| error.to_string())?;
    let synced = sync(store, shop.id, listed, now).await.map_err(|error| error.to_string())?;
    let number = manager.number(&shop.phone_number_id).await.map_err(|error| error.to_string())?;
    if let Some(people) = number.people() {
        allow(store, shop.id, people, now).await.map_err(|error| error.to_string())?;
    }
    Ok(synced)
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

/// Keeps how many people a day may be written to first (-1: any number). That it changed is news; the first word of it
/// is none.
async fn allow(store: &Store, merchant: MerchantId, people: i64, now: i64) -> Result<(), StoreError> {
    let unit = store.write(move |tx| {
        Box::pin(async move {
            inbox::hold_lane(tx, merchant).await?;
            let before = channel::allowed(tx, merchant).await?;
            if before == Some(people) {
                return Ok(());
            }
            channel::allow(tx, merchant, people, now).await?;
            if before.is_some() {
                let key = format!("limit:{merchant}:{now}");
                inbox::news(tx, merchant, &key, now, &News::Limit { people }).await?;
            }
            Ok(())
        })
    });
    unit.await
}

/// How often it is looked whether it is time, and how long after a reading a start does without.
const LOOK: i64 = 10 * MINUTE;

/// Reads at start and once a day; of several processes, one does.
pub async fn follow(app: App, stop: CancellationToken) {
    let mut age = LOOK;
    while !stop.is_cancelled() {
        if let Err(error) = step(&app, age, &stop).await {
            tracing::warn!(%error, "what WhatsApp says of the accounts is read later");
        }
        age = DAY;
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(Duration::from_millis(LOOK.unsigned_abs())) => {}
        }
    }
}

/// Reads each merchant's account, one after the other, unless somebody did within the last `age` ms.
pub async fn step(app: &App, age: i64, stop: &CancellationToken) -> Result<(), StoreError> {
    let now = app.clock.now();
    let take = app.store.write(move |tx| Box::pin(marks::take(tx, Mark::Accounts, now, now - age)));
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
            Err(reason) => tracing::warn!(merchant = %shop.id, reason, "its account could not be read"),
        }
    }
    app.intake.ring();
    Ok(())
}
