//! Figures of the books: a month closed, what the shop owes, and why a figure is what it is.

use crate::app::work::Work;
use crate::dialogue::cue::{Cue, Event};
use crate::dialogue::needs::{Figure, Figures, MonthClosed, Moved, Why, WhyPurchase};
use crate::domain::calendar::{DAY, Zone};
use crate::domain::closing::{Closing, Unreconciled, close};
use crate::domain::facts::{Facts, Key, Shop};
use crate::domain::ids::{MemberId, PurchaseId, StoreId};
use crate::domain::ledger::Kind;
use crate::domain::liability::{DAYS, Liability, MONTHS};
use crate::domain::member::Store;
use crate::domain::program::{Measure, Period};
use crate::domain::purchase::Purchase;
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
    let spans: Vec<Span> =
        stores.iter().map(Some).chain([None]).map(|store| span(shop, store, month)).collect();
    let moved = movements(tx, shop.id, &spans).await?;
    Ok(close(&moved, stored(tx, shop.id).await?))
}

/// The month of one store. Where its midnight is say the rules that count when each month turns, so that a store whose
/// zone changes opens a month as it closed the one before.
fn span(shop: &Shop, store: Option<&Store>, month: &str) -> Span {
    let zone = |turn: i64| {
        let rule = store.and_then(|store| shop.rules.at(turn - 1).program.store(&store.name));
        rule.and_then(|rule| rule.zone).unwrap_or(shop.zone)
    };
    let of = |zone: Zone| zone.month_span(month).unwrap_or_default();
    let (begins, ends) = of(shop.zone);
    Span { store: store.map(|store| store.id), from: of(zone(begins)).0, to: of(zone(ends)).1 }
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
pub async fn owed(tx: &mut Tx, shop: &Shop, now: i64) -> Result<Liability, StoreError> {
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
        balance: store::balance(tx, shop.id, speaker).await?,
        counted: store::counted(tx, shop.id, speaker, since).await?,
        ranked: ranked(tx, shop, speaker, event.at).await?,
        ..Why::default()
    };
    let purchase = match asked(facts, event) {
        Asking::Purchase(id) => store::one(tx, shop.id, id).await?,
        Asking::Latest(member) => store::latest(tx, shop.id, member).await?,
        Asking::Quoted(wamid) => {
            (why.cause, why.said) = store::cause(tx, shop.id, &wamid).await?.unzip();
            match why.cause.clone() {
                Some(cause) => moved(tx, work, speaker, Some(&cause), &mut why).await?,
                None => None,
            }
        }
        Asking::Last => moved(tx, work, speaker, None, &mut why).await?,
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

/// What counts for somebody's place in the ranking of this moment, by the version of the rules that counted it: of
/// purchases, and of referrals.
async fn ranked(tx: &mut Tx, shop: &Shop, member: MemberId, at: i64) -> Result<(i64, i64), StoreError> {
    let rule = shop.rules.at(at).program.ranking.as_ref();
    let Some(period) = rule.map(|rule| rule.period) else { return Ok((0, 0)) };
    let (since, _) = match period {
        Period::Month => shop.zone.month_span(&shop.zone.month(at)).unwrap_or_default(),
        Period::Year => shop.zone.month_span(&format!("{}-01", shop.zone.year(at))).unwrap_or_default(),
    };
    let mut ranked = (0, 0);
    for (rules, did, referral) in store::ranked(tx, shop.id, member, since).await? {
        // A month is counted whatever is ranked; a year only where a year is.
        let rule = shop.rules.version(rules).program.ranking.as_ref();
        if let Some(rule) = rule.filter(|rule| period == Period::Month || rule.period == Period::Year) {
            ranked.0 += did.of(rule.measure);
            ranked.1 += if rule.measure == Measure::Earned { referral } else { 0 };
        }
    }
    Ok(ranked)
}

enum Asking {
    Purchase(PurchaseId),
    Latest(MemberId),
    /// What the bubble that WhatsApp calls so told of.
    Quoted(String),
    /// Whatever moved last.
    Last,
    Nothing,
}

/// What a message caused, or what moved last: a purchase of theirs, or another movement. A purchase that gave nothing
/// moved nothing.
async fn moved(
    tx: &mut Tx,
    work: &Work,
    speaker: MemberId,
    cause: Option<&str>,
    why: &mut Why,
) -> Result<Option<Purchase>, StoreError> {
    let merchant = work.shop.id;
    let found = store::moved(tx, merchant, speaker, cause).await?;
    let latest = if cause.is_none() { store::latest(tx, merchant, speaker).await? } else { None };
    match found {
        Some((moved, _)) if latest.as_ref().is_some_and(|latest| latest.at >= moved.entry.at) => Ok(latest),
        Some((moved, Some(purchase))) if is_of_purchase(&work.facts, speaker, &moved) => {
            store::one(tx, merchant, purchase).await
        }
        found => {
            why.moved = found.map(|(moved, _)| moved);
            Ok(latest)
        }
    }
}

/// Whether a movement is told with the purchase behind it; a friend's is not, and a referral stands for itself.
fn is_of_purchase(facts: &Facts, speaker: MemberId, moved: &Moved) -> bool {
    let own = moved.bought.is_some_and(|(member, ..)| facts.present(member) == speaker);
    own && ![Kind::Referral, Kind::ReferralReversal].iter().any(|kind| moved.entry.kind == kind.as_str())
}

/// What is meant: the quoted purchase; for staff somebody's latest or their own, for customers whatever moved.
fn asked(facts: &Facts, event: &Event) -> Asking {
    let quoted = event.quotes.as_ref().and_then(|wamid| facts.quotes.get(wamid).copied().flatten());
    let staff = facts.staff_of(event.speaker);
    let theirs = |member: MemberId| staff.is_some() || facts.present(member) == event.speaker;
    if let Some((_, purchase)) = quoted.filter(|(member, _)| theirs(*member)) {
        return Asking::Purchase(purchase);
    }
    let Some(staff) = staff else { return event.quotes.clone().map_or(Asking::Last, Asking::Quoted) };
    if event.quotes.is_some() {
        return Asking::Nothing;
    }
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
