//! Contested numbers: the open question about a frozen record, found by the record or by the code shown at the counter.

use crate::domain::contest::{Contest, Ending, Outcome};
use crate::domain::facts::Facts;
use crate::domain::ids::{ContestId, MemberId, MerchantId, StaffId};
use crate::domain::phone::Phone;
use crate::domain::row::Row;
use crate::statement;
use crate::store::columns::Columns;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use serde_json::{Value, json};
use std::collections::BTreeSet;

statement!(
    CODES,
    "
    select c.code, c.member, c.newcomer from {rows 2} r cross join contest c
    where c.merchant = $1 and c.code = r.value->>0 and c.outcome is null"
);
statement!(
    OF_MEMBERS,
    "
    select c.id, c.member, c.newcomer, c.phone, c.opened_ms, c.code, c.code_ms, c.outcome, c.closed_ms, c.closed_by,
           c.version
    from {rows 2} r cross join contest c
    where c.merchant = $1 and c.member = cast(r.value->>0 as bigint) and c.outcome is null"
);
statement!(
    SAVE,
    "
    insert into contest (merchant, id, member, newcomer, phone, opened_ms, code, code_ms, outcome, closed_ms,
        closed_by, version)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), cast(value->>2 as bigint), value->>3,
        cast(value->>4 as bigint), value->>5, cast(value->>6 as bigint), value->>7, cast(value->>8 as bigint),
        cast(value->>9 as bigint), cast(value->>10 as bigint)
    from {rows 2} r where true
    on conflict (merchant, id) do update set code = excluded.code, code_ms = excluded.code_ms,
        outcome = excluded.outcome, closed_ms = excluded.closed_ms, closed_by = excluded.closed_by,
        version = excluded.version
    where contest.version = excluded.version - 1"
);
pub static STATEMENTS: &[&Statement] = &[&CODES, &OF_MEMBERS, &SAVE];

/// Whose return each code stands for; both sides are to be loaded.
pub(super) async fn behind_codes(
    tx: &mut Tx,
    merchant: MerchantId,
    codes: &BTreeSet<String>,
    facts: &mut Facts,
    members: &mut BTreeSet<MemberId>,
) -> Result<(), StoreError> {
    let new: Vec<_> =
        codes.iter().filter(|code| !facts.returns.contains_key(*code)).map(|code| (code,)).collect();
    if new.is_empty() {
        return Ok(());
    }
    let found = tx.fetch(&CODES, &[merchant.0.into(), rows(&new)]).await?;
    for (code,) in new {
        facts.returns.insert(code.clone(), None);
    }
    for row in found {
        let member = MemberId(row.int(1)?);
        facts.returns.insert(row.text(0)?, Some(member));
        members.extend([member, MemberId(row.int(2)?)]);
    }
    Ok(())
}

/// The open questions about those of these members who are frozen; answers who contests them.
pub(super) async fn of_frozen(
    tx: &mut Tx,
    merchant: MerchantId,
    ids: &[MemberId],
    facts: &mut Facts,
) -> Result<Vec<MemberId>, StoreError> {
    let frozen = |id: &&MemberId| facts.accounts.get(id).is_some_and(|account| account.member.frozen);
    let set: Vec<_> = ids.iter().filter(frozen).map(|id| (id,)).collect();
    if set.is_empty() {
        return Ok(Vec::new());
    }
    let mut newcomers = Vec::new();
    for row in tx.fetch(&OF_MEMBERS, &[merchant.0.into(), rows(&set)]).await? {
        let outcome = row.maybe_text(7)?.as_deref().and_then(Outcome::read);
        let ending = match (outcome, row.maybe_int(8)?) {
            (Some(outcome), Some(at)) => Some(Ending { outcome, at, by: row.maybe_int(9)?.map(StaffId) }),
            _ => None,
        };
        let phone = row.maybe_text(3)?.as_deref().and_then(Phone::canonical);
        let Some(phone) = phone else { continue };
        let contest = Contest {
            id: ContestId(row.int(0)?),
            member: MemberId(row.int(1)?),
            newcomer: MemberId(row.int(2)?),
            phone,
            opened_at: row.int(4)?,
            code: row.maybe_text(5)?,
            code_at: row.maybe_int(6)?,
            ending,
        };
        newcomers.push(contest.newcomer);
        facts.contests.insert(contest.id, Row::stored(contest, row.int(10)?));
    }
    Ok(newcomers)
}

/// Writes the questions that changed.
pub async fn save(tx: &mut Tx, merchant: MerchantId, facts: &Facts) -> Result<(), StoreError> {
    let changed: Vec<_> = facts.contests.values().filter(|row| row.dirty).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let set: Vec<Value> = changed
        .iter()
        .map(|row| {
            let outcome = row.ending.map(|ending| ending.outcome.as_str());
            json!([
                row.id,
                row.member,
                row.newcomer,
                row.phone,
                row.opened_at,
                row.code,
                row.code_at,
                outcome,
                row.ending.map(|ending| ending.at),
                row.ending.and_then(|ending| ending.by),
                row.version + 1
            ])
        })
        .collect();
    tx.exactly(&SAVE, &[merchant.0.into(), rows(&set)], set.len()).await
}
