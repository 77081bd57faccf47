//! Figures for people and for spreadsheets: a month of the ledger, a month of messages.

use super::{copy, look};
use crate::app::clock::Clock;
use crate::config::Config;
use crate::domain::meter::Tariff;
use crate::{costs, report};
use anyhow::anyhow;

pub async fn report(config: &Config, options: &report::Options) -> anyhow::Result<()> {
    let copy = copy(config)?;
    let store = look(config).await?;
    let report = report::report(&store, options, &copy, Clock::system().now()).await;
    store.close().await;
    print!("{}", report?);
    Ok(())
}

pub async fn costs(config: &Config, options: &costs::Options) -> anyhow::Result<()> {
    let tariff = Tariff::embedded(config.meter.reais_per_unit).map_err(|fault| anyhow!(fault))?;
    let store = look(config).await?;
    let costs = costs::costs(&store, options, &tariff).await;
    store.close().await;
    print!("{}", costs?);
    Ok(())
}
