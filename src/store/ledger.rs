//! Writing the ledger: transactions with their transfers, lots, wallets, purchases, holds and scores. New
//! history is only ever inserted; what changes (wallets, lots, purchases, holds) changes against the
//! version it was read with.

use crate::domain::change::Change;
use crate::domain::ending::Untold;
use crate::domain::facts::Facts;
use crate::domain::ids::{MemberId, MerchantId};
use crate::domain::ledger::{Lot, Posting};
use crate::domain::purchase::{Agreed, Purchase};
use crate::domain::row::Row;
use crate::domain::tally::Tally;
use crate::statement;
use crate::store::engine::{Statement, StoreError, Tx, rows};
use crate::store::{holds, vouchers};
use ring::digest;
use serde_json::{Value, json};
use std::collections::BTreeMap;

statement!(TXNS, "
    insert into txn (merchant, id, kind, key, hash, actor, source, store, purchase, reverses, rules, at_ms, created_ms)
    select $1, cast(value->>0 as bigint), value->>1, value->>2, value->>3, value->>4, value->>5,
        cast(value->>6 as bigint), cast(value->>7 as bigint), cast(value->>8 as bigint),
        cast(value->>9 as bigint), cast(value->>10 as bigint), $3
    from {rows 2} r");

statement!(
    TRANSFERS,
    "
    insert into transfer (merchant, txn, line, unit, debit, credit, amount)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), value->>2, value->>3, value->>4,
        cast(value->>5 as bigint)
    from {rows 2} r"
);

statement!(
    REASONS,
    "
    insert into reason (merchant, txn, member, text)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), value->>2 from {rows 2} r"
);

statement!(
    LOTS,
    "
    insert into lot (merchant, id, member, txn, original, remaining, earned_ms, expires_ms, rules, version, usable_ms,
        told, untold, returned, due_ms, promised_ms, lapsed)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), cast(value->>2 as bigint),
        cast(value->>3 as bigint), cast(value->>4 as bigint), cast(value->>5 as bigint),
        cast(value->>6 as bigint), cast(value->>7 as bigint), cast(value->>8 as bigint),
        cast(value->>9 as bigint), value->>10, value->>11, cast(value->>12 as bigint), cast(value->>13 as bigint),
        cast(value->>14 as bigint), cast(value->>15 as bigint)
    from {rows 2} r where true
    on conflict (merchant, id) do update set remaining = excluded.remaining, expires_ms = excluded.expires_ms,
        told = excluded.told, untold = excluded.untold, returned = excluded.returned, due_ms = excluded.due_ms,
        lapsed = excluded.lapsed, version = excluded.version
    where lot.version = excluded.version - 1"
);

statement!(
    LOT_USES,
    "
    insert into lot_use (merchant, txn, line, lot, amount)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), cast(value->>2 as bigint),
        cast(value->>3 as bigint)
    from {rows 2} r"
);

statement!(
    WALLETS,
    "
    insert into wallet (merchant, member, available, held, debt, version, owing_ms)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), cast(value->>2 as bigint),
        cast(value->>3 as bigint), cast(value->>4 as bigint), cast(value->>5 as bigint)
    from {rows 2} r where true
    on conflict (merchant, member) do update set available = excluded.available, held = excluded.held,
        debt = excluded.debt, owing_ms = excluded.owing_ms, version = excluded.version
    where wallet.version = excluded.version - 1"
);

statement!(PURCHASES, "
    insert into purchase (merchant, id, member, staff, store, amount, standing, earned, rules, remark, txn, wamid,
        at_ms, told, version, excluded, paid, factor, extra, most, agreed,
        discount, order_id)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), cast(value->>2 as bigint),
        cast(value->>3 as bigint), cast(value->>4 as bigint), cast(value->>5 as bigint),
        cast(value->>6 as bigint), cast(value->>7 as bigint), value->>8, cast(value->>9 as bigint), value->>10,
        cast(value->>11 as bigint), cast(value->>12 as bigint), cast(value->>13 as bigint),
        cast(value->>14 as bigint), cast(value->>15 as bigint), value->>16, cast(value->>17 as bigint),
        cast(value->>18 as bigint), value->>19, cast(value->>20 as bigint), value->>21
    from {rows 2} r where true
    on conflict (merchant, id) do update set standing = excluded.standing, earned = excluded.earned,
        version = excluded.version
    where purchase.version = excluded.version - 1");

statement!(
    SCORES,
    "
    insert into score (merchant, month, member, points, earned, spent, visits, friends)
    select $1, value->>0, cast(value->>1 as bigint), cast(value->>2 as bigint), cast(value->>3 as bigint),
        cast(value->>4 as bigint), cast(value->>5 as bigint), cast(value->>6 as bigint)
    from {rows 2} r where true
    on conflict (merchant, month, member) do update set points = score.points + excluded.points,
        earned = score.earned + excluded.earned, spent = score.spent + excluded.spent,
        visits = score.visits + excluded.visits, friends = score.friends + excluded.friends"
);

statement!(
    ANNOUNCEMENTS,
    "
    insert into announcement (merchant, id, staff, text, people, price, at_ms)
    select $1, cast(value->>0 as bigint), cast(value->>1 as bigint), value->>2, cast(value->>3 as bigint),
        cast(value->>4 as bigint), cast(value->>5 as bigint)
    from {rows 2} r"
);

pub static STATEMENTS: &[&Statement] =
    &[&TXNS, &TRANSFERS, &REASONS, &LOTS, &LOT_USES, &WALLETS, &PURCHASES, &SCORES, &ANNOUNCEMENTS];

/// Writes what the batch did to the ledger; `now` (ms UTC) is when it was written.
pub async fn save(
    tx: &mut Tx,
    merchant: MerchantId,
    facts: &Facts,
    changes: &[Change],
    now: i64,
) -> Result<(), StoreError> {
    let postings: Vec<&Posting> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Posted(posting) => Some(posting),
            _ => None,
        })
        .collect();
    history(tx, merchant, &postings, now).await?;
    standing(tx, merchant, facts).await?;
    // Uses name lots, so they follow them.
    let uses: Vec<_> = postings
        .iter()
        .flat_map(|posting| {
            (0_i64..).zip(&posting.uses).map(|(line, piece)| (posting.txn, line, piece.lot, piece.amount))
        })
        .collect();
    insert(tx, &LOT_USES, merchant, &uses).await?;
    vouchers::save(tx, merchant, facts).await?;
    scores(tx, merchant, changes).await?;
    let announcements: Vec<Value> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Announced(a) => Some(json!([a.id, a.by, a.text, a.people, a.price, a.at])),
            _ => None,
        })
        .collect();
    insert(tx, &ANNOUNCEMENTS, merchant, &announcements).await
}

/// SHA-256 of a posting's content, as hex.
pub fn content_hash(content: &str) -> String {
    let digest = digest::digest(&digest::SHA256, content.as_bytes());
    let mut hex = String::with_capacity(64);
    for byte in digest.as_ref() {
        hex.push_str(&format!("{byte:02x}"));
    }
    hex
}

async fn history(
    tx: &mut Tx,
    merchant: MerchantId,
    postings: &[&Posting],
    now: i64,
) -> Result<(), StoreError> {
    if postings.is_empty() {
        return Ok(());
    }
    let txns: Vec<Value> = postings
        .iter()
        .map(|posting| {
            json!([
                posting.txn,
                posting.kind.as_str(),
                posting.key,
                content_hash(&posting.content()),
                posting.actor.to_string(),
                posting.source,
                posting.store,
                posting.purchase,
                posting.reverses,
                posting.rules,
                posting.at
            ])
        })
        .collect();
    tx.exactly(&TXNS, &[merchant.0.into(), rows(&txns), now.into()], txns.len()).await?;
    let transfers: Vec<_> = postings
        .iter()
        .flat_map(|posting| {
            (0_i64..).zip(&posting.transfers).map(|(line, transfer)| {
                let (debit, credit) = (transfer.debit.to_string(), transfer.credit.to_string());
                (posting.txn, line, posting.unit.code(), debit, credit, transfer.amount)
            })
        })
        .collect();
    insert(tx, &TRANSFERS, merchant, &transfers).await?;
    let reasons: Vec<_> = postings
        .iter()
        .filter_map(|posting| posting.reason.as_ref().map(|(member, why)| (posting.txn, member, why)))
        .collect();
    insert(tx, &REASONS, merchant, &reasons).await
}

/// Wallets, lots, purchases and holds that changed.
async fn standing(tx: &mut Tx, merchant: MerchantId, facts: &Facts) -> Result<(), StoreError> {
    let accounts = || facts.accounts.values();
    let lots: Vec<Value> =
        accounts().flat_map(|account| account.lots.iter()).filter(|row| row.dirty).map(lot).collect();
    insert(tx, &LOTS, merchant, &lots).await?;
    let wallets: Vec<_> = accounts()
        .filter(|account| account.wallet.dirty)
        .map(|account| {
            let wallet = &account.wallet;
            let version = wallet.version + 1;
            (account.member.id, wallet.available, wallet.held, wallet.debt, version, wallet.owing_since)
        })
        .collect();
    insert(tx, &WALLETS, merchant, &wallets).await?;
    let purchases: Vec<Value> = accounts()
        .flat_map(|account| account.purchases.iter())
        .filter(|row| row.dirty)
        .map(purchase)
        .collect();
    insert(tx, &PURCHASES, merchant, &purchases).await?;
    holds::save(tx, merchant, facts).await
}

/// Writes a set and counts it; an empty one costs nothing.
pub(super) async fn insert<T: serde::Serialize>(
    tx: &mut Tx,
    statement: &'static Statement,
    merchant: MerchantId,
    set: &[T],
) -> Result<(), StoreError> {
    if set.is_empty() {
        return Ok(());
    }
    tx.exactly(statement, &[merchant.0.into(), rows(set)], set.len()).await
}

/// One row for each period and member: a statement must not meet a row twice.
async fn scores(tx: &mut Tx, merchant: MerchantId, changes: &[Change]) -> Result<(), StoreError> {
    let mut sums: BTreeMap<(&str, MemberId), Tally> = BTreeMap::new();
    for change in changes {
        if let Change::Scored { member, period, tally } = change {
            let sum = sums.entry((period, *member)).or_default();
            *sum = sum.plus(*tally);
        }
    }
    let row = |((period, member), sum): ((&str, MemberId), Tally)| {
        json!([period, member, sum.ranked, sum.earned, sum.spent, sum.visits, sum.friends])
    };
    let set: Vec<_> = sums.into_iter().map(row).collect();
    insert(tx, &SCORES, merchant, &set).await
}

fn lot(row: &Row<Lot>) -> Value {
    json!([
        row.id,
        row.member,
        row.txn,
        row.original,
        row.remaining,
        row.earned_at,
        row.expires_at,
        row.rules,
        row.version + 1,
        row.usable_at,
        row.ending.told,
        row.ending.untold.map(Untold::as_str),
        i64::from(row.ending.returned),
        row.ending.due,
        row.promised,
        row.lapsed
    ])
}

fn purchase(row: &Row<Purchase>) -> Value {
    json!([
        row.id,
        row.member,
        row.staff,
        row.store,
        row.amount,
        row.standing,
        row.earned,
        row.rules,
        row.remark,
        row.txn,
        row.wamid,
        row.at,
        i64::from(row.told),
        row.version + 1,
        row.terms.excluded,
        row.terms.paid,
        row.terms.factor.to_string(),
        row.terms.extra,
        row.terms.most,
        row.agreed.map(Agreed::as_str),
        row.terms.discount,
        row.order
    ])
}
