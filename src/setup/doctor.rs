//! `fregues doctor`: every check once, one line each, and nothing changed.

use super::shop::Known;
use super::{Check, Number, Subject, Verdict, checks, line, local, shop};
use crate::app::clock::Clock;
use crate::config::Config;
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
    let shops: Vec<Known> = shop::all(&store).await.unwrap_or_default();
    let wanted = |shop: &Known| merchant.is_none_or(|wanted| shop.0.id.0 == wanted);
    let shops: Vec<Known> = shops.into_iter().filter(wanted).collect();
    if shops.is_empty() {
        found("shop", &Verdict::for_setup("there is none", ""));
    }
    for (shop, claim) in shops {
        found("shop", &Verdict::Good(format!("{} (merchant {})", shop.name, shop.id)));
        let waba = shop.waba.clone().unwrap_or_default();
        let number = Number { id: shop.phone_number_id.clone(), waba, lang: shop.lang };
        let subject = Subject::new(config, number, now)?;
        for Check { name, run } in checks::NUMBER_OF_SHOP {
            found(name, &run(&subject).await);
        }
        found("owner", &local::owner(claim.as_deref()));
        found("sending", &local::sending(&store, shop.id, now).await);
        found("last message", &local::heard(&store, shop.id, now).await);
    }
    store.close().await;
    Ok(well)
}
