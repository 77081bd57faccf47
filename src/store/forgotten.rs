//! Who stays forgotten: hashes of what people were known by, so that a list made before does not bring them back.
//!
//! HMAC-SHA-256 under a key that each shop draws at random when it forgets somebody first, over the kind of thing and the
//! thing itself. The key stands in the database beside the hashes and moves with them: derived from the installation's
//! `database.key` it would be lost with that, or stay behind when the shop leaves, and everybody would come back. So the
//! hashes keep names from whoever reads a row or a part of an export, and not from whoever has the whole database and
//! tries every phone there is. For them, too, they lead to nothing: no record, no purchase and no day is kept with them.
//!
//! They go when their person comes back by themselves.

use crate::domain::change::Change;
use crate::domain::facts::{Account, Facts, Key};
use crate::domain::ids::MerchantId;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use ring::hmac;
use std::collections::{BTreeMap, BTreeSet};

statement!(KEY, "select hash_key from merchant where id = $1");
statement!(KEEP_KEY, "update merchant set hash_key = $2 where id = $1 and hash_key is null");
statement!(
    KEEP,
    "
    insert into forgotten (merchant, hash, person)
    select $1, value->>0, value->>1 from {rows 2} r where true
    on conflict (merchant, hash) do nothing"
);
statement!(
    AMONG,
    "
    select f.hash from {rows 2} r cross join forgotten f
    where f.merchant = $1 and f.hash = r.value->>0"
);
statement!(
    BACK,
    "
    delete from forgotten where merchant = $1 and person in (
        select f.person from {rows 2} r cross join forgotten f where f.merchant = $1 and f.hash = r.value->>0)"
);

pub static STATEMENTS: &[&Statement] = &[&KEY, &KEEP_KEY, &KEEP, &AMONG, &BACK];

/// Draws a key; `None` when the system gives no randomness.
pub type Draw = fn() -> Option<String>;

/// Kinds of keys that a list may name.
pub(super) const LISTED: [&str; 4] = ["phone", "own", "email", "cnpj"];

/// Keeps what somebody was known by, as kind and value. Of a `company` each thing stands for itself, because one of its
/// people may come back without the others.
pub(super) async fn keep(
    tx: &mut Tx,
    merchant: MerchantId,
    known_by: &BTreeSet<(String, String)>,
    company: bool,
    draw: Draw,
) -> Result<(), StoreError> {
    if known_by.is_empty() {
        return Ok(());
    }
    let hasher = match hasher(tx, merchant).await? {
        Some(hasher) => hasher,
        None => {
            let key =
                draw().ok_or_else(|| StoreError::Unusable("The system gives no randomness.".to_owned()))?;
            tx.exactly(&KEEP_KEY, &[merchant.0.into(), key.as_str().into()], 1).await?;
            Hasher::new(&key)
        }
    };
    let hashes: BTreeSet<String> = known_by.iter().map(|(kind, value)| hasher.hash(kind, value)).collect();
    let person = hashes.first().cloned().unwrap_or_default();
    let set: Vec<_> = hashes.iter().map(|hash| (hash, if company { hash } else { &person })).collect();
    tx.execute(&KEEP, &[merchant.0.into(), rows(&set)]).await.map(|_| ())
}

/// Those of these keys by which somebody was known who is forgotten.
pub async fn among(
    tx: &mut Tx,
    merchant: MerchantId,
    keys: &BTreeSet<Key>,
) -> Result<BTreeSet<Key>, StoreError> {
    let Some(hasher) = hasher(tx, merchant).await? else { return Ok(BTreeSet::new()) };
    let listed = keys.iter().filter(|key| LISTED.contains(&key.kind()));
    let hashes: BTreeMap<String, &Key> =
        listed.map(|key| (hasher.hash(key.kind(), key.value()), key)).collect();
    let set: Vec<_> = hashes.keys().map(|hash| (hash,)).collect();
    let mut among = BTreeSet::new();
    if !set.is_empty() {
        for row in tx.fetch(&AMONG, &[merchant.0.into(), rows(&set)]).await? {
            among.extend(hashes.get(&row.text(0)?).copied().cloned());
        }
    }
    Ok(among)
}

/// Lets go of the hashes of whoever came back in this batch: somebody is known by a key anew. `hearsay`: keys that another
/// system named without saying where their owner agreed; nobody came.
pub async fn back(
    tx: &mut Tx,
    merchant: MerchantId,
    facts: &Facts,
    changes: &[Change],
    hearsay: &BTreeSet<Key>,
) -> Result<(), StoreError> {
    let mut keys = BTreeSet::new();
    for change in changes {
        if let Change::Identified { member, key } = change
            && !hearsay.contains(key)
        {
            keys.insert(key.clone());
            // An account that writes makes good what was only said of its number before.
            keys.extend(facts.account(*member).into_iter().flat_map(own_keys));
        }
    }
    let listed: Vec<&Key> = keys.iter().filter(|key| LISTED.contains(&key.kind())).collect();
    if listed.is_empty() {
        return Ok(());
    }
    let Some(hasher) = hasher(tx, merchant).await? else { return Ok(()) };
    let set: Vec<_> = listed.iter().map(|key| (hasher.hash(key.kind(), key.value()),)).collect();
    tx.execute(&BACK, &[merchant.0.into(), rows(&set)]).await.map(|_| ())
}

/// The number and the address of a person; of a company each is somebody else's.
fn own_keys(account: &Account) -> impl Iterator<Item = Key> + use<> {
    let person = account.member.cnpj.is_none();
    let phone = account.member.phone.clone().map(Key::Phone);
    let email = account.own_address().cloned().map(Key::Email);
    phone.into_iter().chain(email).filter(move |_| person)
}

/// `None`: the shop has forgotten nobody yet.
async fn hasher(tx: &mut Tx, merchant: MerchantId) -> Result<Option<Hasher>, StoreError> {
    let found = tx.fetch(&KEY, &[merchant.0.into()]).await?;
    let key = found.first().map_or(Ok(None), |row| row.maybe_text(0))?;
    Ok(key.as_deref().map(Hasher::new))
}

struct Hasher(hmac::Key);

impl Hasher {
    fn new(key: &str) -> Hasher {
        Hasher(hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes()))
    }

    fn hash(&self, kind: &str, value: &str) -> String {
        let tag = hmac::sign(&self.0, format!("{kind}:{value}").as_bytes());
        tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_bound_to_its_key_and_to_the_kind_of_what_it_hides() {
        let (one, other) = (Hasher::new("one"), Hasher::new("other"));
        let hash = one.hash("own", "5511987654321");
        assert_eq!((hash.len(), &hash), (64, &one.hash("own", "5511987654321")));
        for another in [one.hash("phone", "5511987654321"), other.hash("own", "5511987654321")] {
            assert_ne!(hash, another);
        }
    }
}
