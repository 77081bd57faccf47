//! The demo: service, emulator and phones in one process, over the same HTTP, signatures and database as in
//! production. It adds what only a demo needs: a clock to push, a story to play, troubles to cause, and an
//! X-ray of every bubble.

mod backstage;
mod service;
mod story;
mod terminal;
mod xray;

use crate::app::words;
use crate::config::LogFormat;
use crate::emulator::{Emulator, Settings};
use crate::play::world::World;
use crate::process::{random, start_logging, until_told};
use anyhow::{Context, anyhow};
use clap::Args;
use service::Service;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

#[derive(Debug, Args)]
pub struct Options {
    /// Address of the page; when its port is taken, the next free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The kind of shop: a preset of `fregues program list`.
    #[arg(long, default_value = "pets")]
    program: String,
    /// Where the demo keeps its data; default: fregues-data/demo, and for another shop than pets fregues-data/demo-PROGRAM.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Start over with an empty shop.
    #[arg(long)]
    fresh: bool,
    /// Chat in this terminal instead of on a page.
    #[arg(long)]
    terminal: bool,
    /// A folder whose `<language>/hear.toml` and `<language>/copy.ftl` are taken instead of those that ship.
    #[arg(long)]
    words: Option<PathBuf>,
}

pub const WORLD: &str = include_str!("../../conversations/worlds/demo.toml");

/// For each preset: its shop, and what is said of the sale that the greeting proposes.
const SHOPS: [(&str, &str, &str); 5] = [
    ("pets", WORLD, "banho"),
    ("jewels", include_str!("../../conversations/worlds/jewels.toml"), "brincos"),
    ("pharmacy", include_str!("../../conversations/worlds/pharmacy.toml"), "fora 30"),
    ("salon", include_str!("../../conversations/worlds/salon.toml"), "corte"),
    ("cosmetics", include_str!("../../conversations/worlds/cosmetics.toml"), "creme"),
];

/// Runs until Ctrl+C, or until the terminal chat ends.
pub async fn run(options: Options) -> anyhow::Result<()> {
    if !options.listen.ip().is_loopback() {
        return Err(anyhow!("--listen must be a loopback address: the demo's page has no password."));
    }
    start_logging(LogFormat::Text, "warn");
    let shop = SHOPS.iter().find(|(name, ..)| *name == options.program);
    let (name, world, remark) = *shop.with_context(|| {
        let known: Vec<&str> = SHOPS.iter().map(|(name, ..)| *name).collect();
        format!("--program {:?} is no shop of the demo; there are {}", options.program, known.join(", "))
    })?;
    let world = World::read(world).map_err(|fault| anyhow!(fault))?;
    let data = options.data.clone().unwrap_or_else(|| match name {
        "pets" => PathBuf::from("fregues-data/demo"),
        other => PathBuf::from(format!("fregues-data/demo-{other}")),
    });
    if options.fresh && data.exists() {
        std::fs::remove_dir_all(&data).with_context(|| format!("{} cannot be emptied", data.display()))?;
    }
    let graph = free_port(options.listen).await?;
    let page = graph.local_addr()?;
    let stop = CancellationToken::new();
    let mail = TcpListener::bind("127.0.0.1:0").await?;
    let service =
        Service::start(world.clone(), &data, page, mail.local_addr()?, options.words.clone()).await?;
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
    world.open_windows(&emulator, service.clock.now());
    let service = Arc::new(service);
    let router = emulator.router().merge(backstage::router(service.clone(), emulator.clone()));
    tokio::spawn(emulator.clone().run(stop.clone()));
    tokio::spawn(emulator.clone().take_mail(mail, stop.clone()));
    let serving = tokio::spawn({
        let stop = stop.clone();
        async move { axum::serve(graph, router).with_graceful_shutdown(stop.cancelled_owned()).await }
    });
    tokio::spawn(until_told(stop.clone()));
    let copy = words::copy(options.words.as_deref()).map_err(|faults| anyhow!(faults.join("\n")))?;
    greet(page, &options, &world, &data, (&backstage::joins(&world, &copy), remark));
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

fn greet(page: SocketAddr, options: &Options, world: &World, data: &Path, (joins, remark): (&str, &str)) {
    println!();
    println!("  Freguês · demo");
    println!();
    if !options.terminal {
        println!("  Open      http://{page}");
        println!("  API       http://{page}/demo/api");
    }
    let first = |name: &str| name.split(' ').next().unwrap_or(name).to_owned();
    if let (Some(person), Some(staff)) = (world.people.first(), world.staff.first()) {
        let name = first(&person.name);
        let phone = person.phone.as_deref().unwrap_or_default().trim_start_matches("+55 ");
        let join = format!("{name}: {joins}");
        let sale = format!("{}: {phone} 89,90 {remark}", first(&staff.name));
        println!("  Try       {join:<50}   then tap  1 · Entrar");
        println!("            {sale:<50}   then {name}:  saldo");
    }
    if !options.terminal {
        println!("            or press ▶ and watch the whole story");
    }
    println!("  Data      {}   (start over: --fresh)", data.display());
    println!("  Stop      Ctrl+C");
    println!();
}
