//! Keys of tills and web shops: made, listed, revoked. The token is in one answer and nowhere else.

use super::{Answer, Office, Refused, age, nobody};
use crate::app::api::token::Token;
use crate::domain::ids::MerchantId;
use crate::domain::member::clean_name;
use crate::domain::scope::{Scope, joined};
use crate::store::keys::{self, Listed, NewKey, Stands};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Calls that a key may make in a minute, where nothing else is said: far more than a till has customers.
const PER_MINUTE: i64 = 600;
const MOST_PER_MINUTE: i64 = 60_000;

/// A key to be made.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeyWish {
    pub merchant: i64,
    /// What sells with it: a till, a site. It comes to be with its first key.
    pub channel: String,
    /// Where it stands; not needed where there is one store.
    pub store: Option<String>,
    pub scopes: BTreeSet<Scope>,
    /// Tells keys of one channel apart.
    pub name: Option<String>,
    /// Calls a minute, where it is not [`PER_MINUTE`].
    pub per_minute: Option<i64>,
}

impl Office {
    pub(super) async fn create_key(&self, wish: KeyWish) -> Result<Answer, Refused> {
        let refused = |why: &str| Refused(why.to_owned());
        let channel = clean_name(&wish.channel).ok_or_else(|| refused("The channel needs a name."))?;
        if wish.scopes.is_empty() {
            return Err(refused("A key that may do nothing is of no use; --scopes names what it may."));
        }
        let per_minute = wish.per_minute.unwrap_or(PER_MINUTE);
        if !(1..=MOST_PER_MINUTE).contains(&per_minute) {
            return Err(Refused(format!("--per-minute must be between 1 and {MOST_PER_MINUTE}.")));
        }
        let name = wish.name.as_deref().and_then(clean_name).unwrap_or_else(|| channel.clone());
        let token = Token::draw().ok_or_else(|| refused("The system gives no randomness."))?;
        let scopes = joined(&wish.scopes);
        let new = NewKey {
            id: token.id().to_owned(),
            hash: token.hash(),
            merchant: MerchantId(wish.merchant),
            channel,
            store: wish.store,
            name,
            scopes: wish.scopes,
            per_minute,
            at: self.clock.now(),
        };
        let made = self.store.write(move |tx| Box::pin(async move { keys::add(tx, &new).await })).await?;
        let Stands { channel, store, reopened } =
            made.ok_or_else(|| nobody(wish.merchant))?.map_err(Refused)?;
        let mut lines = vec![
            format!("Key {} of {channel:?} in {store:?}, for: {scopes}.", token.id()),
            token.reveal().to_owned(),
            "This is shown once and kept nowhere here. Whoever has it can do what it is for; `fregues key revoke` ends it."
                .to_owned(),
        ];
        lines.extend(reopened.then(|| {
            format!(
                "{channel:?} was dismissed and is open again: it knows the orders it sold, and the keys it had then stay \
                 revoked."
            )
        }));
        Ok(Answer { lines, fine: true })
    }

    pub(super) async fn list_keys(&self, merchant: Option<i64>) -> Result<Answer, Refused> {
        let found = self.store.read(|tx| Box::pin(keys::list(tx))).await?;
        let now = self.clock.now();
        let asked = |key: &&Listed| merchant.is_none_or(|merchant| key.merchant.0 == merchant);
        let lines: Vec<String> = found.iter().filter(asked).map(|key| described(key, now)).collect();
        if lines.is_empty() {
            return Ok(Answer::line(
                "There is no key yet; `fregues key create --help` shows how to make one.".to_owned(),
            ));
        }
        Ok(Answer { lines, fine: true })
    }

    pub(super) async fn revoke_key(&self, id: String) -> Result<Answer, Refused> {
        // Whoever holds the whole token may show that as well.
        let id = Token::read(&id).map_or(id, |token| token.id().to_owned());
        let (key, now) = (id.clone(), self.clock.now());
        let unit = self.store.write(move |tx| Box::pin(async move { keys::revoke(tx, &key, now).await }));
        if unit.await? {
            return Ok(Answer::line(format!("Key {id} opens nothing any more.")));
        }
        Err(Refused(
            "There is no such key, or it is revoked already; `fregues key list` shows them.".to_owned(),
        ))
    }
}

fn described(key: &Listed, now: i64) -> String {
    let Listed { id, merchant, name, channel, store, scopes, .. } = key;
    let used = key.used_at.map_or_else(|| "never used".to_owned(), |at| format!("used {}", age(now - at)));
    let state = match key.revoked_at {
        Some(at) => format!("  REVOKED {}", age(now - at)),
        None if !key.active => "  ITS CHANNEL IS DISMISSED".to_owned(),
        None => String::new(),
    };
    format!("{id}  merchant {merchant}  {channel:?} in {store:?}  {name}  {scopes}  {used}{state}")
}
