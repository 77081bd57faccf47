//! Every figure that somebody may ask about, against what the ledger says: for the random quarters of `months`.

use fregues::app::books::{owed, postings_of, since_ever};
use fregues::app::why::{bought, sum};
use fregues::domain::closing::Closing;
use fregues::domain::facts::{Facts, Shop};
use fregues::domain::ids::PurchaseId;
use fregues::domain::member::Store as Place;
use fregues::domain::program::Measure;
use fregues::domain::tally::Tally;
use fregues::store::{Store, why};
use proptest::prelude::*;

/// The postings of a month add up to its columns, and the balances of people to its end.
pub(super) async fn month(
    store: &Store,
    shop: &Shop,
    places: &[Place],
    (month, closing): (&str, &Closing),
) -> Result<(), TestCaseError> {
    let (shop, places, asked) = (shop.clone(), places.to_vec(), month.to_owned());
    let read = store.read(move |tx| Box::pin(async move { postings_of(tx, &shop, &places, &asked).await }));
    let (postings, (people, held)) = read.await.unwrap();
    prop_assert_eq!(postings.sums.changes(), closing.total.changes(), "{}", month);
    prop_assert_eq!(held, closing.total.closing(), "{}", month);
    prop_assert!(held == 0 || people > 0, "{}", month);
    for (amount, times) in postings.sums.changes().into_iter().zip(postings.times.changes()) {
        prop_assert!(amount == 0 || times > 0, "{}: {:?}", month, postings);
    }
    Ok(())
}

/// What moved since the beginning is what is owed now.
pub(super) async fn ever(store: &Store, shop: &Shop, places: &[Place]) -> Result<(), TestCaseError> {
    let (shop, places) = (shop.clone(), places.to_vec());
    let read = store.read(move |tx| {
        Box::pin(async move { Ok((since_ever(tx, &shop, &places).await?, owed(tx, &shop, 0).await?)) })
    });
    let (since, liability) = read.await.unwrap();
    let since = since.unwrap().total;
    prop_assert_eq!(since.opening, 0);
    prop_assert_eq!(since.closing() + liability.holdings.debt, liability.owed());
    Ok(())
}

/// What is explained is computed from the rules and the terms; what the ledger says is summed from transfers alone.
pub(super) async fn people(
    store: &Store,
    shop: &Shop,
    facts: &Facts,
    (sales, at): (&[PurchaseId], i64),
) -> Result<(), TestCaseError> {
    let merchant = shop.id;
    let program = &shop.rules.at(at).program;
    for id in sales.iter().copied() {
        let read = store.read(move |tx| {
            Box::pin(async move {
                let bought = why::one(tx, merchant, id).await?.unwrap();
                let given = why::given(tx, merchant, &bought).await?;
                Ok((bought, given))
            })
        });
        let (bought, given) = read.await.unwrap();
        let sum = program.sum(bought.standing, &bought.terms);
        prop_assert_eq!((sum.earned, bought.earned), (given, given), "{:?}", bought);
        let steps = sum.cut.unwrap_or(sum.floored + sum.extra).max(0);
        prop_assert_eq!(steps, sum.earned, "{:?}", sum);
    }
    let first = program.tiers.as_ref().and_then(|tiers| tiers.first(shop.zone, at));
    let since = first.and_then(|month| shop.zone.month_span(&month)).map_or(0, |(from, _)| from);
    let month = shop.zone.month(at);
    let (begun, _) = shop.zone.month_span(&month).unwrap();
    for (id, account) in &facts.accounts {
        let (id, house, places) = (*id, shop.clone(), facts.stores.clone());
        let read = store.read(move |tx| {
            Box::pin(async move {
                let balance = why::balance(tx, merchant, id).await?;
                let counted = sum(&bought(tx, &house, &places, id, since).await?);
                let month = sum(&bought(tx, &house, &places, id, begun).await?);
                Ok((balance, counted, month.earned, why::referred(tx, merchant, id, begun).await?))
            })
        });
        let (balance, counted, earned, referred) = read.await.unwrap();
        let ranked: i64 = earned + referred.iter().map(|(_, points)| points).sum::<i64>();
        let kept = account.months.get(&month).map_or(0, |tally| tally.ranked);
        prop_assert_eq!(kept, if program.ranking.is_some() { ranked } else { 0 });
        prop_assert_eq!(balance, account.wallet.shown() + account.wallet.held);
        let inside: i64 = account.lots.iter().map(|lot| lot.remaining).sum();
        prop_assert_eq!(inside, account.wallet.available + account.wallet.held);
        if let Some(tiers) = &program.tiers {
            let months = tiers.counted(account, shop.zone, at);
            let kept = months.fold(Tally::default(), |sum, (_, month)| sum.plus(*month));
            for measure in [Measure::Earned, Measure::Spent, Measure::Visits] {
                prop_assert_eq!(kept.of(measure), counted.of(measure), "{:?}", measure);
            }
        }
    }
    Ok(())
}
