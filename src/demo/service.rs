//! The service inside the demo: the same as `fregues serve`, but it can be stopped, started and emptied
//! from the page, and its clock can be pushed.

use crate::app::api;
use crate::app::api::token::Token;
use crate::app::clock::Clock;
use crate::app::office::keys::KeyWish;
use crate::app::office::{Office, Order};
use crate::app::{App, Parts};
use crate::domain::email::Email;
use crate::domain::scope::Scope;
use crate::email::post::{Post, Server};
use crate::play::world::World;
use crate::process::{self, random};
use crate::store::{Store, merchants};
use crate::whatsapp::client::Client;
use crate::whatsapp::signature::Secrets;
use anyhow::{Context, anyhow};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub struct Service {
    pub clock: Clock,
    pub world: World,
    pub app_secret: String,
    pub token: String,
    data: PathBuf,
    /// Where the emulator answers.
    graph: SocketAddr,
    /// Where mail is taken.
    mail: SocketAddr,
    /// Whose files take the place of what ships; read again at each start.
    words: Option<PathBuf>,
    /// Where the webhook is served; the same after a restart.
    webhook: SocketAddr,
    running: Mutex<Option<Running>>,
    /// Of the API, once somebody opened its page; as long as the data it belongs to.
    key: Mutex<Option<Token>>,
}

struct Running {
    app: App,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Service {
    pub async fn start(
        world: World,
        data: &Path,
        graph: SocketAddr,
        mail: SocketAddr,
        words: Option<PathBuf>,
    ) -> anyhow::Result<Service> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let clock = Clock::system();
        clock.advance(pushed(data));
        let service = Service {
            clock,
            world,
            app_secret: format!("demo-{:016x}", random()?),
            token: format!("demo-{:016x}", random()?),
            data: data.to_owned(),
            graph,
            mail,
            words,
            webhook: listener.local_addr()?,
            running: Mutex::new(None),
            key: Mutex::default(),
        };
        let running = service.run(listener).await?;
        *service.running.lock().await = Some(running);
        Ok(service)
    }

    pub fn webhook(&self) -> String {
        format!("http://{}/webhook", self.webhook)
    }

    /// The page of the API with a key of this shop, which is made when it is first asked for.
    pub async fn api_page(&self) -> anyhow::Result<String> {
        let mut key = self.key.lock().await;
        let token = match key.take() {
            Some(token) => token,
            None => api_key(self.app().await?, &self.world).await?,
        };
        let page = format!("http://{}{}/docs#key={}", self.webhook, api::PLACE, token.reveal());
        *key = Some(token);
        Ok(page)
    }

    /// The running app; an error while it is being restarted.
    pub async fn app(&self) -> anyhow::Result<App> {
        let running = self.running.lock().await;
        running.as_ref().map(|running| running.app.clone()).context("the service is stopped")
    }

    pub async fn stop(&self) {
        if let Some(running) = self.running.lock().await.take() {
            running.stop.cancel();
            let _ = running.task.await;
        }
    }

    /// Stops the service, does something to its data, and starts it again on the same address.
    pub async fn restart(&self, empty: bool) -> anyhow::Result<()> {
        self.stop().await;
        if empty {
            let _ = std::fs::remove_dir_all(&self.data);
            *self.key.lock().await = None;
            self.remember_clock();
        }
        let listener = TcpListener::bind(self.webhook).await?;
        let running = self.run(listener).await?;
        *self.running.lock().await = Some(running);
        Ok(())
    }

    /// Pushes the clock, and remembers it for the next start.
    pub fn push_clock(&self, by: i64) {
        self.clock.advance(by);
        self.remember_clock();
    }

    fn remember_clock(&self) {
        let offset = self.clock.now() - Clock::system().now();
        let _ = std::fs::create_dir_all(&self.data);
        if let Err(fault) = std::fs::write(self.data.join("clock"), offset.to_string()) {
            tracing::warn!(%fault, "the pushed clock is not remembered");
        }
    }

    /// The emulator's mail server, on this machine and without TLS.
    fn post(&self) -> anyhow::Result<Post> {
        let from = Email::canonical("clube@fregues.example").context("the address of the demo")?;
        let (host, port) = (self.mail.ip().to_string(), self.mail.port());
        let server = Server { host, port, login: None, tls: false, return_path: from.clone(), from };
        Post::new(&server).map_err(|fault| anyhow!(fault))
    }

    async fn run(&self, listener: TcpListener) -> anyhow::Result<Running> {
        let url = format!("sqlite:{}", self.data.join("fregues.db").display());
        let store = Store::open(&url, 1).await?;
        let known = store.read(|tx| Box::pin(merchants::list(tx))).await?;
        if known.is_empty() {
            self.world.found(&store, self.clock.now()).await?;
        }
        let app = App::new(Parts {
            store,
            clock: self.clock.clone(),
            client: Client::new(&format!("http://{}", self.graph), "v26.0")?,
            token: self.token.clone(),
            seal: None,
            secrets: Secrets::new(vec![self.app_secret.clone()]).map_err(|fault| anyhow!(fault))?,
            verify_token: "demo".to_owned(),
            private_hooks: true,
            exchange: crate::domain::meter::USUAL_EXCHANGE,
            seed: self.app_secret.as_bytes().to_vec(),
            older_seeds: Vec::new(),
            post: Some(self.post()?),
            public_url: format!("http://{}", self.webhook),
            words: self.words.clone(),
        })
        .map_err(|faults| anyhow!(faults.join("\n")))?;
        let stop = CancellationToken::new();
        let task = tokio::spawn({
            let (app, stop) = (app.clone(), stop.clone());
            async move {
                if let Err(fault) = process::serve(app, listener, stop).await {
                    tracing::error!(%fault, "the webhook is not served any more");
                }
            }
        });
        Ok(Running { app, stop, task })
    }
}

/// A key for all that the API does, of a channel in the first store.
async fn api_key(app: App, world: &World) -> anyhow::Result<Token> {
    let shops = app.store.read(|tx| Box::pin(merchants::list(tx))).await?;
    let (shop, _) = shops.first().context("there is no shop")?;
    let wish = KeyWish {
        merchant: shop.id.0,
        channel: "Site".to_owned(),
        store: world.stores.first().map(|store| store.name.clone()),
        scopes: Scope::ALL.into_iter().collect(),
        name: Some("demo".to_owned()),
        per_minute: None,
    };
    let made = Office::of(app).carry_out(Order::CreateKey(wish)).await?;
    made.lines.iter().find_map(|line| Token::read(line)).context("no key was made")
}

/// How far the clock was pushed before, ms.
fn pushed(data: &Path) -> i64 {
    std::fs::read_to_string(data.join("clock")).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}
