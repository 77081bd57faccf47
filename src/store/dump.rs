//! Everything a merchant has, row by row: as it leaves for another installation, and as it comes in there.
//!
//! The one list of tables and columns is below; what is read, what is written and the order of both come from it.
//! `tests/it/moving/whole.rs` holds it against the tables of both engines, so that none of them is forgotten.

use crate::domain::ids::MerchantId;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Arg, Statement, StoreError, Tx};
use sqlx::any::AnyRow;

/// What a column holds.
#[allow(non_camel_case_types, reason = "as the list below writes them")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    int,
    text,
}

/// A table of which each row belongs to one merchant.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    /// The column that says whose a row is; it is not among the others, because it is the same in all of them.
    pub whose: &'static str,
    pub columns: &'static [(&'static str, Kind)],
    count: &'static Statement,
    read: &'static Statement,
    write: &'static Statement,
}

/// How a column is asked for: by its name, unless the list says otherwise.
macro_rules! asked {
    ($column:ident) => {
        stringify!($column)
    };
    ($column:ident $how:literal) => {
        $how
    };
}

macro_rules! taken {
    ($column:ident int) => {
        concat!("cast(value->>'", stringify!($column), "' as bigint)")
    };
    ($column:ident text) => {
        concat!("value->>'", stringify!($column), "'")
    };
}

/// `table [whose] by order: column kind, …`: a row may stand behind those it names, so the order of tables counts.
macro_rules! tables {
    ($($table:ident [$whose:ident] by $order:literal: $($column:ident $kind:ident $(= $how:literal)?),+;)+) => {
        /// Whatever belongs to a merchant, in the order in which it can be written.
        pub static TABLES: &[Table] = &[$(Table {
            name: stringify!($table),
            whose: stringify!($whose),
            columns: &[$((stringify!($column), Kind::$kind)),+],
            count: &Statement {
                name: concat!(module_path!(), "::COUNT ", stringify!($table)),
                text: concat!("select cast(count(*) as bigint) from ", stringify!($table), " where ",
                    stringify!($whose), " = $1"),
            },
            read: &Statement {
                name: concat!(module_path!(), "::READ ", stringify!($table)),
                text: concat!("select ", $(asked!($column $($how)?), ", ",)+ stringify!($whose), " from ",
                    stringify!($table), " where ", stringify!($whose), " = $1 order by ", $order),
            },
            write: &Statement {
                name: concat!(module_path!(), "::WRITE ", stringify!($table)),
                text: concat!("insert into ", stringify!($table), " (", $(stringify!($column), ", ",)+
                    stringify!($whose), ") select ", $(taken!($column $kind), ", ",)+ "$1 from {rows 2} r"),
            },
        }),+];
    };
}

tables! {
    merchant [id] by "id": phone_number_id text, name text, phone text, zone text, area_code int, lang text,
        contact text, announcement_price int, rules int, claim text, state text, created_ms int, waba text,
        portfolio text, per_second int, hash_key text;
    lane [merchant] by "merchant": next_id int, next_event int;
    channel [merchant] by "merchant": state text, since_ms int, probe_ms int, error int, reason text,
        marketing_ms int, allowance int, quality text, by_status int;
    template [merchant] by "name {bytes}, lang {bytes}": name text, lang text, remote_id text, category text,
        status text, quality text, reason text, updated_ms int;
    program [merchant] by "version": version int, text text, from_ms int, warnings text;
    store [merchant] by "id": id int, name text, hours text, address text;
    member [merchant] by "id": id int, name text, phone text, standing text, lang text, store int,
        referral_code text, referred_by int, referral_purchase int, referral_txn int, offers int, silent int,
        frozen int, created_ms int, joined_ms int, version int, merged_into int, moved int, tier text,
        tier_until_ms int, tier_due_ms int, due_ms int, presence_code text, presence_ms int, birthday text,
        birthday_year int, birthday_ms int, awaits int, awaits_ms int, cnpj text;
    contact [merchant] by "id": id int, member int, name text, role text, phone text, account text, email text,
        mail int, bounced_ms int;
    staff [merchant] by "id": id int, member int, name text, role text, store int, active int, version int,
        since_ms int;
    wrong_code [merchant] by "staff": staff int, day_ms int, tries int, version int;
    family [merchant] by "staff, member": staff int, member int;
    identity [merchant] by "kind {bytes}, value {bytes}": kind text, value text, member int;
    conversation [merchant] by "member": member int, state text, wa_id text, user_id text, last_inbound_ms int,
        version int, quiet_ms int, undelivered_ms int;
    consent [merchant] by "member, purpose {bytes}, source {bytes}": member int, purpose text, given int, at_ms int,
        source text;
    wallet [merchant] by "member": member int, available int, held int, debt int, version int, owing_ms int;
    txn [merchant] by "id": id int, kind text, key text, hash text, actor text, source text, store int, purchase int,
        reverses int, rules int, at_ms int, created_ms int;
    transfer [merchant] by "txn, line": txn int, line int, unit text, debit text, credit text, amount int;
    reason [merchant] by "txn": txn int, member int, text text;
    purchase [merchant] by "id": id int, member int, staff int, store int, amount int, standing int, earned int,
        rules int, remark text, txn int, wamid text, at_ms int, told int, version int, excluded int, paid int,
        factor text, extra int, most int, agreed text, discount int, order_id text;
    lot [merchant] by "id": id int, member int, txn int, original int, remaining int, earned_ms int, expires_ms int,
        rules int, version int, usable_ms int, told text, untold text, returned int, due_ms int, promised_ms int,
        lapsed int;
    lot_use [merchant] by "txn, line": txn int, line int, lot int, amount int;
    hold [merchant] by "id": id int, member int, code text, reward text, amount int, state text, opened_ms int,
        expires_ms int, closed_ms int, closed_by int, closed_in int, version int, purpose text, asked text,
        used_on int, used int, returned int;
    hold_piece [merchant] by "hold, line": hold int, line int, lot int, amount int;
    voucher [merchant] by "id": id int, member int, code text, value int, state text, issued_ms int, expires_ms int,
        rules int, txn int, origin int, closed_ms int, closed_by int, closed_in int, used_on int, used int,
        returned int, version int, told text, untold text, due_ms int, reserved_by int, reserved_order text,
        reserved_ms int;
    voucher_piece [merchant] by "voucher, line": voucher int, line int, lot int, amount int;
    score [merchant] by "month {bytes}, member": month text, member int, points int, earned int, spent int,
        visits int, friends int;
    announcement [merchant] by "id": id int, staff int, text text, people int, price int, at_ms int;
    contest [merchant] by "id": id int, member int, newcomer int, phone text, opened_ms int, code text, code_ms int,
        outcome text, closed_ms int, closed_by int, version int;
    erasure [merchant] by "member": member int, at_ms int, actor text, user_id text, words text, due_ms int,
        attempt int, state text, reason text, hashed int;
    forgotten [merchant] by "hash {bytes}": hash text, person text;
    inbox [merchant] by "key {bytes}": key text, kind text, at_ms int, arrival int,
        raw text = "case when state in ('new', 'dead') then raw else '' end", state text, reason text;
    outbox [merchant] by "id": id int, member int, class text, state text, wa_id text, user_id text, body text,
        about int, cause text, attempt int, doubts int, due_ms int, created_ms int, wamid text, status text,
        status_ms int, error int, reason text, category text, billable int, template text, until_ms int,
        initiates int, sent_ms int, recalled text, place text, estimate text, refusals int, respelled int;
    twin [merchant] by "wamid {bytes}": wamid text, outbox int, attempt int, status text, status_ms int, error int,
        category text, billable int;
    api_answer [merchant] by "staff, kind {bytes}, key {bytes}": staff int, kind text, key text, hash text,
        status int, body text, request text, at_ms int;
}

/// Tables and columns that stay where they are, and why.
pub const LEFT: [(&str, &str); 7] = [
    (
        "hook",
        "its secret is sealed with a key of the installation, and whoever listens is told of the new one",
    ),
    ("event", "what was told is no balance; whoever listens asks the new installation"),
    ("delivery", "it is on its way to a hook, and hooks stay"),
    (
        "mail",
        "letters rest nowhere: one that went out since would come twice, and what it says stands in the chat",
    ),
    ("api_key", "a key opens the door of one installation; tills and web shops get new ones"),
    ("mark", "says of an installation when it was last copied and recomputed"),
    ("merchant.token", "it is sealed with a key of the installation, and is given again"),
];

/// What somebody compares on both sides. Amounts in minor units of the program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    pub members: i64,
    pub available: i64,
    pub held: i64,
    pub owing: i64,
    /// Open vouchers, and what they are worth.
    pub vouchers: i64,
    pub worth: i64,
}

statement!(
    SUMS,
    "
    select (select cast(count(*) as bigint) from member where merchant = $1)
            - (select cast(count(*) as bigint) from staff where merchant = $1 and role = 'till'),
        w.available, w.held, w.debt, v.number, v.value
    from (select cast(coalesce(sum(available), 0) as bigint) as available,
              cast(coalesce(sum(held), 0) as bigint) as held, cast(coalesce(sum(debt), 0) as bigint) as debt
          from wallet where merchant = $1) w
    cross join (select cast(count(*) as bigint) as number, cast(coalesce(sum(value), 0) as bigint) as value
          from voucher where merchant = $1 and state = 'open') v"
);
statement!(
    TAKEN,
    "select id, phone_number_id from merchant where id = $1 or phone_number_id = $2 order by id limit 1"
);

/// Those of the list and those beside it.
pub fn statements() -> Vec<&'static Statement> {
    let listed = TABLES.iter().flat_map(|table| [table.count, table.read, table.write]);
    listed.chain([&SUMS, &TAKEN]).collect()
}

/// The table of this name, if it belongs to what a merchant has.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

/// How many rows a merchant has in each table.
pub async fn counts(tx: &mut Tx, merchant: MerchantId) -> Result<Vec<(&'static str, i64)>, StoreError> {
    let mut counts = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let found = tx.fetch(table.count, &[merchant.0.into()]).await?;
        counts.push((table.name, found.first().map_or(Ok(0), |row| row.int(0))?));
    }
    Ok(counts)
}

/// Hands over each row of a table as a JSON object, always in the same order.
pub async fn each(
    tx: &mut Tx,
    table: &Table,
    merchant: MerchantId,
    mut look: impl FnMut(&str) -> Result<(), StoreError> + Send,
) -> Result<(), StoreError> {
    let (columns, mut text) = (table.columns, String::new());
    tx.each(table.read, &[merchant.0.into()], move |row| {
        object(row, columns, &mut text)?;
        look(&text)
    })
    .await
}

fn object(row: &AnyRow, columns: &[(&str, Kind)], text: &mut String) -> Result<(), StoreError> {
    text.clear();
    for (place, (name, kind)) in columns.iter().enumerate() {
        let value = match kind {
            Kind::int => serde_json::to_string(&row.maybe_int(place)?),
            Kind::text => serde_json::to_string(&row.maybe_text(place)?),
        };
        let value = value.map_err(|fault| StoreError::Unreadable(fault.to_string()))?;
        text.push_str(if place == 0 { "{\"" } else { ",\"" });
        text.push_str(name);
        text.push_str("\":");
        text.push_str(&value);
    }
    text.push('}');
    Ok(())
}

/// Writes so many rows, a JSON array of objects.
pub async fn put(
    tx: &mut Tx,
    table: &Table,
    merchant: MerchantId,
    rows: String,
    count: usize,
) -> Result<(), StoreError> {
    tx.exactly(table.write, &[merchant.0.into(), Arg::Text(rows)], count).await
}

pub async fn sums(tx: &mut Tx, merchant: MerchantId) -> Result<Sums, StoreError> {
    let found = tx.fetch(&SUMS, &[merchant.0.into()]).await?;
    let Some(row) = found.first() else { return Ok(Sums::default()) };
    let (members, available, held) = (row.int(0)?, row.int(1)?, row.int(2)?);
    Ok(Sums { members, available, held, owing: row.int(3)?, vouchers: row.int(4)?, worth: row.int(5)? })
}

/// The merchant here that has this id or this number.
pub async fn taken(
    tx: &mut Tx,
    merchant: MerchantId,
    number: &str,
) -> Result<Option<(MerchantId, String)>, StoreError> {
    let found = tx.fetch(&TAKEN, &[merchant.0.into(), number.into()]).await?;
    found.first().map(|row| Ok((MerchantId(row.int(0)?), row.text(1)?))).transpose()
}
