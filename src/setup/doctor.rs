//! `fregues doctor`: every check once, one line each, and nothing changed.

use super::shop::Known;
use super::{Check, Number, Subject, Verdict, checks, line, line_for, local, outward, shop};
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
    let database = local::database(&store).await;
    let open = local::open_to_others(config).filter(|_| database.is_good());
    found("database", &open.unwrap_or(database));
    found("disk", &local::disk(config));
    let config = &of_app(config, now).await?;
    let subject = Subject::new(config, Number::default(), now)?;
    found("clock", &local::clock(&subject, clock).await);
    let token = (checks::TOKEN.run)(&subject).await;
    found(checks::TOKEN.name, &token);
    of_meta(&checks::INSTALLATION, &subject, (checks::TOKEN.name, &token), &mut found).await;
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
        of_shop(config, &store, known, clock, &token, &mut found).await?;
    }
    store.close().await;
    Ok(well)
}

/// The configuration with the app that the token belongs to, where it does not name one: setup writes it down, and who
/// gives all settings in the environment need not.
async fn of_app(config: &Config, now: i64) -> anyhow::Result<Config> {
    let mut config = config.clone();
    if config.whatsapp.app_id.is_empty() && !config.whatsapp.token.reveal().is_empty() {
        let asked = Subject::new(&config, Number::default(), now)?.manager.token().await;
        config.whatsapp.app_id = asked.map(|token| token.app_id).unwrap_or_default();
    }
    Ok(config)
}

/// The lines of one shop: what Meta says of its number, then how it is doing here.
async fn of_shop(
    config: &Config,
    store: &Store,
    (shop, claim): Known,
    clock: &Clock,
    token: &Verdict,
    found: &mut (dyn FnMut(&str, &Verdict) + Send),
) -> anyhow::Result<()> {
    let now = clock.now();
    found("shop", &Verdict::Good(format!("{} (merchant {})", shop.name, shop.id)));
    let (subject, own) = subject_of(config, store, &shop, clock, found).await?;
    let token = own.as_ref().map_or((checks::TOKEN.name, token), |own| (checks::OWN_TOKEN.name, own));
    match subject {
        // Without a token each of them would only say so.
        Some(subject) if !subject.manager.has_token() => {
            not_looked_at(&checks::NUMBER_OF_SHOP.map(|check| check.name), token.0, found);
        }
        Some(subject) => of_meta(&checks::NUMBER_OF_SHOP, &subject, token, found).await,
        None => not_looked_at(&checks::NUMBER_OF_SHOP.map(|check| check.name), token.0, found),
    }
    found("owner", &local::owner(&shop.phone, claim.as_deref()));
    found("sending", &local::sending(store, shop.id, now).await);
    found("allowance", &local::allowance(store, shop.id, now).await);
    if let Some(verdict) = local::announcements(store, shop.id, now).await {
        found("announcements", &verdict);
    }
    found("resting", &local::resting(store, shop.id, now).await);
    let wanted = shop.rules.at(now).program.notices.email;
    let possible = !config.email.host.is_empty();
    found("letters", &outward::letters(store, shop.id, (wanted, possible), now).await);
    found("hooks", &outward::hooks(store, shop.id, now).await);
    found("last message", &local::heard(store, shop.id, now).await);
    Ok(())
}

/// The lines of checks at Meta. One that fails of what the token's line has told already would only say it again: those
/// share a line.
async fn of_meta(
    checks: &[Check],
    subject: &Subject,
    (of, token): (&str, &Verdict),
    found: &mut (dyn FnMut(&str, &Verdict) + Send),
) {
    let mut unseen = Vec::new();
    for Check { name, run } in checks {
        let verdict = run(subject).await;
        match (&verdict, token) {
            (Verdict::Bad { remedy, .. }, Verdict::Bad { remedy: known, .. }) if remedy == known => {
                unseen.push(*name);
            }
            _ => found(name, &verdict),
        }
    }
    not_looked_at(&unseen, of, found);
}

fn not_looked_at(names: &[&str], of: &str, found: &mut (dyn FnMut(&str, &Verdict) + Send)) {
    if !names.is_empty() {
        found("not looked at", &Verdict::Open(format!("{}: the {of}", names.join(", "))));
    }
}

/// What is asked of Meta about a shop, with the token it is written from; none where that cannot be had. Then what was
/// found of a token of its own.
async fn subject_of(
    config: &Config,
    store: &Store,
    shop: &Shop,
    clock: &Clock,
    found: &mut (dyn FnMut(&str, &Verdict) + Send),
) -> anyhow::Result<(Option<Subject>, Option<Verdict>)> {
    let waba = shop.waba.clone().unwrap_or_default();
    let per_second = shop::per_second(store, shop.id).await?;
    let number = Number { id: shop.phone_number_id.clone(), waba, lang: shop.lang, per_second };
    let subject = Subject::new(config, number, clock.now())?;
    // A key that is none is told with the configuration.
    let seal = config.seal().ok().flatten();
    let tokens = Tokens::new(store.clone(), clock.clone(), String::new(), seal);
    let (subject, own) = match tokens.own(shop.id).await {
        Ok(None) => return Ok((Some(subject), None)),
        Ok(Some(token)) => {
            let subject = subject.with_token(&token)?;
            let own = (checks::OWN_TOKEN.run)(&subject).await;
            (Some(subject), own)
        }
        Err(why) => (None, local::closed_token(&why, shop.id)),
    };
    found(checks::OWN_TOKEN.name, &own);
    Ok((subject, Some(own)))
}
