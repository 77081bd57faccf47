//! SHELL: where the rooms meet. HTTP comes in, intake keeps it, turns decide it, the sender carries the
//! answers out, the courier tells other systems what happened, and a schedule looks after what is due. The [`office`] is where people who run the installation ask
//! for things.
//!
//! Six loops, each with one step that tests drive by hand, and once a day a look over the ledger and over what WhatsApp
//! says of the accounts; joined in [`App::run`], stopped by one token.

pub mod account;
pub mod api;
mod aside;
mod batch;
pub mod billing;
pub mod board;
pub mod books;
pub mod bring;
mod chance;
pub mod clock;
pub mod courier;
mod due;
mod failures;
mod figures;
mod following;
pub mod forgetting;
pub mod graph;
pub mod hearing;
pub mod http;
pub mod identity;
pub mod intake;
pub mod leaving;
pub mod mailer;
pub mod metrics;
pub mod office;
mod post;
mod reading;
pub mod ready;
pub mod record;
pub mod scheduler;
pub mod seal;
pub mod sender;
pub mod templates;
pub mod till;
pub mod tokens;
pub mod turn;
pub mod why;
pub mod words;
mod work;

use crate::domain::meter::Tariff;
use crate::email::post::Post;
use crate::store::{Store, StoreError};
use crate::whatsapp::client::Client;
use crate::whatsapp::signature::Secrets;
use clock::Clock;
use courier::Courier;
use courier::wire::Wire;
use graph::Graph;
use intake::Intake;
use leaving::Leaving;
use mailer::Mailer;
use metrics::Posts;
use ring::hmac;
use rust_decimal::Decimal;
use seal::Seal;
use sender::Sender;
use sender::limiter::Limiter;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokens::Tokens;
use tokio_util::sync::CancellationToken;
use turn::Turns;
use words::Words;

/// What a running service is made of.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub clock: Clock,
    pub intake: Intake,
    pub turns: Arc<Turns>,
    pub sender: Arc<Sender>,
    /// Tells the shop's other systems what happened.
    pub courier: Arc<Courier>,
    /// Asks Meta about accounts and numbers.
    pub graph: Graph,
    pub seal: Option<Seal>,
    /// What came to the webhook, counted.
    pub posts: Posts,
    pub secrets: Arc<Secrets>,
    pub verify_token: Arc<str>,
    /// Signs where a list of the API goes on.
    pub cursors: api::Cursors,
    pub mailer: Mailer,
    pub leaving: Leaving,
}

/// What the shell needs to be built.
pub struct Parts {
    pub store: Store,
    pub clock: Clock,
    pub client: Client,
    /// Bearer token of the Cloud API.
    pub token: String,
    /// Opens the tokens that merchants have of their own.
    pub seal: Option<Seal>,
    pub secrets: Secrets,
    pub verify_token: String,
    /// Key of the hash that codes are drawn from; any secret that stays the same.
    pub seed: Vec<u8>,
    /// Seeds of before: what they sealed and people still have holds on.
    pub older_seeds: Vec<Vec<u8>>,
    /// Whether webhooks may go to addresses of this machine and its network, and without TLS.
    pub private_hooks: bool,
    /// Reais for one unit of the rate cards' currency.
    pub exchange: Decimal,
    /// How mail leaves; `None`: it does not.
    pub post: Option<Post>,
    /// Where people reach the service: links in mail begin with it.
    pub public_url: String,
    /// A folder whose rules of hearing and copy take the place of those that ship.
    pub words: Option<PathBuf>,
}

/// How long loops may take to finish their work once they are told to stop.
pub const DRAIN: Duration = Duration::from_secs(10);

/// Waiting work of other replicas is looked for this often.
pub const POLL: Duration = Duration::from_millis(250);

impl App {
    /// Checks copy, ears and templates (all faults at once) and puts the rooms together.
    pub fn new(parts: Parts) -> Result<App, Vec<String>> {
        let words = Words::of(parts.words.as_deref())?;
        let seed = hmac::Key::new(hmac::HMAC_SHA256, &parts.seed);
        let cursors = api::Cursors::new(&seed);
        let leaving = Leaving::new(&parts.seed, &parts.older_seeds, &parts.public_url);
        let (store, clock) = (&parts.store, &parts.clock);
        let mailer = Mailer::new(store.clone(), clock.clone(), leaving.clone(), parts.post);
        let limiter = Limiter::new(clock.clone());
        let tariff = Tariff::embedded(parts.exchange).map_err(|fault| vec![fault])?;
        let tokens = Tokens::new(store.clone(), clock.clone(), parts.token, parts.seal.clone());
        let intake = Intake::new(store.clone(), clock.clone(), limiter.clone());
        let turns = Turns::new(store.clone(), clock.clone(), words, seed, tariff, limiter.clone());
        let wire = Wire::new(parts.private_hooks).map_err(|fault| vec![fault])?;
        let courier = Courier::new(store.clone(), clock.clone(), parts.seal.clone(), wire);
        let graph = Graph::new(parts.client.clone(), tokens.clone());
        let sender = Sender::new(store.clone(), parts.client, tokens, clock.clone(), limiter);
        Ok(App {
            store: parts.store,
            clock: parts.clock,
            intake,
            turns: Arc::new(turns),
            sender: Arc::new(sender),
            courier: Arc::new(courier),
            graph,
            seal: parts.seal,
            posts: Posts::default(),
            secrets: Arc::new(parts.secrets),
            verify_token: parts.verify_token.into(),
            cursors,
            mailer,
            leaving,
        })
    }

    /// Runs all loops until `stop`, then lets each finish what it has begun.
    pub async fn run(&self, stop: CancellationToken) {
        scheduler::take_over(&self.sender).await;
        self.turns.begin().await;
        let mut loops = tokio::task::JoinSet::new();
        loops.spawn(self.intake.clone().run(stop.clone()));
        loops.spawn(turn::run(self.turns.clone(), self.sender.clone(), self.intake.clone(), stop.clone()));
        loops.spawn(sender::run(self.sender.clone(), stop.clone()));
        loops.spawn(courier::run(self.courier.clone(), stop.clone()));
        loops.spawn(scheduler::run(self.sender.clone(), stop.clone()));
        loops.spawn(mailer::run(self.mailer.clone(), stop.clone()));
        loops.spawn(office::nightly(self.store.clone(), self.clock.clone(), stop.clone()));
        loops.spawn(account::follow(self.clone(), stop.clone()));
        let turns = self.turns.clone();
        loops.spawn_blocking(move || turns.ears().learn_now());
        stop.cancelled().await;
        let drained = tokio::time::timeout(DRAIN, async { while loops.join_next().await.is_some() {} }).await;
        if drained.is_err() {
            tracing::warn!(
                "some work was still under way after {} s and goes on after the restart",
                DRAIN.as_secs()
            );
        }
    }

    /// Drives everything that was kept until nothing waits: the step for tests and players, who own the
    /// clock. Requests are acknowledged by the intake's own loop.
    pub async fn drain(&self) -> Result<usize, StoreError> {
        let mut done = 0;
        loop {
            let mut now = scheduler::step(&self.sender).await?;
            let batch = self.turns.poll_once().await?;
            now += batch.messages;
            now += self.sender.send_all(batch.claimed).await?;
            drop(batch.places);
            now += self.sender.poll_once().await?;
            now += self.courier.step().await?;
            now += forgetting::step(&self.sender).await?;
            now += self.mailer.step().await?;
            if now == 0 {
                return Ok(done);
            }
            done += now;
        }
    }
}

/// A message id for logs. Real ids hold the phone number in disguise, so only part of a hash is shown;
/// whoever has the id can compute it.
pub fn fingerprint(key: &str) -> String {
    let hash = ring::digest::digest(&ring::digest::SHA256, key.as_bytes());
    hash.as_ref().iter().take(6).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}
