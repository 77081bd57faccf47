//! `fregues doctor`: every check once, one line each, and nothing changed.

use super::shop::Known;
use super::{Check, Number, Subject, Verdict, checks, line, line_for, local, shop};
use crate::app::clock::Clock;
use crate::app::tokens::Tokens;
use crate::config::Config;
use crate::domain::facts::Shop;
use crate::store::Store;
use std::path::Path;

/// Looks at everything and tells each line as it is known. Answers whether nothing is wrong.
pub async fn examine(
    config: &Config,
    path: &Path,
    merchant: Option<i64>,
    clock: &Clock,
    tell: &mut (dyn FnMut(String) + Send),
) -> anyhow::Result<bool> {
    let mut well = true;
    let mut found = |name: &str, verdict: &Verdict| {
        well &= !verdict.is_bad();
        tell(line(name, verdict));
    };
    let now = clock.now();
    found("configuration", &local::configuration(config, path));
    let store = Store::look(config.database.url.reveal()).await;
    found("database", &local::database(&store).await);
    found("disk", &local::disk(config));
    let subject = Subject::new(config, Number::default(), now)?;
    found("clock", &local::clock(&subject, clock).await);
    for Check { name, run } in checks::INSTALLATION {
        found(name, &run(&subject).await);
    }
    let Ok(store) = store else { return Ok(well) };
    let mut shops: Vec<Known> = shop::all(&store).await.unwrap_or_default();
    let several = shops.len() > 1;
    shops.retain(|(shop, _)| merchant.is_none_or(|wanted| shop.id.0 == wanted));
    match (merchant, shops.is_empty()) {
        (Some(wanted), true) => {
            found("shop", &Verdict::bad(format!("there is no merchant {wanted}"), "fregues merchant list"));
        }
        (None, true) => found("shop", &Verdict::for_setup("there is none", "")),
        _ => {}
    }
    for known in shops {
        let id = known.0.id;
        let setup = if several { format!("fregues setup --merchant {id}") } else { super::SETUP.to_owned() };
        let mut found = |name: &str, verdict: &Verdict| {
            well &= !verdict.is_bad();
            tell(line_for(name, verdict, &setup));
        };
        of_shop(config, &store, known, clock, &mut found).await?;
    }
    store.close().await;
    Ok(well)
}

/// The lines of one shop: what Meta says of its number, then how it is doing here.
async fn of_shop(
    config: &Config,
    store: &Store,
    (shop, claim): Known,
    clock: &Clock,
    found: &mut (dyn FnMut(&str, &Verdict) + Send),
) -> anyhow::Result<()> {
    let now = clock.now();
    found("shop", &Verdict::Good(format!("{} (merchant {})", shop.name, shop.id)));
    if let Some(subject) = subject_of(config, store, &shop, clock, found).await? {
        for Check { name, run } in checks::NUMBER_OF_SHOP {
            found(name, &run(&subject).await);
        }
    }
    found("owner", &local::owner(claim.as_deref()));
    found("sending", &local::sending(store, shop.id, now).await);
    found("allowance", &local::allowance(store, shop.id, now).await);
    if let Some(verdict) = local::announcements(store, shop.id, now).await {
        found("announcements", &verdict);
    }
    found("resting", &local::resting(store, shop.id, now).await);
    found("last message", &local::heard(store, shop.id, now).await);
    Ok(())
}

/// What is asked of Meta about a shop, with the token it is written from; none where that cannot be had.
async fn subject_of(
    config: &Config,
    store: &Store,
    shop: &Shop,
    clock: &Clock,
    found: &mut (dyn FnMut(&str, &Verdict) + Send),
) -> anyhow::Result<Option<Subject>> {
    let waba = shop.waba.clone().unwrap_or_default();
    let per_second = shop::per_second(store, shop.id).await?;
    let number = Number { id: shop.phone_number_id.clone(), waba, lang: shop.lang, per_second };
    let subject = Subject::new(config, number, clock.now())?;
    // A key that is none is told with the configuration.
    let seal = config.seal().ok().flatten();
    let tokens = Tokens::new(store.clone(), clock.clone(), String::new(), seal);
    match tokens.own(shop.id).await {
        Ok(None) => Ok(Some(subject)),
        Ok(Some(token)) => {
            let subject = subject.with_token(&token)?;
            found(checks::OWN_TOKEN.name, &(checks::OWN_TOKEN.run)(&subject).await);
            Ok(Some(subject))
        }
        Err(why) => {
            found(checks::OWN_TOKEN.name, &local::closed_token(&why, shop.id));
            Ok(None)
        }
    }
}
