//! Keys of tills and web shops: which channel of which merchant each belongs to, and the hash of its secret.

use crate::domain::change::Change;
use crate::domain::facts::Facts;
use crate::domain::ids::{MemberId, MerchantId, StaffId};
use crate::domain::lang::Lang;
use crate::domain::member::{Member, Staff, StaffRole, Store};
use crate::domain::scope::{Scope, joined, split};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};
use crate::store::load::{self, Chats};
use crate::store::stored::unreadable;
use crate::store::{inbox, ledger, merchants, people, stores};
use serde_json::json;
use sqlx::any::AnyRow;
use std::collections::BTreeSet;

/// A key to be made.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// The part of it that is no secret.
    pub id: String,
    /// SHA-256 of all of it, in hex.
    pub hash: String,
    pub merchant: MerchantId,
    /// What sells with it. Keys of one channel come after one another; what was sold stays the channel's.
    pub channel: String,
    /// Where a new channel stands; not needed where there is one store.
    pub store: Option<String>,
    pub name: String,
    pub scopes: BTreeSet<Scope>,
    /// Calls a minute.
    pub per_minute: i64,
    /// ms UTC.
    pub at: i64,
}

/// What a shown key is held against. A key that was revoked, or whose channel was dismissed, is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub merchant: MerchantId,
    pub staff: StaffId,
    pub scopes: BTreeSet<Scope>,
    pub hash: String,
    /// Calls a minute.
    pub per_minute: i64,
    /// Whether its merchant is paused: what is kept then is not decided.
    pub paused: bool,
    /// When it was last used, to the hour (ms UTC).
    pub used_at: Option<i64>,
}

/// A key as the list shows it. Times in ms UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: String,
    pub merchant: MerchantId,
    pub name: String,
    pub channel: String,
    pub store: String,
    pub scopes: String,
    pub used_at: Option<i64>,
    pub revoked_at: Option<i64>,
    /// Whether its channel still sells here.
    pub active: bool,
}

statement!(
    ADD,
    "
    insert into api_key (id, merchant, staff, name, scopes, hash, created_ms, per_minute)
    select value->>0, cast(value->>1 as bigint), cast(value->>2 as bigint), value->>3, value->>4, value->>5,
        cast(value->>6 as bigint), cast(value->>7 as bigint)
    from {rows 1} r"
);
statement!(
    FIND,
    "
    select k.merchant, k.staff, k.scopes, k.hash, k.used_ms, k.per_minute, m.state
    from api_key k join staff s on s.merchant = k.merchant and s.id = k.staff join merchant m on m.id = k.merchant
    where k.id = $1 and k.revoked_ms is null and s.active = 1 and s.role = 'till'"
);
statement!(USED, "update api_key set used_ms = $2 where id = $1 and merchant > 0");
statement!(
    REVOKE,
    "update api_key set revoked_ms = $2 where id = $1 and merchant > 0 and revoked_ms is null"
);
statement!(
    END,
    "update api_key set revoked_ms = $3 where merchant = $1 and staff = $2 and revoked_ms is null"
);
statement!(
    LIST,
    "
    select k.id, k.merchant, k.name, s.name, o.name, k.scopes, k.used_ms, k.revoked_ms, s.active
    from api_key k join staff s on s.merchant = k.merchant and s.id = k.staff
    join store o on o.merchant = s.merchant and o.id = s.store
    order by k.merchant, s.id, k.created_ms, k.id"
);

pub static STATEMENTS: &[&Statement] = &[&ADD, &FIND, &USED, &REVOKE, &END, &LIST];

/// Where the channel of a new key stands, and what had become of it before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stands {
    /// What it is called, as it was first written.
    pub channel: String,
    pub store: String,
    /// It was dismissed, and sells again from now on.
    pub reopened: bool,
}

/// Makes a key, and its channel where that is new; one that was dismissed is opened again. Answers where the channel
/// stands, or why not, as a sentence; `None` where there is no such merchant.
pub async fn add(tx: &mut Tx, new: &NewKey) -> Result<Option<Result<Stands, String>>, StoreError> {
    let merchant = new.merchant;
    let Some((shop, _)) = merchants::get(tx, merchant, None).await? else { return Ok(None) };
    inbox::hold_lane(tx, merchant).await?;
    let mut facts = Facts { next_id: stores::free_id(tx, merchant).await?, ..Facts::default() };
    load::house(tx, merchant, &mut facts).await?;
    let place = match channel(&facts, new) {
        Ok(place) => place,
        Err(refusal) => return Ok(Some(Err(refusal))),
    };
    let (channel, store, reopened) = match &place {
        Place::There(staff, store) => (staff.name.clone(), store.clone(), !staff.active),
        Place::New(store) => (new.channel.clone(), store.name.clone(), false),
    };
    let staff = match place {
        Place::There(staff, _) if staff.active => staff.id,
        Place::There(staff, _) => reopen(tx, new, staff, facts).await?,
        Place::New(store) => open(tx, new, &store, shop.lang, facts).await?,
    };
    let row =
        json!([[new.id, merchant, staff, new.name, joined(&new.scopes), new.hash, new.at, new.per_minute]]);
    tx.exactly(&ADD, &[row.to_string().into()], 1).await?;
    Ok(Some(Ok(Stands { channel, store, reopened })))
}

/// What was found of a channel: who it is and where it stands, or where it is to stand.
enum Place {
    There(Staff, String),
    New(Store),
}

/// The channel of that name. One that was dismissed is the same one still: under another name it would not know its orders,
/// and they would count twice.
fn channel(facts: &Facts, new: &NewKey) -> Result<Place, String> {
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    let store =
        match &new.store {
            Some(named) => {
                Some(facts.stores.iter().find(|store| same(&store.name, named)).ok_or_else(|| {
                    format!("There is no store {named:?}; there is {}.", names(&facts.stores))
                })?)
            }
            None => None,
        };
    let named = || facts.staff.values().filter(|staff| same(&staff.name, &new.channel));
    let dismissed = || named().rfind(|staff| staff.role == StaffRole::Till);
    if let Some(known) = named().find(|staff| staff.active).or_else(dismissed) {
        let stands = facts.stores.iter().find(|store| store.id == known.store);
        let stands = stands.map(|store| store.name.clone()).unwrap_or_default();
        if known.role != StaffRole::Till {
            return Err(format!(
                "Somebody of the team is called {:?}: a channel needs a name of its own, or nobody could dismiss it by \
                 name.",
                known.name
            ));
        }
        if store.is_some_and(|store| store.id != known.store) {
            return Err(format!("The channel {:?} stands in {stands:?}.", known.name));
        }
        return Ok(Place::There(Staff::clone(known), stands));
    }
    match (store, &facts.stores[..]) {
        (Some(store), _) | (None, [store]) => Ok(Place::New(store.clone())),
        (None, _) => {
            Err(format!("In which store does it stand? --store takes one of {}.", names(&facts.stores)))
        }
    }
}

fn names(stores: &[Store]) -> String {
    stores.iter().map(|store| format!("{:?}", store.name)).collect::<Vec<_>>().join(", ")
}

/// A member of staff that does not type: a record that no number and no account leads to.
async fn open(
    tx: &mut Tx,
    new: &NewKey,
    store: &Store,
    lang: Lang,
    mut facts: Facts,
) -> Result<StaffId, StoreError> {
    let (member, id) = (MemberId(facts.next_id), StaffId(facts.next_id + 1));
    let name = new.channel.clone();
    let staff = Staff {
        id,
        member,
        name: name.clone(),
        role: StaffRole::Till,
        store: store.id,
        active: true,
        since: Some(new.at),
    };
    let guest = Member::guest(member, Some(name), None, lang, new.at);
    let changes = [Change::Enrolled(guest), Change::Hired(staff)];
    for change in &changes {
        facts.evolve(change);
    }
    people::save(tx, new.merchant, &facts, &Chats::new(), &changes).await?;
    ledger::save(tx, new.merchant, &facts, &changes, new.at).await?;
    inbox::next_id(tx, new.merchant, id.0 + 1).await?;
    Ok(id)
}

/// Lets a channel that was dismissed sell again; the keys it had then stay shut, for one of them may be why it was.
async fn reopen(tx: &mut Tx, new: &NewKey, staff: Staff, mut facts: Facts) -> Result<StaffId, StoreError> {
    let id = staff.id;
    tx.execute(&END, &[new.merchant.0.into(), id.0.into(), new.at.into()]).await?;
    let changes = [Change::Hired(Staff { active: true, ..staff })];
    for change in &changes {
        facts.evolve(change);
    }
    people::save(tx, new.merchant, &facts, &Chats::new(), &changes).await?;
    Ok(id)
}

/// What a key is held against, by the part of it that is no secret.
pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<Held>, StoreError> {
    let found = tx.fetch(&FIND, &[id.into()]).await?;
    let held = |row: &AnyRow| {
        Ok(Held {
            merchant: MerchantId(row.int(0)?),
            staff: StaffId(row.int(1)?),
            scopes: scopes(&row.text(2)?)?,
            hash: row.text(3)?,
            used_at: row.maybe_int(4)?,
            per_minute: row.int(5)?,
            paused: row.text(6)? != merchants::ACTIVE,
        })
    };
    found.first().map(held).transpose()
}

/// Notes when it was used (ms UTC).
pub async fn used(tx: &mut Tx, id: &str, at: i64) -> Result<(), StoreError> {
    tx.execute(&USED, &[id.into(), at.into()]).await.map(|_| ())
}

/// From now on it opens nothing; `false` where there is none, or none any more.
pub async fn revoke(tx: &mut Tx, id: &str, at: i64) -> Result<bool, StoreError> {
    Ok(tx.execute(&REVOKE, &[id.into(), at.into()]).await? == 1)
}

/// All keys there ever were.
pub async fn list(tx: &mut Tx) -> Result<Vec<Listed>, StoreError> {
    let found = tx.fetch(&LIST, &[]).await?;
    let one = |row: &AnyRow| {
        Ok(Listed {
            id: row.text(0)?,
            merchant: MerchantId(row.int(1)?),
            name: row.text(2)?,
            channel: row.text(3)?,
            store: row.text(4)?,
            scopes: row.text(5)?,
            used_at: row.maybe_int(6)?,
            revoked_at: row.maybe_int(7)?,
            active: row.flag(8)?,
        })
    };
    found.iter().map(one).collect()
}

fn scopes(text: &str) -> Result<BTreeSet<Scope>, StoreError> {
    split(text).ok_or_else(|| unreadable("api_key.scopes", text))
}
