//! Figures of the books: a month closed, what the shop owes, and why a figure is what it is.

use crate::app::work::Work;
use crate::dialogue::needs::{Figure, Figures, MonthClosed};
use crate::domain::calendar::{DAY, Zone};
use crate::domain::closing::{Closing, Unreconciled, close};
use crate::domain::facts::Shop;
use crate::domain::ids::StoreId;
use crate::domain::liability::{DAYS, Liability, MONTHS};
use crate::domain::member::Store;
use crate::store::closing::{Asked, Span, liability, movements, stored};
use crate::store::{StoreError, Tx};

/// Closes the month `2026-11`, which begins and ends at each store's midnight. What does not add up is the inner error.
pub async fn close_month(
    tx: &mut Tx,
    shop: &Shop,
    stores: &[Store],
    month: &str,
) -> Result<Result<Closing, Unreconciled>, StoreError> {
    let spans: Vec<Span> = stores
        .iter()
        .map(|store| (Some(store.id), zone(shop, &store.name, month)))
        .chain([(None, shop.zone)])
        .map(|(store, zone)| {
            let (from, to) = zone.month_span(month).unwrap_or_default();
            Span { store, from, to }
        })
        .collect();
    let moved = movements(tx, shop.id, &spans).await?;
    Ok(close(&moved, stored(tx, shop.id).await?))
}

/// Where a store's midnight is, by the rules at the end of the month.
fn zone(shop: &Shop, store: &str, month: &str) -> Zone {
    let (_, end) = shop.zone.month_span(month).unwrap_or_default();
    let rule = shop.rules.at(end - 1).program.store(store);
    rule.and_then(|rule| rule.zone).unwrap_or(shop.zone)
}

/// Reads a figure of the books for the chat.
pub(super) async fn figure(
    tx: &mut Tx,
    work: &Work,
    figure: Figure,
    at: i64,
    figures: &mut Figures,
) -> Result<(), StoreError> {
    let shop = &work.shop;
    match figure {
        Figure::Month(asked) => {
            if let Some(month) = shop.zone.month_asked(asked, at) {
                figures.month = Some(month_closed(tx, shop, &work.facts.stores, &month, at).await?);
            }
        }
        Figure::Liability => figures.liability = owed(tx, shop, at).await?,
        _ => {}
    }
    Ok(())
}

/// The month as the chat shows it; without figures when they do not add up, which the log says.
async fn month_closed(
    tx: &mut Tx,
    shop: &Shop,
    stores: &[Store],
    month: &str,
    now: i64,
) -> Result<MonthClosed, StoreError> {
    let closed = close_month(tx, shop, stores, month).await?;
    let closing = closed
        .inspect_err(|fault| {
            tracing::error!(merchant = %shop.id, month, %fault, "a month does not reconcile; run `fregues verify`");
        })
        .ok();
    let names = |(id, flow): &(Option<StoreId>, _)| {
        let name = stores.iter().find(|store| Some(store.id) == *id).map(|store| store.name.clone());
        (name, *flow)
    };
    let by_store = closing.iter().flat_map(|closing| closing.stores.iter().map(names)).collect();
    Ok(MonthClosed { month: month.to_owned(), so_far: month == shop.zone.month(now), closing, by_store })
}

/// What the shop owes at `now`.
async fn owed(tx: &mut Tx, shop: &Shop, now: i64) -> Result<Liability, StoreError> {
    let (zone, program) = (shop.zone, &shop.rules.at(now).program);
    let today = zone.day(now).0;
    let since = zone.month_span(&zone.month_before(now, MONTHS)).map_or(0, |(from, _)| from);
    let (_, until) = zone.day(today + i64::from(DAYS) * DAY + DAY / 2);
    let minimum = program.voucher.as_ref().map(|rule| rule.minimum);
    liability(tx, shop.id, Asked { now, since, until, minimum }).await
}
