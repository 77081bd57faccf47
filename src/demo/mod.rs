//! The demo: service, emulator and phones in one process, over the same HTTP, signatures and database as in
//! production. It adds what only a demo needs: a clock to push, a story to play, troubles to cause, and an
//! X-ray of every bubble.

mod backstage;
mod service;
mod story;
mod terminal;
mod xray;

use crate::config::LogFormat;
use crate::emulator::{Emulator, Settings};
use crate::play::world::World;
use crate::process::{random, start_logging, until_told};
use anyhow::{Context, anyhow};
use clap::Args;
use service::Service;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

#[derive(Debug, Args)]
pub struct Options {
    /// Address of the page; when its port is taken, the next free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where the demo keeps its data.
    #[arg(long, default_value = "fregues-data/demo")]
    data: PathBuf,
    /// Start over with an empty shop.
    #[arg(long)]
    fresh: bool,
    /// Chat in this terminal instead of on a page.
    #[arg(long)]
    terminal: bool,
}

pub const WORLD: &str = include_str!("../../conversations/worlds/demo.toml");

/// Runs until Ctrl+C, or until the terminal chat ends.
pub async fn run(options: Options) -> anyhow::Result<()> {
    if !options.listen.ip().is_loopback() {
        return Err(anyhow!("--listen must be a loopback address: the demo's page has no password."));
    }
    start_logging(LogFormat::Text, "warn");
    let world = World::read(WORLD).map_err(|fault| anyhow!(fault))?;
    if options.fresh && options.data.exists() {
        std::fs::remove_dir_all(&options.data)
            .with_context(|| format!("{} cannot be emptied", options.data.display()))?;
    }
    let graph = free_port(options.listen).await?;
    let page = graph.local_addr()?;
    let stop = CancellationToken::new();
    let service = Service::start(world.clone(), &options.data, page).await?;
    let clock = service.clock.clone();
    let emulator = Emulator::new(Settings {
        app_secret: service.app_secret.clone(),
        webhook: service.webhook(),
        token: service.token.clone(),
        seed: random()?,
        now: Arc::new(move || clock.now()),
        per_second: 80,
        pair_limit: true,
        allowance: 0,
        typing_pause: true,
    });
    world.populate(&emulator);
    let service = Arc::new(service);
    let router = emulator.router().merge(backstage::router(service.clone(), emulator.clone()));
    tokio::spawn(emulator.clone().run(stop.clone()));
    let serving = tokio::spawn({
        let stop = stop.clone();
        async move { axum::serve(graph, router).with_graceful_shutdown(stop.cancelled_owned()).await }
    });
    tokio::spawn(until_told(stop.clone()));
    greet(page, &options);
    if options.terminal {
        terminal::chat(&emulator, &world, stop.clone()).await?;
        stop.cancel();
    }
    stop.cancelled().await;
    service.stop().await;
    serving.await??;
    Ok(())
}

/// The wanted port, or the next free one.
async fn free_port(wanted: SocketAddr) -> anyhow::Result<TcpListener> {
    let (ip, first): (IpAddr, u16) = (wanted.ip(), wanted.port());
    for port in first..first.saturating_add(50) {
        if let Ok(listener) = TcpListener::bind((ip, port)).await {
            return Ok(listener);
        }
    }
    TcpListener::bind((ip, 0)).await.context("no port is free on this machine")
}

fn greet(page: SocketAddr, options: &Options) {
    println!();
    println!("  Freguês · demo");
    println!();
    if !options.terminal {
        println!("  Open      http://{page}");
    }
    println!("  Try       Ana: Quero participar do Clube Patinhas (centro)   then tap  1 · Entrar");
    println!("            Beto: 11 98765-4321 89,90 banho                    then Ana:  saldo");
    if !options.terminal {
        println!("            or press ▶ and watch the whole story");
    }
    println!("  Data      {}   (start over: --fresh)", options.data.display());
    println!("  Stop      Ctrl+C");
    println!();
}
