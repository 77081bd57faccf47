//! Which token a number is written from: its own, or the installation's.

use crate::app::clock::Clock;
use crate::app::seal::Seal;
use crate::domain::ids::MerchantId;
use crate::store::{Store, merchants};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Tokens are read again after so long (ms): a new one is used within a second, without a restart.
const STALE: i64 = 1_000;

/// A token, or why there is none to use.
type Token = Result<Arc<str>, String>;

#[derive(Clone)]
pub struct Tokens(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Clock,
    installation: Arc<str>,
    seal: Option<Seal>,
    /// When they were read (ms UTC; never at first), and those that merchants have of their own.
    own: Mutex<(Option<i64>, BTreeMap<MerchantId, Token>)>,
}

impl Tokens {
    pub fn new(store: Store, clock: Clock, installation: String, seal: Option<Seal>) -> Tokens {
        let (installation, own) = (installation.into(), Mutex::default());
        Tokens(Arc::new(Inner { store, clock, installation, seal, own }))
    }

    /// The token to write from this merchant's number with, or why there is none.
    pub async fn of(&self, merchant: MerchantId) -> Token {
        let own = self.own(merchant).await?;
        Ok(own.unwrap_or_else(|| self.0.installation.clone()))
    }

    /// The token that the merchant has of its own, if it has one.
    pub async fn own(&self, merchant: MerchantId) -> Result<Option<Arc<str>>, String> {
        let now = self.0.clock.now();
        let stale = self.read(|(read, _)| read.is_none_or(|read| now - read >= STALE));
        if stale {
            let read = self.0.store.read(|tx| Box::pin(merchants::tokens(tx))).await;
            let read = read.map_err(|error| format!("its token cannot be read: {error}"))?;
            let opened = read.into_iter().map(|(id, number, sealed)| (id, self.open(&number, &sealed)));
            let opened = opened.collect();
            self.read(|own| *own = (Some(now), opened));
        }
        self.read(|(_, tokens)| tokens.get(&merchant).cloned()).transpose()
    }

    fn open(&self, number: &str, sealed: &str) -> Token {
        let seal = self.0.seal.as_ref().ok_or("its own token cannot be opened: database.key is empty")?;
        Ok(seal.open(number, sealed)?.into())
    }

    fn read<T>(&self, look: impl FnOnce(&mut (Option<i64>, BTreeMap<MerchantId, Token>)) -> T) -> T {
        look(&mut self.0.own.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
