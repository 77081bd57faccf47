//! The shop behind the number: which one it is, and founding it.

use super::terminal::Terminal;
use crate::app::clock::Clock;
use crate::domain::calendar::Zone;
use crate::domain::code::Dice;
use crate::domain::facts::Shop;
use crate::domain::ids::MerchantId;
use crate::domain::lang::Lang;
use crate::domain::phone::{AREA_CODES, Phone};
use crate::domain::program::Program;
use crate::process::random;
use crate::programs::program_text;
use crate::store::merchants::{self, NewMerchant, Settings};
use crate::store::{Store, StoreError, channel};
use crate::whatsapp::manage::{NumberState, SHARED_PER_SECOND};
use anyhow::{Context, bail};

/// A shop and the code that claims it, as long as nobody owns it.
pub type Known = (Shop, Option<String>);

/// How many messages a second its number may send and receive.
pub async fn per_second(store: &Store, merchant: MerchantId) -> Result<i64, StoreError> {
    let speeds = store.read(|tx| Box::pin(channel::speeds(tx))).await?;
    Ok(speeds.into_iter().find(|(id, _)| *id == merchant).map_or(0, |(_, speed)| speed))
}

pub async fn all(store: &Store) -> Result<Vec<Known>, StoreError> {
    let listed = store.read(|tx| Box::pin(merchants::listed(tx))).await?;
    Ok(listed.into_iter().map(|one| (one.shop, one.claim.filter(|_| !one.owned))).collect())
}

/// The shop that setup is about: the one asked for, by its number or its id, the only one, or the one not claimed yet;
/// `None` is one that is still to be founded.
pub async fn chosen(
    store: &Store,
    number: Option<&str>,
    merchant: Option<i64>,
) -> anyhow::Result<Option<Known>> {
    let mut known = all(store).await?;
    if let Some(number) = number {
        return Ok(known.into_iter().find(|(shop, _)| shop.phone_number_id == number));
    }
    if let Some(merchant) = merchant {
        let found = known.into_iter().find(|(shop, _)| shop.id.0 == merchant);
        return found.map(Some).with_context(|| format!("There is no merchant {merchant}."));
    }
    if known.len() < 2 {
        return Ok(known.pop());
    }
    let names: Vec<String> = known.iter().map(|(shop, _)| format!("{} {}", shop.id, shop.name)).collect();
    known.retain(|(_, claim)| claim.is_some());
    match (known.pop(), known.is_empty()) {
        (Some(only), true) => Ok(Some(only)),
        _ => bail!(
            "There are several shops; say which with --merchant ({}), or name the number of a new one with --number.",
            names.join(", ")
        ),
    }
}

/// Founds a shop on a number, with what Meta and the person say of it.
pub async fn found(
    terminal: Terminal,
    store: &Store,
    number: &NumberState,
    waba: &str,
) -> anyhow::Result<Known> {
    let phone = Phone::canonical(&number.display).context("Meta shows no telephone number for that id")?;
    terminal.say("  The shop that belongs to it. Enter takes what is in brackets.");
    let text = |typed: &str| if typed.is_empty() { Err(String::new()) } else { Ok(typed.to_owned()) };
    let name = terminal.ask("Name, as customers read it", &number.verified_name, text).await?;
    let place =
        terminal.ask("First store, as customers read it (its street or quarter)", &name, text).await?;
    let contact = terminal.ask("How customers reach a person (telephone, hours)", "", text).await?;
    let lang = terminal
        .ask("Language: pt-BR, es or en", "pt-BR", |typed| {
            Lang::from_tag(typed).ok_or_else(|| "it must be pt-BR, es or en".to_owned())
        })
        .await?;
    let zone = terminal
        .ask("Time zone", "America/Sao_Paulo", |typed| Zone::named(typed).map(|_| typed.to_owned()))
        .await?;
    let local = phone.digits().strip_prefix("55").and_then(|rest| rest.get(..2)).unwrap_or("11");
    let area_code = terminal
        .ask("Area code of numbers typed without one", local, |typed| {
            let code = typed.parse::<u8>().ok().filter(|code| AREA_CODES.contains(code));
            code.ok_or_else(|| "it must be a Brazilian area code such as 11".to_owned())
        })
        .await?;
    let program = terminal
        .ask("Program: a name of fregues program list, or a file", "pets", |typed| {
            let text = program_text(typed).map_err(|fault| format!("{fault:#}"))?;
            Program::read(&text).map_err(|faults| faults.join("\n  "))?;
            Ok(text)
        })
        .await?;
    let row = NewMerchant {
        name,
        phone_number_id: number.id.clone(),
        waba: Some(waba.to_owned()),
        phone: phone.digits().to_owned(),
        zone,
        area_code,
        lang,
        contact,
        announcement_price: 0,
        program,
        stores: vec![place],
        claim: Some(Dice::new(random()?).long_code()),
        created_at: Clock::system().now(),
    };
    let pace = number.on_business_app.then_some(SHARED_PER_SECOND);
    let known = store.write(move |tx| {
        Box::pin(async move {
            let id = merchants::add(tx, &row).await?;
            merchants::set(tx, id, &Settings { per_second: pace, ..Settings::default() }).await?;
            merchants::get(tx, id, None).await
        })
    });
    known.await?.context("the shop was added and is not there")
}
