//! A stage: the real service and an emulator beside each other on this machine, with a clock that stands
//! still until it is moved. Nothing runs by itself; [`Stage::settle`] lets everything come to rest.

use crate::app::clock::Clock;
use crate::app::{App, Parts, http};
use crate::domain::email::Email;
use crate::domain::ids::MerchantId;
use crate::email::post::{Post, Server};
use crate::emulator::{Emulator, Settings};
use crate::play::world::World;
use crate::store::Store;
use crate::whatsapp::client::Client;
use crate::whatsapp::signature::Secrets;
use anyhow::{Context, anyhow};
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

/// Secrets of a stage; they leave this machine with nobody.
pub const APP_SECRET: &str = "stage-secret";
pub const TOKEN: &str = "stage-token";
pub const VERIFY_TOKEN: &str = "stage-verify";

pub struct Stage {
    pub app: App,
    pub emulator: Emulator,
    pub clock: Clock,
    pub merchant: MerchantId,
    pub world: World,
    /// Where the service listens.
    pub address: std::net::SocketAddr,
    _stop: DropGuard,
}

impl Stage {
    /// Opens the database, founds the world in it and serves both sides on loopback. `words`: a folder whose files take the
    /// place of what ships.
    pub async fn open(world: World, database: &str, words: Option<&Path>) -> anyhow::Result<Stage> {
        // Whoever came first installed it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let clock = Clock::manual(world.start().map_err(|fault| anyhow!(fault))?);
        let store = Store::open(database, 4).await?;
        let merchant = world.found(&store, clock.now()).await?;
        let stop = CancellationToken::new();
        let (service, graph) =
            (TcpListener::bind("127.0.0.1:0").await?, TcpListener::bind("127.0.0.1:0").await?);
        let mail = TcpListener::bind("127.0.0.1:0").await?;
        let (address, letters) = (service.local_addr()?, mail.local_addr()?);
        let now = clock.clone();
        let emulator = Emulator::new(Settings {
            app_secret: APP_SECRET.to_owned(),
            webhook: format!("http://{address}/webhook"),
            token: TOKEN.to_owned(),
            seed: world.seed,
            now: Arc::new(move || now.now()),
            per_second: 0,
            pair_limit: false,
            allowance: 0,
            typing_pause: false,
        });
        world.populate(&emulator);
        world.open_windows(&emulator, clock.now());
        let from = Email::canonical("clube@fregues.example").context("the address of a stage")?;
        let server = Server {
            host: letters.ip().to_string(),
            port: letters.port(),
            login: None,
            tls: false,
            return_path: from.clone(),
            from,
        };
        let post = Post::new(&server).map_err(|fault| anyhow!(fault))?;
        let app = App::new(Parts {
            store,
            clock: clock.clone(),
            client: Client::new(&format!("http://{}", graph.local_addr()?), "v26.0")?,
            token: TOKEN.to_owned(),
            seal: None,
            secrets: Secrets::new(vec![APP_SECRET.to_owned()]).map_err(|fault| anyhow!(fault))?,
            verify_token: VERIFY_TOKEN.to_owned(),
            private_hooks: true,
            exchange: crate::domain::meter::USUAL_EXCHANGE,
            seed: world.seed.to_be_bytes().to_vec(),
            older_seeds: Vec::new(),
            post: Some(post),
            public_url: "https://clube.example".to_owned(),
            words: words.map(Path::to_owned),
        })
        .map_err(|faults| anyhow!(faults.join("\n")))?;
        serve(service, http::router(app.clone()), &stop);
        serve(graph, emulator.router(), &stop);
        tokio::spawn(emulator.clone().take_mail(mail, stop.clone()));
        // Requests are acknowledged by the intake's loop; turns and sends are driven by hand.
        tokio::spawn(app.intake.clone().run(stop.clone()));
        Ok(Stage { app, emulator, clock, merchant, world, address, _stop: stop.drop_guard() })
    }

    pub fn number(&self) -> &str {
        &self.world.merchant.phone_number_id
    }

    /// Delivers, decides and sends until nothing is left to do at this moment.
    pub async fn settle(&self) -> anyhow::Result<()> {
        loop {
            let delivered = self.emulator.pump().await;
            let worked = self.app.drain().await?;
            if delivered + worked == 0 {
                return Ok(());
            }
        }
    }
}

fn serve(listener: TcpListener, router: axum::Router, stop: &CancellationToken) {
    let stop = stop.clone();
    tokio::spawn(async move {
        let served = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await;
        if let Err(fault) = served {
            tracing::error!(%fault, "a stage stopped serving");
        }
    });
}
