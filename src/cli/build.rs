//! The service as the configuration has it.

use crate::app::clock::Clock;
use crate::app::graph::Graph;
use crate::app::leaving::Leaving;
use crate::app::tokens::Tokens;
use crate::app::{App, Parts};
use crate::config::Config;
use crate::store::Store;
use crate::whatsapp::client::Client;
use crate::whatsapp::signature::Secrets;
use anyhow::anyhow;

pub(super) fn build(config: &Config, store: Store, clock: Clock) -> anyhow::Result<App> {
    let whatsapp = &config.whatsapp;
    let (seed, older_seeds) = config.seeds();
    App::new(Parts {
        store,
        clock,
        client: Client::new(&whatsapp.api, &whatsapp.version)?,
        token: whatsapp.token.reveal().to_owned(),
        seal: config.seal()?,
        secrets: secrets(config)?,
        verify_token: whatsapp.verify_token.reveal().to_owned(),
        private_hooks: config.hooks.private,
        exchange: config.meter.reais_per_unit,
        seed,
        older_seeds,
        post: config.post().map_err(|fault| anyhow!(fault))?,
        public_url: config.server.public_url.clone(),
        words: config.words.folder(),
    })
    .map_err(|faults| anyhow!(faults.join("\n")))
}

/// Who asks Meta, without a service around it.
pub(super) fn graph(config: &Config, store: &Store, clock: &Clock) -> anyhow::Result<Graph> {
    let whatsapp = &config.whatsapp;
    let token = whatsapp.token.reveal().to_owned();
    let tokens = Tokens::new(store.clone(), clock.clone(), token, config.seal()?);
    Ok(Graph::new(Client::new(&whatsapp.api, &whatsapp.version)?, tokens))
}

/// Who knows the links of letters, without a service around it.
pub(super) fn leaving(config: &Config) -> Leaving {
    let (seed, older_seeds) = config.seeds();
    Leaving::new(&seed, &older_seeds, &config.server.public_url)
}

pub(super) fn secrets(config: &Config) -> anyhow::Result<Secrets> {
    let secrets = [&config.whatsapp.app_secret, &config.whatsapp.app_secret_previous];
    let secrets = secrets.iter().map(|secret| secret.reveal().to_owned()).filter(|secret| !secret.is_empty());
    Secrets::new(secrets.collect()).map_err(|fault| anyhow!("whatsapp.app_secret: {fault}"))
}
