//! Why a figure is what it is: what the ledger says of it, read from transactions rather than from what is stored beside
//! them.

use crate::app::books::{self, month_closed, owed, postings_of, since_ever};
use crate::app::work::Work;
use crate::dialogue::cue::{Cue, Event};
use crate::dialogue::needs::Needs;
use crate::dialogue::state::{Read, Shown};
use crate::dialogue::why::behind::{Behind, DayBehind, MonthBehind, Moved, Why, WhyPurchase};
use crate::domain::calendar::Span;
use crate::domain::facts::{Facts, Key, Shop};
use crate::domain::ids::{MemberId, PurchaseId};
use crate::domain::ledger::Kind;
use crate::domain::member::Store as Place;
use crate::domain::program::{Measure, Period};
use crate::domain::purchase::Purchase;
use crate::domain::tally::Tally;
use crate::store::{StoreError, Tx, figures, why as store};

/// How many sales of a day are read one by one.
const SALES: i64 = 4;

/// What the ledger says of the figures that a *why?* may be about. When it does not say what the rules say, the log says
/// so: the answer only says that somebody has to look.
pub(super) async fn why(
    tx: &mut Tx,
    work: &mut Work,
    event: &Event,
    reads: &[Shown],
) -> Result<Why, StoreError> {
    let (merchant, speaker) = (work.shop.id, event.speaker);
    let mut why = Why::default();
    let purchase = match asked(&work.facts, event, reads) {
        Asking::Purchase(id) => store::one(tx, merchant, id).await?,
        Asking::Read(shown) => {
            why.behind = behind(tx, work, event, &shown).await?;
            None
        }
        Asking::Of(member) => {
            why.of = Some(member);
            match store::latest(tx, merchant, member).await? {
                None => moved(tx, work, member, None, &mut why).await?,
                latest => latest,
            }
        }
        Asking::Quoted(wamid) => quoted(tx, work, event, reads, &wamid, &mut why).await?,
        Asking::Last => moved(tx, work, speaker, None, &mut why).await?,
        Asking::Nothing => None,
    };
    if let Some(purchase) = purchase {
        why.purchase = Some(given(tx, &work.shop, purchase).await?);
    }
    of_balance(tx, work, why.of.unwrap_or(speaker), event.at, &mut why).await?;
    Ok(why)
}

/// What the balance, the tier and the place of somebody are recomputed from.
async fn of_balance(
    tx: &mut Tx,
    work: &Work,
    member: MemberId,
    at: i64,
    why: &mut Why,
) -> Result<(), StoreError> {
    let shop = &work.shop;
    let tiers = shop.rules.at(at).program.tiers.as_ref();
    let first = tiers.and_then(|tiers| tiers.first(shop.zone, at));
    let since = first.and_then(|month| shop.zone.month_span(&month)).map_or(0, |(from, _)| from);
    why.balance = store::balance(tx, shop.id, member).await?;
    why.counted = sum(&bought(tx, shop, &work.facts.stores, member, since).await?);
    why.ranked = ranked(tx, shop, &work.facts.stores, member, at).await?;
    if work.facts.account(member).is_some_and(|account| account.wallet.debt > 0) {
        why.owing = store::owing(tx, shop.id, member).await?;
    }
    Ok(())
}

/// What the postings of a purchase gave, beside what its rules say.
async fn given(tx: &mut Tx, shop: &Shop, purchase: Purchase) -> Result<WhyPurchase, StoreError> {
    let given = store::given(tx, shop.id, &purchase).await?;
    let program = &shop.rules.version(purchase.rules).program;
    if program.earned(purchase.standing, &purchase.terms) != given {
        tracing::error!(
            merchant = %shop.id, purchase = %purchase.id,
            "a purchase does not earn what its rules say; run `fregues verify`"
        );
    }
    Ok(WhyPurchase { purchase, given })
}

/// What a quoted bubble told of. In the chat of staff it may be about somebody else, who is found by what moved.
async fn quoted(
    tx: &mut Tx,
    work: &mut Work,
    event: &Event,
    reads: &[Shown],
    wamid: &str,
    why: &mut Why,
) -> Result<Option<Purchase>, StoreError> {
    let merchant = work.shop.id;
    (why.cause, why.said) = store::cause(tx, merchant, wamid).await?.unzip();
    let Some(cause) = why.cause.clone() else { return Ok(None) };
    if work.facts.staff_of(event.speaker).is_none() {
        return moved(tx, work, event.speaker, Some(&cause), why).await;
    }
    if let Some(shown) = reads.iter().find(|shown| shown.by == cause) {
        why.behind = behind(tx, work, event, shown).await?;
        return Ok(None);
    }
    let member = store::moved_with(tx, merchant, wamid).await?.unwrap_or(event.speaker);
    work.load(tx, &Needs { members: [member].into(), ..Needs::default() }).await?;
    let member = work.facts.present(member);
    why.of = Some(member).filter(|member| *member != event.speaker);
    moved(tx, work, member, Some(&cause), why).await
}

/// What stands behind a figure that staff read, at this moment. What of it is theirs to see is looked at anew.
async fn behind(
    tx: &mut Tx,
    work: &mut Work,
    event: &Event,
    shown: &Shown,
) -> Result<Option<Behind>, StoreError> {
    let (shop, stores) = (&work.shop, &work.facts.stores);
    Ok(match &shown.what {
        Read::Own(subject) => Some(Behind::Own(*subject)),
        Read::Day(span) => day(tx, work, event, *span, shown.at).await?.map(Behind::Day),
        Read::Month(month) => {
            let closed = month_closed(tx, shop, stores, month, event.at).await?;
            let (postings, holders) = postings_of(tx, shop, stores, month).await?;
            Some(Behind::Month(MonthBehind { closed, postings, holders }))
        }
        Read::Liability => {
            let liability = owed(tx, shop, event.at).await?;
            let since = since_ever(tx, shop, stores).await?.inspect_err(|fault| {
                tracing::error!(merchant = %shop.id, %fault, "the liability does not reconcile; run `fregues verify`");
            });
            Some(Behind::Liability { liability, since: since.ok().map(|closing| closing.total) })
        }
    })
}

/// The sales of a summary that was read at `at` (ms UTC), with whoever bought loaded.
async fn day(
    tx: &mut Tx,
    work: &mut Work,
    event: &Event,
    span: Span,
    at: i64,
) -> Result<Option<DayBehind>, StoreError> {
    let zone = work.facts.zone_of(&work.shop, event.speaker, event.at);
    let Some((from, to)) = zone.span(span, at) else { return Ok(None) };
    let merchant = work.shop.id;
    let days = books::days(&work.shop, &work.facts, event.speaker, event.at, (from, to));
    let summary = figures::day(tx, merchant, &days).await?.sold;
    let (booked, latest) = figures::booked(tx, merchant, &days, SALES).await?;
    let mut sales = Vec::new();
    for id in latest {
        if let Some(purchase) = store::one(tx, merchant, id).await? {
            sales.push(given(tx, &work.shop, purchase).await?);
        }
    }
    let members = sales.iter().map(|sale| sale.purchase.member).collect();
    work.load(tx, &Needs { members, ..Needs::default() }).await?;
    Ok(Some(DayBehind { days: zone.day(from).1 < to, summary, booked, sales }))
}

/// What somebody bought since then, by the version of the rules, as far as it counts: what does not take part earns
/// nothing and is neither spent nor a visit, and so is all that was bought where the program does not give.
pub async fn bought(
    tx: &mut Tx,
    shop: &Shop,
    stores: &[Place],
    member: MemberId,
    since: i64,
) -> Result<Vec<(i64, Tally)>, StoreError> {
    let rows = store::bought(tx, shop.id, member, since).await?.into_iter();
    Ok(rows
        .map(|row| {
            let place = stores.iter().find(|place| place.id == row.store).map_or("", |place| &place.name);
            let gives = shop.rules.version(row.rules).program.gives_in(place);
            let nothing = Tally { earned: row.tally.earned, ..Tally::default() };
            (row.rules, if gives { row.tally } else { nothing })
        })
        .collect())
}

/// All of it together.
pub fn sum(bought: &[(i64, Tally)]) -> Tally {
    bought.iter().fold(Tally::default(), |sum, (_, tally)| sum.plus(*tally))
}

/// What counts for somebody's place in the ranking of this moment, by the version of the rules that counted it: of
/// purchases, and of referrals.
async fn ranked(
    tx: &mut Tx,
    shop: &Shop,
    stores: &[Place],
    member: MemberId,
    at: i64,
) -> Result<(i64, i64), StoreError> {
    let rule = shop.rules.at(at).program.ranking.as_ref();
    let Some(period) = rule.map(|rule| rule.period) else { return Ok((0, 0)) };
    let (since, _) = match period {
        Period::Month => shop.zone.month_span(&shop.zone.month(at)).unwrap_or_default(),
        Period::Year => shop.zone.month_span(&format!("{}-01", shop.zone.year(at))).unwrap_or_default(),
    };
    // A month is counted whatever is ranked; a year only where a year is.
    let measure = |rules: i64| {
        let rule = shop.rules.version(rules).program.ranking.as_ref();
        rule.filter(|rule| period == Period::Month || rule.period == Period::Year).map(|rule| rule.measure)
    };
    let bought = bought(tx, shop, stores, member, since).await?;
    let referred = store::referred(tx, shop.id, member, since).await?;
    let bought = bought.iter().filter_map(|(rules, tally)| Some(tally.of(measure(*rules)?))).sum();
    let earned = referred.iter().filter(|(rules, _)| measure(*rules) == Some(Measure::Earned));
    Ok((bought, earned.map(|(_, points)| points).sum()))
}

/// What a message caused, or what moved last: a purchase of theirs, or another movement. A purchase that gave nothing
/// moved nothing.
async fn moved(
    tx: &mut Tx,
    work: &Work,
    member: MemberId,
    cause: Option<&str>,
    why: &mut Why,
) -> Result<Option<Purchase>, StoreError> {
    let merchant = work.shop.id;
    let found = store::moved(tx, merchant, member, cause).await?;
    let latest = if cause.is_none() { store::latest(tx, merchant, member).await? } else { None };
    match found {
        Some((moved, _)) if latest.as_ref().is_some_and(|latest| latest.at >= moved.entry.at) => Ok(latest),
        Some((moved, Some(purchase))) if is_of_purchase(&work.facts, member, &moved) => {
            store::one(tx, merchant, purchase).await
        }
        found => {
            why.moved = found.map(|(moved, _)| moved);
            Ok(latest)
        }
    }
}

/// Whether a movement is told with the purchase behind it; a friend's is not, and a referral stands for itself.
fn is_of_purchase(facts: &Facts, of: MemberId, moved: &Moved) -> bool {
    let own = moved.bought.is_some_and(|(member, ..)| facts.present(member) == of);
    own && ![Kind::Referral, Kind::ReferralReversal].iter().any(|kind| moved.entry.kind == kind.as_str())
}

enum Asking {
    Purchase(PurchaseId),
    /// A figure that was read.
    Read(Shown),
    /// Whatever there is of somebody: a purchase, else what moved, else what they have.
    Of(MemberId),
    /// What the bubble that WhatsApp calls so told of.
    Quoted(String),
    /// Whatever moved last.
    Last,
    Nothing,
}

/// What is meant: what is quoted; else for customers whatever moved, and for staff somebody they name, or the later of
/// what they sold and what they read.
fn asked(facts: &Facts, event: &Event, reads: &[Shown]) -> Asking {
    let quoted = event.quotes.as_ref().and_then(|wamid| facts.quotes.get(wamid).copied().flatten());
    let staff = facts.staff_of(event.speaker);
    let theirs = |member: MemberId| staff.is_some() || facts.present(member) == event.speaker;
    if let Some((_, purchase)) = quoted.filter(|(member, _)| theirs(*member)) {
        return Asking::Purchase(purchase);
    }
    if let Some(wamid) = event.quotes.clone() {
        return Asking::Quoted(wamid);
    }
    let Some(staff) = staff else { return Asking::Last };
    let phone = match &event.cue {
        Cue::Words(words) => {
            words.heard.likely.as_ref().map_or(&words.heard.slots, |(_, slots)| slots).phone.clone()
        }
        _ => None,
    };
    if let Some(phone) = phone {
        let member = facts.member_behind(&Key::Phone(phone)).map(|member| facts.present(member));
        return member.map_or(Asking::Nothing, Asking::Of);
    }
    let sales = facts.accounts.values().flat_map(|account| account.purchases.iter());
    let own = sales.filter(|purchase| purchase.staff == staff.id).max_by_key(|p| (p.at, p.id));
    match (own, reads.last()) {
        (Some(sale), Some(shown)) if sale.at > shown.at => Asking::Purchase(sale.id),
        (_, Some(shown)) => Asking::Read(shown.clone()),
        (Some(sale), None) => Asking::Purchase(sale.id),
        (None, None) => Asking::Nothing,
    }
}
