//! `fregues report 2026-11`: a month of the ledger, and what is open today, for each store and together, as a table or as
//! a spreadsheet.

use crate::app::books::{close_month, owed};
use crate::dialogue::copy::{Copy, Reader};
use crate::dialogue::figure::amount;
use crate::dialogue::line::{Line, Value};
use crate::domain::closing::{Closing, Flow};
use crate::domain::facts::{Facts, Shop};
use crate::domain::ids::{MerchantId, StoreId};
use crate::domain::liability::{DAYS, Liability, Owed};
use crate::domain::money::Money;
use crate::domain::program::Unit;
use crate::store::{Store, load, merchants};
use anyhow::{Context, anyhow, bail};
use clap::Args;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Options {
    /// The month, such as 2026-11; it begins and ends at each store's midnight.
    month: String,
    /// Only this merchant.
    #[arg(long)]
    merchant: Option<i64>,
    /// A spreadsheet (semicolons, decimal commas) in the language of the shop, instead of a table.
    #[arg(long)]
    csv: bool,
    /// Where to write one spreadsheet for each merchant, instead of printing the one.
    #[arg(long, requires = "csv")]
    out: Option<PathBuf>,
}

/// One month of one merchant.
struct Month {
    shop: Shop,
    facts: Facts,
    closing: Closing,
    /// Of today, whatever the month.
    liability: Liability,
}

/// What a row tells of one store, or of all.
struct Row<'a> {
    name: &'a str,
    flow: Flow,
    owed: Owed,
}

/// What is printed. `now` (ms UTC): a month that is not over says so.
pub async fn report(store: &Store, options: &Options, copy: &Copy, now: i64) -> anyhow::Result<String> {
    let shops = chosen(store, options.merchant).await?;
    if options.csv && options.out.is_none() && shops.len() > 1 {
        bail!("A spreadsheet holds one merchant: name it with --merchant, or a folder for all with --out.");
    }
    let mut text = String::new();
    for shop in shops {
        let month = close(store, shop, &options.month, now).await?;
        match (&options.out, options.csv) {
            (Some(folder), _) => {
                make(folder)?;
                let file = folder.join(format!("fregues-{}-{}.csv", options.month, month.shop.id));
                write(&file, &csv(&month, &options.month, copy, now))?;
                let _ = writeln!(text, "{} is written.", file.display());
            }
            (None, true) => text.push_str(&csv(&month, &options.month, copy, now)),
            (None, false) => table(&mut text, &month, &options.month, now),
        }
    }
    Ok(text)
}

async fn chosen(store: &Store, merchant: Option<i64>) -> anyhow::Result<Vec<Shop>> {
    let found = store.read(|tx| Box::pin(merchants::list(tx))).await?;
    let wanted = merchant.map(MerchantId);
    let shops: Vec<Shop> = found.into_iter().map(|(shop, _)| shop).collect();
    let shops: Vec<Shop> = shops.into_iter().filter(|shop| wanted.is_none_or(|id| id == shop.id)).collect();
    match (wanted, shops.is_empty()) {
        (Some(id), true) => bail!("There is no merchant {id}; `fregues merchant list` shows them."),
        (None, true) => bail!("There is no merchant yet; `fregues merchant add` adds one."),
        _ => Ok(shops),
    }
}

/// Closes the month; figures that do not add up are refused, because somebody would book them.
async fn close(store: &Store, shop: Shop, month: &str, now: i64) -> anyhow::Result<Month> {
    let Some((begins, _)) = shop.zone.month_span(month) else {
        bail!("{month:?} is no month; 2026-11 is one.");
    };
    if begins > now {
        bail!("{month} has not begun; name a month of the past, or the present one.");
    }
    let (of, asked) = (shop.clone(), month.to_owned());
    let read = store.read(move |tx| {
        Box::pin(async move {
            tx.unhurried().await?;
            let mut facts = Facts::default();
            load::house(tx, of.id, &mut facts).await?;
            let closed = close_month(tx, &of, &facts.stores, &asked).await?;
            let liability = owed(tx, &of, now).await?;
            Ok((facts, closed, liability))
        })
    });
    let (facts, closed, liability) = read.await?;
    let closing = closed.map_err(|fault| {
        anyhow!(
            "The figures of merchant {} for {month} do not add up, so none is shown: {fault}. \
             `fregues verify` names the rows that do not hold.",
            shop.id
        )
    })?;
    Ok(Month { shop, facts, closing, liability })
}

/// Makes the folder, where there is none yet.
fn make(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| {
        format!("The folder {} cannot be made; name one with --out that can", folder.display())
    })
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))
}

fn unit(shop: &Shop) -> Unit {
    shop.rules.newest().program.unit
}

impl Month {
    /// Stores by number, and all of them together.
    fn rows<'a>(&'a self, nowhere: &'a str, total: &'a str) -> (Vec<Row<'a>>, Row<'a>) {
        let (closed, open) = (&self.closing.stores, &self.liability.stores);
        let stores: BTreeSet<Option<StoreId>> =
            closed.iter().map(|(id, _)| *id).chain(open.iter().map(|(id, _)| *id)).collect();
        let row = |id: Option<StoreId>| Row {
            name: id.and_then(|id| self.facts.store(id)).map_or(nowhere, |store| store.name.as_str()),
            flow: closed.iter().find(|(store, _)| *store == id).map(|(_, flow)| *flow).unwrap_or_default(),
            owed: open.iter().find(|(store, _)| *store == id).map(|(_, owed)| *owed).unwrap_or_default(),
        };
        let total = Row { name: total, flow: self.closing.total, owed: self.liability.together() };
        (stores.into_iter().map(row).collect(), total)
    }

    /// What is open today, what of it will probably be used, and what ends within [`DAYS`].
    fn open(&self, owed: Owed) -> [i64; 3] {
        [owed.total, self.liability.expected(owed.total), owed.ending + owed.ending_vouchers]
    }
}

fn table(text: &mut String, month: &Month, asked: &str, now: i64) {
    let (shop, unit) = (&month.shop, unit(&month.shop));
    let so_far = if shop.zone.month(now) == asked { ", not over yet" } else { "" };
    let _ = writeln!(text, "{} (merchant {}), {asked}{so_far}", shop.name, shop.id);
    let show = |figure| amount(figure, unit, shop.lang);
    let (mut rows, total) = month.rows("—", "total");
    rows.push(total);
    let flows = rows.iter().map(|row| (row.name, figures(&row.flow).map(show).collect()));
    lay(text, &HEADS, flows);
    let has = month.closing.holdings;
    let _ = writeln!(
        text,
        "  closing is {} available, {} held, {} in vouchers, less {} owed by customers",
        show(has.available),
        show(has.held),
        show(has.vouchers),
        show(has.debt)
    );
    let _ = writeln!(text, "\n  open today, what of it is expected to be used, what ends in {DAYS} days");
    let open = rows.iter().map(|row| (row.name, month.open(row.owed).map(show).to_vec()));
    lay(text, &["open", "expected", "ending"], open);
    text.push('\n');
}

const HEADS: [&str; 11] = [
    "opening",
    "purchases",
    "referral",
    "bonus",
    "brought",
    "back",
    "used",
    "expired",
    "forfeited",
    "adjusted",
    "closing",
];

fn lay<'a>(text: &mut String, heads: &[&str], rows: impl Iterator<Item = (&'a str, Vec<String>)>) {
    let heads = heads.iter().map(|head| (*head).to_owned()).collect();
    for (name, cells) in std::iter::once(("store", heads)).chain(rows) {
        let _ = write!(text, "  {name:<20}");
        for cell in cells {
            let _ = write!(text, "{cell:>14}");
        }
        text.push('\n');
    }
}

fn figures(flow: &Flow) -> impl Iterator<Item = i64> {
    [flow.opening].into_iter().chain(flow.changes()).chain([flow.closing()])
}

/// With a byte order mark, so that spreadsheets read accents; semicolons and decimal commas, as Brazilian ones expect.
fn csv(month: &Month, asked: &str, copy: &Copy, now: i64) -> String {
    let (shop, unit) = (&month.shop, unit(&month.shop));
    let reader = Reader { lang: shop.lang, unit, zone: shop.zone, now };
    let said = |line: &Line| copy.line(line, reader);
    let mut text = format!("\u{feff}{}\r\n", said(&Line::MonthColumns));
    let named = |term| copy.shown(&Value::Term(term), reader);
    let (nowhere, together) = (named("figure-nowhere"), named("figure-total"));
    let (stores, total) = month.rows(&nowhere, &together);
    let has = month.closing.holdings;
    let parts = [has.available, has.held, has.vouchers, -has.debt].map(Some);
    for (row, parts) in stores.iter().map(|row| (row, [None; 4])).chain([(&total, parts)]) {
        let _ = write!(text, "{asked};{};{}", cell(row.name), unit.code());
        let open = month.open(row.owed).map(Some);
        for figure in figures(&row.flow).map(Some).chain(parts).chain(open) {
            let _ = write!(text, ";{}", figure.map_or_else(String::new, |figure| plain(figure, unit)));
        }
        text.push_str("\r\n");
    }
    text
}

/// Digits, a minus and a decimal comma: nothing that a spreadsheet would read as text.
fn plain(figure: i64, unit: Unit) -> String {
    match unit {
        Unit::Points => figure.to_string(),
        Unit::Reais => {
            let sign = if figure < 0 { "-" } else { "" };
            format!("{sign}{}", Money(figure.abs()).plain().replace('.', ","))
        }
    }
}

/// Text in quotes; what a spreadsheet takes for a formula becomes text.
fn cell(text: &str) -> String {
    let mark = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{mark}{}\"", text.replace('"', "\"\""))
}
