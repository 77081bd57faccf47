//! A shop's figures for a spreadsheet: a folder of sheets, with commas, in UTF-8 with the mark that tells spreadsheets so,
//! decimal points, and times as RFC 3339 in UTC.

use super::{Answer, Progress, Refused, nobody};
use crate::domain::calendar::Zone;
use crate::domain::facts::Shop;
use crate::domain::ids::MerchantId;
use crate::domain::money::Money;
use crate::domain::program::Unit;
use crate::domain::program::span::NEVER;
use crate::store::sheets::{self, Cell, SHEETS, Sheet, Value};
use crate::store::{Store, StoreError, Tx, dump, file, merchants};
use chrono::{DateTime, SecondsFormat};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// How often somebody hears how far it is (rows).
const STEP: i64 = 1_000;

/// Writes the sheets of a merchant into a new folder, of one moment; all of them are there or none.
pub async fn export(
    store: &Store,
    merchant: i64,
    folder: &Path,
    progress: Progress,
) -> Result<Answer, Refused> {
    if folder.exists() {
        return Err(Refused(format!(
            "{} is there already; nothing was written. Name a folder that is not there.",
            folder.display()
        )));
    }
    let cannot = |fault: std::io::Error| Refused(format!("{} cannot be written: {fault}", folder.display()));
    let (part, id) = (file::beside(folder, "part"), MerchantId(merchant));
    let _ = std::fs::remove_dir_all(&part);
    std::fs::create_dir_all(&part).map_err(cannot)?;
    let place = part.clone();
    let work = store.read(move |tx| Box::pin(async move { write(tx, id, &place, progress).await }));
    let counts = match work.await {
        Ok(Some(counts)) => counts,
        outcome => {
            let _ = std::fs::remove_dir_all(&part);
            return Err(outcome.map_or_else(Refused::from, |_| nobody(merchant)));
        }
    };
    std::fs::rename(&part, folder).map_err(cannot)?;
    let written = counts.iter().map(|(name, count)| format!("{name}.csv ({count})")).collect::<Vec<_>>();
    let lines = vec![
        format!("✔ {} is written: {}.", folder.display(), written.join(", ")),
        "For people to read and other systems to take; another Freguês takes the export without --csv, which holds \
         everything."
            .to_owned(),
        "balances.csv counts what stands in open vouchers (column in_vouchers): where it is imported, that is credit again. It is \
         for another place: imported here, all of it would be given twice."
            .to_owned(),
    ];
    Ok(Answer { lines, fine: true })
}

/// How many lines each sheet has.
type Counts = Vec<(&'static str, i64)>;

async fn write(
    tx: &mut Tx,
    merchant: MerchantId,
    folder: &Path,
    progress: Progress,
) -> Result<Option<Counts>, StoreError> {
    tx.one_moment().await?;
    tx.unhurried().await?;
    let Some((shop, _)) = merchants::get(tx, merchant, None).await? else { return Ok(None) };
    let there = dump::counts(tx, merchant).await?;
    let tables = SHEETS.iter().flat_map(|sheet| sheet.tables);
    let all =
        tables.filter_map(|table| there.iter().find(|(name, _)| name == table)).map(|(_, rows)| rows).sum();
    let (mut done, mut counts) = (0, Vec::new());
    for sheet in &SHEETS {
        let count = write_sheet(tx, &shop, sheet, folder, |count| progress(done + count, all)).await?;
        done += count;
        counts.push((sheet.name, count));
    }
    Ok(Some(counts))
}

async fn write_sheet(
    tx: &mut Tx,
    shop: &Shop,
    sheet: &Sheet,
    folder: &Path,
    heard: impl Fn(i64) + Send + Sync,
) -> Result<i64, StoreError> {
    let path = folder.join(sheet.name).with_extension("csv");
    let cannot = |fault: std::io::Error| unwritten(&path, &fault);
    file::private(&path).map_err(cannot)?;
    let mut out = BufWriter::new(File::options().write(true).open(&path).map_err(cannot)?);
    out.write_all("\u{feff}".as_bytes()).map_err(cannot)?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    let bad = |fault: csv::Error| unwritten(&path, &fault.into());
    writer.write_record(sheet.columns.iter().map(|(heading, _)| heading)).map_err(bad)?;
    let (unit, zone) = (shop.rules.newest().program.unit, shop.zone);
    let mut count = 0;
    {
        let (writer, count) = (&mut writer, &mut count);
        let each = sheets::each(tx, sheet, shop.id, move |values| {
            *count += 1;
            if *count % STEP == 0 {
                heard(*count);
            }
            let cells =
                sheet.columns.iter().zip(values).map(|((_, cell), value)| shown(*cell, value, unit, zone));
            writer.write_record(cells).map_err(bad)
        });
        each.await?;
    }
    let out = writer.into_inner().map_err(|fault| cannot(fault.into_error()))?;
    let file = out.into_inner().map_err(|fault| cannot(fault.into_error()))?;
    file.sync_all().map_err(cannot)?;
    Ok(count)
}

fn unwritten(path: &Path, fault: &std::io::Error) -> StoreError {
    StoreError::Unusable(format!("{} cannot be written: {fault}", path.display()))
}

fn shown(cell: Cell, value: &Value, unit: Unit, zone: Zone) -> String {
    match (cell, value) {
        (_, Value::Nothing) => String::new(),
        (Cell::Phone, Value::Text(text)) => text.clone(),
        (_, Value::Text(text)) => harmless(text),
        (Cell::Credit, Value::Number(amount)) if unit == Unit::Reais => Money(*amount).plain(),
        (Cell::Money, Value::Number(amount)) => Money(*amount).plain(),
        (Cell::Time, Value::Number(at)) => {
            let time = DateTime::from_timestamp_millis(*at).unwrap_or_default();
            time.to_rfc3339_opts(SecondsFormat::Secs, true)
        }
        (Cell::LastDay, Value::Number(end)) if *end >= NEVER => String::new(),
        (Cell::LastDay, Value::Number(end)) => zone.wall(*end - 1).date.to_string(),
        (Cell::Day, Value::Number(at)) => zone.wall(*at).date.to_string(),
        (Cell::Flag, Value::Number(flag)) => (if *flag == 0 { "no" } else { "yes" }).to_owned(),
        (_, Value::Number(number)) => number.to_string(),
    }
}

/// What a spreadsheet takes for a formula becomes text.
fn harmless(text: &str) -> String {
    let mark = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("{mark}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_written_for_spreadsheets_and_run_nothing() {
        let zone = Zone::named("America/Sao_Paulo").unwrap();
        // Midnight of 2026-11-22 in São Paulo.
        let midnight = 1_795_316_400_000;
        for (cell, value, unit, expected) in [
            (Cell::Text, Value::Text("=1+1".to_owned()), Unit::Points, "'=1+1"),
            (Cell::Text, Value::Text("-Ana".to_owned()), Unit::Points, "'-Ana"),
            (Cell::Phone, Value::Text("+5511987654321".to_owned()), Unit::Points, "+5511987654321"),
            (Cell::Credit, Value::Number(1_234), Unit::Points, "1234"),
            (Cell::Credit, Value::Number(1_234), Unit::Reais, "12.34"),
            (Cell::Money, Value::Number(-5), Unit::Points, "-0.05"),
            (Cell::Time, Value::Number(midnight), Unit::Points, "2026-11-22T03:00:00Z"),
            (Cell::LastDay, Value::Number(midnight), Unit::Points, "2026-11-21"),
            (Cell::LastDay, Value::Number(NEVER), Unit::Points, ""),
            (Cell::Day, Value::Number(midnight), Unit::Points, "2026-11-22"),
            (Cell::Flag, Value::Number(1), Unit::Points, "yes"),
            (Cell::Number, Value::Nothing, Unit::Points, ""),
        ] {
            assert_eq!(shown(cell, &value, unit, zone), expected, "{cell:?} {value:?}");
        }
    }
}
