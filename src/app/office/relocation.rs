//! Moving out and in: a shop leaves as one file with everything, and comes in from it elsewhere, on either engine.
//!
//! Going out only reads, one moment of the database, beside whoever is at work there. Coming in is one transaction: the
//! shop is there whole or not at all, and a second try begins anew. It comes in paused, so that nobody answers or is
//! written to from two places; what its former place may have sent meanwhile rests.

use super::sheets::amount;
use super::{Answer, Progress, Refused, nobody};
use crate::app::clock::Clock;
use crate::domain::facts::Shop;
use crate::domain::ids::MerchantId;
use crate::moving::dump::{Batch, FORM, Header, Reader, Writer};
use crate::moving::sheet::Unfit;
use crate::store::dump::{self, Sums};
use crate::store::marks::{self, Mark};
use crate::store::merchants::PAUSED;
use crate::store::verify::{self, Report};
use crate::store::{Store, StoreError, Tx, file, held, inbox, merchants, migrations};
use chrono::{DateTime, SecondsFormat};
use serde_json::Value;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

/// How often somebody hears how far it is (rows).
const STEP: i64 = 1_000;

/// Writes everything a merchant has into a new file, which only its owner may read; it is there whole or not at all.
pub async fn export(
    store: &Store,
    clock: &Clock,
    merchant: i64,
    to: &Path,
    progress: Progress,
) -> Result<Answer, Refused> {
    if to.exists() {
        return Err(Refused(format!("{} is there already; nothing was written.", to.display())));
    }
    let cannot = |fault: std::io::Error| Refused(format!("{} cannot be written: {fault}", to.display()));
    let (part, at, id) = (file::beside(to, "part"), clock.now(), MerchantId(merchant));
    let _ = std::fs::remove_file(&part);
    file::private(&part).map_err(cannot)?;
    let out = File::options().write(true).open(&part).map_err(cannot)?;
    let work = store.read(move |tx| Box::pin(async move { write_out(tx, id, at, out, progress).await }));
    let left = match work.await {
        Ok(Some(left)) => left,
        outcome => {
            let _ = std::fs::remove_file(&part);
            return Err(outcome.map_or_else(Refused::from, |_| nobody(merchant)));
        }
    };
    std::fs::rename(&part, to).map_err(cannot)?;
    let Left { header, shop, sums } = left;
    let size = std::fs::metadata(to).map_or(0, |file| file.len());
    let mut lines =
        vec![format!("✔ {} holds all of {} ({} KB).", to.display(), named(&header), size / 1_000)];
    lines.push(format!("✔ {}", summed(&sums, &shop)));
    if !header.paused {
        lines.push(format!(
            "! It is served on, so this is a copy of one moment. To move out, run `fregues merchant pause {merchant}` first \
             and export then: what is decided and sent after the export is not in it."
        ));
    }
    lines.push(
        "It names people, numbers and vouchers: keep it as you keep the database. Keys of tills, hooks and the \
         number's own token stay here."
            .to_owned(),
    );
    Ok(Answer { lines, fine: true })
}

/// What was written, and what it amounts to.
struct Left {
    header: Header,
    shop: Shop,
    sums: Sums,
}

async fn write_out(
    tx: &mut Tx,
    merchant: MerchantId,
    at: i64,
    to: File,
    progress: Progress,
) -> Result<Option<Left>, StoreError> {
    tx.one_moment().await?;
    tx.unhurried().await?;
    let Some((shop, _)) = merchants::get(tx, merchant, None).await? else { return Ok(None) };
    let rows = dump::counts(tx, merchant).await?;
    let all = rows.iter().map(|(_, count)| count).sum();
    let header = Header {
        fregues: "export".to_owned(),
        form: FORM,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        tables: migrations::NEWEST,
        merchant: merchant.0,
        phone_number_id: shop.phone_number_id.clone(),
        name: shop.name.clone(),
        paused: merchants::state(tx, merchant).await?.as_deref() == Some(PAUSED),
        at_ms: at,
        rows: rows.into_iter().map(|(table, count)| (table.to_owned(), count)).collect(),
    };
    let cannot =
        |fault: std::io::Error| StoreError::Unusable(format!("The export cannot be written: {fault}"));
    let mut writer = Writer::begin(BufWriter::new(to), &header).map_err(cannot)?;
    let mut done = 0;
    for table in dump::TABLES {
        let (writer, done, progress) = (&mut writer, &mut done, &progress);
        let each = dump::each(tx, table, merchant, move |row| {
            *done += 1;
            if *done % STEP == 0 {
                progress(*done, all);
            }
            writer.row(table.name, row).map_err(cannot)
        });
        each.await?;
    }
    let mut file = writer.end().map_err(cannot)?;
    file.flush().and_then(|()| file.get_ref().sync_all()).map_err(cannot)?;
    Ok(Some(Left { header, shop, sums: dump::sums(tx, merchant).await? }))
}

/// What an export holds, after it was read from end to end; nothing is written.
pub fn look(file: &Path, progress: &Progress) -> Result<Answer, Refused> {
    let (mut reader, length) = open(file).map_err(Refused)?;
    let mut channels = 0;
    while let Some(batch) = next(&mut reader, file).map_err(Refused)? {
        channels += tills(&batch);
        show(&reader, length, progress);
    }
    let header = reader.header();
    of_these_tables(header, file)?;
    let rows = |table: &str| header.rows.get(table).copied().unwrap_or(0);
    let at = DateTime::from_timestamp_millis(header.at_ms).unwrap_or_default();
    let mut lines = vec![
        format!(
            "{} holds {}, as it was at {}, written by fregues {}. It is whole.",
            file.display(),
            named(header),
            at.to_rfc3339_opts(SecondsFormat::Secs, true),
            header.program
        ),
        format!(
            "In it: {} people, {} transactions, {} purchases, {} vouchers, {} messages in and {} out.",
            rows("member") - channels,
            rows("txn"),
            rows("purchase"),
            rows("voucher"),
            rows("inbox"),
            rows("outbox")
        ),
    ];
    if !header.paused {
        lines.push(
            "! It was served on when this was written: whatever was decided there since is not in it, and what was on its \
             way will rest."
                .to_owned(),
        );
    }
    Ok(Answer { lines, fine: true })
}

/// How many channels are among these rows: each has a record of its own and is nobody.
fn tills(batch: &Batch) -> i64 {
    let rows: Vec<Value> = if batch.table == "staff" {
        serde_json::from_str(&batch.rows).unwrap_or_default()
    } else {
        Vec::new()
    };
    let tills = rows.iter().filter(|row| row["role"] == "till").count();
    i64::try_from(tills).unwrap_or(0)
}

/// Brings a shop in from its export, recomputes the ledger, and says what there is. A file that turns out to be damaged, or
/// whose ledger does not add up, takes everything back that was written of it.
pub async fn bring_in(
    store: &Store,
    clock: &Clock,
    from: &Path,
    progress: Progress,
) -> Result<Answer, Refused> {
    let (path, now) = (from.to_owned(), clock.now());
    let work = store.write(move |tx| Box::pin(async move { write_in(tx, &path, now, &progress).await }));
    let came = work.await.map_err(|fault| Refused(format!("Nothing was brought in: {fault}")))?;
    store.settle_file().await?;
    let Came { header, shop, sums, resting, adopted, transactions } = came;
    let merchant = header.merchant;
    let mut lines = vec![
        format!("✔ {} is here, with everything in it.", named(&header)),
        format!("✔ {}", summed(&sums, &shop)),
    ];
    if resting > 0 {
        lines.push(format!(
            "! {resting} bubbles were on their way there. They rest; `fregues outbox list`, `release` and `drop` decide."
        ));
    }
    lines.extend(super::merchants::late(adopted));
    lines.push(format!("✔ {transactions} transactions recomputed: every rule holds"));
    lines.push(format!(
        "It is paused: what comes in is kept, nothing is sent. Give it what stayed behind (`fregues key create`, `fregues hook \
         add`, `fregues merchant set {merchant} --token-file`), lead its number here, then run `fregues merchant resume {merchant}`."
    ));
    Ok(Answer { lines, fine: true })
}

/// What came in.
struct Came {
    header: Header,
    shop: Shop,
    sums: Sums,
    resting: u64,
    adopted: u64,
    transactions: i64,
}

async fn write_in(tx: &mut Tx, path: &Path, now: i64, progress: &Progress) -> Result<Came, StoreError> {
    let (mut reader, length) = open(path).map_err(StoreError::Unusable)?;
    let header = reader.header().clone();
    of_these_tables(&header, path).map_err(|refused| StoreError::Unusable(refused.0))?;
    let (merchant, number) = (MerchantId(header.merchant), header.phone_number_id.as_str());
    if let Some((id, has)) = dump::taken(tx, merchant, number).await? {
        return Err(StoreError::Unusable(occupied(&header, id, &has)));
    }
    tx.unhurried().await?;
    while let Some(batch) = next(&mut reader, path).map_err(StoreError::Unusable)? {
        let table = dump::table(&batch.table).ok_or_else(|| {
            StoreError::Unusable(format!(
                "{} has rows of {}, which there is not",
                path.display(),
                batch.table
            ))
        })?;
        let put = dump::put(tx, table, merchant, batch.rows, batch.count).await;
        put.map_err(|fault| refusing(fault, path, table.name))?;
        show(&reader, length, progress);
    }
    merchants::set_state(tx, merchant, PAUSED).await?;
    let resting = if header.paused { 0 } else { held::restore_one(tx, merchant).await? };
    let adopted = inbox::adopt(tx, merchant, number).await?;
    let there = merchants::get(tx, merchant, None).await?;
    let (shop, _) = there.ok_or_else(|| {
        StoreError::Unusable(format!("{} holds no row of merchant {merchant}", path.display()))
    })?;
    let sums = dump::sums(tx, merchant).await?;
    let report = verify::within(tx, |_, _| {}).await?;
    if !report.is_clean() {
        return Err(StoreError::Unusable(astray(&report, merchant, path)));
    }
    marks::set(tx, Mark::Verify, now, "ok").await?;
    Ok(Came { header, shop, sums, resting, adopted, transactions: report.transactions })
}

/// How many rules that are broken are shown.
const SHOWN: usize = 5;

/// Why a shop stays outside whose ledger does not add up, or beside one that does not.
fn astray(report: &Report, merchant: MerchantId, path: &Path) -> String {
    let (count, path) = (report.violations.len(), path.display());
    let mut found: Vec<String> =
        report.violations.iter().take(SHOWN).map(|violation| format!("✘ {violation}")).collect();
    found.extend((count > SHOWN).then(|| format!("… and {} more", count - SHOWN)));
    let found = found.join("\n  ");
    if report.names(merchant) {
        return format!(
            "{path}: its ledger does not add up. Either somebody altered the file and sealed it anew, or the shop left with \
             this fault:\n  {found}\nRun `fregues verify` where it comes from, and export anew once every rule holds there."
        );
    }
    format!(
        "the ledger of a shop that is here already does not add up, so nothing can be told of what {path} adds to it:\n  \
         {found}\nRun `fregues verify` here, or bring it into an installation of its own."
    )
}

/// What the database refuses of a whole file was no shop's.
fn refusing(fault: StoreError, path: &Path, table: &str) -> StoreError {
    match fault {
        StoreError::Refused(why) => StoreError::Unusable(format!(
            "{}: the database refuses its rows of {table} ({why}). Somebody altered them: copy the file again, or export anew",
            path.display()
        )),
        other => other,
    }
}

fn occupied(header: &Header, id: MerchantId, has: &str) -> String {
    let Header { merchant, phone_number_id, .. } = header;
    if id.0 == *merchant {
        return format!(
            "{} keeps its number {merchant}, because its ledger and its messages name it, and there is a merchant \
             {merchant} here already (phone number id {has}). Bring it into an installation of its own.",
            header.name
        );
    }
    format!(
        "the phone number id {phone_number_id} of {} belongs to merchant {id} here already. Is it in this installation? \
         `fregues merchant list` shows them.",
        header.name
    )
}

/// The tables of an export are those of the version that wrote it.
fn of_these_tables(header: &Header, file: &Path) -> Result<(), Refused> {
    if header.tables == migrations::NEWEST {
        return Ok(());
    }
    Err(Refused(format!(
        "{} was written by fregues {} with its tables at version {}; here they are at version {}. Bring both to one version \
         and export anew, or import it with the version that wrote it and bring that up to date.",
        file.display(),
        header.program,
        header.tables,
        migrations::NEWEST
    )))
}

fn open(path: &Path) -> Result<(Reader<BufReader<File>>, u64), String> {
    let file = File::open(path).map_err(|fault| format!("{} cannot be read: {fault}", path.display()))?;
    let length = file.metadata().map_or(0, |file| file.len());
    let reader = Reader::open(BufReader::new(file)).map_err(|unfit| of(path, &unfit))?;
    Ok((reader, length))
}

fn next(reader: &mut Reader<BufReader<File>>, path: &Path) -> Result<Option<Batch>, String> {
    reader.batch().map_err(|unfit| of(path, &unfit))
}

fn of(path: &Path, unfit: &Unfit) -> String {
    format!("{}: {unfit}.", path.display())
}

fn show(reader: &Reader<BufReader<File>>, length: u64, progress: &Progress) {
    progress(i64::try_from(reader.bytes_read()).unwrap_or(0), i64::try_from(length).unwrap_or(0));
}

fn named(header: &Header) -> String {
    format!("merchant {}, {} ({})", header.merchant, header.name, header.phone_number_id)
}

/// The same words on both sides, to be compared.
fn summed(sums: &Sums, shop: &Shop) -> String {
    let Sums { members, available, held, owing, vouchers, worth } = *sums;
    format!(
        "{members} people, {} available, {} set aside, {} owed by customers, {vouchers} open vouchers worth {}.",
        amount(available, shop),
        amount(held, shop),
        amount(owing, shop),
        amount(worth, shop)
    )
}
