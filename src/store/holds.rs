//! Holds: found by code, loaded with their member and the purchases they paid, written with the pieces they took.

use crate::domain::facts::Facts;
use crate::domain::hold::{HeldFor, Hold, HoldState};
use crate::domain::ids::{HoldId, LotId, MemberId, MerchantId, PurchaseId, StaffId, StoreId};
use crate::domain::ledger::LotUse;
use crate::domain::row::Row;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Arg, Statement, StoreError, Tx, rows};
use crate::store::ledger::insert;
use crate::store::stored::unreadable;
use serde_json::{Value, json};
use sqlx::any::AnyRow;
use std::collections::{BTreeMap, BTreeSet};

statement!(
    CODES,
    "
    select h.code, h.id, h.member from {rows 2} r cross join hold h
    where h.merchant = $1 and h.code = r.value->>0
    order by case h.state when 'open' then 1 else 0 end, h.opened_ms, h.id"
);

statement!(
    HANDED,
    "
    select o.wamid, h.id, h.member from {rows 2} r cross join outbox o
    join hold h on h.merchant = o.merchant and h.id = o.about
    where o.merchant = $1 and o.wamid = r.value->>0"
);

// Open ones of members, those asked for by number, and those that paid the purchases asked for or made lately.
statement!(
    LOAD,
    "
    select h.id, h.member, h.code, h.reward, h.amount, h.state, h.opened_ms, h.expires_ms, h.closed_ms,
           h.closed_by, h.closed_in, h.version, h.purpose, h.asked, h.used_on, h.used, h.returned, p.lot, p.amount
    from (select h.id from {rows 2} r cross join hold h
          where h.merchant = $1 and h.member = cast(r.value->>0 as bigint) and h.state = 'open'
          union
          select cast(r.value->>0 as bigint) from {rows 3} r
          union
          select h.id from {rows 4} r cross join hold h
          where h.merchant = $1 and h.used_on is not null and h.used_on = cast(r.value->>0 as bigint)
          union
          select h.id from {rows 2} r cross join purchase b
          join hold h on h.merchant = b.merchant and h.used_on = b.id and h.used_on is not null
          where b.merchant = $1 and b.member = cast(r.value->>0 as bigint) and b.at_ms >= $5 and b.paid > 0) r
    cross join hold h
    left join hold_piece p on p.merchant = h.merchant and p.hold = h.id
    where h.merchant = $1 and h.id = r.id
    order by h.id, p.line"
);

statement!(
    SAVE,
    "
    insert into hold (merchant, id, member, code, reward, amount, state, opened_ms, expires_ms, closed_ms,
        closed_by, closed_in, version, purpose, asked, used_on, used, returned)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), value->>2, value->>3,
        cast(value->>4 as bigint), value->>5, cast(value->>6 as bigint), cast(value->>7 as bigint),
        cast(value->>8 as bigint), cast(value->>9 as bigint), cast(value->>10 as bigint),
        cast(value->>11 as bigint), value->>12, value->>13, cast(value->>14 as bigint), cast(value->>15 as bigint),
        cast(value->>16 as bigint)
    from {rows 2} r where true
    on conflict (merchant, id) do update set state = excluded.state, closed_ms = excluded.closed_ms,
        closed_by = excluded.closed_by, closed_in = excluded.closed_in, version = excluded.version,
        asked = excluded.asked, used_on = excluded.used_on, used = excluded.used, returned = excluded.returned
    where hold.version = excluded.version - 1"
);

statement!(
    PIECES,
    "
    insert into hold_piece (merchant, hold, line, lot, amount)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), cast(value->>2 as bigint),
        cast(value->>3 as bigint)
    from {rows 2} r where true
    on conflict (merchant, hold, line) do nothing"
);

pub static STATEMENTS: &[&Statement] = &[&CODES, &HANDED, &LOAD, &SAVE, &PIECES];

/// Looks up short codes. Returns the holds found, with their members.
pub(super) async fn behind_codes(
    tx: &mut Tx,
    merchant: MerchantId,
    codes: &BTreeSet<String>,
    facts: &mut Facts,
) -> Result<Vec<(HoldId, MemberId)>, StoreError> {
    let new: Vec<_> =
        codes.iter().filter(|code| !facts.codes.contains_key(*code)).map(|code| (code,)).collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let found = tx.fetch(&CODES, &[merchant.0.into(), rows(&new)]).await?;
    for (code,) in new {
        facts.codes.insert(code.clone(), None);
    }
    let mut holds = Vec::new();
    // Open comes last in the order, so it wins over those that are closed.
    for row in found {
        let (hold, member) = (HoldId(row.int(1)?), MemberId(row.int(2)?));
        facts.codes.insert(row.text(0)?, Some((member, hold)));
        holds.push((hold, member));
    }
    Ok(holds)
}

/// The hand-overs that these bubbles of ours tell of, which are asked for the first time.
pub(super) async fn behind_quotes(
    tx: &mut Tx,
    merchant: MerchantId,
    wamids: Arg,
    facts: &mut Facts,
) -> Result<Vec<(HoldId, MemberId)>, StoreError> {
    let mut holds = Vec::new();
    for row in tx.fetch(&HANDED, &[merchant.0.into(), wamids]).await? {
        let (hold, member) = (HoldId(row.int(1)?), MemberId(row.int(2)?));
        facts.handed.insert(row.text(0)?, (member, hold));
        holds.push((hold, member));
    }
    Ok(holds)
}

/// Loads holds of members into their accounts; `members` as a set parameter. Returns the credits that paid with them,
/// which may be used up by now.
pub(super) async fn load(
    tx: &mut Tx,
    merchant: MerchantId,
    members: Arg,
    named: &[(HoldId, MemberId)],
    purchases: &[(PurchaseId, MemberId)],
    since: i64,
    facts: &mut Facts,
) -> Result<BTreeSet<LotId>, StoreError> {
    let named: Vec<_> = named.iter().map(|(hold, _)| (hold,)).collect();
    let purchases: Vec<_> = purchases.iter().map(|(purchase, _)| (purchase,)).collect();
    let args = [merchant.0.into(), members, rows(&named), rows(&purchases), since.into()];
    let mut found: BTreeMap<HoldId, Row<Hold>> = BTreeMap::new();
    let mut lots = BTreeSet::new();
    for row in tx.fetch(&LOAD, &args).await? {
        let mut one = match found.remove(&HoldId(row.int(0)?)) {
            Some(known) => Hold::clone(&known),
            None => hold(&row)?,
        };
        if let (Some(lot), Some(amount)) = (row.maybe_int(17)?, row.maybe_int(18)?) {
            lots.insert(LotId(lot));
            one.pieces.push(LotUse { lot: LotId(lot), amount });
        }
        found.insert(one.id, Row::stored(one, row.int(11)?));
    }
    for (id, hold) in found {
        let account = facts.accounts.get_mut(&hold.member);
        if let Some(account) = account.filter(|account| account.hold(id).is_none()) {
            account.holds.push(hold);
            account.holds.sort_by_key(|hold| hold.id);
        }
    }
    Ok(lots)
}

/// Writes what changed; pieces are written when a hold is captured, and never change.
pub(super) async fn save(tx: &mut Tx, merchant: MerchantId, facts: &Facts) -> Result<(), StoreError> {
    let changed = || facts.accounts.values().flat_map(|account| &account.holds).filter(|row| row.dirty);
    let holds: Vec<Value> = changed().map(stored).collect();
    insert(tx, &SAVE, merchant, &holds).await?;
    let pieces: Vec<_> = changed()
        .flat_map(|hold| {
            (0_i64..).zip(&hold.pieces).map(|(line, piece)| (hold.id, line, piece.lot, piece.amount))
        })
        .collect();
    if pieces.is_empty() {
        return Ok(());
    }
    tx.execute(&PIECES, &[merchant.0.into(), rows(&pieces)]).await.map(|_| ())
}

fn stored(row: &Row<Hold>) -> Value {
    let purpose = match row.purpose {
        HeldFor::Reward(_) => "reward",
        HeldFor::Purchase => "purchase",
        HeldFor::Asked(_) => "asked",
    };
    // Only the question needs it; the purchase keeps what it was.
    let asked = row.asked().filter(|_| row.is_open());
    json!([
        row.id,
        row.member,
        row.code,
        row.reward().unwrap_or(""),
        row.amount,
        row.state.as_str(),
        row.opened_at,
        row.expires_at,
        row.closed_at,
        row.closed_by,
        row.closed_in,
        row.version + 1,
        purpose,
        asked.map(|asked| serde_json::to_string(asked).unwrap_or_default()),
        row.used_on,
        row.used,
        row.returned
    ])
}

/// A row without its pieces.
fn hold(row: &AnyRow) -> Result<Hold, StoreError> {
    let state = row.text(5)?;
    let purpose = match (row.text(12)?.as_str(), row.maybe_text(13)?) {
        ("reward", _) => HeldFor::Reward(row.text(3)?),
        ("asked", Some(asked)) => {
            HeldFor::Asked(serde_json::from_str(&asked).map_err(|_| unreadable("hold.asked", &asked))?)
        }
        // What a question was about is over with it.
        _ => HeldFor::Purchase,
    };
    Ok(Hold {
        id: HoldId(row.int(0)?),
        member: MemberId(row.int(1)?),
        code: row.text(2)?,
        purpose,
        amount: row.int(4)?,
        state: HoldState::read(&state).ok_or_else(|| unreadable("hold.state", &state))?,
        opened_at: row.int(6)?,
        expires_at: row.int(7)?,
        closed_at: row.maybe_int(8)?,
        closed_by: row.maybe_int(9)?.map(StaffId),
        closed_in: row.maybe_int(10)?.map(StoreId),
        used_on: row.maybe_int(14)?.map(PurchaseId),
        used: row.int(15)?,
        returned: row.int(16)?,
        pieces: Vec::new(),
    })
}
