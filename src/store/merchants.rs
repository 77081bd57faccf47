//! Merchants: adding, listing, and what a batch needs to know of one.

use crate::domain::calendar::Zone;
use crate::domain::facts::Shop;
use crate::domain::ids::MerchantId;
use crate::domain::program::Program;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx};
use crate::store::stored::lang;
use sqlx::any::AnyRow;

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

statement!(NEXT, "select cast(coalesce(max(id), 0) + 1 as bigint) from merchant");
statement!(ADD, "
    insert into merchant (id, phone_number_id, name, phone, zone, area_code, lang, contact, announcement_price,
        program, rules, claim, state, created_ms, waba)
    select cast(value->>0 as bigint), value->>1, value->>2, value->>3, value->>4, cast(value->>5 as bigint),
        value->>6, value->>7, cast(value->>8 as bigint), value->>9, 1, value->>10, 'active',
        cast(value->>11 as bigint), value->>12
    from {rows 1}");
statement!(ADD_LANE, "insert into lane (merchant, next_id) values ($1, $2)");
statement!(
    ADD_STORES,
    "
    insert into store (merchant, id, name) select $1, cast(value->>0 as bigint), value->>1 from {rows 2}"
);
statement!(GET, "
    select id, phone_number_id, name, phone, zone, area_code, lang, contact, announcement_price, program, rules,
           claim, waba
    from merchant where id = $1");
statement!(LIST, "
    select id, phone_number_id, name, phone, zone, area_code, lang, contact, announcement_price, program, rules,
           claim, waba
    from merchant order by id");

statement!(SET_WABA, "update merchant set waba = $2 where id = $1");

pub static STATEMENTS: &[&Statement] = &[&NEXT, &ADD, &ADD_LANE, &ADD_STORES, &GET, &LIST, &SET_WABA];

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
        new.program,
        new.claim,
        new.created_at,
        new.waba
    ]]);
    tx.exactly(&ADD, &[row.to_string().into()], 1).await?;
    let stores: Vec<_> = (1_i64..).zip(&new.stores).collect();
    let next_id = 1 + i64::try_from(stores.len()).unwrap_or(0);
    tx.exactly(&ADD_LANE, &[id.into(), next_id.into()], 1).await?;
    tx.exactly(&ADD_STORES, &[id.into(), crate::store::engine::rows(&stores)], stores.len()).await?;
    Ok(MerchantId(id))
}

/// The shop and the owner's unused claim. The program is parsed only when its version is not the one in
/// `known`.
pub async fn get(
    tx: &mut Tx,
    merchant: MerchantId,
    known: Option<&Shop>,
) -> Result<Option<(Shop, Option<String>)>, StoreError> {
    let found = tx.fetch(&GET, &[merchant.0.into()]).await?;
    found.first().map(|row| shop(row, known)).transpose()
}

/// Notes the account that the number belongs to.
pub async fn set_waba(tx: &mut Tx, merchant: MerchantId, waba: &str) -> Result<(), StoreError> {
    tx.exactly(&SET_WABA, &[merchant.0.into(), waba.into()], 1).await
}

/// All merchants, with whether the owner has claimed each.
pub async fn list(tx: &mut Tx) -> Result<Vec<(Shop, Option<String>)>, StoreError> {
    let found = tx.fetch(&LIST, &[]).await?;
    found.iter().map(|row| shop(row, None)).collect()
}

fn shop(row: &AnyRow, known: Option<&Shop>) -> Result<(Shop, Option<String>), StoreError> {
    let rules = row.int(10)?;
    let program = match known.filter(|shop| shop.rules == rules) {
        Some(shop) => shop.program.clone(),
        None => Program::read(&row.text(9)?).map_err(|faults| StoreError::Unreadable(faults.join("; ")))?,
    };
    let shop = Shop {
        id: MerchantId(row.int(0)?),
        phone_number_id: row.text(1)?,
        waba: row.maybe_text(12)?,
        name: row.text(2)?,
        phone: row.text(3)?,
        zone: Zone::named(&row.text(4)?).map_err(StoreError::Unreadable)?,
        area_code: u8::try_from(row.int(5)?).unwrap_or(11),
        lang: lang(&row.text(6)?)?,
        contact: row.text(7)?,
        announcement_price: row.int(8)?,
        program,
        rules,
    };
    Ok((shop, row.maybe_text(11)?))
}
