//! Merchants: adding, listing, changing, pausing, and what a batch needs to know of one.

use crate::domain::calendar::Zone;
use crate::domain::facts::Shop;
use crate::domain::ids::MerchantId;
use crate::domain::program::Unit;
use crate::domain::rulebook::Rulebook;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Arg, Statement, StoreError, Tx, rows};
use crate::store::programs;
use crate::store::stored::lang;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::any::AnyRow;

/// State of a merchant that is served; the other is [`PAUSED`].
pub const ACTIVE: &str = "active";
/// Messages are kept, nothing is decided and nothing is sent.
pub const PAUSED: &str = "paused";

/// What `merchant add` takes.
#[derive(Debug, Clone)]
pub struct NewMerchant {
    pub name: String,
    pub phone_number_id: String,
    /// The WhatsApp Business Account of the number.
    pub waba: Option<String>,
    /// Digits with country code.
    pub phone: String,
    pub zone: String,
    pub area_code: u8,
    pub lang: crate::domain::lang::Lang,
    pub contact: String,
    /// Millionths of a real for one marketing message; 0: what the rate card says.
    pub announcement_price: i64,
    /// Program as TOML, checked before.
    pub program: String,
    pub stores: Vec<String>,
    pub claim: Option<String>,
    pub created_at: i64,
}

/// What can be changed of a merchant; `None` leaves it as it is. No `Debug`: it may hold a token in clear.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    pub name: Option<String>,
    pub phone_number_id: Option<String>,
    /// Digits with country code.
    pub phone: Option<String>,
    pub zone: Option<String>,
    pub area_code: Option<u8>,
    pub lang: Option<String>,
    pub contact: Option<String>,
    /// Millionths of a real.
    pub announcement_price: Option<i64>,
    /// As TOML; it becomes another version of the rules.
    pub program: Option<String>,
    pub waba: Option<String>,
    pub portfolio: Option<String>,
    /// Messages a second, both directions.
    pub per_second: Option<i64>,
    /// Sealed; empty for the token of the installation.
    pub token: Option<String>,
    /// Stores it has besides, from now on.
    #[serde(default)]
    pub add_stores: Vec<String>,
    /// Stores as they are called and as they will be.
    #[serde(default)]
    pub rename_stores: Vec<(String, String)>,
}

/// A merchant as the list shows it.
pub struct Listed {
    pub shop: Shop,
    /// The code that makes an owner, until it is used.
    pub claim: Option<String>,
    /// Whether it has an owner; then a code is for another one.
    pub owned: bool,
    pub paused: bool,
    /// Nothing leaves from its number: since when (ms UTC), and by which of Meta's codes.
    pub stopped: Option<(i64, i64)>,
    /// Whether it has a token of its own.
    pub own_token: bool,
    /// Updates that wait to be worked on, and bubbles that rest.
    pub waiting: i64,
    pub resting: i64,
}

statement!(NEXT, "select cast(coalesce(max(id), 0) + 1 as bigint) from merchant");
statement!(ADD, "
    insert into merchant (id, phone_number_id, name, phone, zone, area_code, lang, contact, announcement_price,
        rules, claim, state, created_ms, waba)
    select cast(value->>0 as bigint), value->>1, value->>2, value->>3, value->>4, cast(value->>5 as bigint),
        value->>6, value->>7, cast(value->>8 as bigint), 0, value->>9, 'active', cast(value->>10 as bigint), value->>11
    from {rows 1} r");
statement!(
    SET,
    "
    update merchant set name = coalesce(r.name, merchant.name), phone = coalesce(r.phone, merchant.phone),
        zone = coalesce(r.zone, merchant.zone), area_code = coalesce(r.area_code, merchant.area_code),
        lang = coalesce(r.lang, merchant.lang), contact = coalesce(r.contact, merchant.contact),
        announcement_price = coalesce(r.price, merchant.announcement_price),
        waba = coalesce(r.waba, merchant.waba), portfolio = coalesce(r.portfolio, merchant.portfolio),
        per_second = coalesce(r.per_second, merchant.per_second),
        token = nullif(coalesce(r.token, merchant.token), ''),
        phone_number_id = coalesce(r.number, merchant.phone_number_id)
    from (select value->>0 as name, value->>1 as phone, value->>2 as zone, cast(value->>3 as bigint) as area_code,
            value->>4 as lang, value->>5 as contact, cast(value->>6 as bigint) as price, value->>7 as waba,
            value->>8 as portfolio, cast(value->>9 as bigint) as per_second, value->>10 as token,
            value->>11 as number from {rows 2} r) r
    where merchant.id = $1"
);
statement!(STATE_OF, "select state from merchant where id = $1");
statement!(STATE, "update merchant set state = $2 where id = $1");
statement!(TOKENS, "select id, phone_number_id, token from merchant where token is not null");
statement!(ADD_LANE, "insert into lane (merchant, next_id) values ($1, $2)");
statement!(
    ADD_STORES,
    "
    insert into store (merchant, id, name) select $1, cast(value->>0 as bigint), value->>1 from {rows 2} r"
);
statement!(
    GET,
    "
    select id, phone_number_id, name, phone, zone, area_code, lang, contact, announcement_price, rules, claim,
           waba
    from merchant where id = $1"
);
statement!(
    LIST,
    "
    select id, phone_number_id, name, phone, zone, area_code, lang, contact, announcement_price, rules, claim,
           waba
    from merchant order by id"
);
statement!(
    CONDITIONS,
    "
    select m.id, m.state, case when m.token is null then 0 else 1 end,
        (select cast(count(*) as bigint) from inbox i where i.merchant = m.id and i.state = 'new'),
        (select cast(count(*) as bigint) from outbox o where o.merchant = m.id and o.state = 'held'),
        c.since_ms, coalesce(c.error, 0),
        case when exists (select 1 from staff s where s.merchant = m.id and s.role = 'owner' and s.active = 1)
            then 1 else 0 end
    from merchant m left join channel c on c.merchant = m.id and c.state = 'stopped' order by m.id"
);

statement!(SET_CLAIM, "update merchant set claim = $2 where id = $1");
statement!(UNIT, "select unit from transfer where merchant = $1 limit 1");
statement!(SET_WABA, "update merchant set waba = $2 where id = $1");

pub static STATEMENTS: &[&Statement] = &[
    &NEXT,
    &ADD,
    &SET,
    &STATE_OF,
    &STATE,
    &TOKENS,
    &ADD_LANE,
    &ADD_STORES,
    &GET,
    &LIST,
    &CONDITIONS,
    &SET_CLAIM,
    &SET_WABA,
    &UNIT,
];

/// Adds a merchant with its stores; refused when the number belongs to one already.
pub async fn add(tx: &mut Tx, new: &NewMerchant) -> Result<MerchantId, StoreError> {
    let next = tx.fetch(&NEXT, &[]).await?;
    let id = next.first().map_or(Ok(1), |row| row.int(0))?;
    let row = serde_json::json!([[
        id,
        new.phone_number_id,
        new.name,
        new.phone,
        new.zone,
        new.area_code,
        new.lang.tag(),
        new.contact,
        new.announcement_price,
        new.claim,
        new.created_at,
        new.waba
    ]]);
    tx.exactly(&ADD, &[row.to_string().into()], 1).await?;
    let stores: Vec<_> = (1_i64..).zip(&new.stores).collect();
    let next_id = 1 + i64::try_from(stores.len()).unwrap_or(0);
    tx.exactly(&ADD_LANE, &[id.into(), next_id.into()], 1).await?;
    tx.exactly(&ADD_STORES, &[id.into(), rows(&stores)], stores.len()).await?;
    programs::add(tx, MerchantId(id), &new.program, 0).await?;
    Ok(MerchantId(id))
}

/// What this merchant's ledger counts; `None` while it holds nothing.
pub async fn unit(tx: &mut Tx, merchant: MerchantId) -> Result<Option<Unit>, StoreError> {
    let found = tx.fetch(&UNIT, &[merchant.0.into()]).await?;
    let code = found.first().map(|row| row.text(0)).transpose()?;
    Ok(code.and_then(|code| Unit::of_code(&code)))
}

/// Changes a merchant; `false` when there is none with this id, refused when another has the number.
pub async fn set(tx: &mut Tx, merchant: MerchantId, new: &Settings) -> Result<bool, StoreError> {
    let row = json!([[
        new.name,
        new.phone,
        new.zone,
        new.area_code,
        new.lang,
        new.contact,
        new.announcement_price,
        new.waba,
        new.portfolio,
        new.per_second,
        new.token,
        new.phone_number_id
    ]]);
    Ok(tx.execute(&SET, &[merchant.0.into(), Arg::Text(row.to_string())]).await? == 1)
}

/// [`ACTIVE`] or [`PAUSED`]; `false` when there is no such merchant.
pub async fn set_state(tx: &mut Tx, merchant: MerchantId, state: &str) -> Result<bool, StoreError> {
    Ok(tx.execute(&STATE, &[merchant.0.into(), state.into()]).await? == 1)
}

/// [`ACTIVE`] or [`PAUSED`], of a merchant there is.
pub async fn state(tx: &mut Tx, merchant: MerchantId) -> Result<Option<String>, StoreError> {
    let found = tx.fetch(&STATE_OF, &[merchant.0.into()]).await?;
    found.first().map(|row| row.text(0)).transpose()
}

/// Tokens that belong to one number: merchant, number, the token sealed.
pub async fn tokens(tx: &mut Tx) -> Result<Vec<(MerchantId, String, String)>, StoreError> {
    let found = tx.fetch(&TOKENS, &[]).await?;
    found.iter().map(|row| Ok((MerchantId(row.int(0)?), row.text(1)?, row.text(2)?))).collect()
}

/// The shop and the owner's unused claim. The rulebook is read only when `known` has not the newest version.
pub async fn get(
    tx: &mut Tx,
    merchant: MerchantId,
    known: Option<&Shop>,
) -> Result<Option<(Shop, Option<String>)>, StoreError> {
    let found = tx.fetch(&GET, &[merchant.0.into()]).await?;
    let Some(row) = found.first() else { return Ok(None) };
    let newest = row.int(9)?;
    let rules = match known.map(|shop| &shop.rules).filter(|rules| rules.newest().number == newest) {
        Some(rules) => rules.clone(),
        None => programs::of(tx, merchant).await?,
    };
    shop(row, rules).map(Some)
}

/// Gives a merchant another claim code; nothing happens when there is no such merchant.
pub async fn set_claim(tx: &mut Tx, merchant: MerchantId, claim: &str) -> Result<(), StoreError> {
    tx.execute(&SET_CLAIM, &[merchant.0.into(), claim.into()]).await.map(|_| ())
}

/// Notes the account that the number belongs to.
pub async fn set_waba(tx: &mut Tx, merchant: MerchantId, waba: &str) -> Result<(), StoreError> {
    tx.exactly(&SET_WABA, &[merchant.0.into(), waba.into()], 1).await
}

/// All merchants, with whether the owner has claimed each.
pub async fn list(tx: &mut Tx) -> Result<Vec<(Shop, Option<String>)>, StoreError> {
    let mut rules = programs::all(tx).await?;
    let found = tx.fetch(&LIST, &[]).await?;
    let one = |row: &AnyRow| {
        let merchant = MerchantId(row.int(0)?);
        shop(row, rules.remove(&merchant).ok_or_else(|| programs::missing(merchant))?)
    };
    found.iter().map(one).collect()
}

/// All merchants with what people look after.
pub async fn listed(tx: &mut Tx) -> Result<Vec<Listed>, StoreError> {
    let shops = list(tx).await?;
    let conditions = tx.fetch(&CONDITIONS, &[]).await?;
    let one = |((shop, claim), row): ((Shop, Option<String>), &AnyRow)| {
        Ok(Listed {
            shop,
            claim,
            owned: row.flag(7)?,
            paused: row.text(1)? != ACTIVE,
            own_token: row.flag(2)?,
            waiting: row.int(3)?,
            resting: row.int(4)?,
            stopped: row.maybe_int(5)?.map(|since| Ok::<_, StoreError>((since, row.int(6)?))).transpose()?,
        })
    };
    shops.into_iter().zip(&conditions).map(one).collect()
}

fn shop(row: &AnyRow, rules: Rulebook) -> Result<(Shop, Option<String>), StoreError> {
    let shop = Shop {
        id: MerchantId(row.int(0)?),
        phone_number_id: row.text(1)?,
        waba: row.maybe_text(11)?,
        name: row.text(2)?,
        phone: row.text(3)?,
        zone: Zone::named(&row.text(4)?).map_err(StoreError::Unreadable)?,
        area_code: u8::try_from(row.int(5)?).unwrap_or(11),
        lang: lang(&row.text(6)?)?,
        contact: row.text(7)?,
        announcement_price: row.int(8)?,
        rules,
    };
    Ok((shop, row.maybe_text(10)?))
}
