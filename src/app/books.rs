//! Figures of the books: a month closed, what the shop owes, and why a figure is what it is.

use crate::app::work::Work;
use crate::dialogue::cue::{Cue, Event};
use crate::dialogue::needs::{Figure, Figures, MonthClosed, Why, WhyPurchase};
use crate::domain::calendar::{DAY, Zone};
use crate::domain::closing::{Closing, Unreconciled, close};
use crate::domain::facts::{Facts, Key, Shop};
use crate::domain::ids::{MemberId, PurchaseId, StoreId};
use crate::domain::liability::{DAYS, Liability, MONTHS};
use crate::domain::member::Store;
use crate::store::closing::{Asked, Span, liability, movements, stored};
use crate::store::why as store;
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
        Figure::Why => figures.why = why(tx, work, event).await?,
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

/// What the ledger says of the figures that a *why?* may be about. When it does not say what the rules say, the log says
/// so: the answer only says that somebody has to look.
async fn why(tx: &mut Tx, work: &Work, event: &Event) -> Result<Why, StoreError> {
    let (shop, facts, speaker) = (&work.shop, &work.facts, event.speaker);
    let tiers = shop.rules.at(event.at).program.tiers.as_ref();
    let first = tiers.and_then(|tiers| tiers.first(shop.zone, event.at));
    let since = first.and_then(|month| shop.zone.month_span(&month)).map_or(0, |(from, _)| from);
    let mut why = Why {
        purchase: None,
        balance: store::balance(tx, shop.id, speaker).await?,
        counted: store::counted(tx, shop.id, speaker, since).await?,
    };
    let purchase = match asked(facts, event) {
        Asking::Purchase(id) => store::one(tx, shop.id, id).await?,
        Asking::Latest(member) => store::latest(tx, shop.id, member).await?,
        Asking::Nothing => None,
    };
    if let Some(purchase) = purchase {
        let given = store::given(tx, shop.id, &purchase).await?;
        let program = &shop.rules.version(purchase.rules).program;
        if program.earned(purchase.standing, &purchase.terms) != given {
            tracing::error!(
                merchant = %shop.id, purchase = %purchase.id,
                "a purchase does not earn what its rules say; run `fregues verify`"
            );
        }
        why.purchase = Some(WhyPurchase { purchase, given });
    }
    Ok(why)
}

enum Asking {
    Purchase(PurchaseId),
    Latest(MemberId),
    Nothing,
}

/// Which purchase is meant: the quoted one; for staff somebody's latest or their own, for customers theirs.
fn asked(facts: &Facts, event: &Event) -> Asking {
    let quoted = event.quotes.as_ref().and_then(|wamid| facts.quotes.get(wamid).copied().flatten());
    let staff = facts.staff_of(event.speaker);
    let theirs = |member: MemberId| staff.is_some() || facts.present(member) == event.speaker;
    if let Some((_, purchase)) = quoted.filter(|(member, _)| theirs(*member)) {
        return Asking::Purchase(purchase);
    }
    let Some(staff) = staff else { return Asking::Latest(event.speaker) };
    let phone = match &event.cue {
        Cue::Words(words) => words.heard.slots.phone.clone(),
        _ => None,
    };
    if let Some(phone) = phone {
        return facts.member_behind(&Key::Phone(phone)).map_or(Asking::Nothing, Asking::Latest);
    }
    let sales = facts.accounts.values().flat_map(|account| account.purchases.iter());
    let own = sales.filter(|purchase| purchase.staff == staff.id).max_by_key(|p| (p.at, p.id));
    own.map_or(Asking::Nothing, |purchase| Asking::Purchase(purchase.id))
}
