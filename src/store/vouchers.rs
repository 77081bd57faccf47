//! Vouchers: found by code, loaded with their member and the purchases they paid, written with what they are made of.

use crate::domain::ending::Untold;
use crate::domain::facts::Facts;
use crate::domain::ids::{LotId, MemberId, MerchantId, PurchaseId, StaffId, StoreId, TxnId, VoucherId};
use crate::domain::ledger::LotUse;
use crate::domain::money::Money;
use crate::domain::row::Row;
use crate::domain::voucher::{Reserved, Voucher, VoucherState};
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Arg, Statement, StoreError, Tx, rows};
use crate::store::ledger::insert;
use crate::store::stored::ending;
use serde_json::{Value, json};
use sqlx::any::AnyRow;
use std::collections::{BTreeMap, BTreeSet};

statement!(
    CODES,
    "
    select v.code, v.id, v.member from {rows 2} r cross join voucher v
    where v.merchant = $1 and v.code = r.value->>0"
);

// Open ones and the lately used of members, those asked for by number, and those that paid the purchases asked for.
statement!(
    LOAD,
    "
    select v.id, v.member, v.code, v.value, v.state, v.issued_ms, v.expires_ms, v.rules, v.txn, v.origin, v.closed_ms,
           v.closed_by, v.closed_in, v.used_on, v.used, v.returned, v.version, p.lot, p.amount, v.told, v.untold, v.due_ms,
           v.reserved_by, v.reserved_order, v.reserved_ms
    from (select v.id from {rows 2} r cross join voucher v
          where v.merchant = $1 and v.member = cast(r.value->>0 as bigint) and v.state = 'open'
          union
          select v.id from {rows 2} r cross join voucher v
          where v.merchant = $1 and v.member = cast(r.value->>0 as bigint) and v.closed_ms >= $5
          union
          select cast(r.value->>0 as bigint) from {rows 3} r
          union
          select v.id from {rows 4} r cross join voucher v
          where v.merchant = $1 and v.used_on is not null and v.used_on = cast(r.value->>0 as bigint)) r
    cross join voucher v
    join voucher_piece p on p.merchant = v.merchant and p.voucher = v.id
    where v.merchant = $1 and v.id = r.id
    order by v.id, p.line"
);

statement!(
    SAVE,
    "
    insert into voucher (merchant, id, member, code, value, state, issued_ms, expires_ms, rules, txn, origin, closed_ms,
        closed_by, closed_in, used_on, used, returned, version, told, untold, due_ms, reserved_by, reserved_order,
        reserved_ms)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), value->>2, cast(value->>3 as bigint), value->>4,
        cast(value->>5 as bigint), cast(value->>6 as bigint), cast(value->>7 as bigint), cast(value->>8 as bigint),
        cast(value->>9 as bigint), cast(value->>10 as bigint), cast(value->>11 as bigint),
        cast(value->>12 as bigint), cast(value->>13 as bigint), cast(value->>14 as bigint),
        cast(value->>15 as bigint), cast(value->>16 as bigint), value->>17, value->>18, cast(value->>19 as bigint),
        cast(value->>20 as bigint), value->>21, cast(value->>22 as bigint)
    from {rows 2} r where true
    on conflict (merchant, id) do update set state = excluded.state, expires_ms = excluded.expires_ms,
        told = excluded.told, untold = excluded.untold, due_ms = excluded.due_ms, closed_ms = excluded.closed_ms,
        closed_by = excluded.closed_by, closed_in = excluded.closed_in, used_on = excluded.used_on,
        used = excluded.used, returned = excluded.returned, reserved_by = excluded.reserved_by,
        reserved_order = excluded.reserved_order, reserved_ms = excluded.reserved_ms, version = excluded.version
    where voucher.version = excluded.version - 1"
);

statement!(
    PIECES,
    "
    insert into voucher_piece (merchant, voucher, line, lot, amount)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), cast(value->>2 as bigint),
        cast(value->>3 as bigint)
    from {rows 2} r"
);

pub static STATEMENTS: &[&Statement] = &[&CODES, &LOAD, &SAVE, &PIECES];

/// Looks up long codes; others lead to no voucher. Returns the vouchers found, with their members.
pub(super) async fn behind_codes(
    tx: &mut Tx,
    merchant: MerchantId,
    codes: &BTreeSet<String>,
    facts: &mut Facts,
) -> Result<Vec<(VoucherId, MemberId)>, StoreError> {
    let new: Vec<&String> = codes.iter().filter(|code| !facts.vouchers.contains_key(*code)).collect();
    let long: Vec<_> = new.iter().filter(|code| code.len() == LONG).map(|code| (code,)).collect();
    let found = if long.is_empty() {
        Vec::new()
    } else {
        tx.fetch(&CODES, &[merchant.0.into(), rows(&long)]).await?
    };
    for code in new {
        facts.vouchers.insert(code.clone(), None);
    }
    let mut vouchers = Vec::new();
    for row in found {
        let (voucher, member) = (VoucherId(row.int(1)?), MemberId(row.int(2)?));
        facts.vouchers.insert(row.text(0)?, Some((member, voucher)));
        vouchers.push((voucher, member));
    }
    Ok(vouchers)
}

/// Symbols of a voucher's code.
const LONG: usize = 10;

/// Loads vouchers of members into their accounts; `members` as a set parameter. Returns the credits they are made of,
/// which may be used up by now.
pub(super) async fn load(
    tx: &mut Tx,
    merchant: MerchantId,
    members: Arg,
    named: &[(VoucherId, MemberId)],
    purchases: &[(PurchaseId, MemberId)],
    since: i64,
    facts: &mut Facts,
) -> Result<BTreeSet<LotId>, StoreError> {
    let named: Vec<_> = named.iter().map(|(voucher, _)| (voucher,)).collect();
    let purchases: Vec<_> = purchases.iter().map(|(purchase, _)| (purchase,)).collect();
    let args = [merchant.0.into(), members, rows(&named), rows(&purchases), since.into()];
    let mut found: BTreeMap<VoucherId, Row<Voucher>> = BTreeMap::new();
    let mut lots = BTreeSet::new();
    for row in tx.fetch(&LOAD, &args).await? {
        let piece = LotUse { lot: LotId(row.int(17)?), amount: row.int(18)? };
        lots.insert(piece.lot);
        let one = match found.remove(&VoucherId(row.int(0)?)) {
            Some(known) => Voucher::clone(&known),
            None => voucher(&row)?,
        };
        let pieces = one.pieces.iter().copied().chain([piece]).collect();
        found.insert(one.id, Row::stored(Voucher { pieces, ..one }, row.int(16)?));
    }
    for (id, voucher) in found {
        let account = facts.accounts.get_mut(&voucher.member);
        if let Some(account) = account.filter(|account| account.voucher(id).is_none()) {
            account.vouchers.push(voucher);
            account.vouchers.sort_by_key(|voucher| voucher.id);
        }
    }
    Ok(lots)
}

/// Writes what changed; what a voucher is made of never does.
pub(super) async fn save(tx: &mut Tx, merchant: MerchantId, facts: &Facts) -> Result<(), StoreError> {
    let changed = || facts.accounts.values().flat_map(|account| &account.vouchers).filter(|row| row.dirty);
    let vouchers: Vec<Value> = changed().map(stored).collect();
    insert(tx, &SAVE, merchant, &vouchers).await?;
    let new = changed().filter(|row| row.version == 0);
    let pieces: Vec<_> = new
        .flat_map(|voucher| {
            (0_i64..).zip(&voucher.pieces).map(|(line, piece)| (voucher.id, line, piece.lot, piece.amount))
        })
        .collect();
    insert(tx, &PIECES, merchant, &pieces).await
}

fn stored(row: &Row<Voucher>) -> Value {
    json!([
        row.id,
        row.member,
        row.code,
        row.value,
        row.state.as_str(),
        row.issued_at,
        row.expires_at,
        row.rules,
        row.txn,
        row.origin,
        row.closed_at,
        row.closed_by,
        row.closed_in,
        row.used_on,
        row.used,
        row.returned,
        row.version + 1,
        row.ending.told,
        row.ending.untold.map(Untold::as_str),
        row.ending.due,
        row.reserved.as_ref().map(|reserved| reserved.by),
        row.reserved.as_ref().map(|reserved| &reserved.order),
        row.reserved.as_ref().map(|reserved| reserved.until)
    ])
}

/// A row without its pieces.
fn voucher(row: &AnyRow) -> Result<Voucher, StoreError> {
    let state = row.text(4)?;
    let unreadable = || StoreError::Unreadable(format!("voucher.state holds {state:?}"));
    Ok(Voucher {
        id: VoucherId(row.int(0)?),
        member: MemberId(row.int(1)?),
        code: row.text(2)?,
        value: Money(row.int(3)?),
        state: VoucherState::read(&state).ok_or_else(unreadable)?,
        issued_at: row.int(5)?,
        expires_at: row.int(6)?,
        ending: ending(row, 19, 21)?,
        rules: row.int(7)?,
        txn: TxnId(row.int(8)?),
        origin: row.maybe_int(9)?.map(VoucherId),
        pieces: Vec::new(),
        closed_at: row.maybe_int(10)?,
        closed_by: row.maybe_int(11)?.map(StaffId),
        closed_in: row.maybe_int(12)?.map(StoreId),
        used_on: row.maybe_int(13)?.map(PurchaseId),
        used: Money(row.int(14)?),
        returned: Money(row.int(15)?),
        reserved: reserved(row)?,
    })
}

fn reserved(row: &AnyRow) -> Result<Option<Reserved>, StoreError> {
    let (by, order, until) = (row.maybe_int(22)?, row.maybe_text(23)?, row.maybe_int(24)?);
    let reserved = by.zip(order).zip(until);
    Ok(reserved.map(|((by, order), until)| Reserved { by: StaffId(by), order, until }))
}
