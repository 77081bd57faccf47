//! Figures of the books: a month closed, and what the shop owes.

use crate::app::why::why;
use crate::app::work::Work;
use crate::dialogue::cue::Event;
use crate::dialogue::needs::{Figure, Figures, MonthClosed};
use crate::domain::calendar::{DAY, Zone};
use crate::domain::closing::{Closing, Postings, Unreconciled, close};
use crate::domain::facts::{Facts, Shop};
use crate::domain::ids::{MemberId, StoreId};
use crate::domain::liability::{DAYS, Liability, MONTHS};
use crate::domain::member::Store;
use crate::store::closing::{Asked, Span, holders, liability, movements, postings, stored};
use crate::store::{StoreError, Tx};

/// Closes the month `2026-11`, which begins and ends at each store's midnight. What does not add up is the inner error.
pub async fn close_month(
    tx: &mut Tx,
    shop: &Shop,
    stores: &[Store],
    month: &str,
) -> Result<Result<Closing, Unreconciled>, StoreError> {
    let moved = movements(tx, shop.id, &spans(shop, stores, month)).await?;
    Ok(close(&moved, stored(tx, shop.id).await?))
}

/// What led to what is owed, since the beginning.
pub async fn since_ever(
    tx: &mut Tx,
    shop: &Shop,
    stores: &[Store],
) -> Result<Result<Closing, Unreconciled>, StoreError> {
    let ever = |store: Option<&Store>| Span { store: store.map(|store| store.id), from: 0, to: i64::MAX };
    let spans: Vec<Span> = stores.iter().map(Some).chain([None]).map(ever).collect();
    let moved = movements(tx, shop.id, &spans).await?;
    Ok(close(&moved, stored(tx, shop.id).await?))
}

/// What stands behind the month `2026-11` as it is closed: its postings, and in whose balances it ends.
pub async fn postings_of(
    tx: &mut Tx,
    shop: &Shop,
    stores: &[Store],
    month: &str,
) -> Result<(Postings, (i64, i64)), StoreError> {
    let spans = spans(shop, stores, month);
    Ok((postings(tx, shop.id, &spans).await?, holders(tx, shop.id, &spans).await?))
}

/// A month of each store, and of what belongs to none.
fn spans(shop: &Shop, stores: &[Store], month: &str) -> Vec<Span> {
    let of = |zone: Zone| zone.month_span(month).unwrap_or_default();
    stores.iter().map(Some).chain([None]).map(|store| span(shop, store, of)).collect()
}

/// The days that somebody has between these instants by their own clock, for each store whose figures they see.
pub(super) fn days(shop: &Shop, facts: &Facts, asker: MemberId, at: i64, days: (i64, i64)) -> Vec<Span> {
    let own = facts.zone_of(shop, asker, at);
    let of = |zone: Zone| zone.days_of(own, days);
    match facts.sees_only(asker) {
        Some(store) => vec![span(shop, facts.store(store), of)],
        None => facts.stores.iter().map(Some).chain([None]).map(|store| span(shop, store, of)).collect(),
    }
}

/// The time that one store has by its clock. Where its midnight is say the rules that count when each month or day turns,
/// so that a store whose zone changes opens one as it closed the one before.
fn span(shop: &Shop, store: Option<&Store>, of: impl Fn(Zone) -> (i64, i64)) -> Span {
    let zone = |turn: i64| {
        let rule = store.and_then(|store| shop.rules.at(turn - 1).program.store(&store.name));
        rule.and_then(|rule| rule.zone).unwrap_or(shop.zone)
    };
    let (begins, ends) = of(shop.zone);
    Span { store: store.map(|store| store.id), from: of(zone(begins)).0, to: of(zone(ends)).1 }
}

/// Reads a figure of the books for the chat.
pub(super) async fn figure(
    tx: &mut Tx,
    work: &mut Work,
    figure: Figure,
    event: &Event,
    figures: &mut Figures,
) -> Result<(), StoreError> {
    let (shop, at) = (&work.shop, event.at);
    match figure {
        Figure::Month(asked) => {
            if let Some(month) = shop.zone.month_asked(asked, at) {
                figures.month = Some(month_closed(tx, shop, &work.facts.stores, &month, at).await?);
            }
        }
        Figure::Liability => figures.liability = owed(tx, shop, at).await?,
        Figure::Why(reads) => figures.why = why(tx, work, event, &reads).await?,
        _ => {}
    }
    Ok(())
}

/// The month as the chat shows it; without figures when they do not add up, which the log says.
pub(super) async fn month_closed(
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
pub async fn owed(tx: &mut Tx, shop: &Shop, now: i64) -> Result<Liability, StoreError> {
    let (zone, program) = (shop.zone, &shop.rules.at(now).program);
    let today = zone.day(now).0;
    let since = zone.month_span(&zone.month_before(now, MONTHS)).map_or(0, |(from, _)| from);
    let (_, until) = zone.day(today + i64::from(DAYS) * DAY + DAY / 2);
    let minimum = program.voucher.as_ref().map(|rule| rule.minimum);
    liability(tx, shop.id, Asked { now, since, until, minimum }).await
}
