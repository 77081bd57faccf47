//! Looking at the rules: on two connections at once, or inside the transaction that has just written.

use super::{CONTENTS, COUNTS, RULES, TXN_PAGE};
use crate::domain::ids::MerchantId;
use crate::store::columns::Columns;
use crate::store::engine::{Store, StoreError, Tx};
use crate::store::ledger::content_hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub transfers: i64,
    pub transactions: i64,
    /// `rule: merchant, row: what`, at most five a rule.
    pub violations: Vec<String>,
}

impl Report {
    pub fn is_clean(&self) -> bool {
        self.violations.is_empty()
    }

    /// Whether one of what was found is of this merchant.
    pub fn names(&self, merchant: MerchantId) -> bool {
        let theirs = format!(": merchant {merchant}, ");
        self.violations.iter().any(|violation| violation.contains(&theirs))
    }
}

/// Transactions whose content is hashed at a time.
const PAGE: i64 = 2_000;

/// Checks everything, on two connections at once; `progress` hears how many transactions of how many were recomputed.
pub async fn verify(
    store: &Store,
    progress: impl Fn(i64, i64) + Send + Sync + 'static,
) -> Result<Report, StoreError> {
    store.survey().await?;
    let (transfers, transactions) = store.read(|tx| Box::pin(counts(tx))).await?;
    let next = Arc::new(AtomicUsize::new(0));
    let others = next.clone();
    let hashing = store.read(move |tx| {
        Box::pin(async move {
            tx.unhurried().await?;
            let altered = contents(tx, transactions, progress).await?;
            Ok((altered, rules(tx, &next).await?))
        })
    });
    let ruling = store.read(move |tx| {
        Box::pin(async move {
            tx.unhurried().await?;
            rules(tx, &others).await
        })
    });
    let (hashed, ruled) = tokio::join!(hashing, ruling);
    let ((altered, mut found), more) = (hashed?, ruled?);
    found.extend(more);
    // As the rules are listed, whoever looked at which.
    found.sort_by_key(|(rule, _)| *rule);
    let violations = found.into_iter().map(|(_, violation)| violation).chain(altered).collect();
    Ok(Report { transfers, transactions, violations })
}

/// Checks everything as this transaction sees it, with what it has written and not committed.
pub async fn within(tx: &mut Tx, progress: impl Fn(i64, i64) + Send + Sync) -> Result<Report, StoreError> {
    tx.survey().await?;
    tx.unhurried().await?;
    let (transfers, transactions) = counts(tx).await?;
    let altered = contents(tx, transactions, progress).await?;
    let found = rules(tx, &AtomicUsize::new(0)).await?;
    let violations = found.into_iter().map(|(_, violation)| violation).chain(altered).collect();
    Ok(Report { transfers, transactions, violations })
}

async fn counts(tx: &mut Tx) -> Result<(i64, i64), StoreError> {
    let counts = tx.fetch(&COUNTS, &[]).await?;
    counts.first().map_or(Ok((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))
}

/// Looks at one rule after another that nobody has taken yet. Returns violations with the place of their rule.
async fn rules(tx: &mut Tx, next: &AtomicUsize) -> Result<Vec<(usize, String)>, StoreError> {
    let mut found = Vec::new();
    loop {
        let place = next.fetch_add(1, Ordering::Relaxed);
        let Some(rule) = RULES.get(place) else { return Ok(found) };
        for row in tx.fetch(rule.find, &[]).await? {
            let (merchant, id, what) = (row.int(0)?, row.int(1)?, row.text(2)?);
            found.push((place, format!("{}: merchant {merchant}, row {id}: {what}", rule.name)));
        }
    }
}

/// [`CONTENTS`]: each key stands for the content it was written with. Returns the violations.
async fn contents(
    tx: &mut Tx,
    transactions: i64,
    progress: impl Fn(i64, i64) + Send + Sync,
) -> Result<Vec<String>, StoreError> {
    let (mut merchant, mut id, mut done) = (0, 0, 0);
    let mut altered = Vec::new();
    loop {
        let page = tx.fetch(&TXN_PAGE, &[merchant.into(), id.into(), PAGE.into()]).await?;
        let mut open: Option<(String, String)> = None;
        for row in &page {
            let key = (row.int(0)?, row.int(1)?);
            if key != (merchant, id) {
                altered.extend(close(open.take(), merchant, id));
                (merchant, id) = key;
                done += 1;
                open = Some((format!("{}|{}|{}", row.text(2)?, row.int(3)?, row.text(4)?), row.text(5)?));
            }
            if let (Some((content, _)), Some(_)) = (&mut open, row.maybe_int(6)?) {
                let (debit, credit) = (row.text(7)?, row.text(8)?);
                content.push_str(&format!("|{debit}>{credit}:{}{}", row.int(9)?, row.text(10)?));
            }
        }
        altered.extend(close(open, merchant, id));
        progress(done, transactions.max(done));
        if page.is_empty() {
            return Ok(altered);
        }
    }
}

fn close(open: Option<(String, String)>, merchant: i64, id: i64) -> Option<String> {
    let (content, hash) = open?;
    let altered = content_hash(&content) != hash;
    altered.then(|| format!("{CONTENTS}: merchant {merchant}, row {id}: its content is not what was written"))
}
